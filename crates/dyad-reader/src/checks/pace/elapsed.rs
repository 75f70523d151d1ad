//! How much of a period has passed: "since the fiscal year began in October", "after 20 of 38 games", "two months into the season, which
//! lasts five", "in the first quarter".
//!
//! Owns where a period begins and ends and what that assumes. It must not know what is counted.

use dyad_knowledge::CheckCue;
use dyad_record::{Published, TimeRow, TimeType};
use jiff::civil::Date;

use super::said;
use crate::checks::page::Page;
use crate::checks::plain;
use crate::times::calendar;

/// Less of a period tells nothing about the rest.
const LEAST_DAYS: f64 = 14.0;

/// The part of the period that has passed.
pub(super) enum Elapsed {
    Unknown {
        reason: &'static str,
        assumptions: Vec<String>,
    },
    Part {
        passed: f64,
        all: f64,
        /// By how much of itself the quotient may be wrong.
        slack: f64,
        /// "about 6 of 12 months".
        words: String,
        /// Figures that tell it.
        figures: Vec<usize>,
        assumptions: Vec<String>,
        /// Why nothing holds or fails although it can be reckoned.
        doubt: Option<&'static str>,
    },
}

/// The part that has passed when figure `i` was counted, of the period that figure `j` is told for.
pub(super) fn of(
    page: &Page<'_, '_>,
    i: usize,
    j: usize,
    times: &[TimeRow],
    published: Option<&Published>,
) -> Elapsed {
    said::told(page, i, j)
        .or_else(|| said::ended(page, i))
        .unwrap_or_else(|| by_calendar(page, i, j, times, published))
}

pub(super) fn part(passed: f64, all: f64, words: String, figures: Vec<usize>, assumption: String) -> Elapsed {
    Elapsed::Part { passed, all, slack: 0.0, words, figures, assumptions: vec![assumption], doubt: None }
}

/// From the dates of the text to the publication date.
fn by_calendar(
    page: &Page<'_, '_>,
    i: usize,
    j: usize,
    times: &[TimeRow],
    published: Option<&Published>,
) -> Elapsed {
    let (done, goal) = (&page.figures[i], &page.figures[j]);
    let unknown = |reason, assumptions| Elapsed::Unknown { reason, assumptions };
    let Some((day, fuzzy)) = published.and_then(|p| middle(&p.value)) else {
        return unknown(
            "the part of the period that has passed is unknown without a publication date",
            Vec::new(),
        );
    };
    let sentence = page.cx.sentences()[done.sentence].span;
    // "By the end of June the port had handled …": counted until then, not until publication.
    let until = times.iter().filter(|t| sentence.contains(t.span)).find_map(|t| {
        let left = page.cx.text().get(sentence.start..t.span.start)?.trim_end().to_lowercase();
        let to: Date = t.interval.as_ref()?[1].parse().ok()?;
        let by = ["by", "until", "through", "by the end of", "up to", "till"]
            .iter()
            .any(|w| left == *w || left.ends_with(&format!(" {w}")));
        (by && to < day && to.year() == day.year()).then_some(to)
    });
    let day = until.unwrap_or(day);
    let here: Vec<&TimeRow> = {
        let from = times.partition_point(|t| t.span.start < sentence.start);
        times[from..].iter().take_while(|t| t.span.start < sentence.end).collect()
    };
    let since = here.iter().find_map(|t| {
        let from: Date = t.interval.as_ref()?[0].parse().ok()?;
        let to: Date = t.interval.as_ref()?[1].parse().ok()?;
        (runs_on(page, t, from, to, day) && from < day).then_some((from, *t))
    });
    let words = page.sentence(done.sentence);
    let fiscal = page.cues.has(CheckCue::Year, &words);
    let mut doubt = None;
    let (from, told) = match since {
        Some((from, t)) => {
            if from.day() != 1 || from.month() != 1 && !fiscal && !begins_somewhere(page, from.month()) {
                doubt = Some("nothing says that the period which began then lasts a year");
            }
            let calendar = if fiscal {
                "fiscal year"
            } else if from.month() == 1 {
                "calendar year"
            } else {
                "period"
            };
            (
                from,
                format!(
                    "the {calendar} began on {from} (\"{}\") and lasts a year",
                    t.span.of(page.cx.text())
                ),
            )
        }
        None => {
            let from = day.first_of_year();
            // "last year's 240" is told of a year, so the running count is of one.
            let around = page.gap(done, goal).unwrap_or_default();
            let behind = page.after(goal, 6);
            let year = |w: &[&str]| {
                w.windows(2).any(|w| matches!(w[0], "last" | "previous" | "this") && w[1] == "year")
            };
            if !year(&around) && !year(&behind) {
                doubt = Some("the text does not say when the count began");
            }
            (from, format!("the period is the calendar year from {from}"))
        }
    };
    let days = |x: Date, y: Date| x.until(y).ok().map(|s| f64::from(s.get_days()));
    let end = calendar::plus(from, "Y", 1);
    let Some((passed, all)) = end.and_then(|end| Some((days(from, day)? + 1.0, days(from, end)?))) else {
        return unknown("the period does not lie in the calendar", vec![told]);
    };
    if passed < LEAST_DAYS {
        return unknown("too little of the period has passed", vec![told]);
    }
    if passed > all + 15.0 {
        return unknown("the period was over when this was written", vec![told]);
    }
    let passed = passed.min(all);
    let months = (passed * 12.0 / all).round();
    Elapsed::Part {
        passed,
        all,
        slack: (1.0 + fuzzy) / passed,
        words: format!("about {} of 12 months", plain(months)),
        figures: Vec::new(),
        assumptions: vec![told, format!("written about {day}")],
        doubt,
    }
}

/// True if the count runs from this time on: "since October", "so far this year", "this year".
fn runs_on(page: &Page<'_, '_>, t: &TimeRow, from: Date, to: Date, day: Date) -> bool {
    let sentence = page.cx.sentence_at(t.span.start).map_or(0, |s| page.cx.sentences()[s].span.start);
    let left = page.cx.text().get(sentence..t.span.start).unwrap_or("").to_lowercase();
    let near: Vec<&str> = left.split_whitespace().rev().take(5).collect();
    let last = left.trim_end();
    let own = t.span.of(page.cx.text()).to_lowercase();
    let year = from.day() == 1 && from.month() == 1 && to.month() == 12 && from.year() == day.year();
    near.iter().any(|w| matches!(*w, "since" | "began" | "begun" | "started" | "begins" | "starts"))
        || last.ends_with("so far")
        || own.starts_with("so far")
        || own.starts_with("since")
        || t.kind == TimeType::Date && year && (own.contains("this year") || own.contains("the year"))
}

/// True if a government that the text names begins its year in this month.
fn begins_somewhere(page: &Page<'_, '_>, month: i8) -> bool {
    let k = page.cx.knowledge;
    let tokens = page.cx.sentences().iter().flat_map(|s| &s.tokens).take(20_000);
    tokens.map(|t| t.span.of(page.cx.text())).filter(|w| w.starts_with(char::is_uppercase)).any(|w| {
        let named = k.countries.lookup(w).or_else(|| k.countries.lookup(&format!("{w}.")));
        named.is_some_and(|(c, _)| k.time_words.fiscal(&c.iso3).map_or(1, |f| f.month) == month)
    })
}

/// The middle of an inferred interval with half its length in days, or the day given.
fn middle(value: &str) -> Option<(Date, f64)> {
    let (from, to) = value.split_once('/').unwrap_or((value, value));
    let from: Date = from.get(..10)?.parse().ok()?;
    let to: Date = to.get(..10)?.parse().ok()?;
    let days = from.until(to).ok()?.get_days().max(0);
    Some((calendar::plus_days(from, i64::from(days / 2))?, f64::from(days) / 2.0))
}
