//! A year that stands alone, told from a count: "in 2019", "the 2021 summit", "(2003)".
//!
//! Owns this matcher of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;
use dyad_syntax::Upos;

use super::grammar::{Core, Expr, Matcher, Rel, core};
use crate::atoms::Kind;
use crate::numerals;

impl Matcher<'_, '_> {
    /// A four-digit year at `i`.
    pub(super) fn year_number(&self, i: usize) -> Option<i64> {
        let x = self.a.get(i)?;
        if x.text.len() != 4 {
            return None;
        }
        self.a.integer(i, 4).filter(|y| (1000..=2199).contains(y))
    }

    /// A year that belongs to the month or season before it, and the atom after it: "1949", "480 BC", "nineteen ninety-seven".
    pub(super) fn year_at(&self, i: usize) -> Option<(i64, usize)> {
        if let Some((y, end)) = self.before_christ(i) {
            return Some((1 - y, end));
        }
        self.year_number(i).map(|y| (y, i + 1)).or_else(|| self.year_in_words(i))
    }

    /// "480 BC", "149 B.C.": the year before Christ, and the atom after it.
    pub(super) fn before_christ(&self, i: usize) -> Option<(i64, usize)> {
        let y = self.a.integer(i, 4)?;
        Some((y, self.era(i + 1)?))
    }

    /// The atom after "BC", "BCE", "B.C.".
    pub(super) fn era(&self, i: usize) -> Option<usize> {
        let a = self.a;
        if matches!(a.low(i), "bc" | "bce" | "b.c." | "b.c" | "b.c.e.") {
            let dot = a.low(i) == "b.c" && a.low(i + 1) == "." && a.get(i + 1)?.glued;
            return Some(i + 1 + usize::from(dot));
        }
        if a.are(i, &["b", ".", "c"]) {
            return Some(i + 3 + usize::from(a.low(i + 3) == "." && a.get(i + 4).is_some()));
        }
        None
    }

    /// "nineteen ninety-seven", "two thousand" after "the year".
    fn year_in_words(&self, i: usize) -> Option<(i64, usize)> {
        let a = self.a;
        if a.get(i)?.kind != Kind::Word {
            return None;
        }
        let century = match a.low(i) {
            "sixteen" => 16,
            "seventeen" => 17,
            "eighteen" => 18,
            "nineteen" => 19,
            "twenty" => 20,
            _ => {
                let n = numerals::cardinal(a, i, self.q).filter(|_| a.low_before(i, 1) == "year")?;
                return (1000.0..2200.0).contains(&n.value).then_some((n.value as i64, n.end));
            }
        };
        let tens = numerals::cardinal(a, i + 1, self.q).filter(|n| n.form == numerals::Form::Words)?;
        let rest = tens.value as i64;
        let unit = self.class(TimeClass::Unit, tens.end).is_some();
        ((10..100).contains(&rest) && tens.value.fract() == 0.0 && !unit)
            .then_some((century * 100 + rest, tens.end))
    }

    /// A bare year: "in 2019", "the 2021 summit", "(2003)", "2012-2018".
    pub(super) fn year(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let yes = |y: i64, end: usize| core(end, Expr::Date { y: Some(y), m: None, d: None, rel: Rel::Bare });
        if matches!(a.low(i), "'" | "’") && a.get(i + 1).is_some_and(|x| x.glued) {
            let y = a.integer(i + 1, 2)?;
            let before = a.low_before(i, 1);
            let glued = a.get(i)?.glued;
            let year = !glued
                && matches!(before, "in" | "since" | "of" | "from" | "class")
                && a.get(i + 1)?.text.len() == 2;
            return if year { yes(if y < 40 { 2000 + y } else { 1900 + y }, i + 2) } else { None };
        }
        if let Some((y, end)) = self.before_christ(i) {
            return yes(1 - y, end);
        }
        // "480-479 BC", "264 to 241 BC": the first year has its era from the second.
        if let Some(y) = a.integer(i, 4)
            && let Some(j) = self.range_sign(i + 1)
            && let Some((second, _)) = self.before_christ(j)
            && y > second
        {
            return yes(1 - y, i + 1);
        }
        if a.low_before(i, 1) == "ad"
            && let Some(y) = a.integer(i, 4)
        {
            return yes(y, i + 1);
        }
        if let Some((y, end)) = self.year_in_words(i + usize::from(a.low(i) == "year")) {
            return yes(y, end);
        }
        if let Some(y) = self.range_year(i) {
            return yes(y, i + 1);
        }
        let y = self.year_number(i)?;
        if self.alone || self.range_year(i + 2).is_some() {
            return yes(y, i + 1);
        }
        let before = a.low_before(i, 1);
        let next = a.low(i + 1);
        // A scale, unit, or currency makes it a number; so does a name that takes one.
        if self.q.number(next).is_some()
            || next == "%"
            || matches!(next, "percent" | "/" | "feet" | "people") && next != "/"
        {
            return None;
        }
        if self.q.is("name", before)
            || a.before(i, 1).is_some_and(|x| self.q.currency_sign(x.text).is_some() || x.text == "#")
        {
            return None;
        }
        let measure = self.q.unit_words.word(next).map(|u| self.q.units[u].kind.as_str());
        if measure.is_some_and(|k| k != "duration") {
            return None;
        }
        if a.get(i + 1).is_some_and(|x| x.glued && (x.text == "-" || x.text == "–"))
            && a.integer(i + 2, 4).is_none()
            && a.get(i + 2).is_some_and(|x| x.glued && !x.low.starts_with(char::is_alphabetic))
        {
            return None;
        }
        // Part of a telephone number or an address.
        if a.get(i)?.glued
            && before == "-"
            && self.year_number(i.saturating_sub(2)).is_none()
            && !matches!(a.low_before(i, 2), "mid" | "pre" | "post" | "early" | "late")
            && self.class(TimeClass::Month, i.saturating_sub(2)).is_none()
        {
            return None;
        }
        if self.q.is("street", next) && a.capital(i + 1) {
            return None;
        }
        let before_is = |class| i > 0 && self.class(class, i - 1).is_some();
        let time_prep = before_is(TimeClass::YearHint);
        let prep = time_prep || before_is(TimeClass::YearName) || matches!(before, "'s" | "-");
        // After these a count is as likely; a plural noun behind decides for the count.
        let plural_noun = a.get(i + 1).is_some_and(|x| {
            x.kind == Kind::Word
                && x.low.ends_with('s')
                && !x.text.starts_with(char::is_uppercase)
                && !matches!(x.low.as_str(), "was" | "is" | "as" | "has" | "'s" | "does" | "this")
        });
        let det = matches!(before, "the" | "his" | "her" | "their" | "its" | "a" | "'s");
        // "In 1956 demonstrations" opens a sentence with its year.
        let opens = i == 1 && before == "in";
        let told = time_prep && a.upos(i + 1) == Upos::Verb;
        if plural_noun && !told && !det && !opens {
            return None;
        }
        if !(1700..=2100).contains(&y) && !time_prep {
            return None;
        }
        // Alone between signs, or before a noun that is not counted: a year, when it is a recent one.
        let alone = a.get(i + 1).is_none_or(|x| x.kind == Kind::Sign) || a.capital(i + 1) || i == 0;
        // "a secret 1902 pact"
        let named = i > 0 && a.upos(i - 1) == Upos::Adj && a.upos(i + 1) == Upos::Noun && !plural_noun;
        if prep || (alone || named) && (1900..=2060).contains(&y) {
            return yes(y, i + 1);
        }
        None
    }
}
