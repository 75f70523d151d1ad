//! The times of records as one chronology: what happened or was said when, for a table, CSV (RFC 4180) or JSON lines.
//!
//! A row is a time with the sentence that tells what was then, and the events, statements and figures that the record
//! puts at that time. What has no place in the calendar stands at the end. This module must not know how any of it was found.

mod clause;
pub(crate) mod merge;
mod table;

use crate::view::one_line;
use dyad_record::{BlockKind, Entity, Event, Id, OffsetMap, Record, Span, Status, TimeRow, TimeType};

use crate::statements::line;
pub use merge::chronology;
pub use table::table;

/// One entry, ready to be shown. Offsets are scalar values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TimelineRow {
    /// First day, ISO 8601; empty where the time has no place in the calendar.
    pub from: String,
    /// Last day.
    pub to: String,
    /// How fine the time is: time, day, week, month, quarter, season, half, year, fiscal_year, decade, century, span, or unknown.
    pub precision: &'static str,
    /// TIMEX3 value.
    pub value: String,
    /// The words of the time expression.
    pub when: String,
    /// What the entry rests on: event, statement, figure, sentence, or published for the document's own date.
    pub kind: &'static str,
    /// Canonical names of those who take part.
    pub who: Vec<String>,
    /// The sentence, or of a long one the part around the time.
    pub what: String,
    /// Status of the event, if it is not plainly told as done; act of the statement.
    pub status: String,
    /// Ids of the time and of the rows that hang on it.
    pub rows: Vec<String>,
    /// Where the document came from.
    pub document: String,
    /// Other documents that tell the same of the same day.
    pub also: Vec<String>,
    /// The document's publication date.
    pub published: String,
    /// What of the time was not in the text.
    pub basis: String,
    /// Of the surest row that hangs on the time; nothing where none does.
    pub confidence: Option<f32>,
    /// First scalar value of the words of the time.
    pub start: usize,
    /// Behind their last one.
    pub end: usize,
    /// Type, actor and recipient of its events: by these the same event in another document is known.
    pub(crate) dyads: Vec<[String; 3]>,
}

/// The columns of the CSV form and the fields of the JSON form.
pub const TIMELINE_COLUMNS: [&str; 17] = [
    "from",
    "to",
    "precision",
    "value",
    "when",
    "kind",
    "who",
    "what",
    "status",
    "rows",
    "document",
    "also",
    "published",
    "basis",
    "confidence",
    "start",
    "end",
];

/// The entries of one record (byte spans), in text order, its publication date first.
#[must_use]
pub fn timeline_rows(record: &Record) -> Vec<TimelineRow> {
    let text = record.document.text.as_str();
    let map = OffsetMap::new(text);
    let mut out: Vec<TimelineRow> = publication(record).into_iter().collect();
    for t in &record.times {
        let Some(home) = sentence_of(record, t.span) else { continue };
        // A length ("five hours") or a habit ("every Tuesday") is no point in time.
        let point = matches!(t.kind, TimeType::Date | TimeType::Time) || t.interval.is_some();
        // "the current president": now is the date of the document, which has its own entry.
        if !point || t.value == "PRESENT_REF" || furniture(record, home) {
            continue;
        }
        for (sentence, hung) in hung(record, t, home) {
            let span = record.sentences[sentence].span;
            let around = if sentence == home { t.span } else { hung.at.unwrap_or(span) };
            let part = clause::around(text, span, around);
            let [from, to] = t.interval.clone().unwrap_or_default();
            out.push(TimelineRow {
                precision: if from.is_empty() { "unknown" } else { precision(&t.value) },
                from,
                to,
                value: t.value.clone(),
                when: one_line(t.span.of(text)),
                kind: hung.kind(),
                who: if hung.who.is_empty() { named_in(record, part.span) } else { hung.who },
                what: part.words,
                status: hung.status,
                rows: std::iter::once(t.id.to_string()).chain(hung.rows).collect(),
                document: record.document.source.clone(),
                also: Vec::new(),
                published: published(record),
                basis: t.basis.clone().unwrap_or_default(),
                confidence: hung.confidence,
                start: map.scalar(t.span.start),
                end: map.scalar(t.span.end),
                dyads: hung.dyads,
            });
        }
    }
    out
}

/// What hangs on a time in one sentence.
#[derive(Default)]
struct Hung {
    rows: Vec<String>,
    who: Vec<String>,
    status: String,
    confidence: Option<f32>,
    at: Option<Span>,
    dyads: Vec<[String; 3]>,
}

impl Hung {
    fn kind(&self) -> &'static str {
        match self.rows.first().and_then(|r| r.chars().next()) {
            Some('v') => "event",
            Some('s') => "statement",
            Some('f') => "figure",
            _ => "sentence",
        }
    }
    fn add(&mut self, id: &Id, at: Span, confidence: f32, who: Vec<String>, status: &str) {
        self.rows.push(id.to_string());
        self.at = self.at.or(Some(at));
        self.confidence = Some(self.confidence.map_or(confidence, |c| c.max(confidence)));
        for name in who {
            if !self.who.contains(&name) {
                self.who.push(name);
            }
        }
        if self.status.is_empty() {
            self.status = status.to_owned();
        }
    }
}

/// The sentences with what hangs on a time there, in text order; the time's own sentence alone, if nothing does.
fn hung(record: &Record, t: &TimeRow, home: usize) -> Vec<(usize, Hung)> {
    let mut out: Vec<(usize, Hung)> = Vec::new();
    let name = |id: Option<&Id>| {
        let e = id.and_then(Id::index).and_then(|i| record.entities.get(i));
        e.map(|e| one_line(&e.name))
    };
    for v in record.events.iter().filter(|v| v.time.as_ref() == Some(&t.id)) {
        let Some(s) = v.sentence.index().filter(|s| *s < record.sentences.len()) else { continue };
        let who = [&v.actor, &v.recipient].into_iter().filter_map(|a| name(a.entity.as_ref())).collect();
        let status = if v.status == Status::Asserted { "" } else { v.status.as_str() };
        let h = at(&mut out, s);
        h.add(&v.id, v.trigger, v.confidence.0, who, status);
        h.dyads.push(dyad(v, name(v.actor.entity.as_ref()), name(v.recipient.entity.as_ref())));
    }
    for s in record.statements.iter().filter(|s| s.time.as_ref() == Some(&t.id)) {
        let Some(first) = s.cue.first().or(s.content.first()) else { continue };
        let Some(n) = sentence_of(record, *first) else { continue };
        let who = name(s.speaker.as_ref()).into_iter().collect();
        at(&mut out, n).add(&s.id, *first, s.confidence.0, who, s.act.as_str());
    }
    for f in record.figures.iter().filter(|f| f.period.as_ref() == Some(&t.id)) {
        let Some(n) = sentence_of(record, f.span) else { continue };
        at(&mut out, n).add(&f.id, f.span, f.confidence.0, Vec::new(), "");
    }
    if out.is_empty() {
        out.push((home, Hung::default()));
    }
    out.sort_by_key(|h| h.0);
    out
}

fn at(out: &mut Vec<(usize, Hung)>, sentence: usize) -> &mut Hung {
    let i = match out.iter().position(|h| h.0 == sentence) {
        Some(i) => i,
        None => {
            out.push((sentence, Hung::default()));
            out.len() - 1
        }
    };
    &mut out[i].1
}

fn dyad(v: &Event, actor: Option<String>, recipient: Option<String>) -> [String; 3] {
    let side =
        |code: &Option<String>, name: Option<String>| name.or_else(|| code.clone()).unwrap_or_default();
    [v.plover.clone(), side(&v.actor.code, actor), side(&v.recipient.code, recipient)]
}

fn sentence_of(record: &Record, span: Span) -> Option<usize> {
    let i = record.sentences.partition_point(|s| s.span.end <= span.start);
    record.sentences.get(i).filter(|s| s.span.start <= span.start).map(|_| i)
}

/// True of a sentence outside the article's own text: links to other articles, by-lines, contacts.
fn furniture(record: &Record, sentence: usize) -> bool {
    let block = record.sentences.get(sentence).and_then(|s| record.blocks.get(s.block));
    block.is_some_and(|b| b.kind.is_furniture() && b.kind != BlockKind::Caption)
}

/// Names of the persons, bodies and countries in a stretch of text, in the order in which they stand there.
fn named_in(record: &Record, span: Span) -> Vec<String> {
    use dyad_record::EntityKind::{Country, Group, Organization, Person};
    let first = |e: &Entity| e.mentions.iter().map(|m| m.span).find(|s| span.contains(*s)).map(|s| s.start);
    let mut found: Vec<(usize, String)> = record
        .entities
        .iter()
        .filter(|e| matches!(e.kind, Person | Organization | Country | Group))
        .filter_map(|e| Some((first(e)?, one_line(&e.name))))
        .collect();
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1);
    found.into_iter().map(|f| f.1).collect()
}

fn published(record: &Record) -> String {
    record.document.published.as_ref().map(|p| p.value.clone()).unwrap_or_default()
}

/// The document's own date as an entry.
fn publication(record: &Record) -> Option<TimelineRow> {
    let p = record.document.published.as_ref()?;
    let (from, to) = p.value.split_once('/').unwrap_or((&p.value, &p.value));
    let headline = record.blocks.iter().find(|b| b.kind == BlockKind::Headline);
    let headline = headline.map(|b| one_line(b.span.of(&record.document.text)));
    let day = |d: &str| d.get(..10).unwrap_or(d).to_owned();
    Some(TimelineRow {
        from: day(from),
        to: day(to),
        precision: if from == to { "day" } else { "span" },
        value: p.value.clone(),
        kind: "published",
        what: record.document.title.clone().or(headline).unwrap_or_default(),
        rows: Vec::new(),
        document: record.document.source.clone(),
        published: p.value.clone(),
        basis: format!("publication date {}", p.basis),
        ..TimelineRow::default()
    })
}

/// How fine a TIMEX3 value is.
fn precision(value: &str) -> &'static str {
    if value.starts_with('P') {
        return "span";
    }
    if value.contains('T') {
        return "time";
    }
    if value.starts_with("FY") {
        return "fiscal_year";
    }
    let value = value.strip_prefix("BC").unwrap_or(value);
    let mut parts = value.split('-');
    let year = parts.next().unwrap_or_default();
    match (parts.next(), parts.next(), year.len()) {
        (None, _, 2) => "century",
        (None, _, 3) => "decade",
        (None, ..) => "year",
        (Some(m), None, _) => match m.as_bytes().first() {
            Some(b'W') if m.len() == 3 => "week",
            Some(b'Q') => "quarter",
            Some(b'H') => "half",
            Some(b'S' | b'F' | b'W') => "season",
            _ => "month",
        },
        (Some(_), Some("WE"), _) => "weekend",
        (Some(_), Some(_), _) => "day",
    }
}

impl TimelineRow {
    /// A line of CSV with its line end.
    #[must_use]
    pub fn csv(&self) -> String {
        line(&[
            self.from.clone(),
            self.to.clone(),
            self.precision.to_owned(),
            self.value.clone(),
            self.when.clone(),
            self.kind.to_owned(),
            self.who.join("; "),
            self.what.clone(),
            self.status.clone(),
            self.rows.join("; "),
            self.document.clone(),
            self.also.join("; "),
            self.published.clone(),
            self.basis.clone(),
            self.confidence.map(|c| format!("{c:.2}")).unwrap_or_default(),
            self.start.to_string(),
            self.end.to_string(),
        ])
    }
}

/// The first line of the CSV form.
#[must_use]
pub fn timeline_header() -> String {
    line(&TIMELINE_COLUMNS.map(str::to_owned))
}
