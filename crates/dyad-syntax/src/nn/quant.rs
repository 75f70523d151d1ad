//! Integer matrix products for reading: int8 weights times activations rounded to 16 bits.
//!
//! A weight matrix is stored as int8 with one scale a row (the inner dimension), so the scale goes into the
//! activations: each row of activations times the scales is rounded to 16-bit integers with one scale of its own, the
//! sums are exact 32-bit integers, and one multiplication a sum brings them back. Integer sums are the same in any
//! order, so the AVX2 build and the portable one agree to the bit. Must not know what the numbers mean.

/// Rows of activations that are multiplied together.
const ROWS: usize = 6;
/// Columns of weights that are multiplied together.
const COLS: usize = 16;
/// Groups of rows that meet all columns before the next groups do: their activations fit the nearest cache.
const TILE: usize = 4;

/// An int8 matrix, laid out for [`Matrix::add_product`].
#[derive(Debug, Clone)]
pub struct Matrix {
    k: usize,
    n: usize,
    /// One a row, padded to an even number of rows.
    scale: Vec<f32>,
    /// For each block of columns, for each pair of rows: the pair's two weights, column after column.
    packed: Vec<[i16; 2 * COLS]>,
    /// The largest rounded activation for which no sum overflows.
    most: f32,
}

/// Buffers that products share, so that reading a batch allocates nothing anew.
#[derive(Debug, Default)]
pub struct Work {
    /// Rounded activations: for each group of rows, for each pair of the inner dimension, the rows' pairs.
    pairs: Vec<[[i16; 2]; ROWS]>,
    scales: Vec<f32>,
    line: Vec<f32>,
}

impl Matrix {
    /// From int8 weights, row-major `k` × `n`, and one scale a row.
    #[must_use]
    pub fn new(k: usize, n: usize, scale: &[f32], weights: &[i8]) -> Matrix {
        let half = k.div_ceil(2);
        let mut packed = Vec::with_capacity(n.div_ceil(COLS) * half);
        for from in (0..n).step_by(COLS) {
            for p in 0..half {
                let mut line = [0i16; 2 * COLS];
                for (j, pair) in line.chunks_exact_mut(2).enumerate().take(n - from) {
                    for (q, w) in pair.iter_mut().enumerate().take(k - 2 * p) {
                        *w = weights.get((2 * p + q) * n + from + j).copied().map_or(0, i16::from);
                    }
                }
                packed.push(line);
            }
        }
        let mut scale = scale.to_vec();
        scale.resize(2 * half, 0.0);
        let most = (i32::MAX as f32 / (127.0 * k.max(1) as f32) - 1.0).min(32767.0).floor();
        Matrix { k, n, scale, packed, most }
    }

    /// `c += a · self` for row-major `a` (m × k) and `c` (m × n).
    pub fn add_product(&self, a: &[f32], c: &mut [f32], m: usize, work: &mut Work) {
        assert!(a.len() >= m * self.k && c.len() >= m * self.n, "matrix sizes do not fit");
        self.round(a, m, work);
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the feature was just detected; the function has no other requirement.
            unsafe { self.product_avx2(c, m, work) };
            return;
        }
        self.product(c, m, work, block);
    }

    fn round(&self, a: &[f32], m: usize, work: &mut Work) {
        let half = self.k.div_ceil(2);
        work.pairs.clear();
        work.pairs.resize(m.div_ceil(ROWS) * half, [[0; 2]; ROWS]);
        work.scales.clear();
        work.line.clear();
        work.line.resize(2 * half, 0.0);
        for (i, row) in a.chunks_exact(self.k.max(1)).take(m).enumerate() {
            let line = &mut work.line;
            line.iter_mut().zip(row).zip(&self.scale).for_each(|((l, x), s)| *l = x * s);
            // The bits of positive floats are ordered as the floats are, and integers have a vector maximum.
            let top = line.iter().fold(0u32, |t, x| t.max(x.to_bits() & 0x7fff_ffff));
            let top = f32::from_bits(top);
            let usable = top > 1e-30 && top.is_finite();
            let up = if usable { self.most / top } else { 0.0 };
            work.scales.push(if usable { top / self.most } else { 0.0 });
            let group = &mut work.pairs[i / ROWS * half..][..half];
            for (pair, x) in group.iter_mut().zip(line.as_chunks::<2>().0) {
                pair[i % ROWS] = [nearest(x[0] * up), nearest(x[1] * up)];
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn product_avx2(&self, c: &mut [f32], m: usize, work: &Work) {
        self.product(c, m, work, |a, b| block_avx2(a, b));
    }

    #[inline(always)]
    fn product(
        &self,
        c: &mut [f32],
        m: usize,
        work: &Work,
        block: impl Fn(&[[[i16; 2]; ROWS]], &[[i16; 2 * COLS]]) -> [[i32; COLS]; ROWS],
    ) {
        let half = self.k.div_ceil(2);
        if half == 0 {
            return;
        }
        for (t, tile) in work.pairs.chunks(TILE * half).enumerate() {
            for (b, from) in self.packed.chunks_exact(half).zip((0..self.n).step_by(COLS)) {
                let width = COLS.min(self.n - from);
                for (g, a) in tile.chunks_exact(half).enumerate() {
                    let sums = block(a, b);
                    for (i, sums) in ((t * TILE + g) * ROWS..m).zip(&sums) {
                        let scale = work.scales[i];
                        let out = &mut c[i * self.n + from..][..width];
                        out.iter_mut().zip(sums).for_each(|(o, s)| *o += *s as f32 * scale);
                    }
                }
            }
        }
    }
}

/// Nearest integer (ties to even) of a number below 2²² in size, by adding a number whose last bit counts ones.
#[inline(always)]
fn nearest(x: f32) -> i16 {
    (x + 12_582_912.0).to_bits() as i16
}

/// Sums of products of one group of rows with one block of columns.
fn block(a: &[[[i16; 2]; ROWS]], b: &[[i16; 2 * COLS]]) -> [[i32; COLS]; ROWS] {
    let mut sums = [[0i32; COLS]; ROWS];
    for (a, b) in a.iter().zip(b) {
        for (sums, x) in sums.iter_mut().zip(a) {
            for (s, w) in sums.iter_mut().zip(b.as_chunks::<2>().0) {
                *s += i32::from(x[0]) * i32::from(w[0]) + i32::from(x[1]) * i32::from(w[1]);
            }
        }
    }
    sums
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
fn block_avx2(a: &[[[i16; 2]; ROWS]], b: &[[i16; 2 * COLS]]) -> [[i32; COLS]; ROWS] {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm256_storeu_si256,
    };
    let mut acc = [[_mm256_setzero_si256(); 2]; ROWS];
    for (a, b) in a.iter().zip(b) {
        let at = b.as_ptr().cast::<__m256i>();
        // SAFETY: `b` holds 32 16-bit numbers, two vectors; the loads need no alignment.
        let (left, right) = unsafe { (_mm256_loadu_si256(at), _mm256_loadu_si256(at.add(1))) };
        for (acc, x) in acc.iter_mut().zip(a) {
            let x = i32::from(x[0] as u16) | (i32::from(x[1]) << 16);
            let x = _mm256_set1_epi32(x);
            acc[0] = _mm256_add_epi32(acc[0], _mm256_madd_epi16(x, left));
            acc[1] = _mm256_add_epi32(acc[1], _mm256_madd_epi16(x, right));
        }
    }
    let mut sums = [[0i32; COLS]; ROWS];
    for (sums, acc) in sums.iter_mut().zip(acc) {
        let at = sums.as_mut_ptr().cast::<__m256i>();
        // SAFETY: `sums` holds 16 32-bit numbers, two vectors; the stores need no alignment.
        unsafe {
            _mm256_storeu_si256(at, acc[0]);
            _mm256_storeu_si256(at.add(1), acc[1]);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::math::Rng;

    #[test]
    fn products_are_close_to_floating_point_and_the_same_on_every_processor() {
        let mut rng = Rng::new(7, 7);
        for (m, k, n) in [(1, 1, 1), (5, 7, 3), (13, 384, 37), (6, 128, 16), (2, 0, 4)] {
            let weights: Vec<i8> = (0..k * n).map(|_| (rng.below(255) as i32 - 127) as i8).collect();
            let scale: Vec<f32> = (0..k).map(|_| rng.uniform() * 0.02).collect();
            let a: Vec<f32> = (0..m * k).map(|_| rng.uniform() * 4.0 - 2.0).collect();
            let matrix = Matrix::new(k, n, &scale, &weights);
            let mut work = Work::default();
            let mut got = vec![0.5f32; m * n];
            matrix.add_product(&a, &mut got, m, &mut work);
            let mut portable = vec![0.5f32; m * n];
            matrix.product(&mut portable, m, &work, block);
            assert_eq!(got, portable);
            for i in 0..m {
                for j in 0..n {
                    let exact: f32 =
                        (0..k).map(|p| a[i * k + p] * scale[p] * f32::from(weights[p * n + j])).sum::<f32>()
                            + 0.5;
                    assert!((got[i * n + j] - exact).abs() < 2e-2, "{} {exact}", got[i * n + j]);
                }
            }
        }
    }

    #[test]
    fn extreme_activations_do_not_overflow() {
        let matrix = Matrix::new(1000, 1, &[1.0; 1000], &[127; 1000]);
        let mut out = [0.0f32];
        matrix.add_product(&[1e20; 1000], &mut out, 1, &mut Work::default());
        assert!((out[0] / 1.27e25 - 1.0).abs() < 1e-3, "{}", out[0]);
        matrix.add_product(&[f32::NAN; 1000], &mut out, 1, &mut Work::default());
        assert!(out[0].is_finite());
    }
}
