//! Parts that are told one after another, and the whole told before them: "eleven lawmakers … seven senators and four
//! representatives", "$4.9 billion: $3.9 billion in seed, $0.9 billion in meal and $0.3 billion in oil".
//!
//! Owns which figures are the parts of which whole. It must not know shares or dates.

use dyad_record::{CheckKind, FigureKind, Verdict};

use super::{Draft, Placed, exact, gap, rounding, show};
use crate::Context;

/// At most so many parts make one sum.
const PARTS: usize = 8;

/// All sums.
pub(super) fn find(cx: &Context<'_>, figures: &[Placed<'_>]) -> Vec<Draft> {
    (0..figures.len()).filter_map(|i| sum(cx, figures, i)).collect()
}

/// Figures from `i` on are parts, joined by commas and "and", of a whole before them.
fn sum(cx: &Context<'_>, figures: &[Placed<'_>], i: usize) -> Option<Draft> {
    let first = &figures[i];
    if !addable(first) {
        return None;
    }
    // Only the first of a run of parts makes a check.
    if i > 0 && joined(cx, &figures[i - 1], first) && same_kind(&figures[i - 1], first) {
        return None;
    }
    let mut parts = vec![first];
    while let Some(next) = figures.get(i + parts.len()) {
        let last = parts[parts.len() - 1];
        if parts.len() >= PARTS || !joined(cx, last, next) || !same_kind(last, next) || !addable(next) {
            break;
        }
        parts.push(next);
    }
    if parts.len() < 2 {
        return None;
    }
    // "thirteen people in two towns, eight civilians and five police officers": the whole may open the list.
    let value = |p: &&Placed<'_>| p.row.value;
    if parts.len() > 2
        && first.row.unit.is_some()
        && first.row.value == parts[1..].iter().map(value).sum::<f64>()
    {
        return Some(draft(cx, first, &parts[1..], Tie::None));
    }
    let total: f64 = parts.iter().map(value).sum();
    let before = &figures[i.saturating_sub(12)..i];
    let (whole, tie) = before.iter().rev().filter(|w| addable(w) && same_kind(w, first)).find_map(|w| {
        let apart = first.sentence.saturating_sub(w.sentence);
        let equal = same_value(w.row.value, total);
        let tie = tie(cx, w, first);
        let found = match tie {
            Tie::List => true,
            // Bare numbers may count anything.
            _ if w.row.unit.is_none() => false,
            // What is included need not be all, but can't be more.
            Tie::Included => equal || total > w.row.value,
            // Without words that tie them only figures that agree are a sum; the same noun ties over more sentences.
            Tie::None => equal && (apart <= 2 || apart <= 4 && same_noun(w, first)),
        };
        found.then_some((w, tie))
    })?;
    Some(draft(cx, whole, &parts, tie))
}

/// Equal but for the last bits.
fn same_value(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs()
}

fn draft(cx: &Context<'_>, whole: &Placed<'_>, parts: &[&Placed<'_>], tie: Tie) -> Draft {
    let total: f64 = parts.iter().map(|p| p.row.value).sum();
    // Told figures are rounded: their errors add up, mostly against each other.
    let slack = rounding(cx, whole.row)
        + parts.iter().map(|p| rounding(cx, p.row).powi(2)).sum::<f64>().sqrt()
        + 1e-9 * total.abs();
    let holds = (whole.row.value - total).abs() <= slack;
    let equal = same_value(whole.row.value, total);
    let terms: Vec<String> = parts.iter().map(|p| show(p.row.value)).collect();
    let mut ids = vec![whole.row.id.clone()];
    ids.extend(parts.iter().map(|p| p.row.id.clone()));
    let mut assumptions = Vec::new();
    if tie == Tie::Included && !holds {
        assumptions.push("the parts are all within the whole".to_owned());
    }
    if holds && !equal {
        assumptions.push("the figures are rounded as they are told".to_owned());
    }
    Draft {
        kind: CheckKind::Sum,
        figures: ids,
        arithmetic: format!(
            "{} = {}{}",
            terms.join(" + "),
            show(total),
            if equal { String::new() } else { format!(", told as {}", show(whole.row.value)) }
        ),
        verdict: if holds { Verdict::Holds } else { Verdict::Fails },
        assumptions,
        why: "check: joined figures and the whole told before them".into(),
    }
}

/// Exact counts, sums of money and measures add up; shares and durations do so only in special cases.
fn addable(p: &Placed<'_>) -> bool {
    matches!(p.row.kind, FigureKind::Count | FigureKind::Money | FigureKind::Measure) && exact(p.row)
}

/// Figures of the same thing; persons are one kind.
pub(super) fn same_kind(a: &Placed<'_>, b: &Placed<'_>) -> bool {
    a.row.kind == b.row.kind && a.row.unit == b.row.unit
}

/// True if a comma or "and" joins the two, with no more than a short phrase of what the first is of.
fn joined(cx: &Context<'_>, a: &Placed<'_>, b: &Placed<'_>) -> bool {
    let g = gap(cx, a.row, b.row).to_lowercase();
    let words: Vec<&str> = g.split_whitespace().filter(|w| *w != ",").collect();
    let conjunction =
        words.last().is_some_and(|w| matches!(*w, "and" | "plus")) || g.trim_end().ends_with(',');
    a.sentence == b.sentence
        && conjunction
        && words.len() <= 6
        && !g.contains([';', ':', '(', '.', '?', '!', '"', '“'])
}

/// How words tie parts to a whole before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// A colon or dash: the parts are a list of the whole.
    List,
    /// "The package includes 35 million for …".
    Included,
    None,
}

fn tie(cx: &Context<'_>, whole: &Placed<'_>, first: &Placed<'_>) -> Tie {
    let g = gap(cx, whole.row, first.row);
    if matches!(g.trim(), ":" | "—" | "–" | "-") {
        return Tie::List;
    }
    // Only the words between the start of the first part's sentence and the part, and no more than one sentence on.
    let start = cx.sentences()[first.sentence].span.start.max(whole.row.span.end);
    let near = first.sentence - whole.sentence <= 1;
    let lead = dyad_record::Span::new(start, first.row.span.start.max(start)).of(cx.text()).to_lowercase();
    let words: Vec<&str> = lead.split_whitespace().collect();
    let includes = words.last().is_some_and(|w| {
        matches!(
            *w,
            "includes" | "include" | "included" | "including" | "comprises" | "comprise" | "comprising"
        )
    }) || words.ends_with(&["consists", "of"])
        || words.ends_with(&["consisting", "of"])
        || words.ends_with(&["up", "of"]);
    if near && includes { Tie::Included } else { Tie::None }
}

/// True if both are told of the same last word ("sailors", "Turkish sailors").
fn same_noun(a: &Placed<'_>, b: &Placed<'_>) -> bool {
    let last = |p: &Placed<'_>| {
        let of = p.row.of.as_deref()?.to_lowercase();
        Some(of.split_whitespace().next_back()?.trim_end_matches('s').to_owned())
    };
    last(a).is_some() && last(a) == last(b)
}
