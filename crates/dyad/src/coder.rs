//! The coder that the arguments ask for.

use std::path::PathBuf;

use dyad_knowledge::geonames::Index;
use dyad_reader::{Attributor, Classifier, Coder};

use crate::say::say;

/// Which model of attributions to read with.
#[derive(clap::Args)]
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
}

/// Loads the coder. A model that cannot be used is told, and the rules stand in for it.
pub fn load(models: &Models) -> Result<Coder, String> {
    // Before the models are loaded: a file that cannot be used ends the run at once, because without it other places are found.
    let index = models.gazetteer.as_deref().map(Index::open).transpose().map_err(|e| e.to_string())?;
    let mut coder = Coder::embedded().map_err(|e| e.to_string())?.with_gazetteer(index);
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
fn open<T, E: std::fmt::Display>(path: &str, what: &str, read: impl Fn(&[u8]) -> Result<T, E>) -> Option<T> {
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
