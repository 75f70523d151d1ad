//! From treebank files to training data: which documents may be used, and where their names are.
//!
//! Text under a non-commercial licence never enters: of GUM only the listed genres are accepted, by document id. The
//! English files are UD English EWT and GUM with the names of UNER EWT. Must not know the network.

mod gold;
pub mod lemmas;
pub mod names;
mod vectors;

use std::path::{Path, PathBuf};

use crate::conllu::{self, ConlluError, GoldSentence};
pub use gold::{examples, words};
pub use vectors::vectors;

/// The genres of GUM without a non-commercial clause.
pub const FREE_GENRES: [&str; 9] =
    ["academic", "bio", "court", "interview", "news", "speech", "textbook", "vlog", "voyage"];

/// Why training cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A file could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// A file is not in its format.
    #[error("{}, {source}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Where and what.
        source: ConlluError,
    },
    /// A document may not be used.
    #[error(
        "{}: document {document} is of a genre of GUM whose texts are not free for commercial use; remove it (free genres: {})",
        path.display(), FREE_GENRES.join(", ")
    )]
    NotFree {
        /// The file.
        path: PathBuf,
        /// The document's id.
        document: String,
    },
    /// There is nothing to learn from.
    #[error("the treebanks hold no sentence")]
    Empty,
}

/// Reads a treebank and refuses documents that may not be used.
///
/// # Errors
/// If the file cannot be read, is no CoNLL-U, or holds a document of a genre that is not free.
pub fn treebank(path: &Path) -> Result<Vec<GoldSentence>, TrainError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| TrainError::Io { path: path.to_owned(), source })?;
    let all = conllu::read(&text).map_err(|source| TrainError::Format { path: path.to_owned(), source })?;
    match all.iter().find(|s| !is_free(&s.document)) {
        Some(s) => Err(TrainError::NotFree { path: path.to_owned(), document: s.document.clone() }),
        None => Ok(all),
    }
}

/// May a document of this id be used? Ids of GUM name the genre: `GUM_news_crane`.
#[must_use]
pub fn is_free(document: &str) -> bool {
    match document.strip_prefix("GUM_") {
        Some(rest) => FREE_GENRES.contains(&rest.split('_').next().unwrap_or("")),
        None => true,
    }
}

/// Sentences of an IOB2 file: document and labelled words.
pub type NamedSentences = Vec<(String, Vec<conllu::Labelled>)>;

/// Reads an IOB2 file of names.
///
/// # Errors
/// If the file cannot be read or is no IOB2.
pub fn named(path: &Path) -> Result<NamedSentences, TrainError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| TrainError::Io { path: path.to_owned(), source })?;
    conllu::read_iob2(&text).map_err(|source| TrainError::Format { path: path.to_owned(), source })
}

const NAME_WORDS: &str = include_str!("../../tables/name_words.tsv");

/// The words of names with their classes, from `tables/name_words.tsv`.
#[must_use]
pub fn name_words() -> Vec<(String, u8)> {
    let rows = NAME_WORDS.lines().filter(|l| !l.starts_with('#')).skip(1);
    rows.filter_map(|l| l.split_once('\t'))
        .filter_map(|(w, c)| Some((w.to_owned(), c.parse().ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn genres_with_a_non_commercial_clause_are_refused() {
        for (id, free) in [
            ("GUM_news_crane", true),
            ("GUM_fiction_frankenstein", false),
            ("GUM_reddit_ring", false),
            ("GUM_conversation_x", false),
            ("GUM_whow_x", false),
            ("GUM_", false),
            ("weblog-blogspot.com_x", true),
        ] {
            assert_eq!(is_free(id), free, "{id}");
        }
    }

    #[test]
    fn a_file_with_such_a_document_is_an_error_that_names_it() {
        let path = std::env::temp_dir().join(format!("dyad-nc-{}.conllu", std::process::id()));
        let row = "1\tx\tx\tX\tX\t_\t0\troot\t_\t_\n\n";
        std::fs::write(&path, format!("# newdoc id = GUM_essay_x\n{row}")).unwrap();
        let e = treebank(&path).unwrap_err().to_string();
        std::fs::remove_file(&path).unwrap();
        assert!(e.contains("GUM_essay_x"), "{e}");
    }

    #[test]
    fn the_shared_training_files_are_free() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/gold/syntax");
        if !Path::new(folder).is_dir() {
            println!("skipped: ../shared/gold is not here");
            return;
        }
        for file in ["en_ewt-train.conllu", "en_gumfree-train.conllu"] {
            assert!(!treebank(&Path::new(folder).join(file)).unwrap().is_empty());
        }
    }
}
