//! Official statistics: descriptions of tables, a streaming reader, sums, and holding a record's figures against them.
//!
//! Owns what a table's columns mean ([`Description`], `docs/SERIES.md`), the series file ([`Series`]) and the comparison
//! ([`hold`]). It must not know how figures are found in a text, and writes nothing to a terminal.

mod describe;
mod error;
mod file;
mod intake;
mod month;
mod sum;

pub mod hold;

pub use describe::{
    Agency, Description, Dimension, Measure, Names, Repeated, Role, SHIPPED, Shipped, Time, TimeKind, Value,
};
pub use error::{RowFault, SeriesError};
pub use file::{Axis, Cell, EXTENSION, SCHEMA, Series, Source, kept_in};
pub use intake::{Added, MAX_CELLS, Options, read};
pub use month::{Month, month_number};
pub use sum::{Choice, MonthSum, Total};
