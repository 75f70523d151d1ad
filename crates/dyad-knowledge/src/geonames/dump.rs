//! One line of the GeoNames dump: 19 columns, UTF-8, separated by tabs. It is read whole or refused with the reason.

/// Columns of a line, in order, as GeoNames' readme names them.
pub(super) const COLUMNS: [&str; 19] = [
    "geonameid",
    "name",
    "asciiname",
    "alternatenames",
    "latitude",
    "longitude",
    "feature class",
    "feature code",
    "country code",
    "cc2",
    "admin1 code",
    "admin2 code",
    "admin3 code",
    "admin4 code",
    "population",
    "elevation",
    "dem",
    "timezone",
    "modification date",
];

/// A place as the dump has it.
#[derive(Debug, Clone, PartialEq)]
pub struct DumpRow<'l> {
    /// GeoNames id.
    pub id: u32,
    /// Name.
    pub name: &'l str,
    /// The name in ASCII; may be empty.
    pub ascii: &'l str,
    /// Other names, separated by commas.
    pub alternates: &'l str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Feature class: one capital letter, or empty.
    pub class: &'l str,
    /// Feature code; may be empty.
    pub code: &'l str,
    /// ISO 3166-1 alpha-2; may be empty.
    pub country: &'l str,
    /// Code of the first-level region.
    pub admin1: &'l str,
    /// Code of the second-level region.
    pub admin2: &'l str,
    /// People.
    pub population: u64,
}

/// Reads one line without its line break.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn parse(line: &[u8]) -> Result<DumpRow<'_>, String> {
    let text = std::str::from_utf8(line).map_err(|e| {
        format!(
            "byte {} is not UTF-8; GeoNames' files are, so download the file again or convert it",
            e.valid_up_to() + 1
        )
    })?;
    let mut cells = [""; COLUMNS.len()];
    let mut n = 0;
    for cell in text.split('\t') {
        if let Some(c) = cells.get_mut(n) {
            *c = cell.trim();
        }
        n += 1;
    }
    if n != COLUMNS.len() {
        return Err(format!(
            "{n} {} where a GeoNames dump has {}, separated by one tab",
            if n == 1 { "column" } else { "columns" },
            COLUMNS.len()
        ));
    }
    let bad = |i: usize, why: &str| {
        format!("{} is \"{}\", {why}", COLUMNS[i], cells[i].chars().take(40).collect::<String>())
    };
    let id = cells[0].parse::<u32>().ok().filter(|id| *id > 0);
    let id = id.ok_or_else(|| bad(0, "but must be a whole number above 0"))?;
    let degrees = |i: usize, most: f64| -> Result<f64, String> {
        let x: f64 = cells[i].parse().map_err(|_| bad(i, "but must be a number of degrees such as 31.34"))?;
        if x.is_finite() && x.abs() <= most {
            Ok(x)
        } else {
            Err(bad(i, &format!("but must lie from -{most} to {most}")))
        }
    };
    let (lat, lon) = (degrees(4, 90.0)?, degrees(5, 180.0)?);
    let population = match cells[14] {
        "" => 0,
        p => p.parse::<u64>().map_err(|_| bad(14, "but must be a whole number of people, or empty"))?,
    };
    if cells[1].is_empty() {
        return Err("the place has no name".to_owned());
    }
    let capitals = |s: &str| s.bytes().all(|b| b.is_ascii_uppercase());
    if cells[6].len() > 1 || !capitals(cells[6]) {
        return Err(bad(6, "but must be one capital letter (A H L P R S T U V)"));
    }
    if cells[7].len() > 10 || !cells[7].bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Err(bad(7, "but must be capitals and digits, at most 10"));
    }
    if !(cells[8].is_empty() || cells[8].len() == 2 && capitals(cells[8])) {
        return Err(bad(8, "but must be two capital letters"));
    }
    Ok(DumpRow {
        id,
        name: cells[1],
        ascii: cells[2],
        alternates: cells[3],
        lat,
        lon,
        class: cells[6],
        code: cells[7],
        country: cells[8],
        admin1: cells[10],
        admin2: cells[11],
        population,
    })
}

/// True if a line that no line break ends was cut off: the date at its end is not whole.
pub(super) fn cut_off(line: &[u8]) -> bool {
    let last = line.rsplit(|b| *b == b'\t').next().unwrap_or(b"");
    let columns = line.iter().filter(|b| **b == b'\t').count() + 1;
    columns < COLUMNS.len() || columns == COLUMNS.len() && last.len() < "2024-01-31".len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(change: &[(usize, &str)]) -> String {
        let mut cells = vec![
            "7",
            "Porto Vasto",
            "Porto Vasto",
            "Vasto,Port Vasto",
            "31.5",
            "-110.25",
            "P",
            "PPL",
            "XQ",
            "",
            "02",
            "013",
            "",
            "",
            "1200",
            "",
            "44",
            "Etc/UTC",
            "2024-01-31",
        ];
        for (i, with) in change {
            cells[*i] = with;
        }
        cells.join("\t")
    }

    #[test]
    fn a_line_is_read_whole() {
        let text = line(&[]);
        let row = parse(text.as_bytes()).unwrap();
        assert_eq!((row.id, row.name, row.lat, row.lon), (7, "Porto Vasto", 31.5, -110.25));
        assert_eq!(
            (row.class, row.code, row.country, row.admin1, row.admin2),
            ("P", "PPL", "XQ", "02", "013")
        );
        assert_eq!((row.population, row.alternates), (1200, "Vasto,Port Vasto"));
        assert_eq!(parse(line(&[(14, "")]).as_bytes()).unwrap().population, 0);
    }

    #[test]
    fn each_fault_is_named() {
        for (change, want) in [
            ((0, "x"), "geonameid is \"x\""),
            ((0, "0"), "above 0"),
            ((1, ""), "no name"),
            ((4, "91"), "latitude is \"91\", but must lie from -90 to 90"),
            ((5, "NaN"), "longitude"),
            ((5, ""), "longitude is \"\""),
            ((6, "PP"), "feature class"),
            ((7, "ppl"), "feature code"),
            ((8, "USA"), "country code"),
            ((14, "-3"), "population"),
            ((18, "a\tb"), "20 columns where a GeoNames dump has 19"),
        ] {
            let e = parse(line(&[change]).as_bytes()).unwrap_err();
            assert!(e.contains(want), "{e}");
        }
        assert!(parse(b"1\t\xff").unwrap_err().contains("byte 3 is not UTF-8"));
    }

    #[test]
    fn where_a_last_line_was_cut() {
        let whole = line(&[]);
        assert!(!cut_off(whole.as_bytes()));
        for n in 1..whole.len() {
            assert!(cut_off(&whole.as_bytes()[..n]), "{n}");
        }
    }
}
