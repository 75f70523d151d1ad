//! Joins references to the same thing, sentence by sentence: names by their words, nominals by their role word and
//! country, pronouns by weighing what they may take up; gives roles and actor codes.

mod groups;
mod nominals;
mod phrases;
pub(crate) mod pronouns;
mod roles;

use dyad_record::{Confidence, Entity, EntityKind, Id, MentionForm, MentionRow, Span};
use dyad_syntax::Upos;
use rustc_hash::FxHashMap;

use super::spot::Spot;
use super::{Entities, Mention, Place, Pronoun, Traits};
use crate::{At, Context};

/// How many entities back one is looked up by its words: the work stays linear on long texts.
const FAR: usize = 1000;
/// How the basis of a code begins that the user's own actors gave.
const OWN: &str = "actors:";

/// What a person or body was called by, as far as it can be taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Office {
    /// Alpha-3.
    country: Option<String>,
    /// The role word or noun for a body.
    word: String,
    /// "water" in "the water minister".
    detail: Option<String>,
}

impl Office {
    /// How well this office is the one asked for, if it can be; "minister" asks for any minister.
    fn agrees(&self, asked: &Office) -> Option<u8> {
        let same = self.word == asked.word;
        let kind = self.word.strip_suffix(&asked.word).is_some_and(|rest| rest.ends_with([' ', '-']));
        let abroad = asked.country.is_some() && self.country.is_some() && self.country != asked.country;
        let other = asked.detail.is_some() && self.detail.is_some() && self.detail != asked.detail;
        if !(same || kind) || abroad || other {
            return None;
        }
        let country = asked.country.is_some() && self.country == asked.country;
        let detail = asked.detail.is_some() && self.detail == asked.detail;
        Some(u8::from(same) + 2 * u8::from(country) + 2 * u8::from(detail))
    }
}

struct Linker<'c, 'a> {
    cx: &'c Context<'a>,
    rows: Vec<Entity>,
    traits: Vec<Traits>,
    /// For nominals.
    offices: Vec<Vec<Office>>,
    mentions: Vec<Mention>,
    by_word: FxHashMap<At, usize>,
    pronouns: Vec<Pronoun>,
    names: FxHashMap<String, usize>,
    /// The last words of persons' names, for mentions that the name model missed.
    surnames: FxHashMap<String, usize>,
    /// Whether "Sen." is a member of the United States Senate; asked once, where it matters.
    american: Option<bool>,
    /// Sentence, end and entity of the last name with a title in the plural.
    plural: Option<(usize, usize, usize)>,
    quotes: Vec<crate::quotes::Quote>,
    phrases: phrases::Phrases,
    /// Members → the group that they make.
    groups: FxHashMap<Vec<usize>, usize>,
    /// Phrases of groups that are no mention of their own.
    listed: Vec<(usize, MentionRow)>,
    /// Head of the first of several who speak together → the group.
    together: FxHashMap<At, usize>,
    /// What every pronoun could take up, where somebody learns from it.
    trace: Option<Vec<pronouns::Trace>>,
}

pub(super) fn link(cx: &Context<'_>, spots: &[Spot]) -> Entities {
    walk(cx, spots, false).finish()
}

/// What every pronoun of the third person could take up.
pub(super) fn trace(cx: &Context<'_>, spots: &[Spot]) -> Vec<pronouns::Trace> {
    walk(cx, spots, true).trace.unwrap_or_default()
}

fn walk<'c, 'a>(cx: &'c Context<'a>, spots: &[Spot], traced: bool) -> Linker<'c, 'a> {
    let mut l = Linker {
        cx,
        rows: Vec::new(),
        traits: Vec::new(),
        offices: Vec::new(),
        mentions: Vec::new(),
        by_word: FxHashMap::default(),
        pronouns: Vec::new(),
        names: FxHashMap::default(),
        surnames: FxHashMap::default(),
        american: None,
        plural: None,
        quotes: crate::quotes::find(cx),
        phrases: phrases::Phrases::default(),
        groups: FxHashMap::default(),
        listed: Vec::new(),
        together: FxHashMap::default(),
        trace: traced.then(Vec::new),
    };
    let mut at = 0;
    for s in 0..cx.sentences().len() {
        let first = at;
        while at < spots.len() && spots[at].s == s {
            l.name(&spots[at]);
            at += 1;
        }
        debug_assert!(first <= at);
        for t in 0..cx.sentences()[s].tokens.len() {
            l.surname(At { s, t });
        }
        for t in 0..cx.sentences()[s].tokens.len() {
            l.nominal(At { s, t });
        }
        for t in 0..cx.sentences()[s].tokens.len() {
            l.pronoun(At { s, t });
            l.phrase(At { s, t });
        }
        l.speak_together(s);
    }
    l
}

impl Linker<'_, '_> {
    fn new_entity(&mut self, kind: EntityKind, name: String, confidence: f32, why: String) -> usize {
        let id = Id::new('e', self.rows.len());
        self.rows.push(Entity {
            id,
            kind,
            name,
            actor: None,
            basis: None,
            roles: Vec::new(),
            mentions: Vec::new(),
            confidence: Confidence(confidence),
            members: Vec::new(),
            why: vec![why],
        });
        self.traits.push(Traits::default());
        self.offices.push(Vec::new());
        self.rows.len() - 1
    }

    fn mention(&mut self, span: Span, head: At, form: MentionForm, entity: usize) {
        self.by_word.entry(head).or_insert(self.mentions.len());
        self.mentions.push(Mention { span, head, form, entity });
    }

    fn name(&mut self, spot: &Spot) {
        let cx = self.cx;
        let mut span = spot.span(cx);
        let mut words = spot.words.clone();
        // The clitic of a possessive is no part of the name.
        while words.len() > 1
            && matches!(cx.token(At { s: spot.s, t: words.end - 1 }).form.as_str(), "'s" | "’s" | "'" | "’")
        {
            words.end -= 1;
            span = Span::new(span.start, cx.token(At { s: spot.s, t: words.end - 1 }).span.end);
        }
        let text: String = span.of(cx.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(head) = cx.head_of(spot.s, words.clone()) else { return };
        let mut kind = spot.kind.unwrap_or(EntityKind::Organization);
        if spot.country.is_some() {
            kind = EntityKind::Country;
        }
        let own = spot.own.and_then(|at| cx.knowledge.actors.get(at));
        let key = match (own, &spot.country, &spot.table) {
            (Some(actor), ..) => format!("own:{}", actor.name),
            (None, Some(c), _) => format!("country:{c}"),
            (None, None, Some((name, ..))) => format!("table:{name}"),
            _ => text.to_lowercase(),
        };
        let gender = self.title_gender(spot);
        let agrees = |e: &usize| gender.is_none() || self.traits[*e].gender.is_none_or(|g| Some(g) == gender);
        // Of several with one surname the one named last.
        let last = self.surnames.get(&text).copied().filter(|e| self.rows[*e].kind == EntityKind::Person);
        let known =
            last.filter(|_| own.is_none()).or_else(|| self.names.get(&key).copied()).filter(agrees).or_else(
                || {
                    let fixed = spot.country.is_some() || spot.table.is_some();
                    self.shorter(
                        &text,
                        kind,
                        fixed,
                        !spot.title.is_empty(),
                        self.located(spot.s, words.start),
                        gender,
                    )
                },
            );
        // What a title or a surname shows to be a person was taken for a place or a body before.
        if let Some(e) = known
            && kind == EntityKind::Person
            && matches!(self.rows[e].kind, EntityKind::Place | EntityKind::Organization)
            && self.rows[e].basis.is_none()
        {
            self.rows[e].kind = EntityKind::Person;
            self.rows[e].why.push("a title shows it to be a person".to_owned());
        }
        let entity = known.unwrap_or_else(|| {
            let name = match (&spot.country, own) {
                (_, Some(actor)) => actor.name.clone(),
                (Some(c), None) => cx.knowledge.countries.by_iso3(c).map_or(text.clone(), |c| c.name.clone()),
                _ => text.clone(),
            };
            let e = self.new_entity(kind, name, spot.confidence, spot.why.clone());
            if let Some(c) = &spot.country {
                self.rows[e].actor = Some(c.clone());
                self.rows[e].basis = Some("table:countries".to_owned());
            } else if let Some((_, actor, line)) = &spot.table
                && at_home(cx, &text, *actor)
            {
                self.rows[e].actor = actor.map(str::to_owned);
                self.rows[e].basis = Some(format!("table:organizations:{line}"));
            }
            if kind == EntityKind::Person {
                let first = text.split(' ').next().unwrap_or("");
                if text.contains(' ') {
                    self.traits[e].gender = cx.knowledge.given_names.lookup(first).flatten();
                }
            }
            self.traits[e].plural = Some(false);
            e
        });
        self.names.insert(key, entity);
        if let Some(actor) = own {
            self.own_code(entity, actor);
        }
        let shouted = !text.chars().any(char::is_lowercase);
        let longer = text.len() > self.rows[entity].name.len()
            && text.split(' ').count() > self.rows[entity].name.split(' ').count();
        let grows = kind == EntityKind::Person
            || kind == EntityKind::Organization
                && spot.table.is_none()
                && self.rows[entity].basis.is_none()
                && self.rows[entity].kind == EntityKind::Organization;
        if known.is_some() && grows && longer && !shouted && own.is_none() {
            self.rows[entity].name.clone_from(&text);
            self.traits[entity].gender = self.traits[entity]
                .gender
                .or_else(|| cx.knowledge.given_names.lookup(text.split(' ').next().unwrap_or("")).flatten());
        }
        self.mention(span, head, MentionForm::Name, entity);
        let at = self.mentions.len() - 1;
        for t in words.clone().chain(spot.title.clone()) {
            self.by_word.entry(At { s: spot.s, t }).or_insert(at);
        }
        if kind == EntityKind::Person {
            if let Some((_, last)) = text.rsplit_once([' ', '-']).filter(|(_, l)| l.chars().count() > 3) {
                self.surnames.insert(last.to_owned(), entity);
            }
            self.person_roles(spot, words, head, entity);
        } else {
            self.acronym_behind(spot.s, words.end, entity);
        }
    }

    /// The user's word on an actor goes before that of the text and of the tables.
    fn own_code(&mut self, entity: usize, actor: &dyad_knowledge::Actor) {
        let date = self.cx.doc.published.as_ref().map(|p| p.value.as_str());
        let Some(code) = actor.code_on(date) else { return };
        let row = &mut self.rows[entity];
        if row.basis.as_deref().is_some_and(|b| b.starts_with(OWN)) {
            return;
        }
        row.actor = Some(code.code.clone());
        row.basis = Some(format!("{OWN}{}", code.place()));
        if date.is_none() && !code.undated() {
            row.why.push("the document has no date: the actor's latest code".to_owned());
        }
    }

    /// "the Coral Meteorological Office (CMO)": the acronym is a name of the body from here on.
    fn acronym_behind(&mut self, s: usize, end: usize, entity: usize) {
        let tokens = &self.cx.sentences()[s].tokens;
        let Some([open, acronym, close]) = tokens.get(end..end + 3) else { return };
        let letters = acronym.form.as_str();
        let initials: String = self.rows[entity]
            .name
            .split(' ')
            .filter(|w| w.starts_with(char::is_uppercase))
            .filter_map(|w| w.chars().next())
            .collect();
        let capitals = letters.chars().all(char::is_uppercase) && letters.chars().count() > 1;
        if open.form == "(" && close.form == ")" && capitals && initials.starts_with(letters) {
            self.surnames.insert(letters.to_owned(), entity);
        }
    }

    /// A surname that the name model missed, of a person named in full before.
    fn surname(&mut self, at: At) {
        let cx = self.cx;
        let token = cx.token(at);
        let Some(entity) = self.surnames.get(token.form.as_str()).copied() else { return };
        let name = token.upos == Upos::Propn || at.t > 0 && token.upos == Upos::Noun;
        // At the start of a sentence or tagged as something else: only right before a verb.
        let verb = cx.sentences()[at.s]
            .tokens
            .get(at.t + 1)
            .is_some_and(|t| matches!(t.xpos.as_str(), "VBD" | "VBZ"));
        let shouted = token.form.chars().all(char::is_uppercase);
        if (name || verb || shouted) && !self.by_word.contains_key(&at) {
            self.mention(token.span, at, MentionForm::Name, entity);
        }
    }

    /// The gender that a title shows: "Mrs".
    fn title_gender(&self, spot: &Spot) -> Option<dyad_knowledge::Gender> {
        let title = super::spot::words_span(&self.cx.sentences()[spot.s], &spot.title).of(self.cx.text());
        let roles = &self.cx.knowledge.roles;
        roles.abbreviation(title).or_else(|| roles.person(&title.to_lowercase())).and_then(|(r, _)| r.gender)
    }

    /// After a preposition of place: "in Jordan" is no Mr Jordan.
    fn located(&self, s: usize, first: usize) -> bool {
        first > 0
            && matches!(
                self.cx.token(At { s, t: first - 1 }).form.to_lowercase().as_str(),
                "in" | "near" | "at" | "from" | "outside" | "across" | "around" | "to" | "of"
            )
    }

    /// A surname or part of a longer name that came before; an acronym of an organisation's name.
    fn shorter(
        &self,
        text: &str,
        kind: EntityKind,
        fixed: bool,
        titled: bool,
        located: bool,
        gender: Option<dyad_knowledge::Gender>,
    ) -> Option<usize> {
        let words: Vec<&str> = text.split(' ').collect();
        let letters: String = text.chars().filter(|c| *c != '.').collect();
        let shouted = !text.chars().any(char::is_lowercase) && letters.chars().count() > 2;
        let is_acronym = (3..=6).contains(&letters.len()) && letters.chars().all(char::is_uppercase);
        let same = |a: &str, b: &str| a == b || shouted && a.to_uppercase() == b;
        let ends = |own: &[&str]| {
            own.len() >= words.len()
                && own[own.len() - words.len()..].iter().zip(&words).all(|(a, b)| same(a, b))
        };
        let within = |own: &[&str]| {
            own.len() > words.len()
                && (ends(own)
                    || own[1..].windows(words.len()).any(|w| w.iter().zip(&words).all(|(a, b)| same(a, b))))
        };
        let found = (0..self.rows.len()).rev().take(FAR).find(|e| {
            let row = &self.rows[*e];
            let own: Vec<&str> = row.name.split(' ').collect();
            // Mr Harrigan is not Joan Harrigan.
            if gender.is_some() && self.traits[*e].gender.is_some_and(|g| Some(g) != gender) {
                return false;
            }
            match (row.kind, kind) {
                (EntityKind::Person, EntityKind::Person) => {
                    within(&own)
                        || words.len() > own.len() && own.len() == 1 && words.ends_with(&own)
                        || shouted && ends(&own)
                }
                (EntityKind::Organization, EntityKind::Organization) if is_acronym && !fixed => {
                    let initials: String = own
                        .iter()
                        .filter(|w| w.starts_with(char::is_uppercase))
                        .filter_map(|w| w.chars().next())
                        .collect();
                    initials == letters || initials.ends_with(&letters) && initials.len() == letters.len() + 1
                }
                (EntityKind::Organization, EntityKind::Organization) => {
                    // "the Washington Office" after "the Washington Office on Latin America".
                    let part = words.len() > 1 && own.len() > words.len() + 1 && own.starts_with(&words);
                    part || !fixed && self.short_name(&own, &words)
                }
                // "Calder" after "Calder Pharma": the model often takes it for a person or place.
                (EntityKind::Organization, EntityKind::Person | EntityKind::Place) if !fixed && !titled => {
                    self.short_name(&own, &words)
                }
                // "Jordan said" after "Michael Jordan": what is called a place or body by itself may be a person
                // known by then.
                (EntityKind::Person, EntityKind::Organization | EntityKind::Place) => {
                    let place = located && words.len() == 1;
                    !fixed && !place && own.len() > 1 && within(&own)
                }
                _ => false,
            }
        });
        // "Mr Bekele", "Lee" after "Lee Joon-ho": in some countries the first word is the one used, with a title or where
        // it is no given name; and what was taken for a place bears a title.
        let family =
            kind == EntityKind::Person && self.cx.knowledge.given_names.lookup(text).flatten().is_none();
        found.or_else(|| {
            ((titled || family) && words.len() == 1).then(|| {
                (0..self.rows.len()).rev().take(FAR).find(|e| {
                    let row = &self.rows[*e];
                    let own: Vec<&str> = row.name.split(' ').collect();
                    let person = row.kind == EntityKind::Person && own.len() > 1 && own[0] == text;
                    let mistaken = titled
                        && matches!(row.kind, EntityKind::Place | EntityKind::Organization)
                        && row.basis.is_none()
                        && own.contains(&text);
                    person || mistaken
                })
            })?
        })
    }

    /// One word that begins (or is begun by) the name of a body, and is no everyday word, place or given name.
    fn short_name(&self, own: &[&str], words: &[&str]) -> bool {
        let (long, short) = if own.len() > words.len() { (own, words) } else { (words, own) };
        let [word] = short else { return false };
        let k = self.cx.knowledge;
        long.len() > 1
            && long.len() < 4
            && long[0] == *word
            && word.chars().count() > 3
            && k.countries.lookup(word).is_none()
            && k.gazetteer.find(word).is_empty()
            && k.given_names.lookup(word).is_none()
            && k.roles.body(&word.to_lowercase()).is_none()
    }

    fn finish(mut self) -> Entities {
        let mut order: Vec<usize> = (0..self.mentions.len()).collect();
        order.sort_by_key(|i| {
            (self.mentions[*i].span.start, std::cmp::Reverse(self.mentions[*i].span.end), *i)
        });
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new;
        }
        let mentions: Vec<Mention> = order.iter().map(|i| self.mentions[*i]).collect();
        self.by_word.values_mut().for_each(|i| *i = place[*i]);
        for m in &mentions {
            let row = MentionRow { span: m.span, form: m.form };
            // In text order, so the same mention twice stands side by side.
            if self.rows[m.entity].mentions.last() != Some(&row) {
                self.rows[m.entity].mentions.push(row);
            }
        }
        for (group, row) in std::mem::take(&mut self.listed) {
            let own = &mut self.rows[group].mentions;
            let at = own.partition_point(|m| {
                (m.span.start, std::cmp::Reverse(m.span.end))
                    <= (row.span.start, std::cmp::Reverse(row.span.end))
            });
            if at == 0 || own[at - 1] != row {
                own.insert(at, row);
            }
        }
        self.pronouns.sort_by_key(|p| p.at);
        let chains = self.chains(&mentions);
        Entities {
            chains,
            rows: self.rows,
            mentions,
            pronouns: self.pronouns,
            by_word: self.by_word,
            traits: self.traits,
            together: self.together,
        }
    }

    /// The chains with the mentions of entities that are no phrase of their own ("the Ruiz plan").
    fn chains(&mut self, mentions: &[Mention]) -> Vec<Vec<Place>> {
        for m in mentions {
            let chain = self.entity_chain(m.entity);
            let places = &mut self.phrases.chains[chain].places;
            if !places.iter().any(|p| p.head == m.head) {
                let pronoun = m.form == MentionForm::Pronoun;
                places.push(Place { span: m.span, head: m.head, joined: false, pronoun });
            }
        }
        let chains = std::mem::take(&mut self.phrases.chains);
        let mut out: Vec<Vec<Place>> = chains.into_iter().map(|c| c.places).collect();
        out.iter_mut().for_each(|c| c.sort_by_key(|p| (p.head, p.joined)));
        out.retain(|c| !c.is_empty());
        out.sort_by_key(|c| c[0].head);
        out
    }
}

/// Parties of many countries have one name: a party of the table is meant where the text names its country.
fn at_home(cx: &Context<'_>, name: &str, actor: Option<&str>) -> bool {
    let k = cx.knowledge;
    let Some(country) = actor.and_then(|a| a.split(':').next()) else { return true };
    if k.organizations.lookup(name).is_none_or(|o| o.kind != "party")
        || k.countries.by_iso3(country).is_none()
    {
        return true;
    }
    let mut words = cx.sentences().iter().flat_map(|s| &s.tokens).map(|t| t.form.as_str());
    words.any(|w| k.countries.lookup(w).is_some_and(|(c, _)| c.iso3 == country))
}
