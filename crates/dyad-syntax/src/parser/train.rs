//! Training the tagger and parser: same data, same options, same bytes, on one thread or two.
//!
//! Every batch is cut into a fixed number of shards whose gradients are added in a fixed order, so the number of
//! threads changes nothing. Must not know where files come from.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::nn::math::Rng;
use crate::nn::params::Adam;

use super::backward::{Target, backward};
use super::features::{FEATURES, VECTOR, Vocabulary};
use super::file::{Labels, write};
use super::model::{Network, Sizes};
use super::vectors::Vectors;

/// One word of a treebank.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct GoldWord {
    pub form: SmolStr,
    pub upos: SmolStr,
    pub xpos: SmolStr,
    pub feats: SmolStr,
    pub head: Option<usize>,
    pub deprel: SmolStr,
    /// Name label; empty where the treebank does not say.
    pub name: SmolStr,
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Options {
    /// Seed of every random choice.
    pub seed: u64,
    /// Passes over the data.
    pub epochs: usize,
    /// Threads; does not change the result.
    pub threads: usize,
    /// Encoder width.
    pub width: usize,
    /// Encoder layers.
    pub layers: usize,
    /// Width of arc vectors.
    pub arc: usize,
    /// Width of label vectors.
    pub label: usize,
    /// Highest learning rate.
    pub rate: f32,
    /// Dropout.
    pub dropout: f32,
    /// Words a batch.
    pub batch: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            seed: 1,
            epochs: 24,
            threads: 2,
            width: 128,
            layers: 3,
            arc: 96,
            label: 96,
            rate: 2.5e-3,
            dropout: 0.33,
            batch: 1200,
        }
    }
}

/// Shards of a batch; fixed, so that the sum of their gradients does not depend on threads.
const SHARDS: usize = 2;

struct Example {
    words: Vec<SmolStr>,
    targets: Vec<Target>,
}

/// Told after every pass: its number (from 1), the mean loss, the model file so far.
pub type Progress<'p> = &'p mut dyn FnMut(usize, f64, &dyn Fn() -> Vec<u8>);

/// Trains a parser and gives its model file. `progress` is told after every epoch: epoch (from 1), mean loss, the model file so far.
///
/// # Panics
/// Never on data with at least one sentence.
#[must_use]
pub fn train(
    data: &[Vec<GoldWord>],
    lexicon: &[(String, u8)],
    vectors: Vectors,
    o: &Options,
    progress: Progress<'_>,
) -> Vec<u8> {
    let (labels, vocabulary) = inventory(data, lexicon, &vectors);
    let class = |list: &[SmolStr]| -> BTreeMap<SmolStr, u32> {
        list.iter().enumerate().map(|(i, s)| (s.clone(), i as u32)).collect()
    };
    let (upos, xpos, feats, rels, names) = (
        class(&labels.upos),
        class(&labels.xpos),
        class(&labels.feats),
        class(&labels.rels),
        class(&labels.names),
    );
    let id = |map: &BTreeMap<SmolStr, u32>, key: &SmolStr| map.get(key).copied().unwrap_or(0);
    let examples: Vec<Example> = data
        .iter()
        .filter(|s| !s.is_empty() && s.len() <= 160)
        .map(|s| Example {
            words: s.iter().map(|w| w.form.clone()).collect(),
            targets: s
                .iter()
                .map(|w| Target {
                    upos: id(&upos, &w.upos),
                    xpos: id(&xpos, &w.xpos),
                    feats: id(&feats, &w.feats),
                    head: w.head.map_or(0, |h| h as u32 + 1),
                    rel: id(&rels, &w.deprel),
                    name: names.get(&w.name).copied().unwrap_or(u32::MAX),
                })
                .collect(),
        })
        .collect();
    let sizes = Sizes {
        words: vocabulary.rows(),
        vectors: vectors.rows(),
        width: o.width,
        layers: o.layers,
        arc: o.arc,
        label: o.label,
        upos: labels.upos.len(),
        xpos: labels.xpos.len(),
        feats: labels.feats.len(),
        rels: labels.rels.len(),
        names: labels.names.len(),
    };
    let (params, slots) = sizes.init(o.seed);
    let mut adam = Adam::new(&params.data);
    let mut net = Network { sizes, params, slots, vectors };
    let mut grads: Vec<Vec<f32>> = (0..SHARDS).map(|_| vec![0.0; net.params.data.len()]).collect();
    let words: usize = examples.iter().map(|e| e.words.len()).sum();
    let steps_an_epoch = (words / o.batch.max(1)).max(1);
    let total = (steps_an_epoch * o.epochs) as f32;
    let mut step = 0usize;
    for epoch in 0..o.epochs {
        let mut rng = Rng::new(o.seed, 1000 + epoch as u64);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        rng.shuffle(&mut order);
        let (mut loss, mut counted) = (0.0f64, 0usize);
        let mut at = 0;
        while at < order.len() {
            let mut batch = Vec::new();
            let mut size = 0;
            while at < order.len() && size < o.batch {
                batch.push(order[at]);
                size += examples[order[at]].words.len();
                at += 1;
            }
            // Similar lengths side by side, then dealt out in turn, so that shards weigh the same.
            batch.sort_by_key(|i| (examples[*i].words.len(), *i));
            let shards: Vec<Vec<usize>> =
                (0..SHARDS).map(|k| batch.iter().skip(k).step_by(SHARDS).copied().collect()).collect();
            let seed = o.seed ^ ((step as u64 + 1) << 8);
            let (net_ref, vocab, all) = (&net, &vocabulary, &examples);
            let work = |k: usize, g: &mut Vec<f32>| {
                run_shard(
                    net_ref,
                    vocab,
                    all,
                    &shards[k],
                    size as f32,
                    Rng::new(seed, k as u64),
                    o.dropout,
                    g,
                )
            };
            let losses: Vec<f64> = if o.threads > 1 {
                std::thread::scope(|scope| {
                    let handles: Vec<_> = grads
                        .iter_mut()
                        .enumerate()
                        .map(|(k, g)| {
                            let work = &work;
                            scope.spawn(move || work(k, g))
                        })
                        .collect();
                    handles.into_iter().map(|h| h.join().unwrap_or(f64::NAN)).collect()
                })
            } else {
                grads.iter_mut().enumerate().map(|(k, g)| work(k, g)).collect()
            };
            loss += losses.iter().sum::<f64>() * size as f64;
            counted += size;
            let (first, rest) = grads.split_at_mut(1);
            for g in rest {
                first[0].iter_mut().zip(g.iter_mut()).for_each(|(a, b)| {
                    *a += *b;
                    *b = 0.0;
                });
            }
            clip(&mut first[0], 2.0);
            step += 1;
            adam.step(&mut net.params.data, &mut first[0], rate(step as f32, total, o.rate), 0.004);
        }
        let so_far = || write(&net.sizes, &net.folded(&adam.mean), &labels, &vocabulary);
        progress(epoch + 1, loss / counted.max(1) as f64, &so_far);
    }
    write(&net.sizes, &net.folded(&adam.mean), &labels, &vocabulary)
}

/// Rises over the first 3 %, then falls linearly to a fiftieth.
fn rate(step: f32, total: f32, top: f32) -> f32 {
    let warm = (total * 0.03).max(1.0);
    if step < warm {
        top * step / warm
    } else {
        top * (1.0 - 0.98 * ((step - warm) / (total - warm).max(1.0)).min(1.0))
    }
}

fn clip(g: &mut [f32], most: f32) {
    let norm = g.chunks(1024).map(|c| c.iter().map(|x| x * x).sum::<f32>()).sum::<f32>().sqrt();
    if norm > most {
        g.iter_mut().for_each(|x| *x *= most / norm);
    }
}

#[allow(clippy::too_many_arguments)]
fn run_shard(
    net: &Network,
    vocabulary: &Vocabulary,
    examples: &[Example],
    shard: &[usize],
    scale: f32,
    mut rng: Rng,
    dropout: f32,
    grads: &mut [f32],
) -> f64 {
    let mut ids: Vec<[u32; FEATURES]> = Vec::new();
    let mut targets = Vec::new();
    let mut starts = vec![0];
    for i in shard {
        let e = &examples[*i];
        let (words, kept) = vary(e, &mut rng);
        for w in &words {
            let mut f = vocabulary.features(w);
            // A known word is hidden now and then, so that its parts learn to stand for it.
            let r = rng.uniform();
            if r < 0.18 {
                f[0] = 0;
            }
            if rng.uniform() < 0.12 {
                f[9] &= 64;
            }
            if r < 0.05 {
                f[1] = vocabulary.features("")[1];
                f[8] = vocabulary.features("")[8];
            }
            // So that a word without a vector, or with no more than its cluster's, is known from training.
            let r = rng.uniform();
            if r < 0.04 {
                f[VECTOR] = 0;
            } else if r < 0.12 {
                f[VECTOR] = net.vectors.shared(f[VECTOR]);
            }
            ids.push(f);
        }
        targets.extend_from_slice(&e.targets[..kept]);
        starts.push(ids.len());
    }
    if ids.is_empty() {
        return 0.0;
    }
    let pass = net.forward(&ids, &starts, Some((&mut rng, dropout)));
    backward(net, &ids, &targets, &pass, scale, (&mut rng, dropout), grads)
}

/// News has headlines: now and then a sentence is shown in capitals, in lower case, or without its full stop.
fn vary(e: &Example, rng: &mut Rng) -> (Vec<SmolStr>, usize) {
    let r = rng.uniform();
    let n = e.words.len();
    let last_is_leaf = n > 2
        && matches!(e.words[n - 1].as_str(), "." | "!" | "?")
        && e.targets.iter().all(|t| t.head as usize != n);
    let kept = if last_is_leaf && rng.uniform() < 0.06 { n - 1 } else { n };
    let change = |w: &SmolStr| -> SmolStr {
        if r < 0.02 {
            w.to_uppercase().into()
        } else if r < 0.05 {
            w.to_lowercase().into()
        } else if r < 0.07 {
            let mut c = w.chars();
            c.next().map(|f| f.to_uppercase().chain(c).collect::<String>()).unwrap_or_default().into()
        } else {
            w.clone()
        }
    };
    (e.words[..kept].iter().map(change).collect(), kept)
}

fn inventory(data: &[Vec<GoldWord>], lexicon: &[(String, u8)], vectors: &Vectors) -> (Labels, Vocabulary) {
    let list = |key: &dyn Fn(&GoldWord) -> SmolStr| -> Vec<SmolStr> {
        let mut counts: BTreeMap<SmolStr, usize> = BTreeMap::new();
        data.iter().flatten().for_each(|w| *counts.entry(key(w)).or_default() += 1);
        let mut all: Vec<(SmolStr, usize)> = counts.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.into_iter().map(|(s, _)| s).collect()
    };
    let labels = Labels {
        upos: list(&|w| w.upos.clone()),
        xpos: list(&|w| w.xpos.clone()),
        feats: list(&|w| w.feats.clone()),
        rels: list(&|w| w.deprel.clone()),
        names: list(&|w| w.name.clone()).into_iter().filter(|n| !n.is_empty()).collect(),
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for w in data.iter().flatten() {
        *counts.entry(super::features::normal(&w.form)).or_default() += 1;
    }
    let mut known: Vec<(String, usize)> =
        counts.into_iter().filter(|(w, c)| *c >= 3 && !w.contains('\n')).collect();
    known.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    (labels, Vocabulary::new(known.into_iter().map(|(w, _)| w).collect(), lexicon, vectors.words().clone()))
}
