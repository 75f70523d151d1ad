//! Rows of the record from attributions: only speech, speakers resolved to entities, what is nested in what.

use dyad_knowledge::Sort;
use dyad_record::{Confidence, Id, Link, Span, Statement, TimeRow};
use dyad_syntax::Upos;

use super::Found;
use super::tree::Tree;
use crate::Context;
use crate::entities::Entities;
use crate::quotes::Quote;

/// Makes the rows.
pub(super) fn rows(
    cx: &Context<'_>,
    quotes: &[Quote],
    found: &[Found],
    entities: &Entities,
    times: &[TimeRow],
) -> Vec<Statement> {
    let tree = Tree { cx, quotes };
    let kept: Vec<usize> = (0..found.len()).filter(|i| on_record(&tree, &found[*i])).collect();
    let mut out: Vec<Statement> = Vec::with_capacity(kept.len());
    for &i in &kept {
        let f = &found[i];
        // A chain of continued quotations leads to the attribution that names the speaker.
        let mut named = f;
        for _ in 0..found.len() {
            match named.continues {
                Some(j) if named.source.head.is_none() => named = &found[j],
                _ => break,
            }
        }
        let head = named.source.head;
        let entity = head.and_then(|h| entities.at(h)).or_else(|| by_span(&tree, named, entities));
        let pronoun = head.is_some_and(|h| tree.token(h).upos == Upos::Pron);
        let link = match f.link {
            Some(Link::Continued) => Link::Continued,
            _ if pronoun => Link::Pronoun,
            _ => Link::Cue,
        };
        let mut why = f.why.clone();
        match entity {
            Some(e) => why.push(format!("speaker: {} by {link}", entities.rows[e].name)),
            None => why.push("speaker: the source is no entity".to_owned()),
        }
        let row = Statement {
            id: Id::new('s', out.len()),
            kind: f.kind,
            act: f.act,
            speaker: entity.map(|e| entities.rows[e].id.clone()),
            source: tree.spans(f.sentence, &f.source.words),
            cue: tree.spans_raw(f.sentence, &f.cue_words),
            content: f.content.clone(),
            nested_in: None,
            addressee: addressee(&tree, f),
            venue: venue(&tree, f),
            time: time(&tree, f, times),
            link,
            confidence: Confidence(f.confidence * if entity.is_some() { 1.0 } else { 0.8 }),
            why,
        };
        out.push(row);
    }
    nest(&mut out);
    out
}

/// Somebody speaks, and says something.
fn on_record(tree: &Tree<'_, '_>, f: &Found) -> bool {
    let speech = match f.sort {
        Sort::Speech => true,
        Sort::Show => f.frame == "that",
        _ => false,
    };
    if !speech || f.frame == "raise" {
        return false;
    }
    // "did not say", "would say" report no statement; "did not deny" and a quotation do.
    if (f.negated || f.hypothetical) && f.frame != "quote" && f.frame != "label" {
        return false;
    }
    let nobody = f.source.words.is_empty() && f.frame != "continued" && f.frame != "quote";
    if nobody {
        return false;
    }
    // In captions and teasers only what is plainly a statement.
    let block = tree.cx.block(f.sentence).kind;
    !block.is_furniture() || (f.confidence >= 0.85 && !f.source.words.is_empty())
}

/// The entity whose mention covers the source best, where the head word has none.
fn by_span(tree: &Tree<'_, '_>, f: &Found, entities: &Entities) -> Option<usize> {
    let head = f.source.head?;
    let span = tree.token(head).span;
    let i = entities.mentions.partition_point(|m| m.span.start <= span.start);
    entities.mentions[..i].iter().rev().take(12).find(|m| m.span.contains(span)).map(|m| m.entity)
}

/// The innermost statement that holds another's cue, or its content where it has no cue.
fn nest(rows: &mut [Statement]) {
    let hull = |s: &Statement| s.content.first().zip(s.content.last()).map(|(a, b)| a.cover(*b));
    let hulls: Vec<Option<Span>> = rows.iter().map(hull).collect();
    for i in 0..rows.len() {
        let Some(probe) = rows[i].cue.first().copied().or(rows[i].content.first().copied()) else { continue };
        let mut best: Option<(usize, usize)> = None;
        // Rows stand in the order of their content, so whatever holds this one began earlier and not far away.
        for j in (0..rows.len().min(i + 12)).rev().take(60) {
            if j == i || !hulls[j].is_some_and(|h| h.contains(probe)) {
                continue;
            }
            if rows[j].content.iter().any(|c| c.contains(probe)) {
                let size = rows[j].content.iter().map(Span::len).sum();
                if best.is_none_or(|(b, _)| size < b) {
                    best = Some((size, j));
                }
            }
        }
        rows[i].nested_in = best.map(|(_, j)| rows[j].id.clone());
    }
}

/// For whom it was meant, in words.
fn addressee(tree: &Tree<'_, '_>, f: &Found) -> Option<String> {
    let at = f.addressee.filter(|a| !tree.relative(*a))?;
    let spans = tree.spans(at.s, &tree.phrase_short(at));
    let text = spans.first()?.of(tree.cx.text()).trim();
    (text.chars().count() <= 80 && !text.is_empty()).then(|| text.to_owned())
}

/// "at a hearing", "in an interview with …", "on Capitol Hill": where the cue's own clause says so.
fn venue(tree: &Tree<'_, '_>, f: &Found) -> Option<String> {
    let v = f.cue_at?;
    let place = tree.kids(v, &["obl"]).find(|o| {
        let inside = f.content.iter().any(|c| c.overlaps(tree.token(*o).span));
        !inside
            && tree.kid_word(*o, &["case"], &["at", "during", "in", "from", "on", "before"]).is_some()
            && (tree.token(*o).upos == Upos::Propn && tree.token(*o).feat("NumType").is_none()
                || VENUES.contains(&tree.lemma(*o).as_str()))
            && !MONTHS.iter().any(|m| tree.lower(*o).starts_with(m))
    })?;
    let mut words = tree.phrase(place);
    words.retain(|t| !f.source.words.contains(t));
    let spans = tree.spans(v.s, &words);
    let text = spans.first()?.of(tree.cx.text()).trim();
    (text.chars().count() <= 100 && !text.is_empty()).then(|| text.to_owned())
}

/// Occasions on which one speaks.
const VENUES: [&str; 24] = [
    "conference",
    "briefing",
    "interview",
    "hearing",
    "speech",
    "rally",
    "meeting",
    "statement",
    "address",
    "debate",
    "summit",
    "testimony",
    "session",
    "visit",
    "call",
    "letter",
    "court",
    "parliament",
    "television",
    "radio",
    "news",
    "post",
    "event",
    "forum",
];
/// What a day or month begins with: "on Monday" is no place.
const MONTHS: [&str; 19] = [
    "mon", "tues", "wednes", "thurs", "fri", "satur", "sun", "jan", "feb", "mar", "apr", "may", "june",
    "july", "aug", "sep", "oct", "nov", "dec",
];

/// A time in the cue's own clause.
fn time(tree: &Tree<'_, '_>, f: &Found, times: &[TimeRow]) -> Option<Id> {
    let v = f.cue_at?;
    let sentence = tree.cx.sentences().get(v.s)?.span;
    let first = times.partition_point(|t| t.span.start < sentence.start);
    times[first..]
        .iter()
        .take_while(|t| t.span.start < sentence.end)
        .find(|t| {
            if f.content.iter().any(|c| c.overlaps(t.span)) {
                return false;
            }
            let Some(at) = tree.cx.token_at(t.span.start) else { return false };
            // Up from the time expression: the cue must be reached before another verb.
            let mut here = Some(at);
            for _ in 0..6 {
                let Some(h) = here else { return false };
                if h == v {
                    return true;
                }
                if tree.token(h).upos == Upos::Verb {
                    return false;
                }
                here = tree.cx.head(h);
            }
            false
        })
        .map(|t| t.id.clone())
}
