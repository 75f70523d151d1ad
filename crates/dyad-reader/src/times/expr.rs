//! What time expressions say, before they are resolved against a date.
//!
//! Owns the shapes of meaning between the grammar and the resolver; it knows neither words nor dates.

/// "last", "this", "next" and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rel {
    /// Nothing said: tense decides.
    Bare,
    /// "last", "past", "previous".
    Last,
    /// "this", "current".
    This,
    /// "next", "coming".
    Next,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A calendar date with any of its parts missing.
    #[allow(missing_docs)]
    Date { y: Option<i64>, m: Option<i64>, d: Option<i64>, rel: Rel },
    /// Words in the form of a date that the calendar has not: the value that is left, and why.
    NoDate(String, String),
    /// "the 20th", of the month told last.
    DayOf(i64),
    /// A day of the week.
    Weekday(i64, Rel),
    /// So many days from today.
    Day(i64),
    /// "last year", "this week".
    Unit(String, Rel),
    /// "the year", "the end of the month": of the story, else of the publication.
    The(String),
    /// A season, with its year or relation.
    Season(String, Option<i64>, Rel),
    /// A quarter (`Q`) or half (`H`) of a year; the number 0 stands for the last one past.
    Quarter(char, i64, Option<i64>, Rel),
    /// "the quarter": the one told last, else the last one past; so many years back.
    TheQuarter(i64),
    /// "the same month last year": a unit (empty for any) of another year.
    Before(String, Box<Expr>),
    /// "October of next year": what lacks a year, and which.
    Of(Box<Expr>, Box<Expr>),
    /// "the last week of March"; 0 is the last.
    WeekOf(i64, Box<Expr>),
    /// A value that needs no date: "1990s", "20th century".
    Literal(String),
    /// A fiscal year, or a quarter of it.
    Fiscal(Option<i64>, Option<i64>, Rel),
    /// So many units before (negative) or after; from today, or from the last date of the text.
    #[allow(missing_docs)]
    Offset { n: Option<i64>, unit: String, sign: i64, from_text: bool },
    /// A length of time, with the side of today on which it lies (-1, 1, or 0).
    Duration(String, i64),
    /// A recurring time.
    Set(String),
    /// PRESENT_REF and the like.
    Ref(String),
    /// A time of day with its zone.
    Clock(String),
    /// "that day", "the same year"; with an empty unit as finely as it was told.
    Same(String),
    /// A holiday's rule.
    Holiday(String, Option<i64>, Rel),
}

impl Expr {
    /// The same in a year.
    #[must_use]
    pub fn in_year(&self, y: i64) -> Expr {
        match self {
            Expr::Date { m, d, .. } => Expr::Date { y: Some(y), m: *m, d: *d, rel: Rel::Bare },
            Expr::Season(s, ..) => Expr::Season(s.clone(), Some(y), Rel::Bare),
            Expr::Quarter(k, n, ..) => Expr::Quarter(*k, *n, Some(y), Rel::Bare),
            Expr::Holiday(h, ..) => Expr::Holiday(h.clone(), Some(y), Rel::Bare),
            other => other.clone(),
        }
    }
    /// True if it names its year.
    #[must_use]
    pub fn has_year(&self) -> bool {
        matches!(
            self,
            Expr::Date { y: Some(_), .. }
                | Expr::Season(_, Some(_), _)
                | Expr::Quarter(_, _, Some(_), _)
                | Expr::Fiscal(Some(_), ..)
                | Expr::Holiday(_, Some(_), _)
        )
    }
    /// True of what can be begun, ended or be early: a stretch of the calendar.
    #[must_use]
    pub fn is_calendar(&self) -> bool {
        !matches!(self, Expr::Duration(..) | Expr::Set(_) | Expr::Ref(_) | Expr::Clock(_) | Expr::NoDate(..))
    }
}
