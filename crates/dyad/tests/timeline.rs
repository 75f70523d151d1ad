//! `dyad timeline` through the real program: order, years, what is told once, limits, forms, exit codes.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::Folder;

const MILL: &str = "Paper mill at Orsk burns\n\nThe paper mill at Orsk burned on 3 May 2024. It was built in 1962.\n\nThe owners \
    will meet on 10 June 2024. Work stopped recently. It takes five hours to heat a boiler.\n";
const TOWN: &str =
    "Orsk mourns its mill\n\nThe paper mill at Orsk burned on 3 May 2024. The mayor resigned the next day.\n";

fn lines(out: &str) -> Vec<serde_json::Value> {
    out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn all_documents_make_one_chronology() {
    let f = Folder::new("timeline-order");
    f.write("mill.txt", MILL);
    f.write("town.txt", TOWN);
    let run = f.dyad(&["timeline", "--date", "2024-05-06", "--format", "jsonl", "town.txt", "mill.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let rows = lines(&run.out);
    let days: Vec<&str> = rows.iter().filter_map(|r| r["from"].as_str()).collect();
    assert!(days.is_sorted(), "{days:?}");
    assert_eq!(days.first(), Some(&"1962-01-01"));
    // Told in both, shown once, with the other document named.
    let fire: Vec<_> = rows.iter().filter(|r| r["from"] == "2024-05-03").collect();
    assert_eq!(fire.len(), 1, "{fire:?}");
    assert_eq!((&fire[0]["document"], &fire[0]["also"][0]), (&"town.txt".into(), &"mill.txt".into()));
    assert_eq!(fire[0]["precision"], "day");
    assert!(
        rows.iter()
            .any(|r| r["from"] == "2024-05-04" && r["basis"].as_str().is_some_and(|b| b.contains("text")))
    );
    // What has no place in the calendar comes last; a length is no entry.
    let last = rows.last().unwrap();
    assert_eq!((&last["from"], &last["value"]), (&serde_json::Value::Null, &"PAST_REF".into()));
    assert!(rows.iter().all(|r| r["when"] != "five hours"));
    assert_eq!(rows.iter().filter(|r| r["kind"] == "published").count(), 2);
}

#[test]
fn offsets_are_scalar_values_of_the_words() {
    let f = Folder::new("timeline-offsets");
    f.write("a.txt", "Señor Ibáñez left Zürich on 3 May 2024.\n");
    let run = f.dyad(&["timeline", "--format", "jsonl", "a.txt"]);
    let rows = lines(&run.out);
    let row = rows.iter().find(|r| r["when"] == "3 May 2024").unwrap();
    assert_eq!((&row["start"], &row["end"]), (&28.into(), &38.into()));
}

#[test]
fn since_and_until_keep_what_lies_between() {
    let f = Folder::new("timeline-limits");
    f.write("mill.txt", MILL);
    let days = |more: &[&str]| -> Vec<String> {
        let args = [&["timeline", "--date", "2024-05-06", "--format", "jsonl"], more, &["mill.txt"]].concat();
        lines(&f.dyad(&args).out).iter().filter_map(|r| r["from"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(days(&["--until", "1999"]), ["1962-01-01"]);
    assert_eq!(days(&["--since", "2024-06"]), ["2024-06-10"]);
    assert_eq!(days(&["--since", "2024-05-04", "--until", "2024-05-31"]), ["2024-05-06"]);
    let wrong = f.dyad(&["timeline", "--since", "2023-13-45", "mill.txt"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("\"2023-13-45\" is no date"), "{}", wrong.err);
}

#[test]
fn the_table_has_years_days_and_words() {
    let f = Folder::new("timeline-table");
    f.write("mill.txt", MILL);
    let run = f.dyad(&["timeline", "--date", "2024-05-06", "mill.txt"]);
    let at = |words: &str| run.out.find(words).unwrap_or_else(|| panic!("{words}: {}", run.out));
    assert!(at("1962\n") < at("2024\n") && at("2024\n") < at("3 May"), "{}", run.out);
    assert!(
        at("3 May") < at("6 May") && at("Published: Paper mill at Orsk burns") < at("10 Jun"),
        "{}",
        run.out
    );
    assert!(at("10 Jun") < at("Undated"), "{}", run.out);
    // One document need not be named on every line.
    assert!(run.out.matches("mill.txt").count() <= 1, "{}", run.out);
}

#[test]
fn csv_has_a_header_and_a_line_for_each_entry() {
    let f = Folder::new("timeline-csv");
    f.write("mill.txt", MILL);
    let run = f.dyad(&["timeline", "--date", "2024-05-06", "--format", "csv", "mill.txt"]);
    let mut lines = run.out.split("\r\n");
    assert!(
        lines.next().is_some_and(|h| h.starts_with("from,to,precision,value,when,kind,who,what")),
        "{}",
        run.out
    );
    assert_eq!(lines.filter(|l| !l.is_empty()).count(), 5, "{}", run.out);
}

#[test]
fn a_document_that_fails_leaves_the_others() {
    let f = Folder::new("timeline-failed");
    f.write("empty.txt", "");
    f.write("mill.txt", MILL);
    let both = f.dyad(&["timeline", "empty.txt", "mill.txt"]);
    assert_eq!(both.code, 3, "{}", both.err);
    assert!(both.out.contains("1962") && both.err.contains("empty.txt"));
    let alone = f.dyad(&["timeline", "empty.txt"]);
    assert_eq!((alone.code, alone.out.as_str()), (1, ""));
}
