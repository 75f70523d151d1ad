//! A record as a page: for the terminal ([`text`]), for the browser ([`html`]), and one row's reasons ([`explain`]).
//!
//! All three draw from one view of the rows (`view`), so that they cannot disagree. This crate must not know how
//! anything was found.

mod html;
mod text;
mod view;

pub use html::html;
pub use text::{TextOptions, explain, text};
pub use view::{RowView, Section, sections};
