//! Losses and the way back through the network. Must not know data files or the optimiser.

use crate::nn::kernels::{matmul, transpose};
use crate::nn::math::{Rng, ln};

use super::features::{FEATURES, VECTOR};
use super::model::{LEAK, Network, NormCache, Pass, distance, softmax};
use super::vectors::LENGTH;

/// What a word should get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Class of the universal tag.
    pub upos: u32,
    /// Class of the treebank tag.
    pub xpos: u32,
    /// Class of the feature bundle.
    pub feats: u32,
    /// 0 for the root, else index in the sentence + 1.
    pub head: u32,
    /// Class of the relation.
    pub rel: u32,
    /// Class of the name label; `u32::MAX` where the treebank does not say.
    pub name: u32,
}

/// Adds the gradient of the batch's loss (a sum over words, each divided by `scale`) to `grads`; returns the loss.
pub fn backward(
    net: &Network,
    ids: &[[u32; FEATURES]],
    targets: &[Target],
    pass: &Pass,
    scale: f32,
    drop: (&mut Rng, f32),
    grads: &mut [f32],
) -> f64 {
    let s = &net.sizes;
    let (d, n, t, w, a, r) = (s.width, ids.len(), s.tags(), s.proj(), s.arc, s.label);
    let p = &net.params;
    let sl = &net.slots;
    let mut loss = 0.0f64;

    // Arcs.
    let mut d_proj = vec![0.0f32; n * w];
    let mut d_query = vec![0.0f32; n * a];
    let bias = p.get(sl.arc_bias);
    let mut prob = Vec::new();
    for (k, sent) in pass.starts.windows(2).enumerate() {
        let len = sent[1] - sent[0];
        let c = len + 1;
        let scores = &pass.arcs[pass.arcs_at[k]..pass.arcs_at[k] + len * c];
        let mut ds = vec![0.0f32; len * c];
        prob.resize(c, 0.0);
        for i in 0..len {
            softmax(&scores[i * c..(i + 1) * c], &mut prob);
            let gold = targets[sent[0] + i].head as usize;
            loss -= f64::from(ln(prob[gold])) / f64::from(scale);
            let row = &mut ds[i * c..(i + 1) * c];
            row.iter_mut().zip(&prob).for_each(|(g, q)| *g = q / scale);
            row[gold] -= 1.0 / scale;
            let g_dist = &mut grads[p.range(sl.dist)];
            for h in 0..len {
                g_dist[distance(i, h)] += row[h + 1];
            }
        }
        let mut heads = Vec::with_capacity(c * a);
        heads.extend_from_slice(p.get(sl.arc_root));
        (sent[0]..sent[1]).for_each(|i| heads.extend_from_slice(&pass.proj[i * w + a..i * w + 2 * a]));
        matmul(&ds, &heads, &mut d_query[sent[0] * a..sent[1] * a], len, c, a);
        let mut across = vec![0.0f32; c * len];
        transpose(&ds, &mut across, len, c);
        let mut d_heads = vec![0.0f32; c * a];
        matmul(&across, &pass.query[sent[0] * a..sent[1] * a], &mut d_heads, c, len, a);
        // The part of the score that depends on the head alone.
        let column: Vec<f32> = across.chunks_exact(len).map(|line| line.iter().sum()).collect();
        for (h, sum) in column.iter().enumerate() {
            for j in 0..a {
                d_heads[h * a + j] += sum * bias[j];
            }
        }
        let mut d_bias = vec![0.0f32; a];
        matmul(&column, &heads, &mut d_bias, 1, c, a);
        add(&mut grads[p.range(sl.arc_bias)], &d_bias);
        add(&mut grads[p.range(sl.arc_root)], &d_heads[..a]);
        for i in 0..len {
            add(
                &mut d_proj[(sent[0] + i) * w + a..(sent[0] + i) * w + 2 * a],
                &d_heads[(i + 1) * a..(i + 2) * a],
            );
        }
    }
    let (dep, _) = net.arc_parts(&pass.proj);
    back_matmul(&dep, p.get(sl.arc), &d_query, n, a, a, &mut grads[p.range(sl.arc)], |dx| {
        for i in 0..n {
            add(&mut d_proj[i * w..i * w + a], &dx[i * a..(i + 1) * a]);
        }
    });

    // Labels under the gold head, all words at once.
    let mut hidden = vec![0.0f32; n * r];
    let from = 2 * a;
    let mut head_of = vec![None; n];
    for sent in pass.starts.windows(2) {
        for i in sent[0]..sent[1] {
            head_of[i] = (targets[i].head as usize).checked_sub(1).map(|h| sent[0] + h);
            let row = &pass.proj[i * w + from..i * w + from + r];
            let other = match head_of[i] {
                Some(h) => &pass.proj[h * w + from + r..h * w + from + 2 * r],
                None => p.get(sl.label_root),
            };
            for j in 0..r {
                let v = row[j] + other[j];
                hidden[i * r + j] = if v < 0.0 { v * LEAK } else { v };
            }
        }
    }
    let (rng, rate) = drop;
    let keep = 1.0 / (1.0 - rate);
    let mask: Vec<f32> = (0..n * r).map(|_| if rng.uniform() < rate { 0.0 } else { keep }).collect();
    let dropped: Vec<f32> = hidden.iter().zip(&mask).map(|(h, m)| h * m).collect();
    let mut scores = Vec::with_capacity(n * s.rels);
    (0..n).for_each(|_| scores.extend_from_slice(p.get(sl.label.1)));
    matmul(&dropped, p.get(sl.label.0), &mut scores, n, r, s.rels);
    let classes: Vec<u32> = targets.iter().map(|t| t.rel).collect();
    let d_scores = cross_entropy(&scores, s.rels, 0..s.rels, &classes, scale, 1.0, &mut loss);
    column_sums(&d_scores, s.rels, &mut grads[p.range(sl.label.1)]);
    let mut d_hidden = vec![0.0f32; n * r];
    back_matmul(
        &dropped,
        p.get(sl.label.0),
        &d_scores,
        n,
        r,
        s.rels,
        &mut grads[p.range(sl.label.0)],
        |dx| {
            d_hidden.copy_from_slice(dx);
        },
    );
    let root = p.range(sl.label_root);
    for i in 0..n {
        for j in 0..r {
            let g = d_hidden[i * r + j] * mask[i * r + j] * if hidden[i * r + j] < 0.0 { LEAK } else { 1.0 };
            d_proj[i * w + from + j] += g;
            match head_of[i] {
                Some(h) => d_proj[h * w + from + r + j] += g,
                None => grads[root.start + j] += g,
            }
        }
    }

    // Projections, then the state with tags.
    for (g, v) in d_proj.chunks_exact_mut(w).zip(pass.proj.chunks_exact(w)) {
        for j in 0..2 * a {
            if v[j] < 0.0 {
                g[j] *= LEAK;
            }
        }
    }
    column_sums(&d_proj, w, &mut grads[p.range(sl.proj.1)]);
    let mut d_state = vec![0.0f32; n * d];
    back_matmul(&pass.state2, p.get(sl.proj.0), &d_proj, n, d, w, &mut grads[p.range(sl.proj.0)], |dx| {
        d_state.copy_from_slice(dx);
    });
    d_state.iter_mut().zip(&pass.mask2).for_each(|(g, m)| *g *= m);
    // Tag probabilities are taken as given; only their embedding learns from the parser.
    let both = s.upos + s.xpos;
    let mut probs_across = vec![0.0f32; both * n];
    transpose(&pass.probs, &mut probs_across, n, both);
    matmul(&probs_across, &d_state, &mut grads[p.range(sl.tag_embed)], both, n, d);

    // Tags.
    let mut d_tags = vec![0.0f32; n * t];
    let parts =
        [(0, s.upos, 1.0f32), (s.upos, s.xpos, 1.0), (both, s.feats, 0.5), (both + s.feats, s.names, 1.0)];
    for (which, (at, size, weight)) in parts.into_iter().enumerate() {
        let classes: Vec<u32> = targets.iter().map(|t| [t.upos, t.xpos, t.feats, t.name][which]).collect();
        let part = cross_entropy(&pass.tags, t, at..at + size, &classes, scale, weight, &mut loss);
        for i in 0..n {
            d_tags[i * t + at..i * t + at + size].copy_from_slice(&part[i * size..(i + 1) * size]);
        }
    }
    column_sums(&d_tags, t, &mut grads[p.range(sl.tags.1)]);
    back_matmul(&pass.seen, p.get(sl.tags.0), &d_tags, n, d, t, &mut grads[p.range(sl.tags.0)], |dx| {
        d_state.iter_mut().zip(dx.iter().zip(&pass.mask_tags)).for_each(|(g, (x, m))| *g += x * m);
    });

    // Layers, last first.
    for l in (0..s.layers).rev() {
        d_state = back_layer(net, l, pass, d_state, grads);
    }
    d_state.iter_mut().zip(&pass.mask0).for_each(|(g, m)| *g *= m);
    let (gain, shift) = sl.norm[0];
    let dx = back_norm(&d_state, &pass.norm0, d, p.get(gain), grads, p.range(gain), p.range(shift));
    for (row, id) in dx.chunks_exact(d).zip(ids) {
        for (f, slot) in sl.embed.iter().enumerate() {
            let at = p.range(*slot).start + id[f] as usize * d;
            add(&mut grads[at..at + d], row);
        }
        for (slot, cluster) in sl.clusters.iter().zip(net.vectors.clusters(id[VECTOR])) {
            let at = p.range(*slot).start + cluster as usize * d;
            add(&mut grads[at..at + d], row);
        }
    }
    let mut across = vec![0.0f32; LENGTH * n];
    transpose(&pass.given, &mut across, n, LENGTH);
    matmul(&across, &dx, &mut grads[p.range(sl.vector)], LENGTH, n, d);
    loss
}

fn back_layer(net: &Network, l: usize, pass: &Pass, dy: Vec<f32>, grads: &mut [f32]) -> Vec<f32> {
    let d = net.sizes.width;
    let p = &net.params;
    let k = &pass.layers[l];
    let n = dy.len() / d;
    let (gain, shift) = net.slots.norm[l + 1];
    let mut dx = back_norm(&dy, &k.norm, d, p.get(gain), grads, p.range(gain), p.range(shift));
    // dx is also the gradient of the residual input.
    let mut dc = vec![0.0f32; n * d];
    let mut du = vec![0.0f32; n * 3 * d];
    for i in 0..n {
        for j in 0..d {
            let at = i * d + j;
            let g = dx[at] * k.mask[at];
            dc[at] = g * k.o[at];
            du[i * 3 * d + 2 * d + j] = g * k.c[at] * k.o[at] * (1.0 - k.o[at]);
        }
    }
    let half = d / 2;
    let mut step = |at: usize, before: Option<usize>, dc: &mut [f32]| {
        let (i, j) = (at / d, at % d);
        let g = dc[at];
        let c0 = before.map_or(0.0, |b| k.c[b]);
        if let Some(b) = before {
            dc[b] += g * k.f[at];
        }
        du[i * 3 * d + d + j] = g * (c0 - k.g[at]) * k.f[at] * (1.0 - k.f[at]);
        du[i * 3 * d + j] = g * (1.0 - k.f[at]) * (1.0 - k.g[at] * k.g[at]);
    };
    for s in pass.starts.windows(2) {
        for i in (s[0]..s[1]).rev() {
            for at in i * d..i * d + half {
                step(at, (i > s[0]).then(|| at - d), &mut dc);
            }
        }
        for i in s[0]..s[1] {
            for at in i * d + half..(i + 1) * d {
                step(at, (i + 1 < s[1]).then_some(at + d), &mut dc);
            }
        }
    }
    column_sums(&du, 3 * d, &mut grads[p.range(net.slots.conv[l].1)]);
    let w = net.slots.conv[l].0;
    back_matmul(&k.x3, p.get(w), &du, n, 3 * d, 3 * d, &mut grads[p.range(w)], |d3| {
        for s in pass.starts.windows(2) {
            for i in s[0]..s[1] {
                let row = &d3[i * 3 * d..(i + 1) * 3 * d];
                if i > s[0] {
                    add(&mut dx[(i - 1) * d..i * d], &row[..d]);
                }
                add(&mut dx[i * d..(i + 1) * d], &row[d..2 * d]);
                if i + 1 < s[1] {
                    add(&mut dx[(i + 1) * d..(i + 2) * d], &row[2 * d..]);
                }
            }
        }
    });
    dx
}

/// For y = x·w: adds the gradient of `w` and hands that of `x` to `give`.
#[allow(clippy::too_many_arguments)]
fn back_matmul(
    x: &[f32],
    w: &[f32],
    dy: &[f32],
    n: usize,
    k: usize,
    m: usize,
    dw: &mut [f32],
    give: impl FnOnce(&[f32]),
) {
    let mut across = vec![0.0f32; k * n];
    transpose(x, &mut across, n, k);
    matmul(&across, dy, dw, k, n, m);
    let mut wt = vec![0.0f32; m * k];
    transpose(w, &mut wt, k, m);
    let mut dx = vec![0.0f32; n * k];
    matmul(dy, &wt, &mut dx, n, m, k);
    give(&dx);
}

fn back_norm(
    dy: &[f32],
    cache: &NormCache,
    d: usize,
    gain: &[f32],
    grads: &mut [f32],
    at_gain: std::ops::Range<usize>,
    at_shift: std::ops::Range<usize>,
) -> Vec<f32> {
    let mut dx = vec![0.0f32; dy.len()];
    for (i, row) in dy.chunks_exact(d).enumerate() {
        let hat = &cache.hat[i * d..(i + 1) * d];
        let (mut sum, mut dot) = (0.0f32, 0.0f32);
        for j in 0..d {
            grads[at_gain.start + j] += row[j] * hat[j];
            grads[at_shift.start + j] += row[j];
            let g = row[j] * gain[j];
            sum += g;
            dot += g * hat[j];
        }
        let (sum, dot) = (sum / d as f32, dot / d as f32);
        for j in 0..d {
            dx[i * d + j] = (row[j] * gain[j] - sum - hat[j] * dot) * cache.inv[i];
        }
    }
    dx
}

/// Gradient of the softmax cross entropy over some columns of a score matrix with `cols` columns.
fn cross_entropy(
    scores: &[f32],
    cols: usize,
    part: std::ops::Range<usize>,
    gold: &[u32],
    scale: f32,
    weight: f32,
    loss: &mut f64,
) -> Vec<f32> {
    let size = part.len();
    let mut out = vec![0.0f32; gold.len() * size];
    for (i, g) in gold.iter().enumerate() {
        let row = &mut out[i * size..(i + 1) * size];
        if *g == u32::MAX {
            continue;
        }
        softmax(&scores[i * cols + part.start..i * cols + part.end], row);
        *loss -= f64::from(ln(row[*g as usize]) * weight / scale);
        row.iter_mut().for_each(|v| *v *= weight / scale);
        row[*g as usize] -= weight / scale;
    }
    out
}

fn column_sums(x: &[f32], cols: usize, out: &mut [f32]) {
    x.chunks_exact(cols).for_each(|row| add(out, row));
}

fn add(to: &mut [f32], from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(t, f)| *t += f);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parser::model::Sizes;
    use crate::parser::vectors::Vectors;

    #[test]
    fn gradients_agree_with_finite_differences() {
        let sizes = Sizes {
            words: 5,
            vectors: 4,
            width: 8,
            layers: 2,
            arc: 8,
            label: 8,
            upos: 3,
            xpos: 4,
            feats: 2,
            rels: 3,
            names: 3,
        };
        let (params, slots) = sizes.init(3);
        let words = [("the", [1, 2, 3, 4]), ("of", [1, 3, 5, 7]), ("rare", [2, 3, 5, 7])];
        let bytes: Vec<u8> = (0..2 * LENGTH).map(|i| (i * 37 % 251) as u8).collect();
        let vectors = Vectors::new(&words, &bytes).unwrap();
        assert_eq!(vectors.rows(), sizes.vectors);
        let mut net = Network { sizes, params, slots, vectors };
        let ids: Vec<[u32; FEATURES]> =
            (0..7u32).map(|i| [i % 5, i, i, 2, 3, i, 1, 0, i, i, i % 4]).collect();
        let starts = [0, 4, 7];
        let heads = [2, 0, 2, 3, 0, 1, 1];
        let targets: Vec<Target> = (0..7u32)
            .map(|i| Target {
                upos: i % 3,
                xpos: i % 4,
                feats: i % 2,
                head: heads[i as usize],
                rel: (i + 1) % 3,
                name: if i == 2 { u32::MAX } else { i % 3 },
            })
            .collect();
        let run = |net: &Network, grads: &mut Vec<f32>| {
            let pass = net.forward(&ids, &starts, Some((&mut Rng::new(1, 1), 1e-9)));
            backward(net, &ids, &targets, &pass, 1.0, (&mut Rng::new(1, 2), 1e-9), grads)
        };
        let mut grads = vec![0.0f32; net.params.data.len()];
        run(&net, &mut grads);
        let mut scratch = grads.clone();
        for slot in net.params.slots.clone() {
            if slot.name == "tag_embed" {
                continue;
            }
            // The element of the slot with the largest gradient. Tag heads also act through the fed-back
            // probabilities, which are taken as given, so what lies below them is compared loosely.
            let range = slot.at..slot.at + slot.rows * slot.cols;
            let at = range.clone().max_by(|a, b| grads[*a].abs().total_cmp(&grads[*b].abs())).unwrap();
            let old = net.params.data[at];
            let e = 4e-3;
            net.params.data[at] = old + e;
            let up = run(&net, &mut scratch);
            net.params.data[at] = old - e;
            let down = run(&net, &mut scratch);
            net.params.data[at] = old;
            let numeric = (up - down) / f64::from(2.0 * e);
            let got = f64::from(grads[at]);
            assert!((numeric - got).abs() < 0.03 + 0.06 * numeric.abs(), "{}: {numeric} {got}", slot.name);
        }
    }
}
