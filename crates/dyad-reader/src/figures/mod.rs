//! Quantities: value, bound, unit, what is measured, where, when, and who says so.
//!
//! `recognise` finds them on the surface (`units` behind the number, `names` what is no figure), `noun` the noun that is counted, `measured` what a figure is of. Fields and
//! units follow `RECORD.md`; UCUM for codes. This stage must not know events or claims.

mod ages;
mod ellipsis;
mod forms;
mod home;
mod measured;
mod money;
mod names;
mod noun;
mod recognise;
mod scores;
mod units;

use dyad_knowledge::{Quantities, Sense};
use dyad_record::{Confidence, Figure, FigureKind, Id, PlaceRow, Span, Statement, TimeRow, TimeType};

use crate::Context;
use crate::atoms::{Atoms, Kind};
use crate::entities::Entities;
use ellipsis::Antecedent;
pub(crate) use noun::plural_follows;
use recognise::{Raw, Recogniser};

/// Finds the figures.
#[must_use]
pub fn find(
    cx: &Context<'_>,
    _entities: &Entities,
    times: &[TimeRow],
    places: &[PlaceRow],
    statements: &[Statement],
) -> Vec<Figure> {
    let q = &cx.knowledge.quantities;
    let mut out: Vec<Figure> = Vec::new();
    let said = Said::new(statements);
    let home = home::Home::new(cx, places);
    // The last figure with a unit, for "including five in Arizona" and "two of them".
    let mut last: Option<Antecedent> = None;
    for s in 0..cx.sentences().len() {
        let sentence = &cx.sentences()[s];
        let a = Atoms::of(cx, s);
        if !numeric(&a, q) {
            continue;
        }
        let here = rows_in(times, sentence.span, |t| t.span);
        let near = rows_in(places, sentence.span, |p| p.span);
        let mut taken = vec![false; a.len()];
        for t in here {
            if matches!(t.kind, TimeType::Date | TimeType::Time) {
                let (from, to) = (a.at(t.span.start), a.list.partition_point(|x| x.span.start < t.span.end));
                taken[from.min(to)..to].fill(true);
            }
        }
        let found = Recogniser::new(&a, q, taken, &home).all();
        for raw in found {
            let span = a.span(raw.from, raw.to);
            let (mut of, of_span) = measured::of(cx, &a, &raw, here);
            let (mut kind, mut unit, mut code) = (raw.kind, raw.unit.clone(), raw.code.clone());
            let (mut why, mut confidence) = (raw.why.clone(), raw.confidence);
            let mut factor = 1.0;
            // "62 Kenyans": a people counts persons.
            let people = |h: usize| {
                a.get(h)
                    .and_then(|x| cx.knowledge.countries.lookup(x.text))
                    .is_some_and(|(_, s)| s == Sense::Demonym)
            };
            if kind == FigureKind::Count && raw.head.is_some_and(people) {
                unit = Some("person".to_owned());
            } else if kind == FigureKind::Count && ellipsis::group(&a, &raw, q) {
                unit = Some("person".to_owned());
                why.push("a group of persons".to_owned());
            } else if kind == FigureKind::Count && ellipsis::bare(&a, &raw) {
                match last.as_ref().filter(|l| l.lends(s, &a, &raw)) {
                    Some(l) => {
                        (kind, unit, code) = (l.kind, Some(l.unit.clone()), l.code.clone());
                        factor = l.factor;
                        of = of.filter(|_| raw.head.is_none()).or_else(|| l.of.clone());
                        why.push(format!("unit {} of the figure before", l.unit));
                        confidence = 0.75;
                    }
                    // A bare small number with nothing it could count is no figure.
                    None if raw.head.is_none() && raw.value < 10.0 => continue,
                    None => {}
                }
            }
            if kind == FigureKind::Share && moves(&a, q, &raw) {
                kind = FigureKind::Change;
                why.push("a change: \"by\" or a word of rising and falling beside it".to_owned());
            }
            if let Some(next) = Antecedent::new(
                s,
                &a,
                &Raw { kind, code: code.clone(), ..raw.clone() },
                unit.as_deref(),
                of.as_deref(),
            ) {
                last = Some(next);
            } else if let Some(l) = last.as_mut().filter(|l| factor != 1.0 && l.kind == kind) {
                // "in Bergen 64 and in Tromsø only 39": the percent is lent on.
                l.end = raw.core_to;
            }
            let statement = said.around(a.span(raw.from, raw.core_to)).map(|i| &statements[i]);
            out.push(Figure {
                id: Id::new('f', out.len()),
                span,
                value: tidy(raw.value * factor),
                high: raw.high.map(|h| tidy(h * factor)),
                bound: raw.bound,
                kind,
                unit,
                code,
                of: if raw.age { Some("age".to_owned()) } else { of },
                of_span,
                place: place(cx, span, near),
                period: period(span, here),
                speaker: statement.and_then(|st| st.speaker.clone()),
                statement: statement.map(|st| st.id.clone()),
                base: None,
                part_of: None,
                toward: None,
                direction: None,
                block: sentence.segment,
                confidence: Confidence(confidence),
                why,
            });
        }
    }
    out
}

/// True if anything in the sentence can begin a figure; most sentences have nothing, and are not looked at further.
fn numeric(a: &Atoms<'_>, q: &Quantities) -> bool {
    a.list.iter().any(|x| match x.kind {
        Kind::Number(_) | Kind::Ordinal(_) => true,
        Kind::Sign => x.text.starts_with(|c: char| matches!(c, '¼'..='¾' | '⅐'..='⅞')),
        Kind::Word => {
            q.number(&x.low).is_some()
                || q.part(&x.low).is_some()
                || matches!(x.low.as_str(), "majority" | "every" | "under" | "than")
        }
    })
}

/// "grew by 12 percent", "a 12 percent rise": how much something moved, not a part of it.
fn moves(a: &Atoms<'_>, q: &Quantities, raw: &Raw) -> bool {
    let movement = |i: Option<usize>| i.and_then(|i| a.get(i)).is_some_and(|x| q.is("movement", &x.low));
    let before = raw.from.checked_sub(1);
    let by = before.and_then(|i| a.get(i)).is_some_and(|x| x.low == "by");
    by || movement(before) || movement(Some(raw.to)) && !movement(raw.to.checked_sub(1))
}

/// A value without the noise of binary arithmetic: 95 percent is 0.95, not 0.9500000000000001. Twelve digits are more
/// than any text tells.
fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// The contents of the statements by where they begin.
struct Said {
    /// Content and index of the statement, by start.
    contents: Vec<(Span, usize)>,
}

impl Said {
    fn new(statements: &[Statement]) -> Self {
        let all = statements.iter().enumerate();
        let mut contents: Vec<(Span, usize)> =
            all.flat_map(|(i, s)| s.content.iter().map(move |c| (*c, i))).collect();
        contents.sort_by_key(|(c, i)| (c.start, c.end, *i));
        Self { contents }
    }
    /// The innermost statement whose content holds the span; only the nearest contents before it are asked, so that
    /// long documents stay linear.
    fn around(&self, span: Span) -> Option<usize> {
        let to = self.contents.partition_point(|(c, _)| c.start <= span.start);
        let near = self.contents[to.saturating_sub(64)..to].iter().filter(|(c, _)| c.contains(span));
        near.min_by_key(|(c, _)| c.len()).map(|(_, i)| *i)
    }
}

/// The rows (in text order) whose span begins in this one.
fn rows_in<T>(rows: &[T], span: Span, of: impl Fn(&T) -> Span) -> &[T] {
    let from = rows.partition_point(|r| of(r).start < span.start);
    let to = rows.partition_point(|r| of(r).start < span.end);
    &rows[from..to.max(from)]
}

/// The nearest date of the sentence.
fn period(span: Span, times: &[TimeRow]) -> Option<Id> {
    times
        .iter()
        .filter(|t| t.kind == TimeType::Date && t.interval.is_some() && !t.span.overlaps(span))
        .min_by_key(|t| {
            if t.span.start >= span.end {
                t.span.start - span.end
            } else {
                2 * span.start.saturating_sub(t.span.end)
            }
        })
        .map(|t| t.id.clone())
}

/// The place named shortly after the figure, behind a preposition of place.
fn place(cx: &Context<'_>, span: Span, places: &[PlaceRow]) -> Option<String> {
    places
        .iter()
        .find(|p| {
            let gap = Span::new(span.end, p.span.start).of(cx.text());
            let last = gap.split_whitespace().rev().find(|w| *w != "the").unwrap_or("");
            p.span.start >= span.end
                && gap.len() <= 80
                && !gap.contains(['.', ';'])
                && matches!(
                    last,
                    "in" | "at" | "across" | "near" | "throughout" | "around" | "inside" | "from" | "into"
                )
        })
        .map(|p| p.name.clone())
}
