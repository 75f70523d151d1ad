//! What the classifier makes of a candidate: which type, how sure, or why it is held back. Must not know trees.

use dyad_knowledge::events::{Events, Pattern};

use super::learned::{Classifier, LABELS, N, Out, label};
use super::matching::Coded;

/// The least probability of the type of a predicate that the dictionary knows.
const LEAST: f32 = 0.5;
/// The same of a predicate that only the classifier knows.
const LEAST_OPEN: f32 = 0.45;
/// The dictionary's type stands as long as it is this likely beside the classifier's best.
const KEEP: f32 = 0.5;

/// Where it is less likely than this that there is no event, a type that the dictionary vouches for need not stand out …
const EVENT: f32 = 0.38;
/// The same where a frame without doubt stands between two countries.
const BETWEEN: f32 = 0.7;
/// … but have this share of all types.
const VOUCHED: f32 = 0.25;

/// A decision about a candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// How likely the type is, from 0 to 1.
    pub sure: f32,
    /// Why the candidate is held back, if it is.
    pub held: Option<String>,
}

/// True for a verb whose frame is beyond doubt, between sides of two countries.
fn between_two(coded: &Coded) -> bool {
    let country = |p: &Option<super::parties::Party>| p.as_ref().and_then(|p| p.country().map(str::to_owned));
    match (country(&coded.actor), country(&coded.recipient)) {
        (Some(a), Some(r)) => a != r && !coded.weak && !coded.bare,
        _ => false,
    }
}

/// Decides, and gives the candidate the type that the classifier is surest of; `frames`: all those of the trigger.
pub fn decide(
    coded: &mut Coded,
    seen: &Out,
    classifier: &Classifier,
    events: &Events,
    frames: &[Pattern],
) -> Option<Verdict> {
    let p = classifier.probabilities(seen);
    let best = (1..N).max_by(|a, b| p[*a].total_cmp(&p[*b]))?;
    let own = label(&coded.plover).filter(|l| *l > 0);
    let open = own.is_none();
    let chosen = own.filter(|l| p[*l] >= KEEP * p[best]).unwrap_or(best);
    if own != Some(chosen) {
        let known = events.ontology.plover(LABELS[chosen])?;
        if !open {
            coded.why.push(format!("the classifier takes it for {}, not {}", known.name, coded.plover));
        }
        coded.plover.clone_from(&known.name);
        // The widest frame of the word that has this type tells more than the type.
        let of_type = || frames.iter().filter(|f| f.plover == known.name && f.particle.is_none());
        let widest = of_type().min_by_key(|f| f.weight());
        coded.cameo.clone_from(widest.map_or(&known.cameo, |f| &f.cameo));
        coded.mode =
            widest.and_then(|f| f.mode.clone()).filter(|m| of_type().all(|f| f.mode.as_ref() == Some(m)));
    }
    let sure = p[chosen];
    coded.why.push(format!("{} with probability {sure:.2} by the classifier", LABELS[chosen]));
    // A type that the dictionary vouches for need not stand out where there is an event.
    let bar = if between_two(coded) { BETWEEN } else { EVENT };
    let vouched = own == Some(chosen) && p[0] < bar && sure >= VOUCHED * (1.0 - p[0]);
    let held = if vouched {
        None
    } else if p[0] > sure && (open || sure < LEAST) {
        Some(format!("rather no event (probability {:.2})", p[0]))
    } else if sure < if open { LEAST_OPEN } else { LEAST } {
        Some(format!("no type is likely enough (the best is {} with {sure:.2})", LABELS[chosen]))
    } else {
        None
    };
    Some(Verdict { sure, held })
}
