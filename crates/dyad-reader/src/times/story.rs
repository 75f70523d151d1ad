//! The time that the text itself has told: what "that year", "two days later" and a bare "in April" of a history go by.
//!
//! Owns the memory of the last date told and the narrative reading of what leaves the year out. It must not know how
//! expressions are recognised.

use jiff::civil::Date;

use super::calendar::{date, plus, value_of, year_text};

/// A date with the parts that were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub y: i64,
    pub m: Option<i64>,
    pub d: Option<i64>,
}

impl Told {
    pub fn of(day: Date) -> Self {
        Self { y: i64::from(day.year()), m: Some(i64::from(day.month())), d: Some(i64::from(day.day())) }
    }
    /// Its first day.
    pub fn first(self) -> Option<Date> {
        date(self.y, self.m.unwrap_or(1), self.d.unwrap_or(1))
    }
    /// The value of the unit in which it lies, if it was told as finely.
    pub fn unit(self, unit: &str) -> Option<String> {
        let known = match unit {
            "D" | "W" | "WE" => self.d.is_some(),
            "M" | "Q" => self.m.is_some(),
            _ => true,
        };
        if known { self.first().map(|d| value_of(d, unit)) } else { None }
    }
    /// As finely as it was told.
    pub fn value(self) -> String {
        let y = year_text(self.y);
        match (self.m, self.d) {
            (Some(m), Some(d)) => format!("{y}-{m:02}-{d:02}"),
            (Some(m), None) => format!("{y}-{m:02}"),
            _ => y,
        }
    }
    /// So many units before or after.
    pub fn moved(self, unit: &str, n: i64) -> Option<Date> {
        plus(self.first()?, unit, n)
    }
    /// The year of a month told after it: a story goes on, so a month that has passed is one of the next year if it is near,
    /// and a month far ahead is one of the year before.
    pub fn year_of(self, m: i64) -> i64 {
        let Some(told) = self.m else { return self.y };
        let on = (m - told).rem_euclid(12);
        if m < told { self.y + i64::from(on <= 5) } else { self.y - i64::from(on >= 9) }
    }
    /// The value of a unit as far as it is known: "that day" of a month is `1943-07-XX`.
    pub fn as_far_as_known(self, unit: &str) -> String {
        let fine = matches!(unit, "D" | "W" | "WE");
        match self.unit(unit) {
            Some(v) => v,
            None if fine && self.m.is_some() => format!("{}-XX", self.value()),
            None if fine => format!("{}-XX-XX", year_text(self.y)),
            None => format!("{}-XX", year_text(self.y)),
        }
    }
}

/// The memory of a document while its times are resolved in order.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// True if the text tells of years long past: what leaves the year out follows the story, not the publication.
    pub history: bool,
    /// The last date told.
    pub last: Option<Told>,
    /// The block it stands in.
    pub block: usize,
    /// The last month told, and the sentence it stands in.
    pub month: Option<(i64, usize)>,
    /// The last quarter told: year and number.
    pub quarter: Option<(i64, i64)>,
}

impl Story {
    /// Remembers a date.
    pub fn tell(&mut self, told: Told, block: usize) {
        self.last = Some(told);
        self.block = block;
    }
    /// Remembers a year without a month: not one told in passing, nor the year of the date just told, nor one that leads far
    /// from the story without standing at the head of its sentence ("the largest battle since 1813").
    pub fn tell_year(&mut self, y: i64, block: usize, lead: bool) {
        let same = self.last.is_some_and(|l| l.y == y) && self.block == block;
        let near = self.last.is_none_or(|l| l.m.is_none() || (l.y..=l.y + 2).contains(&y));
        if !same && (near || lead) {
            self.tell(Told { y, m: None, d: None }, block);
        }
    }
    /// The last date, where the whole text is a story.
    pub fn past(&self) -> Option<Told> {
        self.last.filter(|_| self.history)
    }
}
