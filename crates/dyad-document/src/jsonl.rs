//! JSONL: one document a line, read as a stream; every line fails or succeeds by itself.
//!
//! Fields: `id`, `text` or `html`, `title`, `published`, `source`, `language`; also `outlet` and `byline` (a string or a
//! list). Others are ignored. What a line gives beats what the caller gave for all lines.

use std::io::BufRead;

use serde_json::Value;

use crate::error::DocumentError;
use crate::options::{Format, Options};
use crate::{Document, Extra};

/// One line of a stream, not yet parsed: cheap to read in order and to hand to another thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonLine {
    /// From 1.
    pub number: usize,
    /// Without the line end.
    pub bytes: Vec<u8>,
}

/// The lines of a JSONL stream; blank ones are skipped. A line over the limit is an error, and the lines after it are
/// still read.
#[derive(Debug)]
pub struct JsonLines<R> {
    reader: R,
    source: String,
    limit: usize,
    number: usize,
    failed: bool,
}

impl<R: BufRead> JsonLines<R> {
    /// Lines of `reader`; `options` gives the source's name and the limit.
    pub fn new(reader: R, options: &Options) -> Self {
        JsonLines {
            reader,
            source: options.source.clone(),
            limit: options.max_bytes,
            number: 0,
            failed: false,
        }
    }

    /// Reads to the end of the line, keeping at most `limit` bytes; gives the bytes the line really had.
    fn line(&mut self, out: &mut Vec<u8>) -> std::io::Result<Option<usize>> {
        let mut seen = 0;
        loop {
            let available = match self.reader.fill_buf() {
                Ok(b) => b,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if available.is_empty() {
                return Ok((seen > 0).then_some(seen));
            }
            let end = memchr(available);
            let taken = end.map_or(available.len(), |e| e);
            let room = self.limit.saturating_add(1).saturating_sub(out.len()).min(taken);
            out.extend_from_slice(&available[..room]);
            seen += taken;
            let used = end.map_or(taken, |e| e + 1);
            self.reader.consume(used);
            if end.is_some() {
                return Ok(Some(seen));
            }
        }
    }
}

fn memchr(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|b| *b == b'\n')
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<JsonLine, DocumentError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        loop {
            let mut bytes = Vec::new();
            self.number += 1;
            match self.line(&mut bytes) {
                Ok(None) => return None,
                Ok(Some(seen)) if seen > self.limit => {
                    let place = format!("{}, line {}", self.source, self.number);
                    return Some(Err(DocumentError::TooLarge { place, bytes: seen, limit: self.limit }));
                }
                Ok(Some(_)) => {
                    if self.number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                        bytes.drain(..3);
                    }
                    if bytes.iter().all(u8::is_ascii_whitespace) {
                        continue;
                    }
                    return Some(Ok(JsonLine { number: self.number, bytes }));
                }
                Err(e) => {
                    self.failed = true;
                    return Some(Err(DocumentError::io(&self.source, &e)));
                }
            }
        }
    }
}

impl Document {
    /// The document of one line of a JSONL stream.
    ///
    /// # Errors
    /// A line that is no JSON object, has neither `text` nor `html`, or whose document cannot be read.
    pub fn from_json_line(line: &JsonLine, options: &Options) -> Result<Document, DocumentError> {
        let stream = &options.source;
        let value: Value = serde_json::from_slice(&line.bytes).map_err(|e| DocumentError::BadJson {
            place: stream.clone(),
            line: line.number,
            column: e.column().max(1),
            reason: e.to_string().split(" at line ").next().unwrap_or("").to_owned(),
        })?;
        let bad =
            |reason: String| DocumentError::BadField { place: stream.clone(), line: line.number, reason };
        let Value::Object(fields) = &value else {
            return Err(bad(
                "the line is JSON but no object; write {\"id\": \"1\", \"text\": \"…\"}".to_owned()
            ));
        };
        let text = |key: &str| match fields.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(s)) => Ok(Some(s.as_str())),
            // A number is a fine id; its digits are taken below.
            Some(Value::Number(_)) if key == "id" => Ok(None),
            Some(other) => Err(bad(format!("field \"{key}\" is {}; it must be a string", kind(other)))),
        };
        let (body, format) = match (text("text")?, text("html")?) {
            (Some(t), None) => (t, Format::Text),
            (None, Some(h)) => (h, Format::Html),
            (Some(_), Some(_)) => {
                return Err(bad("both \"text\" and \"html\" are given; leave one out".to_owned()));
            }
            (None, None) => {
                return Err(bad(
                    "neither \"text\" nor \"html\" is given; one of them must hold the document".to_owned(),
                ));
            }
        };
        let place = format!("{stream}, line {}", line.number);
        let mut own = Options { format: Some(format), ..options.clone() };
        if let Some(date) = text("published")?.filter(|d| !d.trim().is_empty()) {
            own.date = Some(crate::dates::given(&format!("{place}, field \"published\""), date)?);
        }
        if let Some(language) = text("language")?.filter(|l| !l.trim().is_empty())
            && options.lang.is_none()
        {
            own.lang = Some(language.to_owned());
        }
        if let Some(outlet) = text("outlet")?.filter(|o| !o.trim().is_empty()) {
            own.outlet = Some(outlet.to_owned());
        }
        let byline = match fields.get("byline") {
            Some(Value::String(s)) => vec![s.clone()],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        own.source = match text("source")?.or(text("id")?) {
            Some(s) if !s.trim().is_empty() => s.to_owned(),
            _ => format!("{stream}#{}", line.number),
        };
        let extra = Extra {
            place,
            title: text("title")?.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned),
            byline,
        };
        let text = crate::decode::line_ends(body.strip_prefix('\u{feff}').unwrap_or(body).to_owned());
        crate::build(text, format, &own, extra, Vec::new())
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
