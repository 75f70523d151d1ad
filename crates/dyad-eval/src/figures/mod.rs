//! Figures: value, unit and bound against gold in the manner of CQE's NewsQuant.
//!
//! The pairing and the equality of units follow the gold's own scorer, whose numbers these must equal. [`predict`]
//! tells a record's figures in the gold's shape. This module must not know how figures are found.

pub mod gold;
mod own;

use std::collections::BTreeMap;
use std::path::Path;

use dyad_knowledge::Quantities;
use dyad_record::{Bound, Direction, Figure, FigureKind};
use serde::{Deserialize, Serialize};

use crate::{EvalError, LayerReport, Prf};
pub use own::{NAME, checks, figures};

/// A quantity in the gold's shape.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Quantity {
    /// A single value.
    #[serde(default)]
    pub value: Option<f64>,
    /// Lower end of a range.
    #[serde(default)]
    pub lo: Option<f64>,
    /// Upper end of a range.
    #[serde(default)]
    pub hi: Option<f64>,
    /// Unit; `-` for none.
    #[serde(default)]
    pub unit: Option<String>,
    /// One of `=`, `>`, `<`, `~`, `up`, `down`.
    #[serde(default)]
    pub change: Option<String>,
}

/// A sentence of the gold.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Gold {
    /// Id.
    pub id: String,
    /// Text.
    #[serde(default)]
    pub text: String,
    /// Its quantities.
    #[serde(default)]
    pub gold: Vec<Quantity>,
}

/// Predicted quantities of a sentence.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Predicted {
    /// Id of the sentence.
    pub id: String,
    /// Its quantities.
    pub pred: Vec<Quantity>,
}

/// Reads a file of JSON lines.
///
/// # Errors
/// If it cannot be read or a line has another shape.
pub fn load<T: for<'d> Deserialize<'d>>(path: &Path) -> Result<Vec<T>, EvalError> {
    let text = EvalError::read(path)?;
    let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines
        .map(|(i, line)| {
            serde_json::from_str(line).map_err(|e| EvalError::Format {
                path: path.to_owned(),
                line: i + 1,
                message: format!("not a line of this layer: {e}"),
            })
        })
        .collect()
}

/// Spellings that the gold's scorer takes for one unit.
const SAME: &str = "per cent=percentage;percent=percentage;%=percentage;dimensionless=-;unk=-;=-;none=-;dollar dollar=dollar;\
united states dollar=dollar;us dollar=dollar;tonne=metric ton;degree celsius=celsius;degree fahrenheit=fahrenheit;c=celsius;\
f=fahrenheit;liter=litre;kilometer=kilometre;milliliter=millilitre;millimeter=millimetre;centimeter=centimetre;meter=metre;\
square meter=square metre;square kilometer=square kilometre;british pound=pound sterling;kilometer per hour=kilometre per hour;\
decimeter=decimetre;picometer=picometre;micrometer=micrometre;franc=swiss franc;second of arc=second;minute of arc=minute;\
degree angle=degree;percentage drop=percentage;pound=pound-mass;people=person;feet=foot;inche=inch;bitcoins=bitcoin";

fn known(unit: &str) -> Option<&'static str> {
    SAME.split(';').find_map(|pair| pair.split_once('=').filter(|(from, _)| *from == unit).map(|(_, to)| to))
}

/// The unit as the scorer compares it.
fn normal(unit: Option<&str>) -> String {
    let u = unit.filter(|u| !u.is_empty()).unwrap_or("-").to_lowercase();
    let u = u.trim();
    if let Some(k) = known(u) {
        return k.to_owned();
    }
    let u = match u.strip_suffix('s') {
        Some(stem) if u.chars().count() > 3 && !stem.ends_with('s') => stem,
        _ => u,
    };
    known(u).unwrap_or(u).to_owned()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-5 * a.abs().max(b.abs()).max(1e-12)
}

fn equal(g: &Quantity, p: &Quantity) -> bool {
    match (g.value, g.lo, g.hi) {
        (Some(v), _, _) => p.value.is_some_and(|x| close(v, x)),
        (None, Some(lo), Some(hi)) => {
            p.lo.is_some_and(|x| close(lo, x)) && p.hi.is_some_and(|x| close(hi, x))
        }
        _ => false,
    }
}

fn same_change(g: &Quantity, p: &Quantity) -> bool {
    let c = |q: &Quantity| q.change.clone().filter(|c| !c.is_empty()).unwrap_or_else(|| "=".to_owned());
    c(g) == c(p)
}

/// Value; value and unit; value and bound; all three: in this order.
#[must_use]
pub fn score(gold: &[Gold], predicted: &BTreeMap<String, Vec<Quantity>>) -> [Prf; 4] {
    let mut tp = [0usize; 4];
    let (mut golds, mut preds) = (0, 0);
    for r in gold {
        let none = Vec::new();
        let p = predicted.get(&r.id).unwrap_or(&none);
        golds += r.gold.len();
        preds += p.len();
        let (mut used_g, mut used_p) = (vec![false; r.gold.len()], vec![false; p.len()]);
        let unit = |g: &Quantity, q: &Quantity| normal(g.unit.as_deref()) == normal(q.unit.as_deref());
        for pass in 0..4 {
            for (i, g) in r.gold.iter().enumerate() {
                if used_g[i] {
                    continue;
                }
                for (j, q) in p.iter().enumerate() {
                    let (u, c) = (unit(g, q), same_change(g, q));
                    let fits = match pass {
                        0 => u && c,
                        1 => u,
                        2 => c,
                        _ => true,
                    };
                    if used_p[j] || !equal(g, q) || !fits {
                        continue;
                    }
                    (used_g[i], used_p[j]) = (true, true);
                    tp[0] += 1;
                    tp[1] += usize::from(u);
                    tp[2] += usize::from(c);
                    tp[3] += usize::from(u && c);
                    break;
                }
            }
        }
    }
    tp.map(|t| Prf::new(t, preds, golds))
}

/// A record's figures in the gold's shape; `text` is the record's text, spans are bytes.
#[must_use]
pub fn predict(figures: &[Figure], text: &str, q: &Quantities) -> Vec<Quantity> {
    figures.iter().map(|f| one(f, text, q)).collect()
}

fn one(f: &Figure, text: &str, q: &Quantities) -> Quantity {
    let name = |u: &str| {
        if u == "time" {
            return "count".to_owned();
        }
        q.unit(u)
            .map(|u| u.name.clone())
            .or_else(|| q.currencies.iter().find(|c| c.iso == u).map(|c| c.name.clone()))
            .unwrap_or_else(|| u.to_owned())
    };
    let of = f.of.as_deref().unwrap_or("");
    let noun = of.split(" of ").next().unwrap_or("");
    let words = f.span.of(text).to_lowercase();
    let mut scale = 1.0;
    let unit = match f.unit.as_deref() {
        Some(u @ ("year" | "month" | "week" | "day")) if of == "age" => format!("{u} of age"),
        Some("share") if words.contains('%') || words.contains("cent") || words.contains("pc") => {
            scale = 100.0;
            "percentage".to_owned()
        }
        Some("share") => format!("% {}", if of.is_empty() { "-" } else { of }),
        Some("time") => "count".to_owned(),
        Some("person") if noun.is_empty() => "people".to_owned(),
        Some(u) if f.kind == FigureKind::Count => (if noun.is_empty() { u } else { noun }).to_owned(),
        Some(u) => match u.split_once('/').filter(|_| q.unit(u).is_none()) {
            Some((a, b)) => format!("{} per {}", name(a), name(b)),
            None => name(u),
        },
        None => "-".to_owned(),
    };
    // The gold tells the direction of a change in the place of its bound.
    let moves = f.direction.filter(|_| f.kind == FigureKind::Change);
    let change = match f.bound {
        _ if moves == Some(Direction::Up) => "up",
        _ if moves == Some(Direction::Down) => "down",
        Bound::About | Bound::Nearly => "~",
        Bound::MoreThan | Bound::AtLeast => ">",
        Bound::LessThan | Bound::AtMost => "<",
        Bound::Exact | Bound::Range | Bound::OrderOfMagnitude => "=",
    };
    let value = f.value * scale;
    let high = f.high.map(|h| h * scale);
    Quantity {
        value: high.is_none().then_some(value),
        lo: high.map(|_| value),
        hi: high,
        unit: Some(unit),
        change: Some(change.to_owned()),
    }
}

/// The report of the layer, with the sentences that miss most.
#[must_use]
pub fn report(path: &Path, gold: &[Gold], predicted: &BTreeMap<String, Vec<Quantity>>) -> LayerReport {
    let mut out = LayerReport::new("figures", path);
    let names = ["value", "value+unit", "value+bound", "value+unit+bound"];
    for (name, prf) in names.iter().zip(score(gold, predicted)) {
        out.prf(name, prf);
    }
    let mut worst: Vec<(usize, String, String)> = Vec::new();
    for r in gold {
        let p = predicted.get(&r.id).map_or(&[][..], Vec::as_slice);
        let missed: Vec<&Quantity> = r.gold.iter().filter(|g| !p.iter().any(|q| equal(g, q))).collect();
        if let Some(g) = missed.first() {
            let wanted = g.value.or(g.lo).unwrap_or_default();
            let note = format!(
                "{} of {} not found, first {} {}",
                missed.len(),
                r.gold.len(),
                wanted,
                g.unit.as_deref().unwrap_or("-")
            );
            worst.push((missed.len(), r.id.clone(), note));
        }
    }
    worst.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    for (_, id, note) in worst {
        out.example(id, note);
    }
    out
}
