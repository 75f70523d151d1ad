//! Measures of coreference between two partitions of mentions: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAF-e
//! with φ4 (Luo 2005); their mean F1 is the CoNLL score (Pradhan et al. 2011). As in the reference scorer (Pradhan et al. 2014),
//! counts of all documents are summed before dividing. Must not know where mentions come from.

use std::collections::BTreeMap;

use crate::Prf;

/// A partition: each cluster is a set of mention keys. No key stands twice.
pub type Clusters<K> = Vec<Vec<K>>;

/// The three measures and the finding of mentions.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sums {
    /// Links.
    pub muc: Prf,
    /// Mentions by what they share.
    pub b3: Prf,
    /// Clusters, each aligned with at most one.
    pub ceaf: Prf,
    /// Mentions that stand in both.
    pub mentions: Prf,
}

impl Sums {
    /// Adds one document.
    pub fn add<K: Ord + Clone>(&mut self, gold: &Clusters<K>, found: &Clusters<K>) {
        let (of_gold, of_found) = (index(gold), index(found));
        let shared = of_gold.keys().filter(|k| of_found.contains_key(k)).count();
        self.mentions.add(Prf::new(shared, of_found.len(), of_gold.len()));
        // MUC: a cluster that the other side holds in k pieces keeps size − k of its size − 1 links.
        let (kept_gold, all_gold) = links(gold, &of_found);
        let (kept_found, all_found) = links(found, &of_gold);
        self.muc.add(two_sided(kept_found, all_found, kept_gold, all_gold));
        self.b3.add(two_sided(
            shares(found, &of_gold),
            of_found.len() as f64,
            shares(gold, &of_found),
            of_gold.len() as f64,
        ));
        let aligned = align(gold, found);
        self.ceaf.add(two_sided(aligned, found.len() as f64, aligned, gold.len() as f64));
    }
    /// The mean of the three F1.
    #[must_use]
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b3.f1() + self.ceaf.f1()) / 3.0
    }
}

fn two_sided(tp: f64, predicted: f64, tp_gold: f64, gold: f64) -> Prf {
    Prf { tp, tp_gold: Some(tp_gold), predicted, gold }
}

fn index<K: Ord + Clone>(clusters: &Clusters<K>) -> BTreeMap<K, usize> {
    clusters.iter().enumerate().flat_map(|(i, c)| c.iter().map(move |k| (k.clone(), i))).collect()
}

/// Links kept and links in all.
fn links<K: Ord>(clusters: &Clusters<K>, other: &BTreeMap<K, usize>) -> (f64, f64) {
    let (mut kept, mut all) = (0, 0);
    for c in clusters {
        let mut pieces: Vec<usize> = c.iter().filter_map(|k| other.get(k).copied()).collect();
        let alone = c.len() - pieces.len();
        pieces.sort_unstable();
        pieces.dedup();
        kept += c.len() - pieces.len() - alone;
        all += c.len().saturating_sub(1);
    }
    (kept as f64, all as f64)
}

/// Sum over the mentions of the share of their cluster that stands in the same cluster of the other side.
fn shares<K: Ord>(clusters: &Clusters<K>, index: &BTreeMap<K, usize>) -> f64 {
    let mut sum = 0.0;
    for c in clusters {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for k in c {
            if let Some(i) = index.get(k) {
                *counts.entry(*i).or_default() += 1;
            }
        }
        let squares: usize = counts.values().map(|n| n * n).sum();
        sum += squares as f64 / c.len().max(1) as f64;
    }
    sum
}

/// The greatest sum of φ4 = 2·|both| / (|a| + |b|) over one-to-one alignments of clusters.
fn align<K: Ord + Clone>(gold: &Clusters<K>, found: &Clusters<K>) -> f64 {
    let of_found = index(found);
    let mut value: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (g, c) in gold.iter().enumerate() {
        for f in c.iter().filter_map(|k| of_found.get(k)) {
            *value.entry((g, *f)).or_default() += 1;
        }
    }
    // Only clusters that share a mention can be aligned to any use.
    let rows: Vec<usize> = distinct(value.keys().map(|k| k.0));
    let columns: Vec<usize> = distinct(value.keys().map(|k| k.1));
    let n = rows.len().max(columns.len());
    let phi = |r: usize, c: usize| -> f64 {
        let (Some(g), Some(f)) = (rows.get(r), columns.get(c)) else { return 0.0 };
        value
            .get(&(*g, *f))
            .map_or(0.0, |both| 2.0 * *both as f64 / (gold[*g].len() + found[*f].len()) as f64)
    };
    best(n, &phi)
}

fn distinct(list: impl Iterator<Item = usize>) -> Vec<usize> {
    list.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// The greatest sum of a one-to-one assignment: the Hungarian method with potentials, cubic (Kuhn 1955).
fn best(n: usize, value: &dyn Fn(usize, usize) -> f64) -> f64 {
    // Rows and columns from 1; 0 is a sentinel.
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let (mut row_of, mut way) = (vec![0usize; n + 1], vec![0usize; n + 1]);
    for i in 1..=n {
        row_of[0] = i;
        let mut j0 = 0;
        let mut least = vec![f64::INFINITY; n + 1];
        let mut used = vec![false; n + 1];
        while row_of[j0] != 0 {
            used[j0] = true;
            let (i0, mut delta, mut j1) = (row_of[j0], f64::INFINITY, 0);
            for j in 1..=n {
                if used[j] {
                    continue;
                }
                let cost = -value(i0 - 1, j - 1) - u[i0] - v[j];
                if cost < least[j] {
                    (least[j], way[j]) = (cost, j0);
                }
                if least[j] < delta {
                    (delta, j1) = (least[j], j);
                }
            }
            for j in 0..=n {
                if used[j] {
                    u[row_of[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            j0 = j1;
        }
        while j0 != 0 {
            row_of[j0] = row_of[way[j0]];
            j0 = way[j0];
        }
    }
    (1..=n).map(|j| value(row_of[j] - 1, j - 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    /// Luo 2005, and the reference scorer's documentation: gold {1–5}, {6, 7}, {8–12}; found {1–5}, {6–12}.
    #[test]
    fn the_example_of_the_literature() {
        let gold = vec![vec![1, 2, 3, 4, 5], vec![6, 7], vec![8, 9, 10, 11, 12]];
        let found = vec![vec![1, 2, 3, 4, 5], vec![6, 7, 8, 9, 10, 11, 12]];
        let mut s = Sums::default();
        s.add(&gold, &found);
        // MUC: recall 9 of 9 links, precision 9 of 10.
        assert!(near(s.muc.recall(), 100.0) && near(s.muc.precision(), 90.0), "{:?}", s.muc);
        // B³: precision (5 + 4/7 + 25/7) / 12 = 16/21, recall 1.
        assert!(near(s.b3.precision(), 100.0 * 16.0 / 21.0) && near(s.b3.recall(), 100.0), "{:?}", s.b3);
        // CEAF-e: φ4 = 1 + 10/12; precision of 2, recall of 3 clusters.
        let phi = 1.0 + 10.0 / 12.0;
        assert!(
            near(s.ceaf.precision(), 50.0 * phi) && near(s.ceaf.recall(), 100.0 * phi / 3.0),
            "{:?}",
            s.ceaf
        );
        assert!(near(s.mentions.f1(), 100.0));
        assert!(near(s.conll(), (s.muc.f1() + s.b3.f1() + s.ceaf.f1()) / 3.0));
    }

    /// Gold {a, b, c}; found {b, c}, {d, e}: an invented pair, a missed mention.
    #[test]
    fn mentions_that_stand_on_one_side_only() {
        let mut s = Sums::default();
        s.add(&vec![vec!["a", "b", "c"]], &vec![vec!["b", "c"], vec!["d", "e"]]);
        assert!(near(s.muc.recall(), 50.0) && near(s.muc.precision(), 50.0), "{:?}", s.muc);
        // B³: recall (2/3 + 2/3) / 3, precision 2 / 4.
        assert!(near(s.b3.recall(), 400.0 / 9.0) && near(s.b3.precision(), 50.0), "{:?}", s.b3);
        // φ4 = 4/5.
        assert!(near(s.ceaf.recall(), 80.0) && near(s.ceaf.precision(), 40.0), "{:?}", s.ceaf);
        assert!(near(s.mentions.recall(), 200.0 / 3.0) && near(s.mentions.precision(), 50.0));
    }

    #[test]
    fn documents_add_up_and_nothing_is_nothing() {
        let mut s = Sums::default();
        s.add(&vec![vec![1, 2]], &vec![vec![1, 2]]);
        s.add(&vec![vec![1, 2]], &Vec::new());
        assert!(near(s.muc.recall(), 50.0) && near(s.muc.precision(), 100.0));
        assert!(near(Sums::default().conll(), 0.0));
        s.add::<u8>(&Vec::new(), &Vec::new());
        assert!(near(s.muc.recall(), 50.0));
    }

    #[test]
    fn the_best_alignment_is_not_the_greedy_one() {
        let value = [[0.9, 0.8], [0.8, 0.1]];
        assert!(near(best(2, &|r, c| value[r][c]), 1.6));
    }
}
