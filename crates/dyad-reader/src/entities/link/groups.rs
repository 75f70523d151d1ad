//! Several as one: those joined by "and", and "the two senators", as groups that know their members.

use dyad_knowledge::{CueClass, Frame, Sort};
use dyad_record::{EntityKind, MentionForm, MentionRow, Span};

use super::super::Traits;
use super::Linker;
use super::phrases::Form;
use crate::At;

impl Linker<'_, '_> {
    /// The group of these entities; the same members make the same group. `None` where they are fewer than two.
    pub(super) fn group(&mut self, parts: Vec<usize>, span: Span) -> Option<usize> {
        let mut members: Vec<usize> = Vec::new();
        for p in parts {
            match self.groups.iter().find(|(_, g)| **g == p) {
                Some((inner, _)) => members.extend(inner.iter().copied()),
                None => members.push(p),
            }
        }
        members.sort_unstable();
        members.dedup();
        if members.len() < 2 || members.len() > 6 {
            return None;
        }
        let group = match self.groups.get(&members) {
            Some(g) => *g,
            None => {
                let name = self.names_of(&members);
                let why = "several joined by \"and\"".to_owned();
                let g = self.new_entity(EntityKind::Group, name, 0.7, why);
                self.traits[g] = Traits { gender: None, plural: Some(true) };
                self.rows[g].members = members.iter().map(|e| self.rows[*e].id.clone()).collect();
                // What all of them have in common is the group's.
                let code = self.rows[members[0]].actor.clone();
                if code.is_some() && members.iter().all(|e| self.rows[*e].actor == code) {
                    self.rows[g].actor = code;
                    self.rows[g].basis = Some("text, through its members".to_owned());
                }
                self.groups.insert(members, g);
                g
            }
        };
        // Each of them stays what stands at its own words; the phrase is only listed with the group.
        self.listed.push((group, MentionRow { span, form: MentionForm::Nominal }));
        Some(group)
    }

    /// "Ana Ruiz, Bo Lee and Cy Orr".
    pub(super) fn names_of(&self, members: &[usize]) -> String {
        let names: Vec<&str> = members.iter().map(|e| self.rows[*e].name.as_str()).collect();
        match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            [last] => (*last).to_owned(),
            _ => String::new(),
        }
    }

    /// Makes groups of those in a sentence who are together the subject of a verb of saying.
    pub(super) fn speak_together(&mut self, s: usize) {
        let joined: Vec<(At, usize)> = self
            .phrases
            .list
            .iter()
            .rev()
            .take_while(|p| p.head.s == s)
            .filter(|p| p.form == Form::Joined && self.subject_of_saying(p.head))
            .map(|p| (p.head, p.chain))
            .collect();
        for (head, chain) in joined.into_iter().rev() {
            if let Some(g) = self.entity_of(chain) {
                self.together.insert(head, g);
            }
        }
    }

    /// The subject of a verb that can introduce a quotation.
    pub(super) fn subject_of_saying(&self, at: At) -> bool {
        self.subject_of(at, true)
    }

    /// The subject of any verb of speech.
    pub(super) fn subject_of_speech(&self, at: At) -> bool {
        self.subject_of(at, false)
    }

    /// The subject of a verb of speech that has a clause to say, or of one that can introduce a quotation: not of "it calls
    /// them away".
    pub(super) fn reports(&self, at: At) -> bool {
        let says = |v: At| self.cx.child(v, &["ccomp", "parataxis"]).is_some();
        self.subject_of_saying(at) || self.subject_of_speech(at) && self.cx.head(at).is_some_and(says)
    }

    fn subject_of(&self, at: At, quotes: bool) -> bool {
        let cx = self.cx;
        let Some(verb) = cx.head(at).filter(|_| cx.token(at).rel() == "nsubj") else { return false };
        let mut cues = cx.knowledge.cues.get(CueClass::Verb, &cx.token(verb).lemma);
        cues.any(|c| {
            let whole = c.with.iter().all(|w| {
                cx.children(verb)
                    .iter()
                    .any(|k| cx.token(At { s: verb.s, t: *k }).form.eq_ignore_ascii_case(w))
            });
            let quotes_here = c.takes(&Frame::Quote) || c.takes(&Frame::QuoteOnly) && self.quoted_in(verb.s);
            c.sort == Sort::Speech && whole && (quotes_here || !quotes)
        })
    }

    /// A quotation stands in the sentence or reaches into it.
    fn quoted_in(&self, s: usize) -> bool {
        let sentence = self.cx.sentences()[s].span;
        let next = self.quotes.partition_point(|q| q.span.start < sentence.start);
        crate::quotes::innermost(&self.quotes, sentence.start).is_some()
            || self.quotes.get(next).is_some_and(|q| q.span.overlaps(sentence))
    }
}
