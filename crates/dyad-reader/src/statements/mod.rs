//! Statements: source, cue, content, speech act, and the speaker resolved to an entity.

use dyad_record::{Statement, TimeRow};

use crate::Context;
use crate::entities::Entities;
use crate::quotes::Quote;

/// Finds the statements.
#[must_use]
pub fn find(
    _cx: &Context<'_>,
    _quotes: &[Quote],
    _entities: &Entities,
    _times: &[TimeRow],
) -> Vec<Statement> {
    Vec::new()
}
