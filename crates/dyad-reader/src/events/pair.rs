//! The event between two given spans: what the pair-marked gold sets ask (PLV, CAMEO pentaclass).

use dyad_record::Span;

use super::matching::{Coded, Matcher};
use super::parties::{Parties, Party};
use crate::Context;
use crate::entities::Entities;

/// The code of the event between two spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairEvent {
    /// PLOVER type.
    pub plover: String,
    /// CAMEO code.
    pub cameo: String,
    /// Quad class of the type.
    pub quad: u8,
    /// The trigger.
    pub trigger: Span,
    /// How well the event's sides agree with the spans: 0 (only near) to 4.
    pub fit: u8,
}

/// The event whose sides lie in the two spans, else the one that fits best.
#[must_use]
pub fn between(cx: &Context<'_>, entities: &Entities, actor: Span, recipient: Span) -> Option<PairEvent> {
    let parties = Parties::new(cx, entities, &[], &[]);
    let mut best: Option<(i64, PairEvent)> = None;
    for s in 0..cx.sentences().len() {
        let sentence = cx.sentences()[s].span;
        for coded in Matcher::new(cx, &parties, s).events() {
            let trigger = cx.token(coded.trigger).span;
            let fit = side(cx, &coded.actor, actor) + side(cx, &coded.recipient, recipient);
            let crossed = side(cx, &coded.actor, recipient) + side(cx, &coded.recipient, actor);
            let agreement =
                if coded.reciprocal { fit.max(crossed) } else { fit.max(crossed.saturating_sub(1)) };
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
            if !sentence.overlaps(actor) {
                score -= 2000;
            }
            if coded.plover.is_empty() {
                continue;
            }
            let quad = cx.knowledge.events.ontology.plover(&coded.plover).map_or(0, |t| t.quad);
            if best.as_ref().is_none_or(|(b, _)| score > *b) {
                let Coded { plover, cameo, .. } = coded;
                best = Some((score, PairEvent { plover, cameo, quad, trigger, fit: agreement }));
            }
        }
    }
    best.map(|(_, e)| e)
}

/// 2 if the party's head lies in the span, 1 if its words touch it, 0 otherwise.
fn side(cx: &Context<'_>, party: &Option<Party>, span: Span) -> u8 {
    let Some(p) = party else { return 0 };
    match p.head {
        Some(h) if span.contains(cx.token(h).span) => 2,
        _ if p.span.overlaps(span) => 1,
        _ => 0,
    }
}
