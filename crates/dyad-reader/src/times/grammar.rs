//! The forms of time expressions: what is recognised, before it is resolved against a date.
//!
//! Owns hand-written matchers over atoms for the expressions of TIMEX3 (TimeML 1.2.1 annotation guidelines). Words
//! come from `time-words.tsv`. It must not know the publication date.

use dyad_knowledge::{Quantities, TimeClass, TimeWords};

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
    /// True if the sentence is nothing but an expression: no word around it can speak for or against a reading.
    pub alone: bool,
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

    pub(super) fn rel(&self, i: usize) -> (Rel, usize) {
        match self.a.low(i) {
            "last" | "previous" | "prior" | "past" => (Rel::Last, i + 1),
            "this" | "current" => (Rel::This, i + 1),
            "next" | "coming" | "upcoming" | "following" => (Rel::Next, i + 1),
            _ => (Rel::Bare, i),
        }
    }
}
