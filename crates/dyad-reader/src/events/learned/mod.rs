//! A small classifier that says whether a candidate is an event, and of which PLOVER type.
//!
//! Method: three logistic regressions over hashed features of the candidate's tree, words and dictionary hits. The one for types sees
//! words; the ones that tell events from what only looks like one see these and broad features of the kind of sentence,
//! or the latter alone.
//! The dictionary is evidence here and not a verdict. Must not know documents: a model is loaded from bytes and used on a context.

mod features;
mod linear;
mod train;

use dyad_syntax::chain::bytes::take_u32;
use linear::Linear;

pub use features::{Line, Out, Sides, features};
pub use train::{Instance, Options, train};

/// The labels: no event, then PLOVER's types in the order of `plover.tsv`.
pub const LABELS: [&str; 17] = [
    "NONE",
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// Number of labels.
pub const N: usize = LABELS.len();

const MAGIC: u32 = u32::from_le_bytes(*b"DYE4");

/// A model file cannot be used; the words of the cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassifierError(pub String);

impl std::fmt::Display for ClassifierError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the event model cannot be used: {}", self.0)
    }
}

impl std::error::Error for ClassifierError {}

/// The model, ready to read.
#[derive(Debug, Clone, Default)]
pub struct Classifier {
    /// Which type an event is.
    types: Linear<N>,
    /// Whether there is one (label 1), by words and kind of sentence together.
    gate: Linear<2>,
    /// The same by the kind of sentence alone, which carries further where the words are new. Both have a vote.
    kind: Linear<2>,
}

/// The index of a label.
#[must_use]
pub fn label(plover: &str) -> Option<usize> {
    LABELS.iter().position(|l| *l == plover)
}

impl Classifier {
    /// The English model that the program was built with, if it was built with one.
    ///
    /// # Errors
    /// If the embedded file is damaged.
    pub fn english() -> Result<Option<Self>, ClassifierError> {
        #[cfg(event_model)]
        return Self::from_bytes(include_bytes!("../../../models/en/events.bin")).map(Some);
        #[cfg(not(event_model))]
        return Ok(None);
    }
    /// Content hash of the file.
    #[must_use]
    pub fn hash(&self) -> String {
        format!("blake3:{}", dyad_syntax::hash(&self.to_bytes()))
    }
    /// The model as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_le_bytes().to_vec();
        self.types.write(&mut out);
        self.gate.write(&mut out);
        self.kind.write(&mut out);
        out
    }
    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are no event model of this version.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, ClassifierError> {
        let fail = |reason: &str| ClassifierError(reason.to_owned());
        let b = &mut bytes;
        if take_u32(b) != Some(MAGIC) {
            return Err(fail("it does not begin as an event model of this version does"));
        }
        let types =
            Linear::read(b).ok_or_else(|| fail("its weights of types are damaged, or it ends early"))?;
        let gate =
            Linear::read(b).ok_or_else(|| fail("its weights of events are damaged, or it ends early"))?;
        let kind =
            Linear::read(b).ok_or_else(|| fail("its weights of kinds are damaged, or it ends early"))?;
        if !b.is_empty() {
            return Err(fail("there is more after its end"));
        }
        Ok(Self { types, gate, kind })
    }
    /// How likely each label is, given the features; the sum is 1.
    #[must_use]
    pub fn probabilities(&self, seen: &Out) -> [f32; N] {
        let event = (self.gate.probabilities(seen.all())[1]
            + self.kind.probabilities(seen.broad.iter().copied())[1])
            / 2.0;
        let mut p = self.types.probabilities(seen.ids.iter().copied());
        let types = 1.0 - p[0];
        p.iter_mut().skip(1).for_each(|x| *x *= event / types.max(1e-6));
        p[0] = 1.0 - event;
        p
    }
}

#[cfg(test)]
mod tests;
