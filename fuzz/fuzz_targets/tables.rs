//! Any text as a table of each kind and as floors: rows or an error that names the line.
#![no_main]
use dyad_knowledge::table::Table;
use dyad_knowledge::{Countries, TimeWords};

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
    let _ = dyad_eval::under_floors(text, &[]);
});
