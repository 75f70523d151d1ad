//! The accuracy report: our development scores, beside what others reach (`tables/published.tsv`).
//!
//! Of other people's gold only figures go in; of the gold that is ours, examples of what went wrong, too. The date comes from the caller.

use std::fmt::Write as _;

use dyad_knowledge::TableError;
use dyad_knowledge::table::{Row, Table};

use crate::{LayerReport, Score};

const TABLE: &str = include_str!("../tables/published.tsv");
const COLUMNS: [&str; 8] = ["task", "layer", "gold", "measure", "rules", "small", "large", "people"];

/// The accuracy report as Markdown. `model` is the hash of the models, `date` the day of measuring.
///
/// # Errors
/// If the table of published scores has a bad line.
pub fn markdown(reports: &[LayerReport], model: &str, date: &str) -> Result<String, TableError> {
    let mut out = format!(
        "# Accuracy\n\nWritten by `dyad eval all --gold ../shared/gold --report`; never by hand. Development sets only.\n\n\
         Measured on {date} with version {}, English models {model}.\n\n\
         ## Beside others\n\n\
         Ours are development scores; theirs are test scores, in part on other data, (p) as published. For orientation.\n\n\
         | task | Dyad, development | best rules | best small model | best large model | people |\n\
         |---|---|---|---|---|---|\n",
        env!("CARGO_PKG_VERSION")
    );
    let table = Table::parse("published.tsv", TABLE, &COLUMNS)?;
    for row in table.rows() {
        let cells: Vec<&str> = (4..8).map(|c| row.optional(c).unwrap_or("–")).collect();
        let _ = writeln!(out, "| {} | {} | {} |", row.required(0)?, ours(row, reports)?, cells.join(" | "));
    }
    for r in reports {
        let _ = write!(
            out,
            "\n## {} on `{}`\n\n| measure | score | precision | recall | gold |\n|---|---|---|---|---|\n",
            r.layer, r.gold
        );
        for m in &r.measures {
            let percent = m.score.percent();
            let _ = match m.score {
                Score::Prf(x) => writeln!(
                    out,
                    "| {} | {percent:.1} | {:.1} | {:.1} | {} |",
                    m.name,
                    x.precision(),
                    x.recall(),
                    x.gold
                ),
                Score::Share { of, .. } => writeln!(out, "| {} | {percent:.1} | | | {of} |", m.name),
                _ => writeln!(out, "| {} | {percent:.1} | | | |", m.name),
            };
        }
        if r.ours && !r.worst.is_empty() {
            let shown = r.worst.len().min(SHOWN);
            let _ = writeln!(
                out,
                "\nWhere it fails, on what may be read: the worst {shown} of {}.\n",
                r.worst.len()
            );
            for e in r.worst.iter().take(SHOWN) {
                let _ = writeln!(out, "- {}: {}", e.id, e.note);
            }
        }
    }
    Ok(out)
}

/// How many examples of a layer's errors the page shows; `dyad eval LAYER --worst N` shows more.
const SHOWN: usize = 40;

/// Our score for a row of the table; a dash where it was not measured in this run.
fn ours(row: &Row<'_>, reports: &[LayerReport]) -> Result<String, TableError> {
    let (layer, gold, measure) = (row.required(1)?, row.required(2)?, row.required(3)?);
    let report = reports.iter().find(|r| r.layer == layer && r.gold == gold);
    Ok(report.and_then(|r| r.get(measure)).map_or_else(|| "–".to_owned(), |s| format!("**{s:.1}**")))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn our_score_stands_beside_the_published_ones() {
        let mut r = LayerReport::new("attribution", Path::new("x/polnear-dev.jsonl"));
        r.share("FULL", 1, 2);
        r.example("a", "words of the gold");
        let page = markdown(&[r], "blake3:00", "2024-02-29").unwrap();
        assert!(page.contains("Measured on 2024-02-29") && page.contains("blake3:00"), "{page}");
        assert!(
            page.contains("FULL F1 | **50.0** | 44.5 | 67.4 prototype on CoreNLP parses | – | 76.5 |"),
            "{page}"
        );
        assert!(page.contains("| FULL | 50.0 | | | 2 |") && !page.contains("words of the gold"), "{page}");
        let mut r = LayerReport::new("speakers", Path::new("speakers"));
        r.example("a", "words of ours");
        r.ours = true;
        let page = markdown(&[r], "blake3:00", "2024-02-29").unwrap();
        assert!(page.contains("Where it fails") && page.contains("- a: words of ours"), "{page}");
    }
}
