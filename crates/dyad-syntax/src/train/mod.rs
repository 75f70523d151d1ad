//! Training of the tagger and parser: same data and same options give the same bytes, on any number of threads.
//!
//! Method: Adam with linear decay; each step's sentences fall in two fixed shards whose gradients are added in a fixed order; weights
//! are averaged over the last part of the run. Some sentences are shown in lower case, in capitals or without their final stop, so
//! that headlines parse.

pub mod corpus;

use crate::nn::Rng;
use crate::parser::net::{self, Gold, H, Layout};
use crate::parser::{LONGEST, ROWS, WHOLE, rows, write};
use corpus::GoldWord;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::ops::Range;

/// Why training stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    /// A malformed line.
    #[error("line {0} is not CoNLL-U")]
    Line(usize),
    /// A document that its licence keeps out.
    #[error("document {0} is of a genre that is not allowed in training")]
    Genre(String),
    /// No sentences.
    #[error("no training sentences")]
    Empty,
    /// A worker thread died.
    #[error("a training thread failed")]
    Thread,
}

/// What to train on and how.
#[derive(Debug, Clone)]
pub struct TrainOptions {
    /// Texts of CoNLL-U files, in order.
    pub texts: Vec<String>,
    /// Seed of every random choice.
    pub seed: u64,
    /// 1 or more; does not change the result.
    pub threads: usize,
    /// Passes over the data.
    pub epochs: usize,
}

const SHARDS: usize = 2;
/// Words in a shard of a step, about.
const SHARD_WORDS: usize = 300;
const RATE: f32 = 2e-3;
const RARE: usize = 3;

struct Example {
    forms: Vec<String>,
    gold: Vec<[u32; 5]>,
}

struct Shard {
    grad: Vec<f32>,
    /// Rows touched and the word whose gradient they get.
    touched: Vec<(u32, u32)>,
    dx: Vec<f32>,
}

/// Trains on the options' texts; calls `progress` after each pass. Gives the bytes of a model file.
///
/// # Errors
/// If the data are malformed, empty or not allowed.
pub fn parser(o: &TrainOptions, mut progress: impl FnMut(usize)) -> Result<Vec<u8>, TrainError> {
    let mut data: Vec<Vec<GoldWord>> = Vec::new();
    for t in &o.texts {
        data.extend(corpus::read(t)?.into_iter().filter(|s| s.len() <= LONGEST));
    }
    if data.is_empty() {
        return Err(TrainError::Empty);
    }
    let classes = classes(&data);
    let find =
        |k: usize, s: &str| classes[k].binary_search_by(|c| c.as_str().cmp(s)).map_or(u32::MAX, |i| i as u32);
    let examples: Vec<Example> = data
        .iter()
        .map(|s| Example {
            forms: s.iter().map(|w| w.form.clone()).collect(),
            gold: s
                .iter()
                .map(|w| {
                    [
                        find(0, &w.tags[0]),
                        find(1, &w.tags[1]),
                        find(2, &w.tags[2]),
                        w.head as u32,
                        find(3, &w.deprel),
                    ]
                })
                .collect(),
        })
        .collect();
    let layout = Layout::new([classes[0].len(), classes[1].len(), classes[2].len()], classes[3].len());
    let mut rng = Rng::new(o.seed);
    let mut p = layout.start(&mut rng);
    let mut table: Vec<f32> = (0..ROWS * H).map(|_| rng.signed() * 0.1).collect();
    let (mut m, mut v) = (vec![0.0f32; p.len()], vec![0.0f32; p.len()]);
    let (mut tm, mut tv) = (vec![0.0f32; table.len()], vec![0.0f32; table.len()]);
    let (mut mean, mut table_mean, mut means) = (vec![0.0f32; p.len()], vec![0.0f32; table.len()], 0.0f32);
    let words: usize = examples.iter().map(|e| e.forms.len()).sum();
    let total = (o.epochs * words).div_ceil(SHARDS * SHARD_WORDS).max(1) as f32;
    let mut step = 0u64;
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for epoch in 0..o.epochs {
        rng.shuffle(&mut order);
        let mut shards: Vec<Vec<usize>> = vec![Vec::new()];
        let mut count = 0;
        for i in &order {
            if count >= SHARD_WORDS {
                shards.push(Vec::new());
                count = 0;
            }
            count += examples[*i].forms.len();
            if let Some(s) = shards.last_mut() {
                s.push(*i);
            }
        }
        for group in shards.chunks(SHARDS) {
            step += 1;
            let seed =
                |k: usize| o.seed ^ (step * SHARDS as u64 + k as u64).wrapping_mul(0xD134_2543_DE82_EF95);
            let work = |k: usize| shard(&layout, &p, &table, group[k].iter().map(|i| &examples[*i]), seed(k));
            let done: Vec<Shard> = if o.threads > 1 && group.len() > 1 {
                std::thread::scope(|s| {
                    let other = s.spawn(|| work(1));
                    let first = work(0);
                    other.join().map(|b| vec![first, b])
                })
                .map_err(|_| TrainError::Thread)?
            } else {
                (0..group.len()).map(work).collect()
            };
            let scale = 1.0 / done.iter().map(|d| d.dx.len() / H).sum::<usize>().max(1) as f32;
            let rate = RATE * (step as f32 / 100.0).min((1.0 - step as f32 / total).max(0.01)).min(1.0);
            let mut g = vec![0.0f32; p.len()];
            let mut sparse: Vec<(u32, u32, u32)> = Vec::new();
            for (k, d) in done.iter().enumerate() {
                g.iter_mut().zip(&d.grad).for_each(|(a, b)| *a += b * scale);
                sparse.extend(d.touched.iter().map(|(r, w)| (*r, k as u32, *w)));
            }
            let norm = g.iter().map(|x| x * x).sum::<f32>().sqrt();
            let clip = scale * if norm > 2.0 { 2.0 / norm } else { 1.0 };
            let dense = if norm > 2.0 { 2.0 / norm } else { 1.0 };
            g.iter_mut().for_each(|x| *x *= dense);
            adam(&mut p, &mut m, &mut v, &g, rate);
            // A stable order, so that each row's sum is made in one order.
            sparse.sort_unstable();
            let mut at = 0;
            let mut row = vec![0.0f32; H];
            while at < sparse.len() {
                let r = sparse[at].0;
                row.fill(0.0);
                while at < sparse.len() && sparse[at].0 == r {
                    let (_, k, w) = sparse[at];
                    let d = &done[k as usize].dx[w as usize * H..][..H];
                    row.iter_mut().zip(d).for_each(|(a, b)| *a += b * clip);
                    at += 1;
                }
                let i = r as usize * H..(r as usize + 1) * H;
                adam(&mut table[i.clone()], &mut tm[i.clone()], &mut tv[i], &row, rate);
            }
            if step as f32 > total * 0.6 && step.is_multiple_of(16) {
                means += 1.0;
                // The newest count most: a mean with weights that grow with time.
                let w = 2.0 / (means + 1.0);
                mean.iter_mut().zip(&p).for_each(|(a, b)| *a += (b - *a) * w);
                table_mean.iter_mut().zip(&table).for_each(|(a, b)| *a += (b - *a) * w);
            }
        }
        progress(epoch + 1);
    }
    Ok(if means > 0.0 {
        write(&classes, &layout, &mean, &table_mean)
    } else {
        write(&classes, &layout, &p, &table)
    })
}

fn adam(p: &mut [f32], m: &mut [f32], v: &mut [f32], g: &[f32], rate: f32) {
    for (((p, m), v), g) in p.iter_mut().zip(m).zip(v).zip(g) {
        *m = 0.9 * *m + 0.1 * g;
        *v = 0.98 * *v + 0.02 * g * g;
        *p -= rate * *m / (v.sqrt() + 1e-8);
    }
}

/// Lists of the classes in order; rare ones are left out of XPOS and FEATS.
fn classes(data: &[Vec<GoldWord>]) -> [Vec<SmolStr>; 4] {
    let mut counts: [BTreeMap<&str, usize>; 4] = Default::default();
    for w in data.iter().flatten() {
        for (k, t) in w.tags.iter().chain([&w.deprel]).enumerate() {
            *counts[k].entry(t).or_default() += 1;
        }
    }
    let many = data.len() > 1000;
    counts.map(|c| {
        c.into_iter()
            .filter(|(s, n)| s.len() < 256 && (!many || *n >= RARE))
            .map(|(s, _)| SmolStr::new(s))
            .collect()
    })
}

fn shard<'a>(
    l: &Layout,
    p: &[f32],
    table: &[f32],
    examples: impl Iterator<Item = &'a Example>,
    seed: u64,
) -> Shard {
    let mut rng = Rng::new(seed);
    let mut gold = Gold::default();
    let (mut x, mut touched, mut ranges, mut feats) =
        (Vec::new(), Vec::new(), Vec::<Range<usize>>::new(), Vec::new());
    let mut at = 0usize;
    for e in examples {
        let style = rng.unit();
        let mut n = e.forms.len();
        let last = e.gold[n - 1];
        let stop = matches!(e.forms[n - 1].as_str(), "." | "!" | "?")
            && last[3] != 0
            && e.gold.iter().all(|g| g[3] as usize != n);
        if stop && rng.unit() < 0.08 {
            n -= 1;
        }
        ranges.push(at..at + n);
        for (form, y) in e.forms[..n].iter().zip(&e.gold) {
            let form = match style {
                s if s < 0.05 => form.to_lowercase(),
                s if s < 0.07 => form.to_uppercase(),
                _ => form.clone(),
            };
            rows(&form, &mut feats);
            let from = if rng.unit() < 0.15 { WHOLE } else { 0 };
            let start = x.len();
            x.resize(start + H, 0.0);
            for f in &feats[from..] {
                x[start..].iter_mut().zip(&table[*f as usize * H..][..H]).for_each(|(a, b)| *a += b);
                touched.push((*f, at as u32));
            }
            gold.tags.iter_mut().zip(y).for_each(|(t, y)| t.push(*y));
            gold.heads.push(y[3]);
            gold.labels.push(y[4]);
            at += 1;
        }
    }
    let mut grad = vec![0.0; l.len];
    let dx = net::forward(l, p, x, &ranges, Some(&mut rng)).backward(l, p, &ranges, &gold, &mut grad);
    Shard { grad, touched, dx }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parser;

    fn tiny() -> String {
        let row = |i: usize, f: &str, u: &str, h: usize, r: &str| {
            format!("{i}\t{f}\t_\t{u}\t{u}\t_\t{h}\t{r}\t_\t_\n")
        };
        let mut s = String::new();
        for (a, b, c) in [
            ("Ministers", "sign", "treaties"),
            ("Judges", "hear", "appeals"),
            ("Farmers", "sell", "grain"),
            ("Ships", "carry", "oil"),
        ] {
            s += &(row(1, a, "NOUN", 2, "nsubj")
                + &row(2, b, "VERB", 0, "root")
                + &row(3, c, "NOUN", 2, "obj")
                + "\n");
        }
        s
    }

    #[test]
    fn same_seed_same_bytes_on_any_threads_and_it_learns() {
        let run = |threads| {
            parser(&TrainOptions { texts: vec![tiny().repeat(90)], seed: 5, threads, epochs: 12 }, |_| {})
                .unwrap()
        };
        let model = run(1);
        assert_eq!(model, run(2));
        let p = Parser::from_bytes(&model).unwrap();
        let w = &p.parse(&[vec!["Judges", "sell", "oil"]])[0];
        assert_eq!(w.iter().map(|w| w.head).collect::<Vec<_>>(), [Some(1), None, Some(1)]);
        assert_eq!((w[0].deprel.as_str(), w[2].deprel.as_str()), ("nsubj", "obj"));
        let long = vec!["oil"; LONGEST * 2 + 3];
        let w = &p.parse(&[long, vec![], vec![""]]);
        assert_eq!((w[0].len(), w[0].iter().filter(|w| w.head.is_none()).count()), (LONGEST * 2 + 3, 1));
        assert!(Parser::from_bytes(&model[..model.len() - 1]).is_err() && Parser::from_bytes(b"").is_err());
    }
}
