//! The chronology for a person: years as headings, the day first, then the words folded to the width.

use std::fmt::Write as _;

use super::TimelineRow;
use super::merge::day;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Columns of the label.
const LABEL: usize = 13;

/// The entries of a chronology as a table. Documents are named where there is more than one.
#[must_use]
pub fn table(rows: &[TimelineRow], width: usize) -> String {
    let width = width.clamp(50, 200);
    let many = rows.iter().any(|r| rows.first().is_some_and(|f| f.document != r.document));
    let mut out = String::new();
    let mut heading = String::new();
    for row in rows {
        let h = if row.from.is_empty() { "Undated".to_owned() } else { year(day(&row.from).0) };
        if h != heading {
            let gap = if heading.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{gap}{h}");
            heading = h;
        }
        let (first, rest) = (format!("  {:LABEL$}", label(row)), " ".repeat(LABEL + 2));
        let fold = |words: &str, first: &str| {
            let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(&rest);
            textwrap::fill(words, options)
        };
        let words = if row.kind == "published" {
            format!("Published: {}", if row.what.is_empty() { &row.document } else { &row.what })
        } else {
            row.what.clone()
        };
        let _ = writeln!(out, "{}", fold(&words, &first));
        let facts = facts(row, many);
        if !facts.is_empty() {
            let _ = writeln!(out, "{}", fold(&facts, &format!("{rest}· ")));
        }
    }
    out
}

fn facts(row: &TimelineRow, many: bool) -> String {
    let mut facts: Vec<String> = Vec::new();
    if !row.who.is_empty() {
        facts.push(row.who.iter().take(4).cloned().collect::<Vec<_>>().join(", "));
    }
    if !row.status.is_empty() {
        facts.push(row.status.clone());
    }
    if !row.when.is_empty() {
        let basis = if row.basis.is_empty() { String::new() } else { format!(" ({})", row.basis) };
        facts.push(format!("\"{}\"{basis}", row.when));
    }
    if many || row.kind == "published" && !row.what.is_empty() {
        facts.push(row.document.clone());
    }
    if !row.also.is_empty() {
        facts.push(format!("also {}", row.also.join(", ")));
    }
    facts.join("; ")
}

/// The years before Christ are negative and count from nought.
fn year(y: i32) -> String {
    if y <= 0 { format!("{} BC", 1 - y) } else { y.to_string() }
}

fn month(m: u8) -> &'static str {
    MONTHS.get(usize::from(m).wrapping_sub(1)).copied().unwrap_or("?")
}

/// What is known of a time without a year: "8 May", "Tuesday", "June".
fn undated(value: &str) -> String {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let number = |s: &str| s.parse::<u8>().ok();
    match value {
        "PAST_REF" => return "past".to_owned(),
        "FUTURE_REF" => return "future".to_owned(),
        _ => {}
    }
    let date = value.split('T').next().unwrap_or(value);
    let parts: Vec<&str> = date.split('-').collect();
    match parts.as_slice() {
        ["XXXX", "WXX", d] => {
            let day = number(d).and_then(|d| DAYS.get(usize::from(d).wrapping_sub(1)));
            day.map_or_else(|| "a week".to_owned(), |d| (*d).to_owned())
        }
        ["XXXX", m, d] => match (number(m), number(d)) {
            (Some(m), Some(d)) => format!("{d} {}", month(m)),
            (Some(m), None) => month(m).to_owned(),
            _ => "a day".to_owned(),
        },
        ["XXXX", m] => number(m).map_or_else(|| "–".to_owned(), |m| month(m).to_owned()),
        ["XXXX" | "FYXXXX"] => "–".to_owned(),
        _ => value.chars().take(LABEL).collect(),
    }
}

/// The day or the period, as short as a reader needs under the heading of its year.
fn label(row: &TimelineRow) -> String {
    if row.from.is_empty() {
        return undated(&row.value);
    }
    let (a, b) = (day(&row.from), day(&row.to));
    match row.precision {
        "year" => year(a.0),
        "decade" => format!("{}s", year(a.0)),
        "century" => "century".to_owned(),
        "month" => month(a.1).to_owned(),
        "quarter" => format!("Q{}", a.1.div_ceil(3)),
        "half" => format!("H{}", a.1.div_ceil(6)),
        "fiscal_year" => row.value.clone(),
        "season" => match a.1 {
            3..=5 => "spring",
            6..=8 => "summer",
            9..=11 => "autumn",
            _ => "winter",
        }
        .to_owned(),
        _ if a == b => {
            let clock = row
                .value
                .split_once('T')
                .and_then(|v| v.1.get(..5))
                .filter(|c| c.as_bytes().get(2) == Some(&b':'));
            clock.map_or_else(|| format!("{} {}", a.2, month(a.1)), |c| format!("{} {} {c}", a.2, month(a.1)))
        }
        _ if a.0 == b.0 && a.1 == b.1 => format!("{}–{} {}", a.2, b.2, month(a.1)),
        // Over the turn of a year only the beginning stands under its heading.
        _ if a.0 != b.0 => format!("from {} {}", a.2, month(a.1)),
        _ => format!("{} {}–{} {}", a.2, month(a.1), b.2, month(b.1)),
    }
}
