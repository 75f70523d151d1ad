//! What several do together, they do with each other: rows of one trigger with nobody on the other side become one. Must not know trees.

use dyad_record::{Event, EventActor};

/// "The war game was staged by American marines and Jordanian soldiers": the classifier makes the type after the sides are found, so
/// the rows of joined actors meet here.
pub fn join(found: &mut Vec<Event>) {
    let mut i = 0;
    while i + 1 < found.len() {
        let (a, b) = (&found[i], &found[i + 1]);
        let together = a.trigger == b.trigger
            && a.plover == b.plover
            && matches!(a.plover.as_str(), "CONSULT" | "COOPERATE")
            && nobody(&a.recipient)
            && nobody(&b.recipient)
            && a.actor != b.actor;
        if together {
            let second = found.remove(i + 1);
            let first = &mut found[i];
            first.recipient = second.actor;
            first.reciprocal = true;
            first.domestic = same_country(&first.actor, &first.recipient);
            first.why.push("two who act together act on each other".to_owned());
        }
        i += 1;
    }
}

fn nobody(side: &EventActor) -> bool {
    side.code.is_none() && side.entity.is_none() && side.span.is_none()
}

pub(super) fn same_country(a: &EventActor, b: &EventActor) -> bool {
    let country = |s: &EventActor| s.code.as_deref().and_then(|c| c.split(':').next()).map(str::to_owned);
    country(a).is_some() && country(a) == country(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(plover: &str, actor: &str, recipient: Option<&str>) -> Event {
        let side = |code: Option<&str>| EventActor { code: code.map(str::to_owned), ..EventActor::default() };
        let blank = serde_json::json!({
            "id": "v1", "trigger": [4, 9], "sentence": "n1", "actor": side(Some(actor)), "recipient": side(recipient),
            "plover": plover, "mode": null, "contexts": [], "cameo": null, "goldstein": null, "quad": null, "time": null,
            "place": null, "status": "asserted", "mentions": [], "statement": null, "domestic": false, "block": 0,
            "confidence": 0.5,
        });
        serde_json::from_value(blank).unwrap()
    }

    #[test]
    fn two_who_cooperate_become_one_row() {
        let mut rows = vec![row("COOPERATE", "USA:MIL", None), row("COOPERATE", "JOR:MIL", None)];
        join(&mut rows);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].recipient.code.as_deref(), Some("JOR:MIL"));
        assert!(rows[0].reciprocal && !rows[0].domestic);
    }

    #[test]
    fn what_two_do_to_others_stays_apart() {
        let mut rows = vec![row("ASSAULT", "USA", None), row("ASSAULT", "GBR", None)];
        join(&mut rows);
        assert_eq!(rows.len(), 2);
        let mut rows = vec![row("CONSULT", "USA", Some("MEX")), row("CONSULT", "GBR", Some("MEX"))];
        join(&mut rows);
        assert_eq!(rows.len(), 2);
    }
}
