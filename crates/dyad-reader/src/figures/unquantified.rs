//! Claims of size without a number: "a record harvest", "a majority of the members", "most residents", "the weakest since
//! March". Nothing can be reckoned from them, so they are kept apart from figures.
//!
//! Words stand in `figure-words.tsv`. It must not know values.

use dyad_record::{Confidence, Id, Statement, TimeRow, Unquantified, UnquantifiedKind};
use dyad_syntax::Upos;

use super::measured::Phrases;
use super::{Said, rows_in};
use crate::{At, Context};

/// Finds them, in text order.
#[must_use]
pub fn find(cx: &Context<'_>, times: &[TimeRow], statements: &[Statement]) -> Vec<Unquantified> {
    let said = Said::new(statements);
    let mut out: Vec<Unquantified> = Vec::new();
    for (s, sentence) in cx.sentences().iter().enumerate() {
        if cx.block(s).kind.is_furniture() {
            continue;
        }
        let here = rows_in(times, sentence.span, |t| t.span);
        let words = Words { cx, s, phrases: Phrases { cx, sentence: s, times: here, core: (usize::MAX, 0) } };
        for t in 0..sentence.tokens.len() {
            let Some((kind, noun, why)) = words.at(t) else { continue };
            let span = sentence.tokens[t].span;
            // "the deadliest on record" is one claim.
            let again = out.last().is_some_and(|l| {
                l.kind == kind && span.start < l.span.end + 30 && l.block == sentence.segment
            });
            if again {
                continue;
            }
            let of_span = noun.and_then(|n| words.phrases.noun(n, t + 1));
            let statement = said.around(span).map(|i| &statements[i]);
            out.push(Unquantified {
                id: Id::new('u', out.len()),
                kind,
                span,
                of: of_span.map(|o| o.of(cx.text()).split_whitespace().collect::<Vec<_>>().join(" ")),
                of_span,
                speaker: statement.and_then(|x| x.speaker.clone()),
                statement: statement.map(|x| x.id.clone()),
                block: sentence.segment,
                confidence: Confidence(0.8),
                why: vec![why.to_owned()],
            });
        }
    }
    out
}

struct Words<'m, 'a> {
    cx: &'m Context<'a>,
    s: usize,
    phrases: Phrases<'m, 'a>,
}

type Claim = (UnquantifiedKind, Option<At>, &'static str);

impl Words<'_, '_> {
    fn low(&self, t: usize) -> String {
        self.cx.sentences()[self.s].tokens.get(t).map_or_else(String::new, |x| x.form.to_lowercase())
    }

    fn at(&self, t: usize) -> Option<Claim> {
        let q = &self.cx.knowledge.quantities;
        let tokens = &self.cx.sentences()[self.s].tokens;
        let token = &tokens[t];
        let low = self.low(t);
        let noun = || self.noun(t);
        if q.is("record", &low) {
            return self.record(t).then(|| {
                (UnquantifiedKind::Record, noun(), "a word for a record before what it is claimed of")
            });
        }
        if low == "majority" {
            // "a two-thirds majority" has a number, "the majority leader" is an office.
            let number = t > 0
                && (tokens[t - 1].upos == Upos::Num
                    || self.low(t - 1).ends_with("thirds")
                    || self.low(t - 1) == "-");
            let of = self.low(t + 1) == "of";
            let behind = self.cx.children_by(At { s: self.s, t }, &["nmod"]).find(|n| n.t > t);
            return (of && !number).then_some((
                UnquantifiedKind::Majority,
                behind,
                "a majority of something",
            ));
        }
        if low == "most" && matches!(token.upos, Upos::Adj | Upos::Det | Upos::Pron | Upos::Noun) {
            // "the most", "at most", "most likely" tell something else.
            let other = t > 0
                && matches!(self.low(t - 1).as_str(), "the" | "at" | "his" | "her" | "its" | "their" | "for");
            let next = tokens.get(t + 1)?;
            let of = next.form == "of";
            let counts = of
                || matches!(next.upos, Upos::Noun | Upos::Propn)
                || next.upos == Upos::Adj && tokens.get(t + 2).is_some_and(|x| x.upos == Upos::Noun)
                || matches!(next.upos, Upos::Verb | Upos::Aux) && token.rel() == "nsubj";
            let behind = if of {
                self.cx.children_by(At { s: self.s, t }, &["nmod"]).find(|n| n.t > t)
            } else {
                noun()
            };
            return (counts && !other).then_some((UnquantifiedKind::Most, behind, "most of something"));
        }
        if token.xpos == "JJS"
            && !matches!(low.as_str(), "most" | "least" | "latest" | "best" | "last" | "first")
        {
            return self.superlative(t);
        }
        q.is("unmatched", &low)
            .then(|| (UnquantifiedKind::Superlative, noun(), "a word that says there was nothing like it"))
    }

    /// The noun that the word stands before.
    fn noun(&self, t: usize) -> Option<At> {
        let head = self.cx.head(At { s: self.s, t })?;
        let upos = self.cx.token(head).upos;
        (head.t > t && matches!(upos, Upos::Noun | Upos::Propn)).then_some(head)
    }

    /// "a record number", "record profits", "an all-time high": before a noun or number, and no company or document.
    fn record(&self, t: usize) -> bool {
        let tokens = &self.cx.sentences()[self.s].tokens;
        let token = &tokens[t];
        if token.upos == Upos::Verb || token.form.starts_with(char::is_uppercase) && t > 0 {
            return false;
        }
        let Some(next) = tokens.get(t + 1) else { return false };
        let q = &self.cx.knowledge.quantities;
        let other = q.is("record other", &next.form.to_lowercase());
        let criminal =
            t > 0 && tokens[t - 1].upos == Upos::Adj && token.rel() != "compound" && token.rel() != "amod";
        let before =
            matches!(next.upos, Upos::Noun | Upos::Num | Upos::Adj) || next.form == "-" || next.form == "$";
        before && !other && !criminal
    }

    /// "the deadliest landslide on record", "its weakest since March", "the fastest in 20 years": a superlative and a span of
    /// time or memory. One with an ordinal is a rank and has a figure.
    fn superlative(&self, t: usize) -> Option<Claim> {
        let tokens = &self.cx.sentences()[self.s].tokens;
        let ordinal = t > 0 && (tokens[t - 1].upos == Upos::Num || self.low(t - 1) == "-");
        let q = &self.cx.knowledge.quantities;
        let ordinal = ordinal || t > 0 && q.ordinal(&self.low(t - 1)).is_some();
        if ordinal {
            return None;
        }
        let end = tokens.len().min(t + 9);
        for (k, token) in tokens.iter().enumerate().take(end).skip(t + 1) {
            let low = self.low(k);
            if matches!(token.upos, Upos::Punct | Upos::Verb) {
                return None;
            }
            if low == "on" && self.low(k + 1) == "record" {
                return Some((UnquantifiedKind::Record, self.noun(t), "a superlative on record"));
            }
            let memory = low == "in" && (k + 1..end).any(|j| q.is("memory", &self.low(j)));
            if low == "since" || low == "ever" || memory {
                return Some((
                    UnquantifiedKind::Superlative,
                    self.noun(t),
                    "a superlative over a span of time",
                ));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use dyad_record::UnquantifiedKind as Kind;

    fn claims(text: &str) -> Vec<(Kind, String, Option<String>)> {
        let coder = crate::Coder::embedded().unwrap();
        let options = dyad_document::Options { lang: Some("en".into()), ..Default::default() };
        let doc = dyad_document::Document::from_bytes(text.as_bytes(), &options).unwrap();
        let record = coder.read(&doc);
        let word = |s: dyad_record::Span| s.of(&record.document.text).to_owned();
        record.unquantified.iter().map(|u| (u.kind, word(u.span), u.of.clone())).collect()
    }

    #[test]
    fn claims_without_a_number_are_kept_apart() {
        let got = claims("The farm reported a record harvest on Monday, and most villagers were glad.");
        assert_eq!(got[0], (Kind::Record, "record".into(), Some("harvest".into())));
        assert_eq!(got[1].0, Kind::Most);
        let got = claims("It was the hottest July in living memory, the mayor said.");
        assert_eq!(got[0].0, Kind::Superlative);
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        assert_eq!(claims("The majority leader has a criminal record and a record label."), []);
        assert_eq!(claims("A two-thirds majority of the seats is needed at most."), []);
    }
}
