//! The crate's own tables: read once, checked, the bad line named. Same format as the tables of `dyad-knowledge`
//! (commented, tab-separated, with a header), which this crate must not know.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use dyad_record::BlockKind;
use memchr::memmem::Finder;

use crate::blocks::Feature;

/// Where in a block a cue must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    Start,
    End,
    In,
    Whole,
}

/// Words that speak for a kind of block.
#[derive(Debug, Clone)]
pub(crate) struct Cue {
    pub kind: BlockKind,
    pub place: Where,
    pub words: String,
    /// Finds the words; made once, because every block is searched for every cue.
    pub finder: Finder<'static>,
    pub weight: f32,
}

/// Everything the typer knows.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub cues: Vec<Cue>,
    pub weights: Vec<(BlockKind, Feature, f32)>,
    words: BTreeMap<String, BTreeMap<String, ()>>,
}

impl Tables {
    /// True if the (lower-case) word is of the class.
    pub fn has(&self, class: &str, word: &str) -> bool {
        self.words.get(class).is_some_and(|c| c.contains_key(word))
    }
}

/// Rows of a table: line number and cells.
fn rows<'t>(name: &str, text: &'t str, columns: &[&str]) -> Result<Vec<(usize, Vec<&'t str>)>, String> {
    let mut header = false;
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if !header {
            if cells != columns {
                return Err(format!(
                    "table {name}, line {}: the header should be \"{}\"",
                    i + 1,
                    columns.join(" | ")
                ));
            }
            header = true;
        } else if cells.len() != columns.len() {
            return Err(format!(
                "table {name}, line {}: {} cells, the header has {}",
                i + 1,
                cells.len(),
                columns.len()
            ));
        } else {
            out.push((i + 1, cells));
        }
    }
    if header { Ok(out) } else { Err(format!("table {name}: no header")) }
}

/// Reads the tables from their texts.
pub(crate) fn load(cues: &str, features: &str, words: &str) -> Result<Tables, String> {
    let mut t = Tables::default();
    let at = |name: &str, line: usize, e: &dyn std::fmt::Display| format!("table {name}, line {line}: {e}");
    for (line, cells) in rows("block_cues.tsv", cues, &["kind", "where", "cue", "weight"])? {
        let kind: BlockKind = cells[0].parse().map_err(|e| at("block_cues.tsv", line, &e))?;
        let place = match cells[1] {
            "start" => Where::Start,
            "end" => Where::End,
            "in" => Where::In,
            "whole" => Where::Whole,
            other => {
                return Err(at(
                    "block_cues.tsv",
                    line,
                    &format!("\"{other}\" is none of start, end, in, whole"),
                ));
            }
        };
        let weight: f32 = cells[3].parse().map_err(|e| at("block_cues.tsv", line, &e))?;
        for words in cells[2].split(';').filter(|w| !w.trim().is_empty()) {
            let words = words.to_lowercase();
            let finder = Finder::new(&words).into_owned();
            t.cues.push(Cue { kind, place, words, finder, weight });
        }
    }
    for (line, cells) in rows("block_features.tsv", features, &["kind", "feature", "weight"])? {
        let kind: BlockKind = cells[0].parse().map_err(|e| at("block_features.tsv", line, &e))?;
        let feature: Feature = cells[1].parse().map_err(|e: String| at("block_features.tsv", line, &e))?;
        let weight: f32 = cells[2].parse().map_err(|e| at("block_features.tsv", line, &e))?;
        if t.weights.iter().any(|(k, f, _)| *k == kind && *f == feature) {
            return Err(at("block_features.tsv", line, &"the same kind and feature stand there twice"));
        }
        t.weights.push((kind, feature, weight));
    }
    for (line, cells) in rows("words.tsv", words, &["class", "words"])? {
        if cells[1].trim().is_empty() {
            return Err(at("words.tsv", line, &"no words"));
        }
        let class = t.words.entry(cells[0].to_owned()).or_default();
        for word in cells[1].split(';').map(str::trim).filter(|w| !w.is_empty()) {
            class.insert(word.to_lowercase(), ());
        }
    }
    Ok(t)
}

/// The tables of this crate. A test loads them, so that a bad line never reaches a release; should it happen all the
/// same, everything is typed as body.
pub(crate) fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| {
        load(
            include_str!("../tables/block_cues.tsv"),
            include_str!("../tables/block_features.tsv"),
            include_str!("../tables/words.tsv"),
        )
        .unwrap_or_default()
    });
    &TABLES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_tables_load() {
        let t = load(
            include_str!("../tables/block_cues.tsv"),
            include_str!("../tables/block_features.tsv"),
            include_str!("../tables/words.tsv"),
        )
        .unwrap();
        assert!(t.cues.len() > 300 && t.weights.len() > 60);
        assert!(t.has("month", "sept"));
    }

    #[test]
    fn bad_lines_are_named() {
        let e = load("kind\twhere\tcue\tweight\nbody\tmiddle\tx\t1\n", "", "").unwrap_err();
        assert!(e.contains("block_cues.tsv, line 2") && e.contains("middle"), "{e}");
        let ok = "kind\twhere\tcue\tweight\n";
        let e = load(ok, "kind\tfeature\tweight\nbody\tnonsense\t1\n", "").unwrap_err();
        assert!(e.contains("block_features.tsv, line 2") && e.contains("nonsense"), "{e}");
    }
}
