//! Places with coordinates: names in the text that the gazetteer or the table of countries knows, counties, and names that the
//! entity stage took for places.
//!
//! `spots` finds the names (those of persons are none), `choose` decides which place of a name is meant, by the words around and by the other
//! places of the document. A place that no table knows keeps its words and has no coordinates.

mod borders;
mod choose;
mod company;
mod spots;

use dyad_knowledge::{Place, PlaceKind};
use dyad_record::{Confidence, Id, PlaceRow};
use rustc_hash::FxHashMap;

use crate::Context;
use crate::entities::Entities;
use choose::{Chosen, What};

/// What only the index has under each name.
fn beyond(cx: &Context<'_>, spots: &[spots::Spot]) -> Vec<Vec<Place>> {
    let gazetteer = &cx.knowledge.gazetteer;
    if gazetteer.index().is_none() {
        return Vec::new();
    }
    let mut known: FxHashMap<&str, Vec<Place>> = FxHashMap::default();
    let words = |s: &spots::Spot| s.span.of(cx.text());
    spots
        .iter()
        .map(|s| known.entry(words(s)).or_insert_with(|| gazetteer.beyond(words(s))).clone())
        .collect()
}

/// Finds the places.
#[must_use]
pub fn find(cx: &Context<'_>, entities: &Entities) -> Vec<PlaceRow> {
    let spots = spots::find(cx, entities);
    let beyond = beyond(cx, &spots);
    let chosen = choose::all(cx, &spots, &beyond);
    let countries = &cx.knowledge.countries;
    let mut out = Vec::with_capacity(spots.len());
    for (spot, Chosen { what, reason, scores, sure }) in spots.iter().zip(chosen) {
        let words = spot.span.of(cx.text());
        let mut row = PlaceRow {
            id: Id::new('p', out.len()),
            span: spot.span,
            name: words.to_owned(),
            country: None,
            admin1: None,
            lat: None,
            lon: None,
            gazetteer: None,
            entity: spot.entity.clone(),
            confidence: Confidence(sure),
            why: Vec::new(),
        };
        match what {
            What::Country(c) => {
                row.name.clone_from(&c.name);
                row.country = Some(c.iso3.clone());
                (row.lat, row.lon) = (c.point.map(|p| p.0), c.point.map(|p| p.1));
                row.gazetteer =
                    Some(c.geonames.map_or("table:countries".to_owned(), |g| format!("geonames:{g}")));
                row.why.push(format!("\"{words}\" names {} (table countries)", c.iso3));
            }
            What::Place(p) => {
                let region = cx.knowledge.gazetteer.region(&p.country, &p.region);
                row.name = p.name.to_string();
                // Landmarks have the three-letter code.
                row.country = match p.country.len() {
                    3 => Some(p.country.to_string()),
                    _ => countries.by_iso2(&p.country).map(|c| c.iso3.clone()),
                };
                let within = region.map_or(p.region_name.as_ref(), |r| r.name.as_ref());
                row.admin1 = Some(within.to_owned()).filter(|w| p.kind != PlaceKind::Region && !w.is_empty());
                (row.lat, row.lon) = (Some(p.lat), Some(p.lon));
                row.gazetteer =
                    Some(p.geonames.map_or("table:gazetteer".to_owned(), |g| format!("geonames:{g}")));
                let place = if p.indexed { "index beside the tables" } else { "gazetteer" };
                row.why.push(format!("\"{words}\" is in the {place}"));
            }
            What::Within(region) => {
                row.country = region.and_then(|r| countries.by_iso2(&r.country)).map(|c| c.iso3.clone());
                row.admin1 = region.map(|r| r.name.to_string());
                row.why.push(format!("\"{words}\" is in no table"));
            }
        }
        row.why.push(reason);
        row.why.extend(scores.map(|s| format!("scores: {s}")));
        out.push(row);
    }
    out
}
