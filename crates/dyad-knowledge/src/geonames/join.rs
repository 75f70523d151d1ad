//! The index beside the tables: what it adds to them. A place that both have is the table's.

use std::borrow::Cow;
use std::sync::Arc;

use super::index::{Found, Index};
use crate::gazetteer::{Gazetteer, Place, PlaceKind};

/// Places of one name that are looked at, those with most people first.
const MOST: usize = 400;
/// How near two entries of one name lie that are one place, in kilometres: a town, and what is too long to have one point.
const TOWN: f64 = 25.0;
const LONG: f64 = 400.0;
/// Mean kilometres of a degree of latitude.
const DEGREE: f64 = 111.2;

/// Kilometres between two points, near enough where they are near.
#[must_use]
fn apart(a: (f64, f64), b: (f64, f64)) -> f64 {
    let turn = (a.1 - b.1).abs();
    let lon = turn.min(360.0 - turn) * ((a.0 + b.0) / 2.0).to_radians().cos();
    DEGREE * (a.0 - b.0).hypot(lon)
}

impl Gazetteer {
    /// The same tables with an index beside them, or without one.
    #[must_use]
    pub fn with_index(mut self, index: Option<Index>) -> Self {
        self.index = index.map(Arc::new);
        self
    }
    /// The index beside the tables.
    #[must_use]
    pub fn index(&self) -> Option<&Index> {
        self.index.as_deref()
    }
    /// True if the index has a place of this name.
    #[must_use]
    pub fn indexed(&self, name: &str) -> bool {
        self.index().is_some_and(|i| i.find(name).take(MOST).any(|f| self.features.get(f.feature).is_some()))
    }
    /// The places of this name that only the index has; of several entries for one place the weightiest.
    #[must_use]
    pub fn beyond(&self, name: &str) -> Vec<Place> {
        let Some(index) = self.index() else { return Vec::new() };
        let mut out: Vec<Place> = Vec::new();
        for f in index.find(name).take(MOST) {
            let Some((kind, weight)) = self.features.get(f.feature) else { continue };
            let place = self.place(&f, kind, weight);
            let region = kind == PlaceKind::Region && self.region(&place.country, &place.region).is_some();
            if !region
                && !self.find(name).iter().any(|p| same(p, &place))
                && !out.iter().any(|p| same(p, &place))
            {
                out.push(place);
            }
        }
        out
    }
    fn place(&self, f: &Found<'_>, kind: PlaceKind, weight: u32) -> Place {
        let people = u32::try_from(f.population.div_ceil(1000)).unwrap_or(u32::MAX);
        let owned = |s: &str| Cow::Owned(s.to_owned());
        let known = self.region(f.country, f.region_code).is_some();
        Place {
            kind,
            name: owned(f.name),
            country: owned(f.country),
            region: owned(f.region_code),
            region_name: if known { "".into() } else { owned(f.region) },
            lat: f.lat,
            lon: f.lon,
            population: people,
            weight: if people == 0 { weight } else { people },
            geonames: Some(f.id),
            indexed: true,
        }
    }
}

/// True if two entries of one name are one place: by their id, or because they lie together.
fn same(a: &Place, b: &Place) -> bool {
    if let (Some(x), Some(y)) = (a.geonames, b.geonames)
        && x == y
    {
        return true;
    }
    let near = match (a.kind, b.kind) {
        (PlaceKind::Landmark, PlaceKind::Landmark) => LONG,
        (PlaceKind::Landmark, _) | (_, PlaceKind::Landmark) => return false,
        // A facility is not the town it is named for.
        (PlaceKind::Facility, k) | (k, PlaceKind::Facility) if k != PlaceKind::Facility => return false,
        (PlaceKind::Region, PlaceKind::Region) => LONG,
        _ => TOWN,
    };
    let land = a.country.len() != b.country.len() || a.country == b.country;
    land && apart((a.lat, a.lon), (b.lat, b.lon)) <= near
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn near_points() {
        assert!((apart((0.0, 0.0), (0.0, 1.0)) - 111.2).abs() < 0.1);
        assert!((apart((60.0, 10.0), (60.0, 11.0)) - 55.6).abs() < 0.1);
        assert!(apart((0.0, 179.9), (0.0, -179.9)) < 25.0, "across the date line");
    }
}
