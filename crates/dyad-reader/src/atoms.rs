//! Atoms: words, numerals and signs inside a sentence, finer than syntactic tokens (`$4.2bn` is `$`, `4.2`, `bn`).
//!
//! Owns the view of a sentence that times and figures match on. It adds no token: every atom lies within a sentence
//! of the analysis and knows its token. It must not know what a number means.

use dyad_knowledge::Quantities;
use dyad_record::Span;
use dyad_syntax::{Sentence, Token, Upos};
use smol_str::SmolStr;

/// What an atom is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Letters (and digits after letters: `XC40`).
    Word,
    /// A numeral in digits.
    Number(f64),
    /// `19th`.
    Ordinal(f64),
    /// Any other character.
    Sign,
}

/// One atom.
#[derive(Debug, Clone)]
pub struct Atom<'t> {
    /// Bytes of the text.
    pub span: Span,
    /// The characters.
    pub text: &'t str,
    /// In lower case, with a straight apostrophe.
    pub low: SmolStr,
    /// What it is.
    pub kind: Kind,
    /// True if no white space stands before it.
    pub glued: bool,
    /// Index of its token in the sentence.
    pub token: usize,
    /// A number, or a word of a numeral: "two", "third", "half", "doubled".
    pub numeric: bool,
}

/// The atoms of one sentence with its tokens.
pub struct Atoms<'a> {
    /// Index of the sentence.
    pub sentence: usize,
    /// The atoms, in text order.
    pub list: Vec<Atom<'a>>,
    /// Tables of numbers and the words around them.
    pub q: &'a Quantities,
    tokens: &'a [Token],
    text: &'a str,
}

impl<'a> Atoms<'a> {
    /// The atoms of a sentence of a text, which stands at this place among the sentences; linear in its length.
    #[must_use]
    pub fn of(text: &'a str, q: &'a Quantities, sentence: usize, s: &'a Sentence) -> Self {
        let mut list = split(text, s.span, |letters| {
            q.currency_sign(letters).is_some()
                && (!q.is("code", &lower(letters)) || q.is("glued", &lower(letters)))
        });
        let mut token = 0;
        for a in &mut list {
            while token + 1 < s.tokens.len() && s.tokens[token].span.end <= a.span.start {
                token += 1;
            }
            a.token = token;
            a.numeric = match a.kind {
                Kind::Number(_) | Kind::Ordinal(_) => true,
                Kind::Word => q.numeric(&a.low),
                Kind::Sign => false,
            };
        }
        Self { sentence, list, q, tokens: &s.tokens, text }
    }
    /// Number of atoms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }
    /// True without atoms.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
    /// The atom at `i`.
    #[must_use]
    pub fn get(&self, i: usize) -> Option<&Atom<'a>> {
        self.list.get(i)
    }
    /// The atom `back` places before `i`.
    #[must_use]
    pub fn before(&self, i: usize, back: usize) -> Option<&Atom<'a>> {
        self.list.get(i.checked_sub(back)?)
    }
    /// The atom's lower-case text, empty past the end.
    #[must_use]
    pub fn low(&self, i: usize) -> &str {
        self.list.get(i).map_or("", |a| a.low.as_str())
    }
    /// Lower-case text of the atom `back` places before `i`.
    #[must_use]
    pub fn low_before(&self, i: usize, back: usize) -> &str {
        self.before(i, back).map_or("", |a| a.low.as_str())
    }
    /// True if the atoms from `i` on are these.
    #[must_use]
    pub fn are(&self, i: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(k, w)| self.low(i + k) == *w)
    }
    /// The number in digits at `i`.
    #[must_use]
    pub fn digits(&self, i: usize) -> Option<f64> {
        match self.get(i)?.kind {
            Kind::Number(n) => Some(n),
            _ => None,
        }
    }
    /// A whole number in plain digits (no comma, no point) of at most `max` places.
    #[must_use]
    pub fn integer(&self, i: usize, max: usize) -> Option<i64> {
        let a = self.get(i)?;
        (matches!(a.kind, Kind::Number(_))
            && a.text.len() <= max
            && a.text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| a.text.parse().ok())?
    }
    /// The tag of the atom's token; `X` where the analysis has none.
    #[must_use]
    pub fn upos(&self, i: usize) -> Upos {
        self.list.get(i).and_then(|a| self.tokens.get(a.token)).map_or(Upos::X, |t| t.upos)
    }
    /// The atom's token.
    #[must_use]
    pub fn token(&self, i: usize) -> Option<&'a Token> {
        self.tokens.get(self.list.get(i)?.token)
    }
    /// Bytes of the atoms `from..to`.
    #[must_use]
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (self.list.get(from), to.checked_sub(1).and_then(|t| self.list.get(t))) {
            (Some(a), Some(b)) => a.span.cover(b.span),
            _ => Span::default(),
        }
    }
    /// The characters between two atoms.
    #[must_use]
    pub fn gap(&self, left: &Atom<'_>, right: &Atom<'_>) -> &'a str {
        self.text.get(left.span.end..right.span.start).unwrap_or("")
    }
    /// Index of the first atom that ends after this byte.
    #[must_use]
    pub fn at(&self, byte: usize) -> usize {
        self.list.partition_point(|a| a.span.end <= byte)
    }
    /// True if the atom is a capitalised word.
    #[must_use]
    pub fn capital(&self, i: usize) -> bool {
        self.get(i).is_some_and(|a| a.kind == Kind::Word && a.text.starts_with(char::is_uppercase))
    }
}

/// Lower case with a straight apostrophe; most words are so already and cost no copy on the heap.
fn lower(piece: &str) -> SmolStr {
    if piece.is_ascii() {
        if !piece.bytes().any(|b| b.is_ascii_uppercase()) {
            return SmolStr::new(piece);
        }
        let mut buffer = [0; 23];
        if let Some(room) = buffer.get_mut(..piece.len()) {
            room.copy_from_slice(piece.as_bytes());
            room.make_ascii_lowercase();
            return std::str::from_utf8(room).map_or_else(|_| piece.to_lowercase().into(), SmolStr::new);
        }
    }
    let low = piece.to_lowercase();
    if low.contains('’') { low.replace('’', "'").into() } else { low.into() }
}

/// Splits a stretch of text; `money` tells the letters of a currency, which part from digits glued to them.
fn split(text: &str, span: Span, money: impl Fn(&str) -> bool) -> Vec<Atom<'_>> {
    let base = span.start;
    let s = span.of(text);
    let mut out: Vec<Atom<'_>> = Vec::with_capacity(s.len() / 5 + 4);
    let mut chars = s.char_indices().peekable();
    let mut glued = false;
    while let Some(&(i, c)) = chars.peek() {
        if c.is_whitespace() {
            glued = false;
            chars.next();
            continue;
        }
        let after_sign = out.last().is_none_or(|a| a.kind == Kind::Sign && a.text != ".") || !glued;
        let (len, kind) = if c.is_ascii_digit() || c == '.' && after_sign && digit_at(s, i + 1) {
            numeral(&s[i..])
        } else if c.is_alphabetic() {
            (letters(&s[i..], word(&s[i..]), &money), Kind::Word)
        } else if (c == '\'' || c == '’') && possessive(&s[i..]) {
            (c.len_utf8() + 1, Kind::Word)
        } else {
            (c.len_utf8(), Kind::Sign)
        };
        let piece = &s[i..i + len];
        out.push(Atom {
            span: Span::new(base + i, base + i + len),
            text: piece,
            low: lower(piece),
            kind,
            glued,
            token: 0,
            numeric: false,
        });
        glued = true;
        while chars.peek().is_some_and(|(j, _)| *j < i + len) {
            chars.next();
        }
    }
    out
}

fn digit_at(s: &str, i: usize) -> bool {
    s.as_bytes().get(i).is_some_and(u8::is_ascii_digit)
}

/// Length of the letters of a word "USD115" where they are a currency's, else of the word.
fn letters(s: &str, len: usize, money: impl Fn(&str) -> bool) -> usize {
    let word = s.as_bytes().get(..len).unwrap_or_default();
    match word.iter().position(u8::is_ascii_digit) {
        Some(n) if n >= 2 && s.is_char_boundary(n) && money(&s[..n]) => n,
        _ => len,
    }
}

/// `'s` with no letter after it.
fn possessive(s: &str) -> bool {
    let mut c = s.chars().skip(1);
    matches!(c.next(), Some('s' | 'S')) && !c.next().is_some_and(char::is_alphanumeric)
}

/// Length and value of the numeral that `s` begins with: `11,000`, `4.2`, `.500`, `19th`.
fn numeral(s: &str) -> (usize, Kind) {
    let b = s.as_bytes();
    let run = |mut i: usize| {
        while digit_at(s, i) {
            i += 1;
        }
        i
    };
    let mut i = run(0);
    // Groups of three; in India of two before the last three: `12,34,567`.
    let first = i;
    while b.get(i) == Some(&b',') && i > 0 && run(i + 1) == i + 4 {
        i += 4;
    }
    if i == first && i > 0 && i <= 2 {
        let mut j = i;
        while b.get(j) == Some(&b',') && run(j + 1) == j + 3 {
            j += 3;
        }
        if j > i && b.get(j) == Some(&b',') && run(j + 1) == j + 4 {
            i = j + 4;
        }
    }
    let whole = i;
    if b.get(i) == Some(&b'.') && digit_at(s, i + 1) {
        i = run(i + 1);
    }
    let digits: String = s[..i].chars().filter(|c| *c != ',').collect();
    let value: f64 = digits.parse().unwrap_or(f64::NAN);
    if i == whole {
        let tail: String = s[i..].chars().take_while(|c| c.is_alphabetic()).take(3).collect();
        if ["st", "nd", "rd", "th", "ST", "ND", "RD", "TH"].contains(&tail.as_str()) {
            return (i + 2, Kind::Ordinal(value));
        }
    }
    // More digits than a number has is an identifier.
    if i > 40 || !value.is_finite() {
        return (i.max(1), Kind::Sign);
    }
    (i.max(1), Kind::Number(value))
}

/// Length of the word that `s` begins with; `U.S.` and `p.m.` keep their points.
fn word(s: &str) -> usize {
    let mut end = 0;
    let mut letters = 0;
    let mut it = s.char_indices().peekable();
    while let Some((i, c)) = it.next() {
        let mark = ('\u{300}'..='\u{36f}').contains(&c);
        if c.is_alphabetic() || mark || c.is_ascii_digit() && letters > 0 {
            letters += 1;
            end = i + c.len_utf8();
            continue;
        }
        // A point between single letters, and the one after the last of them.
        let dotted = c == '.' && letters == 1;
        let next_is_single = dotted && it.peek().is_some_and(|(_, n)| n.is_alphabetic()) && {
            let rest = s[i + 1..].chars().nth(1);
            !rest.is_some_and(char::is_alphanumeric)
        };
        if dotted && (next_is_single || s[..i].contains('.')) {
            letters = 0;
            end = i + 1;
            continue;
        }
        break;
    }
    end.max(s.chars().next().map_or(1, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(s: &str) -> Vec<String> {
        split(s, Span::new(0, s.len()), |l| l == "USD").into_iter().map(|a| a.text.to_owned()).collect()
    }

    #[test]
    fn splits_numbers_units_and_abbreviations() {
        assert_eq!(words("$4.2bn, 200lbs"), ["$", "4.2", "bn", ",", "200", "lbs"]);
        assert_eq!(
            words("The U.S. year's 11,000 at 5 p.m."),
            ["The", "U.S.", "year", "'s", "11,000", "at", "5", "p.m."]
        );
        assert_eq!(
            words("the 19th XC40; twenty-one's"),
            ["the", "19th", "XC40", ";", "twenty", "-", "one", "'s"]
        );
        assert_eq!(words("in 2,00 and .500 é"), ["in", "2", ",", "00", "and", ".500", "é"]);
        assert_eq!(words("end."), ["end", "."]);
        assert_eq!(words("USD1,700 for F16"), ["USD", "1,700", "for", "F16"]);
        assert_eq!(words("12,34,567.89 1,20,3"), ["12,34,567.89", "1", ",", "20", ",", "3"]);
    }

    #[test]
    fn atoms_lie_on_character_boundaries() {
        let s = "“Ñandú’s” 5€ — ½ ’90s 12° 99999999999999999999999999999999999999999999999";
        for a in split(s, Span::new(0, s.len()), |_| false) {
            assert_eq!(a.span.of(s), a.text);
        }
    }
}
