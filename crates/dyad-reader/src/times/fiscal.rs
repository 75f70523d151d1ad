//! Fiscal years and their quarters: "FY2023", "fiscal 2023", "the second quarter of fiscal year 2022", "the 2022-23
//! financial year".
//!
//! Owns these matchers of the grammar. It must not know when a fiscal year begins.

use super::grammar::{Core, Expr, Matcher, Rel, core};

impl Matcher<'_, '_> {
    /// A fiscal year, with the quarter that may stand before or after it.
    pub(super) fn fiscal(&self, i: usize) -> Option<Core> {
        let a = self.a;
        if let Some((y, end)) = self.fiscal_year(i) {
            // "fiscal 2022 second quarter", "FY2022 Q2"
            if let Some((q, 'Q', k)) = self.quarter_name(end, true).filter(|q| q.0 > 0) {
                return core(k, Expr::Fiscal(y.0, Some(q), y.1));
            }
            return core(end, Expr::Fiscal(y.0, None, y.1));
        }
        // "fiscal second quarter", "fiscal first-quarter"
        if matches!(a.low(i), "fiscal" | "financial") {
            let k = i + 1 + usize::from(self.hyphen(i + 1));
            let (q, _, end) = self.quarter_name(k, true).filter(|q| q.0 > 0 && q.1 == 'Q')?;
            let of = end + usize::from(a.low(end) == "of");
            return match self.year_number(of) {
                Some(y) => core(of + 1, Expr::Fiscal(Some(y), Some(q), Rel::Bare)),
                None => core(end, Expr::Fiscal(None, Some(q), Rel::Bare)),
            };
        }
        // "the second quarter of fiscal 2022", "Q2 FY23", "the third fiscal quarter of 2021"
        let (q, end) = match self.quarter_name(i, true) {
            Some((q, 'Q', end)) if q > 0 => (q, end),
            _ => {
                let q = self.class(dyad_knowledge::TimeClass::Ordinal, i)?.parse::<i64>().ok()?;
                if !matches!(a.low(i + 1), "fiscal" | "financial") || a.low(i + 2) != "quarter" {
                    return None;
                }
                let of = i + 3 + usize::from(a.low(i + 3) == "of");
                return match self.year_number(of) {
                    Some(y) => core(of + 1, Expr::Fiscal(Some(y), Some(q), Rel::Bare)),
                    None => core(i + 3, Expr::Fiscal(None, Some(q), Rel::Bare)),
                };
            }
        };
        let k = end + usize::from(matches!(a.low(end), "of" | "in" | ","));
        let k = k + usize::from(matches!(a.low(k), "the" | "its"));
        let (y, end) = self.fiscal_year(k)?;
        core(end, Expr::Fiscal(y.0, Some(q), y.1))
    }

    /// "fiscal year 2023", "fiscal 2023", "FY23", "the fiscal year", "last fiscal year", "2022-23 financial year".
    fn fiscal_year(&self, i: usize) -> Option<((Option<i64>, Rel), usize)> {
        let a = self.a;
        let (rel, j) = match self.a.low(i) {
            "latest" => (Rel::Last, i + 1),
            _ => self.rel(i),
        };
        if matches!(a.low(j), "fiscal" | "financial") {
            let k = j + 1 + usize::from(self.hyphen(j + 1));
            let year = matches!(a.low(k), "year");
            let k = k + usize::from(year);
            if let Some((y, end)) = self.fiscal_number(k) {
                return Some(((Some(y), rel), end));
            }
            return year.then_some(((None, rel), k));
        }
        if let Some((y, end)) = self.fiscal_number(i)
            && matches!(a.low(end), "fiscal" | "financial")
            && a.low(end + 1) == "year"
        {
            return Some(((Some(y), Rel::Bare), end + 2));
        }
        let t = a.get(i)?.text.strip_prefix("FY")?;
        if t.is_empty() {
            let y = a.integer(i + 1, 4)?;
            let (y, end) = self.fiscal_number(i + 1).unwrap_or((if y < 100 { y + 2000 } else { y }, i + 2));
            return Some(((Some(y), Rel::Bare), end));
        }
        let y: i64 = if t.len() <= 4 { t.parse().ok()? } else { return None };
        let y = if y < 100 { y + 2000 } else { y };
        // "FY2022-23" ends in 2023.
        let rest = a.get(i + 1).is_some_and(|x| x.glued && matches!(x.text, "-" | "/" | "–"));
        match a.integer(i + 2, 2).filter(|n| rest && *n == (y + 1) % 100) {
            Some(_) => Some(((Some(y + 1), Rel::Bare), i + 3)),
            None => Some(((Some(y), Rel::Bare), i + 1)),
        }
    }

    /// "2023"; of two years ("2022-23", "2022/2023") the second.
    fn fiscal_number(&self, i: usize) -> Option<(i64, usize)> {
        let y = self.year_number(i)?;
        match self.range_year(i + 2).filter(|second| *second == y + 1) {
            Some(second) => Some((second, i + 3)),
            None => Some((y, i + 1)),
        }
    }
}
