//! Multiples and places in an order: "doubled", "twice as many", "fourfold", "three times more"; "third-largest", "ranks 12th".
//!
//! Owns which words without a plain numeral are a figure. Words stand in `number-words.tsv` and `figure-words.tsv`. It must
//! not know what is multiplied or ranked.

use dyad_record::FigureKind;
use dyad_syntax::Upos;

use super::recognise::{Raw, Recogniser};
use crate::atoms::Kind;
use crate::numerals::{Form, Numeral};

impl Recogniser<'_, '_> {
    /// The multiple or rank that begins at `i`.
    pub(super) fn without_numeral(&self, i: usize) -> Option<Raw> {
        self.twice(i).or_else(|| self.verb_multiple(i)).or_else(|| self.fold(i)).or_else(|| self.rank(i))
    }

    fn raw(&self, i: usize, end: usize, value: f64, kind: FigureKind, unit: &str, why: &str) -> Raw {
        let n = Numeral { value, end, form: Form::Words };
        let why = vec![format!("figure: {why}")];
        self.finish(i, end, end, value, None, kind, Some(unit.to_owned()), None, None, false, 0.85, why, &n)
    }

    /// "twice as many", "twice that", "twice a day".
    fn twice(&self, i: usize) -> Option<Raw> {
        let a = self.a;
        let value = self.q.multiple("adverb", a.low(i))?;
        let next = a.low(i + 1);
        if matches!(next, "a" | "an" | "per" | "each" | "every") {
            let word = |n: usize| a.get(n).map(|x| x.low.as_str());
            let (u, n) = self.q.unit_words.longest(i + 2, word)?;
            let unit = &self.q.units[u];
            if unit.kind != "duration" {
                return None;
            }
            let name = format!("time/{}", unit.unit);
            return Some(self.raw(i, i + 2 + n, value, FigureKind::Rate, &name, "how often"));
        }
        let compares = matches!(
            next,
            "as" | "that" | "the" | "what" | "its" | "his" | "her" | "their" | "our" | "normal"
        );
        compares.then(|| self.raw(i, i + 1, value, FigureKind::Change, "times", "a multiple"))
    }

    /// "doubled", "has tripled"; the noun "double" is none.
    fn verb_multiple(&self, i: usize) -> Option<Raw> {
        let value = self.q.multiple("verb", self.a.low(i))?;
        let upos = self.a.upos(i);
        let verb = upos == Upos::Verb || upos == Upos::X && self.a.low(i).ends_with('d');
        // "the doubled guards" is no change that is told.
        let before_noun = self.a.token(i).is_some_and(|t| t.rel() == "amod");
        (verb && !before_noun)
            .then(|| self.raw(i, i + 1, value, FigureKind::Change, "times", "a verb of multiplying"))
    }

    /// "fourfold", "ten-fold".
    fn fold(&self, i: usize) -> Option<Raw> {
        let a = self.a;
        let number = |w: &str| match self.q.number(w) {
            Some(dyad_knowledge::NumberWord::Unit(v) | dyad_knowledge::NumberWord::Ten(v)) => Some(v),
            Some(dyad_knowledge::NumberWord::Hundred) => Some(100.0),
            Some(dyad_knowledge::NumberWord::Scale(v)) => Some(v),
            _ => None,
        };
        if let Some(v) = a.low(i).strip_suffix("fold").and_then(number) {
            return Some(self.raw(i, i + 1, v, FigureKind::Change, "times", "a multiple"));
        }
        let value = a.digits(i).or_else(|| number(a.low(i)))?;
        let k = i + 1 + usize::from(self.dash(i + 1) && self.glued(i + 1));
        (a.low(k) == "fold" && self.glued(k))
            .then(|| self.raw(i, k + 1, value, FigureKind::Change, "times", "a multiple"))
    }

    /// "third-largest", "second biggest", "ranks 12th", "came third", "in second place".
    fn rank(&self, i: usize) -> Option<Raw> {
        let a = self.a;
        let x = a.get(i)?;
        let place = match x.kind {
            Kind::Ordinal(v) => v,
            Kind::Word => self.q.ordinal(&x.low)?,
            _ => return None,
        };
        let k = i + 1 + usize::from(self.dash(i + 1) && self.glued(i + 1));
        let superlative = a.get(k).is_some_and(|y| y.kind == Kind::Word)
            && a.token(k).is_some_and(|t| {
                matches!(t.xpos.as_str(), "JJS" | "RBS")
                    || t.upos == Upos::X && t.form.ends_with("est")
                    || self.q.is("superlative", a.low(k))
            });
        if superlative {
            // "second-most populous".
            let most = usize::from(matches!(a.low(k), "most" | "least"));
            return Some(self.raw(
                i,
                k + 1 + most,
                place,
                FigureKind::Rank,
                "rank",
                "an ordinal and a superlative",
            ));
        }
        let low = a.low_before(i, 1);
        let back = if low == "the" { 2 } else { 1 };
        let ranks = a.before(i, back).is_some_and(|w| {
            self.q.is("ranks", &w.low) || a.token(i - back).is_some_and(|t| self.q.is("ranks", &t.lemma))
        });
        let in_place = a.low(i + 1) == "place"
            && matches!(low, "in" | "into" | "for" | "to" | "took" | "takes" | "take");
        // "In the first place" is a phrase; "came second to none", too.
        let idiom = low == "the" || a.low(i + 1) == "to" && a.low(i + 2) == "none" || a.low(i + 1) == "only";
        // "came third" stands without a noun that it counts.
        let noun = matches!(a.upos(i + 1), Upos::Noun | Upos::Propn | Upos::Num)
            && a.low(i + 1) != "place"
            && back == 1
            && a.get(i + 1).is_some_and(|y| y.kind == Kind::Word);
        let found = in_place && !idiom || ranks && !idiom && !noun;
        found.then(|| self.raw(i, i + 1, place, FigureKind::Rank, "rank", "a place in an order"))
    }
}
