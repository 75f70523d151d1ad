//! Training from a corpus of sources, cues and contents. Same corpus, same seed, same bytes.

use dyad_document::Document;
use dyad_knowledge::Knowledge;
use dyad_record::Span;
use dyad_syntax::Analysis;
use dyad_syntax::chain::fit::{self, Data, fit};

use super::super::gather::Ground;
use super::super::tree::Tree;
use super::view::{Out, View};
use super::{Attributor, CONTENT, CUE, SOURCE, calibrate, cues, roles};
use crate::{At, Context, quotes};

/// An attribution of the corpus; bytes of the document.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Gold {
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
}

/// A document of the corpus.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Example {
    pub document: Document,
    pub analysis: Analysis,
    pub gold: Vec<Gold>,
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Options {
    /// Seed of every random choice.
    pub seed: u64,
    /// Every how manieth document is kept apart to weigh cues and their parts together.
    pub apart: usize,
    /// Features of each of the two models that are kept.
    pub most: usize,
    /// log2 of the lines of the file that they get.
    pub bits: u32,
    /// Passes of the first training, which finds the features that matter.
    pub first: usize,
    /// The second training.
    pub fit: fit::Options,
}

impl Default for Options {
    fn default() -> Self {
        let fit = fit::Options {
            epochs: 8,
            runs: 3,
            rate: 0.02,
            dropout: 0.2,
            least: 2,
            smallest: 0.01,
            ..fit::Options::default()
        };
        Options { seed: 1, apart: 10, most: 110_000, bits: 14, first: 5, fit }
    }
}

/// Trains the model; `say` hears of every pass: what is trained, its number, its mean loss.
///
/// Three trainings: the first, on nine documents of ten, finds the features that matter. The second learns their
/// weights from the same documents, and the tenth tells how the certainties of cue and parts are weighed together and
/// from where on a cue is taken. The third learns the weights from all documents.
pub fn train(
    examples: &[Example],
    knowledge: &Knowledge,
    o: &Options,
    say: &mut dyn FnMut(&str, usize, f64),
) -> Attributor {
    // Of a small corpus nothing can be kept apart.
    let apart = if o.apart > 1 && examples.len() >= o.apart * 2 { o.apart } else { usize::MAX };
    let (mut kept, mut held) = (Vec::new(), Vec::new());
    for (i, e) in examples.iter().enumerate() {
        if i % apart == apart - 1 { held.push(e) } else { kept.push(e) }
    }
    let options = fit::Options { seed: o.seed, ..o.fit.clone() };
    let first = fit::Options { epochs: o.first, ..options.clone() };
    let [cues, roles] = data(&kept, knowledge, [Data::default(), Data::default()]);
    let cues = fit(cues, &first, &mut |pass, loss| say("cues first", pass, loss));
    let roles = fit(roles, &first, &mut |pass, loss| say("roles first", pass, loss));
    let (cues, roles) = (cues.foremost(o.most), roles.foremost(o.most));
    let mut second = |documents: &[&Example], what: &str| {
        let among = |f: &[u64]| Data::among(f.iter().copied());
        let [of_cues, of_roles] = data(documents, knowledge, [among(&cues), among(&roles)]);
        let cues = fit(of_cues, &options, &mut |pass, loss| say(&format!("cues {what}"), pass, loss));
        let roles = fit(of_roles, &options, &mut |pass, loss| say(&format!("roles {what}"), pass, loss));
        (cues.pack(o.bits), roles.pack(o.bits))
    };
    let (mut cut, mut sums) = (calibrate::CUT, calibrate::PLAIN);
    if !held.is_empty() {
        let (cues, roles) = second(&kept, "second");
        let trial = Attributor::new(cues, roles, cut, sums);
        (cut, sums) = calibrate::calibrate(&trial, &held, knowledge);
    }
    let all: Vec<&Example> = examples.iter().collect();
    let (cues, roles) = second(&all, "third");
    Attributor::new(cues, roles, cut, sums)
}

/// What the classifier of cues and the chain learn from.
fn data(examples: &[&Example], knowledge: &Knowledge, [mut of_cues, mut of_roles]: [Data; 2]) -> [Data; 2] {
    let mut f = Out::default();
    for e in examples {
        let cx = Context::new(&e.document, &e.analysis, knowledge);
        let quotes = quotes::find(&cx);
        let tree = Tree { cx: &cx, quotes: &quotes };
        let ground = Ground::new(&cx, &quotes);
        let view = View::new(&tree, &ground.found, &ground.groups);
        let mut labels: Vec<Vec<usize>> = view.lines.iter().map(|l| vec![0; l.words.len()]).collect();
        for g in &e.gold {
            let Some(at) = main_word(&tree, g) else { continue };
            labels[at.s][at.t] = kind(&tree, g);
            let n = of_roles.sequence(role_labels(&tree, &view, at, g));
            roles::features(&view, at, |ids| of_roles.word(n, ids));
        }
        for (s, labels) in labels.into_iter().enumerate() {
            let may = cues::candidates(&view, s);
            let n = of_cues.sequence(may.iter().map(|t| labels[*t]).collect());
            for t in may {
                f.ids.clear();
                cues::features(&view, At { s, t }, &mut f);
                of_cues.word(n, &f.ids);
            }
        }
    }
    [of_cues, of_roles]
}

/// The words that spans touch.
pub(super) fn words(tree: &Tree<'_, '_>, spans: &[Span]) -> Vec<At> {
    let mut out = Vec::new();
    for span in spans {
        let first = tree.cx.sentence_at(span.start).unwrap_or(0);
        for s in first..tree.cx.sentences().len() {
            if tree.cx.sentences()[s].span.start >= span.end {
                break;
            }
            out.extend(tree.cx.tokens_in(s, *span).map(|t| At { s, t }));
        }
    }
    out
}

/// The main word of the cue: of those that hang on a word outside, the first verb, else the first.
pub(super) fn main_word(tree: &Tree<'_, '_>, g: &Gold) -> Option<At> {
    use dyad_syntax::Upos;
    let words = words(tree, &g.cue);
    let tops: Vec<At> =
        words.iter().copied().filter(|w| tree.cx.head(*w).is_none_or(|h| !words.contains(&h))).collect();
    let verb = tops.iter().find(|w| tree.token(**w).upos == Upos::Verb);
    let word = tops.iter().find(|w| tree.token(**w).upos != Upos::Punct);
    verb.or(word).or(tops.first()).copied()
}

/// 1 if all of the content is quoted, 5 if some of it is, 3 if none.
fn kind(tree: &Tree<'_, '_>, g: &Gold) -> usize {
    let words = words(tree, &g.content);
    let quoted = words.iter().filter(|w| tree.quoted(**w).is_some()).count();
    match quoted {
        0 => 3,
        n if n == words.len() => 1,
        _ => 5,
    }
}

fn role_labels(tree: &Tree<'_, '_>, view: &View<'_, '_>, cue: At, g: &Gold) -> Vec<usize> {
    let line = &view.lines[cue.s];
    let mut roles = vec![0; line.words.len()];
    for (spans, role) in [(&g.content, CONTENT), (&g.source, SOURCE), (&g.cue, CUE)] {
        for w in words(tree, spans) {
            if w.s == cue.s {
                roles[w.t] = role;
            }
        }
    }
    roles::window(line, cue.t)
        .scan(0, |before, t| {
            let r = roles[t];
            let label = if r != 0 && *before == r { r + 1 } else { r };
            *before = r;
            Some(label)
        })
        .collect()
}
