//! Attribution: source, cue and content against gold in the manner of PolNeAR.
//!
//! The headline is FULL: the content overlaps enough and the source is the same. What is compared, and how a pair is
//! made, follows the gold's own scorer, whose figures these must equal. This module must not know how attributions
//! are found.

mod corpus;
mod measure;
mod more;
mod tokens;

use std::collections::BTreeMap;
use std::path::Path;

use dyad_knowledge::Cues;
use dyad_reader::Coder;
use dyad_record::Span;
use dyad_syntax::Analysis;
use serde::{Deserialize, Serialize};

use crate::{EvalError, LayerReport};
pub use corpus::examples;
pub use measure::{Scores, score};

/// One attribution; offsets are scalar values, as in the files.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Attribution {
    /// Id in the gold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Who speaks.
    #[serde(default)]
    pub source: Vec<Span>,
    /// The words that say so.
    #[serde(default)]
    pub cue: Vec<Span>,
    /// What is said.
    #[serde(default)]
    pub content: Vec<Span>,
    /// `direct`, `mixed` or `indirect`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// One document of a gold or prediction file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Document {
    /// Id.
    pub id: String,
    /// Text; predictions need none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Its attributions.
    #[serde(default)]
    pub attributions: Vec<Attribution>,
}

/// Predicted attributions by document id.
pub type Predictions = BTreeMap<String, Vec<Attribution>>;

/// Reads a gold or prediction file (JSON lines).
///
/// # Errors
/// If it cannot be read or a line is not such a document.
pub fn load(path: &Path) -> Result<Vec<Document>, EvalError> {
    let mut out = Vec::new();
    for (i, line) in EvalError::read(path)?.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let document = serde_json::from_str(line).map_err(|e| EvalError::Format {
            path: path.to_owned(),
            line: i + 1,
            message: format!("not a document with attributions: {e}"),
        })?;
        out.push(document);
    }
    Ok(out)
}

/// What the coder finds in a parsed text.
#[must_use]
pub fn predict(coder: &Coder, doc: &dyad_document::Document, analysis: &Analysis) -> Vec<Attribution> {
    let mut starts: Vec<usize> = doc.text.char_indices().map(|(i, _)| i).collect();
    starts.push(doc.text.len());
    let scalar = |byte: usize| starts.partition_point(|s| *s < byte);
    let scalars =
        |spans: Vec<Span>| spans.iter().map(|s| Span::new(scalar(s.start), scalar(s.end))).collect();
    coder
        .attributions(doc, analysis)
        .into_iter()
        .map(|a| Attribution {
            source: scalars(a.source),
            cue: scalars(a.cue),
            content: scalars(a.content),
            kind: Some(a.kind.to_string()),
            id: None,
        })
        .collect()
}

/// Scores predictions and tells them as the report of a layer, with the worst documents.
#[must_use]
pub fn report(path: &Path, gold: &[Document], predictions: &Predictions, cues: &Cues) -> LayerReport {
    let scores = score(gold, predictions, None);
    let mut out = LayerReport::new("attribution", path);
    // The headline first, then the scorer's order.
    let full = scores.metrics.iter().filter(|(n, _)| *n == "FULL");
    let rest = scores.metrics.iter().filter(|(n, _)| *n != "FULL");
    for (name, prf) in full.chain(rest) {
        out.prf(name, *prf);
    }
    more::add(&mut out, gold, predictions, cues);
    out.share("speaker acc", scores.speaker.0, scores.speaker.1);
    for (kind, counts) in &scores.by_kind {
        out.share(&format!("recall {kind}"), counts.full, counts.gold);
    }
    more::examples(&mut out, gold, predictions, &scores.missed);
    out
}
