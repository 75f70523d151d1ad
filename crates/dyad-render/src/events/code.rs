//! Actor codes (`MEX:GOV`) taken apart, and run together as CAMEO's dictionaries and GDELT do it (`MEXGOV`, `IGOEUREECLEG`).

use dyad_knowledge::{Interchange, Knowledge, KnownGroup};

/// Heads of codes that are no country.
const WITHOUT_COUNTRY: [&str; 4] = ["IGO", "NGO", "MNC", "NSA"];

/// An actor code; empty where none is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ActorCode<'a>(pub &'a str);

impl<'a> ActorCode<'a> {
    /// Country, or `IGO`, `NGO`, `MNC`, `NSA`; empty where nothing is known.
    pub(super) fn head(self) -> &'a str {
        self.0.split(':').next().unwrap_or_default()
    }
    /// ISO 3166-1 alpha-3.
    pub(super) fn country(self) -> Option<&'a str> {
        Some(self.head()).filter(|h| !h.is_empty() && !WITHOUT_COUNTRY.contains(h))
    }
    /// Roles, the main one first.
    pub(super) fn roles(self) -> impl Iterator<Item = &'a str> {
        self.0.split(':').skip(1).filter(|r| !r.is_empty())
    }
    /// What the actor is besides its country: the sort of organisation where it has none, then the roles. `NSA` ("somebody
    /// without a state") is no sector of any list.
    pub(super) fn sectors(self) -> Vec<&'a str> {
        let sort = Some(self.head()).filter(|h| matches!(*h, "IGO" | "NGO" | "MNC"));
        sort.into_iter().chain(self.roles()).collect()
    }
    /// True if this code is the asked one or lies under it: `MEX` holds `MEX:GOV`.
    pub(super) fn under(self, ask: &str) -> bool {
        let mut own = self.0.split(':');
        !self.0.is_empty() && ask.split(':').all(|a| own.next().is_some_and(|o| o.eq_ignore_ascii_case(a)))
    }

    /// The code as one string of triples, in the order of CAMEO: country or sort, roles, known group.
    pub(super) fn run_together(self, country: &str, group: Option<&KnownGroup>) -> String {
        let roles = |out: String| {
            self.roles()
                .fold(out, |out, role| if triples(&out).any(|t| t == role) { out } else { out + role })
        };
        match group {
            Some(KnownGroup { actor: Some(actor), .. }) => {
                // The dictionaries have "IMGMOSALQ" for what is NSA:REB here: a militarized group is one of rebels.
                if actor.starts_with("IMG") { (*actor).to_owned() } else { roles((*actor).to_owned()) }
            }
            _ => {
                let head = match self.head() {
                    "NSA" => "",
                    h if WITHOUT_COUNTRY.contains(&h) => h,
                    _ => country,
                };
                roles(head.to_owned()) + group.map_or("", |g| g.group)
            }
        }
    }
}

/// Three letters each.
pub(super) fn triples(code: &str) -> impl Iterator<Item = &str> {
    (0..code.len() / 3).filter_map(move |i| code.get(3 * i..3 * i + 3))
}

/// The country code that CAMEO has for an ISO 3166-1 code.
pub(super) fn cameo_country<'a>(iso3: &'a str, k: &Knowledge) -> &'a str {
    let codes: &Interchange = &k.interchange;
    codes.country(iso3).and_then(|c| c.cameo).unwrap_or(iso3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_apart_and_run_together() {
        let c = ActorCode("USA:GOV:HLH");
        assert_eq!((c.head(), c.country()), ("USA", Some("USA")));
        assert_eq!(c.roles().collect::<Vec<_>>(), ["GOV", "HLH"]);
        assert_eq!(c.run_together("USA", None), "USAGOVHLH");
        assert!(c.under("USA") && c.under("usa:gov") && !c.under("USA:HLH") && !c.under("US"));
        assert_eq!(ActorCode("").sectors(), [""; 0]);
        assert!(!ActorCode("").under(""));
        assert_eq!(ActorCode("NSA:REB").run_together("", None), "REB");
        assert_eq!(ActorCode("IGO:MIL").sectors(), ["IGO", "MIL"]);
    }

    #[test]
    fn known_groups_stand_where_the_dictionaries_have_them() {
        let eu = KnownGroup { group: "EEC", actor: Some("IGOEUREEC") };
        assert_eq!(ActorCode("IGO:LEG").run_together("", Some(&eu)), "IGOEUREECLEG");
        let court = KnownGroup { group: "ICJ", actor: Some("IGOUNOJUDICJ") };
        assert_eq!(ActorCode("IGO:JUD").run_together("", Some(&court)), "IGOUNOJUDICJ");
        let hamas = KnownGroup { group: "HMS", actor: None };
        assert_eq!(ActorCode("PSE:REB").run_together("PSE", Some(&hamas)), "PSEREBHMS");
    }
}
