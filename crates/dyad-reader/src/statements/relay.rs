//! "was quoted as saying", "the paper cited her as saying": two verbs, one statement, and its speaker is not the subject of
//! "quoted" but the one who is quoted.

use dyad_record::Span;
use dyad_syntax::Upos;

use super::Found;
use super::tree::{Source, Tree};
use crate::At;

/// Verbs that hand on another's words.
const RELAYS: [&str; 3] = ["quote", "cite", "report"];

/// The verb of speech behind "as" that a verb hands on.
fn said(tree: &Tree<'_, '_>, relay: At) -> Option<At> {
    if !RELAYS.contains(&tree.token(relay).lemma.as_str()) {
        return None;
    }
    tree.kids(relay, &["advcl", "xcomp", "ccomp", "obl"]).find(|k| {
        tree.token(*k).upos == Upos::Verb
            && k.t > relay.t
            && tree.kid_word(*k, &["mark", "case"], &["as"]).is_some()
    })
}

/// Who is quoted: the subject of the passive, the object of the active.
fn quoted(tree: &Tree<'_, '_>, relay: At) -> Option<Source> {
    if tree.passive(relay) {
        return tree.nominal(relay);
    }
    let object = tree.kid(relay, &["obj", "iobj"]).filter(|o| o.t > relay.t)?;
    Some(Source { words: tree.phrase(object), head: Some(object), why: "object of the verb that quotes" })
}

/// Makes one of the two verbs' attributions, said by the one who is quoted.
pub(super) fn join(tree: &Tree<'_, '_>, found: &mut Vec<Found>) {
    let pairs: Vec<(At, At)> =
        found.iter().filter_map(|f| f.cue_at).filter_map(|u| said(tree, u).map(|v| (u, v))).collect();
    for (relay, verb) in pairs {
        // A clause hangs on the second verb, a quotation on either.
        let clause = tree.kid(verb, &["ccomp"]).is_some_and(|c| c.t > verb.t);
        let has = |cue: At| found.iter().any(|f| f.cue_at == Some(cue));
        let (keep, drop) = if clause && has(verb) { (verb, relay) } else { (relay, verb) };
        found.retain(|f| f.cue_at != Some(drop));
        let Some(source) = quoted(tree, relay) else { continue };
        for f in found.iter_mut().filter(|f| f.cue_at == Some(keep)) {
            f.cue_words = (relay.t..=verb.t)
                .filter(|t| {
                    *t == relay.t || *t == verb.t || tree.cx.head(At { s: relay.s, t: *t }) == Some(verb)
                })
                .collect();
            f.source = source.clone();
            f.addressee = f.addressee.filter(|a| Some(*a) != source.head);
            f.why.push(format!("source: {}", source.why));
            if !clause {
                // What stands behind "saying" and is no quotation tells by whom and where.
                let end = tree.token(relay).span.start;
                let marked = |s: &Span| tree.quotes.iter().any(|q| q.span.overlaps(*s));
                f.content.retain(|s| s.start < end || marked(s));
            }
        }
    }
}
