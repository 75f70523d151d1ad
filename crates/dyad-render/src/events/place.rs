//! What sort of place a row of the record is, and what it is called in full.

use dyad_knowledge::{Country, Knowledge, PlaceKind};
use dyad_record::PlaceRow;

/// What sort of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Country,
    Region,
    District,
    /// A city or town, or what the tables do not tell apart from one.
    City,
    /// Sea, mountains, airport, border.
    Landmark,
}

/// A place with what the tables know of it.
pub(super) struct Spot<'a> {
    pub row: &'a PlaceRow,
    pub sort: Sort,
    pub country: Option<&'a Country>,
}

impl<'a> Spot<'a> {
    pub(super) fn new(row: &'a PlaceRow, k: &'a Knowledge) -> Self {
        let country = row.country.as_deref().and_then(|c| k.countries.by_iso3(c));
        Spot { row, sort: sort(row, country, k), country }
    }
    /// Name of the first-level region: its own, or the one that it lies in.
    pub(super) fn region(&self) -> &'a str {
        match self.sort {
            Sort::Region => &self.row.name,
            _ => self.row.admin1.as_deref().unwrap_or_default(),
        }
    }
    /// Name of the country.
    pub(super) fn country_name(&self) -> &'a str {
        self.country.map_or("", |c| c.name.as_str())
    }
    /// "Ciudad Juárez, Chihuahua, Mexico".
    pub(super) fn full_name(&self) -> String {
        let region = if self.sort == Sort::Region { "" } else { self.region() };
        let country = if self.sort == Sort::Country { "" } else { self.country_name() };
        let parts = [self.row.name.as_str(), region, country];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

fn sort(row: &PlaceRow, country: Option<&Country>, k: &Knowledge) -> Sort {
    let gazetteer = row.gazetteer.as_deref().unwrap_or_default();
    let own = country.and_then(|c| c.geonames);
    let number = gazetteer.strip_prefix("geonames:").and_then(|g| g.parse::<u32>().ok());
    if gazetteer == "table:countries" || own.is_some() && number == own {
        return Sort::Country;
    }
    let same = |lat: f64, lon: f64| row.lat == Some(lat) && row.lon == Some(lon);
    let hits = k.gazetteer.find(&row.name);
    match hits.iter().find(|p| same(p.lat, p.lon)).map(|p| p.kind) {
        Some(PlaceKind::Region) => Sort::Region,
        Some(PlaceKind::District) => Sort::District,
        Some(PlaceKind::Landmark | PlaceKind::Facility) => Sort::Landmark,
        Some(PlaceKind::City) | None => Sort::City,
    }
}
