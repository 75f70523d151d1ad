//! Verb cues: "she said that …", "they accuse him of …", "he was urged by them to …".
//!
//! Each frame of the cue table is a shape of the tree around the verb; the first that fits gives the content. The method is the
//! usual one of rule systems for attribution (cue verb, clausal complement, subject), extended to control,
//! coordination, participles, passives and parentheses. This module must not resolve who the source is.

use dyad_knowledge::{Cue, CueClass, Frame, Sort};
use dyad_record::Act;
use dyad_syntax::Upos;

use super::Found;
use super::stretch;
use super::tree::{Source, Tree};
use crate::At;

/// The content of a cue and the frame that it stands in.
pub(super) struct Content {
    pub words: Vec<usize>,
    pub frame: &'static str,
    pub addressee: Option<At>,
    pub confidence: f32,
}

/// Attributions whose cue is this verb.
pub(super) fn find(tree: &Tree<'_, '_>, v: At) -> Option<Found> {
    let token = tree.token(v);
    if !matches!(token.upos, Upos::Verb | Upos::Aux | Upos::Noun | Upos::Adj)
        || (matches!(token.upos, Upos::Noun | Upos::Adj) && !token.xpos.starts_with("VB"))
    {
        return None;
    }
    let lemma = tree.cue_lemma(v);
    if let Some(found) = parenthesis(tree, v, &lemma) {
        return Some(found);
    }
    for cue in tree.cx.knowledge.cues.get(CueClass::Verb, &lemma) {
        let Some(with) = with_words(tree, v, cue) else { continue };
        if let Some(content) = content(tree, v, cue, &with) {
            return Some(build(tree, v, cue, &with, content));
        }
    }
    for cue in tree.cx.knowledge.cues.get(CueClass::Verb, &lemma) {
        let Some(with) = with_words(tree, v, cue) else { continue };
        if let Some(content) = stretch::surface(tree, v, cue, &with) {
            return Some(build(tree, v, cue, &with, content));
        }
    }
    None
}

/// The words that belong to the cue besides the verb; `None` if they are not there.
pub(super) fn with_words(tree: &Tree<'_, '_>, v: At, cue: &Cue) -> Option<Vec<usize>> {
    let Some(first) = cue.with.first() else { return Some(Vec::new()) };
    let n = tree.len(v.s);
    let start = (v.t + 1..n.min(v.t + 5)).find(|t| {
        let at = At { s: v.s, t: *t };
        let near = tree.token(at).head == Some(v.t)
            || tree.cx.head(at).is_some_and(|h| tree.token(h).head == Some(v.t) && h.t > v.t);
        tree.lower(at) == *first && near
    })?;
    for (i, word) in cue.with.iter().enumerate() {
        if start + i >= n || tree.lower(At { s: v.s, t: start + i }) != *word {
            return None;
        }
    }
    Some((start..start + cue.with.len()).collect())
}

fn build(tree: &Tree<'_, '_>, v: At, cue: &Cue, with: &[usize], content: Content) -> Found {
    let token = tree.token(v);
    let mut words = vec![v.t];
    words.extend_from_slice(with);
    let source = if content.frame == "raise" { None } else { source(tree, v) };
    let source = source.filter(|s| s.head.is_none_or(|h| tree.token(h).rel() != "expl" && !tree.when(h)));
    let source = source.or_else(|| {
        // The tagger takes many a past tense for a participle.
        let past = token.xpos == "VBN" && tree.kid(v, &["aux"]).is_none() && token.rel() != "acl";
        let may = content.frame != "raise" && (tree.finite_form(v) || past) && !tree.passive(v);
        let free = |at: At| !content.words.contains(&at.t);
        may.then(|| tree.phrase_before(v, &free)).flatten()
    });
    let negated = tree.negated(v);
    let mut confidence = content.confidence;
    if source.is_none() {
        confidence *= 0.7;
    }
    if negated || hypothetical(tree, v) {
        confidence *= 0.7;
    }
    let mut why =
        vec![format!("cue \"{}\" (cues.tsv line {}), frame {}", cue.lemma, cue.line, content.frame)];
    why.extend(source.as_ref().map(|s| format!("source: {}", s.why)));
    Found {
        sort: cue.sort,
        act: cue.act,
        cue_at: Some(v),
        cue_words: words,
        content_words: content.words,
        source: source.unwrap_or_default(),
        sentence: v.s,
        addressee: content.addressee,
        frame: content.frame,
        negated,
        hypothetical: hypothetical(tree, v),
        factive: cue.factive,
        confidence,
        why,
        ..Found::default()
    }
}

/// "…, the minister said, …" by its commas: the sentence around it is the content, whatever the tree makes of it.
fn parenthesis(tree: &Tree<'_, '_>, v: At, lemma: &str) -> Option<Found> {
    let token = tree.token(v);
    if !matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "VBN") || tree.quoted(v).is_some() {
        return None;
    }
    let cues = &tree.cx.knowledge.cues;
    let cue = cues.get(CueClass::Verb, lemma).find(|c| {
        c.with.is_empty()
            && c.takes(&Frame::That)
            && matches!(c.sort, Sort::Speech | Sort::Belief | Sort::Show)
    })?;
    let n = tree.len(v.s);
    let at = |t: usize| At { s: v.s, t };
    let comma = |t: usize| matches!(tree.token(at(t)).form.as_str(), "," | "--" | "-" | "—" | "–");
    let stop =
        |t: usize| t >= n || comma(t) || matches!(tree.token(at(t)).form.as_str(), "." | ";" | "?" | "!");
    let nominal =
        |t: usize| matches!(tree.token(at(t)).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
    let verbal = |t: usize| {
        let x = tree.token(at(t));
        matches!(x.upos, Upos::Verb | Upos::Sconj)
            || (x.upos == Upos::Aux && t < v.t.saturating_sub(1) && !aux(tree, x))
    };
    // Back to the comma: subject, adverbs, auxiliaries and nothing else.
    let left = (0..v.t).rev().take(14).find(|t| comma(*t) || verbal(*t)).filter(|t| comma(*t))?;
    let named = (left + 1..v.t).any(nominal);
    // Forward to the end: adverbs, a day, the subject behind the verb.
    let mut end = v.t + 1;
    while !stop(end) && end < v.t + 14 && !verbal(end) {
        end += 1;
    }
    // A name in apposition may follow the inverted subject.
    let behind = (v.t + 1..end).any(nominal);
    if !stop(end) || (!named && !behind) || left < 2 {
        return None;
    }
    let plain = named
        && (end == v.t + 1
            || (v.t + 1..end).all(|t| {
                let x = tree.token(at(t));
                matches!(
                    x.upos,
                    Upos::Adv
                        | Upos::Adp
                        | Upos::Propn
                        | Upos::Num
                        | Upos::Noun
                        | Upos::Det
                        | Upos::Adj
                        | Upos::Pron
                        | Upos::Part
                )
            }));
    let inverted = !named && v.t == left + 1 && behind;
    if !(plain || inverted)
        || (plain
            && tree
                .kid(v, &["obj"])
                .is_some_and(|o| o.t > v.t && o.t < end && cue.frames.contains(&Frame::Np)))
    {
        return None;
    }
    // What stands before must be a clause: somebody's words need a verb.
    let outer: Vec<usize> = (0..left).chain(if end < n && comma(end) { end..n } else { n..n }).collect();
    if !outer.iter().any(|t| matches!(tree.token(at(*t)).upos, Upos::Verb | Upos::Aux)) {
        return None;
    }
    let words: Vec<usize> = if plain { (left + 1..v.t).collect() } else { (v.t + 1..end).collect() };
    let words: Vec<usize> = words
        .into_iter()
        .filter(|t| !matches!(tree.token(at(*t)).upos, Upos::Aux | Upos::Adv | Upos::Cconj) || nominal(*t))
        .collect();
    let head = words
        .iter()
        .copied()
        .find(|t| nominal(*t) && tree.token(at(*t)).head.is_none_or(|h| !words.contains(&h)))
        .or_else(|| words.iter().copied().find(|t| nominal(*t)))?;
    // "…, according to whom it said" and relative clauses are none.
    if words.iter().any(|t| tree.relative(at(*t))) {
        return None;
    }
    let mut words = words;
    if inverted && end < n && comma(end) {
        // ", said Ana Ruiz, the minister.": the apposition belongs to the name.
        let tail: Vec<usize> = (end + 1..n).take_while(|t| !stop(*t) || comma(*t)).collect();
        if !tail.iter().any(|t| verbal(*t)) && end + 1 + tail.len() >= n.saturating_sub(1) {
            words.extend(end..end + 1 + tail.len());
        }
    }
    let last = words.last().copied().unwrap_or(v.t).max(end.saturating_sub(1));
    let content: Vec<usize> = (0..left).chain(last + 1..n).collect();
    let negated = tree.negated(v);
    Some(Found {
        sort: cue.sort,
        act: cue.act,
        cue_at: Some(v),
        cue_words: vec![v.t],
        content_words: content,
        source: Source { words, head: Some(at(head)), why: "noun phrase between the commas" },
        sentence: v.s,
        addressee: tree.kid(v, &["iobj", "obj"]).filter(|o| o.t > v.t),
        frame: "around",
        negated,
        factive: cue.factive,
        confidence: 0.88,
        why: vec![format!("cue \"{}\" (cues.tsv line {}), set off by commas", cue.lemma, cue.line)],
        ..Found::default()
    })
}

fn aux(tree: &Tree<'_, '_>, x: &dyad_syntax::Token) -> bool {
    let _ = tree;
    matches!(x.lemma.as_str(), "have" | "be" | "do" | "will" | "would")
}

/// Who speaks: the subject, the agent of a passive, the subject that a chain of verbs shares.
pub(super) fn source(tree: &Tree<'_, '_>, v: At) -> Option<Source> {
    tree.subject(v)
}

/// True under "if", "would", "could", "should".
pub(super) fn hypothetical(tree: &Tree<'_, '_>, v: At) -> bool {
    tree.kid_word(v, &["mark"], &["if", "unless"]).is_some()
        || tree
            .kid_word(
                v,
                &["aux"],
                &["would", "could", "should", "might", "may", "must", "will", "'ll", "’ll", "'d"],
            )
            .is_some()
}

/// The content in the first frame of the cue that fits.
fn content(tree: &Tree<'_, '_>, v: At, cue: &Cue, with: &[usize]) -> Option<Content> {
    let passive = tree.passive(v);
    let object = tree.kids(v, &["obj"]).find(|o| !with.contains(&o.t));
    let indirect = tree.kid(v, &["iobj"]);
    let clause = complement(tree, v, with);
    let give = |words: Vec<usize>, frame: &'static str, addressee: Option<At>, confidence: f32| {
        let asks = cue.takes(&Frame::ObjInf) && matches!(frame, "objinf" | "np" | "pp");
        let words = if asks { stretch::with_infinitive(tree, v.s, words) } else { words };
        let words: Vec<usize> = words.into_iter().filter(|t| *t != v.t && !with.contains(t)).collect();
        (!words.is_empty()).then_some(Content { words, frame, addressee, confidence })
    };
    let both = |a: At, b: At| {
        let mut words = tree.under(a);
        words.extend(tree.under(b));
        words.sort_unstable();
        words.dedup();
        words
    };
    // "is expected to": what stands as subject belongs to the content.
    if passive && tree.agent(v).is_none() {
        let raised = clause.filter(|k| infinitive(tree, *k) || !tree.token(*k).upos.eq(&Upos::Verb));
        let whole = cue.takes(&Frame::InfPass) || cue.takes(&Frame::Small) || cue.sort == Sort::Belief;
        if let (true, Some(k), Some(s)) = (whole, raised, tree.kid(v, &["nsubj:pass"])) {
            return give(both(s, k), "raise", None, 0.6);
        }
    }
    for frame in &cue.frames {
        let found = match frame {
            Frame::Raise => {
                let k = clause.or_else(|| tree.kid(v, &["xcomp", "obj", "advmod"]));
                match (k, tree.kid(v, &["nsubj"])) {
                    (Some(k), Some(s)) => give(both(s, k), "raise", None, 0.6),
                    _ => None,
                }
            }
            Frame::That | Frame::ObjThat => clause
                .filter(|k| {
                    finite(tree, *k)
                        || wh(tree, *k)
                        || tree.kids(v, &["ccomp"]).any(|k| k.t > v.t && finite(tree, k))
                })
                .and_then(|k| {
                    let behind = indirect.or(object).filter(|o| o.t > v.t);
                    let whom = behind.or_else(|| tree.kid(v, &["nsubj:pass"]));
                    give(stretch::whole(tree, v, k), "that", whom, 0.9)
                })
                .or_else(|| around(tree, v, cue, with)),
            Frame::Inf | Frame::InfPass => clause
                .filter(|k| infinitive(tree, *k) && object.is_none_or(|o| o.t > k.t))
                .and_then(|k| give(tree.under(k), "inf", None, 0.8)),
            Frame::Ing => {
                clause.filter(|k| gerund(tree, *k)).and_then(|k| give(tree.under(k), "ing", None, 0.8))
            }
            Frame::ObjInf => {
                let k = clause.filter(|k| infinitive(tree, *k));
                let o = object.or(indirect).filter(|o| k.is_some_and(|k| o.t < k.t));
                match (o, k) {
                    (Some(o), Some(k)) => give(both(o, k), "objinf", Some(o), 0.85),
                    (None, Some(k)) => {
                        // "called for footage to be released", "were told to leave"
                        let p = preposition(tree, v, with).filter(|p| p.t < k.t);
                        match p {
                            Some(p) => give(both(p, k), "objinf", Some(p), 0.8),
                            None => give(tree.under(k), "objinf", tree.kid(v, &["nsubj:pass"]), 0.7),
                        }
                    }
                    _ => preposition(tree, v, with).and_then(|p| give(tree.under(p), "objinf", Some(p), 0.6)),
                }
            }
            Frame::Small => {
                if let Some(c) = stretch::called(tree, v, object) {
                    return Some(c);
                }
                let k = tree.kids(v, &["xcomp", "ccomp"]).find(|k| {
                    !infinitive(tree, *k) && !matches!(tree.token(*k).upos, Upos::Verb | Upos::Aux)
                });
                match (object.filter(|_| !passive), k) {
                    (Some(o), Some(k)) => give(both(o, k), "small", None, 0.8),
                    // "called the response inadequate" in one piece.
                    (None, Some(k))
                        if !passive && tree.cx.reach(k).0 == v.t + 1 && tree.under(k).len() > 2 =>
                    {
                        give(tree.under(k), "small", None, 0.7)
                    }
                    (None, Some(k)) if passive => {
                        tree.kid(v, &["nsubj:pass"]).and_then(|s| give(both(s, k), "small", None, 0.7))
                    }
                    _ => None,
                }
            }
            Frame::As => {
                let k = tree
                    .kids(v, &["obl", "advcl", "xcomp", "ccomp"])
                    .find(|k| tree.kid_word(*k, &["case", "mark"], &["as", "to", "with"]).is_some());
                let o = object.or_else(|| passive.then(|| tree.kid(v, &["nsubj:pass"])).flatten());
                match (o, k) {
                    (Some(o), Some(k)) => give(both(o, k), "as", None, 0.8),
                    _ => None,
                }
            }
            Frame::Np => {
                let o = if passive {
                    tree.kid(v, &["nsubj:pass"]).filter(|n| !tree.relative(*n))
                } else {
                    object
                };
                let o = o.or_else(|| preposition(tree, v, with).filter(|_| !with.is_empty()));
                let o = o.filter(|o| !pronoun_only(tree, *o));
                o.and_then(|o| {
                    let mut words = tree.under(o);
                    if let Some(k) = clause.filter(|k| k.t > o.t) {
                        words.extend(tree.under(k));
                        words.sort_unstable();
                        words.dedup();
                    }
                    give(words, "np", None, if passive { 0.5 } else { 0.65 })
                })
            }
            Frame::NpQuoted => object
                .filter(|o| tree.quoted(*o).is_some())
                .and_then(|o| give(tree.under(o), "np", None, 0.7)),
            Frame::Pp(p) => with_preposition(tree, v, p)
                .and_then(|o| give(tree.under(o), "pp", indirect.or(object), 0.75)),
            Frame::ObjPp(p) => {
                match (object.or_else(|| tree.kid(v, &["nsubj:pass"])), with_preposition(tree, v, p)) {
                    (Some(o), Some(k)) => give(both(o, k), "objpp", Some(o), 0.85),
                    _ if !passive && cue.act == Act::Accuse => stretch::object_of(tree, v, p),
                    _ => None,
                }
            }
            Frame::Quote | Frame::QuoteOnly | Frame::Clause => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// "…, the minister said." and "…, as police have said, …": the cue hangs on its content.
fn around(tree: &Tree<'_, '_>, v: At, cue: &Cue, with: &[usize]) -> Option<Content> {
    if cue.sort == Sort::Intention
        || tree.kid(v, &["obj", "xcomp"]).is_some_and(|o| o.t > v.t && !with.contains(&o.t))
    {
        return None;
    }
    let has_subject = tree.kid(v, &["nsubj"]).is_some();
    let head = tree.cx.head(v);
    let parenthetical = match (tree.token(v).rel(), head) {
        ("parataxis", Some(h)) => has_subject.then_some(h),
        ("advcl", Some(h)) if tree.kid_word(v, &["mark"], &["as"]).is_some() => Some(h),
        _ => None,
    };
    if let Some(h) = parenthetical {
        // The clause around the parenthesis, without what is said in other parentheses.
        let words = tree.under_without(h, &[v]);
        return Some(Content {
            words,
            frame: "around",
            addressee: tree.kid(v, &["iobj", "obj"]),
            confidence: 0.85,
        });
    }
    // The parser missed the complement: what stands before ", X said." is the content all the same.
    let subject = tree.kid(v, &["nsubj"])?;
    let first = tree.cx.reach(subject).0.min(v.t);
    let comma = first.checked_sub(1).map(|t| At { s: v.s, t })?;
    let last = tree.cx.reach(subject).1.max(v.t);
    let rest_is_short = tree.len(v.s) <= last + 8;
    let cue_end = (last + 1..tree.len(v.s)).all(|t| {
        let at = At { s: v.s, t };
        tree.token(at).upos != Upos::Verb || tree.token(at).feat("VerbForm") != Some("Fin")
    });
    let said = matches!(tree.lower(comma).as_str(), "," | ",”" | "”" | "\"" | "''");
    let enough = comma.t >= 3 && (0..comma.t).any(|t| tree.token(At { s: v.s, t }).upos == Upos::Verb);
    if said && rest_is_short && cue_end && enough && cue.takes(&Frame::That) && tree.token(v).rel() != "acl" {
        let words = (0..comma.t).collect();
        return Some(Content {
            words,
            frame: "before",
            addressee: tree.kid(v, &["iobj", "obj"]),
            confidence: 0.7,
        });
    }
    None
}

/// The clausal complement.
fn complement(tree: &Tree<'_, '_>, v: At, with: &[usize]) -> Option<At> {
    let own = |k: &At| !with.contains(&k.t);
    // Where the subject stands before the verb, its complement stands behind; what the parser hung on it in front is
    // another clause's.
    let behind = tree.kids(v, &["ccomp", "xcomp"]).find(|k| k.t > v.t && own(k));
    behind.or_else(|| tree.kids(v, &["ccomp", "xcomp"]).find(own)).or_else(|| {
        // A clause that the parser calls parataxis, or an adverbial clause opened by "that" or a question word.
        tree.kids(v, &["parataxis", "advcl", "dep"]).find(|k| {
            k.t > v.t
                && (tree.kid_word(*k, &["mark"], &["that", "whether"]).is_some() || after_said(tree, v, *k))
        })
    })
}
fn after_said(tree: &Tree<'_, '_>, v: At, k: At) -> bool {
    tree.token(k).rel() == "parataxis" && finite(tree, k) && tree.kid(v, &["obj"]).is_none() && {
        let first = tree.cx.reach(k).0;
        first == v.t + 1 || (first == v.t + 2 && tree.is_break(At { s: v.s, t: v.t + 1 }))
    }
}
fn infinitive(tree: &Tree<'_, '_>, k: At) -> bool {
    tree.kid_word(k, &["mark"], &["to"]).is_some()
}
fn gerund(tree: &Tree<'_, '_>, k: At) -> bool {
    tree.token(k).xpos == "VBG"
        || tree.kids(k, &["aux", "cop", "aux:pass"]).any(|a| tree.token(a).xpos == "VBG")
}
pub(super) fn finite(tree: &Tree<'_, '_>, k: At) -> bool {
    !infinitive(tree, k)
        && (tree.token(k).feat("VerbForm") == Some("Fin")
            || tree.kid(k, &["nsubj", "csubj", "expl", "cop", "aux"]).is_some()
            || tree.kid_word(k, &["mark"], &["that", "whether", "if"]).is_some())
}
fn wh(tree: &Tree<'_, '_>, k: At) -> bool {
    let first = At { s: k.s, t: tree.cx.reach(k).0 };
    tree.token(first).xpos.starts_with('W')
}
/// The first prepositional phrase or prepositional clause after the verb.
fn preposition(tree: &Tree<'_, '_>, v: At, with: &[usize]) -> Option<At> {
    tree.kids(v, &["obl", "advcl"])
        .find(|o| o.t > v.t && tree.kids(*o, &["case", "mark"]).any(|c| with.contains(&c.t)))
}
fn with_preposition(tree: &Tree<'_, '_>, v: At, p: &str) -> Option<At> {
    tree.kids(v, &["obl", "advcl", "xcomp"])
        .find(|o| o.t > v.t && tree.kid_word(*o, &["case", "mark"], &[p]).is_some())
}
/// "criticised it", "mentioned him": nothing is said.
fn pronoun_only(tree: &Tree<'_, '_>, o: At) -> bool {
    tree.relative(o) || (tree.token(o).upos == Upos::Pron && tree.cx.children(o).is_empty())
}
