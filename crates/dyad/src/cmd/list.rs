//! What the commands that list rows of records share: their arguments, the loop over documents, JSON of a row.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use dyad_document::Options;
use dyad_reader::Coder;
use dyad_record::Record;
use dyad_render::Cell;

use crate::exit::Exit;
use crate::guard::guarded;
use crate::input::jobs;
use crate::say::say;

/// A form in which rows are written.
pub trait Form: ValueEnum + Send + Sync + 'static {
    /// True if a header stands before the first row.
    fn headed(&self) -> bool;
    /// True if the rows of a document stand under its name.
    fn titled(&self) -> bool;
}

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

impl Form for Format {
    fn headed(&self) -> bool {
        *self == Format::Csv
    }
    fn titled(&self) -> bool {
        *self == Format::Table
    }
}

/// Which documents are read, with what, and how the rows are written.
#[derive(clap::Args)]
pub struct Listing<F: Form = Format> {
    /// Files, folders, patterns (quoted); `-` is standard input, as for `dyad read`.
    #[arg(required = true)]
    paths: Vec<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "table")]
    pub format: F,
    /// Publication date (YYYY-MM-DD) of the documents.
    #[arg(long)]
    date: Option<String>,
    /// Language (ISO 639-1); else it is identified.
    #[arg(long)]
    lang: Option<String>,
    #[command(flatten)]
    models: crate::coder::Models,
}

impl<F: Form> Listing<F> {
    /// Reads the documents one after the other and writes the lines that `rows` makes of each record, under `header` where
    /// the form has one and under the document's name where it is for reading.
    pub fn run(&self, header: &str, rows: impl Fn(&Coder, Record) -> Vec<String>) -> io::Result<Exit> {
        self.run_with(header, |_| Ok(()), |(), coder, record| rows(coder, record))
    }

    /// The same, where what is asked for must be checked against the tables first: an error of `prepare`, a full sentence, ends
    /// the run before anything is read.
    pub fn run_with<T>(
        &self,
        header: &str,
        prepare: impl FnOnce(&Coder) -> Result<T, String>,
        rows: impl Fn(&T, &Coder, Record) -> Vec<String>,
    ) -> io::Result<Exit> {
        let (options, coder) = match self.start() {
            Ok(start) => start,
            Err(exit) => return Ok(exit),
        };
        let asked = match prepare(&coder) {
            Ok(asked) => asked,
            Err(e) => {
                say(&e);
                return Ok(Exit::Usage);
            }
        };
        let rows = |coder: &Coder, record| rows(&asked, coder, record);
        let mut out = BufWriter::new(io::stdout().lock());
        if self.format.headed() {
            out.write_all(header.as_bytes())?;
        }
        let exit = self.each(&options, &coder, rows, |source, rows| {
            if self.format.titled() && !rows.is_empty() {
                writeln!(out, "{source}")?;
            }
            rows.iter().try_for_each(|row| out.write_all(row.as_bytes()))
        })?;
        out.flush()?;
        Ok(exit)
    }

    /// Reads all documents before anything is written: `write` gets what `rows` makes of each record, in the order of the
    /// documents, and answers the whole output. Nothing is written if no document could be read.
    pub fn gather<T>(
        &self,
        rows: impl Fn(&Coder, Record) -> T,
        write: impl FnOnce(Vec<T>) -> String,
    ) -> io::Result<Exit> {
        let (options, coder) = match self.start() {
            Ok(start) => start,
            Err(exit) => return Ok(exit),
        };
        let mut all = Vec::new();
        let exit = self.each(&options, &coder, rows, |_, rows| {
            all.push(rows);
            Ok(())
        })?;
        if !all.is_empty() {
            let mut out = io::stdout().lock();
            out.write_all(write(all).as_bytes())?;
            out.flush()?;
        }
        Ok(exit)
    }

    fn start(&self) -> Result<(Options, Coder), Exit> {
        let options = Options { date: self.date.clone(), lang: self.lang.clone(), ..Options::default() };
        if let Err(e) = options.check() {
            say(&e.to_string());
            return Err(Exit::Usage);
        }
        match crate::coder::load(&self.models) {
            Ok(coder) => Ok((options, coder)),
            Err(e) => {
                say(&e);
                Err(Exit::NothingRead)
            }
        }
    }

    fn each<T>(
        &self,
        options: &Options,
        coder: &Coder,
        rows: impl Fn(&Coder, Record) -> T,
        mut done: impl FnMut(&str, T) -> io::Result<()>,
    ) -> io::Result<Exit> {
        let (mut read, mut failed) = (0usize, 0usize);
        for job in jobs(&self.paths, options) {
            let source = job.source();
            // Nothing outside is changed by the work, so nothing can be left half done.
            let work = std::panic::AssertUnwindSafe(|| Ok(rows(coder, coder.read(&job.document()?))));
            match guarded(&source, work) {
                Ok(rows) => {
                    read += 1;
                    done(&source, rows)?;
                }
                Err(e) => {
                    failed += 1;
                    say(&e);
                }
            }
        }
        if failed > 0 {
            say(&format!("{read} read, {failed} failed"));
        }
        Ok(Exit::of(read, failed))
    }
}

/// Columns of the terminal, as the shell tells them, for a list.
pub fn width() -> usize {
    columns(100)
}

/// Columns of the terminal, as the shell tells them, or so many.
pub fn columns(else_: usize) -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(else_)
}

/// What is not known is null.
pub fn text(s: &str) -> serde_json::Value {
    if s.is_empty() { serde_json::Value::Null } else { s.into() }
}

/// A cell in JSON.
pub fn cell(c: &Cell) -> serde_json::Value {
    match c {
        Cell::Text(t) => text(t),
        Cell::Number(n) => n.map_or(serde_json::Value::Null, Into::into),
        Cell::Offset(n) => (*n).into(),
        Cell::List(all) => all.clone().into(),
        Cell::Flag(yes) => (*yes).into(),
    }
}

/// A cell of CSV.
pub fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// One line of JSON with the columns as fields.
pub fn object<const N: usize>(columns: &[&str; N], values: [serde_json::Value; N]) -> String {
    let fields = columns.iter().map(|c| (*c).to_owned()).zip(values);
    serde_json::Value::Object(fields.collect()).to_string() + "\n"
}
