//! The lines of a large file, one at a time in one buffer, with their numbers. A line without an end is told from one with it.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::error::{BadLine, GazetteerError};

/// The longest line that is read: some hundred times the longest of the real dump.
const LONGEST: u64 = 4 << 20;

/// Lines of one file.
pub struct Lines {
    path: PathBuf,
    input: BufReader<File>,
    buffer: Vec<u8>,
    number: u64,
}

/// One line.
pub struct Line<'b> {
    /// Number, from 1.
    pub number: u64,
    /// The bytes without the line's end.
    pub bytes: &'b [u8],
    /// False for a last line that no line break ends.
    pub ended: bool,
}

impl Lines {
    pub fn open(path: &Path) -> Result<Self, GazetteerError> {
        let file = File::open(path).map_err(GazetteerError::file(path, "read"))?;
        let input = BufReader::with_capacity(1 << 20, file);
        Ok(Self { path: path.to_path_buf(), input, buffer: Vec::new(), number: 0 })
    }
    /// The next line that is not empty.
    pub fn next(&mut self) -> Result<Option<Line<'_>>, GazetteerError> {
        let ended = loop {
            self.buffer.clear();
            let mut some = (&mut self.input).take(LONGEST);
            let n =
                some.read_until(b'\n', &mut self.buffer).map_err(GazetteerError::file(&self.path, "read"))?;
            if n == 0 {
                return Ok(None);
            }
            self.number += 1;
            let ended = self.buffer.last() == Some(&b'\n');
            if !ended && n as u64 == LONGEST {
                return Err(GazetteerError::Line(self.bad(
                    self.number,
                    format!("the line is longer than {LONGEST} bytes, so this is no table of places; unpack the archive first"),
                )));
            }
            if ended {
                self.buffer.pop();
            }
            if self.buffer.last() == Some(&b'\r') {
                self.buffer.pop();
            }
            if !self.buffer.is_empty() {
                break ended;
            }
        };
        Ok(Some(Line { number: self.number, bytes: &self.buffer, ended }))
    }
    /// An error at a line of this file.
    pub fn bad(&self, line: u64, message: String) -> BadLine {
        BadLine { file: self.path.clone(), line, message }
    }
}
