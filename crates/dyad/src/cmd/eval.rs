//! `dyad eval`: scores on gold files.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::exit::Exit;
use crate::say::say;

/// What `dyad eval` takes.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    inner: EvalArgs,
}

#[derive(clap::Args)]
struct EvalArgs {
    /// syntax, raw, ner, attribution, speakers, coref, figures, checks, times, places, events, article, or all.
    layer: String,
    /// The gold file; for `all` the folder of gold sets; for `speakers` a folder of marked-up articles. Without it `speakers`,
    /// `figures`, `checks` and `events` are scored on the sets that are built in.
    #[arg(long)]
    gold: Option<PathBuf>,
    /// How many of the worst examples to show for each layer.
    #[arg(long, default_value_t = 5)]
    worst: usize,
    /// One JSON object a layer and line, with all measures and examples, for machines.
    #[arg(long)]
    json: bool,
    /// Table of floors (layer, gold file, measure, least percent); a score under its floor is a failure.
    #[arg(long)]
    floors: Option<PathBuf>,
    /// Also write the scores, without examples, into this Markdown file.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "docs/ACCURACY.md")]
    report: Option<PathBuf>,
    /// Date that the report bears (YYYY-MM-DD), instead of today's.
    #[arg(long, requires = "report")]
    date: Option<String>,
    /// For `article`: the text of the article.
    #[arg(long)]
    text: Option<PathBuf>,
    #[command(flatten)]
    models: crate::coder::Models,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let a = &args.inner;
    let layers = dyad_eval::layers();
    if !layers.contains(&a.layer.as_str()) {
        say(&format!("there is no layer \"{}\"; there are: {}", a.layer, layers.join(", ")));
        return Ok(Exit::Usage);
    }
    if a.gold.is_none() && !dyad_eval::built_in(&a.layer) {
        say(&format!(
            "{} needs --gold FILE: only {} have a gold set built in",
            a.layer,
            dyad_eval::BUILT_IN.join(", ")
        ));
        return Ok(Exit::Usage);
    }
    let date = match a.date.as_deref().map(str::parse::<jiff::civil::Date>) {
        None => jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date(),
        Some(Ok(d)) => d,
        Some(Err(e)) => {
            say(&format!("--date: this is no date ({e}); write it as YYYY-MM-DD"));
            return Ok(Exit::Usage);
        }
    };
    let failed = |message: String| {
        say(&message);
        Ok(Exit::NothingRead)
    };
    let coder = match crate::coder::load(&a.models) {
        Ok(c) => c,
        Err(e) => return failed(e),
    };
    let reports = match dyad_eval::run(&coder, &a.layer, a.gold.as_deref(), a.text.as_deref()) {
        Ok(r) if r.is_empty() => {
            return failed(format!(
                "{}: none of the gold files of `dyad eval all` is here",
                a.gold.as_deref().map_or_else(String::new, |g| g.display().to_string())
            ));
        }
        Ok(r) => r,
        Err(e) => return failed(e.to_string()),
    };
    let mut out = io::stdout().lock();
    for r in &reports {
        let text =
            if a.json { serde_json::to_string(r).map_err(io::Error::other)? + "\n" } else { r.text(a.worst) };
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    if let Some(path) = &a.report {
        let page =
            match dyad_eval::markdown(&reports, &dyad_syntax::Analyzer::english_hash(), &date.to_string()) {
                Ok(p) => p,
                Err(e) => return failed(e.to_string()),
            };
        std::fs::write(path, page)
            .map_err(|e| io::Error::new(e.kind(), format!("{}: {e}", path.display())))?;
    }
    match &a.floors {
        None => Ok(Exit::AllRead),
        Some(path) => match std::fs::read_to_string(path) {
            Ok(table) => Ok(floors(&table, path, &reports)),
            Err(e) => failed(format!("{}: the table of floors cannot be read ({e})", path.display())),
        },
    }
}

/// Tells which scores are under their floors.
fn floors(table: &str, path: &std::path::Path, reports: &[dyad_eval::LayerReport]) -> Exit {
    match dyad_eval::under_floors(table, reports) {
        Ok(bad) if bad.is_empty() => {
            say("every score is at or over its floor");
            Exit::AllRead
        }
        Ok(bad) => {
            bad.iter().for_each(|b| say(b));
            Exit::SomeFailed
        }
        Err(e) => {
            say(&format!("{}, {e}", path.display()));
            Exit::Usage
        }
    }
}
