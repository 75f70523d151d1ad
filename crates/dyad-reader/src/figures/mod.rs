//! Quantities: value, bound, unit, what is measured, where, when, and who says so.

use dyad_record::{Figure, PlaceRow, Statement, TimeRow};

use crate::Context;
use crate::entities::Entities;

/// Finds the figures.
#[must_use]
pub fn find(
    _cx: &Context<'_>,
    _entities: &Entities,
    _times: &[TimeRow],
    _places: &[PlaceRow],
    _statements: &[Statement],
) -> Vec<Figure> {
    Vec::new()
}
