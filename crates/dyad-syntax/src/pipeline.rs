//! The whole way from text to [`Analysis`]: tokens, sentences, tags, tree, lemmas, names.
//!
//! One [`Analyzer`] serves any number of threads; it holds no state of a document. Must not know what a text is about.

use std::sync::Arc;

use dyad_record::Span;

use crate::lemma::Lemmatizer;
use crate::names::{self, Namer};
use crate::parser::{Parsed, Parser};
use crate::tokenize::{RawSentence, Tokenizer};
use crate::{Analysis, ModelError, Name, NameKind, Sentence, Token, Upos};

/// The models of one language.
#[derive(Debug, Clone)]
pub struct Analyzer {
    models: Arc<Models>,
}

#[derive(Debug)]
struct Models {
    tokenizer: Tokenizer,
    parser: Parser,
    lemmas: Lemmatizer,
    namer: Namer,
}

impl Analyzer {
    /// The English models that the program was built with.
    ///
    /// # Errors
    /// If an embedded file is damaged.
    pub fn english() -> Result<Self, ModelError> {
        Ok(Self::new(Tokenizer::english()?, Parser::english()?, Lemmatizer::english()?, Namer::english()?))
    }
    /// From models.
    #[must_use]
    pub fn new(tokenizer: Tokenizer, parser: Parser, lemmas: Lemmatizer, namer: Namer) -> Self {
        Self { models: Arc::new(Models { tokenizer, parser, lemmas, namer }) }
    }
    /// The word lists of the labeller of names.
    #[must_use]
    pub fn lexicon(&self) -> &names::lexicon::Lexicon {
        self.models.namer.lexicon()
    }
    /// Content hash of the English model files, for the record's `coder`.
    #[must_use]
    pub fn english_hash() -> String {
        let mut h = blake3::Hasher::new();
        for bytes in [
            Tokenizer::english_bytes(),
            Parser::english_bytes(),
            Lemmatizer::english_bytes(),
            Namer::english_bytes(),
        ] {
            h.update(&(bytes.len() as u64).to_le_bytes());
            h.update(bytes);
        }
        format!("blake3:{}", &h.finalize().to_hex()[..32])
    }

    /// The syntax of a text. Sentences lie within the segments (byte spans in text order).
    #[must_use]
    pub fn analyze(&self, text: &str, segments: &[Span]) -> Analysis {
        let raw = self.models.tokenizer.sentences(text, segments);
        let forms: Vec<Vec<&str>> = raw
            .iter()
            .map(|s| s.tokens.iter().flat_map(|t| t.1.iter().map(|w| w.of(text))).collect())
            .collect();
        let parsed = self.models.parser.parse(&forms);
        let labels = self.labels(&forms, &parsed);
        let mut out = Analysis::default();
        for ((s, p), l) in raw.into_iter().zip(parsed).zip(labels) {
            if let Some(mut sentence) = self.sentence(text, &s, &p) {
                let found = names(&sentence, &l, out.sentences.len());
                name_lemmas(&mut sentence, &found);
                out.names.extend(found);
                out.sentences.push(sentence);
            }
        }
        out
    }

    /// Fills in tags, tree, lemmas and names of sentences that are cut into words already.
    #[must_use]
    pub fn annotate(&self, mut given: Analysis) -> Analysis {
        let forms: Vec<Vec<&str>> =
            given.sentences.iter().map(|s| s.tokens.iter().map(|t| t.form.as_str()).collect()).collect();
        let parsed = self.models.parser.parse(&forms);
        let labels = self.labels(&forms, &parsed);
        given.names.clear();
        for (index, ((s, p), l)) in given.sentences.iter_mut().zip(parsed).zip(labels).enumerate() {
            for (t, w) in s.tokens.iter_mut().zip(&p) {
                t.lemma = self.models.lemmas.lemma(&t.form, &w.xpos);
                fill(t, w);
            }
            let found = names(s, &l, index);
            name_lemmas(s, &found);
            given.names.extend(found);
        }
        given
    }

    fn labels(&self, forms: &[Vec<&str>], parsed: &[Vec<Parsed>]) -> Vec<Vec<names::Label>> {
        let words: Vec<Vec<names::Word<'_>>> = forms
            .iter()
            .zip(parsed)
            .map(|(f, p)| {
                f.iter().zip(p).map(|(form, p)| names::Word { form, scores: p.name_scores }).collect()
            })
            .collect();
        self.models.namer.label(&words)
    }

    fn sentence(&self, text: &str, raw: &RawSentence, parsed: &[Parsed]) -> Option<Sentence> {
        let span = raw.tokens.first()?.0.cover(raw.tokens.last()?.0);
        let mut s = Sentence {
            span,
            segment: raw.segment,
            tokens: Vec::with_capacity(parsed.len()),
            multiword: Vec::new(),
        };
        for (surface, words) in &raw.tokens {
            if words.len() > 1 {
                s.multiword.push((*surface, s.tokens.len()..s.tokens.len() + words.len()));
            }
            for span in words {
                let p = parsed.get(s.tokens.len())?;
                let form = span.of(text);
                let mut t = Token {
                    span: *span,
                    form: form.into(),
                    lemma: self.models.lemmas.lemma(form, &p.xpos),
                    upos: Upos::X,
                    xpos: p.xpos.clone(),
                    feats: p.feats.clone(),
                    head: None,
                    deprel: p.deprel.clone(),
                };
                fill(&mut t, p);
                s.tokens.push(t);
            }
        }
        Some(s)
    }
}

/// Words of names keep their form, whatever the tagger took them for.
fn name_lemmas(s: &mut Sentence, found: &[Name]) {
    for t in found.iter().flat_map(|n| n.tokens.clone()) {
        let t = &mut s.tokens[t];
        if matches!(t.xpos.as_str(), "NN" | "JJ" | "VB" | "RB") && t.form.starts_with(char::is_uppercase) {
            t.lemma = t.form.clone();
        }
    }
}

fn fill(t: &mut Token, p: &Parsed) {
    t.upos = Upos::parse(&p.upos).unwrap_or(Upos::X);
    t.xpos = p.xpos.clone();
    t.feats = p.feats.clone();
    t.head = p.head;
    t.deprel = p.deprel.clone();
}

/// Names from the labels of words.
fn names(s: &Sentence, labels: &[names::Label], index: usize) -> Vec<Name> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < labels.len() {
        let kind = match names::LABELS[labels[i].0] {
            "B-PER" => Some(NameKind::Person),
            "B-ORG" => Some(NameKind::Organization),
            "B-LOC" => Some(NameKind::Location),
            _ => None,
        };
        let mut end = i + 1;
        if let Some(kind) = kind {
            // The label of what goes on follows the label of what begins.
            while end < labels.len() && labels[end].0 == labels[i].0 + 1 {
                end += 1;
            }
            let sure = labels[i..end].iter().map(|l| l.1).fold(1.0, f32::min);
            // "(R-Ohio)": the letter of the party is no part of the place.
            let form = |k: usize| s.tokens[k].form.as_str();
            let party = kind == NameKind::Location
                && end > i + 2
                && matches!(form(i), "R" | "D" | "I")
                && matches!(form(i + 1), "-" | "–");
            let start = if party { i + 2 } else { i };
            let span = s.tokens[start].span.cover(s.tokens[end - 1].span);
            out.push(Name { span, sentence: index, tokens: start..end, kind, confidence: sure });
        }
        i = end;
    }
    mend(s, out)
}

/// A personal name is one flat phrase in the tree: labels that break it, or stop short of its end, are mended.
fn mend(s: &Sentence, found: Vec<Name>) -> Vec<Name> {
    let flat = |i: usize| s.tokens.get(i).is_some_and(|t| t.upos == Upos::Propn && t.rel() == "flat");
    let mut out: Vec<Name> = Vec::with_capacity(found.len());
    for mut n in found {
        n.tokens = if n.kind == NameKind::Person {
            crate::join::person(s, n.tokens)
        } else {
            crate::join::other(s, n.tokens, n.kind)
        };
        if n.kind == NameKind::Person {
            while flat(n.tokens.end) {
                n.tokens.end += 1;
            }
            n.tokens = crate::join::person(s, n.tokens);
            if let Some(last) = out.last_mut()
                && last.tokens.end >= n.tokens.start
                && (last.kind == NameKind::Person || n.tokens.end <= last.tokens.end)
            {
                last.tokens.end = last.tokens.end.max(n.tokens.end);
                last.span = s.tokens[last.tokens.start].span.cover(s.tokens[last.tokens.end - 1].span);
                continue;
            }
        } else if out.last().is_some_and(|l| l.tokens.end > n.tokens.start) {
            continue;
        }
        n.span = s.tokens[n.tokens.start].span.cover(s.tokens[n.tokens.end - 1].span);
        out.push(n);
    }
    out
}
