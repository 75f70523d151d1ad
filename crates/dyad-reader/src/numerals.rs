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

/// A number in digits with what scales it: "4.2bn", "300 thousand", "1 1/2".
fn scaled(a: &Atoms<'_>, i: usize, n: f64, q: &Quantities) -> Numeral {
    let mut value = n;
    let mut end = i + 1;
    let plain = a.get(i).is_some_and(|x| x.text.bytes().all(|b| b.is_ascii_digit()));
    if let Some((v, e)) = mixed(a, end).filter(|_| plain) {
        value += v;
        end = e;
    } else if let Some((v, e)) = spaced(a, i).filter(|_| plain) {
        value = v;
        end = e;
    }
    if let Some((v, e)) = and_part(a, end) {
        value += v;
        end = e;
    }
    if let Some((v, e)) = power(a, i, end, value) {
        value = v;
        end = e;
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
        // "3.5m euros"
        let next = || {
            let word = |n: usize| a.get(n).map(|x| x.low.as_str());
            q.currency_words.longest(end + 1, word).is_some() || !q.shared_currency(a.low(end + 1)).is_empty()
        };
        if glued && (money || clear || capital || letter == "k" || letter == "m" && next()) || clear && letter.starts_with(['b', 't']) {
            value *= f;
            end += 1;
        }
    }
    Numeral { value: tidy(value), end, form: Form::Digits }
}

/// A fraction behind a whole number: "2½", "10 1/2", "2-1/2".
fn mixed(a: &Atoms<'_>, at: usize) -> Option<(f64, usize)> {
    if let Some(v) = a.get(at).and_then(|x| vulgar(x.text)) {
        return Some((v, at + 1));
    }
    let dash = hyphen(a, at);
    let k = at + usize::from(dash);
    // "10 1/2" has a space, "2-1/2" none.
    if a.get(k)?.glued != dash {
        return None;
    }
    let (v, end) = slashed(a, k)?;
    Some((v, end))
}

/// "3/4", where it can be a fraction and no date.
fn slashed(a: &Atoms<'_>, i: usize) -> Option<(f64, usize)> {
    let n = a.integer(i, 3)?;
    if a.low(i + 1) != "/" || !a.get(i + 1)?.glued || !a.get(i + 2)?.glued || a.low(i + 3) == "/" {
        return None;
    }
    let d = a.integer(i + 2, 3)?;
    let known = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 64, 100].contains(&d);
    (n > 0 && n < d && known).then(|| (n as f64 / d as f64, i + 3))
}

/// Thousands set apart by a space: "80 000", "1 250 000", and by a comma and a space as broken text has it ("80, 000").
/// Only a group that begins with a nought is sure to be none of a list, unless the space is one that does not break.
fn spaced(a: &Atoms<'_>, i: usize) -> Option<(f64, usize)> {
    let first = a.get(i).filter(|x| x.text.len() <= 3)?;
    let mut value = a.digits(i)?;
    let (mut end, mut last, mut sure) = (i + 1, first, false);
    loop {
        let comma = a.get(end).is_some_and(|x| x.text == "," && x.glued);
        let k = end + usize::from(comma);
        let Some(x) = a.get(k).filter(|x| !x.glued && x.text.len() == 3 && a.integer(k, 3).is_some()) else { break };
        let gap = a.gap(last, x);
        let hard = gap.chars().all(|c| c != ' ') && !gap.is_empty() && !comma;
        if !(hard || x.text.starts_with('0')) {
            break;
        }
        sure = true;
        value = value * 1000.0 + a.digits(k)?;
        last = x;
        end = k + 1;
    }
    sure.then_some((value, end))
}

/// "and a half", "and three-quarters".
fn and_part(a: &Atoms<'_>, i: usize) -> Option<(f64, usize)> {
    if a.low(i) != "and" {
        return None;
    }
    match (a.low(i + 1), a.low(i + 2)) {
        ("a" | "one", "half") => Some((0.5, i + 3)),
        ("a" | "one", "quarter") => Some((0.25, i + 3)),
        ("three", "quarters" | "quarter") => Some((0.75, i + 3)),
        ("three", "-") if matches!(a.low(i + 3), "quarters" | "quarter") => Some((0.75, i + 4)),
        _ => None,
    }
}

/// Powers of ten: "10^6", "3.2 × 10⁴", and "3×10−8", where the raised digits were lost.
fn power(a: &Atoms<'_>, i: usize, end: usize, value: f64) -> Option<(f64, usize)> {
    let times = matches!(a.low(end), "x" | "×" | "*" | "·") && a.integer(end + 1, 2) == Some(10);
    let (factor, k) = match times {
        true => (value, end + 2),
        false if a.integer(i, 2) == Some(10) && end == i + 1 => (1.0, end),
        false => return None,
    };
    let (exponent, e) = exponent(a, k, times)?;
    let v = factor * 10f64.powi(exponent);
    (v.is_finite() && exponent.abs() <= 99).then_some((v, e))
}

fn exponent(a: &Atoms<'_>, i: usize, lost: bool) -> Option<(i32, usize)> {
    let mut k = i;
    let caret = a.low(k) == "^";
    k += usize::from(caret);
    let raised = |k: usize| {
        let x = a.get(k).filter(|x| x.glued)?;
        "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|c| x.text.chars().eq([c]))
    };
    let minus = matches!(a.low(k), "-" | "−" | "⁻" | "–") && a.get(k).is_some_and(|x| x.glued);
    k += usize::from(minus);
    let sign = if minus { -1 } else { 1 };
    if raised(k).is_some() {
        let mut e = 0i32;
        while let Some(d) = raised(k).filter(|_| e < 1000) {
            e = e * 10 + i32::try_from(d).ok()?;
            k += 1;
        }
        return Some((sign * e, k));
    }
    let glued = a.get(k).is_some_and(|x| x.glued);
    let n = a.integer(k, 2).filter(|_| glued && (caret || lost && minus))?;
    Some((sign * i32::try_from(n).ok()?, k + 1))
}

fn vulgar(s: &str) -> Option<f64> {
    Some(match s {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "⅕" => 0.2,
        "⅖" => 0.4,
        "⅗" => 0.6,
        "⅘" => 0.8,
        "⅙" => 1.0 / 6.0,
        "⅚" => 5.0 / 6.0,
        "⅐" => 1.0 / 7.0,
        "⅛" => 0.125,
        "⅜" => 0.375,
        "⅝" => 0.625,
        "⅞" => 0.875,
        "⅑" => 1.0 / 9.0,
        "⅒" => 0.1,
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

/// "two-thirds", "a quarter", "half", "3/4", "three quarters".
fn fraction(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
    let part = |j: usize| q.part(a.low(j));
    let done = |value: f64, end: usize| Some(Numeral { value, end, form: Form::Fraction });
    if let Some(v) = a.get(i).and_then(|x| vulgar(x.text)) {
        return done(v, i + 1);
    }
    // After the fraction a share must follow: "a third of", "half the", "two-thirds majority", never "the third quarter".
    if let Some((v, end)) = slashed(a, i) {
        return done(v, end);
    }
    let (n, mut j) = match a.low(i) {
        "a" | "an" | "one" => (1.0, i + 1),
        "half" => (1.0, i),
        "quarter" => (1.0, i),
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
    if measures(a, j + 1, d, q) {
        return done(n / d, j + 1);
    }
    if a.low(i) == "quarter" {
        return None;
    }
    // "the first half of its year", "a second quarter" is a stretch of time.
    if q.ordinal(a.low_before(i, 1)).is_some() || matches!(a.low_before(i, 1), "latter" | "last" | "other") {
        return None;
    }
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
    let set_off = closing && matches!(prev, "," | "(" | "or" | "—" | "–");
    let bound = matches!(prev, "by" | "which" | "nearly" | "almost" | "about" | "roughly" | "than" | "over" | "just");
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

/// True if a measure follows a half, quarter or eighth: "half a mile", "three-quarter inch", "a quarter of an hour".
/// What is told of years and the like is no measure ("half-year profit").
fn measures(a: &Atoms<'_>, at: usize, d: f64, q: &Quantities) -> bool {
    let mut k = at + usize::from(hyphen(a, at));
    let of = a.low(k) == "of";
    k += usize::from(of);
    let article = matches!(a.low(k), "a" | "an");
    k += usize::from(article);
    let Some((u, n)) = q.unit_words.longest(k, |n| a.get(n).map(|x| x.low.as_str())) else { return false };
    let unit = &q.units[u];
    let kind = match unit.kind.as_str() {
        "length" | "mass" | "area" | "volume" => true,
        "duration" => matches!(unit.unit.as_str(), "hour" | "minute" | "second"),
        "change" | "share" => article,
        _ => false,
    };
    let singular = n > 1 || !a.low(k).ends_with('s');
    kind && singular && (!of || article) && [2.0, 4.0, 8.0].contains(&d)
}

/// A part of a word of order: "half a million", "a quarter of a million", "three quarters of a billion", "half million".
fn part_of_scale(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
    let (n, mut j) = match a.low(i) {
        "half" | "quarter" => (1.0, i),
        "a" | "one" => (1.0, i + 1),
        w => match q.number(w) {
            Some(NumberWord::Unit(n)) if n > 1.0 => (n, i + 1),
            _ => return None,
        },
    };
    j += usize::from(j > i && hyphen(a, j));
    let d = q.part(a.low(j))?;
    j += 1;
    let of = a.low(j) == "of";
    j += usize::from(of);
    let article = matches!(a.low(j), "a" | "an" | "one");
    j += usize::from(article);
    // "a third million" is an ordinal; halves and quarters have none.
    if of != article && !matches!(d as i64, 2 | 4) || of && !article {
        return None;
    }
    let value = match q.number(a.low(j))? {
        NumberWord::Scale(f) => f,
        NumberWord::Dozen => 12.0,
        _ => return None,
    };
    (n < d).then(|| Numeral { value: tidy(value * n / d), end: j + 1, form: Form::Words })
}

/// "every third household", "every second one": a part, unless it tells how often ("every second day").
fn every(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
    if a.low(i) != "every" {
        return None;
    }
    let n = q.ordinal(a.low(i + 1)).or_else(|| match a.get(i + 1)?.kind {
        Kind::Ordinal(n) => Some(n),
        _ => None,
    })?;
    let next = a.get(i + 2).filter(|x| x.kind == Kind::Word && !x.glued)?;
    let often = q.unit_words.word(&next.low).is_some() || q.is("often", &next.low) || a.capital(i + 2);
    (n >= 2.0 && !often).then(|| Numeral { value: 1.0 / n, end: i + 2, form: Form::Fraction })
}

/// "two in three", "one out of five", "9 in 10", "one tree in seven".
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
    // "one tree in seven": the noun between, where no other noun can be counted.
    let between = n == 1.0 && a.get(j).is_some_and(|x| x.kind == Kind::Word) && a.low(j + 1) == "in";
    if between && a.low(j) != "in" {
        j += 1;
    }
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
    let small = d.value <= 20.0
        || n == 1.0 && d.value <= 1e6
        || [100.0, 1000.0, 10_000.0, 100_000.0].contains(&d.value);
    if n <= 0.0 || n >= d.value || year || named || !(out_of || small) {
        return None;
    }
    // "five in three days" is no share.
    let unit = q.unit_words.word(a.low(d.end)).is_some_and(|u| q.units[u].kind == "duration");
    let counted = between && a.low(i + 1) != "in" && crate::figures::plural_follows(a, d.end);
    (!unit && !counted).then_some(Numeral { value: n / d.value, end: d.end, form: Form::Fraction })
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
