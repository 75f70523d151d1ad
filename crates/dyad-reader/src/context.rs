//! What every reader stage gets: the document, its syntax, the tables, and a way to walk trees and offsets.

use dyad_document::Document;
use dyad_knowledge::Knowledge;
use dyad_record::{Block, BlockKind, Span};
use dyad_syntax::names::lexicon::Lexicon;
use dyad_syntax::{Analysis, Name, Sentence, Token};

use crate::atoms::Atoms;
use crate::events::learned::Classifier;
use crate::statements::learned::Attributor;

/// What was learnt and may be left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Models<'a> {
    /// Who said what.
    pub attributor: Option<&'a Attributor>,
    /// Who did what to whom.
    pub classifier: Option<&'a Classifier>,
    /// Groups of words that stand in like contexts, which the classifier looks at.
    pub lexicon: Option<&'a Lexicon>,
}

/// A token's address: sentence and word index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct At {
    /// Index of the sentence in the analysis.
    pub s: usize,
    /// Index of the word in the sentence.
    pub t: usize,
}

/// Read-only view of one document shared by the stages.
pub struct Context<'a> {
    /// The document.
    pub doc: &'a Document,
    /// Its syntax; `Sentence::segment` is an index into `doc.blocks`.
    pub analysis: &'a Analysis,
    /// The tables.
    pub knowledge: &'a Knowledge,
    /// The model of attributions, if there is one.
    pub attributor: Option<&'a Attributor>,
    /// The model of events, if there is one.
    pub classifier: Option<&'a Classifier>,
    /// Groups of words, if the models know them.
    pub lexicon: Option<&'a Lexicon>,
    /// For each sentence, its atoms.
    atoms: Vec<Atoms<'a>>,
    /// For each sentence, the children of each word, in text order.
    children: Vec<Vec<Vec<usize>>>,
    /// For each sentence, the first and last word (inclusive) of each word's subtree.
    reach: Vec<Vec<(usize, usize)>>,
}

impl<'a> Context<'a> {
    /// Indexes the trees; linear in the number of words (reach: times tree depth).
    #[must_use]
    pub fn new(doc: &'a Document, analysis: &'a Analysis, knowledge: &'a Knowledge) -> Self {
        let mut children = Vec::with_capacity(analysis.sentences.len());
        let mut reach = Vec::with_capacity(analysis.sentences.len());
        for s in &analysis.sentences {
            let n = s.tokens.len();
            let mut kids = vec![Vec::new(); n];
            let mut span: Vec<(usize, usize)> = (0..n).map(|i| (i, i)).collect();
            for (i, t) in s.tokens.iter().enumerate() {
                if let Some(h) = t.head.filter(|h| *h < n) {
                    kids[h].push(i);
                }
                // Every ancestor reaches at least to here; the bound keeps a bad tree from looping.
                let mut up = t.head.filter(|h| *h < n);
                let mut steps = 0;
                while let Some(h) = up {
                    let r = &mut span[h];
                    *r = (r.0.min(i), r.1.max(i));
                    up = s.tokens[h].head.filter(|h| *h < n);
                    steps += 1;
                    if steps > n {
                        break;
                    }
                }
            }
            children.push(kids);
            reach.push(span);
        }
        let atoms = analysis.sentences.iter().enumerate();
        let atoms = atoms.map(|(i, s)| Atoms::of(&doc.text, &knowledge.quantities, i, s)).collect();
        Self {
            doc,
            analysis,
            knowledge,
            attributor: None,
            classifier: None,
            lexicon: None,
            atoms,
            children,
            reach,
        }
    }
    /// The same with what was learnt.
    #[must_use]
    pub fn with_models(mut self, models: Models<'a>) -> Self {
        (self.attributor, self.classifier, self.lexicon) =
            (models.attributor, models.classifier, models.lexicon);
        self
    }
    /// The same with a model of attributions.
    #[must_use]
    pub fn with(mut self, attributor: Option<&'a Attributor>) -> Self {
        self.attributor = attributor;
        self
    }

    /// The canonical text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        &self.doc.text
    }
    /// The sentences.
    #[must_use]
    pub fn sentences(&self) -> &'a [Sentence] {
        &self.analysis.sentences
    }
    /// The atoms of a sentence, which times and figures match on.
    #[must_use]
    pub fn atoms(&self, sentence: usize) -> &Atoms<'a> {
        &self.atoms[sentence]
    }
    /// The atoms of all sentences.
    #[must_use]
    pub fn all_atoms(&self) -> &[Atoms<'a>] {
        &self.atoms
    }
    /// The word at an address.
    #[must_use]
    pub fn token(&self, at: At) -> &'a Token {
        &self.analysis.sentences[at.s].tokens[at.t]
    }
    /// The block of a sentence.
    #[must_use]
    pub fn block(&self, sentence: usize) -> Block {
        let segment = self.analysis.sentences[sentence].segment;
        self.doc.blocks.get(segment).copied().unwrap_or(Block {
            kind: BlockKind::Other,
            span: Span::default(),
            quoted: false,
        })
    }
    /// The word's children, in text order.
    #[must_use]
    pub fn children(&self, at: At) -> &[usize] {
        &self.children[at.s][at.t]
    }
    /// The word's children whose relation (without subtype) is one of `rels`.
    pub fn children_by<'b>(&'b self, at: At, rels: &'b [&'b str]) -> impl Iterator<Item = At> + 'b {
        self.children(at)
            .iter()
            .map(move |t| At { s: at.s, t: *t })
            .filter(move |c| rels.contains(&self.token(*c).rel()))
    }
    /// The first child with one of these relations.
    #[must_use]
    pub fn child(&self, at: At, rels: &[&str]) -> Option<At> {
        self.children_by(at, rels).next()
    }
    /// The head of a word; `None` for the root.
    #[must_use]
    pub fn head(&self, at: At) -> Option<At> {
        self.token(at).head.map(|t| At { s: at.s, t })
    }
    /// First and last word (inclusive) that the word's subtree reaches.
    #[must_use]
    pub fn reach(&self, at: At) -> (usize, usize) {
        self.reach[at.s][at.t]
    }
    /// Bytes from the first to the last word of the word's subtree.
    #[must_use]
    pub fn subtree_span(&self, at: At) -> Span {
        let (first, last) = self.reach(at);
        let tokens = &self.analysis.sentences[at.s].tokens;
        tokens[first].span.cover(tokens[last].span)
    }
    /// True if `at` is `top` or lies under it.
    #[must_use]
    pub fn is_under(&self, at: At, top: At) -> bool {
        at.s == top.s && std::iter::successors(Some(at), |a| self.head(*a)).take(200).any(|a| a == top)
    }
    /// The sentence that holds this byte, or the last one that begins before it.
    #[must_use]
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        let i = self.analysis.sentences.partition_point(|s| s.span.start <= byte);
        i.checked_sub(1)
    }
    /// The word that holds this byte.
    #[must_use]
    pub fn token_at(&self, byte: usize) -> Option<At> {
        let s = self.sentence_at(byte)?;
        let tokens = &self.analysis.sentences[s].tokens;
        let t = tokens.partition_point(|t| t.span.start <= byte).checked_sub(1)?;
        tokens[t].span.holds(byte).then_some(At { s, t })
    }
    /// The first name of the tagger that overlaps a span.
    #[must_use]
    pub fn name_over(&self, span: Span) -> Option<&'a Name> {
        let names = &self.analysis.names;
        let i = names.partition_point(|n| n.span.end <= span.start);
        names.get(i).filter(|n| n.span.overlaps(span))
    }
    /// Index range of the words of a sentence that overlap a span.
    #[must_use]
    pub fn tokens_in(&self, sentence: usize, span: Span) -> std::ops::Range<usize> {
        let tokens = &self.analysis.sentences[sentence].tokens;
        let first = tokens.partition_point(|t| t.span.end <= span.start);
        let last = tokens.partition_point(|t| t.span.start < span.end);
        first..last.max(first)
    }
    /// The syntactic head of a stretch of words: the one whose head lies outside it (the first such).
    #[must_use]
    pub fn head_of(&self, sentence: usize, words: std::ops::Range<usize>) -> Option<At> {
        let tokens = &self.analysis.sentences[sentence].tokens;
        words
            .clone()
            .find(|t| tokens[*t].head.is_none_or(|h| !words.contains(&h)))
            .map(|t| At { s: sentence, t })
    }
}
