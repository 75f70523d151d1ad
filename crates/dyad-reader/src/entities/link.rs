//! Joins references to the same thing, sentence by sentence: names by their words, nominals by their role word and
//! country, pronouns by agreement, recency and subjecthood; gives roles and actor codes.

use dyad_knowledge::{Gender, Sense};
use dyad_record::{Confidence, Entity, EntityKind, Id, MentionForm, MentionRow, Role, Span};
use dyad_syntax::Upos;
use rustc_hash::FxHashMap;

use super::spot::Spot;
use super::{Entities, Mention, Pronoun, Traits};
use crate::{At, Context};

/// How far back, in sentences, a pronoun looks for what it takes up.
const BACK: usize = 3;
/// How many entities back a short name, a body or the persons of a group are looked for; only texts of many articles have more.
const FAR: usize = 2_000;

struct Linker<'c, 'a> {
    cx: &'c Context<'a>,
    rows: Vec<Entity>,
    traits: Vec<Traits>,
    /// Country (alpha-3) and role word, for nominals.
    offices: Vec<Vec<(Option<String>, String)>>,
    mentions: Vec<Mention>,
    by_word: FxHashMap<At, usize>,
    pronouns: Vec<Pronoun>,
    names: FxHashMap<String, usize>,
}

pub(super) fn link(cx: &Context<'_>, spots: &[Spot]) -> Entities {
    let mut l = Linker {
        cx,
        rows: Vec::new(),
        traits: Vec::new(),
        offices: Vec::new(),
        mentions: Vec::new(),
        by_word: FxHashMap::default(),
        pronouns: Vec::new(),
        names: FxHashMap::default(),
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
            l.nominal(At { s, t });
        }
        for t in 0..cx.sentences()[s].tokens.len() {
            l.pronoun(At { s, t });
        }
    }
    l.finish()
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
        let key = match (&spot.country, &spot.table) {
            (Some(c), _) => format!("country:{c}"),
            (None, Some((name, ..))) => format!("table:{name}"),
            _ => text.to_lowercase(),
        };
        let known = self.names.get(&key).copied().or_else(|| self.shorter(&text, kind));
        let entity = known.unwrap_or_else(|| {
            let name = match (&spot.country, &spot.table) {
                (Some(c), _) => cx.knowledge.countries.by_iso3(c).map_or(text.clone(), |c| c.name.clone()),
                _ => text.clone(),
            };
            let e = self.new_entity(kind, name, spot.confidence, spot.why.clone());
            if let Some(c) = &spot.country {
                self.rows[e].actor = Some(c.clone());
                self.rows[e].basis = Some("table:countries".to_owned());
            } else if let Some((_, actor, line)) = &spot.table {
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
        if known.is_some() && kind == EntityKind::Person && text.len() > self.rows[entity].name.len() {
            self.rows[entity].name.clone_from(&text);
        }
        self.mention(span, head, MentionForm::Name, entity);
        let at = self.mentions.len() - 1;
        for t in words.clone().chain(spot.title.clone()) {
            self.by_word.entry(At { s: spot.s, t }).or_insert(at);
        }
        if kind == EntityKind::Person {
            self.person_roles(spot, words, head, entity);
        }
    }

    /// A surname or part of a longer name that came before; an acronym of an organisation's name.
    fn shorter(&self, text: &str, kind: EntityKind) -> Option<usize> {
        let words: Vec<&str> = text.split(' ').collect();
        let letters: String = text.chars().filter(|c| *c != '.').collect();
        let is_acronym = (3..=6).contains(&letters.len()) && letters.chars().all(char::is_uppercase);
        (0..self.rows.len()).rev().take(FAR).find(|e| {
            let row = &self.rows[*e];
            let own: Vec<&str> = row.name.split(' ').collect();
            match (row.kind, kind) {
                (EntityKind::Person, EntityKind::Person) => {
                    own.len() > words.len()
                        && (own.ends_with(&words) || own[1..].windows(words.len()).any(|w| w == words))
                        || words.len() > own.len() && own.len() == 1 && words.ends_with(&own)
                }
                (EntityKind::Organization, EntityKind::Organization) if is_acronym => {
                    let initials: String = own
                        .iter()
                        .filter(|w| w.starts_with(char::is_uppercase))
                        .filter_map(|w| w.chars().next())
                        .collect();
                    initials == letters || initials.ends_with(&letters) && initials.len() == letters.len() + 1
                }
                // "Jordan said" after "Michael Jordan": what is called a place by itself may be a person known by then.
                (EntityKind::Person, EntityKind::Organization) => {
                    words.len() == 1 && own.len() > 1 && own.ends_with(&words)
                }
                _ => false,
            }
        })
    }

    fn person_roles(&mut self, spot: &Spot, words: std::ops::Range<usize>, head: At, entity: usize) {
        let cx = self.cx;
        let tokens = &cx.sentences()[spot.s].tokens;
        // Titles and other words of the noun phrase before the name.
        let from = if spot.title.is_empty() { words.start } else { spot.title.start };
        let mut start = from;
        while start > 0
            && from - start < 8
            && matches!(tokens[start - 1].upos, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Part)
        {
            start -= 1;
        }
        if start < words.start {
            self.role_in(spot.s, start..words.start, entity);
        }
        // Apposition: ", the DEA administrator"; or the name is in apposition to the role.
        let mut phrases: Vec<At> = cx.children_by(head, &["appos"]).collect();
        phrases.extend(cx.head(head).filter(|_| matches!(cx.token(head).rel(), "appos" | "flat" | "nmod")));
        for p in phrases {
            if p.s == spot.s {
                let (a, b) = cx.reach(p);
                let range = if p.t < words.start { a..words.start } else { words.end.max(a)..b + 1 };
                self.role_in(spot.s, range, entity);
            }
        }
        // "I-Ariz.", "R-S.C.": a member of the United States Congress.
        for t in words.end..(words.end + 5).min(tokens.len()) {
            let text =
                Span::new(tokens[t].span.start, tokens[(t + 2).min(tokens.len() - 1)].span.end).of(cx.text());
            let party = text.get(..2).is_some_and(|p| matches!(p, "R-" | "D-" | "I-"));
            let state = text.get(2..).map(|r| r.split([',', ' ', ')', ';']).next().unwrap_or(""));
            if party
                && state.is_some_and(|s| {
                    cx.knowledge.gazetteer.press_state(s).is_some() || s.starts_with(char::is_uppercase)
                })
            {
                self.rows[entity].actor = Some("USA:LEG".to_owned());
                self.rows[entity].basis = Some("text".to_owned());
                break;
            }
        }
        if self.rows[entity].roles.is_empty() && self.rows[entity].actor.is_none() {
            self.office_from_table(entity);
        }
    }

    /// Looks for a role word in a stretch of words and notes the role.
    fn role_in(&mut self, s: usize, range: std::ops::Range<usize>, entity: usize) {
        let cx = self.cx;
        let tokens = &cx.sentences()[s].tokens;
        let end = range.end.min(tokens.len());
        let mut i = range.start;
        while i < end {
            let found = (1..=3usize).rev().filter(|n| i + n <= end).find_map(|n| {
                let phrase = tokens[i].span.cover(tokens[i + n - 1].span).of(cx.text()).to_lowercase();
                cx.knowledge
                    .roles
                    .person(&phrase)
                    .or_else(|| cx.knowledge.roles.abbreviation(phrase_case(cx, s, i, n)))
                    .map(|(r, _)| (n, r))
            });
            let Some((n, role)) = found else {
                i += 1;
                continue;
            };
            let country = self.country_near(s, range.start..end);
            let title = tokens[i].span.cover(tokens[i + n - 1].span);
            let title_text = title.of(cx.text()).to_owned();
            let word = role.word.to_owned();
            if let Some(g) = role.gender {
                self.traits[entity].gender.get_or_insert(g);
            }
            let former = range
                .clone()
                .any(|t| t < tokens.len() && matches!(tokens[t].lemma.as_str(), "former" | "ex" | "late"));
            let iso = country.as_ref().map(|c| c.0.clone());
            if !self.offices[entity].iter().any(|(c, w)| *w == word && (*c == iso || iso.is_none())) {
                self.rows[entity].roles.push(Role {
                    title: if former { format!("former {title_text}") } else { title_text },
                    of: country.as_ref().map(|c| c.1.clone()),
                    from: None,
                    to: None,
                    span: Some(title),
                    basis: "text".to_owned(),
                });
                self.offices[entity].push((iso.clone(), word));
            }
            if let (None, Some(code)) = (&self.rows[entity].actor, role.role)
                && !former
            {
                let congress =
                    matches!(role.word, "senator" | "representative" | "congressman" | "congresswoman");
                let place =
                    iso.or_else(|| (congress && title_text_is_short(cx, title)).then(|| "USA".to_owned()));
                if let Some(c) = place {
                    self.rows[entity].actor = Some(format!("{c}:{code}"));
                    self.rows[entity].basis = Some("text".to_owned());
                }
            }
            i += n;
        }
        if self.rows[entity].actor.is_none() {
            // "the DEA administrator": the code of the organisation.
            let body = range
                .clone()
                .filter_map(|t| self.by_word.get(&At { s, t }))
                .map(|m| self.mentions[*m].entity)
                .find(|e| *e != entity);
            if let Some(b) = body.filter(|b| {
                self.rows[*b].kind == EntityKind::Organization && !self.rows[entity].roles.is_empty()
            }) {
                let code = self.rows[b].actor.clone();
                self.rows[entity].actor = code;
                self.rows[entity].basis =
                    self.rows[entity].actor.as_ref().map(|_| format!("text, through {}", self.rows[b].name));
            }
        }
    }

    /// The office table's word on a person that the text gives no role.
    fn office_from_table(&mut self, entity: usize) {
        let cx = self.cx;
        let Some(date) = cx.doc.published.as_ref().map(|p| p.value.chars().take(10).collect::<String>())
        else {
            return;
        };
        let name = self.rows[entity].name.clone();
        if !name.contains(' ') {
            return;
        }
        if let Some(t) = cx.knowledge.offices.of_person(&name).find(|t| t.holds_on(&date)) {
            let country = cx.knowledge.countries.by_iso3(t.country).map(|c| c.name.clone());
            self.rows[entity].roles.push(Role {
                title: t.office.to_owned(),
                of: country,
                from: Some(t.from.to_owned()),
                to: t.to.map(str::to_owned),
                span: None,
                basis: format!("table:offices:{}", t.line),
            });
            self.rows[entity].actor = Some(format!("{}:GOV", t.country));
            self.rows[entity].basis = Some(format!("table:offices:{}", t.line));
            self.offices[entity].push((Some(t.country.to_owned()), t.office.to_owned()));
            self.traits[entity].gender = self.traits[entity].gender.or(t.gender);
        }
    }

    /// The country that a stretch of words names (alpha-3 and name).
    fn country_near(&self, s: usize, range: std::ops::Range<usize>) -> Option<(String, String)> {
        let cx = self.cx;
        let tokens = &cx.sentences()[s].tokens;
        let end = range.end.min(tokens.len());
        for t in range.start..end {
            for n in (1..=3usize).rev().filter(|n| t + n <= end) {
                let words = tokens[t].span.cover(tokens[t + n - 1].span).of(cx.text());
                if let Some((c, sense)) = cx.knowledge.countries.lookup(words)
                    && matches!(sense, Sense::Name | Sense::Adjective)
                {
                    return Some((c.iso3.clone(), c.name.clone()));
                }
            }
        }
        None
    }

    fn nominal(&mut self, at: At) {
        let cx = self.cx;
        let token = cx.token(at);
        if token.upos != Upos::Noun && token.upos != Upos::Propn || self.by_word.contains_key(&at) {
            return;
        }
        if matches!(token.rel(), "compound" | "flat") {
            return;
        }
        let (first, last) = cx.reach(at);
        let first = first.max(at.t.saturating_sub(7));
        let tokens = &cx.sentences()[at.s].tokens;
        // The noun phrase up to its head: determiner, adjectives, compounds, possessors.
        let mut start = at.t;
        while start > first
            && !matches!(
                tokens[start - 1].upos,
                Upos::Verb | Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Aux | Upos::Pron
            )
        {
            start -= 1;
        }
        let span = tokens[start].span.cover(token.span);
        let phrase = |n: usize| {
            let from = (at.t + 1).saturating_sub(n).max(start);
            tokens[from].span.cover(token.span).of(cx.text()).to_lowercase()
        };
        let country = self.country_near(at.s, start..at.t + 1).or_else(|| {
            self.country_near(at.s, at.t + 1..(last + 1).min(at.t + 5))
                .filter(|_| tokens.get(at.t + 1).is_some_and(|t| matches!(t.form.as_str(), "of" | "in")))
        });
        let iso = country.as_ref().map(|c| c.0.clone());
        for n in (1..=3).rev() {
            let words = phrase(n);
            if let Some((role, plural)) = cx.knowledge.roles.person(&words) {
                let (word, code, gender) = (role.word.to_owned(), role.role.map(str::to_owned), role.gender);
                self.person_nominal(at, span, iso.clone(), &word, code, gender, plural);
                return;
            }
            if let Some((body, plural)) = cx.knowledge.roles.body(&words) {
                if plural && iso.is_none() || iso.is_none() && !body.state {
                    return;
                }
                let (word, code) = (body.word.to_owned(), body.role.map(str::to_owned));
                let key = format!("body:{}:{word}", iso.as_deref().unwrap_or("?"));
                let before = self.names.get(&key).copied().or_else(|| {
                    // "the ministry" takes up the last body called so.
                    iso.is_none()
                        .then(|| {
                            (0..self.rows.len())
                                .rev()
                                .take(FAR)
                                .find(|e| self.offices[*e].iter().any(|(_, w)| *w == word))
                        })
                        .flatten()
                });
                let entity = before.unwrap_or_else(|| {
                    let shown = span.of(cx.text()).split_whitespace().collect::<Vec<_>>().join(" ");
                    let bare = shown
                        .strip_prefix("the ")
                        .or_else(|| shown.strip_prefix("The "))
                        .unwrap_or(&shown)
                        .to_owned();
                    let name = match &country {
                        Some((_, c)) if word == "government" => format!("Government of {c}"),
                        _ => bare,
                    };
                    let e = self.new_entity(
                        EntityKind::Organization,
                        name,
                        0.7,
                        format!("a body by its noun \"{word}\" (table roles)"),
                    );
                    self.traits[e].plural = Some(plural);
                    if let Some(c) = &iso {
                        self.rows[e].actor = Some(code.as_ref().map_or(c.clone(), |r| format!("{c}:{r}")));
                        self.rows[e].basis = Some("text".to_owned());
                    }
                    self.offices[e].push((iso.clone(), word.clone()));
                    e
                });
                self.names.insert(key, entity);
                self.mention(span, at, MentionForm::Nominal, entity);
                return;
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn person_nominal(
        &mut self,
        at: At,
        span: Span,
        iso: Option<String>,
        word: &str,
        code: Option<String>,
        gender: Option<Gender>,
        plural: bool,
    ) {
        let cx = self.cx;
        let definite = cx.children_by(at, &["det"]).any(|d| cx.token(d).lemma == "the")
            || cx.child(at, &["nmod"]).is_some();
        let known = if plural || !definite {
            None
        } else {
            (0..self.rows.len()).rev().take(FAR).find(|e| {
                self.rows[*e].kind == EntityKind::Person
                    && self.offices[*e]
                        .iter()
                        .any(|(c, w)| w == word && (iso.is_none() || c.is_none() || *c == iso))
            })
        };
        let entity = known.unwrap_or_else(|| {
            let shown = span.of(cx.text()).split_whitespace().collect::<Vec<_>>().join(" ");
            let bare = ["the ", "The ", "a ", "A ", "an ", "An "]
                .iter()
                .find_map(|d| shown.strip_prefix(d))
                .unwrap_or(&shown)
                .to_owned();
            let kind = if plural { EntityKind::Group } else { EntityKind::Person };
            let e = self.new_entity(
                kind,
                bare,
                0.6,
                format!("a person by the role word \"{word}\" (table roles)"),
            );
            self.traits[e] = Traits { gender, plural: Some(plural) };
            if let (Some(c), Some(r)) = (&iso, &code) {
                self.rows[e].actor = Some(format!("{c}:{r}"));
                self.rows[e].basis = Some("text".to_owned());
            }
            if !plural {
                self.offices[e].push((iso, word.to_owned()));
            }
            if plural {
                self.members(at, e, word);
            }
            e
        });
        self.mention(span, at, MentionForm::Nominal, entity);
    }

    /// "the two senators": the last two persons with that role.
    fn members(&mut self, at: At, group: usize, word: &str) {
        let count =
            self.cx.children_by(at, &["nummod"]).find_map(|n| match self.cx.token(n).lemma.as_str() {
                "two" | "2" => Some(2),
                "three" | "3" => Some(3),
                "four" | "4" => Some(4),
                _ => None,
            });
        let Some(count) = count else { return };
        let mut found: Vec<usize> = (0..group)
            .rev()
            .take(FAR)
            .filter(|e| {
                self.rows[*e].kind == EntityKind::Person && self.offices[*e].iter().any(|(_, w)| w == word)
            })
            .take(count)
            .collect();
        if found.len() == count {
            found.sort_unstable();
            self.rows[group].members = found.iter().map(|e| self.rows[*e].id.clone()).collect();
            self.rows[group].actor = self.rows[found[0]].actor.clone();
            self.rows[group].basis = Some("text, through its members".to_owned());
        }
    }

    fn pronoun(&mut self, at: At) {
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

    fn antecedent(&self, at: At, plural: bool, gender: Option<Gender>) -> Option<usize> {
        let cx = self.cx;
        let token = cx.token(at);
        let possessive = token.deprel == "nmod:poss";
        let own_clause = cx.head(at);
        let furniture = cx.block(at.s).kind.is_furniture();
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
            if !self.rows[m.entity].mentions.contains(&row) {
                self.rows[m.entity].mentions.push(row);
            }
        }
        self.pronouns.sort_by_key(|p| p.at);
        Entities {
            rows: self.rows,
            mentions,
            pronouns: self.pronouns,
            by_word: self.by_word,
            traits: self.traits,
        }
    }
}

fn phrase_case<'t>(cx: &Context<'t>, s: usize, from: usize, n: usize) -> &'t str {
    let tokens = &cx.sentences()[s].tokens;
    tokens[from].span.cover(tokens[from + n - 1].span).of(cx.text())
}

/// "Sen." and "Rep." before a name are the style of the American press.
fn title_text_is_short(cx: &Context<'_>, title: Span) -> bool {
    matches!(title.of(cx.text()).trim_end_matches('.'), "Sen" | "Rep" | "Sens" | "Reps")
}
