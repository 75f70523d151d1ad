//! The coder that the arguments ask for.

use std::path::{Path, PathBuf};

use dyad_knowledge::geonames::Index;
use dyad_reader::{Attributor, Coder};

use crate::say::say;

/// Which model of attributions to read with.
#[derive(clap::Args)]
pub struct Models {
    /// A model of attributions in place of the embedded one; `none` for the rules alone.
    #[arg(long, value_name = "FILE")]
    attribution_model: Option<String>,
    /// A gazetteer made by `dyad gazetteer build`, beside the embedded tables.
    #[arg(long, value_name = "FILE", env = "DYAD_GAZETTEER")]
    gazetteer: Option<PathBuf>,
}

/// Loads the coder. A model of attributions that cannot be used is told, and the rules stand in for it.
pub fn load(models: &Models) -> Result<Coder, String> {
    // Before the models are loaded: a file that cannot be used ends the run at once, because without it other places are found.
    let index = models.gazetteer.as_deref().map(Index::open).transpose().map_err(|e| e.to_string())?;
    let coder = Coder::embedded().map_err(|e| e.to_string())?.with_gazetteer(index);
    let named = match models.attribution_model.as_deref() {
        None => {
            if let Some(e) = coder.fault() {
                say(&format!("{e}; statements are found by rules alone"));
            }
            return Ok(coder);
        }
        Some("none") => None,
        Some(path) => match open(path) {
            Ok(a) => Some(a),
            Err(e) => {
                say(&format!("{path}: {e}; statements are found by rules alone"));
                None
            }
        },
    };
    Ok(coder.with_attributor(named))
}

fn open(path: &str) -> Result<Attributor, String> {
    let bytes = std::fs::read(Path::new(path)).map_err(|e| format!("the file cannot be read ({e})"))?;
    Attributor::from_bytes(&bytes).map_err(|e| e.to_string())
}
