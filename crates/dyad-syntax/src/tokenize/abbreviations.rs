//! The table of abbreviations (`tables/abbreviations.tsv`). Must not know how it is used.

use rustc_hash::FxHashMap;

const TEXT: &str = include_str!("../../tables/abbreviations.tsv");

/// What usually follows an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A name: the abbreviation is a title.
    Name,
    /// A number.
    Number,
    /// Anything, also the end of a sentence.
    Any,
}

/// The abbreviations, without their last full stop, in lower case.
#[derive(Debug, Clone)]
pub struct Abbreviations {
    words: FxHashMap<Vec<char>, Next>,
}

impl Abbreviations {
    /// The embedded table; bad lines are an error of the build, found by a test.
    #[must_use]
    pub fn embedded() -> Self {
        Self::parse(TEXT).unwrap_or_else(|_| Self { words: FxHashMap::default() })
    }

    /// Reads the table.
    ///
    /// # Errors
    /// The number of the first bad line and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut words = FxHashMap::default();
        let lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
        for (i, line) in lines.skip(1) {
            let (word, next) = line
                .split_once('\t')
                .ok_or_else(|| format!("line {}: two cells, separated by a tab", i + 1))?;
            let next = match next.trim() {
                "name" => Next::Name,
                "number" => Next::Number,
                "any" => Next::Any,
                other => return Err(format!("line {}: \"{other}\" is none of name, number, any", i + 1)),
            };
            let stem = word
                .strip_suffix('.')
                .ok_or_else(|| format!("line {}: \"{word}\" has no full stop", i + 1))?;
            if words.insert(stem.chars().collect(), next).is_some() {
                return Err(format!("line {}: \"{word}\" stands twice", i + 1));
            }
        }
        Ok(Self { words })
    }

    /// Is this word, without its full stop, an abbreviation?
    #[must_use]
    pub fn holds(&self, word: &[char]) -> bool {
        self.next(word).is_some()
    }
    /// What follows this abbreviation, if it is one.
    #[must_use]
    pub fn next(&self, word: &[char]) -> Option<Next> {
        if word.is_empty() || word.len() > 8 {
            return None;
        }
        let lower: Vec<char> = word.iter().flat_map(|c| c.to_lowercase()).collect();
        self.words.get(&lower).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_valid_and_knows_titles() {
        let a = Abbreviations::parse(TEXT).unwrap();
        assert_eq!(a.next(&['S', 'e', 'n']), Some(Next::Name));
        assert!(!a.holds(&['d', 'o', 'g']));
        assert!(Abbreviations::parse("word\tnext\nx.\tmaybe\n").is_err_and(|e| e.contains("line 2")));
    }
}
