//! The layers `figures` and `times` give the numbers of the gold's own Python scorers on the same output.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../dyad-reader/tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use dyad_eval::{Prf, figures, times};
use dyad_knowledge::Knowledge;
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

fn run(args: &[&std::ffi::OsStr]) -> String {
    let out = Command::new("python3").args(args).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().replace('(', "[").replace(')', "]").replace('\'', "\"")
}

/// Percentages as the scorers round them may differ in the last place by the rounding of halves.
fn same(name: &str, ours: Prf, theirs: &Value) {
    for (x, y) in [ours.precision(), ours.recall(), ours.f1()].iter().zip(theirs.as_array().unwrap()) {
        assert!((x - y.as_f64().unwrap()).abs() < 0.0501, "{name}: {ours:?} against {theirs}");
    }
}

#[test]
fn figures_equal_the_python_scorer() {
    let Some(dir) = gold() else { return };
    let k = Knowledge::embedded().unwrap();
    for file in ["newsquant-dev.jsonl", "rtest_currency.jsonl", "rtest_dimension.jsonl"] {
        let path = dir.join("figures").join(file);
        let gold: Vec<figures::Gold> = figures::load(&path).unwrap();
        let mut predicted = BTreeMap::new();
        let mut lines = String::new();
        for g in &gold {
            let (doc, analysis) = support::plain(&g.text, None);
            let record = dyad_reader::read(&doc, &analysis, &k, dyad_reader::Models::default());
            let pred = figures::predict(&record.figures, &g.text, &k.quantities);
            let line = figures::Predicted { id: g.id.clone(), pred: pred.clone() };
            lines.push_str(&serde_json::to_string(&line).unwrap());
            lines.push('\n');
            predicted.insert(g.id.clone(), pred);
        }
        let out = std::env::temp_dir().join(format!("dyad-figures-{}-{file}", std::process::id()));
        std::fs::write(&out, lines).unwrap();
        let script = dir.join("scorers/score_figures.py");
        let theirs: Value =
            serde_json::from_str(run(&[script.as_os_str(), path.as_os_str(), out.as_os_str()]).trim())
                .unwrap();
        std::fs::remove_file(out).unwrap();
        let ours = figures::score(&gold, &predicted);
        assert_eq!(
            (ours[0].gold, ours[0].predicted),
            (theirs[0].as_f64().unwrap(), theirs[1].as_f64().unwrap())
        );
        for (i, name) in ["value", "value_unit", "value_change", "value_unit_change"].iter().enumerate() {
            same(name, ours[i], &theirs[2][*name]);
        }
        println!("{}", figures::report(&path, &gold, &predicted).text(3));
    }
}

#[test]
fn times_equal_the_python_scorer() {
    let Some(dir) = gold() else { return };
    let k = Knowledge::embedded().unwrap();
    for file in ["meantime-en.jsonl", "wikiwars.jsonl"] {
        let path = dir.join("times").join(file);
        let gold: Vec<times::Gold> = figures::load(&path).unwrap();
        let mut predicted = BTreeMap::new();
        for g in &gold {
            let text = g.text.clone().unwrap();
            let (doc, analysis) = support::plain(&text, g.dct.as_deref());
            let record = dyad_reader::read(&doc, &analysis, &k, dyad_reader::Models::default());
            predicted.insert(g.id.clone(), times::predict(&record.times, &text));
        }
        let pairs = times::pairs(&gold, &predicted);
        let out = std::env::temp_dir().join(format!("dyad-times-{}-{file}", std::process::id()));
        std::fs::write(&out, serde_json::to_string(&pairs).unwrap()).unwrap();
        let code = "import sys, json; sys.path.insert(0, sys.argv[1]); import score_times; print(score_times.score(json.load(open(sys.argv[2]))))";
        let scorers = dir.join("scorers");
        let theirs: Value = serde_json::from_str(
            run(&["-c".as_ref(), code.as_ref(), scorers.as_os_str(), out.as_os_str()]).trim(),
        )
        .unwrap();
        std::fs::remove_file(out).unwrap();
        let ours = times::score(&pairs);
        same("strict", ours.strict, &theirs["strict"]);
        same("relaxed", ours.relaxed, &theirs["relaxed"]);
        same("type", ours.kind, &theirs["type"]);
        same("value", ours.value, &theirs["value"]);
        same("strict_value", ours.strict_value, &theirs["strict_value"]);
        println!("{}", times::report(&path, &gold, &predicted).text(3));
    }
}
