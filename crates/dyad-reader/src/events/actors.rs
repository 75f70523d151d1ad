//! Codes for entities to which the entity stage gives none: from their nationality, their seat, their owner, their office.
//!
//! "His government", "a court in Guyana", "the Petrov administration", "Republican lawmakers", and holders of offices whom the office table
//! knows. What a table says of a person holds for the date of writing; without a date it gives the country alone, unless the text gives the
//! same office. An entity for which nothing speaks keeps no code.

use dyad_record::{Entity, EntityKind, MentionForm};

use super::parties::Parties;
use super::tree::lemma;
use crate::Context;
use crate::entities::Entities;

/// How often owners are sought, each time with the codes found before: "his government" needs his code.
const ROUNDS: usize = 2;

/// Offices whose holders the news calls by their surname.
const LEADERS: [&str; 4] = ["president", "prime minister", "chancellor", "secretary of state"];

/// Fills `parties` with a code for every entity that words or tables give one.
pub fn supply(cx: &Context<'_>, entities: &Entities, parties: &mut Parties<'_>) {
    for (e, row) in entities.rows.iter().enumerate() {
        if row.actor.is_none()
            && row.kind == EntityKind::Person
            && let Some(code) = by_office(cx, entities, row)
        {
            parties.supply(e, code);
        }
    }
    for _ in 0..ROUNDS {
        for m in entities.mentions.iter().filter(|m| m.form != MentionForm::Pronoun) {
            let row = &entities.rows[m.entity];
            let acts = matches!(row.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Group);
            if row.actor.is_some() || !acts || parties.has_code(m.entity) {
                continue;
            }
            if let Some(code) = parties.by_words(m.head) {
                parties.supply(m.entity, code);
            }
        }
    }
}

/// What the office table says of a person.
fn by_office(cx: &Context<'_>, entities: &Entities, row: &Entity) -> Option<String> {
    let offices = &cx.knowledge.offices;
    let date = cx.doc.published.as_ref().map(|p| p.value.chars().take(10).collect::<String>());
    let titled = |office: &str| row.roles.iter().any(|r| r.title.to_lowercase() == office);
    let full = row.name.contains(' ');
    // Who leads a state is named by the surname alone even where the text never gives more.
    let leads = |t: &dyad_knowledge::Tenure| LEADERS.contains(&t.office);
    let tenures: Vec<_> =
        if full { offices.of_person(&row.name).collect() } else { offices.of_surname(&row.name).collect() };
    let country = tenures.first()?.country;
    let fits = |t: &&&dyad_knowledge::Tenure| {
        let then = date.as_ref().map(|d| t.holds_on(d));
        match then {
            Some(held) => held && (full || titled(t.office) || leads(t)),
            None => titled(t.office),
        }
    };
    let holding: Vec<_> = tenures.iter().filter(fits).collect();
    if let Some(first) = holding.first()
        && holding.iter().all(|t| t.country == first.country)
    {
        return Some(format!("{}:GOV", first.country));
    }
    // A name that only one country's office holders bear, in a text that speaks of that country.
    let famous = || tenures.iter().any(|t| leads(t)) && cx.knowledge.given_names.lookup(&row.name).is_none();
    let named =
        || entities.rows.iter().any(|e| e.actor.as_deref().is_some_and(|a| a.get(..3) == Some(country)));
    (tenures.iter().all(|t| t.country == country) && (full || named() || famous()))
        .then(|| country.to_owned())
}

impl Parties<'_> {
    /// The code that the words of a mention give.
    fn by_words(&self, head: crate::At) -> Option<String> {
        self.by_nationality(head)
            .or_else(|| self.by_seat(head))
            .or_else(|| self.by_party(head))
            .or_else(|| self.by_keeper(head))
    }

    /// "Republican lawmakers": the country of the party that the adjective names.
    fn by_party(&self, head: crate::At) -> Option<String> {
        let cx = self.cx();
        let party = cx.children_by(head, &["amod", "compound"]).filter(|c| c.t < head.t).find_map(|c| {
            let form = &cx.token(c).form;
            let name = form.starts_with(char::is_uppercase).then(|| format!("{form}s"))?;
            cx.knowledge.organizations.lookup(&name)?.actor
        })?;
        Some(super::parties::with_role(cx, party.split(':').next()?, &lemma(cx.token(head))))
    }
}
