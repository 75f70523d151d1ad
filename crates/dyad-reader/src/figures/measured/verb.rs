//! What a figure at a verb measures: the subject of "cost" and "rose", the object of "raised", the deed of a length of
//! time or a sum that somebody paid.
//!
//! The verbs stand in `figure-words.tsv`. It must not know values.

use dyad_record::{FigureKind, Span};
use dyad_syntax::Upos;

use super::Asked;
use crate::At;

impl Asked<'_, '_> {
    /// The figure `top` is an argument of `verb`.
    pub(super) fn verb(&self, verb: At, top: At) -> Option<Span> {
        let cx = self.cx;
        let q = &cx.knowledge.quantities;
        let token = cx.token(verb);
        let moves = q.moves(&token.lemma).or_else(|| q.moves(&token.form.to_lowercase())).is_some();
        let measures = q.is("measures", &token.lemma);
        let subject = self.subject_of(verb, 0);
        let object =
            cx.children_by(verb, &["obj", "iobj"]).find(|o| !cx.is_under(top, *o) && !self.in_core(o.t));
        // "Sales of the pill tripled": the head of the phrase, where the tree hung the verb on its last noun.
        let hung = moves || self.raw.unit.as_deref() == Some("times");
        let subject = subject.map(|s| if hung && s.t < verb.t { self.phrases.whole(s) } else { s });
        let of_subject = || subject.and_then(|s| self.subject(s));
        let of_object = || object.and_then(|o| self.phrases.noun(o, 0));
        let acts = subject.is_some_and(|s| self.acts(s));
        // "and are on track to pass the 11 tonnes of last year": of what was told before.
        if self.before.same_unit && (acts || subject.is_none()) && self.before.here.is_some() && !moves {
            return self.before.here;
        }
        if moves {
            return of_object().or_else(of_subject).or_else(|| self.phrases.predicate(verb));
        }
        if measures {
            return of_subject().or_else(|| self.phrases.predicate(verb));
        }
        // "promised 1.2 billion dollars for housing", "charge $12,000 for the crossing".
        let goal = || {
            let behind = cx.children_by(verb, &["obl"]).filter(|n| n.t > self.core.1);
            let mut of = behind.filter(|n| {
                cx.child(*n, &["case"]).is_some_and(|c| cx.token(c).form == "for")
                    && matches!(cx.token(*n).upos, Upos::Noun | Upos::Propn)
            });
            of.next().and_then(|n| self.phrases.noun(n, 0))
        };
        match self.kind {
            FigureKind::Money => {
                let person = subject.is_none_or(|s| self.acts(s));
                let told = goal().or_else(of_object);
                if person { told.or_else(|| self.phrases.predicate(verb)) } else { told.or_else(of_subject) }
            }
            FigureKind::Duration => {
                let thing = subject.filter(|s| !self.acts(*s) && object.is_none());
                thing.and_then(|s| self.subject(s)).or_else(|| self.phrases.predicate(verb))
            }
            FigureKind::Count => {
                let near = self.before.here;
                near.or_else(of_object).or_else(|| self.phrases.predicate(verb))
            }
            FigureKind::Share if self.before.here.is_some() => self.before.here,
            _ => of_subject().or_else(of_object),
        }
    }

    /// The subject of a verb: its own, that of the verb it is joined to, the noun that it modifies.
    pub(super) fn subject_of(&self, verb: At, depth: usize) -> Option<At> {
        let cx = self.cx;
        let own = self.own_subject(verb);
        if own.is_some() || depth > 4 {
            return own;
        }
        let head = cx.head(verb)?;
        let infinitive = cx.child(verb, &["mark"]).is_some_and(|m| cx.token(m).form == "to");
        // "expected inflation to fall": the object of the governing verb.
        let object =
            cx.children_by(head, &["obj"]).find(|o| o.t > head.t && o.t < verb.t && !self.in_core(o.t));
        match cx.token(verb).rel() {
            "xcomp" if object.is_some() => object,
            // "on course to reach": who is on course.
            "acl" | "advcl" | "xcomp" | "conj" | "parataxis" | "ccomp" if infinitive => {
                self.subject_of(head, depth + 1)
            }
            "acl" | "nmod" | "amod" | "appos"
                if matches!(cx.token(head).upos, Upos::Noun | Upos::Propn | Upos::Pron) =>
            {
                Some(head)
            }
            // "Exports to Telmark, which buys steel, fell": a subject that the tree took for the whole sentence.
            "parataxis" | "conj" | "dep"
                if head.t < verb.t
                    && cx.head(head).is_none()
                    && matches!(cx.token(head).upos, Upos::Noun | Upos::Propn)
                    && matches!(cx.token(verb).xpos.as_str(), "VBD" | "VBZ" | "VBP") =>
            {
                Some(head)
            }
            "conj" | "xcomp" | "advcl" | "parataxis" | "fixed" => self.subject_of(head, depth + 1),
            _ => None,
        }
    }

    /// The subject that hangs on this word: no relative pronoun, or else a noun without a preposition before the verb that
    /// the tree took for something else.
    pub(super) fn own_subject(&self, verb: At) -> Option<At> {
        let cx = self.cx;
        let relative =
            |s: &At| matches!(cx.token(*s).form.to_lowercase().as_str(), "that" | "which" | "who" | "there");
        let named =
            cx.children_by(verb, &["nsubj", "csubj"]).filter(|s| !self.in_core(s.t) && !relative(s)).last();
        let stray = || {
            let verbal = matches!(cx.token(verb).xpos.as_str(), "VBD" | "VBZ" | "VBP")
                || cx.token(verb).upos == Upos::Verb && cx.token(verb).xpos.starts_with("NN");
            cx.children_by(verb, &["obl", "dep", "obj", "compound"]).find(|n| {
                verbal
                    && n.t < verb.t
                    && !self.in_core(n.t)
                    && matches!(cx.token(*n).upos, Upos::Noun | Upos::Propn)
                    && cx.child(*n, &["case"]).is_none()
                    && !self.phrases.timed(n.t)
            })
        };
        named.or_else(stray)
    }

    /// True for those who do things: persons, names, pronouns for them.
    fn acts(&self, s: At) -> bool {
        let token = self.cx.token(s);
        let q = &self.cx.knowledge.quantities;
        match token.upos {
            Upos::Propn => true,
            Upos::Pron => token.lemma != "it" && token.form != "it",
            _ => {
                let low = token.form.to_lowercase();
                q.is("person", &low)
                    || self.cx.knowledge.roles.person(&token.lemma).is_some()
                    || self.cx.knowledge.roles.body(&token.lemma).is_some()
            }
        }
    }
}
