//! Training a chain by stochastic gradients with a step for each weight (AdaGrad: Duchi, Hazan and Singer 2011),
//! one sequence at a time; the weights of the second half are averaged. Same data, same seed, same bytes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::crf::{L, Scores, Steps, forbid, marginals};
use super::weights::Weights;
use crate::nn::math::Rng;

/// How to train.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Options {
    pub seed: u64,
    /// Passes over the data.
    pub epochs: usize,
    /// Times that training begins anew, in another order; the weights are averaged.
    pub runs: usize,
    pub rate: f32,
    /// Pull of all weights towards zero.
    pub decay: f32,
    /// Share of features hidden at each step.
    pub dropout: f32,
    /// Features seen in fewer words are left out.
    pub least: u32,
    /// log2 of the number of lines of weights.
    pub bits: u32,
    /// Weights smaller than this are left out.
    pub smallest: f32,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            seed: 1,
            epochs: 8,
            runs: 3,
            rate: 0.04,
            decay: 1e-5,
            dropout: 0.3,
            least: 2,
            bits: 14,
            smallest: 0.02,
        }
    }
}

struct Example {
    /// Feature numbers of each word.
    ids: Vec<Vec<u32>>,
    labels: Vec<usize>,
}

/// Sequences of words to learn from.
#[derive(Default)]
pub struct Data {
    numbers: FxHashMap<u64, (u32, u32)>,
    hashes: Vec<u64>,
    examples: Vec<Example>,
    /// Only these features are learned, if there are any.
    only: Option<FxHashSet<u64>>,
}

impl Data {
    /// Sequences of which only some features are learned.
    #[must_use]
    pub fn among(features: impl Iterator<Item = u64>) -> Self {
        Data { only: Some(features.collect()), ..Data::default() }
    }
    /// Adds a sequence with its labels, to which [`Data::word`] adds the features; its number.
    pub fn sequence(&mut self, labels: Vec<usize>) -> usize {
        self.examples.push(Example { ids: Vec::with_capacity(labels.len()), labels });
        self.examples.len() - 1
    }
    /// Adds the features of the next word of a sequence.
    pub fn word(&mut self, sequence: usize, features: &[u64]) {
        let only = self.only.as_ref();
        let ids = features.iter().filter(|h| only.is_none_or(|o| o.contains(h))).map(|h| {
            let e = self.numbers.entry(*h).or_insert_with(|| {
                self.hashes.push(*h);
                (self.hashes.len() as u32 - 1, 0)
            });
            e.1 += 1;
            e.0
        });
        self.examples[sequence].ids.push(ids.collect());
    }
    /// Takes out rare features and numbers the others anew; the hashes that are left.
    fn prune(&mut self, least: u32) -> Vec<(u64, u32)> {
        let mut renumber = vec![u32::MAX; self.hashes.len()];
        let mut kept: Vec<(u64, u32)> = Vec::new();
        for (i, h) in self.hashes.iter().enumerate() {
            if let Some(n) = self.numbers.get(h).filter(|n| n.1 >= least) {
                renumber[i] = kept.len() as u32;
                kept.push((*h, n.1));
            }
        }
        for ids in self.examples.iter_mut().flat_map(|e| &mut e.ids) {
            ids.iter_mut().for_each(|i| *i = renumber[*i as usize]);
            ids.retain(|i| *i != u32::MAX);
        }
        self.numbers = FxHashMap::default();
        self.hashes = Vec::new();
        kept
    }
}

/// Trained weights before they are packed.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// Features and their weights, those with the largest weights first.
    pub features: Vec<(u64, Scores)>,
    /// In how many words each was seen.
    uses: FxHashMap<u64, u32>,
    steps: Steps,
}

impl Fitted {
    /// The file form, with room for 2^`bits` lines of features; those without room are left out.
    #[must_use]
    pub fn pack(&self, bits: u32) -> Weights {
        Weights::pack(&self.features, self.steps, bits)
    }
    /// The features that matter most, by weight and by frequency.
    #[must_use]
    pub fn foremost(&self, most: usize) -> Vec<u64> {
        let worth = |(h, w): &(u64, Scores)| {
            let uses = self.uses.get(h).copied().unwrap_or(0) as f32;
            (size(w) * uses.sqrt(), *h)
        };
        let mut all: Vec<(f32, u64)> = self.features.iter().map(worth).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        all.into_iter().take(most).map(|x| x.1).collect()
    }
}

fn size(w: &Scores) -> f32 {
    w.iter().fold(0.0f32, |m, x| m.max(x.abs()))
}

/// Trains the weights; `say` hears of every pass and its mean loss.
pub fn fit(mut data: Data, o: &Options, say: &mut dyn FnMut(usize, f64)) -> Fitted {
    let kept = data.prune(o.least);
    let examples = data.examples;
    let n = kept.len();
    let mut sum = vec![[0.0f32; L]; n];
    let mut sum_steps: Steps = [[0.0; L]; L + 1];
    let mut added = 0.0f32;
    for run in 0..o.runs {
        let mut state = State {
            w: vec![[0.0; L]; n],
            g: vec![[1e-3; L]; n],
            steps: [[0.0; L]; L + 1],
            steps_g: [[1e-3; L]; L + 1],
        };
        forbid(&mut state.steps);
        for epoch in 0..o.epochs {
            let mut rng = Rng::new(o.seed, 500 + (run * 1000 + epoch) as u64);
            let mut order: Vec<usize> = (0..examples.len()).collect();
            rng.shuffle(&mut order);
            let mut loss = 0.0f64;
            for i in order {
                loss += f64::from(state.learn(&examples[i], o, &mut rng));
            }
            say(run * o.epochs + epoch + 1, loss / examples.len().max(1) as f64);
            if epoch * 2 >= o.epochs {
                sum.iter_mut().flatten().zip(state.w.iter().flatten()).for_each(|(s, w)| *s += w);
                sum_steps.iter_mut().flatten().zip(state.steps.iter().flatten()).for_each(|(s, w)| *s += w);
                added += 1.0;
            }
        }
    }
    let added = added.max(1.0);
    let uses = kept.iter().copied().collect();
    let mut features: Vec<(u64, Scores)> =
        kept.into_iter().zip(sum).map(|((h, _), w)| (h, w.map(|x| x / added))).collect();
    features.retain(|(_, w)| size(w) >= o.smallest);
    features.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)).then(a.0.cmp(&b.0)));
    let mut steps = sum_steps;
    steps.iter_mut().flatten().for_each(|x| *x /= added);
    forbid(&mut steps);
    Fitted { features, uses, steps }
}

struct State {
    w: Vec<Scores>,
    g: Vec<Scores>,
    steps: Steps,
    steps_g: Steps,
}

impl State {
    fn learn(&mut self, e: &Example, o: &Options, rng: &mut Rng) -> f32 {
        let mut shown: Vec<Vec<u32>> = Vec::with_capacity(e.ids.len());
        let keep = 1.0 / (1.0 - o.dropout);
        let mut unary = Vec::with_capacity(e.ids.len());
        for ids in &e.ids {
            let ids: Vec<u32> = ids.iter().copied().filter(|_| rng.uniform() >= o.dropout).collect();
            let mut s = [0.0f32; L];
            for i in &ids {
                s.iter_mut().zip(&self.w[*i as usize]).for_each(|(s, w)| *s += w * keep);
            }
            unary.push(s);
            shown.push(ids);
        }
        let (probs, mut pairs, total) = marginals(&unary, &self.steps);
        let mut right = 0.0;
        let mut before = L;
        for (i, label) in e.labels.iter().enumerate() {
            right += unary[i][*label] + self.steps[before][*label];
            pairs[before][*label] -= 1.0;
            before = *label;
        }
        for ((ids, p), label) in shown.iter().zip(&probs).zip(&e.labels) {
            let mut d = *p;
            d[*label] -= 1.0;
            if d.iter().all(|x| x.abs() < 1e-4) {
                continue;
            }
            for i in ids {
                let (w, g) = (&mut self.w[*i as usize], &mut self.g[*i as usize]);
                for k in 0..L {
                    let slope = d[k] + o.decay * w[k];
                    g[k] += slope * slope;
                    w[k] -= o.rate * slope / g[k].sqrt();
                }
            }
        }
        for ((s, g), p) in
            self.steps.iter_mut().flatten().zip(self.steps_g.iter_mut().flatten()).zip(pairs.iter().flatten())
        {
            *g += p * p;
            *s -= o.rate * p / g.sqrt();
        }
        forbid(&mut self.steps);
        total - right
    }
}
