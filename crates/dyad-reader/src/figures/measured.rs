//! What a figure measures: the words and their span.
//!
//! Owns the way from a figure to its noun phrase: the counted noun with its modifiers, the of-phrase of a measure or
//! share, the subject of a copula. It must not know values.

use dyad_record::{FigureKind, Span, TimeRow};
use dyad_syntax::Upos;

use super::recognise::Raw;
use crate::atoms::{Atoms, Kind};
use crate::{At, Context};

/// The words for what is measured, and where they stand.
#[must_use]
pub fn of(cx: &Context<'_>, a: &Atoms<'_>, raw: &Raw, times: &[TimeRow]) -> (Option<String>, Option<Span>) {
    let span = tree(cx, a, raw, times).or_else(|| surface(a, raw));
    let Some(span) = span else { return (None, None) };
    let words: Vec<&str> = span.of(cx.text()).split_whitespace().collect();
    if words.is_empty() {
        return (None, None);
    }
    (Some(words.join(" ")), Some(span))
}

/// By the tree: the noun phrase of the counted noun or of the of-phrase, cut at clauses; the subject of a copula.
fn tree(cx: &Context<'_>, a: &Atoms<'_>, raw: &Raw, times: &[TimeRow]) -> Option<Span> {
    let s = a.sentence;
    let at = |atom: usize| a.get(atom).map(|x| At { s, t: x.token });
    let phrase = |head: At, from: usize| {
        let (_, last) = cx.reach(head);
        let tokens = &cx.sentences()[s].tokens;
        let clause = cx
            .children_by(head, &["acl", "appos", "conj", "punct", "parataxis", "cc", "advcl"])
            .filter(|c| c.t > head.t && !(cx.token(*c).rel() == "acl" && cx.token(*c).deprel != "acl:relcl"))
            .map(|c| cx.reach(c).0)
            .min();
        let last = clause.map_or(last, |c| last.min(c.saturating_sub(1)));
        // A tree that went astray takes in the rest of the clause: a finite verb or a time ends the phrase.
        let ends = |t: &usize| {
            let token = &tokens[*t];
            matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
                || token.upos == Upos::Cconj && tokens.get(t + 1).is_some_and(|n| n.upos == Upos::Verb)
                || times.iter().any(|x| x.span.start == token.span.start)
        };
        let mut last = (head.t + 1..=last).find(ends).map_or(last, |t| t - 1).max(head.t);
        while last > head.t && matches!(tokens[last].upos, Upos::Adp | Upos::Punct | Upos::Cconj) {
            last -= 1;
        }
        (from <= last && last < from + 16).then(|| tokens[from].span.cover(tokens[last].span))
    };
    if let Some(h) = raw.head {
        let head = at(h)?;
        if cx.token(head).upos == Upos::X {
            return None;
        }
        let first = a.get(raw.core_to)?.token.min(head.t);
        return phrase(head, first);
    }
    // "11,000 pounds of the drug", "95% of the fentanyl": the nominal modifier of the unit.
    let unit = at(raw.core_to.checked_sub(1)?)?;
    if cx.token(unit).upos == Upos::X {
        return None;
    }
    let unit = if cx.token(unit).upos == Upos::Num { cx.head(unit).unwrap_or(unit) } else { unit };
    // Of other prepositions only those that money and quantities are told with; never a time.
    let tells = |n: At| {
        let case = cx.child(n, &["case"]).map(|c| cx.token(c).form.to_lowercase());
        let single = cx.children_by(n, &["case"]).count() == 1;
        let span = cx.token(n).span;
        let place = cx.token(n).upos == Upos::Propn && case.as_deref() == Some("in");
        single
            && !place
            && matches!(case.as_deref(), Some("of" | "in" | "for" | "worth"))
            && !times.iter().any(|t| t.span.overlaps(span))
    };
    if let Some(n) = cx.children_by(unit, &["nmod"]).find(|c| c.t > unit.t && tells(*c)) {
        let from = cx.reach(n).0 + usize::from(cx.child(n, &["case"]).is_some());
        return phrase(n, from);
    }
    if cx.child(unit, &["cop"]).is_some() {
        let subject = cx.child(unit, &["nsubj"])?;
        if cx.token(subject).upos == Upos::Pron {
            return None;
        }
        return phrase(subject, cx.reach(subject).0);
    }
    None
}

/// By the surface: "of X", or the run of words up to the counted noun.
fn surface(a: &Atoms<'_>, raw: &Raw) -> Option<Span> {
    let mut i = raw.core_to;
    if let Some(h) = raw.head {
        let from = if a.low(i) == "of" { i + 1 } else { i.min(h) };
        return Some(a.span(from, h + 1));
    }
    if a.low(i) == "of" {
        i += 1;
    } else if raw.kind != FigureKind::Share
        || matches!(a.low(i.saturating_sub(1)), "percent" | "cent" | "%" | "pct" | "pc")
    {
        return None;
    }
    i += usize::from(matches!(a.low(i), "the" | "its" | "their" | "his" | "her" | "all"));
    let end = (i..a.len().min(i + 5))
        .take_while(|k| {
            a.get(*k).is_some_and(|x| x.kind == Kind::Word)
                && !matches!(
                    a.low(*k),
                    "in" | "to"
                        | "and"
                        | "was"
                        | "is"
                        | "were"
                        | "are"
                        | "has"
                        | "had"
                        | "have"
                        | "from"
                        | "by"
                        | "on"
                        | "at"
                        | "that"
                        | "who"
                        | "said"
                        | "for"
                        | "with"
                        | "this"
                        | "last"
                        | "according"
                        | "as"
                )
        })
        .last()?;
    Some(a.span(i, end + 1))
}
