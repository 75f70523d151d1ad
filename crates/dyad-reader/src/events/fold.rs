//! The part of a corpus that is never trained or tuned on. Must not know corpora.

/// True for the fifth of a corpus's sentences, by the hash of their ids (FNV-1a, 64 bits), on which the coder is judged.
#[must_use]
pub fn unseen(id: &str) -> bool {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash.is_multiple_of(5)
}
