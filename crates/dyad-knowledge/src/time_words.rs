//! Words of time and the fiscal years of governments (`tables/time-words.tsv`, `fiscal-years.tsv`).
//!
//! Owns their loading and validation; values follow TIMEX3 (TimeML 1.2.1). It must not know how an expression is
//! found or resolved.

use rustc_hash::FxHashMap;

use crate::TableError;
use crate::phrases::Phrases;
use crate::table::Table;

/// The class of a time word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
#[rustfmt::skip]
pub enum TimeClass {
    Month, Weekday, WeekdayShort, Season, Part, Unit, Now, Past, Future, Day, Set, Vague, Holiday, Zone, Ordinal, Decade, CueFuture,
    Alone, Edge, Modifier, MonthHint, YearHint, YearName, Opener,
}

#[rustfmt::skip]
const CLASSES: [(&str, TimeClass); 24] = [
    ("month", TimeClass::Month), ("weekday", TimeClass::Weekday), ("weekday-short", TimeClass::WeekdayShort), ("season", TimeClass::Season),
    ("part", TimeClass::Part), ("unit", TimeClass::Unit), ("now", TimeClass::Now), ("past", TimeClass::Past), ("future", TimeClass::Future),
    ("day", TimeClass::Day), ("set", TimeClass::Set), ("vague", TimeClass::Vague), ("holiday", TimeClass::Holiday), ("zone", TimeClass::Zone),
    ("ordinal", TimeClass::Ordinal), ("decade", TimeClass::Decade), ("cue-future", TimeClass::CueFuture),
    ("alone", TimeClass::Alone), ("edge", TimeClass::Edge), ("modifier", TimeClass::Modifier), ("month-hint", TimeClass::MonthHint),
    ("year-hint", TimeClass::YearHint), ("year-name", TimeClass::YearName), ("opener", TimeClass::Opener),
];

/// The fiscal year of a government.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fiscal {
    /// Month in which it starts, on the first.
    pub month: i8,
    /// True if it is named for the calendar year it starts in, not for the one it ends in.
    pub named_for_start: bool,
}

/// Words and phrases of time by class.
#[derive(Debug, Default)]
pub struct TimeWords {
    classes: FxHashMap<TimeClass, Phrases<usize>>,
    values: Vec<String>,
    fiscal: FxHashMap<String, Fiscal>,
    /// Words that can begin an entry, with the classes of those entries: a quick test before the classes are asked.
    first: FxHashMap<String, u32>,
}

impl TimeWords {
    /// The tables that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        Self::parse(include_str!("../tables/time-words.tsv"), include_str!("../tables/fiscal-years.tsv"))
    }
    /// Loads both tables.
    ///
    /// # Errors
    /// The first bad line.
    pub fn parse(words: &str, fiscal: &str) -> Result<Self, TableError> {
        let mut out = Self::default();
        for row in Table::parse("time-words.tsv", words, &["word", "class", "value"])?.rows() {
            let name = row.required(1)?;
            let Some((_, class)) = CLASSES.iter().find(|(n, _)| *n == name) else {
                return Err(row.error(format!("\"{name}\" is no class of time word")));
            };
            if matches!(class, TimeClass::Month | TimeClass::Weekday | TimeClass::Day) {
                row.parse::<i8>(2)?;
            }
            let word = row.required(0)?;
            if !out.classes.entry(*class).or_default().add(word, out.values.len()) {
                return Err(row.error(format!("\"{word}\" stands in class {name} twice")));
            }
            if let Some(first) = crate::phrases::parts(word).into_iter().next() {
                *out.first.entry(first).or_default() |= 1 << *class as u32;
            }
            out.values.push(row.text(2).to_owned());
        }
        let table =
            Table::parse("fiscal-years.tsv", fiscal, &["country", "month", "note", "whose", "named"])?;
        for row in table.rows() {
            let month: i8 = row.parse(1)?;
            if !(1..=12).contains(&month) {
                return Err(row.error(format!("{month} is no month")));
            }
            let named_for_start = match row.required(4)? {
                "start" => true,
                "end" => false,
                other => {
                    return Err(
                        row.error(format!("a fiscal year is named for its start or end, not \"{other}\""))
                    );
                }
            };
            out.fiscal.insert(row.required(0)?.to_owned(), Fiscal { month, named_for_start });
        }
        Ok(out)
    }
    /// True if some entry begins with this word; words that only open one are none.
    #[must_use]
    pub fn begins(&self, word: &str) -> bool {
        self.classes(word) & !(1 << TimeClass::Opener as u32) != 0
    }
    /// The classes of the entries that begin with this word: the bit of a class is its place in [`TimeClass`].
    #[must_use]
    pub fn classes(&self, word: &str) -> u32 {
        self.first.get(word).copied().unwrap_or(0)
    }
    /// The value of a word of this class.
    #[must_use]
    pub fn word(&self, class: TimeClass, word: &str) -> Option<&str> {
        self.classes.get(&class)?.word(word).map(|i| self.values[i].as_str())
    }
    /// The longest phrase of this class at `at`; its value and length.
    pub fn longest<'w>(
        &self,
        class: TimeClass,
        at: usize,
        word: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(&str, usize)> {
        self.classes.get(&class)?.longest(at, word).map(|(i, n)| (self.values[i].as_str(), n))
    }
    /// The fiscal year of a government; none where the table has none, so that it is the calendar year.
    #[must_use]
    pub fn fiscal(&self, iso3: &str) -> Option<Fiscal> {
        self.fiscal.get(iso3).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_load_and_answer() {
        let t = TimeWords::embedded().unwrap();
        assert_eq!(t.word(TimeClass::Month, "sept"), Some("9"));
        assert_eq!(t.word(TimeClass::Unit, "fortnight"), Some("F"));
        assert_eq!((t.fiscal("USA").map(|f| f.month), t.fiscal("FRA")), (Some(10), None));
        assert!(t.fiscal("JPN").is_some_and(|f| f.named_for_start));
        let words = ["right", "now"];
        assert_eq!(t.longest(TimeClass::Now, 0, |i| words.get(i).copied()), Some(("PRESENT_REF", 2)));
    }

    #[test]
    fn a_bad_line_is_named() {
        let e = TimeWords::parse("word\tclass\tvalue\nmay\tmoon\t5\n", "").unwrap_err();
        assert_eq!(e.line, 2);
    }
}
