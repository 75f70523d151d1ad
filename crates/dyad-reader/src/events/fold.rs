//! The fold of other people's event gold that nobody trains or tunes on.
//!
//! A trainer leaves out the entries of this fold, the scorer tells them apart and prints no example of them. The choice hangs
//! on the id alone, so that it stays what it is whatever else a file holds.

/// True if the entry with this id belongs to the unseen fold: the FNV-1a hash (64 bits) of the id is divisible by five.
///
/// Nothing is ever trained or tuned on such an entry, and none of them is read while rules are written.
#[must_use]
pub fn unseen(id: &str) -> bool {
    let hash = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
    hash.is_multiple_of(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_is_unseen_and_stays_so() {
        let all: Vec<String> = (0..1000).map(|n| format!("set-{n}")).collect();
        let unseen_ones = all.iter().filter(|id| unseen(id)).count();
        assert!((150..250).contains(&unseen_ones), "{unseen_ones}");
        // The fold must never move: computed once, by another program.
        let fixed: Vec<usize> = (0..30).filter(|n| unseen(&format!("PLV-train-{n}"))).collect();
        assert_eq!(fixed, [6, 10, 22, 27, 28]);
        assert!(!unseen(""));
    }
}
