//! The calendar: dates from parts, intervals of TIMEX3 values, movable feasts.
//!
//! Owns date arithmetic over `jiff::civil`; Easter by the anonymous Gregorian algorithm. It must not know text.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Stretch, ToSpan};

/// A date, if there is one.
#[must_use]
pub fn date(y: i64, m: i64, d: i64) -> Option<Date> {
    Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
}

/// The date so many days later (earlier, if negative).
#[must_use]
pub fn plus_days(d: Date, n: i64) -> Option<Date> {
    d.checked_add(Stretch::new().try_days(n).ok()?).ok()
}

/// The date so many units of a TIMEX3 letter later.
#[must_use]
pub fn plus(d: Date, unit: &str, n: i64) -> Option<Date> {
    let s = Stretch::new();
    let stretch = match unit {
        "D" => s.try_days(n),
        "W" | "WE" => s.try_weeks(n),
        "F" => s.try_weeks(n.checked_mul(2)?),
        "M" => s.try_months(n),
        "Q" => s.try_months(n.checked_mul(3)?),
        "Y" => s.try_years(n),
        "E" => s.try_years(n.checked_mul(10)?),
        "C" => s.try_years(n.checked_mul(100)?),
        _ => s.try_days(0),
    };
    d.checked_add(stretch.ok()?).ok()
}

/// 1 for Monday to 7 for Sunday.
#[must_use]
pub fn weekday(d: Date) -> i64 {
    i64::from(d.weekday().to_monday_one_offset())
}

/// The n-th weekday of a month; the last for `n` = 0.
#[must_use]
pub fn nth_weekday(y: i64, m: i64, wd: i8, n: i8) -> Option<Date> {
    let first = date(y, m, 1)?;
    let day = Weekday::from_monday_one_offset(wd).ok()?;
    first.nth_weekday_of_month(if n == 0 { -1 } else { n }, day).ok()
}

/// Easter Sunday.
#[must_use]
pub fn easter(y: i64) -> Option<Date> {
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let k = h + l - 7 * m + 114;
    date(y, k / 31, k % 31 + 1)
}

/// The first day of a date's unit.
#[must_use]
pub fn start_of(d: Date, unit: &str) -> Date {
    match unit {
        "W" | "WE" => plus_days(d, 1 - weekday(d)).unwrap_or(d),
        "M" => d.first_of_month(),
        "Q" => date(i64::from(d.year()), (i64::from(d.month()) - 1) / 3 * 3 + 1, 1).unwrap_or(d),
        "Y" => d.first_of_year(),
        _ => d,
    }
}

/// The TIMEX3 value of the unit in which a date lies.
#[must_use]
pub fn value_of(d: Date, unit: &str) -> String {
    match unit {
        "W" => {
            let w = d.iso_week_date();
            format!("{:04}-W{:02}", w.year(), w.week())
        }
        "WE" => {
            let w = d.iso_week_date();
            format!("{:04}-W{:02}-WE", w.year(), w.week())
        }
        "M" => format!("{:04}-{:02}", d.year(), d.month()),
        "Q" => format!("{:04}-Q{}", d.year(), (d.month() - 1) / 3 + 1),
        "Y" => format!("{:04}", d.year()),
        "E" => format!("{:03}", d.year() / 10),
        "C" => format!("{:02}", d.year() / 100),
        _ => d.to_string(),
    }
}

/// The closed interval of a TIMEX3 date value; `fiscal` is the month in which a fiscal year starts.
#[must_use]
pub fn interval(value: &str, fiscal: i8) -> Option<[String; 2]> {
    let day = value.split('T').next().unwrap_or(value);
    let pair = |from: Date, to: Date| Some([from.to_string(), to.to_string()]);
    if let Some(y) = day.strip_prefix("FY") {
        let y: i64 = y.parse().ok()?;
        let from = date(if fiscal == 1 { y } else { y - 1 }, i64::from(fiscal), 1)?;
        return pair(from, from.checked_add(1.year()).ok()?.yesterday().ok()?);
    }
    let parts: Vec<&str> = day.split('-').collect();
    let year = parts.first()?;
    let number: i64 = year.parse().ok()?;
    match (year.len(), parts.get(1).copied(), parts.get(2).copied()) {
        (2, None, _) => pair(date(number * 100, 1, 1)?, date(number * 100 + 99, 12, 31)?),
        (3, None, _) => pair(date(number * 10, 1, 1)?, date(number * 10 + 9, 12, 31)?),
        (4, None, _) => pair(date(number, 1, 1)?, date(number, 12, 31)?),
        (4, Some(m), rest) => {
            let months = |from: i64, n: i64| {
                let from = date(number, from, 1)?;
                pair(from, plus(from, "M", n)?.yesterday().ok()?)
            };
            match m {
                "SP" => months(3, 3),
                "SU" => months(6, 3),
                "FA" => months(9, 3),
                "WI" => months(12, 3),
                _ => {
                    if let Some(q) = m.strip_prefix('Q') {
                        return months(q.parse::<i64>().ok()? * 3 - 2, 3);
                    }
                    if let Some(h) = m.strip_prefix('H') {
                        return months(h.parse::<i64>().ok()? * 6 - 5, 6);
                    }
                    if let Some(w) = m.strip_prefix('W') {
                        let first = start_of(date(number, 1, 4)?, "W");
                        let from = plus_days(first, (w.parse::<i64>().ok()? - 1) * 7)?;
                        let from = if rest == Some("WE") { plus_days(from, 5)? } else { from };
                        return pair(from, plus_days(from, if rest == Some("WE") { 1 } else { 6 })?);
                    }
                    let m: i64 = m.parse().ok()?;
                    match rest {
                        None => months(m, 1),
                        Some(d) => {
                            let d = date(number, m, d.parse().ok()?)?;
                            pair(d, d)
                        }
                    }
                }
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_of_values() {
        let i = |v| interval(v, 10).map(|[a, b]| format!("{a}/{b}"));
        assert_eq!(i("2023-02").as_deref(), Some("2023-02-01/2023-02-28"));
        assert_eq!(i("FY2023").as_deref(), Some("2022-10-01/2023-09-30"));
        assert_eq!(i("2024-Q3").as_deref(), Some("2024-07-01/2024-09-30"));
        assert_eq!(i("199").as_deref(), Some("1990-01-01/1999-12-31"));
        assert_eq!(i("2024-W01").as_deref(), Some("2024-01-01/2024-01-07"));
        assert_eq!(i("2024-03-05TMO").as_deref(), Some("2024-03-05/2024-03-05"));
        assert_eq!(i("XXXX-03-16"), None);
    }

    #[test]
    fn feasts() {
        assert_eq!(easter(2024).unwrap().to_string(), "2024-03-31");
        assert_eq!(nth_weekday(2023, 11, 4, 4).unwrap().to_string(), "2023-11-23");
        assert_eq!(nth_weekday(2023, 5, 1, 0).unwrap().to_string(), "2023-05-29");
    }
}
