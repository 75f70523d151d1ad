//! Training the chain by stochastic gradients with a step for each weight (AdaGrad: Duchi, Hazan and Singer 2011),
//! one sentence at a time; the weights of the second half are averaged. Same data, same seed, same bytes.

use rustc_hash::FxHashMap;

use crate::nn::math::Rng;

use super::Word;
use super::crf::{L, Scores, Steps, forbid, marginals};
use super::features::document;
use super::lexicon::Lexicon;
use super::weights::Weights;

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
            rate: 0.02,
            decay: 1e-5,
            dropout: 0.3,
            least: 2,
            bits: 14,
            smallest: 0.02,
        }
    }
}

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

struct Example {
    /// Feature numbers of each word.
    ids: Vec<Vec<u32>>,
    labels: Vec<usize>,
}

/// Trains the weights.
pub fn train(
    data: &[Labelled<'_>],
    lexicon: &Lexicon,
    o: &Options,
    say: &mut dyn FnMut(usize, f64),
) -> Weights {
    let mut numbers: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
    let mut hashes: Vec<u64> = Vec::new();
    let mut examples: Vec<Example> = Vec::new();
    for d in data {
        let sentences: Vec<&[Word<'_>]> = d.words.iter().map(Vec::as_slice).collect();
        let first = examples.len();
        examples.extend(d.labels.iter().map(|l| Example { ids: Vec::new(), labels: l.clone() }));
        document(&sentences, lexicon, d.house, |k, _, features| {
            let ids = features.iter().map(|h| {
                let e = numbers.entry(*h).or_insert_with(|| {
                    hashes.push(*h);
                    (hashes.len() as u32 - 1, 0)
                });
                e.1 += 1;
                e.0
            });
            examples[first + k].ids.push(ids.collect());
        });
    }
    // Rare features are taken out; the others get new numbers.
    let mut renumber = vec![u32::MAX; hashes.len()];
    let mut kept: Vec<u64> = Vec::new();
    for (i, h) in hashes.iter().enumerate() {
        if numbers.get(h).is_some_and(|n| n.1 >= o.least) {
            renumber[i] = kept.len() as u32;
            kept.push(*h);
        }
    }
    for ids in examples.iter_mut().flat_map(|e| &mut e.ids) {
        ids.iter_mut().for_each(|i| *i = renumber[*i as usize]);
        ids.retain(|i| *i != u32::MAX);
    }
    drop((numbers, hashes, renumber));
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
    let mut features: Vec<(u64, Scores)> =
        kept.into_iter().zip(sum).map(|(h, w)| (h, w.map(|x| x / added))).collect();
    let size = |w: &Scores| w.iter().fold(0.0f32, |m, x| m.max(x.abs()));
    features.retain(|(_, w)| size(w) >= o.smallest);
    features.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)).then(a.0.cmp(&b.0)));
    let mut steps = sum_steps;
    steps.iter_mut().flatten().for_each(|x| *x /= added);
    forbid(&mut steps);
    Weights::pack(&features, steps, o.bits)
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
