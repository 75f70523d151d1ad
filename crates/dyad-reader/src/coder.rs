//! Models and tables loaded once; documents in, records out.

use std::collections::BTreeMap;

use dyad_document::Document;
use dyad_knowledge::Knowledge;
use dyad_record::{Coder as CoderInfo, Record, Span};
use dyad_syntax::Analyzer;

/// Everything that is needed to read; one serves any number of threads.
#[derive(Debug)]
pub struct Coder {
    analyzer: Analyzer,
    knowledge: Knowledge,
    info: CoderInfo,
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
    /// Loads the models and tables that the program was built with.
    ///
    /// # Errors
    /// If one of them is damaged.
    pub fn embedded() -> Result<Self, CoderError> {
        let analyzer = Analyzer::english().map_err(|e| CoderError(e.to_string()))?;
        let knowledge = Knowledge::embedded().map_err(|e| CoderError(e.to_string()))?;
        let models = BTreeMap::from([("en".to_owned(), Analyzer::english_hash())]);
        let info = CoderInfo { version: env!("CARGO_PKG_VERSION").to_owned(), models };
        Ok(Self { analyzer, knowledge, info })
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
    /// Reads one document.
    #[must_use]
    pub fn read(&self, doc: &Document) -> Record {
        let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
        let analysis = self.analyzer.analyze(&doc.text, &segments);
        let mut record = crate::read(doc, &analysis, &self.knowledge);
        record.coder = self.info.clone();
        record
    }
}
