//! What an actor code may be, and how a CAMEO code becomes one (`tables/cameo-actors.tsv`).
//!
//! Ours: `COUNTRY[:ROLE…]`. CAMEO's: three letters a part, without a sign between them: country, role, then narrower ones
//! (`USAGOVLEG`, `IGOUNO`). What our codes have no place for is named, never dropped in silence.

use rustc_hash::FxHashMap;

use crate::roles::ROLE_CODES;
use crate::table::Table;
use crate::{Countries, TableError};

/// What stands in place of a country for an actor without one.
pub const BLOCS: [&str; 4] = ["IGO", "NGO", "MNC", "NSA"];

/// Checks an actor code; the error is a sentence with its mend.
///
/// # Errors
/// A country that ISO 3166 does not know, or an unknown role.
pub fn check(code: &str, countries: &Countries) -> Result<(), String> {
    let mut parts = code.split(':');
    let country = parts.next().unwrap_or("");
    if countries.by_iso3(country).is_none() && !BLOCS.contains(&country) {
        let alike = countries
            .by_iso2(country)
            .or_else(|| countries.lookup(country).map(|(c, _)| c))
            .map(|c| format!("; {} is {}", c.name, c.iso3))
            .unwrap_or_default();
        return Err(format!(
            "\"{country}\" is no country code; a code begins with three letters of ISO 3166 (DEU) or IGO, NGO, MNC, NSA{alike}"
        ));
    }
    check_roles(parts)
}

/// Checks role codes.
///
/// # Errors
/// The first unknown one, in a sentence.
pub(crate) fn check_roles<'c>(mut roles: impl Iterator<Item = &'c str>) -> Result<(), String> {
    match roles.find(|r| !ROLE_CODES.contains(r)) {
        Some(bad) => Err(format!("\"{bad}\" is no role; there are {}", ROLE_CODES.join(", "))),
        None => Ok(()),
    }
}

/// What a part of a CAMEO code is for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A country under an older code.
    Country(&'static str),
    /// An actor without a country.
    Bloc(&'static str),
    /// One of our roles.
    Role(&'static str),
    /// Narrower than our codes.
    Narrower,
    /// A region, for which we have no code.
    Region,
}

/// The table of CAMEO's parts that are not ours letter by letter.
#[derive(Debug, Clone)]
pub struct CameoActors {
    parts: FxHashMap<&'static str, (Part, &'static str)>,
}

/// A CAMEO code in our terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// Ours.
    pub code: String,
    /// What was lost on the way, in words.
    pub notes: Vec<String>,
}

impl CameoActors {
    /// The table that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        let columns = ["cameo", "is", "ours", "note"];
        let table =
            Table::parse("cameo-actors.tsv", include_str!("../../tables/cameo-actors.tsv"), &columns)?;
        let mut parts = FxHashMap::default();
        for row in table.rows() {
            let cameo = row.required(0)?;
            let ours = row.optional(2);
            let part = match (row.required(1)?, ours) {
                ("country", Some(c)) => Part::Country(c),
                ("bloc", Some(c)) if BLOCS.contains(&c) => Part::Bloc(c),
                ("role", Some(c)) if ROLE_CODES.contains(&c) => Part::Role(c),
                ("narrower", None) => Part::Narrower,
                ("region", None) => Part::Region,
                (is, _) => {
                    return Err(row.error(format!("\"{is}\" does not go with \"{}\"", ours.unwrap_or("-"))));
                }
            };
            if cameo.len() != 3 || parts.insert(cameo, (part, row.text(3))).is_some() {
                return Err(row.error(format!("\"{cameo}\" stands twice or is not of three letters")));
            }
        }
        Ok(Self { parts })
    }

    /// A CAMEO code in our terms.
    ///
    /// # Errors
    /// Why it cannot be converted.
    pub fn convert(&self, cameo: &str, countries: &Countries) -> Result<Converted, String> {
        let parts = split(cameo)?;
        let mut notes = Vec::new();
        let Some((first, rest)) = parts.split_first() else { return Err("the code is empty".to_owned()) };
        let (lead, roles): (&str, &[&str]) = match self.parts.get(first) {
            Some((Part::Country(iso), _)) => (iso, rest),
            Some((Part::Bloc(bloc), _)) => (bloc, rest),
            Some((Part::Region, note)) => {
                return Err(format!("{first} is a region ({note}), and a code needs a country"));
            }
            _ if countries.by_iso3(first).is_some() => (first, rest),
            _ if BLOCS.contains(first) => (first, rest),
            // "REBTAL", "MIL": an actor of no country.
            _ if self.role(first).is_some() => ("NSA", parts.as_slice()),
            Some((_, note)) => return Err(format!("{first} ({note}) is no country, and a code needs one")),
            None => return Err(format!("{first} is no country of ISO 3166 and no role")),
        };
        let mut code = lead.to_owned();
        let mut known: Vec<&str> = Vec::new();
        for part in roles {
            match self.role(part) {
                Some(role) if known.contains(&role) => {}
                Some(role) => {
                    known.push(role);
                    code.push(':');
                    code.push_str(role);
                }
                None => notes.push(self.lost(part)),
            }
        }
        Ok(Converted { code, notes })
    }

    /// The roles of an agent's code (`~GOV`, `NGO~`, `~GOVMED`), without a country.
    ///
    /// # Errors
    /// If no role is left.
    pub fn roles(&self, cameo: &str) -> Result<Converted, String> {
        let mut known: Vec<&str> = Vec::new();
        let mut notes = Vec::new();
        for part in split(cameo)? {
            match self.role(part).or_else(|| (part == "IGO").then_some("GOV")) {
                Some(role) if known.contains(&role) => {}
                Some(role) => known.push(role),
                None => notes.push(self.lost(part)),
            }
        }
        if known.is_empty() {
            return Err(format!("{cameo} has no role that our codes know"));
        }
        Ok(Converted { code: known.join(":"), notes })
    }

    fn role(&self, part: &str) -> Option<&'static str> {
        match self.parts.get(part) {
            Some((Part::Role(ours), _)) => Some(ours),
            Some((Part::Bloc("NGO"), _)) => Some("NGO"),
            Some(_) => None,
            None => ROLE_CODES.iter().copied().find(|r| *r == part),
        }
    }

    fn lost(&self, part: &str) -> String {
        match self.parts.get(part) {
            Some((_, note)) if !note.is_empty() => format!("{part} ({note}) is left out"),
            _ => format!("{part} is left out: our codes have no such part"),
        }
    }
}

/// The parts of three letters.
fn split(cameo: &str) -> Result<Vec<&str>, String> {
    if cameo.is_empty() || !cameo.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Err(format!("\"{cameo}\" is no CAMEO code: it has other signs than capital letters"));
    }
    if !cameo.len().is_multiple_of(3) {
        return Err(format!("\"{cameo}\" is no CAMEO code: its length is no multiple of three"));
    }
    Ok((0..cameo.len()).step_by(3).filter_map(|i| cameo.get(i..i + 3)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> (CameoActors, Countries) {
        (CameoActors::embedded().unwrap(), Countries::embedded().unwrap())
    }

    #[test]
    fn cameo_codes_become_ours() {
        let (cameo, countries) = both();
        for (from, ours, lost) in [
            ("USAGOV", "USA:GOV", 0),
            ("USAGOVLEG", "USA:GOV:LEG", 0),
            ("IGOUNO", "IGO", 1),
            ("ROM", "ROU", 0),
            ("ZARREB", "COD:REB", 0),
            ("TMPCVL", "TLS:CVL", 0),
            ("PSEGOV", "PSE:GOV", 0),
            ("AFGINSTAL", "AFG:REB", 1),
            ("REBXYZ", "NSA:REB", 1),
            ("NGMHRI", "NGO", 1),
        ] {
            let c = cameo.convert(from, &countries).unwrap();
            assert_eq!((c.code.as_str(), c.notes.len()), (ours, lost), "{from}: {:?}", c.notes);
            check(&c.code, &countries).unwrap();
        }
        for bad in ["", "US", "QQQ", "usa", "---", "AFR", "XYZGOV", "ÄÖÜ"] {
            assert!(cameo.convert(bad, &countries).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_line_of_the_table_leads_to_a_code_that_counts() {
        let (cameo, countries) = both();
        for (part, (is, _)) in &cameo.parts {
            if let Part::Country(iso) = is {
                assert!(countries.by_iso3(iso).is_some(), "{part}");
                assert!(countries.by_iso3(part).is_none(), "{part} is a code of ISO 3166");
            }
        }
        assert_eq!(cameo.roles("GOVMED").unwrap().code, "GOV:MED");
        assert_eq!(cameo.roles("NGM").unwrap().code, "NGO");
        assert!(cameo.roles("CPT").is_err());
    }

    #[test]
    fn a_wrong_code_is_told_with_its_mend() {
        let (_, countries) = both();
        assert!(check("DE:GOV", &countries).unwrap_err().contains("Germany is DEU"));
        assert!(check("DEU:XXX", &countries).unwrap_err().contains("\"XXX\" is no role"));
        assert!(check("", &countries).is_err());
        check("IGO:MIL", &countries).unwrap();
    }
}
