//! Frames over a sentence: which verbs and nouns are triggers, who stands on their sides, and how events compose.
//!
//! One event per predicate: a noun that a matched verb takes as its object, and an event inside the complement of another,
//! make no event of their own. Method: dictionary frames, see `dyad_knowledge::events`.

use dyad_knowledge::events::{Need, Pattern, Place, Side};
use dyad_knowledge::{CueClass, Sort};
use dyad_record::Status;
use dyad_syntax::Upos;

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
    fn none(at: At) -> Self {
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
struct Fit<'k> {
    pattern: &'k Pattern,
    frame: Frame,
    /// The verb that carries a noun.
    light: Option<At>,
    side: Option<Side>,
    status: Option<Status>,
}

/// How many joined sides get rows of their own.
const JOINED: usize = 5;

/// Matches one sentence.
pub struct Matcher<'a, 'b> {
    cx: &'a Context<'a>,
    parties: &'b Parties<'a>,
    s: usize,
    fits: Vec<Option<Fit<'a>>>,
    consumed: Vec<bool>,
}

impl<'a, 'b> Matcher<'a, 'b> {
    /// Finds the fitting frame of every word.
    pub fn new(cx: &'a Context<'a>, parties: &'b Parties<'a>, s: usize) -> Self {
        let n = cx.sentences()[s].tokens.len();
        let mut m = Self { cx, parties, s, fits: Vec::with_capacity(n), consumed: vec![false; n] };
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

    fn at(&self, t: usize) -> At {
        At { s: self.s, t }
    }

    fn fit_verb(&self, at: At) -> Option<Fit<'a>> {
        let token = self.cx.token(at);
        let verbs = &self.cx.knowledge.events.verbs;
        let mut patterns = tree::hyphened(self.cx, at).map_or(&[][..], |word| verbs.of(&word));
        if patterns.is_empty() {
            patterns = verbs.of(&lemma(token));
        }
        if let Some(plain) = lemma(token).strip_prefix("re-").filter(|_| patterns.is_empty()) {
            // "re-opened" is spelt "reopened" in the table, or is to open anew.
            patterns = verbs.of(&format!("re{plain}"));
            if patterns.is_empty() {
                patterns = verbs.of(plain);
            }
        }
        if patterns.is_empty() {
            patterns = tree::other_lemmas(self.cx, token)
                .iter()
                .map(|l| verbs.of(l))
                .find(|p| !p.is_empty())
                .unwrap_or(&[]);
        }
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
        let nouns = &self.cx.knowledge.events.nouns;
        let mut patterns = tree::hyphened(self.cx, at).map_or(&[][..], |word| nouns.of(&word));
        if patterns.is_empty() {
            patterns = nouns.of(&lemma(token));
        }
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
            self.look_ahead(c);
        }
        out.extend((0..n).map(|t| self.at(t)).filter(|a| !taken.contains(a)).filter_map(|a| self.open(a)));
        let more: Vec<Coded> = out.iter().flat_map(|c| self.others(c)).collect();
        out.extend(more);
        out.sort_by_key(|c| c.trigger);
        out
    }

    /// "met her Ugandan counterpart": who holds the same office elsewhere has the same role.
    fn counterpart(&self, c: &mut Coded) {
        let role = c
            .actor
            .as_ref()
            .and_then(|a| a.code.as_deref())
            .and_then(|x| x.split_once(':'))
            .map(|x| x.1.to_owned());
        let is = |h: At| lemma(self.cx.token(h)) == "counterpart";
        let bare = c.recipient.as_mut().filter(|r| r.head.is_some_and(is)).and_then(|r| r.code.as_mut());
        if let (Some(code), Some(role)) = (bare.filter(|x| !x.contains(':')), role) {
            code.push(':');
            code.push_str(&role);
        }
    }

    /// "Denounced the murder of three drivers", "welcomed the release of the crew": what is judged, protested against or followed is told as
    /// done, and is an act of its own where its own words tell by or on whom.
    fn is_fact_of(&self, outer: &Coded, noun: At) -> bool {
        let cx = self.cx;
        let material = self.fits[noun.t].as_ref().is_some_and(|f| {
            matches!(
                f.pattern.plover.as_str(),
                "COOPERATE" | "AID" | "RETREAT" | "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT"
            ) && f.light.is_none_or(|v| v == outer.trigger)
        });
        let judges = matches!(outer.plover.as_str(), "ACCUSE" | "SUPPORT" | "PROTEST");
        let told = cx.children_by(noun, &["nmod"]).next().is_some();
        judges && material && told
    }

    /// "Air strikes killed nine", "opened fire, killing three": who was killed is told of the act; the killing is none of its own.
    fn one_act_with_its_result(&self, out: &mut Vec<Coded>) {
        let cx = self.cx;
        let harm = |c: &Coded| {
            c.plover == "ASSAULT"
                && c.trigger == c.clause
                && cx.knowledge.events.in_class(&lemma(cx.token(c.trigger)), "harm")
        };
        let cause_of = |c: &Coded| -> Option<At> {
            let t = cx.token(c.trigger);
            let subject = tree::frame(cx, c.trigger);
            let noun = if subject.passive {
                subject.preps.iter().find(|(p, _)| p == "in" || p == "by").map(|(_, n)| *n)
            } else {
                cx.child(c.trigger, &["nsubj"])
            };
            let governor = (t.xpos == "VBG" && t.rel() == "advcl").then(|| cx.head(c.trigger)).flatten();
            noun.into_iter().chain(governor).find(|a| self.fits[a.t].is_some())
        };
        let mut i = 0;
        while i < out.len() {
            let cause = Some(&out[i]).filter(|c| harm(c)).and_then(cause_of);
            let of =
                |c: &Coded| c.plover == "ASSAULT" && cause.is_some_and(|a| c.trigger == a || c.clause == a);
            let Some(j) = out.iter().position(of).filter(|j| *j != i) else {
                i += 1;
                continue;
            };
            let known = |p: &Option<Party>| p.as_ref().is_some_and(|p| self.parties.acts(p));
            let harmed = out[i].recipient.clone();
            let host = &mut out[j];
            let coded = harmed.as_ref().is_some_and(|h| h.code.is_some());
            // Who was harmed says more than where.
            let only_where =
                host.recipient.as_ref().and_then(|r| r.head).is_some_and(|h| self.parties.is_where(h));
            if coded && only_where || known(&harmed) && !known(&host.recipient) {
                host.recipient = harmed;
                host.why.push("on whom is told by its result".to_owned());
            }
            out.remove(i);
        }
    }

    /// "France condemned Niger and recalled its ambassador": the second act of one subject, whose own words name no other side, is on the
    /// side of the first.
    fn carry_over(&self, out: &mut [Coded]) {
        let cx = self.cx;
        for i in 0..out.len() {
            let c = &out[i];
            let open = !c.recipient.as_ref().is_some_and(|r| self.parties.acts(r))
                && matches!(c.plover.as_str(), "SANCTION" | "REJECT" | "THREATEN")
                && cx.token(c.clause).rel() == "conj"
                && cx.child(c.clause, &["nsubj"]).is_none();
            let Some(before) = cx.head(c.clause).filter(|_| open) else { continue };
            let first = out.iter().find(|f| f.clause == before && same_side(&f.actor, &c.actor));
            let Some(recipient) = first.and_then(|f| f.recipient.clone()).filter(|r| self.parties.acts(r))
            else {
                continue;
            };
            out[i].recipient = Some(recipient);
            out[i].why.push("on the side of the act before, of the same subject".to_owned());
        }
    }

    /// "The judge in Lima ordered the navy", "Dutch unions called on the government": a body without a country is of the actor's.
    fn lend_country(&self, c: &mut Coded) {
        self.counterpart(c);
        let Some((country, role)) =
            c.actor.as_ref().and_then(|a| a.code.as_deref()).and_then(|x| x.split_once(':'))
        else {
            return;
        };
        let at_home = matches!(
            role.split(':').next(),
            Some("LEG" | "JUD" | "OPP" | "LAB" | "CVL" | "COP" | "EDU" | "HLH" | "REL")
        );
        let Some(r) = c.recipient.as_mut().filter(|_| at_home) else { return };
        let Some(head) = r.head.filter(|h| cx_is_noun(self.cx, *h)) else { return };
        // What the words themselves tell stands.
        if self.cx.token(head).upos != Upos::Noun || r.code.is_some() && self.parties.by_words(head).is_some()
        {
            return;
        }
        let noun = lemma(self.cx.token(head));
        if noun == "counterpart" {
            return;
        }
        if let Some(role) = self.parties.state_role(&noun) {
            r.code = Some(format!("{country}:{role}"));
            c.why.push("the body is of the actor's country".to_owned());
        }
    }

    /// A recipient for an event whose frame names none that may act: the first under the trigger's clause that may, known ones first.
    /// "refused to send peacekeepers to Iraq", "has agreed to share its files with them".
    fn complete(&self, c: &mut Coded) {
        // "agreed to set up a committee": what they agree on is nobody.
        let doing = c.plover == "AGREE" && c.recipient.as_ref().is_some_and(|r| r.code.is_none());
        if c.recipient.as_ref().is_some_and(|r| self.parties.acts(r)) && !doing
            || matches!(c.mode.as_deref(), Some("seize" | "resign"))
        {
            return;
        }
        let cx = self.cx;
        if self.with_each_other(c) {
            return;
        }
        let object = cx.child(c.clause, &["obj"]).is_some_and(|o| o != c.trigger);
        if object && matches!(c.plover.as_str(), "REJECT" | "ACCUSE") {
            // "denied reports that units had moved to Sudan": what is denied is told.
            return;
        }
        let own = |p: &Party| {
            c.actor.as_ref().is_some_and(|a| {
                let same = a.entity.is_some() && a.entity == p.entity;
                // Of one country only two of its bodies or groups deal with each other.
                let role =
                    |p: &Party| p.code.as_deref().and_then(|c| c.split_once(':')).map(|c| c.1.to_owned());
                let apart = role(a).is_some() && role(p).is_some() && role(a) != role(p);
                a.head == p.head || same || a.country().is_some() && a.country() == p.country() && !apart
            })
        };
        let mut best: Option<Party> = None;
        let mut queue: Vec<(At, usize)> = vec![(c.clause, 0)];
        if c.trigger != c.clause {
            queue.push((c.trigger, 0));
        }
        let mut next = 0;
        // What is done is done for a purpose: "gave money to promote trade in Kenya", looked through last.
        let purposes: Vec<(At, usize)> = cx
            .children_by(c.clause, &["advcl"])
            .filter(|a| tree::is_infinitive(cx, *a))
            .map(|a| (a, 1))
            .collect();
        let mut purposes = purposes.into_iter();
        loop {
            let Some((at, depth)) = queue.get(next).copied() else {
                // Only where nothing else was found.
                let Some(purpose) = purposes.next().filter(|_| best.is_none()) else { break };
                queue.push(purpose);
                continue;
            };
            next += 1;
            for k in cx.children_by(at, &["obj", "iobj", "obl", "nmod", "xcomp", "ccomp", "acl", "nsubj"]) {
                // Only what stands behind the trigger, and no clause that tells of something else.
                if k.t < c.clause.t
                    || depth == 0 && cx.token(k).rel() == "nsubj"
                    || cx.token(k).deprel == "acl:relcl"
                {
                    continue;
                }
                if depth < 3 {
                    queue.push((k, depth + 1));
                }
                if tree::is_day(cx, k) || matches!(cx.token(k).upos, Upos::Verb | Upos::Aux) {
                    continue;
                }
                let local = local(cx, k) || tree::case_of(cx, k).as_deref() == Some("after");
                if local
                    && !matches!(c.plover.as_str(), "ASSAULT" | "COERCE" | "MOBILIZE" | "AID" | "RETREAT")
                {
                    continue;
                }
                let p = self.parties.resolve(k);
                if !self.parties.acts(&p) || own(&p) {
                    continue;
                }
                let better = p.code.is_some() && best.as_ref().is_none_or(|b| b.code.is_none());
                if better || best.is_none() {
                    best = Some(p);
                }
            }
        }
        let open = best.as_ref().or(c.recipient.as_ref()).is_none_or(|b| b.code.is_none());
        if open && c.plover == "AGREE" && self.agreed_between(c) {
            return;
        }
        if let Some(p) = best.filter(|b| c.recipient.is_none() || b.code.is_some() || !doing) {
            c.why.push("the recipient is the first behind the trigger that may act".to_owned());
            c.recipient = Some(p);
        }
    }

    /// "Pakistani and Afghan guards exchanged fire", "Mali and Niger ended their accord": what two do together, or end between them, they do
    /// with each other.
    fn with_each_other(&self, c: &mut Coded) -> bool {
        let cx = self.cx;
        let Some(head) = c.actor.as_ref().and_then(|a| a.head) else { return false };
        let their = cx.child(c.clause, &["obj"]).is_some_and(|o| {
            cx.children_by(o, &["nmod"])
                .any(|p| cx.token(p).deprel == "nmod:poss" && lower(cx.token(p)) == "their")
        });
        let shared = match c.plover.as_str() {
            "CONSULT" | "COOPERATE" => true,
            "AGREE" | "SUPPORT" | "SANCTION" => their,
            _ => false,
        };
        let mutual = cx.children_by(c.clause, &["obj", "obl", "nmod"]).any(|o| {
            matches!(lower(cx.token(o)).as_str(), "each" | "one" | "other" | "another")
                && cx
                    .children(o)
                    .iter()
                    .chain([&o.t])
                    .any(|t| matches!(lower(cx.token(self.at(*t))).as_str(), "other" | "another"))
        });
        if !(c.reciprocal || shared || mutual) {
            return false;
        }
        self.second_of(c, head)
    }

    /// "The ministers of Jordan and Iraq agreed to reopen the border": with each other, where nobody else is named.
    fn agreed_between(&self, c: &mut Coded) -> bool {
        c.actor.as_ref().and_then(|a| a.head).is_some_and(|head| self.second_of(c, head))
    }

    /// Makes the second of two who act together the one on whom they act.
    fn second_of(&self, c: &mut Coded, head: At) -> bool {
        let cx = self.cx;
        let second = match self.parties.nationalities(head).as_slice() {
            [_, second, ..] => Some(Party {
                entity: None,
                code: Some(second.clone()),
                span: c.actor.as_ref().map(|a| a.span).unwrap_or_default(),
                head: None,
            }),
            _ => tree::conjuncts(cx, head)
                .get(1)
                .map(|n| self.parties.resolve(*n))
                .filter(|p| self.parties.acts(p)),
        };
        let Some(second) = second else { return false };
        c.recipient = Some(second);
        c.reciprocal = true;
        c.why.push("two who act together act on each other".to_owned());
        true
    }

    /// A word that no frame fits, with a side that is known: whether it makes an event is left to the classifier.
    fn open(&self, at: At) -> Option<Coded> {
        if self.fits[at.t].is_some() || self.consumed[at.t] {
            return None;
        }
        match self.cx.token(at).upos {
            Upos::Verb => self.open_verb(at),
            Upos::Noun => self.open_noun(at),
            _ => None,
        }
    }

    fn open_verb(&self, at: At) -> Option<Coded> {
        let cx = self.cx;
        if self.speaks(at) || matches!(cx.token(at).rel(), "amod" | "compound" | "case" | "mark") {
            return None;
        }
        let frame = tree::frame(cx, at);
        let subject = frame.subject.filter(|s| s.s == at.s);
        let actor = subject.map(|s| self.parties.resolve_actor(s)).filter(|p| self.parties.acts(p));
        let preps = frame.preps.iter().map(|(_, n)| *n);
        let others = frame.object.into_iter().chain(frame.indirect).chain(preps);
        let recipient = self.other_side(actor.as_ref(), others.filter(|n| Some(*n) != subject));
        let known = |p: &Option<Party>| p.as_ref().is_some_and(|p| p.code.is_some());
        // Who only is or has something does nothing.
        let does = actor.is_some() || frame.passive;
        (does && (known(&actor) || known(&recipient))).then(|| Coded {
            bare: false,
            actor,
            recipient,
            ..Coded::none(at)
        })
    }

    /// An act noun none of whose frames fits: "a dawn raid by police on the offices of".
    fn open_noun(&self, at: At) -> Option<Coded> {
        let cx = self.cx;
        let token = cx.token(at);
        let known_word = !cx.knowledge.events.nouns.of(&lemma(token)).is_empty();
        if !known_word || matches!(token.rel(), "compound" | "flat" | "amod") {
            return None;
        }
        let preps = tree::noun_preps(cx, at);
        let behind = |list: &[&str]| preps.iter().find(|(p, _)| list.contains(&p.as_str())).map(|(_, n)| *n);
        let owner = cx.children_by(at, &["nmod"]).find(|c| cx.token(*c).deprel == "nmod:poss");
        let before =
            cx.children_by(at, &["amod", "compound"]).find(|c| self.parties.resolve(*c).code.is_some());
        let first = behind(&["by"]).or(owner).or(behind(&["from"])).or(before);
        let actor = first.map(|a| self.parties.resolve_actor(a)).filter(|p| self.parties.acts(p));
        let others = preps.iter().map(|(_, n)| *n).filter(|n| Some(*n) != first);
        let recipient = self.other_side(actor.as_ref(), others);
        let known = |p: &Option<Party>| p.as_ref().is_some_and(|p| p.code.is_some());
        (known(&actor) || known(&recipient)).then(|| Coded { actor, recipient, ..Coded::none(at) })
    }

    /// The first of some nouns that may be the other side, known ones first; of one country only two of its bodies deal with each other.
    fn other_side(&self, actor: Option<&Party>, nouns: impl Iterator<Item = At>) -> Option<Party> {
        let apart = |p: &Party| {
            let Some(a) = actor else { return true };
            let same = p.entity.is_some() && p.entity == a.entity || p.head == a.head;
            let one = p.country().is_some() && p.country() == a.country();
            let bodies = |x: &Party| x.code.as_deref().is_some_and(|c| c.contains(':'));
            !same && (!one || bodies(p) && bodies(a) && p.code != a.code)
        };
        let mut best: Option<Party> = None;
        for p in nouns.map(|n| self.parties.resolve(n)).filter(|p| self.parties.acts(p) && apart(p)) {
            if p.code.is_some() {
                return Some(p);
            }
            best.get_or_insert(p);
        }
        best
    }

    /// A verb that reports speech.
    fn speaks(&self, at: At) -> bool {
        let lemma = lemma(self.cx.token(at));
        self.cx.knowledge.cues.get(CueClass::Verb, &lemma).any(|c| c.sort == Sort::Speech)
    }

    /// Rows for what is joined to a side: "Peru and Chile condemned", "sanctions on Mali and Niger". A side of the same country as
    /// one that has its row makes none.
    fn others(&self, c: &Coded) -> Vec<Coded> {
        let joined = |side: &Option<Party>| -> Vec<Party> {
            let Some(head) = side.as_ref().and_then(|p| p.head) else { return Vec::new() };
            let rest = tree::conjuncts(self.cx, head).into_iter().skip(1).take(JOINED);
            rest.map(|n| self.parties.resolve(n)).filter(|p| p.code.is_some()).collect()
        };
        let country = |p: &Option<Party>| p.as_ref().and_then(|p| p.country().map(str::to_owned));
        let mut seen = vec![(country(&c.actor), country(&c.recipient))];
        let mut out = Vec::new();
        let known = |p: &Option<Party>| p.as_ref().is_some_and(|p| p.code.is_some());
        if !known(&c.actor) || c.reciprocal && !known(&c.recipient) {
            return out;
        }
        // "Pakistani and Afghan guards": guards of either.
        let nations = |side: &Option<Party>| -> Vec<Party> {
            let Some((p, head)) = side.as_ref().and_then(|p| Some((p, p.head?))) else { return Vec::new() };
            let codes = self.parties.nationalities(head);
            codes
                .into_iter()
                .skip(1)
                .map(|code| Party { code: Some(code), entity: None, ..p.clone() })
                .collect()
        };
        let mut actors = vec![c.actor.clone()];
        actors.extend(joined(&c.actor).into_iter().map(Some));
        let more = nations(&c.actor);
        actors.extend(more.into_iter().map(Some));
        let mut recipients = vec![c.recipient.clone()];
        recipients.extend(joined(&c.recipient).into_iter().map(Some));
        recipients.extend(nations(&c.recipient).into_iter().map(Some));
        for a in &actors {
            for r in &recipients {
                let pair = (country(a), country(r));
                let mirrored = c.reciprocal && seen.contains(&(pair.1.clone(), pair.0.clone()));
                let itself =
                    pair.0.is_some() && pair.0 == pair.1 && (seen.len() > 1 || seen[0].0 != seen[0].1);
                if seen.contains(&pair) || mirrored || itself {
                    continue;
                }
                seen.push(pair);
                let mut row = Coded { actor: a.clone(), recipient: r.clone(), ..c.clone() };
                row.why.push("one row for each that is joined".to_owned());
                out.push(row);
            }
        }
        out
    }

    /// PLOVER codes cooperation that lies ahead as AGREE, and cooperation that somebody will not give as REJECT.
    fn look_ahead(&self, c: &mut Coded) {
        let cx = self.cx;
        let cooperative =
            matches!(c.plover.as_str(), "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "RETREAT" | "CONCEDE");
        if !cooperative || c.clause != c.trigger && c.status.is_some() {
            return;
        }
        let subject = tree::frame(cx, c.clause).subject;
        let willing = cx.head(c.clause).filter(|h| {
            matches!(cx.token(c.clause).rel(), "xcomp" | "advcl" | "ccomp")
                && matches!(
                    lemma(cx.token(*h)).as_str(),
                    "willing" | "ready" | "prepared" | "poised" | "unwilling" | "reluctant"
                )
        });
        let auxiliary = |at: At, words: &[&str]| {
            cx.children_by(at, &["aux", "advmod"]).any(|a| words.contains(&lower(cx.token(a)).as_str()))
        };
        let not = &["not", "n't", "n’t", "never"][..];
        let outer = if let Some(w) = willing {
            let refuses =
                auxiliary(w, not) || matches!(lemma(cx.token(w)).as_str(), "unwilling" | "reluctant");
            if refuses { "REJECT" } else { "AGREE:vow" }
        } else if auxiliary(c.clause, &["will", "'ll", "’ll", "wo", "shall"])
            || tree::is_told_future(cx, c.clause)
        {
            if auxiliary(c.clause, not) { "REJECT" } else { "AGREE:vow" }
        } else {
            return;
        };
        let Some(r) = cx.knowledge.events.compose(outer, Some((&c.plover, &c.cameo))) else { return };
        let (Some(plover), Some(cameo)) = (&r.plover, &r.cameo) else { return };
        c.why.push(format!("lies ahead: {} {} becomes {plover}", c.plover, c.cameo));
        c.plover.clone_from(plover);
        c.cameo.clone_from(cameo);
        c.mode.clone_from(&r.mode);
        c.settled = willing.is_some() || outer == "REJECT";
        if willing.is_some()
            && let Some(s) = subject
        {
            c.actor = Some(self.parties.resolve(s));
        }
    }

    /// A verb by which an act is told as one's own: "announced the deployment", "approved the release".
    fn announces(&self, verb: At) -> bool {
        let cx = self.cx;
        cx.token(verb).upos == Upos::Verb && cx.knowledge.events.in_class(&lemma(cx.token(verb)), "announce")
    }

    /// The event that a governed word is or carries.
    fn inner(&self, root: At, depth: usize) -> Option<At> {
        if self.consumed[root.t] {
            return None;
        }
        if let Some(fit) = &self.fits[root.t] {
            let nested = conditions::composes(fit.pattern)
                .then(|| fit.frame.clauses.iter().find_map(|c| self.inner(*c, 0)))
                .flatten();
            if fit.pattern.has("nocode") {
                return nested;
            }
            return Some(root);
        }
        let carried = self.cx.children_by(root, &["obj", "obl"]).find(|o| {
            self.fits[o.t]
                .as_ref()
                .is_some_and(|f| f.light == Some(root) || f.light.is_none() && f.pattern.recipient.len() > 1)
        });
        if carried.is_some() || depth == 0 {
            return carried;
        }
        let mut next: Vec<At> = self.cx.children_by(root, &["xcomp", "ccomp", "conj", "acl"]).collect();
        if cx_is_noun(self.cx, root) {
            // "call for an end to the strikes", "a stop to arrests".
            next.extend(self.cx.children_by(root, &["nmod"]).filter(|c| cx_is_noun(self.cx, *c)));
        }
        next.into_iter().find_map(|c| self.inner(c, depth - 1))
    }

    fn compose(&mut self, at: At, inner: Option<At>) -> Option<Coded> {
        let fit = self.fits[at.t].as_ref()?;
        let p = fit.pattern;
        let mut outer = self.code(at);
        let vow = p.has("vow") || cx_is_noun(self.cx, at) && p.plover == "AGREE";
        if fit.light.is_none() && p.has("light") {
            return None;
        }
        let key = if vow && p.plover == "AGREE" { "AGREE:vow".to_owned() } else { p.plover.clone() };
        let Some(i) = inner else {
            let only = p.has("nocode") || p.has("failonly") || p.has("planonly");
            return (!only).then_some(outer);
        };
        let governed = self.code(i);
        let result = self.cx.knowledge.events.compose(&key, Some((&governed.plover, &governed.cameo)));
        self.consumed[i.t] = true;
        if let Some(v) = self.fits[i.t].as_ref().map(|f| f.frame.object) {
            for o in v.into_iter().flat_map(|o| tree::conjuncts(self.cx, o)) {
                self.consumed[o.t] = true;
            }
        }
        if p.has("nocode") {
            return None;
        }
        let Some(c) = result else { return Some(outer) };
        let joined = || {
            let s = self.fits[at.t].as_ref()?.frame.subject?;
            let half = *tree::conjuncts(self.cx, s).get(1)?;
            Some(self.parties.resolve(half))
        };
        let Some(plover) = &c.plover else {
            // Kept as it is, planned: "agreed to impose sanctions".
            let mut kept = governed;
            kept.status = Some(Status::Planned);
            kept.clause = at;
            if kept.actor.is_none() {
                kept.actor = outer.actor;
            }
            kept.why.push(format!("governed by {}", p.at));
            return Some(kept);
        };
        outer.plover.clone_from(plover);
        if c.mode.is_some() || outer.plover != p.plover {
            outer.mode.clone_from(&c.mode);
        }
        if let Some(code) = &c.cameo {
            outer.cameo.clone_from(code);
        }
        let known = |x: &Option<Party>| x.as_ref().is_some_and(|x| x.code.is_some() || x.entity.is_some());
        if !known(&outer.recipient) || p.has("inner") && outer.recipient.is_none() {
            let same = |x: &Option<Party>| {
                x.as_ref().is_some_and(|x| {
                    outer
                        .actor
                        .as_ref()
                        .is_some_and(|a| a.entity.is_some() && a.entity == x.entity || a.head == x.head)
                })
            };
            // What is asked, refused or promised concerns the inner recipient, or for a request whoever is to act.
            let (first, second) = if plover == "REQUEST" {
                (governed.actor.clone(), governed.recipient.clone())
            } else {
                (governed.recipient.clone(), governed.actor.clone())
            };
            for candidate in [first, second] {
                if known(&candidate) && !same(&candidate) {
                    outer.recipient = candidate;
                    break;
                }
            }
        }
        if !known(&outer.recipient) && outer.plover == "AGREE" {
            // "A and B agreed to meet": with each other.
            outer.recipient = joined().or(outer.recipient);
        }
        outer.why.push(format!(
            "composed with {} {} ({})",
            governed.plover,
            governed.cameo,
            self.cx.token(i).form
        ));
        Some(outer)
    }

    /// The place on the clause that an act without another recipient bears on.
    fn scene(&self, fit: &Fit<'_>, actor: Option<At>) -> Option<Party> {
        let local =
            |q: &str| matches!(q, "in" | "at" | "near" | "across" | "inside" | "outside" | "into" | "around");
        let hit = fit.frame.preps.iter().find(|(q, n)| {
            local(q) && Some(*n) != actor && self.parties.is_where(self.parties.counted(*n))
        })?;
        // A place of which nobody knows whose it is keeps its words: "in the worst-hit districts".
        let place = self.parties.resolve(self.parties.counted(hit.1));
        Some(if place.code.is_some() { place } else { Party { span: self.parties.words(hit.1), ..place } })
    }

    /// Codes the fit of a word, with its two sides.
    fn code(&self, at: At) -> Coded {
        let cx = self.cx;
        // Callers pass words that have a fit; a word without one would give an empty event, which `mod.rs` drops.
        let Some(fit) = &self.fits[at.t] else {
            return Coded::none(at);
        };
        let p = fit.pattern;
        let noun = cx_is_noun(cx, at);
        let mut actor_at = if noun { None } else { fit.frame.subject };
        let mut recipient_at = None;
        let mut why = vec![format!("{} \"{}\"", p.at, cx.token(at).form)];
        if noun {
            let poss =
                cx.children(at).iter().map(|t| self.at(*t)).find(|c| cx.token(*c).deprel == "nmod:poss");
            let by = fit.frame.preps.iter().find(|(q, _)| q == "by").map(|(_, n)| *n);
            let before = cx
                .children_by(at, &["amod", "compound", "nmod"])
                .find(|c| c.t < at.t && self.parties.resolve(*c).code.is_some());
            // "an apology from Iceland", unless the frame asks for the preposition itself.
            let from = fit
                .frame
                .preps
                .iter()
                .find(|(q, n)| q == "from" && fit.light.is_none() && self.parties.is_actor(*n))
                .filter(|_| !p.recipient.contains(&Place::Prep("from".to_owned())))
                .map(|(_, n)| *n);
            let by = by.or(from);
            let of = fit.frame.preps.iter().find(|(q, _)| q == "of").map(|(_, n)| *n);
            if p.has("possrec") && of.is_none() {
                recipient_at = poss;
                actor_at = by.or(before);
            } else {
                actor_at = by.or(poss).or(before);
            }
            let announced = || {
                // "announced the deployment of troops": by the one who announces it.
                let verb = cx.head(at).filter(|v| cx.token(at).rel() == "obj" && self.announces(*v))?;
                tree::frame(cx, verb).subject
            };
            if actor_at.is_none() {
                actor_at = announced();
            }
            if p.has("ofactor") && actor_at.is_none() {
                actor_at = of;
            }
            match fit.side {
                Some(Side::Actor) if actor_at.is_none() => actor_at = fit.frame.subject,
                Some(Side::Recipient) => {
                    recipient_at = recipient_at.or(fit.frame.subject);
                    let from =
                        fit.frame.preps.iter().find(|(q, _)| q == "from" || q == "by").map(|(_, n)| *n);
                    actor_at = actor_at.or(from);
                }
                _ => {}
            }
            if let Some(v) = fit.light {
                why.push(format!("carried by \"{}\"", cx.token(v).form));
            }
        }
        let mut actor = actor_at.map(|a| self.parties.resolve_actor(a));
        let mut recipient = recipient_at.map(|r| self.parties.resolve(r));
        let subject = if noun { fit.frame.subject.or(actor_at) } else { actor_at };
        for place in &p.recipient {
            if recipient.as_ref().is_some_and(|r| r.code.is_some()) {
                break;
            }
            let found: Option<Party> = match place {
                Place::Object => fit.frame.object.map(|o| self.parties.resolve(o)),
                Place::Indirect => fit.frame.indirect.map(|o| self.parties.resolve(o)),
                Place::Complement => fit
                    .frame
                    .clauses
                    .iter()
                    .find_map(|c| cx.child(*c, &["nsubj"]))
                    .map(|s| self.parties.resolve(s)),
                Place::Subject => subject.and_then(|s| {
                    let half = tree::conjuncts(cx, s).get(1).map(|c| self.parties.resolve(*c));
                    half.or_else(|| {
                        let e = self.parties.entity(s)?;
                        let mut members = self.parties.members(e).into_iter();
                        let (a, b) = (members.next()?, members.next()?);
                        actor = Some(a);
                        Some(b)
                    })
                }),
                Place::Prep(q) => {
                    let mut hits: Vec<At> = fit
                        .frame
                        .preps
                        .iter()
                        .filter(|(x, n)| x == q && Some(*n) != actor_at)
                        .map(|(_, n)| *n)
                        .collect();
                    hits.extend(
                        fit.frame
                            .clauses
                            .iter()
                            .filter(|c| tree::marks(cx, **c).any(|m| lower(cx.token(m)) == *q))
                            .filter_map(|c| cx.child(*c, &["nsubj"])),
                    );
                    let mut best: Option<Party> = None;
                    for h in hits {
                        // "talks between A and B": both sides stand after the preposition.
                        if q == "between" || q == "among" {
                            let both = tree::conjuncts(cx, h);
                            if let [a, b, ..] = both.as_slice() {
                                if p.has("recip") {
                                    actor = Some(self.parties.resolve(*a));
                                }
                                best = Some(self.parties.resolve(*b));
                                break;
                            }
                        }
                        let r = self.parties.resolve(h);
                        if r.code.is_some() || r.entity.is_some() {
                            best = Some(r);
                            break;
                        }
                        best = best.or(Some(r));
                    }
                    best
                }
            };
            match found {
                Some(f) if f.code.is_some() || f.entity.is_some() => recipient = Some(f),
                Some(f) if recipient.is_none() => recipient = Some(f),
                _ => {}
            }
        }
        if p.has("fromactor") && fit.frame.passive && actor.is_none() {
            // "were expelled from X": X expelled them.
            let from =
                fit.frame.preps.iter().find(|(q, _)| q == "from").map(|(_, n)| self.parties.resolve(*n));
            actor = from.filter(|x| x.code.is_some());
        }
        if recipient.as_ref().is_none_or(|r| !self.parties.acts(r)) && on_the_spot(p) {
            // The words of what was hit stay; the place says whose it is.
            let own = actor.as_ref().and_then(|a| a.country().map(str::to_owned));
            // Soldiers moved about at home, a curfew at home are aimed at nobody in particular.
            let quiet = p.plover == "MOBILIZE" || p.mode.as_deref() == Some("curfew");
            let scene = self.scene(fit, actor_at).filter(|s| !(quiet && own.as_deref() == s.country()));
            recipient = match (scene, recipient) {
                (Some(place), Some(words)) if words.entity.is_none() => {
                    Some(Party { code: place.code, ..words })
                }
                (Some(place), None) => Some(place),
                (_, other) => other,
            };
        }
        if seizes(p) {
            // Where a thing was seized does not say from whom.
            let elsewhere = |h: At| fit.frame.object != Some(h) && self.parties.is_where(h) && local(cx, h);
            let found_there = |h: At| {
                let owned = cx.children(h).iter().any(|t| cx.token(self.at(*t)).deprel == "nmod:poss");
                !owned && !self.parties.is_actor(h) && self.parties.by_nationality(h).is_none()
            };
            recipient = recipient.map(|r| match r.head {
                Some(h) if r.entity.is_none() && found_there(h) => Party { code: None, ..r },
                _ => r,
            });
            recipient = recipient.filter(|r| !r.head.is_some_and(elsewhere));
            if recipient.as_ref().is_none_or(|r| r.code.is_none())
                && let Some(o) = fit.frame.object
                && let Some(code) = self.parties.by_nationality(o)
            {
                // "seized five Vietnamese boats": whose they are, the words say.
                recipient = Some(Party { code: Some(code), ..self.parties.resolve(o) });
            }
        }
        if p.has("swap") {
            std::mem::swap(&mut actor, &mut recipient);
        }
        // Nobody acts on himself, unless two members of a group do.
        if let (Some(a), Some(r)) = (&actor, &recipient)
            && a.head.is_some()
            && (a.head == r.head || a.entity.is_some() && a.entity == r.entity)
        {
            recipient = None;
        }
        Coded {
            trigger: at,
            clause: fit.light.unwrap_or(at),
            bare: noun && fit.light.is_none(),
            plover: p.plover.clone(),
            mode: p.mode.clone(),
            cameo: p.cameo.clone(),
            actor,
            recipient,
            reciprocal: p.has("recip"),
            weak: p.has("weak"),
            own: p.is_own(),
            settled: false,
            status: fit.status,
            why,
        }
    }
}

/// True where both are one.
fn same_side(a: &Option<Party>, b: &Option<Party>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            a.head.is_some() && a.head == b.head || a.entity.is_some() && a.entity == b.entity
        }
        _ => false,
    }
}

/// True for the seizure of things.
fn seizes(p: &Pattern) -> bool {
    p.mode.as_deref() == Some("seize") && p.cameo.starts_with("171")
}

/// True behind a preposition of place.
fn local(cx: &Context<'_>, at: At) -> bool {
    matches!(
        tree::case_of(cx, at).as_deref(),
        Some("in" | "at" | "near" | "on" | "along" | "around" | "outside")
    )
}

/// Acts that bear on a place and its people where nobody else is named: "imposed a curfew in Lima".
fn on_the_spot(p: &Pattern) -> bool {
    !seizes(p)
        && matches!(
            p.plover.as_str(),
            "COERCE" | "ASSAULT" | "PROTEST" | "MOBILIZE" | "AID" | "RETREAT" | "CONCEDE" | "SANCTION"
        )
}

fn cx_is_noun(cx: &Context<'_>, at: At) -> bool {
    matches!(cx.token(at).upos, Upos::Noun | Upos::Propn)
}

fn cx_is_verb(cx: &Context<'_>, at: At) -> bool {
    cx.token(at).upos == Upos::Verb
}
