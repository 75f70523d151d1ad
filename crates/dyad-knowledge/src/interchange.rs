//! Codes by which event data of others name countries and organisations (`tables/country-codes.tsv`, `tables/known-groups.tsv`).
//!
//! FIPS 10-4 and CAMEO are GDELT's, the Correlates of War numbers POLECAT's. The record itself has ISO 3166-1 alone, so only
//! exporters ask here.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::table::{Row, Table};
use crate::{Countries, Organizations, TableError};

const COUNTRIES: &str = "country-codes.tsv";
const GROUPS: &str = "known-groups.tsv";

/// The codes of a country in other lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryCodes {
    /// FIPS 10-4.
    pub fips: Option<&'static str>,
    /// Number in the Correlates of War list of states.
    pub cow: Option<u16>,
    /// CAMEO's code, where it is not the ISO code.
    pub cameo: Option<&'static str>,
}

/// An organisation in CAMEO's list of known groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownGroup {
    /// Three letters.
    pub group: &'static str,
    /// The beginning of the actor string, where it is more than code, roles and group run together.
    pub actor: Option<&'static str>,
}

/// All codes of other lists.
#[derive(Debug, Clone)]
pub struct Interchange {
    countries: FxHashMap<&'static str, CountryCodes>,
    groups: FxHashMap<&'static str, KnownGroup>,
}

impl Interchange {
    pub(crate) fn embedded(countries: &Countries, orgs: &Organizations) -> Result<Self, TableError> {
        Ok(Self {
            countries: country_codes(include_str!("../tables/country-codes.tsv"), countries)?,
            groups: known_groups(include_str!("../tables/known-groups.tsv"), orgs)?,
        })
    }

    /// The codes of the country with this ISO 3166-1 alpha-3 code; none of a country without any.
    #[must_use]
    pub fn country(&self, iso3: &str) -> Option<&CountryCodes> {
        self.countries.get(iso3)
    }
    /// The known group that an organisation is; by the name that the record prints.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&KnownGroup> {
        self.groups.get(name)
    }
}

/// A cell of so many capital letters, if there is anything in it.
fn capitals(
    row: &Row<'static>,
    column: usize,
    fits: fn(usize) -> bool,
) -> Result<Option<&'static str>, TableError> {
    match row.optional(column) {
        Some(c) if !fits(c.len()) || !c.bytes().all(|b| b.is_ascii_uppercase()) => {
            Err(row.error(format!("\"{c}\" is no code of this column")))
        }
        cell => Ok(cell),
    }
}

fn country_codes(
    text: &'static str,
    known: &Countries,
) -> Result<FxHashMap<&'static str, CountryCodes>, TableError> {
    let mut all = FxHashMap::default();
    let (mut fips, mut cow) = (FxHashSet::default(), FxHashSet::default());
    for row in Table::parse(COUNTRIES, text, &["iso3", "fips", "cow", "cameo"])?.rows() {
        let iso3 = row.required(0)?;
        if known.by_iso3(iso3).is_none() {
            return Err(row.error(format!("\"{iso3}\" is no country of countries.tsv")));
        }
        let codes = CountryCodes {
            fips: capitals(row, 1, |n| n == 2)?,
            cow: row.optional(2).map(|_| row.parse(2)).transpose()?,
            cameo: capitals(row, 3, |n| n == 3)?,
        };
        if codes.cow.is_some_and(|n| !(2..=990).contains(&n)) {
            return Err(row.error("numbers of states go from 2 to 990"));
        }
        if codes.fips.is_some_and(|c| !fips.insert(c)) || codes.cow.is_some_and(|n| !cow.insert(n)) {
            return Err(row.error("another country has this code already"));
        }
        if all.insert(iso3, codes).is_some() {
            return Err(row.error(format!("{iso3} stands twice")));
        }
    }
    Ok(all)
}

fn known_groups(
    text: &'static str,
    known: &Organizations,
) -> Result<FxHashMap<&'static str, KnownGroup>, TableError> {
    let mut all = FxHashMap::default();
    for row in Table::parse(GROUPS, text, &["name", "group", "actor"])?.rows() {
        let name = row.required(0)?;
        if known.lookup(name).is_none_or(|o| o.name != name) {
            return Err(row.error(format!("\"{name}\" is no name of organizations.tsv")));
        }
        row.required(1)?;
        let group = capitals(row, 1, |n| n == 3)?.unwrap_or_default();
        let actor = capitals(row, 2, |n| n > 3 && n % 3 == 0)?;
        if actor.is_some_and(|a| !a.ends_with(group)) {
            return Err(row.error(format!("an actor string of {group} ends in {group}")));
        }
        if all.insert(name, KnownGroup { group, actor }).is_some() {
            return Err(row.error(format!("\"{name}\" stands twice")));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> (Countries, Organizations, Interchange) {
        let (c, o) = (Countries::embedded().unwrap(), Organizations::embedded().unwrap());
        let i = Interchange::embedded(&c, &o).unwrap();
        (c, o, i)
    }

    #[test]
    fn the_codes_that_differ_most_are_right() {
        let (_, _, i) = embedded();
        for (iso3, fips, cow) in [
            ("DEU", "GM", 255),
            ("CHE", "SZ", 225),
            ("CHN", "CH", 710),
            ("CHL", "CI", 155),
            ("RUS", "RS", 365),
            ("SRB", "RI", 345),
            ("KOR", "KS", 732),
            ("PRK", "KN", 731),
            ("USA", "US", 2),
            ("GBR", "UK", 200),
            ("UKR", "UP", 369),
            ("TUR", "TU", 640),
        ] {
            let c = i.country(iso3).unwrap();
            assert_eq!((c.fips, c.cow), (Some(fips), Some(cow)), "{iso3}");
        }
        assert_eq!(i.country("ROU").and_then(|c| c.cameo), Some("ROM"));
        assert_eq!(i.country("HKG").and_then(|c| c.cow), None);
        // Gaza and the West Bank have codes of their own.
        assert_eq!(i.country("PSE"), None);
    }

    #[test]
    fn known_groups_go_by_the_name_in_the_record() {
        let (_, _, i) = embedded();
        assert_eq!(i.group("European Union").and_then(|g| g.actor), Some("IGOEUREEC"));
        assert_eq!(i.group("Hamas"), Some(&KnownGroup { group: "HMS", actor: None }));
        assert_eq!(i.group("EU"), None);
    }

    #[test]
    fn a_bad_line_is_named() {
        let (c, o, _) = embedded();
        let bad = |text| country_codes(text, &c).unwrap_err();
        let e = bad("iso3\tfips\tcow\tcameo\nUSA\tUS\t2\t-\nMEX\tUS\t70\t-\n");
        assert_eq!(e.line, 3);
        assert!(e.message.contains("has this code already"), "{e}");
        assert!(bad("iso3\tfips\tcow\tcameo\nXXX\tUS\t2\t-\n").message.contains("countries.tsv"));
        assert!(bad("iso3\tfips\tcow\tcameo\nUSA\tus\t2\t-\n").message.contains("no code"));
        let e = known_groups("name\tgroup\tactor\nNATO\tNAT\tIGOWST\n", &o).unwrap_err();
        assert!(e.message.contains("ends in NAT"), "{e}");
    }
}
