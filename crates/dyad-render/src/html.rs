//! The page for the browser: one self-contained file, the article with typed highlights on the left, its record on
//! the right; hovering a row shows its words and the other way round. It loads nothing from anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use dyad_record::{Block, BlockKind, Record, Span};

use crate::view::{RowView, Section, one_line, sections};

const CSS: &str = include_str!("../assets/page.css");
const JS: &str = include_str!("../assets/page.js");

/// The record as one HTML file.
#[must_use]
pub fn html(record: &Record) -> String {
    let all = sections(record);
    let d = &record.document;
    let title = d.title.as_deref().map_or_else(|| d.source.clone(), one_line);
    let mut out = String::with_capacity(d.text.len() * 6 + 16_384);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"generator\" content=\"dyad {}\">\n<title>{}</title>\n<style>\n{CSS}</style>\n</head>\n<body>\n",
        escape(&d.language),
        escape(&record.coder.version),
        escape(&title)
    );
    header(&mut out, record, &title, &all);
    out.push_str("<main>\n<article class=\"article\">\n");
    article(&mut out, record, &all);
    out.push_str("</article>\n<aside class=\"record\" aria-label=\"The record\">\n");
    for section in all.iter().filter(|s| !s.rows.is_empty()) {
        put_section(&mut out, section);
    }
    for p in &record.problems {
        let _ = writeln!(out, "<p class=\"note\">Note: {}</p>", escape(p));
    }
    let _ = write!(out, "</aside>\n</main>\n<script>\n{JS}</script>\n</body>\n</html>\n");
    out
}

fn header(out: &mut String, record: &Record, title: &str, all: &[Section]) {
    let d = &record.document;
    let mut about: Vec<String> = Vec::new();
    if !d.byline.is_empty() {
        about.push(format!("by {}", d.byline.join(", ")));
    }
    about.extend(d.outlet.clone());
    about.push(match &d.published {
        Some(p) => format!("published {} ({})", p.value, p.basis),
        None => "publication date unknown".to_owned(),
    });
    about.push(d.source.clone());
    about.push(format!("read by dyad {}", record.coder.version));
    let _ = write!(
        out,
        "<header>\n<h1>{}</h1>\n<div class=\"about\">{}</div>\n<nav aria-label=\"What to show\">\n",
        escape(title),
        escape(&about.join(" · "))
    );
    for s in all.iter().filter(|s| !s.rows.is_empty()) {
        let _ = writeln!(
            out,
            "<label style=\"color:var(--{})\"><input type=\"checkbox\" value=\"{}\" checked>{} {}</label>",
            s.key,
            s.key,
            escape(s.title),
            s.rows.len()
        );
    }
    out.push_str("</nav>\n</header>\n");
}

fn put_section(out: &mut String, section: &Section) {
    let _ = write!(
        out,
        "<section id=\"{}\" style=\"--kind:var(--{})\">\n<h2>{} ({})</h2>\n",
        section.key,
        section.key,
        escape(section.title),
        section.rows.len()
    );
    for row in &section.rows {
        put_row(out, row);
    }
    out.push_str("</section>\n");
}

fn put_row(out: &mut String, row: &RowView) {
    let id = escape(&row.id);
    let tag = escape(&row.tag);
    let _ = write!(
        out,
        "<div class=\"row\" tabindex=\"0\" data-id=\"{id}\"><span class=\"id\">{id}</span>\
         <span class=\"tag {tag}\">{tag}</span>{}",
        escape(&row.head)
    );
    let mut facts: Vec<String> = row.facts.iter().map(|(k, v)| format!("{k} {v}")).collect();
    facts.extend(row.confidence.map(|c| format!("confidence {c:.2}")));
    if !facts.is_empty() {
        out.push_str("<div class=\"facts\">");
        for f in &facts {
            let _ = write!(out, "<span>{}</span>", escape(f));
        }
        out.push_str("</div>");
    }
    if !row.why.is_empty() {
        out.push_str("<details><summary>why</summary><ol>");
        for w in &row.why {
            let _ = write!(out, "<li>{}</li>", escape(w));
        }
        out.push_str("</ol></details>");
    }
    out.push_str("</div>\n");
}

/// One highlight: which row, of which section.
struct Mark<'a> {
    span: Span,
    row: &'a str,
    key: &'static str,
}

/// Sections whose rows are drawn in the article; claims, disputes and checks point at words that are drawn already,
/// but light up when their row is hovered.
const DRAWN: [&str; 7] = ["statements", "silences", "events", "figures", "entities", "times", "places"];

fn article(out: &mut String, record: &Record, all: &[Section]) {
    let mut marks: Vec<Mark<'_>> = Vec::new();
    for s in all {
        for row in &s.rows {
            // A statement's cue and source are words of its own kind; a figure's `of` too.
            marks.extend(row.spans.iter().filter(|x| !x.is_empty()).map(|x| Mark {
                span: *x,
                row: &row.id,
                key: s.key,
            }));
        }
    }
    let mut edges: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (i, m) in marks.iter().enumerate() {
        edges.entry(m.span.start).or_default().0.push(i);
        edges.entry(m.span.end).or_default().1.push(i);
    }
    let text = &record.document.text;
    let whole = [Block { kind: BlockKind::Body, span: Span::new(0, text.len()), quoted: false }];
    let blocks: &[Block] = if record.blocks.is_empty() { &whole } else { &record.blocks };
    let mut open: BTreeSet<usize> = BTreeSet::new();
    let mut cuts = edges.into_iter().peekable();
    for b in blocks {
        let kind = b.kind.as_str();
        let furniture = if b.kind.is_furniture() { " furniture" } else { "" };
        let _ = write!(out, "<div class=\"block {kind}{furniture}\" data-kind=\"{kind}\">");
        let mut at = b.span.start;
        while at < b.span.end {
            // Take in what begins and ends up to here, then write up to the next cut.
            while let Some((_, (starts, ends))) = cuts.next_if(|(cut, _)| *cut <= at) {
                ends.iter().for_each(|i| {
                    open.remove(i);
                });
                open.extend(starts.into_iter().filter(|i| marks[*i].span.end > at));
            }
            let next = cuts.peek().map_or(b.span.end, |(cut, _)| (*cut).min(b.span.end));
            piece(out, Span::new(at, next).of(text), open.iter().map(|i| &marks[*i]));
            at = next;
        }
        out.push_str("</div>\n");
    }
}

fn piece<'m>(out: &mut String, words: &str, open: impl Iterator<Item = &'m Mark<'m>>) {
    let mut rows: BTreeSet<&str> = BTreeSet::new();
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for m in open {
        rows.insert(m.row);
        keys.insert(m.key);
    }
    if rows.is_empty() {
        out.push_str(&escape(words));
        return;
    }
    let classes: Vec<&str> = DRAWN.into_iter().filter(|k| keys.contains(k)).collect();
    let ids: Vec<&str> = rows.into_iter().collect();
    let _ = write!(
        out,
        "<mark class=\"{}\" data-rows=\"{}\">{}</mark>",
        classes.join(" "),
        escape(&ids.join(" ")),
        escape(words)
    );
}

/// Text as HTML text or a quoted attribute value.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control characters have no place in HTML; the text itself keeps them.
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use dyad_record::{Id, TimeRow, TimeType};

    use super::*;

    #[test]
    fn every_character_of_the_article_is_in_the_page_once_and_escaped() {
        let mut r = Record::default();
        r.document.text = "He said <b> & “no” on Monday.\n\nAd".to_owned();
        r.blocks = vec![
            Block { kind: BlockKind::Body, span: Span::new(0, 33), quoted: false },
            Block { kind: BlockKind::Other, span: Span::new(35, r.document.text.len()), quoted: false },
        ];
        let at = r.document.text.find("Monday").unwrap();
        r.times.push(TimeRow {
            id: Id::new('t', 0),
            span: Span::new(at, at + 6),
            kind: TimeType::Date,
            value: "2024-01-01".to_owned(),
            interval: None,
            basis: None,
            why: vec!["a day's name".to_owned()],
        });
        let page = html(&r);
        assert!(
            page.contains(
                "He said &lt;b&gt; &amp; “no” on <mark class=\"times\" data-rows=\"t1\">Monday</mark>"
            ),
            "{page}"
        );
        assert!(page.contains("<div class=\"block other furniture\" data-kind=\"other\">Ad</div>"));
        assert!(page.contains("a day&#39;s name"));
    }
}
