//! Quantities: value, bound, unit, what is measured, where, when, and who says so.
//!
//! `recognise` finds them on the surface (`units` behind the number, `names` what is no figure), `noun` the noun that is counted, `measured` what a figure is of. Fields and
//! units follow `RECORD.md`; UCUM for codes. This stage must not know events or claims.

mod ages;
mod ellipsis;
mod forms;
mod home;
mod links;
mod measured;
mod money;
mod multiples;
mod names;
mod noun;
mod period;
mod recognise;
mod scene;
mod scores;
mod units;
pub mod unquantified;

use dyad_knowledge::{Quantities, Sense};
use dyad_record::{
    Bound, Confidence, Figure, FigureKind, Id, PlaceRow, Published, Span, Statement, TimeRow, TimeType,
};
use dyad_syntax::Upos;

use crate::Context;
use crate::atoms::{Atom, Atoms, Kind};
use crate::entities::Entities;
use ellipsis::Antecedent;
pub(crate) use noun::plural_follows;
use period::Periods;
use recognise::{Raw, Recogniser};

/// Finds the figures.
#[must_use]
pub fn find(
    cx: &Context<'_>,
    entities: &Entities,
    times: &[TimeRow],
    places: &[PlaceRow],
    statements: &[Statement],
    published: Option<&Published>,
) -> Vec<Figure> {
    let mut finder = Finder {
        cx,
        entities,
        statements,
        said: Said::new(statements),
        home: home::Home::new(cx, places),
        out: Vec::new(),
        last: None,
        measured: None,
    };
    for s in 0..cx.sentences().len() {
        let sentence = &cx.sentences()[s];
        let here = rows_in(times, sentence.span, |t| t.span);
        let near = rows_in(places, sentence.span, |p| p.span);
        finder.sentence(s, here, near, published);
    }
    finder.out
}

/// What a document's figures are found with, and what earlier ones lend to later ones.
struct Finder<'m, 'a> {
    cx: &'m Context<'a>,
    entities: &'m Entities,
    statements: &'m [Statement],
    said: Said,
    home: home::Home<'m>,
    out: Vec<Figure>,
    /// The last figure with a unit, for "including five in Arizona" and "two of them".
    last: Option<Antecedent>,
    /// The last sentence with a figure that measures something, and what.
    measured: Option<(usize, Span)>,
}

impl Finder<'_, '_> {
    fn sentence(&mut self, s: usize, times: &[TimeRow], places: &[PlaceRow], published: Option<&Published>) {
        let cx = self.cx;
        let q = &cx.knowledge.quantities;
        let a = cx.atoms(s);
        if !numeric(a) {
            return;
        }
        let mut taken = vec![false; a.len()];
        for t in times {
            if matches!(t.kind, TimeType::Date | TimeType::Time) {
                let (from, to) = (a.at(t.span.start), a.list.partition_point(|x| x.span.start < t.span.end));
                taken[from.min(to)..to].fill(true);
            }
        }
        let found = Recogniser::new(a, q, taken, &self.home).all();
        if found.is_empty() {
            return;
        }
        let spans: Vec<(usize, usize)> = found.iter().map(|r| (r.from, r.to)).collect();
        let periods = Periods { cx, sentence: s, times, published };
        let first = self.out.len();
        let mut here: Option<Span> = None;
        for (k, raw) in found.into_iter().enumerate() {
            // Only figures nearby are asked about, so that long lists stay linear.
            let around = &spans[k.saturating_sub(8)..spans.len().min(k + 9)];
            let raw = Raw { kind: changed(a, q, &raw), ..raw };
            let raw = again(a, raw, self.out.get(first..).and_then(<[Figure]>::last));
            let Some(row) = self.figure(a, raw, here, around, &periods, places) else { continue };
            if let Some(of) = row.of_span {
                here = Some(of);
                self.measured = Some((s, of));
            }
            self.out.push(row);
        }
        links::tie(cx, &mut self.out[first..]);
    }

    fn figure(
        &mut self,
        a: &Atoms<'_>,
        mut raw: Raw,
        here: Option<Span>,
        others: &[(usize, usize)],
        periods: &Periods<'_, '_>,
        places: &[PlaceRow],
    ) -> Option<Figure> {
        let cx = self.cx;
        let q = &cx.knowledge.quantities;
        let s = a.sentence;
        let near = here.or(self.measured.filter(|(at, _)| s - at <= 1).map(|(_, of)| of));
        let last_unit = self.out.last().filter(|_| here.is_some()).and_then(|f| f.unit.as_deref());
        let same_unit = raw.unit.is_some() && last_unit == raw.unit.as_deref();
        let before = measured::Before { here, near, same_unit };
        let of_span = measured::of(cx, a, &raw, self.entities, periods.times, before);
        // "twice the 1.9 tons": another figure's words are not what this one measures.
        let figure = |of: Span| others.iter().any(|(f, t)| *t <= raw.from && a.span(*f, *t).contains(of));
        let mut of_span = of_span.filter(|of| !figure(*of)).or(near);
        let (mut kind, mut unit, mut code) = (raw.kind, raw.unit.clone(), raw.code.clone());
        let (mut why, mut confidence) = (raw.why.clone(), raw.confidence);
        // "62 Kenyans": a people counts persons.
        let people = |h: usize| {
            let word = a.get(h).and_then(|x| cx.knowledge.countries.lookup(x.text));
            word.is_some_and(|(_, s)| s == Sense::Demonym)
        };
        if kind == FigureKind::Count && raw.head.is_some_and(people) {
            unit = Some("person".to_owned());
        } else if kind == FigureKind::Count && ellipsis::group(a, &raw, q) {
            unit = Some("person".to_owned());
            why.push("a group of persons".to_owned());
        } else if matches!(kind, FigureKind::Count) && ellipsis::bare(a, &raw) {
            match self.last.as_ref().filter(|l| l.lends(s, a, &raw)) {
                // "Accidents rose by 18 percent to 212": where a value went is told of its own subject.
                Some(l) if l.sentence != s && l.kind == FigureKind::Count && goal(a, q, &raw) => {
                    let noun = of_span.map(|of| noun::unit_word(last_word(of.of(cx.text())), q));
                    unit = noun.filter(|n| of_span.is_some_and(|of| !of.of(cx.text()).ends_with(n.as_str())));
                }
                Some(l) => {
                    raw.value *= l.factor;
                    raw.high = raw.high.map(|h| h * l.factor);
                    (kind, unit, code) = (l.kind, Some(l.unit.clone()), l.code.clone());
                    // Of another sentence only the unit is lent where this one tells what is measured.
                    if raw.head.is_none() && l.kind != FigureKind::Share {
                        of_span = if l.sentence == s { l.of.or(of_span) } else { of_span.or(l.of) };
                    }
                    why.push(format!("unit {} of the figure before", l.unit));
                    confidence = 0.75;
                }
                // A bare small number with nothing it could count is no figure.
                None if raw.head.is_none() && raw.value < 10.0 => return None,
                None => {}
            }
        }
        let of = if raw.age { None } else { of_span };
        if kind == FigureKind::Change {
            why.push("a change: a word of rising and falling beside it".to_owned());
        }
        let told = Raw { kind, code: code.clone(), ..raw.clone() };
        // The noun alone is lent: of "people capsized" the people.
        let noun = raw.head.map(|h| a.span(h, h + 1).end);
        let lent = of.map(|of| {
            noun.filter(|end| *end > of.start && *end < of.end).map_or(of, |end| Span::new(of.start, end))
        });
        if let Some(next) = Antecedent::new(s, a, &told, unit.as_deref(), lent) {
            self.last = Some(next);
        } else if let Some(l) = self.last.as_mut().filter(|l| l.factor != 1.0 && l.kind == kind) {
            // "in Bergen 64 and in Tromsø only 39": the percent is lent on.
            l.end = raw.core_to;
        }
        let span = a.span(raw.from, raw.to);
        let statement = self.said.around(a.span(raw.from, raw.core_to)).map(|i| &self.statements[i]);
        let base = links::base(a, &told, q, others, periods.times);
        let top = a.get(raw.core_from).zip(a.get(raw.core_to.saturating_sub(1)));
        let top = top.and_then(|(x, y)| cx.head_of(s, x.token..y.token + 1));
        let period = periods.of(span, top, base, statement);
        let words = |of: Span| of.of(cx.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Figure {
            id: Id::new('f', self.out.len()),
            span,
            value: tidy(raw.value),
            high: raw.high.map(tidy),
            bound: raw.bound,
            kind,
            unit,
            code,
            of: if raw.age { Some("age".to_owned()) } else { of.map(words) },
            of_span: of,
            place: scene::place(cx, s, span, top, places, periods.times),
            days: period.as_ref().and_then(|p| p.days.clone()),
            period: period.map(|p| periods.times[p.time].id.clone()),
            speaker: statement.and_then(|st| st.speaker.clone()),
            statement: statement.map(|st| st.id.clone()),
            base,
            part_of: None,
            toward: None,
            direction: links::direction(a, &told, q),
            block: cx.sentences()[s].segment,
            confidence: Confidence(confidence),
            why,
        })
    }
}

/// What is told once more in another unit shares bound and kind with the first telling: "more than 100 km (60 miles)",
/// "grew by 1,200 seats or 2 percent".
fn again(a: &Atoms<'_>, mut raw: Raw, last: Option<&Figure>) -> Raw {
    let Some(last) =
        last.filter(|l| raw.from > 0 && a.before(raw.from, 2).is_some_and(|x| x.span.end <= l.span.end))
    else {
        return raw;
    };
    let bracket = a.low_before(raw.from, 1) == "(" && a.low(raw.to) == ")";
    let or = a.low_before(raw.from, 1) == "or";
    if raw.bound == Bound::Exact && bracket && raw.kind == last.kind && raw.kind == FigureKind::Measure {
        raw.bound = last.bound;
    }
    if or && last.kind == FigureKind::Change && raw.kind == FigureKind::Share {
        raw.kind = FigureKind::Change;
    }
    raw
}

/// What is told as a movement is a change: "grew by 12 percent", "a 12 percent rise", "rose 64 points".
fn changed(a: &Atoms<'_>, q: &Quantities, raw: &Raw) -> FigureKind {
    let points = matches!(raw.unit.as_deref(), Some("pp" | "bp"));
    let amount = matches!(raw.kind, FigureKind::Count | FigureKind::Measure | FigureKind::Money);
    let change = points || raw.kind == FigureKind::Share && moves(a, q, raw) || amount && grows_by(a, q, raw);
    if change { FigureKind::Change } else { raw.kind }
}

/// True if anything in the sentence can begin a figure; most sentences have nothing, and are not looked at further.
fn numeric(a: &Atoms<'_>) -> bool {
    a.list.iter().any(|x| tells(x) || matches!(x.low.as_str(), "under" | "than" | "take" | "took" | "lasted"))
}

/// True for a number, and for a word that is or makes one.
fn tells(x: &Atom<'_>) -> bool {
    x.numeric
        || match x.kind {
            Kind::Sign => x.text.starts_with(|c: char| matches!(c, '¼'..='¾' | '⅐'..='⅞')),
            _ => x.low.ends_with("fold") || x.low == "every",
        }
}

/// True where a value went: "rose by 18 percent to 212".
fn goal(a: &Atoms<'_>, q: &Quantities, raw: &Raw) -> bool {
    let moved = || (raw.from.saturating_sub(8)..raw.from).any(|k| q.is_movement(a.low(k)));
    raw.head.is_none() && a.low_before(raw.from, 1) == "to" && moved()
}

fn last_word(text: &str) -> &str {
    text.split_whitespace().next_back().unwrap_or(text)
}

/// "grew by 12 percent", "a 12 percent rise": how much something moved, not a part of it.
fn moves(a: &Atoms<'_>, q: &Quantities, raw: &Raw) -> bool {
    let movement = |i: Option<usize>| i.and_then(|i| a.get(i)).is_some_and(|x| q.is_movement(&x.low));
    let before = raw.from.checked_sub(1);
    // "fell below 4 percent": where a value went, not how far.
    if raw.from < raw.core_from && matches!(a.low(raw.from), "below" | "above" | "under" | "past" | "beyond")
    {
        return false;
    }
    let by = before.and_then(|i| a.get(i)).is_some_and(|x| x.low == "by");
    let of = before.is_some_and(|i| a.low(i) == "of") && movement(raw.from.checked_sub(2));
    // "cut emissions 55 percent": the verb before its object.
    let object = (1..5)
        .take_while(|b| {
            matches!(
                a.before(raw.from, *b).map(|_| a.upos(raw.from - b)),
                Some(Upos::Noun | Upos::Adj | Upos::Det | Upos::Propn | Upos::Pron)
            )
        })
        .last();
    let verb = object.and_then(|b| raw.from.checked_sub(b + 1));
    let moved = verb.is_some_and(|v| a.upos(v) == Upos::Verb) && movement(verb);
    moved || by || of || movement(before) || movement(Some(raw.to)) && !movement(raw.to.checked_sub(1))
}

/// "rose 64 points", "fell by 300 dollars": an amount right behind a verb that takes no other object. "Cut 300 jobs" tells
/// how many jobs there were to cut.
fn grows_by(a: &Atoms<'_>, q: &Quantities, raw: &Raw) -> bool {
    let by = usize::from(a.low_before(raw.from, 1) == "by");
    let Some(verb) = raw.from.checked_sub(1 + by).and_then(|i| a.token(i)) else { return false };
    let low = verb.form.to_lowercase();
    let alone = q.is("intransitive", &verb.lemma) || q.is("intransitive", &low);
    // "grows 2,000 acres of canola": what is grown.
    let of = by == 0 && a.low(raw.core_to) == "of";
    (alone || by == 1) && !of && q.moves(&low).is_some() && verb.upos == Upos::Verb
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
