//! Units behind a numeral: currencies, measures, shares, rates.
//!
//! Owns the way from the words and signs after a number to a unit of the record. It must not know bounds or ranges.

use dyad_record::FigureKind;

use super::noun;
use super::recognise::{Measured, Recogniser};
use crate::atoms::Kind;

impl Recogniser<'_, '_> {
    /// The currency sign or code that begins at `i`; its index and length.
    pub(super) fn sign(&self, i: usize) -> Option<(usize, usize)> {
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
    pub(super) fn unit(&self, i: usize, value: f64) -> Option<Measured> {
        let hyphen = self.dash(i) && self.glued(i) && self.glued(i + 1);
        let k = i + usize::from(hyphen);
        let found = self.unit_at(k, value)?;
        Some(self.rate(found))
    }

    pub(super) fn unit_at(&self, k: usize, value: f64) -> Option<Measured> {
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
        if let Some(unit) = self.home.unit(q, a.low(k)) {
            return Some(Measured { unit, code: None, kind: FigureKind::Money, factor: 1.0, end: k + 1 });
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

    pub(super) fn money(&self, currency: usize, end: usize) -> Measured {
        Measured {
            unit: self.q.currencies[currency].iso.clone(),
            code: None,
            kind: FigureKind::Money,
            factor: 1.0,
            end,
        }
    }

    /// "$2.11 per gallon", "20 miles an hour", "£24 a-year", "100 km/day".
    pub(super) fn rate(&self, m: Measured) -> Measured {
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
        // "340,000 tons a year earlier" has a time behind it.
        if self.taken.get(k).copied().unwrap_or(false) || self.taken.get(at).copied().unwrap_or(false) {
            return m;
        }
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
}
