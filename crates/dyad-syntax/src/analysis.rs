//! What the syntax layer gives: sentences of syntactic words with tags, lemmas, a tree, and names.

use dyad_record::Span;
use smol_str::SmolStr;

/// Universal part-of-speech tags (UD version 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
#[rustfmt::skip]
pub enum Upos { Adj, Adp, Adv, Aux, Cconj, Det, Intj, Noun, Num, Part, Pron, Propn, Punct, Sconj, Sym, Verb, X }

impl Upos {
    /// Every tag, in the alphabetical order of UD.
    #[rustfmt::skip]
    pub const ALL: [Upos; 17] = [Upos::Adj, Upos::Adp, Upos::Adv, Upos::Aux, Upos::Cconj, Upos::Det, Upos::Intj, Upos::Noun,
        Upos::Num, Upos::Part, Upos::Pron, Upos::Propn, Upos::Punct, Upos::Sconj, Upos::Sym, Upos::Verb, Upos::X];
    /// The tag as CoNLL-U writes it.
    #[must_use]
    #[rustfmt::skip]
    pub fn as_str(self) -> &'static str {
        ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"][self as usize]
    }
    /// The tag that CoNLL-U writes so.
    #[must_use]
    pub fn parse(s: &str) -> Option<Upos> {
        Upos::ALL.into_iter().find(|u| u.as_str() == s)
    }
}

/// A syntactic word.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Bytes of the text. The words of a multiword token (`don't`) share out its characters.
    pub span: Span,
    /// The form as CoNLL-U gives it; the text of `span`, except where a multiword token expands.
    pub form: SmolStr,
    /// Lemma.
    pub lemma: SmolStr,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: SmolStr,
    /// Morphological features as CoNLL-U writes them, `_` if none.
    pub feats: SmolStr,
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Universal dependency relation, with subtype (`nsubj:pass`).
    pub deprel: SmolStr,
}

impl Token {
    /// The value of one morphological feature.
    #[must_use]
    pub fn feat(&self, name: &str) -> Option<&str> {
        self.feats.split('|').find_map(|f| f.strip_prefix(name)?.strip_prefix('='))
    }
    /// The relation without its subtype: `nsubj` of `nsubj:pass`.
    #[must_use]
    pub fn rel(&self) -> &str {
        self.deprel.split(':').next().unwrap_or("")
    }
}

/// A sentence. Its tree has one root; the parser guarantees that heads form no cycle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sentence {
    /// Bytes of the text, from the first token's start to the last token's end.
    pub span: Span,
    /// Index of the segment (the caller's block) that the sentence lies in.
    pub segment: usize,
    /// The words.
    pub tokens: Vec<Token>,
    /// Multiword tokens: a span of the text, and the index range of its words.
    pub multiword: Vec<(Span, std::ops::Range<usize>)>,
}

/// The kinds of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum NameKind {
    Person,
    Organization,
    Location,
}

/// A name found in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Bytes of the text.
    pub span: Span,
    /// Index of the sentence.
    pub sentence: usize,
    /// Index range of the words in that sentence.
    pub tokens: std::ops::Range<usize>,
    /// Person, organisation or location.
    pub kind: NameKind,
    /// From 0 to 1.
    pub confidence: f32,
}

/// The syntax of one text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Analysis {
    /// In text order.
    pub sentences: Vec<Sentence>,
    /// In text order; they do not overlap.
    pub names: Vec<Name>,
}
