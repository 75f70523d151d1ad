//! Events against gold sets of three shapes: sentences with a marked pair and its PLOVER type (PLV), sentences with a
//! pair and one of five CAMEO classes (pentaclass), sentences with coded triples (PETRARCH's own test sentences).
//!
//! The events are those of the record, read from raw text; where a set marks the pair, the event "of the pair" is the one whose
//! sides are among the marked words. This module must not know how events are found.

pub mod confidence;
pub mod lessons;
pub mod own;
mod pairs;
mod triples;

use std::collections::BTreeSet;
use std::path::Path;

use dyad_document::{Document, Format, Options};
use dyad_reader::Coder;
use dyad_record::{Event, EventActor, Record, Span};
use serde::Deserialize;

use crate::{EvalError, LayerReport, figures};

pub use pairs::{Labelled, macro_f1, of_pair, unmark};
pub use triples::{Triple, score as score_triples};

/// Words that name a side: one string, or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// PLV.
    One(String),
    /// Pentaclass.
    Many(Vec<String>),
}

/// An event of the gold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct GoldEvent {
    /// PLOVER type; `YIELD` for CONCEDE and RETREAT together.
    #[serde(default)]
    pub plover: Option<String>,
    /// Quad class.
    #[serde(default)]
    pub quad: Option<u8>,
    /// 0 statement, else the quad class; none for sentences that nobody classed.
    #[serde(default)]
    pub penta: Option<u8>,
    /// CAMEO code.
    #[serde(default)]
    pub cameo: Option<String>,
    /// CAMEO actor code, run together: `TUNJUD`.
    #[serde(default)]
    pub actor: Option<String>,
    /// As `actor`.
    #[serde(default)]
    pub recipient: Option<String>,
    /// Words of the actor.
    #[serde(default)]
    pub actor_text: Option<Words>,
    /// Words of the recipient.
    #[serde(default)]
    pub recipient_text: Option<Words>,
    /// Words of two sides of which neither acts on the other.
    #[serde(default)]
    pub reciprocal_text: Option<Words>,
}

/// A sentence of the gold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Gold {
    /// Id.
    pub id: String,
    /// Text.
    #[serde(default)]
    pub text: String,
    /// Date of writing, `YYYYMMDD`.
    #[serde(default)]
    pub date: Option<String>,
    /// The text with `<s>` and `<t>` around the sides.
    #[serde(default)]
    pub marked: Option<String>,
    /// Its events.
    #[serde(default)]
    pub events: Vec<GoldEvent>,
}

/// An event of a record, ready to compare.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// Where the actor is named, bytes.
    pub actor: Vec<Span>,
    /// Where the recipient is named.
    pub recipient: Vec<Span>,
    /// Actor code.
    pub actor_code: Option<String>,
    /// Recipient code.
    pub recipient_code: Option<String>,
    /// PLOVER type.
    pub plover: String,
    /// CAMEO code.
    pub cameo: String,
    /// Quad class.
    pub quad: u8,
    /// How sure the coder is.
    pub confidence: f32,
    /// Its trigger.
    pub trigger: Span,
}

/// The events of a record with the places where their sides are named.
#[must_use]
pub fn seen(record: &Record) -> Vec<Seen> {
    let spans = |a: &EventActor| -> Vec<Span> {
        let entity = a.entity.as_ref().and_then(|id| record.entities.iter().find(|e| e.id == *id));
        entity.into_iter().flat_map(|e| e.mentions.iter().map(|m| m.span)).chain(a.span).collect()
    };
    let row = |e: &Event| Seen {
        actor: spans(&e.actor),
        recipient: spans(&e.recipient),
        actor_code: e.actor.code.clone(),
        recipient_code: e.recipient.code.clone(),
        plover: e.plover.clone(),
        cameo: e.cameo.clone().unwrap_or_default(),
        quad: e.quad.unwrap_or(0),
        confidence: e.confidence.0,
        trigger: e.trigger,
    };
    record.events.iter().map(row).collect()
}

/// The type as PLV names it.
#[must_use]
pub fn type_of(plover: &str) -> &str {
    if matches!(plover, "CONCEDE" | "RETREAT") { "YIELD" } else { plover }
}

/// Scores the coder on a file of any of the three shapes.
///
/// # Errors
/// If the file cannot be read or has another shape.
pub fn run(coder: &Coder, path: &Path) -> Result<LayerReport, EvalError> {
    let gold: Vec<Gold> = figures::load(path)?;
    let has = |want: &dyn Fn(&GoldEvent) -> bool| gold.iter().any(|g| g.events.iter().any(want));
    if gold.iter().any(|g| g.marked.is_some()) {
        return pairs::types(coder, path, &gold);
    }
    if has(&|e| e.penta.is_some()) {
        return pairs::classes(coder, path, &gold);
    }
    if has(&|e| e.cameo.is_some()) {
        return triples::run(coder, path, &gold);
    }
    Err(EvalError::Format {
        path: path.to_owned(),
        line: 1,
        message: "the lines have neither marked pairs, nor pentaclasses, nor CAMEO codes; one of the event gold sets is wanted"
            .to_owned(),
    })
}

fn document(text: &str, g: &Gold) -> Result<Document, EvalError> {
    let mut options = Options::new(&g.id);
    options.format = Some(Format::Text);
    options.lang = Some("en".to_owned());
    let day = g.date.as_deref().filter(|d| d.len() == 8 && d.bytes().all(|b| b.is_ascii_digit()));
    options.date = day.map(|d| format!("{}-{}-{}", &d[..4], &d[4..6], &d[6..]));
    Document::from_bytes(text.as_bytes(), &options).map_err(|e| EvalError::Model(e.to_string()))
}

/// The labels that the gold uses, sorted.
fn labels<'a>(of: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    of.collect::<BTreeSet<_>>().into_iter().collect()
}
