//! Elementwise functions, layer normalisation and seeded random numbers, without the platform's mathematics library.

/// `eˣ` by reduction to [-½ln2, ½ln2] and a polynomial; relative error below 1e-6.
#[inline]
#[must_use]
#[allow(clippy::excessive_precision)]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    // Adding and taking away 1.5·2²³ rounds to the nearest integer without a library call.
    let n = (x * std::f32::consts::LOG2_E + 12_582_912.0) - 12_582_912.0;
    let r = (x - n * 0.693_359_375) + n * 2.121_944_4e-4;
    let p = 1.0
        + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0))))));
    p * f32::from_bits(((n as i32 + 127) << 23) as u32)
}

/// The logistic function.
#[inline]
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Turns scores into probabilities in place.
pub fn softmax(x: &mut [f32]) {
    let max = x.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for v in x.iter_mut() {
        *v = exp(*v - max);
        sum += *v;
    }
    x.iter_mut().for_each(|v| *v /= sum);
}

/// Normalises each row of `x` (width `gain.len()`) into `y`; gives the inverse deviations.
pub fn norm_forward(x: &[f32], y: &mut [f32], gain: &[f32], bias: &[f32]) -> Vec<f32> {
    let h = gain.len();
    let mut inv = Vec::with_capacity(x.len() / h);
    for (x, y) in x.chunks_exact(h).zip(y.chunks_exact_mut(h)) {
        let mean = x.iter().sum::<f32>() / h as f32;
        let var = x.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / h as f32;
        let s = 1.0 / (var + 1e-5).sqrt();
        for i in 0..h {
            y[i] = (x[i] - mean) * s * gain[i] + bias[i];
        }
        inv.push(s);
    }
    inv
}

/// The gradient of [`norm_forward`] with respect to its input; adds to the gradients of gain and bias.
#[allow(clippy::too_many_arguments)]
pub fn norm_backward(
    x: &[f32],
    inv: &[f32],
    gain: &[f32],
    dy: &[f32],
    dgain: &mut [f32],
    dbias: &mut [f32],
) -> Vec<f32> {
    let h = gain.len();
    let mut dx = vec![0.0; x.len()];
    for (((x, dy), dx), s) in x.chunks_exact(h).zip(dy.chunks_exact(h)).zip(dx.chunks_exact_mut(h)).zip(inv) {
        let mean = x.iter().sum::<f32>() / h as f32;
        let (mut a, mut b) = (0.0, 0.0);
        for i in 0..h {
            let z = (x[i] - mean) * s;
            let g = dy[i] * gain[i];
            dgain[i] += dy[i] * z;
            dbias[i] += dy[i];
            a += g;
            b += g * z;
        }
        for i in 0..h {
            let z = (x[i] - mean) * s;
            dx[i] = s * (dy[i] * gain[i] - a / h as f32 - z * b / h as f32);
        }
    }
    dx
}

/// A seeded generator (the SplitMix64 sequence).
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A generator; equal seeds give equal sequences.
    #[must_use]
    pub fn new(seed: u64) -> Rng {
        Rng(seed)
    }
    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// From 0 to 1, 1 excluded.
    pub fn unit(&mut self) -> f32 {
        (self.next_u64() >> 40) as f32 / 16_777_216.0
    }
    /// From -1 to 1.
    pub fn signed(&mut self) -> f32 {
        self.unit() * 2.0 - 1.0
    }
    /// Puts the slice in a random order.
    pub fn shuffle<T>(&mut self, x: &mut [T]) {
        for i in (1..x.len()).rev() {
            let j = (self.next_u64() % (i as u64 + 1)) as usize;
            x.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_is_close() {
        for i in -800..800 {
            let x = i as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 2e-5, "{x}");
        }
    }

    #[test]
    fn gradient_of_the_norm() {
        let (x, g, b) = ([0.3f32, -1.0, 2.0, 0.7], [1.0f32, 0.5, 2.0, 1.5], [0.0f32; 4]);
        let dy = [0.2f32, -0.4, 1.0, 0.3];
        let loss = |x: &[f32]| {
            let mut y = [0.0; 4];
            norm_forward(x, &mut y, &g, &b);
            y.iter().zip(&dy).map(|(a, b)| a * b).sum::<f32>()
        };
        let mut y = [0.0; 4];
        let inv = norm_forward(&x, &mut y, &g, &b);
        let d = norm_backward(&x, &inv, &g, &dy, &mut [0.0; 4], &mut [0.0; 4]);
        for i in 0..4 {
            let (mut p, mut m) = (x, x);
            p[i] += 1e-2;
            m[i] -= 1e-2;
            assert!((d[i] - (loss(&p) - loss(&m)) / 2e-2).abs() < 1e-3);
        }
    }
}
