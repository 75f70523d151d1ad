//! Sides that the frame does not name: who stands further on, who acts with whom, whose a body is, whom the act before was aimed at.

use dyad_syntax::Upos;

use super::matching::{Coded, Matcher, local};
use super::parties::Party;
use super::tree::{self, lemma, lower};
use crate::At;

impl Matcher<'_, '_> {
    /// A recipient for an event whose frame names none that may act: the first under the trigger's clause that may, known ones first.
    /// "refused to send peacekeepers to Iraq", "has agreed to share its files with them".
    pub(super) fn complete(&self, c: &mut Coded) {
        // "Italy and Tunisia signed an agreement on the return of migrants": with each other.
        if c.reciprocal && c.recipient.as_ref().is_some_and(|r| r.code.is_none()) && self.with_each_other(c) {
            return;
        }
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
        if matches!(c.plover.as_str(), "REJECT" | "THREATEN")
            && let Some(p) = self.on_condition(c)
        {
            c.recipient = Some(p);
            c.why.push("the recipient is the one whose act is the condition".to_owned());
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
                let apart = a.role().is_some() && p.role().is_some() && a.role() != p.role();
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

    /// "The union will not end the strike until **the government** pays": who is to act first.
    fn on_condition(&self, c: &Coded) -> Option<Party> {
        let cx = self.cx;
        let below = |at: At| cx.children_by(at, &["ccomp", "xcomp", "advcl"]).collect::<Vec<At>>();
        let mut clauses = below(c.clause);
        let deeper: Vec<At> = clauses.iter().flat_map(|k| below(*k)).collect();
        clauses.extend(deeper);
        let condition = |k: &At| {
            tree::marks(cx, *k).any(|m| matches!(lower(cx.token(m)).as_str(), "until" | "unless" | "if"))
        };
        let subject = clauses.into_iter().filter(condition).find_map(|k| tree::frame(cx, k).subject)?;
        let p = self.parties.resolve(subject);
        let itself =
            c.actor.as_ref().is_some_and(|a| a.head == p.head || a.entity.is_some() && a.entity == p.entity);
        (self.parties.acts(&p) && !itself && subject.s == self.s).then_some(p)
    }

    /// "Pakistani and Afghan guards exchanged fire", "Mali and Niger ended their accord": what two do together, or end between them, they do
    /// with each other.
    pub(super) fn with_each_other(&self, c: &mut Coded) -> bool {
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
    pub(super) fn agreed_between(&self, c: &mut Coded) -> bool {
        c.actor.as_ref().and_then(|a| a.head).is_some_and(|head| self.second_of(c, head))
    }

    /// Makes the second of two who act together the one on whom they act.
    pub(super) fn second_of(&self, c: &mut Coded, head: At) -> bool {
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

    /// "The judge in Lima ordered the navy", "Dutch unions called on the government": a body without a country is of the actor's.
    pub(super) fn lend_country(&self, c: &mut Coded) {
        self.counterpart(c);
        self.other_of_the_pair(c);
        let split = |p: &Option<Party>| -> Option<(String, String)> {
            let p = p.as_ref()?;
            Some((p.country()?.to_owned(), p.role()?.to_owned()))
        };
        if let (Some((country, role)), Some(r)) = (split(&c.actor), c.recipient.as_ref())
            && let Some(head) = self.unclaimed(r)
            && let Some(code) = self.domestic(&country, &role, head)
        {
            c.recipient = c.recipient.take().map(|r| Party { code: Some(code), ..r });
            c.why.push("the body is of the actor's country".to_owned());
        }
        // "Rebels attacked a convoy in Burkina Faso": where one country alone is named, those who act are of it.
        // Not where that country is told of the other side, unless they are its officials: "students burned U.S. flags", "the gang freed two
        // French priests".
        let theirs = c.recipient.as_ref().is_some_and(|r| {
            let official = matches!(r.role(), Some("GOV" | "COP" | "MIL" | "LEG" | "JUD"));
            !official && r.head.is_some_and(|h| self.parties.by_nationality(h).is_some())
        });
        if let (Some(country), Some(a)) = (self.only.as_deref().filter(|_| !theirs), c.actor.as_ref())
            && a.code.is_none()
            && let Some(head) = self.unclaimed(a)
            && let Some(code) = self.parties.of_the_scene(country, head)
        {
            c.actor = c.actor.take().map(|a| Party { code: Some(code), ..a });
            c.why.push("the sentence names one country alone".to_owned());
        }
        // "Gunmen killed two police officers outside Hermosillo".
        if let (Some(country), Some(r)) = (self.only.as_deref(), c.recipient.as_ref())
            && matches!(c.plover.as_str(), "ASSAULT" | "COERCE")
            && r.code.is_none()
            && let Some(head) = self.unclaimed(r)
            && let Some(code) = self.parties.of_the_scene(country, head)
        {
            c.recipient = c.recipient.take().map(|r| Party { code: Some(code), ..r });
            c.why.push("the sentence names one country alone".to_owned());
        }
    }

    /// "A foreign ministry spokeswoman accused Manila": in a text about two countries an official who deals with one is of the other.
    fn other_of_the_pair(&self, c: &mut Coded) {
        let verbal = matches!(
            c.plover.as_str(),
            "ACCUSE" | "REJECT" | "THREATEN" | "REQUEST" | "AGREE" | "SUPPORT" | "CONSULT"
        );
        let (Some(a), Some(r)) = (c.actor.as_ref().filter(|_| verbal), c.recipient.as_ref()) else { return };
        let (Some(country), None) = (r.country(), a.code.as_ref()) else { return };
        let Some(head) = self.unclaimed(a) else { return };
        if self.parties.state_role(&lemma(self.cx.token(head))).is_none() {
            return;
        }
        if let Some(other) = self.parties.other_country(country) {
            let code = self.parties.of_country(&other, head);
            c.actor = c.actor.take().map(|a| Party { code: Some(code), ..a });
            c.why.push("an official of the other of the text's two countries".to_owned());
        }
    }

    /// The noun of a side that its own words give to no country.
    fn unclaimed(&self, p: &Party) -> Option<At> {
        let noun = |h: &At| {
            let t = self.cx.token(*h);
            t.upos == Upos::Noun || h.t == 0 && self.parties.noun(*h) != lemma(t)
        };
        let head = p.head.filter(|h| h.s == self.s && noun(h))?;
        (p.code.is_none() || self.parties.by_words(head).is_none()).then_some(head)
    }

    /// The code of a body or of people on whom one of a country acts at home.
    fn domestic(&self, country: &str, role: &str, head: At) -> Option<String> {
        let noun = lemma(self.cx.token(head));
        if self.cx.knowledge.events.in_class(&noun, "opposite") {
            return None;
        }
        let role = role.split(':').next()?;
        let at_home = matches!(role, "LEG" | "JUD" | "OPP" | "LAB" | "CVL" | "COP" | "EDU" | "HLH" | "REL");
        let state = self.parties.state_role(&noun).filter(|_| at_home);
        if let Some(role) = state {
            return Some(format!("{country}:{role}"));
        }
        let here = self.only.as_deref() == Some(country) || self.parties.is_home(country);
        self.parties
            .of_the_scene(country, head)
            .filter(|_| here && (at_home || matches!(role, "GOV" | "MIL")))
    }

    /// "met her Ugandan counterpart": who holds the same office elsewhere has the same role.
    pub(super) fn counterpart(&self, c: &mut Coded) {
        let role = c.actor.as_ref().and_then(Party::role).map(str::to_owned);
        let is = |h: At| lemma(self.cx.token(h)) == "counterpart";
        let bare = c.recipient.as_mut().filter(|r| r.head.is_some_and(is)).and_then(|r| r.code.as_mut());
        if let (Some(code), Some(role)) = (bare.filter(|x| !x.contains(':')), role) {
            code.push(':');
            code.push_str(&role);
        }
    }

    /// "France condemned Niger and recalled its ambassador": the second act of one subject, whose own words name no other side, is on the
    /// side of the first.
    pub(super) fn carry_over(&self, out: &mut [Coded]) {
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
