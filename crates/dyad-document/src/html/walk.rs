//! From a page's tree to pieces of text in document order, each with what its elements say of it.

use dom_query::NodeRef;

use crate::blocks::Hint;

/// A piece of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Raw {
    /// Its text, white space joined.
    pub text: String,
    /// What the markup says.
    pub hint: Hint,
    /// Bytes of its text that are links.
    pub linked: usize,
    /// In a menu, a header or footer of the page, a form, a comment section.
    pub outside: bool,
    /// In an `<article>` or `<main>`.
    pub in_article: bool,
}

/// Elements whose begin and end are the begin and end of a piece.
pub(crate) const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "time",
];

/// Elements whose text nobody reads.
pub(crate) const DROPPED: [&str; 24] = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
    "video", "select", "option", "button", "input", "textarea", "head", "title", "meta", "link", "map",
    "dialog", "datalist",
];

#[derive(Clone, Copy, Default)]
struct Context {
    hint: Hint,
    outside: bool,
    in_article: bool,
    linked: bool,
    pre: bool,
}

#[derive(Default)]
struct Walker {
    out: Vec<Raw>,
    text: String,
    linked: usize,
    context: Context,
    breaks: usize,
}

/// The pieces under a node. Recursion is as deep as the tree, which the caller has measured.
pub(crate) fn blocks(root: &NodeRef<'_>) -> Vec<Raw> {
    let mut walker = Walker::default();
    walker.children(root, Context::default());
    walker.flush();
    walker.out
}

impl Walker {
    fn flush(&mut self) {
        self.breaks = 0;
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        if !text.is_empty() {
            let c = self.context;
            self.out.push(Raw {
                text: text.to_owned(),
                hint: c.hint,
                linked: self.linked.min(text.len()),
                outside: c.outside,
                in_article: c.in_article,
            });
        }
        self.linked = 0;
    }

    fn children(&mut self, node: &NodeRef<'_>, context: Context) {
        let mut child = node.first_child();
        while let Some(n) = child {
            self.node(&n, context);
            child = n.next_sibling();
        }
    }

    fn node(&mut self, node: &NodeRef<'_>, context: Context) {
        if node.is_text() {
            self.words(&node.text(), context);
            return;
        }
        if !node.is_element() {
            return;
        }
        let Some(name) = node.node_name() else { return };
        let name: &str = &name;
        if DROPPED.contains(&name) || hidden(node) {
            return;
        }
        if name == "br" {
            self.breaks += 1;
            if self.breaks >= 2 {
                self.flush();
            } else if !self.text.is_empty() {
                self.text.push('\n');
            }
            return;
        }
        let inner = describe(node, name, context);
        // A `<time>` within a sentence is part of it; alone in its parent it is a piece.
        let is_block = BLOCKS.contains(&name)
            && (name != "time" || self.text.trim().is_empty() && time_alone(node))
            || inner.hint == Hint::Byline && context.hint != Hint::Byline && self.text.trim().is_empty();
        if is_block {
            self.flush();
            self.children(node, inner);
            self.context = inner;
            self.flush();
        } else {
            // Cells of a table row are words of one piece.
            if matches!(name, "td" | "th") && !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
            self.children(node, Context { hint: context.hint, ..inner });
        }
    }

    fn words(&mut self, raw: &str, context: Context) {
        if raw.trim_matches(|c: char| c.is_ascii_whitespace()).is_empty() {
            if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
            return;
        }
        self.context = context;
        self.breaks = 0;
        let before = self.text.len();
        if context.pre {
            self.text.push_str(raw);
        } else {
            for c in raw.chars() {
                if !c.is_ascii_whitespace() {
                    self.text.push(c);
                } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            }
        }
        if context.linked {
            self.linked += self.text.len() - before;
        }
    }
}

fn hidden(node: &NodeRef<'_>) -> bool {
    node.has_attr("hidden")
        || node.attr("aria-hidden").is_some_and(|v| &*v == "true")
        || node.attr("style").is_some_and(|s| {
            let s = s.to_ascii_lowercase().replace(' ', "");
            s.contains("display:none") || s.contains("visibility:hidden")
        })
}

/// No text beside it in its parent's direct text.
fn time_alone(node: &NodeRef<'_>) -> bool {
    let after = node.next_sibling();
    after.is_none_or(|n| !n.is_text() || n.text().trim().is_empty())
}

/// Class and id words, lower case.
fn labels(node: &NodeRef<'_>) -> String {
    let mut out = String::new();
    for name in ["class", "id", "itemprop", "rel", "data-component", "data-testid", "role"] {
        if let Some(value) = node.attr(name) {
            out.push(' ');
            out.push_str(&value.to_ascii_lowercase());
        }
    }
    out
}

fn describe(node: &NodeRef<'_>, name: &str, outer: Context) -> Context {
    let mut c = outer;
    let labels = labels(node);
    let any = |words: &[&str]| words.iter().any(|w| labels.contains(w));
    match name {
        "article" | "main" => {
            c.in_article = true;
        }
        "nav" | "form" => c.outside = true,
        "footer" if !outer.in_article => c.outside = true,
        "header" if !outer.in_article && node.find_heading().is_none() => c.outside = true,
        "aside" => c.hint = Hint::Related,
        "figcaption" => c.hint = Hint::Caption,
        "caption" => c.hint = Hint::Caption,
        "a" => c.linked = true,
        "pre" => c.pre = true,
        "time" if outer.hint != Hint::Related => c.hint = Hint::Time,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !matches!(outer.hint, Hint::Related | Hint::Caption) => {
            c.hint = Hint::Heading(name.as_bytes()[1] - b'0');
        }
        "li" if outer.hint == Hint::None || outer.hint == Hint::Paragraph => c.hint = Hint::List,
        "blockquote" if outer.hint == Hint::None => c.hint = Hint::Quote,
        "p" if outer.hint == Hint::None => c.hint = Hint::Paragraph,
        _ => {}
    }
    if matches!(name, "body" | "html" | "article" | "main") {
        return c;
    }
    if any(&[
        "comment",
        "cookie",
        "newsletter",
        "subscribe",
        "sign-up",
        "signup",
        "social",
        "share",
        "breadcrumb",
        "navigation",
        "advert",
        "paywall",
        "banner",
        "promo",
        "masthead",
        "skip-link",
    ]) && !any(&["content", "article-body", "story-body"])
    {
        c.outside = true;
    }
    if matches!(c.hint, Hint::Heading(_)) || name == "a" && !any(&["author"]) {
        return c;
    }
    if any(&[
        "related",
        "read-more",
        "readmore",
        "recommend",
        "more-on",
        "also-read",
        "see-also",
        "teaser",
        "inline-story",
    ]) {
        c.hint = Hint::Related;
    } else if any(&["byline", "author"])
        && !any(&["author-bio", "authorbio", "bio", "about"])
        && outer.hint != Hint::Related
    {
        c.hint = Hint::Byline;
    } else if any(&["caption", "photo-credit", "image-credit"]) && outer.hint != Hint::Related {
        c.hint = Hint::Caption;
    } else if any(&["dateline", "timestamp", "pubdate", "publish-date", "date-published"])
        && outer.hint == Hint::None
    {
        c.hint = Hint::Time;
    }
    c
}

/// Whether a heading stands under the node.
trait Heading {
    fn find_heading(&self) -> Option<()>;
}

impl Heading for NodeRef<'_> {
    fn find_heading(&self) -> Option<()> {
        self.descendants_it().any(|n| n.node_name().is_some_and(|x| &*x == "h1")).then_some(())
    }
}
