//! The marked-up articles of the speaker gold: reading them, and naming the line where one is not as it should be.
//!
//! The format is told in `gold/speakers/README.md`. Must not know how speakers are found or scored.

use std::collections::{BTreeMap, BTreeSet};

use dyad_record::Span;

/// What makes a case hard, with the words of the README.
pub const PHENOMENA: [&str; 20] = [
    "cue",
    "pronoun",
    "surname",
    "title",
    "nominal",
    "namesake",
    "group",
    "institution",
    "plural",
    "continued",
    "paragraphs",
    "middle",
    "inverted",
    "transcript",
    "caption",
    "anonymous",
    "document",
    "passive",
    "nested",
    "nobody",
];

/// An article and its cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// File name without its ending.
    pub name: String,
    /// True for those that nothing may be tuned on.
    pub held_out: bool,
    /// The text without its marks.
    pub text: String,
    /// Where the text names those who speak: bytes of the text and an identity.
    pub marks: Vec<(Span, String)>,
    /// In text order.
    pub cases: Vec<Case>,
}

/// One hard case: whose words are these?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The words: bytes of the text.
    pub span: Span,
    /// Any of these sets of speakers is right; the empty set says that nobody speaks.
    pub speakers: Vec<BTreeSet<String>>,
    /// One of [`PHENOMENA`].
    pub phenomenon: &'static str,
    /// Line of the file, from 1.
    pub line: usize,
}

/// A line that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// A mark or case whose end has not come yet.
enum Open {
    Mark { id: String, start: usize, line: usize },
    Case { speakers: Vec<BTreeSet<String>>, phenomenon: &'static str, start: usize, line: usize },
}

/// Reads one article.
///
/// # Errors
/// The first line that is not as it should be.
pub fn parse(name: &str, file: &str) -> Result<Article, Fault> {
    let fault = |line: usize, message: &str| Fault { line, message: message.to_owned() };
    let mut held_out = None;
    let mut body = None;
    let (mut at, mut line) = (0, 1);
    for l in file.split_inclusive('\n') {
        at += l.len();
        let text = l.trim_end();
        match text.strip_prefix("split:").map(str::trim) {
            Some("dev") => held_out = Some(false),
            Some("held-out") => held_out = Some(true),
            Some(other) => {
                return Err(fault(line, &format!("\"{other}\" is no split; write dev or held-out")));
            }
            None if text.starts_with('#') => {}
            None if text.is_empty() => body = Some((at, line + 1)),
            None => {
                return Err(fault(
                    line,
                    "before the article stand only # comments, one line \"split: dev\" or \"split: held-out\", \
                     and an empty line",
                ));
            }
        }
        line += 1;
        if body.is_some() {
            break;
        }
    }
    let (Some((body, first)), Some(held_out)) = (body, held_out) else {
        return Err(fault(1, "the file must begin with its split and an empty line"));
    };
    let mut article = Article {
        name: name.to_owned(),
        held_out,
        text: String::new(),
        marks: Vec::new(),
        cases: Vec::new(),
    };
    read_body(&mut article, file.get(body..).unwrap_or(""), first)?;
    let known: BTreeSet<&str> = article.marks.iter().map(|m| m.1.as_str()).collect();
    for c in &article.cases {
        if let Some(id) = c.speakers.iter().flatten().find(|id| !known.contains(id.as_str())) {
            return Err(fault(
                c.line,
                &format!(
                    "\"{id}\" is marked nowhere; put {{{id}=…}} around where the text names this speaker"
                ),
            ));
        }
    }
    if article.cases.is_empty() {
        return Err(fault(first, "the article has no case; write [speaker phenomenon|words]"));
    }
    article.cases.sort_by_key(|c| (c.span.start, std::cmp::Reverse(c.span.end)));
    Ok(article)
}

fn read_body(article: &mut Article, body: &str, first: usize) -> Result<(), Fault> {
    let mut line = first;
    let fault = |line: usize, message: String| Err(Fault { line, message });
    let mut open: Vec<Open> = Vec::new();
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' => {
                let Some((id, more)) = rest.split_once('=').filter(|(id, _)| word(id)) else {
                    return fault(line, "a mark is written {id=words}, the id in small letters".to_owned());
                };
                open.push(Open::Mark { id: id.to_owned(), start: article.text.len(), line });
                rest = more;
            }
            '[' => {
                let Some((head, more)) = rest.split_once('|').filter(|(h, _)| !h.contains(['\n', ']']))
                else {
                    return fault(line, "a case is written [speaker phenomenon|words]".to_owned());
                };
                let Some((who, kind)) = head.split_once(' ') else {
                    return fault(line, format!("\"{head}\" lacks the phenomenon: {}", PHENOMENA.join(", ")));
                };
                let Some(phenomenon) = PHENOMENA.iter().find(|p| **p == kind) else {
                    return fault(
                        line,
                        format!("\"{kind}\" is no phenomenon; known are {}", PHENOMENA.join(", ")),
                    );
                };
                let speakers: Vec<BTreeSet<String>> = who
                    .split('/')
                    .map(|set| set.split('+').filter(|id| *id != "null").map(str::to_owned).collect())
                    .collect();
                if let Some(bad) = speakers.iter().flatten().find(|id| !word(id)) {
                    return fault(line, format!("\"{bad}\" is no id; ids are written in small letters"));
                }
                open.push(Open::Case { speakers, phenomenon, start: article.text.len(), line });
                rest = more;
            }
            '}' | ']' => match open.pop() {
                Some(Open::Mark { id, start, .. }) if c == '}' => {
                    article.marks.push((Span::new(start, article.text.len()), id));
                }
                Some(Open::Case { speakers, phenomenon, start, line }) if c == ']' => {
                    let span = Span::new(start, article.text.len()).trim(&article.text);
                    if span.is_empty() {
                        return fault(line, "a case without words".to_owned());
                    }
                    article.cases.push(Case { span, speakers, phenomenon, line });
                }
                _ => return fault(line, format!("\"{c}\" closes nothing that was opened last")),
            },
            _ => {
                line += usize::from(c == '\n');
                article.text.push(c);
            }
        }
    }
    match open.pop() {
        Some(Open::Mark { line, .. }) => {
            fault(line, "the mark that begins here is not closed with }".to_owned())
        }
        Some(Open::Case { line, .. }) => {
            fault(line, "the case that begins here is not closed with ]".to_owned())
        }
        None => Ok(()),
    }
}

fn word(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

/// How often each phenomenon stands in a set of articles.
#[must_use]
pub fn counts(articles: &[Article]) -> BTreeMap<&'static str, usize> {
    let mut out = BTreeMap::new();
    for c in articles.iter().flat_map(|a| &a.cases) {
        *out.entry(c.phenomenon).or_insert(0) += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_cases_are_taken_out_of_the_text() {
        let a = parse(
            "x",
            "# why\nsplit: dev\n\n{ruiz=Ana Ruiz} said [ruiz+army/null nested|the {army=army} slept].\n",
        )
        .unwrap();
        assert_eq!(a.text, "Ana Ruiz said the army slept.\n");
        assert!(!a.held_out);
        assert_eq!(a.cases[0].span.of(&a.text), "the army slept");
        assert_eq!((a.cases[0].speakers.len(), a.cases[0].speakers[1].len(), a.cases[0].line), (2, 0, 4));
        assert_eq!(a.marks.iter().map(|m| m.0.of(&a.text)).collect::<Vec<_>>(), ["Ana Ruiz", "army"]);
    }

    #[test]
    fn a_bad_line_is_named() {
        for (body, line, part) in [
            ("split: dev\n\nShe said [ana pronoun|no].", 3, "marked nowhere"),
            ("split: dev\n\n{ana=Ana} said\n[ana guess|no].", 4, "no phenomenon"),
            ("split: dev\n\n{ana=Ana} said [ana cue|no.", 3, "not closed"),
            ("split: dev\n\n{ana=Ana} said [ana|no].", 3, "lacks the phenomenon"),
            ("split: dev\n\n{ana=Ana said [ana cue|no}].", 3, "closes nothing"),
            ("split: train\n\nx", 1, "no split"),
            ("split: dev\nx\n\ny", 2, "before the article"),
            ("", 1, "must begin"),
            ("split: dev\n\nNobody speaks.", 3, "no case"),
        ] {
            let e = parse("x", body).unwrap_err();
            assert_eq!(e.line, line, "{body}: {}", e.message);
            assert!(e.message.contains(part), "{body}: {}", e.message);
        }
    }
}
