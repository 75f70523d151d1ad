//! Which characters are quotation marks, and which way each one faces.
//!
//! Only the neighbouring characters decide, with one look ahead for straight and curly single marks, which are
//! apostrophes far more often. This module must not know what is open: pairing is its parent's work.

use dyad_record::Span;

/// Marks that can pair with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// `"` `“` `”` `„` `‟` and doubled single marks.
    Double,
    /// `'` `‘` `’` `‚` `‛`.
    Single,
    /// `«` `»`.
    Guillemet,
    /// `‹` `›`.
    SingleGuillemet,
}

/// Which way a mark faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It opens.
    Open,
    /// It closes.
    Close,
    /// It closes what is open, else opens.
    Either,
}

/// A quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The mark itself.
    pub span: Span,
    /// What it pairs with.
    pub family: Family,
    /// Which way it faces.
    pub turn: Turn,
}

/// Words that begin with an apostrophe: what follows the mark, in lower case.
const ELIDED: [&str; 12] =
    ["em", "tis", "twas", "til", "till", "cause", "n", "bout", "round", "neath", "cuz", "nuff"];

/// A character with its neighbours.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    c: char,
    before: Option<char>,
    after: Option<char>,
}

impl Place {
    /// At the start, or after white space, a dash, an opening bracket or another mark that opens.
    fn opens(self) -> bool {
        let gap = self.before.is_none_or(|c| c.is_whitespace() || "([{—–-/:“‘\"'„«‹…".contains(c));
        gap && self.after.is_some_and(|c| !c.is_whitespace())
    }
    /// After a character that ends a word or a sentence, with no letter or digit behind it.
    fn closes(self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace()) && self.after.is_none_or(|c| !c.is_alphanumeric())
    }
    fn turn(self) -> Turn {
        match (self.opens(), self.closes()) {
            (true, false) => Turn::Open,
            (false, true) => Turn::Close,
            _ => Turn::Either,
        }
    }
}

/// The marks of one paragraph, in text order.
pub(super) fn find(text: &str, paragraph: Span) -> Vec<Mark> {
    let mut out = Vec::new();
    let mut singles = Vec::new();
    let mut before = None;
    let mut chars = paragraph.of(text).char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let at = paragraph.start + i;
        let here = Place { at, c, before, after };
        let wide = |family, turn| Mark { span: Span::new(at, at + c.len_utf8()), family, turn };
        before = Some(c);
        match c {
            '"' | '\u{201f}' => {
                // A prime: inches, seconds.
                let prime = here.before.is_some_and(|b| b.is_ascii_digit()) && !here.opens();
                let turn = if prime && here.closes() { Turn::Close } else { here.turn() };
                // A straight mark is never sure to close: what stands open may be none.
                out.push(wide(
                    Family::Double,
                    if turn == Turn::Close && !prime { Turn::Either } else { turn },
                ));
            }
            '“' => {
                let low = here.closes() && !here.opens();
                out.push(wide(Family::Double, if low { Turn::Either } else { Turn::Open }));
            }
            '„' => out.push(wide(Family::Double, Turn::Open)),
            '”' => out.push(wide(Family::Double, if here.closes() { Turn::Close } else { Turn::Either })),
            '«' | '»' => out.push(wide(Family::Guillemet, guillemet(here, '«'))),
            '‹' | '›' => out.push(wide(Family::SingleGuillemet, guillemet(here, '‹'))),
            '\'' | '`' if after == Some(c) => {
                chars.next();
                let after = chars.peek().map(|(_, c)| *c);
                let pair = Place { after, ..here };
                let turn = match pair.turn() {
                    Turn::Close => Turn::Either,
                    turn => turn,
                };
                out.push(Mark { span: Span::new(at, at + 2), family: Family::Double, turn });
            }
            '\'' | '‘' | '’' | '‚' | '‛' => singles.push(here),
            _ => {}
        }
    }
    single_marks(text, paragraph, &singles, &mut out);
    out.sort_by_key(|m| m.span.start);
    out
}

/// French marks point outwards, German and Danish ones inwards: white space decides, then the usual direction.
fn guillemet(here: Place, usual: char) -> Turn {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    if here.c == usual && !inside(here.before) {
        Turn::Open
    } else if here.c != usual && !inside(here.after) {
        Turn::Close
    } else {
        Turn::Either
    }
}

/// Tells single quotation marks from apostrophes.
fn single_marks(text: &str, paragraph: Span, singles: &[Place], out: &mut Vec<Mark>) {
    let opener = |p: &Place| match p.c {
        '‘' | '‚' | '‛' => !elided(text, paragraph, p),
        '\'' => p.opens() && !elided(text, paragraph, p),
        _ => false,
    };
    let closer = |p: &Place| matches!(p.c, '\'' | '’' | '‘') && p.closes();
    // From the end: is there a mark further on that can close, and one after punctuation, before the next opener?
    let mut any_later = vec![false; singles.len()];
    let mut firm_later = vec![false; singles.len()];
    let (mut any, mut firm) = (false, false);
    for (i, p) in singles.iter().enumerate().rev() {
        (any_later[i], firm_later[i]) = (any, firm);
        if opener(p) {
            firm = false;
        } else if closer(p) {
            any = true;
            firm |= p.before.is_some_and(|c| ",.?!…;:".contains(c));
        }
    }
    let mut open = false;
    for (i, p) in singles.iter().enumerate() {
        let mark = |turn| Mark { span: Span::new(p.at, p.at + p.c.len_utf8()), family: Family::Single, turn };
        let first = p.at == paragraph.start;
        if opener(p) && !(open && p.c == '\'' && closer(p)) && (any_later[i] || first) {
            open = true;
            out.push(mark(Turn::Open));
        } else if open && closer(p) {
            // "the workers' money," – a possessive, if a surer end comes before the next opening.
            let possessive = matches!(p.before, Some('s' | 'S' | 'x' | 'z')) && p.after == Some(' ');
            if !(possessive && firm_later[i]) {
                open = false;
                out.push(mark(Turn::Close));
            }
        }
    }
}

/// True before a decade (`'90s`) or an elided word (`'em`).
fn elided(text: &str, paragraph: Span, p: &Place) -> bool {
    if p.after.is_some_and(|c| c.is_ascii_digit()) {
        let rest = &text.as_bytes()[p.at + p.c.len_utf8()..paragraph.end];
        return rest.len() >= 3 && rest[1].is_ascii_digit() && rest[2] == b's';
    }
    let rest = Span::new(p.at + p.c.len_utf8(), paragraph.end).of(text);
    let word: String = rest.chars().take(6).take_while(|c| c.is_alphabetic()).collect();
    ELIDED.iter().any(|e| word.eq_ignore_ascii_case(e))
}
