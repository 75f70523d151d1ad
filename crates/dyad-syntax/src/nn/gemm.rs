//! Matrix product with one fixed order of summation, in AVX-512, AVX2 and portable form.
//!
//! Method: the right-hand matrix is packed in panels of 32 columns, and a block of rows is kept in registers while the inner dimension
//! is walked from first to last, so each output is one chain of fused multiply-adds whatever the vector width.

const PANEL: usize = 32;

/// `c[n×m] = a[n×k] · b[k×m]`, or `c +=` that if `add`. All row-major. Shapes larger than the slices make it a no-op.
pub fn gemm(c: &mut [f32], a: &[f32], b: &[f32], (n, k, m): (usize, usize, usize), add: bool) {
    if c.len() < n * m || a.len() < n * k || b.len() < k * m || n == 0 || m == 0 {
        debug_assert!(n == 0 || m == 0, "shapes of a product");
        return;
    }
    let mut panel = vec![0.0f32; k * PANEL];
    for j in (0..m).step_by(PANEL) {
        let w = PANEL.min(m - j);
        for r in 0..k {
            panel[r * PANEL..r * PANEL + w].copy_from_slice(&b[r * m + j..r * m + j + w]);
            panel[r * PANEL + w..(r + 1) * PANEL].fill(0.0);
        }
        column(&mut c[j..], a, &panel, (n, k, m), w, add);
    }
}

fn column(c: &mut [f32], a: &[f32], panel: &[f32], (n, k, m): (usize, usize, usize), w: usize, add: bool) {
    let mut out = [0.0f32; 6 * PANEL];
    let mut i = 0;
    while i < n {
        let r = (n - i).min(6);
        for q in 0..r {
            let o = &mut out[q * PANEL..(q + 1) * PANEL];
            o.fill(0.0);
            if add {
                o[..w].copy_from_slice(&c[(i + q) * m..(i + q) * m + w]);
            }
        }
        block(&mut out, &a[i * k..(i + r) * k], panel, k, r);
        for q in 0..r {
            c[(i + q) * m..(i + q) * m + w].copy_from_slice(&out[q * PANEL..q * PANEL + w]);
        }
        i += r;
    }
}

/// `a` holds `r` rows of `k`, `panel` `k` rows of 32; `r` is 1 to 6.
fn block(out: &mut [f32; 6 * PANEL], a: &[f32], panel: &[f32], k: usize, r: usize) {
    assert!(a.len() == r * k && panel.len() == k * PANEL && r <= 6);
    #[cfg(target_arch = "x86_64")]
    {
        // SAFETY: the features are present, and the lengths that the kernels read were asserted above.
        if std::is_x86_feature_detected!("avx512f") {
            return unsafe {
                match r {
                    6 => x86::wide::<6>(out, a, panel, k),
                    5 => x86::wide::<5>(out, a, panel, k),
                    4 => x86::wide::<4>(out, a, panel, k),
                    3 => x86::wide::<3>(out, a, panel, k),
                    2 => x86::wide::<2>(out, a, panel, k),
                    _ => x86::wide::<1>(out, a, panel, k),
                }
            };
        }
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
            for q in 0..r {
                // SAFETY: as above.
                unsafe { x86::row(&mut out[q * PANEL..], &a[q * k..(q + 1) * k], panel) };
            }
            return;
        }
    }
    portable(out, a, panel, k, r);
}

fn portable(out: &mut [f32; 6 * PANEL], a: &[f32], panel: &[f32], k: usize, r: usize) {
    for q in 0..r {
        let o = &mut out[q * PANEL..(q + 1) * PANEL];
        for (v, p) in a[q * k..(q + 1) * k].iter().zip(panel.chunks_exact(PANEL)) {
            for (o, p) in o.iter_mut().zip(p) {
                *o = v.mul_add(*p, *o);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::PANEL;
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx512f")]
    pub unsafe fn wide<const R: usize>(out: &mut [f32; 6 * PANEL], a: &[f32], panel: &[f32], k: usize) {
        let (o, a, p) = (out.as_mut_ptr(), a.as_ptr(), panel.as_ptr());
        // SAFETY: the caller asserted R·k numbers in `a` and k·32 in `panel`; `out` holds 6·32 and R ≤ 6.
        unsafe {
            let mut s = [[_mm512_setzero_ps(); 2]; R];
            for (r, s) in s.iter_mut().enumerate() {
                *s = [_mm512_loadu_ps(o.add(r * PANEL)), _mm512_loadu_ps(o.add(r * PANEL + 16))];
            }
            for i in 0..k {
                let b = [_mm512_loadu_ps(p.add(i * PANEL)), _mm512_loadu_ps(p.add(i * PANEL + 16))];
                for (r, s) in s.iter_mut().enumerate() {
                    let v = _mm512_set1_ps(*a.add(r * k + i));
                    s[0] = _mm512_fmadd_ps(v, b[0], s[0]);
                    s[1] = _mm512_fmadd_ps(v, b[1], s[1]);
                }
            }
            for (r, s) in s.iter().enumerate() {
                _mm512_storeu_ps(o.add(r * PANEL), s[0]);
                _mm512_storeu_ps(o.add(r * PANEL + 16), s[1]);
            }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn row(out: &mut [f32], a: &[f32], panel: &[f32]) {
        let (o, p) = (out.as_mut_ptr(), panel.as_ptr());
        // SAFETY: the caller gives at least 32 numbers in `out` and 32 in `panel` for each of `a`.
        unsafe {
            let mut s = [_mm256_setzero_ps(); 4];
            for (j, s) in s.iter_mut().enumerate() {
                *s = _mm256_loadu_ps(o.add(j * 8));
            }
            for (i, v) in a.iter().enumerate() {
                let v = _mm256_set1_ps(*v);
                for (j, s) in s.iter_mut().enumerate() {
                    *s = _mm256_fmadd_ps(v, _mm256_loadu_ps(p.add(i * PANEL + j * 8)), *s);
                }
            }
            for (j, s) in s.iter().enumerate() {
                _mm256_storeu_ps(o.add(j * 8), *s);
            }
        }
    }
}

/// The transpose of a row-major `n×m` matrix.
#[must_use]
pub fn transpose(a: &[f32], n: usize, m: usize) -> Vec<f32> {
    let mut t = vec![0.0; n * m];
    for i in 0..n {
        for j in 0..m {
            t[j * n + i] = a[i * m + j];
        }
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Rng;

    #[test]
    fn the_portable_and_the_narrow_kernel_agree() {
        let (k, mut rng) = (37, Rng::new(11));
        let a: Vec<f32> = (0..6 * k).map(|_| rng.signed()).collect();
        let panel: Vec<f32> = (0..k * PANEL).map(|_| rng.signed()).collect();
        let (mut x, mut y) = ([0.25f32; 6 * PANEL], [0.25f32; 6 * PANEL]);
        block(&mut x, &a, &panel, k, 6);
        portable(&mut y, &a, &panel, k, 6);
        assert_eq!(x.map(f32::to_bits), y.map(f32::to_bits));
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
            let mut z = [0.25f32; 6 * PANEL];
            for q in 0..6 {
                // SAFETY: the features are present; 32 outputs remain and the panel has 32 numbers for each of the row.
                unsafe { x86::row(&mut z[q * PANEL..], &a[q * k..(q + 1) * k], &panel) };
            }
            assert_eq!(x.map(f32::to_bits), z.map(f32::to_bits));
        }
    }

    #[test]
    fn every_path_gives_the_same_bits() {
        let mut rng = Rng::new(7);
        for (n, k, m) in [(1, 3, 5), (13, 40, 70), (6, 128, 32)] {
            let a: Vec<f32> = (0..n * k).map(|_| rng.signed()).collect();
            let b: Vec<f32> = (0..k * m).map(|_| rng.signed()).collect();
            let mut c = vec![0.5; n * m];
            gemm(&mut c, &a, &b, (n, k, m), true);
            for i in 0..n {
                for j in 0..m {
                    let want = (0..k).fold(0.5f32, |s, x| a[i * k + x].mul_add(b[x * m + j], s));
                    assert_eq!(c[i * m + j].to_bits(), want.to_bits());
                }
            }
        }
    }
}
