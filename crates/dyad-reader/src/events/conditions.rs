//! The finer conditions that a frame's flags ask for: who the subject must be, which word must stand by.

use dyad_knowledge::events::{Pattern, Term};
use dyad_record::EntityKind;

use super::parties::Parties;
use super::tree::{Frame, conjuncts, lemma, lower};
use crate::{At, Context};

/// True if the verb has this word among its dependents, or right after it.
pub fn has_word(cx: &Context<'_>, at: At, word: &str) -> bool {
    let is = |t: At| {
        let token = cx.token(t);
        lower(token) == word || lemma(token) == word
    };
    let next = At { s: at.s, t: at.t + 1 };
    if next.t < cx.sentences()[at.s].tokens.len() && is(next) {
        return true;
    }
    cx.children(at).iter().map(|t| At { s: at.s, t: *t }).any(|c| {
        matches!(
            cx.token(c).rel(),
            "compound" | "advmod" | "obl" | "obj" | "xcomp" | "case" | "mark" | "advcl" | "ccomp" | "dep"
        ) && is(c)
    }) || word == "responsible"
        && cx
            .children_by(at, &["obj", "xcomp"])
            .any(|c| cx.children(c).iter().any(|t| is(At { s: at.s, t: *t })))
}

/// True if the pattern depends on an event that it governs.
pub fn composes(p: &Pattern) -> bool {
    p.has("compose") || p.has("nocode")
}

/// Prepositions whose noun may be the event that an outer verb governs.
pub fn governing_preposition(p: &str) -> bool {
    matches!(p, "for" | "to" | "on" | "with" | "of" | "against" | "from" | "in" | "at")
}

/// The conditions of the flags that speak of the sentence's words.
pub fn flags_hold(cx: &Context<'_>, parties: &Parties<'_>, p: &Pattern, at: At, f: &Frame) -> bool {
    let ev = &cx.knowledge.events;
    let subject_in = |classes: &[&str]| {
        f.subject.is_some_and(|s| {
            conjuncts(cx, s)
                .into_iter()
                .any(|n| classes.iter().any(|c| parties.is(n, &Term::Class((*c).to_owned()))))
        })
    };
    let kind = |s: Option<At>| s.and_then(|s| parties.entity(s)).and_then(|e| parties.kind_of(e));
    let state_like = |s: Option<At>| {
        s.is_some_and(|s| {
            matches!(kind(Some(s)), Some(EntityKind::Country | EntityKind::Group | EntityKind::Organization))
                || kind(Some(s)) != Some(EntityKind::Person) && parties.resolve(s).code.is_some()
        })
    };
    if p.has("plural") {
        let plural = f.subject.is_some_and(|s| {
            conjuncts(cx, s).len() > 1 || parties.entity(s).is_some_and(|e| parties.members(e).len() > 1)
        });
        if !plural && !f.preps.iter().any(|(q, _)| q == "with") {
            return false;
        }
    }
    if p.has("armed") && !(subject_in(&["armed"]) || state_like(f.subject)) {
        return false;
    }
    if p.has("airforce") && !subject_in(&["airforce"]) {
        return false;
    }
    if p.has("subjtroops") && !(subject_in(&["armed", "troops"]) || state_like(f.subject)) {
        return false;
    }
    if p.has("subjcrowd") && !(subject_in(&["crowd"]) || kind(f.subject) == Some(EntityKind::Group)) {
        return false;
    }
    if p.has("official")
        && !(subject_in(&["official", "person", "body"]) || kind(f.subject) == Some(EntityKind::Person))
    {
        return false;
    }
    if p.has("envoy") && !(subject_in(&["envoy"]) || kind(f.subject) == Some(EntityKind::Person)) {
        return false;
    }
    if p.has("callonly")
        && (!f.clauses.is_empty()
            || cx.children_by(at, &["obj"]).count() > 1
            || f.passive
            || kind(f.subject) != Some(EntityKind::Person) && !subject_in(&["official", "person"]))
    {
        return false;
    }
    if p.has("together")
        && !f
            .preps
            .iter()
            .any(|(q, n)| q == "with" && parties.is_actor(*n) && parties.resolve(*n).code.is_some())
    {
        return false;
    }
    if p.has("subjunctive") {
        // "proposed that he go", "suggested that they should go"; not "suggested that he went".
        let wanted = f.clauses.iter().copied().filter(|c| cx.token(*c).rel() == "ccomp").any(|c| {
            let aux: Vec<String> = cx.children_by(c, &["aux", "cop"]).map(|a| lower(cx.token(a))).collect();
            let bare = cx.token(c).xpos == "VB" && aux.is_empty() || aux.iter().any(|a| a == "be");
            bare || aux.iter().any(|a| a == "should" || a == "must")
        });
        if !wanted {
            return false;
        }
    }
    if p.has("recip") && f.passive && p.object.is_empty() {
        return false;
    }
    if p.has("nongrata") && !cx.sentences()[at.s].tokens.iter().any(|t| lower(t) == "grata") {
        return false;
    }
    if p.has("emergency") {
        let held = |n: At| {
            let l = lemma(cx.token(n));
            l == "emergency"
                || l == "lockdown"
                || l == "state"
                    && cx.children_by(n, &["nmod"]).any(|c| {
                        matches!(lemma(cx.token(c)).as_str(), "emergency" | "siege" | "war" | "exception")
                    })
                || l == "law"
                    && cx.children_by(n, &["amod", "compound"]).any(|c| lemma(cx.token(c)) == "martial")
                || l == "siege" && cx.child(n, &["case"]).is_some()
        };
        let noun = f.object.unwrap_or(at);
        if !held(noun) {
            return false;
        }
    }
    if p.has("saywill") || p.has("saywillnot") || p.has("saymust") {
        let Some(clause) = f.clauses.iter().copied().find(|c| cx.token(*c).rel() == "ccomp") else {
            return false;
        };
        let o = outlook(cx, clause);
        let own = speaks_of_himself(cx, parties, f.subject, clause);
        let holds = p.has("saywill") && own && o == Outlook::Will
            || p.has("saywillnot") && own && o == Outlook::WillNot
            || p.has("saymust") && !own && o == Outlook::Must;
        if !holds {
            return false;
        }
    }
    if p.has("badact") {
        // "claims that X attacked": the clause must hold a hostile act.
        let hostile = f.clauses.iter().any(|c| {
            ev.verbs
                .of(&lemma(cx.token(*c)))
                .iter()
                .any(|x| matches!(x.plover.as_str(), "ASSAULT" | "COERCE"))
        });
        if !hostile {
            return false;
        }
    }
    true
}

/// What the auxiliaries of a clause say of its future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// "will send", "is going to send", in reported speech "would send".
    Will,
    /// "will not send".
    WillNot,
    /// "must send", "should send".
    Must,
    /// Anything else.
    None,
}

/// The outlook of a clause; "would" counts as the "will" of reported speech.
pub fn outlook(cx: &Context<'_>, clause: At) -> Outlook {
    let words: Vec<String> = cx.children_by(clause, &["aux", "advmod"]).map(|c| lower(cx.token(c))).collect();
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let not = has(&["not", "n't", "never", "n’t"]);
    if has(&["will", "'ll", "’ll", "wo", "would", "shall"]) {
        return if not { Outlook::WillNot } else { Outlook::Will };
    }
    let obliged = has(&["must", "should"])
        || cx.head(clause).is_some_and(|h| {
            cx.token(clause).rel() == "xcomp"
                && matches!(lemma(cx.token(h)).as_str(), "have" | "need" | "ought")
        });
    if obliged && !not { Outlook::Must } else { Outlook::None }
}

/// True if the subject of a clause is the speaker: a pronoun, the same entity, or the same country.
fn speaks_of_himself(cx: &Context<'_>, parties: &Parties<'_>, speaker: Option<At>, clause: At) -> bool {
    let Some(own) = cx.child(clause, &["nsubj"]) else { return false };
    let Some(speaker) = speaker else { return false };
    let (a, b) = (parties.resolve(speaker), parties.resolve(own));
    if a.entity.is_some() && b.entity.is_some() {
        return a.entity == b.entity || a.code.is_some() && a.country() == b.country();
    }
    let pronoun = matches!(lower(cx.token(own)).as_str(), "it" | "they" | "he" | "she" | "we" | "i");
    pronoun || a.code.is_some() && a.country() == b.country()
}
