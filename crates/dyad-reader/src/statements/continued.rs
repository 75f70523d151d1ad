//! Quotations without a cue right behind a sentence that quotes nobody: `She was not persuaded. "A paper is no agreement."`
//!
//! The sentence before is about the speaker, if its subject is a person and it attributes nothing itself. Must not know how
//! attributions are found.

use dyad_knowledge::Sort;
use dyad_record::EntityKind;

use super::Found;
use super::tree::Tree;
use crate::entities::Entities;
use crate::{At, Context};

/// The person whom the sentence right before a quotation is about.
pub(super) fn topic(tree: &Tree<'_, '_>, f: &Found, found: &[Found], entities: &Entities) -> Option<usize> {
    let cx = tree.cx;
    let start = f.content.first()?.start;
    let before = sentence_before(cx, start)?;
    let quoted = |x: &Found| {
        x.sort == Sort::Speech
            && !std::ptr::eq(x, f)
            && (x.cue_at.is_some_and(|c| c.s == before)
                || x.content.iter().any(|c| c.overlaps(cx.sentences()[before].span)))
    };
    if found.iter().any(quoted) {
        return None;
    }
    let tokens = &cx.sentences()[before].tokens;
    let root = tokens.iter().position(|t| t.head.is_none())?;
    let subject = tree.kid(At { s: before, t: root }, &["nsubj"])?;
    let entity = entities.at(subject)?;
    (entities.rows[entity].kind == EntityKind::Person).then_some(entity)
}

/// The sentence that ends right before this byte, in the same paragraph.
fn sentence_before(cx: &Context<'_>, start: usize) -> Option<usize> {
    let s = cx.sentence_at(start)?;
    let before = if cx.sentences()[s].span.start >= start { s.checked_sub(1)? } else { s };
    let gap = cx.text().get(cx.sentences()[before].span.end.min(start)..start)?;
    (!gap.contains("\n\n") && gap.trim().is_empty()).then_some(before)
}
