//! Checks as rows of their own, for a table, CSV (RFC 4180) or JSON lines: those of the record, and its figures held
//! against official series. This module must not know how either was found.

use dyad_record::{Id, OffsetMap, Record, Span, Verdict};
use dyad_series::hold::{Finding, Trial, number};

use crate::statements::line;
use crate::view::one_line;

/// One check, ready to be shown. Offsets are scalar values; what does not apply is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckRow {
    /// Where the document came from.
    pub document: String,
    /// Id in the record; checks against series are numbered on.
    pub id: String,
    /// `sum`, `pace`, `official_series` …
    pub kind: String,
    /// Ids of the figures.
    pub figures: Vec<String>,
    /// Their words, in text order.
    pub words: Vec<String>,
    /// Where these stand.
    pub spans: Vec<[usize; 2]>,
    /// The sentence of the first one.
    pub sentence: String,
    /// `holds`, `fails` or `not_checkable`.
    pub verdict: Verdict,
    /// The verdict, or more exactly `scope_differs` or `stale`.
    pub outcome: String,
    /// The numbers.
    pub arithmetic: String,
    /// Why, in a sentence.
    pub reason: String,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
    /// What only a check against a series has.
    pub series: Option<Finding>,
}

/// The columns of the CSV form and the fields of the JSON form.
pub const CHECK_COLUMNS: [&str; 23] = [
    "document",
    "id",
    "kind",
    "figures",
    "arithmetic",
    "verdict",
    "assumptions",
    "outcome",
    "reason",
    "words",
    "sentence",
    "spans",
    "series",
    "measure",
    "scope",
    "period",
    "told",
    "found",
    "unit",
    "rows",
    "line",
    "months",
    "trials",
];

/// The record's own checks in its order, then the findings.
#[must_use]
pub fn check_rows(record: &Record, findings: Vec<Finding>) -> Vec<CheckRow> {
    let text = record.document.text.as_str();
    let map = OffsetMap::new(text);
    let scalar = |s: &Span| [map.scalar(s.start), map.scalar(s.end)];
    let said = |s: &Span| one_line(s.of(text));
    let mut out: Vec<CheckRow> = Vec::new();
    for check in &record.checks {
        let figure = |id: &Id| id.index().and_then(|i| record.figures.get(i)).map(|f| f.span);
        let mut spans: Vec<Span> = check.figures.iter().filter_map(figure).collect();
        spans.sort_unstable();
        let first = spans.first().copied().unwrap_or_default();
        let sentence = record.sentences.iter().find(|s| s.span.contains(first)).map_or(first, |s| s.span);
        out.push(CheckRow {
            document: record.document.source.clone(),
            id: check.id.to_string(),
            kind: check.kind.to_string(),
            figures: check.figures.iter().map(Id::to_string).collect(),
            words: spans.iter().map(said).collect(),
            spans: spans.iter().map(scalar).collect(),
            sentence: said(&sentence),
            verdict: check.verdict,
            outcome: check.verdict.to_string(),
            arithmetic: check.arithmetic.clone(),
            reason: check.reason.clone().unwrap_or_default(),
            assumptions: check.assumptions.clone(),
            series: None,
        });
    }
    for (i, f) in findings.into_iter().enumerate() {
        out.push(CheckRow {
            document: record.document.source.clone(),
            id: Id::new('k', record.checks.len() + i).to_string(),
            kind: f.kind.to_string(),
            figures: f.figures.iter().map(Id::to_string).collect(),
            words: f.spans.iter().map(said).collect(),
            spans: f.spans.iter().map(scalar).collect(),
            sentence: said(&f.sentence),
            verdict: f.outcome.verdict(),
            outcome: f.outcome.as_str().to_owned(),
            arithmetic: f.arithmetic.clone(),
            reason: f.reason.clone(),
            assumptions: f.assumptions.clone(),
            series: Some(f),
        });
    }
    out
}

impl CheckRow {
    /// A line of CSV with its line end; lists are joined by "; ".
    #[must_use]
    pub fn csv(&self) -> String {
        let f = self.series.as_ref();
        let text = |get: &dyn Fn(&Finding) -> String| f.map(get).unwrap_or_default();
        let spans: Vec<String> = self.spans.iter().map(|[a, b]| format!("{a}-{b}")).collect();
        line(&[
            self.document.clone(),
            self.id.clone(),
            self.kind.clone(),
            self.figures.join("; "),
            self.arithmetic.clone(),
            self.verdict.to_string(),
            self.assumptions.join("; "),
            self.outcome.clone(),
            self.reason.clone(),
            self.words.join("; "),
            self.sentence.clone(),
            spans.join("; "),
            text(&|f| f.series.clone()),
            text(&|f| f.measure.clone()),
            text(&|f| f.scope.iter().map(|(c, v)| format!("{c} = {v}")).collect::<Vec<_>>().join("; ")),
            text(&|f| f.period.map(|(a, b)| format!("{a}/{b}")).unwrap_or_default()),
            text(&|f| f.told.to_string()),
            text(&|f| f.found.map(|x| x.to_string()).unwrap_or_default()),
            text(&|f| f.unit.clone()),
            text(&|f| f.rows.to_string()),
            text(&|f| f.line.map(|l| l.to_string()).unwrap_or_default()),
            text(&|f| {
                f.months.iter().map(|m| format!("{} {}", m.month, m.value)).collect::<Vec<_>>().join("; ")
            }),
            text(&|f| f.trials.iter().map(trial).collect::<Vec<_>>().join("; ")),
        ])
    }

    /// The row for a person, in lines of `width` columns; with `rows` the months that were added up.
    #[must_use]
    pub fn table(&self, width: usize, rows: bool) -> String {
        let mut out =
            format!("{} {}  {}", self.id, self.outcome.replace('_', " "), self.kind.replace('_', " "));
        if let Some(f) = &self.series {
            out.push_str(&format!(" {}", f.series));
        }
        let words: Vec<String> = self.words.iter().map(|w| format!("\"{w}\"")).collect();
        out.push_str(&format!("  {}\n", words.join(", ")));
        let mut tell = |label: &str, text: &str| {
            if !text.is_empty() {
                let first = format!("    {label}");
                let options =
                    textwrap::Options::new(width.max(40)).initial_indent(&first).subsequent_indent("      ");
                out.push_str(&textwrap::fill(text, options));
                out.push('\n');
            }
        };
        tell("in: ", &self.sentence);
        tell("", &self.arithmetic);
        tell("because ", &self.reason);
        if let Some(f) = &self.series {
            for t in f.trials.iter().skip(usize::from(f.trials.len() == 1)) {
                tell("tried: ", &trial(t));
            }
        }
        tell("assuming ", &self.assumptions.join("; "));
        if let (Some(f), true) = (&self.series, rows) {
            for m in &f.months {
                tell(
                    "month ",
                    &format!("{}: {} ({} rows from line {})", m.month, number(m.value), m.rows, m.line),
                );
            }
        }
        out
    }
}

fn trial(t: &Trial) -> String {
    let fits = if t.fits { "fits" } else { "does not fit" };
    let open = if t.complete { "" } else { ", a month not over at publication" };
    format!("{} {}/{}: {} ({} rows) {fits}{open}", t.scope, t.from, t.to, number(t.value), t.rows)
}

/// The first line of the CSV form.
#[must_use]
pub fn check_header() -> String {
    line(&CHECK_COLUMNS.map(str::to_owned))
}
