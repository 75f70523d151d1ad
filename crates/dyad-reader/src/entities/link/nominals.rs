//! Nouns: persons and bodies called by what they are, with or without a name beside them.

use dyad_knowledge::Gender;
use dyad_record::{EntityKind, MentionForm, Span};
use dyad_syntax::Upos;

use super::super::{Mention, Traits};
use super::{FAR, Linker};
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
    pub(super) fn nominal(&mut self, at: At) {
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
                let the = cx.children_by(at, &["det"]).any(|d| cx.token(d).lemma == "the");
                let taken_up = iso.is_none() && the && GENERIC.contains(&word.as_str());
                let before = before.or_else(|| if taken_up { self.last_body(at) } else { None });
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
        let word = token.form.to_lowercase();
        if cx.knowledge.roles.document(&word) {
            self.speaking(at, span, &word, EntityKind::Document);
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

    /// The last body by name, in this sentence or the one before: what "the agency" takes up.
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
        let definite = cx.children_by(at, &["det"]).any(|d| cx.token(d).lemma == "the");
        let known = definite
            .then(|| {
                (0..self.rows.len()).rev().take(FAR).find(|e| {
                    self.rows[*e].kind == kind
                        && (self.offices[*e].iter().any(|(_, w)| w == word)
                            || kind == EntityKind::Organization
                                && self.rows[*e].name.to_lowercase().split(' ').next_back() == Some(word))
                })
            })
            .flatten();
        let known = known.or_else(|| {
            let any = definite && kind == EntityKind::Organization && GENERIC.contains(&word);
            if any { self.last_body(at) } else { None }
        });
        let entity = known.unwrap_or_else(|| {
            let shown = bare(span.of(cx.text()));
            let e = self.new_entity(kind, shown, 0.55, format!("\"{word}\" in the place of a speaker"));
            self.traits[e].plural = Some(kind == EntityKind::Group);
            self.offices[e].push((None, word.to_owned()));
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
    pub(super) fn members(&mut self, at: At, group: usize, word: &str) {
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
            // A group of known persons is called by their names.
            let names: Vec<&str> = found.iter().map(|e| self.rows[*e].name.as_str()).collect();
            let name = match names.as_slice() {
                [first @ .., last] => format!("{} and {last}", first.join(", ")),
                [] => String::new(),
            };
            self.rows[group].name = name;
            self.rows[group].members = found.iter().map(|e| self.rows[*e].id.clone()).collect();
            self.rows[group].actor = self.rows[found[0]].actor.clone();
            self.rows[group].basis = Some("text, through its members".to_owned());
        }
    }
}

/// The words of a noun phrase without its article.
fn bare(text: &str) -> String {
    let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
    ["the ", "The ", "a ", "A ", "an ", "An "]
        .iter()
        .find_map(|d| shown.strip_prefix(d))
        .unwrap_or(&shown)
        .to_owned()
}
