//! The one reader of our tables: tab-separated, commented, with a header; it names the bad line.
//!
//! Format: lines that start with `#` are comments; blank lines are skipped; the first other line is the header
//! (column names, tab-separated); every row has as many cells as the header. `-` or an empty cell means "none".
//! Several values in one cell are separated by `;`.

use std::fmt;
use std::str::FromStr;

/// What is wrong with a table, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("table {table}, line {line}: {message}")]
pub struct TableError {
    /// File name of the table.
    pub table: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// A parsed table.
#[derive(Debug, Clone)]
pub struct Table<'t> {
    name: &'t str,
    columns: Vec<&'t str>,
    rows: Vec<Row<'t>>,
}

/// One row of a table.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    /// File name of the table.
    pub table: &'t str,
    /// Line in the file, from 1.
    pub line: usize,
    cells: Vec<&'t str>,
}

impl<'t> Table<'t> {
    /// Reads a table and checks that its header is exactly `columns`.
    ///
    /// # Errors
    /// A missing or different header, or a row with too few or too many cells.
    pub fn parse(name: &'t str, text: &'t str, columns: &[&str]) -> Result<Self, TableError> {
        let (table, bad) = Self::sift(name, text, columns)?;
        match bad.into_iter().next() {
            Some(e) => Err(e),
            None => Ok(table),
        }
    }
    /// As [`Self::parse`], but rows with too few or too many cells are left out and named.
    ///
    /// # Errors
    /// A missing or different header.
    pub fn sift(
        name: &'t str,
        text: &'t str,
        columns: &[&str],
    ) -> Result<(Self, Vec<TableError>), TableError> {
        let fail = |line: usize, message: String| TableError { table: name.to_owned(), line, message };
        let mut header: Option<Vec<&str>> = None;
        let (mut rows, mut bad) = (Vec::new(), Vec::new());
        for (i, raw) in text.lines().enumerate() {
            let line = raw.trim_end_matches('\r');
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            match &header {
                None => {
                    if cells != columns {
                        return Err(fail(
                            i + 1,
                            format!(
                                "the header is \"{}\", it should be \"{}\"",
                                cells.join(" | "),
                                columns.join(" | ")
                            ),
                        ));
                    }
                    header = Some(cells);
                }
                Some(h) if cells.len() != h.len() => {
                    bad.push(fail(
                        i + 1,
                        format!(
                            "{} cells where the header has {}; cells are separated by one tab, and - stands in an empty one",
                            cells.len(),
                            h.len()
                        ),
                    ));
                }
                Some(_) => rows.push(Row { table: name, line: i + 1, cells }),
            }
        }
        let columns = header.ok_or_else(|| fail(1, "the table has no header".to_owned()))?;
        Ok((Self { name, columns, rows }, bad))
    }
    /// The rows, in file order.
    pub fn rows(&self) -> impl Iterator<Item = &Row<'t>> {
        self.rows.iter()
    }
    /// File name of the table.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.name
    }
    /// Column names.
    #[must_use]
    pub fn columns(&self) -> &[&'t str] {
        &self.columns
    }
}

impl<'t> Row<'t> {
    /// The cell in this column (from 0), as it stands; `""` for none.
    #[must_use]
    pub fn text(&self, column: usize) -> &'t str {
        match self.cells.get(column) {
            Some(&"-") | None => "",
            Some(c) => c,
        }
    }
    /// The cell, if there is something in it.
    #[must_use]
    pub fn optional(&self, column: usize) -> Option<&'t str> {
        Some(self.text(column)).filter(|c| !c.is_empty())
    }
    /// The cell, which must not be empty.
    ///
    /// # Errors
    /// If it is empty.
    pub fn required(&self, column: usize) -> Result<&'t str, TableError> {
        self.optional(column).ok_or_else(|| self.error(format!("cell {} is empty", column + 1)))
    }
    /// The values of a cell separated by `;`.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'t str> + use<'t> {
        self.text(column).split(';').map(str::trim).filter(|s| !s.is_empty())
    }
    /// The cell parsed.
    ///
    /// # Errors
    /// If it cannot be parsed; the message gives the parser's reason.
    pub fn parse<T: FromStr>(&self, column: usize) -> Result<T, TableError>
    where
        T::Err: fmt::Display,
    {
        let cell = self.required(column)?;
        cell.parse().map_err(|e| self.error(format!("cell {}: {e} (got \"{cell}\")", column + 1)))
    }
    /// An error at this row.
    #[must_use]
    pub fn error(&self, message: impl Into<String>) -> TableError {
        TableError { table: self.table.to_owned(), line: self.line, message: message.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_bad_line() {
        let e = Table::parse("x.tsv", "# note\na\tb\n1\t2\n\n3\n", &["a", "b"]).unwrap_err();
        assert_eq!((e.line, e.table.as_str()), (5, "x.tsv"));
        assert!(e.message.contains("1 cells where the header has 2"));
    }

    #[test]
    fn dash_is_none_and_lists_split() {
        let t = Table::parse("x.tsv", "a\tb\n-\tp; q;\n", &["a", "b"]).unwrap();
        let row = t.rows().next().unwrap();
        assert_eq!(row.optional(0), None);
        assert_eq!(row.list(1).collect::<Vec<_>>(), ["p", "q"]);
    }
}
