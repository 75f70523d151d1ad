//! What a told number allows: its bound ("more than", "about") and the rounding of its last digit.

use dyad_record::{Bound, Figure, digits_told};

/// A stretch of numbers; an end that does not belong to it is open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    pub low: f64,
    pub low_open: bool,
    pub high: f64,
    pub high_open: bool,
}

impl Stretch {
    fn closed(low: f64, high: f64) -> Self {
        Stretch { low, low_open: false, high, high_open: false }
    }
    /// True if the number lies in it.
    pub fn holds(&self, x: f64) -> bool {
        let above = if self.low_open { x > self.low } else { x >= self.low };
        let below = if self.high_open { x < self.high } else { x <= self.high };
        above && below
    }
}

/// A told number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Told {
    /// The number itself.
    pub value: f64,
    /// What the words allow.
    pub allows: Stretch,
    /// What somebody would be told who has this number at hand: "more than 11,000" is said of 11,400, not of 26,000.
    pub close: Stretch,
    /// One in the last digit told.
    pub step: f64,
}

/// Reads the words of a figure.
pub(super) fn told(f: &Figure, words: &str) -> Told {
    let v = f.value;
    let step = step(v, words);
    // "2 million" is told of 1.9 or 2.1 million, hardly of 1.6.
    let half = (step / 2.0).min(v.abs() * 0.1);
    let near = step.clamp(v.abs() * 0.01, v.abs() * 0.1);
    let about = half.max(v.abs() * 0.05);
    let open = |low: f64, high: f64| Stretch { low, low_open: true, high, high_open: true };
    let (allows, close) = match f.bound {
        Bound::Exact if f.high.is_none() => same(Stretch::closed(v - half, v + half)),
        Bound::About => same(Stretch::closed(v - about, v + about)),
        Bound::Nearly => {
            same(Stretch { high_open: true, ..Stretch::closed(v - near.max(v.abs() * 0.05), v) })
        }
        Bound::MoreThan => (open(v, f64::INFINITY), open(v, v + near)),
        Bound::AtLeast => (Stretch::closed(v, f64::INFINITY), Stretch::closed(v, v + near)),
        Bound::LessThan => (open(f64::NEG_INFINITY, v), open(v - near, v)),
        Bound::AtMost => (Stretch::closed(f64::NEG_INFINITY, v), Stretch::closed(v - near, v)),
        Bound::OrderOfMagnitude => same(Stretch { high_open: true, ..Stretch::closed(v, v * 100.0) }),
        Bound::Range | Bound::Exact => same(Stretch::closed(v - half, f.high.unwrap_or(v) + half)),
    };
    Told { value: v, allows, close, step }
}

fn same(s: Stretch) -> (Stretch, Stretch) {
    (s, s)
}

/// One in the last digit told: 100 for "14,100", 100,000 for "2.4 million".
fn step(value: f64, words: &str) -> f64 {
    let digits = digits_told(words);
    let written = match digits.parse::<f64>() {
        Ok(w) if w > 0.0 => w,
        _ => return zeros(value),
    };
    let scale = value / written;
    match digits.split_once('.') {
        Some((_, decimals)) => scale * 0.1f64.powi(i32::try_from(decimals.len()).unwrap_or(0)),
        None => zeros(written) * scale,
    }
}

/// Ten to the number of zeros at the end.
fn zeros(value: f64) -> f64 {
    let mut step = 1.0;
    while step < 1e15 && value != 0.0 && value % (step * 10.0) == 0.0 {
        step *= 10.0;
    }
    // Whoever tells five digits tells all of them; a zero at the end is chance.
    if value / step >= 10_000.0 { 1.0 } else { step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_told() {
        assert_eq!(step(14_100.0, "14,100 pounds"), 100.0);
        assert!((step(2_400_000.0, "2.4 million") - 100_000.0).abs() < 1e-6);
        assert_eq!(step(2_000_000.0, "two million"), 1_000_000.0);
        assert_eq!(step(2_206_436.0, "2,206,436"), 1.0);
        assert_eq!(step(156_630.0, "156,630"), 1.0);
        assert_eq!(step(0.0, "none"), 1.0);
    }
}
