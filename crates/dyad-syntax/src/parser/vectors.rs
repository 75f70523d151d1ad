//! Word vectors as training sees them: directions that do not learn, and the clusters that a word belongs to, each with
//! a learned embedding. What they add to a word's input is worked out for every row when the model is written, so
//! reading knows one more table of embeddings and nothing of vectors.
//!
//! Row 0 is for words without a vector. The words of the file of vectors follow, then a row for each fine cluster that
//! has such words, with the mean of their vectors; rarer words share the row of their cluster. Must not know the network.

use crate::chain::hash;
use crate::names::lexicon::Table;

/// Elements of a vector.
pub const LENGTH: usize = 100;

/// Clusters in each of the four groupings, from fine to broad.
pub const CLUSTERS: [usize; 4] = [2048, 512, 100, 32];

/// Length of the directions: with it, vectors weigh about as much as the other features together.
const SIZE: f32 = 3.0;

/// Vectors and clusters, by row.
#[derive(Debug, Clone, Default)]
pub struct Vectors {
    data: Vec<f32>,
    /// Numbers from 1; 0 for none.
    clusters: Vec<[u32; 4]>,
    /// The row of each word's fine cluster.
    shared: Vec<u32>,
    words: Table,
}

impl Vectors {
    /// From words with their clusters, the most frequent first, and the vectors of the first of them, a signed byte an
    /// element; `None` if the bytes are no whole vectors, more than there are words, or a cluster is out of range.
    #[must_use]
    pub fn new(words: &[(&str, [u32; 4])], bytes: &[u8]) -> Option<Vectors> {
        let (own, rest) = bytes.as_chunks::<LENGTH>();
        let in_range = |c: &[u32; 4]| c.iter().zip(CLUSTERS).all(|(c, n)| (*c as usize) < n);
        if !rest.is_empty() || own.len() > words.len() || !words.iter().all(|w| in_range(&w.1)) {
            return None;
        }
        let mut out = Vectors { data: vec![0.0; LENGTH], clusters: vec![[0; 4]], ..Vectors::default() };
        let mut sums = vec![[0.0f32; LENGTH]; CLUSTERS[0]];
        let mut rows = vec![0u32; CLUSTERS[0]];
        for (vector, (_, clusters)) in own.iter().zip(words) {
            let vector = direction(&vector.map(|b| f32::from(b as i8)));
            out.data.extend(vector);
            out.clusters.push(clusters.map(|c| c + 1));
            let fine = clusters[0] as usize;
            sums[fine].iter_mut().zip(vector).for_each(|(s, v)| *s += v);
            rows[fine] = 1;
        }
        for (fine, row) in rows.iter_mut().enumerate().filter(|r| *r.1 > 0) {
            *row = out.clusters.len() as u32;
            out.data.extend(direction(&sums[fine]));
            out.clusters.push([fine as u32 + 1, 0, 0, 0]);
        }
        out.shared =
            out.clusters.iter().map(|c| c[0].checked_sub(1).map_or(0, |f| rows[f as usize])).collect();
        let pairs = words.iter().enumerate().map(|(i, (word, clusters))| {
            let row = if i < own.len() { i as u32 + 1 } else { rows[clusters[0] as usize] };
            ((hash(0, word) >> 32) as u32, row)
        });
        out.words = Table::new(pairs.filter(|p| p.1 > 0).collect(), |a, _| a);
        Some(out)
    }
    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.clusters.len()
    }
    /// The rows of words, by the hash of the word in lower case.
    #[must_use]
    pub fn words(&self) -> &Table {
        &self.words
    }
    /// The vector of a row.
    #[must_use]
    pub fn vector(&self, row: u32) -> &[f32] {
        &self.data[row as usize * LENGTH..][..LENGTH]
    }
    /// The clusters of a row from fine to broad, from 1; 0 for none.
    #[must_use]
    pub fn clusters(&self, row: u32) -> [u32; 4] {
        self.clusters[row as usize]
    }
    /// The row that stands for rarer words like this one.
    #[must_use]
    pub fn shared(&self, row: u32) -> u32 {
        self.shared[row as usize]
    }
}

fn direction(v: &[f32; LENGTH]) -> [f32; LENGTH] {
    let length = v.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 0.0 { v.map(|x| x * SIZE / length) } else { [0.0; LENGTH] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_share_the_row_of_their_cluster() {
        let words =
            [("the", [5, 1, 1, 1]), ("of", [5, 2, 1, 1]), ("rare", [5, 2, 1, 1]), ("odd", [6, 2, 1, 1])];
        let mut bytes = vec![0u8; 2 * LENGTH];
        (bytes[0], bytes[LENGTH]) = (127, 129);
        let v = Vectors::new(&words, &bytes).unwrap();
        let row = |w: &str| v.words().get(hash(0, w)).unwrap_or(0);
        assert_eq!(["the", "of", "rare", "odd", "none"].map(row), [1, 2, 3, 0, 0]);
        assert_eq!((v.vector(1)[0], v.vector(2)[0], v.vector(3)[0]), (SIZE, -SIZE, 0.0));
        assert_eq!((v.clusters(2), v.clusters(3)), ([6, 3, 2, 2], [6, 0, 0, 0]));
        assert_eq!([0, 1, 2, 3].map(|r| v.shared(r)), [0, 3, 3, 3]);
    }

    #[test]
    fn bytes_that_are_no_vectors_are_refused() {
        assert!(Vectors::new(&[("a", [0; 4])], &[0; LENGTH + 1]).is_none());
        assert!(Vectors::new(&[], &[0; LENGTH]).is_none());
        assert!(Vectors::new(&[("a", [2048, 0, 0, 0])], &[]).is_none());
        assert_eq!(Vectors::new(&[], &[]).unwrap().rows(), 1);
    }
}
