//! `dyad events` through the real program: forms and exports, filters, dates, errors.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::Folder;

const DISPUTE: &str = "Turkey accuses Greece\n\nANKARA — Turkey's foreign minister on Wednesday accused Greece of violating a treaty. \
    Police in Athens arrested three Turkish journalists.\n\nGreece rejected the accusation.\n\nMexico and the United States signed an \
    agreement on water in 2022.\n\nItaly will impose sanctions on Tunisia, officials said.\n";

fn listed(f: &Folder, more: &[&str]) -> Vec<serde_json::Value> {
    let run = f.dyad(&[&["events", "--date", "2024-02-15", "--format", "jsonl", "a.txt"], more].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn folder(name: &str) -> Folder {
    let f = Folder::new(&format!("events-{name}"));
    f.write("a.txt", DISPUTE);
    f
}

fn all(rows: &[serde_json::Value], holds: impl Fn(&serde_json::Value) -> bool) -> bool {
    !rows.is_empty() && rows.iter().all(holds)
}

#[test]
fn an_event_says_who_did_what_to_whom_when_and_on_what_words() {
    let f = folder("rows");
    let rows = listed(&f, &["--all"]);
    let accused = rows.iter().find(|r| r["trigger"] == "accused").unwrap();
    assert_eq!((&accused["plover"], &accused["quad"]), (&"ACCUSE".into(), &3.into()));
    assert_eq!(accused["recipient_code"], "GRC");
    assert!(accused["actor_code"].as_str().unwrap().starts_with("TUR"));
    assert_eq!((&accused["date_from"], &accused["date_basis"]), (&"2024-02-14".into(), &"text".into()));
    let signed = rows.iter().find(|r| r["trigger"] == "signed").unwrap();
    assert_eq!((&signed["date_from"], &signed["date_to"]), (&"2022-01-01".into(), &"2022-12-31".into()));
    // Offsets are scalar values of the words.
    for r in &rows {
        let (from, to) = (r["start"].as_u64().unwrap() as usize, r["end"].as_u64().unwrap() as usize);
        let words: String = DISPUTE.chars().skip(from).take(to - from).collect();
        assert_eq!(words, r["trigger"].as_str().unwrap());
        assert!(r["sentence"].as_str().unwrap().contains(&words));
    }
    assert!(all(&listed(&f, &[]), |r| r["status"] == "asserted"));
    // Without a date of its own an event has that of publication.
    assert!(rows.iter().any(|r| r["date_basis"] == "published" && r["date_from"] == "2024-02-15"));
}

#[test]
fn filters_choose_by_side_type_day_and_status() {
    let f = folder("filters");
    let between = listed(&f, &["--between", "GRC", "Turkey"]);
    assert!(all(&between, |r| r["recipient_code"].as_str().is_some_and(|c| c.starts_with("GRC"))
        || r["actor_code"].as_str().is_some_and(|c| c.starts_with("GRC"))));
    assert!(listed(&f, &["--between", "GRC", "MEX"]).is_empty());
    assert!(all(&listed(&f, &["--actor", "TUR"]), |r| r["actor_code"].as_str().unwrap().starts_with("TUR")));
    assert!(all(&listed(&f, &["--recipient", "Greece"]), |r| r["recipient"] == "Greece"));
    assert!(all(&listed(&f, &["--type", "accuse"]), |r| r["plover"] == "ACCUSE"));
    assert!(all(&listed(&f, &["--type", "05", "--type", "17"]), |r| {
        let code = r["cameo"].as_str().unwrap();
        code.starts_with("05") || code.starts_with("17")
    }));
    assert!(all(&listed(&f, &["--quad", "4"]), |r| r["quad"] == 4));
    assert!(all(&listed(&f, &["--all", "--until", "2023"]), |r| r["trigger"] == "signed"));
    assert!(all(&listed(&f, &["--all", "--since", "2024-02"]), |r| r["trigger"] != "signed"));
    assert!(all(&listed(&f, &["--min-confidence", "0.7"]), |r| r["confidence"].as_f64().unwrap() >= 0.7));
    assert!(all(&listed(&f, &["--no-domestic"]), |r| r["domestic"] == false));
    let every = listed(&f, &["--all"]);
    assert!(every.len() > listed(&f, &[]).len(), "{every:?}");
    let status = every.iter().map(|r| r["status"].as_str().unwrap()).find(|s| *s != "asserted").unwrap();
    assert!(all(&listed(&f, &["--status", status]), |r| r["status"] == status));
}

#[test]
fn csv_and_table_have_the_same_events() {
    let f = folder("forms");
    let csv = f.dyad(&["events", "--format", "csv", "a.txt"]);
    assert!(csv.out.starts_with("document,id,date_from,date_to,date_basis,actor,"), "{}", csv.out);
    let table = f.dyad(&["events", "a.txt"]);
    assert!(table.out.starts_with("a.txt\nv1  "), "{}", table.out);
    let heads = table.out.lines().filter(|l| l.starts_with('v')).count();
    assert_eq!(heads, csv.out.lines().count() - 1);
    assert!(table.out.contains("*accused*"), "{}", table.out);
}

/// Every line of an export has as many cells, whatever stands in the text.
#[test]
fn exports_have_their_columns_in_every_line() {
    let f = folder("exports");
    // A name of a file and words with tabs and line ends in them.
    f.write(
        "b\tc.html",
        "<html><head><title>A\tB</title></head><body><p>Russia\tattacked\nUkraine.</p><p>Iran's\tpresident\n\
        met Iraq's\tforeign minister in\nBasra on\tMonday.</p></body></html>",
    );
    for (form, columns, header) in [("gdelt", 61, 0), ("phoenix", 26, 0), ("polecat", 40, 1)] {
        let run =
            f.dyad(&["events", "--all", "--date", "2024-02-15", "--format", form, "a.txt", "b\tc.html"]);
        assert_eq!(run.code, 0, "{}", run.err);
        let rows: Vec<&str> = run.out.split_terminator('\n').collect();
        assert!(rows.len() > header + 4, "{form}: {}", run.out);
        for row in &rows {
            assert_eq!(row.split('\t').count(), columns, "{form}: {row}");
            assert!(!row.contains('\r'));
        }
        assert_eq!(rows[0].starts_with("Event ID\tEvent Date\tEvent Type\t"), header == 1);
        let ids: std::collections::BTreeSet<&str> =
            rows[header..].iter().filter_map(|r| r.split('\t').next()).collect();
        assert_eq!(ids.len(), rows.len() - header, "{form}: ids are unique");
    }
    let run = f.dyad(&["events", "--all", "--format", "gdelt", "a.txt"]);
    assert!(run.err.contains("gdelt has no column for the status"), "{}", run.err);
    let run = f.dyad(&["events", "--all", "--format", "plover", "a.txt", "b\tc.html"]);
    assert!(run.err.is_empty(), "{}", run.err);
    for line in run.out.lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(v.as_object().unwrap().len(), 23);
        assert!(v["id"].is_string() && v["event"].is_array());
    }
}

#[test]
fn an_export_does_not_depend_on_the_order_of_documents_nor_on_the_day() {
    let f = folder("order");
    f.write("b.txt", "PARIS — France accused Russia of spying.\n\nGermany condemned Russia.\n");
    let sorted = |args: &[&str]| {
        let run = f.dyad(&[&["events", "--format", "gdelt", "--date", "2024-02-15"], args].concat());
        let mut lines: Vec<String> = run.out.lines().map(str::to_owned).collect();
        lines.sort();
        (run.out, lines)
    };
    let (first, rows) = sorted(&["a.txt", "b.txt"]);
    assert_eq!(sorted(&["b.txt", "a.txt"]).1, rows);
    assert_eq!(sorted(&["a.txt", "b.txt"]).0, first);
    // A filter takes rows away and changes none.
    let (_, some) = sorted(&["--actor", "FRA", "a.txt", "b.txt"]);
    assert!(!some.is_empty() && some.iter().all(|r| rows.contains(r)));
    // DATEADDED is the day of publication.
    assert!(rows.iter().all(|r| r.split('\t').nth(59) == Some("20240215000000")));
}

#[test]
fn what_cannot_be_asked_is_told_with_a_mend() {
    let f = folder("errors");
    for (args, told) in [
        (&["--between", "MXE", "USA"][..], "did you mean MEX (Mexico)?"),
        (&["--type", "ACUSE"], "did you mean ACCUSE?"),
        (&["--type", "ACCUSE:fly"], "its modes are disapprove, investigate, allege"),
        (&["--since", "yesterday"], "\"yesterday\" is no date"),
        (&["--quad", "5"], "5"),
        (&["--min-confidence", "2"], "a confidence lies between 0 and 1"),
        (&["--status", "happened"], "known are asserted, planned"),
        (&["--all", "--status", "denied"], "cannot be used with"),
        (&["--format", "icews"], "gdelt"),
    ] {
        let run = f.dyad(&[&["events", "a.txt"], args].concat());
        assert_eq!(run.code, 2, "{args:?}: {}", run.out);
        assert!(run.err.contains(told), "{args:?}: {}", run.err);
        assert!(run.out.is_empty(), "{args:?}");
    }
    let lost = f.dyad(&["events", "--format", "gdelt", "a.txt", "none.txt"]);
    assert_eq!(lost.code, 3);
    assert!(lost.err.contains("none.txt"), "{}", lost.err);
    assert!(!lost.out.is_empty());
    assert_eq!(f.dyad(&["events", "none.txt"]).code, 1);
}
