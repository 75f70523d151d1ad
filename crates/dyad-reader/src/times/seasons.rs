//! Seasons and named days: "the summer of 2019", "Christmas".
//!
//! Owns these matchers of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;
use dyad_syntax::Upos;

use super::grammar::{Core, Expr, Matcher, Rel, core};

impl Matcher<'_, '_> {
    /// "spring", "the summer of 2019", "summer 2019", "Christmas".
    pub(super) fn season(&self, i: usize, the: bool) -> Option<Core> {
        let a = self.a;
        if let Some((h, n)) = self.phrase(TimeClass::Holiday, i).filter(|_| a.capital(i)) {
            let k = self.comma(i + n);
            return match self.year_number(k) {
                Some(y) => core(k + 1, Expr::Holiday(h.to_owned(), Some(y), Rel::Bare)),
                None => core(i + n, Expr::Holiday(h.to_owned(), None, Rel::Bare)),
            };
        }
        let s = self.class(TimeClass::Season, i)?.to_owned();
        let k = i + 1 + usize::from(a.low(i + 1) == "of");
        if let Some((y, end)) = self.year_at(k) {
            return core(self.range_rest(end), Expr::Season(s, Some(y), Rel::Bare));
        }
        // "summer and autumn 1918", "winter-spring of 1920"
        if let Some(j) = self.range_sign(i + 1).filter(|j| self.class(TimeClass::Season, *j).is_some()) {
            let of = j + 1 + usize::from(a.low(j + 1) == "of");
            if let Some((y, _)) = self.year_at(of) {
                return core(i + 1, Expr::Season(s, Some(y), Rel::Bare));
            }
        }
        let before = a.low_before(i, 1);
        let fall = a.low(i) == "fall" || a.low(i) == "spring";
        let hint = self.alone
            || matches!(before, "in" | "by" | "during" | "since" | "until" | "early" | "late")
            || the
                && matches!(
                    a.low_before(i, 2),
                    "in" | "during"
                        | "by"
                        | "since"
                        | "until"
                        | "throughout"
                        | "over"
                        | "spent"
                        | "for"
                        | "and"
                );
        let phrase = a.low(i + 1) == "of" || matches!(a.upos(i), Upos::Verb);
        if hint && !phrase && (!fall || the || before != "by") {
            return core(i + 1, Expr::Season(s, None, Rel::Bare));
        }
        None
    }
}
