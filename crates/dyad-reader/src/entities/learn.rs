//! Learns the weights of pronouns' antecedents from a treebank with chains.
//!
//! Method: of all candidates of a pronoun those of its gold chain share the probability that is raised (a softmax over candidates,
//! the marginal log-likelihood of Durrett and Klein 2013), by AdaGrad with a quadratic penalty, in one fixed order. Which chains stood
//! before a pronoun depends on the weights, so the examples are made anew in every round. Must not know files.

use dyad_knowledge::{Knowledge, PronounWeights};

use super::{link, spot};
use crate::{At, Context};

/// A pronoun with what it may take up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Column of the weights.
    class: usize,
    /// Feature values of each candidate.
    candidates: Vec<Vec<u16>>,
    /// Which of them the pronoun takes up.
    right: Vec<bool>,
}

/// The pronouns of a text. `same` tells whether a pronoun and the phrase with this main word (joined by "and" or not) are of one
/// chain; pronouns without a right candidate teach nothing.
#[must_use]
pub fn examples(cx: &Context<'_>, same: &dyn Fn(At, At, bool) -> bool) -> Vec<Example> {
    let traces = link::trace(cx, &spot::spot(cx));
    let example = |t: link::pronouns::Trace| Example {
        class: t.class,
        right: t.candidates.iter().map(|c| same(t.at, c.head, c.joined)).collect(),
        candidates: t.candidates.into_iter().map(|c| c.features).collect(),
    };
    traces.into_iter().map(example).filter(|e| e.right.iter().any(|r| *r)).collect()
}

/// Passes over the examples.
const PASSES: usize = 40;
/// Step of AdaGrad.
const STEP: f64 = 0.2;
/// Penalty on the square of a weight, for each example.
const PENALTY: f64 = 0.005;

/// Learns from examples.
#[must_use]
pub fn weights(examples: &[Example]) -> PronounWeights {
    let n = PronounWeights::len();
    let mut w = vec![[0.0f64; 3]; n];
    let mut squares = vec![[1e-8f64; 3]; n];
    for _ in 0..PASSES {
        for e in examples {
            let score = |c: &Vec<u16>| -> f64 { c.iter().map(|i| w[usize::from(*i)][e.class]).sum() };
            let scores: Vec<f64> = e.candidates.iter().map(score).collect();
            let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let powers: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
            let all: f64 = powers.iter().sum();
            let right: f64 = powers.iter().zip(&e.right).filter(|(_, r)| **r).map(|(p, _)| p).sum();
            let mut gradient: std::collections::BTreeMap<u16, f64> = std::collections::BTreeMap::new();
            for ((c, p), r) in e.candidates.iter().zip(&powers).zip(&e.right) {
                let wanted = if *r { p / right.max(1e-12) } else { 0.0 };
                for i in c {
                    *gradient.entry(*i).or_default() += wanted - p / all;
                }
            }
            for (i, g) in gradient {
                let (weight, square) =
                    (&mut w[usize::from(i)][e.class], &mut squares[usize::from(i)][e.class]);
                let g = g - PENALTY * *weight;
                *square += g * g;
                *weight += STEP * g / square.sqrt();
            }
        }
    }
    PronounWeights::new(w.iter().map(|row| row.map(|x| (x * 1000.0).round() as i32)).collect())
}

/// Share of the examples whose best candidate is right.
#[must_use]
pub fn right(examples: &[Example], weights: &PronounWeights) -> (usize, usize) {
    let best = |e: &&Example| {
        let scores = e.candidates.iter().map(|c| weights.sum(c, e.class)).enumerate();
        scores.max_by_key(|(i, s)| (*s, std::cmp::Reverse(*i))).is_some_and(|(i, _)| e.right[i])
    };
    (examples.iter().filter(best).count(), examples.len())
}

/// Tables with these weights.
#[must_use]
pub fn with(mut knowledge: Knowledge, weights: PronounWeights) -> Knowledge {
    knowledge.pronouns = weights;
    knowledge
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_right_from_wrong_is_learnt() {
        let e = |class, right: [bool; 2]| Example {
            class,
            candidates: vec![vec![0, 6], vec![1, 6]],
            right: right.to_vec(),
        };
        let all = vec![e(0, [true, false]), e(0, [true, false]), e(1, [false, true])];
        let w = weights(&all);
        assert_eq!(right(&all, &w), (3, 3));
        assert!(w.sum(&[0], 0) > w.sum(&[1], 0) && w.sum(&[0], 1) < w.sum(&[1], 1));
        assert_eq!(weights(&all), w);
    }
}
