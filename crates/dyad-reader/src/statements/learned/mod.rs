//! Cue, source and content by a small model learned from an annotated corpus, over our own tree.
//!
//! Method: a linear classifier says of every word whether it is the main word of a cue; for each cue a chain
//! (Lafferty, McCallum and Pereira 2001) over the words of its sentence says which are source, cue and content. Both see
//! the tree, and both see what the rules found, so that they learn where to trust them. Must not know documents: a model
//! is loaded from bytes and used on a context.

mod apply;
mod cues;
mod roles;
mod train;
mod view;

use dyad_syntax::chain::bytes::take_u32;
use dyad_syntax::chain::{Weights, crf};

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
}

/// What the model hears at a word.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heard {
    pub cue: At,
    /// How sure it is that the word is a cue, from 0 to 1.
    pub sure: f32,
    /// Words of the sentence.
    pub source: Vec<usize>,
    pub cue_words: Vec<usize>,
    pub content: Vec<usize>,
}

impl Attributor {
    /// From trained parts.
    #[must_use]
    fn new(cues: Weights, roles: Weights, cut: f32) -> Self {
        Self { cues, roles, cut }
    }
    /// The model as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_le_bytes().to_vec();
        out.extend(self.cut.to_bits().to_le_bytes());
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
        let cut = take_u32(b).map(f32::from_bits).filter(|c| (0.0..=1.0).contains(c));
        let cut = cut.ok_or_else(|| fail("its threshold is damaged"))?;
        let cues = Weights::read(b).ok_or_else(|| fail("its weights of cues are damaged"))?;
        let roles = Weights::read(b).ok_or_else(|| fail("its weights of roles are damaged"))?;
        if !b.is_empty() {
            return Err(fail("there is more after its end"));
        }
        Ok(Self { cues, roles, cut })
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
            let n = view.lines[s].words.len();
            let mut unary = Vec::with_capacity(n);
            for t in 0..n {
                f.ids.clear();
                cues::features(&view, At { s, t }, &mut f);
                unary.push(self.cues.scores(&f.ids));
            }
            let (probs, _, _) = crf::marginals(&unary, &flat);
            for (t, p) in probs.iter().enumerate() {
                let sure = 1.0 - p[0];
                let cue = At { s, t };
                if sure >= self.cut * 0.2 || view.by_cue.contains_key(&cue) || view.group_of.contains_key(&cue) {
                    out.push(self.parts(&view, cue, sure));
                }
            }
        }
        out
    }

    fn parts(&self, view: &View<'_, '_>, cue: At, sure: f32) -> Heard {
        let mut unary = Vec::new();
        roles::features(view, cue, |ids| unary.push(self.roles.scores(ids)));
        let from = roles::window(&view.lines[cue.s], cue.t).start;
        let mut heard =
            Heard { cue, sure, source: Vec::new(), cue_words: Vec::new(), content: Vec::new() };
        for (i, label) in crf::best(&unary, &self.roles.steps).into_iter().enumerate() {
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
