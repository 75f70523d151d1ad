//! Lemmas: a list of words with their tags, else the rule of the longest known ending.
//!
//! A rule says how to get the lemma from the form: keep the case or lower it, cut so many characters, append others
//! (edit scripts after Chrupała 2008, reduced to endings). Must not know training.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::ModelError;

const MAGIC: &str = "DYLE0001\n";

/// How to get `lemma` from `form`: case (`=` as it stands, `l` lower, `c` capital first), characters to cut, ending;
/// or `!` and the whole lemma where they share no beginning.
#[must_use]
pub fn edit(form: &str, lemma: &str) -> String {
    for (mark, base) in [("l", form.to_lowercase()), ("=", form.to_owned()), ("c", capital(form))] {
        let common = base.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        let n = base.chars().count();
        if n - common <= 4 && (common > 0 || n <= 2) {
            let ending: String = lemma.chars().skip(common).collect();
            if ending.chars().count() <= 4 {
                return format!("{mark}{}{ending}", n - common);
            }
        }
    }
    format!("!{lemma}")
}

fn capital(form: &str) -> String {
    let mut c = form.chars();
    c.next().map_or_else(String::new, |f| f.to_uppercase().chain(c.flat_map(char::to_lowercase)).collect())
}

fn apply(form: &str, rule: &str) -> SmolStr {
    let mut r = rule.chars();
    let base = match r.next() {
        Some('!') => return r.as_str().into(),
        Some('l') => form.to_lowercase(),
        Some('c') => capital(form),
        _ => form.to_owned(),
    };
    let cut = r.next().and_then(|c| c.to_digit(10)).unwrap_or(0) as usize;
    let n = base.chars().count();
    if cut >= n && r.as_str().is_empty() {
        return form.into();
    }
    base.chars().take(n.saturating_sub(cut)).chain(r).collect::<String>().into()
}

/// The lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lemmatizer {
    /// Tag → ending → rule.
    rules: BTreeMap<String, BTreeMap<String, String>>,
    /// Tag → word in lower case → rule.
    words: BTreeMap<String, BTreeMap<String, String>>,
}

impl Lemmatizer {
    /// The English model that the program was built with.
    ///
    /// # Errors
    /// If the embedded file is damaged.
    pub fn english() -> Result<Self, ModelError> {
        Self::from_bytes(Self::english_bytes())
    }
    /// The bytes of the English model, for its hash.
    #[must_use]
    pub fn english_bytes() -> &'static [u8] {
        include_bytes!("../../models/en/lemmas.bin")
    }
    /// The rule of the longest known ending.
    #[must_use]
    pub fn rule(&self, tag: &str, form: &str) -> Option<&str> {
        let endings = self.rules.get(tag)?;
        let from: Vec<usize> = form.char_indices().map(|(i, _)| i).collect();
        let first = from.len().saturating_sub(6);
        from[first..]
            .iter()
            .find_map(|i| endings.get(&form[*i..]))
            .or_else(|| endings.get(""))
            .map(String::as_str)
    }
    /// Adds a rule.
    pub fn put_rule(&mut self, tag: &str, ending: &str, rule: &str) {
        self.rules.entry(tag.to_owned()).or_default().insert(ending.to_owned(), rule.to_owned());
    }
    /// Adds a word.
    pub fn put_word(&mut self, tag: &str, form: &str, rule: &str) {
        self.words.entry(tag.to_owned()).or_default().insert(form.to_owned(), rule.to_owned());
    }
    /// The lemma of a form with its treebank tag.
    #[must_use]
    pub fn lemma(&self, form: &str, tag: &str) -> SmolStr {
        let lower = form.to_lowercase();
        let known = self.words.get(tag).and_then(|w| w.get(&lower)).map(String::as_str);
        match known.or_else(|| self.rule(tag, &lower)) {
            Some(rule) => apply(form, rule),
            None => form.into(),
        }
    }
    /// The file form: lines of tag, kind, word and rule.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_owned();
        for (mark, table) in [("r", &self.rules), ("w", &self.words)] {
            for (tag, list) in table {
                out.push_str(&format!("{mark}\t{tag}\n"));
                let clean = |s: &str| !s.contains(['\t', '\n']);
                for (key, rule) in list.iter().filter(|(k, r)| clean(k) && clean(r)) {
                    out.push_str(&format!("\t{key}\t{rule}\n"));
                }
            }
        }
        out.into_bytes()
    }
    /// Reads the file form.
    ///
    /// # Errors
    /// If the bytes are no such file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let fail =
            || ModelError { model: "lemmas", reason: "it is damaged or of another version".to_owned() };
        let text = std::str::from_utf8(bytes).ok().and_then(|t| t.strip_prefix(MAGIC)).ok_or_else(fail)?;
        let mut l = Self::default();
        let mut list: Option<&mut BTreeMap<String, String>> = None;
        for line in text.lines() {
            let mut cells = line.split('\t');
            match (cells.next(), cells.next(), cells.next()) {
                (Some(""), Some(key), Some(rule)) => {
                    list.as_mut().ok_or_else(fail)?.insert(key.to_owned(), rule.to_owned());
                }
                (Some("r"), Some(tag), None) => list = Some(l.rules.entry(tag.to_owned()).or_default()),
                (Some("w"), Some(tag), None) => list = Some(l.words.entry(tag.to_owned()).or_default()),
                _ => return Err(fail()),
            }
        }
        Ok(l)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_undo_inflection() {
        for (form, lemma) in [
            ("walked", "walk"),
            ("Countries", "country"),
            ("was", "be"),
            ("U.S.", "U.S."),
            ("MEXICO", "Mexico"),
            ("n't", "not"),
        ] {
            assert_eq!(apply(form, &edit(form, lemma)), lemma, "{}", edit(form, lemma));
        }
        assert_eq!(apply("stepped", &edit("walked", "walk")), "stepp");
    }

    #[test]
    fn the_file_keeps_everything() {
        let mut l = Lemmatizer::default();
        l.put_rule("NNS", "", "l1");
        l.put_rule("NNS", "ies", "l3y");
        l.put_word("NNS", "men", "l2an");
        assert_eq!(Lemmatizer::from_bytes(&l.to_bytes()).unwrap(), l);
        assert_eq!(
            (l.lemma("Dogs", "NNS"), l.lemma("parties", "NNS"), l.lemma("men", "NNS")),
            ("dog".into(), "party".into(), "man".into())
        );
    }
}
