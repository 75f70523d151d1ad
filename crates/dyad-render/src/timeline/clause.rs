//! The words of an entry: the sentence, or of a long one the part around the time.

use crate::view::one_line;
use dyad_record::Span;

/// Scalar values of a sentence that is shown whole.
const WHOLE: usize = 200;

/// A part of a sentence; `…` marks what was left out.
pub(super) struct Part {
    pub words: String,
    pub span: Span,
}

/// The part of the sentence around a stretch of it, cut where clauses meet.
pub(super) fn around(text: &str, sentence: Span, at: Span) -> Part {
    let long = |s: Span| s.of(text).chars().count();
    if long(sentence) <= WHOLE {
        return Part { words: one_line(sentence.of(text)), span: sentence };
    }
    let pieces = pieces(text, sentence);
    let at = at.start.clamp(sentence.start, sentence.end.saturating_sub(1));
    let home = pieces.iter().position(|p| at < p.end).unwrap_or(0);
    let (mut from, mut to) = (home, home + 1);
    // Grows to the right first: what a time introduces mostly follows it.
    loop {
        let whole = |from: usize, to: usize| pieces[from].cover(pieces[to - 1]);
        if to < pieces.len() && long(whole(from, to + 1)) <= WHOLE {
            to += 1;
        } else if from > 0 && long(whole(from - 1, to)) <= WHOLE {
            from -= 1;
        } else {
            break;
        }
    }
    let span = pieces[from].cover(pieces[to - 1]);
    let mut words = one_line(span.of(text));
    if to < pieces.len() {
        words.truncate(words.trim_end_matches([',', ';', ':', ' ', '—', '–']).len());
        words.push_str(" …");
    }
    if from > 0 {
        words.insert_str(0, "… ");
    }
    Part { words, span }
}

/// A sentence cut behind commas, semicolons, colons and dashes; the pieces follow each other without gaps.
fn pieces(text: &str, sentence: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut from = sentence.start;
    let mut cut = false;
    for (i, c) in sentence.of(text).char_indices() {
        // A comma inside a number is none.
        if cut && c.is_whitespace() {
            let end = sentence.start + i + c.len_utf8();
            out.push(Span::new(from, end));
            from = end;
        }
        cut = matches!(c, ',' | ';' | ':' | '—' | '–');
    }
    if from < sentence.end {
        out.push(Span::new(from, sentence.end));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_cut_where_clauses_meet() {
        let filler = "and the river rose over the lower bank, ".repeat(6);
        let text = format!("{filler}on 3 May the bridge at Ostra fell, {filler}so it ended.");
        let at = text.find("3 May").unwrap();
        let part = around(&text, Span::new(0, text.len()), Span::new(at, at + 5));
        assert!(part.words.contains("on 3 May the bridge at Ostra fell"), "{}", part.words);
        assert!(part.words.starts_with('…') && part.words.ends_with(" …") && part.words.len() < 220);
        let whole = around("Rain fell on 3 May.", Span::new(0, 19), Span::new(13, 18));
        assert_eq!(whole.words, "Rain fell on 3 May.");
    }
}
