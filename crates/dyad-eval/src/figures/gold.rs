//! Our own figure gold: reading its files, and naming the line where one is not as it should be.
//!
//! The form is told in `gold/figures/README.md`; `tools/check_figure_gold.py` holds it to more rules than this reader
//! does. Spans are bytes of the text. Must not know how figures are found or scored.

use std::path::Path;

use dyad_reader::times::calendar;
use dyad_record::Span;

use crate::EvalError;

/// A sentence or passage with what a careful reader marks in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// `border-004`.
    pub id: String,
    /// Nothing is tuned on it: the number is divisible by three.
    pub held_out: bool,
    /// Publication date, if there is one.
    pub published: Option<String>,
    /// The text.
    pub text: String,
    /// Figures of a sentence.
    pub figures: Vec<Wanted>,
    /// What is no figure.
    pub traps: Vec<Span>,
    /// Claims without a number, and their sort.
    pub claims: Vec<(Span, String)>,
    /// Arithmetic of a passage.
    pub checks: Vec<Tie>,
    /// The passage ties nothing together.
    pub no_check: bool,
}

/// A figure. Lists hold the answer and its alternatives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wanted {
    /// The words.
    pub span: Span,
    /// Neither demanded nor punished.
    pub optional: bool,
    /// Values.
    pub value: Vec<f64>,
    /// Upper end of a range.
    pub high: Option<f64>,
    /// Bounds.
    pub bound: Vec<String>,
    /// Units.
    pub unit: Vec<String>,
    /// Kinds; empty where it follows from the unit.
    pub kind: Vec<String>,
    /// What is measured; empty where the text does not tell.
    pub of: Vec<Span>,
    /// It is an age.
    pub age: bool,
    /// Places; empty where not scored.
    pub place: Vec<Span>,
    /// Periods; `None` stands for no period.
    pub period: Vec<Option<Period>>,
    /// Speakers; `None` stands for nobody.
    pub speaker: Vec<Option<Span>>,
    /// What a change or comparison is measured from.
    pub base: Option<Span>,
    /// The figure whose part this is.
    pub part_of: Option<Span>,
    /// The figure that a projection is held against.
    pub toward: Option<Span>,
}

/// When a figure holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Period {
    /// `PRESENT_REF` and its like.
    Reference(String),
    /// First and last day, ISO 8601.
    Days([String; 2]),
}

/// Figures that the words tie together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tie {
    /// Kinds of arithmetic.
    pub kind: Vec<String>,
    /// Words of the figures.
    pub figures: Vec<Span>,
    /// Verdicts.
    pub verdict: Vec<String>,
    /// Neither demanded nor punished.
    pub optional: bool,
}

/// The files that the program is built with; a test holds the lists against the folder.
macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../gold/figures/", $folder, "/", $name, ".txt")))),+]
    };
}
const SENTENCES: [(&str, &str); 10] = files!["sentences":
    "border", "business", "climate", "disasters", "economy", "elections", "health", "science", "sport", "war"];
const PASSAGES: [(&str, &str); 5] = files!["checks": "changes", "pace", "parts", "restated", "traps"];

/// Sentences and their figures.
///
/// # Errors
/// A line that is not as it should be.
pub fn sentences() -> Result<Vec<Entry>, EvalError> {
    all(&SENTENCES)
}

/// Passages and the arithmetic in them.
///
/// # Errors
/// A line that is not as it should be.
pub fn passages() -> Result<Vec<Entry>, EvalError> {
    all(&PASSAGES)
}

fn all(files: &[(&str, &str)]) -> Result<Vec<Entry>, EvalError> {
    let mut out = Vec::new();
    for (name, file) in files {
        out.extend(parse(file).map_err(|(line, message)| EvalError::Format {
            path: Path::new(&format!("{name}.txt")).to_owned(),
            line,
            message,
        })?);
    }
    Ok(out)
}

/// Reads one file.
///
/// # Errors
/// The first line that is not as it should be, from 1, and what is wrong with it.
pub fn parse(file: &str) -> Result<Vec<Entry>, (usize, String)> {
    let mut out: Vec<Entry> = Vec::new();
    let mut default = None;
    for (i, line) in file.lines().enumerate() {
        let line = line.trim_end();
        let told = if line.is_empty() || line.starts_with("# ") {
            Ok(())
        } else if let Some(id) = line.strip_prefix("## ") {
            let number = id.rsplit('-').next().and_then(|n| n.parse::<u32>().ok());
            let published = default.clone();
            match number {
                Some(n) => {
                    let held_out = n % 3 == 0;
                    out.push(Entry { id: id.trim().to_owned(), held_out, published, ..Entry::default() });
                    Ok(())
                }
                None => Err(format!("\"{id}\" is no id; write the file's name and a number")),
            }
        } else if let Some(date) = line.strip_prefix("published: ") {
            let date = (date.trim() != "unknown").then(|| date.trim().to_owned());
            match out.last_mut() {
                Some(entry) => entry.published = date,
                None => default = date,
            }
            Ok(())
        } else {
            match (out.last_mut(), line.strip_prefix("> ")) {
                (None, _) => Err("an entry begins with ## and its id".to_owned()),
                (Some(entry), Some(text)) => {
                    if !entry.text.is_empty() {
                        entry.text.push('\n');
                    }
                    entry.text.push_str(text);
                    Ok(())
                }
                (Some(entry), None) => row(entry, line.trim()),
            }
        };
        told.map_err(|message| (i + 1, message))?;
    }
    Ok(out)
}

/// One piece of a line: `key="words"@2`, `key=bare`, `"words"`, `bare`.
struct Piece<'l> {
    key: &'l str,
    quote: Option<&'l str>,
    nth: Option<usize>,
    bare: &'l str,
}

fn pieces(line: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut out = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let head = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len());
        let (key, after) = match rest[head..].strip_prefix('=') {
            Some(after) if head > 0 => (&rest[..head], after),
            _ => ("", rest),
        };
        if let Some(inside) = after.strip_prefix('"') {
            let end = inside.find('"').ok_or_else(|| format!("a quotation mark is missing after {rest}"))?;
            let mut tail = &inside[end + 1..];
            let mut nth = None;
            if let Some(n) = tail.strip_prefix('@') {
                let digits = n.find(|c: char| !c.is_ascii_digit()).unwrap_or(n.len());
                nth = n[..digits].parse().ok();
                tail = &n[digits..];
            }
            out.push(Piece { key, quote: Some(&inside[..end]), nth, bare: "" });
            rest = tail.trim_start();
        } else {
            let end = after.find(char::is_whitespace).unwrap_or(after.len());
            out.push(Piece { key, quote: None, nth: None, bare: &after[..end] });
            rest = after[end..].trim_start();
        }
    }
    Ok(out)
}

/// The place of a quotation at word edges.
fn find(text: &str, piece: &Piece<'_>) -> Result<Span, String> {
    let Some(quote) = piece.quote.filter(|q| !q.is_empty()) else {
        return Err(format!("{} wants words of the text in quotation marks", piece.key));
    };
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut hits = text.match_indices(quote).map(|(at, _)| at).filter(|at| {
        let (before, after) = (&text[..*at], &text[at + quote.len()..]);
        let first = letter(quote.chars().next()) && letter(before.chars().next_back());
        let last = letter(quote.chars().next_back()) && letter(after.chars().next());
        !first && !last
    });
    let nth = piece.nth.unwrap_or(1).max(1);
    hits.nth(nth - 1)
        .map(|at| Span::new(at, at + quote.len()))
        .ok_or_else(|| format!("\"{quote}\" does not stand {nth} times in the text"))
}

fn row(entry: &mut Entry, line: &str) -> Result<(), String> {
    if line.starts_with("no check") {
        entry.no_check = true;
        return Ok(());
    }
    let parts = pieces(line)?;
    let text = &entry.text;
    match parts.first() {
        Some(p) if p.key.is_empty() && p.quote.is_some() => {
            let figure = figure(text, &parts)?;
            entry.figures.push(figure);
        }
        Some(p) if p.bare == "trap" => {
            let span = parts.get(1).ok_or("a trap wants its words").map(|q| find(text, q))??;
            entry.traps.push(span);
        }
        Some(p) if p.bare == "claim" => {
            let span = parts.get(1).ok_or("a claim wants its words").map(|q| find(text, q))??;
            let sort = parts.get(2).map_or("", |p| p.bare).to_owned();
            entry.claims.push((span, sort));
        }
        Some(p) if p.bare == "check" => {
            let tie = tie(text, &parts)?;
            entry.checks.push(tie);
        }
        _ => return Err(format!("neither a figure nor a trap, claim or check: {line}")),
    }
    Ok(())
}

fn number(piece: &Piece<'_>) -> Result<f64, String> {
    piece.bare.parse().map_err(|_| format!("{}={} is no number", piece.key, piece.bare))
}

fn period(value: &str) -> Result<Option<Period>, String> {
    if value == "none" {
        return Ok(None);
    }
    if value.ends_with("_REF") {
        return Ok(Some(Period::Reference(value.to_owned())));
    }
    let days = |v: &str| calendar::interval(v, None).ok_or_else(|| format!("{v} is no period"));
    let (from, to) = value.split_once('/').unwrap_or((value, value));
    let ([from, _], [_, to]) = (days(from)?, days(to)?);
    Ok(Some(Period::Days([from, to])))
}

fn figure(text: &str, parts: &[Piece<'_>]) -> Result<Wanted, String> {
    let mut out = Wanted { span: find(text, &parts[0])?, ..Wanted::default() };
    for p in &parts[1..] {
        let words = || p.bare.split(';').map(str::to_owned);
        match p.key {
            "" if p.bare == "optional" => out.optional = true,
            "value" | "alt_value" => out.value.push(number(p)?),
            "high" => out.high = Some(number(p)?),
            "bound" | "alt_bound" => out.bound.extend(words()),
            "unit" | "alt_unit" => out.unit.extend(p.quote.map(str::to_owned).into_iter().chain(words())),
            "kind" | "alt_kind" => out.kind.extend(words()),
            "of" | "alt_of" if p.bare == "age" => out.age = true,
            "of" | "alt_of" if p.bare == "none" => {}
            "of" | "alt_of" => out.of.push(find(text, p)?),
            "place" => out.place.push(find(text, p)?),
            "period" | "alt_period" => {
                for value in p.bare.split(';') {
                    out.period.push(period(value)?);
                }
            }
            "speaker" | "alt_speaker" if p.bare == "none" => out.speaker.push(None),
            "speaker" | "alt_speaker" => out.speaker.push(Some(find(text, p)?)),
            "base" => out.base = Some(find(text, p)?),
            "part_of" => out.part_of = Some(find(text, p)?),
            "toward" => out.toward = Some(find(text, p)?),
            "code" | "note" | "change" => {}
            other => return Err(format!("there is no field \"{other}\"")),
        }
    }
    out.unit.retain(|u| !u.is_empty());
    if out.value.is_empty() || out.unit.is_empty() {
        return Err("a figure needs value and unit".to_owned());
    }
    // An alternative alone leaves the answer at what nothing said means.
    let own = |key: &str| parts.iter().any(|p| p.key == key);
    if !own("bound") {
        out.bound.insert(0, if out.high.is_some() { "range" } else { "exact" }.to_owned());
    }
    if !own("period") {
        out.period.insert(0, None);
    }
    if !own("speaker") {
        out.speaker.insert(0, None);
    }
    // "40 ships a week" may be told as ships.
    if let Some((top, _)) = out.unit[0].split_once('/')
        && own("kind")
    {
        let top = top.to_owned();
        out.unit.push(top);
    }
    Ok(out)
}

fn tie(text: &str, parts: &[Piece<'_>]) -> Result<Tie, String> {
    let mut out = Tie::default();
    out.kind.push(parts.get(1).map_or("", |p| p.bare).to_owned());
    for p in parts.iter().skip(2) {
        let words = p.bare.split(';').map(str::to_owned);
        match p.key {
            "" if p.quote.is_some() => out.figures.push(find(text, p)?),
            "" if p.bare == "optional" => out.optional = true,
            "verdict" | "alt_verdict" => out.verdict.extend(words),
            "alt_kind" => out.kind.extend(words),
            "arithmetic" | "why" | "assume" | "tolerance" => {}
            other => return Err(format!("there is no field \"{other}\" of a check")),
        }
    }
    if out.figures.len() < 2 || out.verdict.is_empty() {
        return Err("a check ties two figures or more and has a verdict".to_owned());
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_sets_are_those_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("gold/figures");
        for (sub, list) in [("sentences", &SENTENCES[..]), ("checks", &PASSAGES[..])] {
            let mut names: Vec<String> = std::fs::read_dir(folder.join(sub))
                .unwrap()
                .map(|e| e.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
                .collect();
            names.sort();
            assert_eq!(names, list.iter().map(|f| f.0).collect::<Vec<_>>());
        }
        let rows: usize = sentences().unwrap().iter().map(|e| e.figures.len()).sum();
        assert!(rows > 600, "{rows}");
        assert!(passages().unwrap().iter().map(|e| e.checks.len()).sum::<usize>() > 80);
    }

    #[test]
    fn a_line_tells_words_values_and_alternatives() {
        let file = "published: 2024-05-15\n\n## border-003\n> The port has 38 gates, nine of them new.\n\
                    \"38 gates\" value=38 unit=gate of=\"gates\" alt_bound=about\n\
                    \"nine\" value=9 unit=gate part_of=\"38 gates\" period=2024-05 alt_period=none\ntrap \"new\" word\n";
        let e = &parse(file).unwrap()[0];
        assert!(e.held_out && e.traps.len() == 1);
        assert_eq!(e.figures[0].bound, ["exact", "about"]);
        assert_eq!(e.figures[0].span.of(&e.text), "38 gates");
        let days = Period::Days(["2024-05-01".to_owned(), "2024-05-31".to_owned()]);
        assert_eq!(e.figures[1].period, [Some(days), None]);
        assert_eq!(e.figures[1].part_of, Some(e.figures[0].span));
        assert_eq!(parse("## a-1\n> No.\n\"2\" value=2 unit=x\n").unwrap_err().0, 3);
        assert_eq!(parse("## a\n").unwrap_err().0, 1);
    }
}
