//! Learns the weights of pronouns' antecedents from a treebank with chains.
//!
//! Method: of all candidates of a pronoun those of its gold chain share the probability that is raised (a softmax over candidates,
//! the marginal log-likelihood of Durrett and Klein 2013), by Adam with a quadratic penalty, in a seeded order. Which chains stood
//! before a pronoun depends on the weights, so the examples are made anew in every round. Must not know files.

use dyad_knowledge::{Knowledge, PronounWeights};
use dyad_syntax::nn::math::Rng;

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
const PASSES: usize = 6;
/// First step of Adam; it falls to a twentieth.
const STEP: f64 = 0.004;
/// Penalty on the square of a weight, for each example; between 0.01 and 0.02 cross-validation
/// over the training part is flat, below and above it falls.
const PENALTY: f64 = 0.012;
/// Seed of the order of examples.
const SEED: u64 = 0x5eed;

/// Learns from examples.
///
/// A weight is the sum of one that all pronouns share and one of its class, both drawn towards 0: what few examples tell of a class
/// leans on what all tell (Daumé 2007).
#[must_use]
pub fn weights(examples: &[Example]) -> PronounWeights {
    let n = PronounWeights::len();
    // The shared weights, then those of each class.
    let mut w = vec![0.0f64; 4 * n];
    let (mut mean, mut square) = (vec![0.0f64; 4 * n], vec![0.0f64; 4 * n]);
    let mut gradient = vec![0.0f64; 4 * n];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut rng = Rng::new(SEED, 0);
    let mut sum = vec![0.0f64; 4 * n];
    let total = (PASSES * examples.len()) as f64;
    let mut step = 0.0f64;
    for _ in 0..PASSES {
        rng.shuffle(&mut order);
        for e in order.iter().filter_map(|i| examples.get(*i)) {
            let own = (e.class + 1) * n;
            let score = |c: &Vec<u16>| -> f64 {
                c.iter().map(|i| w[usize::from(*i)] + w[own + usize::from(*i)]).sum()
            };
            let scores: Vec<f64> = e.candidates.iter().map(score).collect();
            let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let powers: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
            let all: f64 = powers.iter().sum();
            let right: f64 = powers.iter().zip(&e.right).filter(|(_, r)| **r).map(|(p, _)| p).sum();
            gradient.iter_mut().zip(&w).for_each(|(g, w)| *g = PENALTY * w);
            for ((c, p), r) in e.candidates.iter().zip(&powers).zip(&e.right) {
                let wanted = if *r { p / right.max(1e-12) } else { 0.0 };
                for i in c {
                    gradient[usize::from(*i)] += p / all - wanted;
                    gradient[own + usize::from(*i)] += p / all - wanted;
                }
            }
            step += 1.0;
            let rate = STEP * (1.05 - step / total).min(1.0);
            let (first, second) = (1.0 - 0.9f64.powf(step), 1.0 - 0.999f64.powf(step));
            let counted = step > total / 2.0;
            for i in 0..4 * n {
                mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
                square[i] = 0.999 * square[i] + 0.001 * gradient[i] * gradient[i];
                w[i] -= rate * (mean[i] / first) / ((square[i] / second).sqrt() + 1e-8);
                if counted {
                    sum[i] += w[i];
                }
            }
        }
    }
    // The mean over the second half of the steps.
    let steps = (step - (total / 2.0).floor()).max(1.0);
    let row = |i: usize| [1, 2, 3].map(|c| ((sum[i] + sum[c * n + i]) / steps * 1000.0).round() as i32);
    PronounWeights::new((0..n).map(row).collect())
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
        let all = vec![vec![e(0, [true, false]), e(0, [true, false]), e(1, [false, true])]; 200].concat();
        let w = weights(&all);
        assert_eq!(right(&all, &w), (600, 600));
        assert!(w.sum(&[0], 0) > w.sum(&[1], 0) && w.sum(&[0], 1) < w.sum(&[1], 1));
        assert_eq!(weights(&all), w);
    }
}
