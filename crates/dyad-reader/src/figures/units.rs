//! Units behind a numeral: measures, shares, rates. Money is in `money`.
//!
//! Owns the way from the words and signs after a number to a unit of the record. It must not know bounds or ranges.

use dyad_record::FigureKind;

use super::noun;
use super::recognise::{Measured, Recogniser};
use crate::atoms::Kind;
use crate::numerals::cardinal;

impl Recogniser<'_, '_> {
    /// True for the hyphen of a compound: "3-inch", and with spaces on both sides as broken text has it ("30 - year").
    pub(super) fn hyphen(&self, i: usize) -> bool {
        let spaced = self.a.low(i) == "-" && !self.glued(i) && !self.glued(i + 1);
        self.dash(i) && self.glued(i) && self.glued(i + 1) || spaced
    }

    /// The unit behind a numeral.
    pub(super) fn unit(&self, i: usize, value: f64) -> Option<Measured> {
        if let Some(m) = self.bracketed(i, value) {
            return Some(m);
        }
        let k = i + usize::from(self.hyphen(i));
        let found = self.unit_at(k, value)?;
        Some(self.rate(found))
    }

    /// A unit in brackets, as in the heads of tables: "20 (kg)", "20 [km/h]".
    fn bracketed(&self, i: usize, value: f64) -> Option<Measured> {
        let a = self.a;
        let close = match a.low(i) {
            "(" => ")",
            "[" => "]",
            "{" => "}",
            "<" => ">",
            _ => return None,
        };
        let m =
            self.unit_at(i + 1, value).map(|m| self.rate(m)).filter(|m| m.kind != FigureKind::Duration)?;
        (a.low(m.end) == close && self.glued(i + 1)).then(|| Measured { end: m.end + 1, ..m })
    }

    pub(super) fn unit_at(&self, k: usize, value: f64) -> Option<Measured> {
        let a = self.a;
        let q = self.q;
        let word = |n: usize| a.get(n).map(|x| x.low.as_str());
        if let Some(m) = self.pounds(k, value).or_else(|| self.money_at(k, value)) {
            return Some(m);
        }
        // Signs, which may be of several atoms: "km/h", "°C".
        let mut text = smol_str::SmolStr::default();
        let mut best = None;
        for n in 0..4 {
            let Some(x) = a.get(k + n).filter(|x| n == 0 || x.glued) else { break };
            text = if n == 0 { x.text.into() } else { smol_str::format_smolstr!("{text}{}", x.text) };
            if let Some(u) = q.unit_sign(&text).filter(|u| self.clear(&text, &q.units[*u].unit, k, n, value))
            {
                best = Some((u, n + 1));
            }
        }
        let words = q.unit_words.longest(k, word);
        let (u, n) = match (best, words) {
            (Some(s), Some(w)) if w.1 > s.1 => w,
            (Some(s), _) => s,
            (None, w) => w.or_else(|| self.inches(k).map(|u| (u, 1)))?,
        };
        let unit = &q.units[u];
        let end = k + n;
        // "quarter" and "second" as ordinals are none; "three times as many" is no count of times.
        if unit.kind == "duration" && matches!(a.low(k), "second") && value != 1.0
            || unit.kind == "count" && (!self.loose(end) || self.hyphen(k.saturating_sub(1)))
        {
            return None;
        }
        let kind = match unit.kind.as_str() {
            "share" => FigureKind::Share,
            "change" => FigureKind::Change,
            "duration" => FigureKind::Duration,
            "rate" => FigureKind::Rate,
            "money" => FigureKind::Money,
            "count" => FigureKind::Count,
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

    /// True where no word follows that "times" would multiply: "three times a day", "twice and four times".
    fn loose(&self, k: usize) -> bool {
        let word = self.a.get(k).filter(|x| x.kind == Kind::Word && !x.glued);
        word.is_none_or(|x| {
            let plain = self.q.is("stop", &x.low)
                && !matches!(x.low.as_str(), "the" | "its" | "their" | "his" | "her");
            (plain || matches!(x.low.as_str(), "already" | "daily")) && !self.q.is("multiple", &x.low)
        })
    }

    /// False where the letters of a unit mean something else: a bare "C" or "F" far from any word of heat, a "p" that no
    /// digit touches or that counts the lines of a picture.
    fn clear(&self, text: &str, unit: &str, k: usize, n: usize, value: f64) -> bool {
        match text {
            "C" | "F" => n == 0 && self.heat && (-100.0..1000.0).contains(&value),
            "p" => n == 0 && self.glued(k) && !(value >= 240.0 && value % 240.0 == 0.0 || value == 1080.0),
            // "5 A's"; "the 3 L-shaped"; "24703 L-202".
            _ if unit.len() == 1 => !(self.dash(k + n + 1) && self.glued(k + n + 1) && self.glued(k + n + 2)),
            _ => true,
        }
    }

    /// "12 ft 2 in", "10\" long": inches whose sign is a word or a quotation mark as well.
    fn inches(&self, k: usize) -> Option<usize> {
        let a = self.a;
        let feet = matches!(a.low_before(k, 2), "ft" | "feet" | "foot" | "'" | "′");
        let size = a.low(k) == "\"" && self.q.is("size", a.low(k + 1));
        (a.low(k) == "in" && feet || size).then(|| self.q.units.iter().position(|u| u.unit == "in"))?
    }

    /// "$2.11 per gallon", "20 miles an hour", "£24 a-year", "100 km/day", "50 g/t"; and where what is measured stands
    /// between: "34,500 tonnes of copper a year".
    pub(super) fn rate(&self, m: Measured) -> Measured {
        let a = self.a;
        if m.kind == FigureKind::Rate {
            return m;
        }
        let of = self.per_of(&m);
        let k = of.unwrap_or(m.end);
        let (per, at) = match a.low(k) {
            "per" | "each" | "every" => (true, k + 1),
            "a" | "an" => (false, k + 1 + usize::from(self.dash(k + 1) && self.glued(k + 1))),
            "/" if self.glued(k) => (true, k + 1),
            "-" if matches!(a.low(k + 1), "a" | "per") && (self.dash(k + 2) || !self.glued(k)) => {
                (false, k + 2 + usize::from(self.dash(k + 2)))
            }
            _ => return m,
        };
        // "340,000 tons a year earlier" has a time behind it.
        if self.taken.get(k).copied().unwrap_or(false) || self.taken.get(at).copied().unwrap_or(false) {
            return m;
        }
        let word = |n: usize| a.get(n).map(|x| x.low.as_str());
        let slash = a.low(k) == "/";
        let sign = || {
            let x = a.get(at).filter(|x| x.glued && slash || per && x.text.len() > 1)?;
            // "W/m²" has two atoms behind the stroke.
            let long = a.get(at + 1).filter(|y| y.glued && y.kind == Kind::Sign);
            let long =
                long.and_then(|y| self.q.unit_sign(&smol_str::format_smolstr!("{}{}", x.text, y.text)));
            long.map(|u| (u, 2)).or_else(|| self.q.unit_sign(x.text).map(|u| (u, 1)))
        };
        let Some((u, n)) = self.q.unit_words.longest(at, word).or_else(sign) else {
            // "per person", "a share": money only; "per 100,000 tonnes" of anything.
            if let Some((many, end)) = self.per_many(at).filter(|_| per) {
                let kind = if m.unit == "share" { m.kind } else { FigureKind::Rate };
                return Measured { unit: format!("{}/{many}", m.unit), code: None, kind, end, ..m };
            }
            let noun = a.low(at);
            let plain = matches!(noun, "share" | "head" | "person" | "dozen")
                || per && a.get(at).is_some_and(|x| x.kind == Kind::Word);
            if plain && matches!(m.kind, FigureKind::Money) && !noun.is_empty() {
                return Measured {
                    unit: format!("{}/{}", m.unit, noun::unit_word(noun, self.q)),
                    code: None,
                    kind: FigureKind::Rate,
                    end: at + 1,
                    ..m
                };
            }
            return m;
        };
        let unit = &self.q.units[u];
        // "5 percent a year" keeps its share; a length of time per something is no rate ("three hours a day" is); "a
        // year earlier" is a time.
        if !per && unit.kind != "duration" && !matches!(m.kind, FigureKind::Money)
            || matches!(unit.kind.as_str(), "share" | "change" | "money" | "count")
            || self.q.is("then", a.low(at + n))
        {
            return m;
        }
        let code = m.code.as_deref().zip(unit.ucum.as_deref()).map(|(x, y)| format!("{x}/{y}"));
        let kind = if m.unit == "share" { FigureKind::Share } else { FigureKind::Rate };
        let name = if m.unit == "share" { m.unit.clone() } else { format!("{}/{}", m.unit, unit.unit) };
        let end = if of.is_some() { m.end } else { at + n };
        Measured { unit: name, code, kind, end, ..m }
    }

    /// Where "a year" stands behind "of copper": up to four plain words lie between.
    fn per_of(&self, m: &Measured) -> Option<usize> {
        let a = self.a;
        if a.low(m.end) != "of" || !matches!(m.kind, FigureKind::Measure) {
            return None;
        }
        let plain = |k: usize| a.get(k).is_some_and(|x| x.kind == Kind::Word) && !self.q.is("stop", a.low(k));
        let k = (m.end + 1..m.end + 6).find(|k| !plain(*k))?;
        let time = self.q.unit_words.word(a.low(k + 1)).is_some_and(|u| self.q.units[u].kind == "duration");
        (k > m.end + 1 && matches!(a.low(k), "a" | "an" | "per" | "each" | "every") && time).then_some(k)
    }

    /// What a rate counts per: "100,000 people" is `100000 person`.
    pub(super) fn per_many(&self, at: usize) -> Option<(String, usize)> {
        let a = self.a;
        let n = cardinal(a, at, self.q).filter(|n| n.value > 1.0)?;
        let noun = a.get(n.end).filter(|x| x.kind == Kind::Word && !x.glued && !self.q.is("stop", &x.low));
        match noun {
            Some(x) => {
                let head = if noun::plural_follows(a, n.end) {
                    (n.end..n.end + 3).find(|k| noun::plural(a, *k)).unwrap_or(n.end)
                } else {
                    n.end
                };
                let word = a.get(head).map_or(&x.low, |x| &x.low);
                Some((format!("{} {}", n.value, noun::unit_word(word, self.q)), head + 1))
            }
            None => Some((format!("{}", n.value), n.end)),
        }
    }
}
