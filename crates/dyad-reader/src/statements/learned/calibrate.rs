//! How sure a cue with its parts is, learned on documents that the model has not seen: logistic regression over a few
//! certainties (Platt 1999), and the threshold with the best F1. Must not know features of words.

use dyad_knowledge::Knowledge;
use dyad_syntax::nn::math;

use super::super::gather::{self, Ground};
use super::super::tree::Tree;
use super::train::{Example, main_word, words};
use super::{Attributor, KNOWN};
use crate::{At, Context, quotes};

/// The classifier alone.
pub(super) const PLAIN: [f32; KNOWN] = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];

/// The threshold where nothing was kept apart.
pub(super) const CUT: f32 = 0.4;

/// The threshold and the weights.
pub(super) fn calibrate(
    model: &Attributor,
    examples: &[&Example],
    knowledge: &Knowledge,
) -> (f32, [f32; KNOWN]) {
    let mut rows: Vec<([f32; KNOWN], bool)> = Vec::new();
    for e in examples {
        let cx = Context::new(&e.document, &e.analysis, knowledge);
        let quotes = quotes::find(&cx);
        let tree = Tree { cx: &cx, quotes: &quotes };
        let ground = Ground::new(&cx, &quotes);
        let mains: Vec<_> = e.gold.iter().map(|g| main_word(&tree, g)).collect();
        for h in model.hear(&tree, &ground.found, &ground.groups) {
            let grouped = ground.groups.iter().any(|g| g.cue == Some(h.cue));
            if h.content.is_empty() && !grouped {
                continue;
            }
            let own = mains.iter().position(|m| *m == Some(h.cue)).map(|i| &e.gold[i]);
            let right = own.is_some_and(|g| {
                let content: Vec<usize> =
                    words(&tree, &g.content).iter().filter(|w| w.s == h.cue.s).map(|w| w.t).collect();
                let same = content.iter().filter(|t| h.content.contains(t)).count();
                let source = words(&tree, &g.source);
                let named = source.is_empty() && h.source.is_empty()
                    || source.iter().any(|w| w.s == h.cue.s && h.source.contains(&w.t));
                named && (grouped || same * 4 >= content.len() + h.content.len())
            });
            rows.push((h.known, right));
        }
    }
    if rows.len() < 100 {
        return (CUT, PLAIN);
    }
    let sums = regress(&rows);
    let mut best = (0.0, CUT);
    for step in 2..14 {
        let cut = step as f32 * 0.05;
        let f1 = f1(&model.weighed(cut, sums), examples, knowledge);
        if f1 > best.0 {
            best = (f1, cut);
        }
    }
    (best.1, sums)
}

/// F1 of the attributions as a corpus has them: much the same content, and the source where there is one.
fn f1(model: &Attributor, examples: &[&Example], knowledge: &Knowledge) -> f64 {
    let (mut gold, mut said, mut right) = (0, 0, 0);
    for e in examples {
        let cx = Context::new(&e.document, &e.analysis, knowledge).with(Some(model));
        let quotes = quotes::find(&cx);
        let tree = Tree { cx: &cx, quotes: &quotes };
        let parts: Vec<_> =
            e.gold.iter().map(|g| (words(&tree, &g.content), words(&tree, &g.source))).collect();
        let mut used = vec![false; parts.len()];
        gold += parts.len();
        let found = gather::gather(&cx, &quotes, 0.0);
        for f in gather::corpus_view(&found, model.cut()).into_iter().map(|i| &found[i]) {
            said += 1;
            let content = words(&tree, &f.content);
            let source = |w: &At| w.s == f.sentence && f.source.words.contains(&w.t);
            let own = (0..parts.len()).find(|i| {
                let (c, s) = &parts[*i];
                let same = c.iter().filter(|w| content.contains(w)).count();
                let named = if s.is_empty() { f.source.words.is_empty() } else { s.iter().any(source) };
                !used[*i] && same * 4 >= c.len() + content.len() && named
            });
            if let Some(i) = own {
                used[i] = true;
                right += 1;
            }
        }
    }
    2.0 * f64::from(right) / ((said + gold) as f64).max(1.0)
}

/// Logistic regression by Newton's method, drawn a little towards zero.
fn regress(rows: &[([f32; KNOWN], bool)]) -> [f32; KNOWN] {
    let mut w = [0.0f64; KNOWN];
    for _ in 0..25 {
        let mut slope = w;
        let mut bend = [[0.0f64; KNOWN]; KNOWN];
        (0..KNOWN).for_each(|i| bend[i][i] = 1.0);
        for (x, y) in rows {
            let x = x.map(f64::from);
            let sum: f64 = x.iter().zip(&w).map(|(x, w)| x * w).sum();
            let p = f64::from(math::sigmoid(sum as f32));
            let error = p - f64::from(u8::from(*y));
            for i in 0..KNOWN {
                slope[i] += error * x[i];
                for j in 0..KNOWN {
                    bend[i][j] += p * (1.0 - p) * x[i] * x[j];
                }
            }
        }
        let step = solve(bend, slope);
        (0..KNOWN).for_each(|i| w[i] -= step[i]);
    }
    w.map(|x| x as f32)
}

/// Gaussian elimination; the matrix is positive definite.
fn solve(mut a: [[f64; KNOWN]; KNOWN], mut b: [f64; KNOWN]) -> [f64; KNOWN] {
    for i in 0..KNOWN {
        let row = a[i];
        for j in i + 1..KNOWN {
            let share = a[j][i] / row[i];
            (i..KNOWN).for_each(|k| a[j][k] -= share * row[k]);
            b[j] -= share * b[i];
        }
    }
    let mut x = [0.0; KNOWN];
    for i in (0..KNOWN).rev() {
        let known: f64 = (i + 1..KNOWN).map(|k| a[i][k] * x[k]).sum();
        x[i] = (b[i] - known) / a[i][i];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regression_finds_the_sign_of_what_tells() {
        let rows: Vec<([f32; KNOWN], bool)> = (0..200)
            .map(|i| {
                let mut x = [0.0; KNOWN];
                x[0] = 1.0;
                x[1] = (i % 7) as f32 - 3.0;
                x[2] = (i % 3) as f32;
                (x, i % 7 > 3 || i % 11 == 0)
            })
            .collect();
        let w = regress(&rows);
        assert!(w[1] > 0.5 && w[2].abs() < 0.3 && w[3] == 0.0, "{w:?}");
    }
}
