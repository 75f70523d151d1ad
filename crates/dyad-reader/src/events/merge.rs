//! One row an event: later mentions of the same event in the document join the first. And: in whose words a trigger stands.

use dyad_record::{Event, EventActor, Id, Span, Statement, TimeRow};

use crate::Context;

/// Contents of statements, to look up in which one a trigger stands.
pub struct Contents {
    /// (content, index of the statement), by start.
    spans: Vec<(Span, usize)>,
    /// Starts of cues, ascending, and the furthest end of the cues up to each.
    cues: Vec<(usize, usize)>,
    longest: usize,
}

impl Contents {
    /// Sorts the contents.
    pub fn new(statements: &[Statement]) -> Self {
        let mut spans: Vec<(Span, usize)> =
            statements.iter().enumerate().flat_map(|(i, s)| s.content.iter().map(move |c| (*c, i))).collect();
        spans.sort_unstable();
        let longest = spans.iter().map(|(s, _)| s.len()).max().unwrap_or(0);
        let mut cues: Vec<(usize, usize)> =
            statements.iter().flat_map(|s| s.cue.iter().map(|c| (c.start, c.end))).collect();
        cues.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut cues {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self { spans, cues, longest }
    }

    /// The innermost statement whose content holds the span, and true if the span is not itself that statement's cue.
    pub fn around(&self, span: Span) -> (Option<usize>, bool) {
        let to = self.spans.partition_point(|(c, _)| c.start <= span.start);
        let mut best: Option<(usize, usize)> = None;
        for (c, i) in self.spans[..to].iter().rev().take(64) {
            if c.start + self.longest < span.start {
                break;
            }
            if c.contains(span) && best.is_none_or(|(len, _)| c.len() < len) {
                best = Some((c.len(), *i));
            }
        }
        let statement = best.map(|(_, i)| i);
        let ahead = self.cues.partition_point(|c| c.0 < span.end);
        let is_cue = ahead.checked_sub(1).is_some_and(|last| self.cues[last].1 > span.start);
        (statement, statement.is_some() && !is_cue)
    }
}

/// How many earlier events a mention is compared with; documents that list hundreds of events stay linear.
const WINDOW: usize = 60;

/// Joins later mentions to the first and numbers the rows.
pub fn later_mentions(cx: &Context<'_>, times: &[TimeRow], found: Vec<Event>) -> Vec<Event> {
    let mut rows: Vec<Event> = Vec::with_capacity(found.len());
    for e in found {
        let from = rows.len().saturating_sub(WINDOW);
        match rows[from..].iter_mut().find(|r| same(cx, times, r, &e)) {
            Some(first) => {
                first.mentions.push(e.trigger);
                if first.time.is_none() {
                    first.time = e.time;
                }
                if first.place.is_none() {
                    first.place = e.place;
                }
                first.why.push(format!("mentioned again: \"{}\"", e.trigger.of(cx.text())));
            }
            None => rows.push(e),
        }
    }
    for (i, r) in rows.iter_mut().enumerate() {
        r.id = Id::new('v', i);
    }
    rows
}

fn same(cx: &Context<'_>, times: &[TimeRow], a: &Event, b: &Event) -> bool {
    if a.plover != b.plover || a.status != b.status && a.block != b.block {
        return false;
    }
    let sides = |x: &EventActor, y: &EventActor| match (&x.entity, &y.entity) {
        (Some(i), Some(j)) => i == j || x.code.is_some() && x.code == y.code,
        _ => x.code == y.code,
    };
    let straight = sides(&a.actor, &b.actor) && sides(&a.recipient, &b.recipient);
    let crossed = a.plover == "CONSULT" && sides(&a.actor, &b.recipient) && sides(&a.recipient, &b.actor);
    if !straight && !crossed {
        return false;
    }
    let value = |id: &Option<Id>| {
        id.as_ref().and_then(Id::index).and_then(|i| times.get(i)).map(|t| t.value.as_str())
    };
    let when = match (value(&a.time), value(&b.time)) {
        (Some(x), Some(y)) => {
            if x != y {
                return false;
            }
            true
        }
        _ => false,
    };
    let stem = |s: Span| s.of(cx.text()).to_lowercase().chars().take(4).collect::<String>();
    let word = stem(a.trigger) == stem(b.trigger);
    let near = a.block.abs_diff(b.block) <= 1;
    word && (near || when)
}
