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
struct Measured {
    unit: String,
    code: Option<String>,
    kind: FigureKind,
    factor: f64,
    end: usize,
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
            match self.at(i) {
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

    fn glued(&self, i: usize) -> bool {
        self.a.get(i).is_some_and(|x| x.glued)
    }
    fn dash(&self, i: usize) -> bool {
        matches!(self.a.low(i), "-" | "–" | "‑" | "—")
    }

    /// "602-555-0134", "(602) 555-0134", "+1 602 555 0134".
    fn telephone(&self, i: usize) -> Option<usize> {
        let a = self.a;
        let digits =
            |k: usize, n: usize| a.integer(k, n).is_some() && a.get(k).is_some_and(|x| x.text.len() == n);
        let sep = |k: usize| matches!(a.low(k), "-" | "." | "–") && self.glued(k);
        if digits(i, 3) && sep(i + 1) && digits(i + 2, 3) && sep(i + 3) && digits(i + 4, 4) {
            return Some(i + 5);
        }
        if a.low(i) == "("
            && digits(i + 1, 3)
            && a.low(i + 2) == ")"
            && digits(i + 3, 3)
            && sep(i + 4)
            && digits(i + 5, 4)
        {
            return Some(i + 6);
        }
        if digits(i, 3) && sep(i + 1) && digits(i + 2, 4) {
            return Some(i + 3);
        }
        None
    }

    /// "52-48": two counts of votes, or a score, which is no figure.
    fn pair(&self, i: usize) -> Option<(Vec<Raw>, usize)> {
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

    /// The currency sign or code that begins at `i`; its index and length.
    fn sign(&self, i: usize) -> Option<(usize, usize)> {
        let a = self.a;
        let x = a.get(i)?;
        if let Some(y) = a.get(i + 1).filter(|y| y.glued) {
            let both = format!("{}{}", x.text, y.text);
            if let Some(c) = self.q.currency_sign(&both) {
                return Some((c, 2));
            }
            if matches!(x.text, "Y" | "¥") && y.text == "=" {
                return self.q.currency_sign("¥").map(|c| (c, 2));
            }
        }
        let c = self.q.currency_sign(x.text)?;
        // Codes in letters need a number right behind.
        (x.kind == Kind::Sign || a.digits(i + 1).is_some()).then_some((c, 1))
    }

    /// The unit behind a numeral.
    fn unit(&self, i: usize, value: f64) -> Option<Measured> {
        let hyphen = self.dash(i) && self.glued(i) && self.glued(i + 1);
        let k = i + usize::from(hyphen);
        let found = self.unit_at(k, value)?;
        Some(self.rate(found))
    }

    fn unit_at(&self, k: usize, value: f64) -> Option<Measured> {
        let a = self.a;
        let q = self.q;
        let word = |n: usize| a.get(n).map(|x| x.low.as_str());
        // Currencies in words: "million Canadian dollars", "yuan".
        // A few of anything that "won" is a verb.
        let verb = a.low(k) == "won" && value < 1000.0;
        if let Some((c, n)) = q.currency_words.longest(k, word).filter(|_| !verb) {
            return Some(self.money(c, k + n));
        }
        if let Some(c) = q.currency_adjective(a.low(k))
            && matches!(
                a.low(k + 1),
                "dollar"
                    | "dollars"
                    | "peso"
                    | "pesos"
                    | "pound"
                    | "pounds"
                    | "rupee"
                    | "rupees"
                    | "dinar"
                    | "dinars"
                    | "franc"
                    | "francs"
            )
        {
            return Some(self.money(c, k + 2));
        }
        let code = a.get(k).filter(|x| x.text.len() == 3 && x.text.bytes().all(|b| b.is_ascii_uppercase()));
        if let Some(c) = code.and_then(|x| q.currency_sign(x.text)) {
            return Some(self.money(c, k + 1));
        }
        // Signs, which may be of several atoms: "km/h", "°C".
        let mut text = String::new();
        let mut best = None;
        for n in 0..4 {
            let Some(x) = a.get(k + n).filter(|x| n == 0 || x.glued) else { break };
            text.push_str(x.text);
            if let Some(u) = q.unit_sign(&text) {
                best = Some((u, n + 1));
            }
        }
        let words = q.unit_words.longest(k, word);
        let (u, n) = match (best, words) {
            (Some(s), Some(w)) if w.1 > s.1 => w,
            (Some(s), _) => s,
            (None, w) => w?,
        };
        let unit = &q.units[u];
        let end = k + n;
        // Millions of pounds are money unless of something.
        if unit.unit == "lb"
            && value >= 1e6
            && a.low(end) != "of"
            && let Some(c) = q.currency_sign("£")
        {
            return Some(self.money(c, end));
        }
        // A letter alone that goes on as a word is none ("5 a day"); "quarter" and "second" as ordinals are none.
        if unit.kind == "duration" && matches!(a.low(k), "second") && value != 1.0 {
            return None;
        }
        let kind = match unit.kind.as_str() {
            "share" => FigureKind::Share,
            "change" => FigureKind::Change,
            "duration" => FigureKind::Duration,
            "rate" => FigureKind::Rate,
            "money" => FigureKind::Money,
            _ => FigureKind::Measure,
        };
        let share = unit.kind == "share";
        let end = if share && self.dash(end) && self.glued(end) && matches!(a.low(end + 1), "owned") {
            end + 2
        } else {
            end
        };
        Some(Measured {
            unit: if share { "share".into() } else { unit.unit.clone() },
            code: if share { None } else { unit.ucum.clone() },
            kind,
            factor: if share { 0.01 } else { 1.0 },
            end,
        })
    }

    fn money(&self, currency: usize, end: usize) -> Measured {
        Measured {
            unit: self.q.currencies[currency].iso.clone(),
            code: None,
            kind: FigureKind::Money,
            factor: 1.0,
            end,
        }
    }

    /// "$2.11 per gallon", "20 miles an hour", "£24 a-year", "100 km/day".
    fn rate(&self, m: Measured) -> Measured {
        let a = self.a;
        if m.kind == FigureKind::Rate {
            return m;
        }
        let k = m.end;
        let (per, at) = match a.low(k) {
            "per" | "each" | "every" => (true, k + 1),
            "a" | "an" => (false, k + 1 + usize::from(self.dash(k + 1) && self.glued(k + 1))),
            "/" if self.glued(k) => (true, k + 1),
            "-" if matches!(a.low(k + 1), "a" | "per") && self.dash(k + 2) => (false, k + 3),
            _ => return m,
        };
        let word = |n: usize| a.get(n).map(|x| x.low.as_str());
        let Some((u, n)) = self.q.unit_words.longest(at, word) else {
            // "per person", "a share": money only.
            let noun = a.low(at);
            let plain = noun == "share"
                || noun == "head"
                || noun == "person"
                || per && a.get(at).is_some_and(|x| x.kind == Kind::Word);
            if plain && m.kind == FigureKind::Money && !noun.is_empty() {
                return Measured {
                    unit: format!("{}/{}", m.unit, noun::singular(noun)),
                    code: None,
                    kind: FigureKind::Rate,
                    end: at + 1,
                    ..m
                };
            }
            return m;
        };
        let unit = &self.q.units[u];
        // "5 percent a year" keeps its share; a length of time per something is no rate ("three hours a day" is).
        if !per && unit.kind != "duration" && !matches!(m.kind, FigureKind::Money)
            || matches!(unit.kind.as_str(), "share" | "change" | "money")
        {
            return m;
        }
        let code = m.code.as_deref().zip(unit.ucum.as_deref()).map(|(x, y)| format!("{x}/{y}"));
        let kind = if m.unit == "share" { FigureKind::Share } else { FigureKind::Rate };
        let name = if m.unit == "share" { m.unit.clone() } else { format!("{}/{}", m.unit, unit.unit) };
        Measured { unit: name, code, kind, end: at + n, ..m }
    }

    /// The other end of a range: where its numeral begins and what it is.
    fn range(&self, end: usize, start: usize) -> Option<(usize, Numeral)> {
        let a = self.a;
        let before = a.low_before(start, 1);
        let sep = a.low(end);
        let hyphen = self.dash(end) && self.glued(end) && self.glued(end + 1);
        let ok = match sep {
            "to" => !self.q.is("movement", before),
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
    fn at(&self, i: usize) -> Option<Raw> {
        let a = self.a;
        let q = self.q;
        if let Some(raw) = self.majority(i) {
            return Some(raw);
        }
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
        let first = if n.form == Form::Fraction { None } else { self.unit(end, value) };
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
        let age = sign.is_none() && high.is_none() && self.age(start, &n, measured.as_ref());
        let (kind, unit, code);
        if age {
            end = self.age_end(n.end);
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
                None,
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
                        FigureKind::Rate,
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
    fn finish(
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
        Raw { from, to, core_to: end, value, high, bound, kind, unit, code, head, age, confidence, why }
    }

    /// "the majority of", "a majority of".
    fn majority(&self, i: usize) -> Option<Raw> {
        let a = self.a;
        let m = i + 1 + usize::from(matches!(a.low(i + 1), "vast" | "overwhelming" | "great" | "large"));
        if !(matches!(a.low(i), "the" | "a" | "an") && a.low(m) == "majority" && a.low(m + 1) == "of") {
            return None;
        }
        Some(Raw {
            from: i,
            to: m + 1,
            core_to: m + 1,
            value: 0.5,
            high: None,
            bound: Bound::MoreThan,
            kind: FigureKind::Share,
            unit: Some("share".into()),
            code: None,
            head: None,
            age: false,
            confidence: 0.7,
            why: vec!["figure: a majority is more than half".into()],
        })
    }

    /// True if the number is part of a name: "Resolution 2803", "Boeing 787", "12 Main Street", "Covid-19", "1." of a list.
    fn named(&self, i: usize, n: &Numeral) -> bool {
        let a = self.a;
        let q = self.q;
        let prev = a.low_before(i, 1);
        let digits = n.form == Form::Digits;
        let glued_dash = i > 1 && self.dash(i - 1) && self.glued(i - 1) && self.glued(i);
        if glued_dash
            && a.before(i, 2).is_some_and(|x| x.kind == Kind::Word)
            && !matches!(a.low_before(i, 2), "than" | "to")
        {
            return true;
        }
        if digits
            && (prev == "#"
                || prev == ":"
                    && self.glued(i)
                    && a.before(i, 2).is_some_and(|x| matches!(x.kind, Kind::Number(_)))
                || prev == "/" && self.glued(i)
                || prev == "§")
        {
            return true;
        }
        if prev == "." && matches!(a.low_before(i, 2), "no" | "nos" | "art" | "sec") {
            return true;
        }
        let follows = a.low(n.end);
        if digits && (follows == ":" || follows == "/") && self.glued(n.end) && self.glued(n.end + 1) {
            return true;
        }
        if digits && i == 0 && matches!(follows, "." | ")") && n.end + 1 < a.len() {
            return true;
        }
        // A bracketed number after a name word, "Game 2", "Article 5".
        if q.is("name", prev) && self.unit(n.end, n.value).is_none() {
            return true;
        }
        // An address: a street within three words.
        let street = (n.end..n.end + 4).any(|k| {
            k > n.end
                && a.capital(k)
                && q.is("street", a.low(k))
                && (n.end..k)
                    .all(|j| a.capital(j) || a.get(j).is_some_and(|x| matches!(x.kind, Kind::Ordinal(_))))
        });
        if digits && street {
            return true;
        }
        let plain = digits
            && n.end == i + 1
            && n.value < 10_000.0
            && n.value.fract() == 0.0
            && !a.get(i).is_some_and(|x| x.text.contains(','));
        let model = i > 1 && a.capital(i - 1) && self.unit(n.end, n.value).is_none() && plain;
        if model {
            let lower_noun = a.get(n.end).is_some_and(|x| {
                x.kind == Kind::Word
                    && !a.capital(n.end)
                    && x.low.ends_with('s')
                    && !matches!(x.low.as_str(), "is" | "was" | "has" | "as" | "'s")
            });
            return !lower_noun;
        }
        // Years that the times left over, and long digit strings without a comma.
        plain && n.value >= 1900.0 && n.value < 2100.0 && !noun::plural_follows(a, n.end)
    }

    /// True if "one" is a pronoun or a part of a phrase.
    fn no_one(&self, i: usize) -> bool {
        let a = self.a;
        let prev = a.low_before(i, 1);
        let next = a.low(i + 1);
        if matches!(
            prev,
            "the"
                | "no"
                | "this"
                | "that"
                | "any"
                | "every"
                | "each"
                | "another"
                | "which"
                | "some"
                | "a"
                | "by"
                | "only"
                | "day"
                | "as"
                | "for"
        ) && prev != "only"
        {
            return true;
        }
        let stop = matches!(
            next,
            "of" | "another"
                | "day"
                | "thing"
                | "that"
                | "who"
                | "is"
                | "was"
                | "has"
                | "had"
                | "can"
                | "could"
                | "would"
                | "should"
                | "may"
                | "might"
                | "must"
                | "will"
                | "and"
                | "or"
                | "in"
                | "to"
                | "with"
                | "more"
                | "too"
                | "side"
                | "hand"
                | "way"
                | "point"
                | "by"
                | "on"
                | "-"
                | "another's"
        );
        stop || !a.get(i + 1).is_some_and(|x| x.kind == Kind::Word)
    }

    /// "the two countries", "these three men", "its two neighbours": a set already known.
    fn known_set(&self, i: usize, value: f64, kind: FigureKind, end: usize, form: Form) -> bool {
        let determiner = matches!(
            self.a.low_before(i, 1),
            "the"
                | "these"
                | "those"
                | "his"
                | "her"
                | "their"
                | "its"
                | "our"
                | "my"
                | "your"
                | "'s"
                | "both"
                | "all"
                | "other"
        );
        let small = value == 2.0 || value == 3.0;
        determiner && small && kind == FigureKind::Count && form == Form::Words && self.a.low(end) != "of"
    }

    /// "15-year-old", "35 years old", "aged 35", "Smith, 66,".
    fn age(&self, i: usize, n: &Numeral, m: Option<&Measured>) -> bool {
        let a = self.a;
        let whole = n.value.fract() == 0.0 && (0.0..=115.0).contains(&n.value);
        if !whole {
            return false;
        }
        if let Some(m) = m {
            let k = m.end + usize::from(self.dash(m.end));
            return m.kind == FigureKind::Duration
                && (matches!(a.low(k), "old" | "olds") || a.are(m.end, &["of", "age"]));
        }
        if matches!(a.low_before(i, 1), "aged" | "age" | "ages") {
            return true;
        }
        let bracket = |x: &str, y: &str| x == "," && matches!(y, "," | "." | ";") || x == "(" && y == ")";
        let name = i > 1 && a.capital(i - 2) && n.form == Form::Digits && n.value >= 1.0;
        // ", 66," and a following word that is no number: lists of numbers are no ages.
        name && bracket(a.low_before(i, 1), a.low(n.end))
            && !(a.low(n.end) == "," && a.digits(n.end + 1).is_some())
    }

    fn age_end(&self, mut k: usize) -> usize {
        let a = self.a;
        k += usize::from(
            self.dash(k) && self.glued(k) && matches!(a.low(k + 1), "year" | "month" | "week" | "day"),
        );
        if matches!(a.low(k), "year" | "years" | "month" | "months" | "week" | "weeks" | "day" | "days") {
            k += 1;
            let d = usize::from(self.dash(k));
            if matches!(a.low(k + d), "old" | "olds") {
                k += d + 1;
            } else if a.are(k, &["of", "age"]) {
                k += 2;
            }
        }
        k
    }
}
