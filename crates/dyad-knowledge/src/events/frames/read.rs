//! Files of frames → [`Frames`]: bytes to lines, lines to typed conditions, lines that clash.

use super::super::Events;
use super::super::pattern::{COLUMNS, Gathered, Need, Pattern, Term, frame};
use super::{FrameFault, Frames, Part};
use crate::actors::{no_utf8, place};
use crate::table::{Row, Table, TableError};

/// Reads files of frames (name and bytes of each) against the tables; each line that will not do is named, and left out.
///
/// A line is of verbs, or of nouns where its first cell begins with `noun:`.
#[must_use]
pub fn read<'f>(
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    events: &Events,
) -> (Frames, Vec<FrameFault>) {
    let mut all = Reading {
        events,
        verbs: Gathered::default(),
        nouns: Gathered::default(),
        told: String::new(),
        lines: 0,
    };
    let mut faults = Vec::new();
    for (file, bytes) in files {
        all.file(file, bytes, &mut faults);
    }
    let hash = format!("blake3:{}", &blake3::hash(all.told.as_bytes()).to_hex()[..32]);
    (Frames { verbs: all.verbs.done(), nouns: all.nouns.done(), lines: all.lines, hash }, faults)
}

struct Reading<'k> {
    events: &'k Events,
    verbs: Gathered,
    nouns: Gathered,
    /// What the lines say, for the hash.
    told: String,
    lines: usize,
}

impl Reading<'_> {
    fn file(&mut self, file: &str, bytes: &[u8], faults: &mut Vec<FrameFault>) {
        let fault = |line, message| FrameFault { file: file.to_owned(), line, message };
        if let Some(what) = no_utf8(bytes) {
            faults.push(fault(
                1,
                format!("the file is {what}; save it as text in UTF-8 with tabs between the cells"),
            ));
            return;
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        // A line in another encoding leaves an empty one, so that the others keep their numbers.
        let mut text = String::with_capacity(bytes.len());
        for (i, line) in bytes.split(|b| *b == b'\n').enumerate() {
            match std::str::from_utf8(line) {
                Ok(line) => text += line,
                Err(_) => {
                    faults.push(fault(i + 1, "the line is not in UTF-8; save the file as UTF-8".to_owned()))
                }
            }
            text.push('\n');
        }
        let (table, bad) = match Table::sift(file, &text, &COLUMNS) {
            Ok(sifted) => sifted,
            Err(e) => {
                faults.push(fault(e.line, header(&text, e)));
                return;
            }
        };
        faults.extend(bad.into_iter().map(|e| fault(e.line, e.message)));
        for row in table.rows() {
            if let Err(e) = self.row(row) {
                faults.push(fault(row.line, e.message));
            }
        }
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        let (part, triggers) = triggers(row)?;
        for cell in 1..=2 {
            if let Some(capital) = row.text(cell).split([';', '|']).find(|c| c.contains(char::is_uppercase)) {
                return Err(row.error(format!("\"{capital}\" has a capital; write words in lower case")));
            }
        }
        let mut read = frame(row, &self.events.ontology, &|c| self.events.classes.contains_key(c))?;
        findable(&read).map_err(|e| row.error(e))?;
        read.at = place(row.table, row.line);
        let all = match part {
            Part::Verb => &mut self.verbs,
            Part::Noun => &mut self.nouns,
        };
        all.add(row, triggers.iter().copied(), &read)?;
        self.lines += 1;
        self.told += &format!("{}\t{}", part.name(), triggers.join(";"));
        (1..COLUMNS.len()).for_each(|c| self.told += &format!("\t{}", row.text(c)));
        self.told.push('\n');
        Ok(())
    }
}

/// What is wrong with the header.
fn header(text: &str, e: TableError) -> String {
    let wanted = COLUMNS.join(" ");
    let Some(line) = text.lines().find(|l| !l.trim().is_empty() && !l.starts_with('#')) else {
        return format!(
            "the file is empty; it begins with the header {wanted}, with tabs between the columns"
        );
    };
    let cells = |sign: char| line.trim().split(sign).map(|c| c.trim().trim_matches('"')).eq(COLUMNS);
    match [',', ';', '|', ' '].into_iter().find(|s| cells(*s)) {
        Some(sign) => format!("between the columns stands \"{sign}\"; save the table with tabs"),
        None => e.message,
    }
}

/// Whether the triggers are verbs or nouns, and what they are.
fn triggers<'t>(row: &Row<'t>) -> Result<(Part, Vec<&'t str>), TableError> {
    row.required(0)?;
    let (mut part, mut all) = (Part::Verb, Vec::new());
    for (i, cell) in row.list(0).enumerate() {
        let (named, trigger) = match cell.split_once(':') {
            None => (None, cell),
            Some((name, trigger)) => match Part::of(name.trim()) {
                Some(named) => (Some(named), trigger.trim()),
                None => {
                    return Err(row.error(format!(
                        "\"{name}\" is no part of speech; write noun: before nouns, and nothing before verbs"
                    )));
                }
            },
        };
        if i == 0 {
            part = named.unwrap_or(Part::Verb);
        } else if named.is_some_and(|n| n != part) {
            return Err(row.error("a line is of verbs or of nouns; make two lines of it"));
        }
        if let Some(message) = misspelt(trigger) {
            return Err(row.error(message));
        }
        all.push(trigger);
    }
    if all.is_empty() {
        return Err(row.error("the trigger is empty; write a verb in its base form, or noun: and a noun"));
    }
    Ok((part, all))
}

/// Why a trigger can never be found.
fn misspelt(trigger: &str) -> Option<String> {
    if !trigger.contains(char::is_alphabetic) {
        return Some(format!("the trigger \"{trigger}\" has no letter"));
    }
    if trigger.contains(char::is_uppercase) {
        return Some(format!("the trigger \"{trigger}\" has a capital; write it in lower case"));
    }
    if trigger.contains(char::is_control) {
        return Some(format!("the trigger {trigger:?} holds a sign that cannot be seen; write it anew"));
    }
    (trigger.split_whitespace().count() > 2).then(|| {
        format!("the trigger \"{trigger}\" has more than one word behind the first; ask for it in \"needs\"")
    })
}

/// Conditions that no word of a text meets.
fn findable(p: &Pattern) -> Result<(), String> {
    let word = |w: &str| -> Result<(), String> {
        if !w.contains(char::is_alphanumeric) {
            return Err(format!("\"{w}\" is no word; write one, or - for the whole cell"));
        }
        if w.starts_with('@') {
            return Err(format!("\"{w}\" is a class, and amod asks for one adjective; write compound:{w}"));
        }
        if w.contains(char::is_whitespace) {
            return Err(format!("\"{w}\" is of several words; write the one that the others hang on"));
        }
        Ok(())
    };
    let term = |t: &Term| match t {
        Term::Lemma(l) => word(l),
        Term::Class(_) | Term::Actor | Term::Where => Ok(()),
    };
    p.object.iter().chain(&p.not_object).try_for_each(term)?;
    p.needs.iter().flatten().try_for_each(|n| match n {
        Need::Word(w) | Need::Adjective(w) => word(w),
        Need::Prep(_, Some(t)) | Need::Compound(t) | Need::Predicate(t) => term(t),
        _ => Ok(()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "trigger\tobject\tneeds\trecipient\tplover\tmode\tcameo\tflags";

    fn one(text: impl AsRef<[u8]>) -> (Frames, Vec<String>) {
        let (frames, faults) = read([("d/f.tsv", text.as_ref())], &Events::embedded().unwrap());
        (frames, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn verbs_and_nouns_are_told_apart_and_come_first() {
        let (own, faults) = one(format!(
            "\u{feff}# invented\r\n{HEAD}\r\nfrobnicate;attack\tborder\twith:@where|against\twith;obj\tCOERCE\trestrict\t172\t-\r\n\
             attack\t-\t-\tobj\tACCUSE\t-\t110\t-\r\nnoun:frobnication;noun:frob\t-\t-\tof\tCOERCE\trestrict\t172\tlight\r\n"
        ));
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!((own.lines(), own.verbs.len(), own.nouns.len()), (3, 3, 2));
        assert_eq!(own.nouns.of("frob")[0].at, "f.tsv:5");
        let mut events = Events::embedded().unwrap();
        let ours = events.verbs.of("attack").len();
        events.put_first(own);
        let all = events.verbs.of("attack");
        assert_eq!(all.len(), ours + 2);
        assert_eq!((all[0].at.as_str(), all[1].at.as_str()), ("f.tsv:3", "f.tsv:4"));
    }

    #[test]
    fn each_bad_line_is_named_with_its_mend() {
        for (row, says) in [
            ("frob\t-\t-\tobj\tHURT\t-\t190\t-", "\"HURT\" is no PLOVER type; there are AGREE, CONSULT"),
            ("frob\t-\t-\tobj\tassault\t-\t190\t-", "write ASSAULT"),
            (
                "frob\t-\t-\tobj\tCOERCE\thurt\t170\t-",
                "\"hurt\" is no mode of COERCE; there are seize, restrict",
            ),
            ("frob\t-\t-\tobj\tAID\thurt\t070\t-", "which has none; write -"),
            ("frob\t-\t-\tobj\tAID\t-\t70\t-", "write 070 (a spreadsheet drops the zero)"),
            ("frob\t-\t-\tobj\tACCUSE\t-\t1199\t-", "nearest are 11, 110, 111,"),
            ("frob\t-\t-\tobj\tACCUSE\t-\téé\t-", "they begin with 01 to 20"),
            ("frob\t@none\t-\tobj\tAID\t-\t070\t-", "there is no class \"@none\""),
            ("frob\t!@\t-\tobj\tAID\t-\t070\t-", "there is no class \"@\""),
            ("frob\t-\tversus:@crime\tobj\tAID\t-\t070\t-", "\"versus\" is no preposition"),
            ("frob\t-\twith|;|\tobj\tAID\t-\t070\t-", "nothing stands beside the |"),
            ("frob\t-\tamod:@crime\tobj\tAID\t-\t070\t-", "write compound:@crime"),
            ("frob\t-\tof:\tobj\tAID\t-\t070\t-", "\"\" is no word"),
            ("frob\tstate border\t-\tobj\tAID\t-\t070\t-", "several words"),
            ("frob\tBorder\t-\tobj\tAID\t-\t070\t-", "\"Border\" has a capital"),
            ("Frob\t-\t-\tobj\tAID\t-\t070\t-", "\"Frob\" has a capital"),
            ("frob\t-\t-\tversus\tAID\t-\t070\t-", "\"versus\" is no place for a recipient"),
            ("frob\t-\t-\tobj\tAID\t-\t070\tloud", "\"loud\" is no flag; there are recip, swap"),
            ("frob\t-\t-\tobj\tAID\t-\t070", "7 cells where the header has 8"),
            ("-\t-\t-\tobj\tAID\t-\t070\t-", "cell 1 is empty"),
            (";\t-\t-\tobj\tAID\t-\t070\t-", "the trigger is empty"),
            ("noun:\t-\t-\tobj\tAID\t-\t070\t-", "has no letter"),
            ("frob up to\t-\t-\tobj\tAID\t-\t070\t-", "more than one word behind the first"),
            ("adj:frob\t-\t-\tobj\tAID\t-\t070\t-", "\"adj\" is no part of speech"),
            ("frob;noun:frob\t-\t-\tobj\tAID\t-\t070\t-", "make two lines of it"),
        ] {
            let (own, told) =
                one(format!("# a comment\n\n{HEAD}\n\n{row}\nfrob\t-\t-\tobj\tAID\t-\t071\t-\n"));
            assert_eq!(told.len(), 1, "{row}: {told:?}");
            assert!(told[0].starts_with("d/f.tsv, line 5: ") && told[0].contains(says), "{told:?}");
            assert_eq!(own.lines(), 1, "{row}");
        }
    }

    #[test]
    fn encodings_and_headers_are_told() {
        let bad = |bytes: &[u8]| one(bytes).1.join("\n");
        assert!(bad(b"\xFF\xFEt\0r\0").contains("line 1: the file is in UTF-16"));
        assert!(bad(&[&b"trigger"[..], b"\0"].concat()).contains("the file is no text"));
        assert!(bad(b"").contains("line 1: the file is empty"));
        assert!(bad(HEAD.replace('\t', ",").as_bytes()).contains("save the table with tabs"));
        assert!(bad(b"# x\nfrob\tborder\n").contains("line 2: the header is \"frob | border\""));
        let latin = [HEAD.as_bytes(), b"\nfrob\t\xE9\n\nfrob\n"].concat();
        let told = bad(&latin);
        assert!(
            told.contains("line 2: the line is not in UTF-8") && told.contains("line 4: 1 cells"),
            "{told}"
        );
    }

    #[test]
    fn clashes_between_files_are_named() {
        let (a, b) = (
            format!("{HEAD}\nfrob;nob\t-\t-\tobj\tAID\t-\t070\t-\n"),
            format!("{HEAD}\nzob;nob\t-\t-\tobj\tACCUSE\t-\t110\t-\nnoun:nob\t-\t-\tof\tACCUSE\t-\t110\t-\n"),
        );
        let events = Events::embedded().unwrap();
        let (own, faults) = read([("a.tsv", a.as_bytes()), ("b.tsv", b.as_bytes())], &events);
        assert_eq!(faults.len(), 1);
        let told = faults[0].to_string();
        assert!(
            told.starts_with("b.tsv, line 2: \"nob\" stands under the same conditions in a.tsv, line 2"),
            "{told}"
        );
        // No half of a bad line is left.
        assert_eq!((own.verbs.lemmas(), own.nouns.lemmas()), (vec!["frob", "nob"], vec!["nob"]));
    }

    #[test]
    fn the_hash_is_of_what_the_lines_say() {
        let hash = |text: String| one(text).0.hash().to_owned();
        let line = "frob\t-\t-\tobj\tAID\t-\t070\t-";
        assert_eq!(hash(format!("{HEAD}\n{line}\n")), hash(format!("# ours\n{HEAD}\r\n\r\nverb:{line}")));
        assert_ne!(hash(format!("{HEAD}\n{line}\n")), hash(format!("{HEAD}\nnoun:{line}\n")));
        assert!(hash(HEAD.to_owned()).starts_with("blake3:"));
    }
}
