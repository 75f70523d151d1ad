//! What each piece of a page is: headline, byline, dateline, body, caption, teaser, link, contact, other.
//!
//! Evidence is weighed: cue words (`tables/block_cues.tsv`) and what the code sees of shape, place and neighbours
//! (`tables/block_features.tsv`) each speak for or against a kind; the highest sum wins, and body wins a tie. Decisions that
//! RECORD.md leaves open: a second headline under the first (a deck) is `headline`; headings inside the text are `other`;
//! credits such as "Reporting by …" are `byline`; the time stamps of a live blog are `dateline`.

mod byline;
mod dateline;
mod features;

pub(crate) use byline::{is_outlet, parse as parse_byline};
pub(crate) use features::Feature;

use std::collections::BTreeMap;

use dyad_record::{Block, BlockKind, Span};
use jiff::civil::Date;

use crate::dates;
use crate::tables::{Where, tables};
use features::{View, head, view};

/// What the markup of a page says of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Hint {
    #[default]
    None,
    Title,
    Heading(u8),
    Paragraph,
    Caption,
    Related,
    Link,
    List,
    Quote,
    Byline,
    Time,
}

/// A stretch of the canonical text, not yet typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub span: Span,
    pub hint: Hint,
}

/// What is known of the page beside its text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known<'a> {
    pub title: Option<&'a str>,
    pub authors: &'a [String],
}

/// The typed page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub blocks: Vec<Block>,
    pub reasons: Vec<String>,
    pub title: Option<String>,
    pub byline: Vec<String>,
    pub outlet: Option<String>,
    pub date: Option<Date>,
}

/// What every block needs to know of the others.
struct Page<'a> {
    text: &'a str,
    pieces: &'a [Piece],
    views: &'a [View],
    known: Known<'a>,
    first_news: usize,
    last_news: usize,
    title_at: Option<usize>,
    labels: BTreeMap<&'a str, usize>,
    /// More than one label in capitals: a transcript, whose labels are no datelines.
    transcript: bool,
    /// For each piece, the paragraph of news before and after it.
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
}

/// Types the pieces of a page.
pub(crate) fn classify(text: &str, pieces: &[Piece], known: Known<'_>) -> Typed {
    let views: Vec<View> = pieces.iter().map(|p| view(slice(text, p), p.hint)).collect();
    let page = Page::new(text, pieces, &views, known);
    let mut out = Typed::default();
    let mut kinds: Vec<BlockKind> = Vec::with_capacity(pieces.len());
    for i in 0..pieces.len() {
        let (kind, reason) = page.judge(i, &kinds);
        kinds.push(kind);
        page.emit(i, kind, reason, &mut out);
    }
    page.describe(&kinds, &mut out);
    out
}

fn slice<'t>(text: &'t str, piece: &Piece) -> &'t str {
    &text[piece.span.start..piece.span.end]
}

/// Letters and digits only, lower case: for comparing titles.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Weight at which a cue at the start of a block makes it furniture before anything else is known.
const CLEAR_CUE: f32 = 4.0;

impl<'a> Page<'a> {
    fn new(text: &'a str, pieces: &'a [Piece], views: &'a [View], known: Known<'a>) -> Self {
        let n = pieces.len();
        let furniture: Vec<bool> = (0..n)
            .map(|i| {
                let v = &views[i];
                matches!(
                    pieces[i].hint,
                    Hint::Caption
                        | Hint::Related
                        | Hint::Link
                        | Hint::Byline
                        | Hint::Time
                        | Hint::Title
                        | Hint::Heading(_)
                ) || v.byline.as_ref().is_some_and(|b| b.by)
                    || v.label_tight
                    || v.credit_end
                    || cues(slice(text, &pieces[i]), v)
                        .any(|(_, w, place)| w >= CLEAR_CUE && place != Where::In)
            })
            .collect();
        let news: Vec<bool> = (0..n).map(|i| views[i].news && !furniture[i]).collect();
        // The headline may be long enough to look like news: the first piece is news only if it is really long.
        let lead = |i: usize| {
            news[i] && (i > 0 || views[i].words > 25 || views[i].sentences > 1 || views[i].dateline.is_some())
        };
        let mut first_news = (0..n).find(|i| lead(*i)).unwrap_or(n);
        // A second headline with a full stop, above a byline or a paragraph that begins with a dateline.
        while first_news + 1 < n
            && (1..=3).contains(&first_news)
            && views[first_news].words <= 32
            && views[first_news].dateline.is_none()
        {
            let next = &views[first_news + 1];
            let more = next.byline.as_ref().is_some_and(|b| b.by || !b.names.is_empty()) && !next.news
                || next.dateline.as_ref().is_some_and(|d| !d.colon)
                || dateline::is_date(slice(text, &pieces[first_news + 1]));
            match (first_news + 1..n).find(|i| news[*i]) {
                Some(next_news) if more => first_news = next_news,
                _ => break,
            }
        }
        let last_news = (0..n).rev().find(|i| news[*i]).unwrap_or(0);
        let mut labels: BTreeMap<&str, usize> = BTreeMap::new();
        for v in views {
            if let Some(label) = &v.label {
                *labels.entry(label.as_str()).or_default() += 1;
            }
        }
        let title_bare = known.title.map(bare).filter(|b| !b.is_empty());
        let title_at = (0..n.min(12)).find(|i| pieces[*i].hint == Hint::Title).or_else(|| {
            let title = title_bare.as_deref()?;
            (0..n.min(12)).find(|i| {
                let own = bare(head(slice(text, &pieces[*i]), 600));
                own == title
                    || own.len() > 20
                        && (title.starts_with(&own) || own.starts_with(title) && own.len() < title.len() + 20)
            })
        });
        let mut before = vec![None; n];
        let mut last = None;
        for i in 0..n {
            before[i] = last;
            if news[i] {
                last = Some(i);
            }
        }
        let mut after = vec![None; n];
        let mut next = None;
        for i in (0..n).rev() {
            after[i] = next;
            if news[i] {
                next = Some(i);
            }
        }
        let transcript = labels.keys().filter(|l| !l.chars().any(char::is_lowercase)).count() > 1;
        Page {
            text,
            pieces,
            views,
            known,
            first_news,
            last_news,
            title_at,
            labels,
            transcript,
            before,
            after,
        }
    }

    fn own(&self, i: usize) -> &'a str {
        slice(self.text, &self.pieces[i])
    }

    /// A label that several blocks begin with, or all in capitals: somebody speaks.
    fn speaks(&self, i: usize) -> bool {
        let v = &self.views[i];
        let Some(label) = &v.label else { return false };
        let capitals = label.chars().filter(|c| c.is_alphabetic()).count() >= 1
            && !label.chars().any(char::is_lowercase);
        let often = self.labels.get(label.as_str()).is_some_and(|n| *n >= 2);
        let cue = cues(self.own(i), v).any(|(_, w, place)| place != Where::In && w >= 3.0);
        !cue && (capitals && v.dateline.is_none() || often)
    }

    fn judge(&self, i: usize, kinds: &[BlockKind]) -> (BlockKind, String) {
        let v = &self.views[i];
        let seen = self.features(i, kinds);
        let mut sums: [f32; BlockKind::ALL.len()] = [0.0; BlockKind::ALL.len()];
        let mut why: Vec<(BlockKind, String, f32)> = Vec::new();
        for (kind, feature, weight) in &tables().weights {
            if seen.contains(feature) {
                sums[*kind as usize] += weight;
                why.push((*kind, feature.name().to_owned(), *weight));
            }
        }
        // One cue a place and kind: synonyms of one cue are no new evidence.
        let mut best: BTreeMap<(BlockKind, u8), (f32, &str)> = BTreeMap::new();
        for (cue, weight, place) in cues(self.own(i), v) {
            let entry = best.entry((cue.kind, place as u8)).or_insert((weight, &cue.words));
            if weight > entry.0 {
                *entry = (weight, &cue.words);
            }
        }
        for ((kind, _), (weight, words)) in best {
            sums[kind as usize] += weight;
            why.push((kind, format!("\"{}\"", words.trim()), weight));
        }
        let mut kind = BlockKind::Body;
        for candidate in BlockKind::ALL {
            if sums[*candidate as usize] > sums[kind as usize] {
                kind = *candidate;
            }
        }
        let mut reasons: Vec<String> = why
            .into_iter()
            .filter(|(k, ..)| *k == kind)
            .map(|(_, name, w)| format!("{name} {w:+}"))
            .collect();
        reasons.insert(
            0,
            format!("{kind} {:.1} against body {:.1}", sums[kind as usize], sums[BlockKind::Body as usize]),
        );
        (kind, reasons.join(", "))
    }

    fn features(&self, i: usize, kinds: &[BlockKind]) -> Vec<Feature> {
        use Feature as F;
        let v = &self.views[i];
        let text = self.own(i);
        let hint = self.pieces[i].hint;
        let mut f = vec![F::Always];
        let mut add = |yes: bool, feature: Feature| {
            if yes {
                f.push(feature);
            }
        };
        add(hint == Hint::Title, F::HintTitle);
        add(matches!(hint, Hint::Heading(_)), F::HintHeading);
        add(hint == Hint::Caption, F::HintCaption);
        add(hint == Hint::Related, F::HintRelated);
        add(hint == Hint::Link, F::HintLink);
        add(hint == Hint::List, F::HintList);
        add(hint == Hint::Quote, F::HintQuote);
        add(hint == Hint::Byline, F::HintByline);
        add(hint == Hint::Time, F::HintTime);
        add(hint == Hint::Paragraph, F::HintParagraph);
        add(self.title_at == Some(i) && hint != Hint::Title, F::TitleMatch);
        let first = i == 0
            && self.title_at.is_none_or(|t| t == 0)
            && (self.known.title.is_none() || self.title_at == Some(0));
        // A text of one sentence, with its full stop, is no headline of nothing.
        let alone = self.pieces.len() == 1
            && hint != Hint::Title
            && text.trim_end().ends_with(['.', '!', '?', '"', '”']);
        let first = first && !alone;
        add(first, F::First);
        let in_head = i < self.first_news;
        let in_tail = i > self.last_news && self.first_news < self.pieces.len();
        add(in_head, F::BeforeNews);
        add(in_tail, F::AfterNews);
        add(!in_head && !in_tail, F::BetweenNews);
        let previous = i.checked_sub(1).map(|p| kinds[p]);
        let dated = dateline::is_date(text);
        let date_inside = in_head && v.words <= 14 && !v.stop && !dated && dates::written(text).is_some();
        let deck = in_head
            && previous == Some(BlockKind::Headline)
            && (5..=35).contains(&v.words)
            && !date_inside
            && !text.trim_end().ends_with(':')
            && v.byline.as_ref().is_none_or(|b| !b.by)
            && v.sentences <= 2;
        add(deck, F::Deck);
        add(v.words <= 1, F::OneWord);
        add(
            first && (3..=20).contains(&v.words) && v.sentences <= 1 && v.dateline.is_none(),
            F::HeadlineLength,
        );
        add(v.words > 25, F::Long);
        add(v.words > 50, F::VeryLong);
        add(v.sentences >= 2 && v.stop, F::Sentences);
        add(v.sentences <= 1 && v.stop, F::SingleSentence);
        add(v.stop, F::FinalStop);
        add(!v.stop, F::NoStop);
        let headline_like = first && v.words <= 20;
        add(v.speech && !headline_like, F::Speech);
        add(v.quotation && !headline_like, F::Quotation);
        add(v.pronoun && !headline_like, F::Pronoun);
        let speaks = self.speaks(i);
        add(speaks, F::SpeakerLabel);
        if let Some(b) = &v.byline {
            let known = b.names.iter().any(|n| self.known.authors.iter().any(|a| bare(a) == bare(n)));
            add(b.by && !v.stop | (v.words <= 12), F::ByNames);
            add(!b.by && !b.names.is_empty() && !v.stop && v.words <= 12, F::NamesOnly);
            add(!b.by && !b.names.is_empty() && !v.stop && in_head && i > 0 && v.words <= 8, F::NamesInHead);
            add(known, F::AuthorKnown);
        }
        let outlet = previous == Some(BlockKind::Byline)
            && in_head
            && v.words <= 7
            && !v.stop
            && (is_outlet(text) || v.byline.is_some());
        add(outlet, F::OutletAfterByline);
        add(
            v.lower.starts_with("by ")
                && v.words <= 8
                && !v.stop
                && v.byline.as_ref().is_none_or(|b| !b.by)
                && self.credit(v),
            F::CreditBy,
        );
        add(dateline::is_line(text) && v.byline.as_ref().is_none_or(|b| !b.by), F::DatelineLine);
        add(dated, F::DateOnly);
        add(dateline::is_clock(text), F::ClockOnly);
        add(date_inside, F::DateInside);
        add(v.credit_end, F::CreditEnd);
        let between = !in_head && !in_tail && i > self.first_news;
        add(v.verbless && between, F::Verbless);
        let (breaks_quotation, breaks_pronoun) = if between { self.interrupts(i) } else { (false, false) };
        add(breaks_quotation, F::BreaksQuotation);
        add(breaks_pronoun, F::BreaksPronoun);
        add(v.label_tight && !first, F::LabelTight);
        add(v.label_loose && between && !speaks && hint != Hint::Title, F::LabelLoose);
        add(features::url_only(text), F::UrlOnly);
        add(v.words <= 60 && features::email(text), F::Email);
        add(v.words <= 60 && features::handle(text), F::Handle);
        add(features::phone(text, v.words), F::Phone);
        add(!text.chars().any(char::is_alphanumeric), F::NoLetters);
        let next_news =
            self.pieces.get(i + 1).is_some() && (self.views[i + 1].words >= 12 || self.views[i + 1].news);
        let heading = (between || in_head && i > 0 && previous != Some(BlockKind::Headline))
            && (1..=10).contains(&v.words)
            && (!v.stop
                || (v.words <= 8 && text.ends_with('?'))
                || (v.words <= 3 && text.ends_with('.') && !v.pronoun))
            && !v.second_person
            && !v.quotation | v.starts_quote | !v.stop
            && !text.ends_with([':', ','])
            && text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric())
            && v.label.is_none()
            && !v.label_tight
            && next_news;
        add(heading, F::SectionHeading);
        let author = self.known.authors.iter().any(|a| v.lower.starts_with(&a.to_lowercase()))
            || self.pieces[..i.min(6)].iter().zip(self.views).any(|(_, p)| {
                p.byline
                    .as_ref()
                    .is_some_and(|b| b.names.iter().any(|n| v.lower.starts_with(&n.to_lowercase())))
            });
        add(
            author
                && i + 3 >= self.pieces.len()
                && i > 2
                && [" is a", " is the", " covers ", " writes ", " reports ", " is an", " was a"]
                    .iter()
                    .any(|m| v.lower.contains(m)),
            F::AuthorNote,
        );
        f
    }

    /// "By our Africa correspondent": a function instead of a name.
    fn credit(&self, v: &View) -> bool {
        const FUNCTIONS: [&str; 9] =
            ["staff", "correspondent", "reporter", "writer", "editor", "agencies", "desk", "bureau", "team"];
        v.lower.split_whitespace().any(|w| {
            let w = w.trim_matches(|c: char| !c.is_alphabetic());
            FUNCTIONS.iter().any(|f| w == *f || w.strip_suffix('s') == Some(f))
        })
    }

    /// Whether the piece stands between two parts of one quotation, or between a speaker and the pronoun for them.
    fn interrupts(&self, i: usize) -> (bool, bool) {
        let v = &self.views[i];
        if v.quotation
            || v.speech
            || v.pronoun
            || v.link_word
            || v.sentences > 1
            || v.words > 32
            || v.words < 4
        {
            return (false, false);
        }
        let (Some(p), Some(n)) = (self.before[i], self.after[i]) else { return (false, false) };
        if i - p > 2 || n - i > 2 {
            return (false, false);
        }
        let (before, after) = (&self.views[p], &self.views[n]);
        let quotation = before.open_quote && after.starts_quote;
        let pronoun = after.opener && !v.named && before.named && before.speech && before.quotation;
        (quotation, pronoun)
    }

    /// Adds the block; a paragraph that begins with a dateline becomes two.
    fn emit(&self, i: usize, kind: BlockKind, reason: String, out: &mut Typed) {
        let span = self.pieces[i].span;
        let text = self.own(i);
        let quoted = self.pieces[i].hint == Hint::Quote;
        if kind == BlockKind::Body
            && let Some(d) = &self.views[i].dateline
            && (d.strong || i <= self.first_news.saturating_add(1))
            && !(d.colon && (self.transcript || self.speaks(i)))
        {
            let rest = text[d.end..].len() - text[d.end..].trim_start().len();
            out.blocks.push(Block {
                kind: BlockKind::Dateline,
                span: Span { start: span.start, end: span.start + d.end },
                quoted,
            });
            out.reasons.push("dateline: place, date or agency before a dash".to_owned());
            let span = Span { start: span.start + d.end + rest, end: span.end };
            out.blocks.push(Block { kind, span, quoted });
            out.reasons.push(reason);
            if out.date.is_none() {
                out.date = d.date;
            }
            return;
        }
        if kind == BlockKind::Dateline && out.date.is_none() {
            out.date = dates::written(text);
        }
        out.blocks.push(Block { kind, span, quoted });
        out.reasons.push(reason);
    }

    /// Title, authors and outlet as the blocks give them.
    fn describe(&self, kinds: &[BlockKind], out: &mut Typed) {
        for (i, kind) in kinds.iter().enumerate() {
            let text = self.own(i);
            match kind {
                BlockKind::Headline if out.title.is_none() => {
                    out.title = Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
                }
                BlockKind::Byline if i <= self.first_news || out.byline.is_empty() => {
                    let parsed = parse_byline(text).unwrap_or_default();
                    for name in parsed.names {
                        if i > self.first_news || !out.byline.contains(&name) {
                            out.byline.push(name);
                        }
                    }
                    if out.outlet.is_none() && i <= self.first_news {
                        out.outlet = parsed.outlet;
                    }
                }
                _ => {}
            }
        }
    }
}

/// The cues that a block shows, with their weights.
fn cues<'v>(
    text: &'v str,
    v: &'v View,
) -> impl Iterator<Item = (&'static crate::tables::Cue, f32, Where)> + 'v {
    let whole = text.len() <= features::LOOK;
    let bare = v.lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    let short = v.words <= 80;
    tables().cues.iter().filter_map(move |cue| {
        let words = cue.words.as_str();
        let shows = match cue.place {
            Where::Whole => whole && bare == words.trim(),
            Where::Start => {
                v.lower.starts_with(words)
                    && (words.ends_with(|c: char| !c.is_alphanumeric())
                        || !v.lower[words.len()..].starts_with(char::is_alphanumeric))
            }
            Where::End => whole && bare.ends_with(words.trim_end()),
            Where::In => {
                short && cue.finder.find_iter(v.lower.as_bytes()).any(|at| stands_alone(&v.lower, at, words))
            }
        };
        shows.then_some((cue, cue.weight, cue.place))
    })
}

/// The words found are no part of longer ones.
fn stands_alone(text: &str, at: usize, found: &str) -> bool {
    let before = !found.starts_with(char::is_alphanumeric) || !text[..at].ends_with(char::is_alphanumeric);
    let after = !found.ends_with(char::is_alphanumeric)
        || !text[at + found.len()..].starts_with(char::is_alphanumeric);
    before && after
}
