//! Under which names a place is found: its own, the one in ASCII and the alternates that news in Latin letters can contain.

use crate::gazetteer::fold;

/// Longest name that is worth finding, in bytes.
const LONGEST: usize = 200;

/// The key of a name; none where no article can name a place so: other scripts, codes ("LAX" as a list of codes), links.
pub fn key(name: &str) -> Option<String> {
    let key = fold(name.trim());
    let letters = key.chars().filter(|c| c.is_alphabetic()).count();
    let latin = key.chars().filter(|c| c.is_alphabetic()).all(latin);
    (letters >= 2 && latin && key.len() <= LONGEST && !key.contains("://")).then_some(key)
}

/// A letter of the Latin script.
fn latin(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{aa}' | '\u{ba}' | '\u{df}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}')
}

/// The alternates of the dump's own column, without their languages: codes of airports and stations are left out, because
/// words of the text are written like them.
pub fn column(alternates: &str) -> impl Iterator<Item = &str> {
    alternates.split(',').map(str::trim).filter(|n| {
        let code = n.len() <= 4 && n.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        !n.is_empty() && !code
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_an_article_can_contain() {
        assert_eq!(key("São Vasto").as_deref(), Some("sao vasto"));
        assert_eq!(key("Łódź").as_deref(), Some("lodz"));
        assert_eq!(key("Slov\u{2bc}yansk").as_deref(), Some("slov'yansk"));
        for no in ["Москва", "東京", "7", "", "https://en.wikipedia.org/wiki/Vasto"] {
            assert_eq!(key(no), None, "{no}");
        }
        assert_eq!(column("XPV,Port Vasto,,Vasto").collect::<Vec<_>>(), ["Port Vasto", "Vasto"]);
    }
}
