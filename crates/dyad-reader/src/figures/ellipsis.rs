//! Numbers that leave out what they count because the figure before says it: "35 million euros …, 80 million for
//! farms", "2,000 tonnes … and 1,450 in port", "51 consulates, five of them".
//!
//! Owns which figure a bare number takes its unit from. It must not know what is true.

use dyad_knowledge::Quantities;
use dyad_record::{FigureKind, Span};

use super::recognise::Raw;
use crate::atoms::Atoms;

/// The last figure with a unit, for bare numbers after it.
#[derive(Debug, Clone)]
pub(super) struct Antecedent {
    /// Index of its sentence.
    pub sentence: usize,
    /// Atom after it.
    pub end: usize,
    pub kind: FigureKind,
    pub unit: String,
    pub code: Option<String>,
    /// What it measures.
    pub of: Option<Span>,
    /// Told with a word of order ("million").
    pub scaled: bool,
    /// What a bare number is multiplied by: a hundredth after percent.
    pub factor: f64,
}

impl Antecedent {
    /// Remembers a figure if later numbers can be of the same kind.
    pub fn new(
        sentence: usize,
        a: &Atoms<'_>,
        raw: &Raw,
        unit: Option<&str>,
        of: Option<Span>,
    ) -> Option<Self> {
        // Of shares those told in percent, with the word or after one.
        let percent = raw.kind == FigureKind::Share
            && (raw.from..raw.core_to).any(|k| matches!(a.low(k), "%" | "percent" | "cent" | "pct" | "pc"));
        let lends = matches!(
            raw.kind,
            FigureKind::Count | FigureKind::Money | FigureKind::Measure | FigureKind::Rate
        );
        if !(lends || percent) || raw.age || matches!(unit, Some("times" | "time" | "magnitude")) {
            return None;
        }
        Some(Antecedent {
            sentence,
            end: raw.core_to,
            kind: raw.kind,
            unit: unit?.to_owned(),
            code: raw.code.clone(),
            of,
            scaled: scaled(a, raw),
            factor: if raw.kind == FigureKind::Share { 0.01 } else { 1.0 },
        })
    }

    /// True if a bare number of this sentence is told in the unit of this figure.
    pub fn lends(&self, sentence: usize, a: &Atoms<'_>, raw: &Raw) -> bool {
        let same = self.sentence == sentence;
        if self.kind == FigureKind::Count {
            return sentence - self.sentence <= 1;
        }
        // "71 percent said yes, in Bergen 64": not what it is a share of, nor where a value ends up ("rose 8 percent to 3.65").
        if self.kind == FigureKind::Share {
            // "from 52 percent to 48" ends in percent.
            let from = (1..6).any(|b| a.low_before(self.end, b) == "from") && raw.from == self.end + 1;
            if same && from && a.low(self.end) == "to" && raw.head.is_none() && raw.value <= 100.0 {
                return true;
            }
            let target =
                matches!(a.low_before(raw.from, 1), "of" | "to" | "at" | "in" | "on" | "(" | "-" | "–");
            return same
                && raw.head.is_none()
                && raw.value <= 100.0
                && !target
                && !scaled(a, raw)
                && joined(a, self.end, raw.from);
        }
        // A pronoun counts things, which sums and measures are not.
        if raw.head.is_some() || self.kind == FigureKind::Money && self.scaled != scaled(a, raw) {
            return false;
        }
        // Only "million" after "million" speaks of money over a full stop.
        same && joined(a, self.end, raw.from)
            || !same && sentence - self.sentence <= 1 && self.scaled && scaled(a, raw)
    }
}

/// True if the number is told with a word of order.
fn scaled(a: &Atoms<'_>, raw: &Raw) -> bool {
    (raw.from..raw.core_to).any(|k| {
        matches!(
            a.low(k),
            "million" | "billion" | "trillion" | "mn" | "bn" | "tn" | "m" | "thousand" | "lakh" | "crore"
        )
    })
}

/// True if a comma, "and" or a word of comparison stands between the two, and no new clause begins.
fn joined(a: &Atoms<'_>, from: usize, to: usize) -> bool {
    let ties = |k: usize| {
        matches!(
            a.low(k),
            "," | ":"
                | "and"
                | "or"
                | "from"
                | "to"
                | "than"
                | "against"
                | "not"
                | "compared"
                | "versus"
                | "but"
                | "("
                | "of"
        )
    };
    to > from && to - from <= 16 && (from..to).any(ties) && !(from..to).any(|k| a.low(k) == ";")
}

/// True if a count has no noun of its own, or a pronoun for one, where it can take the noun of the count before:
/// not in brackets, not between bare numbers.
pub(super) fn bare(a: &Atoms<'_>, raw: &Raw) -> bool {
    let next = a.low(raw.core_to);
    let prev = a.low_before(raw.from, 1);
    match raw.head {
        None => raw.unit.is_none() && !matches!(prev, "[" | "(" | "–") && !matches!(next, "]" | ")" | "–"),
        Some(h) => {
            matches!(
                a.low(h),
                "them" | "those" | "these" | "others" | "whom" | "which" | "more" | "fewer" | "less"
            )
        }
    }
}

/// Persons counted by a group of them: "a delegation of 20".
pub(super) fn group(a: &Atoms<'_>, raw: &Raw, q: &Quantities) -> bool {
    let word = a.low_before(raw.from, 2);
    raw.head.is_none() && a.low_before(raw.from, 1) == "of" && q.is("group", word)
}
