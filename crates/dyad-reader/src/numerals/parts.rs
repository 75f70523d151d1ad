//! Parts of one and of a word of order: "two-thirds", "two in three", "every third", "half a million".
//!
//! Owns when words and digits tell a part. It must not know what the part is of.

use dyad_knowledge::{NumberWord, Quantities};

use super::digits::{slashed, tidy, vulgar};
use super::{Form, Numeral, cardinal, hyphen};
use crate::atoms::{Atoms, Kind};

/// "two-thirds", "a quarter", "half", "3/4", "three quarters".
pub(super) fn fraction(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
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
    // "a quarter, 25 hectares, of the land": what it comes to follows.
    let amount = next == ","
        && a.digits(j + 2).is_some()
        && a.low(i) != "half"
        && !matches!(prev, "in" | "for" | "of" | "the");
    let by = closing && prev == "by";
    let set_off = closing && matches!(prev, "," | "(" | "or" | "—" | "–") || amount || by;
    // "of which the winner takes a fifth".
    let which =
        (1..8).any(|b| matches!(a.low_before(i, b), "which" | "whom") && a.low_before(i, b + 1) == "of");
    let bound = which
        || matches!(
            prev,
            "by" | "nearly" | "almost" | "about" | "roughly" | "than" | "over" | "just" | "only" | "barely"
        );
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
pub(super) fn part_of_scale(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
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
pub(super) fn every(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
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
pub(super) fn in_fraction(a: &Atoms<'_>, i: usize, q: &Quantities) -> Option<Numeral> {
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
