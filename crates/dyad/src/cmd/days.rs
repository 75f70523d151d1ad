//! From which day to which: the options that commands share.

/// Limits of a list in time.
#[derive(clap::Args)]
pub struct Days {
    /// Only what lies, at least in part, on or after this day, month or year (YYYY-MM-DD, YYYY-MM, YYYY); undated entries go.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only what lies, at least in part, on or before this day, month or year; undated entries go.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

/// First and last day, where there is one.
type Limits = (Option<jiff::civil::Date>, Option<jiff::civil::Date>);

impl Days {
    /// The days; the error is a full sentence.
    pub fn limits(&self) -> Result<Limits, String> {
        let limits = || Ok((limit(self.since.as_deref(), "01-01")?, limit(self.until.as_deref(), "12-31")?));
        limits().map_err(|bad: String| {
            format!("\"{bad}\" is no date; dates are written YYYY-MM-DD, YYYY-MM or YYYY")
        })
    }
}

/// An ISO date.
pub fn first_day(iso: &str) -> Option<jiff::civil::Date> {
    iso.parse().ok()
}

/// A day from a day, a month or a year; of the last two the first or the last day, as `rest` says.
fn limit(given: Option<&str>, rest: &str) -> Result<Option<jiff::civil::Date>, String> {
    let Some(given) = given else { return Ok(None) };
    let bad = || given.to_owned();
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let day = match (given.len(), given.split('-').collect::<Vec<_>>().as_slice()) {
        (4, [y]) if digits(y) => first_day(&format!("{y}-{rest}")),
        (7, [y, m]) if digits(y) && digits(m) => {
            let first = first_day(&format!("{y}-{m}-01"));
            if rest == "12-31" { first.map(|d| d.last_of_month()) } else { first }
        }
        (10, [y, m, d]) if digits(y) && digits(m) && digits(d) => first_day(given),
        _ => None,
    };
    day.map(Some).ok_or_else(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_day_a_month_or_a_year() {
        let day = |s: &str, rest| limit(Some(s), rest).map(|d| d.map(|d| d.to_string()));
        assert_eq!(day("2023", "01-01"), Ok(Some("2023-01-01".into())));
        assert_eq!(day("2024-02", "12-31"), Ok(Some("2024-02-29".into())));
        assert_eq!(day("2023-03-09", "12-31"), Ok(Some("2023-03-09".into())));
        assert_eq!(day("2023-13-45", "01-01"), Err("2023-13-45".into()));
        assert_eq!(day("March", "01-01"), Err("March".into()));
        assert_eq!(limit(None, "01-01"), Ok(None));
    }
}
