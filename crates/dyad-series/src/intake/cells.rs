//! Single cells: months and numbers as tables write them. An error is a sentence with its mend.

use super::header::TimeColumns;
use crate::describe::{Description, Measure, TimeKind};
use crate::month::{Month, month_number};

type Fault = (Option<usize>, String);

/// The month of a row.
pub(super) fn month<'r>(
    time: &TimeColumns,
    d: &Description,
    cell: impl Fn(usize) -> Result<&'r str, Fault>,
) -> Result<Month, Fault> {
    let begins = d.time.year_begins;
    match time {
        TimeColumns::Date(column) => {
            let text = cell(*column)?;
            date(text).ok_or_else(|| {
                (Some(*column), format!("\"{text}\" is no date; write 2023-02, 2023-02-28 or 2/28/2023"))
            })
        }
        TimeColumns::Parts(column, months) => {
            let text = cell(*column)?;
            let year = year(text, d).ok_or_else(|| {
                let suffixes = if d.time.year_suffixes.is_empty() {
                    String::new()
                } else {
                    format!(", alone or before {}", d.time.year_suffixes.join(", "))
                };
                (Some(*column), format!("\"{text}\" is no year; write four digits{suffixes}"))
            })?;
            let number = match months {
                // A year is kept under its last month.
                None => (begins + 10) % 12 + 1,
                Some(column) => {
                    let text = cell(*column)?;
                    month_number(text).ok_or_else(|| {
                        (Some(*column), format!("\"{text}\" is no month; write its English name, three letters of it, or a number from 1 to 12"))
                    })?
                }
            };
            let month = match d.time.kind {
                TimeKind::TwelveMonthsEnding if begins == 1 => Month::new(year, number),
                _ => Month::in_fiscal_year(year, number, begins),
            };
            month.ok_or_else(|| (Some(*column), format!("\"{text}\" is no year")))
        }
    }
}

fn year(text: &str, d: &Description) -> Option<i32> {
    let text = text.strip_prefix("FY").unwrap_or(text).trim_start();
    let digits = text.get(..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?;
    let rest = text.get(4..).unwrap_or_default().trim();
    let known = rest.is_empty() || d.time.year_suffixes.iter().any(|s| s == rest);
    digits.parse().ok().filter(|y| known && (1700..=2200).contains(y))
}

fn date(text: &str) -> Option<Month> {
    let text = text.split(['T', ' ']).next()?;
    let (year, month, day) = if text.contains('/') {
        let mut parts = text.split('/');
        let (m, d, y) = (parts.next()?, parts.next()?, parts.next()?);
        (y, m, Some(d))
    } else {
        let mut parts = text.split('-');
        (parts.next()?, parts.next()?, parts.next())
    };
    let year: i32 = year.parse().ok().filter(|_| year.len() == 4)?;
    let month = Month::new(year, month.parse().ok()?)?;
    let sound = match day {
        None => true,
        Some(d) => d.parse::<u8>().is_ok_and(|d| (1..=month.days()).contains(&d)),
    };
    sound.then_some(month)
}

/// The number of a cell; none where the description says that there may be none.
pub(super) fn number(
    text: &str,
    m: &Measure,
    missing: &[String],
    whole: bool,
) -> Result<Option<f64>, String> {
    if missing.iter().any(|s| s.eq_ignore_ascii_case(text)) || text.is_empty() && m.may_be_empty {
        return Ok(None);
    }
    if text.is_empty() {
        return Err(
            "the cell is empty; if that means no number, list \"\" under `missing` in the description".into(),
        );
    }
    let plain = ungrouped(text).ok_or_else(|| {
        format!("\"{text}\" is no number; write digits with a point before decimals and commas only between thousands")
    })?;
    let value: f64 = plain.parse().map_err(|_| {
        format!("\"{text}\" is no number; if it means none, list it under `missing` in the description")
    })?;
    if !value.is_finite() {
        return Err(format!("\"{text}\" is no number that can be added up"));
    }
    if value < 0.0 {
        return Err(format!("\"{text}\" is below 0; nothing can be counted so"));
    }
    if whole && value.fract() != 0.0 {
        return Err(format!("\"{text}\" is no whole number, but {} are counted", m.name));
    }
    Ok(Some(value * m.times))
}

/// The digits without their thousands separators, which must stand where they belong.
fn ungrouped(text: &str) -> Option<String> {
    // "NaN", "inf" and "0x10" are no numbers of a table.
    if !text.bytes().all(|b| b.is_ascii_digit() || b".,+-eE".contains(&b)) {
        return None;
    }
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (head, tail) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = head.split(',');
    let first = groups.next()?.trim_start_matches('-');
    let sound = (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3) && !tail.contains(',');
    sound.then(|| text.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::Names;

    fn measure() -> Measure {
        Measure {
            column: Names::One("n".into()),
            name: "seizures".into(),
            unit: "seizure".into(),
            nouns: vec![],
            persons: vec![],
            inconvertible: vec![],
            topics: vec!["seized".into()],
            prefer: vec![],
            times: 1.0,
            may_be_empty: false,
        }
    }

    #[test]
    fn numbers_of_tables() {
        let m = measure();
        let n = |s: &str| number(s, &m, &["Suppressed".into()], false);
        assert_eq!(n("1,234.5"), Ok(Some(1234.5)));
        assert_eq!(n("6.61E-05"), Ok(Some(6.61e-5)));
        assert_eq!(n("suppressed"), Ok(None));
        for bad in ["", "12,34", "1.234,5", "NaN", "inf", "-3", "1e999", "12 lb", "0x10", "1,2345"] {
            assert!(n(bad).is_err(), "{bad}");
        }
        assert!(number("2.5", &m, &[], true).is_err());
    }

    #[test]
    fn dates_of_tables() {
        assert_eq!(date("2023-02").unwrap().to_string(), "2023-02");
        assert_eq!(date("2/28/2023").unwrap().to_string(), "2023-02");
        assert_eq!(date("2023-02-28T00:00:00.000").unwrap().to_string(), "2023-02");
        for bad in ["2/30/2023", "23-02", "2023", "2023-13", "28/2/2023"] {
            assert_eq!(date(bad), None, "{bad}");
        }
    }
}
