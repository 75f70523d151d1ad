//! Cues that are no verbs: "according to …", "claims by … that …", "is adamant that …", "reportedly".
//!
//! This module must not resolve who the source is.

use dyad_knowledge::{Cue, CueClass, Frame};
use dyad_syntax::Upos;

use super::Found;
use super::tree::{Source, Tree};
use crate::At;

/// "according to X": the content is the clause around it.
pub(super) fn preposition(tree: &Tree<'_, '_>, at: At) -> Option<Found> {
    let word = tree.lower(at);
    let cue = tree.cx.knowledge.cues.get(CueClass::Preposition, &word).find(|c| {
        (0..c.with.len()).all(|i| {
            at.t + 1 + i < tree.len(at.s) && tree.lower(At { s: at.s, t: at.t + 1 + i }) == c.with[i]
        })
    })?;
    let last = at.t + cue.with.len();
    // The noun phrase: where the preposition's own head leads, or the word behind it does.
    let up = |t: usize| tree.token(At { s: at.s, t }).head.map(|t| At { s: at.s, t });
    let nominal =
        |h: &At| matches!(tree.token(*h).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X);
    let mut object = (at.t..=last)
        .rev()
        .filter_map(up)
        .find(|h| h.t > last && nominal(h))
        .or_else(|| tree.kid(at, &["obl", "nmod", "obj"]).filter(|h| h.t > last && nominal(h)))
        .or_else(|| (last + 1..tree.len(at.s)).map(|t| At { s: at.s, t }).take(8).find(nominal))?;
    // Up to the head of the phrase: "a speech" in "a senior official's speech".
    while let Some(h) = tree.cx.head(object).filter(|h| h.t > object.t && h.t < object.t + 6 && nominal(h)) {
        object = h;
    }
    let mut source = tree.under(object);
    source.retain(|t| *t > last);
    if source.first().is_some_and(|t| *t > last + 1) {
        source = (last + 1..source[0]).chain(source).collect();
    }
    // An unbroken stretch only: what a bad attachment drags along from further off is no part of the name.
    let end = source.windows(2).position(|w| w[1] > w[0] + 1).map_or(source.len(), |i| i + 1);
    source.truncate(end);
    while source.last().is_some_and(|t| tree.is_break(At { s: at.s, t: *t })) {
        source.pop();
    }
    // "According to X, who heads the body, 62 people have fled": what stands before the finite verb behind the last comma
    // is its subject, whatever the tree made of it.
    let after = source.last().map_or(last, |t| *t) + 1;
    let finite = |t: usize| {
        t < tree.len(at.s)
            && matches!(tree.token(At { s: at.s, t }).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
    };
    if at.t <= 2
        && finite(after)
        && let Some(cut) =
            source.iter().rposition(|t| tree.is_break(At { s: at.s, t: *t })).filter(|c| *c > 0)
    {
        source.truncate(cut);
    }
    let (from, to) = (at.t, source.last().copied().unwrap_or(last).max(last));
    let mut words: Vec<usize> = (0..tree.len(at.s)).collect();
    let opens = from == 0 || (from <= 2 && !has_verb(tree, at.s, 0, from));
    let comma = |t: usize| t < tree.len(at.s) && tree.is_break(At { s: at.s, t });
    if !opens && !comma(from.wrapping_sub(1)) && !comma(to + 1) {
        // In the middle and not set off: the clause that it hangs on.
        if let Some(clause) = clause_of(tree, object, from) {
            words = tree.under(clause);
        }
    }
    words.retain(|t| *t < from || *t > to);
    if words.iter().all(|t| tree.is_break(At { s: at.s, t: *t })) {
        return None;
    }
    Some(Found {
        sort: cue.sort,
        act: cue.act,
        cue_at: Some(at),
        cue_words: (at.t..=last).collect(),
        content_words: words,
        source: Source { words: source, head: Some(object), why: "object of the preposition" },
        sentence: at.s,
        frame: "according",
        confidence: 0.92,
        why: vec![format!("cue \"{}\" (cues.tsv line {})", cue.lemma, cue.line)],
        ..Found::default()
    })
}

fn has_verb(tree: &Tree<'_, '_>, s: usize, from: usize, to: usize) -> bool {
    (from..to).any(|t| matches!(tree.token(At { s, t }).upos, Upos::Verb | Upos::Aux))
}

/// The head of the finite clause that a word stands in.
fn clause_of(tree: &Tree<'_, '_>, at: At, without_from: usize) -> Option<At> {
    let mut here = tree.cx.head(at)?;
    for _ in 0..50 {
        let t = tree.token(here);
        let clause = matches!(t.rel(), "root" | "ccomp" | "parataxis" | "advcl")
            || (t.deprel == "acl:relcl")
            || (t.rel() == "conj" && tree.kid(here, &["nsubj"]).is_some());
        if clause && here.t < without_from {
            return Some(here);
        }
        match tree.cx.head(here) {
            Some(h) => here = h,
            None => return Some(here),
        }
    }
    None
}

/// "Reportedly": the clause around it, without a source.
pub(super) fn adverb(tree: &Tree<'_, '_>, at: At) -> Option<Found> {
    if tree.token(at).upos != Upos::Adv {
        return None;
    }
    let cue = tree.cx.knowledge.cues.get(CueClass::Adverb, &tree.lower(at)).next()?;
    let head = tree.cx.head(at)?;
    let drop: Vec<At> = tree.kids(head, &["mark", "cc", "parataxis"]).chain([at]).collect();
    let words = tree.under_without(head, &drop);
    (words.len() > 1).then(|| Found {
        sort: cue.sort,
        act: cue.act,
        cue_at: Some(at),
        cue_words: vec![at.t],
        content_words: words,
        sentence: at.s,
        frame: "adverb",
        confidence: 0.6,
        why: vec![format!("cue \"{}\" (cues.tsv line {})", cue.lemma, cue.line)],
        ..Found::default()
    })
}

/// "claims by X that …", "X's call for …", "made the claim that …".
pub(super) fn noun(tree: &Tree<'_, '_>, n: At) -> Option<Found> {
    if tree.token(n).upos != Upos::Noun {
        return None;
    }
    let cue = tree.cx.knowledge.cues.get(CueClass::Noun, &tree.lemma(n)).next()?;
    // With its author in between, the order of words is surer than the tree.
    let authored = tree.lower(At { s: n.s, t: (n.t + 1).min(tree.len(n.s) - 1) });
    let by_words = if matches!(authored.as_str(), "by" | "from") { noun_that(tree, n, cue) } else { None };
    let (content, frame) =
        by_words.or_else(|| noun_content(tree, n, cue)).or_else(|| noun_that(tree, n, cue))?;
    let mut cue_words = vec![n.t];
    let own = tree.owner(n, 9).or_else(|| {
        // "claims by X that …": the author by the order of words.
        let by = At { s: n.s, t: n.t + 1 };
        let named = n.t + 2 < tree.len(n.s) && matches!(tree.lower(by).as_str(), "by" | "from");
        let head = tree.cx.head(by).filter(|h| named && h.t > by.t && tree.nominal_word(*h))?;
        Some(Source {
            words: tree.phrase_short(head),
            head: Some(head),
            why: "author of the noun (by, from)",
        })
    });
    let own = own.filter(|s| s.head != Some(n));
    let source = match own {
        Some(s) if s.head.is_none_or(|h| content.head != h) => Some(s),
        _ => light(tree, n).map(|(v, s)| {
            cue_words = (v.t.min(n.t)..=v.t.max(n.t)).collect();
            s
        }),
    };
    let mut source = source?;
    let mut words = content.words;
    if frame == "noun-that" {
        source.words.retain(|t| !words.contains(t));
    }
    words.retain(|t| !source.words.contains(t) && !cue_words.contains(t));
    if words.is_empty() {
        return None;
    }
    let why = vec![
        format!("cue noun \"{}\" (cues.tsv line {}), frame {frame}", cue.lemma, cue.line),
        format!("source: {}", source.why),
    ];
    Some(Found {
        sort: cue.sort,
        act: cue.act,
        cue_at: Some(n),
        cue_words,
        content_words: words,
        source,
        sentence: n.s,
        frame,
        confidence: if frame == "noun-that" { 0.85 } else { 0.6 },
        why,
        ..Found::default()
    })
}

/// "claims by the president that …", "the assertion from some lawmakers that …": the clause where the parser hung it
/// on the phrase in between.
fn noun_that(tree: &Tree<'_, '_>, n: At, cue: &Cue) -> Option<(NounContent, &'static str)> {
    if !cue.takes(&Frame::That) {
        return None;
    }
    let at = |t: usize| At { s: n.s, t };
    let len = tree.len(n.s);
    let that = (n.t + 1..len.min(n.t + 13))
        .take_while(|t| {
            let x = tree.token(at(*t));
            !matches!(x.upos, Upos::Verb | Upos::Aux | Upos::Punct | Upos::Cconj)
        })
        .find(|t| tree.lower(at(*t)) == "that" && tree.token(at(*t)).rel() != "det")?;
    let between = that - n.t - 1;
    let prepared = between == 0
        || matches!(tree.lower(at(n.t + 1)).as_str(), "by" | "from" | "in" | "on" | "at" | "to" | "among");
    let next = tree.token(at((that + 1).min(len - 1)));
    if !prepared || matches!(next.upos, Upos::Verb | Upos::Aux) {
        return None;
    }
    let mut last = super::stretch::run(tree, n.s, that + 1);
    let subject = !(0..n.t).any(|t| tree.finite_form(at(t)));
    if subject {
        // The clause ends before the verb of the sentence: the second finite one with no subject of its own.
        let mut seen = false;
        for t in that + 1..last {
            if !tree.finite_form(at(t)) {
                continue;
            }
            let before = tree.token(at(t - 1));
            let opened = tree.relative(at(t - 1)) || matches!(before.upos, Upos::Cconj | Upos::Sconj);
            let same = matches!(before.upos, Upos::Aux | Upos::Part);
            let done = matches!(before.upos, Upos::Noun | Upos::Propn | Upos::Adv | Upos::Punct)
                || before.xpos == "VBN";
            if seen && !opened && !same && done {
                last = t;
                break;
            }
            seen = true;
        }
    }
    let words: Vec<usize> = (that..last).collect();
    (words.len() > 3).then(|| (NounContent { words, head: at(that + 1) }, "noun-that"))
}

struct NounContent {
    words: Vec<usize>,
    head: At,
}

fn noun_content(tree: &Tree<'_, '_>, n: At, cue: &Cue) -> Option<(NounContent, &'static str)> {
    for frame in &cue.frames {
        let found = match frame {
            Frame::That => tree
                .kids(n, &["acl", "ccomp", "acl:relcl"])
                .find(|k| k.t > n.t && tree.kid_word(*k, &["mark"], &["that", "whether", "if"]).is_some())
                .map(|k| (k, "noun-that")),
            Frame::Inf => tree
                .kids(n, &["acl", "xcomp", "advcl"])
                .find(|k| k.t > n.t && tree.kid_word(*k, &["mark"], &["to"]).is_some())
                .map(|k| (k, "noun-inf")),
            Frame::Pp(p) => tree
                .kids(n, &["nmod", "obl", "acl", "advcl"])
                .find(|k| k.t > n.t && tree.kid_word(*k, &["case", "mark"], &[p]).is_some())
                .map(|k| (k, "noun-pp")),
            _ => None,
        };
        if let Some((k, name)) = found {
            return Some((NounContent { words: tree.under(k), head: k }, name));
        }
    }
    None
}

/// The subject of "made" in "made the claim that …".
fn light(tree: &Tree<'_, '_>, n: At) -> Option<(At, Source)> {
    if !matches!(tree.token(n).rel(), "obj" | "obl") {
        return None;
    }
    let v = tree.cx.head(n)?;
    tree.cx.knowledge.cues.get(CueClass::Light, &tree.lemma(v)).next()?;
    let source = tree.subject(v)?;
    Some((v, Source { why: "subject of the verb that carries the noun", ..source }))
}

/// "is adamant that …", "is willing to …".
pub(super) fn adjective(tree: &Tree<'_, '_>, a: At) -> Option<Found> {
    if !matches!(tree.token(a).upos, Upos::Adj | Upos::Verb)
        || tree.kid(a, &["cop", "aux:pass", "nsubj:pass"]).is_none()
    {
        return None;
    }
    let cue = tree.cx.knowledge.cues.get(CueClass::Adjective, &tree.lower(a)).next()?;
    let source = tree.nominal(a).filter(|s| s.head.is_none_or(|h| tree.token(h).rel() != "expl"))?;
    let content = cue.frames.iter().find_map(|f| match f {
        Frame::That => tree.kids(a, &["ccomp", "advcl"]).find(|k| {
            k.t > a.t
                && (tree.token(*k).rel() == "ccomp"
                    || tree.kid_word(*k, &["mark"], &["that", "whether"]).is_some())
        }),
        Frame::Inf => tree
            .kids(a, &["xcomp", "advcl", "ccomp"])
            .find(|k| tree.kid_word(*k, &["mark"], &["to"]).is_some()),
        Frame::Pp(p) => {
            tree.kids(a, &["obl", "advcl"]).find(|k| tree.kid_word(*k, &["case", "mark"], &[p]).is_some())
        }
        _ => None,
    })?;
    Some(Found {
        sort: cue.sort,
        act: cue.act,
        cue_at: Some(a),
        cue_words: vec![a.t],
        content_words: tree.under(content),
        source,
        sentence: a.s,
        frame: "adjective",
        negated: tree.negated(a),
        confidence: 0.65,
        why: vec![format!("cue adjective \"{}\" (cues.tsv line {})", cue.lemma, cue.line)],
        ..Found::default()
    })
}
