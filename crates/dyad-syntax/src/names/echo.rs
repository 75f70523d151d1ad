//! A document calls a thing by one name: what a capitalised word was taken for elsewhere in it speaks for the same here
//! (label consistency, after Krishnan and Manning 2006). Must not know features.

use rustc_hash::FxHashMap;

use super::{Label, Word};
use crate::chain::crf::Scores;
use crate::chain::hash_chars;

/// Weight of the logarithm of the share; like [`FAIR`] chosen by cross-validation on the training text.
const WEIGHT: f32 = 0.6;

/// Words without an opinion, as many of each kind, that are counted beside the document's.
const FAIR: f32 = 2.0;

/// Kinds: no name, person, organisation, location.
const KINDS: usize = 4;

/// The kind of a label.
fn kind(label: usize) -> usize {
    label.div_ceil(2)
}

/// What a word in lower case was taken for in a document where it has a capital.
#[derive(Default)]
struct Votes {
    shares: [f32; KINDS],
    times: f32,
    named: bool,
}

/// How sure each kind is, from the best label and its probability.
fn shares((label, sure): Label) -> [f32; KINDS] {
    let mut out = [(1.0 - sure) / (KINDS - 1) as f32; KINDS];
    out[kind(label)] = sure;
    out
}

/// The words of a document with a first labelling of them.
#[derive(Default)]
pub struct Echo {
    votes: FxHashMap<u64, Votes>,
}

impl Echo {
    /// Takes note of a word's label.
    pub fn hear(&mut self, word: &Word<'_>, label: Label) {
        let Some(key) = key(word) else { return };
        let votes = self.votes.entry(key).or_default();
        votes.shares.iter_mut().zip(shares(label)).for_each(|(s, x)| *s += x);
        votes.times += 1.0;
        votes.named |= label.0 != 0;
    }
    /// Adds to a word's scores what its other places in the document say; true if they say anything. `label` is the
    /// word's own, as it was heard.
    pub fn answer(&self, word: &Word<'_>, label: Label, scores: &mut Scores) -> bool {
        let heard = key(word).and_then(|k| self.votes.get(&k)).filter(|v| v.named && v.times > 1.5);
        let Some(votes) = heard else { return false };
        let own = shares(label);
        let all = votes.times - 1.0 + FAIR;
        let gain: [f32; KINDS] = std::array::from_fn(|k| {
            let share = ((votes.shares[k] - own[k]).max(0.0) + FAIR / KINDS as f32) / all;
            WEIGHT * crate::nn::math::ln(share)
        });
        scores.iter_mut().enumerate().for_each(|(l, s)| *s += gain[kind(l)]);
        true
    }
}

/// The hash of a capitalised word in lower case.
fn key(word: &Word<'_>) -> Option<u64> {
    let capital = word.form.starts_with(char::is_uppercase);
    capital.then(|| hash_chars(0, word.form.chars().flat_map(char::to_lowercase)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_follows_its_other_places() {
        let word = |form| Word { form, scores: [0.0; 7] };
        let mut echo = Echo::default();
        for (form, label) in [
            ("Bush", (1, 0.9)),
            ("BUSH", (2, 0.8)),
            ("Bush", (5, 0.6)),
            ("Rice", (1, 0.9)),
            ("the", (0, 1.0)),
        ] {
            echo.hear(&word(form), label);
        }
        (0..2).for_each(|_| echo.hear(&word("It"), (0, 1.0)));
        let mut scores = [0.0; 7];
        assert!(echo.answer(&word("Bush"), (5, 0.6), &mut scores));
        assert!(
            scores[1] == scores[2] && scores[1] > scores[5] && scores[5] > scores[3] - 1e-6,
            "{scores:?}"
        );
        // Once in the document, never a name, or without a capital: nothing is said.
        for form in ["Rice", "It", "bush", "New"] {
            let mut same = [0.0; 7];
            assert!(!echo.answer(&word(form), (0, 1.0), &mut same) && same == [0.0; 7], "{form}");
        }
    }
}
