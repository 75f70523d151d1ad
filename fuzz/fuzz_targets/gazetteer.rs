//! Any bytes as lines of a GeoNames dump and as an index: rows or a sentence, an index or a refusal, never a failure.
#![no_main]
use std::path::Path;

use dyad_knowledge::geonames::{Index, parse};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    for line in data.split(|b| *b == b'\n') {
        match parse(line) {
            Ok(row) => assert!(row.lat.abs() <= 90.0 && row.lon.abs() <= 180.0 && !row.name.is_empty()),
            Err(why) => assert!(!why.is_empty()),
        }
    }
    if let Ok(index) = Index::from_bytes(Path::new("fuzz.gaz"), data.to_vec()) {
        let _ = index.check();
        for name in ["a", "paris", ""] {
            let _ = index.find(name).take(100).count();
        }
        let _ = index.about().count();
    }
});
