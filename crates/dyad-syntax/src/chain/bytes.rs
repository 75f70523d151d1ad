//! Little-endian numbers in byte lists.

/// Takes a number from the front.
pub fn take_u32(bytes: &mut &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.split_off(..4)?.try_into().ok()?))
}

/// Takes `n` numbers from the front.
pub fn take_u32s(bytes: &mut &[u8], n: usize) -> Option<Vec<u32>> {
    let raw = bytes.split_off(..n.checked_mul(4)?)?;
    Some(raw.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect())
}

/// Appends numbers.
pub fn put_u32s(out: &mut Vec<u8>, numbers: &[u32]) {
    numbers.iter().for_each(|n| out.extend(n.to_le_bytes()));
}
