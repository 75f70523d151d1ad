//! The network: a residual convolutional encoder, tag heads, biaffine arcs, labels; its forward and backward pass.
//!
//! Method: gated convolutions (Dauphin et al. 2017) with layer normalisation; deep biaffine attention (Dozat and Manning 2017);
//! tags are read from a middle layer. Knows words only as rows of numbers.

use crate::nn::{Rng, gemm, norm_backward, norm_forward, sigmoid, softmax, transpose};
use std::ops::Range;

/// Width of the encoder.
pub const H: usize = 128;
/// Reach of the convolution of each layer.
pub const DILATION: [usize; 5] = [1, 1, 2, 4, 1];
/// The tags are read after this many layers.
const TAG_AT: usize = 3;
/// Width of each of the four projections: dependent, head, labelled dependent, labelled head.
const A: usize = 128;

/// A matrix (rows, columns) in the parameters; vectors have one row.
#[derive(Debug, Clone, Copy)]
pub struct Mat {
    /// Offset of the first number.
    pub at: usize,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub cols: usize,
}

impl Mat {
    /// Where the matrix lies.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.at..self.at + self.rows * self.cols
    }
}

#[derive(Debug, Clone, Copy)]
struct Layer {
    w: Mat,
    b: Mat,
    gain: Mat,
    bias: Mat,
}

/// Where each matrix lies in the parameters.
#[derive(Debug, Clone)]
pub struct Layout {
    first: [Mat; 2],
    layers: Vec<Layer>,
    tag: [Mat; 2],
    proj: [Mat; 2],
    root: Mat,
    u: Mat,
    ub: Mat,
    label: [Mat; 2],
    /// Every matrix in order.
    pub all: Vec<Mat>,
    /// Count of parameters.
    pub len: usize,
    /// Count of classes: UPOS, XPOS, FEATS.
    pub tags: [usize; 3],
}

impl Layout {
    /// The layout for so many classes of UPOS, XPOS, FEATS, and labels.
    #[must_use]
    pub fn new(tags: [usize; 3], labels: usize) -> Layout {
        let (mut at, mut all) = (0, Vec::new());
        let mut m = |rows: usize, cols: usize| {
            let m = Mat { at, rows, cols };
            at += rows * cols;
            all.push(m);
            m
        };
        let first = [m(1, H), m(1, H)];
        let layers = DILATION
            .iter()
            .map(|_| Layer { w: m(3 * H, 2 * H), b: m(1, 2 * H), gain: m(1, H), bias: m(1, H) })
            .collect();
        let t = tags.iter().sum();
        let (tag, proj) = ([m(H, t), m(1, t)], [m(H, 4 * A), m(1, 4 * A)]);
        let (root, u, ub, label) = (m(1, 2 * A), m(A, A), m(1, A), [m(A, labels), m(1, labels)]);
        Layout { first, layers, tag, proj, root, u, ub, label, all, len: at, tags }
    }

    /// Starting values.
    #[must_use]
    pub fn start(&self, rng: &mut Rng) -> Vec<f32> {
        let mut p = vec![0.0; self.len];
        for m in self.all.iter().filter(|m| m.rows > 1) {
            let s = (3.0 / m.rows as f32).sqrt();
            p[m.range()].iter_mut().for_each(|v| *v = rng.signed() * s);
        }
        for g in self.layers.iter().map(|l| l.gain).chain([self.first[0]]) {
            p[g.range()].fill(1.0);
        }
        p[self.root.range()].iter_mut().for_each(|v| *v = rng.signed() * 0.3);
        p
    }
}

/// Gold answers of a batch: classes by word (`u32::MAX` for none), heads (0 the root, else 1 + index in the sentence), labels.
#[derive(Debug, Default)]
pub struct Gold {
    /// UPOS, XPOS, FEATS.
    pub tags: [Vec<u32>; 3],
    /// Heads.
    pub heads: Vec<u32>,
    /// Labels.
    pub labels: Vec<u32>,
}

struct Kept {
    cols: Vec<f32>,
    gate: Vec<f32>,
    drop: Vec<f32>,
    sum: Vec<f32>,
    inv: Vec<f32>,
}

/// What the forward pass computed for a batch of sentences.
pub struct Pass {
    x0: Vec<f32>,
    inv0: Vec<f32>,
    kept: Vec<Kept>,
    mid: Vec<f32>,
    top: Vec<f32>,
    /// Scores of the tags, all three kinds in one row a word.
    pub tags: Vec<f32>,
    proj: Vec<f32>,
    q: Vec<f32>,
    /// Scores of heads by sentence, `n × (n + 1)` each.
    pub arcs: Vec<Vec<f32>>,
}

/// Drops with probability `p` and scales the rest; gives the factors, empty if nothing drops.
fn dropout(x: &mut [f32], p: f32, rng: Option<&mut Rng>) -> Vec<f32> {
    let Some(rng) = rng else { return Vec::new() };
    let f: Vec<f32> = x.iter().map(|_| if rng.unit() < p { 0.0 } else { 1.0 / (1.0 - p) }).collect();
    x.iter_mut().zip(&f).for_each(|(x, f)| *x *= f);
    f
}

fn rows_of(v: &[f32], n: usize) -> Vec<f32> {
    v.repeat(n)
}

fn add_columns(into: &mut [f32], x: &[f32]) {
    for row in x.chunks_exact(into.len()) {
        into.iter_mut().zip(row).for_each(|(a, b)| *a += b);
    }
}

/// The three neighbours that the convolution sees at word `i` of a sentence.
fn taps(i: usize, s: &Range<usize>, d: usize) -> [Option<usize>; 3] {
    [i.checked_sub(d).filter(|j| *j >= s.start), Some(i), Some(i + d).filter(|j| *j < s.end)]
}

/// Columns of the matrices of one sentence: heads with the root first.
fn head_rows(proj: &[f32], root: &[f32], s: &Range<usize>, part: usize) -> Vec<f32> {
    let mut v = root.to_vec();
    for i in s.clone() {
        v.extend_from_slice(&proj[i * 4 * A + part * A..][..A]);
    }
    v
}

fn part(proj: &[f32], part: usize) -> Vec<f32> {
    proj.chunks_exact(4 * A).flat_map(|r| &r[part * A..(part + 1) * A]).copied().collect()
}

/// Runs the network over words whose embeddings are `x0`; `sentences` are ranges of words. With `rng` it trains (dropout).
#[must_use]
pub fn forward(
    l: &Layout,
    p: &[f32],
    x0: Vec<f32>,
    sentences: &[Range<usize>],
    mut rng: Option<&mut Rng>,
) -> Pass {
    let n = x0.len() / H;
    let mut x = vec![0.0; n * H];
    let inv0 = norm_forward(&x0, &mut x, &p[l.first[0].range()], &p[l.first[1].range()]);
    let (mut kept, mut mid) = (Vec::new(), Vec::new());
    for (k, (layer, d)) in l.layers.iter().zip(DILATION).enumerate() {
        if k == TAG_AT {
            mid.clone_from(&x);
        }
        let mut cols = vec![0.0; n * 3 * H];
        for s in sentences {
            for i in s.clone() {
                for (t, j) in taps(i, s, d).into_iter().enumerate() {
                    if let Some(j) = j {
                        cols[(i * 3 + t) * H..][..H].copy_from_slice(&x[j * H..][..H]);
                    }
                }
            }
        }
        let mut gate = rows_of(&p[layer.b.range()], n);
        gemm(&mut gate, &cols, &p[layer.w.range()], (n, 3 * H, 2 * H), true);
        let mut y = vec![0.0; n * H];
        for (y, g) in y.chunks_exact_mut(H).zip(gate.chunks_exact_mut(2 * H)) {
            let (a, b) = g.split_at_mut(H);
            for i in 0..H {
                b[i] = sigmoid(b[i]);
                y[i] = a[i] * b[i];
            }
        }
        let drop = dropout(&mut y, 0.2, rng.as_deref_mut());
        let sum: Vec<f32> = x.iter().zip(&y).map(|(a, b)| a + b).collect();
        let inv = norm_forward(&sum, &mut x, &p[layer.gain.range()], &p[layer.bias.range()]);
        if rng.is_some() {
            kept.push(Kept { cols, gate, drop, sum, inv });
        }
    }
    let t = l.tag[0].cols;
    let mut tags = rows_of(&p[l.tag[1].range()], n);
    gemm(&mut tags, &mid, &p[l.tag[0].range()], (n, H, t), true);
    let mut proj = rows_of(&p[l.proj[1].range()], n);
    gemm(&mut proj, &x, &p[l.proj[0].range()], (n, H, 4 * A), true);
    for r in proj.chunks_exact_mut(4 * A) {
        r[..2 * A].iter_mut().for_each(|v| *v = v.max(0.0));
    }
    let mut q = rows_of(&p[l.ub.range()], n);
    gemm(&mut q, &part(&proj, 0), &p[l.u.range()], (n, A, A), true);
    let mut arcs = Vec::new();
    for s in sentences {
        let m = s.len();
        let heads = transpose(&head_rows(&proj, &p[l.root.range()][..A], s, 1), m + 1, A);
        let mut scores = vec![0.0; m * (m + 1)];
        gemm(&mut scores, &q[s.start * A..s.end * A], &heads, (m, A, m + 1), false);
        for d in 0..m {
            scores[d * (m + 1) + d + 1] = -1e9;
        }
        arcs.push(scores);
    }
    Pass { x0, inv0, kept, mid, top: x, tags, proj, q, arcs }
}

impl Pass {
    fn hidden(&self, l: &Layout, p: &[f32], sentences: &[Range<usize>], heads: &[u32]) -> Vec<f32> {
        let mut z = vec![0.0; heads.len() * A];
        for s in sentences {
            for i in s.clone() {
                let dep = &self.proj[i * 4 * A + 2 * A..][..A];
                let head = match heads[i] {
                    0 => &p[l.root.range()][A..],
                    h => &self.proj[(s.start + h as usize - 1) * 4 * A + 3 * A..][..A],
                };
                for (z, (a, b)) in z[i * A..][..A].iter_mut().zip(dep.iter().zip(head)) {
                    *z = (a + b).max(0.0);
                }
            }
        }
        z
    }

    /// Scores of the labels, given the heads (0 the root, else 1 + index in the sentence).
    #[must_use]
    pub fn labels(&self, l: &Layout, p: &[f32], sentences: &[Range<usize>], heads: &[u32]) -> Vec<f32> {
        let z = self.hidden(l, p, sentences, heads);
        let mut out = rows_of(&p[l.label[1].range()], heads.len());
        gemm(&mut out, &z, &p[l.label[0].range()], (heads.len(), A, l.label[0].cols), true);
        out
    }

    /// Adds to `g` the gradient of the summed loss; gives that of the embeddings.
    #[must_use]
    pub fn backward(
        self,
        l: &Layout,
        p: &[f32],
        sentences: &[Range<usize>],
        gold: &Gold,
        g: &mut [f32],
    ) -> Vec<f32> {
        let n = self.x0.len() / H;
        let mut dproj = vec![0.0; n * 4 * A];
        // Labels, on the gold heads.
        let z = self.hidden(l, p, sentences, &gold.heads);
        let k = l.label[0].cols;
        let mut d = self.labels(l, p, sentences, &gold.heads);
        for (row, y) in d.chunks_exact_mut(k).zip(&gold.labels) {
            toward(row, *y);
        }
        let mut dz = vec![0.0; n * A];
        back(&mut dz, &d, &z, l.label, p, g, n);
        let droot = l.root.at;
        for s in sentences {
            for i in s.clone() {
                for j in 0..A {
                    let v = if z[i * A + j] > 0.0 { dz[i * A + j] } else { 0.0 };
                    dproj[i * 4 * A + 2 * A + j] += v;
                    match gold.heads[i] {
                        0 => g[droot + A + j] += v,
                        h => dproj[(s.start + h as usize - 1) * 4 * A + 3 * A + j] += v,
                    }
                }
            }
        }
        // Arcs.
        let mut dq = vec![0.0; n * A];
        for (s, scores) in sentences.iter().zip(&self.arcs) {
            let m = s.len();
            let mut d = scores.clone();
            for (row, y) in d.chunks_exact_mut(m + 1).zip(&gold.heads[s.clone()]) {
                toward(row, *y);
            }
            let heads = head_rows(&self.proj, &p[l.root.range()][..A], s, 1);
            gemm(&mut dq[s.start * A..s.end * A], &d, &heads, (m, m + 1, A), false);
            let mut dh = vec![0.0; (m + 1) * A];
            gemm(&mut dh, &transpose(&d, m, m + 1), &self.q[s.start * A..s.end * A], (m + 1, m, A), false);
            g[droot..droot + A].iter_mut().zip(&dh[..A]).for_each(|(a, b)| *a += b);
            for (i, r) in s.clone().zip(dh[A..].chunks_exact(A)) {
                dproj[i * 4 * A + A..][..A].copy_from_slice(r);
            }
        }
        let mut ddep = vec![0.0; n * A];
        back(&mut ddep, &dq, &part(&self.proj, 0), [l.u, l.ub], p, g, n);
        for i in 0..n {
            dproj[i * 4 * A..][..A].copy_from_slice(&ddep[i * A..][..A]);
            for j in 0..2 * A {
                if self.proj[i * 4 * A + j] <= 0.0 {
                    dproj[i * 4 * A + j] = 0.0;
                }
            }
        }
        let mut dx = vec![0.0; n * H];
        back(&mut dx, &dproj, &self.top, l.proj, p, g, n);
        // Tags.
        let t = l.tag[0].cols;
        let mut dt = self.tags.clone();
        for (i, row) in dt.chunks_exact_mut(t).enumerate() {
            let mut rest = row;
            for (kind, size) in l.tags.iter().enumerate() {
                let (now, later) = rest.split_at_mut(*size);
                toward(now, gold.tags[kind][i]);
                rest = later;
            }
        }
        let mut dmid = vec![0.0; n * H];
        back(&mut dmid, &dt, &self.mid, l.tag, p, g, n);
        // Encoder.
        for (k, (layer, dil)) in l.layers.iter().zip(DILATION).enumerate().rev() {
            let s = &self.kept[k];
            let dsum = norm_back(&s.sum, &s.inv, &dx, layer.gain, layer.bias, p, g);
            let mut dgate = vec![0.0; n * 2 * H];
            for i in 0..n {
                for j in 0..H {
                    let (a, b) = (s.gate[i * 2 * H + j], s.gate[i * 2 * H + H + j]);
                    let dy = dsum[i * H + j] * s.drop[i * H + j];
                    dgate[i * 2 * H + j] = dy * b;
                    dgate[i * 2 * H + H + j] = dy * a * b * (1.0 - b);
                }
            }
            let mut dcols = vec![0.0; n * 3 * H];
            back(&mut dcols, &dgate, &s.cols, [layer.w, layer.b], p, g, n);
            dx = dsum;
            for s in sentences {
                for i in s.clone() {
                    for (t, j) in taps(i, s, dil).into_iter().enumerate() {
                        if let Some(j) = j {
                            dx[j * H..][..H]
                                .iter_mut()
                                .zip(&dcols[(i * 3 + t) * H..][..H])
                                .for_each(|(a, b)| *a += b);
                        }
                    }
                }
            }
            if k == TAG_AT {
                dx.iter_mut().zip(&dmid).for_each(|(a, b)| *a += b);
            }
        }
        norm_back(&self.x0, &self.inv0, &dx, l.first[0], l.first[1], p, g)
    }
}

/// Scores become the gradient of the cross-entropy.
fn toward(row: &mut [f32], gold: u32) {
    match row.get(gold as usize) {
        None => row.fill(0.0),
        Some(_) => {
            softmax(row);
            row[gold as usize] -= 1.0;
        }
    }
}

/// Back through `y = x·w + b`.
fn back(dx: &mut [f32], dy: &[f32], x: &[f32], wb: [Mat; 2], p: &[f32], g: &mut [f32], n: usize) {
    let [w, b] = wb;
    gemm(dx, dy, &transpose(&p[w.range()], w.rows, w.cols), (n, w.cols, w.rows), false);
    gemm(&mut g[w.range()], &transpose(x, n, w.rows), dy, (w.rows, n, w.cols), true);
    add_columns(&mut g[b.range()], dy);
}

fn norm_back(x: &[f32], inv: &[f32], dy: &[f32], gain: Mat, bias: Mat, p: &[f32], g: &mut [f32]) -> Vec<f32> {
    // Gain and bias follow each other in the layout.
    let (a, b) = g[gain.at..bias.range().end].split_at_mut(gain.cols);
    norm_backward(x, inv, &p[gain.range()], dy, a, b)
}
