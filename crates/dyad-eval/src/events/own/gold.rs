//! Our own event gold: reading its two JSONL files, and naming the line where one is not as it should be.
//!
//! The form is told in `gold/events/README.md`; `tools/check_event_gold.py` writes the files from the marked texts and holds them
//! to more rules than this reader does. Spans are bytes of the text here, scalar values in the files. Must not know how events
//! are found or scored.

use std::path::Path;

use dyad_record::Span;
use serde::Deserialize;

use crate::EvalError;

/// What a part of the gold is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Split {
    /// Written for the classifier to learn from; scored so that its errors can be read.
    Train,
    /// Read while rules are written, and learned from.
    #[default]
    Dev,
    /// Nothing is tuned on it, and its errors are not read.
    HeldOut,
}

impl Split {
    /// In the order of reports.
    pub const ALL: [Self; 3] = [Self::Train, Self::Dev, Self::HeldOut];

    /// As the files and the reports call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Dev => "dev",
            Self::HeldOut => "held-out",
        }
    }
}

/// A sentence or an article with its events.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// `accuse-07`.
    pub id: String,
    /// What it is for.
    pub split: Split,
    /// Publication date, if there is one.
    pub published: Option<String>,
    /// The text.
    pub text: String,
    /// Captions, teasers, bylines, contact lines: no event is made there.
    pub furniture: Vec<Span>,
    /// The events.
    pub events: Vec<Wanted>,
}

/// An event of the gold, with all that is right.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wanted {
    /// The words of the trigger.
    pub trigger: Span,
    /// Where the same act is named again.
    pub mentions: Vec<Span>,
    /// Who acts; none where the text names nobody.
    pub actor: Option<Side>,
    /// On whom.
    pub recipient: Option<Side>,
    /// PLOVER types and their modes; the first is the gold.
    pub types: Vec<(String, Option<String>)>,
    /// CAMEO codes; the first is the gold.
    pub cameo: Vec<String>,
    /// Statuses; the first is the gold.
    pub status: Vec<String>,
    /// Contexts; empty where not annotated.
    pub contexts: Vec<String>,
    /// Holds in both directions.
    pub reciprocal: bool,
    /// Neither demanded nor punished.
    pub optional: bool,
}

/// A side of an event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Side {
    /// The words as the text has them.
    pub words: String,
    /// Actor codes; none stands for words without a code. The first is the gold.
    pub codes: Vec<Option<String>>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    split: String,
    #[serde(default)]
    published: Option<String>,
    text: String,
    #[serde(default)]
    blocks: Vec<BlockLine>,
    events: Vec<EventLine>,
}

#[derive(Deserialize)]
struct BlockLine {
    kind: String,
    span: [usize; 2],
}

#[derive(Deserialize)]
struct EventLine {
    trigger: [usize; 2],
    mentions: Vec<[usize; 2]>,
    actor: Option<SideLine>,
    recipient: Option<SideLine>,
    plover: String,
    mode: Option<String>,
    cameo: String,
    status: String,
    contexts: Vec<String>,
    reciprocal: bool,
    optional: bool,
    alt_plover: Vec<(String, Option<String>)>,
    alt_cameo: Vec<String>,
    alt_status: Vec<String>,
}

#[derive(Deserialize)]
struct SideLine {
    words: String,
    code: Option<String>,
    #[serde(default)]
    alt: Vec<Option<String>>,
}

/// Sentences, with and without events.
///
/// # Errors
/// A line that is not as it should be.
pub fn sentences() -> Result<Vec<Entry>, EvalError> {
    parse("sentences.jsonl", include_str!("../../../gold/events/sentences.jsonl"))
}

/// Articles.
///
/// # Errors
/// A line that is not as it should be.
pub fn articles() -> Result<Vec<Entry>, EvalError> {
    parse("articles.jsonl", include_str!("../../../gold/events/articles.jsonl"))
}

/// Reads one file; `name` is for the errors.
///
/// # Errors
/// The first line that is not as it should be, and what is wrong with it.
pub fn parse(name: &str, file: &str) -> Result<Vec<Entry>, EvalError> {
    let bad =
        |line: usize, message: String| EvalError::Format { path: Path::new(name).to_owned(), line, message };
    let lines = file.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines
        .map(|(i, line)| {
            let line: Line = serde_json::from_str(line).map_err(|e| bad(i + 1, e.to_string()))?;
            entry(line).map_err(|message| bad(i + 1, message))
        })
        .collect()
}

fn entry(line: Line) -> Result<Entry, String> {
    let named = Split::ALL.into_iter().find(|s| s.name() == line.split);
    let split =
        named.ok_or_else(|| format!("the split is train, dev or held-out, not \"{}\"", line.split))?;
    let ends = line.text.char_indices().map(|(at, _)| at).chain([line.text.len()]);
    let bytes: Vec<usize> = ends.collect();
    let span = |[from, to]: [usize; 2]| match (bytes.get(from), bytes.get(to)) {
        (Some(a), Some(b)) if a < b => Ok(Span::new(*a, *b)),
        _ => Err(format!("{from} to {to} is no place in the text")),
    };
    let mut furniture = Vec::new();
    for b in line.blocks.iter().filter(|b| !matches!(b.kind.as_str(), "headline" | "body")) {
        furniture.push(span(b.span)?);
    }
    let side = |s: SideLine| Side { words: s.words, codes: [s.code].into_iter().chain(s.alt).collect() };
    let mut events = Vec::new();
    for e in line.events {
        events.push(Wanted {
            trigger: span(e.trigger)?,
            mentions: e.mentions.into_iter().map(span).collect::<Result<_, _>>()?,
            actor: e.actor.map(side),
            recipient: e.recipient.map(side),
            types: [(e.plover, e.mode)].into_iter().chain(e.alt_plover).collect(),
            cameo: [e.cameo].into_iter().chain(e.alt_cameo).collect(),
            status: [e.status].into_iter().chain(e.alt_status).collect(),
            contexts: e.contexts,
            reciprocal: e.reciprocal,
            optional: e.optional,
        });
    }
    Ok(Entry { id: line.id, split, published: line.published, text: line.text, furniture, events })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_sets_are_read_and_split_by_their_numbers() {
        let (sentences, articles) = (sentences().unwrap(), articles().unwrap());
        assert!(sentences.len() > 900 && articles.len() >= 10, "{}", sentences.len());
        for e in &sentences {
            let number: u32 = e.id.rsplit('-').next().and_then(|n| n.parse().ok()).unwrap();
            let split = match e.id.starts_with("train-") {
                true => Split::Train,
                false if number.is_multiple_of(3) => Split::HeldOut,
                false => Split::Dev,
            };
            assert_eq!(e.split, split, "{}", e.id);
        }
        assert!(articles.iter().all(|a| !a.furniture.is_empty() && a.published.is_some()));
    }

    #[test]
    fn spans_become_bytes_and_alternatives_lists() {
        let event = r#"{"trigger": [5, 8], "mentions": [], "actor": {"words": "Perú", "code": "PER", "alt": [null]}, "recipient": null,
            "plover": "CONSULT", "mode": "visit", "cameo": "042", "status": "planned", "contexts": [], "reciprocal": true,
            "optional": false, "alt_plover": [["AGREE", null]], "alt_cameo": ["036"], "alt_status": []}"#;
        let line = format!(
            r#"{{"id": "a-3", "split": "held-out", "text": "Perú met.", "blocks": [{{"kind": "teaser", "span": [0, 9]}}], "events": [{}]}}"#,
            event.replace('\n', " ")
        );
        let e = &parse("x", &line).unwrap()[0];
        let w = &e.events[0];
        assert_eq!((w.trigger.of(&e.text), e.split, e.furniture.len()), ("met", Split::HeldOut, 1));
        assert_eq!(w.types[1], ("AGREE".to_owned(), None));
        assert_eq!(w.actor.as_ref().unwrap().codes, [Some("PER".to_owned()), None]);
        assert!(
            parse("x", &line.replace("[5, 8]", "[5, 80]"))
                .is_err_and(|e| e.to_string().starts_with("x, line 1: "))
        );
        assert!(parse("x", &line.replace("held-out", "test")).is_err());
    }
}
