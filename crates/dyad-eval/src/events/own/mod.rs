//! A record's events against our own gold: sentences with and without events, and articles.
//!
//! What is right is told in `gold/events/README.md`. Each measure is told for the part written for training, the development part and the part held out; what
//! fails of the last is never printed. This module must not know how events are found.

mod articles;
pub mod gold;
pub mod pairing;
mod sentences;
pub mod sides;

use dyad_document::Document;
use dyad_reader::Coder;
use dyad_record::Span;

use crate::{EvalError, LayerReport, Measure, Score};
use gold::{Entry, Split, Wanted};
use pairing::{Clauses, Row, Scene};

/// Name of the built-in sentences in reports and floors.
pub const NAME: &str = "own";
/// Name of the built-in articles in reports and floors.
pub const ARTICLES: &str = "own-articles";

/// Scores the built-in sentences and articles.
///
/// # Errors
/// A line of the gold that is not as it should be.
pub fn events(coder: &Coder) -> Result<Vec<LayerReport>, EvalError> {
    Ok(vec![sentences::report(coder, &gold::sentences()?)?, articles::report(coder, &gold::articles()?)?])
}

/// Reads an entry: its rows, its clauses, and where its sentences lie.
fn read(coder: &Coder, entry: &Entry) -> Result<(Vec<Row>, Clauses, Vec<Span>), EvalError> {
    let doc: Document = crate::run::document(&entry.text, &entry.id, entry.published.as_deref())?;
    if doc.text != entry.text {
        return Err(EvalError::Model(format!(
            "{}: the text of the gold changes when it is read; write it without what is cleaned away",
            entry.id
        )));
    }
    let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
    let analysis = coder.analyzer().analyze(&doc.text, &segments);
    let record = coder.read_parsed(&doc, &analysis);
    let sentences = analysis.sentences.iter().map(|s| s.span).collect();
    Ok((pairing::rows(&record), Clauses::new(&analysis), sentences))
}

/// The parts of every measure, side by side, in the order of [`Split::ALL`].
fn tell(report: &mut LayerReport, parts: [Vec<(String, Score)>; 3]) {
    let [train, dev, held_out] = parts;
    for (((name, train), (_, dev)), (_, held_out)) in train.into_iter().zip(dev).zip(held_out) {
        for (split, score) in Split::ALL.into_iter().zip([train, dev, held_out]) {
            report.measures.push(Measure { name: format!("{name}, {}", split.name()), score });
        }
    }
}

/// Right ones of all.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Tally {
    right: usize,
    of: usize,
}

impl Tally {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }
    fn score(self) -> Score {
        Score::Share { right: self.right as f64, of: self.of as f64 }
    }
}

/// `ACCUSE:allege 112 KHM > LAO asserted`.
fn wanted(w: &Wanted, text: &str) -> String {
    let side = |s: &Option<gold::Side>| {
        let code = |s: &gold::Side| s.codes.first().cloned().flatten().unwrap_or_else(|| "?".to_owned());
        s.as_ref().map_or_else(|| "-".to_owned(), code)
    };
    let (plover, mode) = w.types.first().cloned().unwrap_or_default();
    line(
        (&plover, mode.as_deref()),
        w.cameo.first().map_or("", String::as_str),
        [&side(&w.actor), &side(&w.recipient)],
        w.status.first().map_or("", String::as_str),
        w.trigger.of(text),
    )
}

/// As [`wanted`], of a row.
fn got(r: &Row, text: &str) -> String {
    let side = |s: &Option<String>| s.clone().unwrap_or_else(|| "-".to_owned());
    line(
        (&r.plover, r.mode.as_deref()),
        &r.cameo,
        [&side(&r.actor), &side(&r.recipient)],
        &r.status,
        r.trigger.of(text),
    )
}

fn line(
    (plover, mode): (&str, Option<&str>),
    cameo: &str,
    sides: [&str; 2],
    status: &str,
    words: &str,
) -> String {
    let mode = mode.map(|m| format!(":{m}")).unwrap_or_default();
    let [actor, recipient] = sides;
    format!("\"{words}\" {plover}{mode} {cameo} {actor} > {recipient} {status}")
}

/// The attributes of a row that answers an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Attributes {
    quad: bool,
    cameo: bool,
    mode: bool,
    status: bool,
    sides: [sides::Verdict; 2],
}

impl Attributes {
    fn new(scene: &Scene<'_>, w: &Wanted, r: &Row, quad_of: &dyn Fn(&str) -> Option<u8>) -> Self {
        Self {
            quad: w.types.iter().any(|t| quad_of(&t.0) == Some(r.quad)),
            cameo: w.cameo.contains(&r.cameo),
            mode: w.types.iter().any(|t| t.0 == r.plover && t.1 == r.mode),
            status: w.status.contains(&r.status),
            sides: scene.sides(w, r),
        }
    }
    fn wrong(&self) -> usize {
        let sides = self.sides.iter().map(|v| usize::from(!v.country) + usize::from(!v.role)).sum::<usize>();
        [self.quad, self.cameo, self.mode, self.status].iter().filter(|right| !**right).count() + sides
    }
}
