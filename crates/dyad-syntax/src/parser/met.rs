//! Words that the network has met: what goes into its first layer depends on the word alone, so it is worked out once
//! and kept. News repeats itself: four words in five of a stream of articles have been met before. Must not know what
//! the numbers mean.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::nn::quant::{Matrix, Work};

use super::features::FEATURES;

/// Words that are kept; when there is no room for a batch, all are forgotten. At width 128 a word takes 5 KiB.
const ROOM: usize = 4096;

/// Words that have been met, and those of the batch at hand.
#[derive(Debug, Default)]
pub struct Met {
    ids: FxHashMap<SmolStr, u32>,
    /// The words of the batch.
    batch: Vec<u32>,
    /// Each word's input.
    x: Vec<f32>,
    /// What each word adds to the first layer's sums of its right neighbour, its own and its left neighbour.
    parts: [Vec<f32>; 3],
}

impl Met {
    /// Finds the `n` words of a batch; returns the features of those that have not been met.
    pub fn find<'w>(
        &mut self,
        batch: impl Iterator<Item = &'w str>,
        n: usize,
        features: impl Fn(&str) -> [u32; FEATURES],
    ) -> Vec<[u32; FEATURES]> {
        if self.ids.len() + n > ROOM.max(n) {
            *self = Met { batch: std::mem::take(&mut self.batch), ..Met::default() };
        }
        self.batch.clear();
        let mut fresh = Vec::new();
        for word in batch {
            let id = self.ids.get(word).copied().unwrap_or_else(|| {
                let id = self.ids.len() as u32;
                self.ids.insert(word.into(), id);
                fresh.push(features(word));
                id
            });
            self.batch.push(id);
        }
        fresh
    }

    /// Makes room for `more` numbers of input, zero at first.
    pub fn input(&mut self, more: usize) -> &mut [f32] {
        let from = self.x.len();
        self.x.resize(from + more, 0.0);
        &mut self.x[from..]
    }

    /// Works out what the last `n` words add to the first layer.
    pub fn parts(&mut self, first: &[Matrix; 3], n: usize, d: usize, work: &mut Work) {
        let x = &self.x[self.x.len() - n * d..];
        for (part, matrix) in self.parts.iter_mut().zip(first) {
            let from = part.len();
            part.resize(from + n * 3 * d, 0.0);
            matrix.add_product(x, &mut part[from..], n, work);
        }
    }

    /// The inputs `x` and the first layer's sums `u` (begun with its bias) of the batch; there is nothing beyond the
    /// ends of its sentences.
    pub fn lay_out(&self, bias: &[f32], starts: &[usize], d: usize, x: &mut [f32], u: &mut [f32]) {
        let w = 3 * d;
        let line = |part: usize, i: usize| {
            let id = self.batch[i] as usize;
            &self.parts[part][id * w..(id + 1) * w]
        };
        for s in starts.windows(2) {
            for i in s[0]..s[1] {
                let id = self.batch[i] as usize;
                x[i * d..(i + 1) * d].copy_from_slice(&self.x[id * d..(id + 1) * d]);
                let out = &mut u[i * w..(i + 1) * w];
                out.iter_mut().zip(bias).zip(line(1, i)).for_each(|((o, b), c)| *o = b + c);
                if i > s[0] {
                    out.iter_mut().zip(line(0, i - 1)).for_each(|(o, a)| *o += a);
                }
                if i + 1 < s[1] {
                    out.iter_mut().zip(line(2, i + 1)).for_each(|(o, a)| *o += a);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::parser::Parser;

    #[test]
    fn what_was_met_before_changes_nothing() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let sentence = vec![words("The minister , Ana Duarte , denied it on Tuesday .")];
        let fresh = Parser::english().unwrap().parse(&sentence);
        let used = Parser::english().unwrap();
        // More words than there is room for, so that some are forgotten on the way.
        let many: Vec<Vec<String>> =
            (0..50).map(|i| (0..100).map(|k| format!("w{}", i * 100 + k)).collect()).collect();
        assert_eq!(used.parse(&many).len(), many.len());
        assert_eq!(used.parse(&sentence), fresh);
        assert_eq!(used.parse(&sentence), fresh);
        // The sentence's neighbours in the batch are not its own.
        let three = [words("He resigned ."), sentence[0].clone(), words("So ?")];
        assert_eq!(used.parse(&three)[1], fresh[0]);
        assert_eq!(used.parse::<String>(&[]), Vec::<Vec<_>>::new());
    }
}
