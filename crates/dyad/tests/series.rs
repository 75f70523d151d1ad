//! `dyad series` and `dyad check` through the real program, on a table and articles of our own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// Other tests use the rest of it.
mod support;

use serde_json::Value;
use support::{Folder, Run};

/// Two fiscal years of made-up fentanyl and cocaine at two borders; the numbers are chosen to be added up in the head.
fn table() -> String {
    let mut out = String::from(
        "FY,Month (abbv),Component,Region,Land Filter,Area of Responsibility,Drug Type,Count of Event,Sum Qty (lbs)\n",
    );
    let months = ["OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP"];
    for (year, each) in [(2031, 100), (2032, 200)] {
        for month in months {
            for (region, share) in [("Southwest Border", 9), ("Coastal/Interior", 1)] {
                for (drug, times) in [("Fentanyl", 1), ("Cocaine", 5)] {
                    let lbs = each * share * times;
                    out.push_str(&format!("{year},{month},Office of Field Operations,{region},Land Only,AN OFFICE,{drug},{share},{lbs}\n"));
                }
            }
        }
    }
    out
}

fn ready(name: &str) -> Folder {
    let f = Folder::new(name);
    f.write("drugs.csv", table());
    let added = f.dyad(&["series", "add", "drugs.csv", "--describe", "cbp-drug-seizures", "--to", "kept"]);
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(added.out.contains("cbp-drug-seizures: 96 rows, 2030-10 to 2032-09, kept in "), "{}", added.out);
    f
}

/// The rows of a check against the series.
fn check(f: &Folder, text: &str) -> (Vec<Value>, Run) {
    f.write("a.txt", format!("A record year\n\n{text}\n"));
    let args = [
        "check",
        "--date",
        "2032-03-27",
        "--series",
        "cbp-drug-seizures",
        "--from",
        "kept",
        "--only-series",
        "--format",
        "jsonl",
        "a.txt",
    ];
    let run = f.dyad(&args);
    assert_eq!(run.code, 0, "{}", run.err);
    (run.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect(), run)
}

#[test]
fn figures_are_held_against_the_series_that_speaks_of_them() {
    let f = ready("series-outcomes");
    for (text, outcome, found) in [
        (
            "CBP seized 10,800 pounds of fentanyl at the southwest border in fiscal year 2031.",
            "holds",
            Some(10_800.0),
        ),
        (
            "CBP seized 12,000 pounds of fentanyl at the southwest border in fiscal year 2031.",
            "scope_differs",
            Some(10_800.0),
        ),
        (
            "CBP seized 20,000 pounds of fentanyl at the southwest border in fiscal year 2031.",
            "fails",
            Some(10_800.0),
        ),
        ("CBP has seized 20 tons of fentanyl at the southwest border since October.", "fails", None),
        (
            "CBP has seized 9,000 pounds of fentanyl at the southwest border since October.",
            "holds",
            Some(9000.0),
        ),
        (
            "CBP has seized 5,400 pounds of fentanyl at the southwest border since October.",
            "stale",
            Some(5400.0),
        ),
        (
            "CBP has seized more than 9,950 pounds of fentanyl at the southwest border since October.",
            "scope_differs",
            Some(9000.0),
        ),
        (
            "CBP seized 4,900 kilograms of fentanyl at the southwest border in fiscal year 2031.",
            "holds",
            None,
        ),
        (
            "CBP officers seized 3 million fentanyl pills at the southwest border in fiscal year 2031.",
            "not_checkable",
            None,
        ),
        ("CBP officers in Reno seized 10,800 pounds of fentanyl in fiscal year 2031.", "not_checkable", None),
        (
            "Agents seized 90 pounds of fentanyl in fiscal year 2031, CBP said.",
            "not_checkable",
            Some(12_000.0),
        ),
        (
            "CBP seized 10,750 pounds of fentanyl at the southwest border in fiscal year 2031.",
            "not_checkable",
            None,
        ),
        ("CBP seized 90 pounds of fentanyl at the southwest border on Tuesday.", "not_checkable", None),
        ("CBP seized 10,800 pounds of fentanyl at the southwest border last year.", "holds", Some(10_800.0)),
    ] {
        let (rows, run) = check(&f, text);
        assert_eq!(rows.len(), 1, "{text}\n{}", run.out);
        let row = &rows[0];
        assert_eq!(row["outcome"], outcome, "{text}\n{row:#}");
        if let Some(found) = found {
            assert_eq!(row["found"].as_f64().map(f64::round), Some(found), "{text}\n{row:#}");
        }
        assert_eq!(row["kind"], "official_series");
        assert!(["holds", "fails", "not_checkable"].contains(&row["verdict"].as_str().unwrap()));
        assert!(!row["reason"].as_str().unwrap().is_empty() && row["assumptions"].is_array(), "{row:#}");
    }
}

#[test]
fn a_sentence_with_two_times_gives_each_figure_its_own() {
    let f = ready("series-times");
    let text = "CBP seized 4,500 pounds of fentanyl at the southwest border between October 2030 and February 2031. \
                In the first five months of the fiscal year CBP seized 9,000 pounds of fentanyl at the southwest border, \
                up from 4,500 pounds the year before.";
    let (rows, run) = check(&f, text);
    let told: Vec<_> = rows
        .iter()
        .map(|r| (r["outcome"].as_str().unwrap(), r["period"]["from"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("holds", "2030-10"), ("holds", "2031-10"), ("holds", "2030-10")], "{}", run.out);
}

#[test]
fn what_no_series_speaks_of_gives_no_row() {
    let f = ready("series-silent");
    for text in [
        "Some 11,000 soldiers were sent to the southwest border in October.",
        "The DEA seized 10,800 pounds of fentanyl in 2031.",
        "Police in Bogotá seized 500 pounds of cocaine in May 2031.",
        "CBP bought 900 scales for 10,800 pounds sterling in fiscal year 2031.",
        "CBP hired 300 officers in fiscal year 2031 after seizures of fentanyl rose.",
    ] {
        let (rows, run) = check(&f, text);
        assert_eq!(rows.len(), 0, "{text}\n{}", run.out);
    }
}

#[test]
fn a_check_shows_its_rows_and_its_spans() {
    let f = ready("series-rows");
    let text = "Customs and Border Protection – “CBP” – seized fentanyl along the southern border. Since the start of the fiscal year its officers have seized 9,000 pounds of the drug and are on track to surpass the 10,800 pounds seized last year.";
    let (rows, run) = check(&f, text);
    assert_eq!(rows.len(), 3, "{}", run.out);
    let first = &rows[0];
    assert_eq!(
        (first["outcome"].as_str(), first["rows"].as_u64(), first["months"].as_array().unwrap().len()),
        (Some("holds"), Some(5), 5)
    );
    assert_eq!(first["scope"]["Region"], "Southwest Border");
    assert_eq!(
        (first["period"]["from"].as_str(), first["period"]["to"].as_str()),
        (Some("2031-10"), Some("2032-02"))
    );
    let whole: Vec<char> = std::fs::read_to_string(f.path("a.txt")).unwrap().chars().collect();
    let at = |i: usize| first["spans"][0][i].as_u64().unwrap() as usize;
    assert_eq!(whole[at(0)..at(1)].iter().collect::<String>(), "9,000 pounds");
    assert_eq!(rows[2]["kind"], "pace");
    assert!(rows[2]["arithmetic"].as_str().unwrap().contains("projects to 21,600 lb"), "{}", rows[2]);
    // The same in the other forms.
    let base = ["check", "--date", "2032-03-27", "--series", "kept/cbp-drug-seizures.series.jsonl", "a.txt"];
    let table = f.dyad(&[&base[..], &["--rows"]].concat());
    assert!(
        table.out.contains("Σ Fentanyl, Southwest Border, October 2031 to February 2032 = 9,000 lb"),
        "{}",
        table.out
    );
    assert!(table.out.contains("month 2031-10: 1,800 (1 rows from line "), "{}", table.out);
    let csv = f.dyad(&[&base[..], &["--format", "csv"]].concat());
    assert!(csv.out.starts_with("document,id,kind,figures,arithmetic,verdict"), "{}", csv.out);
}

#[test]
fn series_are_listed_shown_and_described() {
    let f = ready("series-shown");
    let list = f.dyad(&["series", "list", "--from", "kept"]);
    assert!(
        list.out.contains("cbp-drug-seizures  CBP drug seizures; 96 rows, 2030-10 to 2032-09"),
        "{}",
        list.out
    );
    let show = ["series", "show", "cbp-drug-seizures", "--from", "kept", "--where", "Drug Type=Fentanyl"];
    assert!(f.dyad(&show).out.contains("FY2031                     12,000 lb"), "{}", f.dyad(&show).out);
    let bad = f.dyad(&["series", "show", "cbp-drug-seizures", "--from", "kept", "--where", "Drug=Fentanyl"]);
    assert!(bad.code == 2 && bad.err.contains("has no column \"Drug\"; it has"), "{}", bad.err);
    f.write("kept/broken.series.jsonl", "{}\n");
    let list = f.dyad(&["series", "list", "--from", "kept", "--format", "jsonl"]);
    assert!(
        list.code == 3 && list.err.contains("broken.series.jsonl, line 1") && list.out.lines().count() == 1,
        "{}",
        list.err
    );
    let described = f.dyad(&["series", "describe"]);
    assert!(described.out.contains("cdc-overdose-deaths"), "{}", described.out);
    let own = f.dyad(&["series", "describe", "cbp-encounters"]);
    f.write("own.toml", &own.out);
    assert!(f.dyad(&["series", "describe", "own.toml"]).out.contains("own.toml: sound"));
}

#[test]
fn bad_input_is_named_with_line_and_mend() {
    let f = ready("series-bad");
    let add = |file: &str, more: &[&str]| {
        f.dyad(&[&["series", "add", file, "--describe", "cbp-drug-seizures", "--to", "kept"], more].concat())
    };
    f.write("bad.csv", table().replacen(",900\n", ",9oo\n", 1));
    let run = add("bad.csv", &[]);
    assert!(
        run.code == 1 && run.err.contains("bad.csv, line 2, column \"Sum Qty (lbs)\": \"9oo\" is no number"),
        "{}",
        run.err
    );
    f.write("kg.csv", table().replace("(lbs)", "(kg)"));
    assert!(add("kg.csv", &[]).err.contains("another unit"));
    f.write("twice.csv", table() + table().lines().nth(1).unwrap() + "\n");
    assert!(add("twice.csv", &[]).err.contains("line 98: the same time and dimensions as line 2"));
    assert!(add("none.csv", &[]).err.contains("none.csv: the file cannot be read"));
    // Another content under the same name is not overwritten in silence.
    f.write("other.csv", table().replace("2031", "2029"));
    assert!(add("other.csv", &[]).err.contains("is there already with another content"));
    assert_eq!(add("other.csv", &["--replace"]).code, 0);
    let run = f.dyad(&["series", "add", "drugs.csv", "--describe", "cbp-drugs"]);
    assert!(run.code == 2 && run.err.contains("shipped are cbp-drug-seizures"), "{}", run.err);
    let run = f.dyad(&["check", "--series", "nothing", "--from", "kept", "drugs.csv"]);
    assert!(run.code == 2 && run.err.contains("no series \"nothing\" is in kept"), "{}", run.err);
}

/// The answers that the notes beside the shared files compute; with and without a publication date given.
#[test]
fn the_seed_article_gets_the_answers_of_the_notes() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let (table, article) =
        (shared.join("series/nationwide-drugs-fy20-fy23.csv"), shared.join("gold/article/seed-article.txt"));
    if !table.exists() || !article.exists() {
        eprintln!("skipped: {} is not here", shared.display());
        return;
    }
    let f = Folder::new("series-seed");
    let (table, article) = (table.to_string_lossy(), article.to_string_lossy());
    let added = f.dyad(&["series", "add", &table, "--describe", "cbp-drug-seizures", "--to", "kept"]);
    assert_eq!(added.code, 0, "{}", added.err);
    let check = [
        "check",
        "--series",
        "cbp-drug-seizures",
        "--from",
        "kept",
        "--only-series",
        "--format",
        "jsonl",
        &article,
    ];
    for date in [&[][..], &["--date", "2023-03-27"]] {
        let run = f.dyad(&[&check[..], date].concat());
        let rows: Vec<Value> = run.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let of = |words: &str| {
            rows.iter().find(|r| r["words"][0] == words && r["kind"] == "official_series").unwrap()
        };
        let (year, now) = (of("14,100 pounds"), of("more than 11,000 pounds"));
        assert_eq!(
            (year["outcome"].as_str(), year["found"].as_f64().map(f64::round)),
            (Some("holds"), Some(14_104.0))
        );
        assert_eq!(now["outcome"], "scope_differs");
        let reason = now["reason"].as_str().unwrap();
        for part in [
            "10,957 lb for Fentanyl, Southwest Border",
            "nationwide through February 2023 with 11,044 lb",
            "March 2023",
        ] {
            assert!(reason.contains(part), "{reason}");
        }
    }
}
