//! Arithmetic over figures: sum, part-whole, restated, pace, share, change.
//!
//! One file a family of checks. A check is made only where the words tie the figures together; two unrelated figures
//! are never compared, and a check fails only where both sides are exact enough to fail. It must not know whether a
//! figure is true.

mod pace;
mod parts;
mod same;
mod sums;

use dyad_record::{Bound, Check, CheckKind, Figure, FigureKind, Id, Published, Span, TimeRow, Verdict};

use rustc_hash::FxHashSet;

use crate::Context;
use crate::entities::Entities;

/// A figure with its place in the text.
pub(crate) struct Placed<'f> {
    /// The row.
    pub row: &'f Figure,
    /// Index of its sentence.
    pub sentence: usize,
}

/// A check before it has an id.
pub(crate) struct Draft {
    pub kind: CheckKind,
    pub figures: Vec<Id>,
    pub arithmetic: String,
    pub verdict: Verdict,
    pub assumptions: Vec<String>,
    pub why: String,
}

/// Finds the checks.
#[must_use]
pub fn find(
    cx: &Context<'_>,
    figures: &[Figure],
    times: &[TimeRow],
    published: Option<&Published>,
    _entities: &Entities,
) -> Vec<Check> {
    let placed: Vec<Placed<'_>> = figures
        .iter()
        .filter_map(|row| Some(Placed { row, sentence: cx.sentence_at(row.span.start)? }))
        .collect();
    let mut drafts = parts::find(cx, &placed);
    drafts.extend(sums::find(cx, &placed));
    drafts.extend(same::find(cx, &placed));
    drafts.extend(pace::find(cx, &placed, times, published));
    let mut seen: FxHashSet<(CheckKind, Vec<Id>)> = FxHashSet::default();
    let mut out = Vec::new();
    for d in drafts {
        let key = (d.kind, d.figures.clone());
        if !seen.insert(key) {
            continue;
        }
        out.push(Check {
            id: Id::new('k', out.len()),
            kind: d.kind,
            figures: d.figures,
            arithmetic: d.arithmetic,
            verdict: d.verdict,
            assumptions: d.assumptions,
            why: vec![d.why],
        });
    }
    out
}

/// The text between two figures; empty if they are not in this order.
pub(crate) fn gap<'t>(cx: &Context<'t>, a: &Figure, b: &Figure) -> &'t str {
    if a.span.end <= b.span.start { Span::new(a.span.end, b.span.start).of(cx.text()) } else { "" }
}

/// Half of the last digit that was told, in the figure's unit: 50 million for "4.9 billion". Counts without a word of
/// order are told to the last one, so theirs is 0.
pub(crate) fn rounding(cx: &Context<'_>, f: &Figure) -> f64 {
    let text = f.span.of(cx.text());
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    let plain = digits.replace(',', "");
    let plain = plain.trim_end_matches('.');
    let Ok(written) = plain.parse::<f64>() else { return 0.0 };
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len().min(9));
    if written <= 0.0 || f.kind == FigureKind::Count && decimals == 0 && written == f.value {
        return 0.0;
    }
    f.value / written * 0.1f64.powi(decimals as i32) / 2.0
}

/// A number as a person would write it.
pub(crate) fn show(x: f64) -> String {
    for (scale, word) in [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")] {
        if x.abs() >= scale {
            return format!("{} {word}", show((x / scale * 1e6).round() / 1e6));
        }
    }
    if x.fract() == 0.0 && x.abs() < 1e15 {
        return format!("{x:.0}");
    }
    let text = format!("{x:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A value with its unit.
pub(crate) fn with_unit(f: &Figure, x: f64) -> String {
    match f.unit.as_deref() {
        Some("share") => format!("{}%", show((x * 1e6).round() / 1e4)),
        Some(u) if f.kind != FigureKind::Count => format!("{} {u}", show(x)),
        _ => show(x),
    }
}

/// True if the figure is one exact value.
pub(crate) fn exact(f: &Figure) -> bool {
    f.bound == Bound::Exact && f.high.is_none()
}

/// Rounding of a figure as written: half of the last digit told.
pub(crate) fn half_step(value: f64) -> f64 {
    let mut step = 1.0;
    if value.fract() != 0.0 {
        while step > 1e-9 && (value / step - (value / step).round()).abs() > 1e-6 {
            step /= 10.0;
        }
    }
    step / 2.0
}
