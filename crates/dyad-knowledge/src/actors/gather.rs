//! Lines → actors: the lines of one name are one actor; names that clash and codes that overlap are named.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{Actor, ActorFault, ActorLine, ActorNoun, Actors, DatedCode, days, key, shout};

/// Makes actors of lines; each line that does not go with those before it is named, and left out.
#[must_use]
pub fn gather(lines: Vec<ActorLine>) -> (Actors, Vec<ActorFault>) {
    let (actors, _, faults) = sift(lines);
    (actors, faults)
}

/// As [`gather`], with the lines that were taken.
#[must_use]
pub fn sift(lines: Vec<ActorLine>) -> (Actors, Vec<ActorLine>, Vec<ActorFault>) {
    let mut all = Actors { longest: 1, ..Actors::default() };
    let mut taken = Vec::with_capacity(lines.len());
    let mut faults = Vec::new();
    let mut hash = blake3::Hasher::new();
    let mut firsts: Vec<String> = Vec::new();
    let mut nouns: FxHashMap<String, String> = FxHashMap::default();
    for line in lines {
        let here = format!("{}, line {}", line.file, line.line);
        let told = told(&line);
        let added = if line.kind == "noun" {
            noun(&mut all, &mut nouns, &here, &line)
        } else {
            actor(&mut all, &mut firsts, &here, &line)
        };
        match added {
            Ok(()) => {
                hash.update(told.as_bytes());
                taken.push(line);
            }
            Err(message) => faults.push(ActorFault { file: line.file, line: line.line, message }),
        }
    }
    for row in &mut all.rows {
        row.codes.sort_by_key(|c| (c.undated(), c.first.unwrap_or(Date::MIN), c.last.unwrap_or(Date::MAX)));
    }
    all.hash = format!("blake3:{}", &hash.finalize().to_hex()[..32]);
    (all, taken, faults)
}

/// What a line says, for the hash.
fn told(line: &ActorLine) -> String {
    let none = String::new();
    let parts = [
        &line.name,
        &line.aliases.join(";"),
        &line.kind.to_owned(),
        &line.code,
        line.from.as_ref().unwrap_or(&none),
        line.to.as_ref().unwrap_or(&none),
    ];
    parts.map(|p| p.as_str()).join("\t") + "\n"
}

fn noun(
    all: &mut Actors,
    seen: &mut FxHashMap<String, String>,
    here: &str,
    line: &ActorLine,
) -> Result<(), String> {
    if line.aliases.len() > 1 {
        return Err("a noun has one alias at most, its plural; make another line for another noun".to_owned());
    }
    let word = line.name.to_lowercase();
    let plural = line.aliases.first().map(|p| p.to_lowercase());
    for w in std::iter::once(&word).chain(&plural) {
        if let Some(other) = seen.get(w) {
            return Err(format!("the noun \"{w}\" stands in {other} already; remove one of the two"));
        }
    }
    for w in std::iter::once(&word).chain(&plural) {
        seen.insert(w.clone(), here.to_owned());
    }
    all.nouns.push(ActorNoun {
        word,
        plural,
        roles: line.code.clone(),
        file: line.file.clone(),
        line: line.line,
    });
    Ok(())
}

fn actor(all: &mut Actors, firsts: &mut Vec<String>, here: &str, line: &ActorLine) -> Result<(), String> {
    let known = all.names.get(&key(&line.name)).copied();
    if let Some(at) = known
        && key(&all.rows[at].name) != key(&line.name)
    {
        return Err(format!(
            "the name \"{}\" is an alias of \"{}\" ({}); keep it in one of the two",
            line.name, all.rows[at].name, firsts[at]
        ));
    }
    for alias in &line.aliases {
        if let Some(at) = all.names.get(&key(alias)).filter(|at| known != Some(**at)) {
            return Err(format!(
                "the alias \"{alias}\" belongs to \"{}\" ({}) already; keep it in one of the two",
                all.rows[*at].name, firsts[*at]
            ));
        }
    }
    let code = dated(line);
    if let Some(at) = known {
        let row = &all.rows[at];
        if !line.kind.is_empty() && line.kind != row.kind {
            return Err(format!(
                "\"{}\" is of the kind {} in {}, and of the kind {} here; write one kind in all its lines",
                line.name, row.kind, firsts[at], line.kind
            ));
        }
        if let Some(other) = row.codes.iter().find(|c| overlap(c, &code)) {
            return Err(if code.undated() {
                format!(
                    "\"{}\" has a code without dates already (line {}); give the lines dates",
                    line.name, other.line
                )
            } else {
                format!(
                    "{} overlaps with {} in line {}: one day would have two codes; let one end where the other begins",
                    period(&code),
                    period(other),
                    other.line
                )
            });
        }
    }
    let at = known.unwrap_or_else(|| {
        all.rows.push(Actor {
            name: line.name.clone(),
            aliases: Vec::new(),
            kind: if line.kind.is_empty() { "other" } else { line.kind },
            codes: Vec::new(),
        });
        firsts.push(here.to_owned());
        all.rows.len() - 1
    });
    all.rows[at].codes.push(code);
    for name in std::iter::once(&line.name).chain(&line.aliases) {
        let key = key(name);
        let words = key.split(' ').count() + key.matches(['-', '\'', '.', ',', '&', '/']).count() * 2;
        all.longest = all.longest.max(words);
        if !key.contains(' ') && key.chars().count() > 3 {
            all.names.entry(shout(&key)).or_insert(at);
        }
        let row = &mut all.rows[at];
        if *name != row.name && !row.aliases.contains(name) {
            row.aliases.push(name.clone());
        }
        all.names.insert(key, at);
    }
    Ok(())
}

fn dated(line: &ActorLine) -> DatedCode {
    DatedCode {
        code: line.code.clone(),
        first: line.from.as_deref().and_then(days).map(|d| d.0),
        last: line.to.as_deref().and_then(days).map(|d| d.1),
        from: line.from.clone(),
        to: line.to.clone(),
        file: line.file.clone(),
        line: line.line,
    }
}

/// True if some day has both codes. The day, month or year in which one ends may be that in which the other begins.
fn overlap(a: &DatedCode, b: &DatedCode) -> bool {
    if a.undated() || b.undated() {
        return a.undated() && b.undated();
    }
    let meet = |x: &DatedCode, y: &DatedCode| x.to.is_some() && x.to == y.from && x.from != y.from;
    if meet(a, b) || meet(b, a) {
        return false;
    }
    let before = |x: &DatedCode, y: &DatedCode| matches!((x.last, y.first), (Some(l), Some(f)) if l < f);
    !before(a, b) && !before(b, a)
}

/// "2010 to 2014-05".
fn period(code: &DatedCode) -> String {
    let end = |d: &Option<String>| d.clone().unwrap_or_else(|| "…".to_owned());
    format!("{} ({} to {})", code.code, end(&code.from), end(&code.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Countries;

    fn faults(rows: &str) -> Vec<String> {
        let text = format!("name,aliases,kind,code,from,to\n{rows}");
        let (lines, faults) = super::super::read("f.csv", text.as_bytes(), &Countries::embedded().unwrap());
        assert_eq!(faults, []);
        gather(lines).1.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn clashes_between_lines_are_named() {
        for (rows, says) in [
            (
                "Zorvan,ZV,armed,DEU,,\nOrlane,ZV,armed,FRA,,\n",
                "the alias \"ZV\" belongs to \"Zorvan\" (f.csv, line 2)",
            ),
            ("Zorvan,ZV,armed,DEU,,\nZV,,armed,FRA,,\n", "the name \"ZV\" is an alias of \"Zorvan\""),
            ("Zorvan,,armed,DEU,,\nZorvan,,party,FRA,2020,\n", "write one kind"),
            ("Zorvan,,armed,DEU,,\nZorvan,,armed,FRA,,\n", "without dates already (line 2)"),
            (
                "Zorvan,,armed,DEU,2010,2014\nZorvan,,armed,FRA,2013-02,\n",
                "overlaps with DEU (2010 to 2014) in line 2",
            ),
            ("Zorvan,,armed,DEU,,2014\nZorvan,,armed,FRA,,2010\n", "overlaps with"),
            ("welder,,noun,LAB,,\nwelder,,noun,BUS,,\n", "stands in f.csv, line 2 already"),
        ] {
            let told = faults(rows);
            assert_eq!(told.len(), 1, "{rows}: {told:?}");
            assert!(told[0].starts_with("f.csv, line 3: ") && told[0].contains(says), "{told:?}");
        }
        assert_eq!(
            faults("Zorvan,,armed,DEU,2010,2014\nZorvan,,armed,FRA,2014,\nZorvan,,armed,ITA,,\n"),
            Vec::<String>::new()
        );
    }
}
