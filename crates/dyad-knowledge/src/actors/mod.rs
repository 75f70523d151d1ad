//! A user's own actors beside the embedded tables: names, kinds and dated codes from CSV files, and what PETRARCH's actor and agent
//! dictionaries become there (docs/ACTORS.md).
//!
//! [`read`] and [`petrarch::read`] give lines, [`gather`] makes actors of them; all three name every line that will not do, with its
//! mend, and take any bytes. This module must not know how names are found in a text.

pub mod codes;
mod days;
mod gather;
mod list;
pub mod petrarch;
mod read;
mod write;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

pub use codes::{BLOCS, CameoActors};
pub use days::days;
pub use gather::{gather, sift};
pub use list::{Listed, Question, list};
pub(crate) use read::no_utf8;
pub use read::read;
pub use write::write;

/// The columns of a file of actors.
pub const COLUMNS: [&str; 6] = ["name", "aliases", "kind", "code", "from", "to"];

/// What an actor may be: the kinds of the embedded table, `person`, `noun` (a common noun for people or a body, with roles in place of a
/// code) and `other`.
pub const KINDS: [&str; 16] = [
    "person",
    "noun",
    "igo",
    "agency",
    "legislature",
    "court",
    "party",
    "armed",
    "gang",
    "company",
    "media",
    "ngo",
    "bank",
    "research",
    "religious",
    "other",
];

/// The longest name, in bytes: no longer one is looked for.
pub const LONGEST: usize = 90;

/// So many bad lines are told one by one before the rest are counted.
pub const TOLD: usize = 20;

/// What is wrong with a line of a file, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}, line {line}: {message}")]
pub struct ActorFault {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// One line of a file: an actor under one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorLine {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The name that the record prints.
    pub name: String,
    /// Other names; of a noun its plural.
    pub aliases: Vec<String>,
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// `COUNTRY[:ROLE…]`; of a noun `ROLE[:ROLE…]`.
    pub code: String,
    /// First day, month or year.
    pub from: Option<String>,
    /// Last day, month or year.
    pub to: Option<String>,
}

/// The code of an actor for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedCode {
    /// `COUNTRY[:ROLE…]`.
    pub code: String,
    /// As the file has it.
    pub from: Option<String>,
    /// As the file has it.
    pub to: Option<String>,
    /// First day on which it holds.
    first: Option<Date>,
    /// Last day on which it holds.
    last: Option<Date>,
    /// The file, as it was named.
    pub file: String,
    /// Line of the file.
    pub line: usize,
}

impl DatedCode {
    /// True for a code without limits: it holds where no dated one does.
    #[must_use]
    pub fn undated(&self) -> bool {
        self.first.is_none() && self.last.is_none()
    }
    /// True if the code holds on the day; an undated one always does.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.first.is_none_or(|f| f <= day) && self.last.is_none_or(|l| day <= l)
    }
    /// `my.csv:12`, for the basis of a row: the file without its folder.
    #[must_use]
    pub fn place(&self) -> String {
        place(&self.file, self.line)
    }
}

/// `my.csv:12`: the file without its folder.
pub(crate) fn place(file: &str, line: usize) -> String {
    format!("{}:{line}", file.rsplit(['/', '\\']).next().unwrap_or(file))
}

/// An actor with all its codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name that the record prints.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// One of [`KINDS`], but for `noun`.
    pub kind: &'static str,
    /// By first day; an undated one stands last.
    pub codes: Vec<DatedCode>,
}

impl Actor {
    /// The code that holds on the day of a document (`YYYY-MM-DD…`, or a month or year, of which the first day counts).
    ///
    /// A dated code goes before the undated one; of two that meet on one day, the later. A document without a date gets the undated
    /// code, and where there is none the latest.
    #[must_use]
    pub fn code_on(&self, date: Option<&str>) -> Option<&DatedCode> {
        let day = date.and_then(|d| days(d.get(..10).unwrap_or(d)));
        let undated = self.codes.iter().find(|c| c.undated());
        let Some((day, _)) = day else {
            return undated.or_else(|| self.codes.iter().rev().find(|c| !c.undated()));
        };
        self.codes.iter().rev().find(|c| !c.undated() && c.holds_on(day)).or(undated)
    }
    /// True for a person.
    #[must_use]
    pub fn is_person(&self) -> bool {
        self.kind == "person"
    }
}

/// A common noun of the user's: "welder", LAB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorNoun {
    /// Singular, in lower case.
    pub word: String,
    /// Plural, where it is not word + s.
    pub plural: Option<String>,
    /// Roles.
    pub roles: String,
    /// The file, as it was named.
    pub file: String,
    /// Line of the file.
    pub line: usize,
}

impl ActorNoun {
    /// `my.csv:12`.
    #[must_use]
    pub fn place(&self) -> String {
        place(&self.file, self.line)
    }
}

/// A user's own actors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actors {
    rows: Vec<Actor>,
    nouns: Vec<ActorNoun>,
    /// Name in the form of [`key`] → row.
    names: FxHashMap<String, usize>,
    longest: usize,
    hash: String,
}

impl Actors {
    /// The actor of this name and its place in [`Self::iter`]; a leading "the" does not matter. A name of several words is found in
    /// whatever case, one of a single word as the file has it, or all in capitals if it has four letters or more.
    #[must_use]
    pub fn lookup(&self, name: &str) -> Option<(usize, &Actor)> {
        if self.names.is_empty() || name.len() > LONGEST + 4 {
            return None;
        }
        let key = key(name);
        let at = self.names.get(key.as_str()).or_else(|| {
            let shouted = key.chars().count() > 3 && !key.contains(char::is_lowercase) && !key.contains(' ');
            if shouted { self.names.get(&shout(&key)) } else { None }
        })?;
        Some((*at, &self.rows[*at]))
    }
    /// Every actor, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.rows.iter()
    }
    /// The common nouns, in the order of the files.
    #[must_use]
    pub fn nouns(&self) -> &[ActorNoun] {
        &self.nouns
    }
    /// The actor at a place that [`Self::lookup`] gave.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&Actor> {
        self.rows.get(at)
    }
    /// Words of the longest name, parts of hyphenated ones counted.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }
    /// True if there is neither an actor nor a noun.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.nouns.is_empty()
    }
    /// Hash of what the lines say, whatever the files are called.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// The form in which names are compared: one space between words, straight apostrophes, no leading "the"; of several words in lower
/// case.
fn key(name: &str) -> String {
    let mut words: Vec<String> = name.split_whitespace().map(|w| w.replace('’', "'")).collect();
    if words.len() > 1 && words.first().is_some_and(|w| w.eq_ignore_ascii_case("the")) {
        words.remove(0);
    }
    match words.as_slice() {
        [one] => one.clone(),
        _ => words.join(" ").to_lowercase(),
    }
}

/// The key under which a single word is found that a text has in capitals.
fn shout(key: &str) -> String {
    format!("\u{1}{}", key.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Countries;

    fn actors(csv: &str) -> Actors {
        let countries = Countries::embedded().unwrap();
        let (lines, faults) = read("own.csv", csv.as_bytes(), &countries);
        assert_eq!(faults, []);
        let (actors, faults) = gather(lines);
        assert_eq!(faults, []);
        actors
    }

    fn code(a: &Actors, name: &str, date: Option<&str>) -> Option<String> {
        a.lookup(name)?.1.code_on(date).map(|c| c.code.clone())
    }

    #[test]
    fn the_code_of_the_day_is_taken() {
        let a = actors(
            "name,aliases,kind,code,from,to\n\
             Zorvan League,League of Zorvan;ZLG,armed,MDA:REB,2010,2018-06-30\n\
             Zorvan League,,,MDA:OPP,2018-06-30,\n\
             Jana Vellis,,person,MDA:GOV,2015,2019\n\
             Jana Vellis,,person,MDA:ELI,,\n",
        );
        assert_eq!(code(&a, "the Zorvan League", Some("2012-05-01")).as_deref(), Some("MDA:REB"));
        assert_eq!(code(&a, "ZORVAN LEAGUE", Some("2018-06-29T10:00:00Z")).as_deref(), Some("MDA:REB"));
        // The day on which one ends and the next begins is the later one's.
        assert_eq!(code(&a, "ZLG", Some("2018-06-30")).as_deref(), Some("MDA:OPP"));
        assert_eq!(code(&a, "League of Zorvan", Some("2009-12-31")), None);
        assert_eq!(code(&a, "ZLG", None).as_deref(), Some("MDA:OPP"));
        assert_eq!(code(&a, "Jana Vellis", Some("2019-12-31")).as_deref(), Some("MDA:GOV"));
        assert_eq!(code(&a, "Jana Vellis", Some("2020-01-01")).as_deref(), Some("MDA:ELI"));
        assert_eq!(code(&a, "Jana Vellis", None).as_deref(), Some("MDA:ELI"));
        assert_eq!(a.lookup("zlg"), None);
        assert_eq!(a.lookup("Zorvan"), None);
        assert_eq!(a.lookup("ZLG").unwrap().1.codes[0].place(), "own.csv:2");
    }

    #[test]
    fn the_hash_is_of_what_the_lines_say() {
        let text = "name,code\nZorvan League,MDA:REB\n";
        let (a, b) = (actors(text), actors(&format!("# ours\n{text}")));
        assert_eq!(a.hash(), b.hash());
        assert_ne!(a.hash(), actors("name,code\nZorvan League,MDA:OPP\n").hash());
        assert!(a.hash().starts_with("blake3:"));
    }
}
