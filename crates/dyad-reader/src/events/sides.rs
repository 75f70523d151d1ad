//! The two sides of a word whose frame fits: subject, object and prepositions, owners, places. Must not know governing acts.

use dyad_knowledge::events::{Pattern, Place, Side};

use super::matching::{Coded, Fit, Matcher, cx_is_noun, cx_is_verb, local};
use super::parties::Party;
use super::tree::{self, lower};
use crate::At;

impl Matcher<'_, '_> {
    /// The place on the clause that an act without another recipient bears on.
    pub(super) fn scene(&self, fit: &Fit<'_>, actor: Option<At>) -> Option<Party> {
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
    pub(super) fn code(&self, at: At) -> Coded {
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
            let visiting = || {
                // "told leaders during a visit to Jerusalem": who speaks or acts on it makes it.
                let on = matches!(
                    tree::case_of(cx, at).as_deref(),
                    Some("during" | "on" | "after" | "before" | "at")
                );
                let verb =
                    cx.head(at).filter(|v| on && p.mode.as_deref() == Some("visit") && cx_is_verb(cx, *v))?;
                tree::frame(cx, verb).subject
            };
            let announced = || {
                // "announced the deployment of troops": by the one who announces it.
                let verb = cx.head(at).filter(|v| cx.token(at).rel() == "obj" && self.announces(*v))?;
                tree::frame(cx, verb).subject
            };
            if actor_at.is_none() {
                actor_at = announced().or_else(visiting);
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
                    let code = place.code.as_deref().map(|code| match (code.split_once(':'), words.head) {
                        // "a military convoy near Djibo": the thing tells whose it is there.
                        (None, Some(h)) => self.parties.of_country(code, h),
                        _ => code.to_owned(),
                    });
                    Some(Party { code, ..words })
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

/// True for the seizure of things.
fn seizes(p: &Pattern) -> bool {
    p.mode.as_deref() == Some("seize") && p.cameo.starts_with("171")
}

/// Acts that bear on a place and its people where nobody else is named: "imposed a curfew in Lima".
fn on_the_spot(p: &Pattern) -> bool {
    !seizes(p)
        && matches!(
            p.plover.as_str(),
            "COERCE" | "ASSAULT" | "PROTEST" | "MOBILIZE" | "AID" | "RETREAT" | "CONCEDE" | "SANCTION"
        )
}
