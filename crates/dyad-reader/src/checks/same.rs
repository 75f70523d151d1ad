//! The same quantity told twice, and changes told with both ends.
//!
//! Owns when two figures are of the same thing: the same noun and value, or words that share a stem. Disagreement is
//! reported only for a change with its percentage; different values of one noun are mostly different things.

use dyad_record::{Bound, CheckKind, Figure, FigureKind, Verdict};
use rustc_hash::FxHashSet;

use super::{Draft, Placed, exact, gap, half_step, show, with_unit};
use crate::Context;

/// All checks of this family.
pub(super) fn find(cx: &Context<'_>, figures: &[Placed<'_>]) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut used: FxHashSet<usize> = FxHashSet::default();
    for j in 1..figures.len() {
        if used.contains(&j) {
            continue;
        }
        // The nearest hundred figures are enough, and keep long lists linear.
        let from = j.saturating_sub(100);
        if let Some(i) = (from..j).find(|i| restated(cx, &figures[*i], &figures[j])) {
            used.insert(j);
            out.push(restatement(figures[i].row, figures[j].row));
        } else if let Some(i) = (from..j).find(|i| others(cx, &figures[*i], &figures[j])) {
            out.push(with_others(figures[i].row, figures[j].row));
        }
    }
    out.extend((0..figures.len()).filter_map(|i| change(cx, figures, i)));
    out
}

/// Content words of what is measured, in lower case, without plural endings.
fn words(f: &Figure) -> Vec<String> {
    let of = f.of.as_deref().unwrap_or("").to_lowercase();
    of.split(|c: char| !c.is_alphabetic())
        .filter(|w| {
            w.len() > 3
                && !matches!(
                    *w,
                    "that" | "this" | "with" | "from" | "their" | "which" | "were" | "have" | "other"
                )
        })
        .map(|w| w.strip_suffix('s').unwrap_or(w).to_owned())
        .collect()
}

/// True if the two share a word, or a stem of six letters.
fn related(a: &[String], b: &[String]) -> bool {
    let stem = |w: &str| w.chars().take(6).collect::<String>();
    a.iter().any(|x| b.iter().any(|y| x == y || x.chars().count() >= 6 && stem(x) == stem(y)))
}

/// Digits before the closing zeros: 3 for 1,240, 1 for 20 million. Round numbers are told of many things, crooked ones
/// hardly of two.
fn digits(x: f64) -> usize {
    let text = format!("{x}").replace('.', "");
    text.trim_matches('0').len()
}

fn restated(cx: &Context<'_>, a: &Placed<'_>, b: &Placed<'_>) -> bool {
    let (x, y) = (a.row, b.row);
    let apart = a.sentence != b.sentence;
    let equal = x.value == y.value && x.high == y.high && x.bound == y.bound && x.kind == y.kind;
    // "millions" of two things are equal and say nothing.
    if x.bound == Bound::OrderOfMagnitude {
        return false;
    }
    if !apart
        || !equal
        || matches!(x.kind, FigureKind::Duration | FigureKind::Rank)
        || x.of.as_deref() == Some("age")
    {
        return false;
    }
    let (wx, wy) = (words(x), words(y));
    let alike = related(&wx, &wy);
    let other = |f: &Figure| f.span.of(cx.text()).to_lowercase().contains("other ");
    match x.kind {
        // A bound told twice in the same way ("nearly 500") makes up for a round number.
        FigureKind::Count => {
            let telling = x.value >= 13.0
                && (digits(x.value) >= 2
                    || x.bound != Bound::Exact
                        && digits(x.value) == 1
                        && x.unit.is_some()
                        && x.unit == y.unit);
            !other(y) && !other(x) && telling && alike
        }
        FigureKind::Share | FigureKind::Change => x.value != 0.5 && alike && wx == wy,
        _ => {
            x.unit == y.unit
                && (alike && digits(x.value) >= 2 || wx.is_empty() && wy.is_empty() && digits(x.value) >= 3)
        }
    }
}

fn restatement(a: &Figure, b: &Figure) -> Draft {
    Draft {
        kind: CheckKind::Restated,
        figures: vec![a.id.clone(), b.id.clone()],
        arithmetic: format!("{} = {}", with_unit(a, a.value), with_unit(b, b.value)),
        verdict: Verdict::Holds,
        assumptions: Vec::new(),
        why: "check: the same value of the same thing told twice".into(),
    }
}

/// "11 lawmakers" and, later, "with 10 other lawmakers".
fn others(cx: &Context<'_>, a: &Placed<'_>, b: &Placed<'_>) -> bool {
    // Small numbers meet by chance, and most pairs of figures are not one apart.
    if b.row.value < 4.0 || a.row.value != b.row.value + 1.0 {
        return false;
    }
    let text = b.row.span.of(cx.text()).to_lowercase();
    let count =
        a.row.kind == FigureKind::Count && b.row.kind == FigureKind::Count && exact(a.row) && exact(b.row);
    let last = |f: &Figure| words(f).last().cloned();
    count
        && a.sentence < b.sentence
        && text.contains(" other ")
        && a.row.value == b.row.value + 1.0
        && last(a.row).is_some()
        && last(a.row) == last(b.row)
}

fn with_others(a: &Figure, b: &Figure) -> Draft {
    Draft {
        kind: CheckKind::Restated,
        figures: vec![a.id.clone(), b.id.clone()],
        arithmetic: format!("{} + 1 = {}", show(b.value), show(a.value)),
        verdict: Verdict::Holds,
        assumptions: vec!["the one beside the others is counted in the whole".into()],
        why: "check: \"other\" leaves out one of the number told before".into(),
    }
}

/// "rose 12 percent to 112 from 100", "from 100 to 112, up 12 percent".
fn change(cx: &Context<'_>, figures: &[Placed<'_>], i: usize) -> Option<Draft> {
    let s = &figures[i];
    let q = &cx.knowledge.quantities;
    let percentage = s.row.unit.as_deref() == Some("share");
    if !percentage || !matches!(s.row.kind, FigureKind::Share | FigureKind::Change) || !exact(s.row) {
        return None;
    }
    let sentence = cx.sentences()[s.sentence].span;
    let before = cx.text().get(sentence.start..s.row.span.start)?.to_lowercase();
    let mut near = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(2);
    let verb = near.find(|w| q.is_movement(w))?.to_owned();
    let down = matches!(
        verb.as_str(),
        "fell"
            | "fall"
            | "falls"
            | "falling"
            | "decreased"
            | "decrease"
            | "declined"
            | "decline"
            | "dropped"
            | "drop"
            | "drops"
            | "dropping"
            | "down"
            | "lost"
            | "slipped"
            | "sank"
            | "plunged"
            | "tumbled"
            | "slid"
            | "shrank"
            | "cut"
            | "shed"
            | "lowered"
            | "reduced"
            | "contracted"
    );
    // The window: neighbours of the share in the same clause.
    let from = figures[..i].iter().rev().take_while(|p| p.sentence == s.sentence).count();
    let others: Vec<&Placed<'_>> = figures[i - from..]
        .iter()
        .take_while(|p| p.sentence == s.sentence)
        .filter(|p| p.row.id != s.row.id)
        .collect();
    if others.len() > 2 || others.iter().any(|p| matches!(p.row.kind, FigureKind::Share | FigureKind::Change))
    {
        return None;
    }
    let word_before = |p: &Placed<'_>| {
        let text = cx.text().get(sentence.start..p.row.span.start).unwrap_or("").to_lowercase();
        text.split_whitespace().next_back().unwrap_or("").to_owned()
    };
    let (start, end, ids) = match others[..] {
        [one] if one.row.high.is_some() && word_before(one) == "from" => {
            (one.row.value, one.row.high?, vec![one.row.id.clone()])
        }
        [x, y] if x.row.unit == y.row.unit && exact(x.row) && exact(y.row) => {
            let (old, new) = match (word_before(x).as_str(), word_before(y).as_str()) {
                ("to", "from") => (y, x),
                ("from", "to") => (x, y),
                _ => return None,
            };
            // The percentage belongs to them: no other clause between.
            if gap(cx, x.row, y.row).contains([';', ':']) {
                return None;
            }
            (old.row.value, new.row.value, vec![old.row.id.clone(), new.row.id.clone()])
        }
        _ => return None,
    };
    if start <= 0.0 {
        return None;
    }
    let got = (end - start) / start;
    let told = if down { -s.row.value } else { s.row.value };
    // Ends are rounded themselves: half their last digit moves the quotient.
    let slack = half_step(s.row.value * 100.0) / 100.0
        + (half_step(start) / start + half_step(end) / start) * 1.1
        + 0.002;
    let holds = (got - told).abs() <= slack;
    let mut figures = ids;
    figures.push(s.row.id.clone());
    Some(Draft {
        kind: CheckKind::Change,
        figures,
        arithmetic: format!(
            "({} - {}) / {} = {}, told as {}",
            show(end),
            show(start),
            show(start),
            with_unit(s.row, got),
            with_unit(s.row, told)
        ),
        verdict: if holds { Verdict::Holds } else { Verdict::Fails },
        assumptions: Vec::new(),
        why: format!("check: \"{verb}\" with both ends of the change"),
    })
}
