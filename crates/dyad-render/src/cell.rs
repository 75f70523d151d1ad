//! A cell of a row, in the forms that CSV and JSON lines need.

/// A cell of a row: what is not known is empty in CSV and null in JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words; empty where not known.
    Text(String),
    /// A number; none where not known.
    Number(Option<f64>),
    /// An offset in scalar values, or a count.
    Offset(usize),
    /// Several words, joined by "; " in CSV.
    List(Vec<String>),
    /// Yes or no.
    Flag(bool),
}

impl Cell {
    /// As it stands in CSV, before quoting.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Cell::Text(t) => t.clone(),
            Cell::Number(n) => n.map_or_else(String::new, |n| n.to_string()),
            Cell::Offset(n) => n.to_string(),
            Cell::List(all) => all.join("; "),
            Cell::Flag(yes) => yes.to_string(),
        }
    }
}
