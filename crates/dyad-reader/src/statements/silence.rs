//! Those who were asked and said nothing: "declined to comment", "did not return calls", "could not be reached".
//!
//! They are no statements, for nothing was said, and a reporter wants them all the same. The words stand in `silences.tsv`;
//! this module knows how they stand in a tree.

use dyad_knowledge::{SilenceRow, SilenceShape as Shape};
use dyad_record::{Confidence, Id, Silence, TimeRow};
use dyad_syntax::Upos;

use super::tree::{Source, Tree};
use super::{Found, rows};
use crate::entities::Entities;
use crate::quotes::Quote;
use crate::{At, Context};

/// A silence in the tree: the words that tell of it, who was asked, and the word behind which its subject stands.
struct Seen {
    cue: Vec<usize>,
    source: Source,
    verb: At,
}

/// Finds them, in text order.
pub(super) fn find(
    cx: &Context<'_>,
    quotes: &[Quote],
    entities: &Entities,
    times: &[TimeRow],
) -> Vec<Silence> {
    let tree = Tree { cx, quotes };
    let mut out: Vec<Silence> = Vec::new();
    for s in 0..cx.sentences().len() {
        if cx.block(s).kind.is_furniture() {
            continue;
        }
        for t in 0..tree.len(s) {
            let at = At { s, t };
            let Some((line, seen)) = at_word(&tree, at) else { continue };
            if tree.quoted(at).is_some() || tree.kid_word(at, &["mark"], &["if", "unless"]).is_some() {
                continue;
            }
            let head = seen.source.head;
            // "Neither company": nobody of those.
            let found =
                Found { cue_at: Some(at), sentence: s, source: seen.source.clone(), ..Found::default() };
            let entity = head.filter(|h| !tree.nobody(*h)).and_then(|h| {
                rows::together(&found, h, entities).or_else(|| entities.for_head_or_inside(cx, h))
            });
            // "No agreement could be reached": one reaches somebody.
            if entity.is_none() && line.shape == Shape::NotPassive {
                continue;
            }
            let mut why = vec![format!("\"{}\" (silences.tsv line {})", tree.lower(at), line.line)];
            why.extend(head.map(|_| format!("asked: {}", seen.source.why)));
            out.push(Silence {
                id: Id::new('q', out.len()),
                kind: line.kind,
                speaker: entity.map(|e| entities.rows[e].id.clone()),
                source: tree.spans(s, &seen.source.words),
                cue: tree.spans_raw(s, &seen.cue),
                about: tree.spans(s, &about(&tree, &seen)),
                time: rows::time(&tree, &found, times),
                block: cx.sentences()[s].segment,
                confidence: Confidence(if entity.is_some() { 0.9 } else { 0.7 }),
                why,
            });
        }
    }
    out
}

/// True if the word tells of somebody who says nothing.
pub(super) fn tells(tree: &Tree<'_, '_>, at: At) -> bool {
    at_word(tree, at).is_some()
}

fn at_word<'t>(tree: &Tree<'t, '_>, at: At) -> Option<(&'t SilenceRow, Seen)> {
    let lemma = tree.cue_lemma(at);
    tree.cx.knowledge.silences.get(&lemma).find_map(|l| Some((l, seen(tree, at, l)?)))
}

/// The line's silence at a word, if it stands there.
fn seen(tree: &Tree<'_, '_>, at: At, line: &SilenceRow) -> Option<Seen> {
    let verbal = matches!(tree.token(at).upos, Upos::Verb | Upos::Aux);
    let has = |x: At| line.words.contains(&tree.token(x).lemma.to_lowercase().as_str());
    let negated = tree.kids(at, &["advmod"]).any(|k| tree.refusing(k) && tree.lower(k) != "immediately")
        || subject(tree, at).is_some_and(|s| s.head.is_some_and(|h| tree.nobody(h)));
    let with_for = || {
        tree.kids(at, &["obl", "nmod"])
            .find(|n| has(*n) && tree.kid_word(*n, &["case", "mark"], &["for"]).is_some())
    };
    let (source, more, verb) = match line.shape {
        Shape::To => {
            let x = tree.kids(at, &["xcomp", "ccomp", "advcl"]).find(|x| x.t > at.t && has(*x))?;
            // "declined to be identified" may say much.
            if tree.passive(x) {
                return None;
            }
            let to = tree.kid_word(x, &["mark"], &["to"])?;
            (tree.subject(at)?, vec![to, x], x)
        }
        Shape::Not if verbal && negated && !tree.passive(at) => (subject(tree, at)?, vec![], at),
        Shape::WillNot if verbal && negated => {
            tree.kid_word(at, &["aux"], &["will", "would", "wo", "’d", "'d"])?;
            (tree.subject(at)?, vec![], at)
        }
        Shape::NotTo if verbal && negated && !tree.passive(at) && tree.token(at).xpos != "VBG" => {
            let unanswered = tree.kids(at, &["obj", "obl"]).find(|o| has(*o));
            let at_once = tree.kid_word(at, &["advmod"], &["immediately"]).is_some();
            if unanswered.is_none() && !at_once {
                return None;
            }
            let words = unanswered.into_iter().flat_map(|o| {
                let (first, _) = tree.cx.reach(o);
                (first.max(at.t + 1)..=o.t).map(|t| At { s: at.s, t })
            });
            (subject(tree, at)?, words.collect(), at)
        }
        Shape::No => {
            let object = tree.kid(at, &["obj"]).filter(|o| has(*o))?;
            let no = tree.kid_word(object, &["det"], &["no"])?;
            (tree.subject(at)?, vec![no, object], at)
        }
        Shape::NotPassive
            if negated && tree.kid_word(at, &["aux"], &["can", "ca", "could", "cannot"]).is_some() =>
        {
            let asked = tree.kids(at, &["nsubj"]).find(|n| tree.token(*n).deprel == "nsubj:pass")?;
            (phrase(tree, asked), vec![], at)
        }
        Shape::NotFor if negated => (subject(tree, at)?, with_for().into_iter().collect(), with_for()?),
        Shape::For => (subject(tree, at)?, vec![with_for()?], with_for()?),
        Shape::Fails => {
            // The parser hangs many a predicate on its subject.
            let beside = || tree.cx.head(at).filter(|_| tree.token(at).rel() == "acl");
            let attempt = tree.kid(at, &["nsubj"]).or_else(beside)?;
            let verb = tree.kids(attempt, &["acl", "nmod"]).find(|x| has(*x))?;
            let asked = tree.kid(verb, &["obj"])?;
            let mut words = vec![attempt.t, verb.t, at.t];
            words.sort_unstable();
            return Some(Seen { cue: words, source: phrase(tree, asked), verb });
        }
        _ => return None,
    };
    let mut cue: Vec<usize> = tree
        .kids(at, &["aux", "cop", "advmod"])
        .filter(|k| k.t < at.t && (tree.token(*k).rel() != "advmod" || tree.refusing(*k)))
        .chain(more)
        .map(|k| k.t)
        .collect();
    cue.push(at.t);
    cue.sort_unstable();
    cue.dedup();
    Some(Seen { cue, source, verb })
}

fn subject(tree: &Tree<'_, '_>, at: At) -> Option<Source> {
    tree.subject(at).or_else(|| tree.nominal(at))
}

fn phrase(tree: &Tree<'_, '_>, head: At) -> Source {
    Source { words: tree.phrase(head), head: Some(head), why: "the one who could not be asked" }
}

/// What the question was about: behind "on", "about" and the like, or the clause and object of the verb not spoken.
fn about(tree: &Tree<'_, '_>, seen: &Seen) -> Vec<usize> {
    const ABOUT: [&str; 5] = ["on", "about", "regarding", "over", "concerning"];
    let verb = seen.verb;
    let free = |x: &At| !seen.cue.contains(&x.t) && x.t > verb.t;
    let clause = tree.kids(verb, &["ccomp", "advcl"]).filter(free).find(|k| {
        tree.token(*k).rel() == "ccomp"
            || tree.kid_word(*k, &["mark"], &["whether", "if", "how", "why"]).is_some()
    });
    let object = tree.kids(verb, &["obj"]).find(free);
    // "a request for comment on the strike": below what was not answered, too.
    let below = (verb.t + 1..tree.len(verb.s)).map(|t| At { s: verb.s, t }).find(|x| {
        matches!(tree.token(*x).rel(), "obl" | "nmod")
            && tree.cx.is_under(*x, verb)
            && tree.kid_word(*x, &["case"], &ABOUT).is_some()
            && !tree.when(*x)
    });
    let top = clause.or(object).or(below);
    let mut words = top.map_or_else(Vec::new, |k| {
        if tree.token(k).rel() == "ccomp" { tree.under(k) } else { tree.phrase(k) }
    });
    words.retain(|t| !seen.cue.contains(t) && !seen.source.words.contains(t));
    words
}
