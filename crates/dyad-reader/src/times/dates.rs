//! Calendar dates and days of the week: "Tuesday, March 5, 2024", "the 5th of March".
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
        if super::calendar::date(y, m, d).is_none() {
            // Three numbers with strokes may be anything; in the order of ISO 8601 they mean a date.
            let why = format!("{y:04} has no {m:02}-{d:02}");
            let month = if (1..=12).contains(&m) { format!("{m:02}") } else { "XX".to_owned() };
            let iso = sign == "-" && x > 1000;
            return if iso { core(i + 5, Expr::NoDate(format!("{y:04}-{month}-XX"), why)) } else { None };
        }
        if let Some((end, clock)) = self.iso_clock(i + 5).filter(|_| sign == "-") {
            let date = Expr::Date { y: Some(y), m: Some(m), d: Some(d), rel: Rel::Bare };
            return Some((end, date, Some(clock)));
        }
        core(i + 5, Expr::Date { y: Some(y), m: Some(m), d: Some(d), rel: Rel::Bare })
    }

    /// "T10:30Z" behind the day of ISO 8601.
    fn iso_clock(&self, i: usize) -> Option<(usize, String)> {
        let a = self.a;
        let hour: i64 =
            a.get(i).filter(|x| x.glued)?.text.strip_prefix('T').filter(|h| h.len() == 2)?.parse().ok()?;
        let minute = a.integer(i + 2, 2).filter(|m| *m < 60 && hour < 25 && a.low(i + 1) == ":")?;
        let mut end = i + 3;
        if a.low(end) == ":" && a.integer(end + 1, 2).is_some() {
            end += 2;
        }
        let glued = a.get(end).is_some_and(|x| x.glued);
        let zone = if glued && a.low(end) == "z" {
            Some(("Z".to_owned(), end + 1))
        } else {
            self.zone_shift(end).filter(|_| glued)
        };
        let (zone, end) = zone.unwrap_or((String::new(), end));
        Some((end, format!("{hour:02}:{minute:02}{zone}")))
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
        let day = self.day_number(j);
        if let Some(d) = day {
            let k = j + 1;
            let year = self.year_at(self.comma(k)).map(|(y, end)| (y, end, end));
            let (y, to, _) = year
                .or_else(|| self.year_after_range(k, m).map(|y| (y, k, k)))
                .map_or((None, k, k), |(y, a, b)| (Some(y), a, b));
            let date = Expr::Date { y, m: Some(m), d: Some(d), rel: Rel::Bare };
            return if to > k { core(to, date) } else { Some(self.with_part(k, date)) };
        }
        if a.get(j).is_some_and(|x| matches!(x.kind, Kind::Number(_)))
            || !short
            || j > i + 1
            || word.low == "sept"
        {
            let k = self.comma(j) + usize::from(a.low(j) == "of");
            if let Some((y, end)) = self.year_at(k) {
                return core(end, Expr::Date { y: Some(y), m: Some(m), d: None, rel: Rel::Bare });
            }
        }
        if let Some(y) = self.year_after_range(j, m) {
            return core(j, Expr::Date { y: Some(y), m: Some(m), d: None, rel: Rel::Bare });
        }
        // "May" the name and the verb, "March" the noun: a month needs a sign of being one when ambiguous.
        let range = self.range_sign(j).is_some_and(|k| self.class(TimeClass::Month, k).is_some());
        let hint = self.alone
            || range
            || a.low_before(i, 1) == "-"
            || self.class(TimeClass::MonthHint, i.wrapping_sub(1)).is_some();
        let ambiguous = matches!(
            word.low.as_str(),
            "may" | "march" | "mar" | "jan" | "jun" | "dec" | "apr" | "nov" | "august" | "april" | "june"
        );
        let name = !self.alone && (a.capital(i + 1) && ambiguous && !hint || a.upos(i) == Upos::Aux);
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
        match self.year_at(self.comma(k)) {
            Some((y, end)) => core(end, Expr::Date { y: Some(y), m: Some(m), d: Some(d), rel: Rel::Bare }),
            None => {
                let end = if k > j + 1 && self.a.get(k).is_none() { j + 1 } else { k };
                core(
                    end,
                    Expr::Date { y: self.year_after_range(k, m), m: Some(m), d: Some(d), rel: Rel::Bare },
                )
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
        // "on Tuesdays", "Tuesday nights"
        if a.low(i).ends_with("days") {
            return core(j, Expr::Set(format!("XXXX-WXX-{wd}")));
        }
        if let Some(p) = self.class(TimeClass::Part, j).filter(|_| a.low(j).ends_with('s')) {
            return core(j + 1, Expr::Set(format!("XXXX-WXX-{wd}T{p}")));
        }
        Some(self.with_part(j, Expr::Weekday(wd, Rel::Bare)))
    }

    /// Adds a part of the day that follows: "Friday morning", "yesterday evening".
    pub(super) fn with_part(&self, j: usize, expr: Expr) -> Core {
        match self.class(TimeClass::Part, j) {
            Some(p) => (j + 1, expr, Some(p.to_owned())),
            None => (j, expr, None),
        }
    }
}
