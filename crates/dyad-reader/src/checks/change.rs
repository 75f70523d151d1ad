//! Changes told with both ends: "rose 12 percent to 112 from 100", "fell from 8 to 6 percent, a drop of two points", "nearly doubled from
//! 31 to 60 billion", "grew by 140 animals to 600 from 450".
//!
//! Owns which two figures a change leads from and to. Percent are quotients, points and amounts are differences. It must not know
//! dates.

use dyad_knowledge::CheckCue;
use dyad_record::{Bound, CheckKind, Direction, FigureKind, Verdict};

use super::interval::Reading;
use super::page::{Page, Placed};
use super::{Draft, show, told, with_unit};

/// The two ends of a change are so near to it, in figures.
const NEAR: usize = 3;

/// All checks of this family.
pub(super) fn find(page: &Page<'_, '_>) -> Vec<Draft> {
    (0..page.figures.len()).filter_map(|i| one(page, i)).collect()
}

/// What a change is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Percent,
    /// With how many of it make a whole.
    Points(u32),
    Times,
    Amount,
}

/// A change with the way it goes.
struct Delta {
    measure: Measure,
    way: Option<Direction>,
}

/// Both ends.
struct Ends {
    old: Reading,
    new: Reading,
    /// As indices, in text order; one for a range.
    figures: Vec<usize>,
    /// Told with "from … to", "against"; without, only the order tells which is old.
    said: bool,
}

fn one(page: &Page<'_, '_>, i: usize) -> Option<Draft> {
    let d = &page.figures[i];
    let delta = delta(page, d)?;
    let ends = around(page, i, &delta).or_else(|| previous(page, i))?;
    let first = &page.figures[*ends.figures.first()?];
    let shares = first.share();
    match delta.measure {
        Measure::Points(_) if !shares => return None,
        Measure::Amount if shares || !d.like(first) => return None,
        _ => {}
    }
    // Over a full stop and without "from" the order of the ends is a guess that only agreement confirms.
    let apart = page.figures[*ends.figures.first()?].sentence != d.sentence;
    reckon(page, d, &delta, &ends).filter(|draft| ends.said || !apart || draft.verdict == Verdict::Holds)
}

/// The figure as a change, if it is one.
fn delta(page: &Page<'_, '_>, d: &Placed<'_>) -> Option<Delta> {
    d.reading?;
    if d.row.high.is_some() || d.row.value <= 0.0 {
        return None;
    }
    let before = page.before(d, 7);
    let moved = before
        .iter()
        .rev()
        .take_while(|w| !matches!(**w, "," | ";" | ":" | "and"))
        .find_map(|w| page.q.moves(w));
    let behind = page.after(d, 2).iter().find_map(|w| page.q.moves(w));
    let way = d.row.direction.or(moved).or(behind);
    let measure = match (d.row.kind, d.row.unit.as_deref()) {
        (_, Some("times")) => Measure::Times,
        (_, Some("pp" | "point" | "percentage point")) => Measure::Points(100),
        (_, Some("bp")) => Measure::Points(10_000),
        (FigureKind::Change, Some("share")) => Measure::Percent,
        (FigureKind::Share, Some("share")) if way.is_some() => Measure::Percent,
        (FigureKind::Count | FigureKind::Money | FigureKind::Measure, _) => {
            let by = before.last().is_some_and(|w| matches!(*w, "by" | "of")) && moved.is_some();
            let verb = before.last().and_then(|w| page.q.moves(w)).is_some();
            if !(by || verb) {
                return None;
            }
            Measure::Amount
        }
        _ => return None,
    };
    Some(Delta { measure, way })
}

/// Both ends in the sentence of the change.
fn around(page: &Page<'_, '_>, i: usize, delta: &Delta) -> Option<Ends> {
    let d = &page.figures[i];
    let near: Vec<usize> = (i.saturating_sub(NEAR)..(i + NEAR + 1).min(page.figures.len()))
        .filter(|k| *k != i && page.figures[*k].sentence == d.sentence)
        .collect();
    for (n, k) in near.iter().enumerate() {
        let x = &page.figures[*k];
        let single = near.get(n + 1).map(|y| &page.figures[*y]);
        let ends = range(page, *k).or_else(|| {
            let y = single?;
            pair(page, x, y, *k, near[n + 1])
        });
        let Some(ends) = ends else { continue };
        if tied(page, i, &ends, delta) {
            return Some(ends);
        }
    }
    None
}

/// "from 52 to 26", read as one range.
fn range(page: &Page<'_, '_>, k: usize) -> Option<Ends> {
    let x = &page.figures[k];
    let high = x.row.high?;
    let from = page.before(x, 1).last() == Some(&"from") || page.text(x).starts_with("from ");
    if !from || x.row.bound != Bound::Range {
        return None;
    }
    let end = |v: f64| Reading::end(x.row, page.cx.text(), v);
    Some(Ends { old: end(x.row.value)?, new: end(high)?, figures: vec![k], said: true })
}

/// Two figures of one kind of which one is told as old: "to 112 from 100", "1.9 million, against 0.95 million".
fn pair(page: &Page<'_, '_>, x: &Placed<'_>, y: &Placed<'_>, i: usize, k: usize) -> Option<Ends> {
    let alike = x.like(y) || x.share() && y.share();
    if !alike
        || x.row.high.is_some()
        || y.row.high.is_some()
        || matches!(x.row.kind, FigureKind::Rank | FigureKind::Duration)
    {
        return None;
    }
    let (a, b) = (x.reading?, y.reading?);
    let gap = page.inside(x, y).filter(|g| g.len() <= 14)?;
    let stop = gap.iter().any(|w| matches!(*w, ";" | "." | "while" | "whereas" | "but"));
    if stop {
        return None;
    }
    let (left, right) = (page.before(x, 3), page.before(y, 4));
    let figures = vec![i, k];
    if left.last() == Some(&"from") && right.last() == Some(&"to") {
        return Some(Ends { old: a, new: b, figures, said: true });
    }
    if page.cues.ends(CheckCue::Old, &right).is_some() {
        return Some(Ends { old: b, new: a, figures, said: true });
    }
    let listed = gap.iter().any(|w| matches!(*w, "and" | ","));
    listed.then_some(Ends { old: a, new: b, figures, said: false })
}

/// True if the words tie the change to its ends.
fn tied(page: &Page<'_, '_>, i: usize, ends: &Ends, delta: &Delta) -> bool {
    let (Some(first), Some(last)) = (ends.figures.first(), ends.figures.last()) else { return false };
    let d = &page.figures[i];
    if i < *first {
        let Some(gap) = page.inside(d, &page.figures[*first]) else { return false };
        let other = gap.iter().any(|w| matches!(*w, "and" | "or")) || page.broken(&gap);
        let leads =
            gap.last().is_none_or(|w| matches!(*w, "to" | "from" | "at" | ":" | "," | "around" | "some"));
        // "twice as many people as in 2021: 1.9 million".
        let compared = delta.measure == Measure::Times && gap.contains(&":") && gap.len() <= 14;
        let stop = gap.iter().any(|w| matches!(*w, ";" | "and" | "while" | "but"));
        return ends.said && (compared && !stop || !other && leads && gap.len() <= 9);
    }
    if i > *last {
        let Some(gap) = page.inside(&page.figures[*last], d) else { return false };
        if gap.len() > 12 || gap.iter().any(|w| matches!(*w, "while" | "whereas" | "but" | ".")) {
            return false;
        }
        return apposition(page, d, &gap);
    }
    // "reached 112, up 12 percent from 100".
    let (Some(left), Some(right)) =
        (page.inside(&page.figures[*first], d), page.inside(d, &page.figures[*last]))
    else {
        return false;
    };
    ends.said && right.len() <= 4 && left.len() <= 8 && apposition(page, d, &left)
}

/// ", a drop of", ", up", ": they were cut by": the words tell the change of what stands before them, not of a new subject.
fn apposition(page: &Page<'_, '_>, d: &Placed<'_>, gap: &[&str]) -> bool {
    let cut = gap
        .iter()
        .rposition(|w| matches!(*w, "," | ":" | ";" | "—" | "–" | "("))
        .map_or(gap, |k| &gap[k + 1..]);
    // "a rise, it said, of 38 percent".
    let whole = gap
        .iter()
        .position(|w| matches!(*w, "," | ":" | ";" | "—" | "–" | "("))
        .map_or(&gap[..0], |k| &gap[k + 1..]);
    let moves = |w: &str| page.q.moves(w).is_some();
    let noun = |g: &[&str]| {
        let article = g.first().is_some_and(|w| matches!(*w, "a" | "an" | "the" | "its"));
        // "a drop of", "an increase of about", "a 25 percent rise"; not "a drop outside the sample's".
        let of = g.iter().any(|w| moves(w))
            && g.last().is_some_and(|w| matches!(*w, "of" | "by" | "about" | "some"));
        article && g.len() <= 8 && (of || g.len() == 1 && page.after(d, 2).iter().any(|w| moves(w)))
    };
    let bare = cut.len() <= 2
        && cut.len() < gap.len()
        && cut.first().is_none_or(|w| moves(w) || matches!(*w, "or" | "by"))
        && (cut == ["or", "by"] && d.row.kind == FigureKind::Change
            || cut.iter().any(|w| moves(w))
            || page
                .after(d, 2)
                .iter()
                .any(|w| moves(w) || matches!(*w, "more" | "less" | "higher" | "lower" | "fewer")));
    let pronoun = cut.len() < gap.len()
        && cut.first().is_some_and(|w| matches!(*w, "they" | "it" | "which" | "that"))
        && (cut.iter().any(|w| moves(w)) || d.row.unit.as_deref() == Some("times"));
    noun(cut) || noun(whole) || bare || pronoun
}

/// "Sales were 400,000 in 2021 and 500,000 in 2022. That is a rise of 25 percent."
fn previous(page: &Page<'_, '_>, i: usize) -> Option<Ends> {
    let d = &page.figures[i];
    let before = page.before(d, 10);
    let sentence = page.sentence(d.sentence);
    let said = sentence.first().is_some_and(|w| matches!(*w, "that" | "this" | "it"))
        && before.len() <= 8
        && sentence.starts_with(&before);
    let noun = before.iter().any(|w| page.q.moves(w).is_some())
        || page.after(d, 2).iter().any(|w| page.q.moves(w).is_some());
    let s = d.sentence.checked_sub(1).filter(|_| said && noun)?;
    let ends: Vec<usize> =
        (i.saturating_sub(2 * NEAR)..i).filter(|k| page.figures[*k].sentence == s).collect();
    match ends[..] {
        [k] => range(page, k),
        [k, l] => pair(page, &page.figures[k], &page.figures[l], k, l),
        _ => None,
    }
}

fn reckon(page: &Page<'_, '_>, d: &Placed<'_>, delta: &Delta, ends: &Ends) -> Option<Draft> {
    let (old, new) = (ends.old, ends.new);
    let first = &page.figures[*ends.figures.first()?];
    let told_change = d.reading?;
    let down = match delta.way {
        Some(Direction::Down) => true,
        Some(Direction::Up) => false,
        None => new.value < old.value,
    };
    let signed = |r: Reading| if down { r.times(-1.0) } else { Some(r) };
    let quotient = || new.div(old);
    let mut reason = None;
    let (got, verdict, line) = match delta.measure {
        Measure::Percent => {
            let got = quotient()?.sub(Reading::exact(1.0)?)?;
            let mut verdict = signed(got)?.agrees(told_change);
            if verdict == Verdict::Fails {
                let of_new = old.div(new).and_then(|q| Reading::exact(1.0)?.sub(q));
                let difference = new.sub(old)?;
                if first.share() && signed(difference)?.agrees(told_change) == Verdict::Holds {
                    reason = Some(
                        "the difference is percentage points; percent are measured from the first figure",
                    );
                } else if of_new.and_then(signed).is_some_and(|r| r.agrees(told_change) == Verdict::Holds) {
                    reason = Some("the percentage would be measured from the new figure");
                }
            }
            if !ends.said && verdict == Verdict::Fails {
                verdict = Verdict::NotCheckable;
                reason = Some("the words do not say which figure the change is measured from");
            }
            let line = format!(
                "({} - {}) / {}",
                with_first(first, new.value),
                with_first(first, old.value),
                with_first(first, old.value)
            );
            (got.value, verdict, line)
        }
        Measure::Points(whole) => {
            let got = new.sub(old)?.times(f64::from(whole))?;
            let line = format!("{} - {}", with_unit(first.row, new.value), with_unit(first.row, old.value));
            (got.value, signed(got)?.agrees(told_change), line)
        }
        Measure::Times => {
            let falls = down && told_change.value > 1.0;
            let got = if falls { old.div(new)? } else { quotient()? };
            // "Three times more" is three or four times as many.
            let more = page.after(d, 2).iter().any(|w| matches!(*w, "more" | "higher" | "larger" | "bigger"));
            let added = Reading::exact(1.0).and_then(|one| told_change.add(one));
            let verdict = match got.agrees(told_change) {
                Verdict::Fails if more && added.is_some_and(|a| got.agrees(a) != Verdict::Fails) => {
                    Verdict::Holds
                }
                v => v,
            };
            let (a, b) = if falls { (old, new) } else { (new, old) };
            (got.value, verdict, format!("{} / {}", with_first(first, a.value), with_first(first, b.value)))
        }
        Measure::Amount => {
            let got = new.sub(old)?;
            (
                got.value,
                signed(got)?.agrees(told_change),
                format!("{} - {}", show(new.value), show(old.value)),
            )
        }
    };
    let (verdict, reason) = match mixed_years(page, d, verdict) {
        true => (Verdict::NotCheckable, Some("the periods overlap: a fiscal year against another")),
        false => (verdict, reason),
    };
    let shown = if down && delta.measure != Measure::Times { -d.row.value } else { d.row.value };
    let result = match delta.measure {
        Measure::Points(_) => super::plain((got * 1e4).round() / 1e4),
        _ => with_unit(d.row, got),
    };
    let tail = match d.row.bound {
        Bound::Exact => format!("told as {}", with_unit(d.row, shown)),
        _ => format!("told as {}", told(d.row)),
    };
    let mut figures: Vec<&Placed<'_>> = ends.figures.iter().map(|k| &page.figures[*k]).collect();
    figures.sort_by_key(|p| p.reading != Some(old));
    figures.push(d);
    let draft = Draft::new(
        CheckKind::Change,
        &figures,
        verdict,
        format!("{line} = {result}, {tail}"),
        "a change with both its ends",
    );
    Some(match reason {
        Some(r) => draft.because(r),
        None => draft.open(),
    })
}

fn with_first(p: &Placed<'_>, x: f64) -> String {
    if p.share() { with_unit(p.row, x) } else { show(x) }
}

/// True if the sentence tells of a fiscal year and of a calendar year, and the verdict is not sure to survive it.
fn mixed_years(page: &Page<'_, '_>, d: &Placed<'_>, verdict: Verdict) -> bool {
    let words = page.sentence(d.sentence);
    verdict != Verdict::Holds
        && page.cues.has(CheckCue::Year, &words)
        && words.windows(2).any(|w| w[0] == "calendar" && w[1] == "year")
}
