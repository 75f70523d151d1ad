//! Training the tokeniser and sentence splitter from treebanks: same data, same seed, same bytes.

use dyad_record::Span;

use crate::conllu::{GoldSentence, raw_text};
use crate::nn::math::Rng;

use super::abbreviations::Abbreviations;
use super::linear::{Features, Perceptron};
use super::multiword::Multiword;
use super::{Tokenizer, chunks, sentences};

/// Trains on treebanks.
#[must_use]
pub fn train(data: &[GoldSentence], seed: u64, epochs: usize) -> Tokenizer {
    let abbreviations = Abbreviations::embedded();
    let (text, spans) = raw_text(data);
    let mut rng = Rng::new(seed, 11);
    // Paragraphs: index ranges of sentences.
    let mut paragraphs: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, s) in data.iter().enumerate() {
        match paragraphs.last_mut() {
            Some(p) if !(s.new_document || s.new_paragraph) => p.end = i + 1,
            _ => paragraphs.push(i..i + 1),
        }
    }
    let (mut token_model, mut sentence_model) = (Perceptron::default(), Perceptron::default());
    for _ in 0..epochs {
        rng.shuffle(&mut paragraphs);
        for p in &paragraphs {
            let gold: Vec<Span> = spans[p.clone()].iter().flatten().copied().collect();
            learn_tokens(&text, &gold, &abbreviations, &mut token_model);
            let mut ends = Vec::new();
            for s in &spans[p.clone()] {
                ends.extend((0..s.len()).map(|k| k + 1 == s.len()));
            }
            learn_sentences(&text, &gold, &ends, &abbreviations, &mut sentence_model, &mut rng);
        }
    }
    let mut surface: Vec<(&str, Vec<u8>)> = Vec::new();
    for s in data {
        for t in &s.tokens {
            let parts: Vec<u8> =
                s.words[t.words.clone()].iter().map(|w| w.form.chars().count().min(255) as u8).collect();
            // Words that do not fill their token (an expansion) cannot be split by length.
            let fills = parts.iter().map(|p| usize::from(*p)).sum::<usize>() == t.form.chars().count();
            if fills && !t.form.contains(char::is_whitespace) {
                surface.push((t.form.as_str(), parts));
            }
        }
    }
    Tokenizer {
        tokens: token_model.average(),
        sentences: sentence_model.average(),
        multiword: Multiword::learn(&surface),
        abbreviations,
    }
}

fn learn_tokens(text: &str, gold: &[Span], abbreviations: &Abbreviations, model: &mut Perceptron) {
    let mut f = Features::default();
    let (Some(first), Some(last)) = (gold.first(), gold.last()) else { return };
    let part = first.cover(*last);
    let starts: std::collections::BTreeSet<usize> = gold.iter().map(|g| g.start).collect();
    let chars: Vec<(usize, char)> = part.of(text).char_indices().map(|(i, c)| (part.start + i, c)).collect();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].1.is_whitespace() {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < chars.len() && !chars[end].1.is_whitespace() {
            end += 1;
        }
        let chunk: Vec<char> = chars[at..end].iter().map(|c| c.1).collect();
        let next = chars[end..].iter().map(|c| c.1).find(|c| !c.is_whitespace());
        for k in 1..chunk.len() {
            if chunks::candidate(chunk[k - 1], chunk[k]) {
                chunks::features(&mut f, &chunk, k, next, abbreviations);
                model.learn(&f, starts.contains(&chars[at + k].0), 1.0);
            }
        }
        at = end;
    }
}

fn learn_sentences(
    text: &str,
    tokens: &[Span],
    ends: &[bool],
    abbreviations: &Abbreviations,
    model: &mut Perceptron,
    rng: &mut Rng,
) {
    let mut f = Features::default();
    let mut state = sentences::State::default();
    for i in 0..tokens.len().saturating_sub(1) {
        state.take(tokens[i].of(text));
        if sentences::candidate(tokens[i].of(text), tokens[i + 1].of(text)) {
            sentences::features(&mut f, text, tokens, i, &state, abbreviations);
            model.learn(&f, ends[i], 1.0);
        }
        // The state of the gold, now and then that of a missed or invented end.
        if ends[i] != (rng.uniform() < 0.02) {
            state.reset();
        }
    }
}
