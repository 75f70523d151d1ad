//! Byte spans, and the map from bytes to Unicode scalar values.
//!
//! Inside the program every offset is a **byte** offset into the canonical text ([`Span`]). `RECORD.md`
//! fixes scalar values (Python `str` indices) for the interchange format; the one place where bytes become
//! scalar values is [`OffsetMap`], used when a record leaves the program.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A half-open range `[start, end)`; bytes inside the program, scalar values in serialised records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First offset inside the span.
    pub start: usize,
    /// First offset after the span.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; an `end` before `start` gives the empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }
    /// Length in the span's own unit.
    #[must_use]
    pub fn len(&self) -> usize {
        self.end - self.start
    }
    /// True if nothing lies in the span.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.end <= self.start
    }
    /// True if the offset lies in the span.
    #[must_use]
    pub fn holds(&self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }
    /// True if `other` lies wholly in `self`.
    #[must_use]
    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// True if the two share at least one offset.
    #[must_use]
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
    /// The smallest span over both.
    #[must_use]
    pub fn cover(&self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
    /// The text of a byte span; empty when the span does not lie on character boundaries of `text`.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }
    /// The span without white space (`char::is_whitespace`, so no-break spaces too) at both ends.
    #[must_use]
    pub fn trim(&self, text: &str) -> Span {
        let s = self.of(text);
        let t = s.trim_start();
        let start = self.start + (s.len() - t.len());
        Span::new(start, start + t.trim_end().len())
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(r: std::ops::Range<usize>) -> Self {
        Span::new(r.start, r.end)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end).serialize(s)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let (start, end) = <(usize, usize)>::deserialize(d)?;
        if end < start {
            return Err(serde::de::Error::custom(format!("span ends before it starts: [{start}, {end}]")));
        }
        Ok(Span { start, end })
    }
}

/// Every how many bytes the map keeps a count.
const STRIDE: usize = 64;

/// Maps byte offsets of one text to scalar offsets and back.
#[derive(Debug, Clone)]
pub struct OffsetMap<'t> {
    text: &'t str,
    /// Scalar values before byte `i * STRIDE`; empty for ASCII text, where both units agree.
    marks: Vec<u32>,
}

impl<'t> OffsetMap<'t> {
    /// Builds the map in one pass over the text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, marks: Vec::new() };
        }
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 2);
        let mut count = 0u32;
        for (i, b) in text.bytes().enumerate() {
            if i % STRIDE == 0 {
                marks.push(count);
            }
            // A byte that is no continuation byte begins a scalar value.
            if b & 0xC0 != 0x80 {
                count += 1;
            }
        }
        marks.push(count);
        Self { text, marks }
    }

    /// Scalar values before the byte offset; offsets past the end count as the end.
    #[must_use]
    pub fn scalar(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.marks.is_empty() {
            return byte;
        }
        let at = byte / STRIDE;
        let from = at * STRIDE;
        let tail = self.text.as_bytes()[from..byte].iter().filter(|b| **b & 0xC0 != 0x80).count();
        self.marks.get(at).map_or(0, |m| *m as usize) + tail
    }

    /// Byte offset of the scalar offset; offsets past the end count as the end.
    #[must_use]
    pub fn byte(&self, scalar: usize) -> usize {
        if self.marks.is_empty() {
            return scalar.min(self.text.len());
        }
        let at = self.marks.partition_point(|m| (*m as usize) <= scalar).saturating_sub(1);
        let mut left = scalar - self.marks.get(at).map_or(0, |m| *m as usize);
        let bytes = self.text.as_bytes();
        let mut i = at * STRIDE;
        while i < bytes.len() {
            if bytes[i] & 0xC0 != 0x80 {
                if left == 0 {
                    return i;
                }
                left -= 1;
            }
            i += 1;
        }
        bytes.len()
    }

    /// The span in scalar values.
    #[must_use]
    pub fn scalar_span(&self, s: Span) -> Span {
        Span::new(self.scalar(s.start), self.scalar(s.end))
    }

    /// The span in bytes.
    #[must_use]
    pub fn byte_span(&self, s: Span) -> Span {
        Span::new(self.byte(s.start), self.byte(s.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalar_and_byte_undo_each_other_at_every_character() {
        for text in ["", "plain", "Andrés Manuel López\u{a0}Obrador “said” 🙂 x".repeat(9).as_str()] {
            let map = OffsetMap::new(text);
            for (n, (i, _)) in text.char_indices().enumerate() {
                assert_eq!(map.scalar(i), n);
                assert_eq!(map.byte(n), i);
            }
            assert_eq!(map.scalar(text.len()), text.chars().count());
            assert_eq!(map.byte(text.chars().count()), text.len());
        }
    }

    #[test]
    fn trim_knows_no_break_spaces() {
        let text = "a \u{a0}b\u{a0} c";
        assert_eq!(Span::new(1, text.len() - 1).trim(text).of(text), "b");
    }
}
