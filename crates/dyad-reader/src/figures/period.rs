//! When a figure holds: the time of its clause, not the time it is compared with and not the day on which somebody said it.
//!
//! Owns which time of the sentence belongs to which figure, and how far "since" reaches. Distance is told by the tree: the
//! time that hangs lowest on the figure's way to the root. It must not know values.

use dyad_record::{Published, Span, Statement, TimeRow, TimeType};

use crate::{At, Context};

/// A figure's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    /// Index into the sentence's times.
    pub time: usize,
    /// The days, where they are not those of the time: "since October" runs to the publication date.
    pub days: Option<[String; 2]>,
}

/// What is known of a sentence's times.
pub(super) struct Periods<'m, 'a> {
    pub cx: &'m Context<'a>,
    pub sentence: usize,
    /// The sentence's times, in text order.
    pub times: &'m [TimeRow],
    pub published: Option<&'m Published>,
}

/// Relations that lead into another clause, whose times are its own.
const OTHER_CLAUSE: [&str; 6] = ["ccomp", "parataxis", "advcl", "acl", "csubj", "conj"];

impl Periods<'_, '_> {
    /// The time of a figure whose head word is `top`. `base` is what it is compared with; `said` the statement around it.
    pub fn of(
        &self,
        span: Span,
        top: Option<At>,
        base: Option<Span>,
        said: Option<&Statement>,
    ) -> Option<Period> {
        let fits = |t: &TimeRow| {
            t.kind == TimeType::Date
                && (t.interval.is_some() || t.value.ends_with("_REF"))
                && !t.span.overlaps(span)
                && !base.is_some_and(|b| b.overlaps(t.span))
                && !self.compared(t)
                && said.is_none_or(|s| self.inside(s, t))
        };
        let top = top?;
        // Only times nearby, so that long lists of dates stay linear.
        let here = self.times.partition_point(|t| t.span.start < span.start);
        let near = self.times.iter().enumerate().take(here + 8).skip(here.saturating_sub(8));
        let best = near
            .filter(|(_, t)| fits(t))
            .filter_map(|(i, t)| Some((self.distance(top, t, span)?, i)))
            .min_by_key(|(d, i)| (*d, *i));
        let (_, time) = best?;
        Some(Period { time, days: self.reach(&self.times[time]) })
    }

    /// A time outside of what somebody says belongs to the saying: "said on Monday". One at its very edge does not.
    fn inside(&self, s: &Statement, t: &TimeRow) -> bool {
        s.content.iter().any(|c| c.overlaps(t.span)) || s.cue.is_empty()
    }

    /// "than in 2019", "from February", "since March" behind a superlative: told for comparison.
    fn compared(&self, t: &TimeRow) -> bool {
        let sentence = &self.cx.sentences()[self.sentence];
        let first = sentence.tokens.partition_point(|x| x.span.end <= t.span.start);
        let q = &self.cx.knowledge.quantities;
        let word = |back: usize| first.checked_sub(back).map(|i| sentence.tokens[i].form.to_lowercase());
        let is = |back: usize, class: &str| word(back).is_some_and(|w| q.is(class, &w));
        let skip = 1 + usize::from(is(1, "opens"));
        // "than in 2019", "compared with the same month of 2020", "above that of 2018".
        let near = |back: usize| {
            is(back, "compares")
                && (skip..back).all(|b| {
                    word(b).is_some_and(|w| {
                        q.is("of", &w)
                            || matches!(w.as_str(), "with" | "to" | "that" | "those" | "at" | "during")
                    })
                })
        };
        if (skip..skip + 4).any(near) {
            return true;
        }
        // "from February", unless "from February to April"; "on last year".
        let after = sentence.tokens.partition_point(|x| x.span.start < t.span.end);
        let goes_on = sentence.tokens.get(after).is_some_and(|x| {
            matches!(
                x.form.as_str(),
                "to" | "until" | "till" | "through" | "onwards" | "onward" | "on" | "-" | "–"
            )
        });
        let coarse = t.value.len() <= 7;
        match word(skip).as_deref() {
            Some("from") if !goes_on => return true,
            Some("on") if coarse => return true,
            _ => {}
        }
        // "its weakest since March".
        let superlative = |back: usize| {
            first.checked_sub(back).is_some_and(|i| matches!(sentence.tokens[i].xpos.as_str(), "JJS" | "RBS"))
        };
        word(skip).as_deref() == Some("since") && (skip..skip + 5).any(superlative)
    }

    /// Steps from the figure up to where the time hangs on; none if a border of clauses lies between.
    fn distance(&self, top: At, t: &TimeRow, figure: Span) -> Option<usize> {
        let cx = self.cx;
        let words = cx.tokens_in(self.sentence, t.span);
        let time = cx.head_of(self.sentence, words)?;
        let before = t.span.start < figure.start;
        let mut steps = 0;
        let mut at = top;
        loop {
            if cx.is_under(time, at) {
                // On the time's side no clause may lie between, either.
                let mut down = 0;
                let mut x = time;
                while x != at {
                    let rel = cx.token(x).rel();
                    // "the 14,100 pounds seized last year": the participle tells of the figure itself.
                    let own = rel == "acl" && steps == 0;
                    if OTHER_CLAUSE.contains(&rel) && !(rel == "conj" && x == time) && !own {
                        return None;
                    }
                    x = cx.head(x)?;
                    down += 1;
                    if down > 12 {
                        return None;
                    }
                }
                return Some(steps * 4 + down + usize::from(before));
            }
            let rel = cx.token(at).rel();
            // What stands at the front of a sentence holds for all of it.
            let front = t.span.start < cx.sentences()[self.sentence].span.start + 40 && before;
            if OTHER_CLAUSE.contains(&rel) && !front && !matches!(rel, "acl" | "conj" if before) {
                return None;
            }
            at = cx.head(at)?;
            steps += 1;
            if steps > 24 {
                return None;
            }
        }
    }

    /// "since October", "so far this year": to the publication date.
    fn reach(&self, t: &TimeRow) -> Option<[String; 2]> {
        let [from, to] = t.interval.as_ref()?;
        let published = self.published?;
        let day = published.value.rsplit('/').next()?;
        let sentence = &self.cx.sentences()[self.sentence];
        let before = self.cx.text().get(sentence.span.start..t.span.start)?;
        let q = &self.cx.knowledge.quantities;
        let mut words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(6);
        let open = words.any(|w| q.is("open", &w.to_lowercase())) && from.as_str() <= day;
        let running = from.as_str() <= day && day < to.as_str();
        (open || running && self.past(t)).then(|| [from.clone(), day.to_owned()])
    }

    /// True if the clause that the time hangs on tells what has happened by now: "have seized … this year".
    fn past(&self, t: &TimeRow) -> bool {
        let cx = self.cx;
        let words = cx.tokens_in(self.sentence, t.span);
        let Some(time) = cx.head_of(self.sentence, words) else { return false };
        let verb = std::iter::successors(Some(time), |a| cx.head(*a))
            .take(6)
            .find(|a| cx.token(*a).xpos.starts_with("VB"));
        verb.is_some_and(|v| {
            let perfect = cx.children_by(v, &["aux"]).any(|a| matches!(cx.token(a).lemma.as_str(), "have"));
            let planned = cx.children_by(v, &["aux"]).any(|a| cx.token(a).xpos == "MD");
            perfect && !planned
        })
    }
}
