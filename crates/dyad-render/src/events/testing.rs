//! A hand-made record, and the list of columns that the formats are checked against.

use dyad_record::{
    Block, BlockKind, Confidence, DocumentInfo, Entity, EntityKind, Event, EventActor, Id, MentionForm,
    MentionRow, PlaceRow, Published, PublishedBasis, Record, Role, SentenceRow, Span, Status, TimeRow,
    TimeType,
};

const TEXT: &str = "Ü, Popescu\n\t accused the EU in El Paso.\nShe repeated it.";

/// One accusation by a Romanian minister against the European Union, told twice; with a line end and a tab in its sentence.
pub(super) fn record() -> Record {
    let at = |words: &str| {
        let start = TEXT.find(words).unwrap_or_default();
        Span::new(start, start + words.len())
    };
    let entity = |i: usize, kind, name: &str, words: &str, actor: &str| Entity {
        id: Id::new('e', i),
        kind,
        name: name.to_owned(),
        actor: Some(actor.to_owned()),
        basis: None,
        roles: Vec::new(),
        mentions: vec![MentionRow { span: at(words), form: MentionForm::Name }],
        confidence: Confidence(0.9),
        members: Vec::new(),
        why: Vec::new(),
    };
    let mut minister = entity(0, EntityKind::Person, "Ana Popescu", "Popescu", "ROU:GOV");
    minister.roles.push(Role { title: "minister".to_owned(), ..Role::default() });
    let side = |i: usize, code: &str| EventActor {
        entity: Some(Id::new('e', i)),
        code: Some(code.to_owned()),
        span: None,
    };
    let first = TEXT.find("She").unwrap_or_default();
    let sentence = |i: usize, span| SentenceRow { id: Id::new('n', i), span, block: 0 };
    Record {
        coder: dyad_record::Coder { version: "0.1.0".to_owned(), ..Default::default() },
        document: DocumentInfo {
            id: "blake3:feed".to_owned(),
            source: "https://example.org/a\tb".to_owned(),
            language: "en".to_owned(),
            outlet: Some("The; Gazette".to_owned()),
            published: Some(Published {
                value: "2024-02-15".to_owned(),
                basis: PublishedBasis::Given,
                note: None,
            }),
            text: TEXT.to_owned(),
            ..DocumentInfo::default()
        },
        blocks: vec![Block { kind: BlockKind::Body, span: Span::new(0, TEXT.len()), quoted: false }],
        sentences: vec![sentence(0, Span::new(0, first - 1)), sentence(1, Span::new(first, TEXT.len()))],
        entities: vec![minister, entity(1, EntityKind::Organization, "European Union", "EU", "IGO")],
        times: vec![TimeRow {
            id: Id::new('t', 0),
            span: Span::default(),
            kind: TimeType::Date,
            value: "2024-02-14".to_owned(),
            interval: Some(["2024-02-14".to_owned(), "2024-02-14".to_owned()]),
            basis: None,
            why: Vec::new(),
        }],
        places: vec![PlaceRow {
            id: Id::new('p', 0),
            span: at("El Paso"),
            name: "El Paso".to_owned(),
            country: Some("USA".to_owned()),
            admin1: Some("Texas".to_owned()),
            lat: Some(31.76),
            lon: Some(-106.49),
            gazetteer: Some("geonames:5520993".to_owned()),
            entity: None,
            confidence: Confidence(0.9),
            why: Vec::new(),
        }],
        events: vec![Event {
            id: Id::new('v', 0),
            trigger: at("accused"),
            sentence: Id::new('n', 0),
            actor: side(0, "ROU:GOV"),
            recipient: side(1, "IGO"),
            plover: "ACCUSE".to_owned(),
            mode: Some("allege".to_owned()),
            contexts: vec!["legal".to_owned(), "crime".to_owned()],
            cameo: Some("1121".to_owned()),
            goldstein: Some(-2.0),
            quad: Some(3),
            time: Some(Id::new('t', 0)),
            place: Some(Id::new('p', 0)),
            status: Status::Asserted,
            mentions: vec![at("repeated")],
            statement: None,
            reported_by: None,
            magnitudes: Vec::new(),
            reciprocal: false,
            habitual: false,
            domestic: false,
            block: 0,
            confidence: Confidence(0.75),
            why: vec!["frame accuse".to_owned()],
        }],
        ..Record::default()
    }
}

/// The section of the list of formats that begins with this heading; none, with a message, where the list is not there.
pub(super) fn formats(heading: &str) -> Option<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/gold/events/formats.md");
    let Ok(all) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the list of formats is not here");
        return None;
    };
    let section = all.split("\n## ").find(|s| s.starts_with(heading));
    Some(section.map(str::to_owned).unwrap_or_else(|| panic!("the list of formats has no \"{heading}\"")))
}

/// The numbered columns of a section, without the notes in brackets behind them.
pub(super) fn columns_of(heading: &str) -> Option<Vec<String>> {
    let numbered = |l: &str| {
        let (n, name) = l.split_once(". ")?;
        let number = !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
        number.then(|| name.split(" (").next().unwrap_or(name).to_owned())
    };
    formats(heading).map(|s| s.lines().filter_map(numbered).collect())
}
