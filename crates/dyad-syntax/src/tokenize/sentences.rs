//! From surface tokens to sentences: after which token does a sentence end? Must not know the inside of tokens.

use dyad_record::Span;

use super::abbreviations::{Abbreviations, Next};
use super::chunks::{class, hash, plain};
use super::linear::{Features, Linear};

/// A sentence never has more surface tokens than this; at the limit it is cut.
pub const LONGEST: usize = 320;

/// What the classifier keeps in mind while it walks through a segment.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// Tokens since the sentence began.
    pub length: usize,
    /// Double quotation marks since the sentence began.
    pub quotes: usize,
    /// Open brackets.
    pub brackets: usize,
}

impl State {
    pub(crate) fn take(&mut self, token: &str) {
        self.length += 1;
        match token.chars().next().map_or(0, class) {
            5 => self.quotes += 1,
            10 => self.brackets += 1,
            11 => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
    }
    pub(crate) fn reset(&mut self) {
        *self = State::default();
    }
}

fn lower(token: &str) -> u64 {
    hash(
        token
            .chars()
            .take(20)
            .flat_map(char::to_lowercase)
            .map(plain)
            .map(|c| if c.is_ascii_digit() { '0' } else { c }),
    )
}

fn shape(token: &str) -> u64 {
    let mut last = u64::MAX;
    token
        .chars()
        .take(20)
        .map(class)
        .filter(|k| std::mem::replace(&mut last, *k) != *k)
        .fold(1, |h: u64, k| h.wrapping_mul(16).wrapping_add(k))
}

/// Most tokens end no sentence; only these places are put to the classifier.
pub(crate) fn candidate(token: &str, next: &str) -> bool {
    let plain_word = token.chars().all(|c| c.is_lowercase()) || token == ",";
    let next_goes_on = next.chars().all(|c| c.is_lowercase()) || matches!(next, "," | "." | "'s" | "’s");
    !(plain_word && next_goes_on)
}

/// The classifier's view of the place after token `i`.
pub(crate) fn features(
    f: &mut Features,
    text: &str,
    tokens: &[Span],
    i: usize,
    state: &State,
    abbreviations: &Abbreviations,
) {
    f.clear();
    let t = |k: isize| {
        usize::try_from(i as isize + k).ok().and_then(|k| tokens.get(k)).map_or("", |s| s.of(text))
    };
    let (here, next, after, before) = (t(0), t(1), t(2), t(-1));
    let (l0, l1, l2, lb) = (lower(here), lower(next), lower(after), lower(before));
    let (s0, s1, s2, sb) = (shape(here), shape(next), shape(after), shape(before));
    let glued = u64::from(tokens.get(i + 1).is_some_and(|n| n.start == tokens[i].end));
    let stem: Vec<char> = here.strip_suffix('.').unwrap_or("").chars().take(10).collect();
    let short = match abbreviations.next(&stem) {
        Some(Next::Name) => 1u64,
        Some(Next::Number) => 2,
        Some(Next::Any) => 3,
        None if stem.len() == 1 && stem[0].is_uppercase() => 4,
        None if stem.contains(&'.') => 5,
        None if !stem.is_empty() => 6,
        None => 0,
    };
    let starts = next.chars().next().map_or(0, class);
    let quotes = (state.quotes % 2) as u64;
    let length = (state.length.max(1).ilog2() as u64).min(7);
    let end = match here.chars().next_back() {
        Some('.' | '…') => 1u64,
        Some('!' | '?') => 2,
        Some(':' | ';') => 3,
        Some(c) if class(c) == 5 || class(c) == 4 => 4,
        Some(c) if class(c) == 11 => 5,
        Some(c) if class(c) == 9 => 6,
        _ => 0,
    };
    let ended_before = u64::from(matches!(before.chars().next_back(), Some('.' | '!' | '?' | '…')));
    f.add(0, 0, end);
    f.add(1, l0, 0);
    f.add(2, l1, 0);
    f.add(3, l0, s1);
    f.add(4, s0, s1);
    f.add(5, s0, l1);
    f.add(6, end << 4 | starts, short);
    f.add(7, end << 4 | starts, glued << 1 | quotes);
    f.add(8, end, length);
    f.add(9, end << 8 | starts, l2);
    f.add(10, s1, s2);
    f.add(11, lb, s0 << 8 | starts);
    f.add(12, sb, s0 << 8 | starts);
    f.add(13, end << 4 | ended_before, quotes << 5 | starts);
    f.add(14, end << 4 | ended_before, l1);
    f.add(15, state.brackets.min(2) as u64, end << 4 | starts);
    f.add(16, short, l1);
    f.add(17, short, s1 << 4 | glued);
    f.add(18, end << 4 | starts, lb);
    f.add(19, length, end << 8 | starts);
    f.add(20, l0, l1);
    f.add(21, end << 16 | s1, s2);
    f.add(22, u64::from(state.length <= 2), s0);
}

/// Cuts the tokens of one segment into sentences; gives the index ranges.
pub(crate) fn split(
    text: &str,
    tokens: &[Span],
    model: &Linear,
    abbreviations: &Abbreviations,
) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut f = Features::default();
    let mut state = State::default();
    let mut from = 0;
    for i in 0..tokens.len() {
        let here = tokens[i].of(text);
        state.take(here);
        let last = i + 1 == tokens.len();
        let cut = last
            || state.length >= LONGEST
            || candidate(here, tokens[i + 1].of(text)) && {
                features(&mut f, text, tokens, i, &state, abbreviations);
                model.score(&f) > 0
            };
        if cut {
            out.push(from..i + 1);
            from = i + 1;
            state.reset();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_of_many_changes_is_no_overflow() {
        let (a, b) = (shape("7zB-OR?5=5?z?5=5?5=5="), shape("8aC-XY!6+6!a!6+6!6+6+"));
        assert_eq!(a, b);
        assert_ne!(shape("U.S."), shape("US"));
    }
}
