//! Figures in their text: the words before, between and behind them.
//!
//! Owns the view of a text that all families of checks match their cues on. It must not know arithmetic.

use dyad_knowledge::{CheckCue, CheckWords, Quantities};
use dyad_record::{Figure, FigureKind};
use dyad_syntax::Upos;

use super::interval::Reading;
use crate::Context;
use crate::atoms::Atoms;

/// Stands between two sentences in the words between two figures.
pub(super) const BREAK: &str = "¶";
/// No tie of words is longer.
const LONGEST_GAP: usize = 60;

/// A figure with its place in the text.
pub(crate) struct Placed<'p> {
    /// The row.
    pub row: &'p Figure,
    /// Index of its sentence.
    pub sentence: usize,
    /// Byte where its words end: before the next figure, if that lies within its noun.
    end: usize,
    /// What it may mean; None for what nothing can be reckoned from.
    pub reading: Option<Reading>,
}

impl Placed<'_> {
    /// A quantity of things, money or a measure that has a unit: it can be a part or a whole.
    pub(super) fn countable(&self) -> bool {
        matches!(self.row.kind, FigureKind::Count | FigureKind::Money | FigureKind::Measure)
            && self.reading.is_some()
            && self.row.of.as_deref() != Some("age")
    }
    /// A percentage or fraction of something.
    pub(super) fn share(&self) -> bool {
        self.row.unit.as_deref() == Some("share") && self.reading.is_some()
    }
    /// True if both count or measure the same; persons are one kind.
    pub(super) fn like(&self, o: &Placed<'_>) -> bool {
        self.row.kind == o.row.kind && self.row.unit == o.row.unit
    }
}

/// All figures with their words.
pub(crate) struct Page<'p, 'a> {
    pub cx: &'p Context<'a>,
    pub cues: &'p CheckWords,
    pub q: &'p Quantities,
    pub figures: Vec<Placed<'p>>,
    lines: &'p [Atoms<'a>],
}

impl<'p, 'a> Page<'p, 'a> {
    /// Places the figures; linear in the text.
    pub(super) fn new(cx: &'p Context<'a>, figures: &'p [Figure]) -> Self {
        let starts = figures.iter().skip(1).map(|f| f.span.start).chain([usize::MAX]);
        let place = |(row, next): (&'p Figure, usize)| {
            let end = if next > row.span.start { row.span.end.min(next) } else { row.span.end };
            let sentence = cx.sentence_at(row.span.start)?;
            Some(Placed { row, sentence, end, reading: Reading::of(row, cx.text()) })
        };
        let placed = figures.iter().zip(starts).filter_map(place).collect();
        let lines = cx.all_atoms();
        Self { cx, cues: &cx.knowledge.check_words, q: &cx.knowledge.quantities, figures: placed, lines }
    }
    /// The figure's words in lower case.
    pub(super) fn text(&self, p: &Placed<'_>) -> String {
        p.row.span.of(self.cx.text()).to_lowercase()
    }
    /// The words of a sentence from one byte to another.
    fn words(&self, sentence: usize, from: usize, to: usize) -> Vec<&str> {
        let Some(a) = self.lines.get(sentence) else { return Vec::new() };
        let (i, j) = (a.at(from), a.at(to));
        let list = a.list.get(i..j.max(i)).unwrap_or(&[]);
        list.iter().filter(|x| x.span.start >= from).take(LONGEST_GAP).map(|x| x.low.as_str()).collect()
    }
    /// The words of a whole sentence.
    pub(super) fn sentence(&self, sentence: usize) -> Vec<&str> {
        self.lines
            .get(sentence)
            .map_or_else(Vec::new, |a| a.list.iter().take(200).map(|x| x.low.as_str()).collect())
    }
    /// The words between two figures, with [`BREAK`] at the end of each sentence; None if they are not in this order or far
    /// apart.
    pub(super) fn gap(&self, a: &Placed<'_>, b: &Placed<'_>) -> Option<Vec<&str>> {
        if a.end > b.row.span.start || b.sentence < a.sentence || b.sentence - a.sentence > 2 {
            return None;
        }
        let mut out = Vec::new();
        for s in a.sentence..=b.sentence {
            if s > a.sentence {
                out.push(BREAK);
            }
            out.extend(self.words(s, a.end, b.row.span.start));
        }
        (out.len() < LONGEST_GAP).then_some(out)
    }
    /// The words between two figures of one sentence.
    pub(super) fn inside(&self, a: &Placed<'_>, b: &Placed<'_>) -> Option<Vec<&str>> {
        (a.sentence == b.sentence).then(|| self.gap(a, b))?
    }
    /// Up to `n` words before a figure, in its sentence.
    pub(super) fn before(&self, p: &Placed<'_>, n: usize) -> Vec<&str> {
        let Some(a) = self.lines.get(p.sentence) else { return Vec::new() };
        let j = a.at(p.row.span.start);
        a.list.get(j.saturating_sub(n)..j).unwrap_or(&[]).iter().map(|x| x.low.as_str()).collect()
    }
    /// Up to `n` words behind a figure, in its sentence.
    pub(super) fn after(&self, p: &Placed<'_>, n: usize) -> Vec<&str> {
        let Some(a) = self.lines.get(p.sentence) else { return Vec::new() };
        let i = a.list.partition_point(|x| x.span.start < p.end);
        a.list.get(i..(i + n).min(a.len())).unwrap_or(&[]).iter().map(|x| x.low.as_str()).collect()
    }
    /// True if a phrase of the cue stands right behind the figure, or ends its words.
    pub(super) fn followed(&self, p: &Placed<'_>, cue: CheckCue) -> bool {
        let own: String = self.text(p);
        let own: Vec<&str> = own.split(|c: char| c.is_whitespace() || c == '-').collect();
        self.cues.starts(cue, &self.after(p, 6)).is_some()
            || self.cues.ends(cue, &own).is_some_and(|n| n < own.len())
    }
    /// The nouns around a figure, in lower case, without plural endings.
    pub(super) fn nouns(&self, p: &Placed<'_>) -> Vec<String> {
        let Some(a) = self.lines.get(p.sentence) else { return Vec::new() };
        let (i, j) = (a.at(p.row.span.start), a.list.partition_point(|x| x.span.start < p.end));
        let around = (i.saturating_sub(6)..i).chain(j..(j + 5).min(a.len()));
        // Without tags any longer word may be one.
        let noun = |k: &usize| {
            let long = a.low(*k).len() > 3 && !self.cues.is(CheckCue::Empty, a.low(*k));
            a.upos(*k) == Upos::Noun && a.low(*k).len() > 2 || a.upos(*k) == Upos::X && long
        };
        around.filter(noun).map(|k| a.low(k).strip_suffix('s').unwrap_or(a.low(k)).to_owned()).collect()
    }
    /// "of that mandate": behind the figure stands a noun with an article, no pronoun.
    pub(super) fn of_noun(&self, p: &Placed<'_>) -> bool {
        let Some(a) = self.lines.get(p.sentence) else { return false };
        let i = a.list.partition_point(|x| x.span.start < p.end);
        let article = a.low(i) == "of" && matches!(a.low(i + 1), "that" | "this" | "those" | "these" | "the");
        article && matches!(a.upos(i + 2), Upos::Noun | Upos::Adj | Upos::Propn)
    }
    /// True if the second tells the first again, or what it amounts to: set off by a comma, bracket or dash, or behind "or",
    /// "that is".
    pub(super) fn apposed(&self, gap: &[&str]) -> bool {
        let mark = |w: &str| matches!(w, "," | "(" | "—" | "–" | "-" | ":" | "[");
        let tail = gap.rsplit(|w| *w == BREAK).next().unwrap_or(&[]);
        if tail.len() < gap.len() {
            // Over a full stop only with words: "That is about 10 million."
            let said = self.cues.starts(CheckCue::Restate, tail).is_some_and(|n| n > 1);
            return said && tail.len() <= 4 && gap.len() - tail.len() <= 12;
        }
        let loose = gap
            .iter()
            .all(|w| mark(w) || self.cues.is(CheckCue::Restate, w) || matches!(*w, "that" | "is" | "just"));
        let word = gap.iter().any(|w| mark(w) || *w == "or" || *w == "=");
        if loose && word && gap.len() <= 4 {
            return true;
        }
        // "45 were tainted, or 18 percent", "30 of its plants (40 percent".
        let said = self.cues.ends(CheckCue::Restate, gap).is_some_and(|n| {
            let before = gap.len() - n;
            before > 0 && mark(gap[before - 1])
        });
        let bracket = matches!(gap.last(), Some(&("(" | ":" | "—" | "–")));
        let clause = gap
            .iter()
            .any(|w| matches!(*w, ";" | "." | "?" | "!" | "and") || self.cues.is(CheckCue::Break, w));
        (said && gap.len() <= 9 || bracket && gap.len() <= 6) && !clause
    }
    /// True if the words begin another clause or end a sentence.
    pub(super) fn broken(&self, gap: &[&str]) -> bool {
        gap.iter().any(|w| matches!(*w, ";" | "." | "?" | "!" | BREAK) || self.cues.is(CheckCue::Break, w))
    }
}
