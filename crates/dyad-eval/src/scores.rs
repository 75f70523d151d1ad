//! Precision, recall, F1 and the report of one layer, for people, machines and `docs/ACCURACY.md`.
//!
//! Every layer of this crate gives a [`LayerReport`]; nothing here knows what is scored.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

/// What went wrong while scoring.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// A gold file could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// A gold file is not in the format of its layer.
    #[error("{}, line {line}: {message}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong and how to mend it.
        message: String,
    },
    /// A model could not be loaded.
    #[error("{0}")]
    Model(String),
}

impl EvalError {
    /// Reads a whole text file.
    ///
    /// # Errors
    /// If it cannot be read or is not UTF-8.
    pub fn read(path: &std::path::Path) -> Result<String, EvalError> {
        std::fs::read_to_string(path).map_err(|source| EvalError::Io { path: path.to_owned(), source })
    }
}

/// Counts from which precision, recall and F1 follow. Fractions are allowed (partial credit).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Prf {
    /// Right ones among the predicted.
    pub tp: f64,
    /// Right ones among the gold, where that differs (partial credit); else `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tp_gold: Option<f64>,
    /// Predicted.
    pub predicted: f64,
    /// In the gold.
    pub gold: f64,
}

impl Prf {
    /// From whole counts.
    #[must_use]
    pub fn new(tp: usize, predicted: usize, gold: usize) -> Self {
        Self { tp: tp as f64, tp_gold: None, predicted: predicted as f64, gold: gold as f64 }
    }
    /// Adds the counts of another.
    pub fn add(&mut self, other: Prf) {
        if self.tp_gold.is_some() || other.tp_gold.is_some() {
            self.tp_gold = Some(self.tp_gold.unwrap_or(self.tp) + other.tp_gold.unwrap_or(other.tp));
        }
        self.tp += other.tp;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
    /// Precision in percent; 0 without predictions.
    #[must_use]
    pub fn precision(&self) -> f64 {
        if self.predicted > 0.0 { 100.0 * self.tp / self.predicted } else { 0.0 }
    }
    /// Recall in percent; 0 without gold.
    #[must_use]
    pub fn recall(&self) -> f64 {
        if self.gold > 0.0 { 100.0 * self.tp_gold.unwrap_or(self.tp) / self.gold } else { 0.0 }
    }
    /// Their harmonic mean in percent.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

/// A score of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Score {
    /// Precision, recall and F1.
    Prf(Prf),
    /// So many right out of so many.
    Share {
        /// Right ones.
        right: f64,
        /// All.
        of: f64,
    },
    /// A percentage that is no share of counts (a macro average).
    Percent {
        /// From 0 to 100.
        percent: f64,
    },
    /// A quantity that is no percentage (kilometres).
    Value {
        /// In the unit that the measure's name tells.
        value: f64,
    },
}

impl Score {
    /// The headline in percent: F1, or the share; of a quantity its value.
    #[must_use]
    pub fn percent(&self) -> f64 {
        match self {
            Score::Prf(x) => x.f1(),
            Score::Share { right, of } => {
                if *of > 0.0 {
                    100.0 * right / of
                } else {
                    0.0
                }
            }
            Score::Percent { percent } => *percent,
            Score::Value { value } => *value,
        }
    }
}

/// A named score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure {
    /// What is measured, in the words of the gold's own scorer.
    pub name: String,
    /// Its score.
    pub score: Score,
}

/// One of the worst examples: what was wanted and what came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Document or sentence.
    pub id: String,
    /// What was wanted, what came.
    pub note: String,
}

/// The scores of one layer on one gold file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LayerReport {
    /// `syntax`, `ner`, …
    pub layer: String,
    /// Name of the gold file, without its folder.
    pub gold: String,
    /// In the order in which they are shown; the first is the headline.
    pub measures: Vec<Measure>,
    /// Worst first.
    pub worst: Vec<Example>,
    /// The gold's texts are ours, so that examples may be printed anywhere.
    pub ours: bool,
}

impl LayerReport {
    /// An empty report.
    #[must_use]
    pub fn new(layer: &str, gold: &std::path::Path) -> Self {
        let gold = gold.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        Self { layer: layer.to_owned(), gold, measures: Vec::new(), worst: Vec::new(), ours: false }
    }
    /// Adds precision, recall and F1.
    pub fn prf(&mut self, name: &str, prf: Prf) {
        self.measures.push(Measure { name: name.to_owned(), score: Score::Prf(prf) });
    }
    /// Adds a share.
    pub fn share(&mut self, name: &str, right: usize, of: usize) {
        let score = Score::Share { right: right as f64, of: of as f64 };
        self.measures.push(Measure { name: name.to_owned(), score });
    }
    /// Adds a percentage.
    pub fn percent(&mut self, name: &str, percent: f64) {
        self.measures.push(Measure { name: name.to_owned(), score: Score::Percent { percent } });
    }
    /// Adds a quantity that is no percentage; its unit stands in the name.
    pub fn value(&mut self, name: &str, value: f64) {
        self.measures.push(Measure { name: name.to_owned(), score: Score::Value { value } });
    }
    /// Adds an example.
    pub fn example(&mut self, id: impl Into<String>, note: impl Into<String>) {
        self.worst.push(Example { id: id.into(), note: note.into() });
    }
    /// The headline in percent of the measure with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        self.measures.iter().find(|m| m.name == name).map(|m| m.score.percent())
    }
    /// The report as lines for a terminal, with at most `examples` of the worst.
    #[must_use]
    pub fn text(&self, examples: usize) -> String {
        let mut out = format!("{} on {}\n", self.layer, self.gold);
        let width = self.measures.iter().map(|m| m.name.chars().count()).max().unwrap_or(0);
        for m in &self.measures {
            let pad = " ".repeat(width - m.name.chars().count());
            let _ = match m.score {
                Score::Prf(x) => writeln!(
                    out,
                    "  {}{pad}  P {:5.1}  R {:5.1}  F1 {:5.1}   ({} gold, {} predicted)",
                    m.name,
                    x.precision(),
                    x.recall(),
                    x.f1(),
                    x.gold,
                    x.predicted
                ),
                Score::Share { right, of } => {
                    writeln!(out, "  {}{pad}  {:5.1}   ({right} of {of})", m.name, m.score.percent())
                }
                Score::Percent { percent: x } | Score::Value { value: x } => {
                    writeln!(out, "  {}{pad}  {x:5.1}", m.name)
                }
            };
        }
        for e in self.worst.iter().take(examples) {
            let _ = writeln!(out, "    {}: {}", e.id, e.note);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_follow_from_counts() {
        let x = Prf::new(3, 4, 6);
        assert_eq!((x.precision(), x.recall(), x.f1()), (75.0, 50.0, 60.0));
        assert_eq!(Prf::default().f1(), 0.0);
    }

    #[test]
    fn the_text_lists_measures_and_examples() {
        let mut r = LayerReport::new("ner", std::path::Path::new("gold/dev.iob2"));
        r.prf("all", Prf::new(1, 2, 2));
        r.share("tokens", 9, 10);
        r.example("d1", "wanted PER, got ORG");
        let text = r.text(5);
        assert!(text.starts_with("ner on dev.iob2\n"), "{text}");
        assert!(
            text.contains("F1  50.0") && text.contains(" 90.0   (9 of 10)") && text.contains("d1: wanted"),
            "{text}"
        );
    }
}
