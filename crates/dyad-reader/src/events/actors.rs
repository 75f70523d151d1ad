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
    for (e, row) in entities.rows.iter().enumerate() {
        let acts = matches!(row.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Group);
        if row.actor.is_some() || !acts || parties.has_code(e) {
            continue;
        }
        let found = of_members(parties, row)
            .or_else(|| of_land(parties, entities, e, row))
            .or_else(|| like_named(parties, entities, e))
            .or_else(|| at_home(parties, entities, e, row))
            .or_else(|| chamber(entities, row));
        if let Some(code) = found {
            parties.supply(e, code);
        }
    }
}

/// The code of several who are joined, where those of them who have one agree.
fn of_members(parties: &Parties<'_>, row: &Entity) -> Option<String> {
    let members = row.members.iter().filter_map(dyad_record::Id::index);
    let mut codes = members.filter_map(|m| parties.code_of(m));
    let first = codes.next()?;
    codes.all(|c| c == first).then_some(first)
}

/// "King Abdulrahman of Oman": a person with a title, and the land that stands behind the name.
fn of_land(parties: &Parties<'_>, entities: &Entities, e: usize, row: &Entity) -> Option<String> {
    let cx = parties.cx();
    let title = row.roles.first().filter(|_| row.kind == EntityKind::Person)?.title.to_lowercase();
    let heads =
        entities.mentions.iter().filter(|m| m.entity == e && m.form == MentionForm::Name).map(|m| m.head);
    let land = |head: crate::At| {
        let under = |at: crate::At| {
            cx.children_by(at, &["nmod"])
                .find(|c| super::tree::case_of(cx, *c).as_deref() == Some("of") && parties.is_where(*c))
        };
        // "Governor Olvera of Sonora", with the title for the head.
        let title =
            || cx.head(head).filter(|h| h.t + 3 > head.t && matches!(cx.token(head).rel(), "flat" | "appos"));
        let of = under(head).or_else(|| under(title()?))?;
        parties.resolve(of).country().map(str::to_owned)
    };
    let country = heads.into_iter().find_map(land)?;
    let role = cx.knowledge.roles.person(&title).and_then(|r| r.0.role);
    Some(match role.and_then(|r| r.split(':').next()) {
        Some(role) => format!("{country}:{role}"),
        None => country,
    })
}

/// "The senators" of a text that names senators of one country.
fn like_named(parties: &Parties<'_>, entities: &Entities, e: usize) -> Option<String> {
    let cx = parties.cx();
    let own = entities.mentions.iter().filter(|m| m.entity == e);
    if own.clone().any(|m| m.form == MentionForm::Name) {
        return None;
    }
    let noun = own.filter(|m| m.form == MentionForm::Nominal).map(|m| lemma(cx.token(m.head))).next()?;
    cx.knowledge.roles.person(&noun)?.0.role?;
    let titled = |r: &Entity| r.roles.iter().any(|t| t.title.to_lowercase() == noun);
    let mut codes = entities.rows.iter().filter(|r| titled(r)).filter_map(|r| r.actor.as_deref());
    let first = codes.next()?;
    codes.all(|c| c == first).then(|| first.to_owned())
}

/// What holds for an entity of which nothing says where it belongs: its office or its noun, in a text at home somewhere.
fn at_home(parties: &Parties<'_>, entities: &Entities, e: usize, row: &Entity) -> Option<String> {
    let cx = parties.cx();
    let named = row.mentions.iter().any(|m| m.form == MentionForm::Name);
    let titles = row.roles.iter().map(|r| {
        let abbreviated = cx.knowledge.roles.abbreviation(&r.title).map(|w| w.0.word);
        abbreviated.map_or_else(|| r.title.to_lowercase(), str::to_owned)
    });
    if let Some((title, code)) = titles.into_iter().find_map(|t| parties.at_home(&t).map(|code| (t, code))) {
        let country = code.split(':').next().unwrap_or_default().to_owned();
        let heads: Vec<crate::At> =
            entities.mentions.iter().filter(|m| m.entity == e).map(|m| m.head).collect();
        // "In Mexico City Interior Minister Cerda threatened".
        if let Some(there) = heads.iter().find_map(|h| parties.fronted_place(*h)) {
            return Some(code.replacen(&country, &there, 1));
        }
        // "President Honchar thanked Berlin" is not at home in Berlin; the United States have no foreign minister.
        let elsewhere = |c: &str| c != country && cx.knowledge.offices.knows(c, &title);
        let lacks = !cx.knowledge.offices.knows(&country, &title)
            && entities.rows.iter().filter_map(|r| r.actor.as_deref()?.get(..3)).any(elsewhere);
        if !lacks && !heads.iter().any(|h| deals_with(parties, *h, &country)) {
            return Some(code);
        }
        let other = parties.other_country(&country)?;
        return (!lacks || elsewhere(&other)).then(|| code.replacen(&country, &other, 1));
    }
    let nouns = entities.mentions.iter().filter(|m| m.entity == e && m.form == MentionForm::Nominal);
    // "Both governments" are not of one country.
    let several = |at: crate::At| {
        cx.children_by(at, &["det", "nummod"])
            .any(|d| matches!(cx.token(d).upos, dyad_syntax::Upos::Num) || lemma(cx.token(d)) == "both")
    };
    nouns.filter(|m| !named && !several(m.head)).find_map(|m| parties.at_home_here(m.head))
}

/// True if the one who is meant here does something to a country that is named as such.
fn deals_with(parties: &Parties<'_>, subject: crate::At, country: &str) -> bool {
    let cx = parties.cx();
    let Some(verb) = cx.head(subject).filter(|_| cx.token(subject).rel() == "nsubj") else { return false };
    cx.children_by(verb, &["obj", "obl"]).filter(|o| o.t > verb.t).any(|o| {
        let on = super::tree::case_of(cx, o)
            .is_none_or(|p| matches!(p.as_str(), "on" | "with" | "to" | "against"));
        let iso = parties.country_of_word(o).map(|c| c.0).or_else(|| {
            // "summoned the American ambassador".
            Some(parties.by_nationality(o)?.split(':').next()?.to_owned())
        });
        on && iso.as_deref() == Some(country)
    })
}

/// Chambers that a text calls by their bare names only where it speaks of the United States.
const CHAMBERS: [&str; 4] = ["Congress", "Senate", "House", "House of Representatives"];

fn chamber(entities: &Entities, row: &Entity) -> Option<String> {
    let american = |e: &Entity| e.actor.as_deref().is_some_and(|a| a.starts_with("USA"));
    (CHAMBERS.contains(&row.name.as_str()) && entities.rows.iter().any(american))
        .then(|| "USA:LEG".to_owned())
}

/// What the office table says of a person.
fn by_office(cx: &Context<'_>, entities: &Entities, row: &Entity) -> Option<String> {
    let offices = &cx.knowledge.offices;
    let date = cx.doc.published.as_ref().map(|p| p.value.chars().take(10).collect::<String>());
    let titled = |office: &str| row.roles.iter().any(|r| r.title.to_lowercase() == office);
    let full = row.name.contains(' ');
    // Who leads a state is named by the surname alone even where the text never gives more.
    let leads = |t: &dyad_knowledge::Tenure| LEADERS.contains(&t.office);
    let tenures: Vec<_> = if full {
        offices.of_person(&row.name).collect()
    } else {
        // A minister's surname says nothing without his title.
        offices.of_surname(&row.name).filter(|t| leads(t) || titled(t.office)).collect()
    };
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
    let led = full && tenures.iter().any(|t| leads(t));
    (tenures.iter().all(|t| t.country == country) && (led || named() || famous())).then(|| country.to_owned())
}

impl Parties<'_> {
    /// The code that the words of a mention give.
    pub(super) fn by_words(&self, head: crate::At) -> Option<String> {
        let code = self
            .by_nationality(head)
            .or_else(|| self.by_keeper(head))
            .or_else(|| self.by_seat(head))
            .or_else(|| self.by_party(head))?;
        let bare = !code.contains(':');
        Some(match self.body_behind(head).filter(|_| bare) {
            Some(role) => format!("{code}:{role}"),
            None => code,
        })
    }

    /// "a member of the Senate", "the head of the army": the role of the body that is named behind.
    pub(super) fn body_behind(&self, head: crate::At) -> Option<&'static str> {
        let cx = self.cx();
        if !matches!(
            lemma(cx.token(head)).as_str(),
            "member" | "chair" | "chairman" | "chairwoman" | "deputy"
        ) {
            return None;
        }
        let of = cx
            .children_by(head, &["nmod"])
            .find(|c| super::tree::case_of(cx, *c).as_deref() == Some("of"))?;
        cx.knowledge.roles.body(&lemma(cx.token(of)))?.0.role?.split(':').next()
    }

    /// "Republican lawmakers": the country of the party that the adjective names.
    fn by_party(&self, head: crate::At) -> Option<String> {
        let cx = self.cx();
        let party = cx.children_by(head, &["amod", "compound"]).filter(|c| c.t < head.t).find_map(|c| {
            let form = &cx.token(c).form;
            let name = form.starts_with(char::is_uppercase).then(|| format!("{form}s"))?;
            cx.knowledge.organizations.lookup(&name)?.actor
        })?;
        Some(self.of_country(party.split(':').next()?, head))
    }
}
