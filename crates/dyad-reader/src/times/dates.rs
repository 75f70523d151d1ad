//! Calendar dates, days of the week and times of day: "Tuesday, March 5, 2024", "16:08 UTC", "in 2019".
//!
//! Owns these matchers of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;
use dyad_syntax::Upos;

use super::grammar::{Core, Expr, Matcher, Rel, core};
use crate::atoms::Kind;

impl Matcher<'_, '_> {
    /// `2024-03-05`, `3/5/2024`.
    pub(super) fn numeric_date(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let sign = a.get(i + 1).filter(|x| x.glued)?.text;
        let (x, y, z) = (a.integer(i, 4)?, a.integer(i + 2, 2)?, a.integer(i + 4, 4)?);
        if a.low(i + 3) != sign || !a.get(i + 2)?.glued || !a.get(i + 4)?.glued {
            return None;
        }
        let (y, m, d) = match sign {
            "-" if x > 1000 => (x, y, z),
            "/" if x <= 12 && !(100..=1000).contains(&z) => (
                if z < 50 {
                    z + 2000
                } else if z < 100 {
                    z + 1900
                } else {
                    z
                },
                x,
                y,
            ),
            "/" if y <= 12 && z > 1000 => (z, y, x),
            _ => return None,
        };
        super::calendar::date(y, m, d)?;
        core(i + 5, Expr::Date { y: Some(y), m: Some(m), d: Some(d), rel: Rel::Bare })
    }

    /// A four-digit year at `i`.
    pub(super) fn year_number(&self, i: usize) -> Option<i64> {
        let x = self.a.get(i)?;
        if x.text.len() != 4 {
            return None;
        }
        self.a.integer(i, 4).filter(|y| (1000..=2199).contains(y))
    }

    /// "March", "March 5", "March 5, 2024", "March 2024", "early March".
    pub(super) fn month(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        let m: i64 = self.class(TimeClass::Month, i)?.parse().ok()?;
        let word = a.get(i)?;
        let capital = word.text.starts_with(char::is_uppercase);
        if !capital {
            return None;
        }
        let mut j = i + 1;
        let short = word.text.len() <= 4 && !matches!(word.low.as_str(), "may" | "june" | "july");
        j += usize::from(short && a.low(j) == ".");
        // "March 5-7" keeps its first day.
        let day = self.day_number(j);
        if let Some(d) = day {
            let mut k = j + 1;
            let y = self.year_number(self.comma(k));
            if let Some(y) = y {
                k = self.comma(k) + 1;
                return core(k, Expr::Date { y: Some(y), m: Some(m), d: Some(d), rel: Rel::Bare });
            }
            return Some(self.with_part(k, Expr::Date { y: None, m: Some(m), d: Some(d), rel: Rel::Bare }));
        }
        if a.get(j).is_some_and(|x| matches!(x.kind, Kind::Number(_)))
            || !short
            || j > i + 1
            || word.low == "sept"
        {
            let k = self.comma(j) + usize::from(a.low(j) == "of");
            if let Some(y) = self.year_number(k) {
                return core(k + 1, Expr::Date { y: Some(y), m: Some(m), d: None, rel: Rel::Bare });
            }
        }
        // "May" the name and the verb, "March" the noun: a month needs a sign of being one when ambiguous.
        let before = a.low_before(i, 1);
        let hint = matches!(
            before,
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "of"
                | "during"
                | "from"
                | "to"
                | "through"
                | "before"
                | "after"
                | "and"
                | "early"
                | "late"
                | "mid"
                | "-"
                | "last"
                | "next"
                | "this"
                | "every"
                | "between"
                | "around"
                | "previous"
        );
        let ambiguous = matches!(
            word.low.as_str(),
            "may" | "march" | "mar" | "jan" | "jun" | "dec" | "apr" | "nov" | "august" | "april" | "june"
        );
        let name = a.capital(i + 1) && ambiguous && !hint || a.upos(i) == Upos::Aux;
        if ambiguous && !hint && (the || name || short || matches!(word.low.as_str(), "may" | "march")) {
            return None;
        }
        core(
            j.min(i + 1 + usize::from(short && a.low(i + 1) == ".")),
            Expr::Date { y: None, m: Some(m), d: None, rel: Rel::Bare },
        )
    }

    pub(super) fn day_number(&self, i: usize) -> Option<i64> {
        let x = self.a.get(i)?;
        let d = match x.kind {
            Kind::Number(_) => {
                // "March 5,000" and "May 3 percent" are no days.
                let next = self.a.low(i + 1);
                if matches!(next, "percent" | "%" | "million" | "billion") {
                    return None;
                }
                self.a.integer(i, 2)?
            }
            Kind::Ordinal(n) => n as i64,
            Kind::Word => self.q.ordinal(&x.low)? as i64,
            Kind::Sign => return None,
        };
        (1..=31).contains(&d).then_some(d)
    }

    /// "5 March 2024", "the 5th of March".
    pub(super) fn day_month(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let d = self.day_number(i)?;
        let j = i + 1 + usize::from(a.low(i + 1) == "of");
        if a.get(i)?.kind == Kind::Word && j == i + 1 {
            return None;
        }
        let m: i64 = self.class(TimeClass::Month, j).filter(|_| a.capital(j))?.parse().ok()?;
        let k = j + 1 + usize::from(a.low(j + 1) == "." && a.get(j)?.text.len() <= 4);
        let y = self.year_number(self.comma(k));
        match y {
            Some(y) => {
                core(self.comma(k) + 1, Expr::Date { y: Some(y), m: Some(m), d: Some(d), rel: Rel::Bare })
            }
            None => {
                let end = if k > j + 1 && self.a.get(k).is_none() { j + 1 } else { k };
                core(end, Expr::Date { y: None, m: Some(m), d: Some(d), rel: Rel::Bare })
            }
        }
    }

    /// "Tuesday", "Tuesday, March 5", "Tuesday night", "last Tuesday" (its "last" is matched by `deictic`).
    pub(super) fn weekday(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let long = self.class(TimeClass::Weekday, i).filter(|_| a.capital(i));
        let short = self.class(TimeClass::WeekdayShort, i).filter(|_| a.capital(i));
        let wd: i64 = long.or(short)?.parse().ok()?;
        let j = i + 1 + usize::from(long.is_none() && a.low(i + 1) == ".");
        let k = self.comma(j);
        if let Some(x) = self.month(k, false).or_else(|| self.day_month(k))
            && matches!(x.1, Expr::Date { d: Some(_), .. })
        {
            return Some(x);
        }
        long?;
        Some(self.with_part(j, Expr::Weekday(wd, Rel::Bare)))
    }

    /// Adds a part of the day that follows: "Friday morning", "yesterday evening".
    pub(super) fn with_part(&self, j: usize, expr: Expr) -> Core {
        match self.class(TimeClass::Part, j) {
            Some(p) => (j + 1, expr, Some(p.to_owned())),
            None => (j, expr, None),
        }
    }

    /// "5 p.m.", "16:08 UTC", "noon", "10:30 a.m. Friday".
    pub(super) fn clock(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let (mut h, mut m, mut j) = match a.low(i) {
            "noon" => (12, Some(0), i + 1),
            "midnight" => (0, Some(0), i + 1),
            _ => {
                let h = a.integer(i, 4)?;
                if a.low(i + 1) == ":" && a.get(i + 1)?.glued {
                    (h, Some(a.integer(i + 2, 2).filter(|m| *m < 60)?), i + 3)
                } else {
                    (h, None, i + 1)
                }
            }
        };
        let half = match a.low(j).replace('.', "").as_str() {
            "am" => Some(0),
            "pm" => Some(12),
            _ => None,
        };
        if let Some(add) = half {
            j += 1;
            if !(1..=12).contains(&h) {
                return None;
            }
            h = h % 12 + add;
        } else if a.low(j) == "o'clock" {
            j += 1;
        }
        let zone_at = j + usize::from(a.low(j) == "(");
        let zone = self
            .class(TimeClass::Zone, zone_at)
            .filter(|_| a.get(zone_at).is_some_and(|x| x.text.chars().all(char::is_uppercase)));
        // Four digits are a time of day only before a zone ("0800 GMT").
        if m.is_none() && half.is_none() && a.low(i + 1) != "o'clock" && i + 1 == j {
            let digits = a.get(i)?.text.len() == 4;
            if zone.is_none() || !digits {
                return None;
            }
            m = Some(h % 100);
            h /= 100;
        }
        if h > 24 || m.is_some_and(|m| m > 59) {
            return None;
        }
        let mut value = match m {
            Some(m) => format!("{h:02}:{m:02}"),
            None => format!("{h:02}:00"),
        };
        if let Some(z) = zone {
            if z != "?" {
                value.push_str(z);
            }
            j = zone_at + 1 + usize::from(zone_at > j && a.low(zone_at + 1) == ")");
        }
        // A day that follows belongs to it.
        let k = self.comma(j);
        let k = k + usize::from(a.low(k) == "on");
        let date = self
            .weekday(k)
            .or_else(|| self.month(k, false))
            .or_else(|| self.day_month(k))
            .or_else(|| self.day_word(k));
        match date {
            Some((end, expr, None)) if !matches!(expr, Expr::Date { d: None, .. }) => {
                Some((end, expr, Some(value)))
            }
            _ => core(j, Expr::Clock(value)),
        }
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
