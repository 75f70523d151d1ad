//! Those who were asked and said nothing as rows of their own, for a table, CSV (RFC 4180) or JSON lines.
//! This module must not know how they were found.

use dyad_record::{Id, OffsetMap, Record, SilenceKind};

use crate::statements::{StatementFilter, holds, joined, line, named};

/// One of them, ready to be shown. Offsets are scalar values.
#[derive(Debug, Clone, PartialEq)]
pub struct SilenceRow {
    /// Where the document came from.
    pub document: String,
    /// Id in the record.
    pub id: String,
    /// Declined, no answer or unreachable.
    pub kind: SilenceKind,
    /// Canonical name of who was asked; empty where nobody is known.
    pub speaker: String,
    /// Actor code.
    pub actor: String,
    /// Who was asked as the text has it there.
    pub form: String,
    /// The words that tell of it; stretches are joined by " … ".
    pub words: String,
    /// What the question was about.
    pub about: String,
    /// TIMEX3 value of when.
    pub time: String,
    /// From 0 to 1.
    pub confidence: f32,
    /// First scalar value of the words that tell of it.
    pub start: usize,
    /// Behind its last one.
    pub end: usize,
}

/// The columns of the CSV form and the fields of the JSON form.
pub const SILENCE_COLUMNS: [&str; 12] = [
    "document",
    "id",
    "kind",
    "speaker",
    "actor",
    "form",
    "words",
    "about",
    "time",
    "confidence",
    "start",
    "end",
];

/// The silences of a record (byte spans), in text order; of a filter the speakers and what it is about count.
#[must_use]
pub fn silence_rows(record: &Record, filter: &StatementFilter) -> Vec<SilenceRow> {
    let text = record.document.text.as_str();
    let map = OffsetMap::new(text);
    let row = |s: &dyad_record::Silence| {
        let about = joined(text, &s.about);
        let asked = |ask: &String| named(record, s.speaker.as_ref(), &s.source, ask);
        let wanted = (filter.speakers.is_empty() || filter.speakers.iter().any(asked))
            && (filter.about.is_empty() || filter.about.iter().any(|a| holds(&about, a)));
        let entity = s.speaker.as_ref().and_then(Id::index).and_then(|i| record.entities.get(i));
        let time = s.time.as_ref().and_then(Id::index).and_then(|i| record.times.get(i));
        let whole = s.cue.first()?.cover(*s.cue.last()?);
        wanted.then(|| SilenceRow {
            document: record.document.source.clone(),
            id: s.id.to_string(),
            kind: s.kind,
            speaker: entity.map(|e| e.name.clone()).unwrap_or_default(),
            actor: entity.and_then(|e| e.actor.clone()).unwrap_or_default(),
            form: joined(text, &s.source),
            words: joined(text, &s.cue),
            about,
            time: time.map(|t| t.value.clone()).unwrap_or_default(),
            confidence: s.confidence.0,
            start: map.scalar(whole.start),
            end: map.scalar(whole.end),
        })
    };
    record.silences.iter().filter_map(row).collect()
}

impl SilenceRow {
    /// A line of CSV with its line end.
    #[must_use]
    pub fn csv(&self) -> String {
        line(&[
            self.document.clone(),
            self.id.clone(),
            self.kind.to_string(),
            self.speaker.clone(),
            self.actor.clone(),
            self.form.clone(),
            self.words.clone(),
            self.about.clone(),
            self.time.clone(),
            format!("{:.2}", self.confidence),
            self.start.to_string(),
            self.end.to_string(),
        ])
    }
    /// The row for a person.
    #[must_use]
    pub fn table(&self) -> String {
        let who = if self.speaker.is_empty() { &self.form } else { &self.speaker };
        let mut out = format!("{} {}  {who}", self.id, self.kind.as_str().replace('_', " "));
        if !self.actor.is_empty() {
            out.push_str(&format!(" [{}]", self.actor));
        }
        out.push_str(&format!("; \"{}\", {:.2}", self.words, self.confidence));
        for (name, value) in [("about", &self.about), ("on", &self.time)] {
            if !value.is_empty() {
                out.push_str(&format!("; {name} {value}"));
            }
        }
        out + "\n"
    }
}

/// The first line of the CSV form.
#[must_use]
pub fn silence_header() -> String {
    line(&SILENCE_COLUMNS.map(str::to_owned))
}
