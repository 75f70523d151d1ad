//! The model on small data: it learns, the same data give the same bytes, its file reads back, a damaged one is an error.

use dyad_document::{Document, Format, Options as Form};
use dyad_knowledge::Knowledge;
use dyad_record::Span;
use dyad_syntax::{Analyzer, chain::fit};

use super::*;
use crate::{Context, quotes, statements};

fn document(text: &str) -> Document {
    let form = Form { format: Some(Format::Text), lang: Some("en".to_owned()), ..Form::new("test") };
    Document::from_bytes(text.as_bytes(), &form).unwrap()
}

fn analysis(analyzer: &Analyzer, d: &Document) -> dyad_syntax::Analysis {
    let segments: Vec<Span> = d.blocks.iter().map(|b| b.span).collect();
    analyzer.analyze(&d.text, &segments)
}

/// Sentences whose verb "glossed", which no table knows, is a cue.
fn examples(analyzer: &Analyzer) -> Vec<Example> {
    let names =
        ["The mayor", "Anna Berg", "A spokesman", "The union", "Peter Holm", "She", "The agency", "He"];
    let contents =
        ["the bridge would open in May.", "taxes had doubled.", "the talks failed.", "nobody was hurt."];
    let mut out = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let mut text = String::new();
        let mut gold = Vec::new();
        for content in contents.iter().cycle().skip(i).take(3) {
            let at = text.len();
            text += &format!("{name} glossed that {content} ");
            let cue = at + name.len() + 1;
            gold.push(Gold {
                source: vec![Span::new(at, at + name.len())],
                cue: vec![Span::new(cue, cue + 7)],
                content: vec![Span::new(cue + 8, cue + 13 + content.len())],
            });
        }
        let document = document(text.trim_end());
        let analysis = analysis(analyzer, &document);
        out.push(Example { document, analysis, gold });
    }
    out
}

fn small(analyzer: &Analyzer) -> Attributor {
    let fit = fit::Options { epochs: 20, least: 1, ..Options::default().fit };
    let options = Options { bits: 10, most: 2000, fit, ..Options::default() };
    train(&examples(analyzer), &Knowledge::embedded().unwrap(), &options, &mut |_, _, _| {})
}

#[test]
fn it_learns_a_cue_and_its_parts_and_its_file_reads_back() {
    let analyzer = Analyzer::english().unwrap();
    let knowledge = Knowledge::embedded().unwrap();
    let model = small(&analyzer);
    let bytes = model.to_bytes();
    assert_eq!(bytes, small(&analyzer).to_bytes(), "the same data give the same bytes");
    let model = Attributor::from_bytes(&bytes).unwrap();
    assert_eq!(bytes, model.to_bytes());
    let document = document("Maria Lund glossed that the harbour would close.");
    let analysis = analysis(&analyzer, &document);
    let read = |with: Option<&Attributor>| {
        let cx = Context::new(&document, &analysis, &knowledge).with(with);
        statements::attributions(&cx, &quotes::find(&cx))
            .iter()
            .map(|f| f.content.iter().map(|c| c.of(cx.text()).to_owned()).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    assert!(read(None).is_empty());
    assert_eq!(read(Some(&model)), [["that the harbour would close"]]);
}

#[test]
fn a_damaged_file_is_an_error() {
    let model = Attributor::new(
        fit::fit(
            fit::Data::default(),
            &fit::Options { epochs: 1, ..fit::Options::default() },
            &mut |_, _| {},
        )
        .pack(2),
        fit::fit(
            fit::Data::default(),
            &fit::Options { epochs: 1, ..fit::Options::default() },
            &mut |_, _| {},
        )
        .pack(2),
        0.4,
        calibrate::PLAIN,
    );
    let bytes = model.to_bytes();
    assert!(Attributor::from_bytes(&bytes).is_ok());
    for n in [0, 3, 9, 40, bytes.len() - 1] {
        assert!(Attributor::from_bytes(&bytes[..n]).is_err(), "cut at {n}");
    }
    let mut long = bytes.clone();
    long.push(0);
    assert!(Attributor::from_bytes(&long).unwrap_err().to_string().contains("after its end"));
    let mut wild = bytes;
    wild[4..8].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(Attributor::from_bytes(&wild).is_err());
}
