//! The statements of a record as rows of their own: filtered, for a table, CSV (RFC 4180) or JSON lines.
//!
//! A speaker is shown by the canonical name of the whole document, beside the words that the text has there. This module must not
//! know how statements were found.

use std::fmt::Write as _;

use dyad_record::{Act, Id, OffsetMap, Record, Span, Statement, StatementKind};

use crate::view::one_line;

/// Which statements are wanted; an empty list wants all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatementFilter {
    /// Words of the speaker's name or of a form of it, or the beginning of an actor code (`MEX:GOV`).
    pub speakers: Vec<String>,
    /// Speech acts.
    pub acts: Vec<Act>,
    /// Words that the content holds, or of the name of somebody mentioned in it.
    pub about: Vec<String>,
    /// Only the speaker's own words.
    pub verbatim: bool,
}

/// One statement, ready to be shown. Offsets are scalar values.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementRow {
    /// Where the document came from.
    pub document: String,
    /// Id in the record.
    pub id: String,
    /// Canonical name; empty where nobody is known.
    pub speaker: String,
    /// Actor code.
    pub actor: String,
    /// The speaker as the text has it there.
    pub form: String,
    /// Speech act.
    pub act: Act,
    /// Direct, indirect or mixed.
    pub kind: StatementKind,
    /// What was said; stretches are joined by " … ".
    pub words: String,
    /// For whom it was meant.
    pub addressee: String,
    /// Where it was said.
    pub venue: String,
    /// TIMEX3 value of when.
    pub time: String,
    /// How the speaker was found.
    pub link: String,
    /// From 0 to 1.
    pub confidence: f32,
    /// Names of those who came close to being the speaker.
    pub rivals: Vec<String>,
    /// Id of the statement that reports this one.
    pub nested_in: String,
    /// First scalar value of what was said.
    pub start: usize,
    /// Behind its last one.
    pub end: usize,
}

/// The columns of the CSV form and the fields of the JSON form.
pub const STATEMENT_COLUMNS: [&str; 17] = [
    "document",
    "id",
    "speaker",
    "actor",
    "form",
    "act",
    "kind",
    "words",
    "addressee",
    "venue",
    "time",
    "link",
    "confidence",
    "rivals",
    "nested_in",
    "start",
    "end",
];

/// The statements of a record (byte spans) that a filter wants, in text order.
#[must_use]
pub fn statement_rows(record: &Record, filter: &StatementFilter) -> Vec<StatementRow> {
    let text = record.document.text.as_str();
    let map = OffsetMap::new(text);
    let name = |id: &Id| {
        let entity = id.index().and_then(|i| record.entities.get(i));
        entity.map_or_else(String::new, |e| one_line(&e.name))
    };
    record
        .statements
        .iter()
        .filter_map(|s| {
            if !filter.acts.is_empty() && !filter.acts.contains(&s.act) || !wanted(record, s, filter) {
                return None;
            }
            let spans = if filter.verbatim { verbatim(text, s) } else { s.content.clone() };
            let whole = spans.first()?.cover(*spans.last()?);
            let entity = s.speaker.as_ref().and_then(Id::index).and_then(|i| record.entities.get(i));
            let time = s.time.as_ref().and_then(Id::index).and_then(|i| record.times.get(i));
            Some(StatementRow {
                document: record.document.source.clone(),
                id: s.id.to_string(),
                speaker: s.speaker.as_ref().map(name).unwrap_or_default(),
                actor: entity.and_then(|e| e.actor.clone()).unwrap_or_default(),
                form: joined(text, &s.source),
                act: s.act,
                kind: s.kind,
                words: joined(text, &spans),
                addressee: s.addressee.clone().unwrap_or_default(),
                venue: s.venue.clone().unwrap_or_default(),
                time: time.map(|t| t.value.clone()).unwrap_or_default(),
                link: s.link.to_string(),
                confidence: s.confidence.0,
                rivals: s.rivals.iter().map(name).collect(),
                nested_in: s.nested_in.as_ref().map(Id::to_string).unwrap_or_default(),
                start: map.scalar(whole.start),
                end: map.scalar(whole.end),
            })
        })
        .collect()
}

fn wanted(record: &Record, s: &Statement, filter: &StatementFilter) -> bool {
    let text = record.document.text.as_str();
    let speaks = |ask: &String| named(record, s.speaker.as_ref(), &s.source, ask);
    let about = |ask: &String| {
        s.content.iter().any(|c| {
            let named = |m: &dyad_record::MentionRow| c.contains(m.span);
            holds(c.of(text), ask)
                || record.entities.iter().any(|e| holds(&e.name, ask) && e.mentions.iter().any(named))
        })
    };
    (filter.speakers.is_empty() || filter.speakers.iter().any(speaks))
        && (filter.about.is_empty() || filter.about.iter().any(about))
}

/// True if a speaker, a member of the group that speaks, or the words of the source go by a name or an actor code.
pub(crate) fn named(record: &Record, speaker: Option<&Id>, source: &[Span], ask: &str) -> bool {
    let text = record.document.text.as_str();
    let entity = speaker.and_then(Id::index).and_then(|i| record.entities.get(i));
    let group = entity.into_iter().flat_map(|e| &e.members).filter_map(Id::index);
    let all = entity.into_iter().chain(group.filter_map(|i| record.entities.get(i)));
    all.into_iter().any(|e| {
        let code = |a: &String| {
            a.eq_ignore_ascii_case(ask) || a.to_lowercase().starts_with(&format!("{}:", ask.to_lowercase()))
        };
        holds(&e.name, ask) || e.actor.as_ref().is_some_and(code)
    }) || source.iter().any(|x| holds(x.of(text), ask))
}

/// True if the words of `ask` stand one after the other in `text`, whatever the case.
pub(crate) fn holds(text: &str, ask: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        s.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (text, ask) = (words(text), words(ask));
    !ask.is_empty() && text.windows(ask.len()).any(|w| w == ask.as_slice())
}

/// The speaker's own words: all of a direct statement, of a mixed one what stands between marks, of an indirect one nothing.
fn verbatim(text: &str, s: &Statement) -> Vec<Span> {
    match s.kind {
        StatementKind::Direct => s.content.clone(),
        StatementKind::Indirect => Vec::new(),
        StatementKind::Mixed => s.content.iter().flat_map(|c| between_marks(text, *c)).collect(),
    }
}

/// The stretches of a span between double quotation marks, marks included; an open one goes to the end.
fn between_marks(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for (i, c) in span.of(text).char_indices() {
        let at = span.start + i;
        match (c, open) {
            ('"' | '“' | '”' | '„' | '«' | '»' | '‟', None) => open = Some(at),
            ('"' | '“' | '”' | '»' | '«', Some(from)) => {
                out.push(Span::new(from, at + c.len_utf8()));
                open = None;
            }
            _ => {}
        }
    }
    out.extend(open.map(|from| Span::new(from, span.end)));
    out.retain(|s| s.of(text).contains(char::is_alphanumeric));
    out
}

pub(crate) fn joined(text: &str, spans: &[Span]) -> String {
    spans.iter().map(|s| one_line(s.of(text))).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" … ")
}

impl StatementRow {
    /// The cells, in the order of [`STATEMENT_COLUMNS`].
    fn cells(&self) -> [String; 17] {
        [
            self.document.clone(),
            self.id.clone(),
            self.speaker.clone(),
            self.actor.clone(),
            self.form.clone(),
            self.act.to_string(),
            self.kind.to_string(),
            self.words.clone(),
            self.addressee.clone(),
            self.venue.clone(),
            self.time.clone(),
            self.link.clone(),
            format!("{:.2}", self.confidence),
            self.rivals.join("; "),
            self.nested_in.clone(),
            self.start.to_string(),
            self.end.to_string(),
        ]
    }
    /// A line of CSV with its line end.
    #[must_use]
    pub fn csv(&self) -> String {
        line(&self.cells())
    }
    /// The row for a person: who, by what name, how; then the words, folded to the width.
    #[must_use]
    pub fn table(&self, width: usize) -> String {
        let who = if self.speaker.is_empty() { "(not known)" } else { &self.speaker };
        let mut head = format!("{} {}  {who}", self.id, self.act);
        if !self.actor.is_empty() {
            let _ = write!(head, " [{}]", self.actor);
        }
        if !self.form.is_empty() && self.form != self.speaker {
            let _ = write!(head, ", \"{}\"", self.form);
        }
        let _ = write!(head, "; {}, by {}, {:.2}", self.kind, self.link, self.confidence);
        for (name, value) in [("to", &self.addressee), ("at", &self.venue), ("on", &self.time)] {
            if !value.is_empty() {
                let _ = write!(head, "; {name} {value}");
            }
        }
        if !self.rivals.is_empty() {
            let _ = write!(head, "; or {}", self.rivals.join(", "));
        }
        if !self.nested_in.is_empty() {
            let _ = write!(head, "; in {}", self.nested_in);
        }
        let options =
            textwrap::Options::new(width.clamp(40, 200)).initial_indent("    ").subsequent_indent("    ");
        format!("{head}\n{}\n", textwrap::fill(&self.words, options))
    }
}

/// The first line of the CSV form.
#[must_use]
pub fn statement_header() -> String {
    line(&STATEMENT_COLUMNS.map(str::to_owned))
}

pub(crate) fn line(cells: &[String]) -> String {
    let quoted = |c: &String| {
        if c.contains([',', '"', '\n', '\r']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { c.clone() }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_in_order() {
        assert!(holds("Carl Beckett and Laura Stone", "laura stone"));
        assert!(!holds("Beckettson", "Beckett") && !holds("Laura Stone", "stone laura") && !holds("x", "…"));
    }

    #[test]
    fn own_words_are_those_between_marks() {
        let text = "he called it \"a joke\" and “no";
        let told: Vec<&str> =
            between_marks(text, Span::new(0, text.len())).iter().map(|s| s.of(text)).collect();
        assert_eq!(told, ["\"a joke\"", "“no"]);
        assert!(between_marks("\"\"", Span::new(0, 2)).is_empty());
    }

    #[test]
    fn a_cell_with_commas_or_marks_is_quoted() {
        assert_eq!(
            line(&["a,b".into(), "say \"no\"".into(), "c".into()]),
            "\"a,b\",\"say \"\"no\"\"\",c\r\n"
        );
        assert!(statement_header().starts_with("document,id,speaker,"));
    }
}
