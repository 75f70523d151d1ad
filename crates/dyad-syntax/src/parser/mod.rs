//! Tags, features and the dependency tree: the network, its decoder, its file, its training.

pub mod backward;
pub mod decode;
pub mod features;
mod file;
pub mod infer;
mod mend;
mod met;
pub mod model;
pub mod train;
pub mod vectors;

pub use file::{Labels, ModelError, Parsed, Parser, WINDOW, write};

#[cfg(test)]
mod tests;
