//! The forms of time expressions: what is recognised, before it is resolved against a date.
//!
//! Owns hand-written matchers over atoms for the expressions of TIMEX3 (TimeML 1.2.1 annotation guidelines). Words
//! come from `time-words.tsv`. It must not know the publication date.

use dyad_knowledge::{Quantities, TimeClass, TimeWords};
use dyad_syntax::Upos;

use crate::atoms::{Atoms, Kind};

/// "last", "this", "next" and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rel {
    /// Nothing said: tense decides.
    Bare,
    /// "last", "past", "previous".
    Last,
    /// "this", "current".
    This,
    /// "next", "coming".
    Next,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A calendar date with any of its parts missing.
    #[allow(missing_docs)]
    Date { y: Option<i64>, m: Option<i64>, d: Option<i64>, rel: Rel },
    /// A day of the week.
    Weekday(i64, Rel),
    /// So many days from today.
    Day(i64),
    /// "last year", "this week".
    Unit(String, Rel),
    /// A season, with its year or relation.
    Season(String, Option<i64>, Rel),
    /// A quarter (`Q`) or half (`H`) of a year; the number 0 stands for the last one past.
    Quarter(char, i64, Option<i64>, Rel),
    /// A value that needs no date: "1990s", "20th century".
    Literal(String),
    /// A fiscal year.
    Fiscal(Option<i64>, Rel),
    /// So many units before (negative) or after; from today, or from the last date of the text.
    #[allow(missing_docs)]
    Offset { n: Option<i64>, unit: String, sign: i64, from_text: bool },
    /// A length of time, with the side of today on which it lies (-1, 1, or 0).
    Duration(String, i64),
    /// A recurring time.
    Set(String),
    /// PRESENT_REF and the like.
    Ref(String),
    /// A time of day with its zone.
    Clock(String),
    /// "that day", "the same year".
    Same(String),
    /// A holiday's rule.
    Holiday(String, Option<i64>, Rel),
}

/// An expression found: its atoms, its meaning, its part of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// First atom.
    pub from: usize,
    /// Atom after the last.
    pub to: usize,
    /// What it says.
    pub expr: Expr,
    /// `MO`, `NI` … or a clock time.
    pub part: Option<String>,
}

/// The matcher of one sentence.
pub struct Matcher<'m, 'a> {
    /// The sentence.
    pub a: &'m Atoms<'a>,
    /// Time words.
    pub w: &'m TimeWords,
    /// Number words.
    pub q: &'m Quantities,
}

/// A core match: end and meaning, with its part of the day.
pub(super) type Core = (usize, Expr, Option<String>);

pub(super) fn core(end: usize, expr: Expr) -> Option<Core> {
    Some((end, expr, None))
}

impl Matcher<'_, '_> {
    /// All expressions of the sentence, in order, none overlapping.
    #[must_use]
    pub fn all(&self) -> Vec<Found> {
        let mut out = Vec::new();
        let mut i = 0;
        while i < self.a.len() {
            match self.at(i) {
                Some(f) => {
                    i = f.to.max(i + 1);
                    out.push(f);
                }
                None => i += 1,
            }
        }
        out
    }

    pub(super) fn class(&self, class: TimeClass, i: usize) -> Option<&str> {
        self.w.word(class, self.a.low(i))
    }
    pub(super) fn phrase(&self, class: TimeClass, i: usize) -> Option<(&str, usize)> {
        self.w.longest(class, i, |k| self.a.get(k).map(|x| x.low.as_str()))
    }
    pub(super) fn hyphen(&self, i: usize) -> bool {
        self.a.get(i).is_some_and(|x| x.glued && matches!(x.text, "-" | "‑"))
    }
    /// Skips a comma.
    pub(super) fn comma(&self, i: usize) -> usize {
        i + usize::from(self.a.low(i) == ",")
    }

    fn at(&self, i: usize) -> Option<Found> {
        let a = self.a;
        // Middle of a hyphenated word or a decimal: nothing starts there.
        if i > 0 && self.hyphen(i - 1) && a.get(i).is_some_and(|x| x.glued) && a.get(i)?.kind == Kind::Word {
            return None;
        }
        // What may stand before the core and belongs to the expression.
        let mut j = i;
        let mut the = false;
        if a.low(j) == "the" {
            the = true;
            j += 1;
        }
        let edge = matches!(
            a.low(j),
            "beginning"
                | "end"
                | "start"
                | "middle"
                | "close"
                | "rest"
                | "eve"
                | "summer"
                | "night"
                | "morning"
                | "afternoon"
                | "evening"
                | "month"
        );
        if the && edge && a.low(j + 1) == "of" {
            let head = a.low(j).to_owned();
            let after = j + 2 + usize::from(a.low(j + 2) == "the");
            let inner = self.core(after, a.low(j + 2) == "the")?;
            let dated = !matches!(inner.1, Expr::Duration(..) | Expr::Set(_) | Expr::Ref(_));
            let part = self.w.word(TimeClass::Part, &head).map(str::to_owned).or(inner.2);
            let expr = match (&inner.1, self.w.word(TimeClass::Season, &head)) {
                (Expr::Date { y: Some(y), m: None, .. }, Some(s)) => {
                    Expr::Season(s.to_owned(), Some(*y), Rel::Bare)
                }
                _ => inner.1,
            };
            return dated.then_some(Found { from: i, to: inner.0, expr, part });
        }
        let modified = matches!(a.low(j), "early" | "late" | "mid" | "earlier" | "later" | "only");
        if modified && (a.low(j) != "only") {
            let mut k = j + 1;
            k += usize::from(self.hyphen(k));
            k += usize::from(a.low(k) == "in");
            k += usize::from(a.low(k) == "the");
            if let Some((to, expr, part)) = self.core(k, a.low(k.saturating_sub(1)) == "the") {
                let ok = matches!(
                    expr,
                    Expr::Date { .. }
                        | Expr::Weekday(..)
                        | Expr::Day(_)
                        | Expr::Unit(..)
                        | Expr::Season(..)
                        | Expr::Quarter(..)
                        | Expr::Literal(_)
                        | Expr::Fiscal(..)
                );
                if ok {
                    return Some(Found { from: i, to, expr, part });
                }
            }
            if j > i {
                return None;
            }
        }
        let (to, expr, part) = self.core(j, the)?;
        // "the" belongs only to what needs it; "the March 16 hearing" starts at March.
        let keeps = matches!(
            expr,
            Expr::Unit(..)
                | Expr::Season(..)
                | Expr::Quarter(..)
                | Expr::Fiscal(..)
                | Expr::Offset { .. }
                | Expr::Duration(..)
                | Expr::Same(_)
                | Expr::Literal(_)
                | Expr::Ref(_)
        );
        // "the past" is one phrase, "the" before "current" is the article of a noun.
        let refs = [TimeClass::Now, TimeClass::Past, TimeClass::Future];
        let keeps =
            keeps && (!matches!(expr, Expr::Ref(_)) || refs.iter().any(|c| self.phrase(*c, i).is_some()));
        Some(Found { from: if keeps { i } else { j }, to, expr, part })
    }

    fn core(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        a.get(i)?;
        self.numeric_date(i)
            .or_else(|| self.weekday(i))
            .or_else(|| self.month(i, the))
            .or_else(|| self.day_month(i))
            .or_else(|| self.clock(i))
            .or_else(|| self.length(i, the))
            .or_else(|| self.decade(i, the))
            .or_else(|| self.fiscal(i))
            .or_else(|| self.quarter(i, the))
            .or_else(|| self.year(i))
            .or_else(|| self.deictic(i, the))
            .or_else(|| self.season(i, the))
            .or_else(|| self.reference(i, the))
    }

    /// "1990s", "the '90s", "the nineties", "the 20th century".
    fn decade(&self, i: usize, the: bool) -> Option<Core> {
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
    fn fiscal(&self, i: usize) -> Option<Core> {
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

    fn rel(&self, i: usize) -> (Rel, usize) {
        match self.a.low(i) {
            "last" | "previous" | "prior" | "past" => (Rel::Last, i + 1),
            "this" | "current" => (Rel::This, i + 1),
            "next" | "coming" | "upcoming" | "following" => (Rel::Next, i + 1),
            _ => (Rel::Bare, i),
        }
    }

    /// "the third quarter of 2023", "first half", "Q3", "fourth-quarter".
    fn quarter(&self, i: usize, the: bool) -> Option<Core> {
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

    pub(super) fn day_word(&self, i: usize) -> Option<Core> {
        let (v, n) = self.phrase(TimeClass::Day, i)?;
        let expr = Expr::Day(v.parse().ok()?);
        if self.a.low(i) == "tonight" {
            return Some((i + n, expr, Some("NI".to_owned())));
        }
        Some(self.with_part(i + n, expr))
    }

    /// "today", "last week", "this morning", "next Tuesday", "that day", "the same year", "the following day".
    fn deictic(&self, i: usize, the: bool) -> Option<Core> {
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

    /// "spring", "the summer of 2019", "summer 2019", "Christmas".
    fn season(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        if let Some((h, n)) = self.phrase(TimeClass::Holiday, i).filter(|_| a.capital(i)) {
            let k = self.comma(i + n);
            return match self.year_number(k) {
                Some(y) => core(k + 1, Expr::Holiday(h.to_owned(), Some(y), Rel::Bare)),
                None => core(i + n, Expr::Holiday(h.to_owned(), None, Rel::Bare)),
            };
        }
        let s = self.class(TimeClass::Season, i)?.to_owned();
        let k = i + 1 + usize::from(a.low(i + 1) == "of");
        if let Some(y) = self.year_number(k) {
            return core(k + 1, Expr::Season(s, Some(y), Rel::Bare));
        }
        let before = a.low_before(i, 1);
        let fall = a.low(i) == "fall" || a.low(i) == "spring";
        let hint = matches!(before, "in" | "by" | "during" | "since" | "until" | "early" | "late")
            || the
                && matches!(
                    a.low_before(i, 2),
                    "in" | "during" | "by" | "since" | "until" | "throughout" | "over"
                );
        let phrase = a.low(i + 1) == "of" || matches!(a.upos(i), Upos::Verb);
        if hint && !phrase && (!fall || the || before != "by") {
            return core(i + 1, Expr::Season(s, None, Rel::Bare));
        }
        None
    }

    /// "now", "recently", "daily", "the past", "this morning" without a day.
    fn reference(&self, i: usize, the: bool) -> Option<Core> {
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
