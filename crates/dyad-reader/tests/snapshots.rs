//! The whole record of some samples, a line a row, so that a change of any row is seen in review.
//!
//! A change that is wanted is accepted with `INSTA_UPDATE=always cargo test -p dyad-reader --test snapshots`, and the
//! difference is read before it is committed. CI runs with `INSTA_UPDATE=no` and refuses what was not accepted; snapshots
//! that no test refers to are refused here.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use dyad_document::{Document, Options};
use dyad_reader::Coder;
use serde_json::Value;

/// Wire, transcript, communiqué in Markdown, web page.
const SAMPLES: [&str; 4] = [
    "turkey-greece-wire.txt",
    "kenya-somalia-transcript.txt",
    "japan-philippines-communique.md",
    "canada-china-tariffs.html",
];

#[test]
fn whole_records() {
    let coder = Coder::embedded().unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for name in SAMPLES {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name);
            let doc = Document::from_bytes(&std::fs::read(path).unwrap(), &Options::new(name)).unwrap();
            let record = coder.read(&doc);
            assert_eq!(dyad_record::faults(&record), Vec::<String>::new(), "{name}");
            let value = serde_json::to_value(record.into_scalar()).unwrap();
            insta::assert_snapshot!(stem(name), page(&value));
        }
    });
}

#[test]
fn every_snapshot_is_of_a_sample_above() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let wanted: BTreeSet<String> = SAMPLES.iter().map(|s| format!("{}.snap", stem(s))).collect();
    let found: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .filter(|f| f.ends_with(".snap"))
        .collect();
    assert_eq!(found, wanted, "a snapshot without a test, or a test without a snapshot");
}

fn stem(name: &str) -> &str {
    name.split('.').next().unwrap()
}

/// Every table and field that the record has, those of later versions too; empty and unknown ones are left out. The text
/// itself stands in the sample, the hash of the models in the model card.
fn page(record: &Value) -> String {
    let text: Vec<char> = record["document"]["text"].as_str().unwrap().chars().collect();
    let mut out = String::new();
    for (table, content) in record.as_object().unwrap() {
        match content {
            Value::Array(rows) => {
                let _ = writeln!(out, "\n{table} ({})", rows.len());
                for row in rows {
                    let _ = writeln!(out, "{}", cell(row, &text));
                }
            }
            Value::Object(fields) if table == "document" => {
                for (key, value) in fields.iter().filter(|(k, v)| *k != "text" && !v.is_null()) {
                    let _ = writeln!(out, "{key}: {}", cell(value, &text));
                }
            }
            _ => {}
        }
    }
    out
}

/// `key=value` for objects, the words for spans.
fn cell(value: &Value, text: &[char]) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Object(fields) => {
            let known = fields.iter().filter(|(_, v)| !v.is_null() && *v != &Value::Array(Vec::new()));
            let parts = known.map(|(k, v)| match k.as_str() {
                "id" | "kind" => cell(v, text),
                _ => format!("{k}={}", cell(v, text)),
            });
            parts.collect::<Vec<_>>().join(" ")
        }
        Value::Array(items) => match items.iter().map(Value::as_u64).collect::<Option<Vec<_>>>().as_deref() {
            Some([start, end]) => {
                let (start, end) = (*start as usize, *end as usize);
                let words: String = text[start..end].iter().take(40).collect();
                let more = if end - start > 40 { "…" } else { "" };
                format!("{start}..{end} ‹{}{more}›", words.replace('\n', "⏎"))
            }
            _ => format!("[{}]", items.iter().map(|i| cell(i, text)).collect::<Vec<_>>().join("; ")),
        },
        other => other.to_string(),
    }
}
