//! `dyad eval`: scores on gold files.

use std::io;

use crate::exit::Exit;

/// What `dyad eval` takes.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    inner: EvalArgs,
}

#[derive(clap::Args)]
struct EvalArgs {
    /// syntax, raw, ner, attribution, figures, times, places, events, article, or all.
    layer: String,
    /// The gold file, or for `all` the folder of gold sets.
    #[arg(long)]
    gold: std::path::PathBuf,
    /// How many of the worst examples to show.
    #[arg(long, default_value_t = 0)]
    worst: usize,
    /// One JSON object a report, for machines.
    #[arg(long)]
    json: bool,
    /// Table of floors (layer, gold file, measure, least percent); a score under its floor is a failure.
    #[arg(long)]
    floors: Option<std::path::PathBuf>,
    /// Write the scores into this Markdown file.
    #[arg(long)]
    report: Option<std::path::PathBuf>,
    /// For `article`: the text of the article.
    #[arg(long)]
    text: Option<std::path::PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let a = &args.inner;
    let coder = match dyad_reader::Coder::embedded() {
        Ok(c) => c,
        Err(e) => {
            eprintln!("dyad: {e}");
            return Ok(Exit::NothingRead);
        }
    };
    let reports = match dyad_eval::run(&coder, &a.layer, &a.gold, a.text.as_deref()) {
        Ok(r) => r,
        Err(e) => {
            eprintln!("dyad: {e}");
            return Ok(Exit::NothingRead);
        }
    };
    for r in &reports {
        if a.json {
            println!("{}", serde_json::to_string(r).map_err(io::Error::other)?);
        } else {
            print!("{}", r.text(a.worst));
        }
    }
    if let Some(path) = &a.report {
        let page = dyad_eval::markdown(&reports, &dyad_syntax::Analyzer::english_hash());
        std::fs::write(path, page)?;
    }
    if let Some(path) = &a.floors {
        let text = std::fs::read_to_string(path)?;
        match dyad_eval::under_floors(&text, &reports) {
            Ok(bad) if bad.is_empty() => eprintln!("every score is at or over its floor"),
            Ok(bad) => {
                bad.iter().for_each(|b| eprintln!("dyad: {b}"));
                return Ok(Exit::SomeFailed);
            }
            Err(e) => {
                eprintln!("dyad: {}: {e}", path.display());
                return Ok(Exit::Usage);
            }
        }
    }
    Ok(Exit::AllRead)
}
