//! From paths, folders, globs and standard input to documents, one at a time and in order.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use dyad_document::{Document, DocumentError, JsonLine, JsonLines, Options};

/// Extensions that a folder is searched for.
const EXTENSIONS: [&str; 9] = ["txt", "text", "html", "htm", "xhtml", "md", "markdown", "jsonl", "ndjson"];

/// A document that was not read yet, so that the work can be done on another thread.
pub enum Job {
    Bytes(Vec<u8>, Options),
    Line(JsonLine, Options),
    Failed(String),
}

impl Job {
    /// How messages name it.
    pub fn source(&self) -> String {
        match self {
            Job::Bytes(_, o) => o.source.clone(),
            Job::Line(l, o) => format!("{}, line {}", o.source, l.number),
            Job::Failed(e) => e.clone(),
        }
    }

    /// Bytes that it holds in memory.
    pub fn size(&self) -> usize {
        match self {
            Job::Bytes(b, _) => b.len(),
            Job::Line(l, _) => l.bytes.len(),
            Job::Failed(_) => 0,
        }
    }

    /// Reads the document; the error is a full sentence.
    pub fn document(self) -> Result<Document, String> {
        match self {
            Job::Bytes(b, o) => Document::from_bytes(&b, &o).map_err(|e| e.to_string()),
            Job::Line(l, o) => Document::from_json_line(&l, &o).map_err(|e| e.to_string()),
            Job::Failed(e) => Err(e),
        }
    }
}

/// The files that the arguments name, in order; what cannot be found is an error in its place.
pub fn expand(paths: &[String]) -> Vec<Result<PathBuf, String>> {
    let mut out = Vec::new();
    for p in paths {
        let path = Path::new(p);
        let is_folder = path.is_dir();
        // Pipes and devices are no regular files and are read all the same: `dyad read <(curl …)`.
        if p == "-" || (path.exists() && !is_folder) {
            out.push(Ok(path.to_owned()));
        } else if is_folder {
            let before = out.len();
            for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
                match entry {
                    Ok(e) if e.file_type().is_file() => {
                        let known = e
                            .path()
                            .extension()
                            .is_some_and(|x| EXTENSIONS.iter().any(|k| x.eq_ignore_ascii_case(k)));
                        if known {
                            out.push(Ok(e.into_path()));
                        }
                    }
                    Ok(_) => {}
                    Err(e) => out.push(Err(unread(p, &e))),
                }
            }
            if out.len() == before {
                out.push(Err(format!(
                    "{p}: the folder holds no file that ends in {}; name a file to have it read whatever its name",
                    EXTENSIONS.join(", ")
                )));
            }
        } else if p.contains(['*', '?', '[']) {
            match glob(p) {
                Ok(found) if found.is_empty() => {
                    out.push(Err(format!("{p}: no file matches this pattern; check it with ls")));
                }
                Ok(found) => out.extend(found),
                Err(e) => out.push(Err(format!("{p}: this pattern cannot be understood ({e})"))),
            }
        } else {
            // Told apart from a folder that may not be entered.
            let e = std::fs::metadata(path).err().unwrap_or_else(|| std::io::ErrorKind::NotFound.into());
            out.push(Err(DocumentError::io(p, &e).to_string()));
        }
    }
    out
}

/// A part of a folder that could not be looked into, with the mend.
fn unread(folder: &str, error: &walkdir::Error) -> String {
    let place = error.path().map_or_else(|| folder.to_owned(), |p| p.to_string_lossy().into_owned());
    match error.io_error() {
        Some(e) => DocumentError::io(&place, e).to_string(),
        None => format!("{place}: the folder cannot be read ({error})"),
    }
}

/// The files that a pattern matches; what cannot be looked into on the way is an error in its place.
fn glob(pattern: &str) -> Result<Vec<Result<PathBuf, String>>, String> {
    let matcher = globset::GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|e| e.to_string())?
        .compile_matcher();
    let fixed: PathBuf = Path::new(pattern)
        .components()
        .take_while(|c| !c.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
        .collect();
    let root = if fixed.as_os_str().is_empty() { PathBuf::from(".") } else { fixed.clone() };
    let mut found = Vec::new();
    for e in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let e = match e {
            Ok(e) => e,
            // The fixed part of the pattern is not there: nothing matches.
            Err(e)
                if e.depth() == 0
                    && e.io_error().is_some_and(|e| e.kind() == std::io::ErrorKind::NotFound) =>
            {
                break;
            }
            Err(e) => {
                found.push(Err(unread(pattern, &e)));
                continue;
            }
        };
        let path = if fixed.as_os_str().is_empty() {
            e.path().strip_prefix(".").unwrap_or(e.path())
        } else {
            e.path()
        };
        if e.file_type().is_file() && matcher.is_match(path) {
            found.push(Ok(path.to_owned()));
        }
    }
    Ok(found)
}

/// The documents of the arguments, read lazily: a long stream is never held in memory.
pub fn jobs<'a>(paths: &'a [String], options: &'a Options) -> Box<dyn Iterator<Item = Job> + Send + 'a> {
    Box::new(expand(paths).into_iter().flat_map(move |path| match path {
        Err(e) => one(Job::Failed(e)),
        Ok(path) => open(&path, options),
    }))
}

fn one<'a>(job: Job) -> Box<dyn Iterator<Item = Job> + Send + 'a> {
    Box::new(std::iter::once(job))
}

fn open<'a>(path: &Path, options: &Options) -> Box<dyn Iterator<Item = Job> + Send + 'a> {
    let stdin = path.as_os_str() == "-";
    let source = if stdin { "standard input".to_owned() } else { path.to_string_lossy().into_owned() };
    let own = Options { source: source.clone(), ..options.clone() };
    let mut reader: Box<dyn Read + Send> = if stdin {
        Box::new(std::io::stdin())
    } else {
        match File::open(path) {
            Ok(f) => Box::new(f),
            Err(e) => return one(Job::Failed(DocumentError::io(&source, &e).to_string())),
        }
    };
    // Enough of the beginning to tell a stream of JSON lines from a page.
    let mut head = Vec::new();
    if let Err(e) = reader.by_ref().take(65_536).read_to_end(&mut head) {
        return one(Job::Failed(DocumentError::io(&source, &e).to_string()));
    }
    let whole = BufReader::new(std::io::Cursor::new(head.clone()).chain(reader));
    if Document::is_stream(&head, &own) {
        let each = own.clone();
        return Box::new(JsonLines::new(whole, &own).map(move |line| match line {
            Ok(l) => Job::Line(l, each.clone()),
            Err(e) => Job::Failed(e.to_string()),
        }));
    }
    let mut bytes = Vec::new();
    // One byte over the limit is enough to be refused, without reading a disk full of it.
    match whole.take((own.max_bytes as u64).saturating_add(1)).read_to_end(&mut bytes) {
        Ok(_) => one(Job::Bytes(bytes, own)),
        Err(e) => one(Job::Failed(DocumentError::io(&source, &e).to_string())),
    }
}
