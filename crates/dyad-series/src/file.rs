//! The series file: what `dyad series add` keeps of a table. Lines of JSON: first what it is and where it came from, then
//! one line for each month and combination of values, in order.
//!
//! The same table and description give the same bytes: no clock, no folder names, values sorted by their text. Every
//! line tells the first line of the table that went into it and how many did.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::SeriesError;
use crate::describe::{Description, Dimension, Measure};
use crate::month::Month;

/// The form of the file.
pub const SCHEMA: &str = "dyad.series/1";
/// How a series file's name ends.
pub const EXTENSION: &str = "series.jsonl";

/// A table that was added up.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// What its columns mean.
    pub description: Description,
    /// The table.
    pub source: Source,
    /// Rows of the table that went in.
    pub rows: u64,
    /// First month of which a row tells.
    pub first: Month,
    /// Last month of which a row tells: the data-through date.
    pub through: Month,
    /// Dimensions that the table has.
    pub axes: Vec<Axis>,
    /// Header and index in the description of each measure.
    pub measures: Vec<(String, usize)>,
    /// Sorted by month and key.
    pub cells: Vec<Cell>,
}

/// Where a series came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// File name of the table, without folders.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// Its hash.
    pub blake3: String,
}

/// A dimension with its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Header in the table.
    pub column: String,
    /// Index in the description.
    pub dimension: usize,
    /// The values, sorted.
    pub values: Vec<String>,
}

/// What the table says of one month and one value of each dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The month.
    pub month: Month,
    /// Index of the value on each axis.
    pub key: Box<[u32]>,
    /// First line of the table that went in.
    pub line: u64,
    /// So many lines went in.
    pub rows: u64,
    /// A number for each measure, where there is one.
    pub values: Box<[Option<f64>]>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    schema: String,
    name: String,
    source: Source,
    rows: u64,
    first: String,
    through: String,
    axes: Vec<Axis>,
    measures: Vec<(String, usize)>,
    cells: usize,
    description: Description,
}

type Line = (String, Vec<u32>, u64, u64, Vec<Option<f64>>);

impl Series {
    /// The description of an axis.
    #[must_use]
    pub fn dimension(&self, axis: &Axis) -> Option<&Dimension> {
        self.description.dimensions.get(axis.dimension)
    }
    /// The description of a measure.
    #[must_use]
    pub fn measure(&self, index: usize) -> Option<&Measure> {
        self.description.measures.get(self.measures.get(index)?.1)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, out: impl Write) -> std::io::Result<()> {
        let mut out = BufWriter::new(out);
        let head = Head {
            schema: SCHEMA.into(),
            name: self.name.clone(),
            source: self.source.clone(),
            rows: self.rows,
            first: self.first.to_string(),
            through: self.through.to_string(),
            axes: self.axes.clone(),
            measures: self.measures.clone(),
            cells: self.cells.len(),
            description: self.description.clone(),
        };
        serde_json::to_writer(&mut out, &head)?;
        out.write_all(b"\n")?;
        for c in &self.cells {
            serde_json::to_writer(&mut out, &(c.month.to_string(), &c.key, c.line, c.rows, &c.values))?;
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    /// Reads a file; `path` names it in errors.
    ///
    /// # Errors
    /// The first line that is not as it was written.
    pub fn read(input: impl Read, path: &str) -> Result<Self, SeriesError> {
        let fault =
            |line: usize, message: String| SeriesError::Stored { path: path.to_owned(), line, message };
        let mut lines = BufReader::new(input).lines();
        let first = lines.next().ok_or_else(|| fault(1, "the file is empty".into()))?;
        let first = first.map_err(|e| fault(1, format!("the line cannot be read ({e})")))?;
        let head: Head = serde_json::from_str(&first)
            .map_err(|e| fault(1, format!("this is no series file that `dyad series add` wrote ({e})")))?;
        if head.schema != SCHEMA {
            return Err(fault(
                1,
                format!("the file is of the form {}, this program reads {SCHEMA}", head.schema),
            ));
        }
        let month = |line: usize, text: &str| {
            Month::of_date(text).ok_or_else(|| fault(line, format!("\"{text}\" is no month")))
        };
        let d = &head.description;
        if head.axes.iter().any(|a| a.dimension >= d.dimensions.len())
            || head.measures.is_empty()
            || head.measures.iter().any(|(_, i)| *i >= d.measures.len())
        {
            return Err(fault(1, "axes and measures are not those of the description".into()));
        }
        let mut cells = Vec::new();
        for (i, line) in lines.enumerate() {
            let n = i + 2;
            let line = line.map_err(|e| fault(n, format!("the line cannot be read ({e})")))?;
            let (text, key, first, rows, values): Line =
                serde_json::from_str(&line).map_err(|e| fault(n, format!("the line is damaged ({e})")))?;
            let sound = key.len() == head.axes.len()
                && values.len() == head.measures.len()
                && key.iter().zip(&head.axes).all(|(k, a)| (*k as usize) < a.values.len());
            if !sound {
                return Err(fault(n, "the line does not fit the first one".into()));
            }
            let month = month(n, &text)?;
            cells.push(Cell { month, key: key.into(), line: first, rows, values: values.into() });
        }
        if cells.len() != head.cells {
            let message = format!("{} lines follow where the first one tells of {}", cells.len(), head.cells);
            return Err(fault(cells.len() + 1, message));
        }
        Ok(Series {
            name: head.name,
            first: month(1, &head.first)?,
            through: month(1, &head.through)?,
            description: head.description,
            source: head.source,
            rows: head.rows,
            axes: head.axes,
            measures: head.measures,
            cells,
        })
    }

    /// Keeps the series in a folder under its name, whole or not at all.
    ///
    /// # Errors
    /// A bad name, a file with another content unless `replace`, or what the system says.
    pub fn keep(&self, folder: &Path, replace: bool) -> Result<PathBuf, SeriesError> {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if self.name.is_empty() || self.name.starts_with('.') || !self.name.chars().all(fits) {
            let message = format!("\"{}\" is no name of a series; use letters, digits, hyphens", self.name);
            return Err(SeriesError::Question(message));
        }
        std::fs::create_dir_all(folder).map_err(|e| SeriesError::writing(folder.display().to_string(), e))?;
        let path = folder.join(format!("{}.{EXTENSION}", self.name));
        let shown = path.display().to_string();
        let mut bytes = Vec::new();
        self.write(&mut bytes).map_err(|e| SeriesError::writing(&shown, e))?;
        if !replace && path.exists() {
            let there = std::fs::read(&path).map_err(|e| SeriesError::reading(&shown, e))?;
            return if there == bytes { Ok(path) } else { Err(SeriesError::Exists { path: shown }) };
        }
        let draft = folder.join(format!(".{}.{}.draft", self.name, std::process::id()));
        let written = std::fs::write(&draft, bytes).and_then(|()| std::fs::rename(&draft, &path));
        if let Err(e) = written {
            let _ = std::fs::remove_file(&draft);
            return Err(SeriesError::writing(shown, e));
        }
        Ok(path)
    }

    /// The series in a file, else the one of this name in the folder.
    ///
    /// # Errors
    /// There is none, or its file is damaged.
    pub fn open(name: &str, folder: &Path) -> Result<Self, SeriesError> {
        let direct = Path::new(name);
        let kept = folder.join(format!("{name}.{EXTENSION}"));
        let path = if direct.is_file() { direct } else { kept.as_path() };
        if !path.is_file() {
            let names: Vec<String> = kept_in(folder)?.iter().filter_map(|p| name_of(p)).collect();
            let known = if names.is_empty() {
                "none is there; add one with `dyad series add FILE --describe NAME`".to_owned()
            } else {
                format!("there are {}", names.join(", "))
            };
            return Err(SeriesError::NoSeries {
                name: name.into(),
                folder: folder.display().to_string(),
                known,
            });
        }
        let shown = path.display().to_string();
        let file = std::fs::File::open(path).map_err(|e| SeriesError::reading(&shown, e))?;
        Self::read(file, &shown)
    }
}

/// The series files of a folder, by name; none if there is no folder.
///
/// # Errors
/// The folder cannot be read.
pub fn kept_in(folder: &Path) -> Result<Vec<PathBuf>, SeriesError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let failed = |e| SeriesError::reading(folder.display().to_string(), e);
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if name_of(&path).is_some() {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

fn name_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?.strip_suffix(EXTENSION)?.strip_suffix('.')?;
    (!name.starts_with('.')).then(|| name.to_owned())
}
