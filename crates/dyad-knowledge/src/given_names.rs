//! Given names and the gender they mostly go with (`tables/given_names.tsv`).

use rustc_hash::FxHashMap;

use crate::TableError;
use crate::table::{Row, Table};

/// Grammatical gender of words for one person, as pronouns show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

impl Gender {
    /// A cell that holds `m`, `f` or nothing.
    pub(crate) fn cell(row: &Row<'_>, column: usize) -> Result<Option<Gender>, TableError> {
        match row.optional(column) {
            None => Ok(None),
            Some("m") => Ok(Some(Gender::Male)),
            Some("f") => Ok(Some(Gender::Female)),
            Some(other) => Err(row.error(format!("gender is m, f or -, not \"{other}\""))),
        }
    }
}

/// The table of given names.
#[derive(Debug, Clone)]
pub struct GivenNames {
    names: FxHashMap<&'static str, Option<Gender>>,
    /// Without accents, in lower case: many a newspaper writes "Ines" for "Inés".
    plain: FxHashMap<String, Option<Gender>>,
}

impl GivenNames {
    pub(crate) fn embedded() -> Result<Self, TableError> {
        let table =
            Table::parse("given_names.tsv", include_str!("../tables/given_names.tsv"), &["name", "gender"])?;
        let mut names = FxHashMap::default();
        let mut plain = FxHashMap::default();
        for row in table.rows() {
            if names.insert(row.required(0)?, Gender::cell(row, 1)?).is_some() {
                return Err(row.error("the name stands twice"));
            }
            if !row.required(0)?.is_ascii() {
                plain.insert(crate::fold(row.required(0)?), Gender::cell(row, 1)?);
            }
        }
        Ok(Self { names, plain })
    }
    /// Whether this word is a given name, and if so its gender where it has one.
    #[must_use]
    pub fn lookup(&self, word: &str) -> Option<Option<Gender>> {
        let plain = || {
            let capital = word.starts_with(char::is_uppercase);
            if capital { self.plain.get(&crate::fold(word)).copied() } else { None }
        };
        self.names.get(word).copied().or_else(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_unknown_and_undecided_names() {
        let g = GivenNames::embedded().unwrap();
        assert_eq!(g.lookup("Annalena"), Some(Some(Gender::Female)));
        assert_eq!((g.lookup("Ines"), g.lookup("ines")), (Some(Some(Gender::Female)), None));
        assert_eq!(g.lookup("Robin"), Some(None));
        assert_eq!(g.lookup("Xyzzy"), None);
    }
}
