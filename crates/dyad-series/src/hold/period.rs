//! The period that a figure tells of, in months: closed, open ("since October") or the last so many months.
//!
//! "Last year" of an agency that counts in fiscal years may be either year, so there can be several readings, each with
//! its assumption. Times themselves are found by the reader; here they are only laid over the calendar of a series.

use dyad_record::{Figure, Id, Record, Span, TimeRow, TimeType};

use crate::describe::{Time, TimeKind};
use crate::month::Month;

/// Words that go back a year from another time of the sentence.
const EARLIER: [&str; 6] =
    ["year before", "year earlier", "year ago", "previous year", "prior year", "previous fiscal year"];

/// The day of publication; the last one it may have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Published {
    pub month: Month,
    pub day: u8,
}

impl Published {
    /// From the record.
    pub fn of(record: &Record) -> Option<Self> {
        let value = &record.document.published.as_ref()?.value;
        let last = value.rsplit('/').next()?;
        Some(Published { month: Month::of_date(last)?, day: last.get(8..10)?.parse().ok()? })
    }
    /// The last month that was over. Even on its last day nobody has a month's numbers.
    pub fn complete(self) -> Month {
        self.month.plus(-1)
    }
    /// The months through which the publisher may have told its numbers: the last one that was over, and the one before
    /// it where its numbers were still due.
    pub fn plausible(self, after_days: u32) -> Vec<Month> {
        let mut out = vec![self.complete()];
        let mut waited = u32::from(self.day);
        while waited < after_days && out.len() < 7 {
            let last = out[out.len() - 1];
            waited += u32::from(last.days());
            out.push(last.plus(-1));
        }
        out
    }
}

/// A period in months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Months {
    Closed(Month, Month),
    /// Up to the time of writing.
    Since(Month),
    /// So many, up to the time of writing.
    Last(i32),
}

/// One way to read the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub months: Months,
    /// The words of the text, or nothing.
    pub words: String,
    pub assumption: Option<String>,
}

/// What the readings need to know.
pub(super) struct Setting<'r> {
    pub record: &'r Record,
    pub figure: &'r Figure,
    /// Index of its sentence.
    pub sentence: usize,
    pub time: &'r Time,
    pub published: Option<Published>,
}

impl Setting<'_> {
    fn text(&self) -> &str {
        &self.record.document.text
    }
    fn of(&self, sentence: usize) -> Span {
        self.record.sentences.get(sentence).map_or_else(Span::default, |s| s.span)
    }
    fn before(&self, t: &TimeRow) -> Vec<String> {
        let start = self.of(self.sentence).start.min(t.span.start);
        let text = Span::new(start, t.span.start).of(self.text()).to_lowercase();
        text.split_whitespace().map(str::to_owned).collect()
    }

    /// The time row of the figure, and what is assumed of it.
    fn row(&self) -> Option<(&TimeRow, Option<String>)> {
        let own = self.figure.period.as_ref().and_then(Id::index).and_then(|i| self.record.times.get(i));
        if let Some(t) = own {
            let here = self.of(self.sentence).contains(t.span);
            let assumed = (!here)
                .then(|| format!("the period \"{}\" is told in another sentence", t.span.of(self.text())));
            return Some((t, assumed));
        }
        let told = |t: &&TimeRow| t.interval.is_some() || t.kind == TimeType::Duration;
        let within = |s: Span| self.record.times.iter().filter(move |t| s.contains(t.span)).filter(told);
        let here = self.of(self.sentence);
        let distance = |t: &&TimeRow| t.span.start.abs_diff(self.figure.span.start);
        if let Some(t) = within(here).min_by_key(distance) {
            return Some((t, None));
        }
        let back = self.sentence.checked_sub(1)?;
        if self.record.sentences.get(back)?.block != self.figure.block {
            return None;
        }
        let t = within(self.of(back)).next_back()?;
        Some((
            t,
            Some(format!("the period \"{}\" is taken from the sentence before", t.span.of(self.text()))),
        ))
    }

    /// All readings, the likeliest first; else why there is none.
    pub fn readings(&self) -> Result<Vec<Reading>, String> {
        let Some((row, assumed)) = self.row() else {
            return Err("the text tells no period for this figure".into());
        };
        let earlier = self.earlier(row);
        match self.anchor(row, earlier.is_some()) {
            Some(anchor) => {
                let words = earlier.unwrap_or_else(|| row.span.of(self.text()).to_owned());
                self.year_before(self.of_row(anchor, assumed)?, &words)
            }
            None if self.compared(row) => {
                Err("the text compares with another time, which it does not name".into())
            }
            None => self.of_row(row, assumed),
        }
    }

    /// The words "the year before" right behind the figure, where they are no time row of their own.
    fn earlier(&self, row: &TimeRow) -> Option<String> {
        let after =
            Span::new(self.figure.span.end, self.of(self.sentence).end).of(self.text()).to_lowercase();
        let found = EARLIER.iter().find(|w| after.find(**w).is_some_and(|at| at < 40))?;
        (row.span.start < self.figure.span.start && self.compared(row)).then(|| (*found).to_owned())
    }

    /// The time to which "a year earlier" goes back: the row itself, or the one before it in the sentence.
    fn anchor<'a>(&'a self, row: &'a TimeRow, told: bool) -> Option<&'a TimeRow> {
        if told {
            return Some(row);
        }
        let low = row.span.of(self.text()).to_lowercase();
        if !EARLIER.iter().any(|w| low.contains(w)) {
            return None;
        }
        let sentence = self.of(self.sentence);
        let before =
            |t: &&TimeRow| sentence.contains(t.span) && t.span.end <= row.span.start && t.interval.is_some();
        self.record.times.iter().rfind(before)
    }

    /// True if the figure is one that another is compared with, and the time stands with that other.
    fn compared(&self, row: &TimeRow) -> bool {
        let start = self.of(self.sentence).start.min(self.figure.span.start);
        let text = Span::new(start, self.figure.span.start).of(self.text()).to_lowercase();
        let cue = ["up from", "down from", "compared with", "compared to", "from", "than", "against"];
        let words = text.trim_end().trim_end_matches(" the");
        let earlier =
            self.record.figures.iter().any(|f| f.span.start >= start && f.span.end <= self.figure.span.start);
        earlier && row.span.start < self.figure.span.start && cue.iter().any(|c| words.ends_with(c))
    }

    fn year_before(&self, readings: Vec<Reading>, words: &str) -> Result<Vec<Reading>, String> {
        let back = |r: Reading| match r.months {
            Months::Closed(from, to) => {
                let own = format!("\"{words}\" is read as twelve months before {}", r.words);
                let assumption = r.assumption.map_or(own.clone(), |a| format!("{a}; {own}"));
                let months = Months::Closed(from.plus(-12), to.plus(-12));
                Some(Reading { months, words: words.to_owned(), assumption: Some(assumption) })
            }
            _ => None,
        };
        let out: Vec<Reading> = readings.into_iter().filter_map(back).collect();
        if out.is_empty() { Err(format!("how far \"{words}\" reaches is not told")) } else { Ok(out) }
    }

    fn of_row(&self, row: &TimeRow, assumed: Option<String>) -> Result<Vec<Reading>, String> {
        let words = row.span.of(self.text()).to_owned();
        let note = |own: Option<String>| match (&assumed, own) {
            (Some(a), Some(b)) => Some(format!("{a}; {b}")),
            (a, b) => a.clone().or(b),
        };
        let one = |months: Months, words: String, own: Option<String>| {
            Ok(vec![Reading { months, words, assumption: note(own) }])
        };
        if let Some((from, to, span)) = self.range(row) {
            return one(Months::Closed(from, to), span.of(self.text()).to_owned(), None);
        }
        if let Some(n) = self.stretch(row) {
            return self.long(row, n, words, &note);
        }
        if let Some((from, to)) = self.fiscal(row, &words) {
            if let Some((n, all)) = self.first_months(row) {
                return one(Months::Closed(from, from.plus(n - 1)), all, None);
            }
            let open = self.published.is_some_and(|p| to > p.complete() && from <= p.month);
            let since = self.since(&self.before(row));
            let months = if open || since { Months::Since(from) } else { Months::Closed(from, to) };
            return one(months, words, None);
        }
        let interval = row.interval.as_ref().ok_or_else(|| format!("\"{words}\" names no dates"))?;
        let (from, to) = whole(interval).ok_or_else(|| {
            format!(
                "\"{words}\" ({}) is no run of whole months, and the series tells of nothing shorter",
                interval.join(" to ")
            )
        })?;
        // "In April" is the last one before the day of writing, whatever year it was put in.
        let yearless = row.basis.as_deref().is_some_and(|b| b.starts_with("year from"));
        let late = self.published.map_or(0, |p| p.month.until(from));
        let (from, to, note_year) = if yearless && late > 0 {
            let back = -(late + 11) / 12 * 12;
            let from = from.plus(back);
            (from, to.plus(back), Some(format!("\"{words}\" is read as {}", from.words())))
        } else {
            (from, to, None)
        };
        if let Some(p) = self.published
            && from > p.month
        {
            return Err(format!("\"{words}\" lies after the day of publication"));
        }
        let before = self.before(row);
        if self.since(&before) {
            return one(Months::Since(from), format!("since {words}"), None);
        }
        let ending = ["ending", "ended", "through", "until", "end"];
        let ends = before.iter().rev().take(4).any(|w| ending.contains(&w.as_str()));
        if from == to && (ends || self.twelve()) && self.time.kind != TimeKind::Month {
            return one(Months::Closed(to.plus(-11), to), format!("12 months ending {words}"), None);
        }
        let mut out = Vec::new();
        let mut push = |from: Month, to: Month, own: Option<String>| {
            let open = self.published.is_some_and(|p| to > p.complete() && from <= p.month);
            let months = if open { Months::Since(from) } else { Months::Closed(from, to) };
            out.push(Reading { months, words: words.clone(), assumption: note(own.or(note_year.clone())) });
        };
        let begins = self.time.year_begins;
        let year = row.kind == TimeType::Date && from.month() == 1 && from.until(to) == 11;
        if !year || begins == 1 || self.has("calendar") {
            push(from, to, None);
            return Ok(out);
        }
        let (label, relative) = self.label(from.year(), &words);
        let fiscal = Month::fiscal_start(label, begins).map(|f| (f, f.plus(11)));
        let told_fiscal = self.has("fiscal") || relative;
        let calendar = format!("\"{words}\" is read as the calendar year {}", from.year());
        if !told_fiscal {
            push(from, to, Some(calendar.clone()));
        }
        if let Some((f, t)) = fiscal {
            let own = format!(
                "\"{words}\" is read as the fiscal year {label} ({} to {}), as the publisher counts",
                f.words(),
                t.words()
            );
            push(f, t, Some(own));
        }
        if told_fiscal {
            push(from, to, Some(calendar));
        }
        Ok(out)
    }

    /// A fiscal year in the months of the publisher, whatever country the reader thought of.
    fn fiscal(&self, row: &TimeRow, words: &str) -> Option<(Month, Month)> {
        let begins = self.time.year_begins;
        let label: i32 = row.value.strip_prefix("FY")?.parse().ok()?;
        let low = words.to_lowercase();
        let label = match self.published.map(|p| p.month.fiscal_year(begins)) {
            Some(now) if !low.contains(|c: char| c.is_ascii_digit()) => {
                now - i32::from(low.contains("last") || low.contains("previous"))
            }
            _ => label,
        };
        // "The fiscal year that ended in September 2023".
        let end = self.record.times.iter().find_map(|t| {
            let gap = Span::new(row.span.end, t.span.start).of(self.text());
            let ends = t.span.start >= row.span.end && gap.len() < 24 && gap.contains(" end");
            Month::of_date(t.interval.as_ref().filter(|_| ends)?.last()?)
        });
        let label = end.map_or(label, |m| m.fiscal_year(begins));
        let from = Month::fiscal_start(label, begins).filter(|_| begins != 1)?;
        Some((from, from.plus(11)))
    }

    /// The label of the fiscal year that "last year" means at publication; else the year as told.
    fn label(&self, year: i32, words: &str) -> (i32, bool) {
        let low = words.to_lowercase();
        let now = self.published.map(|p| p.month.fiscal_year(self.time.year_begins));
        match now {
            Some(n) if low.contains("last year") || low.contains("previous year") => (n - 1, true),
            Some(n) if low.contains("this year") => (n, true),
            _ => (year, false),
        }
    }

    /// True if this sentence or the one before holds the word.
    fn has(&self, word: &str) -> bool {
        let from = self.of(self.sentence.saturating_sub(1)).start;
        let text = Span::new(from, self.of(self.sentence).end).of(self.text()).to_lowercase();
        text.contains(word)
    }

    fn twelve(&self) -> bool {
        let text = self.of(self.sentence).of(self.text()).to_lowercase();
        ["12 months", "12-month", "twelve months", "twelve-month", "year ending", "year ended"]
            .iter()
            .any(|w| text.contains(w))
    }

    fn since(&self, before: &[String]) -> bool {
        let fillers = ["the", "start", "beginning", "of", "early", "late", "last", "this", "at", "least"];
        before.iter().rev().find(|w| !fillers.contains(&w.as_str())).is_some_and(|w| w == "since")
    }

    /// "From October through January": two times that belong together.
    fn range(&self, row: &TimeRow) -> Option<(Month, Month, Span)> {
        let sentence = self.of(self.sentence);
        let times: Vec<&TimeRow> = self.record.times.iter().filter(|t| sentence.contains(t.span)).collect();
        let pair = times.windows(2).find(|w| {
            let gap = Span::new(w[0].span.end, w[1].span.start).of(self.text()).trim().to_lowercase();
            let first = self.before(w[0]);
            let between = first.last().is_some_and(|b| b == "between");
            let mine = w[0].id == row.id || w[1].id == row.id;
            mine && (matches!(gap.as_str(), "to" | "through" | "until" | "–" | "-" | "and through")
                || gap == "and" && between)
        })?;
        let (from, _) = whole(pair[0].interval.as_ref()?)?;
        let (_, to) = whole(pair[1].interval.as_ref()?)?;
        // A first month without its own year may have been put behind the second.
        let from = if from > to { from.plus(-12) } else { from };
        (from <= to).then_some((from, to, pair[0].span.cover(pair[1].span)))
    }

    /// "The first five months of" the year that this row tells.
    fn first_months(&self, row: &TimeRow) -> Option<(i32, String)> {
        let found = self.record.times.iter().find(|t| {
            let gap = Span::new(t.span.end, row.span.start).of(self.text()).trim();
            let first = t.span.of(self.text()).to_lowercase().contains("first");
            let near = t.span.end <= row.span.start && (gap == "of" || gap == "of the");
            first && near
        })?;
        let n = self.stretch(found)?.ok().filter(|n| *n <= 12)?;
        Some((n, found.span.cover(row.span).of(self.text()).to_owned()))
    }

    /// Months of a duration ("the past 12 months").
    fn stretch(&self, row: &TimeRow) -> Option<Result<i32, ()>> {
        if row.kind != TimeType::Duration {
            return None;
        }
        let number = |unit: char| row.value.strip_prefix('P')?.strip_suffix(unit)?.parse::<i32>().ok();
        let months = number('M').or_else(|| number('Y').map(|y| y * 12));
        Some(months.filter(|m| (1..=600).contains(m)).ok_or(()))
    }

    fn long(
        &self,
        row: &TimeRow,
        n: Result<i32, ()>,
        words: String,
        note: &dyn Fn(Option<String>) -> Option<String>,
    ) -> Result<Vec<Reading>, String> {
        let n = n.map_err(|()| {
            format!("\"{words}\" is no run of whole months, and the series tells of nothing shorter")
        })?;
        // "the 12 months ending in September": the month stands behind.
        let sentence = self.of(self.sentence);
        let end = self.record.times.iter().find(|t| {
            let gap = Span::new(row.span.end, t.span.start).of(self.text()).trim().to_lowercase();
            sentence.contains(t.span)
                && t.span.start >= row.span.end
                && gap.len() < 24
                && ["ending", "ended", "through", "to"]
                    .iter()
                    .any(|w| gap.split_whitespace().any(|g| g == *w))
        });
        if let Some(t) = end
            && let Some((_, to)) = t.interval.as_ref().and_then(whole)
        {
            let words = row.span.cover(t.span).of(self.text()).to_owned();
            return Ok(vec![Reading {
                months: Months::Closed(to.plus(1 - n), to),
                words,
                assumption: note(None),
            }]);
        }
        Ok(vec![Reading { months: Months::Last(n), words, assumption: note(None) }])
    }
}

/// First and last month of an interval of whole months.
fn whole(interval: &[String; 2]) -> Option<(Month, Month)> {
    let (from, to) = (Month::of_date(&interval[0])?, Month::of_date(&interval[1])?);
    let (first, last): (u8, u8) =
        (interval[0].get(8..10)?.parse().ok()?, interval[1].get(8..10)?.parse().ok()?);
    (first == 1 && last == to.days() && from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_known_at_publication() {
        let p = |m, day| Published { month: Month::new(2023, m).unwrap(), day };
        let shown = |p: Published, days| p.plausible(days).iter().map(Month::to_string).collect::<Vec<_>>();
        assert_eq!(shown(p(3, 27), 14), ["2023-02"]);
        assert_eq!(shown(p(3, 10), 14), ["2023-02", "2023-01"]);
        assert_eq!(shown(p(3, 31), 14), ["2023-02"]);
        assert_eq!(shown(p(5, 20), 100), ["2023-04", "2023-03", "2023-02", "2023-01"]);
    }
}
