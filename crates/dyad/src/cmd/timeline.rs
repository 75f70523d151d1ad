//! `dyad timeline`: what happened or was said when, over all documents given, as one chronology.

use std::io;

use dyad_record::Confidence;
use dyad_render::{
    TIMELINE_COLUMNS, TimelineRow, chronology, timeline_header, timeline_rows, timeline_table,
};

use super::list::{Format, Listing, object, text, width};
use crate::exit::Exit;
use crate::say::say;

const MORE: &str = "\
An entry is a time that the text tells, with the sentence (of a long one the part around it) and what the record puts there: \
events, statements, figures. Times are resolved against the document's publication date, which is an entry, too; without one, \
give --date. What of a date was not in the text stands in brackets behind its words. Times without a place in the calendar \
(\"recently\", a day whose year is unknown) come last, under \"Undated\"; lengths (\"five hours\") and habits (\"every Tuesday\") are \
left out. Offsets (`start`, `end`) count Unicode scalar values of the record's text.\n\n\
Exit codes: 0 all read (even where no entry is left), 1 nothing could be read or written, 2 wrong usage, 3 some documents failed.\n\n\
  dyad timeline --date 2023-03-27 article.txt\n  dyad timeline --since 2022-01 --until 2023 --format csv news/ > when.csv";

/// What `dyad timeline` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    #[command(flatten)]
    listing: Listing,
    /// Only what lies, at least in part, on or after this day, month or year (YYYY-MM-DD, YYYY-MM, YYYY); undated entries go.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only what lies, at least in part, on or before this day, month or year; undated entries go.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let (since, until) = match (limit(args.since.as_deref(), "01-01"), limit(args.until.as_deref(), "12-31"))
    {
        (Ok(since), Ok(until)) => (since, until),
        (Err(bad), _) | (_, Err(bad)) => {
            say(&format!("\"{bad}\" is no date; dates are written YYYY-MM-DD, YYYY-MM or YYYY"));
            return Ok(Exit::Usage);
        }
    };
    let wanted = |r: &TimelineRow| {
        let limited = since.is_some() || until.is_some();
        let ends = (first_day(&r.from), first_day(&r.to));
        match ends {
            (Some(from), Some(to)) => since.is_none_or(|s| to >= s) && until.is_none_or(|u| from <= u),
            _ => !limited,
        }
    };
    let form = args.listing.format;
    let rows = |_: &dyad_reader::Coder, record| {
        let mut rows = timeline_rows(&record);
        rows.retain(wanted);
        rows
    };
    args.listing.gather(rows, |documents| {
        let rows = chronology(documents);
        match form {
            Format::Table => timeline_table(&rows, width()),
            Format::Csv => {
                std::iter::once(timeline_header()).chain(rows.iter().map(TimelineRow::csv)).collect()
            }
            Format::Jsonl => rows.iter().map(json).collect(),
        }
    })
}

fn first_day(iso: &str) -> Option<jiff::civil::Date> {
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

fn json(row: &TimelineRow) -> String {
    let confidence = row.confidence.map(|c| Confidence(c).hundredths());
    let values = [
        text(&row.from),
        text(&row.to),
        row.precision.into(),
        text(&row.value),
        text(&row.when),
        row.kind.into(),
        row.who.clone().into(),
        text(&row.what),
        text(&row.status),
        row.rows.clone().into(),
        text(&row.document),
        row.also.clone().into(),
        text(&row.published),
        text(&row.basis),
        confidence.into(),
        row.start.into(),
        row.end.into(),
    ];
    object(&TIMELINE_COLUMNS, values)
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
