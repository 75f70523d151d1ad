//! One document's record: entities, times, places, figures, statements, events, claims, disputes, checks.
//!
//! Each stage is a function of the [`Context`] and the rows of the stages before it; none reaches back, none does
//! I/O, none fails. Offsets are bytes until the record leaves the program.

pub mod atoms;
pub mod checks;
pub mod claims;
mod coder;
pub mod context;
pub mod entities;
pub mod events;
pub mod figures;
mod limits;
pub mod numerals;
pub mod places;
pub mod quotes;
pub mod statements;
pub mod times;

use dyad_document::Document;
use dyad_knowledge::Knowledge;
use dyad_record::{DocumentInfo, Id, Record, SCHEMA, SentenceRow};
use dyad_syntax::Analysis;

pub use coder::{Attribution, Coder, CoderError};
pub use context::{At, Context, Models};
pub use events::learned::{Classifier, ClassifierError};
pub use statements::learned::{Attributor, AttributorError};

/// Reads one document into its record, with or without what was learnt. `coder` (version and model hashes) is filled in by the caller.
#[must_use]
pub fn read(doc: &Document, analysis: &Analysis, knowledge: &Knowledge, models: Models<'_>) -> Record {
    let cx = Context::new(doc, analysis, knowledge).with_models(models);
    let (times, published) = times::find(&cx);
    let entities = entities::find(&cx);
    let places = places::find(&cx, &entities);
    let quotes = quotes::find(&cx);
    let statements = statements::find(&cx, &quotes, &entities, &times);
    let silences = statements::silences(&cx, &quotes, &entities, &times);
    let figures = figures::find(&cx, &entities, &times, &places, &statements, published.as_ref());
    let unquantified = figures::unquantified::find(&cx, &times, &statements);
    let (events, abstained) = events::find(&cx, &quotes, &entities, &times, &places, &statements, &figures);
    let (claims, disputes) = claims::find(&cx, &entities, &statements);
    let checks = checks::find(&cx, &figures, &times, published.as_ref(), &entities);
    let mut problems = limits::problems(doc, analysis);
    problems.extend(times::problems(&times, &doc.text));
    Record {
        schema: SCHEMA.to_owned(),
        document: DocumentInfo {
            id: doc.id.clone(),
            source: doc.source.clone(),
            language: doc.language.clone(),
            title: doc.title.clone(),
            byline: doc.byline.clone(),
            outlet: doc.outlet.clone(),
            published,
            text: doc.text.clone(),
        },
        blocks: doc.blocks.clone(),
        sentences: analysis
            .sentences
            .iter()
            .enumerate()
            .map(|(i, s)| SentenceRow { id: Id::new('n', i), span: s.span, block: s.segment })
            .collect(),
        entities: entities.rows,
        times,
        places,
        figures,
        unquantified,
        statements,
        silences,
        events,
        abstained,
        claims,
        disputes,
        checks,
        problems,
        ..Record::default()
    }
}
