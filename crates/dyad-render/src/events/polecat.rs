//! The weekly file of POLECAT: 40 columns, tab-separated, with a header.
//!
//! Decisions. `Event Date` and `Publication Date` are written where one day is known. `Intensity` is the Goldstein weight of the CAMEO
//! code, not POLECAT's own scale, which is not public in full. `Actor COW` is the Correlates of War number of the actor's country.
//! Sectors are the role codes of the record. Wikipedia is not asked. `Feature Type` is written for first- and second-level regions,
//! of which the GeoNames code is certain. UTF-8, where POLECAT's own files are read as ISO-8859-1.

use dyad_knowledge::Knowledge;
use dyad_record::{EntityKind, Record};

use super::facts::{Days, Facts, Party, named};
use super::filter::EventFilter;
use super::place::{Sort, Spot};
use super::tsv::{line, list, number};
use crate::view::one_line;

/// The columns, in file order.
pub const POLECAT_COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// The first line.
#[must_use]
pub fn polecat_header() -> String {
    line(&POLECAT_COLUMNS.map(str::to_owned))
}

/// The events that a filter wants, one line each.
#[must_use]
pub fn polecat(record: &Record, filter: &EventFilter, k: &Knowledge) -> Vec<String> {
    let all = Facts::of(record, filter, k);
    if all.is_empty() {
        return Vec::new();
    }
    let story = story(record);
    all.iter().map(|f| line(&cells(f, &story, k))).collect()
}

fn cells(f: &Facts<'_>, story: &[String; 3], k: &Knowledge) -> Vec<String> {
    let iso = |(y, m, d): (i32, u8, u8)| format!("{y:04}-{m:02}-{d:02}");
    let doc = &f.record.document;
    let mut out = vec![f.number.to_string()];
    out.push(f.days.as_ref().and_then(Days::single).map_or_else(String::new, iso));
    out.extend([f.event.plover.clone(), f.event.mode.clone().unwrap_or_default()]);
    out.extend([number(f.event.goldstein), quad(f.event.quad).to_owned(), list(&f.event.contexts)]);
    out.extend(party(&f.actor, k));
    out.extend(party(&f.recipient, k));
    out.extend(place(f, k));
    out.push(doc.outlet.clone().unwrap_or_else(|| doc.source.clone()));
    out.push(f.published().map_or_else(String::new, iso));
    out.extend(story.iter().cloned());
    out.extend([doc.language.clone(), format!("dyad-{}", f.record.coder.version)]);
    out
}

fn quad(class: Option<u8>) -> &'static str {
    match class {
        Some(1) => "VERBAL COOPERATION",
        Some(2) => "MATERIAL COOPERATION",
        Some(3) => "VERBAL CONFLICT",
        Some(4) => "MATERIAL CONFLICT",
        _ => "",
    }
}

/// The eight columns of a side.
fn party(p: &Party<'_>, k: &Knowledge) -> [String; 8] {
    let country = p.code.country().unwrap_or_default();
    let sectors = p.code.sectors();
    // Of an organisation with a role the role tells more: a court of the United Nations is a court.
    let main = p.code.roles().next().or(sectors.first().copied()).unwrap_or_default();
    [
        p.name(),
        country.to_owned(),
        number(k.interchange.country(country).and_then(|c| c.cow)),
        main.to_owned(),
        list(sectors),
        p.title(),
        p.raw.clone(),
        String::new(),
    ]
}

/// The ten columns of the place.
fn place(f: &Facts<'_>, k: &Knowledge) -> [String; 10] {
    let Some(row) = f.place else { return Default::default() };
    let spot = Spot::new(row, k);
    let only = |sort: Sort| if spot.sort == sort { row.name.clone() } else { String::new() };
    let feature = match spot.sort {
        Sort::Region => "ADM1",
        Sort::District => "ADM2",
        _ => "",
    };
    [
        row.name.clone(),
        only(Sort::City),
        only(Sort::District),
        spot.region().to_owned(),
        row.country.clone().unwrap_or_default(),
        number(row.lat),
        number(row.lon),
        f.geonames(),
        one_line(row.span.of(&f.record.document.text)),
        feature.to_owned(),
    ]
}

/// Names of the persons, organisations and places that the whole document has, once each, in its order.
fn story(record: &Record) -> [String; 3] {
    let of = |kind: EntityKind| -> Vec<String> {
        record.entities.iter().filter(|e| e.kind == kind && named(e)).map(|e| one_line(&e.name)).collect()
    };
    let places = record.places.iter().map(|p| one_line(&p.name)).collect();
    [of(EntityKind::Person), of(EntityKind::Organization), places].map(|names: Vec<String>| {
        let mut once: Vec<String> = Vec::new();
        for n in names {
            if !once.contains(&n) {
                once.push(n);
            }
        }
        list(once)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{columns_of, record};
    use super::*;

    #[test]
    fn the_columns_are_those_of_the_weekly_file() {
        if let Some(listed) = columns_of("POLECAT weekly TSV") {
            assert_eq!(listed, POLECAT_COLUMNS);
        }
        assert_eq!(polecat_header().trim_end().split('\t').count(), 40);
    }

    #[test]
    fn a_hand_made_event_fills_what_is_known() {
        let k = Knowledge::embedded().unwrap();
        let lines = polecat(&record(), &EventFilter::default(), &k);
        let row: Vec<&str> = lines[0].trim_end_matches('\n').split('\t').collect();
        assert_eq!(row.len(), 40);
        for (name, value) in [
            ("Event Date", "2024-02-14"),
            ("Event Type", "ACCUSE"),
            ("Event Mode", "allege"),
            ("Quad Code", "VERBAL CONFLICT"),
            ("Contexts", "legal;crime"),
            ("Actor Name", "Ana Popescu"),
            ("Actor Country", "ROU"),
            ("Actor COW", "360"),
            ("Primary Actor Sector", "GOV"),
            ("Actor Title", "minister"),
            ("Actor Name Raw", "Popescu"),
            ("Recipient Country", ""),
            ("Primary Recipient Sector", "IGO"),
            ("City", "El Paso"),
            ("Province", "Texas"),
            ("Country", "USA"),
            ("Publication Date", "2024-02-15"),
            ("Story People", "Ana Popescu"),
            ("Story Organizations", "European Union"),
            ("Language", "en"),
            ("Version", "dyad-0.1.0"),
        ] {
            let at = POLECAT_COLUMNS.iter().position(|c| *c == name).unwrap();
            assert_eq!(row[at], value, "{name}");
        }
        assert!(polecat(&Record::default(), &EventFilter::default(), &k).is_empty());
    }
}
