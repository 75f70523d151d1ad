//! Nouns for persons (`tables/roles.tsv`) and for bodies (`tables/bodies.tsv`): what they say of role, gender and use.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::table::{Row, Table};
use crate::{Gender, TableError};

/// PLOVER/CAMEO role codes that a table may use.
pub(crate) const ROLE_CODES: [&str; 23] = [
    "GOV", "MIL", "COP", "LEG", "JUD", "OPP", "REB", "CRM", "BUS", "MED", "CVL", "NGO", "EDU", "HLH", "LAB",
    "REL", "REF", "SPY", "UAF", "PTY", "SEP", "AGR", "ELI",
];

/// A noun for a person: "prime minister", "Sen.", "protester", "woman".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleWord {
    /// Singular, in lower case.
    pub word: &'static str,
    /// Role codes (`GOV`), where the word alone tells.
    pub role: Option<&'static str>,
    /// Gender, where the word marks it.
    pub gender: Option<Gender>,
    /// Stands directly before a name ("President Lula").
    pub title: bool,
    /// An office of a state: without a country named, it belongs to the one spoken of.
    pub state: bool,
    /// One holder at a time.
    pub sole: bool,
    /// A plain word for people.
    pub people: bool,
}

/// A noun for a body: "ministry", "army", "cartel", "company".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyWord {
    /// Singular, in lower case.
    pub word: &'static str,
    /// Role codes, where the word alone tells.
    pub role: Option<&'static str>,
    /// Belongs to a state.
    pub state: bool,
    /// May stand for a state's body without its name ("the military said").
    pub alone: bool,
    /// A plural pronoun may take it up.
    pub members: bool,
    /// `company`, `party`, `media`, `gang` or `country`, where the word says so.
    pub class: Option<&'static str>,
}

/// What a singular noun of many stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collective {
    /// Persons together: "the couple".
    People,
    /// An amount of what stands behind "of": "a majority of voters".
    Amount,
}

/// A table of words with their plurals, looked up by phrase.
#[derive(Debug, Clone)]
struct Words<T> {
    rows: Vec<T>,
    /// Phrase in lower case → row, true for a plural.
    index: FxHashMap<String, (usize, bool)>,
}

impl<T> Words<T> {
    fn new() -> Self {
        Self { rows: Vec::new(), index: FxHashMap::default() }
    }
    fn add(
        &mut self,
        row: &Row<'static>,
        word: &'static str,
        plural: Option<&str>,
        value: T,
    ) -> Result<(), TableError> {
        let at = self.rows.len();
        let plural = plural.map_or_else(|| format!("{word}s"), str::to_owned);
        if self.index.insert(word.to_owned(), (at, plural == word)).is_some() {
            return Err(row.error(format!("\"{word}\" stands twice")));
        }
        if plural != word && self.index.insert(plural.clone(), (at, true)).is_some() {
            return Err(row.error(format!("\"{plural}\" stands twice; give the plural in its own column")));
        }
        self.rows.push(value);
        Ok(())
    }
    fn lookup(&self, phrase: &str) -> Option<(&T, bool)> {
        self.index.get(phrase).map(|(row, plural)| (&self.rows[*row], *plural))
    }
}

/// Every noun for persons and bodies.
#[derive(Debug, Clone)]
pub struct Roles {
    persons: Words<RoleWord>,
    bodies: Words<BodyWord>,
    /// Nouns for documents, singular and plural.
    documents: rustc_hash::FxHashSet<String>,
    /// Nouns of many in the singular.
    collectives: FxHashMap<&'static str, Collective>,
    /// "Sen." → row, true for a plural ("Sens.").
    abbreviations: FxHashMap<&'static str, (usize, bool)>,
}

/// A word that lives as long as the program, as those of the embedded tables do; each word is kept once, however often it is asked for.
fn lasting(word: &str) -> &'static str {
    static WORDS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = words.get(word) {
        return known;
    }
    let kept: &'static str = Box::leak(word.to_owned().into_boxed_str());
    words.insert(kept);
    kept
}

fn role_codes(row: &Row<'static>, column: usize) -> Result<Option<&'static str>, TableError> {
    let cell = row.optional(column);
    for code in cell.into_iter().flat_map(|c| c.split(':')) {
        if !ROLE_CODES.contains(&code) {
            return Err(row.error(format!("\"{code}\" is no role code; known are {}", ROLE_CODES.join(", "))));
        }
    }
    Ok(cell)
}

impl Roles {
    pub(crate) fn embedded() -> Result<Self, TableError> {
        let mut all = Self {
            persons: Words::new(),
            bodies: Words::new(),
            documents: rustc_hash::FxHashSet::default(),
            collectives: FxHashMap::default(),
            abbreviations: FxHashMap::default(),
        };
        let table =
            Table::parse("documents.tsv", include_str!("../tables/documents.tsv"), &["word", "plural"])?;
        for row in table.rows() {
            let word = row.required(0)?;
            if !all.documents.insert(word.to_owned()) {
                return Err(row.error(format!("\"{word}\" stands twice")));
            }
            all.documents.insert(row.optional(1).map_or_else(|| format!("{word}s"), str::to_owned));
        }
        let table =
            Table::parse("collectives.tsv", include_str!("../tables/collectives.tsv"), &["word", "what"])?;
        for row in table.rows() {
            let word = row.required(0)?;
            let what = match row.required(1)? {
                "people" => Collective::People,
                "amount" => Collective::Amount,
                other => return Err(row.error(format!("\"{other}\" is neither people nor amount"))),
            };
            if all.collectives.insert(word, what).is_some() {
                return Err(row.error(format!("\"{word}\" stands twice")));
            }
        }
        let columns = ["word", "plural", "abbr", "role", "gender", "use"];
        let table = Table::parse("roles.tsv", include_str!("../tables/roles.tsv"), &columns)?;
        for row in table.rows() {
            let word = row.required(0)?;
            let uses: Vec<&str> = row.list(5).collect();
            if let Some(bad) = uses.iter().find(|u| !["title", "state", "sole", "people"].contains(u)) {
                return Err(row.error(format!("\"{bad}\" is no use; known are title, state, sole, people")));
            }
            for abbreviation in row.list(2) {
                let plural = abbreviation.ends_with("s.") && abbreviation.len() > 4;
                all.abbreviations.insert(abbreviation, (all.persons.rows.len(), plural));
            }
            let value = RoleWord {
                word,
                role: role_codes(row, 3)?,
                gender: Gender::cell(row, 4)?,
                title: uses.contains(&"title"),
                state: uses.contains(&"state"),
                sole: uses.contains(&"sole"),
                people: uses.contains(&"people"),
            };
            all.persons.add(row, word, row.optional(1), value)?;
        }
        let table = Table::parse(
            "bodies.tsv",
            include_str!("../tables/bodies.tsv"),
            &["word", "plural", "role", "use"],
        )?;
        for row in table.rows() {
            let word = row.required(0)?;
            let mut value = BodyWord {
                word,
                role: role_codes(row, 2)?,
                state: false,
                alone: false,
                members: false,
                class: None,
            };
            for u in row.list(3) {
                match u {
                    "state" => value.state = true,
                    "alone" => value.alone = true,
                    "members" => value.members = true,
                    "company" | "party" | "media" | "gang" | "country" => value.class = Some(u),
                    _ => return Err(row.error(format!("\"{u}\" is no use of a word for a body"))),
                }
            }
            all.bodies.add(row, word, row.optional(1), value)?;
        }
        Ok(all)
    }

    /// Gives a noun roles, in place of those it had; a new one is a noun for persons.
    pub(crate) fn set_role(&mut self, word: &str, plural: Option<&str>, roles: &str) {
        let role = Some(lasting(roles));
        if let Some((at, _)) = self.persons.index.get(word).copied() {
            self.persons.rows[at].role = role;
            return;
        }
        if let Some((at, _)) = self.bodies.index.get(word).copied() {
            self.bodies.rows[at].role = role;
            return;
        }
        let at = self.persons.rows.len();
        let plural = plural.map_or_else(|| format!("{word}s"), str::to_owned);
        self.persons.index.insert(word.to_owned(), (at, plural == word));
        self.persons.index.entry(plural).or_insert((at, true));
        self.persons.rows.push(RoleWord {
            word: lasting(word),
            role,
            gender: None,
            title: false,
            state: false,
            sole: false,
            people: false,
        });
    }
    /// True for a noun for a document, in lower case: "report", "polls".
    #[must_use]
    pub fn document(&self, word: &str) -> bool {
        self.documents.contains(word)
    }
    /// What a singular noun of many stands for, in lower case: "couple", "majority".
    #[must_use]
    pub fn collective(&self, word: &str) -> Option<Collective> {
        self.collectives.get(word).copied()
    }
    /// The person noun that this phrase is (lower case); the flag is true for a plural.
    #[must_use]
    pub fn person(&self, phrase: &str) -> Option<(&RoleWord, bool)> {
        self.persons.lookup(phrase)
    }
    /// The body noun that this phrase is (lower case); the flag is true for a plural.
    #[must_use]
    pub fn body(&self, phrase: &str) -> Option<(&BodyWord, bool)> {
        self.bodies.lookup(phrase)
    }
    /// The person noun that an abbreviation before a name stands for ("Sen.", "Gen").
    #[must_use]
    pub fn abbreviation(&self, text: &str) -> Option<(&RoleWord, bool)> {
        self.abbreviations.get(text).map(|(row, plural)| (&self.persons.rows[*row], *plural))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_plurals_and_abbreviations_are_found() {
        let r = Roles::embedded().unwrap();
        let (w, plural) = r.person("spokeswomen").unwrap();
        assert_eq!((w.word, w.gender, plural), ("spokeswoman", Some(Gender::Female), true));
        assert_eq!(r.abbreviation("Sens.").map(|(w, p)| (w.word, p)), Some(("senator", true)));
        assert_eq!(r.person("prime minister").unwrap().0.role, Some("GOV"));
        assert!(r.body("ministries").unwrap().1);
        assert!(r.body("police").unwrap().0.alone);
        assert!(r.person("zeppelin").is_none());
    }
}
