//! The same quantity told twice: the same number, a rounder one, a slip between million and billion.
//!
//! Owns when two figures are of the same thing: what is measured has a word in common, or the words set the second beside the first as the
//! same. Different values of one noun are mostly different things, so only a slip of exactly a thousand or a million and a bound
//! that excludes its number can fail. Another unit is `convert`'s business. It must not know changes or dates.

use dyad_knowledge::CheckCue;
use dyad_record::{Bound, CheckKind, Figure, FigureKind, Verdict};
use rustc_hash::FxHashSet;

use super::page::{Page, Placed};
use super::{Draft, show, told, with_unit};

/// So many figures are looked back; keeps long lists linear.
const BACK: usize = 100;

/// All checks of this family.
pub(super) fn find(page: &Page<'_, '_>) -> Vec<Draft> {
    let figures = &page.figures;
    let words: Vec<Vec<String>> = figures.iter().map(|p| topic(page, p.row)).collect();
    let mut out = Vec::new();
    let mut used: FxHashSet<usize> = FxHashSet::default();
    for j in 1..figures.len() {
        if let Some(d) = super::convert::converted(page, &figures[j - 1], &figures[j]) {
            out.push(d);
            continue;
        }
        if used.contains(&j) {
            continue;
        }
        let back = || j.saturating_sub(BACK)..j;
        let pair = |i: usize| (&figures[i], &figures[j], &words[i][..], &words[j][..]);
        let equal = |i: &usize| {
            let (a, b, x, y) = pair(*i);
            restated(page, a, b, x, y) || definite(page, a, b)
        };
        if let Some(i) = back().find(equal) {
            used.insert(j);
            out.push(restatement(&figures[i], &figures[j]));
        } else if let Some(i) =
            back().find(|i| others(page, &figures[*i], &figures[j], &words[*i], &words[j]))
        {
            out.push(with_others(&figures[i], &figures[j]));
        } else if let Some(d) = back().rev().find_map(|i| slip(page, pair(i))) {
            out.push(d);
        } else if let Some(d) = back().rev().take(6).find_map(|i| contradiction(page, pair(i))) {
            out.push(d);
        } else if let Some(d) = back().rev().take(12).find_map(|i| rounder(page, pair(i))) {
            out.push(d);
        }
    }
    out
}

/// Content words of what is measured, in lower case, without plural endings.
fn topic(page: &Page<'_, '_>, f: &Figure) -> Vec<String> {
    let of = f.of.as_deref().unwrap_or("").to_lowercase();
    of.split(|c: char| !c.is_alphabetic())
        .filter(|w| w.len() > 3 && !page.cues.is(CheckCue::Empty, w))
        .map(|w| w.strip_suffix('s').unwrap_or(w).to_owned())
        .collect()
}

/// True if the two share a word, or a stem of six letters.
fn related(a: &[String], b: &[String]) -> bool {
    let stem = |w: &str| w.chars().take(6).collect::<String>();
    a.iter().any(|x| b.iter().any(|y| x == y || x.chars().count() >= 6 && stem(x) == stem(y)))
}

/// True if the two share a word that is not told of everything, or one begins like the other ("signed", "signatures").
fn one_thing(page: &Page<'_, '_>, a: &[String], b: &[String]) -> bool {
    let bare = |w: &str| w.strip_suffix("ed").or_else(|| w.strip_suffix("ing")).unwrap_or(w).to_owned();
    let begins = |x: &str, y: &str| x.len() >= 4 && y.starts_with(x);
    a.iter().filter(|w| !page.cues.is(CheckCue::General, w)).any(|x| {
        let x = bare(x);
        b.iter()
            .filter(|w| !page.cues.is(CheckCue::General, w))
            .map(|y| bare(y))
            .any(|y| x == y || begins(&x, &y) || begins(&y, &x))
    })
}

/// Digits before the closing zeros: 3 for 1,240, 1 for 20 million. Round numbers are told of many things, crooked ones
/// hardly of two.
fn digits(x: f64) -> usize {
    let text = format!("{x}").replace('.', "");
    text.trim_matches('0').len()
}

fn restated(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>, wx: &[String], wy: &[String]) -> bool {
    let (x, y) = (a.row, b.row);
    let apart = a.sentence != b.sentence;
    let equal = x.value == y.value
        && x.high == y.high
        && x.bound == y.bound
        && x.kind == y.kind
        && x.direction == y.direction;
    // "millions" of two things are equal and say nothing.
    if x.bound == Bound::OrderOfMagnitude {
        return false;
    }
    if !apart
        || !equal
        || matches!(x.kind, FigureKind::Duration | FigureKind::Rank)
        || x.unit.as_deref() == Some("times")
        || x.of.as_deref() == Some("age")
    {
        return false;
    }
    let alike = related(wx, wy);
    match x.kind {
        // A bound told twice in the same way ("nearly 500") makes up for a round number.
        FigureKind::Count => {
            let telling = x.value >= 13.0
                && (digits(x.value) >= 2
                    || x.bound != Bound::Exact
                        && digits(x.value) == 1
                        && x.unit.is_some()
                        && x.unit == y.unit);
            !other(page, a) && !other(page, b) && telling && alike
        }
        FigureKind::Share | FigureKind::Change => x.value != 0.5 && alike && wx == wy,
        _ => {
            x.unit == y.unit
                && (alike && digits(x.value) >= 2 || wx.is_empty() && wy.is_empty() && digits(x.value) >= 3)
        }
    }
}

/// "the other 12", "12 more": not those told before.
fn other(page: &Page<'_, '_>, p: &Placed<'_>) -> bool {
    let apart = |w: &str| page.cues.is(CheckCue::Apart, w);
    // "More than 11,000" bounds; "11,000 more" adds.
    let bound = |w: &&str| !matches!(*w, "more" | "less" | "fewer");
    page.text(p).split_whitespace().filter(bound).any(apart)
        || page.before(p, 3).into_iter().any(apart)
        || page.after(p, 1).into_iter().any(apart)
}

/// "14 envoys … The 14 diplomats": the article takes up a number just told.
fn definite(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>) -> bool {
    let (x, y) = (a.row, b.row);
    let apart = b.sentence.saturating_sub(a.sentence);
    let equal = x.value == y.value
        && x.bound == Bound::Exact
        && y.bound == Bound::Exact
        && x.high.is_none()
        && y.high.is_none();
    let takes_up = |p: &Placed<'_>| {
        page.before(p, 1).last().is_some_and(|w| matches!(*w, "the" | "those" | "these" | "all"))
    };
    let people = x.unit.as_deref() == Some("person") && y.unit.as_deref() == Some("person");
    equal
        && (1..=2).contains(&apart)
        && a.row.kind == FigureKind::Count
        && y.kind == FigureKind::Count
        && x.value >= 11.0
        && people
        && takes_up(b)
        && !takes_up(a)
        && !other(page, a)
        && !other(page, b)
}

fn restatement(a: &Placed<'_>, b: &Placed<'_>) -> Draft {
    let line = format!("{} = {}", with_unit(a.row, a.row.value), with_unit(b.row, b.row.value));
    Draft::new(
        CheckKind::Restated,
        &[a, b],
        Verdict::Holds,
        line,
        "the same value of the same thing told twice",
    )
}

/// "11 lawmakers" and, later, "with 10 other lawmakers".
fn others(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>, wx: &[String], wy: &[String]) -> bool {
    // Small numbers meet by chance, and most pairs of figures are not one apart.
    if b.row.value < 4.0 || a.row.value != b.row.value + 1.0 || a.sentence >= b.sentence {
        return false;
    }
    let count = |p: &Placed<'_>| {
        p.row.kind == FigureKind::Count && p.row.bound == Bound::Exact && p.row.high.is_none()
    };
    let last = wx.last().is_some() && wx.last() == wy.last();
    count(a) && count(b) && last && page.text(b).contains(" other ")
}

fn with_others(a: &Placed<'_>, b: &Placed<'_>) -> Draft {
    let line = format!("{} + 1 = {}", show(b.row.value), show(a.row.value));
    Draft::new(
        CheckKind::Restated,
        &[a, b],
        Verdict::Holds,
        line,
        "\"other\" leaves out one of the number told before",
    )
    .assume("the one beside the others is counted in the whole")
}

type Pair<'d, 'p> = (&'d Placed<'p>, &'d Placed<'p>, &'d [String], &'d [String]);

/// "The loan of $3.2 billion … the $3.2 million loan": the same digits of one thing, a thousand or a million times apart.
fn slip(page: &Page<'_, '_>, (a, b, wx, wy): Pair<'_, '_>) -> Option<Draft> {
    let scaled = |p: &Placed<'_>| {
        let text = page.text(p);
        let word = ["million", "billion", "trillion", "thousand"].iter().any(|w| text.contains(w));
        word || text.ends_with(['m', 'b', 'k']) || text.ends_with("bn")
    };
    let (x, y) = (a.row.value, b.row.value);
    let (small, large) = if x < y { (x, y) } else { (y, x) };
    if small <= 0.0
        || a.row.unit != b.row.unit
        || a.row.unit.is_none()
        || a.row.kind != b.row.kind
        || !a.countable()
    {
        return None;
    }
    let ratio = large / small;
    let step = [1e3, 1e6].into_iter().find(|s| (ratio / s - 1.0).abs() < 1e-9)?;
    // One digit meets by chance, unless the second takes up the first.
    let the = page.before(b, 1).last().is_some_and(|w| matches!(*w, "the" | "this" | "that" | "its"));
    let telling = digits(small) >= 2 || the && b.sentence - a.sentence <= 2 && digits(small) == 1;
    if !telling
        || !scaled(a)
        || !scaled(b)
        || !(one_thing(page, wx, wy) || one_thing(page, &page.nouns(a), &page.nouns(b)))
        || other(page, a)
        || other(page, b)
        || a.sentence == b.sentence
    {
        return None;
    }
    let words = if step == 1e3 { "a thousand" } else { "a million" };
    let line = format!("{} ≠ {}", told(a.row), told(b.row));
    Some(
        Draft::new(
            CheckKind::Restated,
            &[a, b],
            Verdict::Fails,
            line,
            "the same digits of the same thing told twice",
        )
        .because(format!("the same digits {words} times apart: a slip of the word of order")),
    )
}

/// "11,482 people signed. The more than 11,000 signatures …"; "nearly 50 houses … names 48 houses".
fn rounder(page: &Page<'_, '_>, (a, b, wx, wy): Pair<'_, '_>) -> Option<Draft> {
    let (x, y) = (a.row, b.row);
    let apart = b.sentence.saturating_sub(a.sentence);
    let bounded =
        |f: &Figure| matches!(f.bound, Bound::About | Bound::Nearly | Bound::MoreThan | Bound::AtLeast);
    let near = (x.value - y.value).abs() < 0.05 * x.value.abs().max(y.value.abs());
    let one_bound = bounded(x) != bounded(y) && (x.bound == Bound::Exact || y.bound == Bound::Exact);
    let scaled = x.bound == Bound::Exact
        && y.bound == Bound::Exact
        && x.kind != FigureKind::Count
        && digits(x.value) != digits(y.value);
    let fits = (1..=2).contains(&apart)
        && near
        && x.value != y.value
        && x.kind == y.kind
        && x.high.is_none()
        && y.high.is_none();
    let kind = matches!(x.kind, FigureKind::Count | FigureKind::Money | FigureKind::Measure);
    let takes_up = page.before(b, 1).last().is_some_and(|w| matches!(*w, "the" | "those" | "these"));
    let same_unit = x.unit == y.unit && x.unit.is_some();
    // Without the article only a number told as rounded, and in the sentence before or behind, is of the same thing.
    let (round, crooked) = if bounded(x) || digits(x.value) < digits(y.value) { (x, y) } else { (y, x) };
    let fits = fits && rounds_to(crooked.value, round);
    let takes_up = takes_up || apart == 1 && matches!(round.bound, Bound::About | Bound::Nearly) && same_unit;
    let small = x.value.min(y.value) < 11.0 && x.kind == FigureKind::Count;
    if !(fits && kind)
        || small
        || !(one_bound || scaled)
        || !takes_up
        || !one_thing(page, wx, wy)
        || other(page, a)
        || other(page, b)
    {
        return None;
    }
    let verdict = a.reading?.agrees(b.reading?);
    (verdict == Verdict::Holds).then(|| {
        let line = format!("{} ≈ {}", told(x), told(y));
        Draft::new(CheckKind::Restated, &[a, b], verdict, line, "a rounder telling of the same thing")
            .assume("both are of the same thing")
    })
}

/// "Exactly 9,482 people signed. The more than 11,000 signatures …": the article takes up the thing, the bound excludes its number.
fn contradiction(page: &Page<'_, '_>, (a, b, wx, wy): Pair<'_, '_>) -> Option<Draft> {
    let (x, y) = (a.row, b.row);
    let side =
        |f: &Figure| matches!(f.bound, Bound::MoreThan | Bound::AtLeast | Bound::LessThan | Bound::AtMost);
    let one = x.bound == Bound::Exact && side(y) && x.high.is_none() && y.high.is_none() && x.kind == y.kind;
    let near = b.sentence.checked_sub(a.sentence) == Some(1)
        && x.value > 0.0
        && (0.5..2.0).contains(&(y.value / x.value));
    let takes_up = page.before(b, 1).last().is_some_and(|w| matches!(*w, "the" | "those" | "these"));
    let counted =
        matches!(x.kind, FigureKind::Count | FigureKind::Money | FigureKind::Measure) && x.value >= 11.0;
    if !(one && near && takes_up && counted && one_thing(page, wx, wy)) || other(page, a) || other(page, b) {
        return None;
    }
    let verdict = a.reading?.agrees(b.reading?);
    (verdict == Verdict::Fails).then(|| {
        let line = format!("{} ≠ {}", told(x), told(y));
        Draft::new(CheckKind::Restated, &[a, b], verdict, line, "the article takes up the thing told before")
            .assume("both are of the same thing")
    })
}

/// True if the number, told in no more digits than the round one has, is the round one: 48 is "nearly 50", 11,482 "more than 11,000".
fn rounds_to(x: f64, round: &Figure) -> bool {
    let mut step = 1.0;
    while step < 1e15 && (round.value / (step * 10.0)).fract() == 0.0 && round.value != 0.0 {
        step *= 10.0;
    }
    let steps = x / step;
    let got = match round.bound {
        Bound::Nearly => steps.ceil(),
        Bound::MoreThan | Bound::AtLeast => steps.floor(),
        _ => steps.round(),
    };
    (got * step - round.value).abs() <= 1e-6 * round.value.abs()
}
