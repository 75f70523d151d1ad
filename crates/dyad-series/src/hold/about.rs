//! What a figure is about in the terms of a series: the measure, the values of its dimensions, and whether the series
//! speaks of it at all. Doubt means no: a row about something else is worse than no row.

use dyad_knowledge::Quantities;
use dyad_record::{BlockKind, Figure, FigureKind, Record, Span};

use super::words::{Lexicon, Meaning, Mention, Word, topic, words};
use crate::describe::{Measure, Role};
use crate::file::Series;
use crate::sum::{Choice, indices};

/// Words between a topic and its figure.
const NEAR: usize = 18;

/// A record's text, once for each series.
pub(super) struct Reading<'r> {
    pub record: &'r Record,
    series: &'r Series,
    words: Vec<Word>,
    mentions: Vec<Mention>,
    units: &'r Quantities,
    home: bool,
}

/// A figure in the terms of a series.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub sentence: usize,
    /// Measures of the series that may be meant, the likelier first, with how many of the figure's unit one of the
    /// measure's is; none where no arithmetic leads from one to the other.
    pub measures: Vec<(usize, f64)>,
    pub choice: Choice,
    /// Column, value and label of what was named.
    pub named: Vec<(usize, String)>,
    pub assumptions: Vec<String>,
    /// Why nothing can be said, though the series speaks of it.
    pub cannot: Option<String>,
}

impl<'r> Reading<'r> {
    pub fn new(record: &'r Record, series: &'r Series, units: &'r Quantities) -> Self {
        let words = words(&record.document.text);
        let mentions = Lexicon::new(&series.description).find(&words);
        let mut out = Reading { record, series, words, mentions, units, home: false };
        out.home = out.at_home();
        out
    }

    /// True if the document tells of the series' country more than of another, or names the agency or a scope.
    fn at_home(&self) -> bool {
        let countries = &self.series.description.agency.countries;
        let own = |c: &str| countries.iter().any(|o| o == c);
        let codes: Vec<&str> = self.record.places.iter().filter_map(|p| p.country.as_deref()).collect();
        let here = codes.iter().filter(|c| own(c)).count();
        let most = codes.iter().map(|c| codes.iter().filter(|o| *o == c).count()).max().unwrap_or(0);
        let agency = self.mentions.iter().any(|m| matches!(m.meaning, Meaning::Agency) || self.is_scope(m));
        countries.is_empty() || agency || here > 0 && here == most
    }

    fn is_scope(&self, m: &Mention) -> bool {
        let dimensions = &self.series.description.dimensions;
        matches!(m.meaning, Meaning::Value(i, _) if dimensions.get(i).is_some_and(|d| d.role == Role::Scope))
    }

    fn of(&self, sentence: usize) -> Span {
        self.record.sentences.get(sentence).map_or_else(Span::default, |s| s.span)
    }

    fn within(&self, span: Span) -> &[Word] {
        let from = self.words.partition_point(|w| w.span.start < span.start);
        let to = self.words.partition_point(|w| w.span.end <= span.end);
        self.words.get(from..to).unwrap_or_default()
    }

    fn mentions_in(&self, span: Span) -> impl DoubleEndedIterator<Item = &Mention> {
        self.mentions.iter().filter(move |m| span.contains(m.span))
    }

    /// What the figure is about, if the series speaks of it.
    pub fn about(&self, f: &Figure) -> Option<About> {
        let block = self.record.blocks.get(f.block)?.kind;
        if !matches!(block, BlockKind::Headline | BlockKind::Body | BlockKind::Caption) {
            return None;
        }
        let sentence = self.record.sentences.iter().position(|s| s.span.contains(f.span))?;
        let (measures, mut assumptions, cannot) = self.measures(f, self.of(sentence))?;
        if !self.home || self.elsewhere(f, sentence) || !self.agency(f, sentence) {
            return None;
        }
        let mut about = About {
            sentence,
            measures,
            choice: Choice::defaults(self.series),
            named: Vec::new(),
            assumptions: Vec::new(),
            cannot,
        };
        for (i, dimension) in self.series.description.dimensions.iter().enumerate() {
            let Some((chosen, span, back)) = self.named(f, sentence, i) else {
                if dimension.required {
                    return None;
                }
                if dimension.role == Role::Scope && dimension.reach() > 0 {
                    let all = dimension.default.clone().or_else(|| dimension.whole_name.clone());
                    if let Some(all) = all {
                        assumptions.push(format!(
                            "no {} is named; \"{all}\" is taken",
                            dimension.column.first().to_lowercase()
                        ));
                    }
                }
                continue;
            };
            let text = span.of(&self.record.document.text);
            if back > 0 {
                assumptions.push(format!("\"{text}\" is taken from {}", before(back)));
            }
            let axis = self.series.axes.iter().position(|a| a.dimension == i);
            let values: Vec<_> = chosen.iter().filter_map(|j| dimension.values.get(*j)).collect();
            match axis {
                // All values together.
                Some(at) if values.is_empty() => about.choice.0[at] = None,
                Some(at) => {
                    let wanted: Vec<String> = values.iter().flat_map(|v| v.is.all()).cloned().collect();
                    let found = indices(&self.series.axes[at].values, &wanted);
                    let label = values.iter().map(|v| v.label()).collect::<Vec<_>>().join(" and ");
                    if found.is_empty() {
                        about.cannot = Some(format!(
                            "no row of the series has {} = {label}",
                            self.series.axes[at].column
                        ));
                    }
                    about.choice.0[at] = Some(found);
                    about.named.push((at, label));
                    assumptions.extend(values.iter().filter_map(|v| v.note.clone()));
                }
                None if !values.is_empty() => {
                    let column = dimension.column.first();
                    about.cannot = Some(format!(
                        "\"{text}\" asks for the column \"{column}\", which this table does not have"
                    ));
                }
                None => {}
            }
        }
        about.cannot = about.cannot.or_else(|| self.local(f, sentence));
        assumptions.extend(self.series.description.note.clone());
        about.assumptions = assumptions;
        Some(about)
    }

    /// The measures whose unit and topic fit.
    #[allow(clippy::type_complexity)]
    fn measures(
        &self,
        f: &Figure,
        sentence: Span,
    ) -> Option<(Vec<(usize, f64)>, Vec<String>, Option<String>)> {
        let text = self.within(sentence);
        let mut fit: Vec<(bool, usize, f64)> = Vec::new();
        let mut assumptions = Vec::new();
        let mut cannot = None;
        for i in 0..self.series.measures.len() {
            let Some(m) = self.series.measure(i) else { continue };
            let topics: Vec<Span> = m.topics.iter().filter_map(|t| topic(text, t)).collect();
            if !self.tells(text, &topics, f) {
                continue;
            }
            let preferred = m.prefer.iter().any(|p| topic(text, p).is_some());
            if let Some(factor) = self.mass(f, m, &mut assumptions).or_else(|| self.counted(f, m)) {
                fit.push((!preferred, i, factor));
            } else if f.unit.as_ref().is_some_and(|u| m.inconvertible.contains(u))
                && f.kind == FigureKind::Count
            {
                let unit = f.unit.as_deref().unwrap_or_default();
                cannot =
                    Some(format!("the series counts in {}; no arithmetic leads there from {unit}s", m.unit));
                fit.push((true, i, f64::NAN));
            }
        }
        fit.sort_by_key(|(p, i, _)| (*p, *i));
        if fit.iter().any(|(_, _, x)| x.is_finite()) {
            fit.retain(|(_, _, x)| x.is_finite());
            cannot = None;
        }
        (!fit.is_empty()).then(|| (fit.into_iter().map(|(_, i, x)| (i, x)).collect(), assumptions, cannot))
    }

    /// True if one of these topics is near the figure. A bare number could be of anything, so it must be nearer, or stand
    /// near such a number before it ("fell to 20,000 in March from 30,000").
    fn tells(&self, text: &[Word], topics: &[Span], f: &Figure) -> bool {
        let reach = if f.unit.is_none() { NEAR / 2 } else { NEAR };
        if topics.iter().any(|t| near(text, *t, f.span, reach)) {
            return true;
        }
        let before = |o: &&Figure| {
            let here = text.first().is_some_and(|w| w.span.start <= o.span.start);
            here && o.span.end <= f.span.start && near(text, o.span, f.span, reach)
        };
        let earlier = || self.record.figures.iter().rfind(before);
        f.unit.is_none() && earlier().is_some_and(|o| o.kind == f.kind && self.tells(text, topics, o))
    }

    /// A place of the figure's sentence that no words of the series name: where that is, the series cannot say.
    fn local(&self, f: &Figure, sentence: usize) -> Option<String> {
        let span = self.of(sentence);
        let scoped = self.mentions_in(span).any(|m| self.is_scope(m));
        let text = self.record.document.text.as_str();
        let unnamed = |p: &&dyad_record::PlaceRow| {
            let own = f.place.as_deref() == Some(p.name.as_str());
            let small = p.admin1.is_some() || p.country.is_none();
            span.contains(p.span)
                && (own || !scoped && small)
                && !(p.admin1.is_none() && p.country.is_some())
                && !self.mentions_in(span).any(|m| m.span.overlaps(p.span))
        };
        let place = self.record.places.iter().find(unnamed)?.span.of(text);
        Some(format!("the text tells of {place}, for which the series has no words"))
    }

    /// How many of the figure's units one unit of the measure is, for units of measure.
    fn mass(&self, f: &Figure, m: &Measure, assumptions: &mut Vec<String>) -> Option<f64> {
        let own = self.units.unit(&m.unit)?;
        let unit = f.unit.as_deref()?;
        let told = match self.units.unit(unit) {
            Some(u) => u,
            // The reader takes "pounds" for money where nothing weighs; here something does.
            None if f.kind == FigureKind::Money && unit == "pound" && own.kind == "mass" => {
                assumptions.push("\"pounds\" are read as the unit of mass".into());
                self.units.unit("lb")?
            }
            None => return None,
        };
        let ((base, times), (other, per)) = (own.base.as_ref()?, told.base.as_ref()?);
        (base == other && own.kind == told.kind && *per > 0.0)
            .then(|| if own.unit == told.unit { 1.0 } else { times / per })
    }

    /// 1, if the figure counts what the measure counts.
    fn counted(&self, f: &Figure, m: &Measure) -> Option<f64> {
        if f.kind != FigureKind::Count || self.units.unit(&m.unit).is_some() {
            return None;
        }
        let noun = f.unit.as_deref().unwrap_or_default();
        let of = words(f.of.as_deref().unwrap_or_default());
        let named = m.persons.iter().any(|p| topic(&of, p).is_some())
            || m.topics.iter().any(|t| topic(&of, t).is_some())
            || f.of_span
                .is_some_and(|s| self.mentions_in(s).any(|m| matches!(m.meaning, Meaning::Value(..))));
        let fits = match noun {
            "" => true,
            "person" => m.nouns.iter().any(|n| n == noun) && named,
            _ => {
                noun == m.unit
                    || m.nouns.iter().any(|n| n == noun)
                    || named && m.topics.iter().any(|t| topic(&of, t).is_some())
            }
        };
        fits.then_some(1.0)
    }

    /// True if the figure's sentence tells of another country and nothing of the series' own agency or scope.
    fn elsewhere(&self, f: &Figure, sentence: usize) -> bool {
        let span = self.of(sentence);
        let countries = &self.series.description.agency.countries;
        let own = self.mentions_in(span).any(|m| matches!(m.meaning, Meaning::Agency) || self.is_scope(m));
        let named = |s: Span| {
            self.mentions_in(span).any(|m| matches!(m.meaning, Meaning::Value(..)) && m.span.overlaps(s))
        };
        let foreign = self.record.places.iter().any(|p| {
            let place = f.place.as_deref() == Some(p.name.as_str()) || span.contains(p.span);
            place && !named(p.span) && p.country.as_ref().is_some_and(|c| !countries.contains(c))
        });
        !countries.is_empty() && foreign && !own
    }

    /// True if the nearest body named in or before the sentence is the series' own, or a scope stands for it.
    fn agency(&self, f: &Figure, sentence: usize) -> bool {
        let required = self.series.description.agency.required;
        for back in 0..=3usize {
            let Some(at) = sentence.checked_sub(back) else { break };
            let span = self.of(at);
            let bodies =
                || self.mentions_in(span).filter(|m| matches!(m.meaning, Meaning::Agency | Meaning::Other));
            let nearest = if back == 0 {
                bodies().min_by_key(|m| m.span.start.abs_diff(f.span.start))
            } else {
                bodies().next_back()
            };
            match nearest.map(|m| m.meaning) {
                Some(Meaning::Agency) => return true,
                Some(_) => return false,
                None => {}
            }
            if back == 0 && self.mentions_in(span).any(|m| self.is_scope(m)) {
                return true;
            }
        }
        let speaker =
            f.speaker.as_ref().and_then(dyad_record::Id::index).and_then(|i| self.record.entities.get(i));
        let names = &self.series.description.agency.words;
        !required || speaker.is_some_and(|e| names.iter().any(|n| topic(&words(&e.name), n).is_some()))
    }

    /// The values of a dimension that are meant, where they stand, and how many sentences back.
    fn named(&self, f: &Figure, sentence: usize, dimension: usize) -> Option<(Vec<usize>, Span, usize)> {
        let d = self.series.description.dimensions.get(dimension)?;
        let here = self.of(sentence);
        let is =
            |m: &&Mention| matches!(m.meaning, Meaning::Value(i, _) | Meaning::Whole(i) if i == dimension);
        let value = |m: &Mention| match m.meaning {
            Meaning::Value(_, j) => vec![j],
            _ => Vec::new(),
        };
        // "of fentanyl and heroin": both.
        if let Some(of) = f.of_span {
            let all: Vec<&Mention> = self.mentions_in(of).filter(is).collect();
            if let (Some(first), Some(last)) = (all.first(), all.last()) {
                let mut chosen: Vec<usize> = all.iter().flat_map(|m| value(m)).collect();
                chosen.sort_unstable();
                chosen.dedup();
                return Some((chosen, first.span.cover(last.span), 0));
            }
        }
        // Behind the figure and before the next one, else the nearest before it.
        let next = self.record.figures.iter().map(|o| o.span.start).filter(|s| *s > f.span.start).min();
        let end = next.unwrap_or(here.end).clamp(f.span.start, here.end.max(f.span.start));
        let after = self.mentions_in(Span::new(f.span.start, end)).find(is);
        let nearest =
            || self.mentions_in(here).filter(is).min_by_key(|m| m.span.start.abs_diff(f.span.start));
        if let Some(m) = after.or_else(nearest) {
            return Some((value(m), m.span, 0));
        }
        for back in 1..=d.reach() {
            let Some(at) = sentence.checked_sub(back) else { break };
            if let Some(m) = self.mentions_in(self.of(at)).rfind(is) {
                return Some((value(m), m.span, back));
            }
        }
        None
    }
}

fn near(text: &[Word], topic: Span, figure: Span, most: usize) -> bool {
    let between = Span::new(topic.end.min(figure.end), topic.start.max(figure.start));
    text.iter().filter(|w| between.contains(w.span)).count() <= most
}

fn before(back: usize) -> String {
    match back {
        1 => "the sentence before".to_owned(),
        n => format!("{n} sentences before"),
    }
}
