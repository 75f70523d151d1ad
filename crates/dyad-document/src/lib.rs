//! Formats to canonical text: plain text, HTML, Markdown, JSONL; typed blocks, language, publication date.
//!
//! This crate owns how bytes become a [`Document`]. It must not know grammar.

use dyad_record::{Block, Published};

/// One document: its canonical text, the blocks of its page and what the page says of itself.
/// Block spans are byte offsets into `text`, in text order, and do not overlap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Content address of the canonical text: `blake3:` and 32 hex digits.
    pub id: String,
    /// Path, URL, or the `id`/`source` of a JSONL line.
    pub source: String,
    /// ISO 639-1 code.
    pub language: String,
    /// The headline.
    pub title: Option<String>,
    /// Names of the authors.
    pub byline: Vec<String>,
    /// The newspaper or agency.
    pub outlet: Option<String>,
    /// Publication date, if the page or the caller gives it (inferring it from the text is the reader's work).
    pub published: Option<Published>,
    /// What the reader saw; every span of the record points into it.
    pub text: String,
    /// Every stretch of text that is not white space lies in exactly one block.
    pub blocks: Vec<Block>,
    /// Limits that were hit and doubts about the input, in full sentences.
    pub problems: Vec<String>,
}
