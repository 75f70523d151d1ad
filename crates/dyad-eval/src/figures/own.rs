//! A record's figures and checks against our own gold: what is measured, when, where, who says so, and what holds.
//!
//! What is right is told in `gold/figures/README.md`. A figure that was not found has nothing right. This module must not
//! know how figures are found.

use std::collections::BTreeMap;
use std::path::Path;

use dyad_reader::Coder;
use dyad_record::{Figure, Id, Record, Span, TimeRow, Verdict};

use super::gold::{Entry, Period, Tie, Wanted, passages, sentences};
use crate::{EvalError, LayerReport, Prf};

/// Name of the built-in set in reports and floors.
pub const NAME: &str = "own";

/// Right ones of all, for the whole set and its two parts.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: [usize; 2],
    of: [usize; 2],
}

impl Tally {
    fn add(&mut self, held_out: bool, right: bool) {
        self.right[usize::from(held_out)] += usize::from(right);
        self.of[usize::from(held_out)] += 1;
    }
}

fn tell(report: &mut LayerReport, name: &str, t: Tally) {
    report.share(name, t.right[0] + t.right[1], t.of[0] + t.of[1]);
    report.share(&format!("{name}, dev"), t.right[0], t.of[0]);
    report.share(&format!("{name}, held-out"), t.right[1], t.of[1]);
}

fn read(coder: &Coder, entry: &Entry) -> Result<Record, EvalError> {
    Ok(coder.read(&crate::run::document(&entry.text, &entry.id, entry.published.as_deref())?))
}

/// Scores the figures of the built-in sentences.
///
/// # Errors
/// A line of the gold that is not as it should be.
pub fn figures(coder: &Coder) -> Result<LayerReport, EvalError> {
    let mut report = LayerReport::new("figures", Path::new(NAME));
    report.ours = true;
    let mut prf = [Prf::default(); 3];
    let mut claims = Prf::default();
    let [mut of, mut period, mut source, mut place, mut trap] = [Tally::default(); 5];
    let [mut value, mut base, mut part_of, mut toward] = [Tally::default(); 4];
    for entry in sentences()? {
        let record = read(coder, &entry)?;
        let found = pair(&entry, &record.figures);
        let mut notes: Vec<String> = Vec::new();
        let held = entry.held_out;
        let wanted = entry.figures.iter().filter(|w| !w.optional).count();
        let free = |f: &&Figure| !entry.figures.iter().any(|w| w.optional && w.span.overlaps(f.span));
        let extra: Vec<&Figure> = record.figures.iter().filter(free).collect();
        let mut right = [0usize; 3];
        for (w, f) in entry.figures.iter().zip(&found).filter(|(w, _)| !w.optional) {
            let words = w.span.of(&entry.text);
            let Some(f) = f else { continue };
            if !same_value(w, f) {
                notes.push(format!("{words}: value {}", f.value));
                continue;
            }
            let unit = w.unit.iter().any(|u| Some(u.as_str()) == f.unit.as_deref());
            let bound = w.bound.iter().any(|b| b == f.bound.as_str());
            right[0] += 1;
            right[1] += usize::from(unit);
            right[2] += usize::from(bound);
            if !unit {
                notes.push(format!("{words}: unit {}", f.unit.as_deref().unwrap_or("none")));
            }
            if !bound {
                notes.push(format!("{words}: bound {}", f.bound.as_str()));
            }
        }
        for (sum, right) in prf.iter_mut().zip(right) {
            sum.add(Prf::new(right, extra.len(), wanted));
        }
        for (w, f) in entry.figures.iter().zip(&found).filter(|(w, _)| !w.optional) {
            let words = w.span.of(&entry.text);
            value.add(held, f.is_some_and(|f| same_value(w, f)));
            if f.is_none() {
                notes.push(format!("{words}: not found"));
            }
            let mut judge = |tally: &mut Tally, right: bool, what: String| {
                tally.add(held, right);
                if f.is_some() && !right {
                    notes.push(format!("{words}: {what}"));
                }
            };
            if w.age || !w.of.is_empty() {
                let told = f.and_then(|f| f.of.as_deref()).unwrap_or("nothing");
                judge(&mut of, f.is_some_and(|f| same_of(w, f)), format!("of {told}"));
            }
            let time = f.and_then(|f| f.period.as_ref()).and_then(|id| by_id(&record.times, id));
            let told = time.map_or("none", |t| t.value.as_str());
            let days = f.and_then(|f| f.days.as_ref()).or(time.and_then(|t| t.interval.as_ref()));
            judge(&mut period, f.is_some() && same_period(w, time, days), format!("period {told}"));
            let speaker = f.and_then(|f| f.speaker.as_ref()).and_then(|id| by_id(&record.entities, id));
            let told = speaker.map_or("nobody", |e| e.name.as_str());
            let mentions = speaker.map(|e| e.mentions.iter().map(|m| m.span).collect::<Vec<_>>());
            judge(
                &mut source,
                f.is_some() && same_speaker(w, mentions.as_deref()),
                format!("said by {told}"),
            );
            if !w.place.is_empty() {
                let told = f.and_then(|f| f.place.as_deref());
                judge(&mut place, same_place(w, told, &entry.text), format!("place {told:?}"));
            }
            for (wanted, tally, got, what) in [
                (w.part_of, &mut part_of, f.and_then(|f| f.part_of.as_ref()), "part of"),
                (w.toward, &mut toward, f.and_then(|f| f.toward.as_ref()), "toward"),
            ] {
                let Some(wanted) = wanted else { continue };
                let got = got.and_then(|id| by_id(&record.figures, id));
                judge(tally, got.is_some_and(|g| g.span.overlaps(wanted)), format!("{what} nothing right"));
            }
            if let Some(wanted) = w.base {
                let got = f.and_then(|f| f.base);
                judge(&mut base, got.is_some_and(|g| g.overlaps(wanted)), "base not linked".to_owned());
            }
        }
        let claimed = |(span, sort): &(Span, String)| {
            record.unquantified.iter().any(|u| u.span.overlaps(*span) && u.kind.as_str() == sort)
        };
        let right = entry.claims.iter().filter(|c| claimed(c)).count();
        claims.add(Prf::new(right, record.unquantified.len(), entry.claims.len()));
        for c in entry.claims.iter().filter(|c| !claimed(c)) {
            notes.push(format!("{}: no claim of kind {}", c.0.of(&entry.text), c.1));
        }
        for t in &entry.traps {
            let hit = record.figures.iter().find(|f| f.span.overlaps(*t));
            trap.add(held, hit.is_none());
            if let Some(f) = hit {
                notes.push(format!("{}: no figure", f.span.of(&entry.text)));
            }
        }
        for f in extra.iter().filter(|f| !entry.figures.iter().any(|w| w.span.overlaps(f.span))) {
            if !entry.traps.iter().any(|t| t.overlaps(f.span)) {
                notes.push(format!("{}: not in the gold", f.span.of(&entry.text)));
            }
        }
        // Nobody reads what fails of the held-out part.
        if !notes.is_empty() && !held {
            report.example(entry.id.clone(), notes.join("; "));
        }
    }
    for (name, prf) in ["value", "value+unit", "value+bound"].iter().zip(prf) {
        report.prf(name, prf);
    }
    report.prf("claims without a number", claims);
    for (name, tally) in [
        ("of", of),
        ("period", period),
        ("source", source),
        ("value right", value),
        ("place", place),
        ("traps left alone", trap),
        ("base", base),
        ("part of", part_of),
        ("toward", toward),
    ] {
        tell(&mut report, name, tally);
    }
    report.worst.sort_by_key(|e| std::cmp::Reverse(e.note.matches(';').count()));
    Ok(report)
}

/// The record's figure of each wanted one: it overlaps, the value counts first, then the length of the overlap.
fn pair<'f>(entry: &Entry, figures: &'f [Figure]) -> Vec<Option<&'f Figure>> {
    let mut pairs: Vec<(bool, usize, usize, usize)> = Vec::new();
    for (i, w) in entry.figures.iter().enumerate() {
        for (j, f) in figures.iter().enumerate().filter(|(_, f)| f.span.overlaps(w.span)) {
            let length = w.span.end.min(f.span.end) - w.span.start.max(f.span.start);
            pairs.push((same_value(w, f), length, i, j));
        }
    }
    pairs.sort_by_key(|(same, length, i, j)| (!same, std::cmp::Reverse(*length), *i, *j));
    let mut out = vec![None; entry.figures.len()];
    let mut used = vec![false; figures.len()];
    for (_, _, i, j) in pairs {
        if out[i].is_none() && !used[j] {
            out[i] = Some(&figures[j]);
            used[j] = true;
        }
    }
    out
}

fn same_value(w: &Wanted, f: &Figure) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-5 * a.abs().max(b.abs()).max(1e-12);
    let ends = match (w.high, f.high) {
        (Some(a), Some(b)) => close(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    // A fraction in the gold is rounded to four places.
    ends && w.value.iter().any(|v| close(*v, f.value) || (f.value < 1.0 && (v - f.value).abs() < 6e-5))
}

fn same_of(w: &Wanted, f: &Figure) -> bool {
    if w.age && f.of.as_deref().is_some_and(|of| of.contains("age")) {
        return true;
    }
    f.of_span.is_some_and(|got| {
        w.of.iter().any(|want| {
            let shared = got.end.min(want.end).saturating_sub(got.start.max(want.start));
            2 * (2 * shared) >= got.len() + want.len() && shared > 0
        })
    })
}

fn same_period(w: &Wanted, got: Option<&TimeRow>, days: Option<&[String; 2]>) -> bool {
    w.period.iter().any(|want| match (want, got) {
        (None, None) => true,
        (Some(Period::Reference(r)), Some(t)) => t.value == *r,
        (Some(Period::Days([from, to])), Some(_)) => days.is_some_and(|[a, b]| near(from, a) && near(to, b)),
        _ => false,
    })
}

/// A day apart at most.
fn near(a: &str, b: &str) -> bool {
    let day = |s: &str| s.parse::<jiff::civil::Date>().ok();
    day(a).zip(day(b)).is_some_and(|(a, b)| (b - a).get_days().abs() <= 1)
}

fn same_speaker(w: &Wanted, mentions: Option<&[Span]>) -> bool {
    w.speaker.iter().any(|want| match (want, mentions) {
        (None, None) => true,
        (Some(want), Some(mentions)) => mentions.iter().any(|m| m.overlaps(*want)),
        _ => false,
    })
}

fn same_place(w: &Wanted, got: Option<&str>, text: &str) -> bool {
    let got = got.map(dyad_knowledge::fold);
    got.filter(|g| !g.is_empty()).is_some_and(|got| {
        w.place.iter().any(|p| {
            let want = dyad_knowledge::fold(p.of(text));
            want.contains(&got) || got.contains(&want)
        })
    })
}

/// The row with an id, which tells its place.
fn by_id<'r, R>(rows: &'r [R], id: &Id) -> Option<&'r R> {
    rows.get(id.index()?)
}

/// Scores the checks of the built-in passages.
///
/// # Errors
/// A line of the gold that is not as it should be.
pub fn checks(coder: &Coder) -> Result<LayerReport, EvalError> {
    let mut report = LayerReport::new("checks", Path::new(NAME));
    report.ours = true;
    let mut all = Tally::default();
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    for entry in passages()? {
        let record = read(coder, &entry)?;
        let rows = told(&record);
        let mut notes = Vec::new();
        let mut judge = |kind: &str, right: bool, note: String| {
            all.add(entry.held_out, right);
            kinds.entry(kind.to_owned()).or_default().add(entry.held_out, right);
            if !right {
                notes.push(note);
            }
        };
        if entry.no_check {
            let hasty = rows.iter().find(|r| r.verdict != Verdict::NotCheckable);
            let note = hasty.map_or_else(String::new, |r| format!("{} {}", r.kind, r.verdict.as_str()));
            judge("no check", hasty.is_none(), format!("nothing is to be tied, got {note}"));
        }
        for tie in entry.checks.iter().filter(|t| !t.optional) {
            let got = verdict(tie, &rows);
            let right = match got {
                Some(v) => tie.verdict.iter().any(|w| w == v.as_str()),
                None => tie.verdict.iter().any(|w| w == "not_checkable"),
            };
            let note = format!(
                "{} {} wanted, got {}",
                tie.kind[0],
                tie.verdict[0],
                got.map_or("no row", |v| v.as_str())
            );
            judge(&tie.kind[0], right, note);
        }
        if !notes.is_empty() && !entry.held_out {
            report.example(entry.id.clone(), notes.join("; "));
        }
    }
    tell(&mut report, "verdict", all);
    for (kind, t) in kinds {
        report.share(&kind, t.right[0] + t.right[1], t.of[0] + t.of[1]);
    }
    Ok(report)
}

/// A check of a record with the places of its figures.
struct Told {
    kind: &'static str,
    verdict: Verdict,
    figures: Vec<Span>,
}

fn told(record: &Record) -> Vec<Told> {
    let spans = |ids: &[Id]| ids.iter().filter_map(|id| by_id(&record.figures, id)).map(|f| f.span).collect();
    let row = |c: &dyad_record::Check| Told {
        kind: c.kind.as_str(),
        verdict: c.verdict,
        figures: spans(&c.figures),
    };
    record.checks.iter().map(row).collect()
}

/// The verdict of the row over just these figures; of a part held against its whole the rows may come one a part.
fn verdict(tie: &Tie, rows: &[Told]) -> Option<Verdict> {
    let inside = |r: &Told| r.figures.iter().all(|f| tie.figures.iter().any(|w| w.overlaps(*f)));
    let covers = |r: &Told| tie.figures.iter().all(|w| r.figures.iter().any(|f| f.overlaps(*w)));
    let kind = |r: &&Told| tie.kind.iter().any(|k| k == r.kind);
    if let Some(r) = rows.iter().filter(kind).find(|r| inside(r) && covers(r)) {
        return Some(r.verdict);
    }
    let parts: Vec<&Told> =
        rows.iter().filter(kind).filter(|r| r.kind == "part_whole" && inside(r)).collect();
    let all = tie.figures.iter().all(|w| parts.iter().any(|r| r.figures.iter().any(|f| f.overlaps(*w))));
    if parts.is_empty() || !all {
        return None;
    }
    let worst = [Verdict::Fails, Verdict::NotCheckable, Verdict::Holds];
    worst.into_iter().find(|v| parts.iter().any(|r| r.verdict == *v))
}
