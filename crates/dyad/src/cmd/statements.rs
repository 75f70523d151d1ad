//! `dyad statements`: who said what, or who was asked and said nothing, as a table, CSV or JSON lines, filtered by speaker,
//! act and about whom.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use dyad_document::Options;
use dyad_reader::Coder;
use dyad_record::Act;
use dyad_render::{
    SILENCE_COLUMNS, STATEMENT_COLUMNS, SilenceRow, StatementFilter, StatementRow, silence_header,
    silence_rows, statement_header, statement_rows,
};

use crate::exit::Exit;
use crate::guard::guarded;
use crate::input::jobs;
use crate::say::say;

/// The forms of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading.
    Table,
    /// RFC 4180, with a header line.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

const MORE: &str = "\
Speakers are named as the whole document names them; `form` is what stands in the text there. Offsets (`start`, `end`) count \
Unicode scalar values of the record's text. A filter given several times wants any of its values; different filters must all hold.\n\n\
Exit codes: 0 all read (even where no statement is left), 1 nothing could be read or written, 2 wrong usage, 3 some documents failed.\n\n\
  dyad statements --speaker Sinema --act accuse article.txt\n  dyad statements --about China --verbatim --format csv news/ > said.csv";

/// What `dyad statements` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    /// Files, folders, patterns (quoted); `-` is standard input, as for `dyad read`.
    #[arg(required = true)]
    paths: Vec<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
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
    /// Publication date (YYYY-MM-DD) of the documents.
    #[arg(long)]
    date: Option<String>,
    /// Language (ISO 639-1); else it is identified.
    #[arg(long)]
    lang: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let options = Options { date: args.date.clone(), lang: args.lang.clone(), ..Options::default() };
    if let Err(e) = options.check() {
        say(&e.to_string());
        return Ok(Exit::Usage);
    }
    let coder = match Coder::embedded() {
        Ok(c) => c,
        Err(e) => {
            say(&e.to_string());
            return Ok(Exit::NothingRead);
        }
    };
    let filter = StatementFilter {
        speakers: args.speaker.clone(),
        acts: args.act.clone(),
        about: args.about.clone(),
        verbatim: args.verbatim,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut read, mut failed) = (0usize, 0usize);
    if args.format == Format::Csv {
        let header = if args.silent { silence_header() } else { statement_header() };
        out.write_all(header.as_bytes())?;
    }
    for job in jobs(&args.paths, &options) {
        let source = job.source();
        // Nothing outside is changed by the work, so nothing can be left half done.
        let work = std::panic::AssertUnwindSafe(|| {
            let document = job.document()?;
            let record = coder.read(&document);
            Ok(if args.silent {
                silence_rows(&record, &filter).iter().map(|r| silent(r, args.format)).collect::<Vec<_>>()
            } else {
                statement_rows(&record, &filter).iter().map(|r| spoken(r, args.format)).collect()
            })
        });
        match guarded(&source, work) {
            Ok(rows) => {
                read += 1;
                write(&mut out, args.format, &source, &rows)?;
            }
            Err(e) => {
                failed += 1;
                say(&e);
            }
        }
    }
    out.flush()?;
    if failed > 0 {
        say(&format!("{read} read, {failed} failed"));
    }
    Ok(Exit::of(read, failed))
}

fn write(out: &mut dyn Write, format: Format, source: &str, rows: &[String]) -> io::Result<()> {
    if format == Format::Table && !rows.is_empty() {
        writeln!(out, "{source}")?;
    }
    rows.iter().try_for_each(|row| out.write_all(row.as_bytes()))
}

fn spoken(row: &StatementRow, format: Format) -> String {
    match format {
        Format::Table => row.table(width()),
        Format::Csv => row.csv(),
        Format::Jsonl => json(row) + "\n",
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
                hundredths(row.confidence),
                row.start.into(),
                row.end.into(),
            ];
            object(&SILENCE_COLUMNS, values) + "\n"
        }
    }
}

/// Columns of the terminal, as the shell tells them.
fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(100)
}

/// What is not known is null.
fn text(s: &str) -> serde_json::Value {
    if s.is_empty() { serde_json::Value::Null } else { s.into() }
}

fn hundredths(confidence: f32) -> serde_json::Value {
    ((f64::from(confidence) * 100.0).round() / 100.0).into()
}

/// One object with the columns as fields.
fn object<const N: usize>(columns: &[&str; N], values: [serde_json::Value; N]) -> String {
    let fields = columns.iter().map(|c| (*c).to_owned()).zip(values);
    serde_json::Value::Object(fields.collect()).to_string()
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
        hundredths(row.confidence),
        row.rivals.clone().into(),
        text(&row.nested_in),
        row.start.into(),
        row.end.into(),
    ];
    object(&STATEMENT_COLUMNS, values)
}
