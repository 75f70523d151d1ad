//! The publication date of a document that gives none, inferred from the dates it tells; an interval, and shy.
//!
//! Reasoning: writers leave out the current year. So a bare "March 16" lies in the year of writing or just before,
//! a year named in the past is over (unless it comes with day and month), a year named ahead has not begun. It must
//! not guess where the text does not settle the year.

use dyad_record::{Published, PublishedBasis};
use jiff::civil::Date;

use super::Placed;
use super::calendar::{date, plus_days};
use super::grammar::{Expr, Rel};
use super::tense::Tense;

/// The interval, if the text settles one.
#[must_use]
pub(crate) fn infer(placed: &[Placed]) -> Option<Published> {
    let mut bare: Vec<(i64, i64)> = Vec::new();
    let mut months: Vec<i64> = Vec::new();
    let mut full: Vec<Date> = Vec::new();
    let mut over: Option<i64> = None;
    let mut ahead: Option<i64> = None;
    let mut this_month = false;
    for p in placed {
        match &p.found.expr {
            // A full date at the head of the page is its date, whatever the clause says.
            Expr::Date { y: Some(y), m: Some(m), d: Some(d), .. }
                if p.tense != Tense::Future || p.block <= 2 =>
            {
                full.extend(date(*y, *m, *d))
            }
            Expr::Date { y: Some(y), m, .. } => {
                let future = p.tense == Tense::Future && over.is_none_or(|o| *y > o);
                if future {
                    ahead = Some(ahead.map_or(*y, |a: i64| a.min(*y)));
                } else if m.is_none() || p.tense != Tense::Future {
                    over = Some(over.map_or(*y, |o: i64| o.max(*y)));
                }
            }
            Expr::Date { y: None, m: Some(m), d: Some(d), rel: Rel::Bare } if p.tense != Tense::Future => {
                bare.push((*m, *d))
            }
            Expr::Date { y: None, m: Some(m), d: None, .. } => months.push(*m),
            Expr::Unit(u, Rel::This) if u == "M" => this_month = true,
            _ => {}
        }
    }
    // A full date of the recent past with bare dates of the same months: the year is that of the full date.
    let latest_full = full.iter().max().copied();
    let latest_bare = latest(&bare);
    let (year, because) = match (latest_full, over, ahead) {
        (Some(f), o, _) if o.is_none_or(|o| o <= i64::from(f.year())) => {
            (i64::from(f.year()), "the latest full date")
        }
        // Over in o, not begun in a: every year between them fits; two or fewer are narrow enough, the later is likelier.
        (_, Some(o), Some(a)) if a > o && a - o <= 3 => {
            ((a - 1).max(o), "the years named as past and as coming")
        }
        (_, Some(_), _) => return None,
        _ => return None,
    };
    let start = match (latest_bare, latest_full) {
        (Some((m, d)), full) => {
            let b = date(year, m, d)?;
            full.map_or(b, |f| if b < f && i64::from(f.year()) == year { f } else { b })
        }
        (None, Some(f)) => f,
        _ => return None,
    };
    // Within a week of the news writers use weekdays, so the latest date told is at most some days old.
    let mut end = plus_days(start, 14)?;
    if this_month && months.contains(&i64::from(start.month())) {
        end = end.min(start.last_of_month());
    }
    Some(Published {
        value: format!("{start}/{end}"),
        basis: PublishedBasis::Inferred,
        note: Some(format!("from the latest day told ({start}); year from {because}")),
    })
}

/// The latest of days without a year, read as one run of at most half a year that may pass New Year.
fn latest(bare: &[(i64, i64)]) -> Option<(i64, i64)> {
    let late = bare.iter().any(|(m, _)| *m >= 10);
    let early = bare.iter().any(|(m, _)| *m <= 3);
    let middle = bare.iter().any(|(m, _)| (4..10).contains(m));
    if late && early && !middle {
        return bare.iter().filter(|(m, _)| *m <= 3).max().copied();
    }
    bare.iter().max().copied()
}
