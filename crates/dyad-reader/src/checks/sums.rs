//! Sums: parts that are told one after another and their whole before or behind them, shares that fill a whole.
//!
//! "46 people: 29 Guineans, 12 Malians and five Gambians", "nine in the market and six at the station, 15 in all", "three quarters
//! … and the other 35 percent". Owns which figures are the parts of which whole and whether the list is told as complete. It
//! must not know dates.

use dyad_knowledge::CheckCue;
use dyad_record::{Bound, CheckKind, FigureKind, Verdict};

use super::interval::Reading;
use super::page::{BREAK, Page, Placed};
use super::parts::{How, Link};
use super::{Draft, show, told, with_unit};

/// At most so many parts make one sum.
const PARTS: usize = 8;

/// All sums.
pub(super) fn find(page: &Page<'_, '_>, links: &[Link]) -> Vec<Draft> {
    let mut out = Vec::new();
    let alike = runs(page, false);
    // Counts of different nouns add up only where words say so.
    let mixed = runs(page, true).into_iter().filter(|m| {
        let first = &page.figures[m.from];
        page.figures[m.from + 1..m.to].iter().any(|p| !p.like(first))
    });
    for run in alike.into_iter().chain(mixed) {
        let parts: Vec<&Placed<'_>> = page.figures[run.from..run.to].iter().collect();
        let share = parts[0].share();
        let found = if share {
            super::fill::shares(page, &run, &parts)
        } else {
            let opens = || if run.mixed { None } else { opens(&parts) };
            behind(page, &run, &parts).or_else(opens).or_else(|| before(page, links, &run, &parts))
        };
        out.extend(found);
    }
    out.extend((0..page.figures.len()).filter_map(|i| super::fill::rest(page, i)));
    out.extend(links.iter().filter_map(|l| both(page, l)));
    out
}

/// Figures that commas and "and" join.
pub(super) struct Run {
    pub from: usize,
    pub to: usize,
    /// Counts of different nouns.
    mixed: bool,
    /// The last one is told as what is left: "and the other 35 percent".
    pub other: bool,
}

/// The runs of like figures; a figure that closes its list with a comma ("…, 352 tonnes of metal") stays outside.
fn runs(page: &Page<'_, '_>, mixed: bool) -> Vec<Run> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < page.figures.len() {
        let mut run = Run { from, to: from + 1, mixed, other: false };
        let mut closed = false;
        let addable = |p: &Placed<'_>| {
            if mixed {
                p.row.kind == FigureKind::Count && p.reading.is_some() && p.row.high.is_none()
            } else {
                addable(p)
            }
        };
        while addable(&page.figures[from]) && run.to < page.figures.len() && run.to - from < PARTS {
            let (last, next) = (&page.figures[run.to - 1], &page.figures[run.to]);
            let Some(gap) =
                page.inside(last, next).filter(|_| addable(next) && (mixed || last.like_or_share(next)))
            else {
                break;
            };
            let (gap, other) = strip_other(page, &gap);
            let limit = if other { 16 } else { 9 };
            let total = page.cues.starts(CheckCue::Total, &page.after(next, 3)).is_some()
                || page.cues.find(CheckCue::Total, gap).is_some();
            if closed || total || !(joined(page, gap) || other && conjoined(page, gap, limit)) {
                break;
            }
            closed = gap.last().is_some_and(|w| matches!(*w, "and" | "plus"));
            run.other |= other;
            run.to += 1;
        }
        let next = run.to;
        if run.to - run.from >= 2 {
            out.push(run);
        }
        from = next;
    }
    out
}

impl Placed<'_> {
    fn like_or_share(&self, o: &Placed<'_>) -> bool {
        self.like(o) || self.share() && o.share()
    }
}

/// Quantities of things, money, measures and shares add up; lengths of time and orders of magnitude do not.
fn addable(p: &Placed<'_>) -> bool {
    (p.countable() && p.row.unit.is_some() || p.share())
        && p.row.high.is_none()
        && p.row.bound != Bound::OrderOfMagnitude
}

/// The words without "the other", "the remaining" at their end.
fn strip_other<'g, 'w>(page: &Page<'_, '_>, gap: &'g [&'w str]) -> (&'g [&'w str], bool) {
    match page.cues.ends(CheckCue::Other, gap) {
        Some(n) => (&gap[..gap.len() - n], true),
        None => (gap, false),
    }
}

/// True if the words, few and of one clause, end with a comma or "and".
pub(super) fn joined(page: &Page<'_, '_>, gap: &[&str]) -> bool {
    conjoined(page, gap, 8)
}

fn conjoined(page: &Page<'_, '_>, gap: &[&str], limit: usize) -> bool {
    let mut words = gap;
    // "and wind the other 15 percent" names a new subject first.
    let mut names = if limit > 9 || words.len() <= 5 { 2 } else { 0 };
    while words.last().is_some_and(|w| {
        matches!(*w, "a" | "an" | "the" | "$" | "€" | "£") || names > 0 && !matches!(*w, "and" | ",")
    }) {
        if !matches!(words[words.len() - 1], "a" | "an" | "the" | "$" | "€" | "£") {
            names -= 1;
        }
        words = &words[..words.len() - 1];
    }
    let last = words.last().is_some_and(|w| matches!(*w, "and" | "plus" | ","));
    let stop = words.iter().any(|w| {
        matches!(*w, ";" | ":" | "(" | "." | "?" | "!" | "\"" | "“" | "than" | "from")
            || *w == BREAK
            || page.cues.is(CheckCue::Break, w)
    });
    last && !stop && words.len() <= limit
}

/// The sum of the figures.
pub(super) fn total(parts: &[&Placed<'_>]) -> Option<Reading> {
    parts.iter().try_fold(Reading::exact(0.0)?, |sum, p| sum.add(p.reading?))
}

pub(super) fn terms(parts: &[&Placed<'_>]) -> String {
    parts.iter().map(|p| told_plain(p)).collect::<Vec<_>>().join(" + ")
}

/// Counts and money of a sum go without their unit, which is one.
fn told_plain(p: &Placed<'_>) -> String {
    if p.share() || p.row.bound != Bound::Exact { told(p.row) } else { show(p.row.value) }
}

pub(super) fn draft(
    whole: &Placed<'_>,
    parts: &[&Placed<'_>],
    verdict: Verdict,
    sum: Reading,
    why: &str,
) -> Draft {
    let equal = (sum.value - whole.row.value).abs() <= 1e-9 * sum.value.abs();
    let tail = if equal { String::new() } else { format!(", told as {}", told_plain(whole)) };
    let mut all = vec![whole];
    all.extend(parts);
    let draft = Draft::new(
        CheckKind::Sum,
        &all,
        verdict,
        format!("{} = {}{tail}", terms(parts), with_unit_of(whole, sum.value)),
        why,
    );
    let draft = if verdict == Verdict::Holds && !equal {
        draft.assume("the figures are rounded as they are told")
    } else {
        draft
    };
    draft.open()
}

fn with_unit_of(p: &Placed<'_>, x: f64) -> String {
    if p.share() { with_unit(p.row, x) } else { show(x) }
}

/// The whole behind the parts: "nine … and six …, 15 in all".
fn behind(page: &Page<'_, '_>, run: &Run, parts: &[&Placed<'_>]) -> Option<Draft> {
    let last = parts[parts.len() - 1];
    let whole = page.figures.get(run.to).filter(|w| w.reading.is_some() && w.row.high.is_none())?;
    let like = if run.mixed {
        whole.row.kind == FigureKind::Count
    } else {
        whole.like(last) && whole.row.unit.is_some()
    };
    if !like {
        return None;
    }
    let gap = page.inside(last, whole)?;
    if gap.len() > 12 || page.broken(&gap) {
        return None;
    }
    let sum = total(parts)?;
    let said = page.cues.ends(CheckCue::Total, &gap).is_some()
        || page.cues.starts(CheckCue::Total, &page.after(whole, 3)).is_some();
    let verdict = sum.agrees(whole.reading?);
    if run.mixed && !(said && verdict == Verdict::Holds) {
        return None;
    }
    if said {
        // Another figure of the kind in the sentence may belong to the sum.
        let more = page.figures[..run.from]
            .iter()
            .rev()
            .take(PARTS)
            .any(|p| p.sentence == whole.sentence && p.like(whole));
        let draft = draft(
            whole,
            parts,
            if more && verdict == Verdict::Fails { Verdict::NotCheckable } else { verdict },
            sum,
            "parts and what they come to",
        );
        return Some(if more {
            draft.because("other figures of the sentence may belong to the sum")
        } else {
            draft
        });
    }
    let set_off = gap.last() == Some(&",") && gap.len() <= 8;
    let same = (sum.value - whole.row.value).abs() <= 1e-9 * sum.value.abs();
    (set_off && same && verdict == Verdict::Holds)
        .then(|| draft(whole, parts, verdict, sum, "parts and, set off by a comma, their sum"))
}

/// "Thirteen people in two towns, eight civilians and five police officers": the whole opens the list.
fn opens(parts: &[&Placed<'_>]) -> Option<Draft> {
    let (whole, rest) = parts.split_first()?;
    let sum = total(rest).filter(|s| rest.len() > 1 && s.value == whole.row.value && !whole.share())?;
    Some(draft(whole, rest, Verdict::Holds, sum, "a list that its whole opens"))
}

/// "Seven of the twelve jurors were men and five were women": both parts, where they come to the whole.
fn both(page: &Page<'_, '_>, l: &Link) -> Option<Draft> {
    let (part, whole, next) = (&page.figures[l.part], &page.figures[l.whole], page.figures.get(l.whole + 1)?);
    let gap = page.inside(whole, next)?;
    let parts = [part, next];
    let sum = total(&parts)?;
    let equal = l.how == How::Of && next.like(whole) && addable(next) && sum.value == whole.row.value;
    (equal && joined(page, &gap))
        .then(|| draft(whole, &parts, Verdict::Holds, sum, "two parts that come to their whole"))
}

/// How words tie parts to a whole before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// A colon, "is made up of", "the other": the parts are all of the whole.
    Complete,
    /// "The package includes 35 million for …".
    Included,
    None,
}

/// The whole before the parts.
fn before(page: &Page<'_, '_>, links: &[Link], run: &Run, parts: &[&Placed<'_>]) -> Option<Draft> {
    let first = parts[0];
    let sum = total(parts)?;
    let from = run.from.saturating_sub(12);
    let (whole, tie, verdict) = page.figures[from..run.from]
        .iter()
        .rev()
        .filter(|w| {
            w.like(first) && addable(w)
                || run.mixed && w.row.kind == FigureKind::Count && w.row.high.is_none()
        })
        .find_map(|w| {
            let tie = tie(page, run, w, first);
            let verdict = sum.agrees(w.reading?);
            let equal =
                (sum.value - w.row.value).abs() <= 1e-9 * sum.value.abs() && verdict == Verdict::Holds;
            let apart = first.sentence - w.sentence;
            // A colon before other nouns may lead anywhere; "is made up of" and "the other" do not.
            let listed = || {
                page.inside(w, first).is_some_and(|g| page.cues.ends(CheckCue::Whole, &g).is_some())
                    || run.other
            };
            let found = match tie {
                Tie::Complete if run.mixed => verdict == Verdict::Holds || listed(),
                _ if run.mixed => false,
                Tie::Complete => true,
                // What is included need not be all, but money is spent once.
                Tie::Included if first.row.kind == FigureKind::Count => equal,
                Tie::Included => equal || sum.fits_in(w.reading?) == Verdict::Fails,
                // Without words that tie them only figures that agree are a sum; the same noun ties over more sentences.
                Tie::None => equal && w.row.value > 2.0 && (apart <= 2 || apart <= 4 && same_noun(w, first)),
            };
            found.then_some((w, tie, verdict))
        })?;
    // "45 of the 60 seats and 15 of …": what is a part of something else is no part of this.
    let elsewhere = |i: usize| {
        let at = links.partition_point(|l| l.part < i);
        links
            .get(at)
            .is_some_and(|l| l.part == i && l.how == How::Of && page.figures[l.whole].row.id != whole.row.id)
    };
    if (run.from..run.to).any(elsewhere) {
        return None;
    }
    let more = sum.value > whole.row.value;
    if tie == Tie::Complete && verdict == Verdict::Fails && more && may_overlap(page, parts) {
        let why = "a list that is told as complete";
        return Some(draft(whole, parts, Verdict::NotCheckable, sum, why).because("the groups may overlap"));
    }
    let draft = draft(whole, parts, verdict, sum, "joined figures and the whole told before them");
    Some(if tie == Tie::Included && verdict == Verdict::Fails {
        draft.assume("the parts are all within the whole")
    } else {
        draft
    })
}

fn tie(page: &Page<'_, '_>, run: &Run, whole: &Placed<'_>, first: &Placed<'_>) -> Tie {
    let Some(gap) = page.gap(whole, first) else { return Tie::None };
    let mut words = &gap[..];
    while words.last().is_some_and(|w| matches!(*w, "a" | "an" | "the" | "$" | "€" | "£")) {
        words = &words[..words.len() - 1];
    }
    let near = first.sentence == whole.sentence;
    let colon = words.last() == Some(&":") && words.len() <= 10 || matches!(words, ["—" | "–" | "-"]);
    if near && (colon || words.len() <= 8 && page.cues.ends(CheckCue::Whole, words).is_some()) {
        return Tie::Complete;
    }
    // "Of 48 seats, 30 went to the Greens and the other 18 to the Reds".
    if run.other && near && gap.len() <= 16 && !page.broken(&gap) {
        return Tie::Complete;
    }
    let tail = words.rsplit(|w| *w == BREAK).next().unwrap_or(&[]);
    let next = first.sentence - whole.sentence <= 1;
    if next && tail.len() <= 10 && page.cues.ends(CheckCue::Part, tail).is_some() {
        Tie::Included
    } else {
        Tie::None
    }
}

/// Women and students, pensioners and foreigners; "13 with more than 200 beds".
fn may_overlap(page: &Page<'_, '_>, parts: &[&Placed<'_>]) -> bool {
    let classes: Vec<Option<bool>> = parts
        .iter()
        .map(|p| {
            let text = page.text(p);
            let noun = text.split_whitespace().next_back().unwrap_or("").to_owned();
            let sex = page.cues.is(CheckCue::SexAge, &noun);
            (sex || page.cues.is(CheckCue::Role, &noun)).then_some(sex)
        })
        .collect();
    let mixed = classes.contains(&Some(true)) && classes.contains(&Some(false));
    let relative =
        |p: &&&Placed<'_>| page.after(p, 1).first().is_some_and(|w| page.cues.is(CheckCue::Overlaps, w));
    mixed || parts.iter().filter(relative).count() > 0
}

/// True if both are told of the same last word ("sailors", "Turkish sailors").
fn same_noun(a: &Placed<'_>, b: &Placed<'_>) -> bool {
    let last = |p: &Placed<'_>| {
        let of = p.row.of.as_deref()?.to_lowercase();
        Some(of.split_whitespace().next_back()?.trim_end_matches('s').to_owned())
    };
    last(a).is_some() && last(a) == last(b)
}
