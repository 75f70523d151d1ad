//! Ranges whose ends share a month or a year: "3 to 9 May", "April 6-7", "March 19 - April 30, 2003", "1915-17".
//!
//! Owns what one end of a range lends to the other. It must not know the publication date.

use dyad_knowledge::TimeClass;

use super::grammar::{Core, Expr, Matcher, Rel, core};
use crate::atoms::Kind;

impl Matcher<'_, '_> {
    /// The atom after a sign or word that joins the ends of a range.
    pub(super) fn range_sign(&self, i: usize) -> Option<usize> {
        matches!(self.a.low(i), "-" | "–" | "—" | "‑" | "to" | "and" | "or" | "until" | "through" | "/")
            .then_some(i + 1)
    }

    /// The year that the second end of a range names for the first, which ends at `i` in month `m`.
    pub(super) fn year_after_range(&self, i: usize, m: i64) -> Option<i64> {
        let j = self.range_sign(i)?;
        let j = j + usize::from(self.a.low(j) == "the");
        let second: i64 = self
            .class(TimeClass::Month, j)
            .or_else(|| self.class(TimeClass::Month, j + 1).filter(|_| self.day_number(j).is_some()))?
            .parse()
            .ok()?;
        // "-7 January 1916" and "- April 30, 2003"
        let month_first = self.class(TimeClass::Month, j).is_some();
        let mut k = if month_first { j + 1 } else { j + 2 };
        if month_first && self.day_number(k).is_some() {
            k += 1;
        }
        let (y, _) = self.year_at(self.comma(k))?;
        Some(if m > second { y - 1 } else { y })
    }

    /// A day whose month stands at the other end of a range: "[6]-7 January 1916", "May 6 and [7]", "the [28] and 29 August".
    pub(super) fn range_day(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        let ordinal = matches!(a.get(i)?.kind, Kind::Ordinal(_));
        let d = self.day_number(i).filter(|_| a.get(i).is_some_and(|x| x.kind != Kind::Word))?;
        let day = |y, m, end| core(end, Expr::Date { y, m: Some(m), d: Some(d), rel: Rel::Bare });
        // Forward.
        if let Some(j) = self.range_sign(i + 1) {
            let j = j + usize::from(a.low(j) == "the");
            let second = self.day_number(j).is_some_and(|e| e > d);
            if second && let Some((_, Expr::Date { y, m: Some(m), d: Some(_), .. }, _)) = self.day_month(j) {
                return day(y, m, i + 1);
            }
        }
        // Back: a month, a day and the sign stand before.
        let s = i.checked_sub(1 + usize::from(the))?;
        if self.range_sign(s).is_some() && a.low(s) != "or" {
            let month = |k: usize| self.class(TimeClass::Month, k).and_then(|m| m.parse::<i64>().ok());
            let from = s.checked_sub(1)?;
            let dotted = usize::from(a.low_before(from, 1) == ".");
            let m = month(from.checked_sub(1 + dotted)?)?;
            let first = self.day_number(from)?;
            let year = self.year_at(self.comma(i + 1));
            let closed = a.get(i + 1).is_none_or(|x| x.kind == Kind::Sign) || year.is_some() || ordinal;
            let verb = matches!(a.low(s), "-" | "–" | "‑") || a.upos(i + 1) != dyad_syntax::Upos::Noun;
            if first < d && (closed || verb) {
                return day(year.map(|y| y.0), m, year.map_or(i + 1, |y| y.1));
            }
        }
        // "On the 5th": the month is that of the story.
        let prep = the
            && matches!(a.low_before(i, 2), "on" | "until" | "by" | "from" | "since" | "before" | "after");
        let noun = a.get(i + 1).is_some_and(|x| x.kind == Kind::Word)
            && matches!(
                a.upos(i + 1),
                dyad_syntax::Upos::Noun | dyad_syntax::Upos::Adj | dyad_syntax::Upos::Propn
            );
        if ordinal && prep && !noun && !self.hyphen(i + 1) {
            let same = a.are(i + 1, &["of", "that", "month"]) || a.are(i + 1, &["of", "the", "month"]);
            return core(i + 1 + 3 * usize::from(same), Expr::DayOf(d));
        }
        None
    }

    /// Where the rest of a range of years ends: "1942-43" after "1942".
    pub(super) fn range_rest(&self, end: usize) -> usize {
        if self.range_year(end + 1).is_some() { end + 2 } else { end }
    }

    /// The second year of a range: "17" of "1915-17", "1877" of "1861-1877".
    pub(super) fn range_year(&self, i: usize) -> Option<i64> {
        let a = self.a;
        let sign = a.before(i, 1).filter(|x| x.glued && matches!(x.text, "-" | "–" | "‑" | "/"))?;
        let from = self.year_number(i.checked_sub(2)?)?;
        let more = |k: usize| a.get(k).is_some_and(|x| x.glued);
        let longer = more(i + 1)
            && matches!(a.low(i + 1), "-" | "/" | "." | "%")
            && (a.low(i + 1) == "%" || more(i + 2));
        if !more(i) || longer {
            return None;
        }
        if let Some(y) = self.year_number(i).filter(|_| sign.text != "/") {
            return (from < y && y <= from + 400).then_some(y);
        }
        let y = a.integer(i, 2).filter(|_| a.get(i).is_some_and(|x| x.text.len() == 2))?;
        (y > from % 100 && from >= 1000).then_some(from / 100 * 100 + y)
    }
}
