//! What speaks for and against an antecedent of a pronoun (`tables/pronoun-weights.tsv`): a weight for each value of each
//! feature, apart for persons (he, she), things (it) and many (they).
//!
//! The features are those of the literature on pronouns since Lappin and Leass (1994): distance, grammatical role, parallel
//! roles, the form of the phrase, its kind, agreement, how often it was mentioned, quotations. Must not know how they are read
//! off a text.

use std::fmt::Write as _;

use crate::TableError;
use crate::table::{Row, Table};

/// The features with their values, in the order of the table.
pub const FEATURES: [(&str, &[&str]); 18] = [
    ("distance", &["0", "1", "2", "3", "4", "6"]),
    ("rank", &["0", "1", "2", "3", "5", "9"]),
    ("role-same-sentence", ROLES),
    ("role-sentence-before", ROLES),
    ("role-further", ROLES),
    ("parallel-subject", ROLES),
    ("parallel-object", ROLES),
    ("parallel-possessive", ROLES),
    ("form", &["same-pronoun", "pronoun", "name", "the", "a", "owned", "bare", "joined"]),
    ("class", CLASSES),
    ("agreement", &["gender", "number", "number-unknown", "number-differs"]),
    ("mentions", &["1", "2", "3", "4", "6", "9"]),
    ("quotation", &["none", "same", "entered", "left", "other"]),
    ("speaks", CLASSES),
    ("above", &["subject", "other"]),
    ("place", &["paragraph", "headline", "paragraph-first", "dislocated"]),
    ("predicate", &["same-noun", "other-noun"]),
    ("clause", &["main", "subordinate"]),
];
const ROLES: &[&str] = &[
    "subject",
    "passive-subject",
    "object",
    "oblique",
    "possessor",
    "modifier",
    "conjunct",
    "apposition",
    "other",
];
/// The kinds of what a phrase stands for.
pub const CLASSES: &[&str] =
    &["person", "people", "body", "state", "place", "document", "time", "thing", "things", "name"];

/// The classes of pronouns, in the order of the columns.
pub const COLUMNS: [&str; 3] = ["person", "thing", "many"];

/// The weights, in thousandths of a nat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PronounWeights {
    /// Three for each value, in the order of [`FEATURES`].
    values: Vec<[i32; 3]>,
}

impl PronounWeights {
    /// How many values all features have together.
    #[must_use]
    pub fn len() -> usize {
        FEATURES.iter().map(|f| f.1.len()).sum()
    }
    /// Index of a value: of the feature with this name, the value at this place.
    #[must_use]
    pub fn index(feature: usize, value: usize) -> usize {
        let before: usize = FEATURES.iter().take(feature).map(|f| f.1.len()).sum();
        before + value
    }
    /// From numbers; missing ones are 0.
    #[must_use]
    pub fn new(mut values: Vec<[i32; 3]>) -> Self {
        values.resize(Self::len(), [0; 3]);
        Self { values }
    }
    /// The sum of these values' weights for a class of pronouns.
    #[must_use]
    pub fn sum(&self, indices: &[u16], class: usize) -> i32 {
        let weight = |i: &u16| self.values.get(usize::from(*i)).and_then(|w| w.get(class)).copied();
        indices.iter().filter_map(weight).sum()
    }
    pub(crate) fn embedded() -> Result<Self, TableError> {
        Self::parse(include_str!("../tables/pronoun-weights.tsv"))
    }
    /// Reads a table.
    ///
    /// # Errors
    /// A line that names no feature or value, or one twice, or bears no number.
    pub fn parse(text: &'static str) -> Result<Self, TableError> {
        let table =
            Table::parse("pronoun-weights.tsv", text, &["feature", "value", "person", "thing", "many"])?;
        let mut values = vec![None; Self::len()];
        for row in table.rows() {
            let index = place(row)?;
            if values[index].is_some() {
                return Err(row.error("this value stands twice"));
            }
            values[index] = Some([row.parse(2)?, row.parse(3)?, row.parse(4)?]);
        }
        Ok(Self { values: values.into_iter().map(Option::unwrap_or_default).collect() })
    }
    /// The table as a file, with this comment at its head.
    #[must_use]
    pub fn table(&self, comment: &str) -> String {
        let mut out = String::new();
        for line in comment.lines() {
            let _ = writeln!(out, "# {line}");
        }
        let _ = writeln!(out, "feature\tvalue\t{}", COLUMNS.join("\t"));
        let mut values = self.values.iter();
        for (feature, names) in FEATURES {
            for (name, [a, b, c]) in names.iter().zip(values.by_ref()) {
                let _ = writeln!(out, "{feature}\t{name}\t{a}\t{b}\t{c}");
            }
        }
        out
    }
}

fn place(row: &Row<'static>) -> Result<usize, TableError> {
    let (feature, value) = (row.required(0)?, row.required(1)?);
    let f = FEATURES.iter().position(|(name, _)| *name == feature);
    let f = f.ok_or_else(|| row.error(format!("\"{feature}\" is no feature")))?;
    let names = FEATURES[f].1;
    let v = names.iter().position(|n| *n == value);
    let v = v.ok_or_else(|| {
        row.error(format!("\"{value}\" is no value of {feature}; known are {}", names.join(", ")))
    })?;
    Ok(PronounWeights::index(f, v))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_written_as_it_is_read() {
        let w = PronounWeights::embedded().unwrap();
        let again: &'static str = Box::leak(w.table("Weights.\nOf pronouns.").into_boxed_str());
        assert_eq!(PronounWeights::parse(again).unwrap(), w);
        assert_eq!(again.lines().filter(|l| !l.starts_with('#')).count(), PronounWeights::len() + 1);
    }

    #[test]
    fn a_bad_line_is_named() {
        let head = "feature\tvalue\tperson\tthing\tmany\n";
        for (line, part) in [
            ("distance\t7\t0\t0\t0", "no value of distance"),
            ("size\t1\t0\t0\t0", "no feature"),
            ("distance\t0\tx\t0\t0", "x"),
            ("distance\t0\t1\t1\t1\ndistance\t0\t1\t1\t1", "twice"),
        ] {
            let text: &'static str = Box::leak(format!("{head}{line}\n").into_boxed_str());
            let e = PronounWeights::parse(text).unwrap_err();
            assert!(e.to_string().contains(part), "{e}");
        }
    }
}
