//! Sentences, tokens, tags, lemmas, dependency tree and names; the models and their trainer.
//!
//! This crate owns the way from text to [`Analysis`]. It must not know news or politics.

mod analysis;
pub mod nn;
mod parser;
pub mod train;

pub use analysis::*;
pub use parser::{LONGEST, ModelError, Parser, Word};
