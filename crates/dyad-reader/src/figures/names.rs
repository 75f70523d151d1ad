//! Numbers that are no figures: parts of names, telephone numbers, addresses, pronouns, sets already known; and ages.
//!
//! Owns what a numeral is not, and when it is an age. It must not know units beyond lengths of time.

use dyad_record::FigureKind;

use super::noun;
use super::recognise::{Measured, Recogniser};
use crate::atoms::Kind;
use crate::numerals::{Form, Numeral};
use dyad_syntax::Upos;

impl Recogniser<'_, '_> {
    /// "602-555-0134", "(602) 555-0134", "+1 602 555 0134".
    pub(super) fn telephone(&self, i: usize) -> Option<usize> {
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

    /// True if the number is part of a name: "Resolution 2803", "Boeing 787", "12 Main Street", "Covid-19", "1." of a list.
    pub(super) fn named(&self, i: usize, n: &Numeral) -> bool {
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
        // Nobody writes nine digits in a row for a quantity: an identifier or a time stamp.
        if digits && a.get(i).is_some_and(|x| x.text.len() >= 9 && x.text.bytes().all(|b| b.is_ascii_digit()))
        {
            return true;
        }
        // References: "[17]", "[12]–[15]".
        if digits && prev == "[" && matches!(a.low(n.end), "]" | "," | "-" | "–") {
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
        plain && n.value >= 1500.0 && n.value < 2100.0 && !noun::plural_follows(a, n.end)
    }

    /// True if "one" is a pronoun or a part of a phrase.
    pub(super) fn no_one(&self, i: usize) -> bool {
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
    pub(super) fn known_set(&self, i: usize, value: f64, kind: FigureKind, end: usize, form: Form) -> bool {
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
    pub(super) fn age(&self, i: usize, n: &Numeral, m: Option<&Measured>) -> bool {
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
        if self.person_age(i, n) {
            return true;
        }
        let bracket = |x: &str, y: &str| x == "," && matches!(y, "," | "." | ";") || x == "(" && y == ")";
        let name = i > 1 && a.capital(i - 2) && n.form == Form::Digits && n.value >= 1.0;
        // ", 66," and a following word that is no number: lists of numbers are no ages.
        name && bracket(a.low_before(i, 1), a.low(n.end))
            && !(a.low(n.end) == "," && a.digits(n.end + 1).is_some())
    }

    /// "a girl of seven", "those over 60", "the winger, 20,": beside a noun for a person, and nothing counted behind.
    fn person_age(&self, i: usize, n: &Numeral) -> bool {
        let a = self.a;
        let counts = matches!(a.upos(n.end), Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Sym);
        let person = |back: usize| {
            let low = a.low_before(i, back);
            self.q.is("person", low)
                || matches!(low, "those" | "anyone" | "everyone" | "somebody" | "someone")
        };
        let single = |back: usize| {
            a.before(i, back).is_some()
                && !self.q.is("group", a.low_before(i, back))
                && !a.low_before(i, back).ends_with('s')
        };
        if counts || n.value > 115.0 || n.form == Form::Fraction {
            return false;
        }
        match a.low_before(i, 1) {
            "of" => person(2) && single(2) && a.low_before(i, 2) != "people" && n.value < 100.0,
            "under" | "over" | "above" | "below" => person(2),
            "than" => matches!(a.low_before(i, 2), "older" | "younger"),
            "," => person(2) && single(2) && n.form == Form::Digits && matches!(a.low(n.end), "," | ";"),
            _ => false,
        }
    }

    pub(super) fn age_end(&self, mut k: usize) -> usize {
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
