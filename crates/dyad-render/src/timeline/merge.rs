//! Many documents' entries as one chronology: sorted, and what two documents tell of the same day said once.

use std::cmp::Ordering;

use super::TimelineRow;

/// The entries in the order of time (those of a longer time before those inside it, a day as such before its hours), then of the
/// documents and their text;
/// what has no place in the calendar comes last. `documents` holds one list for each document, in the order given.
#[must_use]
pub fn chronology(documents: Vec<Vec<TimelineRow>>) -> Vec<TimelineRow> {
    let mut rows: Vec<TimelineRow> = documents.into_iter().flatten().collect();
    // The sort is stable: of equal times the order of documents and text stays.
    rows.sort_by(|a, b| match (a.from.is_empty(), b.from.is_empty()) {
        (false, false) => day(&a.from)
            .cmp(&day(&b.from))
            .then_with(|| day(&b.to).cmp(&day(&a.to)))
            .then_with(|| minute(&a.value).cmp(&minute(&b.value))),
        (a, b) => a.cmp(&b),
    });
    let mut out: Vec<TimelineRow> = Vec::with_capacity(rows.len());
    // First of the rows kept that have the same days as the row in hand.
    let mut first = 0;
    for row in rows {
        if out.get(first).is_some_and(|r| r.from != row.from || r.to != row.to) {
            first = out.len();
        }
        let told = if row.from.is_empty() { None } else { out[first..].iter_mut().find(|r| same(r, &row)) };
        match told {
            Some(kept) => {
                if kept.document == row.document {
                    for id in row.rows {
                        if !kept.rows.contains(&id) {
                            kept.rows.push(id);
                        }
                    }
                } else if !kept.also.contains(&row.document) {
                    kept.also.push(row.document);
                }
                kept.confidence = match (kept.confidence, row.confidence) {
                    (Some(a), Some(b)) if a.partial_cmp(&b) == Some(Ordering::Less) => Some(b),
                    (a, b) => a.or(b),
                };
            }
            None => out.push(row),
        }
    }
    out
}

/// Year, month and day of an ISO date; years may be negative.
pub(crate) fn day(iso: &str) -> (i32, u8, u8) {
    let (sign, rest) = iso.strip_prefix('-').map_or((1, iso), |r| (-1, r));
    let mut parts = rest.split('-');
    let year = parts.next().and_then(|y| y.parse::<i32>().ok()).unwrap_or(0);
    let mut next = || parts.next().and_then(|x| x.parse().ok()).unwrap_or(0);
    (sign * year, next(), next())
}

/// Minute of the day of a TIMEX3 value, -1 without one; a part of the day counts from its middle.
pub(super) fn minute(value: &str) -> i32 {
    let Some((_, clock)) = value.split_once('T') else { return -1 };
    match clock {
        "MO" => 9 * 60,
        "DT" => 12 * 60,
        "AF" => 15 * 60,
        "EV" => 19 * 60,
        "NI" => 22 * 60,
        _ => {
            let number = |range| clock.get(range).and_then(|n: &str| n.parse::<i32>().ok());
            number(0..2).map_or(-1, |h| h * 60 + number(3..5).unwrap_or(0))
        }
    }
}

/// True if both tell the same: in the same words, or an event of the same sort between the same two on the same day in
/// two documents that share a good part of their words.
fn same(a: &TimelineRow, b: &TimelineRow) -> bool {
    if (a.kind == "published") != (b.kind == "published") {
        return false;
    }
    if a.what == b.what && (a.kind != "published" || !a.what.is_empty()) {
        return true;
    }
    let dyad = |d: &&[String; 3]| !(d[1].is_empty() && d[2].is_empty());
    a.document != b.document
        && matches!(a.precision, "day" | "time")
        && a.dyads.iter().filter(dyad).any(|d| b.dyads.contains(d))
        && shared(&a.what, &b.what)
}

/// True if two fifths of the longer words of the shorter text stand in the other one.
fn shared(a: &str, b: &str) -> bool {
    let words = |s: &str| -> std::collections::BTreeSet<String> {
        let long = s.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3);
        long.map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    let least = a.len().min(b.len());
    least > 0 && a.intersection(&b).count() * 5 >= least * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(document: &str, from: &str, to: &str, what: &str) -> TimelineRow {
        TimelineRow {
            document: document.into(),
            from: from.into(),
            to: to.into(),
            what: what.into(),
            precision: "day",
            kind: "event",
            ..TimelineRow::default()
        }
    }

    #[test]
    fn the_longer_time_comes_first_and_the_undated_last() {
        let rows = vec![
            row("a", "", "", "some day"),
            row("a", "2024-01-01", "2024-01-01", "the day"),
            row("a", "2024-01-01", "2024-12-31", "the year"),
            row("a", "-000479-01-01", "-000479-12-31", "Salamis"),
        ];
        let told: Vec<String> = chronology(vec![rows]).into_iter().map(|r| r.what).collect();
        assert_eq!(told, ["Salamis", "the year", "the day", "some day"]);
    }

    #[test]
    fn the_same_event_in_two_documents_is_told_once() {
        let dyads = vec![["CONSULT".to_owned(), "Asha Rao".to_owned(), "Norland".to_owned()]];
        let mut a = row("a", "2024-05-03", "2024-05-03", "Rao met envoys of Norland in Lisbon");
        let mut b = row("b", "2024-05-03", "2024-05-03", "Envoys of Norland met Rao at noon in Lisbon");
        let c = row("c", "2024-05-03", "2024-05-03", "Rain fell in Lisbon");
        a.dyads.clone_from(&dyads);
        b.dyads = dyads;
        let told = chronology(vec![vec![a], vec![b], vec![c]]);
        assert_eq!((told.len(), told[0].also.as_slice()), (2, &["b".to_owned()][..]));
    }
}
