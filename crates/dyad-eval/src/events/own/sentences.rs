//! Sentences: what is found, how it is coded, and what is made of sentences without any event.

use std::collections::BTreeMap;
use std::path::Path;

use dyad_reader::Coder;

use super::gold::{Entry, Split};
use super::pairing::{Fate, Scene, right_type};
use super::{Attributes, NAME, Tally, got, read, tell, wanted};
use crate::events::confidence::{self, Judged};
use crate::{EvalError, LayerReport, Prf, Score};

/// The sums of one part of the gold.
#[derive(Debug, Clone, Default)]
struct Sums {
    found: Prf,
    with_events: Prf,
    trigger: Prf,
    triple: Prf,
    types: BTreeMap<String, Prf>,
    quad: Tally,
    cameo: Tally,
    mode: Tally,
    status: Tally,
    country: [Tally; 2],
    role: [Tally; 2],
    contexts: Prf,
    asserted: Tally,
    any_row: Tally,
    judged: Vec<Judged>,
}

impl Sums {
    /// Adds a sentence; how much of it is wrong.
    fn add(&mut self, scene: &Scene<'_>, quad_of: &dyn Fn(&str) -> Option<u8>) -> usize {
        let events = &scene.entry.events;
        let pairs = scene.pair(false);
        let demanded = events.iter().filter(|w| !w.optional).count();
        let hits = pairs.of.iter().flatten().count();
        let prf = Prf::new(hits, pairs.counted(), demanded);
        self.found.add(prf);
        self.triple.add(Prf::new(scene.triples(&pairs), pairs.counted(), demanded));
        if events.is_empty() {
            self.asserted.add(scene.rows.iter().any(|r| r.status == "asserted"));
            self.any_row.add(!scene.rows.is_empty());
        } else {
            self.with_events.add(prf);
        }
        for (r, fate) in scene.rows.iter().zip(&pairs.fates).filter(|(_, f)| **f != Fate::Free) {
            let right = matches!(fate, Fate::Answers(_));
            self.judged.push((r.confidence, right));
            if !right {
                self.types.entry(r.plover.clone()).or_default().add(Prf::new(0, 1, 0));
            }
        }
        // Quad classes are judged where the type may be wrong, or they would all be right.
        let loose = scene.pair(true);
        self.trigger.add(Prf::new(loose.of.iter().flatten().count(), loose.counted(), demanded));
        for (w, j) in events.iter().zip(&loose.of) {
            let Some(r) = j.map(|j| &scene.rows[j]) else { continue };
            self.quad.add(Attributes::new(scene, w, r, quad_of).quad);
        }
        let mut wrong = 2 * (demanded - hits + pairs.counted() - hits);
        for (w, j) in events.iter().zip(&pairs.of).filter(|(w, _)| !w.optional) {
            let row = j.map(|j| &scene.rows[j]);
            // A row of another type that is right as well counts for the gold's own type.
            let found = usize::from(row.is_some_and(|r| right_type(w, r)));
            let own = w.types.first().map_or_else(String::new, |t| t.0.clone());
            self.types.entry(own).or_default().add(Prf::new(found, found, 1));
            let Some(r) = row else { continue };
            let a = Attributes::new(scene, w, r, quad_of);
            wrong += a.wrong();
            self.cameo.add(a.cameo);
            self.mode.add(a.mode);
            self.status.add(a.status);
            for (s, v) in a.sides.iter().enumerate().filter(|(_, v)| v.counts) {
                self.country[s].add(v.country);
                self.role[s].add(v.role);
            }
            if !w.contexts.is_empty() {
                let shared = r.contexts.iter().filter(|c| w.contexts.contains(c)).count();
                self.contexts.add(Prf::new(shared, r.contexts.len(), w.contexts.len()));
            }
        }
        wrong
    }

    fn measures(&self) -> Vec<(String, Score)> {
        let both = |t: [Tally; 2]| Tally { right: t[0].right + t[1].right, of: t[0].of + t[1].of }.score();
        let percent = |percent: f64| Score::Percent { percent };
        let alone = Tally { right: self.asserted.of - self.asserted.right, of: self.asserted.of };
        let mut out = vec![
            ("events found".to_owned(), Score::Prf(self.found)),
            ("events found, sentences with events only".to_owned(), Score::Prf(self.with_events)),
            ("trigger found, of any type".to_owned(), Score::Prf(self.trigger)),
            ("triple".to_owned(), Score::Prf(self.triple)),
            ("quad where the trigger is found".to_owned(), self.quad.score()),
            ("code".to_owned(), self.cameo.score()),
            ("mode".to_owned(), self.mode.score()),
            ("status".to_owned(), self.status.score()),
            ("country".to_owned(), both(self.country)),
            ("role".to_owned(), both(self.role)),
            ("actor country".to_owned(), self.country[0].score()),
            ("actor role".to_owned(), self.role[0].score()),
            ("recipient country".to_owned(), self.country[1].score()),
            ("recipient role".to_owned(), self.role[1].score()),
            ("contexts where annotated".to_owned(), Score::Prf(self.contexts)),
            ("sentences without events: asserted event written".to_owned(), self.asserted.score()),
            ("sentences without events: any row written".to_owned(), self.any_row.score()),
            ("sentences without events: nothing asserted".to_owned(), alone.score()),
        ];
        for part in confidence::PARTS {
            let name = format!("events found, precision of the surest {part} %");
            out.push((name, percent(confidence::precision_at(&self.judged, part))));
        }
        out.push(("calibration error".to_owned(), percent(confidence::calibration_error(&self.judged))));
        out
    }
}

/// Scores the sentences.
pub(super) fn report(coder: &Coder, entries: &[Entry]) -> Result<LayerReport, EvalError> {
    let mut report = LayerReport::new("events", Path::new(NAME));
    report.ours = true;
    let knowledge = coder.knowledge();
    let quad_of = |plover: &str| knowledge.events.ontology.plover(plover).map(|t| t.quad);
    let mut sums = [Sums::default(), Sums::default(), Sums::default()];
    let mut worst = Vec::new();
    for entry in entries {
        let (rows, clauses, _) = read(coder, entry)?;
        let scene = Scene { entry, rows: &rows, clauses: &clauses, countries: &knowledge.countries };
        let wrong = sums[entry.split as usize].add(&scene, &quad_of);
        if wrong > 0 && entry.split != Split::HeldOut {
            worst.push((wrong, entry.id.clone(), note(&scene)));
        }
    }
    tell(&mut report, sums.each_ref().map(Sums::measures));
    for (plover, prf) in &sums[Split::Dev as usize].types {
        report.prf(&format!("{plover}, dev"), *prf);
    }
    // A stable sort: sentences with as much wrong stay in the order of the file.
    worst.sort_by_key(|w| std::cmp::Reverse(w.0));
    for (_, id, note) in worst {
        report.example(id, note);
    }
    Ok(report)
}

/// What was wanted, what came, and the sentence.
fn note(scene: &Scene<'_>) -> String {
    let text = &scene.entry.text;
    let list = |all: Vec<String>| if all.is_empty() { "nothing".to_owned() } else { all.join("; ") };
    let optional = |w: &super::gold::Wanted| if w.optional { " (optional)" } else { "" };
    let want = scene.entry.events.iter().map(|w| wanted(w, text) + optional(w)).collect();
    let came = scene.rows.iter().map(|r| got(r, text)).collect();
    format!("wanted {}, got {}: {text}", list(want), list(came))
}

#[cfg(test)]
mod tests {
    use dyad_record::Span;

    use super::super::gold::{Side, Wanted};
    use super::super::pairing::{Clauses, Row};
    use super::*;

    fn get(sums: &Sums, name: &str) -> f64 {
        let mut all = sums.measures().into_iter();
        all.find(|m| m.0 == name).map_or(-1.0, |m| m.1.percent())
    }

    #[test]
    fn sums_by_hand() {
        let side = |code: &str| Some(Side { words: "x".to_owned(), codes: vec![Some(code.to_owned())] });
        let event = Wanted {
            trigger: Span::new(0, 3),
            types: vec![("ACCUSE".to_owned(), Some("allege".to_owned())), ("REJECT".to_owned(), None)],
            cameo: vec!["112".to_owned(), "120".to_owned()],
            status: vec!["asserted".to_owned()],
            actor: side("TCD:MIL"),
            contexts: vec!["military".to_owned()],
            ..Wanted::default()
        };
        let with = Entry { events: vec![event], ..Entry::default() };
        let row = Row {
            trigger: Span::new(0, 3),
            plover: "REJECT".to_owned(),
            quad: 3,
            cameo: "120".to_owned(),
            status: "reported".to_owned(),
            actor: Some("TCD:GOV".to_owned()),
            recipient: Some("NER".to_owned()),
            contexts: vec!["legal".to_owned(), "military".to_owned()],
            confidence: 0.9,
            ..Row::default()
        };
        let none = Entry::default();
        let false_row = Row { status: "asserted".to_owned(), confidence: 0.3, ..row.clone() };
        let (countries, clauses) =
            (dyad_knowledge::Knowledge::embedded().unwrap().countries, Clauses::default());
        let quad_of = |_: &str| Some(3);
        let mut sums = Sums::default();
        let scene = |entry, rows| Scene { entry, rows, clauses: &clauses, countries: &countries };
        // Status, role of the actor, country and role of a recipient that nobody asked for.
        assert_eq!(sums.add(&scene(&with, std::slice::from_ref(&row)), &quad_of), 4);
        // A false event weighs two.
        assert_eq!(sums.add(&scene(&none, std::slice::from_ref(&false_row)), &quad_of), 2);
        assert_eq!(sums.add(&scene(&none, std::slice::from_ref(&row)), &quad_of), 2);
        assert_eq!(sums.add(&scene(&none, &[]), &quad_of), 0);
        assert_eq!((sums.found.tp, sums.found.predicted, sums.found.gold), (1.0, 3.0, 1.0));
        assert_eq!((sums.triple.tp, sums.with_events.predicted), (0.0, 1.0));
        for (name, wanted) in [
            ("quad where the trigger is found", 100.0),
            ("code", 100.0),
            ("mode", 100.0),
            ("status", 0.0),
            ("country", 50.0),
            ("role", 0.0),
            ("actor country", 100.0),
            ("recipient country", 0.0),
            ("events found, precision of the surest 50 %", 75.0 / 1.5),
        ] {
            assert!((get(&sums, name) - wanted).abs() < 1e-6, "{name}: {}", get(&sums, name));
        }
        assert_eq!((sums.contexts.tp, sums.contexts.predicted), (1.0, 2.0));
        assert_eq!((sums.asserted, sums.any_row.right), (Tally { right: 1, of: 3 }, 2));
        assert_eq!((sums.types["ACCUSE"].gold, sums.types["REJECT"].predicted), (1.0, 2.0));
    }

    #[test]
    fn the_parts_stand_side_by_side() {
        let mut report = LayerReport::new("events", Path::new(NAME));
        tell(&mut report, [(); 3].map(|()| Sums::default().measures()));
        let names: Vec<&str> = report.measures.iter().map(|m| m.name.as_str()).take(3).collect();
        assert_eq!(names, ["events found, train", "events found, dev", "events found, held-out"]);
    }
}
