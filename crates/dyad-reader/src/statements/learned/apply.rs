//! Brings what the model heard together with what the rules found: where both know a cue, the model says where its
//! parts are and the rules what it means; what only the model knows gets its meaning from the table of cues.
//! Must not know features.

use dyad_knowledge::{CueClass, Frame, Sort};
use dyad_record::Act;
use dyad_syntax::Upos;
use rustc_hash::FxHashMap;

use super::super::tree::{Source, Tree};
use super::super::{Found, clause, direct::Group, stretch};
use super::Heard;
use crate::At;

/// Changes what the rules found by what the model heard: cues surer than `cut`, and of those that the rules know, too,
/// parts surer than `trust`.
pub(in super::super) fn apply(
    tree: &Tree<'_, '_>,
    found: &mut Vec<Found>,
    groups: &[Group],
    heard: Vec<Heard>,
    (cut, trust): (f32, f32),
) {
    let by_cue: FxHashMap<At, usize> =
        found.iter().enumerate().filter_map(|(i, f)| Some((f.cue_at?, i))).collect();
    for mut h in heard {
        complete(tree, &mut h);
        let grouped = groups.iter().any(|g| g.cue == Some(h.cue));
        let sure = h.sure >= cut;
        if let Some(i) = by_cue.get(&h.cue) {
            let f = &mut found[*i];
            f.sure = Some(h.sure);
            // On the record a source that the rules know is not given up, and the cue stays its main words.
            let lost = trust > 0.0 && h.source.is_empty() && f.source.head.is_some();
            if sure && !lost && h.parts >= trust && (grouped || !h.content.is_empty()) {
                f.by_model = true;
                f.source = source(tree, &h, &f.source);
                if trust > 0.0 {
                    f.cue_words.retain(|t| *t == h.cue.t || !h.content.contains(t));
                } else {
                    f.cue_words = cue_words(&h);
                }
                f.content_words = h.content;
                f.why
                    .push(format!("parts by the attribution model, cue {:.2}, parts {:.2}", h.sure, h.parts));
            }
        } else if trust > 0.0 && !grouped && thing(tree, &h) {
            // "recalled its ambassador": nothing is said.
        } else if grouped || (sure && !h.content.is_empty()) {
            let (sort, act, factive) = meaning(tree, h.cue);
            found.push(Found {
                sort,
                act,
                factive,
                cue_at: Some(h.cue),
                source: source(tree, &h, &clause::source(tree, h.cue).unwrap_or_default()),
                cue_words: cue_words(&h),
                sentence: h.cue.s,
                frame: "learned",
                negated: tree.negated(h.cue),
                hypothetical: clause::hypothetical(tree, h.cue),
                confidence: h.sure * 0.8,
                sure: Some(h.sure),
                by_model: true,
                why: vec![format!("cue {:.2} and its parts by the attribution model", h.sure)],
                // Without the model's trust only a quotation makes it one.
                content_words: if sure { h.content } else { Vec::new() },
                ..Found::default()
            });
        }
    }
}

/// What the model began of a phrase that hangs on the cue runs to the phrase's end: the tree knows it better.
fn complete(tree: &Tree<'_, '_>, h: &mut Heard) {
    let at = |t: usize| At { s: h.cue.s, t };
    let mut more: Vec<usize> = Vec::new();
    for k in tree.kids(h.cue, &["ccomp", "xcomp", "obj", "obl", "nmod", "acl"]) {
        let (first, end) = tree.cx.reach(k);
        let begun = h.content.iter().copied().find(|t| (first..=end).contains(t));
        let Some(begun) = begun.filter(|_| k.t > h.cue.t) else { continue };
        let hard = |t: &usize| {
            let stop = matches!(tree.lower(at(*t)).as_str(), ";" | ":")
                || stretch::reports_on(tree, at(*t))
                || stretch::speaks_next(tree, at(*t));
            stop && !h.content.contains(t)
        };
        more.extend(begun..(begun..=end).find(hard).unwrap_or(end + 1));
    }
    more.retain(|t| *t != h.cue.t && !h.source.contains(t) && !h.cue_words.contains(t));
    h.content.extend(more);
    h.content.sort_unstable();
    h.content.dedup();
    // "urged them to leave": whom one asks is not all that one asks.
    let lemma = tree.cue_lemma(h.cue);
    let mut lines = tree.cx.knowledge.cues.get(CueClass::Verb, &lemma);
    if tree.token(h.cue).upos == Upos::Verb && lines.any(|c| c.takes(&Frame::ObjInf)) {
        h.content = stretch::with_infinitive(tree, h.cue.s, std::mem::take(&mut h.content));
    }
}

/// True if the content is the verb's object and no clause, though the table has the verb with clauses and quotations
/// only.
fn thing(tree: &Tree<'_, '_>, h: &Heard) -> bool {
    let at = |t: usize| At { s: h.cue.s, t };
    let object = |t: &usize| tree.cx.head(at(*t)) == Some(h.cue) && tree.token(at(*t)).rel() == "obj";
    let lemma = tree.cue_lemma(h.cue);
    let mut lines = tree.cx.knowledge.cues.get(CueClass::Verb, &lemma).peekable();
    let clausal = |f: &Frame| matches!(f, Frame::That | Frame::Quote | Frame::QuoteOnly | Frame::ObjThat);
    tree.token(h.cue).upos == Upos::Verb
        && h.content.iter().any(object)
        && lines.peek().is_some()
        && lines.all(|c| c.frames.iter().all(clausal))
}

fn cue_words(h: &Heard) -> Vec<usize> {
    let mut words = h.cue_words.clone();
    if !words.contains(&h.cue.t) && !h.content.contains(&h.cue.t) && !h.source.contains(&h.cue.t) {
        words.push(h.cue.t);
        words.sort_unstable();
    }
    words
}

/// The source, with the word that names the speaker.
fn source(tree: &Tree<'_, '_>, h: &Heard, ruled: &Source) -> Source {
    if h.source.is_empty() {
        return Source::default();
    }
    let at = |t: usize| At { s: h.cue.s, t };
    if let Some(head) = ruled.head
        && (h.source.contains(&head.t) || ruled.words.iter().any(|t| h.source.contains(t)))
    {
        return Source { words: h.source.clone(), head: Some(head), why: ruled.why };
    }
    let top = |t: &&usize| tree.cx.head(at(**t)).is_none_or(|x| !h.source.contains(&x.t));
    let tops: Vec<usize> = h.source.iter().filter(top).copied().collect();
    let nominal = tops.iter().find(|t| tree.nominal_word(at(**t)) && !tree.relative(at(**t)));
    let head = nominal
        .or_else(|| h.source.iter().find(|t| tree.nominal_word(at(**t)) && !tree.relative(at(**t))))
        .or(tops.first());
    Source { words: h.source.clone(), head: head.map(|t| at(*t)), why: "attribution model" }
}

/// Sort, act and factivity of the first line of the table that knows the word.
fn meaning(tree: &Tree<'_, '_>, cue: At) -> (Sort, Act, bool) {
    let class = match tree.token(cue).upos {
        Upos::Noun => CueClass::Noun,
        Upos::Adj => CueClass::Adjective,
        Upos::Adv => CueClass::Adverb,
        Upos::Adp => CueClass::Preposition,
        _ => CueClass::Verb,
    };
    let lemma = if class == CueClass::Verb { tree.cue_lemma(cue) } else { tree.lemma(cue) };
    let line = tree.cx.knowledge.cues.get(class, &lemma).last();
    line.map_or((Sort::Belief, Act::Say, false), |c| (c.sort, c.act, c.factive))
}
