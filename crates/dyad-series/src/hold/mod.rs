//! Holds the figures of a record against series: finds the series that speaks of a figure, lines up scope and period, adds
//! up, and says what follows.
//!
//! A figure of which no series speaks gives nothing. The figures, their words and times are the record's; this module
//! only compares.

mod about;
mod bound;
mod finding;
mod pace;
mod period;
mod weigh;
mod words;

use dyad_knowledge::{Quantities, TableError};
use dyad_record::{Bound, CheckKind, Figure, Record};

use crate::describe::TimeKind;
use crate::file::Series;

pub use finding::{Finding, Outcome, Trial, number};

use about::About;
use period::{Published, Setting};
use weigh::{Case, Weighed, stretch};

/// Holds the figures of records against series.
#[derive(Debug)]
pub struct Holder {
    series: Vec<Series>,
    units: Quantities,
}

impl Holder {
    /// With these series.
    ///
    /// # Errors
    /// The tables of the program are damaged.
    pub fn new(series: Vec<Series>) -> Result<Self, TableError> {
        Ok(Holder { series, units: Quantities::embedded()? })
    }

    /// One finding for each figure and kind of series that speaks of it, in text order. Of several series with one
    /// description the one that says most stands.
    #[must_use]
    pub fn hold(&self, record: &Record) -> Vec<Finding> {
        let readings: Vec<_> =
            self.series.iter().map(|s| about::Reading::new(record, s, &self.units)).collect();
        let published = Published::of(record);
        let mut out: Vec<Finding> = Vec::new();
        for figure in &record.figures {
            let mut mine: Vec<(&Series, Finding)> = Vec::new();
            for (series, reading) in self.series.iter().zip(&readings) {
                let Some(about) = reading.about(figure) else { continue };
                let found = self.one(record, figure, series, &about, published);
                let rival = mine.iter_mut().find(|(s, _)| s.description.name == series.description.name);
                match rival {
                    Some((s, f)) if better(&found, series, f, s) => (*s, *f) = (series, found),
                    Some(_) => {}
                    None => mine.push((series, found)),
                }
            }
            out.extend(mine.into_iter().map(|(_, f)| f));
        }
        let paces: Vec<Finding> =
            record.checks.iter().filter_map(|c| pace::find(c, &out, &self.series)).collect();
        out.extend(paces);
        out
    }

    fn one(
        &self,
        record: &Record,
        figure: &Figure,
        series: &Series,
        about: &About,
        published: Option<Published>,
    ) -> Finding {
        let text = record.document.text.as_str();
        let words = figure.span.of(text);
        let told = bound::told(figure, words);
        let setting =
            Setting { record, figure, sentence: about.sentence, time: &series.description.time, published };
        let unit = unit(figure, series, about);
        let shown = finding::units(&unit, self.units.unit(&unit).is_none());
        let mut best: Option<(Weighed, usize, f64, String, Option<String>)> = None;
        let fallback = |reason: String| Weighed {
            outcome: Outcome::NotCheckable,
            reason,
            total: None,
            trials: Vec::new(),
        };
        let first = about.measures.first().copied().unwrap_or((0, 1.0));
        match (&about.cannot, setting.readings()) {
            (Some(reason), _) => best = Some((fallback(reason.clone()), first.0, 1.0, String::new(), None)),
            (None, Err(reason)) => best = Some((fallback(reason), first.0, 1.0, String::new(), None)),
            (None, Ok(readings)) => {
                for (measure, factor) in &about.measures {
                    for r in &readings {
                        let case = Case {
                            series,
                            measure: *measure,
                            factor: *factor,
                            choice: &about.choice,
                            told,
                            told_words: said(figure, &shown),
                            unit: &shown,
                            published,
                        };
                        let w = case.weigh(r);
                        if best.as_ref().is_none_or(|(b, ..)| w.outcome < b.outcome) {
                            best = Some((w, *measure, *factor, r.words.clone(), r.assumption.clone()));
                        }
                    }
                }
            }
        }
        let (w, measure, factor, period_words, assumption) = best.unwrap_or_else(|| {
            (fallback("no measure of the series fits".into()), first.0, 1.0, String::new(), None)
        });
        let m = series.measure(measure);
        let mut assumptions: Vec<String> =
            assumption.into_iter().chain(about.assumptions.iter().cloned()).collect();
        if let (Some(m), true) = (m, factor != 1.0 && factor.is_finite()) {
            assumptions.push(format!("1 {} is {} {unit}", m.unit, trimmed(factor)));
        }
        if let (Some(m), true) = (m, about.measures.len() > 1) {
            assumptions.push(format!("of the series' measures \"{}\" is taken", m.name));
        }
        if w.total.is_some() && published.is_some_and(|p| series.through > p.month) {
            let through = series.through.words();
            assumptions.push(format!(
                "the series is a later vintage, through {through}; what was known at publication may have differed"
            ));
        }
        let day = record.document.published.as_ref().filter(|p| p.value.contains('/'));
        if let (Some(day), true) = (day, w.total.is_some()) {
            assumptions
                .push(format!("the day of publication is inferred ({}); the last one is taken", day.value));
        }
        let scope: Vec<(String, String)> = about
            .named
            .iter()
            .map(|(axis, label)| (series.axes[*axis].column.clone(), label.clone()))
            .collect();
        let arithmetic = self.arithmetic(figure, series, measure, factor, about, &w, &told, &shown);
        let sentence = record.sentences.get(about.sentence).map_or(figure.span, |s| s.span);
        let (total, period) = match w.total {
            Some((t, from, to)) => (Some(t), Some((from, to))),
            None => (None, None),
        };
        Finding {
            kind: CheckKind::OfficialSeries,
            figures: vec![figure.id.clone()],
            spans: vec![figure.span],
            sentence,
            outcome: w.outcome,
            arithmetic,
            reason: w.reason,
            assumptions,
            series: series.name.clone(),
            measure: series.measures.get(measure).map(|(c, _)| c.clone()).unwrap_or_default(),
            scope,
            period,
            period_words,
            told: figure.value,
            found: total.as_ref().map(|t| t.value * factor),
            unit,
            rows: total.as_ref().map_or(0, |t| t.rows),
            line: total.as_ref().and_then(|t| t.line),
            months: total.map(|t| t.months).unwrap_or_default(),
            trials: w.trials,
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn arithmetic(
        &self,
        figure: &Figure,
        series: &Series,
        measure: usize,
        factor: f64,
        about: &About,
        w: &Weighed,
        told: &bound::Told,
        unit: &str,
    ) -> String {
        let Some((total, from, to)) = &w.total else { return String::new() };
        let case = Case {
            series,
            measure,
            factor,
            choice: &about.choice,
            told: *told,
            told_words: String::new(),
            unit,
            published: None,
        };
        let value = total.value * factor;
        let own = series.measure(measure).map_or("", |m| m.unit.as_str());
        let converted = if factor == 1.0 {
            String::new()
        } else {
            format!("{} {own} × {} = ", number(total.value), trimmed(factor))
        };
        let sum = if series.description.time.kind == TimeKind::Month { "Σ" } else { "12 months ending:" };
        let allows = match figure.bound {
            Bound::MoreThan => format!("more than {}", number(told.allows.low)),
            Bound::AtLeast => format!("at least {}", number(told.allows.low)),
            Bound::LessThan => format!("less than {}", number(told.allows.high)),
            Bound::AtMost => format!("at most {}", number(told.allows.high)),
            _ if told.step <= 1.0 && told.allows.high - told.allows.low <= 1.0 => "to the unit".to_owned(),
            _ => format!("{} to {}", number(told.allows.low), number(told.allows.high)),
        };
        format!(
            "{sum} {}, {} = {converted}{} {unit} ({} rows from line {}); told {}, to the last {}: {allows}",
            case.scope(&about.choice),
            stretch(*from, *to),
            number(value),
            total.rows,
            total.line.unwrap_or_default(),
            number(figure.value),
            number(told.step)
        )
    }
}

/// True if the new finding says more than the old one: a sum before none, then the later data.
fn better(new: &Finding, series: &Series, old: &Finding, other: &Series) -> bool {
    let rank = |f: &Finding, s: &Series| (f.found.is_some(), f.outcome != Outcome::Stale, s.through);
    rank(new, series) > rank(old, other)
}

/// The unit in which the two are compared.
fn unit(figure: &Figure, series: &Series, about: &About) -> String {
    let own = about.measures.first().and_then(|(m, _)| series.measure(*m)).map_or("", |m| m.unit.as_str());
    let told = figure.unit.as_deref().unwrap_or(own);
    let mass = about.measures.first().is_some_and(|(_, f)| *f == 1.0);
    if mass { own.to_owned() } else { told.to_owned() }
}

/// The value as told: "more than 11,000 lb".
fn said(figure: &Figure, unit: &str) -> String {
    let bound = match figure.bound {
        Bound::Exact | Bound::Range | Bound::OrderOfMagnitude => "",
        Bound::About => "about ",
        Bound::Nearly => "nearly ",
        Bound::MoreThan => "more than ",
        Bound::AtLeast => "at least ",
        Bound::LessThan => "less than ",
        Bound::AtMost => "at most ",
    };
    let high = figure.high.map(|h| format!(" to {}", number(h))).unwrap_or_default();
    format!("\"{bound}{}{high} {unit}\"", number(figure.value))
}

fn trimmed(x: f64) -> String {
    let text = format!("{x:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
