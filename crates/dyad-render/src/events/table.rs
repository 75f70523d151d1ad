//! Events for a reader: who did what to whom and when, how it is coded, and the words it rests on.

use std::fmt::Write as _;

use dyad_knowledge::Knowledge;
use dyad_record::{BlockKind, Record};

use super::facts::Facts;
use super::filter::EventFilter;
use super::place::{Sort, Spot};
use crate::timeline::merge::day;
use crate::view::one_line;

/// The events that a filter wants, folded to the width. The trigger stands between asterisks in its sentence.
#[must_use]
pub fn event_table(record: &Record, filter: &EventFilter, k: &Knowledge, width: usize) -> Vec<String> {
    Facts::of(record, filter, k).iter().map(|f| told(f, k, width)).collect()
}

fn told(f: &Facts<'_>, k: &Knowledge, width: usize) -> String {
    let e = f.event;
    let head = format!("{}  {}  {} → {}", e.id, date(f), f.actor.label(), f.recipient.label());
    let mut coded = e.plover.clone();
    if let Some(mode) = &e.mode {
        let _ = write!(coded, ":{mode}");
    }
    if let Some(code) = &e.cameo {
        let _ = write!(coded, " {code}");
        if let Some(c) = k.events.ontology.cameo(code) {
            let _ = write!(coded, " ({})", c.gloss);
        }
    }
    if let Some(g) = e.goldstein {
        let _ = write!(coded, ", Goldstein {g:+.1}");
    }
    let _ = write!(coded, "; {}, {:.2}", e.status, e.confidence.0);
    if !f.said_by.is_empty() {
        let _ = write!(coded, "; told by {}", f.said_by);
    }
    if let Some(place) = f.place {
        let spot = Spot::new(place, k);
        let country = if spot.sort == Sort::Country { "" } else { spot.country_name() };
        let comma = if country.is_empty() { "" } else { ", " };
        let _ = write!(coded, "; in {}{comma}{country}", place.name);
    }
    let sized: Vec<String> =
        f.magnitudes().iter().map(|m| one_line(m.span.of(&f.record.document.text))).collect();
    if !sized.is_empty() {
        let _ = write!(coded, "; {}", sized.join(", "));
    }
    if e.domestic {
        coded.push_str("; domestic");
    }
    if f.mentions() > 1 {
        let _ = write!(coded, "; told {} times", f.mentions());
    }
    let kind = f.record.blocks.get(e.block).map_or(BlockKind::Other, |b| b.kind);
    let evidence = format!("{} {kind}: {}", e.sentence, evidence(f));
    let width = width.clamp(40, 200);
    let fold = |words: &str, first: &'static str, rest: &'static str| {
        let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
        textwrap::fill(words, options)
    };
    format!(
        "{}\n{}\n{}\n",
        fold(&head, "", "    "),
        fold(&coded, "    ", "      "),
        fold(&evidence, "    ", "      ")
    )
}

/// A day, month or year from the text as it is; one of publication is the latest that it can have been.
fn date(f: &Facts<'_>) -> String {
    let Some(days) = &f.days else { return "undated".to_owned() };
    if f.basis == "text" { period(&days.from, &days.to) } else { format!("by {}", days.to) }
}

fn period(from: &str, to: &str) -> String {
    let ((y, m, d), (last_y, last_m, last_d)) = (day(from), day(to));
    if from == to {
        from.to_owned()
    } else if y == last_y && (m, d) == (1, 1) && (last_m, last_d) == (12, 31) {
        y.to_string()
    } else if (y, m, 1) == (last_y, last_m, d) && last_d == month_end(y, m) {
        format!("{y}-{m:02}")
    } else {
        format!("{from} to {to}")
    }
}

fn month_end(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The sentence with its trigger marked.
fn evidence(f: &Facts<'_>) -> String {
    let text = f.record.document.text.as_str();
    let trigger = f.event.trigger;
    match f.sentence_span() {
        Some(s) if s.contains(trigger) => {
            let before = text.get(s.start..trigger.start).unwrap_or_default();
            let after = text.get(trigger.end..s.end).unwrap_or_default();
            one_line(&format!("{before}*{}*{after}", trigger.of(text).trim()))
        }
        _ => format!("*{}*", f.trigger()),
    }
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn a_whole_month_or_year_is_told_as_one() {
        for (from, to, told) in [
            ("2024-02-14", "2024-02-14", "2024-02-14"),
            ("2024-02-01", "2024-02-29", "2024-02"),
            ("2023-02-01", "2023-02-28", "2023-02"),
            ("2023-01-01", "2023-12-31", "2023"),
            ("2023-01-01", "2023-01-30", "2023-01-01 to 2023-01-30"),
        ] {
            assert_eq!(period(from, to), told);
        }
    }
}
