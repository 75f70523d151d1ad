//! Integer matrix products for reading: weights times activations rounded to 16 bits.
//!
//! A [`Matrix`] keeps its weights as they are stored, int8 with one scale a row (the inner dimension): the scales go
//! into the activations, and each row of activations is rounded with one scale of its own. An [`Even`] matrix is for
//! activations whose size is bounded beforehand: its weights are rounded anew with one scale a column, so that one
//! rounding of a word serves wherever the word stands in the product. Sums are exact 32-bit integers, and one
//! multiplication a sum brings them back. Integer sums are the same in any order, so the AVX2 build and the portable
//! one agree to the bit. Must not know what the numbers mean.

/// Rows of activations that are multiplied together.
const ROWS: usize = 6;
/// Columns of weights that are multiplied together.
const COLS: usize = 16;
/// Rows that meet all columns before the next rows do: their activations fit the nearest cache.
const TILE: usize = 8 * ROWS;

/// Two neighbours of the inner dimension.
type Pair = [i16; 2];

/// Weights in the order in which the product reads them.
#[derive(Debug, Clone)]
struct Packed {
    /// Pairs of the inner dimension.
    half: usize,
    n: usize,
    /// For each block of columns, for each pair of rows: the pair's two weights, column after column.
    blocks: Vec<[i16; 2 * COLS]>,
}

impl Packed {
    fn new(k: usize, n: usize, weight: impl Fn(usize, usize) -> i16) -> Packed {
        let half = k.div_ceil(2);
        let mut blocks = Vec::with_capacity(n.div_ceil(COLS) * half);
        for from in (0..n).step_by(COLS) {
            for p in 0..half {
                let mut line = [0i16; 2 * COLS];
                for (j, pair) in line.chunks_exact_mut(2).enumerate().take(n - from) {
                    for (q, w) in pair.iter_mut().enumerate().take(k - 2 * p) {
                        *w = weight(2 * p + q, from + j);
                    }
                }
                blocks.push(line);
            }
        }
        Packed { half, n, blocks }
    }

    /// Calls `put(row, first column, sums)` for every row (each with its first pair in `rows`) and block of columns.
    fn product(&self, pairs: &[Pair], rows: &[usize], put: impl FnMut(usize, usize, &[i32])) {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the feature was just detected; the function has no other requirement.
            unsafe { self.product_avx2(pairs, rows, put) };
            return;
        }
        self.product_with(pairs, rows, put, block);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn product_avx2(&self, pairs: &[Pair], rows: &[usize], put: impl FnMut(usize, usize, &[i32])) {
        self.product_with(pairs, rows, put, |a, b| block_avx2(a, b));
    }

    #[inline(always)]
    fn product_with(
        &self,
        pairs: &[Pair],
        rows: &[usize],
        mut put: impl FnMut(usize, usize, &[i32]),
        block: impl Fn([&[Pair]; ROWS], &[[i16; 2 * COLS]]) -> [[i32; COLS]; ROWS],
    ) {
        if self.half == 0 {
            return;
        }
        for (t, tile) in rows.chunks(TILE).enumerate() {
            for (b, from) in self.blocks.chunks_exact(self.half).zip((0..self.n).step_by(COLS)) {
                let width = COLS.min(self.n - from);
                for (g, group) in tile.chunks(ROWS).enumerate() {
                    // A group that is not full reads its first row again; the sums are not used.
                    let at = |r: usize| group.get(r).unwrap_or(&group[0]);
                    let lines = std::array::from_fn(|r| &pairs[*at(r)..][..self.half]);
                    let sums = block(lines, b);
                    for (r, sums) in sums.iter().enumerate().take(group.len()) {
                        put(t * TILE + g * ROWS + r, from, &sums[..width]);
                    }
                }
            }
        }
    }
}

/// An int8 matrix, laid out for [`Matrix::add_product`].
#[derive(Debug, Clone)]
pub struct Matrix {
    k: usize,
    packed: Packed,
    /// One a row, padded to an even number of rows.
    scale: Vec<f32>,
    /// The largest rounded activation for which no sum overflows.
    most: f32,
}

/// Buffers that products share, so that reading a batch allocates nothing anew.
#[derive(Debug, Default)]
pub struct Work {
    /// Rounded activations, row after row.
    pairs: Vec<Pair>,
    rows: Vec<usize>,
    scales: Vec<f32>,
    line: Vec<f32>,
}

impl Matrix {
    /// From int8 weights, row-major `k` × `n`, and one scale a row.
    #[must_use]
    pub fn new(k: usize, n: usize, scale: &[f32], weights: &[i8]) -> Matrix {
        let packed = Packed::new(k, n, |i, j| weights.get(i * n + j).copied().map_or(0, i16::from));
        let mut scale = scale.to_vec();
        scale.resize(2 * packed.half, 0.0);
        let most = (i32::MAX as f32 / (127.0 * k.max(1) as f32) - 1.0).min(32767.0).floor();
        Matrix { k, packed, scale, most }
    }

    /// `c += a · self` for row-major `a` (m × k) and `c` (m × n).
    pub fn add_product(&self, a: &[f32], c: &mut [f32], m: usize, work: &mut Work) {
        let n = self.packed.n;
        assert!(a.len() >= m * self.k && c.len() >= m * n, "matrix sizes do not fit");
        self.round(a, m, work);
        let scales = &work.scales;
        self.packed.product(&work.pairs, &work.rows, |row, from, sums| {
            let scale = scales[row];
            let out = &mut c[row * n + from..][..sums.len()];
            out.iter_mut().zip(sums).for_each(|(o, s)| *o += *s as f32 * scale);
        });
    }

    fn round(&self, a: &[f32], m: usize, work: &mut Work) {
        let half = self.packed.half;
        work.pairs.clear();
        work.rows.clear();
        work.rows.extend((0..m).map(|i| i * half));
        work.scales.clear();
        work.line.clear();
        work.line.resize(2 * half, 0.0);
        for row in a.chunks_exact(self.k.max(1)).take(m) {
            let line = &mut work.line;
            line.iter_mut().zip(row).zip(&self.scale).for_each(|((l, x), s)| *l = x * s);
            // The bits of positive floats are ordered as the floats are, and integers have a vector maximum.
            let top = line.iter().fold(0u32, |t, x| t.max(x.to_bits() & 0x7fff_ffff));
            let top = f32::from_bits(top);
            let usable = top > 1e-30 && top.is_finite();
            let up = if usable { self.most / top } else { 0.0 };
            work.scales.push(if usable { top / self.most } else { 0.0 });
            let pairs = line.as_chunks::<2>().0.iter();
            work.pairs.extend(pairs.map(|x| [nearest(x[0] * up), nearest(x[1] * up)]));
        }
    }
}

/// A matrix for activations within ±`bound`.
#[derive(Debug, Clone)]
pub struct Even {
    packed: Packed,
    /// What a sum is multiplied by, one a column.
    scale: Vec<f32>,
    /// What an activation is multiplied by before it is rounded.
    up: f32,
}

impl Even {
    /// Largest weight after rounding: finer than the int8 that it comes from.
    const WEIGHT: f32 = 1023.0;

    /// From int8 weights, row-major `k` × `n`, and one scale a row; for activations that do not exceed `bound`.
    #[must_use]
    pub fn new(k: usize, n: usize, scale: &[f32], weights: &[i8], bound: f32) -> Even {
        let real = |i: usize, j: usize| match (scale.get(i), weights.get(i * n + j)) {
            (Some(s), Some(w)) => s * f32::from(*w),
            _ => 0.0,
        };
        let mut tops = vec![f32::MIN_POSITIVE; n];
        for i in 0..k {
            tops.iter_mut().enumerate().for_each(|(j, t)| *t = t.max(real(i, j).abs()));
        }
        let most = (i32::MAX as f32 / (Self::WEIGHT * k.max(1) as f32) - 1.0).min(32767.0).floor();
        let bound = if bound.is_finite() { bound.max(1e-6) } else { 1.0 };
        let (up, down) = (most / bound, bound / most);
        let packed = Packed::new(k, n, |i, j| nearest(real(i, j) / tops[j] * Self::WEIGHT));
        Even { packed, scale: tops.iter().map(|t| t / Self::WEIGHT * down).collect(), up }
    }

    /// Rounds activations and puts them behind `pairs`; an odd last one is left out.
    pub fn round(&self, a: &[f32], pairs: &mut Vec<Pair>) {
        let (up, most) = (self.up, 32767.0f32);
        let near = |x: f32| nearest((x * up).clamp(-most, most));
        pairs.extend(a.as_chunks::<2>().0.iter().map(|x| [near(x[0]), near(x[1])]));
    }

    /// `c += a · self`, where each of the rows of `a` begins at one of `rows` in the rounded activations.
    pub fn add_product(&self, pairs: &[Pair], rows: &[usize], c: &mut [f32]) {
        let n = self.packed.n;
        self.packed.product(pairs, rows, |row, from, sums| {
            let out = &mut c[row * n + from..][..sums.len()];
            out.iter_mut().zip(sums).zip(&self.scale[from..]).for_each(|((o, s), k)| *o += *s as f32 * k);
        });
    }
}

/// Nearest integer (ties to even) of a number below 2²² in size, by adding a number whose last bit counts ones.
#[inline(always)]
fn nearest(x: f32) -> i16 {
    (x + 12_582_912.0).to_bits() as i16
}

/// Sums of products of one group of rows with one block of columns.
fn block(a: [&[Pair]; ROWS], b: &[[i16; 2 * COLS]]) -> [[i32; COLS]; ROWS] {
    let mut sums = [[0i32; COLS]; ROWS];
    for (p, b) in b.iter().enumerate() {
        for (sums, a) in sums.iter_mut().zip(a) {
            let x = a[p];
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
fn block_avx2(a: [&[Pair]; ROWS], b: &[[i16; 2 * COLS]]) -> [[i32; COLS]; ROWS] {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm256_storeu_si256,
    };
    // Lengths are checked once, so that the loop below reads without asking.
    let a = a.map(|a| a[..b.len()].as_ptr().cast::<i32>());
    let mut acc = [[_mm256_setzero_si256(); 2]; ROWS];
    for (p, b) in b.iter().enumerate() {
        let at = b.as_ptr().cast::<__m256i>();
        // SAFETY: `b` holds 32 16-bit numbers, two vectors; the loads need no alignment.
        let (left, right) = unsafe { (_mm256_loadu_si256(at), _mm256_loadu_si256(at.add(1))) };
        for (acc, a) in acc.iter_mut().zip(a) {
            // SAFETY: `p` is below the length that was checked above; a pair is as long as an `i32`, and the load needs
            // no alignment.
            let x = _mm256_set1_epi32(unsafe { a.add(p).read_unaligned() });
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

    fn some(k: usize, n: usize, m: usize, rng: &mut Rng) -> (Vec<i8>, Vec<f32>, Vec<f32>) {
        let weights = (0..k * n).map(|_| (rng.below(255) as i32 - 127) as i8).collect();
        let scale = (0..k).map(|_| rng.uniform() * 0.02).collect();
        (weights, scale, (0..m * k).map(|_| rng.uniform() * 4.0 - 2.0).collect())
    }

    #[test]
    fn products_are_close_to_floating_point_and_the_same_on_every_processor() {
        let mut rng = Rng::new(7, 7);
        for (m, k, n) in [(1, 1, 1), (5, 7, 3), (13, 384, 37), (6, 128, 16), (2, 0, 4), (50, 2, 17)] {
            let (weights, scale, a) = some(k, n, m, &mut rng);
            let matrix = Matrix::new(k, n, &scale, &weights);
            let mut work = Work::default();
            let mut got = vec![0.5f32; m * n];
            matrix.add_product(&a, &mut got, m, &mut work);
            let (mut here, mut portable) = (Vec::new(), Vec::new());
            matrix.packed.product(&work.pairs, &work.rows, |r, c, s| here.push((r, c, s.to_vec())));
            matrix.packed.product_with(
                &work.pairs,
                &work.rows,
                |r, c, s| portable.push((r, c, s.to_vec())),
                block,
            );
            assert_eq!(here, portable);
            let even = Even::new(k, n, &scale, &weights, 2.0);
            let (mut pairs, mut evenly) = (Vec::new(), vec![0.5f32; m * n]);
            let rows: Vec<usize> = (0..m).map(|i| i * (k / 2)).collect();
            even.round(&a, &mut pairs);
            if k % 2 == 0 {
                even.add_product(&pairs, &rows, &mut evenly);
            }
            for i in 0..m {
                for j in 0..n {
                    let exact: f32 =
                        (0..k).map(|p| a[i * k + p] * scale[p] * f32::from(weights[p * n + j])).sum::<f32>()
                            + 0.5;
                    assert!((got[i * n + j] - exact).abs() < 2e-2, "{} {exact}", got[i * n + j]);
                    if k % 2 == 0 {
                        assert!((evenly[i * n + j] - exact).abs() < 8e-2, "{} {exact}", evenly[i * n + j]);
                    }
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
        let even = Even::new(1000, 1, &[1.0; 1000], &[127; 1000], 1.0);
        let mut pairs = Vec::new();
        even.round(&[1.0; 1000], &mut pairs);
        out = [0.0];
        even.add_product(&pairs, &[0], &mut out);
        assert!((out[0] / 127e3 - 1.0).abs() < 1e-3, "{}", out[0]);
    }
}
