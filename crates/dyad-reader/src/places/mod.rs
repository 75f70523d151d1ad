//! Places with coordinates: names that the entity stage took for places or countries, looked up in the gazetteer.
//!
//! Of several places with one name that one is taken which the words after it name ("Alexandria, La."), else one in a
//! country that the text names, else the most populous. Persons and organisations never get coordinates.

use dyad_knowledge::{Place, PlaceKind};
use dyad_record::{Confidence, EntityKind, Id, MentionForm, PlaceRow};
use rustc_hash::FxHashSet;

use crate::Context;
use crate::entities::Entities;

/// Finds the places.
#[must_use]
pub fn find(cx: &Context<'_>, entities: &Entities) -> Vec<PlaceRow> {
    let countries = &cx.knowledge.countries;
    let named: FxHashSet<&str> = entities
        .rows
        .iter()
        .filter(|e| e.kind == EntityKind::Country)
        .filter_map(|e| countries.by_iso3(e.actor.as_deref()?).map(|c| c.iso2.as_str()))
        .collect();
    let mut out: Vec<PlaceRow> = Vec::new();
    for m in entities.mentions.iter().filter(|m| m.form == MentionForm::Name) {
        let row = &entities.rows[m.entity];
        if !matches!(row.kind, EntityKind::Place | EntityKind::Country)
            || out.last().is_some_and(|p| p.span.overlaps(m.span))
        {
            continue;
        }
        let words = m.span.of(cx.text());
        let id = Id::new('p', out.len());
        let entity = Some(row.id.clone());
        if row.kind == EntityKind::Country {
            // "Mexican" names the country, but is no place.
            let adjective = countries.lookup(words).is_some_and(|(_, s)| s != dyad_knowledge::Sense::Name);
            let Some(c) = row.actor.as_deref().and_then(|a| countries.by_iso3(a)).filter(|_| !adjective)
            else {
                continue;
            };
            out.push(PlaceRow {
                id,
                span: m.span,
                name: c.name.clone(),
                country: Some(c.iso3.clone()),
                admin1: None,
                lat: c.point.map(|p| p.0),
                lon: c.point.map(|p| p.1),
                gazetteer: c
                    .geonames
                    .map_or(Some("table:countries".to_owned()), |g| Some(format!("geonames:{g}"))),
                entity,
                confidence: Confidence(0.95),
                why: vec![format!("\"{words}\" names {} (table countries)", c.iso3)],
            });
            continue;
        }
        let Some((place, reason, sure)) = choose(cx, words, m.span.end, &named) else { continue };
        let region = cx
            .knowledge
            .gazetteer
            .region(place.country, place.region)
            .filter(|_| place.kind != PlaceKind::Region);
        out.push(PlaceRow {
            id,
            span: m.span,
            name: place.name.to_owned(),
            country: countries.by_iso2(place.country).map(|c| c.iso3.clone()),
            admin1: region.map(|r| r.name.to_owned()),
            lat: Some(place.lat),
            lon: Some(place.lon),
            gazetteer: place
                .geonames
                .map_or(Some("table:gazetteer".to_owned()), |g| Some(format!("geonames:{g}"))),
            entity,
            confidence: Confidence(sure),
            why: vec![format!("\"{words}\" is in the gazetteer"), reason],
        });
    }
    out
}

/// The place that a name means here, why, and how sure that is.
fn choose<'c>(
    cx: &'c Context<'_>,
    words: &str,
    end: usize,
    named: &FxHashSet<&str>,
) -> Option<(&'c Place, String, f32)> {
    let g = &cx.knowledge.gazetteer;
    let all: Vec<&Place> = g.find(words).iter().collect();
    let first = *all.first()?;
    if all.len() == 1 {
        return Some((first, "it is the only place of this name in the gazetteer".to_owned(), 0.9));
    }
    // ", La." or ", England" right after the name.
    let after = cx.text().get(end..).unwrap_or("");
    if let Some(rest) = after.strip_prefix(", ") {
        let next: String = rest.split([',', ';', ')', '\n']).next().unwrap_or("").chars().take(40).collect();
        for n in (1..=3).rev() {
            let phrase = next.split(' ').take(n).collect::<Vec<_>>().join(" ");
            let state = g.press_state(&phrase).or_else(|| g.press_state(phrase.trim_end_matches('.')));
            let region = state.or_else(|| g.find(&phrase).iter().find(|p| p.kind == PlaceKind::Region));
            if let Some(r) = region
                && let Some(hit) = all
                    .iter()
                    .find(|p| p.country == r.country && p.region == r.region && p.kind != PlaceKind::Region)
            {
                return Some((hit, format!("the text says that it is in {}", r.name), 0.95));
            }
            if let Some((c, dyad_knowledge::Sense::Name)) = cx.knowledge.countries.lookup(&phrase)
                && let Some(hit) = all.iter().find(|p| p.country == c.iso2)
            {
                return Some((hit, format!("the text says that it is in {}", c.name), 0.95));
            }
        }
    }
    let largest = |list: &mut dyn Iterator<Item = &'c Place>| {
        list.fold(None, |best: Option<&Place>, p| match best {
            Some(b) if b.population >= p.population => Some(b),
            _ => Some(p),
        })
    };
    let inside = largest(&mut all.iter().copied().filter(|p| named.contains(p.country)));
    let most = largest(&mut all.iter().copied()).unwrap_or(first);
    match inside {
        // A country named in the text wins, unless the place would be a village beside a metropolis.
        Some(p) if p.population.saturating_mul(50) >= most.population => Some((
            p,
            format!("of {} places of this name it lies in a country that the text names", all.len()),
            0.8,
        )),
        _ => Some((most, format!("of {} places of this name it is the most populous", all.len()), 0.6)),
    }
}
