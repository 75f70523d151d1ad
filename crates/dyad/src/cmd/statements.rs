//! `dyad statements`: who said what, or who was asked and said nothing, as a table, CSV or JSON lines, filtered by speaker,
//! act and about whom.

use std::io;

use dyad_record::{Act, Confidence};
use dyad_render::{
    SILENCE_COLUMNS, STATEMENT_COLUMNS, SilenceRow, StatementFilter, StatementRow, silence_header,
    silence_rows, statement_header, statement_rows,
};

use super::list::{Format, Listing, object, text, width};
use crate::exit::Exit;

const MORE: &str = "\
Speakers are named as the whole document names them; `form` is what stands in the text there. Offsets (`start`, `end`) count \
Unicode scalar values of the record's text. A filter given several times wants any of its values; different filters must all hold.\n\n\
Exit codes: 0 all read (even where no statement is left), 1 nothing could be read or written, 2 wrong usage, 3 some documents failed.\n\n\
  dyad statements --speaker Sinema --act accuse article.txt\n  dyad statements --about China --verbatim --format csv news/ > said.csv";

/// What `dyad statements` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    #[command(flatten)]
    listing: Listing,
    /// Only what this speaker says: words of the name, as the document or the place has it, or an actor code (`MEX:GOV`).
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Only this speech act: say, deny, accuse, demand, ask, promise, threaten, admit, dispute, praise or announce.
    #[arg(long, value_name = "ACT")]
    act: Vec<Act>,
    /// Only what is said about somebody or something: a name (however it is called there) or words.
    #[arg(long, value_name = "NAME")]
    about: Vec<String>,
    /// Only the speakers' own words: direct speech, and of mixed speech what stands between quotation marks.
    #[arg(long)]
    verbatim: bool,
    /// Instead of statements those who were asked and said nothing: they declined, did not answer, could not be reached.
    #[arg(long, conflicts_with_all = ["act", "verbatim"])]
    silent: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let filter = StatementFilter {
        speakers: args.speaker.clone(),
        acts: args.act.clone(),
        about: args.about.clone(),
        verbatim: args.verbatim,
    };
    let form = args.listing.format;
    let header = if args.silent { silence_header() } else { statement_header() };
    args.listing.run(&header, |_, record| {
        if args.silent {
            silence_rows(&record, &filter).iter().map(|r| silent(r, form)).collect()
        } else {
            statement_rows(&record, &filter).iter().map(|r| spoken(r, form)).collect()
        }
    })
}

fn spoken(row: &StatementRow, format: Format) -> String {
    match format {
        Format::Table => row.table(width()),
        Format::Csv => row.csv(),
        Format::Jsonl => json(row),
    }
}

fn silent(row: &SilenceRow, format: Format) -> String {
    match format {
        Format::Table => row.table(),
        Format::Csv => row.csv(),
        Format::Jsonl => {
            let values = [
                text(&row.document),
                text(&row.id),
                row.kind.as_str().into(),
                text(&row.speaker),
                text(&row.actor),
                text(&row.form),
                text(&row.words),
                text(&row.about),
                text(&row.time),
                Confidence(row.confidence).hundredths().into(),
                row.start.into(),
                row.end.into(),
            ];
            object(&SILENCE_COLUMNS, values)
        }
    }
}

fn json(row: &StatementRow) -> String {
    let values = [
        text(&row.document),
        text(&row.id),
        text(&row.speaker),
        text(&row.actor),
        text(&row.form),
        row.act.as_str().into(),
        row.kind.as_str().into(),
        text(&row.words),
        text(&row.addressee),
        text(&row.venue),
        text(&row.time),
        text(&row.link),
        Confidence(row.confidence).hundredths().into(),
        row.rivals.clone().into(),
        text(&row.nested_in),
        row.start.into(),
        row.end.into(),
    ];
    object(&STATEMENT_COLUMNS, values)
}
