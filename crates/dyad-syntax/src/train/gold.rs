//! Treebank sentences as the parser's training words, with name labels from UNER or from GUM's entity column.

use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

use crate::conllu::{GoldSentence, Labelled, Word};
use crate::parser::train::GoldWord;

/// Words that stand before a person's name without being part of it in UNER.
const TITLES: [&str; 24] = [
    "president",
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "prof.",
    "professor",
    "king",
    "queen",
    "prince",
    "princess",
    "sir",
    "lord",
    "lady",
    "senator",
    "sen.",
    "governor",
    "gov.",
    "captain",
    "general",
    "gen.",
    "judge",
    "justice",
    "chancellor",
];

/// The words of sentences, without name labels.
#[must_use]
pub fn words(sentences: &[GoldSentence]) -> Vec<Vec<GoldWord>> {
    sentences.iter().map(|s| s.words.iter().map(|w| word(w, "")).collect()).collect()
}

fn word(w: &Word, name: &str) -> GoldWord {
    GoldWord {
        form: w.form.clone(),
        upos: w.upos.clone(),
        xpos: w.xpos.clone(),
        feats: w.feats.clone(),
        head: w.head,
        deprel: w.deprel.clone(),
        name: name.into(),
    }
}

/// Training sentences: names from the IOB2 sentences with the same words where there are any, from the entity column
/// of GUM documents, unknown elsewhere.
#[must_use]
pub fn examples(sentences: &[GoldSentence], named: &[(String, Vec<Labelled>)]) -> Vec<Vec<GoldWord>> {
    let key = |forms: &mut dyn Iterator<Item = &SmolStr>| {
        forms.map(SmolStr::as_str).collect::<Vec<_>>().join("\u{1}")
    };
    let by_words: FxHashMap<String, &[Labelled]> =
        named.iter().map(|(_, w)| (key(&mut w.iter().map(|x| &x.0)), w.as_slice())).collect();
    let mut open: Vec<Entity> = Vec::new();
    let mut before = String::new();
    sentences
        .iter()
        .map(|s| {
            if s.document != before {
                open.clear();
                before.clone_from(&s.document);
            }
            let labels: Vec<SmolStr> = match by_words.get(&key(&mut s.words.iter().map(|w| &w.form))) {
                Some(l) => l.iter().map(|(_, l)| kept(l)).collect(),
                None if s.document.starts_with("GUM_") => gum_labels(&s.words, &mut open),
                None => vec![SmolStr::default(); s.words.len()],
            };
            s.words.iter().zip(labels).map(|(w, l)| word(w, &l)).collect()
        })
        .collect()
}

/// UNER's labels other than persons, organisations and locations count as none.
fn kept(label: &SmolStr) -> SmolStr {
    match label.get(2..) {
        Some("PER" | "ORG" | "LOC") => label.clone(),
        _ => SmolStr::new_static("O"),
    }
}

struct Entity {
    id: String,
    kind: &'static str,
    start: usize,
    /// Positions of the head words within the span, from 1.
    least: Vec<usize>,
}

/// Names of a GUM sentence: entities of the three types whose head is a proper noun, cut to the proper nouns around
/// the head (with "of", "the", "and" between them).
fn gum_labels(words: &[Word], open: &mut Vec<Entity>) -> Vec<SmolStr> {
    // Entities do not cross sentences in GUM.
    open.clear();
    let mut found: Vec<(usize, usize, &'static str, Vec<usize>)> = Vec::new();
    for (i, w) in words.iter().enumerate() {
        let Some(value) = w.misc.split('|').find_map(|m| m.strip_prefix("Entity=")) else { continue };
        let mut rest = value;
        while !rest.is_empty() {
            if let Some(r) = rest.strip_prefix('(') {
                let end = r.find(['(', ')']).unwrap_or(r.len());
                let fields: Vec<&str> = r[..end].split('-').collect();
                let kind = match fields.get(1).copied().unwrap_or("") {
                    "person" => "PER",
                    "organization" => "ORG",
                    "place" => "LOC",
                    _ => "",
                };
                let least = fields
                    .get(5)
                    .map_or_else(Vec::new, |f| f.split(',').filter_map(|n| n.parse().ok()).collect());
                open.push(Entity { id: fields[0].to_owned(), kind, start: i, least });
                rest = &r[end..];
                if let Some(r) = rest.strip_prefix(')') {
                    if let Some(e) = open.pop() {
                        found.push((e.start, i, e.kind, e.least));
                    }
                    rest = r;
                }
            } else {
                let end = rest.find(')').map_or(rest.len(), |e| e + 1);
                let id = rest[..end].trim_end_matches(')');
                if let Some(at) = open.iter().rposition(|e| e.id == id) {
                    let e = open.remove(at);
                    found.push((e.start, i, e.kind, e.least));
                }
                rest = &rest[end..];
            }
        }
    }
    let proper = |i: usize| words[i].upos == "PROPN";
    let mut labels = vec![SmolStr::new_static("O"); words.len()];
    // Longer entities first: UNER labels the outermost name.
    found.sort_by_key(|(a, b, ..)| (std::cmp::Reverse(b - a), *a));
    for (a, b, kind, least) in found {
        let Some(head) = least.iter().map(|n| a + n - 1).find(|i| (a..=b).contains(i) && proper(*i)) else {
            continue;
        };
        if kind.is_empty() {
            continue;
        }
        let joins = |i: usize| {
            matches!(words[i].form.to_lowercase().as_str(), "of" | "the" | "and" | "&" | "for" | "de" | "-")
        };
        let (mut from, mut to) = (head, head);
        while from > a
            && (proper(from - 1) || from > a + 1 && kind != "PER" && joins(from - 1) && proper(from - 2))
        {
            from -= 1;
        }
        while to < b
            && (proper(to + 1)
                || to + 1 < b
                    && kind != "PER"
                    && joins(to + 1)
                    && (proper(to + 2) || joins(to + 2) && to + 2 < b && proper(to + 3)))
        {
            to += 1;
        }
        while kind == "PER" && from < to && TITLES.contains(&words[from].form.to_lowercase().as_str()) {
            from += 1;
        }
        if labels[from..=to].iter().any(|l| l != "O") {
            continue;
        }
        for (k, l) in labels[from..=to].iter_mut().enumerate() {
            *l = format_smolstr!("{}-{kind}", if k == 0 { "B" } else { "I" });
        }
    }
    labels
}
