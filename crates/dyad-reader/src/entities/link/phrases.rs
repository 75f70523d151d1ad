//! Noun phrases, entities' mentions or not, in the chains that they belong to: what a pronoun may take up.
//!
//! A phrase joins an earlier chain if it is the same entity's, or if its noun is the same and it is definite ("a bridge … the
//! bridge"). Phrases joined by "and" are a phrase of their own besides.

use dyad_knowledge::{Collective, Gender};
use dyad_record::{EntityKind, MentionForm, Span};
use dyad_syntax::{Token, Upos};
use rustc_hash::FxHashMap;

use super::super::Place;
use super::Linker;
use crate::At;

/// The kinds of what a phrase stands for, in the order of [`dyad_knowledge::pronouns::CLASSES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Person,
    People,
    Body,
    State,
    Place,
    Document,
    Time,
    Thing,
    Things,
    Name,
}

/// How a phrase is made, in the order of the feature `form`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    SamePronoun,
    Pronoun,
    Name,
    The,
    A,
    Owned,
    Bare,
    Joined,
}

/// A phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    pub head: At,
    pub span: Span,
    pub form: Form,
    pub chain: usize,
}

/// What refers to the same thing.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub entity: Option<usize>,
    pub class: Class,
    pub gender: Option<Gender>,
    pub plural: Option<bool>,
    pub places: Vec<Place>,
    /// The chains of the conjuncts, for phrases joined by "and".
    pub parts: Vec<usize>,
    /// The pronoun that last took it up, as the word stands in the table of pronouns: 'h', 's', 'i', 't'.
    pub pronoun: Option<char>,
}

/// Phrases and chains so far.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    pub list: Vec<Phrase>,
    pub chains: Vec<Chain>,
    of_entity: FxHashMap<usize, usize>,
    /// Lemma and number of a noun that is no entity's → its last chain.
    of_noun: FxHashMap<(String, bool), usize>,
    /// The chain of "I", of "we", of "you", outside quotations.
    of_hearer: FxHashMap<&'static str, usize>,
}

impl Phrases {
    fn new_chain(&mut self, class: Class, plural: Option<bool>) -> usize {
        self.chains.push(Chain {
            entity: None,
            class,
            gender: None,
            plural,
            places: Vec::new(),
            parts: Vec::new(),
            pronoun: None,
        });
        self.chains.len() - 1
    }
    /// The chain of an earlier phrase with this noun, singular or plural, that is no entity's.
    pub fn earlier(&self, lemma: &str, several: bool) -> Option<usize> {
        self.of_noun
            .get(&(lemma.to_lowercase(), several))
            .copied()
            .filter(|c| self.chains[*c].entity.is_none())
    }
    /// Makes a chain that of an entity.
    pub fn name_chain(&mut self, chain: usize, entity: usize) {
        self.chains[chain].entity = Some(entity);
        self.of_entity.entry(entity).or_insert(chain);
    }
    /// Adds a phrase to a chain.
    pub fn push(&mut self, phrase: Phrase) {
        self.chains[phrase.chain].places.push(Place {
            span: phrase.span,
            head: phrase.head,
            joined: phrase.form == Form::Joined,
            pronoun: matches!(phrase.form, Form::Pronoun | Form::SamePronoun),
        });
        self.list.push(phrase);
    }
}

/// Indefinite pronouns that a personal one may take up.
const INDEFINITE: [&str; 9] =
    ["someone", "somebody", "anyone", "anybody", "everyone", "everybody", "no-one", "nobody", "whoever"];

impl Linker<'_, '_> {
    /// Notes the phrase whose head is this word, if it is one, and the phrase of all conjuncts behind the last of them.
    pub(super) fn phrase(&mut self, at: At) {
        let cx = self.cx;
        let token = cx.token(at);
        let lower = token.form.to_lowercase();
        if let Some(key) = hearer(&lower).filter(|_| token.upos == Upos::Pron) {
            if crate::quotes::innermost(&self.quotes, token.span.start).is_none() {
                let chain = match self.phrases.of_hearer.get(key) {
                    Some(c) => *c,
                    None => {
                        let c = self.phrases.new_chain(Class::Person, None);
                        self.phrases.of_hearer.insert(key, c);
                        c
                    }
                };
                // Nothing of the third person takes it up, so it is no candidate.
                self.phrases.chains[chain].places.push(Place {
                    span: token.span,
                    head: at,
                    joined: false,
                    pronoun: true,
                });
            }
            return;
        }
        // A name that the tagger took for another word is one all the same.
        let named = self.by_word.get(&at).map(|i| self.mentions[*i]);
        let named = named.is_some_and(|m| m.head == at && m.form == MentionForm::Name);
        let nominal = named
            || matches!(token.upos, Upos::Noun | Upos::Propn)
            || token.upos == Upos::Pron && INDEFINITE.contains(&lower.as_str())
            || self.amount_of(at).is_some()
            || self.stands_alone(at);
        if !nominal || matches!(token.rel(), "compound" | "flat" | "fixed" | "goeswith" | "cc" | "punct") {
            return;
        }
        let mention = self.by_word.get(&at).map(|i| self.mentions[*i]);
        if mention.is_some_and(|m| m.head != at) || self.is_state(at) {
            return;
        }
        let (span, form) = match mention {
            Some(m) if m.form == MentionForm::Name => (m.span, Form::Name),
            _ => self.noun_phrase(at),
        };
        let chain = match mention {
            Some(m) => self.entity_chain(m.entity),
            None => self.same_by_grammar(at).unwrap_or_else(|| self.noun_chain(at, form)),
        };
        self.phrases.push(Phrase { head: at, span, form, chain });
        if token.rel() == "conj" {
            self.joined(at);
        }
    }

    /// "Many had left", "those who stayed", "the two": a word for an amount in the place of a noun.
    fn stands_alone(&self, at: At) -> bool {
        let cx = self.cx;
        let token = cx.token(at);
        let lower = token.form.to_lowercase();
        let argument = matches!(token.rel(), "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "conj");
        argument
            && matches!(token.upos, Upos::Adj | Upos::Num | Upos::Pron | Upos::Det)
            && (lower == "those"
                || lower != "one"
                    && lower != "all"
                    && lower != "any"
                    && cx.knowledge.roles.collective(&lower) == Some(Collective::Amount))
            && !token.form.bytes().all(|b| b.is_ascii_digit())
    }

    /// The noun that tells what "many of the residents" or "a number of villages" are, if this is its first word.
    fn amount_of(&self, at: At) -> Option<At> {
        let cx = self.cx;
        let amount = cx.knowledge.roles.collective(&cx.token(at).lemma.to_lowercase());
        let noun = |n: &At| {
            let of = cx.child(*n, &["case"]).is_some_and(|c| cx.token(c).lemma == "of");
            of && matches!(cx.token(*n).upos, Upos::Noun | Upos::Propn)
        };
        cx.children_by(at, &["nmod", "obl"]).find(noun).filter(|_| amount == Some(Collective::Amount))
    }

    /// From the determiner to the noun, and how the phrase begins.
    fn noun_phrase(&self, at: At) -> (Span, Form) {
        let cx = self.cx;
        let mut first = at.t;
        let mut form = Form::Bare;
        for c in cx.children(at) {
            let child = At { s: at.s, t: *c };
            if *c >= at.t {
                break;
            }
            let t = cx.token(child);
            match t.rel() {
                "det" => {
                    first = first.min(*c);
                    form = match t.form.to_lowercase().as_str() {
                        "the" | "this" | "that" | "these" | "those" | "both" => Form::The,
                        _ => Form::A,
                    };
                }
                "nmod" if t.deprel == "nmod:poss" => {
                    first = first.min(cx.reach(child).0);
                    form = Form::Owned;
                }
                "amod" | "compound" | "nummod" | "advmod" | "flat" => first = first.min(cx.reach(child).0),
                _ => {}
            }
        }
        let tokens = &cx.sentences()[at.s].tokens;
        if form == Form::Bare && cx.token(at).upos == Upos::Propn {
            form = Form::Name;
        }
        (tokens[first].span.cover(tokens[at.t].span), form)
    }

    pub(super) fn entity_chain(&mut self, entity: usize) -> usize {
        let row = &self.rows[entity];
        let several = self.traits[entity].plural == Some(true) || row.kind == EntityKind::Group;
        let class = match row.kind {
            EntityKind::Person => Class::Person,
            EntityKind::Group => Class::People,
            EntityKind::Organization => Class::Body,
            EntityKind::Country => Class::State,
            EntityKind::Place => Class::Place,
            EntityKind::Document | EntityKind::EventName => Class::Document,
        };
        let chain = match self.phrases.of_entity.get(&entity) {
            Some(c) => *c,
            None => {
                let c = self.phrases.new_chain(class, None);
                self.phrases.of_entity.insert(entity, c);
                c
            }
        };
        let c = &mut self.phrases.chains[chain];
        c.entity = Some(entity);
        c.class = class;
        c.gender = self.traits[entity].gender.or(c.gender);
        c.plural = Some(several);
        chain
    }

    fn noun_chain(&mut self, at: At, form: Form) -> usize {
        let cx = self.cx;
        let whole = self.amount_of(at);
        let token = cx.token(whole.unwrap_or(at));
        let lemma = token.lemma.to_lowercase();
        let plural =
            |t: &Token| matches!(t.xpos.as_str(), "NNS" | "NNPS") || t.feat("Number") == Some("Plur");
        let single = matches!(cx.token(at).lemma.as_str(), "one" | "each");
        let several = plural(token) && !single;
        let key = (lemma.clone(), several);
        let collective = cx.knowledge.roles.collective(&lemma);
        let alone = whole.is_none() && self.stands_alone(at);
        let people = collective == Some(Collective::People) && !several || alone;
        let definite = matches!(form, Form::The | Form::Name) && whole.is_none();
        let chain = match self.phrases.of_noun.get(&key).filter(|_| definite) {
            Some(c) => *c,
            None => {
                let roles = &cx.knowledge.roles;
                let (class, gender) = if people {
                    (Class::People, None)
                } else if let Some((role, _)) = roles.person(&lemma) {
                    (if several { Class::People } else { Class::Person }, role.gender)
                } else if INDEFINITE.contains(&lemma.as_str()) {
                    (Class::Person, None)
                } else if cx.knowledge.time_words.begins(&lemma) {
                    (Class::Time, None)
                } else if token.upos == Upos::Propn {
                    (Class::Name, None)
                } else if roles.body(&lemma).is_some() {
                    (Class::Body, None)
                } else if roles.document(&lemma) {
                    (Class::Document, None)
                } else if several {
                    (Class::Things, None)
                } else {
                    (Class::Thing, None)
                };
                let open = INDEFINITE.contains(&lemma.as_str()) || people || collective.is_some() && !several;
                let plural = if open { None } else { Some(several) };
                let c = self.phrases.new_chain(class, plural);
                self.phrases.chains[c].gender = gender;
                c
            }
        };
        self.phrases.of_noun.insert(key, chain);
        chain
    }

    /// The chain of what grammar says to be the same: "Lima, the capital"; "Lima is the capital".
    fn same_by_grammar(&self, at: At) -> Option<usize> {
        let cx = self.cx;
        let other = if cx.token(at).rel() == "appos" {
            cx.head(at)
        } else if cx.child(at, &["cop"]).is_some()
            && cx.child(at, &["case"]).is_none()
            && !cx.token(at).rel().starts_with("conj")
        {
            let affirmed = !cx
                .children_by(at, &["advmod"])
                .any(|a| matches!(cx.token(a).lemma.as_str(), "not" | "n't" | "never"));
            cx.child(at, &["nsubj"]).filter(|s| s.t < at.t && affirmed)
        } else {
            None
        }?;
        let near = self.phrases.list.iter().rev().take(30);
        near.filter(|p| p.head == other && p.form != Form::Joined).map(|p| p.chain).next()
    }

    /// "Ana and Bo" behind "Bo".
    fn joined(&mut self, last: At) {
        let cx = self.cx;
        let Some(head) = cx.head(last) else { return };
        if cx.children_by(head, &["conj"]).any(|c| c.t > last.t)
            || cx.children_by(last, &["cc"]).any(|c| cx.token(c).lemma == "or")
        {
            return;
        }
        // A conjunct may hang on the last word of a name.
        let top = self.by_word.get(&head).map_or(head, |m| self.mentions[*m].head);
        let all: Vec<At> = std::iter::once(top).chain(cx.children_by(head, &["conj"])).take(6).collect();
        let head = top;
        // The conjuncts are among the last phrases.
        let found: Vec<Phrase> = all
            .iter()
            .filter_map(|a| self.phrases.list.iter().rev().take(30).find(|p| p.head == *a).copied())
            .collect();
        // "Ana, a Democrat, and Bo": what stands between commas without "and" describes.
        let described = |p: &Phrase| {
            p.form == Form::A && p.head != head && cx.children_by(p.head, &["cc"]).next().is_none()
        };
        let lost = found.len() < all.len();
        let found: Vec<Phrase> = found.into_iter().filter(|p| !described(p)).collect();
        let Some(first) = found.first() else { return };
        if lost || found.len() < 2 {
            return;
        }
        let class_of = |p: &Phrase| self.phrases.chains[p.chain].class;
        let people = found
            .iter()
            .all(|p| matches!(class_of(p), Class::Person | Class::People | Class::Body | Class::State));
        let span = first.span.cover(cx.token(last).span);
        let parts: Vec<usize> = found.iter().map(|p| p.chain).collect();
        let chain = self.phrases.new_chain(if people { Class::People } else { Class::Things }, Some(true));
        self.phrases.chains[chain].parts = parts;
        self.phrases.push(Phrase { head, span, form: Form::Joined, chain });
    }
}

/// "I", "we", "you" in their forms.
fn hearer(word: &str) -> Option<&'static str> {
    Some(match word {
        "i" | "me" | "my" | "mine" | "myself" => "i",
        "we" | "us" | "our" | "ours" | "ourselves" => "we",
        "you" | "your" | "yours" | "yourself" | "yourselves" => "you",
        _ => return None,
    })
}
