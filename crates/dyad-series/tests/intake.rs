//! Tables of our own, sound and broken: what is read, and which sentence names the fault.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use dyad_series::{Added, Choice, Description, Options, Series, SeriesError, read};

const DESCRIPTION: &str = r#"
name = "nuts"
title = "Nuts taken at borders"
publisher = "Office of Nuts"
source = "none"
licence = "ours"
missing = ["n/a"]
ignored = ["Remark"]

[time]
kind = "month"
year = "FY"
month = "Month"
year_begins = 10
year_suffixes = ["(FYTD)"]

[[measure]]
column = "Weight (lbs)"
name = "weight"
unit = "lb"
topics = ["seized"]

[[measure]]
column = "Bags"
name = "bags"
unit = "bag"
topics = ["bags"]

[[dimension]]
column = "Border"
role = "scope"
whole_name = "all borders"
  [[dimension.value]]
  is = "North"
  words = ["northern border"]
  [[dimension.value]]
  is = "South"
  words = ["southern border"]

[[dimension]]
column = "Nut"
role = "topic"
footnotes = "*"
own_names = true
"#;

const TABLE: &str = "FY,Month,Border,Nut,Weight (lbs),Bags
2023,OCT,North,Hazel,10.5,2
2023,OCT,South,Hazel,\"1,000\",30
2023 (FYTD),NOV,South,Hazel**,20,1
2022,SEP,South,Wal,n/a,4
";

fn description(text: &str) -> Description {
    Description::parse("nuts.toml", text).unwrap()
}

fn add(table: impl AsRef<[u8]>) -> Result<Added, SeriesError> {
    read(table.as_ref(), "nuts.csv", &description(DESCRIPTION), &Options::default())
}

/// The message about a table that is refused.
fn refused(table: impl AsRef<[u8]>) -> String {
    add(table).unwrap_err().to_string()
}

fn total(s: &Series, conditions: &[&str]) -> (f64, u64, Option<u64>) {
    let conditions: Vec<String> = conditions.iter().map(|c| (*c).to_owned()).collect();
    let t = s.total(0, &s.choice(&conditions).unwrap(), &(s.first..=s.through));
    (t.value, t.rows, t.line)
}

#[test]
fn a_table_is_added_up() {
    let added = add(TABLE).unwrap();
    let s = &added.series;
    assert_eq!((s.rows, s.first.to_string(), s.through.to_string()), (4, "2022-09".into(), "2022-11".into()));
    assert_eq!(total(s, &[]), (1030.5, 4, Some(2)));
    assert_eq!(total(s, &["Border=south", "Nut=Hazel"]), (1020.0, 2, Some(3)));
    assert_eq!(total(s, &["Border=North|South"]), (1030.5, 4, Some(2)));
    assert_eq!(added.notices, ["1 cells of \"Weight (lbs)\" hold no number and count for nothing"]);
    let e = s.choice(&["Nut=Hasel".to_owned()]).unwrap_err().to_string();
    assert!(e.contains("nearest is \"Hazel\""), "{e}");
    assert_eq!(Choice::defaults(s).0, [None, None]);
}

#[test]
fn the_same_rows_give_the_same_bytes_and_come_back() {
    let mut lines: Vec<&str> = TABLE.lines().collect();
    let bytes = |s: &Series| {
        let mut out = Vec::new();
        s.write(&mut out).unwrap();
        out
    };
    let one = add(TABLE).unwrap().series;
    assert_eq!(bytes(&one), bytes(&add(TABLE).unwrap().series));
    assert_eq!(Series::read(bytes(&one).as_slice(), "x").unwrap(), one);
    // Another order of rows changes line numbers, not sums or order.
    lines[1..].reverse();
    let other = add(lines.join("\n")).unwrap().series;
    let plain =
        |s: &Series| s.cells.iter().map(|c| (c.month, c.key.clone(), c.values.clone())).collect::<Vec<_>>();
    assert_eq!(plain(&one), plain(&other));
    // A damaged file is named with its line.
    let mut text = String::from_utf8(bytes(&one)).unwrap();
    text.truncate(text.len() - 20);
    let e = Series::read(text.as_bytes(), "x").unwrap_err().to_string();
    assert!(e.starts_with("x, line 5: the line is damaged") && e.contains("dyad series add"), "{e}");
}

#[test]
fn headers_that_do_not_fit_are_named_with_what_is_nearest() {
    let with = |from: &str, to: &str| refused(TABLE.replacen(from, to, 1));
    let e = with("Border", "Boarder");
    assert!(e.contains("nuts.csv, line 1: no column \"Border\"; nearest is \"Boarder\""), "{e}");
    let e = with("Weight (lbs)", "Weight (kg)");
    assert!(e.contains("expects \"Weight (lbs)\", the header has \"Weight (kg)\": another unit"), "{e}");
    let e = with("Nut,", "Nut,nut,");
    assert!(e.contains("the column \"nut\" stands in the header twice"), "{e}");
    let e = refused(TABLE.replace("\"1,000\"", "1000").replace(',', ";"));
    assert!(e.contains("stands not \",\" but \";\" (--delimiter ';')"), "{e}");
    assert!(refused("").contains("the file is empty"));
    assert!(refused(TABLE.lines().next().unwrap()).contains("no row follows the header"));
    let more = TABLE.replace("FY,Month", "Office,FY,Month").replace("\n20", "\nx,20");
    let added = add(more).unwrap();
    assert!(
        added.notices.iter().any(|n| n.starts_with("column \"Office\" is not in the description")),
        "{:?}",
        added.notices
    );
}

#[test]
fn rows_that_cannot_be_used_are_named_with_line_column_and_mend() {
    let row = |row: &str| refused(format!("{TABLE}{row}\n"));
    for (bad, says) in [
        ("2023,DEC,North,Hazel,ten,1", "line 6, column \"Weight (lbs)\": \"ten\" is no number"),
        ("2023,DEC,North,Hazel,\"1,00\",1", "\"1,00\" is no number"),
        ("2023,DEC,North,Hazel,-1,1", "\"-1\" is below 0"),
        ("2023,DEC,North,Hazel,1,1.5", "\"1.5\" is no whole number, but bags are counted"),
        ("2023,DEC,North,Hazel,,1", "the cell is empty; if that means no number"),
        ("2023,Smarch,North,Hazel,1,1", "line 6, column \"Month\": \"Smarch\" is no month"),
        (
            "2023 (est),DEC,North,Hazel,1,1",
            "\"2023 (est)\" is no year; write four digits, alone or before (FYTD)",
        ),
        ("2023,DEC,North,Hazel,1", "line 6: 5 cells where the header has 6"),
        ("2023,DEC,North,Hazel,1,1,1", "line 6: 7 cells where the header has 6"),
        (
            "2023,OCT,North,Hazel,10.5,2",
            "line 6: the same time and dimensions as line 2, with the same numbers",
        ),
        ("2023,OCT,North,Hazel*,9,2", "line 6: the same time and dimensions as line 2, with other numbers"),
    ] {
        let e = row(bad);
        assert!(
            e.contains(says) && e.ends_with("nothing was added; mend the rows above and add the file again"),
            "{e}"
        );
    }
    let many = format!("{TABLE}{}", "2023,DEC,North,Hazel,x,1\n".repeat(50));
    let e = refused(many);
    assert!(e.contains("30 more such rows") && e.lines().count() == 22, "{e}");
}

#[test]
fn duplicates_are_added_up_only_when_asked() {
    let options = Options { allow_duplicates: true, ..Options::default() };
    let table = format!("{TABLE}2023,OCT,North,Hazel,10.5,2\n");
    let added = read(table.as_bytes(), "nuts.csv", &description(DESCRIPTION), &options).unwrap();
    assert_eq!(total(&added.series, &["Border=North"]), (21.0, 2, Some(2)));
    assert!(
        added.notices.iter().any(|n| n.contains("1 rows repeat the time and dimensions")),
        "{:?}",
        added.notices
    );
}

#[test]
fn encodings_and_broken_ends_are_told() {
    let marked = [b"\xEF\xBB\xBF".as_slice(), TABLE.as_bytes()].concat();
    assert_eq!(add(marked).unwrap().series.rows, 4);
    assert_eq!(add(TABLE.replace('\n', "\r\n")).unwrap().series.rows, 4);
    let latin = TABLE
        .replace("Wal", "W\u{1}l")
        .into_bytes()
        .iter()
        .map(|b| if *b == 1 { 0xE4 } else { *b })
        .collect::<Vec<u8>>();
    let e = refused(latin);
    assert!(
        e.contains("line 5, column \"Nut\": the cell is not in UTF-8 (byte 0xE4)") && e.contains("iconv"),
        "{e}"
    );
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(TABLE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(refused(wide).contains("line 1: the file is in UTF-16"));
    assert!(refused(TABLE.replace("Wal", "W\0l")).contains("line 5: the file holds zero bytes"));
    // Cut off within a row, and within a number.
    let e = refused(&TABLE[..TABLE.len() - 12]);
    assert!(e.contains("line 5: ") && e.contains("the file ends in the middle of this line"), "{e}");
    let added = add(TABLE.trim_end()).unwrap();
    assert!(added.notices.iter().any(|n| n.contains("the last line has no line end")), "{:?}", added.notices);
    let open = TABLE.replace("Wal", "\"Wal") + &"2023,DEC,North,Hazel,1,1\n".repeat(60_000);
    let e = refused(open);
    assert!(e.contains("line 5: a quotation mark in or after this line is never closed"), "{e}");
}

#[test]
fn twelve_months_ending_are_never_added_up() {
    let text = DESCRIPTION
        .replace("kind = \"month\"", "kind = \"twelve_months_ending\"")
        .replace("year_begins = 10", "year_begins = 1");
    let table = "FY,Month,Border,Nut,Weight (lbs),Bags\n2021,DEC,South,Hazel,7,1\n2022,NOV,South,Hazel,8,1\n2022,DEC,South,Hazel,9,1\n";
    let s = read(table.as_bytes(), "nuts.csv", &description(&text), &Options::default()).unwrap().series;
    let t = s.total(0, &Choice::defaults(&s), &(s.through.plus(-11)..=s.through));
    assert_eq!((t.value, t.rows), (9.0, 1));
    let twice = format!("{table}2022,DEC,South,Hazel,10,1\n");
    let options = Options { allow_duplicates: true, ..Options::default() };
    let e = read(twice.as_bytes(), "nuts.csv", &description(&text), &options).unwrap_err().to_string();
    assert!(
        e.contains(
            "line 5: the same time and dimensions as line 4, with other numbers; remove one of the two"
        ),
        "{e}"
    );
}

#[test]
fn the_real_tables_add_up_to_what_their_notes_say() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/series");
    let path = folder.join("nationwide-drugs-fy20-fy23.csv");
    let Ok(file) = std::fs::File::open(&path) else {
        eprintln!("skipped: {} is not here", path.display());
        return;
    };
    let d = Description::named("cbp-drug-seizures").unwrap();
    let s = read(file, "drugs.csv", &d, &Options::default()).unwrap().series;
    let sum = |conditions: &[&str], from: &str, to: &str| {
        let conditions: Vec<String> = conditions.iter().map(|c| (*c).to_owned()).collect();
        let month = |m: &str| dyad_series::Month::of_date(m).unwrap();
        s.total(0, &s.choice(&conditions).unwrap(), &(month(from)..=month(to))).value.round()
    };
    let border = ["Drug Type=Fentanyl", "Region=Southwest Border"];
    assert_eq!(sum(&border, "2021-10", "2022-09"), 14_104.0);
    assert_eq!(sum(&border[..1], "2021-10", "2022-09"), 14_700.0);
    assert_eq!(sum(&border, "2022-10", "2023-02"), 10_957.0);
    assert_eq!(sum(&border[..1], "2022-10", "2023-02"), 11_044.0);
}
