//! Word vectors and clusters from the tables: see `parser::vectors`.

use std::path::Path;

use crate::conllu::ConlluError;
use crate::parser::vectors::{LENGTH, Vectors};

use super::TrainError;
use super::names::rows;

/// Reads `word_clusters.tsv` and `word_vectors.bin` of a folder.
///
/// # Errors
/// If a file cannot be read, a line is not as the table's head says, or the vectors are not those of its first words.
pub fn vectors(folder: &Path) -> Result<Vectors, TrainError> {
    let table = folder.join("word_clusters.tsv");
    let text =
        std::fs::read_to_string(&table).map_err(|source| TrainError::Io { path: table.clone(), source })?;
    let words = rows::<4>(&table, &text, "word\t")?;
    let path = folder.join("word_vectors.bin");
    let bytes = std::fs::read(&path).map_err(|source| TrainError::Io { path: path.clone(), source })?;
    Vectors::new(&words, &bytes).ok_or_else(|| {
        let message = format!(
            "{LENGTH} bytes are expected for each of the first words of word_clusters.tsv, whose clusters are in range; \
             make both anew with tools/name_lexicon.py and tools/word_vectors.py"
        );
        TrainError::Format { path, source: ConlluError { line: 1, message } }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_vectors_can_be_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tables");
        let v = vectors(&folder).unwrap();
        assert!(v.rows() > 30_000 && v.words().entries() > 100_000);
    }
}
