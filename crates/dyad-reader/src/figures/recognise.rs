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
    /// True if a word of money does: "pounds" are money.
    pub(super) money_words: bool,
    /// True if a word of heat and cold does: a bare "C" is a degree.
    pub(super) heat: bool,
    /// True if a word of polls does: "points" are percentage points.
    pub(super) poll: bool,
    /// True if a word of matches does: an unmarked pair is a score.
    pub(super) score: bool,
    /// True for a headline whose words have capitals, which then tell no names.
    pub(super) title: bool,
    /// Whose money a shared name means.
    pub(super) home: &'m super::home::Home<'m>,
}

impl<'m, 'a> Recogniser<'m, 'a> {
    /// For a sentence; `taken` are the atoms of dates and times of day.
    pub(super) fn new(
        a: &'m Atoms<'a>,
        q: &'m Quantities,
        taken: Vec<bool>,
        home: &'m super::home::Home<'m>,
    ) -> Self {
        let any = |class: &str| a.list.iter().any(|x| q.is(class, &x.low));
        let long =
            || (1..a.len()).filter(|i| a.get(*i).is_some_and(|x| x.kind == Kind::Word && x.text.len() > 3));
        let title = 4 * long().filter(|i| a.capital(*i)).count() > 3 * long().count();
        Self {
            vote: any("vote"),
            money_words: any("money"),
            heat: any("heat"),
            poll: any("poll"),
            score: any("score"),
            a,
            q,
            taken,
            title,
            home,
        }
    }
}

impl Recogniser<'_, '_> {
    /// All figures, in order.
    #[must_use]
    pub fn all(&self) -> Vec<Raw> {
        let mut out: Vec<Raw> = Vec::new();
        let live = self.live();
        let mut i = 0;
        while i < self.a.len() {
            if !live[i] {
                i += 1;
                continue;
            }
            if self.taken.get(i).copied().unwrap_or(false) {
                i += 1;
                continue;
            }
            if let Some(end) = self.telephone(i) {
                i = end;
                continue;
            }
            if let Some((pair, end)) = self.pair(i).or_else(|| self.ballot(i)) {
                out.extend(pair);
                i = end;
                continue;
            }
            if let Some(end) = self.identifier(i) {
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

    /// Where a figure may begin: a number or a word that stands for one is there or a little behind.
    fn live(&self) -> Vec<bool> {
        const AHEAD: usize = 4;
        let mut out = vec![false; self.a.len()];
        for (i, x) in self.a.list.iter().enumerate() {
            // "less than an hour": an article that counts one.
            let limit = matches!(x.low.as_str(), "under" | "than" | "another" | "a" | "an");
            if super::tells(x) {
                out[i.saturating_sub(AHEAD)..=i].fill(true);
            } else if limit {
                out[i] = true;
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

    /// The other end of a range: where its numeral begins and what it is.
    pub(super) fn range(&self, end: usize, start: usize) -> Option<(usize, Numeral)> {
        let a = self.a;
        let before = a.low_before(start, 1);
        let sep = a.low(end);
        let hyphen = self.dash(end) && self.glued(end) && self.glued(end + 1);
        let wide = sep == "-" && !self.glued(end);
        let ok = match sep {
            "to" => !self.q.is_movement(before) && !self.moved(start),
            "and" => before == "between",
            _ => hyphen || wide,
        };
        if !ok {
            return None;
        }
        let mut k = end + 1;
        if let Some(s) = self.sign(k) {
            k += s.len;
        }
        if self.taken.get(k).copied().unwrap_or(false) {
            return None;
        }
        let n = cardinal(a, k, self.q)?;
        // A dash with spaces parts the ends of a range only where a unit follows ("40 - 50 years").
        if wide && (a.integer(k, 6).is_none() || self.unit(n.end, n.value).is_none()) {
            return None;
        }
        Some((k, n))
    }

    /// "fell from 80 to 95": where a movement began and where it ended, no range.
    pub(super) fn moved(&self, start: usize) -> bool {
        self.a.low_before(start, 1) == "from"
            && (2..9).filter_map(|b| self.a.before(start, b)).any(|x| self.q.is_movement(&x.low))
    }

    /// The figure whose numeral (or currency sign) begins at `i`.
    pub(super) fn at(&self, i: usize) -> Option<Raw> {
        let a = self.a;
        let q = self.q;
        if let Some(raw) = self.article(i) {
            return Some(raw);
        }
        let sign = self.sign(i).filter(|s| numeral(a, i + s.len, q).is_some());
        let start = i + sign.map_or(0, |s| s.len);
        let foreign = self.foreign(start);
        let n = foreign.or_else(|| numeral(a, start, q))?;
        let one = n.value == 1.0 && n.form == Form::Words;
        let measured_one = || one && self.unit(n.end, 1.0).is_some_and(|m| m.kind != FigureKind::Count);
        if sign.is_none() && (self.named(start, &n) || one && self.no_one(start) && !measured_one()) {
            return None;
        }
        let mut value = n.value;
        let mut high = None;
        let mut end = n.end;
        let mut why = vec![
            match n.form {
                Form::Digits => "figure: numeral, digits",
                Form::Words => "figure: numeral, words",
                Form::Fraction => "figure: numeral, fraction",
                Form::Magnitude => "figure: numeral, magnitude",
            }
            .to_owned(),
        ];
        // "tens of millions of dollars", "thousands of miles"
        let of = usize::from(n.form == Form::Magnitude && a.low(end) == "of");
        let first = match n.form {
            // "half an hour" is a length, "20 in 100,000 a year" a share.
            Form::Fraction if value < 0.1 => None,
            Form::Fraction => self.part_of_unit(end, value),
            _ if sign.is_some() => None,
            _ => self
                .unit(end + of, value)
                .or_else(|| self.lent(start, end))
                .or_else(|| self.magnitude(start, end)),
        };
        let mut measured = first.clone();
        if let Some(m) = &first {
            end = m.end;
        }
        if let Some(s) = sign {
            // "$10 dollars": the word says it again.
            let again = self.money_at(end, value).filter(|m| m.unit == q.currencies[s.currency].iso);
            let m = Measured { factor: s.factor, ..self.money(s.currency, again.map_or(end, |m| m.end)) };
            let m = self.rate(m);
            end = m.end;
            measured = Some(m);
        }
        if let Some((v, m)) = measured.as_ref().and_then(|m| self.longer(m, value, n.end)) {
            (value, end) = (v, m.end);
            measured = Some(m);
            why.push("told in two units, added up".into());
        }
        // A range: the second end may share scale and unit with the first.
        if let Some((k, other)) = self.range(end, i).filter(|_| n.form != Form::Fraction) {
            let mut m2 = self.unit(other.end, other.value);
            if let Some(s) = self.sign(end + 1)
                && end + 1 + s.len == k
            {
                let m = Measured { factor: s.factor, ..self.money(s.currency, other.end) };
                m2 = Some(self.rate(m));
            }
            let same = match (&measured, &m2) {
                (Some(x), Some(y)) => {
                    let per = y.unit.strip_prefix(&x.unit).is_some_and(|rest| rest.starts_with('/'));
                    // "C$5 to $8 million": the second sign leaves out the country.
                    let sign = sign.is_some() && x.kind == y.kind && y.unit == "USD" && a.low(end + 1) == "$";
                    x.unit == y.unit || per || sign
                }
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
        let (kind, unit, code);
        let aged =
            if sign.is_none() { self.aged(start, &n, measured.as_ref(), end, high.is_some()) } else { None };
        if let Some((word, end)) = aged {
            why.push("an age".into());
            let ucum = q.unit(word).and_then(|u| u.ucum.clone());
            let (unit, kind) = (Some(word.to_owned()), FigureKind::Duration);
            return Some(self.finish(i, end, end, value, high, kind, unit, ucum, None, true, 0.9, why, &n));
        }
        match (&measured, n.form) {
            (Some(m), _) => {
                let minus = sign.is_none() && self.minus(start, m);
                value *= if minus { -m.factor } else { m.factor };
                high = high.map(|h| h * m.factor);
                (kind, unit, code) = (m.kind, Some(m.unit.clone()), m.code.clone());
                why.push(format!("unit {}", m.unit));
            }
            (None, Form::Fraction) => {
                (kind, unit, code) = (FigureKind::Share, Some("share".to_owned()), None)
            }
            (None, _) => {
                if let Some(h) = self.suspended(end) {
                    unit = Some(noun::unit_word(a.low(h), q));
                    end += 1;
                    why.push("a hyphen that waits for its noun".into());
                } else if let Some(k) = self.odd(end) {
                    // "20-odd ships", "5,000-plus fans", "40ish": the bound stands between number and noun.
                    head = noun::counted(a, start, k, value, q).map(|c| c.head);
                    unit = head.map(|h| noun::unit(a, h, q));
                } else if self.hyphen(end) && a.get(end + 1).is_some_and(|x| x.kind == Kind::Word) {
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
        if foreign.is_some() {
            confidence = 0.5;
            why.push(
                "the marks between the digits are another language's: read as its decimals and thousands"
                    .into(),
            );
        }
        // "the two-door version" is no set.
        if head != Some(end.wrapping_sub(1)) && self.known_set(i, value, kind, end, n.form) {
            return None;
        }
        // "12 of 48 seats": the noun beyond another number is not the first number's to span.
        let mut unit = unit;
        let (mut kind, mut code) = (kind, code);
        if kind == FigureKind::Count
            && unit.as_deref() == Some("point")
            && (self.poll || self.percentage(i, end))
        {
            (unit, kind) = (Some("pp".to_owned()), FigureKind::Change);
            why.push("points of a poll are percentage points".into());
        }
        let rate = if kind == FigureKind::Count { self.per(head.map_or(end, |h| h + 1)) } else { None };
        if let Some((many, k)) = rate {
            // "172 per 100,000 births" counts what the sentence spoke of before.
            let counted = unit.clone().or_else(|| self.spoken(i));
            if let Some(top) = counted {
                (unit, kind, code) = (Some(format!("{top}/{many}")), FigureKind::Rate, None);
                end = k;
            }
        }
        let to = head.filter(|h| *h < end + 8).map_or(end, |h| {
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
        if value < 0.0 {
            from = i.saturating_sub(1 + usize::from(self.a.low_before(i, 2) == "minus" && self.dash(i - 1)));
        }
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
