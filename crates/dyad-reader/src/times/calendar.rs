//! The calendar: dates from parts, intervals of TIMEX3 values, movable feasts.
//!
//! Owns date arithmetic over `jiff::civil`; Easter by the anonymous Gregorian algorithm. It must not know text.

use dyad_knowledge::Fiscal;
use jiff::Span as Stretch;
use jiff::civil::{Date, Weekday};

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

/// A year as TIMEX3 writes it. Years before Christ count from nought downwards: 0 is 1 BC.
#[must_use]
pub fn year_text(y: i64) -> String {
    if y <= 0 { format!("BC{:04}", 1 - y) } else { format!("{y:04}") }
}

/// The English name of a month.
#[must_use]
pub fn month_name(m: i64) -> &'static str {
    #[rustfmt::skip]
    const NAMES: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    usize::try_from(m - 1).ok().and_then(|m| NAMES.get(m)).copied().unwrap_or("an unknown month")
}

/// Days of a month in a leap year: no year has more.
#[must_use]
pub fn days_at_most(m: i64) -> i64 {
    date(2000, m, 1).map_or(0, |d| i64::from(d.days_in_month()))
}

/// Hours behind Greenwich of the time in use in the United States on a date, where the standard time is so many behind.
#[must_use]
pub fn us_offset(standard: i64, on: Date) -> i64 {
    let y = i64::from(on.year());
    let summer = nth_weekday(y, 3, 7, 2).zip(nth_weekday(y, 11, 7, 1));
    standard - i64::from(summer.is_some_and(|(from, to)| on >= from && on < to))
}

/// The TIMEX3 value of the unit in which a date lies.
#[must_use]
pub fn value_of(d: Date, unit: &str) -> String {
    if d.year() <= 0 {
        let y = i64::from(d.year());
        return match unit {
            "Y" => year_text(y),
            "E" => format!("BC{:03}", (1 - y) / 10),
            "C" => format!("BC{:02}", (1 - y) / 100),
            "M" => format!("{}-{:02}", year_text(y), d.month()),
            _ => format!("{}-{:02}-{:02}", year_text(y), d.month(), d.day()),
        };
    }
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

/// The closed interval of a TIMEX3 date value; fiscal years are those of `fiscal`, calendar years without one.
#[must_use]
pub fn interval(value: &str, fiscal: Option<Fiscal>) -> Option<[String; 2]> {
    let day = value.split('T').next().unwrap_or(value);
    let pair = |from: Date, to: Date| Some([from.to_string(), to.to_string()]);
    if let Some(y) = day.strip_prefix("FY") {
        let (y, quarter) = y.split_once("-Q").map_or((y, None), |(y, q)| (y, Some(q)));
        let y: i64 = y.parse().ok()?;
        let (month, back) =
            fiscal.map_or((1, 0), |f| (i64::from(f.month), i64::from(!f.named_for_start && f.month > 1)));
        let from = date(y - back, month, 1)?;
        let Some(q) = quarter else { return pair(from, plus(from, "Y", 1)?.yesterday().ok()?) };
        let from = plus(from, "Q", q.parse::<i64>().ok()?.checked_sub(1)?)?;
        return pair(from, plus(from, "Q", 1)?.yesterday().ok()?);
    }
    if let Some(rest) = day.strip_prefix("BC") {
        return before_christ(rest);
    }
    let mut parts = day.split('-');
    let year = parts.next()?;
    let number: i64 = year.parse().ok()?;
    let whole = |from: i64, years: i64| pair(date(from, 1, 1)?, date(from + years - 1, 12, 31)?);
    match (year.len(), parts.next()) {
        (2, None) => whole(number * 100, 100),
        (3, None) => whole(number * 10, 10),
        (4, None) => whole(number, 1),
        (4, Some(part)) => within(number, part, parts.next()),
        _ => None,
    }
}

/// The interval of a part of a year: a season, quarter, half, week, month or day.
fn within(y: i64, part: &str, rest: Option<&str>) -> Option<[String; 2]> {
    let pair = |from: Date, to: Date| Some([from.to_string(), to.to_string()]);
    let months = |from: i64, n: i64| {
        let from = date(y, from, 1)?;
        pair(from, plus(from, "M", n)?.yesterday().ok()?)
    };
    match part {
        "SP" => return months(3, 3),
        "SU" => return months(6, 3),
        "FA" => return months(9, 3),
        "WI" => return months(12, 3),
        _ => {}
    }
    if let Some(q) = part.strip_prefix('Q') {
        return months(q.parse::<i64>().ok()?.checked_mul(3)? - 2, 3);
    }
    if let Some(h) = part.strip_prefix('H') {
        return months(h.parse::<i64>().ok()?.checked_mul(6)? - 5, 6);
    }
    if let Some(w) = part.strip_prefix('W') {
        let first = start_of(date(y, 1, 4)?, "W");
        let from = plus_days(first, (w.parse::<i64>().ok()? - 1) * 7)?;
        let from = if rest == Some("WE") { plus_days(from, 5)? } else { from };
        return pair(from, plus_days(from, if rest == Some("WE") { 1 } else { 6 })?);
    }
    let m: i64 = part.parse().ok()?;
    match rest {
        None => months(m, 1),
        Some(d) => {
            let d = date(y, m, d.parse().ok()?)?;
            pair(d, d)
        }
    }
}

/// The interval of a value before Christ, without its `BC`.
fn before_christ(value: &str) -> Option<[String; 2]> {
    let mut parts = value.split('-');
    let year = parts.next()?;
    let number: i64 = year.parse().ok()?;
    let whole = |first: i64, last: i64| {
        Some([date(1 - first, 1, 1)?.to_string(), date(1 - last, 12, 31)?.to_string()])
    };
    match (year.len(), parts.next()) {
        (2, None) => whole(number * 100 + 100, number * 100 + 1),
        (3, None) => whole(number * 10 + 9, (number * 10).max(1)),
        (4, None) => whole(number, number),
        (4, Some(part)) => within(1 - number, part, parts.next()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_of_values() {
        let usa = Some(Fiscal { month: 10, named_for_start: false });
        let i = |v| interval(v, usa).map(|[a, b]| format!("{a}/{b}"));
        assert_eq!(i("2023-02").as_deref(), Some("2023-02-01/2023-02-28"));
        assert_eq!(i("FY2023").as_deref(), Some("2022-10-01/2023-09-30"));
        assert_eq!(i("FY2023-Q2").as_deref(), Some("2023-01-01/2023-03-31"));
        let japan = Some(Fiscal { month: 4, named_for_start: true });
        assert_eq!(interval("FY2023", japan).unwrap()[0], "2023-04-01");
        assert_eq!(i("BC0480").as_deref(), Some("-000479-01-01/-000479-12-31"));
        assert_eq!(i("BC04").as_deref(), Some("-000499-01-01/-000400-12-31"));
        assert_eq!(i("2023-04-XX"), None);
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
