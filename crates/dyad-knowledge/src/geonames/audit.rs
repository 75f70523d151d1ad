//! The full check of an index: every byte against the hash, every number against what it points at.

use super::error::GazetteerError;
use super::index::Index;
use super::layout::{HEADER, POSTINGS};

impl Index {
    /// Reads the whole file and checks it.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self) -> Result<(), GazetteerError> {
        let damaged = |what: String| GazetteerError::Damaged { path: self.path().to_path_buf(), what };
        let mut hash = blake3::Hasher::new();
        for piece in self.bytes().get(HEADER..).unwrap_or_default().chunks(1 << 20) {
            hash.update(piece);
        }
        if hash.finalize().as_bytes() != &self.header.body {
            return Err(damaged("its bytes are not those that were written".to_owned()));
        }
        // With the right hash only a fault of the writer is left; it must not get past either.
        for i in 0..u32::try_from(self.places()).unwrap_or(u32::MAX) {
            if self.place(i).is_none() {
                return Err(damaged(format!("place {i} points outside")));
            }
        }
        let mut last: Option<&[u8]> = None;
        let mut expected = 0;
        for i in 0..self.names() {
            let Some((key, postings)) = self.name(i) else {
                return Err(damaged(format!("name {i} points outside")));
            };
            if last.is_some_and(|l| l >= key) || postings.start != expected || postings.is_empty() {
                return Err(damaged(format!("name {i} stands out of order")));
            }
            expected = postings.end;
            last = Some(key);
            for p in postings {
                if self.posting(p).is_none_or(|n| n as usize >= self.places()) {
                    return Err(damaged(format!("name {i} leads to no place")));
                }
            }
        }
        if expected * 4 != self.section(POSTINGS).len() {
            return Err(damaged("places that no name leads to".to_owned()));
        }
        Ok(())
    }
}
