//! PLOVER's JSON record, one a line: the fields of the manual, null where nothing is known.
//!
//! Decisions. `coded_date` and `coded_time` are null, because output does not depend on the clock. `event_scale` is the Goldstein
//! weight of the CAMEO code. `text` is the sentence; `text_info` says where it stands, in scalar values, and what the record knows of
//! the event beyond the manual: status, confidence, CAMEO code, basis of the date.

use dyad_knowledge::Knowledge;
use dyad_record::{Confidence, OffsetMap, Record};
use serde_json::{Map, Value, json};

use super::facts::{Facts, Party};
use super::filter::EventFilter;
use super::place::Spot;

/// The fields, in the manual's order.
pub const PLOVER_FIELDS: [&str; 23] = [
    "id",
    "has_event",
    "date",
    "time",
    "enddate",
    "endtime",
    "actor",
    "recipient",
    "event",
    "event_loc",
    "event_text",
    "quad_code",
    "event_scale",
    "mode",
    "context",
    "link",
    "text",
    "text_info",
    "cite_info",
    "coder",
    "coded_date",
    "coded_time",
    "comment",
];

/// The events that a filter wants, one line each.
#[must_use]
pub fn plover(record: &Record, filter: &EventFilter, k: &Knowledge) -> Vec<String> {
    let map = OffsetMap::new(&record.document.text);
    let json = |f: &Facts<'_>| {
        let fields = PLOVER_FIELDS.iter().map(|c| (*c).to_owned()).zip(values(f, &map, k));
        Value::Object(fields.collect()).to_string() + "\n"
    };
    Facts::of(record, filter, k).iter().map(json).collect()
}

fn values(f: &Facts<'_>, map: &OffsetMap<'_>, k: &Knowledge) -> [Value; 23] {
    let (e, doc) = (f.event, &f.record.document);
    let span = map.scalar_span(e.trigger);
    let comment = if e.domestic { "domestic" } else { "" };
    let address = doc.source.starts_with("http://") || doc.source.starts_with("https://");
    [
        f.number.to_string().into(),
        true.into(),
        text(f.days.as_ref().map_or("", |d| &d.from)),
        Value::Null,
        text(f.days.as_ref().filter(|d| d.to != d.from).map_or("", |d| &d.to)),
        Value::Null,
        entities(&f.actor),
        entities(&f.recipient),
        json!([e.plover]),
        f.place.map_or(Value::Null, |p| {
            let spot = Spot::new(p, k);
            known([
                ("name", text(&p.name)),
                ("admin1", text(spot.region())),
                ("country", text(p.country.as_deref().unwrap_or_default())),
                ("lat", p.lat.into()),
                ("lon", p.lon.into()),
                ("geonames", text(&f.geonames())),
            ])
        }),
        text(&f.trigger()),
        e.quad.into(),
        e.goldstein.into(),
        e.mode.iter().cloned().collect(),
        e.contexts.iter().cloned().collect(),
        text(if address { &doc.source } else { "" }),
        text(&f.sentence_text()),
        known([
            ("document", text(&doc.id)),
            ("sentence", text(e.sentence.as_str())),
            ("trigger", json!([span.start, span.end])),
            ("status", e.status.as_str().into()),
            ("confidence", Confidence(e.confidence.0).hundredths().into()),
            ("cameo", text(&f.cameo(k))),
            ("date_basis", text(f.basis)),
            ("said_by", text(&f.said_by)),
        ]),
        known([
            ("source", text(&doc.source)),
            ("outlet", text(doc.outlet.as_deref().unwrap_or_default())),
            ("title", text(doc.title.as_deref().unwrap_or_default())),
            ("published", text(doc.published.as_ref().map_or("", |p| &p.value))),
        ]),
        format!("dyad {}", f.record.coder.version).into(),
        Value::Null,
        Value::Null,
        text(comment),
    ]
}

fn text(s: &str) -> Value {
    if s.is_empty() { Value::Null } else { s.into() }
}

/// An object of what is known.
fn known<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let known = fields.into_iter().filter(|(_, v)| !v.is_null());
    Value::Object(known.map(|(n, v)| (n.to_owned(), v)).collect::<Map<_, _>>())
}

/// A side as a list of entities; empty where there is none.
fn entities(p: &Party<'_>) -> Value {
    let one = known([
        ("name", text(&p.name())),
        ("text", text(&p.raw)),
        ("code", text(p.code.0)),
        ("country", text(p.code.country().unwrap_or_default())),
        ("sector", Value::from(p.code.sectors())),
    ]);
    let nobody = p.name().is_empty() && p.code.0.is_empty();
    Value::Array(if nobody { Vec::new() } else { vec![one] })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{formats, record};
    use super::*;

    #[test]
    fn the_fields_are_those_of_the_manual() {
        let Some(listed) = formats("PLOVER JSON record") else { return };
        let listed = listed.split("(*required)").next().unwrap_or_default().replace('*', "");
        let mut names: Vec<&str> = Vec::new();
        for part in listed.lines().skip(1).flat_map(|l| l.split(", ")) {
            names.extend(part.split_whitespace().next().map(|n| n.trim_end_matches('.')));
        }
        assert_eq!(names, PLOVER_FIELDS);
    }

    #[test]
    fn a_hand_made_event_is_one_line_of_json() {
        let k = Knowledge::embedded().unwrap();
        let lines = plover(&record(), &EventFilter::default(), &k);
        assert_eq!(lines[0].matches('\n').count(), 1);
        let v: Value = serde_json::from_str(&lines[0]).unwrap();
        assert_eq!(v.as_object().unwrap().keys().collect::<Vec<_>>(), PLOVER_FIELDS);
        assert_eq!((&v["date"], &v["enddate"]), (&json!("2024-02-14"), &Value::Null));
        assert_eq!(v["actor"][0]["code"], "ROU:GOV");
        assert_eq!((&v["event"], &v["mode"]), (&json!(["ACCUSE"]), &json!(["allege"])));
        assert_eq!(v["text_info"]["trigger"], json!([13, 20]));
        assert_eq!(v["link"], "https://example.org/a\tb");
        assert_eq!(v["coded_date"], Value::Null);
    }
}
