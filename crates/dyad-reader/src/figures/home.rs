//! Currencies whose name several countries share: "shillings" in an article about Uganda are Uganda's.
//!
//! Owns which country's money a name means. It must not know numbers.

use std::cell::OnceCell;

use dyad_knowledge::Quantities;
use dyad_record::PlaceRow;
use rustc_hash::FxHashSet;

use crate::Context;

/// The countries that a document names.
pub(super) struct Home<'a> {
    cx: &'a Context<'a>,
    places: &'a [PlaceRow],
    /// Their adjectives in lower case, collected when a shared name is first met: few documents have one.
    adjectives: OnceCell<FxHashSet<String>>,
}

impl<'a> Home<'a> {
    /// For a document.
    pub(super) fn new(cx: &'a Context<'a>, places: &'a [PlaceRow]) -> Self {
        Self { cx, places, adjectives: OnceCell::new() }
    }

    fn adjectives(&self) -> &FxHashSet<String> {
        self.adjectives.get_or_init(|| {
            let countries = &self.cx.knowledge.countries;
            let words = self.cx.sentences().iter().flat_map(|s| &s.tokens).map(|t| t.form.as_str());
            let places = self.places.iter().filter_map(|p| countries.by_iso3(p.country.as_deref()?));
            let named =
                words.filter(|w| w.starts_with(char::is_uppercase)).filter_map(|w| countries.lookup(w));
            let all = named.map(|(c, _)| c).chain(places);
            all.flat_map(|c| c.adjectives.iter().chain([&c.name])).map(|a| a.to_lowercase()).collect()
        })
    }

    /// The unit that a shared name means here: the currency where one country alone that has it is named, else the name
    /// itself; nothing if it is no such name.
    pub(super) fn unit(&self, q: &Quantities, name: &str, value: f64) -> Option<String> {
        let all = q.shared_currency(name);
        if all.is_empty() {
            return None;
        }
        let named =
            || all.iter().filter(|(adjective, _)| self.adjectives().contains(adjective)).map(|(_, c)| *c);
        // What is no longer money anywhere is meant only where no other is.
        let today = named().filter(|c| q.currencies[*c].until.is_none());
        if let Some(c) = only(today).or_else(|| only(named())) {
            return Some(q.currencies[c].iso.clone());
        }
        // Nobody counts marks or crowns in millions.
        if value >= 1e6 {
            return Some(singular(name));
        }
        // Alone the name of one country's money ("sums", "reals"), or a word as well ("marks"), is no money.
        let several = all.iter().any(|(_, c)| *c != all[0].1);
        (several && !q.is("coin", name)).then(|| singular(name))
    }
}

/// The only currency of these, however often it comes.
fn only(mut all: impl Iterator<Item = usize>) -> Option<usize> {
    let first = all.next()?;
    all.all(|c| c == first).then_some(first)
}

/// The unit of money that no country can be told of.
fn singular(name: &str) -> String {
    match name {
        "lire" => "lira".to_owned(),
        "kroner" | "kronor" => "krone".to_owned(),
        _ => name.strip_suffix('s').unwrap_or(name).to_owned(),
    }
}
