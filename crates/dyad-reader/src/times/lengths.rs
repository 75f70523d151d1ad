//! Lengths of time and what is counted from them: "five hours", "the past two weeks", "a year ago", "every two weeks".
//!
//! Owns these matchers of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;

use super::grammar::{Core, Expr, Matcher, core};
use crate::atoms::Kind;
use crate::numerals;

impl Matcher<'_, '_> {
    /// Number of units: digits, words, or "a", "several". `Some(None)` is an unknown number.
    pub(super) fn count(&self, i: usize) -> Option<(Option<f64>, usize)> {
        let a = self.a;
        if let Some((number, n)) = self.phrase(TimeClass::Vague, i) {
            return Some((number.parse().ok(), i + n));
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
    pub(super) fn length(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        let mut j = i;
        let mut side = 0;
        let every = matches!(a.low(j), "every" | "each");
        match a.low(j) {
            "past" | "last" | "previous" | "preceding" => side = -1,
            "next" | "coming" | "following" => side = 1,
            "first" | "final" | "same" | "remaining" | "entire" | "whole" | "full" => side = 2,
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
        // "three quarters of the city", "a quarter" are fractions.
        if unit == "Q" && side == 0 && !every && !gap && (!plural || a.low(k + 1) == "of" || hyphen) {
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
        let half = n == Some(1.0) && a.are(k, &["and", "a", "half"]);
        if half {
            n = Some(1.5);
            k += 3;
        }
        if every {
            let v = if counted.is_some() { value(n) } else { value(Some(1.0)) };
            return core(k, Expr::Set(v));
        }
        if counted.is_none() {
            return match (side, plural) {
                (1, true) if a.low(i) == "coming" && !matches!(unit.as_str(), "D" | "W") => {
                    core(k, Expr::Ref("FUTURE_REF".to_owned()))
                }
                (0, false) if self.alone && a.len() == 1 && !matches!(unit.as_str(), "Q" | "TS") => {
                    core(k, Expr::Duration(value(Some(1.0)), 0))
                }
                // "the past year" is a length; "last year", "next month" are dates and matched elsewhere.
                (-1, false)
                    if the
                        && (a.low(i) == "past" && unit != "D"
                            || a.low(i) == "last" && matches!(unit.as_str(), "E" | "C" | "M" | "W")) =>
                {
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
                (2, false)
                    if matches!(a.low(i), "full" | "entire" | "whole")
                        && unit != "Q"
                        && !unit.starts_with('T') =>
                {
                    core(k, Expr::The(unit))
                }
                (2, true) if matches!(a.low(i), "early" | "first" | "final") && the => {
                    core(k, Expr::Duration(value(None), 0))
                }
                (0, true) if self.alone => {
                    self.offset(k, None, &unit).or_else(|| core(k, Expr::Duration(value(None), 0)))
                }
                (0, true) if !the && !matches!(unit.as_str(), "Q" | "TS") => {
                    if let Some(x) = self.offset(k, None, &unit) {
                        return Some(x);
                    }
                    let hyphen_long = self.hyphen(k) && a.low(k + 1) == "long";
                    let bare = matches!(
                        a.low_before(i, 1),
                        "for"
                            | "in"
                            | "after"
                            | "over"
                            | "many"
                            | "within"
                            | "of"
                            | "last"
                            | "take"
                            | "took"
                            | "just"
                    ) && (a.low(k) != "of" || a.low_before(i, 1) == "after")
                        || hyphen_long;
                    if bare {
                        core(k + 2 * usize::from(hyphen_long), Expr::Duration(value(None), 0))
                    } else {
                        None
                    }
                }
                // "over the years"
                (0, true)
                    if the
                        && matches!(a.low_before(i, 2), "over" | "through" | "throughout")
                        && a.low(k) != "of" =>
                {
                    core(k, Expr::Duration(value(None), 0))
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
        let loose = half || hyphen || self.alone || matches!(a.low_before(i, 1), "a" | "the");
        if !plural && !loose && n.is_some_and(|n| n > 1.0) {
            return None;
        }
        if n.is_none() && !plural && !hyphen {
            return None;
        }
        // "the first 100 days"
        core(k, Expr::Duration(value(n), if side == 2 { 0 } else { side }))
    }

    /// The first number of "60 to 90 days", "ten or fifteen years": it has its unit from the second.
    pub(super) fn first_number(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let first = numerals::cardinal(a, i, self.q)?;
        let j = self.range_sign(first.end).filter(|j| !matches!(a.low(j - 1), "/" | "until" | "through"))?;
        let second = numerals::cardinal(a, j, self.q).filter(|n| n.value > first.value)?;
        let unit = self.class(TimeClass::Unit, second.end).filter(|u| !matches!(*u, "WE" | "TS" | "Q"))?;
        // "In 2010 and 2,000 days": a year is no such number; nor is what an age or a share is counted in.
        if first.value >= 1000.0 || !a.low(second.end).ends_with('s') || a.low(second.end + 1) == "old" {
            return None;
        }
        let n = first.value;
        let value = match unit {
            "F" => format!("P{}W", 2.0 * n),
            "E" => format!("P{}Y", 10.0 * n),
            "C" => format!("P{}Y", 100.0 * n),
            u => u.strip_prefix('T').map_or_else(|| format!("P{n}{u}"), |t| format!("PT{n}{t}")),
        };
        core(first.end, Expr::Duration(value, 0))
    }

    /// What turns a length into a date: "ago", "earlier", "later", "before", "after", "from now".
    pub(super) fn offset(&self, k: usize, n: Option<f64>, unit: &str) -> Option<Core> {
        let a = self.a;
        // "a week or so ago"
        let k = k + 2 * usize::from(a.are(k, &["or", "so", "ago"]));
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
    pub(super) fn noun_follows(&self, i: usize) -> bool {
        self.a.get(i).is_some_and(|x| x.kind != Kind::Sign)
    }
}
