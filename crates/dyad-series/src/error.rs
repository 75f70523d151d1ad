//! What can be wrong with a description, a table of statistics or a series file: where it is, and how to mend it.

use std::io;

/// A fault that ends the work.
#[derive(Debug, thiserror::Error)]
pub enum SeriesError {
    /// A file or folder that cannot be read or written.
    #[error("{path}: {source}; {mend}")]
    Io {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
        /// What to do.
        mend: &'static str,
    },
    /// A description that does not keep to `docs/SERIES.md`.
    #[error("description {file}, line {line}: {message}")]
    Description {
        /// The file, or the name of a shipped one.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong and how to mend it.
        message: String,
    },
    /// No shipped description and no file of this name.
    #[error("no description \"{name}\" is shipped and no file has this name; shipped are {known}")]
    NoDescription {
        /// What was asked for.
        name: String,
        /// The shipped ones.
        known: String,
    },
    /// A table whose header or whole form does not fit its description.
    #[error("{file}, line {line}: {message}")]
    Table {
        /// The table.
        file: String,
        /// Line, from 1.
        line: u64,
        /// What is wrong and how to mend it.
        message: String,
    },
    /// Rows that cannot be used. Nothing was written.
    #[error("{}", rows(.file, .faults, *.more))]
    Rows {
        /// The table.
        file: String,
        /// The first faults, in order of lines.
        faults: Vec<RowFault>,
        /// How many more there are.
        more: u64,
    },
    /// A series file that is damaged or of another version.
    #[error("{path}, line {line}: {message}; add the table again with `dyad series add`")]
    Stored {
        /// The series file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A series that is not there.
    #[error("no series \"{name}\" is in {folder} and no file has this name; {known}")]
    NoSeries {
        /// What was asked for.
        name: String,
        /// Where it was looked for.
        folder: String,
        /// What is there.
        known: String,
    },
    /// A series of this name with another content.
    #[error(
        "{path} is there already with another content; choose another --name, or replace it with --replace"
    )]
    Exists {
        /// The series file.
        path: String,
    },
    /// A question that the series does not understand.
    #[error("{0}")]
    Question(String),
}

/// One row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Line in the table, from 1.
    pub line: u64,
    /// Column by its header, where it is one cell.
    pub column: Option<String>,
    /// What is wrong and how to mend it.
    pub message: String,
}

fn rows(file: &str, faults: &[RowFault], more: u64) -> String {
    let mut out = String::new();
    for f in faults {
        let column = f.column.as_ref().map(|c| format!(", column \"{c}\"")).unwrap_or_default();
        out.push_str(&format!("{file}, line {}{column}: {}\n", f.line, f.message));
    }
    if more > 0 {
        out.push_str(&format!("{file}: {more} more such rows\n"));
    }
    out.push_str(&format!("{file}: nothing was added; mend the rows above and add the file again"));
    out
}

impl SeriesError {
    /// A failure of the system while something is read.
    pub(crate) fn reading(path: impl Into<String>, source: io::Error) -> Self {
        Self::Io { path: path.into(), source, mend: "check the name and that it may be read" }
    }
    /// A failure of the system while something is written.
    pub(crate) fn writing(path: impl Into<String>, source: io::Error) -> Self {
        Self::Io { path: path.into(), source, mend: "free some space or choose another place with --to" }
    }
}
