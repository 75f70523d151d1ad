//! Pace against a series: "on track to surpass last year's" by the official months, and what became of it.

use dyad_record::{Check, CheckKind};

use super::finding::{Finding, Outcome, number};
use super::weigh::stretch;
use crate::describe::TimeKind;
use crate::file::Series;

/// A finding for a pace that the record checks, where the series has both figures.
pub(super) fn find(check: &Check, findings: &[Finding], all: &[Series]) -> Option<Finding> {
    let [done, goal] = check.figures.as_slice() else { return None };
    if check.kind != CheckKind::Pace {
        return None;
    }
    let of =
        |id| findings.iter().find(|f| f.kind == CheckKind::OfficialSeries && f.figures.first() == Some(id));
    let (a, b) = (of(done)?, of(goal)?);
    let series = all.iter().find(|s| s.name == a.series)?;
    let ((from, to), (then, until)) = (a.period?, b.period?);
    let (so_far, whole) = (a.found?, b.found?);
    let months = from.until(to) + 1;
    if series.description.time.kind != TimeKind::Month
        || a.measure != b.measure
        || a.scope != b.scope
        || then.until(until) != 11
        || !(1..12).contains(&months)
    {
        return None;
    }
    let projected = so_far / f64::from(months) * 12.0;
    let unit = &a.unit;
    let mut arithmetic = format!(
        "{} {unit} in {months} of 12 months ({}) projects to {} {unit}; {} was {} {unit}",
        number(so_far),
        stretch(from, to),
        number(projected),
        stretch(then, until),
        number(whole)
    );
    let end = from.plus(11);
    if series.through >= end
        && let Ok(choice) = series.choice(&[])
        && let Some(choice) = chosen(series, a, choice)
        && let Some(measure) = series.measures.iter().position(|(c, _)| *c == a.measure)
    {
        let total = series.total(measure, &choice, &(from..=end)).value * so_far
            / a.months.iter().map(|m| m.value).sum::<f64>();
        arithmetic.push_str(&format!("; in the end {} was {} {unit}", stretch(from, end), number(total)));
    }
    let outcome = if projected > whole { Outcome::Holds } else { Outcome::Fails };
    Some(Finding {
        kind: CheckKind::Pace,
        figures: check.figures.clone(),
        spans: a.spans.iter().chain(&b.spans).copied().collect(),
        outcome,
        arithmetic,
        reason: format!(
            "by the series' own months the projection is {} than the year before",
            if projected > whole { "more" } else { "not more" }
        ),
        assumptions: std::iter::once("the pace stays as it was".to_owned())
            .chain(a.assumptions.iter().cloned())
            .collect(),
        period: Some((from, to)),
        period_words: a.period_words.clone(),
        told: b.told,
        found: Some(projected),
        trials: Vec::new(),
        ..a.clone()
    })
}

/// The choice that a finding names.
fn chosen(series: &Series, f: &Finding, mut choice: crate::Choice) -> Option<crate::Choice> {
    for (column, label) in &f.scope {
        let at = series.axes.iter().position(|a| a.column == *column)?;
        let axis = series.axes.get(at)?;
        let values = series
            .dimension(axis)?
            .values
            .iter()
            .filter(|v| label.split(" and ").any(|l| l == v.label()) || v.label() == *label);
        let wanted: Vec<String> = values.flat_map(|v| v.is.all()).cloned().collect();
        *choice.0.get_mut(at)? = Some(crate::sum::indices(&axis.values, &wanted));
    }
    Some(choice)
}
