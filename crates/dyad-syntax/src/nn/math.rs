//! Elementary functions and random numbers that give the same bits on every machine: only IEEE-exact operations
//! (add, multiply, divide, square root), no library calls. Must not know what the numbers mean.

/// e^x to within about 2 ulp for |x| ≤ 87; saturates outside.
#[inline(always)]
#[must_use]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    // x = n·ln 2 + r with |r| ≤ ln 2 / 2. Adding a number whose last bit counts ones rounds to a whole number without a
    // cast, because casts of floats to integers keep the compiler from using vectors.
    const ONES: f32 = 12_582_912.0;
    let shifted = x * std::f32::consts::LOG2_E + ONES;
    let n = shifted.to_bits().wrapping_sub(ONES.to_bits());
    let nf = shifted - ONES;
    let r = (x - nf * 0.693_359_4) - nf * -2.121_944_4e-4;
    // Taylor coefficients to the sixth order are enough on |r| ≤ 0.347.
    let p = 1.0
        + r * (1.0
            + r * (0.5 + r * (0.166_666_67 + r * (0.041_666_668 + r * (0.008_333_334 + r * 0.001_388_889)))));
    p * f32::from_bits(n.wrapping_add(127) << 23)
}

/// Natural logarithm for positive, normal x.
#[inline(always)]
#[must_use]
pub fn ln(x: f32) -> f32 {
    let bits = x.max(f32::MIN_POSITIVE).to_bits();
    let mut e = ((bits >> 23) as i32 - 127) as f32;
    let mut m = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    if m > std::f32::consts::SQRT_2 {
        m *= 0.5;
        e += 1.0;
    }
    // ln m = 2 artanh((m-1)/(m+1))
    let s = (m - 1.0) / (m + 1.0);
    let z = s * s;
    e * std::f32::consts::LN_2
        + 2.0 * s * (1.0 + z * (1.0 / 3.0 + z * (0.2 + z * (1.0 / 7.0 + z * (1.0 / 9.0)))))
}

/// 1 / (1 + e^-x).
#[inline(always)]
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Hyperbolic tangent.
#[inline(always)]
#[must_use]
pub fn tanh(x: f32) -> f32 {
    2.0 / (1.0 + exp(-2.0 * x)) - 1.0
}

/// Splitmix64: small, seedable, good enough for shuffling and dropout.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A generator for a seed and a stream within it.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut r = Rng(seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        r.next_u64();
        r
    }
    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f32 {
        (self.next_u64() >> 40) as f32 / (1u64 << 24) as f32
    }
    /// Uniform below `n` (0 for `n` = 0).
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next_u64() % n as u64) as usize }
    }
    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_close_to_the_library() {
        for i in -800..=800 {
            let x = i as f32 / 10.0;
            assert!((exp(x) - x.exp()).abs() <= 2e-6 * x.exp(), "exp {x}");
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-6);
            assert!((tanh(x) - x.tanh()).abs() < 1e-6);
            if x > 0.0 {
                assert!((ln(x) - x.ln()).abs() < 2e-6, "ln {x}: {} {}", ln(x), x.ln());
            }
        }
    }
}
