//! Words that report what somebody says, shows, thinks or means to do (`tables/cues.tsv`).

use dyad_record::Act;
use rustc_hash::FxHashMap;

use crate::TableError;
use crate::table::{Row, Table};

const FILE: &str = "cues.tsv";
const TEXT: &str = include_str!("../tables/cues.tsv");
const COLUMNS: [&str; 7] = ["class", "lemma", "with", "sort", "act", "frames", "factive"];

/// The part of speech of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CueClass {
    /// "said", "urged"
    Verb,
    /// "the claim that"
    Noun,
    /// "is adamant that"
    Adjective,
    /// "reportedly"
    Adverb,
    /// "according to"
    Preposition,
    /// "Poll:" before a headline
    Label,
    /// "issue" in "issued a denial": lends its subject to a noun.
    Light,
}

/// What kind of attribution a cue makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// Somebody speaks or writes.
    Speech,
    /// A document, a survey or a picture shows it.
    Show,
    /// Somebody thinks, knows, likes or perceives it; nobody has spoken.
    Belief,
    /// Somebody means to do it; nobody has spoken.
    Intention,
}

/// How the content stands by its cue; the table's header has an example of each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Frame {
    /// A finite clause.
    That,
    /// A quotation.
    Quote,
    /// A quotation, without which the word is no cue.
    QuoteOnly,
    /// A to-infinitive.
    Inf,
    /// An object and a to-infinitive.
    ObjInf,
    /// A gerund.
    Ing,
    /// A noun phrase.
    Np,
    /// A noun phrase, if it is quoted.
    NpQuoted,
    /// An object and what it is called.
    Small,
    /// An object and what it is described as.
    As,
    /// A phrase with this preposition.
    Pp(String),
    /// An object and a phrase with this preposition.
    ObjPp(String),
    /// An addressee and a finite clause.
    ObjThat,
    /// A passive with an infinitive.
    InfPass,
    /// An infinitive or predicate whose subject stands by the cue: "talks seem to stall".
    Raise,
    /// The clause around the word.
    Clause,
}

impl Frame {
    fn parse(class: CueClass, cell: &str) -> Option<Frame> {
        Some(match cell {
            "that" => Frame::That,
            "quote" => Frame::Quote,
            "quote!" => Frame::QuoteOnly,
            "inf" => Frame::Inf,
            "objinf" => Frame::ObjInf,
            "ing" => Frame::Ing,
            "np" => Frame::Np,
            "np-q" => Frame::NpQuoted,
            "small" => Frame::Small,
            "as" => Frame::As,
            "obj-that" | "objthat" => Frame::ObjThat,
            "raise" => Frame::Raise,
            "inf-pass" => Frame::InfPass,
            "clause" => Frame::Clause,
            "of" | "for" | "to" | "about" | "against" if class != CueClass::Verb => {
                Frame::Pp(cell.to_owned())
            }
            _ => match cell.split_once(':')? {
                ("pp", p) if !p.is_empty() => Frame::Pp(p.to_owned()),
                ("objpp", p) if !p.is_empty() => Frame::ObjPp(p.to_owned()),
                _ => return None,
            },
        })
    }
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// Part of speech.
    pub class: CueClass,
    /// Lemma, in lower case; for prepositions the first word.
    pub lemma: String,
    /// Words that must follow: particle, preposition, the rest of a phrase.
    pub with: Vec<String>,
    /// Speech, or what else.
    pub sort: Sort,
    /// Speech act.
    pub act: Act,
    /// How the content may stand.
    pub frames: Vec<Frame>,
    /// Whether the writer, too, takes the content for a fact.
    pub factive: bool,
    /// Line in the table, for explanations.
    pub line: usize,
}

impl Cue {
    /// True if the content may stand so.
    #[must_use]
    pub fn takes(&self, frame: &Frame) -> bool {
        self.frames.contains(frame)
    }
    /// True if the word can introduce a quotation.
    #[must_use]
    pub fn quotes(&self) -> bool {
        self.frames.iter().any(|f| matches!(f, Frame::Quote | Frame::QuoteOnly))
    }
}

/// The table, indexed by class and lemma.
#[derive(Debug)]
pub struct Cues {
    rows: Vec<Cue>,
    index: FxHashMap<(CueClass, String), Vec<usize>>,
}

impl Cues {
    /// The table that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        Self::parse(TEXT)
    }

    fn parse(text: &str) -> Result<Self, TableError> {
        let table = Table::parse(FILE, text, &COLUMNS)?;
        let mut rows: Vec<Cue> = Vec::new();
        let mut index: FxHashMap<(CueClass, String), Vec<usize>> = FxHashMap::default();
        for row in table.rows() {
            let cue = read(row)?;
            let same = index.entry((cue.class, cue.lemma.clone())).or_default();
            if same.iter().any(|i| rows[*i].with == cue.with) {
                return Err(
                    row.error(format!("\"{}\" stands in the table twice; join the two lines", cue.lemma))
                );
            }
            same.push(rows.len());
            rows.push(cue);
        }
        // Longer phrases first, so that "call for" is tried before "call".
        for lines in index.values_mut() {
            lines.sort_by_key(|i| std::cmp::Reverse(rows[*i].with.len()));
        }
        Ok(Self { rows, index })
    }

    /// The lines for a lemma in lower case, those with more words first.
    pub fn get(&self, class: CueClass, lemma: &str) -> impl Iterator<Item = &Cue> {
        let lines = self.index.get(&(class, lemma.to_owned())).map_or(&[][..], Vec::as_slice);
        lines.iter().map(|i| &self.rows[*i])
    }
    /// Every line, in the table's order.
    #[must_use]
    pub fn rows(&self) -> &[Cue] {
        &self.rows
    }
}

fn read(row: &Row<'_>) -> Result<Cue, TableError> {
    let class = match row.required(0)? {
        "verb" => CueClass::Verb,
        "noun" => CueClass::Noun,
        "adjective" => CueClass::Adjective,
        "adverb" => CueClass::Adverb,
        "preposition" => CueClass::Preposition,
        "label" => CueClass::Label,
        "light" => CueClass::Light,
        other => {
            return Err(row.error(format!(
                "\"{other}\" is no class; known are verb, noun, adjective, adverb, preposition, label, light"
            )));
        }
    };
    let sort = match row.required(3)? {
        "speech" => Sort::Speech,
        "show" => Sort::Show,
        "belief" => Sort::Belief,
        "intention" => Sort::Intention,
        other => {
            return Err(
                row.error(format!("\"{other}\" is no sort; known are speech, show, belief, intention"))
            );
        }
    };
    let mut lemma = row.required(1)?.to_owned();
    let mut with: Vec<String> = row.text(2).split_whitespace().map(str::to_owned).collect();
    if class == CueClass::Preposition {
        let mut words = lemma.split_whitespace().map(str::to_owned);
        let first = words.next().unwrap_or_default();
        with = words.collect();
        lemma = first;
    }
    if lemma.chars().any(char::is_uppercase) {
        return Err(row.error("the lemma must be in lower case"));
    }
    let mut frames = Vec::new();
    for cell in row.list(5) {
        let frame = Frame::parse(class, cell).ok_or_else(|| {
            row.error(format!("\"{cell}\" is no frame; the header of the table lists them"))
        })?;
        frames.push(frame);
    }
    if frames.is_empty() {
        return Err(row.error("a cue needs at least one frame"));
    }
    let factive = match row.required(6)? {
        "yes" => true,
        "no" => false,
        other => return Err(row.error(format!("factive is yes or no, not \"{other}\""))),
    };
    Ok(Cue { class, lemma, with, sort, act: row.parse(4)?, frames, factive, line: row.line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_table_is_sound() {
        let cues = Cues::embedded().unwrap();
        let say: Vec<_> = cues.get(CueClass::Verb, "say").collect();
        assert!(say[0].takes(&Frame::That) && say[0].quotes() && say[0].sort == Sort::Speech);
        let call: Vec<_> = cues.get(CueClass::Verb, "call").collect();
        assert!(call.len() >= 3 && call.last().unwrap().with.is_empty());
        assert_eq!(cues.get(CueClass::Preposition, "according").next().unwrap().with, ["to"]);
        assert_eq!(cues.get(CueClass::Verb, "deny").next().unwrap().act, Act::Deny);
    }

    #[test]
    fn a_bad_line_is_named() {
        let head = COLUMNS.join("\t");
        let bad = |line: &str| Cues::parse(&format!("{head}\n{line}\n")).unwrap_err();
        assert!(bad("verb\tsay\t-\tspeech\tsay\tthat;sideways\tno").message.contains("sideways"));
        assert!(bad("verb\tsay\t-\tspeech\tmurmur\tthat\tno").message.contains("murmur"));
        assert_eq!(bad("verb\tsay\t-\tsong\tsay\tthat\tno").line, 2);
        let twice =
            format!("{head}\nverb\tsay\t-\tspeech\tsay\tthat\tno\nverb\tsay\t-\tspeech\tsay\tquote\tno\n");
        assert!(Cues::parse(&twice).unwrap_err().message.contains("twice"));
    }
}
