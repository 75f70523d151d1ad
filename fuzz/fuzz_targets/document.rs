//! Any bytes as a document of each format: blocks must ascend and lie on character boundaries.
#![no_main]
use dyad_document::{Document, Format, Options};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    for format in [None, Some(Format::Text), Some(Format::Html), Some(Format::Markdown), Some(Format::Jsonl)] {
        let options = Options { format, lang: Some("en".into()), ..Options::new("fuzz") };
        if let Ok(doc) = Document::from_bytes(data, &options) {
            let mut at = 0;
            for b in &doc.blocks {
                assert!(b.span.start >= at && doc.text.get(b.span.start..b.span.end).is_some());
                at = b.span.end;
            }
        }
    }
});
