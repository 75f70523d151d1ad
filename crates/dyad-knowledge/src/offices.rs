//! Who held which office when (`tables/offices.tsv`).

use rustc_hash::FxHashMap;

use crate::table::Table;
use crate::{Gender, TableError};

/// One tenure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenure {
    /// ISO 3166-1 alpha-3, or `IGO`.
    pub country: &'static str,
    /// The office, as `roles.tsv` writes it.
    pub office: &'static str,
    /// The holder.
    pub name: &'static str,
    /// Other forms of the holder's name.
    pub aliases: Vec<&'static str>,
    /// The holder's gender.
    pub gender: Option<Gender>,
    /// First day, month or year.
    pub from: &'static str,
    /// Last day, month or year.
    pub to: Option<&'static str>,
    /// Line of the table.
    pub line: usize,
}

/// The last day for which a tenure without an end is vouched for.
pub(crate) const VOUCHED: &str = "2025-12-31";

impl Tenure {
    /// Whether the holder was in office on this ISO date. Months and years count whole.
    #[must_use]
    pub fn holds_on(&self, date: &str) -> bool {
        let n = self.from.len().min(date.len());
        let to = self.to.unwrap_or(VOUCHED);
        let m = to.len().min(date.len());
        date.get(..n) >= self.from.get(..n) && date.get(..m) <= to.get(..m)
    }
}

/// The table of offices.
#[derive(Debug, Clone)]
pub struct Offices {
    rows: Vec<Tenure>,
    /// Full name or alias → rows; last word of the name → rows.
    names: FxHashMap<&'static str, Vec<usize>>,
    surnames: FxHashMap<&'static str, Vec<usize>>,
    seats: FxHashMap<String, Vec<usize>>,
}

fn is_date(text: &str) -> bool {
    [4, 7, 10].contains(&text.len())
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}

impl Offices {
    pub(crate) fn embedded() -> Result<Self, TableError> {
        let columns = ["country", "office", "name", "aliases", "gender", "from", "to"];
        let table = Table::parse("offices.tsv", include_str!("../tables/offices.tsv"), &columns)?;
        let mut all = Self {
            rows: Vec::new(),
            names: FxHashMap::default(),
            surnames: FxHashMap::default(),
            seats: FxHashMap::default(),
        };
        for row in table.rows() {
            let t = Tenure {
                country: row.required(0)?,
                office: row.required(1)?,
                name: row.required(2)?,
                aliases: row.list(3).collect(),
                gender: Gender::cell(row, 4)?,
                from: row.required(5)?,
                to: row.optional(6),
                line: row.line,
            };
            if let Some(bad) = std::iter::once(t.from).chain(t.to).find(|d| !is_date(d)) {
                return Err(row.error(format!("\"{bad}\" is no date (YYYY-MM-DD, YYYY-MM or YYYY)")));
            }
            if t.to.is_some_and(|to| to < t.from) {
                return Err(row.error("the tenure ends before it begins"));
            }
            let at = all.rows.len();
            for name in std::iter::once(t.name).chain(t.aliases.iter().copied()) {
                all.names.entry(name).or_default().push(at);
            }
            if let Some(last) = t.name.rsplit(' ').next() {
                all.surnames.entry(last).or_default().push(at);
            }
            all.seats.entry(format!("{}:{}", t.country, t.office)).or_default().push(at);
            all.rows.push(t);
        }
        Ok(all)
    }
    /// Every tenure, in file order.
    pub fn iter(&self) -> impl Iterator<Item = &Tenure> {
        self.rows.iter()
    }
    /// Every tenure of the person of this name.
    pub fn of_person(&self, name: &str) -> impl Iterator<Item = &Tenure> {
        self.names.get(name).into_iter().flatten().map(|i| &self.rows[*i])
    }
    /// Every tenure of persons whose name ends so.
    pub fn of_surname(&self, surname: &str) -> impl Iterator<Item = &Tenure> {
        self.surnames.get(surname).into_iter().flatten().map(|i| &self.rows[*i])
    }
    /// Whether a country has, or had, an office by this name.
    #[must_use]
    pub fn knows(&self, country: &str, office: &str) -> bool {
        self.seats.contains_key(&format!("{country}:{office}"))
    }
    /// Who held an office on a day; `None` where the table does not say, or names two.
    #[must_use]
    pub fn holder(&self, country: &str, office: &str, date: &str) -> Option<&Tenure> {
        let mut hits = self
            .seats
            .get(&format!("{country}:{office}"))?
            .iter()
            .map(|i| &self.rows[*i])
            .filter(|t| t.holds_on(date));
        let first = hits.next()?;
        hits.all(|t| t.name == first.name).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenures_by_name_and_by_day() {
        let o = Offices::embedded().unwrap();
        assert_eq!(o.holder("DEU", "chancellor", "2010-05-01").unwrap().name, "Angela Merkel");
        assert_eq!(o.holder("DEU", "chancellor", "1950-05-01"), None);
        // An open tenure vouches for nothing after the table's last day.
        assert_eq!(o.holder("FRA", "president", "2026-06-01"), None);
        assert!(o.knows("MEX", "foreign minister") && !o.knows("USA", "foreign minister"));
        assert!(o.of_person("Mark Rutte").count() == 2);
        assert_eq!(o.holder("ZMB", "president", "2022-01-01").unwrap().name, "Hakainde Hichilema");
        assert_eq!(o.holder("UKR", "defense minister", "2022-03-01").unwrap().name, "Oleksii Reznikov");
    }

    #[test]
    fn heads_and_ministers_of_many_countries_are_dated() {
        let (o, countries) = (Offices::embedded().unwrap(), crate::Countries::embedded().unwrap());
        let states: std::collections::BTreeSet<&str> = o.iter().map(|t| t.country).collect();
        assert!(states.len() >= 120, "{}", states.len());
        assert!(states.iter().all(|c| *c == "IGO" || countries.by_iso3(c).is_some()));
        let with = |offices: &[&str]| {
            let held = o.iter().filter(|t| offices.contains(&t.office));
            held.map(|t| t.country).collect::<std::collections::BTreeSet<_>>().len()
        };
        assert!(
            with(&["president", "prime minister", "chancellor", "taoiseach", "premier", "king", "emir"])
                >= 120
        );
        assert!(with(&["foreign minister", "foreign secretary", "secretary of state"]) >= 60);
        assert!(
            with(&["defense minister", "defence secretary", "secretary of defense", "defense secretary"])
                >= 25
        );
        // An office has one holder at a time; the year or day on which it changes hands may have two.
        for (i, a) in o.rows.iter().enumerate() {
            for b in &o.rows[i + 1..] {
                if (a.country, a.office) == (b.country, b.office) && a.name != b.name {
                    let (a, b) = if a.from <= b.from { (a, b) } else { (b, a) };
                    let end = a.to.unwrap_or(VOUCHED);
                    let n = end.len().min(b.from.len());
                    assert!(
                        end[..n] <= b.from[..n],
                        "{} and {} as {} of {}",
                        a.name,
                        b.name,
                        a.office,
                        a.country
                    );
                }
            }
        }
    }
}
