//! What makes a description sound. A fault comes with a piece of the text by which its line is found.

use dyad_knowledge::Quantities;

use super::{Description, Dimension, Measure, Names, TimeKind};

type Fault = (String, String);

fn quoted(s: &str) -> String {
    format!("\"{s}\"")
}

/// The first fault.
pub(super) fn check(d: &Description) -> Result<(), Fault> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if d.name.is_empty() || !d.name.chars().all(fits) {
        return Err(("name".into(), "the name is made of small letters, digits and hyphens".into()));
    }
    if d.delimiter.len_utf8() != 1 || d.delimiter == '"' || d.delimiter == '\n' {
        return Err((
            "delimiter".into(),
            "the delimiter is one plain sign, like , or ; or a tab (\"\\t\")".into(),
        ));
    }
    if !(0.0..=20.0).contains(&d.revised_by) {
        return Err(("revised_by".into(), "revised_by is a number of percent from 0 to 20".into()));
    }
    time(d)?;
    if d.measures.is_empty() {
        return Err(("measure".into(), "a series has at least one [[measure]]".into()));
    }
    for m in &d.measures {
        measure(m)?;
    }
    for x in &d.dimensions {
        dimension(x)?;
    }
    let mut seen: Vec<&str> = Vec::new();
    for name in columns(d) {
        if name.trim().is_empty() {
            return Err(("column".into(), "a column is named by the text of its header".into()));
        }
        if seen.iter().any(|s| s.eq_ignore_ascii_case(name)) {
            return Err((quoted(name), format!("the column \"{name}\" is described twice")));
        }
        seen.push(name);
    }
    Ok(())
}

/// Every header that the description knows.
fn columns(d: &Description) -> impl Iterator<Item = &str> {
    let time = [&d.time.year, &d.time.month, &d.time.date];
    time.into_iter()
        .flatten()
        .chain(d.measures.iter().map(|m| &m.column))
        .chain(d.dimensions.iter().map(|x| &x.column))
        .flat_map(Names::all)
        .chain(&d.ignored)
        .map(String::as_str)
}

fn time(d: &Description) -> Result<(), Fault> {
    let t = &d.time;
    let fault = |message: &str| Err(("[time]".to_owned(), message.to_owned()));
    if !(1..=12).contains(&t.year_begins) {
        return Err(("year_begins".into(), "a year begins in a month from 1 to 12".into()));
    }
    match (&t.year, &t.month, &t.date, t.kind) {
        (None, None, Some(_), _) | (Some(_), None, None, TimeKind::Year) => Ok(()),
        (Some(_), Some(_), None, TimeKind::Month | TimeKind::TwelveMonthsEnding) => Ok(()),
        (_, Some(_), _, TimeKind::Year) => fault("a yearly series has no month column"),
        _ => fault(
            "time needs the columns year and month (year alone for kind = \"year\"), or one column date",
        ),
    }
}

fn measure(m: &Measure) -> Result<(), Fault> {
    let at = quoted(m.column.first());
    if m.unit.trim().is_empty() {
        return Err((at, "the unit is a symbol of tables/units.tsv or a noun in the singular".into()));
    }
    if !(m.times.is_finite() && m.times > 0.0) {
        return Err(("times".into(), "times is a number above 0".into()));
    }
    phrases(&m.topics)?;
    phrases(&m.prefer)?;
    if m.topics.is_empty() {
        return Err((at, "topics must name the words by which news tells of this measure".into()));
    }
    // A header that tells a unit must not contradict the description.
    let units = Quantities::embedded().map_err(|e| ("unit".to_owned(), e.to_string()))?;
    let own = units.unit(&m.unit);
    for name in m.column.all() {
        let told = name.rsplit_once('(').and_then(|(_, r)| r.strip_suffix(')'));
        let sign = told.and_then(|t| units.unit_sign(t).or_else(|| units.unit_sign(t.trim_end_matches('s'))));
        if let Some(u) = sign.and_then(|i| units.units.get(i))
            && own.is_some_and(|o| o.unit != u.unit)
        {
            return Err((
                quoted(name),
                format!("the header says {}, the description {}; one is wrong", u.unit, m.unit),
            ));
        }
    }
    Ok(())
}

fn dimension(x: &Dimension) -> Result<(), Fault> {
    phrases(&x.whole)?;
    for f in &x.frames {
        if f.matches("{}").count() != 1 {
            return Err((quoted(f), format!("the frame \"{f}\" must hold {{}} once, where the word stands")));
        }
    }
    let mut words: Vec<String> = x.whole.iter().map(|w| w.to_lowercase()).collect();
    for v in &x.values {
        if v.is.all().is_empty() {
            return Err(("is = []".into(), "a value must say which text of the column it is".into()));
        }
        if v.leave_out && !v.words.is_empty() {
            return Err((quoted(v.is.first()), "a value whose rows are left out has no words".into()));
        }
        phrases(&v.words)?;
        for w in &v.words {
            let low = w.to_lowercase();
            if words.contains(&low) {
                return Err((quoted(w), format!("\"{w}\" names two values of \"{}\"", x.column.first())));
            }
            words.push(low);
        }
    }
    if x.default.is_some() && (x.required || !x.whole.is_empty()) {
        let message = "a dimension with a default is never summed whole, nor must it be named".to_owned();
        return Err((quoted(x.column.first()), message));
    }
    Ok(())
}

fn phrases(list: &[String]) -> Result<(), Fault> {
    match list.iter().find(|p| p.split('+').any(|part| !part.chars().any(char::is_alphanumeric))) {
        Some(p) => Err((quoted(p), format!("\"{p}\" holds no word"))),
        None => Ok(()),
    }
}
