//! GDELT 2.0 Events: 61 columns, tab-separated, no header (GDELT Event Codebook V2.0).
//!
//! Decisions. `SQLDATE` and `FractionDate` are written where one day is known, `MonthYear` and `Year` where the event lies within
//! one. `QuadClass` is that of the CAMEO root, which is not always PLOVER's. Countries of actors are CAMEO's codes, of places
//! FIPS 10-4. `ADM1Code` is written where it is certain: for the United States, and for whole countries, which have their own
//! code there as GDELT has it. `FeatureID` is GDELT's GNS or GNIS number, which the record does not have; a country and a state
//! have their code there. A side without a code has a name only if the text calls it by one. The geography of an actor is given where
//! the text itself names it as a place. `DATEADDED` is the day of publication at midnight, never the clock. Tone, ethnic groups and
//! religions are not read and stay empty.

use dyad_knowledge::Knowledge;
use dyad_record::{PlaceRow, Record};

use super::code::cameo_country;
use super::facts::{Facts, Party};
use super::filter::EventFilter;
use super::place::{Sort, Spot};
use super::tsv::{line, number};

/// The columns, in file order.
pub const GDELT_COLUMNS: [&str; 61] = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// The type codes that GDELT's lookup table has; other roles of ours stand in the actor string alone.
const TYPES: [&str; 22] = [
    "COP", "GOV", "JUD", "MIL", "OPP", "REB", "SEP", "SPY", "UAF", "AGR", "BUS", "CRM", "CVL", "EDU", "ELI",
    "HLH", "LAB", "LEG", "MED", "REF", "IGO", "NGO",
];

/// The events that a filter wants, one line each.
#[must_use]
pub fn gdelt(record: &Record, filter: &EventFilter, k: &Knowledge) -> Vec<String> {
    Facts::of(record, filter, k).iter().map(|f| line(&cells(f, k))).collect()
}

pub(super) fn cells(f: &Facts<'_>, k: &Knowledge) -> Vec<String> {
    let empty = String::new;
    let day = f.days.as_ref().and_then(super::facts::Days::single);
    let (year, month) = f.days.as_ref().map_or((None, None), super::facts::Days::shared);
    let code = f.cameo(k);
    let begin = |n: usize| code.get(..n).unwrap_or(&code).to_owned();
    let root = begin(2);

    let mut out = vec![f.number.to_string()];
    out.push(day.map_or_else(empty, |(y, m, d)| format!("{y:04}{m:02}{d:02}")));
    out.push(year.zip(month).map_or_else(empty, |(y, m)| format!("{y:04}{m:02}")));
    out.push(year.map_or_else(empty, |y| format!("{y:04}")));
    // Months of thirty days, as the codebook reckons.
    let fraction = |(y, m, d): (i32, u8, u8)| {
        format!("{:.4}", f64::from(y) + (f64::from(m - 1) * 30.0 + f64::from(d)) / 365.0)
    };
    out.push(day.map_or_else(empty, fraction));
    out.extend(party(&f.actor, k));
    out.extend(party(&f.recipient, k));
    out.push(u8::from(f.leads()).to_string());
    out.extend([code.clone(), begin(3), root.clone()]);
    out.push(number(quad(&root)));
    out.push(number(f.event.goldstein));
    out.push(f.mentions().to_string());
    out.extend(["1".to_owned(), "1".to_owned(), empty()]);
    for place in [f.place_of(&f.actor), f.place_of(&f.recipient), f.place] {
        out.extend(geography(place, k));
    }
    out.push(f.published().map_or_else(empty, |(y, m, d)| format!("{y:04}{m:02}{d:02}000000")));
    out.push(f.record.document.source.clone());
    out
}

/// Verbal cooperation, material cooperation, verbal conflict, material conflict.
fn quad(root: &str) -> Option<u8> {
    match root.parse::<u8>().ok()? {
        1..=5 => Some(1),
        6..=8 => Some(2),
        9..=13 => Some(3),
        14..=20 => Some(4),
        _ => None,
    }
}

/// The ten columns of a side.
fn party(p: &Party<'_>, k: &Knowledge) -> [String; 10] {
    let country = p.code.country().map_or("", |c| cameo_country(c, k));
    let mut types = p.code.sectors().into_iter().filter(|t| TYPES.contains(t)).map(str::to_owned);
    let mut next = || types.next().unwrap_or_default();
    [
        p.code.run_together(country, p.group),
        if p.code.0.is_empty() && !p.is_named() { String::new() } else { p.name().to_uppercase() },
        country.to_owned(),
        p.group.map_or_else(String::new, |g| g.group.to_owned()),
        String::new(),
        String::new(),
        String::new(),
        next(),
        next(),
        next(),
    ]
}

/// The eight columns of a place.
fn geography(place: Option<&PlaceRow>, k: &Knowledge) -> [String; 8] {
    let Some(place) = place else { return Default::default() };
    let spot = Spot::new(place, k);
    let iso3 = spot.country.map_or("", |c| c.iso3.as_str());
    let home = iso3 == "USA";
    let sort = match spot.sort {
        Sort::Country => "1",
        Sort::Region if home => "2",
        Sort::Region => "5",
        _ if home => "3",
        _ => "4",
    };
    let fips = fips(&spot, k);
    let state = match spot.country {
        Some(c) if home => k.gazetteer.find(spot.region()).iter().find_map(|r| {
            (r.country == c.iso2.as_str() && r.kind == dyad_knowledge::PlaceKind::Region)
                .then_some(&*r.region)
        }),
        _ => None,
    };
    let adm1 = match (spot.sort, state) {
        (Sort::Country, _) => fips.to_owned(),
        (_, Some(s)) => format!("{fips}{s}"),
        _ => String::new(),
    };
    let feature = match (spot.sort, state) {
        (Sort::Country, _) => fips.to_owned(),
        (Sort::Region, Some(s)) => s.to_owned(),
        _ => String::new(),
    };
    [
        sort.to_owned(),
        spot.full_name(),
        fips.to_owned(),
        adm1,
        String::new(),
        number(place.lat),
        number(place.lon),
        feature,
    ]
}

/// FIPS 10-4. Palestine has two codes there: all of the Gaza Strip lies west of 34.6° E, all of the West Bank east of it.
fn fips(spot: &Spot<'_>, k: &Knowledge) -> &'static str {
    let iso3 = spot.country.map_or("", |c| c.iso3.as_str());
    match (iso3, spot.row.lon) {
        ("PSE", Some(lon)) if spot.sort != Sort::Country => {
            if lon < 34.6 {
                "GZ"
            } else {
                "WE"
            }
        }
        _ => k.interchange.country(iso3).and_then(|c| c.fips).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{columns_of, record};
    use super::*;

    fn written(r: &Record) -> Vec<String> {
        let k = Knowledge::embedded().unwrap();
        let lines = gdelt(r, &EventFilter::default(), &k);
        lines[0].trim_end_matches('\n').split('\t').map(str::to_owned).collect()
    }
    fn cell(row: &[String], name: &str) -> String {
        row[GDELT_COLUMNS.iter().position(|c| *c == name).unwrap()].clone()
    }

    #[test]
    fn the_columns_are_those_of_the_codebook() {
        if let Some(listed) = columns_of("GDELT 2.0 Events") {
            assert_eq!(listed, GDELT_COLUMNS);
        }
    }

    #[test]
    fn a_hand_made_event_fills_what_is_known_and_nothing_else() {
        let row = written(&record());
        assert_eq!(row.len(), 61);
        for (name, value) in [
            ("SQLDATE", "20240214"),
            ("MonthYear", "202402"),
            ("FractionDate", "2024.1205"),
            ("Actor1Code", "ROMGOV"),
            ("Actor1Name", "ANA POPESCU"),
            ("Actor1CountryCode", "ROM"),
            ("Actor1Type1Code", "GOV"),
            ("Actor2Code", "IGOEUREEC"),
            ("Actor2KnownGroupCode", "EEC"),
            ("Actor2CountryCode", ""),
            ("Actor2Type1Code", "IGO"),
            ("IsRootEvent", "1"),
            ("EventCode", "1121"),
            ("EventBaseCode", "112"),
            ("EventRootCode", "11"),
            ("QuadClass", "3"),
            ("GoldsteinScale", "-2"),
            ("NumMentions", "2"),
            ("AvgTone", ""),
            ("Actor1Geo_Type", ""),
            ("ActionGeo_Type", "3"),
            ("ActionGeo_FullName", "El Paso, Texas, United States"),
            ("ActionGeo_CountryCode", "US"),
            ("ActionGeo_ADM1Code", "USTX"),
            ("ActionGeo_FeatureID", ""),
            ("DATEADDED", "20240215000000"),
            ("SOURCEURL", "https://example.org/a b"),
        ] {
            assert_eq!(cell(&row, name), value, "{name}");
        }
    }

    #[test]
    fn a_month_is_no_day() {
        let mut r = record();
        r.times[0].interval = Some(["2024-02-01".into(), "2024-02-29".into()]);
        let row = written(&r);
        let of = |n| cell(&row, n);
        assert_eq!((of("SQLDATE"), of("MonthYear"), of("Year")), ("".into(), "202402".into(), "2024".into()));
        r.times[0].interval = None;
        assert_eq!(cell(&written(&r), "Year"), "");
    }

    #[test]
    fn places_have_fips_codes() {
        let k = Knowledge::embedded().unwrap();
        let mut place = record().places[0].clone();
        place.country = Some("PSE".into());
        place.name = "Rafah".into();
        (place.admin1, place.lat, place.lon) = (None, Some(31.29), Some(34.24));
        assert_eq!(geography(Some(&place), &k)[..3], ["4", "Rafah, Palestine", "GZ"]);
        let china = k.countries.by_iso3("CHN").unwrap();
        place.country = Some("CHN".into());
        place.name = "China".into();
        place.gazetteer = china.geonames.map(|g| format!("geonames:{g}"));
        let told = geography(Some(&place), &k);
        assert_eq!((&*told[0], &*told[1], &*told[2], &*told[7]), ("1", "China", "CH", "CH"));
        assert_eq!(geography(None, &k), <[String; 8]>::default());
    }

    #[test]
    fn the_number_depends_on_the_content_alone() {
        let mut r = record();
        let first = cell(&written(&r), "GLOBALEVENTID");
        r.document.source = "elsewhere.txt".into();
        r.events[0].id = dyad_record::Id::new('v', 7);
        assert_eq!(cell(&written(&r), "GLOBALEVENTID"), first);
        assert!(first.len() <= 15 && first.bytes().all(|b| b.is_ascii_digit()));
        let twin = r.events[0].clone();
        r.events.push(twin);
        let k = Knowledge::embedded().unwrap();
        let lines = gdelt(&r, &EventFilter::default(), &k);
        assert_ne!(lines[0].split('\t').next(), lines[1].split('\t').next());
    }
}
