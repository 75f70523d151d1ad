//! Events: who did what to whom, in PLOVER and CAMEO codes, with their status.
//!
//! Dictionary frames over dependency trees (`matching`), sides resolved to entities (`parties`), status by the words around
//! (`status`), time and place by attachment (`circumstances`), later mentions joined (`merge`). A row is written only if
//! one side has an actor code, or both sides are somebody (a named person or body, or a noun for one) and keep their words; events of furniture blocks and of voices quoted inside quotations are left out.

mod actors;
mod ahead;
mod answers;
mod belonging;
mod candidates;
mod circumstances;
mod complete;
mod compose;
mod conditions;
pub mod fold;
mod home;
pub mod learned;
mod matching;
mod merge;
mod mutual;
mod open;
pub mod pair;
mod parties;
mod results;
mod rows;
mod sides;
mod spread;
mod status;
mod tree;
mod verdict;

use dyad_record::{Abstained, Event, Figure, Id, PlaceRow, Span, Statement, TimeRow};
use dyad_syntax::Upos;

use crate::entities::Entities;
use crate::quotes::Quote;
use crate::{At, Context};
use circumstances::Circumstances;
use parties::Parties;
use rows::{Outcome, Rows};

/// Finds the events, and what looked like one and is held back.
#[must_use]
pub fn find(
    cx: &Context<'_>,
    quotes: &[Quote],
    entities: &Entities,
    times: &[TimeRow],
    places: &[PlaceRow],
    statements: &[Statement],
    figures: &[Figure],
) -> (Vec<Event>, Vec<Abstained>) {
    let parties = Parties::new(cx, entities, places, statements);
    let circumstances = Circumstances::new(cx, times, places, figures);
    let contents = merge::Contents::new(statements);
    let rows = Rows { cx, parties: &parties, circumstances: &circumstances, contents: &contents, statements };
    let (mut found, mut held) = (Vec::new(), Vec::new());
    for s in 0..cx.sentences().len() {
        if cx.block(s).kind.is_furniture() {
            continue;
        }
        for candidate in candidates::of_sentence(cx, &parties, s, cx.classifier.is_some()) {
            if nested_voice(cx, quotes, candidate.coded.trigger) {
                continue;
            }
            match rows.row(candidate) {
                Outcome::Event(e) => found.push(*e),
                Outcome::Held(h) => held.push(*h),
                Outcome::Nothing => {}
            }
        }
    }
    for (i, h) in held.iter_mut().enumerate() {
        h.id = Id::new('a', i);
    }
    spread::known_once(&mut found);
    merge::histories(cx, &mut found);
    answers::address(cx, &mut found);
    mutual::join(&mut found);
    (merge::later_mentions(cx, times, found), held)
}

/// A candidate as a lesson for the classifier.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The trigger.
    pub trigger: Span,
    /// The verb that carries a noun; else the trigger.
    pub clause: Span,
    /// The nouns that a verb governs, which may name the act that it carries: "held **talks**".
    pub carried: Vec<Span>,
    /// The dictionary's type; empty where no frame fits.
    pub plover: String,
    /// What the classifier sees.
    pub seen: learned::Out,
}

/// All candidates of a document, for training.
#[must_use]
pub fn lessons(
    cx: &Context<'_>,
    entities: &Entities,
    places: &[PlaceRow],
    statements: &[Statement],
) -> Vec<Lesson> {
    let parties = Parties::new(cx, entities, places, statements);
    let of = |s: usize| candidates::of_sentence(cx, &parties, s, true);
    let lesson = |c: candidates::Candidate| Lesson {
        trigger: cx.token(c.coded.trigger).span,
        clause: cx.token(c.coded.clause).span,
        carried: cx
            .children_by(c.coded.trigger, &["obj", "obl"])
            .filter(|_| cx.token(c.coded.trigger).upos == Upos::Verb)
            .map(|o| cx.token(o).span)
            .collect(),
        plover: c.coded.plover,
        seen: c.seen,
    };
    (0..cx.sentences().len()).flat_map(of).map(lesson).collect()
}

/// A voice quoted inside a quotation is somebody's example, not an act.
fn nested_voice(cx: &Context<'_>, quotes: &[Quote], at: At) -> bool {
    let span = cx.token(at).span;
    let last = quotes.partition_point(|q| q.span.start <= span.start);
    quotes[..last].iter().rev().take(8).any(|q| q.inside.is_some() && q.inner.contains(span))
}
