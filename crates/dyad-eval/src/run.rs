//! Runs the coder over gold files and scores what comes out; the floors.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use dyad_document::{Document, Format, Options};
use dyad_reader::Coder;
use dyad_record::Span;
use dyad_syntax::{Analysis, conllu};

use crate::{
    EvalError, LayerReport, Prf, article, attribution, coref, events, figures, places, speakers, times,
};

/// The layers, and the gold files that `all` scores them on; what is no file is built in.
pub const ALL: [(&str, &str); 22] = [
    ("syntax", "syntax/en_ewt-dev.conllu"),
    ("syntax", "syntax/en_gumfree-dev.conllu"),
    ("raw", "syntax/en_ewt-dev.conllu"),
    ("raw", "syntax/en_gumfree-dev.conllu"),
    ("ner", "ner/en_ewt-dev.iob2"),
    ("attribution", "attribution/polnear-dev.jsonl"),
    ("speakers", speakers::NAME),
    ("coref", "syntax/en_gumfree-dev.conllu"),
    ("figures", "figures/newsquant-dev.jsonl"),
    ("figures", "figures/rtest_currency.jsonl"),
    ("figures", "figures/rtest_dimension.jsonl"),
    ("figures", figures::NAME),
    ("checks", figures::NAME),
    ("times", "times/meantime-en.jsonl"),
    ("times", "times/wikiwars.jsonl"),
    ("times", "times/normalise-en-train.jsonl"),
    ("places", "places/lgl.jsonl"),
    ("events", "events/plv-train.jsonl"),
    ("events", "events/petrarch2-gsr.jsonl"),
    ("events", "events/cameo-penta-train.jsonl"),
    ("events", events::own::NAME),
    ("article", "article/seed-article.json"),
];

/// The names of the layers, in the order of [`ALL`], and `all`.
#[must_use]
pub fn layers() -> Vec<&'static str> {
    let mut names: Vec<&str> = ALL.iter().map(|l| l.0).chain(["all"]).collect();
    names.dedup();
    names
}

/// Scores one layer on a gold file, or all layers on the folder of gold sets (files that are absent are skipped). Without
/// a gold file a layer is scored on the set that is built in, if there is one.
///
/// # Errors
/// An unknown layer, or a gold file that cannot be read.
pub fn run(
    coder: &Coder,
    layer: &str,
    gold: Option<&Path>,
    text: Option<&Path>,
) -> Result<Vec<LayerReport>, EvalError> {
    let Some(gold) = gold else {
        return match own(coder, layer) {
            Some(reports) => reports,
            None => Err(EvalError::Model(format!(
                "{layer} needs --gold: only {} have a gold set built in",
                BUILT_IN.join(", ")
            ))),
        };
    };
    if layer == "all" {
        let here = ALL.iter().filter(|(_, file)| gold.join(file).is_file());
        let mut layers = here.peekable();
        if layers.peek().is_none() {
            return Ok(Vec::new());
        }
        let mut reports = Vec::new();
        for (layer, file) in ALL {
            let path = gold.join(file);
            if [speakers::NAME, figures::NAME, events::own::NAME].contains(&file) {
                reports.extend(own(coder, layer).transpose()?.unwrap_or_default());
            } else if path.is_file() {
                reports.push(one(coder, layer, &path, None)?);
            }
        }
        return Ok(reports);
    }
    Ok(vec![one(coder, layer, gold, text)?])
}

/// The layers that can be scored without a gold file.
pub const BUILT_IN: [&str; 4] = ["speakers", "figures", "checks", "events"];

/// True if a layer can be scored without a gold file.
#[must_use]
pub fn built_in(layer: &str) -> bool {
    BUILT_IN.contains(&layer)
}

/// The layers whose gold is built in.
fn own(coder: &Coder, layer: &str) -> Option<Result<Vec<LayerReport>, EvalError>> {
    let articles = || speakers::run(coder, Path::new(speakers::NAME), &speakers::own()?);
    let one = |report: Result<LayerReport, EvalError>| Some(report.map(|r| vec![r]));
    match layer {
        "speakers" => one(articles().map(|report| LayerReport { ours: true, ..report })),
        "figures" => one(figures::figures(coder)),
        "checks" => one(figures::checks(coder)),
        "events" => Some(events::own::events(coder)),
        _ => None,
    }
}

fn one(coder: &Coder, layer: &str, gold: &Path, text: Option<&Path>) -> Result<LayerReport, EvalError> {
    match layer {
        "syntax" => syntax(coder, gold),
        "raw" => raw(coder, gold),
        "ner" => names(coder, gold),
        "attribution" => attributions(coder, gold),
        "speakers" => speakers::run(coder, gold, &speakers::load(gold)?),
        "coref" => coref::run(coder, gold),
        "figures" => quantities(coder, gold),
        "times" => timexes(coder, gold),
        "places" => places::run(coder, gold),
        "events" => events::run(coder, gold),
        "article" => {
            let beside = gold.with_extension("txt");
            let path = text.unwrap_or(&beside);
            let bytes =
                std::fs::read(path).map_err(|source| EvalError::Io { path: path.to_owned(), source })?;
            let doc = Document::from_bytes(&bytes, &Options::new(path.to_string_lossy()))
                .map_err(|e| EvalError::Model(e.to_string()))?;
            article::score(gold, &coder.read(&doc).into_scalar())
        }
        other => {
            Err(EvalError::Model(format!("there is no layer \"{other}\"; known are {}", layers().join(", "))))
        }
    }
}

fn treebank(gold: &Path) -> Result<Vec<conllu::GoldSentence>, EvalError> {
    conllu::read(&EvalError::read(gold)?).map_err(|e| EvalError::Format {
        path: gold.to_owned(),
        line: e.line,
        message: e.message,
    })
}

fn plain(rel: &str) -> &str {
    rel.split(':').next().unwrap_or("")
}

/// Tags, lemmas and trees over gold tokens.
fn syntax(coder: &Coder, gold: &Path) -> Result<LayerReport, EvalError> {
    let sentences = treebank(gold)?;
    let (_, _, analysis) = conllu::analysis(&sentences);
    let out = coder.analyzer().annotate(analysis);
    let mut report = LayerReport::new("syntax", gold);
    let (mut n, mut upos, mut xpos, mut feats, mut lemma, mut uas, mut las) = (0, 0, 0, 0, 0, 0, 0);
    let mut worst: Vec<(usize, String)> = Vec::new();
    for (g, p) in sentences.iter().zip(&out.sentences) {
        let mut wrong = 0;
        for (a, b) in g.words.iter().zip(&p.tokens) {
            n += 1;
            upos += usize::from(a.upos == b.upos.as_str());
            xpos += usize::from(a.xpos == b.xpos);
            feats += usize::from(a.feats == b.feats);
            lemma += usize::from(a.lemma == b.lemma);
            let head = a.head == b.head;
            uas += usize::from(head);
            let label = head && plain(&a.deprel) == plain(&b.deprel);
            las += usize::from(label);
            wrong += usize::from(!label);
        }
        worst.push((wrong, g.id.clone()));
    }
    for (name, right) in
        [("LAS", las), ("UAS", uas), ("UPOS", upos), ("XPOS", xpos), ("FEATS", feats), ("lemmas", lemma)]
    {
        report.share(name, right, n);
    }
    worst.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    for (wrong, id) in worst.into_iter().take(20) {
        report.example(id, format!("{wrong} words with a wrong head or relation"));
    }
    Ok(report)
}

/// What raw-text scoring compares of a word that stands at the right place.
struct Word {
    upos: String,
    deprel: String,
    head: Option<Span>,
}

/// Tokens, words and sentences from raw text, then tags and trees on the words that agree.
fn raw(coder: &Coder, gold: &Path) -> Result<LayerReport, EvalError> {
    let sentences = treebank(gold)?;
    let (text, segments, wanted) = conllu::analysis(&sentences);
    let got = coder.analyzer().analyze(&text, &segments);
    let (_, surface) = conllu::raw_text(&sentences);
    let mut report = LayerReport::new("raw", gold);
    let overlap = |a: &[Span], b: &[Span]| {
        let set: std::collections::BTreeSet<&Span> = a.iter().collect();
        Prf::new(b.iter().filter(|s| set.contains(s)).count(), b.len(), a.len())
    };
    let tokens: Vec<Span> = surface.into_iter().flatten().collect();
    let mut got_tokens = Vec::new();
    for s in &got.sentences {
        let mut i = 0;
        while i < s.tokens.len() {
            match s.multiword.iter().find(|(_, w)| w.start == i) {
                Some((span, words)) => {
                    got_tokens.push(*span);
                    i = words.end;
                }
                None => {
                    got_tokens.push(s.tokens[i].span);
                    i += 1;
                }
            }
        }
    }
    report.prf("tokens", overlap(&tokens, &got_tokens));
    let spans = |a: &Analysis| a.sentences.iter().map(|s| s.span).collect::<Vec<_>>();
    report.prf("sentences", overlap(&spans(&wanted), &spans(&got)));
    // A word is right if it has the same place and the same head word.
    let index = |a: &Analysis| -> BTreeMap<Span, Word> {
        let mut map = BTreeMap::new();
        for s in &a.sentences {
            for t in &s.tokens {
                let head = t.head.and_then(|h| s.tokens.get(h)).map(|h| h.span);
                let word =
                    Word { upos: t.upos.as_str().to_owned(), deprel: plain(&t.deprel).to_owned(), head };
                map.insert(t.span, word);
            }
        }
        map
    };
    let (a, b) = (index(&wanted), index(&got));
    let count = |right: &dyn Fn(&Word, &Word) -> bool| {
        Prf::new(b.iter().filter(|(k, v)| a.get(k).is_some_and(|g| right(g, v))).count(), b.len(), a.len())
    };
    report.prf("words", count(&|_, _| true));
    report.prf("UPOS", count(&|g, p| g.upos == p.upos));
    report.prf("UAS", count(&|g, p| g.head == p.head));
    report.prf("LAS", count(&|g, p| g.head == p.head && g.deprel == p.deprel));
    // Worst are the gold sentences of which most words have no counterpart or a wrong head.
    let mut worst: Vec<(usize, usize, usize)> = Vec::new();
    for (i, s) in wanted.sentences.iter().enumerate() {
        let right = |t: &&dyad_syntax::Token| {
            a.get(&t.span).zip(b.get(&t.span)).is_some_and(|(g, p)| g.head == p.head && g.deprel == p.deprel)
        };
        let lost = s.tokens.iter().filter(|t| !b.contains_key(&t.span)).count();
        let wrong = s.tokens.iter().filter(|t| !right(t)).count();
        worst.push((wrong, lost, i));
    }
    worst.sort_by(|x, y| (y.0, y.1).cmp(&(x.0, x.1)).then(x.2.cmp(&y.2)));
    for (wrong, lost, i) in worst.into_iter().take(20).filter(|w| w.0 > 0) {
        let note = format!("{wrong} words with a wrong head or relation, {lost} of them cut otherwise");
        report.example(sentences[i].id.clone(), note);
    }
    Ok(report)
}

/// Names over gold tokens, strict spans.
fn names(coder: &Coder, gold: &Path) -> Result<LayerReport, EvalError> {
    let sentences = conllu::read_iob2(&EvalError::read(gold)?).map_err(|e| EvalError::Format {
        path: gold.to_owned(),
        line: e.line,
        message: e.message,
    })?;
    let mut found: Vec<dyad_syntax::Name> = Vec::new();
    let mut from = 0;
    while from < sentences.len() {
        // Names are found document by document, because the labeller looks at how a document writes a word elsewhere.
        let to = from + sentences[from..].iter().take_while(|s| s.0 == sentences[from].0).count();
        let mut lines = String::new();
        for (_, words) in &sentences[from..to] {
            for (i, (form, _)) in words.iter().enumerate() {
                let _ = writeln!(lines, "{}\t{form}\t_\tX\t_\t_\t_\t_\t_\t_", i + 1);
            }
            lines.push('\n');
        }
        let given = conllu::read(&lines).map_err(|e| EvalError::Model(e.to_string()))?;
        let (_, _, analysis) = conllu::analysis(&given);
        found.extend(coder.analyzer().annotate(analysis).names.into_iter().map(|mut n| {
            n.sentence += from;
            n
        }));
        from = to;
    }
    let mut report = LayerReport::new("ner", gold);
    let kinds = ["PER", "ORG", "LOC"];
    let mut sums = [Prf::default(); 3];
    let mut worst: Vec<(usize, String, String)> = Vec::new();
    let mut found = found.iter().peekable();
    for (s, (document, words)) in sentences.iter().enumerate() {
        let mut wanted: Vec<(usize, usize, &str)> = Vec::new();
        for (i, (_, label)) in words.iter().enumerate() {
            let Some(kind) = label.get(2..).filter(|k| kinds.contains(k)) else { continue };
            match wanted.last_mut() {
                Some(last) if label.starts_with("I-") && last.1 == i && last.2 == kind => last.1 = i + 1,
                _ => wanted.push((i, i + 1, kind)),
            }
        }
        let mut got: Vec<(usize, usize, &str)> = Vec::new();
        while let Some(n) = found.next_if(|n| n.sentence <= s) {
            let kind = match n.kind {
                dyad_syntax::NameKind::Person => "PER",
                dyad_syntax::NameKind::Organization => "ORG",
                dyad_syntax::NameKind::Location => "LOC",
            };
            got.push((n.tokens.start, n.tokens.end, kind));
        }
        for (k, kind) in kinds.iter().enumerate() {
            let of = |list: &[(usize, usize, &str)]| list.iter().filter(|x| x.2 == *kind).count();
            let tp = got.iter().filter(|x| x.2 == *kind && wanted.contains(x)).count();
            sums[k].add(Prf::new(tp, of(&got), of(&wanted)));
        }
        let told = |n: &(usize, usize, &str)| {
            let words: Vec<&str> = words[n.0..n.1].iter().map(|x| x.0.as_str()).collect();
            format!("{} {}", n.2, words.join(" "))
        };
        let missed = wanted.iter().filter(|w| !got.contains(w)).map(|w| format!("missed {}", told(w)));
        let extra =
            got.iter().filter(|g| !wanted.contains(g)).map(|g| format!("not in the gold {}", told(g)));
        let wrong: Vec<String> = missed.chain(extra).collect();
        worst.push((wrong.len(), document.clone(), wrong.join("; ")));
    }
    // A stable sort: sentences with as many mistakes stay in the order of the file.
    worst.sort_by_key(|w| std::cmp::Reverse(w.0));
    worst.into_iter().filter(|w| w.0 > 0).for_each(|(_, id, note)| report.example(id, note));
    let mut all = Prf::default();
    sums.iter().for_each(|s| all.add(*s));
    report.prf("all", all);
    for (kind, sum) in kinds.iter().zip(sums) {
        report.prf(kind, sum);
    }
    Ok(report)
}

pub(crate) fn document(text: &str, id: &str, date: Option<&str>) -> Result<Document, EvalError> {
    let mut options = Options::new(id);
    options.format = Some(Format::Text);
    options.lang = Some("en".to_owned());
    options.date = date.map(|d| d.chars().take(10).collect());
    Document::from_bytes(text.as_bytes(), &options).map_err(|e| EvalError::Model(e.to_string()))
}

fn attributions(coder: &Coder, gold: &Path) -> Result<LayerReport, EvalError> {
    let documents = attribution::load(gold)?;
    let mut predictions = attribution::Predictions::new();
    let mut on_record = attribution::Predictions::new();
    for d in &documents {
        let doc = document(&d.text, &d.id, None)?;
        let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
        let analysis = coder.analyzer().analyze(&doc.text, &segments);
        predictions.insert(d.id.clone(), attribution::predict(coder, &doc, &analysis));
        let record = coder.read(&doc).into_scalar().0;
        let rows = record.statements.into_iter().map(|s| attribution::Attribution {
            source: s.source,
            cue: s.cue,
            content: s.content,
            ..attribution::Attribution::default()
        });
        on_record.insert(d.id.clone(), rows.collect());
    }
    let mut report = attribution::report(gold, &documents, &predictions, &coder.knowledge().cues);
    // The record has speech only, what is nested, too, and rules' spans where the model is not sure.
    let scores = attribution::score(&documents, &on_record, None);
    if let Some((_, full)) = scores.metrics.iter().find(|m| m.0 == "FULL") {
        report.prf("FULL record", *full);
    }
    Ok(report)
}

fn quantities(coder: &Coder, gold: &Path) -> Result<LayerReport, EvalError> {
    let sentences: Vec<figures::Gold> = figures::load(gold)?;
    let mut predicted = BTreeMap::new();
    for s in &sentences {
        let rows = match document(&s.text, &s.id, None) {
            Ok(doc) => {
                let record = coder.read(&doc);
                figures::predict(&record.figures, &record.document.text, &coder.knowledge().quantities)
            }
            Err(_) => Vec::new(),
        };
        predicted.insert(s.id.clone(), rows);
    }
    Ok(figures::report(gold, &sentences, &predicted))
}

fn timexes(coder: &Coder, gold: &Path) -> Result<LayerReport, EvalError> {
    let documents: Vec<times::Gold> = figures::load(gold)?;
    if documents.iter().all(|d| d.text.is_none()) {
        let value = |words: &str, written: Option<&str>| {
            let doc = document(words, "expression", written).or_else(|_| document(words, "expression", None));
            Some(coder.time(&doc.ok()?)?.value)
        };
        return Ok(times::normalised(gold, &documents, value));
    }
    let mut predicted = BTreeMap::new();
    for d in &documents {
        let Some(text) = &d.text else { continue };
        // One date of the gold is malformed; its document is read without a date.
        let doc = document(text, &d.id, d.dct.as_deref()).or_else(|_| document(text, &d.id, None))?;
        let record = coder.read(&doc);
        predicted.insert(d.id.clone(), times::predict(&record.times, &record.document.text));
    }
    Ok(times::report(gold, &documents, &predicted))
}

/// Scores under their floors. The table has four tab-separated cells: layer, gold file, measure, least percent.
///
/// # Errors
/// A line that has not four cells, or names a score that was not computed.
pub fn under_floors(table: &str, reports: &[LayerReport]) -> Result<Vec<String>, String> {
    let mut bad = Vec::new();
    for (i, line) in
        table.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty()).skip(1)
    {
        let cells: Vec<&str> = line.split('\t').collect();
        let [layer, gold, measure, least] = cells[..] else {
            return Err(format!("line {}: four cells are wanted, separated by tabs", i + 1));
        };
        let least: f64 =
            least.trim().parse().map_err(|_| format!("line {}: \"{least}\" is no number", i + 1))?;
        let report = reports.iter().find(|r| r.layer == layer && r.gold == gold);
        let Some(score) = report.and_then(|r| r.get(measure)) else {
            return Err(format!("line {}: no score \"{measure}\" of {layer} on {gold}", i + 1));
        };
        if score < least {
            bad.push(format!("{layer} on {gold}: {measure} is {score:.1}, its floor is {least}"));
        }
    }
    Ok(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_under_its_floor_is_named() {
        let mut r = LayerReport::new("ner", Path::new("x.iob2"));
        r.share("all", 1, 2);
        let table = "layer\tgold\tmeasure\tleast\nner\tx.iob2\tall\t60\n";
        assert_eq!(under_floors(table, &[r.clone()]).unwrap().len(), 1);
        assert!(under_floors(&table.replace("60", "50"), &[r.clone()]).unwrap().is_empty());
        assert!(under_floors(&table.replace("all", "none"), &[r]).is_err_and(|e| e.starts_with("line 2")));
    }
}
