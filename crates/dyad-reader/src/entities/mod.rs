//! Entities: who and what the text speaks of; names, nominals and pronouns in coreference, roles, actor codes.
//!
//! Method: sieves, the sure ones first: names, then nominals with a role word, then pronouns by weighing what they
//! may take up (after Lappin and Leass 1994, with weights learnt from a treebank). This module must not know statements or events. `spot` finds names,
//! `link` walks the text and joins what refers to the same thing.

pub mod learn;
mod link;
mod spot;

use dyad_knowledge::Gender;
use dyad_record::{Entity, MentionForm, Span};
use rustc_hash::FxHashMap;

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

/// A personal or possessive pronoun, resolved or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronoun {
    /// The word.
    pub at: At,
    /// 1, 2 or 3. Those of the first and second person are for the statements to resolve: they refer to the speaker
    /// or the hearer.
    pub person: u8,
    /// True for we, they.
    pub plural: bool,
    /// For he and she.
    pub gender: Option<Gender>,
    /// Head word of the noun phrase that it takes up, an entity's or not.
    pub antecedent: Option<At>,
    /// Index of the entity, where the antecedent is one.
    pub entity: Option<usize>,
    /// Index of the entity that came close.
    pub rival: Option<usize>,
    /// How far the second candidate lies behind, in thousandths of a nat, at most 4000.
    pub margin: i32,
}

/// The entities of a document and where they are mentioned.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    /// The rows, in order of first mention; `rows[i].id` is `e{i+1}`.
    pub rows: Vec<Entity>,
    /// Every mention, in text order (by start, longer first).
    pub mentions: Vec<Mention>,
    /// Every personal pronoun, in text order.
    pub pronouns: Vec<Pronoun>,
    /// What refers to the same thing, entities and others alike, in order of first mention.
    pub chains: Vec<Vec<Place>>,
    /// Head word, and the other words of a name or its title → mention.
    by_word: FxHashMap<At, usize>,
    traits: Vec<Traits>,
    /// Head of the first of several who speak together → the group.
    together: FxHashMap<At, usize>,
}

/// A place of a chain: an entity's mention, or a phrase or pronoun that is no entity's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the phrase.
    pub span: Span,
    /// Its main word.
    pub head: At,
    /// Several things side by side.
    pub joined: bool,
    /// A personal or possessive pronoun.
    pub pronoun: bool,
}

/// What agreement needs to know of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traits {
    /// Gender, where words or tables tell.
    pub gender: Option<Gender>,
    /// Several (a group), where known.
    pub plural: Option<bool>,
}

impl Entities {
    /// The mention whose head is this word, or whose name or title holds it.
    #[must_use]
    pub fn mention_at(&self, at: At) -> Option<&Mention> {
        self.by_word.get(&at).map(|i| &self.mentions[*i])
    }
    /// Index of the entity whose mention has this word as its head (or in its name or title).
    #[must_use]
    pub fn at(&self, at: At) -> Option<usize> {
        self.mention_at(at).map(|m| m.entity)
    }
    /// The shortest mention that covers a span.
    #[must_use]
    pub fn mention_covering(&self, span: Span) -> Option<&Mention> {
        // Mentions are short (a name, or a determiner to its noun), so the ones that begin a little before suffice.
        let end = self.mentions.partition_point(|m| m.span.start <= span.start);
        self.mentions[..end]
            .iter()
            .rev()
            .take(16)
            .filter(|m| m.span.contains(span))
            .min_by_key(|m| m.span.len())
    }
    /// The entity of a noun phrase given by its head: the head's own mention, else that of a name in apposition or
    /// flat under it.
    #[must_use]
    pub fn for_head_or_inside(&self, cx: &Context<'_>, head: At) -> Option<usize> {
        let own = self.mention_at(head);
        if let Some(m) = own.filter(|m| m.form != MentionForm::Nominal) {
            return Some(m.entity);
        }
        cx.children_by(head, &["appos", "flat"]).find_map(|c| self.at(c)).or(own.map(|m| m.entity))
    }
    /// Gender of an entity, where words or tables tell.
    #[must_use]
    pub fn gender(&self, entity: usize) -> Option<Gender> {
        self.traits.get(entity).and_then(|t| t.gender)
    }
    /// Whether an entity is several, where known.
    #[must_use]
    pub fn plural(&self, entity: usize) -> Option<bool> {
        self.traits.get(entity).and_then(|t| t.plural)
    }
    /// The group of those who speak together, by the head of the first: "Ana and Bo said".
    #[must_use]
    pub fn together_at(&self, at: At) -> Option<usize> {
        self.together.get(&at).copied()
    }
    /// The pronoun at a word.
    #[must_use]
    pub fn pronoun_at(&self, at: At) -> Option<&Pronoun> {
        self.pronouns.binary_search_by_key(&at, |p| p.at).ok().map(|i| &self.pronouns[i])
    }
}

/// Finds the entities.
#[must_use]
pub fn find(cx: &Context<'_>) -> Entities {
    link::link(cx, &spot::spot(cx))
}
