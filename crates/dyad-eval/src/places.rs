//! Places against gold toponyms with coordinates (LGL: local news).
//!
//! Recognition is strict: the same span. Resolution is right within 161 km (100 miles), as toponym resolvers are compared in the literature;
//! the accuracy is told twice, over the toponyms that were recognised and over all that have coordinates in the gold. Offsets are
//! scalar values. This module must not know how places are found.

use std::path::Path;

use dyad_document::{Document, Format, Options};
use dyad_reader::Coder;
use dyad_record::{OffsetMap, Span};
use serde::Deserialize;

use crate::{EvalError, LayerReport, Prf, figures};

/// How far from the gold's point a right answer may lie.
const NEAR_KM: f64 = 161.0;
/// Mean radius of the earth.
const EARTH_KM: f64 = 6371.0088;

/// A toponym.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Toponym {
    /// Scalar values.
    pub span: Span,
    /// Its words.
    #[serde(default)]
    pub name: String,
    /// Degrees north; none where the gold could not place it.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default)]
    pub lon: Option<f64>,
}

impl Toponym {
    fn point(&self) -> Option<(f64, f64)> {
        Some((self.lat?, self.lon?))
    }
}

/// A document of the gold.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Gold {
    /// Id.
    pub id: String,
    /// Text.
    pub text: String,
    /// Date and time of writing.
    #[serde(default)]
    pub date: Option<String>,
    /// Where it was published.
    #[serde(default)]
    pub domain: Option<String>,
    /// Its toponyms.
    #[serde(default)]
    pub gold: Vec<Toponym>,
}

/// Great-circle distance of two points (degrees) in kilometres, by the haversine formula.
#[must_use]
pub fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = (lb - la, (b.1 - a.1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + la.cos() * lb.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
}

/// What the scorer counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scores {
    /// Strict recognition.
    pub recognition: Prf,
    /// Gold toponyms with coordinates.
    pub placed: usize,
    /// Of these, recognised by us with coordinates.
    pub both: usize,
    /// Of these, near enough.
    pub near: usize,
    /// Error in kilometres of each of `both`.
    pub errors: Vec<f64>,
}

impl Scores {
    /// Mean and median error in kilometres; none without an error.
    #[must_use]
    pub fn error(&self) -> Option<(f64, f64)> {
        let mut all = self.errors.clone();
        all.sort_by(f64::total_cmp);
        let n = all.len();
        let upper = *all.get(n / 2)?;
        let median = if n % 2 == 1 { upper } else { (all[n / 2 - 1] + upper) / 2.0 };
        Some((all.iter().sum::<f64>() / n as f64, median))
    }
}

/// Adds one document to the scores; both lists need not be sorted. Gives the distance of each gold toponym found.
pub fn add(scores: &mut Scores, gold: &[Toponym], predicted: &[Toponym]) -> Vec<Option<f64>> {
    let mut used = vec![false; predicted.len()];
    let mut found = 0;
    let mut out = Vec::with_capacity(gold.len());
    for g in gold {
        scores.placed += usize::from(g.point().is_some());
        let hit = predicted.iter().enumerate().position(|(j, p)| !used[j] && p.span == g.span);
        let Some(j) = hit else {
            out.push(None);
            continue;
        };
        used[j] = true;
        found += 1;
        let far = g.point().zip(predicted[j].point()).map(|(a, b)| distance_km(a, b));
        if let Some(km) = far {
            scores.both += 1;
            scores.near += usize::from(km <= NEAR_KM);
            scores.errors.push(km);
        }
        out.push(far);
    }
    scores.recognition.add(Prf::new(found, predicted.len(), gold.len()));
    out
}

/// Scores the coder on a file of documents.
///
/// # Errors
/// If the file cannot be read or has another shape.
pub fn run(coder: &Coder, path: &Path) -> Result<LayerReport, EvalError> {
    let documents: Vec<Gold> = figures::load(path)?;
    let mut scores = Scores::default();
    let mut worst: Vec<(f64, String, String)> = Vec::new();
    for d in &documents {
        let mut options = Options::new(&d.id);
        options.format = Some(Format::Text);
        options.lang = Some("en".to_owned());
        options.date = d.date.as_ref().map(|x| x.chars().take(10).collect());
        options.outlet.clone_from(&d.domain);
        let doc =
            Document::from_bytes(d.text.as_bytes(), &options).map_err(|e| EvalError::Model(e.to_string()))?;
        let record = coder.read(&doc);
        let map = OffsetMap::new(&doc.text);
        let got: Vec<Toponym> = record
            .places
            .iter()
            .map(|p| Toponym {
                span: map.scalar_span(p.span),
                name: format!(
                    "{}, {}",
                    p.admin1.as_deref().unwrap_or("-"),
                    p.country.as_deref().unwrap_or("-")
                ),
                lat: p.lat,
                lon: p.lon,
            })
            .collect();
        let distances = add(&mut scores, &d.gold, &got);
        for (g, km) in d.gold.iter().zip(distances) {
            if let Some(km) = km.filter(|km| *km > NEAR_KM) {
                let place = got.iter().find(|p| p.span == g.span).map_or("", |p| p.name.as_str());
                worst.push((km, d.id.clone(), format!("{} is {km:.0} km off ({place})", g.name)));
            } else if km.is_none() && !got.iter().any(|p| p.span == g.span) {
                worst.push((0.0, d.id.clone(), format!("{} was not found", g.name)));
            }
        }
        for p in got.iter().filter(|p| !d.gold.iter().any(|g| g.span == p.span)) {
            let words: String = d.text.chars().skip(p.span.start).take(p.span.len()).collect();
            worst.push((-1.0, d.id.clone(), format!("\"{words}\" is no toponym of the gold ({})", p.name)));
        }
    }
    let mut report = LayerReport::new("places", path);
    report.prf("recognition, strict", scores.recognition);
    report.share("within 161 km, of the recognised", scores.near, scores.both);
    report.share("within 161 km, of all in the gold", scores.near, scores.placed);
    if let Some((mean, median)) = scores.error() {
        report.value("mean error, km", mean);
        report.value("median error, km", median);
    }
    worst.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (&a.1, &a.2).cmp(&(&b.1, &b.2))));
    for (_, id, note) in worst {
        report.example(id, note);
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_on_the_globe() {
        // A degree of latitude: 2πR/360. A quarter of the equator. Antipodes: half the circumference. The same point: nothing.
        let degree = std::f64::consts::PI * EARTH_KM / 180.0;
        assert!((distance_km((0.0, 0.0), (1.0, 0.0)) - degree).abs() < 1e-6);
        assert!((distance_km((0.0, 0.0), (0.0, 90.0)) - 90.0 * degree).abs() < 1e-6);
        assert!((distance_km((30.0, 20.0), (-30.0, -160.0)) - 180.0 * degree).abs() < 1e-3);
        assert_eq!(distance_km((51.5, -0.1), (51.5, -0.1)), 0.0);
        // Across the date line the short way.
        assert!((distance_km((0.0, 179.5), (0.0, -179.5)) - degree).abs() < 1e-6);
        // London to Paris is about 344 km.
        assert!((distance_km((51.5074, -0.1278), (48.8566, 2.3522)) - 343.6).abs() < 1.0);
    }

    #[test]
    fn recognition_and_accuracy_by_hand() {
        let t = |from: usize, to: usize, at: Option<(f64, f64)>| Toponym {
            span: Span::new(from, to),
            lat: at.map(|p| p.0),
            lon: at.map(|p| p.1),
            ..Toponym::default()
        };
        let gold = [
            t(0, 5, Some((10.0, 10.0))),
            t(10, 15, Some((20.0, 20.0))),
            t(20, 25, None),
            t(30, 35, Some((0.0, 0.0))),
        ];
        let predicted = [
            t(0, 5, Some((10.5, 10.0))),   // 55.6 km off
            t(10, 15, Some((24.0, 20.0))), // 444.8 km off
            t(20, 25, Some((1.0, 1.0))),   // nothing to compare with
            t(30, 36, Some((0.0, 0.0))),   // another span
            t(40, 45, None),
        ];
        let mut s = Scores::default();
        let far = add(&mut s, &gold, &predicted);
        assert_eq!((s.recognition.tp, s.recognition.predicted, s.recognition.gold), (3.0, 5.0, 4.0));
        assert_eq!((s.placed, s.both, s.near), (3, 2, 1));
        let (mean, median) = s.error().unwrap();
        let degree = std::f64::consts::PI * EARTH_KM / 180.0;
        assert!((mean - 2.25 * degree).abs() < 1e-6 && (median - 2.25 * degree).abs() < 1e-6);
        assert!(far[2].is_none() && far[3].is_none());
        add(&mut s, &[t(0, 1, Some((0.0, 0.0)))], &[t(0, 1, Some((0.0, 0.0)))]);
        assert!((s.error().unwrap().1 - 0.5 * degree).abs() < 1e-6, "the middle of three");
        assert_eq!(Scores::default().error(), None);
    }
}
