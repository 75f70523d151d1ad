//! Dates of the calendar: the year that a bare month or day leaves out, and days that the calendar has not.
//!
//! Owns the choice of that year by story, publication date and tense. It must not know how dates are recognised.

use dyad_record::TimeType;

use super::calendar::{date, days_at_most, month_name, year_text};
use super::expr::Rel;
use super::resolve::{IMPOSSIBLE, Place, Resolver, Value};
use super::story::Told;
use super::tense::Tense;

impl Resolver {
    /// The year of a bare month (and day).
    fn year_of(&self, m: i64, d: Option<i64>, rel: Rel, at: Place) -> Option<(i64, &'static str)> {
        if let Some(last) = self.story.last {
            let told = self.published.is_none_or(|p| last.y < i64::from(p.year()) || self.story.history);
            let near = self.story.block == at.block && last.m.is_some();
            let story = self.story.history || near && at.tense == Tense::Past;
            let year = match (rel, last.m) {
                (Rel::Bare, _) => last.year_of(m),
                // "the previous April" of a history.
                (Rel::Last, Some(told)) if self.story.history => last.y - i64::from(m >= told),
                (Rel::Next, Some(told)) if self.story.history => last.y + i64::from(m <= told),
                _ => last.y,
            };
            if (rel == Rel::Bare || self.story.history) && told && story {
                return Some((year, "year from the text"));
            }
        }
        let p = self.published?;
        let (py, pm, pd) = (i64::from(p.year()), i64::from(p.month()), i64::from(p.day()));
        // Months from now; a day later this month is ahead, too.
        let ahead = m - pm;
        let later = ahead > 0 || ahead == 0 && d.is_some_and(|d| d > pd);
        let year = match rel {
            Rel::Last => py - i64::from(ahead >= 0),
            Rel::Next => py + i64::from(!(ahead > 0 || later)),
            Rel::This => py,
            Rel::Bare => match at.tense {
                Tense::Future => py + i64::from(!later && ahead < 0),
                // A day or two ahead in the past tense is a slip of the publication date, not a year.
                Tense::Past if later && ahead == 0 && d.is_some_and(|d| d <= pd + 1) => py,
                Tense::Past => py - i64::from(later),
                // Without a sign of tense the next three months are nearer than those that lie nine back.
                Tense::Open if ahead <= -9 => py + 1,
                Tense::Open => py - i64::from(later && ahead > 3),
            },
        };
        Some((year, "year"))
    }

    /// A date of which any part may be missing.
    pub(super) fn date(
        &mut self,
        y: Option<i64>,
        m: Option<i64>,
        d: Option<i64>,
        rel: Rel,
        kind: TimeType,
        at: Place,
    ) -> Option<Value> {
        let Some(y) = y else { return self.bare(m?, d, rel, kind, at) };
        let Some(m) = m else {
            self.tell_year(y, at);
            return Some((kind, year_text(y), None));
        };
        if let Some(d) = d
            && date(y, m, d).is_none()
        {
            return Some(no_day(&year_text(y), m, d, kind));
        }
        let told = Told { y, m: Some(m), d };
        self.story.month = Some((m, at.sentence));
        // "until the fall of the city in February 1945" looks ahead of the story.
        if !at.aside || d.is_some() || self.story.last.is_none() {
            self.story.tell(told, at.block);
        }
        Some((kind, told.value(), None))
    }

    /// A month, with or without a day, whose year the text leaves out.
    fn bare(&mut self, m: i64, d: Option<i64>, rel: Rel, kind: TimeType, at: Place) -> Option<Value> {
        if let Some(d) = d.filter(|d| *d > days_at_most(m)) {
            return Some(no_day("XXXX", m, d, kind));
        }
        let Some((y, why)) = self.year_of(m, d, rel, at) else {
            let v = d.map_or_else(|| format!("XXXX-{m:02}"), |d| format!("XXXX-{m:02}-{d:02}"));
            return Some((kind, v, Some("publication date unknown".to_owned())));
        };
        if let Some(d) = d
            && date(y, m, d).is_none()
        {
            let why = format!("{IMPOSSIBLE}: {} has no 29 February", year_text(y));
            return Some((kind, format!("XXXX-{m:02}-{d:02}"), Some(why)));
        }
        let told = Told { y, m: Some(m), d };
        self.story.month = Some((m, at.sentence));
        if why != "year" || self.story.history {
            self.story.tell(told, at.block);
        } else if d.is_some() {
            self.story.last = Some(told);
        }
        let basis = if why == "year" { self.from("year") } else { Some(why.to_owned()) };
        Some((kind, told.value(), basis))
    }
}

/// A day that its month has not.
fn no_day(year: &str, m: i64, d: i64, kind: TimeType) -> Value {
    let month = month_name(m);
    let of = if year == "XXXX" { String::new() } else { format!(" {year}") };
    (kind, format!("{year}-{m:02}-XX"), Some(format!("{IMPOSSIBLE}: {month}{of} has no day {d}")))
}
