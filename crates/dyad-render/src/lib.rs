//! A record as a page: for the terminal ([`text`]), for the browser ([`html`]), one row's reasons ([`explain`]),
//! the lists of statements ([`statement_rows`]), of those who said nothing ([`silence_rows`]), of figures ([`figure_rows`]) and
//! of checks ([`check_rows`]), of events ([`event_rows`], [`gdelt`], [`phoenix`], [`polecat`], [`plover`]), and many records as
//! one chronology ([`chronology`]).
//!
//! All three draw from one view of the rows (`view`), so that they cannot disagree. This crate must not know how
//! anything was found.

mod cell;
mod checks;
mod events;
mod figures;
mod html;
mod silences;
mod statements;
mod text;
mod timeline;
mod view;

pub use cell::Cell;
pub use checks::{CHECK_COLUMNS, CheckRow, check_header, check_rows};
pub use events::{
    ABSTAINED_COLUMNS, AbstainedRow, AskError, EVENT_COLUMNS, EventFilter, EventRow, GDELT_COLUMNS,
    PHOENIX_COLUMNS, PLOVER_FIELDS, POLECAT_COLUMNS, TypeAsk, abstained_header, abstained_rows,
    country as country_asked, event_header, event_rows, event_table, gdelt, phoenix, plover, polecat,
    polecat_header,
};
pub use figures::{FIGURE_COLUMNS, FigureFilter, FigureRow, figure_header, figure_rows, unquantified_rows};
pub use html::html;
pub use silences::{SILENCE_COLUMNS, SilenceRow, silence_header, silence_rows};
pub use statements::{STATEMENT_COLUMNS, StatementFilter, StatementRow, statement_header, statement_rows};
pub use text::{TextOptions, explain, text};
pub use timeline::{
    TIMELINE_COLUMNS, TimelineRow, chronology, table as timeline_table, timeline_header, timeline_rows,
};
pub use view::{RowView, Section, sections};
