//! The forms of time expressions: what is recognised, before it is resolved against a date.
//!
//! Owns hand-written matchers over atoms for the expressions of TIMEX3 (TimeML 1.2.1 annotation guidelines). Words
//! come from `time-words.tsv`. It must not know the publication date.

use dyad_knowledge::{Quantities, TimeClass, TimeWords};

pub use super::expr::{Expr, Rel};
use crate::atoms::{Atoms, Kind};

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
    /// Of each atom the classes of the entries that begin with it.
    bits: Vec<u32>,
}

/// A core match: end and meaning, with its part of the day.
pub(super) type Core = (usize, Expr, Option<String>);

pub(super) fn core(end: usize, expr: Expr) -> Option<Core> {
    Some((end, expr, None))
}

impl<'m, 'a> Matcher<'m, 'a> {
    /// For a sentence.
    #[must_use]
    pub fn new(a: &'m Atoms<'a>, w: &'m TimeWords, q: &'m Quantities, alone: bool) -> Self {
        Self { a, w, q, alone, bits: a.list.iter().map(|x| w.classes(&x.low)).collect() }
    }
    /// All expressions of the sentence, in order, none overlapping.
    #[must_use]
    pub fn all(&self) -> Vec<Found> {
        let mut out = Vec::new();
        let live = self.live();
        let mut i = 0;
        while i < self.a.len() {
            if !live[i] {
                i += 1;
                continue;
            }
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

    /// Where an expression may begin: a number or a word of the table stands there or a little behind. Most words of a text
    /// are far from any, and the grammar need not be tried on them.
    fn live(&self) -> Vec<bool> {
        const AHEAD: usize = 6;
        let mut out = vec![false; self.a.len()];
        for (i, x) in self.a.list.iter().enumerate() {
            let tells = x.numeric || self.bits[i] != 0;
            if tells {
                out[i.saturating_sub(AHEAD)..=i].fill(true);
            }
        }
        out
    }

    /// True if an entry of this class begins with the word at `i`.
    fn may(&self, class: TimeClass, i: usize) -> bool {
        self.bits.get(i).is_some_and(|b| b & (1 << class as u32) != 0)
    }
    pub(super) fn class(&self, class: TimeClass, i: usize) -> Option<&str> {
        if !self.may(class, i) {
            return None;
        }
        self.w.word(class, self.a.low(i))
    }
    pub(super) fn phrase(&self, class: TimeClass, i: usize) -> Option<(&str, usize)> {
        if !self.may(class, i) {
            return None;
        }
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
        // Middle of a hyphenated word: nothing starts there but the second month of a range.
        let inside = i > 0 && self.hyphen(i - 1) && a.get(i).is_some_and(|x| x.glued);
        if inside && a.get(i)?.kind == Kind::Word {
            let before = i.saturating_sub(2);
            let range = self.class(TimeClass::Month, before).is_some()
                || self.class(TimeClass::Season, before).is_some()
                || matches!(a.get(before)?.kind, Kind::Number(_));
            let second = self.class(TimeClass::Month, i).or(self.class(TimeClass::Season, i));
            if !range || second.is_none() {
                return None;
            }
        }
        // What may stand before the core and belongs to the expression.
        let the = a.low(i) == "the";
        let j = i + usize::from(the);
        if let Some(found) = self.edge(i, j, the) {
            return Some(found);
        }
        if self.class(TimeClass::Modifier, j).is_some() {
            if let Some(found) = self.modified(i, j) {
                return Some(found);
            }
            if j > i {
                return None;
            }
        }
        let (to, expr, part) = self.core(j, the)?;
        // "the" belongs only to what needs it; "the March 16 hearing" starts at March.
        let keeps = !matches!(
            expr,
            Expr::Date { .. }
                | Expr::Weekday(..)
                | Expr::Day(_)
                | Expr::Set(_)
                | Expr::Clock(_)
                | Expr::Holiday(..)
                | Expr::NoDate(..)
        );
        // "the past" is one phrase, "the" before "current" is the article of a noun.
        let refs = [TimeClass::Now, TimeClass::Past, TimeClass::Future];
        let keeps =
            keeps && (!matches!(expr, Expr::Ref(_)) || refs.iter().any(|c| self.phrase(*c, i).is_some()));
        Some(Found { from: if keeps { i } else { j }, to, expr, part })
    }

    /// "the end of 2019", "the beginning of the year", "the night of 3 May", "the summer of 2019".
    fn edge(&self, i: usize, j: usize, the: bool) -> Option<Found> {
        let a = self.a;
        let head = a.low(j);
        // "the early morning hours of 30 April"
        let hours = if self.class(TimeClass::Modifier, j).is_some() { j + 1 } else { j };
        if let Some(p) = self.class(TimeClass::Part, hours)
            && (a.are(hours + 1, &["hours", "of"]) || hours > j && a.low(hours + 1) == "of")
        {
            let k = hours + 1 + usize::from(a.low(hours + 1) == "hours") + 1;
            let (to, expr, inner) = self.core(k, a.low(k) == "the")?;
            let day = inner.is_none()
                && matches!(expr, Expr::Date { d: Some(_), .. } | Expr::Weekday(..) | Expr::Day(_));
            return day.then(|| Found { from: i, to, expr, part: Some(p.to_owned()) });
        }
        let part = self.class(TimeClass::Part, j);
        let season = self.class(TimeClass::Season, j);
        let edge = self.class(TimeClass::Edge, j).is_some();
        if a.low(j + 1) != "of"
            || !(edge && (the || self.alone || i == 0)
                || the && (part.is_some() || season.is_some() || head == "month"))
        {
            return None;
        }
        let the = a.low(j + 2) == "the";
        let after = j + 2 + usize::from(the);
        if edge
            && (the || matches!(a.low(j + 2), "that" | "this"))
            && let Some(u) = self.single_unit(j + 3)
        {
            let expr = if a.low(j + 2) == "this" {
                Expr::Unit(u.to_owned(), Rel::This)
            } else {
                Expr::The(u.to_owned())
            };
            return Some(Found { from: i, to: j + 4, expr, part: None });
        }
        let inner = if edge && self.class(TimeClass::Modifier, after).is_some() {
            self.modified(after, after).map(|f| (f.to, f.expr, f.part))?
        } else {
            self.core(after, the).filter(|x| x.1.is_calendar())?
        };
        let part = part.map(str::to_owned).or(inner.2);
        let expr = match (inner.1, season) {
            (Expr::Date { y: Some(y), m: None, .. }, Some(s)) => {
                return Some(Found {
                    from: i,
                    to: self.range_rest(inner.0),
                    expr: Expr::Season(s.to_owned(), Some(y), Rel::Bare),
                    part,
                });
            }
            (year @ (Expr::Unit(..) | Expr::Same(_)), Some(s)) => {
                Expr::Of(Box::new(Expr::Season(s.to_owned(), None, Rel::Bare)), Box::new(year))
            }
            (inner, _) => inner,
        };
        Some(Found { from: i, to: inner.0, expr, part })
    }

    /// "early March", "mid-2011", "late in the year", "earlier yesterday".
    fn modified(&self, i: usize, j: usize) -> Option<Found> {
        let a = self.a;
        let mut k = j + 1;
        k += usize::from(self.hyphen(k));
        let within = a.low(k) == "in";
        k += usize::from(within);
        let the = a.low(k) == "the";
        k += usize::from(the);
        if the
            && within
            && let Some(u) = self.single_unit(k)
        {
            return Some(Found { from: i, to: k + 1, expr: Expr::The(u.to_owned()), part: None });
        }
        if let Some(p) = self.class(TimeClass::Part, k).filter(|_| !the && !within) {
            // "mid-afternoon yesterday"
            if let Some((to, expr, None)) = self.day_word(k + 1).or_else(|| self.weekday(k + 1)) {
                return Some(Found { from: i, to, expr, part: Some(p.to_owned()) });
            }
            if self.alone || self.hyphen(j + 1) {
                return Some(Found {
                    from: i,
                    to: k + 1,
                    expr: Expr::The("D".to_owned()),
                    part: Some(p.to_owned()),
                });
            }
        }
        let (to, expr, part) = self.core(k, the || j > i)?;
        expr.is_calendar().then_some(Found { from: i, to, expr, part })
    }

    /// One unit of the calendar in the singular: "year", "month", "week", "day", "decade", "century", "quarter".
    pub(super) fn single_unit(&self, i: usize) -> Option<&str> {
        let unit = self.class(TimeClass::Unit, i)?;
        let single = !self.a.low(i).ends_with('s') && matches!(unit, "D" | "W" | "M" | "Y" | "Q" | "E" | "C");
        single.then_some(unit)
    }

    fn core(&self, i: usize, the: bool) -> Option<Core> {
        let x = self.a.get(i)?;
        // Every core begins with a number, a word of the table or one with digits ("FY2022"), or the apostrophe of "'80s".
        if !x.numeric
            && !x.text.bytes().any(|b| b.is_ascii_digit())
            && self.bits[i] == 0
            && !matches!(x.text, "'" | "’" | "‘")
        {
            return None;
        }
        let found = self
            .numeric_date(i)
            .or_else(|| self.weekday(i))
            .or_else(|| self.month(i, the))
            .or_else(|| self.day_month(i))
            .or_else(|| self.range_day(i, the))
            .or_else(|| self.clock(i))
            .or_else(|| self.fiscal(i))
            .or_else(|| self.same_period(i))
            .or_else(|| self.week_of(i))
            .or_else(|| self.habit(i))
            .or_else(|| self.first_number(i))
            .or_else(|| self.length(i, the))
            .or_else(|| self.decade(i, the))
            .or_else(|| self.quarter(i, the))
            .or_else(|| self.year(i))
            .or_else(|| self.deictic(i, the))
            .or_else(|| self.season(i, the))
            .or_else(|| self.reference(i, the))?;
        Some(self.in_year(found))
    }

    /// "October of next year", "June last year", "July of that year".
    fn in_year(&self, (to, expr, part): Core) -> Core {
        let lacks = match &expr {
            Expr::Date { y: None, rel: Rel::Bare, .. } | Expr::Season(_, None, Rel::Bare) => true,
            Expr::Quarter(_, n, None, Rel::Bare) => *n > 0,
            _ => false,
        };
        let of = to + usize::from(self.a.low(to) == "of");
        let of = of + usize::from(self.a.low(of) == "the");
        let year = if !lacks {
            None
        } else if matches!(self.a.low(of), "that" | "same") && self.a.low(of + 1) == "year" {
            Some((of + 2, Expr::Same("Y".to_owned())))
        } else {
            let (rel, k) = self.rel(of);
            (rel != Rel::Bare && self.a.low(k) == "year").then(|| (k + 1, Expr::Unit("Y".to_owned(), rel)))
        };
        match year {
            Some((end, year)) if self.a.low(end) != "'s" => {
                (end, Expr::Of(Box::new(expr), Box::new(year)), part)
            }
            _ => (to, expr, part),
        }
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
