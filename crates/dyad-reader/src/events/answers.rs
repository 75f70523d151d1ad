//! Answers: a rejection, a welcome, an agreement that names nobody is addressed to who accused, asked or offered before.
//!
//! "Kuwait blamed Iran for the attack. Tehran rejected the accusation."

use dyad_record::{Event, EventActor};

use super::tree;
use crate::Context;

/// How many sentences back the act lies that is answered.
const BACK: usize = 3;

/// The same where the answer names what it answers: "condemned the veto".
const BACK_NAMED: usize = 8;

/// What an act may answer.
fn answered(plover: &str) -> &'static [&'static str] {
    match plover {
        "REJECT" => &["ACCUSE", "REQUEST", "AGREE", "THREATEN"],
        "SUPPORT" => &["AGREE", "RETREAT", "CONCEDE"],
        // "Condemned the verdict", "denounced the raid".
        "ACCUSE" => &["ASSAULT", "COERCE", "SANCTION", "MOBILIZE"],
        "AGREE" | "CONCEDE" => &["REQUEST", "THREATEN"],
        _ => &[],
    }
}

fn country(side: &EventActor) -> Option<&str> {
    side.code.as_deref()?.split(':').next()
}

/// What the object of a verb says was done: "condemned **the veto**", "rebuffed the appeal". Nothing where the words say by whom.
fn told_by_object<'a>(cx: &'a Context<'_>, row: &Event) -> Vec<&'a str> {
    let Some(trigger) = cx.token_at(row.trigger.start) else { return Vec::new() };
    let Some(object) = cx.child(trigger, &["obj"]).filter(|o| o.t > trigger.t) else { return Vec::new() };
    let definite = cx
        .children_by(object, &["det"])
        .any(|d| matches!(tree::lower(cx.token(d)).as_str(), "the" | "this" | "that" | "these" | "those"));
    let owned = cx.children_by(object, &["nmod", "compound"]).any(|c| {
        cx.token(c).deprel == "nmod:poss"
            || matches!(tree::case_of(cx, c).as_deref(), Some("by" | "of" | "from"))
    });
    if !definite || owned {
        return Vec::new();
    }
    let frames = cx.knowledge.events.nouns.of(&tree::lemma(cx.token(object)));
    frames.iter().map(|f| f.plover.as_str()).collect()
}

/// Gives answers their recipient; the rows are in text order.
pub fn address(cx: &Context<'_>, rows: &mut [Event]) {
    for i in 0..rows.len() {
        let e = &rows[i];
        let open = e.recipient.code.is_none() && e.recipient.entity.is_none();
        let kinds = answered(&e.plover);
        let Some(own) = country(&e.actor).filter(|_| open && !kinds.is_empty()) else { continue };
        let told = told_by_object(cx, e);
        let place = e.sentence.index().unwrap_or(0);
        let back = |p: &Event| place.saturating_sub(p.sentence.index().unwrap_or(0));
        let meant = |p: &&Event| {
            told.contains(&p.plover.as_str()) && country(&p.actor).is_some() && p.actor.code != e.actor.code
        };
        let fits = |p: &&Event| {
            let addressed =
                e.plover == "ACCUSE" || country(&p.recipient).map_or(e.plover == "SUPPORT", |c| c == own);
            kinds.contains(&p.plover.as_str()) && addressed && country(&p.actor).is_some_and(|c| c != own)
        };
        let named = rows[..i].iter().rev().take_while(|p| back(p) <= BACK_NAMED).find(meant);
        let near = || rows[..i].iter().rev().take_while(|p| back(p) <= BACK).find(fits);
        let Some(first) = named.or_else(near) else { continue };
        let (actor, why) = (first.actor.clone(), format!("answers the {} before", first.plover));
        rows[i].recipient = actor;
        rows[i].why.push(why);
    }
}
