//! Frames over a sentence: which verbs and nouns are triggers, who stands on their sides, and how events compose.
//!
//! One event per predicate: a noun that a matched verb takes as its object, and an event inside the complement of another,
//! make no event of their own. Method: dictionary frames, see `dyad_knowledge::events`.

use dyad_knowledge::events::{Need, Pattern, Side};
use dyad_record::Status;
use dyad_syntax::Upos;

use super::ahead;
use super::conditions;
use super::parties::{Parties, Party};
use super::tree::{self, Frame, lemma, lower};
use crate::{At, Context};

/// A coded predicate.
#[derive(Debug, Clone)]
pub struct Coded {
    /// The trigger word.
    pub trigger: At,
    /// The verb whose auxiliaries and governors decide the status (the light verb of a noun).
    pub clause: At,
    /// True for a noun that no light verb carries.
    pub bare: bool,
    /// PLOVER type.
    pub plover: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: String,
    /// Who acts.
    pub actor: Option<Party>,
    /// On whom.
    pub recipient: Option<Party>,
    /// Both sides act.
    pub reciprocal: bool,
    /// The frame is doubtful.
    pub weak: bool,
    /// A frame of the user's own, which nothing overrules.
    pub own: bool,
    /// The act is done by being declared, whatever its auxiliaries say.
    pub settled: bool,
    /// What the light verb or composition says.
    pub status: Option<Status>,
    /// Reasons.
    pub why: Vec<String>,
}

impl Coded {
    /// A word of which the dictionary knows no event.
    pub(super) fn none(at: At) -> Self {
        Self {
            trigger: at,
            clause: at,
            bare: true,
            plover: String::new(),
            mode: None,
            cameo: String::new(),
            actor: None,
            recipient: None,
            reciprocal: false,
            weak: true,
            own: false,
            settled: false,
            status: None,
            why: Vec::new(),
        }
    }
}

/// A frame that fits a word.
pub struct Fit<'k> {
    pub(super) pattern: &'k Pattern,
    pub(super) frame: Frame,
    /// The verb that carries a noun.
    pub(super) light: Option<At>,
    pub(super) side: Option<Side>,
    pub(super) status: Option<Status>,
}

/// Matches one sentence.
pub struct Matcher<'a, 'b> {
    pub(super) cx: &'a Context<'a>,
    pub(super) parties: &'b Parties<'a>,
    pub(super) s: usize,
    pub(super) fits: Vec<Option<Fit<'a>>>,
    pub(super) consumed: Vec<bool>,
    /// The only country that the sentence names.
    pub(super) only: Option<String>,
}

impl<'a, 'b> Matcher<'a, 'b> {
    /// Finds the fitting frame of every word.
    pub fn new(cx: &'a Context<'a>, parties: &'b Parties<'a>, s: usize) -> Self {
        let n = cx.sentences()[s].tokens.len();
        let mut m = Self {
            cx,
            parties,
            s,
            fits: Vec::with_capacity(n),
            consumed: vec![false; n],
            only: parties.only_country(s),
        };
        for t in 0..n {
            let at = At { s, t };
            let fit = match cx.token(at).upos {
                Upos::Verb => m.fit_verb(at),
                Upos::Noun => m.fit_noun(at),
                Upos::Propn => m.fit_noun(at).filter(|f| f.light.is_some()),
                _ => None,
            };
            m.fits.push(fit);
        }
        m
    }

    pub(super) fn at(&self, t: usize) -> At {
        At { s: self.s, t }
    }

    fn fit_verb(&self, at: At) -> Option<Fit<'a>> {
        let token = self.cx.token(at);
        let patterns = frames_of(self.cx, at);
        if patterns.is_empty()
            || matches!(token.rel(), "amod" | "compound" | "case" | "mark")
                && !tree::is_hidden_verb(self.cx, at)
        {
            return None;
        }
        let frame = tree::frame(self.cx, at);
        let pattern = patterns.iter().find(|p| self.fits(p, at, &frame))?;
        Some(Fit { pattern, frame, light: None, side: None, status: None })
    }

    fn fit_noun(&self, at: At) -> Option<Fit<'a>> {
        let token = self.cx.token(at);
        let patterns = frames_of(self.cx, at);
        // "In March" is no march.
        let month = token.form.starts_with(char::is_uppercase) && tree::is_date_name(self.cx, at);
        if patterns.is_empty() || month || matches!(token.rel(), "compound" | "flat" | "amod") {
            return None;
        }
        let mut frame = Frame { preps: tree::noun_preps(self.cx, at), ..Frame::default() };
        frame.clauses = self.cx.children_by(at, &["acl"]).collect();
        let (light, side, status) = match self.light(at) {
            Some((v, side, status)) => (Some(v), Some(side), status),
            None => (None, None, None),
        };
        if let Some(v) = light {
            let carrier = tree::frame(self.cx, v);
            // "were met with resistance": who is met is the one on whom the noun's event falls.
            frame.subject = carrier.subject.or(carrier.object.filter(|o| carrier.passive && *o != at));
            frame.indirect = carrier.indirect;
            frame.passive = carrier.passive;
            frame.preps.extend(carrier.preps.into_iter().filter(|(_, n)| *n != at));
        }
        tree::lift_attached(self.cx, &mut frame.preps);
        let pattern = patterns.iter().find(|p| self.fits(p, at, &frame))?;
        Some(Fit { pattern, frame, light, side, status })
    }

    /// The light verb that carries a noun, what its subject is, and what it says about the event.
    fn light(&self, noun: At) -> Option<(At, Side, Option<Status>)> {
        let cx = self.cx;
        let mut n = noun;
        if cx.token(n).rel() == "conj" {
            n = cx.head(n)?;
        }
        let token = cx.token(n);
        let (verb, link) = match token.deprel.as_str() {
            "obj" | "nsubj:pass" => (cx.head(n)?, None),
            d if d.starts_with("obl") || d == "nmod" => (cx.head(n)?, tree::case_of(cx, n)),
            "acl" | "acl:relcl" | "root" => return None,
            _ => return None,
        };
        // "the talks held in Geneva" hangs the verb on the noun; see below.
        let v = cx.token(verb);
        if !matches!(v.upos, Upos::Verb | Upos::Aux) {
            return None;
        }
        let entries = cx.knowledge.events.light(&lemma(v));
        let hit = entries.iter().find(|e| {
            e.preposition == link && e.particle.as_ref().is_none_or(|p| conditions::has_word(cx, verb, p))
        })?;
        Some((verb, hit.side, hit.status))
    }

    fn fits(&self, p: &Pattern, at: At, f: &Frame) -> bool {
        let cx = self.cx;
        if let Some(particle) = &p.particle
            && !conditions::has_word(cx, at, particle)
        {
            return false;
        }
        if p.object_only() && f.object.is_none() {
            return false;
        }
        let is_verb = cx.token(at).upos == Upos::Verb;
        if is_verb {
            if !p.object.is_empty()
                && !f.object.is_some_and(|o| p.object.iter().any(|t| self.parties.is(o, t)))
            {
                return false;
            }
            if f.object.is_some_and(|o| p.not_object.iter().any(|t| self.parties.is(o, t))) {
                return false;
            }
        } else if !p.object.is_empty() {
            // For a noun the column speaks of its first part or of the one that "of" names.
            let part = cx
                .children_by(at, &["compound", "amod"])
                .any(|c| p.object.iter().any(|t| self.parties.is(c, t)));
            if !part {
                return false;
            }
        }
        p.needs.iter().all(|any| any.iter().any(|n| self.need(n, at, f)))
            && conditions::flags_hold(cx, self.parties, p, at, f)
    }

    fn need(&self, need: &Need, at: At, f: &Frame) -> bool {
        let cx = self.cx;
        match need {
            Need::Infinitive => {
                f.clauses.iter().any(|c| tree::is_infinitive(cx, *c))
                    || f.preps
                        .iter()
                        .any(|(_, n)| cx.children_by(*n, &["acl"]).any(|c| tree::is_infinitive(cx, c)))
                    || cx.token(at).upos == Upos::Verb
                        && f.object
                            .into_iter()
                            .chain(cx.children_by(at, &["obj"]))
                            .any(|o| cx.children_by(o, &["acl"]).any(|c| tree::is_infinitive(cx, c)))
            }
            Need::That => {
                f.clauses.iter().any(|c| cx.token(*c).rel() == "ccomp" && !tree::is_infinitive(cx, *c))
            }
            Need::Ing => f
                .clauses
                .iter()
                .any(|c| cx.token(*c).xpos == "VBG" && matches!(cx.token(*c).rel(), "xcomp" | "ccomp")),
            Need::Object => f.object.is_some(),
            Need::NoObject => f.object.is_none(),
            Need::Prep(p, term) => {
                f.preps.iter().any(|(q, n)| q == p && term.as_ref().is_none_or(|t| self.parties.is(*n, t)))
                    || f.clauses.iter().any(|c| {
                        tree::marks(cx, *c).any(|m| lower(cx.token(m)) == *p)
                            && !(p == "to" && tree::is_infinitive(cx, *c))
                            && term.as_ref().is_none_or(|t| self.parties.is(*c, t))
                    })
            }
            Need::Possessive => cx.children(at).iter().any(|c| cx.token(self.at(*c)).deprel == "nmod:poss"),
            Need::Predicate(term) => {
                let of = |at: At| {
                    cx.children_by(at, &["xcomp", "amod", "acl", "ccomp"]).any(|c| self.parties.is(c, term))
                };
                let adjective = || {
                    cx.children_by(at, &["obj"]).any(|o| cx.token(o).xpos == "JJ" && self.parties.is(o, term))
                };
                adjective() || of(at) || f.object.is_some_and(|o| o.t > at.t && of(o))
            }
            Need::Word(w) => conditions::has_word(cx, at, w),
            Need::Compound(term) => cx
                .children_by(at, &["compound", "amod", "nmod"])
                .any(|c| c.t < at.t && self.parties.is(c, term)),
            Need::Adjective(a) => cx.children_by(at, &["amod"]).any(|c| lemma(cx.token(c)) == *a),
        }
    }

    /// The events of the sentence, in text order.
    pub fn events(mut self) -> Vec<Coded> {
        let n = self.fits.len();
        let mut out = Vec::new();
        // Outer events first: they use up what they govern.
        for t in 0..n {
            let at = self.at(t);
            let Some(fit) = &self.fits[t] else { continue };
            if self.consumed[t] || !conditions::composes(fit.pattern) {
                continue;
            }
            let verb_at = fit.light.unwrap_or(at);
            let mut roots: Vec<At> = fit.frame.clauses.clone();
            if !fit.frame.clauses.is_empty() || cx_is_verb(self.cx, at) {
                roots.extend(fit.frame.object);
            }
            roots.extend(
                fit.frame.preps.iter().filter(|(p, _)| conditions::governing_preposition(p)).map(|(_, n)| *n),
            );
            let acl: Vec<At> = roots.iter().flat_map(|r| self.cx.children_by(*r, &["acl"])).collect();
            roots.extend(acl);
            roots.retain(|r| *r != at && *r != verb_at);
            let inner = roots.iter().find_map(|r| self.inner(*r, 2));
            if let Some(c) = self.compose(at, inner) {
                out.push(c);
            }
        }
        for t in 0..n {
            let at = self.at(t);
            let Some(fit) = &self.fits[t] else { continue };
            if self.consumed[t] || conditions::composes(fit.pattern) || cx_is_noun(self.cx, at) {
                continue;
            }
            let mut used: Vec<At> = fit.frame.object.into_iter().collect();
            used.extend(fit.frame.preps.iter().map(|(_, n)| *n));
            let all: Vec<At> = used.iter().flat_map(|u| tree::conjuncts(self.cx, *u)).collect();
            let coded = self.code(at);
            for u in all {
                if cx_is_noun(self.cx, u) && !self.is_fact_of(&coded, u) {
                    self.consumed[u.t] = true;
                }
            }
            out.push(coded);
        }
        for t in 0..n {
            let at = self.at(t);
            let Some(fit) = &self.fits[t] else { continue };
            if self.consumed[t] || conditions::composes(fit.pattern) || !cx_is_noun(self.cx, at) {
                continue;
            }
            if fit.pattern.has("light") && fit.light.is_none() {
                continue;
            }
            // A noun inside another noun's event ("the investigation into the killing") is part of it.
            let inside = self.cx.head(at).is_some_and(|h| cx_is_noun(self.cx, h) && self.fits[h.t].is_some());
            if inside && fit.light.is_none() {
                continue;
            }
            out.push(self.code(at));
        }
        self.one_act_with_its_result(&mut out);
        for c in &mut out {
            self.complete(c);
            self.lend_country(c);
        }
        self.carry_over(&mut out);
        let taken: Vec<At> = out.iter().flat_map(|c| [c.trigger, c.clause]).collect();
        for c in &mut out {
            ahead::look(self.parties, c);
        }
        out.extend((0..n).map(|t| self.at(t)).filter(|a| !taken.contains(a)).filter_map(|a| self.open(a)));
        let more: Vec<Coded> = out.iter().flat_map(|c| self.others(c)).collect();
        out.extend(more);
        out.sort_by_key(|c| c.trigger);
        out
    }
}

/// All frames of a word, whether one of them fits or not.
pub(super) fn frames_of<'a>(cx: &Context<'a>, at: At) -> &'a [Pattern] {
    let token = cx.token(at);
    let events = &cx.knowledge.events;
    let verb = token.upos == Upos::Verb;
    let of = |word: &str| if verb { events.verbs.of(word) } else { events.nouns.of(word) };
    if !matches!(token.upos, Upos::Verb | Upos::Noun | Upos::Propn) {
        return &[];
    }
    let own = lemma(token);
    let mut words: Vec<String> = tree::hyphened(cx, at).into_iter().chain([own.clone()]).collect();
    if verb {
        if let Some(plain) = own.strip_prefix("re-") {
            // "re-opened" is spelt "reopened" in the table, or is to open anew.
            words.extend([format!("re{plain}"), plain.to_owned()]);
        }
        words.extend(tree::other_lemmas(cx, token));
    }
    words.iter().map(|w| of(w)).find(|p| !p.is_empty()).unwrap_or(&[])
}

/// True behind a preposition of place.
pub(super) fn local(cx: &Context<'_>, at: At) -> bool {
    matches!(
        tree::case_of(cx, at).as_deref(),
        Some("in" | "at" | "near" | "on" | "along" | "around" | "outside")
    )
}

pub(super) fn cx_is_noun(cx: &Context<'_>, at: At) -> bool {
    matches!(cx.token(at).upos, Upos::Noun | Upos::Propn)
}

pub(super) fn cx_is_verb(cx: &Context<'_>, at: At) -> bool {
    cx.token(at).upos == Upos::Verb
}
