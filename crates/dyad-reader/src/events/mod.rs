//! Events: who did what to whom, in PLOVER and CAMEO codes, with their status.
//!
//! Dictionary frames over dependency trees (`matching`), sides resolved to entities (`parties`), status by the words around
//! (`status`), time and place by attachment (`circumstances`), later mentions joined (`merge`). A row is written only if
//! one side has an actor code, or both sides are somebody (a named person or body, or a noun for one) and keep their words; events of furniture blocks and of voices quoted inside quotations are left out.

mod actors;
mod candidates;
mod circumstances;
mod conditions;
pub mod fold;
pub mod learned;
mod matching;
mod merge;
pub mod pair;
mod parties;
mod status;
mod tree;

use dyad_record::{BlockKind, Confidence, Event, Figure, Id, PlaceRow, Span, Statement, Status, TimeRow};

use crate::entities::Entities;
use crate::quotes::Quote;
use crate::{At, Context};
use matching::{Coded, Matcher};
use parties::Parties;

/// Finds the events.
#[must_use]
pub fn find(
    cx: &Context<'_>,
    quotes: &[Quote],
    entities: &Entities,
    times: &[TimeRow],
    places: &[PlaceRow],
    statements: &[Statement],
    _figures: &[Figure],
) -> Vec<Event> {
    let parties = Parties::new(cx, entities, places, statements);
    let circumstances = circumstances::Circumstances::new(cx, times, places);
    let contents = merge::Contents::new(statements);
    let mut found = Vec::new();
    for s in 0..cx.sentences().len() {
        let kind = cx.block(s).kind;
        if kind.is_furniture() {
            continue;
        }
        for coded in Matcher::new(cx, &parties, s).events() {
            if nested_voice(cx, quotes, coded.trigger) {
                continue;
            }
            let Some(event) = row(cx, &parties, &circumstances, &contents, coded, kind) else { continue };
            found.push(event);
        }
    }
    merge::later_mentions(cx, times, found)
}

/// A candidate as a lesson for the classifier.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The trigger.
    pub trigger: Span,
    /// The verb that carries a noun; else the trigger.
    pub clause: Span,
    /// The dictionary's type; empty where no frame fits.
    pub plover: String,
    /// What the classifier sees.
    pub ids: Vec<u32>,
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
        plover: c.coded.plover,
        ids: c.ids,
    };
    (0..cx.sentences().len()).flat_map(of).map(lesson).collect()
}

/// A voice quoted inside a quotation is somebody's example, not an act.
fn nested_voice(cx: &Context<'_>, quotes: &[Quote], at: At) -> bool {
    let span = cx.token(at).span;
    let last = quotes.partition_point(|q| q.span.start <= span.start);
    quotes[..last].iter().rev().take(8).any(|q| q.inside.is_some() && q.inner.contains(span))
}

fn row(
    cx: &Context<'_>,
    parties: &Parties<'_>,
    circumstances: &circumstances::Circumstances<'_>,
    contents: &merge::Contents,
    coded: Coded,
    block: BlockKind,
) -> Option<Event> {
    if coded.plover.is_empty() {
        return None;
    }
    let known = |p: &Option<parties::Party>| p.as_ref().is_some_and(|p| p.code.is_some());
    let sides = usize::from(known(&coded.actor)) + usize::from(known(&coded.recipient));
    let acting = |p: &Option<parties::Party>| p.as_ref().is_some_and(|p| parties.acts(p));
    let both = acting(&coded.actor) && acting(&coded.recipient);
    if sides == 0 && (!both || coded.weak || coded.bare)
        || sides == 1 && (coded.weak || coded.bare && !stands_alone(&coded))
    {
        return None;
    }
    let mut why = coded.why;
    let (mut status, cue) = if coded.settled {
        (Status::Asserted, None)
    } else {
        status::of_clause(cx, coded.trigger, coded.clause)
    };
    if let Some(cue) = cue {
        why.push(format!("status {status} by \"{cue}\""));
    }
    if let Some(s) = coded.status.filter(|_| matches!(status, Status::Asserted | Status::Reported)) {
        why.push(format!("status {s} by the verb"));
        status = s;
    }
    let trigger = cx.token(coded.trigger).span;
    let (statement, spoken) = contents.around(trigger);
    if spoken && status == Status::Asserted && !is_speech(&coded.plover) {
        status = Status::Reported;
        why.push("reported: inside somebody's words".to_owned());
    }
    let time = circumstances.time(coded.trigger, coded.clause);
    if matches!(status, Status::Asserted | Status::Reported) && circumstances.is_history(coded.trigger, time)
    {
        status = Status::Background;
        why.push("background: its time lies years back".to_owned());
    }
    // Conditions and possibilities are no news unless both sides are named; what only might be is left out.
    match status {
        Status::Hypothetical => return None,
        Status::Conditional | Status::Denied if sides < 2 => return None,
        Status::Denied if coded.trigger != coded.clause || coded.bare => return None,
        _ => {}
    }
    let place = circumstances.place(coded.trigger, coded.clause, &coded.actor, &coded.recipient);
    let ontology = &cx.knowledge.events.ontology;
    let code = ontology.cameo(&coded.cameo);
    let contexts = circumstances.contexts(coded.clause, code);
    let domestic = match (&coded.actor, &coded.recipient) {
        (Some(a), Some(r)) => a.country().is_some() && a.country() == r.country(),
        _ => false,
    };
    let mut confidence: f32 = 0.45 + 0.15 * sides as f32;
    if coded.bare {
        confidence -= 0.2;
    }
    if coded.weak {
        confidence -= 0.15;
    }
    if block == BlockKind::Headline {
        confidence -= 0.05;
    }
    if !matches!(status, Status::Asserted | Status::Reported | Status::Background) {
        confidence -= 0.1;
    }
    Some(Event {
        id: Id::default(),
        trigger,
        sentence: Id::new('n', coded.trigger.s),
        actor: coded.actor.map(|p| p.row()).unwrap_or_default(),
        recipient: coded.recipient.map(|p| p.row()).unwrap_or_default(),
        quad: ontology.plover(&coded.plover).map(|t| t.quad),
        plover: coded.plover,
        mode: coded.mode,
        contexts,
        goldstein: code.map(|c| c.goldstein),
        cameo: Some(coded.cameo),
        time: time.map(|t| Id::new('t', t)),
        place: place.map(|p| Id::new('p', p)),
        status,
        mentions: Vec::new(),
        statement: statement.map(|s| Id::new('s', s)),
        domestic,
        block: cx.analysis.sentences[coded.trigger.s].segment,
        confidence: Confidence(confidence),
        why,
    })
}

/// Events that one named side is enough for, even as a bare noun: "the arrest of two Americans".
fn stands_alone(coded: &Coded) -> bool {
    let recipient = coded.recipient.as_ref().is_some_and(|r| r.code.is_some());
    recipient && matches!(coded.plover.as_str(), "COERCE" | "ASSAULT" | "RETREAT")
}

/// Types that are acts of speech: saying them does them.
fn is_speech(plover: &str) -> bool {
    matches!(plover, "ACCUSE" | "REJECT" | "REQUEST" | "THREATEN" | "AGREE" | "SUPPORT")
}
