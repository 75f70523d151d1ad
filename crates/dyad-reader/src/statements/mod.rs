//! Statements: source, cue, content, speech act, and the speaker resolved to an entity.
//!
//! [`attributions`] finds every attribution of the text, speech and else (beliefs, intentions, what documents show), in the
//! terms of the attribution corpora: source, cue, content. [`find`] keeps those in which somebody speaks and makes
//! rows of them. Cues come from `cues.tsv`; this module must not know what the statements are about.

mod clause;
mod continued;
mod direct;
mod gather;
pub mod learned;
mod phrase;
mod relay;
mod rows;
mod sign_off;
mod silence;
mod speaks;
mod stretch;
mod tree;

use dyad_knowledge::Sort;
use dyad_record::{Act, Link, Span, Statement, StatementKind, TimeRow};

use crate::entities::Entities;
use crate::quotes::Quote;
use crate::{At, Context};
pub use tree::Source;

/// An attribution as it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Speech, or belief, intention, what a document shows.
    pub sort: Sort,
    /// Direct, mixed or indirect.
    pub kind: StatementKind,
    /// Speech act.
    pub act: Act,
    /// The main word of the cue.
    pub cue_at: Option<At>,
    /// Words of the cue, in `sentence`.
    pub cue_words: Vec<usize>,
    /// Words of the content, in `sentence`, as far as the tree gives it.
    pub content_words: Vec<usize>,
    /// The content.
    pub content: Vec<Span>,
    /// Who speaks.
    pub source: Source,
    /// Index of the sentence of cue and source.
    pub sentence: usize,
    /// The head of the phrase for whom it is meant.
    pub addressee: Option<At>,
    /// Name of the frame.
    pub frame: &'static str,
    /// "did not say".
    pub negated: bool,
    /// "would say", "if she says".
    pub hypothetical: bool,
    /// The writer, too, takes the content for a fact.
    pub factive: bool,
    /// How the speaker was found, where it was not the source.
    pub link: Option<Link>,
    /// Index of the attribution whose speaker goes on here.
    pub continues: Option<usize>,
    /// All of the content is the speaker's own words although no marks stand around it (a transcript).
    pub spoken: bool,
    /// Sureness, from 0 to 1.
    pub confidence: f32,
    /// How sure the attribution model is that the cue is one; `None` without a model, or where it has no say.
    pub sure: Option<f32>,
    /// Its parts are the model's.
    pub by_model: bool,
    /// Steps.
    pub why: Vec<String>,
}

impl Default for Found {
    fn default() -> Self {
        Self {
            sort: Sort::Speech,
            kind: StatementKind::Indirect,
            act: Act::Say,
            cue_at: None,
            cue_words: Vec::new(),
            content_words: Vec::new(),
            content: Vec::new(),
            source: Source::default(),
            sentence: 0,
            addressee: None,
            frame: "",
            negated: false,
            hypothetical: false,
            factive: false,
            link: None,
            continues: None,
            spoken: false,
            confidence: 0.5,
            sure: None,
            by_model: false,
            why: Vec::new(),
        }
    }
}

/// A paragraph of the page.
#[derive(Debug, Clone, Copy)]
struct Paragraph {
    span: Span,
    headline: bool,
    /// The document is a transcript: several of its paragraphs open with a name and a colon.
    labelled: bool,
}

/// Every attribution of the text, in text order of its content.
#[must_use]
pub fn attributions(cx: &Context<'_>, quotes: &[Quote]) -> Vec<Found> {
    gather::gather(cx, quotes, TRUST)
}

/// The same with the parts of every cue as the model has them: a corpus has its own ways, such as auxiliaries in cues.
#[must_use]
pub fn corpus_attributions(cx: &Context<'_>, quotes: &[Quote]) -> Vec<Found> {
    gather::gather(cx, quotes, 0.0)
}

/// How sure the model must be of the parts of a cue to overrule the rules on the record.
const TRUST: f32 = 0.75;

/// Spans of the source, the cue: words joined.
#[must_use]
pub fn word_spans(cx: &Context<'_>, quotes: &[Quote], sentence: usize, words: &[usize]) -> Vec<Span> {
    if sentence >= cx.sentences().len() {
        Vec::new()
    } else {
        tree::Tree { cx, quotes }.spans(sentence, words)
    }
}

/// Finds the statements.
#[must_use]
pub fn find(cx: &Context<'_>, quotes: &[Quote], entities: &Entities, times: &[TimeRow]) -> Vec<Statement> {
    // A teaser or a sign-off may hold a verb of speech, but nobody speaks in it.
    let silent = |s: &Statement| {
        use dyad_record::BlockKind as K;
        let at = s.content.first().or(s.cue.first()).map_or(0, |x| x.start);
        let block = cx.sentence_at(at).map(|n| cx.block(n).kind);
        block.is_some_and(|k| matches!(k, K::Teaser | K::Link | K::Contact | K::Byline | K::Dateline))
    };
    let all = rows::rows(cx, quotes, &attributions(cx, quotes), entities, times);
    if !all.iter().any(silent) {
        return all;
    }
    // Ids count rows, so they are given anew and references follow.
    let kept: Vec<dyad_record::Id> = all.iter().filter(|s| !silent(s)).map(|s| s.id.clone()).collect();
    let new = |id: &dyad_record::Id| kept.iter().position(|k| k == id).map(|i| dyad_record::Id::new('s', i));
    let mut out: Vec<Statement> = all.iter().filter(|s| !silent(s)).cloned().collect();
    for s in &mut out {
        s.nested_in = s.nested_in.as_ref().and_then(new);
        s.id = new(&s.id).unwrap_or_default();
    }
    out
}

/// Those who were asked and said nothing.
#[must_use]
pub fn silences(
    cx: &Context<'_>,
    quotes: &[Quote],
    entities: &Entities,
    times: &[TimeRow],
) -> Vec<dyad_record::Silence> {
    silence::find(cx, quotes, entities, times)
}

/// The attributions as a corpus annotates them: none inside another's content, no quotation without a source.
/// Indices into `found`.
#[must_use]
pub fn corpus_view(found: &[Found], cut: f32) -> Vec<usize> {
    gather::corpus_view(found, cut)
}
