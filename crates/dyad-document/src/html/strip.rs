//! A page read without a tree: tags dropped by one scan, block elements end a piece. Only for pages too deep for a tree.

use super::shape::tag;
use super::walk::{BLOCKS, DROPPED, Raw};
use crate::blocks::Hint;

/// Text pieces in document order.
pub(crate) fn read(html: &str) -> Vec<Raw> {
    let bytes = html.as_bytes();
    let mut out = Vec::new();
    let mut text = String::new();
    let mut at = 0;
    let flush = |text: &mut String, out: &mut Vec<Raw>| {
        let clean = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        if !clean.is_empty() {
            out.push(Raw { text: clean, hint: Hint::None, ..Raw::default() });
        }
        text.clear();
    };
    while at < bytes.len() {
        let next = bytes[at..].iter().position(|b| *b == b'<').map_or(bytes.len(), |i| at + i);
        entities(&html[at..next], &mut text);
        if next == bytes.len() {
            break;
        }
        if html[next..].starts_with("<!--") {
            at = html[next + 4..].find("-->").map_or(bytes.len(), |i| next + 4 + i + 3);
            continue;
        }
        let Some((closes, range)) = tag(bytes, next) else {
            if matches!(bytes.get(next + 1), Some(b'!' | b'?' | b'/')) {
                at = bytes[next..].iter().position(|b| *b == b'>').map_or(bytes.len(), |i| next + i + 1);
            } else {
                text.push('<');
                at = next + 1;
            }
            continue;
        };
        let name = html[range.clone()].to_ascii_lowercase();
        at = bytes[range.end..].iter().position(|b| *b == b'>').map_or(bytes.len(), |i| range.end + i + 1);
        if !closes
            && DROPPED.contains(&name.as_str())
            && matches!(name.as_str(), "script" | "style" | "noscript" | "template" | "textarea" | "title")
        {
            at = skip(bytes, at, name.as_bytes());
        } else if BLOCKS.contains(&name.as_str()) || name == "br" {
            flush(&mut text, &mut out);
        }
    }
    flush(&mut text, &mut out);
    out
}

/// The place behind the end tag of this name.
fn skip(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(i) = bytes[at..].iter().position(|b| *b == b'<') {
        at += i;
        if bytes.get(at + 1) == Some(&b'/')
            && bytes.get(at + 2..at + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
        {
            return bytes[at..].iter().position(|b| *b == b'>').map_or(bytes.len(), |j| at + j + 1);
        }
        at += 1;
    }
    bytes.len()
}

/// The entities that texts are full of; rarer ones stay as they stand.
fn entities(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(i) = rest.find('&') {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        let end = rest.as_bytes().iter().take(12).position(|b| *b == b';');
        let Some(end) = end else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        let name = &rest[1..end];
        let found = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            "mdash" => Some('—'),
            "ndash" => Some('–'),
            "lsquo" => Some('‘'),
            "rsquo" => Some('’'),
            "ldquo" => Some('“'),
            "rdquo" => Some('”'),
            "hellip" => Some('…'),
            _ => name.strip_prefix('#').and_then(|n| {
                let code = n
                    .strip_prefix(['x', 'X'])
                    .map_or_else(|| n.parse().ok(), |h| u32::from_str_radix(h, 16).ok())?;
                char::from_u32(code).filter(|c| *c != '\0')
            }),
        };
        match found {
            Some(c) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_text_stays() {
        let raws = read("<p>A &amp; B<br>C &#8212; <b>D</b></p><script>x < y</script><!-- no --><div>E < F");
        let texts: Vec<&str> = raws.iter().map(|r| r.text.as_str()).collect();
        assert_eq!(texts, ["A & B", "C — D", "E < F"]);
    }
}
