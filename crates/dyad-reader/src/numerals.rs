//! Numerals in digits and words: how number words add up.
//!
//! Owns the grammar of English numerals over atoms ("two and a half million", "half a dozen", "hundreds of
//! thousands", "two-thirds", "two in three"). Words come from `number-words.tsv`. It must not know units.

mod digits;
mod parts;

use dyad_knowledge::{NumberWord, Quantities};

use crate::atoms::Atoms;
use digits::{and_part, scaled, tidy};
use parts::{every, fraction, in_fraction, part_of_scale};

/// How a numeral is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// With digits.
    Digits,
    /// In words.
    Words,
    /// A part of one: "two-thirds", "half", "two in three".
    Fraction,
    /// "dozens", "millions".
    Magnitude,
}

/// A numeral found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numeral {
    /// Its value.
    pub value: f64,
    /// Index of the atom after it.
    pub end: usize,
    /// How it is written.
    pub form: Form,
}

/// The numeral that begins at atom `i`.
#[must_use]
pub fn numeral(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
    in_fraction(a, i, q)
        .or_else(|| every(a, i, q))
        .or_else(|| part_of_scale(a, i, q))
        .or_else(|| fraction(a, i, q))
        .or_else(|| magnitude(a, i, q))
        .or_else(|| cardinal(a, i, q))
}

fn hyphen(a: &Atoms<'_>, i: usize) -> bool {
    a.get(i).is_some_and(|x| (x.text == "-" || x.text == "‑") && x.glued)
}

/// A whole or decimal number, with its scale.
#[must_use]
pub fn cardinal(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
    if let Some(n) = a.digits(i) {
        return Some(scaled(a, i, n, q));
    }
    part_of_scale(a, i, q).or_else(|| words(a, i, q))
}

/// A number in words.
fn words(a: &Atoms<'_>, start: usize, q: &Quantities) -> Option<Numeral> {
    let mut i = start;
    let mut total = 0.0;
    let mut current = 0.0;
    let mut last_scale = f64::INFINITY;
    let mut seen = false;
    // What the last word allows: after a ten a unit below ten, after a unit only hundred or a scale.
    let mut ceiling = 100.0;
    let article = matches!(a.low(i), "a" | "an");
    if article {
        match q.number(a.low(i + 1)) {
            Some(NumberWord::Hundred | NumberWord::Scale(_) | NumberWord::Dozen) => i += 1,
            _ => return None,
        }
    }
    let mut end = i;
    loop {
        let mut j = end;
        if seen && hyphen(a, j) {
            j += 1;
        } else if seen && a.low(j) == "and" && ceiling > 50.0 {
            // "two hundred and five"; "and" between numbers of one list stays outside.
            match q.number(a.low(j + 1)) {
                Some(NumberWord::Unit(_) | NumberWord::Ten(_)) if current >= 100.0 || total > 0.0 => j += 1,
                _ => break,
            }
        }
        match q.number(a.low(j)) {
            Some(NumberWord::Unit(n)) if n < ceiling && !(seen && n == 0.0) => {
                current += n;
                ceiling = 0.0;
            }
            Some(NumberWord::Ten(n)) if ceiling > 20.0 => {
                current += n;
                ceiling = 10.0;
            }
            Some(NumberWord::Hundred) if current < 100.0 => {
                current = f64::max(current, 1.0) * 100.0;
                ceiling = 100.0;
            }
            Some(NumberWord::Scale(f)) if f < last_scale => {
                total += f64::max(current, 1.0) * f;
                current = 0.0;
                last_scale = f;
                ceiling = 100.0;
            }
            Some(NumberWord::Dozen) => {
                current = f64::max(current, 1.0) * 12.0;
                end = j + 1;
                seen = true;
                break;
            }
            _ => break,
        }
        seen = true;
        end = j + 1;
    }
    if !seen {
        return None;
    }
    let mut value = total + current;
    // "two and a half million", "one and a half"
    if let Some((part, e)) = and_part(a, end) {
        value += part;
        end = e;
        if let Some(NumberWord::Scale(f)) = q.number(a.low(end)) {
            value *= f;
            end += 1;
        }
    } else if a.low(end) == "point" && total == 0.0 {
        // "two point five million"
        let (mut k, mut place) = (end + 1, 0.1);
        while let Some(NumberWord::Unit(n)) = q.number(a.low(k)).filter(|_| place > 1e-7) {
            if n > 9.0 {
                break;
            }
            value += n * place;
            place /= 10.0;
            k += 1;
        }
        if k > end + 1 {
            end = k;
            if let Some(NumberWord::Scale(f)) = q.number(a.low(end)) {
                value *= f;
                end += 1;
            }
        }
    }
    Some(Numeral { value: tidy(value), end, form: Form::Words })
}

/// "dozens", "hundreds of thousands", "tens of millions".
fn magnitude(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
    let plural = |j: usize| match q.number(a.low(j)) {
        Some(NumberWord::Plural(v)) => Some(v),
        _ => None,
    };
    let mut value = plural(i)?;
    let mut end = i + 1;
    while a.low(end) == "of" {
        match plural(end + 1) {
            Some(v) => value *= v,
            None => break,
        }
        end += 2;
    }
    // "in the 1940s and the tens": alone a plural of ten is a name of something else.
    if value <= 10.0 || a.low(i) == "scores" && a.low(end) != "of" {
        return None;
    }
    Some(Numeral { value, end, form: Form::Magnitude })
}
