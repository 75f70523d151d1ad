//! Files that a build writes beside its output and takes away again, however it ends.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::GazetteerError;

/// A file beside the output; removed when dropped.
pub struct Part {
    path: PathBuf,
    out: Option<BufWriter<File>>,
    written: u64,
}

impl Part {
    /// Makes the file `.NAME.WHAT.PROCESS` in the output's folder.
    pub fn create(output: &Path, what: &str) -> Result<Self, GazetteerError> {
        let name =
            output.file_name().map_or_else(|| "gazetteer".into(), |n| n.to_string_lossy().into_owned());
        let path = output.with_file_name(format!(".{name}.{what}.{}", std::process::id()));
        let file = File::create(&path).map_err(GazetteerError::file(&path, "written"))?;
        Ok(Self { path, out: Some(BufWriter::with_capacity(1 << 20, file)), written: 0 })
    }
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), GazetteerError> {
        self.written += bytes.len() as u64;
        match &mut self.out {
            Some(out) => out.write_all(bytes).map_err(GazetteerError::file(&self.path, "written")),
            None => Ok(()),
        }
    }
    /// Bytes put so far.
    pub fn len(&self) -> u64 {
        self.written
    }
    /// Ends writing and reads from the beginning.
    pub fn read(&mut self) -> Result<BufReader<File>, GazetteerError> {
        self.flush()?;
        let file = File::open(&self.path).map_err(GazetteerError::file(&self.path, "read"))?;
        Ok(BufReader::with_capacity(1 << 20, file))
    }
    pub fn flush(&mut self) -> Result<(), GazetteerError> {
        match &mut self.out {
            Some(out) => out.flush().map_err(GazetteerError::file(&self.path, "written")),
            None => Ok(()),
        }
    }
    /// Gives the file its final name, in one step.
    pub fn rename(mut self, to: &Path) -> Result<(), GazetteerError> {
        self.flush()?;
        if let Some(out) = self.out.take() {
            out.get_ref().sync_all().map_err(GazetteerError::file(&self.path, "written"))?;
        }
        std::fs::rename(&self.path, to).map_err(GazetteerError::file(to, "written"))
    }
    /// Writes the header over the first bytes, which were left free for it.
    pub fn begin_with(&mut self, header: &[u8]) -> Result<(), GazetteerError> {
        use std::io::{Seek, SeekFrom};
        let path = &self.path;
        let Some(out) = &mut self.out else { return Ok(()) };
        let mut at_start = || -> io::Result<()> {
            out.flush()?;
            out.get_mut().seek(SeekFrom::Start(0))?;
            out.get_mut().write_all(header)
        };
        at_start().map_err(GazetteerError::file(path, "written"))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.out = None;
        // After a rename there is nothing here any more.
        let _ = std::fs::remove_file(&self.path);
    }
}
