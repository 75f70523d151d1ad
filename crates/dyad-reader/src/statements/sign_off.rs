//! Sign-offs: a quotation, then a dash and who said it: `"We stay." — Ana Ruiz, farmer`. Must not know cues.

use dyad_record::Span;
use dyad_syntax::Upos;

use super::tree::{Source, Tree};
use crate::At;

const DASHES: [&str; 5] = ["—", "–", "―", "-", "--"];

/// Words that a sign-off may have.
const LONGEST: usize = 16;

/// The dash and the name behind a quotation that ends at this byte.
pub(super) fn find(tree: &Tree<'_, '_>, end: usize) -> Option<(At, Source)> {
    let text = tree.cx.text();
    let rest = text.get(end..)?;
    let begin = end + (rest.len() - rest.trim_start().len());
    let gap = Span::new(end, begin).of(text);
    let dash = tree.cx.token_at(begin).filter(|d| DASHES.contains(&tree.token(*d).form.as_str()))?;
    // On the line after the quotation or behind it, and nothing but the name up to the end of its line.
    if gap.matches('\n').count() > 2 {
        return None;
    }
    let line = text[begin..].find('\n').map_or(text.len(), |n| begin + n);
    let words: Vec<usize> = (dash.t + 1..tree.len(dash.s))
        .take_while(|t| tree.token(At { s: dash.s, t: *t }).span.end <= line)
        .collect();
    let last = tree.token(At { s: dash.s, t: *words.last()? }).span.end;
    let verb = |t: &usize| {
        let word = tree.token(At { s: dash.s, t: *t });
        word.upos == Upos::Aux || tree.finite_form(At { s: dash.s, t: *t }) && word.upos == Upos::Verb
    };
    if words.len() > LONGEST || !text[last..line].trim().is_empty() || words.iter().any(verb) {
        return None;
    }
    let name: Vec<usize> = words
        .iter()
        .copied()
        .take_while(|t| {
            !matches!(tree.token(At { s: dash.s, t: *t }).form.as_str(), "," | "." | "(" | ";" | ":")
        })
        .collect();
    let proper = |t: &usize| tree.token(At { s: dash.s, t: *t }).upos == Upos::Propn;
    let head = name.iter().rev().find(|t| proper(t)).copied().filter(|_| name.first().is_some_and(proper))?;
    let head = Some(At { s: dash.s, t: head });
    Some((dash, Source { words: name, head, why: "name behind the dash" }))
}
