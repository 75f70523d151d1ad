//! Formats to canonical text: plain text, HTML, Markdown, JSONL; typed blocks, language, publication date.
//!
//! This crate owns how bytes become a [`Document`]. It must not know grammar, and it reads no files: callers bring bytes
//! ([`Document::from_bytes`]) or a stream of JSON lines ([`JsonLines`]).
//!
//! Publication date: given by the caller or the JSON line, else the page's metadata, else a dateline with its year, else
//! none; inferring it from the text is the reader's work.

mod blocks;
mod dates;
mod decode;
mod error;
mod html;
mod jsonl;
mod language;
mod markdown;
mod options;
mod tables;
mod text;

pub use error::DocumentError;
pub use jsonl::{JsonLine, JsonLines};
pub use options::{Format, MAX_BYTES, Options};

use dyad_record::{Block, Published, PublishedBasis};

/// One document: its canonical text, the blocks of its page and what the page says of itself.
/// Block spans are byte offsets into `text`, in text order, and do not overlap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Content address of the canonical text: `blake3:` and 32 hex digits.
    pub id: String,
    /// Path, URL, or the `id`/`source` of a JSONL line.
    pub source: String,
    /// ISO 639-1 code.
    pub language: String,
    /// The headline.
    pub title: Option<String>,
    /// Names of the authors.
    pub byline: Vec<String>,
    /// The newspaper or agency.
    pub outlet: Option<String>,
    /// Publication date, if the page or the caller gives it (inferring it from the text is the reader's work).
    pub published: Option<Published>,
    /// What the reader saw; every span of the record points into it.
    pub text: String,
    /// Every stretch of text that is not white space lies in exactly one block.
    pub blocks: Vec<Block>,
    /// Why each block has its kind, for `--explain`: as many as there are blocks.
    pub reasons: Vec<String>,
    /// Limits that were hit and doubts about the input, in full sentences.
    pub problems: Vec<String>,
}

/// What is known of a document beside its text and the caller's options.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extra {
    /// How messages name it.
    pub place: String,
    pub title: Option<String>,
    pub byline: Vec<String>,
}

impl Document {
    /// The document of a file's bytes. JSONL holds many documents and is read by [`JsonLines`]; here its only line is
    /// taken, and more than one is an error.
    ///
    /// # Errors
    /// Empty or binary input, input over the limit, a page without text, a language without a model, a date that is none.
    pub fn from_bytes(bytes: &[u8], options: &Options) -> Result<Document, DocumentError> {
        let place = options.source.clone();
        if bytes.len() > options.max_bytes {
            return Err(DocumentError::TooLarge { place, bytes: bytes.len(), limit: options.max_bytes });
        }
        let mut problems = Vec::new();
        let text = decode::decode(&place, bytes, &mut problems)?;
        if text.trim().is_empty() {
            return Err(DocumentError::Empty { place });
        }
        let format = options
            .format
            .or_else(|| Format::from_name(&options.source))
            .unwrap_or_else(|| Format::sniff(&text));
        if format == Format::Jsonl {
            let mut lines = JsonLines::new(text.as_bytes(), options);
            let first = lines.next().ok_or_else(|| DocumentError::Empty { place: place.clone() })??;
            if lines.next().is_some() {
                return Err(DocumentError::BadField {
                    place,
                    line: 2,
                    reason: "a second document; read a file of many documents as a JSONL stream".to_owned(),
                });
            }
            let mut document = Document::from_json_line(&first, options)?;
            problems.append(&mut document.problems);
            document.problems = problems;
            return Ok(document);
        }
        build(text, format, options, Extra { place, ..Extra::default() }, problems)
    }

    /// Whether the bytes of a file with this name are a JSONL stream, told by the options, the name, else the content.
    #[must_use]
    pub fn is_stream(head: &[u8], options: &Options) -> bool {
        let format = options.format.or_else(|| Format::from_name(&options.source));
        format.unwrap_or_else(|| Format::sniff(&String::from_utf8_lossy(head))) == Format::Jsonl
    }
}

/// From decoded text to the document.
pub(crate) fn build(
    source_text: String,
    format: Format,
    options: &Options,
    extra: Extra,
    mut problems: Vec<String>,
) -> Result<Document, DocumentError> {
    let place = extra.place;
    let (text, pieces, meta) = match format {
        Format::Text | Format::Jsonl => {
            let pieces = text::pieces(&source_text);
            (source_text, pieces, html::Meta::default())
        }
        Format::Markdown => {
            let page = markdown::read(&source_text);
            (page.text, page.pieces, page.meta)
        }
        Format::Html => {
            let page = html::read(&place, &source_text, &mut problems)?;
            (page.text, page.pieces, page.meta)
        }
    };
    if pieces.is_empty() {
        return Err(DocumentError::Empty { place });
    }
    let language = match &options.lang {
        Some(lang) => lang.clone(),
        None => language::identify(&text, meta.language.as_deref(), &mut problems),
    };
    let language = language::known(&place, &language, &options.languages)?;
    let authors = if extra.byline.is_empty() { meta.authors } else { extra.byline };
    let given_title = extra.title.or(meta.title);
    let typed =
        blocks::classify(&text, &pieces, blocks::Known { title: given_title.as_deref(), authors: &authors });
    let published = match (&options.date, meta.date, typed.date) {
        (Some(date), ..) => {
            let value = dates::given(&place, date)?;
            Some(Published { value, basis: PublishedBasis::Given, note: None })
        }
        (None, Some(value), _) => Some(Published { value, basis: PublishedBasis::Metadata, note: None }),
        (None, None, Some(date)) => {
            Some(Published { value: date.to_string(), basis: PublishedBasis::Dateline, note: None })
        }
        (None, None, None) => None,
    };
    let digest = blake3::hash(text.as_bytes()).to_hex();
    Ok(Document {
        id: format!("blake3:{}", &digest.as_str()[..32]),
        source: options.source.clone(),
        language,
        title: given_title.or(typed.title),
        byline: if authors.is_empty() { typed.byline } else { authors },
        outlet: options.outlet.clone().or(meta.outlet).or(typed.outlet),
        published,
        text,
        blocks: typed.blocks,
        reasons: typed.reasons,
        problems,
    })
}
