//! Words for those who were asked and said nothing (`tables/silences.tsv`).
//!
//! Owns the table's loading and validation; must not know trees.

use dyad_record::SilenceKind;
use rustc_hash::FxHashMap;

use crate::TableError;
use crate::table::Table;

/// How the word stands in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SilenceShape {
    /// With one of the words in the infinitive: "declined to comment".
    To,
    /// Negated, without more: "did not comment".
    Not,
    /// Negated, the words are what was not answered: "did not return calls".
    NotTo,
    /// Negated, with "will" or "would": "would not say".
    WillNot,
    /// With one of the words as its object, under "no": "had no comment".
    No,
    /// Negated, in the passive: "could not be reached".
    NotPassive,
    /// Negated, with "for" and one of the words: "was not available for comment".
    NotFor,
    /// With "for" and one of the words: "was unavailable for comment".
    For,
    /// Said of attempts to do one of the words with somebody: "efforts to reach her failed".
    Fails,
}

const SHAPES: [(&str, SilenceShape); 9] = [
    ("to", SilenceShape::To),
    ("not", SilenceShape::Not),
    ("not-to", SilenceShape::NotTo),
    ("will-not", SilenceShape::WillNot),
    ("no", SilenceShape::No),
    ("not-passive", SilenceShape::NotPassive),
    ("not-for", SilenceShape::NotFor),
    ("for", SilenceShape::For),
    ("fails", SilenceShape::Fails),
];

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilenceRow {
    /// What became of the question.
    pub kind: SilenceKind,
    /// How the word stands.
    pub shape: SilenceShape,
    /// Lemmas beside it.
    pub words: Vec<&'static str>,
    /// Line in the table, for explanations.
    pub line: usize,
}

/// The table, by word.
#[derive(Debug, Default)]
pub struct Silences {
    rows: Vec<SilenceRow>,
    index: FxHashMap<&'static str, Vec<usize>>,
}

impl Silences {
    /// The table that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        Self::parse(include_str!("../tables/silences.tsv"))
    }

    fn parse(text: &'static str) -> Result<Self, TableError> {
        let mut out = Self::default();
        for row in Table::parse("silences.tsv", text, &["kind", "word", "shape", "words"])?.rows() {
            let kind = row.parse::<SilenceKind>(0)?;
            let name = row.required(2)?;
            let Some((_, shape)) = SHAPES.iter().find(|(n, _)| *n == name) else {
                let known: Vec<&str> = SHAPES.iter().map(|s| s.0).collect();
                return Err(row.error(format!("\"{name}\" is no shape; known are {}", known.join(", "))));
            };
            let words: Vec<&'static str> = row.list(3).collect();
            let alone = matches!(shape, SilenceShape::Not | SilenceShape::WillNot | SilenceShape::NotPassive);
            if words.is_empty() != alone {
                let more = if alone { "takes no words" } else { "needs words" };
                return Err(row.error(format!("the shape {name} {more}")));
            }
            for word in row.list(1) {
                out.index.entry(word).or_default().push(out.rows.len());
            }
            out.rows.push(SilenceRow { kind, shape: *shape, words, line: row.line });
        }
        Ok(out)
    }

    /// The lines for a lemma in lower case, in the table's order.
    pub fn get(&self, lemma: &str) -> impl Iterator<Item = &SilenceRow> {
        self.index.get(lemma).map_or(&[][..], Vec::as_slice).iter().map(|i| &self.rows[*i])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_find_their_lines() {
        let all = Silences::embedded().unwrap();
        let shapes = |w: &str| all.get(w).map(|r| r.shape).collect::<Vec<_>>();
        assert_eq!(shapes("comment"), [SilenceShape::Not, SilenceShape::WillNot]);
        assert_eq!(shapes("decline"), [SilenceShape::To]);
        assert!(shapes("walk").is_empty());
    }

    #[test]
    fn a_bad_line_is_named() {
        for (line, says) in [
            ("mute\tsay\tto\tcomment", "mute"),
            ("declined\tsay\tsideways\tcomment", "sideways"),
            ("declined\tsay\tto\t-", "needs words"),
            ("declined\tsay\tnot\tcomment", "takes no words"),
        ] {
            let text: &'static str = format!("kind\tword\tshape\twords\n{line}\n").leak();
            let e = Silences::parse(text).unwrap_err().to_string();
            assert!(e.contains(says) && e.contains('2'), "{e}");
        }
    }
}
