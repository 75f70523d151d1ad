//! What a figure is tied to: the base of a change or comparison, the whole of a part, the goal of a projection.
//!
//! Words of the ties stand in `figure-words.tsv`. It must not know whether the figures agree: that is the checks' business.

use dyad_knowledge::Quantities;
use dyad_record::{Direction, Figure, FigureKind, Span, TimeRow};
use dyad_syntax::Upos;

use super::recognise::Raw;
use crate::Context;
use crate::atoms::{Atoms, Kind};

/// Which way a change goes: the word of rising or falling beside it, or "more", "less".
pub(super) fn direction(a: &Atoms<'_>, raw: &Raw, q: &Quantities) -> Option<Direction> {
    let moves = |i: usize| q.moves(a.low(i));
    // Right behind: "a 12 percent rise", "a 75 percent annual increase", "12 percent more".
    for k in raw.core_to..raw.core_to + 2 {
        if let Some(d) = moves(k).or_else(|| more(a.low(k))) {
            return Some(d);
        }
        if !matches!(a.upos(k), Upos::Adj | Upos::Adv | Upos::Noun) {
            break;
        }
    }
    // A level has no direction: "fell to 6 percent from 8".
    if raw.kind != FigureKind::Change {
        return None;
    }
    // Before: "rose 12 percent", "rose by more than 12 percent", "cut emissions by 12 percent", "an increase of 12 percent".
    let from = raw.from.saturating_sub(8);
    let mut k = raw.from;
    while k > from {
        k -= 1;
        let x = a.get(k)?;
        if let Some(d) = moves(k) {
            let close = raw.from - k <= 3;
            let joined = (k + 1..raw.from).any(|i| matches!(a.low(i), "by" | "of" | "to" | "from"));
            return (close || joined).then_some(d);
        }
        // Another figure or clause in between takes the word.
        if x.kind == Kind::Sign && x.text != "-" && x.text != "$"
            || matches!(x.kind, Kind::Number(_)) && raw.from - k > 2
        {
            return None;
        }
    }
    None
}

fn more(word: &str) -> Option<Direction> {
    match word {
        "more" | "higher" | "larger" | "bigger" | "greater" | "longer" | "faster" | "above" | "older"
        | "taller" => Some(Direction::Up),
        "less" | "fewer" | "lower" | "smaller" | "shorter" | "slower" | "below" | "younger" | "cheaper" => {
            Some(Direction::Down)
        }
        _ => None,
    }
}

/// What a change or comparison is measured from: "from 2021", "than men", "on a year ago", "above normal".
pub(super) fn base(
    a: &Atoms<'_>,
    raw: &Raw,
    q: &Quantities,
    figures: &[(usize, usize)],
    times: &[TimeRow],
) -> Option<Span> {
    let change = raw.kind == FigureKind::Change;
    let multiple = raw.unit.as_deref() == Some("times");
    // "4.5 times yearly earnings", "twice her pay", "a sixth of the older type".
    let next = a.low(raw.core_to);
    if multiple && !matches!(next, "as" | "that" | "more" | "a" | "the" | ",") && q.moves(next).is_none() {
        let from = raw.core_to + usize::from(q.is("opens", next));
        if matches!(a.upos(from), Upos::Noun | Upos::Adj | Upos::Propn) && more(a.low(from)).is_none() {
            return stretch(a, q, from, figures, times);
        }
    }
    let mut compared = multiple || (raw.core_to..raw.to + 3).any(|k| more(a.low(k)).is_some());
    let mut k = raw.core_to;
    let end = a.len().min(raw.core_to + 16);
    while k < end {
        let low = a.low(k);
        let x = a.get(k)?;
        if matches!(low, "." | ";" | ":" | "”" | "\"") || low == "," && !(change || compared) {
            return None;
        }
        // "12 more than in 2017": behind the word of comparison.
        let than = low == "than" || low == "compared" || low == "versus" || low == "against";
        let from = low == "from" && change;
        let since = low == "since" && change;
        let on = low == "on" && change && starts_time(a, k + 1, times);
        let near = k <= raw.core_to + 2;
        let above = matches!(low, "above" | "below") && (change || near) || low == "over" && near && !change;
        let as_ = low == "as" && compared && k > raw.core_to + 1;
        if than || from || on || since || above || as_ {
            let mut from = k + 1;
            while matches!(
                a.low(from),
                "with" | "to" | "in" | "that" | "of" | "the" | "at" | "those" | "for" | "during"
            ) {
                from += 1;
            }
            return stretch(a, q, from, figures, times);
        }
        // Another figure ends the search, but for "rose 12 percent to 5.6 million from 5 million".
        let other = figures.iter().find(|(f, t)| k >= *f && k < *t && *f != raw.from);
        if other.is_some_and(|(f, _)| a.low_before(*f, 1) != "to") {
            return None;
        }
        if more(low).is_some() {
            compared = true;
        }
        if a.upos(k) == Upos::Verb
            && matches!(x.kind, Kind::Word)
            && k > raw.core_to + 3
            && q.moves(low).is_none()
        {
            return None;
        }
        k += 1;
    }
    None
}

fn starts_time(a: &Atoms<'_>, k: usize, times: &[TimeRow]) -> bool {
    // "on last year" compares, "on Monday" tells when.
    a.get(k).is_some_and(|x| times.iter().any(|t| t.span.contains(x.span) && t.value.len() <= 7))
}

/// A time, a figure or a noun phrase that begins here.
fn stretch(
    a: &Atoms<'_>,
    q: &Quantities,
    from: usize,
    figures: &[(usize, usize)],
    times: &[TimeRow],
) -> Option<Span> {
    let first = a.get(from)?;
    if let Some(t) = times.iter().find(|t| t.span.overlaps(first.span)) {
        return Some(t.span);
    }
    if let Some((f, t)) = figures.iter().find(|(f, t)| from >= *f && from < *t) {
        return Some(a.span(*f, *t));
    }
    let mut to = from;
    while to < a.len().min(from + 6) {
        let x = a.get(to)?;
        let goes_on = x.kind == Kind::Word && (!q.is("ends", &x.low) || to == from)
            || x.text == "-" && x.glued
            || matches!(x.kind, Kind::Number(_));
        if !goes_on || to > from && matches!(a.upos(to), Upos::Verb | Upos::Aux | Upos::Cconj) {
            break;
        }
        to += 1;
    }
    (to > from && matches!(first.kind, Kind::Word | Kind::Number(_))).then(|| a.span(from, to))
}

/// Ties the figures of one sentence to each other: parts to wholes, projections to goals.
pub(super) fn tie(cx: &Context<'_>, figures: &mut [Figure]) {
    let q = &cx.knowledge.quantities;
    for i in 1..figures.len() {
        let (before, rest) = figures.split_at_mut(i);
        let this = &mut rest[0];
        let last = &before[i - 1];
        if this.span.start < last.span.end {
            continue;
        }
        let gap = Span::new(last.span.end, this.span.start).of(cx.text()).to_lowercase();
        let words: Vec<&str> = gap.split_whitespace().collect();
        if comparable(last, this) {
            let led = lead(cx, last);
            if goal(cx, &gap) {
                before[i - 1].toward = Some(this.id.clone());
                continue;
            }
            // "on course to reach 60 TWh this year, after 21.5 TWh in the first four months".
            if goal(cx, &led) && words.iter().take(8).any(|w| *w == "after") {
                this.toward = Some(last.id.clone());
            }
            // "at this rate, with 12 wins from 15, they would finish with 30 wins".
            let would = words.iter().any(|w| matches!(*w, "would" | "will" | "could"));
            if would && led.split_whitespace().any(|w| q.is("track", w.trim_matches(','))) {
                before[i - 1].toward = Some(this.id.clone());
            }
        }
        bases(cx, before, this, &words);
        let last = &before[i - 1];
        // "48 of the 120 seats".
        let of =
            matches!(words.first(), Some(&"of" | &"out")) && words.len() <= 5 && !gap.contains([',', ';']);
        if of && counts(last) && last.kind == this.kind && last.value <= this.value {
            before[i - 1].part_of = Some(this.id.clone());
            continue;
        }
        // A whole stands near its parts; a list of hundreds of numbers is not looked through for each.
        let whole = before.iter().rev().take(8).find(|w| part(cx, w, this)).map(|w| w.id.clone());
        this.part_of = whole;
    }
}

/// The words before a figure in its sentence, in lower case, at most some.
fn lead(cx: &Context<'_>, f: &Figure) -> String {
    let from = cx.sentence_at(f.span.start).map_or(0, |s| cx.sentences()[s].span.start);
    let text = cx.text().get(from..f.span.start).unwrap_or("");
    let mut words: Vec<&str> = text.rsplit(char::is_whitespace).filter(|w| !w.is_empty()).take(10).collect();
    words.reverse();
    words.join(" ").to_lowercase()
}

/// What a figure is measured from where that is the figure before: "from 61 to 88", "to $212 million from $305 million",
/// "twice that", "97 percent of that", "up 9 percent on last year …, and shirts 21 percent".
fn bases(cx: &Context<'_>, before: &mut [Figure], this: &mut Figure, gap: &[&str]) {
    let Some(at) = before.len().checked_sub(1) else { return };
    let led = lead(cx, &before[at]);
    let first = led.split_whitespace().next_back().unwrap_or("").to_owned();
    let close = gap.len() <= 8 && !gap.iter().any(|w| w.ends_with([';', ':']));
    let last_word = gap.last().copied().unwrap_or("");
    let same = |a: &Figure, b: &Figure| a.unit == b.unit || a.unit.is_none() || b.unit.is_none();
    if this.base.is_none() && close && first == "from" && last_word == "to" && same(&before[at], this) {
        this.base = Some(before[at].span);
        return;
    }
    // The nearest of the same unit that is told with "to", or stands before a "from".
    if last_word == "from" && close {
        let amount = |f: &Figure| f.kind != FigureKind::Change && f.base.is_none() && f.unit == this.unit;
        if let Some(f) = before.iter_mut().rev().take(2).find(|f| amount(f)) {
            f.base = Some(this.span);
            return;
        }
    }
    let after = cx.text().get(this.span.end..).unwrap_or("").trim_start();
    let that = ["that", "as much", "as many", "as high", "as long"].iter().any(|w| after.starts_with(w));
    let multiple = this.unit.as_deref() == Some("times") || this.kind == FigureKind::Share;
    let of_that = ["of that", "of it", "of the total"].iter().any(|w| after.starts_with(w));
    if this.base.is_none() && multiple && (that || of_that) {
        let amount = before.iter().rev().find(|f| counts(f) || f.kind == FigureKind::Rate);
        this.base = amount.map(|f| f.span);
        return;
    }
    // "more than twice the 1.9 tons found last year".
    let last = &mut before[at];
    if last.base.is_none()
        && last.unit.as_deref() == Some("times")
        && gap.len() <= 1
        && !matches!(gap.first(), Some(&"," | &"and"))
    {
        last.base = Some(this.span);
    }
    let change = |f: &Figure| f.kind == FigureKind::Change && f.unit.as_deref() == Some("share");
    if this.base.is_none() && change(this) && change(&before[at]) && gap.contains(&"and") {
        this.base = before[at].base;
    }
}

fn counts(f: &Figure) -> bool {
    matches!(f.kind, FigureKind::Count | FigureKind::Measure | FigureKind::Money)
}

fn comparable(a: &Figure, b: &Figure) -> bool {
    a.unit == b.unit || b.unit.is_none()
}

/// "and are on track to pass the", "on course to exceed": a projection between the two.
fn goal(cx: &Context<'_>, gap: &str) -> bool {
    let q = &cx.knowledge.quantities;
    let words: Vec<&str> = gap.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.len() <= 16
        && words.windows(2).any(|w| {
            w[0] == "on" && q.is("track", w[1])
                || w[0] == "set" && w[1] == "to"
                || w[0] == "heading" && w[1] == "for"
        })
}

/// The words make `b` a part of `a`, told before it.
fn part(cx: &Context<'_>, a: &Figure, b: &Figure) -> bool {
    let text = cx.text();
    let gap = Span::new(a.span.end, b.span.start).of(text).to_lowercase();
    let after: String = text.get(b.span.end..).unwrap_or("").chars().take(16).collect();
    let words: Vec<&str> = gap.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let inside = b.span.of(text).to_lowercase();
    let of_it = ["of them", "of it", "of which", "of whom", "of those", "of that"];
    let tail = after.trim_start().to_lowercase();
    let pronoun = of_it.iter().any(|p| tail.starts_with(p) || inside.ends_with(p));
    let which = gap.contains("of which") || gap.contains("of whom");
    let including = words.iter().rev().take(4).any(|w| *w == "including" || *w == "among");
    let same = a.unit == b.unit && counts(a) && counts(b);
    let of_share = b.kind == FigureKind::Share && counts(a);
    let fits = (same && b.value <= a.value) || of_share;
    // "Of the 212 migrants rescued, 31 were children".
    let led = lead(cx, a);
    let opening = ["of", "of the", "of every", "of its"].iter().any(|w| led.ends_with(w));
    let opened = opening && gap.contains(',') && same && b.value < a.value;
    fits && words.len() <= 24 && (pronoun || which || including && words.len() <= 12) || opened
}
