//! Numerals in digits and words: how number words add up.
//!
//! Owns the grammar of English numerals over atoms ("two and a half million", "half a dozen", "hundreds of
//! thousands", "two-thirds", "two in three"). Words come from `number-words.tsv`. It must not know units.

use dyad_knowledge::{NumberWord, Quantities};

use crate::atoms::{Atoms, Kind};

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
    words(a, i, q)
}

/// A number in digits with what scales it: "4.2bn", "300 thousand", "1 1/2".
fn scaled(a: &Atoms<'_>, i: usize, n: f64, q: &Quantities) -> Numeral {
    let mut value = n;
    let mut end = i + 1;
    // A vulgar fraction glued to it or after a space: "2½".
    if let Some(v) = a.get(end).and_then(|x| vulgar(x.text)) {
        value += v;
        end += 1;
    }
    let mut scaled = false;
    loop {
        let gap = usize::from(hyphen(a, end));
        match q.number(a.low(end + gap)) {
            Some(NumberWord::Scale(f)) => value *= f,
            Some(NumberWord::Hundred) => value *= 100.0,
            Some(NumberWord::Dozen) => value *= 12.0,
            _ => break,
        }
        scaled = true;
        end += gap + 1;
    }
    if let Some(f) = a.get(end).filter(|_| !scaled).and_then(|x| q.suffix(&x.low)) {
        let glued = a.get(end).is_some_and(|x| x.glued);
        let letter = a.get(end).map_or("", |x| x.text);
        // "5 m" is metres and "5m" may be; "bn" and "tn" are never a unit; single letters need money before them.
        let money = a.before(i, 1).is_some_and(|x| q.currency_sign(x.text).is_some());
        let clear = letter.len() > 1 && !matches!(letter, "mn");
        // Capital letters glued to digits scale without money, too: "4.3M sales".
        let capital = matches!(letter, "K" | "M" | "B");
        if glued && (money || clear || capital || letter == "k") || clear && letter.starts_with(['b', 't']) {
            value *= f;
            end += 1;
        }
    }
    Numeral { value: tidy(value), end, form: Form::Digits }
}

fn vulgar(s: &str) -> Option<f64> {
    Some(match s {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "⅕" => 0.2,
        "⅛" => 0.125,
        _ => return None,
    })
}

/// Removes the noise of binary multiplication: 1.1 million is 1100000.
fn tidy(x: f64) -> f64 {
    if x.abs() < 1e15 && (x - x.round()).abs() < 1e-6 * x.abs().max(1.0) && x.abs() >= 1000.0 {
        x.round()
    } else {
        x
    }
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
    } else if a.low(i) == "half" && matches!(a.low(i + 1), "a" | "an") {
        // "half a million", "half a dozen"
        return match q.number(a.low(i + 2))? {
            NumberWord::Scale(f) => Some(Numeral { value: f / 2.0, end: i + 3, form: Form::Words }),
            NumberWord::Dozen => Some(Numeral { value: 6.0, end: i + 3, form: Form::Words }),
            _ => None,
        };
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
    if a.are(end, &["and", "a", "half"]) {
        value += 0.5;
        end += 3;
        if let Some(NumberWord::Scale(f)) = q.number(a.low(end)) {
            value *= f;
            end += 1;
        }
    } else if a.low(end) == "point" && total == 0.0 {
        // "two point five million"
        if let Some(NumberWord::Unit(n)) = q.number(a.low(end + 1)) {
            value += n / 10.0;
            end += 2;
            if let Some(NumberWord::Scale(f)) = q.number(a.low(end)) {
                value *= f;
                end += 1;
            }
        }
    }
    Some(Numeral { value: tidy(value), end, form: Form::Words })
}

/// "two-thirds", "a quarter", "half", "3/4", "three quarters".
fn fraction(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
    let part = |j: usize| q.part(a.low(j));
    let done = |value: f64, end: usize| Some(Numeral { value, end, form: Form::Fraction });
    if let Some(v) = a.get(i).and_then(|x| vulgar(x.text)) {
        return done(v, i + 1);
    }
    // After the fraction a share must follow: "a third of", "half the", "two-thirds majority", never "the third quarter".
    if let Some(n) = a.integer(i, 3)
        && a.low(i + 1) == "/"
        && a.get(i + 1).is_some_and(|x| x.glued)
    {
        let d = a.integer(i + 2, 3).filter(|d| n < *d && [2, 3, 4, 5, 6, 8, 10, 16, 32, 100].contains(d))?;
        if a.low(i + 3) != "/" {
            return done(n as f64 / d as f64, i + 3);
        }
    }
    let (n, mut j) = match a.low(i) {
        "a" | "an" | "one" => (1.0, i + 1),
        "half" => (1.0, i),
        w => match q.number(w) {
            Some(NumberWord::Unit(n)) if n > 1.0 && n < 20.0 => (n, i + 1),
            _ => match a.integer(i, 2) {
                Some(n) if n > 0 => (n as f64, i + 1),
                _ => return None,
            },
        },
    };
    if j > i && hyphen(a, j) {
        j += 1;
    }
    let d = part(j)?;
    // "a second", "one quarter" of the year, "one third-largest": plurals agree, singulars need "of" or a determiner.
    let plural = a.low(j).ends_with('s') && a.low(j) != "halves";
    if (n > 1.0) != plural || n >= d && n > 1.0 {
        return None;
    }
    let next = a.low(j + 1);
    let of = next == "of";
    let det = matches!(
        next,
        "the" | "its" | "their" | "his" | "her" | "our" | "all" | "a" | "an" | "those" | "that"
    );
    if a.low(i) == "half" && matches!(next, "a" | "an") && q.number(a.low(i + 2)).is_some() {
        return None;
    }
    // "48 seats, a quarter, …", "nearly a third voted": set off, or bounded.
    let prev = a.low_before(i, 1);
    let closing = matches!(next, "," | ")" | "." | ";" | "—" | "–" | "");
    // "a quarter, 25 hectares, of the land": what it comes to follows.
    let amount = next == ","
        && a.digits(j + 2).is_some()
        && a.low(i) != "half"
        && !matches!(prev, "in" | "for" | "of" | "the");
    let by = closing && prev == "by";
    let set_off = closing && matches!(prev, "," | "(" | "or" | "—" | "–") || amount || by;
    let bound = matches!(prev, "nearly" | "almost" | "about" | "roughly" | "than" | "over" | "just");
    let measure = matches!(next, "century" | "hour" | "mile" | "final" | "pounder" | "-");
    let free = (set_off || bound && d != 2.0) && !measure;
    let enough = free
        || if d == 2.0 {
            of || det
        } else {
            of || plural || matches!(next, "more" | "less" | "fewer" | "to")
        };
    enough.then_some(()).and_then(|()| done(n / d, j + 1))
}

/// "two in three", "one out of five", "9 in 10".
fn in_fraction(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
    let whole = |j: usize| match a.get(j)?.kind {
        Kind::Number(n) if n.fract() == 0.0 && n < 1e7 => Some(n),
        _ => match q.number(a.low(j)) {
            Some(NumberWord::Unit(n) | NumberWord::Ten(n)) => Some(n),
            _ => None,
        },
    };
    let n = whole(i)?;
    let mut j = i + 1;
    let glue = hyphen(a, j);
    if glue {
        j += 1;
    }
    let out_of = a.are(j, &["of", "every"]) || a.are(j, &["out", "of"]) || a.are(j, &["out", "of", "every"]);
    j += match (a.low(j), a.low(j + 1)) {
        ("in", "every") => 2,
        ("in", _) => 1,
        ("of", "every") => 2,
        ("out", "of") if a.low(j + 2) == "every" => 3,
        ("out", "of") => 2,
        _ => return None,
    };
    if glue && hyphen(a, j) {
        j += 1;
    }
    let d = cardinal(a, j, q)?;
    let named = a.capital(j);
    // A year or a calendar date after "in" is no whole; "in" wants small wholes, "out of" takes any.
    let year = (1500.0..2101.0).contains(&d.value) && a.integer(j, 4).is_some();
    let small = d.value <= 20.0 || [100.0, 1000.0, 10_000.0, 100_000.0].contains(&d.value)
        // "one in 200"
        || n == 1.0 && d.value % 10.0 == 0.0 && d.value <= 1e6;
    if n <= 0.0 || n >= d.value || year || named || !(out_of || small) {
        return None;
    }
    // "five in three days" is no share.
    let unit = q.unit_words.word(a.low(d.end)).is_some_and(|u| q.units[u].kind == "duration");
    (!unit).then_some(Numeral { value: n / d.value, end: d.end, form: Form::Fraction })
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
