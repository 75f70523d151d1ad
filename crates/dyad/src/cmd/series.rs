//! `dyad series`: adds tables of official statistics, lists them, sums over them, shows descriptions.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use dyad_series::hold::number;
use dyad_series::{Description, Month, SHIPPED, Series, SeriesError, kept_in, read};

use super::list::{Format, text};
use crate::exit::Exit;
use crate::say::say;

const MORE: &str = "\
A series is a table (CSV) added up under a description (docs/SERIES.md). Series are kept in the folder given, else in $DYAD_SERIES, \
else in the platform's place for data.\n\n\
  dyad series describe\n  dyad series add nationwide-drugs.csv --describe cbp-drug-seizures\n  \
dyad series show cbp-drug-seizures --where \"Drug Type=Fentanyl\" --by year";

/// What `dyad series` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Reads a CSV file, checks every row, and keeps its sums as a series.
    Add(Add),
    /// Lists the series that are kept.
    List(List),
    /// Shows the sums of a series.
    Show(Show),
    /// Lists the shipped descriptions, or prints one to be used or changed.
    Describe {
        /// Its name.
        name: Option<String>,
    },
}

#[derive(clap::Args)]
struct Add {
    /// The table; `-` is standard input.
    file: String,
    /// What its columns mean: a shipped description's name, or a file.
    #[arg(long, value_name = "NAME|FILE")]
    describe: String,
    /// What the series is called; else as the description.
    #[arg(long)]
    name: Option<String>,
    /// Where to keep it.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Sign between cells, in place of the description's; `\t` is a tab.
    #[arg(long, value_parser = delimiter)]
    delimiter: Option<char>,
    /// Add up rows with the same time and dimensions instead of refusing them.
    #[arg(long)]
    allow_duplicates: bool,
    /// Replace a series of this name.
    #[arg(long)]
    replace: bool,
}

fn delimiter(s: &str) -> Result<char, String> {
    match (s, s.chars().next()) {
        ("\\t", _) => Ok('\t'),
        (_, Some(c)) if s.len() == 1 => Ok(c),
        _ => Err("one plain sign, like , or ; or \\t".into()),
    }
}

#[derive(clap::Args)]
struct List {
    /// Where series are kept.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(clap::Args)]
struct Show {
    /// A name that `dyad series list` shows, or a series file.
    name: String,
    /// Only rows with this value: `COLUMN=VALUE`, several values separated by `|`.
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    conditions: Vec<String>,
    /// First month (2022-10).
    #[arg(long, value_parser = month)]
    since: Option<Month>,
    /// Last month.
    #[arg(long, value_parser = month)]
    until: Option<Month>,
    /// A sum for each of these.
    #[arg(long, value_enum, default_value = "year")]
    by: By,
    /// Where series are kept.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

fn month(s: &str) -> Result<Month, String> {
    Month::of_date(s).ok_or_else(|| "a month is written like 2022-10".into())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// The year of the table, fiscal or calendar.
    Year,
    /// The month.
    Month,
}

/// Where series are kept.
pub fn folder(given: Option<&Path>) -> Result<PathBuf, String> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(folder) = given.map(Path::to_owned).or_else(|| set("DYAD_SERIES")) {
        return Ok(folder);
    }
    let data = if cfg!(windows) {
        set("APPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|h| h.join("Library/Application Support"))
    } else {
        set("XDG_DATA_HOME").or_else(|| set("HOME").map(|h| h.join(".local/share")))
    };
    data.map(|d| d.join("dyad").join("series")).ok_or_else(|| {
        "there is no home folder to keep series in; name a folder with --to or $DYAD_SERIES".into()
    })
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let mut out = io::stdout().lock();
    let done = match &args.what {
        What::Add(a) => add(a),
        What::List(a) => list(a),
        What::Show(a) => show(a),
        What::Describe { name } => describe(name.as_deref()),
    };
    match done {
        Ok(text) => {
            out.write_all(text.as_bytes())?;
            Ok(Exit::AllRead)
        }
        Err(Failure::Usage(e)) => {
            say(&e);
            Ok(Exit::Usage)
        }
        Err(Failure::Some(text)) => {
            out.write_all(text.as_bytes())?;
            Ok(Exit::SomeFailed)
        }
        Err(Failure::Data(e)) => {
            say(&e);
            Ok(Exit::NothingRead)
        }
    }
}

enum Failure {
    Usage(String),
    Data(String),
    /// Some could be read; this is what is shown of them.
    Some(String),
}

impl From<SeriesError> for Failure {
    fn from(e: SeriesError) -> Self {
        match e {
            SeriesError::Question(_) | SeriesError::NoDescription { .. } | SeriesError::NoSeries { .. } => {
                Failure::Usage(e.to_string())
            }
            _ => Failure::Data(e.to_string()),
        }
    }
}

fn add(a: &Add) -> Result<String, Failure> {
    let description = Description::named(&a.describe)?;
    let options = dyad_series::Options {
        name: a.name.clone(),
        delimiter: a.delimiter,
        allow_duplicates: a.allow_duplicates,
    };
    let folder = folder(a.to.as_deref()).map_err(Failure::Usage)?;
    let added = if a.file == "-" {
        read(io::stdin().lock(), "standard input", &description, &options)?
    } else {
        let file = File::open(&a.file).map_err(|e| {
            Failure::Data(format!(
                "{}: the file cannot be read ({e}); check the name and that it may be read",
                a.file
            ))
        })?;
        read(file, &a.file, &description, &options)?
    };
    for notice in &added.notices {
        say(&format!("{}: {notice}", a.file));
    }
    let s = added.series;
    let path = s.keep(&folder, a.replace)?;
    Ok(format!("{}: {} rows, {} to {}, kept in {}\n", s.name, s.rows, s.first, s.through, path.display()))
}

fn list(a: &List) -> Result<String, Failure> {
    let folder = folder(a.from.as_deref()).map_err(Failure::Usage)?;
    let mut out = String::new();
    if a.format == Format::Csv {
        out.push_str("name,title,rows,first,through,source,blake3\r\n");
    }
    let mut damaged = false;
    for path in kept_in(&folder)? {
        match Series::open(&path.display().to_string(), &folder) {
            Ok(s) => out.push_str(&listed(&s, a.format)),
            Err(e) => {
                say(&e.to_string());
                damaged = true;
            }
        }
    }
    if damaged {
        return Err(Failure::Some(out));
    }
    if out.is_empty() {
        say(&format!(
            "no series in {}; add one with `dyad series add FILE --describe NAME`",
            folder.display()
        ));
    }
    Ok(out)
}

fn listed(s: &Series, format: Format) -> String {
    let (first, through) = (s.first.to_string(), s.through.to_string());
    match format {
        Format::Table => format!(
            "{}  {}; {} rows, {first} to {through} (data through); from {} ({})\n",
            s.name,
            s.description.title,
            number(s.rows as f64),
            s.source.file,
            s.source.blake3.get(..15).unwrap_or_default()
        ),
        Format::Csv => csv(&[
            &s.name,
            &s.description.title,
            &s.rows.to_string(),
            &first,
            &through,
            &s.source.file,
            &s.source.blake3,
        ]),
        Format::Jsonl => {
            let row = serde_json::json!({"name": s.name, "title": s.description.title, "description": s.description.name,
                "rows": s.rows, "first": first, "through": through, "source": s.source});
            format!("{row}\n")
        }
    }
}

fn csv(cells: &[&str]) -> String {
    let quoted = |c: &&str| {
        if c.contains([',', '"', '\n']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { (*c).to_owned() }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

fn show(a: &Show) -> Result<String, Failure> {
    let folder = folder(a.from.as_deref()).map_err(Failure::Usage)?;
    let s = Series::open(&a.name, &folder)?;
    let choice = s.choice(&a.conditions)?;
    let (since, until) = (a.since.unwrap_or(s.first), a.until.unwrap_or(s.through));
    let mut out = String::new();
    match a.format {
        Format::Table => {
            out.push_str(&format!("{}  {}, {} to {}\n", s.name, s.description.title, s.first, s.through))
        }
        Format::Csv => out.push_str("measure,unit,from,to,value,rows,line\r\n"),
        Format::Jsonl => {}
    }
    for (i, (column, _)) in s.measures.iter().enumerate() {
        let unit = s.measure(i).map_or("", |m| m.unit.as_str());
        for (from, to, label) in spans(&s, since, until, a.by) {
            let t = s.total(i, &choice, &(from..=to));
            if t.rows == 0 {
                continue;
            }
            let line = t.line.unwrap_or_default();
            out.push_str(&match a.format {
                Format::Table => format!("{label:<16} {:>16} {unit}  {column}, {} rows from line {line}\n", number(t.value), t.rows),
                Format::Csv => csv(&[column, unit, &from.to_string(), &to.to_string(), &t.value.to_string(), &t.rows.to_string(), &line.to_string()]),
                Format::Jsonl => {
                    let row = serde_json::json!({"measure": column, "unit": text(unit), "from": from.to_string(), "to": to.to_string(),
                        "value": t.value, "rows": t.rows, "line": line, "missing": t.missing});
                    format!("{row}\n")
                }
            });
        }
    }
    if out.lines().count() < 2 && a.format == Format::Table {
        return Err(Failure::Usage(format!("{}: no row fits these conditions", s.name)));
    }
    Ok(out)
}

/// The stretches for which a sum is shown; for twelve months ending, by year the last month of each.
fn spans(s: &Series, since: Month, until: Month, by: By) -> Vec<(Month, Month, String)> {
    let begins = s.description.time.year_begins;
    let rolling = s.description.time.kind == dyad_series::TimeKind::TwelveMonthsEnding;
    let mut out: Vec<(Month, Month, String)> = Vec::new();
    let mut at = since.max(s.first);
    while at <= until.min(s.through) {
        let year = at.fiscal_year(begins);
        let label = if begins == 1 { year.to_string() } else { format!("FY{year}") };
        let label = if by == By::Month || rolling { at.to_string() } else { label };
        match out.last_mut().filter(|(_, _, l)| *l == label) {
            Some((_, to, _)) => *to = at,
            None if by == By::Year && rolling && at.month() != 12 && at != s.through => {}
            None => out.push((at, at, label)),
        }
        at = at.plus(1);
    }
    out
}

fn describe(name: Option<&str>) -> Result<String, Failure> {
    let Some(name) = name else {
        let mut out = String::new();
        for s in SHIPPED {
            let d = Description::parse(s.name, s.text)?;
            out.push_str(&format!("{:<22} {} ({})\n", s.name, d.title, d.source));
        }
        return Ok(out);
    };
    match SHIPPED.iter().find(|s| s.name == name) {
        Some(s) => Ok(s.text.to_owned()),
        // A file of one's own: say that it is sound.
        None => {
            let d = Description::named(name)?;
            Ok(format!(
                "{name}: sound; {}, {} measures, {} dimensions\n",
                d.name,
                d.measures.len(),
                d.dimensions.len()
            ))
        }
    }
}
