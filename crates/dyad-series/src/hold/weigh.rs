//! Weighs a told number against sums of a series: which scope, which months, and what follows.
//!
//! The told scope is tried first, then others one step away; an open period is tried through every month that
//! could have been known. What fits elsewhere must fit closely: "more than 11,000" says nothing about a sum of 26,000.

use super::bound::Told;
use super::finding::{Outcome, Trial, beside, number};
use super::period::{Months, Published, Reading};
use crate::describe::{Role, TimeKind};
use crate::file::Series;
use crate::month::Month;
use crate::sum::{Choice, Total};

/// Of a sum; a figure below that is taken for a part and does not fail.
const PART: f64 = 0.2;

/// A figure ready to be weighed.
pub(super) struct Case<'s> {
    pub series: &'s Series,
    /// Index of the measure.
    pub measure: usize,
    /// The figure's units in one of the measure's.
    pub factor: f64,
    pub choice: &'s Choice,
    pub told: Told,
    /// The value with its unit, as told.
    pub told_words: String,
    pub unit: &'s str,
    pub published: Option<Published>,
}

/// What follows.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    pub outcome: Outcome,
    pub reason: String,
    pub total: Option<(Total, Month, Month)>,
    pub trials: Vec<Trial>,
}

fn cannot(reason: String) -> Weighed {
    Weighed { outcome: Outcome::NotCheckable, reason, total: None, trials: Vec::new() }
}

impl Case<'_> {
    /// Weighs one reading of the period.
    pub fn weigh(&self, reading: &Reading) -> Weighed {
        let monthly = self.series.description.time.kind == TimeKind::Month;
        match reading.months {
            Months::Closed(from, to) => {
                if !monthly && (from.until(to) + 1) % 12 != 0 {
                    return cannot(format!(
                        "the series tells of twelve months together, not of {}",
                        stretch(from, to)
                    ));
                }
                self.closed(from, to)
            }
            Months::Since(_) if !monthly => cannot(format!(
                "the series tells of twelve months together; a count {} cannot be taken from it",
                reading.words
            )),
            Months::Last(n) if !monthly && n != 12 => {
                cannot(format!("the series tells of twelve months together, not of {n}"))
            }
            Months::Since(_) | Months::Last(_) => match self.published {
                None => cannot(
                    "the period runs to the day of writing, which is unknown; give it with --date".into(),
                ),
                Some(p) => self.open(reading.months, p),
            },
        }
    }

    fn total(&self, choice: &Choice, from: Month, to: Month) -> (Total, f64) {
        let total = self.series.total(self.measure, choice, &(from..=to));
        let value = total.value * self.factor;
        (total, value)
    }

    fn trial(&self, choice: &Choice, from: Month, to: Month) -> Trial {
        let (total, value) = self.total(choice, from, to);
        let complete = self.published.is_none_or(|p| to <= p.complete());
        let fits = total.rows > 0 && self.told.allows.holds(value);
        Trial { scope: self.scope(choice), from, to, value, rows: total.rows, fits, complete }
    }

    /// What a choice takes, in words: the values that it names, and "nationwide" for scopes that it does not.
    pub fn scope(&self, choice: &Choice) -> String {
        let mut parts = Vec::new();
        for (axis, chosen) in self.series.axes.iter().zip(&choice.0) {
            let Some(d) = self.series.dimension(axis) else { continue };
            match chosen {
                Some(chosen) => {
                    let texts: Vec<&str> = chosen
                        .iter()
                        .filter_map(|i| axis.values.get(*i as usize))
                        .map(String::as_str)
                        .collect();
                    let is = |v: &&crate::Value| {
                        let all = v.is.all();
                        all.len() == texts.len()
                            && texts.iter().all(|t| all.iter().any(|a| a.eq_ignore_ascii_case(t)))
                    };
                    parts.push(
                        d.values.iter().find(is).map_or_else(|| texts.join(" + "), crate::Value::label),
                    );
                }
                None if d.role == Role::Scope && d.reach() > 0 => parts.extend(d.whole_name.clone()),
                None => {}
            }
        }
        if parts.is_empty() { "all rows".to_owned() } else { parts.join(", ") }
    }

    /// Scopes one step away: without one that was told, or with one of the others in its place.
    fn others(&self) -> Vec<Choice> {
        let mut out = Vec::new();
        for (i, (axis, chosen)) in self.series.axes.iter().zip(&self.choice.0).enumerate() {
            let Some(d) = self.series.dimension(axis) else { continue };
            if d.role != Role::Scope || d.reach() == 0 && chosen.is_none() {
                continue;
            }
            let mut with = |c: Option<Vec<u32>>| {
                let mut other = self.choice.clone();
                if other.0[i] != c {
                    other.0[i] = c;
                    out.push(other);
                }
            };
            let defaults = Choice::defaults(self.series);
            if chosen.is_some() {
                with(defaults.0[i].clone());
            }
            // Of fifty states one fits by chance.
            if axis.values.len() <= 8 && d.default.is_none() && d.reach() > 0 {
                (0..axis.values.len()).for_each(|v| with(u32::try_from(v).ok().map(|v| vec![v])));
            }
        }
        out
    }

    /// Of the other scopes those that fit closely.
    fn elsewhere(&self, from: Month, to: Month) -> Vec<Trial> {
        let fits = |c: &Choice| {
            let t = self.trial(c, from, to);
            (t.rows > 0 && self.told.close.holds(t.value)).then_some(t)
        };
        self.others().iter().filter_map(fits).collect()
    }

    fn closed(&self, from: Month, to: Month) -> Weighed {
        let monthly = self.series.description.time.kind == TimeKind::Month;
        let (first, through) = (self.series.first, self.series.through);
        let begins = if monthly { from } else { to };
        if begins < first {
            return cannot(format!(
                "the series begins with {}, later than {}",
                first.words(),
                stretch(from, to)
            ));
        }
        if to > through {
            return self.unreached(from, to);
        }
        let (total, value) = self.total(self.choice, from, to);
        let mut trials = vec![self.trial(self.choice, from, to)];
        if total.rows == 0 {
            return cannot(format!(
                "no row of the series tells of {} in {}",
                self.scope(self.choice),
                stretch(from, to)
            ));
        }
        let told = self.what(value, self.choice, from, to);
        let (outcome, reason) = if self.told.allows.holds(value) {
            (Outcome::Holds, format!("{told}, which {} allows", self.told_words))
        } else {
            let fitting = self.elsewhere(from, to);
            match fitting.first().cloned() {
                Some(t) => {
                    trials.extend(fitting);
                    (
                        Outcome::ScopeDiffers,
                        format!(
                            "{told}; {} fits {} with {} {}",
                            self.told_words,
                            t.scope,
                            number(t.value),
                            self.unit
                        ),
                    )
                }
                None => self.otherwise(told, value),
            }
        };
        Weighed { outcome, reason, total: Some((total, from, to)), trials }
    }

    /// The series ends before the period does.
    fn unreached(&self, from: Month, to: Month) -> Weighed {
        let through = self.series.through;
        let short = format!(
            "the series has data through {}, the figure needs them through {}",
            through.words(),
            to.words()
        );
        if self.series.description.time.kind != TimeKind::Month || from > through {
            return Weighed { outcome: Outcome::Stale, reason: short, total: None, trials: Vec::new() };
        }
        let (total, value) = self.total(self.choice, from, through);
        let trials = vec![self.trial(self.choice, from, through)];
        let upward = self.told.allows.high == f64::INFINITY;
        let told = self.what(value, self.choice, from, through);
        let (outcome, reason) = if upward && self.told.allows.holds(value) {
            (Outcome::Holds, format!("{told} already, which {} allows; {short}", self.told_words))
        } else if value > self.told.allows.high {
            (Outcome::Fails, format!("{told} already, more than {} allows; {short}", self.told_words))
        } else {
            (Outcome::Stale, format!("{short}; so far {told}"))
        };
        Weighed { outcome, reason, total: Some((total, from, through)), trials }
    }

    /// A period that runs to the day of writing: through which month were the numbers known?
    fn open(&self, months: Months, p: Published) -> Weighed {
        let begin = |end: Month| match months {
            Months::Last(n) => end.plus(1 - n),
            Months::Since(from) | Months::Closed(from, _) => from,
        };
        let rolling = self.series.description.time.kind != TimeKind::Month;
        let known = |end: &Month| {
            let start = if rolling { *end } else { begin(*end) };
            *end <= self.series.through && start >= self.series.first && begin(*end) <= *end
        };
        let plausible = p.plausible(self.series.description.time.published_after_days);
        let latest = p.complete();
        let earliest = match months {
            Months::Since(from) => from.max(latest.plus(-23)),
            _ => latest.plus(-11),
        };
        let back = earliest.until(p.month).max(0);
        let ends: Vec<Month> = (0..=back).map(|i| p.month.plus(-i)).filter(known).collect();
        let trials: Vec<Trial> = ends.iter().map(|e| self.trial(self.choice, begin(*e), *e)).collect();
        let in_time = |t: &&Trial| plausible.contains(&t.to);
        let close = |t: &&Trial| t.rows > 0 && self.told.close.holds(t.value);
        let done = |outcome: Outcome, reason: String, at: &Trial, more: Vec<Trial>| {
            let (total, _) = self.total(self.choice, at.from, at.to);
            let mut shown: Vec<Trial> = trials.iter().take(6).cloned().collect();
            if !shown.contains(at) && trials.contains(at) {
                shown.push(at.clone());
            }
            shown.reverse();
            shown.extend(more);
            Weighed { outcome, reason, total: Some((total, at.from, at.to)), trials: shown }
        };
        let Some(newest) = trials.iter().find(in_time) else {
            let need = plausible.last().copied().unwrap_or(latest);
            let Some(last) = trials.iter().find(|t| t.complete) else {
                let stale = self.series.through < need;
                let reason = if stale {
                    format!(
                        "the series has data through {}, at publication there were some through {}",
                        self.series.through.words(),
                        need.words()
                    )
                } else {
                    format!("the series begins with {}, later than the figure", self.series.first.words())
                };
                return Weighed {
                    outcome: if stale { Outcome::Stale } else { Outcome::NotCheckable },
                    reason,
                    total: None,
                    trials,
                };
            };
            let short = format!(
                "the series has data through {}, at publication there were some through {}",
                self.series.through.words(),
                need.words()
            );
            let told = self.what(last.value, self.choice, last.from, last.to);
            let upward = self.told.allows.high == f64::INFINITY && matches!(months, Months::Since(_));
            return if upward && last.fits {
                done(
                    Outcome::Holds,
                    format!("{told} already, which {} allows; {short}", self.told_words),
                    last,
                    vec![],
                )
            } else {
                done(Outcome::Stale, format!("{short}; {told}"), last, vec![])
            };
        };
        if let Some(t) = trials.iter().filter(in_time).find(|t| t.fits) {
            let mut reason = format!(
                "{}, which {} allows",
                self.what(t.value, self.choice, t.from, t.to),
                self.told_words
            );
            let earlier = trials.iter().find(|e| e.to < t.to && close(e));
            if !self.told.close.holds(t.value)
                && let Some(e) = earlier
            {
                reason.push_str(&format!(
                    "; it is closest to the data through {} ({})",
                    e.to.words(),
                    number(e.value)
                ));
            }
            return done(Outcome::Holds, reason, t, vec![]);
        }
        let told = self.what(newest.value, self.choice, newest.from, newest.to);
        if let Some(t) = trials.iter().filter(|t| t.to < newest.to).find(close) {
            let reason = format!(
                "{told}; {} fits the data through {} ({} {}), older than publication allowed",
                self.told_words,
                t.to.words(),
                number(t.value),
                self.unit
            );
            return done(Outcome::Stale, reason, t, vec![]);
        }
        let unfinished = trials.iter().find(|t| !t.complete && t.to > newest.to);
        let only_with = unfinished
            .filter(|t| t.fits || t.value > self.told.allows.low && newest.value < self.told.allows.low);
        let then = only_with.map_or_else(String::new, |t| {
            format!(
                "; where the text says it takes {}, a month that was not over at publication ({} {})",
                t.to.words(),
                number(t.value),
                self.unit
            )
        });
        let fitting: Vec<Trial> =
            plausible.iter().filter(|e| known(e)).flat_map(|e| self.elsewhere(begin(*e), *e)).collect();
        if let Some(t) = fitting.first().cloned() {
            let reason = format!(
                "{told}; {} fits {} through {} with {} {}{then}",
                self.told_words,
                t.scope,
                t.to.words(),
                number(t.value),
                self.unit
            );
            return done(Outcome::ScopeDiffers, reason, newest, fitting);
        }
        if only_with.is_some() {
            let reason = format!(
                "{told}; {} lies between that and the data of the following month{then}",
                self.told_words
            );
            return done(Outcome::NotCheckable, reason, newest, vec![]);
        }
        let (outcome, reason) = self.otherwise(told, newest.value);
        done(outcome, reason, newest, vec![])
    }

    fn what(&self, value: f64, choice: &Choice, from: Month, to: Month) -> String {
        let months = stretch(from, to);
        let fits = self.told.allows.holds(value);
        let shown = if fits { number(value) } else { self.exact(value) };
        format!("the series has {shown} {} for {}, {months}", self.unit, self.scope(choice))
    }

    /// The figure fits nowhere. One far below the sum may be a part of it: a single case, a place that is not named.
    fn otherwise(&self, told: String, value: f64) -> (Outcome, String) {
        let off = self.off(value);
        if self.told.value < value * PART {
            let reason = format!("{told}{off}: so small a part that the text may tell of single cases");
            return (Outcome::NotCheckable, reason);
        }
        let percent = (self.told.value - value).abs() / value * 100.0;
        let later = self.published.is_some_and(|p| self.series.through > p.complete());
        if later && percent <= self.series.description.revised_by {
            let reason = format!("{told}{off}: no more than later vintages change, and this is one");
            return (Outcome::NotCheckable, reason);
        }
        (Outcome::Fails, format!("{told}, which {} does not allow{off}", self.told_words))
    }

    /// A number that is not taken for one of the limits.
    fn exact(&self, value: f64) -> String {
        let (low, high) = (self.told.allows.low, self.told.allows.high);
        if number(value) == number(low) { beside(value, low) } else { beside(value, high) }
    }

    /// How far the told value is from the sum, and whether it was cut off instead of rounded.
    fn off(&self, value: f64) -> String {
        let told = self.told.value;
        if value <= 0.0 || told <= 0.0 {
            return String::new();
        }
        let percent = (told - value) / value * 100.0;
        let side = if percent > 0.0 { "more" } else { "less" };
        let cut = told <= value && value < told + self.told.step && percent.abs() < 5.0;
        let cut = if cut { " and would come of cutting the last digits off instead of rounding" } else { "" };
        format!("; it is {:.1} percent {side}{cut}", percent.abs())
    }
}

/// "October 2022 to February 2023".
pub(super) fn stretch(from: Month, to: Month) -> String {
    if from == to { from.words() } else { format!("{} to {}", from.words(), to.words()) }
}
