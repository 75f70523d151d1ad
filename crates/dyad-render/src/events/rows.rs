//! Events as rows for CSV (RFC 4180) and JSON lines.

use dyad_knowledge::Knowledge;
use dyad_record::{Confidence, Id, OffsetMap, Record};

use super::facts::Facts;
use super::filter::EventFilter;
use crate::Cell;
use crate::statements::{joined, line};

/// The columns of the CSV form and the fields of the JSON form.
pub const EVENT_COLUMNS: [&str; 34] = [
    "document",
    "id",
    "date_from",
    "date_to",
    "date_basis",
    "actor",
    "actor_code",
    "recipient",
    "recipient_code",
    "plover",
    "mode",
    "cameo",
    "cameo_gloss",
    "goldstein",
    "quad",
    "contexts",
    "magnitudes",
    "status",
    "place",
    "country",
    "lat",
    "lon",
    "geonames",
    "confidence",
    "statement",
    "said_by",
    "reported_by",
    "domestic",
    "mentions",
    "trigger",
    "start",
    "end",
    "sentence",
    "why",
];

/// One event, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// In the order of [`EVENT_COLUMNS`].
    pub cells: [Cell; 34],
}

impl EventRow {
    /// A line of CSV with its line end.
    #[must_use]
    pub fn csv(&self) -> String {
        line(&self.cells.each_ref().map(Cell::plain))
    }
}

/// The first line of the CSV form.
#[must_use]
pub fn event_header() -> String {
    line(&EVENT_COLUMNS.map(str::to_owned))
}

/// The events of a record (byte spans) that a filter wants, in the record's order.
#[must_use]
pub fn event_rows(record: &Record, filter: &EventFilter, k: &Knowledge) -> Vec<EventRow> {
    let map = OffsetMap::new(&record.document.text);
    Facts::of(record, filter, k).iter().map(|f| row(f, &map, k)).collect()
}

fn row(f: &Facts<'_>, map: &OffsetMap<'_>, k: &Knowledge) -> EventRow {
    let (e, doc) = (f.event, &f.record.document);
    let text = |s: &str| Cell::Text(s.to_owned());
    let optional = |s: Option<&String>| Cell::Text(s.cloned().unwrap_or_default());
    let days = f.days.as_ref();
    let gloss = e.cameo.as_deref().and_then(|c| k.events.ontology.cameo(c));
    let magnitudes = f.magnitudes().into_iter().map(|m| joined(&doc.text, &[m.span]));
    EventRow {
        cells: [
            text(&doc.source),
            text(e.id.as_str()),
            text(days.map_or("", |d| &d.from)),
            text(days.map_or("", |d| &d.to)),
            text(f.basis),
            Cell::Text(f.actor.name()),
            text(f.actor.code.0),
            Cell::Text(f.recipient.name()),
            text(f.recipient.code.0),
            text(&e.plover),
            optional(e.mode.as_ref()),
            optional(e.cameo.as_ref()),
            text(gloss.map_or("", |c| &c.gloss)),
            Cell::Number(e.goldstein),
            e.quad.map_or_else(|| text(""), |q| Cell::Offset(usize::from(q))),
            Cell::List(e.contexts.clone()),
            Cell::List(magnitudes.collect()),
            text(e.status.as_str()),
            optional(f.place.map(|p| &p.name)),
            optional(f.place.and_then(|p| p.country.as_ref())),
            Cell::Number(f.place.and_then(|p| p.lat)),
            Cell::Number(f.place.and_then(|p| p.lon)),
            Cell::Text(f.geonames()),
            Cell::Number(Some(Confidence(e.confidence.0).hundredths())),
            Cell::Text(e.statement.as_ref().map(Id::to_string).unwrap_or_default()),
            text(&f.said_by),
            optional(doc.outlet.as_ref()),
            Cell::Flag(e.domestic),
            Cell::Offset(f.mentions()),
            Cell::Text(f.trigger()),
            Cell::Offset(map.scalar(e.trigger.start)),
            Cell::Offset(map.scalar(e.trigger.end)),
            Cell::Text(f.sentence_text()),
            Cell::List(e.why.clone()),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::record;
    use super::super::{TypeAsk, event_table};
    use super::*;

    fn left(r: &Record, k: &Knowledge, filter: &EventFilter) -> usize {
        event_rows(r, filter, k).len()
    }

    #[test]
    fn a_row_has_its_columns() {
        let k = Knowledge::embedded().unwrap();
        let rows = event_rows(&record(), &EventFilter::default(), &k);
        assert_eq!(
            rows[0].csv(),
            "https://example.org/a\tb,v1,2024-02-14,2024-02-14,text,Ana Popescu,ROU:GOV,European Union,IGO,ACCUSE,allege,1121,\
             Accuses of crime,-2,3,legal; crime,,asserted,El Paso,USA,31.76,-106.49,5520993,0.75,,,The; Gazette,false,2,accused,\
             13,20,\"Ü, Popescu accused the EU in El Paso.\",frame accuse\r\n"
        );
        assert_eq!(event_header().split(',').count(), 34);
        let table = event_table(&record(), &EventFilter::default(), &k, 100).concat();
        assert!(table.contains("Ana Popescu [ROU:GOV] → European Union [IGO]"), "{table}");
        assert!(table.contains("*accused*"), "{table}");
    }

    #[test]
    fn every_condition_of_a_filter_must_hold() {
        let k = Knowledge::embedded().unwrap();
        let r = record();
        let s = |v: &str| v.to_owned();
        let yes = |f: EventFilter| assert_eq!(left(&r, &k, &f), 1, "{f:?}");
        let no = |f: EventFilter| assert_eq!(left(&r, &k, &f), 0, "{f:?}");
        let any = EventFilter::default;
        yes(EventFilter { between: Some([s("ROU"), s("IGO")]), ..any() });
        yes(EventFilter { between: Some([s("IGO"), s("ROU")]), ..any() });
        no(EventFilter { between: Some([s("ROU"), s("ROU")]), ..any() });
        yes(EventFilter { actors: vec![s("ROU")], recipients: vec![s("european union")], ..any() });
        no(EventFilter { actors: vec![s("ROU:MIL")], ..any() });
        yes(EventFilter { types: vec![TypeAsk::Cameo(s("11"))], ..any() });
        yes(EventFilter { types: vec![TypeAsk::Plover(s("ACCUSE"), Some(s("allege")))], ..any() });
        no(EventFilter { types: vec![TypeAsk::Plover(s("ACCUSE"), Some(s("investigate")))], ..any() });
        yes(EventFilter { since: Some(s("2024-02-14")), until: Some(s("2024-02-14")), ..any() });
        no(EventFilter { since: Some(s("2024-02-15")), ..any() });
        no(EventFilter { quads: vec![1, 2, 4], ..any() });
        yes(EventFilter { min_confidence: 0.75, no_domestic: true, ..any() });
        no(EventFilter { min_confidence: 0.76, ..any() });
        no(EventFilter { statuses: vec![dyad_record::Status::Denied], ..any() });
    }

    #[test]
    fn a_day_comes_from_the_text_or_from_publication() {
        let k = Knowledge::embedded().unwrap();
        let mut r = record();
        let dated = |r: &Record| {
            let row = event_rows(r, &EventFilter::default(), &k).remove(0);
            [2, 3, 4].map(|i| row.cells[i].plain())
        };
        r.times[0].interval = None;
        assert_eq!(dated(&r), ["", "", "unresolved"]);
        r.times[0].value = "PRESENT_REF".into();
        assert_eq!(dated(&r), ["2024-02-15", "2024-02-15", "published"]);
        r.events[0].time = None;
        if let Some(p) = &mut r.document.published {
            p.value = "2024-02-10/2024-02-15".into();
            p.basis = dyad_record::PublishedBasis::Inferred;
        }
        assert_eq!(dated(&r), ["2024-02-10", "2024-02-15", "published:inferred"]);
        r.document.published = None;
        assert_eq!(dated(&r), ["", "", ""]);
    }
}
