//! Words as the attribution scorer counts them, and when two sources are the same.
//!
//! A word is a run of letters, digits and underscores, joined inside by an apostrophe, hyphen, full stop or comma. Marks and other
//! punctuation never count, so a span may or may not include them.

use std::collections::BTreeSet;

use dyad_record::Span;

/// Indices of words.
pub(super) type Words = BTreeSet<usize>;

/// Words that are capitalised without being part of a name.
const NO_NAMES: [&str; 34] = [
    "the",
    "a",
    "an",
    "he",
    "she",
    "they",
    "we",
    "i",
    "it",
    "you",
    "who",
    "this",
    "that",
    "these",
    "those",
    "his",
    "her",
    "their",
    "our",
    "my",
    "its",
    "one",
    "some",
    "many",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sen",
    "rep",
    "gov",
    "president",
    "senator",
    "governor",
];
/// The rest of that list.
const NO_NAMES_TOO: [&str; 2] = ["representative", "secretary"];
/// What ends the head phrase of a source.
const CUTS: [&str; 9] = [",", " who ", " of ", " from ", " in ", " with ", " at ", " for ", " on "];

/// A text in characters, and its words.
pub(super) struct Text {
    chars: Vec<char>,
    words: Vec<(usize, usize)>,
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let word = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || *c == '_');
        let mut words = Vec::new();
        let mut i = 0;
        while i < chars.len() {
            if !word(chars.get(i)) {
                i += 1;
                continue;
            }
            let start = i;
            loop {
                while word(chars.get(i)) {
                    i += 1;
                }
                let joint = chars.get(i).is_some_and(|c| "'’-.,".contains(*c));
                if joint && word(chars.get(i + 1)) {
                    i += 1;
                } else {
                    break;
                }
            }
            words.push((start, i));
        }
        Self { chars, words }
    }

    /// The words that spans touch.
    pub(super) fn touched(&self, spans: &[Span]) -> Words {
        let mut out = Words::new();
        for s in spans {
            let first = self.words.partition_point(|w| w.0 <= s.start).saturating_sub(1);
            for (i, w) in self.words.iter().enumerate().skip(first).take_while(|(_, w)| w.0 < s.end) {
                if w.1 > s.start {
                    out.insert(i);
                }
            }
        }
        out
    }

    /// The word in lower case without a possessive ending.
    fn norm(&self, i: usize) -> String {
        let (s, e) = self.words[i];
        let mut w: String = self.chars[s..e].iter().collect::<String>().to_lowercase();
        let stem = w.strip_suffix('s').unwrap_or(&w);
        if let Some(short) = stem.strip_suffix(['\'', '’']) {
            w.truncate(short.len());
        }
        w
    }

    /// The head word of a gold source, and whether it is a name.
    fn head(&self, source: &Words) -> Option<(String, bool)> {
        let (first, last) = (*source.first()?, *source.last()?);
        let (s, e) = (self.words[first].0, self.words[last].1);
        let comma = self.find(",", s, e).filter(|c| *c > 0);
        let cut = CUTS.iter().filter_map(|c| self.find(c, s, e)).min().unwrap_or(e);
        let name_before = |limit: usize| {
            source.iter().rev().copied().find(|i| {
                let start = self.words[*i].0;
                start < limit && self.chars[start].is_uppercase() && {
                    let w = self.norm(*i);
                    !NO_NAMES.contains(&w.as_str()) && !NO_NAMES_TOO.contains(&w.as_str())
                }
            })
        };
        if let Some(i) = name_before(comma.unwrap_or(e)).or_else(|| name_before(e)) {
            return Some((self.norm(i), true));
        }
        let head = source.iter().rev().copied().find(|i| self.words[*i].0 < cut).unwrap_or(last);
        Some((self.norm(head), false))
    }

    /// Where a piece of text first stands between two characters.
    fn find(&self, piece: &str, from: usize, to: usize) -> Option<usize> {
        let piece: Vec<char> = piece.chars().collect();
        let hay = self.chars.get(from..to)?;
        hay.windows(piece.len()).position(|w| w == piece).map(|i| from + i)
    }

    /// Whether a predicted source is the gold one.
    pub(super) fn agree(&self, gold: &Words, predicted: &Words) -> bool {
        if gold.is_empty() || predicted.is_empty() {
            return gold.is_empty() && predicted.is_empty();
        }
        let shared = !gold.is_disjoint(predicted);
        if let Some((head, name)) = self.head(gold) {
            let there = predicted.iter().any(|i| self.norm(*i) == head);
            if there && (name || shared || predicted.len() <= 6) {
                return name || shared;
            }
        }
        dice(gold, predicted) >= 0.5
    }
}

/// Twice the shared words over all words.
pub(super) fn dice(a: &Words, b: &Words) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let t = Text::new(text);
        t.words.iter().map(|(s, e)| t.chars[*s..*e].iter().collect()).collect()
    }

    #[test]
    fn words_join_inside_marks() {
        assert_eq!(words("U.S. aid: 1,000 'free' so-called"), ["U.S", "aid", "1,000", "free", "so-called"]);
    }

    #[test]
    fn a_name_agrees_at_any_mention_a_pronoun_only_in_its_place() {
        let text = "Minister Ana Ruiz, 40, left. Ruiz spoke; she said she knew.";
        let t = Text::new(text);
        let at = |s: &str| {
            let b = text.find(s).unwrap();
            t.touched(&[Span::new(b, b + s.len())])
        };
        assert!(t.agree(&at("Minister Ana Ruiz, 40"), &at("Ruiz spoke")));
        assert!(!t.agree(&at("she said"), &at("she knew")));
        assert!(!t.agree(&at("she said"), &Words::new()));
        assert!(t.agree(&Words::new(), &Words::new()));
    }
}
