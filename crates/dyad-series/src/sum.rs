//! Sums over a series: a choice of values on some axes and a stretch of months.
//!
//! Cells are added in the order of the file, so a sum is the same number on every machine.

use std::ops::RangeInclusive;

use crate::SeriesError;
use crate::describe::TimeKind;
use crate::file::Series;
use crate::month::Month;

/// Which values of which axes; an axis without a choice is taken whole (or by its description's default).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice(pub Vec<Option<Vec<u32>>>);

/// A sum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Total {
    /// The number.
    pub value: f64,
    /// Rows of the table that went in.
    pub rows: u64,
    /// First line of the table among them.
    pub line: Option<u64>,
    /// Cells of these rows that hold no number.
    pub missing: u64,
    /// The months, each with its sum, rows and first line.
    pub months: Vec<MonthSum>,
}

/// The part of a sum that one month gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthSum {
    /// The month.
    pub month: Month,
    /// Its sum.
    pub value: f64,
    /// Rows of the table.
    pub rows: u64,
    /// First of their lines.
    pub line: u64,
}

impl Choice {
    /// Nothing chosen, but for the defaults of the description.
    #[must_use]
    pub fn defaults(series: &Series) -> Self {
        let default = |axis: &crate::file::Axis| {
            let wanted = series.dimension(axis)?.default.as_ref()?;
            Some(indices(&axis.values, std::slice::from_ref(wanted)))
        };
        Choice(series.axes.iter().map(default).collect())
    }

    /// True if the cell's key is chosen.
    fn holds(&self, key: &[u32]) -> bool {
        self.0.iter().zip(key).all(|(c, k)| c.as_ref().is_none_or(|c| c.contains(k)))
    }
}

/// Positions of these values on an axis, whatever their case.
pub(crate) fn indices(values: &[String], wanted: &[String]) -> Vec<u32> {
    let found = values.iter().enumerate().filter(|(_, v)| wanted.iter().any(|w| w.eq_ignore_ascii_case(v)));
    found.filter_map(|(i, _)| u32::try_from(i).ok()).collect()
}

impl Series {
    /// The sum of a measure. Of figures for twelve months ending, only those whose months fill the stretch count.
    #[must_use]
    pub fn total(&self, measure: usize, choice: &Choice, months: &RangeInclusive<Month>) -> Total {
        let mut total = Total::default();
        let from = self.cells.partition_point(|c| c.month < *months.start());
        for c in self.cells.get(from..).unwrap_or_default() {
            if c.month > *months.end() {
                break;
            }
            let yearly = self.description.time.kind != TimeKind::Month;
            if yearly && c.month.until(*months.end()) % 12 != 0 || !choice.holds(&c.key) {
                continue;
            }
            total.rows += c.rows;
            total.line = Some(total.line.map_or(c.line, |l| l.min(c.line)));
            let Some(value) = c.values.get(measure).copied().flatten() else {
                total.missing += 1;
                continue;
            };
            total.value += value;
            match total.months.last_mut().filter(|m| m.month == c.month) {
                Some(m) => {
                    m.value += value;
                    m.rows += c.rows;
                    m.line = m.line.min(c.line);
                }
                None => total.months.push(MonthSum { month: c.month, value, rows: c.rows, line: c.line }),
            }
        }
        total
    }

    /// A choice from conditions like `Drug Type=Fentanyl`, by column and value; several values are separated by `|`.
    ///
    /// # Errors
    /// An unknown column or value, with those that are known.
    pub fn choice(&self, conditions: &[String]) -> Result<Choice, SeriesError> {
        let mut choice = Choice::defaults(self);
        for condition in conditions {
            let (column, wanted) = condition.split_once('=').ok_or_else(|| {
                SeriesError::Question(format!(
                    "\"{condition}\" is no condition; write COLUMN=VALUE, like \"Drug Type=Fentanyl\""
                ))
            })?;
            let at = self.axes.iter().position(|a| a.column.eq_ignore_ascii_case(column.trim())).ok_or_else(
                || {
                    let known: Vec<&str> = self.axes.iter().map(|a| a.column.as_str()).collect();
                    SeriesError::Question(format!(
                        "\"{}\" has no column \"{}\"; it has {}",
                        self.name,
                        column.trim(),
                        known.join(", ")
                    ))
                },
            )?;
            let axis = &self.axes[at];
            let mut chosen = Vec::new();
            for value in wanted.split('|').map(str::trim) {
                let found = indices(&axis.values, &[value.to_owned()]);
                if found.is_empty() {
                    let near = axis.values.iter().max_by(|a, b| {
                        let score = |v: &str| {
                            strsim::normalized_damerau_levenshtein(&v.to_lowercase(), &value.to_lowercase())
                        };
                        score(a).total_cmp(&score(b))
                    });
                    return Err(SeriesError::Question(format!(
                        "column \"{}\" has no value \"{value}\"; nearest is \"{}\", and it has {} values in all",
                        axis.column,
                        near.map_or("", String::as_str),
                        axis.values.len()
                    )));
                }
                chosen.extend(found);
            }
            choice.0[at] = Some(chosen);
        }
        Ok(choice)
    }
}
