//! Brings the finders together: every cue of every sentence, the quotations, the labels; one attribution a cue.

use dyad_record::{Link, Span, StatementKind};
use rustc_hash::FxHashMap;

use super::direct::{self, Group};
use super::tree::Tree;
use super::{Found, Paragraph, clause, learned, phrase, relay, sign_off};
use crate::quotes::{self, Quote};
use crate::{At, Context};

/// What the rules find before quotations and clauses are brought together.
pub(super) struct Ground {
    pub found: Vec<Found>,
    pub groups: Vec<Group>,
    running: Vec<Paragraph>,
}

impl Ground {
    pub fn new(cx: &Context<'_>, quotes: &[Quote]) -> Self {
        let tree = Tree { cx, quotes };
        let mut running = paragraphs(cx, false);
        let labels = running.iter().filter(|p| !p.headline && direct::label(&tree, p).is_some()).count();
        for p in &mut running {
            p.labelled = labels >= 3;
        }
        let mut found = Vec::new();
        for s in 0..cx.sentences().len() {
            for t in 0..tree.len(s) {
                let at = At { s, t };
                let one = phrase::preposition(&tree, at)
                    .or_else(|| clause::find(&tree, at))
                    .or_else(|| phrase::noun(&tree, at))
                    .or_else(|| phrase::adjective(&tree, at))
                    .or_else(|| phrase::adverb(&tree, at));
                found.extend(one);
            }
        }
        // Words in a quotation are not the cue of somebody outside it.
        found.retain(|f| {
            let own = f.cue_at.and_then(|v| tree.quoted(v));
            own.is_none() || f.source.head.is_none_or(|h| tree.quoted(h) == own)
        });
        let mut groups = direct::groups(&tree, &running);
        // Furniture on its own: a caption may quote somebody.
        groups.extend(direct::groups(&tree, &paragraphs(cx, true)));
        Self { found, groups, running }
    }
}

/// `trust` is how sure the model must be of the parts of a cue that the rules know, too, to have its way.
pub(super) fn gather(cx: &Context<'_>, quotes: &[Quote], trust: f32) -> Vec<Found> {
    let tree = Tree { cx, quotes };
    let Ground { mut found, groups, running } = Ground::new(cx, quotes);
    if let Some(model) = cx.attributor {
        let heard = model.hear(&tree, &found, &groups);
        learned::apply(&tree, &mut found, &groups, heard, (model.cut(), trust));
    }
    for f in &mut found {
        f.content = tree.spans(f.sentence, &f.content_words);
        widen(cx, quotes, f);
    }
    let mut out = quoted(&tree, groups, found);
    let labels: Vec<Found> = running.iter().filter_map(|p| direct::label(&tree, p)).collect();
    for l in &labels {
        unlabel(&tree, l, &mut out);
    }
    if trust > 0.0 {
        relay::join(&tree, &mut out);
    }
    out.retain(|f| !f.content.is_empty());
    out.extend(labels);
    for f in &mut out {
        f.content = tidy(cx.text(), std::mem::take(&mut f.content));
        f.kind = kind(cx, quotes, f);
    }
    finish(&running, out)
}

/// The paragraphs of the running text, or of the furniture.
fn paragraphs(cx: &Context<'_>, furniture: bool) -> Vec<Paragraph> {
    let blocks = cx.doc.blocks.iter().filter(|b| b.kind.is_furniture() == furniture);
    blocks
        .flat_map(|b| {
            let headline = b.kind == dyad_record::BlockKind::Headline;
            quotes::paragraphs(cx.text(), b.span).into_iter().map(move |span| Paragraph {
                span,
                headline,
                labelled: false,
            })
        })
        .collect()
}

/// A quotation that the content enters belongs to it whole.
fn widen(cx: &Context<'_>, quotes: &[Quote], f: &mut Found) {
    let Some(end) = f.content.last().map(|c| c.end) else { return };
    let Some(first) = f.content.first().map(|c| c.start) else { return };
    if let Some(q) = quotes::outermost(quotes, end.saturating_sub(1)) {
        let quote = &quotes[q];
        let block = cx.block(f.sentence).span;
        // "My knee said no" within it is not said by the knee.
        let own = f.cue_at.is_some_and(|v| quote.span.contains(cx.token(v).span));
        if !own
            && quote.span.start >= first
            && quote.closed
            && block.contains(quote.span)
            && quote.span.end > end
        {
            // The cue may stand behind, and the sentence may have been cut inside the quotation.
            if let Some(last) = f.content.last_mut() {
                last.end = quote.span.end;
            }
        }
    }
}

/// Turns groups of quotations into attributions and takes away the clauses that they replace.
fn quoted(tree: &Tree<'_, '_>, groups: Vec<Group>, found: Vec<Found>) -> Vec<Found> {
    let text = tree.cx.text();
    let by_cue: FxHashMap<At, usize> =
        found.iter().enumerate().filter_map(|(i, f)| Some((f.cue_at?, i))).collect();
    let mut found: Vec<Option<Found>> = found.into_iter().map(Some).collect();
    let mut out: Vec<Found> = Vec::new();
    let mut place: Vec<Option<usize>> = vec![None; groups.len()];
    for (g, group) in groups.iter().enumerate() {
        if group.quotes.is_empty() {
            continue;
        }
        let spans: Vec<Span> = group.quotes.iter().map(|q| tree.quotes[*q].span).collect();
        let mut one = Found { content: spans.clone(), ..Found::default() };
        let signed =
            if group.cue.is_none() { spans.last().and_then(|q| sign_off::find(tree, q.end)) } else { None };
        match group.cue {
            Some(v) => {
                let Some(cue) = direct::quote_cue(tree, v) else { continue };
                let clause = by_cue.get(&v).and_then(|i| found[*i].take());
                one.sentence = v.s;
                one.cue_at = Some(v);
                one.cue_words = vec![v.t];
                one.cue_words.extend(clause::with_words(tree, v, cue).unwrap_or_default());
                one.source = clause::source(tree, v).unwrap_or_default();
                one.act = cue.act;
                one.factive = cue.factive;
                one.negated = tree.negated(v);
                one.frame = "quote";
                one.confidence = if one.source.head.is_some() { 0.95 } else { 0.6 };
                one.why
                    .push(format!("cue \"{}\" (cues.tsv line {}) beside the quotation", cue.lemma, cue.line));
                let cut = tree.cx.attributor.map_or(2.0, super::learned::Attributor::cut);
                if let Some(c) = clause.as_ref().filter(|c| c.sure.is_some_and(|p| p >= cut) && c.by_model) {
                    one.addressee = c.addressee;
                    one.sure = c.sure;
                    one.source = c.source.clone();
                    one.cue_words.clone_from(&c.cue_words);
                    let free = |t: &usize| {
                        let span = tree.token(At { s: v.s, t: *t }).span;
                        !spans.iter().any(|q| q.overlaps(span))
                    };
                    let words: Vec<usize> = c.content_words.iter().copied().filter(free).collect();
                    let outside = tree.spans(v.s, &words);
                    one.content.extend(outside.into_iter().filter(|s| has_words(s.of(text))));
                } else if let Some(c) = clause {
                    one.sure = c.sure;
                    one.addressee = c.addressee;
                    if one.source.head.is_none() {
                        one.source = c.source;
                    }
                    let outside: Vec<Span> = c
                        .content
                        .iter()
                        .copied()
                        .filter(|s| !spans.iter().any(|q| q.overlaps(*s) && !group.partial))
                        .collect();
                    if group.partial {
                        one.content.extend(outside);
                    } else if group.lead && c.frame == "that" {
                        // What stands before the cue is no part of what it leads up to.
                        let cue = tree.token(v).span.end;
                        one.content.extend(outside.into_iter().filter(|s| s.start >= cue));
                    }
                } else if group.partial {
                    // The tree does not give the clause around the partial quotation: its sentence up to the quotation's end.
                    let quote = spans[0];
                    if let Some(s) = tree.cx.sentence_at(quote.start) {
                        let start = tree.cx.sentences()[s].span.start;
                        if tree.token(v).span.start > quote.end {
                            one.content.push(Span::new(start, quote.end).trim(text));
                        }
                    }
                }
                let quoted = |w: &usize| {
                    spans.iter().any(|q| {
                        q.overlaps(tree.token(At { s: one.source.head.map_or(v.s, |h| h.s), t: *w }).span)
                    })
                };
                if one.source.head.is_none() || one.source.words.iter().any(quoted) {
                    one.source = beside(tree, v, &spans);
                }
                if !group.partial {
                    // The marks are surer than the model.
                    one.sure = one.sure.map(|p| p.max(cut));
                }
                one.why.extend((one.source.head.is_some()).then(|| format!("source: {}", one.source.why)));
                one.addressee = one
                    .addressee
                    .or_else(|| tree.kid(v, &["iobj", "obj"]).filter(|o| tree.quoted(*o).is_none()));
            }
            None if signed.is_some() => {
                let Some((dash, source)) = signed else { continue };
                one.sentence = dash.s;
                one.cue_at = Some(dash);
                one.cue_words = vec![dash.t];
                one.source = source;
                one.frame = "label";
                one.link = Some(Link::Cue);
                one.confidence = 0.9;
                one.why.push("a dash and a name behind the quotation".to_owned());
            }
            None => {
                one.sentence = tree.cx.sentence_at(spans[0].start).unwrap_or(0);
                // What the page sets off may be anybody's: only a sentence about somebody before it tells whose.
                let set_off = tree.quotes[group.quotes[0]].block && group.continues.is_none();
                one.frame = if set_off { "block" } else { "continued" };
                one.link = Some(Link::Continued);
                one.confidence = 0.75;
                one.continues = group.continues.and_then(|h| place[h]);
                one.why.push("quotation without a cue of its own".to_owned());
            }
        }
        place[g] = Some(out.len());
        out.push(one);
    }
    out.extend(found.into_iter().flatten().filter(|f| f.content.iter().any(|c| !c.is_empty())));
    out
}

/// The noun phrase next to the cue, where the tree gives no subject: "…," said the minister.
fn beside(tree: &Tree<'_, '_>, v: At, quotes: &[Span]) -> super::Source {
    use dyad_syntax::Upos;
    let free = |at: At| !quotes.iter().any(|q| q.overlaps(tree.token(at).span));
    if let Some(source) = tree.phrase_before(v, &free) {
        return source;
    }
    let at = |t: usize| At { s: v.s, t };
    let name = |t: usize| {
        let word = at(t);
        matches!(tree.token(word).upos, Upos::Propn | Upos::Pron | Upos::Noun) && !tree.when(word)
    };
    // "said in a statement": what a preposition opens is not who speaks.
    let near = (v.t + 1..tree.len(v.s).min(v.t + 6)).take_while(|t| {
        free(at(*t)) && !matches!(tree.token(at(*t)).upos, Upos::Adp | Upos::Verb | Upos::Sconj)
    });
    let Some(t) = near.into_iter().find(|t| name(*t)) else { return super::Source::default() };
    let mut head = at(t);
    // Up to the head of the phrase, as long as it stays behind the cue.
    while let Some(h) = tree.cx.head(head).filter(|h| name(h.t) && h.t > v.t && free(*h)) {
        head = h;
    }
    let words = tree.phrase(head).into_iter().filter(|w| free(at(*w)) && *w != v.t).collect();
    super::Source { words, head: Some(head), why: "noun phrase beside the cue" }
}

/// The name and colon that open a paragraph are no part of the sentence behind them.
fn unlabel(tree: &Tree<'_, '_>, label: &Found, found: &mut [Found]) {
    let Some(colon) = label.cue_at else { return };
    for f in found.iter_mut().filter(|f| f.sentence == colon.s && f.frame != "label") {
        let Some(v) = f.cue_at.filter(|v| v.s == colon.s && v.t > colon.t) else { continue };
        let behind = tree.token(colon).span.end;
        f.content_words.retain(|t| *t > colon.t);
        for c in &mut f.content {
            c.start = c.start.max(behind);
            c.end = c.end.max(c.start);
            *c = c.trim(tree.cx.text());
        }
        f.content.retain(|c| !c.is_empty());
        if f.source.words.iter().any(|t| *t <= colon.t) {
            f.source.words.retain(|t| *t > colon.t);
            if f.source.head.is_some_and(|h| h.t <= colon.t) {
                let free = |at: At| at.t > colon.t;
                f.source = tree.phrase_before(v, &free).unwrap_or_default();
            }
        }
    }
}

/// Sorts spans and joins those that touch.
fn tidy(text: &str, mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|s| !s.is_empty());
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for s in spans {
        match out.last_mut() {
            Some(last) if s.start <= last.end || Span::new(last.end, s.start).of(text).trim().is_empty() => {
                last.end = last.end.max(s.end);
            }
            _ => out.push(s),
        }
    }
    out
}

/// Direct if everything stands in quotation marks, mixed if something does.
fn kind(cx: &Context<'_>, quotes: &[Quote], f: &Found) -> StatementKind {
    if f.spoken {
        return StatementKind::Direct;
    }
    let (mut marked, mut plain) = (false, false);
    for span in &f.content {
        let text = span.of(cx.text());
        let mut at = span.start;
        let first = quotes.partition_point(|q| q.span.end <= span.start && q.inside.is_none());
        for q in quotes[first.min(quotes.len())..].iter().take_while(|q| q.span.start < span.end) {
            if q.inside.is_some() || !q.span.overlaps(*span) {
                continue;
            }
            // Marks that one word carries inside a clause are quotation all the same.
            marked = true;
            plain |= has_words(Span::new(at.min(q.span.start), q.span.start).of(cx.text()));
            at = q.span.end.min(span.end);
        }
        plain |= has_words(Span::new(at.max(span.start), span.end).of(cx.text())) && !text.is_empty();
    }
    match (marked, plain) {
        (true, false) => StatementKind::Direct,
        (true, true) => StatementKind::Mixed,
        _ => StatementKind::Indirect,
    }
}

fn has_words(s: &str) -> bool {
    s.chars().any(char::is_alphanumeric)
}

/// How many attributions back the speaker of a continued quotation is looked for.
const NEAR: usize = 60;

/// Order, duplicates, and the speakers of continued quotations.
fn finish(running: &[Paragraph], found: Vec<Found>) -> Vec<Found> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|i| {
        let f = &found[*i];
        (
            f.content.first().map_or(usize::MAX, |c| c.start),
            std::cmp::Reverse(f.content.last().map_or(0, |c| c.end)),
            *i,
        )
    });
    let mut new = vec![0; found.len()];
    for (place, i) in order.iter().enumerate() {
        new[*i] = place;
    }
    let mut out: Vec<Found> = order
        .iter()
        .map(|i| {
            let mut f = found[*i].clone();
            f.continues = f.continues.map(|c| new[c]);
            f
        })
        .collect();
    let paragraph = |f: &Found| {
        let at = f.content.first().map_or(0, |c| c.start);
        let i = running.partition_point(|p| p.span.start <= at).checked_sub(1)?;
        running[i].span.holds(at).then_some(i)
    };
    let homes: Vec<Option<usize>> = out.iter().map(paragraph).collect();
    for i in 0..out.len() {
        if out[i].frame == "continued" && out[i].continues.is_none() {
            // The last speaker of this paragraph, else of the paragraph before.
            let Some(home) = homes[i] else { continue };
            let speaks = |j: &usize| {
                out[*j].sort == dyad_knowledge::Sort::Speech
                    && (out[*j].source.head.is_some() || out[*j].continues.is_some())
            };
            let near = |p: usize, quoted: bool| {
                (0..i).rev().take(NEAR).find(|j| {
                    homes[*j] == Some(p) && speaks(j) && (!quoted || out[*j].kind != StatementKind::Indirect)
                })
            };
            let before = home.checked_sub(1);
            let from = near(home, false)
                .or_else(|| before.and_then(|p| near(p, true)))
                .or_else(|| before.and_then(|p| near(p, false)));
            match from {
                Some(j) => out[i].continues = Some(j),
                None => out[i].confidence = 0.4,
            }
        }
    }
    out
}

/// Attributions that lie in no other's content; of those with much the same content the surer.
pub(super) fn corpus_view(found: &[Found], cut: f32) -> Vec<usize> {
    let kept = |f: &Found| !matches!(f.frame, "continued" | "block") && f.sure.is_none_or(|p| p >= cut);
    let mut order: Vec<usize> = (0..found.len()).filter(|i| kept(&found[*i])).collect();
    let size = |i: usize| found[i].content.iter().map(Span::len).sum::<usize>();
    // Longer contents first: what they hold is nested.
    order.sort_by_key(|i| (std::cmp::Reverse(size(*i)), *i));
    let mut taken: Vec<(Span, usize)> = Vec::new();
    let mut kept = Vec::new();
    for i in order {
        let inside = found[i].content.iter().map(|c| overlap(&taken, *c)).sum::<usize>();
        if inside * 2 <= size(i) {
            kept.push(i);
            for c in &found[i].content {
                let at = taken.partition_point(|(t, _)| t.start < c.start);
                taken.insert(at, (*c, i));
            }
        }
    }
    kept.sort_unstable();
    kept
}

/// How many bytes of a span the sorted spans cover.
fn overlap(taken: &[(Span, usize)], span: Span) -> usize {
    let first = taken.partition_point(|(t, _)| t.start < span.start).saturating_sub(4);
    let covered = |t: &Span| t.end.min(span.end).saturating_sub(t.start.max(span.start));
    taken[first..].iter().take_while(|(t, _)| t.start < span.end).map(|(t, _)| covered(t)).sum()
}
