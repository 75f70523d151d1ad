//! Pairs gold and predicted attributions and counts what agrees.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::{Text, Words, dice};
use super::{Attribution, Document, Predictions};
use crate::Prf;

/// The measures, in the order of the gold's scorer.
const NAMES: [&str; 12] = [
    "content exact",
    "content >=50",
    "content token",
    "content partial",
    "cue exact",
    "cue overlap",
    "cue free",
    "source exact",
    "source head",
    "source token",
    "FULL",
    "FULL strict",
];
const CONTENT: [usize; 4] = [0, 1, 2, 3];
const CUE: [usize; 3] = [4, 5, 6];
const SOURCE: [usize; 3] = [7, 8, 9];
const FULL: usize = 10;
const STRICT: usize = 11;

/// How one kind of attribution fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// In the gold.
    pub gold: usize,
    /// Content found.
    pub found: usize,
    /// Content and source found.
    pub full: usize,
}

/// What the scorer prints.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scores {
    /// Name and counts, in the scorer's order.
    pub metrics: Vec<(&'static str, Prf)>,
    /// Right sources, of the attributions whose content was found and that have one.
    pub speaker: (usize, usize),
    /// By kind of the gold.
    pub by_kind: BTreeMap<String, Counts>,
    /// Documents with attributions not found whole, most first.
    pub missed: Vec<(String, usize)>,
    /// Ids that stand in the predictions and not in the gold.
    pub unknown: Vec<String>,
}

/// The word sets of an attribution.
pub(super) struct Sets {
    pub source: Words,
    pub cue: Words,
    pub content: Words,
}

pub(super) fn sets(text: &Text, a: &Attribution) -> Sets {
    Sets { source: text.touched(&a.source), cue: text.touched(&a.cue), content: text.touched(&a.content) }
}

/// Scores predictions; `kind` restricts the gold to `direct`, `mixed`, `indirect` or `quoted` (the first two).
#[must_use]
pub fn score(gold: &[Document], predictions: &Predictions, kind: Option<&str>) -> Scores {
    let keep = |a: &Attribution| match kind {
        None => true,
        Some("quoted") => matches!(a.kind.as_deref(), Some("direct" | "mixed")),
        Some(k) => a.kind.as_deref() == Some(k),
    };
    let mut m = [Prf::default(); 12];
    m[CONTENT[3]].tp_gold = Some(0.0);
    let mut out = Scores::default();
    for d in gold {
        let text = Text::new(&d.text);
        let g: Vec<(Sets, &Attribution)> = d
            .attributions
            .iter()
            .map(|a| (sets(&text, a), a))
            .filter(|(s, _)| !s.content.is_empty())
            .collect();
        let p: Vec<Sets> = predictions
            .get(&d.id)
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .map(|a| sets(&text, a))
            .filter(|s| !s.content.is_empty())
            .collect();
        let pairs = Pairs::new(&g, &p);
        let kept: Vec<usize> = (0..g.len()).filter(|i| keep(g[*i].1)).collect();
        let judged: Vec<usize> = (0..p.len())
            .filter(|j| kind.is_none() || pairs.nearest(&g, &p, *j).is_none_or(|i| keep(g[i].1)))
            .collect();
        spans(&mut m, &g, &p, &kept, &judged);
        let mut missed = 0;
        for &i in &kept {
            let (gs, a) = &g[i];
            let counts = out.by_kind.entry(a.kind.clone().unwrap_or_else(|| "?".to_owned())).or_default();
            counts.gold += 1;
            let full =
                pairs.of_gold[i].is_some_and(|j| pair(&mut m, &mut out.speaker, counts, &text, gs, &p[j]));
            missed += usize::from(!full);
        }
        if missed > 0 {
            out.missed.push((d.id.clone(), missed));
        }
    }
    out.missed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let known: BTreeSet<&str> = gold.iter().map(|d| d.id.as_str()).collect();
    out.unknown = predictions.keys().filter(|id| !known.contains(id.as_str())).cloned().collect();
    out.metrics = NAMES.into_iter().zip(m).collect();
    out
}

/// Counts what a pair agrees on; true if content and source do.
fn pair(
    m: &mut [Prf; 12],
    speaker: &mut (usize, usize),
    counts: &mut Counts,
    text: &Text,
    g: &Sets,
    p: &Sets,
) -> bool {
    let mut add = |name: usize, right: bool| m[name].tp += f64::from(u8::from(right));
    let (source, cue, content) = (g.source == p.source, g.cue == p.cue, g.content == p.content);
    add(SOURCE[0], source && !g.source.is_empty());
    add(CUE[0], cue && !g.cue.is_empty());
    add(CONTENT[0], content);
    add(CUE[1], !g.cue.is_disjoint(&p.cue));
    let agrees = text.agree(&g.source, &p.source);
    add(SOURCE[1], agrees && !g.source.is_empty());
    add(STRICT, source && cue && content);
    let found = dice(&g.content, &p.content) >= 0.5;
    let full = found && agrees;
    add(CONTENT[1], found);
    add(FULL, full);
    if found && !g.source.is_empty() {
        speaker.1 += 1;
        speaker.0 += usize::from(agrees);
    }
    counts.found += usize::from(found);
    counts.full += usize::from(full);
    full
}

/// Counts what does not depend on pairs: denominators, words, partial credit.
fn spans(m: &mut [Prf; 12], g: &[(Sets, &Attribution)], p: &[Sets], kept: &[usize], judged: &[usize]) {
    type Role = fn(&Sets) -> &Words;
    let gold = |role: Role| kept.iter().map(|i| role(&g[*i].0)).filter(|w| !w.is_empty()).collect::<Vec<_>>();
    let predicted =
        |role: Role| judged.iter().map(|j| role(&p[*j])).filter(|w| !w.is_empty()).collect::<Vec<_>>();
    let count = |m: &mut Prf, gold: usize, predicted: usize, tp: usize| {
        m.gold += gold as f64;
        m.predicted += predicted as f64;
        m.tp += tp as f64;
    };
    let union = |list: &[&Words]| list.iter().flat_map(|w| w.iter().copied()).collect::<Words>();

    let (gs, ps) = (gold(|s| &s.content), predicted(|s| &s.content));
    count(&mut m[CONTENT[0]], gs.len(), ps.len(), 0);
    let (gu, pu) = (union(&gs), union(&ps));
    count(&mut m[CONTENT[2]], gu.len(), pu.len(), gu.intersection(&pu).count());
    let part = &mut m[CONTENT[3]];
    count(part, gs.len(), ps.len(), 0);
    let share = |a: &Words, others: &[&Words]| {
        others.iter().map(|b| a.intersection(b).count() as f64 / a.len() as f64).fold(0.0, f64::max)
    };
    part.tp += ps.iter().map(|p| share(p, &gs)).sum::<f64>();
    part.tp_gold = Some(part.tp_gold.unwrap_or(0.0) + gs.iter().map(|g| share(g, &ps)).sum::<f64>());

    let (gs, ps) = (gold(|s| &s.cue), predicted(|s| &s.cue));
    count(&mut m[CUE[0]], gs.len(), ps.len(), 0);
    count(&mut m[CUE[1]], gs.len(), ps.len(), 0);
    let (gu, pu): (BTreeSet<_>, BTreeSet<_>) = (gs.into_iter().collect(), ps.into_iter().collect());
    count(&mut m[CUE[2]], gu.len(), pu.len(), gu.intersection(&pu).count());

    let (gs, ps) = (gold(|s| &s.source), predicted(|s| &s.source));
    count(&mut m[SOURCE[0]], gs.len(), ps.len(), 0);
    count(&mut m[SOURCE[1]], gs.len(), ps.len(), 0);
    let (gu, pu) = (union(&gs), union(&ps));
    count(&mut m[SOURCE[2]], gu.len(), pu.len(), gu.intersection(&pu).count());

    for name in [CONTENT[1], FULL, STRICT] {
        count(&mut m[name], kept.len(), judged.len(), 0);
    }
}

/// One-to-one pairs, best overlap first.
pub(super) struct Pairs {
    pub of_gold: Vec<Option<usize>>,
    pub of_predicted: Vec<Option<usize>>,
    /// For each predicted one, the gold ones that share a content word.
    touch: Vec<BTreeSet<usize>>,
}

impl Pairs {
    pub fn new(g: &[(Sets, &Attribution)], p: &[Sets]) -> Self {
        let mut holders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, (s, _)) in g.iter().enumerate() {
            for w in &s.content {
                holders.entry(*w).or_default().push(i);
            }
        }
        let touch: Vec<BTreeSet<usize>> = p
            .iter()
            .map(|s| s.content.iter().filter_map(|w| holders.get(w)).flatten().copied().collect())
            .collect();
        let mut candidates = Vec::new();
        for (j, s) in p.iter().enumerate() {
            for &i in &touch[j] {
                let gold = &g[i].0;
                let bonus = |shared: bool, worth: f64| if shared { worth } else { 0.0 };
                let value = dice(&gold.content, &s.content)
                    + bonus(!gold.cue.is_disjoint(&s.cue), 0.02)
                    + bonus(!gold.source.is_disjoint(&s.source), 0.01);
                candidates.push((value, i, j));
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut out = Self { of_gold: vec![None; g.len()], of_predicted: vec![None; p.len()], touch };
        for (_, i, j) in candidates {
            if out.of_gold[i].is_none() && out.of_predicted[j].is_none() {
                out.of_gold[i] = Some(j);
                out.of_predicted[j] = Some(i);
            }
        }
        out
    }

    /// The gold attribution of a predicted one: its pair, else the one that it overlaps most.
    fn nearest(&self, g: &[(Sets, &Attribution)], p: &[Sets], j: usize) -> Option<usize> {
        self.of_predicted[j].or_else(|| {
            let mut best: Option<(f64, usize)> = None;
            for &i in &self.touch[j] {
                let value = dice(&g[i].0.content, &p[j].content);
                if best.is_none_or(|(b, _)| value > b) {
                    best = Some((value, i));
                }
            }
            best.map(|(_, i)| i)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::process::Command;

    use dyad_record::Span;

    use super::*;

    /// Predictions that are partly right: every fifth gold row is left out, others are shifted or lose their source.
    fn spoiled(gold: &[Document]) -> Vec<Document> {
        let shift = |s: &Span, n: usize| Span::new(s.start.saturating_sub(n), s.end + n);
        gold.iter()
            .map(|d| {
                let mut attributions = Vec::new();
                for (i, a) in d.attributions.iter().enumerate() {
                    let mut a = a.clone();
                    match i % 5 {
                        0 => continue,
                        1 => a.content = a.content.iter().map(|s| shift(s, 9)).collect(),
                        2 => a.source.clear(),
                        3 => {
                            a.source = a.source.iter().map(|s| shift(s, 6)).collect();
                            a.cue = a.cue.iter().map(|s| shift(s, 6)).collect();
                        }
                        _ => {
                            a.content =
                                a.content.iter().map(|s| Span::new(s.start, s.start + s.len() / 2)).collect();
                            attributions.push(a.clone());
                        }
                    }
                    attributions.push(a);
                }
                Document { id: d.id.clone(), text: String::new(), attributions }
            })
            .collect()
    }

    #[test]
    fn perfect_predictions_are_perfect() {
        let span = |s, e| vec![Span::new(s, e)];
        let a =
            Attribution { source: span(0, 3), cue: span(4, 8), content: span(9, 20), ..Default::default() };
        let d = Document {
            id: "d".into(),
            text: "Ana said the talks ended.".into(),
            attributions: vec![a.clone()],
        };
        let s = score(&[d], &[("d".to_owned(), vec![a])].into(), None);
        assert!(s.metrics.iter().all(|(_, m)| (m.f1() - 100.0).abs() < 1e-9), "{:?}", s.metrics);
        assert_eq!(s.speaker, (1, 1));
    }

    #[test]
    fn equals_the_scorer_of_the_gold_sets() {
        let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
        let gold_path = shared.join("attribution/polnear-dev.jsonl");
        let scorer = shared.join("scorers/score_attribution.py");
        let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
        if !gold_path.exists() || !scorer.exists() || !python {
            println!("skipped: needs python3 and the gold sets beside the repository");
            return;
        }
        let gold = super::super::load(&gold_path).unwrap();
        let predicted = spoiled(&gold);
        let file = std::env::temp_dir().join(format!("dyad-attribution-{}.jsonl", std::process::id()));
        let lines: Vec<String> = predicted.iter().map(|d| serde_json::to_string(d).unwrap()).collect();
        std::fs::write(&file, lines.join("\n")).unwrap();
        let predictions: Predictions = predicted.into_iter().map(|d| (d.id, d.attributions)).collect();
        for kind in [None, Some("direct"), Some("quoted"), Some("indirect")] {
            let mut command = Command::new("python3");
            command.arg(&scorer).arg(&gold_path).arg(&file).arg("--json");
            if let Some(k) = kind {
                command.args(["--type", k]);
            }
            let output = command.output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let theirs: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let ours = score(&gold, &predictions, kind);
            for (name, prf) in &ours.metrics {
                for (i, value) in [prf.precision(), prf.recall(), prf.f1()].into_iter().enumerate() {
                    let want = theirs["metrics"][name][i].as_f64().unwrap();
                    assert!((want - value).abs() < 0.0501, "{kind:?} {name}: {value} here, {want} there");
                }
            }
            assert_eq!(theirs["speaker acc"][1].as_u64().unwrap() as usize, ours.speaker.1);
        }
        std::fs::remove_file(&file).ok();
    }
}
