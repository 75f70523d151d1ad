//! The event of a marked pair: its PLOVER type, its quad class, one of CAMEO's five classes.
//!
//! Two readings are scored apart: "raw" takes only what the record says (no event for the pair is a miss), "spans given" asks the
//! coder for the event between the two marked spans, whatever its record would hold back.
//!
//! A fold of each set is never trained or tuned on (`dyad_reader::events::fold`). It has rows of its own, beside those of the rest,
//! and no example of it is printed.

use std::path::Path;

use dyad_reader::{Coder, Context, entities, events};
use dyad_record::Span;

use super::confidence::{self, Judged};
use super::{Gold, GoldEvent, Seen, Words, document, labels, seen, type_of};
use crate::{EvalError, LayerReport, Prf};

/// A sentence's label in the gold and what was predicted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// In the gold.
    pub gold: String,
    /// Predicted; none where no event was found.
    pub predicted: Option<String>,
}

/// Counts of one label.
#[must_use]
pub fn of_label(all: &[Labelled], label: &str) -> Prf {
    let predicted = |l: &Labelled| l.predicted.as_deref() == Some(label);
    let gold = |l: &Labelled| l.gold == label;
    Prf::new(
        all.iter().filter(|l| gold(l) && predicted(l)).count(),
        all.iter().filter(|l| predicted(l)).count(),
        all.iter().filter(|l| gold(l)).count(),
    )
}

/// The mean over the gold's labels of their F1, in percent.
#[must_use]
pub fn macro_f1(all: &[Labelled]) -> f64 {
    let labels = labels(all.iter().map(|l| l.gold.as_str()));
    if labels.is_empty() {
        return 0.0;
    }
    labels.iter().map(|l| of_label(all, l).f1()).sum::<f64>() / labels.len() as f64
}

/// Takes the marks away: the text, the spans of `<s>` and those of `<t>`, in bytes.
#[must_use]
pub fn unmark(marked: &str) -> (String, Vec<Span>, Vec<Span>) {
    let mut text = String::with_capacity(marked.len());
    let (mut source, mut target) = (Vec::new(), Vec::new());
    let (mut s, mut t) = (None, None);
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let here = text.len();
        if let Some(r) = rest.strip_prefix("<s>") {
            (s, rest) = (Some(here), r);
        } else if let Some(r) = rest.strip_prefix("<t>") {
            (t, rest) = (Some(here), r);
        } else if let Some(r) = rest.strip_prefix("</s>") {
            source.extend(s.take().map(|from| Span::new(from, here)));
            rest = r;
        } else if let Some(r) = rest.strip_prefix("</t>") {
            target.extend(t.take().map(|from| Span::new(from, here)));
            rest = r;
        } else {
            text.push('<');
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    (text, source, target)
}

/// The event whose sides lie among the marked words: straight before crossed, then the surer, then the earlier one.
/// Without a marked recipient the actor decides.
#[must_use]
pub fn of_pair<'s>(all: &'s [Seen], actor: &[Span], recipient: &[Span]) -> Option<&'s Seen> {
    let touch = |a: &[Span], b: &[Span]| a.iter().any(|x| b.iter().any(|y| x.overlaps(*y)));
    let mut best: Option<(u8, &Seen)> = None;
    for e in all {
        let straight = touch(&e.actor, actor) && (recipient.is_empty() || touch(&e.recipient, recipient));
        let crossed = touch(&e.actor, recipient) && touch(&e.recipient, actor);
        let rank = if straight { 2 } else { u8::from(crossed) };
        let better = best.is_none_or(|(r, b)| (rank, e.confidence) > (r, b.confidence));
        if rank > 0 && better {
            best = Some((rank, e));
        }
    }
    best.map(|(_, e)| e)
}

fn raw_rows(report: &mut LayerReport, what: &str, all: &[Labelled]) {
    let right = all.iter().filter(|l| l.predicted.as_deref() == Some(l.gold.as_str())).count();
    let found = all.iter().filter(|l| l.predicted.is_some()).count();
    report.percent(&format!("{what}, macro-F1"), macro_f1(all));
    report.share(&format!("{what}, right"), right, all.len());
    report.share(&format!("{what}, coverage"), found, all.len());
    report.share(&format!("{what}, precision at coverage"), right, found);
}

/// The fold that nothing is trained on, and the rest.
const PARTS: [&str; 2] = ["trained on", "unseen fold"];

fn part_of(g: &Gold) -> usize {
    usize::from(events::fold::unseen(&g.id))
}

/// What PLV gives of some sentences.
#[derive(Debug, Clone, Default)]
struct Types {
    raw: Vec<Labelled>,
    raw_quad: Vec<Labelled>,
    given: Vec<Labelled>,
    given_quad: Vec<Labelled>,
    judged: Vec<Judged>,
}

impl Types {
    fn add(&mut self, want: (&str, u8), hit: Option<&Seen>, pair: Option<(&str, u8)>) {
        let label = |gold: String, predicted: Option<String>| Labelled { gold, predicted };
        let (plover, quad) = (want.0.to_owned(), want.1.to_string());
        self.raw.push(label(plover.clone(), hit.map(|e| type_of(&e.plover).to_owned())));
        self.raw_quad.push(label(quad.clone(), hit.map(|e| e.quad.to_string())));
        self.given.push(label(plover, pair.map(|p| type_of(p.0).to_owned())));
        self.given_quad.push(label(quad, pair.map(|p| p.1.to_string())));
        self.judged.extend(hit.map(|e| (e.confidence, type_of(&e.plover) == want.0)));
    }
    fn tell(&self, report: &mut LayerReport, part: Option<&str>) {
        let named = |what: &str| part.map_or_else(|| what.to_owned(), |p| format!("{p}: {what}"));
        raw_rows(report, &named("type from raw text"), &self.raw);
        raw_rows(report, &named("quad from raw text"), &self.raw_quad);
        report.percent(&named("type, spans given, macro-F1"), macro_f1(&self.given));
        report.percent(&named("quad, spans given, macro-F1"), macro_f1(&self.given_quad));
        confidence::tell(report, &named("type from raw text"), &self.judged);
        let error = confidence::calibration_error(&self.judged);
        report.percent(&named("type from raw text, calibration error"), error);
    }
}

/// PLV.
pub(super) fn types(coder: &Coder, path: &Path, gold: &[Gold]) -> Result<LayerReport, EvalError> {
    let mut whole = Types::default();
    let mut parts = [Types::default(), Types::default()];
    let mut wrong: Vec<(bool, String, String)> = Vec::new();
    for g in gold {
        let (Some(marked), Some(want)) = (&g.marked, g.events.first()) else { continue };
        let (Some(plover), Some(quad)) = (&want.plover, want.quad) else { continue };
        let (text, s, t) = unmark(marked);
        let doc = document(&text, g)?;
        let segments: Vec<Span> = doc.blocks.iter().map(|b| b.span).collect();
        let analysis = coder.analyzer().analyze(&doc.text, &segments);
        let record = coder.read_parsed(&doc, &analysis);
        let all = seen(&record);
        let hit = of_pair(&all, &s, &t);
        let cx = Context::new(&doc, &analysis, coder.knowledge()).with_models(coder.models());
        let named = entities::find(&cx);
        let pair = s.first().and_then(|a| {
            let b = t.first().copied().unwrap_or(*a);
            events::pair::between(&cx, &named, *a, b, |l| type_of(l).to_owned())
        });
        let pair = pair.as_ref().map(|e| (e.plover.as_str(), e.quad));
        let part = part_of(g);
        whole.add((plover, quad), hit, pair);
        parts[part].add((plover, quad), hit, pair);
        // Nobody reads what fails of the unseen fold.
        if part == 1 {
            continue;
        }
        let got = hit.map(|e| format!("{} {}", e.plover, e.cameo));
        if hit.is_none_or(|e| type_of(&e.plover) != plover) {
            let other: Vec<String> =
                all.iter().map(|e| format!("{} \"{}\"", e.plover, e.trigger.of(&doc.text))).collect();
            let got = got.unwrap_or_else(|| {
                if other.is_empty() { "no event".into() } else { format!("only {}", other.join(", ")) }
            });
            wrong.push((hit.is_none(), g.id.clone(), format!("wanted {plover}, got {got}: {marked}")));
        }
    }
    let mut report = LayerReport::new("events", path);
    whole.tell(&mut report, None);
    for (name, part) in PARTS.iter().zip(&parts).rev() {
        part.tell(&mut report, Some(name));
    }
    for name in labels(whole.raw.iter().map(|l| l.gold.as_str())) {
        report.prf(name, of_label(&whole.raw, name));
    }
    wrong.sort();
    for (_, id, note) in wrong {
        report.example(id, note);
    }
    Ok(report)
}

/// The places of some words in a text; the gold sets punctuation apart, so spaces do not count.
fn places(text: &str, words: Option<&Words>) -> Vec<Span> {
    let list: &[String] = match words {
        Some(Words::Many(list)) => list,
        Some(Words::One(one)) => std::slice::from_ref(one),
        None => &[],
    };
    let packed: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let find = |words: &String| -> Option<Span> {
        let want: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
        let at =
            packed.windows(want.len().max(1)).position(|w| w.iter().map(|x| x.1).eq(want.iter().copied()))?;
        let (last, c) = packed.get(at + want.len().checked_sub(1)?)?;
        Some(Span::new(packed[at].0, last + c.len_utf8()))
    };
    list.iter().filter_map(find).collect()
}

/// Where the two sides stand; of sides that act on each other the first is the actor, a lone side too.
pub(super) fn marked_sides(text: &str, want: &GoldEvent) -> (Vec<Span>, Vec<Span>) {
    let (mut s, mut t) = (places(text, want.actor_text.as_ref()), places(text, want.recipient_text.as_ref()));
    let both = places(text, want.reciprocal_text.as_ref());
    if let ([a, rest @ ..], true) = (both.as_slice(), s.is_empty() && t.is_empty()) {
        (s, t) = (vec![*a], rest.to_vec());
    }
    if s.is_empty() && !t.is_empty() {
        std::mem::swap(&mut s, &mut t);
    }
    (s, t)
}

/// The class of a CAMEO code: 0 for statements and appeals, else the quad class.
fn penta(code: &str) -> u8 {
    match code.get(..2).and_then(|r| r.parse::<u8>().ok()) {
        Some(3..=5) => 1,
        Some(6..=8) => 2,
        Some(9..=13) => 3,
        Some(14..=20) => 4,
        _ => 0,
    }
}

/// Pentaclass. Sentences without a class in the gold are left out; a sentence without an event is a statement.
pub(super) fn classes(coder: &Coder, path: &Path, gold: &[Gold]) -> Result<LayerReport, EvalError> {
    let (mut marked, mut all_rows) = (Vec::new(), Vec::new());
    let mut parts = [Vec::new(), Vec::new()];
    let mut wrong = Vec::new();
    for g in gold {
        let Some(want) = g.events.first() else { continue };
        let Some(class) = want.penta else { continue };
        let doc = document(&g.text, g)?;
        let record = coder.read(&doc);
        let all = seen(&record);
        let (s, t) = marked_sides(&doc.text, want);
        // Sentences whose sides nobody marked are judged by their surest event.
        let surest = || {
            all.iter().fold(None, |b: Option<&Seen>, e| {
                Some(b.filter(|b| b.confidence >= e.confidence).unwrap_or(e))
            })
        };
        let hit = if s.is_empty() { surest() } else { of_pair(&all, &s, &t) };
        let got = hit.map_or(0, |e| penta(&e.cameo));
        let row = Labelled { gold: class.to_string(), predicted: Some(got.to_string()) };
        let part = part_of(g);
        if got != class && part == 0 {
            let code =
                hit.map_or("no event".to_owned(), |e| format!("{} \"{}\"", e.cameo, e.trigger.of(&doc.text)));
            wrong.push((
                hit.is_none(),
                g.id.clone(),
                format!("wanted class {class}, got {got} ({code}): {}", g.text),
            ));
        }
        if !s.is_empty() {
            marked.push(row.clone());
        }
        parts[part].push(row.clone());
        all_rows.push(row);
    }
    let mut report = LayerReport::new("events", path);
    let [trained, unseen] = PARTS.map(|p| format!("{p}: class"));
    for (what, rows) in [
        ("class", &all_rows),
        ("class where the pair is marked", &marked),
        (unseen.as_str(), &parts[1]),
        (trained.as_str(), &parts[0]),
    ] {
        let right = rows.iter().filter(|l| l.predicted.as_deref() == Some(l.gold.as_str())).count();
        report.percent(&format!("{what}, macro-F1"), macro_f1(rows));
        report.share(&format!("{what}, right"), right, rows.len());
    }
    for (label, name) in
        [("0", "statement"), ("1", "quad 1"), ("2", "quad 2"), ("3", "quad 3"), ("4", "quad 4")]
    {
        report.prf(name, of_label(&all_rows, label));
    }
    wrong.sort();
    for (_, id, note) in wrong {
        report.example(id, note);
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labelled(rows: &[(&str, Option<&str>)]) -> Vec<Labelled> {
        rows.iter().map(|(g, p)| Labelled { gold: (*g).into(), predicted: p.map(str::to_owned) }).collect()
    }

    #[test]
    fn macro_f1_is_the_mean_over_the_golds_labels() {
        // A: 1 of 2 found, 1 predicted: P 1, R 1/2, F1 2/3. B: 1 of 1 found, 2 predicted: P 1/2, R 1, F1 2/3. C: none: 0.
        let rows = labelled(&[("A", Some("A")), ("A", Some("B")), ("B", Some("B")), ("C", None)]);
        assert!((macro_f1(&rows) - 100.0 * (2.0 / 3.0 + 2.0 / 3.0) / 3.0).abs() < 1e-9);
        assert_eq!(macro_f1(&[]), 0.0);
        // A label that only the prediction uses costs its victim, and has no row of its own.
        assert_eq!(macro_f1(&labelled(&[("A", Some("Z"))])), 0.0);
    }

    #[test]
    fn marks_become_spans_of_the_text_without_them() {
        let (text, s, t) = unmark("<s>Chad</s> fined <t>two firms</t> < 3 days after <t>they</t> left.");
        assert_eq!(text, "Chad fined two firms < 3 days after they left.");
        assert_eq!(s.iter().map(|x| x.of(&text)).collect::<Vec<_>>(), ["Chad"]);
        assert_eq!(t.iter().map(|x| x.of(&text)).collect::<Vec<_>>(), ["two firms", "they"]);
    }

    #[test]
    fn the_event_of_a_pair_is_straight_then_sure() {
        let event = |a: (usize, usize), r: (usize, usize), plover: &str, confidence: f32| Seen {
            actor: vec![Span::new(a.0, a.1)],
            recipient: vec![Span::new(r.0, r.1)],
            plover: plover.to_owned(),
            confidence,
            ..Seen::default()
        };
        let (x, y, z) = ((0, 4), (10, 14), (20, 24));
        let all = [
            event(y, x, "CONSULT", 0.9),
            event(x, y, "ACCUSE", 0.5),
            event(x, y, "REJECT", 0.7),
            event(x, y, "AID", 0.7),
            event(x, z, "SUPPORT", 0.9),
        ];
        let pair = |s: (usize, usize), t: Option<(usize, usize)>| {
            let t: Vec<Span> = t.into_iter().map(|t| Span::new(t.0, t.1)).collect();
            of_pair(&all, &[Span::new(s.0, s.1)], &t).map(|e| e.plover.as_str())
        };
        assert_eq!(pair(x, Some(y)), Some("REJECT"));
        assert_eq!(pair(y, Some(x)), Some("CONSULT"));
        assert_eq!(pair(z, Some(x)), Some("SUPPORT"), "crossed, for want of better");
        assert_eq!(pair(y, Some(z)), None);
        assert_eq!(pair(x, None), Some("SUPPORT"));
    }

    #[test]
    fn the_unseen_fold_has_rows_of_its_own() {
        let of = |id: &str| part_of(&Gold { id: id.to_owned(), ..Gold::default() });
        assert_eq!((PARTS[of("PLV-train-6")], PARTS[of("PLV-train-7")]), ("unseen fold", "trained on"));
        let mut t = Types::default();
        let hit = Seen { plover: "RETREAT".to_owned(), quad: 2, confidence: 0.8, ..Seen::default() };
        t.add(("YIELD", 2), Some(&hit), Some(("CONCEDE", 1)));
        t.add(("AID", 2), None, None);
        let mut report = LayerReport::new("events", Path::new("x.jsonl"));
        t.tell(&mut report, Some(PARTS[1]));
        let get = |name: &str| report.get(&format!("unseen fold: {name}"));
        assert_eq!(get("type from raw text, right"), Some(50.0));
        assert_eq!(get("type from raw text, precision of the surest 25 %"), Some(100.0));
        assert_eq!(get("type, spans given, macro-F1"), Some(50.0));
        assert_eq!(get("quad, spans given, macro-F1"), Some(0.0));
    }

    #[test]
    fn words_set_apart_are_found() {
        let text = "The EU’s chief met Mr. Ode-Bio.";
        let at = places(
            text,
            Some(&Words::Many(vec!["EU ’ s chief".into(), "Ode - Bio".into(), "Nobody".into()])),
        );
        assert_eq!(at.iter().map(|s| s.of(text)).collect::<Vec<_>>(), ["EU’s chief", "Ode-Bio"]);
    }
}
