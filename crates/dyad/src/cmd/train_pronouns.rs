//! `dyad train pronouns`: the weights of pronouns' antecedents from a treebank with chains, reproducibly.

use std::path::Path;

use dyad_eval::coref::gold::{self, Document};
use dyad_knowledge::{Knowledge, PronounWeights};
use dyad_reader::entities::learn::{self, Example};
use dyad_reader::{At, Context};
use dyad_record::Span;
use dyad_syntax::Analyzer;

/// Rounds: the chains before a pronoun are those that the weights of the round before make, and each round learns from its own
/// examples and those of all before (dataset aggregation: Ross, Gordon and Bagnell 2011).
const ROUNDS: usize = 6;

const COMMENT: &str = "What speaks for and against a phrase as the antecedent of a pronoun, in thousandths of a nat; for he and she (person), it (thing), they (many).\n\
    Learnt by `dyad train pronouns --treebank FILE` from the chains of the training part of UD English GUM, only the genres without a\n\
    non-commercial clause (annotations CC BY 4.0); made by the program, though a linguist may read it. Features: src/pronouns.rs.";

/// The table as a file.
pub fn table(treebanks: &[impl AsRef<Path>]) -> Result<String, String> {
    let analyzer = Analyzer::english().map_err(|e| e.to_string())?;
    let mut knowledge = Knowledge::embedded().map_err(|e| e.to_string())?;
    let mut texts = Vec::new();
    for path in treebanks {
        for d in gold::load(path.as_ref()).map_err(|e| e.to_string())? {
            let options = dyad_document::Options {
                lang: Some("en".to_owned()),
                format: Some(dyad_document::Format::Text),
                ..dyad_document::Options::new(&d.id)
            };
            let doc = dyad_document::Document::from_bytes(d.text.as_bytes(), &options)
                .map_err(|e| e.to_string())?;
            let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
            let analysis = analyzer.analyze(&doc.text, &segments);
            texts.push((d, doc, analysis));
        }
    }
    // Nothing of the table that the program was built with enters the new one.
    knowledge = learn::with(knowledge, PronounWeights::new(Vec::new()));
    let mut all: Vec<Example> = Vec::new();
    for round in 1..=ROUNDS {
        if round == 2 {
            // Without weights the chains of the first round are poor.
            all.clear();
        }
        for (gold, doc, analysis) in &texts {
            let cx = Context::new(doc, analysis, &knowledge);
            let same = |pronoun: At, phrase: At, joined: bool| {
                one_chain(gold, cx.token(pronoun).span, cx.token(phrase).span, joined)
            };
            all.extend(learn::examples(&cx, &same));
        }
        let weights = learn::weights(&all);
        let (right, of) = learn::right(&all, &weights);
        eprintln!("pronouns: round {round} of {ROUNDS}, {right} of {of} right on what was learnt from");
        knowledge = learn::with(knowledge, weights);
    }
    Ok(knowledge.pronouns.table(COMMENT))
}

/// The gold has a pronoun and a phrase with this main word in one chain.
fn one_chain(gold: &Document, pronoun: Span, head: Span, joined: bool) -> bool {
    let chain = gold.mentions.iter().find(|m| m.span == pronoun).map(|m| &m.chain);
    chain.is_some_and(|c| {
        let same = |m: &gold::Mention| m.joined == joined && m.mains.contains(&head);
        gold.mentions.iter().any(|m| m.chain == *c && same(m))
    })
}
