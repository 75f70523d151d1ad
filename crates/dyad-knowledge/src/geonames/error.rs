//! What can be wrong with a dump or an index, in sentences that say where and how to mend it.

use std::io;
use std::path::{Path, PathBuf};

/// A line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}, line {line}: {message}", file.display())]
pub struct BadLine {
    /// The file.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: u64,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// A gazetteer could not be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// A line of the dump is bad, and bad lines are not to be passed over.
    #[error("{0}; --skip-bad builds without such lines and names each")]
    Line(BadLine),
    /// A file could not be read or written.
    #[error("{}: the file cannot be {what} ({source})", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// "read", "written" …
        what: &'static str,
        /// Why.
        source: io::Error,
    },
    /// The dump holds no place that is wanted.
    #[error(
        "there is no place in {0} that the options let through; give the GeoNames dump (allCountries.txt), or ask for less"
    )]
    Empty(String),
    /// More than the format can hold.
    #[error(
        "{what}: more than the format can hold ({most}); build from fewer files or with --min-population or --classes"
    )]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The limit.
        most: u64,
    },
    /// Not an index of ours.
    #[error("{}: this is no gazetteer made by `dyad gazetteer build` (it does not begin as one); to read a GeoNames dump, build an index from it first", .0.display())]
    Foreign(PathBuf),
    /// Of another version.
    #[error("{}: the gazetteer has format {found}, this program reads format {known}; build it again with `dyad gazetteer build`", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// Shorter or longer than its header says.
    #[error("{}: the gazetteer is {found} bytes long, but should be {wanted}; it was cut off or changed: copy or build it again", path.display())]
    Length {
        /// The file.
        path: PathBuf,
        /// Bytes by the header.
        wanted: u64,
        /// Bytes there.
        found: u64,
    },
    /// The contents do not fit together.
    #[error("{}: the gazetteer is damaged ({what}); copy or build it again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
}

impl GazetteerError {
    pub(super) fn file(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { path, what, source }
    }
}
