//! A large gazetteer beside the embedded tables: the GeoNames dump (one tab-separated line of 19 columns a place) made into one
//! index file, which is opened memory-mapped and never loaded whole.
//!
//! `dump` reads lines, `sort` orders names with bounded memory, `build` writes the file, `layout` says what stands where in it,
//! `index` looks names up, `audit` checks every byte. What the file means for an article is the reader's business. The format is
//! described in `docs/GAZETTEER.md`; the data are GeoNames' (geonames.org, CC BY 4.0) and none of them stands in this crate's code.

mod audit;
mod build;
mod dump;
mod error;
mod features;
mod index;
mod join;
mod layout;
mod lines;
mod names;
mod parts;
mod sort;

pub use build::{Build, Built, build};
pub use dump::{DumpRow, parse};
pub use error::{BadLine, GazetteerError};
pub use features::Features;
pub use index::{Found, Index};
