//! Walks of the dependency tree that attribution needs: the words under a word, who is the subject of a verb, and
//! spans made of words. It must not know cues.

use dyad_record::Span;
use dyad_syntax::{Token, Upos};

use crate::quotes::{self, Quote};
use crate::{At, Context};

/// The document's syntax with its quotes.
pub(super) struct Tree<'a, 'b> {
    pub cx: &'b Context<'a>,
    pub quotes: &'b [Quote],
}

/// Who speaks, as the text has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Words of the source, in text order.
    pub words: Vec<usize>,
    /// The word that names the speaker: the head of the noun phrase, for a relative pronoun its antecedent's.
    pub head: Option<At>,
    /// How it was found.
    pub why: &'static str,
}

impl<'a> Tree<'a, '_> {
    pub fn token(&self, at: At) -> &'a Token {
        &self.cx.sentences()[at.s].tokens[at.t]
    }
    pub fn lower(&self, at: At) -> String {
        self.token(at).form.to_lowercase()
    }
    pub fn lemma(&self, at: At) -> String {
        self.token(at).lemma.to_lowercase()
    }
    /// Words of a sentence.
    pub fn len(&self, s: usize) -> usize {
        self.cx.sentences()[s].tokens.len()
    }
    /// The word's children whose relation is one of these; a relation with a subtype must match whole.
    pub fn kids<'c>(&'c self, at: At, rels: &'c [&'c str]) -> impl Iterator<Item = At> + 'c {
        self.cx.children(at).iter().map(move |t| At { s: at.s, t: *t }).filter(move |c| {
            let t = self.token(*c);
            rels.iter().any(|r| *r == t.deprel.as_str() || *r == t.rel())
        })
    }
    pub fn kid(&self, at: At, rels: &[&str]) -> Option<At> {
        self.kids(at, rels).next()
    }
    /// The child with one of these relations and one of these forms in lower case.
    pub fn kid_word(&self, at: At, rels: &[&str], words: &[&str]) -> Option<At> {
        self.kids(at, rels).find(|c| words.contains(&self.lower(*c).as_str()))
    }
    /// The words under a word, itself included, in text order.
    pub fn under(&self, at: At) -> Vec<usize> {
        let mut out = Vec::new();
        let mut todo = vec![at.t];
        while let Some(t) = todo.pop() {
            out.push(t);
            todo.extend(self.cx.children(At { s: at.s, t }));
        }
        out.sort_unstable();
        out
    }
    /// The words under a word without those under any of `without`.
    pub fn under_without(&self, at: At, without: &[At]) -> Vec<usize> {
        let mut out = Vec::new();
        let mut todo = vec![at.t];
        while let Some(t) = todo.pop() {
            if without.iter().any(|w| w.s == at.s && w.t == t) {
                continue;
            }
            out.push(t);
            todo.extend(self.cx.children(At { s: at.s, t }));
        }
        out.sort_unstable();
        out
    }
    /// True for punctuation other than quotation marks and brackets.
    pub fn is_break(&self, at: At) -> bool {
        let t = self.token(at);
        t.upos == Upos::Punct && !t.form.contains(['"', '“', '”', '‘', '’', '\'', '«', '»', '(', ')', '%'])
    }
    /// Words joined to spans: neighbours run together, breaks at both ends of a run are dropped.
    pub fn spans(&self, s: usize, words: &[usize]) -> Vec<Span> {
        let tokens = &self.cx.sentences()[s].tokens;
        let mut out: Vec<Span> = Vec::new();
        let mut run: Vec<usize> = Vec::new();
        let flush = |run: &mut Vec<usize>, out: &mut Vec<Span>| {
            while run.last().is_some_and(|t| self.is_break(At { s, t: *t })) {
                run.pop();
            }
            let first = run.iter().position(|t| !self.is_break(At { s, t: *t })).unwrap_or(run.len());
            if let (Some(a), Some(b)) = (run.get(first), run.last()) {
                out.push(tokens[*a].span.cover(tokens[*b].span));
            }
            run.clear();
        };
        for &t in words {
            if run.last().is_some_and(|last| last + 1 != t) {
                flush(&mut run, &mut out);
            }
            run.push(t);
        }
        flush(&mut run, &mut out);
        out
    }
    /// Words joined to spans, punctuation kept: a colon can be a cue.
    pub fn spans_raw(&self, s: usize, words: &[usize]) -> Vec<Span> {
        let tokens = &self.cx.sentences()[s].tokens;
        let mut out: Vec<Span> = Vec::new();
        let mut last = None;
        let mut words = words.to_vec();
        words.sort_unstable();
        for t in words {
            match out.last_mut() {
                Some(span) if last == Some(t.wrapping_sub(1)) => *span = span.cover(tokens[t].span),
                _ => out.push(tokens[t].span),
            }
            last = Some(t);
        }
        out
    }
    /// Index of the outermost quote that holds the word.
    pub fn quoted(&self, at: At) -> Option<usize> {
        quotes::outermost(self.quotes, self.token(at).span.start)
    }
    /// True for a verb in a passive clause, or a bare past participle that modifies a noun.
    pub fn passive(&self, v: At) -> bool {
        let t = self.token(v);
        self.kid(v, &["nsubj:pass", "csubj:pass", "aux:pass", "obl:agent"]).is_some()
            || (t.deprel == "acl" && t.xpos == "VBN" && self.kid(v, &["aux"]).is_none())
            || self.free_participle(v)
    }
    /// "Asked whether it would pay, the ministry …": a participle in front of the clause, its doer unnamed. The tagger
    /// takes many for a past tense, which could not go without a subject.
    pub fn free_participle(&self, v: At) -> bool {
        let t = self.token(v);
        let opens = v.t <= 1 && matches!(t.rel(), "ccomp" | "parataxis" | "dep" | "xcomp");
        (t.rel() == "advcl" || opens)
            && matches!(t.xpos.as_str(), "VBN" | "VBD")
            && self.kid(v, &["nsubj", "aux", "mark", "obj"]).is_none()
            && self.cx.head(v).is_some_and(|h| h.t > v.t)
    }
    /// The lemma under which a cue table knows a verb: the lemmatiser may lose or add a final "e" ("jok", "toute").
    pub fn cue_lemma(&self, v: At) -> String {
        use dyad_knowledge::CueClass::Verb;
        let lemma = self.lemma(v);
        let cues = &self.cx.knowledge.cues;
        if cues.get(Verb, &lemma).next().is_some() {
            return lemma;
        }
        let longer = format!("{lemma}e");
        if cues.get(Verb, &longer).next().is_some() {
            return longer;
        }
        match lemma.strip_suffix('e') {
            Some(short) if cues.get(Verb, short).next().is_some() => short.to_owned(),
            _ => lemma,
        }
    }
    /// A finite verb form, or an auxiliary.
    pub fn finite_form(&self, at: At) -> bool {
        let t = self.token(at);
        matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
    }
    pub fn nominal_word(&self, at: At) -> bool {
        matches!(self.token(at).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }
    /// The noun phrase that ends right before the verb, where the tree gives it no subject; past adverbs, auxiliaries
    /// and the end of an apposition.
    pub fn phrase_before(&self, v: At, free: &dyn Fn(At) -> bool) -> Option<Source> {
        let mut t = v.t.checked_sub(1)?;
        for _ in 0..4 {
            let at = At { s: v.s, t };
            let word = self.token(at);
            let passable = matches!(word.upos, Upos::Adv | Upos::Aux)
                || word.upos == Upos::Punct && matches!(word.form.as_str(), "," | ")");
            if !free(at) {
                return None;
            }
            if !passable {
                break;
            }
            t = t.checked_sub(1)?;
        }
        let mut head = At { s: v.s, t };
        if !self.nominal_word(head) || self.relative(head) || self.when(head) {
            return None;
        }
        // Up to the head of the phrase, as long as it stays before the verb and free.
        for _ in 0..20 {
            let Some(h) = self.cx.head(head).filter(|h| h.t < v.t && free(*h)) else { break };
            if self.nominal_word(h) {
                head = h;
                continue;
            }
            // "A diplomat who attended the talks said": past the relative clause to whom it tells about.
            let up = self.cx.head(h).filter(|u| {
                self.token(h).deprel == "acl:relcl" && u.t < h.t && self.nominal_word(*u) && free(*u)
            });
            match up {
                Some(u) => head = u,
                None => break,
            }
        }
        let words: Vec<usize> =
            self.phrase(head).into_iter().filter(|w| *w < v.t && free(At { s: v.s, t: *w })).collect();
        Some(Source { words, head: Some(head), why: "noun phrase before the cue" })
    }
    /// A word that says when.
    pub fn when(&self, at: At) -> bool {
        let word = self.lower(at);
        word.ends_with("day")
            || matches!(
                word.as_str(),
                "morning" | "evening" | "afternoon" | "night" | "week" | "month" | "year" | "tomorrow"
            )
            || self.token(at).upos == Upos::Num && word.len() == 4
    }
    /// True for "not", "never", "n't" at the verb.
    pub fn negated(&self, v: At) -> bool {
        self.kid_word(v, &["advmod", "neg", "cc:preconj"], &["not", "n't", "n’t", "never", "nor"]).is_some()
            || self.token(v).rel() == "xcomp" && self.cx.head(v).is_some_and(|h| self.refuses(h))
    }
    /// "declined to", "refused to": what follows is not said.
    pub fn refuses(&self, v: At) -> bool {
        matches!(self.token(v).lemma.as_str(), "decline" | "refuse" | "fail" | "avoid")
    }
    /// "Neither company", "no official", "nobody": none of those does what the verb says.
    pub fn nobody(&self, head: At) -> bool {
        let none = |x: At| matches!(self.lower(x).as_str(), "no" | "neither" | "nobody" | "none" | "no-one");
        none(head) || self.kids(head, &["det", "advmod", "cc"]).any(|k| k.t < head.t && none(k))
    }
    /// "not", "never", "immediately": adverbs that belong to a refusal.
    pub fn refusing(&self, adverb: At) -> bool {
        matches!(self.lower(adverb).as_str(), "not" | "n't" | "n’t" | "never" | "immediately")
    }
    /// True for who, which, that and the like.
    pub fn relative(&self, at: At) -> bool {
        let t = self.token(at);
        matches!(t.upos, Upos::Pron | Upos::Det | Upos::Sconj)
            && (t.feat("PronType") == Some("Rel")
                || matches!(self.lower(at).as_str(), "who" | "which" | "that" | "whom"))
    }
    /// A noun phrase without the marks and prepositions at its front and the breaks at its end.
    pub fn phrase(&self, at: At) -> Vec<usize> {
        let drop: Vec<At> = self
            .kids(at, &["case", "cc", "mark", "punct"])
            .filter(|k| k.t < at.t && self.edge(at, *k))
            .collect();
        let mut words = self.under_without(at, &drop);
        while words.last().is_some_and(|t| self.is_break(At { s: at.s, t: *t })) {
            words.pop();
        }
        // A semicolon parts clauses, whatever the tree says.
        let parts = |t: usize| self.token(At { s: at.s, t }).form == ";";
        if let Some(cut) = words.iter().copied().filter(|t| *t < at.t && parts(*t)).max() {
            words.retain(|t| *t > cut);
        }
        words
    }
    fn edge(&self, at: At, kid: At) -> bool {
        let first = self.cx.reach(at).0;
        kid.t <= first + 2
    }

    /// Who does what the verb says.
    pub fn subject(&self, v: At) -> Option<Source> {
        let passive = self.passive(v);
        if passive {
            return self.agent(v);
        }
        self.subject_or_control(v, 0)
    }
    /// The agent of a passive.
    pub fn agent(&self, v: At) -> Option<Source> {
        let agent = self
            .kid(v, &["obl:agent"])
            .or_else(|| self.kids(v, &["obl"]).find(|o| self.kid_word(*o, &["case"], &["by"]).is_some()))?;
        Some(Source { words: self.phrase(agent), head: Some(agent), why: "agent of the passive" })
    }
    /// The grammatical subject, passive or not.
    pub fn nominal(&self, v: At) -> Option<Source> {
        let n = self.kids(v, &["nsubj", "csubj"]).find(|n| self.token(*n).rel() == "nsubj")?;
        if self.relative(n) && matches!(self.token(v).rel(), "acl" | "nmod" | "appos" | "conj") {
            // "officials who said": the antecedent speaks; both stand in the source.
            let clause = if self.token(v).rel() == "conj" { self.cx.head(v)? } else { v };
            if let Some(antecedent) = self.cx.head(clause).filter(|_| self.token(clause).rel() == "acl") {
                let mut words = self.under_without(antecedent, &[clause]);
                let drop: Vec<usize> = self.kids(antecedent, &["case", "cc", "mark"]).map(|k| k.t).collect();
                words.retain(|t| !drop.contains(t) && !self.is_break(At { s: v.s, t: *t }));
                words.push(n.t);
                words.sort_unstable();
                return Some(Source {
                    words,
                    head: Some(antecedent),
                    why: "antecedent of the relative clause",
                });
            }
        }
        if self.relative(n) && self.token(n).upos == Upos::Pron {
            // "from Republicans who accuse … and who have called": the last antecedent of the sentence.
            let before =
                (0..v.t).rev().map(|t| At { s: v.s, t }).find(|x| self.token(*x).deprel == "acl:relcl");
            let antecedent = before.and_then(|x| self.cx.head(x)).filter(|h| self.nominal_word(*h));
            if let Some(h) = antecedent {
                return Some(Source {
                    words: vec![n.t],
                    head: Some(h),
                    why: "antecedent of the relative clause before",
                });
            }
        }
        Some(Source { words: self.phrase(n), head: Some(n), why: "subject of the cue" })
    }
    fn subject_or_control(&self, v: At, depth: usize) -> Option<Source> {
        if depth > 6 {
            return None;
        }
        if let Some(source) = self.nominal(v) {
            return Some(source);
        }
        if let Some(source) = self.shared(v) {
            return Some(source);
        }
        let head = self.cx.head(v)?;
        let renamed = |s: Option<Source>, why: &'static str| s.map(|s| Source { why, ..s });
        match self.token(v).rel() {
            "conj" => {
                renamed(self.subject_or_control(head, depth + 1), "subject shared with the verb before")
            }
            "xcomp" | "ccomp" => {
                let controller =
                    self.kid(head, &["obj", "iobj"]).filter(|o| o.t < v.t && self.token(*o).rel() != "expl");
                match controller {
                    Some(o) if self.kid_word(v, &["mark"], &["to"]).is_some() => Some(Source {
                        words: self.phrase(o),
                        head: Some(o),
                        why: "object that controls the infinitive",
                    }),
                    _ => renamed(self.subject_or_control(head, depth + 1), "subject of the verb above"),
                }
            }
            "advcl" | "parataxis" | "dep" => {
                if self.token(v).rel() == "parataxis" && self.token(v).feat("VerbForm") == Some("Fin") {
                    return None;
                }
                let up = self.nominal(head).or_else(|| self.subject_or_control(head, depth + 1));
                renamed(up, "subject of the main clause")
            }
            "acl" if self.token(v).deprel == "acl" => self.owner(head, depth + 1),
            _ => None,
        }
    }

    /// "said there was no distortion of the markets and demanded that …", where the parser hung the second verb on a noun:
    /// the subject of the last finite verb of a main clause before.
    fn shared(&self, v: At) -> Option<Source> {
        let cc = (v.t.saturating_sub(3)..v.t)
            .rev()
            .map(|t| At { s: v.s, t })
            .find(|a| self.token(*a).upos != Upos::Adv && self.token(*a).upos != Upos::Aux)?;
        let past = matches!(self.token(v).xpos.as_str(), "VBD" | "VBN" | "VBZ" | "VBP");
        if self.token(cc).upos != Upos::Cconj || !past || !matches!(self.token(v).rel(), "acl" | "parataxis")
        {
            return None;
        }
        let before = (0..cc.t).rev().map(|t| At { s: v.s, t }).find(|a| {
            matches!(self.token(*a).rel(), "root" | "conj" | "parataxis")
                && self.kid(*a, &["nsubj"]).is_some()
        })?;
        let source = self.nominal(before)?;
        Some(Source { why: "subject shared with the verb before", ..source })
    }

    /// Who stands behind a noun such as "statement": its possessor, its author, or the subject of the verb that issues it.
    pub fn owner(&self, n: At, depth: usize) -> Option<Source> {
        if let Some(p) = self.kid(n, &["nmod:poss"]) {
            let mut words = self.phrase(p);
            words.retain(|t| {
                !matches!(self.token(At { s: n.s, t: *t }).form.as_str(), "'s" | "’s" | "'" | "’")
            });
            return Some(Source { words, head: Some(p), why: "possessor of the noun" });
        }
        let by = self.kids(n, &["nmod", "obl", "nmod:agent", "acl"]).find(|m| {
            self.kid_word(*m, &["case"], &["by", "from"]).is_some() && self.token(*m).rel() != "acl"
        });
        if let Some(m) = by {
            return Some(Source {
                words: self.phrase(m),
                head: Some(m),
                why: "author of the noun (by, from)",
            });
        }
        if depth > 6 {
            return None;
        }
        Some(Source { words: self.phrase_short(n), head: Some(n), why: "noun that the participle modifies" })
    }
    /// A noun phrase without its clauses.
    pub fn phrase_short(&self, n: At) -> Vec<usize> {
        let mut drop: Vec<At> = self.kids(n, &["acl", "parataxis", "conj", "advcl"]).collect();
        drop.extend(self.kids(n, &["case", "cc", "mark"]));
        let mut words = self.under_without(n, &drop);
        while words.last().is_some_and(|t| self.is_break(At { s: n.s, t: *t })) {
            words.pop();
        }
        words
    }
}
