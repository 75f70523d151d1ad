//! From a candidate to a row of the record, or to the reason why there is none: sides, status, time, place, magnitudes.

use dyad_knowledge::events::CueSite;
use dyad_record::{Abstained, BlockKind, Confidence, Event, Id, Statement, Status};

use super::candidates::Candidate;
use super::circumstances::Circumstances;
use super::matching::{Coded, frames_of};
use super::merge::Contents;
use super::parties::{Parties, Party};
use super::{ahead, status, verdict};
use crate::Context;

/// How sure the classifier must be of a noun, or of a doubtful frame, of which one side alone is known.
const SURE: f32 = 0.5;

/// How sure it must be of an event of which only the words of an actor without a code are known.
const SURE_ALONE: f32 = 0.7;

/// What rows are made from.
pub struct Rows<'a> {
    /// The document.
    pub cx: &'a Context<'a>,
    /// Its sides.
    pub parties: &'a Parties<'a>,
    /// When, where, how much.
    pub circumstances: &'a Circumstances<'a>,
    /// In whose words.
    pub contents: &'a Contents,
    /// Who speaks.
    pub statements: &'a [Statement],
}

/// What becomes of a candidate.
pub enum Outcome {
    /// A row.
    Event(Box<Event>),
    /// Held back, with the reason.
    Held(Box<Abstained>),
    /// Not worth a word.
    Nothing,
}

impl Rows<'_> {
    /// Makes the row of a candidate.
    pub fn row(&self, candidate: Candidate) -> Outcome {
        let cx = self.cx;
        let Candidate { mut coded, seen } = candidate;
        let open = coded.plover.is_empty();
        let before = coded.plover.clone();
        let frames = frames_of(cx, coded.trigger);
        let verdict = cx
            .classifier
            .filter(|_| !coded.own)
            .and_then(|c| verdict::decide(&mut coded, &seen, c, &cx.knowledge.events, frames));
        if coded.plover != before {
            ahead::look(self.parties, &mut coded);
        }
        if coded.plover.is_empty() {
            return Outcome::Nothing;
        }
        let sure = verdict.as_ref().map(|v| v.sure);
        if let Some(reason) = verdict.and_then(|v| v.held) {
            // Verbs that neither the dictionary nor the classifier takes for an event are no candidates at all.
            return if open { Outcome::Nothing } else { self.held(coded, sure, reason) };
        }
        self.outside_words(&mut coded);
        // "Italy and Spain closed their airspace": neither did it to both.
        let both = coded.recipient.as_ref().and_then(|r| r.entity).map(|r| self.parties.members(r));
        let own = coded.actor.as_ref().and_then(|a| a.entity);
        if own.is_some() && both.is_some_and(|m| m.iter().any(|p| p.entity == own)) {
            coded.recipient = None;
        }
        if let Some(reason) = self.sides_wanting(&coded, sure) {
            return self.held(coded, sure, reason.to_owned());
        }
        self.event(coded, sure)
    }

    /// "He said that Britain was "stealing" and promised to sue": who acts outside the words is not whom they speak of.
    fn outside_words(&self, coded: &mut Coded) {
        let span = |at: crate::At| self.cx.token(at).span;
        let Some(head) = coded.actor.as_ref().and_then(|a| a.head) else { return };
        if self.cx.token(head).rel() == "obj" {
            // "Criticised the government for having left".
            return;
        }
        let (Some(s), _) = self.contents.around(span(head)) else { return };
        let trigger = span(coded.trigger);
        let statement = &self.statements[s];
        let inside = statement.content.iter().any(|c| c.overlaps(trigger));
        let speaker = statement.speaker.as_ref().and_then(Id::index);
        if inside || trigger.start < span(head).start || statement.cue.iter().any(|c| c.overlaps(trigger)) {
            return;
        }
        if let Some(e) = speaker {
            coded.actor = Some(self.parties.of_entity(e));
            coded.why.push("who acts is who speaks the words before".to_owned());
        }
    }

    fn held(&self, coded: Coded, sure: Option<f32>, reason: String) -> Outcome {
        Outcome::Held(Box::new(Abstained {
            id: Id::default(),
            trigger: self.cx.token(coded.trigger).span,
            sentence: Id::new('n', coded.trigger.s),
            actor: coded.actor.map(|p| p.row()).unwrap_or_default(),
            recipient: coded.recipient.map(|p| p.row()).unwrap_or_default(),
            plover: coded.plover,
            confidence: Confidence(sure.unwrap_or(0.3)),
            reason,
            block: self.cx.analysis.sentences[coded.trigger.s].segment,
        }))
    }

    /// Why the sides are not enough for an event, if they are not.
    fn sides_wanting(&self, coded: &Coded, sure: Option<f32>) -> Option<&'static str> {
        let sides = known(&coded.actor) + known(&coded.recipient);
        let acting = |p: &Option<Party>| p.as_ref().is_some_and(|p| self.parties.acts(p));
        let both = acting(&coded.actor) && acting(&coded.recipient);
        let doubtful = coded.weak || coded.bare && !stands_alone(coded);
        match sides {
            0 if !both && (doubtful || !acting(&coded.actor) || sure.is_none_or(|s| s < SURE_ALONE)) => {
                Some("neither side is known")
            }
            0 if coded.weak || coded.bare => Some("neither side is known, and the words alone are doubtful"),
            1 if doubtful && sure.is_none_or(|s| s < SURE) => {
                Some("one side alone is known, and the words alone are doubtful")
            }
            _ => None,
        }
    }

    fn event(&self, coded: Coded, sure: Option<f32>) -> Outcome {
        let cx = self.cx;
        let sides = known(&coded.actor) + known(&coded.recipient);
        let mut why = coded.why.clone();
        let (mut status, cue) = if coded.settled {
            (Status::Asserted, None)
        } else {
            status::of_clause(cx, coded.trigger, coded.clause)
        };
        if cue.as_deref() == Some(status::PURPOSE) {
            return self.held(coded, sure, "a purpose, and no act of its own".to_owned());
        }
        let asks = cx.sentences()[coded.trigger.s].tokens.iter().rev().take(2).any(|t| t.form == "?");
        if asks && status == Status::Asserted {
            status = Status::Hypothetical;
            why.push("hypothetical: a question".to_owned());
        }
        // Of adverbs only those of habit put an act back.
        let habitual = status == Status::Background
            && cue.as_deref().is_some_and(|c| cx.knowledge.events.status(c, CueSite::Adverb) == Some(status));
        if let Some(cue) = cue {
            why.push(format!("status {status} by \"{cue}\""));
        }
        if let Some(s) = coded.status.filter(|_| matches!(status, Status::Asserted | Status::Reported)) {
            why.push(format!("status {s} by the verb"));
            status = s;
        }
        let trigger = cx.token(coded.trigger).span;
        let (statement, spoken) = self.contents.around(trigger);
        let mut reported_by = None;
        if spoken && status == Status::Asserted && !is_speech(&coded.plover) {
            status = Status::Reported;
            why.push("reported: inside somebody's words".to_owned());
            reported_by = statement.and_then(|s| self.statements[s].speaker.clone());
        }
        let time = self.circumstances.time(coded.trigger, coded.clause);
        if matches!(status, Status::Asserted | Status::Reported)
            && self.circumstances.is_history(coded.trigger, time)
        {
            status = Status::Background;
            why.push("background: its time lies years back".to_owned());
        }
        // Conditions and possibilities are no news unless both sides are named.
        let aside = matches!(status, Status::Hypothetical | Status::Conditional | Status::Denied);
        if aside && sides < 2 {
            return self.held(coded, sure, format!("only {status}, and not between two known sides"));
        }
        if status == Status::Denied && (coded.trigger != coded.clause || coded.bare) {
            return self.held(coded, sure, "a noun that is denied".to_owned());
        }
        let place = self.circumstances.place(coded.trigger, coded.clause, &coded.actor, &coded.recipient);
        let ontology = &cx.knowledge.events.ontology;
        let code = ontology.cameo(&coded.cameo);
        let contexts = self.circumstances.contexts(coded.clause, code);
        let magnitudes = self.circumstances.magnitudes(coded.trigger, coded.clause);
        let domestic = match (&coded.actor, &coded.recipient) {
            (Some(a), Some(r)) => a.country().is_some() && a.country() == r.country(),
            _ => false,
        };
        let block = cx.analysis.sentences[coded.trigger.s].segment;
        let confidence =
            sure.unwrap_or_else(|| by_rule(&coded, sides, status, cx.block(coded.trigger.s).kind));
        Outcome::Event(Box::new(Event {
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
            reported_by,
            magnitudes,
            reciprocal: coded.reciprocal,
            habitual,
            domestic,
            block,
            confidence: Confidence(confidence),
            why,
        }))
    }
}

/// 1 if the side has a code.
fn known(side: &Option<Party>) -> usize {
    usize::from(side.as_ref().is_some_and(|p| p.code.is_some()))
}

/// Confidence where no model speaks.
fn by_rule(coded: &Coded, sides: usize, status: Status, block: BlockKind) -> f32 {
    let mut sure: f32 = 0.45 + 0.15 * sides as f32;
    if coded.bare {
        sure -= 0.2;
    }
    if coded.weak {
        sure -= 0.15;
    }
    if block == BlockKind::Headline {
        sure -= 0.05;
    }
    if !matches!(status, Status::Asserted | Status::Reported | Status::Background) {
        sure -= 0.1;
    }
    sure
}

/// Events that one named side is enough for, even as a bare noun: "the arrest of two Americans".
fn stands_alone(coded: &Coded) -> bool {
    known(&coded.recipient) > 0 && matches!(coded.plover.as_str(), "COERCE" | "ASSAULT" | "RETREAT")
}

/// Types that are acts of speech: saying them does them.
fn is_speech(plover: &str) -> bool {
    matches!(plover, "ACCUSE" | "REJECT" | "REQUEST" | "THREATEN" | "AGREE" | "SUPPORT")
}
