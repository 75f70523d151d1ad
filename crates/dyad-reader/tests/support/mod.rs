//! An analysis without models, for tests of what is read from the surface: sentences by full stops, tokens by
//! characters, no tags and no tree. It must not be used outside tests.

use dyad_document::Document;
use dyad_record::{Block, BlockKind, Published, PublishedBasis, Span};
use dyad_syntax::{Analysis, Sentence, Token, Upos};

/// A plain document of one body block a line, with its analysis.
pub fn plain(text: &str, published: Option<&str>) -> (Document, Analysis) {
    let mut blocks = Vec::new();
    let mut sentences = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len();
        if span.is_empty() {
            continue;
        }
        let segment = blocks.len();
        blocks.push(Block { kind: BlockKind::Body, span, quoted: false });
        sentences.extend(split(text, span, segment));
    }
    let published =
        published.map(|p| Published { value: p.to_owned(), basis: PublishedBasis::Given, note: None });
    let doc =
        Document { text: text.to_owned(), blocks, published, language: "en".into(), ..Document::default() };
    (doc, Analysis { sentences, names: Vec::new() })
}

/// Sentences end at a full stop, question or exclamation mark (and closing quotes) before a capital.
fn split(text: &str, block: Span, segment: usize) -> Vec<Sentence> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut out = Vec::new();
    let mut flush = |tokens: &mut Vec<Token>| {
        if let (Some(a), Some(b)) = (tokens.first(), tokens.last()) {
            out.push(Sentence {
                span: a.span.cover(b.span),
                segment,
                tokens: std::mem::take(tokens),
                multiword: vec![],
            });
        }
    };
    let mut chars = text[block.start..block.end].char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let start = block.start + i;
        let mut end = start + c.len_utf8();
        if c.is_alphanumeric() {
            while let Some((j, n)) = chars.peek().copied() {
                let mid = matches!(n, '.' | ',')
                    && text[block.start + j + 1..block.end].starts_with(char::is_alphanumeric);
                if !(n.is_alphanumeric() || mid) {
                    break;
                }
                end = block.start + j + n.len_utf8();
                chars.next();
            }
        }
        let short = |s: &str| {
            matches!(
                s,
                "Jan"
                    | "Feb"
                    | "Aug"
                    | "Sept"
                    | "Oct"
                    | "Nov"
                    | "Dec"
                    | "Sen"
                    | "Gen"
                    | "Rep"
                    | "Mr"
                    | "Mrs"
                    | "Dr"
                    | "Gov"
                    | "St"
            ) || s.len() == 1
                || s.contains('.')
        };
        let abbreviation = tokens.last().is_some_and(|t| short(t.span.of(text)));
        let form = &text[start..end];
        tokens.push(Token {
            span: Span::new(start, end),
            form: form.into(),
            lemma: form.to_lowercase().into(),
            upos: Upos::X,
            xpos: "_".into(),
            feats: "_".into(),
            head: None,
            deprel: "dep".into(),
        });
        let rest = text[end..block.end].trim_start();
        let gap = text[end..block.end].starts_with(char::is_whitespace);
        if matches!(c, '.' | '?' | '!')
            && gap
            && !abbreviation
            && rest.starts_with(|c: char| c.is_uppercase() || "“\"‘'".contains(c))
        {
            flush(&mut tokens);
        }
    }
    flush(&mut tokens);
    out
}
