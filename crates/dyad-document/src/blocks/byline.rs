//! Bylines: the names in `By Jane Doe and John Roe, Staff`, and the outlet a line near them names.

use crate::tables::tables;

/// What a byline says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Byline {
    /// The authors' names.
    pub names: Vec<String>,
    /// Newspaper or agency.
    pub outlet: Option<String>,
    /// It began with "By" or its like.
    pub by: bool,
}

const OPENERS: [&str; 12] = [
    "by: ",
    "by ",
    "from ",
    "written by ",
    "story by ",
    "words by ",
    "text by ",
    "reported by ",
    "reporting by ",
    "analysis by ",
    "interview by ",
    "author: ",
];

/// Reads a line as a byline; `None` if it cannot be one.
pub(crate) fn parse(line: &str) -> Option<Byline> {
    let line = line
        .trim()
        .trim_start_matches(['—', '–', '-', '|', '(', '*', '_'])
        .trim_end_matches(['|', ')', '*', '_', ',', ';'])
        .trim();
    if line.is_empty() || line.len() > 240 || line.contains(['?', '!', '"', '“']) {
        return None;
    }
    let lower = line.to_lowercase();
    // Lower-casing may change lengths outside of ASCII; the openers are ASCII, so their byte counts hold.
    let opener = OPENERS.iter().find(|o| lower.starts_with(**o) && line.is_char_boundary(o.len()));
    let rest = opener.map_or(line, |o| line[o.len()..].trim());
    let rest = rest.split(';').next().unwrap_or(rest).trim_end_matches('.');
    let mut found = Byline { by: opener.is_some(), ..Byline::default() };
    let mut parts: Vec<&str> = Vec::new();
    for part in rest.split([',', '|', '•', '·', '/', '\n']) {
        let mut piece = part.trim();
        piece = piece.strip_prefix("and ").or_else(|| piece.strip_prefix("by ")).unwrap_or(piece);
        #[allow(clippy::while_let_loop)] // three ways to find the next joint read better in one place
        loop {
            match piece
                .find(" and ")
                .map(|i| (i, 5))
                .or_else(|| piece.find(" & ").map(|i| (i, 3)))
                .or_else(|| piece.find(" AND ").map(|i| (i, 5)))
            {
                Some((i, n)) => {
                    parts.push(piece[..i].trim());
                    piece = piece[i + n..].trim();
                }
                None => break,
            }
        }
        parts.push(piece);
    }
    // Two names are joined by "and"; what follows a lone comma is a place, a function or an outlet.
    let joined = parts.len() > rest.split([',', '|', '•', '·', '/', '\n']).count();
    let lone = found.by && !joined && parts.len() == 2;
    let mut strange = 0;
    for part in parts.into_iter().filter(|p| !p.is_empty()) {
        // `Jane Doe in Lagos`, `Jane Doe for The Courier`, `Jane Doe of the Courier`
        let mut name = part;
        for link in [" in ", " at ", " with "] {
            if found.by
                && let Some(i) = part.find(link)
            {
                name = part[..i].trim();
            }
        }
        for link in [" for ", " of ", " from "] {
            if let Some(i) = part.find(link).filter(|_| found.by) {
                name = part[..i].trim();
                let outlet = part[i + link.len()..].trim();
                if outlet.chars().next().is_some_and(char::is_uppercase) || outlet.starts_with("the ") {
                    found.outlet.get_or_insert_with(|| outlet.to_owned());
                }
            }
        }
        if is_outlet(name) {
            if !is_role(name) {
                found.outlet.get_or_insert_with(|| name.to_owned());
            }
        } else if lone && !found.names.is_empty() && is_capitalised(name) {
        } else if is_name(name) {
            found.names.push(tidy(name));
        } else if found.names.is_empty() || !(found.by && (is_capitalised(name) || is_role(name))) {
            strange += 1;
        }
    }
    (strange == 0 && (!found.names.is_empty() || found.outlet.is_some())).then_some(found)
}

/// `JANE DOE` → `Jane Doe`.
fn tidy(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut start = true;
    for c in name.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        start = !c.is_alphabetic();
    }
    out
}

/// Two to five capitalised words, particles of names allowed between.
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let t = tables();
    let mut capitals = 0;
    for (i, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        if word.chars().next().is_some_and(char::is_uppercase) {
            let ok = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‑'));
            let stem = lower.trim_end_matches('.');
            if !ok
                || t.has("month", stem) && words.len() < 2
                || t.has("weekday", stem)
                || t.has("finite", stem)
                || t.has("place_word", stem)
            {
                return false;
            }
            capitals += 1;
        } else if i == 0
            || !t.has("name_link", &lower)
            || matches!(lower.as_str(), "with" | "in" | "for" | "and" | "&")
        {
            return false;
        }
    }
    (2..=6).contains(&words.len()) && (2..=5).contains(&capitals)
}

/// A newspaper, an agency, a desk: capitalised and with a word that only these have.
pub(crate) fn is_outlet(text: &str) -> bool {
    let t = tables();
    let words: Vec<String> =
        text.split_whitespace().map(|w| w.trim_matches(['.', ',']).to_lowercase()).collect();
    if words.is_empty() || words.len() > 7 || !is_capitalised(text) && !is_role(text) {
        return false;
    }
    words.iter().any(|w| t.has("outlet_word", w) || t.has("agency", w))
        || t.has("agency", &text.to_lowercase())
        || [".com", ".org", ".net"].iter().any(|s| text.to_lowercase().ends_with(s))
}

/// Staff, correspondent: a function, no outlet by itself.
fn is_role(text: &str) -> bool {
    let lower = text.to_lowercase();
    let last = lower.split_whitespace().last().unwrap_or("");
    matches!(
        last,
        "staff"
            | "writer"
            | "writers"
            | "reporter"
            | "reporters"
            | "correspondent"
            | "correspondents"
            | "editor"
            | "desk"
            | "bureau"
            | "contributor"
            | "chief"
            | "columnist"
            | "agencies"
    )
}

fn is_capitalised(text: &str) -> bool {
    text.split_whitespace().all(|w| {
        w.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| c.is_uppercase() || c.is_numeric())
            || matches!(w, "of" | "the" | "and" | "for" | "de" | "del" | "la" | "le" | "el")
            || w.contains('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        parse(line).map(|b| b.names).unwrap_or_default()
    }

    #[test]
    fn names_are_found() {
        assert_eq!(names("By Jane Doe and John Roe, Staff"), ["Jane Doe", "John Roe"]);
        assert_eq!(names("By Sofía Ledesma, Buenos Aires"), ["Sofía Ledesma", "Buenos Aires"][..1]);
        assert_eq!(
            names("By JANE DOE, MARK VAN DER BERG and LI NA"),
            ["Jane Doe", "Mark Van Der Berg", "Li Na"]
        );
        assert_eq!(names("Mariana Costa"), ["Mariana Costa"]);
        assert_eq!(names("By Marta Bellini in Lampedusa"), ["Marta Bellini"]);
        let b = parse("By Ann Lee | The Harbour Times").unwrap();
        assert_eq!((b.names.len(), b.outlet.as_deref()), (1, Some("The Harbour Times")));
        assert_eq!(
            names("Reporting by Ann Lee in Oslo and Tom Hall in Rome; editing by Paul Stein"),
            ["Ann Lee", "Tom Hall"]
        );
    }

    #[test]
    fn no_names() {
        for line in [
            "By Monday, the river had risen",
            "Relations have remained frosty",
            "What next?",
            "China Responds With Tariffs on Steel",
        ] {
            assert_eq!(names(line), Vec::<String>::new(), "{line}");
        }
    }
}
