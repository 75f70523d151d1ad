//! The coder that the arguments ask for.

use std::path::Path;

use dyad_reader::{Attributor, Coder};

use crate::say::say;

/// Which model of attributions to read with.
#[derive(clap::Args)]
pub struct Models {
    /// A model of attributions in place of the embedded one; `none` for the rules alone.
    #[arg(long, value_name = "FILE")]
    attribution_model: Option<String>,
}

/// Loads the coder. A model of attributions that cannot be used is told, and the rules stand in for it.
pub fn load(models: &Models) -> Result<Coder, String> {
    let coder = Coder::embedded().map_err(|e| e.to_string())?;
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
