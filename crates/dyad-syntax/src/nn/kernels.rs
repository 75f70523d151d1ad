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
    while j + W <= n {
        let mut i = 0;
        while i + R <= m {
            block::<R, W>(a, b, c, i, j, k, n);
            i += R;
        }
        while i < m {
            block::<1, W>(a, b, c, i, j, k, n);
            i += 1;
        }
        j += W;
    }
    while j + 8 <= n {
        let mut i = 0;
        while i + R <= m {
            block::<R, 8>(a, b, c, i, j, k, n);
            i += R;
        }
        while i < m {
            block::<1, 8>(a, b, c, i, j, k, n);
            i += 1;
        }
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

// Indices walk several arrays at once here; iterators would hide the order of summation.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn block<const R: usize, const W: usize>(
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    i: usize,
    j: usize,
    k: usize,
    n: usize,
) {
    let mut acc = [[0.0f32; W]; R];
    for r in 0..R {
        let row = &c[(i + r) * n + j..][..W];
        acc[r].copy_from_slice(row);
    }
    let rows: [&[f32]; R] = std::array::from_fn(|r| &a[(i + r) * k..][..k]);
    let mut at = j;
    for p in 0..k {
        // One slice a step: the bounds check is paid once for W multiplications in each of R rows.
        let line: &[f32; W] = match b[at..at + W].try_into() {
            Ok(l) => l,
            Err(_) => return,
        };
        for r in 0..R {
            let x = rows[r][p];
            for w in 0..W {
                acc[r][w] = x.mul_add(line[w], acc[r][w]);
            }
        }
        at += n;
    }
    for r in 0..R {
        c[(i + r) * n + j..][..W].copy_from_slice(&acc[r]);
    }
}

/// `out` (n×m) = `a` (m×n) transposed.
pub fn transpose(a: &[f32], out: &mut [f32], m: usize, n: usize) {
    for i in 0..m {
        for j in 0..n {
            out[j * m + i] = a[i * n + j];
        }
    }
}
