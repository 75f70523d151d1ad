//! Names in the text: what the name model found, mended by the tree and the tables, and what it missed.

use std::ops::Range;

use dyad_knowledge::{PlaceKind, Sense, TimeClass};
use dyad_record::{EntityKind, Span};
use dyad_syntax::{NameKind, Sentence, Upos};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::Context;

/// A name.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) s: usize,
    /// Words of the name, without titles.
    pub(super) words: Range<usize>,
    /// Title words directly before it.
    pub(super) title: Range<usize>,
    /// What it is, where anything tells.
    pub(super) kind: Option<EntityKind>,
    /// ISO 3166-1 alpha-3, for a country.
    pub(super) country: Option<String>,
    /// The organisations' table knows it under this name.
    pub(super) table: Option<(&'static str, Option<&'static str>, usize)>,
    /// Which of the user's own actors it is.
    pub(super) own: Option<usize>,
    pub(super) confidence: f32,
    pub(super) why: String,
}

impl Spot {
    pub(super) fn span(&self, cx: &Context<'_>) -> Span {
        words_span(&cx.sentences()[self.s], &self.words)
    }
}

pub(super) fn words_span(s: &Sentence, words: &Range<usize>) -> Span {
    match (s.tokens.get(words.start), s.tokens.get(words.end.wrapping_sub(1))) {
        (Some(a), Some(b)) => a.span.cover(b.span),
        _ => Span::default(),
    }
}

/// Names of days and months are in capitals in English, and no entities.
const CALENDAR: [&str; 21] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "easter",
    "christmas",
];

/// The longest name of the tables, in words.
const LONGEST: usize = 10;

fn capital(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

fn acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters)
        && text.chars().all(|c| c.is_uppercase() || c == '.' || c.is_ascii_digit() || c == '-')
}

/// Finds the names of every sentence, in text order.
pub(super) fn spot(cx: &Context<'_>) -> Vec<Spot> {
    let mut all = Vec::new();
    let mut next = 0;
    // The last two words of personal names of three or more: "López Obrador".
    let mut full: FxHashSet<(SmolStr, SmolStr)> = FxHashSet::default();
    // Names in capitals and a colon open the turns of a transcript; once or twice they may be anything.
    let transcript = cx.sentences().iter().filter(|s| turn(s).is_some()).take(3).count() > 1;
    for (s, sentence) in cx.sentences().iter().enumerate() {
        let from = next;
        while cx.analysis.names.get(next).is_some_and(|n| n.sentence <= s) {
            next += 1;
        }
        let mut finder = Finder {
            cx,
            s,
            sentence,
            taken: vec![false; sentence.tokens.len()],
            found: Vec::new(),
            shouting: shouting(cx, sentence),
        };
        if let Some(end) = turn(sentence).filter(|_| transcript) {
            finder.accept(0..end, Some(EntityKind::Person), 0.9, "capitals before a colon");
        }
        finder.surnames(&full);
        finder.tables(2);
        for name in cx.analysis.names[from..next].iter().filter(|n| n.sentence == s) {
            finder.model(name.tokens.clone(), name.kind, name.confidence);
        }
        finder.tables(1);
        finder.leftovers();
        finder.found.sort_by_key(|f| f.words.start);
        for f in finder.found.iter().filter(|f| f.kind == Some(EntityKind::Person) && f.words.len() > 2) {
            let form = |t: usize| sentence.tokens[t].form.clone();
            if capital(&form(f.words.end - 2)) {
                full.insert((form(f.words.end - 2), form(f.words.end - 1)));
            }
        }
        all.append(&mut finder.found);
    }
    all
}

/// Where the name ends that opens a turn of a transcript: `WANJIRU: …`.
fn turn(s: &Sentence) -> Option<usize> {
    let colon = s.tokens.iter().take(5).position(|t| t.form == ":").filter(|c| *c > 0)?;
    let shouted = |t: &dyad_syntax::Token| {
        !t.form.chars().any(char::is_lowercase) && !t.form.chars().any(|c| c.is_ascii_digit())
    };
    let letters = s.tokens[..colon].iter().flat_map(|t| t.form.chars()).filter(|c| c.is_alphabetic()).count();
    (letters > 2 && s.tokens[..colon].iter().all(shouted)).then_some(colon)
}

/// A headline in capitals tells nothing by its capitals.
fn shouting(cx: &Context<'_>, s: &Sentence) -> bool {
    let text = s.span.of(cx.text());
    text.len() > 12 && !text.chars().any(char::is_lowercase)
}

struct Finder<'c, 'a> {
    cx: &'c Context<'a>,
    s: usize,
    sentence: &'a Sentence,
    taken: Vec<bool>,
    found: Vec<Spot>,
    shouting: bool,
}

impl Finder<'_, '_> {
    fn text(&self, words: &Range<usize>) -> &str {
        words_span(self.sentence, words).of(self.cx.text())
    }
    fn form(&self, t: usize) -> &str {
        self.sentence.tokens[t].span.of(self.cx.text())
    }
    fn upos(&self, t: usize) -> Upos {
        self.sentence.tokens[t].upos
    }
    fn joined(&self, a: usize, b: usize) -> bool {
        let name_link = |from: usize, to: usize| {
            let t = &self.sentence.tokens[from];
            t.head == Some(to) && matches!(t.rel(), "flat" | "compound")
        };
        name_link(a, b) || name_link(b, a)
    }

    /// The word is a capital, no title stands before it, and no person of the text bears it as a surname.
    fn is_capital(&self, t: usize) -> bool {
        let word = self.form(t);
        let capital = matches!(self.cx.knowledge.countries.lookup(word), Some((_, Sense::Capital)));
        let title = |t: usize| {
            let roles = &self.cx.knowledge.roles;
            roles.abbreviation(self.form(t)).is_some() || roles.person(&self.form(t).to_lowercase()).is_some()
        };
        let titled = t.checked_sub(1).is_some_and(title);
        capital && !titled && !self.bears(word)
    }

    /// Some longer name of a person ends in the word; the nearest names are asked.
    fn bears(&self, word: &str) -> bool {
        let names = &self.cx.analysis.names;
        let to = names.partition_point(|n| n.sentence <= self.s);
        names[to.saturating_sub(200)..to].iter().any(|n| {
            n.kind == NameKind::Person
                && n.tokens.len() > 1
                && self.cx.sentences()[n.sentence].tokens[n.tokens.end - 1].form == word
        })
    }

    /// A name from the model.
    fn model(&mut self, words: Range<usize>, kind: NameKind, confidence: f32) {
        let n = self.sentence.tokens.len();
        let (mut a, mut b) = (words.start.min(n), words.end.min(n));
        if a >= b {
            return;
        }
        // "R-S.C.", "D-Ariz." after a name is a party and a state.
        if b - a <= 3
            && matches!(self.form(a), "R" | "D" | "I")
            && self.sentence.tokens.get(a + 1).is_some_and(|t| t.form.starts_with('-'))
            || b - a == 1 && ["R-", "D-", "I-"].iter().any(|p| self.form(a).starts_with(p))
        {
            return;
        }
        // "Kampala" alone is the capital, unless somebody of that name is in the text.
        if b - a == 1 && kind != NameKind::Location && self.is_capital(a) {
            return;
        }
        // The model's ends are weak: a personal name goes on as long as proper nouns follow that begin no other name.
        while b < n
            && kind == NameKind::Person
            && self.proper(b)
            && !self.taken[b]
            && !self.named().any(|m| m.tokens.start == b && m.kind != NameKind::Person)
            && !CALENDAR.contains(&self.form(b).to_lowercase().as_str())
        {
            b += 1;
        }
        if kind == NameKind::Person {
            let wide = dyad_syntax::join::person(self.sentence, a..b);
            if wide.clone().all(|t| !self.taken[t]) {
                (a, b) = (wide.start, wide.end);
            }
            // "Grace Nalubega of Uganda": a country is no part of a person's name.
            if let Some(of) = (a + 1..b.saturating_sub(1)).find(|t| self.form(*t) == "of")
                && self.cx.knowledge.countries.lookup(self.text(&(of + 1..b))).is_some()
            {
                b = of;
            }
            while a > 0
                && !self.taken[a - 1]
                && capital(self.form(a - 1))
                && self.cx.knowledge.given_names.lookup(self.form(a - 1)).is_some()
                && matches!(self.upos(a - 1), Upos::Propn | Upos::Noun | Upos::Verb | Upos::Adj)
            {
                a -= 1;
            }
        }
        while a > 0
            && self.upos(a - 1) == Upos::Propn
            && (a..b).any(|t| self.joined(t, a - 1))
            && !self.taken[a - 1]
            && !(kind == NameKind::Person && self.form(a - 1) == "State")
        {
            a -= 1;
        }
        // "Iran's Revolutionary Guard": the owner is a name of its own.
        if let Some(cut) = (a + 1..b.saturating_sub(1)).find(|t| matches!(self.form(*t), "'s" | "’s")) {
            let whole = self.is_body(self.text(&(a..b)));
            let company = kind == NameKind::Organization
                && self.cx.knowledge.countries.lookup(self.text(&(a..cut))).is_none();
            if !whole && !company {
                self.model(a..cut, NameKind::Location, confidence);
                self.model(cut + 1..b, kind, confidence);
                return;
            }
        }
        // "Graham and Kennedy" in one span.
        if kind == NameKind::Person
            && let Some(cut) = (a + 1..b.saturating_sub(1)).find(|t| self.upos(*t) == Upos::Cconj)
        {
            self.model(a..cut, kind, confidence);
            self.model(cut + 1..b, kind, confidence);
            return;
        }
        if kind == NameKind::Organization {
            b = self.body_end(a, b);
        }
        let kind = match kind {
            NameKind::Person => EntityKind::Person,
            NameKind::Organization => EntityKind::Organization,
            NameKind::Location => EntityKind::Place,
        };
        self.accept(a..b, Some(kind), confidence, "name model");
    }

    /// The model's names of this sentence.
    fn named(&self) -> impl Iterator<Item = &dyad_syntax::Name> {
        let names = &self.cx.analysis.names;
        let from = names.partition_point(|n| n.sentence < self.s);
        names[from..].iter().take_while(|n| n.sentence == self.s)
    }
    /// A word in capitals that the tagger takes for a noun, and no word for a person or body.
    fn proper(&self, t: usize) -> bool {
        let roles = &self.cx.knowledge.roles;
        let lower = || self.form(t).to_lowercase();
        capital(self.form(t))
            && match self.upos(t) {
                Upos::Propn => true,
                Upos::Noun => roles.person(&lower()).is_none() && roles.body(&lower()).is_none(),
                _ => false,
            }
    }
    /// True if the model has a name that begins with this word.
    fn begins(&self, t: usize) -> bool {
        self.named().any(|n| n.tokens.start == t)
    }

    /// Two-word surnames of persons named in full before: "López Obrador" after "Andrés Manuel López Obrador".
    fn surnames(&mut self, full: &FxHashSet<(SmolStr, SmolStr)>) {
        if full.is_empty() {
            return;
        }
        for t in 1..self.sentence.tokens.len() {
            let pair = (self.sentence.tokens[t - 1].form.clone(), self.sentence.tokens[t].form.clone());
            let free = !self.taken[t - 1] && !self.taken[t];
            // Not in the middle of the full name.
            let lone = t < 2
                || !capital(self.form(t - 2))
                || self.is_title(t - 2, t - 1)
                || self.upos(t - 2) != Upos::Propn;
            if free && lone && full.contains(&pair) {
                self.accept(t - 1..t + 1, Some(EntityKind::Person), 0.9, "surname of a person named before");
            }
        }
    }

    /// Where the name of a body goes on: "Centers for Disease Control" with "and Prevention", "Office" with "on Latin
    /// America", "Forum" with "for Rights".
    fn body_end(&self, a: usize, mut b: usize) -> usize {
        for _ in 0..3 {
            let Some(next) = self.body_tail(a, b) else { break };
            b = next;
        }
        b
    }

    fn body_tail(&self, a: usize, b: usize) -> Option<usize> {
        let n = self.sentence.tokens.len();
        if b + 1 >= n || (a..b).any(|t| self.taken[t]) || self.shouting {
            return None;
        }
        let k = self.cx.knowledge;
        let mut t = b + 1;
        let last = self.form(b - 1).to_lowercase();
        let of = matches!(self.form(b), "of" | "for" | "on");
        let and = matches!(self.form(b), "and" | "&");
        if of {
            // Only a noun for a body asks for what it is there for; a state's body belongs to its country.
            let (body, _) = k.roles.body(&last)?;
            if self.form(t) == "the" {
                t += 1;
            }
            let country = k.countries.lookup(self.form(t.min(n - 1))).is_some();
            if country && body.state {
                return None;
            }
        } else if and {
            // Within a phrase that a preposition or a following body noun holds together, and no name of its own.
            let named =
                self.begins(t) || self.is_body(self.form(t)) || k.countries.lookup(self.form(t)).is_some();
            let inner = (a..b).any(|t| matches!(self.form(t), "of" | "for" | "on"));
            let whole = self.is_body(self.text(&(a..b)));
            let run = (t..n).take_while(|t| capital(self.form(*t)) && self.upos(*t) != Upos::Punct).last();
            let body = run.is_some_and(|r| r > t && k.roles.body(&self.form(r).to_lowercase()).is_some());
            if named || whole || !(inner || body) || (inner && k.roles.body(&last).is_some()) {
                return None;
            }
        } else {
            return None;
        }
        let from = t;
        while t < n
            && !self.taken[t]
            && capital(self.form(t))
            && matches!(self.upos(t), Upos::Propn | Upos::Noun | Upos::Adj)
            && !CALENDAR.contains(&self.form(t).to_lowercase().as_str())
        {
            t += 1;
        }
        (t > from).then_some(t)
    }

    /// Names that stand in the tables, longest first, where the model found nothing longer.
    fn tables(&mut self, least: usize) {
        let n = self.sentence.tokens.len();
        let longest = LONGEST.max(self.cx.knowledge.actors.longest());
        let mut i = 0;
        while i < n {
            let form = self.form(i);
            if !capital(form) && !form.starts_with("al-") && form != "al" && form != "the" {
                i += 1;
                continue;
            }
            let mut hit = None;
            for j in (i + least..=(i + longest).min(n)).rev() {
                let article = least > 1 && form == "the" && j - i == least;
                if article || (i..j).any(|t| self.taken[t]) || !capital(self.form(j - 1)) {
                    continue;
                }
                let text = self.text(&(i..j));
                // A longer name of the model's goes before a short one of the tables.
                let longer = |m: &dyad_syntax::Name| {
                    m.tokens.start <= i && m.tokens.end >= j && m.tokens.len() > j - i + 1
                };
                if least > 1 && self.named().any(longer) {
                    continue;
                }
                if text.len() > 90 || (self.shouting && text.len() < 5) {
                    continue;
                }
                let known = self.is_body(text)
                    || self.cx.knowledge.countries.lookup(text).is_some_and(|(_, sense)| {
                        matches!(sense, Sense::Name | Sense::Metonym | Sense::Capital)
                    });
                if known {
                    hit = Some(j);
                    break;
                }
            }
            if let Some(j) = hit {
                // The article is no part of the name, unless the tables know it only so.
                let rest = i + 1 < j && self.form(i).eq_ignore_ascii_case("the") && {
                    let k = self.cx.knowledge;
                    let text = self.text(&(i + 1..j));
                    self.is_body(text) || k.countries.lookup(text).is_some()
                };
                self.accept(i + usize::from(rest)..j, None, 0.9, "table");
                i = j;
            } else {
                i += 1;
            }
        }
    }

    /// Runs of proper nouns that nothing has claimed.
    fn leftovers(&mut self) {
        let n = self.sentence.tokens.len();
        let mut i = 0;
        while i < n {
            if self.taken[i] || self.upos(i) != Upos::Propn || !capital(self.form(i)) || self.shouting {
                i += 1;
                continue;
            }
            let mut j = i + 1;
            while j < n && !self.taken[j] && self.proper(j) {
                j += 1;
            }
            let wide = dyad_syntax::join::person(self.sentence, i..j);
            let free = |t: usize| t < n && !self.taken[t];
            let words = if wide.clone().all(free) { wide } else { i..j };
            let words = if words.end == j && words.start == i { i..self.body_end(i, j) } else { words };
            let end = words.end;
            self.accept(words, None, 0.6, "proper nouns");
            i = end;
        }
    }

    /// Strips what is no part of the name, decides what it is, and keeps it.
    fn accept(&mut self, words: Range<usize>, mut said: Option<EntityKind>, confidence: f32, by: &str) {
        let k = self.cx.knowledge;
        let (mut a, mut b) = (words.start, words.end);
        while b > a
            && (matches!(self.form(b - 1), "'s" | "’s" | "'" | "’")
                || self.upos(b - 1) == Upos::Punct && !self.form(b - 1).ends_with('.'))
        {
            b -= 1;
        }
        // "Abdul Karim farms": a personal name does not end in a plain word.
        while b > a + 1
            && said == Some(EntityKind::Person)
            && self.form(b - 1).chars().all(char::is_lowercase)
            && self.form(b - 2) != "-"
        {
            b -= 1;
        }
        let whole = self.text(&(a..b));
        let fixed = self.is_body(whole) || k.countries.lookup(whole).is_some_and(|(_, s)| s == Sense::Name);
        // "The Emir of Qatar": a title and its land are no name.
        let office = (a + 1..b).find(|t| self.form(*t) == "of").filter(|of| self.is_title(a, *of));
        if let Some(of) = office.filter(|_| !fixed) {
            let land = self.text(&(of + 1..b));
            if k.countries.lookup(land).is_some() {
                self.accept(of + 1..b, None, confidence, by);
                return;
            }
        }
        let mut title = a..a;
        let body_end = b > a && k.roles.body(&self.form(b - 1).to_lowercase()).is_some();
        if !fixed {
            while a < b && matches!(self.upos(a), Upos::Punct | Upos::Det) {
                a += 1;
            }
            title = a..a;
            if !body_end {
                // "Mexican Foreign Minister Marcelo": demonym, then title.
                let before = a;
                while a + 1 < b
                    && k.countries.lookup(self.form(a)).is_some_and(|(_, s)| s == Sense::Adjective)
                {
                    a += 1;
                }
                let start = a;
                while let Some(len) = self.title_len(a, b) {
                    a += len;
                }
                if a > start {
                    title = start..a;
                } else if said != Some(EntityKind::Person) {
                    a = before;
                    title = a..a;
                }
            }
        }
        // "Saskatchewan Premier Gordon Pryce": what stands before the title is no part of the name.
        if title.is_empty() && said == Some(EntityKind::Person) && !fixed {
            let inner = (a + 1..b.saturating_sub(1))
                .find_map(|t| (1..=3).rev().find(|l| t + l < b && self.is_title(t, t + l)).map(|l| t..t + l));
            if let Some(t) = inner {
                a = t.end;
                title = t;
            }
        }
        // "Chipmaker Orvane": a noun for a body that only the start of a sentence has put into capitals.
        let noun = |t: usize| {
            let lower = self.form(t).to_lowercase();
            self.cx.knowledge.roles.body(&lower).is_some_and(|(w, _)| w.class == Some("company"))
        };
        if !fixed
            && !body_end
            && title.is_empty()
            && a == 0
            && b - a == 2
            && noun(a)
            && capital(self.form(a + 1))
        {
            a += 1;
            title = a..a;
            said = Some(EntityKind::Organization);
        }
        // Titles left outside the model's name.
        let person = k.actors.lookup(whole).is_some_and(|(_, actor)| actor.is_person());
        if title.is_empty() && (!fixed || person) {
            let mut t = a;
            while let Some(len) = (1..=4).rev().find(|l| t >= *l && self.is_title(t - l, t)) {
                t -= len;
                if t == 0 || a - t > 8 {
                    break;
                }
            }
            title = t..a;
        }
        if a >= b || (a..b).any(|t| self.taken[t]) || !fixed && self.is_office(a, b) {
            return;
        }
        let lower = self.text(&(a..b)).to_lowercase();
        let bare = lower.trim_end_matches('.');
        let only = b - a == 1;
        if only
            && (CALENDAR.contains(&bare)
                || lower.ends_with('.') && k.time_words.word(TimeClass::Month, bare).is_some()
                || bare.chars().count() < 2 && said.is_none()
                || self.upos(a) == Upos::Num && said.is_none())
            && title.is_empty()
        {
            return;
        }
        let adjective = k
            .countries
            .lookup(self.text(&(a..b)))
            .is_some_and(|(_, s)| matches!(s, Sense::Adjective | Sense::Demonym));
        if adjective && title.is_empty() {
            return;
        }
        // "Republicans", "Senators": several people, and no name.
        let many = k.roles.person(&lower).is_some_and(|(_, plural)| plural);
        if only && title.is_empty() && many && !self.is_body(self.text(&(a..b))) {
            return;
        }
        // "I-Ariz.", "R-La.": a party and a state.
        let party = ["R-", "D-", "I-"]
            .iter()
            .any(|p| self.text(&(a..b)).strip_prefix(p).is_some_and(|r| r.starts_with(char::is_uppercase)));
        if party {
            return;
        }
        // A role word in capitals ("the President", "Speaker") is a nominal; so is a body noun ("the Ministry").
        if only
            && title.is_empty()
            && said != Some(EntityKind::Person)
            && !self.is_body(self.text(&(a..b)))
            && (k.roles.person(&lower).is_some()
                || k.roles.body(&lower).is_some()
                || k.roles.abbreviation(self.text(&(a..b))).is_some())
        {
            return;
        }
        let mut spot = Spot {
            s: self.s,
            words: a..b,
            title,
            kind: said,
            country: None,
            table: None,
            own: None,
            confidence,
            why: String::new(),
        };
        let reason = self.decide(&mut spot, by);
        spot.why = format!("{by}: {reason}");
        for t in spot.words.clone() {
            self.taken[t] = true;
        }
        self.found.push(spot);
    }

    /// Length of a title that begins the words `a..b` and leaves a name after it.
    fn title_len(&self, a: usize, b: usize) -> Option<usize> {
        (1..=4).rev().find(|l| a + l < b && self.is_title(a, a + l))
    }
    /// "Transport Minister": words that the model takes for a name and that end in a title; no given name opens them.
    fn is_office(&self, a: usize, b: usize) -> bool {
        let k = self.cx.knowledge;
        b - a > 1
            && k.given_names.lookup(self.form(a)).is_none()
            && k.roles
                .person(&self.form(b - 1).to_lowercase())
                .is_some_and(|(w, many)| w.title && !many && !w.people)
    }
    fn is_title(&self, a: usize, b: usize) -> bool {
        let text = self.text(&(a..b));
        if (a..b).any(|t| self.taken[t]) {
            return false;
        }
        let roles = &self.cx.knowledge.roles;
        b - a == 1 && roles.abbreviation(text).is_some()
            || roles
                .person(&text.to_lowercase())
                .is_some_and(|(w, plural)| w.title && (!plural || capital(text)) && !w.people)
    }

    /// True if a table has a body, or the user an actor, of this name.
    fn is_body(&self, text: &str) -> bool {
        let k = self.cx.knowledge;
        k.actors.lookup(text).is_some() || k.organizations.lookup(text).is_some()
    }

    /// Decides what the name is; gives the reason.
    fn decide(&self, spot: &mut Spot, by: &str) -> &'static str {
        let k = self.cx.knowledge;
        let text = self.text(&spot.words);
        if let Some((at, actor)) = k.actors.lookup(text) {
            spot.kind = Some(if actor.is_person() { EntityKind::Person } else { EntityKind::Organization });
            spot.own = Some(at);
            return "the user's own actors";
        }
        let (a, b) = (spot.words.start, spot.words.end);
        let titled = !spot.title.is_empty();
        if titled && spot.kind != Some(EntityKind::Organization) {
            spot.kind = Some(EntityKind::Person);
            return "a title stands before it";
        }
        if by == "capitals before a colon" && k.organizations.lookup(text).is_none() {
            spot.kind = Some(EntityKind::Person);
            return "who speaks in a transcript";
        }
        if let Some((country, sense)) = k.countries.lookup(text) {
            match sense {
                Sense::Name if spot.kind != Some(EntityKind::Person) || b - a > 1 => {
                    spot.kind = Some(EntityKind::Country);
                    spot.country = Some(country.iso3.clone());
                    return "table countries";
                }
                Sense::Metonym => {
                    spot.kind = Some(EntityKind::Organization);
                    spot.country = Some(country.iso3.clone());
                    return "table countries: seat of government";
                }
                Sense::Capital if spot.kind != Some(EntityKind::Person) => {
                    spot.kind = Some(EntityKind::Place);
                    if self.speaks(a, b) {
                        spot.country = Some(country.iso3.clone());
                        spot.kind = Some(EntityKind::Organization);
                        return "a capital that acts stands for its government";
                    }
                    return "table countries: capital";
                }
                _ => {}
            }
        }
        if let Some(org) =
            k.organizations.lookup(text).filter(|_| spot.kind != Some(EntityKind::Person) || acronym(text))
        {
            spot.kind = Some(EntityKind::Organization);
            spot.table = Some((org.name, org.actor, org.line));
            return "table organizations";
        }
        let first = self.form(a);
        let given = k.given_names.lookup(first).is_some();
        let last = self.form(b - 1).to_lowercase();
        if k.roles.body(&last).is_some() && b - a > 1
            || (a..b).any(|t| matches!(self.form(t), "of" | "for") && self.upos(t) == Upos::Adp)
                && by == "proper nouns"
        {
            spot.kind = Some(EntityKind::Organization);
            return "ends in a noun for a body";
        }
        if given && (2..=5).contains(&(b - a)) && spot.kind != Some(EntityKind::Organization) {
            spot.kind = Some(EntityKind::Person);
            return "begins with a given name";
        }
        let places = k.gazetteer.find(text);
        if spot.kind == Some(EntityKind::Person)
            && b - a == 1
            && !given
            && places.iter().any(|p| p.kind == PlaceKind::Region || p.population >= 300)
            && self.located(a)
        {
            spot.kind = Some(EntityKind::Place);
            spot.confidence *= 0.8;
            return "gazetteer, after a preposition of place";
        }
        if spot.kind.is_some() {
            return "kind from the model";
        }
        spot.confidence = 0.5;
        if !places.is_empty()
            && (self.located(a) || places.iter().any(|p| p.kind != PlaceKind::City || p.population >= 500))
            && !given
        {
            spot.kind = Some(EntityKind::Place);
            return "gazetteer";
        }
        if acronym(text) && !self.shouting {
            spot.kind = Some(EntityKind::Organization);
            return "an acronym";
        }
        if self.speaks(a, b) {
            spot.kind = Some(EntityKind::Person);
            return "subject of a verb of saying";
        }
        "nothing tells what it is"
    }

    /// After "in", "near" and the like.
    fn located(&self, a: usize) -> bool {
        a > 0
            && matches!(
                self.form(a - 1).to_lowercase().as_str(),
                "in" | "near" | "at" | "from" | "outside" | "across" | "around" | "to"
            )
    }

    /// Subject of a verb that only someone can be the subject of.
    fn speaks(&self, a: usize, b: usize) -> bool {
        let Some(head) = self.cx.head_of(self.s, a..b) else { return false };
        let t = self.cx.token(head);
        if t.rel() != "nsubj" {
            return false;
        }
        t.head.is_some_and(|h| {
            let v = &self.sentence.tokens[h];
            v.upos == Upos::Verb
                && self.cx.knowledge.cues.get(dyad_knowledge::CueClass::Verb, &v.lemma).next().is_some()
        })
    }
}
