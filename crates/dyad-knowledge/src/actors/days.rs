//! Dates of days, months and years as the first and last day that they cover.

use jiff::civil::Date;

/// First and last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; none if that is no date.
#[must_use]
pub fn days(text: &str) -> Option<(Date, Date)> {
    let plain = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() || !plain(year, 4) || ![month, day].into_iter().flatten().all(|p| plain(p, 2)) {
        return None;
    }
    let year: i16 = year.parse().ok().filter(|y| *y > 0)?;
    let first_month: i8 = month.map_or(Ok(1), str::parse).ok()?;
    let first_day: i8 = day.map_or(Ok(1), str::parse).ok()?;
    let first = Date::new(year, first_month, first_day).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years() {
        let told = |s: &str| days(s).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(told("2024-02").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(told("2023").as_deref(), Some("2023-01-01 2023-12-31"));
        assert_eq!(told("2023-07-09").as_deref(), Some("2023-07-09 2023-07-09"));
        for bad in
            ["", "23", "2023-13", "2023-02-30", "2023-2-3", "0000", "2023-01-01-01", "+023", "２０２３"]
        {
            assert_eq!(told(bad), None, "{bad}");
        }
    }
}
