//! The forms of time expressions: what is recognised, before it is resolved against a date.
//!
//! Owns hand-written matchers over atoms for the expressions of TIMEX3 (TimeML 1.2.1 annotation guidelines). Words
//! come from `time-words.tsv`. It must not know the publication date.

use dyad_knowledge::{Quantities, TimeClass, TimeWords};
use dyad_syntax::Upos;

use crate::atoms::{Atoms, Kind};
use crate::numerals;

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
type Core = (usize, Expr, Option<String>);

fn core(end: usize, expr: Expr) -> Option<Core> {
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

    fn class(&self, class: TimeClass, i: usize) -> Option<&str> {
        self.w.word(class, self.a.low(i))
    }
    fn phrase(&self, class: TimeClass, i: usize) -> Option<(&str, usize)> {
        self.w.longest(class, i, |k| self.a.get(k).map(|x| x.low.as_str()))
    }
    fn hyphen(&self, i: usize) -> bool {
        self.a.get(i).is_some_and(|x| x.glued && matches!(x.text, "-" | "‑"))
    }
    /// Skips a comma.
    fn comma(&self, i: usize) -> usize {
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

    /// `2024-03-05`, `3/5/2024`.
    fn numeric_date(&self, i: usize) -> Option<Core> {
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
        super::calendar::date(y, m, d)?;
        core(i + 5, Expr::Date { y: Some(y), m: Some(m), d: Some(d), rel: Rel::Bare })
    }

    /// A four-digit year at `i`.
    fn year_number(&self, i: usize) -> Option<i64> {
        let x = self.a.get(i)?;
        if x.text.len() != 4 {
            return None;
        }
        self.a.integer(i, 4).filter(|y| (1000..=2199).contains(y))
    }

    /// "March", "March 5", "March 5, 2024", "March 2024", "early March".
    fn month(&self, i: usize, the: bool) -> Option<Core> {
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
        // "March 5-7" keeps its first day.
        let day = self.day_number(j);
        if let Some(d) = day {
            let mut k = j + 1;
            let y = self.year_number(self.comma(k));
            if let Some(y) = y {
                k = self.comma(k) + 1;
                return core(k, Expr::Date { y: Some(y), m: Some(m), d: Some(d), rel: Rel::Bare });
            }
            return Some(self.with_part(k, Expr::Date { y: None, m: Some(m), d: Some(d), rel: Rel::Bare }));
        }
        if a.get(j).is_some_and(|x| matches!(x.kind, Kind::Number(_)))
            || !short
            || j > i + 1
            || word.low == "sept"
        {
            let k = self.comma(j) + usize::from(a.low(j) == "of");
            if let Some(y) = self.year_number(k) {
                return core(k + 1, Expr::Date { y: Some(y), m: Some(m), d: None, rel: Rel::Bare });
            }
        }
        // "May" the name and the verb, "March" the noun: a month needs a sign of being one when ambiguous.
        let before = a.low_before(i, 1);
        let hint = matches!(
            before,
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "of"
                | "during"
                | "from"
                | "to"
                | "through"
                | "before"
                | "after"
                | "and"
                | "early"
                | "late"
                | "mid"
                | "-"
                | "last"
                | "next"
                | "this"
                | "every"
                | "between"
                | "around"
                | "previous"
        );
        let ambiguous = matches!(
            word.low.as_str(),
            "may" | "march" | "mar" | "jan" | "jun" | "dec" | "apr" | "nov" | "august" | "april" | "june"
        );
        let name = a.capital(i + 1) && ambiguous && !hint || a.upos(i) == Upos::Aux;
        if ambiguous && !hint && (the || name || short || matches!(word.low.as_str(), "may" | "march")) {
            return None;
        }
        core(
            j.min(i + 1 + usize::from(short && a.low(i + 1) == ".")),
            Expr::Date { y: None, m: Some(m), d: None, rel: Rel::Bare },
        )
    }

    fn day_number(&self, i: usize) -> Option<i64> {
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
    fn day_month(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let d = self.day_number(i)?;
        let j = i + 1 + usize::from(a.low(i + 1) == "of");
        if a.get(i)?.kind == Kind::Word && j == i + 1 {
            return None;
        }
        let m: i64 = self.class(TimeClass::Month, j).filter(|_| a.capital(j))?.parse().ok()?;
        let k = j + 1 + usize::from(a.low(j + 1) == "." && a.get(j)?.text.len() <= 4);
        let y = self.year_number(self.comma(k));
        match y {
            Some(y) => {
                core(self.comma(k) + 1, Expr::Date { y: Some(y), m: Some(m), d: Some(d), rel: Rel::Bare })
            }
            None => {
                let end = if k > j + 1 && self.a.get(k).is_none() { j + 1 } else { k };
                core(end, Expr::Date { y: None, m: Some(m), d: Some(d), rel: Rel::Bare })
            }
        }
    }

    /// "Tuesday", "Tuesday, March 5", "Tuesday night", "last Tuesday" (its "last" is matched by `deictic`).
    fn weekday(&self, i: usize) -> Option<Core> {
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
        Some(self.with_part(j, Expr::Weekday(wd, Rel::Bare)))
    }

    /// Adds a part of the day that follows: "Friday morning", "yesterday evening".
    fn with_part(&self, j: usize, expr: Expr) -> Core {
        match self.class(TimeClass::Part, j) {
            Some(p) => (j + 1, expr, Some(p.to_owned())),
            None => (j, expr, None),
        }
    }

    /// "5 p.m.", "16:08 UTC", "noon", "10:30 a.m. Friday".
    fn clock(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let (mut h, mut m, mut j) = match a.low(i) {
            "noon" => (12, Some(0), i + 1),
            "midnight" => (0, Some(0), i + 1),
            _ => {
                let h = a.integer(i, 4)?;
                if a.low(i + 1) == ":" && a.get(i + 1)?.glued {
                    (h, Some(a.integer(i + 2, 2).filter(|m| *m < 60)?), i + 3)
                } else {
                    (h, None, i + 1)
                }
            }
        };
        let half = match a.low(j).replace('.', "").as_str() {
            "am" => Some(0),
            "pm" => Some(12),
            _ => None,
        };
        if let Some(add) = half {
            j += 1;
            if !(1..=12).contains(&h) {
                return None;
            }
            h = h % 12 + add;
        } else if a.low(j) == "o'clock" {
            j += 1;
        }
        let zone_at = j + usize::from(a.low(j) == "(");
        let zone = self
            .class(TimeClass::Zone, zone_at)
            .filter(|_| a.get(zone_at).is_some_and(|x| x.text.chars().all(char::is_uppercase)));
        // Four digits are a time of day only before a zone ("0800 GMT").
        if m.is_none() && half.is_none() && a.low(i + 1) != "o'clock" && i + 1 == j {
            let digits = a.get(i)?.text.len() == 4;
            if zone.is_none() || !digits {
                return None;
            }
            m = Some(h % 100);
            h /= 100;
        }
        if h > 24 || m.is_some_and(|m| m > 59) {
            return None;
        }
        let mut value = match m {
            Some(m) => format!("{h:02}:{m:02}"),
            None => format!("{h:02}:00"),
        };
        if let Some(z) = zone {
            if z != "?" {
                value.push_str(z);
            }
            j = zone_at + 1 + usize::from(zone_at > j && a.low(zone_at + 1) == ")");
        }
        // A day that follows belongs to it.
        let k = self.comma(j);
        let k = k + usize::from(a.low(k) == "on");
        let date = self
            .weekday(k)
            .or_else(|| self.month(k, false))
            .or_else(|| self.day_month(k))
            .or_else(|| self.day_word(k));
        match date {
            Some((end, expr, None)) if !matches!(expr, Expr::Date { d: None, .. }) => {
                Some((end, expr, Some(value)))
            }
            _ => core(j, Expr::Clock(value)),
        }
    }

    /// Number of units: digits, words, or "a", "several". `Some(None)` is an unknown number.
    fn count(&self, i: usize) -> Option<(Option<f64>, usize)> {
        let a = self.a;
        if let Some((_, n)) = self.phrase(TimeClass::Vague, i) {
            return Some((None, i + n));
        }
        if let Some(n) = numerals::cardinal(a, i, self.q) {
            return Some((Some(n.value), n.end));
        }
        match a.low(i) {
            "a" | "an" => Some((Some(1.0), i + 1)),
            "half" if matches!(a.low(i + 1), "a" | "an") => Some((Some(0.5), i + 2)),
            _ => None,
        }
    }

    /// "five hours", "the past two weeks", "a year ago", "two days later", "12-year", "every two weeks", "decades".
    fn length(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        let mut j = i;
        let mut side = 0;
        let every = matches!(a.low(j), "every" | "each");
        match a.low(j) {
            "past" | "last" | "previous" | "preceding" => side = -1,
            "next" | "coming" | "following" => side = 1,
            "first" | "final" | "same" | "remaining" | "entire" | "whole" => side = 2,
            _ => {}
        }
        j += usize::from(side != 0 || every);
        let counted = self.count(j);
        let (n, mut k) = match counted {
            Some((n, k)) => (n, k),
            // Bare units: "years", "the past year", "every day".
            None => (None, j),
        };
        let hyphen = self.hyphen(k);
        k += usize::from(hyphen);
        // "two more years", "five straight days", "three consecutive quarters"
        let gap = matches!(
            a.low(k),
            "more"
                | "straight"
                | "consecutive"
                | "full"
                | "whole"
                | "additional"
                | "long"
                | "trading"
                | "business"
                | "calendar"
        );
        k += usize::from(gap && !hyphen);
        let unit = self.class(TimeClass::Unit, k)?.to_owned();
        let plural = a.low(k).ends_with('s');
        if unit == "TS" && (!plural && !hyphen || n.is_none()) {
            return None;
        }
        k += 1;
        if unit == "WE" {
            return None;
        }
        // An age is a figure: "15-year-old", "35 years old", "65 years of age".
        let old = k + usize::from(self.hyphen(k));
        if matches!(a.low(old), "old" | "olds") || a.are(k, &["of", "age"]) {
            return None;
        }
        let value = |n: Option<f64>| {
            let n = n.map_or("X".to_owned(), |n| format!("{n}"));
            match unit.as_str() {
                "F" => format!("P{}W", n.parse::<f64>().map_or("X".to_owned(), |x| format!("{}", 2.0 * x))),
                "E" => n.parse::<f64>().map_or("PXE".to_owned(), |x| format!("P{}Y", 10.0 * x)),
                "C" => n.parse::<f64>().map_or("PXC".to_owned(), |x| format!("P{}Y", 100.0 * x)),
                u => match u.strip_prefix('T') {
                    Some(t) => format!("PT{n}{t}"),
                    None => format!("P{n}{u}"),
                },
            }
        };
        // "a year and a half"
        let mut n = n;
        if n == Some(1.0) && a.are(k, &["and", "a", "half"]) {
            n = Some(1.5);
            k += 3;
        }
        if every {
            let v = if counted.is_some() { value(n) } else { value(Some(1.0)) };
            return core(k, Expr::Set(v));
        }
        if counted.is_none() {
            return match (side, plural) {
                // "the past year" is a length; "last year", "next month" are dates and matched elsewhere.
                (-1, false) if the && matches!(a.low(i), "past" | "last") && unit != "D" => {
                    core(k, Expr::Duration(value(Some(1.0)), -1))
                }
                (-1 | 1, true) => core(k, Expr::Duration(value(None), side)),
                (2, false)
                    if the
                        && matches!(a.low(i), "first" | "final")
                        && (unit == "W" || unit == "M" || unit == "Y" || unit == "D") =>
                {
                    core(k, Expr::Duration(value(Some(1.0)), 0))
                }
                (0, true) if !the && i > 0 && !matches!(unit.as_str(), "Q" | "TS") => {
                    let ago = matches!(a.low(k), "ago" | "earlier" | "later" | "before" | "after");
                    if ago {
                        return self.offset(k, None, &unit);
                    }
                    let hyphen_long = self.hyphen(k) && a.low(k + 1) == "long";
                    let bare = matches!(
                        a.low_before(i, 1),
                        "for" | "in" | "after" | "over" | "many" | "within" | "of" | "last" | "take" | "took"
                    ) && a.low(k) != "of"
                        || hyphen_long;
                    if bare {
                        core(k + 2 * usize::from(hyphen_long), Expr::Duration(value(None), 0))
                    } else {
                        None
                    }
                }
                _ => None,
            };
        }
        if let Some(x) = self.offset(k, n, &unit) {
            return Some(x);
        }
        let article = matches!(a.low(j), "a" | "an");
        if article && side == 0 {
            // "15 a year", "barrels a day", "3 percent a month": a rate.
            let left = a.before(i, 1);
            let rate = left.is_some_and(|x| {
                matches!(x.kind, Kind::Number(_))
                    || x.text == "%"
                    || self.q.unit_words.word(&x.low).is_some()
                    || self.q.currency_words.word(&x.low).is_some()
                    || self.q.number(&x.low).is_some()
                    || x.kind == Kind::Word
                        && x.low.ends_with('s')
                        && numerals::cardinal(a, i.saturating_sub(2), self.q).is_some()
            });
            if rate {
                return core(k, Expr::Set(value(Some(1.0))));
            }
        }
        // A singular unit without hyphen after a number above one is no length ("20 day", but "a 20 year" in copy).
        if !plural && !hyphen && n.is_some_and(|n| n > 1.0) && !matches!(a.low_before(i, 1), "a" | "the") {
            return None;
        }
        if n.is_none() && !plural {
            return None;
        }
        // "the first 100 days"
        core(k, Expr::Duration(value(n), if side == 2 { 0 } else { side }))
    }

    /// What turns a length into a date: "ago", "earlier", "later", "before", "after", "from now".
    fn offset(&self, k: usize, n: Option<f64>, unit: &str) -> Option<Core> {
        let a = self.a;
        let (sign, from_text, len) = match a.low(k) {
            "ago" => (-1, false, 1),
            "earlier" | "previously" => (-1, true, 1),
            "later" | "afterward" | "afterwards" | "thereafter" => (1, true, 1),
            "before" if !self.noun_follows(k + 1) => (-1, true, 1),
            "from" if a.low(k + 1) == "now" => (1, false, 2),
            "hence" => (1, false, 1),
            _ => return None,
        };
        let whole = n.filter(|n| n.fract() == 0.0).map(|n| n as i64);
        core(k + len, Expr::Offset { n: whole, unit: unit.to_owned(), sign, from_text })
    }

    /// True if something that "before" could govern follows.
    fn noun_follows(&self, i: usize) -> bool {
        self.a.get(i).is_some_and(|x| x.kind != Kind::Sign)
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

    /// A bare year: "in 2019", "the 2021 summit", "(2003)", "2012-2018".
    fn year(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let yes = |y: i64, end: usize| core(end, Expr::Date { y: Some(y), m: None, d: None, rel: Rel::Bare });
        if matches!(a.low(i), "'" | "’") && a.get(i + 1).is_some_and(|x| x.glued) {
            let y = a.integer(i + 1, 2)?;
            let before = a.low_before(i, 1);
            let glued = a.get(i)?.glued;
            let year = !glued
                && matches!(before, "in" | "since" | "of" | "from" | "class")
                && a.get(i + 1)?.text.len() == 2;
            return if year { yes(if y < 40 { 2000 + y } else { 1900 + y }, i + 2) } else { None };
        }
        let y = self.year_number(i)?;
        let before = a.low_before(i, 1);
        let next = a.low(i + 1);
        // A scale, unit, or currency makes it a number; so does a name that takes one.
        if self.q.number(next).is_some()
            || next == "%"
            || matches!(next, "percent" | "/" | "feet" | "people") && next != "/"
        {
            return None;
        }
        if self.q.is("name", before)
            || a.before(i, 1).is_some_and(|x| self.q.currency_sign(x.text).is_some() || x.text == "#")
        {
            return None;
        }
        let measure = self.q.unit_words.word(next).map(|u| self.q.units[u].kind.as_str());
        if measure.is_some_and(|k| k != "duration") {
            return None;
        }
        if a.get(i + 1).is_some_and(|x| x.glued && (x.text == "-" || x.text == "–"))
            && a.integer(i + 2, 4).is_none()
            && a.get(i + 2).is_some_and(|x| x.glued && !x.low.starts_with(char::is_alphabetic))
        {
            return None;
        }
        // Part of a telephone number or an address.
        if a.get(i)?.glued
            && before == "-"
            && self.year_number(i.saturating_sub(2)).is_none()
            && !matches!(a.low_before(i, 2), "mid" | "pre" | "post" | "early" | "late")
            && self.class(TimeClass::Month, i.saturating_sub(2)).is_none()
        {
            return None;
        }
        if self.q.is("street", next) && a.capital(i + 1) {
            return None;
        }
        let prep = matches!(
            before,
            "in" | "since"
                | "by"
                | "of"
                | "from"
                | "until"
                | "till"
                | "before"
                | "after"
                | "during"
                | "the"
                | "early"
                | "late"
                | "mid"
                | "year"
                | "through"
                | "between"
                | "and"
                | "to"
                | "around"
                | "circa"
                | "a"
                | "for"
                | "("
                | "-"
                | "–"
                | "than"
                | ","
                | "summer"
                | "spring"
                | "fall"
                | "autumn"
                | "winter"
                | "'s"
                | "his"
                | "her"
                | "their"
                | "its"
                | "back"
                | "pre"
                | "post"
                | "/"
                | "throughout"
                | "or"
                | "as"
                | "our"
                | "that"
                | "into"
        );
        // After these a count is as likely; a plural noun behind decides for the count.
        let plural_noun = a.get(i + 1).is_some_and(|x| {
            x.kind == Kind::Word
                && x.low.ends_with('s')
                && !x.text.starts_with(char::is_uppercase)
                && !matches!(x.low.as_str(), "was" | "is" | "as" | "has" | "'s" | "does" | "this")
        });
        let time_prep = matches!(
            before,
            "in" | "since" | "until" | "by" | "during" | "early" | "late" | "mid" | "year" | "("
        );
        let det = matches!(before, "the" | "his" | "her" | "their" | "its" | "a" | "'s");
        if plural_noun && !(time_prep && a.upos(i + 1) == Upos::Verb) && !det {
            return None;
        }
        if !(1700..=2100).contains(&y) && !time_prep {
            return None;
        }
        // Alone between signs, or before a noun that is not counted: a year, when it is a recent one.
        let alone = a.get(i + 1).is_none_or(|x| x.kind == Kind::Sign) || a.capital(i + 1) || i == 0;
        if prep || alone && (1900..=2060).contains(&y) {
            let bc = matches!(next, "bc" | "bce" | "b.c.");
            if bc {
                return core(i + 2, Expr::Literal(format!("BC{y:04}")));
            }
            return yes(y, i + 1);
        }
        None
    }

    fn day_word(&self, i: usize) -> Option<Core> {
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
