//! Any text as CoNLL-U: an error or sentences, and what was read can be written.
#![no_main]
use dyad_syntax::conllu;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = conllu::read_iob2(text);
    if let Ok(sentences) = conllu::read(text) {
        let (raw, _, analysis) = conllu::analysis(&sentences);
        let _ = conllu::write(&raw, "fuzz", &analysis, &mut Vec::new());
    }
});
