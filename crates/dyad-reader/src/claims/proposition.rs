//! A proposition and its denial: what a clause affirms once its negation is taken back, in its own words.
//!
//! "Mexico does not produce fentanyl" denies "Mexico produces fentanyl". The words stay those of the text; only the
//! negation and what it did to the verb are undone. This module must not know who speaks.

use dyad_record::Span;
use dyad_syntax::Upos;

use crate::{At, Context};

/// What a clause says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Proposition {
    /// Without its negation.
    pub text: String,
    /// True if the clause negated it.
    pub negated: bool,
    /// The predicate.
    pub head: At,
    /// Its words, in text order.
    pub words: Vec<usize>,
    /// The finite verb in front of which a question puts it: its index in `words`' sentence, and its form now.
    pub finite: Option<(usize, String)>,
    /// The subject's words, if there is one before the verb.
    pub subject: Option<(usize, usize)>,
    /// Where it stands.
    pub span: Span,
    /// True for a clause, false for a noun phrase.
    pub clause: bool,
}

/// Longer clauses are kept as the text has them, but make no proposition of their own.
const LONGEST: usize = 70;

/// The proposition of the clause or noun phrase with this head, within a span.
pub(super) fn read(cx: &Context<'_>, head: At, within: Span) -> Option<Proposition> {
    let tokens = &cx.sentences()[head.s].tokens;
    let mut words = under(cx, head, within);
    // Marks of subordination and coordination at the front, punctuation at both ends.
    while let Some(&first) = words.first() {
        let t = &tokens[first];
        let opener = matches!(t.rel(), "mark" | "cc" | "punct") || t.upos == Upos::Punct;
        // The mark of another clause in front stays: "as the talks failed, they left".
        let own = t.upos == Upos::Punct || t.head.is_none_or(|h| h == head.t || !words.contains(&h));
        if !opener || !own || first == head.t {
            break;
        }
        if t.rel() == "mark" && !matches!(t.form.to_lowercase().as_str(), "that" | "as" | "because") {
            return None;
        }
        words.remove(0);
    }
    while words.last().is_some_and(|t| matches!(tokens[*t].upos, Upos::Punct | Upos::Cconj)) {
        words.pop();
    }
    if words.is_empty() || words.len() > LONGEST {
        return None;
    }
    let span = tokens[words[0]].span.cover(tokens[words[words.len() - 1]].span);
    let kids: Vec<At> = cx.children(head).iter().map(|t| At { s: head.s, t: *t }).collect();
    let rel = |at: At| cx.token(at).rel();
    let subject = kids.iter().copied().find(|k| matches!(rel(*k), "nsubj" | "csubj" | "expl"));
    let helper = kids.iter().copied().find(|k| matches!(rel(*k), "aux" | "cop"));
    let is_verb = matches!(cx.token(head).upos, Upos::Verb | Upos::Aux);
    let clause = subject.is_some() && (is_verb || helper.is_some());
    if clause && cx.token(head).xpos.starts_with('W') {
        return None;
    }
    // A question or a clause that opens with a question word asserts nothing.
    if clause && words.first().is_some_and(|t| tokens[*t].xpos.starts_with('W')) {
        return None;
    }
    let mut edits: Vec<(usize, Option<String>)> = Vec::new();
    let mut negated = false;
    let mut finite =
        helper.or_else(|| is_verb.then_some(head)).map(|at| (at.t, cx.token(at).form.to_string()));
    if let Some(no) = kids.iter().copied().find(|k| negation(cx, *k)) {
        negated = true;
        edits.push((no.t, None));
        if let Some(h) = helper {
            let form = cx.token(h).form.to_lowercase();
            let verbs = &cx.knowledge.verbs;
            let lemma = cx.token(head).lemma.to_lowercase();
            match form.as_str() {
                "does" | "do" | "did" if is_verb && cx.token(head).upos == Upos::Verb => {
                    let new = match form.as_str() {
                        "does" => verbs.present(&lemma),
                        "did" => verbs.past(&lemma),
                        _ => lemma,
                    };
                    edits.push((h.t, None));
                    edits.push((head.t, Some(new.clone())));
                    finite = Some((head.t, new));
                }
                "ca" | "wo" | "sha" => {
                    let new = match form.as_str() {
                        "ca" => "can",
                        "wo" => "will",
                        _ => "shall",
                    };
                    edits.push((h.t, Some(new.to_owned())));
                    finite = Some((h.t, new.to_owned()));
                }
                _ => {}
            }
        }
    } else if let Some((no, noun)) = no_determiner(cx, head, &kids) {
        negated = true;
        let n = cx.token(noun);
        let single = n.feat("Number") == Some("Sing") && n.upos == Upos::Noun && !n.lemma.ends_with("ing");
        let next = tokens.get(no.t + 1).map_or("", |t| t.form.as_str());
        let vowel = next.chars().next().is_some_and(|c| "aeiouAEIOU".contains(c));
        edits.push((no.t, single.then(|| if vowel { "an".to_owned() } else { "a".to_owned() })));
    }
    let text = write(cx, head.s, &words, &edits);
    let before = |at: At| helper.map_or(at.t < head.t, |h| at.t < h.t);
    let subject = subject.filter(|s| before(*s)).map(|s| {
        let under = under(cx, s, within);
        (under.first().copied().unwrap_or(s.t), under.last().copied().unwrap_or(s.t))
    });
    (!text.is_empty()).then_some(Proposition { text, negated, head, words, finite, subject, span, clause })
}

/// Clauses joined to this one that have a subject of their own: each makes its own proposition.
pub(super) fn joined(cx: &Context<'_>, head: At) -> Vec<At> {
    cx.children_by(head, &["conj", "parataxis"])
        .filter(|k| cx.child(*k, &["nsubj", "expl", "csubj"]).is_some())
        .filter(|k| cx.token(*k).feat("VerbForm") == Some("Fin") || cx.child(*k, &["cop", "aux"]).is_some())
        .collect()
}

/// The words under a word that lie in a span, without the clauses joined to it.
fn under(cx: &Context<'_>, at: At, within: Span) -> Vec<usize> {
    let joined = joined(cx, at);
    let mut out = Vec::new();
    let mut todo = vec![at.t];
    while let Some(t) = todo.pop() {
        if within.contains(cx.sentences()[at.s].tokens[t].span) {
            out.push(t);
        }
        todo.extend(cx.children(At { s: at.s, t }).iter().filter(|k| !joined.iter().any(|j| j.t == **k)));
    }
    out.sort_unstable();
    out
}

/// "not", "n't", "never", but not "not only".
fn negation(cx: &Context<'_>, at: At) -> bool {
    let t = cx.token(at);
    if !matches!(t.form.to_lowercase().as_str(), "not" | "n't" | "n’t" | "never")
        || !matches!(t.rel(), "advmod" | "neg" | "dep")
    {
        return false;
    }
    let next = cx.sentences()[at.s].tokens.get(at.t + 1).map(|t| t.form.to_lowercase());
    !matches!(next.as_deref(), Some("only" | "just" | "merely" | "simply" | "solely" | "necessarily"))
}

/// "no" before the subject or object.
fn no_determiner(cx: &Context<'_>, head: At, kids: &[At]) -> Option<(At, At)> {
    kids.iter().copied().chain([head]).find_map(|k| {
        if k != head && !matches!(cx.token(k).rel(), "nsubj" | "obj") {
            return None;
        }
        let no = cx.child(k, &["det"]).filter(|d| cx.token(*d).form.eq_ignore_ascii_case("no"))?;
        Some((no, k))
    })
}

/// The words with edits, spaced as in the text.
fn write(cx: &Context<'_>, s: usize, words: &[usize], edits: &[(usize, Option<String>)]) -> String {
    let tokens = &cx.sentences()[s].tokens;
    let mut out = String::new();
    let mut end: Option<usize> = None;
    for &t in words {
        let token = &tokens[t];
        let edit = edits.iter().find(|(at, _)| *at == t).map(|(_, new)| new.as_deref());
        let form = match edit {
            Some(None) => {
                // A dropped word leaves no trace: the next one is spaced as if it stood here.
                continue;
            }
            Some(Some(new)) => new,
            None => token.form.as_str(),
        };
        let quote = matches!(token.form.as_str(), "\"" | "“" | "”" | "''" | "``");
        if quote || form.is_empty() {
            continue;
        }
        let glued = end == Some(token.span.start) || matches!(form, "," | "." | ";" | ":" | "'s" | "’s");
        if !out.is_empty() && !glued {
            out.push(' ');
        }
        out.push_str(form.trim());
        end = Some(token.span.end);
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    // A sentence's capital goes, a name's stays.
    let first = words.iter().copied().find(|t| !edits.iter().any(|(at, new)| at == t && new.is_none()));
    let name = first.is_some_and(|t| {
        tokens[t].upos == Upos::Propn
            || tokens[t].form == "I"
            || tokens[t].form.chars().skip(1).any(char::is_uppercase)
    });
    let adjective = first.is_some_and(|t| cx.knowledge.countries.lookup(tokens[t].form.as_str()).is_some());
    let mut chars = out.chars();
    match chars.next() {
        Some(c) if !name && !adjective => c.to_lowercase().chain(chars).collect(),
        _ => out,
    }
}

/// The question whether it is so.
pub(super) fn question(cx: &Context<'_>, p: &Proposition) -> String {
    let plain = || format!("Is it right that {}?", p.text);
    if !p.clause {
        return format!("Is the claim about {} right?", p.text);
    }
    let (Some((first, last)), Some((at, form))) = (p.subject, p.finite.clone()) else { return plain() };
    let tokens = &cx.sentences()[p.head.s].tokens;
    if p.words.first() != Some(&first) || last + 1 > at {
        return plain();
    }
    let verb = &tokens[at];
    let helper = matches!(verb.rel(), "aux" | "cop") || verb.lemma == "be";
    let (front, rest) = if helper {
        (form, None)
    } else {
        let front = match verb.xpos.as_str() {
            "VBD" => "did",
            "VBZ" => "does",
            "VBP" => "do",
            // The edit has made the bare form finite.
            "VB" => match form.as_str() {
                f if f == verb.lemma => "do",
                f if f == cx.knowledge.verbs.past(&verb.lemma) => "did",
                _ => "does",
            },
            _ => return plain(),
        };
        (front.to_owned(), Some(verb.lemma.to_string()))
    };
    // Take the verb out of the text of the proposition and put it, or "do", in front.
    let form_now = p.finite.as_ref().map_or("", |f| f.1.as_str());
    let words: Vec<&str> = p.text.split(' ').collect();
    let Some(i) = words.iter().position(|w| w.trim_end_matches(',') == form_now) else { return plain() };
    let mut out = vec![capital(&front)];
    for (n, w) in words.iter().enumerate() {
        match (&rest, n == i) {
            (None, true) => {}
            (Some(lemma), true) => out.push(lemma.clone()),
            _ => out.push((*w).to_owned()),
        }
    }
    format!("{}?", out.join(" "))
}

fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
