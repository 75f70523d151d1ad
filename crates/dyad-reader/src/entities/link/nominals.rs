//! Nouns: persons and bodies called by what they are, with or without a name beside them.

use dyad_knowledge::Gender;
use dyad_record::{EntityKind, MentionForm, Span};
use dyad_syntax::Upos;

use super::super::{Mention, Traits};
use super::{FAR, Linker, Office};
use crate::At;

/// Nouns that take up any body by name.
const GENERIC: [&str; 16] = [
    "agency",
    "company",
    "group",
    "organization",
    "organisation",
    "firm",
    "bloc",
    "body",
    "party",
    "newspaper",
    "station",
    "network",
    "bank",
    "institute",
    "alliance",
    "union",
];

impl Linker<'_, '_> {
    /// "Man." in "near Brandon, Man.": a press abbreviation behind a place, and no man.
    pub(super) fn is_state(&self, at: At) -> bool {
        let tokens = &self.cx.sentences()[at.s].tokens;
        let before = at.t.checked_sub(2).map(|t| (tokens[t].upos, tokens[t + 1].form.as_str()));
        let stop =
            tokens.get(at.t + 1).is_some_and(|t| t.form == "." && t.span.start == tokens[at.t].span.end);
        let written = || format!("{}.", tokens[at.t].form);
        before == Some((Upos::Propn, ","))
            && stop
            && self.cx.knowledge.gazetteer.press_state(&written()).is_some()
    }

    pub(super) fn nominal(&mut self, at: At) {
        let cx = self.cx;
        let token = cx.token(at);
        if token.upos != Upos::Noun && token.upos != Upos::Propn || self.by_word.contains_key(&at) {
            return;
        }
        if matches!(token.rel(), "compound" | "flat") || self.is_state(at) {
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
        // "the 300-page report": a hyphen does not end the phrase.
        if start > first + 1 && tokens[start - 1].form == "-" && tokens[start - 2].upos == Upos::Num {
            start -= 2;
            if start > first && tokens[start - 1].upos == Upos::Det {
                start -= 1;
            }
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
                if let Some(e) = self.named_by(at, start).filter(|_| !plural) {
                    // "the mayor of Cúcuta, Jorge Pabón": one person, and the noun is a role.
                    self.mention(span, at, MentionForm::Nominal, e);
                    self.role_in(at.s, start..at.t + 1, e);
                    return;
                }
                let (word, code, gender) = (role.word.to_owned(), role.role.map(str::to_owned), role.gender);
                self.person_nominal(at, span, iso.clone(), &word, code, gender, plural);
                return;
            }
            if let Some((body, plural)) = cx.knowledge.roles.body(&words) {
                if iso.is_none() && (plural || !body.state) {
                    let word = body.word.to_owned();
                    self.speaking(
                        at,
                        span,
                        &word,
                        if plural { EntityKind::Group } else { EntityKind::Organization },
                    );
                    return;
                }
                let (word, code) = (body.word.to_owned(), body.role.map(str::to_owned));
                let detail = self.called(at, &word);
                let of = |detail: &str| format!("body:{}:{word}:{detail}", iso.as_deref().unwrap_or("?"));
                // "the ministry" takes up the last body called so, "the transport ministry" no other ministry.
                let key = of(detail.as_deref().unwrap_or(""));
                // "A Nairobi court" is none that was named before.
                let new =
                    cx.children_by(at, &["det"]).any(|d| matches!(cx.token(d).lemma.as_str(), "a" | "an"));
                let before =
                    self.names.get(&key).copied().or_else(|| {
                        iso.is_none().then(|| self.body_called(&word, detail.as_deref())).flatten()
                    });
                let the = cx.children_by(at, &["det"]).any(|d| cx.token(d).lemma == "the");
                let taken_up = iso.is_none() && the && detail.is_none() && GENERIC.contains(&word.as_str());
                let before = before.or_else(|| if taken_up { self.last_body(at) } else { None });
                let before = before.filter(|_| !new);
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
                    self.offices[e].push(Office {
                        country: iso.clone(),
                        word: word.clone(),
                        detail: detail.clone(),
                    });
                    e
                });
                self.names.insert(of(""), entity);
                self.names.insert(key, entity);
                self.mention(span, at, MentionForm::Nominal, entity);
                return;
            }
        }
        let word = token.form.to_lowercase();
        if cx.knowledge.roles.document(&word) {
            self.speaking(at, span, &word, EntityKind::Document);
        } else if matches!(word.as_str(), "source" | "sources") {
            // "a source close to the talks said": a person, but only where it speaks.
            let kind = if word == "source" { EntityKind::Person } else { EntityKind::Group };
            self.speaking(at, span, &word, kind);
        }
    }

    /// The person whose name stands in apposition to a noun for a person: "the mayor, Jorge Pabón", "Ana Ruiz, a
    /// retired admiral".
    pub(super) fn named_by(&self, at: At, start: usize) -> Option<usize> {
        let cx = self.cx;
        let person = |a: At| {
            let m = self.by_word.get(&a).map(|i| &self.mentions[*i])?;
            (m.form == MentionForm::Name && self.rows[m.entity].kind == EntityKind::Person)
                .then_some(m.entity)
        };
        if let Some(e) = cx.children_by(at, &["appos", "flat"]).find_map(person) {
            return Some(e);
        }
        if let Some(e) = self.name_behind(at) {
            return Some(e);
        }
        let rel = cx.token(at).rel();
        // A noun in front of its own verb's subject is somebody else.
        if matches!(rel, "appos" | "list" | "parataxis")
            && let Some(e) = cx.head(at).and_then(person)
        {
            return Some(e);
        }
        // By the commas: "…, a retired admiral," right behind a name and no subject itself.
        if start < 2 || rel == "nsubj" || cx.token(At { s: at.s, t: start - 1 }).form != "," {
            return None;
        }
        let article = matches!(
            cx.token(At { s: at.s, t: start }).form.to_lowercase().as_str(),
            "a" | "an" | "the" | "its" | "his" | "her" | "their"
        );
        let behind = cx.reach(at).1 + 1;
        let closed = cx.sentences()[at.s]
            .tokens
            .get(behind)
            .is_none_or(|t| t.upos == Upos::Punct || t.upos == Upos::Verb);
        if article && closed && rel != "conj" { person(At { s: at.s, t: start - 2 }) } else { None }
    }

    /// "the head of its mission in Colombia, Ingrid Solberg, said": by the commas.
    pub(super) fn name_behind(&self, at: At) -> Option<usize> {
        let tokens = &self.cx.sentences()[at.s].tokens;
        let phrase = |t: &usize| {
            matches!(
                tokens[*t].upos,
                Upos::Adp | Upos::Det | Upos::Propn | Upos::Noun | Upos::Adj | Upos::Part | Upos::Pron
            )
        };
        let comma = (at.t + 1..tokens.len().min(at.t + 10)).find(|t| !phrase(t))?;
        if tokens[comma].form != "," || tokens.get(at.t + 1).is_some_and(|t| t.upos == Upos::Noun) {
            return None;
        }
        let name = At { s: at.s, t: comma + 1 };
        let m = self.by_word.get(&name).map(|i| &self.mentions[*i])?;
        let first = self.cx.token_at(m.span.start)?;
        let last = self.cx.token_at(m.span.end.saturating_sub(1))?;
        let behind = tokens.get(last.t + 1);
        let closed = behind
            .is_none_or(|t| t.upos == Upos::Punct || matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD"));
        let person = m.form == MentionForm::Name && self.rows[m.entity].kind == EntityKind::Person;
        (first == name && closed && person).then_some(m.entity)
    }

    /// The last body that a noun was used for, or whose name ends in it: "the agency" after "the Space Agency".
    fn body_called(&self, word: &str, detail: Option<&str>) -> Option<usize> {
        let same = |o: &Office| o.word == word && (detail.is_none() || o.detail.as_deref() == detail);
        (0..self.rows.len()).rev().take(FAR).find(|e| {
            let name = self.rows[*e].name.to_lowercase();
            let mut words = name.split(' ').rev();
            let named = words.next() == Some(word) && (detail.is_none() || words.next() == detail);
            self.rows[*e].kind == EntityKind::Organization && (self.offices[*e].iter().any(same) || named)
        })
    }
    /// "transport" in "Peru's transport ministry": the noun or adjective right before, where it is no country's.
    fn called(&self, at: At, word: &str) -> Option<String> {
        let cx = self.cx;
        let before = At { t: at.t.checked_sub(1)?, ..at };
        // "the entire government" is the government, "the foreign ministry" one of several.
        let told = match cx.token(before).rel() {
            "compound" => true,
            "amod" => matches!(word, "ministry" | "department"),
            _ => false,
        };
        let form = cx.token(before).form.as_str();
        let joined = told && cx.head(before) == Some(at);
        (joined && cx.knowledge.countries.lookup(form).is_none()).then(|| form.to_lowercase())
    }

    /// The last body by name, at most three sentences back: what "the agency" takes up.
    pub(super) fn last_body(&self, at: At) -> Option<usize> {
        let named = |m: &&Mention| {
            m.head.s + 1 >= at.s
                && m.head < at
                && m.form != MentionForm::Pronoun
                && self.rows[m.entity].kind == EntityKind::Organization
        };
        self.mentions.iter().rev().take(40).find(named).map(|m| m.entity)
    }

    /// A noun for a body or document without a name, where it is the subject of a clause or what "according to"
    /// goes by: it can be who speaks.
    pub(super) fn speaking(&mut self, at: At, span: Span, word: &str, kind: EntityKind) {
        let cx = self.cx;
        let subject = cx.token(at).rel() == "nsubj";
        let by = cx.children_by(at, &["case"]).any(|c| cx.token(c).lemma.eq_ignore_ascii_case("according"))
            || at.t > 2 && {
                let first = cx.reach(at).0;
                cx.token(at).deprel == "nmod:poss"
                    && first >= 2
                    && cx.token(At { s: at.s, t: first - 2 }).form.eq_ignore_ascii_case("according")
                    || cx.token(At { s: at.s, t: first }).form.eq_ignore_ascii_case("according")
            };
        let by = by
            || cx.token(at).deprel == "nmod:poss"
                && cx.head(at).is_some_and(|h| {
                    cx.children_by(h, &["case"]).any(|c| cx.token(c).form.eq_ignore_ascii_case("according"))
                });
        if !subject && !by {
            return;
        }
        let verb = cx.head(at).is_some_and(|v| {
            cx.knowledge
                .cues
                .get(dyad_knowledge::CueClass::Verb, &cx.token(v).lemma)
                .any(|c| c.sort != dyad_knowledge::Sort::Intention)
        });
        if !verb && !by {
            return;
        }
        let owned = kind == EntityKind::Document && cx.child(at, &["nmod"]).is_some_and(|p| p.t < at.t);
        let definite = owned || cx.children_by(at, &["det"]).any(|d| cx.token(d).lemma == "the");
        // "the health institute" is no other institute and no ministry.
        let detail = (kind == EntityKind::Organization).then(|| self.called(at, word)).flatten();
        let known = definite
            .then(|| {
                if kind == EntityKind::Organization {
                    return self.body_called(word, detail.as_deref());
                }
                let called =
                    |e: &usize| self.rows[*e].kind == kind && self.offices[*e].iter().any(|o| o.word == word);
                (0..self.rows.len()).rev().take(FAR).find(called)
            })
            .flatten();
        let known = known.or_else(|| {
            let any =
                definite && detail.is_none() && kind == EntityKind::Organization && GENERIC.contains(&word);
            if any { self.last_body(at) } else { None }
        });
        let entity = known.unwrap_or_else(|| {
            let shown = bare(span.of(cx.text()));
            let e = self.new_entity(kind, shown, 0.55, format!("\"{word}\" in the place of a speaker"));
            self.traits[e].plural = Some(kind == EntityKind::Group);
            self.offices[e].push(Office { country: None, word: word.to_owned(), detail });
            self.take_up(at, definite, e);
            e
        });
        self.mention(span, at, MentionForm::Nominal, entity);
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn person_nominal(
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
        let detail = self.detail(at, span, word);
        let asked = Office { country: iso.clone(), word: word.to_owned(), detail: detail.clone() };
        let known = if plural || !definite { None } else { self.holder(&asked, gender) };
        let entity = known.unwrap_or_else(|| {
            let bare = bare(span.of(cx.text()));
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
                self.offices[e].push(asked);
            }
            if plural {
                self.members(at, e, word);
            }
            self.take_up(at, definite, e);
            e
        });
        self.mention(span, at, MentionForm::Nominal, entity);
    }

    /// "A striker fell. … The striker said": the earlier phrase becomes a mention of the new entity.
    fn take_up(&mut self, at: At, definite: bool, entity: usize) {
        let token = self.cx.token(at);
        let several = matches!(token.xpos.as_str(), "NNS" | "NNPS");
        if let Some(chain) = self.phrases.earlier(&token.lemma, several).filter(|_| definite) {
            self.adopt(chain, entity);
        }
    }

    /// What stands between the article and the role word: "water" in "the water minister".
    fn detail(&self, at: At, span: Span, word: &str) -> Option<String> {
        let text = bare(span.of(self.cx.text())).to_lowercase();
        let before = text.strip_suffix(word)?.trim().to_owned();
        let compound = self.cx.children_by(at, &["compound"]).next().is_some();
        (compound && !before.is_empty()).then_some(before)
    }

    /// The person known to hold an office: of several the one whose office agrees best, then the last.
    fn holder(&self, asked: &Office, gender: Option<Gender>) -> Option<usize> {
        let mut best: Option<(u8, usize)> = None;
        // "Tajikistan's president" of a text that names other countries, too, is no president of whom it does not say whose.
        let countries = self.rows.iter().filter(|r| r.kind == EntityKind::Country).count();
        let loose = asked.country.is_none() || countries < 2;
        for e in (0..self.rows.len()).rev().take(FAR) {
            let other = gender.is_some() && self.traits[e].gender.is_some_and(|g| Some(g) != gender);
            if self.rows[e].kind != EntityKind::Person || other {
                continue;
            }
            let fits = self.offices[e].iter().filter(|o| loose || o.country.is_some());
            let agrees = fits.filter_map(|o| o.agrees(asked)).max();
            if let Some(a) = agrees.filter(|a| best.is_none_or(|(b, _)| *a > b)) {
                best = Some((a, e));
            }
        }
        best.map(|(_, e)| e)
    }

    /// "the two senators": the last two persons with that role.
    pub(super) fn members(&mut self, at: At, group: usize, word: &str) {
        let both =
            self.cx.children_by(at, &["det"]).any(|d| self.cx.token(d).lemma.eq_ignore_ascii_case("both"));
        let count = if both {
            Some(2)
        } else {
            self.cx.children_by(at, &["nummod"]).find_map(|n| match self.cx.token(n).lemma.as_str() {
                "two" | "2" => Some(2),
                "three" | "3" => Some(3),
                "four" | "4" => Some(4),
                _ => None,
            })
        };
        let Some(count) = count else { return };
        let mut found: Vec<usize> = (0..group)
            .rev()
            .take(FAR)
            .filter(|e| {
                let asked = Office { country: None, word: word.to_owned(), detail: None };
                self.rows[*e].kind == EntityKind::Person
                    && self.offices[*e].iter().any(|o| o.agrees(&asked).is_some())
            })
            .take(count)
            .collect();
        if found.len() == count {
            found.sort_unstable();
            // A group of known persons is called by their names.
            self.rows[group].name = self.names_of(&found);
            self.groups.entry(found.clone()).or_insert(group);
            self.rows[group].members = found.iter().map(|e| self.rows[*e].id.clone()).collect();
            self.rows[group].actor = self.rows[found[0]].actor.clone();
            self.rows[group].basis = Some("text, through its members".to_owned());
        }
    }
}

/// The words of a noun phrase without its article.
pub(super) fn bare(text: &str) -> String {
    let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
    ["the ", "The ", "a ", "A ", "an ", "An "]
        .iter()
        .find_map(|d| shown.strip_prefix(d))
        .unwrap_or(&shown)
        .to_owned()
}
