//! The working state of coreference: clusters of references to one thing, and the references in text order.

use dyad_knowledge::Gender;
use dyad_record::{EntityKind, MentionForm, Role, Span, Why};
use rustc_hash::FxHashMap;

use super::pronoun::Sample;
use crate::At;

/// To whom an office or body belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owner {
    /// ISO 3166-1 alpha-3.
    Country(String),
    /// A region (name) of a country (alpha-3).
    Region(String, String),
    /// An organisation: its name, and its actor code where known.
    Body(String, Option<String>),
}

impl Owner {
    /// The country, where it is one's own or one's region.
    pub(super) fn country(&self) -> Option<&str> {
        match self {
            Owner::Country(c) | Owner::Region(_, c) => Some(c),
            Owner::Body(_, actor) => {
                actor.as_deref().map(|a| &a[..a.find(':').unwrap_or(a.len())]).filter(|c| !matches!(*c, "IGO" | "NGO" | "MNC" | "NSA"))
            }
        }
    }
}

/// An office or job of an entity, with what the code needs of it.
#[derive(Debug, Clone)]
pub(super) struct Office {
    pub(super) row: Role,
    /// The table's word ("foreign minister"), without "former" and modifiers.
    pub(super) word: String,
    /// Role codes of the word.
    pub(super) role: Option<String>,
    pub(super) owner: Option<Owner>,
    pub(super) state: bool,
    pub(super) former: bool,
}

/// References to one thing.
#[derive(Debug, Clone, Default)]
pub(super) struct Cluster {
    /// `None`: a thing that is no entity of the record, kept as a possible antecedent.
    pub(super) kind: Option<EntityKind>,
    /// Fullest name, without titles.
    pub(super) name: String,
    /// Folded words of the fullest name.
    pub(super) words: Vec<String>,
    pub(super) gender: Option<Gender>,
    pub(super) plural: Option<bool>,
    pub(super) offices: Vec<Office>,
    /// Head noun of a nominal entity ("ministry", "senator"), singular.
    pub(super) noun: Option<String>,
    pub(super) owner: Option<Owner>,
    /// Actor code from a table or a noun, with its basis.
    pub(super) actor: Option<(String, String)>,
    /// ISO 3166-1 alpha-3 of a country entity.
    pub(super) country: Option<String>,
    pub(super) members: Vec<usize>,
    /// A plain word for people: no entity unless taken up again.
    pub(super) plain: bool,
    pub(super) confidence: f32,
    pub(super) why: Why,
}

/// What grammatical place a reference takes in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Subject,
    Object,
    Possessor,
    Oblique,
    Other,
}

/// One reference.
#[derive(Debug, Clone)]
pub(super) struct Ref {
    pub(super) head: At,
    pub(super) span: Span,
    pub(super) form: MentionForm,
    pub(super) cluster: usize,
    pub(super) place: Place,
    pub(super) definite: bool,
    /// In a caption, teaser or other furniture: invisible from the body.
    pub(super) furniture: bool,
    /// Words of a name and of its title.
    pub(super) words: std::ops::Range<usize>,
}

/// Everything that the sieves build up.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) clusters: Vec<Cluster>,
    /// References by name, in text order; the walk adds the others.
    pub(super) refs: Vec<Ref>,
    /// Word of a name or its title → index in `refs`.
    pub(super) named: FxHashMap<At, usize>,
    /// Title words that belong to a name: no nominals of their own.
    pub(super) titles: FxHashMap<At, usize>,
    /// The country that most of the text is about, for bare offices.
    pub(super) context: Option<String>,
    /// Filled for the trainer.
    pub(super) samples: Option<Vec<Sample>>,
}
