//! From arc scores to a tree with exactly one root: greedy heads first, Chu–Liu–Edmonds where they form no tree.
//! Must not know how scores are made.

/// Best single-rooted tree over `n` words. `scores[i * (n + 1) + h]`: score of head `h` for word `i`, where `h` = 0 is
/// the root and `h` = j + 1 is word j. The answer uses the same numbering of heads.
#[must_use]
pub fn tree(scores: &[f32], n: usize) -> Vec<usize> {
    if n == 0 {
        return Vec::new();
    }
    let at =
        |i: usize, h: usize| scores.get(i * (n + 1) + h).copied().filter(|s| s.is_finite()).unwrap_or(-1e30);
    let mut heads: Vec<usize> = (0..n)
        .map(|i| {
            let mut best = 0;
            for h in 1..=n {
                if h != i + 1 && at(i, h) > at(i, best) {
                    best = h;
                }
            }
            best
        })
        .collect();
    if is_tree(&heads) {
        return heads;
    }
    // The root is the word that gains most (or loses least) by hanging from it.
    let gain = |i: usize| {
        let other = (1..=n).filter(|h| *h != i + 1).map(|h| at(i, h)).fold(f32::MIN, f32::max);
        if n == 1 { 0.0 } else { at(i, 0) - other }
    };
    let mut root = 0;
    for i in 1..n {
        if gain(i) > gain(root) {
            root = i;
        }
    }
    // Nodes 0..n are the words; the fixed root is a word that has no head.
    let mut weights = vec![f32::MIN; n * n];
    for i in 0..n {
        for h in 0..n {
            if h != i {
                weights[i * n + h] = at(i, h + 1);
            }
        }
    }
    let best = arborescence(&weights, n, root);
    for i in 0..n {
        heads[i] = if i == root { 0 } else { best[i] + 1 };
    }
    heads
}

/// True if exactly one word hangs from the root and there is no cycle.
#[must_use]
pub fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|h| **h == 0).count() != 1 {
        return false;
    }
    // 0 unseen, 1 on the current path, 2 known to reach the root.
    let mut state = vec![0u8; heads.len() + 1];
    state[0] = 2;
    for start in 1..=heads.len() {
        let mut path = Vec::new();
        let mut at = start;
        while state[at] == 0 {
            state[at] = 1;
            path.push(at);
            at = heads[at - 1];
        }
        if state[at] == 1 {
            return false;
        }
        path.into_iter().for_each(|p| state[p] = 2);
    }
    true
}

/// Chu–Liu–Edmonds: the best tree from `root`; `w[i * n + h]` is the weight of head `h` for `i`.
fn arborescence(w: &[f32], n: usize, root: usize) -> Vec<usize> {
    let mut best: Vec<usize> = (0..n)
        .map(|i| {
            let mut top = if i == 0 && n > 1 { 1 } else { 0 };
            for h in 0..n {
                if h != i && (w[i * n + h] > w[i * n + top] || top == i) {
                    top = h;
                }
            }
            top
        })
        .collect();
    best[root] = root;
    let Some(cycle) = find_cycle(&best, root) else { return best };
    // Contract the cycle into one node, the last of the smaller graph.
    let inside = {
        let mut v = vec![false; n];
        cycle.iter().for_each(|c| v[*c] = true);
        v
    };
    let outside: Vec<usize> = (0..n).filter(|i| !inside[*i]).collect();
    let m = outside.len() + 1;
    let c = m - 1;
    let mut small = vec![f32::MIN; m * m];
    let (mut enter, mut leave) = (vec![0usize; m], vec![0usize; m]);
    for (a, &i) in outside.iter().enumerate() {
        for (b, &h) in outside.iter().enumerate() {
            if a != b {
                small[a * m + b] = w[i * n + h];
            }
        }
        // Best head for i inside the cycle.
        for &h in &cycle {
            if w[i * n + h] > small[a * m + c] {
                small[a * m + c] = w[i * n + h];
                leave[a] = h;
            }
        }
        // Best word of the cycle to hang from i.
        for &k in &cycle {
            let score = w[k * n + i] - w[k * n + best[k]];
            if score > small[c * m + a] {
                small[c * m + a] = score;
                enter[a] = k;
            }
        }
    }
    let small_root = outside.iter().position(|i| *i == root).unwrap_or(0);
    let sub = arborescence(&small, m, small_root);
    for (a, &i) in outside.iter().enumerate() {
        if i != root {
            best[i] = if sub[a] == c { leave[a] } else { outside[sub[a]] };
        }
    }
    let from = sub[c].min(outside.len() - 1);
    best[enter[from]] = outside[from];
    best
}

fn find_cycle(best: &[usize], root: usize) -> Option<Vec<usize>> {
    let mut state = vec![0u8; best.len()];
    state[root] = 2;
    for start in 0..best.len() {
        let mut path = Vec::new();
        let mut at = start;
        while state[at] == 0 {
            state[at] = 1;
            path.push(at);
            at = best[at];
        }
        if state[at] == 1 {
            let from = path.iter().position(|p| *p == at)?;
            return Some(path.split_off(from));
        }
        path.into_iter().for_each(|p| state[p] = 2);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::math::Rng;

    /// The best tree by trying all of them.
    fn brute(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::MIN;
        let mut heads = vec![0usize; n];
        loop {
            if is_tree(&heads) && heads.iter().enumerate().all(|(i, h)| *h != i + 1) {
                best = best.max(total(scores, &heads));
            }
            let Some(i) = (0..n).find(|i| heads[*i] < n) else { return best };
            heads[i] += 1;
            heads[..i].fill(0);
        }
    }
    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(i, h)| scores[i * (heads.len() + 1) + h]).sum()
    }

    #[test]
    fn always_a_single_rooted_tree_and_mostly_the_best_one() {
        let mut rng = Rng::new(7, 0);
        let mut best = 0;
        for round in 0..300 {
            let n = 1 + round % 5;
            let scores: Vec<f32> = (0..n * (n + 1)).map(|_| rng.uniform() * 4.0 - 2.0).collect();
            let heads = tree(&scores, n);
            assert!(is_tree(&heads), "{heads:?}");
            best += usize::from(total(&scores, &heads) >= brute(&scores, n) - 1e-4);
        }
        // The root is chosen greedily, so a few trees are second best.
        assert!(best > 250, "{best} of 300");
    }

    #[test]
    fn long_and_hostile_input_gives_a_tree() {
        let n = 120;
        assert!(is_tree(&tree(&vec![0.0; n * (n + 1)], n)));
        assert!(is_tree(&tree(&vec![f32::NAN; n * (n + 1)], n)));
    }
}
