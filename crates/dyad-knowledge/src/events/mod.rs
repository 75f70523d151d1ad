//! Everything the event coder knows: PLOVER and CAMEO, frames of verbs and nouns, classes of nouns, verbs that carry an event noun,
//! how events compose, and words for status and context. Each is a table under `tables/`.
//!
//! Method: dictionary frames over dependency trees, after PETRARCH2 and Hypnos (TABARI's heirs), with our own dictionary
//! written against the PLOVER codebook. This module must not know how trees are searched.

pub mod frames;
mod ontology;
mod pattern;

use dyad_record::Status;
use rustc_hash::{FxHashMap, FxHashSet};

pub use frames::{FrameFault, Frames};
pub use ontology::{CameoCode, Ontology, PloverType};
pub use pattern::{Need, Pattern, Patterns, Place, Term};

use crate::TableError;
use crate::roles::ROLE_CODES;
use crate::table::Table;

const CLASSES: &str = include_str!("../../tables/event-classes.tsv");
const LIGHT: &str = include_str!("../../tables/event-light.tsv");
const COMPOSE: &str = include_str!("../../tables/event-compose.tsv");
const STATUS: &str = include_str!("../../tables/event-status.tsv");
const CONTEXTS: &str = include_str!("../../tables/event-contexts.tsv");
const TOPICS: &str = include_str!("../../tables/event-topics.tsv");
const ACTOR_ROLES: &str = include_str!("../../tables/actor-roles.tsv");

/// Which side of a noun's event the subject of its light verb is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// "launched a strike".
    Actor,
    /// "faced charges".
    Recipient,
}

/// A verb that carries an event noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LightVerb {
    /// "take **part** in".
    pub particle: Option<String>,
    /// What its subject is.
    pub side: Side,
    /// The preposition between verb and noun; none for a direct object.
    pub preposition: Option<String>,
    /// What the verb says about the event.
    pub status: Option<Status>,
}

/// What one event becomes inside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// Type; `None` keeps the inner event as it is, planned.
    pub plover: Option<String>,
    /// Mode; none keeps the outer one.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
}

/// Where a status cue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CueSite {
    /// Auxiliary of the trigger.
    Auxiliary,
    /// Adverb on the trigger.
    Adverb,
    /// Verb that governs the trigger.
    Verb,
    /// Noun that governs the trigger.
    Noun,
    /// Subordinator of its clause.
    Mark,
    /// Negation.
    Negation,
}

/// The event coder's tables.
#[derive(Debug, Clone)]
pub struct Events {
    /// PLOVER and CAMEO.
    pub ontology: Ontology,
    /// Frames of verbs.
    pub verbs: Patterns,
    /// Frames of nouns.
    pub nouns: Patterns,
    classes: FxHashMap<String, FxHashSet<String>>,
    light: FxHashMap<String, Vec<LightVerb>>,
    compose: FxHashMap<(String, String), Composition>,
    status: FxHashMap<(String, CueSite), Status>,
    contexts: FxHashMap<String, Vec<u8>>,
    context_names: Vec<String>,
    topics: FxHashMap<String, Vec<u8>>,
    actor_roles: FxHashMap<String, &'static str>,
}

impl Events {
    /// The tables that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        let ontology = Ontology::embedded()?;
        let classes = classes()?;
        let has = |c: &str| classes.contains_key(c);
        let verbs = Patterns::verbs(&ontology, &has)?;
        let nouns = Patterns::nouns(&ontology, &has)?;
        let (contexts, context_names) = words_of("event-contexts.tsv", CONTEXTS, "context")?;
        let (topics, _) = words_of("event-topics.tsv", TOPICS, "topic")?;
        let compose = compose(&ontology)?;
        Ok(Self {
            verbs,
            nouns,
            classes,
            light: light()?,
            compose,
            status: status()?,
            contexts,
            context_names,
            topics,
            actor_roles: actor_roles()?,
            ontology,
        })
    }

    /// Puts a user's frames before those of the tables.
    pub(crate) fn put_first(&mut self, own: Frames) {
        self.verbs.put_first(own.verbs);
        self.nouns.put_first(own.nouns);
    }
    /// The classes with their members, both sorted.
    #[must_use]
    pub fn classes(&self) -> Vec<(&str, Vec<&str>)> {
        let mut all: Vec<(&str, Vec<&str>)> = self
            .classes
            .iter()
            .map(|(class, members)| {
                let mut members: Vec<&str> = members.iter().map(String::as_str).collect();
                members.sort_unstable();
                (class.as_str(), members)
            })
            .collect();
        all.sort_unstable();
        all
    }
    /// True if the lemma is a member of the class.
    #[must_use]
    pub fn in_class(&self, lemma: &str, class: &str) -> bool {
        self.classes.get(class).is_some_and(|m| m.contains(lemma))
    }
    /// The role that a noun gives beside a nationality: `COP` for "police".
    #[must_use]
    pub fn actor_role(&self, lemma: &str) -> Option<&'static str> {
        self.actor_roles.get(lemma).copied()
    }
    /// Gives a noun a role, in place of the one it had; an unknown role changes nothing.
    pub(crate) fn set_actor_role(&mut self, lemma: &str, role: &str) {
        if let Some(role) = ROLE_CODES.iter().find(|r| **r == role) {
            self.actor_roles.insert(lemma.to_owned(), role);
        }
    }
    /// The ways in which this verb carries event nouns.
    #[must_use]
    pub fn light(&self, lemma: &str) -> &[LightVerb] {
        self.light.get(lemma).map_or(&[], Vec::as_slice)
    }
    /// What an event becomes inside another. `outer` may end in `:vow`; `inner` is a type and a CAMEO code, or none.
    #[must_use]
    pub fn compose(&self, outer: &str, inner: Option<(&str, &str)>) -> Option<&Composition> {
        let get = |key: &str| self.compose.get(&(outer.to_owned(), key.to_owned()));
        let Some((plover, cameo)) = inner else { return get("none") };
        (2..=cameo.len()).rev().find_map(|n| get(cameo.get(..n)?)).or_else(|| get(plover))
    }
    /// What a cue at this site says about an event.
    #[must_use]
    pub fn status(&self, cue: &str, site: CueSite) -> Option<Status> {
        self.status.get(&(cue.to_owned(), site)).copied()
    }
    /// The contexts that a word speaks for, as indices into [`Self::context_names`].
    #[must_use]
    pub fn contexts(&self, lemma: &str) -> &[u8] {
        self.contexts.get(lemma).map_or(&[], Vec::as_slice)
    }
    /// The parts of life that a word speaks of, as numbers of `event-topics.tsv`.
    #[must_use]
    pub fn topics(&self, lemma: &str) -> &[u8] {
        self.topics.get(lemma).map_or(&[], Vec::as_slice)
    }
    /// The contexts, in the table's order.
    #[must_use]
    pub fn context_names(&self) -> &[String] {
        &self.context_names
    }
}

fn actor_roles() -> Result<FxHashMap<String, &'static str>, TableError> {
    let mut all = FxHashMap::default();
    for row in Table::parse("actor-roles.tsv", ACTOR_ROLES, &["lemma", "role"])?.rows() {
        let (lemma, role) = (row.required(0)?, row.required(1)?);
        if !ROLE_CODES.contains(&role) {
            return Err(row.error(format!("\"{role}\" is no role; known are {}", ROLE_CODES.join(", "))));
        }
        if all.insert(lemma.to_owned(), role).is_some() {
            return Err(row.error(format!("\"{lemma}\" stands twice")));
        }
    }
    Ok(all)
}

fn classes() -> Result<FxHashMap<String, FxHashSet<String>>, TableError> {
    let table = Table::parse("event-classes.tsv", CLASSES, &["class", "members"])?;
    let mut all: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
    let mut nested = Vec::new();
    for row in table.rows() {
        let class = row.required(0)?;
        for member in row.list(1) {
            match member.strip_prefix('@') {
                Some(other) => nested.push((class, other, row)),
                None => {
                    all.entry(class.to_owned()).or_default().insert(member.to_owned());
                }
            }
        }
    }
    for (class, other, row) in nested {
        let members =
            all.get(other).cloned().ok_or_else(|| row.error(format!("there is no class \"@{other}\"")))?;
        all.entry(class.to_owned()).or_default().extend(members);
    }
    Ok(all)
}

fn light() -> Result<FxHashMap<String, Vec<LightVerb>>, TableError> {
    let table = Table::parse("event-light.tsv", LIGHT, &["verb", "side", "link", "status"])?;
    let mut all: FxHashMap<String, Vec<LightVerb>> = FxHashMap::default();
    for row in table.rows() {
        let (lemma, particle) = match row.required(0)?.split_once(' ') {
            Some((l, p)) => (l, Some(p.to_owned())),
            None => (row.text(0), None),
        };
        let side = match row.required(1)? {
            "actor" => Side::Actor,
            "recipient" => Side::Recipient,
            other => return Err(row.error(format!("side is actor or recipient, not \"{other}\""))),
        };
        let preposition = Some(row.required(2)?).filter(|l| *l != "obj").map(str::to_owned);
        let status = match row.optional(3) {
            Some(_) => Some(row.parse(3)?),
            None => None,
        };
        all.entry(lemma.to_owned()).or_default().push(LightVerb { particle, side, preposition, status });
    }
    Ok(all)
}

fn compose(o: &Ontology) -> Result<FxHashMap<(String, String), Composition>, TableError> {
    let columns = ["outer", "inner", "plover", "mode", "cameo"];
    let table = Table::parse("event-compose.tsv", COMPOSE, &columns)?;
    let mut all = FxHashMap::default();
    for row in table.rows() {
        let inner = row.required(1)?;
        let known =
            inner == "none" || o.plover(inner).is_some() || o.codes().any(|c| c.code.starts_with(inner));
        if !known {
            return Err(
                row.error(format!("\"{inner}\" is neither a PLOVER type nor the start of a CAMEO code"))
            );
        }
        let plover = Some(row.required(2)?).filter(|p| *p != "=").map(str::to_owned);
        if let Some(p) = plover.as_ref().filter(|p| o.plover(p).is_none()) {
            return Err(row.error(format!("\"{p}\" is no PLOVER type")));
        }
        let cameo = row.optional(4).map(str::to_owned);
        if let Some(c) = cameo.as_ref().filter(|c| o.cameo(c).is_none()) {
            return Err(row.error(format!("\"{c}\" is no CAMEO code")));
        }
        let value = Composition { plover, mode: row.optional(3).map(str::to_owned), cameo };
        if all.insert((row.required(0)?.to_owned(), inner.to_owned()), value).is_some() {
            return Err(row.error("this pair stands twice"));
        }
    }
    Ok(all)
}

fn status() -> Result<FxHashMap<(String, CueSite), Status>, TableError> {
    let table = Table::parse("event-status.tsv", STATUS, &["cue", "where", "status"])?;
    let mut all = FxHashMap::default();
    for row in table.rows() {
        let site = match row.required(1)? {
            "aux" => CueSite::Auxiliary,
            "adv" => CueSite::Adverb,
            "verb" => CueSite::Verb,
            "noun" => CueSite::Noun,
            "mark" => CueSite::Mark,
            "neg" => CueSite::Negation,
            other => return Err(row.error(format!("\"{other}\" is no place for a cue"))),
        };
        if all.insert((row.required(0)?.to_owned(), site), row.parse(2)?).is_some() {
            return Err(row.error("this cue stands twice"));
        }
    }
    Ok(all)
}

/// Words with the numbers of the lines that have them, and the names of the lines.
type LinesOf = (FxHashMap<String, Vec<u8>>, Vec<String>);

/// A table of names with their words.
fn words_of(file: &'static str, text: &'static str, column: &str) -> Result<LinesOf, TableError> {
    let table = Table::parse(file, text, &[column, "words"])?;
    let mut words: FxHashMap<String, Vec<u8>> = FxHashMap::default();
    let mut names = Vec::new();
    for row in table.rows() {
        let index = u8::try_from(names.len()).map_err(|_| row.error("too many lines"))?;
        names.push(row.required(0)?.to_owned());
        for w in row.list(1) {
            words.entry(w.to_owned()).or_default().push(index);
        }
    }
    Ok((words, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_load_and_are_broad() {
        let e = Events::embedded().unwrap();
        println!("{} verb frames, {} noun frames", e.verbs.len(), e.nouns.len());
        assert_eq!(e.ontology.types().len(), 16);
        assert!(e.verbs.len() + e.nouns.len() >= 5000);
        for t in e.ontology.types() {
            let n =
                |p: &Patterns| p.lemmas().iter().flat_map(|l| p.of(l)).filter(|x| x.plover == t.name).count();
            assert!(n(&e.verbs) + n(&e.nouns) >= 10, "{} has few frames", t.name);
        }
        assert_eq!(e.context_names().len(), 37);
    }

    #[test]
    fn closer_frames_come_first() {
        let e = Events::embedded().unwrap();
        let accuse = e.verbs.of("accuse");
        assert_eq!(accuse.first().map(|p| p.cameo.as_str()), Some("1121"));
        assert!(accuse.iter().any(|p| p.cameo == "112" && p.object.is_empty()));
    }

    #[test]
    fn composition_takes_the_longest_code() {
        let e = Events::embedded().unwrap();
        let c = e.compose("REQUEST", Some(("RETREAT", "0841"))).unwrap();
        assert_eq!(c.cameo.as_deref(), Some("1053"));
        let c = e.compose("AGREE:vow", Some(("ASSAULT", "190"))).unwrap();
        assert_eq!(c.plover.as_deref(), Some("THREATEN"));
        assert_eq!(e.compose("AGREE", Some(("COERCE", "173"))).unwrap().plover, None);
    }
}
