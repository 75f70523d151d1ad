//! Rates: rate × time or amount = total ("12 km a month for five months, 60 km in all"), unit price × number = total ("60 trams at 3
//! million euros apiece, a bill of €180 million"), rate per population × population = cases.
//!
//! Owns which figure is the rate, the amount and the total. It must not know changes or dates.

use dyad_knowledge::CheckCue;
use dyad_record::{CheckKind, FigureKind, Verdict};

use super::interval::Reading;
use super::page::{BREAK, Page, Placed};
use super::{Draft, show, told, with_unit};

/// All checks of this family.
pub(super) fn find(page: &Page<'_, '_>) -> Vec<Draft> {
    let three = page.figures.windows(3).filter_map(|w| one(page, &w[0], &w[1], &w[2]));
    let four = page.figures.windows(4).filter_map(|w| among(page, w));
    three.chain(four).collect()
}

fn one(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>, c: &Placed<'_>) -> Option<Draft> {
    if a.sentence != b.sentence || c.sentence - b.sentence > 1 {
        return None;
    }
    apiece(page, a, b, c)
        .or_else(|| over(page, a, b, c))
        .or_else(|| takes(page, a, b, c))
        .or_else(|| population(page, a, b, c))
        .or_else(|| result(page, a, b, c))
        .or_else(|| by_head(page, a, b, c))
}

/// True if the words behind the last factor lead to what the product comes to.
fn leads(page: &Page<'_, '_>, from: &Placed<'_>, total: &Placed<'_>) -> bool {
    let Some(gap) = page.gap(from, total) else { return false };
    let tail = gap.rsplit(|w| *w == BREAK).next().unwrap_or(&[]);
    if tail.len() < gap.len() {
        return tail.len() <= 5 && page.cues.starts(CheckCue::Restate, tail).is_some_and(|n| n > 1);
    }
    let rest = match page.cues.starts(CheckCue::Each, &gap) {
        Some(n) => &gap[n..],
        None => &gap[..],
    };
    let ends = page.cues.ends(CheckCue::Total, rest).or_else(|| page.cues.ends(CheckCue::Amounts, rest));
    let said = ends.is_some()
        || page.cues.starts(CheckCue::Total, &page.after(total, 3)).is_some()
        || matches!(rest, [":"] | [",", "or" | "about" | "some"] | ["or"] | ["(" | "—" | "–"] | [","])
        || matches!(rest, [",", "a" | "an", _, "of"]);
    let tail = ends.unwrap_or(0);
    said && rest.len() <= 8
        && !page.broken(rest)
        && (tail > 0 && rest.len() - tail <= 2 || !rest.contains(&"and"))
}

fn product(
    page: &Page<'_, '_>,
    x: &Placed<'_>,
    y: &Placed<'_>,
    total: &Placed<'_>,
    factor: f64,
    why: &str,
) -> Option<Draft> {
    let _ = page;
    let got = x.reading?.mul(y.reading?)?.times(factor)?;
    // A factor of the calendar is no whole number of days.
    let got = if (factor - factor.round()).abs() > 1e-9 { got.within(0.01)? } else { got };
    let verdict = got.agrees(total.reading?);
    let line = format!(
        "{} × {} = {}, told as {}",
        told(x.row),
        told(y.row),
        with_unit(total.row, round_off(got.value)),
        told(total.row)
    );
    let draft = Draft::new(CheckKind::Rate, &[x, y, total], verdict, line, why);
    let powers = [10.0, 100.0, 1000.0, 1e6];
    let off = powers.iter().find(|p| {
        let near =
            |q: Option<Reading>| q.zip(total.reading).is_some_and(|(q, t)| q.agrees(t) == Verdict::Holds);
        near(got.times(**p)) || near(got.times(1.0 / **p))
    });
    Some(match off.filter(|_| verdict == Verdict::Fails) {
        Some(p) => draft.because(format!("the total is off by a factor of {}", show(*p))),
        None => draft.open(),
    })
}

/// Six digits are more than products of told figures have.
fn round_off(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}

/// "60 trams at 3 million euros apiece, a bill of €180 million"; "3 million euros each for 60 trams"; "each of the 40 families got 500 dollars".
fn apiece(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>, c: &Placed<'_>) -> Option<Draft> {
    let worth = |p: &Placed<'_>| {
        p.reading.is_some()
            && p.row.high.is_none()
            && p.row.unit.is_some()
            && matches!(
                p.row.kind,
                FigureKind::Count | FigureKind::Money | FigureKind::Measure | FigureKind::Rate
            )
    };
    let number = |p: &Placed<'_>| p.countable() && p.row.kind == FigureKind::Count && p.row.unit.is_some();
    let gap = page.inside(a, b).filter(|g| g.len() <= 7 && !page.broken(g))?;
    let each_of = page.before(a, 4).iter().any(|w| matches!(*w, "each" | "every" | "everyone"));
    let (n, price) = if number(a) && worth(b) && !a.like(b) && (page.followed(b, CheckCue::Each) || each_of) {
        (a, b)
    } else if number(b)
        && worth(a)
        && !a.like(b)
        && page.cues.starts(CheckCue::Each, &gap).is_some()
        && gap.iter().any(|w| matches!(*w, "for" | "to" | "from"))
    {
        (b, a)
    } else if number(b)
        && worth(a)
        && !a.like(b)
        && gap.contains(&"each")
        && gap.last().is_some_and(|w| matches!(*w, "of" | "the" | "its" | "their"))
    {
        // "500 dollars a month to each of 2,000 families".
        (b, a)
    } else {
        return None;
    };
    if !price.like(c) || !leads(page, b, c) {
        return None;
    }
    product(page, n, price, c, 1.0, "a number, the amount for each and what they come to")
}

/// Numerator and denominator of a rate's unit, and how many of the denominator: `death/100000 person`.
fn parts(unit: &str) -> Option<(&str, f64, &str)> {
    let (top, bottom) = unit.split_once('/')?;
    Some(match bottom.split_once(' ') {
        Some((n, what)) => (top, n.parse().ok()?, what),
        None => (top, 1.0, bottom),
    })
}

/// How many of the second unit make one of the first.
pub(super) fn factor(page: &Page<'_, '_>, from: &str, to: &str) -> Option<f64> {
    if from == to {
        return Some(1.0);
    }
    let (a, b) = (page.q.unit(from)?.base.as_ref()?, page.q.unit(to)?.base.as_ref()?);
    (a.0 == b.0 && b.1 != 0.0).then(|| a.1 / b.1).filter(|f| f.is_finite() && *f > 0.0)
}

/// "12 kilometres a month for five months, 60 kilometres in all"; "40 tonnes at 300 dollars a tonne, 12,000 dollars".
fn over(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>, c: &Placed<'_>) -> Option<Draft> {
    let gap = page.inside(a, b).filter(|g| g.len() <= 6 && !page.broken(g))?;
    if gap.contains(&"and") && !gap.last().is_some_and(|w| matches!(*w, "cost" | "costs")) {
        return None;
    }
    let (rate, amount, tie) = if a.row.kind == FigureKind::Rate {
        (a, b, page.cues.ends(CheckCue::Over, &gap).is_some())
    } else {
        (
            b,
            a,
            gap.last().is_some_and(|w| {
                matches!(
                    *w,
                    "at" | "for" | "costing" | "of" | "making" | "earning" | "worth" | "cost" | "costs"
                )
            }),
        )
    };
    if rate.row.kind != FigureKind::Rate || amount.row.kind == FigureKind::Rate || !tie || !leads(page, b, c)
    {
        return None;
    }
    let (top, per, bottom) = parts(rate.row.unit.as_deref()?)?;
    // "90 dollars a head" for sheep.
    let head = matches!(bottom, "head" | "person" | "piece" | "unit") && amount.row.kind == FigureKind::Count;
    let times = if head { 1.0 } else { factor(page, amount.row.unit.as_deref()?, bottom)? };
    if c.row.unit.as_deref() != Some(top) {
        return None;
    }
    product(page, rate, amount, c, times / per, "a rate, what it is taken over and what they come to")
}

/// "At 12 kilometres a month the remaining 60 kilometres will take five months".
fn takes(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>, c: &Placed<'_>) -> Option<Draft> {
    if a.row.kind != FigureKind::Rate || c.row.kind != FigureKind::Duration || c.sentence != b.sentence {
        return None;
    }
    let (top, per, bottom) = parts(a.row.unit.as_deref()?)?;
    let near = page.inside(a, b).filter(|g| g.len() <= 8 && !g.contains(&";"))?;
    let gap = page.inside(b, c).filter(|g| g.len() <= 10)?;
    let at = page.before(a, 2).contains(&"at");
    let task =
        page.cues.ends(CheckCue::Takes, &gap).is_some() && (at || page.cues.has(CheckCue::Steady, &near));
    if b.row.unit.as_deref() != Some(top) || !task || page.broken(&gap) {
        return None;
    }
    let times = factor(page, bottom, c.row.unit.as_deref()?)?;
    let got = b.reading?.div(a.reading?)?.times(per * times)?;
    let verdict = got.within(0.02)?.agrees(c.reading?.within(0.08)?);
    let line = format!(
        "{} / {} = {}, told as {}",
        told(b.row),
        told(a.row),
        with_unit(c.row, round_off(got.value)),
        told(c.row)
    );
    Some(
        Draft::new(CheckKind::Rate, &[a, b, c], verdict, line, "a rate, a task and the time it takes")
            .assume("the rate stays as it is")
            .open(),
    )
}

/// "12 deaths per 100,000 people in a city of two million, or 240 deaths".
fn population(page: &Page<'_, '_>, a: &Placed<'_>, b: &Placed<'_>, c: &Placed<'_>) -> Option<Draft> {
    let (_, per, what) = parts(a.row.unit.as_deref().filter(|_| a.row.kind == FigureKind::Rate)?)?;
    let people = |p: &Placed<'_>| {
        p.countable()
            && p.row.kind == FigureKind::Count
            && page.cues.ends(CheckCue::Population, &page.before(p, 4)).is_some()
    };
    let (all, cases, last) = if people(b) {
        (b, c, b)
    } else if people(c) {
        (c, b, a)
    } else {
        return None;
    };
    let tie = page.gap(last, cases).is_some_and(|g| page.apposed(&g)) || leads(page, last, cases);
    if what != "person" || per < 2.0 || cases.row.kind != FigureKind::Count || !tie {
        return None;
    }
    product(page, a, all, cases, 1.0 / per, "a rate among people, their number and the cases")
        .map(|d| d.assume("the rate holds among all of them"))
}

/// "8 deaths per 100,000 people in a country of five million, 400 deaths", where cases and people are figures of their own; also "two million
/// people and 15 doctors per 1,000, or 30,000 doctors".
fn among(page: &Page<'_, '_>, w: &[Placed<'_>]) -> Option<Draft> {
    let per = |cases: &Placed<'_>, base: &Placed<'_>| {
        let gap = page.inside(cases, base).unwrap_or_default();
        let words = gap.last().is_some_and(|w| matches!(*w, "per" | "every" | "each"))
            || matches!(gap[..], ["in"] | ["among"] | ["out", "of"] | ["for"]);
        let power = base.row.value.log10();
        words && gap.len() <= 3 && base.row.value >= 100.0 && (power - power.round()).abs() < 1e-9
    };
    let [a, b, c, d] = w else { return None };
    let people = |p: &Placed<'_>| page.cues.ends(CheckCue::Population, &page.before(p, 4)).is_some();
    let (cases, base, all, total, last) = if per(a, b) && people(c) {
        (a, b, c, d, c)
    } else if per(a, b) && people(d) {
        (a, b, d, c, b)
    } else if per(b, c) && a.row.unit.as_deref() == Some("person") {
        (b, c, a, d, c)
    } else {
        return None;
    };
    let near =
        w.windows(2).all(|w| page.inside(&w[0], &w[1]).is_some_and(|g| g.len() <= 9 && !g.contains(&";")));
    let count =
        w.iter().all(|p| p.row.kind == FigureKind::Count && p.reading.is_some() && p.row.high.is_none());
    if !(near && count) {
        return None;
    }
    let got = cases.reading?.div(base.reading?)?.mul(all.reading?)?;
    let verdict = got.agrees(total.reading?);
    // Words or the same noun tie the total; without either only what agrees.
    let same = cases.row.unit.is_some() && cases.row.unit == total.row.unit;
    let tie = leads(page, last, total) || page.gap(last, total).is_some_and(|g| page.apposed(&g));
    if !(tie || same) && verdict != Verdict::Holds {
        return None;
    }
    let line = format!(
        "{} / {} × {} = {}, told as {}",
        told(cases.row),
        told(base.row),
        told(all.row),
        show(round_off(got.value)),
        told(total.row)
    );
    let draft = Draft::new(
        CheckKind::Rate,
        &[cases, base, all, total],
        verdict,
        line,
        "a rate among people, their number and the cases",
    );
    Some(draft.assume("the rate holds among all of them").open())
}

/// "The glacier loses 2 metres a year and will have lost 20 metres in ten years", "at 12 km a month it dug 60 km in five months": without a
/// word of the total only what agrees is tied.
fn result(page: &Page<'_, '_>, rate: &Placed<'_>, x: &Placed<'_>, y: &Placed<'_>) -> Option<Draft> {
    let (top, per, bottom) = parts(rate.row.unit.as_deref().filter(|_| rate.row.kind == FigureKind::Rate)?)?;
    let near =
        |a: &Placed<'_>, b: &Placed<'_>| page.inside(a, b).filter(|g| g.len() <= 9 && !g.contains(&"."));
    let (first, second) = (near(rate, x)?, near(x, y)?);
    let over = |g: &[&str]| page.cues.ends(CheckCue::Over, g).is_some();
    let (total, length, tie) = if x.row.kind == FigureKind::Duration {
        (y, x, over(&first))
    } else {
        (x, y, over(&second) && second.len() <= 3)
    };
    if length.row.kind != FigureKind::Duration || total.row.unit.as_deref() != Some(top) || !tie {
        return None;
    }
    let times = factor(page, length.row.unit.as_deref()?, bottom)?;
    let said = total.row.id == x.row.id
        && first.iter().any(|w| matches!(*w, "or" | "so" | "will" | "means" | "makes" | ":"));
    let draft =
        product(page, rate, length, total, times / per, "a rate, a length of time and what came of it")?;
    (said || draft.verdict == Verdict::Holds).then_some(draft)
}

/// "The levy of 3 euros per head brings 9 million euros from three million people": only what agrees is tied.
fn by_head(page: &Page<'_, '_>, rate: &Placed<'_>, total: &Placed<'_>, people: &Placed<'_>) -> Option<Draft> {
    let (top, per, bottom) = parts(rate.row.unit.as_deref().filter(|_| rate.row.kind == FigureKind::Rate)?)?;
    let head =
        matches!(bottom, "head" | "person") && per == 1.0 && people.row.unit.as_deref() == Some("person");
    let near =
        |a: &Placed<'_>, b: &Placed<'_>| page.inside(a, b).is_some_and(|g| g.len() <= 9 && !page.broken(&g));
    if !head || total.row.unit.as_deref() != Some(top) || !near(rate, total) || !near(total, people) {
        return None;
    }
    let draft = product(page, rate, people, total, 1.0, "a rate by head, the heads and what they come to")?;
    (draft.verdict == Verdict::Holds).then_some(draft)
}
