//! Learning lemmas from treebanks: see `lemma`.

use std::collections::{BTreeMap, BTreeSet};

use crate::conllu::GoldSentence;
use crate::lemma::{Lemmatizer, edit};

/// Words are learned by heart if their lemma is not what the suffix rules say; rules are kept for endings of up to six
/// characters that were seen at least twice.
#[must_use]
pub fn train(data: &[GoldSentence]) -> Lemmatizer {
    let mut exact: BTreeMap<(String, String), BTreeMap<String, usize>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut rules: BTreeMap<(String, String), BTreeMap<String, usize>> = BTreeMap::new();
    for w in data.iter().flat_map(|s| &s.words) {
        // The treebanks disagree on marks ("--", "..."); they keep their form.
        let rule = if w.upos == "PUNCT" { "=0".to_owned() } else { edit(&w.form, &w.lemma) };
        let form = w.form.to_lowercase();
        *exact.entry((w.xpos.to_string(), form.clone())).or_default().entry(rule.clone()).or_default() += 1;
        // A whole lemma is no rule for other words, and every word speaks once: "best" would teach "slightest" otherwise.
        if rule.starts_with('!') || !seen.insert((w.xpos.clone(), form.clone(), rule.clone())) {
            continue;
        }
        let chars: Vec<char> = form.chars().collect();
        for k in 0..=chars.len().min(6) {
            let tail: String = chars[chars.len() - k..].iter().collect();
            *rules.entry((w.xpos.to_string(), tail)).or_default().entry(rule.clone()).or_default() += 1;
        }
    }
    let best = |ways: &BTreeMap<String, usize>| {
        ways.iter().max_by_key(|(r, n)| (**n, std::cmp::Reverse((*r).clone()))).map(|(r, n)| (r.clone(), *n))
    };
    let mut l = Lemmatizer::default();
    for ((tag, tail), ways) in &rules {
        let total: usize = ways.values().sum();
        if let Some((rule, n)) = best(ways)
            && (tail.is_empty() || total >= 2 && n * 10 >= total * 6)
        {
            // A longer ending that says what the next shorter one says adds nothing.
            let shorter: String = tail.chars().skip(1).collect();
            if tail.is_empty() || l.rule(tag, &shorter) != Some(rule.as_str()) {
                l.put_rule(tag, tail, &rule);
            }
        }
    }
    for ((tag, form), ways) in &exact {
        if let Some((rule, _)) = best(ways)
            && l.rule(tag, form) != Some(rule.as_str())
        {
            l.put_word(tag, form, &rule);
        }
    }
    l
}
