//! A record as a page: for the terminal ([`text`]), for the browser ([`html`]), one row's reasons ([`explain`]),
//! and the list of statements ([`statement_rows`]).
//!
//! All three draw from one view of the rows (`view`), so that they cannot disagree. This crate must not know how
//! anything was found.

mod html;
mod statements;
mod text;
mod view;

pub use html::html;
pub use statements::{STATEMENT_COLUMNS, StatementFilter, StatementRow, statement_header, statement_rows};
pub use text::{TextOptions, explain, text};
pub use view::{RowView, Section, sections};
