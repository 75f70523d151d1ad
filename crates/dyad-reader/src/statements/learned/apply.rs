//! Brings what the model heard together with what the rules found: where both know a cue, the model says where its
//! parts are and the rules what it means; what only the model knows gets its meaning from the table of cues.
//! Must not know features.

use dyad_knowledge::{CueClass, Sort};
use dyad_record::Act;
use dyad_syntax::Upos;
use rustc_hash::FxHashMap;

use super::super::tree::{Source, Tree};
use super::super::{Found, clause, direct::Group};
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
    for h in heard {
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
