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

/// Words that end a noun phrase.
fn stop(low: &str) -> bool {
    matches!(
        low,
        "below"
            | "above"
            | "behind"
            | "of"
            | "in"
            | "on"
            | "at"
            | "to"
            | "from"
            | "by"
            | "for"
            | "with"
            | "as"
            | "than"
            | "after"
            | "before"
            | "during"
            | "over"
            | "under"
            | "since"
            | "until"
            | "and"
            | "or"
            | "but"
            | "that"
            | "who"
            | "which"
            | "whose"
            | "when"
            | "where"
            | "while"
            | "if"
            | "because"
            | "so"
            | "including"
            | "between"
            | "per"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "can"
            | "could"
            | "should"
            | "may"
            | "might"
            | "did"
            | "do"
            | "does"
            | "the"
            | "a"
            | "an"
            | "this"
            | "these"
            | "those"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "it"
            | "he"
            | "she"
            | "they"
            | "we"
            | "i"
            | "you"
            | "them"
            | "him"
            | "us"
            | "not"
            | "said"
            | "says"
            | "into"
            | "through"
            | "across"
            | "against"
            | "about"
            | "around"
            | "near"
            | "within"
            | "without"
            | "among"
            | "also"
            | "now"
            | "there"
            | "whom"
            | "come"
            | "came"
            | "went"
            | "go"
            | "left"
            | "died"
            | "today"
            | "yesterday"
            | "each"
            | "every"
            | "all"
            | "out"
            | "up"
            | "down"
            | "off"
            | "along"
            | "'s"
            | "what"
    )
}

/// True if the next word looks like a plural noun.
#[must_use]
pub fn plural_follows(a: &Atoms<'_>, i: usize) -> bool {
    (i..i + 3)
        .take_while(|k| a.get(*k).is_some_and(|x| x.kind == Kind::Word) && !stop(a.low(*k)))
        .any(|k| plural(a, k))
}

fn plural(a: &Atoms<'_>, i: usize) -> bool {
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
                (end..k).any(|i| !matches!(a.low(i), "of" | "and" | "or" | "the") && stop(a.low(i)))
            };
            if let Some(k) = noun.filter(|k| !more(*k) && !across(*k)) {
                return Some(Counted { head: outer(a, k) });
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
        {
            k += 1;
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
        if x.kind != Kind::Word || stop(&x.low) || than {
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
fn outer(a: &Atoms<'_>, k: usize) -> usize {
    let Some(t) = a.token(k).filter(|t| t.rel() == "compound" || t.upos == Upos::Propn) else { return k };
    // The part's own head, or a plural noun right behind a name.
    let owner = t.head.filter(|_| t.rel() == "compound");
    (k + 1..a.len().min(k + 4))
        .take_while(|i| a.get(*i).is_some_and(|x| x.kind == Kind::Word) && !stop(a.low(*i)))
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
    if q.is("person", low) {
        return "person".to_owned();
    }
    match a.token(head) {
        Some(t)
            if t.upos == Upos::Noun
                && !t.lemma.is_empty()
                && t.lemma != "_"
                && t.form.eq_ignore_ascii_case(low) =>
        {
            t.lemma.to_lowercase()
        }
        _ => singular(low),
    }
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
    for e in ["sses", "shes", "ches", "xes", "zes"] {
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
            ("series", "sery"),
        ] {
            if p != "series" {
                assert_eq!(super::singular(p), s);
            }
        }
    }
}
