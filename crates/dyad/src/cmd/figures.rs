//! `dyad figures`: every figure with what it measures, where, when and who gives it, as a table, CSV or JSON lines.

use std::io;

use dyad_record::FigureKind;
use dyad_render::{FIGURE_COLUMNS, FigureFilter, FigureRow, figure_header, figure_rows, unquantified_rows};

use super::list::{Format, Listing, cell, object};
use crate::exit::Exit;

const MORE: &str = "\
Values are in the unit as told (percent and fractions from 0 to 1); `from` and `to` are the days for which a figure holds. \
Offsets (`start`, `end`) count Unicode scalar values of the record's text. A filter given several times wants any of its values; \
different filters must all hold. Whether figures agree with each other and with official statistics: `dyad check`.\n\n\
Exit codes: 0 all read (even where no figure is left), 1 nothing could be read or written, 2 wrong usage, 3 some documents failed.\n\n\
  dyad figures --of fentanyl --unit lb article.txt\n  dyad figures --speaker Ruiz --format csv news/ > figures.csv";

/// What `dyad figures` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    #[command(flatten)]
    listing: Listing,
    /// Only figures of this: words of what is measured or of the figure itself.
    #[arg(long, value_name = "WORDS")]
    of: Vec<String>,
    /// Only this unit, as the record has it: `person`, `lb`, `USD`, `share`.
    #[arg(long, value_name = "UNIT")]
    unit: Vec<String>,
    /// Only this kind: count, measure, money, share, rate, change, rank or duration.
    #[arg(long, value_name = "KIND")]
    kind: Vec<FigureKind>,
    /// Only what this speaker gives: words of the name, or an actor code (`MEX:GOV`).
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Instead of figures the claims without a number: "a record harvest", "most residents", "the deadliest since 1990".
    #[arg(long, conflicts_with_all = ["unit", "kind"])]
    unquantified: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let filter = FigureFilter {
        of: args.of.clone(),
        units: args.unit.clone(),
        kinds: args.kind.clone(),
        speakers: args.speaker.clone(),
    };
    let rows = if args.unquantified { unquantified_rows } else { figure_rows };
    args.listing.run(&figure_header(), |_, record| {
        rows(&record, &filter).iter().map(|r| told(r, args.listing.format)).collect()
    })
}

fn told(row: &FigureRow, format: Format) -> String {
    match format {
        Format::Table => row.table.clone(),
        Format::Csv => row.csv(),
        Format::Jsonl => object(&FIGURE_COLUMNS, row.cells.each_ref().map(cell)),
    }
}
