//! What holds for the record of any text: spans on character boundaries that read back as their evidence, ids given once,
//! references that resolve, the same bytes every time and with any number of threads.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::LazyLock;

use dyad_document::{Document, Format, Options};
use dyad_reader::Coder;
use dyad_record::{Record, ScalarRecord, Span, faults};
use proptest::prelude::*;

static CODER: LazyLock<Coder> = LazyLock::new(|| Coder::embedded().unwrap());

/// Sentences of the news, and what news should not have.
const PIECES: [&str; 49] = [
    "The Turkish foreign minister said on Tuesday that talks had failed.",
    "“We will not pay,” President Zoë Ibáñez told reporters in São Paulo.",
    "\"It is, 'to be frank', a scandal,\" she said.",
    "He denied it.",
    "“The first paragraph goes on.",
    "“And the second one ends here.”",
    "According to the ministry, exports rose 12.5% to €3.4 billion in 2023.",
    "Seven came from Kenya and four from Somalia, 11 in all.",
    "Japan accused China of sending two ships into its waters on March 5, 2024.",
    "“No,” said Sen. Maria Q. López, D-Calif., who chairs the committee.",
    "The two senators met AMLO, the Mexican president, at the White House.",
    "MOSCOW, Jan. 3 (Agency) — Russia promised 600 tonnes of grain.",
    "By Ana Ruiz and José Peña",
    "Photo: a crowd in Nairobi. (Credit: A. Wanjiru)",
    "Related: Border talks fail again",
    "ana.ruiz@example.org",
    "* * *",
    "Q: Did you attack them? A: We did not.",
    "They said they said they said so.",
    "The bank declined to comment, did not return calls and could not be reached for comment on the strike.",
    "Barta was quoted as saying \"no\" by the paper, which cited him as saying that it was over.",
    "don't can't won't gonna cannot",
    "U.S. Rep. R. J. O'Neill-Smith (R-S.C.)",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "«",
    "»",
    "(",
    "[",
    "\n",
    "\n\n",
    "\r\n",
    "\u{a0}",
    "\u{2028}",
    " ",
    "…",
    "—",
    "مرحبا بالعالم",
    "Ελλάδα",
    "日本の首相は",
    "e\u{301}\u{327}\u{301}",
    "👩‍👩‍👧‍👦",
    "\u{202e}",
    "\u{feff}",
    "½",
    "999999999999999999999999",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => ".{0,12}",
        1 => "[A-Z][a-zéü]{1,9}( [A-Z][a-z]{1,9})?",
        1 => "[0-9]{1,4}[-/.,:][0-9]{1,4}",
    ];
    let joint = proptest::sample::select(&["", " ", " ", " ", "\n\n"][..]);
    proptest::collection::vec((piece, joint), 1..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(p, j)| [p, j.to_owned()]).collect())
}

fn document(text: &str, format: Format) -> Option<Document> {
    let options = Options { format: Some(format), lang: Some("en".to_owned()), ..Options::new("any") };
    Document::from_bytes(text.as_bytes(), &options).ok()
}

fn spans(record: &Record) -> Vec<Span> {
    let mut all = Vec::new();
    record.clone().each_span_mut(&mut |s| all.push(*s));
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_record_of_any_text_is_sound(text in text(), format in proptest::sample::select(&[Format::Text, Format::Text, Format::Markdown, Format::Html][..])) {
        let Some(doc) = document(&text, format) else { return Ok(()) };
        let record = CODER.read(&doc);
        prop_assert_eq!(faults(&record), Vec::<String>::new());

        // In the interchange form every span is a Python slice that gives the same words.
        let scalar = record.clone().into_scalar();
        let chars: Vec<char> = doc.text.chars().collect();
        for (inside, outside) in spans(&record).into_iter().zip(spans(&scalar.0)) {
            let words: String = chars[outside.start..outside.end].iter().collect();
            prop_assert_eq!(words.as_str(), &doc.text[inside.start..inside.end]);
        }

        let json = scalar.to_json().unwrap();
        let back: ScalarRecord = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(back.to_json().unwrap(), json.clone());
        prop_assert_eq!(CODER.read(&doc).into_scalar().to_json().unwrap(), json);
    }
}

/// Numbers as nobody should write them, with what stands around numbers.
fn numbers() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[0-9]{1,6}",
        2 => "[0-9.,/^x×−½¾⁸⁻-]{1,12}",
        1 => "[0-9]{300,420}",
        4 => proptest::sample::select(&[
            "$", "€", "HK$", "c $", "USD", "MEUR", "million", "trillion", "bn", "m", "°C", "km/h", "%", "pounds", "years old",
            "per 100,000", "to", "and a half", "-", "×10", "10^", "half a", "every third", "one in", "of", "marks", "(kg)",
            "from", "fell", "hundred thousand million billion trillion", "in favour", "voted", "aged", "magnitude",
        ][..]).prop_map(str::to_owned),
    ];
    let joint = proptest::sample::select(&["", " ", " ", "\u{a0}"][..]);
    proptest::collection::vec((piece, joint), 1..16)
        .prop_map(|parts| parts.into_iter().flat_map(|(p, j)| [p, j.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_of_any_numbers_are_finite_and_lie_on_characters(text in numbers()) {
        let Some(doc) = document(&text, Format::Text) else { return Ok(()) };
        for f in CODER.read(&doc).figures {
            prop_assert!(f.value.is_finite() && f.high.is_none_or(f64::is_finite), "{} in {text}", f.value);
            prop_assert!(doc.text.get(f.span.start..f.span.end).is_some_and(|w| !w.is_empty()), "{text}");
        }
    }
}

#[test]
fn records_do_not_depend_on_threads() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let docs: Vec<Document> = (0..24)
        .filter_map(|_| document(&text().new_tree(&mut runner).unwrap().current(), Format::Text))
        .collect();
    let json = |d: &Document| CODER.read(d).into_scalar().to_json().unwrap();
    let alone: Vec<String> = docs.iter().map(json).collect();
    std::thread::scope(|scope| {
        let work: Vec<_> =
            (0..4).map(|_| scope.spawn(|| docs.iter().map(json).collect::<Vec<String>>())).collect();
        for w in work {
            assert!(w.join().unwrap() == alone);
        }
    });
}
