//! The parser's model file: labels, vocabulary, sizes, int8 weights; and reading with it.
//!
//! Layout (little endian): `DYPA`, version, eleven sizes, five label lists, the vocabulary, the name lexicon, the
//! rows of words with vectors, the parameters. Must not
//! know training.

use std::sync::{Arc, Mutex};

use smol_str::SmolStr;

use crate::names::LABELS;
use crate::names::lexicon::Table;
use crate::nn::params::{Params, Stored, take};

use super::decode::tree;
use super::features::Vocabulary;
use super::infer::{Inference, Reading};
use super::mend::mend;
use super::model::Sizes;

const MAGIC: &[u8; 8] = b"DYPA0003";

/// Why a model could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {model} model cannot be read: {reason}; build the program again or train the model again")]
pub struct ModelError {
    /// Which model.
    pub model: &'static str,
    /// What is wrong.
    pub reason: String,
}

/// The labels that the network's outputs stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// Universal tags.
    pub upos: Vec<SmolStr>,
    /// Treebank tags.
    pub xpos: Vec<SmolStr>,
    /// Feature bundles.
    pub feats: Vec<SmolStr>,
    /// Relations.
    pub rels: Vec<SmolStr>,
    /// Name labels (`O`, `B-PER`, …).
    pub names: Vec<SmolStr>,
}

/// Tags and tree of one word.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Universal tag.
    pub upos: SmolStr,
    /// Treebank tag.
    pub xpos: SmolStr,
    /// Feature bundle, `_` if none.
    pub feats: SmolStr,
    /// Index of the head; `None` for the root.
    pub head: Option<usize>,
    /// Relation.
    pub deprel: SmolStr,
    /// Logarithms of the probabilities of the name labels, in the order of [`LABELS`].
    pub name_scores: [f32; LABELS.len()],
}

/// A tagger and parser ready to read.
#[derive(Debug, Clone)]
pub struct Parser {
    net: Inference,
    labels: Labels,
    vocabulary: Vocabulary,
    /// Index of the relation `root`.
    root: usize,
    idle: Idle,
}

/// Buffers that no thread reads with now, with the words they have met.
#[derive(Debug, Clone, Default)]
struct Idle(Arc<Mutex<Vec<Reading>>>);

impl Idle {
    fn take(&self) -> Reading {
        self.0.lock().ok().and_then(|mut idle| idle.pop()).unwrap_or_default()
    }
    fn give_back(&self, reading: Reading) {
        if let Ok(mut idle) = self.0.lock() {
            idle.push(reading);
        }
    }
}

/// Sentences longer than this are parsed in windows, because the arc scores grow with the square of the length.
pub const WINDOW: usize = 192;

/// Words that go through the network together.
const BATCH: usize = 320;

/// A trained parser as a file.
#[must_use]
pub fn write(sizes: &Sizes, params: &Params, labels: &Labels, vocabulary: &Vocabulary) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let s = sizes;
    for n in [s.words, s.vectors, s.width, s.layers, s.arc, s.label, s.upos, s.xpos, s.feats, s.rels, s.names]
    {
        out.extend((n as u32).to_le_bytes());
    }
    let words: Vec<SmolStr> = vocabulary.words().iter().map(SmolStr::new).collect();
    let lexicon: Vec<SmolStr> =
        vocabulary.lexicon().iter().map(|(w, c)| smol_str::format_smolstr!("{w}\t{c}")).collect();
    for list in [&labels.upos, &labels.xpos, &labels.feats, &labels.rels, &labels.names, &words, &lexicon] {
        let text = list.join("\n");
        out.extend((text.len() as u32).to_le_bytes());
        out.extend(text.as_bytes());
    }
    vocabulary.vectors().write(&mut out);
    params.write(&mut out);
    out
}

impl Parser {
    /// The English model that the program was built with.
    ///
    /// # Errors
    /// If the embedded file is damaged.
    pub fn english() -> Result<Parser, ModelError> {
        Parser::from_bytes(Parser::english_bytes())
    }
    /// The bytes of the English model, for its hash.
    #[must_use]
    pub fn english_bytes() -> &'static [u8] {
        include_bytes!("../../models/en/parser.bin")
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are no parser model of this version.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Parser, ModelError> {
        let fail = |reason: &str| ModelError { model: "parser", reason: reason.to_owned() };
        let b = &mut bytes;
        if take::<8>(b).as_ref() != Some(MAGIC) {
            return Err(fail("it does not begin as a parser model of this version does"));
        }
        let mut sizes = [0usize; 11];
        for s in &mut sizes {
            *s = u32::from_le_bytes(take(b).ok_or_else(|| fail("it ends early"))?) as usize;
        }
        let [words, vectors, width, layers, arc, label, upos, xpos, feats, rels, names] = sizes;
        let sizes = Sizes { words, vectors, width, layers, arc, label, upos, xpos, feats, rels, names };
        let mut lists: Vec<Vec<SmolStr>> = Vec::new();
        for _ in 0..7 {
            let len = u32::from_le_bytes(take(b).ok_or_else(|| fail("it ends early"))?) as usize;
            let text = b.split_off(..len).ok_or_else(|| fail("it ends early"))?;
            let text = std::str::from_utf8(text).map_err(|_| fail("a label list is not UTF-8"))?;
            lists.push(text.split('\n').map(SmolStr::new).collect());
        }
        let rows = Table::read(b).filter(|t| t.values().iter().all(|r| (*r as usize) < vectors));
        let rows = rows.ok_or_else(|| fail("the rows of its word vectors are damaged"))?;
        let stored = Stored::read(b).ok_or_else(|| fail("the weights are damaged"))?;
        let [l_upos, l_xpos, l_feats, l_rels, l_names, l_words, l_lexicon] =
            <[Vec<SmolStr>; 7]>::try_from(lists).map_err(|_| fail("label lists are missing"))?;
        let fits = |list: &[SmolStr], n: usize| list.len() == n;
        if !(fits(&l_upos, upos)
            && fits(&l_xpos, xpos)
            && fits(&l_feats, feats)
            && fits(&l_rels, rels)
            && fits(&l_names, names))
        {
            return Err(fail("the label lists do not have the sizes that the file states"));
        }
        let lexicon: Vec<(String, u8)> = l_lexicon
            .iter()
            .filter_map(|l| l.split_once('\t').and_then(|(w, c)| Some((w.to_owned(), c.parse().ok()?))))
            .collect();
        let vocabulary = Vocabulary::new(l_words.iter().map(ToString::to_string).collect(), &lexicon, rows);
        if width == 0
            || width % 2 == 1
            || width > 4096
            || layers == 0
            || layers > 64
            || vocabulary.rows() != words
            || vectors == 0
        {
            return Err(fail("its sizes are not possible"));
        }
        let net = Inference::new(sizes, &stored)
            .ok_or_else(|| fail("its matrices do not have the stated sizes"))?;
        let labels = Labels { upos: l_upos, xpos: l_xpos, feats: l_feats, rels: l_rels, names: l_names };
        let root = labels.rels.iter().position(|r| r == "root").unwrap_or(0);
        Ok(Parser { net, labels, vocabulary, root, idle: Idle::default() })
    }

    /// Tags and parses sentences, each a list of word forms; the answer has the same shape.
    #[must_use]
    pub fn parse<S: AsRef<str>>(&self, sentences: &[Vec<S>]) -> Vec<Vec<Parsed>> {
        let mut out: Vec<Vec<Parsed>> = vec![Vec::new(); sentences.len()];
        // Windows of at most WINDOW words; a sentence that fits is one window.
        let mut windows: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
        for (s, words) in sentences.iter().enumerate() {
            let mut from = 0;
            while from < words.len() {
                let to = (from + WINDOW).min(words.len());
                windows.push((s, from..to));
                from = to;
            }
        }
        let mut reading = self.idle.take();
        let (mut at, mut starts) = (0, Vec::new());
        while at < windows.len() {
            let (first, mut n) = (at, 0);
            starts.clear();
            starts.push(0);
            while at < windows.len() && (at == first || n + windows[at].1.len() <= BATCH) {
                n += windows[at].1.len();
                starts.push(n);
                at += 1;
            }
            let words = windows[first..at].iter().flat_map(|(s, range)| &sentences[*s][range.clone()]);
            let words = words.map(AsRef::as_ref);
            self.net.read(words, |w| self.vocabulary.features(w), &starts, &mut reading);
            let decoded = self.decode(&mut reading);
            for ((s, range), parsed) in windows[first..at].iter().zip(decoded) {
                let offset = range.start;
                // A later window's root hangs from the sentence's root, so that there is one tree.
                let top = out[*s].iter().position(|p| p.head.is_none());
                out[*s].extend(parsed.into_iter().map(|mut p| {
                    p.head = p.head.map(|h| h + offset);
                    if let (None, Some(t)) = (p.head, top) {
                        p.head = Some(t);
                        p.deprel = SmolStr::new_static("parataxis");
                    }
                    p
                }));
            }
        }
        self.idle.give_back(reading);
        out
    }

    /// The words of each sentence of a batch.
    fn decode(&self, reading: &mut Reading) -> Vec<Vec<Parsed>> {
        let s = &self.net.sizes;
        let mut heads: Vec<Option<usize>> = Vec::with_capacity(reading.starts.last().copied().unwrap_or(0));
        for (w, at) in reading.starts.windows(2).zip(&reading.arcs_at) {
            let n = w[1] - w[0];
            let tree = tree(&reading.arcs[*at..at + n * (n + 1)], n);
            heads.extend(tree.iter().map(|h| h.checked_sub(1).map(|h| w[0] + h)));
        }
        let mut scores = Vec::new();
        self.net.labels(&heads, reading, &mut scores);
        let (t, both) = (s.tags(), s.upos + s.xpos);
        let order = LABELS.map(|l| self.labels.names.iter().position(|n| n == l));
        let mut out = Vec::with_capacity(reading.starts.len());
        for w in reading.starts.windows(2) {
            let words = (w[0]..w[1]).map(|i| {
                let rel = match heads[i] {
                    None => self.root,
                    // `root` is for the root alone.
                    Some(_) => best(&scores[i * s.rels..(i + 1) * s.rels], Some(self.root)),
                };
                let tags = &reading.tags[i * t..(i + 1) * t];
                Parsed {
                    upos: self.labels.upos[best(&tags[..s.upos], None)].clone(),
                    xpos: self.labels.xpos[best(&tags[s.upos..both], None)].clone(),
                    feats: self.labels.feats[best(&tags[both..both + s.feats], None)].clone(),
                    head: heads[i].map(|h| h - w[0]),
                    deprel: self.labels.rels[rel].clone(),
                    name_scores: name_scores(&tags[both + s.feats..], &order),
                }
            });
            let mut words: Vec<Parsed> = words.collect();
            mend(&mut words);
            out.push(words);
        }
        out
    }
}

/// Logarithms of the probabilities of name labels, put in the order of [`LABELS`].
fn name_scores(row: &[f32], order: &[Option<usize>; LABELS.len()]) -> [f32; LABELS.len()] {
    let top = row.iter().copied().fold(f32::MIN, f32::max);
    let sum = crate::nn::math::ln(row.iter().map(|x| crate::nn::math::exp(x - top)).sum());
    // A label that is all but excluded is left a chance.
    order.map(|at| at.and_then(|i| row.get(i)).map_or(-14.0, |x| (x - top - sum).max(-14.0)))
}

fn best(scores: &[f32], but: Option<usize>) -> usize {
    let mut top = usize::from(but == Some(0) && scores.len() > 1);
    for (i, s) in scores.iter().enumerate() {
        if Some(i) != but && *s > scores[top] {
            top = i;
        }
    }
    top
}
