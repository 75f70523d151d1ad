//! Phrases of a table, found word by word; shared by the tables of numbers, units and times.
//!
//! Owns the splitting of a table's phrase into parts, which follows the reader's atoms: words, hyphens and full
//! stops apart, `'s` apart. It must not know what the phrases mean.

use rustc_hash::FxHashMap;

/// Phrases with a value each.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    by_first: FxHashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds a phrase; false if it is there already.
    pub fn add(&mut self, phrase: &str, value: T) -> bool {
        let parts = parts(phrase);
        let Some(first) = parts.first().cloned() else { return false };
        let list = self.by_first.entry(first).or_default();
        if list.iter().any(|(p, _)| *p == parts) {
            return false;
        }
        list.push((parts, value));
        list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        true
    }
    /// The longest phrase that begins at `at`; `word(i)` gives the i-th word in lower case. With its length.
    pub fn longest<'w>(&self, at: usize, word: impl Fn(usize) -> Option<&'w str>) -> Option<(T, usize)> {
        let list = self.by_first.get(word(at)?)?;
        list.iter()
            .find(|(p, _)| p.iter().enumerate().skip(1).all(|(k, x)| word(at + k) == Some(x.as_str())))
            .map(|(p, v)| (*v, p.len()))
    }
    /// The value of a single word.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<T> {
        let list = self.by_first.get(word)?;
        list.iter().find(|(p, _)| p.len() == 1).map(|(_, v)| *v)
    }
}

/// The parts of a phrase as the reader's atoms would have them.
#[must_use]
pub fn parts(phrase: &str) -> Vec<String> {
    let mut out = Vec::new();
    for piece in phrase.split_whitespace() {
        let dotted = piece.len() > 3 && piece.ends_with('.') && piece[..piece.len() - 1].contains('.');
        if dotted {
            out.push(piece.to_owned());
            continue;
        }
        let mut rest = piece;
        while let Some(i) = rest.find(['-', '.', '\'', '$', '+', '/', '~', '%']) {
            if rest[i..] == *"'s" {
                break;
            }
            if i > 0 {
                out.push(rest[..i].to_owned());
            }
            out.push(rest[i..=i].to_owned());
            rest = &rest[i + 1..];
        }
        match rest.strip_suffix("'s") {
            Some(stem) => out.extend([stem.to_owned(), "'s".to_owned()]),
            None if rest.is_empty() => {}
            None => out.push(rest.to_owned()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins() {
        let mut p = Phrases::default();
        assert!(p.add("more than", 1) && p.add("more", 2) && !p.add("more", 3));
        let words = ["no", "more", "than", "9"];
        assert_eq!(p.longest(1, |i| words.get(i).copied()), Some((1, 2)));
        assert_eq!(p.longest(0, |i| words.get(i).copied()), None);
        assert_eq!(
            parts("new year's u.s. per-cent sq. km"),
            ["new", "year", "'s", "u.s.", "per", "-", "cent", "sq", ".", "km"]
        );
    }
}
