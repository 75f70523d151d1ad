//! Currencies whose name several countries share: "shillings" in an article about Uganda are Uganda's.
//!
//! Owns which country's money a name means. It must not know numbers.

use dyad_knowledge::Quantities;
use rustc_hash::FxHashSet;

use crate::Context;

/// The countries that a document names.
#[derive(Debug, Default)]
pub(super) struct Home {
    /// Their adjectives in lower case.
    adjectives: FxHashSet<String>,
}

impl Home {
    /// Collects the countries of a document.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let countries = &cx.knowledge.countries;
        let words = cx.sentences().iter().flat_map(|s| &s.tokens).map(|t| t.form.as_str());
        let named = words.filter(|w| w.starts_with(char::is_uppercase)).filter_map(|w| countries.lookup(w));
        Self { adjectives: named.flat_map(|(c, _)| &c.adjectives).map(|a| a.to_lowercase()).collect() }
    }

    /// The unit that a shared name means here: the currency where one country alone that has it is named, else the name
    /// itself; nothing if it is no such name.
    pub(super) fn unit(&self, q: &Quantities, name: &str) -> Option<String> {
        let all = q.shared_currency(name);
        let mut named = all.iter().filter(|(adjective, _)| self.adjectives.contains(adjective));
        match (named.next(), named.next()) {
            (Some((_, c)), None) => Some(q.currencies[*c].iso.clone()),
            _ if all.is_empty() => None,
            _ => Some(name.strip_suffix('s').unwrap_or(name).to_owned()),
        }
    }
}
