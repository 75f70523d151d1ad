//! Coded triples: who, what, to whom, in CAMEO's codes.
//!
//! Countries are compared by their first three letters, codes by their root and in full. Two gold rows that mirror each other (A met B,
//! B met A) are one symmetric event here, because a record writes it once.

use std::path::Path;

use dyad_reader::Coder;

use super::{Gold, document, seen};
use crate::{EvalError, LayerReport, Prf};

/// Who did what to whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Triple {
    /// Country of the actor, or `IGO`, `NGO`, `MNC`, `NSA`; none where unknown.
    pub actor: Option<String>,
    /// CAMEO code.
    pub cameo: String,
    /// As `actor`.
    pub recipient: Option<String>,
    /// The gold has it in both directions.
    pub symmetric: bool,
}

impl Triple {
    fn root(&self) -> &str {
        self.cameo.get(..2).unwrap_or("")
    }
    fn same_sides(&self, p: &Triple) -> bool {
        self.actor == p.actor && self.recipient == p.recipient
            || self.symmetric && self.actor == p.recipient && self.recipient == p.actor
    }
}

/// The country part of a code in CAMEO's spelling (`TUNJUD`) or ours (`TUN:JUD`).
fn country(code: Option<&str>) -> Option<String> {
    let head = code?.get(..3)?;
    match head {
        "---" => None,
        // CAMEO's international militant groups are our non-state actors.
        "IMG" => Some("NSA".to_owned()),
        _ => Some(head.to_owned()),
    }
}

/// One row for a pair of mirrored rows.
fn fold(rows: Vec<Triple>) -> Vec<Triple> {
    let mut out: Vec<Triple> = Vec::new();
    for r in rows {
        let mirror = out.iter_mut().find(|o| {
            !o.symmetric
                && o.cameo == r.cameo
                && o.actor == r.recipient
                && o.recipient == r.actor
                && r.actor != r.recipient
        });
        match mirror {
            Some(o) => o.symmetric = true,
            None => out.push(r),
        }
    }
    out
}

/// Greedy one-to-one matching of one sentence.
fn matched(gold: &[Triple], predicted: &[Triple], same: impl Fn(&Triple, &Triple) -> bool) -> usize {
    let mut used = vec![false; predicted.len()];
    gold.iter()
        .filter(|g| {
            let hit = predicted.iter().enumerate().position(|(j, p)| !used[j] && same(g, p));
            hit.inspect(|j| used[*j] = true).is_some()
        })
        .count()
}

/// Countries with root; root alone; code in full alone; countries alone: in this order.
#[must_use]
pub fn score(sentences: &[(Vec<Triple>, Vec<Triple>)]) -> [Prf; 4] {
    let mut sums = [Prf::default(); 4];
    for (g, p) in sentences {
        let mut add = |i: usize, tp: usize| sums[i].add(Prf::new(tp, p.len(), g.len()));
        add(0, matched(g, p, |a, b| a.root() == b.root() && a.same_sides(b)));
        add(1, matched(g, p, |a, b| a.root() == b.root()));
        add(2, matched(g, p, |a, b| a.cameo == b.cameo));
        add(3, matched(g, p, Triple::same_sides));
    }
    sums
}

/// PETRARCH's test sentences. Sentences without text are left out.
pub(super) fn run(coder: &Coder, path: &Path, gold: &[Gold]) -> Result<LayerReport, EvalError> {
    let mut sentences = Vec::new();
    let mut wrong = Vec::new();
    for g in gold.iter().filter(|g| !g.text.trim().is_empty()) {
        let doc = document(&g.text, g)?;
        let record = coder.read(&doc);
        let want: Vec<Triple> = g
            .events
            .iter()
            .filter_map(|e| {
                Some(Triple {
                    actor: country(e.actor.as_deref()),
                    cameo: e.cameo.clone()?,
                    recipient: country(e.recipient.as_deref()),
                    symmetric: false,
                })
            })
            .collect();
        let want = fold(want);
        let got: Vec<Triple> = seen(&record)
            .into_iter()
            .map(|e| Triple {
                actor: country(e.actor_code.as_deref()),
                cameo: e.cameo,
                recipient: country(e.recipient_code.as_deref()),
                symmetric: false,
            })
            .collect();
        let right = matched(&want, &got, |a, b| a.root() == b.root() && a.same_sides(b));
        if right < want.len() || right < got.len() {
            let show = |list: &[Triple]| {
                let one = |t: &Triple| {
                    let side = |s: &Option<String>| s.clone().unwrap_or_else(|| "---".to_owned());
                    format!("{} {} {}", side(&t.actor), t.cameo, side(&t.recipient))
                };
                list.iter().map(one).collect::<Vec<_>>().join(", ")
            };
            wrong.push((
                right,
                g.id.clone(),
                format!("wanted [{}], got [{}]: {}", show(&want), show(&got), g.text),
            ));
        }
        sentences.push((want, got));
    }
    let [triple, root, code, pair] = score(&sentences);
    let mut report = LayerReport::new("events", path);
    report.prf("triple (countries and root)", triple);
    report.prf("root", root);
    report.prf("code", code);
    report.prf("countries", pair);
    let empty = |s: &&(Vec<Triple>, Vec<Triple>)| s.0.is_empty();
    let silent = sentences.iter().filter(empty).filter(|s| s.1.is_empty()).count();
    report.share("sentences without event left alone", silent, sentences.iter().filter(empty).count());
    wrong.sort();
    for (_, id, note) in wrong {
        report.example(id, note);
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn triple(a: &str, cameo: &str, r: &str) -> Triple {
        Triple {
            actor: country(Some(a)),
            cameo: cameo.to_owned(),
            recipient: country(Some(r)),
            symmetric: false,
        }
    }

    #[test]
    fn mirrored_rows_are_one_event() {
        let rows =
            fold(vec![triple("BRA", "031", "USA"), triple("USA", "031", "BRA"), triple("USA", "040", "USA")]);
        assert_eq!(rows.len(), 2);
        assert!(rows[0].symmetric && !rows[1].symmetric);
        assert!(rows[0].same_sides(&triple("USA:GOV", "031", "BRA")));
    }

    #[test]
    fn four_counts_by_hand() {
        // Two right roots of which one has the right countries, one full code; one sentence where nothing was to be found.
        let sentences = vec![
            (
                vec![triple("TUNJUD", "173", "NGAEDU"), triple("RUS", "112", "---")],
                vec![triple("TUN:JUD", "1711", "NGA"), triple("RUS:GOV", "112", "UKR")],
            ),
            (vec![], vec![triple("FRA", "040", "DEU")]),
        ];
        let [t, root, code, sides] = score(&sentences);
        assert_eq!((t.tp, t.predicted, t.gold), (1.0, 3.0, 2.0));
        assert_eq!((root.tp, code.tp, sides.tp), (2.0, 1.0, 1.0));
        assert_eq!(country(Some("IMGMUSISI")).as_deref(), Some("NSA"));
        assert_eq!(country(Some("---REB")), None);
    }
}
