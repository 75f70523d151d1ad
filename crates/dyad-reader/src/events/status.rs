//! Whether an event happened: negation, modality, conditionals, governing verbs and nouns, as the status table says.

use dyad_knowledge::events::CueSite;
use dyad_record::Status;
use dyad_syntax::Upos;

use super::tree::{lemma, lower};
use crate::{At, Context};

/// The cue of a clause that only tells what for.
pub const PURPOSE: &str = "to (purpose)";

/// Status by the words around a clause, with the cue that decided.
pub fn of_clause(cx: &Context<'_>, trigger: At, clause: At) -> (Status, Option<String>) {
    if trigger != clause
        && let Some(found) = own(cx, trigger)
    {
        return found;
    }
    if let Some(found) = own(cx, clause) {
        let would = found.0 == Status::Conditional && super::tree::is_told_future(cx, clause);
        return if would { (Status::Planned, found.1) } else { found };
    }
    let mut at = clause;
    for _ in 0..5 {
        let Some(head) = cx.head(at) else { break };
        let relation = cx.token(at).rel().to_owned();
        let governor = cx.token(head);
        let site = match (relation.as_str(), governor.upos) {
            ("xcomp" | "ccomp" | "obj" | "obl" | "csubj", Upos::Verb | Upos::Aux) => Some(CueSite::Verb),
            ("advcl", Upos::Verb) if marked_to(cx, at) => Some(CueSite::Verb),
            ("acl" | "nmod", Upos::Noun) => Some(CueSite::Noun),
            ("xcomp" | "ccomp" | "advcl", Upos::Adj) => {
                if matches!(
                    lemma(governor).as_str(),
                    "ready" | "willing" | "likely" | "set" | "poised" | "expected" | "prepared" | "due"
                ) {
                    return (Status::Planned, Some(lower(governor)));
                }
                if matches!(
                    lemma(governor).as_str(),
                    "possible" | "able" | "unlikely" | "necessary" | "reluctant" | "unable"
                ) {
                    return (Status::Hypothetical, Some(lower(governor)));
                }
                None
            }
            _ => None,
        };
        if let Some(site) = site
            && let Some(s) = cx.knowledge.events.status(&lemma(governor), site)
        {
            // A purpose clause is planned whatever its verb says; other governors speak for themselves.
            return (s, Some(lower(governor)));
        }
        if relation == "advcl" && marked_to(cx, at) {
            return (Status::Planned, Some(PURPOSE.to_owned()));
        }
        match relation.as_str() {
            // What governs or joins a clause lends it its own modality.
            "xcomp" | "conj" | "obj" | "obl" | "nmod" => {
                if let Some(found) = own(cx, head) {
                    return found;
                }
            }
            "ccomp" | "acl" | "parataxis" => {
                if let Some(found) = marks(cx, head) {
                    return found;
                }
            }
            _ => break,
        }
        at = head;
    }
    (Status::Asserted, None)
}

fn marked_to(cx: &Context<'_>, clause: At) -> bool {
    super::tree::is_infinitive(cx, clause)
}

/// What stands on the word itself.
fn own(cx: &Context<'_>, at: At) -> Option<(Status, Option<String>)> {
    let ev = &cx.knowledge.events;
    let mut found: Option<(Status, Option<String>)> = None;
    for c in cx.children(at).iter().map(|t| At { s: at.s, t: *t }) {
        let t = cx.token(c);
        let form = lower(t);
        let site = match t.rel() {
            "advmod" | "det" | "neg" | "cc" => CueSite::Negation,
            "aux" => CueSite::Auxiliary,
            _ => continue,
        };
        if let Some(s) = ev.status(&form, site) {
            // Negation outweighs an auxiliary: "will not send" is no plan.
            if found.is_none() || s == Status::Denied {
                found = Some((s, Some(form.clone())));
            }
        }
        if site == CueSite::Negation
            && found.is_none()
            && let Some(s) = ev.status(&form, CueSite::Adverb)
        {
            found = Some((s, Some(form)));
        }
    }
    found.or_else(|| marks(cx, at))
}

fn marks(cx: &Context<'_>, at: At) -> Option<(Status, Option<String>)> {
    cx.children_by(at, &["mark", "case"]).find_map(|m| {
        let form = lower(cx.token(m));
        Some((cx.knowledge.events.status(&form, CueSite::Mark)?, Some(form)))
    })
}
