//! Reads a table of statistics as a stream and adds it up under its description.
//!
//! One pass, a row at a time: memory grows with the different keys (month and dimensions), not with the rows. Whatever
//! cannot be used is a fault with its line; whatever was left aside or found odd is a notice. Nothing is guessed.

mod cells;
mod guard;
mod header;

use std::io::Read;

use rustc_hash::FxHashMap;

use crate::SeriesError;
use crate::describe::{Description, Repeated, TimeKind};
use crate::error::RowFault;
use crate::file::{Axis, Cell, Series, Source};
use crate::month::Month;

use guard::Guard;
use header::Layout;

/// Different keys that are kept apart.
pub const MAX_CELLS: usize = 2_000_000;
/// Faults that are told one by one.
const TOLD: usize = 20;

/// How a table is added.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Name of the series; else the description's.
    pub name: Option<String>,
    /// Sign between cells in place of the description's.
    pub delimiter: Option<char>,
    /// Rows with one key are added up instead of refused.
    pub allow_duplicates: bool,
}

/// A table that was read, and what a person should know of it, in full sentences.
#[derive(Debug, Clone)]
pub struct Added {
    /// The series.
    pub series: Series,
    /// What was left aside, or is odd.
    pub notices: Vec<String>,
}

/// Reads a table; `file` names it in errors.
///
/// # Errors
/// The first fault of the whole, or all faults of rows.
pub fn read(reader: impl Read, file: &str, d: &Description, options: &Options) -> Result<Added, SeriesError> {
    let delimiter = options.delimiter.unwrap_or(d.delimiter);
    let table = |line: u64, message: String| SeriesError::Table { file: file.to_owned(), line, message };
    let byte = u8::try_from(delimiter)
        .map_err(|_| table(1, "the delimiter is one plain sign, like , or ;".into()))?;
    let guard = Guard::new(reader);
    let watch = guard.watch();
    let mut csv =
        csv::ReaderBuilder::new().delimiter(byte).has_headers(false).flexible(true).from_reader(guard);
    let mut row = csv::ByteRecord::new();
    // The guard has told why, if it was the guard that stopped.
    let broken = |e: csv::Error| match (watch.borrow().stopped(), e.into_kind()) {
        (Some((line, why)), _) => table(line, why),
        (None, csv::ErrorKind::Io(e)) => SeriesError::reading(file, e),
        (None, other) => table(1, format!("the table cannot be read ({other:?})")),
    };
    if !csv.read_byte_record(&mut row).map_err(broken)? {
        return Err(table(1, "the file is empty".into()));
    }
    let mut notices = Vec::new();
    let layout = Layout::find(&row, d, delimiter, &mut notices).map_err(|m| table(1, m))?;
    let mut sums = Sums::new(d, &layout, options.allow_duplicates);
    let mut last_short = None;
    loop {
        let line = csv.position().line();
        match csv.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(e) => return Err(broken(e)),
        }
        let line = row.position().map_or(line, csv::Position::line);
        last_short = (row.len() != layout.width).then_some(line);
        sums.row(line, &row);
        if sums.cells.len() > MAX_CELLS {
            let message = format!(
                "more than {MAX_CELLS} different keys up to here; say `repeated = \"sum\"` if rows are single events, and list columns that nobody asks about under `ignored`"
            );
            return Err(table(line, message));
        }
    }
    let seen = watch.borrow();
    if last_short.is_some()
        && !seen.ends_a_line
        && let Some(f) = sums.faults.iter_mut().find(|f| Some(f.line) == last_short)
    {
        f.message = format!("{}; the file ends in the middle of this line: get it again", f.message);
    } else if !seen.ends_a_line {
        notices.push("the last line has no line end; make sure that the file is whole".into());
    }
    let source = Source { file: file_name(file), bytes: seen.bytes, blake3: seen.hash() };
    sums.finish(file, options.name.clone(), source, notices)
}

/// The name without folders: a series must be the same wherever its table lay.
fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

/// What has been added up so far.
struct Sums<'d> {
    d: &'d Description,
    layout: &'d Layout,
    allow: bool,
    names: Vec<FxHashMap<String, u32>>,
    cells: FxHashMap<Box<[u32]>, Cell>,
    faults: Vec<RowFault>,
    more: u64,
    rows: u64,
    left_out: u64,
    blank: u64,
    repeated: u64,
    missing: Vec<u64>,
}

impl<'d> Sums<'d> {
    fn new(d: &'d Description, layout: &'d Layout, allow: bool) -> Self {
        let dimensions = layout.dimensions.len();
        Sums {
            d,
            layout,
            allow,
            names: vec![FxHashMap::default(); dimensions],
            cells: FxHashMap::default(),
            faults: Vec::new(),
            more: 0,
            rows: 0,
            left_out: 0,
            blank: 0,
            repeated: 0,
            missing: vec![0; layout.measures.len()],
        }
    }

    fn fault(&mut self, line: u64, column: Option<usize>, message: String) {
        if self.faults.len() < TOLD {
            let column = column.and_then(|c| self.layout.headers.get(c).cloned());
            self.faults.push(RowFault { line, column, message });
        } else {
            self.more += 1;
        }
    }

    fn row(&mut self, line: u64, row: &csv::ByteRecord) {
        if row.iter().all(|c| c.trim_ascii().is_empty()) {
            self.blank += 1;
            return;
        }
        if row.len() != self.layout.width {
            let message = format!(
                "{} cells where the header has {}; a cell that holds the delimiter must stand in quotation marks",
                row.len(),
                self.layout.width
            );
            return self.fault(line, None, message);
        }
        if let Err((column, message)) = self.take(line, row) {
            self.fault(line, column, message);
        }
    }

    fn take(&mut self, line: u64, row: &csv::ByteRecord) -> Result<(), (Option<usize>, String)> {
        let (layout, d) = (self.layout, self.d);
        let cell = |column: usize| {
            let bytes = row.get(column).unwrap_or_default();
            std::str::from_utf8(bytes).map(str::trim).map_err(|e| {
                let byte = bytes.get(e.valid_up_to()).copied().unwrap_or_default();
                let message = format!(
                    "the cell is not in UTF-8 (byte 0x{byte:02X}); save the table as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8"
                );
                (Some(column), message)
            })
        };
        let month = cells::month(&layout.time, d, cell)?;
        let mut key = vec![0u32; layout.dimensions.len() + 1];
        key[0] = u32::try_from(Month::new(0, 1).map_or(0, |zero| zero.until(month))).unwrap_or_default();
        for (i, (column, index)) in layout.dimensions.iter().enumerate() {
            let mut value = cell(*column)?;
            let dimension = &d.dimensions[*index];
            if let Some(signs) = &dimension.footnotes {
                value = value.trim_end_matches(|c| signs.contains(c)).trim_end();
            }
            if dimension.values.iter().any(|v| v.leave_out && v.is.all().iter().any(|n| n == value)) {
                self.left_out += 1;
                return Ok(());
            }
            let names = &mut self.names[i];
            key[i + 1] = match names.get(value) {
                Some(n) => *n,
                None => {
                    let n = u32::try_from(names.len()).unwrap_or(u32::MAX);
                    names.insert(value.to_owned(), n);
                    n
                }
            };
        }
        let mut values = Vec::with_capacity(layout.measures.len());
        for (i, (column, index)) in layout.measures.iter().enumerate() {
            let measure = &d.measures[*index];
            let value = cells::number(cell(*column)?, measure, &d.missing, layout.whole[i])
                .map_err(|m| (Some(*column), m))?;
            if value.is_none() {
                self.missing[i] += 1;
            }
            values.push(value);
        }
        self.rows += 1;
        let Some(there) = self.cells.get_mut(key.as_slice()) else {
            self.cells.insert(
                key.into(),
                Cell { month, key: Box::default(), line, rows: 1, values: values.into() },
            );
            return Ok(());
        };
        let same = *there.values == *values;
        let rolling = d.time.kind == TimeKind::TwelveMonthsEnding;
        if (d.repeated == Repeated::Refuse && !self.allow) || rolling && !same {
            let message = format!(
                "the same time and dimensions as line {}, with {} numbers; remove one of the two{}",
                there.line,
                if same { "the same" } else { "other" },
                if rolling && !same { "" } else { ", or say --allow-duplicates if both are meant" }
            );
            return Err((None, message));
        }
        let sums = |a: &Option<f64>, b: &Option<f64>| a.unwrap_or(0.0) + b.unwrap_or(0.0);
        if !rolling && there.values.iter().zip(&values).any(|(a, b)| !sums(a, b).is_finite()) {
            return Err((None, format!("with line {} the sum is larger than any number", there.line)));
        }
        self.repeated += 1;
        there.rows += 1;
        if !rolling {
            for (sum, new) in there.values.iter_mut().zip(values) {
                *sum = match (*sum, new) {
                    (Some(a), Some(b)) => Some(a + b),
                    (a, b) => a.or(b),
                };
            }
        }
        Ok(())
    }

    fn finish(
        self,
        file: &str,
        name: Option<String>,
        source: Source,
        mut notices: Vec<String>,
    ) -> Result<Added, SeriesError> {
        if !self.faults.is_empty() {
            return Err(SeriesError::Rows { file: file.to_owned(), faults: self.faults, more: self.more });
        }
        // Values are numbered in the order of their text, so that the order of rows leaves no trace.
        let mut axes = Vec::new();
        let mut ranks: Vec<Vec<u32>> = Vec::new();
        for ((column, index), names) in self.layout.dimensions.iter().zip(self.names) {
            let mut sorted: Vec<(String, u32)> = names.into_iter().collect();
            sorted.sort_unstable();
            let mut rank = vec![0u32; sorted.len()];
            for (new, (_, old)) in sorted.iter().enumerate() {
                rank[*old as usize] = u32::try_from(new).unwrap_or(u32::MAX);
            }
            ranks.push(rank);
            let column = self.layout.headers[*column].clone();
            axes.push(Axis {
                column,
                dimension: *index,
                values: sorted.into_iter().map(|(v, _)| v).collect(),
            });
        }
        let mut cells: Vec<Cell> = self
            .cells
            .into_iter()
            .map(|(key, cell)| {
                let key = key[1..].iter().zip(&ranks).map(|(old, rank)| rank[*old as usize]).collect();
                Cell { key, ..cell }
            })
            .collect();
        cells.sort_unstable_by(|a, b| (a.month, &a.key).cmp(&(b.month, &b.key)));
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else {
            return Err(SeriesError::Table {
                file: file.to_owned(),
                line: 2,
                message: "no row follows the header".into(),
            });
        };
        let (first, through) = (first.month, last.month);
        if self.blank > 0 {
            notices.push(format!("{} rows without any text were skipped", self.blank));
        }
        if self.left_out > 0 {
            notices.push(format!("{} rows were left out as the description says", self.left_out));
        }
        if self.repeated > 0 {
            notices.push(format!(
                "{} rows repeat the time and dimensions of an earlier one and were added to it",
                self.repeated
            ));
        }
        for (n, (column, _)) in self.missing.iter().zip(&self.layout.measures) {
            if *n > 0 {
                notices.push(format!(
                    "{n} cells of \"{}\" hold no number and count for nothing",
                    self.layout.headers[*column]
                ));
            }
        }
        notices.extend(unnamed(self.d, &axes));
        notices.extend(gaps(&cells));
        let series = Series {
            name: name.unwrap_or_else(|| self.d.name.clone()),
            description: self.d.clone(),
            source,
            rows: self.rows,
            first,
            through,
            axes,
            measures: self
                .layout
                .measures
                .iter()
                .map(|(c, i)| (self.layout.headers[*c].clone(), *i))
                .collect(),
            cells,
        };
        Ok(Added { series, notices })
    }
}

/// Values without words: news cannot name them.
fn unnamed(d: &Description, axes: &[Axis]) -> Vec<String> {
    let mut out = Vec::new();
    for axis in axes {
        let Some(dimension) = d.dimensions.get(axis.dimension) else { continue };
        let known: Vec<&str> = dimension.values.iter().flat_map(|v| v.is.all()).map(String::as_str).collect();
        if known.is_empty() || dimension.own_names {
            continue;
        }
        let new: Vec<&str> = axis
            .values
            .iter()
            .map(String::as_str)
            .filter(|v| !known.iter().any(|k| k.eq_ignore_ascii_case(v)))
            .collect();
        if !new.is_empty() {
            let some: Vec<String> = new.iter().take(5).map(|v| format!("\"{v}\"")).collect();
            let rest = if new.len() > 5 { format!(" and {} more", new.len() - 5) } else { String::new() };
            out.push(format!("column \"{}\": the description has no words for {}{rest}; their rows count only in sums over all", axis.column, some.join(", ")));
        }
    }
    out
}

/// Months between the first and the last of which no row tells.
fn gaps(cells: &[Cell]) -> Vec<String> {
    let mut out = Vec::new();
    for w in cells.windows(2) {
        let step = w[0].month.until(w[1].month);
        if step > 1 && step % 12 != 0 {
            out.push(format!(
                "no row tells of the months from {} to {}",
                w[0].month.plus(1),
                w[1].month.plus(-1)
            ));
        }
    }
    out
}
