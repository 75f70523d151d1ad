//! What a figure measures: the stretch of text that answers "what is this the number of?".
//!
//! Owns the way from a figure up the tree to its noun or predicate: the counted noun, the of-phrase, the noun that a
//! figure modifies, the subject or object of its verb, the figure before where words are left out. `phrase` owns how far
//! a phrase goes, `verb` what the arguments of a verb measure. It must not know values.

mod phrase;
mod verb;

use dyad_record::{FigureKind, Span, TimeRow};
use dyad_syntax::Upos;

use super::recognise::Raw;
use crate::atoms::Atoms;
use crate::entities::Entities;
use crate::{At, Context};
pub(super) use phrase::Phrases;

/// What came before the figure in its sentence or the one before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before {
    /// What the last figure of the sentence measures.
    pub here: Option<Span>,
    /// What the last figure of any kind measures, of this sentence or the one before.
    pub near: Option<Span>,
    /// The last figure of the sentence has the same unit.
    pub same_unit: bool,
}

/// What is asked of the tree for one figure.
struct Asked<'m, 'a> {
    cx: &'m Context<'a>,
    a: &'m Atoms<'a>,
    raw: &'m Raw,
    kind: FigureKind,
    entities: &'m Entities,
    phrases: Phrases<'m, 'a>,
    before: Before,
    /// First and last word of the number with its unit.
    core: (usize, usize),
}

/// Where it stands what a figure measures.
#[must_use]
pub fn of(
    cx: &Context<'_>,
    a: &Atoms<'_>,
    raw: &Raw,
    entities: &Entities,
    times: &[TimeRow],
    before: Before,
) -> Option<Span> {
    let first = a.get(raw.core_from)?.token;
    let last = a.get(raw.core_to.checked_sub(1)?)?.token;
    let phrases = Phrases { cx, sentence: a.sentence, times, core: (first, last) };
    let asked = Asked { cx, a, raw, kind: raw.kind, entities, phrases, before, core: (first, last) };
    asked.answer()
}

impl Asked<'_, '_> {
    fn at(&self, t: usize) -> At {
        At { s: self.a.sentence, t }
    }

    fn answer(&self) -> Option<Span> {
        let tokens = &self.cx.sentences()[self.a.sentence].tokens;
        // A foreign word may have no tag; a few words in a row without one have no tree.
        let near = self.core.0.saturating_sub(4)..tokens.len().min(self.core.1 + 5);
        if tokens[near].iter().all(|t| t.upos == Upos::X) {
            return self.surface();
        }
        if let Some(h) = self.raw.head {
            return self.counted(h).or(self.before.near).or_else(|| self.surface());
        }
        self.tree().or(self.before.here).or_else(|| self.surface())
    }

    /// The counted noun with what narrows it; for a pronoun what was counted before.
    fn counted(&self, head: usize) -> Option<Span> {
        let at = self.at(self.a.get(head)?.token);
        let token = self.cx.token(at);
        if token.upos == Upos::Pron || token.upos == Upos::Det || token.upos == Upos::Adj && self.idle(head) {
            // "five of them", "12 more": what the figure before measures.
            return self.before.near;
        }
        if token.lemma == "time" && self.raw.high.is_none() {
            // "deported four times": how often something is done.
            let verb = self.cx.head(at).filter(|v| self.cx.token(*v).upos == Upos::Verb)?;
            return self.phrases.predicate(verb);
        }
        let noun = self.phrases.noun(at, self.core.1 + 1)?;
        // "people drowned": the verb beside its subject tells which people.
        Some(self.phrases.with_predicate(at, noun))
    }

    /// A word that counts nothing by itself: "12 more", "two others".
    fn idle(&self, atom: usize) -> bool {
        matches!(self.a.low(atom), "more" | "fewer" | "less" | "other" | "others" | "such")
    }

    fn tree(&self) -> Option<Span> {
        let range = self.core.0..self.core.1 + 1;
        let top = self.cx.head_of(self.a.sentence, range)?;
        // "three times as much": of what was told before.
        if self.raw.unit.as_deref() == Some("times") && self.before.here.is_some() {
            let verb = self.cx.token(top).upos == Upos::Verb;
            if !verb || self.phrases.subjectless(top) {
                return self.before.here;
            }
        }
        if let Some(n) = self.phrases.of_phrase(top) {
            return self.of_what(n, top);
        }
        if let Some(span) = self.phrases.behind_of() {
            return Some(span);
        }
        if let Some(span) = self.gapped() {
            return Some(span);
        }
        self.climb(top, 0)
    }

    /// "60 percent of voters backed it", "40 percent of it", "of which a fifth".
    fn of_what(&self, n: At, top: At) -> Option<Span> {
        let token = self.cx.token(n);
        if matches!(token.upos, Upos::Pron) && !matches!(token.form.to_lowercase().as_str(), "those" | "all")
        {
            return self.before.near;
        }
        // "of the total", "of that": the whole is told elsewhere.
        if matches!(token.lemma.as_str(), "total" | "that" | "this" | "amount" | "sum" | "whole") {
            return self.before.near.or_else(|| self.climb(top, 0));
        }
        let noun = self.phrases.noun(n, self.core.1 + 1)?;
        Some(self.phrases.with_predicate(top, noun))
    }

    /// "hotels 2,700 and builders 900", "transport 28 percent, heating 17": a noun right before the number where a verb
    /// was left out.
    fn gapped(&self) -> Option<Span> {
        let before = self.raw.from.checked_sub(1)?;
        let noun = self.at(self.a.get(before)?.token);
        let is_noun = matches!(self.cx.token(noun).upos, Upos::Noun | Upos::Propn);
        let opens =
            self.a.get(before.checked_sub(1)?).is_some_and(|x| matches!(x.low.as_str(), "," | "and" | ";"));
        let measured = self.kind == FigureKind::Share || self.kind == FigureKind::Change;
        if !is_noun || !opens || self.before.here.is_none() {
            return None;
        }
        if measured { Some(self.cx.token(noun).span) } else { self.before.here }
    }

    /// From the head of the figure's words to what they belong to.
    fn climb(&self, top: At, depth: usize) -> Option<Span> {
        if depth > 6 {
            return None;
        }
        let cx = self.cx;
        let token = cx.token(top);
        let subject = || self.own_subject(top);
        let Some(head) = cx.head(top) else {
            // "Turnout was 61 percent": the root.
            return subject().and_then(|s| self.subject(s));
        };
        if let Some(s) = subject() {
            return self.subject(s);
        }
        // "Sales of the pill tripled": the figure is a verb itself.
        if token.upos == Upos::Verb
            && self.in_core(top.t)
            && let Some(s) = self.subject_of(top, 0)
        {
            return self.subject(self.phrases.whole(s));
        }
        let h = cx.token(head);
        match token.rel() {
            "nsubj" => self.phrases.predicate(head),
            "nummod" | "compound" | "amod" | "det" if head.t > self.core.1 => {
                // "a $5 million fine".
                let from = self.core.1 + 1;
                let noun = self.phrases.noun(head, from)?;
                Some(noun)
            }
            "appos" | "parataxis" | "dep" | "list" | "orphan" if self.is_figure(head) => {
                self.before.here.or_else(|| self.climb(head, depth + 1))
            }
            "conj" => {
                if self.is_figure(head) {
                    return self.before.here.or_else(|| self.climb(head, depth + 1));
                }
                self.up(head, top, depth)
            }
            _ if h.upos == Upos::Num => self.climb(head, depth + 1),
            _ => self.up(head, top, depth),
        }
    }

    fn in_core(&self, t: usize) -> bool {
        t >= self.core.0 && t <= self.core.1
    }

    /// True if the word is a numeral or a unit with a numeral.
    fn is_figure(&self, at: At) -> bool {
        self.cx.token(at).upos == Upos::Num
            || self.cx.child(at, &["nummod"]).is_some_and(|n| self.cx.token(n).upos == Upos::Num)
    }

    fn up(&self, head: At, top: At, depth: usize) -> Option<Span> {
        let cx = self.cx;
        let h = cx.token(head);
        match h.upos {
            // "by 81 percent compared with a placebo": the verb before.
            Upos::Verb if h.lemma == "compare" && head.t > top.t => self.climb(head, depth + 1),
            Upos::Verb | Upos::Aux => self.verb(head, top),
            Upos::Adj | Upos::Adv | Upos::Adp | Upos::Sconj => {
                // "6 metres high", "1.58 degrees warmer", "40 percent above normal".
                if let Some(s) = cx.child(head, &["nsubj"]).filter(|s| !self.in_core(s.t)) {
                    return self.subject(s);
                }
                if h.rel() == "amod"
                    && let Some(noun) = cx.head(head)
                {
                    return self.phrases.noun(noun, 0);
                }
                self.climb(head, depth + 1)
            }
            Upos::Noun | Upos::Propn => {
                if self.is_figure(head) || self.phrases.when(head) {
                    return self.before.here.or_else(|| self.climb(head, depth + 1));
                }
                let q = &cx.knowledge.quantities;
                let low = h.form.to_lowercase();
                // "The tunnel cost 40 million": a verb that the tags took for a noun.
                let verb = q.is("measures", &h.lemma) && head.t + 1 == self.core.0;
                if let Some(s) = cx.child(head, &["compound", "nsubj"]).filter(|s| verb && s.t < head.t) {
                    return self.phrases.noun(s, 0);
                }
                if q.moves(&low).is_some() || q.is("amount", &h.lemma) {
                    // "a drop of 55,000", "a rise in prices of 5 percent", "worth a total of $3 billion".
                    let of_what = cx.children_by(head, &["nmod"]).find(|c| {
                        !cx.is_under(top, *c)
                            && cx
                                .child(*c, &["case"])
                                .is_some_and(|k| matches!(cx.token(k).form.as_str(), "in" | "of" | "for"))
                    });
                    if let Some(n) = of_what {
                        return self.phrases.noun(n, 0);
                    }
                    if let Some(s) = cx.child(head, &["nsubj"]).filter(|s| !self.in_core(s.t)) {
                        return self.subject(s);
                    }
                    return self.before.here.or_else(|| self.climb(head, depth + 1));
                }
                self.phrases.noun(head, 0)
            }
            Upos::Pron => self.before.near,
            _ => self.climb(head, depth + 1),
        }
    }

    /// A subject's phrase; a pronoun gives way to what it means.
    fn subject(&self, s: At) -> Option<Span> {
        if self.cx.token(s).upos == Upos::Pron {
            let taken = self.entities.pronoun_at(s).and_then(|p| p.antecedent);
            let noun = taken.filter(|n| self.cx.token(*n).upos != Upos::Pron);
            let there = noun.and_then(|n| self.phrases.elsewhere(n));
            // Who speaks or hears is not what a figure measures.
            let person = matches!(self.cx.token(s).lemma.as_str(), "I" | "i" | "we" | "you" | "he" | "she");
            if person {
                return there;
            }
            return there.or(self.before.near).or_else(|| self.phrases.subject_before(s));
        }
        if self.is_figure(s) {
            return self.before.near;
        }
        self.phrases.noun(s, 0)
    }

    /// By the surface, where there is no tree: "of X", or the counted noun.
    fn surface(&self) -> Option<Span> {
        let (a, raw) = (self.a, self.raw);
        let mut i = raw.core_to;
        if let Some(h) = raw.head {
            return Some(a.span(if a.low(i) == "of" { i + 1 } else { i.min(h) }, h + 1));
        }
        if a.low(i) != "of" {
            return None;
        }
        let q = &self.cx.knowledge.quantities;
        i += 1;
        i += usize::from(q.is("opens", a.low(i)));
        let word = |k: &usize| {
            a.get(*k).is_some_and(|x| x.kind == crate::atoms::Kind::Word) && !q.is("ends", a.low(*k))
        };
        let end = (i..a.len().min(i + 4)).take_while(word).last()?;
        Some(a.span(i, end + 1))
    }
}
