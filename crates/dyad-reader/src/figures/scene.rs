//! Where a figure holds: the place of its clause, in the words of the text or as the gazetteer names it.
//!
//! Owns which place of the sentence belongs to which figure. It must not know coordinates.

use dyad_record::{PlaceRow, Span, TimeRow};
use dyad_syntax::Upos;

use crate::{At, Context};

/// Prepositions that put something into a place.
const INTO: [&str; 13] = [
    "in",
    "at",
    "across",
    "near",
    "throughout",
    "around",
    "inside",
    "from",
    "into",
    "on",
    "along",
    "off",
    "through",
];

/// The place of a figure: a place row or a phrase behind a preposition of place, shortly behind the figure, else the
/// last one before it in its clause.
pub(super) fn place(
    cx: &Context<'_>,
    s: usize,
    span: Span,
    top: Option<At>,
    rows: &[PlaceRow],
    times: &[TimeRow],
) -> Option<String> {
    let tokens = &cx.sentences()[s].tokens;
    // Only what is near enough to be the figure's is looked at, so that long sentences stay linear.
    let here = tokens.partition_point(|t| t.span.end <= span.start);
    let mut best: Option<(usize, String)> = None;
    for (t, token) in tokens.iter().enumerate().take(here + 40).skip(here.saturating_sub(40)) {
        if !INTO.contains(&token.form.to_lowercase().as_str()) || token.rel() != "case" {
            continue;
        }
        let Some(noun) = token.head.map(|h| At { s, t: h }).filter(|n| n.t > t) else { continue };
        let word = cx.token(noun);
        let time = times.partition_point(|x| x.span.end <= word.span.start);
        let timed = times.get(time).is_some_and(|x| x.span.overlaps(word.span)) || word.span.overlaps(span);
        let from = rows.partition_point(|p| p.span.end <= word.span.start);
        let near = rows.iter().skip(from.saturating_sub(1)).take(3);
        let row = near.into_iter().find(|p| p.span.contains(word.span) || word.span.contains(p.span));
        let q = &cx.knowledge.quantities;
        let scene = row.is_some()
            || word.upos == Upos::Propn
                && cx.name_over(word.span).is_none_or(|n| n.kind == dyad_syntax::NameKind::Location)
            || q.is("scene", &word.lemma);
        if timed || !scene {
            continue;
        }
        let distance = if word.span.start >= span.end {
            let gap = Span::new(span.end, word.span.start).of(cx.text());
            if gap.len() > 80 || gap.contains([';', '.']) {
                continue;
            }
            // A comma, and the verb of another clause, are borders.
            gap.len() + 30 * gap.matches(',').count()
        } else {
            let gap = Span::new(word.span.end, span.start).of(cx.text());
            if gap.len() > 120 || gap.contains(';') {
                continue;
            }
            40 + gap.len() + 30 * gap.matches(',').count()
        };
        let related = top.is_some_and(|f| shares(cx, f, noun));
        // "nine that had come from Ecuador": the place of another clause.
        if !related && top.is_some_and(|f| apart(cx, f, noun)) {
            continue;
        }
        let distance = distance + if related { 0 } else { 60 };
        if best.as_ref().is_none_or(|(d, _)| distance < *d) {
            let name = match row {
                Some(p) => p.name.clone(),
                None => phrase(cx, noun),
            };
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// True if the place stands in a clause of its own that the figure is not in.
fn apart(cx: &Context<'_>, figure: At, place: At) -> bool {
    std::iter::successors(Some(place), |a| cx.head(*a))
        .take(12)
        .take_while(|a| !cx.is_under(figure, *a))
        .any(|a| matches!(cx.token(a).deprel.as_str(), "acl:relcl" | "advcl" | "ccomp" | "parataxis"))
}

/// True if both hang on one predicate without another clause between.
fn shares(cx: &Context<'_>, figure: At, place: At) -> bool {
    let up = |at: At| {
        std::iter::successors(Some(at), |a| {
            let border = matches!(cx.token(*a).rel(), "conj" | "ccomp" | "parataxis" | "advcl" | "acl");
            if border { None } else { cx.head(*a) }
        })
        .take(12)
        .last()
    };
    up(figure) == up(place)
}

/// The noun with its modifiers and of-phrase, without the determiner.
fn phrase(cx: &Context<'_>, noun: At) -> String {
    let tokens = &cx.sentences()[noun.s].tokens;
    let (mut first, mut last) = (noun.t, noun.t);
    while first > 0
        && matches!(tokens[first - 1].rel(), "amod" | "compound" | "flat")
        && tokens[first - 1].head == Some(noun.t)
    {
        first -= 1;
    }
    while tokens
        .get(last + 1)
        .is_some_and(|t| t.head == Some(noun.t) && matches!(t.rel(), "flat" | "compound"))
    {
        last += 1;
    }
    tokens[first].span.cover(tokens[last].span).of(cx.text()).split_whitespace().collect::<Vec<_>>().join(" ")
}
