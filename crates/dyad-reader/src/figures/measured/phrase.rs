//! How far a phrase goes that tells what is measured: short, and still saying what is counted.
//!
//! Owns the cut of noun phrases and predicates: determiners, numbers, times, clauses and scenes stay outside. It must not
//! know figures beyond the words they cover.

use dyad_knowledge::CueClass;
use dyad_record::{Span, TimeRow};
use dyad_syntax::Upos;

use crate::{At, Context};

/// Cuts phrases of one sentence.
pub(in crate::figures) struct Phrases<'m, 'a> {
    pub cx: &'m Context<'a>,
    pub sentence: usize,
    pub times: &'m [TimeRow],
    /// First and last word of the figure.
    pub core: (usize, usize),
}

/// Words that a phrase has at most.
const LONGEST: usize = 12;

impl Phrases<'_, '_> {
    fn at(&self, t: usize) -> At {
        At { s: self.sentence, t }
    }

    fn span(&self, first: usize, last: usize) -> Span {
        let tokens = &self.cx.sentences()[self.sentence].tokens;
        tokens[first].span.cover(tokens[last].span)
    }

    pub fn timed(&self, t: usize) -> bool {
        let span = self.cx.token(self.at(t)).span;
        let from = self.times.partition_point(|x| x.span.end <= span.start);
        self.times.get(from).is_some_and(|x| x.span.overlaps(span))
    }

    /// True for a noun that tells when, not what: "320 million in the first half".
    pub fn when(&self, noun: At) -> bool {
        let lemma = self.cx.token(noun).lemma.as_str();
        self.timed(noun.t) || matches!(lemma, "half" | "quarter" | "year" | "month" | "week" | "day")
    }

    fn in_core(&self, t: usize) -> bool {
        t >= self.core.0 && t <= self.core.1
    }

    /// The noun with the modifiers before it (from word `from` on) and the phrases behind it that narrow it.
    pub fn noun(&self, head: At, from: usize) -> Option<Span> {
        let cx = self.cx;
        let keeps = |t: usize| {
            let token = cx.token(self.at(t));
            !self.in_core(t)
                && !self.timed(t)
                && !matches!(token.upos, Upos::Punct | Upos::Num | Upos::Sconj | Upos::Adp)
        };
        // The modifiers in one run before the head.
        let mut first = head.t;
        let left = cx.reach(head).0.max(from);
        while first > left {
            let t = first - 1;
            let token = cx.token(self.at(t));
            let hyphen = token.upos == Upos::Punct && token.form == "-";
            let inside = cx.is_under(self.at(t), head);
            if !inside || !(keeps(t) || hyphen) {
                break;
            }
            first = t;
        }
        let leads = |t: usize| {
            let token = cx.token(self.at(t));
            matches!(token.upos, Upos::Det | Upos::Pron | Upos::Punct)
                || matches!(token.form.as_str(), "'s" | "’s" | "more" | "fewer" | "other")
                || token.rel() == "cc"
        };
        while first < head.t && leads(first) {
            first += 1;
        }
        let last = self.right(head, LONGEST);
        (first <= last).then(|| self.span(first, last))
    }

    /// The last word of what stands behind a noun and narrows it.
    fn right(&self, head: At, most: usize) -> usize {
        let cx = self.cx;
        let mut last = head.t;
        for c in cx.children(head).iter().map(|t| self.at(*t)).filter(|c| c.t > head.t) {
            let token = cx.token(c);
            // Only what follows without a gap.
            let start = cx.reach(c).0;
            if start != last + 1 || self.in_core(c.t) || (start..=c.t).any(|t| self.timed(t)) {
                break;
            }
            match token.deprel.as_str() {
                "flat" | "flat:name" | "flat:foreign" | "fixed" | "compound" | "compound:prt" => {
                    last = cx.reach(c).1;
                }
                "case" => last = last.max(c.t),
                "nmod" | "nmod:poss" | "obl" => {
                    let case = cx.child(c, &["case"]).map(|k| cx.token(k).form.to_lowercase());
                    let case = case.as_deref().unwrap_or("");
                    let number =
                        (start..=c.t).any(|t| cx.token(self.at(t)).upos == Upos::Num || self.in_core(t));
                    let narrows = self.cx.knowledge.quantities.is("narrows", case);
                    let scene = token.upos == Upos::Propn && case != "of" && case != "to" && case != "from";
                    let end = self.right(c, most / 2);
                    if number || !narrows || scene || end - head.t > most {
                        break;
                    }
                    last = end;
                }
                // "cocaine seized": the participle, not what it governs.
                "acl" if c.t == last + 1 && matches!(token.xpos.as_str(), "VBN" | "VBD") => {
                    last = c.t;
                    break;
                }
                _ => break,
            }
        }
        last
    }

    /// The phrase with the verb or predicate right behind it, if it is the subject there and nobody speaks: "people
    /// drowned", "ships were empty".
    pub fn with_predicate(&self, subject: At, noun: Span) -> Span {
        let cx = self.cx;
        let Some(verb) = cx.head(subject).filter(|_| cx.token(subject).rel() == "nsubj") else { return noun };
        let tokens = &cx.sentences()[self.sentence].tokens;
        let end = tokens.partition_point(|t| t.span.start < noun.end);
        let between =
            (end..verb.t).all(|t| matches!(tokens[t].upos, Upos::Aux | Upos::Adv | Upos::Part | Upos::Adj));
        let near = verb.t >= end && verb.t - end <= 3 && between;
        let speaks = cx.knowledge.cues.get(CueClass::Verb, &tokens[verb.t].lemma).next().is_some();
        if !near || speaks || self.timed(verb.t) || tokens[verb.t].upos == Upos::Num {
            return noun;
        }
        let mut last = verb.t;
        // "backed it", "stayed at home", "said yes": a short complement right behind.
        if let Some(c) = cx.children(verb).iter().map(|t| self.at(*t)).find(|c| c.t > verb.t) {
            let (start, stop) = cx.reach(c);
            let plain = matches!(cx.token(c).rel(), "obj" | "obl" | "compound" | "advmod");
            if plain
                && start == last + 1
                && stop - start <= 1
                && !(start..=stop).any(|t| self.timed(t) || self.in_core(t))
            {
                last = stop;
            }
        }
        noun.cover(tokens[last].span)
    }

    /// A verb with its particle and a short object: "retired", "paid out", "ran the 400 metres".
    pub fn predicate(&self, verb: At) -> Option<Span> {
        let cx = self.cx;
        let mut last = verb.t;
        if let Some(p) = cx.child(verb, &["compound"]).filter(|p| p.t == verb.t + 1) {
            last = p.t;
        }
        if let Some(o) = cx.child(verb, &["obj"]) {
            let (start, stop) = cx.reach(o);
            let free = !(start..=stop).any(|t| self.in_core(t) || self.timed(t));
            if start == last + 1 && stop - start <= 4 && free {
                last = stop;
            }
        }
        Some(self.span(verb.t, last))
    }

    /// The nominal behind "of", "in", "for", "worth" that tells what money, a measure or a share is of.
    pub fn of_phrase(&self, top: At) -> Option<At> {
        let cx = self.cx;
        let q = &cx.knowledge.quantities;
        let tells = |n: &At| {
            let mut cases = cx.children_by(*n, &["case"]);
            let (case, more) = (cases.next(), cases.next());
            let case = case.map(|c| cx.token(c).form.to_lowercase());
            let place = cx.token(*n).upos == Upos::Propn && case.as_deref() != Some("of");
            n.t > self.core.1
                && more.is_none()
                && !place
                && case.is_some_and(|c| q.is("of", &c))
                && !self.when(*n)
                && cx.token(*n).upos != Upos::Num
        };
        let units = std::iter::once(top).chain((self.core.0..=self.core.1).map(|t| self.at(t)));
        units
            .filter_map(|u| cx.children_by(u, &["nmod", "obl"]).find(tells))
            .find(|n| cx.reach(*n).0 <= self.core.1 + 2)
    }

    /// The noun that an of-phrase belongs to, at the top of its phrase.
    pub fn whole(&self, noun: At) -> At {
        let cx = self.cx;
        let up = |n: &At| {
            let of = cx.child(*n, &["case"]).is_some_and(|c| cx.token(c).form == "of");
            let head = cx.head(*n)?;
            let nominal = matches!(cx.token(head).upos, Upos::Noun | Upos::Propn);
            (of && cx.token(*n).rel() == "nmod" && nominal).then_some(head)
        };
        std::iter::successors(Some(noun), up).take(4).last().unwrap_or(noun)
    }

    /// True if a verb has no subject of its own.
    pub fn subjectless(&self, verb: At) -> bool {
        self.cx.child(verb, &["nsubj", "csubj"]).is_none()
    }

    /// By the surface: the nouns right behind "of", where the tree went astray. `None` for a pronoun.
    pub fn behind_of(&self) -> Option<Span> {
        let tokens = &self.cx.sentences()[self.sentence].tokens;
        let mut t = self.core.1 + 1;
        if tokens.get(t)?.form != "of" {
            return None;
        }
        t += 1;
        while tokens.get(t).is_some_and(|x| x.upos == Upos::Det || x.xpos == "PRP$") {
            t += 1;
        }
        let first = t;
        let nominal = |t: usize| {
            tokens.get(t).is_some_and(|x| {
                matches!(x.upos, Upos::Noun | Upos::Propn | Upos::Adj) && !self.timed(t) || x.form == "-"
            })
        };
        while nominal(t) {
            t += 1;
        }
        while t > first && !matches!(tokens[t - 1].upos, Upos::Noun | Upos::Propn) {
            t -= 1;
        }
        (t > first).then(|| self.span(first, t - 1))
    }

    /// The subject of a clause before this pronoun, in the sentence or the one before.
    pub fn subject_before(&self, pronoun: At) -> Option<Span> {
        let cx = self.cx;
        let subject = |s: usize, t: &usize| {
            let token = cx.token(At { s, t: *t });
            token.rel() == "nsubj" && matches!(token.upos, Upos::Noun | Upos::Propn)
        };
        if let Some(t) = (0..pronoun.t).rev().find(|t| subject(pronoun.s, t)) {
            return self.noun(self.at(t), 0);
        }
        let s = pronoun.s.checked_sub(1)?;
        let n = cx.sentences()[s].tokens.len();
        let t = (0..n).find(|t| subject(s, t))?;
        self.elsewhere(At { s, t })
    }

    /// The phrase of a noun of this or another sentence.
    pub fn elsewhere(&self, noun: At) -> Option<Span> {
        if noun.s == self.sentence {
            return self.noun(noun, 0);
        }
        Phrases { sentence: noun.s, core: (usize::MAX, 0), ..*self }.noun(noun, 0)
    }
}
