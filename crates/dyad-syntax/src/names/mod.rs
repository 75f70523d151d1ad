//! Names: a linear-chain conditional random field over hashed features of words, lists and documents, joined with
//! the network's own opinion of every word and with what the document takes the word for elsewhere. Must not know trees.

mod echo;
pub mod features;
pub mod lexicon;
pub mod train;

use echo::Echo;
use lexicon::Lexicon;

use crate::chain::bytes::take_u32;
use crate::chain::{Weights, crf};
use crate::parser::ModelError;

/// The labels, in the order of all scores.
pub const LABELS: [&str; crf::L] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"];

/// A word to be labelled.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// Its form.
    pub form: &'a str,
    /// Logarithms of the network's probabilities of the labels; zeros if there is no network.
    pub scores: crf::Scores,
}

/// A label and how sure it is, from 0 to 1.
pub type Label = (usize, f32);

const MAGIC: u32 = u32::from_le_bytes(*b"DYN1");

/// Weight of the network's opinion. It knows its training text by heart, so the weight is small; it was chosen on the
/// development text, and cross-validation on the training text, each half read by a network trained on the other, says
/// the same: F1 78.3, 79.0, 78.8 for weights 0, 0.1, 0.2.
const NETWORK: f32 = 0.1;

/// What a word outside names must be ahead by. The labels of training leave out names, which makes the chain shy;
/// chosen by cross-validation.
const SHY: f32 = 0.8;

/// Words that are labelled as one document; longer documents are cut.
const PART: usize = 20_000;

/// Words that are labelled as one sentence.
const LINE: usize = 400;

/// The labeller, ready to read.
#[derive(Debug, Clone)]
pub struct Namer {
    lexicon: Lexicon,
    weights: Weights,
}

impl Namer {
    /// The English model that the program was built with.
    ///
    /// # Errors
    /// If the embedded file is damaged.
    pub fn english() -> Result<Namer, ModelError> {
        Namer::from_bytes(Namer::english_bytes())
    }
    /// The bytes of the English model, for its hash.
    #[must_use]
    pub fn english_bytes() -> &'static [u8] {
        include_bytes!("../../models/en/names.bin")
    }
    /// From trained parts.
    #[must_use]
    pub fn new(lexicon: Lexicon, weights: Weights) -> Namer {
        Namer { lexicon, weights }
    }
    /// The word lists.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
    /// The model as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_le_bytes().to_vec();
        self.lexicon.write(&mut out);
        self.weights.write(&mut out);
        out
    }
    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are no names model of this version.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Namer, ModelError> {
        let fail = |reason: &str| ModelError { model: "names", reason: reason.to_owned() };
        let b = &mut bytes;
        if take_u32(b) != Some(MAGIC) {
            return Err(fail("it does not begin as a names model of this version does"));
        }
        let lexicon = Lexicon::read(b).ok_or_else(|| fail("its word lists are damaged"))?;
        let weights = Weights::read(b).ok_or_else(|| fail("its weights are damaged"))?;
        if !b.is_empty() {
            return Err(fail("there is more after its end"));
        }
        Ok(Namer { lexicon, weights })
    }

    /// Labels the sentences of one document; the answer has the same shape.
    #[must_use]
    pub fn label(&self, document: &[Vec<Word<'_>>]) -> Vec<Vec<Label>> {
        let mut out: Vec<Vec<Label>> = vec![Vec::new(); document.len()];
        let lines: Vec<(usize, &[Word<'_>])> = document
            .iter()
            .enumerate()
            .flat_map(|(s, words)| words.chunks(LINE).map(move |c| (s, c)))
            .collect();
        let mut from = 0;
        while from < lines.len() {
            let (mut to, mut size) = (from, 0);
            while to < lines.len() && (to == from || size + lines[to].1.len() <= PART) {
                size += lines[to].1.len();
                to += 1;
            }
            let part: Vec<&[Word<'_>]> = lines[from..to].iter().map(|l| l.1).collect();
            for ((sentence, _), labels) in lines[from..to].iter().zip(self.part(&part)) {
                out[*sentence].extend(labels);
            }
            from = to;
        }
        out
    }

    /// Labels lines of one document: first each by itself, then once more those with words that others speak for.
    fn part(&self, lines: &[&[Word<'_>]]) -> Vec<Vec<Label>> {
        let mut unary: Vec<Vec<crf::Scores>> = lines.iter().map(|l| Vec::with_capacity(l.len())).collect();
        features::document(lines, &self.lexicon, 0, |k, i, ids| {
            let mut scores = self.weights.scores(ids);
            scores.iter_mut().zip(&lines[k][i].scores).for_each(|(s, n)| *s += NETWORK * n);
            scores[0] -= SHY;
            unary[k].push(scores);
        });
        let mut echo = Echo::default();
        let mut out: Vec<Vec<Label>> = unary.iter().map(|u| self.decode(u)).collect();
        for (words, labels) in lines.iter().zip(&out) {
            words.iter().zip(labels).for_each(|(w, l)| echo.hear(w, *l));
        }
        for ((words, unary), labels) in lines.iter().zip(&mut unary).zip(&mut out) {
            let mut spoken_for = false;
            for ((word, scores), label) in words.iter().zip(&mut *unary).zip(&*labels) {
                spoken_for |= echo.answer(word, *label, scores);
            }
            if spoken_for {
                *labels = self.decode(unary);
            }
        }
        out
    }

    fn decode(&self, unary: &[crf::Scores]) -> Vec<Label> {
        let labels = crf::best(unary, &self.weights.steps);
        if labels.iter().all(|l| *l == 0) {
            return labels.into_iter().map(|l| (l, 1.0)).collect();
        }
        let (probs, _, _) = crf::marginals(unary, &self.weights.steps);
        labels.into_iter().zip(probs).map(|(l, p)| (l, p[l].clamp(0.0, 1.0))).collect()
    }
}

#[cfg(test)]
mod tests;
