//! Markdown to pieces, by `pulldown-cmark`, and the front matter above it. The canonical text is the rendered text:
//! emphasis, link targets and list marks are gone, blocks are separated by blank lines.

use dyad_record::Span;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::blocks::{Hint, Piece};
use crate::html::Meta;

/// A Markdown text.
pub(crate) struct Page {
    pub text: String,
    pub pieces: Vec<Piece>,
    pub meta: Meta,
}

/// Reads Markdown.
pub(crate) fn read(source: &str) -> Page {
    let (front, body) = front_matter(source);
    let mut w = Writer::default();
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        w.event(event);
    }
    w.flush();
    Page { text: w.text, pieces: w.pieces, meta: front }
}

#[derive(Default)]
struct Writer {
    text: String,
    pieces: Vec<Piece>,
    own: String,
    heading: Option<u8>,
    titled: bool,
    quotes: usize,
    lists: usize,
    linked: usize,
    links: usize,
    image: usize,
    image_text: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(t) | Event::Code(t) => self.words(&t),
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.words("\n"),
            Event::Rule => self.flush(),
            // Raw HTML in Markdown: its tags are markup, not text.
            _ => {}
        }
    }

    fn words(&mut self, t: &str) {
        self.own.push_str(t);
        if self.links > 0 {
            self.linked += t.trim().len();
        }
        if self.image > 0 {
            self.image_text += t.trim().len();
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(level_of(*level));
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::List(_) => {
                self.flush();
                self.lists += 1;
            }
            Tag::Paragraph
            | Tag::Item
            | Tag::CodeBlock(_)
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::HtmlBlock => self.flush(),
            Tag::TableCell if !self.own.is_empty() => self.own.push(' '),
            Tag::Link { .. } => self.links += 1,
            Tag::Image { .. } => self.image += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = None;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::HtmlBlock => self.flush(),
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Image => self.image = self.image.saturating_sub(1),
            _ => {}
        }
    }

    fn flush(&mut self) {
        let own = std::mem::take(&mut self.own);
        let (linked, image) = (std::mem::take(&mut self.linked), std::mem::take(&mut self.image_text));
        let own = own.trim();
        if own.is_empty() {
            return;
        }
        let share = |n: usize| n * 10 >= own.len() * 8;
        let hint = match self.heading {
            Some(1) if !self.titled => {
                self.titled = true;
                Hint::Title
            }
            Some(level) => Hint::Heading(level),
            None if image > 0 && share(image) => Hint::Caption,
            None if linked > 0 && share(linked) => Hint::Link,
            None if self.quotes > 0 => Hint::Quote,
            None if self.lists > 0 => Hint::List,
            None => Hint::None,
        };
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(own);
        self.pieces.push(Piece { span: Span { start, end: self.text.len() }, hint });
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// `---`, lines of `key: value` (YAML's simplest form, and TOML's `key = "value"` between `+++`), `---`.
fn front_matter(source: &str) -> (Meta, &str) {
    let mut meta = Meta::default();
    let fence = if source.starts_with("---\n") { "---" } else { "+++" };
    let Some(rest) = source.strip_prefix(fence).and_then(|r| r.strip_prefix('\n')) else {
        return (meta, source);
    };
    let close = format!("\n{fence}");
    let Some(end) = rest.find(&close).filter(|e| *e < 16_384) else { return (meta, source) };
    let body = rest[end + close.len()..].split_once('\n').map_or("", |(_, b)| b);
    let mut key = String::new();
    for line in rest[..end].lines() {
        let (name, value) = match line.split_once([':', '=']) {
            Some((n, v)) if !line.starts_with([' ', '-', '\t']) => {
                key = n.trim().to_ascii_lowercase();
                (key.as_str(), v)
            }
            // An item of the list that the last key opened.
            _ => match line.trim_start().strip_prefix("- ") {
                Some(item) => (key.as_str(), item),
                None => continue,
            },
        };
        let value = value.trim().trim_matches(['[', ']']).trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() {
            continue;
        }
        match name {
            "title" => meta.title = Some(value.to_owned()),
            "author" | "authors" | "byline" => {
                let list = value.split([';', '|']).flat_map(|p| p.split(" and "));
                meta.authors.extend(
                    list.map(|a| a.trim().trim_matches(['"', '\'']).to_owned()).filter(|a| !a.is_empty()),
                );
            }
            "date" | "published" | "pubdate" => {
                meta.date =
                    crate::dates::iso(value).or_else(|| crate::dates::written(value)).map(|d| d.to_string());
            }
            "outlet" | "publisher" | "publication" | "source" | "site" => {
                meta.outlet = Some(value.to_owned())
            }
            "lang" | "language" => meta.language = Some(value.to_owned()),
            _ => {}
        }
    }
    (meta, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_front_matter() {
        let page = read(
            "---\ntitle: \"Two ports\"\ndate: 2024-05-06\nauthors:\n  - Ann Lee\n  - Tom Hall\n---\n# Two ports\n\nIt *was* [late](x).\n\n![A crane](c.png)\n\n> \"No,\" she said.\n\n- one\n- two\n\n[Download](y.pdf)\n",
        );
        assert_eq!(
            page.text,
            "Two ports\n\nIt was late.\n\nA crane\n\n\"No,\" she said.\n\none\n\ntwo\n\nDownload"
        );
        let hints: Vec<Hint> = page.pieces.iter().map(|p| p.hint).collect();
        assert_eq!(
            hints,
            [Hint::Title, Hint::None, Hint::Caption, Hint::Quote, Hint::List, Hint::List, Hint::Link]
        );
        assert_eq!(page.meta.authors, ["Ann Lee", "Tom Hall"]);
        assert_eq!(page.meta.date.as_deref(), Some("2024-05-06"));
    }

    #[test]
    fn deep_quotes_are_linear() {
        let page = read(&format!("{}end", ">".repeat(20_000)));
        assert!(page.text.contains("end"));
    }
}
