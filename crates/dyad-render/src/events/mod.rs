//! The events of a record: filtered, as rows for CSV and JSON lines, for reading, and in the interchange formats of GDELT,
//! Phoenix, POLECAT and PLOVER.
//!
//! Every form draws from the same [`Facts`](facts::Facts), so that they cannot disagree; a cell that is not known is empty,
//! never guessed. This module must not know how events were found.

mod abstained;
mod ask;
mod code;
mod facts;
mod filter;
mod gdelt;
mod phoenix;
mod place;
mod plover;
mod polecat;
mod rows;
mod table;
#[cfg(test)]
mod testing;
mod tsv;

pub use abstained::{ABSTAINED_COLUMNS, AbstainedRow, abstained_header, abstained_rows};
pub use ask::{AskError, TypeAsk, country};
pub use filter::EventFilter;
pub use gdelt::{GDELT_COLUMNS, gdelt};
pub use phoenix::{PHOENIX_COLUMNS, phoenix};
pub use plover::{PLOVER_FIELDS, plover};
pub use polecat::{POLECAT_COLUMNS, polecat, polecat_header};
pub use rows::{EVENT_COLUMNS, EventRow, event_header, event_rows};
pub use table::event_table;
