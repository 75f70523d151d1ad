//! Terms of a year that leave the year out: "the third quarter", "last summer", "at Christmas", "the fiscal year".
//!
//! Owns the choice of their year against the publication date and the tense. It must not know how they are recognised.

use jiff::civil::Date;

use super::calendar::{date, easter, nth_weekday, plus_days};
use super::grammar::Rel;
use super::tense::Tense;

/// The year of a season.
pub(super) fn season(s: &str, rel: Rel, tense: Tense, p: Date) -> i64 {
    let first = match s {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    };
    let (y, m) = (i64::from(p.year()), i64::from(p.month()));
    let started = m >= first;
    let over = started && m > first + 2;
    match rel {
        Rel::Last => y - i64::from(!over),
        Rel::This => y - i64::from(first == 12 && m < 3),
        Rel::Next => y + i64::from(started),
        Rel::Bare if tense == Tense::Future => y + i64::from(over),
        Rel::Bare => y - i64::from(!started),
    }
}

/// Year and number of a quarter (`Q`) or half (`H`); the number 0 stands for the last one past.
pub(super) fn quarter(kind: char, n: i64, rel: Rel, tense: Tense, p: Date) -> (i64, i64) {
    let (y, m) = (i64::from(p.year()), i64::from(p.month()));
    let now = if kind == 'Q' { (m - 1) / 3 + 1 } else { (m - 1) / 6 + 1 };
    let per = if kind == 'Q' { 4 } else { 2 };
    match rel {
        _ if n == 0 && now == 1 => (y - 1, per),
        _ if n == 0 => (y, now - 1),
        Rel::Last => (y - 1, n),
        Rel::Next => (y + 1, n),
        Rel::This => (y, n),
        // The coming quarter when the clause looks ahead, else the latest one begun.
        Rel::Bare if tense == Tense::Future => (y + i64::from(n < now), n),
        Rel::Bare => (y - i64::from(n > now), n),
    }
}

/// The year of a holiday, where the text does not tell it.
pub(super) fn holiday_year(rule: &str, rel: Rel, tense: Tense, p: Date) -> Option<i64> {
    let y = i64::from(p.year());
    let on = holiday(rule, y)?;
    Some(match (rel, tense) {
        (Rel::This, _) => y,
        (Rel::Next, _) | (Rel::Bare, Tense::Future) => y + i64::from(on < p),
        _ => y - i64::from(on > p),
    })
}

/// The rule of a holiday in a country, and the country whose rule it is, where it has several.
pub(super) fn holiday_of<'r>(rule: &'r str, country: &str) -> (&'r str, Option<&'r str>) {
    let mut rules = rule.split(' ').map(|r| r.split_once(':').map_or((r, None), |(c, r)| (r, Some(c))));
    let first = rules.clone().next().unwrap_or((rule, None));
    rules.find(|r| r.1 == Some(country)).unwrap_or(first)
}

/// The date of a holiday: `MM-DD`, `MM-weekday-nth`, `MM-weekday-nth+n` days after, `easter+n`.
pub(super) fn holiday(rule: &str, y: i64) -> Option<Date> {
    if let Some((rule, after)) = rule.rsplit_once('+').filter(|r| r.0 != "easter") {
        return plus_days(holiday(rule, y)?, after.parse().ok()?);
    }
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

/// The day of a holiday without its year, where every year has it on the same day.
pub(super) fn holiday_unknown(rule: &str) -> String {
    let fixed = rule.len() == 5 && !rule.starts_with("easter");
    if fixed { format!("XXXX-{rule}") } else { "XXXX-XX-XX".to_owned() }
}
