//! Sentences, tokens, tags, lemmas, dependency tree and names; the models and their trainer.
//!
//! This crate owns the way from text to [`Analysis`]. It must not know news or politics.

mod analysis;
pub mod chain;
pub mod conllu;
pub mod join;
pub mod lemma;
pub mod names;
pub mod nn;
pub mod parser;
mod pipeline;
pub mod tokenize;
pub mod train;

pub use analysis::*;
pub use parser::ModelError;
pub use pipeline::Analyzer;

/// The content hash of a model file, 32 hex digits.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}
