//! `dyad events`: who did what to whom, as a table, CSV or JSON lines, and in the interchange formats of event data.

use std::io;

use clap::ValueEnum;
use dyad_knowledge::Knowledge;
use dyad_record::Status;
use dyad_render::{
    ABSTAINED_COLUMNS, AbstainedRow, EVENT_COLUMNS, EventFilter, EventRow, TypeAsk, abstained_header,
    abstained_rows, country_asked, event_header, event_rows, event_table, gdelt, phoenix, plover, polecat,
    polecat_header,
};

use super::days::Days;
use super::list::{Form, Listing, cell, object, width};
use crate::exit::Exit;
use crate::say::say;

const MORE: &str = "\
Only events that count are listed: those that the text asserts. `--all` adds planned, denied, reported and other ones; `status` says \
what became of each. The day is that of the text, else that of publication: `date_basis` is \"text\", \"published\", \
\"published:inferred\", or \"unresolved\" where the text gives a date whose year is not known. A table says \"by\" before a day \
of publication. Offsets (`start`, `end`) count Unicode scalar values of the record's text. A filter given several times \
wants any of its values; different filters must all hold.\n\n\
Exports: gdelt is GDELT 2.0 Events (61 columns, no header), phoenix OEDA's daily file (26 columns, no header), polecat the weekly file of \
POLECAT (40 columns, header), plover one JSON record a line. Cells that are not known are empty. The number of an event depends on \
the document's text and the coding alone. An export, too, has only asserted events unless --all or --status is given. What \
each column holds: docs/EVENTS.md.\n\n\
Below a certainty, or where neither side is known, the coder holds back: `--abstained` lists what it held back, and why.\n\n\
Exit codes: 0 all read (even where no event is left), 1 nothing could be read or written, 2 wrong usage, 3 some documents failed.\n\n\
  dyad events --between Mexico USA news/\n  dyad events --type COERCE:arrest --actor MEX:COP --format csv news/ > arrests.csv\n  \
dyad events --format gdelt news/ > events.export.CSV";

/// The forms of a list of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading.
    Table,
    /// RFC 4180, with a header line.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// GDELT 2.0 Events.
    Gdelt,
    /// OEDA Phoenix, daily file.
    Phoenix,
    /// POLECAT, weekly file.
    Polecat,
    /// PLOVER, JSON records.
    Plover,
}

impl Form for Format {
    fn headed(&self) -> bool {
        matches!(self, Format::Csv | Format::Polecat)
    }
    fn titled(&self) -> bool {
        *self == Format::Table
    }
}

/// What `dyad events` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    #[command(flatten)]
    listing: Listing<Format>,
    /// Only between these two, whoever acts: countries by ISO 3166-1 code or name; IGO, NGO, MNC and NSA are actors without one.
    #[arg(long, num_args = 2, value_names = ["COUNTRY", "COUNTRY"])]
    between: Option<Vec<String>>,
    /// Only this actor: a code (`MEX` holds `MEX:GOV`) or words of the name.
    #[arg(long, value_name = "CODE|NAME")]
    actor: Vec<String>,
    /// Only this recipient: a code or words of the name.
    #[arg(long, value_name = "CODE|NAME")]
    recipient: Vec<String>,
    /// Only this type: of PLOVER (`ACCUSE`, `COERCE:arrest`), or the beginning of a CAMEO code (`112`, `18`).
    #[arg(long = "type", value_name = "TYPE[:MODE]|CAMEO")]
    types: Vec<String>,
    /// Only this quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    quad: Vec<u8>,
    #[command(flatten)]
    days: Days,
    /// Only events of which the coder is at least so sure, from 0 to 1.
    #[arg(long, value_name = "X", default_value = "0", value_parser = share)]
    min_confidence: f64,
    /// Without events within one country.
    #[arg(long)]
    no_domestic: bool,
    /// Only this status instead of asserted: planned, conditional, hypothetical, denied, refused, stopped, reported or background.
    #[arg(long, value_name = "STATUS")]
    status: Vec<Status>,
    /// Events of every status.
    #[arg(long, conflicts_with = "status")]
    all: bool,
    /// Instead of events what looked like one and is held back, with the reason (table, csv or jsonl); the sides, `--type` and
    /// `--min-confidence` filter.
    #[arg(long, conflicts_with_all = ["status", "all", "between", "quad", "since", "until", "no_domestic"])]
    abstained: bool,
}

fn share(s: &str) -> Result<f64, String> {
    let x: f64 = s.parse().map_err(|_| "it is no number".to_owned())?;
    if (0.0..=1.0).contains(&x) { Ok(x) } else { Err("a confidence lies between 0 and 1".to_owned()) }
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
    let statuses = match args.status.as_slice() {
        _ if args.all => Vec::new(),
        [] => vec![Status::Asserted],
        given => given.to_vec(),
    };
    let filter = EventFilter {
        statuses,
        actors: args.actor.clone(),
        recipients: args.recipient.clone(),
        since: since.map(|d| d.to_string()),
        until: until.map(|d| d.to_string()),
        quads: args.quad.clone(),
        min_confidence: args.min_confidence,
        no_domestic: args.no_domestic,
        ..EventFilter::default()
    };
    let form = args.listing.format;
    let blind = matches!(form, Format::Gdelt | Format::Phoenix | Format::Polecat);
    if blind && filter.statuses != [Status::Asserted] {
        let name = form.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned());
        say(&format!(
            "{name} has no column for the status: planned, denied and asserted events look alike there; csv, jsonl and plover tell them apart"
        ));
    }
    if args.abstained {
        return abstained(args, filter);
    }
    let header = if form == Format::Polecat { polecat_header() } else { event_header() };
    args.listing.run_with(
        &header,
        |coder| checked(filter, args, coder.knowledge()),
        |filter, coder, record| {
            let k = coder.knowledge();
            match form {
                Format::Table => event_table(&record, filter, k, width()),
                Format::Csv => event_rows(&record, filter, k).iter().map(EventRow::csv).collect(),
                Format::Jsonl => {
                    let json = |r: &EventRow| object(&EVENT_COLUMNS, r.cells.each_ref().map(cell));
                    event_rows(&record, filter, k).iter().map(json).collect()
                }
                Format::Gdelt => gdelt(&record, filter, k),
                Format::Phoenix => phoenix(&record, filter, k),
                Format::Polecat => polecat(&record, filter, k),
                Format::Plover => plover(&record, filter, k),
            }
        },
    )
}

/// Lists what is held back.
fn abstained(args: &Args, filter: EventFilter) -> io::Result<Exit> {
    let form = args.listing.format;
    if !matches!(form, Format::Table | Format::Csv | Format::Jsonl) {
        say("what is held back has no place in an exchange format; choose table, csv or jsonl");
        return Ok(Exit::Usage);
    }
    args.listing.run_with(
        &abstained_header(),
        |coder| checked(filter, args, coder.knowledge()),
        |filter, _, record| {
            let told = |r: &AbstainedRow| match form {
                Format::Csv => r.csv(),
                Format::Jsonl => object(&ABSTAINED_COLUMNS, r.cells.each_ref().map(cell)),
                _ => r.table.clone(),
            };
            abstained_rows(&record, filter).iter().map(told).collect()
        },
    )
}

/// The filter with what must be known to the tables.
fn checked(mut filter: EventFilter, args: &Args, k: &Knowledge) -> Result<EventFilter, String> {
    if let Some([a, b]) = args.between.as_deref() {
        let code = |asked: &String| country_asked(asked, k).map_err(|e| e.to_string());
        filter.between = Some([code(a)?, code(b)?]);
    }
    let types = args.types.iter().map(|t| TypeAsk::parse(t, k).map_err(|e| e.to_string()));
    filter.types = types.collect::<Result<_, _>>()?;
    Ok(filter)
}
