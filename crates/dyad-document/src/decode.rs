//! Bytes to text: byte-order marks, declared and guessed encodings, and what is no text at all.
//!
//! Order: byte-order mark, valid UTF-8, the page's own `charset`, almost valid UTF-8, else a guess by `chardetng`
//! (the detector of Firefox) decoded by `encoding_rs`. Whatever was replaced or guessed is told in `problems`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use crate::error::DocumentError;

/// What begins so is no text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
];

/// Bytes looked at when deciding whether they are text.
const PROBE: usize = 64 << 10;

/// The text of the bytes, without byte-order mark and with CRLF turned into LF.
pub(crate) fn decode(place: &str, bytes: &[u8], problems: &mut Vec<String>) -> Result<String, DocumentError> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(&bytes[skip..]);
        if bad {
            replaced(&text, encoding.name(), problems);
        }
        return Ok(line_ends(text.into_owned()));
    }
    if let Some((_, what)) = MAGIC.iter().find(|(m, _)| bytes.starts_with(m)) {
        return Err(DocumentError::Binary { place: place.to_owned(), what: (*what).to_owned() });
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(bytes);
        problems.push(format!(
            "The file has no byte-order mark; it was read as {} by its pattern of zero bytes.",
            encoding.name()
        ));
        if bad {
            replaced(&text, encoding.name(), problems);
        }
        return Ok(line_ends(text.into_owned()));
    }
    let probe = &bytes[..bytes.len().min(PROBE)];
    let zeros = probe.iter().filter(|b| **b == 0).count();
    let controls =
        probe.iter().filter(|b| **b < 32 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)).count();
    if zeros > 0 || controls * 20 > probe.len() {
        return Err(DocumentError::Binary { place: place.to_owned(), what: "a binary file".to_owned() });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(line_ends(text.to_owned())),
        Err(e) => {
            let first = e.valid_up_to();
            let (text, name, bad) = guess(bytes);
            if bad {
                replaced(&text, name, problems);
            } else {
                problems.push(format!(
                    "The text is not valid UTF-8 (first at byte {first}); it was read as {name}. If letters look wrong, save it as UTF-8."
                ));
            }
            Ok(line_ends(text))
        }
    }
}

/// Text that is not valid UTF-8: declared, almost UTF-8, or guessed.
fn guess(bytes: &[u8]) -> (String, &'static str, bool) {
    if let Some(encoding) = declared(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(bytes);
        if !bad {
            return (text.into_owned(), encoding.name(), false);
        }
    }
    let (mut good, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if good > broken {
        return (String::from_utf8_lossy(bytes).into_owned(), "UTF-8", true);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), encoding.name(), bad)
}

/// The encoding that a page declares in its first bytes (`<meta charset=…>`).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let lower = head.to_ascii_lowercase();
    if !lower.contains(&b'<') {
        return None;
    }
    let at = lower.windows(8).position(|w| w == b"charset=")? + 8;
    let label: Vec<u8> = lower[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'))
        .collect();
    Encoding::for_label(&label)
}

/// UTF-16 that came without its mark: nearly all zero bytes on one side of the pairs, and many of them.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let probe = &bytes[..bytes.len().min(4096) & !1];
    if probe.len() < 8 {
        return None;
    }
    let pairs = probe.len() / 2;
    let high = probe.iter().step_by(2).filter(|b| **b == 0).count();
    let low = probe.iter().skip(1).step_by(2).filter(|b| **b == 0).count();
    let text = |side: usize| {
        probe.iter().skip(side).step_by(2).filter(|b| (32..127).contains(*b)).count() * 10 > pairs * 7
    };
    if low * 10 > pairs * 7 && high * 20 < pairs && text(0) {
        Some(encoding_rs::UTF_16LE)
    } else if high * 10 > pairs * 7 && low * 20 < pairs && text(1) {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

fn replaced(text: &str, name: &str, problems: &mut Vec<String>) {
    let count = text.matches('\u{fffd}').count();
    let line = text.find('\u{fffd}').map_or(1, |at| text[..at].matches('\n').count() + 1);
    problems.push(format!(
        "{count} character{} could not be read as {name} and stand as \u{fffd} (first in line {line}); save the text as UTF-8.",
        if count == 1 { "" } else { "s" }
    ));
}

/// CRLF to LF, nothing else.
pub(crate) fn line_ends(text: String) -> String {
    if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(bytes: &[u8]) -> (String, Vec<String>) {
        let mut problems = Vec::new();
        (decode("f", bytes, &mut problems).unwrap(), problems)
    }

    #[test]
    fn marks_and_line_ends() {
        assert_eq!(ok(b"\xef\xbb\xbfa\r\nb\rc\xc2\xa0d"), ("a\nb\rc\u{a0}d".into(), vec![]));
        let wide: Vec<u8> = "\u{feff}Zürich".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(ok(&wide).0, "Zürich");
    }

    #[test]
    fn utf16_without_its_mark() {
        let wide: Vec<u8> = "Talks in Geneva ended.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (text, problems) = ok(&wide);
        assert_eq!(text, "Talks in Geneva ended.");
        assert!(problems[0].contains("UTF-16BE"));
    }

    #[test]
    fn legacy_and_broken() {
        let (text, problems) =
            ok(b"Le pr\xe9sident fran\xe7ais a d\xe9clar\xe9 la fermeture de la fronti\xe8re.");
        assert!(text.starts_with("Le président français"), "{text}");
        assert!(problems[0].contains("windows-1252"), "{problems:?}");
        let (text, problems) = ok("Señor Ibáñez said \u{201c}no\u{201d}"
            .as_bytes()
            .iter()
            .copied()
            .chain([0xff, b'x'])
            .collect::<Vec<_>>()
            .as_slice());
        assert!(text.ends_with("\u{fffd}x"));
        assert!(problems[0].contains("1 character "), "{problems:?}");
        let (text, _) = ok(b"<html><head><meta charset=\"iso-8859-2\"></head><body>\xb1\xe6\xea</body>");
        assert!(text.contains("ąćę"), "{text}");
    }

    #[test]
    fn binary_is_refused() {
        for bytes in [&b"%PDF-1.7 x"[..], b"\x89PNG\r\n\x1a\n", b"abc\0def\0\x01\x02", &[1u8; 100]] {
            let e = decode("f.bin", bytes, &mut Vec::new()).unwrap_err();
            assert!(e.to_string().starts_with("f.bin: this is a"), "{e}");
        }
    }
}
