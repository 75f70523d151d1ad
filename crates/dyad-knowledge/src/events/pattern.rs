//! The frames of event verbs and nouns (`tables/event-verbs.tsv`, `tables/event-nouns.tsv`) and their columns' little language.
//!
//! The columns are explained at the head of the tables. This file turns their cells into typed conditions; it must not know
//! how a tree is searched for them.

use rustc_hash::FxHashMap;

use super::frames::mend;
use super::ontology::Ontology;
use crate::TableError;
use crate::table::{Row, Table};

const VERBS: (&str, &str) = ("event-verbs.tsv", include_str!("../../tables/event-verbs.tsv"));
const NOUNS: (&str, &str) = ("event-nouns.tsv", include_str!("../../tables/event-nouns.tsv"));
pub(super) const COLUMNS: [&str; 8] =
    ["trigger", "object", "needs", "recipient", "plover", "mode", "cameo", "flags"];

/// Prepositions that may stand in the columns "needs" and "recipient".
const PREPOSITIONS: &str = " about across after against along alongside among around as at before behind belonging beneath between by for from \
                            hosted in inside into near of off on onto outside over through to toward towards under until upon with within without ";
/// Adverbs that the parser may take for the preposition of a noun ("blew up the bridge"); like one they may stand before a colon.
const PARTICLES: &str = " apart aside away back down forth out past up via ";
/// Flags that the reader knows.
pub(super) const FLAGS: &str = " recip swap cross compose weak inner nocode vow plural light ofactor possrec held badact failonly callonly envoy talkdef \
                     together subjtroops subjcrowd official emergency nongrata armed airforce planonly expressed saywill saywillnot saymust fromactor subjunctive ";

/// Flags that say what a frame makes, not when it fits.
const RESULT_FLAGS: [&str; 9] =
    ["recip", "swap", "compose", "weak", "inner", "vow", "ofactor", "possrec", "fromactor"];

/// What a noun must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// This lemma or form.
    Lemma(String),
    /// A member of a class of `event-classes.tsv`.
    Class(String),
    /// A person, organisation, group or country, or a noun for one.
    Actor,
    /// A place, or a noun for one.
    Where,
}

impl Term {
    fn parse(text: &str) -> Self {
        match text.strip_prefix('@') {
            Some("actor") => Term::Actor,
            Some("where") => Term::Where,
            Some(class) => Term::Class(class.to_owned()),
            None => Term::Lemma(text.to_owned()),
        }
    }
}

/// A condition on the trigger's surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// An infinitive complement.
    Infinitive,
    /// A finite complement clause.
    That,
    /// A participle complement ("denied taking").
    Ing,
    /// A direct object.
    Object,
    /// No direct object.
    NoObject,
    /// A preposition with its noun, perhaps of a class.
    Prep(String, Option<Term>),
    /// A word among the trigger's dependents ("hold responsible").
    Word(String),
    /// A first part or name before the noun ("suicide attack").
    Compound(Term),
    /// An adjective before the noun.
    Adjective(String),
    /// A possessive before the noun ("his release").
    Possessive,
    /// What the object is called ("called it illegal").
    Predicate(Term),
}

/// Where the recipient stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The direct object; of a passive the subject.
    Object,
    /// The indirect object.
    Indirect,
    /// The subject of the complement clause.
    Complement,
    /// The other half of a plural or joined subject.
    Subject,
    /// The noun of this preposition.
    Prep(String),
}

/// One frame: when it fits, and what event it makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// `table:line`, for explanations.
    pub at: String,
    /// The lemmas after the first ("call **off**").
    pub particle: Option<String>,
    /// The object is one of these.
    pub object: Vec<Term>,
    /// The object is none of these.
    pub not_object: Vec<Term>,
    /// All hold; of each list any.
    pub needs: Vec<Vec<Need>>,
    /// First that is there.
    pub recipient: Vec<Place>,
    /// PLOVER type.
    pub plover: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: String,
    flags: Vec<String>,
}

impl Pattern {
    /// True if the line has this flag.
    #[must_use]
    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|f| f == flag)
    }
    /// The flags, as the line has them.
    #[must_use]
    pub fn flags(&self) -> &[String] {
        &self.flags
    }
    /// True for a line of a user's file, which goes before the tables.
    #[must_use]
    pub fn is_own(&self) -> bool {
        !(self.at.starts_with(VERBS.0) || self.at.starts_with(NOUNS.0))
    }
    /// How many conditions the frame sets; the more, the closer it fits.
    #[must_use]
    pub fn weight(&self) -> usize {
        let object = if self.object.is_empty() { 0 } else { 2 };
        let needs: usize = self
            .needs
            .iter()
            .map(|any| match any.first() {
                Some(
                    Need::Prep(_, Some(_))
                    | Need::Compound(_)
                    | Need::Adjective(_)
                    | Need::Word(_)
                    | Need::Predicate(_),
                ) => 3,
                Some(Need::Infinitive | Need::That | Need::Ing) => 2,
                Some(Need::Object | Need::NoObject) | None => 0,
                Some(Need::Prep(..) | Need::Possessive) => 1,
            })
            .sum();
        object + usize::from(!self.not_object.is_empty()) + needs + 3 * usize::from(self.particle.is_some())
    }
    /// True if the recipient can stand nowhere but in the object, which must then be there.
    #[must_use]
    pub fn object_only(&self) -> bool {
        self.recipient == [Place::Object]
    }
}

/// Frames by the lemma of their trigger, best first.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    by_lemma: FxHashMap<String, Vec<Pattern>>,
    count: usize,
}

impl Patterns {
    /// The frames of a lemma, those with more conditions first.
    #[must_use]
    pub fn of(&self, lemma: &str) -> &[Pattern] {
        self.by_lemma.get(lemma).map_or(&[], Vec::as_slice)
    }
    /// How many frames there are, each trigger counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }
    /// True if there is no frame.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
    /// The lemmas that trigger something, sorted.
    #[must_use]
    pub fn lemmas(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.by_lemma.keys().map(String::as_str).collect();
        all.sort_unstable();
        all
    }

    pub(super) fn verbs(o: &Ontology, has_class: &dyn Fn(&str) -> bool) -> Result<Self, TableError> {
        Self::load(VERBS, o, has_class)
    }
    pub(super) fn nouns(o: &Ontology, has_class: &dyn Fn(&str) -> bool) -> Result<Self, TableError> {
        Self::load(NOUNS, o, has_class)
    }

    fn load(
        (name, text): (&str, &str),
        o: &Ontology,
        has_class: &dyn Fn(&str) -> bool,
    ) -> Result<Self, TableError> {
        let mut all = Gathered::default();
        let table = Table::parse(name, text, &COLUMNS)?;
        for row in table.rows() {
            all.add(row, row.list(0), &frame(row, o, has_class)?)?;
        }
        Ok(all.done())
    }
    /// Puts a user's frames before these, whatever conditions either sets.
    pub(super) fn put_first(&mut self, own: Patterns) {
        self.count += own.count;
        for (lemma, mut list) in own.by_lemma {
            let ours = self.by_lemma.entry(lemma).or_default();
            list.append(ours);
            *ours = list;
        }
    }
}

/// Gathers frames line by line, and refuses a line that clashes with an earlier one.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    all: Patterns,
    seen: Conditions,
}

impl Gathered {
    /// Adds a frame under each of its triggers, or under none.
    pub(super) fn add<'t>(
        &mut self,
        row: &Row<'_>,
        triggers: impl Iterator<Item = &'t str>,
        frame: &Pattern,
    ) -> Result<(), TableError> {
        let (mut new, mut keys) = (Vec::new(), Vec::new());
        for trigger in triggers {
            let (lemma, particle) = match trigger.split_once(' ') {
                Some((l, p)) => (l, Some(p.trim().to_owned())),
                None => (trigger, None),
            };
            let pattern = Pattern { particle, ..frame.clone() };
            keys.extend(clash(&self.seen, row, trigger, &pattern)?);
            new.push((lemma.to_owned(), pattern));
        }
        for key in keys {
            self.seen.entry(key).or_insert_with(|| (row.table.to_owned(), row.line, codes(frame)));
        }
        for (lemma, pattern) in new {
            self.all.by_lemma.entry(lemma).or_default().push(pattern);
            self.all.count += 1;
        }
        Ok(())
    }
    /// The frames, those of a lemma with more conditions first.
    pub(super) fn done(mut self) -> Patterns {
        for list in self.all.by_lemma.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse(p.weight()));
        }
        self.all
    }
}

/// What a row says, but for its triggers.
pub(super) fn frame(
    row: &Row<'_>,
    o: &Ontology,
    has_class: &dyn Fn(&str) -> bool,
) -> Result<Pattern, TableError> {
    row.required(0)?;
    let plover = row.required(4)?;
    let kind = o.plover(plover).ok_or_else(|| row.error(mend::plover(plover, o)))?;
    let mode = row.optional(5);
    if let Some(m) = mode.filter(|m| !kind.modes.iter().any(|k| k == m)) {
        // AGREE has no modes; a table line that gives one is a slip.
        return Err(row.error(mend::mode(m, kind)));
    }
    let cameo = row.required(6)?;
    if o.cameo(cameo).is_none() {
        return Err(row.error(mend::cameo(cameo, o)));
    }
    let term = |text: &str| -> Result<Term, TableError> {
        let t = Term::parse(text);
        match &t {
            Term::Class(c) if !has_class(c) => Err(row.error(mend::class(c))),
            _ => Ok(t),
        }
    };
    let (mut object, mut not_object) = (Vec::new(), Vec::new());
    for cell in row.list(1).filter(|c| *c != "-") {
        match cell.strip_prefix('!') {
            Some(x) => not_object.push(term(x)?),
            None => object.push(term(cell)?),
        }
    }
    let mut needs = Vec::new();
    for cell in row.list(2) {
        let mut any = Vec::new();
        for alternative in cell.split('|').map(str::trim).filter(|a| !a.is_empty()) {
            any.push(need(alternative, row, &term)?);
        }
        if any.is_empty() {
            return Err(row.error(format!("in \"{cell}\" nothing stands beside the |")));
        }
        needs.push(any);
    }
    let mut recipient = Vec::new();
    for cell in row.list(3).filter(|c| *c != "-") {
        recipient.push(match cell {
            "obj" => Place::Object,
            "iobj" => Place::Indirect,
            "comp" | "inf" => Place::Complement,
            "subj" => Place::Subject,
            p if is_preposition(p) => Place::Prep(p.to_owned()),
            other => return Err(row.error(mend::recipient(other))),
        });
    }
    let flags: Vec<String> = row.list(7).map(str::to_owned).collect();
    if let Some(f) = flags.iter().find(|f| !FLAGS.contains(&format!(" {f} "))) {
        return Err(row.error(mend::flag(f)));
    }
    Ok(Pattern {
        at: format!("{}:{}", row.table, row.line),
        particle: None,
        object,
        not_object,
        needs,
        recipient,
        plover: plover.to_owned(),
        mode: mode.map(str::to_owned),
        cameo: cameo.to_owned(),
        flags,
    })
}

/// The conditions of the frames read so far, with their table and line and the codes they lead to.
type Conditions = FxHashMap<String, (String, usize, [String; 3])>;

fn codes(p: &Pattern) -> [String; 3] {
    [p.plover.clone(), p.mode.clone().unwrap_or_default(), p.cameo.clone()]
}

/// Refuses a frame that an earlier one with the same trigger and the same conditions hides, if the two give different codes.
/// Each of several objects counts by itself; the conditions of each are returned.
fn clash(seen: &Conditions, row: &Row<'_>, trigger: &str, p: &Pattern) -> Result<Vec<String>, TableError> {
    let sorted = |mut list: Vec<String>| {
        list.sort_unstable();
        list.join(" ")
    };
    let shown = |list: &[Term]| -> Vec<String> { list.iter().map(|t| format!("{t:?}")).collect() };
    let needs = p.needs.iter().map(|any| sorted(any.iter().map(|n| format!("{n:?}")).collect())).collect();
    let flags = p.flags.iter().filter(|f| RESULT_FLAGS.iter().all(|r| r != f)).cloned().collect();
    let rest = format!(
        "{trigger} | {} | {} | {} | {}",
        sorted(shown(&p.not_object)),
        sorted(needs),
        sorted(flags),
        p.object_only() && p.object.is_empty()
    );
    let codes = codes(p);
    let objects = if p.object.is_empty() { vec!["-".to_owned()] } else { shown(&p.object) };
    let keys: Vec<String> = objects.iter().map(|object| format!("{object} | {rest}")).collect();
    let other = keys.iter().filter_map(|k| seen.get(k)).find(|(_, _, earlier)| *earlier != codes);
    let Some((table, line, earlier)) = other else { return Ok(keys) };
    let file = if table == row.table { String::new() } else { format!("{table}, ") };
    Err(row.error(format!(
        "\"{trigger}\" stands under the same conditions in {file}line {line} with other codes ({} there, {} here); \
         give one of the two lines another condition or take the trigger out",
        earlier.join(" ").trim_end(),
        codes.join(" ").trim_end()
    )))
}

fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&format!(" {word} "))
}

fn need(
    text: &str,
    row: &Row<'_>,
    term: &dyn Fn(&str) -> Result<Term, TableError>,
) -> Result<Need, TableError> {
    Ok(match (text, text.split_once(':')) {
        ("inf", _) => Need::Infinitive,
        ("that", _) => Need::That,
        ("ing", _) => Need::Ing,
        ("obj", _) => Need::Object,
        ("noobj", _) => Need::NoObject,
        ("poss", _) => Need::Possessive,
        (_, Some(("pred", t))) => Need::Predicate(term(t)?),
        (_, Some(("compound", t))) => Need::Compound(term(t)?),
        (_, Some(("amod", t))) => Need::Adjective(t.to_owned()),
        (_, Some((p, _))) if !is_preposition(p) && !PARTICLES.contains(&format!(" {p} ")) => {
            return Err(row.error(mend::need(p)));
        }
        (_, Some((p, t))) => Need::Prep(p.to_owned(), Some(term(t)?)),
        (w, None) if is_preposition(w) => Need::Prep(w.to_owned(), None),
        (w, None) => Need::Word(w.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(rows: &str) -> Result<Patterns, TableError> {
        let text = format!("{}\n{rows}", COLUMNS.join("\t"));
        Patterns::load(("x.tsv", &text), &Ontology::embedded().unwrap(), &|c| c == "aid")
    }

    #[test]
    fn clashing_frames_are_named_with_both_lines() {
        let e = load(
            "cut;halt\t@aid\tto|for\tto\tSANCTION\tdiscontinue\t162\t-\n\
             stop\t@aid\t-\tto\tSANCTION\tdiscontinue\t162\t-\n\
             halt\tmoney;@aid\tfor|to\tfor\tCOERCE\twithhold\t170\trecip",
        )
        .unwrap_err();
        assert_eq!((e.table.as_str(), e.line), ("x.tsv", 4));
        assert!(e.message.contains("\"halt\"") && e.message.contains("in line 2"), "{}", e.message);
    }

    #[test]
    fn other_conditions_or_the_same_codes_are_no_clash() {
        let frames = load(
            "halt\t@aid\tto\tto\tSANCTION\tdiscontinue\t162\t-\n\
             halt\t@aid\t-\tto\tCOERCE\twithhold\t170\t-\n\
             halt\t@aid\tto\tfrom\tCOERCE\twithhold\t170\tarmed\n\
             halt off\t@aid\tto\tto\tCOERCE\twithhold\t170\t-\n\
             halt\t@aid\tto\tfor\tSANCTION\tdiscontinue\t162\tweak",
        );
        assert_eq!(frames.unwrap().len(), 5);
    }
}
