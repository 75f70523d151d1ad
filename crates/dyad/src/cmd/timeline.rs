//! `dyad timeline`: what happened or was said when, over all documents given, as one chronology.

use std::io;

use dyad_record::Confidence;
use dyad_render::{
    TIMELINE_COLUMNS, TimelineRow, chronology, timeline_header, timeline_rows, timeline_table,
};

use super::days::{Days, first_day};
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
    #[command(flatten)]
    days: Days,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let (since, until) = match args.days.limits() {
        Ok(limits) => limits,
        Err(e) => {
            say(&e);
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
