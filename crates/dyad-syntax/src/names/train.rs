//! Training the labeller of names: see [`crate::chain::fit`].

use super::Word;
use super::features::document;
use super::lexicon::Lexicon;
use crate::chain::Weights;
pub use crate::chain::fit::Options;
use crate::chain::fit::{Data, fit};

/// A document's sentences with the labels of their words.
#[derive(Debug, Clone)]
pub struct Labelled<'a> {
    /// The words.
    pub words: Vec<Vec<Word<'a>>>,
    /// 0 for the conventions to be learned; another number for a source with its own.
    pub house: u64,
    /// Indices of labels, as many.
    pub labels: Vec<Vec<usize>>,
}

/// Trains the weights.
pub fn train(
    data: &[Labelled<'_>],
    lexicon: &Lexicon,
    o: &Options,
    say: &mut dyn FnMut(usize, f64),
) -> Weights {
    let mut examples = Data::default();
    for d in data {
        let sentences: Vec<&[Word<'_>]> = d.words.iter().map(Vec::as_slice).collect();
        let numbers: Vec<usize> = d.labels.iter().map(|l| examples.sequence(l.clone())).collect();
        document(&sentences, lexicon, d.house, |k, _, features| examples.word(numbers[k], features));
    }
    fit(examples, o, say).pack(o.bits)
}
