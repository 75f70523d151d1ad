//! Places with coordinates.

use dyad_record::PlaceRow;

use crate::Context;
use crate::entities::Entities;

/// Finds the places.
#[must_use]
pub fn find(_cx: &Context<'_>, _entities: &Entities) -> Vec<PlaceRow> {
    Vec::new()
}
