//! The company that a meaning keeps: how many of the other names of the document lie, or may lie, in its region, its country and
//! near it.
//!
//! Each name is a voice that speaks for its meanings, at first for all alike, then for those more that the others speak for. A few
//! rounds settle it. This file knows no words, only meanings with their sizes.

use rustc_hash::FxHashMap;

use super::choose::What;

/// Rounds in which voices listen to each other.
const ROUNDS: usize = 3;
/// Meanings of a name that speak, the largest: a name with hundreds of meanings says little by the rest.
const SPEAKING: usize = 40;

/// Region (alpha-2 and code, or code empty for the country alone).
type Area = (String, String);
/// A degree of latitude and longitude.
type Cell = (i16, i16);

/// How much size and company weigh; set by hand on the development gold.
pub struct Weights {
    /// The logarithm of size.
    pub size: f64,
    /// Company in the region, in the country, within about a degree.
    pub region: f64,
    pub country: f64,
    pub near: f64,
}

/// One meaning of a voice.
#[derive(Debug, Clone)]
pub struct Meaning {
    area: Option<Area>,
    cell: Option<Cell>,
    /// What speaks for it besides company: size, the outlet, a capital.
    pub alone: f64,
}

/// A name of the document with its meanings.
#[derive(Debug, Clone, Default)]
pub struct Voice {
    /// Its meanings, in the order of the candidates.
    pub meanings: Vec<Meaning>,
    shares: Vec<f64>,
}

/// Where a meaning lies.
pub fn area(what: &What<'_>) -> Option<Area> {
    match what {
        What::Country(c) => Some((c.iso2.clone(), String::new())),
        What::Place(p) if p.country.len() == 2 => Some((p.country.to_string(), p.region.to_string())),
        What::Within(Some(r)) => Some((r.country.to_string(), r.region.to_string())),
        _ => None,
    }
}

fn cell(lat: f64, lon: f64) -> Cell {
    (lat.floor() as i16, lon.floor() as i16)
}

impl Meaning {
    pub fn new(what: &What<'_>, alone: f64) -> Self {
        use dyad_knowledge::PlaceKind::{City, District, Facility};
        let cell = match what {
            What::Place(p) if matches!(p.kind, City | District | Facility) => Some(cell(p.lat, p.lon)),
            _ => None,
        };
        Self { area: area(what), cell, alone }
    }
}

impl Voice {
    pub fn new(meanings: Vec<Meaning>) -> Self {
        let mut order: Vec<usize> = (0..meanings.len()).collect();
        order.sort_by(|a, b| meanings[*b].alone.total_cmp(&meanings[*a].alone).then(a.cmp(b)));
        let share = 1.0 / meanings.len().clamp(1, SPEAKING) as f64;
        let mut shares = vec![0.0; meanings.len()];
        for i in order.into_iter().take(SPEAKING) {
            shares[i] = share;
        }
        Self { meanings, shares }
    }
}

/// What all voices together say.
#[derive(Debug, Default)]
pub struct Company {
    regions: FxHashMap<Area, f64>,
    nations: FxHashMap<String, f64>,
    cells: FxHashMap<Cell, f64>,
}

impl Company {
    /// Lets the voices listen to each other; gives what they say in the end, and each meaning's score.
    pub fn settle(voices: &mut [Voice], w: &Weights) -> (Self, Vec<Vec<f64>>) {
        let mut all = Self::of(voices);
        let mut scores: Vec<Vec<f64>> = Vec::new();
        for round in 0..ROUNDS {
            scores = voices.iter().map(|v| all.scores(v, w)).collect();
            if round + 1 == ROUNDS {
                break;
            }
            for (v, scores) in voices.iter_mut().zip(&scores) {
                let best = scores.iter().copied().fold(f64::MIN, f64::max);
                let heard = |i: usize, share: f64| if share > 0.0 { (scores[i] - best).exp() } else { 0.0 };
                let next: Vec<f64> = v.shares.iter().enumerate().map(|(i, s)| heard(i, *s)).collect();
                let sum: f64 = next.iter().sum();
                if sum > 0.0 {
                    v.shares = next.iter().map(|x| x / sum).collect();
                }
            }
            all = Self::of(voices);
        }
        (all, scores)
    }
    fn of(voices: &[Voice]) -> Self {
        let mut all = Self::default();
        for v in voices {
            all.add(v);
        }
        all
    }
    fn add(&mut self, v: &Voice) {
        for (m, share) in v.meanings.iter().zip(&v.shares).filter(|(_, s)| **s > 0.0) {
            if let Some(a) = &m.area {
                *self.nations.entry(a.0.clone()).or_default() += share;
                if !a.1.is_empty() {
                    *self.regions.entry(a.clone()).or_default() += share;
                }
            }
            if let Some(c) = m.cell {
                *self.cells.entry(c).or_default() += share;
            }
        }
    }
    fn near(&self, c: Cell) -> f64 {
        let around = (-1..=1).flat_map(|y| (-1..=1).map(move |x| (c.0 + y, c.1 + x)));
        around.filter_map(|c| self.cells.get(&c)).sum()
    }
    /// The score of each meaning of a voice, which does not listen to itself.
    fn scores(&self, v: &Voice, w: &Weights) -> Vec<f64> {
        let own = Self::of(std::slice::from_ref(v));
        let others = |all: f64, own: f64| (1.0 + (all - own).max(0.0)).ln();
        v.meanings
            .iter()
            .map(|m| {
                let mut x = m.alone;
                if let Some(a) = &m.area {
                    let get = |c: &Self| c.nations.get(&a.0).copied().unwrap_or(0.0);
                    x += w.country * others(get(self), get(&own));
                    let get = |c: &Self| c.regions.get(a).copied().unwrap_or(0.0);
                    x += w.region * others(get(self), get(&own));
                }
                if let Some(c) = m.cell {
                    x += w.near * others(self.near(c), own.near(c));
                }
                // What differs by less is equal: the last bits of a logarithm are not the same on every machine.
                (x * 1e6).round() / 1e6
            })
            .collect()
    }
    /// The region that most names speak for; none where two are level or no name is sure.
    pub fn main_region(&self) -> Option<&Area> {
        let mut order: Vec<(&Area, &f64)> = self.regions.iter().filter(|(_, n)| **n >= 0.9).collect();
        order.sort_by(|a, b| b.1.total_cmp(a.1).then_with(|| a.0.cmp(b.0)));
        match order.as_slice() {
            [(a, _)] => Some(*a),
            [(a, x), (_, y), ..] if **x > **y + 1e-6 => Some(*a),
            _ => None,
        }
    }
}
