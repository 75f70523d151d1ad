//! How fast each stage is, on one thread and the samples: `cargo bench -p dyad`.
//!
//! Beside them, in the same run, what the machine needs to cut the same text at white space (`reference`): a floor that
//! tells a slow machine from slow code. The whole program, with start and memory, is measured by `tools/bench.py`.

// A benchmark may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use dyad_document::{Document, Options};
use dyad_reader::{Coder, Context, checks, entities, figures, places, quotes, statements, times};
use dyad_record::Span;
use dyad_syntax::Analysis;

static CODER: LazyLock<Coder> = LazyLock::new(|| Coder::embedded().unwrap());
static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| !p.ends_with("README.md"))
        .map(|p| (p.to_string_lossy().into_owned(), std::fs::read(&p).unwrap()))
        .collect();
    files.sort();
    files
});
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    FILES.iter().map(|(name, bytes)| Document::from_bytes(bytes, &Options::new(name)).unwrap()).collect()
});
static ANALYSES: LazyLock<Vec<Analysis>> = LazyLock::new(|| DOCUMENTS.iter().map(analyze).collect());

fn analyze(d: &Document) -> Analysis {
    let segments: Vec<Span> = d.blocks.iter().map(|b| b.span).collect();
    CODER.analyzer().analyze(&d.text, &segments)
}

fn tokens() -> ItemsCount {
    ItemsCount::new(ANALYSES.iter().flat_map(|a| &a.sentences).map(|s| s.tokens.len()).sum::<usize>())
}

fn sentences() -> ItemsCount {
    ItemsCount::new(ANALYSES.iter().map(|a| a.sentences.len()).sum::<usize>())
}

fn main() {
    divan::main();
}

/// Characters to words at white space; items are our tokens, so that rates compare.
#[divan::bench]
fn a_reference(bencher: Bencher) {
    bencher.counter(tokens()).bench(|| {
        DOCUMENTS.iter().map(|d| divan::black_box(&d.text).split_whitespace().count()).sum::<usize>()
    });
}

/// Bytes to documents.
#[divan::bench]
fn b_document(bencher: Bencher) {
    let bytes = FILES.iter().map(|f| f.1.len()).sum::<usize>();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        FILES.iter().filter_map(|(name, bytes)| Document::from_bytes(bytes, &Options::new(name)).ok()).count()
    });
}

/// Raw text to tokens, trees and names; items are tokens.
#[divan::bench]
fn c_syntax(bencher: Bencher) {
    bencher.counter(tokens()).bench(|| DOCUMENTS.iter().map(|d| analyze(d).sentences.len()).sum::<usize>());
}

/// Syntax to records; items are sentences.
#[divan::bench]
fn d_reader(bencher: Bencher) {
    bencher.counter(sentences()).bench(|| {
        let read = |(d, a)| CODER.read_parsed(d, a).entities.len();
        DOCUMENTS.iter().zip(ANALYSES.iter()).map(read).sum::<usize>()
    });
}

/// Times alone, of the reader's stages; items are sentences.
#[divan::bench]
fn d_times(bencher: Bencher) {
    bencher.counter(sentences()).bench(|| {
        let times =
            |(d, a)| dyad_reader::times::find(&dyad_reader::Context::new(d, a, CODER.knowledge())).0.len();
        DOCUMENTS.iter().zip(ANALYSES.iter()).map(times).sum::<usize>()
    });
}

/// What a stage starts from, made of each document before the clock runs.
fn prepared<T>(make: impl Fn(Context<'static>, entities::Entities) -> T) -> Vec<T> {
    let documents = DOCUMENTS.iter().zip(ANALYSES.iter());
    let start = |(d, a)| {
        let cx = Context::new(d, a, CODER.knowledge()).with_models(CODER.models());
        let entities = entities::find(&cx);
        make(cx, entities)
    };
    documents.map(start).collect()
}

/// Bytes of all documents.
fn bytes() -> BytesCount {
    BytesCount::new(DOCUMENTS.iter().map(|d| d.text.len()).sum::<usize>())
}

/// Times, places, figures and checks alone, on parsed text whose names and statements are known; bytes are of text.
#[divan::bench]
fn d_figures(bencher: Bencher) {
    let documents = prepared(|cx, entities| {
        let (times, _) = times::find(&cx);
        let statements = statements::find(&cx, &quotes::find(&cx), &entities, &times);
        (cx, entities, statements)
    });
    bencher.counter(bytes()).bench(|| {
        let rows = documents.iter().map(|(cx, entities, statements)| {
            let (times, published) = times::find(cx);
            let places = places::find(cx, entities);
            let figures = figures::find(cx, entities, &times, &places, statements, published.as_ref());
            checks::find(cx, &figures, &times, published.as_ref(), entities).len()
        });
        rows.sum::<usize>()
    });
}

/// Events alone, on text whose names, times, places and statements are known; items are sentences.
#[divan::bench]
fn d_events(bencher: Bencher) {
    let documents = prepared(|cx, entities| {
        let (times, published) = times::find(&cx);
        let quotes = quotes::find(&cx);
        let places = places::find(&cx, &entities);
        let statements = statements::find(&cx, &quotes, &entities, &times);
        let figures = figures::find(&cx, &entities, &times, &places, &statements, published.as_ref());
        (cx, entities, quotes, times, places, statements, figures)
    });
    bencher.counter(sentences()).bench(|| {
        let rows = documents.iter().map(|(cx, entities, quotes, times, places, statements, figures)| {
            dyad_reader::events::find(cx, quotes, entities, times, places, statements, figures).0.len()
        });
        rows.sum::<usize>()
    });
}

/// Figures alone; bytes are of text.
#[divan::bench]
fn d_figures_alone(bencher: Bencher) {
    let documents = prepared(|cx, entities| {
        let (times, _) = times::find(&cx);
        let places = places::find(&cx, &entities);
        (cx, entities, times, places)
    });
    bencher.counter(bytes()).bench(|| {
        documents.iter().map(|(cx, e, t, p)| figures::find(cx, e, t, p, &[], None).len()).sum::<usize>()
    });
}

/// Places alone; bytes are of text.
#[divan::bench]
fn d_places(bencher: Bencher) {
    let documents = prepared(|cx, entities| (cx, entities));
    bencher
        .counter(bytes())
        .bench(|| documents.iter().map(|(cx, e)| places::find(cx, e).len()).sum::<usize>());
}

/// Checks alone; bytes are of text.
#[divan::bench]
fn d_checks(bencher: Bencher) {
    let documents = prepared(|cx, entities| {
        let (times, published) = times::find(&cx);
        let figures = figures::find(&cx, &entities, &times, &[], &[], published.as_ref());
        (cx, entities, times, published, figures)
    });
    bencher.counter(bytes()).bench(|| {
        let rows = documents.iter().map(|(cx, e, t, p, f)| checks::find(cx, f, t, p.as_ref(), e).len());
        rows.sum::<usize>()
    });
}

/// Bytes to JSON; items are sentences.
#[divan::bench]
fn e_whole(bencher: Bencher) {
    bencher.counter(sentences()).bench(|| {
        let read = |(name, bytes): &(String, Vec<u8>)| {
            let d = Document::from_bytes(bytes, &Options::new(name)).unwrap();
            CODER.read(&d).into_scalar().to_json().unwrap().len()
        };
        FILES.iter().map(read).sum::<usize>()
    });
}

/// Models and tables, as at every start.
#[divan::bench]
fn f_load() -> Coder {
    Coder::embedded().unwrap()
}
