//! The weights as they are read: rows of eight features a cache line, each with a check byte, so that a feature which
//! training never kept counts nothing. Must not know what the features mean.

use super::bytes::{put_u32s, take_u32, take_u32s};
use super::crf::{L, Scores, Steps};

/// Eight check bytes, then eight times a weight for each label.
const LINE: usize = 8 + 8 * L;

/// One line, at home in one line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([u8; LINE]);

impl Line {
    /// The place of a check byte among the first eight.
    #[inline(always)]
    fn find(&self, key: u8) -> Option<usize> {
        const ONES: u64 = 0x0101_0101_0101_0101;
        let first = u64::from_le_bytes(*self.0.first_chunk()?);
        // The lowest byte that is zero after the exclusive or: borrows reach higher bytes only.
        let x = first ^ (ONES * u64::from(key));
        let zero = x.wrapping_sub(ONES) & !x & (ONES << 7);
        (zero != 0).then(|| zero.trailing_zeros() as usize / 8)
    }
}

/// Weights of features and of steps.
#[derive(Debug, Clone)]
pub struct Weights {
    /// log2 of the number of lines.
    bits: u32,
    lines: Vec<Line>,
    scale: f32,
    /// Scores of a label after another.
    pub steps: Steps,
}

fn check(hash: u64) -> u8 {
    // Zero marks an empty place.
    (hash & 0xff).max(1) as u8
}

impl Weights {
    /// Packs features (hash and weights, the most important first) into 2^`bits` lines of eight; what finds its line
    /// full is left out.
    #[must_use]
    pub fn pack(features: &[(u64, Scores)], steps: Steps, bits: u32) -> Weights {
        let mut sizes: Vec<f32> = features.iter().flat_map(|f| f.1.iter().map(|w| w.abs())).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        // The few largest are cut, so that the steps of the others are finer.
        let top = sizes.get((sizes.len() as f64 * 0.9999) as usize).or(sizes.last()).copied().unwrap_or(1.0);
        let scale = top.max(1e-3) / 127.0;
        let mut lines = vec![Line([0; LINE]); 1 << bits];
        for (hash, weights) in features {
            let Line(line) = &mut lines[(hash >> (64 - bits)) as usize];
            let Some(free) = line[..8].iter().position(|c| *c == 0 || *c == check(*hash)) else { continue };
            if line[free] != 0 {
                continue;
            }
            line[free] = check(*hash);
            for (k, w) in weights.iter().enumerate() {
                line[8 + free * L + k] = ((w / scale).round().clamp(-127.0, 127.0) as i8) as u8;
            }
        }
        Weights { bits, lines, scale, steps }
    }
    /// The scores of a word's features.
    #[must_use]
    pub fn scores(&self, hashes: &[u64]) -> Scores {
        let mut sum = [0i32; L];
        for hash in hashes {
            let line = &self.lines[(hash >> (64 - self.bits)) as usize];
            let Some(at) = line.find(check(*hash)) else { continue };
            for (s, w) in sum.iter_mut().zip(&line.0[8 + at * L..8 + at * L + L]) {
                *s += i32::from(*w as i8);
            }
        }
        sum.map(|s| s as f32 * self.scale)
    }
    /// The file form.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.bits.to_le_bytes());
        let floats: Vec<u32> =
            std::iter::once(&self.scale).chain(self.steps.iter().flatten()).map(|x| x.to_bits()).collect();
        put_u32s(out, &floats);
        self.lines.iter().for_each(|l| out.extend(l.0));
    }
    /// Reads the file form; `None` if it is damaged.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Weights> {
        let bits = take_u32(bytes).filter(|b| (1..=24).contains(b))?;
        let floats: Vec<f32> = take_u32s(bytes, 1 + L * (L + 1))?.into_iter().map(f32::from_bits).collect();
        if floats.iter().any(|f| !f.is_finite()) {
            return None;
        }
        let mut steps = [[0.0; L]; L + 1];
        steps.iter_mut().flatten().zip(&floats[1..]).for_each(|(s, f)| *s = *f);
        let raw = bytes.split_off(..(1usize << bits) * LINE)?;
        let lines = raw.chunks_exact(LINE).filter_map(|c| c.try_into().ok().map(Line)).collect();
        Some(Weights { bits, lines, scale: floats[0], steps })
    }
}
