//! What the network sees of a word: its lower-cased form if it is frequent, and hashes of its form, prefixes,
//! suffixes and shape (hash embeddings after Tito Svenstrup et al. 2017, sub-word features as in fastText), and its row
//! in the table of word vectors.
//! Must not know labels or weights.

use rustc_hash::FxHashMap;

use crate::names::lexicon::Table;

/// Number of features a word.
pub const FEATURES: usize = 11;

/// The feature that is a row of the table of word vectors; the features before it have embeddings of their own.
pub const VECTOR: usize = FEATURES - 1;

/// Table sizes for the hashed features; the first (known words) and the last (word vectors) have their own sizes.
pub const BUCKETS: [usize; FEATURES] = [0, 6144, 1024, 3072, 512, 3072, 5120, 1024, 4096, 128, 0];

/// The known words.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    ids: FxHashMap<String, u32>,
    words: Vec<String>,
    /// Word in lower case → classes of names it occurs in (six bits).
    lexicon: FxHashMap<String, u8>,
    /// Hash of a word in lower case → its row in the table of word vectors; 0 for all others.
    vectors: Table,
}

impl Vocabulary {
    /// From words in a fixed order; id 0 is kept for unknown words.
    #[must_use]
    pub fn new(words: Vec<String>, lexicon: &[(String, u8)], vectors: Table) -> Self {
        let ids = words.iter().enumerate().map(|(i, w)| (w.clone(), i as u32 + 1)).collect();
        Self { ids, words, lexicon: lexicon.iter().map(|(w, c)| (w.clone(), *c & 63)).collect(), vectors }
    }
    /// The rows of words in the table of word vectors.
    #[must_use]
    pub fn vectors(&self) -> &Table {
        &self.vectors
    }
    /// Rows of the embedding table.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.words.len() + 1
    }
    /// The words of the name lexicon with their classes, sorted.
    #[must_use]
    pub fn lexicon(&self) -> Vec<(&str, u8)> {
        let mut all: Vec<(&str, u8)> = self.lexicon.iter().map(|(w, c)| (w.as_str(), *c)).collect();
        all.sort_unstable();
        all
    }
    /// The words, in order of their ids.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The feature ids of a word, each within its table.
    #[must_use]
    pub fn features(&self, form: &str) -> [u32; FEATURES] {
        let lower = normal(form);
        let chars: Vec<char> = lower.chars().collect();
        let n = chars.len();
        let hash = |which: usize, part: &mut dyn Iterator<Item = char>| {
            let mut h = 0xcbf2_9ce4_8422_2325u64 ^ (which as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            for c in part {
                h = (h ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3);
            }
            h ^= h >> 29;
            (h.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33) as u32 % BUCKETS[which] as u32
        };
        let tail = |k: usize| chars[n - k.min(n)..].iter().copied();
        [
            self.ids.get(&lower).copied().unwrap_or(0),
            hash(1, &mut chars.iter().copied()),
            hash(2, &mut chars.iter().copied().take(2)),
            hash(3, &mut chars.iter().copied().take(4)),
            hash(4, &mut tail(2)),
            hash(5, &mut tail(3)),
            hash(6, &mut tail(4)),
            hash(7, &mut shape(form)),
            hash(8, &mut form.chars().take(24)),
            u32::from(self.lexicon.get(&lower).copied().unwrap_or(0))
                + if form.starts_with(char::is_uppercase) { 64 } else { 0 },
            self.vectors
                .get(crate::chain::hash_chars(0, form.chars().flat_map(char::to_lowercase)))
                .unwrap_or(0),
        ]
    }
}

/// Lower case, digits as `0`.
pub(crate) fn normal(form: &str) -> String {
    form.chars().flat_map(char::to_lowercase).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// `X` upper, `x` lower, `d` digit, others as they are; runs are cut to two.
pub(crate) fn shape(form: &str) -> impl Iterator<Item = char> + '_ {
    let mut last = ('\0', 0);
    form.chars().filter_map(move |c| {
        let k = if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else if c.is_numeric() {
            'd'
        } else {
            c
        };
        last = if last.0 == k { (k, last.1 + 1) } else { (k, 1) };
        (last.1 <= 2).then_some(k)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_lies_in_its_table() {
        let row = Table::new(vec![((crate::chain::hash(0, "paris") >> 32) as u32, 3)], |a, _| a);
        let v = Vocabulary::new(vec!["the".to_owned()], &[("paris".to_owned(), 5)], row);
        for w in ["", "The", "Ünïcödé", "1,000", "🙂", "don't"] {
            let f = v.features(w);
            assert!((f[0] as usize) < v.rows());
            assert!((1..VECTOR).all(|i| (f[i] as usize) < BUCKETS[i]), "{w}");
        }
        assert_eq!(v.features("Paris")[9..], [69, 3]);
        assert_eq!(v.features("THE")[0], 1);
        assert_ne!(v.features("THE")[7], v.features("the")[7]);
    }
}
