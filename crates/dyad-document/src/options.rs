//! What the caller may say about a document: its source, format, date, language, outlet, and the limits.

use crate::error::DocumentError;

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// An HTML page.
    Html,
    /// Markdown (CommonMark), with or without front matter.
    Markdown,
    /// One JSON object a line; see [`crate::JsonLines`].
    Jsonl,
}

impl Format {
    /// The format that a file name's extension tells, if it does.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Format> {
        let tail = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let (_, extension) = tail.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Text),
            "html" | "htm" | "xhtml" | "shtml" => Some(Format::Html),
            "md" | "markdown" | "mkd" => Some(Format::Markdown),
            "jsonl" | "ndjson" | "jsonlines" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// The format that the content tells; plain text where it tells nothing.
    #[must_use]
    pub fn sniff(text: &str) -> Format {
        let mut end = text.len().min(4096);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = text[..end].trim_start().to_ascii_lowercase();
        const PAGE: [&str; 6] = ["<!doctype html", "<html", "<head", "<body", "<article", "<div"];
        if PAGE.iter().any(|p| head.starts_with(p))
            || (head.starts_with('<')
                && (head.contains("<html") || head.contains("<body") || head.contains("<p>")))
        {
            return Format::Html;
        }
        if head.starts_with('{') && text.trim_start().lines().next().is_some_and(is_json_object) {
            return Format::Jsonl;
        }
        if head.starts_with("---\n") && head[4..].contains("\n---\n") {
            return Format::Markdown;
        }
        // One `# ` line may stand in any text; a heading and a second sign of Markdown may not.
        if head.starts_with("# ") && ["\n## ", "](", "\n> ", "**", "\n- "].iter().any(|m| head.contains(m)) {
            return Format::Markdown;
        }
        Format::Text
    }
}

fn is_json_object(line: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(line.trim()).is_ok()
}

/// What the caller says about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Path, URL or record id; named in messages and kept in the record.
    pub source: String,
    /// The format; `None`: told from the source's extension, else from the content.
    pub format: Option<Format>,
    /// Publication date (`YYYY-MM-DD`), where the caller knows it.
    pub date: Option<String>,
    /// Language (ISO 639-1); overrides identification.
    pub lang: Option<String>,
    /// The newspaper or agency; overrides what the page says.
    pub outlet: Option<String>,
    /// Languages that have a model.
    pub languages: Vec<String>,
    /// Bytes of one document (a file, or a line of a JSONL stream) above which it is refused.
    pub max_bytes: usize,
}

/// The default of [`Options::max_bytes`]: 8 MiB. No article is as long, and a document is held in memory whole.
pub const MAX_BYTES: usize = 8 << 20;

impl Default for Options {
    fn default() -> Self {
        Options {
            source: String::new(),
            format: None,
            date: None,
            lang: None,
            outlet: None,
            languages: vec!["en".to_owned()],
            max_bytes: MAX_BYTES,
        }
    }
}

impl Options {
    /// Defaults for a document from this source.
    #[must_use]
    pub fn new(source: impl Into<String>) -> Self {
        Options { source: source.into(), ..Options::default() }
    }

    /// Checks what the caller gave, before any document is read.
    ///
    /// # Errors
    /// A date that is none, or a language without a model.
    pub fn check(&self) -> Result<(), DocumentError> {
        if let Some(date) = &self.date {
            crate::dates::given("--date", date)?;
        }
        if let Some(lang) = &self.lang {
            crate::language::known("--lang", lang, &self.languages)?;
        }
        Ok(())
    }
}
