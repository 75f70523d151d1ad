//! Cue, source and content by a small model learned from an annotated corpus, over our own tree.
//!
//! Method: a linear classifier says of every word whether it is the main word of a cue; for each cue a chain
//! (Lafferty, McCallum and Pereira 2001) over the words of its sentence says which are source, cue and content. Both see
//! the tree, and both see what the rules found, so that they learn where to trust them. Must not know documents: a model
//! is loaded from bytes and used on a context.

mod apply;
mod calibrate;
mod cues;
mod roles;
mod train;
mod view;

use dyad_syntax::chain::bytes::{put_u32s, take_u32, take_u32s};
use dyad_syntax::chain::{Weights, crf};
use dyad_syntax::nn::math;

use super::Found;
use super::direct::Group;
use super::tree::Tree;
use crate::At;
pub(super) use apply::apply;
pub use train::{Example, Gold, Options, train};
use view::{Out, View};

/// The labels of the chain: none, then first and further words of source, cue and content.
const SOURCE: usize = 1;
const CUE: usize = 3;
const CONTENT: usize = 5;

const MAGIC: u32 = u32::from_le_bytes(*b"DYA1");

/// Words less sure than this of being a cue are not looked at.
const LEAST: f32 = 0.08;

/// What is known of a cue with its parts.
const KNOWN: usize = 8;

/// What says how sure a cue with its parts is: the classifier, the chain, the length of the content, whether there is a
/// source, and whether the rules or the quotation marks know the cue, too.
fn knows(view: &View<'_, '_>, heard: &Heard, word: f32) -> [f32; KNOWN] {
    let word = word.clamp(1e-3, 1.0 - 1e-3);
    let n = heard.content.len();
    let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
    [
        1.0,
        math::ln(word / (1.0 - word)),
        math::ln(heard.parts + 1e-3),
        math::ln(1.0 + n as f32),
        flag(n < 3),
        flag(heard.source.is_empty()),
        flag(view.by_cue.contains_key(&heard.cue)),
        flag(view.group_of.contains_key(&heard.cue)),
    ]
}

/// A model file cannot be used; the words of the cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributorError(pub String);

impl std::fmt::Display for AttributorError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the attribution model cannot be used: {}", self.0)
    }
}

impl std::error::Error for AttributorError {}

/// The model, ready to read.
#[derive(Debug, Clone)]
pub struct Attributor {
    cues: Weights,
    roles: Weights,
    /// A word is a cue if it is at least this sure.
    cut: f32,
    /// Weights of what is known of a cue and its parts: see [`Attributor::knows`].
    sums: [f32; KNOWN],
}

/// What the model hears at a word.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Heard {
    pub cue: At,
    /// How sure it is that the word is a cue, from 0 to 1.
    pub sure: f32,
    /// Words of the sentence.
    pub source: Vec<usize>,
    pub cue_words: Vec<usize>,
    pub content: Vec<usize>,
    /// How sure the chain is of these parts, from 0 to 1.
    pub parts: f32,
    /// What `sure` was made from.
    pub known: [f32; KNOWN],
}

impl Attributor {
    /// The English model that the program was built with, if it was built with one.
    ///
    /// # Errors
    /// If the embedded file is damaged.
    pub fn english() -> Result<Option<Self>, AttributorError> {
        #[cfg(attribution_model)]
        return Self::from_bytes(include_bytes!("../../../models/en/attribution.bin")).map(Some);
        #[cfg(not(attribution_model))]
        return Ok(None);
    }
    /// Content hash of the file.
    #[must_use]
    pub fn hash(&self) -> String {
        format!("blake3:{}", dyad_syntax::hash(&self.to_bytes()))
    }
    /// From trained parts.
    #[must_use]
    fn new(cues: Weights, roles: Weights, cut: f32, sums: [f32; KNOWN]) -> Self {
        Self { cues, roles, cut, sums }
    }
    /// The same with another threshold and other weights of certainties.
    fn weighed(&self, cut: f32, sums: [f32; KNOWN]) -> Self {
        Self { cut, sums, ..self.clone() }
    }
    /// The model as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_le_bytes().to_vec();
        let floats: Vec<u32> = std::iter::once(&self.cut).chain(&self.sums).map(|x| x.to_bits()).collect();
        put_u32s(&mut out, &floats);
        self.cues.write(&mut out);
        self.roles.write(&mut out);
        out
    }
    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are no attribution model of this version.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, AttributorError> {
        let fail = |reason: &str| AttributorError(reason.to_owned());
        let b = &mut bytes;
        if take_u32(b) != Some(MAGIC) {
            return Err(fail("it does not begin as an attribution model of this version does"));
        }
        let floats = take_u32s(b, 1 + KNOWN).ok_or_else(|| fail("it ends early"))?;
        let floats: Vec<f32> = floats.into_iter().map(f32::from_bits).collect();
        let cut = floats.first().copied().unwrap_or(1.0);
        let sums: [f32; KNOWN] =
            floats.get(1..).and_then(|x| x.try_into().ok()).ok_or_else(|| fail("it ends early"))?;
        if !(0.0..=1.0).contains(&cut) || sums.iter().any(|x| !x.is_finite()) {
            return Err(fail("its threshold is damaged"));
        }
        let cues = Weights::read(b).ok_or_else(|| fail("its weights of cues are damaged"))?;
        let roles = Weights::read(b).ok_or_else(|| fail("its weights of roles are damaged"))?;
        if !b.is_empty() {
            return Err(fail("there is more after its end"));
        }
        Ok(Self { cues, roles, cut, sums })
    }
    /// How sure the model must be of a cue.
    #[must_use]
    pub fn cut(&self) -> f32 {
        self.cut
    }

    /// How sure it is of each word of each sentence, and for the surest of them the parts.
    pub(super) fn hear(&self, tree: &Tree<'_, '_>, found: &[Found], groups: &[Group]) -> Vec<Heard> {
        let view = View::new(tree, found, groups);
        let mut out = Vec::new();
        let mut f = Out::default();
        let flat = self.cues.steps;
        for s in 0..view.lines.len() {
            let may = cues::candidates(&view, s);
            let mut unary = Vec::with_capacity(may.len());
            for &t in &may {
                f.ids.clear();
                cues::features(&view, At { s, t }, &mut f);
                unary.push(self.cues.scores(&f.ids));
            }
            let (probs, _, _) = crf::marginals(&unary, &flat);
            for (p, &t) in probs.iter().zip(&may) {
                let word = 1.0 - p[0];
                let cue = At { s, t };
                if word >= LEAST || view.by_cue.contains_key(&cue) || view.group_of.contains_key(&cue) {
                    let mut heard = self.parts(&view, cue);
                    let x = knows(&view, &heard, word);
                    heard.sure = math::sigmoid(x.iter().zip(&self.sums).map(|(x, w)| x * w).sum());
                    heard.known = x;
                    out.push(heard);
                }
            }
        }
        out
    }

    fn parts(&self, view: &View<'_, '_>, cue: At) -> Heard {
        let mut unary = Vec::new();
        roles::features(view, cue, |ids| unary.push(self.roles.scores(ids)));
        let from = roles::window(&view.lines[cue.s], cue.t).start;
        let mut heard = Heard { cue, sure: 0.0, ..Heard::default() };
        let labels = crf::best(&unary, &self.roles.steps);
        heard.parts = crf::probability(&unary, &self.roles.steps, &labels);
        for (i, label) in labels.into_iter().enumerate() {
            let list = match label {
                1 | 2 => &mut heard.source,
                3 | 4 => &mut heard.cue_words,
                5 | 6 => &mut heard.content,
                _ => continue,
            };
            list.push(from + i);
        }
        heard
    }
}

#[cfg(test)]
mod tests;
