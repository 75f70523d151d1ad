//! What a record may not be: spans off the text, ids given twice, references to rows that are not there.
//!
//! The rules are those of `RECORD.md`. Tests and fuzz targets ask for the faults of every record they make; a program
//! that takes records from elsewhere can ask too. One pass over the rows; this module must not know how they came about.

use std::collections::BTreeMap;

use crate::{Id, Record, Span};

/// Every breach of the rules in a record with byte spans, each in a sentence that names the row; empty for a sound one.
#[must_use]
pub fn faults(record: &Record) -> Vec<String> {
    let mut f = Finder { record, ids: BTreeMap::new(), out: Vec::new() };
    f.collect_ids();
    f.page();
    f.entities();
    f.quantities();
    f.words();
    f.out
}

struct Finder<'a> {
    record: &'a Record,
    /// Id → kind of row.
    ids: BTreeMap<&'a str, &'static str>,
    out: Vec<String>,
}

impl<'a> Finder<'a> {
    fn say(&mut self, fault: String) {
        self.out.push(fault);
    }

    fn collect_ids(&mut self) {
        let r = self.record;
        let mut all: Vec<(&'a Id, &'static str)> = Vec::new();
        all.extend(r.sentences.iter().map(|x| (&x.id, "sentence")));
        all.extend(r.entities.iter().map(|x| (&x.id, "entity")));
        all.extend(r.times.iter().map(|x| (&x.id, "time")));
        all.extend(r.places.iter().map(|x| (&x.id, "place")));
        all.extend(r.figures.iter().map(|x| (&x.id, "figure")));
        all.extend(r.unquantified.iter().map(|x| (&x.id, "claim without a number")));
        all.extend(r.statements.iter().map(|x| (&x.id, "statement")));
        all.extend(r.silences.iter().map(|x| (&x.id, "silence")));
        all.extend(r.events.iter().map(|x| (&x.id, "event")));
        all.extend(r.abstained.iter().map(|x| (&x.id, "event held back")));
        all.extend(r.claims.iter().map(|x| (&x.id, "claim")));
        all.extend(r.disputes.iter().map(|x| (&x.id, "dispute")));
        all.extend(r.checks.iter().map(|x| (&x.id, "check")));
        for (id, kind) in all {
            if id.as_str().is_empty() {
                self.say(format!("a {kind} has no id"));
            } else if self.ids.insert(id.as_str(), kind).is_some() {
                self.say(format!("the id {id} is given twice"));
            }
        }
    }

    /// The span must hold words and lie on character boundaries.
    fn span(&mut self, row: &str, what: &str, s: Span) {
        let text = &self.record.document.text;
        let problem = if s.end > text.len() {
            "ends after the text"
        } else if s.start >= s.end {
            "is empty"
        } else if !text.is_char_boundary(s.start) || !text.is_char_boundary(s.end) {
            "cuts a character"
        } else if s.of(text).trim().is_empty() {
            "holds nothing but white space"
        } else {
            return;
        };
        self.say(format!("{row}: its {what} [{}, {}) {problem}", s.start, s.end));
    }

    fn refers(&mut self, row: &str, what: &str, to: Option<&Id>, kind: &str) {
        if let Some(id) = to
            && self.ids.get(id.as_str()).is_none_or(|k| *k != kind)
        {
            self.say(format!("{row}: its {what} {id} is no {kind} of this record"));
        }
    }

    fn block(&mut self, row: &str, block: usize) {
        if block >= self.record.blocks.len() {
            self.say(format!("{row}: there is no block {block}"));
        }
    }

    fn finite(&mut self, row: &str, what: &str, number: Option<f64>) {
        if number.is_some_and(|n| !n.is_finite()) {
            self.say(format!("{row}: its {what} is not finite"));
        }
    }

    fn page(&mut self) {
        let mut at = 0;
        for (i, b) in self.record.blocks.iter().enumerate() {
            self.span(&format!("block {i}"), "span", b.span);
            if b.span.start < at {
                self.say(format!("block {i} begins before the one ahead of it ends"));
            }
            at = b.span.end;
        }
        let mut at = 0;
        for s in &self.record.sentences {
            let row = s.id.as_str();
            self.span(row, "span", s.span);
            self.block(row, s.block);
            if s.span.start < at {
                self.say(format!("{row} begins before the sentence ahead of it ends"));
            }
            if self.record.blocks.get(s.block).is_some_and(|b| !b.span.contains(s.span)) {
                self.say(format!("{row} reaches out of its block"));
            }
            at = s.span.end;
        }
    }

    fn entities(&mut self) {
        for e in &self.record.entities {
            let row = e.id.as_str();
            if e.mentions.is_empty() && e.basis.is_none() {
                self.say(format!("{row} has neither a mention nor a basis"));
            }
            if e.name.trim().is_empty() {
                self.say(format!("{row} has no name"));
            }
            for m in &e.mentions {
                self.span(row, "mention", m.span);
            }
            for r in &e.roles {
                if let Some(s) = r.span {
                    self.span(row, "role", s);
                } else if r.basis.is_empty() || r.basis == "text" {
                    self.say(format!("{row}: the role {} has neither span nor basis", r.title));
                }
            }
            for m in &e.members {
                self.refers(row, "member", Some(m), "entity");
            }
        }
        for p in &self.record.places {
            let row = p.id.as_str();
            self.span(row, "span", p.span);
            self.refers(row, "entity", p.entity.as_ref(), "entity");
            self.finite(row, "latitude", p.lat);
            self.finite(row, "longitude", p.lon);
        }
    }

    fn quantities(&mut self) {
        for t in &self.record.times {
            self.span(t.id.as_str(), "span", t.span);
            if t.value.is_empty() {
                self.say(format!("{} has no value", t.id));
            }
        }
        for x in &self.record.figures {
            let row = x.id.as_str();
            self.span(row, "span", x.span);
            if let Some(s) = x.of_span {
                self.span(row, "of_span", s);
            }
            if let Some(s) = x.base {
                self.span(row, "base", s);
            }
            self.refers(row, "part_of", x.part_of.as_ref(), "figure");
            self.refers(row, "toward", x.toward.as_ref(), "figure");
            self.finite(row, "value", Some(x.value));
            self.finite(row, "high", x.high);
            self.refers(row, "period", x.period.as_ref(), "time");
            self.refers(row, "speaker", x.speaker.as_ref(), "entity");
            self.refers(row, "statement", x.statement.as_ref(), "statement");
            self.block(row, x.block);
        }
        for x in &self.record.unquantified {
            let row = x.id.as_str();
            self.span(row, "span", x.span);
            if let Some(s) = x.of_span {
                self.span(row, "of_span", s);
            }
            self.refers(row, "speaker", x.speaker.as_ref(), "entity");
            self.refers(row, "statement", x.statement.as_ref(), "statement");
            self.block(row, x.block);
        }
        for k in &self.record.checks {
            let row = k.id.as_str();
            if k.figures.is_empty() {
                self.say(format!("{row} rests on no figure"));
            }
            for x in &k.figures {
                self.refers(row, "figure", Some(x), "figure");
            }
        }
    }

    /// Statements, silences, events, claims and disputes.
    fn words(&mut self) {
        for s in &self.record.statements {
            let row = s.id.as_str();
            for (what, list) in [("source", &s.source), ("cue", &s.cue), ("content", &s.content)] {
                list.iter().for_each(|x| self.span(row, what, *x));
            }
            if s.content.is_empty() {
                self.say(format!("{row} has no content"));
            }
            self.refers(row, "speaker", s.speaker.as_ref(), "entity");
            self.refers(row, "nested_in", s.nested_in.as_ref(), "statement");
            self.refers(row, "time", s.time.as_ref(), "time");
            if s.nested_in.as_ref() == Some(&s.id) {
                self.say(format!("{row} is nested in itself"));
            }
        }
        for s in &self.record.silences {
            let row = s.id.as_str();
            for (what, list) in [("source", &s.source), ("cue", &s.cue), ("about", &s.about)] {
                list.iter().for_each(|x| self.span(row, what, *x));
            }
            if s.cue.is_empty() {
                self.say(format!("{row} has no cue"));
            }
            self.refers(row, "speaker", s.speaker.as_ref(), "entity");
            self.refers(row, "time", s.time.as_ref(), "time");
            self.block(row, s.block);
        }
        for v in &self.record.events {
            let row = v.id.as_str();
            self.span(row, "trigger", v.trigger);
            v.mentions.iter().for_each(|m| self.span(row, "mention", *m));
            self.refers(row, "sentence", Some(&v.sentence), "sentence");
            for (what, side) in [("actor", &v.actor), ("recipient", &v.recipient)] {
                self.refers(row, what, side.entity.as_ref(), "entity");
                if let Some(s) = side.span {
                    self.span(row, what, s);
                }
            }
            self.refers(row, "time", v.time.as_ref(), "time");
            self.refers(row, "place", v.place.as_ref(), "place");
            self.refers(row, "statement", v.statement.as_ref(), "statement");
            self.refers(row, "reported_by", v.reported_by.as_ref(), "entity");
            v.magnitudes.iter().for_each(|f| self.refers(row, "magnitude", Some(f), "figure"));
            self.finite(row, "goldstein", v.goldstein);
            self.block(row, v.block);
        }
        for v in &self.record.abstained {
            let row = v.id.as_str();
            self.span(row, "trigger", v.trigger);
            self.refers(row, "sentence", Some(&v.sentence), "sentence");
            for (what, side) in [("actor", &v.actor), ("recipient", &v.recipient)] {
                self.refers(row, what, side.entity.as_ref(), "entity");
                if let Some(s) = side.span {
                    self.span(row, what, s);
                }
            }
            self.block(row, v.block);
        }
        for c in &self.record.claims {
            let row = c.id.as_str();
            self.span(row, "span", c.span);
            self.refers(row, "by", c.by.as_ref(), "entity");
            self.refers(row, "statement", c.statement.as_ref(), "statement");
        }
        for d in &self.record.disputes {
            let row = d.id.as_str();
            d.basis.iter().for_each(|s| self.span(row, "basis", *s));
            for c in d.sides.iter().flat_map(|s| &s.claims) {
                self.refers(row, "claim", Some(c), "claim");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, BlockKind, SentenceRow};

    #[test]
    fn faults_are_named_by_row() {
        let mut r = Record::default();
        r.document.text = "Zoë spoke.".to_owned();
        r.blocks.push(Block { kind: BlockKind::Body, span: Span::new(0, 11), quoted: false });
        r.sentences.push(SentenceRow { id: Id::new('n', 0), span: Span::new(0, 11), block: 0 });
        assert_eq!(faults(&r), Vec::<String>::new());
        r.sentences.push(SentenceRow { id: Id::new('n', 0), span: Span::new(3, 40), block: 1 });
        r.blocks.push(Block { kind: BlockKind::Body, span: Span::new(3, 5), quoted: false });
        let found = faults(&r).join("\n");
        for part in [
            "the id n1 is given twice",
            "block 1: its span [3, 5) cuts a character",
            "n1: its span [3, 40) ends after the text",
            "block 1 begins before",
        ] {
            assert!(found.contains(part), "{part} in {found}");
        }
    }
}
