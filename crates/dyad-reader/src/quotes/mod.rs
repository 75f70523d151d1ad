//! The quotation layer: which characters stand between which marks, deterministic and without grammar.

use dyad_record::Span;

use crate::Context;

/// A quoted stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub span: Span,
    /// Between its marks.
    pub inner: Span,
    /// Index of the quote that this one stands in.
    pub inside: Option<usize>,
    /// Index of the quote in the paragraph before that this one continues.
    pub continues: Option<usize>,
    /// False where the closing mark is missing.
    pub closed: bool,
}

/// Finds the quotes, in text order.
#[must_use]
pub fn find(_cx: &Context<'_>) -> Vec<Quote> {
    Vec::new()
}
