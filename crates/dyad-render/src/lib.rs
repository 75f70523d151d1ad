//! A record as a page: for the terminal ([`text`]), for the browser ([`html`]), one row's reasons ([`explain`]),
//! the lists of statements ([`statement_rows`]), of those who said nothing ([`silence_rows`]), of figures ([`figure_rows`]) and
//! of checks ([`check_rows`]), and many records as one chronology ([`chronology`]).
//!
//! All three draw from one view of the rows (`view`), so that they cannot disagree. This crate must not know how
//! anything was found.

mod checks;
mod figures;
mod html;
mod silences;
mod statements;
mod text;
mod timeline;
mod view;

pub use checks::{CHECK_COLUMNS, CheckRow, check_header, check_rows};
pub use figures::{
    Cell, FIGURE_COLUMNS, FigureFilter, FigureRow, figure_header, figure_rows, unquantified_rows,
};
pub use html::html;
pub use silences::{SILENCE_COLUMNS, SilenceRow, silence_header, silence_rows};
pub use statements::{STATEMENT_COLUMNS, StatementFilter, StatementRow, statement_header, statement_rows};
pub use text::{TextOptions, explain, text};
pub use timeline::{
    TIMELINE_COLUMNS, TimelineRow, chronology, table as timeline_table, timeline_header, timeline_rows,
};
pub use view::{RowView, Section, sections};
