//! Forms of a figure beyond number and unit: parts of a unit, two units added up, a minus, a hyphen that waits for its
//! noun, the article that counts one, marks of other languages between digits.
//!
//! Owns how such forms are put together. It must not know names or ages.

use dyad_record::FigureKind;
use dyad_syntax::Upos;

use super::noun;
use super::recognise::{Measured, Raw, Recogniser};
use crate::atoms::Kind;
use crate::numerals::{Form, Numeral, cardinal};

impl Recogniser<'_, '_> {
    /// The unit of which a fraction is told: "half an acre", "1/4 mile", "a quarter of an hour", "half a percent"; "half
    /// of the acres" is a share.
    pub(super) fn part_of_unit(&self, end: usize, value: f64) -> Option<Measured> {
        let a = self.a;
        let of = usize::from(a.low(end) == "of");
        let article = matches!(a.low(end + of), "a" | "an" | "one") as usize;
        let k = end + of + article;
        if of == 1 && article == 0 {
            return None;
        }
        let m = self.unit(k, value)?;
        let plain = matches!(m.kind, FigureKind::Measure | FigureKind::Duration | FigureKind::Change);
        (plain
            || m.kind == FigureKind::Share && article == 1
            || self.a.digits(end.saturating_sub(1)).is_some())
        .then_some(m)
    }

    /// Two units added up: "two hours and nine minutes" is told in the smaller, "3 dollars 50 cents" in the larger; "a
    /// year and a half" has a half more.
    pub(super) fn longer(&self, m: &Measured, value: f64, low: usize) -> Option<(f64, Measured)> {
        let a = self.a;
        if let Some((v, end)) = self.coins(m, value, low) {
            return Some((v, Measured { end, ..m.clone() }));
        }
        if matches!(m.kind, FigureKind::Duration | FigureKind::Measure) && a.are(m.end, &["and", "a", "half"])
        {
            return Some((value + 0.5, Measured { end: m.end + 3, ..m.clone() }));
        }
        if m.kind != FigureKind::Duration {
            return None;
        }
        let mut sum: Option<(f64, Measured)> = None;
        loop {
            let (v, from) = sum.as_ref().map_or((value, m), |(v, m)| (*v, m));
            let k = from.end + usize::from(a.low(from.end) == "and");
            let Some(n) = cardinal(a, k, self.q).filter(|n| n.form != Form::Magnitude) else { break };
            let Some(next) = self.unit_at(n.end, n.value).filter(|x| x.kind == FigureKind::Duration) else {
                break;
            };
            let factor = |u: &str| Some(self.q.unit(u)?.base.as_ref()?.1);
            let Some(ratio) = factor(&from.unit).zip(factor(&next.unit)).map(|(x, y)| x / y) else { break };
            if ratio.fract() != 0.0 || ratio <= 1.0 || n.value >= ratio {
                break;
            }
            sum = Some((v * ratio + n.value, next));
        }
        sum
    }

    /// True if a minus stands before a number whose unit can be below zero: "-5 °C", "minus 12 degrees".
    pub(super) fn minus(&self, start: usize, m: &Measured) -> bool {
        let a = self.a;
        let heat = matches!(m.unit.as_str(), "°C" | "°F" | "K" | "deg");
        let prev = a.low_before(start, 1);
        let dash = matches!(prev, "-" | "−" | "–") && self.glued(start);
        let free = start < 2 || dash && !self.glued(start - 1);
        let word = |b: usize| {
            a.low_before(start, b) == "minus" && !matches!(a.low_before(start, b + 1), "or" | "/" | "plus")
        };
        heat && dash && free || word(1) || dash && word(2)
    }

    /// "four-, five- and six-cylinder": the noun that the hyphen at `end` waits for.
    pub(super) fn suspended(&self, end: usize) -> Option<usize> {
        let a = self.a;
        let waits = self.dash(end) && self.glued(end) && !self.glued(end + 1);
        if !(waits && matches!(a.low(end + 1), "and" | "or" | "to")
            || self.dash(end) && a.low(end + 1) == ",")
        {
            return None;
        }
        let last = (end + 1..end + 9).find(|k| {
            self.hyphen(*k) && a.get(k + 1).is_some_and(|x| x.kind == Kind::Word) && self.glued(k + 1)
        })?;
        self.q.is("compound", a.low(last + 1)).then_some(last + 1)
    }

    /// Unit of the other end for the first number of a movement: "from 310 to 172 tonnes", "from 24.2 to 33 percent".
    pub(super) fn lent(&self, start: usize, end: usize) -> Option<Measured> {
        let a = self.a;
        if a.low(end) != "to" || !self.moved(start) {
            return None;
        }
        let n = cardinal(a, end + 1, self.q)?;
        if let Some((many, _)) = self.per(n.end) {
            let unit = format!("{}/{many}", self.spoken(start)?);
            return Some(Measured { unit, code: None, kind: FigureKind::Rate, factor: 1.0, end });
        }
        let m = self.unit(n.end, n.value)?;
        Some(Measured { end, ..m })
    }

    /// "magnitude 6.3", "a magnitude-7.1 earthquake".
    pub(super) fn magnitude(&self, start: usize, end: usize) -> Option<Measured> {
        let a = self.a;
        let dash = usize::from(self.dash(start.wrapping_sub(1)));
        if a.low_before(start, 1 + dash) != "magnitude" && !a.are(start.wrapping_sub(2), &["magnitude", "of"])
        {
            return None;
        }
        Some(Measured { unit: "magnitude".into(), code: None, kind: FigureKind::Measure, factor: 1.0, end })
    }

    /// "less than a week", "under a second", "took an hour", "a year and a half": an article that counts one, where a bound,
    /// a verb of lasting or a half says so.
    pub(super) fn article(&self, i: usize) -> Option<Raw> {
        let a = self.a;
        if !matches!(a.low(i), "a" | "an" | "another") {
            return None;
        }
        let m = self.unit_at(i + 1, 1.0)?;
        if !matches!(m.kind, FigureKind::Duration | FigureKind::Measure) || a.low(i + 1).ends_with('s') {
            return None;
        }
        let half = a.are(m.end, &["and", "a", "half"]);
        let limit = match a.low_before(i, 1) {
            "under" => true,
            "than" => matches!(a.low_before(i, 2), "less" | "more"),
            "take" | "takes" | "took" | "taken" | "last" | "lasts" | "lasted" => {
                // "took a second look", "took a week off" are no lengths.
                let noun = matches!(a.upos(m.end), Upos::Noun | Upos::Adj | Upos::Propn);
                m.kind == FigureKind::Duration && !noun && !matches!(a.low(m.end), "'s" | "off" | "out")
            }
            _ => false,
        };
        if !half && (!limit || a.low(i) == "another") {
            return None;
        }
        let (value, end) = if half { (1.5, m.end + 3) } else { (1.0, m.end) };
        if matches!(a.low(end), "ago" | "old" | "after" | "before" | "later" | "-") {
            return None;
        }
        let n = Numeral { value, end, form: Form::Words };
        let why = vec!["figure: an article that counts one".to_owned()];
        Some(self.finish(i, end, end, value, None, m.kind, Some(m.unit), m.code, None, false, 0.8, why, &n))
    }

    /// A number with the marks of another language: "1.234,56", "1.234.567", and "5,3 percent" where a unit follows. A
    /// number that could be more than one thing is none.
    pub(super) fn foreign(&self, i: usize) -> Option<Numeral> {
        let a = self.a;
        let x = a.get(i)?;
        a.digits(i)?;
        let mark = |k: usize, m: &str| a.get(k).is_some_and(|x| x.glued && x.text == m);
        let digits = |k: usize| a.get(k).filter(|x| x.glued && a.integer(k, 3).is_some()).map(|x| x.text);
        let (mut text, mut end) = (String::new(), i + 1);
        let (whole, first) = x.text.split_once('.').unwrap_or((x.text, ""));
        let grouped = whole.len() <= 3 && first.len() == 3 && !whole.contains(',');
        if grouped && (mark(end, ".") || mark(end, ",")) {
            text.push_str(whole);
            text.push_str(first);
            while mark(end, ".") {
                text.push_str(digits(end + 1).filter(|d| d.len() == 3)?);
                end += 2;
            }
        } else if first.is_empty() && whole.len() <= 3 && mark(end, ",") {
            digits(end + 1).filter(|d| d.len() < 3)?;
            self.unit(end + 2, 2.0)?;
            text.push_str(whole);
        } else {
            return None;
        }
        if mark(end, ",") {
            let part = digits(end + 1).filter(|d| d.len() < 3)?;
            text.push('.');
            text.push_str(part);
            end += 2;
        }
        if mark(end, ",") || mark(end, ".") && a.digits(end + 1).is_some() {
            return None;
        }
        let value: f64 = text.parse().ok()?;
        let scale = match self.q.number(a.low(end)) {
            Some(dyad_knowledge::NumberWord::Scale(f)) => Some(f),
            _ => None,
        };
        end += usize::from(scale.is_some());
        Some(Numeral { value: value * scale.unwrap_or(1.0), end, form: Form::Digits })
    }

    /// Chains of digits that are no number: "192.168.1.2", "3.11.2", "1,2,3", groups of a tax number.
    pub(super) fn identifier(&self, i: usize) -> Option<usize> {
        let a = self.a;
        a.digits(i)?;
        let mut end = i + 1;
        while a.get(end).is_some_and(|x| x.glued && matches!(x.text, "." | ","))
            && a.get(end + 1).is_some_and(|x| x.glued && matches!(x.kind, Kind::Number(_)))
        {
            end += 2;
        }
        if end > i + 1 && self.foreign(i).is_none() {
            return Some(end);
        }
        // "1111-2222-3333", "4-4-2": three numbers tied with dashes, unless a ballot counts who abstained.
        let tied =
            |k: usize| self.dash(k) && self.glued(k) && self.glued(k + 1) && a.integer(k + 1, 20).is_some();
        let mut end = i + 1;
        while tied(end) {
            end += 2;
        }
        if end > i + 3 && !self.vote {
            return Some(end);
        }
        // "884 2210 77": three bare numbers with nothing between.
        let bare = |k: usize| a.integer(k, 6).is_some() && !self.taken.get(k).copied().unwrap_or(false);
        if bare(i) && bare(i + 1) && bare(i + 2) && !self.glued(i + 1) {
            return (i..a.len()).find(|k| !bare(*k)).or(Some(a.len()));
        }
        None
    }

    /// "per 100,000 people" behind a count.
    pub(super) fn per(&self, k: usize) -> Option<(String, usize)> {
        (self.a.low(k) == "per").then(|| self.per_many(k + 1))?
    }

    /// "94 percent of the beds, 12 points more than a year ago": points that follow a percentage they are compared with.
    pub(super) fn percentage(&self, i: usize, end: usize) -> bool {
        let a = self.a;
        let before = (0..i).any(|k| matches!(a.low(k), "%" | "percent" | "cent" | "pct"));
        let more = |k: usize| matches!(a.low(k), "more" | "fewer" | "less" | "above" | "below" | "than");
        before && (more(end) || more(end + 1))
    }

    /// The atom behind a bound that is tied to its number: "20-odd", "5,000-plus", "40ish".
    pub(super) fn odd(&self, end: usize) -> Option<usize> {
        let a = self.a;
        let word = |n: usize| a.get(n).map(|x| x.low.as_str());
        if a.low(end) == "ish" && self.glued(end) {
            return Some(end + 1);
        }
        let dash = self.dash(end) && self.glued(end) && self.glued(end + 1);
        let long = || self.q.after.longest(end, word).map(|(_, n)| end + n);
        let short = || self.q.after.longest(end + 1, word).map(|(_, n)| end + 1 + n);
        if dash { long().or_else(short) } else { None }
    }

    /// The last plural noun before a number, for "deaths fell to 172 per 100,000 births".
    pub(super) fn spoken(&self, i: usize) -> Option<String> {
        let k = (0..i).rev().find(|k| noun::plural(self.a, *k) && self.unit_at(*k, 2.0).is_none())?;
        Some(noun::unit(self.a, k, self.q))
    }
}
