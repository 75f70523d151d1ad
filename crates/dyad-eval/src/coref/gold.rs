//! The coreference chains of a treebank in the manner of GUM: the `Entity=` field of the last column.
//!
//! `(12-person-giv:act-nnnnn-cf1-1,3-coref` opens a mention of chain 12, `12)` closes it, and a whole mention stands in
//! one field; `minspan` (the sixth part) counts the mention's main words from 1. The header `global.Entity` tells the
//! order of the parts; a chain's identity is always the first. Must not know how chains are found or scored.

use std::path::Path;

use dyad_record::Span;
use dyad_syntax::conllu::{self, GoldSentence};

use crate::EvalError;

/// A document of the treebank with its chains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// `# newdoc id`.
    pub id: String,
    /// Raw text, as [`conllu::raw_text`] makes it.
    pub text: String,
    /// In text order, longer ones first.
    pub mentions: Vec<Mention>,
}

/// A mention of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub span: Span,
    /// Bytes of its main word: the highest in the tree.
    pub head: Span,
    /// Bytes of every main word (`minspan`): all words of a name.
    pub mains: Vec<Span>,
    /// Several main words side by side: "Ana and Bo".
    pub joined: bool,
    /// Its only word is a pronoun.
    pub pronoun: bool,
    /// The chain.
    pub chain: String,
}

/// Reads the documents of a treebank.
///
/// # Errors
/// A file that is no CoNLL-U, or an `Entity` field that cannot be read.
pub fn load(path: &Path) -> Result<Vec<Document>, EvalError> {
    let file = EvalError::read(path)?;
    let format = |line, message| EvalError::Format { path: path.to_owned(), line, message };
    let sentences = conllu::read(&file).map_err(|e| format(e.line, e.message))?;
    let mut out = Vec::new();
    let mut from = 0;
    while from < sentences.len() {
        let more = sentences[from + 1..].iter().take_while(|s| !s.new_document).count();
        out.push(document(&sentences[from..=from + more]).map_err(|(id, message)| {
            let line = file.lines().position(|l| l.ends_with(&format!("= {id}"))).map_or(1, |l| l + 1);
            format(line, format!("in sentence {id}: {message}"))
        })?);
        from += more + 1;
    }
    Ok(out)
}

/// A mention whose end has not come yet.
struct Open {
    chain: String,
    sentence: usize,
    first: usize,
    main: Option<Vec<usize>>,
}

/// One document; an error is the sentence's id and what is wrong.
fn document(sentences: &[GoldSentence]) -> Result<Document, (String, String)> {
    let (text, _, analysis) = conllu::analysis(sentences);
    let mut out = Document {
        id: sentences.first().map_or_else(String::new, |s| s.document.clone()),
        text,
        mentions: vec![],
    };
    let mut open: Vec<Open> = Vec::new();
    for (s, gold) in sentences.iter().enumerate() {
        for (t, word) in gold.words.iter().enumerate() {
            let Some(field) = word.misc.split('|').find_map(|m| m.strip_prefix("Entity=")) else { continue };
            let fail = |message: String| (gold.id.clone(), message);
            let mut rest = field;
            while !rest.is_empty() {
                if let Some(body) = rest.strip_prefix('(') {
                    let end = body.find(['(', ')']).unwrap_or(body.len());
                    let parts: Vec<&str> = body[..end].split('-').collect();
                    let chain = parts[0].split('[').next().unwrap_or("").to_owned();
                    if chain.is_empty() {
                        return Err(fail(format!("\"{field}\" opens a mention without a chain")));
                    }
                    let main = parts.get(5).and_then(|m| m.split(',').map(|x| x.parse().ok()).collect());
                    open.push(Open { chain, sentence: s, first: t, main });
                    rest = &body[end..];
                    if let Some(after) = rest.strip_prefix(')') {
                        if let Some(o) = open.pop() {
                            out.mentions.push(close(&o, sentences, &analysis, s, t));
                        }
                        rest = after;
                    }
                } else {
                    let end = rest.find(')').ok_or_else(|| fail(format!("\"{field}\" is cut off")))?;
                    let chain = rest[..end].split('[').next().unwrap_or("");
                    let at = open.iter().rposition(|o| o.chain == chain);
                    let o = at.map(|i| open.remove(i));
                    let o =
                        o.ok_or_else(|| fail(format!("\"{field}\" closes {chain}, which is not open")))?;
                    out.mentions.push(close(&o, sentences, &analysis, s, t));
                    rest = &rest[end + 1..];
                }
            }
        }
    }
    out.mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    Ok(out)
}

fn close(
    o: &Open,
    sentences: &[GoldSentence],
    analysis: &dyad_syntax::Analysis,
    s: usize,
    t: usize,
) -> Mention {
    let words = &sentences[o.sentence].words;
    // A mention over a sentence's end goes to the end of the first.
    let last = if s == o.sentence { t } else { words.len() - 1 };
    let inside = o.first..=last;
    let head =
        inside.clone().find(|w| words[*w].head.is_none_or(|h| !inside.contains(&h))).unwrap_or(o.first);
    let main = o.main.as_deref().unwrap_or(&[]);
    let joined = main.len() > 1 && main.iter().all(|m| (o.first + m).saturating_sub(1) <= last) && {
        // Several words of a name are one main word; conjuncts are several.
        let later = main.iter().map(|m| (o.first + m).saturating_sub(1)).filter(|w| *w != head);
        later.into_iter().any(|w| words.get(w).is_some_and(|x| x.deprel == "conj" && x.head == Some(head)))
    };
    let tokens = &analysis.sentences[o.sentence].tokens;
    let places = main.iter().map(|m| (o.first + m).saturating_sub(1)).filter(|w| inside.contains(w));
    let mut mains: Vec<Span> = places.chain([head]).map(|w| tokens[w].span).collect();
    mains.sort();
    mains.dedup();
    Mention {
        mains,
        span: tokens[o.first].span.cover(tokens[last].span),
        head: tokens[head].span,
        joined,
        pronoun: o.first == last && words[head].upos == "PRON",
        chain: o.chain.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(i: usize, form: &str, upos: &str, head: usize, rel: &str, entity: &str) -> String {
        let misc = if entity.is_empty() { "_".to_owned() } else { format!("Entity={entity}") };
        format!("{i}\t{form}\t{form}\t{upos}\t_\t_\t{head}\t{rel}\t_\t{misc}\n")
    }

    fn read(lines: &[String]) -> Result<Document, (String, String)> {
        let file = format!("# newdoc id = d\n# sent_id = d-1\n{}\n", lines.concat());
        document(&conllu::read(&file).unwrap())
    }

    #[test]
    fn mentions_nest_and_know_their_main_word() {
        let d = read(&[
            word(1, "Ana", "PROPN", 4, "nsubj", "(1-person-new-n-cf-1,3-sgl(2-person-new-n-cf-1-ana)"),
            word(2, "and", "CCONJ", 3, "cc", ""),
            word(3, "Bo", "PROPN", 1, "conj", "(3-person-new-n-cf-1-sgl)1)"),
            word(4, "ate", "VERB", 0, "root", ""),
            word(5, "her", "PRON", 6, "nmod:poss", "(4-object-new-n-cf-2-sgl(2-person-giv-n-cf-1-ana)"),
            word(6, "soup", "NOUN", 4, "obj", "4)"),
        ])
        .unwrap();
        let told: Vec<(&str, &str, &str, bool, bool)> = d
            .mentions
            .iter()
            .map(|m| (m.span.of(&d.text), m.head.of(&d.text), m.chain.as_str(), m.joined, m.pronoun))
            .collect();
        assert_eq!(
            told,
            [
                ("Ana and Bo", "Ana", "1", true, false),
                ("Ana", "Ana", "2", false, false),
                ("Bo", "Bo", "3", false, false),
                ("her soup", "soup", "4", false, false),
                ("her", "her", "2", false, true)
            ]
        );
    }

    #[test]
    fn a_field_that_cannot_be_read_is_an_error() {
        let e = read(&[word(1, "Ana", "PROPN", 0, "root", "7)")]).unwrap_err();
        assert!(e.1.contains("not open"), "{}", e.1);
        assert!(read(&[word(1, "Ana", "PROPN", 0, "root", "(-person)")]).is_err());
        assert!(read(&[word(1, "Ana", "PROPN", 0, "root", "7")]).is_err());
    }
}
