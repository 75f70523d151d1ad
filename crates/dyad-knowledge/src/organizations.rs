//! Organisations and armed groups with their actor codes (`tables/organizations.tsv`).

use rustc_hash::FxHashMap;

use crate::TableError;
use crate::roles::ROLE_CODES;
use crate::table::Table;

/// An organisation or armed group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// The name that the record prints.
    pub name: &'static str,
    /// Other names and acronyms.
    pub aliases: Vec<&'static str>,
    /// `igo`, `agency`, `armed`, `party`, `company`, …
    pub kind: &'static str,
    /// Actor code.
    pub actor: Option<&'static str>,
    /// First year.
    pub from: Option<u16>,
    /// Last year.
    pub to: Option<u16>,
    /// Line of the table.
    pub line: usize,
}

/// The table of organisations.
#[derive(Debug, Clone)]
pub struct Organizations {
    rows: Vec<Organization>,
    words: FxHashMap<&'static str, usize>,
    longest: usize,
}

const KINDS: [&str; 12] = [
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
];

impl Organizations {
    pub(crate) fn embedded() -> Result<Self, TableError> {
        let columns = ["name", "aliases", "kind", "actor", "from", "to"];
        let table = Table::parse("organizations.tsv", include_str!("../tables/organizations.tsv"), &columns)?;
        let mut all = Self { rows: Vec::new(), words: FxHashMap::default(), longest: 1 };
        for row in table.rows() {
            let kind = row.required(2)?;
            if !KINDS.contains(&kind) && kind != "religious" {
                return Err(row.error(format!("\"{kind}\" is no kind of organisation")));
            }
            let actor = row.optional(3);
            if let Some(code) = actor {
                let mut parts = code.split(':');
                let country = parts.next().unwrap_or("");
                let known = country.len() == 3 && country.bytes().all(|b| b.is_ascii_uppercase());
                if !known || parts.any(|r| !ROLE_CODES.contains(&r)) {
                    return Err(row.error(format!("\"{code}\" is no actor code")));
                }
            }
            let org = Organization {
                name: row.required(0)?,
                aliases: row.list(1).collect(),
                kind,
                actor,
                from: row.optional(4).map(|_| row.parse(4)).transpose()?,
                to: row.optional(5).map(|_| row.parse(5)).transpose()?,
                line: row.line,
            };
            let at = all.rows.len();
            for name in std::iter::once(&org.name).chain(&org.aliases) {
                all.longest =
                    all.longest.max(name.split_whitespace().count() + name.matches(['-', '\'']).count());
                if all.words.insert(name, at).is_some_and(|other| other != at) {
                    return Err(
                        row.error(format!("\"{name}\" stands in two rows; keep it in the likelier one"))
                    );
                }
            }
            all.rows.push(org);
        }
        Ok(all)
    }
    /// The organisation of this name or acronym; a leading "the" does not matter, case does.
    #[must_use]
    pub fn lookup(&self, name: &str) -> Option<&Organization> {
        let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
        self.words.get(name).or_else(|| self.words.get(bare)).map(|i| &self.rows[*i])
    }
    /// Words (with parts of hyphenated ones) of the longest name.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }
    /// Every organisation, in file order.
    pub fn iter(&self) -> impl Iterator<Item = &Organization> {
        self.rows.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_acronyms_lead_to_one_row() {
        let o = Organizations::embedded().unwrap();
        assert!(o.iter().count() >= 480);
        assert_eq!(o.lookup("the UN").unwrap().name, "United Nations");
        assert_eq!(o.lookup("CBP").unwrap().actor, Some("USA:COP"));
        assert_eq!(o.lookup("who"), None);
    }

    #[test]
    fn codes_are_of_countries_and_no_name_is_a_place_or_a_given_name() {
        let o = Organizations::embedded().unwrap();
        let k = crate::Knowledge::embedded().unwrap();
        for org in o.iter() {
            if let Some(code) = org.actor {
                crate::actors::codes::check(code, &k.countries)
                    .unwrap_or_else(|e| panic!("line {}: {e}", org.line));
            }
            assert!(org.to.is_none_or(|t| org.from.is_none_or(|f| f <= t)), "line {}", org.line);
            for name in std::iter::once(&org.name).chain(&org.aliases) {
                assert!(k.given_names.lookup(name).is_none(), "{name} is a given name");
            }
        }
    }
}
