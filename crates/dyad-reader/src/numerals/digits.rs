//! Numbers in digits and what stands between and behind the digits: fractions, thousands set apart, powers of ten,
//! letters and words of order.
//!
//! Owns the value of digits. It must not know number words beyond those of order.

use dyad_knowledge::{NumberWord, Quantities};

use super::{Form, Numeral, hyphen};
use crate::atoms::Atoms;

/// A number in digits with what scales it: "4.2bn", "300 thousand", "1 1/2".
pub(super) fn scaled(a: &Atoms<'_>, i: usize, n: f64, q: &Quantities) -> Numeral {
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
        if glued && (money || clear || capital || letter == "k" || letter == "m" && next())
            || clear && letter.starts_with(['b', 't'])
        {
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
pub(super) fn slashed(a: &Atoms<'_>, i: usize) -> Option<(f64, usize)> {
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
        let Some(x) = a.get(k).filter(|x| !x.glued && x.text.len() == 3 && a.integer(k, 3).is_some()) else {
            break;
        };
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
pub(super) fn and_part(a: &Atoms<'_>, i: usize) -> Option<(f64, usize)> {
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

pub(super) fn vulgar(s: &str) -> Option<f64> {
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
pub(super) fn tidy(x: f64) -> f64 {
    if x.abs() < 1e15 && (x - x.round()).abs() < 1e-6 * x.abs().max(1.0) && x.abs() >= 1000.0 {
        x.round()
    } else {
        x
    }
}
