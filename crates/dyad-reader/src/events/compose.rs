//! An act inside an act: "agreed to send aid", "demanded the release of". The outer is the event, the inner decides its code.

use dyad_record::Status;
use dyad_syntax::Upos;

use super::conditions;
use super::matching::{Coded, Matcher, cx_is_noun};
use super::parties::Party;
use super::tree::{self, lemma};
use crate::At;

impl Matcher<'_, '_> {
    /// The event that a governed word is or carries.
    pub(super) fn inner(&self, root: At, depth: usize) -> Option<At> {
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

    pub(super) fn compose(&mut self, at: At, inner: Option<At>) -> Option<Coded> {
        let fit = self.fits[at.t].as_ref()?;
        let p = fit.pattern;
        let mut outer = self.code(at);
        // A promise is a vow; an agreement is between two.
        let accord = || self.cx.knowledge.events.in_class(&lemma(self.cx.token(at)), "accord");
        let vow = p.has("vow") || cx_is_noun(self.cx, at) && p.plover == "AGREE" && !accord();
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
            // "Demanded his release": he is not the one who is asked.
            let owned = || self.cx.children_by(i, &["nmod"]).any(|p| self.cx.token(p).deprel == "nmod:poss");
            let (first, second) = if plover == "REQUEST" {
                let freed = matches!(governed.plover.as_str(), "RETREAT" | "COOPERATE")
                    && cx_is_noun(self.cx, i)
                    && owned();
                (governed.actor.clone(), governed.recipient.clone().filter(|_| !freed))
            } else {
                (governed.recipient.clone(), governed.actor.clone())
            };
            for candidate in [first, second] {
                // Nobody threatens his own people by what these will do to others.
                let own = plover == "THREATEN"
                    && candidate
                        .as_ref()
                        .and_then(Party::country)
                        .is_some_and(|c| outer.actor.as_ref().and_then(Party::country) == Some(c));
                if known(&candidate) && !same(&candidate) && !own {
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

    /// A verb by which an act is told as one's own: "announced the deployment", "approved the release".
    pub(super) fn announces(&self, verb: At) -> bool {
        let cx = self.cx;
        cx.token(verb).upos == Upos::Verb && cx.knowledge.events.in_class(&lemma(cx.token(verb)), "announce")
    }
}
