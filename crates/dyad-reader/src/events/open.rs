//! Words that no frame fits: candidates with their sides, of which the classifier says whether they are events.

use dyad_knowledge::{CueClass, Sort};
use dyad_syntax::Upos;

use super::matching::{Coded, Matcher};
use super::parties::Party;
use super::tree::{self, lemma};
use crate::At;

impl Matcher<'_, '_> {
    /// A word that no frame fits, with a side that is known: whether it makes an event is left to the classifier.
    pub(super) fn open(&self, at: At) -> Option<Coded> {
        if self.fits[at.t].is_some() || self.consumed[at.t] {
            return None;
        }
        match self.cx.token(at).upos {
            Upos::Verb => self.open_verb(at),
            Upos::Noun => self.open_noun(at),
            _ => None,
        }
    }

    pub(super) fn open_verb(&self, at: At) -> Option<Coded> {
        let cx = self.cx;
        if self.speaks(at) || matches!(cx.token(at).rel(), "amod" | "compound" | "case" | "mark") {
            return None;
        }
        let frame = tree::frame(cx, at);
        let subject = frame.subject.filter(|s| s.s == at.s);
        let actor = subject.map(|s| self.parties.resolve_actor(s)).filter(|p| self.parties.acts(p));
        let preps = frame.preps.iter().map(|(_, n)| *n);
        let others = frame.object.into_iter().chain(frame.indirect).chain(preps);
        let recipient = self.other_side(actor.as_ref(), others.filter(|n| Some(*n) != subject));
        let known = |p: &Option<Party>| p.as_ref().is_some_and(|p| p.code.is_some());
        // Who only is or has something does nothing.
        let does = actor.is_some() || frame.passive;
        (does && (known(&actor) || known(&recipient))).then(|| Coded {
            bare: false,
            actor,
            recipient,
            ..Coded::none(at)
        })
    }

    /// An act noun none of whose frames fits: "a dawn raid by police on the offices of".
    pub(super) fn open_noun(&self, at: At) -> Option<Coded> {
        let cx = self.cx;
        let token = cx.token(at);
        let known_word = !cx.knowledge.events.nouns.of(&lemma(token)).is_empty();
        if !known_word || matches!(token.rel(), "compound" | "flat" | "amod") {
            return None;
        }
        let preps = tree::noun_preps(cx, at);
        let behind = |list: &[&str]| preps.iter().find(|(p, _)| list.contains(&p.as_str())).map(|(_, n)| *n);
        let owner = cx.children_by(at, &["nmod"]).find(|c| cx.token(*c).deprel == "nmod:poss");
        let before =
            cx.children_by(at, &["amod", "compound"]).find(|c| self.parties.resolve(*c).code.is_some());
        let first = behind(&["by"]).or(owner).or(behind(&["from"])).or(before);
        let actor = first.map(|a| self.parties.resolve_actor(a)).filter(|p| self.parties.acts(p));
        let others = preps.iter().map(|(_, n)| *n).filter(|n| Some(*n) != first);
        let recipient = self.other_side(actor.as_ref(), others);
        let known = |p: &Option<Party>| p.as_ref().is_some_and(|p| p.code.is_some());
        (known(&actor) || known(&recipient)).then(|| Coded { actor, recipient, ..Coded::none(at) })
    }

    /// The first of some nouns that may be the other side, known ones first; of one country only two of its bodies deal with each other.
    pub(super) fn other_side(&self, actor: Option<&Party>, nouns: impl Iterator<Item = At>) -> Option<Party> {
        let apart = |p: &Party| {
            let Some(a) = actor else { return true };
            let same = p.entity.is_some() && p.entity == a.entity || p.head == a.head;
            let one = p.country().is_some() && p.country() == a.country();
            let bodies = |x: &Party| x.code.as_deref().is_some_and(|c| c.contains(':'));
            !same && (!one || bodies(p) && bodies(a) && p.code != a.code)
        };
        let mut best: Option<Party> = None;
        for p in nouns.map(|n| self.parties.resolve(n)).filter(|p| self.parties.acts(p) && apart(p)) {
            if p.code.is_some() {
                return Some(p);
            }
            best.get_or_insert(p);
        }
        best
    }

    /// A verb that reports speech.
    pub(super) fn speaks(&self, at: At) -> bool {
        let lemma = lemma(self.cx.token(at));
        self.cx.knowledge.cues.get(CueClass::Verb, &lemma).any(|c| c.sort == Sort::Speech)
    }
}
