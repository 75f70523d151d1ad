//! The index of a dump: what goes in comes out, and nothing damaged is taken for whole. All places are invented.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use dyad_knowledge::geonames::{BadLine, Build, GazetteerError, Index, build};
use dyad_knowledge::{Gazetteer, PlaceKind, fold};
use proptest::prelude::*;

/// A folder of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("dyad-geonames-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
    fn names(&self) -> Vec<String> {
        let mut all: Vec<String> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|f| f.unwrap().file_name().into_string().unwrap())
            .collect();
        all.sort();
        all
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[derive(Debug, Clone)]
struct Row {
    id: u32,
    name: String,
    alternates: String,
    lat: f64,
    lon: f64,
    feature: &'static str,
    country: &'static str,
    admin: (&'static str, &'static str),
    people: u64,
}

impl Row {
    fn new(id: u32, name: &str, feature: &'static str, people: u64) -> Self {
        let admin = ("02", "013");
        Self {
            id,
            name: name.into(),
            alternates: String::new(),
            lat: 10.5,
            lon: -20.25,
            feature,
            country: "XQ",
            admin,
            people,
        }
    }
    fn line(&self) -> String {
        let (class, code) = self.feature.split_once('.').unwrap();
        let (ascii, none) = (fold(&self.name), "");
        [
            &self.id.to_string(),
            &self.name,
            &ascii,
            &self.alternates,
            &self.lat.to_string(),
            &self.lon.to_string(),
            class,
            code,
            self.country,
            none,
            self.admin.0,
            self.admin.1,
            none,
            none,
            &self.people.to_string(),
            none,
            "5",
            "Etc/UTC",
            "2024-01-31",
        ]
        .join("\t")
            + "\n"
    }
}

fn sample() -> Vec<Row> {
    let mut all = vec![
        Row::new(11, "Vastoria", "A.ADM1", 900_000),
        Row::new(12, "Kelmin County", "A.ADM2", 40_000),
        Row::new(13, "Pörto Vasto", "P.PPL", 3_000),
        Row::new(14, "Porto Vasto", "P.PPLA", 80_000),
        Row::new(15, "Fort Kelmin", "L.MILB", 0),
        Row::new(16, "Vasto River", "H.STM", 0),
        Row::new(17, "Old Vasto", "P.PPLH", 0),
    ];
    all[2].lat = -33.0;
    all[2].alternates = "Vasto Port,XPV,Васто".into();
    all
}

fn dump(rows: &[Row]) -> String {
    rows.iter().map(Row::line).collect()
}

fn plain(dumps: &[&Path]) -> Build {
    Build { dumps: dumps.iter().map(|d| d.to_path_buf()).collect(), ..Build::default() }
}

fn make(folder: &Folder, rows: &[Row]) -> PathBuf {
    let (from, to) = (folder.write("dump.txt", dump(rows)), folder.0.join("x.gaz"));
    build(&plain(&[&from]), &to, &mut |_| {}).unwrap();
    to
}

#[test]
fn every_name_leads_to_its_places() {
    let folder = Folder::new();
    let index = Index::open(&make(&folder, &sample())).unwrap();
    index.check().unwrap();
    assert_eq!(index.places(), 7);
    let found: Vec<_> = index.find("PORTO VASTO").collect();
    assert_eq!(found.iter().map(|f| f.id).collect::<Vec<_>>(), [14, 13], "the larger first");
    let f = found[1];
    assert_eq!(
        (f.name, f.country, f.region_code, f.region, f.district),
        ("Pörto Vasto", "XQ", "02", "Vastoria", "Kelmin County")
    );
    assert_eq!((f.lat, f.lon, f.population, f.feature), (-33.0, -20.25, 3_000, "P.PPL"));
    assert_eq!(index.find("vasto port").map(|f| f.id).collect::<Vec<_>>(), [13]);
    for no in ["XPV", "Васто", "", "Port", "Zzz"] {
        assert!(!index.has(no) && index.find(no).next().is_none(), "{no}");
    }
    assert!(index.about().any(|(k, v)| k == "licence" && v == "CC BY 4.0"));
    assert_eq!(folder.names(), ["dump.txt", "x.gaz"], "nothing is left behind");
}

#[test]
fn the_same_dump_gives_the_same_bytes_with_any_memory() {
    let folder = Folder::new();
    let first = std::fs::read(make(&folder, &sample())).unwrap();
    let small = folder.0.join("small.gaz");
    let options = Build { memory: 1, ..plain(&[&folder.0.join("dump.txt")]) };
    build(&options, &small, &mut |_| {}).unwrap();
    assert_eq!(first, std::fs::read(small).unwrap());
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let folder = Folder::new();
    let bytes = std::fs::read(make(&folder, &sample())).unwrap();
    for n in 0..bytes.len() {
        let e = Index::from_bytes(Path::new("cut.gaz"), bytes[..n].to_vec()).unwrap_err().to_string();
        assert!(e.starts_with("cut.gaz: "), "{e}");
        assert!(n == 0 || e.contains("cut off"), "{n}: {e}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    let e = Index::from_bytes(Path::new("l.gaz"), longer).unwrap_err();
    assert!(matches!(e, GazetteerError::Length { .. }));
    // A file of no bytes cannot be mapped; it is told all the same.
    assert!(matches!(Index::open(&folder.write("empty.gaz", "")), Err(GazetteerError::Foreign(_))));
    assert!(matches!(Index::open(&folder.0.join("dump.txt")), Err(GazetteerError::Foreign(_))));
    assert!(matches!(Index::open(&folder.0.join("none.gaz")), Err(GazetteerError::File { .. })));
    let mut other = bytes;
    other[8] = 9;
    let e = Index::from_bytes(Path::new("v.gaz"), other).unwrap_err().to_string();
    assert!(e.contains("format 9, this program reads format 1"), "{e}");
}

#[test]
fn a_changed_byte_is_found_and_never_fails() {
    let folder = Folder::new();
    let bytes = std::fs::read(make(&folder, &sample())).unwrap();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0xff;
        match Index::from_bytes(Path::new("x.gaz"), changed) {
            Err(_) => {}
            Ok(index) => {
                assert!(index.check().is_err(), "byte {at}");
                for name in ["Porto Vasto", "Vastoria", "Zzz"] {
                    let _ = index.find(name).count();
                }
            }
        }
    }
}

fn fails(folder: &Folder, text: &[u8]) -> String {
    let from = folder.write("bad.txt", text);
    let to = folder.0.join("bad.gaz");
    let e = build(&plain(&[&from]), &to, &mut |_| {}).unwrap_err().to_string();
    assert!(!to.exists() && folder.names().iter().all(|n| !n.starts_with('.')), "no half-made file stays");
    e
}

#[test]
fn bad_lines_are_named_and_passed_over_only_if_asked() {
    let folder = Folder::new();
    let good = dump(&sample());
    let bad = good.replacen("10.5", "100.5", 2);
    let e = fails(&folder, bad.as_bytes());
    assert!(e.contains("bad.txt, line 1: latitude is \"100.5\"") && e.contains("--skip-bad"), "{e}");
    // Cut in the middle of the last line: named as such.
    let cut = &good[..good.len() - 30];
    let e = fails(&folder, cut.as_bytes());
    assert!(
        e.contains("line 7: the file ends in the middle of this line") && e.contains("download it again"),
        "{e}"
    );
    let e = fails(&folder, &[good.as_bytes(), b"\xff\xfe\n"].concat());
    assert!(e.contains("line 8: byte 1 is not UTF-8"), "{e}");
    assert!(fails(&folder, b"").contains("there is no place in"));
    let mut told: Vec<BadLine> = Vec::new();
    let options =
        Build { skip_bad: true, ..plain(&[&folder.write("bad.txt", cut.replacen("10.5", "x", 1))]) };
    let built = build(&options, &folder.0.join("y.gaz"), &mut |b| told.push(b.clone())).unwrap();
    assert_eq!((built.bad, built.places, built.lines), (2, 5, 7));
    assert_eq!(told.iter().map(|b| b.line).collect::<Vec<_>>(), [1, 7]);
}

#[test]
fn options_leave_out_and_name() {
    let folder = Folder::new();
    let from = folder.write("dump.txt", dump(&sample()));
    let options = Build {
        admin1: Some(folder.write("a1.txt", "XQ.02\tNew Vastoria\tNew Vastoria\t11\n")),
        admin2: Some(folder.write("a2.txt", "XQ.02.013\tKelmin\tKelmin\t12\n")),
        alternate_names: Some(folder.write(
            "alt.txt",
            "1\t14\ten\tGreat Vasto\t1\t\t\t\t\t\n2\t14\tde\tGross-Vasto\t\t\t\t\t\t\n3\t14\t\tVasto City\t\t\t\t\t\t\n4\t99\ten\tNowhere\t\t\t\t\t\t\n",
        )),
        languages: vec!["en".into()],
        min_population: 5_000,
        classes: vec!['P', 'A'],
        ..plain(&[&from, &from])
    };
    let to = folder.0.join("x.gaz");
    let built = build(&options, &to, &mut |_| {}).unwrap();
    assert_eq!((built.places, built.left_out, built.repeated), (3, 4, 7));
    let index = Index::open(&to).unwrap();
    index.check().unwrap();
    let f = index.find("Great Vasto").next().unwrap();
    assert_eq!((f.id, f.region, f.district), (14, "New Vastoria", "Kelmin"));
    assert!(index.has("vasto city") && index.has("Porto Vasto"));
    assert!(
        !index.has("Gross-Vasto")
            && !index.has("Nowhere")
            && !index.has("Vasto Port")
            && !index.has("Fort Kelmin")
    );
}

#[test]
fn the_index_adds_to_the_tables() {
    let folder = Folder::new();
    let tables = Gazetteer::embedded().unwrap();
    let berlin = tables
        .find("Berlin")
        .iter()
        .find(|p| p.country == "DE" && p.kind == PlaceKind::City)
        .unwrap()
        .clone();
    let mut rows = sample();
    // The table's own city by its id, by its point, and another of its name far away.
    rows.push(Row { id: berlin.geonames.unwrap(), ..Row::new(0, "Berlin", "P.PPLC", 3_000_000) });
    rows.push(Row { lat: berlin.lat, lon: berlin.lon, country: "DE", ..Row::new(90, "Berlin", "A.ADM3", 5) });
    rows.push(Row::new(91, "Berlin", "P.PPL", 700));
    let all = tables.with_index(Some(Index::open(&make(&folder, &rows)).unwrap()));
    let beyond = all.beyond("Berlin");
    assert_eq!(beyond.iter().map(|p| p.geonames).collect::<Vec<_>>(), [Some(91)]);
    assert!(beyond[0].indexed && beyond[0].region_name == "Vastoria");
    let kinds: Vec<_> = ["Vastoria", "Kelmin County", "Fort Kelmin", "Vasto River"]
        .iter()
        .map(|n| all.beyond(n)[0].kind)
        .collect();
    assert_eq!(kinds, [PlaceKind::Region, PlaceKind::District, PlaceKind::Facility, PlaceKind::Landmark]);
    assert!(!all.indexed("Old Vasto"), "what is no more is no place of the news");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn round_trip(names in prop::collection::vec("[A-Za-zÀ-ž][a-zà-ž' -]{1,11}[a-z]{2}", 1..40)) {
        let folder = Folder::new();
        let rows: Vec<Row> = names
            .iter()
            .enumerate()
            .map(|(i, n)| Row::new(i as u32 + 1, n.trim(), "P.PPL", (i as u64 * 7919) % 100))
            .collect();
        let index = Index::open(&make(&folder, &rows)).unwrap();
        index.check().unwrap();
        for r in &rows {
            let same = |other: &Row| fold(&other.name) == fold(&r.name);
            let mut found: Vec<u32> = index.find(&r.name).map(|f| f.id).collect();
            found.sort_unstable();
            let wanted: Vec<u32> = rows.iter().filter(|o| same(o)).map(|o| o.id).collect();
            prop_assert_eq!(found, wanted, "{}", &r.name);
        }
    }
    #[test]
    fn any_bytes_are_refused_or_answer(bytes in prop::collection::vec(any::<u8>(), 0..600), text in ".{0,200}") {
        let with_magic = [b"DYADGAZ\n".as_slice(), &bytes].concat();
        prop_assert!(Index::from_bytes(Path::new("x"), bytes).is_err());
        prop_assert!(Index::from_bytes(Path::new("x"), with_magic).is_err());
        let _ = dyad_knowledge::geonames::parse(text.as_bytes());
    }
}
