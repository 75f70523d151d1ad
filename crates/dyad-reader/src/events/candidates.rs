//! Candidates with what the classifier sees of them: of a sentence, and of a pair of marked spans. Must not know weights.

use dyad_record::Span;
use dyad_syntax::Upos;

use super::learned::{Line, Out, Sides, features};
use super::matching::{Coded, Matcher};
use super::parties::Parties;
use crate::{At, Context};

/// A candidate of a sentence.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What the dictionary makes of it; an empty type where no frame fits.
    pub coded: Coded,
    /// What the classifier sees.
    pub seen: Out,
}

/// The sides of a coded predicate, as words of its sentence.
fn sides(c: &Coded) -> Sides {
    let here =
        |p: &Option<super::parties::Party>| p.as_ref().and_then(|p| p.head).filter(|h| h.s == c.trigger.s);
    Sides { trigger: c.trigger, clause: c.clause, actor: here(&c.actor), recipient: here(&c.recipient) }
}

/// The candidates of a sentence, in text order.
pub fn of_sentence(cx: &Context<'_>, parties: &Parties<'_>, s: usize, learned: bool) -> Vec<Candidate> {
    let found = Matcher::new(cx, parties, s).events();
    if !learned || found.is_empty() {
        return found.into_iter().map(|coded| Candidate { coded, seen: Out::default() }).collect();
    }
    let line = Line::new(cx, s);
    let seen = |c: &Coded| {
        let mut out = Out::default();
        features(cx, parties, &line, sides(c), Some(c), &found, &mut out);
        out
    };
    let all: Vec<Out> = found.iter().map(seen).collect();
    found.into_iter().zip(all).map(|(coded, seen)| Candidate { coded, seen }).collect()
}

/// 2 if the party's head lies in the span, 1 if its words touch it, 0 otherwise.
fn on_side(cx: &Context<'_>, party: &Option<super::parties::Party>, span: Span) -> u8 {
    let Some(p) = party else { return 0 };
    match p.head {
        Some(h) if span.contains(cx.token(h).span) => 2,
        _ if p.span.overlaps(span) => 1,
        _ => 0,
    }
}

/// The dictionary's event that fits two spans best, with how well: 0 (only near) to 4.
pub fn nearest(cx: &Context<'_>, all: &[Coded], actor: Span, recipient: Span) -> Option<(usize, u8)> {
    let mut best: Option<(i64, usize, u8)> = None;
    for (i, coded) in all.iter().enumerate() {
        let trigger = cx.token(coded.trigger).span;
        let fit = on_side(cx, &coded.actor, actor) + on_side(cx, &coded.recipient, recipient);
        let crossed = on_side(cx, &coded.actor, recipient) + on_side(cx, &coded.recipient, actor);
        let agreement = if coded.reciprocal { fit.max(crossed) } else { fit.max(crossed.saturating_sub(1)) };
        let lo = actor.end.min(recipient.end);
        let hi = actor.start.max(recipient.start);
        let between = trigger.start >= lo && trigger.end <= hi;
        let inside = actor.contains(trigger) || recipient.contains(trigger);
        let distance = trigger.start.abs_diff(actor.end) as i64;
        let mut score = i64::from(agreement) * 1000 + i64::from(between) * 600
            - i64::from(inside) * 500
            - distance.min(400);
        if coded.bare {
            score -= 300;
        }
        if coded.plover.is_empty() {
            score -= 250;
        }
        if best.is_none_or(|(b, ..)| score > b) {
            best = Some((score, i, agreement));
        }
    }
    best.map(|(_, i, fit)| (i, fit))
}

/// What the classifier sees of the event between two spans, and the dictionary's event that it starts from.
pub fn of_pair(
    cx: &Context<'_>,
    parties: &Parties<'_>,
    actor: Span,
    recipient: Span,
) -> Option<(Option<Coded>, u8, Out)> {
    let s = (0..cx.sentences().len()).find(|s| cx.sentences()[*s].span.overlaps(actor))?;
    let head = |span: Span| {
        let words = cx.tokens_in(s, span);
        (!words.is_empty()).then(|| cx.head_of(s, words)).flatten()
    };
    let (a, r) = (head(actor)?, head(recipient));
    let found = Matcher::new(cx, parties, s).events();
    let hit = nearest(cx, &found, actor, recipient);
    let coded = hit.map(|(i, _)| found[i].clone());
    let verb = || {
        // The verb over both sides, else the one over the actor.
        let up = |from: At| std::iter::successors(Some(from), |x| cx.head(*x)).take(12).collect::<Vec<At>>();
        let over = r.map(up);
        let is = |x: &At| matches!(cx.token(*x).upos, Upos::Verb);
        let shared = |x: &At| over.as_ref().is_none_or(|o| o.contains(x));
        let way = up(a);
        way.iter().copied().find(|x| is(x) && shared(x)).or_else(|| way.iter().copied().find(is)).unwrap_or(a)
    };
    let (trigger, clause) = match &coded {
        Some(c) => (c.trigger, c.clause),
        None => {
            let v = verb();
            (v, v)
        }
    };
    let mut out = Out::default();
    let given = Sides { trigger, clause, actor: Some(a), recipient: r.filter(|r| *r != a) };
    features(cx, parties, &Line::new(cx, s), given, coded.as_ref(), &found, &mut out);
    Some((coded, hit.map_or(0, |h| h.1), out))
}
