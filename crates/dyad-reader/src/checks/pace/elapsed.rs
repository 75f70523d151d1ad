//! How much of a period has passed: "since the fiscal year began in October", "after 20 of 38 games", "two months into the season, which
//! lasts five", "in the first quarter".
//!
//! Owns where a period begins and ends and what that assumes. It must not know what is counted.

use dyad_knowledge::{CheckCue, NumberWord};
use dyad_record::{FigureKind, Published, TimeRow, TimeType};
use jiff::civil::Date;

use crate::checks::page::{Page, Placed};
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
pub(super) fn of(page: &Page<'_, '_>, i: usize, j: usize, times: &[TimeRow], published: Option<&Published>) -> Elapsed {
    told(page, i, j).or_else(|| ended(page, i)).unwrap_or_else(|| by_calendar(page, i, j, times, published))
}

fn part(passed: f64, all: f64, words: String, figures: Vec<usize>, assumption: String) -> Elapsed {
    Elapsed::Part { passed, all, slack: 0.0, words, figures, assumptions: vec![assumption], doubt: None }
}

/// The text tells how much: no date is needed.
fn told(page: &Page<'_, '_>, i: usize, j: usize) -> Option<Elapsed> {
    let done = &page.figures[i];
    let near = i.saturating_sub(2)..(j + 3).min(page.figures.len());
    let here = |p: &Placed<'_>| p.sentence.abs_diff(done.sentence) <= 1;
    for k in near.clone() {
        let Some((a, b)) = page.figures.get(k).zip(page.figures.get(k + 1)) else { break };
        // "after 20 of 38 games".
        let of = page.inside(a, b).is_some_and(|g| page.cues.starts(CheckCue::Opens, &g).is_some_and(|n| n == g.len()));
        let after = page.before(a, 2).iter().any(|w| matches!(*w, "after" | "in" | "from" | "over" | "with"));
        let other = a.row.unit != done.row.unit && a.row.unit == b.row.unit && a.row.unit.is_some() && k + 1 != j && k != i;
        if of && after && other && here(a) && a.row.value > 0.0 && a.row.value < b.row.value {
            let words = format!("{} of {}", plain(a.row.value), plain(b.row.value));
            let noun = b.row.unit.clone().unwrap_or_default();
            let note = format!("{words} ({noun}) have passed, as the text says");
            return Some(part(a.row.value, b.row.value, words, vec![k, k + 1], note));
        }
    }
    // "30 goals in 19 games … the 70 of last season, which has 38 games".
    if let Some((a, b)) = page.figures.get(i + 1).zip(page.figures.get(j + 1)).filter(|_| i + 1 < j) {
        let after = page.inside(done, a).is_some_and(|g| matches!(g[..], ["in" | "after" | "from"]));
        let like = a.row.kind == FigureKind::Count && a.like(b) && a.row.unit != done.row.unit && a.row.unit.is_some();
        if after && like && here(b) && a.row.value > 0.0 && a.row.value < b.row.value {
            let words = format!("{} of {}", plain(a.row.value), plain(b.row.value));
            let note = format!("{words} ({}) have passed, as the text says", a.row.unit.as_deref().unwrap_or(""));
            return Some(part(a.row.value, b.row.value, words, vec![i + 1, j + 1], note));
        }
    }
    let start = page.sentence(done.sentence);
    if let Some(at) = start.iter().position(|w| matches!(*w, "halfway" | "midway")) && matches!(start.get(at + 1), Some(&("through" | "into"))) {
        return Some(part(1.0, 2.0, "half of the period".to_owned(), Vec::new(), "half has passed, as the text says".to_owned()));
    }
    for k in near {
        // "Two months into the season, which lasts five".
        let Some(a) = page.figures.get(k).filter(|a| a.row.kind == FigureKind::Duration && here(a)) else { continue };
        let behind = page.after(a, 16);
        let unit = a.row.unit.as_deref().unwrap_or("");
        let year = [("month", 12.0), ("week", 52.0), ("day", 365.0)].into_iter().find(|(u, _)| *u == unit).map(|(_, n)| n);
        if behind.first() != Some(&"into") {
            // "In eight months the firm has built 400 homes": of a year, if the goal is one's.
            let during = page.before(a, 2).iter().any(|w| matches!(*w, "in" | "within" | "after" | "over"));
            let line = page.sentence(page.figures[j].sentence);
            let yearly = line.windows(2).any(|w| matches!(w[0], "last" | "previous" | "whole" | "full") && w[1] == "year");
            if let Some(all) = year.filter(|all| during && yearly && a.sentence == done.sentence && a.row.value < *all && unit != "day") {
                let words = format!("{} of {} {unit}s", plain(a.row.value), plain(all));
                return Some(part(a.row.value, all, words.clone(), Vec::new(), format!("{words} of a year, as the text says")));
            }
            continue;
        }
        let lasts = page.cues.find(CheckCue::Lasts, &behind).filter(|(at, n)| behind.get(at + n).and_then(|w| number(page, w)).is_some());
        let of_year = behind[..behind.len().min(6)].contains(&"year");
        if let Some(all) = year.filter(|all| of_year && lasts.is_none() && a.row.value < *all) {
            let words = format!("{} of {} {unit}s", plain(a.row.value), plain(all));
            return Some(part(a.row.value, all, words.clone(), Vec::new(), format!("{words} of the year, as the text says")));
        }
        let Some((at, n)) = lasts else { continue };
        let Some(all) = behind.get(at + n).and_then(|w| number(page, w)).filter(|all| *all > a.row.value) else { continue };
        let unit = a.row.unit.clone().unwrap_or_default();
        // "which lasts two years" has a unit of its own.
        let own = behind.get(at + n + 1).and_then(|w| page.q.unit_words.word(w)).map(|u| page.q.units[u].unit.clone());
        let factor = own.map_or(Some(1.0), |own| crate::checks::rate::factor(page, &own, &unit))?;
        let words = format!("{} of {} {unit}s", plain(a.row.value), plain(all * factor));
        let note = format!("{words} have passed, as the text says");
        return Some(part(a.row.value, all * factor, words, Vec::new(), note));
    }
    first_part(page, done)
}

fn number(page: &Page<'_, '_>, word: &str) -> Option<f64> {
    match page.q.number(word) {
        Some(NumberWord::Unit(v) | NumberWord::Ten(v)) => Some(v),
        _ => word.parse::<f64>().ok().filter(|v| *v > 0.0 && *v < 1000.0),
    }
}

/// "in the first half of the year", "in the first nine months".
fn first_part(page: &Page<'_, '_>, done: &Placed<'_>) -> Option<Elapsed> {
    let words = page.sentence(done.sentence);
    let at = words.windows(2).position(|w| w[0] == "the" && w[1] == "first")?;
    let before = at.checked_sub(1).and_then(|k| words.get(k)).copied().unwrap_or("");
    if !matches!(before, "in" | "during" | "over" | "for" | "through" | "") && at != 0 {
        return None;
    }
    let word = |k: usize| words.get(at + 2 + k).copied().unwrap_or("");
    let (passed, all, unit) = match (word(0), number(page, word(0)), word(1)) {
        ("half", _, _) => (6.0, 12.0, "months"),
        ("quarter", _, _) => (3.0, 12.0, "months"),
        (_, Some(n), "months") => (n, 12.0, "months"),
        (_, Some(n), "quarters") => (n * 3.0, 12.0, "months"),
        (_, Some(n), "weeks") => (n, 52.0, "weeks"),
        _ => return None,
    };
    let text = format!("{} of {} {unit}", plain(passed), plain(all));
    (passed < all).then(|| part(passed, all, text.clone(), Vec::new(), format!("{text} of a year, as the text says")))
}

/// "The fiscal year ends today": all of it has passed.
fn ended(page: &Page<'_, '_>, i: usize) -> Option<Elapsed> {
    let words = page.sentence(page.figures[i].sentence);
    let (at, n) = page.cues.find(CheckCue::Year, &words)?;
    let near = words.get(at + n..(at + n + 6).min(words.len()))?;
    let whole = page.cues.has(CheckCue::Ends, near);
    whole.then(|| part(1.0, 1.0, "the whole period".to_owned(), Vec::new(), format!("the whole {} has passed", words[at..at + n].join(" "))))
}

/// From the dates of the text to the publication date.
fn by_calendar(page: &Page<'_, '_>, i: usize, j: usize, times: &[TimeRow], published: Option<&Published>) -> Elapsed {
    let (done, goal) = (&page.figures[i], &page.figures[j]);
    let unknown = |reason, assumptions| Elapsed::Unknown { reason, assumptions };
    let Some((day, fuzzy)) = published.and_then(|p| middle(&p.value)) else {
        return unknown("the part of the period that has passed is unknown without a publication date", Vec::new());
    };
    let sentence = page.cx.sentences()[done.sentence].span;
    // "By the end of June the port had handled …": counted until then, not until publication.
    let until = times.iter().filter(|t| sentence.contains(t.span)).find_map(|t| {
        let left = page.cx.text().get(sentence.start..t.span.start)?.trim_end().to_lowercase();
        let to: Date = t.interval.as_ref()?[1].parse().ok()?;
        let by = ["by", "until", "through", "by the end of", "up to", "till"].iter().any(|w| {
            left == *w || left.ends_with(&format!(" {w}"))
        });
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
            let calendar = if fiscal { "fiscal year" } else if from.month() == 1 { "calendar year" } else { "period" };
            (from, format!("the {calendar} began on {from} (\"{}\") and lasts a year", t.span.of(page.cx.text())))
        }
        None => {
            let from = day.first_of_year();
            // "last year's 240" is told of a year, so the running count is of one.
            let around = page.gap(done, goal).unwrap_or_default();
            let behind = page.after(goal, 6);
            let year = |w: &[&str]| w.windows(2).any(|w| matches!(w[0], "last" | "previous" | "this") && w[1] == "year");
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
        named.is_some_and(|(c, _)| k.time_words.fiscal_start(&c.iso3) == month)
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
