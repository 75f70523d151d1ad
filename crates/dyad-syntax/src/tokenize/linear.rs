//! A linear yes-or-no classifier over hashed features, trained as an averaged perceptron (Freund and Schapire 1999;
//! Collins 2002). Must not know what the features mean.

/// log2 of the number of weights.
const BITS: u32 = 16;

/// A set of hashed features, reused between decisions.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Indices into the weights.
    pub ids: Vec<u32>,
}

impl Features {
    /// Empties the set.
    pub fn clear(&mut self) {
        self.ids.clear();
    }
    /// Adds the feature `which` with two values.
    pub fn add(&mut self, which: u32, a: u64, b: u64) {
        let mut h = (u64::from(which) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ a.wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 31)).wrapping_add(b.wrapping_mul(0xc4ce_b9fe_1a85_ec53));
        h ^= h >> 29;
        h = h.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        self.ids.push((h >> (64 - BITS)) as u32);
    }
}

/// The weights as they are read: int8 with one scale.
#[derive(Debug, Clone)]
pub struct Linear {
    weights: Vec<i8>,
}

impl Linear {
    /// The score; above zero is yes.
    #[must_use]
    pub fn score(&self, f: &Features) -> i32 {
        f.ids.iter().map(|i| i32::from(self.weights[*i as usize])).sum()
    }
    /// The file form.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.weights.iter().map(|w| *w as u8));
    }
    /// Reads the file form; `None` if the bytes end early.
    pub fn read(bytes: &mut &[u8]) -> Option<Linear> {
        let raw = bytes.split_off(..1usize << BITS)?;
        Some(Linear { weights: raw.iter().map(|b| *b as i8).collect() })
    }
}

/// A perceptron in training.
#[derive(Debug, Clone)]
pub struct Perceptron {
    weights: Vec<f32>,
    sums: Vec<f64>,
    /// When each weight's sum was last brought up to date.
    seen: Vec<u64>,
    time: u64,
}

impl Default for Perceptron {
    fn default() -> Self {
        let n = 1usize << BITS;
        Self { weights: vec![0.0; n], sums: vec![0.0; n], seen: vec![0; n], time: 0 }
    }
}

impl Perceptron {
    /// Learns one example, with a margin; `weight` makes its mistakes count more.
    pub fn learn(&mut self, f: &Features, yes: bool, weight: f32) {
        self.time += 1;
        let score: f32 = f.ids.iter().map(|i| self.weights[*i as usize]).sum();
        let sign = if yes { 1.0 } else { -1.0 };
        if score * sign > 1.0 {
            return;
        }
        let step = sign * weight * 0.1;
        for i in &f.ids {
            let i = *i as usize;
            self.sums[i] += f64::from(self.weights[i]) * (self.time - self.seen[i]) as f64;
            self.seen[i] = self.time;
            self.weights[i] += step;
        }
    }
    /// The averaged weights, as int8.
    #[must_use]
    pub fn average(&self) -> Linear {
        let mean: Vec<f64> = (0..self.weights.len())
            .map(|i| {
                let sum = self.sums[i] + f64::from(self.weights[i]) * (self.time - self.seen[i]) as f64;
                sum / self.time.max(1) as f64
            })
            .collect();
        let top = mean.iter().fold(0.0f64, |m, x| m.max(x.abs())).max(1e-9);
        Linear { weights: mean.iter().map(|x| (x / top * 127.0).round() as i8).collect() }
    }
}
