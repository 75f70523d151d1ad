//! Training from a corpus of sources, cues and contents. Same corpus, same seed, same bytes.

use dyad_document::Document;
use dyad_knowledge::Knowledge;
use dyad_record::Span;
use dyad_syntax::Analysis;
use dyad_syntax::chain::fit::{self, Data, fit};

use super::super::gather::Ground;
use super::super::tree::Tree;
use super::view::{Out, View};
use super::{Attributor, CONTENT, CUE, SOURCE, cues, roles};
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
    /// How sure the model must be of a cue.
    pub cut: f32,
    /// Training of the cue classifier.
    pub cues: fit::Options,
    /// Training of the chain.
    pub roles: fit::Options,
}

impl Default for Options {
    fn default() -> Self {
        let common = fit::Options {
            epochs: 8,
            runs: 1,
            rate: 0.05,
            dropout: 0.3,
            least: 3,
            bits: 13,
            ..fit::Options::default()
        };
        Options { seed: 1, cut: 0.4, cues: common.clone(), roles: common }
    }
}

/// Trains the model; `say` hears of every pass: what is trained, its number, its mean loss.
pub fn train(
    examples: &[Example],
    knowledge: &Knowledge,
    o: &Options,
    say: &mut dyn FnMut(&str, usize, f64),
) -> Attributor {
    let mut of_cues = Data::default();
    let mut of_roles = Data::default();
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
            let roles = role_labels(&tree, &view, at, g);
            let n = of_roles.sequence(roles);
            roles::features(&view, at, |ids| of_roles.word(n, ids));
        }
        for (s, labels) in labels.into_iter().enumerate() {
            let n = of_cues.sequence(labels);
            for t in 0..view.lines[s].words.len() {
                f.ids.clear();
                cues::features(&view, At { s, t }, &mut f);
                of_cues.word(n, &f.ids);
            }
        }
    }
    let with = |x: &fit::Options| fit::Options { seed: o.seed, ..x.clone() };
    let cues = fit(of_cues, &with(&o.cues), &mut |pass, loss| say("cues", pass, loss));
    let roles = fit(of_roles, &with(&o.roles), &mut |pass, loss| say("roles", pass, loss));
    Attributor::new(cues, roles, o.cut)
}

/// The words that spans touch.
fn words(tree: &Tree<'_, '_>, spans: &[Span]) -> Vec<At> {
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
fn main_word(tree: &Tree<'_, '_>, g: &Gold) -> Option<At> {
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
