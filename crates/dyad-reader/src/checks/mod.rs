//! Arithmetic over figures: sum, part-whole, restated, pace, share, change.

use dyad_record::{Check, Figure, TimeRow};

use crate::Context;
use crate::entities::Entities;

/// Finds the checks.
#[must_use]
pub fn find(_cx: &Context<'_>, _figures: &[Figure], _times: &[TimeRow], _entities: &Entities) -> Vec<Check> {
    Vec::new()
}
