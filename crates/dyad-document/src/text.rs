//! Plain text to pieces: paragraphs between blank lines, one paragraph a line, or hard-wrapped lines.
//!
//! A line break inside a paragraph is told from one between paragraphs by whether the line was full: a wrapped line
//! could not have taken the first word of the next one. The text itself is never changed.

use dyad_record::Span;

use crate::blocks::{Hint, Piece};

/// Lines longer than this are paragraphs of their own.
const LONGEST_WRAPPED: usize = 130;

#[derive(Clone, Copy)]
struct Line {
    span: Span,
    chars: usize,
}

/// The pieces of a plain text, in order; all that is not white space lies in exactly one.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let chunks = chunks(text);
    let usual = chunks
        .iter()
        .filter(|c| c.len() >= 3 && c.iter().all(|l| l.chars <= LONGEST_WRAPPED))
        .map(|c| width(c))
        .max();
    let mut out = Vec::new();
    for chunk in &chunks {
        split(text, chunk, usual, &mut out);
    }
    out
}

/// Runs of lines that are not blank; every line trimmed.
fn chunks(text: &str) -> Vec<Vec<Line>> {
    let mut out: Vec<Vec<Line>> = Vec::new();
    let mut open = false;
    let mut start = 0;
    let breaks = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '\n' | '\r' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}'))
        .map(|(i, c)| (i, i + c.len_utf8()))
        .chain(std::iter::once((text.len(), text.len())));
    for (end, next) in breaks {
        let raw = &text[start..end];
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            open = false;
        } else {
            let from = start + (raw.len() - raw.trim_start().len());
            let line = Line {
                span: Span { start: from, end: from + trimmed.len() },
                chars: trimmed.chars().count(),
            };
            match out.last_mut() {
                Some(chunk) if open => chunk.push(line),
                _ => out.push(vec![line]),
            }
            open = true;
        }
        start = next;
    }
    out
}

fn width(chunk: &[Line]) -> usize {
    chunk.iter().map(|l| l.chars).max().unwrap_or(0)
}

/// Whether the line could not have taken the next line's first word.
fn full(text: &str, line: Line, next: Line, width: usize) -> bool {
    let word =
        text[next.span.start..next.span.end].split_whitespace().next().map_or(0, |w| w.chars().count());
    line.chars + 1 + word + 2 > width
}

fn begins_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('•' | '*' | '-' | '–' | '—' | '·' | '▪' | '►') => {
            chars.next().is_some_and(char::is_whitespace)
        }
        Some(c) if c.is_ascii_digit() => {
            let rest = chars.as_str().trim_start_matches(|c: char| c.is_ascii_digit());
            rest.starts_with(". ") || rest.starts_with(") ")
        }
        _ => false,
    }
}

fn split(text: &str, chunk: &[Line], usual: Option<usize>, out: &mut Vec<Piece>) {
    let mut piece: Option<Span> = None;
    let limit = if chunk.len() >= 3 { width(chunk) } else { usual.unwrap_or(usize::MAX).max(width(chunk)) };
    let breaks = chunk.len().saturating_sub(1);
    let filled = chunk.windows(2).filter(|w| full(text, w[0], w[1], limit)).count();
    let wrapped = breaks > 0 && (30..=LONGEST_WRAPPED).contains(&limit) && filled * 10 >= breaks * 6;
    for (i, line) in chunk.iter().enumerate() {
        let words = &text[line.span.start..line.span.end];
        let joins = i > 0 && wrapped && !begins_item(words) && {
            let before = &text[chunk[i - 1].span.start..chunk[i - 1].span.end];
            full(text, chunk[i - 1], *line, limit) || !ends_sentence(before)
        };
        match (&mut piece, joins) {
            (Some(span), true) => span.end = line.span.end,
            (open, _) => {
                if let Some(span) = open.take() {
                    out.push(Piece { span, hint: Hint::None });
                }
                piece = Some(line.span);
            }
        }
    }
    if let Some(span) = piece {
        out.push(Piece { span, hint: Hint::None });
    }
}

/// Whether the text ends as a sentence does.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '_')
    });
    bare.ends_with(['.', '!', '?', '…', '。', '؟'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        pieces(text).iter().map(|p| &text[p.span.start..p.span.end]).collect()
    }

    #[test]
    fn blank_lines() {
        assert_eq!(of("One here.\n\n \t\nTwo\u{a0}there.\n"), ["One here.", "Two\u{a0}there."]);
    }

    #[test]
    fn one_line_a_paragraph() {
        let long = "The council met on Tuesday and agreed that the bridge over the river would be closed to lorries from the first of June until the repairs are paid for.";
        let text = format!("Bridge closes\nBy Ana Ruiz\n{long}\n{long}\n");
        assert_eq!(of(&text), ["Bridge closes", "By Ana Ruiz", long, long]);
    }

    #[test]
    fn hard_wrapped() {
        let text = "The council met on Tuesday and agreed that the bridge over the\nriver would be closed to lorries from the first of June until the\nrepairs are paid for. Nobody voted against it.\n\nThe mayor left before the vote was taken, which surprised a good\nmany people in the room, he said.";
        assert_eq!(of(text).len(), 2);
    }

    #[test]
    fn heads_of_two_lines() {
        assert_eq!(
            of("Dam fills again\n\nBy Rosa Lim\nThe Harbour Times\n\nThe dam is full."),
            ["Dam fills again", "By Rosa Lim", "The Harbour Times", "The dam is full."]
        );
    }
}
