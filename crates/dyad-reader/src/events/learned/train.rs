//! Learns the classifier: AdaGrad on the log likelihood of the labels that an annotation allows (a corpus that knows only quad
//! classes allows every type of the class), with features dropped at random so that the dictionary does not speak alone.
//!
//! The scale of the weights is set on parts that were kept apart, so that the probabilities are as good as they say. The same
//! instances and options give the same bytes. Must not know corpora.

use dyad_syntax::nn::math::{self, Rng};
use rustc_hash::FxHashMap;

use super::linear::{Linear, softmax};
use super::{Classifier, N, Out};

/// A candidate with what an annotation says of it.
#[derive(Debug, Clone)]
pub struct Instance {
    /// What the classifier sees.
    pub seen: Out,
    /// The labels that may be right.
    pub allowed: [bool; N],
    /// How much it counts for the types.
    pub weight: f32,
    /// How much it counts for whether there is an event.
    pub gate_weight: f32,
    /// Instances of one sentence stay together when parts are kept apart.
    pub group: u64,
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Options {
    /// Seed of every random choice.
    pub seed: u64,
    /// Passes over the instances.
    pub passes: usize,
    /// Share of features dropped in a step.
    pub dropout: f32,
    /// Step of AdaGrad.
    pub rate: f32,
    /// Pull towards zero.
    pub decay: f32,
    /// Trainings with different seeds, averaged.
    pub runs: usize,
    /// Features kept, those with the largest weights.
    pub keep: usize,
    /// Share of features dropped where events are told from what looks like one.
    pub gate_dropout: f32,
    /// The same where only the kind of sentence is seen: few features, so few are dropped.
    pub kind_dropout: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            passes: 10,
            dropout: 0.8,
            rate: 0.05,
            decay: 1e-2,
            runs: 8,
            keep: 22_000,
            gate_dropout: 0.7,
            kind_dropout: 0.3,
        }
    }
}

/// Parts that are kept apart in turn to set the scale.
const PARTS: u64 = 5;

/// Features with the labels that may be right.
#[derive(Debug, Clone)]
struct Case<const M: usize> {
    ids: Vec<u32>,
    allowed: [bool; M],
    weight: f32,
    group: u64,
}

/// Trains a model.
#[must_use]
pub fn train(instances: &[Instance], options: &Options) -> Classifier {
    let typed = |i: &Instance| {
        let mut allowed = i.allowed;
        allowed[0] = false;
        let case = Case { ids: i.seen.ids.clone(), allowed, weight: i.weight, group: i.group };
        (allowed.contains(&true) && !i.allowed[0]).then_some(case)
    };
    let gated = |i: &Instance, broad: bool| {
        let (none, some) = (i.allowed[0], i.allowed[1..].contains(&true));
        let ids = if broad { i.seen.broad.clone() } else { i.seen.all().collect() };
        let case = Case { ids, allowed: [none, some], weight: i.gate_weight, group: i.group };
        (none != some && i.gate_weight > 0.0).then_some(case)
    };
    let types: Vec<Case<N>> = instances.iter().filter_map(typed).collect();
    let gates = |broad: bool| instances.iter().filter_map(|i| gated(i, broad)).collect::<Vec<Case<2>>>();
    let dropout = |dropout: f32| Options { dropout, ..options.clone() };
    Classifier {
        types: fit(&types, options),
        gate: fit(&gates(false), &dropout(options.gate_dropout)),
        kind: fit(&gates(true), &dropout(options.kind_dropout)),
    }
}

fn fit<const M: usize>(cases: &[Case<M>], options: &Options) -> Linear<M> {
    let weights = learn(cases, options);
    let scale = scale(cases, options);
    let mut rows: Vec<(u32, [f32; M])> =
        weights.into_iter().map(|(k, w)| (k, w.map(|x| x * scale))).collect();
    let size = |w: &[f32; M]| w.iter().map(|x| x * x).sum::<f32>();
    rows.sort_unstable_by(|a, b| size(&b.1).total_cmp(&size(&a.1)).then(a.0.cmp(&b.0)));
    rows.truncate(options.keep);
    Linear::new(rows)
}

type Weights<const M: usize> = FxHashMap<u32, [f32; M]>;

/// The mean of some trainings.
fn learn<const M: usize>(instances: &[Case<M>], options: &Options) -> Weights<M> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for id in instances.iter().flat_map(|i| &i.ids) {
        *counts.entry(*id).or_default() += 1;
    }
    let mut mean = Weights::<M>::default();
    for run in 0..options.runs {
        for (k, w) in once(instances, &counts, options, run as u64) {
            let sum = mean.entry(k).or_insert([0.0; M]);
            sum.iter_mut().zip(w).for_each(|(s, x)| *s += x / options.runs as f32);
        }
    }
    mean
}

fn once<const M: usize>(
    instances: &[Case<M>],
    counts: &FxHashMap<u32, u32>,
    o: &Options,
    run: u64,
) -> Weights<M> {
    let mut rng = Rng::new(o.seed, 77 + run);
    // Rows of weights and of summed squares, in the order of first sight.
    let mut index: FxHashMap<u32, usize> = FxHashMap::default();
    let mut keys: Vec<u32> = Vec::new();
    let mut rows: Vec<Vec<usize>> = Vec::with_capacity(instances.len());
    for i in instances {
        let mut row: Vec<usize> = Vec::with_capacity(i.ids.len());
        for id in i.ids.iter().filter(|id| counts.get(id).is_some_and(|c| *c > 1)) {
            let at = *index.entry(*id).or_insert_with(|| {
                keys.push(*id);
                keys.len() - 1
            });
            row.push(at);
        }
        row.sort_unstable();
        row.dedup();
        rows.push(row);
    }
    let mut w = vec![[0.0f32; M]; keys.len()];
    let mut g2 = vec![[1e-3f32; M]; keys.len()];
    let mut order: Vec<usize> = (0..instances.len()).collect();
    let mut kept: Vec<usize> = Vec::new();
    for _ in 0..o.passes {
        rng.shuffle(&mut order);
        for &i in &order {
            kept.clear();
            kept.extend(rows[i].iter().copied().filter(|_| rng.uniform() >= o.dropout));
            let grow = 1.0 / (1.0 - o.dropout);
            let mut scores = [0.0f32; M];
            for &f in &kept {
                scores.iter_mut().zip(&w[f]).for_each(|(s, x)| *s += x * grow);
            }
            let p = softmax(scores);
            let right: f32 = p.iter().zip(instances[i].allowed).filter(|x| x.1).map(|x| x.0).sum();
            let mut slope = [0.0f32; M];
            for l in 0..M {
                let target = if instances[i].allowed[l] { p[l] / right.max(1e-6) } else { 0.0 };
                slope[l] = (p[l] - target) * instances[i].weight;
            }
            for &f in &kept {
                for l in 0..M {
                    let s = slope[l] + o.decay * w[f][l];
                    g2[f][l] += s * s;
                    w[f][l] -= o.rate * s / g2[f][l].sqrt();
                }
            }
        }
    }
    keys.into_iter().zip(w).collect()
}

/// What the weights are multiplied by so that probabilities of unseen instances are as good as they say.
fn scale<const M: usize>(instances: &[Case<M>], options: &Options) -> f32 {
    let light = Options { runs: 1, ..options.clone() };
    let mut seen: Vec<([f32; M], usize)> = Vec::new();
    for part in 0..PARTS {
        let (apart, rest): (Vec<usize>, Vec<usize>) =
            (0..instances.len()).partition(|i| instances[*i].group % PARTS == part);
        let kept: Vec<Case<M>> = rest.into_iter().map(|i| instances[i].clone()).collect();
        let weights = learn(&kept, &light);
        for i in apart {
            let mut scores = [0.0f32; M];
            for w in instances[i].ids.iter().filter_map(|id| weights.get(id)) {
                scores.iter_mut().zip(w).for_each(|(s, x)| *s += x);
            }
            seen.push((scores, i));
        }
    }
    let loss = |scale: f32| -> f32 {
        let of = |(scores, i): &([f32; M], usize)| {
            let p = softmax(scores.map(|s| s * scale));
            let right: f32 = p.iter().zip(instances[*i].allowed).filter(|x| x.1).map(|x| x.0).sum();
            -math::ln(right.max(1e-6)) * instances[*i].weight
        };
        seen.iter().map(of).sum()
    };
    let steps = (4..=60).map(|k| k as f32 * 0.05);
    steps.map(|s| (s, loss(s))).fold((1.0, f32::MAX), |b, x| if x.1 < b.1 { x } else { b }).0
}
