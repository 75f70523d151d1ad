//! Any text to its whole record: spans on character boundaries, ids unique, references that resolve, bytes that return.
#![no_main]
use std::sync::LazyLock;

use dyad_document::{Document, Format, Options};
use dyad_reader::Coder;
use dyad_record::{ScalarRecord, faults};

static CODER: LazyLock<Option<Coder>> = LazyLock::new(|| Coder::embedded().ok());

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Some(coder) = CODER.as_ref() else { return };
    let options = Options { format: Some(Format::Text), lang: Some("en".into()), ..Options::new("fuzz") };
    let Ok(doc) = Document::from_bytes(text.as_bytes(), &options) else { return };
    let record = coder.read(&doc);
    assert_eq!(faults(&record), Vec::<String>::new());
    let json = record.into_scalar().to_json().expect("numbers are finite");
    let back: ScalarRecord = serde_json::from_str(&json).expect("what is written can be read");
    assert_eq!(back.to_json().expect("numbers are finite"), json);
    let _ = dyad_render::text(&back.into_bytes(), dyad_render::TextOptions::default());
});
