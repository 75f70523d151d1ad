//! `dyad gazetteer` and `--gazetteer` through the real program, on an invented dump.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// The rest of it is for the other tests of the program.
mod support;

use support::{Folder, records};

/// A line of a dump: id, name, class and code, people.
fn line(id: u32, name: &str, feature: (&str, &str), people: u32, lat: f64) -> String {
    let (class, code) = feature;
    format!(
        "{id}\t{name}\t\t\t{lat}\t18.5\t{class}\t{code}\tPL\t\t73\t0412\t\t\t{people}\t\t\tEtc/UTC\t2024-01-31\n"
    )
}

fn dump() -> String {
    line(901, "Zelkovany", ("P", "PPL"), 2400, 52.9)
        + &line(902, "Zelkovany", ("P", "PPL"), 800, 50.1)
        + &line(903, "Port Zelkov", ("S", "AIRP"), 0, 52.8)
}

const TEXT: &str = "Police in Zelkovany said on Tuesday that a bridge had fallen. Three people were hurt in Zelkovany, Poland.\n";

#[test]
fn a_dump_becomes_an_index_and_its_places_are_read() {
    let f = Folder::new("gazetteer");
    f.write("dump.txt", dump());
    f.write("a.txt", TEXT);
    let run = f.dyad(&["gazetteer", "build", "dump.txt", "--output", "x.gaz"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("x.gaz: 3 places, 2 names") && run.out.contains("CC BY 4.0"), "{}", run.out);
    let run = f.dyad(&["gazetteer", "check", "x.gaz"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let hash = run.out.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    let run = f.dyad(&["gazetteer", "show", "zelkovany", "--gazetteer", "x.gaz"]);
    assert!(run.out.contains("geonames:901") && run.out.contains("geonames:902"), "{}", run.out);
    // Without the index there is no such place, and the record names no gazetteer.
    let plain = &records(&f.dyad(&["read", "--format", "jsonl", "--lang", "en", "a.txt"]))[0];
    assert!(plain.places.iter().all(|p| p.gazetteer.as_deref() != Some("geonames:901")));
    assert!(!plain.coder.models.contains_key("gazetteer"));
    let read =
        &records(&f.dyad(&["read", "--format", "jsonl", "--lang", "en", "--gazetteer", "x.gaz", "a.txt"]))[0];
    assert_eq!(read.coder.models.get("gazetteer"), Some(&hash));
    let places: Vec<_> =
        read.places.iter().filter(|p| p.gazetteer.as_deref() == Some("geonames:901")).collect();
    assert_eq!(places.len(), 2, "{:?}", read.places);
    assert_eq!(places[0].country.as_deref(), Some("POL"));
    let id = places[0].id.as_str();
    let run = f.dyad(&["read", "--explain", id, "--lang", "en", "--gazetteer", "x.gaz", "a.txt"]);
    assert!(run.out.contains("index beside the tables"), "{}", run.out);
}

#[test]
fn bad_input_is_named_with_its_mend() {
    let f = Folder::new("gazetteer-bad");
    let all = dump();
    f.write("cut.txt", &all[..all.len() - 20]);
    let run = f.dyad(&["gazetteer", "build", "cut.txt", "--output", "x.gaz"]);
    assert_eq!(run.code, 1);
    assert!(
        run.err.contains("cut.txt, line 3: the file ends in the middle")
            && run.err.contains("download it again"),
        "{}",
        run.err
    );
    assert!(!f.path("x.gaz").exists());
    let run = f.dyad(&["gazetteer", "build", "cut.txt", "--output", "x.gaz", "--skip-bad"]);
    assert_eq!(run.code, 3);
    assert!(
        run.err.contains("cut.txt, line 3") && run.err.contains("1 bad lines were passed over"),
        "{}",
        run.err
    );
    let whole = std::fs::read(f.path("x.gaz")).unwrap();
    f.write("short.gaz", &whole[..whole.len() - 1]);
    f.write("a.txt", TEXT);
    for (file, says) in [
        ("short.gaz", "it was cut off or changed"),
        ("cut.txt", "no gazetteer made by"),
        ("none.gaz", "cannot be read"),
    ] {
        for args in [["read", "a.txt"], ["statements", "a.txt"], ["gazetteer", "show"]] {
            let mut args = args.to_vec();
            if args[0] == "gazetteer" {
                args.push("Paris");
            }
            args.extend(["--gazetteer", file]);
            let run = f.dyad(&args);
            assert_eq!(run.code, 1, "{args:?}");
            assert!(
                run.err.contains(file) && run.err.contains(says) && run.out.is_empty(),
                "{args:?}: {}",
                run.err
            );
        }
    }
    assert_eq!(f.dyad(&["gazetteer", "check", "short.gaz"]).code, 1);
    assert_eq!(f.dyad(&["gazetteer", "build", "cut.txt", "--output", "y.gaz", "--classes", "P,Q"]).code, 2);
    let run = f.dyad(&["gazetteer", "show", "Zzyzzx"]);
    assert!(run.code == 1 && run.err.contains("no place is called \"Zzyzzx\""), "{}", run.err);
}
