//! Where a name goes on: hyphens, particles, "Jr.".
//!
//! The treebanks cut "Felbab-Brown" into three words and models of names stop at the cut; a name is one all the same.
//! These are rules of spelling; this module must not know names.

use std::ops::Range;

use dyad_record::Span;

use crate::{NameKind, Sentence, Upos};

/// Words in lower case within personal names. "and", "of" and the like are none.
const PARTICLES: [&str; 32] = [
    "al", "el", "ul", "as", "ash", "ar", "an", "at", "bin", "ben", "ibn", "bint", "abu", "abd", "de", "da",
    "do", "dos", "das", "del", "della", "di", "du", "la", "le", "los", "van", "von", "der", "den", "ter",
    "y",
];
/// Particles that are common English words too; only a hyphen makes them one.
const AMBIGUOUS: [&str; 6] = ["as", "at", "an", "do", "y", "ar"];

fn capital(s: &str) -> bool {
    s.chars().next().is_some_and(char::is_uppercase)
}

fn adjacent(s: &Sentence, left: usize) -> bool {
    match (s.tokens.get(left), s.tokens.get(left + 1)) {
        (Some(a), Some(b)) => a.span.end == b.span.start,
        _ => false,
    }
}

/// True if this word is a hyphen written without spaces between two words.
fn hyphen(s: &Sentence, t: usize) -> bool {
    t > 0
        && s.tokens.get(t).is_some_and(|x| matches!(x.form.as_str(), "-" | "‐" | "‑"))
        && adjacent(s, t - 1)
        && adjacent(s, t)
}

fn particle(s: &Sentence, t: usize) -> bool {
    s.tokens.get(t).is_some_and(|x| {
        let word = x.form.as_str();
        PARTICLES.contains(&word.to_lowercase().as_str())
            && (!AMBIGUOUS.contains(&word.to_lowercase().as_str()) || hyphen(s, t + 1))
    })
}

/// The words of a personal name with what belongs to it behind and before.
#[must_use]
pub fn person(s: &Sentence, words: Range<usize>) -> Range<usize> {
    let mut out = words;
    while let Some(end) = next(s, &out) {
        out.end = end;
    }
    // "Felbab-Brown" of which only the end was taken for a name.
    while out.start > 1
        && hyphen(s, out.start - 1)
        && capital(&s.tokens[out.start - 2].form)
        && !(out.start > 2 && s.tokens[out.start - 3].upos == Upos::Det)
    {
        out.start -= 2;
    }
    // "el-Shazly", "van Rossum" after a title or at the start of a sentence.
    while out.start > 0 {
        let back = if out.start > 1 && hyphen(s, out.start - 1) { out.start - 2 } else { out.start - 1 };
        let glued = back + 2 == out.start;
        if !(particle(s, back)
            && (glued || s.tokens[back].upos == Upos::Propn && !capital(&s.tokens[back].form)))
        {
            break;
        }
        out.start = back;
    }
    out
}

/// One step to the right.
fn next(s: &Sentence, words: &Range<usize>) -> Option<usize> {
    let end = words.end;
    let form = |t: usize| s.tokens.get(t).map(|x| x.form.as_str());
    // "the Clinton-Trump debate" joins two people.
    let pair = words.start > 0 && s.tokens[words.start - 1].upos == Upos::Det && words.len() == 1;
    if hyphen(s, end) && !pair {
        let token = s.tokens.get(end + 1)?;
        // "Joon-ho", but not "Ruiz-led".
        let small = token.upos == Upos::Propn && token.form.chars().count() <= 5;
        return (capital(&token.form) || small).then_some(end + 2);
    }
    if particle(s, end) {
        let mut t = end;
        while particle(s, t) && t < end + 3 {
            t += if hyphen(s, t + 1) { 2 } else { 1 };
        }
        let token = s.tokens.get(t)?;
        return (token.upos == Upos::Propn && capital(&token.form)).then_some(t + 1);
    }
    let comma = usize::from(form(end) == Some(","));
    matches!(form(end + comma)?, "Jr." | "Sr." | "Jr" | "Sr" | "II" | "III" | "IV").then_some(end + comma + 1)
}

/// The words of any other name: only capitals join across a hyphen, and not two places ("the US-Mexico border").
#[must_use]
pub fn other(s: &Sentence, words: Range<usize>, kind: NameKind) -> Range<usize> {
    let mut out = words;
    while kind == NameKind::Organization
        && hyphen(s, out.end)
        && s.tokens.get(out.end + 1).is_some_and(|t| t.upos == Upos::Propn && capital(&t.form))
    {
        out.end += 2;
    }
    out
}

/// Bytes of the words.
#[must_use]
pub fn span(s: &Sentence, words: &Range<usize>) -> Span {
    match (s.tokens.get(words.start), s.tokens.get(words.end.wrapping_sub(1))) {
        (Some(a), Some(b)) => a.span.cover(b.span),
        _ => Span::default(),
    }
}
