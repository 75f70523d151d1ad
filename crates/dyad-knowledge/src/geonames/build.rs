//! Dumps in, index out. Places go through one at a time; what grows with their number in memory is one bit of each id, and with
//! `alternate_names` 16 bytes a place. Names are sorted by `sort`. The same input and options give the same bytes.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::dump::{self, DumpRow};
use super::error::{BadLine, GazetteerError};
use super::layout::{HEADER, Header, Place, SECTIONS, u40};
use super::lines::Lines;
use super::names;
use super::parts::Part;
use super::sort::Sorter;

/// What is built from what.
#[derive(Debug, Clone, Default)]
pub struct Build {
    /// GeoNames dumps; of an id that stands twice the first line counts.
    pub dumps: Vec<PathBuf>,
    /// `admin1CodesASCII.txt`: names of first-level regions; else the dump's own entries name them.
    pub admin1: Option<PathBuf>,
    /// `admin2Codes.txt`.
    pub admin2: Option<PathBuf>,
    /// `alternateNamesV2.txt`, in place of the dump's own column of alternate names.
    pub alternate_names: Option<PathBuf>,
    /// Languages of the alternate names that count, besides those without one.
    pub languages: Vec<String>,
    /// Populated places (class P) with fewer people are left out.
    pub min_population: u64,
    /// Feature classes that count; empty for all.
    pub classes: Vec<char>,
    /// Bad lines are named and passed over.
    pub skip_bad: bool,
    /// Bytes of names held in memory before they are spilled; 0 for the default of 512 MiB.
    pub memory: usize,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// Lines of the dumps.
    pub lines: u64,
    /// Places in the index.
    pub places: u64,
    /// Distinct names.
    pub names: u64,
    /// Pairs of a name and a place.
    pub postings: u64,
    /// Lines passed over because they were bad.
    pub bad: u64,
    /// Lines whose id had stood before.
    pub repeated: u64,
    /// Places that the options left out.
    pub left_out: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Ids seen, a bit each, in blocks of 65,536.
#[derive(Default)]
struct Seen(FxHashMap<u16, Box<[u64; 1024]>>);

impl Seen {
    /// True if the id is new.
    fn insert(&mut self, id: u32) -> bool {
        let block = self.0.entry((id >> 16) as u16).or_insert_with(|| Box::new([0; 1024]));
        let (word, bit) = ((id as usize >> 6) & 1023, 1u64 << (id & 63));
        let new = block[word] & bit == 0;
        block[word] |= bit;
        new
    }
}

/// Regions by code ("US.AZ", "US.AZ.023"), numbered as they are met, with the names that are known.
#[derive(Default)]
struct Regions {
    numbers: FxHashMap<String, u32>,
    codes: Vec<String>,
    names: BTreeMap<String, String>,
    /// Names from files of codes go before those of the dump.
    given: FxHashSet<String>,
}

impl Regions {
    /// Number from 1; 0 for none.
    fn number(&mut self, code: String) -> u32 {
        let next = u32::try_from(self.codes.len() + 1).unwrap_or(0);
        *self.numbers.entry(code.clone()).or_insert_with(|| {
            self.codes.push(code);
            next
        })
    }
}

struct Builder<'b> {
    options: &'b Build,
    tell: &'b mut dyn FnMut(&BadLine),
    built: Built,
    seen: Seen,
    regions: Regions,
    features: FxHashMap<String, u16>,
    feature_list: String,
    places: Part,
    text: Part,
    sorter: Sorter,
    /// Id, rank, number of each place, only where alternate names come later.
    known: Vec<(u32, u64, u32)>,
}

/// Builds the index; `tell` is called with each bad line that is passed over.
///
/// # Errors
/// A file that cannot be read or written, a bad line (unless they are passed over), or nothing to build from. No half-made file stays.
pub fn build(
    options: &Build,
    output: &Path,
    tell: &mut dyn FnMut(&BadLine),
) -> Result<Built, GazetteerError> {
    let memory = if options.memory == 0 { 512 << 20 } else { options.memory };
    let mut b = Builder {
        options,
        tell,
        built: Built::default(),
        seen: Seen::default(),
        regions: Regions::default(),
        features: FxHashMap::default(),
        feature_list: String::new(),
        places: Part::create(output, "places")?,
        text: Part::create(output, "text")?,
        sorter: Sorter::new(output, memory),
        known: Vec::new(),
    };
    for (file, level) in [(&options.admin1, 1), (&options.admin2, 2)] {
        if let Some(f) = file {
            b.codes(f, level)?;
        }
    }
    for d in &options.dumps {
        b.dump(d)?;
    }
    if b.built.places == 0 {
        let names: Vec<String> = options.dumps.iter().map(|d| d.display().to_string()).collect();
        return Err(GazetteerError::Empty(names.join(", ")));
    }
    if let Some(f) = &options.alternate_names {
        b.alternates(f)?;
    }
    b.write(output)
}

impl Builder<'_> {
    /// A bad line: told and passed over, or the end of the build.
    fn bad(&mut self, file: &Path, line: u64, message: String) -> Result<(), GazetteerError> {
        let bad = BadLine { file: file.to_path_buf(), line, message };
        if !self.options.skip_bad {
            return Err(GazetteerError::Line(bad));
        }
        self.built.bad += 1;
        (self.tell)(&bad);
        Ok(())
    }

    /// Names of regions: code, name, name in ASCII, id.
    fn codes(&mut self, file: &Path, level: usize) -> Result<(), GazetteerError> {
        let mut lines = Lines::open(file)?;
        while let Some(line) = lines.next()? {
            let number = line.number;
            let cells: Option<Vec<String>> = std::str::from_utf8(line.bytes)
                .ok()
                .map(|t| t.split('\t').map(|c| c.trim().to_owned()).collect());
            match cells.as_deref() {
                Some([code, name, _, id])
                    if code.split('.').count() == level + 1
                        && !name.is_empty()
                        && (line.ended || id.parse::<u32>().is_ok()) =>
                {
                    self.regions.given.insert(code.clone());
                    self.regions.names.insert(code.clone(), name.clone());
                }
                _ => {
                    let example = if level == 1 { "US.AZ" } else { "US.AZ.023" };
                    self.bad(
                        file,
                        number,
                        format!("a line has four columns in UTF-8: a code such as {example}, the name, the name in ASCII, the id"),
                    )?;
                }
            }
        }
        Ok(())
    }

    fn dump(&mut self, file: &Path) -> Result<(), GazetteerError> {
        let mut lines = Lines::open(file)?;
        while let Some(line) = lines.next()? {
            self.built.lines += 1;
            if !line.ended && dump::cut_off(line.bytes) {
                self.bad(
                    file,
                    line.number,
                    "the file ends in the middle of this line, so it was cut off; download it again"
                        .to_owned(),
                )?;
                continue;
            }
            match dump::parse(line.bytes) {
                Ok(row) => self.place(&row)?,
                Err(message) => self.bad(file, line.number, message)?,
            }
        }
        Ok(())
    }

    fn place(&mut self, row: &DumpRow<'_>) -> Result<(), GazetteerError> {
        if !self.seen.insert(row.id) {
            self.built.repeated += 1;
            return Ok(());
        }
        let code1 = format!("{}.{}", row.country, row.admin1);
        let code2 = format!("{code1}.{}", row.admin2);
        // Regions name those within them even where they are left out themselves.
        for (is, code) in [("ADM1", &code1), ("ADM2", &code2)] {
            if row.class == "A" && row.code == is && !self.regions.given.contains(code) {
                self.regions.names.entry(code.clone()).or_insert_with(|| row.name.to_owned());
            }
        }
        let class = row.class.chars().next();
        let classes = &self.options.classes;
        let wanted = classes.is_empty() || class.is_some_and(|c| classes.contains(&c));
        if !wanted || class == Some('P') && row.population < self.options.min_population {
            self.built.left_out += 1;
            return Ok(());
        }
        let Ok(number) = u32::try_from(self.built.places) else {
            return Err(GazetteerError::TooMany { what: "places", most: u64::from(u32::MAX) });
        };
        let admin1 = if row.admin1.is_empty() { 0 } else { self.regions.number(code1) };
        let admin2 = if row.admin2.is_empty() { 0 } else { self.regions.number(code2) };
        let feature = format!("{}.{}", row.class, row.code);
        let next = u16::try_from(self.features.len())
            .map_err(|_| GazetteerError::TooMany { what: "feature codes", most: u64::from(u16::MAX) })?;
        let feature = *self.features.entry(feature).or_insert_with_key(|f| {
            self.feature_list.push_str(f);
            self.feature_list.push('\n');
            next
        });
        let country = match row.country.as_bytes() {
            [a, b] => [*a, *b],
            _ => [0, 0],
        };
        // Five digits after the point are what the dump has.
        let degrees = |x: f64| (x * 1e5).round() as i32;
        let length = u16::try_from(row.name.len())
            .map_err(|_| GazetteerError::TooMany { what: "bytes of one name", most: u64::from(u16::MAX) })?;
        let place = Place {
            id: row.id,
            lat: degrees(row.lat),
            lon: degrees(row.lon),
            admin1,
            admin2,
            population: row.population,
            name: self.text.len(),
            length,
            country,
            feature,
        };
        self.text.put(row.name.as_bytes())?;
        self.places.put(&place.to_bytes())?;
        self.built.places += 1;
        let rank = rank(row);
        let own = [row.name, row.ascii];
        let column = if self.options.alternate_names.is_some() { "" } else { row.alternates };
        let mut keys: Vec<String> =
            own.into_iter().chain(names::column(column)).filter_map(names::key).collect();
        keys.sort_unstable();
        keys.dedup();
        for k in keys {
            self.sorter.add(k.as_bytes(), rank, number)?;
        }
        if self.options.alternate_names.is_some() {
            self.known.push((row.id, rank, number));
        }
        Ok(())
    }

    /// Alternate names: id of the name, id of the place, language, name, then flags.
    fn alternates(&mut self, file: &Path) -> Result<(), GazetteerError> {
        self.known.sort_unstable();
        let mut lines = Lines::open(file)?;
        while let Some(line) = lines.next()? {
            let number = line.number;
            let text = std::str::from_utf8(line.bytes).ok();
            let cells: Vec<&str> = text.map(|t| t.split('\t').collect()).unwrap_or_default();
            let id = cells.get(1).and_then(|c| c.parse::<u32>().ok());
            let (Some(id), true) = (id, cells.len() == 10 || cells.len() == 8) else {
                let cut = if line.ended {
                    ""
                } else {
                    "; the file ends here, so it was cut off: download it again"
                };
                self.bad(
                    file,
                    number,
                    format!("a line has ten columns in UTF-8: id of the name, id of the place, language, name, four flags, from, to{cut}"),
                )?;
                continue;
            };
            let language = cells[2];
            if !language.is_empty() && !self.options.languages.iter().any(|l| l == language) {
                continue;
            }
            let at = self.known.partition_point(|k| k.0 < id);
            let (Some(&(_, rank, place)), Some(key)) =
                (self.known.get(at).filter(|k| k.0 == id), names::key(cells[3]))
            else {
                continue;
            };
            self.sorter.add(key.as_bytes(), rank, place)?;
        }
        self.known = Vec::new();
        Ok(())
    }

    fn write(mut self, output: &Path) -> Result<Built, GazetteerError> {
        let mut regions = Vec::new();
        for code in &self.regions.codes {
            let name = self.regions.names.get(code).map_or("", String::as_str);
            let short = code.rsplit('.').next().unwrap_or("");
            for words in [name, short] {
                regions.extend(u40(self.text.len()));
                regions.extend(u16::try_from(words.len()).unwrap_or(0).to_le_bytes());
                self.text.put(words.as_bytes())?;
            }
        }
        let (mut starts, mut keys, mut postings) = (
            Part::create(output, "starts")?,
            Part::create(output, "keys")?,
            Part::create(output, "postings")?,
        );
        let mut last: Option<Vec<u8>> = None;
        let built = &mut self.built;
        self.sorter.each(|e| {
            if last.as_deref() != Some(&e.key) {
                starts.put(&u40(keys.len()))?;
                starts.put(&u40(built.postings))?;
                keys.put(&e.key)?;
                built.names += 1;
                last = Some(e.key.clone());
            }
            built.postings += 1;
            postings.put(&e.place.to_le_bytes())
        })?;
        starts.put(&u40(keys.len()))?;
        starts.put(&u40(built.postings))?;
        let about = about(self.options, built);
        let mut out = Part::create(output, "part")?;
        out.put(&[0; HEADER])?;
        let mut hash = blake3::Hasher::new();
        let mut sections = [(0, 0); SECTIONS];
        let mut small = [about.as_bytes(), self.feature_list.as_bytes(), &regions].into_iter();
        let mut large = [self.places, self.text, starts, keys, postings].into_iter();
        let mut buffer = vec![0; 1 << 20];
        for s in &mut sections {
            let from = out.len();
            if let Some(bytes) = small.next() {
                hash.update(bytes);
                out.put(bytes)?;
            } else if let Some(mut part) = large.next() {
                let mut input = part.read()?;
                loop {
                    let n = input.read(&mut buffer).map_err(GazetteerError::file(output, "read back"))?;
                    if n == 0 {
                        break;
                    }
                    hash.update(&buffer[..n]);
                    out.put(&buffer[..n])?;
                }
            }
            *s = (from, out.len() - from);
        }
        built.bytes = out.len();
        let header = Header { sections, body: *hash.finalize().as_bytes() };
        out.begin_with(&header.to_bytes())?;
        out.rename(output)?;
        Ok(self.built)
    }
}

/// What the file says about itself; no path and no date, so that the same data give the same bytes.
fn about(options: &Build, built: &Built) -> String {
    let classes: String = options.classes.iter().collect();
    format!(
        "source\tGeoNames (geonames.org)\nlicence\tCC BY 4.0\nlines\t{}\nplaces\t{}\nnames\t{}\nbad lines passed over\t{}\n\
         repeated ids\t{}\nleast population\t{}\nclasses\t{}\nlanguages\t{}\n",
        built.lines,
        built.places,
        built.names,
        built.bad,
        built.repeated,
        options.min_population,
        if classes.is_empty() { "all" } else { &classes },
        if options.alternate_names.is_some() {
            options.languages.join(",")
        } else {
            "any, Latin letters".to_owned()
        },
    )
}

/// Places of a name in the order in which they are worth looking at, the smallest first: by people, and where nobody is counted
/// by what they are.
fn rank(row: &DumpRow<'_>) -> u64 {
    let base = match (row.class, row.code) {
        // What is no more: "ADM1H", "PPLH".
        ("A" | "P", code) if code.ends_with('H') => 0,
        ("A", "PCLI" | "PCL" | "PCLD" | "PCLS") => 5_000_000,
        ("A", "ADM1") => 1_000_000,
        ("H", "OCN" | "SEA" | "GULF" | "STRT") | ("L", "CONT" | "RGN") => 500_000,
        ("A", "ADM2") => 50_000,
        ("H", "STM" | "LK" | "BAY" | "CHN") | ("T", "MTS" | "ISL" | "ISLS" | "PEN" | "DSRT" | "PASS") => {
            5_000
        }
        ("S", "AIRP" | "AIRB" | "PRN" | "DAM" | "PS" | "INSM") | ("L", "MILB" | "PRT") => 5_000,
        ("A" | "P", _) => 1_000,
        _ => 100,
    };
    u64::MAX - row.population.max(base)
}
