//! Weights of hashed features for some labels, a signed byte each: the file form, and sums over features. Must not know what
//! features and labels mean.

use dyad_syntax::chain::bytes::{put_u32s, take_u32, take_u32s};
use dyad_syntax::nn::math;

/// A linear model of `M` labels.
#[derive(Debug, Clone, Default)]
pub struct Linear<const M: usize> {
    /// Hashes of features, ascending.
    keys: Vec<u32>,
    weights: Vec<[i8; M]>,
    /// What one step of a weight is worth.
    step: f32,
    /// Where the keys that begin alike begin.
    starts: Vec<u32>,
}

/// Bits of a key by which its neighbourhood is found.
const BITS: u32 = 12;

impl<const M: usize> Linear<M> {
    /// From features with their weights, in any order.
    pub fn new(mut rows: Vec<(u32, [f32; M])>) -> Self {
        rows.sort_unstable_by_key(|r| r.0);
        let top = rows.iter().flat_map(|r| r.1).fold(0.0f32, |m, w| m.max(w.abs()));
        let step = if top > 0.0 { top / 127.0 } else { 1.0 };
        // A cast saturates, and the largest weight is 127 steps.
        let byte = |w: f32| (w / step + if w < 0.0 { -0.5 } else { 0.5 }) as i8;
        let keys = rows.iter().map(|r| r.0).collect();
        let weights = rows.iter().map(|r| r.1.map(byte)).collect();
        Self { keys, weights, step, starts: Vec::new() }.indexed()
    }
    fn indexed(mut self) -> Self {
        let mut counts = vec![0u32; (1 << BITS) + 1];
        self.keys.iter().for_each(|k| counts[(k >> (32 - BITS)) as usize + 1] += 1);
        let mut sum = 0;
        for c in &mut counts {
            sum += *c;
            *c = sum;
        }
        self.starts = counts;
        self
    }
    /// Appends the file form.
    pub fn write(&self, out: &mut Vec<u8>) {
        put_u32s(out, &[self.step.to_bits(), self.keys.len() as u32]);
        put_u32s(out, &self.keys);
        out.extend(self.weights.iter().flatten().map(|w| w.cast_unsigned()));
    }
    /// Reads the file form; `None` if it is damaged.
    pub fn read(b: &mut &[u8]) -> Option<Self> {
        let step = f32::from_bits(take_u32(b)?);
        let n = take_u32(b)? as usize;
        let keys = take_u32s(b, n)?;
        let (rows, _) = b.split_off(..n.checked_mul(M)?)?.as_chunks::<M>();
        if !step.is_finite() || keys.windows(2).any(|w| w[0] >= w[1]) {
            return None;
        }
        let weights = rows.iter().map(|r| r.map(u8::cast_signed)).collect();
        Some(Self { keys, weights, step, starts: Vec::new() }.indexed())
    }
    fn row(&self, key: u32) -> Option<&[i8; M]> {
        let part = (key >> (32 - BITS)) as usize;
        let range = *self.starts.get(part)? as usize..*self.starts.get(part + 1)? as usize;
        let at = range.start + self.keys.get(range)?.binary_search(&key).ok()?;
        self.weights.get(at)
    }
    /// How likely each label is, given the features; the sum is 1.
    pub fn probabilities(&self, ids: impl Iterator<Item = u32>) -> [f32; M] {
        let mut sums = [0i32; M];
        for row in ids.filter_map(|id| self.row(id)) {
            sums.iter_mut().zip(row).for_each(|(s, w)| *s += i32::from(*w));
        }
        softmax(sums.map(|s| s as f32 * self.step))
    }
}

/// Scores as probabilities.
pub fn softmax<const M: usize>(scores: [f32; M]) -> [f32; M] {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let e = scores.map(|s| math::exp(s - top));
    let sum: f32 = e.iter().sum();
    e.map(|x| x / sum)
}
