//! One act or several: a killing is the result of its strike, a judged act stands beside its judgement, joined sides get rows of their own.

use super::matching::{Coded, Matcher};
use super::parties::Party;
use super::tree::{self, lemma};
use crate::At;

/// How many joined sides get rows of their own.
const JOINED: usize = 5;

impl Matcher<'_, '_> {
    /// "Air strikes killed nine", "opened fire, killing three": who was killed is told of the act; the killing is none of its own.
    pub(super) fn one_act_with_its_result(&self, out: &mut Vec<Coded>) {
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
        out.iter_mut().filter(|c| harm(c)).for_each(|c| self.done_by_the_act_behind(c));
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

    /// "Killed in Israeli shelling", "died in a strike by government forces": whose act it was, the noun tells.
    fn done_by_the_act_behind(&self, c: &mut Coded) {
        let frame = tree::frame(self.cx, c.trigger);
        let act = |n: &At| self.fits[n.t].as_ref().is_some_and(|f| f.pattern.plover == "ASSAULT");
        let behind =
            frame.preps.iter().filter(|(p, _)| matches!(p.as_str(), "in" | "during" | "by" | "from"));
        let Some(noun) = behind.map(|(_, n)| *n).find(act).filter(|_| frame.passive) else { return };
        let told = self.code(noun);
        let of_noun = |h: At| h == noun || self.cx.is_under(h, noun);
        if c.recipient.as_ref().is_some_and(|r| r.head.is_some_and(of_noun)) {
            c.recipient = frame.object.map(|o| self.parties.resolve(o));
        }
        let by_noun = c.actor.as_ref().is_none_or(|a| a.head == Some(noun));
        if by_noun && told.actor.as_ref().is_some_and(|a| a.code.is_some()) {
            c.actor = told.actor;
            c.why.push("who acts is told by the act behind".to_owned());
        }
        let own = c.actor.as_ref().and_then(Party::country);
        let place = told.recipient.as_ref().and_then(Party::country).filter(|p| own != Some(*p));
        if let (Some(place), Some(r)) = (place.map(str::to_owned), c.recipient.as_mut())
            && r.code.is_none()
        {
            r.code = Some(r.head.map_or_else(|| place.clone(), |h| self.parties.of_country(&place, h)));
        }
    }

    /// "Denounced the murder of three drivers", "welcomed the release of the crew": what is judged, protested against or followed is told as
    /// done, and is an act of its own where its own words tell by or on whom.
    pub(super) fn is_fact_of(&self, outer: &Coded, noun: At) -> bool {
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

    /// Rows for what is joined to a side: "Peru and Chile condemned", "sanctions on Mali and Niger". A side of the same country as
    /// one that has its row makes none.
    pub(super) fn others(&self, c: &Coded) -> Vec<Coded> {
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
}
