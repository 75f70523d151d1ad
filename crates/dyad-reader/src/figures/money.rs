//! Money around a numeral: signs, codes and names before and behind it.
//!
//! Owns which currency the characters beside a number mean. Whose "shillings" are meant is in `home`. It must not know
//! rates or bounds.

use dyad_record::FigureKind;

use super::recognise::{Measured, Recogniser};
use crate::atoms::{Atom, Kind};
use crate::numerals::{Numeral, cardinal};

/// A currency's sign or code before a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign {
    /// Index of the currency.
    pub currency: usize,
    /// Atoms.
    pub len: usize,
    /// What the letters multiply: a million for "MEUR".
    pub factor: f64,
}

impl Recogniser<'_, '_> {
    /// The currency sign or code that begins at `i` and has its number right behind.
    pub(super) fn sign(&self, i: usize) -> Option<Sign> {
        let a = self.a;
        let q = self.q;
        let x = a.get(i)?;
        let one = |currency: usize, len: usize| Some(Sign { currency, len, factor: 1.0 });
        if x.kind == Kind::Sign {
            return q.currency_sign(x.text).and_then(|c| one(c, 1));
        }
        if x.kind != Kind::Word || x.text.len() > 8 {
            return None;
        }
        if let Some(y) = a.get(i + 1).filter(|y| y.kind == Kind::Sign) {
            let number = a.digits(i + 2).is_some();
            if y.glued && x.text == "Y" && y.text == "=" && number {
                return q.currency_sign("¥").and_then(|c| one(c, 2));
            }
            // "HK$5"; with a space, and in lower case, where the letters are no word ("a $5 fine").
            let free = y.glued || (x.low.len() > 1 || x.low == "c") && !q.is("code", &x.low);
            if free && number {
                let exact = if y.glued { q.currency_sign(&format!("{}{}", x.text, y.text)) } else { None };
                if let Some(c) = exact.or_else(|| q.lower_sign(&format!("{}{}", x.low, y.text))) {
                    return one(c, 2);
                }
                // "mxn$15", "aud £3" is nothing.
                if y.text == "$"
                    && let Some(c) = q.lower_sign(&x.low)
                {
                    return one(c, 2);
                }
            }
            // "Rs. 500"
            if y.glued && y.text == "." && number && x.text.len() > 1 {
                let dotted = q.currency_sign(&format!("{}.", x.text))?;
                return one(dotted, 2);
            }
        }
        // Codes in letters need a number right behind, words and names a clear amount.
        a.digits(i + 1)?;
        if let Some(c) = self.code(x) {
            let amount = || cardinal(a, i + 1, q).is_some_and(|n| self.amount(i + 1, &n));
            return if !q.is("code", &x.low) || amount() { one(c, 1) } else { None };
        }
        if let Some((c, factor)) = self.scaled_code(x) {
            return Some(Sign { currency: c, len: 1, factor });
        }
        // "rupees 50 crore", "dollar 22.5 million"
        let c = q.currency_words.word(&x.low)?;
        let n = cardinal(a, i + 1, q)?;
        let scaled = n.end > i + 2 && self.unit(n.end, n.value).is_none();
        if scaled && !super::noun::plural_follows(a, n.end) { one(c, 1) } else { None }
    }

    /// True if a number cannot be the number of something: it is scaled, or has a comma or a point, or is large.
    fn amount(&self, i: usize, n: &Numeral) -> bool {
        let marks = self.a.get(i).is_some_and(|x| x.text.contains([',', '.']));
        (marks || n.end > i + 1 || n.value >= 1000.0) && !super::noun::plural_follows(self.a, n.end)
    }

    /// A code of a currency, or letters that stand for one; codes also in lower case.
    fn code(&self, x: &Atom<'_>) -> Option<usize> {
        let lower =
            || if x.text.len() == 3 && !self.q.is("code", &x.low) { self.q.lower_sign(&x.low) } else { None };
        self.q.currency_sign(x.text).or_else(lower)
    }

    /// "MUSD", "kEUR", "MSEK": a code that tells thousands, millions or billions.
    fn scaled_code(&self, x: &Atom<'_>) -> Option<(usize, f64)> {
        let (scale, code) = x.text.split_at_checked(1).filter(|(_, code)| code.len() == 3)?;
        let factor = match scale {
            "k" | "K" | "T" => 1e3,
            "M" | "m" => 1e6,
            "B" => 1e9,
            _ => return None,
        };
        code.bytes().all(|b| b.is_ascii_uppercase()).then(|| self.q.currency_sign(code))?.map(|c| (c, factor))
    }

    /// Money in words, codes or signs behind a number: "million Canadian dollars", "30 MUSD", "15 €", "75 USD million".
    pub(super) fn money_at(&self, k: usize, value: f64) -> Option<Measured> {
        let a = self.a;
        let q = self.q;
        let x = a.get(k)?;
        if x.kind == Kind::Sign {
            // "10 $ 30": the sign belongs to the number that touches it, to the one before if none does.
            let next = a.digits(k + 1).is_some() && self.glued(k + 1) && !self.glued(k);
            return q.currency_sign(x.text).filter(|_| !next).map(|c| self.money(c, k + 1));
        }
        if x.kind != Kind::Word {
            return None;
        }
        // A few of anything that "won" is a verb.
        let verb = x.low == "won" && value < 1000.0;
        let word = |n: usize| a.get(n).map(|x| x.low.as_str());
        if let Some((c, n)) = q.currency_words.longest(k, word).filter(|_| !verb) {
            return Some(self.money(c, k + n));
        }
        if let Some(unit) = self.home.unit(q, &x.low, value) {
            return Some(Measured { unit, code: None, kind: FigureKind::Money, factor: 1.0, end: k + 1 });
        }
        // "3 USD50 cards": the code belongs to the number that touches it.
        if x.text.len() > 4 && x.text.is_ascii()
            || !self.glued(k) && self.glued(k + 1) && a.digits(k + 1).is_some()
        {
            return None;
        }
        if let Some((c, factor)) = self.scaled_code(x) {
            return Some(Measured { factor, ..self.money(c, k + 1) });
        }
        let plain =
            x.text.len() == 3 && x.text.bytes().all(|b| b.is_ascii_alphabetic()) || !x.text.is_ascii();
        let c = self.code(x).filter(|_| plain)?;
        // "100 TOP companies": letters that are a word as well want an amount and no word behind.
        let next = a.get(k + 1).is_some_and(|y| y.kind == Kind::Word);
        if q.is("code", &x.low) && (value < 100.0 || next) {
            return None;
        }
        let scale = match q.number(a.low(k + 1)) {
            Some(dyad_knowledge::NumberWord::Scale(f)) if !self.glued(k + 1) => Some(f),
            _ => None,
        };
        let factor = scale.unwrap_or(1.0);
        Some(Measured { factor, ..self.money(c, k + 1 + usize::from(scale.is_some())) })
    }

    /// "Pounds" weigh or pay: money where they are many, where words of money stand in the sentence, or where nothing is
    /// weighed and another country's pounds are meant.
    pub(super) fn pounds(&self, k: usize, value: f64) -> Option<Measured> {
        let a = self.a;
        let low = a.low(k);
        if !matches!(low, "pound" | "pounds") || matches!(a.low(k + 1), "sterling" | "per" | "mass") {
            return None;
        }
        let of = a.low(k + 1) == "of";
        let abroad = || {
            value >= 1000.0 && self.home.unit(self.q, low, value).is_some_and(|u| u != "pound" && u != "GBP")
        };
        let words = self.money_words && !self.hyphen(k.wrapping_sub(1));
        let money = !of && (value >= 1e6 || words || abroad());
        if money {
            let unit = self.home.unit(self.q, low, value).filter(|u| u != "pound");
            let unit =
                unit.or_else(|| self.q.currency_sign("£").map(|c| self.q.currencies[c].iso.clone()))?;
            return Some(Measured { unit, code: None, kind: FigureKind::Money, factor: 1.0, end: k + 1 });
        }
        let unit = self.q.unit("lb")?;
        Some(Measured {
            unit: unit.unit.clone(),
            code: unit.ucum.clone(),
            kind: FigureKind::Measure,
            factor: 1.0,
            end: k + 1,
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

    /// The smaller coin that an amount in words goes on with: "3 dollars 50 cents", "15 dollars and 50".
    pub(super) fn coins(&self, m: &Measured, value: f64, low: usize) -> Option<(f64, usize)> {
        let a = self.a;
        if m.kind != FigureKind::Money || value.fract() != 0.0 || value >= 1000.0 || m.factor != 1.0 {
            return None;
        }
        // Not "cents" with cents, nor behind a rate.
        let main = self.q.currencies.iter().any(|c| c.iso == m.unit);
        let k = m.end + usize::from(a.low(m.end) == "and");
        let n = cardinal(a, k, self.q).filter(|n| n.value < 100.0 && n.value.fract() == 0.0 && main)?;
        let coin = self.q.unit_words.longest(n.end, |n| a.get(n).map(|x| x.low.as_str()));
        if let Some((u, len)) = coin {
            let cents = self.q.units[u].kind == "money";
            return cents.then(|| (value + n.value / 100.0, n.end + len));
        }
        // Without the coin's name only two figures right behind the currency's word or code, and nothing to count.
        let two = n.value >= 10.0 && n.end <= k + 3 && low < m.end;
        let ends = a.get(n.end).is_none_or(|x| matches!(x.text, "." | "," | ";" | "?" | "!" | ")"));
        let more = a.low(n.end) == "more";
        let word = a.get(m.end - 1).is_some_and(|x| x.kind == Kind::Word);
        (two && word && (ends || more) && !self.hyphen(n.end)).then(|| (value + n.value / 100.0, n.end))
    }
}
