//! One quantity told in two units: "20 tonnes, or 44,000 pounds", "50 kilometres (31 miles)", "40 litres a minute, 2,400 an hour", "30 degrees
//! Celsius, which is 86 Fahrenheit".
//!
//! Owns when words set the second beside the first as the same, and the factors between units. It must not know what is measured.

use dyad_knowledge::CheckCue;
use dyad_record::{Bound, CheckKind, FigureKind, Verdict};

use super::interval::Reading;
use super::page::{Page, Placed};
use super::{Draft, show, told, with_unit};

/// "20 tonnes, or 44,000 pounds", "50 kilometres (31 miles)", "1.5 billion dollars a month, or $18 billion a year".
pub(super) fn converted(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>) -> Option<Draft> {
    let mut gap = page.inside(a, b)?;
    // "2 tonnes of coal, 2,000 kilograms".
    if gap.first() == Some(&"of") && gap.len() <= 5 {
        let comma = gap.iter().position(|w| matches!(*w, "," | "(" | "or"))?;
        gap.drain(..comma);
    }
    if !page.apposed(&gap) && !said_between(page, &gap) {
        return None;
    }
    let told_about = matches!(b.row.bound, Bound::About | Bound::Nearly | Bound::MoreThan) && gap == [","];
    let (x, y) = (a.row, b.row);
    if x.high.is_some() || y.high.is_some() {
        return None;
    }
    let said = told_about
        || gap.iter().any(|w| {
            matches!(*w, "or" | "(" | "is" | "are" | "=" | "≈" | "equals" | "[")
                || page.cues.is(CheckCue::Restate, w)
        });
    if let Some(d) = temperatures(page, a, b).filter(|_| said) {
        return Some(d);
    }
    let (ux, uy) = (x.unit.as_deref()?, y.unit.as_deref()?);
    if x.kind == y.kind
        && ux == uy
        && x.kind != FigureKind::Rate
        && (denominator(page, a).is_none() || denominator(page, b).is_none())
    {
        return again(page, a, b, &gap);
    }
    let (times, calendar) = match (x.kind, y.kind) {
        // "500 bicycles a day, or 3,500 a week" counts bicycles.
        (FigureKind::Count, FigureKind::Count) if ux == uy => {
            let from = denominator(page, a)?;
            rates(page, &format!("{ux}/{from}"), &format!("{uy}/{from}"), b)?
        }
        (FigureKind::Rate, FigureKind::Rate) => rates(page, ux, uy, b)?,
        // "Pounds" beside kilograms are a mass.
        _ => {
            let unit = |u: &'_ str, o: &str| {
                if u == "pound" && super::rate::factor(page, o, "kg").is_some() {
                    "lb".to_owned()
                } else {
                    u.to_owned()
                }
            };
            let (p, q) = (unit(ux, uy), unit(uy, ux));
            (super::rate::factor(page, &p, &q).filter(|_| p != q)?, false)
        }
    };
    let got = a.reading?.times(times)?;
    let told_as = b.reading?;
    let verdict = match got.within(0.03)?.agrees(told_as) {
        Verdict::Fails if got.within(0.12)?.agrees(told_as) == Verdict::Fails => Verdict::Fails,
        Verdict::Fails => Verdict::NotCheckable,
        v => v,
    };
    // A bare comma may set one of a list off.
    if !said && verdict != Verdict::Holds && x.kind != FigureKind::Rate {
        return None;
    }
    let line = format!(
        "{} = {}, told as {}",
        if x.kind == FigureKind::Count { unit_of(page, a, x.value) } else { told(x) },
        unit_of(page, b, round(got.value)),
        unit_of(page, b, y.value)
    );
    let draft =
        |v| Draft::new(CheckKind::Restated, &[a, b], v, line.clone(), "one quantity told in two units");
    // Working days and opening hours are fewer than the calendar's.
    if calendar && verdict == Verdict::Fails && (y.value < got.value) == (times > 1.0) {
        return Some(
            draft(Verdict::NotCheckable).because("nothing says how many days of work a week or year has"),
        );
    }
    Some(draft(verdict).open())
}

/// "1,500 million pesos, that is 1.5 billion pesos": one unit, other words of order. "12 or 13" are two readings, no second telling.
fn again(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>, gap: &[&str]) -> Option<Draft> {
    let said = gap.windows(2).any(|w| matches!(w, ["that" | "which", "is"]));
    let large = matches!(a.row.kind, FigureKind::Money | FigureKind::Measure) && a.row.value.abs() >= 1000.0;
    let verdict = a.reading?.agrees(b.reading?);
    if !said
        || !large
        || page.followed(b, CheckCue::Each)
        || page.after(b, 1).first().is_some_and(|w| page.cues.is(CheckCue::Apart, w) || *w == "a")
    {
        return None;
    }
    let sign = if verdict == Verdict::Holds { "=" } else { "≠" };
    let line = format!("{} {sign} {}", told(a.row), told(b.row));
    (verdict == Verdict::Holds)
        .then(|| Draft::new(CheckKind::Restated, &[a, b], verdict, line, "\"that is\" tells the same again"))
}

/// "which is minus 40 Fahrenheit", "the treasury says, or".
fn said_between(page: &Page<'_, '_>, gap: &[&str]) -> bool {
    let mut words = gap;
    while words.last().is_some_and(|w| matches!(*w, "minus" | "-" | "−" | "about" | "$" | "€" | "£")) {
        words = &words[..words.len() - 1];
    }
    page.cues.ends(CheckCue::Restate, words).is_some()
        && words.len() <= 8
        && !page.broken(words)
        && !words.contains(&"and")
}

/// Two to four digits, as conversions are told.
fn round(x: f64) -> f64 {
    format!("{x:.3e}").parse().unwrap_or(x)
}

fn unit_of(page: &Page<'_, '_>, p: &Placed<'_>, x: f64) -> String {
    match denominator(page, p) {
        Some(u) => {
            let top = p.row.unit.as_deref().and_then(|u| u.split_once('/')).map_or("", |u| u.0);
            if top.is_empty() { format!("{} a {u}", show(x)) } else { format!("{} {top}/{u}", show(x)) }
        }
        None => with_unit(p.row, x),
    }
}

/// The time that the words behind a figure name: "2,400 an hour".
fn denominator<'q>(page: &'q Page<'_, '_>, p: &Placed<'_>) -> Option<&'q str> {
    let behind = page.after(p, 2);
    let [article, noun] = behind[..] else { return None };
    let unit =
        matches!(article, "a" | "an" | "per" | "each" | "every").then(|| page.q.unit_words.word(noun))??;
    Some(page.q.units[unit].unit.as_str()).filter(|_| page.q.units[unit].kind == "duration")
}

/// The factor from one rate to another of the same thing, and whether it counts days of work.
fn rates(page: &Page<'_, '_>, x: &str, y: &str, b: &Placed<'_>) -> Option<(f64, bool)> {
    let ((top, from), (other, told)) = (x.split_once('/')?, y.split_once('/')?);
    let to = denominator(page, b).unwrap_or(told);
    if top != other || from == to {
        return None;
    }
    let factor = super::rate::factor(page, to, from)?;
    let clock = |u: &str| matches!(u, "second" | "minute" | "hour");
    let whole = |u: &str| matches!(u, "month" | "year" | "decade");
    Some((factor, !(clock(from) && clock(to) || whole(from) && whole(to))))
}

/// Degrees have no factor but a zero of their own.
fn temperatures(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>) -> Option<Draft> {
    let (c, f) = match (a.row.unit.as_deref()?, b.row.unit.as_deref()?) {
        ("°C", "°F") => (a, b),
        ("°F", "°C") => (b, a),
        _ => return None,
    };
    let value = |p: &Placed<'_>| {
        let below =
            p.row.value > 0.0 && page.before(p, 1).last().is_some_and(|w| matches!(*w, "minus" | "-" | "−"));
        if below { -p.row.value } else { p.row.value }
    };
    let (x, y) = (value(c), value(f));
    let degrees = x * 9.0 / 5.0 + 32.0;
    // Half a degree Celsius and half of one Fahrenheit; of a rise by degrees the zero does not count.
    let near = |got: f64| (got - y).abs() <= 1.5;
    let holds = near(degrees) || near(x * 9.0 / 5.0);
    let sure = Reading::exact(degrees).is_some() && (degrees - y).abs() > 4.0;
    let verdict = if holds {
        Verdict::Holds
    } else if sure {
        Verdict::Fails
    } else {
        Verdict::NotCheckable
    };
    // A rise of 2 °C is one of 3.6 °F.
    let (zero, got) = if !near(degrees) && holds { ("", x * 9.0 / 5.0) } else { (" + 32", degrees) };
    let line = format!("{} × 9 / 5{zero} = {} °F, told as {} °F", show(x), show(round(got)), show(y));
    Some(Draft::new(CheckKind::Restated, &[a, b], verdict, line, "one temperature told in two scales").open())
}
