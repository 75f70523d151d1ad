//! Scorers for every layer, equal to the Python scorers of the gold sets, and the accuracy report.
//!
//! One module a layer, each with a function from a gold file to a [`LayerReport`]. This crate must not know how
//! anything is extracted: it runs the coder and compares.

pub mod article;
pub mod attribution;
pub mod coref;
pub mod events;
pub mod figures;
pub mod places;
mod report;
mod run;
mod same_name;
mod scores;
pub mod speakers;
pub mod times;

pub use report::markdown;
pub use run::*;
pub use scores::*;
