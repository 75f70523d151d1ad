//! What comes out of holding a figure against a series.

use dyad_record::{CheckKind, Id, Span, Verdict};

use crate::month::Month;
use crate::sum::MonthSum;

/// How a figure and a series stand to each other. Never "true".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The series says the same, within the words and the rounding.
    Holds,
    /// The series says the same of another scope than the text.
    ScopeDiffers,
    /// The series says the same, or can say something, only of an earlier time.
    Stale,
    /// Nothing follows.
    NotCheckable,
    /// The series says otherwise.
    Fails,
}

impl Outcome {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Holds => "holds",
            Outcome::ScopeDiffers => "scope_differs",
            Outcome::Stale => "stale",
            Outcome::NotCheckable => "not_checkable",
            Outcome::Fails => "fails",
        }
    }
    /// The three values that a record knows.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self {
            Outcome::Holds => Verdict::Holds,
            Outcome::Fails => Verdict::Fails,
            _ => Verdict::NotCheckable,
        }
    }
}

/// One sum that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Of what, in words.
    pub scope: String,
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
    /// The sum, in the figure's unit.
    pub value: f64,
    /// Rows of the table.
    pub rows: u64,
    /// The figure's words allow it.
    pub fits: bool,
    /// The month was over at publication.
    pub complete: bool,
}

/// A figure held against a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// `official_series`, or `pace` for two figures.
    pub kind: CheckKind,
    /// The figures.
    pub figures: Vec<Id>,
    /// Their words (bytes).
    pub spans: Vec<Span>,
    /// Their sentence (bytes).
    pub sentence: Span,
    /// How they stand to each other.
    pub outcome: Outcome,
    /// The sum and what was told, in numbers.
    pub arithmetic: String,
    /// Why this outcome, in a sentence.
    pub reason: String,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
    /// Name of the series.
    pub series: String,
    /// Header of the measure.
    pub measure: String,
    /// Column and value, for each dimension that was not taken whole.
    pub scope: Vec<(String, String)>,
    /// First and last month that were summed.
    pub period: Option<(Month, Month)>,
    /// The words of the period.
    pub period_words: String,
    /// The value told.
    pub told: f64,
    /// The sum, in the same unit.
    pub found: Option<f64>,
    /// Unit of both.
    pub unit: String,
    /// Rows of the table that were summed.
    pub rows: u64,
    /// The first of them.
    pub line: Option<u64>,
    /// The sum by months, in the series' unit.
    pub months: Vec<MonthSum>,
    /// Every sum that was tried.
    pub trials: Vec<Trial>,
}

/// A number with commas between thousands; what is below a thousand keeps what matters of its decimals.
#[must_use]
pub fn number(x: f64) -> String {
    let text = if x.abs() >= 1000.0 || x.fract() == 0.0 {
        format!("{x:.0}")
    } else if x.abs() >= 10.0 {
        format!("{x:.1}")
    } else {
        format!("{x:.2}")
    };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |d| ("-", d));
    let digits =
        if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    let (whole, rest) = digits.split_once('.').map_or((digits, ""), |(w, _)| (w, &digits[w.len()..]));
    let mut out = String::from(sign);
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out + rest
}

/// The number, with a decimal where the whole one would seem to lie on this limit.
pub(super) fn beside(x: f64, limit: f64) -> String {
    if x != limit && x.abs() >= 1000.0 && number(x) == number(limit) { format!("{x:.2}") } else { number(x) }
}

/// A unit behind a number: nouns take their plural, symbols do not.
pub(super) fn units(unit: &str, is_noun: bool) -> String {
    match unit {
        u if !is_noun || u.is_empty() => u.to_owned(),
        "person" => "people".to_owned(),
        u => format!("{u}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_for_people() {
        assert_eq!(number(14_104.11), "14,104");
        assert_eq!(number(2_206_436.0), "2,206,436");
        assert_eq!(number(900.26), "900.3");
        assert_eq!(number(5.0), "5");
        assert_eq!(number(4.5), "4.5");
    }
}
