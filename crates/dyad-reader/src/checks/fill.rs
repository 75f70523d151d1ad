//! Shares that fill a whole: "three quarters … and the other 35 percent", three percentages that come to 100, "the rest … 25 percent through X
//! and 20 percent through Y".
//!
//! Owns when shares are all of one whole. It must not know what they are shares of.

use dyad_knowledge::CheckCue;
use dyad_record::{Bound, CheckKind, FigureKind, Verdict};

use super::interval::Reading;
use super::page::{Page, Placed};
use super::sums::{Run, draft, terms, total};
use super::{Draft, told, with_unit};

/// Shares of one sentence: with "the other" they fill the whole; three and more that come to about 100 do, too.
pub(super) fn shares(page: &Page<'_, '_>, run: &Run, parts: &[&Placed<'_>]) -> Option<Draft> {
    let sum = total(parts)?;
    if let Some(w) = page.figures.get(run.to).filter(|w| w.share() && w.row.kind == FigureKind::Share) {
        let gap = page.inside(parts[parts.len() - 1], w).filter(|g| g.len() <= 10 && !page.broken(g));
        if gap.is_some_and(|g| page.cues.has(CheckCue::Total, &g))
            || page.cues.starts(CheckCue::Total, &page.after(w, 3)).is_some()
        {
            let verdict = sum.agrees(w.reading?);
            return (verdict == Verdict::Holds)
                .then(|| draft(w, parts, verdict, sum, "shares and what they come to"));
        }
    }
    // Round percentages may miss 100 by half a point each, which their readings hold.
    let verdict = sum.agrees(Reading::exact(1.0)?);
    let changes = parts.iter().any(|p| p.row.kind == FigureKind::Change || p.row.direction.is_some());
    let holds = verdict == Verdict::Holds && parts.len() >= 3 && !changes;
    if !(run.other || holds) {
        return None;
    }
    let equal = if verdict == Verdict::Fails {
        format!("{} = {}, not 100%", terms(parts), with_unit(parts[0].row, sum.value))
    } else {
        format!("{} = {}", terms(parts), with_unit(parts[0].row, sum.value))
    };
    let why = if run.other {
        "\"the other\" makes the shares one whole"
    } else {
        "shares that are joined come to 100%"
    };
    Some(
        Draft::new(CheckKind::Sum, parts, verdict, equal, why)
            .assume("the shares are all of one whole")
            .open(),
    )
}

/// "60 percent by sea and the rest by land, 25 percent through X and 20 percent through Y".
pub(super) fn rest(page: &Page<'_, '_>, i: usize) -> Option<Draft> {
    let (first, next) = (&page.figures[i], page.figures.get(i + 1)?);
    let exact = |p: &&Placed<'_>| p.share() && p.row.bound == Bound::Exact;
    let gap = page.inside(first, next)?;
    let said = gap.windows(2).any(|w| w[0] == "the" && w[1] == "rest") && !gap.ends_with(&["the", "rest"]);
    if !exact(&first) || !said || page.broken(&gap) || gap.contains(&":") {
        return None;
    }
    let parts: Vec<&Placed<'_>> = page.figures[i + 1..]
        .iter()
        .take_while(|p| p.sentence == first.sentence && exact(p))
        .take(6)
        .collect();
    if parts.len() < 2 {
        return None;
    }
    let sum = total(&parts)?;
    let left = Reading::exact(1.0)?.sub(first.reading?)?;
    let mut all = vec![first];
    all.extend(&parts);
    let arithmetic = format!(
        "the rest is 100% - {} = {}; {} = {}",
        told(first.row),
        with_unit(first.row, left.value),
        terms(&parts),
        with_unit(first.row, sum.value)
    );
    let draft = Draft::new(CheckKind::Sum, &all, sum.agrees(left), arithmetic, "shares of \"the rest\"");
    Some(draft.assume("the shares named after \"the rest\" are all of it").open())
}
