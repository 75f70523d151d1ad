//! From scores of heads to one tree with one root.
//!
//! Method: each word takes its best head; then each cycle is broken at the arc whose change costs least, by a head that already
//! hangs from the root. Crossing arcs are allowed. Quadratic in the length, which the parser bounds.

/// Heads of a good tree. `scores` has `n` rows of `n + 1`; column 0 is the root, column `h + 1` the word `h`.
#[must_use]
pub fn decode(scores: &[f32], n: usize) -> Vec<Option<usize>> {
    let w = n + 1;
    if n == 0 || scores.len() < n * w {
        return Vec::new();
    }
    let best = |d: usize| {
        let row = &scores[d * w..(d + 1) * w];
        let other = (0..n).filter(|h| *h != d);
        other.fold(
            None,
            |b: Option<usize>, h| if b.is_none_or(|b| row[h + 1] > row[b + 1]) { Some(h) } else { b },
        )
    };
    let mut heads: Vec<Option<usize>> = (0..n).map(best).collect();
    // One root: the word that most prefers the root over its best other head.
    let gain = |d: usize| heads[d].map_or(0.0, |h| scores[d * w] - scores[d * w + h + 1]);
    let root = (0..n).fold(0, |b, d| if gain(d) > gain(b) { d } else { b });
    heads[root] = None;

    let mut attached = vec![false; n];
    // 0 for unseen, else the number of the walk that met the word.
    let mut met = vec![0usize; n];
    for start in std::iter::once(root).chain(0..n) {
        let (mut at, mut path) = (start, Vec::new());
        while !attached[at] && met[at] != start + 1 {
            met[at] = start + 1;
            path.push(at);
            match heads[at] {
                Some(h) => at = h,
                None => break,
            }
        }
        if !attached[at] && heads[at].is_some() {
            // `at` lies on a cycle.
            let mut change = (f32::NEG_INFINITY, at, root);
            let mut d = at;
            loop {
                let h = heads[d].unwrap_or(root);
                for new in (0..n).filter(|x| attached[*x]) {
                    let v = scores[d * w + new + 1] - scores[d * w + h + 1];
                    if v > change.0 {
                        change = (v, d, new);
                    }
                }
                d = h;
                if d == at {
                    break;
                }
            }
            heads[change.1] = Some(change.2);
        }
        path.iter().for_each(|d| attached[*d] = true);
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Rng;

    #[test]
    fn always_one_tree() {
        let mut rng = Rng::new(3);
        for n in 1..40 {
            let s: Vec<f32> = (0..n * (n + 1)).map(|_| rng.signed()).collect();
            let heads = decode(&s, n);
            assert_eq!(heads.iter().filter(|h| h.is_none()).count(), 1);
            for d in 0..n {
                let (mut at, mut steps) = (d, 0);
                while let Some(h) = heads[at] {
                    at = h;
                    steps += 1;
                    assert!(steps <= n, "cycle");
                }
            }
        }
        assert!(decode(&[f32::NAN; 6], 2).iter().filter(|h| h.is_none()).count() == 1);
    }

    #[test]
    fn a_cycle_is_broken_at_its_cheapest_arc() {
        // 0 is the root; 1 and 2 prefer each other, and 2 likes 0 better than 1 does.
        let s = [9.0, -9.0, 0.0, 0.0, 0.0, 1.0, -9.0, 5.0, 0.0, 3.0, 5.0, -9.0];
        assert_eq!(decode(&s, 3), [None, Some(2), Some(0)]);
    }
}
