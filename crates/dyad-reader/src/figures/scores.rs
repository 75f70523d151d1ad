//! Unmarked pairs of numbers: the votes of a ballot, which are figures, and the score of a match, which is none.
//!
//! Owns what "52-48", "218 to 210" and "64 in favour" count. It must not know units of measure.

use dyad_record::{Bound, FigureKind};

use super::noun;
use super::recognise::{Raw, Recogniser};
use crate::atoms::Kind;

impl Recogniser<'_, '_> {
    /// "52-48": two counts of votes, or a score, which is no figure.
    pub(super) fn pair(&self, i: usize) -> Option<(Vec<Raw>, usize)> {
        let a = self.a;
        let (x, y) = (a.integer(i, 4)?, a.integer(i + 2, 4)?);
        if !self.dash(i + 1) || !self.glued(i + 1) || !self.glued(i + 2) {
            return None;
        }
        let next = i + 3;
        // "14-18 million", "30-10 percent" go on; so does an unglued unit.
        if a.low(next) == "/" || self.unit(next, 1.0).is_some() || self.dash(next) && self.glued(next) {
            return None;
        }
        // The smaller number first is a range unless a match was lost by it.
        let lost = self.score && !self.vote && y < 130 && !noun::plural_follows(a, next);
        if x < y && !lost {
            return None;
        }
        // Letters before it name something ("ISO 3888-2"). A third number of a vote counts abstentions.
        let name = a.before(i, 1).is_some_and(|p| {
            p.kind == Kind::Word && p.text.len() > 1 && p.text.bytes().all(|b| b.is_ascii_uppercase())
        });
        if !self.vote || x < y || name || x == y && x < 5 {
            return Some((Vec::new(), next));
        }
        Some((vec![self.votes(i, x), self.votes(i + 2, y)], next))
    }

    /// "voted 218 to 210", "64 in favour", "30 against": votes that no noun names.
    pub(super) fn ballot(&self, i: usize) -> Option<(Vec<Raw>, usize)> {
        let a = self.a;
        if !self.vote {
            return None;
        }
        let x = a.integer(i, 5)?;
        if a.low(i + 1) == "to"
            && let Some(y) = a.integer(i + 2, 5)
            && self.q.is("vote", a.low_before(i, 1))
            && self.unit(i + 3, 2.0).is_none()
            && !noun::plural_follows(a, i + 3)
        {
            return Some((vec![self.votes(i, x), self.votes(i + 2, y)], i + 3));
        }
        let side = match a.low(i + 1) {
            "in" => matches!(a.low(i + 2), "favor" | "favour"),
            "against" | "abstained" | "abstaining" => true,
            "for" => matches!(a.low(i + 2), "and" | ","),
            _ => false,
        };
        side.then(|| (vec![self.votes(i, x)], i + 1))
    }

    fn votes(&self, k: usize, v: i64) -> Raw {
        Raw {
            from: k,
            to: k + 1,
            core_from: k,
            core_to: k + 1,
            value: v as f64,
            high: None,
            bound: Bound::Exact,
            kind: FigureKind::Count,
            unit: Some("vote".into()),
            code: None,
            head: None,
            age: false,
            confidence: 0.85,
            why: vec!["figure: a number of a ballot, near a word of voting".into()],
        }
    }
}
