//! One row an event: later mentions of the same event in the document join the first. And: in whose words a trigger stands.

use dyad_record::{BlockKind, Event, EventActor, Id, Span, Statement, Status, TimeRow};

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

/// Joins later mentions to the first and numbers the rows. What a headline tells belongs to the event of the body.
pub fn later_mentions(cx: &Context<'_>, times: &[TimeRow], found: Vec<Event>) -> Vec<Event> {
    let mut rows: Vec<Event> = Vec::with_capacity(found.len());
    for e in found {
        let from = rows.len().saturating_sub(WINDOW);
        match rows[from..].iter_mut().find(|r| same(cx, times, r, &e)) {
            Some(first) => join(cx, first, e),
            None => rows.push(e),
        }
    }
    rows.sort_by_key(|r| r.trigger);
    for (i, r) in rows.iter_mut().enumerate() {
        r.id = Id::new('v', i);
    }
    rows
}

/// Takes a later mention into the row of the first.
fn join(cx: &Context<'_>, first: &mut Event, mut later: Event) {
    if in_headline(cx, first) && !in_headline(cx, &later) {
        std::mem::swap(first, &mut later);
        first.mentions.append(&mut later.mentions);
    }
    first.mentions.push(later.trigger);
    let known = |a: &EventActor| a.entity.is_some() || a.code.is_some();
    for (own, other) in [(&mut first.actor, later.actor), (&mut first.recipient, later.recipient)] {
        if !known(own) && known(&other) {
            *own = other;
        }
    }
    first.time = first.time.take().or(later.time);
    first.place = first.place.take().or(later.place);
    first.mode = first.mode.take().or(later.mode);
    for f in later.magnitudes {
        if !first.magnitudes.contains(&f) {
            first.magnitudes.push(f);
        }
    }
    first.why.push(format!("mentioned again: \"{}\"", later.trigger.of(cx.text())));
}

fn in_headline(cx: &Context<'_>, e: &Event) -> bool {
    cx.doc.blocks.get(e.block).is_some_and(|b| b.kind == BlockKind::Headline)
}

/// A story of the past goes on to the end of its paragraph: what follows an act of another year, and has no later time of its own, is
/// background too.
pub fn histories(cx: &Context<'_>, rows: &mut [Event]) {
    let mut past: Option<usize> = None;
    for e in rows.iter_mut() {
        if e.status == Status::Background && e.time.is_some() {
            past = Some(e.block);
            continue;
        }
        let told = matches!(e.status, Status::Asserted | Status::Reported);
        if past != Some(e.block) || !told {
            continue;
        }
        let trigger = cx.token_at(e.trigger.start).map(|a| cx.token(a));
        let simple = trigger.is_some_and(|t| matches!(t.xpos.as_str(), "VBD" | "VBG" | "NN" | "NNS"));
        if e.time.is_none() && simple {
            e.status = Status::Background;
            e.why.push("background: the paragraph tells of another year".to_owned());
        } else if e.time.is_some() {
            past = None;
        }
    }
}

/// How two sides agree: not at all, because one names nobody, or in earnest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Agreement {
    No,
    Open,
    Yes,
}

/// `headline`: what a headline calls by its country alone is any of its bodies or people ("Sweden charges" is its prosecutors).
fn agree(a: &EventActor, b: &EventActor, headline: bool) -> Agreement {
    let nobody = |x: &EventActor| x.entity.is_none() && x.code.is_none() && x.span.is_none();
    if nobody(a) || nobody(b) {
        return Agreement::Open;
    }
    if a.entity.is_some() && a.entity == b.entity {
        return Agreement::Yes;
    }
    match (&a.code, &b.code) {
        (Some(x), Some(y)) => {
            // A capital and its country are one; two bodies of a country are two.
            let (bare, official) = if x.len() < y.len() { (x, y) } else { (y, x) };
            let of_it = official.strip_prefix(bare.as_str());
            let capital = of_it.is_some_and(|r| r == ":GOV" || headline && r.starts_with(':'));
            if x == y || capital { Agreement::Yes } else { Agreement::No }
        }
        _ => Agreement::No,
    }
}

/// Blocks between two mentions of one event.
const NEAR: usize = 3;

fn same(cx: &Context<'_>, times: &[TimeRow], a: &Event, b: &Event) -> bool {
    if a.plover != b.plover || a.trigger.overlaps(b.trigger) || a.status != b.status && a.block != b.block {
        return false;
    }
    let headline = in_headline(cx, a) != in_headline(cx, b);
    let pair = |x: &EventActor, y: &EventActor| {
        let (p, q) = (agree(&a.actor, x, headline), agree(&a.recipient, y, headline));
        p.min(q) >= Agreement::Open && p.max(q) == Agreement::Yes
    };
    let both_ways = a.plover == "CONSULT" || a.reciprocal && b.reciprocal;
    if !(pair(&b.actor, &b.recipient) || both_ways && pair(&b.recipient, &b.actor)) {
        return false;
    }
    let value = |id: &Option<Id>| {
        id.as_ref().and_then(Id::index).and_then(|i| times.get(i)).map(|t| t.value.as_str())
    };
    let when = match (value(&a.time), value(&b.time)) {
        (Some(x), Some(y)) if x != y => return false,
        (Some(_), Some(_)) => true,
        _ => false,
    };
    let apart = a.block.abs_diff(b.block);
    if headline && apart <= NEAR {
        return true;
    }
    let stem = |s: Span| s.of(cx.text()).to_lowercase().chars().take(4).collect::<String>();
    let word =
        stem(a.trigger) == stem(b.trigger) || a.cameo == b.cameo && a.mode.is_some() && a.mode == b.mode;
    // Within one sentence two verbs are two acts.
    word && a.sentence != b.sentence && (apart <= 1 || when && apart <= NEAR)
}
