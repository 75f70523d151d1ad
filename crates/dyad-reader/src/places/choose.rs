//! Which place of a name is meant: the region or country that the words after it name, one sense in a document, the company of the
//! other places, the country of the outlet, and size.
//!
//! The weights are few and were set by hand on the development gold; a place without a known population counts as a small one.

use dyad_knowledge::{Country, Place, PlaceKind, Sense};
use dyad_record::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use super::company::{Company, Meaning, Voice, Weights, area};
use super::spots::Spot;
use crate::Context;

/// Thousands of people that a country counts for.
const COUNTRY: f64 = 20_000.0;
/// Candidates of which the reasons tell the scores.
const TOLD: usize = 5;
/// How much the outlet's country and being a capital weigh beside size and company.
const OUTLET: f64 = 2.0;
/// By how much the best candidate leads where the choice is clear.
const CLEAR: f64 = 3.0;
/// A country's name means the country, though a village somewhere has it too.
const NATION: f64 = 1.5;
const WEIGHTS: Weights = Weights { size: 0.7, region: 3.5, country: 3.0, near: 1.5 };
const CAPITAL: f64 = 2.0;

/// What a name means.
#[derive(Debug, Clone, Copy)]
pub enum What<'k> {
    /// A country.
    Country(&'k Country),
    /// A place of the gazetteer.
    Place(&'k Place),
    /// A place that no table has, perhaps in a known region.
    Within(Option<&'k Place>),
}

/// The decision.
#[derive(Debug, Clone)]
pub struct Chosen<'k> {
    /// What is meant.
    pub what: What<'k>,
    /// Why.
    pub reason: String,
    /// The candidates with their scores, the best first; empty where the words decide.
    pub scores: Option<String>,
    /// How sure that is.
    pub sure: f32,
}

fn size(what: &What<'_>) -> f64 {
    match what {
        What::Country(_) => COUNTRY,
        What::Place(p) => f64::from(p.weight),
        What::Within(_) => 5.0,
    }
}

/// The meanings of a name; `beyond` are those that only the index has.
fn candidates<'k>(cx: &'k Context<'_>, spot: &Spot, beyond: &'k [Place]) -> Vec<What<'k>> {
    let words = spot.span.of(cx.text());
    let k = cx.knowledge;
    if let Some(b) = spot.border {
        return k.gazetteer.border(b).map(|b| What::Place(&b.place)).into_iter().collect();
    }
    if spot.county {
        let county = |p: &&Place| p.kind == PlaceKind::District;
        let tables = k.gazetteer.find(words).iter().filter(county);
        return tables.chain(beyond.iter().filter(county)).map(What::Place).collect();
    }
    if words.ends_with('.') {
        // "U.S.", "La.".
        let country = k.countries.lookup(words).map(|c| What::Country(c.0));
        return k.gazetteer.press_state(words).map(What::Place).or(country).into_iter().collect();
    }
    let mut out: Vec<What<'k>> = Vec::new();
    if let Some((c, Sense::Name)) = k.countries.lookup(words) {
        out.push(What::Country(c));
    }
    out.extend(k.gazetteer.find(words).iter().chain(beyond).map(What::Place));
    out
}

/// The region or country that the words right after a name put it in: ", La.", ", England", "(Ohio)".
pub(super) fn qualifier<'k>(cx: &'k Context<'_>, end: usize) -> Option<(What<'k>, usize)> {
    let after = cx.text().get(end..)?;
    let rest = after.strip_prefix(", ").or_else(|| after.strip_prefix(" ("))?;
    let next: String = rest.split([',', ';', ')', '\n']).next().unwrap_or("").chars().take(40).collect();
    let g = &cx.knowledge.gazetteer;
    for n in (1..=3).rev() {
        let words: Vec<&str> = next.split(' ').take(n).collect();
        if words.len() < n {
            continue;
        }
        let phrase = words.join(" ");
        let bare = phrase.trim_end_matches('.');
        let postal = || (bare.len() == 2).then(|| g.postal_state(bare)).flatten();
        let state = g.press_state(&phrase).or_else(|| g.press_state(bare)).or_else(postal);
        let region = state.or_else(|| {
            let mut hits = g.find(bare).iter().filter(|p| p.kind == PlaceKind::Region);
            hits.next().filter(|_| bare.starts_with(char::is_uppercase))
        });
        if let Some(r) = region {
            return Some((What::Place(r), phrase.len()));
        }
        if let Some((c, Sense::Name)) = cx.knowledge.countries.lookup(bare) {
            return Some((What::Country(c), phrase.len()));
        }
    }
    None
}

fn inside(what: &What<'_>, of: &What<'_>) -> bool {
    match (what, of) {
        (What::Place(p), What::Place(r)) => {
            p.country == r.country && p.region == r.region && p.kind != PlaceKind::Region
        }
        (What::Place(p), What::Country(c)) => p.country == c.iso2,
        _ => false,
    }
}

/// The country of the outlet's address.
fn outlet(cx: &Context<'_>) -> Option<String> {
    let domain = cx.doc.outlet.as_deref()?.rsplit('.').next()?;
    let code = if domain == "uk" { "GB".to_owned() } else { domain.to_uppercase() };
    (code.len() == 2 && cx.knowledge.countries.by_iso2(&code).is_some()).then_some(code)
}

/// Countries whose people or adjective the text has ("Egyptian"), each once.
fn peoples<'k>(cx: &'k Context<'_>) -> Vec<&'k Country> {
    let mut out: Vec<&Country> = Vec::new();
    for token in cx.sentences().iter().flat_map(|s| &s.tokens) {
        if token.form.starts_with(char::is_uppercase)
            && let Some((c, Sense::Adjective | Sense::Demonym)) = cx.knowledge.countries.lookup(&token.form)
            && !out.iter().any(|x| x.iso2 == c.iso2)
        {
            out.push(c);
        }
    }
    out
}

/// Decides for every spot.
pub fn all<'k>(cx: &'k Context<'_>, spots: &[Spot], beyond: &'k [Vec<Place>]) -> Vec<Chosen<'k>> {
    let none: &'k [Place] = &[];
    let more = |i: usize| beyond.get(i).map_or(none, Vec::as_slice);
    let lists: Vec<Vec<What<'k>>> =
        spots.iter().enumerate().map(|(i, s)| candidates(cx, s, more(i))).collect();
    let marks: Vec<Option<What<'k>>> = spots.iter().map(|s| qualifier(cx, s.span.end).map(|q| q.0)).collect();
    let home = outlet(cx);
    let alone = |what: &What<'_>, words: &str| -> f64 {
        let mut x = WEIGHTS.size * (1.0 + size(what)).ln();
        if matches!(what, What::Country(_)) {
            x += NATION;
        }
        let capital = cx.knowledge.countries.lookup(words).filter(|c| c.1 == Sense::Capital);
        if let (Some((c, _)), What::Place(p)) = (capital, what)
            && p.country == c.iso2
            && p.kind == PlaceKind::City
        {
            x += CAPITAL;
        }
        if home.is_some() && area(what).map(|a| a.0) == home {
            x += OUTLET;
        }
        x
    };
    // A name is one voice, however often it stands; the region that the words put it in is all that it speaks for.
    let mut voices: Vec<Voice> = Vec::new();
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    let mut speakers: Vec<usize> = Vec::with_capacity(spots.len());
    for (spot, list) in spots.iter().zip(&lists) {
        let words = spot.span.of(cx.text());
        let number = *numbers.entry(words.to_lowercase()).or_insert_with(|| {
            voices.push(Voice::new(list.iter().map(|c| Meaning::new(c, alone(c, words))).collect()));
            voices.len() - 1
        });
        speakers.push(number);
    }
    let mut counted: FxHashSet<(String, String)> = FxHashSet::default();
    for mark in marks.iter().flatten() {
        if area(mark).is_some_and(|a| counted.insert(a)) {
            voices.push(Voice::new(vec![Meaning::new(mark, 0.0)]));
        }
    }
    for c in peoples(cx) {
        voices.push(Voice::new(vec![Meaning::new(&What::Country(c), 0.0)]));
    }
    let (company, scores) = Company::settle(&mut voices, &WEIGHTS);
    // For places that no table has.
    let main = company.main_region().and_then(|a| cx.knowledge.gazetteer.region(&a.0, &a.1));
    // One sense a document: what a qualifier settles holds for the other mentions.
    let mut settled: FxHashMap<String, Chosen<'k>> = FxHashMap::default();
    let name = |span: Span| span.of(cx.text()).to_lowercase();
    for ((spot, list), mark) in spots.iter().zip(&lists).zip(&marks) {
        let Some(m) = mark else { continue };
        let title = match m {
            What::Country(c) => c.name.as_str(),
            What::Place(p) => p.name.as_ref(),
            What::Within(_) => continue,
        };
        let reason = format!("the text says that it is in {title}");
        let hit = list
            .iter()
            .filter(|c| inside(c, m))
            .copied()
            .fold(None, |b: Option<What<'k>>, c| Some(b.filter(|b| size(b) >= size(&c)).unwrap_or(c)));
        let what = match (hit, m) {
            (Some(what), _) => what,
            // A list ("in Ohio, Texas") is no qualifier.
            (None, What::Place(r))
                if !list.iter().any(|c| {
                    matches!(c, What::Place(p) if p.kind == PlaceKind::Region)
                        || matches!(c, What::Country(_))
                }) =>
            {
                What::Within(Some(r))
            }
            _ => continue,
        };
        settled.entry(name(spot.span)).or_insert(Chosen { what, reason, scores: None, sure: 0.95 });
    }
    spots
        .iter()
        .zip(lists.iter().zip(&speakers))
        .map(|(spot, (list, speaker))| {
            if let Some(c) = settled.get(&name(spot.span)) {
                return c.clone();
            }
            let mut ranked: Vec<(What<'k>, f64)> =
                list.iter().copied().zip(scores[*speaker].iter().copied()).collect();
            // The order of the tables decides between equals.
            ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
            match ranked.as_slice() {
                [(what, _)] => Chosen {
                    what: *what,
                    reason: "it is the only place of this name in the gazetteer".to_owned(),
                    scores: None,
                    sure: 0.9,
                },
                [(what, _), ..] => Chosen {
                    what: *what,
                    reason: format!("of {} places of this name it fits size and company best", ranked.len()),
                    scores: Some(told(cx, &ranked)),
                    sure: if ranked[0].1 - ranked[1].1 >= CLEAR { 0.9 } else { 0.7 },
                },
                [] => Chosen {
                    what: What::Within(main.filter(|_| spot.county)),
                    reason: "its region is that of most places of the text, if any".to_owned(),
                    scores: None,
                    sure: 0.5,
                },
            }
        })
        .collect()
}

/// The best candidates with their scores: "Richmond, Virginia, US 8.1; Richmond, California, US 6.9; 3 more".
fn told(cx: &Context<'_>, ranked: &[(What<'_>, f64)]) -> String {
    let title = |what: &What<'_>| match what {
        What::Country(c) => c.name.clone(),
        What::Place(p) => {
            let region = cx.knowledge.gazetteer.region(&p.country, &p.region).filter(|r| r.name != p.name);
            let region = region.map_or(p.region_name.as_ref(), |r| r.name.as_ref());
            let parts = [p.name.as_ref(), region, p.country.as_ref()];
            parts.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(", ")
        }
        What::Within(_) => String::new(),
    };
    let mut out: Vec<String> =
        ranked.iter().take(TOLD).map(|(w, x)| format!("{} {x:.1}", title(w))).collect();
    if ranked.len() > TOLD {
        out.push(format!("{} more", ranked.len() - TOLD));
    }
    out.join("; ")
}
