//! Borders: "the U.S.-Mexico border", "the Russian-Ukrainian frontier", "the southern U.S. border".
//!
//! The two sides stand before the noun, joined by a hyphen, or a phrase of the table names the border from one side. "The border
//! between Kenya and Somalia" names two countries, and stays so.

use dyad_knowledge::Sense;
use dyad_record::Span;

use super::spots::{Spot, is_word};
use crate::Context;

/// Words before the noun in which a phrase of the table can begin.
const PHRASE: usize = 3;

/// The borders, in text order.
pub fn find(cx: &Context<'_>) -> Vec<Spot> {
    let g = &cx.knowledge.gazetteer;
    let mut out = Vec::new();
    for sentence in cx.sentences() {
        for (t, token) in sentence.tokens.iter().enumerate() {
            if !is_word(cx, "border", &token.form.to_lowercase()) {
                continue;
            }
            let before = &cx.text()[sentence.span.start..token.span.start];
            let Some(pair) = before.strip_suffix(' ').and_then(|b| b.rsplit(char::is_whitespace).next())
            else {
                continue;
            };
            let sides =
                pair.split_once(['-', '–']).and_then(|(a, b)| Some((country(cx, a)?, country(cx, b)?)));
            if let Some(border) = sides.and_then(|(a, b)| g.border_of(a, b)) {
                let start = token.span.start - 1 - pair.len();
                out.push(Spot { border: Some(border), ..Spot::plain(Span::new(start, token.span.end)) });
                continue;
            }
            for from in t.saturating_sub(PHRASE)..t {
                let span = sentence.tokens[from].span.cover(token.span);
                if let Some(border) = g.border_called(&span.of(cx.text()).to_lowercase()) {
                    out.push(Spot { border: Some(border), ..Spot::plain(span) });
                    break;
                }
            }
        }
    }
    out
}

/// The country of one side, by its name, adjective or people.
fn country<'k>(cx: &'k Context<'_>, words: &str) -> Option<&'k str> {
    let (c, sense) = cx.knowledge.countries.lookup(words)?;
    matches!(sense, Sense::Name | Sense::Adjective | Sense::Demonym).then_some(c.iso3.as_str())
}
