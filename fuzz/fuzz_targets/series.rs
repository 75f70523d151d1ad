//! Any bytes as a description, as a table under a description, and as a series file: an error, or a series that comes back
//! from its file as it was.
#![no_main]
use dyad_series::{Choice, Description, Options, SHIPPED, Series, read};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    // A form feed separates a description of one's own from the table; else the table is tried under a shipped one.
    let (own, table) = text.split_once('\u{c}').unwrap_or(("", &text));
    let mut descriptions: Vec<Description> = Description::parse("fuzz.toml", own).into_iter().collect();
    descriptions.extend(SHIPPED.iter().filter_map(|s| Description::parse(s.name, s.text).ok()));
    for d in &descriptions {
        for options in [Options::default(), Options { allow_duplicates: true, delimiter: Some(';'), name: None }] {
            let _ = read(data, "fuzz.csv", d, &options);
            // Under the real header rows get further.
            let head = "FY,Month (abbv),Component,Region,Land Filter,Area of Responsibility,Drug Type,Count of Event,Sum Qty (lbs)";
            for table in [table.to_owned(), format!("{head}\n{table}")] {
                let Ok(added) = read(table.as_bytes(), "fuzz.csv", d, &options) else { continue };
                let s = added.series;
                let _ = s.total(0, &Choice::defaults(&s), &(s.first..=s.through));
                let mut bytes = Vec::new();
                s.write(&mut bytes).expect("memory takes everything");
                assert_eq!(Series::read(bytes.as_slice(), "fuzz").expect("what was written is read"), s);
            }
        }
    }
    let _ = Series::read(data, "fuzz");
});
