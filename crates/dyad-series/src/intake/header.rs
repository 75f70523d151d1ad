//! Where the columns of a description stand in a table.

use dyad_knowledge::Quantities;

use crate::describe::{Description, Names};

/// Where time is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TimeColumns {
    /// Year and, but for yearly series, month.
    Parts(usize, Option<usize>),
    /// One column.
    Date(usize),
}

/// Columns by position.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// Headers as the file has them.
    pub headers: Vec<String>,
    /// How many cells a row has.
    pub width: usize,
    pub time: TimeColumns,
    /// Column and index in the description.
    pub dimensions: Vec<(usize, usize)>,
    /// Column and index in the description.
    pub measures: Vec<(usize, usize)>,
    /// Whether a measure's numbers are whole: its unit is a noun.
    pub whole: Vec<bool>,
}

fn plain(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A header without the unit in brackets at its end, and the unit.
fn unit_of(s: &str) -> Option<(&str, &str)> {
    let (head, unit) = s.trim().strip_suffix(')')?.rsplit_once('(')?;
    Some((head.trim_end(), unit))
}

impl Layout {
    /// Finds the columns; the error is a sentence with its mend.
    pub fn find(
        row: &csv::ByteRecord,
        d: &Description,
        delimiter: char,
        notices: &mut Vec<String>,
    ) -> Result<Self, String> {
        let mut headers = Vec::new();
        for (i, cell) in row.iter().enumerate() {
            let cell = if i == 0 { cell.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(cell) } else { cell };
            let text = std::str::from_utf8(cell).map_err(|_| {
                format!("header {} is not in UTF-8; save the table as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8", i + 1)
            })?;
            headers.push(text.trim().to_owned());
        }
        if let [only] = headers.as_slice()
            && let Some(other) =
                [',', ';', '\t', '|'].into_iter().find(|c| *c != delimiter && only.contains(*c))
        {
            let sign = if other == '\t' {
                "a tab (--delimiter '\\t')".to_owned()
            } else {
                format!("\"{other}\" (--delimiter '{other}')")
            };
            return Err(format!(
                "the header is one cell: between the cells stands not \"{delimiter}\" but {sign}"
            ));
        }
        for (i, h) in headers.iter().enumerate() {
            if !h.is_empty() && headers.iter().take(i).any(|o| plain(o) == plain(h)) {
                return Err(format!("the column \"{h}\" stands in the header twice; remove or rename one"));
            }
        }
        let at = |names: &Names| {
            names.all().iter().find_map(|n| headers.iter().position(|h| plain(h) == plain(n)))
        };
        let need = |names: &Names| at(names).ok_or_else(|| absent(names, &headers));
        let time = match (&d.time.date, &d.time.year) {
            (Some(date), _) => TimeColumns::Date(need(date)?),
            (None, Some(year)) => {
                TimeColumns::Parts(need(year)?, d.time.month.as_ref().map(need).transpose()?)
            }
            (None, None) => return Err("the description tells no column of time".into()),
        };
        let mut measures = Vec::new();
        for (i, m) in d.measures.iter().enumerate() {
            measures.push((need(&m.column)?, i));
        }
        let mut dimensions = Vec::new();
        for (i, x) in d.dimensions.iter().enumerate() {
            match at(&x.column) {
                Some(c) => dimensions.push((c, i)),
                None if x.optional => {}
                None => return Err(absent(&x.column, &headers)),
            }
        }
        let mut used: Vec<usize> = measures.iter().chain(&dimensions).map(|(c, _)| *c).collect();
        match &time {
            TimeColumns::Date(c) => used.push(*c),
            TimeColumns::Parts(y, m) => used.extend([*y].into_iter().chain(*m)),
        }
        for (i, h) in headers.iter().enumerate() {
            if !used.contains(&i) && !d.ignored.iter().any(|n| plain(n) == plain(h)) {
                notices.push(format!("column \"{h}\" is not in the description and was left aside; rows that differ only there look like duplicates"));
            }
        }
        let units = Quantities::embedded().map_err(|e| e.to_string())?;
        let whole = measures
            .iter()
            .map(|(_, i)| d.measures.get(*i).is_some_and(|m| units.unit(&m.unit).is_none() && m.times == 1.0))
            .collect();
        Ok(Layout { width: headers.len(), headers, time, dimensions, measures, whole })
    }
}

/// Says which column is missing, and what stands there instead.
fn absent(names: &Names, headers: &[String]) -> String {
    let wanted = names.all().iter().map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(" or ");
    for n in names.all() {
        let Some((head, unit)) = unit_of(n) else { continue };
        let other = headers
            .iter()
            .find(|h| unit_of(h).is_some_and(|(o, u)| plain(o) == plain(head) && plain(u) != plain(unit)));
        if let Some(h) = other {
            return format!(
                "the description expects {wanted}, the header has \"{h}\": another unit. If the numbers are in it, copy the description and change its column and unit"
            );
        }
    }
    let score = |h: &str| {
        names
            .all()
            .iter()
            .map(|n| strsim::normalized_damerau_levenshtein(&plain(h), &plain(n)))
            .fold(0.0, f64::max)
    };
    let nearest =
        headers.iter().map(|h| (score(h), h)).filter(|(s, _)| *s >= 0.5).max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((_, h)) => format!(
            "no column {wanted}; nearest is \"{h}\". Rename it, or copy the description and change it"
        ),
        None => format!(
            "no column {wanted}; the header has {}. Is this the table that the description tells of?",
            headers.join(" | ")
        ),
    }
}
