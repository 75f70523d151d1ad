//! The record: what one document says, row by row, each traced to its words (`RECORD.md`).
//!
//! This crate owns the types, spans, ids and codes. It must not know how anything is found.

mod faults;
mod rows;
mod span;

pub use faults::faults;
pub use rows::*;
pub use span::{OffsetMap, Span};
