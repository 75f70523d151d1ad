//! Parts and wholes: "51 consulates, including five in Arizona", "12 of 48, a quarter", "eleven lawmakers … seven
//! senators and four representatives", shares that should fill a whole.
//!
//! Owns the patterns of words that make one figure a part of another. It must not know rates or dates.

use dyad_record::{Bound, CheckKind, FigureKind, Verdict};

use super::{Draft, Placed, exact, gap, half_step, show, with_unit};
use crate::Context;

/// All checks of this family.
pub(super) fn find(cx: &Context<'_>, figures: &[Placed<'_>]) -> Vec<Draft> {
    let mut out = Vec::new();
    for i in 0..figures.len() {
        out.extend(part(cx, figures, i));
        out.extend(sum(cx, figures, i));
        out.extend(rest(cx, figures, i));
    }
    out
}

fn verdict(holds: bool, exact: bool) -> Verdict {
    match (holds, exact) {
        (true, _) => Verdict::Holds,
        (false, true) => Verdict::Fails,
        (false, false) => Verdict::NotCheckable,
    }
}

/// Figure `i` is a part of one before it.
fn part(cx: &Context<'_>, figures: &[Placed<'_>], i: usize) -> Vec<Draft> {
    let b = &figures[i];
    if b.row.kind != FigureKind::Count {
        return Vec::new();
    }
    let text = b.row.span.of(cx.text()).to_lowercase();
    let after =
        cx.text().get(b.row.span.end..).unwrap_or("").chars().take(12).collect::<String>().to_lowercase();
    let pronoun = ["of them", "of whom", "of those", "of which"];
    let of_them = pronoun.iter().any(|p| text.ends_with(p) || after.trim_start().starts_with(p));
    let whole = figures[..i].iter().rev().take(4).find(|a| {
        let near = a.sentence == b.sentence || of_them && a.sentence + 1 == b.sentence;
        let kind = a.row.kind == FigureKind::Count && a.row.unit == b.row.unit;
        near && kind && (of_them || linked(gap(cx, a.row, b.row)))
    });
    let Some(a) = whole else { return Vec::new() };
    let next = figures.get(i + 1);
    // "12 of 48": the first is the part.
    let (a, b) =
        if !of_them && gap(cx, a.row, b.row).trim_start().starts_with("of") { (b, a) } else { (a, b) };
    let holds = b.row.value <= a.row.value;
    // "56 passengers and 10 crew, among them 30 Egyptians": the whole is more than the figure next to the words.
    let several = figures.iter().skip(i.saturating_sub(4)).take(8);
    if !holds && several.filter(|p| p.sentence == a.sentence && same_kind(p, a)).count() > 2 {
        return Vec::new();
    }
    let loose =
        matches!(a.row.bound, Bound::OrderOfMagnitude | Bound::MoreThan | Bound::AtLeast | Bound::Range);
    let mut out = vec![Draft {
        kind: CheckKind::PartWhole,
        figures: vec![a.row.id.clone(), b.row.id.clone()],
        arithmetic: format!("{} {} {}", show(b.row.value), if holds { "<=" } else { ">" }, show(a.row.value)),
        verdict: verdict(holds, !loose && exact(b.row)),
        assumptions: Vec::new(),
        why: "check: the words make the second figure a part of the first".into(),
    }];
    out.extend(share(cx, a, b, next));
    out
}

/// True if the words between two figures make the second a part of the first.
fn linked(gap: &str) -> bool {
    let low = gap.to_lowercase();
    let words: Vec<&str> = low.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.len() > 9 || low.contains([';', '?', '!']) {
        return false;
    }
    let last: Vec<&str> = words.iter().rev().take(3).rev().copied().collect();
    matches!(words[..], ["of"] | ["of", "the"] | ["of", "its"] | ["of", "their"])
        || last.last() == Some(&"including")
        || last.ends_with(&["among", "them"])
        || last.ends_with(&["among", "them", "the"])
}

/// A share told right after part and whole: "12 of 48, a quarter", "three of the 12 seats (25 percent)".
fn share(
    cx: &Context<'_>,
    whole: &Placed<'_>,
    part: &Placed<'_>,
    next: Option<&Placed<'_>>,
) -> Option<Draft> {
    let s = next.filter(|s| s.row.kind == FigureKind::Share && s.sentence == part.sentence)?;
    let last = if part.row.span.start > whole.row.span.start { part } else { whole };
    let between = gap(cx, last.row, s.row);
    let words: Vec<&str> = between.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let apposed = between.trim_start().starts_with([',', '(', '—', '–', '-']) || words.first() == Some(&"or");
    if words.len() > 2 || !apposed || whole.row.value <= 0.0 {
        return None;
    }
    let (p, w) = (part, whole);
    let got = p.row.value / w.row.value;
    let percent = s.row.value * 100.0;
    let near = match s.row.bound {
        Bound::Exact => (got * 100.0 - percent).abs() <= half_step(percent) + 0.01,
        Bound::MoreThan | Bound::AtLeast => got >= s.row.value,
        Bound::LessThan | Bound::AtMost => got <= s.row.value,
        _ => (got - s.row.value).abs() <= 0.05,
    };
    // Fractions in words are rounder than percentages.
    let words = !s.row.span.of(cx.text()).contains(|c: char| c.is_ascii_digit());
    let holds = near || words && (got - s.row.value).abs() <= 0.03;
    Some(Draft {
        kind: CheckKind::Share,
        figures: vec![p.row.id.clone(), w.row.id.clone(), s.row.id.clone()],
        arithmetic: format!(
            "{} / {} = {}, told as {}",
            show(p.row.value),
            show(w.row.value),
            with_unit(s.row, got),
            with_unit(s.row, s.row.value)
        ),
        verdict: verdict(holds, exact(p.row) && exact(w.row)),
        assumptions: Vec::new(),
        why: "check: a share told beside its part and whole".into(),
    })
}

/// Figures from `i` on are parts, joined by commas and "and", of a whole before them.
fn sum(cx: &Context<'_>, figures: &[Placed<'_>], i: usize) -> Option<Draft> {
    let first = &figures[i];
    let joined = |a: &Placed<'_>, b: &Placed<'_>| {
        let g = gap(cx, a.row, b.row).to_lowercase();
        let words: Vec<&str> = g.split_whitespace().filter(|w| *w != ",").collect();
        let conj = words.last().is_some_and(|w| matches!(*w, "and" | "plus")) || g.trim_end().ends_with(',');
        a.sentence == b.sentence && conj && words.len() <= 4 && !g.contains([';', ':', '(', '.'])
    };
    if first.row.kind != FigureKind::Count || !exact(first.row) {
        return None;
    }
    // Only the first of a run of parts makes a check.
    if i > 0 && joined(&figures[i - 1], first) && same_kind(&figures[i - 1], first) {
        return None;
    }
    let mut parts = vec![first];
    while let Some(next) = figures.get(i + parts.len()) {
        let last = parts[parts.len() - 1];
        if parts.len() >= 8 || !joined(last, next) || !same_kind(last, next) || !exact(next.row) {
            break;
        }
        parts.push(next);
    }
    if parts.len() < 2 {
        return None;
    }
    let total: f64 = parts.iter().map(|p| p.row.value).sum();
    let whole = figures[..i].iter().rev().take(12).find(|w| {
        let apart = first.sentence.saturating_sub(w.sentence);
        // The same noun ties over more sentences than persons in general.
        let close = apart <= 2 || apart <= 4 && same_noun(w, first);
        close
            && same_kind(w, first)
            && exact(w.row)
            && (w.row.value == total || apposed(gap(cx, w.row, first.row)))
    })?;
    let holds = whole.row.value == total;
    let terms: Vec<String> = parts.iter().map(|p| show(p.row.value)).collect();
    let mut ids = vec![whole.row.id.clone()];
    ids.extend(parts.iter().map(|p| p.row.id.clone()));
    Some(Draft {
        kind: CheckKind::Sum,
        figures: ids,
        arithmetic: format!(
            "{} = {}{}",
            terms.join(" + "),
            show(total),
            if holds { String::new() } else { format!(", told as {}", show(whole.row.value)) }
        ),
        verdict: verdict(holds, true),
        assumptions: Vec::new(),
        why: "check: joined figures and the whole told before them".into(),
    })
}

/// Counts of the same thing; persons are one kind.
fn same_kind(a: &Placed<'_>, b: &Placed<'_>) -> bool {
    a.row.kind == FigureKind::Count
        && a.row.kind == b.row.kind
        && a.row.unit.is_some()
        && a.row.unit == b.row.unit
}

/// True if both are told of the same last word ("sailors", "Turkish sailors").
fn same_noun(a: &Placed<'_>, b: &Placed<'_>) -> bool {
    let last = |p: &Placed<'_>| {
        let of = p.row.of.as_deref()?.to_lowercase();
        Some(of.split_whitespace().next_back()?.trim_end_matches('s').to_owned())
    };
    last(a).is_some() && last(a) == last(b)
}

/// True if a list after a colon or dash follows directly: "11 lawmakers: seven senators and …".
fn apposed(gap: &str) -> bool {
    let g = gap.trim();
    matches!(g, ":" | "—" | "–" | " - ")
}

/// "60 percent by sea and the rest by land, 25 percent through X and 20 percent through Y": all shares fill the whole.
fn rest(cx: &Context<'_>, figures: &[Placed<'_>], i: usize) -> Option<Draft> {
    let first = &figures[i];
    let next = figures.get(i + 1).filter(|n| n.sentence == first.sentence)?;
    let share = |p: &Placed<'_>| p.row.kind == FigureKind::Share && exact(p.row);
    let between = gap(cx, first.row, next.row).to_lowercase();
    if !share(first) || !between.contains("the rest") || between.contains([';', ':']) {
        return None;
    }
    let parts: Vec<&Placed<'_>> =
        figures[i + 1..].iter().take_while(|p| p.sentence == first.sentence && share(p)).take(6).collect();
    if parts.len() < 2 {
        return None;
    }
    let sum: f64 = parts.iter().map(|p| p.row.value).sum();
    let left = 1.0 - first.row.value;
    let holds = (sum - left).abs() <= 0.01 * parts.len() as f64 * 0.5 + 1e-9;
    let mut ids = vec![first.row.id.clone()];
    ids.extend(parts.iter().map(|p| p.row.id.clone()));
    let terms: Vec<String> = parts.iter().map(|p| with_unit(p.row, p.row.value)).collect();
    Some(Draft {
        kind: CheckKind::Sum,
        figures: ids,
        arithmetic: format!(
            "the rest is 100% - {} = {}; {} = {}",
            with_unit(first.row, first.row.value),
            with_unit(first.row, left),
            terms.join(" + "),
            with_unit(first.row, sum)
        ),
        verdict: verdict(holds, true),
        assumptions: vec!["the shares named after \"the rest\" are all of it".into()],
        why: "check: shares of \"the rest\"".into(),
    })
}
