//! Exit codes.

use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything was read.
    AllRead = 0,
    /// Nothing could be read, or the output could not be written.
    NothingRead = 1,
    /// The arguments make no sense (clap uses the same code).
    Usage = 2,
    /// Some documents failed; each was named on standard error.
    SomeFailed = 3,
}

impl Exit {
    /// From counts of documents.
    pub fn of(read: usize, failed: usize) -> Exit {
        match (read, failed) {
            (_, 0) => Exit::AllRead,
            (0, _) => Exit::NothingRead,
            _ => Exit::SomeFailed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(e: Exit) -> ExitCode {
        ExitCode::from(e as u8)
    }
}
