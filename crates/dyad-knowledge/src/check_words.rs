//! Words that tie figures together (`tables/check-words.tsv`).
//!
//! Owns the table's loading and validation; must not know figures.

use rustc_hash::FxHashMap;

use crate::TableError;
use crate::phrases::Phrases;
use crate::table::Table;

/// What words do between, before or behind figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cue {
    /// Before a part of the figure before it, which need not be all of it.
    Part,
    /// Behind a part ("26 of them") or a share ("a fifth of them") of the figure before.
    PartAfter,
    /// Before a whole whose part follows ("Of 250 samples, 45 …") or stands before ("45 of 250").
    Opens,
    /// Before parts that are told as all of the whole.
    Whole,
    /// Before or behind a sum of what was told before.
    Total,
    /// Before what a price or rate comes to, where a number for each has been told.
    Amounts,
    /// A word that says nothing about what is measured.
    Empty,
    /// A noun that is told of many things, so that two figures of it need not be of one.
    General,
    /// Before what is left of a whole when one part has been told.
    Other,
    /// Between two tellings of one quantity.
    Restate,
    /// Behind the amount for one of those counted.
    Each,
    /// Before what a projection will come to.
    Track,
    /// Says that a projection goes on as before.
    Steady,
    /// A projection says that more than the goal will be reached.
    Pass,
    /// A projection says that the goal will be reached.
    Meet,
    /// A projection says that the goal will not be reached.
    Miss,
    /// A year that need not begin in January.
    Year,
    /// Says that a period has gone by.
    Ends,
    /// What does not come evenly over a year: no pace is reckoned from it.
    Uneven,
    /// Before the people among whom a rate counts.
    Population,
    /// Before the value that a change begins with.
    Old,
    /// Begins another clause: figures on both sides are not tied by the words around them.
    Break,
    /// Makes a count one of other things than the count before.
    Apart,
    /// A noun before a place in an order ("day 3 of 12"), which is no part.
    OrdinalNoun,
    /// People by sex or age: these classes do not overlap among themselves.
    SexAge,
    /// People by what they do, who may be of either sex: overlaps with sex_age.
    Role,
    /// Behind a part that may overlap with the other parts ("13 with more than 200 beds").
    Overlaps,
    /// A preposition that sets parts apart when each has the same ("eight in the north and 13 in the south").
    Where,
    /// Between a task and the time that it needs.
    Takes,
    /// Between a rate and the time or amount that it is taken over.
    Over,
    /// Between the part of a period that has passed and its length.
    Lasts,
}

const CUES: [(&str, Cue); 31] = [
    ("part", Cue::Part),
    ("part_after", Cue::PartAfter),
    ("opens", Cue::Opens),
    ("whole", Cue::Whole),
    ("total", Cue::Total),
    ("amounts", Cue::Amounts),
    ("empty", Cue::Empty),
    ("general", Cue::General),
    ("other", Cue::Other),
    ("restate", Cue::Restate),
    ("each", Cue::Each),
    ("track", Cue::Track),
    ("steady", Cue::Steady),
    ("pass", Cue::Pass),
    ("meet", Cue::Meet),
    ("miss", Cue::Miss),
    ("year", Cue::Year),
    ("ends", Cue::Ends),
    ("uneven", Cue::Uneven),
    ("population", Cue::Population),
    ("old", Cue::Old),
    ("break", Cue::Break),
    ("apart", Cue::Apart),
    ("ordinal_noun", Cue::OrdinalNoun),
    ("sex_age", Cue::SexAge),
    ("role", Cue::Role),
    ("overlaps", Cue::Overlaps),
    ("where", Cue::Where),
    ("takes", Cue::Takes),
    ("over", Cue::Over),
    ("lasts", Cue::Lasts),
];

/// The table.
#[derive(Debug, Default)]
pub struct CheckWords {
    cues: FxHashMap<Cue, Phrases<()>>,
}

/// Phrases are at most so long, in words.
const LONGEST: usize = 6;

impl CheckWords {
    /// The table that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        Self::parse(include_str!("../tables/check-words.tsv"))
    }

    fn parse(text: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        for row in Table::parse("check-words.tsv", text, &["phrase", "cue"])?.rows() {
            let (phrase, name) = (row.required(0)?, row.required(1)?);
            let Some((_, cue)) = CUES.iter().find(|(n, _)| *n == name) else {
                let known: Vec<&str> = CUES.iter().map(|c| c.0).collect();
                return Err(row.error(format!("\"{name}\" is no cue; known are {}", known.join(", "))));
            };
            if crate::phrases::parts(phrase).len() > LONGEST {
                return Err(row.error(format!("\"{phrase}\" has more than {LONGEST} words")));
            }
            if !out.cues.entry(*cue).or_default().add(phrase, ()) {
                return Err(row.error(format!("\"{phrase}\" stands in the table twice as {name}")));
            }
        }
        Ok(out)
    }

    /// Length of the longest phrase of this cue that begins at `at`.
    #[must_use]
    pub fn at(&self, cue: Cue, words: &[&str], at: usize) -> Option<usize> {
        self.cues.get(&cue)?.longest(at, |i| words.get(i).copied()).map(|((), n)| n)
    }
    /// True if the word alone is one of this cue.
    #[must_use]
    pub fn is(&self, cue: Cue, word: &str) -> bool {
        self.cues.get(&cue).is_some_and(|p| p.word(word).is_some())
    }
    /// Where the first phrase of this cue begins, and its length.
    #[must_use]
    pub fn find(&self, cue: Cue, words: &[&str]) -> Option<(usize, usize)> {
        (0..words.len()).find_map(|i| Some((i, self.at(cue, words, i)?)))
    }
    /// True if some phrase of this cue stands in the words.
    #[must_use]
    pub fn has(&self, cue: Cue, words: &[&str]) -> bool {
        self.find(cue, words).is_some()
    }
    /// Length of a phrase of this cue that the words begin with.
    #[must_use]
    pub fn starts(&self, cue: Cue, words: &[&str]) -> Option<usize> {
        self.at(cue, words, 0)
    }
    /// Length of a phrase of this cue that the words end with.
    #[must_use]
    pub fn ends(&self, cue: Cue, words: &[&str]) -> Option<usize> {
        let phrases = self.cues.get(&cue)?;
        let from = words.len().saturating_sub(LONGEST);
        (from..words.len()).find_map(|i| {
            let tail = &words[i..];
            let whole = phrases.longest(0, |k| tail.get(k).copied()).is_some_and(|((), n)| n == tail.len());
            whole.then_some(tail.len())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_where_they_stand() {
        let w = CheckWords::embedded().unwrap();
        let words = ["and", "are", "on", "track", "to", "pass", "the"];
        assert_eq!(w.find(Cue::Track, &words), Some((2, 2)));
        assert!(w.is(Cue::Pass, "pass") && !w.is(Cue::Pass, "goat"));
        assert_eq!(w.ends(Cue::Part, &["people", ",", "among", "them"]), Some(2));
        assert_eq!(w.starts(Cue::PartAfter, &["of", "them", "children"]), Some(2));
    }

    #[test]
    fn a_bad_line_is_named() {
        for (line, says) in [
            ("including\tpiece", "piece"),
            ("a b c d e f g\tpart", "more than 6"),
            ("or\trestate\nor\trestate", "twice"),
            ("\tpart", "empty"),
        ] {
            let e = CheckWords::parse(&format!("phrase\tcue\n{line}\n")).unwrap_err().to_string();
            assert!(e.contains(says) && e.contains("check-words.tsv"), "{e}");
        }
    }
}
