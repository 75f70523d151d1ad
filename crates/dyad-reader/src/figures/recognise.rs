//! Quantities on the surface of a sentence: numeral, range, bound, unit, rate, age; and what is no quantity.
//!
//! Owns the decision whether a numeral is a figure, and its value and unit. It must not know who says it or what is
//! measured beyond the noun that is counted.

use dyad_knowledge::Quantities;
use dyad_record::{Bound, FigureKind};

use super::noun;
use crate::atoms::{Atoms, Kind};
use crate::numerals::{Form, Numeral, cardinal, numeral};

/// A figure of one sentence.
#[derive(Debug, Clone)]
pub struct Raw {
    /// First atom, its bound included.
    pub from: usize,
    /// Atom after the last.
    pub to: usize,
    /// First atom of the numeral or its sign.
    pub core_from: usize,
    /// Atom after numeral and unit.
    pub core_to: usize,
    /// Value.
    pub value: f64,
    /// Upper end.
    pub high: Option<f64>,
    /// Bound.
    pub bound: Bound,
    /// Kind.
    pub kind: FigureKind,
    /// Unit.
    pub unit: Option<String>,
    /// UCUM code.
    pub code: Option<String>,
    /// Atom of the counted noun.
    pub head: Option<usize>,
    /// True for an age.
    pub age: bool,
    /// From 0 to 1.
    pub confidence: f32,
    /// Steps.
    pub why: Vec<String>,
}

/// A unit found behind a numeral.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    pub(super) unit: String,
    pub(super) code: Option<String>,
    pub(super) kind: FigureKind,
    pub(super) factor: f64,
    pub(super) end: usize,
}

/// The recogniser of one sentence.
pub struct Recogniser<'m, 'a> {
    /// The sentence.
    pub a: &'m Atoms<'a>,
    /// Tables.
    pub q: &'m Quantities,
    /// Atoms that belong to dates and times of day.
    pub taken: Vec<bool>,
    /// True if a word of voting stands in the sentence.
    pub vote: bool,
    /// Whose money a shared name means.
    pub(super) home: &'m super::home::Home<'m>,
}

impl Recogniser<'_, '_> {
    /// All figures, in order.
    #[must_use]
    pub fn all(&self) -> Vec<Raw> {
        let mut out: Vec<Raw> = Vec::new();
        let mut i = 0;
        while i < self.a.len() {
            if self.taken.get(i).copied().unwrap_or(false) {
                i += 1;
                continue;
            }
            if let Some(end) = self.telephone(i) {
                i = end;
                continue;
            }
            if let Some((pair, end)) = self.pair(i) {
                out.extend(pair);
                i = end;
                continue;
            }
            match self.without_numeral(i).or_else(|| self.at(i)) {
                Some(raw) => {
                    i = raw.core_to.max(i + 1);
                    out.push(raw);
                }
                // A numeral that is none is skipped whole: no figure inside a name.
                None => i = cardinal(self.a, i, self.q).map_or(i + 1, |n| n.end.max(i + 1)),
            }
        }
        out
    }

    pub(super) fn glued(&self, i: usize) -> bool {
        self.a.get(i).is_some_and(|x| x.glued)
    }
    pub(super) fn dash(&self, i: usize) -> bool {
        matches!(self.a.low(i), "-" | "–" | "‑" | "—")
    }

    /// "52-48": two counts of votes, or a score, which is no figure.
    pub(super) fn pair(&self, i: usize) -> Option<(Vec<Raw>, usize)> {
        let a = self.a;
        let (x, y) = (a.integer(i, 4)?, a.integer(i + 2, 4)?);
        if !self.dash(i + 1) || !self.glued(i + 1) || !self.glued(i + 2) || x < y {
            return None;
        }
        let next = i + 3;
        // "14-18 million", "30-10 percent" go on; so does an unglued unit.
        if self.unit(next, 1.0).is_some() || self.dash(next) && self.glued(next) {
            return None;
        }
        // A third number of a vote counts abstentions.
        if !self.vote || x == y && x < 5 {
            return Some((Vec::new(), next));
        }
        let vote = |k: usize, v: i64| Raw {
            from: k,
            to: k + 1,
            core_from: k,
            core_to: k + 1,
            value: v as f64,
            high: None,
            bound: Bound::Exact,
            kind: FigureKind::Count,
            unit: Some("vote".into()),
            code: None,
            head: None,
            age: false,
            confidence: 0.85,
            why: vec!["figure: a pair of numbers near a word of voting".into()],
        };
        Some((vec![vote(i, x), vote(i + 2, y)], next))
    }

    /// The other end of a range: where its numeral begins and what it is.
    pub(super) fn range(&self, end: usize, start: usize) -> Option<(usize, Numeral)> {
        let a = self.a;
        let before = a.low_before(start, 1);
        let sep = a.low(end);
        let hyphen = self.dash(end) && self.glued(end) && self.glued(end + 1);
        let ok = match sep {
            "to" => !self.q.is_movement(before),
            "and" => before == "between",
            _ => hyphen,
        };
        if !ok {
            return None;
        }
        let mut k = end + 1;
        if let Some((_, n)) = self.sign(k) {
            k += n;
        }
        if self.taken.get(k).copied().unwrap_or(false) {
            return None;
        }
        let n = cardinal(a, k, self.q)?;
        Some((k, n))
    }

    /// The figure whose numeral (or currency sign) begins at `i`.
    pub(super) fn at(&self, i: usize) -> Option<Raw> {
        let a = self.a;
        let q = self.q;
        let sign = self.sign(i).filter(|(_, n)| numeral(a, i + n, q).is_some());
        let start = i + sign.map_or(0, |s| s.1);
        let n = numeral(a, start, q)?;
        let one = n.value == 1.0 && n.form == Form::Words;
        if sign.is_none() && (self.named(start, &n) || one && self.no_one(start)) {
            return None;
        }
        let mut value = n.value;
        let mut high = None;
        let mut end = n.end;
        let mut why = vec![format!("figure: numeral, {:?}", n.form).to_lowercase()];
        // "tens of millions of dollars", "thousands of miles"
        let of = usize::from(n.form == Form::Magnitude && a.low(end) == "of");
        // "half an acre" is a measure, "half of the acres" a share.
        let article = matches!(a.low(end), "a" | "an");
        let first = match n.form {
            Form::Fraction if article => self.unit(end + 1, value).filter(|m| m.kind == FigureKind::Measure),
            Form::Fraction => None,
            _ => self.unit(end + of, value),
        };
        let mut measured = first.clone();
        if let Some(m) = &first {
            end = m.end;
        }
        if let Some((c, _)) = sign {
            let m = self.rate(self.money(c, end));
            end = m.end;
            measured = Some(m);
        }
        // A range: the second end may share scale and unit with the first.
        if let Some((k, other)) = self.range(end, i).filter(|_| n.form != Form::Fraction) {
            let mut m2 = self.unit(other.end, other.value);
            if let Some((c, len)) = self.sign(end + 1)
                && end + 1 + len == k
            {
                m2 = Some(self.rate(self.money(c, other.end)));
            }
            let same = match (&measured, &m2) {
                (Some(x), Some(y)) => x.unit == y.unit || sign.is_some() && y.kind == FigureKind::Money,
                (Some(_), None) => sign.is_some() && n.form == Form::Digits && self.glued(end),
                (None, _) => true,
            };
            if same {
                let scale = a.digits(k).filter(|d| *d > 0.0).map_or(1.0, |d| other.value / d);
                if scale >= 1000.0 && value < 1000.0 {
                    value *= scale;
                }
                high = Some(other.value);
                end = other.end;
                if let Some(m) = m2 {
                    end = m.end;
                    measured = Some(
                        if sign.is_some() && m.kind != FigureKind::Money && m.kind != FigureKind::Rate {
                            measured.unwrap_or(m)
                        } else {
                            m
                        },
                    );
                }
                why.push("two ends: a range".into());
            }
        }
        let mut head = None;
        let mut confidence = 0.9;
        let age = sign.is_none() && self.age(start, &n, measured.as_ref());
        let (kind, unit, code);
        if age {
            end = self.age_end(end.max(n.end));
            (kind, unit, code) = (FigureKind::Duration, Some("year".to_owned()), Some("a".to_owned()));
            let month = matches!(a.low(n.end), "month" | "months")
                || matches!(a.low(n.end + 1), "month" | "months") && self.dash(n.end);
            let unit = if month { Some("month".to_owned()) } else { unit };
            why.push("an age".into());
            return Some(self.finish(
                i,
                end,
                end,
                value,
                high,
                kind,
                unit,
                if month { Some("mo".into()) } else { code },
                None,
                true,
                0.9,
                why,
                &n,
            ));
        }
        match (&measured, n.form) {
            (Some(m), _) => {
                value *= m.factor;
                high = high.map(|h| h * m.factor);
                (kind, unit, code) = (m.kind, Some(m.unit.clone()), m.code.clone());
                why.push(format!("unit {}", m.unit));
            }
            (None, Form::Fraction) => {
                (kind, unit, code) = (FigureKind::Share, Some("share".to_owned()), None)
            }
            (None, _) => {
                let hyphen = self.dash(end) && self.glued(end) && self.glued(end + 1);
                if hyphen && a.get(end + 1).is_some_and(|x| x.kind == Kind::Word) {
                    if !q.is("compound", a.low(end + 1)) {
                        return None;
                    }
                    head = Some(end + 1);
                    end += 2;
                    let person = q.is("person", a.low(end - 1));
                    unit = Some(if person { "person".to_owned() } else { noun::singular(a.low(end - 1)) });
                } else if a.low(end) == "times" && q.is("multiple", a.low(end + 1)) {
                    end += 1;
                    why.push("a multiple".into());
                    return Some(self.finish(
                        i,
                        end,
                        end,
                        value,
                        high,
                        FigureKind::Change,
                        Some("times".into()),
                        None,
                        None,
                        false,
                        0.8,
                        why,
                        &n,
                    ));
                } else {
                    // Letters glued to it make it a name: "5G", "737s".
                    if a.get(end).is_some_and(|x| x.glued && x.kind == Kind::Word && !x.low.starts_with('\''))
                    {
                        return None;
                    }
                    let counted = noun::counted(a, start, end, value, q);
                    head = counted.map(|c| c.head);
                    unit = head.map(|h| noun::unit(a, h, q));
                    if head.is_none() && (value < 2.0 || one) {
                        return None;
                    }
                    confidence = if head.is_some() { 0.9 } else { 0.6 };
                }
                (kind, code) = (FigureKind::Count, None);
            }
        }
        if self.known_set(i, value, kind, end, n.form) {
            return None;
        }
        // "12 of 48 seats": the noun beyond another number is not the first number's to span.
        let to = head.map_or(end, |h| {
            let beyond = (end..h)
                .any(|k| a.digits(k).is_some() || a.low(k - 1) == "of" && q.number(a.low(k)).is_some());
            if beyond { end } else { (h + 1).max(end) }
        });
        Some(self.finish(i, end, to, value, high, kind, unit, code, head, false, confidence, why, &n))
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn finish(
        &self,
        i: usize,
        end: usize,
        to: usize,
        value: f64,
        high: Option<f64>,
        kind: FigureKind,
        unit: Option<String>,
        code: Option<String>,
        head: Option<usize>,
        age: bool,
        confidence: f32,
        mut why: Vec<String>,
        n: &Numeral,
    ) -> Raw {
        let (mut bound, mut from, mut to) = (Bound::Exact, i, to);
        let before = (1..=5usize).rev().filter_map(|b| i.checked_sub(b)).find_map(|k| {
            let word = |n: usize| if n < i { self.a.get(n).map(|x| x.low.as_str()) } else { None };
            self.q.before.longest(k, word).filter(|(_, len)| k + len == i).map(|(b, _)| (b, k))
        });
        let after = |k: usize| self.q.after.longest(k, |n| self.a.get(n).map(|x| x.low.as_str()));
        if let Some((b, k)) = before {
            bound = b;
            from = k;
        } else if let Some((b, len)) = after(end).or_else(|| after(to)) {
            bound = b;
            to = to.max(end + len);
        } else if n.form == Form::Magnitude {
            bound = Bound::OrderOfMagnitude;
        } else if high.is_some() {
            bound = Bound::Range;
        }
        if bound != Bound::Exact {
            why.push(format!("bound {bound}"));
        }
        Raw {
            from,
            to,
            core_from: i,
            core_to: end,
            value,
            high,
            bound,
            kind,
            unit,
            code,
            head,
            age,
            confidence,
            why,
        }
    }
}
