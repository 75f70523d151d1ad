//! The coder that the arguments ask for.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use dyad_knowledge::events::frames;
use dyad_knowledge::geonames::Index;
use dyad_knowledge::{Actors, Countries, Events, Frames, actors};
use dyad_reader::{Attributor, Classifier, Coder};

use crate::say::say;

/// What to read with.
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("own").args(["actors", "frames"]).multiple(true))]
pub struct Models {
    /// A model of attributions in place of the embedded one; `none` for the rules alone.
    #[arg(long, value_name = "FILE")]
    attribution_model: Option<String>,
    /// A model of events in place of the embedded one; `none` for the dictionary alone.
    #[arg(long, value_name = "FILE")]
    event_model: Option<String>,
    /// A gazetteer made by `dyad gazetteer build`, beside the embedded tables.
    #[arg(long, value_name = "FILE", env = "DYAD_GAZETTEER")]
    gazetteer: Option<PathBuf>,
    /// Actors of your own (CSV, `dyad actors --help`), before the embedded tables; may be given again.
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Event frames of your own (TSV, `dyad frames --help`), before the embedded tables; may be given again.
    #[arg(long, value_name = "FILE")]
    frames: Vec<PathBuf>,
    /// Leave out bad lines of --actors and --frames instead of refusing the file.
    #[arg(long, requires = "own")]
    skip_bad_lines: bool,
}

/// Loads the coder. A model that cannot be used is told, and the rules stand in for it.
pub fn load(models: &Models) -> Result<Coder, String> {
    // Before the models are loaded: a file that cannot be used ends the run at once, because without it other places are found.
    let index = models.gazetteer.as_deref().map(Index::open).transpose().map_err(|e| e.to_string())?;
    let actors = own_actors(&models.actors, models.skip_bad_lines)?;
    let mut coder = Coder::embedded().map_err(|e| e.to_string())?.with_gazetteer(index).with_actors(actors);
    if !models.frames.is_empty() {
        let frames = own_frames(&models.frames, models.skip_bad_lines, &coder.knowledge().events)?;
        coder = coder.with_frames(frames);
    }
    if let Some(e) = coder.fault() {
        say(&format!("{e}; the rules stand alone in its place"));
    }
    if let Some(path) = models.attribution_model.as_deref() {
        coder = coder.with_attributor(open(path, "statements are", Attributor::from_bytes));
    }
    if let Some(path) = models.event_model.as_deref() {
        coder = coder.with_classifier(open(path, "events are", Classifier::from_bytes));
    }
    Ok(coder)
}

/// The model in a file; none where "none" is asked for, or the file is of no use.
fn open<T, E: Display>(path: &str, what: &str, read: impl Fn(&[u8]) -> Result<T, E>) -> Option<T> {
    if path == "none" {
        return None;
    }
    let fault = match std::fs::read(path) {
        Ok(bytes) => match read(&bytes) {
            Ok(model) => return Some(model),
            Err(e) => e.to_string(),
        },
        Err(e) => format!("the file cannot be read ({e})"),
    };
    say(&format!("{path}: {fault}; {what} found by rules alone"));
    None
}

/// The actors of these files. Bad lines are told; without leave to skip them nothing is loaded.
pub fn own_actors(files: &[PathBuf], skip: bool) -> Result<Actors, String> {
    if files.is_empty() {
        return Ok(Actors::default());
    }
    let countries = Countries::embedded().map_err(|e| e.to_string())?;
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for path in files {
        let bytes = bytes(path)?;
        let (more, bad) = actors::read(&path.to_string_lossy(), &bytes, &countries);
        lines.extend(more);
        faults.extend(bad);
    }
    let (own, bad) = actors::gather(lines);
    faults.extend(bad);
    if faults.is_empty() {
        return Ok(own);
    }
    refused("--actors", &mut faults, actors::TOLD, skip)?;
    Ok(own)
}

/// The event frames of these files, checked against the tables. Bad lines are told; without leave to skip them nothing is loaded.
pub fn own_frames(files: &[PathBuf], skip: bool, events: &Events) -> Result<Frames, String> {
    let read: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|path| Ok((path.to_string_lossy().into_owned(), bytes(path)?)))
        .collect::<Result<_, String>>()?;
    let (own, mut faults) = frames::read(read.iter().map(|(n, b)| (n.as_str(), b.as_slice())), events);
    if !faults.is_empty() {
        refused("--frames", &mut faults, frames::TOLD, skip)?;
    }
    Ok(own)
}

/// Tells bad lines, and refuses the files that have them unless they may be skipped.
fn refused<F: Ord + Display>(option: &str, faults: &mut [F], most: usize, skip: bool) -> Result<(), String> {
    tell(faults, most);
    let (n, s) = (faults.len(), if faults.len() == 1 { "" } else { "s" });
    if skip {
        say(&format!("{option}: {n} bad line{s} left out"));
        return Ok(());
    }
    Err(format!("{option}: {n} bad line{s}; mend the file, or leave them out with --skip-bad-lines"))
}

/// The bytes of a file of actors or frames.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| {
        format!("{}: the file cannot be read ({e}); check the name and that it may be read", path.display())
    })
}

/// Tells faults by file and line, the first of them one by one.
pub fn tell<F: Ord + Display>(faults: &mut [F], most: usize) {
    faults.sort();
    faults.iter().take(most).for_each(|f| say(&f.to_string()));
    if faults.len() > most {
        say(&format!("and {} more", faults.len() - most));
    }
}
