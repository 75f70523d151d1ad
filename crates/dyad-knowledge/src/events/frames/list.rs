//! Frames written as their tables have them, for a list.

use super::super::Events;
use super::super::pattern::{Need, Pattern, Patterns, Place, Term};

/// The columns of the list: those of a table, with the part of speech before and the place behind.
pub const COLUMNS: [&str; 10] =
    ["part", "trigger", "object", "needs", "recipient", "plover", "mode", "cameo", "flags", "place"];

/// The part of speech of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
}

impl Part {
    /// `verb`, `noun`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Part::Verb => "verb",
            Part::Noun => "noun",
        }
    }
    pub(super) fn of(name: &str) -> Option<Self> {
        [Part::Verb, Part::Noun].into_iter().find(|p| p.name() == name)
    }
}

/// A frame under one trigger.
#[derive(Debug, Clone)]
pub struct Listed<'k> {
    /// What the trigger is.
    pub part: Part,
    /// The lemma, with the particle if there is one.
    pub trigger: String,
    /// The frame.
    pub frame: &'k Pattern,
}

impl Listed<'_> {
    /// The cells of [`COLUMNS`]; what is not set is empty.
    #[must_use]
    pub fn cells(&self) -> [String; 10] {
        let p = self.frame;
        let not = p.not_object.iter().map(|t| format!("!{}", term(t)));
        let any = |any: &Vec<Need>| any.iter().map(need).collect::<Vec<_>>().join("|");
        [
            self.part.name().to_owned(),
            self.trigger.clone(),
            p.object.iter().map(term).chain(not).collect::<Vec<_>>().join(";"),
            p.needs.iter().map(any).collect::<Vec<_>>().join(";"),
            p.recipient.iter().map(recipient).collect::<Vec<_>>().join(";"),
            p.plover.clone(),
            p.mode.clone().unwrap_or_default(),
            p.cameo.clone(),
            p.flags().join(";"),
            p.at.clone(),
        ]
    }
}

/// The frames of all triggers, by trigger, verbs before nouns, each in the order in which they are tried. `trigger` keeps those of one
/// lemma ("call"), or of one with its particle ("call off").
#[must_use]
pub fn list<'k>(events: &'k Events, trigger: Option<&str>) -> Vec<Listed<'k>> {
    let asked = trigger.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
    let of = |part: Part, all: &'k Patterns| -> Vec<Listed<'k>> {
        let frames = all.lemmas().into_iter().flat_map(|l| all.of(l).iter().map(move |p| (l, p)));
        frames
            .map(|(lemma, frame)| {
                let particle = frame.particle.iter().map(|p| format!(" {p}"));
                Listed { part, trigger: std::iter::once(lemma.to_owned()).chain(particle).collect(), frame }
            })
            .filter(|l| {
                asked.as_ref().is_none_or(|a| {
                    l.trigger == *a || l.trigger.strip_prefix(a.as_str()).is_some_and(|r| r.starts_with(' '))
                })
            })
            .collect()
    };
    let mut all = of(Part::Verb, &events.verbs);
    all.extend(of(Part::Noun, &events.nouns));
    // Stable: verbs stay before nouns, and the order of trial is kept.
    all.sort_by(|a, b| a.trigger.split(' ').next().cmp(&b.trigger.split(' ').next()));
    all
}

fn term(t: &Term) -> String {
    match t {
        Term::Lemma(l) => l.clone(),
        Term::Class(c) => format!("@{c}"),
        Term::Actor => "@actor".to_owned(),
        Term::Where => "@where".to_owned(),
    }
}

fn need(n: &Need) -> String {
    match n {
        Need::Infinitive => "inf".to_owned(),
        Need::That => "that".to_owned(),
        Need::Ing => "ing".to_owned(),
        Need::Object => "obj".to_owned(),
        Need::NoObject => "noobj".to_owned(),
        Need::Possessive => "poss".to_owned(),
        Need::Prep(p, None) => p.clone(),
        Need::Prep(p, Some(t)) => format!("{p}:{}", term(t)),
        Need::Word(w) => w.clone(),
        Need::Compound(t) => format!("compound:{}", term(t)),
        Need::Adjective(a) => format!("amod:{a}"),
        Need::Predicate(t) => format!("pred:{}", term(t)),
    }
}

fn recipient(p: &Place) -> String {
    match p {
        Place::Object => "obj".to_owned(),
        Place::Indirect => "iobj".to_owned(),
        Place::Complement => "comp".to_owned(),
        Place::Subject => "subj".to_owned(),
        Place::Prep(p) => p.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_reads_back_as_the_same_frame() {
        let events = Events::embedded().unwrap();
        let all = list(&events, None);
        assert_eq!(all.len(), events.verbs.len() + events.nouns.len());
        for listed in &all {
            let mut cells = listed.cells();
            cells[1] = format!("{}:{}", cells[0], cells[1]);
            let text = format!("{}\n{}\n", COLUMNS[1..9].join("\t"), cells[1..9].join("\t"));
            let (own, faults) = super::super::read([("f.tsv", text.as_bytes())], &events);
            assert_eq!(faults, [], "{text}");
            let lemma = listed.trigger.split(' ').next().unwrap();
            let back = match listed.part {
                Part::Verb => own.verbs.of(lemma),
                Part::Noun => own.nouns.of(lemma),
            };
            let mut there = listed.frame.clone();
            there.at = "f.tsv:2".to_owned();
            assert_eq!(back, [there]);
        }
    }

    #[test]
    fn a_trigger_is_asked_for_with_its_particle_or_without() {
        let events = Events::embedded().unwrap();
        let call = list(&events, Some("Call"));
        assert!(call.iter().any(|l| l.part == Part::Noun) && call.iter().any(|l| l.trigger == "call off"));
        let off = list(&events, Some("call off"));
        assert!(!off.is_empty() && off.iter().all(|l| l.trigger == "call off"));
        assert!(list(&events, Some("frobnicate")).is_empty());
    }
}
