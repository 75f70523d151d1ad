//! Quotations and their cues: before, behind, between, in the paragraph before, or none of their own; transcripts and
//! headlines whose speaker stands before a colon.
//!
//! Method: the stretch of running text right behind a quotation, then the one right before it, is searched for a verb
//! that can introduce a quotation; a quotation without one belongs to the speaker before it. Quotations
//! that stand inside a sentence of the writer's are partial: they belong to the clause around them or to nobody.

use dyad_knowledge::{Cue, CueClass, Frame};
use dyad_record::{Link, Span};
use dyad_syntax::{NameKind, Upos};
use rustc_hash::FxHashSet;

use super::clause::with_words;
use super::tree::{Source, Tree};
use super::{Found, Paragraph};
use crate::At;

/// A quotation, or several by one speaker in one paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Indices of top-level quotes.
    pub quotes: Vec<usize>,
    /// The verb that introduces them.
    pub cue: Option<At>,
    /// True if they stand inside the writer's sentence.
    pub partial: bool,
    /// The group that these quotes go on from, without a cue of their own.
    pub continues: Option<usize>,
    /// True if there is neither a cue nor a mark left open: the speaker before is taken.
    pub bare: bool,
    /// True if the cue stands before the quotation.
    pub lead: bool,
}

/// A verb that can introduce a quotation.
pub(super) fn quote_cue<'t>(tree: &'t Tree<'_, '_>, v: At) -> Option<&'t Cue> {
    let t = tree.token(v);
    if t.upos != Upos::Verb && !t.xpos.starts_with("VB") {
        return None;
    }
    let lemma = tree.cue_lemma(v);
    tree.cx
        .knowledge
        .cues
        .get(CueClass::Verb, &lemma)
        .find(|c| c.quotes() && with_words(tree, v, c).is_some())
}

/// Groups the quotations of the running text.
pub(super) fn groups(tree: &Tree<'_, '_>, paragraphs: &[Paragraph]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // For each quote, its group.
    let mut of: Vec<Option<usize>> = vec![None; tree.quotes.len()];
    let mut q = 0;
    for (n, paragraph) in paragraphs.iter().enumerate() {
        while q < tree.quotes.len() && tree.quotes[q].span.start < paragraph.span.start {
            q += 1;
        }
        let mut here = Vec::new();
        while q < tree.quotes.len() && tree.quotes[q].span.start < paragraph.span.end {
            if tree.quotes[q].inside.is_none() {
                here.push(q);
            }
            q += 1;
        }
        if here.is_empty() {
            continue;
        }
        let before = n.checked_sub(1).map(|p| paragraphs[p].span);
        one(tree, paragraph.span, before, &here, &mut groups, &mut of);
    }
    // A quote that ran on into the next paragraph and had no cue belongs with the one that goes on.
    for i in (0..tree.quotes.len()).rev() {
        let (Some(g), Some(p)) = (of[i], tree.quotes[i].continues) else { continue };
        if let Some(h) = of[p].filter(|h| *h != g) {
            if groups[h].cue.is_none() && groups[h].bare && groups[g].cue.is_some() {
                let quotes = std::mem::take(&mut groups[h].quotes);
                for x in &quotes {
                    of[*x] = Some(g);
                }
                groups[g].quotes.splice(0..0, quotes);
            } else if groups[g].cue.is_none() {
                groups[g].continues = Some(h);
            }
        }
    }
    groups
}

fn one(
    tree: &Tree<'_, '_>,
    span: Span,
    before: Option<Span>,
    here: &[usize],
    groups: &mut Vec<Group>,
    of: &mut [Option<usize>],
) {
    let mut current: Option<usize> = None;
    let mut used: FxHashSet<At> = FxHashSet::default();
    for (k, &q) in here.iter().enumerate() {
        let quote = &tree.quotes[q];
        let left = if k == 0 { span.start } else { tree.quotes[here[k - 1]].span.end };
        let right = here.get(k + 1).map_or(span.end, |next| tree.quotes[*next].span.start);
        let place = Place::new(tree, q, left);
        let behind = tail(tree, q, right).filter(|v| !used.contains(v));
        let (ahead, spent) = lead(tree, q, left, &used);
        let ahead = ahead.filter(|_| place.introduced || place.full);
        let text = tree.cx.text();
        let comma = ends_with(quote.inner.of(text), &[',']);
        // Behind words quoted in the writer's sentence the cue follows a comma, or it is another clause's verb.
        let parted = comma || Span::new(quote.span.end, right).of(text).trim_start().starts_with(',');
        let behind = behind.filter(|_| place.full || place.introduced || parted);
        let cue = match (ahead, behind) {
            (Some(a), Some(_)) if place.introduced && !comma => Some((a, true)),
            (_, Some(b)) => Some((b, false)),
            (Some(a), None) if place.introduced => Some((a, true)),
            _ => None,
        };
        if let Some((v, lead)) = cue {
            used.insert(v);
            groups.push(Group {
                quotes: vec![q],
                cue: Some(v),
                partial: !(place.full || place.introduced),
                lead,
                ..Group::default()
            });
            current = Some(groups.len() - 1);
        } else if let (true, Some(g)) = (spent || place.full, current) {
            groups[g].quotes.push(q);
        } else if place.full && place.whole {
            let led = before.filter(|_| k == 0).and_then(|p| led_by(tree, p));
            groups.push(Group {
                quotes: vec![q],
                cue: led,
                bare: led.is_none(),
                lead: led.is_some(),
                ..Group::default()
            });
            current = Some(groups.len() - 1);
        } else {
            continue;
        }
        of[q] = current;
    }
}

/// How a quote stands in its paragraph.
struct Place {
    /// It begins a sentence.
    full: bool,
    /// A comma or colon introduces it.
    introduced: bool,
    /// It holds whole sentences, by its end mark.
    whole: bool,
}

impl Place {
    fn new(tree: &Tree<'_, '_>, q: usize, left: usize) -> Self {
        let text = tree.cx.text();
        let quote = &tree.quotes[q];
        let ahead = Span::new(left, quote.span.start).of(text).trim_end();
        let inner = quote.inner.of(text).trim();
        let first =
            inner.trim_start_matches(['…', '.', ' ', '[', '\'', '‘', '"', '“', '(', '\u{a0}']).chars().next();
        let capital = first.is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_alphabetic());
        let fresh = ahead.is_empty() || ends_with(ahead, &['.', '!', '?', '…', '”', '"', ']']);
        Self {
            full: fresh && (capital || inner.starts_with(['…', '.'])),
            introduced: (ends_with(ahead, &[':'])
                || (ends_with(ahead, &[',']) && capital)
                || (bare_cue(tree, quote.span.start) && capital))
                && !ahead.is_empty(),
            whole: !quote.closed
                || quote.block
                || ends_with(inner, &['.', '!', '?', '…', ',', '-', '—', '–', '\'', '’']),
        }
    }
}

/// True if the word right before this byte is a verb that can introduce a quotation.
fn bare_cue(tree: &Tree<'_, '_>, byte: usize) -> bool {
    let words = outside(tree, byte.saturating_sub(80), byte);
    words.last().is_some_and(|w| {
        quote_cue(tree, *w)
            .is_some_and(|c| !c.takes(&Frame::Small) && !c.takes(&Frame::As) && !c.takes(&Frame::Np))
    })
}

fn ends_with(s: &str, marks: &[char]) -> bool {
    s.trim_end().ends_with(marks)
}

/// The words between two bytes that lie in no quote.
fn outside(tree: &Tree<'_, '_>, from: usize, to: usize) -> Vec<At> {
    let sentences = tree.cx.sentences();
    let mut out = Vec::new();
    let Some(first) = tree.cx.sentence_at(from).or(Some(0)) else { return out };
    for (s, sentence) in sentences.iter().enumerate().skip(first) {
        if sentence.span.start >= to {
            break;
        }
        for t in tree.cx.tokens_in(s, Span::new(from, to)) {
            let span = sentence.tokens[t].span;
            if span.start >= from && span.end <= to && !span.is_empty() {
                out.push(At { s, t });
            }
        }
    }
    out
}

/// The cue behind a quote: `," said X`.
fn tail(tree: &Tree<'_, '_>, q: usize, right: usize) -> Option<At> {
    let quote = &tree.quotes[q];
    let text = tree.cx.text();
    let words = outside(tree, quote.span.end, right);
    let first = *words.iter().find(|w| !tree.is_break(**w) && tree.token(**w).upos != Upos::Punct)?;
    // Within the sentence that goes on behind the quote.
    let words: Vec<At> = words.into_iter().filter(|w| w.s == first.s).collect();
    let inner = quote.inner.of(text);
    let stopped = ends_with(inner, &['.', '…'])
        || ends_with(Span::new(quote.span.end, tree.token(first).span.start).of(text), &['.']);
    let capital = tree.token(first).form.chars().next().is_some_and(char::is_uppercase);
    if stopped && capital {
        return None;
    }
    let asked = ends_with(inner, &['?', '!']) && capital;
    let mut best: Option<(u8, At)> = None;
    for (i, w) in words.iter().enumerate() {
        let Some(_) = quote_cue(tree, *w) else { continue };
        let rel = tree.token(*w).deprel.as_str();
        let infinitive = tree.kid_word(*w, &["mark"], &["to"]).is_some();
        // Not the verb of a clause about the speaker, and not one with a content of its own.
        let own = tree.kids(*w, &["ccomp"]).any(|k| k.t > w.t && tree.quoted(k).is_none());
        if (asked || i > 6) && own {
            continue;
        }
        // Right behind the quotation: "…," he said, arguing that …
        if i <= 4 && tree.finite_form(*w) && !infinitive && rel != "acl:relcl" && !asked {
            return Some(*w);
        }
        let rank =
            u8::from(matches!(rel, "acl:relcl" | "acl" | "advcl")) * 2 + u8::from(infinitive) + u8::from(own);
        if best.is_none_or(|(b, _)| rank < b) {
            best = Some((rank, *w));
        }
    }
    let (_, v) = best?;
    // Behind a whole sentence, or after a comma: the cue must come soon.
    let distance = words.iter().position(|w| *w == v)?;
    (distance <= 45 && !(asked && distance > 12)).then_some(v)
}

/// The cue before a quote: `X said, "…`; and whether the stretch holds a cue that the quote before has taken.
fn lead(tree: &Tree<'_, '_>, q: usize, left: usize, used: &FxHashSet<At>) -> (Option<At>, bool) {
    let quote = &tree.quotes[q];
    let words = outside(tree, left, quote.span.start);
    let Some(last) = words.last().copied() else { return (None, false) };
    let ended = matches!(tree.token(last).form.as_str(), "." | "!" | "?" | "…");
    let mut spent = false;
    let mut found = None;
    for w in words.iter().rev() {
        if w.s != last.s || (ended && *w == last) {
            if w.s != last.s {
                break;
            }
            continue;
        }
        if used.contains(w) {
            spent = true;
            break;
        }
        if !ended && found.is_none() && quote_cue(tree, *w).is_some() {
            let relative = tree.token(*w).deprel == "acl:relcl";
            if !relative || tree.token(last).form == ":" {
                found = Some(*w);
            }
        }
    }
    (found, spent)
}

/// The cue of a paragraph that ends with a colon.
fn led_by(tree: &Tree<'_, '_>, paragraph: Span) -> Option<At> {
    if !ends_with(paragraph.of(tree.cx.text()), &[':']) {
        return None;
    }
    let words = outside(tree, paragraph.start, paragraph.end);
    let last = words.last()?.s;
    words.into_iter().rev().take_while(|w| w.s == last).find(|w| quote_cue(tree, *w).is_some())
}

/// `WALLACE: …`, `Poll: …`: the words before a colon speak.
pub(super) fn label(tree: &Tree<'_, '_>, paragraph: &Paragraph) -> Option<Found> {
    let text = tree.cx.text();
    let words = outside(tree, paragraph.span.start, paragraph.span.end);
    let colon = words.iter().take(10).position(|w| tree.token(*w).form == ":")?;
    // A label is one sentence's first words.
    if colon == 0 || words.len() < colon + 2 || words[0].s != words[colon].s {
        return None;
    }
    let name = Span::new(tree.token(words[0]).span.start, tree.token(words[colon - 1]).span.end);
    let written = name.of(text);
    // "10:30", "Arizona:1 million": a colon without a space is none of these.
    if tree.token(words[colon]).span.end == tree.token(words[colon + 1]).span.start || written.contains('\n')
    {
        return None;
    }
    let shouted = written.chars().any(char::is_alphabetic)
        && written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let named = tree
        .cx
        .analysis
        .names
        .iter()
        .any(|n| n.kind != NameKind::Location && name.contains(n.span) && n.span.end + 2 >= name.end);
    let head = words[colon - 1];
    let known = tree.cx.knowledge.cues.get(CueClass::Label, &tree.lower(head)).next().is_some();
    let verb = words[..colon].iter().any(|w| matches!(tree.token(*w).upos, Upos::Verb | Upos::Aux));
    let transcript = shouted && !paragraph.headline;
    if verb
        || !(transcript
            || (paragraph.headline && (named || known))
            || (named && colon <= 4 && paragraph.labelled))
    {
        return None;
    }
    let first = tree.token(words[colon + 1]).span.start;
    let content = Span::new(first, paragraph.span.end).trim(text);
    if content.is_empty() {
        return None;
    }
    let s = words[0].s;
    Some(Found {
        act: dyad_record::Act::Say,
        cue_at: Some(words[colon]),
        cue_words: vec![words[colon].t],
        content: vec![content],
        source: Source {
            words: words[..colon].iter().filter(|w| w.s == s).map(|w| w.t).collect(),
            head: words[..colon]
                .iter()
                .rev()
                .copied()
                .find(|w| tree.token(*w).upos == Upos::Propn)
                .or(Some(head)),
            why: "name before the colon",
        },
        sentence: s,
        frame: "label",
        link: Some(Link::Cue),
        spoken: transcript || paragraph.labelled,
        confidence: if transcript { 0.95 } else { 0.75 },
        why: vec!["a name and a colon open the paragraph".to_owned()],
        ..Found::default()
    })
}
