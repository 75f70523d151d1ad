//! Currencies whose name several countries share: "shillings" in an article about Uganda are Uganda's.
//!
//! Owns which country's money a name means. It must not know numbers.

use std::cell::OnceCell;

use dyad_knowledge::Quantities;
use rustc_hash::FxHashSet;

use crate::Context;

/// The countries that a document names.
pub(super) struct Home<'a> {
    cx: &'a Context<'a>,
    /// Their adjectives in lower case, collected when a shared name is first met: few documents have one.
    adjectives: OnceCell<FxHashSet<String>>,
}

impl<'a> Home<'a> {
    /// For a document.
    pub(super) fn new(cx: &'a Context<'a>) -> Self {
        Self { cx, adjectives: OnceCell::new() }
    }

    fn adjectives(&self) -> &FxHashSet<String> {
        self.adjectives.get_or_init(|| {
            let countries = &self.cx.knowledge.countries;
            let words = self.cx.sentences().iter().flat_map(|s| &s.tokens).map(|t| t.form.as_str());
            let named =
                words.filter(|w| w.starts_with(char::is_uppercase)).filter_map(|w| countries.lookup(w));
            named.flat_map(|(c, _)| &c.adjectives).map(|a| a.to_lowercase()).collect()
        })
    }

    /// The unit that a shared name means here: the currency where one country alone that has it is named, else the name
    /// itself; nothing if it is no such name.
    pub(super) fn unit(&self, q: &Quantities, name: &str) -> Option<String> {
        let all = q.shared_currency(name);
        if all.is_empty() {
            return None;
        }
        let mut named = all.iter().filter(|(adjective, _)| self.adjectives().contains(adjective));
        match (named.next(), named.next()) {
            (Some((_, c)), None) => Some(q.currencies[*c].iso.clone()),
            _ => Some(name.strip_suffix('s').unwrap_or(name).to_owned()),
        }
    }
}
