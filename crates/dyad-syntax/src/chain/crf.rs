//! The chain: scores of labels and of neighbouring labels; the best sequence, and the sums that training needs
//! (Lafferty, McCallum and Pereira 2001). Must not know features.

// Labels are numbers here, and each loop reads several tables at them.
#![allow(clippy::needless_range_loop)]

/// Number of labels: none, and first and further words of three kinds of stretches.
pub const L: usize = 7;

/// A score for each label.
pub type Scores = [f32; L];

/// Scores of a label after another; the last row is for the first word.
pub type Steps = [Scores; L + 1];

/// May `here` follow `before` (`None` at the beginning)? `I-X` follows `B-X` or `I-X` only.
#[must_use]
pub fn allowed(before: Option<usize>, here: usize) -> bool {
    here % 2 == 1 || here == 0 || before.is_some_and(|b| b == here || b + 1 == here)
}

/// The score of what is not allowed.
pub const NEVER: f32 = -1e5;

/// Puts [`NEVER`] where a step is not allowed.
pub fn forbid(steps: &mut Steps) {
    for (b, row) in steps.iter_mut().enumerate() {
        for (h, s) in row.iter_mut().enumerate() {
            if !allowed((b < L).then_some(b), h) {
                *s = NEVER;
            }
        }
    }
}

/// The best sequence of labels.
#[must_use]
pub fn best(unary: &[Scores], steps: &Steps) -> Vec<usize> {
    let Some(first) = unary.first() else { return Vec::new() };
    let mut score = *first;
    (0..L).for_each(|k| score[k] += steps[L][k]);
    let mut back: Vec<[u8; L]> = Vec::with_capacity(unary.len());
    for u in &unary[1..] {
        let (mut next, mut from) = ([f32::MIN; L], [0u8; L]);
        for h in 0..L {
            for b in 0..L {
                let s = score[b] + steps[b][h];
                if s > next[h] {
                    next[h] = s;
                    from[h] = b as u8;
                }
            }
            next[h] += u[h];
        }
        score = next;
        back.push(from);
    }
    let mut label = 0;
    (1..L).for_each(|k| {
        if score[k] > score[label] {
            label = k;
        }
    });
    let mut out = vec![label; unary.len()];
    for (i, from) in back.iter().enumerate().rev() {
        label = from[label] as usize;
        out[i] = label;
    }
    out
}

#[inline(always)]
fn log_sum(x: &Scores) -> f32 {
    let top = x.iter().copied().fold(f32::MIN, f32::max);
    let powers = x.map(|v| crate::nn::math::exp(v - top));
    top + crate::nn::math::ln(powers.iter().sum::<f32>())
}

/// The probability of a sequence of labels.
#[must_use]
pub fn probability(unary: &[Scores], steps: &Steps, labels: &[usize]) -> f32 {
    let (mut alpha, mut score, mut before) = ([0.0f32; L], 0.0f32, L);
    for (i, (u, label)) in unary.iter().zip(labels).enumerate() {
        score += u[*label] + steps[before][*label];
        before = *label;
        let old = alpha;
        for h in 0..L {
            alpha[h] = u[h]
                + if i == 0 { steps[L][h] } else { log_sum(&std::array::from_fn(|b| old[b] + steps[b][h])) };
        }
    }
    if unary.is_empty() { 1.0 } else { crate::nn::math::exp(score - log_sum(&alpha)).clamp(0.0, 1.0) }
}

/// The probabilities of each label at each word, and of each pair of neighbouring labels summed over the sentence;
/// the logarithm of the sum over all sequences.
#[must_use]
pub fn marginals(unary: &[Scores], steps: &Steps) -> (Vec<Scores>, Steps, f32) {
    let n = unary.len();
    let mut pairs = [[0.0; L]; L + 1];
    if n == 0 {
        return (Vec::new(), pairs, 0.0);
    }
    let mut alpha = vec![[0.0f32; L]; n];
    for h in 0..L {
        alpha[0][h] = unary[0][h] + steps[L][h];
    }
    for i in 1..n {
        for h in 0..L {
            let mut x = alpha[i - 1];
            (0..L).for_each(|b| x[b] += steps[b][h]);
            alpha[i][h] = log_sum(&x) + unary[i][h];
        }
    }
    let total = log_sum(&alpha[n - 1]);
    let mut beta = [0.0f32; L];
    let mut probs = vec![[0.0f32; L]; n];
    for i in (0..n).rev() {
        for h in 0..L {
            probs[i][h] = crate::nn::math::exp(alpha[i][h] + beta[h] - total);
        }
        if i > 0 {
            let mut next = [0.0f32; L];
            for b in 0..L {
                let mut x = [0.0f32; L];
                for h in 0..L {
                    x[h] = steps[b][h] + unary[i][h] + beta[h];
                    pairs[b][h] += crate::nn::math::exp(alpha[i - 1][b] + x[h] - total);
                }
                next[b] = log_sum(&x);
            }
            beta = next;
        } else {
            pairs[L] = probs[0];
        }
    }
    (probs, pairs, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_and_steps_are_kept() {
        let mut steps: Steps = [[0.1; L]; L + 1];
        forbid(&mut steps);
        let unary: Vec<Scores> =
            (0..5).map(|i| std::array::from_fn(|k| ((i * 7 + k * 3) % 5) as f32)).collect();
        let (probs, pairs, _) = marginals(&unary, &steps);
        for p in &probs {
            assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-3, "{p:?}");
        }
        assert!((pairs.iter().flatten().sum::<f32>() - 5.0).abs() < 1e-2);
        assert!(probs[0][2] < 1e-6);
        let mut before = None;
        for label in best(&unary, &steps) {
            assert!(allowed(before, label));
            before = Some(label);
        }
        assert!(best(&[], &steps).is_empty());
    }
}
