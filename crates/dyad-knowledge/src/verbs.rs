//! Forms of English verbs: the past of irregular ones (`tables/irregular_pasts.tsv`), the rest by rule.

use rustc_hash::FxHashMap;

use crate::TableError;
use crate::table::Table;

const FILE: &str = "irregular_pasts.tsv";
const TEXT: &str = include_str!("../tables/irregular_pasts.tsv");

/// Inflects verbs.
#[derive(Debug)]
pub struct VerbForms {
    pasts: FxHashMap<String, String>,
    bases: FxHashMap<String, String>,
}

impl VerbForms {
    /// The table that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        let table = Table::parse(FILE, TEXT, &["lemma", "past"])?;
        let (mut pasts, mut bases) = (FxHashMap::default(), FxHashMap::default());
        for row in table.rows() {
            bases.entry(row.required(1)?.to_owned()).or_insert_with(|| row.text(0).to_owned());
            if pasts.insert(row.required(0)?.to_owned(), row.required(1)?.to_owned()).is_some() {
                return Err(row.error("the verb stands in the table twice"));
            }
        }
        Ok(Self { pasts, bases })
    }
    /// The verb of an irregular past tense.
    #[must_use]
    pub fn base(&self, past: &str) -> Option<&str> {
        self.bases.get(past).map(String::as_str)
    }
    /// The past tense, third person singular.
    #[must_use]
    pub fn past(&self, lemma: &str) -> String {
        if let Some(past) = self.pasts.get(lemma) {
            return past.clone();
        }
        if lemma.ends_with('e') {
            return format!("{lemma}d");
        }
        match consonant_y(lemma) {
            Some(stem) => format!("{stem}ied"),
            None if doubles(lemma) => format!("{lemma}{}ed", lemma.chars().last().unwrap_or_default()),
            None => format!("{lemma}ed"),
        }
    }
    /// The present tense, third person singular.
    #[must_use]
    pub fn present(&self, lemma: &str) -> String {
        match lemma {
            "be" => return "is".to_owned(),
            "have" => return "has".to_owned(),
            _ => {}
        }
        if let Some(stem) = consonant_y(lemma) {
            return format!("{stem}ies");
        }
        let hiss = ["s", "x", "z", "ch", "sh", "o"].iter().any(|e| lemma.ends_with(e));
        format!("{lemma}{}", if hiss { "es" } else { "s" })
    }
}

fn vowel(c: char) -> bool {
    "aeiou".contains(c)
}

/// The stem of a verb in consonant + y.
fn consonant_y(lemma: &str) -> Option<&str> {
    let stem = lemma.strip_suffix('y')?;
    stem.chars().last().is_some_and(|c| !vowel(c)).then_some(stem)
}

/// "stop" doubles its last letter, "happen" and "fix" do not: one syllable, one vowel, one consonant.
fn doubles(lemma: &str) -> bool {
    let letters: Vec<char> = lemma.chars().collect();
    let vowels = letters.iter().filter(|c| vowel(**c)).count();
    match letters[..] {
        [.., a, b, c] => vowels == 1 && !vowel(a) && vowel(b) && !vowel(c) && !"wxy".contains(c),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected() {
        let v = VerbForms::embedded().unwrap();
        for (lemma, past, present) in [
            ("go", "went", "goes"),
            ("deny", "denied", "denies"),
            ("produce", "produced", "produces"),
            ("stop", "stopped", "stops"),
            ("sign", "signed", "signs"),
            ("have", "had", "has"),
            ("attack", "attacked", "attacks"),
            ("fix", "fixed", "fixes"),
            ("play", "played", "plays"),
        ] {
            assert_eq!((v.past(lemma).as_str(), v.present(lemma).as_str()), (past, present));
        }
    }
}
