//! Lines → CSV, as [`super::read`] reads it.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{ActorLine, COLUMNS};

/// The lines as a file, with its header.
///
/// # Errors
/// What the CSV writer says; a buffer in memory gives it no cause.
pub fn write(lines: &[ActorLine]) -> Result<Vec<u8>, String> {
    let mut out = WriterBuilder::new()
        .quote_style(QuoteStyle::Necessary)
        .terminator(Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    out.write_record(COLUMNS).map_err(|e| e.to_string())?;
    for l in lines {
        let aliases = l.aliases.join(";");
        let (from, to) = (l.from.as_deref().unwrap_or(""), l.to.as_deref().unwrap_or(""));
        out.write_record([l.name.as_str(), &aliases, l.kind, &l.code, from, to])
            .map_err(|e| e.to_string())?;
    }
    out.into_inner().map_err(|e| e.to_string())
}
