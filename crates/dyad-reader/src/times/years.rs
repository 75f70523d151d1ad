//! A year that stands alone, told from a count: "in 2019", "the 2021 summit", "(2003)".
//!
//! Owns this matcher of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;
use dyad_syntax::Upos;

use super::grammar::{Core, Expr, Matcher, Rel, core};
use crate::atoms::Kind;

impl Matcher<'_, '_> {
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
        // Years before Christ have one to four digits.
        if let Some(y) = a.integer(i, 4).filter(|_| matches!(a.low(i + 1), "bc" | "bce" | "b.c.")) {
            return core(i + 2, Expr::Literal(format!("BC{y:04}")));
        }
        let y = self.year_number(i)?;
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
        let prep = matches!(
            before,
            "in" | "since"
                | "by"
                | "of"
                | "from"
                | "until"
                | "till"
                | "before"
                | "after"
                | "during"
                | "the"
                | "early"
                | "late"
                | "mid"
                | "year"
                | "through"
                | "between"
                | "and"
                | "to"
                | "around"
                | "circa"
                | "a"
                | "for"
                | "("
                | "-"
                | "–"
                | "than"
                | ","
                | "summer"
                | "spring"
                | "fall"
                | "autumn"
                | "winter"
                | "'s"
                | "his"
                | "her"
                | "their"
                | "its"
                | "back"
                | "pre"
                | "post"
                | "/"
                | "throughout"
                | "or"
                | "as"
                | "our"
                | "that"
                | "into"
        );
        // After these a count is as likely; a plural noun behind decides for the count.
        let plural_noun = a.get(i + 1).is_some_and(|x| {
            x.kind == Kind::Word
                && x.low.ends_with('s')
                && !x.text.starts_with(char::is_uppercase)
                && !matches!(x.low.as_str(), "was" | "is" | "as" | "has" | "'s" | "does" | "this")
        });
        let time_prep = matches!(
            before,
            "in" | "since" | "until" | "by" | "during" | "early" | "late" | "mid" | "year" | "("
        );
        let det = matches!(before, "the" | "his" | "her" | "their" | "its" | "a" | "'s");
        if plural_noun && !(time_prep && a.upos(i + 1) == Upos::Verb) && !det {
            return None;
        }
        if !(1700..=2100).contains(&y) && !time_prep {
            return None;
        }
        // Alone between signs, or before a noun that is not counted: a year, when it is a recent one.
        let alone = a.get(i + 1).is_none_or(|x| x.kind == Kind::Sign) || a.capital(i + 1) || i == 0;
        if prep || alone && (1900..=2060).contains(&y) {
            return yes(y, i + 1);
        }
        None
    }
}
