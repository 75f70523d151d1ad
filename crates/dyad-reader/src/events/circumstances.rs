//! When and where an event is, and what it is about: the time, place and context words that hang on its clause.

use dyad_knowledge::events::CameoCode;
use dyad_record::{Figure, FigureKind, Id, PlaceRow, Published, Span, TimeRow, TimeType};
use dyad_syntax::Upos;

use super::parties::Party;
use super::tree::lemma;
use crate::{At, Context};

/// Years before the newest time of the document after which an event is background.
const HISTORY_YEARS: i32 = 2;

/// Times and places of one document, searched by sentence.
pub struct Circumstances<'a> {
    cx: &'a Context<'a>,
    times: &'a [TimeRow],
    places: &'a [PlaceRow],
    figures: &'a [Figure],
    /// The latest year that the document speaks of in the past or present: its own, or the newest time in it.
    year: Option<i32>,
}

impl<'a> Circumstances<'a> {
    /// Takes the year of writing from the document's date, else from the newest time in the text.
    pub fn new(
        cx: &'a Context<'a>,
        times: &'a [TimeRow],
        places: &'a [PlaceRow],
        figures: &'a [Figure],
    ) -> Self {
        let given = cx.doc.published.as_ref().and_then(|p: &Published| year(&p.value));
        let newest = times
            .iter()
            .filter(|t| t.kind == TimeType::Date)
            .filter_map(|t| t.interval.as_ref())
            .filter(|i| i[0].len() >= 10 && i[0] != i[1] || i[0].len() >= 10)
            .filter_map(|i| year(&i[0]))
            .max();
        Self { cx, times, places, figures, year: given.or(newest) }
    }

    fn in_sentence<T>(&self, rows: &'a [T], span: impl Fn(&T) -> Span, s: usize) -> Vec<(usize, &'a T)> {
        let sentence = self.cx.sentences()[s].span;
        let from = rows.partition_point(|r| span(r).end <= sentence.start);
        rows[from..]
            .iter()
            .enumerate()
            .map(|(i, r)| (from + i, r))
            .take_while(|(_, r)| span(r).start < sentence.end)
            .collect()
    }

    /// The time on the event's clause, else the nearest one in the sentence that no other clause holds.
    pub fn time(&self, trigger: At, clause: At) -> Option<usize> {
        let cx = self.cx;
        let here = self.in_sentence(self.times, |t: &TimeRow| t.span, trigger.s);
        let mut best: Option<(usize, usize)> = None;
        for (i, t) in here {
            if t.kind == TimeType::Duration {
                continue;
            }
            let words = cx.tokens_in(trigger.s, t.span);
            let Some(head) = cx.head_of(trigger.s, words) else { continue };
            let attached = std::iter::successors(Some(head), |a| cx.head(*a))
                .take(5)
                .position(|a| a == clause || a == trigger);
            let distance = head.t.abs_diff(trigger.t);
            let cost = match attached {
                Some(steps) => steps * 10 + distance.min(9),
                None => 100 + distance,
            };
            if cost < 125 && best.is_none_or(|(_, c)| cost < c) {
                best = Some((i, cost));
            }
        }
        best.map(|(i, _)| i)
    }

    /// The place that "in", "at" or "near" puts on the clause, if it is not a side of the event.
    pub fn place(
        &self,
        trigger: At,
        clause: At,
        actor: &Option<Party>,
        recipient: &Option<Party>,
    ) -> Option<usize> {
        let cx = self.cx;
        let side = |span: Span| {
            [actor, recipient]
                .into_iter()
                .flatten()
                .filter_map(|p| p.head)
                .any(|h| cx.token(h).span.overlaps(span))
        };
        for (i, p) in self.in_sentence(self.places, |p: &PlaceRow| p.span, trigger.s) {
            if side(p.span) {
                continue;
            }
            let Some(head) = cx.head_of(trigger.s, cx.tokens_in(trigger.s, p.span)) else { continue };
            let case = super::tree::case_of(cx, head);
            let local = matches!(
                case.as_deref(),
                Some("in" | "at" | "near" | "outside" | "along" | "inside" | "off" | "across" | "around")
            );
            let attached = std::iter::successors(cx.head(head), |a| cx.head(*a))
                .take(3)
                .any(|a| a == clause || a == trigger);
            if local && attached {
                return Some(i);
            }
        }
        None
    }

    /// The figures that say how much: those under the trigger or its verb that no verb between them and it holds.
    pub fn magnitudes(&self, trigger: At, clause: At) -> Vec<Id> {
        let cx = self.cx;
        let of_it = |f: &Figure| {
            if matches!(f.kind, FigureKind::Rank | FigureKind::Rate) {
                return false;
            }
            let Some(head) = cx.head_of(trigger.s, cx.tokens_in(trigger.s, f.span)) else { return false };
            let mut way = std::iter::successors(cx.head(head), |a| cx.head(*a)).take(5);
            let stop = way.find(|a| *a == clause || *a == trigger || cx.token(*a).upos == Upos::Verb);
            stop.is_some_and(|a| a == clause || a == trigger)
        };
        let here = self.in_sentence(self.figures, |f: &Figure| f.span, trigger.s);
        here.into_iter().filter(|(_, f)| of_it(f)).map(|(_, f)| f.id.clone()).collect()
    }

    /// True if the event's time, or the words of its sentence, lie years back.
    pub fn is_history(&self, trigger: At, time: Option<usize>) -> bool {
        let sentence = &self.cx.sentences()[trigger.s];
        let century = sentence.tokens.iter().any(|t| lemma(t).ends_with("century"));
        let old = || {
            let row = self.times.get(time?)?;
            let end = row.interval.as_ref().map_or(row.value.as_str(), |i| i[1].as_str());
            // An earlier year told as a year puts an act back; a day or month of last year may be last week.
            let back = if row.value.len() == 4 { 1 } else { HISTORY_YEARS };
            Some(year(end)? + back <= self.year?)
        };
        century || old() == Some(true)
    }

    /// The contexts that the code and the words of the clause speak for, most words first, at most three.
    pub fn contexts(&self, clause: At, code: Option<&CameoCode>) -> Vec<String> {
        let ev = &self.cx.knowledge.events;
        let names = ev.context_names();
        let mut votes = vec![0usize; names.len()];
        let (first, last) = self.cx.reach(clause);
        let tokens = &self.cx.sentences()[clause.s].tokens;
        for t in &tokens[first..=last] {
            for c in ev.contexts(&lemma(t)) {
                votes[usize::from(*c)] += 1;
            }
        }
        for c in code.into_iter().flat_map(|c| &c.contexts) {
            if let Some(i) = names.iter().position(|n| n == c) {
                votes[i] += 2;
            }
        }
        let mut order: Vec<usize> = (0..names.len()).filter(|i| votes[*i] > 0).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(votes[*i]), *i));
        order.into_iter().take(3).map(|i| names[i].clone()).collect()
    }
}

/// The year at the start of an ISO date.
fn year(value: &str) -> Option<i32> {
    value.get(..4)?.parse().ok()
}
