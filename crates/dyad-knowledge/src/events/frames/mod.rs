//! A user's own event frames beside the embedded tables: lines in the little language of `event-verbs.tsv` (docs/FRAMES.md).
//!
//! [`read`] takes any bytes and names every line that will not do, with its mend. [`list`] shows frames, own ones and the tables'.
//! This module must not know how a tree is searched.

mod list;
pub(super) mod mend;
mod notes;
mod read;

use super::Patterns;

pub use list::{COLUMNS as LISTED_COLUMNS, Listed, Part, list};
pub use notes::notes;
pub use read::read;

/// So many bad lines are told one by one before the rest are counted.
pub const TOLD: usize = 20;

/// What is wrong with a line of a file, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}, line {line}: {message}")]
pub struct FrameFault {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// A user's own frames.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    /// Frames of verbs.
    pub verbs: Patterns,
    /// Frames of nouns.
    pub nouns: Patterns,
    lines: usize,
    hash: String,
}

impl Frames {
    /// How many lines were taken.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.lines
    }
    /// True if there is no frame.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines == 0
    }
    /// Hash of what the lines say, whatever the files are called.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }
}
