//! What is told from now or from the last date of the text: "yesterday", "last week", "that day", "recently", "daily".
//!
//! Owns these matchers of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;

use super::grammar::{Core, Expr, Matcher, Rel, core};

impl Matcher<'_, '_> {
    pub(super) fn day_word(&self, i: usize) -> Option<Core> {
        let (v, n) = self.phrase(TimeClass::Day, i)?;
        let expr = Expr::Day(v.parse().ok()?);
        if self.a.low(i) == "tonight" {
            return Some((i + n, expr, Some("NI".to_owned())));
        }
        Some(self.with_part(i + n, expr))
    }

    /// "today", "last week", "this morning", "next Tuesday", "that day", "the same year", "the following day".
    pub(super) fn deictic(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        if let Some(x) = self.day_word(i) {
            return Some(x);
        }
        if a.are(i, &["day", "before", "yesterday"]) {
            return core(i + 3, Expr::Day(-2));
        }
        if a.are(i, &["day", "after", "tomorrow"]) {
            return core(i + 3, Expr::Day(2));
        }
        let same = matches!(a.low(i), "that" | "same");
        let (rel, j) = self.rel(i);
        if same {
            let unit = self.class(TimeClass::Unit, i + 1)?;
            let single = !a.low(i + 1).ends_with('s') && matches!(unit, "D" | "W" | "M" | "Y" | "Q" | "WE");
            return if single { core(i + 2, Expr::Same(unit.to_owned())) } else { None };
        }
        if rel == Rel::Bare {
            // "the day before", "the next day" are told from the text.
            if the
                && self.class(TimeClass::Unit, i) == Some("D")
                && matches!(a.low(i + 1), "before" | "after" | "earlier")
                && !self.noun_follows(i + 2)
            {
                let sign = if a.low(i + 1) == "after" { 1 } else { -1 };
                return core(i + 2, Expr::Offset { n: Some(1), unit: "D".into(), sign, from_text: true });
            }
            if the && matches!(a.low(i), "weekend") {
                return core(i + 1, Expr::Unit("WE".into(), Rel::Bare));
            }
            return None;
        }
        if let Some(wd) = self.class(TimeClass::Weekday, j).filter(|_| a.capital(j)) {
            return Some(self.with_part(j + 1, Expr::Weekday(wd.parse().ok()?, rel)));
        }
        if let Some(m) = self.class(TimeClass::Month, j).filter(|_| a.capital(j)) {
            let d = self.day_number(j + 1);
            return core(
                j + 1 + usize::from(d.is_some()),
                Expr::Date { y: None, m: Some(m.parse().ok()?), d, rel },
            );
        }
        if let Some(s) = self.class(TimeClass::Season, j) {
            return core(j + 1, Expr::Season(s.to_owned(), None, rel));
        }
        if let Some(p) = self.class(TimeClass::Part, j) {
            let offset = match (rel, p) {
                (Rel::Last, _) => -1,
                (Rel::Next, _) => {
                    return core(
                        j + 1,
                        Expr::Offset { n: Some(1), unit: "D".into(), sign: 1, from_text: true },
                    )
                    .map(|(e, x, _)| (e, x, Some(p.to_owned())));
                }
                _ => 0,
            };
            return Some((j + 1, Expr::Day(offset), Some(p.to_owned())));
        }
        if let Some((h, n)) = self.phrase(TimeClass::Holiday, j).filter(|_| a.capital(j)) {
            return core(j + n, Expr::Holiday(h.to_owned(), None, rel));
        }
        let unit = self.class(TimeClass::Unit, j)?.to_owned();
        if a.low(j).ends_with('s') || unit.starts_with('T') {
            return None;
        }
        // "the next day", "the following year", "the previous month": from the text's last date.
        if the && matches!(a.low(i), "next" | "following" | "previous") || a.low(i) == "following" {
            let sign = if rel == Rel::Last { -1 } else { 1 };
            return core(j + 1, Expr::Offset { n: Some(1), unit, sign, from_text: true });
        }
        if a.low(i) == "past" {
            return None;
        }
        core(j + 1, Expr::Unit(unit, rel))
    }

    /// "now", "recently", "daily", "the past", "this morning" without a day.
    pub(super) fn reference(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        let back = usize::from(the);
        for class in [TimeClass::Now, TimeClass::Past, TimeClass::Future] {
            let hit = self
                .phrase(class, i.saturating_sub(back))
                .filter(|(_, n)| *n > back)
                .map(|(v, n)| (v, i - back + n))
                .or_else(|| self.phrase(class, i).map(|(v, n)| (v, i + n)));
            if let Some((v, end)) = hit {
                let single = end - i == 1;
                // "once" and "current" have other uses: "once they arrive", "ocean currents".
                let tricky = matches!(
                    a.low(i),
                    "once" | "present" | "previously" | "formerly" | "lately" | "future" | "past"
                ) && single
                    && !the;
                return if tricky { None } else { core(end, Expr::Ref(v.to_owned())) };
            }
        }
        if let Some((v, n)) = self.phrase(TimeClass::Set, i) {
            return core(i + n, Expr::Set(v.to_owned()));
        }
        if a.low(i) == "per" {
            let unit = self.class(TimeClass::Unit, i + 1)?;
            let v = unit.strip_prefix('T').map_or_else(|| format!("P1{unit}"), |t| format!("PT1{t}"));
            return core(i + 2, Expr::Set(v));
        }
        None
    }
}
