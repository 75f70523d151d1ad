//! Where the tense of a clause places a bare date: behind or ahead.
//!
//! Owns the signs of tense around an expression. It must not know the publication date.

use dyad_knowledge::{TimeClass, TimeWords};

use crate::atoms::{Atoms, Kind};

/// Where a clause places a bare date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// Past tense.
    Past,
    /// Future or intention.
    Future,
    /// Neither.
    Open,
}

/// Tense around the atoms `from..to`: the nearest sign before, else the nearest after.
#[must_use]
pub fn tense(a: &Atoms<'_>, from: usize, to: usize, w: &TimeWords) -> Tense {
    let sign = |i: usize| {
        let x = a.get(i)?;
        if x.kind != Kind::Word {
            return None;
        }
        let low = x.low.as_str();
        // "to be held", "will be completed": what is to be is ahead.
        if low == "be" {
            return Some(Tense::Future);
        }
        if low.ends_with("ed") && a.low_before(i, 1) == "be" {
            return None;
        }
        // "has been scheduled": what comes is ahead.
        if low == "been" && w.word(TimeClass::CueFuture, a.low(i + 1)).is_some() {
            return Some(Tense::Future);
        }
        if matches!(low, "was" | "were" | "had" | "did" | "been" | "since" | "ago") {
            return Some(Tense::Past);
        }
        // "May" is a month.
        if w.word(TimeClass::CueFuture, low).is_some() && !(x.text == "May" && i > 0) {
            return Some(Tense::Future);
        }
        let token = a.token(i)?;
        match token.xpos.as_str() {
            "VBD" => Some(Tense::Past),
            "VBN" | "" | "_" if low.len() > 4 && low.ends_with("ed") => Some(Tense::Past),
            _ => None,
        }
    };
    // "if the men were not freed by Friday": the past tense of a condition whose term is ahead.
    let term = matches!(a.low_before(from, 1), "by" | "until" | "before");
    if term && (from.saturating_sub(14)..from).any(|i| matches!(a.low(i), "if" | "unless")) {
        return Tense::Future;
    }
    (from.saturating_sub(14)..from)
        .rev()
        .find_map(sign)
        .or_else(|| {
            // What follows a conjunction or a comma is another clause.
            // The second end of a range belongs to the first: "between March 5 and April 2 it froze".
            let dated = |i: usize| {
                w.word(TimeClass::Month, a.low(i)).is_some()
                    || matches!(a.get(i).map(|x| x.kind), Some(Kind::Number(_)))
            };
            let range = matches!(a.low(to), "and" | "to" | "-" | "–") && dated(to + 1);
            let to = if range { to + 2 + usize::from(dated(to + 2)) } else { to };
            let clause = |i: &usize| !matches!(a.low(*i), "and" | "but" | "," | ";" | "or");
            (to..(to + 10).min(a.len())).take_while(clause).find_map(sign)
        })
        .unwrap_or(Tense::Open)
}
