//! A linear chain over hashed features: labels of a sequence of words from weights of features and of neighbouring
//! labels. Names use it, and the reader's attributions. Must not know what labels and features mean.
//!
//! There are three kinds of stretches beside "none", each with a label for its first word and one for the words that
//! go on: label 0 is none, 2k-1 begins a stretch of kind k, 2k goes on.

pub mod bytes;
pub mod crf;
pub mod fit;
pub mod weights;

pub use crf::{L, Scores, Steps};
pub use weights::Weights;

/// Hash of a text, started anew or continued from the hash of what stands before.
#[must_use]
pub fn hash(before: u64, text: &str) -> u64 {
    hash_chars(before, text.chars())
}

/// Hash of characters.
pub fn hash_chars(before: u64, chars: impl Iterator<Item = char>) -> u64 {
    let mut h = before ^ 0xcbf2_9ce4_8422_2325;
    for c in chars {
        h = (h ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3);
        h ^= h >> 31;
    }
    mix(h)
}

/// Spreads the bits of a number.
#[must_use]
pub fn mix(h: u64) -> u64 {
    let h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}
