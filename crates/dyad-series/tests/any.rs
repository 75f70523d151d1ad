//! Any text as a table, a description or a series file: an error that names a line, or a series that comes back from its
//! file as it was. The fuzz target `series` goes on from here.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use dyad_series::{Choice, Description, Options, SHIPPED, Series, read};
use proptest::prelude::*;

const HEAD: &str = "FY,Month (abbv),Component,Region,Land Filter,Area of Responsibility,Drug Type,Count of Event,Sum Qty (lbs)\n";

fn cell() -> impl Strategy<Value = String> {
    let some = [
        "2023",
        "2023 (FYTD)",
        "OCT",
        "9",
        "North",
        "Fentanyl",
        "1,000",
        "1.5",
        "",
        "\"",
        "\"a,b\"",
        "-",
        "é",
        "\u{feff}",
        "1e308",
    ];
    prop_oneof![4 => prop::sample::select(some.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

fn held(bytes: &[u8], d: &Description, options: &Options) {
    let Ok(added) = read(bytes, "any.csv", d, options) else { return };
    let s = added.series;
    let t = s.total(0, &Choice::defaults(&s), &(s.first..=s.through));
    assert!(t.rows <= s.rows);
    let mut out = Vec::new();
    s.write(&mut out).unwrap();
    assert_eq!(Series::read(out.as_slice(), "any").unwrap(), s);
}

proptest! {
    #[test]
    fn any_rows_are_read_or_refused(rows in prop::collection::vec(prop::collection::vec(cell(), 7..10), 0..12), allow: bool) {
        let table: String = HEAD.to_owned() + &rows.iter().map(|r| r.join(",") + "\n").collect::<String>();
        let d = Description::named("cbp-drug-seizures").unwrap();
        held(table.as_bytes(), &d, &Options { allow_duplicates: allow, ..Options::default() });
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for s in SHIPPED {
            held(&bytes, &Description::named(s.name).unwrap(), &Options::default());
        }
        let _ = Series::read(bytes.as_slice(), "any");
        let _ = Description::parse("any.toml", &String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_description_with_any_line_changed_is_read_or_refused(at in 0usize..200, new in "\\PC{0,30}") {
        let mut lines: Vec<&str> = SHIPPED[0].text.lines().collect();
        let at = at % lines.len();
        lines[at] = &new;
        if let Err(e) = Description::parse("any.toml", &lines.join("\n")) {
            prop_assert!(e.to_string().starts_with("description any.toml, line "));
        }
    }
}
