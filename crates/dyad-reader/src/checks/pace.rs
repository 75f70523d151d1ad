//! Pace: "have seized 600 tonnes since October and are on track to pass the 1,000 tonnes of last year".
//!
//! Owns the projection of a running total to the end of its period. How much of the period has passed is `elapsed`'s business. It must
//! not guess a publication date.

mod elapsed;
mod said;

use dyad_knowledge::CheckCue;
use dyad_record::{CheckKind, FigureKind, Published, TimeRow, Verdict};

use super::interval::Reading;
use super::page::{BREAK, Page, Placed};
use super::{Draft, told, with_unit};
use elapsed::Elapsed;

/// So many figures may stand between the running total and the goal ("after 20 of 38 games").
const NEAR: usize = 3;

/// All checks of this family.
pub(super) fn find(page: &Page<'_, '_>, times: &[TimeRow], published: Option<&Published>) -> Vec<Draft> {
    (1..page.figures.len()).filter_map(|j| one(page, j, times, published)).collect()
}

/// What the words say the total will do with the goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    Pass,
    Meet,
    Miss,
}

fn one(page: &Page<'_, '_>, j: usize, times: &[TimeRow], published: Option<&Published>) -> Option<Draft> {
    let goal = &page.figures[j];
    // What the projection will pass is the first figure behind its words.
    claim(page, &page.figures[j - 1], goal)?;
    let (i, claim, words) = (j.saturating_sub(NEAR)..j).rev().find_map(|i| {
        let done = &page.figures[i];
        // "the 800 of last year" counts no years.
        let year = goal.row.kind == FigureKind::Count
            && matches!(goal.row.unit.as_deref(), Some("year" | "season" | "month"));
        let like = done.like(goal) || year && done.row.kind == FigureKind::Count;
        let running = done.countable() && like && done.row.unit.is_some() && goal.reading.is_some();
        let near = running && goal.sentence - done.sentence <= 1 && goal.row.high.is_none();
        let (claim, words) = near.then(|| claim(page, done, goal))??;
        Some((i, claim, words))
    })?;
    let done = &page.figures[i];
    if matches!(done.row.kind, FigureKind::Share | FigureKind::Change | FigureKind::Duration) {
        return None;
    }
    let why = format!("\"{words}\" holds one figure against the other");
    let open = |figures: &[&Placed<'_>], reason: &str, assumptions: Vec<String>| {
        let line = format!("{} so far against {}", told(done.row), told(goal.row));
        let mut d = Draft::new(CheckKind::Pace, figures, Verdict::NotCheckable, line, &why).because(reason);
        d.assumptions = assumptions;
        d
    };
    match elapsed::of(page, i, j, times, published) {
        Elapsed::Unknown { reason, assumptions } => Some(open(&[done, goal], reason, assumptions)),
        Elapsed::Part { passed, all, slack, words, figures, assumptions, doubt } => {
            if passed <= 0.0 || all <= 0.0 || passed > all {
                return None;
            }
            // A projection is rough; the rounding of what it is made from adds nothing to that.
            let projected = done.reading?.as_told(done.row)?.times(all / passed)?.within(slack)?;
            let aim = Reading::exact(goal.row.value)?;
            let mut verdict = match claim {
                Claim::Pass => projected.exceeds(aim),
                Claim::Meet => match projected.exceeds(aim) {
                    Verdict::Fails if projected.agrees(aim) != Verdict::Fails => Verdict::Holds,
                    v => v,
                },
                Claim::Miss => match projected.exceeds(aim) {
                    Verdict::Holds => Verdict::Fails,
                    Verdict::Fails => Verdict::Holds,
                    Verdict::NotCheckable => Verdict::NotCheckable,
                },
            };
            let mut reason = None;
            if page.cues.has(CheckCue::Uneven, &page.sentence(done.sentence)) && passed < all {
                (verdict, reason) =
                    (Verdict::NotCheckable, Some("what is counted does not come evenly over the period"));
            } else if let Some(doubt) = doubt.filter(|_| passed < all) {
                (verdict, reason) = (Verdict::NotCheckable, Some(doubt));
            }
            let more = projected.value > goal.row.value;
            let line = format!(
                "{} in {words} projects to about {}, which is {} than {}",
                told(done.row),
                with_unit(done.row, rounded(projected.value)),
                if more { "more" } else { "not more" },
                with_unit(goal.row, goal.row.value)
            );
            let mut all_figures = vec![done];
            all_figures.extend(figures.iter().filter(|k| **k != i && **k != j).map(|k| &page.figures[*k]));
            all_figures.push(goal);
            let mut d = Draft::new(CheckKind::Pace, &all_figures, verdict, line, &why);
            d.assumptions = assumptions;
            if passed < all {
                d.assumptions.push("the pace stays as it was".to_owned());
            }
            Some(match reason {
                Some(r) => d.because(r),
                None => d.open(),
            })
        }
    }
}

/// The words of a projection between the two figures: "are on track to pass the", "will pass the … if nothing changes".
fn claim(page: &Page<'_, '_>, done: &Placed<'_>, goal: &Placed<'_>) -> Option<(Claim, String)> {
    let gap = page.gap(done, goal)?;
    let verb = |words: &[&str]| {
        let first = |c: CheckCue| page.cues.find(c, &words[..words.len().min(5)]).map(|f| f.0);
        let miss = first(CheckCue::Miss);
        let pass = first(CheckCue::Pass);
        let meet = first(CheckCue::Meet);
        let all = [(miss, Claim::Miss), (pass, Claim::Pass), (meet, Claim::Meet)];
        all.into_iter()
            .filter_map(|(at, c)| Some((at?, c)))
            .min_by_key(|(at, c)| (*at, *c == Claim::Meet))
            .map(|x| x.1)
    };
    // The words of the projection stand in the goal's sentence.
    let start = gap.iter().rposition(|w| *w == BREAK).map_or(0, |k| k + 1);
    let gap = &gap[start..];
    if let Some((at, n)) = page.cues.find(CheckCue::Track, gap) {
        // "set to", "on track for", "heading for more than": what comes next says whether it is passed or met.
        let preposition = gap[at + n - 1] == "for" || gap.get(at + n) == Some(&"for");
        let claim = verb(&gap[at + n..]).or(preposition.then_some(Claim::Meet))?;
        return Some((claim, gap[at..(at + n + 3).min(gap.len())].join(" ")));
    }
    let at = gap.iter().rposition(|w| matches!(*w, "will" | "would" | "could"))?;
    let claim = verb(&gap[at + 1..])?;
    let around = page.sentence(goal.sentence);
    let (s, n) = page.cues.find(CheckCue::Steady, &around)?;
    Some((claim, around[s..s + n].join(" ")))
}

/// Two leading digits and zeros are as exact as a projection is.
fn rounded(x: f64) -> f64 {
    if x <= 0.0 || !x.is_finite() {
        return x;
    }
    let step = 10f64.powi((x.log10().floor() as i32 - 1).max(0));
    (x / step).round() * step
}
