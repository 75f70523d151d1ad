//! Entities: who and what the text speaks of; names, nominals and pronouns in coreference, roles, actor codes.

use dyad_record::{Entity, MentionForm, Span};

use crate::{At, Context};

/// A mention with its place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub span: Span,
    /// The mention's head word.
    pub head: At,
    /// Name, nominal or pronoun.
    pub form: MentionForm,
    /// Index into [`Entities::rows`].
    pub entity: usize,
}

/// The entities of a document and where they are mentioned.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    /// The rows, in order of first mention; `rows[i].id` is `e{i+1}`.
    pub rows: Vec<Entity>,
    /// Every mention, in text order (by start, longer first).
    pub mentions: Vec<Mention>,
}

impl Entities {
    /// The mention whose head is this word.
    #[must_use]
    pub fn mention_at(&self, at: At) -> Option<&Mention> {
        self.mentions.iter().find(|m| m.head == at)
    }
    /// Index of the entity whose mention has this word as its head.
    #[must_use]
    pub fn at(&self, at: At) -> Option<usize> {
        self.mention_at(at).map(|m| m.entity)
    }
}

/// Finds the entities.
#[must_use]
pub fn find(_cx: &Context<'_>) -> Entities {
    Entities::default()
}
