//! Pace: "have seized 600 tonnes since October and are on track to pass the 1,000 tonnes of last year".
//!
//! Owns the projection of a running total to the end of its period, with the part of the period that has passed at
//! publication. It must not guess a publication date.

use dyad_record::{CheckKind, FigureKind, Published, TimeRow, Verdict};
use jiff::civil::Date;

use super::{Draft, Placed, show, with_unit};
use crate::Context;
use crate::times::calendar;

const TRACKS: [&str; 3] = ["on track to ", "on pace to ", "on course to "];
const PASSES: [&str; 10] =
    ["surpass", "exceed", "pass", "top", "beat", "break", "outpace", "outstrip", "match", "overtake"];

/// All checks of this family.
pub(super) fn find(
    cx: &Context<'_>,
    figures: &[Placed<'_>],
    times: &[TimeRow],
    published: Option<&Published>,
) -> Vec<Draft> {
    figures.windows(2).filter_map(|w| one(cx, &w[0], &w[1], times, published)).collect()
}

fn one(
    cx: &Context<'_>,
    done: &Placed<'_>,
    goal: &Placed<'_>,
    times: &[TimeRow],
    published: Option<&Published>,
) -> Option<Draft> {
    let (a, b) = (done.row, goal.row);
    let near = goal.sentence.saturating_sub(done.sentence) <= 1
        && a.unit == b.unit
        && a.unit.is_some()
        && a.kind == b.kind;
    if !near
        || matches!(a.kind, FigureKind::Share | FigureKind::Change | FigureKind::Duration)
        || a.span.end > b.span.start
    {
        return None;
    }
    let between = super::gap(cx, a, b).to_lowercase();
    let track = TRACKS.iter().find_map(|t| between.find(t).map(|i| &between[i + t.len()..]))?;
    let verb = PASSES.iter().find(|p| track.starts_with(**p))?;
    let ids = vec![a.id.clone(), b.id.clone()];
    let base = |arithmetic: String, verdict: Verdict, assumptions: Vec<String>| Draft {
        kind: CheckKind::Pace,
        figures: ids.clone(),
        arithmetic,
        verdict,
        assumptions,
        why: format!("check: \"on track to {verb}\""),
    };
    let Some(day) = published.and_then(|p| middle(&p.value)) else {
        return Some(base(
            "the part of the period that has passed is unknown without a publication date".into(),
            Verdict::NotCheckable,
            Vec::new(),
        ));
    };
    // The period begins where "since" says; else with the year.
    let sentence = cx.sentences()[done.sentence].span;
    let since = times.iter().filter(|t| sentence.contains(t.span)).find_map(|t| {
        let left = cx.text().get(sentence.start..t.span.start)?.to_lowercase();
        let last = left.trim_end();
        let since = last.ends_with("since")
            || last.ends_with("since the start of")
            || last.ends_with("since the beginning of")
            || left.split_whitespace().rev().take(5).any(|w| w == "since")
            || last.ends_with("so far");
        let from: Date = t.interval.as_ref()?[0].parse().ok()?;
        (since && from < day).then(|| (from, t.span.of(cx.text()).to_owned()))
    });
    let (from, told) = match since {
        Some((from, words)) => (from, format!("the period began on {from} (\"{words}\") and lasts a year")),
        None => {
            let from = day.first_of_year();
            (from, format!("the period is the calendar year from {from}"))
        }
    };
    let end = calendar::plus(from, "Y", 1)?;
    let days = |x: Date, y: Date| x.until(y).ok().map(|s| f64::from(s.get_days()));
    let (passed, all) = (days(from, day)?, days(from, end)?);
    if passed < 14.0 || passed >= all {
        return Some(base(
            "too little of the period has passed, or all of it".into(),
            Verdict::NotCheckable,
            vec![told],
        ));
    }
    let projected = a.value * all / passed;
    let months = (passed / 30.44).round();
    let holds = projected >= b.value;
    let close = projected >= 0.9 * b.value;
    let arithmetic = format!(
        "{} in about {} of 12 months projects to about {}, which is {} than {}",
        with_unit(a, a.value),
        show(months),
        with_unit(a, rounded(projected)),
        if holds { "more" } else { "less" },
        with_unit(b, b.value)
    );
    let verdict = match (holds, close) {
        (true, _) => Verdict::Holds,
        (false, true) => Verdict::NotCheckable,
        (false, false) => Verdict::Fails,
    };
    Some(base(
        arithmetic,
        verdict,
        vec![told, "the pace stays as it was".into(), format!("written about {day}")],
    ))
}

/// The middle of an inferred interval, or the day given.
fn middle(value: &str) -> Option<Date> {
    let (from, to) = value.split_once('/').unwrap_or((value, value));
    let from: Date = from.get(..10)?.parse().ok()?;
    let to: Date = to.get(..10)?.parse().ok()?;
    let days = from.until(to).ok()?.get_days();
    calendar::plus_days(from, i64::from(days / 2))
}

/// Two leading digits and zeros are as exact as a projection is.
fn rounded(x: f64) -> f64 {
    if x <= 0.0 {
        return x;
    }
    let step = 10f64.powi((x.log10().floor() as i32 - 1).max(0));
    (x / step).round() * step
}
