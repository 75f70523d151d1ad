//! The tagger and parser: words in, tags, features and a tree out; the format of its model file.
//!
//! The file holds label lists, then every matrix as bytes with one scale a row. Dense matrices become `f32` on loading; the embedding
//! table stays bytes. Sentences over [`LONGEST`] words are parsed in windows of that length, each later window's root hanging from the
//! first's as `parataxis`, so cost stays bounded.

mod features;
pub(crate) mod net;
mod tree;

pub(crate) use features::{ROWS, WHOLE, rows};

use crate::{Sentence, Upos};
use net::{H, Layout};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::ops::Range;

/// The longest stretch of words parsed at once.
pub const LONGEST: usize = 256;
/// Words put through the network together.
const BATCH: usize = 256;
const MAGIC: &[u8; 8] = b"DYADPAR1";
static ENGLISH: &[u8] = include_bytes!("../../models/en/parser.bin");

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The bytes do not begin as a model of this kind does.
    #[error("not a parser model of this version")]
    Magic,
    /// The bytes end too early or go on too long.
    #[error("the parser model is cut short or has bytes left over")]
    Length,
    /// A label is not one that UD knows or not UTF-8.
    #[error("the parser model names an unknown label")]
    Label,
}

/// What the parser says of a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: SmolStr,
    /// Features, `_` if none.
    pub feats: SmolStr,
    /// Head; `None` for the root.
    pub head: Option<usize>,
    /// Relation.
    pub deprel: SmolStr,
}

/// A loaded tagger and parser.
#[derive(Debug, Clone)]
pub struct Parser {
    /// UPOS, XPOS, FEATS, relations.
    classes: [Vec<SmolStr>; 4],
    upos: Vec<Upos>,
    layout: Layout,
    params: Vec<f32>,
    scales: Vec<f32>,
    table: Cow<'static, [u8]>,
}

fn best(x: &[f32]) -> usize {
    (0..x.len()).fold(0, |b, i| if x[i] > x[b] { i } else { b })
}

fn take<'a>(b: &mut &'a [u8], n: usize) -> Result<&'a [u8], ModelError> {
    let (head, rest) = b.split_at_checked(n).ok_or(ModelError::Length)?;
    *b = rest;
    Ok(head)
}

fn floats(b: &[u8]) -> Vec<f32> {
    b.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
}

fn quantise(rows: &[f32], width: usize, out: &mut Vec<u8>) {
    let scales: Vec<f32> =
        rows.chunks_exact(width).map(|r| r.iter().fold(0.0f32, |m, v| m.max(v.abs())) / 127.0).collect();
    scales.iter().for_each(|s| out.extend_from_slice(&s.to_le_bytes()));
    for (r, s) in rows.chunks_exact(width).zip(&scales) {
        let inv = if *s > 0.0 { 1.0 / s } else { 0.0 };
        out.extend(r.iter().map(|v| ((v * inv).round() as i8) as u8));
    }
}

/// The model file of such weights.
pub(crate) fn write(classes: &[Vec<SmolStr>; 4], layout: &Layout, params: &[f32], table: &[f32]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    for list in classes {
        out.extend_from_slice(&(list.len() as u16).to_le_bytes());
        for s in list {
            out.push(s.len().min(255) as u8);
            out.extend_from_slice(&s.as_bytes()[..s.len().min(255)]);
        }
    }
    for m in &layout.all {
        if m.rows == 1 {
            params[m.range()].iter().for_each(|v| out.extend_from_slice(&v.to_le_bytes()));
        } else {
            quantise(&params[m.range()], m.cols, &mut out);
        }
    }
    quantise(table, H, &mut out);
    out
}

impl Parser {
    /// The English model that the program carries.
    ///
    /// # Errors
    /// If the carried bytes are no model (a build without weights).
    pub fn english() -> Result<Parser, ModelError> {
        Parser::load(ENGLISH, Cow::Borrowed)
    }

    /// A model from the bytes of a file.
    ///
    /// # Errors
    /// If they are no model of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Parser, ModelError> {
        Parser::load(bytes, |table| Cow::Owned(table.to_vec()))
    }

    fn load<'a>(
        bytes: &'a [u8],
        keep: impl Fn(&'a [u8]) -> Cow<'static, [u8]>,
    ) -> Result<Parser, ModelError> {
        let mut b = bytes;
        if take(&mut b, 8).ok() != Some(MAGIC) {
            return Err(ModelError::Magic);
        }
        let mut classes: [Vec<SmolStr>; 4] = Default::default();
        for list in &mut classes {
            let c = take(&mut b, 2)?;
            for _ in 0..u16::from_le_bytes([c[0], c[1]]) {
                let len = usize::from(take(&mut b, 1)?[0]);
                list.push(SmolStr::new(
                    std::str::from_utf8(take(&mut b, len)?).map_err(|_| ModelError::Label)?,
                ));
            }
        }
        if classes.iter().any(Vec::is_empty) {
            return Err(ModelError::Label);
        }
        let upos =
            classes[0].iter().map(|s| Upos::parse(s)).collect::<Option<Vec<_>>>().ok_or(ModelError::Label)?;
        let layout = Layout::new([classes[0].len(), classes[1].len(), classes[2].len()], classes[3].len());
        let mut params = Vec::with_capacity(layout.len);
        for m in &layout.all {
            if m.rows == 1 {
                params.extend(floats(take(&mut b, m.cols * 4)?));
            } else {
                let scales = floats(take(&mut b, m.rows * 4)?);
                for (r, s) in take(&mut b, m.rows * m.cols)?.chunks_exact(m.cols).zip(scales) {
                    params.extend(r.iter().map(|v| f32::from(*v as i8) * s));
                }
            }
        }
        let scales = floats(take(&mut b, ROWS * 4)?);
        let table = keep(take(&mut b, ROWS * H)?);
        if !b.is_empty() {
            return Err(ModelError::Length);
        }
        Ok(Parser { classes, upos, layout, params, scales, table })
    }

    /// Tags and parses sentences given as lists of forms.
    #[must_use]
    pub fn parse(&self, sentences: &[Vec<&str>]) -> Vec<Vec<Word>> {
        // Each window is a piece: sentence and words. A batch mixes lengths freely, because nothing is padded.
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        for (i, s) in sentences.iter().enumerate() {
            pieces.extend((0..s.len()).step_by(LONGEST).map(|a| (i, a..(a + LONGEST).min(s.len()))));
        }
        let mut out: Vec<Vec<Word>> = sentences.iter().map(|s| Vec::with_capacity(s.len())).collect();
        let mut rest = &pieces[..];
        while !rest.is_empty() {
            let (mut words, mut k) = (0, 0);
            while k < rest.len() && (k == 0 || words + rest[k].1.len() <= BATCH) {
                words += rest[k].1.len();
                k += 1;
            }
            self.batch(sentences, &rest[..k], words, &mut out);
            rest = &rest[k..];
        }
        out
    }

    fn batch(
        &self,
        sentences: &[Vec<&str>],
        pieces: &[(usize, Range<usize>)],
        words: usize,
        out: &mut [Vec<Word>],
    ) {
        let mut x = vec![0.0f32; words * H];
        let (mut feats, mut ranges, mut at) = (Vec::new(), Vec::new(), 0);
        for (i, r) in pieces {
            ranges.push(at..at + r.len());
            for form in &sentences[*i][r.clone()] {
                rows(form, &mut feats);
                let to = &mut x[at * H..][..H];
                for f in &feats {
                    let s = self.scales[*f as usize];
                    to.iter_mut()
                        .zip(&self.table[*f as usize * H..][..H])
                        .for_each(|(a, v)| *a += f32::from(*v as i8) * s);
                }
                at += 1;
            }
        }
        let pass = net::forward(&self.layout, &self.params, x, &ranges, None);
        let trees: Vec<_> = pass.arcs.iter().zip(&ranges).map(|(s, r)| tree::decode(s, r.len())).collect();
        let heads: Vec<u32> = trees.iter().flatten().map(|h| h.map_or(0, |h| h as u32 + 1)).collect();
        let labels = pass.labels(&self.layout, &self.params, &ranges, &heads);
        let k = self.classes[3].len();
        let [a, b, c] = self.layout.tags;
        for (((i, r), range), tree) in pieces.iter().zip(&ranges).zip(&trees) {
            let first = out[*i].iter().position(|w| w.head.is_none());
            for (w, head) in range.clone().zip(tree) {
                let t = &pass.tags[w * (a + b + c)..(w + 1) * (a + b + c)];
                let scores = &labels[w * k..(w + 1) * k];
                let (head, deprel) = match (head, first) {
                    (None, None) => (None, SmolStr::new_static("root")),
                    (None, first) => (first, SmolStr::new_static("parataxis")),
                    // `root` belongs to the root alone.
                    (Some(h), _) => {
                        let ok = |j: &usize| self.classes[3][*j] != "root";
                        let j = (0..k).filter(ok).fold(None, |m: Option<usize>, j| {
                            if m.is_none_or(|m| scores[j] > scores[m]) { Some(j) } else { m }
                        });
                        (
                            Some(r.start + h),
                            j.map_or(SmolStr::new_static("dep"), |j| self.classes[3][j].clone()),
                        )
                    }
                };
                out[*i].push(Word {
                    upos: self.upos[best(&t[..a])],
                    xpos: self.classes[1][best(&t[a..a + b])].clone(),
                    feats: self.classes[2][best(&t[a + b..])].clone(),
                    head,
                    deprel,
                });
            }
        }
    }

    /// Fills tags, features, heads and relations of the sentences' tokens from their forms.
    pub fn annotate(&self, sentences: &mut [Sentence]) {
        let forms: Vec<Vec<&str>> =
            sentences.iter().map(|s| s.tokens.iter().map(|t| t.form.as_str()).collect()).collect();
        let words = self.parse(&forms);
        for (t, w) in sentences.iter_mut().flat_map(|s| &mut s.tokens).zip(words.into_iter().flatten()) {
            (t.upos, t.xpos, t.feats, t.head, t.deprel) = (w.upos, w.xpos, w.feats, w.head, w.deprel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_model_reads_plain_sentences() {
        let p = Parser::english().unwrap();
        let s = [
            "The minister rejected the new treaty .",
            "Officials said that the court will hear the appeal .",
        ];
        let s: Vec<Vec<&str>> = s.iter().map(|s| s.split(' ').collect()).collect();
        let w = p.parse(&s);
        assert_eq!((w[0][2].upos, w[0][2].head), (Upos::Verb, None));
        assert_eq!((w[0][1].deprel.as_str(), w[0][1].head), ("nsubj", Some(2)));
        assert_eq!((w[0][5].deprel.as_str(), w[0][5].head), ("obj", Some(2)));
        assert_eq!((w[1][6].deprel.as_str(), w[1][6].head), ("ccomp", Some(1)));
        // Neighbours in a batch do not touch each other.
        assert_eq!(p.parse(&s[1..])[0], w[1]);
    }
}
