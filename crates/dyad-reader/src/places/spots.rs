//! Names of places in the text: the longest run of capitalised words that a table knows, counties, and what the entity stage took for a place.
//!
//! A run inside a person's name is none, nor one that goes on as another name ("Lincoln Park"), but the place before a body or person is one
//! ("Richmond police", "a Dayton man"). This file must not know where a place lies.

use dyad_knowledge::{Place, PlaceKind, Sense};
use dyad_record::{EntityKind, Id, MentionForm, Span};
use dyad_syntax::{NameKind, Upos};

use super::borders;
use crate::Context;
use crate::entities::Entities;

/// Thousands of people below which a town's name alone is more often a person's, a company's or a word.
const SMALL: u32 = 20;
/// Words of the longest name that is looked up.
const LONGEST: usize = 4;

/// A name in the text.
#[derive(Debug, Clone)]
pub struct Spot {
    /// Its bytes.
    pub span: Span,
    /// Id of its entity.
    pub entity: Option<Id>,
    /// A county: its own name is no city's.
    pub county: bool,
    /// Number of the border that the words name.
    pub border: Option<usize>,
}

impl Spot {
    /// A name of which nothing more is known.
    pub fn plain(span: Span) -> Self {
        Self { span, entity: None, county: false, border: None }
    }
}

/// The names, in text order, none over another.
pub fn find(cx: &Context<'_>, entities: &Entities) -> Vec<Spot> {
    let mut out: Vec<Spot> = Vec::new();
    for (s, sentence) in cx.sentences().iter().enumerate() {
        let mut t = 0;
        while t < sentence.tokens.len() {
            match longest(cx, s, t) {
                Some((end, county)) if !person(cx, entities, s, t, end) => {
                    let mut span = sentence.tokens[t].span.cover(sentence.tokens[end - 1].span);
                    // The last point of "W.Va." where it was read as the end of the sentence.
                    let words = span.of(cx.text());
                    let pointed = words.contains('.') && !words.ends_with('.');
                    if pointed && cx.text()[span.end..].starts_with('.') {
                        span.end += 1;
                    }
                    out.push(Spot { span, entity: None, county, border: None });
                    t = end;
                }
                Some((end, _)) => t = end,
                None => match doubtful(cx, s, t) {
                    Some(end) if !person(cx, entities, s, t, end) && !body(cx, entities, s, t, end) => {
                        out.push(Spot::plain(sentence.tokens[t].span.cover(sentence.tokens[end - 1].span)));
                        t = end;
                    }
                    _ => t += 1,
                },
            }
        }
    }
    // Names that no table knows, as the entity stage has them.
    let mut more: Vec<Spot> = Vec::new();
    for m in entities.mentions.iter().filter(|m| m.form == MentionForm::Name) {
        let row = &entities.rows[m.entity];
        if row.kind != EntityKind::Place && row.kind != EntityKind::Country {
            continue;
        }
        let i = out.partition_point(|p| p.span.end <= m.span.start);
        match out.get_mut(i).filter(|p| p.span.overlaps(m.span)) {
            Some(p) => p.entity = Some(row.id.clone()),
            None if row.kind == EntityKind::Place && named(cx, m.span) => {
                let free = more.last().is_none_or(|p| !p.span.overlaps(m.span));
                if free {
                    more.push(Spot { entity: Some(row.id.clone()), ..Spot::plain(m.span) });
                }
            }
            None => {}
        }
    }
    out.extend(more);
    let found = borders::find(cx);
    out.retain(|p| !found.iter().any(|b| b.span.overlaps(p.span)));
    out.extend(found);
    out.sort_by_key(|p| (p.span.start, p.span.end));
    out
}

/// A capitalised name that the tagger takes for a place, and no word for a people.
fn named(cx: &Context<'_>, span: Span) -> bool {
    let words = span.of(cx.text());
    let tagged = cx.name_over(span).is_some_and(|n| n.kind == NameKind::Location);
    let single = !words.contains(' ');
    let tokens = cx.sentence_at(span.start).map(|s| (&cx.sentences()[s].tokens, cx.tokens_in(s, span)));
    // A part of a longer name that nobody knows is no name.
    let part = tokens.clone().is_some_and(|(all, range)| {
        let proper = |i: usize| all.get(i).is_some_and(|t| t.upos == Upos::Propn && !t.form.contains(','));
        range.start > 0 && proper(range.start - 1) || proper(range.end)
    });
    let last = words.rsplit(' ').next().unwrap_or("");
    let way = is_word(cx, "road", last) || is_word(cx, "road", words.split(' ').next().unwrap_or(""));
    let short = single && words.chars().count() < 4;
    // "Naviera del Sur", "Altiplano Wire", "the freighter Boston Star".
    let firm = words.split(' ').any(|w| is_word(cx, "company", w) || is_word(cx, "outlet", w));
    let ship = tokens.is_some_and(|(all, range)| {
        range.start.checked_sub(1).and_then(|b| all.get(b)).is_some_and(|b| is_word(cx, "ship", &b.lemma))
    });
    tagged
        && !firm
        && !ship
        && !part
        && !way
        && !short
        && words.starts_with(char::is_uppercase)
        && cx.knowledge.countries.lookup(words).is_none()
}

/// The end of the longest known name that begins here, and whether it is a county.
fn longest(cx: &Context<'_>, s: usize, t: usize) -> Option<(usize, bool)> {
    let tokens = &cx.sentences()[s].tokens;
    let first = &tokens[t];
    if !first.form.starts_with(char::is_uppercase) {
        return None;
    }
    let before = cx.text()[..first.span.start].chars().next_back();
    if before == Some('-') {
        return None;
    }
    // "Lake Victoria" is known whole or not at all.
    if t > 0 && is_word(cx, "before", &tokens[t - 1].form) && tokens[t - 1].upos == Upos::Propn {
        return None;
    }
    let most = LONGEST.min(tokens.len() - t);
    for n in (1..=most).rev() {
        let last = &tokens[t + n - 1];
        if last.upos == Upos::Punct
            || n > 1 && tokens[t..t + n].iter().any(|x| x.upos == Upos::Punct && x.form != "-")
        {
            continue;
        }
        let words = first.span.cover(last.span).of(cx.text());
        // "Knox County": whatever stands before.
        if n == 2 && is_word(cx, "county", &last.form) && first.upos == Upos::Propn {
            return Some((t + 2, true));
        }
        if n == 3 && is_word(cx, "county", &last.form) && tokens[t + 1].form.starts_with(char::is_uppercase) {
            let pair = tokens[t].upos == Upos::Propn && tokens[t + 1].upos == Upos::Propn;
            if pair && cx.knowledge.given_names.lookup(&first.form).is_none() {
                return Some((t + 3, true));
            }
        }
        let pointed = n == 1 && words.contains('.') && !words.ends_with('.');
        let named = known(cx, words, n == 1) || pointed && known(cx, &format!("{words}."), true);
        if !named || n == 1 && is_word(cx, "ordinary", words) {
            continue;
        }
        let proper = tokens[t..t + n].iter().any(|x| x.upos == Upos::Propn) || words.contains('.');
        if proper
            && (n > 1
                || first.form.chars().count() > 2
                || words.contains('.')
                || words == "US"
                || words == "UK")
            && !goes_on(cx, s, t + n)
        {
            return Some((t + n, false));
        }
    }
    None
}

/// The end of a whole name that only small towns have, or only the index. There is a town for nearly every word, so they are asked
/// only where the words around speak for a place: a preposition before it, or a region or country after a comma.
fn doubtful(cx: &Context<'_>, s: usize, t: usize) -> Option<usize> {
    let tokens = &cx.sentences()[s].tokens;
    let proper = |i: usize| {
        tokens.get(i).is_some_and(|x| x.upos == Upos::Propn && x.form.starts_with(char::is_uppercase))
    };
    if !proper(t) || t > 0 && proper(t - 1) {
        return None;
    }
    let mut end = t + 1;
    while proper(end) && end < t + LONGEST {
        end += 1;
    }
    if proper(end) {
        return None;
    }
    let span = tokens[t].span.cover(tokens[end - 1].span);
    let words = span.of(cx.text());
    let long = words.chars().count() > 3 && !is_word(cx, "ordinary", words);
    let led = t > 0 && is_word(cx, "place", &tokens[t - 1].form.to_lowercase());
    let firm =
        tokens[t..end].iter().any(|x| is_word(cx, "company", &x.form) || is_word(cx, "outlet", &x.form));
    let fits = long && !firm && (led || super::choose::qualifier(cx, span.end).is_some());
    let people =
        cx.knowledge.countries.lookup(words).is_some() || cx.knowledge.given_names.lookup(words).is_some();
    let g = &cx.knowledge.gazetteer;
    (fits && !people && (!g.find(words).is_empty() || g.indexed(words))).then_some(end)
}

/// True if the words are the name of a body, and nowhere in the document taken for a place by the tagger or put in a region.
fn body(cx: &Context<'_>, entities: &Entities, s: usize, from: usize, to: usize) -> bool {
    let tokens = &cx.sentences()[s].tokens;
    let span = tokens[from].span.cover(tokens[to - 1].span);
    let m = entities.mentions.partition_point(|m| m.span.end <= span.start);
    let over = entities.mentions[m..].iter().take(3).find(|m| {
        m.form == MentionForm::Name
            && m.span.overlaps(span)
            && entities.rows[m.entity].kind == EntityKind::Organization
    });
    let located = |span: Span| {
        cx.name_over(span).is_some_and(|n| n.kind == NameKind::Location)
            || super::choose::qualifier(cx, span.end).is_some()
    };
    over.is_some_and(|body| {
        let mut others =
            entities.mentions.iter().filter(|m| m.entity == body.entity && m.form == MentionForm::Name);
        !others.any(|m| m.span.len() == span.len() && located(m.span))
    })
}

/// True if the table of words about places has the word in this class.
pub(super) fn is_word(cx: &Context<'_>, class: &str, word: &str) -> bool {
    cx.knowledge.gazetteer.is_word(class, word)
}

/// True if a table has the name.
fn known(cx: &Context<'_>, words: &str, single: bool) -> bool {
    let g = &cx.knowledge.gazetteer;
    match cx.knowledge.countries.lookup(words) {
        Some((_, Sense::Name)) => return true,
        // "Mexican" names a country, but is no place.
        Some((_, Sense::Adjective | Sense::Demonym)) => return false,
        _ => {}
    }
    let large = |p: &Place| p.kind != PlaceKind::City || p.population >= SMALL;
    single && words.ends_with('.') && g.press_state(words).is_some()
        || !words.ends_with('.') && g.find(words).iter().any(large)
}

/// True if the name goes on: "Lincoln Park", "Jackson Pollock"; not "Richmond Police", "Dayton City Council".
fn goes_on(cx: &Context<'_>, s: usize, next: usize) -> bool {
    let tokens = &cx.sentences()[s].tokens;
    let Some(t) = tokens.get(next) else { return false };
    if t.upos != Upos::Propn || !t.form.starts_with(char::is_uppercase) {
        return false;
    }
    let large = cx.knowledge.countries.lookup(&tokens[next - 1].form).is_some_and(|c| c.1 == Sense::Name)
        || cx.knowledge.gazetteer.find(&tokens[next - 1].form).iter().any(|p| p.kind == PlaceKind::Region);
    if large && cx.knowledge.given_names.lookup(&tokens[next - 1].form).is_none() {
        return is_word(cx, "other", &t.form);
    }
    let touching = next > 0 && tokens[next - 1].span.end <= t.span.start;
    let word = t.form.to_lowercase();
    let roles = &cx.knowledge.roles;
    let body = roles.body(&word).is_some() || roles.person(&word).is_some() || is_word(cx, "local", &word);
    let day = cx.knowledge.countries.lookup(&t.form).is_some() || tokens[next].upos != Upos::Propn;
    touching && !body && !day && word != "university"
}

/// True if the words belong to a person's name.
fn person(cx: &Context<'_>, entities: &Entities, s: usize, from: usize, to: usize) -> bool {
    let tokens = &cx.sentences()[s].tokens;
    let span = tokens[from].span.cover(tokens[to - 1].span);
    // "Sen. Lincoln", "Abraham Lincoln".
    let before = from.checked_sub(1).map(|b| &tokens[b]);
    let titled = before.is_some_and(|b| {
        b.form.starts_with(char::is_uppercase)
            && (cx.knowledge.given_names.lookup(&b.form).is_some()
                || cx.knowledge.roles.abbreviation(&b.form).is_some()
                || is_word(cx, "honorific", &b.form))
    });
    if titled && to == from + 1 {
        return true;
    }
    let tagged = cx.name_over(span).filter(|n| n.kind == NameKind::Person).map(|n| n.span);
    let m = entities.mentions.partition_point(|m| m.span.end <= span.start);
    let mentioned = entities.mentions[m..].iter().take(3).find(|m| {
        m.form == MentionForm::Name
            && m.span.overlaps(span)
            && entities.rows[m.entity].kind == EntityKind::Person
    });
    let fuller = mentioned.is_some_and(|m| entities.rows[m.entity].name.split(' ').count() > to - from);
    match tagged.or(mentioned.map(|m| m.span)) {
        None => false,
        Some(whole) if !span.contains(whole) || fuller => true,
        // One word that the tagger takes for a person: a place after a preposition or before a noun for people, and large ones.
        Some(_) => {
            let words = span.of(cx.text());
            let large = cx.knowledge.countries.lookup(words).is_some_and(|c| c.1 == Sense::Name)
                || cx.knowledge.gazetteer.find(words).iter().any(|p| p.kind == PlaceKind::Region);
            let led = before.is_some_and(|b| is_word(cx, "place", &b.form.to_lowercase()));
            let next = tokens.get(to).map(|n| n.lemma.to_lowercase());
            let people = next.is_some_and(|n| {
                let roles = &cx.knowledge.roles;
                roles.body(&n).is_some()
                    || roles.person(&n).is_some()
                    || cx.knowledge.events.in_class(&n, "person")
            });
            !(large || led || people)
        }
    }
}
