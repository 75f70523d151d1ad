//! A small parser from training to reading.

use super::Parser;
use super::train::{GoldWord, Options, train};
use super::vectors::{LENGTH, Vectors};

fn word(form: &str, upos: &str, head: Option<usize>, deprel: &str) -> GoldWord {
    GoldWord {
        form: form.into(),
        upos: upos.into(),
        xpos: upos.into(),
        feats: "_".into(),
        head,
        deprel: deprel.into(),
        name: if upos == "PROPN" { "B-PER".into() } else { "O".into() },
    }
}

fn small(threads: usize) -> Vec<u8> {
    let sentence =
        |who: &str| vec![word(who, "PROPN", Some(1), "nsubj"), word("sleeps", "VERB", None, "root")];
    let data: Vec<Vec<GoldWord>> = ["Anna", "Berta", "Clara", "Dora"].map(sentence).into();
    let words = [("anna", [1, 1, 1, 1]), ("sleeps", [2, 2, 2, 2]), ("emma", [1, 1, 1, 1])];
    let bytes: Vec<u8> = (0..2 * LENGTH).map(|i| if i < LENGTH { 100 } else { 156 }).collect();
    let o = Options { epochs: 30, threads, width: 16, arc: 8, label: 8, batch: 4, ..Options::default() };
    let vectors = Vectors::new(&words, &bytes).unwrap();
    train(&data, &[("anna".to_owned(), 1)], vectors, &o, &mut |_, _, _| {})
}

#[test]
fn training_gives_the_same_bytes_with_any_number_of_threads_and_reads_back() {
    let bytes = small(1);
    assert!(bytes == small(2));
    let parser = Parser::from_bytes(&bytes).unwrap();
    let out = parser.parse(&[vec!["Emma", "sleeps"], vec![]]);
    assert_eq!(out.iter().map(Vec::len).collect::<Vec<_>>(), [2, 0]);
    let said: Vec<(&str, Option<usize>)> = out[0].iter().map(|w| (w.upos.as_str(), w.head)).collect();
    assert_eq!(said, [("PROPN", Some(1)), ("VERB", None)]);
}

#[test]
fn a_damaged_file_is_an_error() {
    let bytes = small(1);
    for end in (0..400).chain([bytes.len() / 2, bytes.len() - 1]) {
        assert!(Parser::from_bytes(&bytes[..end]).is_err(), "{end}");
    }
    // The second size is that of the table of word vectors: rows beyond it, or a table of another size, are refused.
    for rows in [0u8, 1, 4, 6] {
        let mut other = bytes.clone();
        other[12] = rows;
        assert!(Parser::from_bytes(&other).is_err(), "{rows}");
    }
    let mut other = bytes;
    other[7] = b'2';
    let e = Parser::from_bytes(&other).unwrap_err().to_string();
    assert!(e.contains("parser model"), "{e}");
}
