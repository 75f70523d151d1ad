//! From what an expression says to its TIMEX3 value, against the publication date, the clause's tense and the dates
//! told before.
//!
//! Owns the choice between past and future readings. It must not know how expressions are recognised.

use dyad_knowledge::Fiscal;
use dyad_record::TimeType;
use jiff::civil::Date;

use super::calendar::{
    date, nth_weekday, plus, plus_days, start_of, us_offset, value_of, weekday, year_text,
};
use super::grammar::{Expr, Found, Rel};
use super::story::{Story, Told};
use super::tense::Tense;
use super::terms;

/// A value with its type and what it rests on.
pub(super) type Value = (TimeType, String, Option<String>);

/// With this a basis begins that says that the words name no date.
pub(crate) const IMPOSSIBLE: &str = "no such date";

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub block: usize,
    pub sentence: usize,
    pub tense: Tense,
    /// A year told in passing ("until 1976") from which nothing is counted.
    pub aside: bool,
    /// At the head of its sentence.
    pub lead: bool,
}

/// Resolves the times of a document in their order.
#[derive(Debug, Default)]
pub(super) struct Resolver {
    /// Publication date, given or inferred.
    pub published: Option<Date>,
    /// True if it was inferred.
    pub inferred: bool,
    /// What the text has told.
    pub story: Story,
}

impl Resolver {
    pub fn from(&self, what: &str) -> Option<String> {
        Some(format!("{what} from {}publication date", if self.inferred { "inferred " } else { "" }))
    }

    /// Resolves one expression.
    pub fn resolve(&mut self, found: &Found, at: Place, fiscal: Option<Fiscal>) -> Option<Value> {
        let part = found.part.as_deref();
        let kind = if part.is_some() { TimeType::Time } else { TimeType::Date };
        let (kind, value, basis) = self.expr(&found.expr, kind, at, fiscal)?;
        let value = match part {
            Some(p) => format!("{value}T{}", zoned(p, value.parse().ok())),
            None => value,
        };
        Some((kind, value, basis))
    }

    pub(super) fn expr(
        &mut self,
        expr: &Expr,
        kind: TimeType,
        at: Place,
        fiscal: Option<Fiscal>,
    ) -> Option<Value> {
        let p = self.published;
        let unknown = |v: &str| Some((kind, v.to_owned(), Some("publication date unknown".to_owned())));
        match expr {
            Expr::Literal(v) => Some((kind, v.clone(), None)),
            Expr::Ref(v) => Some((TimeType::Date, v.clone(), None)),
            Expr::Set(v) => Some((TimeType::Set, v.clone(), None)),
            Expr::Duration(v, side) => {
                let basis = if *side != 0 { self.published.and(self.from("ends")) } else { None };
                Some((TimeType::Duration, v.clone(), basis))
            }
            Expr::Date { y, m, d, rel } => self.date(*y, *m, *d, *rel, kind, at),
            Expr::NoDate(value, why) => Some((kind, value.clone(), Some(format!("{IMPOSSIBLE}: {why}")))),
            Expr::DayOf(d) => {
                let last = self.story.last.filter(|l| l.m.is_some());
                let told = match (last, p) {
                    (Some(l), _) => l,
                    (None, Some(p)) => Told::of(p),
                    (None, None) => return unknown(&format!("XXXX-XX-{d:02}")),
                };
                let day = date(told.y, told.m?, *d)?;
                let basis =
                    last.map_or_else(|| self.from("month"), |_| Some("month from the text".to_owned()));
                self.story.tell(Told::of(day), at.block);
                Some((kind, day.to_string(), basis))
            }
            Expr::Weekday(wd, rel) => {
                let base = self.story.past().and_then(Told::first).or(p);
                let Some(base) = base else { return unknown(&format!("XXXX-WXX-{wd}")) };
                let ahead = (wd - weekday(base)).rem_euclid(7);
                let days = match rel {
                    Rel::Last if ahead == 0 => -7,
                    Rel::Next if ahead == 0 => 7,
                    Rel::Next => ahead,
                    Rel::This => wd - weekday(base),
                    Rel::Bare if at.tense == Tense::Future => ahead,
                    Rel::Bare if ahead == 0 => 0,
                    Rel::Last | Rel::Bare => ahead - 7,
                };
                self.day(plus_days(base, days)?, kind)
            }
            Expr::Day(n) => match p {
                Some(p) => self.day(plus_days(p, *n)?, kind),
                None => unknown("XXXX-XX-XX"),
            },
            Expr::Unit(u, rel) => {
                let Some(p) = p else { return unknown(unknown_unit(u)) };
                let n = match rel {
                    Rel::Last => -1,
                    Rel::Next => 1,
                    Rel::This => 0,
                    // "the weekend": the one just past unless the clause looks ahead.
                    Rel::Bare if at.tense == Tense::Future || weekday(p) >= 6 => 0,
                    Rel::Bare => -1,
                };
                let day = plus(start_of(p, u), u, n)?;
                Some((kind, value_of(day, if u == "F" { "W" } else { u }), self.from(word(u))))
            }
            Expr::The(u) => {
                let told =
                    self.story.last.filter(|l| self.story.history || p.is_none() || self.recent(*l, u, at));
                if let Some(v) = told.and_then(|l| l.unit(u)) {
                    return Some((kind, v, Some("the last date of the text".to_owned())));
                }
                let Some(p) = p else { return unknown(unknown_unit(u)) };
                Some((kind, value_of(start_of(p, u), u), self.from(word(u))))
            }
            Expr::Same(u) => {
                let told =
                    self.story.last.map(|l| if u.is_empty() { l.value() } else { l.as_far_as_known(u) });
                let basis = if told.is_some() { "the last date of the text" } else { "no date told before" };
                Some((kind, told.unwrap_or_else(|| unknown_unit(u).to_owned()), Some(basis.to_owned())))
            }
            Expr::Season(s, Some(y), _) => {
                self.tell_year(*y, at);
                Some((kind, format!("{}-{s}", year_text(*y)), None))
            }
            Expr::Season(s, None, rel) => {
                if let Some(l) = self.story.past() {
                    let step = i64::from(*rel == Rel::Next);
                    let v = format!("{}-{s}", year_text(l.y + step));
                    return Some((kind, v, Some("year from the text".to_owned())));
                }
                let Some(p) = p else { return unknown(&format!("XXXX-{s}")) };
                Some((
                    kind,
                    format!("{}-{s}", year_text(terms::season(s, *rel, at.tense, p))),
                    self.from("year"),
                ))
            }
            Expr::Quarter(k, n, Some(y), _) => {
                if *k == 'Q' {
                    self.story.quarter = Some((*y, *n));
                }
                self.tell_year(*y, at);
                Some((kind, format!("{y:04}-{k}{n}"), None))
            }
            Expr::Quarter(k, n, None, rel) => {
                let Some(p) = p else { return unknown(&format!("XXXX-{k}{n}")) };
                let (y, n) = terms::quarter(*k, *n, *rel, at.tense, p);
                if *k == 'Q' {
                    self.story.quarter = Some((y, n));
                }
                Some((kind, format!("{y:04}-{k}{n}"), self.from("year")))
            }
            Expr::TheQuarter(back) => {
                let told = self.story.quarter;
                let (y, n) = match (told, p) {
                    (Some(q), _) => q,
                    (None, Some(p)) => terms::quarter('Q', 0, Rel::Bare, at.tense, p),
                    (None, None) => return unknown("XXXX-QX"),
                };
                let what = told.map_or_else(
                    || self.from("quarter"),
                    |_| Some("the last quarter of the text".to_owned()),
                );
                Some((kind, format!("{:04}-Q{n}", y - back), what))
            }
            Expr::Before(unit, year) => self.before(unit, year, kind, at, fiscal),
            Expr::Of(inner, year) => {
                let (_, y, basis) = self.expr(year, TimeType::Date, at, fiscal)?;
                let Ok(y) = y.parse::<i64>() else { return unknown("XXXX-XX") };
                let (kind, value, _) = self.expr(&inner.in_year(y), kind, at, fiscal)?;
                Some((kind, value, basis))
            }
            Expr::WeekOf(n, month) => {
                let (_, v, basis) = self.expr(month, TimeType::Date, at, fiscal)?;
                let first: Date = format!("{v}-01").parse().ok()?;
                // A week belongs to the month of its Thursday, as it does to a year (ISO 8601).
                let (y, m) = (i64::from(first.year()), i64::from(first.month()));
                let thursday = nth_weekday(y, m, 4, i8::try_from(*n).ok()?)?;
                Some((kind, value_of(thursday, "W"), basis))
            }
            Expr::Fiscal(y, quarter, rel) => {
                let y = match (y, p) {
                    (Some(y), _) => y.to_string(),
                    (None, None) => "XXXX".to_owned(),
                    (None, Some(p)) => {
                        let begun = fiscal.is_some_and(|f| f.month > 1 && p.month() >= f.month);
                        let named = fiscal.is_some_and(|f| f.named_for_start && f.month > 1);
                        let step = match rel {
                            Rel::Last => -1,
                            Rel::Next => 1,
                            _ => 0,
                        };
                        (i64::from(p.year()) + i64::from(begun) - i64::from(named) + step).to_string()
                    }
                };
                let v = quarter.map_or_else(|| format!("FY{y}"), |q| format!("FY{y}-Q{q}"));
                let year = if expr.has_year() {
                    None
                } else if p.is_none() {
                    Some("publication date unknown".to_owned())
                } else {
                    self.from("fiscal year")
                };
                Some((kind, v, year))
            }
            Expr::Offset { n, unit, sign, from_text } => self.offset(*n, unit, *sign, *from_text, kind, at),
            Expr::Clock(v) => {
                let told = self.story.past().filter(|l| l.d.is_some()).and_then(Told::first);
                match told.or(p) {
                    Some(d) => Some((TimeType::Time, format!("{d}T{}", zoned(v, Some(d))), self.from("day"))),
                    None => {
                        let v = format!("XXXX-XX-XXT{}", zoned(v, None));
                        Some((TimeType::Time, v, Some("publication date unknown".into())))
                    }
                }
            }
            Expr::Holiday(rule, Some(y), _) => {
                let day = terms::holiday(rule, *y)?;
                self.story.tell(Told::of(day), at.block);
                Some((kind, day.to_string(), None))
            }
            Expr::Holiday(rule, None, rel) => {
                let told = self.story.past().map(|l| l.y);
                let y = match (told, p) {
                    (Some(y), _) => y,
                    (None, Some(p)) => terms::holiday_year(rule, *rel, at.tense, p)?,
                    (None, None) => return unknown(&terms::holiday_unknown(rule)),
                };
                let basis =
                    if told.is_some() { Some("year from the text".to_owned()) } else { self.from("year") };
                Some((kind, terms::holiday(rule, y)?.to_string(), basis))
            }
        }
    }

    /// True if "the day", "the year" of the text's last date is near enough to be meant.
    fn recent(&self, told: Told, unit: &str, at: Place) -> bool {
        let (Some(p), Some(first)) = (self.published, told.first()) else { return true };
        unit == "D"
            && told.d.is_some()
            && self.story.block <= at.block
            && (0..=7).contains(&(p - first).get_days())
    }

    pub(super) fn tell_year(&mut self, y: i64, at: Place) {
        if !at.aside && at.tense != Tense::Future {
            self.story.tell_year(y, at.block, at.lead);
        }
    }

    /// A day counted from now. In a history "today" is that of the reader or of somebody quoted; the story stays.
    fn day(&mut self, day: Date, kind: TimeType) -> Option<Value> {
        if !self.story.history {
            self.story.last = Some(Told::of(day));
        }
        Some((kind, day.to_string(), self.from("day")))
    }
}

/// A time of day with its zone: `~5` stands for the American zone five hours behind Greenwich, in summer four.
fn zoned(part: &str, day: Option<Date>) -> String {
    match part.split_once('~') {
        Some((clock, hours)) => match (hours.parse::<i64>(), day) {
            (Ok(h), Some(d)) => format!("{clock}-{:02}", us_offset(h, d)),
            _ => clock.to_owned(),
        },
        None => part.to_owned(),
    }
}

fn unknown_unit(unit: &str) -> &'static str {
    match unit {
        "Y" => "XXXX",
        "M" => "XXXX-XX",
        "W" => "XXXX-WXX",
        "WE" => "XXXX-WXX-WE",
        "Q" => "XXXX-QX",
        _ => "XXXX-XX-XX",
    }
}

fn word(unit: &str) -> &'static str {
    match unit {
        "Y" => "year",
        "M" => "month",
        "W" => "week",
        "WE" => "weekend",
        "Q" => "quarter",
        "E" => "decade",
        "C" => "century",
        _ => "date",
    }
}
