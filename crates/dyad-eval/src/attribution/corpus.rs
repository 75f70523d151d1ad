//! An attribution corpus as the trainer wants it: read by our own pipeline, offsets in bytes, every fault named with
//! its file and line.

use std::path::Path;

use dyad_reader::Coder;
use dyad_reader::statements::learned::{Example, Gold};
use dyad_record::Span;

use super::{Attribution, Document, load};
use crate::EvalError;

/// Reads corpus files and parses them; `threads` share the work, the result does not depend on them.
///
/// # Errors
/// A file that cannot be read, a line that is no such document, a span outside its text.
pub fn examples(
    coder: &Coder,
    paths: &[impl AsRef<Path>],
    threads: usize,
) -> Result<Vec<Example>, EvalError> {
    let mut documents: Vec<Document> = Vec::new();
    for path in paths {
        documents.extend(checked(path.as_ref())?);
    }
    let size = documents.len().div_ceil(threads.max(1)).max(1);
    let parts: Vec<Result<Vec<Example>, EvalError>> = std::thread::scope(|scope| {
        let work: Vec<_> = documents
            .chunks(size)
            .map(|part| scope.spawn(move || part.iter().map(|d| example(coder, d)).collect()))
            .collect();
        let lost = || Err(EvalError::Model("a thread that reads the corpus has stopped".to_owned()));
        work.into_iter().map(|w| w.join().unwrap_or_else(|_| lost())).collect()
    });
    let mut out = Vec::with_capacity(documents.len());
    for part in parts {
        out.extend(part?);
    }
    Ok(out)
}

/// The documents of a file, all of whose spans lie in their texts.
fn checked(path: &Path) -> Result<Vec<Document>, EvalError> {
    let documents = load(path)?;
    let lines = EvalError::read(path)?;
    let numbers = lines.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(|(i, _)| i + 1);
    for (d, line) in documents.iter().zip(numbers) {
        let fail = |message: String| EvalError::Format { path: path.to_owned(), line, message };
        if d.text.trim().is_empty() {
            return Err(fail(format!("the document \"{}\" has no text", d.id)));
        }
        if d.text.contains('\r') {
            return Err(fail(format!(
                "the text of \"{}\" holds carriage returns, which would shift offsets",
                d.id
            )));
        }
        let end = d.text.chars().count();
        for (i, a) in d.attributions.iter().enumerate() {
            let all = a.source.iter().chain(&a.cue).chain(&a.content);
            if let Some(s) = all.into_iter().find(|s| s.start >= s.end || s.end > end) {
                return Err(fail(format!(
                    "attribution {} of \"{}\" has the span [{}, {}], but the text ends at {end}",
                    a.id.clone().unwrap_or_else(|| (i + 1).to_string()),
                    d.id,
                    s.start,
                    s.end
                )));
            }
        }
    }
    Ok(documents)
}

fn example(coder: &Coder, d: &Document) -> Result<Example, EvalError> {
    let document = crate::run::document(&d.text, &d.id, None)?;
    let segments: Vec<Span> = document.blocks.iter().map(|b| b.span).collect();
    let analysis = coder.analyzer().analyze(&document.text, &segments);
    let starts: Vec<usize> = d.text.char_indices().map(|(i, _)| i).chain([d.text.len()]).collect();
    let byte = |scalar: usize| starts.get(scalar).copied().unwrap_or(d.text.len());
    let bytes = |spans: &[Span]| spans.iter().map(|s| Span::new(byte(s.start), byte(s.end))).collect();
    let gold =
        |a: &Attribution| Gold { source: bytes(&a.source), cue: bytes(&a.cue), content: bytes(&a.content) };
    Ok(Example { gold: d.attributions.iter().map(gold).collect(), document, analysis })
}
