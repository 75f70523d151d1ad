//! The features of a word: hashes of its form, its lower-case form, its ends and its shape.
//!
//! Method: hashed embeddings (each feature picks a row of one table, the rows are added), which need no vocabulary in the file.

/// Rows of the embedding table.
pub const ROWS: usize = 32_768;
/// How many of the first features name the whole word; word dropout drops these.
pub const WHOLE: usize = 2;

fn row(kind: u8, s: impl Iterator<Item = char>) -> u32 {
    let mut h = 0xCBF2_9CE4_8422_2325u64 ^ u64::from(kind).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for c in s {
        h = (h ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3);
        h ^= h >> 29;
    }
    ((h.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) % ROWS as u64) as u32
}

fn shape(c: char) -> char {
    match c {
        _ if c.is_uppercase() => 'A',
        _ if c.is_alphabetic() => 'a',
        _ if c.is_numeric() => '0',
        _ => c,
    }
}

/// The rows of a word's features, the whole-word ones first.
pub fn rows(form: &str, out: &mut Vec<u32>) {
    out.clear();
    // A word longer than this is an address or noise; its ends tell enough, and hostile input stays linear.
    let chars: Vec<char> = form.chars().take(64).collect();
    let low: Vec<char> = chars.iter().flat_map(|c| c.to_lowercase()).collect();
    out.push(row(0, low.iter().copied()));
    out.push(row(1, chars.iter().copied()));
    for n in 1..=4usize.min(low.len()) {
        out.push(row(1 + n as u8 * 2, low[low.len() - n..].iter().copied()));
        if n < low.len() {
            out.push(row(2 + n as u8 * 2, low[..n].iter().copied()));
        }
    }
    let mut s: Vec<char> = chars.iter().map(|c| shape(*c)).collect();
    s.dedup();
    out.push(row(20, s.into_iter()));
}
