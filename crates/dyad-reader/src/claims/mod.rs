//! Claims (who asserts or denies which proposition) and the disputes between them.

use dyad_record::{Claim, Dispute, Statement};

use crate::Context;
use crate::entities::Entities;

/// Finds the claims and disputes.
#[must_use]
pub fn find(
    _cx: &Context<'_>,
    _entities: &Entities,
    _statements: &[Statement],
) -> (Vec<Claim>, Vec<Dispute>) {
    (Vec::new(), Vec::new())
}
