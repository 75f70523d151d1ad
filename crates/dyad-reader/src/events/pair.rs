//! The event between two given spans: what the pair-marked gold sets ask (PLV, CAMEO pentaclass).

use dyad_record::Span;

use super::candidates;
use super::learned::{LABELS, N, Out};
use super::parties::Parties;
use crate::Context;
use crate::entities::Entities;

/// The code of the event between two spans.
#[derive(Debug, Clone, PartialEq)]
pub struct PairEvent {
    /// PLOVER type.
    pub plover: String,
    /// CAMEO code.
    pub cameo: String,
    /// The likeliest quad class.
    pub quad: u8,
    /// How well the dictionary's sides agree with the spans: 0 (only near) to 4.
    pub fit: u8,
    /// How likely the type is, if there is an event; none without a model.
    pub sure: Option<f32>,
}

/// What the classifier sees of the event between two spans.
#[must_use]
pub fn seen(cx: &Context<'_>, entities: &Entities, actor: Span, recipient: Span) -> Option<Out> {
    let parties = Parties::new(cx, entities, &[], &[]);
    candidates::of_pair(cx, &parties, actor, recipient).map(|x| x.2)
}

/// The event between two spans: the classifier's likeliest type, without a model the dictionary's.
///
/// `joined` says which types count as one (PLV knows one type for what is given up in words and in deed).
#[must_use]
pub fn between(
    cx: &Context<'_>,
    entities: &Entities,
    actor: Span,
    recipient: Span,
    joined: impl Fn(&str) -> String,
) -> Option<PairEvent> {
    let parties = Parties::new(cx, entities, &[], &[]);
    let ontology = &cx.knowledge.events.ontology;
    let (coded, fit, seen) = candidates::of_pair(cx, &parties, actor, recipient)?;
    let dictionary = coded.filter(|c| !c.plover.is_empty());
    let Some(classifier) = cx.classifier else {
        let c = dictionary?;
        let quad = ontology.plover(&c.plover).map_or(0, |t| t.quad);
        return Some(PairEvent { plover: c.plover, cameo: c.cameo, quad, fit, sure: None });
    };
    let p = classifier.probabilities(&seen);
    let with =
        |l: usize| (1..N).filter(|k| joined(LABELS[*k]) == joined(LABELS[l])).map(|k| p[k]).sum::<f32>();
    let best = (1..N).max_by(|a, b| with(*a).total_cmp(&with(*b)).then(p[*a].total_cmp(&p[*b])))?;
    let plover = LABELS[best];
    let known = ontology.plover(plover)?;
    let cameo = dictionary.filter(|c| c.plover == plover).map_or_else(|| known.cameo.clone(), |c| c.cameo);
    // The quad class is decided by itself: the likeliest class may not be that of the likeliest type.
    let quad_of = |l: usize| ontology.plover(LABELS[l]).map_or(0, |t| t.quad);
    let class = |q: u8| (1..N).filter(|l| quad_of(*l) == q).map(|l| p[l]).sum::<f32>();
    let quad = (1..=4).max_by(|a, b| class(*a).total_cmp(&class(*b))).unwrap_or(known.quad);
    let sure = with(best) / (1.0 - p[0]).max(1e-6);
    Some(PairEvent { plover: plover.to_owned(), cameo, quad, fit, sure: Some(sure) })
}
