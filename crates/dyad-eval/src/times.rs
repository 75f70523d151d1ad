//! Times: spans, types and values of TIMEX3 against gold in the manner of TempEval-3.
//!
//! Strict, relaxed and value F1 follow the gold's own scorer, whose numbers these must equal. Offsets are scalar
//! values. This module must not know how times are found.

use std::collections::BTreeMap;
use std::path::Path;

use dyad_record::{OffsetMap, Span, TimeRow};
use serde::{Deserialize, Serialize};

use crate::{LayerReport, Prf};

/// A time expression in the gold's shape.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Timex {
    /// Scalar values; none for gold without text.
    #[serde(default)]
    pub span: Option<Span>,
    /// The words.
    #[serde(default)]
    pub surface: Option<String>,
    /// TIMEX3 type.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// TIMEX3 value.
    #[serde(default)]
    pub value: Option<String>,
    /// `CREATION_TIME` for the document's own date, which is not scored.
    #[serde(default)]
    pub fid: Option<String>,
}

/// A document of the gold.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Gold {
    /// Id.
    pub id: String,
    /// Date of writing.
    #[serde(default)]
    pub dct: Option<String>,
    /// Text; none where only expressions are given.
    #[serde(default)]
    pub text: Option<String>,
    /// Its expressions.
    #[serde(default)]
    pub gold: Vec<Timex>,
}

/// What the scorer prints.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    /// Same span.
    pub strict: Prf,
    /// Overlap.
    pub relaxed: Prf,
    /// Overlap and the same type.
    pub kind: Prf,
    /// Overlap and the same value.
    pub value: Prf,
    /// Same span and the same value.
    pub strict_value: Prf,
}

/// Scores pairs of gold and predicted expressions of one text each.
#[must_use]
pub fn score(documents: &[(Vec<Timex>, Vec<Timex>)]) -> Scores {
    let (mut gold, mut predicted) = (0, 0);
    let (mut st, mut rl, mut va, mut ty, mut sv) = (0, 0, 0, 0, 0);
    for (g, p) in documents {
        gold += g.len();
        predicted += p.len();
        let mut used = vec![false; p.len()];
        for a in g {
            let Some(x) = a.span else { continue };
            let mut best: Option<(usize, usize)> = None;
            for (j, b) in p.iter().enumerate() {
                let Some(y) = b.span.filter(|_| !used[j]) else { continue };
                let overlap = x.end.min(y.end).saturating_sub(x.start.max(y.start));
                if overlap > 0 && best.is_none_or(|(o, _)| overlap > o) {
                    best = Some((overlap, j));
                }
            }
            let Some((_, j)) = best else { continue };
            used[j] = true;
            rl += 1;
            let same_span = p[j].span == a.span;
            let same_value = a.value.as_deref().unwrap_or("") == p[j].value.as_deref().unwrap_or("");
            st += usize::from(same_span);
            va += usize::from(same_value);
            sv += usize::from(same_span && same_value);
            ty += usize::from(a.kind == p[j].kind);
        }
    }
    let prf = |tp| Prf::new(tp, predicted, gold);
    Scores { strict: prf(st), relaxed: prf(rl), kind: prf(ty), value: prf(va), strict_value: prf(sv) }
}

/// A record's times in the gold's shape; spans of the rows are bytes of `text`.
#[must_use]
pub fn predict(times: &[TimeRow], text: &str) -> Vec<Timex> {
    let map = OffsetMap::new(text);
    let row = |t: &TimeRow| Timex {
        span: Some(map.scalar_span(t.span)),
        surface: Some(t.span.of(text).to_owned()),
        kind: Some(t.kind.as_str().to_owned()),
        value: Some(t.value.clone()),
        fid: None,
    };
    times.iter().map(row).collect()
}

/// Gold and predictions of each document without the document's own date, ready to score.
#[must_use]
pub fn pairs(gold: &[Gold], predicted: &BTreeMap<String, Vec<Timex>>) -> Vec<(Vec<Timex>, Vec<Timex>)> {
    let own = |t: &&Timex| t.fid.as_deref() == Some("CREATION_TIME");
    gold.iter()
        .map(|d| {
            let dates: Vec<Span> = d.gold.iter().filter(own).filter_map(|t| t.span).collect();
            let g = d.gold.iter().filter(|t| !own(t)).cloned().collect();
            let all = predicted.get(&d.id).map_or(&[][..], Vec::as_slice);
            let free = |t: &&Timex| !t.span.is_some_and(|s| dates.iter().any(|o| o.overlaps(s)));
            (g, all.iter().filter(free).cloned().collect())
        })
        .collect()
}

/// Share of expressions without text whose value is right. `values` answers expression and date of writing.
pub fn normalise(gold: &[Gold], values: impl Fn(&str, Option<&str>) -> Option<String>) -> (usize, usize) {
    let all = gold.iter().flat_map(|d| d.gold.iter().map(move |t| (d.dct.as_deref(), t)));
    all.fold((0, 0), |(right, of), (dct, t)| {
        let got = values(t.surface.as_deref().unwrap_or(""), dct);
        (right + usize::from(got.is_some() && got == t.value), of + 1)
    })
}

/// The report of the layer, with the documents that miss most.
#[must_use]
pub fn report(path: &Path, gold: &[Gold], predicted: &BTreeMap<String, Vec<Timex>>) -> LayerReport {
    let documents = pairs(gold, predicted);
    let s = score(&documents);
    let mut out = LayerReport::new("times", path);
    for (name, prf) in [
        ("value", s.value),
        ("relaxed", s.relaxed),
        ("strict", s.strict),
        ("type", s.kind),
        ("strict value", s.strict_value),
    ] {
        out.prf(name, prf);
    }
    let mut worst: Vec<(usize, &str, usize)> = Vec::new();
    for (d, pair) in gold.iter().zip(&documents) {
        let right = score(std::slice::from_ref(pair)).value.tp as usize;
        worst.push((pair.0.len() - right.min(pair.0.len()), d.id.as_str(), pair.0.len()));
    }
    worst.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    for (missed, id, of) in worst.into_iter().filter(|w| w.0 > 0) {
        out.example(id, format!("{missed} of {of} without the right value"));
    }
    out
}
