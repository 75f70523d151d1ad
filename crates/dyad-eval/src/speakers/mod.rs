//! Speakers: whose words are these? Accuracy over hard cases in articles of our own (`gold/speakers`).
//!
//! A predicted speaker is compared by identity, not by name: the entity is who the gold says if its mentions hold the
//! gold's marks. Groups are compared as sets of members. This module must not know how speakers are found.

mod gold;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use dyad_reader::Coder;
use dyad_record::{EntityKind, Id, MentionForm, Record, Span, Statement};

use crate::{EvalError, LayerReport};
pub use gold::{Article, Case, Fault, PHENOMENA, counts, parse};

/// The articles that the program is built with; a test holds the list against the folder.
macro_rules! articles {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("../../gold/speakers/", $name, ".txt")))),+] };
}
const OWN: [(&str, &str); 24] = articles![
    "airport-police",
    "cabinet-leak",
    "chipmaker",
    "comet-lab",
    "coup-capital",
    "court-fraud",
    "dam-talks",
    "drug-trial",
    "football-transfer",
    "hospital-strike",
    "match-report",
    "mine-report",
    "obituary-poet",
    "oil-spill",
    "parliament-noise",
    "passive-envoy",
    "quake-port",
    "school-fire",
    "storm-islands",
    "trade-summit",
    "transcript-budget",
    "transcript-coast",
    "twin-senators",
    "village-wolf",
];

/// Name of the built-in set in reports and floors.
pub const NAME: &str = "speakers";

/// The articles that the program is built with.
///
/// # Errors
/// A line that is not as it should be.
pub fn own() -> Result<Vec<Article>, EvalError> {
    OWN.iter().map(|(name, file)| named(Path::new(&format!("{name}.txt")), name, file)).collect()
}

/// The articles (`*.txt`) of a folder, in the order of their names.
///
/// # Errors
/// A folder or file that cannot be read, or a line that is not as it should be.
pub fn load(folder: &Path) -> Result<Vec<Article>, EvalError> {
    let io = |source| EvalError::Io { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.extension().is_some_and(|e| e == "txt") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_stem().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        named(path, &name, &EvalError::read(path)?)
    };
    paths.iter().map(read).collect()
}

fn named(path: &Path, name: &str, file: &str) -> Result<Article, EvalError> {
    parse(name, file).map_err(|e| EvalError::Format {
        path: path.to_owned(),
        line: e.line,
        message: e.message,
    })
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The speaker is right.
    pub right: bool,
    /// A statement covers the words.
    pub found: bool,
    /// What came instead, for people.
    pub got: String,
}

/// Compares a record with the cases of its article, in their order.
#[must_use]
pub fn judge(article: &Article, record: &Record) -> Vec<Outcome> {
    article
        .cases
        .iter()
        .map(|case| {
            let Some(s) = covering(record, case.span) else {
                let right = case.speakers.iter().any(BTreeSet::is_empty);
                return Outcome { right, found: false, got: "no statement".to_owned() };
            };
            let Some(id) = &s.speaker else {
                let right = case.speakers.iter().any(BTreeSet::is_empty);
                return Outcome { right, found: true, got: "no speaker".to_owned() };
            };
            let who = identities(article, record, id);
            let name = id.index().and_then(|i| record.entities.get(i)).map_or("", |e| e.name.as_str());
            let right = who.as_ref().is_some_and(|w| case.speakers.contains(w));
            let told = match &who {
                Some(w) => w.iter().cloned().collect::<Vec<_>>().join("+"),
                None => "nobody of the gold".to_owned(),
            };
            Outcome { right, found: true, got: format!("{name} ({id}: {told})") }
        })
        .collect()
}

/// The statement whose content is most like these words (Dice of characters), of those that cover half of them.
fn covering(record: &Record, span: Span) -> Option<&Statement> {
    let mut best: Option<(f64, &Statement)> = None;
    for s in &record.statements {
        let all: usize = s.content.iter().map(Span::len).sum();
        let shared: usize =
            s.content.iter().map(|c| c.end.min(span.end).saturating_sub(c.start.max(span.start))).sum();
        if shared * 2 < span.len() || shared == 0 {
            continue;
        }
        let dice = 2.0 * shared as f64 / (all + span.len()) as f64;
        if best.is_none_or(|(b, _)| dice > b) {
            best = Some((dice, s));
        }
    }
    best.map(|(_, s)| s)
}

/// Who of the gold an entity is: its members' identities for a group of known persons. `None` if it is none of them.
fn identities(article: &Article, record: &Record, id: &Id) -> Option<BTreeSet<String>> {
    let entity = record.entities.get(id.index()?)?;
    if entity.kind == EntityKind::Group && !entity.members.is_empty() {
        let mut all = BTreeSet::new();
        for member in &entity.members {
            all.extend(identities(article, record, member).filter(|_| member != id)?);
        }
        return Some(all);
    }
    let mut who = BTreeSet::new();
    for m in entity.mentions.iter().filter(|m| m.form != MentionForm::Pronoun) {
        let marks = article.marks.iter().filter(|(mark, _)| {
            let inside = m.span.start >= mark.start && m.span.end <= mark.end;
            m.span.end == mark.end || inside && m.span.start == mark.start
        });
        who.extend(marks.map(|(_, id)| id.clone()));
    }
    // A mark of another speaker among the mentions makes two persons one.
    (!who.is_empty()).then_some(who)
}

/// Scores the coder on the articles and tells the result as a layer's report.
///
/// # Errors
/// If an article cannot be made a document.
pub fn run(coder: &Coder, gold: &Path, articles: &[Article]) -> Result<LayerReport, EvalError> {
    let mut report = LayerReport::new("speakers", gold);
    let (mut all, mut of_found) = ((0, 0), (0, 0));
    let mut splits = [("development", 0, 0), ("held-out", 0, 0)];
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for article in articles {
        let doc = crate::run::document(&article.text, &article.name, None)?;
        let record = coder.read(&doc);
        for (case, outcome) in article.cases.iter().zip(judge(article, &record)) {
            let right = usize::from(outcome.right);
            all = (all.0 + right, all.1 + 1);
            if outcome.found {
                of_found = (of_found.0 + right, of_found.1 + 1);
            }
            let split = &mut splits[usize::from(article.held_out)];
            (split.1, split.2) = (split.1 + right, split.2 + 1);
            let kind = kinds.entry(case.phenomenon).or_default();
            *kind = (kind.0 + right, kind.1 + 1);
            if !outcome.right && !article.held_out {
                let wanted: Vec<String> = case.speakers.iter().map(told).collect();
                let words: String = case.span.of(&article.text).chars().take(60).collect();
                report.example(
                    format!("{}, line {}", article.name, case.line),
                    format!(
                        "{}: wanted {}, got {}; \"{words}\"",
                        case.phenomenon,
                        wanted.join(" or "),
                        outcome.got
                    ),
                );
            }
        }
    }
    report.share("accuracy", all.0, all.1);
    for (name, right, of) in splits {
        report.share(&format!("accuracy, {name}"), right, of);
    }
    report.share("accuracy where a statement was found", of_found.0, of_found.1);
    for p in PHENOMENA {
        if let Some((right, of)) = kinds.get(p) {
            report.share(p, *right, *of);
        }
    }
    Ok(report)
}

fn told(set: &BTreeSet<String>) -> String {
    if set.is_empty() { "nobody".to_owned() } else { set.iter().cloned().collect::<Vec<_>>().join("+") }
}

#[cfg(test)]
mod tests {
    use dyad_record::{Act, Confidence, Entity, Link, MentionRow, StatementKind};

    use super::*;

    fn entity(i: usize, kind: EntityKind, mentions: &[(usize, usize)], members: &[usize]) -> Entity {
        Entity {
            id: Id::new('e', i),
            kind,
            name: format!("e{i}"),
            actor: None,
            basis: None,
            roles: Vec::new(),
            mentions: mentions
                .iter()
                .map(|m| MentionRow { span: Span::new(m.0, m.1), form: MentionForm::Name })
                .collect(),
            confidence: Confidence(1.0),
            members: members.iter().map(|m| Id::new('e', *m)).collect(),
            why: Vec::new(),
        }
    }

    fn statement(content: (usize, usize), speaker: Option<usize>) -> Statement {
        Statement {
            id: Id::new('s', 0),
            kind: StatementKind::Indirect,
            act: Act::Say,
            speaker: speaker.map(|s| Id::new('e', s)),
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![Span::new(content.0, content.1)],
            nested_in: None,
            addressee: None,
            venue: None,
            time: None,
            link: Link::Cue,
            confidence: Confidence(1.0),
            rivals: Vec::new(),
            why: Vec::new(),
        }
    }

    /// "Ana said yes" — marks: Ana [0, 3], Bo [4, 6]; one case at [10, 20].
    fn case(speakers: &[&[&str]]) -> Article {
        Article {
            name: "x".into(),
            held_out: false,
            text: "Ana Bo    0123456789".into(),
            marks: vec![(Span::new(0, 3), "ana".into()), (Span::new(4, 6), "bo".into())],
            cases: vec![Case {
                span: Span::new(10, 20),
                speakers: speakers.iter().map(|s| s.iter().map(|x| (*x).to_owned()).collect()).collect(),
                phenomenon: "cue",
                line: 1,
            }],
        }
    }

    fn right(article: &Article, entities: Vec<Entity>, statements: Vec<Statement>) -> bool {
        let record = Record { entities, statements, ..Record::default() };
        judge(article, &record)[0].right
    }

    #[test]
    fn identity_goes_by_marks_and_groups_by_members() {
        let p = EntityKind::Person;
        let three = || {
            vec![
                entity(0, p, &[(0, 3)], &[]),
                entity(1, p, &[(4, 6)], &[]),
                entity(2, EntityKind::Group, &[(7, 9)], &[0, 1]),
            ]
        };
        let said = |who| vec![statement((10, 20), who)];
        assert!(right(&case(&[&["ana"]]), three(), said(Some(0))));
        assert!(!right(&case(&[&["ana"]]), three(), said(Some(1))));
        assert!(!right(&case(&[&["ana"]]), three(), said(None)));
        assert!(right(&case(&[&["ana", "bo"]]), three(), said(Some(2))));
        assert!(!right(&case(&[&["ana", "bo"]]), three(), said(Some(0))));
        assert!(right(&case(&[&["bo"], &["ana"]]), three(), said(Some(0))));
        // One entity for both is neither.
        let mixed = vec![entity(0, p, &[(0, 3), (4, 6)], &[])];
        assert!(!right(&case(&[&["ana"]]), mixed, said(Some(0))));
    }

    #[test]
    fn nobody_is_right_where_nobody_speaks() {
        let one = || vec![entity(0, EntityKind::Person, &[(0, 3)], &[])];
        assert!(right(&case(&[&[]]), one(), Vec::new()));
        assert!(right(&case(&[&[]]), one(), vec![statement((10, 20), None)]));
        assert!(!right(&case(&[&[]]), one(), vec![statement((10, 20), Some(0))]));
        // Too little of the words is covered.
        assert!(!right(&case(&[&["ana"]]), one(), vec![statement((10, 14), Some(0))]));
    }

    #[test]
    fn the_articles_are_all_there_and_enough() {
        let articles = own().unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("gold/speakers");
        assert_eq!(load(&folder).unwrap(), articles);
        let cases: usize = articles.iter().map(|a| a.cases.len()).sum();
        assert!(cases >= 150, "{cases}");
        let kinds = counts(&articles);
        assert!(PHENOMENA.iter().all(|p| kinds.contains_key(p)), "{kinds:?}");
        assert!(articles.iter().filter(|a| a.held_out).count() * 4 > articles.len());
    }
}
