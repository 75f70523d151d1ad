//! What is known of one event, drawn together from the rows of its record: both sides, day, place, sentence, who tells it.

use dyad_knowledge::{Knowledge, KnownGroup};
use dyad_record::{
    BlockKind, Entity, Event, EventActor, Figure, Id, MentionForm, PlaceRow, PublishedBasis, Record, Span,
    TimeType,
};

use super::code::ActorCode;
use super::filter::EventFilter;
use crate::timeline::merge::day;
use crate::view::one_line;

/// First and last day, ISO 8601.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Days {
    pub from: String,
    pub to: String,
}

impl Days {
    fn new(from: &str, to: &str) -> Self {
        let date = |s: &str| s.split('T').next().unwrap_or(s).to_owned();
        Days { from: date(from), to: date(to) }
    }
    /// The day, if it is a single one that a column of eight digits can hold.
    pub(super) fn single(&self) -> Option<(i32, u8, u8)> {
        let d = day(&self.from);
        (self.from == self.to && (1..=9999).contains(&d.0) && d.1 > 0 && d.2 > 0).then_some(d)
    }
    /// Year and month, as far as both ends share them.
    pub(super) fn shared(&self) -> (Option<i32>, Option<u8>) {
        let (a, b) = (day(&self.from), day(&self.to));
        let year = Some(a.0).filter(|y| *y == b.0 && (1..=9999).contains(y));
        (year, year.and(Some(a.1)).filter(|m| *m == b.1 && *m > 0))
    }
}

/// One side of an event.
#[derive(Debug, Clone)]
pub(super) struct Party<'r> {
    pub entity: Option<&'r Entity>,
    pub code: ActorCode<'r>,
    /// As the text has it there; empty where it does not name the side in this sentence.
    pub raw: String,
    /// In CAMEO's list of known groups.
    pub group: Option<&'r KnownGroup>,
}

impl Party<'_> {
    /// The name that the document has, else the words.
    pub(super) fn name(&self) -> String {
        self.entity.map_or_else(|| self.raw.clone(), |e| one_line(&e.name))
    }
    /// True if the text calls it by a name, not only "the owner" or "three sailors".
    pub(super) fn is_named(&self) -> bool {
        self.entity.is_some_and(named)
    }
    /// The first office that the text gives the person.
    pub(super) fn title(&self) -> String {
        let role = self.entity.and_then(|e| e.roles.first());
        role.map_or_else(String::new, |r| one_line(&r.title))
    }
    /// Name and code for a reader.
    pub(super) fn label(&self) -> String {
        match (self.name(), self.code.0) {
            (n, "") if n.is_empty() => "(not named)".to_owned(),
            (n, "") => n,
            (n, c) if n.is_empty() => format!("[{c}]"),
            (n, c) => format!("{n} [{c}]"),
        }
    }
}

/// An event with everything its forms need.
#[derive(Debug, Clone)]
pub(super) struct Facts<'r> {
    pub record: &'r Record,
    pub event: &'r Event,
    /// Stays the same for the same text and coding, whatever else is read.
    pub number: u64,
    pub days: Option<Days>,
    /// Where the days come from: `text`, `published`, `published:inferred`; `unresolved` if the text gives a date whose place in
    /// the calendar is not known; empty if there is nothing.
    pub basis: &'static str,
    pub actor: Party<'r>,
    pub recipient: Party<'r>,
    pub place: Option<&'r PlaceRow>,
    /// Index of the sentence.
    pub sentence: Option<usize>,
    /// Who says so, where a statement tells it.
    pub said_by: String,
}

impl<'r> Facts<'r> {
    /// The events of a record (byte spans) that a filter wants, in the record's order.
    pub(super) fn of(record: &'r Record, filter: &EventFilter, k: &'r Knowledge) -> Vec<Self> {
        let mut seen = Vec::new();
        let all = record.events.iter().map(|e| Self::new(record, e, k, &mut seen));
        all.filter(|f| filter.wants(f)).collect()
    }

    fn new(record: &'r Record, event: &'r Event, k: &'r Knowledge, seen: &mut Vec<u64>) -> Self {
        let sentence = event.sentence.index().filter(|s| *s < record.sentences.len());
        let home = sentence.map(|s| record.sentences[s].span);
        let (actor, recipient) =
            (party(record, &event.actor, event, home, k), party(record, &event.recipient, event, home, k));
        let (days, basis) = days(record, event);
        let place = event.place.as_ref().and_then(Id::index).and_then(|i| record.places.get(i));
        let told = event.statement.as_ref().and_then(Id::index).and_then(|i| record.statements.get(i));
        let said_by = told.and_then(|s| entity(record, s.speaker.as_ref()));
        let number = number(record, event, [&actor, &recipient], seen);
        Facts {
            record,
            event,
            number,
            days,
            basis,
            actor,
            recipient,
            place,
            sentence,
            said_by: said_by.map_or_else(String::new, |e| one_line(&e.name)),
        }
    }

    /// The whole sentence in one line.
    pub(super) fn sentence_text(&self) -> String {
        self.sentence_span().map_or_else(String::new, |s| one_line(s.of(&self.record.document.text)))
    }
    pub(super) fn sentence_span(&self) -> Option<Span> {
        self.sentence.map(|s| self.record.sentences[s].span)
    }
    /// The words of the trigger.
    pub(super) fn trigger(&self) -> String {
        one_line(self.event.trigger.of(&self.record.document.text))
    }
    /// How often the document tells it, this time included.
    pub(super) fn mentions(&self) -> usize {
        1 + self.event.mentions.iter().filter(|m| **m != self.event.trigger).count()
    }
    /// True of the headline and the first paragraph of the article's own text.
    pub(super) fn leads(&self) -> bool {
        let blocks = &self.record.blocks;
        let first = blocks.iter().position(|b| b.kind == BlockKind::Body);
        let kind = blocks.get(self.event.block).map(|b| b.kind);
        kind == Some(BlockKind::Headline) || kind.is_some() && first == Some(self.event.block)
    }
    /// The CAMEO code: the event's own, else the one that stands for its PLOVER type.
    pub(super) fn cameo(&self, k: &Knowledge) -> String {
        let general = || k.events.ontology.plover(&self.event.plover).map(|t| t.cameo.clone());
        self.event.cameo.clone().or_else(general).unwrap_or_default()
    }
    /// The number in the gazetteer of GeoNames.
    pub(super) fn geonames(&self) -> String {
        let id = self.place.and_then(|p| p.gazetteer.as_deref()).and_then(|g| g.strip_prefix("geonames:"));
        id.unwrap_or_default().to_owned()
    }
    /// The one day on which the document was published.
    pub(super) fn published(&self) -> Option<(i32, u8, u8)> {
        let p = self.record.document.published.as_ref()?;
        let (from, to) = p.value.split_once('/').unwrap_or((&p.value, &p.value));
        Days::new(from, to).single()
    }
    /// The figures that say how large the event was.
    pub(super) fn magnitudes(&self) -> Vec<&'r Figure> {
        let figure = |id: &Id| self.record.figures.get(id.index()?);
        self.event.magnitudes.iter().filter_map(figure).collect()
    }
    /// A place of the text that stands for a side: that of a country, city or body which is itself a place, in the same sentence
    /// where there is one.
    pub(super) fn place_of(&self, party: &Party<'r>) -> Option<&'r PlaceRow> {
        let id = &party.entity?.id;
        let of = |p: &&PlaceRow| p.entity.as_ref() == Some(id) && p.country.is_some();
        let near = |p: &&PlaceRow| self.sentence_span().is_some_and(|s| s.contains(p.span));
        let mut all = self.record.places.iter().filter(of);
        all.clone().find(near).or_else(|| all.next())
    }
}

/// True of an entity that the text calls by a name.
pub(super) fn named(entity: &Entity) -> bool {
    entity.mentions.iter().any(|m| m.form == MentionForm::Name)
}

fn entity<'r>(record: &'r Record, id: Option<&Id>) -> Option<&'r Entity> {
    id.and_then(Id::index).and_then(|i| record.entities.get(i))
}

fn party<'r>(
    record: &'r Record,
    side: &'r EventActor,
    event: &Event,
    home: Option<Span>,
    k: &'r Knowledge,
) -> Party<'r> {
    let entity = entity(record, side.entity.as_ref());
    let here = entity.into_iter().flat_map(|e| &e.mentions).map(|m| m.span);
    let here = here.filter(|s| home.is_some_and(|h| h.contains(*s)));
    let nearest = here.min_by_key(|s| s.start.abs_diff(event.trigger.start));
    let raw = side.span.or(nearest).map_or_else(String::new, |s| one_line(s.of(&record.document.text)));
    let group = entity.and_then(|e| k.interchange.group(&e.name)).or_else(|| {
        let org = entity.and_then(|e| k.organizations.lookup(&e.name));
        org.and_then(|o| k.interchange.group(o.name))
    });
    Party { entity, code: ActorCode(side.code.as_deref().unwrap_or_default()), raw, group }
}

/// The days of an event: those of its time, else those of publication.
fn days(record: &Record, event: &Event) -> (Option<Days>, &'static str) {
    let time = event.time.as_ref().and_then(Id::index).and_then(|i| record.times.get(i));
    if let Some(t) = time {
        if let Some([from, to]) = &t.interval {
            return (Some(Days::new(from, to)), "text");
        }
        // A length or a habit is no date, and "now" is the day of publication.
        if matches!(t.kind, TimeType::Date | TimeType::Time) && t.value != "PRESENT_REF" {
            return (None, "unresolved");
        }
    }
    let Some(p) = &record.document.published else { return (None, "") };
    let (from, to) = p.value.split_once('/').unwrap_or((&p.value, &p.value));
    let basis = if p.basis == PublishedBasis::Inferred { "published:inferred" } else { "published" };
    (Some(Days::new(from, to)), basis)
}

/// A number of at most fifteen digits (exact in every reader) from the document's text, the place in it and the coding. Of rows
/// that are the same in all of this the later ones are counted on.
fn number(record: &Record, event: &Event, sides: [&Party<'_>; 2], seen: &mut Vec<u64>) -> u64 {
    for again in 0_u32.. {
        let mut hash = blake3::Hasher::new();
        let mut put = |s: &str| {
            hash.update(s.as_bytes());
            hash.update(b"\x1f");
        };
        put(&record.document.id);
        put(&format!("{} {}", event.trigger.start, event.trigger.end));
        put(&event.plover);
        put(event.mode.as_deref().unwrap_or_default());
        put(event.cameo.as_deref().unwrap_or_default());
        for side in sides {
            put(side.code.0);
            put(&side.name());
        }
        put(&again.to_string());
        let mut first = [0_u8; 8];
        first.copy_from_slice(&hash.finalize().as_bytes()[..8]);
        let number = u64::from_le_bytes(first) % 1_000_000_000_000_000;
        if !seen.contains(&number) {
            seen.push(number);
            return number;
        }
    }
    0
}
