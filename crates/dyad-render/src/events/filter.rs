//! Which events are wanted.

use dyad_record::{Confidence, Status};

use super::ask::TypeAsk;
use super::facts::{Facts, Party};
use crate::statements::holds;
use crate::timeline::merge::day;

/// Which events are wanted; an empty list wants all, and different conditions must all hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventFilter {
    /// What became of them.
    pub statuses: Vec<Status>,
    /// One side is of the one country (or `IGO`, `NGO`, `MNC`, `NSA`), the other of the other.
    pub between: Option<[String; 2]>,
    /// Actor codes (`MEX` holds `MEX:GOV`) or words of the actor.
    pub actors: Vec<String>,
    /// The same of the recipient.
    pub recipients: Vec<String>,
    /// Types.
    pub types: Vec<TypeAsk>,
    /// Lies, at least in part, on or after this day.
    pub since: Option<String>,
    /// Lies, at least in part, on or before this day.
    pub until: Option<String>,
    /// Quad classes of PLOVER.
    pub quads: Vec<u8>,
    /// From 0 to 1.
    pub min_confidence: f64,
    /// Leaves out events within one country.
    pub no_domestic: bool,
}

impl EventFilter {
    pub(super) fn wants(&self, f: &Facts<'_>) -> bool {
        let e = f.event;
        (self.statuses.is_empty() || self.statuses.contains(&e.status))
            && self.between.as_ref().is_none_or(|[a, b]| {
                let (actor, recipient) = (f.actor.code.head(), f.recipient.code.head());
                (actor == a && recipient == b) || (actor == b && recipient == a)
            })
            && any(&self.actors, |ask| is(&f.actor, ask))
            && any(&self.recipients, |ask| is(&f.recipient, ask))
            && any(&self.types, |ask| match ask {
                TypeAsk::Plover(name, mode) => {
                    e.plover == *name && mode.as_ref().is_none_or(|m| e.mode.as_ref() == Some(m))
                }
                TypeAsk::Cameo(begin) => e.cameo.as_ref().is_some_and(|c| c.starts_with(begin)),
            })
            && any(&self.quads, |q| e.quad == Some(*q))
            && Confidence(e.confidence.0).hundredths() >= self.min_confidence
            && !(self.no_domestic && e.domestic)
            && self.dated(f)
    }

    /// An event without a day goes where days are asked for.
    fn dated(&self, f: &Facts<'_>) -> bool {
        match &f.days {
            None => self.since.is_none() && self.until.is_none(),
            Some(d) => {
                self.since.as_ref().is_none_or(|s| day(&d.to) >= day(s))
                    && self.until.as_ref().is_none_or(|u| day(&d.from) <= day(u))
            }
        }
    }
}

fn any<T>(asked: &[T], holds: impl Fn(&T) -> bool) -> bool {
    asked.is_empty() || asked.iter().any(holds)
}

fn is(party: &Party<'_>, ask: &str) -> bool {
    party.code.under(ask) || holds(&party.name(), ask) || holds(&party.raw, ask)
}
