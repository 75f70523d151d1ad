//! The rows of a record. Field names and JSON types are fixed by `RECORD.md`; fields beyond it are added,
//! never renamed. Spans are byte offsets until [`Record::into_scalar`].

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use crate::{OffsetMap, Span};

/// The schema name this crate writes.
pub const SCHEMA: &str = "dyad.record/1";

/// An id, unique within its record: a letter for the kind of row and a number from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Id(pub SmolStr);

impl Id {
    /// The id of the row with this zero-based index: `Id::new('e', 0)` is `e1`.
    #[must_use]
    pub fn new(kind: char, index: usize) -> Self {
        Id(format_smolstr!("{kind}{}", index + 1))
    }
    /// The zero-based index, if the id has the form that [`Id::new`] makes.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        let mut chars = self.0.chars();
        chars.next()?;
        chars.as_str().parse::<usize>().ok()?.checked_sub(1)
    }
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How sure the coder is of a row, from 0 to 1; written with two decimals so that bytes stay stable.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Confidence(pub f32);

impl Confidence {
    /// As it is written: from 0 to 1 with two decimals.
    #[must_use]
    pub fn hundredths(self) -> f64 {
        (f64::from(self.0.clamp(0.0, 1.0)) * 100.0).round() / 100.0
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Confidence(1.0)
    }
}

impl Serialize for Confidence {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_f64(self.hundredths())
    }
}

impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Confidence(f32::deserialize(d)?))
    }
}

/// A string enum of the interchange format: variants, their spelling, `Display` and `FromStr`.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }
        impl $name {
            /// Every value, in the order of the schema.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The spelling in the record.
            #[must_use]
            pub fn as_str(self) -> &'static str { match self { $($name::$variant => $text),+ } }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
        impl std::str::FromStr for $name {
            type Err = UnknownCode;
            fn from_str(s: &str) -> Result<Self, UnknownCode> {
                match s { $($text => Ok($name::$variant),)+ _ => Err(UnknownCode { kind: stringify!($name), got: s.to_owned(), known: &[$($text),+] }) }
            }
        }
    };
}

/// A word that is none of an enumeration's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    /// Which enumeration.
    pub kind: &'static str,
    /// What stood there.
    pub got: String,
    /// What may stand there.
    pub known: &'static [&'static str],
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is no {}; known are {}", self.got, self.kind, self.known.join(", "))
    }
}

impl std::error::Error for UnknownCode {}

codes! {
    /// What a block of the page is.
    BlockKind { Headline = "headline", Byline = "byline", Dateline = "dateline", Body = "body", Caption = "caption",
        Teaser = "teaser", Link = "link", Contact = "contact", Other = "other" }
}
impl BlockKind {
    /// Furniture is typed and kept, and counts for nothing in an index (design principle 4).
    #[must_use]
    pub fn is_furniture(self) -> bool {
        !matches!(self, BlockKind::Headline | BlockKind::Body)
    }
}
codes! {
    /// How the publication date was found.
    PublishedBasis { Given = "given", Metadata = "metadata", Dateline = "dateline", Inferred = "inferred" }
}
codes! {
    /// What an entity is.
    EntityKind { Person = "person", Organization = "organization", Group = "group", Country = "country", Place = "place",
        Document = "document", EventName = "event_name" }
}
codes! {
    /// The form of a mention.
    MentionForm { Name = "name", Nominal = "nominal", Pronoun = "pronoun" }
}
codes! {
    /// TIMEX3 types.
    TimeType { Date = "DATE", Time = "TIME", Duration = "DURATION", Set = "SET" }
}
codes! {
    /// How a figure's value is bounded by its words.
    Bound { Exact = "exact", About = "about", Nearly = "nearly", MoreThan = "more_than", AtLeast = "at_least",
        LessThan = "less_than", AtMost = "at_most", Range = "range", OrderOfMagnitude = "order_of_magnitude" }
}
codes! {
    /// Which way a change goes.
    Direction { Up = "up", Down = "down" }
}
codes! {
    /// What kind of quantity a figure is.
    FigureKind { Count = "count", Measure = "measure", Money = "money", Share = "share", Rate = "rate", Change = "change",
        Rank = "rank", Duration = "duration" }
}
codes! {
    /// Whether a statement gives the speaker's own words.
    StatementKind { Direct = "direct", Indirect = "indirect", Mixed = "mixed" }
}
codes! {
    /// The speech act of a statement.
    Act { Say = "say", Deny = "deny", Accuse = "accuse", Demand = "demand", Ask = "ask", Promise = "promise",
        Threaten = "threaten", Admit = "admit", Dispute = "dispute", Praise = "praise", Announce = "announce" }
}
codes! {
    /// What became of a question: the one who was asked would not speak, did not reply, could not be asked.
    SilenceKind { Declined = "declined", NoAnswer = "no_answer", Unreachable = "unreachable" }
}
codes! {
    /// What sort of claim without a number: "a record harvest", "a majority of members", "most residents", "the weakest since March".
    UnquantifiedKind { Record = "record", Majority = "majority", Most = "most", Superlative = "superlative" }
}
codes! {
    /// How the speaker was found.
    Link { Cue = "cue", Pronoun = "pronoun", Continued = "continued" }
}
codes! {
    /// Whether an event happened, and in whose words.
    Status { Asserted = "asserted", Planned = "planned", Conditional = "conditional", Hypothetical = "hypothetical",
        Denied = "denied", Refused = "refused", Stopped = "stopped", Reported = "reported", Background = "background" }
}
codes! {
    /// Whether a claim affirms or denies its proposition.
    Polarity { Asserted = "asserted", Denied = "denied" }
}
codes! {
    /// What a check compares.
    CheckKind { Sum = "sum", PartWhole = "part_whole", Restated = "restated", Pace = "pace", Share = "share",
        Change = "change", Rate = "rate", OfficialSeries = "official_series" }
}
codes! {
    /// The outcome of a check's arithmetic; never "true".
    Verdict { Holds = "holds", Fails = "fails", NotCheckable = "not_checkable" }
}

/// Why a row is there, step by step, for `dyad read --explain ID`; not part of the interchange format.
pub type Why = Vec<String>;

/// The coder that wrote the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Coder {
    /// Version of the program.
    pub version: String,
    /// Language → content hash of its model files.
    pub models: BTreeMap<String, String>,
}

/// A publication date: an ISO date, or for an inferred one an ISO interval `from/to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// `2023-03-27` or `2023-03-23/2023-03-31`.
    pub value: String,
    /// Where it came from.
    pub basis: PublishedBasis,
    /// For an inferred date, the words and rule it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The document as the reader saw it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[allow(missing_docs)]
pub struct DocumentInfo {
    /// Content address of the canonical text: `blake3:` and 32 hex digits.
    pub id: String,
    /// Path, URL or record id.
    pub source: String,
    pub language: String,
    pub title: Option<String>,
    pub byline: Vec<String>,
    pub outlet: Option<String>,
    pub published: Option<Published>,
    /// The canonical text that every span points into.
    pub text: String,
}

/// A typed block of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
    /// The page sets it off as a quotation (HTML's `blockquote`, Markdown's `>`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quoted: bool,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct SentenceRow {
    pub id: Id,
    pub span: Span,
    /// Index into `blocks`.
    pub block: usize,
}

/// An office or function that an entity holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[allow(missing_docs)]
pub struct Role {
    pub title: String,
    pub of: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub span: Option<Span>,
    /// `text`, or the table it came from (`table:offices`).
    pub basis: String,
}

/// One mention of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct MentionRow {
    pub span: Span,
    pub form: MentionForm,
}

/// A person, organisation, group, country, place, document or named event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Entity {
    pub id: Id,
    pub kind: EntityKind,
    /// Canonical name: the fullest form in the text, or a table's name with `basis`.
    pub name: String,
    /// `COUNTRY` or `COUNTRY:ROLE[:ROLE]`; `null` when unknown, never a default.
    pub actor: Option<String>,
    /// Where the actor code came from: `text`, `table:…`, `actors:FILE:LINE` (the user's own), `context`.
    pub basis: Option<String>,
    pub roles: Vec<Role>,
    pub mentions: Vec<MentionRow>,
    pub confidence: Confidence,
    /// For a group of named persons, their ids ("the two senators").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Id>,
    #[serde(skip)]
    pub why: Why,
}

/// A time expression (TIMEX3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TimeRow {
    pub id: Id,
    pub span: Span,
    #[serde(rename = "type")]
    pub kind: TimeType,
    /// TIMEX3 value; `XXXX-03-16` where the year is unknown.
    pub value: String,
    /// Closed interval of ISO dates, where one can be given.
    pub interval: Option<[String; 2]>,
    pub basis: Option<String>,
    #[serde(skip)]
    pub why: Why,
}

/// A place with its coordinates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PlaceRow {
    pub id: Id,
    pub span: Span,
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// `geonames:ID` or the table the coordinates came from.
    pub gazetteer: Option<String>,
    pub entity: Option<Id>,
    pub confidence: Confidence,
    #[serde(skip)]
    pub why: Why,
}

/// A quantity that the text gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Figure {
    pub id: Id,
    pub span: Span,
    pub value: f64,
    /// Upper end of a range.
    pub high: Option<f64>,
    pub bound: Bound,
    pub kind: FigureKind,
    pub unit: Option<String>,
    /// UCUM code.
    pub code: Option<String>,
    /// What is measured.
    pub of: Option<String>,
    pub of_span: Option<Span>,
    pub place: Option<String>,
    /// Id of a time.
    pub period: Option<Id>,
    /// First and last day for which the figure holds, where they are not those of the time: "since October" runs to the
    /// publication date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<[String; 2]>,
    /// Id of the entity that gives the figure.
    pub speaker: Option<Id>,
    pub statement: Option<Id>,
    /// Words that a change or comparison is measured from: "from 2021", "than men".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Span>,
    /// Id of the figure whose part this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Id>,
    /// Id of the figure that a pace or projection is held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toward: Option<Id>,
    /// Which way a change goes, where the words tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    pub block: usize,
    pub confidence: Confidence,
    #[serde(skip)]
    pub why: Why,
}

/// The first number in digits of a figure's words, without commas and closing points: "14100" of "nearly 14,100."; empty
/// where it is told in words. How many digits were told says how far it may be rounded.
#[must_use]
pub fn digits_told(words: &str) -> String {
    let digits = words
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .filter(|c| *c != ',');
    let digits: String = digits.collect();
    digits.trim_end_matches('.').to_owned()
}

impl Figure {
    /// An exact count of which nothing more is known; the rest is filled in over it.
    #[must_use]
    pub fn bare(id: Id, span: Span, value: f64) -> Self {
        Self {
            id,
            span,
            value,
            high: None,
            bound: Bound::Exact,
            kind: FigureKind::Count,
            unit: None,
            code: None,
            of: None,
            of_span: None,
            place: None,
            period: None,
            days: None,
            speaker: None,
            statement: None,
            base: None,
            part_of: None,
            toward: None,
            direction: None,
            block: 0,
            confidence: Confidence(1.0),
            why: Vec::new(),
        }
    }
}

/// Who said what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Statement {
    pub id: Id,
    pub kind: StatementKind,
    pub act: Act,
    /// Id of the speaking entity.
    pub speaker: Option<Id>,
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
    /// Id of the statement that this one is reported in.
    pub nested_in: Option<Id>,
    pub addressee: Option<String>,
    pub venue: Option<String>,
    /// Id of a time.
    pub time: Option<Id>,
    pub link: Link,
    pub confidence: Confidence,
    /// Ids of entities that came close to being the speaker.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rivals: Vec<Id>,
    #[serde(skip)]
    pub why: Why,
}

/// A claim of size without a number: "a record harvest", "most residents". No figure, for nothing can be reckoned from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Unquantified {
    pub id: Id,
    pub kind: UnquantifiedKind,
    /// The word that claims.
    pub span: Span,
    /// What it is claimed of.
    pub of: Option<String>,
    pub of_span: Option<Span>,
    /// Id of the entity that claims it.
    pub speaker: Option<Id>,
    pub statement: Option<Id>,
    pub block: usize,
    pub confidence: Confidence,
    #[serde(skip)]
    pub why: Why,
}

/// Who was asked and said nothing: "declined to comment". No statement, for nothing was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Silence {
    pub id: Id,
    pub kind: SilenceKind,
    /// Id of the entity that was asked.
    pub speaker: Option<Id>,
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    /// What the question was about, where the text says.
    pub about: Vec<Span>,
    /// Id of a time.
    pub time: Option<Id>,
    pub block: usize,
    pub confidence: Confidence,
    #[serde(skip)]
    pub why: Why,
}

/// One side of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[allow(missing_docs)]
pub struct EventActor {
    pub entity: Option<Id>,
    pub code: Option<String>,
    /// The words, where no entity or code is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// Who did what to whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Event {
    pub id: Id,
    pub trigger: Span,
    /// Id of the sentence.
    pub sentence: Id,
    pub actor: EventActor,
    pub recipient: EventActor,
    /// PLOVER type.
    pub plover: String,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub cameo: Option<String>,
    pub goldstein: Option<f64>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: Option<u8>,
    pub time: Option<Id>,
    pub place: Option<Id>,
    pub status: Status,
    pub mentions: Vec<Span>,
    pub statement: Option<Id>,
    /// Id of the entity in whose words alone the event stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<Id>,
    /// Ids of the figures that say how much: the dead, the troops, the money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub magnitudes: Vec<Id>,
    /// Both sides act on each other.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reciprocal: bool,
    /// Told as a habit ("every spring").
    #[serde(default, skip_serializing_if = "is_false")]
    pub habitual: bool,
    pub domestic: bool,
    pub block: usize,
    pub confidence: Confidence,
    #[serde(skip)]
    pub why: Why,
}

/// For fields that are written only where they hold.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(b: &bool) -> bool {
    !*b
}

/// What looked like an event and is held back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Abstained {
    pub id: Id,
    pub trigger: Span,
    /// Id of the sentence.
    pub sentence: Id,
    pub actor: EventActor,
    pub recipient: EventActor,
    /// The likeliest PLOVER type.
    pub plover: String,
    /// How likely it is to be an event of that type.
    pub confidence: Confidence,
    /// Why it is held back.
    pub reason: String,
    pub block: usize,
}

/// A proposition that someone asserts or denies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Claim {
    pub id: Id,
    pub proposition: String,
    pub polarity: Polarity,
    pub by: Option<Id>,
    pub statement: Option<Id>,
    pub span: Span,
    pub confidence: Confidence,
    #[serde(skip)]
    pub why: Why,
}

/// One side of a dispute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Side {
    /// `asserts` or `denies`.
    pub stance: String,
    pub claims: Vec<Id>,
}

/// Two claims that contradict each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Dispute {
    pub id: Id,
    pub question: String,
    pub sides: Vec<Side>,
    pub basis: Vec<Span>,
    #[serde(skip)]
    pub why: Why,
}

/// Arithmetic over figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Check {
    pub id: Id,
    pub kind: CheckKind,
    pub figures: Vec<Id>,
    pub arithmetic: String,
    pub verdict: Verdict,
    pub assumptions: Vec<String>,
    /// Why the verdict is what it is, where the arithmetic alone does not show it: what is missing for `not_checkable`,
    /// what slipped for `fails`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip)]
    pub why: Why,
}

/// One document's record. Spans are bytes; see [`Record::into_scalar`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[allow(missing_docs)]
pub struct Record {
    pub schema: String,
    pub coder: Coder,
    pub document: DocumentInfo,
    pub blocks: Vec<Block>,
    pub sentences: Vec<SentenceRow>,
    pub entities: Vec<Entity>,
    pub times: Vec<TimeRow>,
    pub places: Vec<PlaceRow>,
    pub figures: Vec<Figure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unquantified: Vec<Unquantified>,
    pub statements: Vec<Statement>,
    #[serde(default)]
    pub silences: Vec<Silence>,
    pub events: Vec<Event>,
    /// What looked like an event and is held back, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub abstained: Vec<Abstained>,
    pub claims: Vec<Claim>,
    pub disputes: Vec<Dispute>,
    pub checks: Vec<Check>,
    /// Limits that were hit and doubts about the input, in full sentences; never silent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
}

/// A record in the interchange form: every span counts Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScalarRecord(pub Record);

impl Record {
    /// Calls `f` on every span of every row.
    pub fn each_span_mut(&mut self, f: &mut dyn FnMut(&mut Span)) {
        self.blocks.iter_mut().for_each(|b| f(&mut b.span));
        self.sentences.iter_mut().for_each(|s| f(&mut s.span));
        for e in &mut self.entities {
            e.roles.iter_mut().filter_map(|r| r.span.as_mut()).for_each(&mut *f);
            e.mentions.iter_mut().for_each(|m| f(&mut m.span));
        }
        self.times.iter_mut().for_each(|t| f(&mut t.span));
        self.places.iter_mut().for_each(|p| f(&mut p.span));
        for x in &mut self.figures {
            f(&mut x.span);
            x.of_span.iter_mut().chain(&mut x.base).for_each(&mut *f);
        }
        for x in &mut self.unquantified {
            f(&mut x.span);
            x.of_span.iter_mut().for_each(&mut *f);
        }
        for s in &mut self.statements {
            s.source.iter_mut().chain(&mut s.cue).chain(&mut s.content).for_each(&mut *f);
        }
        for s in &mut self.silences {
            s.source.iter_mut().chain(&mut s.cue).chain(&mut s.about).for_each(&mut *f);
        }
        for v in &mut self.events {
            f(&mut v.trigger);
            v.mentions.iter_mut().for_each(&mut *f);
            v.actor.span.iter_mut().chain(v.recipient.span.iter_mut()).for_each(&mut *f);
        }
        for v in &mut self.abstained {
            f(&mut v.trigger);
            v.actor.span.iter_mut().chain(v.recipient.span.iter_mut()).for_each(&mut *f);
        }
        self.claims.iter_mut().for_each(|c| f(&mut c.span));
        self.disputes.iter_mut().flat_map(|d| &mut d.basis).for_each(&mut *f);
    }

    /// The record in the interchange form.
    #[must_use]
    pub fn into_scalar(mut self) -> ScalarRecord {
        let text = self.document.text.clone();
        let map = OffsetMap::new(&text);
        self.each_span_mut(&mut |s| *s = map.scalar_span(*s));
        ScalarRecord(self)
    }
}

impl ScalarRecord {
    /// The record with byte spans again.
    #[must_use]
    pub fn into_bytes(self) -> Record {
        let mut record = self.0;
        let text = record.document.text.clone();
        let map = OffsetMap::new(&text);
        record.each_span_mut(&mut |s| *s = map.byte_span(*s));
        record
    }

    /// One line of JSON, without a line end.
    ///
    /// # Errors
    /// Only if a number of the record has no JSON form (not finite).
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_become_scalar_values_at_the_edge_and_come_back() {
        let text = "Ángel said “no”.".to_owned();
        let start = text.find('“').unwrap();
        let mut r = Record { document: DocumentInfo { text, ..Default::default() }, ..Default::default() };
        r.blocks.push(Block {
            kind: BlockKind::Body,
            span: Span::new(start, r.document.text.len()),
            quoted: false,
        });
        let s = r.clone().into_scalar();
        assert_eq!(s.0.blocks[0].span, Span::new(11, 16));
        assert_eq!(s.into_bytes(), r);
    }

    #[test]
    fn confidence_is_written_with_two_decimals() {
        assert_eq!(serde_json::to_string(&Confidence(0.123_456)).unwrap(), "0.12");
    }

    #[test]
    fn ids_count_from_one() {
        assert_eq!(Id::new('e', 0).as_str(), "e1");
        assert_eq!(Id::new('e', 41).index(), Some(41));
    }
}
