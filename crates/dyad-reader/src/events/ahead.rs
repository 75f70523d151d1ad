//! Cooperation that lies ahead is agreed, cooperation that somebody will not give is rejected.

use super::matching::Coded;
use super::parties::Parties;
use super::tree::{self, lemma, lower};
use crate::At;

/// PLOVER codes cooperation that lies ahead as AGREE, and cooperation that somebody will not give as REJECT.
pub fn look(parties: &Parties<'_>, c: &mut Coded) {
    let cx = parties.cx();
    let cooperative =
        matches!(c.plover.as_str(), "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "RETREAT" | "CONCEDE");
    if !cooperative || c.clause != c.trigger && c.status.is_some() {
        return;
    }
    let subject = tree::frame(cx, c.clause).subject;
    let willing = cx.head(c.clause).filter(|h| {
        matches!(cx.token(c.clause).rel(), "xcomp" | "advcl" | "ccomp")
            && matches!(
                lemma(cx.token(*h)).as_str(),
                "willing" | "ready" | "prepared" | "poised" | "unwilling" | "reluctant"
            )
    });
    let auxiliary = |at: At, words: &[&str]| {
        cx.children_by(at, &["aux", "advmod"]).any(|a| words.contains(&lower(cx.token(a)).as_str()))
    };
    let not = &["not", "n't", "n’t", "never"][..];
    let outer = if let Some(w) = willing {
        let refuses = auxiliary(w, not) || matches!(lemma(cx.token(w)).as_str(), "unwilling" | "reluctant");
        if refuses { "REJECT" } else { "AGREE:vow" }
    } else if auxiliary(c.clause, &["will", "'ll", "’ll", "wo", "shall"])
        || tree::is_told_future(cx, c.clause)
    {
        if auxiliary(c.clause, not) { "REJECT" } else { "AGREE:vow" }
    } else {
        return;
    };
    let Some(r) = cx.knowledge.events.compose(outer, Some((&c.plover, &c.cameo))) else { return };
    let (Some(plover), Some(cameo)) = (&r.plover, &r.cameo) else { return };
    c.why.push(format!("lies ahead: {} {} becomes {plover}", c.plover, c.cameo));
    c.plover.clone_from(plover);
    c.cameo.clone_from(cameo);
    c.mode.clone_from(&r.mode);
    c.settled = willing.is_some() || outer == "REJECT";
    if willing.is_some()
        && let Some(s) = subject
    {
        c.actor = Some(parties.resolve(s));
    }
}
