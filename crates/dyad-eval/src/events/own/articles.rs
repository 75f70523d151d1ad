//! Articles: whether each act becomes one event, wherever it is named again.

use std::path::Path;

use dyad_reader::Coder;
use dyad_record::Span;

use super::gold::{Entry, Split};
use super::pairing::{Fate, Pairs, Scene};
use super::{ARTICLES, Attributes, Tally, got, read, tell, wanted};
use crate::{EvalError, LayerReport, Prf, Score};

/// The sums of one part of the gold.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    found: Prf,
    triple: Prf,
    status: Tally,
    twice: Tally,
    furniture: Tally,
}

impl Sums {
    fn add(&mut self, scene: &Scene<'_>, pairs: &Pairs, quad_of: &dyn Fn(&str) -> Option<u8>) {
        let events = &scene.entry.events;
        let demanded = events.iter().filter(|w| !w.optional).count();
        self.found.add(Prf::new(pairs.of.iter().flatten().count(), pairs.counted(), demanded));
        self.triple.add(Prf::new(scene.triples(pairs), pairs.counted(), demanded));
        let twice = scene.twice(pairs);
        for (i, (w, j)) in events.iter().zip(&pairs.of).enumerate() {
            let Some(r) = j.map(|j| &scene.rows[j]) else { continue };
            self.status.add(Attributes::new(scene, w, r, quad_of).status);
            self.twice.add(twice.contains(&i));
        }
        for r in scene.rows {
            self.furniture.add(scene.in_furniture(r));
        }
    }

    fn measures(&self) -> Vec<(String, Score)> {
        let once = Tally { right: self.twice.of - self.twice.right, of: self.twice.of };
        vec![
            ("events found".to_owned(), Score::Prf(self.found)),
            ("triple".to_owned(), Score::Prf(self.triple)),
            ("status".to_owned(), self.status.score()),
            ("events written twice".to_owned(), self.twice.score()),
            ("events written once".to_owned(), once.score()),
            ("rows in furniture".to_owned(), self.furniture.score()),
        ]
    }
}

/// Scores the articles.
pub(super) fn report(coder: &Coder, entries: &[Entry]) -> Result<LayerReport, EvalError> {
    let mut report = LayerReport::new("events", Path::new(ARTICLES));
    report.ours = true;
    let knowledge = coder.knowledge();
    let quad_of = |plover: &str| knowledge.events.ontology.plover(plover).map(|t| t.quad);
    let mut sums = [Sums::default(); 3];
    for entry in entries {
        let (rows, clauses, sentences) = read(coder, entry)?;
        let scene = Scene { entry, rows: &rows, clauses: &clauses, countries: &knowledge.countries };
        let pairs = scene.pair(false);
        sums[entry.split as usize].add(&scene, &pairs, &quad_of);
        if entry.split != Split::HeldOut {
            notes(&mut report, &scene, &pairs, &sentences, &quad_of);
        }
    }
    tell(&mut report, sums.each_ref().map(Sums::measures));
    Ok(report)
}

/// One example for each event that is missing, false, written twice or told with the wrong sides or status.
fn notes(
    report: &mut LayerReport,
    scene: &Scene<'_>,
    pairs: &Pairs,
    sentences: &[Span],
    quad_of: &dyn Fn(&str) -> Option<u8>,
) {
    let text = &scene.entry.text;
    let around = |at: Span| sentences.iter().find(|s| s.overlaps(at)).map_or("", |s| s.of(text));
    let id = &scene.entry.id;
    for (w, j) in scene.entry.events.iter().zip(&pairs.of).filter(|(w, _)| !w.optional) {
        let came = match j.map(|j| &scene.rows[j]) {
            None => "nothing".to_owned(),
            Some(r) => {
                let a = Attributes::new(scene, w, r, quad_of);
                if a.status && a.sides.iter().all(|v| v.country && v.role) {
                    continue;
                }
                got(r, text)
            }
        };
        report.example(id.clone(), format!("wanted {}, got {came}: {}", wanted(w, text), around(w.trigger)));
    }
    for (r, _) in scene.rows.iter().zip(&pairs.fates).filter(|(_, f)| **f == Fate::False) {
        let what = if scene.in_furniture(r) { "in furniture" } else { "not in the gold, or a second time" };
        report.example(id.clone(), format!("{}: {what}: {}", got(r, text), around(r.trigger)));
    }
}
