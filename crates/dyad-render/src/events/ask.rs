//! What a person asks for, checked against the tables: countries by code or name, event types by PLOVER or CAMEO.

use dyad_knowledge::{Country, Knowledge, Sense};

/// Something was asked for that the tables do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// No such country.
    #[error(
        "\"{asked}\" is no country; give an ISO 3166-1 code of three letters (MEX) or a name in English{}",
        meant(.suggestion.as_deref())
    )]
    Country {
        /// What was asked.
        asked: String,
        /// The nearest country.
        suggestion: Option<String>,
    },
    /// No such event type.
    #[error(
        "\"{asked}\" is neither a PLOVER type ({known}) nor the beginning of a CAMEO code{}",
        meant(.suggestion.as_deref())
    )]
    Type {
        /// What was asked.
        asked: String,
        /// All types.
        known: String,
        /// The nearest type.
        suggestion: Option<String>,
    },
    /// The type has no such mode.
    #[error("{plover} has no mode \"{asked}\"; {}", modes(.known))]
    Mode {
        /// The type.
        plover: String,
        /// What was asked.
        asked: String,
        /// Modes of the type.
        known: Vec<String>,
    },
}

fn meant(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |s| format!("; did you mean {s}?"))
}

fn modes(known: &[String]) -> String {
    if known.is_empty() { "it has none".to_owned() } else { format!("its modes are {}", known.join(", ")) }
}

/// A type of event that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeAsk {
    /// A PLOVER type, perhaps with its mode.
    Plover(String, Option<String>),
    /// The beginning of a CAMEO code.
    Cameo(String),
}

impl TypeAsk {
    /// `ACCUSE`, `coerce:arrest`, `112`, `18`.
    ///
    /// # Errors
    /// If the tables have no such type, mode or code.
    pub fn parse(asked: &str, k: &Knowledge) -> Result<Self, AskError> {
        let o = &k.events.ontology;
        if !asked.is_empty() && o.codes().any(|c| c.code.starts_with(asked)) {
            return Ok(TypeAsk::Cameo(asked.to_owned()));
        }
        let (name, mode) = asked.split_once(':').map_or((asked, None), |(n, m)| (n, Some(m)));
        let name = name.to_uppercase();
        let Some(plover) = o.plover(&name) else {
            let known: Vec<&str> = o.types().iter().map(|t| t.name.as_str()).collect();
            let suggestion = nearest(&name, known.iter().map(|n| (*n, *n)));
            return Err(AskError::Type { asked: asked.to_owned(), known: known.join(", "), suggestion });
        };
        match mode.map(str::to_lowercase) {
            Some(m) if !plover.modes.contains(&m) => {
                Err(AskError::Mode { plover: name, asked: m, known: plover.modes.clone() })
            }
            mode => Ok(TypeAsk::Plover(name, mode)),
        }
    }
}

/// The ISO 3166-1 alpha-3 code of a country that is asked for by code or name; `IGO`, `NGO`, `MNC` and `NSA` stand for actors
/// without one.
///
/// # Errors
/// If there is no such country; with the nearest one.
pub fn country(asked: &str, k: &Knowledge) -> Result<String, AskError> {
    let code = asked.to_uppercase();
    if k.countries.by_iso3(&code).is_some() || matches!(code.as_str(), "IGO" | "NGO" | "MNC" | "NSA") {
        return Ok(code);
    }
    if let Some((c, Sense::Name)) = k.countries.lookup(asked) {
        return Ok(c.iso3.clone());
    }
    let lower = asked.to_lowercase();
    let bare = lower.strip_prefix("the ").unwrap_or(&lower);
    let names = |c: &Country| -> Vec<String> {
        std::iter::once(&c.name).chain(&c.aliases).map(|n| n.to_lowercase()).collect()
    };
    if let Some(c) = k.countries.iter().find(|c| names(c).iter().any(|n| n == bare)) {
        return Ok(c.iso3.clone());
    }
    // "GER" is meant for Germany rather than for Georgia, whose code is nearer.
    let begun =
        k.countries.iter().find(|c| bare.chars().count() > 2 && c.name.to_lowercase().starts_with(bare));
    let near = begun.or_else(|| {
        let all = k.countries.iter();
        let words =
            all.flat_map(|c| names(c).into_iter().chain([c.iso3.to_lowercase()]).map(move |n| (n, c)));
        let words: Vec<(String, &Country)> = words.collect();
        let iso3 = nearest(bare, words.iter().map(|(n, c)| (n.as_str(), c.iso3.as_str())));
        iso3.and_then(|i| k.countries.by_iso3(&i))
    });
    Err(AskError::Country {
        asked: asked.to_owned(),
        suggestion: near.map(|c| format!("{} ({})", c.iso3, c.name)),
    })
}

/// Of words with what they stand for, what the nearest one stands for; none if no word is near.
fn nearest<'a>(asked: &str, words: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut best: Option<(f64, &str)> = None;
    for (word, stands_for) in words {
        let near = strsim::normalized_damerau_levenshtein(asked, word);
        if near >= 0.6 && best.is_none_or(|(b, _)| near > b) {
            best = Some((near, stands_for));
        }
    }
    best.map(|b| b.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_go_by_code_or_name_and_a_slip_is_mended() {
        let k = Knowledge::embedded().unwrap();
        for (asked, iso3) in
            [("mex", "MEX"), ("the United States", "USA"), ("south korea", "KOR"), ("IGO", "IGO")]
        {
            assert_eq!(country(asked, &k), Ok(iso3.to_owned()), "{asked}");
        }
        for (asked, near) in [("MXE", "MEX (Mexico)"), ("Mexcio", "MEX (Mexico)"), ("GER", "DEU (Germany)")] {
            let e = country(asked, &k).unwrap_err().to_string();
            assert!(e.contains(&format!("did you mean {near}?")), "{e}");
        }
        assert!(!country("zzzzzz", &k).unwrap_err().to_string().contains("mean"));
    }

    #[test]
    fn types_go_by_plover_or_cameo() {
        let k = Knowledge::embedded().unwrap();
        let ask = |s| TypeAsk::parse(s, &k);
        assert_eq!(ask("accuse"), Ok(TypeAsk::Plover("ACCUSE".into(), None)));
        assert_eq!(ask("COERCE:arrest"), Ok(TypeAsk::Plover("COERCE".into(), Some("arrest".into()))));
        assert_eq!(ask("18"), Ok(TypeAsk::Cameo("18".into())));
        assert!(ask("ACUSE").unwrap_err().to_string().contains("did you mean ACCUSE?"));
        assert!(ask("99").is_err() && ask("").is_err());
        let e = ask("coerce:fly").unwrap_err().to_string();
        assert!(e.starts_with("COERCE has no mode \"fly\"; its modes are seize,"), "{e}");
        assert!(ask("AID:x").unwrap_err().to_string().ends_with("it has none"));
    }
}
