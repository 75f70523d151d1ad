//! How much of a period has passed, as the text says: "after 20 of 38 games", "two months into the season, which lasts five", "in the first
//! quarter". No date is needed.
//!
//! Owns these words. It must not know the calendar.

use dyad_knowledge::{CheckCue, NumberWord};
use dyad_record::FigureKind;

use super::elapsed::{Elapsed, part};
use crate::checks::page::{Page, Placed};
use crate::checks::plain;

/// The text tells how much: no date is needed.
pub(super) fn told(page: &Page<'_, '_>, i: usize, j: usize) -> Option<Elapsed> {
    let done = &page.figures[i];
    let near = i.saturating_sub(2)..(j + 3).min(page.figures.len());
    let here = |p: &Placed<'_>| p.sentence.abs_diff(done.sentence) <= 1;
    for k in near.clone() {
        let Some((a, b)) = page.figures.get(k).zip(page.figures.get(k + 1)) else { break };
        // "after 20 of 38 games".
        let of = page
            .inside(a, b)
            .is_some_and(|g| page.cues.starts(CheckCue::Opens, &g).is_some_and(|n| n == g.len()));
        let after = page.before(a, 2).iter().any(|w| matches!(*w, "after" | "in" | "from" | "over" | "with"));
        let other = a.row.unit != done.row.unit
            && a.row.unit == b.row.unit
            && a.row.unit.is_some()
            && k + 1 != j
            && k != i;
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
        let like = a.row.kind == FigureKind::Count
            && a.like(b)
            && a.row.unit != done.row.unit
            && a.row.unit.is_some();
        if after && like && here(b) && a.row.value > 0.0 && a.row.value < b.row.value {
            let words = format!("{} of {}", plain(a.row.value), plain(b.row.value));
            let note =
                format!("{words} ({}) have passed, as the text says", a.row.unit.as_deref().unwrap_or(""));
            return Some(part(a.row.value, b.row.value, words, vec![i + 1, j + 1], note));
        }
    }
    // "With half of the season gone".
    let gone = near.clone().filter_map(|k| page.figures.get(k)).find(|s| {
        let behind = page.after(s, 6);
        let period = behind.iter().any(|w| matches!(*w, "season" | "year" | "term" | "period" | "campaign"));
        let over = behind.iter().any(|w| matches!(*w, "gone" | "over" | "past" | "passed" | "behind"));
        s.share() && s.sentence == done.sentence && s.row.span.start < done.row.span.start && period && over
    });
    if let Some(s) = gone.filter(|s| s.row.value > 0.0 && s.row.value < 1.0) {
        let words = format!("{} of the period", crate::checks::with_unit(s.row, s.row.value));
        return Some(part(
            s.row.value,
            1.0,
            words.clone(),
            Vec::new(),
            format!("{words} has passed, as the text says"),
        ));
    }
    let start = page.sentence(done.sentence);
    if let Some(at) = start.iter().position(|w| matches!(*w, "halfway" | "midway"))
        && matches!(start.get(at + 1), Some(&("through" | "into")))
    {
        return Some(part(
            1.0,
            2.0,
            "half of the period".to_owned(),
            Vec::new(),
            "half has passed, as the text says".to_owned(),
        ));
    }
    for k in near {
        // "Two months into the season, which lasts five".
        let Some(a) = page.figures.get(k).filter(|a| a.row.kind == FigureKind::Duration && here(a)) else {
            continue;
        };
        let behind = page.after(a, 16);
        let unit = a.row.unit.as_deref().unwrap_or("");
        let year = [("month", 12.0), ("week", 52.0), ("day", 365.0)]
            .into_iter()
            .find(|(u, _)| *u == unit)
            .map(|(_, n)| n);
        if behind.first() != Some(&"into") {
            // "In eight months the firm has built 400 homes": of a year, if the goal is one's.
            let during = page.before(a, 2).iter().any(|w| matches!(*w, "in" | "within" | "after" | "over"));
            let line = page.sentence(page.figures[j].sentence);
            let yearly = line
                .windows(2)
                .any(|w| matches!(w[0], "last" | "previous" | "whole" | "full") && w[1] == "year");
            if let Some(all) = year.filter(|all| {
                during && yearly && a.sentence == done.sentence && a.row.value < *all && unit != "day"
            }) {
                let words = format!("{} of {} {unit}s", plain(a.row.value), plain(all));
                return Some(part(
                    a.row.value,
                    all,
                    words.clone(),
                    Vec::new(),
                    format!("{words} of a year, as the text says"),
                ));
            }
            continue;
        }
        let lasts = page
            .cues
            .find(CheckCue::Lasts, &behind)
            .filter(|(at, n)| behind.get(at + n).and_then(|w| number(page, w)).is_some());
        let of_year = behind[..behind.len().min(6)].contains(&"year");
        if let Some(all) = year.filter(|all| of_year && lasts.is_none() && a.row.value < *all) {
            let words = format!("{} of {} {unit}s", plain(a.row.value), plain(all));
            return Some(part(
                a.row.value,
                all,
                words.clone(),
                Vec::new(),
                format!("{words} of the year, as the text says"),
            ));
        }
        let Some((at, n)) = lasts else { continue };
        let Some(all) = behind.get(at + n).and_then(|w| number(page, w)).filter(|all| *all > a.row.value)
        else {
            continue;
        };
        let unit = a.row.unit.clone().unwrap_or_default();
        // "which lasts two years" has a unit of its own.
        let own = behind
            .get(at + n + 1)
            .and_then(|w| page.q.unit_words.word(w))
            .map(|u| page.q.units[u].unit.clone());
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
    (passed < all)
        .then(|| part(passed, all, text.clone(), Vec::new(), format!("{text} of a year, as the text says")))
}

/// "The fiscal year ends today": all of it has passed.
pub(super) fn ended(page: &Page<'_, '_>, i: usize) -> Option<Elapsed> {
    let words = page.sentence(page.figures[i].sentence);
    let (at, n) = page.cues.find(CheckCue::Year, &words)?;
    let near = words.get(at + n..(at + n + 6).min(words.len()))?;
    let whole = page.cues.has(CheckCue::Ends, near);
    whole.then(|| {
        part(
            1.0,
            1.0,
            "the whole period".to_owned(),
            Vec::new(),
            format!("the whole {} has passed", words[at..at + n].join(" ")),
        )
    })
}
