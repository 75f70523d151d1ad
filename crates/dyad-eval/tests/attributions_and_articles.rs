//! The layers `attribution` and `article` give the numbers of the gold's own Python scorers on the same output: what the
//! coder finds, and the gold itself bent in fixed ways, which reaches cases that a good coder seldom does.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

use dyad_document::{Document, Format, Options};
use dyad_eval::attribution::{self, Attribution, Predictions};
use dyad_eval::{LayerReport, Prf, Score, article};
use dyad_reader::Coder;
use dyad_record::{BlockKind, Id, Record, Span, Status};
use serde_json::Value;

/// The folder of gold sets, if python3 and it are here.
fn gold() -> Option<PathBuf> {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    if python && gold.join("scorers").is_dir() {
        return Some(gold);
    }
    println!("skipped: needs python3 and the gold sets beside the repository");
    None
}

/// What a scorer prints; `prediction` is written to a file for it.
fn python(script: &Path, gold: &Path, prediction: &str, more: &[&str]) -> String {
    let name = format!("prediction-{}-{:?}.json", std::process::id(), std::thread::current().id());
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, prediction).unwrap();
    let out = Command::new("python3").arg(script).arg(gold).arg(&file).args(more).output().unwrap();
    std::fs::remove_file(file).unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// A fixed linear congruence: the same bends on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
    /// A span that was moved or cut, within the text.
    fn bend(&mut self, s: &mut Span, end: usize) {
        match self.roll(6) {
            0 => *s = Span::new(s.start + self.roll(12).min(s.len() / 2), s.end),
            1 => *s = Span::new(s.start, s.start + (s.len() / 2).max(1)),
            2 => *s = Span::new(s.start.saturating_sub(self.roll(30)), s.end),
            3 => *s = Span::new(s.start, (s.end + self.roll(60)).min(end)),
            _ => {}
        }
    }
}

fn same_attributions(dir: &Path, documents: &[attribution::Document], predictions: &Predictions, what: &str) {
    let path = dir.join("attribution/polnear-dev.jsonl");
    let mut lines = String::new();
    for (id, list) in predictions {
        let line = attribution::Document { id: id.clone(), text: String::new(), attributions: list.clone() };
        lines += &(serde_json::to_string(&line).unwrap() + "\n");
    }
    let script = dir.join("scorers/score_attribution.py");
    for kind in [None, Some("direct"), Some("indirect"), Some("quoted")] {
        let mut more = vec!["--json"];
        if let Some(k) = kind {
            more.extend(["--type", k]);
        }
        let theirs: Value = serde_json::from_str(&python(&script, &path, &lines, &more)).unwrap();
        let ours = attribution::score(documents, predictions, kind);
        for (name, prf) in &ours.metrics {
            for (x, y) in [prf.precision(), prf.recall(), prf.f1()]
                .iter()
                .zip(theirs["metrics"][*name].as_array().unwrap())
            {
                // They print one decimal; halves may be rounded the other way.
                assert!(
                    (x - y.as_f64().unwrap()).abs() < 0.0501,
                    "{what} {kind:?} {name}: {prf:?}, {}",
                    theirs["metrics"][*name]
                );
            }
        }
        let full = ours.metrics.iter().find(|m| m.0 == "FULL").unwrap().1;
        assert_eq!(
            (Some(full.gold), Some(full.predicted)),
            (theirs["n_gold"].as_f64(), theirs["n_pred"].as_f64()),
            "{what}"
        );
        assert_eq!(Some(ours.speaker.1 as u64), theirs["speaker acc"][1].as_u64(), "{what}");
        let share =
            if ours.speaker.1 > 0 { 100.0 * ours.speaker.0 as f64 / ours.speaker.1 as f64 } else { 0.0 };
        assert!((share - theirs["speaker acc"][0].as_f64().unwrap()).abs() < 0.0501, "{what}");
        for (of, counts) in &ours.by_kind {
            let row = &theirs["recall by type"][of];
            assert_eq!(Some(counts.gold as u64), row["gold"].as_u64(), "{what} {of}");
            for (n, key) in [(counts.found, "content>=50"), (counts.full, "FULL")] {
                let share = 100.0 * n as f64 / counts.gold as f64;
                assert!((share - row[key].as_f64().unwrap()).abs() < 0.0501, "{what} {of} {key}");
            }
        }
    }
}

#[test]
fn attributions_equal_the_python_scorer() {
    let Some(dir) = gold() else { return };
    let documents = attribution::load(&dir.join("attribution/polnear-dev.jsonl")).unwrap();

    // What the coder says of a part; documents without predictions count as misses in both.
    let coder = Coder::embedded().unwrap();
    let mut found = Predictions::new();
    for d in documents.iter().step_by(6) {
        let options =
            Options { format: Some(Format::Text), lang: Some("en".to_owned()), ..Options::new(&d.id) };
        let record = coder.read(&Document::from_bytes(d.text.as_bytes(), &options).unwrap()).into_scalar().0;
        let list = record.statements.into_iter().map(|s| Attribution {
            source: s.source,
            cue: s.cue,
            content: s.content,
            ..Attribution::default()
        });
        found.insert(d.id.clone(), list.collect());
    }
    same_attributions(&dir, &documents, &found, "the coder's");

    for seed in 1..=3 {
        let mut dice = Dice(seed);
        let mut bent = Predictions::new();
        for d in &documents {
            let end = d.text.chars().count();
            let mut list = d.attributions.clone();
            list.retain(|_| dice.roll(8) > 0);
            for i in 0..list.len() {
                let other = list[dice.roll(list.len())].clone();
                let a = &mut list[i];
                for spans in [&mut a.source, &mut a.cue, &mut a.content] {
                    spans.iter_mut().for_each(|s| dice.bend(s, end));
                }
                match dice.roll(12) {
                    0 => a.source = other.source,
                    1 => a.source.clear(),
                    2 => a.cue = other.cue,
                    3 => a.content.extend(other.content),
                    4 => a.content.clear(),
                    5 => a.cue.clear(),
                    _ => {}
                }
                if dice.roll(10) == 0 {
                    let again = a.clone();
                    list.push(again);
                }
            }
            bent.insert(d.id.clone(), list);
        }
        same_attributions(&dir, &documents, &bent, &format!("bent with seed {seed}"));
    }
}

/// `(tp of gold gold, predicted)` of a line of the article scorer.
fn counts(line: &str) -> [f64; 3] {
    let inside = line.rsplit('(').next().unwrap();
    let numbers: Vec<f64> =
        inside.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    [numbers[0], numbers[2], numbers[1]]
}

fn same_article(dir: &Path, record: &Record, what: &str) -> LayerReport {
    let path = dir.join("article/seed-article.json");
    let scalar = record.clone().into_scalar();
    let ours = article::score(&path, &scalar).unwrap();
    let printed = python(&dir.join("scorers/score_article.py"), &path, &scalar.to_json().unwrap(), &[]);
    assert!(!printed.contains("warning"), "{printed}");
    let mut compared = 0;
    for line in printed.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let measure = |name: &str| {
            ours.measures.iter().find(|m| m.name == name).unwrap_or_else(|| panic!("no {name}")).score
        };
        let number = |word: &str| word.trim_start_matches('(').parse::<f64>().unwrap();
        match words[0] {
            "blocks" => assert!(
                matches!(measure("blocks"), Score::Share { right, of } if (right, of) == (number(words[1]), number(words[3]))),
                "{what}: {line}"
            ),
            "checks" => {
                assert!(
                    matches!(measure("checks"), Score::Share { right, of } if (right, of) == (number(words[1]), number(words[3]))),
                    "{what}: {line}"
                );
                let all = number(words[8]);
                assert!(
                    matches!(measure("checks that are in the gold"), Score::Share { right, of } if (right, of) == (all - number(words[4]), all)),
                    "{what}: {line}"
                );
            }
            table => {
                let Score::Prf(Prf { tp, predicted, gold, .. }) = measure(&format!("{table} {}", words[1]))
                else {
                    panic!("{line}")
                };
                assert_eq!([tp, predicted, gold], counts(line), "{what}: {line}");
            }
        }
        compared += 1;
    }
    assert_eq!(compared, 12, "{printed}");
    ours
}

#[test]
fn articles_equal_the_python_scorer() {
    let Some(dir) = gold() else { return };
    let text = std::fs::read(dir.join("article/seed-article.txt")).unwrap();
    let record =
        Coder::embedded().unwrap().read(&Document::from_bytes(&text, &Options::new("seed.txt")).unwrap());
    same_article(&dir, &record, "the coder's");
    same_article(&dir, &Record { document: record.document.clone(), ..Record::default() }, "nothing found");
    for seed in 1..=8 {
        same_article(&dir, &bent(&record, &mut Dice(seed)), &format!("bent with seed {seed}"));
    }
}

/// The record with rows dropped, moved, doubled and changed.
fn bent(record: &Record, dice: &mut Dice) -> Record {
    let mut r = record.clone();
    let ends: Vec<usize> = r.document.text.char_indices().map(|c| c.0).collect();
    let end = r.document.text.len();
    r.statements.retain(|_| dice.roll(8) > 0);
    r.figures.retain(|_| dice.roll(8) > 0);
    r.times.retain(|_| dice.roll(8) > 0);
    r.checks.retain(|_| dice.roll(6) > 0);
    let entities: Vec<Id> = r.entities.iter().map(|e| e.id.clone()).collect();
    r.each_span_mut(&mut |s| {
        let mut moved = *s;
        dice.bend(&mut moved, end);
        // Back onto character boundaries.
        let snap = |byte: usize| ends[ends.partition_point(|e| *e <= byte).saturating_sub(1)];
        moved = Span::new(snap(moved.start), if moved.end >= end { end } else { snap(moved.end) });
        if !moved.is_empty() {
            *s = moved;
        }
    });
    for b in &mut r.blocks {
        if dice.roll(6) == 0 {
            b.kind =
                [BlockKind::Caption, BlockKind::Body, BlockKind::Headline, BlockKind::Teaser][dice.roll(4)];
        }
    }
    for s in &mut r.statements {
        match dice.roll(6) {
            0 => s.speaker = None,
            1 => s.speaker = Some(entities[dice.roll(entities.len())].clone()),
            _ => {}
        }
    }
    for f in &mut r.figures {
        match dice.roll(8) {
            0 => f.value *= 1.0 + 1e-6,
            1 => f.value += 1.0,
            2 => f.unit = None,
            3 => f.unit = f.unit.as_ref().map(|u| format!("{u}s")),
            4 => f.bound = dyad_record::Bound::About,
            _ => {}
        }
    }
    for t in &mut r.times {
        if dice.roll(5) == 0 {
            t.value.push('X');
        }
    }
    for i in 0..r.events.len() {
        let other = r.events[dice.roll(r.events.len())].clone();
        let v = &mut r.events[i];
        match dice.roll(8) {
            0 => std::mem::swap(&mut v.actor, &mut v.recipient),
            1 => v.plover = other.plover,
            2 => v.status = Status::Planned,
            3 => v.actor.code = None,
            4 => v.recipient = other.actor,
            5 => r.events.push(other),
            _ => {}
        }
    }
    r
}
