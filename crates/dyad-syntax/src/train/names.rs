//! The name labeller from labelled documents and the word lists in `tables/`: see `names`.

use std::path::Path;

use crate::conllu::{ConlluError, GoldSentence};
use crate::names::lexicon::Lexicon;
use crate::names::train::{Labelled, Options, train};
use crate::names::{LABELS, Namer, Word};
use crate::parser::train::GoldWord;

use super::TrainError;

/// Reads the word lists `name_phrases.tsv` and `word_clusters.tsv` of a folder.
///
/// # Errors
/// If a file cannot be read or a line is not as its head says.
pub fn lexicon(folder: &Path) -> Result<Lexicon, TrainError> {
    let open = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path)
            .map(|t| (path.clone(), t))
            .map_err(|source| TrainError::Io { path, source })
    };
    let (path, text) = open("name_phrases.tsv")?;
    let phrases = rows::<1>(&path, &text, "phrase\t")?;
    let (path, words) = open("word_clusters.tsv")?;
    let clusters = rows::<4>(&path, &words, "word\t")?;
    let phrases: Vec<(&str, u32)> = phrases.into_iter().map(|(p, [c])| (p, c)).collect();
    Ok(Lexicon::new(&phrases, &clusters))
}

/// The rows after the line that names the columns: a text and `N` numbers.
pub(super) fn rows<'t, const N: usize>(
    path: &Path,
    text: &'t str,
    head: &str,
) -> Result<Vec<(&'t str, [u32; N])>, TrainError> {
    let mut out = Vec::new();
    let mut begun = false;
    for (i, line) in text.lines().enumerate() {
        if !begun {
            begun = line.starts_with(head);
            continue;
        }
        let mut cells = line.split('\t');
        let word = cells.next().filter(|w| !w.is_empty());
        let numbers: Vec<u32> = cells.filter_map(|c| c.parse().ok()).collect();
        match (word, <[u32; N]>::try_from(numbers)) {
            (Some(word), Ok(numbers)) => out.push((word, numbers)),
            _ => {
                let message = format!("a word and {N} numbers, separated by tabs, are expected");
                return Err(TrainError::Format {
                    path: path.to_owned(),
                    source: ConlluError { line: i + 1, message },
                });
            }
        }
    }
    Ok(out)
}

/// Trains the labeller on the sentences whose names are known. The conventions are those of the treebank without a
/// prefix; GUM's names, which are cut from its entities, count as a house of their own.
#[must_use]
pub fn labeller(
    sentences: &[GoldSentence],
    examples: &[Vec<GoldWord>],
    lexicon: Lexicon,
    seed: u64,
    say: &mut dyn FnMut(usize, f64),
) -> Namer {
    let mut documents: Vec<Labelled<'_>> = Vec::new();
    let mut before: Option<&str> = None;
    for (s, words) in sentences.iter().zip(examples) {
        if before != Some(s.document.as_str()) {
            let house = u64::from(s.document.starts_with("GUM_"));
            documents.push(Labelled { house, words: Vec::new(), labels: Vec::new() });
            before = Some(&s.document);
        }
        let labels: Option<Vec<usize>> =
            words.iter().map(|w| LABELS.iter().position(|l| *l == w.name)).collect();
        if let (Some(d), Some(labels)) = (documents.last_mut(), labels) {
            d.words.push(words.iter().map(|w| Word { form: &w.form, scores: [0.0; LABELS.len()] }).collect());
            d.labels.push(labels);
        }
    }
    // The rate was chosen by cross-validation.
    let weights = train(&documents, &lexicon, &Options { seed, rate: 0.02, ..Options::default() }, say);
    Namer::new(lexicon, weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_named() {
        let e = rows::<2>(Path::new("list.tsv"), "# note\nword\ta\tb\nparis\t1\t2\nrome\t1\n", "word\t")
            .unwrap_err()
            .to_string();
        assert!(e.contains("list.tsv") && e.contains("line 4"), "{e}");
    }

    #[test]
    fn the_committed_lists_can_be_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tables");
        let (phrases, words) = lexicon(&folder).unwrap().entries();
        assert!(phrases > 50_000 && words > 100_000);
    }
}
