//! The country in which a text is at home: whose "police" and "government" it speaks of without saying so.
//!
//! A text that names one country alone, or one far more often than all others, or one alone in headline and lead, is at home there. Two countries that deal with each
//! other leave it open, unless a dateline tells where the story comes from; so does a text without any. Must not know events.

use dyad_record::{BlockKind, EntityKind, MentionForm, PlaceRow};
use rustc_hash::FxHashMap;

use crate::Context;
use crate::entities::Entities;

/// Times that a country is named for each time that another one is, to be the home of the text.
const FAR_MORE: usize = 5;

/// The same of the only country that headline and lead name.
const MORE: usize = 2;

/// Times that the country of the dateline is named for each time that the next one is, to be the home of the text.
const OF_DATELINE: usize = 2;

/// Times that the second country of a pair is named for each time that a third one is.
const PAIR: usize = 2;

/// The home of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// No other country is named at all, or none in headline and lead.
    pub alone: bool,
    /// Where the dateline says the story comes from: home of its officials and bodies, where nothing else tells.
    pub sent_from: Option<String>,
    /// The two countries that the text is about, if two are named far more often than any third.
    pub pair: Option<[String; 2]>,
}

/// Finds the home: countries are counted by mention, of entities with a code and of places outside furniture.
pub fn find(cx: &Context<'_>, entities: &Entities, places: &[PlaceRow]) -> Home {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut first: Vec<&str> = Vec::new();
    let body = |s: &usize| cx.block(*s).kind == BlockKind::Body;
    let lead = (0..cx.sentences().len()).find(body).map_or(0, |s| cx.sentences()[s].span.end);
    let told = |byte: usize| cx.sentence_at(byte).is_some_and(|s| !cx.block(s).kind.is_furniture());
    for m in entities.mentions.iter().filter(|m| m.form != MentionForm::Pronoun && told(m.span.start)) {
        let row = &entities.rows[m.entity];
        // "Two Peruvians" may be anywhere; Peru's police, or Peru, are at home.
        let official = row.actor.as_deref().is_some_and(|a| a.contains(':'));
        if !official
            && !matches!(row.kind, EntityKind::Country | EntityKind::Place | EntityKind::Organization)
        {
            continue;
        }
        let Some(code) = row.actor.as_deref().and_then(|a| a.get(..3)) else { continue };
        if !matches!(code, "IGO" | "NGO" | "MNC" | "NSA") && row.kind != EntityKind::Document {
            *counts.entry(code).or_default() += 1;
            first.extend((m.span.start < lead).then_some(code));
        }
    }
    for p in places.iter().filter(|p| told(p.span.start)) {
        if let Some(c) = p.country.as_deref() {
            *counts.entry(c).or_default() += 1;
            first.extend((p.span.start < lead).then_some(c));
        }
    }
    let all: usize = counts.values().sum();
    let most = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    let named_first = |c: &str| !first.is_empty() && first.iter().all(|f| *f == c);
    let home = most.filter(|(c, n)| **n >= if named_first(c) { MORE } else { FAR_MORE } * (all - **n));
    let sent = places.iter().find(|p| {
        cx.doc.blocks.iter().any(|b| b.kind == BlockKind::Dateline && b.span.contains(p.span))
            && p.country.is_some()
    });
    let alone = counts.len() == 1 || home.is_some_and(|(c, _)| named_first(c) && first.len() > 1);
    let sent_from = sent.and_then(|p| p.country.clone());
    let mut ranks: Vec<(usize, &str)> = counts.iter().map(|(c, n)| (*n, *c)).collect();
    ranks.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let pair = match ranks.as_slice() {
        [a, b] => Some([a.1, b.1]),
        [a, b, c, ..] if b.0 >= PAIR * c.0 => Some([a.1, b.1]),
        _ => None,
    };
    let pair = pair.map(|p| p.map(str::to_owned));
    let told_there = match (ranks.as_slice(), sent_from.as_deref()) {
        ([a, b, ..], Some(from)) => (a.1 == from && a.0 >= OF_DATELINE * b.0).then_some(a.1),
        _ => None,
    };
    let country = home.map(|h| *h.0).or(told_there).map(str::to_owned);
    Home { country, alone, sent_from, pair }
}
