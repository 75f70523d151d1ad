//! Publication dates: ISO dates as given, dates as pages and datelines write them. Checked by `jiff`.

use jiff::civil::Date;

use crate::error::DocumentError;
use crate::tables::tables;

/// A date that the caller gives: `YYYY-MM-DD`, or a time stamp that begins so.
pub(crate) fn given(place: &str, value: &str) -> Result<String, DocumentError> {
    let trimmed = value.trim();
    if let Some(date) = iso(trimmed).or_else(|| written(trimmed)) {
        return Ok(date.to_string());
    }
    let reason = trimmed
        .parse::<Date>()
        .err()
        .map_or_else(|| "it has no year, month and day".to_owned(), |e| e.to_string());
    Err(DocumentError::BadDate { place: place.to_owned(), value: value.chars().take(60).collect(), reason })
}

/// An ISO date or time stamp; the date is the one written, in the writer's own time zone.
pub(crate) fn iso(value: &str) -> Option<Date> {
    let value = value.trim();
    let head = value.get(..10);
    if let Some(head) = head
        && head.as_bytes()[4] == b'-'
        && value[10..].chars().next().is_none_or(|c| matches!(c, 'T' | 't' | ' ' | '/' | 'Z' | '+'))
    {
        return head.parse().ok();
    }
    if value.len() == 8 && value.bytes().all(|b| b.is_ascii_digit()) {
        let number = |r: std::ops::Range<usize>| value[r].parse::<i16>().ok();
        return Date::new(
            number(0..4)?,
            i8::try_from(number(4..6)?).ok()?,
            i8::try_from(number(6..8)?).ok()?,
        )
        .ok();
    }
    None
}

/// The number of a month's name or abbreviation.
pub(crate) fn month(word: &str) -> Option<i8> {
    let lower = word.trim_end_matches('.').to_lowercase();
    if !tables().has("month", &lower) {
        return None;
    }
    const STEMS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    STEMS.iter().position(|s| lower.starts_with(s)).and_then(|i| i8::try_from(i + 1).ok())
}

/// A date in words with its year: `March 3, 2023`, `3 March 2023`, `Mon, 03 Mar 2023 10:00:00 GMT`, `2023-03-03`.
/// Other words around it do not matter; the first such date counts.
pub(crate) fn written(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | '—' | '–'))
        .filter(|w| !w.is_empty())
        .take(60)
        .collect();
    let day = |w: &str| {
        let digits = w
            .trim_end_matches(['.', ':'])
            .trim_end_matches("st")
            .trim_end_matches("nd")
            .trim_end_matches("rd")
            .trim_end_matches("th");
        digits.parse::<i8>().ok().filter(|d| (1..=31).contains(d))
    };
    let year = |w: &str| {
        w.trim_end_matches(['.', ':', ';', '/']).parse::<i16>().ok().filter(|y| (1700..=2200).contains(y))
    };
    for (i, word) in words.iter().enumerate() {
        if let Some(date) = iso(word.trim_end_matches(['.', ':'])) {
            return Some(date);
        }
        let Some(m) = month(word) else { continue };
        let next = words.get(i + 1).copied();
        let after = words.get(i + 2).copied();
        let before = i.checked_sub(1).map(|p| words[p]);
        let found = match (next.and_then(day), after.and_then(year)) {
            (Some(d), Some(y)) => Some((y, d)),
            _ => match (before.and_then(day), next.and_then(year)) {
                (Some(d), Some(y)) => Some((y, d)),
                _ => None,
            },
        };
        if let Some((y, d)) = found
            && let Ok(date) = Date::new(y, m, d)
        {
            return Some(date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for text in [
            "2023-03-03",
            "2023-03-03T23:10:00-05:00",
            "20230303",
            "March 3, 2023",
            "3 March 2023",
            "Fri, 03 Mar 2023 10:00:00 GMT",
            "LIMA, Mar. 3, 2023 (AFP) —",
            "Published on 3rd March 2023 at 18:40",
        ] {
            assert_eq!(given("x", text).unwrap(), "2023-03-03", "{text}");
        }
    }

    #[test]
    fn bad_dates_are_told() {
        for text in ["2023-02-30", "yesterday", "03/04/2023", "March 2023", ""] {
            let e = given("--date", text).unwrap_err().to_string();
            assert!(e.starts_with("--date: ") && e.contains("YYYY-MM-DD"), "{e}");
        }
    }
}
