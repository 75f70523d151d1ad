//! No input makes figures, times and checks panic, and every span re-reads as its evidence.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use dyad_knowledge::Knowledge;

#[test]
fn odd_texts_are_read_and_spans_lie_on_characters() {
    let knowledge = Knowledge::embedded().unwrap();
    let pieces = [
        "12",
        "-",
        "–",
        "/",
        ":",
        ".",
        ",",
        "(",
        ")",
        "$",
        "€",
        "US$",
        "half",
        "a",
        "an",
        "million",
        "hundred",
        "thousands",
        "of",
        "and",
        "to",
        "between",
        "from",
        "in",
        "three",
        "one",
        "percent",
        "%",
        "per",
        "March",
        "May",
        "31",
        "2024",
        "1990s",
        "'",
        "’",
        "s",
        "’s",
        "fiscal",
        "year",
        "years",
        "old",
        "ago",
        "later",
        "last",
        "next",
        "the",
        "past",
        "every",
        "Friday",
        "night",
        "4",
        "p.m.",
        "UTC",
        "½",
        "é",
        "🙂",
        "km/h",
        "m²",
        "99999999999999999999",
        "0",
        "1e9",
        "19th",
        "century",
        "quarter",
        "third",
        "first",
        "other",
        "people",
        "including",
        "them",
        "on track to",
        "surpass",
        "the rest",
        "rose",
        "fell",
        "Sept.",
        "Christmas",
        "weeks",
        "decades",
        "XC40",
        "U.S.",
        "\n",
        "\u{a0}",
        "“",
        "”",
        "eleven",
    ];
    // A fixed linear congruence: the same texts on every machine.
    let mut state: u64 = 42;
    let mut next = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    for round in 0..400 {
        let mut text = String::new();
        for _ in 0..next(120) {
            text.push_str(pieces[next(pieces.len())]);
            if next(3) > 0 {
                text.push(' ');
            }
        }
        let published = ["2024-02-29", "1999-12-31", "2026-11-24"][next(3)];
        let (doc, analysis) = support::plain(&text, (round % 2 == 0).then_some(published));
        let record = dyad_reader::read(&doc, &analysis, &knowledge, dyad_reader::Models::default());
        for f in &record.figures {
            assert!(!f.span.of(&text).is_empty() && f.value.is_finite(), "{text:?}: {f:?}");
        }
        for t in &record.times {
            assert!(!t.span.of(&text).is_empty() && !t.value.is_empty(), "{text:?}: {t:?}");
        }
    }
}

#[test]
fn long_texts_take_linear_time() {
    let knowledge = Knowledge::embedded().unwrap();
    for piece in [
        "two million ",
        "hundreds of ",
        "20 people, ",
        "$5 to ",
        "March 5 ",
        "one in ",
        "12-",
        "fiscal year ",
        "“20 people” ",
    ] {
        let text = piece.repeat(20_000);
        let (doc, analysis) = support::plain(&text, Some("2024-05-15"));
        let start = std::time::Instant::now();
        let _ = dyad_reader::read(&doc, &analysis, &knowledge, dyad_reader::Models::default());
        assert!(start.elapsed().as_secs() < 20, "{piece:?} took {:?}", start.elapsed());
    }
}

#[test]
fn no_passage_makes_a_check_of_nothing_or_infinity() {
    let knowledge = Knowledge::embedded().unwrap();
    let huge = "9".repeat(400);
    let numbers = [
        "0",
        "1",
        "12",
        "0 percent",
        "half",
        "more than 3",
        "minus 40",
        "2 million",
        "0 tonnes",
        &huge,
        "1e308",
        "one in 0",
        "0.0",
        "100 percent",
        "999999999999999999999 tonnes",
    ];
    let ties = [
        " of ",
        " of them, ",
        ", or ",
        " (",
        ") of the ",
        " to ",
        " from ",
        ", including ",
        " and ",
        ": ",
        ", a drop of ",
        " rose ",
        " fell by ",
        " doubled from ",
        " a month for ",
        " each, a bill of ",
        " apiece, ",
        " are on track to pass the ",
        " since January and are set to top ",
        " per ",
        " in all. That is ",
        ", which is ",
        " the other ",
        " in a country of ",
        " against ",
        " degrees Celsius, or ",
        " degrees Fahrenheit, or ",
        " after ",
        " months into the season, which lasts ",
    ];
    let mut state: u64 = 7;
    let mut next = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    for round in 0..1500 {
        let mut text = String::from("Of ");
        for _ in 0..1 + next(8) {
            text.push_str(numbers[next(numbers.len())]);
            text.push_str(ties[next(ties.len())]);
        }
        text.push('.');
        let (doc, analysis) = support::plain(&text, (round % 2 == 0).then_some("2024-02-29"));
        let record = dyad_reader::read(&doc, &analysis, &knowledge, dyad_reader::Models::default());
        for c in &record.checks {
            let all = [c.arithmetic.as_str()]
                .into_iter()
                .chain(c.reason.as_deref())
                .chain(c.assumptions.iter().map(String::as_str));
            for line in all {
                let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).collect();
                assert!(!words.iter().any(|w| matches!(*w, "inf" | "NaN" | "true")), "{text:?}: {line}");
            }
            assert!(c.figures.iter().all(|id| record.figures.iter().any(|f| f.id == *id)), "{text:?}");
        }
    }
}
