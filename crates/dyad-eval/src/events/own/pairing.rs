//! Which row of a record answers which event of the gold.
//!
//! A row is held against an event by what is named (the words of the trigger, another mention, the clause, the sides) and by type. Each
//! row answers one event at most. Must not know how events are found.

use std::cmp::Reverse;

use dyad_knowledge::Countries;
use dyad_record::{Record, Span};
use dyad_syntax::{Analysis, Sentence, Upos};

use super::gold::{Entry, Wanted};
use super::sides;

/// An event of a record, in bytes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its trigger.
    pub trigger: Span,
    /// Where it is named again.
    pub mentions: Vec<Span>,
    /// Actor code.
    pub actor: Option<String>,
    /// Recipient code.
    pub recipient: Option<String>,
    /// PLOVER type.
    pub plover: String,
    /// Mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: String,
    /// Quad class.
    pub quad: u8,
    /// Status.
    pub status: String,
    /// Contexts.
    pub contexts: Vec<String>,
    /// How sure the coder is.
    pub confidence: f32,
}

/// The events of a record.
#[must_use]
pub fn rows(record: &Record) -> Vec<Row> {
    let row = |e: &dyad_record::Event| Row {
        trigger: e.trigger,
        mentions: e.mentions.clone(),
        actor: e.actor.code.clone(),
        recipient: e.recipient.code.clone(),
        plover: e.plover.clone(),
        mode: e.mode.clone(),
        cameo: e.cameo.clone().unwrap_or_default(),
        quad: e.quad.unwrap_or(0),
        status: e.status.as_str().to_owned(),
        contexts: e.contexts.clone(),
        confidence: e.confidence.0,
    };
    record.events.iter().map(row).collect()
}

/// A word's clause: its sentence, and the word that heads the clause.
pub type Clause = (usize, usize);

/// Every word's clause.
#[derive(Debug, Clone, Default)]
pub struct Clauses(Vec<(Span, Clause)>);

impl Clauses {
    /// From the trees of a text.
    #[must_use]
    pub fn new(analysis: &Analysis) -> Self {
        let words = analysis.sentences.iter().enumerate().flat_map(|(s, sentence)| {
            sentence.tokens.iter().enumerate().map(move |(t, token)| (token.span, (s, head(sentence, t))))
        });
        Self(words.collect())
    }
    /// The clauses that some words stand in.
    fn of(&self, span: Span) -> impl Iterator<Item = Clause> {
        self.0.iter().filter(move |w| w.0.overlaps(span)).map(|w| w.1)
    }
    fn share_clause(&self, a: Span, b: Span) -> bool {
        self.of(a).any(|x| self.of(b).any(|y| x == y))
    }
    fn share_sentence(&self, a: Span, b: Span) -> bool {
        self.of(a).any(|x| self.of(b).any(|y| x.0 == y.0))
    }
}

/// The head of a word's clause. "Began to shell" is one clause: of two verbs with one subject the upper governs.
fn head(sentence: &Sentence, word: usize) -> usize {
    let mut at = word;
    // A tree is no deeper than it has words; what is no tree ends as well.
    for _ in 0..sentence.tokens.len() {
        let Some(token) = sentence.tokens.get(at) else { break };
        let Some(up) = token.head else { break };
        let verb =
            |t: usize| sentence.tokens.get(t).is_some_and(|t| matches!(t.upos, Upos::Verb | Upos::Aux));
        match token.deprel.split(':').next().unwrap_or("") {
            "ccomp" | "advcl" | "acl" | "csubj" | "parataxis" | "root" => break,
            "conj" if verb(at) && verb(up) => break,
            _ => at = up,
        }
    }
    at
}

/// How near a row comes to an event, the nearest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Touch {
    Sides,
    Clause,
    Mention,
    Trigger,
}

/// An entry's events beside a record's rows.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// What is wanted.
    pub entry: &'a Entry,
    /// What came.
    pub rows: &'a [Row],
    /// The clauses of the text.
    pub clauses: &'a Clauses,
    /// For the words of the sides.
    pub countries: &'a Countries,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Answers this event.
    Answers(usize),
    /// Neither rewarded nor punished: it answers what is optional, or is the other direction of an event that holds both ways.
    Free,
    /// An event that the gold does not have, or has once.
    False,
}

/// Rows and events, paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs {
    /// The row of each event; none for what is missing, and for what is optional.
    pub of: Vec<Option<usize>>,
    /// The fate of each row.
    pub fates: Vec<Fate>,
}

impl Pairs {
    /// Rows that count: all but the free ones.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.fates.iter().filter(|f| **f != Fate::Free).count()
    }
}

impl Scene<'_> {
    /// The verdicts on the sides of a row.
    #[must_use]
    pub fn sides(&self, w: &Wanted, r: &Row) -> [sides::Verdict; 2] {
        sides::both(w, r.actor.as_deref(), r.recipient.as_deref(), self.countries)
    }
    /// Both countries are right.
    #[must_use]
    pub fn same_dyad(&self, w: &Wanted, r: &Row) -> bool {
        self.sides(w, r).iter().all(|v| v.country)
    }
    /// The row stands in a caption, a teaser or the like.
    #[must_use]
    pub fn in_furniture(&self, r: &Row) -> bool {
        self.entry.furniture.iter().any(|f| f.overlaps(r.trigger))
    }

    fn touch(&self, w: &Wanted, r: &Row) -> Option<Touch> {
        if self.in_furniture(r) {
            return None;
        }
        let named = || w.mentions.iter().any(|m| m.overlaps(r.trigger));
        let again = || r.mentions.iter().any(|m| m.overlaps(w.trigger));
        if w.trigger.overlaps(r.trigger) {
            return Some(Touch::Trigger);
        }
        if named() || again() {
            return Some(Touch::Mention);
        }
        if self.clauses.share_clause(w.trigger, r.trigger) {
            return Some(Touch::Clause);
        }
        let coded = r.actor.is_some() || r.recipient.is_some();
        let here =
            || [w.trigger].iter().chain(&w.mentions).any(|m| self.clauses.share_sentence(*m, r.trigger));
        (coded && self.same_dyad(w, r) && here()).then_some(Touch::Sides)
    }

    /// Pairs rows with events of one of their right types, or of any type.
    ///
    /// The nearest come first, then those whose sides are right, then those of the gold's own type, then the order of the text.
    #[must_use]
    pub fn pair(&self, any_type: bool) -> Pairs {
        let wanted = &self.entry.events;
        let mut all = Vec::new();
        for (i, w) in wanted.iter().enumerate() {
            for (j, r) in self.rows.iter().enumerate() {
                let typed = right_type(w, r);
                let Some(touch) = self.touch(w, r).filter(|t| typed || any_type && *t > Touch::Sides) else {
                    continue;
                };
                let verdicts = self.sides(w, r);
                let sides = verdicts.iter().map(|v| 2 * u8::from(v.country) + u8::from(v.role)).sum::<u8>();
                let first = w.types.first().is_some_and(|t| t.0 == r.plover);
                all.push((w.optional, Reverse(touch), Reverse((typed, sides, first)), i, j));
            }
        }
        all.sort();
        let mut of = vec![None; wanted.len()];
        let mut fates = vec![Fate::False; self.rows.len()];
        for (optional, touch, _, i, j) in &all {
            if *optional {
                // Words that are optional cost nothing, however often they are coded.
                if fates[*j] == Fate::False && touch.0 >= Touch::Clause {
                    fates[*j] = Fate::Free;
                }
            } else if of[*i].is_none() && fates[*j] == Fate::False {
                of[*i] = Some(*j);
                fates[*j] = Fate::Answers(*i);
            }
        }
        for (_, _, _, i, j) in all.iter().filter(|p| wanted[p.3].reciprocal) {
            let mirror = of[*i].is_some_and(|k| {
                let (a, b): (&Row, &Row) = (&self.rows[k], &self.rows[*j]);
                a.plover == b.plover && a.actor == b.recipient && a.recipient == b.actor
            });
            if fates[*j] == Fate::False && mirror {
                fates[*j] = Fate::Free;
            }
        }
        Pairs { of, fates }
    }

    /// Events with the right type and both countries right, wherever their triggers stand.
    #[must_use]
    pub fn triples(&self, pairs: &Pairs) -> usize {
        let mut used = vec![false; self.rows.len()];
        let right = |w: &Wanted, r: &Row| right_type(w, r) && self.same_dyad(w, r);
        let mut left = Vec::new();
        // Pairs first, so that no other event takes the row of one that is wholly right.
        for (w, j) in self.entry.events.iter().zip(&pairs.of).filter(|(w, _)| !w.optional) {
            match j.filter(|j| right(w, &self.rows[*j])) {
                Some(j) => used[j] = true,
                None => left.push(w),
            }
        }
        for w in left {
            let free = |j: &usize| {
                !used[*j]
                    && pairs.fates[*j] != Fate::Free
                    && !self.in_furniture(&self.rows[*j])
                    && right(w, &self.rows[*j])
            };
            if let Some(j) = (0..self.rows.len()).find(free) {
                used[j] = true;
            }
        }
        used.into_iter().filter(|u| *u).count()
    }

    /// Events of which the record has a second row, although it answers nothing else.
    #[must_use]
    pub fn twice(&self, pairs: &Pairs) -> Vec<usize> {
        let again = |w: &Wanted| {
            self.rows.iter().zip(&pairs.fates).any(|(r, fate)| {
                *fate == Fate::False && right_type(w, r) && self.touch(w, r).is_some_and(|t| t > Touch::Sides)
            })
        };
        let found = |(i, w): (usize, &Wanted)| (pairs.of[i].is_some() && again(w)).then_some(i);
        self.entry.events.iter().enumerate().filter_map(found).collect()
    }
}

/// The type of the row is one of those that are right.
#[must_use]
pub fn right_type(w: &Wanted, r: &Row) -> bool {
    w.types.iter().any(|t| t.0 == r.plover)
}

#[cfg(test)]
mod tests {
    use super::super::gold::Side;
    use super::*;

    fn span(text: &str, words: &str) -> Span {
        let at = text.find(words).unwrap();
        Span::new(at, at + words.len())
    }

    fn side(code: &str) -> Option<Side> {
        (code != "-").then(|| Side { words: "somebody".to_owned(), codes: vec![Some(code.to_owned())] })
    }

    fn wanted(text: &str, trigger: &str, plover: &str, [a, r]: [&str; 2]) -> Wanted {
        Wanted {
            trigger: span(text, trigger),
            types: vec![(plover.to_owned(), None)],
            actor: side(a),
            recipient: side(r),
            ..Wanted::default()
        }
    }

    fn row(text: &str, trigger: &str, plover: &str, [a, r]: [&str; 2]) -> Row {
        let code = |c: &str| (c != "-").then(|| c.to_owned());
        Row {
            trigger: span(text, trigger),
            plover: plover.to_owned(),
            actor: code(a),
            recipient: code(r),
            ..Row::default()
        }
    }

    /// Runs a check on a text of one sentence whose clauses end at commas.
    fn scene(text: &str, events: Vec<Wanted>, rows: &[Row], check: impl Fn(&Scene<'_>)) {
        let (mut words, mut at, mut clause) = (Vec::new(), 0, 0);
        for w in text.split(' ') {
            words.push((Span::new(at, at + w.len()), (0, clause)));
            clause += usize::from(w.ends_with(','));
            at += w.len() + 1;
        }
        let entry = Entry { text: text.to_owned(), events, ..Entry::default() };
        let countries = dyad_knowledge::Knowledge::embedded().unwrap().countries;
        check(&Scene { entry: &entry, rows, clauses: &Clauses(words), countries: &countries });
    }

    const TALKS: &str = "Chad held talks with Niger, then condemned it and left.";

    #[test]
    fn a_light_verb_and_the_same_sides_are_near_enough_another_type_is_not() {
        let events = || {
            vec![
                wanted(TALKS, "talks", "CONSULT", ["TCD", "NER"]),
                wanted(TALKS, "condemned", "ACCUSE", ["TCD", "NER"]),
            ]
        };
        let light = [row(TALKS, "held", "CONSULT", ["TCD", "-"])];
        scene(TALKS, events(), &light, |s| {
            let pairs = s.pair(false);
            assert_eq!((pairs.of, pairs.fates), (vec![Some(0), None], vec![Fate::Answers(0)]));
        });
        let far = [row(TALKS, "held", "ACCUSE", ["TCD", "NER"]), row(TALKS, "held", "ACCUSE", ["TCD", "-"])];
        scene(TALKS, events(), &far, |s| {
            assert_eq!(s.pair(false).of, [None, Some(0)], "the same sides and type in the sentence");
            assert_eq!(s.pair(true).of, [Some(0), None], "whatever the type, the trigger decides");
            assert_eq!(s.triples(&s.pair(false)), 1);
        });
        scene(TALKS, events(), &[row(TALKS, "left", "CONSULT", ["-", "NER"])], |s| {
            assert_eq!(s.pair(false).fates, [Fate::False], "another clause and other sides");
        });
    }

    #[test]
    fn of_rows_with_one_trigger_the_sides_decide() {
        let events = vec![
            wanted(TALKS, "condemned", "ACCUSE", ["TCD", "NER"]),
            wanted(TALKS, "condemned", "ACCUSE", ["MLI", "NER"]),
        ];
        let rows = [
            row(TALKS, "condemned", "ACCUSE", ["MLI", "NER"]),
            row(TALKS, "condemned", "ACCUSE", ["TCD", "NER"]),
            row(TALKS, "condemned", "ACCUSE", ["TCD", "-"]),
        ];
        scene(TALKS, events, &rows, |s| {
            let pairs = s.pair(false);
            assert_eq!(pairs.of, [Some(1), Some(0)]);
            assert_eq!((pairs.counted(), s.triples(&pairs)), (3, 2));
            assert_eq!(s.twice(&pairs), [0, 1], "the third row says again what is said");
        });
    }

    #[test]
    fn what_is_optional_or_mirrored_costs_nothing() {
        let mut optional = wanted(TALKS, "left", "RETREAT", ["TCD", "-"]);
        optional.optional = true;
        let mut talks = wanted(TALKS, "talks", "CONSULT", ["TCD", "NER"]);
        talks.reciprocal = true;
        let rows = [
            row(TALKS, "talks", "CONSULT", ["NER", "TCD"]),
            row(TALKS, "talks", "CONSULT", ["TCD", "NER"]),
            row(TALKS, "left", "RETREAT", ["TCD", "-"]),
        ];
        scene(TALKS, vec![talks, optional], &rows, |s| {
            let pairs = s.pair(false);
            assert_eq!(pairs.fates, [Fate::Answers(0), Fate::Free, Fate::Free]);
            assert_eq!((pairs.counted(), s.triples(&pairs)), (1, 1));
        });
    }

    #[test]
    fn a_row_may_stand_at_another_mention_but_not_in_furniture() {
        let text = "Chad condemned Niger. Its condemnation stood. See how Chad condemned it.";
        let mut event = wanted(text, "condemned", "ACCUSE", ["TCD", "NER"]);
        event.mentions.push(span(text, "condemnation"));
        let furniture = span(text, "See how Chad condemned it.");
        let later = Row {
            trigger: Span::new(furniture.start + 13, furniture.end - 4),
            ..row(text, "Chad", "ACCUSE", ["TCD", "NER"])
        };
        assert_eq!(later.trigger.of(text), "condemned");
        let rows = [row(text, "condemnation", "ACCUSE", ["TCD", "-"]), later];
        let entry = Entry {
            text: text.to_owned(),
            events: vec![event],
            furniture: vec![furniture],
            ..Entry::default()
        };
        let (countries, clauses) =
            (dyad_knowledge::Knowledge::embedded().unwrap().countries, Clauses::default());
        let s = Scene { entry: &entry, rows: &rows, clauses: &clauses, countries: &countries };
        let pairs = s.pair(false);
        assert_eq!(pairs.fates, [Fate::Answers(0), Fate::False]);
        assert!(s.in_furniture(&rows[1]) && s.twice(&pairs).is_empty());
        // One row that tells of both places is one event; two rows are one too many.
        let second = [rows[0].clone(), row(text, "condemned", "ACCUSE", ["TCD", "NER"])];
        let s = Scene { rows: &second, ..s };
        assert_eq!(s.pair(false).fates, [Fate::False, Fate::Answers(0)]);
        assert_eq!(s.twice(&s.pair(false)), [0]);
    }
}
