//! What a feature code of the dump means: the table `geonames-features.tsv`.

use rustc_hash::FxHashMap;

use crate::TableError;
use crate::gazetteer::PlaceKind;
use crate::table::Table;

/// The table.
#[derive(Debug, Clone)]
pub struct Features(FxHashMap<&'static str, Option<(PlaceKind, u32)>>);

impl Features {
    pub(crate) fn embedded() -> Result<Self, TableError> {
        let name = "geonames-features.tsv";
        let text = include_str!("../../tables/geonames-features.tsv");
        let mut all = FxHashMap::default();
        for row in Table::parse(name, text, &["feature", "kind", "weight"])?.rows() {
            let kind = match row.required(1)? {
                "region" => Some(PlaceKind::Region),
                "district" => Some(PlaceKind::District),
                "city" => Some(PlaceKind::City),
                "landmark" => Some(PlaceKind::Landmark),
                "facility" => Some(PlaceKind::Facility),
                "country" | "none" => None,
                other => return Err(row.error(format!("\"{other}\" is no kind of place"))),
            };
            let meaning = match kind {
                Some(k) => Some((k, row.parse(2)?)),
                None => None,
            };
            if all.insert(row.required(0)?, meaning).is_some() {
                return Err(row.error("the feature stands twice"));
            }
        }
        Ok(Self(all))
    }
    /// Kind of place and weight in thousands of people; none where no article means such a thing, or another table has it.
    #[must_use]
    pub fn get(&self, feature: &str) -> Option<(PlaceKind, u32)> {
        self.0.get(feature).copied().flatten()
    }
}
