//! Two word lists as sorted hashes: phrases with the classes of names they are known from, and words with their
//! cluster. Lookups answer from 32-bit hashes, so a word in fifty thousand may be taken for another; the labeller
//! learns with that. Must not know labels.

use crate::chain::bytes::{put_u32s, take_u32, take_u32s};
use crate::chain::hash;

/// Longest phrase, in words.
pub const LONGEST: usize = 7;

/// Bits of a phrase entry that hold classes; the rest hold the length of the longest phrase that begins so.
const CLASS_BITS: u32 = 28;
const CLASSES: u32 = (1 << CLASS_BITS) - 1;

/// A sorted list of hashes with a value each.
#[derive(Debug, Clone, Default)]
pub struct Table {
    keys: Vec<u32>,
    values: Vec<u32>,
    /// Where the keys of each high half begin.
    starts: Vec<u32>,
}

impl Table {
    /// From pairs in any order; values of one key are joined by `or`.
    #[must_use]
    pub fn new(mut pairs: Vec<(u32, u32)>, join: fn(u32, u32) -> u32) -> Table {
        pairs.sort_unstable();
        let mut t = Table::default();
        for (k, v) in pairs {
            if t.keys.last() == Some(&k) {
                if let Some(last) = t.values.last_mut() {
                    *last = join(*last, v);
                }
            } else {
                t.keys.push(k);
                t.values.push(v);
            }
        }
        t.index();
        t
    }
    fn index(&mut self) {
        let mut counts = vec![0u32; (1 << 16) + 1];
        for k in &self.keys {
            counts[(k >> 16) as usize + 1] += 1;
        }
        let mut sum = 0;
        for c in &mut counts {
            sum += *c;
            *c = sum;
        }
        self.starts = counts;
    }
    /// The value of a hash.
    #[must_use]
    pub fn get(&self, hash: u64) -> Option<u32> {
        let key = (hash >> 32) as u32;
        let half = (key >> 16) as usize;
        let range = *self.starts.get(half)? as usize..*self.starts.get(half + 1)? as usize;
        let at = range.start + self.keys.get(range)?.iter().position(|k| *k == key)?;
        self.values.get(at).copied()
    }
    /// The values, in the order of their hashes.
    #[must_use]
    pub fn values(&self) -> &[u32] {
        &self.values
    }
    /// Number of entries.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.keys.len()
    }
    /// The file form.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.keys.len() as u32).to_le_bytes());
        put_u32s(out, &self.keys);
        put_u32s(out, &self.values);
    }
    /// Reads the file form; `None` if it is damaged.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Table> {
        let n = take_u32(bytes)? as usize;
        let (keys, values) = (take_u32s(bytes, n)?, take_u32s(bytes, n)?);
        if keys.windows(2).any(|w| w[0] >= w[1]) {
            return None;
        }
        let mut t = Table { keys, values, starts: Vec::new() };
        t.index();
        Some(t)
    }
}

/// Phrases with their classes, words with their clusters.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    phrases: Table,
    clusters: Table,
}

impl Lexicon {
    /// From lower-cased phrases (words joined by one space) with sums of classes, and lower-cased words with their
    /// clusters from fine to broad.
    #[must_use]
    pub fn new(phrases: &[(&str, u32)], clusters: &[(&str, [u32; 4])]) -> Lexicon {
        let mut pairs = Vec::with_capacity(2 * phrases.len());
        for (phrase, classes) in phrases {
            let length = phrase.split(' ').count();
            if length > LONGEST {
                continue;
            }
            let whole = phrase.split(' ').fold(0, hash);
            pairs.push(((whole >> 32) as u32, classes & CLASSES));
            let first = phrase.split(' ').next().map_or(0, |w| hash(0, w));
            pairs.push(((first >> 32) as u32, (length as u32) << CLASS_BITS));
        }
        // Classes are united, the longer length stays.
        let join = |a: u32, b: u32| (a | b) & CLASSES | (a >> CLASS_BITS).max(b >> CLASS_BITS) << CLASS_BITS;
        let packed = |c: [u32; 4]| c[0] & 2047 | (c[1] & 511) << 11 | (c[2] & 127) << 20 | (c[3] & 31) << 27;
        let words = clusters.iter().map(|(w, c)| ((hash(0, w) >> 32) as u32, packed(*c))).collect();
        Lexicon { phrases: Table::new(pairs, join), clusters: Table::new(words, |a, _| a) }
    }
    /// Number of phrases and words.
    #[must_use]
    pub fn entries(&self) -> (usize, usize) {
        (self.phrases.entries(), self.clusters.entries())
    }
    /// The clusters of a lower-cased word from fine to broad, by its hash.
    #[must_use]
    pub fn clusters(&self, word: u64) -> Option<[u32; 4]> {
        self.clusters.get(word).map(|c| [c & 2047, c >> 11 & 511, c >> 20 & 127, c >> 27])
    }
    /// Calls `found(start, length, classes)` for every phrase of the lexicon in a sentence of `n` words; `word` gives
    /// the lower-cased word at a place and its hash.
    pub fn matches<'a>(
        &self,
        n: usize,
        word: impl Fn(usize) -> (&'a str, u64),
        mut found: impl FnMut(usize, usize, u32),
    ) {
        for i in 0..n {
            let mut h = word(i).1;
            let Some(value) = self.phrases.get(h) else { continue };
            if value & CLASSES != 0 {
                found(i, 1, value & CLASSES);
            }
            let longest = (value >> CLASS_BITS) as usize;
            for k in i + 1..n.min(i + longest) {
                h = hash(h, word(k).0);
                let classes = self.phrases.get(h).unwrap_or(0) & CLASSES;
                if classes != 0 {
                    found(i, k - i + 1, classes);
                }
            }
        }
    }
    /// The file form.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.phrases.write(out);
        self.clusters.write(out);
    }
    /// Reads the file form; `None` if it is damaged.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Lexicon> {
        Some(Lexicon { phrases: Table::read(bytes)?, clusters: Table::read(bytes)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_with_their_lengths() {
        let l = Lexicon::new(
            &[("new", 1), ("new york", 2), ("new york city council", 4), ("york", 8)],
            &[("york", [2047, 511, 99, 31])],
        );
        let words: Vec<&str> = "in new york city council".split(' ').collect();
        let mut found = Vec::new();
        l.matches(words.len(), |i| (words[i], hash(0, words[i])), |i, n, c| found.push((i, n, c)));
        assert_eq!(found, [(1, 1, 1), (1, 2, 2), (1, 4, 4), (2, 1, 8)]);
        assert_eq!(l.clusters(hash(0, "york")), Some([2047, 511, 99, 31]));
        assert_eq!(l.clusters(hash(0, "jork")), None);
    }
}
