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

/// The report on gold without text: the share of expressions whose value is right, and the kinds of mistake by how often
/// they are made. `values` answers expression and date of writing.
pub fn normalised(
    path: &Path,
    gold: &[Gold],
    values: impl Fn(&str, Option<&str>) -> Option<String>,
) -> LayerReport {
    let (mut right, mut of) = (0, 0);
    let mut wrong: BTreeMap<(String, String), usize> = BTreeMap::new();
    for d in gold {
        for t in &d.gold {
            let words = t.surface.as_deref().unwrap_or("");
            let got = values(words, d.dct.as_deref());
            of += 1;
            if got.is_some() && got == t.value {
                right += 1;
            } else {
                let show = |v: &Option<String>| v.clone().unwrap_or_else(|| "nothing".to_owned());
                let written = d.dct.as_deref().and_then(|d| d.get(..10)).unwrap_or("no date");
                let note = format!("{written}: {} instead of {}", show(&got), show(&t.value));
                *wrong.entry((words.to_lowercase(), note)).or_insert(0) += 1;
            }
        }
    }
    let mut out = LayerReport::new("times", path);
    out.share("normalised value", right, of);
    let mut worst: Vec<((String, String), usize)> = wrong.into_iter().collect();
    worst.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for ((words, note), n) in worst {
        out.example(words, if n > 1 { format!("{note} ({n} times)") } else { note });
    }
    out
}

/// What is wrong in one document, in text order: expressions missed, not in the gold, and of another value, each with
/// the words around it.
fn mistakes(text: &str, gold: &[Timex], predicted: &[Timex]) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let around = |s: Span| {
        let cut = |from: usize, to: usize| -> String {
            let piece: String = chars.get(from..to.min(chars.len())).unwrap_or(&[]).iter().collect();
            piece.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let before = cut(s.start.saturating_sub(30).min(chars.len()), s.start);
        format!("{before} [{}] {}", cut(s.start, s.end), cut(s.end, s.end + 25))
    };
    let value = |t: &Timex| t.value.clone().unwrap_or_default();
    let mut out: Vec<(usize, String)> = Vec::new();
    for g in gold {
        let Some(span) = g.span else { continue };
        let hits: Vec<&Timex> =
            predicted.iter().filter(|p| p.span.is_some_and(|s| s.overlaps(span))).collect();
        if hits.is_empty() {
            out.push((span.start, format!("missed {} = {}", around(span), value(g))));
        } else if !hits.iter().any(|p| p.value == g.value) {
            let told: Vec<String> = hits.iter().map(|p| value(p)).collect();
            out.push((span.start, format!("{} is {} in {}", told.join(", "), value(g), around(span))));
        }
    }
    for p in predicted {
        let Some(span) = p.span else { continue };
        if !gold.iter().any(|g| g.span.is_some_and(|s| s.overlaps(span))) {
            out.push((span.start, format!("not in the gold {} = {}", around(span), value(p))));
        }
    }
    out.sort();
    out.into_iter().map(|m| m.1).collect()
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
    let mut worst: Vec<(usize, &str, Vec<String>)> = Vec::new();
    for (d, pair) in gold.iter().zip(&documents) {
        let right = score(std::slice::from_ref(pair)).value.tp as usize;
        let wrong = mistakes(d.text.as_deref().unwrap_or(""), &pair.0, &pair.1);
        worst.push((pair.0.len() - right.min(pair.0.len()), d.id.as_str(), wrong));
    }
    worst.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    for (_, id, wrong) in worst.into_iter().filter(|w| !w.2.is_empty()) {
        out.example(id, wrong.iter().map(|w| format!("\n        {w}")).collect::<String>());
    }
    out
}
