//! Answers: a rejection, a welcome, an agreement that names nobody is addressed to who accused, asked or offered before.
//!
//! "Kuwait blamed Iran for the attack. Tehran rejected the accusation." Must not know words.

use dyad_record::{Event, EventActor};

/// How many sentences back the act lies that is answered.
const BACK: usize = 3;

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

/// Gives answers their recipient; the rows are in text order.
pub fn address(rows: &mut [Event]) {
    for i in 0..rows.len() {
        let e = &rows[i];
        let open = e.recipient.code.is_none() && e.recipient.entity.is_none();
        let kinds = answered(&e.plover);
        let Some(own) = country(&e.actor).filter(|_| open && !kinds.is_empty()) else { continue };
        let place = e.sentence.index().unwrap_or(0);
        let near = |p: &&Event| place.saturating_sub(p.sentence.index().unwrap_or(0)) <= BACK;
        let fits = |p: &&Event| {
            let addressed =
                e.plover == "ACCUSE" || country(&p.recipient).map_or(e.plover == "SUPPORT", |c| c == own);
            kinds.contains(&p.plover.as_str()) && addressed && country(&p.actor).is_some_and(|c| c != own)
        };
        let Some(first) = rows[..i].iter().rev().take_while(near).find(fits) else { continue };
        let (actor, why) = (first.actor.clone(), format!("answers the {} before", first.plover));
        rows[i].recipient = actor;
        rows[i].why.push(why);
    }
}
