//! When do two names of a speaker mean the same? The rule of the article gold's scorer (`score_article.py`).

use std::collections::{BTreeMap, BTreeSet};

const DEMONYMS: &str = include_str!("../tables/demonyms.tsv");
const STOP: [&str; 12] = ["the", "a", "an", "of", "for", "on", "in", "at", "and", "to", "some", "s"];
const STOP_GOVERNMENT: [&str; 2] = ["government", "governments"];
const TITLES: [&str; 28] = [
    "president",
    "vice",
    "prime",
    "minister",
    "sen",
    "senator",
    "senators",
    "rep",
    "representative",
    "congressman",
    "congresswoman",
    "gov",
    "governor",
    "mr",
    "mrs",
    "ms",
    "dr",
    "general",
    "gen",
    "secretary",
    "chancellor",
    "king",
    "queen",
    "pope",
    "judge",
    "sir",
    "lord",
    "lady",
];
const TWO_WORD_COUNTRIES: [&str; 6] =
    ["united states", "united kingdom", "saudi arabia", "south africa", "north korea", "south korea"];

/// Compares names; holds the table of demonyms.
#[derive(Debug, Clone)]
pub struct NameMatcher {
    demonyms: BTreeMap<&'static str, &'static str>,
    countries: BTreeSet<&'static str>,
}

impl Default for NameMatcher {
    fn default() -> Self {
        let mut demonyms = BTreeMap::new();
        let mut countries = BTreeSet::new();
        for line in DEMONYMS.lines().filter(|l| !l.starts_with('#') && *l != "words" && !l.is_empty()) {
            let mut words = line.split("; ");
            if let Some(first) = words.clone().next() {
                countries.insert(first);
                words.by_ref().for_each(|w| {
                    demonyms.insert(w, first);
                });
            }
        }
        Self { demonyms, countries }
    }
}

impl NameMatcher {
    /// The words of a name that count: lower case, no accents, demonyms as countries, no titles, articles, "government".
    fn words(&self, name: &str, person: bool) -> Vec<String> {
        let name = drop_party(name);
        // `US` alone, not inside a word, is the country.
        let name = replace_word(&name, "US", "U.S.");
        let mut n: String = unicode_fold(&format!("{name} ")).to_lowercase().replace('’', "'");
        n = n.replace("'s ", " ").replace("united states of america", "united states");
        for c in TWO_WORD_COUNTRIES {
            n = n.replace(c, &c.replace(' ', "-"));
        }
        let mut words: Vec<String> = n
            .replace(',', " ")
            .split_whitespace()
            .map(|x| x.trim_matches(|c| ".,;:\"()'".contains(c)))
            .filter(|x| !x.is_empty())
            .map(|x| (*self.demonyms.get(x).unwrap_or(&x)).to_owned())
            .collect();
        while person && words.len() > 1 && TITLES.contains(&words[0].as_str()) {
            words.remove(0);
        }
        let kept: Vec<String> = words
            .iter()
            .filter(|w| !STOP.contains(&w.as_str()) && !STOP_GOVERNMENT.contains(&w.as_str()))
            .cloned()
            .collect();
        if kept.is_empty() { words } else { kept }
    }

    /// Equal words; or the same last word and one name inside the other, or, for persons, the same initial; or an
    /// acronym of at least three letters.
    #[must_use]
    pub fn same(&self, gold: &str, record: &str, person: bool) -> bool {
        let (a, b) = (self.words(gold, person), self.words(record, person));
        let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return false };
        let (set_a, set_b): (BTreeSet<&String>, BTreeSet<&String>) = (a.iter().collect(), b.iter().collect());
        if set_a == set_b {
            return true;
        }
        let inside = set_a.is_subset(&set_b) || set_b.is_subset(&set_a);
        if last_a == last_b && (inside || person && a[0].chars().next() == b[0].chars().next()) {
            return true;
        }
        [(&a, &b), (&b, &a)].into_iter().any(|(x, y)| {
            let y: Vec<&String> = y.iter().filter(|w| !self.countries.contains(w.as_str())).collect();
            let initials: String = y.iter().filter_map(|w| w.chars().next()).collect();
            x.len() == 1 && x[0].chars().count() > 2 && y.len() > 2 && initials.starts_with(x[0].as_str())
        })
    }
}

/// "Kyrsten Sinema, I-Ariz." → "Kyrsten Sinema".
fn drop_party(name: &str) -> String {
    for (i, _) in name.match_indices(',') {
        let rest = name[i + 1..].trim_start();
        let mut chars = rest.chars();
        if chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.next() == Some('-') {
            return name[..i].to_owned();
        }
    }
    name.to_owned()
}

fn replace_word(text: &str, word: &str, by: &str) -> String {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    for (i, _) in text.match_indices(word) {
        if edge(text[..i].chars().next_back()) && edge(text[i + word.len()..].chars().next()) {
            out.push_str(&text[at..i]);
            out.push_str(by);
            at = i + word.len();
        }
    }
    out.push_str(&text[at..]);
    out
}

/// Compatibility decomposition without the combining marks.
fn unicode_fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_over_titles_accents_parties_and_acronyms() {
        let m = NameMatcher::default();
        for (a, b, person) in [
            ("Kyrsten Sinema, I-Ariz.", "Sinema", true),
            ("Andrés Manuel López Obrador", "President Andres Manuel Lopez Obrador", true),
            ("Government of Mexico", "Mexican government", false),
            ("Drug Enforcement Administration", "DEA", false),
            ("U.S. Customs and Border Protection", "CBP", false),
            ("US lawmakers", "U.S. lawmakers", false),
        ] {
            assert!(m.same(a, b, person), "{a} = {b}");
        }
        for (a, b, person) in
            [("Anne Milgram", "Antony Blinken", true), ("DEA", "CBP", false), ("", "x", false)]
        {
            assert!(!m.same(a, b, person), "{a} /= {b}");
        }
    }
}
