//! Coreference against the chains of a treebank (GUM): MUC, B³, CEAF-e, their mean, the finding of mentions, and pronouns.
//!
//! Everything is read from raw text, as `dyad read` does it. A mention is known by its main word (its head), so that a
//! phrase that ends a word too early is still found; of a name any of its words will do. Two that share a head ("Ana", "Ana and
//! Bo") are told apart by being joined or not. As in the shared task's data, chains of one mention are left out on both sides.
//!
//! Pronoun accuracy: of the personal and possessive pronouns of the third person (he, she, it, they in all their forms)
//! whose chain was mentioned before, those right where the nearest mention before it in our chain that is no pronoun belongs to
//! the gold chain; where the gold chain has none before it but pronouns, the nearest mention at all. This module must not know how
//! chains are found.

pub mod gold;
pub mod metrics;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use dyad_reader::entities::{self, Place};
use dyad_reader::{Coder, Context};
use dyad_record::Span;

use crate::{EvalError, LayerReport};
use gold::{Document, Mention};
use metrics::Sums;

/// The pronouns that count, with the row that they are reported in.
const PRONOUNS: [(&str, &str); 18] = [
    ("he", "he"),
    ("him", "he"),
    ("his", "he"),
    ("himself", "he"),
    ("she", "she"),
    ("her", "she"),
    ("hers", "she"),
    ("herself", "she"),
    ("it", "it"),
    ("its", "it"),
    ("itself", "it"),
    ("they", "they"),
    ("them", "they"),
    ("their", "they"),
    ("theirs", "they"),
    ("themselves", "they"),
    ("themself", "they"),
    ("'em", "they"),
];

/// A mention of ours: bytes of the phrase and of its main word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The phrase.
    pub span: Span,
    /// Its main word.
    pub head: Span,
    /// Several side by side.
    pub joined: bool,
    /// A pronoun.
    pub pronoun: bool,
}

/// What became of a pronoun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The pronoun.
    pub span: Span,
    /// he, she, it or they.
    pub kind: &'static str,
    /// The chain is right.
    pub right: bool,
    /// The mention that it was taken to stand for.
    pub got: Option<Span>,
}

/// Judges the pronouns of a document.
#[must_use]
pub fn pronouns(gold: &Document, chains: &[Vec<Found>]) -> Vec<Judged> {
    let mut by_chain: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for m in &gold.mentions {
        by_chain.entry(&m.chain).or_default().push(m);
    }
    let mut out = Vec::new();
    for m in &gold.mentions {
        let form = m.span.of(&gold.text).to_lowercase();
        let Some((_, kind)) = PRONOUNS.iter().find(|(f, _)| *f == form) else { continue };
        let earlier: Vec<&&Mention> = by_chain[m.chain.as_str()]
            .iter()
            .filter(|x| x.span.start < m.span.start && !x.span.contains(m.span))
            .collect();
        if earlier.is_empty() {
            continue;
        }
        let only_pronouns = earlier.iter().all(|x| x.pronoun);
        let ours = chains.iter().find(|c| c.iter().any(|f| f.pronoun && f.span.overlaps(m.span)));
        let before = ours.into_iter().flatten().filter(|f| f.span.start < m.span.start);
        let nearest = before.filter(|f| only_pronouns || !f.pronoun).max_by_key(|f| f.head.start);
        let right = nearest.is_some_and(|f| {
            let same = |g: &Mention| g.chain == m.chain;
            gold.mentions.iter().any(|g| g.span == f.span && same(g)) || meant(gold, f).is_some_and(same)
        });
        out.push(Judged { span: m.span, kind, right, got: nearest.map(|f| f.span) });
    }
    out
}

/// The mention of the gold that a mention of ours is: the shortest that has our main word among its own.
fn meant<'g>(gold: &'g Document, f: &Found) -> Option<&'g Mention> {
    let fits = |g: &&Mention| g.joined == f.joined && g.span.overlaps(f.head) && g.mains.contains(&f.head);
    gold.mentions.iter().filter(fits).min_by_key(|g| g.span.len())
}

/// The partitions of a document by main word, without chains of one mention: gold, ours.
fn partitions(gold: &Document, chains: &[Vec<Found>]) -> [Vec<Vec<(usize, bool)>>; 2] {
    let mut by_chain: BTreeMap<&str, BTreeSet<(usize, bool)>> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for m in &gold.mentions {
        // Of two mentions with one main word the longer stands first; it keeps the word.
        if taken.insert((m.head.start, m.joined)) {
            by_chain.entry(&m.chain).or_default().insert((m.head.start, m.joined));
        }
    }
    let mut taken = BTreeSet::new();
    let ours = chains.iter().map(|c| {
        let key = |f: &Found| (meant(gold, f).map_or(f.head.start, |g| g.head.start), f.joined);
        c.iter().map(key).filter(|k| taken.insert(*k)).collect::<Vec<_>>()
    });
    let two = |c: &Vec<(usize, bool)>| c.len() > 1;
    let ours = ours.filter(two).collect();
    [by_chain.into_values().map(|c| c.into_iter().collect()).filter(two).collect(), ours]
}

/// The coder's chains on a text.
///
/// # Errors
/// If the text cannot be made a document.
pub fn chains(coder: &Coder, text: &str, id: &str) -> Result<Vec<Vec<Found>>, EvalError> {
    let doc = crate::run::document(text, id, None)?;
    let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
    let analysis = coder.analyzer().analyze(&doc.text, &segments);
    let cx = Context::new(&doc, &analysis, coder.knowledge());
    let found =
        |p: &Place| Found { span: p.span, head: cx.token(p.head).span, joined: p.joined, pronoun: p.pronoun };
    let entities = entities::find(&cx);
    Ok(entities.chains.iter().map(|c| c.iter().map(found).collect()).collect())
}

/// Scores the coder on a treebank with chains.
///
/// # Errors
/// If the treebank cannot be read.
pub fn run(coder: &Coder, path: &Path) -> Result<LayerReport, EvalError> {
    let mut report = LayerReport::new("coref", path);
    let mut sums = Sums::default();
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut worst = Vec::new();
    for document in gold::load(path)? {
        let ours = chains(coder, &document.text, &document.id)?;
        let [wanted, got] = partitions(&document, &ours);
        sums.add(&wanted, &got);
        let mut wrong = 0;
        let mut examples = Vec::new();
        for j in pronouns(&document, &ours) {
            let k = kinds.entry(j.kind).or_default();
            *k = (k.0 + usize::from(j.right), k.1 + 1);
            if !j.right {
                wrong += 1;
                examples.push((document.id.clone(), note(&document, &j)));
            }
        }
        worst.push((wrong, examples));
    }
    let (right, of) = kinds.values().fold((0, 0), |a, k| (a.0 + k.0, a.1 + k.1));
    report.share("pronouns", right, of);
    for (kind, (right, of)) in &kinds {
        report.share(&format!("pronouns: {kind}"), *right, *of);
    }
    report.percent("CoNLL score", sums.conll());
    report.prf("MUC", sums.muc);
    report.prf("B³", sums.b3);
    report.prf("CEAF-e", sums.ceaf);
    report.prf("mentions of chains", sums.mentions);
    worst.sort_by_key(|w| std::cmp::Reverse(w.0));
    for (id, text) in worst.into_iter().flat_map(|w| w.1) {
        report.example(id, text);
    }
    Ok(report)
}

/// The pronoun in its surroundings, and what it was taken for.
fn note(document: &Document, j: &Judged) -> String {
    let text = &document.text;
    let mut from = j.span.start.saturating_sub(50);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let got = j.got.map_or("nothing", |s| s.of(text));
    let mut to = (j.span.end + 25).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let around = format!("{}[{}]{}", &text[from..j.span.start], j.span.of(text), &text[j.span.end..to]);
    format!("\"{}\" was taken for \"{got}\"", around.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Ana saw Bo . She saw him . It rained ."
    fn document() -> Document {
        let text = "Ana saw Bo . She saw him . It rained .".to_owned();
        let m = |start, end, chain: &str, pronoun| Mention {
            span: Span::new(start, end),
            head: Span::new(start, end),
            mains: vec![Span::new(start, end)],
            joined: false,
            pronoun,
            chain: chain.to_owned(),
        };
        let mentions = vec![
            m(0, 3, "1", false),
            m(8, 10, "2", false),
            m(13, 16, "1", true),
            m(21, 24, "2", true),
            m(27, 29, "3", true),
        ];
        Document { id: "d".into(), text, mentions }
    }

    fn found(start: usize, end: usize, pronoun: bool) -> Found {
        Found { span: Span::new(start, end), head: Span::new(start, end), joined: false, pronoun }
    }

    #[test]
    fn a_pronoun_is_right_by_the_nearest_name_of_its_chain() {
        let right = vec![
            vec![found(0, 3, false), found(13, 16, true)],
            vec![found(8, 10, false), found(21, 24, true)],
        ];
        let judged = pronouns(&document(), &right);
        // "It" was not mentioned before and does not count.
        assert_eq!(
            judged.iter().map(|j| (j.kind, j.right)).collect::<Vec<_>>(),
            [("she", true), ("he", true)]
        );
        let wrong = vec![vec![found(0, 3, false), found(13, 16, true), found(21, 24, true)]];
        assert_eq!(pronouns(&document(), &wrong).iter().map(|j| j.right).collect::<Vec<_>>(), [true, false]);
        assert!(pronouns(&document(), &[]).iter().all(|j| !j.right));
    }

    #[test]
    fn partitions_leave_out_what_stands_alone() {
        let [gold, ours] = partitions(
            &document(),
            &[vec![found(0, 3, false), found(13, 16, true)], vec![found(8, 10, false)]],
        );
        assert_eq!((gold.len(), ours.len()), (2, 1));
        assert_eq!(ours[0], [(0, false), (13, false)]);
    }
}
