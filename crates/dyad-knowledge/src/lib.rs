//! Tables of countries, actors, offices, places, cues, units and event patterns.
//!
//! Facts live in `tables/*.tsv`, which a linguist can edit without Rust; this crate owns their loading and
//! validation. It must not know how they are matched.

pub mod countries;
pub mod cues;
pub mod events;
pub mod table;
pub mod verbs;

pub use countries::{Countries, Country, Sense};
pub use cues::{Cue, CueClass, Cues, Frame, Sort};
pub use events::Events;
pub use table::TableError;
pub use verbs::VerbForms;

/// Every table, loaded and validated.
#[derive(Debug)]
pub struct Knowledge {
    /// Countries and the words that name them.
    pub countries: Countries,
    /// Event types, codes, frames and cue words.
    pub events: Events,
    /// Words that report speech, belief and intention.
    pub cues: Cues,
    /// Forms of verbs.
    pub verbs: VerbForms,
}

impl Knowledge {
    /// The tables that the program was built with.
    ///
    /// # Errors
    /// The first bad line of a table (a test makes sure that the committed tables have none).
    pub fn embedded() -> Result<Self, TableError> {
        Ok(Self {
            countries: Countries::embedded()?,
            events: Events::embedded()?,
            cues: Cues::embedded()?,
            verbs: VerbForms::embedded()?,
        })
    }
}
