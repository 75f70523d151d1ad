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
        if matches!(a.low(i), "'" | "‘" | "’") {
            let y = a.integer(i + 1, 2).filter(|_| a.get(i + 1).is_some_and(|x| x.glued))?;
            if y % 10 == 0 && s_after(i + 2) {
                let century = if y < 30 { 200 } else { 190 };
                return core(i + 3, Expr::Literal(format!("{}", century + y / 10)));
            }
            return None;
        }
        if the {
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
        (a.low(k) == "century" && (2..=25).contains(&n))
            .then(|| (k + 1, Expr::Literal(format!("{:02}", n - 1)), None))
    }

    /// "fiscal year 2023", "fiscal 2023", "FY23", "the fiscal year", "last fiscal year".
    pub(super) fn fiscal(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let (rel, j) = self.rel(i);
        if matches!(a.low(j), "fiscal" | "financial") {
            let k = j + 1 + usize::from(self.hyphen(j + 1));
            let year = matches!(a.low(k), "year");
            let k = k + usize::from(year);
            if let Some(y) = self.year_number(k) {
                return core(k + 1, Expr::Fiscal(Some(y), rel));
            }
            return if year { core(k, Expr::Fiscal(None, rel)) } else { None };
        }
        let t = a.get(i)?.text.strip_prefix("FY")?;
        let y: i64 = if t.is_empty() { a.integer(i + 1, 4)? } else { t.parse().ok()? };
        let y = if y < 100 { y + 2000 } else { y };
        core(i + 1 + usize::from(t.is_empty()), Expr::Fiscal(Some(y), Rel::Bare))
    }

    /// "the third quarter of 2023", "first half", "Q3", "fourth-quarter".
    pub(super) fn quarter(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        let x = a.get(i)?;
        let (n, kind, mut j) = if let Some(n) = x.text.strip_prefix('Q').and_then(|n| n.parse::<i64>().ok()) {
            (n, 'Q', i + 1)
        } else if let Some(n) = x.text.strip_prefix('H').and_then(|n| n.parse::<i64>().ok()) {
            (n, 'H', i + 1)
        } else {
            let (n, k) = match x.kind {
                Kind::Ordinal(n) => (n as i64, i + 1),
                _ => match self.class(TimeClass::Ordinal, i)? {
                    "L" => (if a.low(i) == "final" { 4 } else { 0 }, i + 1),
                    n => (n.parse().ok()?, i + 1),
                },
            };
            let hyphen = self.hyphen(k);
            let k = k + usize::from(hyphen);
            let kind = match a.low(k) {
                "quarter" => 'Q',
                "half" if the && n <= 2 && n > 0 => 'H',
                _ => return None,
            };
            if !(the || hyphen || a.capital(i) || matches!(a.low_before(i, 1), "in" | "'s" | "of")) {
                return None;
            }
            (n, kind, k + 1)
        };
        if n > 4 || kind == 'H' && n > 2 {
            return None;
        }
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
            if a.are(j, &["of", "the", "year"]) {
                j += 3;
            } else {
                return None;
            }
        }
        core(j, Expr::Quarter(kind, n, None, Rel::Bare))
    }
}
