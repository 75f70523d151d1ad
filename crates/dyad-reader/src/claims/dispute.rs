//! Which claims contradict each other.
//!
//! Two claims are over the same thing if their predicates have the same stem and their other content words, entities
//! counted as one word each, cover each other. Nothing else is compared: no synonyms, no inference.

use std::collections::{BTreeMap, BTreeSet};

use dyad_record::{Claim, Dispute, Id, Polarity, Side, Span};
use dyad_syntax::Upos;

use super::{Read, basis, proposition};
use crate::entities::Entities;
use crate::{At, Context};

/// What a claim is about.
struct Topic {
    predicates: BTreeSet<String>,
    things: BTreeSet<String>,
}

/// More claims than this in one document are compared only with their neighbours: the work stays linear.
const WINDOW: usize = 400;

pub(super) fn find(cx: &Context<'_>, entities: &Entities, read: &[Read], claims: &[Claim]) -> Vec<Dispute> {
    let topics: Vec<Topic> = read.iter().map(|r| topic(cx, entities, r)).collect();
    let mut group: Vec<usize> = (0..read.len()).collect();
    let mut linked = vec![false; read.len()];
    for i in 0..read.len() {
        for j in i.saturating_sub(WINDOW)..i {
            let opposed = claims[i].polarity != claims[j].polarity
                && claims[i].by.is_some()
                && claims[j].by.is_some()
                && claims[i].by != claims[j].by;
            let named = read[i].against == Some(j);
            if opposed && (named || same(&topics[i], &topics[j])) {
                let (a, b) = (root(&group, i), root(&group, j));
                group[a.max(b)] = a.min(b);
                (linked[i], linked[j]) = (true, true);
            }
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, linked) in linked.iter().enumerate() {
        if *linked {
            members.entry(root(&group, i)).or_default().push(i);
        }
    }
    members
        .into_values()
        .map(|list| {
            // The shortest clause asks the plainest question.
            let asked = list
                .iter()
                .copied()
                .min_by_key(|i| (!read[*i].proposition.clause, read[*i].proposition.words.len(), *i));
            let question =
                asked.map_or_else(String::new, |i| proposition::question(cx, &read[i].proposition));
            let side = |polarity: Polarity, stance: &str| Side {
                stance: stance.to_owned(),
                claims: list
                    .iter()
                    .filter(|i| claims[**i].polarity == polarity)
                    .map(|i| claims[*i].id.clone())
                    .collect(),
            };
            let mut spans: Vec<Span> = list.iter().map(|i| basis(&claims[*i])).collect();
            spans.sort();
            spans.dedup();
            let shared =
                asked.map_or_else(Vec::new, |i| topics[i].predicates.iter().cloned().collect::<Vec<_>>());
            (
                question,
                vec![side(Polarity::Denied, "denies"), side(Polarity::Asserted, "asserts")],
                spans,
                shared,
            )
        })
        .enumerate()
        .map(|(n, (question, sides, basis, shared))| Dispute {
            id: Id::new('d', n),
            question,
            sides,
            basis,
            why: vec![format!("opposite claims over the same predicate ({})", shared.join(", "))],
        })
        .collect()
}

fn root(group: &[usize], mut i: usize) -> usize {
    while group[i] != i {
        i = group[i];
    }
    i
}

/// Same predicate, and the shorter claim's words all but covered by the other's.
fn same(a: &Topic, b: &Topic) -> bool {
    if a.predicates.is_disjoint(&b.predicates) {
        return false;
    }
    let shared = a.things.intersection(&b.things).count();
    let (small, large) = (a.things.len().min(b.things.len()), a.things.len().max(b.things.len()));
    shared >= 2 && 4 * shared >= 3 * small && 3 * shared >= large
}

/// Words that carry no content of their own.
const LIGHT: [&str; 28] = [
    "be",
    "have",
    "do",
    "get",
    "make",
    "take",
    "there",
    "it",
    "he",
    "she",
    "they",
    "we",
    "i",
    "you",
    "this",
    "that",
    "these",
    "those",
    "who",
    "which",
    "such",
    "other",
    "more",
    "many",
    "some",
    "own",
    "country",
    "government",
];

fn topic(cx: &Context<'_>, entities: &Entities, r: &Read) -> Topic {
    let p = &r.proposition;
    let mut out = Topic { predicates: BTreeSet::new(), things: BTreeSet::new() };
    let verbal = |t: usize| {
        let token = &cx.sentences()[p.head.s].tokens[t];
        token.upos == Upos::Verb || t == p.head.t
    };
    for &t in &p.words {
        let at = At { s: p.head.s, t };
        let token = cx.token(at);
        let lemma = token.lemma.to_lowercase();
        if let Some(e) = entities.at(at) {
            out.things.insert(format!("@{e}"));
            continue;
        }
        if !matches!(token.upos, Upos::Noun | Upos::Verb | Upos::Adj | Upos::Num | Upos::Propn)
            || LIGHT.contains(&lemma.as_str())
        {
            continue;
        }
        let stem = stem(&lemma);
        if verbal(t) && (t == p.head.t || matches!(token.rel(), "conj")) {
            out.predicates.insert(stem);
        } else {
            out.things.insert(stem);
        }
    }
    out
}

/// What "produce", "produces", "production" share. Rough: used only to compare words of one document.
fn stem(lemma: &str) -> String {
    let mut s = lemma;
    for end in [
        "ization", "isation", "ation", "ition", "tion", "sion", "ment", "ance", "ence", "ing", "ed", "al",
        "s", "e", "t",
    ] {
        if let Some(short) = s.strip_suffix(end)
            && short.chars().count() >= 4
        {
            s = short;
            break;
        }
    }
    s.trim_end_matches('e').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_their_nouns_share_a_stem() {
        for (a, b) in [
            ("produce", "production"),
            ("attack", "attacks"),
            ("agree", "agreement"),
            ("involve", "involvement"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("export"), stem("expand"));
    }
}
