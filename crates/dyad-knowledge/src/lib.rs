//! Tables of countries, actors, offices, places, cues, units and event patterns.
//!
//! Facts live in `tables/*.tsv`, which a linguist can edit without Rust; this crate owns their loading and
//! validation. It must not know how they are matched.

pub mod actors;
pub mod check_words;
pub mod countries;
pub mod cues;
pub mod events;
pub mod gazetteer;
pub mod geonames;
pub mod given_names;
pub mod interchange;
pub mod offices;
pub mod organizations;
pub mod phrases;
pub mod pronouns;
pub mod quantities;
pub mod roles;
pub mod silences;
pub mod table;
pub mod time_words;
pub mod verbs;

pub use actors::{Actor, ActorFault, ActorLine, Actors};
pub use check_words::{CheckWords, Cue as CheckCue};
pub use countries::{Countries, Country, Sense};
pub use cues::{Cue, CueClass, Cues, Frame, Sort};
pub use events::{Events, FrameFault, Frames};
pub use gazetteer::{Gazetteer, Place, PlaceKind, fold};
pub use given_names::{Gender, GivenNames};
pub use interchange::{CountryCodes, Interchange, KnownGroup};
pub use offices::{Offices, Tenure};
pub use organizations::{Organization, Organizations};
pub use pronouns::PronounWeights;
pub use quantities::{Currency, NumberWord, Quantities, Unit};
pub use roles::{BodyWord, Collective, RoleWord, Roles};
pub use silences::{SilenceRow, SilenceShape, Silences};
pub use table::TableError;
pub use time_words::{Fiscal, TimeClass, TimeWords};
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
    /// Nouns for persons and bodies.
    pub roles: Roles,
    /// Given names.
    pub given_names: GivenNames,
    /// Organisations and armed groups.
    pub organizations: Organizations,
    /// Who held which office when.
    pub offices: Offices,
    /// The user's own actors, which go before the tables.
    pub actors: Actors,
    /// Places with coordinates.
    pub gazetteer: Gazetteer,
    /// Numbers, bounds, units, currencies.
    pub quantities: Quantities,
    /// What speaks for and against an antecedent.
    pub pronouns: PronounWeights,
    /// Words for those who were asked and said nothing.
    pub silences: Silences,
    /// Words of time, fiscal years.
    pub time_words: TimeWords,
    /// Words that tie figures together.
    pub check_words: CheckWords,
    /// Codes of other lists, for exports.
    pub interchange: Interchange,
}

impl Knowledge {
    /// The tables that the program was built with.
    ///
    /// # Errors
    /// The first bad line of a table (a test makes sure that the committed tables have none).
    pub fn embedded() -> Result<Self, TableError> {
        let countries = Countries::embedded()?;
        let organizations = Organizations::embedded()?;
        Ok(Self {
            interchange: Interchange::embedded(&countries, &organizations)?,
            countries,
            events: Events::embedded()?,
            cues: Cues::embedded()?,
            verbs: VerbForms::embedded()?,
            roles: Roles::embedded()?,
            given_names: GivenNames::embedded()?,
            organizations,
            offices: Offices::embedded()?,
            actors: Actors::default(),
            gazetteer: Gazetteer::embedded()?,
            quantities: Quantities::embedded()?,
            pronouns: PronounWeights::embedded()?,
            silences: Silences::embedded()?,
            time_words: TimeWords::embedded()?,
            check_words: CheckWords::embedded()?,
        })
    }
    /// The same tables with a user's own actors, whose nouns go before those of the tables.
    #[must_use]
    pub fn with_actors(mut self, actors: Actors) -> Self {
        for noun in actors.nouns() {
            self.roles.set_role(&noun.word, noun.plural.as_deref(), &noun.roles);
            let role = noun.roles.split(':').next().unwrap_or("");
            self.events.set_actor_role(&noun.word, role);
        }
        self.actors = actors;
        self
    }
    /// The same tables with a user's own event frames, which are tried before those of the tables.
    #[must_use]
    pub fn with_frames(mut self, frames: Frames) -> Self {
        self.events.put_first(frames);
        self
    }
}
