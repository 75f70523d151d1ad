//! What can go wrong on the way from bytes to a document, each told in sentences that name the place and the mend.

/// Why a document could not be made. Every message names the source, the place in it and what to do.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Nothing, or nothing but white space.
    #[error("{place}: the document is empty; there is no text to read")]
    Empty {
        /// Path, URL or line.
        place: String,
    },
    /// Not text at all.
    #[error("{place}: this is {what}, not text; convert it to plain text, HTML, Markdown or JSONL first")]
    Binary {
        /// Path, URL or line.
        place: String,
        /// What it seems to be.
        what: String,
    },
    /// Over the limit of [`crate::Options::max_bytes`].
    #[error(
        "{place}: at least {bytes} bytes, more than the limit of {limit} bytes for one document; raise the limit (--max-bytes) or split the document"
    )]
    TooLarge {
        /// Path, URL or line.
        place: String,
        /// Size found (for a stream: the bytes seen when reading stopped).
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// No model reads this language.
    #[error(
        "{place}: the language seems to be {language} and there is no model for it (there is one for: {known}); if this is wrong, name the language with --lang"
    )]
    NoModel {
        /// Path, URL or line.
        place: String,
        /// ISO 639-1 code, or `und` if it is none that the identifier knows.
        language: String,
        /// Languages that have a model.
        known: String,
    },
    /// A date that is none.
    #[error("{place}: \"{value}\" is no date ({reason}); write it as YYYY-MM-DD")]
    BadDate {
        /// Path, line or flag.
        place: String,
        /// What stood there.
        value: String,
        /// What the date parser said.
        reason: String,
    },
    /// A line of a JSONL stream that is not JSON.
    #[error(
        "{place}, line {line}, column {column}: not a JSON object ({reason}); every line must be one object such as {{\"id\": \"1\", \"text\": \"…\"}}"
    )]
    BadJson {
        /// Path of the stream.
        place: String,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What the JSON parser said.
        reason: String,
    },
    /// A JSON line whose fields are not as they should be.
    #[error("{place}, line {line}: {reason}")]
    BadField {
        /// Path of the stream.
        place: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong and how to mend it.
        reason: String,
    },
    /// A page without an article.
    #[error(
        "{place}: the page holds no readable text outside of menus, scripts and forms; if the text is loaded by a script, save the page from the browser first"
    )]
    NoText {
        /// Path, URL or line.
        place: String,
    },
    /// The file could not be read.
    #[error("{place}: {reason}")]
    Io {
        /// Path.
        place: String,
        /// What the system said, and the mend.
        reason: String,
    },
}

impl DocumentError {
    /// An input or output error with a mend for the common causes.
    #[must_use]
    pub fn io(place: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as K;
        let reason = match error.kind() {
            K::NotFound => "there is no such file or folder; check the path".to_owned(),
            K::PermissionDenied => {
                "it may not be read; change its permissions or run as a user who may read it".to_owned()
            }
            K::IsADirectory => "it is a folder, not a file".to_owned(),
            _ => format!("it could not be read ({error})"),
        };
        DocumentError::Io { place: place.to_owned(), reason }
    }
}
