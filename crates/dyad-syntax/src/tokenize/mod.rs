//! From text to sentences of words, with exact offsets.
//!
//! Three steps, each in its file: surface tokens (`chunks`), sentences (`sentences`), words of multiword tokens
//! (`multiword`). The two decisions are linear classifiers trained on treebanks. Nothing crosses a segment.

mod abbreviations;
mod chunks;
mod linear;
mod multiword;
mod sentences;
pub mod train;

use dyad_record::Span;

use crate::ModelError;
use crate::nn::params::take;
use abbreviations::Abbreviations;
use linear::Linear;
pub use multiword::Multiword;
pub use sentences::LONGEST;

const MAGIC: &[u8; 8] = b"DYTO0001";

/// A sentence of surface tokens, each with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawSentence {
    /// Index of the segment.
    pub segment: usize,
    /// Surface tokens, each with the spans of its words (one, or several for a multiword token).
    pub tokens: Vec<(Span, Vec<Span>)>,
}

/// Tokeniser and sentence splitter.
#[derive(Debug, Clone)]
pub struct Tokenizer {
    tokens: Linear,
    sentences: Linear,
    multiword: Multiword,
    abbreviations: Abbreviations,
}

impl Tokenizer {
    /// The English model that the program was built with.
    ///
    /// # Errors
    /// If the embedded file is damaged.
    pub fn english() -> Result<Self, ModelError> {
        Self::from_bytes(Self::english_bytes())
    }
    /// The bytes of the English model, for its hash.
    #[must_use]
    pub fn english_bytes() -> &'static [u8] {
        include_bytes!("../../models/en/tokenizer.bin")
    }
    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are no tokeniser of this version.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, ModelError> {
        let b = &mut bytes;
        let read = |b: &mut &[u8]| {
            (take::<8>(b).as_ref() == Some(MAGIC)).then_some(())?;
            Some((Linear::read(b)?, Linear::read(b)?, Multiword::read(b)?))
        };
        let (tokens, sentences, multiword) = read(b).ok_or_else(|| ModelError {
            model: "tokenizer",
            reason: "it is damaged or of another version".to_owned(),
        })?;
        Ok(Self { tokens, sentences, multiword, abbreviations: Abbreviations::embedded() })
    }
    /// The model as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        self.tokens.write(&mut out);
        self.sentences.write(&mut out);
        self.multiword.write(&mut out);
        out
    }
    /// The sentences of the segments, in order. Linear in the length of the text.
    #[must_use]
    pub fn sentences(&self, text: &str, segments: &[Span]) -> Vec<RawSentence> {
        let mut out = Vec::new();
        let mut tokens = Vec::new();
        for (segment, span) in segments.iter().enumerate() {
            tokens.clear();
            chunks::tokens(text, *span, &self.tokens, &self.abbreviations, &mut tokens);
            for range in sentences::split(text, &tokens, &self.sentences, &self.abbreviations) {
                let tokens = tokens[range].iter().map(|t| (*t, self.multiword.split(text, *t))).collect();
                out.push(RawSentence { segment, tokens });
            }
        }
        out
    }
}
