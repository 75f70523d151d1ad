//! Countries and territories, and the words that name them (`tables/countries.tsv`).

use rustc_hash::FxHashMap;

use crate::TableError;
use crate::table::Table;

const FILE: &str = "countries.tsv";
const TEXT: &str = include_str!("../tables/countries.tsv");
const COLUMNS: [&str; 11] = [
    "iso3",
    "iso2",
    "name",
    "aliases",
    "adjectives",
    "people",
    "capitals",
    "metonyms",
    "lat",
    "lon",
    "geonames",
];

/// How a word names a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sense {
    /// "Mexico", "the United States".
    Name,
    /// "Mexican" before a noun.
    Adjective,
    /// "Mexicans", "a Briton".
    Demonym,
    /// "Ankara": the city, or the government that sits there.
    Capital,
    /// "the Kremlin": the government.
    Metonym,
}

/// A country or territory.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-3.
    pub iso3: String,
    /// ISO 3166-1 alpha-2.
    pub iso2: String,
    /// The name that the record prints.
    pub name: String,
    /// Other names and abbreviations, without "the".
    pub aliases: Vec<String>,
    /// Words that say "of this country" before a noun.
    pub adjectives: Vec<String>,
    /// Nouns for its citizens, singular and plural.
    pub people: Vec<String>,
    /// The capital, then other spellings and seats of government.
    pub capitals: Vec<String>,
    /// Buildings and districts that stand for the government.
    pub metonyms: Vec<String>,
    /// Middle of the territory: latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// All countries, with an index of their words.
#[derive(Debug, Clone)]
pub struct Countries {
    rows: Vec<Country>,
    /// Word as written → row and sense; the first sense in the order of [`Sense`] wins within one row.
    words: FxHashMap<String, (usize, Sense)>,
    /// The same words of four letters or more in lower case, for headlines in capitals.
    lower: FxHashMap<String, (usize, Sense)>,
    codes: FxHashMap<String, usize>,
}

impl Countries {
    /// The table that the program was built with.
    ///
    /// # Errors
    /// The first bad line.
    pub fn embedded() -> Result<Self, TableError> {
        Self::parse(FILE, TEXT)
    }

    /// Reads the table.
    ///
    /// # Errors
    /// A bad line: a code that is not three (two) capital letters, a coordinate out of range, a code given twice, or
    /// a word that stands in two rows.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let table = Table::parse(file, text, &COLUMNS)?;
        let mut all = Countries {
            rows: Vec::new(),
            words: FxHashMap::default(),
            lower: FxHashMap::default(),
            codes: FxHashMap::default(),
        };
        for row in table.rows() {
            let code = |column: usize, len: usize| {
                let c = row.required(column)?;
                if c.len() == len && c.bytes().all(|b| b.is_ascii_uppercase()) {
                    Ok(c.to_owned())
                } else {
                    Err(row.error(format!("\"{c}\" is no ISO code of {len} capital letters")))
                }
            };
            let list = |column: usize| row.list(column).map(str::to_owned).collect::<Vec<_>>();
            let point = match (row.optional(8), row.optional(9)) {
                (Some(_), Some(_)) => {
                    let (lat, lon): (f64, f64) = (row.parse(8)?, row.parse(9)?);
                    if lat.abs() > 90.0 || lon.abs() > 180.0 {
                        return Err(row.error(format!("{lat}, {lon} is no point on the globe")));
                    }
                    Some((lat, lon))
                }
                _ => None,
            };
            let country = Country {
                iso3: code(0, 3)?,
                iso2: code(1, 2)?,
                name: row.required(2)?.to_owned(),
                aliases: list(3),
                adjectives: list(4),
                people: list(5),
                capitals: list(6),
                metonyms: list(7),
                point,
                geonames: row.optional(10).map(|_| row.parse(10)).transpose()?,
            };
            let at = all.rows.len();
            if all.codes.insert(country.iso3.clone(), at).is_some() {
                return Err(row.error(format!("{} stands twice", country.iso3)));
            }
            let senses = [
                (std::slice::from_ref(&country.name), Sense::Name),
                (&country.aliases, Sense::Name),
                (&country.adjectives, Sense::Adjective),
                (&country.people, Sense::Demonym),
                (&country.capitals, Sense::Capital),
                (&country.metonyms, Sense::Metonym),
            ];
            for (words, sense) in senses {
                for word in words {
                    match all.words.get(word) {
                        Some((other, _)) if *other != at => {
                            return Err(row.error(format!(
                                "\"{word}\" stands for {} already; keep it in one of the two rows",
                                all.rows[*other].iso3
                            )));
                        }
                        Some(_) => {}
                        None => {
                            all.words.insert(word.clone(), (at, sense));
                            if word.chars().count() > 3 {
                                all.lower.entry(word.to_lowercase()).or_insert((at, sense));
                            }
                        }
                    }
                }
            }
            all.rows.push(country);
        }
        Ok(all)
    }

    /// What a word or phrase names; a leading "the" does not matter. Upper and lower case must be as in the table,
    /// except that words all in capitals (of four letters or more) are found too.
    #[must_use]
    pub fn lookup(&self, words: &str) -> Option<(&Country, Sense)> {
        let words = words.strip_prefix("the ").or_else(|| words.strip_prefix("The ")).unwrap_or(words);
        let hit = self.words.get(words).or_else(|| {
            let shouted = words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase);
            if shouted { self.lower.get(&words.to_lowercase()) } else { None }
        });
        hit.map(|(row, sense)| (&self.rows[*row], *sense))
    }
    /// The country with this ISO 3166-1 alpha-3 code.
    #[must_use]
    pub fn by_iso3(&self, code: &str) -> Option<&Country> {
        self.codes.get(code).map(|row| &self.rows[*row])
    }
    /// The country with this ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn by_iso2(&self, code: &str) -> Option<&Country> {
        self.rows.iter().find(|c| c.iso2 == code)
    }
    /// Every country, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = &Country> {
        self.rows.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(words: &str) -> Option<(String, Sense)> {
        Countries::embedded().unwrap().lookup(words).map(|(c, s)| (c.iso3.clone(), s))
    }

    #[test]
    fn the_committed_table_names_the_countries_of_the_news() {
        for (words, iso3, sense) in [
            ("the United States", "USA", Sense::Name),
            ("U.S.", "USA", Sense::Name),
            ("Turkish", "TUR", Sense::Adjective),
            ("Türkiye", "TUR", Sense::Name),
            ("Spaniards", "ESP", Sense::Demonym),
            ("Ankara", "TUR", Sense::Capital),
            ("the Kremlin", "RUS", Sense::Metonym),
            ("MEXICO", "MEX", Sense::Name),
            ("Kiev", "UKR", Sense::Capital),
        ] {
            assert_eq!(name(words), Some((iso3.to_owned(), sense)), "{words}");
        }
        assert_eq!(name("us"), None);
        assert_eq!(name("Narnia"), None);
    }

    /// The members of the United Nations, its two observers, Kosovo and Taiwan.
    const STATES: &str = "AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA \
        CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH FIN FJI FRA FSM \
        GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR \
        KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS \
        NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR \
        SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT \
        WSM YEM ZAF ZMB ZWE PSE VAT TWN XKX";

    #[test]
    fn all_of_iso_3166_is_here_and_states_have_demonyms_and_capitals() {
        let all = Countries::embedded().unwrap();
        assert!(all.iter().filter(|c| c.iso3 != "XKX").count() >= 249);
        assert_eq!(STATES.split_whitespace().count(), 197);
        for code in STATES.split_whitespace() {
            let c = all.by_iso3(code).unwrap_or_else(|| panic!("{code} is missing"));
            assert!(!c.capitals.is_empty(), "{code} has no capital");
            // "Congolese" and "Dominican" stand where the news means them most often; the Holy See has no people.
            let shared = ["COG", "DMA"].contains(&code);
            assert!(shared || !c.adjectives.is_empty(), "{code} has no adjective");
            assert!(shared || code == "VAT" || !c.people.is_empty(), "{code} has no demonym");
        }
    }

    #[test]
    fn a_word_in_two_rows_is_named() {
        let text = format!(
            "{}\nAAA\tAA\tAland\tX\t-\t-\t-\t-\t-\t-\t-\nBBB\tBB\tBland\tX\t-\t-\t-\t-\t-\t-\t-\n",
            COLUMNS.join("\t")
        );
        let e = Countries::parse("t.tsv", &text).unwrap_err();
        assert_eq!(e.line, 3);
        assert!(e.message.contains("stands for AAA already"), "{e}");
    }
}
