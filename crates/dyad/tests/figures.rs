//! `dyad figures` through the real program: what is measured, filters, forms, claims without a number, exit codes.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::Folder;

const HARBOUR: &str = "Señor Ibáñez's port counts\n\nSince January the port of Orsk has handled 900 ships, harbour master Ana Ruiz said on Monday. \
    Exports of tea rose 12 percent to 5.6 million tonnes from 5 million in 2023.\n\nThe crane cost $4 million. It was a record \
    year, and most captains were glad.\n";

fn rows(out: &str) -> Vec<serde_json::Value> {
    out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn listed(more: &[&str]) -> Vec<serde_json::Value> {
    let f = Folder::new(&format!("figures{}", more.join("")).replace(|c: char| !c.is_alphanumeric(), "-"));
    f.write("a.txt", HARBOUR);
    let run = f.dyad(&[&["figures", "--date", "2024-05-15", "--format", "jsonl", "a.txt"], more].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    rows(&run.out)
}

#[test]
fn a_figure_says_what_when_and_from_whose_mouth() {
    let all = listed(&[]);
    let ships = all.iter().find(|r| r["unit"] == "ship").unwrap();
    assert_eq!((&ships["value"], &ships["of"]), (&900.0.into(), &"ships".into()));
    assert_eq!((&ships["from"], &ships["to"]), (&"2024-01-01".into(), &"2024-05-15".into()));
    assert_eq!(ships["speaker"], "Ana Ruiz");
    let rise = all.iter().find(|r| r["kind"] == "change").unwrap();
    assert_eq!((&rise["of"], &rise["direction"]), (&"Exports of tea".into(), &"up".into()));
    let tonnes = all.iter().find(|r| r["value"] == 5_600_000.0).unwrap();
    assert_eq!((&tonnes["base"], &tonnes["unit"]), (&"5 million".into(), &"t".into()));
    // Offsets are scalar values of the words.
    for r in &all {
        let (from, to) = (r["start"].as_u64().unwrap() as usize, r["end"].as_u64().unwrap() as usize);
        let words: String = HARBOUR.chars().skip(from).take(to - from).collect();
        assert_eq!(words, r["words"].as_str().unwrap());
    }
}

#[test]
fn filters_choose_by_unit_thing_kind_and_speaker() {
    assert_eq!(listed(&["--unit", "usd"]).len(), 1);
    assert_eq!(listed(&["--of", "tea"]).len(), 3);
    assert!(listed(&["--kind", "change"]).iter().all(|r| r["kind"] == "change"));
    assert_eq!(listed(&["--speaker", "Ruiz"]).len(), 1);
    assert!(listed(&["--speaker", "Ruiz", "--unit", "usd"]).is_empty());
}

#[test]
fn claims_without_a_number_are_listed_apart() {
    let claims = listed(&["--unquantified"]);
    let kinds: Vec<_> = claims.iter().map(|r| r["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["record", "most"]);
    assert!(claims.iter().all(|r| r["value"].is_null()));
}

#[test]
fn csv_and_table_have_the_same_figures_and_a_missing_file_is_named() {
    let f = Folder::new("figures-forms");
    f.write("a.txt", HARBOUR);
    let csv = f.dyad(&["figures", "--format", "csv", "a.txt"]);
    let table = f.dyad(&["figures", "a.txt"]);
    assert!(csv.out.starts_with("document,id,words,value,"), "{}", csv.out);
    let ids = csv.out.lines().skip(1).count();
    assert_eq!(table.out.lines().filter(|l| l.starts_with('f')).count(), ids);
    let lost = f.dyad(&["figures", "a.txt", "none.txt"]);
    assert_eq!(lost.code, 3);
    assert!(lost.err.contains("none.txt"), "{}", lost.err);
    let wrong = f.dyad(&["figures", "--kind", "guess", "a.txt"]);
    assert_eq!(wrong.code, 2);
}
