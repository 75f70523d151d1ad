//! Roles of persons: titles before the name, appositions behind it, party and state, the table of offices.

use dyad_knowledge::Sense;
use dyad_record::{EntityKind, Role, Span};
use dyad_syntax::Upos;
use rustc_hash::FxHashMap;

use super::super::spot::{Spot, words_span};
use super::{Linker, Office};
use crate::{At, Context};

impl Linker<'_, '_> {
    pub(super) fn person_roles(
        &mut self,
        spot: &Spot,
        words: std::ops::Range<usize>,
        head: At,
        entity: usize,
    ) {
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
        self.shared_title(spot, &words, entity);
        // Apposition: ", the DEA administrator"; or the name is in apposition to the role.
        let mut phrases: Vec<At> = cx.children_by(head, &["appos"]).collect();
        // The head of a name in apposition; a name behind a preposition is somebody else's.
        phrases.extend(
            cx.head(head)
                .filter(|_| matches!(cx.token(head).deprel.as_str(), "appos" | "flat" | "nmod:desc")),
        );
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

    /// "Senators Lindsey Graham, R-S.C., and John Kennedy": a title in the plural is that of every name joined to it.
    pub(super) fn shared_title(&mut self, spot: &Spot, words: &std::ops::Range<usize>, entity: usize) {
        let cx = self.cx;
        let roles = &cx.knowledge.roles;
        if !spot.title.is_empty() {
            let title = words_span(&cx.sentences()[spot.s], &spot.title).of(cx.text());
            let plural = roles
                .person(&title.to_lowercase())
                .or_else(|| roles.abbreviation(title))
                .is_some_and(|(_, plural)| plural);
            self.plural = plural.then_some((spot.s, words.end, entity));
            return;
        }
        let Some((s, end, first)) = self.plural else { return };
        let tokens = &cx.sentences()[spot.s].tokens;
        let near = s == spot.s && words.start > end && words.start - end <= 9;
        let joined = near
            && tokens[end..words.start].iter().any(|t| t.upos == Upos::Cconj || t.form == ",")
            && !tokens[end..words.start].iter().any(|t| matches!(t.upos, Upos::Verb | Upos::Aux | Upos::Adp));
        if joined && first != entity {
            let offices = self.offices[first].clone();
            self.offices[entity].extend(offices);
            if self.rows[entity].actor.is_none() {
                self.rows[entity].actor = self.rows[first].actor.clone();
                self.rows[entity].basis = Some("text".to_owned());
            }
            self.plural = Some((s, words.end, first));
        }
    }

    /// "His Indian counterpart, Vikram Mehta": the office of the last person who has one, of another country.
    fn same_office(&mut self, entity: usize, country: Option<String>) {
        let last = self.mentions.iter().rev().map(|m| m.entity).take(60).find(|e| {
            *e != entity && self.rows[*e].kind == EntityKind::Person && !self.offices[*e].is_empty()
        });
        let offices = last.map(|e| self.offices[e].clone()).unwrap_or_default();
        for office in offices.into_iter().filter(|o| o.word != "counterpart") {
            self.offices[entity].push(Office { country: country.clone(), ..office });
        }
    }

    /// Looks for a role word in a stretch of words and notes the role.
    pub(super) fn role_in(&mut self, s: usize, range: std::ops::Range<usize>, entity: usize) {
        let cx = self.cx;
        let tokens = &cx.sentences()[s].tokens;
        let end = range.end.min(tokens.len());
        let mut i = range.start;
        let mut role_here = false;
        while i < end {
            let found = (1..=3usize).rev().filter(|n| i + n <= end).find_map(|n| {
                let phrase = tokens[i].span.cover(tokens[i + n - 1].span).of(cx.text()).to_lowercase();
                cx.knowledge
                    .roles
                    .person(&phrase)
                    .or_else(|| cx.knowledge.roles.abbreviation(phrase_case(cx, s, i, n)))
                    // "House Republicans": several are no role of one, unless it is a title that they share.
                    .filter(|(r, plural)| r.title || !plural)
                    .map(|(r, _)| (n, r))
            });
            let Some((n, role)) = found else {
                i += 1;
                continue;
            };
            role_here = true;
            let counterpart = role.word == "counterpart";
            let country = self.country_near(s, range.start..end);
            let title = tokens[i].span.cover(tokens[i + n - 1].span);
            let title_text = title.of(cx.text()).to_owned();
            let word = role.word.to_owned();
            if counterpart {
                self.same_office(entity, country.as_ref().map(|c| c.0.clone()));
            }
            if let Some(g) = role.gender {
                self.traits[entity].gender.get_or_insert(g);
            }
            let former = range
                .clone()
                .any(|t| t < tokens.len() && matches!(tokens[t].lemma.as_str(), "former" | "ex" | "late"));
            let iso = country.as_ref().map(|c| c.0.clone());
            // "Water Minister": what stands before the role word within the title.
            let detail = (range.start..i)
                .rev()
                .take_while(|t| matches!(tokens[*t].upos, Upos::Noun | Upos::Propn) && *t < end)
                .last()
                .map(|t| tokens[t].span.cover(tokens[i - 1].span).of(cx.text()).to_lowercase())
                .filter(|d| cx.knowledge.countries.lookup(d).is_none());
            let known = |o: &Office| o.word == word && (o.country == iso || iso.is_none());
            if !self.offices[entity].iter().any(known) {
                self.rows[entity].roles.push(Role {
                    title: if former { format!("former {title_text}") } else { title_text },
                    of: country.as_ref().map(|c| c.1.clone()),
                    from: None,
                    to: None,
                    span: Some(title),
                    basis: "text".to_owned(),
                });
                self.offices[entity].push(Office { country: iso.clone(), word, detail });
            }
            if let (None, Some(code)) = (&self.rows[entity].actor, role.role)
                && !former
            {
                let congress =
                    matches!(role.word, "senator" | "representative" | "congressman" | "congresswoman");
                let place = iso.or_else(|| {
                    (congress
                        && title_text_is_short(cx, title)
                        && *self.american.get_or_insert_with(|| is_american(cx)))
                    .then(|| "USA".to_owned())
                });
                if let Some(c) = place {
                    self.rows[entity].actor = Some(format!("{c}:{code}"));
                    self.rows[entity].basis = Some("text".to_owned());
                }
            }
            i += n;
        }
        if self.rows[entity].actor.is_none() && role_here {
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
    pub(super) fn office_from_table(&mut self, entity: usize) {
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
            self.offices[entity].push(Office {
                country: Some(t.country.to_owned()),
                word: t.office.to_owned(),
                detail: None,
            });
            self.traits[entity].gender = self.traits[entity].gender.or(t.gender);
        }
    }

    /// The country that a stretch of words names (alpha-3 and name).
    pub(super) fn country_near(&self, s: usize, range: std::ops::Range<usize>) -> Option<(String, String)> {
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
}

fn phrase_case<'t>(cx: &Context<'t>, s: usize, from: usize, n: usize) -> &'t str {
    let tokens = &cx.sentences()[s].tokens;
    tokens[from].span.cover(tokens[from + n - 1].span).of(cx.text())
}

/// "Sen." and "Rep." before a name are the style of the American press.
/// True for a text in which no country is named far more often than the United States.
fn is_american(cx: &Context<'_>) -> bool {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let countries = &cx.knowledge.countries;
    for tokens in cx.sentences().iter().map(|s| &s.tokens) {
        for (i, t) in tokens.iter().enumerate().filter(|(_, t)| t.form.starts_with(char::is_uppercase)) {
            let two = tokens.get(i + 1).map(|n| t.span.cover(n.span).of(cx.text()));
            let named = two.and_then(|w| countries.lookup(w)).or_else(|| countries.lookup(&t.form));
            if let Some((c, _)) = named {
                *counts.entry(c.iso3.as_str()).or_default() += 1;
            }
        }
    }
    let own = counts.get("USA").copied().unwrap_or(0);
    own > 0 && counts.values().all(|n| *n <= 2 * own)
}

fn title_text_is_short(cx: &Context<'_>, title: Span) -> bool {
    matches!(title.of(cx.text()).trim_end_matches('.'), "Sen" | "Rep" | "Sens" | "Reps")
}
