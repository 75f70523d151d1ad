//! HTML pages: the article's text as typed pieces, and what the page says of itself.
//!
//! The article is found by `dom_smoothie`, a port of Mozilla's Readability: of the maintained crates it is the fastest,
//! MIT-licensed, and follows an algorithm that browsers ship and test; `trafilatura` 0.6 scores 0.01 F1 more on the public
//! benchmark but is a young port with a heavier tree of dependencies, and `rs-trafilatura` is a single author's rewrite.
//! What Readability keeps is only evidence here: we walk the page ourselves, so that captions, related stories and
//! bylines within the article are typed instead of lost.
//!
//! Pages nested too deeply for a tree walk are read by a linear scan (`strip`), and that is told.

mod meta;
mod shape;
mod strip;
mod walk;

use std::collections::BTreeSet;

use dom_smoothie::{Config, Readability};
use dyad_record::Span;

use crate::blocks::{Hint, Piece, bare};
use crate::error::DocumentError;

pub(crate) use meta::Meta;
use walk::Raw;

/// Open elements above which a page is no longer read as a tree.
const MAX_DEPTH: usize = 256;
/// Elements above which a page is no longer read as a tree.
const MAX_ELEMENTS: usize = 400_000;

/// A page's text, its pieces, and its metadata.
pub(crate) struct Page {
    pub text: String,
    pub pieces: Vec<Piece>,
    pub meta: Meta,
}

/// Reads a page.
pub(crate) fn read(place: &str, html: &str, problems: &mut Vec<String>) -> Result<Page, DocumentError> {
    let shape = shape::scan(html);
    let (raws, meta) = if shape.depth > MAX_DEPTH || shape.elements > MAX_ELEMENTS || shape.unruly {
        problems.push(format!(
            "The page is nested {} deep with {} elements (limits {MAX_DEPTH} and {MAX_ELEMENTS}, and few formatting elements open at once); it was read without telling the article from the rest of the page.",
            shape.depth, shape.elements
        ));
        (strip::read(html), Meta::default())
    } else {
        tree(html)
    };
    let mut text = String::new();
    let mut pieces = Vec::with_capacity(raws.len());
    for raw in raws {
        let own = raw.text.trim();
        if own.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(own);
        pieces.push(Piece { span: Span { start, end: text.len() }, hint: raw.hint });
    }
    if pieces.is_empty() {
        return Err(DocumentError::NoText { place: place.to_owned() });
    }
    Ok(Page { text, pieces, meta })
}

fn tree(html: &str) -> (Vec<Raw>, Meta) {
    let page = dom_smoothie_document(html);
    let meta = meta::collect(&page);
    let all = walk::blocks(&page.root());
    let kept = readable(&page);
    (select(all, &kept, &meta), meta)
}

fn dom_smoothie_document(html: &str) -> dom_query::Document {
    dom_query::Document::from(html)
}

/// The paragraphs that Readability keeps, as bare letters.
fn readable(page: &dom_query::Document) -> BTreeSet<String> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(page.clone(), None, Some(config)) else {
        return BTreeSet::new();
    };
    let Ok(article) = readability.parse() else { return BTreeSet::new() };
    let content = dom_query::Document::fragment(article.content);
    walk::blocks(&content.root()).iter().map(|r| bare(&r.text)).filter(|b| !b.is_empty()).collect()
}

/// Chooses the article's pieces: all within the reach of what Readability kept, except menus and forms; before it only the
/// title, byline and date; after it only credits.
fn select(all: Vec<Raw>, kept: &BTreeSet<String>, meta: &Meta) -> Vec<Raw> {
    let title = meta.title.as_deref().map(bare);
    let is_title = |r: &Raw| {
        matches!(r.hint, Hint::Heading(1 | 2))
            && title.as_deref().is_some_and(|t| {
                !t.is_empty() && (t == bare(&r.text) || t.starts_with(&bare(&r.text)) && r.text.len() > 15)
            })
    };
    let inside: Vec<bool> = all
        .iter()
        .map(|r| !r.outside && r.text.split_whitespace().count() >= 4 && kept.contains(&bare(&r.text)))
        .collect();
    let any = inside.iter().any(|k| *k);
    let solid = |r: &Raw| !r.outside && r.linked * 2 < r.text.len();
    let first = if any {
        inside.iter().position(|k| *k)
    } else {
        all.iter().position(|r| solid(r) && r.text.split_whitespace().count() >= 5)
    };
    let last = if any { inside.iter().rposition(|k| *k) } else { all.iter().rposition(solid) };
    let (Some(first), Some(last)) = (first, last) else {
        // A page of links only, or of very short texts: all that is neither menu nor form.
        return all.into_iter().filter(|r| !r.outside).collect();
    };
    let h1 = all
        .iter()
        .position(is_title)
        .or_else(|| all.iter().position(|r| r.hint == Hint::Heading(1) && !r.outside));
    let head_from = h1.filter(|h| *h <= first);
    let mut out: Vec<Raw> = Vec::new();
    let mut titled = false;
    for (i, mut raw) in all.into_iter().enumerate() {
        if Some(i) == h1 {
            raw.hint = Hint::Title;
            titled = true;
            out.push(raw);
            continue;
        }
        let keep = if i < first {
            head_from.is_some_and(|h| i > h)
                && !raw.outside
                && raw.hint != Hint::Related
                && (raw.linked * 2 < raw.text.len() || raw.hint == Hint::Byline)
        } else if i <= last {
            !raw.outside || raw.hint == Hint::Related
        } else {
            !raw.outside && raw.hint != Hint::Related && raw.in_article && raw.linked * 2 < raw.text.len()
        };
        if keep {
            // Text that is nearly all link is no paragraph of news.
            if raw.linked * 10 >= raw.text.len() * 8
                && matches!(raw.hint, Hint::None | Hint::Paragraph | Hint::List)
                && raw.text.split_whitespace().count() <= 30
            {
                raw.hint = if raw.text.split_whitespace().count() >= 4 { Hint::Related } else { Hint::Link };
            }
            out.push(raw);
        }
    }
    if !titled
        && let Some(title) = &meta.title
        && !out.iter().take(4).any(|r| bare(&r.text) == bare(title))
    {
        out.insert(0, Raw { text: title.clone(), hint: Hint::Title, ..Raw::default() });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_pages_are_read_in_line() {
        for (open, close) in [
            ("<div>", "</div>"),
            ("<b>", ""),
            ("<table><tr><td>", ""),
            ("<a href=x><p>", ""),
            ("<svg><g>", ""),
        ] {
            let html = format!(
                "<html><body>{}The talks in Oslo ended without a result.{}</body></html>",
                open.repeat(100_000),
                close.repeat(100_000)
            );
            let mut problems = Vec::new();
            let page = read("p", &html, &mut problems).unwrap();
            assert!(page.text.contains("The talks in Oslo"), "{open}");
            assert!(problems[0].contains("nested"), "{open}");
        }
    }

    #[test]
    fn empty_pages() {
        let e = read("p.html", "<html><body><script>var a = 1;</script></body></html>", &mut Vec::new())
            .err()
            .unwrap();
        assert!(e.to_string().contains("no readable text"));
    }
}
