//! Shares: part ÷ whole = share, share × whole = part. "45 of 250 samples, or 18 percent", "half of it, 3 million", "a quarter, 25
//! hectares, of the 100 hectares", "30 in 100,000, or 900 people in a country of three million".
//!
//! Owns which three figures are part, whole and share. It must not know changes or dates.

use dyad_knowledge::CheckCue;
use dyad_record::{CheckKind, FigureKind};

use super::page::{BREAK, Page, Placed};
use super::parts::{How, Link};
use super::{Draft, told, with_unit};

/// All checks of this family.
pub(super) fn find(page: &Page<'_, '_>, links: &[Link]) -> Vec<Draft> {
    (0..page.figures.len()).filter_map(|i| one(page, links, i)).collect()
}

fn one(page: &Page<'_, '_>, links: &[Link], i: usize) -> Option<Draft> {
    let s = &page.figures[i];
    if !s.share() || s.row.kind != FigureKind::Share || s.row.high.is_some() || s.row.value <= 0.0 {
        return None;
    }
    let (part, whole) = beside(page, links, i)
        .or_else(|| of_them(page, i))
        .or_else(|| of_whole(page, i))
        .or_else(|| of_it(page, i))
        .or_else(|| around(page, i))
        .or_else(|| among(page, i))
        .or_else(|| taken_up(page, i))?;
    let (p, w) = (&page.figures[part], &page.figures[whole]);
    draft(page, s, p, w)
}

fn draft(page: &Page<'_, '_>, s: &Placed<'_>, p: &Placed<'_>, w: &Placed<'_>) -> Option<Draft> {
    if !p.countable() || !w.countable() || !(alike(p, w) || super::parts::akin(page, p, w)) {
        return None;
    }
    let (got, share) = (p.reading?.div(w.reading?)?, s.reading?);
    let verdict = got.agrees(share);
    let text = page.text(s);
    // "30 in 100,000" is a rate among people; "two in five" a share.
    let rate = text.contains(" in ") && s.row.value <= 0.01;
    let (kind, arithmetic) = if rate {
        let product = share.mul(w.reading?)?;
        let line = format!(
            "{text} of {} = {}, told as {}",
            told(w.row),
            with_unit(p.row, product.value),
            told(p.row)
        );
        (CheckKind::Rate, line)
    } else {
        let line = format!(
            "{} / {} = {}, told as {}",
            told(p.row),
            told(w.row),
            with_unit(s.row, got.value),
            told(s.row)
        );
        (CheckKind::Share, line)
    };
    let why = "a share beside its part and its whole";
    let figures =
        if s.row.span.start < p.row.span.start.min(w.row.span.start) { [s, w, p] } else { [p, w, s] };
    Some(Draft::new(kind, &figures, verdict, arithmetic, why).open())
}

/// Same unit, or one of them a bare number that takes the other's.
fn alike(p: &Placed<'_>, w: &Placed<'_>) -> bool {
    p.like(w) || p.row.kind == w.row.kind && (p.row.unit.is_none() || w.row.unit.is_none())
}

/// "12 of 48 seats, a quarter"; "Of 250 samples, 45 were tainted, or 18 percent"; "45 (18 percent) of the 250 samples".
fn beside(page: &Page<'_, '_>, links: &[Link], i: usize) -> Option<(usize, usize)> {
    let last = i.checked_sub(1)?;
    let s = &page.figures[i];
    let gap = page.gap(&page.figures[last], s)?;
    // "threw out 10 of them, one in five".
    let of_them = page.cues.starts(CheckCue::PartAfter, &gap).unwrap_or(0);
    if !page.apposed(&gap[of_them..]) || more_behind(page, s) {
        return None;
    }
    let from = links.partition_point(|l| l.part + 2 < i);
    let near = links[from..].iter().take(4).filter(|l| l.part <= last && l.whole <= last && l.part + 2 >= i);
    // The part stands beside the share, or the whole that closes "12 of 48" does.
    near.filter(|l| l.part == last || l.how == How::Of && l.whole == last)
        .map(|l| (l.part, l.whole))
        .next_back()
}

/// "looked at 80 kitchens and closed 12, a fifth of them".
fn of_them(page: &Page<'_, '_>, i: usize) -> Option<(usize, usize)> {
    let last = i.checked_sub(1)?;
    let (s, p) = (&page.figures[i], &page.figures[last]);
    let gap = page.inside(p, s)?;
    if !page.followed(s, CheckCue::PartAfter) || !page.apposed(&gap) {
        return None;
    }
    let whole = (i.saturating_sub(4)..last).rev().find(|k| {
        let w = &page.figures[*k];
        w.sentence == p.sentence && w.like(p) && w.row.value > p.row.value
    })?;
    Some((last, whole))
}

/// "20 percent of the 50 million dollars it asked for. That is about 10 million"; "one in 200 of the region's 2.4 million people, some
/// 12,000".
fn of_whole(page: &Page<'_, '_>, i: usize) -> Option<(usize, usize)> {
    let (s, w, p) = (&page.figures[i], page.figures.get(i + 1)?, page.figures.get(i + 2)?);
    let of = page.inside(s, w)?;
    // "the region's 2.4 million people" has a noun of its own.
    let direct = page.cues.starts(CheckCue::Opens, &of).is_some_and(|n| {
        n == of.len() || n == 2 && of.last() == Some(&"'s") && of.len() <= 5 || of.last() == Some(&"some")
    });
    let gap = page.gap(w, p)?;
    let tail = gap.rsplit(|x| *x == BREAK).next().unwrap_or(&[]);
    let told = page.apposed(&gap)
        || tail.len() <= 8 && page.cues.ends(CheckCue::Restate, tail).is_some_and(|n| n > 1);
    (direct && told && !more_behind(page, p)).then_some((i + 2, i + 1))
}

/// "The levy brings in 8 million. Half of it, 3 million, goes to schools."
fn of_it(page: &Page<'_, '_>, i: usize) -> Option<(usize, usize)> {
    let (s, p) = (&page.figures[i], page.figures.get(i + 1)?);
    let gap = page.inside(s, p)?;
    let inside = page.text(s);
    let own = inside.ends_with(" of it") || inside.ends_with(" of them");
    let n = if own { 0 } else { page.cues.starts(CheckCue::PartAfter, &gap)? };
    if !page.apposed(&gap[n..]) || more_behind(page, p) {
        return None;
    }
    let whole = (i.saturating_sub(3)..i).rev().find(|k| {
        let w = &page.figures[*k];
        s.sentence - w.sentence <= 1 && w.countable() && w.like(p)
    })?;
    Some((i + 1, whole))
}

/// "a quarter, 25 hectares, of the 100 hectares"; "45, or 18 percent, of the 250 samples"; "Of 250 samples, 18 percent, or 45, were".
fn around(page: &Page<'_, '_>, i: usize) -> Option<(usize, usize)> {
    let s = &page.figures[i];
    let of = |a: &Placed<'_>, b: &Placed<'_>| {
        page.inside(a, b).is_some_and(|g| {
            let words: Vec<&str> =
                g.iter().copied().skip_while(|w| matches!(*w, "," | ")" | "—" | "–")).collect();
            words.len() < g.len()
                && page.cues.starts(CheckCue::Opens, &words).is_some_and(|n| n == words.len())
        })
    };
    // "5 percent of its 20 million", "5 percent of the budget of 4 billion".
    let direct = |g: &[&str]| {
        let n = page.cues.starts(CheckCue::Opens, g).unwrap_or(0);
        n > 0 && (n == g.len() || g.len() <= n + 3 && g.last() == Some(&"of"))
    };
    let told = |a: &Placed<'_>, b: &Placed<'_>| page.inside(a, b).is_some_and(|g| page.apposed(&g));
    if let (Some(p), Some(w)) = (page.figures.get(i + 1), page.figures.get(i + 2))
        && told(s, p)
        && (of(p, w) || page.inside(p, w).is_some_and(|g| direct(&g)))
    {
        return Some((i + 1, i + 2));
    }
    if let (Some(k), Some(w)) = (i.checked_sub(1), page.figures.get(i + 1))
        && told(&page.figures[k], s)
        && (of(s, w) || page.inside(s, w).is_some_and(|g| direct(&g)))
    {
        return Some((k, i + 1));
    }
    let (k, p) = (i.checked_sub(1)?, page.figures.get(i + 1)?);
    let w = &page.figures[k];
    let opened = page.cues.ends(CheckCue::Opens, &page.before(w, 3)).is_some();
    let near = page.inside(w, s).is_some_and(|g| g.len() <= 5 && g.contains(&",") && !page.broken(&g));
    (opened && near && told(s, p) && !more_behind(page, p)).then_some((i + 1, k))
}

/// "30 in 100,000, or 900 people in a country of three million"; "In a town of 20,000 one in ten, or 2,000 people, …".
fn among(page: &Page<'_, '_>, i: usize) -> Option<(usize, usize)> {
    let (s, p) = (&page.figures[i], page.figures.get(i + 1)?);
    if !page.inside(s, p).is_some_and(|g| page.apposed(&g)) || p.row.kind != FigureKind::Count {
        return None;
    }
    let people = |w: &Placed<'_>| {
        page.cues.ends(CheckCue::Population, &page.before(w, 4)).is_some() && w.row.kind == FigureKind::Count
    };
    if let Some(w) = page.figures.get(i + 2).filter(|w| people(w))
        && page.inside(p, w).is_some_and(|g| g.len() <= 8 && !page.broken(&g))
    {
        return Some((i + 1, i + 2));
    }
    let k = i.checked_sub(1)?;
    let w = &page.figures[k];
    (people(w) && page.inside(w, s).is_some_and(|g| g.len() <= 8 && !page.broken(&g))).then_some((i + 1, k))
}

/// "The army has 40,000 soldiers. One in ten, 4,000, are women."
fn taken_up(page: &Page<'_, '_>, i: usize) -> Option<(usize, usize)> {
    let (k, s, p) = (i.checked_sub(1)?, &page.figures[i], page.figures.get(i + 1)?);
    let w = &page.figures[k];
    let first = page.before(s, 2).is_empty() && w.sentence + 1 == s.sentence && w.row.unit.is_some();
    let alone =
        k.checked_sub(1).is_none_or(|j| page.figures[j].sentence != w.sentence || !page.figures[j].like(w));
    let told = page.inside(s, p).is_some_and(|g| g.first() == Some(&",") && page.apposed(&g));
    (first && alone && told && w.like(p) && !more_behind(page, p)).then_some((i + 1, k))
}

/// "10 million more than", "3 points below": a comparison, no second telling.
fn more_behind(page: &Page<'_, '_>, p: &Placed<'_>) -> bool {
    page.after(p, 1).first().is_some_and(|w| {
        matches!(
            *w,
            "more" | "less" | "fewer" | "higher" | "lower" | "above" | "below" | "up" | "down" | "from"
        )
    })
}
