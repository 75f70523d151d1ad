//! The network as it reads: the same sums as [`super::model`], with int8 weights and integer products, no dropout and
//! nothing kept for the way back. What a word brings into the first layer depends on the word alone and is kept for
//! the next time it is met ([`super::met`]). Must not know files or training.

use crate::nn::kernels::{matmul, transpose};
use crate::nn::math::{sigmoid, tanh};
use crate::nn::params::Stored;
use crate::nn::quant::{Even, Matrix, Work};

use super::features::{BUCKETS, FEATURES, VECTOR};
use super::met::Met;
use super::model::{DISTANCES, LEAK, Sizes, distance, softmax};

/// Rows of int8 vectors.
#[derive(Debug, Clone)]
struct Table {
    scale: Vec<f32>,
    rows: Vec<i8>,
}

/// A weight matrix and its bias.
#[derive(Debug, Clone)]
struct Linear {
    weights: Matrix,
    bias: Vec<f32>,
}

impl Linear {
    /// `out = bias + x · weights`, a row for each of `n` rows of `x`.
    fn apply(&self, x: &[f32], n: usize, out: &mut Vec<f32>, work: &mut Work) {
        out.clear();
        (0..n).for_each(|_| out.extend_from_slice(&self.bias));
        self.weights.add_product(x, out, n, work);
    }
}

/// Gain and shift of a normalisation.
type Norm = (Vec<f32>, Vec<f32>);

/// The network with its weights as they are stored.
#[derive(Debug, Clone)]
pub struct Inference {
    /// Sizes.
    pub sizes: Sizes,
    embed: Vec<Table>,
    norm: Vec<Norm>,
    /// The first layer's weights for the word before, the word itself and the word after.
    first: [Matrix; 3],
    first_bias: Vec<f32>,
    /// The further layers' weights.
    conv: Vec<(Even, Vec<f32>)>,
    tags: Linear,
    tag_embed: Matrix,
    proj: Linear,
    arc: Matrix,
    arc_bias: Vec<f32>,
    arc_root: Vec<f32>,
    dist: Vec<f32>,
    label_root: Vec<f32>,
    label: Linear,
}

/// What the network says of a batch of sentences laid end to end; its buffers are used again for the next batch.
#[derive(Debug, Default)]
pub struct Reading {
    /// Start of each sentence and the end of the last.
    pub starts: Vec<usize>,
    /// Tag scores, n × tags.
    pub tags: Vec<f32>,
    /// Arc scores sentence after sentence: for each dependent the root, then each word.
    pub arcs: Vec<f32>,
    /// Where each sentence's arc scores begin.
    pub arcs_at: Vec<usize>,
    proj: Vec<f32>,
    met: Met,
    x: Vec<f32>,
    rounded: Vec<[i16; 2]>,
    rows: Vec<usize>,
    u: Vec<f32>,
    hidden: Vec<f32>,
    query: Vec<f32>,
    work: Work,
}

impl Inference {
    /// The network of these sizes from stored parameters; `None` if a matrix is missing or has other sizes.
    #[must_use]
    pub fn new(sizes: Sizes, stored: &Stored<'_>) -> Option<Inference> {
        let (d, t) = (sizes.width, sizes.tags());
        let linear = |name: &str, bias: &str, rows: usize, cols: usize| {
            Some(Linear { weights: stored.matrix(name, rows, cols)?, bias: stored.vector(bias, cols)? })
        };
        let (mut embed, mut norm, mut conv): (_, Vec<Norm>, _) = (Vec::new(), Vec::new(), Vec::new());
        for (f, buckets) in BUCKETS.iter().enumerate() {
            let rows = match f {
                0 => sizes.words,
                VECTOR => sizes.vectors,
                _ => *buckets,
            };
            let (scale, rows) = stored.int8(&format!("embed{f}"), rows, d)?;
            embed.push(Table { scale, rows });
        }
        for l in 0..=sizes.layers {
            norm.push((stored.vector(&format!("gain{l}"), d)?, stored.vector(&format!("shift{l}"), d)?));
        }
        for (l, norm) in norm.iter().enumerate().take(sizes.layers).skip(1) {
            let (scale, weights) = stored.int8(&format!("conv{l}"), 3 * d, 3 * d)?;
            let even = Even::new(3 * d, 3 * d, &scale, &weights, bound(norm));
            conv.push((even, stored.vector(&format!("conv_bias{l}"), 3 * d)?));
        }
        let (scale, weights) = stored.int8("conv0", 3 * d, 3 * d)?;
        let part = |i: usize| {
            let (rows, all) = (i * d..(i + 1) * d, i * d * 3 * d..(i + 1) * d * 3 * d);
            Matrix::new(d, 3 * d, &scale[rows], &weights[all])
        };
        Some(Inference {
            embed,
            norm,
            first: [part(0), part(1), part(2)],
            first_bias: stored.vector("conv_bias0", 3 * d)?,
            conv,
            tags: linear("tags", "tags_bias", d, t)?,
            tag_embed: stored.matrix("tag_embed", sizes.upos + sizes.xpos, d)?,
            proj: linear("proj", "proj_bias", d, sizes.proj())?,
            arc: stored.matrix("arc", sizes.arc, sizes.arc)?,
            arc_bias: stored.vector("arc_bias", sizes.arc)?,
            arc_root: stored.vector("arc_root", sizes.arc)?,
            dist: stored.vector("dist", DISTANCES)?,
            label_root: stored.vector("label_root", sizes.label)?,
            label: linear("label", "label_bias", sizes.label, sizes.rels)?,
            sizes,
        })
    }

    /// Runs the network on the words of a batch; `starts` says where its sentences begin and the last ends, `features`
    /// what the features of a word are.
    pub fn read<'w>(
        &self,
        batch: impl Iterator<Item = &'w str>,
        features: impl Fn(&str) -> [u32; FEATURES],
        starts: &[usize],
        out: &mut Reading,
    ) {
        let (d, n) = (self.sizes.width, starts.last().copied().unwrap_or(0));
        out.starts.clear();
        out.starts.extend_from_slice(starts);
        let fresh = out.met.find(batch, n, features);
        if !fresh.is_empty() {
            let x = out.met.input(fresh.len() * d);
            words(&self.embed, &fresh, x, d, &self.norm[0]);
            out.met.parts(&self.first, fresh.len(), d, &mut out.work);
        }
        for v in [&mut out.x, &mut out.u] {
            v.clear();
        }
        out.x.resize(n * d, 0.0);
        out.u.resize(n * 3 * d, 0.0);
        out.met.lay_out(&self.first_bias, starts, d, &mut out.x, &mut out.u);
        layer(&mut out.u, &mut out.x, starts, d, &self.norm[1]);
        for ((conv, bias), norm) in self.conv.iter().zip(&self.norm[2..]) {
            round(conv, &out.x, starts, d, &mut out.rounded, &mut out.rows);
            out.u.clear();
            (0..n).for_each(|_| out.u.extend_from_slice(bias));
            conv.add_product(&out.rounded, &out.rows, &mut out.u);
            layer(&mut out.u, &mut out.x, starts, d, norm);
        }
        self.heads(n, out);
    }

    fn heads(&self, n: usize, out: &mut Reading) {
        let s = &self.sizes;
        let (t, w, both) = (s.tags(), s.proj(), s.upos + s.xpos);
        self.tags.apply(&out.x, n, &mut out.tags, &mut out.work);
        let probs = &mut out.u;
        probs.clear();
        probs.resize(n * both, 0.0);
        tag_probabilities(&out.tags, t, s.upos, both, probs);
        self.tag_embed.add_product(probs, &mut out.x, n, &mut out.work);
        self.proj.apply(&out.x, n, &mut out.proj, &mut out.work);
        let dependents = &mut out.hidden;
        dependents.clear();
        for row in out.proj.chunks_exact_mut(w) {
            row[..2 * s.arc].iter_mut().for_each(|v| *v = if *v < 0.0 { *v * LEAK } else { *v });
            dependents.extend_from_slice(&row[..s.arc]);
        }
        out.query.clear();
        out.query.resize(n * s.arc, 0.0);
        self.arc.add_product(dependents, &mut out.query, n, &mut out.work);
        self.arcs(out);
    }

    fn arcs(&self, out: &mut Reading) {
        let (a, w) = (self.sizes.arc, self.sizes.proj());
        out.arcs.clear();
        out.arcs_at.clear();
        let (mut heads, mut across, mut line) = (Vec::new(), Vec::new(), Vec::new());
        for s in out.starts.windows(2) {
            let len = s[1] - s[0];
            out.arcs_at.push(out.arcs.len());
            // Columns: the root, then the words.
            heads.clear();
            heads.extend_from_slice(&self.arc_root);
            (s[0]..s[1]).for_each(|i| heads.extend_from_slice(&out.proj[i * w + a..i * w + 2 * a]));
            across.clear();
            across.resize((len + 1) * a, 0.0f32);
            transpose(&heads, &mut across, len + 1, a);
            line.clear();
            line.resize(len + 1, 0.0f32);
            matmul(&self.arc_bias, &across, &mut line, 1, a, len + 1);
            let from = out.arcs.len();
            for i in 0..len {
                out.arcs.push(line[0]);
                out.arcs.extend((0..len).map(|h| line[h + 1] + self.dist[distance(i, h)]));
            }
            matmul(&out.query[s[0] * a..s[1] * a], &across, &mut out.arcs[from..], len, a, len + 1);
        }
    }

    /// Label scores of every word of the batch under its head (`None` for the root), n × relations.
    pub fn labels(&self, heads: &[Option<usize>], out: &mut Reading, scores: &mut Vec<f32>) {
        let s = &self.sizes;
        let (w, from) = (s.proj(), 2 * s.arc);
        out.hidden.clear();
        for (dep, head) in heads.iter().enumerate() {
            let d = &out.proj[dep * w + from..dep * w + from + s.label];
            let h = match head {
                Some(h) => &out.proj[h * w + from + s.label..h * w + from + 2 * s.label],
                None => &self.label_root,
            };
            out.hidden.extend(d.iter().zip(h).map(|(a, b)| {
                let v = a + b;
                if v < 0.0 { v * LEAK } else { v }
            }));
        }
        self.label.apply(&out.hidden, heads.len(), scores, &mut out.work);
    }
}

/// A function of plain loops, compiled for AVX2 as well and run with it where the processor has it. Only additions,
/// multiplications, divisions and square roots of single numbers happen inside, each exact by IEEE 754 and in a fixed
/// order, so the width of the vectors changes no bit.
macro_rules! wide {
    ($(#[$doc:meta])* fn $name:ident($($arg:ident: $of:ty),*) $body:block) => {
        $(#[$doc])*
        fn $name($($arg: $of),*) {
            #[inline(always)]
            fn body($($arg: $of),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn with_avx2($($arg: $of),*) {
                    body($($arg),*);
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the feature was just detected; the function has no other requirement.
                    return unsafe { with_avx2($($arg),*) };
                }
            }
            body($($arg),*);
        }
    };
}

wide! {
    /// The sum of each word's feature vectors, normalised.
    fn words(tables: &[Table], ids: &[[u32; FEATURES]], x: &mut [f32], d: usize, norm: &Norm) {
        for (row, id) in x.chunks_exact_mut(d).zip(ids) {
            for (table, i) in tables.iter().zip(id) {
                let at = *i as usize;
                let (scale, line) = (table.scale[at], &table.rows[at * d..(at + 1) * d]);
                row.iter_mut().zip(line).for_each(|(r, e)| *r += f32::from(*e) * scale);
            }
        }
        normalise(x, d, norm);
    }
}

wide! {
    /// What follows a layer's convolution `u`: gates, scan, residual, normalisation.
    fn layer(u: &mut [f32], x: &mut [f32], starts: &[usize], d: usize, norm: &Norm) {
        gates(u, d);
        scan(u, starts, d);
        for (x, u) in x.chunks_exact_mut(d).zip(u.chunks_exact(3 * d)) {
            let (c, o) = (&u[..d], &u[2 * d..]);
            x.iter_mut().zip(c).zip(o).for_each(|((x, c), o)| *x += o * c);
        }
        normalise(x, d, norm);
    }
}

wide! {
    /// Probabilities of the two kinds of tags, the first `upos` columns and the next up to `both`.
    fn tag_probabilities(tags: &[f32], width: usize, upos: usize, both: usize, probs: &mut [f32]) {
        for (row, out) in tags.chunks_exact(width).zip(probs.chunks_exact_mut(both)) {
            let (a, b) = out.split_at_mut(upos);
            softmax(&row[..upos], a);
            softmax(&row[upos..both], b);
        }
    }
}

/// A size that no number exceeds after a normalisation.
fn bound((gain, shift): &Norm) -> f32 {
    let most = (gain.len() as f32).sqrt();
    gain.iter().zip(shift).fold(0.0, |b, (g, s)| b.max(g.abs() * most + s.abs()))
}

/// Rounds the words of each sentence between rows of zeros; `rows` says where each word's left neighbour begins, whom
/// the word itself and its right neighbour follow.
fn round(
    conv: &Even,
    x: &[f32],
    starts: &[usize],
    d: usize,
    rounded: &mut Vec<[i16; 2]>,
    rows: &mut Vec<usize>,
) {
    rounded.clear();
    rows.clear();
    for s in starts.windows(2) {
        rows.extend((s[0]..s[1]).map(|i| rounded.len() + (i - s[0]) * (d / 2)));
        rounded.resize(rounded.len() + d / 2, [0; 2]);
        conv.round(&x[s[0] * d..s[1] * d], rounded);
    }
    rounded.resize(rounded.len() + d / 2, [0; 2]);
}

/// A sum in eight lanes, which are added last: one fixed order that vectors of any width can follow.
#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; 8];
    let (eights, rest) = row.as_chunks::<8>();
    for eight in eights {
        lanes.iter_mut().zip(eight).for_each(|(l, v)| *l += of(*v));
    }
    lanes.iter_mut().zip(rest).for_each(|(l, v)| *l += of(*v));
    lanes.iter().sum()
}

#[inline(always)]
fn normalise(x: &mut [f32], d: usize, (gain, shift): &Norm) {
    for row in x.chunks_exact_mut(d) {
        let mean = sum(row, |v| v) / d as f32;
        let var = sum(row, |v| (v - mean) * (v - mean)) / d as f32;
        let inv = 1.0 / (var + 1e-5).sqrt();
        row.iter_mut().zip(gain).zip(shift).for_each(|((v, g), s)| *v = (*v - mean) * inv * g + s);
    }
}

/// Each row: candidate (tanh), forget and output gate (sigmoid), in place.
#[inline(always)]
fn gates(u: &mut [f32], d: usize) {
    for row in u.chunks_exact_mut(3 * d) {
        let (g, fo) = row.split_at_mut(d);
        g.iter_mut().for_each(|x| *x = tanh(*x));
        fo.iter_mut().for_each(|x| *x = sigmoid(*x));
    }
}

/// c(t) = f(t)·c(t−1) + (1−f(t))·g(t) in place of g, the first half of the channels from the left, the second from the
/// right.
#[inline(always)]
fn scan(u: &mut [f32], starts: &[usize], d: usize) {
    let (w, half) = (3 * d, d / 2);
    let step = |row: &mut [f32], before: Option<&[f32]>, from: usize, to: usize| {
        let (g, rest) = row.split_at_mut(d);
        let (g, f) = (&mut g[from..to], &rest[from..to]);
        match before {
            Some(b) => {
                g.iter_mut().zip(f).zip(&b[from..to]).for_each(|((g, f), b)| *g = f * b + (1.0 - f) * *g)
            }
            None => g.iter_mut().zip(f).for_each(|(g, f)| *g = f * 0.0 + (1.0 - f) * *g),
        }
    };
    for s in starts.windows(2) {
        for i in s[0]..s[1] {
            let (before, here) = u.split_at_mut(i * w);
            step(&mut here[..w], (i > s[0]).then(|| &before[(i - 1) * w..]), 0, half);
        }
        for i in (s[0]..s[1]).rev() {
            let (here, after) = u.split_at_mut((i + 1) * w);
            step(&mut here[i * w..], (i + 1 < s[1]).then(|| &after[..w]), half, d);
        }
    }
}
