//! The words of a description in a text: runs of letters and digits, in lower case, against phrases made the same way.
//!
//! A record holds no tokens, and phrases are plain words, so their runs are compared: "U.S.-Mexico border" is `u s mexico
//! border` on both sides.

use dyad_record::Span;
use rustc_hash::FxHashMap;

/// A run of letters and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub span: Span,
    pub low: String,
}

/// The runs of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                let span = Span::new(from, i);
                out.push(Word { span, low: span.of(text).to_lowercase() });
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn run(phrase: &str) -> Vec<String> {
    words(phrase).into_iter().map(|w| w.low).collect()
}

/// What a phrase of a description stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A value, by index of the dimension and of its value there.
    Value(usize, usize),
    /// All values of a dimension.
    Whole(usize),
    /// Those whose acts the series counts.
    Agency,
    /// Others.
    Other,
}

impl Meaning {
    fn dimension(self) -> Option<usize> {
        match self {
            Meaning::Value(d, _) | Meaning::Whole(d) => Some(d),
            Meaning::Agency | Meaning::Other => None,
        }
    }
}

/// A phrase in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    pub span: Span,
    pub meaning: Meaning,
}

/// Phrases by their first word.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    phrases: FxHashMap<String, Vec<(Vec<String>, Span, Meaning)>>,
}

impl Lexicon {
    /// The phrases of a description.
    pub fn new(d: &crate::Description) -> Self {
        let mut out = Lexicon::default();
        for w in &d.agency.words {
            out.add(w, "{}", Meaning::Agency);
        }
        for w in &d.agency.others {
            out.add(w, "{}", Meaning::Other);
        }
        for (i, dimension) in d.dimensions.iter().enumerate() {
            for w in &dimension.whole {
                out.add(w, "{}", Meaning::Whole(i));
            }
            for (j, value) in dimension.values.iter().enumerate() {
                let own = if dimension.own_names && !value.leave_out { value.is.all() } else { &[] };
                for w in value.words.iter().chain(own) {
                    if dimension.frames.is_empty() {
                        out.add(w, "{}", Meaning::Value(i, j));
                    }
                    for frame in &dimension.frames {
                        out.add(w, frame, Meaning::Value(i, j));
                    }
                }
            }
        }
        out
    }

    fn add(&mut self, word: &str, frame: &str, meaning: Meaning) {
        let before = frame.split("{}").next().map_or(0, |b| run(b).len());
        let inner = run(word).len();
        let all = run(&frame.replace("{}", word));
        if let Some(first) = all.first().cloned() {
            self.phrases.entry(first).or_default().push((all, Span::new(before, before + inner), meaning));
        }
    }

    /// All mentions, in text order. Of one dimension the longer phrase wins where two overlap.
    pub fn find(&self, text: &[Word]) -> Vec<Mention> {
        // The whole phrase decides who wins; the words without their frame are the mention.
        let mut found: Vec<(Span, Mention)> = Vec::new();
        for (i, w) in text.iter().enumerate() {
            for (phrase, inner, meaning) in self.phrases.get(&w.low).into_iter().flatten() {
                let here = text.get(i..i + phrase.len()).unwrap_or_default();
                if here.len() != phrase.len() || !here.iter().zip(phrase).all(|(a, b)| a.low == *b) {
                    continue;
                }
                let cover = |part: &[Word]| Some(part.first()?.span.cover(part.last()?.span));
                if let (Some(whole), Some(span)) =
                    (cover(here), here.get(inner.start..inner.end).and_then(cover))
                {
                    found.push((whole, Mention { span, meaning: *meaning }));
                }
            }
        }
        let beaten = |a: &(Span, Mention)| {
            found.iter().any(|b| {
                b.0.overlaps(a.0)
                    && b.0.len() > a.0.len()
                    && a.1.meaning.dimension().is_some()
                    && a.1.meaning.dimension() == b.1.meaning.dimension()
            })
        };
        let mut out: Vec<Mention> = found.iter().filter(|a| !beaten(a)).map(|(_, m)| *m).collect();
        out.sort_by_key(|m| (m.span.start, m.span.end));
        out.dedup();
        out
    }
}

/// The place of a topic among these words: a phrase, or phrases joined by "+" that all stand there.
pub(super) fn topic(text: &[Word], topic: &str) -> Option<Span> {
    let mut cover: Option<Span> = None;
    for part in topic.split('+') {
        let phrase = run(part);
        let at =
            text.windows(phrase.len().max(1)).find(|w| w.iter().zip(&phrase).all(|(a, b)| a.low == *b))?;
        let span = at.first()?.span.cover(at.last()?.span);
        cover = Some(cover.map_or(span, |c| c.cover(span)));
    }
    cover
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_of_a_dimension_wins() {
        let d = crate::Description::named("cdc-overdose-deaths").unwrap();
        let text =
            "Deaths from synthetic opioids in New York City, not New York, rose, Washington state said.";
        let found = Lexicon::new(&d).find(&words(text));
        let said: Vec<&str> = found.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(said, ["synthetic opioids", "New York City", "New York", "Washington state"]);
    }

    #[test]
    fn a_frame_is_wanted_where_there_is_one() {
        let d = crate::Description::named("cbp-encounters").unwrap();
        let text = "Texas Gov. Greg Abbott spoke of encounters in Texas at the U.S.-Mexico border.";
        let found = Lexicon::new(&d).find(&words(text));
        let said: Vec<(usize, &str)> = found.iter().map(|m| (m.span.start, m.span.of(text))).collect();
        assert_eq!(said, [(46, "Texas"), (59, "U.S.-Mexico border")]);
    }

    #[test]
    fn a_topic_in_parts() {
        let w = words("He died of an overdose.");
        assert!(topic(&w, "overdose + died").is_some() && topic(&w, "overdoses + died").is_none());
    }
}
