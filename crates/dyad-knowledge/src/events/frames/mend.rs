//! What is wrong with a cell of a frame, and what to write instead.

use super::super::ontology::{Ontology, PloverType};
use super::super::pattern::FLAGS;

/// No type of PLOVER.
pub fn plover(text: &str, o: &Ontology) -> String {
    let all: Vec<&str> = o.types().iter().map(|t| t.name.as_str()).collect();
    let upper = text.to_uppercase();
    if all.contains(&upper.as_str()) {
        return format!("\"{text}\" is no PLOVER type; write {upper}");
    }
    format!("\"{text}\" is no PLOVER type; there are {}", all.join(", "))
}

/// No mode of a type.
pub fn mode(text: &str, of: &PloverType) -> String {
    let name = &of.name;
    match of.modes.as_slice() {
        [] => format!("\"{text}\" is no mode of {name}, which has none; write -"),
        all => format!("\"{text}\" is no mode of {name}; there are {}, and - for none", all.join(", ")),
    }
}

/// No code of CAMEO.
pub fn cameo(text: &str, o: &Ontology) -> String {
    let zero = format!("0{text}");
    if o.cameo(&zero).is_some() {
        return format!("\"{text}\" is no CAMEO code; write {zero} (a spreadsheet drops the zero)");
    }
    let near: Vec<&str> = text
        .get(..2)
        .map(|root| o.codes().map(|c| c.code.as_str()).filter(|c| c.starts_with(root)).collect())
        .unwrap_or_default();
    if near.is_empty() {
        return format!("\"{text}\" is no CAMEO code; they begin with 01 to 20, like 0841, 112 and 190");
    }
    format!("\"{text}\" is no CAMEO code; nearest are {}", near.join(", "))
}

/// No class of nouns.
pub fn class(name: &str) -> String {
    format!(
        "there is no class \"@{name}\"; `dyad frames classes` lists them, and list the nouns themselves if none fits"
    )
}

/// No place for a recipient.
pub fn recipient(text: &str) -> String {
    format!(
        "\"{text}\" is no place for a recipient; write obj, iobj, comp, subj, a preposition, or - for none"
    )
}

/// No preposition before a colon.
pub fn need(text: &str) -> String {
    format!("\"{text}\" is no preposition; before the colon stands a preposition, pred, compound or amod")
}

/// No flag.
pub fn flag(text: &str) -> String {
    let all: Vec<&str> = FLAGS.split_whitespace().collect();
    format!("\"{text}\" is no flag; there are {}, and - for none", all.join(", "))
}
