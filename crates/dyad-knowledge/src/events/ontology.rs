//! PLOVER's event types and CAMEO's codes (`tables/plover.tsv`, `tables/cameo.tsv`).
//!
//! Codes, quad classes, Goldstein weights and the CAMEO → PLOVER conversion are facts of the public codebooks; the glosses
//! are ours. This file knows no words of the language.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::TableError;
use crate::table::Table;

const PLOVER: &str = include_str!("../../tables/plover.tsv");
const CAMEO: &str = include_str!("../../tables/cameo.tsv");

/// One of the 16 PLOVER event types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PloverType {
    /// `ACCUSE`, `CONSULT` …
    pub name: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// The CAMEO code that stands for the type when nothing closer is known.
    pub cameo: String,
    /// Its modes.
    pub modes: Vec<String>,
    /// What it means, in our words.
    pub gloss: String,
}

/// A CAMEO event code.
#[derive(Debug, Clone, PartialEq)]
pub struct CameoCode {
    /// `111`, `0841` …
    pub code: String,
    /// What it means, in our words.
    pub gloss: String,
    /// Goldstein weight.
    pub goldstein: f64,
    /// Quad class of the code's root in CAMEO's own grouping.
    pub quad: u8,
    /// PLOVER type, for codes that have one.
    pub plover: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
}

/// Types and codes.
#[derive(Debug, Clone)]
pub struct Ontology {
    types: Vec<PloverType>,
    cameo: BTreeMap<String, CameoCode>,
    by_name: FxHashMap<String, usize>,
}

impl Ontology {
    pub(super) fn embedded() -> Result<Self, TableError> {
        let mut types = Vec::new();
        let mut by_name = FxHashMap::default();
        let table = Table::parse("plover.tsv", PLOVER, &["plover", "quad", "cameo", "modes", "gloss"])?;
        for row in table.rows() {
            let t = PloverType {
                name: row.required(0)?.to_owned(),
                quad: row.parse(1)?,
                cameo: row.required(2)?.to_owned(),
                modes: row.list(3).map(str::to_owned).collect(),
                gloss: row.required(4)?.to_owned(),
            };
            if !(1..=4).contains(&t.quad) {
                return Err(row.error("the quad class is a number from 1 to 4"));
            }
            if by_name.insert(t.name.clone(), types.len()).is_some() {
                return Err(row.error(format!("{} stands twice", t.name)));
            }
            types.push(t);
        }
        let mut cameo = BTreeMap::new();
        let columns = ["code", "gloss", "goldstein", "quad", "plover", "mode", "contexts"];
        let table = Table::parse("cameo.tsv", CAMEO, &columns)?;
        for row in table.rows() {
            let code = CameoCode {
                code: row.required(0)?.to_owned(),
                gloss: row.required(1)?.to_owned(),
                goldstein: row.parse(2)?,
                quad: row.parse(3)?,
                plover: row.optional(4).map(str::to_owned),
                mode: row.optional(5).map(str::to_owned),
                contexts: row.list(6).map(str::to_owned).collect(),
            };
            if let Some(p) = &code.plover {
                let t = by_name.get(p).and_then(|i| types.get(*i));
                let t = t.ok_or_else(|| row.error(format!("\"{p}\" is no PLOVER type")))?;
                if let Some(m) = code.mode.as_ref().filter(|m| !t.modes.contains(m)) {
                    return Err(row.error(format!("\"{m}\" is no mode of {p}")));
                }
            }
            if cameo.insert(code.code.clone(), code).is_some() {
                return Err(row.error("the code stands twice"));
            }
        }
        for t in &types {
            if !cameo.contains_key(&t.cameo) {
                return Err(TableError {
                    table: "plover.tsv".to_owned(),
                    line: 1,
                    message: format!("{}: CAMEO code {} is not in cameo.tsv", t.name, t.cameo),
                });
            }
        }
        Ok(Self { types, cameo, by_name })
    }

    /// The 16 types, in the table's order.
    #[must_use]
    pub fn types(&self) -> &[PloverType] {
        &self.types
    }
    /// The type of this name.
    #[must_use]
    pub fn plover(&self, name: &str) -> Option<&PloverType> {
        self.types.get(*self.by_name.get(name)?)
    }
    /// The CAMEO code, if it is one.
    #[must_use]
    pub fn cameo(&self, code: &str) -> Option<&CameoCode> {
        self.cameo.get(code)
    }
    /// All CAMEO codes, in order.
    pub fn codes(&self) -> impl Iterator<Item = &CameoCode> {
        self.cameo.values()
    }
}
