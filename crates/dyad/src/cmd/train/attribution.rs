//! `dyad train attribution`: the model of sources, cues and contents from an annotated corpus.

use dyad_eval::attribution as scorer;
use dyad_reader::Coder;
use dyad_reader::statements::learned::{self, Options};

use super::{Args, folder, put};

pub fn train(args: &Args) -> Result<(), String> {
    if args.corpus.is_empty() {
        return Err("dyad train attribution needs --corpus FILE.jsonl".to_owned());
    }
    let coder = Coder::embedded().map_err(|e| e.to_string())?.with_attributor(None);
    let options = Options { seed: args.seed, ..Options::default() };
    let say = |e: dyad_eval::EvalError| e.to_string();
    let examples = scorer::examples(&coder, &args.corpus, args.threads).map_err(say)?;
    if examples.iter().all(|e| e.gold.is_empty()) {
        return Err("the corpus holds no attribution".to_owned());
    }
    eprintln!("attribution: {} documents read and parsed", examples.len());
    let mut tell = |what: &str, pass: usize, loss: f64| {
        eprintln!("attribution: {what}, pass {pass}, loss {loss:.4}");
    };
    if let Some(n) = args.hold_out {
        return hold_out(args, coder, examples, n, &options, &mut tell);
    }
    let output = folder(args, "crates/dyad-reader/models/en")?;
    let model = learned::train(&examples, coder.knowledge(), &options, &mut tell);
    put(&output, "attribution.bin", &model.to_bytes())?;
    // Names of files only: where they lay is nobody's business.
    let names: Vec<String> =
        args.corpus.iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned()).collect();
    let attributions: usize = examples.iter().map(|e| e.gold.len()).sum();
    let card = CARD
        .replace("{corpus}", &names.join(" "))
        .replace("{documents}", &examples.len().to_string())
        .replace("{attributions}", &attributions.to_string())
        .replace("{seed}", &args.seed.to_string());
    put(&output, "MODEL_CARD.md", card.as_bytes())
}

const CARD: &str = include_str!("attribution_card.md");

/// Trains without every `n`th document and scores on those.
fn hold_out(
    args: &Args,
    coder: Coder,
    examples: Vec<learned::Example>,
    n: usize,
    options: &Options,
    tell: &mut dyn FnMut(&str, usize, f64),
) -> Result<(), String> {
    let mut gold = Vec::new();
    for path in &args.corpus {
        gold.extend(scorer::load(path).map_err(|e| e.to_string())?);
    }
    let apart = |i: &usize| n > 0 && i % n == n - 1;
    let (mut kept, mut held) = (Vec::new(), Vec::new());
    for (i, e) in examples.into_iter().enumerate() {
        if apart(&i) { held.push(e) } else { kept.push(e) }
    }
    let held_gold: Vec<scorer::Document> =
        gold.into_iter().enumerate().filter(|(i, _)| apart(i)).map(|(_, d)| d).collect();
    let model = learned::train(&kept, coder.knowledge(), options, tell);
    eprintln!("attribution: {} bytes", model.to_bytes().len());
    let mut coder = coder;
    for model in [None, Some(model)] {
        coder = coder.with_attributor(model);
        let started = std::time::Instant::now();
        let found = held_gold
            .iter()
            .zip(&held)
            .map(|(d, e)| (d.id.clone(), scorer::predict(&coder, &e.document, &e.analysis)))
            .collect();
        let words: usize = held.iter().flat_map(|e| &e.analysis.sentences).map(|s| s.tokens.len()).sum();
        let micros = started.elapsed().as_micros() as f64 / words.max(1) as f64;
        let which = if coder.attributor().is_some() { "with the model" } else { "rules alone" };
        println!("{which}, {micros:.1} microseconds a word");
        let path = args.corpus.first().cloned().unwrap_or_default();
        print!("{}", scorer::report(&path, &held_gold, &found, &coder.knowledge().cues).text(0));
    }
    Ok(())
}
