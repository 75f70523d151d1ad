//! Number words, bounds, units, currencies and the words around numbers (`tables/number-words.tsv`, `bounds.tsv`,
//! `units.tsv`, `currencies.tsv`, `figure-words.tsv`).
//!
//! Owns their loading and validation; UCUM codes and ISO 4217 codes are facts of those standards. It must not know
//! how a figure is recognised.

use dyad_record::{Bound, Direction};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::TableError;
use crate::phrases::Phrases;
use crate::table::Table;

/// What a number word does in a numeral.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberWord {
    /// 0 to 19.
    Unit(f64),
    /// 20 to 90.
    Ten(f64),
    /// Hundred.
    Hundred,
    /// A thousand and up.
    Scale(f64),
    /// A dozen.
    Dozen,
    /// An order of magnitude: "dozens", "millions".
    Plural(f64),
}

/// A unit of measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// As in the record.
    pub unit: String,
    /// UCUM code.
    pub ucum: Option<String>,
    /// `length`, `mass`, `duration`, `share` …
    pub kind: String,
    /// Full name.
    pub name: String,
    /// Base unit and how many of it make one.
    pub base: Option<(String, f64)>,
}

/// A currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217.
    pub iso: String,
    /// Full name.
    pub name: String,
    /// Year in which another currency took its place.
    pub until: Option<i16>,
}

/// Whether a bound stands before or after its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// "more than 5".
    Before,
    /// "5 or more".
    After,
}

/// Everything about quantities.
#[derive(Debug, Default)]
pub struct Quantities {
    numbers: FxHashMap<String, NumberWord>,
    ordinals: FxHashMap<String, f64>,
    suffixes: FxHashMap<String, f64>,
    parts: FxHashMap<String, f64>,
    /// Every word of the table but the letters glued to digits.
    numerals: FxHashSet<String>,
    multiple_verbs: FxHashMap<String, f64>,
    multiple_adverbs: FxHashMap<String, f64>,
    /// Bounds before a figure.
    pub before: Phrases<Bound>,
    /// Bounds after a figure.
    pub after: Phrases<Bound>,
    /// The units, in file order.
    pub units: Vec<Unit>,
    /// Units in words.
    pub unit_words: Phrases<usize>,
    unit_signs: FxHashMap<String, usize>,
    /// The currencies, in file order.
    pub currencies: Vec<Currency>,
    /// Currencies in words.
    pub currency_words: Phrases<usize>,
    /// "shillings" → adjectives and currencies.
    shared_currencies: FxHashMap<String, Vec<(String, usize)>>,
    currency_signs: FxHashMap<String, usize>,
    /// Codes, and letters with a sign ("hk$"), in lower case.
    lower_signs: FxHashMap<String, usize>,
    /// Idioms with a number in them.
    pub idioms: Phrases<()>,
    /// Bit of each class that a word is in, by its place in [`CLASSES`].
    classes: FxHashMap<String, u64>,
}

/// The classes of `figure-words.tsv`; what each means is told there.
const CLASSES: [&str; 48] = [
    "name",
    "street",
    "vote",
    "multiple",
    "person",
    "compound",
    "movement",
    "rise",
    "fall",
    "group",
    "measures",
    "of",
    "narrows",
    "determiner",
    "stop",
    "amount",
    "ranks",
    "superlative",
    "compares",
    "open",
    "track",
    "scene",
    "intransitive",
    "record",
    "record other",
    "unmatched",
    "memory",
    "code",
    "coin",
    "money",
    "heat",
    "poll",
    "size",
    "numbered",
    "dotted",
    "prefix",
    "idiom",
    "one_not",
    "not_one",
    "set",
    "vague",
    "often",
    "then",
    "age",
    "score",
    "glued",
    "opens",
    "ends",
];

fn twice(row: &crate::table::Row<'_>, what: &str) -> TableError {
    row.error(format!("\"{what}\" stands in the table twice"))
}

impl Quantities {
    /// The tables that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        let mut q = Self::default();
        q.load_numbers(include_str!("../tables/number-words.tsv"))?;
        q.load_bounds(include_str!("../tables/bounds.tsv"))?;
        q.load_units(include_str!("../tables/units.tsv"))?;
        q.load_currencies(include_str!("../tables/currencies.tsv"))?;
        let table =
            Table::parse("figure-words.tsv", include_str!("../tables/figure-words.tsv"), &["word", "class"])?;
        for row in table.rows() {
            let class = row.required(1)?;
            let Some(bit) = CLASSES.iter().position(|c| *c == class) else {
                return Err(row.error(format!("\"{class}\" is no class of this table")));
            };
            let word = row.required(0)?;
            if class == "idiom" {
                if !q.idioms.add(word, ()) {
                    return Err(twice(row, word));
                }
                continue;
            }
            let bits = q.classes.entry(word.to_owned()).or_default();
            if *bits & (1 << bit) != 0 {
                return Err(twice(row, word));
            }
            *bits |= 1 << bit;
        }
        Ok(q)
    }

    fn load_numbers(&mut self, text: &str) -> Result<(), TableError> {
        let table = Table::parse("number-words.tsv", text, &["word", "class", "value"])?;
        for row in table.rows() {
            let (word, value) = (row.required(0)?.to_owned(), row.parse::<f64>(2)?);
            if row.required(1)? != "suffix" {
                self.numerals.insert(word.clone());
            }
            let number = match row.required(1)? {
                "unit" => NumberWord::Unit(value),
                "ten" => NumberWord::Ten(value),
                "hundred" => NumberWord::Hundred,
                "scale" => NumberWord::Scale(value),
                "dozen" => NumberWord::Dozen,
                "plural" => NumberWord::Plural(value),
                other => {
                    let map = match other {
                        "ordinal" => &mut self.ordinals,
                        "suffix" => &mut self.suffixes,
                        "part" => &mut self.parts,
                        "multiple verb" => &mut self.multiple_verbs,
                        "multiple adverb" => &mut self.multiple_adverbs,
                        _ => return Err(row.error(format!("\"{other}\" is no class of number word"))),
                    };
                    if map.insert(word.clone(), value).is_some() {
                        return Err(twice(row, &word));
                    }
                    continue;
                }
            };
            if self.numbers.insert(word.clone(), number).is_some() {
                return Err(twice(row, &word));
            }
        }
        Ok(())
    }

    fn load_bounds(&mut self, text: &str) -> Result<(), TableError> {
        let table = Table::parse("bounds.tsv", text, &["phrase", "side", "bound"])?;
        for row in table.rows() {
            let bound: Bound = row.parse(2)?;
            let map = match row.required(1)? {
                "before" => &mut self.before,
                "after" => &mut self.after,
                other => return Err(row.error(format!("\"{other}\" is neither before nor after"))),
            };
            if !map.add(row.required(0)?, bound) {
                return Err(twice(row, row.required(0)?));
            }
        }
        Ok(())
    }

    fn load_units(&mut self, text: &str) -> Result<(), TableError> {
        let columns = ["unit", "ucum", "kind", "name", "words", "signs", "base", "factor"];
        let table = Table::parse("units.tsv", text, &columns)?;
        for row in table.rows() {
            let i = self.units.len();
            let base = match row.optional(6) {
                Some(b) => Some((b.to_owned(), row.parse::<f64>(7)?)),
                None => None,
            };
            self.units.push(Unit {
                unit: row.required(0)?.to_owned(),
                ucum: row.optional(1).map(str::to_owned),
                kind: row.required(2)?.to_owned(),
                name: row.required(3)?.to_owned(),
                base,
            });
            for word in row.list(4) {
                if !self.unit_words.add(word, i) {
                    return Err(twice(row, word));
                }
            }
            for sign in row.list(5) {
                if self.unit_signs.insert(sign.to_owned(), i).is_some() {
                    return Err(twice(row, sign));
                }
            }
        }
        Ok(())
    }

    fn load_currencies(&mut self, text: &str) -> Result<(), TableError> {
        let table =
            Table::parse("currencies.tsv", text, &["iso", "name", "words", "adjective", "signs", "until"])?;
        for row in table.rows() {
            let i = self.currencies.len();
            let until = match row.optional(5) {
                Some(_) => Some(row.parse::<i16>(5)?),
                None => None,
            };
            let (iso, name) = (row.required(0)?.to_owned(), row.required(1)?.to_owned());
            self.currencies.push(Currency { iso, name, until });
            for word in row.list(2) {
                if !self.currency_words.add(word, i) {
                    return Err(twice(row, word));
                }
            }
            for adjective in row.list(3) {
                // "kenyan shillings": the name that the country shares with others.
                let names = row.list(2).filter_map(|w| w.strip_prefix(adjective)?.strip_prefix(' '));
                for name in names {
                    self.shared_currencies
                        .entry(name.to_owned())
                        .or_default()
                        .push((adjective.to_owned(), i));
                }
            }
            for sign in row.list(4) {
                if self.currency_signs.insert(sign.to_owned(), i).is_some() {
                    return Err(twice(row, sign));
                }
                let letters = sign.bytes().any(|b| b.is_ascii_alphabetic());
                let code = sign.len() == 3 && sign.bytes().all(|b| b.is_ascii_uppercase());
                if code || letters && sign.contains(['$', '£', '¥']) {
                    self.lower_signs.entry(sign.to_lowercase()).or_insert(i);
                }
            }
        }
        let words = &self.currency_words;
        self.shared_currencies
            .retain(|name, _| words.longest(0, |n| (n == 0).then_some(name.as_str())).is_none());
        Ok(())
    }

    /// The word's part in a numeral.
    #[must_use]
    pub fn number(&self, word: &str) -> Option<NumberWord> {
        self.numbers.get(word).copied()
    }
    /// The number of an ordinal word.
    #[must_use]
    pub fn ordinal(&self, word: &str) -> Option<f64> {
        self.ordinals.get(word).copied()
    }
    /// The factor of letters glued to digits.
    #[must_use]
    pub fn suffix(&self, word: &str) -> Option<f64> {
        self.suffixes.get(word).copied()
    }
    /// The denominator of a fraction word.
    #[must_use]
    pub fn part(&self, word: &str) -> Option<f64> {
        self.parts.get(word).copied()
    }
    /// The unit with this sign, exactly as written.
    #[must_use]
    pub fn unit_sign(&self, sign: &str) -> Option<usize> {
        self.unit_signs.get(sign).copied()
    }
    /// The currency with this sign or code.
    #[must_use]
    pub fn currency_sign(&self, sign: &str) -> Option<usize> {
        self.currency_signs.get(sign).copied()
    }
    /// The currency with this code, or these letters and a sign, in lower case ("usd", "hk$").
    #[must_use]
    pub fn lower_sign(&self, sign: &str) -> Option<usize> {
        self.lower_signs.get(sign).copied()
    }
    /// The currencies that a name without a country may mean ("shillings"), each with its country's adjective in lower
    /// case.
    #[must_use]
    pub fn shared_currency(&self, name: &str) -> &[(String, usize)] {
        self.shared_currencies.get(name).map_or(&[], Vec::as_slice)
    }
    /// By how much a word multiplies; `sort` is `verb` ("doubled") or `adverb` ("twice").
    #[must_use]
    pub fn multiple(&self, sort: &str, word: &str) -> Option<f64> {
        let map = if sort == "verb" { &self.multiple_verbs } else { &self.multiple_adverbs };
        map.get(word).copied()
    }
    /// True for a word of a numeral: a number, an ordinal, a part, a multiple. One question instead of five, asked once of every
    /// word of a text.
    #[must_use]
    pub fn numeric(&self, word: &str) -> bool {
        self.numerals.contains(word)
    }
    /// True if `figure-words.tsv` has the word in this class.
    #[must_use]
    pub fn is(&self, class: &str, word: &str) -> bool {
        // Most words of a text are in no class: the word is asked for first.
        let Some(bits) = self.classes.get(word) else { return false };
        CLASSES
            .iter()
            .position(|c| c.len() == class.len() && *c == class)
            .is_some_and(|bit| bits & (1 << bit) != 0)
    }
    /// Which way a word of rising or falling goes.
    #[must_use]
    pub fn moves(&self, word: &str) -> Option<Direction> {
        let up = self.is("rise", word).then_some(Direction::Up);
        up.or_else(|| self.is("fall", word).then_some(Direction::Down))
    }
    /// True for a word that tells that a value moves, up, down or either way.
    #[must_use]
    pub fn is_movement(&self, word: &str) -> bool {
        self.moves(word).is_some() || self.is("movement", word)
    }
    /// The unit with this record symbol.
    #[must_use]
    pub fn unit(&self, unit: &str) -> Option<&Unit> {
        self.units.iter().find(|u| u.unit == unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_load() {
        let q = Quantities::embedded().unwrap();
        assert_eq!(q.number("seven"), Some(NumberWord::Unit(7.0)));
        assert_eq!(q.units[q.unit_sign("km").unwrap()].ucum.as_deref(), Some("km"));
        assert_eq!(q.currencies[q.currency_sign("$").unwrap()].iso, "USD");
        assert!(q.is("vote", "voted") && !q.is("vote", "goat"));
    }

    #[test]
    fn a_bad_line_is_named() {
        let mut q = Quantities::default();
        let e = q.load_bounds("phrase\tside\tbound\nover\tabove\tmore_than\n").unwrap_err();
        assert_eq!((e.line, e.table.as_str()), (2, "bounds.tsv"));
    }
}
