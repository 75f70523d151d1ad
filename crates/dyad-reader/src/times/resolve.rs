//! From what an expression says to its TIMEX3 value, against the publication date, the clause's tense and the dates
//! told before.
//!
//! Owns the choice between past and future readings and the memory of the last date in the text. It must not know
//! how expressions are recognised.

use jiff::civil::Date;

use super::calendar::{date, easter, nth_weekday, plus, plus_days, start_of, value_of, weekday};
use super::grammar::{Expr, Found, Rel};
use super::tense::Tense;
use dyad_record::TimeType;

/// A value with its type and what it rests on.
pub type Value = (TimeType, String, Option<String>);

/// The memory of a document while its times are resolved in order.
#[derive(Debug, Default)]
pub struct Resolver {
    /// Publication date, given or inferred.
    pub published: Option<Date>,
    /// True if it was inferred.
    pub inferred: bool,
    /// True if the text tells of years long past: bare months follow the story, not the publication.
    pub history: bool,
    /// The last date told: year, month, day.
    pub last: Option<(i64, Option<i64>, Option<i64>)>,
    /// Block of the last full date.
    pub last_block: usize,
}

impl Resolver {
    fn from(&self, what: &str) -> Option<String> {
        Some(format!("{what} from {}publication date", if self.inferred { "inferred " } else { "" }))
    }
    fn last_day(&self) -> Option<Date> {
        let (y, m, d) = self.last?;
        date(y, m.unwrap_or(1), d.unwrap_or(1))
    }
    fn remember(&mut self, y: i64, m: Option<i64>, d: Option<i64>, block: usize) {
        self.last = Some((y, m, d));
        self.last_block = block;
    }
    fn remember_day(&mut self, d: Date, block: usize) {
        self.remember(i64::from(d.year()), Some(i64::from(d.month())), Some(i64::from(d.day())), block);
    }

    /// The year of a bare month (and day).
    fn year_of(
        &self,
        m: i64,
        d: Option<i64>,
        rel: Rel,
        tense: Tense,
        block: usize,
    ) -> Option<(i64, &'static str)> {
        if let Some((y, lm, _)) = self.last {
            let told = self.published.is_none_or(|p| y < i64::from(p.year()) || self.history);
            let near = self.last_block == block && lm.is_some();
            if rel == Rel::Bare
                && told
                && (self.history || self.published.is_none() && near || near && tense != Tense::Future)
            {
                let step = i64::from(lm.is_some_and(|lm| m + 6 < lm));
                return Some((y + step, "year from the text"));
            }
        }
        let p = self.published?;
        let (py, pm, pd) = (i64::from(p.year()), i64::from(p.month()), i64::from(p.day()));
        // Months from now; a day later this month is ahead, too.
        let ahead = m - pm;
        let later = ahead > 0 || ahead == 0 && d.is_some_and(|d| d > pd);
        let year = match rel {
            Rel::Last => {
                if ahead >= 0 {
                    py - 1
                } else {
                    py
                }
            }
            Rel::Next => {
                if ahead > 0 || later {
                    py
                } else {
                    py + 1
                }
            }
            Rel::This => py,
            Rel::Bare => match tense {
                Tense::Future if !later && ahead < 0 => py + 1,
                Tense::Future => py,
                // A day or two ahead in the past tense is a slip of the publication date, not a year.
                Tense::Past if later && ahead == 0 && d.is_some_and(|d| d <= pd + 1) => py,
                Tense::Past => py - i64::from(later),
                Tense::Open => {
                    if later && ahead <= 3 {
                        py
                    } else {
                        py - i64::from(later)
                    }
                }
            },
        };
        Some((year, "year"))
    }

    /// Resolves one expression.
    pub fn resolve(&mut self, found: &Found, tense: Tense, block: usize, fiscal: i8) -> Option<Value> {
        let part = found.part.as_deref();
        let timed = |v: String| match part {
            Some(p) => format!("{v}T{p}"),
            None => v,
        };
        let kind = if part.is_some() { TimeType::Time } else { TimeType::Date };
        let p = self.published;
        let unknown =
            |v: &str| Some((kind, timed(v.to_owned()), Some("publication date unknown".to_owned())));
        match &found.expr {
            Expr::Literal(v) => Some((kind, timed(v.clone()), None)),
            Expr::Ref(v) => Some((TimeType::Date, v.clone(), None)),
            Expr::Set(v) => Some((TimeType::Set, v.clone(), None)),
            Expr::Duration(v, side) => {
                let basis = if *side != 0 { self.published.and(self.from("ends")) } else { None };
                Some((TimeType::Duration, v.clone(), basis))
            }
            Expr::Date { y: Some(y), m, d, .. } => {
                self.remember(*y, *m, *d, block);
                let v = match (m, d) {
                    (Some(m), Some(d)) => {
                        date(*y, *m, *d)?;
                        format!("{y:04}-{m:02}-{d:02}")
                    }
                    (Some(m), None) => format!("{y:04}-{m:02}"),
                    _ => format!("{y:04}"),
                };
                Some((kind, timed(v), None))
            }
            Expr::Date { y: None, m: Some(m), d, rel } => {
                let Some((y, why)) = self.year_of(*m, *d, *rel, tense, block) else {
                    return unknown(
                        &d.map_or_else(|| format!("XXXX-{m:02}"), |d| format!("XXXX-{m:02}-{d:02}")),
                    );
                };
                let basis = if why == "year" { self.from("year") } else { Some(why.to_owned()) };
                let v = match d {
                    Some(d) => {
                        date(y, *m, *d).or_else(|| date(y - 1, *m, *d))?;
                        format!("{y:04}-{m:02}-{d:02}")
                    }
                    None => format!("{y:04}-{m:02}"),
                };
                if why != "year" || self.history {
                    self.remember(y, Some(*m), *d, block);
                } else if d.is_some() {
                    self.last = Some((y, Some(*m), *d));
                }
                Some((kind, timed(v), basis))
            }
            Expr::Date { .. } => None,
            Expr::Weekday(wd, rel) => {
                let story = if self.history { self.last_day() } else { None };
                let Some(base) = story.or(p) else { return unknown(&format!("XXXX-WXX-{wd}")) };
                let ahead = (wd - weekday(base)).rem_euclid(7);
                let days = match rel {
                    Rel::Last => {
                        if ahead == 0 {
                            -7
                        } else {
                            ahead - 7
                        }
                    }
                    Rel::Next => {
                        if ahead == 0 {
                            7
                        } else {
                            ahead
                        }
                    }
                    Rel::This => wd - weekday(base),
                    Rel::Bare if tense == Tense::Future => ahead,
                    Rel::Bare if ahead == 0 => 0,
                    Rel::Bare => ahead - 7,
                };
                let day = plus_days(base, days)?;
                self.last =
                    Some((i64::from(day.year()), Some(i64::from(day.month())), Some(i64::from(day.day()))));
                Some((kind, timed(day.to_string()), self.from("day")))
            }
            Expr::Day(n) => {
                let Some(p) = p else { return unknown("XXXX-XX-XX") };
                let day = plus_days(p, *n)?;
                self.last =
                    Some((i64::from(day.year()), Some(i64::from(day.month())), Some(i64::from(day.day()))));
                Some((kind, timed(day.to_string()), self.from("day")))
            }
            Expr::Unit(u, rel) => {
                let Some(p) = p else {
                    return unknown(match u.as_str() {
                        "Y" => "XXXX",
                        "M" => "XXXX-XX",
                        "W" => "XXXX-WXX",
                        _ => "XXXX-XX-XX",
                    });
                };
                let n = match rel {
                    Rel::Last => -1,
                    Rel::Next => 1,
                    Rel::This => 0,
                    // "the weekend": the one just past unless the clause looks ahead.
                    Rel::Bare if tense == Tense::Future || weekday(p) >= 6 => 0,
                    Rel::Bare => -1,
                };
                let day = plus(start_of(p, u), u, n)?;
                let unit = if u == "F" { "W" } else { u };
                Some((kind, timed(value_of(day, unit)), self.from(word(u))))
            }
            Expr::Season(s, Some(y), _) => {
                self.last = Some((*y, None, None));
                Some((kind, format!("{y:04}-{s}"), None))
            }
            Expr::Season(s, None, rel) => {
                let story = if self.history { self.last.map(|l| l.0) } else { None };
                if let Some(y) = story {
                    return Some((kind, format!("{y:04}-{s}"), Some("year from the text".to_owned())));
                }
                let Some(p) = p else { return unknown(&format!("XXXX-{s}")) };
                let first = match s.as_str() {
                    "SP" => 3,
                    "SU" => 6,
                    "FA" => 9,
                    _ => 12,
                };
                let (y, m) = (i64::from(p.year()), i64::from(p.month()));
                let started = m >= first;
                let y = match rel {
                    Rel::Last => {
                        if started && m > first + 2 {
                            y
                        } else {
                            y - 1
                        }
                    }
                    Rel::This => {
                        if first == 12 && m < 3 {
                            y - 1
                        } else {
                            y
                        }
                    }
                    Rel::Next => {
                        if started {
                            y + 1
                        } else {
                            y
                        }
                    }
                    Rel::Bare if tense == Tense::Future => {
                        if started && m > first + 2 {
                            y + 1
                        } else {
                            y
                        }
                    }
                    Rel::Bare => {
                        if started {
                            y
                        } else {
                            y - 1
                        }
                    }
                };
                Some((kind, format!("{y:04}-{s}"), self.from("year")))
            }
            Expr::Quarter(k, n, Some(y), _) => Some((kind, format!("{y:04}-{k}{n}"), None)),
            Expr::Quarter(k, n, None, rel) => {
                let Some(p) = p else { return unknown(&format!("XXXX-{k}{n}")) };
                let (y, m) = (i64::from(p.year()), i64::from(p.month()));
                let now = if *k == 'Q' { (m - 1) / 3 + 1 } else { (m - 1) / 6 + 1 };
                let per = if *k == 'Q' { 4 } else { 2 };
                let (y, n) = match rel {
                    _ if *n == 0 => {
                        if now == 1 {
                            (y - 1, per)
                        } else {
                            (y, now - 1)
                        }
                    }
                    Rel::Last => (y - 1, *n),
                    Rel::Next => (y + 1, *n),
                    Rel::This => (y, *n),
                    // The coming quarter when the clause looks ahead, else the latest one begun.
                    Rel::Bare if tense == Tense::Future => (if *n < now { y + 1 } else { y }, *n),
                    Rel::Bare => (if *n > now { y - 1 } else { y }, *n),
                };
                Some((kind, format!("{y:04}-{k}{n}"), self.from("year")))
            }
            Expr::Fiscal(Some(y), _) => Some((kind, format!("FY{y}"), None)),
            Expr::Fiscal(None, rel) => {
                let Some(p) = p else { return unknown("FYXXXX") };
                let begun = fiscal > 1 && p.month() >= fiscal;
                let y = i64::from(p.year())
                    + i64::from(begun)
                    + match rel {
                        Rel::Last => -1,
                        Rel::Next => 1,
                        _ => 0,
                    };
                Some((kind, format!("FY{y}"), self.from("fiscal year")))
            }
            Expr::Offset { n, unit, sign, from_text } => {
                let story = if *from_text { self.last_day() } else { None };
                let (base, basis) = match (story, p) {
                    (Some(d), _) => (d, Some("counted from the last date of the text".to_owned())),
                    (None, Some(p)) => (p, self.from("counted")),
                    (None, None) => return unknown(if *sign < 0 { "PAST_REF" } else { "FUTURE_REF" }),
                };
                let Some(n) = n else {
                    let v = if *sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
                    return Some((TimeType::Date, v.to_owned(), None));
                };
                if let Some(clock) = unit.strip_prefix('T') {
                    let v = format!("{}T{}", base, if clock == "H" { "XX" } else { "XX:XX" });
                    return Some((TimeType::Time, v, basis));
                }
                let day = plus(base, unit, sign.checked_mul(*n)?)?;
                // Years and months are as coarse as they are told; days and weeks name a day.
                let grain = match unit.as_str() {
                    "W" | "F" | "D" | "WE" => "D",
                    "E" => "Y",
                    "C" => "Y",
                    u => u,
                };
                let v = value_of(day, grain);
                if grain == "D" {
                    self.remember_day(day, block);
                } else if *from_text {
                    self.last =
                        Some((i64::from(day.year()), (grain == "M").then(|| i64::from(day.month())), None));
                }
                Some((kind, timed(v), basis))
            }
            Expr::Same(u) => {
                let Some(d) = self.last_day() else { return unknown("XXXX-XX-XX") };
                let known = matches!(
                    (u.as_str(), self.last),
                    ("D" | "W" | "WE", Some((_, _, Some(_))))
                        | ("M" | "Q", Some((_, Some(_), _)))
                        | ("Y", Some(_))
                );
                let v = if known { value_of(d, u) } else { "XXXX-XX-XX".to_owned() };
                Some((kind, v, Some("the last date of the text".to_owned())))
            }
            Expr::Clock(v) => {
                let day = self.last.filter(|_| self.history).and(self.last_day()).or(p);
                match day {
                    Some(d) => Some((TimeType::Time, format!("{d}T{v}"), self.from("day"))),
                    None => Some((
                        TimeType::Time,
                        format!("XXXX-XX-XXT{v}"),
                        Some("publication date unknown".into()),
                    )),
                }
            }
            Expr::Holiday(rule, year, rel) => {
                let base = year
                    .or_else(|| self.last.filter(|_| self.history).map(|l| l.0))
                    .or(p.map(|p| i64::from(p.year())));
                let Some(y) = base else {
                    return unknown(
                        &rule
                            .get(..5)
                            .filter(|r| r.as_bytes()[2] == b'-' && rule.len() == 5)
                            .map_or("XXXX-XX-XX".to_owned(), |r| format!("XXXX-{r}")),
                    );
                };
                let on = holiday(rule, y)?;
                let y = match (year, p) {
                    (None, Some(p)) if !self.history => match (rel, tense) {
                        (Rel::This, _) => y,
                        (Rel::Next, _) | (Rel::Bare, Tense::Future) => y + i64::from(on < p),
                        _ => y - i64::from(on > p),
                    },
                    _ => y,
                };
                Some((
                    kind,
                    timed(holiday(rule, y)?.to_string()),
                    year.map_or_else(|| self.from("year"), |_| None),
                ))
            }
        }
    }
}

fn word(unit: &str) -> &'static str {
    match unit {
        "Y" => "year",
        "M" => "month",
        "W" => "week",
        "WE" => "weekend",
        "Q" => "quarter",
        _ => "date",
    }
}

/// The date of a holiday: `MM-DD`, `MM-weekday-nth`, `easter+n`.
fn holiday(rule: &str, y: i64) -> Option<Date> {
    if let Some(n) = rule.strip_prefix("easter") {
        return plus_days(easter(y)?, n.parse().ok()?);
    }
    let parts: Vec<&str> = rule.split('-').collect();
    let m: i64 = parts.first()?.parse().ok()?;
    match (parts.get(1)?, parts.get(2)) {
        (d, None) => date(y, m, d.parse().ok()?),
        (wd, Some(n)) => nth_weekday(y, m, wd.parse().ok()?, n.parse().unwrap_or(0)),
    }
}
