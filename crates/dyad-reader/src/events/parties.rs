//! Who a noun stands for: an entity of the record with its actor code, a country, or only words.
//!
//! A noun that is no actor leads to its owner: "the government's decision", "a proposal by Brazil", "Turkish strikes". Unknown
//! actors keep their words and get no code. This file knows no event pattern.

use dyad_knowledge::Sense;
use dyad_knowledge::events::Term;
use dyad_record::{EntityKind, EventActor, Id, MentionForm, PlaceRow, Span, Statement};
use dyad_syntax::Upos;
use rustc_hash::FxHashMap;

use super::home::Home;
use super::tree::{antecedent, case_of, hyphened, lemma, lower};
use crate::entities::Entities;
use crate::{At, Context};

/// Cities that stand for an organisation that sits in them.
const SEATS: [(&str, &str); 1] = [("Brussels", "European Union")];

/// One side of an event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Index of the entity.
    pub entity: Option<usize>,
    /// Actor code.
    pub code: Option<String>,
    /// The words.
    pub span: Span,
    /// The noun that names it.
    pub head: Option<At>,
}

impl Party {
    /// The country (or bloc) part of the code.
    pub fn country(&self) -> Option<&str> {
        self.code.as_deref().and_then(|c| c.split(':').next())
    }
    /// The roles of the code, if it has any.
    pub fn role(&self) -> Option<&str> {
        self.code.as_deref().and_then(|c| c.split_once(':')).map(|c| c.1)
    }
    /// As the record writes it.
    pub fn row(&self) -> EventActor {
        let known = self.entity.is_some();
        EventActor {
            entity: self.entity.map(|e| Id::new('e', e)),
            code: self.code.clone(),
            span: (!known && !self.span.is_empty()).then_some(self.span),
        }
    }
}

/// Resolves nouns to parties for one document.
pub struct Parties<'a> {
    pub(super) cx: &'a Context<'a>,
    pub(super) entities: &'a Entities,
    pub(super) places: &'a [PlaceRow],
    pub(super) heads: FxHashMap<At, usize>,
    /// The words of the name that a word heads.
    pub(super) names: FxHashMap<At, Span>,
    /// Codes that `actors` found for entities without one.
    pub(super) supplied: FxHashMap<usize, String>,
    /// Where the text is at home.
    pub(super) home: Home,
    /// Contents of statements with their speaker, by start.
    pub(super) said: Vec<(Span, usize)>,
}

impl<'a> Parties<'a> {
    /// Indexes the mentions.
    pub fn new(
        cx: &'a Context<'a>,
        entities: &'a Entities,
        places: &'a [PlaceRow],
        statements: &[Statement],
    ) -> Self {
        let mut heads = FxHashMap::default();
        for m in &entities.mentions {
            // "Mali and Niger" begins with Mali: the word stands for the member, not for the group.
            let joined = |e: usize| entities.rows.get(e).is_some_and(|r| !r.members.is_empty());
            let known = heads.entry(m.head).or_insert(m.entity);
            if joined(*known) && !joined(m.entity) {
                *known = m.entity;
            }
        }
        // "Human Rights Watch faulted", with "Watch" for a verb: the noun of the name that has a place in the clause stands for it.
        for m in entities.mentions.iter().filter(|m| m.form == MentionForm::Name) {
            let tokens = &cx.sentences()[m.head.s].tokens;
            for (t, token) in tokens.iter().enumerate().filter(|(_, t)| m.span.contains(t.span)) {
                let noun = matches!(token.upos, Upos::Noun | Upos::Propn);
                if noun && matches!(token.rel(), "nsubj" | "obj" | "iobj" | "obl" | "root") {
                    heads.entry(At { s: m.head.s, t }).or_insert(m.entity);
                }
            }
        }
        let named = entities.mentions.iter().filter(|m| m.form == MentionForm::Name);
        let names = named.map(|m| (m.head, m.span)).collect();
        let home = super::home::find(cx, entities, places);
        let mut all = Self {
            cx,
            entities,
            places,
            heads,
            names,
            supplied: FxHashMap::default(),
            home,
            said: Vec::new(),
        };
        for s in statements {
            if let Some(speaker) = s.speaker.as_ref().and_then(Id::index) {
                all.said.extend(s.content.iter().map(|c| (*c, speaker)));
            }
        }
        all.said.sort_unstable();
        super::actors::supply(cx, entities, &mut all);
        all
    }

    /// The document.
    pub(super) fn cx(&self) -> &'a Context<'a> {
        self.cx
    }

    /// Notes a code for an entity that has none.
    pub(super) fn supply(&mut self, entity: usize, code: String) {
        self.supplied.entry(entity).or_insert(code);
    }

    /// True if a code was noted.
    pub(super) fn has_code(&self, entity: usize) -> bool {
        self.supplied.contains_key(&entity)
    }

    /// The actor code of an entity.
    pub(super) fn code_of(&self, entity: usize) -> Option<String> {
        self.entities.rows.get(entity)?.actor.clone().or_else(|| self.supplied.get(&entity).cloned())
    }

    /// The entity whose mention has this head.
    pub fn entity(&self, at: At) -> Option<usize> {
        self.heads.get(&at).copied()
    }

    pub(super) fn kind(&self, entity: usize) -> Option<EntityKind> {
        self.entities.rows.get(entity).map(|e| e.kind)
    }

    /// The kind of an entity.
    pub fn kind_of(&self, entity: usize) -> Option<EntityKind> {
        self.kind(entity)
    }

    pub(super) fn country_of_word(&self, at: At) -> Option<(String, Sense)> {
        let t = self.cx.token(at);
        if !t.form.starts_with(char::is_uppercase) {
            return None;
        }
        let countries = &self.cx.knowledge.countries;
        // "South Sudanese", "Papua New Guinean": the longest name that ends here.
        let tokens = &self.cx.sentences()[at.s].tokens;
        let long = (at.t.saturating_sub(2)..at.t)
            .filter(|from| tokens[*from].form.starts_with(char::is_uppercase))
            .find_map(|from| countries.lookup(tokens[from].span.cover(t.span).of(self.cx.text())));
        // "La Paz", a name headed by its first word.
        let whole = || countries.lookup(self.names.get(&at)?.of(self.cx.text()));
        let (c, sense) = long.or_else(whole).or_else(|| countries.lookup(&t.form))?;
        Some((c.iso3.clone(), sense))
    }

    /// The country of a place that covers this word.
    pub(super) fn place_country(&self, at: At) -> Option<String> {
        let span = self.cx.token(at).span;
        let i = self.places.partition_point(|p| p.span.end <= span.start);
        let p = self.places.get(i).filter(|p| p.span.overlaps(span))?;
        p.country.clone()
    }

    /// True for a person, organisation, group or country, or a noun for one.
    pub fn is_actor(&self, at: At) -> bool {
        let t = self.cx.token(at);
        if let Some(e) = self.entity(at) {
            let row = &self.entities.rows[e];
            if row.actor.is_some()
                || matches!(
                    row.kind,
                    EntityKind::Person | EntityKind::Organization | EntityKind::Group | EntityKind::Country
                )
            {
                return true;
            }
        }
        match t.upos {
            Upos::Pron => {
                matches!(
                    lower(t).as_str(),
                    "he" | "him"
                        | "she"
                        | "her"
                        | "they"
                        | "them"
                        | "us"
                        | "we"
                        | "me"
                        | "i"
                        | "you"
                        | "who"
                        | "whom"
                        | "others"
                        | "someone"
                        | "anyone"
                        | "everyone"
                )
            }
            Upos::Propn => {
                self.country_of_word(at).is_some()
                    || self
                        .is_named(at, &[dyad_syntax::NameKind::Person, dyad_syntax::NameKind::Organization])
                    || !self.is_named(at, &[dyad_syntax::NameKind::Location])
            }
            Upos::Noun | Upos::Adj | Upos::Num => {
                let l = lemma(t);
                self.is_human(&l)
                    || self.country_of_word(at).is_some()
                    || (t.upos == Upos::Num || matches!(l.as_str(), "hundred" | "dozen"))
                        && self.of_noun(at).is_none_or(|n| n != at && self.is_actor(n))
                    || matches!(l.as_str(), "number" | "group")
                        && self.of_noun(at).is_some_and(|n| n != at && self.is_actor(n))
            }
            _ => false,
        }
    }

    /// True for a noun for persons or a body.
    pub(super) fn is_human(&self, lemma: &str) -> bool {
        let k = self.cx.knowledge;
        k.events.in_class(lemma, "person")
            || k.events.in_class(lemma, "body")
            || k.roles.person(lemma).is_some()
            || k.roles.body(lemma).is_some()
    }

    /// True if the party has a code, or is somebody who may act although no code is known.
    pub fn acts(&self, p: &Party) -> bool {
        let somebody = |e: usize| {
            matches!(
                self.kind(e),
                Some(EntityKind::Person | EntityKind::Organization | EntityKind::Group | EntityKind::Country)
            )
        };
        p.code.is_some()
            || p.entity.is_some_and(somebody)
            || p.head.is_some_and(|h| self.cx.token(h).upos != Upos::Pron && self.is_actor(h))
    }

    /// True for a place or a noun for one.
    pub fn is_where(&self, at: At) -> bool {
        if let Some(e) = self.entity(at)
            && matches!(self.kind(e), Some(EntityKind::Place | EntityKind::Country))
        {
            return true;
        }
        let t = self.cx.token(at);
        self.cx.knowledge.events.in_class(&lemma(t), "site")
            || self.country_of_word(at).is_some()
            || self.place_country(at).is_some()
            || t.upos == Upos::Propn && self.is_named(at, &[dyad_syntax::NameKind::Location])
    }

    fn is_named(&self, at: At, kinds: &[dyad_syntax::NameKind]) -> bool {
        self.cx.name_over(self.cx.token(at).span).is_some_and(|n| kinds.contains(&n.kind))
    }

    /// True if the noun (or one joined to it) is what the term asks for.
    pub fn is(&self, at: At, term: &Term) -> bool {
        super::tree::conjuncts(self.cx, at).into_iter().any(|n| self.is_one(n, term))
    }

    fn is_one(&self, at: At, term: &Term) -> bool {
        let t = self.cx.token(at);
        match term {
            Term::Lemma(l) => {
                lemma(t) == *l || lower(t) == *l || hyphened(self.cx, at).is_some_and(|w| w == *l)
            }
            Term::Class(c) => {
                let ev = &self.cx.knowledge.events;
                if ev.in_class(&lemma(t), c)
                    || ev.in_class(&lower(t), c)
                    || hyphened(self.cx, at).is_some_and(|w| ev.in_class(&w, c))
                {
                    return true;
                }
                // A named person is a person; "five of the protesters" are protesters.
                if c == "person" && self.cx.knowledge.roles.person(&lemma(t)).is_some() {
                    return true;
                }
                if c == "person" && self.entity(at).is_some_and(|e| self.kind(e) == Some(EntityKind::Person))
                {
                    return true;
                }
                if c == "person"
                    && (t.upos == Upos::Pron
                        && matches!(lower(t).as_str(), "he" | "him" | "she" | "her" | "them" | "they")
                        || t.upos == Upos::Propn && self.is_named(at, &[dyad_syntax::NameKind::Person]))
                {
                    return true;
                }
                self.of_noun(at).is_some_and(|n| n != at && (ev.in_class(&lemma(self.cx.token(n)), c)))
            }
            Term::Actor => self.is_actor(at),
            Term::Where => self.is_where(at),
        }
    }

    /// The word itself, or the noun that it counts: "some parts of Kordofan".
    pub(super) fn counted(&self, at: At) -> At {
        self.of_noun(at).unwrap_or(at)
    }

    /// The noun that a quantity counts: "dozens **of migrants**", "five **of them**"; the word itself where it counts nothing.
    pub(super) fn of_noun(&self, at: At) -> Option<At> {
        let t = self.cx.token(at);
        let l = lemma(t);
        let counts =
            matches!(t.upos, Upos::Num | Upos::Sym) || self.cx.knowledge.events.in_class(&l, "counts");
        if !counts {
            return None;
        }
        let of = |c: &At| case_of(self.cx, *c).as_deref() == Some("of");
        let own = self.cx.children_by(at, &["nmod"]).find(of);
        if own.is_some() || t.upos == Upos::Noun && !matches!(l.as_str(), "million" | "billion") {
            return own;
        }
        // "$5m in aid", which may hang on the verb.
        let sum = |c: &At| c.t > at.t && c.t < at.t + 7 && case_of(self.cx, *c).as_deref() == Some("in");
        let here = self.cx.children_by(at, &["nmod"]).find(sum);
        here.or_else(|| self.cx.children_by(self.cx.head(at)?, &["obl", "nmod"]).find(sum))
    }

    fn span_of(&self, at: At) -> Span {
        // The noun with what stands before it, without relative clauses.
        let tokens = &self.cx.analysis.sentences[at.s].tokens;
        let first = self
            .cx
            .children_by(at, &["det", "amod", "compound", "nmod", "nummod", "flat"])
            .map(|c| self.cx.reach(c).0)
            .filter(|t| *t < at.t)
            .min()
            .unwrap_or(at.t);
        let last = self.cx.children_by(at, &["flat", "fixed"]).map(|c| c.t).max().unwrap_or(at.t);
        tokens[first].span.cover(tokens[last.max(at.t)].span)
    }

    /// "Brussels regretted": in a text that names the European Union, its seat stands for it where it acts or is dealt with.
    fn body_that_sits_in(&self, at: At) -> Option<String> {
        let (_, body) = SEATS.iter().find(|(city, _)| *city == self.cx.token(at).form)?;
        let row = self.entities.rows.iter().find(|r| r.name == *body)?;
        let place =
            matches!(case_of(self.cx, at).as_deref(), Some("in" | "at" | "near" | "around" | "outside"));
        row.actor.clone().filter(|_| !place)
    }

    /// The words of a noun.
    pub(super) fn words(&self, at: At) -> Span {
        self.span_of(at)
    }

    /// Who the noun stands for as the one who acts: a capital is then its government.
    pub fn resolve_actor(&self, at: At) -> Party {
        let mut party = self.resolve(at);
        let capital = |h: At| self.country_of_word(h).is_some_and(|(_, sense)| sense == Sense::Capital);
        if let Some(code) =
            party.code.as_mut().filter(|c| !c.contains(':') && party.head.is_some_and(capital))
        {
            code.push_str(":GOV");
        }
        party
    }

    /// "the White House", "the Kremlin": a seat that stands for its government, whichever side it is on.
    fn seat_of_power(&self, at: At) -> bool {
        let span = self.names.get(&at).copied().unwrap_or(self.cx.token(at).span);
        let words = span.of(self.cx.text());
        self.cx.knowledge.countries.lookup(words).is_some_and(|(_, sense)| sense == Sense::Metonym)
    }

    /// Who the noun stands for.
    pub fn resolve(&self, at: At) -> Party {
        self.resolve_within(at, 3)
    }

    pub(super) fn resolve_within(&self, at: At, depth: usize) -> Party {
        let at = antecedent(self.cx, at);
        let t = self.cx.token(at);
        let mut party = Party { span: self.span_of(at), head: Some(at), ..Party::default() };
        let actorly = |k: EntityKind| {
            matches!(
                k,
                EntityKind::Person | EntityKind::Organization | EntityKind::Group | EntityKind::Country
            )
        };
        if let Some(e) = self.entity(at) {
            let row = &self.entities.rows[e];
            let mut code = self.code_of(e);
            if depth > 0
                && let Some(own) = code.as_deref().filter(|c| !c.contains(':'))
                && let Some(n) = self.of_noun(at).filter(|n| *n != at)
            {
                // "a group of U.S. lawmakers": what the many are says more.
                let many = self.resolve_within(n, 0).code.filter(|c| c.split(':').next() == Some(own));
                code = many.or(code);
            }
            if let Some(bare) = code.as_mut().filter(|c| !c.contains(':') && self.seat_of_power(at)) {
                bare.push_str(":GOV");
            }
            if let [first, _, ..] = self.nationalities(at).as_slice() {
                // "Pakistani and Afghan guards" are two; the others get rows of their own.
                party.code = Some(first.clone());
                return party;
            }
            if code.is_none()
                && depth > 0
                && let Some(n) = self.of_noun(at).filter(|n| *n != at)
            {
                // "Members of a delegation from Zambia": the delegation tells where they belong.
                code = self.resolve_within(n, depth - 1).code;
            }
            if code.is_some() || actorly(row.kind) {
                party.entity = Some(e);
                party.code = code;
                return party;
            }
            if let Some(code) = self.body_that_sits_in(at) {
                party.code = Some(code);
                return party;
            }
            if row.kind == EntityKind::Place {
                party.entity = Some(e);
                let capital =
                    self.country_of_word(at).filter(|(_, s)| *s == Sense::Capital && self.acting(at));
                party.code = capital
                    .map(|(iso, _)| format!("{iso}:GOV"))
                    .or_else(|| self.place_country(at))
                    .or_else(|| self.country_of_word(at).map(|c| c.0));
                return party;
            }
        }
        if let Some((iso, sense)) = self.country_of_word(at) {
            party.code = Some(match sense {
                Sense::Capital | Sense::Metonym => format!("{iso}:GOV"),
                _ => iso,
            });
            return party;
        }
        if let Some(iso) = self.place_country(at) {
            party.code = Some(iso);
            return party;
        }
        if t.upos == Upos::Pron {
            if matches!(lower(t).as_str(), "i" | "we" | "me" | "us")
                && let Some(e) = self.speaker_around(t.span)
            {
                party.entity = Some(e);
                party.code = self.code_of(e);
            }
            return party;
        }
        if depth > 0
            && let Some(n) = self.of_noun(at).filter(|n| *n != at)
        {
            return self.resolve_within(n, depth - 1);
        }
        if let Some(code) = self.by_nationality(at).or_else(|| self.by_seat(at).filter(|_| depth > 0)) {
            party.code = Some(code);
            return party;
        }
        // "its neighbour Laos", "the rebel leader, Ali", "ECOWAS, the regional bloc": the name is who is meant.
        let known = |c: &At| self.entity(*c).is_some() || self.country_of_word(*c).is_some();
        let behind = self
            .cx
            .children_by(at, &["appos", "flat"])
            .find(|c| c.t > at.t && self.cx.token(*c).upos == Upos::Propn && known(c));
        let ahead = || {
            let first = self.cx.children_by(at, &["cop", "appos", "nmod"]).find(|c| c.t < at.t)?;
            let next = &self.cx.sentences()[at.s].tokens[first.t + 1];
            (next.form == "," && self.cx.child(first, &["case"]).is_none() && self.entity(first).is_some())
                .then_some(first)
        };
        let name = behind.or_else(ahead);
        if let Some(name) = name.filter(|_| depth > 0) {
            let named = self.resolve_within(name, 0);
            if named.code.is_some() || named.entity.is_some() {
                return named;
            }
        }
        if let Some(code) = self.opposite(at) {
            party.code = Some(code);
            return party;
        }
        if let [first, _, ..] = self.nationalities(at).as_slice() {
            party.code = Some(first.clone());
            return party;
        }
        // "Its ally" is not its own.
        let apart = self.cx.knowledge.events.in_class(&lemma(t), "opposite");
        if depth > 0
            && !apart
            && let Some(owner) = self.owner(at, depth)
        {
            let l = lemma(t);
            // A person or body of a country belongs to it; a thing only leads to its owner.
            if self.is_human(&l) && owner.code.is_some() {
                party.code = owner.country().map(|c| self.of_country(c, at));
                return party;
            }
            let place = owner.entity.is_some_and(|e| self.kind(e) == Some(EntityKind::Place));
            if place && owner.code.is_some() {
                // "an army camp in Kabul": the words of the thing stay, the place says whose it is.
                party.code = owner.country().map(|c| self.of_country(c, at));
                return party;
            }
            if owner.code.is_some() || owner.entity.is_some() {
                return owner;
            }
        }
        if matches!(t.upos, Upos::Noun | Upos::Propn) {
            party.code = self.at_home_here(at);
        }
        party
    }

    /// Who speaks the words around: of the nearest contents that begin before it the shortest that holds it.
    pub(super) fn speaker_around(&self, span: Span) -> Option<usize> {
        let to = self.said.partition_point(|(c, _)| c.start <= span.start);
        let holding = self.said[..to].iter().rev().take(16).filter(|(c, _)| c.contains(span));
        holding.min_by_key(|(c, _)| c.len()).map(|(_, e)| *e)
    }

    /// An entity as a side.
    pub fn of_entity(&self, entity: usize) -> Party {
        Party { entity: Some(entity), code: self.code_of(entity), span: Span::default(), head: None }
    }

    /// The members of a group of named persons ("the two presidents").
    pub fn members(&self, entity: usize) -> Vec<Party> {
        let Some(row) = self.entities.rows.get(entity) else { return Vec::new() };
        row.members
            .iter()
            .filter_map(Id::index)
            .map(|i| Party { entity: Some(i), code: self.code_of(i), span: Span::default(), head: None })
            .collect()
    }
}
