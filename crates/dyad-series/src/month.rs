//! Months as numbers, their names in tables, fiscal years.
//!
//! Statistics here are monthly or yearly, so a month is the smallest unit of time; days are the business of the record.

use std::fmt;

/// A month: twelve times the year plus the month from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Month {
    /// The month of a year, from 1 to 12.
    #[must_use]
    pub fn new(year: i32, month: u8) -> Option<Self> {
        ((1..=12).contains(&month) && (0..=9999).contains(&year))
            .then(|| Month(year * 12 + i32::from(month) - 1))
    }
    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }
    /// From 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.0.rem_euclid(12) as u8 + 1
    }
    /// So many months later (earlier, if negative).
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Month(self.0.saturating_add(months).clamp(0, 9999 * 12 + 11))
    }
    /// Months from `self` to `other`; negative if `other` is earlier.
    #[must_use]
    pub fn until(self, other: Self) -> i32 {
        other.0 - self.0
    }
    /// The month of an ISO date or month ("2023-02-28").
    #[must_use]
    pub fn of_date(date: &str) -> Option<Self> {
        let mut parts = date.split('-');
        Self::new(parts.next()?.parse().ok()?, parts.next()?.get(..2)?.parse().ok()?)
    }
    /// The month in its fiscal year: `year` as the table labels it, by the year in which it ends, unless it begins in
    /// January.
    #[must_use]
    pub fn in_fiscal_year(year: i32, month: u8, start: u8) -> Option<Self> {
        Self::new(if start > 1 && month >= start { year - 1 } else { year }, month)
    }
    /// The first month of the fiscal year that is labelled so.
    #[must_use]
    pub fn fiscal_start(year: i32, start: u8) -> Option<Self> {
        Self::in_fiscal_year(year, start, start)
    }
    /// The label of the fiscal year in which this month lies.
    #[must_use]
    pub fn fiscal_year(self, start: u8) -> i32 {
        if start > 1 && self.month() >= start { self.year() + 1 } else { self.year() }
    }
    /// "February 2023".
    #[must_use]
    pub fn words(self) -> String {
        format!("{} {}", self.name(), self.year())
    }
    /// "February".
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.month()) - 1).copied().unwrap_or("")
    }
    /// The last day of the month.
    #[must_use]
    pub fn days(self) -> u8 {
        let y = self.year();
        match self.month() {
            2 if y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// A month as tables write it: a number, an English name, or its first three letters or more.
#[must_use]
pub fn month_number(cell: &str) -> Option<u8> {
    let cell = cell.trim().trim_end_matches('.');
    if let Ok(n) = cell.parse::<u8>() {
        return (1..=12).contains(&n).then_some(n);
    }
    let low = cell.to_ascii_lowercase();
    let at = NAMES.iter().position(|n| low.len() >= 3 && n.to_ascii_lowercase().starts_with(&low))?;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fiscal_years_are_named_for_the_year_in_which_they_end() {
        let oct = Month::in_fiscal_year(2023, 10, 10).unwrap();
        assert_eq!((oct.to_string().as_str(), oct.fiscal_year(10)), ("2022-10", 2023));
        assert_eq!(Month::in_fiscal_year(2023, 9, 10).unwrap().to_string(), "2023-09");
        assert_eq!(Month::in_fiscal_year(2023, 12, 1).unwrap().to_string(), "2023-12");
        assert_eq!(Month::fiscal_start(2023, 10).unwrap().plus(11).words(), "September 2023");
    }

    #[test]
    fn months_are_read_by_name_or_number() {
        assert_eq!(month_number("SEP"), Some(9));
        assert_eq!(month_number("Sept."), Some(9));
        assert_eq!(month_number("January"), Some(1));
        assert_eq!(month_number("12"), Some(12));
        for bad in ["13", "0", "Ja", "Smarch", ""] {
            assert_eq!(month_number(bad), None, "{bad}");
        }
        assert_eq!(Month::of_date("2023-02-28").unwrap().days(), 28);
    }
}
