//! Ages: "15-year-old", "aged 35", "Smith, 66,", "a girl of seven", "those over 60", "87 yo".
//!
//! Owns when a number is the age of somebody, and in which unit. It must not know other lengths of time.

use dyad_record::FigureKind;

use super::recognise::{Measured, Recogniser};
use crate::atoms::Kind;
use crate::numerals::{Form, Numeral};

impl Recogniser<'_, '_> {
    /// The unit of an age and the atom after it; `end` is the atom after the number with its unit or its second end.
    pub(super) fn aged(
        &self,
        i: usize,
        n: &Numeral,
        m: Option<&Measured>,
        end: usize,
        range: bool,
    ) -> Option<(&'static str, usize)> {
        let a = self.a;
        if let Some(m) = m {
            if m.kind != FigureKind::Duration {
                return None;
            }
            let word = match m.unit.as_str() {
                "year" => "year",
                "month" => "month",
                "week" => "week",
                "day" => "day",
                _ => return None,
            };
            let k = m.end + usize::from(self.dash(m.end));
            if matches!(a.low(k), "old" | "olds") {
                return Some((word, k + 1));
            }
            return a.are(m.end, &["of", "age"]).then(|| (word, m.end + 2));
        }
        let whole = n.value.fract() == 0.0 && (0.0..=115.0).contains(&n.value);
        if !whole || n.form == Form::Fraction || n.form == Form::Magnitude {
            return None;
        }
        if matches!(a.low(end), "yo" | "y.o." | "yrs") && !range {
            return Some(("year", end + 1));
        }
        if a.low(end) == "y" && a.are(end + 1, &["/", "o"]) {
            return Some(("year", end + 3));
        }
        let prev = a.low_before(i, 1);
        let person =
            |x: &str| self.q.is("person", x) || matches!(x, "those" | "anyone" | "everyone" | "baby");
        let bound = matches!(prev, "over" | "under") && n.value <= 100.0;
        // "84,000 under 25": of the persons counted.
        let counted = i > 1 && a.digits(i - 2).is_some_and(|v| v > 100.0) && self.ends(end);
        if bound
            && (person(a.low_before(i, 2)) || counted)
            && !super::noun::plural_follows(a, end)
            && a.low(end) != "%"
        {
            return Some(("year", end));
        }
        let noun = a.get(end).is_some_and(|x| x.kind == Kind::Word && !self.q.is("stop", &x.low));
        if matches!(prev, "aged" | "ages") || prev == "age" && !noun {
            return Some(("year", end));
        }
        if noun {
            return None;
        }
        // "aged between 13 and 17", "aged under 30", "of 7", "over 60" of somebody.
        let young = |x: &str| self.q.is("age", x);
        let back = |b: usize| a.low_before(i, b);
        if n.value >= 1.0 && (back(2) == "aged" || back(2) == "age" && prev != "of") {
            return Some(("year", end));
        }
        if prev == "of" && young(back(2)) && self.ends(end) {
            return Some(("year", end));
        }
        if range {
            return None;
        }
        // "Maria, who was 10", "she is 54": at the end of a clause.
        let who = matches!(back(2), "who" | "he" | "she") && matches!(prev, "was" | "is" | "turned");
        if who && n.value >= 1.0 && self.ends(end) {
            return Some(("year", end));
        }
        let bracket = |x: &str, y: &str| x == "," && matches!(y, "," | "." | ";") || x == "(" && y == ")";
        let named = i > 1 && (a.capital(i - 2) || young(back(2)) || self.q.is("person", back(2)));
        let plain = n.form == Form::Digits && n.value >= 1.0 && a.integer(i, 3).is_some();
        // ", 66," and a following word that is no number: lists of numbers are no ages.
        let list = a.low(end) == "," && a.digits(end + 1).is_some();
        (named && plain && bracket(prev, a.low(end)) && !list).then_some(("year", end))
    }

    /// True at the end of a clause.
    fn ends(&self, k: usize) -> bool {
        let stop = || self.q.is("stop", self.a.low(k));
        self.a.get(k).is_none_or(|x| x.kind == Kind::Sign && !matches!(x.text, "%" | "-" | "$")) || stop()
    }
}
