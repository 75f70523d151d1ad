//! The noun that a number counts, and the words of a unit.
//!
//! Owns the walk from a numeral to its noun: by the tree where it has one, by tags and endings where not. It must not
//! know bounds or statements.

use dyad_knowledge::Quantities;
use dyad_syntax::Upos;

use crate::atoms::{Atoms, Kind};

/// A counted noun.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// Atom of the noun.
    pub head: usize,
}

/// True if the next word looks like a plural noun.
#[must_use]
pub fn plural_follows(a: &Atoms<'_>, i: usize) -> bool {
    (i..i + 3)
        .take_while(|k| a.get(*k).is_some_and(|x| x.kind == Kind::Word) && !a.q.is("stop", a.low(*k)))
        .any(|k| plural(a, k))
}

/// True for a plural noun.
pub(super) fn plural(a: &Atoms<'_>, i: usize) -> bool {
    let low = a.low(i);
    if let Some(t) = a.token(i).filter(|t| t.upos != Upos::X) {
        return matches!(t.xpos.as_str(), "NNS" | "NNPS");
    }
    low.len() > 3
        && low.ends_with('s')
        && !low.ends_with("ss")
        && !low.ends_with("ous")
        && !low.ends_with("us")
        || matches!(
            low,
            "people"
                | "men"
                | "women"
                | "children"
                | "police"
                | "feet"
                | "troops"
                | "mice"
                | "sheep"
                | "fish"
                | "aircraft"
                | "spacecraft"
                | "species"
                | "cattle"
                | "salmon"
                | "deer"
                | "personnel"
        )
}

/// The noun counted by the numeral whose first atom is `start` and that ends before `end`.
#[must_use]
pub fn counted(a: &Atoms<'_>, start: usize, end: usize, value: f64, q: &Quantities) -> Option<Counted> {
    // By the tree: a numeral modifies its noun.
    if let Some(t) = a.token(end.checked_sub(1)?).filter(|t| t.rel() == "nummod") {
        let base = a.get(start)?.token;
        if let Some(h) = t.head.filter(|h| *h > base && *h <= base + 10) {
            let atom = (end..(end + 14).min(a.len()))
                .find(|k| a.get(*k).is_some_and(|x| x.token == h && x.kind == Kind::Word));
            let noun =
                atom.filter(|k| matches!(a.upos(*k), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj));
            // "three more than last year": what is more is said before. A preposition in between ("12 billion in
            // imports") means that the number stands alone.
            let more = |k: usize| matches!(a.low(k), "more" | "fewer" | "less");
            let across = |k: usize| {
                (end..k).any(|i| !matches!(a.low(i), "of" | "and" | "or" | "the") && q.is("stop", a.low(i)))
            };
            if let Some(k) = noun.filter(|k| !more(*k) && !across(*k)) {
                return Some(Counted { head: outer(a, k, q) });
            }
        }
    }
    // "two of them", "hundreds of people", "eight of the nine judges": the noun of the of-phrase.
    let mut k = end;
    if a.low(k) == "of" {
        k += 1;
        while matches!(a.low(k), "the" | "these" | "those" | "its" | "their" | "his" | "her" | "our")
            || q.number(a.low(k)).is_some()
            || a.digits(k).is_some()
            || a.low(k + 1) == "'s"
        {
            k += 1 + usize::from(a.low(k + 1) == "'s");
        }
    }
    let tagged = a.upos(k) != Upos::X;
    let mut last = None;
    let first = k;
    while k < a.len() && k < first + 7 {
        let x = a.get(k)?;
        if x.kind == Kind::Sign {
            // A hyphen inside a word goes on; other signs end the phrase.
            if x.text == "-" && x.glued && a.get(k + 1).is_some_and(|y| y.glued) {
                k += 1;
                continue;
            }
            if matches!(x.text, "“" | "\"" | "‘") && k == first {
                k += 1;
                continue;
            }
            break;
        }
        let than = matches!(x.low.as_str(), "more" | "less" | "fewer")
            && matches!(a.low(k + 1), "than" | "" | "." | ",");
        if x.kind != Kind::Word || q.is("stop", &x.low) || than {
            break;
        }
        if tagged {
            match a.upos(k) {
                Upos::Noun | Upos::Propn => last = Some(k),
                Upos::Adj | Upos::Adv | Upos::Verb | Upos::Num if last.is_none() => {}
                _ => break,
            }
        } else {
            let is_plural = plural(a, k) || q.is("person", &x.low);
            if is_plural {
                last = Some(k);
                // A second noun may follow a plural only in names; the first plural wins.
                break;
            }
            if value == 1.0 && last.is_none() {
                last = Some(k);
            }
        }
        k += 1;
    }
    // "640 wounded", "61 finds.": a tag that went astray.
    // "eleven of the dead": likewise behind "of".
    if last.is_none() && tagged && first != end && q.is("person", a.low(first)) {
        last = Some(first);
    }
    if last.is_none() && tagged && first == end {
        let noun = a.get(first).is_some_and(|x| x.kind == Kind::Word && !x.glued && x.low.ends_with('s'));
        let ends = a.get(first + 1).is_none_or(|x| matches!(x.text, "." | "," | ";"));
        if q.is("person", a.low(first)) || noun && ends && !q.is("stop", a.low(first)) {
            last = Some(first);
        }
    }
    // Without tags a phrase of one word is its noun.
    if !tagged
        && last.is_none()
        && k == first + 1
        && a.get(first).is_some_and(|x| x.kind == Kind::Word)
        && a.low(end) != "of"
        && !a.low(first).ends_with("ly")
    {
        last = Some(first);
    }
    last.map(|head| Counted { head })
}

/// "eleven U.S. lawmakers": the noun that a compound's part belongs to.
fn outer(a: &Atoms<'_>, k: usize, q: &Quantities) -> usize {
    let Some(t) = a.token(k).filter(|t| t.rel() == "compound" || t.upos == Upos::Propn) else { return k };
    // The part's own head, or a plural noun right behind a name.
    let owner = t.head.filter(|_| t.rel() == "compound");
    (k + 1..a.len().min(k + 4))
        .take_while(|i| a.get(*i).is_some_and(|x| x.kind == Kind::Word) && !q.is("stop", a.low(*i)))
        .find(|i| match owner {
            Some(h) => a.get(*i).is_some_and(|x| x.token == h),
            None => a.upos(*i) == Upos::Noun && plural(a, *i),
        })
        .unwrap_or(k)
}

/// The unit of a counted noun: `person`, or the noun in the singular.
#[must_use]
pub fn unit(a: &Atoms<'_>, head: usize, q: &Quantities) -> String {
    let low = a.low(head);
    if person(low, q) {
        return "person".to_owned();
    }
    match a.token(head) {
        Some(t)
            if t.upos == Upos::Noun
                && !t.lemma.is_empty()
                && t.lemma != "_"
                && !t.lemma.ends_with("oe")
                && t.form.eq_ignore_ascii_case(low) =>
        {
            t.lemma.to_lowercase()
        }
        _ => singular(low),
    }
}

/// True for a word that counts persons, in the singular or plural.
fn person(low: &str, q: &Quantities) -> bool {
    q.is("person", low) || low.ends_with('s') && q.is("person", &singular(low))
}

/// The unit of a noun without its sentence.
#[must_use]
pub fn unit_word(low: &str, q: &Quantities) -> String {
    if person(low, q) { "person".to_owned() } else { singular(low) }
}

/// The singular of a regular plural.
#[must_use]
pub fn singular(low: &str) -> String {
    for (plural, one) in [
        ("men", "man"),
        ("feet", "foot"),
        ("children", "child"),
        ("lives", "life"),
        ("knives", "knife"),
        ("wives", "wife"),
        ("crises", "crisis"),
    ] {
        if let Some(stem) = low.strip_suffix(plural) {
            return format!("{stem}{one}");
        }
    }
    if let Some(stem) = low.strip_suffix("ies").filter(|s| s.len() > 2) {
        return format!("{stem}y");
    }
    for e in ["sses", "shes", "ches", "xes", "zes", "oes"] {
        if matches!(low, "shoes" | "toes" | "canoes" | "axes") {
            break;
        }
        if low.ends_with(e) {
            return low[..low.len() - 2].to_owned();
        }
    }
    match low.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with('u') && stem.len() > 2 => stem.to_owned(),
        _ => low.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn singulars() {
        for (p, s) in [
            ("pills", "pill"),
            ("countries", "country"),
            ("churches", "church"),
            ("gas", "gas"),
            ("women", "woman"),
            ("volcanoes", "volcano"),
            ("shoes", "shoe"),
        ] {
            assert_eq!(super::singular(p), s);
        }
    }
}
