//! What is told from now or from the last date of the text: "yesterday", "last week", "that day", "recently", "daily".
//!
//! Owns these matchers of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;

use super::grammar::{Core, Expr, Matcher, Rel, core};
use crate::atoms::Kind;

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
        let (rel, j) = self.rel(i);
        if matches!(a.low(i), "that" | "same") {
            return self.that(i);
        }
        // "during this period", "by this time"
        let back = a.low_before(i, 1);
        let time = a.low(i) == "this" && matches!(a.low(i + 1), "time" | "period") && a.low(i + 2) != "of";
        if time && matches!(back, "by" | "during" | "around" | "from" | "throughout" | "until") {
            return core(i + 2, Expr::Same(String::new()));
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
            return self.the_unit(i, the);
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

    /// "that day", "that same year", "that spring", "that morning", "that time".
    fn that(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let k = i + 1 + usize::from(a.low(i) == "that" && a.low(i + 1) == "same");
        if let Some(unit) = self.single_unit(k).or_else(|| (a.low(k) == "weekend").then_some("WE")) {
            return core(k + 1, Expr::Same(unit.to_owned()));
        }
        if let Some(s) = self.class(TimeClass::Season, k) {
            let season = Expr::Season(s.to_owned(), None, Rel::Bare);
            return core(k + 1, Expr::Of(Box::new(season), Box::new(Expr::Same("Y".to_owned()))));
        }
        if let Some(p) = self.class(TimeClass::Part, k).filter(|_| !a.low(k).ends_with('s')) {
            return Some((k + 1, Expr::Same("D".to_owned()), Some(p.to_owned())));
        }
        let prep = matches!(
            a.low_before(i, 1),
            "around" | "at" | "by" | "until" | "since" | "till" | "before" | "after" | "during"
        );
        (prep && a.low(i) == "that" && matches!(a.low(k), "time" | "period") && a.low(k + 1) != "of")
            .then(|| (k + 1, Expr::Same(String::new()), None))
    }

    /// "to end the day", "later in the day", "for the year", "in the morning", "at night".
    fn the_unit(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        if let Some(p) = self.class(TimeClass::Part, i) {
            let back = a.low_before(i, 1 + usize::from(the));
            if the && back == "in" || self.alone {
                return Some((i + 1, Expr::The("D".to_owned()), Some(p.to_owned())));
            }
            let night = back == "at" && a.low(i) == "night" && !the;
            return if night {
                Some((i + 1, Expr::Literal("XXXX-XX-XX".to_owned()), Some(p.to_owned())))
            } else {
                None
            };
        }
        if !the {
            return None;
        }
        let unit = self.single_unit(i).filter(|u| *u != "Q")?;
        let closes = matches!(
            a.low_before(i, 2),
            "end"
                | "ended"
                | "ending"
                | "ends"
                | "finish"
                | "finished"
                | "finishing"
                | "close"
                | "closed"
                | "closing"
                | "for"
        );
        let last = a.get(i + 1).is_none_or(|x| x.kind != Kind::Word)
            || matches!(
                a.low(i + 1),
                "at" | "with" | "down" | "up" | "on" | "ended" | "ending" | "to" | "and" | "as"
            );
        (self.alone && a.get(i + 1).is_none() || closes && last && matches!(unit, "D" | "Y" | "M" | "W"))
            .then(|| (i + 1, Expr::The(unit.to_owned()), None))
    }

    /// "the same month last year", "the same period a year earlier", "the corresponding period last year".
    pub(super) fn same_period(&self, i: usize) -> Option<Core> {
        let a = self.a;
        if !matches!(a.low(i), "same" | "corresponding" | "comparable" | "equivalent") {
            return None;
        }
        let unit = match a.low(i + 1) {
            "month" => "M",
            "quarter" => "Q",
            "period" | "time" => "",
            _ => return None,
        };
        let k = i + 2 + usize::from(matches!(a.low(i + 2), "of" | "in"));
        let k = k + usize::from(a.low(k) == "the");
        let (rel, r) = self.rel(k);
        if rel != Rel::Bare && a.low(r) == "year" {
            return core(r + 1, Expr::Before(unit.to_owned(), Box::new(Expr::Unit("Y".to_owned(), rel))));
        }
        if let Some(y) = self.year_number(k) {
            return core(k + 1, Expr::Before(unit.to_owned(), Box::new(Expr::Literal(y.to_string()))));
        }
        let ago = a.are(k, &["a", "year"]) && matches!(a.low(k + 2), "ago" | "earlier" | "before");
        let back =
            Expr::Offset { n: Some(1), unit: "Y".to_owned(), sign: -1, from_text: a.low(k + 2) != "ago" };
        ago.then(|| (k + 3, Expr::Before(unit.to_owned(), Box::new(back)), None))
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
                // "soon after the war", "as soon as they came" tell nothing of now.
                let soon = a.low(i) == "soon"
                    && (matches!(a.low(end), "after" | "afterwards" | "afterward" | "as")
                        || a.low_before(i, 1) == "as"
                        || self.hyphen(end));
                // "once they arrive", "the past week": these refer only where nothing stands beside them.
                let tricky =
                    self.class(TimeClass::Alone, i).is_some() && single && !the && !self.alone || soon;
                return if tricky { None } else { core(end, Expr::Ref(v.to_owned())) };
            }
        }
        if let Some((v, n)) = self.phrase(TimeClass::Set, i) {
            return core(i + n, Expr::Set(v.to_owned()));
        }
        if let Some(v) = self.class(TimeClass::Alone, i).filter(|_| self.alone && a.len() == 1) {
            return core(i + 1, Expr::Ref(v.to_owned()));
        }
        if a.low(i) == "per" {
            let unit = self.class(TimeClass::Unit, i + 1)?;
            let v = unit.strip_prefix('T').map_or_else(|| format!("P1{unit}"), |t| format!("PT1{t}"));
            return core(i + 2, Expr::Set(v));
        }
        None
    }
}
