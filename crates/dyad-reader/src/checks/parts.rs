//! Parts and wholes: "51 consulates, including five in Arizona", "45 of 250 samples", "Of 18 clubs, six are in debt".
//!
//! Owns the patterns of words that make one figure a part of another; sums and shares ask it. It must not know rates or
//! dates.

use dyad_knowledge::CheckCue;
use dyad_record::{CheckKind, Verdict};

use super::page::{BREAK, Page, Placed};
use super::{Draft, told};

/// At most so many figures are looked back for a whole.
const NEAR: usize = 4;

/// How the words make a figure a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// "45 of 250".
    Of,
    /// "Of 250 samples, 45".
    Opened,
    /// "26 of them".
    Pronoun,
    /// "including five".
    Included,
}

/// A part and its whole, as indices of figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub part: usize,
    pub whole: usize,
    pub how: How,
}

/// All parts of wholes, in order of the parts.
pub(super) fn links(page: &Page<'_, '_>) -> Vec<Link> {
    let n = page.figures.len();
    let mut out: Vec<Link> = Vec::new();
    let mut of: Vec<Option<(usize, How)>> = vec![None; n];
    for i in 0..n {
        let b = &page.figures[i];
        if !b.countable() || b.row.unit.is_none() && page.figures.get(i + 1).is_none_or(|w| !akin(page, b, w))
        {
            continue;
        }
        let found = part_of_next(page, i)
            .or_else(|| pronoun(page, i, &of))
            .or_else(|| included(page, i))
            .or_else(|| opened(page, i))
            .or_else(|| goes_on(page, i, &of));
        if let Some((whole, how)) = found {
            of[i] = Some((whole, how));
            out.push(Link { part: i, whole, how });
        }
    }
    out
}

/// "45 of 250 samples", "at least 44 of the 50 delegates".
fn part_of_next(page: &Page<'_, '_>, i: usize) -> Option<(usize, How)> {
    let (a, b) = (&page.figures[i], page.figures.get(i + 1)?);
    let gap = page.inside(a, b)?;
    let whole = page.cues.starts(CheckCue::Opens, &gap).is_some_and(|n| n == gap.len());
    // "part 3 of 3", "day 2 of 14" are places in an order.
    let order = page
        .before(a, 1)
        .last()
        .is_some_and(|w| page.cues.is(CheckCue::OrdinalNoun, w) || page.q.is("name", w));
    // "within $4 million of the $37 million" is a distance.
    let distance = page.before(a, 1).last() == Some(&"within");
    (whole && !order && !distance && b.countable() && akin(page, a, b)).then_some((i + 1, How::Of))
}

/// Of one kind, or a bare number that leaves the whole's money or noun out: "30 million of its 120 million euros".
pub(super) fn akin(page: &Page<'_, '_>, part: &Placed<'_>, whole: &Placed<'_>) -> bool {
    let bare = part.row.unit.as_deref().is_none_or(|u| page.q.currency_words.word(u).is_some());
    part.like(whole)
        || part.row.kind == dyad_record::FigureKind::Count
            && bare
            && whole.row.kind == dyad_record::FigureKind::Money
}

/// "40 people were hurt, 26 of them children and 17 of them pupils".
fn pronoun(page: &Page<'_, '_>, i: usize, of: &[Option<(usize, How)>]) -> Option<(usize, How)> {
    let b = &page.figures[i];
    if !page.followed(b, CheckCue::PartAfter) || page.of_noun(b) {
        return None;
    }
    let whole = (i.saturating_sub(NEAR)..i).rev().find(|k| {
        let a = &page.figures[*k];
        b.sentence - a.sentence <= 1 && a.countable() && a.like(b)
    })?;
    // A part told with "of them" itself hands on its whole.
    let whole = match of[whole] {
        Some((w, How::Pronoun | How::Included)) => w,
        _ => whole,
    };
    Some((whole, How::Pronoun))
}

/// "19 hospitals, including eight"; over a full stop "Among them were eight", "They include eight".
fn included(page: &Page<'_, '_>, i: usize) -> Option<(usize, How)> {
    let b = &page.figures[i];
    let includes = |gap: &[&str]| {
        let mut words = gap;
        while words.last().is_some_and(|w| {
            matches!(
                *w,
                "the" | "a" | "an" | "his" | "her" | "its" | "their" | "were" | "are" | "was" | "$" | "€"
            )
        }) {
            words = &words[..words.len() - 1];
        }
        page.cues.ends(CheckCue::Part, words).is_some() && !gap.iter().any(|w| matches!(*w, ";" | "?" | "!"))
    };
    let same = (i.saturating_sub(NEAR)..i).rev().find(|k| {
        let a = &page.figures[*k];
        let bare = a.row.unit.is_none() && a.row.kind == b.row.kind && *k + 1 == i;
        a.countable()
            && (a.like(b) || bare)
            && page.inside(a, b).is_some_and(|g| g.len() <= 10 && includes(&g))
    });
    if let Some(k) = same {
        return Some((k, How::Included));
    }
    let before: Vec<usize> = (i.saturating_sub(NEAR)..i)
        .filter(|k| {
            page.figures[*k].sentence + 1 == b.sentence
                && page.figures[*k].like(b)
                && page.figures[*k].countable()
        })
        .collect();
    let [only] = before[..] else { return None };
    let gap = page.gap(&page.figures[only], b)?;
    let tail = gap.rsplit(|w| *w == BREAK).next().unwrap_or(&[]);
    (tail.len() <= 5 && page.cues.starts(CheckCue::Part, tail).is_some() && includes(tail))
        .then_some((only, How::Included))
}

/// "Of 250 samples, 45 were tainted".
fn opened(page: &Page<'_, '_>, i: usize) -> Option<(usize, How)> {
    let b = &page.figures[i];
    let k = (i.saturating_sub(NEAR)..i)
        .rev()
        .find(|k| page.figures[*k].sentence == b.sentence && page.figures[*k].like(b))?;
    let a = &page.figures[k];
    let before = page.before(a, 5);
    // "Of the zoo's eight lions".
    let whose = if before.last() == Some(&"'s") { before.len().saturating_sub(2) } else { before.len() };
    let before = &before[..whose];
    let n = page.cues.ends(CheckCue::Opens, before)?;
    // ", of 17.4 billion gallons, well below the 22.3 billion" opens nothing.
    let first =
        before.len() == n || matches!(before[before.len() - n - 1], ";" | ":" | "." | "“" | "\"" | "that");
    let gap = page.inside(a, b)?;
    let comma = gap.contains(&",") && gap.len() <= 14 && !gap.iter().any(|w| matches!(*w, ";" | ":"));
    (first && comma && a.countable() && !apart(page, b)).then_some((k, How::Opened))
}

/// The next of a list of parts: "including eight teaching hospitals and 13 with more than 200 beds".
fn goes_on(page: &Page<'_, '_>, i: usize, of: &[Option<(usize, How)>]) -> Option<(usize, How)> {
    let last = i.checked_sub(1)?;
    let (whole, how) = of[last].filter(|(_, h)| *h != How::Of)?;
    let (a, b) = (&page.figures[last], &page.figures[i]);
    let gap = page.inside(a, b)?;
    let total = page.cues.starts(CheckCue::Total, &page.after(b, 3)).is_some();
    (a.like(b) && super::sums::joined(page, &gap) && !total).then_some((whole, how))
}

/// "12 others", "12 more": not of those counted before.
fn apart(page: &Page<'_, '_>, p: &Placed<'_>) -> bool {
    let next = page.after(p, 1).first().is_some_and(|w| page.cues.is(CheckCue::Apart, w));
    next || page.text(p).split_whitespace().any(|w| page.cues.is(CheckCue::Apart, w))
}

/// All checks of this family.
pub(super) fn find(page: &Page<'_, '_>, links: &[Link]) -> Vec<Draft> {
    let mut out: Vec<Draft> = links.iter().filter_map(|l| one(page, links, l)).collect();
    let mut done = Vec::new();
    for l in links.iter().filter(|l| matches!(l.how, How::Included | How::Pronoun)) {
        if !done.contains(&l.whole) {
            out.extend(together(page, links, l.whole));
            done.push(l.whole);
        }
        // Only the last few wholes can come again.
        if done.len() > 8 {
            done.remove(0);
        }
    }
    out
}

fn one(page: &Page<'_, '_>, links: &[Link], l: &Link) -> Option<Draft> {
    let (part, whole) = (&page.figures[l.part], &page.figures[l.whole]);
    let verdict = part.reading?.fits_in(whole.reading?);
    if verdict != Verdict::Holds {
        // "56 passengers and 10 crew, among them 30 Egyptians": the whole is more than the figure next to the words.
        let from = l.part.saturating_sub(NEAR);
        let others = (from..(l.part + NEAR).min(page.figures.len())).filter(|k| {
            let f = &page.figures[*k];
            let of_it = links
                .iter()
                .skip_while(|x| x.part < from)
                .take(2 * NEAR)
                .any(|x| x.part == *k && x.whole == l.whole);
            *k != l.whole && *k != l.part && !of_it && f.sentence == whole.sentence && f.like(whole)
        });
        if others.count() > 0 {
            return None;
        }
    }
    let sign = match verdict {
        Verdict::Fails => ">",
        Verdict::NotCheckable => "against",
        Verdict::Holds => "<=",
    };
    let arithmetic = format!("{} {sign} {}", told(part.row), told(whole.row));
    let why = "the words make one figure a part of the other";
    Some(Draft::new(CheckKind::PartWhole, &[whole, part], verdict, arithmetic, why).open())
}

/// Parts that cannot overlap are together no more than their whole: "including eight in the north and 13 in the south".
fn together(page: &Page<'_, '_>, links: &[Link], whole: usize) -> Option<Draft> {
    let w = &page.figures[whole];
    if w.row.kind != dyad_record::FigureKind::Count {
        return None;
    }
    let parts: Vec<&Placed<'_>> = links
        .iter()
        .skip(links.partition_point(|l| l.part < whole))
        .take(8)
        .filter(|l| l.whole == whole && matches!(l.how, How::Included | How::Pronoun))
        .map(|l| &page.figures[l.part])
        .collect();
    if parts.len() < 2 || !set_apart(page, &parts) {
        return None;
    }
    let total = super::sums::total(&parts)?;
    let verdict = total.fits_in(w.reading?);
    (verdict == Verdict::Fails).then(|| {
        let terms: Vec<String> = parts.iter().map(|p| told(p.row)).collect();
        let arithmetic = format!("{} = {} > {}", terms.join(" + "), super::show(total.value), told(w.row));
        let mut all = vec![w];
        all.extend(&parts);
        Draft::new(CheckKind::PartWhole, &all, verdict, arithmetic, "parts that are included in a whole")
            .assume("parts in different places do not overlap")
            .because("the parts are together more than their whole")
    })
}

/// True if the same preposition and different words stand behind each: "in the north", "in the south".
pub(super) fn set_apart(page: &Page<'_, '_>, parts: &[&Placed<'_>]) -> bool {
    let behind: Vec<Vec<&str>> = parts
        .iter()
        .map(|p| {
            let words = page.after(p, 5);
            // "seven of them in Dorn".
            let n = page.cues.starts(CheckCue::PartAfter, &words).unwrap_or(0);
            words[n..].iter().copied().take(3).collect()
        })
        .collect();
    let first = behind.first().and_then(|b| b.first()).copied().unwrap_or("");
    let alike = page.cues.is(CheckCue::Where, first) && behind.iter().all(|b| b.first() == Some(&first));
    let differ = (1..behind.len()).all(|i| !behind[..i].contains(&behind[i]));
    alike && differ
}
