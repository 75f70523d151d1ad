//! The labeller on small data: it learns, its file reads back as it was, and a damaged file is an error.

use super::lexicon::Lexicon;
use super::train::{Labelled, Options, train};
use super::*;

fn word(form: &str) -> Word<'_> {
    Word { form, scores: [0.0; LABELS.len()] }
}

/// Words with labels: `Anna/1 lives/0`.
fn data() -> Vec<Labelled<'static>> {
    let text = "Anna/1 Berg/2 lives/0 in/0 Oslo/5 ./0|In/0 Paris/5 the/0 bank/0 Credit/3 Union/4 lost/0 money/0 ./0|\
                Then/0 Peter/1 Berg/2 went/0 to/0 Rome/5 ./0|The/0 World/3 Bank/4 met/0 Anna/1 in/0 Rome/5 ./0";
    let sentences: Vec<Vec<(&str, usize)>> = text
        .split('|')
        .map(|s| {
            s.split(' ').filter_map(|w| w.split_once('/')).map(|(w, l)| (w, l.parse().unwrap())).collect()
        })
        .collect();
    vec![Labelled {
        house: 0,
        words: sentences.iter().map(|s| s.iter().map(|(w, _)| word(w)).collect()).collect(),
        labels: sentences.iter().map(|s| s.iter().map(|(_, l)| *l).collect()).collect(),
    }]
}

fn small() -> Namer {
    let lexicon = Lexicon::new(&[("oslo", 32), ("world bank", 512)], &[("anna", [1, 2, 3, 4])]);
    let options = Options { epochs: 20, least: 1, bits: 8, ..Options::default() };
    let weights = train(&data(), &lexicon, &options, &mut |_, _| {});
    Namer::new(lexicon, weights)
}

#[test]
fn it_learns_what_it_is_shown() {
    let namer = small();
    let words = vec![["Anna", "Berg", "went", "to", "Paris", "."].map(word).to_vec()];
    let labels: Vec<usize> = namer.label(&words)[0].iter().map(|l| l.0).collect();
    assert_eq!(labels, [1, 2, 0, 0, 5, 0]);
}

#[test]
fn training_twice_gives_the_same_bytes_and_the_file_reads_back() {
    let bytes = small().to_bytes();
    assert!(bytes == small().to_bytes());
    assert!(Namer::from_bytes(&bytes).unwrap().to_bytes() == bytes);
}

#[test]
fn a_damaged_file_is_an_error() {
    let bytes = small().to_bytes();
    for end in [0, 3, 4, 10, 100, bytes.len() / 2, bytes.len() - 1] {
        assert!(Namer::from_bytes(&bytes[..end]).is_err(), "{end}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Namer::from_bytes(&longer).is_err());
    let mut other = bytes;
    other[0] ^= 1;
    let e = Namer::from_bytes(&other).unwrap_err().to_string();
    assert!(e.contains("names model"), "{e}");
}

#[test]
fn any_words_are_labelled_in_shape() {
    let namer = small();
    let long: Vec<Word<'_>> = (0..2 * LINE + 3).map(|i| word(if i % 2 == 0 { "Anna" } else { "" })).collect();
    let doc = vec![Vec::new(), vec![word("\u{1F600}"), word("ǅ"), word("İ'")], long];
    let out = namer.label(&doc);
    assert!(out.iter().map(Vec::len).eq(doc.iter().map(Vec::len)));
    for line in out.iter().flat_map(|s| s.chunks(LINE)) {
        let mut before = None;
        for (label, sure) in line {
            assert!(crf::allowed(before, *label) && (0.0..=1.0).contains(sure));
            before = Some(*label);
        }
    }
}
