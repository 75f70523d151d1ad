//! `dyad train events`: the classifier of event types from annotated sentences.

use std::collections::BTreeMap;

use dyad_eval::events::lessons::{Source, lessons, own_lessons};
use dyad_eval::events::{Labelled, macro_f1, type_of};
use dyad_reader::Coder;
use dyad_reader::events::learned::{self, Instance, LABELS, N, Options};

use super::{Args, folder, put};

pub fn train(args: &Args) -> Result<(), String> {
    let coder = Coder::embedded().map_err(|e| e.to_string())?.with_classifier(None);
    let options = Options { seed: args.seed, ..Options::default() };
    let (mut all, mut sources) = (Vec::new(), Vec::new());
    for path in &args.corpus {
        let (source, found) = lessons(&coder, path).map_err(|e| e.to_string())?;
        // Names of files only: where they lay is nobody's business.
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        sources.push(format!("{name}: {} lessons", found.len()));
        all.extend(found.into_iter().map(|i| (source, i)));
    }
    let own = own_lessons(&coder).map_err(|e| e.to_string())?;
    sources.push(format!("our own gold: {} lessons", own.len()));
    sources.iter().for_each(|s| eprintln!("events: {s}"));
    all.extend(own.into_iter().map(|i| (Source::Own, i)));
    if let Some(parts) = args.hold_out {
        hold_out(&all, parts as u64, &options);
        return Ok(());
    }
    let instances: Vec<Instance> = all.into_iter().map(|x| x.1).collect();
    let model = learned::train(&instances, &options);
    let output = folder(args, "crates/dyad-reader/models/en")?;
    put(&output, "events.bin", &model.to_bytes())?;
    let card = CARD.replace("{corpus}", &sources.join("; ")).replace("{seed}", &args.seed.to_string());
    put(&output, "EVENTS_CARD.md", card.as_bytes())
}

const CARD: &str = include_str!("events_card.md");

/// Trains without each of some parts in turn, and tells by source how the model does on the part: right labels, macro-F1, and how many of
/// the surest are events of the type said.
fn hold_out(all: &[(Source, Instance)], parts: u64, options: &Options) {
    let mut rows: BTreeMap<Source, Vec<(Instance, [f32; N])>> = BTreeMap::new();
    for part in 0..parts.max(2) {
        let apart = |i: &Instance| i.group % parts.max(2) == part;
        let kept: Vec<Instance> = all.iter().filter(|x| !apart(&x.1)).map(|x| x.1.clone()).collect();
        let model = learned::train(&kept, options);
        for (source, i) in all.iter().filter(|x| apart(&x.1)) {
            rows.entry(*source).or_default().push((i.clone(), model.probabilities(&i.seen)));
        }
    }
    for (source, rows) in rows {
        let only = |l: usize| source != Source::Types || l > 0;
        let best =
            |p: &[f32; N]| (0..N).filter(|l| only(*l)).max_by(|a, b| p[*a].total_cmp(&p[*b])).unwrap_or(0);
        let right = rows.iter().filter(|(i, p)| i.allowed[best(p)]).count();
        print!("{source:?}: right {:.1} of {}", 100.0 * right as f64 / rows.len() as f64, rows.len());
        let told: Vec<Labelled> = rows
            .iter()
            .map(|(i, p)| {
                let gold = (0..N).find(|l| i.allowed[*l]).unwrap_or(0);
                let got = best(p);
                let gold = if i.allowed[got] { got } else { gold };
                Labelled {
                    gold: type_of(LABELS[gold]).to_owned(),
                    predicted: Some(type_of(LABELS[got]).to_owned()),
                }
            })
            .collect();
        print!(", macro-F1 {:.1}", macro_f1(&told));
        // How much of what is called an event is one, at some shares of what is found.
        let mut by: Vec<(f32, bool)> = rows
            .iter()
            .map(|(i, p)| {
                let b = (1..N).max_by(|a, b| p[*a].total_cmp(&p[*b])).unwrap_or(1);
                (p[b], i.allowed[b])
            })
            .collect();
        by.sort_by(|a, b| b.0.total_cmp(&a.0));
        for share in [25, 50, 75, 100] {
            let n = (by.len() * share / 100).max(1);
            let ok = by[..n].iter().filter(|x| x.1).count();
            print!(", {share} %: {:.1} (from {:.2})", 100.0 * ok as f64 / n as f64, by[n - 1].0);
        }
        // Events told from what only looks like one, at the threshold that the coder uses.
        let (mut hit, mut called, mut events) = (0, 0, 0);
        for (i, p) in rows.iter().filter(|(i, _)| i.gate_weight > 0.0) {
            let (is, says) = (!i.allowed[0], p[0] < 0.5);
            hit += usize::from(is && says);
            called += usize::from(says);
            events += usize::from(is);
        }
        print!(", events {hit} of {events} among {called}");
        let sure = by.iter().map(|x| x.0).sum::<f32>() / by.len() as f32;
        println!(", mean {:.3} {:.3}", sure, by.iter().filter(|x| x.1).count() as f32 / by.len() as f32);
    }
}
