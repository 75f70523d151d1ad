//! `dyad parse`: raw text, or words that are given, to CoNLL-U.

use std::io::{self, BufWriter, Read, Write};

use dyad_document::Options;
use dyad_record::Span;
use dyad_syntax::{Analyzer, conllu};

use crate::exit::Exit;
use crate::guard::guarded;
use crate::input::jobs;
use crate::say::say;

/// What `dyad parse` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Files, folders, patterns; `-` (the default) is standard input.
    #[arg(default_value = "-")]
    paths: Vec<String>,
    /// The input is CoNLL-U: its sentences and words are kept, everything else is made anew.
    #[arg(long)]
    pretokenized: bool,
    /// Language (ISO 639-1); else it is identified.
    #[arg(long)]
    lang: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let options = Options { lang: args.lang.clone(), ..Options::default() };
    if let Err(e) = options.check() {
        say(&e.to_string());
        return Ok(Exit::Usage);
    }
    let analyzer = match Analyzer::english() {
        Ok(a) => a,
        Err(e) => {
            say(&e.to_string());
            return Ok(Exit::NothingRead);
        }
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let unwritten = |e: io::Error| io::Error::new(e.kind(), format!("standard output: {e}"));
    let (mut read, mut failed) = (0, 0);
    let mut fail = |message: String| {
        say(&message);
        failed += 1;
    };
    if args.pretokenized {
        for path in &args.paths {
            let text = if path == "-" {
                let mut s = String::new();
                io::stdin().read_to_string(&mut s).map(|_| s)
            } else {
                std::fs::read_to_string(path)
            };
            let sentences = text
                .map_err(|e| format!("{path}: {e}"))
                .and_then(|t| conllu::read(&t).map_err(|e| format!("{path}, {e}")));
            match sentences {
                Ok(s) if s.is_empty() => {
                    fail(format!("{path}: there is no sentence in it; CoNLL-U is wanted"))
                }
                Ok(s) => {
                    let (text, _, gold) = conllu::analysis(&s);
                    conllu::write(&text, path, &analyzer.annotate(gold), &mut out).map_err(unwritten)?;
                    read += 1;
                }
                Err(e) => fail(e),
            }
        }
    } else {
        for job in jobs(&args.paths, &options) {
            let source = job.source();
            let work = std::panic::AssertUnwindSafe(|| {
                let d = job.document()?;
                let segments: Vec<Span> = d.blocks.iter().map(|b| b.span).collect();
                Ok((analyzer.analyze(&d.text, &segments), d))
            });
            match guarded(&source, work) {
                Ok((analysis, d)) => {
                    // A record would carry them; CoNLL-U has no place for them.
                    d.problems.iter().for_each(|p| say(&format!("{source}: note: {p}")));
                    conllu::write(&d.text, &d.source, &analysis, &mut out).map_err(unwritten)?;
                    read += 1;
                }
                Err(e) => fail(e),
            }
        }
    }
    out.flush().map_err(unwritten)?;
    Ok(Exit::of(read, failed))
}
