//! What is watched while the bytes of a table pass: their hash, the last line end, and a quotation mark that is never
//! closed, which would otherwise draw the rest of a large file into one cell.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

/// Bytes that one row may have.
const MAX_ROW: u64 = 1 << 20;

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Watch {
    hasher: blake3::Hasher,
    /// So many bytes passed.
    pub bytes: u64,
    /// The last byte ends a line.
    pub ends_a_line: bool,
    line: u64,
    row_line: u64,
    row_bytes: u64,
    quoted: bool,
    after_cr: bool,
    stopped: Option<(u64, String)>,
}

impl Watch {
    /// Hash of all bytes, as the record writes hashes.
    pub fn hash(&self) -> String {
        format!("blake3:{}", self.hasher.finalize().to_hex())
    }
    /// Line and reason, if the reading was stopped.
    pub fn stopped(&self) -> Option<(u64, String)> {
        self.stopped.clone()
    }

    fn pass(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.bytes == 0 && matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
            return self
                .stop(1, "the file is in UTF-16; save it as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8");
        }
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
        if let Some(last) = bytes.last() {
            self.ends_a_line = matches!(last, b'\n' | b'\r');
        }
        for b in bytes {
            self.row_bytes += 1;
            match b {
                0 => {
                    let line = self.line + 1;
                    return self.stop(
                        line,
                        "the file holds zero bytes: it is no table of text; save it as CSV in UTF-8",
                    );
                }
                b'"' => self.quoted = !self.quoted,
                b'\n' | b'\r' => {
                    // CR and LF together end one line.
                    if !(*b == b'\n' && self.after_cr) {
                        self.line += 1;
                    }
                    if !self.quoted {
                        self.row_line = self.line;
                        self.row_bytes = 0;
                    }
                }
                _ => {}
            }
            self.after_cr = *b == b'\r';
        }
        if self.row_bytes > MAX_ROW {
            let line = self.row_line + 1;
            let why = if self.quoted {
                "a quotation mark in or after this line is never closed; close it, or double it if it belongs to the text"
            } else {
                "this line is longer than 1 MiB; the file is no table of rows"
            };
            return self.stop(line, why);
        }
        Ok(())
    }

    fn stop(&mut self, line: u64, why: &str) -> io::Result<()> {
        self.stopped = Some((line, why.to_owned()));
        Err(io::Error::new(io::ErrorKind::InvalidData, why.to_owned()))
    }
}

/// A reader that watches.
pub(super) struct Guard<R> {
    inner: R,
    watch: Rc<RefCell<Watch>>,
}

impl<R: Read> Guard<R> {
    pub fn new(inner: R) -> Self {
        Guard { inner, watch: Rc::default() }
    }
    pub fn watch(&self) -> Rc<RefCell<Watch>> {
        Rc::clone(&self.watch)
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.watch.borrow_mut().pass(buffer.get(..n).unwrap_or_default())?;
        Ok(n)
    }
}
