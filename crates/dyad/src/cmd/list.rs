//! What the commands that list rows of records share: their arguments, the loop over documents, JSON of a row.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use dyad_document::Options;
use dyad_reader::Coder;
use dyad_record::Record;

use crate::exit::Exit;
use crate::guard::guarded;
use crate::input::jobs;
use crate::say::say;

/// The forms of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading.
    Table,
    /// RFC 4180, with a header line.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// Which documents are read, with what, and how the rows are written.
#[derive(clap::Args)]
pub struct Listing {
    /// Files, folders, patterns (quoted); `-` is standard input, as for `dyad read`.
    #[arg(required = true)]
    paths: Vec<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    /// Publication date (YYYY-MM-DD) of the documents.
    #[arg(long)]
    date: Option<String>,
    /// Language (ISO 639-1); else it is identified.
    #[arg(long)]
    lang: Option<String>,
    #[command(flatten)]
    models: crate::coder::Models,
}

impl Listing {
    /// Reads the documents one after the other and writes the lines that `rows` makes of each record, under `header` where
    /// the form is CSV and under the document's name where it is a table.
    pub fn run(&self, header: &str, rows: impl Fn(&Coder, Record) -> Vec<String>) -> io::Result<Exit> {
        let options = Options { date: self.date.clone(), lang: self.lang.clone(), ..Options::default() };
        if let Err(e) = options.check() {
            say(&e.to_string());
            return Ok(Exit::Usage);
        }
        let coder = match crate::coder::load(&self.models) {
            Ok(c) => c,
            Err(e) => {
                say(&e);
                return Ok(Exit::NothingRead);
            }
        };
        let mut out = BufWriter::new(io::stdout().lock());
        let (mut read, mut failed) = (0usize, 0usize);
        if self.format == Format::Csv {
            out.write_all(header.as_bytes())?;
        }
        for job in jobs(&self.paths, &options) {
            let source = job.source();
            // Nothing outside is changed by the work, so nothing can be left half done.
            let work = std::panic::AssertUnwindSafe(|| Ok(rows(&coder, coder.read(&job.document()?))));
            match guarded(&source, work) {
                Ok(rows) => {
                    read += 1;
                    if self.format == Format::Table && !rows.is_empty() {
                        writeln!(out, "{source}")?;
                    }
                    rows.iter().try_for_each(|row| out.write_all(row.as_bytes()))?;
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
}

/// Columns of the terminal, as the shell tells them.
pub fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(100)
}

/// What is not known is null.
pub fn text(s: &str) -> serde_json::Value {
    if s.is_empty() { serde_json::Value::Null } else { s.into() }
}

/// One line of JSON with the columns as fields.
pub fn object<const N: usize>(columns: &[&str; N], values: [serde_json::Value; N]) -> String {
    let fields = columns.iter().map(|c| (*c).to_owned()).zip(values);
    serde_json::Value::Object(fields.collect()).to_string() + "\n"
}
