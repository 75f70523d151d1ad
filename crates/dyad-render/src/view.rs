//! The rows of a record in the words that a person reads: one line of what the row says, a few labelled facts, and
//! the spans it rests on.

use dyad_record::{
    Bound, Entity, EntityKind, Event, EventActor, Figure, FigureKind, Id, Polarity, Record, Span, Statement,
};

/// A list of rows of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// `statements`, `events`, … as in the record.
    pub key: &'static str,
    /// Heading for people.
    pub title: &'static str,
    /// The rows, in the record's order.
    pub rows: Vec<RowView>,
}

/// One row for people.
#[derive(Debug, Clone, PartialEq)]
pub struct RowView {
    /// Id in the record.
    pub id: String,
    /// What the row says.
    pub head: String,
    /// A short label that stands before it: the speech act, the event type, the verdict.
    pub tag: String,
    /// Label and value of what else is known.
    pub facts: Vec<(&'static str, String)>,
    /// The words it rests on, in bytes of the text; the first is the main one.
    pub spans: Vec<Span>,
    /// From 0 to 1, where the row has one.
    pub confidence: Option<f32>,
    /// Step by step why the row is there.
    pub why: Vec<String>,
}

/// A sentence as a row, for whoever asks after its id; pages show sentences only as evidence.
pub(crate) fn sentence(record: &Record, id: &str) -> Option<RowView> {
    let s = record.sentences.iter().find(|s| s.id.as_str() == id)?;
    let kind = record.blocks.get(s.block).map_or("unknown", |b| b.kind.as_str());
    Some(RowView {
        id: id.to_owned(),
        head: one_line(s.span.of(&record.document.text)),
        tag: "sentence".to_owned(),
        facts: vec![("block", format!("{} ({kind})", s.block))],
        spans: vec![s.span],
        confidence: None,
        why: vec![
            format!("block {} was typed {kind} by the document stage", s.block),
            "the tokeniser set the sentence's ends within it".to_owned(),
        ],
    })
}

/// The record's rows in the order in which a reader wants them.
#[must_use]
pub fn sections(record: &Record) -> Vec<Section> {
    let v = View { r: record };
    vec![
        Section { key: "statements", title: "Who said what", rows: v.statements() },
        Section { key: "silences", title: "Who was asked and said nothing", rows: v.silences() },
        Section { key: "events", title: "Who did what to whom", rows: v.events() },
        Section { key: "disputes", title: "In dispute", rows: v.disputes() },
        Section { key: "claims", title: "Claims", rows: v.claims() },
        Section { key: "figures", title: "Figures", rows: v.figures() },
        Section { key: "unquantified", title: "Claimed without a number", rows: v.unquantified() },
        Section { key: "checks", title: "Do the figures hold up?", rows: v.checks() },
        Section { key: "entities", title: "People, organisations, countries", rows: v.entities() },
        Section { key: "times", title: "Dates and times", rows: v.times() },
        Section { key: "places", title: "Places", rows: v.places() },
    ]
}

struct View<'a> {
    r: &'a Record,
}

impl View<'_> {
    fn entity(&self, id: Option<&Id>) -> Option<&Entity> {
        let id = id?;
        // Ids count rows, so the index is a shortcut; the search covers records edited by hand.
        let guess = id.index().and_then(|i| self.r.entities.get(i)).filter(|e| e.id == *id);
        guess.or_else(|| self.r.entities.iter().find(|e| e.id == *id))
    }
    fn name(&self, id: Option<&Id>) -> Option<String> {
        self.entity(id).map(|e| e.name.clone())
    }
    fn time(&self, id: Option<&Id>) -> Option<String> {
        let t = self.r.times.iter().find(|t| Some(&t.id) == id)?;
        Some(format!("{} ({})", t.value, one_line(t.span.of(&self.r.document.text))))
    }
    fn words(&self, spans: &[Span]) -> String {
        let parts: Vec<String> = spans.iter().map(|s| one_line(s.of(&self.r.document.text))).collect();
        parts.join(" … ")
    }

    fn statements(&self) -> Vec<RowView> {
        self.r.statements.iter().map(|s| self.statement(s)).collect()
    }
    fn statement(&self, s: &Statement) -> RowView {
        let speaker = self.name(s.speaker.as_ref());
        let who = speaker.unwrap_or_else(|| match self.words(&s.source) {
            w if w.is_empty() => "(nobody named)".to_owned(),
            w => format!("{w} (not identified)"),
        });
        let mut facts = vec![("kind", s.kind.to_string()), ("speaker found by", s.link.to_string())];
        let mut add = |label, value: Option<String>| facts.extend(value.map(|v| (label, v)));
        add("cue", Some(self.words(&s.cue)).filter(|w| !w.is_empty()));
        add("addressee", s.addressee.clone());
        add("venue", s.venue.clone());
        add("time", self.time(s.time.as_ref()));
        add("reported in", s.nested_in.as_ref().map(Id::to_string));
        RowView {
            id: s.id.to_string(),
            head: format!("{who}: {}", self.words(&s.content)),
            tag: s.act.to_string(),
            facts,
            spans: [&s.content[..], &s.cue, &s.source].concat(),
            confidence: Some(s.confidence.0),
            why: s.why.clone(),
        }
    }

    fn silences(&self) -> Vec<RowView> {
        let row = |s: &dyad_record::Silence| {
            let who = self.name(s.speaker.as_ref()).unwrap_or_else(|| match self.words(&s.source) {
                w if w.is_empty() => "(nobody named)".to_owned(),
                w => w,
            });
            let mut facts = Vec::new();
            let mut add = |label, value: Option<String>| facts.extend(value.map(|v| (label, v)));
            add("about", Some(self.words(&s.about)).filter(|w| !w.is_empty()));
            add("time", self.time(s.time.as_ref()));
            RowView {
                id: s.id.to_string(),
                head: format!("{who}: {}", self.words(&s.cue)),
                tag: s.kind.as_str().replace('_', " "),
                facts,
                spans: [&s.cue[..], &s.source, &s.about].concat(),
                confidence: Some(s.confidence.0),
                why: s.why.clone(),
            }
        };
        self.r.silences.iter().map(row).collect()
    }

    fn side(&self, side: &EventActor) -> String {
        let name = self.name(side.entity.as_ref());
        let words = side.span.map(|s| one_line(s.of(&self.r.document.text)));
        match (name.or(words), &side.code) {
            (Some(n), Some(c)) => format!("{n} [{c}]"),
            (Some(n), None) => n,
            (None, Some(c)) => format!("[{c}]"),
            (None, None) => "—".to_owned(),
        }
    }
    fn events(&self) -> Vec<RowView> {
        self.r.events.iter().map(|v| self.event(v)).collect()
    }
    fn event(&self, v: &Event) -> RowView {
        let mut facts = vec![("status", v.status.to_string())];
        let mut add = |label, value: Option<String>| facts.extend(value.map(|v| (label, v)));
        add("mode", v.mode.clone());
        add("CAMEO", v.cameo.clone());
        add("Goldstein", v.goldstein.map(|g| format!("{g:+.1}")));
        add("quad", v.quad.and_then(quad).map(str::to_owned));
        add("contexts", Some(v.contexts.join(", ")).filter(|c| !c.is_empty()));
        add("time", self.time(v.time.as_ref()));
        let place = self.r.places.iter().find(|p| Some(&p.id) == v.place.as_ref());
        add("place", place.map(|p| p.name.clone()));
        add("in statement", v.statement.as_ref().map(Id::to_string));
        add("domestic", v.domestic.then(|| "yes".to_owned()));
        add("mentioned again", (v.mentions.len() > 1).then(|| format!("{} times in all", v.mentions.len())));
        let mut spans = vec![v.trigger];
        spans.extend(v.mentions.iter().copied().filter(|m| *m != v.trigger));
        spans.extend([&v.actor, &v.recipient].into_iter().filter_map(|a| a.span));
        let trigger = one_line(v.trigger.of(&self.r.document.text));
        RowView {
            id: v.id.to_string(),
            head: format!("{} → {} ({trigger})", self.side(&v.actor), self.side(&v.recipient)),
            tag: v.plover.clone(),
            facts,
            spans,
            confidence: Some(v.confidence.0),
            why: v.why.clone(),
        }
    }

    fn claims(&self) -> Vec<RowView> {
        let row = |c: &dyad_record::Claim| RowView {
            id: c.id.to_string(),
            head: format!(
                "{} {} that {}",
                self.name(c.by.as_ref()).unwrap_or_else(|| "The text".to_owned()),
                if c.polarity == Polarity::Denied { "denies" } else { "asserts" },
                c.proposition
            ),
            tag: c.polarity.to_string(),
            facts: c.statement.iter().map(|s| ("statement", s.to_string())).collect(),
            spans: vec![c.span],
            confidence: Some(c.confidence.0),
            why: c.why.clone(),
        };
        self.r.claims.iter().map(row).collect()
    }

    fn disputes(&self) -> Vec<RowView> {
        let row = |d: &dyad_record::Dispute| {
            let side = |s: &dyad_record::Side| {
                let mut names: Vec<String> = Vec::new();
                for c in self.r.claims.iter().filter(|c| s.claims.contains(&c.id)) {
                    let name = self.name(c.by.as_ref()).unwrap_or_else(|| "the text".to_owned());
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                let ids: Vec<&str> = s.claims.iter().map(Id::as_str).collect();
                format!("{}: {} ({})", s.stance, names.join(", "), ids.join(", "))
            };
            RowView {
                id: d.id.to_string(),
                head: d.question.clone(),
                tag: "dispute".to_owned(),
                facts: d.sides.iter().map(|s| ("side", side(s))).collect(),
                spans: d.basis.clone(),
                confidence: None,
                why: d.why.clone(),
            }
        };
        self.r.disputes.iter().map(row).collect()
    }

    fn figures(&self) -> Vec<RowView> {
        self.r.figures.iter().map(|f| self.figure(f)).collect()
    }
    fn figure(&self, f: &Figure) -> RowView {
        let of = f.of.as_deref().map(|o| format!(" · {}", one_line(o))).unwrap_or_default();
        let mut facts = Vec::new();
        let mut add = |label, value: Option<String>| facts.extend(value.map(|v| (label, v)));
        add("given by", self.name(f.speaker.as_ref()));
        add("place", f.place.clone());
        add("period", self.time(f.period.as_ref()));
        add("days", f.days.as_ref().map(|[from, to]| format!("{from} to {to}")));
        add("direction", f.direction.map(|d| d.to_string()));
        add("measured from", f.base.map(|b| one_line(b.of(&self.r.document.text))));
        add("part of", f.part_of.as_ref().map(Id::to_string));
        add("held against", f.toward.as_ref().map(Id::to_string));
        add("statement", f.statement.as_ref().map(Id::to_string));
        add("UCUM", f.code.clone());
        let mut spans = vec![f.span];
        spans.extend(f.of_span);
        RowView {
            id: f.id.to_string(),
            head: format!("{}{of}", quantity(f)),
            tag: f.kind.to_string(),
            facts,
            spans,
            confidence: Some(f.confidence.0),
            why: f.why.clone(),
        }
    }

    fn unquantified(&self) -> Vec<RowView> {
        let row = |u: &dyad_record::Unquantified| {
            let of = u.of.as_deref().map(|o| format!(" · {}", one_line(o))).unwrap_or_default();
            let mut facts = Vec::new();
            let mut add = |label, value: Option<String>| facts.extend(value.map(|v| (label, v)));
            add("claimed by", self.name(u.speaker.as_ref()));
            add("statement", u.statement.as_ref().map(Id::to_string));
            RowView {
                id: u.id.to_string(),
                head: format!("{}{of}", one_line(u.span.of(&self.r.document.text))),
                tag: u.kind.to_string(),
                facts,
                spans: std::iter::once(u.span).chain(u.of_span).collect(),
                confidence: Some(u.confidence.0),
                why: u.why.clone(),
            }
        };
        self.r.unquantified.iter().map(row).collect()
    }

    fn checks(&self) -> Vec<RowView> {
        let row = |c: &dyad_record::Check| {
            let figures: Vec<&Figure> = self.r.figures.iter().filter(|f| c.figures.contains(&f.id)).collect();
            RowView {
                id: c.id.to_string(),
                head: c.arithmetic.clone(),
                tag: c.verdict.as_str().replace('_', " "),
                facts: [("kind", c.kind.as_str().replace('_', " "))]
                    .into_iter()
                    .chain(c.reason.iter().map(|r| ("because", r.clone())))
                    .chain(c.assumptions.iter().map(|a| ("assuming", a.clone())))
                    .collect(),
                spans: figures.iter().map(|f| f.span).collect(),
                confidence: None,
                why: c.why.clone(),
            }
        };
        self.r.checks.iter().map(row).collect()
    }

    fn entities(&self) -> Vec<RowView> {
        let row = |e: &Entity| {
            let mut facts = Vec::new();
            for r in &e.roles {
                let dates = match (&r.from, &r.to) {
                    (Some(a), Some(b)) => format!(", {a} to {b}"),
                    (Some(a), None) => format!(", from {a}"),
                    (None, Some(b)) => format!(", until {b}"),
                    (None, None) => String::new(),
                };
                let of = r.of.as_deref().map(|o| format!(" of {o}")).unwrap_or_default();
                let basis = if r.basis == "text" { String::new() } else { format!(" [{}]", r.basis) };
                facts.push(("role", format!("{}{of}{dates}{basis}", r.title)));
            }
            if !e.members.is_empty() {
                let names: Vec<String> = e.members.iter().filter_map(|m| self.name(Some(m))).collect();
                facts.push(("members", names.join(", ")));
            }
            if let Some(actor) = &e.actor {
                let basis = e.basis.as_deref().map(|b| format!(" ({b})")).unwrap_or_default();
                facts.push(("actor", format!("{actor}{basis}")));
            }
            facts.push(("mentions", e.mentions.len().to_string()));
            RowView {
                id: e.id.to_string(),
                head: e.name.clone(),
                tag: match e.kind {
                    EntityKind::EventName => "event".to_owned(),
                    k => k.to_string(),
                },
                facts,
                spans: e.mentions.iter().map(|m| m.span).collect(),
                confidence: Some(e.confidence.0),
                why: e.why.clone(),
            }
        };
        self.r.entities.iter().map(row).collect()
    }

    fn times(&self) -> Vec<RowView> {
        let row = |t: &dyad_record::TimeRow| {
            let mut facts = Vec::new();
            if let Some([a, b]) = &t.interval {
                facts.push(("interval", if a == b { a.clone() } else { format!("{a} to {b}") }));
            }
            facts.extend(t.basis.clone().map(|b| ("basis", b)));
            RowView {
                id: t.id.to_string(),
                head: format!("{} ({})", t.value, one_line(t.span.of(&self.r.document.text))),
                tag: t.kind.as_str().to_lowercase(),
                facts,
                spans: vec![t.span],
                confidence: None,
                why: t.why.clone(),
            }
        };
        self.r.times.iter().map(row).collect()
    }

    fn places(&self) -> Vec<RowView> {
        let row = |p: &dyad_record::PlaceRow| {
            let inside: Vec<&str> =
                [p.admin1.as_deref(), p.country.as_deref()].into_iter().flatten().collect();
            let inside = if inside.is_empty() { String::new() } else { format!(", {}", inside.join(", ")) };
            let mut facts = Vec::new();
            if let (Some(lat), Some(lon)) = (p.lat, p.lon) {
                facts.push(("coordinates", format!("{lat:.2}, {lon:.2}")));
            }
            facts.extend(p.gazetteer.clone().map(|g| ("gazetteer", g)));
            RowView {
                id: p.id.to_string(),
                head: format!("{}{inside}", p.name),
                tag: "place".to_owned(),
                facts,
                spans: vec![p.span],
                confidence: Some(p.confidence.0),
                why: p.why.clone(),
            }
        };
        self.r.places.iter().map(row).collect()
    }
}

/// "more than 11,000 lb", "66.7 %", "rank 3", "10 to 12 km".
pub(crate) fn quantity(f: &Figure) -> String {
    let bound = match f.bound {
        Bound::Exact | Bound::Range => String::new(),
        Bound::OrderOfMagnitude => "in the order of ".to_owned(),
        b => format!("{} ", b.as_str().replace('_', " ")),
    };
    let unit = f.unit.as_deref().unwrap_or("");
    let (scale, unit) = if unit == "share" { (100.0, "%") } else { (1.0, unit) };
    let mut amount = number(f.value * scale);
    if let Some(high) = f.high {
        amount = format!("{amount} to {}", number(high * scale));
    }
    let rank = if f.kind == FigureKind::Rank { "rank " } else { "" };
    let space = if unit.is_empty() { "" } else { " " };
    format!("{bound}{rank}{amount}{space}{unit}")
}

/// A number with thousands separated by commas and at most four decimals.
fn number(x: f64) -> String {
    let rounded = (x * 1e4).round() / 1e4;
    let text = format!("{rounded}");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |d| ("-", d));
    let (whole, rest) = digits.split_once('.').map_or((digits, String::new()), |(w, r)| (w, format!(".{r}")));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    format!("{sign}{out}{rest}")
}

/// The words of a quad class.
fn quad(q: u8) -> Option<&'static str> {
    ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
        .get(usize::from(q).checked_sub(1)?)
        .copied()
}

/// Text without line breaks and doubled white space, for showing in a row.
pub(crate) fn one_line(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, unit: &str, bound: Bound) -> Figure {
        let bare = Figure::bare(Id::new('f', 0), Span::default(), value);
        Figure { bound, unit: Some(unit.to_owned()), ..bare }
    }

    #[test]
    fn quantities_read_like_words() {
        assert_eq!(quantity(&figure(11000.0, "lb", Bound::MoreThan)), "more than 11,000 lb");
        assert_eq!(quantity(&figure(2.0 / 3.0, "share", Bound::Exact)), "66.6667 %");
        assert_eq!(quantity(&figure(-1234567.5, "USD", Bound::About)), "about -1,234,567.5 USD");
        assert_eq!(quantity(&Figure { high: Some(12.0), ..figure(10.0, "km", Bound::Range) }), "10 to 12 km");
    }
}
