//! `dyad check`: the arithmetic between an article's figures, and its figures held against official series.

use std::io;

use dyad_render::{CHECK_COLUMNS, CheckRow, check_header, check_rows};
use dyad_series::Series;
use dyad_series::hold::{Finding, Holder};
use serde_json::{Value, json};

use super::list::{Format, Listing, object, text, width};
use super::series::folder;
use crate::exit::Exit;
use crate::say::say;

const MORE: &str = "\
Outcomes: holds, fails; scope_differs (the series says so of another scope), stale (the data end too early, or the figure fits \
older data than publication allowed), not_checkable. Never \"true\": a figure is held against a table, with its assumptions told. \
A figure of which no series speaks gives no row. Offsets count Unicode scalar values of the record's text.\n\n\
  dyad check --date 2023-03-27 --series cbp-drug-seizures article.txt\n  dyad check --series ./cbp.series.jsonl --format jsonl news/ > checks.jsonl";

/// What `dyad check` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    #[command(flatten)]
    listing: Listing,
    /// Hold the figures against this series: a name that `dyad series list` shows, or a series file. May be given several times.
    #[arg(long, value_name = "NAME|FILE")]
    series: Vec<String>,
    /// Where series are kept; else as for `dyad series`.
    #[arg(long, value_name = "DIR")]
    from: Option<std::path::PathBuf>,
    /// Only checks against series.
    #[arg(long, requires = "series")]
    only_series: bool,
    /// In a table, show the months that were added up, too.
    #[arg(long)]
    rows: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let holder = match open(args) {
        Ok(h) => h,
        Err(e) => {
            say(&e);
            return Ok(Exit::Usage);
        }
    };
    let form = args.listing.format;
    args.listing.run(&check_header(), |_, record| {
        let mut rows = check_rows(&record, holder.hold(&record));
        rows.retain(|r| !args.only_series || r.series.is_some());
        let write = |r: &CheckRow| match form {
            Format::Table => r.table(width(), args.rows),
            Format::Csv => r.csv(),
            Format::Jsonl => json(r),
        };
        rows.iter().map(write).collect()
    })
}

fn open(args: &Args) -> Result<Holder, String> {
    let mut series = Vec::new();
    if !args.series.is_empty() {
        let folder = folder(args.from.as_deref())?;
        for name in &args.series {
            series.push(Series::open(name, &folder).map_err(|e| e.to_string())?);
        }
    }
    Holder::new(series).map_err(|e| e.to_string())
}

fn json(row: &CheckRow) -> String {
    let f = row.series.as_ref();
    let of = |get: &dyn Fn(&Finding) -> Value| f.map_or(Value::Null, get);
    let month = |m: &dyad_series::MonthSum| json!({"month": m.month.to_string(), "value": m.value, "rows": m.rows, "line": m.line});
    let trial = |t: &dyad_series::hold::Trial| {
        json!({"scope": t.scope, "from": t.from.to_string(), "to": t.to.to_string(), "value": t.value, "rows": t.rows,
            "fits": t.fits, "complete": t.complete})
    };
    let values = [
        text(&row.document),
        text(&row.id),
        text(&row.kind),
        row.figures.clone().into(),
        text(&row.arithmetic),
        row.verdict.as_str().into(),
        row.assumptions.clone().into(),
        text(&row.outcome),
        text(&row.reason),
        row.words.clone().into(),
        text(&row.sentence),
        json!(row.spans),
        of(&|f| text(&f.series)),
        of(&|f| text(&f.measure)),
        of(&|f| Value::Object(f.scope.iter().map(|(c, v)| (c.clone(), v.clone().into())).collect())),
        of(&|f| {
            f.period.map_or(
                Value::Null,
                |(a, b)| json!({"from": a.to_string(), "to": b.to_string(), "words": text(&f.period_words)}),
            )
        }),
        of(&|f| f.told.into()),
        of(&|f| f.found.into()),
        of(&|f| text(&f.unit)),
        of(&|f| f.rows.into()),
        of(&|f| f.line.into()),
        of(&|f| f.months.iter().map(month).collect()),
        of(&|f| f.trials.iter().map(trial).collect()),
    ];
    object(&CHECK_COLUMNS, values)
}
