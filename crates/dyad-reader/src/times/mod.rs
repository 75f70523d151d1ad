//! Time expressions (TIMEX3) and, where the document gives none, an inferred publication date.
//!
//! Forms are recognised by `grammar`, resolved by `resolve`, the missing date inferred by `publication`. Values
//! follow TimeML 1.2.1. This stage must not know entities or statements.

pub mod calendar;
mod clock;
mod counted;
mod dates;
mod expr;
mod fiscal;
pub mod grammar;
mod habits;
mod lengths;
mod months;
mod periods;
mod publication;
mod ranges;
mod relative;
mod resolve;
mod seasons;
mod story;
mod tense;
mod terms;
mod years;

use dyad_knowledge::Fiscal;
use dyad_record::{Id, Published, TimeRow, TimeType};
use dyad_syntax::Token;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::Context;
use crate::atoms::Atoms;
use expr::Expr;
use grammar::{Found, Matcher};
use resolve::{Place, Resolver};
use tense::Tense;

/// An expression with the place and tense it was found in.
pub(crate) struct Placed {
    sentence: usize,
    block: usize,
    found: Found,
    tense: Tense,
}

/// Finds the times; the second value is the document's publication date, given or inferred.
#[must_use]
pub fn find(cx: &Context<'_>) -> (Vec<TimeRow>, Option<Published>) {
    read(cx, false)
}

/// The time that the whole text is: an expression without a sentence around it, resolved against the document's date.
/// Of several expressions in it the first counts.
#[must_use]
pub fn expression(cx: &Context<'_>) -> Option<TimeRow> {
    read(cx, true).0.into_iter().next()
}

/// What the text calls a date and the calendar has not, in full sentences.
pub(crate) fn problems(times: &[TimeRow], text: &str) -> Vec<String> {
    let why = |t: &TimeRow| Some(t.basis.as_deref()?.strip_prefix(resolve::IMPOSSIBLE)?.to_owned());
    times
        .iter()
        .filter_map(|t| {
            Some(format!("\"{}\" ({}) is no date{}; it was left open.", t.span.of(text), t.id, why(t)?))
        })
        .collect()
}

fn read(cx: &Context<'_>, alone: bool) -> (Vec<TimeRow>, Option<Published>) {
    let k = cx.knowledge;
    let mut placed = Vec::new();
    for s in 0..cx.sentences().len() {
        let a = cx.atoms(s);
        let m = Matcher::new(a, &k.time_words, &k.quantities, alone);
        for found in m.all() {
            let tense = tense::tense(a, found.from, found.to, &k.time_words);
            placed.push(Placed { sentence: s, block: cx.sentences()[s].segment, found, tense });
        }
    }
    let mut published = cx.doc.published.clone();
    let inferred = published.is_none();
    if inferred {
        published = publication::infer(&placed);
    }
    let day = published.as_ref().and_then(|p| p.value.get(..10)).and_then(|v| v.parse::<Date>().ok());
    let country = main_country(cx);
    let mut resolver = Resolver { published: day, inferred, ..Resolver::default() };
    resolver.story.history = history(&placed, day);
    let mut rows = Vec::new();
    for p in &placed {
        let a = cx.atoms(p.sentence);
        // "soon" in the past tense counts from the story and names nothing.
        let told = |i: usize| a.token(i).is_some_and(|t| matches!(t.xpos.as_str(), "VBD" | "VBN"));
        let past = p.tense == Tense::Past
            || p.tense == Tense::Open && (p.found.from.saturating_sub(6)..p.found.to + 6).any(told);
        if a.low(p.found.from) == "soon" && past && !alone {
            continue;
        }
        let near = || near_country(cx, p.sentence, a.span(p.found.from, p.found.to).start);
        let whose = match &p.found.expr {
            Expr::Fiscal(..) => near().unwrap_or_else(|| country.clone()),
            Expr::Holiday(rule, ..) if rule.contains(':') => near().unwrap_or_else(|| country.clone()),
            _ => String::new(),
        };
        let fiscal = k.time_words.fiscal(&whose);
        let place = Place {
            block: p.block,
            sentence: p.sentence,
            tense: p.tense,
            aside: aside(a, &p.found),
            lead: p.found.from <= 2,
        };
        let (found, of) = in_country(&p.found, &whose);
        let Some((kind, value, mut basis)) = resolver.resolve(&found, place, fiscal) else {
            continue;
        };
        // "5/6/2023" may be read either way.
        let part = |k: usize| a.integer(p.found.from + k, 2).filter(|n| *n <= 12);
        if a.low(p.found.from + 1) == "/" && part(0).zip(part(2)).is_some_and(|(m, d)| m != d) {
            basis = Some("read as month/day/year".to_owned());
        }
        if let Some(c) = of {
            basis = Some(basis.map_or_else(String::new, |b| b + "; ") + &format!("day of {c}"));
        }
        if matches!(p.found.expr, Expr::Fiscal(..)) {
            let said = said_fiscal(&whose, fiscal);
            basis = Some(basis.map_or_else(|| said.clone(), |b| format!("{b}; {said}")));
        }
        let interval = match (&p.found.expr, day) {
            (Expr::Duration(v, side), Some(d)) if *side != 0 => stretch(d, v, *side),
            _ if kind == TimeType::Duration || kind == TimeType::Set => None,
            _ => calendar::interval(&value, fiscal),
        };
        let form = format!("{:?}", p.found.expr);
        let mut why = vec![format!("time: form {}", form.split(['(', ' ', '{']).next().unwrap_or_default())];
        if p.tense != Tense::Open {
            why.push(format!("clause: {:?}", p.tense).to_lowercase());
        }
        rows.push(TimeRow {
            id: Id::new('t', rows.len()),
            span: a.span(p.found.from, p.found.to),
            kind,
            value,
            interval,
            basis,
            why,
        });
    }
    (rows, published)
}

/// The expression with a holiday's rule for a country, and the country whose rule it is.
fn in_country<'f>(found: &'f Found, country: &str) -> (std::borrow::Cow<'f, Found>, Option<String>) {
    match &found.expr {
        Expr::Holiday(rule, y, rel) if rule.contains(':') => {
            let (rule, of) = terms::holiday_of(rule, country);
            let expr = Expr::Holiday(rule.to_owned(), *y, *rel);
            (std::borrow::Cow::Owned(Found { expr, ..found.clone() }), of.map(str::to_owned))
        }
        _ => (std::borrow::Cow::Borrowed(found), None),
    }
}

/// What a fiscal year is taken for.
fn said_fiscal(whose: &str, fiscal: Option<Fiscal>) -> String {
    let month = |f: Fiscal| calendar::month_name(i64::from(f.month));
    match fiscal {
        Some(f) if f.named_for_start => {
            format!("fiscal year of {whose} from 1 {}, named for the year it starts in", month(f))
        }
        Some(f) => format!("fiscal year of {whose} from 1 {}, named for the year it ends in", month(f)),
        None => "fiscal year taken for the calendar year".to_owned(),
    }
}

/// True of a time told in passing: one that is only a bound or stands in brackets.
fn aside(a: &Atoms<'_>, found: &Found) -> bool {
    let bound = |w: &str| matches!(w, "until" | "till" | "since" | "to" | "before" | "by" | "(" | "–" | "-");
    let lead = found.from <= 2;
    !lead && bound(a.low_before(found.from, 1))
        || (2..7).any(|k| matches!(a.low_before(found.from, k), "until" | "till"))
}

/// The interval of a length that ends or begins on a day.
fn stretch(day: Date, value: &str, side: i64) -> Option<[String; 2]> {
    let body = value.strip_prefix('P')?;
    let unit = body.get(body.len().checked_sub(1)?..)?;
    let n: i64 = body.get(..body.len() - 1)?.parse().ok()?;
    let other = calendar::plus(day, unit, n.checked_mul(side)?)?;
    let (from, to) = if side < 0 { (other, day) } else { (day, other) };
    Some([from.to_string(), to.to_string()])
}

/// True if the text tells of years long before it was written, or of many years before its own.
fn history(placed: &[Placed], day: Option<Date>) -> bool {
    let years: Vec<i64> = placed
        .iter()
        .filter_map(|p| match &p.found.expr {
            Expr::Date { y: Some(y), .. } => Some(*y),
            _ => None,
        })
        .collect();
    let Some(day) = day else { return false };
    let written = i64::from(day.year());
    let mostly = |n: usize| n * 10 >= years.len() * 7;
    let back = |by: i64| years.iter().filter(|y| **y + by <= written).count();
    let now = placed.iter().filter(|p| matches!(p.found.expr, Expr::Day(_) | Expr::Weekday(..))).count();
    now * 3 < years.len() && (years.len() >= 5 && mostly(back(3)) || years.len() >= 20 && mostly(back(1)))
}

/// The country named last before a byte in this sentence, else first after it, else last in the two sentences before:
/// whose fiscal year is meant.
fn near_country(cx: &Context<'_>, sentence: usize, byte: usize) -> Option<String> {
    let country = |t: &Token| {
        let text = t.span.of(cx.text());
        // "U.S." may have lost its last point to the end of a sentence or to the tokeniser.
        let hit = cx
            .knowledge
            .countries
            .lookup(text)
            .or_else(|| cx.knowledge.countries.lookup(&format!("{text}.")));
        hit.filter(|_| text.starts_with(char::is_uppercase)).map(|(c, _)| c.iso3.clone())
    };
    let here = &cx.sentences()[sentence].tokens;
    let split = here.partition_point(|t| t.span.end <= byte);
    let back = cx.sentences()[sentence.saturating_sub(2)..sentence].iter().flat_map(|s| &s.tokens);
    let before = here[..split].iter().rev().take(120).find_map(country);
    before
        .or_else(|| here[split..].iter().take(40).find_map(country))
        .or_else(|| back.rev().take(120).find_map(country))
}

/// ISO code of the country that the text names most often; the first named wins a tie.
fn main_country(cx: &Context<'_>) -> String {
    let mut counts: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for (n, t) in cx.sentences().iter().flat_map(|s| &s.tokens).enumerate() {
        let text = t.span.of(cx.text());
        if text.starts_with(char::is_uppercase)
            && let Some((c, _)) = cx.knowledge.countries.lookup(text)
        {
            counts.entry(c.iso3.as_str()).or_insert((0, n)).0 += 1;
        }
    }
    let best =
        counts.into_iter().max_by(|a, b| (a.1.0.cmp(&b.1.0)).then(b.1.1.cmp(&a.1.1)).then(b.0.cmp(a.0)));
    best.map_or_else(String::new, |(c, _)| c.to_owned())
}
