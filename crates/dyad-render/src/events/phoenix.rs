//! The daily file of OEDA's Phoenix: 26 columns, tab-separated, no header.
//!
//! Decisions. The event id keeps its form, number and version, but the number comes from the content, not from a counter. Quad
//! classes are Phoenix's own: 0 for statements and appeals, and root 16 counts as verbal conflict. Actor strings have ISO codes.
//! The issues are a word list of PETRARCH's that Dyad does not count; PLOVER contexts are no issues, so the column is empty.

use dyad_knowledge::Knowledge;
use dyad_record::Record;

use super::code::triples;
use super::facts::{Days, Facts, Party};
use super::filter::EventFilter;
use super::place::{Sort, Spot};
use super::tsv::{line, list, number};

/// The columns, in file order.
pub const PHOENIX_COLUMNS: [&str; 26] = [
    "EventID",
    "Date",
    "Year",
    "Month",
    "Day",
    "SourceActorFull",
    "SourceActorEntity",
    "SourceActorRole",
    "SourceActorAttribute",
    "TargetActorFull",
    "TargetActorEntity",
    "TargetActorRole",
    "TargetActorAttribute",
    "EventCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScore",
    "Issues",
    "Lat",
    "Lon",
    "LocationName",
    "StateName",
    "CountryName",
    "SentenceIDs",
    "URLs",
    "NewsSources",
];

/// The events that a filter wants, one line each.
#[must_use]
pub fn phoenix(record: &Record, filter: &EventFilter, k: &Knowledge) -> Vec<String> {
    Facts::of(record, filter, k).iter().map(|f| line(&cells(f, k))).collect()
}

fn cells(f: &Facts<'_>, k: &Knowledge) -> Vec<String> {
    let day = f.days.as_ref().and_then(Days::single);
    let (year, month) = f.days.as_ref().map_or((None, None), Days::shared);
    let code = f.cameo(k);
    let root = code.get(..2).unwrap_or_default().to_owned();
    let doc = &f.record.document;

    let mut out = vec![format!("{}_{}", f.number, f.record.coder.version)];
    out.push(day.map_or_else(String::new, |(y, m, d)| format!("{y:04}{m:02}{d:02}")));
    out.push(year.map_or_else(String::new, |y| format!("{y:04}")));
    out.push(month.map_or_else(String::new, |m| format!("{m:02}")));
    out.push(day.map_or_else(String::new, |d| format!("{:02}", d.2)));
    out.extend(party(&f.actor));
    out.extend(party(&f.recipient));
    out.extend([code, root.clone(), number(quad(&root)), number(f.event.goldstein), String::new()]);
    match f.place.map(|p| Spot::new(p, k)) {
        Some(spot) => {
            out.extend([number(spot.row.lat), number(spot.row.lon)]);
            // A whole country or region is named in its own column alone.
            let name = if matches!(spot.sort, Sort::Country | Sort::Region) { "" } else { &spot.row.name };
            out.extend([name, spot.region(), spot.country_name()].map(str::to_owned));
        }
        None => out.extend(<[String; 5]>::default()),
    }
    out.push(sentences(f));
    out.push(list([&doc.source]));
    out.push(list(doc.outlet.as_ref()));
    out
}

/// Phoenix's own classes.
fn quad(root: &str) -> Option<u8> {
    match root.parse::<u8>().ok()? {
        1..=2 => Some(0),
        3..=5 => Some(1),
        6..=8 => Some(2),
        9..=13 | 16 => Some(3),
        14..=15 | 17..=20 => Some(4),
        _ => None,
    }
}

/// The actor string, its first triple, the first role in it, and what else it says.
fn party(p: &Party<'_>) -> [String; 4] {
    let full = p.code.run_together(p.code.country().unwrap_or_default(), p.group);
    let main = p.code.roles().next().unwrap_or_default();
    let entity = triples(&full).next().unwrap_or_default().to_owned();
    let mut rest: Vec<&str> = triples(&full).skip(1).collect();
    let role = match rest.iter().position(|t| *t == main) {
        Some(i) => rest.remove(i).to_owned(),
        None => String::new(),
    };
    let rest = list(rest);
    [full, entity, role, rest]
}

/// `document_sentence` of every sentence that tells it, counted from 1.
fn sentences(f: &Facts<'_>) -> String {
    let home = |at: usize| f.record.sentences.iter().position(|s| s.span.start <= at && at < s.span.end);
    let mut all: Vec<usize> = f.sentence.into_iter().collect();
    for s in f.event.mentions.iter().filter_map(|m| home(m.start)) {
        if !all.contains(&s) {
            all.push(s);
        }
    }
    let id = f.record.document.id.as_str();
    let id = id.split_once(':').map_or(id, |(_, hash)| hash);
    list(all.iter().map(|s| format!("{id}_{}", s + 1)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{columns_of, record};
    use super::*;

    #[test]
    fn the_columns_are_those_of_the_pipeline() {
        if let Some(listed) = columns_of("OEDA Phoenix") {
            // The list has the form of the date behind its name.
            let listed: Vec<&str> = listed.iter().filter_map(|c| c.split(' ').next()).collect();
            assert_eq!(listed, PHOENIX_COLUMNS);
        }
    }

    #[test]
    fn a_hand_made_event_splits_its_actors() {
        let k = Knowledge::embedded().unwrap();
        let mut r = record();
        let told = |r: &Record| phoenix(r, &EventFilter::default(), &k)[0].clone();
        let row = told(&r);
        let cells: Vec<&str> = row.trim_end_matches('\n').split('\t').collect();
        assert_eq!(cells.len(), 26);
        assert!(cells[0].ends_with("_0.1.0"), "{}", cells[0]);
        assert_eq!(
            cells[1..13],
            ["20240214", "2024", "02", "14", "ROUGOV", "ROU", "GOV", "", "IGOEUREEC", "IGO", "", "EUR;EEC"]
        );
        assert_eq!(cells[13..18], ["1121", "11", "3", "-2", ""]);
        assert_eq!(cells[20..23], ["El Paso", "Texas", "United States"]);
        assert_eq!(cells[23], "feed_1;feed_2");
        assert_eq!(cells[24..], ["https://example.org/a b", "The, Gazette"]);
        // Statements and appeals have no side, sanctions are words.
        for (code, class) in [("010", "0"), ("020", "0"), ("163", "3"), ("180", "4"), ("057", "1")] {
            r.events[0].cameo = Some(code.into());
            assert_eq!(told(&r).split('\t').nth(15), Some(class), "{code}");
        }
    }
}
