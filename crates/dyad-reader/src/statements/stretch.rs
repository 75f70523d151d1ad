//! How far a content reaches where the tree breaks it up or hangs it on the wrong word.
//!
//! A complement of "said" runs to the end of what the sentence gives the verb; the parser often splits it in two
//! complements, or makes its "that" a relative pronoun. These rules go by the order of words and must stay
//! behind those of the tree, which are surer.

use dyad_knowledge::{Cue, CueClass, Frame, Sort};
use dyad_syntax::Upos;

use super::clause::{Content, finite};
use super::tree::Tree;
use crate::At;

/// The words of a complement with what belongs to it: other complements of the same verb and all between.
pub(super) fn whole(tree: &Tree<'_, '_>, v: At, k: At) -> Vec<usize> {
    let words = tree.under(k);
    if k.t < v.t {
        return words;
    }
    let first = words.iter().copied().find(|t| *t > v.t).unwrap_or(k.t);
    let mut last = words.last().copied().unwrap_or(k.t);
    for other in tree.kids(v, &["ccomp", "xcomp", "obj", "dep", "parataxis", "obl", "advcl"]) {
        let end = tree.cx.reach(other).1;
        let clause = matches!(tree.token(other).rel(), "ccomp" | "dep");
        // A phrase in the middle belongs to the content if more of it follows.
        if clause && other.t > first && end > last {
            last = end;
        }
    }
    let mut out: Vec<usize> = (first..=last.min(end(tree, v))).collect();
    // What hangs on the verb and stands at the end is the verb's own.
    let own: Vec<usize> = tree
        .kids(v, &["conj", "cc", "parataxis", "advcl"])
        .filter(|c| c.t > first && tree.token(*c).rel() != "dep" && speaks(tree, *c))
        .flat_map(|c| tree.under(c))
        .collect();
    out.retain(|t| !own.contains(t));
    // The subject behind an inverted verb is not said.
    if let Some(subject) = tree.kids(v, &["nsubj"]).find(|n| n.t > v.t && n.t < k.t) {
        let words = tree.under(subject);
        out.retain(|t| !words.contains(t));
    }
    if out.is_empty() { words } else { out }
}

/// The comma before a participle that reports on its own: "…, adding that".
pub(super) fn reports_on(tree: &Tree<'_, '_>, at: At) -> bool {
    let next = At { t: at.t + 1, ..at };
    tree.lower(at) == "," && next.t < tree.len(at.s) && tree.token(next).xpos == "VBG" && speaks(tree, next)
}

/// The conjunction before a verb that reports on its own: "… and urged the other side to".
pub(super) fn speaks_next(tree: &Tree<'_, '_>, at: At) -> bool {
    let next = At { t: at.t + 1, ..at };
    tree.token(at).upos == Upos::Cconj
        && next.t < tree.len(at.s)
        && tree.finite_form(next)
        && of_speech(tree, next)
}

/// True for a joined clause that reports on its own: "…, adding that", "and said".
fn speaks(tree: &Tree<'_, '_>, c: At) -> bool {
    matches!(tree.token(c).upos, Upos::Cconj) || tree.token(c).rel() == "conj" || of_speech(tree, c)
}

/// True if some line of the table has the verb as one of speech.
fn of_speech(tree: &Tree<'_, '_>, v: At) -> bool {
    tree.cx.knowledge.cues.get(CueClass::Verb, &tree.cue_lemma(v)).any(|c| c.sort == Sort::Speech)
}

/// The last word that the verb may claim: before what is joined to it, and before the full stop.
fn end(tree: &Tree<'_, '_>, v: At) -> usize {
    let n = tree.len(v.s);
    let at = |t: usize| At { s: v.s, t };
    let joined = tree
        .kids(v, &["conj", "parataxis", "advcl"])
        .filter(|c| c.t > v.t + 1 && tree.quoted(*c).is_none() && speaks(tree, *c))
        .filter(|c| tree.token(*c).rel() != "advcl" || tree.token(*c).xpos == "VBG")
        .map(|c| (c, tree.cx.reach(c).0))
        .filter(|(c, t)| {
            let comma = *t > 0 && (tree.is_break(at(*t - 1)) || tree.is_break(at(*t)));
            *t > v.t + 1 && (tree.token(*c).rel() == "conj" || comma)
        })
        .map(|(_, t)| t)
        .min();
    // "…, while the other side has called for …": another's words.
    let contrast = (v.t + 2..n).find(|t| {
        matches!(tree.lower(at(*t)).as_str(), "while" | "whereas")
            && tree.is_break(at(*t - 1))
            && tree.quoted(at(*t)).is_none()
            && tree.cx.head(at(*t)).is_some_and(|h| of_speech(tree, h))
    });
    let joined = joined.into_iter().chain(contrast).min();
    let mut last = joined.unwrap_or(n).saturating_sub(1);
    while last > v.t
        && (tree.is_break(At { s: v.s, t: last }) || tree.token(At { s: v.s, t: last }).upos == Upos::Cconj)
    {
        last -= 1;
    }
    last
}

/// "said during the debate that …", "told the paper of Charleston that …": a "that" the parser took for a relative
/// pronoun; "says the movement that swept the country appeals to …": a clause it took for an object.
pub(super) fn surface(tree: &Tree<'_, '_>, v: At, cue: &Cue, with: &[usize]) -> Option<Content> {
    let strong = cue.sort == Sort::Speech && cue.takes(&Frame::That) && cue.takes(&Frame::Quote);
    if !strong || tree.passive(v) && !tree.free_participle(v) || tree.quoted(v).is_some() {
        return None;
    }
    if tree.kid(v, &["mark"]).is_some_and(|m| tree.lower(m) == "to") && tree.token(v).rel() == "acl" {
        return None;
    }
    let at = |t: usize| At { s: v.s, t };
    let last = end(tree, v);
    let from = with.last().map_or(v.t, |w| *w) + 1;
    // Up to the word: no finite verb, no comma that opens a clause.
    let mut commas = 0;
    for t in from..=last.min(from + 18) {
        let here = at(t);
        let word = tree.lower(here);
        // "recalled its envoy after …": when or why, not what.
        let adverbial = tree.token(here).upos == Upos::Sconj && tree.token(here).rel() == "mark";
        if adverbial && !matches!(word.as_str(), "that" | "whether" | "if" | "how") {
            return None;
        }
        // "that the worst was over": what has no object cannot lack one.
        let object = tree.token(here).rel() == "obj"
            && tree.cx.head(here).is_none_or(|h| tree.kid(h, &["cop"]).is_none());
        if word == "that" && tree.token(here).rel() != "det" && !object && t < last {
            // "that" right before its verb is a relative pronoun.
            let next = tree.token(at(t + 1));
            let bare = matches!(next.upos, Upos::Verb | Upos::Aux);
            let verb = (t + 1..=last).any(|x| tree.finite_form(at(x)));
            if !bare && verb {
                return Some(Content {
                    words: (t..=last).collect(),
                    frame: "that",
                    addressee: whom(tree, v),
                    confidence: 0.75,
                });
            }
            return None;
        }
        if tree.finite_form(here) || tree.relative(here) {
            break;
        }
        commas += usize::from(word == ",");
        if commas > 2 || matches!(word.as_str(), ";" | ":" | "--" | "—") {
            break;
        }
    }
    // A clause taken for an object.
    let object = tree.kids(v, &["obj", "obl", "xcomp"]).find(|o| o.t > v.t && !with.contains(&o.t))?;
    let subject = tree.subject(v).or_else(|| tree.phrase_before(v, &|_| true))?;
    if subject.head.is_none_or(|h| h.t > v.t || tree.relative(h)) || tree.token(object).rel() == "obl" {
        return None;
    }
    let first = tree.cx.reach(object).0.max(from);
    let verb = (first..=last).find(|t| tree.finite_form(at(*t)))?;
    if cue.takes(&Frame::Np) {
        return None;
    }
    let clause = finite(tree, object) || verb < first + 25;
    let open = (first..verb).any(|t| tree.relative(at(t)));
    // One finite verb behind a relative pronoun is the relative clause's.
    let verbs = (first..=last).filter(|t| tree.finite_form(at(*t))).count();
    (clause && (!open || verbs > 1) && cue.lemma != "tell").then(|| Content {
        words: (first..=last).collect(),
        frame: "that",
        addressee: None,
        confidence: 0.6,
    })
}

/// "called on the groups to open a corridor", where the infinitive hangs elsewhere: it goes on with what it asks.
pub(super) fn with_infinitive(tree: &Tree<'_, '_>, s: usize, mut words: Vec<usize>) -> Vec<usize> {
    let Some(last) = words.iter().copied().max() else { return words };
    let next = |t: usize| (t < tree.len(s)).then_some(At { s, t });
    let to = next(last + 1).is_some_and(|a| tree.lower(a) == "to");
    // "to “correct its practices”"
    let mark =
        |t: usize| next(t).is_some_and(|a| matches!(tree.token(a).form.as_str(), "\"" | "“" | "'" | "‘"));
    let quoted = mark(last + 2);
    if to && (quoted || next(last + 2).is_some_and(|a| tree.token(a).xpos == "VB")) {
        words.extend(last + 1..run(tree, s, last + 2 + usize::from(quoted)));
    }
    words
}

/// To the right from a word to the end of its clause: a hard stop, or a conjunction that opens another clause.
pub(super) fn run(tree: &Tree<'_, '_>, s: usize, from: usize) -> usize {
    let n = tree.len(s);
    let at = |t: usize| At { s, t };
    let mut t = from;
    while t < n {
        let word = tree.lower(at(t));
        let stop = matches!(word.as_str(), ";" | ":" | "--" | "—" | "." | "?" | "!");
        let next = (t + 1 < n).then(|| at(t + 1));
        let opens =
            next.is_some_and(|x| tree.relative(x) || tree.finite_form(x) || tree.token(x).rel() == "nsubj");
        let joined = matches!(word.as_str(), "and" | "but" | "while" | "as") && opens;
        if stop || joined || reports_on(tree, at(t)) {
            break;
        }
        t += 1;
    }
    while t > from && tree.is_break(at(t - 1)) {
        t -= 1;
    }
    t
}

/// "accuse him of hiding it", where the parser took the object for the subject of what follows.
pub(super) fn object_of(tree: &Tree<'_, '_>, v: At, p: &str) -> Option<Content> {
    let at = |t: usize| At { s: v.s, t };
    let n = tree.len(v.s);
    let first = v.t + 1;
    if first >= n
        || !(tree.nominal_word(at(first)) || matches!(tree.token(at(first)).upos, Upos::Det | Upos::Adj))
    {
        return None;
    }
    let prep = (first + 1..n.min(first + 9))
        .take_while(|t| !tree.finite_form(at(*t)) && tree.token(at(*t)).upos != Upos::Punct)
        .find(|t| tree.lower(at(*t)) == p)?;
    let object = (first..prep).rev().map(at).find(|x| tree.nominal_word(*x))?;
    let last = run(tree, v.s, prep + 1);
    (last > prep + 1).then(|| Content {
        words: (first..last).collect(),
        frame: "objpp",
        addressee: Some(object),
        confidence: 0.7,
    })
}

fn whom(tree: &Tree<'_, '_>, v: At) -> Option<At> {
    tree.kids(v, &["iobj", "obj"]).find(|o| o.t > v.t)
}

/// "called the plan “a step back”": a thing and, in marks, what it is called, however the parser joins the two.
pub(super) fn called(tree: &Tree<'_, '_>, v: At, object: Option<At>) -> Option<Content> {
    if tree.quoted(v).is_some() {
        return None;
    }
    let object = object.or_else(|| tree.kid(v, &["xcomp"]))?;
    let first = tree.cx.reach(object).0;
    if first <= v.t || first > v.t + 2 {
        return None;
    }
    let at = |t: usize| At { s: v.s, t };
    let last = end(tree, v);
    let open = (first + 1..=last.min(first + 14)).find(|t| tree.quoted(at(*t)).is_some())?;
    // Between the two: nothing that begins another clause.
    if (first..open)
        .any(|t| tree.finite_form(at(t)) || matches!(tree.lower(at(t)).as_str(), ";" | ":" | "for" | "to"))
    {
        return None;
    }
    let quote = tree.quoted(at(open))?;
    let close = (open..=last).take_while(|t| tree.quoted(at(*t)) == Some(quote)).last()?;
    Some(Content { words: (first..=close).collect(), frame: "small", addressee: None, confidence: 0.85 })
}
