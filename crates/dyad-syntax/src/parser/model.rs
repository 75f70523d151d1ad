//! The network: hashed word features → gated recurrent convolutions → tags, arcs, labels.
//!
//! Word features are summed embeddings, and a projection of the word's vector (see [`super::vectors`]). Three layers follow, each a convolution over three words with
//! forget and output gates and a scan over the sentence, half of the channels from the left and half from the right
//! (quasi-recurrent networks, Bradbury et al. 2017). Tags are linear heads; their probabilities are fed back.
//! Arcs are scored by a deep biaffine product (Dozat and Manning 2017) with a bias for signed distance,
//! labels by a small network over dependent and head. Must not know files or training.

use crate::nn::kernels::{matmul, transpose};
use crate::nn::math::{Rng, exp, sigmoid, tanh};
use crate::nn::params::{Params, SlotId};

use super::features::{BUCKETS, FEATURES, VECTOR};
use super::vectors::{CLUSTERS, LENGTH, Vectors};

/// Sizes of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Rows of the word table.
    pub words: usize,
    /// Rows of the table of word vectors.
    pub vectors: usize,
    /// Width of the encoder.
    pub width: usize,
    /// Number of layers.
    pub layers: usize,
    /// Width of the arc vectors.
    pub arc: usize,
    /// Width of the label vectors.
    pub label: usize,
    /// Number of UPOS tags.
    pub upos: usize,
    /// Number of XPOS tags.
    pub xpos: usize,
    /// Number of feature bundles.
    pub feats: usize,
    /// Number of relations.
    pub rels: usize,
    /// Number of name labels.
    pub names: usize,
}

/// Signed distances are put into buckets −16 … 16.
pub const DISTANCES: usize = 33;

/// The bucket of a dependent's distance to its head.
#[must_use]
pub fn distance(dep: usize, head: usize) -> usize {
    let d = head as isize - dep as isize;
    let size = d.unsigned_abs();
    // Exact up to 8, then coarser.
    let bucket = if size <= 8 { size } else { (8 + (size - 8).ilog2() as usize + 1).min(16) };
    if d < 0 { 16 - bucket } else { 16 + bucket }
}

/// Handles of the parameters.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Slots {
    pub embed: Vec<SlotId>,
    /// What word vectors are multiplied by.
    pub vector: SlotId,
    /// Embeddings of clusters, from fine to broad.
    pub clusters: Vec<SlotId>,
    pub norm: Vec<(SlotId, SlotId)>,
    pub conv: Vec<(SlotId, SlotId)>,
    pub tags: (SlotId, SlotId),
    pub tag_embed: SlotId,
    pub proj: (SlotId, SlotId),
    pub arc: SlotId,
    pub arc_bias: SlotId,
    pub arc_root: SlotId,
    pub dist: SlotId,
    pub label_root: SlotId,
    pub label: (SlotId, SlotId),
}

impl Sizes {
    /// Columns of the tag heads together.
    #[must_use]
    pub fn tags(&self) -> usize {
        self.upos + self.xpos + self.feats + self.names
    }
    /// Columns of the arc and label projections together.
    #[must_use]
    pub fn proj(&self) -> usize {
        2 * self.arc + 2 * self.label
    }

    /// Makes the parameters, in the order of the file.
    #[must_use]
    pub fn init(&self, seed: u64) -> (Params, Slots) {
        let mut rng = Rng::new(seed, 1);
        let mut p = Params::default();
        let d = self.width;
        let glorot = |rows: usize, cols: usize| (6.0 / (rows + cols) as f32).sqrt();
        let mut embed = Vec::new();
        for (f, buckets) in BUCKETS.iter().enumerate().take(VECTOR) {
            let rows = if f == 0 { self.words } else { *buckets };
            embed.push(p.random(&format!("embed{f}"), rows, d, 0.15, &mut rng));
        }
        let vector = p.random("vector", LENGTH, d, glorot(LENGTH, d), &mut rng);
        let clusters = CLUSTERS.iter().enumerate();
        let clusters =
            clusters.map(|(k, n)| p.random(&format!("clusters{k}"), n + 1, d, 0.1, &mut rng)).collect();
        let mut norm = Vec::new();
        let mut conv = Vec::new();
        for l in 0..=self.layers {
            norm.push((p.constant(&format!("gain{l}"), d, 1.0), p.constant(&format!("shift{l}"), d, 0.0)));
            if l < self.layers {
                let w = p.random(&format!("conv{l}"), 3 * d, 3 * d, glorot(3 * d, 3 * d), &mut rng);
                conv.push((w, p.constant(&format!("conv_bias{l}"), 3 * d, 0.0)));
            }
        }
        let t = self.tags();
        let slots = Slots {
            embed,
            vector,
            clusters,
            norm,
            conv,
            tags: (p.random("tags", d, t, glorot(d, t), &mut rng), p.constant("tags_bias", t, 0.0)),
            tag_embed: p.random("tag_embed", self.upos + self.xpos, d, 0.1, &mut rng),
            proj: (
                p.random("proj", d, self.proj(), glorot(d, self.arc), &mut rng),
                p.constant("proj_bias", self.proj(), 0.0),
            ),
            arc: p.random("arc", self.arc, self.arc, glorot(self.arc, self.arc), &mut rng),
            arc_bias: p.constant("arc_bias", self.arc, 0.0),
            arc_root: p.constant("arc_root", self.arc, 0.1),
            dist: p.constant("dist", DISTANCES, 0.0),
            label_root: p.constant("label_root", self.label, 0.1),
            label: (
                p.random("label", self.label, self.rels, glorot(self.label, self.rels), &mut rng),
                p.constant("label_bias", self.rels, 0.0),
            ),
        };
        (p, slots)
    }
}

/// What one layer kept for the way back.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct LayerCache {
    pub x3: Vec<f32>,
    pub g: Vec<f32>,
    pub f: Vec<f32>,
    pub o: Vec<f32>,
    pub c: Vec<f32>,
    pub mask: Vec<f32>,
    pub norm: NormCache,
}

/// What a normalisation kept.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct NormCache {
    pub hat: Vec<f32>,
    pub inv: Vec<f32>,
}

/// One forward pass over a batch of sentences laid end to end.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Pass {
    /// Start of each sentence and the end of the last.
    pub starts: Vec<usize>,
    /// Word vectors, n × their length.
    pub given: Vec<f32>,
    pub norm0: NormCache,
    pub mask0: Vec<f32>,
    pub layers: Vec<LayerCache>,
    /// Encoder output, n × width.
    pub state: Vec<f32>,
    /// Tag scores, n × tags.
    pub tags: Vec<f32>,
    /// Tag probabilities (upos, xpos), n × (upos + xpos).
    pub probs: Vec<f32>,
    /// State with tags fed back.
    pub state2: Vec<f32>,
    pub mask2: Vec<f32>,
    /// What of the state the tag heads saw.
    pub mask_tags: Vec<f32>,
    pub seen: Vec<f32>,
    /// Arc dependent, arc head, label dependent, label head; the arc parts after the non-linearity.
    pub proj: Vec<f32>,
    /// Arc dependent vectors times the arc matrix, n × arc.
    pub query: Vec<f32>,
    /// Arc scores sentence after sentence: for each dependent the root, then each word.
    pub arcs: Vec<f32>,
    /// Where each sentence's arc scores begin.
    pub arcs_at: Vec<usize>,
}

/// Dropout: `None` at reading time.
pub type Drop<'a> = Option<(&'a mut Rng, f32)>;

fn mask(rng: &mut Rng, rate: f32, n: usize) -> Vec<f32> {
    let keep = 1.0 / (1.0 - rate);
    (0..n).map(|_| if rng.uniform() < rate { 0.0 } else { keep }).collect()
}

/// Slope of the leaky rectifier below zero.
pub const LEAK: f32 = 0.1;

/// Layer normalisation in place; keeps what the way back needs.
pub fn normalise(x: &mut [f32], d: usize, gain: &[f32], shift: &[f32], keep: bool) -> NormCache {
    let mut cache = NormCache::default();
    for row in x.chunks_exact_mut(d) {
        let mean = row.iter().sum::<f32>() / d as f32;
        let var = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / d as f32;
        let inv = 1.0 / (var + 1e-5).sqrt();
        for (j, v) in row.iter_mut().enumerate() {
            let hat = (*v - mean) * inv;
            if keep {
                cache.hat.push(hat);
            }
            *v = hat * gain[j] + shift[j];
        }
        if keep {
            cache.inv.push(inv);
        }
    }
    cache
}

/// Writes softmax probabilities of a slice into `out`.
#[inline(always)]
pub fn softmax(scores: &[f32], out: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for (o, s) in out.iter_mut().zip(scores) {
        *o = exp(s - top);
        sum += *o;
    }
    out.iter_mut().for_each(|o| *o /= sum);
}

/// The network with its parameters.
#[derive(Debug, Clone)]
pub struct Network {
    /// Sizes.
    pub sizes: Sizes,
    /// Parameters.
    pub params: Params,
    /// Their handles.
    pub slots: Slots,
    /// The word vectors, which do not learn.
    pub vectors: Vectors,
}

impl Network {
    /// The parameters as the file has them: for every row of the table of word vectors the sum that it adds to a word.
    #[must_use]
    pub fn folded(&self, data: &[f32]) -> Params {
        let (d, rows) = (self.sizes.width, self.vectors.rows());
        let all = Params { slots: self.params.slots.clone(), data: data.to_vec() };
        let given: Vec<f32> = (0..rows as u32).flat_map(|r| self.vectors.vector(r)).copied().collect();
        let mut table = vec![0.0f32; rows * d];
        matmul(&given, all.get(self.slots.vector), &mut table, rows, LENGTH, d);
        for (r, row) in table.chunks_exact_mut(d).enumerate() {
            for (slot, cluster) in self.slots.clusters.iter().zip(self.vectors.clusters(r as u32)) {
                let from = cluster as usize * d;
                row.iter_mut().zip(&all.get(*slot)[from..from + d]).for_each(|(r, e)| *r += e);
            }
        }
        let mut out = Params::default();
        for (id, slot) in all.slots.iter().enumerate() {
            if id == self.slots.vector {
                out.put(&format!("embed{VECTOR}"), rows, d, false, &table);
            } else if !self.slots.clusters.contains(&id) {
                out.put(&slot.name, slot.rows, slot.cols, slot.exact, all.get(id));
            }
        }
        out
    }

    /// Runs the network. `ids` are the features of every word of the batch.
    #[must_use]
    pub fn forward(&self, ids: &[[u32; FEATURES]], starts: &[usize], mut drop: Drop<'_>) -> Pass {
        let (d, n) = (self.sizes.width, ids.len());
        let train = drop.is_some();
        let p = &self.params;
        let mut pass = Pass { starts: starts.to_vec(), ..Pass::default() };
        let mut x = vec![0.0f32; n * d];
        for (row, id) in x.chunks_exact_mut(d).zip(ids) {
            for (f, slot) in self.slots.embed.iter().enumerate() {
                let from = id[f] as usize * d;
                let e = &p.get(*slot)[from..from + d];
                row.iter_mut().zip(e).for_each(|(r, e)| *r += e);
            }
            for (slot, cluster) in self.slots.clusters.iter().zip(self.vectors.clusters(id[VECTOR])) {
                let from = cluster as usize * d;
                let e = &p.get(*slot)[from..from + d];
                row.iter_mut().zip(e).for_each(|(r, e)| *r += e);
            }
        }
        let given: Vec<f32> = ids.iter().flat_map(|id| self.vectors.vector(id[VECTOR])).copied().collect();
        matmul(&given, p.get(self.slots.vector), &mut x, n, LENGTH, d);
        pass.given = given;
        pass.norm0 = normalise(&mut x, d, p.get(self.slots.norm[0].0), p.get(self.slots.norm[0].1), train);
        if let Some((rng, rate)) = &mut drop {
            pass.mask0 = mask(rng, *rate * 0.5, n * d);
            x.iter_mut().zip(&pass.mask0).for_each(|(x, m)| *x *= m);
        }
        for l in 0..self.sizes.layers {
            x = self.layer(l, x, &mut pass, &mut drop, train);
        }
        self.heads(x, &mut pass, drop);
        pass
    }

    fn layer(&self, l: usize, x: Vec<f32>, pass: &mut Pass, drop: &mut Drop<'_>, train: bool) -> Vec<f32> {
        let d = self.sizes.width;
        let n = x.len() / d;
        let p = &self.params;
        let mut x3 = vec![0.0f32; n * 3 * d];
        for w in pass.starts.windows(2) {
            for i in w[0]..w[1] {
                let row = &mut x3[i * 3 * d..(i + 1) * 3 * d];
                if i > w[0] {
                    row[..d].copy_from_slice(&x[(i - 1) * d..i * d]);
                }
                row[d..2 * d].copy_from_slice(&x[i * d..(i + 1) * d]);
                if i + 1 < w[1] {
                    row[2 * d..].copy_from_slice(&x[(i + 1) * d..(i + 2) * d]);
                }
            }
        }
        let bias = p.get(self.slots.conv[l].1);
        let mut u = Vec::with_capacity(n * 3 * d);
        (0..n).for_each(|_| u.extend_from_slice(bias));
        matmul(&x3, p.get(self.slots.conv[l].0), &mut u, n, 3 * d, 3 * d);
        let (mut g, mut f, mut o) = (vec![0.0; n * d], vec![0.0; n * d], vec![0.0; n * d]);
        gates(&u, &mut g, &mut f, &mut o, d);
        let c = scan(&g, &f, &pass.starts, d);
        let mut y = x;
        let mut m = Vec::new();
        if let Some((rng, rate)) = drop {
            m = mask(rng, *rate, n * d);
            for i in 0..n * d {
                y[i] += o[i] * c[i] * m[i];
            }
        } else {
            for i in 0..n * d {
                y[i] += o[i] * c[i];
            }
        }
        let (gain, shift) = self.slots.norm[l + 1];
        let norm = normalise(&mut y, d, p.get(gain), p.get(shift), train);
        if train {
            pass.layers.push(LayerCache { x3, g, f, o, c, mask: m, norm });
        }
        y
    }

    fn heads(&self, x: Vec<f32>, pass: &mut Pass, mut drop: Drop<'_>) {
        let s = &self.sizes;
        let (d, t, n) = (s.width, s.tags(), x.len() / s.width);
        let p = &self.params;
        let mut tags = Vec::with_capacity(n * t);
        (0..n).for_each(|_| tags.extend_from_slice(p.get(self.slots.tags.1)));
        if let Some((rng, rate)) = &mut drop {
            pass.mask_tags = mask(rng, *rate, n * d);
            pass.seen = x.iter().zip(&pass.mask_tags).map(|(x, m)| x * m).collect();
            matmul(&pass.seen, p.get(self.slots.tags.0), &mut tags, n, d, t);
        } else {
            matmul(&x, p.get(self.slots.tags.0), &mut tags, n, d, t);
        }
        let both = s.upos + s.xpos;
        let mut probs = vec![0.0f32; n * both];
        for (row, out) in tags.chunks_exact(t).zip(probs.chunks_exact_mut(both)) {
            let (a, b) = out.split_at_mut(s.upos);
            softmax(&row[..s.upos], a);
            softmax(&row[s.upos..both], b);
        }
        let mut y = x.clone();
        matmul(&probs, p.get(self.slots.tag_embed), &mut y, n, both, d);
        if let Some((rng, rate)) = drop {
            pass.mask2 = mask(rng, rate, n * d);
            y.iter_mut().zip(&pass.mask2).for_each(|(y, m)| *y *= m);
        }
        let w = s.proj();
        let mut proj = Vec::with_capacity(n * w);
        (0..n).for_each(|_| proj.extend_from_slice(p.get(self.slots.proj.1)));
        matmul(&y, p.get(self.slots.proj.0), &mut proj, n, d, w);
        for row in proj.chunks_exact_mut(w) {
            row[..2 * s.arc].iter_mut().for_each(|v| *v = if *v < 0.0 { *v * LEAK } else { *v });
        }
        let (dep, _) = self.arc_parts(&proj);
        let mut query = vec![0.0f32; n * s.arc];
        matmul(&dep, p.get(self.slots.arc), &mut query, n, s.arc, s.arc);
        self.arcs(&proj, &query, pass);
        pass.state = x;
        pass.tags = tags;
        pass.probs = probs;
        pass.state2 = y;
        pass.proj = proj;
        pass.query = query;
    }

    /// The arc dependent and arc head vectors, each n × arc.
    #[must_use]
    pub fn arc_parts(&self, proj: &[f32]) -> (Vec<f32>, Vec<f32>) {
        let (a, w) = (self.sizes.arc, self.sizes.proj());
        let n = proj.len() / w;
        let (mut dep, mut head) = (Vec::with_capacity(n * a), Vec::with_capacity(n * a));
        for row in proj.chunks_exact(w) {
            dep.extend_from_slice(&row[..a]);
            head.extend_from_slice(&row[a..2 * a]);
        }
        (dep, head)
    }

    fn arcs(&self, proj: &[f32], query: &[f32], pass: &mut Pass) {
        let (a, w) = (self.sizes.arc, self.sizes.proj());
        let p = &self.params;
        let (bias, root, dist) =
            (p.get(self.slots.arc_bias), p.get(self.slots.arc_root), p.get(self.slots.dist));
        for s in pass.starts.windows(2) {
            let len = s[1] - s[0];
            pass.arcs_at.push(pass.arcs.len());
            // Columns: the root, then the words.
            let mut heads = Vec::with_capacity((len + 1) * a);
            heads.extend_from_slice(root);
            (s[0]..s[1]).for_each(|i| heads.extend_from_slice(&proj[i * w + a..i * w + 2 * a]));
            let mut across = vec![0.0f32; (len + 1) * a];
            transpose(&heads, &mut across, len + 1, a);
            let mut line = vec![0.0f32; len + 1];
            matmul(bias, &across, &mut line, 1, a, len + 1);
            let from = pass.arcs.len();
            for i in 0..len {
                pass.arcs.push(line[0]);
                pass.arcs.extend((0..len).map(|h| line[h + 1] + dist[distance(i, h)]));
            }
            matmul(&query[s[0] * a..s[1] * a], &across, &mut pass.arcs[from..], len, a, len + 1);
        }
    }

    /// Label scores of a dependent under a head (`None` for the root); `hidden` gets the inner layer.
    pub fn label(
        &self,
        proj: &[f32],
        dep: usize,
        head: Option<usize>,
        hidden: &mut Vec<f32>,
        out: &mut Vec<f32>,
    ) {
        let s = &self.sizes;
        let (w, from) = (s.proj(), 2 * s.arc);
        let d = &proj[dep * w + from..dep * w + from + s.label];
        let h = match head {
            Some(h) => &proj[h * w + from + s.label..h * w + from + 2 * s.label],
            None => self.params.get(self.slots.label_root),
        };
        hidden.clear();
        hidden.extend(d.iter().zip(h).map(|(a, b)| {
            let v = a + b;
            if v < 0.0 { v * LEAK } else { v }
        }));
        out.clear();
        out.extend_from_slice(self.params.get(self.slots.label.1));
        matmul(hidden, self.params.get(self.slots.label.0), out, 1, s.label, s.rels);
    }
}

/// Splits the convolution's output into candidate (tanh), forget and output gate (sigmoid).
fn gates(u: &[f32], g: &mut [f32], f: &mut [f32], o: &mut [f32], d: usize) {
    for (i, row) in u.chunks_exact(3 * d).enumerate() {
        let at = i * d..(i + 1) * d;
        g[at.clone()].iter_mut().zip(&row[..d]).for_each(|(y, x)| *y = tanh(*x));
        f[at.clone()].iter_mut().zip(&row[d..2 * d]).for_each(|(y, x)| *y = sigmoid(*x));
        o[at].iter_mut().zip(&row[2 * d..]).for_each(|(y, x)| *y = sigmoid(*x));
    }
}

/// c(t) = f(t)·c(t−1) + (1−f(t))·g(t), the first half of the channels from the left, the second from the right.
fn scan(g: &[f32], f: &[f32], starts: &[usize], d: usize) -> Vec<f32> {
    let mut c = vec![0.0f32; g.len()];
    let half = d / 2;
    for s in starts.windows(2) {
        for i in s[0]..s[1] {
            for j in i * d..i * d + half {
                let before = if i > s[0] { c[j - d] } else { 0.0 };
                c[j] = f[j] * before + (1.0 - f[j]) * g[j];
            }
        }
        for i in (s[0]..s[1]).rev() {
            for j in i * d + half..(i + 1) * d {
                let before = if i + 1 < s[1] { c[j + d] } else { 0.0 };
                c[j] = f[j] * before + (1.0 - f[j]) * g[j];
            }
        }
    }
    c
}
