//! Places with coordinates: cities, first-level regions, seas and other landmarks, state abbreviations.
//!
//! Cities and regions come from GeoNames (CC BY 4.0; see the tables' headers). This module owns the tables and their
//! index by name; which of several places of one name is meant is the reader's business.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use crate::TableError;
use crate::geonames::{Features, Index};
use crate::table::{Row, Table};

/// What sort of place an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// First-level region: state, province, oblast.
    Region,
    /// Second-level region: county, district.
    District,
    /// City or town.
    City,
    /// Sea, river, mountains, area, continent, border.
    Landmark,
    /// What people built: airport, port, base, prison, bridge.
    Facility,
}

impl PlaceKind {
    /// In a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceKind::Region => "region",
            PlaceKind::District => "district",
            PlaceKind::City => "city",
            PlaceKind::Landmark => "landmark",
            PlaceKind::Facility => "facility",
        }
    }
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Sort.
    pub kind: PlaceKind,
    /// The name that the record prints.
    pub name: Cow<'static, str>,
    /// ISO 3166-1 alpha-2 for cities and regions, alpha-3 for landmarks of the tables; empty where none.
    pub country: Cow<'static, str>,
    /// Code of the first-level region; empty where none.
    pub region: Cow<'static, str>,
    /// Name of that region where the tables do not have it.
    pub region_name: Cow<'static, str>,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// People, in thousands; 0 where unknown.
    pub population: u32,
    /// For how many thousands of people it counts where a name could mean it or another.
    pub weight: u32,
    /// GeoNames id, where known.
    pub geonames: Option<u32>,
    /// True if it comes from the index of a dump and not from the tables.
    pub indexed: bool,
}

impl Place {
    fn new(
        kind: PlaceKind,
        name: &'static str,
        country: &'static str,
        region: &'static str,
        point: (f64, f64),
    ) -> Self {
        let weight = match kind {
            PlaceKind::Region => 2_500,
            PlaceKind::Landmark | PlaceKind::Facility => 500,
            PlaceKind::District => 50,
            PlaceKind::City => 5,
        };
        Self {
            kind,
            name: name.into(),
            country: country.into(),
            region: region.into(),
            region_name: "".into(),
            lat: point.0,
            lon: point.1,
            population: 0,
            weight,
            geonames: None,
            indexed: false,
        }
    }
}

/// A border of two countries.
#[derive(Debug, Clone, PartialEq)]
pub struct Border {
    /// The countries on its sides, alpha-3, in the order of the alphabet.
    pub sides: [&'static str; 2],
    /// Phrases in lower case that mean it without naming both.
    pub aliases: Vec<&'static str>,
    /// Its name and a point near its middle.
    pub place: Place,
}

/// The gazetteer.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    places: Vec<Place>,
    /// Folded name → places.
    names: FxHashMap<String, Vec<u32>>,
    /// "US" "AZ" → the region's entry.
    regions: FxHashMap<(&'static str, &'static str), u32>,
    /// Press abbreviation or postal code → region entry.
    press: FxHashMap<&'static str, u32>,
    postal: FxHashMap<&'static str, u32>,
    /// Words that tell what a name beside them is, by class.
    words: FxHashMap<&'static str, FxHashSet<&'static str>>,
    /// Borders by their sides (alpha-3, in the order of the alphabet) and by other words.
    borders: Vec<Border>,
    /// What the codes of an index mean.
    pub(crate) features: Features,
    /// The index of a dump beside the tables.
    pub(crate) index: Option<Arc<Index>>,
}

/// Kinds of `landmarks.tsv` besides `facility`.
const LANDMARKS: [&str; 11] = [
    "sea",
    "lake",
    "strait",
    "canal",
    "river",
    "mountains",
    "area",
    "continent",
    "border",
    "island",
    "building",
];
/// Classes of `place-words.tsv`.
const WORD_CLASSES: [&str; 12] = [
    "ordinary",
    "other",
    "road",
    "county",
    "local",
    "before",
    "company",
    "outlet",
    "ship",
    "place",
    "honorific",
    "border",
];

/// Lower case without accents, with plain apostrophes: the key under which names are compared.
#[must_use]
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '’' | '‘' | 'ʻ' | 'ʿ' | 'ʾ' | '\u{2bc}' | '\u{2b9}' => '\'',
            '\u{a0}' => ' ',
            'ı' => 'i',
            'ø' => 'o',
            'ł' => 'l',
            'đ' => 'd',
            c => c,
        })
        .collect()
}

fn point(row: &Row<'static>, lat: usize, lon: usize) -> Result<(f64, f64), TableError> {
    let (lat, lon): (f64, f64) = (row.parse(lat)?, row.parse(lon)?);
    if lat.abs() > 90.0 || lon.abs() > 180.0 {
        return Err(row.error(format!("{lat}, {lon} is no point on the globe")));
    }
    Ok((lat, lon))
}

impl Gazetteer {
    /// The tables that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        let mut all = Self {
            places: Vec::with_capacity(11_000),
            names: FxHashMap::default(),
            regions: FxHashMap::default(),
            press: FxHashMap::default(),
            postal: FxHashMap::default(),
            words: FxHashMap::default(),
            borders: Vec::new(),
            features: Features::embedded()?,
            index: None,
        };
        all.names.reserve(11_000);
        let columns = ["country", "code", "name", "aliases", "lat", "lon"];
        let table = Table::parse("regions.tsv", include_str!("../tables/regions.tsv"), &columns)?;
        for row in table.rows() {
            let (lat, lon) = point(row, 4, 5)?;
            let (country, region) = (row.required(0)?, row.required(1)?);
            let name = row.required(2)?;
            let at = all.add(row, name, 3, Place::new(PlaceKind::Region, name, country, region, (lat, lon)));
            if all.regions.insert((country, region), at).is_some() {
                return Err(row.error(format!("region {country} {region} stands twice")));
            }
        }
        let columns = ["country", "region", "name", "aliases", "lat", "lon", "population", "id"];
        let table = Table::parse("cities.tsv", include_str!("../tables/cities.tsv"), &columns)?;
        for row in table.rows() {
            let (lat, lon) = point(row, 4, 5)?;
            let (country, region) = (row.required(0)?, row.text(1));
            if !region.is_empty() && !all.regions.contains_key(&(country, region)) {
                return Err(row.error(format!("region {country} {region} does not stand in regions.tsv")));
            }
            let name = row.required(2)?;
            let mut place = Place::new(PlaceKind::City, name, country, region, (lat, lon));
            (place.population, place.geonames) = (row.parse(6)?, Some(row.parse(7)?));
            place.weight = place.population.max(place.weight);
            all.add(row, name, 3, place);
        }
        let text = include_str!("../tables/place-words.tsv");
        for row in Table::parse("place-words.tsv", text, &["word", "class"])?.rows() {
            let (word, class) = (row.required(0)?, row.required(1)?);
            if !WORD_CLASSES.contains(&class) {
                return Err(row.error(format!("\"{class}\" is no class of this table")));
            }
            if !all.words.entry(class).or_default().insert(word) {
                return Err(row.error(format!("{word} stands twice as {class}")));
            }
        }
        let columns = ["name", "aliases", "kind", "country", "lat", "lon"];
        let table = Table::parse("landmarks.tsv", include_str!("../tables/landmarks.tsv"), &columns)?;
        for row in table.rows() {
            let (lat, lon) = point(row, 4, 5)?;
            let (name, country) = (row.required(0)?, row.text(3));
            let kind = match row.required(2)? {
                "facility" => PlaceKind::Facility,
                k if LANDMARKS.contains(&k) => PlaceKind::Landmark,
                k => return Err(row.error(format!("\"{k}\" is no kind of this table"))),
            };
            all.add(row, name, 1, Place::new(kind, name, country, "", (lat, lon)));
        }
        let columns = ["name", "a", "b", "aliases", "lat", "lon"];
        for row in Table::parse("borders.tsv", include_str!("../tables/borders.tsv"), &columns)?.rows() {
            let mut sides = [row.required(1)?, row.required(2)?];
            sides.sort_unstable();
            if all.borders.iter().any(|b| b.sides == sides) {
                return Err(row.error("the border stands twice"));
            }
            let place = Place::new(PlaceKind::Landmark, row.required(0)?, "", "", point(row, 4, 5)?);
            all.borders.push(Border { sides, aliases: row.list(3).collect(), place });
        }
        let columns = ["country", "region", "name", "lat", "lon", "population"];
        for row in Table::parse("districts.tsv", include_str!("../tables/districts.tsv"), &columns)?.rows() {
            let (country, region, name) = (row.required(0)?, row.required(1)?, row.required(2)?);
            if !all.regions.contains_key(&(country, region)) {
                return Err(row.error(format!("region {country} {region} does not stand in regions.tsv")));
            }
            let mut place = Place::new(PlaceKind::District, name, country, region, point(row, 3, 4)?);
            place.population = row.parse(5)?;
            place.weight = place.population.max(5);
            // No aliases: a county is named with the word that makes it one.
            all.add(row, name, columns.len(), place);
        }
        let table = Table::parse(
            "states.tsv",
            include_str!("../tables/states.tsv"),
            &["country", "name", "postal", "press"],
        )?;
        for row in table.rows() {
            let (country, name) = (row.required(0)?, row.required(1)?);
            let Some(at) =
                all.find(name).position_of(|p| p.kind == PlaceKind::Region && p.country == country)
            else {
                return Err(row.error(format!("{name} does not stand in regions.tsv")));
            };
            all.postal.insert(row.required(2)?, at);
            for abbreviation in row.list(3) {
                all.press.insert(abbreviation, at);
            }
        }
        Ok(all)
    }

    fn add(&mut self, row: &Row<'static>, name: &'static str, aliases: usize, place: Place) -> u32 {
        let at = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        for name in std::iter::once(name).chain(row.list(aliases)) {
            let hits = self.names.entry(fold(name)).or_default();
            if hits.last() != Some(&at) {
                hits.push(at);
            }
        }
        self.places.push(place);
        at
    }
    /// True if `place-words.tsv` has the word in this class.
    #[must_use]
    pub fn is_word(&self, class: &str, word: &str) -> bool {
        self.words.get(class).is_some_and(|words| words.contains(word))
    }
    /// Every place of this name, compared without accents and case.
    #[must_use]
    pub fn find(&self, name: &str) -> Hits<'_> {
        Hits { all: self, at: self.names.get(&fold(name)).map_or(&[], Vec::as_slice) }
    }
    /// The border with this number.
    #[must_use]
    pub fn border(&self, number: usize) -> Option<&Border> {
        self.borders.get(number)
    }
    /// Number of the border between two countries (alpha-3, in any order).
    #[must_use]
    pub fn border_of(&self, a: &str, b: &str) -> Option<usize> {
        self.borders.iter().position(|x| x.sides == [a, b] || x.sides == [b, a])
    }
    /// Number of the border that a phrase in lower case means.
    #[must_use]
    pub fn border_called(&self, phrase: &str) -> Option<usize> {
        self.borders.iter().position(|x| x.aliases.contains(&phrase))
    }
    /// The region with this code of a country (alpha-2).
    #[must_use]
    pub fn region(&self, country: &str, code: &str) -> Option<&Place> {
        self.regions.get(&(country, code)).map(|i| &self.places[*i as usize])
    }
    /// The state that a press abbreviation ("Ariz.", "S.C.") names.
    #[must_use]
    pub fn press_state(&self, abbreviation: &str) -> Option<&Place> {
        self.press.get(abbreviation).map(|i| &self.places[*i as usize])
    }
    /// The state that a postal code ("AZ") names.
    #[must_use]
    pub fn postal_state(&self, code: &str) -> Option<&Place> {
        self.postal.get(code).map(|i| &self.places[*i as usize])
    }
    /// Number of places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }
    /// True if there is no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

/// The places of one name.
#[derive(Clone, Copy)]
pub struct Hits<'g> {
    all: &'g Gazetteer,
    at: &'g [u32],
}

impl<'g> Hits<'g> {
    /// The places, regions before cities before landmarks.
    pub fn iter(&self) -> impl Iterator<Item = &'g Place> + use<'g> {
        let all = self.all;
        self.at.iter().map(move |i| &all.places[*i as usize])
    }
    /// True if no place has the name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }
    fn position_of(&self, want: impl Fn(&Place) -> bool) -> Option<u32> {
        self.at.iter().copied().find(|i| want(&self.all.places[*i as usize]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_regions_landmarks_and_abbreviations() {
        let g = Gazetteer::embedded().unwrap();
        assert!(g.find("Guadalajara").iter().filter(|p| p.country == "MX").count() >= 1);
        assert!(g.find("Birmingham").iter().any(|p| p.country == "GB"));
        assert_eq!(g.press_state("S.C.").unwrap().name, "South Carolina");
        assert_eq!(g.postal_state("LA").unwrap().name, "Louisiana");
        assert_eq!(g.find("strait of hormuz").iter().next().unwrap().kind, PlaceKind::Landmark);
        assert!(g.find("Sao Paulo").iter().any(|p| p.name == "São Paulo"));
        assert!(g.find("Atlantis Xanadu").is_empty());
    }
}
