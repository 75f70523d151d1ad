//! What looked like an event and is held back, as rows for a table, CSV (RFC 4180) and JSON lines.

use dyad_record::{Abstained, Confidence, EventActor, Id, OffsetMap, Record};

use super::ask::TypeAsk;
use super::filter::EventFilter;
use crate::Cell;
use crate::statements::{holds, line};
use crate::view::one_line;

/// The columns of the CSV form and the fields of the JSON form.
pub const ABSTAINED_COLUMNS: [&str; 13] = [
    "document",
    "id",
    "actor",
    "actor_code",
    "recipient",
    "recipient_code",
    "plover",
    "confidence",
    "reason",
    "trigger",
    "start",
    "end",
    "sentence",
];

/// One of them, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct AbstainedRow {
    /// In the order of [`ABSTAINED_COLUMNS`].
    pub cells: [Cell; 13],
    /// For a table: one line of what it would have been and why not, one of evidence.
    pub table: String,
}

impl AbstainedRow {
    /// A line of CSV with its line end.
    #[must_use]
    pub fn csv(&self) -> String {
        line(&self.cells.each_ref().map(Cell::plain))
    }
}

/// The first line of the CSV form.
#[must_use]
pub fn abstained_header() -> String {
    line(&ABSTAINED_COLUMNS.map(str::to_owned))
}

/// What is held back in a record (byte spans), in text order; of a filter the sides, the types and the least confidence count.
#[must_use]
pub fn abstained_rows(record: &Record, filter: &EventFilter) -> Vec<AbstainedRow> {
    let map = OffsetMap::new(&record.document.text);
    record.abstained.iter().filter_map(|a| row(record, a, filter, &map)).collect()
}

fn row(record: &Record, a: &Abstained, filter: &EventFilter, map: &OffsetMap<'_>) -> Option<AbstainedRow> {
    let text = record.document.text.as_str();
    let name = |side: &EventActor| {
        let entity = side.entity.as_ref().and_then(Id::index).and_then(|i| record.entities.get(i));
        entity
            .map(|e| one_line(&e.name))
            .or_else(|| side.span.map(|s| one_line(s.of(text))))
            .unwrap_or_default()
    };
    let code = |side: &EventActor| side.code.clone().unwrap_or_default();
    let asked = |list: &[String], side: &EventActor| {
        let under = |ask: &String| {
            code(side).strip_prefix(ask.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        };
        list.is_empty() || list.iter().any(|ask| under(ask) || holds(&name(side), ask))
    };
    let typed = filter.types.is_empty()
        || filter.types.iter().any(|t| matches!(t, TypeAsk::Plover(p, None) if *p == a.plover));
    let sure = Confidence(a.confidence.0).hundredths();
    if !(asked(&filter.actors, &a.actor)
        && asked(&filter.recipients, &a.recipient)
        && typed
        && sure >= filter.min_confidence)
    {
        return None;
    }
    let sentence = a.sentence.index().and_then(|i| record.sentences.get(i));
    let sentence = sentence.map_or_else(String::new, |s| one_line(s.span.of(text)));
    let trigger = one_line(a.trigger.of(text));
    let side = |s: &EventActor| match (name(s), code(s)) {
        (n, c) if n.is_empty() && c.is_empty() => "(not named)".to_owned(),
        (n, c) if c.is_empty() => n,
        (n, c) if n.is_empty() => format!("[{c}]"),
        (n, c) => format!("{n} [{c}]"),
    };
    let table = format!(
        "{}  {} → {}  {} \"{trigger}\"; {sure:.2}: {}\n    {sentence}\n",
        a.id,
        side(&a.actor),
        side(&a.recipient),
        a.plover,
        a.reason
    );
    Some(AbstainedRow {
        cells: [
            Cell::Text(record.document.source.clone()),
            Cell::Text(a.id.to_string()),
            Cell::Text(name(&a.actor)),
            Cell::Text(code(&a.actor)),
            Cell::Text(name(&a.recipient)),
            Cell::Text(code(&a.recipient)),
            Cell::Text(a.plover.clone()),
            Cell::Number(Some(sure)),
            Cell::Text(a.reason.clone()),
            Cell::Text(trigger),
            Cell::Offset(map.scalar(a.trigger.start)),
            Cell::Offset(map.scalar(a.trigger.end)),
            Cell::Text(sentence),
        ],
        table,
    })
}

#[cfg(test)]
mod tests {
    use dyad_record::{SentenceRow, Span};

    use super::*;

    #[test]
    fn what_is_held_back_tells_why() {
        let mut r = Record::default();
        r.document.text = "Ü: gunmen hit Mali.".to_owned();
        r.sentences.push(SentenceRow { id: Id::new('n', 0), span: Span::new(0, 20), block: 0 });
        r.abstained.push(Abstained {
            id: Id::new('a', 0),
            trigger: Span::new(11, 14),
            sentence: Id::new('n', 0),
            actor: EventActor { span: Some(Span::new(4, 10)), ..EventActor::default() },
            recipient: EventActor { code: Some("MLI".to_owned()), ..EventActor::default() },
            plover: "ASSAULT".to_owned(),
            confidence: Confidence(0.2),
            reason: "rather no event".to_owned(),
            block: 0,
        });
        let rows = abstained_rows(&r, &EventFilter::default());
        assert_eq!(
            rows[0].csv(),
            ",a1,gunmen,,,MLI,ASSAULT,0.2,rather no event,hit,10,13,Ü: gunmen hit Mali.\r\n"
        );
        assert!(rows[0].table.contains("gunmen → [MLI]"), "{}", rows[0].table);
        let other = EventFilter { recipients: vec!["MEX".to_owned()], ..EventFilter::default() };
        assert!(abstained_rows(&r, &other).is_empty());
        assert_eq!(abstained_header().split(',').count(), 13);
    }
}
