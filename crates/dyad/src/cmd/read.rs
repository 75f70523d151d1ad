//! `dyad read`: documents in, records out, in input order.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use dyad_document::Options;
use dyad_record::Record;
use dyad_render::TextOptions;
use rayon::prelude::*;

use crate::exit::Exit;
use crate::guard::guarded;
use crate::input::{self, Job, jobs};
use crate::say::say;

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

/// Limits, at the end of `--help`.
const LIMITS: &str = "\
Limits: a document (a file, or one line of JSONL) may have --max-bytes; a larger one fails and the others are still read. \
A sentence is cut at 320 words, and its tree is made of windows of 192. A page nested deeper than 256 elements, or with more \
than 400,000, is read without telling the article from the rest. Whatever was cut, guessed or replaced stands in the record's \
`problems`. Memory grows with the largest document, not with their number. More: docs/LIMITS.md.";

/// What `dyad read` takes.
#[derive(clap::Args)]
#[command(after_long_help = LIMITS)]
pub struct Args {
    /// Files, folders, patterns (quoted); `-` is standard input. Plain text, HTML, Markdown or JSONL (`id`, `text` or
    /// `html`, `title`, `published`, `source`, `language`), told by the name's ending, else by the content.
    #[arg(required = true)]
    paths: Vec<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Publication date (YYYY-MM-DD) of the documents; a JSONL line's own `published` goes before it.
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
    /// Say why the row with this id is there (`s1`, `v2`, `f3` …); ids are shown by every format.
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
    /// Bytes of one document above which it is refused.
    #[arg(long, value_name = "N", default_value_t = dyad_document::MAX_BYTES)]
    max_bytes: usize,
    #[command(flatten)]
    models: crate::coder::Models,
}

/// Documents that are worked on together: enough to keep threads busy, few enough to keep memory flat.
const TOGETHER: usize = 32;
/// Bytes of documents that are worked on together, so that large ones do not add up; one document may be larger.
const BYTES_TOGETHER: usize = 4 << 20;

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let options = Options {
        date: args.date.clone(),
        lang: args.lang.clone(),
        outlet: args.outlet.clone(),
        max_bytes: args.max_bytes,
        ..Options::default()
    };
    if let Err(e) = options.check() {
        say(&e.to_string());
        return Ok(Exit::Usage);
    }
    let coder = match crate::coder::load(&args.models) {
        Ok(c) => c,
        Err(e) => {
            say(&e);
            return Ok(Exit::NothingRead);
        }
    };
    let pool = match rayon::ThreadPoolBuilder::new().num_threads(args.threads).build() {
        Ok(p) => p,
        Err(e) => {
            say(&format!("the threads could not be started: {e}; ask for fewer with --threads"));
            return Ok(Exit::NothingRead);
        }
    };
    let to_terminal = args.output.is_none() && io::stdout().is_terminal();
    let color = to_terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let layout = TextOptions { width: super::list::columns(120), color };
    let mut out: Box<dyn Write> = match &args.output {
        Some(path) => match File::create(path) {
            Ok(f) => Box::new(BufWriter::new(f)),
            Err(e) => {
                say(&format!(
                    "{}: the file cannot be written ({e}); choose another place with --output",
                    path.display()
                ));
                return Ok(Exit::NothingRead);
            }
        },
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let bar = progress(args, to_terminal);
    let (mut read, mut failed, mut explained) = (0usize, 0usize, false);
    let place =
        args.output.as_ref().map_or_else(|| "standard output".to_owned(), |p| p.display().to_string());
    let unwritten = |e: io::Error| io::Error::new(e.kind(), format!("{place}: {e}"));
    let mut queue = jobs(&args.paths, &options);
    loop {
        let batch = batch(&mut queue, if read == 0 { 4 } else { TOGETHER });
        if batch.is_empty() {
            break;
        }
        let done: Vec<Result<String, String>> = pool.install(|| {
            batch
                .into_par_iter()
                .map(|job| {
                    let source = job.source();
                    // Nothing outside is changed by the work, so nothing can be left half done.
                    let work = std::panic::AssertUnwindSafe(|| {
                        let document = job.document()?;
                        let record = coder.read(&document);
                        form(record, args, layout).map_err(|e| format!("{source}: {e}"))
                    });
                    guarded(&source, work)
                })
                .collect()
        });
        for page in done {
            bar.inc(1);
            match page {
                Ok(text) => {
                    read += 1;
                    explained |= !text.is_empty();
                    out.write_all(text.as_bytes()).map_err(&unwritten)?;
                }
                Err(e) => {
                    failed += 1;
                    bar.suspend(|| say(&e));
                }
            }
        }
        out.flush().map_err(&unwritten)?;
    }
    out.flush().map_err(&unwritten)?;
    bar.finish_and_clear();
    if let (Some(id), false, true) = (&args.explain, explained, read > 0) {
        say(&format!("no row has the id \"{id}\"; --format text shows the ids of all rows"));
        return Ok(Exit::Usage);
    }
    if failed > 0 {
        say(&format!("{read} read, {failed} failed"));
    }
    Ok(Exit::of(read, failed))
}

/// The next documents to be worked on together.
fn batch(queue: &mut dyn Iterator<Item = Job>, most: usize) -> Vec<Job> {
    let (mut out, mut bytes) = (Vec::new(), 0);
    while out.len() < most && bytes < BYTES_TOGETHER {
        let Some(job) = queue.next() else { break };
        bytes += job.size();
        out.push(job);
    }
    out
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

/// A bar with rate and remaining time on standard error, where a person sees it and the records do not scroll it away.
fn progress(args: &Args, to_terminal: bool) -> indicatif::ProgressBar {
    if to_terminal || !io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let plain = args.paths.iter().any(|p| p == "-" || p.ends_with(".jsonl") || p.ends_with(".ndjson"));
    let total = if plain { None } else { Some(input::expand(&args.paths).len() as u64) };
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
