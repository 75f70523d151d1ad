//! Numbers that are no figures: parts of names, telephone numbers, addresses, idioms, pronouns, sets already known.
//!
//! Owns what a numeral is not. It must not know ages or units.

use dyad_record::FigureKind;
use dyad_syntax::Upos;

use super::noun;
use super::recognise::Recogniser;
use crate::atoms::Kind;
use crate::numerals::{Form, Numeral};

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
            && !q.is("prefix", a.low_before(i, 2))
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
        if prev == "." && q.is("dotted", a.low_before(i, 2)) && !noun::plural_follows(a, n.end) {
            return true;
        }
        // "Case 22-451": behind a dash that joins it to a number with which it makes no range.
        if glued_dash && digits && a.digits(i - 2).is_some() && self.unit(n.end, n.value).is_none() {
            return true;
        }
        // "Schalke 04", "the 737 is old", "on a scale of 1 to 10".
        let low = |k: usize| a.low(k);
        let whole = a.integer(i, 4).is_some();
        let zero = whole && a.get(i).is_some_and(|x| x.text.len() > 1 && x.text.starts_with('0'));
        let model = whole && prev == "the" && matches!(low(n.end), "is" | "was" | "has");
        let scale = (2..5).any(|b| a.low_before(i, b) == "scale") && matches!(prev, "of" | "from" | "to");
        if digits && (zero || model || whole && self.model_number(i, n)) || scale || self.coordinate(n) {
            return true;
        }
        if self.idiom(i) || self.numbered(i, n) || self.titled(i, n) || self.postcode(i) {
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
        // "1 )" of a list without its first bracket.
        let open = || {
            (0..i).rev().find_map(|k| match a.low(k) {
                "(" => Some(true),
                ")" => Some(false),
                _ => None,
            })
        };
        if digits && follows == ")" && n.end == i + 1 && n.value < 30.0 && open() != Some(true) {
            return true;
        }
        if digits && i == 0 && matches!(follows, "." | ")") && n.end + 1 < a.len() {
            return true;
        }
        // A number after a name word, "Game 2", "Article 5", "Sections 14 to 18"; a lower-case plural counts nothing only
        // where nothing can be counted ("lots 4471 to 4480").
        let word = self.name_word(i);
        let plural = word.is_some_and(|k| !q.is("name", a.low(k)) && !a.capital(k));
        if word.is_some()
            && self.unit(n.end, n.value).is_none()
            && !(plural && noun::plural_follows(a, n.end))
        {
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
        // The first word of a sentence has its capital anyway: there only a noun, and nothing behind ("Convention 169, …").
        let first = || {
            let noun = matches!(a.upos(i - 1), Upos::Noun | Upos::Propn);
            noun && a.get(n.end).is_none_or(|x| x.kind == Kind::Sign)
        };
        let model =
            (i > 1 || i == 1 && first()) && a.capital(i - 1) && self.unit(n.end, n.value).is_none() && plain;
        if model {
            let lower_noun = a.get(n.end).is_some_and(|x| {
                x.kind == Kind::Word
                    && !a.capital(n.end)
                    && x.low.ends_with('s')
                    && !matches!(x.low.as_str(), "is" | "was" | "has" | "as" | "'s")
            });
            return !lower_noun;
        }
        // "3M" alone is a name.
        let letter =
            a.get(i + 1).is_some_and(|x| x.glued && matches!(x.text, "K" | "M" | "B")) && n.end == i + 2;
        if letter
            && a.integer(i, 2).is_some()
            && !noun::plural_follows(a, n.end)
            && self.unit(n.end, n.value).is_none()
        {
            return true;
        }
        // Years that the times left over ("from 1990 levels"), and long digit strings without a comma.
        let plural = noun::plural_follows(a, n.end);
        let year = n.value >= 1900.0 && n.value % 100.0 != 0.0 && !self.person_follows(n.end);
        plain && n.value >= 1500.0 && n.value < 2100.0 && (!plural || year && a.integer(i, 4).is_some())
    }

    /// True if persons are counted next.
    fn person_follows(&self, k: usize) -> bool {
        (k..k + 3).any(|k| self.q.is("person", self.a.low(k)))
    }

    /// The word before a number that makes it a part of a name, also over a list or range of numbers ("Articles 5 and
    /// 7", "Sections 14 to 18").
    fn name_word(&self, i: usize) -> Option<usize> {
        let (a, q) = (self.a, self.q);
        let mut k = i.checked_sub(1)?;
        let named = |k: usize| {
            let low = a.low(k);
            q.is("name", low) || low.strip_suffix('s').is_some_and(|one| one.len() > 2 && q.is("name", one))
        };
        if named(k) {
            return Some(k);
        }
        let joint = |k: usize| matches!(a.low(k), "," | "and" | "or" | "to" | "-" | "–" | "through");
        for _ in 0..4 {
            if !joint(k) {
                return None;
            }
            let number = k.checked_sub(1).filter(|k| a.integer(*k, 6).is_some())?;
            k = number.checked_sub(1)?;
            // Only plurals and capitals go on over a list: "Game 2, 40 saves".
            if named(k) && a.low(k).ends_with('s') {
                return Some(k);
            }
        }
        None
    }

    /// True inside an idiom: "nine lives", "second to none".
    fn idiom(&self, i: usize) -> bool {
        let word = |n: usize| self.a.get(n).map(|x| x.low.as_str());
        (i.saturating_sub(3)..=i).any(|k| self.q.idioms.longest(k, word).is_some_and(|(_, n)| k + n > i))
    }

    /// "day 34 of the war", "layer 7": what is numbered in lower case, unless the number counts what follows; "may 19" in
    /// text without capitals.
    fn numbered(&self, i: usize, n: &Numeral) -> bool {
        let a = self.a;
        let digits = n.form == Form::Digits && n.value.fract() == 0.0;
        let noun = a.get(n.end).is_some_and(|x| x.kind == Kind::Word && !self.q.is("stop", &x.low));
        digits && self.q.is("numbered", a.low_before(i, 1)) && !noun && self.unit(n.end, n.value).is_none()
    }

    /// "the Five Star Movement", "Six Nations", "the Group of 77": a number word among capitals, unless the line has them
    /// all.
    fn titled(&self, i: usize, n: &Numeral) -> bool {
        let a = self.a;
        let group = a.low_before(i, 1) == "of" && i > 1 && a.capital(i - 2) && a.low_before(i, 2) == "group";
        let beside = a.capital(n.end) || i > 1 && a.capital(i - 1);
        let words = n.form == Form::Words && i > 0 && a.capital(i) && beside && !self.title;
        group || words && a.get(i - 1).is_some_and(|x| !matches!(x.text, "." | "“" | "\"" | ":" | "‘"))
    }

    /// "the 8088 chip", "its own 787 Dreamliner", "24703 L-202": digits that count no plural.
    fn model_number(&self, i: usize, n: &Numeral) -> bool {
        let a = self.a;
        let Some(next) = a.get(n.end).filter(|x| x.kind == Kind::Word && !x.glued && n.end == i + 1) else {
            return false;
        };
        let code =
            a.get(n.end + 1).is_some_and(|x| x.glued && x.text == "-") && a.digits(n.end + 2).is_some();
        if next.text.contains(|c: char| c.is_ascii_digit()) || code && a.capital(n.end) {
            return self.unit(n.end, n.value).is_none();
        }
        let one = a.token(n.end).is_some_and(|t| matches!(t.xpos.as_str(), "NN" | "NNP"));
        let beside = matches!(a.upos(i.wrapping_sub(1)), Upos::Det | Upos::Adj) || a.capital(n.end) && i > 0;
        n.value >= 100.0
            && one
            && beside
            && !noun::plural_follows(a, n.end)
            && !self.person_follows(n.end)
            && self.unit(n.end, n.value).is_none()
    }

    /// "51.5 N", "48.8° N", "51°30'": a place on the globe.
    fn coordinate(&self, n: &Numeral) -> bool {
        let a = self.a;
        let deg = usize::from(matches!(a.low(n.end), "°" | "º"));
        let side = a.get(n.end + deg).is_some_and(|x| matches!(x.text, "N" | "S" | "E" | "W"));
        let ends = a.get(n.end + deg + 1).is_none_or(|x| x.kind == Kind::Sign);
        let decimal = n.value.fract() != 0.0 || deg == 1;
        side && ends && decimal || deg == 1 && a.digits(n.end + 1).is_some() && self.glued(n.end + 1)
    }

    /// "TX 78040", "SW1A 2AA": two capitals before five digits, digits and two capitals behind a district.
    fn postcode(&self, i: usize) -> bool {
        let a = self.a;
        let capitals =
            |x: &crate::atoms::Atom<'_>| x.text.len() == 2 && x.text.bytes().all(|b| b.is_ascii_uppercase());
        let zip = a.integer(i, 5).is_some_and(|n| n >= 500) && a.get(i).is_some_and(|x| x.text.len() == 5);
        let state = a.before(i, 1).is_some_and(capitals)
            && !self.glued(i)
            && self.q.currency_sign(a.get(i.wrapping_sub(1)).map_or("", |x| x.text)).is_none();
        let inward = a.integer(i, 1).is_some() && a.get(i + 1).is_some_and(|x| x.glued && capitals(x));
        zip && state || inward && a.capital(i.wrapping_sub(1))
    }

    /// True if "one" is a pronoun or a part of a phrase.
    pub(super) fn no_one(&self, i: usize) -> bool {
        let a = self.a;
        let next = a.low(i + 1);
        // "one of the students", "one of my local stores": two of them could stand there.
        if next == "of"
            && (self.q.is("set", a.low(i + 2)) || a.capital(i + 2))
            && (i + 3..i + 10).any(|k| noun::plural(a, k) && !self.q.is("vague", a.low(k)))
        {
            return matches!(
                a.low_before(i, 1),
                "the" | "no" | "this" | "any" | "every" | "each" | "another" | "which"
            );
        }
        if self.q.is("not_one", a.low_before(i, 1)) || self.q.is("one_not", next) {
            return true;
        }
        !a.get(i + 1).is_some_and(|x| x.kind == Kind::Word)
    }

    /// "the two countries", "these three men", "its two neighbours": a set already known.
    pub(super) fn known_set(&self, i: usize, value: f64, kind: FigureKind, end: usize, form: Form) -> bool {
        let determiner = self.q.is("determiner", self.a.low_before(i, 1));
        let small = value == 2.0 || value == 3.0;
        determiner && small && kind == FigureKind::Count && form == Form::Words && self.a.low(end) != "of"
    }
}
