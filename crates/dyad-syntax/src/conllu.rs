//! CoNLL-U (Universal Dependencies, version 2) and IOB2 files: reading treebanks, writing analyses.
//!
//! Raw text and offsets are rebuilt from `# text`, `SpaceAfter=No` and the document and paragraph marks. Reading never
//! panics: a bad line is an error with its number and the mend. Must not know models.

use std::io::{self, Write};

use dyad_record::{OffsetMap, Span};
use smol_str::SmolStr;

use crate::{Analysis, NameKind, Sentence, Token, Upos};

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ConlluError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// A word of a treebank.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Word {
    pub form: SmolStr,
    pub lemma: SmolStr,
    pub upos: SmolStr,
    pub xpos: SmolStr,
    pub feats: SmolStr,
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    pub deprel: SmolStr,
    /// The last column as it stands.
    pub misc: SmolStr,
}

/// A surface token: one word, or several (a multiword token).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surface {
    /// What stands in the text.
    pub form: SmolStr,
    /// Its words.
    pub words: std::ops::Range<usize>,
    /// False for `SpaceAfter=No`.
    pub space_after: bool,
}

/// A sentence of a treebank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoldSentence {
    /// `# sent_id`.
    pub id: String,
    /// The id of the document it belongs to (`# newdoc id`), repeated on every sentence.
    pub document: String,
    /// True if a document begins here.
    pub new_document: bool,
    /// True if a paragraph begins here.
    pub new_paragraph: bool,
    /// `# text`, if given.
    pub text: Option<String>,
    /// The words.
    pub words: Vec<Word>,
    /// The surface tokens.
    pub tokens: Vec<Surface>,
}

/// Reads a CoNLL-U file. Empty nodes (`8.1`) are skipped.
///
/// # Errors
/// The first line that is not CoNLL-U.
pub fn read(text: &str) -> Result<Vec<GoldSentence>, ConlluError> {
    let mut out = Vec::new();
    let mut s = GoldSentence::default();
    let mut document = String::new();
    let (mut new_document, mut new_paragraph) = (false, false);
    // The multiword token being read: its last word number.
    let mut multi_until = 0usize;
    for (i, line) in text.lines().chain([""]).enumerate() {
        let fail = |message: String| ConlluError { line: i + 1, message };
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            if !s.words.is_empty() {
                let n = s.words.len();
                if let Some((k, w)) = s.words.iter().enumerate().find(|(_, w)| w.head.is_some_and(|h| h >= n))
                {
                    let head = w.head.map_or(0, |h| h + 1);
                    return Err(fail(format!(
                        "the sentence before this line has {n} words, but word {} has head {head}",
                        k + 1
                    )));
                }
                if multi_until > n {
                    return Err(fail(
                        "the sentence before this line ends inside a multiword token".to_owned(),
                    ));
                }
                s.document.clone_from(&document);
                s.new_document = std::mem::take(&mut new_document);
                s.new_paragraph = std::mem::take(&mut new_paragraph);
                out.push(std::mem::take(&mut s));
            }
            s = GoldSentence::default();
            multi_until = 0;
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim_start();
            let (key, value) = comment.split_once('=').map_or((comment, ""), |(k, v)| (k.trim(), v.trim()));
            match key {
                "newdoc id" | "newdoc" => {
                    value.clone_into(&mut document);
                    new_document = true;
                }
                "newpar id" | "newpar" => new_paragraph = true,
                "sent_id" => value.clone_into(&mut s.id),
                "text" => s.text = comment.split_once("= ").map(|(_, v)| v.to_owned()),
                _ => {}
            }
            continue;
        }
        let c: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = c[..] else {
            return Err(fail(format!("{} columns where CoNLL-U has 10, separated by tabs", c.len())));
        };
        if id.contains('.') {
            continue;
        }
        let space_after = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((a, b)) = id.split_once('-') {
            let range = a.parse::<usize>().ok().zip(b.parse::<usize>().ok());
            let Some((a, b)) = range.filter(|(a, b)| *a == s.words.len() + 1 && *a > multi_until && a <= b)
            else {
                return Err(fail(format!(
                    "\"{id}\" is no range that begins at the next word, {}",
                    s.words.len() + 1
                )));
            };
            s.tokens.push(Surface { form: form.into(), words: a - 1..b, space_after });
            multi_until = b;
            continue;
        }
        let number: usize = id.parse().map_err(|_| fail(format!("\"{id}\" is no word number")))?;
        if number != s.words.len() + 1 {
            return Err(fail(format!("word number {number} where {} comes next", s.words.len() + 1)));
        }
        let head = match head {
            "_" => None,
            h => h.parse::<usize>().map_err(|_| fail(format!("\"{h}\" is no head number")))?.checked_sub(1),
        };
        s.words.push(Word {
            form: form.into(),
            lemma: lemma.into(),
            upos: upos.into(),
            xpos: xpos.into(),
            feats: feats.into(),
            head,
            deprel: deprel.into(),
            misc: misc.into(),
        });
        if number > multi_until {
            s.tokens.push(Surface { form: form.into(), words: number - 1..number, space_after });
        }
    }
    Ok(out)
}

/// Raw text of a treebank and the place of every surface token: sentences joined by a space (or nothing after
/// `SpaceAfter=No`), paragraphs and documents by an empty line.
#[must_use]
pub fn raw_text(sentences: &[GoldSentence]) -> (String, Vec<Vec<Span>>) {
    let mut text = String::new();
    let mut spans = Vec::with_capacity(sentences.len());
    let mut space = false;
    for s in sentences {
        if !text.is_empty() && (s.new_document || s.new_paragraph) {
            text.push_str("\n\n");
            space = false;
        }
        let mut here = Vec::with_capacity(s.tokens.len());
        for t in &s.tokens {
            if space {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(&t.form);
            here.push(Span::new(start, text.len()));
            space = t.space_after;
        }
        spans.push(here);
    }
    (text, spans)
}

/// The gold trees of a treebank as an [`Analysis`] over its raw text; every paragraph is a segment.
#[must_use]
pub fn analysis(sentences: &[GoldSentence]) -> (String, Vec<Span>, Analysis) {
    let (text, spans) = raw_text(sentences);
    let mut segments: Vec<Span> = Vec::new();
    let mut out = Analysis::default();
    for (s, places) in sentences.iter().zip(&spans) {
        let (Some(first), Some(last)) = (places.first(), places.last()) else { continue };
        let whole = first.cover(*last);
        match segments.last_mut() {
            Some(seg) if !(s.new_document || s.new_paragraph) => *seg = seg.cover(whole),
            _ => segments.push(whole),
        }
        let mut sentence =
            Sentence { span: whole, segment: segments.len() - 1, tokens: Vec::new(), multiword: Vec::new() };
        for (t, place) in s.tokens.iter().zip(places) {
            let parts = share_out(place.of(&text), &s.words[t.words.clone()]);
            if t.words.len() > 1 {
                sentence.multiword.push((*place, t.words.clone()));
            }
            for (w, part) in s.words[t.words.clone()].iter().zip(parts) {
                sentence.tokens.push(Token {
                    span: Span::new(place.start + part.start, place.start + part.end),
                    form: w.form.clone(),
                    lemma: w.lemma.clone(),
                    upos: Upos::parse(&w.upos).unwrap_or(Upos::X),
                    xpos: w.xpos.clone(),
                    feats: w.feats.clone(),
                    head: w.head,
                    deprel: w.deprel.clone(),
                });
            }
        }
        out.sentences.push(sentence);
    }
    (text, segments, out)
}

/// Shares out the characters of a multiword token among its words: by the lengths of the forms where they fill it,
/// else the first words take theirs and the last takes the rest.
fn share_out(surface: &str, words: &[Word]) -> Vec<Span> {
    let mut at = 0;
    let n = words.len();
    let ends: Vec<usize> = surface.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
    let mut chars = 0;
    words
        .iter()
        .enumerate()
        .map(|(k, w)| {
            chars += w.form.chars().count();
            let end = if k + 1 == n {
                surface.len()
            } else {
                ends.get(chars.saturating_sub(1)).copied().unwrap_or(surface.len())
            };
            let span = Span::new(at.min(surface.len()), end.max(at));
            at = end.max(at);
            span
        })
        .collect()
}

/// A word of an IOB2 file: its form and its label (`O`, `B-PER`, `I-ORG`, …).
pub type Labelled = (SmolStr, SmolStr);

/// Reads an IOB2 file with the word in the second column and the label in the third; sentences with their document.
///
/// # Errors
/// The first line without three columns or with a label that is none.
pub fn read_iob2(text: &str) -> Result<Vec<(String, Vec<Labelled>)>, ConlluError> {
    let mut out = Vec::new();
    let mut words = Vec::new();
    let mut document = String::new();
    for (i, line) in text.lines().chain([""]).enumerate() {
        if line.is_empty() {
            if !words.is_empty() {
                out.push((document.clone(), std::mem::take(&mut words)));
            }
        } else if let Some(comment) = line.strip_prefix('#') {
            if let Some((_, id)) = comment.split_once("newdoc id =") {
                id.trim().clone_into(&mut document);
            }
        } else {
            let mut c = line.split('\t');
            let (Some(_), Some(form), Some(label)) = (c.next(), c.next(), c.next()) else {
                return Err(ConlluError {
                    line: i + 1,
                    message: "fewer than three columns, separated by tabs".into(),
                });
            };
            if label != "O" && !label.starts_with("B-") && !label.starts_with("I-") {
                return Err(ConlluError { line: i + 1, message: format!("\"{label}\" is no IOB2 label") });
            }
            words.push((form.into(), label.into()));
        }
    }
    Ok(out)
}

/// Writes an analysis as CoNLL-U, with scalar offsets (`TokenRange`) and names (`NER`) in the last column.
///
/// # Errors
/// If writing fails.
pub fn write(text: &str, id: &str, analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let map = OffsetMap::new(text);
    let mut names = analysis.names.iter().peekable();
    let mut segment = None;
    let id = id.replace(['\n', '\r'], " ");
    writeln!(out, "# newdoc id = {id}")?;
    for (n, s) in analysis.sentences.iter().enumerate() {
        if segment != Some(s.segment) {
            writeln!(out, "# newpar")?;
            segment = Some(s.segment);
        }
        writeln!(out, "# sent_id = {}", n + 1)?;
        writeln!(out, "# text = {}", s.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))?;
        let mut labels = vec![String::new(); s.tokens.len()];
        while let Some(name) = names.next_if(|m| m.sentence <= n) {
            let kind = match name.kind {
                NameKind::Person => "PER",
                NameKind::Organization => "ORG",
                NameKind::Location => "LOC",
            };
            if name.sentence == n {
                for (k, t) in name.tokens.clone().enumerate() {
                    if let Some(l) = labels.get_mut(t) {
                        *l = format!("NER={}-{kind}", if k == 0 { "B" } else { "I" });
                    }
                }
            }
        }
        let place = |span: Span, last: bool, label: &str| {
            let range = map.scalar_span(span);
            let mut parts = Vec::new();
            if !label.is_empty() {
                parts.push(label.to_owned());
            }
            if last
                && !text[span.end.min(text.len())..].starts_with(char::is_whitespace)
                && span.end < text.len()
            {
                parts.push("SpaceAfter=No".to_owned());
            }
            parts.push(format!("TokenRange={}:{}", range.start, range.end));
            parts.join("|")
        };
        let mut multi = s.multiword.iter().peekable();
        let mut inside = 0;
        for (i, t) in s.tokens.iter().enumerate() {
            if let Some((span, words)) = multi.next_if(|(_, w)| w.start == i) {
                let surface = clean(span.of(text));
                writeln!(
                    out,
                    "{}-{}\t{surface}\t_\t_\t_\t_\t_\t_\t_\t{}",
                    words.start + 1,
                    words.end,
                    place(*span, true, "")
                )?;
                inside = words.end;
            }
            let head = t.head.map_or(0, |h| h + 1);
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{}",
                i + 1,
                clean(&t.form),
                clean(&t.lemma),
                t.upos.as_str(),
                or_blank(&t.xpos),
                or_blank(&t.feats),
                or_blank(&t.deprel),
                place(t.span, i >= inside, &labels[i])
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn or_blank(s: &str) -> &str {
    if s.is_empty() { "_" } else { s }
}

/// No tab, no line end, never empty.
fn clean(s: &str) -> String {
    if s.is_empty() {
        return "_".to_owned();
    }
    s.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc id = d1\n# sent_id = 1\n# text = Don't go, Zoë.\n\
        1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n\
        3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n4\t,\t,\tPUNCT\t,\t_\t3\tpunct\t_\t_\n\
        5\tZoë\tZoë\tPROPN\tNNP\t_\t3\tvocative\t_\tSpaceAfter=No\n5.1\tx\tx\t_\t_\t_\t_\t_\t_\t_\n6\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n";

    #[test]
    fn a_sentence_becomes_words_tokens_and_offsets() {
        let s = read(SAMPLE).unwrap();
        assert_eq!(s.len(), 1);
        assert_eq!((s[0].words.len(), s[0].tokens.len()), (6, 5));
        let (text, segments, a) = analysis(&s);
        assert_eq!(text, "Don't go, Zoë.");
        assert_eq!(segments, [Span::new(0, text.len())]);
        let words: Vec<&str> = a.sentences[0].tokens.iter().map(|t| t.span.of(&text)).collect();
        assert_eq!(words, ["Do", "n't", "go", ",", "Zoë", "."]);
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        let (text, _, a) = analysis(&read(SAMPLE).unwrap());
        let mut out = Vec::new();
        write(&text, "d1", &a, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains("TokenRange=10:13"), "{out}");
        let (again, _, b) = analysis(&read(&out).unwrap());
        assert_eq!((again, b.sentences), (text, a.sentences));
    }

    /// Found by fuzzing: a range within a range hid that the first one reaches past the sentence.
    #[test]
    fn multiword_tokens_neither_overlap_nor_reach_past_the_sentence() {
        let row = |id: &str| format!("{id}\tx{}\n", "\t_".repeat(8));
        let text = |ids: &[&str]| ids.iter().map(|i| row(i)).collect::<String>() + "\n";
        assert_eq!(read(&text(&["1-6", "1-2", "1", "2"])).unwrap_err().line, 2);
        assert_eq!(read(&text(&["1-3", "1", "2-3", "2", "3"])).unwrap_err().line, 3);
        let short = read(&text(&["1", "2-4", "2", "3"])).unwrap_err();
        assert_eq!((short.line, short.message.contains("inside a multiword token")), (5, true), "{short}");
        assert!(read(&text(&["1-2", "1", "2", "3-4", "3", "4"])).is_ok());
    }

    #[test]
    fn bad_lines_are_named() {
        for (text, line, words) in [
            ("1\tx\n", 1, "2 columns"),
            ("2\tx\tx\tX\t_\t_\t0\troot\t_\t_\n", 1, "word number 2"),
            ("1\tx\tx\tX\t_\t_\t9\troot\t_\t_\n\n", 2, "head 9"),
            ("3-4\tx\tx\tX\t_\t_\t9\troot\t_\t_\n\n", 1, "no range"),
        ] {
            let e = read(text).unwrap_err();
            assert_eq!(e.line, line);
            assert!(e.message.contains(words), "{e}");
        }
        assert_eq!(read_iob2("1\tx\n").unwrap_err().line, 1);
    }
}
