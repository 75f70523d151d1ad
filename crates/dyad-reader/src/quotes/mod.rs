//! The quotation layer: which characters stand between which marks, deterministic and without grammar.
//!
//! Method: every character that can be a quotation mark is classified by its neighbours (white space, letters,
//! digits) into "opens", "closes" or "apostrophe", and a bounded stack pairs them paragraph by paragraph. A quote left
//! open at the end of a paragraph ends there, and is continued when the next paragraph of running text opens
//! with a mark again, as English typography has it. One pass, linear in the text whatever it holds. This module
//! must not know words or cues; whether a quotation is somebody's speech is for the statements.

mod marks;

use dyad_record::Span;

use crate::Context;
use marks::{Family, Mark, Turn};

/// A quoted stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub span: Span,
    /// Between its marks.
    pub inner: Span,
    /// Index of the quote that this one stands in.
    pub inside: Option<usize>,
    /// Index of the quote in the paragraph before that this one continues.
    pub continues: Option<usize>,
    /// False where the closing mark is missing.
    pub closed: bool,
    /// No marks: the page sets the paragraph off as a quotation.
    pub block: bool,
}

/// Quotes in quotes in quotes: deeper marks are taken as closing ones, which bounds the work on hostile input.
const DEEPEST: usize = 4;

/// Finds the quotes, in text order.
#[must_use]
pub fn find(cx: &Context<'_>) -> Vec<Quote> {
    let text = cx.text();
    // Captions and teasers between two paragraphs do not break a quotation, so they are scanned on their own.
    let (running, furniture): (Vec<_>, Vec<_>) = cx.doc.blocks.iter().partition(|b| !b.kind.is_furniture());
    let split = |blocks: Vec<&dyad_record::Block>| -> Vec<Span> {
        blocks.into_iter().flat_map(|b| paragraphs(text, b.span)).collect()
    };
    let set_off: Vec<Span> =
        split(running.iter().copied().filter(|b: &&dyad_record::Block| b.quoted).collect());
    let running = with_blocks(text, scan(text, &split(running)), &set_off);
    let furniture = scan(text, &split(furniture));
    merge(running, furniture)
}

/// Index of the innermost quote that holds this byte, marks included.
#[must_use]
pub fn innermost(quotes: &[Quote], byte: usize) -> Option<usize> {
    let mut at = quotes.partition_point(|q| q.span.start <= byte).checked_sub(1);
    // Quotes nest properly: the one that holds the byte is the last to begin before it, or one around that.
    while let Some(i) = at {
        if quotes[i].span.holds(byte) {
            return Some(i);
        }
        at = quotes[i].inside;
    }
    None
}

/// Index of the outermost quote that holds this byte, marks included.
#[must_use]
pub fn outermost(quotes: &[Quote], byte: usize) -> Option<usize> {
    let mut at = innermost(quotes, byte)?;
    while let Some(up) = quotes[at].inside {
        at = up;
    }
    Some(at)
}

/// The stretches of a block that blank lines separate.
pub(crate) fn paragraphs(text: &str, block: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = block.start;
    for (i, _) in block.of(text).match_indices("\n\n") {
        let end = block.start + i;
        if end >= start {
            out.push(Span::new(start, end).trim(text));
            start = end + 2;
        }
    }
    out.push(Span::new(start, block.end).trim(text));
    out.retain(|s| !s.is_empty());
    out
}

/// The quotes with those paragraphs that the page sets off and that have no marks of their own; one right behind another goes
/// on with it.
fn with_blocks(text: &str, quotes: Vec<Quote>, set_off: &[Span]) -> Vec<Quote> {
    let marked = |p: &Span| {
        let first = quotes.partition_point(|q| q.span.start < p.start);
        quotes.get(first).is_some_and(|q| q.span.start == p.start)
    };
    let blocks: Vec<Span> = set_off.iter().copied().filter(|p| !marked(p)).collect();
    if blocks.is_empty() {
        return quotes;
    }
    let mut out: Vec<Quote> = Vec::with_capacity(quotes.len() + blocks.len());
    let mut place = vec![0; quotes.len()];
    let mut old = quotes.into_iter().enumerate().peekable();
    let mut before: Option<(usize, usize)> = None;
    let mut take = |upto: usize, around: Option<usize>, out: &mut Vec<Quote>| {
        while let Some((i, mut q)) = old.next_if(|(_, q)| q.span.start < upto) {
            q.inside = q.inside.map(|x: usize| place[x]).or(around);
            q.continues = q.continues.map(|x: usize| place[x]);
            place[i] = out.len();
            out.push(q);
        }
    };
    for p in blocks {
        take(p.start, None, &mut out);
        let next = |end: usize| Span::new(end, p.start).of(text).trim().is_empty();
        out.push(Quote {
            span: p,
            inner: p,
            inside: None,
            continues: before.filter(|(_, end)| next(*end)).map(|(i, _)| i),
            closed: true,
            block: true,
        });
        let own = out.len() - 1;
        before = Some((own, p.end));
        take(p.end, Some(own), &mut out);
    }
    take(usize::MAX, None, &mut out);
    out
}

/// Joins two lists of quotes that share no characters, in text order, and mends their indices.
fn merge(a: Vec<Quote>, b: Vec<Quote>) -> Vec<Quote> {
    if b.is_empty() {
        return a;
    }
    let mut order: Vec<(usize, bool, usize)> = Vec::with_capacity(a.len() + b.len());
    order.extend(a.iter().enumerate().map(|(i, q)| (q.span.start, false, i)));
    order.extend(b.iter().enumerate().map(|(i, q)| (q.span.start, true, i)));
    order.sort_unstable();
    let mut place = [vec![0; a.len()], vec![0; b.len()]];
    for (new, (_, second, old)) in order.iter().enumerate() {
        place[usize::from(*second)][*old] = new;
    }
    order
        .into_iter()
        .map(|(_, second, old)| {
            let mut q = if second { b[old].clone() } else { a[old].clone() };
            let place = &place[usize::from(second)];
            q.inside = q.inside.map(|i| place[i]);
            q.continues = q.continues.map(|i| place[i]);
            q
        })
        .collect()
}

/// Finds the quotes of these paragraphs, which follow each other in running text.
#[must_use]
pub fn scan(text: &str, paragraphs: &[Span]) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    // The outermost quote that the paragraph before left open.
    let mut pending: Option<(usize, Family)> = None;
    for &paragraph in paragraphs {
        let mut open: Vec<(usize, Family)> = Vec::new();
        for Mark { span, family, turn } in marks::find(text, paragraph) {
            let partner = open.iter().rposition(|(_, f)| *f == family);
            // A straight mark that could be either closes what is open.
            let closes = match turn {
                Turn::Close => true,
                Turn::Open => open.len() >= DEEPEST,
                Turn::Either => partner.is_some(),
            };
            if !closes {
                let first = span.start == paragraph.start;
                quotes.push(Quote {
                    span: Span::new(span.start, paragraph.end),
                    inner: Span::new(span.end, paragraph.end),
                    inside: open.last().map(|(q, _)| *q),
                    continues: pending.filter(|(_, f)| first && *f == family).map(|(q, _)| q),
                    closed: false,
                    block: false,
                });
                open.push((quotes.len() - 1, family));
            } else if let Some(at) = partner {
                // Marks opened inside and never closed end where the one around them does.
                for (depth, (q, _)) in open.drain(at..).enumerate() {
                    quotes[q].inner.end = span.start;
                    quotes[q].span.end = if depth == 0 { span.end } else { span.start };
                    quotes[q].closed = depth == 0;
                }
            }
        }
        pending = open.first().copied();
    }
    quotes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Quote> {
        scan(text, &paragraphs(text, Span::new(0, text.len())))
    }
    fn inner(text: &str) -> Vec<&str> {
        read(text).iter().map(|q| q.inner.of(text)).collect()
    }

    #[test]
    fn every_style_of_marks_is_read() {
        assert_eq!(inner("\"We leave,\" she said. \"Soon.\""), ["We leave,", "Soon."]);
        assert_eq!(inner("“We leave,” she said. “Soon.”"), ["We leave,", "Soon."]);
        assert_eq!(inner("„Wir gehen“, sagte sie. „Bald.“"), ["Wir gehen", "Bald."]);
        assert_eq!(inner("«Nous partons», dit-elle. «Vite.»"), ["Nous partons", "Vite."]);
        assert_eq!(inner("»Wir gehen«, sagte sie."), ["Wir gehen"]);
        assert_eq!(inner("''We leave,'' she said. ``Soon.''"), ["We leave,", "Soon."]);
        assert_eq!(inner("‘We leave,’ she said. ‘Soon.’"), ["We leave,", "Soon."]);
        assert_eq!(inner("'We leave,' she said. 'Soon.'"), ["We leave,", "Soon."]);
    }

    #[test]
    fn a_paragraph_set_off_is_a_quotation_unless_it_has_marks() {
        let text = "She wrote:\n\nWe \"stay\".\n\nAll of us.\n\n\"No,\" he said.";
        let all = paragraphs(text, Span::new(0, text.len()));
        let quotes = with_blocks(text, scan(text, &all), &all[1..]);
        let seen: Vec<(&str, Option<usize>, Option<usize>, bool)> =
            quotes.iter().map(|q| (q.inner.of(text), q.inside, q.continues, q.block)).collect();
        assert_eq!(
            seen,
            [
                ("We \"stay\".", None, None, true),
                ("stay", Some(0), None, false),
                ("All of us.", None, Some(0), true),
                ("No,", None, None, false),
            ]
        );
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert!(
            inner("The ministers' plan isn't Kenya's; in the '90s it was rock 'n' roll for 'em.").is_empty()
        );
        assert!(
            inner("The ministers’ plan isn’t Kenya’s; in the ’90s it was rock ’n’ roll for ’em.").is_empty()
        );
        assert!(inner("He stands 6'2\" tall.").is_empty());
        assert_eq!(
            inner("'We can't take the workers' money,' he said."),
            ["We can't take the workers' money,"]
        );
        assert_eq!(
            inner("‘We can’t take the workers’ money,’ he said."),
            ["We can’t take the workers’ money,"]
        );
        assert_eq!(inner("The so-called 'Dreamers' of Texas don't agree."), ["Dreamers"]);
    }

    #[test]
    fn quotes_nest() {
        let text = "\"They told us 'go home', and we went,\" he said.";
        let q = read(text);
        assert_eq!(inner(text), ["They told us 'go home', and we went,", "go home"]);
        assert_eq!(q[1].inside, Some(0));
        assert!(q.iter().all(|q| q.closed));
        assert_eq!(innermost(&q, text.find("home").unwrap()), Some(1));
        assert_eq!(innermost(&q, text.find("went").unwrap()), Some(0));
        assert_eq!(outermost(&q, text.find("home").unwrap()), Some(0));
        assert_eq!(innermost(&q, text.find("said").unwrap()), None);
        assert_eq!(
            inner("‘She called it “a farce” and left,’ he said."),
            ["She called it “a farce” and left,", "a farce"]
        );
    }

    #[test]
    fn a_quote_left_open_ends_with_its_paragraph_and_is_continued() {
        let text = "“First of all, we stay.\n\n“Second, we pay,” she said.\n\n“Third,” he said.";
        let q = read(text);
        assert_eq!(inner(text), ["First of all, we stay.", "Second, we pay,", "Third,"]);
        assert_eq!(q.iter().map(|q| q.closed).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(q.iter().map(|q| q.continues).collect::<Vec<_>>(), [None, Some(0), None]);
    }

    #[test]
    fn an_inner_quote_left_open_ends_with_the_outer_one() {
        let text = "“They say «never again, and then they do,” he said. “Yes.”";
        assert_eq!(
            inner(text),
            ["They say «never again, and then they do,", "never again, and then they do,", "Yes."]
        );
    }

    #[test]
    fn hostile_input_takes_linear_time_and_keeps_boundaries() {
        for unit in ["\"", "“", "”", "'", "‘", "’", " '", "\" a", "«é", "' \"", "s' ", " 's"] {
            let text = unit.repeat(100_000);
            let started = std::time::Instant::now();
            for q in read(&text) {
                assert!(text.is_char_boundary(q.span.start) && text.is_char_boundary(q.span.end));
                assert!(q.span.contains(q.inner));
            }
            assert!(started.elapsed().as_secs() < 5, "{unit:?} took {:?}", started.elapsed());
        }
    }
}
