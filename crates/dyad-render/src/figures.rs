//! The figures of a record, or its claims without a number, as rows of their own: filtered, for a table, CSV (RFC 4180) or
//! JSON lines.
//!
//! This module must not know how figures were found.

use std::fmt::Write as _;

use dyad_record::{Figure, FigureKind, Id, OffsetMap, Record, Span};

use crate::Cell;
use crate::statements::{holds, joined, line, named};

/// Which figures are wanted; an empty list wants all.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FigureFilter {
    /// Words of what is measured, or of the figure itself.
    pub of: Vec<String>,
    /// Units as in the record (`person`, `lb`, `USD`, `share`).
    pub units: Vec<String>,
    /// Kinds.
    pub kinds: Vec<FigureKind>,
    /// Words of the name of who gives it, or the beginning of an actor code.
    pub speakers: Vec<String>,
}

/// One figure, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRow {
    /// In the order of [`FIGURE_COLUMNS`].
    pub cells: [Cell; 23],
    /// For a person: one line about the figure, and one with its evidence.
    pub table: String,
}

/// The columns of the CSV form and the fields of the JSON form.
pub const FIGURE_COLUMNS: [&str; 23] = [
    "document",
    "id",
    "words",
    "value",
    "high",
    "bound",
    "kind",
    "unit",
    "code",
    "of",
    "place",
    "period",
    "from",
    "to",
    "speaker",
    "direction",
    "base",
    "part_of",
    "toward",
    "statement",
    "confidence",
    "start",
    "end",
];

/// The first line of the CSV form.
#[must_use]
pub fn figure_header() -> String {
    line(&FIGURE_COLUMNS.map(str::to_owned))
}

impl FigureRow {
    /// A line of CSV with its line end.
    #[must_use]
    pub fn csv(&self) -> String {
        line(&self.cells.each_ref().map(Cell::plain))
    }
}

fn text(s: impl Into<String>) -> Cell {
    Cell::Text(s.into())
}

fn id(id: Option<&Id>) -> Cell {
    Cell::Text(id.map(Id::to_string).unwrap_or_default())
}

/// The figures of a record (byte spans) that a filter wants, in text order.
#[must_use]
pub fn figure_rows(record: &Record, filter: &FigureFilter) -> Vec<FigureRow> {
    let map = OffsetMap::new(&record.document.text);
    record.figures.iter().filter(|f| wanted(record, f, filter)).map(|f| row(record, &map, f)).collect()
}

fn wanted(record: &Record, f: &Figure, filter: &FigureFilter) -> bool {
    let all = record.document.text.as_str();
    let told = |ask: &String| holds(f.of.as_deref().unwrap_or(""), ask) || holds(f.span.of(all), ask);
    let unit = |u: &String| f.unit.as_deref().is_some_and(|x| x.eq_ignore_ascii_case(u));
    (filter.of.is_empty() || filter.of.iter().any(told))
        && (filter.units.is_empty() || filter.units.iter().any(unit))
        && (filter.kinds.is_empty() || filter.kinds.contains(&f.kind))
        && says(record, f.speaker.as_ref(), filter)
}

fn says(record: &Record, speaker: Option<&Id>, filter: &FigureFilter) -> bool {
    filter.speakers.is_empty() || filter.speakers.iter().any(|ask| named(record, speaker, &[], ask))
}

fn speaker_name(record: &Record, speaker: Option<&Id>) -> String {
    let entity = speaker.and_then(Id::index).and_then(|i| record.entities.get(i));
    entity.map_or_else(String::new, |e| e.name.clone())
}

fn row(record: &Record, map: &OffsetMap, f: &Figure) -> FigureRow {
    let all = record.document.text.as_str();
    let time = f.period.as_ref().and_then(Id::index).and_then(|i| record.times.get(i));
    let days = f.days.as_ref().or_else(|| time.and_then(|t| t.interval.as_ref()));
    let period = time.map(|t| t.value.clone()).unwrap_or_default();
    let (from, to) = days.map_or_else(Default::default, |[a, b]| (a.clone(), b.clone()));
    let speaker = speaker_name(record, f.speaker.as_ref());
    let place = f.place.clone().unwrap_or_default();
    let words = joined(all, &[f.span]);
    let base = f.base.map(|b| joined(all, &[b])).unwrap_or_default();
    let direction = f.direction.map(|d| d.to_string()).unwrap_or_default();
    let mut table = format!("{} {}  {}", f.id, f.kind, crate::view::quantity(f));
    if let Some(of) = &f.of {
        let _ = write!(table, " · {of}");
    }
    for (name, value) in
        [("", &direction), ("from ", &base), ("in ", &place), ("", &period), ("by ", &speaker)]
    {
        if !value.is_empty() {
            let _ = write!(table, "; {name}{value}");
        }
    }
    if let Some([from, to]) = &f.days {
        let _ = write!(table, " ({from} to {to})");
    }
    for (name, other) in [("part of", &f.part_of), ("held against", &f.toward)] {
        if let Some(other) = other {
            let _ = write!(table, "; {name} {other}");
        }
    }
    let _ = write!(table, ", {:.2}\n    \"{words}\"\n", f.confidence.0);
    FigureRow {
        cells: [
            text(&record.document.source),
            text(f.id.as_str()),
            text(words),
            Cell::Number(Some(f.value)),
            Cell::Number(f.high),
            text(f.bound.as_str()),
            text(f.kind.as_str()),
            text(f.unit.clone().unwrap_or_default()),
            text(f.code.clone().unwrap_or_default()),
            text(f.of.clone().unwrap_or_default()),
            text(place),
            text(period),
            text(from),
            text(to),
            text(speaker),
            text(direction),
            text(base),
            id(f.part_of.as_ref()),
            id(f.toward.as_ref()),
            id(f.statement.as_ref()),
            Cell::Number(Some(f.confidence.hundredths())),
            Cell::Offset(map.scalar(f.span.start)),
            Cell::Offset(map.scalar(f.span.end)),
        ],
        table,
    }
}

/// The claims without a number that a filter wants, in the columns of the figures; units and kinds of figures ask for none.
#[must_use]
pub fn unquantified_rows(record: &Record, filter: &FigureFilter) -> Vec<FigureRow> {
    let all = record.document.text.as_str();
    let map = OffsetMap::new(all);
    let told = |of: &str, span: Span| {
        filter.of.is_empty() || filter.of.iter().any(|ask| holds(of, ask) || holds(span.of(all), ask))
    };
    let rows = record
        .unquantified
        .iter()
        .filter(|u| told(u.of.as_deref().unwrap_or(""), u.span) && says(record, u.speaker.as_ref(), filter));
    let none = || text("");
    rows.map(|u| {
        let words = joined(all, &[u.span]);
        let of = u.of.clone().unwrap_or_default();
        let speaker = speaker_name(record, u.speaker.as_ref());
        let by = if speaker.is_empty() { String::new() } else { format!("; by {speaker}") };
        let table = format!("{} {}  {words} · {of}{by}, {:.2}\n", u.id, u.kind, u.confidence.0);
        FigureRow {
            cells: [
                text(&record.document.source),
                text(u.id.as_str()),
                text(words),
                Cell::Number(None),
                Cell::Number(None),
                none(),
                text(u.kind.as_str()),
                none(),
                none(),
                text(of),
                none(),
                none(),
                none(),
                none(),
                text(speaker),
                none(),
                none(),
                none(),
                none(),
                id(u.statement.as_ref()),
                Cell::Number(Some(u.confidence.hundredths())),
                Cell::Offset(map.scalar(u.span.start)),
                Cell::Offset(map.scalar(u.span.end)),
            ],
            table,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_its_columns_and_leaves_out_what_is_not_known() {
        let mut r = Record::default();
        r.document.text = "They seized 5 kg.".to_owned();
        r.figures.push(Figure {
            kind: FigureKind::Measure,
            unit: Some("kg".to_owned()),
            code: Some("kg".to_owned()),
            confidence: dyad_record::Confidence(0.9),
            ..Figure::bare(Id::new('f', 0), Span::new(12, 16), 5.0)
        });
        let rows = figure_rows(&r, &FigureFilter::default());
        assert_eq!(rows[0].csv(), ",f1,5 kg,5,,exact,measure,kg,kg,,,,,,,,,,,,0.9,12,16\r\n");
        assert!(rows[0].table.contains("\"5 kg\""), "{}", rows[0].table);
        let other = FigureFilter { units: vec!["lb".into()], ..FigureFilter::default() };
        assert!(figure_rows(&r, &other).is_empty());
        let found =
            FigureFilter { units: vec!["KG".into()], of: vec!["5 kg".into()], ..FigureFilter::default() };
        assert_eq!(figure_rows(&r, &found).len(), 1);
    }
}
