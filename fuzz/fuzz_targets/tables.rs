//! Any text as a table of each kind and as floors: rows or an error that names the line.
#![no_main]
use std::sync::LazyLock;

use dyad_knowledge::events::frames;
use dyad_knowledge::table::Table;
use dyad_knowledge::{Countries, Events, TimeWords};

static EVENTS: LazyLock<Events> = LazyLock::new(|| Events::embedded().expect("tables"));

libfuzzer_sys::fuzz_target!(|text: &str| {
    let header: Vec<&str> = text.lines().find(|l| !l.starts_with('#')).unwrap_or("").split('\t').collect();
    let header: Vec<&str> = header.iter().map(|c| c.trim()).collect();
    match Table::parse("fuzz.tsv", text, &header) {
        Ok(table) => {
            for row in table.rows() {
                for column in 0..header.len() {
                    let _ = (row.text(column), row.optional(column), row.required(column));
                    let _ = (row.list(column).count(), row.parse::<f64>(column));
                }
            }
        }
        Err(e) => assert!(e.line <= text.lines().count().max(1), "{e}"),
    }
    // A row alone seldom gets past the header; the real headers lead deeper.
    let _ = Countries::parse("fuzz.tsv", text);
    let head = include_str!("../../crates/dyad-knowledge/tables/countries.tsv");
    let header = head.lines().find(|l| !l.starts_with('#')).unwrap_or("");
    let _ = Countries::parse("fuzz.tsv", &format!("{header}\n{text}"));
    let (words, fiscal) = text.split_once('\u{c}').unwrap_or((text, text));
    let _ = TimeWords::parse(words, fiscal);
    for own in [text.to_owned(), format!("trigger\tobject\tneeds\trecipient\tplover\tmode\tcameo\tflags\n{text}")] {
        let (frames, faults) = frames::read([("fuzz.tsv", own.as_bytes())], &EVENTS);
        assert!(frames.lines() + faults.len() <= own.lines().count().max(1));
        assert!(faults.iter().all(|f| f.line <= own.lines().count().max(1)), "{faults:?}");
    }
    let _ = dyad_eval::under_floors(text, &[]);
});
