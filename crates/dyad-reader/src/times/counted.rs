//! Times counted from another: "two days later", "a year ago", "the same month last year".
//!
//! Owns from what is counted and how fine the outcome is. It must not know how expressions are recognised.

use dyad_knowledge::Fiscal;
use dyad_record::TimeType;

use super::calendar::{value_of, year_text};
use super::expr::Expr;
use super::resolve::{Place, Resolver, Value};
use super::story::Told;

impl Resolver {
    /// The same period of an earlier year: "the same month last year", "the year-ago quarter".
    pub(super) fn before(
        &mut self,
        unit: &str,
        year: &Expr,
        kind: TimeType,
        at: Place,
        fiscal: Option<Fiscal>,
    ) -> Option<Value> {
        let (here, block) = (self.story.last, self.story.block);
        let (_, y, basis) = self.expr(year, TimeType::Date, at, fiscal)?;
        (self.story.last, self.story.block) = (here, block);
        // "the same month" takes up one of an earlier sentence, too, "the same period" what was just told.
        let near = |(_, sentence): &(i64, usize)| unit == "M" || *sentence == at.sentence;
        let month = self.story.month.filter(near).map(|m| m.0).filter(|_| unit != "Q");
        if let (Some(m), Ok(y)) = (month, y.get(..4).unwrap_or("").parse::<i64>()) {
            return Some((kind, format!("{y:04}-{m:02}"), Some("month from the text".to_owned())));
        }
        if unit == "M" || unit.is_empty() && self.story.quarter.is_none() {
            return Some((kind, y, basis));
        }
        let (kind, value, basis) = self.expr(&Expr::TheQuarter(1), kind, at, fiscal)?;
        // The number is that of the last quarter, the year is told.
        let value = match (year, value.split_once('-')) {
            (Expr::Literal(y), Some((_, q))) => format!("{y}-{q}"),
            _ => value,
        };
        Some((kind, value, basis))
    }

    /// So many units before or after.
    pub(super) fn offset(
        &mut self,
        n: Option<i64>,
        unit: &str,
        sign: i64,
        from_text: bool,
        kind: TimeType,
        at: Place,
    ) -> Option<Value> {
        let story = if from_text { self.story.last } else { None };
        let (base, basis) = match (story, self.published) {
            (Some(l), _) => (l, Some("counted from the last date of the text".to_owned())),
            (None, Some(p)) => (Told::of(p), self.from("counted")),
            (None, None) => {
                let v = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
                return Some((kind, v.to_owned(), Some("publication date unknown".to_owned())));
            }
        };
        let Some(n) = n else {
            let v = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Some((TimeType::Date, v.to_owned(), None));
        };
        if let Some(clock) = unit.strip_prefix('T') {
            let v = format!("{}T{}", base.first()?, if clock == "H" { "XX" } else { "XX:XX" });
            return Some((TimeType::Time, v, basis));
        }
        let day = base.moved(unit, sign.checked_mul(n)?)?;
        // Years and months are as coarse as they are told; days and weeks name a day, if they are counted from one.
        let grain = match unit {
            "W" | "F" | "D" | "WE" if base.d.is_some() => "D",
            "W" | "F" | "D" | "WE" => "X",
            "E" if n == 1 && from_text && sign > 0 => "E",
            "E" | "C" => "Y",
            u => u,
        };
        let told = Told::of(day);
        let value = match grain {
            "X" => format!("{}-XX-XX", year_text(told.y)),
            g => value_of(day, g),
        };
        match grain {
            "D" => self.story.tell(told, at.block),
            // What is counted back is told in passing; the story does not go back with it.
            "M" | "Y" if sign < 0 => {}
            "M" if from_text => self.story.last = Some(Told { d: None, ..told }),
            "Y" if from_text => self.story.last = Some(Told { m: None, d: None, ..told }),
            _ => {}
        }
        Some((kind, value, basis))
    }
}
