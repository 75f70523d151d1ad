//! Limits that reading hit, told in the record's `problems`: never silent.
//!
//! Limits of the document stage (size, nesting, encoding) are told by that stage and come before these.

use dyad_document::Document;
use dyad_syntax::{Analysis, parser, tokenize};

/// The document's problems and those of its sentences.
pub(crate) fn problems(doc: &Document, analysis: &Analysis) -> Vec<String> {
    let mut out = doc.problems.clone();
    let long = |more: usize| analysis.sentences.iter().filter(|s| s.tokens.len() - shared(s) >= more).count();
    let cut = long(tokenize::LONGEST);
    if cut > 0 {
        out.push(format!(
            "{cut} sentence{} cut at {} words, the longest that is read whole.",
            if cut == 1 { " was" } else { "s were" },
            tokenize::LONGEST
        ));
    }
    let windowed = long(parser::WINDOW + 1);
    if windowed > 0 {
        out.push(format!(
            "{windowed} sentence{} more than {} words; trees so long are made in windows and hold together less well.",
            if windowed == 1 { " has" } else { "s have" },
            parser::WINDOW
        ));
    }
    out
}

/// Words of a sentence that share their surface token with another (`do` and `n't`); they do not count.
fn shared(s: &dyad_syntax::Sentence) -> usize {
    s.multiword.iter().map(|(_, words)| words.len().saturating_sub(1)).sum()
}
