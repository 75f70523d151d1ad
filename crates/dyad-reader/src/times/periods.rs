//! Periods of the calendar and of budgets: decades, centuries, quarters, halves, fiscal years.
//!
//! Owns these matchers of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;

use super::grammar::{Core, Expr, Matcher, Rel, core};
use crate::atoms::Kind;

impl Matcher<'_, '_> {
    /// "1990s", "the '90s", "the nineties", "the 20th century".
    pub(super) fn decade(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        let s_after = |k: usize| {
            a.low(k) == "s" && a.get(k).is_some_and(|x| x.glued)
                || a.low(k) == "'s" && a.get(k).is_some_and(|x| x.glued)
        };
        if let Some(y) = self.year_number(i)
            && y % 10 == 0
            && s_after(i + 1)
        {
            return core(i + 2, Expr::Literal(format!("{}", y / 10)));
        }
        // "the 470s BC"
        if let Some(y) = a.integer(i, 3).filter(|y| y % 10 == 0 && s_after(i + 1))
            && let Some(end) = self.era(i + 2)
        {
            return core(end, Expr::Literal(format!("BC{:03}", y / 10)));
        }
        // "the 70s and 80s"
        let listed =
            matches!(a.low_before(i, 1), "and" | "or" | "early" | "late" | "-") && i > 1 && s_after(i - 2);
        if matches!(a.low(i), "'" | "‘" | "’") {
            let y = a.integer(i + 1, 2).filter(|_| a.get(i + 1).is_some_and(|x| x.glued))?;
            if y % 10 == 0 && s_after(i + 2) {
                let century = if y < 30 { 200 } else { 190 };
                return core(i + 3, Expr::Literal(format!("{}", century + y / 10)));
            }
            return None;
        }
        if the || listed {
            if let Some(d) = self.class(TimeClass::Decade, i) {
                return core(i + 1, Expr::Literal(format!("19{d}")));
            }
            if let Some(y) = a.integer(i, 2).filter(|y| y % 10 == 0 && s_after(i + 1)) {
                return core(
                    i + 2,
                    Expr::Literal(format!("{}", if y < 30 { 200 + y / 10 } else { 190 + y / 10 })),
                );
            }
        }
        let n = match a.get(i)?.kind {
            Kind::Ordinal(n) => n as i64,
            Kind::Word => match (a.low(i), self.hyphen(i + 1)) {
                ("twenty", true) if a.low(i + 2) == "first" => {
                    return (a.low(i + 3) == "century").then(|| (i + 4, Expr::Literal("20".into()), None));
                }
                (w, _) => self.q.ordinal(w)? as i64,
            },
            _ => return None,
        };
        let k = i + 1 + usize::from(self.hyphen(i + 1));
        if a.low(k) != "century" || !(1..=25).contains(&n) {
            return None;
        }
        match self.era(k + 1) {
            Some(end) => core(end, Expr::Literal(format!("BC{:02}", n - 1))),
            None => core(k + 1, Expr::Literal(format!("{:02}", n - 1))),
        }
    }

    /// "the third quarter of 2023", "first half", "Q3", "fourth-quarter", "the quarter", "the year-ago quarter".
    pub(super) fn quarter(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        // "this year's third quarter"
        let (rel, k) = self.rel(i);
        if rel != Rel::Bare
            && a.are(k, &["year", "'s"])
            && let Some((n, kind, end)) = self.quarter_name(k + 2, true).filter(|q| q.0 > 0)
        {
            return core(end, Expr::Quarter(kind, n, None, rel));
        }
        if let Some(x) = self.year_quarter(i).or_else(|| self.week_of(i)).or_else(|| self.unit_end(i)) {
            return Some(x);
        }
        let (n, kind, j) = match self.quarter_name(i, the) {
            Some(x) => x,
            None => return self.the_quarter(i, the),
        };
        let of = j + usize::from(a.low(j) == "of" || a.low(j) == ",");
        if let Some(y) = self.year_number(of) {
            return core(of + 1, Expr::Quarter(kind, n, Some(y), Rel::Bare));
        }
        let k = of + usize::from(a.low(of) == "the");
        let (rel, r) = self.rel(k);
        if rel != Rel::Bare && a.low(r) == "year" {
            return core(r + 1, Expr::Quarter(kind, n, None, rel));
        }
        // "the first half" of a match or a book is no half-year.
        if kind == 'H' {
            let year = a.are(j, &["of", "the", "year"]);
            return if year { core(j + 3, Expr::Quarter(kind, n, None, Rel::Bare)) } else { None };
        }
        core(j, Expr::Quarter(kind, n, None, Rel::Bare))
    }

    /// "the last week of March", "the first week of May 2019".
    pub(super) fn week_of(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let n: i64 = match self.class(TimeClass::Ordinal, i)? {
            "L" => 0,
            n => n.parse().ok()?,
        };
        let of = a.low(i + 1) == "week" && matches!(a.low(i + 2), "of" | "in");
        let (to, month, part) = if of { self.month(i + 3, false)? } else { return None };
        let whole = part.is_none() && matches!(month, Expr::Date { d: None, .. });
        whole.then(|| (to, Expr::WeekOf(n, Box::new(month)), None))
    }

    /// "year-end", "month's end", "year end".
    pub(super) fn unit_end(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let unit = self.single_unit(i).filter(|u| matches!(*u, "Y" | "M" | "W"))?;
        let k = i + 1 + usize::from(self.hyphen(i + 1) || a.low(i + 1) == "'s");
        let verb = matches!(a.low_before(i, 1), "the" | "a" | "this" | "that") && k == i + 1;
        if a.low(k) != "end" || verb {
            return None;
        }
        let y = self.year_number(k + 1).filter(|_| unit == "Y");
        match y {
            Some(y) => core(k + 2, Expr::Date { y: Some(y), m: None, d: None, rel: Rel::Bare }),
            None => core(k + 1, Expr::The(unit.to_owned())),
        }
    }

    /// "the 1988 third quarter".
    fn year_quarter(&self, i: usize) -> Option<Core> {
        let y = self.year_number(i)?;
        if self.a.low(i + 1) == "quarter" {
            return core(i + 2, Expr::Before("Q".to_owned(), Box::new(Expr::Literal(y.to_string()))));
        }
        let (n, kind, end) = self.quarter_name(i + 1, true).filter(|q| q.0 > 0)?;
        core(end, Expr::Quarter(kind, n, Some(y), Rel::Bare))
    }

    /// A quarter or half without its year: number (0 the last one), `Q` or `H`, and the atom after it.
    pub(super) fn quarter_name(&self, i: usize, the: bool) -> Option<(i64, char, usize)> {
        let a = self.a;
        let x = a.get(i)?;
        let digit = |sign: char, most: i64| {
            x.text.strip_prefix(sign)?.parse::<i64>().ok().filter(|n| (1..=most).contains(n))
        };
        if let Some(n) = digit('Q', 4) {
            return Some((n, 'Q', i + 1));
        }
        if let Some(n) = digit('H', 2) {
            return Some((n, 'H', i + 1));
        }
        let n = match x.kind {
            Kind::Ordinal(n) => n as i64,
            _ => match self.class(TimeClass::Ordinal, i)? {
                "L" if a.low(i) == "final" => 4,
                "L" => 0,
                n => n.parse().ok()?,
            },
        };
        let hyphen = self.hyphen(i + 1);
        let k = i + 1 + usize::from(hyphen);
        // "the last half of 2023" is its second.
        let (n, kind) = match a.low(k) {
            "quarter" => (n, 'Q'),
            "half" if the && n == 0 => (2, 'H'),
            "half" if the && n <= 2 => (n, 'H'),
            _ => return None,
        };
        let sign = the
            || hyphen
            || self.alone
            || a.capital(i)
            || matches!(a.low_before(i, 1), "in" | "'s" | "of" | "its" | "fiscal" | "-");
        (n <= 4 && sign).then_some((n, kind, k + 1))
    }

    /// "the quarter" of a report; "the year-ago quarter", "the year-earlier period", "year-ago" sales.
    fn the_quarter(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        let comparable = matches!(a.low(i), "comparable" | "corresponding");
        let i = i + usize::from(comparable);
        if a.low(i) == "year" && self.hyphen(i + 1) && matches!(a.low(i + 2), "ago" | "earlier") {
            let (mut k, mut n) = (i + 3, 0);
            if let Some((q, 'Q', end)) = self.quarter_name(k, true) {
                (k, n) = (end, q);
            } else if matches!(a.low(k), "quarter" | "period") {
                k += 1;
            }
            return match n {
                0 => core(k, Expr::TheQuarter(1)),
                n => core(k, Expr::Quarter('Q', n, None, Rel::Last)),
            };
        }
        let report = matches!(a.low_before(i, 2), "in" | "for" | "during" | "from" | "through" | "of") && the;
        if (report || self.alone)
            && (a.low(i) == "quarter" || a.are(i, &["latest", "period"]))
            && a.low(i + 1) != "of"
            && !self.hyphen(i + 1)
        {
            let k = i + if a.low(i) == "quarter" { 1 } else { 2 };
            let ago = a.are(k, &["a", "year"]) && matches!(a.low(k + 2), "ago" | "earlier");
            return core(k + 3 * usize::from(ago), Expr::TheQuarter(i64::from(ago)));
        }
        None
    }
}
