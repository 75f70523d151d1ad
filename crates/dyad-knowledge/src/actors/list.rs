//! Actors as a list: the user's own, the embedded bodies, the holders of offices; and what a question leaves of them.

use super::{DatedCode, days};
use crate::Knowledge;

/// One line of the list: an actor under one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The name.
    pub name: String,
    /// A kind of actor, or `office`.
    pub kind: &'static str,
    /// The code, where the name tells one.
    pub code: Option<String>,
    /// First day, month or year.
    pub from: Option<String>,
    /// Last day, month or year.
    pub to: Option<String>,
    /// The office, for its holder.
    pub office: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// File and line.
    pub place: String,
}

/// What is asked of the list; what is empty asks nothing.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Words that all stand in the name, another name or the office.
    pub words: Vec<String>,
    /// With what the code begins.
    pub country: Option<String>,
    /// The kind.
    pub kind: Option<String>,
    /// A day (or the first of a month or year) on which it holds.
    pub at: Option<String>,
}

/// The actors that a question asks for: the user's own first, then the tables, each in the order of its file.
#[must_use]
pub fn list(knowledge: &Knowledge, question: &Question) -> Vec<Listed> {
    let own = knowledge.actors.iter().flat_map(|a| {
        let held = question.at.as_deref().map(|at| a.code_on(Some(at)));
        let holds = move |c: &&DatedCode| held.is_none_or(|h| h == Some(*c));
        a.codes.iter().filter(holds).map(|c| Listed {
            name: a.name.clone(),
            kind: a.kind,
            code: Some(c.code.clone()),
            from: c.from.clone(),
            to: c.to.clone(),
            office: None,
            aliases: a.aliases.clone(),
            place: c.place(),
        })
    });
    let nouns = knowledge.actors.nouns().iter().map(|n| Listed {
        name: n.word.clone(),
        kind: "noun",
        code: Some(n.roles.clone()),
        from: None,
        to: None,
        office: None,
        aliases: n.plural.iter().cloned().collect(),
        place: n.place(),
    });
    let bodies = knowledge.organizations.iter().map(|o| Listed {
        name: o.name.to_owned(),
        kind: o.kind,
        code: o.actor.map(str::to_owned),
        from: o.from.map(|y| y.to_string()),
        to: o.to.map(|y| y.to_string()),
        office: None,
        aliases: o.aliases.iter().map(|a| (*a).to_owned()).collect(),
        place: format!("organizations:{}", o.line),
    });
    let offices = knowledge.offices.iter().map(|t| Listed {
        name: t.name.to_owned(),
        kind: "office",
        code: Some(format!("{}:GOV", t.country)),
        from: Some(t.from.to_owned()),
        to: t.to.map(str::to_owned),
        office: Some(t.office.to_owned()),
        aliases: t.aliases.iter().map(|a| (*a).to_owned()).collect(),
        place: format!("offices:{}", t.line),
    });
    own.chain(nouns).chain(bodies).chain(offices).filter(|l| question.asks(l)).collect()
}

impl Question {
    fn asks(&self, line: &Listed) -> bool {
        let lower = |s: &String| s.to_lowercase();
        let here = |w: &String| {
            let w = w.to_lowercase();
            std::iter::once(&line.name)
                .chain(&line.aliases)
                .chain(&line.office)
                .any(|n| lower(n).contains(&w))
        };
        let country = |c: &String| line.code.as_deref().and_then(|l| l.split(':').next()) == Some(c.as_str());
        self.words.iter().all(here)
            && self.country.as_ref().is_none_or(country)
            && self.kind.as_ref().is_none_or(|k| line.kind == k)
            && self.at.as_deref().is_none_or(|at| line.holds_at(at))
    }
}

impl Listed {
    /// Whether the line's limits hold the day; a tenure without an end is vouched for as long as the table of offices is.
    fn holds_at(&self, at: &str) -> bool {
        let Some((day, _)) = days(at) else { return false };
        let open = (self.kind == "office").then_some(crate::offices::VOUCHED);
        let first = self.from.as_deref().and_then(days).map(|d| d.0);
        let last = self.to.as_deref().or(open).and_then(days).map(|d| d.1);
        first.is_none_or(|f| f <= day) && last.is_none_or(|l| day <= l)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{gather, read};

    #[test]
    fn the_users_actors_stand_before_the_tables() {
        let k = Knowledge::embedded().unwrap();
        let csv = "name,kind,code,from,to\nZorvan League,armed,MDA:REB,,2018\nZorvan League,,MDA:OPP,2019,\nwelder,noun,LAB,,\n";
        let (lines, faults) = read("x/own.csv", csv.as_bytes(), &k.countries);
        assert_eq!(faults, []);
        let k = k.with_actors(gather(lines).0);
        let ask = |words: &str, country: &str, kind: &str, at: &str| {
            let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
            let words = words.split_whitespace().map(str::to_owned).collect();
            list(&k, &Question { words, country: some(country), kind: some(kind), at: some(at) })
        };
        let all = ask("zorvan", "", "", "");
        assert_eq!(all.iter().map(|l| l.place.as_str()).collect::<Vec<_>>(), ["own.csv:2", "own.csv:3"]);
        assert_eq!(ask("", "MDA", "armed", "2020-05-01").len(), 1);
        assert_eq!(ask("", "", "noun", "").len(), 1);
        assert_eq!(ask("Merkel chancellor", "DEU", "office", "2010-01-01").len(), 1);
        assert_eq!(ask("merkel", "DEU", "office", "2010-01-01")[0].office.as_deref(), Some("chancellor"));
        assert!(ask("merkel", "DEU", "office", "2022").is_empty());
        assert!(!ask("chancellor", "DEU", "office", "").is_empty());
    }
}
