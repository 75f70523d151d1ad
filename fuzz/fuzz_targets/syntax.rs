//! Any text through the whole syntax layer: offsets ascend, every tree has one root.
#![no_main]
use std::sync::LazyLock;

use dyad_record::Span;
use dyad_syntax::Analyzer;

static ANALYZER: LazyLock<Option<Analyzer>> = LazyLock::new(|| Analyzer::english().ok());

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Some(analyzer) = ANALYZER.as_ref() else { return };
    let analysis = analyzer.analyze(text, &[Span::new(0, text.len())]);
    let mut at = 0;
    for s in &analysis.sentences {
        assert_eq!(s.tokens.iter().filter(|t| t.head.is_none()).count(), 1);
        for t in &s.tokens {
            assert!(t.span.start >= at && text.get(t.span.start..t.span.end).is_some());
            at = t.span.end;
        }
    }
});
