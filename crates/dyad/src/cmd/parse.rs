//! `dyad parse`: raw text, or words that are given, to CoNLL-U.

use std::io::{self, BufWriter, Read, Write};

use dyad_document::Options;
use dyad_record::Span;
use dyad_syntax::{Analyzer, conllu};

use crate::exit::Exit;
use crate::input::jobs;

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
    let analyzer = match Analyzer::english() {
        Ok(a) => a,
        Err(e) => {
            eprintln!("dyad: {e}");
            return Ok(Exit::NothingRead);
        }
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut read, mut failed) = (0, 0);
    let mut fail = |message: String| {
        eprintln!("dyad: {message}");
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
                Ok(s) => {
                    let (text, _, gold) = conllu::analysis(&s);
                    conllu::write(&text, path, &analyzer.annotate(gold), &mut out)?;
                    read += 1;
                }
                Err(e) => fail(e),
            }
        }
    } else {
        let options = Options { lang: args.lang.clone(), ..Options::default() };
        for job in jobs(&args.paths, &options) {
            match job.document() {
                Ok(d) => {
                    let segments: Vec<Span> = d.blocks.iter().map(|b| b.span).collect();
                    conllu::write(&d.text, &d.source, &analyzer.analyze(&d.text, &segments), &mut out)?;
                    read += 1;
                }
                Err(e) => fail(e),
            }
        }
    }
    out.flush()?;
    Ok(Exit::of(read, failed))
}
