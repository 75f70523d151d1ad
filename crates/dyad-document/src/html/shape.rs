//! How deep and how large a page is, told by one scan before any tree is built: tree builders and walkers may need a stack
//! frame an element, and some inputs make them quadratic.

use std::collections::BTreeMap;

/// The measures of a page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Most elements open at once, counted generously.
    pub depth: usize,
    /// Start tags.
    pub elements: usize,
    /// So many formatting elements open at once that every paragraph would repeat them all.
    pub unruly: bool,
}

/// Formatting elements open at once above which a page is unruly.
const MAX_FORMATTING: usize = 40;

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements that close themselves when the next of their kind begins.
const IMPLIED: [&str; 13] =
    ["p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup"];
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// The name of the tag that begins at `<`, whether it closes, and the bytes of the name.
pub(crate) fn tag(bytes: &[u8], at: usize) -> Option<(bool, std::ops::Range<usize>)> {
    let mut i = at + 1;
    let closes = bytes.get(i) == Some(&b'/');
    i += usize::from(closes);
    let start = i;
    if !bytes.get(i).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    while bytes.get(i).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b':') {
        i += 1;
    }
    Some((closes, start..i))
}

/// Measures a page in one pass.
pub(crate) fn scan(html: &str) -> Shape {
    let bytes = html.as_bytes();
    let mut shape = Shape::default();
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let (mut depth, mut formatting, mut tables) = (0usize, 0usize, 0usize);
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| *b == b'<') {
        at += found;
        let Some((closes, range)) = tag(bytes, at) else {
            at += 1;
            continue;
        };
        at = range.end;
        let name = html[range].to_ascii_lowercase();
        if VOID.contains(&name.as_str()) {
            shape.elements += 1;
            continue;
        }
        // A `<p>` cannot stay open in a `<p>`; a cell can, in a table of its own, which is counted.
        if IMPLIED.contains(&name.as_str()) {
            shape.elements += usize::from(!closes);
            continue;
        }
        let is_format = FORMATTING.contains(&name.as_str());
        if closes {
            if let Some(n) = open.get_mut(&name).filter(|n| **n > 0) {
                *n -= 1;
                depth -= 1;
                formatting -= usize::from(is_format);
                tables -= usize::from(name == "table");
            }
        } else {
            shape.elements += 1;
            depth += 1;
            formatting += usize::from(is_format);
            tables += usize::from(name == "table");
            // Names are the author's invention: a page with a million different ones must not cost a million entries.
            if open.len() < 4096 || open.contains_key(&name) {
                *open.entry(name).or_default() += 1;
            }
            shape.depth = shape.depth.max(depth + 3 * tables);
            shape.unruly |= formatting > MAX_FORMATTING;
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures() {
        assert_eq!(scan("<p>a<p>b<br><p>c").depth, 0);
        assert_eq!(scan("<div><div></div></div><div>").depth, 2);
        assert!(scan(&"<b>".repeat(100)).unruly);
        assert_eq!(scan(&"<b>x</b>".repeat(100)).depth, 1);
        assert!(scan(&"</i><div>".repeat(300)).depth >= 300);
    }
}
