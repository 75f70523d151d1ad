//! Datelines: `MEXICO CITY, March 3 (Reuters) —`, `PARIS (AP) –`, `MOSCOW, March 3. /TASS/.`, lines with a date only.

use jiff::civil::Date;

use crate::dates;
use crate::tables::tables;

/// What stands before the news of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dateline {
    /// Bytes up to and including the dash.
    pub end: usize,
    /// The date, if the dateline has one with its year.
    pub date: Option<Date>,
    /// An agency or a date stands in it: it cannot be anything else.
    pub strong: bool,
    /// It ends with a colon, as the label of a speaker may.
    pub colon: bool,
}

/// No dateline is longer.
const LONGEST: usize = 150;

/// The dateline at the start of a paragraph.
pub(crate) fn prefix(text: &str) -> Option<Dateline> {
    let mut limit = text.len().min(LONGEST);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &text[..limit];
    if let Some(found) = slashes(head) {
        return Some(found);
    }
    let (at, after) = separator(head)?;
    let rest = text[after..].trim_start();
    let opens = rest.chars().next()?;
    if !(opens.is_uppercase()
        || opens.is_numeric()
        || matches!(opens, '"' | '“' | '\'' | '‘' | '«' | '$' | '€' | '£' | '['))
    {
        return None;
    }
    let colon = head[at..after].contains(':');
    let shape = shape(&head[..at])?;
    if colon && !(shape.caps || shape.agency) {
        return None;
    }
    let strong = shape.agency || shape.dated;
    (shape.caps || strong).then(|| Dateline { end: after, date: dates::written(&head[..at]), strong, colon })
}

/// `MOSCOW, March 3. /TASS/. The …`
fn slashes(head: &str) -> Option<Dateline> {
    let open = head.find(" /")? + 1;
    let close = open + 1 + head[open + 1..].find('/')?;
    let agency = head[open + 1..close].trim().to_lowercase();
    if !tables().has("agency", &agency) {
        return None;
    }
    shape(&head[..open])?;
    let mut end = close + 1;
    end += head[end..]
        .chars()
        .take_while(|c| matches!(c, '.' | '-' | '–' | '—' | ' '))
        .map(char::len_utf8)
        .sum::<usize>();
    let end = head[..end].trim_end().len();
    (end < head.len()).then(|| Dateline {
        end,
        date: dates::written(&head[..open]),
        strong: true,
        colon: false,
    })
}

/// Start and end of the first dash (or closing `): `, `: `) that may end a dateline.
fn separator(head: &str) -> Option<(usize, usize)> {
    for (i, c) in head.char_indices() {
        match c {
            '—' | '–' | '―' => return Some((i, i + c.len_utf8())),
            '-' if head[i + 1..].starts_with('-') => {
                let run = head[i..].bytes().take_while(|b| *b == b'-').count();
                return Some((i, i + run));
            }
            '-' if head[..i].ends_with(char::is_whitespace)
                && head[i + 1..].starts_with(char::is_whitespace) =>
            {
                return Some((i, i + 1));
            }
            ':' if head[i + 1..].starts_with(char::is_whitespace) => return Some((i, i + 1)),
            '"' | '“' | '”' | '?' | '!' | ';' => return None,
            _ => {}
        }
    }
    None
}

struct Shape {
    caps: bool,
    agency: bool,
    dated: bool,
}

/// Whether the words can be a place with region, date and agency.
fn shape(words: &str) -> Option<Shape> {
    let mut text = words.trim().trim_end_matches(['.', ',', ' ']);
    let mut agency = false;
    if let Some(open) = text.rfind('(').filter(|_| text.ends_with(')')) {
        let inside = text[open + 1..text.len() - 1].trim();
        let known = inside.split(['/', ',']).any(|a| tables().has("agency", &a.trim().to_lowercase()));
        let short =
            inside.split_whitespace().count() <= 4 && inside.chars().next().is_some_and(char::is_uppercase);
        if !known && !short {
            return None;
        }
        agency = known || short;
        text = text[..open].trim_end();
        if text.is_empty() {
            return known.then_some(Shape { caps: false, agency: true, dated: false });
        }
    }
    let (mut caps, mut dated, mut region) = (false, false, false);
    let mut count = 0;
    for (i, raw) in text.split_whitespace().enumerate() {
        count += 1;
        let comma = raw.ends_with([',', '.']);
        let word = raw.trim_end_matches([',', '.']);
        let lower = word.to_lowercase();
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if dates::month(word).is_some() || tables().has("weekday", &lower) {
            dated |= i > 0;
            if i == 0 {
                return None;
            }
        } else if word.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            if i == 0 || digits.parse::<u16>().is_err() {
                return None;
            }
        } else if letters == 0 {
            return None;
        } else if word.chars().all(|c| !c.is_lowercase()) {
            caps |= letters >= 2 && !region;
        } else if word.chars().next().is_some_and(char::is_uppercase) {
            region = true;
        } else if !matches!(
            lower.as_str(),
            "of" | "de" | "del" | "la" | "el" | "du" | "da" | "do" | "and" | "in" | "near" | "am"
        ) {
            return None;
        }
        if i == 0 && !comma {
            // A mixed-case place must be vouched for by an agency or a date.
        }
    }
    let first_caps = text
        .split_whitespace()
        .next()
        .is_some_and(|w| w.chars().all(|c| !c.is_lowercase()) && w.chars().any(char::is_alphabetic));
    if count > 12 || !(first_caps && caps || agency || dated) {
        return None;
    }
    // `NATO Secretary General Jane Doe —` is no place: mixed-case words belong behind a comma.
    if first_caps && !agency && !dated && region && !text.contains(',') {
        return None;
    }
    (count <= 6 || agency || dated).then_some(Shape { caps: first_caps && caps, agency, dated })
}

/// A line that is nothing but place and date: `MANILA, 4 November 2023`.
pub(crate) fn is_line(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['—', '–', '-', ' ']);
    text.len() <= 90
        && text.contains(',')
        && shape(text).is_some_and(|s| s.dated || (s.agency && s.caps))
        && text.split_whitespace().count() >= 2
}

/// A line that is nothing but a date, a time, and words such as "published" or "updated".
pub(crate) fn is_date(text: &str) -> bool {
    let mut dated = false;
    let mut count = 0;
    for raw in text.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '·' | '•' | '—' | '–' | '/')
    }) {
        let word = raw.trim_matches([':', '.', ',', ';']);
        if word.is_empty() {
            continue;
        }
        count += 1;
        let lower = word.to_lowercase();
        let known = tables().has("clock", &lower)
            || tables().has("weekday", &lower)
            || matches!(
                lower.as_str(),
                "published"
                    | "posted"
                    | "updated"
                    | "last"
                    | "modified"
                    | "first"
                    | "issued"
                    | "date"
                    | "created"
                    | "filed"
                    | "the"
                    | "and"
                    | "o'clock"
                    | "eastern"
            );
        if dates::month(word).is_some() || dates::iso(word).is_some() {
            dated = true;
        } else if word.bytes().next().is_some_and(|b| b.is_ascii_digit()) && word.chars().count() <= 8 {
        } else if !known {
            return false;
        }
    }
    dated && ((2..=16).contains(&count) || dates::iso(text.trim()).is_some())
}

/// A line that is nothing but a time of day: `18:40`, `3.15pm`, `10:42 GMT`. A live blog stamps its entries so.
pub(crate) fn is_clock(text: &str) -> bool {
    let text = text.trim().trim_matches(['[', ']', '(', ')']);
    let mut colon = false;
    let mut meridian = false;
    let mut count = 0;
    for word in text.split_whitespace() {
        count += 1;
        let lower = word.to_lowercase();
        if word.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
            let digits = lower.trim_end_matches("am").trim_end_matches("pm").trim_end_matches('h');
            meridian |= digits.len() < lower.len();
            colon |= digits.contains([':', '.']);
            if !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.')) || digits.len() > 8 {
                return false;
            }
        } else if tables().has("clock", &lower) {
            meridian = true;
        } else {
            return false;
        }
    }
    (1..=4).contains(&count) && (colon || meridian) && text.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<&str> {
        prefix(text).map(|d| &text[..d.end])
    }

    #[test]
    fn wires() {
        assert_eq!(
            cut("LIMA, March 3 (Reuters) — Peru said on Friday it would talk."),
            Some("LIMA, March 3 (Reuters) —")
        );
        assert_eq!(cut("PARIS (AP) — France will talk."), Some("PARIS (AP) —"));
        assert_eq!(cut("Paris (AFP) - France will talk."), Some("Paris (AFP) -"));
        assert_eq!(
            cut("BATON ROUGE, La., Oct. 4 (UPI) -- The river rose."),
            Some("BATON ROUGE, La., Oct. 4 (UPI) --")
        );
        assert_eq!(cut("MINSK, May 3. /TASS/. The talks went on."), Some("MINSK, May 3. /TASS/."));
        assert_eq!(cut("BRUSSELS/BERLIN – The bloc will talk."), Some("BRUSSELS/BERLIN –"));
        assert_eq!(cut("DHAKA, Bangladesh — Every morning he walks."), Some("DHAKA, Bangladesh —"));
        assert_eq!(cut("(Reuters) - Oil rose."), Some("(Reuters) -"));
        assert_eq!(cut("NEW DELHI: India has asked for talks."), Some("NEW DELHI:"));
        assert_eq!(
            prefix("DOHA, Jan. 30, 2023 — Qatar paid.").unwrap().date.unwrap().to_string(),
            "2023-01-30"
        );
    }

    #[test]
    fn no_datelines() {
        for text in [
            "The minister — who was not there — said no.",
            "Two countries - Chad and Niger - will not come.",
            "NATO Secretary General Ann Lee — a former minister — said no.",
            "Moscow: the city that never sleeps",
            "EU — so called since 1993 — is larger.",
            "Lee said: \"No.\"",
            "“No” — Lee",
        ] {
            assert_eq!(cut(text), None, "{text}");
        }
    }

    #[test]
    fn lines() {
        assert!(is_line("MANILA, 4 November 2023") && is_line("Geneva, 12 May 2022"));
        assert!(!is_line("Smith, who left in May") && !is_line("Jane Doe, Staff Writer"));
        assert!(
            is_date("12 August 2021")
                && is_date("Last updated on 21 January 2025 at 18:40")
                && is_date("Published 5:40 p.m. ET, Mon March 6, 2023")
        );
        assert!(!is_date("18:40") && !is_date("May talks fail") && !is_date("9 lives"));
        assert!(
            is_clock("18:40")
                && is_clock("3.15pm")
                && is_clock("10:42 GMT")
                && !is_clock("12")
                && !is_clock("12 dead")
        );
    }
}
