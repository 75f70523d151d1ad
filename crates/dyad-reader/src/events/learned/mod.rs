//! A small classifier that says which PLOVER type a candidate is, or that it is no event.
//!
//! Method: multinomial logistic regression over hashed features of the candidate's tree, words and dictionary hits. The dictionary
//! is evidence here and not a verdict. Must not know documents: a model is loaded from bytes and used on a context.

mod features;
mod train;

use dyad_syntax::chain::bytes::{put_u32s, take_u32, take_u32s};
use dyad_syntax::nn::math;

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

const MAGIC: u32 = u32::from_le_bytes(*b"DYE1");

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
    /// Hashes of features, ascending.
    keys: Vec<u32>,
    weights: Vec<[i8; N]>,
    /// What one step of a weight is worth.
    step: f32,
    /// Where the keys of each high half begin.
    starts: Vec<u32>,
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
    /// From features with their weights, in any order.
    fn new(mut rows: Vec<(u32, [f32; N])>) -> Self {
        rows.sort_unstable_by_key(|r| r.0);
        let top = rows.iter().flat_map(|r| r.1).fold(0.0f32, |m, w| m.max(w.abs()));
        let step = if top > 0.0 { top / 127.0 } else { 1.0 };
        // A cast saturates, and the largest weight is 127 steps.
        let byte = |w: f32| (w / step + if w < 0.0 { -0.5 } else { 0.5 }) as i8;
        let keys = rows.iter().map(|r| r.0).collect();
        let weights = rows.iter().map(|r| r.1.map(byte)).collect();
        Self { keys, weights, step, starts: Vec::new() }.indexed()
    }
    fn indexed(mut self) -> Self {
        let mut counts = vec![0u32; (1 << 12) + 1];
        self.keys.iter().for_each(|k| counts[(k >> 20) as usize + 1] += 1);
        let mut sum = 0;
        for c in &mut counts {
            sum += *c;
            *c = sum;
        }
        self.starts = counts;
        self
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
        put_u32s(&mut out, &[self.step.to_bits(), self.keys.len() as u32]);
        put_u32s(&mut out, &self.keys);
        out.extend(self.weights.iter().flatten().map(|w| w.cast_unsigned()));
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
        let (Some(step), Some(n)) = (take_u32(b).map(f32::from_bits), take_u32(b)) else {
            return Err(fail("it ends early"));
        };
        let keys = take_u32s(b, n as usize).ok_or_else(|| fail("it ends early"))?;
        if !step.is_finite() || keys.windows(2).any(|w| w[0] >= w[1]) {
            return Err(fail("its weights are damaged"));
        }
        let (rows, rest) = b.as_chunks::<N>();
        if rows.len() != keys.len() || !rest.is_empty() {
            return Err(fail("it has not as many weights as features"));
        }
        let weights = rows.iter().map(|r| r.map(u8::cast_signed)).collect();
        Ok(Self { keys, weights, step, starts: Vec::new() }.indexed())
    }
    fn row(&self, key: u32) -> Option<&[i8; N]> {
        let part = (key >> 20) as usize;
        let range = *self.starts.get(part)? as usize..*self.starts.get(part + 1)? as usize;
        let at = range.start + self.keys.get(range)?.binary_search(&key).ok()?;
        self.weights.get(at)
    }
    /// How likely each label is, given the features; the sum is 1.
    #[must_use]
    pub fn probabilities(&self, ids: &[u32]) -> [f32; N] {
        let mut sums = [0i32; N];
        for row in ids.iter().filter_map(|id| self.row(*id)) {
            sums.iter_mut().zip(row).for_each(|(s, w)| *s += i32::from(*w));
        }
        softmax(sums.map(|s| s as f32 * self.step))
    }
}

/// Scores as probabilities.
fn softmax(scores: [f32; N]) -> [f32; N] {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let e = scores.map(|s| math::exp(s - top));
    let sum: f32 = e.iter().sum();
    e.map(|x| x / sum)
}

#[cfg(test)]
mod tests;
