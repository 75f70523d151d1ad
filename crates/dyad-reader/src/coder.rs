//! Models and tables loaded once; documents in, records out.

use std::collections::BTreeMap;

use dyad_document::Document;
use dyad_knowledge::geonames::Index;
use dyad_knowledge::{Actors, Frames, Knowledge, Sort};
use dyad_record::{Coder as CoderInfo, Record, Span, StatementKind, TimeRow};
use dyad_syntax::{Analysis, Analyzer};

use crate::context::Models;
use crate::events::learned::Classifier;
use crate::statements::{self, learned::Attributor};

/// Under which name the record has the hash of the model of attributions, or `none`.
const ATTRIBUTION: &str = "en-attribution";
/// Under which name the record has the hash of the model of events, or `none`.
const EVENTS: &str = "en-events";
/// Under which name the record has the hash of the gazetteer beside the tables, if there is one.
const GAZETTEER: &str = "gazetteer";
/// Under which name the record has the hash of the user's own actors, if there are any.
const ACTORS: &str = "actors";
/// Under which name the record has the hash of the user's own event frames, if there are any.
const FRAMES: &str = "frames";

/// Everything that is needed to read; one serves any number of threads.
#[derive(Debug)]
pub struct Coder {
    analyzer: Analyzer,
    knowledge: Knowledge,
    attributor: Option<Attributor>,
    classifier: Option<Classifier>,
    fault: Option<CoderError>,
    info: CoderInfo,
}

/// An attribution in the terms of the corpora; bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Speech, or belief, intention, what a document shows.
    pub sort: Sort,
    /// Direct, mixed or indirect.
    pub kind: StatementKind,
    /// Who speaks.
    pub source: Vec<Span>,
    /// The words that say so.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// The coder could not be loaded; the words of the cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoderError(pub String);

impl std::fmt::Display for CoderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CoderError {}

impl Coder {
    /// Loads the models and tables that the program was built with. Without the model of attributions, or with a damaged
    /// one, the rules stand alone.
    ///
    /// # Errors
    /// If another one of them is damaged.
    pub fn embedded() -> Result<Self, CoderError> {
        let analyzer = Analyzer::english().map_err(|e| CoderError(e.to_string()))?;
        let knowledge = Knowledge::embedded().map_err(|e| CoderError(e.to_string()))?;
        let models = BTreeMap::from([("en".to_owned(), Analyzer::english_hash())]);
        let info = CoderInfo { version: env!("CARGO_PKG_VERSION").to_owned(), models };
        let (attributor, lost) = apart(Attributor::english());
        let (classifier, gone) = apart(Classifier::english());
        let coder =
            Self { analyzer, knowledge, attributor: None, classifier: None, fault: lost.or(gone), info };
        Ok(coder.with_attributor(attributor).with_classifier(classifier))
    }
    /// The syntax layer.
    #[must_use]
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }
    /// The tables.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }
    /// The model of attributions, if there is one.
    #[must_use]
    pub fn attributor(&self) -> Option<&Attributor> {
        self.attributor.as_ref()
    }
    /// The model of events, if there is one.
    #[must_use]
    pub fn classifier(&self) -> Option<&Classifier> {
        self.classifier.as_ref()
    }
    /// The same coder with another model of events, or none.
    #[must_use]
    pub fn with_classifier(mut self, classifier: Option<Classifier>) -> Self {
        let hash = classifier.as_ref().map_or_else(|| "none".to_owned(), Classifier::hash);
        self.info.models.insert(EVENTS.to_owned(), hash);
        self.classifier = classifier;
        self
    }
    /// Everything that was learnt, as the reader takes it.
    #[must_use]
    pub fn models(&self) -> Models<'_> {
        Models {
            attributor: self.attributor.as_ref(),
            classifier: self.classifier.as_ref(),
            lexicon: Some(self.analyzer.lexicon()),
        }
    }
    /// What is wrong with an embedded model in whose place the rules stand alone.
    #[must_use]
    pub fn fault(&self) -> Option<&CoderError> {
        self.fault.as_ref()
    }
    /// The same coder with another model of attributions, or none.
    #[must_use]
    pub fn with_attributor(mut self, attributor: Option<Attributor>) -> Self {
        let hash = attributor.as_ref().map_or_else(|| "none".to_owned(), Attributor::hash);
        self.info.models.insert(ATTRIBUTION.to_owned(), hash);
        self.attributor = attributor;
        self
    }
    /// The same coder with the index of a gazetteer beside the tables, or without one.
    #[must_use]
    pub fn with_gazetteer(mut self, index: Option<Index>) -> Self {
        match &index {
            Some(i) => self.info.models.insert(GAZETTEER.to_owned(), i.hash().to_owned()),
            None => self.info.models.remove(GAZETTEER),
        };
        self.knowledge.gazetteer = self.knowledge.gazetteer.with_index(index);
        self
    }
    /// The same coder with a user's own actors, which go before the tables.
    #[must_use]
    pub fn with_actors(mut self, actors: Actors) -> Self {
        if !actors.is_empty() {
            self.info.models.insert(ACTORS.to_owned(), actors.hash().to_owned());
            self.knowledge = self.knowledge.with_actors(actors);
        }
        self
    }
    /// The same coder with a user's own event frames, which are tried before those of the tables.
    #[must_use]
    pub fn with_frames(mut self, frames: Frames) -> Self {
        if !frames.is_empty() {
            self.info.models.insert(FRAMES.to_owned(), frames.hash().to_owned());
            self.knowledge = self.knowledge.with_frames(frames);
        }
        self
    }
    /// Every attribution of a document that a corpus would annotate, beliefs and intentions too.
    #[must_use]
    pub fn attributions(&self, doc: &Document, analysis: &Analysis) -> Vec<Attribution> {
        let cx = crate::Context::new(doc, analysis, &self.knowledge).with_models(self.models());
        let quotes = crate::quotes::find(&cx);
        let found = statements::corpus_attributions(&cx, &quotes);
        let cut = self.attributor.as_ref().map_or(0.0, Attributor::cut);
        statements::corpus_view(&found, cut)
            .into_iter()
            .map(|i| {
                let f = &found[i];
                let spans = |words: &[usize]| statements::word_spans(&cx, &quotes, f.sentence, words);
                Attribution {
                    sort: f.sort,
                    kind: f.kind,
                    source: spans(&f.source.words),
                    cue: spans(&f.cue_words),
                    content: f.content.clone(),
                }
            })
            .collect()
    }
    /// The time that the whole text of a document is ("two weeks ago"), resolved against the document's date.
    #[must_use]
    pub fn time(&self, doc: &Document) -> Option<TimeRow> {
        let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
        let analysis = self.analyzer.analyze(&doc.text, &segments);
        crate::times::expression(&crate::Context::new(doc, &analysis, &self.knowledge))
    }
    /// Reads one document.
    #[must_use]
    pub fn read(&self, doc: &Document) -> Record {
        let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
        let analysis = self.analyzer.analyze(&doc.text, &segments);
        self.read_parsed(doc, &analysis)
    }
    /// Reads one document whose syntax is known.
    #[must_use]
    pub fn read_parsed(&self, doc: &Document, analysis: &Analysis) -> Record {
        let mut record = crate::read(doc, analysis, &self.knowledge, self.models());
        record.coder = self.info.clone();
        record
    }
}

/// A model, or why there is none.
fn apart<T, E: std::fmt::Display>(model: Result<Option<T>, E>) -> (Option<T>, Option<CoderError>) {
    match model {
        Ok(m) => (m, None),
        Err(e) => (None, Some(CoderError(e.to_string()))),
    }
}
