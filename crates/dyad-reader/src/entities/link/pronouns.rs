//! Personal pronouns: by agreement, recency and subjecthood, and never to one named only within a quotation that the
//! pronoun stands outside of.

use dyad_knowledge::Gender;
use dyad_record::{EntityKind, MentionForm};
use dyad_syntax::Upos;

use super::super::Pronoun;
use super::Linker;
use crate::At;

/// How far back, in sentences, a pronoun looks for what it takes up.
const BACK: usize = 3;

impl Linker<'_, '_> {
    pub(super) fn pronoun(&mut self, at: At) {
        let cx = self.cx;
        let token = cx.token(at);
        if !matches!(token.upos, Upos::Pron | Upos::Det) {
            return;
        }
        let (person, plural, gender) = match token.form.to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => (3, false, Some(Gender::Male)),
            "she" | "her" | "hers" | "herself" => (3, false, Some(Gender::Female)),
            "it" | "its" | "itself" => (3, false, None),
            "they" | "them" | "their" | "theirs" | "themselves" => (3, true, None),
            "i" | "me" | "my" | "mine" | "myself" => (1, false, None),
            "we" | "us" | "our" | "ours" | "ourselves" => (1, true, None),
            _ => return,
        };
        let mut entity = None;
        if person == 3 && token.rel() != "expl" {
            entity = self.antecedent(at, plural, gender);
        }
        let antecedent =
            entity.and_then(|e| self.mentions.iter().rev().find(|m| m.entity == e).map(|m| m.head));
        self.pronouns.push(Pronoun { at, person, plural, gender, antecedent, entity });
        if let Some(e) = entity {
            if let (EntityKind::Person, Some(g), None) = (self.rows[e].kind, gender, self.traits[e].gender) {
                self.traits[e].gender = Some(g);
            }
            self.mention(token.span, at, MentionForm::Pronoun, e);
        }
    }

    pub(super) fn antecedent(&self, at: At, plural: bool, gender: Option<Gender>) -> Option<usize> {
        let cx = self.cx;
        let token = cx.token(at);
        let possessive = token.deprel == "nmod:poss";
        let own_clause = cx.head(at);
        let furniture = cx.block(at.s).kind.is_furniture();
        let quoted = crate::quotes::innermost(&self.quotes, token.span.start);
        let mut best: Option<(i32, usize)> = None;
        let mut steps = 0usize;
        let mut sentences_back = 0usize;
        let mut last = at.s;
        for m in self.mentions.iter().rev() {
            if m.head.s != last {
                last = m.head.s;
                // Captions and teasers in between count as no distance.
                if furniture || !cx.block(m.head.s).kind.is_furniture() {
                    sentences_back += 1;
                }
            }
            if sentences_back > BACK || steps > 60 {
                break;
            }
            steps += 1;
            if !furniture && cx.block(m.head.s).kind.is_furniture() || m.head >= at {
                continue;
            }
            // Outside a quotation nobody is taken up who is named only within it; a label is no mention to take up.
            let inside = crate::quotes::innermost(&self.quotes, m.span.start);
            if inside.is_some() && inside != quoted && m.form != MentionForm::Name {
                continue;
            }
            let label = m.head.t == 0
                && cx.sentences()[m.head.s].tokens.get(1).is_some_and(|t| t.form == ":")
                && m.form == MentionForm::Name;
            if label {
                continue;
            }
            let row = &self.rows[m.entity];
            let fits = match (plural, gender) {
                (false, Some(g)) => {
                    row.kind == EntityKind::Person && self.traits[m.entity].gender.is_none_or(|o| o == g)
                }
                (false, None) => matches!(
                    row.kind,
                    EntityKind::Organization | EntityKind::Country | EntityKind::Place | EntityKind::Document
                ),
                (true, _) => {
                    matches!(row.kind, EntityKind::Group | EntityKind::Organization)
                        || self.traits[m.entity].plural == Some(true)
                }
            };
            // Subject and object of one verb are two things, unless the pronoun is possessive or reflexive.
            let clash = m.head.s == at.s
                && !possessive
                && cx.head(m.head) == own_clause
                && !token.form.ends_with("self");
            if !fits || clash {
                continue;
            }
            let mut score = -10 * sentences_back as i32;
            score += match cx.token(m.head).rel() {
                "nsubj" => 8,
                "obj" | "iobj" => 3,
                "nmod" | "compound" | "flat" => -3,
                _ => 0,
            };
            score += if m.form == MentionForm::Pronoun { 3 } else { 0 };
            score += if gender.is_some() && self.traits[m.entity].gender == gender { 6 } else { 0 };
            score += if cx.token(m.head).rel() == token.rel() { 2 } else { 0 };
            score += if plural && row.kind == EntityKind::Group { 4 } else { 0 };
            score -= (steps / 8) as i32;
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, m.entity));
            }
        }
        best.map(|(_, e)| e)
    }
}
