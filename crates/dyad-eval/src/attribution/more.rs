//! Measures beside the gold's own scorer: attributions whose cue is one of speech, long quotations, exact fragments;
//! and the worst examples with their words.
//!
//! A cue is one of speech if one of its words is a form of a verb that the table of cues has as speech with a clause or
//! a quotation, of a noun that it has as speech with a clause, or if it is one of the table's prepositions of speech.

use std::collections::BTreeMap;

use dyad_knowledge::{CueClass, Cues, Frame, Sort};
use dyad_record::Span;

use super::measure::{Pairs, Sets, score, sets};
use super::tokens::{Text, Words, dice};
use super::{Attribution, Document, Predictions};
use crate::{LayerReport, Prf};

/// Characters of a long quotation.
const LONG: usize = 50;

/// Adds the measures to the report.
pub(super) fn add(out: &mut LayerReport, gold: &[Document], predictions: &Predictions, cues: &Cues) {
    out.prf("FULL speech", speech(gold, predictions, cues));
    let (recall, precision) = quoted(gold, predictions);
    out.share("quoted >=50 recall", recall.0, recall.1);
    out.share("quoted >=50 precision", precision.0, precision.1);
    for (name, prf) in fragments(gold, predictions) {
        out.prf(name, prf);
    }
}

/// The characters of a span.
fn of(chars: &[char], span: Span) -> String {
    chars.get(span.start..span.end.min(chars.len())).unwrap_or_default().iter().collect()
}

fn speech(gold: &[Document], predictions: &Predictions, cues: &Cues) -> Prf {
    let mut kept = Predictions::new();
    let gold: Vec<Document> = gold
        .iter()
        .map(|d| {
            let chars: Vec<char> = d.text.chars().collect();
            let of_speech = |a: &Attribution| a.cue.iter().any(|s| is_speech(&of(&chars, *s), cues));
            let list = predictions.get(&d.id).map_or(&[][..], Vec::as_slice);
            kept.insert(d.id.clone(), list.iter().filter(|a| of_speech(a)).cloned().collect());
            let mut d = d.clone();
            for a in &mut d.attributions {
                a.kind = Some(if of_speech(a) { "direct" } else { "indirect" }.to_owned());
            }
            d
        })
        .collect();
    let scores = score(&gold, &kept, Some("direct"));
    scores.metrics.iter().find(|m| m.0 == "FULL").map(|m| m.1).unwrap_or_default()
}

/// True if a cue's words report speech.
fn is_speech(cue: &str, cues: &Cues) -> bool {
    let lower = cue.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect();
    let says = |class: CueClass, lemma: &str| {
        cues.get(class, lemma).any(|c| {
            c.sort == Sort::Speech
                && (c.takes(&Frame::That) || c.takes(&Frame::Quote) || class == CueClass::Preposition)
        })
    };
    words.iter().any(|w| {
        bases(w).iter().any(|b| says(CueClass::Verb, b) || says(CueClass::Noun, b))
            || says(CueClass::Preposition, w)
    })
}

/// What a form may be a form of.
fn bases(word: &str) -> Vec<String> {
    const IRREGULAR: [(&str, &str); 10] = [
        ("said", "say"),
        ("told", "tell"),
        ("wrote", "write"),
        ("written", "write"),
        ("swore", "swear"),
        ("spoke", "speak"),
        ("held", "hold"),
        ("read", "read"),
        ("put", "put"),
        ("made", "make"),
    ];
    let mut out = vec![word.to_owned()];
    out.extend(IRREGULAR.iter().filter(|i| i.0 == word).map(|i| i.1.to_owned()));
    for (end, with) in [
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ied", "y"),
        ("ing", ""),
        ("ing", "e"),
    ] {
        if let Some(stem) = word.strip_suffix(end).filter(|s| s.len() > 1) {
            out.push(format!("{stem}{with}"));
            // "quipped", "admitting"
            let mut last = stem.chars().rev();
            if let (Some(a), Some(b)) = (last.next(), last.next())
                && a == b
                && with.is_empty()
            {
                out.push(stem[..stem.len() - a.len_utf8()].to_owned());
            }
        }
    }
    out
}

/// Long contents with a quotation: found of those in the gold, and in the gold of those found.
fn quoted(gold: &[Document], predictions: &Predictions) -> ((usize, usize), (usize, usize)) {
    let long = |a: &Attribution| {
        matches!(a.kind.as_deref(), Some("direct")) && a.content.iter().map(Span::len).sum::<usize>() >= LONG
    };
    let (mut recall, mut precision) = ((0, 0), (0, 0));
    for d in gold {
        let text = Text::new(&d.text);
        let contents = |list: &[Attribution]| -> Vec<(Words, bool)> {
            list.iter().map(|a| (text.touched(&a.content), long(a))).filter(|c| !c.0.is_empty()).collect()
        };
        let g = contents(&d.attributions);
        let p = contents(predictions.get(&d.id).map_or(&[][..], Vec::as_slice));
        let hit = |one: &Words, others: &[(Words, bool)]| others.iter().any(|o| dice(one, &o.0) >= 0.5);
        let count = |list: &[(Words, bool)], others: &[(Words, bool)], sum: &mut (usize, usize)| {
            for (words, _) in list.iter().filter(|x| x.1) {
                sum.1 += 1;
                sum.0 += usize::from(hit(words, others));
            }
        };
        count(&g, &p, &mut recall);
        count(&p, &g, &mut precision);
    }
    (recall, precision)
}

/// Unbroken stretches that are the same to the word, by role.
fn fragments(gold: &[Document], predictions: &Predictions) -> [(&'static str, Prf); 3] {
    let mut sums = [Prf::default(); 3];
    for d in gold {
        let text = Text::new(&d.text);
        let count = |list: &[Attribution]| {
            let mut out: [BTreeMap<Vec<usize>, usize>; 3] = Default::default();
            for a in list {
                for (k, spans) in [&a.source, &a.cue, &a.content].into_iter().enumerate() {
                    for s in spans {
                        let words: Vec<usize> = text.touched(&[*s]).into_iter().collect();
                        if !words.is_empty() {
                            *out[k].entry(words).or_default() += 1;
                        }
                    }
                }
            }
            out
        };
        let g = count(&d.attributions);
        let p = count(predictions.get(&d.id).map_or(&[][..], Vec::as_slice));
        for k in 0..3 {
            let same = p[k].iter().map(|(w, n)| g[k].get(w).map_or(0, |m| *n.min(m))).sum();
            sums[k].add(Prf::new(same, p[k].values().sum(), g[k].values().sum()));
        }
    }
    [("fragments source", sums[0]), ("fragments cue", sums[1]), ("fragments content", sums[2])]
}

/// The documents with most misses, and what was missed and found in vain in each.
pub(super) fn examples(
    out: &mut LayerReport,
    gold: &[Document],
    predictions: &Predictions,
    missed: &[(String, usize)],
) {
    for (id, n) in missed {
        let Some(d) = gold.iter().find(|d| d.id == *id) else { continue };
        let text = Text::new(&d.text);
        let chars: Vec<char> = d.text.chars().collect();
        let g: Vec<(Sets, &Attribution)> = d.attributions.iter().map(|a| (sets(&text, a), a)).collect();
        let list = predictions.get(id).map_or(&[][..], Vec::as_slice);
        let p: Vec<Sets> = list.iter().map(|a| sets(&text, a)).collect();
        let pairs = Pairs::new(&g, &p);
        let told = |a: &Attribution| {
            let part = |spans: &[Span]| {
                let all: Vec<String> = spans.iter().map(|s| of(&chars, *s)).collect();
                let whole = all.join(" … ");
                let short: String = whole.chars().take(60).collect();
                if short.len() < whole.len() { short + "…" } else { short }
            };
            format!("[{}] [{}] [{}]", part(&a.source), part(&a.cue), part(&a.content))
        };
        let lost = (0..g.len()).filter(|i| pairs.of_gold[*i].is_none()).map(|i| told(g[i].1));
        let vain = (0..p.len()).filter(|j| pairs.of_predicted[*j].is_none()).map(|j| told(&list[j]));
        let lost: Vec<String> = lost.take(3).collect();
        let vain: Vec<String> = vain.take(2).collect();
        out.example(
            id,
            format!(
                "{n} of {} attributions not found whole; missed, e.g.: {}; not in the gold, e.g.: {}",
                g.len(),
                if lost.is_empty() { "–".to_owned() } else { lost.join("; ") },
                if vain.is_empty() { "–".to_owned() } else { vain.join("; ") }
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_of_speech_are_told_from_others() {
        let cues = Cues::embedded().unwrap();
        for yes in ["said", "has also said", "according to", "denied", "tells", "quipped", "adding"] {
            assert!(is_speech(yes, &cues), "{yes}");
        }
        for no in ["believes", "wanted", "show", "is expected", ":"] {
            assert!(!is_speech(no, &cues), "{no}");
        }
    }

    #[test]
    fn fragments_and_long_quotations_are_counted() {
        let span = |s, e| vec![Span::new(s, e)];
        let text = format!("Ana said: \"{}\"", "we stay ".repeat(10));
        let a = Attribution {
            source: span(0, 3),
            cue: span(4, 8),
            content: span(10, 85),
            kind: Some("direct".to_owned()),
            ..Default::default()
        };
        let d = Document { id: "d".into(), text, attributions: vec![a.clone()] };
        let mut short = a.clone();
        short.content = span(10, 60);
        let found = Predictions::from([("d".to_owned(), vec![short])]);
        assert_eq!(quoted(std::slice::from_ref(&d), &found), ((1, 1), (1, 1)));
        let f = fragments(&[d], &found);
        assert_eq!((f[0].1.f1(), f[1].1.f1(), f[2].1.f1()), (100.0, 100.0, 0.0));
    }
}
