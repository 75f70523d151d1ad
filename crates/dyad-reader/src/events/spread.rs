//! One who is known in one row is known in all: a code that the words of one sentence gave to somebody holds for his other rows. Must not
//! know words.

use dyad_record::{Event, EventActor, Id};
use rustc_hash::FxHashMap;

/// Fills in the code of an entity where its other rows agree on one.
pub fn known_once(rows: &mut [Event]) {
    // The code of each entity; nothing where rows do not agree.
    let mut codes: FxHashMap<Id, Option<String>> = FxHashMap::default();
    for side in rows.iter().flat_map(|r| [&r.actor, &r.recipient]) {
        if let (Some(entity), Some(code)) = (&side.entity, &side.code) {
            let known = codes.entry(entity.clone()).or_insert_with(|| Some(code.clone()));
            if known.as_ref() != Some(code) {
                *known = None;
            }
        }
    }
    let fill = |side: &mut EventActor| {
        let code = side.entity.as_ref().filter(|_| side.code.is_none()).and_then(|e| codes.get(e)?.clone());
        let found = code.is_some();
        side.code = side.code.take().or(code);
        found
    };
    for r in rows.iter_mut() {
        // Both, whichever is filled.
        if fill(&mut r.actor) | fill(&mut r.recipient) {
            r.domestic = super::mutual::same_country(&r.actor, &r.recipient);
            r.why.push("the code that its other rows give".to_owned());
        }
    }
}
