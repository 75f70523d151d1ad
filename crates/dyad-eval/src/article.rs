//! Scores a whole record against the hand-made gold of one article, as `score_article.py` does: blocks, statements,
//! figures, times, events, checks. The pairing rules and what counts for nothing are documented there; a test holds
//! the two together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use dyad_record::{ScalarRecord, Span};
use serde_json::Value;

use crate::same_name::NameMatcher;
use crate::{EvalError, LayerReport, Prf};

/// Scores a record against a gold file.
///
/// # Errors
/// If the gold cannot be read or is no article gold.
pub fn score(gold: &Path, record: &ScalarRecord) -> Result<LayerReport, EvalError> {
    let text = EvalError::read(gold)?;
    let bad = |line, message| EvalError::Format { path: gold.to_owned(), line, message };
    let value: Value = serde_json::from_str(&text).map_err(|e| bad(e.line(), e.to_string()))?;
    for table in ["blocks", "statements", "figures", "times", "events", "checks"] {
        if !value[table].is_array() {
            return Err(bad(1, format!("no list \"{table}\"; is this an article gold?")));
        }
    }
    let mut report = LayerReport::new("article", gold);
    Scorer { gold: &value, record: &record.0 }.run(&mut report);
    Ok(report)
}

struct Scorer<'a> {
    gold: &'a Value,
    record: &'a dyad_record::Record,
}

/// Gold row → record row.
type Pairs = BTreeMap<usize, usize>;

impl Scorer<'_> {
    fn run(&self, report: &mut LayerReport) {
        self.blocks(report);
        self.statements(report);
        self.figures(report);
        self.times(report);
        self.events(report);
        self.checks(report);
    }

    fn rows(&self, table: &str) -> Vec<&Value> {
        self.gold[table].as_array().map(|a| a.iter().collect()).unwrap_or_default()
    }

    fn evidence(&self, s: Span) -> String {
        self.record.document.text.chars().skip(s.start).take(s.len().min(90)).collect()
    }

    /// The gold block that covers most of a span.
    fn gold_block(&self, s: Span) -> Option<&Value> {
        let mut best: Option<(&Value, isize)> = None;
        for b in self.gold["blocks"].as_array()? {
            let shared = shared(span(&b["span"])?, s);
            if best.is_none_or(|(_, most)| shared > most) {
                best = Some((b, shared));
            }
        }
        best.filter(|(_, most)| *most > 0).map(|(b, _)| b)
    }

    /// A row counts in precision if the gold says that its place is text, not furniture.
    fn in_text(&self, s: Option<Span>) -> bool {
        s.and_then(|s| self.gold_block(s))
            .is_none_or(|b| matches!(b["kind"].as_str(), Some("body" | "headline")))
    }

    fn judged(&self, spans: &[Option<Span>], pairs: &Pairs) -> usize {
        let paired: BTreeSet<usize> = pairs.values().copied().collect();
        spans.iter().enumerate().filter(|(j, s)| paired.contains(j) || self.in_text(**s)).count()
    }

    fn blocks(&self, report: &mut LayerReport) {
        let gold = self.rows("blocks");
        let mut right = 0;
        for b in &gold {
            let Some(s) = span(&b["span"]) else { continue };
            let mut best: Option<(dyad_record::BlockKind, isize)> = None;
            for r in &self.record.blocks {
                let n = shared(r.span, s);
                if best.is_none_or(|(_, most)| n > most) {
                    best = Some((r.kind, n));
                }
            }
            let kind = best.filter(|(_, n)| *n > 0).map(|(k, _)| k.as_str());
            if kind.is_some_and(|k| alternatives(b, "kind", "alt_kind").contains(&k)) {
                right += 1;
            } else {
                let wanted = b["kind"].as_str().unwrap_or("");
                let got = kind.unwrap_or("nothing");
                report.example(format!("block {}", b["paragraph"]), format!("wanted {wanted}, got {got}"));
            }
        }
        report.share("blocks", right, gold.len());
    }

    fn statements(&self, report: &mut LayerReport) {
        let gold = self.rows("statements");
        let rows = &self.record.statements;
        let firsts: Vec<Option<Span>> = rows
            .iter()
            .map(|s| [&s.content, &s.cue, &s.source].into_iter().find_map(|list| list.first().copied()))
            .collect();
        let contents: Vec<Vec<Vec<Span>>> = gold
            .iter()
            .map(|g| {
                let mut all = vec![spans(&g["content"])];
                all.extend(g["alt_content"].as_array().into_iter().flatten().map(spans));
                all
            })
            .collect();
        let pairs = pair(&gold, rows.len(), 0.5, |i, j| {
            contents[i].iter().map(|c| dice(c, &rows[j].content)).fold(0.0, f64::max)
        });
        let judged = self.judged(&firsts, &pairs);
        let names = NameMatcher::default();
        let speaker = |i: usize| {
            let id = rows[pairs[&i]].speaker.as_ref();
            let entity = id.and_then(|id| self.record.entities.iter().find(|e| e.id == *id));
            let want = gold[i]["speaker"].as_str().unwrap_or("");
            let name = entity.map_or("", |e| e.name.as_str());
            if (want.is_empty() || want.contains("unnamed")) && name.is_empty() {
                return true;
            }
            let person = entity.is_none_or(|e| e.kind == dyad_record::EntityKind::Person);
            !want.is_empty() && !name.is_empty() && want.split(';').any(|x| names.same(x, name, person))
        };
        report.prf("statements found", tally(&gold, &pairs, judged, |_| true));
        report.prf("statements speaker", tally(&gold, &pairs, judged, speaker));
        for (i, g) in gold.iter().enumerate() {
            let id = g["id"].as_str().unwrap_or("").to_owned();
            let want = g["speaker"].as_str().unwrap_or("nobody");
            if !pairs.contains_key(&i) && !soft(g) {
                let words = contents[i][0].first().map(|s| self.evidence(*s)).unwrap_or_default();
                report.example(id, format!("missed statement of {want}: {words}"));
            } else if pairs.contains_key(&i) && !speaker(i) {
                report.example(id, format!("wanted speaker {want}"));
            }
        }
        let paired: BTreeSet<usize> = pairs.values().copied().collect();
        for (j, s) in firsts.iter().enumerate() {
            if !paired.contains(&j) && self.in_text(*s) {
                let words = s.map(|s| self.evidence(s)).unwrap_or_default();
                report.example(rows[j].id.as_str(), format!("statement that is not in the gold: {words}"));
            }
        }
    }

    fn figures(&self, report: &mut LayerReport) {
        let gold = self.rows("figures");
        let rows = &self.record.figures;
        let pairs = self.pair_by_span(&gold, &rows.iter().map(|f| f.span).collect::<Vec<_>>());
        let judged = self.judged(&rows.iter().map(|f| Some(f.span)).collect::<Vec<_>>(), &pairs);
        let value = |i: usize| {
            let (g, p) = (gold[i], &rows[pairs[&i]]);
            let share = g["unit"].as_str() == Some("share");
            let mut wanted = vec![&g["value"]];
            wanted.extend(g["alt_value"].as_array().into_iter().flatten());
            let low = wanted.iter().any(|w| equal(w.as_f64(), Some(p.value), share));
            low && (g["high"].is_null() || equal(g["high"].as_f64(), p.high, share))
        };
        let unit = |i: usize| {
            let got = unit_word(rows[pairs[&i]].unit.as_deref().unwrap_or(""));
            value(i) && alternatives(gold[i], "unit", "alt_unit").into_iter().any(|u| unit_word(u) == got)
        };
        let bound = |i: usize| {
            let got = rows[pairs[&i]].bound.as_str().replace('_', " ");
            let wanted = alternatives(gold[i], "bound", "alt_bound");
            let wanted = if wanted.is_empty() { vec!["exact"] } else { wanted };
            unit(i) && wanted.into_iter().any(|b| b.replace('_', " ") == got)
        };
        report.prf("figures value", tally(&gold, &pairs, judged, value));
        report.prf("figures +unit", tally(&gold, &pairs, judged, unit));
        report.prf("figures +bound", tally(&gold, &pairs, judged, bound));
        for (i, g) in gold.iter().enumerate() {
            let words = span(&g["span"]).map(|s| self.evidence(s)).unwrap_or_default();
            let id = g["id"].as_str().unwrap_or("").to_owned();
            match pairs.get(&i) {
                None if !soft(g) => report.example(id, format!("missed figure: {words}")),
                Some(j) if !bound(i) => {
                    let p = &rows[*j];
                    let wanted = format!("{} {} {}", g["value"], g["unit"], g["bound"]);
                    report.example(
                        id,
                        format!("{words}: wanted {wanted}, got {} {:?} {}", p.value, p.unit, p.bound),
                    );
                }
                _ => {}
            }
        }
        self.extras(report, "figure", rows.iter().map(|f| (f.id.as_str(), f.span)), &pairs);
    }

    fn times(&self, report: &mut LayerReport) {
        let gold = self.rows("times");
        let rows = &self.record.times;
        let pairs = self.pair_by_span(&gold, &rows.iter().map(|t| t.span).collect::<Vec<_>>());
        let judged = self.judged(&rows.iter().map(|t| Some(t.span)).collect::<Vec<_>>(), &pairs);
        let value =
            |i: usize| alternatives(gold[i], "value", "alt_value").contains(&rows[pairs[&i]].value.as_str());
        report.prf("times span", tally(&gold, &pairs, judged, |_| true));
        report.prf("times value", tally(&gold, &pairs, judged, value));
        for (i, g) in gold.iter().enumerate() {
            let words = span(&g["span"]).map(|s| self.evidence(s)).unwrap_or_default();
            let id = g["id"].as_str().unwrap_or("").to_owned();
            match pairs.get(&i) {
                None if !soft(g) => report.example(id, format!("missed time: {words}")),
                Some(j) if !value(i) => {
                    report.example(id, format!("{words}: wanted {}, got {}", g["value"], rows[*j].value));
                }
                _ => {}
            }
        }
        self.extras(report, "time", rows.iter().map(|t| (t.id.as_str(), t.span)), &pairs);
    }

    fn events(&self, report: &mut LayerReport) {
        let gold = self.rows("events");
        let rows = &self.record.events;
        let country = |code: Option<&str>| code.and_then(|c| c.split(':').next()).unwrap_or("").to_owned();
        let each = |g: &Value, key: &str, alt: &str| -> BTreeSet<String> {
            let mut all = vec![&g[key]];
            all.extend(g[alt].as_array().into_iter().flatten());
            all.into_iter()
                .flat_map(|c| {
                    c.as_str().unwrap_or("").split(';').map(str::trim).map(str::to_owned).collect::<Vec<_>>()
                })
                .map(|c| country(Some(&c)))
                .collect()
        };
        let same_dyad = |i: usize, j: usize| {
            let g = gold[i];
            let (s, t) = (each(g, "source", "alt_source"), each(g, "target", "alt_target"));
            let (a, r) = (country(rows[j].actor.code.as_deref()), country(rows[j].recipient.code.as_deref()));
            let swap = truth(&g["symmetric"]) || truth(&g["accept_reversed"]);
            s.contains(&a) && t.contains(&r) || swap && s.contains(&r) && t.contains(&a)
        };
        let paragraphs: Vec<Option<&Value>> =
            rows.iter().map(|v| self.gold_block(v.trigger).map(|b| &b["paragraph"])).collect();
        let pairs = pair(&gold, rows.len(), 1.0, |i, j| {
            let g = gold[i];
            let types = alternatives(g, "plover", "alt_plover");
            if paragraphs[j] != Some(&g["paragraph"]) || !types.contains(&rows[j].plover.as_str()) {
                return 0.0;
            }
            let over = span(&g["trigger"]).is_some_and(|s| shared(s, rows[j].trigger) > 0);
            1.0 + f64::from(u8::from(over)) + if same_dyad(i, j) { 0.5 } else { 0.0 }
        });
        let judged = self.judged(&rows.iter().map(|v| Some(v.trigger)).collect::<Vec<_>>(), &pairs);
        let dyad = |i: usize| same_dyad(i, pairs[&i]);
        let status = |i: usize| {
            let plain = |s: &str| match s {
                "reported" | "" => "asserted".to_owned(),
                "hypothetical" => "conditional".to_owned(),
                s => s.to_owned(),
            };
            let wanted = alternatives(gold[i], "status", "alt_status");
            let wanted = if gold[i]["status"].is_null() { [vec![""], wanted].concat() } else { wanted };
            let got = plain(rows[pairs[&i]].status.as_str());
            dyad(i) && wanted.into_iter().any(|w| plain(w) == got)
        };
        report.prf("events type", tally(&gold, &pairs, judged, |_| true));
        report.prf("events dyad", tally(&gold, &pairs, judged, dyad));
        report.prf("events status", tally(&gold, &pairs, judged, status));
        for (i, g) in gold.iter().enumerate() {
            let words = span(&g["trigger"]).map(|s| self.evidence(s)).unwrap_or_default();
            let id = g["id"].as_str().unwrap_or("").to_owned();
            let wanted = format!("{} {} {} {}", g["source"], g["plover"], g["target"], g["status"]);
            match pairs.get(&i) {
                None if !soft(g) => report.example(id, format!("missed event {words}: {wanted}")),
                Some(j) if !status(i) => {
                    let v = &rows[*j];
                    let got = format!("{:?} {:?} {}", v.actor.code, v.recipient.code, v.status);
                    report.example(id, format!("{words}: wanted {wanted}, got {got}"));
                }
                _ => {}
            }
        }
        self.extras(report, "event", rows.iter().map(|v| (v.id.as_str(), v.trigger)), &pairs);
    }

    fn checks(&self, report: &mut LayerReport) {
        let gold = self.rows("checks");
        let figures: BTreeMap<&str, Span> =
            self.record.figures.iter().map(|f| (f.id.as_str(), f.span)).collect();
        let wanted: BTreeMap<&str, Span> = self
            .rows("figures")
            .into_iter()
            .filter_map(|f| Some((f["id"].as_str()?, span(&f["span"])?)))
            .collect();
        let same = |k: &Value, c: &dyad_record::Check| {
            let want: Vec<Span> = (k["figures"].as_array().into_iter().flatten())
                .filter_map(|f| wanted.get(f.as_str()?).copied())
                .collect();
            let got: Vec<Span> = c.figures.iter().filter_map(|f| figures.get(f.as_str()).copied()).collect();
            let verdict =
                k["verdict"].as_str().filter(|v| matches!(*v, "fails" | "not_checkable")).unwrap_or("holds");
            alternatives(k, "kind", "alt_kind").contains(&c.kind.as_str())
                && c.verdict.as_str() == verdict
                && want.iter().all(|w| got.iter().any(|g| shared(*g, *w) > 0))
                && got.iter().all(|g| want.iter().any(|w| shared(*g, *w) > 0))
                && got.len() == c.figures.len()
        };
        let checks = &self.record.checks;
        let pairs = pair(&gold, checks.len(), 1.0, |i, j| f64::from(u8::from(same(gold[i], &checks[j]))));
        let required: Vec<usize> = (0..gold.len()).filter(|i| !soft(gold[*i])).collect();
        report.share("checks", required.iter().filter(|i| pairs.contains_key(i)).count(), required.len());
        report.share("checks that are in the gold", pairs.len(), checks.len());
        for i in required {
            if !pairs.contains_key(&i) {
                let arithmetic = gold[i]["arithmetic"].as_str().unwrap_or("");
                report.example(gold[i]["id"].as_str().unwrap_or(""), format!("missed check: {arithmetic}"));
            }
        }
    }

    fn pair_by_span(&self, gold: &[&Value], rows: &[Span]) -> Pairs {
        pair(gold, rows.len(), 1e-9, |i, j| match span(&gold[i]["span"]) {
            Some(s) => dice(&[s], &[rows[j]]),
            None => 0.0,
        })
    }

    fn extras<'r>(
        &self,
        report: &mut LayerReport,
        what: &str,
        rows: impl Iterator<Item = (&'r str, Span)>,
        pairs: &Pairs,
    ) {
        let paired: BTreeSet<usize> = pairs.values().copied().collect();
        for (j, (id, s)) in rows.enumerate() {
            if !paired.contains(&j) && self.in_text(Some(s)) {
                report.example(id, format!("{what} that is not in the gold: {}", self.evidence(s)));
            }
        }
    }
}

/// Greedy one-to-one pairing, best first; at equal similarity a required gold row before an optional one, then order.
fn pair(gold: &[&Value], rows: usize, floor: f64, similarity: impl Fn(usize, usize) -> f64) -> Pairs {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for j in 0..rows {
            let s = similarity(i, j);
            if s >= floor {
                candidates.push((s, soft(g), i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    let (mut out, mut used) = (Pairs::new(), BTreeSet::new());
    for (_, _, i, j) in candidates {
        if !out.contains_key(&i) && !used.contains(&j) {
            out.insert(i, j);
            used.insert(j);
        }
    }
    out
}

/// Counts of one line: optional rows, and rows that repeat another row's event, are free; a required row found only at
/// a repetition counts as found.
fn tally(gold: &[&Value], pairs: &Pairs, judged: usize, right: impl Fn(usize) -> bool) -> Prf {
    let good: Vec<usize> = pairs.keys().copied().filter(|i| right(*i)).collect();
    let required: Vec<usize> = (0..gold.len()).filter(|i| !soft(gold[*i])).collect();
    let (mut tp, mut lent) = (0, BTreeSet::new());
    for i in &required {
        if good.contains(i) {
            tp += 1;
        } else if let Some(again) = good.iter().find(|j| {
            let of = &gold[**j]["mention_of"];
            !of.is_null() && *of == gold[*i]["id"]
        }) {
            tp += 1;
            lent.insert(*again);
        }
    }
    let free = good.iter().filter(|i| soft(gold[**i]) && !lent.contains(i)).count();
    Prf::new(tp, judged - free, required.len())
}

fn soft(row: &Value) -> bool {
    truth(&row["optional"]) || truth(&row["mention_of"])
}

/// What Python calls true.
fn truth(v: &Value) -> bool {
    match v {
        Value::Null => false,
        Value::Bool(b) => *b,
        Value::Number(n) => n.as_f64() != Some(0.0),
        Value::String(s) => !s.is_empty(),
        Value::Array(a) => !a.is_empty(),
        Value::Object(o) => !o.is_empty(),
    }
}

fn alternatives<'v>(row: &'v Value, key: &str, alt: &str) -> Vec<&'v str> {
    let mut all: Vec<&str> = row[key].as_str().into_iter().collect();
    all.extend(row[alt].as_array().into_iter().flatten().filter_map(Value::as_str));
    all
}

fn span(v: &Value) -> Option<Span> {
    Some(Span::new(usize::try_from(v[0].as_u64()?).ok()?, usize::try_from(v[1].as_u64()?).ok()?))
}

fn spans(v: &Value) -> Vec<Span> {
    v.as_array().into_iter().flatten().filter_map(span).collect()
}

fn shared(a: Span, b: Span) -> isize {
    a.end.min(b.end) as isize - a.start.max(b.start) as isize
}

/// Dice coefficient over the characters of two lists of spans.
fn dice(a: &[Span], b: &[Span]) -> f64 {
    let set = |list: &[Span]| list.iter().flat_map(|s| s.start..s.end).collect::<BTreeSet<usize>>();
    let (a, b) = (set(a), set(b));
    if a.is_empty() && b.is_empty() {
        return 0.0;
    }
    2.0 * a.intersection(&b).count() as f64 / (a.len() + b.len()) as f64
}

fn equal(want: Option<f64>, got: Option<f64>, share: bool) -> bool {
    match (want, got) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            let four = |x: f64| (x * 1e4).round();
            (a - b).abs() <= 1e-5 * a.abs().max(b.abs()) || share && four(a) == four(b)
        }
        _ => false,
    }
}

fn unit_word(u: &str) -> String {
    let u = u.to_lowercase();
    let u = u.trim();
    u.strip_suffix('s').unwrap_or(u).to_owned()
}
