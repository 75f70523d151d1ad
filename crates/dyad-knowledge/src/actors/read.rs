//! The CSV of actors: a header, then a line for each code of an actor. Comments begin with `#`.

use csv::{ByteRecord, ReaderBuilder};

use super::{ActorFault, ActorLine, COLUMNS, KINDS, LONGEST, codes, days};
use crate::Countries;

/// Reads the lines of a file; each line that will not do is named, and left out.
#[must_use]
pub fn read(file: &str, bytes: &[u8], countries: &Countries) -> (Vec<ActorLine>, Vec<ActorFault>) {
    let mut all = Reading { file, countries, lines: Vec::new(), faults: Vec::new() };
    all.read(bytes);
    (all.lines, all.faults)
}

struct Reading<'f> {
    file: &'f str,
    countries: &'f Countries,
    lines: Vec<ActorLine>,
    faults: Vec<ActorFault>,
}

impl Reading<'_> {
    fn fault(&mut self, line: usize, message: impl Into<String>) {
        self.faults.push(ActorFault { file: self.file.to_owned(), line, message: message.into() });
    }

    fn read(&mut self, bytes: &[u8]) {
        if let Some(message) = other_encoding(bytes) {
            self.fault(1, message);
            return;
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut lines = Lines { bytes, at: 0, line: 1 };
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).comment(Some(b'#')).from_reader(bytes);
        let mut record = ByteRecord::new();
        let mut columns: Option<Vec<Option<usize>>> = None;
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(e) => {
                    let line = lines.to(reader.position().byte());
                    self.fault(line, format!("the file cannot be read on from here ({e})"));
                    return;
                }
            }
            let line = lines.to(record.position().map_or(0, csv::Position::byte));
            match &columns {
                None => match self.header(&record) {
                    Ok(c) => columns = Some(c),
                    Err(message) => {
                        self.fault(line, message);
                        return;
                    }
                },
                Some(c) => match self.row(line, &record, c) {
                    Ok(Some(row)) => self.lines.push(row),
                    Ok(None) => {}
                    Err(message) => self.fault(line, message),
                },
            }
        }
        if columns.is_none() {
            self.fault(1, format!("the file is empty; it begins with the header {}", COLUMNS.join(",")));
        }
    }

    /// Where each of our columns stands.
    fn header(&self, record: &ByteRecord) -> Result<Vec<Option<usize>>, String> {
        let cells: Vec<String> =
            record.iter().map(|c| String::from_utf8_lossy(c).trim().to_ascii_lowercase()).collect();
        let wanted = COLUMNS.join(",");
        if let [only] = cells.as_slice()
            && let Some(sign) = [';', '\t', '|'].into_iter().find(|s| only.contains(*s))
        {
            let sign = if sign == '\t' { "a tab".to_owned() } else { format!("\"{sign}\"") };
            return Err(format!("between the columns stands {sign}; save the table with commas: {wanted}"));
        }
        if let Some(other) = cells.iter().find(|c| !COLUMNS.contains(&c.as_str())) {
            return Err(format!("\"{other}\" is no column of a file of actors; the header is {wanted}"));
        }
        if let Some((_, twice)) = cells.iter().enumerate().find(|(i, c)| cells[..*i].contains(c)) {
            return Err(format!("the column \"{twice}\" stands twice; remove one"));
        }
        for needed in ["name", "code"] {
            if !cells.iter().any(|c| c == needed) {
                return Err(format!("there is no column \"{needed}\"; the header is {wanted}"));
            }
        }
        Ok(COLUMNS.iter().map(|c| cells.iter().position(|h| h == c)).collect())
    }

    /// A row; none for one that is empty altogether.
    fn row(
        &self,
        line: usize,
        record: &ByteRecord,
        columns: &[Option<usize>],
    ) -> Result<Option<ActorLine>, String> {
        if record.iter().all(|c| c.iter().all(u8::is_ascii_whitespace)) {
            return Ok(None);
        }
        let width = columns.iter().flatten().count();
        if record.len() > width {
            return Err(format!(
                "there are {} cells under {width} columns; put a cell with a comma into quotation marks",
                record.len()
            ));
        }
        let cell = |i: usize| -> Result<&str, String> {
            let bytes = columns[i].and_then(|c| record.get(c)).unwrap_or(b"");
            let text = std::str::from_utf8(bytes)
                .map_err(|_| format!("the {} is not in UTF-8; save the file as UTF-8", COLUMNS[i]))?;
            if text.contains(['\n', '\r']) {
                return Err(format!(
                    "the {} goes on over the end of the line; close its quotation marks",
                    COLUMNS[i]
                ));
            }
            Ok(text.trim())
        };
        let kind =
            match cell(2)? {
                "" => "",
                given => KINDS.iter().copied().find(|k| *k == given).ok_or_else(|| {
                    format!("\"{given}\" is no kind of actor; there are {}", KINDS.join(", "))
                })?,
            };
        let noun = kind == "noun";
        let name = cell(0)?;
        proper(name, "name", noun)?;
        let aliases: Vec<String> =
            cell(1)?.split(';').map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned).collect();
        aliases.iter().try_for_each(|a| proper(a, "alias", noun))?;
        let code = cell(3)?;
        if code.is_empty() {
            return Err("the code is empty; write a country with roles behind it, like DEU:GOV".to_owned());
        }
        if noun {
            codes::check_roles(code.split(':'))
                .map_err(|e| format!("{e}; a noun has roles and no country"))?;
        } else {
            codes::check(code, self.countries)?;
        }
        let date = |i: usize| -> Result<_, String> {
            let text = cell(i)?;
            if text.is_empty() || text == "-" {
                return Ok(None);
            }
            let days = days(text)
                .ok_or_else(|| format!("\"{text}\" is no date; write YYYY-MM-DD, YYYY-MM or YYYY"))?;
            Ok(Some((text.to_owned(), days)))
        };
        let (from, to) = (date(4)?, date(5)?);
        if noun && (from.is_some() || to.is_some()) {
            return Err("a noun has no dates; leave from and to empty".to_owned());
        }
        if let (Some((f, (first, _))), Some((t, (_, last)))) = (&from, &to)
            && last < first
        {
            return Err(format!("it ends ({t}) before it begins ({f}); swap from and to"));
        }
        Ok(Some(ActorLine {
            file: self.file.to_owned(),
            line,
            name: name.to_owned(),
            aliases,
            kind,
            code: code.to_owned(),
            from: from.map(|f| f.0),
            to: to.map(|t| t.0),
        }))
    }
}

/// Checks that a name can be found in a text.
pub(super) fn proper(name: &str, what: &str, noun: bool) -> Result<(), String> {
    if name.is_empty() {
        return Err(format!("the {what} is empty"));
    }
    if name.len() > LONGEST {
        return Err(format!("the {what} has more than {LONGEST} bytes; no name as long is looked for"));
    }
    if name.contains(char::is_control) {
        return Err(format!("the {what} holds a sign that cannot be seen; write it anew"));
    }
    if !name.contains(char::is_alphanumeric) {
        return Err(format!("the {what} \"{name}\" has no letter"));
    }
    if name.starts_with('#') {
        return Err(format!("the {what} \"{name}\" begins with #, as a comment does; leave the # out"));
    }
    if name.contains('_') {
        return Err(format!(
            "the {what} \"{name}\" has underscores; `dyad actors import` converts a PETRARCH dictionary"
        ));
    }
    if noun {
        return Ok(());
    }
    let bare = name.strip_prefix("the ").unwrap_or(name);
    let found = bare.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !c.is_lowercase())
        || ["al-", "al ", "el-"].iter().any(|p| bare.starts_with(p));
    if found {
        Ok(())
    } else {
        Err(format!(
            "the {what} \"{name}\" begins with a small letter, and names are looked for by their capitals; write it as the news does, \
             or make it a noun"
        ))
    }
}

/// What is wrong with the encoding of the whole file.
pub(super) fn other_encoding(bytes: &[u8]) -> Option<String> {
    no_utf8(bytes)
        .map(|what| format!("the file is {what}; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")"))
}

/// What the bytes are, where they are no text in UTF-8: "in UTF-16", "no text".
pub(crate) fn no_utf8(bytes: &[u8]) -> Option<&'static str> {
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let zeros = bytes.iter().take(400).filter(|b| **b == 0).count();
    (utf16 || zeros > 0).then_some(if utf16 || zeros > 8 { "in UTF-16" } else { "no text" })
}

/// Turns places in the file into lines. The CSV reader's own places stand before comments and blank lines.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// True if a line ends with this byte; `\r\n` ends it once, a bare `\r` as well.
    fn ends(&self, at: usize) -> bool {
        self.bytes[at] == b'\n' || self.bytes[at] == b'\r' && self.bytes.get(at + 1) != Some(&b'\n')
    }
    /// The line at which the record begins that is read from this byte on; places must not go back.
    fn to(&mut self, byte: u64) -> usize {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.bytes.len());
        while self.at < byte {
            self.line += usize::from(self.ends(self.at));
            self.at += 1;
        }
        loop {
            match self.bytes.get(self.at) {
                Some(b'\n' | b'\r') => self.line += usize::from(self.ends(self.at)),
                Some(b'#') => {
                    while self.bytes.get(self.at + 1).is_some_and(|b| *b != b'\n') {
                        self.at += 1;
                    }
                }
                _ => return self.line,
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: impl AsRef<[u8]>) -> Vec<String> {
        let (_, faults) = read("f.csv", text.as_ref(), &Countries::embedded().unwrap());
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_bad_line_is_named_with_its_mend() {
        let head = "name,aliases,kind,code,from,to";
        for (row, says) in [
            ("Zorvan,,armed,XX:REB,,", "\"XX\" is no country code"),
            ("Zorvan,,armed,DE:REB,,", "Germany is DEU"),
            ("Zorvan,,armed,DEU:BAD,,", "\"BAD\" is no role"),
            ("Zorvan,,army,DEU:MIL,,", "\"army\" is no kind"),
            (",,armed,DEU:MIL,,", "the name is empty"),
            ("Zorvan,,armed,,,", "the code is empty"),
            ("Zorvan,,armed,DEU,2020-13,", "\"2020-13\" is no date"),
            ("Zorvan,,armed,DEU,2020,2019", "swap from and to"),
            ("Zorvan,zorvanis,armed,DEU,,", "begins with a small letter"),
            ("Zorvan_League_,,armed,DEU,,", "dyad actors import"),
            ("welder,welders,noun,DEU:LAB,,", "a noun has roles and no country"),
            ("welder,welders,noun,LAB,2020,", "a noun has no dates"),
            ("Zorvan,,armed,DEU,,,,", "8 cells under 6 columns"),
        ] {
            let told = faults(format!("# a comment, \"unclosed\n\n{head}\n\n{row}\n"));
            assert_eq!(told.len(), 1, "{row}: {told:?}");
            assert!(told[0].starts_with("f.csv, line 5: ") && told[0].contains(says), "{told:?}");
        }
    }

    #[test]
    fn encodings_and_headers_are_told() {
        assert!(faults(b"\xFF\xFEn\0a\0m\0e\0")[0].contains("UTF-16"));
        assert!(faults(b"name,code\nZ\xE9lie,FRA\n")[0].contains("line 2: the name is not in UTF-8"));
        assert!(faults("name;code\n")[0].contains("save the table with commas"));
        assert!(faults("name,country\n")[0].contains("\"country\" is no column"));
        assert!(faults("name,kind\n")[0].contains("there is no column \"code\""));
        assert!(faults("")[0].contains("the file is empty"));
        assert!(faults("name,code\n\"Zorvan,DEU\nX,DEU\n")[0].contains("line 2: the name goes on"));
        assert_eq!(faults("\u{feff}name,code\r\nZorvan,DEU\r\n"), Vec::<String>::new());
    }
}
