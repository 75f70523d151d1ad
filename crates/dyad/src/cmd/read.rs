//! `dyad read`: documents in, records out, in input order.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use dyad_document::Options;
use dyad_reader::Coder;
use dyad_record::Record;
use dyad_render::TextOptions;
use rayon::prelude::*;

use crate::exit::Exit;
use crate::input::{Job, jobs};

/// The forms of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page for the terminal: the record beside its evidence.
    Text,
    /// One self-contained page for the browser.
    Html,
    /// Indented JSON.
    Json,
    /// One JSON object a line.
    Jsonl,
}

/// What `dyad read` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Files, folders, patterns; `-` is standard input.
    #[arg(required = true)]
    paths: Vec<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Publication date (YYYY-MM-DD) of the documents.
    #[arg(long)]
    date: Option<String>,
    /// Language (ISO 639-1); else it is identified.
    #[arg(long)]
    lang: Option<String>,
    /// Newspaper or agency.
    #[arg(long)]
    outlet: Option<String>,
    /// Write to this file instead of standard output.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Threads; 0 takes as many as there are cores.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Say why the row with this id is there (`s1`, `v2`, `f3` …).
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
}

/// Documents that are worked on together: enough to keep threads busy, few enough to keep memory flat.
const TOGETHER: usize = 32;

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let options = Options {
        date: args.date.clone(),
        lang: args.lang.clone(),
        outlet: args.outlet.clone(),
        ..Options::default()
    };
    if let Err(e) = options.check() {
        eprintln!("dyad: {e}");
        return Ok(Exit::Usage);
    }
    let coder = match Coder::embedded() {
        Ok(c) => c,
        Err(e) => {
            eprintln!("dyad: {e}");
            return Ok(Exit::NothingRead);
        }
    };
    let pool = match rayon::ThreadPoolBuilder::new().num_threads(args.threads).build() {
        Ok(p) => p,
        Err(e) => {
            eprintln!("dyad: the threads could not be started: {e}");
            return Ok(Exit::NothingRead);
        }
    };
    let to_terminal = args.output.is_none() && io::stdout().is_terminal();
    let color = to_terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let layout = TextOptions { width: width(), color };
    let mut out: Box<dyn Write> = match &args.output {
        Some(path) => match File::create(path) {
            Ok(f) => Box::new(BufWriter::new(f)),
            Err(e) => {
                eprintln!("dyad: {}: the file cannot be written: {e}", path.display());
                return Ok(Exit::NothingRead);
            }
        },
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let bar = progress(args, to_terminal);
    let (mut read, mut failed, mut explained) = (0usize, 0usize, false);
    let mut queue = jobs(&args.paths, &options);
    loop {
        let batch: Vec<Job> = queue.by_ref().take(if read == 0 { 4 } else { TOGETHER }).collect();
        if batch.is_empty() {
            break;
        }
        let done: Vec<Result<String, String>> = pool.install(|| {
            batch
                .into_par_iter()
                .map(|job| {
                    let document = job.document()?;
                    let record = coder.read(&document);
                    form(record, args, layout).map_err(|e| format!("{}: {e}", document.source))
                })
                .collect()
        });
        for page in done {
            bar.inc(1);
            match page {
                Ok(text) => {
                    read += 1;
                    explained |= !text.is_empty();
                    out.write_all(text.as_bytes())?;
                }
                Err(e) => {
                    failed += 1;
                    bar.suspend(|| eprintln!("dyad: {e}"));
                }
            }
        }
        out.flush()?;
    }
    out.flush()?;
    bar.finish_and_clear();
    if let (Some(id), false, true) = (&args.explain, explained, read > 0) {
        eprintln!("dyad: no row has the id {id}; ids are shown by --format text");
        return Ok(Exit::Usage);
    }
    if failed > 0 {
        eprintln!("dyad: {read} read, {failed} failed");
    }
    Ok(Exit::of(read, failed))
}

/// The record in the form that was asked for.
fn form(record: Record, args: &Args, layout: TextOptions) -> Result<String, String> {
    if let Some(id) = &args.explain {
        return Ok(dyad_render::explain(&record, id, layout).unwrap_or_default());
    }
    Ok(match args.format {
        Format::Text => dyad_render::text(&record, layout) + "\n",
        Format::Html => dyad_render::html(&record),
        Format::Json => {
            serde_json::to_string_pretty(&record.into_scalar()).map_err(|e| e.to_string())? + "\n"
        }
        Format::Jsonl => record.into_scalar().to_json().map_err(|e| e.to_string())? + "\n",
    })
}

/// Columns of the terminal, as the shell tells them.
fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(120)
}

/// A bar with rate and remaining time on standard error, where a person sees it and the records do not scroll it away.
fn progress(args: &Args, to_terminal: bool) -> indicatif::ProgressBar {
    if to_terminal || !io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let plain = args.paths.iter().any(|p| p == "-" || p.ends_with(".jsonl") || p.ends_with(".ndjson"));
    let total = if plain { None } else { Some(crate::input::expand(&args.paths).len() as u64) };
    let bar = total.map_or_else(indicatif::ProgressBar::new_spinner, indicatif::ProgressBar::new);
    let shown = if total.is_some() {
        "{bar:30} {pos}/{len} documents, {per_sec}, {eta} left"
    } else {
        "{spinner} {pos} documents, {per_sec}, {elapsed}"
    };
    if let Ok(style) = indicatif::ProgressStyle::with_template(shown) {
        bar.set_style(style);
    }
    bar
}
