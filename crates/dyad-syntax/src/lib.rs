//! Sentences, tokens, tags, lemmas, dependency tree and names; the models and their trainer.
//!
//! This crate owns the way from text to [`Analysis`]. It must not know news or politics.

mod analysis;
pub mod conllu;
pub mod lemma;
pub mod nn;
pub mod parser;
mod pipeline;
pub mod tokenize;
pub mod train;

pub use analysis::*;
pub use parser::ModelError;
pub use pipeline::Analyzer;
