//! Events: who did what to whom, in PLOVER and CAMEO codes, with their status.

use dyad_record::{Event, Figure, PlaceRow, Statement, TimeRow};

use crate::Context;
use crate::entities::Entities;
use crate::quotes::Quote;

/// Finds the events.
#[must_use]
pub fn find(
    _cx: &Context<'_>,
    _quotes: &[Quote],
    _entities: &Entities,
    _times: &[TimeRow],
    _places: &[PlaceRow],
    _statements: &[Statement],
    _figures: &[Figure],
) -> Vec<Event> {
    Vec::new()
}
