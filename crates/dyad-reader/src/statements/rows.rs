//! Rows of the record from attributions: only speech, speakers resolved to entities, what is nested in what.

use dyad_knowledge::{CueClass, Sort};
use dyad_record::{Confidence, Id, Link, MentionForm, Span, Statement, TimeRow};
use dyad_syntax::Upos;

use super::tree::Tree;
use super::{Found, continued, silence, speaks};
use crate::At;
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
    let kept: Vec<usize> = (0..found.len())
        .filter(|i| on_record(&tree, &found[*i]) && speaks::plausible(&tree, &found[*i], entities))
        .collect();
    let mut out: Vec<Statement> = Vec::with_capacity(kept.len());
    let mut own: Vec<usize> = Vec::new();
    for &i in &kept {
        let f = &found[i];
        // A quotation mark that stands apart is no content, and there is no statement without words.
        let wordy = |c: &Span| c.of(cx.text()).contains(char::is_alphanumeric);
        let content: Vec<Span> = f.content.iter().copied().filter(wordy).collect();
        if content.is_empty() {
            continue;
        }
        // A chain of continued quotations leads to the attribution that names the speaker.
        let mut named = f;
        for _ in 0..found.len() {
            match named.continues {
                Some(j) if named.source.head.is_none() => named = &found[j],
                _ => break,
            }
        }
        let head = named.source.head;
        let first = head.is_some_and(|h| speaks::first_person(&tree, h));
        // A quotation of its own right behind a sentence about somebody who is not quoted there.
        let topic =
            if f.link == Some(Link::Continued) { continued::topic(&tree, f, found, entities) } else { None };
        let entity = if topic.is_some() {
            topic
        } else if first {
            own.push(out.len());
            None
        } else {
            let several = head.and_then(|h| together(named, h, entities));
            several
                .or_else(|| head.and_then(|h| entities.for_head_or_inside(cx, h)))
                .or_else(|| by_span(&tree, named, entities))
                .or_else(|| possessor(&tree, named, entities))
                .or_else(|| named_inside(&tree, named, entities))
        };
        let pronoun = head.is_some_and(|h| tree.token(h).upos == Upos::Pron);
        let link = match f.link {
            Some(Link::Continued) => Link::Continued,
            _ if pronoun => Link::Pronoun,
            _ => Link::Cue,
        };
        let mut why = f.why.clone();
        if topic.is_some() {
            why.push("the sentence before the quotation is about the speaker".to_owned());
        }
        let doubt = head.filter(|_| topic.is_none()).and_then(|h| entities.pronoun_at(h));
        let sure = doubt.map_or(1.0, |p| 0.7 + 0.3 * (p.margin.clamp(0, 2000) as f32 / 2000.0));
        let rivals: Vec<Id> = doubt
            .and_then(|p| p.rival)
            .filter(|r| Some(*r) != entity)
            .map(|r| entities.rows[r].id.clone())
            .into_iter()
            .collect();
        if let Some(r) = doubt.and_then(|p| p.rival).filter(|r| Some(*r) != entity) {
            why.push(format!("rival: {}", entities.rows[r].name));
        }
        match entity {
            Some(e) => why.push(format!("speaker: {} by {link}", entities.rows[e].name)),
            None if first => {}
            None => why.push("speaker: the source is no entity".to_owned()),
        }
        let meant = addressee(&tree, f, times);
        let row = Statement {
            id: Id::new('s', out.len()),
            kind: f.kind,
            act: f.act,
            speaker: entity.map(|e| entities.rows[e].id.clone()),
            source: named_whole(tree.spans(f.sentence, &f.source.words), f, entities),
            cue: tree.spans_raw(f.sentence, &f.cue_words),
            content,
            nested_in: None,
            venue: venue(&tree, f, times).or(meant.1),
            addressee: meant.0,
            time: time(&tree, f, times),
            link,
            confidence: Confidence(f.confidence * sure * if entity.is_some() { 1.0 } else { 0.8 }),
            rivals,
            why,
        };
        out.push(row);
    }
    let outer = nest(&mut out);
    // "I", "we": who speaks the words around; in the order of the text, so that the outer one is known.
    for i in own {
        let around = outer[i].and_then(|j| out[j].speaker.clone());
        out[i].why.push(match &around {
            Some(_) => "speaker: first person within a quotation, so its speaker".to_owned(),
            None => "speaker: a first person with no quotation around".to_owned(),
        });
        out[i].speaker = around;
    }
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
    let refusal = f.frame == "inf"
        && f.cue_at.is_some_and(|v| {
            tree.refuses(v)
                && tree.kid(v, &["xcomp"]).is_some_and(|x| {
                    let cues = &tree.cx.knowledge.cues;
                    cues.get(CueClass::Verb, &tree.cue_lemma(x)).any(|c| c.sort == Sort::Speech)
                })
        });
    let denied = f.source.head.is_some_and(|h| tree.nobody(h)) && f.frame != "quote";
    let silent = f.cue_at.is_some_and(|v| silence::tells(tree, v)) && f.frame != "quote";
    if refusal || denied || silent || speaks::aside(tree, f) {
        return false;
    }
    if (f.negated || f.hypothetical) && f.frame != "quote" && f.frame != "label" {
        return false;
    }
    let nobody = f.source.words.is_empty() && !matches!(f.frame, "continued" | "block" | "quote");
    if nobody {
        return false;
    }
    // In captions and teasers only what is plainly a statement.
    let block = tree.cx.block(f.sentence).kind;
    !block.is_furniture() || (f.confidence >= 0.85 && !f.source.words.is_empty())
}

/// The group of several who speak together, where the source holds more than the first.
pub(super) fn together(f: &Found, head: At, entities: &Entities) -> Option<usize> {
    let group = entities.together_at(head)?;
    let behind = f.source.words.iter().any(|t| *t > head.t);
    (head.s == f.sentence && behind).then_some(group)
}

/// The entity whose mention covers the source best, where the head word has none.
fn by_span(tree: &Tree<'_, '_>, f: &Found, entities: &Entities) -> Option<usize> {
    let head = f.source.head?;
    let span = tree.token(head).span;
    let i = entities.mentions.partition_point(|m| m.span.start <= span.start);
    entities.mentions[..i].iter().rev().take(12).find(|m| m.span.contains(span)).map(|m| m.entity)
}

/// A name that the tree cut short stands whole in the source.
fn named_whole(mut spans: Vec<Span>, f: &Found, entities: &Entities) -> Vec<Span> {
    let Some(m) = f.source.head.and_then(|h| entities.mention_at(h)) else { return spans };
    let clear = !f.content.iter().any(|c| c.overlaps(m.span));
    if m.form == MentionForm::Name
        && m.head.s == f.sentence
        && clear
        && let Some(s) = spans.iter_mut().find(|s| s.overlaps(m.span))
    {
        *s = s.cover(m.span);
    }
    spans
}

/// "Transport Minister Raul Contreras", where the tree has a word of the title for the head: the only person named in the source.
fn named_inside(tree: &Tree<'_, '_>, f: &Found, entities: &Entities) -> Option<usize> {
    let spans = tree.spans(f.sentence, &f.source.words);
    let (first, last) = (spans.first()?.start, spans.last()?.end);
    let from = entities.mentions.partition_point(|m| m.span.start < first);
    let inside = entities.mentions[from..].iter().take_while(|m| m.span.start < last);
    let person = |e: usize| entities.rows[e].kind == dyad_record::EntityKind::Person;
    let mut persons: Vec<usize> =
        inside.filter(|m| m.form == MentionForm::Name && person(m.entity)).map(|m| m.entity).collect();
    persons.dedup();
    if let [one] = persons[..] { Some(one) } else { None }
}

/// "according to the agency's statistics": what belongs to somebody speaks for it, where it is no entity itself.
fn possessor(tree: &Tree<'_, '_>, f: &Found, entities: &Entities) -> Option<usize> {
    let head = f.source.head?;
    let owner = tree.kid(head, &["nmod:poss"])?;
    let document = tree.cx.knowledge.roles.document(&tree.lower(head));
    let body = tree.cx.knowledge.roles.body(&tree.lower(head)).is_some();
    entities.at(owner).filter(|_| document || body)
}

/// The innermost statement that holds another's cue, or its content where it has no cue.
fn nest(rows: &mut [Statement]) -> Vec<Option<usize>> {
    let hull = |s: &Statement| s.content.first().zip(s.content.last()).map(|(a, b)| a.cover(*b));
    let hulls: Vec<Option<Span>> = rows.iter().map(hull).collect();
    let mut outer: Vec<Option<usize>> = vec![None; rows.len()];
    for i in 0..rows.len() {
        let Some(probe) = rows[i].cue.first().copied().or(rows[i].content.first().copied()) else { continue };
        let mut best: Option<(usize, usize)> = None;
        // Rows stand in the order of their content, so whatever holds this one began earlier and not far away.
        for j in (0..rows.len().min(i + 12)).rev().take(60) {
            // Of two that hold each other's cue the first is the outer one.
            let back = std::iter::successors(outer[j], |k| outer[*k]).take(20).any(|k| k == i);
            if j == i || back || !hulls[j].is_some_and(|h| h.contains(probe)) {
                continue;
            }
            if rows[j].content.iter().any(|c| c.contains(probe)) {
                let size = rows[j].content.iter().map(Span::len).sum();
                if best.is_none_or(|(b, _)| size < b) {
                    best = Some((size, j));
                }
            }
        }
        outer[i] = best.map(|(_, j)| j);
        rows[i].nested_in = best.map(|(_, j)| rows[j].id.clone());
    }
    outer
}

/// For whom it was meant, in words, and the place that the tree hung on it: "reporters", "in Ankara". A time is no
/// addressee, nor are words of the content.
fn addressee(tree: &Tree<'_, '_>, f: &Found, times: &[TimeRow]) -> (Option<String>, Option<String>) {
    let Some(at) = f.addressee.filter(|a| !tree.relative(*a)) else { return (None, None) };
    let span = tree.token(at).span;
    // "urged them to go": the one who is asked is part of what is asked.
    let asked = matches!(f.frame, "objinf" | "objpp");
    if is_time(span, times) || f.content.iter().any(|c| c.overlaps(span)) && !asked {
        return (None, None);
    }
    let place = tree.kids(at, &["nmod", "obl"]).find(|k| {
        k.t > at.t
            && tree
                .kid_word(
                    *k,
                    &["case"],
                    &["at", "in", "on", "during", "after", "of"][..5 + usize::from(f.frame == "objpp")],
                )
                .is_some()
    });
    let mut words = tree.phrase_short(at);
    if let Some(p) = place {
        let first = tree.cx.reach(p).0;
        words.retain(|t| *t < first);
    }
    // One unbroken stretch outside the quotation.
    let end = words.windows(2).position(|w| w[1] > w[0] + 1).map_or(words.len(), |i| i + 1);
    words.truncate(end);
    words.retain(|t| {
        let span = tree.token(At { s: at.s, t: *t }).span;
        f.frame != "quote" || !f.content.iter().any(|c| c.overlaps(span))
    });
    let written = |words: &[usize], longest: usize| {
        let spans = tree.spans(at.s, words);
        let text = spans.first()?.of(tree.cx.text()).trim();
        (text.chars().count() <= longest && !text.is_empty()).then(|| text.to_owned())
    };
    let venue = place
        .filter(|p| !is_time(tree.token(*p).span, times))
        .map(|p| tree.phrase(p))
        .and_then(|words| written(&words, 100));
    (written(&words, 80), venue)
}

/// True if a time expression holds these characters.
fn is_time(span: Span, times: &[TimeRow]) -> bool {
    let first = times.partition_point(|t| t.span.end <= span.start);
    times.get(first).is_some_and(|t| t.span.overlaps(span))
}

/// "at a hearing", "in an interview with …", "on Capitol Hill": where the cue's own clause says so.
fn venue(tree: &Tree<'_, '_>, f: &Found, times: &[TimeRow]) -> Option<String> {
    let v = f.cue_at?;
    let place = tree.kids(v, &["obl"]).find(|o| {
        let inside = f.content.iter().any(|c| c.overlaps(tree.token(*o).span));
        !inside
            && tree.kid_word(*o, &["case"], &["at", "during", "in", "from", "on", "before"]).is_some()
            && (tree.token(*o).upos == Upos::Propn && tree.token(*o).feat("NumType").is_none()
                || VENUES.contains(&tree.lemma(*o).as_str()))
            && !is_time(tree.token(*o).span, times)
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
/// A time in the cue's own clause.
pub(super) fn time(tree: &Tree<'_, '_>, f: &Found, times: &[TimeRow]) -> Option<Id> {
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
