//! Markdown tests: a text with carets under its words, and the rows they must give. Runs every `tests/*.md`.
//!
//! A case begins at `## name`. Lines of text begin with `> `; an empty `>` ends a paragraph. A quoted line of spaces
//! and carets marks the words above it and tells what must be there:
//!
//! ```text
//! ## A measure
//! published: 2024-03-31
//! > Officers seized more than 600 tonnes in March.
//! >                 ^^^^^^^^^^^^^^^^^^^^ figure value=600 unit=t bound=more_than
//! >                                         ^^^^^ time value=2024-03
//! >          ^^^^^^ no figure
//! check pace 600 1000 verdict=holds because "6 of 12 months"
//! no check
//! ```
//!
//! Kinds are the rows of the record in the singular (figure, time, entity, place, statement, silence, event, claim, unquantified). A row is
//! found by overlap of its span (content and cue of a statement, trigger of an event, mentions of an entity), `exactly`
//! asks for the same span. `key=value` compares a field of the row's JSON, `a.b=value` a field inside it; an id is also compared
//! by the name of its entity, that of a time by its value, that of a figure and a base by their words. Values with spaces stand in quotes. Lines without `>` after the text speak of the whole
//! record: `check KIND VALUES… verdict=… because "part of the arithmetic"`, `no check`, `published VALUE`.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fmt::Write as _;
use std::path::Path;

use dyad_knowledge::Knowledge;
use serde_json::Value;

/// One expectation.
#[derive(Debug, Default)]
struct Expected {
    line: usize,
    /// Scalar values of the text; none for the whole record.
    span: Option<(usize, usize)>,
    words: Vec<String>,
}

#[derive(Debug, Default)]
struct Case {
    name: String,
    published: Option<String>,
    text: String,
    expected: Vec<Expected>,
}

/// Splits at spaces outside quotes and takes the quotes away.
fn words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.trim().chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => out.push(String::new()),
            c => out.last_mut().unwrap().push(c),
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

fn parse(source: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    // Scalar offset of the last text line.
    let mut start = 0;
    let mut fenced = false;
    for (i, line) in source.lines().enumerate() {
        let n = i + 1;
        fenced ^= line.starts_with("```");
        if fenced {
            continue;
        }
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.trim().to_owned(), ..Case::default() });
            start = 0;
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(date) = line.strip_prefix("published:") {
            case.published = Some(date.trim().to_owned());
        } else if let Some(quote) = line.strip_prefix('>') {
            let quote = quote.strip_prefix(' ').unwrap_or(quote);
            let body = quote.trim_start();
            if body.starts_with('^') {
                let from = quote.chars().count() - body.chars().count();
                let carets = body.chars().take_while(|c| *c == '^').count();
                let words = words(body.trim_start_matches('^'));
                if words.is_empty() {
                    return Err(format!("line {n}: carets without an expectation"));
                }
                case.expected.push(Expected {
                    line: n,
                    span: Some((start + from, start + from + carets)),
                    words,
                });
            } else {
                start = case.text.chars().count();
                case.text.push_str(quote);
                case.text.push('\n');
            }
        } else if ["check ", "no check", "published "].iter().any(|p| line.starts_with(p)) {
            case.expected.push(Expected { line: n, span: None, words: words(line) });
        }
    }
    Ok(cases)
}

/// The text of a case as a document: empty lines part blocks; one that begins with "Photo:" is a caption.
fn whole(case: &Case) -> dyad_document::Document {
    use dyad_record::{Block, BlockKind, Published, PublishedBasis, Span};
    let mut blocks = Vec::new();
    let mut start = 0;
    for part in case.text.split_inclusive("\n\n") {
        let span = Span::new(start, start + part.len()).trim(&case.text);
        start += part.len();
        if !span.is_empty() {
            let caption = part.starts_with("Photo:");
            blocks.push(Block {
                kind: if caption { BlockKind::Caption } else { BlockKind::Body },
                span,
                quoted: false,
            });
        }
    }
    let published =
        case.published.clone().map(|value| Published { value, basis: PublishedBasis::Given, note: None });
    dyad_document::Document {
        text: case.text.clone(),
        blocks,
        published,
        language: "en".into(),
        ..dyad_document::Document::default()
    }
}

/// All spans of a row by which it can be found.
fn spans(row: &Value) -> Vec<(usize, usize)> {
    let pair = |v: &Value| Some((v.get(0)?.as_u64()? as usize, v.get(1)?.as_u64()? as usize));
    let mut out: Vec<_> = ["span", "trigger"].iter().filter_map(|k| pair(row.get(*k)?)).collect();
    for key in ["content", "cue", "source"] {
        out.extend(row.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(pair));
    }
    for m in row.get("mentions").and_then(Value::as_array).into_iter().flatten() {
        out.extend(m.get("span").map_or_else(|| pair(m), pair));
    }
    out
}

/// A field as text; an id of an entity also as its name; spans as the words they cover; `within` is who speaks the
/// statement around.
fn same(record: &Value, row: &Value, key: &str, want: &str) -> bool {
    if key == "within" {
        let outer = record["statements"]
            .as_array()
            .and_then(|l| l.iter().find(|s| s["id"] == row["nested_in"] && !row["nested_in"].is_null()));
        return outer.is_some_and(|s| same(record, s, "speaker", want));
    }
    if matches!(key, "content" | "source" | "cue" | "about") {
        let text = record["document"]["text"].as_str().unwrap();
        let words = |v: &Value| {
            let (from, to) = (v[0].as_u64().unwrap() as usize, v[1].as_u64().unwrap() as usize);
            text.chars().skip(from).take(to - from).collect::<String>()
        };
        let got: Vec<String> = row[key].as_array().unwrap().iter().map(words).collect();
        // Quotation marks delimit values in the expectation, so they are not compared.
        let plain = |s: &str| s.replace('"', "").split_whitespace().collect::<Vec<_>>().join(" ");
        return plain(&got.join(" … ")) == plain(want);
    }
    let field = key.split('.').fold(row, |v, k| &v[k]);
    if !field.is_null() && matches!(key, "base" | "part_of" | "toward" | "period") {
        let text = record["document"]["text"].as_str().unwrap();
        let of_id = |rows: &str| record[rows].as_array().and_then(|l| l.iter().find(|r| r["id"] == *field));
        if key == "period" {
            return of_id("times").is_some_and(|t| t["value"] == want);
        }
        let span = if key == "base" { Some(field) } else { of_id("figures").map(|f| &f["span"]) };
        let (from, to) = (span.unwrap()[0].as_u64().unwrap(), span.unwrap()[1].as_u64().unwrap());
        return text.chars().skip(from as usize).take((to - from) as usize).collect::<String>() == want;
    }
    let text = match field {
        Value::String(s) => s.clone(),
        Value::Number(x) => {
            return want
                .parse::<f64>()
                .is_ok_and(|w| (w - x.as_f64().unwrap()).abs() <= 1e-6 * w.abs().max(1.0));
        }
        Value::Null => "null".to_owned(),
        Value::Array(list) => list
            .iter()
            .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join("/"),
        other => other.to_string(),
    };
    let name = record["entities"]
        .as_array()
        .and_then(|l| l.iter().find(|e| e["id"] == text.as_str()))
        .and_then(|e| e["name"].as_str());
    text == want || name == Some(want)
}

fn check_row(record: &Value, e: &Expected, text: &str) -> Result<(), String> {
    let (from, to) = e.span.unwrap();
    let marked: String = text.chars().skip(from).take(to - from).collect();
    let no = e.words[0] == "no";
    let kind = &e.words[usize::from(no)];
    let table = match kind.as_str() {
        "entity" => "entities".to_owned(),
        "unquantified" => "unquantified".to_owned(),
        k => format!("{k}s"),
    };
    let rows = record.get(&table).and_then(Value::as_array);
    // Rows that are left out of the JSON where there are none.
    let empty = Vec::new();
    let rows = match (rows, kind.as_str()) {
        (Some(rows), _) => rows,
        (None, "unquantified") => &empty,
        (None, _) => return Err(format!("line {}: \"{kind}\" is no kind of row", e.line)),
    };
    let over: Vec<&Value> = rows.iter().filter(|r| spans(r).iter().any(|s| s.0 < to && from < s.1)).collect();
    if no {
        return match over.first() {
            Some(r) => Err(format!("line {}: \"{marked}\" should be no {kind}, but there is {r}", e.line)),
            None => Ok(()),
        };
    }
    let wants = &e.words[1..];
    let fits = |r: &&&Value| {
        wants.iter().all(|w| match w.split_once('=') {
            Some((k, v)) => same(record, r, k, v),
            None => w != "exactly" || spans(r).contains(&(from, to)),
        })
    };
    if over.iter().any(|r| fits(&r)) {
        return Ok(());
    }
    let mut got = String::new();
    for r in &over {
        let _ = write!(got, "\n      got {r}");
    }
    if over.is_empty() {
        got = "\n      got nothing there".to_owned();
    }
    Err(format!("line {}: \"{marked}\" should be {}{got}", e.line, e.words.join(" ")))
}

fn check_whole(record: &Value, e: &Expected) -> Result<(), String> {
    let checks = record["checks"].as_array().unwrap();
    match (e.words[0].as_str(), e.words.get(1).map(String::as_str)) {
        ("no", _) if checks.is_empty() => Ok(()),
        ("no", _) => Err(format!("line {}: there should be no check, but there is {}", e.line, checks[0])),
        ("published", Some(want)) if record["document"]["published"]["value"] == want => Ok(()),
        ("published", _) => Err(format!("line {}: published is {}", e.line, record["document"]["published"])),
        (_, kind) => {
            let value = |id: &Value| {
                record["figures"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|f| f["id"] == *id)
                    .and_then(|f| f["value"].as_f64())
            };
            let fits = |c: &&Value| {
                let figures: Vec<f64> = c["figures"].as_array().unwrap().iter().filter_map(value).collect();
                let mut values = Vec::new();
                let mut rest = e.words[2..].iter();
                let mut ok = c["kind"].as_str() == kind;
                while let Some(w) = rest.next() {
                    if let Ok(x) = w.parse::<f64>() {
                        values.push(x);
                    } else if let Some(v) = w.strip_prefix("verdict=") {
                        ok &= c["verdict"] == v;
                    } else if w == "because" {
                        ok &= rest
                            .next()
                            .is_some_and(|part| c["arithmetic"].as_str().unwrap().contains(part.as_str()));
                    }
                }
                ok && (values.is_empty() || values == figures)
            };
            if checks.iter().any(|c| fits(&c)) {
                return Ok(());
            }
            let got: String = checks.iter().map(|c| format!("\n      got {c}")).collect();
            Err(format!(
                "line {}: wanted {}{}",
                e.line,
                e.words.join(" "),
                if got.is_empty() { "\n      got no check".into() } else { got }
            ))
        }
    }
}

#[test]
fn every_markdown_test_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|x| x == "md"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let knowledge = Knowledge::embedded().unwrap();
    let mut failures = Vec::new();
    let mut held = 0;
    // Loading the models takes time; the files that need syntax say so.
    let mut coder: Option<dyad_reader::Coder> = None;
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let source = std::fs::read_to_string(&file).unwrap();
        for case in parse(&source).unwrap_or_else(|e| panic!("{name}: {e}")) {
            assert!(!case.expected.is_empty(), "{name}: \"{}\" expects nothing", case.name);
            let record = if source.contains("\nsyntax: models\n") {
                let coder = coder.get_or_insert_with(|| dyad_reader::Coder::embedded().unwrap());
                coder.read(&whole(&case)).into_scalar()
            } else {
                let (doc, analysis) = support::plain(&case.text, case.published.as_deref());
                dyad_reader::read(&doc, &analysis, &knowledge, dyad_reader::Models::default()).into_scalar()
            };
            let record = serde_json::to_value(&record).unwrap();
            for e in &case.expected {
                let result = if e.span.is_some() {
                    check_row(&record, e, &case.text)
                } else {
                    check_whole(&record, e)
                };
                match result {
                    Ok(()) => held += 1,
                    Err(why) => failures.push(format!("{name}, \"{}\", {why}", case.name)),
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} expectations failed:\n  {}",
        failures.len(),
        failures.len() + held,
        failures.join("\n  ")
    );
}
