//! Personal pronouns: which phrase before them they take up.
//!
//! Method: phrases that cannot be meant are left out (agreement, binding, captions and teasers, words that only a quotation
//! knows); the others are weighed by the features of Lappin and Leass (1994), with weights learnt from the chains of a treebank
//! (`tables/pronoun-weights.tsv`, `dyad train pronouns`). One sum of integers a candidate; at most [`FAR`] phrases back.

use dyad_knowledge::{Gender, PronounWeights};
use dyad_record::{EntityKind, MentionForm};
use dyad_syntax::Upos;

use super::super::Pronoun;
use super::Linker;
use super::phrases::{Class, Form, Phrase};
use crate::At;

/// How many phrases back a pronoun looks.
const FAR: usize = 90;
/// How many sentences back: persons are taken up from further away than things.
const BACK: [usize; 3] = [10, 4, 5];

/// What a pronoun asks for.
#[derive(Debug, Clone, Copy)]
struct Ask {
    at: At,
    /// Column of the weights: person, thing, many.
    class: usize,
    gender: Option<Gender>,
    letter: char,
    possessive: bool,
    reflexive: bool,
}

/// A phrase that may be meant, with its features.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Main word of the phrase.
    pub head: At,
    /// Several side by side.
    pub joined: bool,
    pub(super) chain: usize,
    /// Indices of feature values.
    pub features: Vec<u16>,
    /// Weight by a rule, see [`SPEAKS_NEXT`].
    extra: i32,
}

/// A pronoun with all that it may take up, for learning.
#[derive(Debug, Clone)]
pub(crate) struct Trace {
    pub at: At,
    pub class: usize,
    pub candidates: Vec<Candidate>,
}

impl Linker<'_, '_> {
    pub(super) fn pronoun(&mut self, at: At) {
        let cx = self.cx;
        let token = cx.token(at);
        if !matches!(token.upos, Upos::Pron | Upos::Det) {
            return;
        }
        let lower = token.form.to_lowercase();
        let (person, plural, gender, letter) = match lower.as_str() {
            "he" | "him" | "his" | "himself" => (3, false, Some(Gender::Male), 'h'),
            "she" | "her" | "hers" | "herself" => (3, false, Some(Gender::Female), 's'),
            "it" | "its" | "itself" => (3, false, None, 'i'),
            "they" | "them" | "their" | "theirs" | "themselves" => (3, true, None, 't'),
            "i" | "me" | "my" | "mine" | "myself" => (1, false, None, 'f'),
            "we" | "us" | "our" | "ours" | "ourselves" => (1, true, None, 'f'),
            _ => return,
        };
        let mut pronoun =
            Pronoun { at, person, plural, gender, antecedent: None, entity: None, rival: None, margin: 0 };
        if person == 3 && token.rel() != "expl" {
            let ask = Ask {
                at,
                class: if plural { 2 } else { usize::from(gender.is_none()) },
                gender,
                letter,
                possessive: token.deprel == "nmod:poss",
                reflexive: lower.contains("sel"),
            };
            self.resolve(ask, &mut pronoun);
        }
        self.pronouns.push(pronoun);
    }

    fn resolve(&mut self, ask: Ask, pronoun: &mut Pronoun) {
        let candidates = self.candidates(ask);
        let weights = &self.cx.knowledge.pronouns;
        let mut scored: Vec<(i32, usize)> = candidates
            .iter()
            .enumerate()
            .map(|(i, c)| (weights.sum(&c.features, ask.class) + c.extra, i))
            .collect();
        // The nearest first among equals.
        scored.sort_by_key(|(score, i)| (std::cmp::Reverse(*score), *i));
        let best = scored.first().map(|(score, i)| (*score, candidates[*i].chain, candidates[*i].head));
        let second = scored.get(1).map(|(score, i)| (*score, candidates[*i].chain));
        if let Some(trace) = &mut self.trace {
            trace.push(Trace { at: ask.at, class: ask.class, candidates });
        }
        let Some((score, chain, head)) = best else { return };
        let span = self.cx.token(ask.at).span;
        let mut entity = self.entity_of(chain);
        if entity.is_none() && self.subject_of_saying(ask.at) {
            entity = self.promote(chain, ask.class);
        }
        pronoun.antecedent = Some(head);
        pronoun.entity = entity;
        pronoun.margin = second.map_or(MARGIN, |(s, _)| (score - s).min(MARGIN));
        pronoun.rival =
            second.filter(|(s, _)| score - s < CLOSE).and_then(|(_, c)| self.phrases.chains[c].entity);
        self.phrases.push(Phrase { head: ask.at, span, form: Form::Pronoun, chain });
        let c = &mut self.phrases.chains[chain];
        c.pronoun = Some(ask.letter);
        c.gender = c.gender.or(ask.gender);
        if let Some(e) = entity {
            if let (EntityKind::Person, Some(g), None) =
                (self.rows[e].kind, ask.gender, self.traits[e].gender)
            {
                self.traits[e].gender = Some(g);
            }
            self.mention(span, ask.at, MentionForm::Pronoun, e);
        }
    }

    /// The phrases that may be meant, nearest first, one a chain.
    fn candidates(&self, ask: Ask) -> Vec<Candidate> {
        let cx = self.cx;
        let at = ask.at;
        let furniture = cx.block(at.s).kind.is_furniture();
        let here = crate::quotes::innermost(&self.quotes, cx.token(at).span.start);
        let (speaks, reports) = (self.subject_of_saying(at), self.reports(at));
        // Who speaks of himself in a quotation says "I".
        let speaker = here.filter(|_| ask.class == 0).and_then(|q| self.speaker_of(q));
        let mut out: Vec<Candidate> = Vec::new();
        let mut seen: Vec<usize> = Vec::new();
        let (mut last, mut distance) = (at.s, 0);
        for p in self.phrases.list.iter().rev().take(FAR) {
            if p.head.s != last {
                last = p.head.s;
                // Captions and teasers in between count as no distance.
                if furniture || !cx.block(last).kind.is_furniture() {
                    distance += 1;
                }
            }
            if distance > BACK[ask.class] {
                break;
            }
            if !furniture && cx.block(p.head.s).kind.is_furniture() || seen.contains(&p.chain) {
                continue;
            }
            let there = crate::quotes::innermost(&self.quotes, p.span.start);
            // Outside a quotation nobody is taken up who is known only from within it.
            let closed = there.is_some() && there != here && p.form != Form::Name;
            let own = speaker.is_some_and(|e| self.phrases.chains[p.chain].entity == Some(e));
            let said = speaks && self.said_before(at, p.head);
            if own || closed || said || self.is_label(p) || !self.fits(ask, p) || self.bound(ask, p) {
                continue;
            }
            seen.push(p.chain);
            let mut f = Features::default();
            self.describe(ask, p, distance, &mut f);
            f.add(1, bucket(out.len(), &[0, 1, 2, 3, 5, 9]));
            f.add(
                12,
                match (there, here) {
                    (None, None) => 0,
                    (a, b) if a == b => 1,
                    (None, Some(_)) => 2,
                    (Some(_), None) => 3,
                    _ => 4,
                },
            );
            if speaks {
                f.add(13, self.phrases.chains[p.chain].class as usize);
            }
            let extra = if reports { self.speaks_next(p, distance, speaks, ask.class == 1) } else { 0 };
            // What a pronoun stands for is what its chain was last called.
            let called = self.phrases.chains[p.chain].places.iter().rev().find(|x| !x.pronoun);
            let (head, joined) = called.map_or((p.head, p.form == Form::Joined), |x| (x.head, x.joined));
            out.push(Candidate { head, joined, chain: p.chain, features: f.0, extra });
        }
        out
    }

    /// The entity that a quotation's own sentence names as its speaker.
    fn speaker_of(&self, quote: usize) -> Option<usize> {
        let cx = self.cx;
        let span = self.quotes[quote].span;
        let ends = [cx.sentence_at(span.start), cx.sentence_at(span.end.saturating_sub(1))];
        ends.into_iter().flatten().find_map(|s| {
            let words = 0..cx.sentences()[s].tokens.len().min(60);
            words.map(|t| At { s, t }).find_map(|at| {
                let outside = crate::quotes::innermost(&self.quotes, cx.token(at).span.start) != Some(quote);
                let entity = self.by_word.get(&at).map(|m| self.mentions[*m].entity)?;
                (outside && self.subject_of_saying(at)).then_some(entity)
            })
        })
    }

    /// "A panel could sit within weeks, it said": what is said before the verb does not name who says it.
    fn said_before(&self, at: At, phrase: At) -> bool {
        let cx = self.cx;
        let Some(verb) = cx.head(at).filter(|_| phrase.s == at.s && phrase.t < at.t) else { return false };
        let complement = cx.children_by(verb, &["ccomp"]).any(|c| c.t < at.t && cx.is_under(phrase, c));
        let aside = cx.token(verb).rel() == "parataxis" && cx.head(verb).is_some_and(|h| h.t < at.t);
        complement || aside && !cx.is_under(phrase, verb)
    }

    /// A label of a transcript is no mention to take up.
    fn is_label(&self, p: &Phrase) -> bool {
        p.head.t == 0
            && p.form == Form::Name
            && self.cx.sentences()[p.head.s].tokens.get(1).is_some_and(|t| t.form == ":")
    }

    /// Agreement that admits of no doubt.
    fn fits(&self, ask: Ask, p: &Phrase) -> bool {
        let c = &self.phrases.chains[p.chain];
        match ask.class {
            0 => {
                let person = matches!(c.class, Class::Person | Class::Name | Class::Thing);
                person && c.plural != Some(true) && c.gender.is_none_or(|g| Some(g) == ask.gender)
            }
            1 => !matches!(c.class, Class::Person | Class::People) && c.plural != Some(true),
            _ => {
                // Many are no single thing; a single person or body may be called they.
                let single = matches!(c.class, Class::Thing | Class::Document | Class::Time);
                // A name alone may be a band's; a title or a gender makes it one person's.
                let titled = c.entity.is_some_and(|e| !self.rows[e].roles.is_empty());
                !(c.class == Class::Person && (c.gender.is_some() || titled))
                    && c.class != Class::Time
                    && !(single && c.plural == Some(false))
            }
        }
    }

    /// Subject and object of one verb are two things, and nothing is a part of what it owns.
    fn bound(&self, ask: Ask, p: &Phrase) -> bool {
        let cx = self.cx;
        if p.head.s != ask.at.s {
            return false;
        }
        let argument = matches!(cx.token(p.head).rel(), "nsubj" | "obj" | "iobj" | "obl");
        let coargument = !ask.possessive && !ask.reflexive && cx.head(p.head) == cx.head(ask.at);
        if coargument && argument && p.form != Form::Joined && !self.dislocated(ask, p) {
            return true;
        }
        // "the size of its army": inside the phrase, unless a clause or a conjunction lies between.
        // A relative clause has a gap for what it is about, so "the times they met" are not they.
        let mut up = Some(ask.at);
        for _ in 0..12 {
            let Some(a) = up else { return false };
            if a == p.head {
                return true;
            }
            if cx.token(a).rel() == "acl" && cx.head(a) == Some(p.head) {
                return !ask.possessive && !ask.reflexive && cx.head(ask.at) == Some(a);
            }
            if matches!(
                cx.token(a).rel(),
                "acl" | "conj" | "advcl" | "ccomp" | "xcomp" | "parataxis" | "appos"
            ) {
                return false;
            }
            up = cx.head(a);
        }
        false
    }

    /// "My mother, she never left": a subject before the subject.
    fn dislocated(&self, ask: Ask, p: &Phrase) -> bool {
        let cx = self.cx;
        let subject = |at: At| matches!(cx.token(at).rel(), "nsubj" | "dislocated");
        let before = p.head.s == ask.at.s && p.head.t < ask.at.t;
        let comma = ask.at.t.checked_sub(1).is_some_and(|t| cx.token(At { t, ..ask.at }).form == ",");
        before && comma && cx.head(p.head) == cx.head(ask.at) && subject(p.head) && subject(ask.at)
    }

    fn describe(&self, ask: Ask, p: &Phrase, distance: usize, f: &mut Features) {
        let cx = self.cx;
        let c = &self.phrases.chains[p.chain];
        let role = self.role(p.head);
        f.add(0, bucket(distance, &[0, 1, 2, 3, 4, 6]));
        f.add(2 + distance.min(2), role);
        f.add(
            match cx.token(ask.at).rel() {
                _ if ask.possessive => 7,
                "nsubj" => 5,
                _ => 6,
            },
            role,
        );
        let form = match p.form {
            Form::Pronoun if c.pronoun == Some(ask.letter) => Form::SamePronoun,
            form => form,
        };
        f.add(8, form as usize);
        f.add(9, c.class as usize);
        if ask.gender.is_some() && c.gender == ask.gender {
            f.add(10, 0);
        }
        f.add(
            10,
            match c.plural {
                None => 2,
                Some(several) if several == (ask.class == 2) => 1,
                Some(_) => 3,
            },
        );
        let told = c.places.iter().filter(|p| !p.pronoun).count();
        f.add(11, bucket(told, &[1, 2, 3, 4, 6, 9]));
        if p.head.s == ask.at.s {
            // The phrase hangs on a verb that the pronoun's clause hangs on too.
            let verb = cx.head(p.head);
            let mut up = cx.head(ask.at);
            for _ in 0..8 {
                if up.is_none() || up == verb {
                    break;
                }
                up = up.and_then(|u| cx.head(u));
            }
            if up.is_some() && up == verb {
                f.add(14, usize::from(role > 1));
            }
        }
        if role < 2 {
            // The subject of the sentence, or of a clause within it.
            let verb = cx.head(p.head);
            let main = verb.is_some_and(|v| matches!(cx.token(v).rel(), "root" | "conj" | "parataxis"));
            f.add(17, usize::from(!main));
        }
        if let Some(value) = self.predicate(ask, p.chain) {
            f.add(16, value);
        }
        if self.dislocated(ask, p) {
            f.add(15, 3);
        }
        let block = cx.block(p.head.s);
        if block.span == cx.block(ask.at.s).span {
            f.add(15, 0);
        }
        if block.kind == dyad_record::BlockKind::Headline {
            f.add(15, 1);
        } else if role < 2 && block.span.start == cx.sentences()[p.head.s].span.start {
            f.add(15, 2);
        }
    }

    /// "It is an oath": is the noun of the predicate a noun of the chain?
    fn predicate(&self, ask: Ask, chain: usize) -> Option<usize> {
        let cx = self.cx;
        let noun = cx.head(ask.at).filter(|h| cx.token(*h).upos == Upos::Noun && h.t > ask.at.t)?;
        if cx.token(ask.at).rel() != "nsubj" {
            return None;
        }
        let places = self.phrases.chains[chain].places.iter().rev().filter(|p| !p.pronoun).take(6);
        let same = places.into_iter().any(|p| cx.token(p.head).lemma == cx.token(noun).lemma);
        Some(usize::from(!same))
    }

    /// What a rule says of a phrase as the one who is said to speak next.
    fn speaks_next(&self, p: &Phrase, distance: usize, speaks: bool, thing: bool) -> i32 {
        let role = match self.role(p.head) {
            0 | 1 => SPEAKS_NEXT,
            4 | 5 => -SPEAKS_NEXT,
            _ => 0,
        };
        let mute = match self.phrases.chains[p.chain].class {
            // "It answered none of this" may be a theory.
            Class::Thing | Class::Things | Class::Place if speaks && !thing => MUTE,
            Class::Time if speaks => 2 * MUTE,
            _ => 0,
        };
        let spoke =
            if distance <= 1 && self.subject_of_speech(self.stands_by(p.head)) { SPEAKS_ON } else { 0 };
        role + spoke - mute
    }

    /// An apposition has the role of what it stands by.
    fn stands_by(&self, head: At) -> At {
        let apposed = self.cx.token(head).rel() == "appos";
        self.cx.head(head).filter(|_| apposed).unwrap_or(head)
    }

    /// Place in the list of roles of the table.
    fn role(&self, head: At) -> usize {
        let head = self.stands_by(head);
        let t = self.cx.token(head);
        match t.rel() {
            "nsubj" if t.deprel == "nsubj:pass" => 1,
            "nsubj" => 0,
            "obj" | "iobj" => 2,
            "obl"
                if self
                    .cx
                    .children_by(head, &["case"])
                    .any(|c| self.cx.token(c).lemma.eq_ignore_ascii_case("according")) =>
            {
                0
            }
            "obl" => 3,
            "nmod" if t.deprel == "nmod:poss" => 4,
            "nmod" => 5,
            "conj" => 6,
            "appos" => 7,
            _ => 8,
        }
    }

    /// Makes an entity of a chain that was none, because a pronoun for it speaks: "A stranger stopped. He said …".
    fn promote(&mut self, chain: usize, class: usize) -> Option<usize> {
        let c = self.phrases.chains[chain].clone();
        let kind = match (c.class, class) {
            (Class::Person | Class::Name, 0) => EntityKind::Person,
            (Class::People, 2) => EntityKind::Group,
            (Class::Body | Class::Name, 1 | 2) => EntityKind::Organization,
            (Class::Document, 1) => EntityKind::Document,
            _ => return None,
        };
        let first = c.places.iter().find(|p| !p.pronoun && !p.joined)?;
        let name = super::nominals::bare(first.span.of(self.cx.text()));
        let e = self.new_entity(kind, name, 0.5, "a pronoun for it speaks".to_owned());
        self.traits[e] = super::Traits { gender: c.gender, plural: c.plural };
        self.adopt(chain, e);
        Some(e)
    }

    /// Makes a chain an entity's, with all its mentions so far.
    pub(super) fn adopt(&mut self, chain: usize, entity: usize) {
        self.phrases.name_chain(chain, entity);
        for p in self.phrases.chains[chain].places.clone() {
            let form = if p.pronoun { MentionForm::Pronoun } else { MentionForm::Nominal };
            self.mention(p.span, p.head, form, entity);
        }
        for p in &mut self.pronouns {
            let pronoun = self.phrases.chains[chain].places.iter().any(|x| x.pronoun && x.head == p.at);
            if pronoun {
                p.entity = Some(entity);
            }
        }
    }

    /// The entity of a chain; phrases joined by "and" become a group if all of them are entities.
    pub(super) fn entity_of(&mut self, chain: usize) -> Option<usize> {
        let c = &self.phrases.chains[chain];
        if c.entity.is_some() || c.parts.is_empty() {
            return c.entity;
        }
        let parts: Option<Vec<usize>> = c.parts.iter().map(|p| self.phrases.chains[*p].entity).collect();
        let (place, parts) = (*c.places.first()?, parts?);
        let group = self.group(parts, place.span)?;
        self.phrases.chains[chain].entity = Some(group);
        Some(group)
    }
}

/// Who is said to speak is what the sentences before were about, seldom an owner. The treebank has too few such pronouns to learn it
/// from; set by hand, in thousandths of a nat.
const SPEAKS_NEXT: i32 = 600;
/// Who spoke in the sentence before speaks on; by hand too.
const SPEAKS_ON: i32 = 1500;
/// Against what cannot speak, as far as the tables tell; by hand too.
const MUTE: i32 = 1500;
/// A margin above which nothing else was in question, in thousandths of a nat.
const MARGIN: i32 = 4000;
/// A margin under which the second candidate is kept as a rival.
const CLOSE: i32 = 1000;

/// Place of the last bound that is not above the number.
fn bucket(n: usize, bounds: &[usize]) -> usize {
    bounds.partition_point(|b| *b <= n).saturating_sub(1)
}

/// Indices of feature values.
#[derive(Debug, Default)]
struct Features(Vec<u16>);

impl Features {
    fn add(&mut self, feature: usize, value: usize) {
        self.0.push(u16::try_from(PronounWeights::index(feature, value)).unwrap_or(u16::MAX));
    }
}
