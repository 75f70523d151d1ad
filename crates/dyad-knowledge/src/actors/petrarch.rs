//! PETRARCH's public dictionary formats: actors (`NAME_`, `+SYNONYM_`, `[CODE <yymmdd]`) and agents (`NOUN_ {PLURAL_} [~GOV]`,
//! `!MARKER! = …`), after the description in PETRARCH's own documentation.
//!
//! An actor becomes a line for each of its codes, an agent a noun. Dates have six digits or eight; of six the year up to 30 is of this
//! century. Limits count as "or equal", as PETRARCH counts them. Comments are `#`, `;` and `<!-- -->`.

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::codes::{CameoActors, Converted};
use super::read::{other_encoding, proper};
use super::{ActorFault, ActorLine, key};
use crate::{Countries, GivenNames, Roles};

/// Years of two digits up to this one are of the 21st century.
pub const PIVOT: i16 = 30;

/// At most so many words stand for a marker, and so many names come of one phrase.
const MOST: usize = 200;

/// What a dictionary gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Lines for our file.
    pub lines: Vec<ActorLine>,
    /// What was converted with a loss, or left out because nothing is lost by it.
    pub notes: Vec<ActorFault>,
    /// What could not be converted, and why.
    pub faults: Vec<ActorFault>,
}

/// The tables that the conversion looks things up in.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'t> {
    /// Parts of CAMEO codes.
    pub cameo: &'t CameoActors,
    /// Countries, whose names need no line.
    pub countries: &'t Countries,
    /// Given names, by which persons are told from bodies.
    pub given_names: &'t GivenNames,
    /// Nouns for bodies, likewise.
    pub roles: &'t Roles,
}

/// Reads dictionaries, actors and agents alike; names are compared over all of them.
pub fn read<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>, tables: Tables<'_>) -> Imported {
    let mut out = Imported::default();
    let mut seen = FxHashMap::default();
    for (file, bytes) in files {
        let mut reading = Reading {
            file,
            tables,
            out: &mut out,
            seen: &mut seen,
            markers: FxHashMap::default(),
            entry: None,
            comment: None,
        };
        reading.all(bytes);
    }
    out.notes.sort();
    out.faults.sort();
    out
}

/// A phrase with what belongs to it.
#[derive(Debug, Default)]
struct Entry {
    line: usize,
    phrases: Vec<(usize, String)>,
    /// What stands in braces behind the phrase.
    plural: Option<String>,
    codes: Vec<(usize, String)>,
}

struct Reading<'f, 'o> {
    file: &'f str,
    tables: Tables<'f>,
    out: &'o mut Imported,
    /// Names that lines have already, with the place and the first name of their line.
    seen: &'o mut FxHashMap<String, (String, String)>,
    markers: FxHashMap<String, Vec<String>>,
    entry: Option<Entry>,
    /// The line on which a comment of more than one line began.
    comment: Option<usize>,
}

impl Reading<'_, '_> {
    fn fault(&mut self, line: usize, message: impl Into<String>) {
        self.out.faults.push(ActorFault { file: self.file.to_owned(), line, message: message.into() });
    }

    fn note(&mut self, line: usize, message: impl Into<String>) {
        self.out.notes.push(ActorFault { file: self.file.to_owned(), line, message: message.into() });
    }

    fn all(&mut self, bytes: &[u8]) {
        if let Some(message) = other_encoding(bytes) {
            self.fault(1, message);
            return;
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        for (i, raw) in bytes.split(|b| *b == b'\n').enumerate() {
            match std::str::from_utf8(raw) {
                Ok(text) => {
                    let text = self.without_comments(i + 1, text);
                    self.line(i + 1, &text);
                }
                Err(_) => {
                    self.fault(
                        i + 1,
                        "the line is not in UTF-8; convert the file: iconv -f WINDOWS-1252 -t UTF-8",
                    );
                }
            }
        }
        self.close();
        if let Some(line) = self.comment {
            self.fault(line, "the comment that begins here is never closed; write --> behind it");
        }
    }

    fn without_comments(&mut self, line: usize, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        loop {
            if self.comment.is_some() {
                let Some((_, after)) = rest.split_once("-->") else { return out };
                self.comment = None;
                rest = after;
            }
            let Some((before, after)) = rest.split_once("<!--") else { break };
            out.push_str(before);
            self.comment = Some(line);
            rest = after;
        }
        out.push_str(rest);
        let end = out.find(['#', ';']).unwrap_or(out.len());
        out.truncate(end);
        out
    }

    fn line(&mut self, line: usize, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if let Some(synonym) = text.strip_prefix('+') {
            self.part(line, synonym, false);
        } else if text.starts_with('[') {
            self.part(line, text, false);
        } else if text.starts_with('!') && text.contains('=') {
            self.marker(line, text);
        } else {
            self.close();
            self.entry = Some(Entry { line, ..Entry::default() });
            self.part(line, text, true);
        }
    }

    /// `!PERSON! = MAN, MEN, WOMAN`.
    fn marker(&mut self, line: usize, text: &str) {
        let Some((name, words)) = text.split_once('=') else { return };
        let words: Vec<String> =
            words.split(',').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
        let name = name.trim();
        if name.len() < 3 || !name.ends_with('!') || words.is_empty() || words.len() > MOST {
            self.fault(
                line,
                format!("this is no marker; write !NAME! = WORD, WORD with at most {MOST} words"),
            );
            return;
        }
        self.markers.insert(name.to_owned(), words);
    }

    /// A phrase with the braces and codes behind it; a line may have codes alone.
    fn part(&mut self, line: usize, text: &str, first: bool) {
        let start = text.find(['[', '{']).unwrap_or(text.len());
        let (phrase, mut rest) = text.split_at(start);
        let phrase = phrase.trim();
        let Some(entry) = self.entry.as_mut() else {
            self.fault(
                line,
                "no name stands before this line; a synonym or code belongs to the name above it",
            );
            return;
        };
        if !phrase.is_empty() {
            entry.phrases.push((line, phrase.to_owned()));
        }
        let mut wrong = None;
        while let Some(open) = rest.chars().next() {
            if open.is_whitespace() {
                rest = &rest[open.len_utf8()..];
                continue;
            }
            let close = match open {
                '[' => ']',
                '{' => '}',
                _ => {
                    wrong = Some(format!(
                        "\"{rest}\" stands behind the code; codes stand in [ ], plurals in {{ }}"
                    ));
                    break;
                }
            };
            // A code that a brace closes by mistake is understood.
            let Some(end) = rest.find(close).or_else(|| rest.find(['}', ']'])) else {
                wrong = Some(format!("the \"{open}\" is not closed; write {close} behind it"));
                break;
            };
            let inside = rest[1..end].trim().to_owned();
            if open == '[' {
                entry.codes.push((line, inside));
            } else if first {
                entry.plural = Some(inside);
            } else {
                wrong = Some("braces with a plural stand behind the noun itself, not here".to_owned());
            }
            rest = &rest[end + 1..];
        }
        if let Some(message) = wrong {
            self.fault(line, message);
        }
    }

    /// Ends the entry that is open.
    fn close(&mut self) {
        let Some(entry) = self.entry.take() else { return };
        if entry.codes.is_empty() {
            self.fault(entry.line, "the name has no code; write one behind it or below, like [USAGOV]");
        } else if entry.codes.iter().any(|(_, c)| c.contains('~')) {
            self.agent(&entry);
        } else {
            self.actor(&entry);
        }
    }

    /// The words of a phrase, a marker replaced by each of its words.
    fn expand(&mut self, line: usize, phrase: &str) -> Vec<String> {
        let mut all = vec![phrase.to_owned()];
        // Each round replaces one marker, and a marker's words have none.
        for _ in 0..4 {
            let mut next = Vec::new();
            for one in &all {
                let Some((from, to)) = one.find('!').and_then(|a| Some((a, one[a + 1..].find('!')? + a + 1)))
                else {
                    next.push(one.clone());
                    continue;
                };
                let name = &one[from..=to];
                let Some(words) = self.markers.get(name) else {
                    let message = format!(
                        "the marker {name} is not set before this line; write {name} = WORD, WORD above it"
                    );
                    self.fault(line, message);
                    return Vec::new();
                };
                next.extend(words.iter().map(|w| format!("{}{w}{}", &one[..from], &one[to + 1..])));
                if next.len() > MOST {
                    self.fault(line, format!("the markers make more than {MOST} names of this phrase"));
                    return Vec::new();
                }
            }
            all = next;
        }
        all
    }

    fn agent(&mut self, entry: &Entry) {
        let (line, code) = &entry.codes[0];
        if entry.codes.len() > 1 {
            self.note(entry.line, "an agent has one code; those after the first are left out");
        }
        let cameo = code.trim_matches('~').trim();
        let Converted { code, notes } = match self.tables.cameo.roles(cameo) {
            Ok(c) => c,
            Err(e) => return self.fault(*line, e),
        };
        for n in notes {
            self.note(*line, n);
        }
        for (line, phrase) in &entry.phrases {
            let marked = phrase.contains('!');
            for one in self.expand(*line, phrase) {
                let word = words(&one).join(" ").to_lowercase();
                let plural = match entry.plural.as_deref() {
                    _ if marked => Some(word.clone()),
                    Some(p) if words(p).is_empty() => Some(word.clone()),
                    Some(p) => Some(words(p).join(" ").to_lowercase()),
                    None => plural(&word),
                };
                let aliases: Vec<String> = plural.into_iter().collect();
                let bad = std::iter::once(&word).chain(&aliases).find_map(|n| proper(n, "noun", true).err());
                let place = format!("{}, line {line}", self.file);
                let taken = std::iter::once(&word).chain(&aliases).find_map(|n| {
                    self.seen.get(&format!("noun {n}")).map(|(place, _)| (n.clone(), place.clone()))
                });
                if let Some(message) = bad {
                    self.fault(*line, message);
                } else if let Some((n, other)) = taken {
                    self.note(
                        *line,
                        format!("the noun \"{n}\" stands in {other} already and is left out here"),
                    );
                } else {
                    for n in std::iter::once(&word).chain(&aliases) {
                        self.seen.insert(format!("noun {n}"), (place.clone(), word.clone()));
                    }
                    let aliases = aliases.into_iter().filter(|a| *a != word || !marked).collect();
                    self.out.lines.push(ActorLine {
                        file: self.file.to_owned(),
                        line: *line,
                        name: word,
                        aliases,
                        kind: "noun",
                        code: code.clone(),
                        from: None,
                        to: None,
                    });
                }
            }
        }
    }

    fn actor(&mut self, entry: &Entry) {
        let mut codes = Vec::new();
        for (line, text) in &entry.codes {
            match self.dated(*line, text) {
                Ok((code, from, to)) => codes.push((*line, code, from, to)),
                Err(e) => self.fault(*line, e),
            }
        }
        if codes.is_empty() {
            return;
        }
        let country = codes.iter().all(|c| c.1.len() == 3).then(|| codes[0].1.clone());
        let Some((first, aliases)) = self.names(entry, country.as_deref()) else { return };
        let kind = self.kind(&first, &codes);
        let lines = codes.into_iter().enumerate().map(|(i, (line, code, from, to))| ActorLine {
            file: self.file.to_owned(),
            line,
            name: first.clone(),
            aliases: if i == 0 { aliases.clone() } else { Vec::new() },
            kind,
            code,
            from,
            to,
        });
        self.out.lines.extend(lines);
    }

    /// The name and other names of an entry that are new and that the table of countries lacks.
    fn names(&mut self, entry: &Entry, country: Option<&str>) -> Option<(String, Vec<String>)> {
        let mut names: Vec<String> = Vec::new();
        let mut here: FxHashSet<String> = FxHashSet::default();
        let mut known = 0usize;
        // The names of a second entry of the same actor stand for it already.
        let first = entry.phrases.first().map(|(_, p)| key(&name(p)));
        for (line, phrase) in &entry.phrases {
            for one in self.expand(*line, phrase) {
                let name = name(&one);
                if let Err(e) = proper(&name, "name", false) {
                    self.fault(*line, e);
                    continue;
                }
                if country.is_some_and(|iso| {
                    self.tables.countries.lookup(&name).is_some_and(|(c, _)| c.iso3 == iso)
                }) {
                    known += 1;
                    continue;
                }
                let key = key(&name);
                match self.seen.get(&key) {
                    Some((_, owner)) if Some(owner) == first.as_ref() => {}
                    Some((place, _)) => {
                        let message = format!("\"{name}\" stands in {place} already and is left out here");
                        self.note(*line, message);
                        continue;
                    }
                    None => {}
                }
                if here.insert(key) {
                    names.push(name);
                }
            }
        }
        if known > 0 {
            self.note(
                entry.line,
                format!(
                    "{known} names of {} are left out: the table of countries has them",
                    country.unwrap_or("")
                ),
            );
        }
        let owner = names.first().map(|n| key(n))?;
        let place = format!("{}, line {}", self.file, entry.line);
        for n in &names {
            self.seen.entry(key(n)).or_insert_with(|| (place.clone(), owner.clone()));
        }
        let aliases = names.split_off(1);
        names.pop().map(|n| (n, aliases))
    }

    /// Code and limits: `USAGOV`, `USAGOV <010120`, `USAGOV >20010120`, `USAGOV 930120-010120`.
    fn dated(&mut self, line: usize, text: &str) -> Result<(String, Option<String>, Option<String>), String> {
        let (cameo, limit) = match text.find([' ', '\t', '<', '>']) {
            Some(at) => (&text[..at], text[at..].trim()),
            None => (text, ""),
        };
        let converted = self.tables.cameo.convert(cameo, self.tables.countries)?;
        let day = |d: &str| day(d.trim()).map(|d| d.to_string());
        let (from, to) = if limit.is_empty() {
            (None, None)
        } else if let Some(d) = limit.strip_prefix('<') {
            (None, Some(day(d)?))
        } else if let Some(d) = limit.strip_prefix('>') {
            (Some(day(d)?), None)
        } else if let Some((a, b)) = limit.split_once('-') {
            (Some(day(a)?), Some(day(b)?))
        } else {
            return Err(format!("\"{limit}\" is no limit of dates; there are <DATE, >DATE and DATE-DATE"));
        };
        if let (Some(a), Some(b)) = (&from, &to)
            && b < a
        {
            return Err(format!("it ends ({b}) before it begins ({a})"));
        }
        for n in converted.notes {
            self.note(line, n);
        }
        Ok((converted.code, from, to))
    }
}

impl Reading<'_, '_> {
    /// What the actor is: PETRARCH does not say. A given name makes a person, else the first code's roles tell.
    fn kind(&self, name: &str, codes: &[(usize, String, Option<String>, Option<String>)]) -> &'static str {
        let words: Vec<&str> = name.split(' ').collect();
        let last = words.last().map(|w| w.to_lowercase()).unwrap_or_default();
        let given = words.first().is_some_and(|w| self.tables.given_names.lookup(w).is_some());
        if words.len() > 1 && given && self.tables.roles.body(&last).is_none() {
            return "person";
        }
        let code = codes.first().map_or("", |c| c.1.as_str());
        let (lead, roles) = code.split_once(':').unwrap_or((code, ""));
        let kinds = [
            ("REB", "armed"),
            ("SEP", "armed"),
            ("UAF", "armed"),
            ("CRM", "gang"),
            ("MED", "media"),
            ("BUS", "company"),
            ("PTY", "party"),
            ("LEG", "legislature"),
            ("JUD", "court"),
            ("REL", "religious"),
            ("NGO", "ngo"),
            ("MIL", "agency"),
            ("COP", "agency"),
            ("SPY", "agency"),
        ];
        let by_role = kinds.iter().find(|(r, _)| roles.split(':').any(|have| have == *r));
        match (by_role, lead) {
            (Some((_, kind)), _) => kind,
            (None, "IGO") => "igo",
            (None, "NGO") => "ngo",
            (None, "MNC") => "company",
            _ => "other",
        }
    }
}

/// The words of a phrase between underscores and blanks.
fn words(phrase: &str) -> Vec<&str> {
    phrase.split(|c: char| c == '_' || c.is_whitespace()).filter(|w| !w.is_empty()).collect()
}

/// Words that stay small within a name.
const SMALL: [&str; 20] = [
    "of", "the", "and", "for", "in", "on", "de", "del", "la", "el", "al", "bin", "ibn", "von", "van", "der",
    "da", "dos", "to", "y",
];

/// A phrase in capitals as the news writes the name: `JANA_AL-VELL_` → "Jana al-Vell". A single word of up to three letters is taken
/// for an acronym. A phrase with small letters stays.
fn name(phrase: &str) -> String {
    let words = words(phrase);
    let plain = words.join(" ");
    let letters = plain.chars().filter(|c| c.is_alphabetic()).count();
    if plain.contains(char::is_lowercase) || words.len() == 1 && letters <= 3 {
        return plain;
    }
    let mut out: Vec<String> = Vec::new();
    for (i, w) in words.iter().enumerate() {
        let low = w.to_lowercase();
        if i > 0 && SMALL.contains(&low.as_str()) {
            out.push(low);
            continue;
        }
        let parts: Vec<String> = low
            .split('-')
            .enumerate()
            .map(|(j, part)| {
                let particle = matches!(part, "al" | "el") && j == 0 && low.contains('-') && i > 0;
                if particle { part.to_owned() } else { capital(part) }
            })
            .collect();
        out.push(parts.join("-"));
    }
    out.join(" ")
}

/// The word with its first letter, and the one behind an O' or D', in capitals.
fn capital(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut up = true;
    for (i, c) in word.chars().enumerate() {
        if up {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        up = i == 1 && c == '\'' && matches!(word.as_bytes().first(), Some(b'o' | b'd'));
    }
    out
}

/// The plural that PETRARCH makes of a noun; none where it is the plain one in s.
fn plural(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix('y') {
        return Some(format!("{stem}ies"));
    }
    word.ends_with("ss").then(|| format!("{word}es"))
}

/// A date of six digits or eight.
fn day(text: &str) -> Result<Date, String> {
    let bad = || format!("\"{text}\" is no date; a date is YYMMDD or YYYYMMDD");
    if !text.bytes().all(|b| b.is_ascii_digit()) || !matches!(text.len(), 6 | 8) {
        return Err(bad());
    }
    let (year, rest) = text.split_at(text.len() - 4);
    let year: i16 = year.parse().map_err(|_| bad())?;
    let year = match (text.len(), year) {
        (6, y) if y <= PIVOT => 2000 + y,
        (6, y) => 1900 + y,
        (_, y) => y,
    };
    let (month, day) = rest.split_at(2);
    Date::new(year, month.parse().map_err(|_| bad())?, day.parse().map_err(|_| bad())?)
        .ok()
        .filter(|_| year > 0)
        .ok_or_else(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(text: &str) -> Imported {
        let (cameo, countries) = (CameoActors::embedded().unwrap(), Countries::embedded().unwrap());
        let (given_names, roles) = (GivenNames::embedded().unwrap(), Roles::embedded().unwrap());
        let tables =
            Tables { cameo: &cameo, countries: &countries, given_names: &given_names, roles: &roles };
        read([("d.txt", text.as_bytes())], tables)
    }

    fn csv(i: &Imported) -> Vec<String> {
        let text = String::from_utf8(super::super::write(&i.lines).unwrap()).unwrap();
        // What was written can be read.
        let (lines, faults) = super::super::read("o.csv", text.as_bytes(), &Countries::embedded().unwrap());
        assert_eq!((lines.len(), faults), (i.lines.len(), vec![]));
        text.lines().skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn actors_become_a_line_for_each_code() {
        let i = import(
            "<!-- invented\n names -->\n# comment\nZORVAN_LEAGUE_ [MDAREB] ; 2014\n+LEAGUE_OF_ZORVAN_\n+ZLG_\n\n\
             MARIA_AL-VELLIS_\n\t[MDAGOV <990101]\n\t[MDAOPP 20050102-300301]\n\t[MDAELI >310401]\nORLANE_ [IGOUNO]\n",
        );
        assert_eq!(
            csv(&i),
            [
                "Zorvan League,League of Zorvan;ZLG,armed,MDA:REB,,",
                "Maria al-Vellis,,person,MDA:GOV,,1999-01-01",
                "Maria al-Vellis,,person,MDA:OPP,2005-01-02,2030-03-01",
                "Maria al-Vellis,,person,MDA:ELI,1931-04-01,",
                "Orlane,,igo,IGO,,",
            ]
        );
        assert_eq!(i.faults, []);
        assert_eq!(i.notes.len(), 1);
        assert_eq!(i.lines[2].line, 10);
        assert!(i.notes[0].to_string().starts_with("d.txt, line 12: UNO (United Nations)"));
    }

    #[test]
    fn agents_become_nouns() {
        let i = import(
            "!PERSON! = MAN, WOMEN\nHARBOUR_PILOT [~LAB]\nSHEPHERDESS_ [~AGR]\nPOLICE {} [~COP]\nDEPUTY_BARGEE {DEPUTY_BARGEN_} [LAB~] # x\n\
             TOLL!PERSON! [~GOV}\nCOPT [~CPT]\n",
        );
        assert_eq!(
            csv(&i),
            [
                "harbour pilot,,noun,LAB,,",
                "shepherdess,shepherdesses,noun,AGR,,",
                "police,police,noun,COP,,",
                "deputy bargee,deputy bargen,noun,LAB,,",
                "tollman,,noun,GOV,,",
                "tollwomen,,noun,GOV,,",
            ]
        );
        assert_eq!(i.faults.len(), 1);
        assert!(i.faults[0].message.contains("no role that our codes know"), "{:?}", i.faults);
    }

    #[test]
    fn what_cannot_be_converted_is_named() {
        for (text, line, says) in [
            ("+ZORVAN_\n", 1, "no name stands before"),
            ("ZORVAN_LEAGUE_\nORLANE_ [FRA]\n", 1, "has no code"),
            ("ZORVAN_LEAGUE_ [AFRREB]\n", 1, "is a region"),
            ("ZORVAN_LEAGUE_ [MDAREB\n", 1, "is not closed"),
            ("ZORVAN_LEAGUE_ [MDAREB 991301-000101]\n", 1, "\"991301\" is no date"),
            ("ZORVAN_LEAGUE_ [MDAREB 2001]\n", 1, "no limit of dates"),
            ("ZORVAN_LEAGUE_\n[MDAREB 020101-010101]\n", 2, "before it begins"),
            ("TOLL!X! [~GOV]\n", 1, "marker !X! is not set"),
            ("<!-- open\nZORVAN_ [MDA]\n", 1, "never closed"),
        ] {
            let i = import(text);
            let first = i.faults.iter().find(|f| f.message.contains(says));
            assert_eq!(first.map(|f| f.line), Some(line), "{text}: {:?}", i.faults);
        }
        let i = import("ZORVAN_LEAGUE_ [MDAREB]\nORLANE_ [FRA]\n+ZORVAN_LEAGUE_\nFRANCE_ [FRA]\n+PARIS_\n");
        assert_eq!(csv(&i), ["Zorvan League,,armed,MDA:REB,,", "Orlane,,other,FRA,,"]);
        assert_eq!(i.notes.len(), 2, "{:?}", i.notes);
    }
}
