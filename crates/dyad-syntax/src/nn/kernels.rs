//! Matrix kernels in one fixed order of summation, so that the same numbers come out on every processor.
//!
//! Every element of a product is summed over the inner dimension from first to last with fused multiply-add; blocking
//! changes which elements are computed together, never the order within one. The portable code, the AVX2 and the
//! AVX-512 build are one generic function compiled three times. Must not know what the numbers mean.

/// `c += a · b` for row-major `a` (m×k), `b` (k×n), `c` (m×n).
pub fn matmul(a: &[f32], b: &[f32], c: &mut [f32], m: usize, k: usize, n: usize) {
    assert!(a.len() >= m * k && b.len() >= k * n && c.len() >= m * n, "matrix sizes do not fit");
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("fma") {
            // SAFETY: the features were just detected; the function has no other requirement.
            return unsafe { matmul_avx512(a, b, c, m, k, n) };
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: as above.
            return unsafe { matmul_avx2(a, b, c, m, k, n) };
        }
    }
    matmul_in_blocks::<4, 8>(a, b, c, m, k, n);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vl,avx512bw,avx512dq,avx2,fma")]
fn matmul_avx512(a: &[f32], b: &[f32], c: &mut [f32], m: usize, k: usize, n: usize) {
    matmul_in_blocks::<8, 32>(a, b, c, m, k, n);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn matmul_avx2(a: &[f32], b: &[f32], c: &mut [f32], m: usize, k: usize, n: usize) {
    matmul_in_blocks::<6, 16>(a, b, c, m, k, n);
}

#[inline(always)]
fn matmul_in_blocks<const R: usize, const W: usize>(
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    m: usize,
    k: usize,
    n: usize,
) {
    let mut j = 0;
    let mut panel: Vec<[f32; W]> = Vec::with_capacity(if n < W { 0 } else { k });
    while j + W <= n {
        columns::<R, W>(a, b, c, &mut panel, j, m, k, n);
        j += W;
    }
    let mut panel: Vec<[f32; 8]> = Vec::with_capacity(if n - j < 8 { 0 } else { k });
    while j + 8 <= n {
        columns::<R, 8>(a, b, c, &mut panel, j, m, k, n);
        j += 8;
    }
    for jj in j..n {
        for i in 0..m {
            let mut sum = c[i * n + jj];
            for p in 0..k {
                sum = a[i * k + p].mul_add(b[p * n + jj], sum);
            }
            c[i * n + jj] = sum;
        }
    }
}

/// `W` columns of the product. Their part of `b` is packed into `panel` first, so that it is read in one stream.
#[allow(clippy::too_many_arguments)]
#[inline(always)]
fn columns<const R: usize, const W: usize>(
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    panel: &mut Vec<[f32; W]>,
    j: usize,
    m: usize,
    k: usize,
    n: usize,
) {
    panel.clear();
    panel.extend(b.chunks_exact(n).take(k).map(|line| {
        let mut part = [0.0f32; W];
        part.copy_from_slice(&line[j..j + W]);
        part
    }));
    let mut i = 0;
    while i + R <= m {
        block::<R, W>(a, panel, c, i, j, k, n);
        i += R;
    }
    while i < m {
        block::<1, W>(a, panel, c, i, j, k, n);
        i += 1;
    }
}

// Indices walk several arrays at once here; iterators would hide the order of summation.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn block<const R: usize, const W: usize>(
    a: &[f32],
    panel: &[[f32; W]],
    c: &mut [f32],
    i: usize,
    j: usize,
    k: usize,
    n: usize,
) {
    let mut acc = [[0.0f32; W]; R];
    for r in 0..R {
        acc[r].copy_from_slice(&c[(i + r) * n + j..][..W]);
    }
    let rows: [&[f32]; R] = std::array::from_fn(|r| &a[(i + r) * k..][..k]);
    for (p, line) in panel[..k].iter().enumerate() {
        for r in 0..R {
            let x = rows[r][p];
            for w in 0..W {
                acc[r][w] = x.mul_add(line[w], acc[r][w]);
            }
        }
    }
    for r in 0..R {
        c[(i + r) * n + j..][..W].copy_from_slice(&acc[r]);
    }
}

/// `out` (n×m) = `a` (m×n) transposed.
pub fn transpose(a: &[f32], out: &mut [f32], m: usize, n: usize) {
    // In squares that the nearest cache holds.
    for (from, upto) in (0..m).step_by(16).map(|i| (i, m.min(i + 16))) {
        for (first, last) in (0..n).step_by(16).map(|j| (j, n.min(j + 16))) {
            for j in first..last {
                let line = &mut out[j * m + from..j * m + upto];
                line.iter_mut().enumerate().for_each(|(k, o)| *o = a[(from + k) * n + j]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_sums_from_first_to_last_whatever_the_blocks() {
        for (m, k, n) in [(1, 1, 1), (3, 5, 7), (40, 300, 43), (33, 17, 24)] {
            let number = |i: usize| ((i * 7919 % 1009) as f32 - 500.0) / 300.0;
            let a: Vec<f32> = (0..m * k).map(number).collect();
            let b: Vec<f32> = (0..k * n).map(|i| number(i + 3)).collect();
            let mut c = vec![0.5f32; m * n];
            matmul(&a, &b, &mut c, m, k, n);
            let mut across = vec![0.0f32; m * k];
            transpose(&a, &mut across, m, k);
            for i in 0..m {
                for j in 0..n {
                    let sum = (0..k).fold(0.5f32, |s, p| across[p * m + i].mul_add(b[p * n + j], s));
                    assert_eq!(c[i * n + j], sum, "{m} {k} {n} at {i} {j}");
                }
            }
        }
    }
}
