//! Parts and wholes: "51 consulates, including five in Arizona", "12 of 48, a quarter", "eleven lawmakers … seven
//! senators and four representatives", shares that should fill a whole.
//!
//! Owns the patterns of words that make one figure a part of another. It must not know rates or dates.

use dyad_record::{Bound, CheckKind, FigureKind, Verdict};

use super::sums::same_kind;
use super::{Draft, Placed, exact, gap, half_step, rounding, show, with_unit};
use crate::Context;

/// All checks of this family.
pub(super) fn find(cx: &Context<'_>, figures: &[Placed<'_>]) -> Vec<Draft> {
    let mut out = Vec::new();
    for i in 0..figures.len() {
        out.extend(part(cx, figures, i));
        out.extend(share_of(cx, figures, i));
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

/// "30 percent of the 150 million dollars it needs. That is about 45 million": share, whole, and the part told after.
fn share_of(cx: &Context<'_>, figures: &[Placed<'_>], i: usize) -> Option<Draft> {
    let s = figures.get(i).filter(|s| s.row.kind == FigureKind::Share)?;
    let w = figures.get(i + 1).filter(|w| w.sentence == s.sentence)?;
    let p = figures.get(i + 2).filter(|p| p.sentence - w.sentence <= 1)?;
    let of = gap(cx, s.row, w.row).to_lowercase();
    let of = of.split_whitespace().collect::<Vec<_>>();
    let direct =
        matches!(of[..], ["of"] | ["of", "the" | "its" | "their" | "his" | "her" | "our" | "all" | "some"]);
    let after = gap(cx, w.row, p.row).to_lowercase();
    let words: Vec<&str> = after.split(|c: char| !c.is_alphanumeric()).filter(|x| !x.is_empty()).collect();
    let tail = &words[words.len().saturating_sub(3)..];
    let told = tail.ends_with(&["that", "is"])
        || tail.ends_with(&["that", "means"])
        || tail.ends_with(&["which", "is"])
        || tail.ends_with(&["or"]);
    let alike =
        w.row.kind == p.row.kind && w.row.unit == p.row.unit && w.row.high.is_none() && p.row.high.is_none();
    if !direct || !told || !alike {
        return None;
    }
    let got = s.row.value * w.row.value;
    let slack = rounding(cx, p.row)
        + rounding(cx, w.row) * s.row.value
        + if s.row.span.of(cx.text()).contains(|c: char| c.is_ascii_digit()) { 0.005 } else { 0.02 }
            * w.row.value;
    let holds = match p.row.bound {
        Bound::MoreThan | Bound::AtLeast => got >= p.row.value - slack,
        Bound::LessThan | Bound::AtMost => got <= p.row.value + slack,
        Bound::About | Bound::Nearly => (got - p.row.value).abs() <= slack.max(0.05 * p.row.value),
        _ => (got - p.row.value).abs() <= slack,
    };
    Some(Draft {
        kind: CheckKind::Share,
        figures: vec![s.row.id.clone(), w.row.id.clone(), p.row.id.clone()],
        arithmetic: format!(
            "{} of {} = {}, told as {}",
            with_unit(s.row, s.row.value),
            with_unit(w.row, w.row.value),
            with_unit(w.row, got),
            with_unit(p.row, p.row.value)
        ),
        verdict: verdict(holds, exact(s.row) && exact(w.row)),
        assumptions: Vec::new(),
        why: "check: a part told after its share and whole".into(),
    })
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
