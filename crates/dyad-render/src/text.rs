//! The page for the terminal: each row beside the words it rests on.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use dyad_record::{Record, Span};
use textwrap::core::display_width;

use crate::view::{RowView, one_line, sections};

/// How the page is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextOptions {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to write ANSI colours.
    pub color: bool,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { width: 110, color: false }
    }
}

struct Paint {
    on: bool,
}

impl Paint {
    fn put(&self, style: Style, text: &str) -> String {
        if self.on && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// The record as a page of text.
#[must_use]
pub fn text(record: &Record, options: TextOptions) -> String {
    let paint = Paint { on: options.color };
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let width = options.width.clamp(60, 200);
    let mut out = String::new();
    let d = &record.document;
    let title = d.title.as_deref().map(one_line).unwrap_or_else(|| d.source.clone());
    for line in textwrap::wrap(&title, width) {
        let _ = writeln!(out, "{}", paint.put(bold, &line));
    }
    let mut about: Vec<String> = Vec::new();
    if !d.byline.is_empty() {
        about.push(format!("by {}", d.byline.join(", ")));
    }
    about.extend(d.outlet.clone());
    about.push(match &d.published {
        Some(p) => format!("published {} ({})", p.value, p.basis),
        None => "publication date unknown".to_owned(),
    });
    about.push(d.language.clone());
    about.push(d.source.clone());
    for line in textwrap::wrap(&about.join(" · "), width) {
        let _ = writeln!(out, "{}", paint.put(dim, &line));
    }
    let furniture = record.blocks.iter().filter(|b| b.kind.is_furniture()).count();
    let _ = writeln!(
        out,
        "{}",
        paint.put(
            dim,
            &format!(
                "{} blocks ({furniture} of them furniture), {} sentences",
                record.blocks.len(),
                record.sentences.len()
            )
        )
    );
    for section in sections(record) {
        if section.rows.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "\n{}",
            paint.put(bold.underline(), &format!("{} ({})", section.title, section.rows.len()))
        );
        for row in &section.rows {
            put_row(&mut out, record, section.key, row, width, &paint);
        }
    }
    for p in &record.problems {
        let _ = writeln!(out, "\n{} {p}", paint.put(bold, "Note:"));
    }
    out
}

fn tag_style(key: &str, tag: &str) -> Style {
    let color = match (key, tag) {
        ("checks", "holds") => AnsiColor::Green,
        ("checks", "fails") | ("disputes", _) => AnsiColor::Red,
        ("statements" | "silences" | "claims", _) => AnsiColor::Cyan,
        ("events", _) => AnsiColor::Yellow,
        ("figures" | "checks", _) => AnsiColor::Magenta,
        ("entities", _) => AnsiColor::Blue,
        _ => AnsiColor::Green,
    };
    Style::new().fg_color(Some(color.into()))
}

/// The row on the left, its evidence on the right, both wrapped.
fn put_row(out: &mut String, record: &Record, key: &str, row: &RowView, width: usize, paint: &Paint) {
    let right = width * 2 / 5;
    let left = width - right - 3;
    let label = format!("{} {}", row.id, row.tag);
    let mut lines: Vec<(Style, String)> = Vec::new();
    let head = format!("{label}  {}", row.head);
    let fold = |text: &str, indent: &str| -> Vec<String> {
        let options = textwrap::Options::new(left).initial_indent(indent).subsequent_indent("    ");
        textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
    };
    // Long statements are shown whole on the right; on the left a beginning is enough.
    let head: String =
        if head.chars().count() > 240 { head.chars().take(237).chain("...".chars()).collect() } else { head };
    lines.extend(fold(&head, "").into_iter().map(|l| (Style::new(), l)));
    let mut facts: Vec<String> = row.facts.iter().map(|(k, v)| format!("{k} {v}")).collect();
    facts.extend(row.confidence.filter(|c| *c < 0.995).map(|c| format!("confidence {c:.2}")));
    if !facts.is_empty() {
        lines.extend(fold(&facts.join("; "), "    ").into_iter().map(|l| (Style::new().dimmed(), l)));
    }
    let words = evidence(record, key, &row.spans);
    let quoted: Vec<String> =
        textwrap::wrap(&words, right).into_iter().map(std::borrow::Cow::into_owned).collect();
    for i in 0..lines.len().max(quoted.len()) {
        let (style, line) = lines.get(i).cloned().unwrap_or((Style::new(), String::new()));
        let pad = " ".repeat(left.saturating_sub(display_width(&line)));
        // The label is coloured after padding, so that escapes do not count as columns.
        let shown = match line.strip_prefix(&label).filter(|_| i == 0) {
            Some(rest) => format!("{}{rest}", paint.put(tag_style(key, &row.tag), &label)),
            None => paint.put(style, &line),
        };
        let _ = writeln!(out, "{}", format!("{shown}{pad} │ {}", quoted.get(i).map_or("", |q| q)).trim_end());
    }
}

/// The words around a row's main span: the sentence for short evidence, the words themselves for long.
fn evidence(record: &Record, key: &str, spans: &[Span]) -> String {
    let text = &record.document.text;
    if matches!(key, "statements" | "claims") {
        return spans.first().map(|_| join(text, spans)).unwrap_or_default();
    }
    if key == "entities" {
        let mut forms: Vec<String> = Vec::new();
        for s in spans {
            let form = one_line(s.of(text));
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        return forms.join(" | ");
    }
    let mut shown: Vec<String> = Vec::new();
    for s in spans.iter().take(3) {
        // Sentences ascend: the one that holds the span is the last to begin before it.
        let next = record.sentences.partition_point(|n| n.span.start <= s.start);
        let before = next.checked_sub(1).map(|i| record.sentences[i].span);
        let home = before.filter(|n| n.contains(*s)).unwrap_or(*s);
        let line = around(text, home, *s);
        if !shown.contains(&line) {
            shown.push(line);
        }
    }
    shown.join(" / ")
}

fn join(text: &str, spans: &[Span]) -> String {
    let mut sorted: Vec<Span> = spans.to_vec();
    sorted.sort();
    let mut out = String::new();
    let mut last: Option<Span> = None;
    for s in sorted {
        if let Some(l) = last {
            let gap = Span::new(l.end, s.start);
            out.push_str(if gap.of(text).trim().is_empty() || s.start <= l.end { " " } else { " … " });
        }
        out.push_str(&one_line(s.of(text)));
        last = Some(s);
    }
    out
}

/// The span in its sentence, cut to some sixty characters on each side at word boundaries.
fn around(text: &str, home: Span, s: Span) -> String {
    const SIDE: usize = 60;
    let before = Span::new(home.start, s.start).of(text);
    let after = Span::new(s.end, home.end).of(text);
    let head = match before.char_indices().rev().nth(SIDE) {
        Some((i, _)) => {
            format!("…{}", before[i..].split_once(char::is_whitespace).map_or("", |(_, rest)| rest))
        }
        None => before.to_owned(),
    };
    let tail = match after.char_indices().nth(SIDE) {
        Some((i, _)) => {
            format!("{}…", after[..i].rsplit_once(char::is_whitespace).map_or("", |(rest, _)| rest))
        }
        None => after.to_owned(),
    };
    one_line(&format!("{head}[{}]{tail}", s.of(text)))
}

/// Why one row is there: the row, its words and the steps that led to it. `None` if no row has this id.
#[must_use]
pub fn explain(record: &Record, id: &str, options: TextOptions) -> Option<String> {
    let paint = Paint { on: options.color };
    let all = sections(record);
    let sentence = crate::view::sentence(record, id);
    let found = all.iter().find_map(|s| Some((s.key, s.rows.iter().find(|r| r.id == id)?)));
    let (key, row) = found.or(sentence.as_ref().map(|row| ("sentences", row)))?;
    let mut out = format!(
        "{}  {}\n",
        paint.put(tag_style(key, &row.tag), &format!("{} {}", row.id, row.tag)),
        row.head
    );
    for (label, value) in &row.facts {
        let _ = writeln!(out, "  {label}: {value}");
    }
    if let Some(c) = row.confidence {
        let _ = writeln!(out, "  confidence: {c:.2}");
    }
    let _ = writeln!(out, "\nIts words (characters of the text):");
    let map = dyad_record::OffsetMap::new(&record.document.text);
    for s in &row.spans {
        let n = map.scalar_span(*s);
        let _ = writeln!(out, "  [{}, {})  {}", n.start, n.end, one_line(s.of(&record.document.text)));
    }
    let _ = writeln!(out, "\nWhy it is there:");
    if row.why.is_empty() {
        let _ = writeln!(out, "  (no steps were kept for this row)");
    }
    for (i, step) in row.why.iter().enumerate() {
        let _ = writeln!(out, "  {}. {step}", i + 1);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use dyad_record::{Confidence, Entity, EntityKind, Id, MentionForm, MentionRow};

    use super::*;

    fn record() -> Record {
        let mut r = Record::default();
        r.document.text = "Zoë Ruiz spoke.".to_owned();
        r.document.title = Some("A title".to_owned());
        r.entities.push(Entity {
            id: Id::new('e', 0),
            kind: EntityKind::Person,
            name: "Zoë Ruiz".to_owned(),
            actor: None,
            basis: None,
            roles: Vec::new(),
            mentions: vec![MentionRow { span: Span::new(0, 9), form: MentionForm::Name }],
            confidence: Confidence(0.9),
            members: Vec::new(),
            why: vec!["a name".to_owned()],
        });
        r
    }

    #[test]
    fn a_page_without_colour_has_no_escapes_and_shows_the_evidence() {
        let page = text(&record(), TextOptions::default());
        assert!(!page.contains('\u{1b}'));
        assert!(page.contains("e1 person  Zoë Ruiz") && page.contains("│ Zoë Ruiz"), "{page}");
        assert!(text(&record(), TextOptions { width: 80, color: true }).contains('\u{1b}'));
    }

    #[test]
    fn explain_counts_characters_and_knows_no_other_id() {
        let why = explain(&record(), "e1", TextOptions::default()).unwrap();
        assert!(why.contains("[0, 8)  Zoë Ruiz") && why.contains("1. a name"), "{why}");
        assert_eq!(explain(&record(), "e2", TextOptions::default()), None);
    }
}
