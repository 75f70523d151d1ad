//! Arithmetic over figures: sum, part-whole, share, restated, change, rate, pace.
//!
//! One file a family of checks, one for the intervals that all of them compare (`interval`) and one for the words around figures
//! (`page`). A check is made only where words of `check-words.tsv` tie the figures together; two unrelated figures are never
//! compared, and a check fails only where no reading of the figures agrees. It must not know whether a figure is true.

mod change;
mod convert;
mod fill;
mod interval;
mod pace;
mod page;
mod parts;
mod rate;
mod same;
mod share;
mod sums;

use dyad_record::{Check, CheckKind, Figure, FigureKind, Id, Published, TimeRow, Verdict};
use rustc_hash::FxHashSet;

use crate::Context;
use crate::entities::Entities;
use page::{Page, Placed};

/// A check before it has an id.
pub(crate) struct Draft {
    kind: CheckKind,
    figures: Vec<Id>,
    arithmetic: String,
    verdict: Verdict,
    assumptions: Vec<String>,
    reason: Option<String>,
    why: String,
}

impl Draft {
    fn new(
        kind: CheckKind,
        figures: &[&Placed<'_>],
        verdict: Verdict,
        arithmetic: String,
        why: &str,
    ) -> Self {
        let figures = figures.iter().map(|p| p.row.id.clone()).collect();
        let why = format!("check: {why}");
        Self { kind, figures, arithmetic, verdict, assumptions: Vec::new(), reason: None, why }
    }
    fn assume(mut self, what: impl Into<String>) -> Self {
        self.assumptions.push(what.into());
        self
    }
    /// The reason of a verdict that the arithmetic alone does not show.
    fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
    /// The reason, if the figures leave the verdict open.
    fn open(self) -> Self {
        if self.verdict == Verdict::NotCheckable && self.reason.is_none() {
            return self.because("bounds or round numbers leave it open");
        }
        self
    }
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
    if figures.len() < 2 {
        return Vec::new();
    }
    let page = Page::new(cx, figures);
    let links = parts::links(&page);
    let mut drafts = parts::find(&page, &links);
    drafts.extend(sums::find(&page, &links));
    drafts.extend(share::find(&page, &links));
    drafts.extend(change::find(&page));
    drafts.extend(rate::find(&page));
    drafts.extend(same::find(&page));
    drafts.extend(pace::find(&page, times, published));
    let mut seen: FxHashSet<(CheckKind, Vec<Id>)> = FxHashSet::default();
    let mut out = Vec::new();
    for d in drafts {
        let mut key = d.figures.clone();
        key.sort();
        key.dedup();
        // One figure alone can be a change from its one end to its other.
        if key.len() != d.figures.len() || !seen.insert((d.kind, key)) {
            continue;
        }
        out.push(Check {
            id: Id::new('k', out.len()),
            kind: d.kind,
            figures: d.figures,
            arithmetic: d.arithmetic,
            verdict: d.verdict,
            assumptions: d.assumptions,
            reason: d.reason,
            why: vec![d.why],
        });
    }
    out
}

/// A number as a person would write it.
fn show(x: f64) -> String {
    for (scale, word) in [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")] {
        if x.abs() >= scale {
            return format!("{} {word}", plain((x / scale * 1e6).round() / 1e6));
        }
    }
    plain(x)
}

fn plain(x: f64) -> String {
    if x.fract() == 0.0 && x.abs() < 1e15 {
        return format!("{x:.0}");
    }
    // Small numbers keep two digits that count.
    let places =
        if x.abs() < 0.01 && x != 0.0 { (2.0 - x.abs().log10()).clamp(4.0, 12.0) as usize } else { 4 };
    let text = format!("{x:.places$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A value with the unit of a figure.
fn with_unit(f: &Figure, x: f64) -> String {
    match f.unit.as_deref() {
        Some("share") => format!("{}%", plain((x * 1e6).round() / 1e4)),
        Some("times") => format!("{} times", plain((x * 1e4).round() / 1e4)),
        Some(u) if f.kind != FigureKind::Count => format!("{} {u}", show(x)),
        _ => show(x),
    }
}

/// A figure's value with its bound and unit, as told.
fn told(f: &Figure) -> String {
    let bound = match f.bound {
        dyad_record::Bound::Exact | dyad_record::Bound::Range => String::new(),
        b => format!("{} ", b.as_str().replace('_', " ")),
    };
    match f.high {
        Some(h) => format!("{bound}{} to {}", with_unit(f, f.value), with_unit(f, h)),
        None => format!("{bound}{}", with_unit(f, f.value)),
    }
}
