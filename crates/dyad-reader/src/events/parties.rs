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
    cx: &'a Context<'a>,
    entities: &'a Entities,
    places: &'a [PlaceRow],
    heads: FxHashMap<At, usize>,
    /// The words of the name that a word heads.
    names: FxHashMap<At, Span>,
    /// Codes that `actors` found for entities without one.
    supplied: FxHashMap<usize, String>,
    /// Where the text is at home.
    home: Home,
    /// Contents of statements with their speaker, by start.
    said: Vec<(Span, usize)>,
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

    fn kind(&self, entity: usize) -> Option<EntityKind> {
        self.entities.rows.get(entity).map(|e| e.kind)
    }

    /// The kind of an entity.
    pub fn kind_of(&self, entity: usize) -> Option<EntityKind> {
        self.kind(entity)
    }

    fn country_of_word(&self, at: At) -> Option<(String, Sense)> {
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
        let (c, sense) = long.or_else(|| countries.lookup(&t.form))?;
        Some((c.iso3.clone(), sense))
    }

    /// The country of a place that covers this word.
    fn place_country(&self, at: At) -> Option<String> {
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
    fn is_human(&self, lemma: &str) -> bool {
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
    fn of_noun(&self, at: At) -> Option<At> {
        let t = self.cx.token(at);
        let l = lemma(t);
        let counts = matches!(t.upos, Upos::Num | Upos::Sym)
            || matches!(
                l.as_str(),
                "dozen"
                    | "hundred"
                    | "thousand"
                    | "million"
                    | "number"
                    | "group"
                    | "series"
                    | "majority"
                    | "most"
                    | "some"
                    | "many"
                    | "several"
                    | "scores"
                    | "score"
                    | "half"
                    | "part"
                    | "member"
                    | "one"
                    | "pair"
                    | "couple"
                    | "shipment"
                    | "batch"
                    | "kilo"
                    | "pound"
                    | "ton"
                    | "tonne"
                    | "kilogram"
                    | "all"
                    | "both"
                    | "each"
                    | "more"
                    | "hundreds"
                    | "wave"
                    | "round"
                    | "string"
            );
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

    fn resolve_within(&self, at: At, depth: usize) -> Party {
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
        // "its neighbour Laos", "the rebel leader, Ali": the name is who is meant.
        let name = self.cx.children_by(at, &["appos", "flat"]).find(|c| {
            c.t > at.t
                && self.cx.token(*c).upos == Upos::Propn
                && (self.entity(*c).is_some() || self.country_of_word(*c).is_some())
        });
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
        if depth > 0
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
                party.code = owner.country().map(str::to_owned);
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

    /// The role of a noun for an office or body of a state.
    pub(super) fn state_role(&self, noun: &str) -> Option<&'static str> {
        let k = self.cx.knowledge;
        let (person, body) = (k.roles.person(noun).map(|p| p.0), k.roles.body(noun).map(|b| b.0));
        let state = person.is_some_and(|p| p.state) || body.is_some_and(|b| b.state);
        let role = person.and_then(|p| p.role).or_else(|| body.and_then(|b| b.role))?;
        role.split(':').next().filter(|_| state)
    }

    /// The code of an office, a body or people of whom nothing says where they belong, in a text that is at home somewhere:
    /// "police", "the government", where no other country is named also "nurses".
    pub(super) fn at_home(&self, noun: &str) -> Option<String> {
        let country = self.home.country.as_deref().or(self.home.sent_from.as_deref())?;
        let k = self.cx.knowledge;
        let (person, body) = (k.roles.person(noun).map(|p| p.0), k.roles.body(noun).map(|b| b.0));
        let state = person.is_some_and(|p| p.state) || body.is_some_and(|b| b.state);
        let told = k
            .events
            .actor_role(noun)
            .or_else(|| person.and_then(|p| p.role))
            .or_else(|| body.and_then(|b| b.role))?;
        let role = told.split(':').next()?;
        // Companies, gunmen and migrants of a text may be anybody's.
        let people = k.events.in_class(noun, "locals");
        let local = self.home.alone
            && (people
                || matches!(role, "COP" | "MIL" | "LEG" | "JUD" | "OPP" | "LAB" | "EDU" | "HLH" | "MED"));
        (state || local).then(|| format!("{country}:{role}"))
    }

    /// As [`Self::at_home`], of a noun where it stands: "the rebels", "the marchers" of a text that has a home are its own.
    pub(super) fn at_home_here(&self, at: At) -> Option<String> {
        let cx = self.cx;
        // "Rebel commanders in South Kivu" are at home there, wherever that is.
        let elsewhere = cx.children_by(at, &["nmod"]).any(|c| {
            cx.token(c).upos == Upos::Propn && matches!(case_of(cx, c).as_deref(), Some("in" | "of" | "from"))
        });
        if elsewhere {
            return None;
        }
        if let Some(code) = self.at_home(&lemma(cx.token(at))) {
            return Some(code);
        }
        let country = self.home.country.as_deref()?;
        let the = cx.children_by(at, &["det"]).any(|d| lower(cx.token(d)) == "the");
        let code = self.of_country(country, at);
        let known = code.split_once(':').is_some_and(|(_, role)| {
            matches!(
                role,
                "COP"
                    | "MIL"
                    | "LEG"
                    | "JUD"
                    | "OPP"
                    | "LAB"
                    | "EDU"
                    | "HLH"
                    | "MED"
                    | "REB"
                    | "CVL"
                    | "REL"
                    | "GOV"
            )
        });
        (the && known).then_some(code)
    }

    /// True where a place's name stands for who governs there: as a subject, an owner, or behind "by", "from", "with".
    fn acting(&self, at: At) -> bool {
        let mut word = at;
        while self.cx.token(word).rel() == "conj" {
            let Some(h) = self.cx.head(word) else { break };
            word = h;
        }
        let t = self.cx.token(word);
        t.deprel == "nsubj"
            || t.deprel == "nmod:poss"
            || matches!(case_of(self.cx, word).as_deref(), Some("by" | "from" | "with"))
    }

    /// The code that an adjective or name of a country before the noun gives.
    pub(super) fn by_nationality(&self, at: At) -> Option<String> {
        let iso = self
            .cx
            .children_by(at, &["amod", "compound", "nmod"])
            .filter(|c| c.t < at.t && self.cx.token(*c).deprel != "nmod:poss" && !self.hyphened(*c))
            // "Mexican navy divers": the nation may hang on the noun before.
            .flat_map(|c| std::iter::once(c).chain(self.cx.children_by(c, &["amod", "compound"])))
            .find_map(|c| self.country_of_word(c).map(|c| c.0).or_else(|| self.maker(c)))?;
        Some(self.of_country(&iso, at))
    }

    /// The second part of "Pan-American".
    fn hyphened(&self, at: At) -> bool {
        self.cx.text()[..self.cx.token(at).span.start].ends_with('-')
    }

    /// The codes that several joined adjectives of countries give one noun, in the order of the text.
    /// "Pakistani and Afghan guards", "the foreign ministers of Jordan and Iraq", "Jordan and Iraq's foreign ministers".
    pub(super) fn nationalities(&self, at: At) -> Vec<String> {
        let cx = self.cx;
        let many = cx.token(at).feat("Number") == Some("Plur") || cx.token(at).form.ends_with('s');
        let before = cx.children_by(at, &["amod", "compound"]).filter(|c| c.t < at.t);
        let owners = cx.children_by(at, &["nmod"]).filter(|c| {
            many && (cx.token(*c).deprel == "nmod:poss" || case_of(cx, *c).as_deref() == Some("of"))
                && self.is_human(&lemma(cx.token(at)))
        });
        let mut codes: Vec<String> = Vec::new();
        for first in before.chain(owners) {
            for c in std::iter::once(first).chain(cx.children_by(first, &["conj"])) {
                let code = self.country_of_word(c).map(|(iso, _)| self.of_country(&iso, at));
                codes.extend(code.filter(|c| !codes.contains(c)));
            }
        }
        if codes.is_empty()
            && let Some(pair) = self.home.pair.as_ref().filter(|_| many && self.means_the_pair(at))
        {
            codes.extend(pair.iter().map(|iso| self.of_country(iso, at)));
        }
        codes
    }

    /// "The two neighbours", "both capitals": in a text about two countries, these two.
    fn means_the_pair(&self, at: At) -> bool {
        let cx = self.cx;
        let two = cx
            .children_by(at, &["det", "nummod", "amod"])
            .any(|d| matches!(lower(cx.token(d)).as_str(), "two" | "both"));
        let noun = lemma(cx.token(at));
        let party = cx.knowledge.events.in_class(&noun, "parties") || self.state_role(&noun).is_some();
        let told = cx.children_by(at, &["nmod", "appos"]).any(|c| self.resolve_within(c, 0).code.is_some());
        two && party && !told
    }

    /// "Its northern neighbour": of the two countries of the text the other one.
    fn opposite(&self, at: At) -> Option<String> {
        let cx = self.cx;
        let pair = self.home.pair.as_ref()?;
        if !cx.knowledge.events.in_class(&lemma(cx.token(at)), "opposite") {
            return None;
        }
        let owner = cx.children_by(at, &["nmod"]).find(|c| cx.token(*c).deprel == "nmod:poss")?;
        let own = self.resolve_within(owner, 0);
        let own = own.country().filter(|c| pair.iter().any(|p| p == c))?;
        pair.iter().find(|p| *p != own).cloned()
    }

    /// The code of a country's body or people, with the role that the noun tells, or the noun before it: "Kenyan **border guards**",
    /// "Mexican **navy** divers", "a Syrian **army** camp".
    pub(super) fn of_country(&self, iso: &str, at: At) -> String {
        let cx = self.cx;
        let k = cx.knowledge;
        // "The secretary-general" is no general.
        let own = hyphened(cx, at).unwrap_or_else(|| lemma(cx.token(at)));
        let parts: Vec<String> =
            cx.children_by(at, &["compound"]).filter(|c| c.t < at.t).map(|c| lemma(cx.token(c))).collect();
        let first = |role: &'static str| role.split(':').next();
        // "the exiled Malian leader", "a former minister" hold no office.
        let unofficial = cx
            .children_by(at, &["amod", "compound"])
            .any(|c| k.events.in_class(&lemma(cx.token(c)), "unofficial"));
        let phrase = |part: &String| {
            let words = format!("{part} {own}");
            let person = k.roles.person(&words).and_then(|p| p.0.role);
            person.or_else(|| k.roles.body(&words).and_then(|b| b.0.role))
        };
        let role = parts
            .iter()
            .find_map(phrase)
            .and_then(first)
            .or_else(|| k.events.actor_role(&own).filter(|r| *r != "CVL" && !(unofficial && *r == "GOV")))
            .or_else(|| parts.iter().find_map(|p| k.roles.body(p).and_then(|b| b.0.role)).and_then(first))
            .or_else(|| k.events.actor_role(&own));
        match role {
            Some(role) => format!("{iso}:{role}"),
            None => iso.to_owned(),
        }
    }

    /// The country in "Japanese-drafted", "U.S.-led".
    fn maker(&self, at: At) -> Option<String> {
        let form = self.cx.token(at).form.as_str();
        let (first, second) = form.rsplit_once('-')?;
        let made = self.cx.knowledge.events.in_class(&second.to_lowercase(), "madeby");
        let country = self.cx.knowledge.countries.lookup(first).filter(|_| made)?;
        first.starts_with(char::is_uppercase).then(|| country.0.iso3.clone())
    }

    /// The country where a body or the people of a place sit: "a court in Guyana", "protesters in Beijing".
    pub(super) fn by_seat(&self, at: At) -> Option<String> {
        let t = self.cx.token(at);
        let l = lemma(t);
        if !matches!(t.upos, Upos::Noun | Upos::Propn) || !self.is_human(&l) {
            return None;
        }
        let seat = |c: &At| {
            matches!(case_of(self.cx, *c).as_deref(), Some("in" | "of" | "from")) && self.is_where(*c)
        };
        // "recognised the government in Lima": the parser may hang the place on the verb.
        let near = |c: &At| c.t > at.t && c.t <= at.t + 3 && case_of(self.cx, *c).as_deref() == Some("in");
        let place = self.cx.children_by(at, &["nmod"]).filter(|c| c.t > at.t).find(seat).or_else(|| {
            let body = self.state_role(&l).is_some();
            let verb = self.cx.head(at).filter(|v| body && self.cx.token(*v).upos == Upos::Verb)?;
            self.cx.children_by(verb, &["obl"]).find(|c| near(c) && seat(c))
        })?;
        let owner = self.resolve_within(place, 1);
        owner.country().map(|c| self.of_country(c, at))
    }

    /// The code of a body or person through its keeper: "his government", "the Petrov administration", "aides to the king".
    pub(super) fn by_keeper(&self, at: At) -> Option<String> {
        let t = self.cx.token(at);
        let l = lemma(t);
        // "Their counterparts", "its rival" are not their own.
        let other = l == "counterpart" || self.cx.knowledge.events.in_class(&l, "opposite");
        if t.upos != Upos::Noun || !self.is_human(&l) || other {
            return None;
        }
        let keeper = |c: &At| {
            let child = self.cx.token(*c);
            child.deprel == "nmod:poss"
                || child.rel() == "compound" && self.entity(*c).is_some()
                || child.rel() == "nmod" && matches!(case_of(self.cx, *c).as_deref(), Some("of"))
                || child.rel() == "nmod"
                    && l.starts_with("spokes")
                    && case_of(self.cx, *c).as_deref() == Some("for")
        };
        let kids = self.cx.children(at).iter().map(|t| At { s: at.s, t: *t });
        let code = kids.filter(keeper).find_map(|c| self.resolve_within(c, 0).code)?;
        Some(self.of_country(code.split(':').next()?, at))
    }

    /// Who owns a thing: "X's", "of X", "by X", "from X", "in X".
    fn owner(&self, at: At, depth: usize) -> Option<Party> {
        let mut candidates: Vec<At> = self
            .cx
            .children(at)
            .iter()
            .map(|t| At { s: at.s, t: *t })
            .filter(|c| self.cx.token(*c).deprel == "nmod:poss")
            .collect();
        // "talks in Brussels" are nobody's of Brussels.
        let act = !self.cx.knowledge.events.nouns.of(&lemma(self.cx.token(at))).is_empty();
        for p in ["by", "of", "from", "against", "in", "with", "on"] {
            if act && matches!(p, "in" | "on") {
                continue;
            }
            candidates.extend(self.cx.children_by(at, &["nmod"]).filter(|c| {
                self.cx.token(*c).deprel != "nmod:poss" && case_of(self.cx, *c).as_deref() == Some(p)
            }));
        }
        candidates.extend(self.cx.children_by(at, &["compound"]).filter(|c| self.entity(*c).is_some()));
        // "a proposal submitted by X", "threats made by X".
        for a in self.cx.children_by(at, &["acl"]) {
            candidates.extend(
                self.cx.children_by(a, &["obl"]).filter(|c| case_of(self.cx, *c).as_deref() == Some("by")),
            );
        }
        // "the act and the threats of X": what is joined has the same owner where only the last names one.
        candidates
            .extend(self.cx.children_by(at, &["conj"]).filter(|c| self.cx.token(*c).upos == Upos::Noun));
        candidates
            .into_iter()
            .map(|c| self.resolve_within(c, depth - 1))
            .find(|p| p.code.is_some() || p.entity.is_some())
    }

    /// Who speaks the words around: of the nearest contents that begin before it the shortest that holds it.
    fn speaker_around(&self, span: Span) -> Option<usize> {
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
