//! Lessons for the event classifier from the annotated corpora: PLV's pairs with their type, the pentaclass pairs with their
//! quad class, and our own gold with its types and its sentences without any event.
//!
//! What is kept unseen (a fifth of the corpora, the held-out part of our own gold) makes no lesson.

use std::path::Path;

use dyad_reader::events::fold::unseen;
use dyad_reader::events::learned::{Instance, LABELS, N, Out};
use dyad_reader::{Coder, Context, entities, events, places, quotes, statements, times};
use dyad_record::Span;

use super::own::gold::{self, Entry, Split, Wanted};
use super::pairs::marked_sides;
use super::{Gold, document, type_of, unmark};
use crate::{EvalError, figures};

/// Where lessons come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Sentences with a marked pair and its PLOVER type.
    Types,
    /// Sentences with a pair and one of five classes.
    Classes,
    /// Our own gold.
    Own,
}

/// Our own gold, which is built in, as lessons.
///
/// # Errors
/// If the gold is damaged.
pub fn own_lessons(coder: &Coder) -> Result<Vec<Instance>, EvalError> {
    let mut out = Vec::new();
    for entry in gold::sentences()?.iter().chain(&gold::articles()?).filter(|e| e.split != Split::HeldOut) {
        out.extend(of_own(coder, entry)?);
    }
    Ok(out)
}

/// Reads a file of marked pairs into lessons.
///
/// # Errors
/// If the file cannot be read or has another shape.
pub fn lessons(coder: &Coder, path: &Path) -> Result<(Source, Vec<Instance>), EvalError> {
    let gold: Vec<Gold> = figures::load(path)?;
    let typed = gold.iter().any(|g| g.marked.is_some());
    let mut out = Vec::new();
    for g in gold.iter().filter(|g| !unseen(&g.id)) {
        out.extend(if typed { of_type(coder, g)? } else { of_class(coder, g)? });
    }
    Ok((if typed { Source::Types } else { Source::Classes }, out))
}

fn group(id: &str) -> u64 {
    dyad_syntax::chain::hash(0, id)
}

fn one(seen: Out, weights: [f32; 2], id: &str, right: impl Fn(&str) -> bool) -> Instance {
    let mut allowed = [false; N];
    allowed.iter_mut().zip(LABELS).for_each(|(a, l)| *a = right(l));
    let [weight, gate_weight] = weights;
    Instance { seen, allowed, weight, gate_weight, group: group(id) }
}

fn of_pair(coder: &Coder, text: &str, g: &Gold, a: Span, r: Span) -> Result<Option<Out>, EvalError> {
    let doc = document(text, g)?;
    let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
    let analysis = coder.analyzer().analyze(&doc.text, &segments);
    let cx = Context::new(&doc, &analysis, coder.knowledge()).with_models(coder.models());
    Ok(events::pair::seen(&cx, &entities::find(&cx), a, r))
}

fn of_type(coder: &Coder, g: &Gold) -> Result<Option<Instance>, EvalError> {
    let (Some(marked), Some(want)) = (&g.marked, g.events.first().and_then(|e| e.plover.as_deref())) else {
        return Ok(None);
    };
    let (text, s, t) = unmark(marked);
    let Some(a) = s.first().copied() else { return Ok(None) };
    let ids = of_pair(coder, &text, g, a, t.first().copied().unwrap_or(a))?;
    Ok(ids.map(|ids| one(ids, [1.0, 0.12], &g.id, |l| type_of(l) == want)))
}

/// The types of a class: its quad's, and for statements the appeals that CAMEO counts among them.
fn of_class(coder: &Coder, g: &Gold) -> Result<Option<Instance>, EvalError> {
    let Some(want) = g.events.first() else { return Ok(None) };
    let Some(class) = want.penta else { return Ok(None) };
    let (s, t) = marked_sides(&g.text, want);
    let Some(a) = s.first().copied() else { return Ok(None) };
    let ids = of_pair(coder, &g.text, g, a, t.first().copied().unwrap_or(a))?;
    let quad = |l: &str| coder.knowledge().events.ontology.plover(l).map(|t| t.quad);
    let right = |l: &str| match class {
        0 => l == "NONE" || l == "REQUEST",
        // CAMEO counts what is given up among the material, PLOVER what is given up in words among the verbal.
        2 => quad(l) == Some(2) || l == "CONCEDE",
        4 => quad(l) == Some(4),
        c => quad(l) == Some(c) && l != "CONCEDE",
    };
    Ok(ids.map(|ids| one(ids, [0.5, 0.0], &g.id, right)))
}

fn of_own(coder: &Coder, g: &Entry) -> Result<Vec<Instance>, EvalError> {
    let doc = crate::run::document(&g.text, &g.id, g.published.as_deref())?;
    let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
    let analysis = coder.analyzer().analyze(&doc.text, &segments);
    let cx = Context::new(&doc, &analysis, coder.knowledge()).with_models(coder.models());
    let (times, _) = times::find(&cx);
    let named = entities::find(&cx);
    let places = places::find(&cx, &named);
    let quotes = quotes::find(&cx);
    let statements = statements::find(&cx, &quotes, &named, &times);
    let mut out = Vec::new();
    let found = events::lessons(&cx, &named, &places, &statements);
    let triggers: Vec<Span> = found.iter().map(|l| l.trigger).collect();
    for l in found {
        let words = |e: &&Wanted| e.mentions.iter().chain([&e.trigger]).copied().collect::<Vec<Span>>();
        let meets = |e: &&Wanted| words(e).iter().any(|x| x.overlaps(l.trigger) || x.overlaps(l.clause));
        // "Held talks": the gold marks the noun. The verb answers for it where its frame is of that type, or where no candidate is the noun's own.
        let carries = |e: &&Wanted| {
            words(e).iter().any(|x| {
                let own = triggers.iter().any(|t| x.overlaps(*t));
                l.carried.iter().any(|c| c.overlaps(*x))
                    && (!own && !l.plover.is_empty() || e.types.iter().any(|t| t.0 == l.plover))
            })
        };
        let mut hits: Vec<&Wanted> = g.events.iter().filter(meets).collect();
        if hits.is_empty() {
            hits = g.events.iter().filter(carries).collect();
        }
        let right = |name: &str| {
            hits.iter().any(|e| e.types.iter().any(|t| t.0 == name))
                || hits.iter().all(|e| e.optional) && name == "NONE"
        };
        out.push(one(l.seen, [0.4, 1.0], &g.id, right));
    }
    Ok(out)
}
