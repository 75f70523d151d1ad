//! Descriptions of statistics (`docs/SERIES.md`): what a table's columns mean and with which words news tells of them.
//!
//! A description is data that somebody writes who knows the table and no Rust. This module owns its form; `check` owns
//! what makes one sound. It must not know how a table is read.

mod check;
mod shipped;

use serde::{Deserialize, Serialize};

use crate::SeriesError;

pub use shipped::{SHIPPED, Shipped};

/// A described table of statistics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Name by which the series is called; letters, digits and hyphens.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it is published.
    pub source: String,
    /// Under which terms.
    pub licence: String,
    /// What a reader of a check should know ("counts events, not persons").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// By how many percent later vintages change what was told first.
    #[serde(default)]
    pub revised_by: f64,
    /// Between cells; a comma unless it is told.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// What stands in a cell without a number ("", "Suppressed").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// What several rows for one key are.
    #[serde(default)]
    pub repeated: Repeated,
    /// Columns that say nothing about what a row counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignored: Vec<String>,
    /// Who acts, in the words of news.
    #[serde(default)]
    pub agency: Agency,
    /// When.
    pub time: Time,
    /// What is counted or weighed; one a column.
    #[serde(rename = "measure")]
    pub measures: Vec<Measure>,
    /// Where, of what, of whom.
    #[serde(default, rename = "dimension", skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<Dimension>,
}

fn comma() -> char {
    ','
}

/// What several rows with the same time and dimensions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeated {
    /// A mistake.
    #[default]
    Refuse,
    /// One row an event: they are added up.
    Sum,
}

/// One header, or the several that a column had over the years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Any of these.
    Any(Vec<String>),
}

impl Names {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[String] {
        match self {
            Names::One(n) => std::slice::from_ref(n),
            Names::Any(n) => n,
        }
    }
    /// The first, by which the column is called.
    #[must_use]
    pub fn first(&self) -> &str {
        self.all().first().map_or("", String::as_str)
    }
}

/// Who acts, in the words of news.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Words for those whose acts the series counts.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words for others who do the same and are not counted.
    #[serde(default)]
    pub others: Vec<String>,
    /// ISO 3166-1 alpha-3 codes of the countries in which it counts.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Its words must stand near the figure, or those of a scope.
    #[serde(default)]
    pub required: bool,
}

/// How rows are placed in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// What one row covers.
    pub kind: TimeKind,
    /// Column of the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<Names>,
    /// Column of the month, by name or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Names>,
    /// Column of a date or month instead of both (2023-02, 2023-02-28, 2/28/2023).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Names>,
    /// Month in which the year of the column begins; 1 for calendar years. A year is labelled by the one in which it ends.
    #[serde(default = "january")]
    pub year_begins: u8,
    /// What may stand behind a year ("(FYTD)").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub year_suffixes: Vec<String>,
    /// Days after the end of a month until the publisher tells it.
    #[serde(default = "fortnight")]
    pub published_after_days: u32,
}

fn january() -> u8 {
    1
}
fn fortnight() -> u32 {
    14
}

/// What one row covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeKind {
    /// One month; months are added up.
    Month,
    /// The twelve months that end with it; nothing is added up.
    TwelveMonthsEnding,
    /// One year.
    Year,
}

/// A column of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Header.
    pub column: Names,
    /// What it is, for people ("weight seized").
    pub name: String,
    /// A symbol of `tables/units.tsv`, else the noun for one of what is counted.
    pub unit: String,
    /// Nouns that count the same ("person").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nouns: Vec<String>,
    /// Words one of which a count of persons must be of ("people", "migrants").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<String>,
    /// Nouns that news counts instead and that no arithmetic turns into the unit ("pill").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inconvertible: Vec<String>,
    /// Words one of which must stand in the figure's sentence; parts joined by "+" must all stand there.
    pub topics: Vec<String>,
    /// Words that prefer this measure to another of the same unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefer: Vec<String>,
    /// How many units a 1 in the column is (1000 for "in thousands").
    #[serde(default = "one")]
    pub times: f64,
    /// A cell may be empty.
    #[serde(default)]
    pub may_be_empty: bool,
}

fn one() -> f64 {
    1.0
}

/// A column that says of what a row tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Header.
    pub column: Names,
    /// What naming a value does.
    #[serde(default)]
    pub role: Role,
    /// How many sentences before the figure's may name a value; 3 for topics, 2 for scopes, else 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<usize>,
    /// Some files lack the column.
    #[serde(default)]
    pub optional: bool,
    /// A figure must name a value, or the whole.
    #[serde(default)]
    pub required: bool,
    /// Words for all values together ("drugs", "nationwide").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whole: Vec<String>,
    /// What all values together are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole_name: Option<String>,
    /// The value that is meant where none is named; without it all are added up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Footnote signs at the end of a cell that are no part of the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footnotes: Option<String>,
    /// A value's own text names it in news, too.
    #[serde(default)]
    pub own_names: bool,
    /// A value's words count only so ("in {}", "{} border").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<String>,
    /// The values and their words.
    #[serde(default, rename = "value", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

/// What naming a value of a dimension does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Says where: a figure that fails here may hold elsewhere.
    Scope,
    /// Says what of.
    Topic,
    /// Anything else.
    #[default]
    Other,
}

/// A value of a dimension, or several together, with their words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// As in the table; several are added up.
    pub is: Names,
    /// What it is called in a check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Words for it in news.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// What a check that takes it should say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its rows are no part of the series.
    #[serde(default)]
    pub leave_out: bool,
}

impl Dimension {
    /// How many sentences before the figure's may name a value.
    #[must_use]
    pub fn reach(&self) -> usize {
        self.reach.unwrap_or(match self.role {
            Role::Topic => 3,
            Role::Scope => 2,
            Role::Other => 0,
        })
    }
}

impl Value {
    /// What it is called in a check.
    #[must_use]
    pub fn label(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.is.all().join(" + "))
    }
}

impl Description {
    /// Reads a description; `file` names it in errors.
    ///
    /// # Errors
    /// The first fault, with its line.
    pub fn parse(file: &str, text: &str) -> Result<Self, SeriesError> {
        let description: Description = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(1, |s| text.get(..s.start).map_or(1, |t| t.matches('\n').count() + 1));
            SeriesError::Description { file: file.to_owned(), line, message: e.message().to_owned() }
        })?;
        check::check(&description).map_err(|(key, message)| {
            let line = text.lines().position(|l| l.contains(&key)).map_or(1, |i| i + 1);
            SeriesError::Description { file: file.to_owned(), line, message }
        })?;
        Ok(description)
    }

    /// A shipped description by its name, else the one in the file of this name.
    ///
    /// # Errors
    /// Nothing is called so, or the file is no description.
    pub fn named(name: &str) -> Result<Self, SeriesError> {
        if let Some(s) = SHIPPED.iter().find(|s| s.name == name) {
            return Self::parse(name, s.text);
        }
        let path = std::path::Path::new(name);
        if !path.exists() {
            let known: Vec<&str> = SHIPPED.iter().map(|s| s.name).collect();
            return Err(SeriesError::NoDescription { name: name.to_owned(), known: known.join(", ") });
        }
        let text = std::fs::read_to_string(path).map_err(|e| SeriesError::reading(name, e))?;
        Self::parse(name, &text)
    }
}
