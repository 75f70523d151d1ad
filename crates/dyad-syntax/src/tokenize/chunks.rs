//! From text to surface tokens: where, inside a stretch without white space, does one token end and the next begin?
//!
//! Web and mail addresses are kept whole by rule; every other place between two characters that are not both letters
//! or both digits is decided by a classifier that was trained on treebanks. Must not know sentences.

use dyad_record::Span;

use super::abbreviations::Abbreviations;
use super::linear::{Features, Linear};

/// Class of a character.
pub(crate) fn class(c: char) -> u64 {
    match c {
        'a'..='z' => 1,
        'A'..='Z' => 2,
        '0'..='9' => 3,
        '\'' | '’' | '‘' | '`' => 4,
        '"' | '“' | '”' | '„' | '«' | '»' => 5,
        '.' => 6,
        ',' | ';' | ':' => 7,
        '!' | '?' => 8,
        '-' | '–' | '—' | '‑' => 9,
        '(' | '[' | '{' => 10,
        ')' | ']' | '}' => 11,
        '$' | '€' | '£' | '¥' | '%' | '#' | '&' => 12,
        '…' => 13,
        c if c.is_uppercase() => 2,
        c if c.is_alphabetic() => 1,
        c if c.is_numeric() => 3,
        _ => 14,
    }
}

/// Typographic variants as one character, so that curly text profits from what straight text taught.
pub(crate) fn plain(c: char) -> char {
    match c {
        '’' | '‘' | '`' | '´' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '‑' => '-',
        c => c,
    }
}

fn is_mark(c: char) -> bool {
    // Combining marks, joiners and variation selectors belong to the character before them.
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// May a token end between these two characters?
pub(crate) fn candidate(a: char, b: char) -> bool {
    let (letters, digits) = (a.is_alphabetic() && b.is_alphabetic(), a.is_numeric() && b.is_numeric());
    !(letters || digits || is_mark(b) || a == '\u{200d}')
}

/// Longest stretch of characters that a feature looks at.
const REACH: usize = 14;

pub(crate) fn hash(chars: impl Iterator<Item = char>) -> u64 {
    chars
        .fold(0xcbf2_9ce4_8422_2325, |h, c| (h ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The classifier's view of the place before `chars[at]`; `next` is the first character after the white space.
pub(crate) fn features(
    f: &mut Features,
    chars: &[char],
    at: usize,
    next: Option<char>,
    abbreviations: &Abbreviations,
) {
    f.clear();
    let c = |i: isize| -> char {
        usize::try_from(at as isize + i).ok().and_then(|i| chars.get(i)).copied().map_or('\0', plain)
    };
    let k = |i: isize| class(c(i));
    let code = |i: isize| u64::from(u32::from(c(i)));
    f.add(0, 0, 0);
    for i in -3..3isize {
        f.add(1 + (i + 3) as u32, code(i), 0);
        f.add(8 + (i + 3) as u32, k(i), k(i + 1));
    }
    f.add(16, code(-1), code(0));
    f.add(17, code(-2) << 21 | code(-1), code(0));
    f.add(18, code(-1), code(0) << 21 | code(1));
    f.add(19, k(-3) << 8 | k(-2), k(-1) << 16 | k(0) << 8 | k(1));
    // Runs of letters or digits on both sides.
    let run = |from: usize, step: isize| -> (u64, usize) {
        let mut h = 0xcbf2_9ce4_8422_2325u64;
        let (mut i, mut n) = (from as isize, 0);
        while let Some(x) =
            usize::try_from(i).ok().and_then(|i| chars.get(i)).filter(|x| x.is_alphanumeric() && n < REACH)
        {
            for l in x.to_lowercase() {
                h = (h ^ u64::from(u32::from(l))).wrapping_mul(0x0000_0100_0000_01b3);
            }
            i += step;
            n += 1;
        }
        (h, n)
    };
    // The letters next to the place; if a sign stands there, those beyond it.
    let before = at.saturating_sub(1 + usize::from(!c(-1).is_alphanumeric()));
    let after = at + usize::from(!c(0).is_alphanumeric());
    let (left, left_len) = run(before, -1);
    let (right, right_len) = run(after, 1);
    f.add(20, left, code(-1) << 21 | code(0));
    f.add(21, right, code(-1) << 21 | code(0));
    f.add(22, left, right);
    f.add(23, left_len as u64, k(-1) << 8 | k(0));
    f.add(24, right_len as u64, k(-1) << 8 | k(0));
    f.add(25, left, 1);
    f.add(26, right, 1);
    // Position in the chunk.
    let (from_start, to_end) = (at.min(6), (chars.len() - at).min(6));
    f.add(27, from_start as u64, k(-1) << 8 | k(0));
    f.add(28, to_end as u64, code(-1) << 21 | code(0));
    f.add(29, to_end as u64, code(0) << 8 | next.map_or(0, class));
    // A full stop: is what stands before it an abbreviation, does the chunk hold other stops?
    if c(0) == '.' || c(-1) == '.' {
        let stop = if c(0) == '.' { at } else { at - 1 };
        let start = stop.saturating_sub(REACH);
        let mut word: Vec<char> = chars[start..stop]
            .iter()
            .rev()
            .take_while(|x| x.is_alphabetic() || **x == '.')
            .copied()
            .collect();
        word.reverse();
        let known = u64::from(abbreviations.holds(&word));
        let dotted = u64::from(word.contains(&'.'));
        let single = u64::from(word.len() == 1);
        let kind = known | dotted << 1 | single << 2 | u64::from(c(0) == '.') << 3;
        f.add(30, kind, to_end as u64);
        f.add(31, kind, to_end as u64 | next.map_or(0, class) << 8);
    }
    // What the whole chunk looks like to the left and to the right.
    f.add(32, hash(chars[at.saturating_sub(REACH)..at].iter().map(|c| plain(*c))), 0);
    f.add(33, hash(chars[at..(at + REACH).min(chars.len())].iter().map(|c| plain(*c))), 0);
    f.add(
        34,
        hash(
            chars[at.saturating_sub(8)..(at + 8).min(chars.len())]
                .iter()
                .map(|c| char::from(b'a' + class(*c) as u8)),
        ),
        from_start as u64,
    );
    let hyphens = chars[at.saturating_sub(REACH)..(at + REACH).min(chars.len())]
        .iter()
        .filter(|c| class(**c) == 9)
        .count();
    f.add(35, hyphens.min(3) as u64, k(-1) << 8 | k(0));
}

/// Is the chunk (without closing punctuation) a web or mail address, a handle or a hash tag? Its length in characters.
fn address(chars: &[char]) -> Option<usize> {
    let starts = |s: &str| {
        s.chars().enumerate().all(|(i, c)| chars.get(i).is_some_and(|x| x.eq_ignore_ascii_case(&c)))
    };
    let web = starts("http://") || starts("https://") || starts("www.") || starts("ftp://");
    let at = chars.iter().position(|c| *c == '@');
    let mail = at.is_some_and(|i| {
        i > 0
            && chars[i - 1].is_alphanumeric()
            && chars[i + 1..].contains(&'.')
            && chars[i + 1..].first().is_some_and(|c| c.is_alphanumeric())
            && chars.iter().all(|c| c.is_alphanumeric() || ".-_@+,;:!?)(<>\"'”’".contains(*c))
    });
    let handle =
        chars.len() > 1 && matches!(chars[0], '@' | '#') && (chars[1].is_alphabetic() || chars[1] == '_');
    let end = |inside: &dyn Fn(char) -> bool| {
        let mut n = chars.iter().take_while(|c| inside(**c)).count();
        while n > 0 && ".,;:!?)]}>\"'”’".contains(chars[n - 1]) {
            n -= 1;
        }
        n
    };
    if web {
        Some(end(&|c| !"<>\"“”".contains(c)))
    } else if mail && !chars[..1].contains(&'<') && !chars[..1].contains(&'(') {
        Some(end(&|c| c.is_alphanumeric() || ".-_@+".contains(c)))
    } else if handle {
        Some(end(&|c| c.is_alphanumeric() || c == '_' || c == '@' || c == '#'))
    } else {
        None
    }
}

/// Adds the surface tokens of `text[within]` to `out`.
pub(crate) fn tokens(
    text: &str,
    within: Span,
    model: &Linear,
    abbreviations: &Abbreviations,
    out: &mut Vec<Span>,
) {
    let mut f = Features::default();
    let mut chars: Vec<char> = Vec::new();
    let mut at: Vec<usize> = Vec::new();
    let part = within.of(text);
    let mut iter = part.char_indices().peekable();
    while let Some((i, c)) = iter.next() {
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            continue;
        }
        chars.clear();
        at.clear();
        chars.push(c);
        at.push(within.start + i);
        while let Some((j, d)) =
            iter.next_if(|(_, d)| !(d.is_whitespace() || *d == '\u{feff}' || *d == '\u{200b}'))
        {
            chars.push(d);
            at.push(within.start + j);
        }
        let end = at[at.len() - 1] + chars[chars.len() - 1].len_utf8();
        let next = iter.clone().map(|(_, c)| c).find(|c| !c.is_whitespace());
        let whole = address(&chars).unwrap_or(0);
        let mut start = at[0];
        for k in 1..chars.len() {
            if !(k == whole || k > whole && candidate(chars[k - 1], chars[k])) {
                continue;
            }
            if k != whole {
                features(&mut f, &chars, k, next, abbreviations);
            }
            if k == whole || model.score(&f) > 0 {
                out.push(Span::new(start, at[k]));
                start = at[k];
            }
        }
        out.push(Span::new(start, end));
    }
}
