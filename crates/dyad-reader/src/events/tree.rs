//! Arguments in a dependency tree: who is the subject, the object, the noun of a preposition of a verb, also across
//! coordination, control, participles, relative clauses and the passive.
//!
//! Universal Dependencies, version 2. This file knows grammar and no event.

use crate::{At, Context};
use dyad_knowledge::TimeClass;
use dyad_record::BlockKind;
use dyad_syntax::{NameKind, Token, Upos};

/// What stands around a verb.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Who acts (of a passive: the noun of "by").
    pub subject: Option<At>,
    /// Direct object (of a passive: the subject).
    pub object: Option<At>,
    /// Indirect object.
    pub indirect: Option<At>,
    /// Prepositions with the head of their noun; those of the verb first, then those of its object.
    pub preps: Vec<(String, At)>,
    /// Complement clauses: infinitives, participles, finite clauses.
    pub clauses: Vec<At>,
    /// True for a passive.
    pub passive: bool,
}

/// The word in lower case.
pub fn lower(t: &Token) -> String {
    t.form.to_lowercase()
}

/// Lemma in lower case, as the tables spell it.
pub fn lemma(t: &Token) -> String {
    t.lemma.to_lowercase()
}

/// The whole word of which this is the last part, or the first before a part that kept its hyphen: "cease-fire", "build-up",
/// "test-fired". The trees cut words at hyphens, the tables do not.
pub fn hyphened(cx: &Context<'_>, at: At) -> Option<String> {
    let tokens = &cx.sentences()[at.s].tokens;
    let token = &tokens[at.t];
    if let Some(next) = tokens.get(at.t + 1)
        && next.span.start == token.span.end
        && next.form.len() > 1
        && next.form.starts_with('-')
    {
        return Some(format!("{}{}", lower(token), lower(next)));
    }
    let hyphen = &tokens[at.t.checked_sub(1)?];
    let first = &tokens[at.t.checked_sub(2)?];
    let joined =
        hyphen.form == "-" && first.span.end == hyphen.span.start && hyphen.span.end == token.span.start;
    joined.then(|| format!("{}-{}", lower(first), lemma(token)))
}

/// What else the lemma of a verb may be, by its ending: for forms that the lemmatiser does not know ("vetoed", "freed").
pub fn other_lemmas(cx: &Context<'_>, t: &Token) -> Vec<String> {
    let form = lower(t);
    if let Some(base) = cx.knowledge.verbs.base(&form) {
        return vec![base.to_owned()];
    }
    let stem = ["ed", "ing", "es", "s"].iter().find_map(|e| Some((*e, form.strip_suffix(e)?)));
    let Some((ending, stem)) = stem.filter(|(_, s)| s.len() >= 3) else { return Vec::new() };
    let mut out = vec![stem.to_owned()];
    if ending != "s" {
        out.push(format!("{stem}e"));
        let bytes = stem.as_bytes();
        if bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && stem.is_ascii() {
            out.push(stem[..stem.len() - 1].to_owned());
        }
    }
    if let Some(y) = stem.strip_suffix('i').filter(|_| ending == "ed" || ending == "es") {
        out.push(format!("{y}y"));
    }
    out
}

/// The preposition of a noun; the first of several.
pub fn case_of(cx: &Context<'_>, noun: At) -> Option<String> {
    let first = cx.child(noun, &["case"])?;
    Some(lower(cx.token(first)))
}

/// The subordinator or preposition of a clause ("to", "of", "if").
pub fn marks<'a>(cx: &'a Context<'_>, clause: At) -> impl Iterator<Item = At> + 'a {
    cx.children_by(clause, &["mark", "case"])
}

/// True if the clause is an infinitive with "to".
pub fn is_infinitive(cx: &Context<'_>, clause: At) -> bool {
    let t = cx.token(clause);
    if t.feat("VerbForm") == Some("Inf") || t.xpos == "VB" {
        return marks(cx, clause).any(|m| cx.token(m).upos == Upos::Part || lower(cx.token(m)) == "to");
    }
    // "to be able": the mark hangs on the adjective.
    marks(cx, clause).any(|m| cx.token(m).xpos == "TO")
}

/// True for a word of a passive clause.
pub fn is_passive(cx: &Context<'_>, verb: At) -> bool {
    let t = cx.token(verb);
    if !(t.xpos == "VBN" || t.xpos == "VBD") {
        return false;
    }
    // Without an auxiliary a past tense is active, whatever the label of its subject.
    // So is a participle with an object and a subject of its own: "the prince held talks", tagged as a participle.
    let alone = cx.child(verb, &["aux", "cop"]).is_none();
    let acts = cx.child(verb, &["obj"]).is_some_and(|o| o.t > verb.t)
        && cx.child(verb, &["nsubj"]).is_some_and(|s| s.t < verb.t);
    // In running text "the president called on them" is active whatever its labels; "two held in Lima" may be a passive cut short.
    let governs = word_after(cx, verb)
        .is_some_and(|t| matches!(lower(t).as_str(), "on" | "with" | "for" | "against" | "to"));
    let tokens = &cx.sentences()[verb.s].tokens;
    let running = cx.head(verb).is_none()
        && cx.block(verb.s).kind == BlockKind::Body
        && tokens.iter().rev().take(2).any(|t| t.form == ".");
    let finite =
        alone && (t.xpos == "VBD" || acts || running && governs && cx.child(verb, &["nsubj"]).is_some());
    let own = cx.children(verb).iter().map(|c| cx.token(At { s: verb.s, t: *c })).any(|c| {
        let d = c.deprel.as_str();
        d == "aux:pass"
            || (d == "nsubj:pass" || d == "obl:agent") && !finite
            || d == "cop" && t.upos == Upos::Verb
    });
    if own {
        return true;
    }
    if t.xpos != "VBN" {
        return false;
    }
    let has_subject_or_aux = cx.child(verb, &["nsubj", "aux"]).is_some();
    match t.rel() {
        // "Militiamen tortured migrants" read as a noun and its participle: with an object and no other verb it is the sentence's verb.
        "acl" => !t.deprel.starts_with("acl:relcl") && !has_subject_or_aux && !is_whole_clause(cx, verb),
        "advcl" | "xcomp" => !has_subject_or_aux && cx.child(verb, &["obj"]).is_none(),
        "conj" => {
            !has_subject_or_aux
                && cx.child(verb, &["obj"]).is_none_or(|o| o.t < verb.t)
                && cx.head(verb).is_some_and(|h| cx.token(h).rel() != "conj" && is_passive(cx, h))
        }
        _ => false,
    }
}

/// A noun that heads the sentence and says nothing of anybody.
fn is_name_of_clause(cx: &Context<'_>, at: At) -> bool {
    let noun = matches!(cx.token(at).upos, Upos::Noun | Upos::Propn);
    noun && cx.head(at).is_none() && cx.child(at, &["cop", "nsubj"]).is_none()
}

/// The word right behind.
fn word_after<'a>(cx: &'a Context<'_>, at: At) -> Option<&'a Token> {
    cx.sentences()[at.s].tokens.get(at.t + 1)
}

/// A participle hung on the sentence's first noun, with an object of its own, where no other verb is; behind a comma ("Ruiz, speaking in
/// Lima, threatened to leave") a clause does for an object.
fn is_whole_clause(cx: &Context<'_>, verb: At) -> bool {
    let comma = verb.t.checked_sub(1).is_some_and(|b| cx.token(At { s: verb.s, t: b }).form == ",");
    let governed: &[&str] = if comma { &["obj", "xcomp", "ccomp"] } else { &["obj"] };
    let object = cx.child(verb, governed).is_some_and(|o| o.t > verb.t);
    let root =
        cx.head(verb).filter(|h| (cx.head(*h).is_none() || cx.token(*h).rel() == "ccomp") && h.t < verb.t);
    let verbless =
        |h: At| !matches!(cx.token(h).upos, Upos::Verb | Upos::Aux) && cx.child(h, &["cop", "aux"]).is_none();
    object && root.is_some_and(verbless)
}

/// "Said it would send aid": the "would" of told speech is a plan, unless it hangs on a condition.
pub fn is_told_future(cx: &Context<'_>, clause: At) -> bool {
    if !cx.children_by(clause, &["aux"]).any(|a| matches!(lower(cx.token(a)).as_str(), "would" | "'d" | "’d"))
    {
        return false;
    }
    let on_condition = |at: At| {
        cx.children_by(at, &["advcl"])
            .any(|c| marks(cx, c).any(|m| matches!(lower(cx.token(m)).as_str(), "if" | "unless" | "should")))
    };
    let mut at = clause;
    for _ in 0..3 {
        let Some(head) = cx.head(at) else { return false };
        match cx.token(at).rel() {
            "conj" => at = head,
            "ccomp" | "parataxis" => {
                return cx.token(head).xpos == "VBD" && !on_condition(clause) && !on_condition(head);
            }
            _ => return false,
        }
    }
    false
}

/// A relative or personal stand-in for its antecedent: the noun of a relative clause for "who".
pub fn antecedent(cx: &Context<'_>, word: At) -> At {
    let t = cx.token(word);
    let relative =
        t.feat("PronType") == Some("Rel") || matches!(t.xpos.as_str(), "WDT" | "WP") && t.upos == Upos::Pron;
    if !relative {
        return word;
    }
    let mut at = word;
    for _ in 0..6 {
        let Some(h) = cx.head(at) else { break };
        if cx.token(at).deprel.starts_with("acl") {
            return agreeing(cx, word, h);
        }
        at = h;
    }
    word
}

/// The antecedent where the tree agrees with the pronoun; else the noun right before the pronoun's comma, if that one
/// does: "which" stands for no person, "who" for nothing else.
fn agreeing(cx: &Context<'_>, pronoun: At, antecedent: At) -> At {
    let tokens = &cx.sentences()[pronoun.s].tokens;
    let Some(last) = pronoun.t.checked_sub(2).filter(|_| tokens[pronoun.t - 1].form == ",") else {
        return antecedent;
    };
    let mut near = At { s: pronoun.s, t: last };
    while matches!(cx.token(near).rel(), "flat" | "compound" | "goeswith") {
        let Some(h) = cx.head(near) else { break };
        near = h;
    }
    let noun = matches!(cx.token(near).upos, Upos::Noun | Upos::Propn);
    let fits = match lower(cx.token(pronoun)).as_str() {
        "which" => is_person(cx, antecedent) && !is_person(cx, near),
        "who" | "whom" => !is_person(cx, antecedent) && is_person(cx, near),
        _ => false,
    };
    if noun && fits { near } else { antecedent }
}

/// A noun for a person, or a person's name.
fn is_person(cx: &Context<'_>, at: At) -> bool {
    let t = cx.token(at);
    let k = cx.knowledge;
    let named = cx.name_over(t.span).is_some_and(|n| n.kind == NameKind::Person);
    named || k.roles.person(&lemma(t)).is_some() || k.events.in_class(&lemma(t), "person")
}

/// The subject that hangs on a verb; of several ("Ties were bad: Moscow expelled them") the nearest one before it.
fn own_subject(cx: &Context<'_>, verb: At) -> Option<At> {
    let subjects: Vec<At> = cx.children_by(verb, &["nsubj"]).filter(|s| s.t < verb.t).collect();
    // Joined subjects stand side by side: the first of them.
    let near = |w: &[At]| w[1].t - w[0].t <= 4;
    let apart = subjects.windows(2).rposition(|w| !near(w)).map_or(0, |k| k + 1);
    // "Russia and Turkey's foreign ministers": the countries own the ministers.
    let owners = subjects.windows(2).rposition(|w| joined_owner(cx, w[0], w[1])).map_or(0, |k| k + 1);
    let from = apart.max(owners);
    let before = subjects.get(from).copied().map(|s| {
        // "Spanish and Moroccan police", the adjective taken for the first of two.
        let noun = cx.children_by(s, &["conj"]).find(|c| cx.token(*c).upos == Upos::Noun);
        noun.filter(|_| cx.token(s).upos == Upos::Adj).unwrap_or(s)
    });
    before.or_else(|| cx.child(verb, &["nsubj"]))
}

/// "**Russia** and Turkey's **ministers**": what is joined to the first word owns the second, so the first does too.
pub fn joined_owner(cx: &Context<'_>, first: At, second: At) -> bool {
    cx.children_by(first, &["conj"])
        .any(|c| c.t < second.t && cx.children_by(c, &["case"]).any(|p| cx.token(p).xpos == "POS"))
}

/// The subject of a verb as it stands or as grammar supplies it; `depth` bounds the walk.
fn subject(cx: &Context<'_>, verb: At, depth: usize) -> Option<At> {
    if let Some(s) = own_subject(cx, verb) {
        return Some(antecedent(cx, s));
    }
    if let Some(s) = misplaced_subject(cx, verb).or_else(|| before_hyphen(cx, verb)) {
        return Some(s);
    }
    if depth == 0 {
        return None;
    }
    let t = cx.token(verb);
    let head = cx.head(verb)?;
    match t.rel() {
        // "Bishkek and Dushanbe blamed each other", the verb taken for a third who is joined.
        "conj" if is_name_of_clause(cx, head) && matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP") => {
            Some(head)
        }
        // A shared subject stands on the first conjunct; of a passive first conjunct it is the one acted on.
        "conj" => subject_of_sibling(cx, head, verb)
            .map(|s| antecedent(cx, s))
            .or_else(|| subject(cx, head, depth - 1)),
        "xcomp" | "ccomp" | "advcl" if cx.token(head).upos == Upos::Adj => {
            cx.child(head, &["nsubj"]).map(|s| antecedent(cx, s))
        }
        "xcomp" => {
            let object = cx.child(head, &["obj", "iobj"]);
            let passive = is_passive(cx, head);
            if passive {
                subject(cx, head, depth - 1)
            } else {
                object.or_else(|| subject(cx, head, depth - 1))
            }
        }
        "ccomp" if is_infinitive(cx, verb) => {
            cx.child(head, &["obj", "iobj"]).or_else(|| subject(cx, head, depth - 1))
        }
        "advcl" => {
            let h = cx.token(head);
            // "called on Ruiz to label": the noun of the preposition is the one who is to act.
            let controller = (is_infinitive(cx, verb)
                && matches!(lemma(h).as_str(), "call" | "appeal" | "plead" | "wait"))
            .then(|| cx.children_by(head, &["obl"]).find(|o| o.t < verb.t))
            .flatten();
            controller.or_else(|| accused(cx, head, verb)).or_else(|| subject(cx, head, depth - 1))
        }
        "acl" => {
            if t.deprel.starts_with("acl:relcl") {
                return None;
            }
            if is_infinitive(cx, verb)
                && cx.children(head).iter().all(|c| cx.token(At { s: head.s, t: *c }).deprel != "nmod:poss")
            {
                // "made a promise to send": who promises is the subject of "made"; else the noun leads to its owner.
                let governor = cx
                    .head(head)
                    .filter(|g| cx.token(head).rel() == "obj" && cx.token(*g).upos == Upos::Verb);
                return governor.and_then(|g| subject(cx, g, depth - 1)).or(Some(head));
            }
            Some(head)
        }
        // "The minister, Ana Paz, backed him", where a parser takes the name's noun for the main word.
        "parataxis" if cx.head(head).is_none() && head.t < verb.t => {
            let noun = matches!(cx.token(head).upos, Upos::Noun | Upos::Propn);
            let named = cx.child(head, &["appos"]).is_some_and(|a| a.t < verb.t);
            (noun && named).then_some(head)
        }
        "parataxis" | "root" => None,
        _ => None,
    }
}

/// "Accused **them** of shelling a village", "criticised **him** for having left": who did it is the object of the verb above.
fn accused(cx: &Context<'_>, head: At, verb: At) -> Option<At> {
    let ing =
        cx.token(verb).xpos == "VBG" || cx.children_by(verb, &["aux"]).any(|a| cx.token(a).xpos == "VBG");
    let link = marks(cx, verb).any(|m| matches!(lower(cx.token(m)).as_str(), "of" | "for" | "from"));
    if !ing || !link {
        return None;
    }
    if is_passive(cx, head) {
        return subject(cx, head, 1);
    }
    cx.child(head, &["obj"]).filter(|o| o.t > head.t && o.t < verb.t)
}

/// "The row began when agents seized cocaine and arrested two men": the subject of the verb right before that is joined to the same verb.
fn subject_of_sibling(cx: &Context<'_>, head: At, verb: At) -> Option<At> {
    let verbs = cx.children_by(head, &["conj"]).filter(|c| c.t < verb.t && cx.token(*c).upos == Upos::Verb);
    let last = verbs.last()?;
    own_subject(cx, last).filter(|s| s.t > head.t && s.t < last.t)
}

/// "Russia test-fired a missile", where the parser hangs the subject on the first part of the verb.
fn before_hyphen(cx: &Context<'_>, verb: At) -> Option<At> {
    hyphened(cx, verb)?;
    let first = At { s: verb.s, t: verb.t.checked_sub(2)? };
    let noun = |c: &At| c.t < first.t && matches!(cx.token(*c).upos, Upos::Noun | Upos::Propn);
    cx.children_by(first, &["compound", "nmod", "nsubj"]).find(noun)
}

fn has_case(cx: &Context<'_>, at: At) -> bool {
    cx.child(at, &["case"]).is_some()
}

/// "On the margins of a summit, Kenya's foreign minister met": the noun right before a finite verb without a subject, which a parser
/// took for a second name of one in the phrase before.
fn misplaced_subject(cx: &Context<'_>, verb: At) -> Option<At> {
    let t = cx.token(verb);
    let mut first = verb.t;
    // "after Berlin had ordered", "Vietnam also called".
    while first > 0 && matches!(cx.token(At { s: verb.s, t: first - 1 }).upos, Upos::Aux | Upos::Adv) {
        first -= 1;
    }
    let auxiliary = cx.children_by(verb, &["aux"]).any(|a| !matches!(cx.token(a).xpos.as_str(), "TO" | "VB"));
    if !(auxiliary || matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP")) || is_infinitive(cx, verb) {
        return None;
    }
    let mut at = At { s: verb.s, t: first.checked_sub(1)? };
    while matches!(cx.token(at).rel(), "flat" | "compound" | "nmod") && !has_case(cx, at) {
        let Some(h) = cx.head(at).filter(|h| h.t < at.t) else { break };
        at = h;
    }
    let noun = cx.token(at);
    if !matches!(noun.upos, Upos::Noun | Upos::Propn) {
        return None;
    }
    if noun.rel() == "appos" {
        let before = cx.head(at).filter(|h| h.t < at.t && cx.is_under(*h, verb))?;
        return cx.sentences()[at.s].tokens[before.t..at.t].iter().any(|x| x.form == ",").then_some(at);
    }
    // "After Berlin had ordered", "In March Germany delivered": the parser took the subject into the phrase before it.
    let somebody = noun.upos == Upos::Propn || is_person(cx, at);
    let own = noun.rel() == "obl" && cx.head(at) == Some(verb) && somebody;
    let clause =
        matches!(case_of(cx, at).as_deref(), Some("after" | "before" | "since" | "until" | "as" | "while"));
    let dated = cx.children_by(at, &["compound", "nmod"]).any(|c| c.t < at.t && is_date_name(cx, c));
    (own && (clause || dated)).then_some(at)
}

/// "on Wednesday", "in March": when, not on whom.
pub fn is_day(cx: &Context<'_>, at: At) -> bool {
    let token = cx.token(at);
    let word = lower(token);
    let is = |class| cx.knowledge.time_words.word(class, &word).is_some();
    if token.upos == Upos::Num {
        // "on August 15", "in 1989".
        let tokens = &cx.sentences()[at.s].tokens;
        let beside = at.t.checked_sub(1).into_iter().chain([at.t + 1]).filter_map(|t| tokens.get(t));
        let month = |t: &Token| cx.knowledge.time_words.word(TimeClass::Month, &lower(t)).is_some();
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        return year && word.bytes().all(|b| b.is_ascii_digit()) || beside.into_iter().any(month);
    }
    is(TimeClass::Weekday) || is(TimeClass::Month) && token.upos == Upos::Propn
}

/// A word that spells a month or a weekday.
pub fn is_date_name(cx: &Context<'_>, at: At) -> bool {
    let word = lower(cx.token(at));
    let is = |class| cx.knowledge.time_words.word(class, &word).is_some();
    is(TimeClass::Weekday) || is(TimeClass::Month)
}

/// The arguments of a verb.
pub fn frame(cx: &Context<'_>, verb: At) -> Frame {
    let mut f = Frame { passive: is_passive(cx, verb), ..Frame::default() };
    let t = cx.token(verb);
    let mut subject = subject(cx, verb, 4);
    // Of two objects the one before the verb belongs to another.
    let behind_it = cx.children_by(verb, &["obj"]).find(|o| o.t > verb.t);
    f.object = behind_it.or_else(|| cx.child(verb, &["obj"])).map(|o| antecedent(cx, o));
    if is_hidden_verb(cx, verb) {
        f.object = cx.head(verb);
        subject = f.object.and_then(|o| hidden_subject(cx, verb, o));
    }
    if f.object.is_none() && !f.passive {
        // "asked Chad to leave": who is asked is the object of these tables' frames.
        f.object = cx.child(verb, &["iobj"]).map(|o| antecedent(cx, o)).or_else(|| behind(cx, verb));
    }
    if let (Some(s), Some(first)) = (subject, cx.children_by(verb, &["advcl"]).find(|a| a.t < verb.t)) {
        // "Ruiz, also known as the Fox, snubbed Lee": who acts was given to the participle, the object taken for the subject.
        let own = cx.child(first, &["nsubj"]).filter(|n| n.t < first.t);
        if s.t > verb.t && s.t <= verb.t + 3 && own.is_some() {
            f.object = Some(s);
            subject = own;
        }
    }
    if let Some(o) = f.object.filter(|o| cx.token(*o).xpos == "JJ") {
        // "called the answer inadequate" read as one noun.
        if let Some(noun) = cx.children_by(o, &["compound"]).filter(|c| c.t > verb.t && c.t < o.t).last() {
            f.object = Some(noun);
        }
    }
    if f.object.is_none() {
        // "who accuse Petrov of lying": a second subject right behind an active verb is its object, mislabelled.
        let subjects: Vec<At> = cx.children_by(verb, &["nsubj"]).collect();
        let behind = subjects.iter().copied().find(|s| s.t > verb.t && s.t <= verb.t + 4);
        f.object = behind.filter(|_| subjects.iter().any(|s| s.t < verb.t));
    }
    if f.object.is_none() {
        // A name right behind the verb is no complement clause.
        let named = |c: &At| {
            c.t > verb.t && c.t <= verb.t + 2 && matches!(cx.token(*c).upos, Upos::Propn | Upos::Pron)
        };
        f.object = cx.children_by(verb, &["xcomp", "ccomp"]).find(named);
    }
    if f.object.is_none() && !f.passive {
        // "held around 20,000 civilians as shields", the object taken for an oblique that lost its preposition.
        let bare = |o: &At| {
            cx.token(*o).deprel == "obl" && cx.child(*o, &["case", "mark"]).is_none() && !is_day(cx, *o)
        };
        let next = cx.children_by(verb, &["obl"]).find(|o| o.t > verb.t);
        f.object = next.filter(|o| bare(o) && cx.token(*o).upos == Upos::Noun);
    }
    f.indirect = cx.child(verb, &["iobj"]).map(|o| antecedent(cx, o));
    // "gave them until Friday": a day behind "until" is a term, not a date.
    let dated = |c: &At| is_day(cx, *c) && case_of(cx, *c).as_deref() != Some("until");
    for c in cx.children_by(verb, &["obl", "nmod"]).filter(|c| !dated(c)) {
        if let Some(p) = case_of(cx, c) {
            f.preps.push((p, antecedent(cx, c)));
        } else if cx.token(c).deprel == "obl:agent" {
            f.preps.push(("by".to_owned(), c));
        }
    }
    for c in cx.children_by(verb, &["xcomp", "ccomp", "advcl"]) {
        f.clauses.push(c);
    }
    if f.passive {
        let patient = subject;
        if t.rel() == "acl" && f.object.is_none() {
            f.object = cx.head(verb);
        } else if f.object.is_some() && f.indirect.is_none() {
            // "was given a warning": the subject is the indirect object.
            f.indirect = patient;
        } else {
            f.object = patient;
        }
        f.subject = f.preps.iter().find(|(p, _)| p == "by").map(|(_, n)| *n);
    } else {
        f.subject = subject;
        if f.object.is_none() && t.deprel.starts_with("acl:relcl") {
            // "the man (whom) police held": the object is the noun that the clause describes.
            let subject_is_relative = f.subject == cx.head(verb);
            let other_gap = cx.children_by(verb, &["obl"]).any(|o| antecedent(cx, o) != o);
            if !subject_is_relative && !other_gap && cx.child(verb, &["nsubj"]).is_some() {
                f.object = cx.head(verb);
            }
        }
    }
    // A coordinated verb may leave its object to the last conjunct ("arrested and deported ten men").
    if f.object.is_none() && !f.passive {
        let next = cx.children_by(verb, &["conj"]).find(|c| cx.token(*c).upos == Upos::Verb);
        if let Some(n) = next.filter(|_| f.preps.is_empty() && f.clauses.is_empty()) {
            f.object = cx.child(n, &["obj"]).filter(|_| n.t <= verb.t + 2);
        }
    }
    for o in f.object.into_iter().flat_map(|o| conjuncts(cx, o)) {
        // "suspended supplies and flights to Armenia".
        for (p, n) in noun_preps(cx, o) {
            f.preps.push((p, n));
        }
    }
    if let Some(o) = f.object {
        // "lifted restrictions imposed on them".
        let imposed = |a: &At| cx.token(*a).upos == Upos::Verb && !is_infinitive(cx, *a);
        let described = |a: &At| cx.token(*a).deprel.starts_with("acl:relcl");
        for a in cx.children_by(o, &["acl"]).filter(|a| imposed(a) && !described(a)) {
            f.preps.extend(
                cx.children_by(a, &["obl"]).filter_map(|c| Some((case_of(cx, c)?, antecedent(cx, c)))),
            );
        }
    }
    lift_attached(cx, &mut f.preps);
    f
}

/// The noun right behind a verb that a parser gave to a word further on: "accused **Chad** yesterday of breaking its word".
fn behind(cx: &Context<'_>, verb: At) -> Option<At> {
    let tokens = &cx.sentences()[verb.s].tokens;
    let mut head = None;
    for (t, token) in tokens.iter().enumerate().take(verb.t + 7).skip(verb.t + 1) {
        match token.upos {
            Upos::Det | Upos::Adj | Upos::Num if head.is_none() => {}
            Upos::Noun | Upos::Propn => head = Some(t),
            Upos::Pron if head.is_none() && t == verb.t + 1 => head = Some(t),
            _ => break,
        }
        // "accused Chad yesterday": a noun of time is no part of the name before it.
        if head == Some(t) && tokens.get(t + 1).is_some_and(|n| n.deprel.ends_with(":unmarked")) {
            break;
        }
    }
    let at = At { s: verb.s, t: head? };
    let token = cx.token(at);
    let further = cx.head(at).is_some_and(|h| h.t > at.t && cx.is_under(h, verb));
    let taken =
        matches!(token.rel(), "obj" | "nsubj" | "compound" | "iobj") && !token.deprel.ends_with(":unmarked");
    (further && taken).then_some(at)
}

/// "Japan on Friday lifted sanctions", "and accused Chad", where a parser takes the verb for an adjective of the noun behind it.
pub fn is_hidden_verb(cx: &Context<'_>, verb: At) -> bool {
    let t = cx.token(verb);
    if t.rel() != "amod" || !cx.head(verb).is_some_and(|h| h.t > verb.t && h.t <= verb.t + 4) {
        return false;
    }
    let before = verb.t.checked_sub(1).map(|b| cx.token(At { s: verb.s, t: b }));
    let joined = before.is_some_and(|b| b.upos == Upos::Cconj);
    let named = before.is_some_and(|b| b.upos == Upos::Propn);
    if before.is_none() {
        return false;
    }
    match t.xpos.as_str() {
        "VBD" => true,
        "VBN" => (joined || named) && cx.head(verb).is_some_and(|h| cx.child(h, &["det"]).is_none()),
        _ => false,
    }
}

/// Who acts in a hidden verb: the noun to which its object was hung, or the subject of the verb to which that is joined.
fn hidden_subject(cx: &Context<'_>, verb: At, object: At) -> Option<At> {
    let above = cx.head(object).filter(|a| a.t < verb.t);
    let Some(above) = above else {
        // "A Zimbabwean court on Tuesday freed an editor", the object taken for the main word.
        let own = cx.children_by(object, &["nsubj"]).find(|c| c.t < verb.t && !is_day(cx, *c));
        let name = |c: &At| c.t < verb.t && cx.token(*c).upos == Upos::Propn;
        return own.or_else(|| cx.children_by(object, &["compound", "amod"]).find(name));
    };
    let governor =
        std::iter::successors(Some(above), |a| cx.head(*a)).take(4).find(|a| cx.token(*a).upos == Upos::Verb);
    match governor {
        Some(g) if g.t < verb.t => subject(cx, g, 3),
        _ => Some(above),
    }
}

/// Prepositions that a parser likes to hang on the noun before: "held talks in Quito **with** Peru", "troops for a war **against** them".
const LIFTED: [&str; 6] = ["with", "against", "between", "to", "by", "over"];

/// Adds the prepositions on nouns that are not themselves the ones spoken of.
pub fn lift_attached(cx: &Context<'_>, preps: &mut Vec<(String, At)>) {
    let first = preps.len();
    for i in 0..first {
        let (own, noun) = (preps[i].0.clone(), preps[i].1);
        for (p, n) in noun_preps(cx, noun) {
            let lifted = LIFTED.contains(&p.as_str()) || own == "of" && p == "from";
            if lifted && p != own && !preps.contains(&(p.clone(), n)) {
                preps.push((p, n));
            }
        }
    }
}

/// The prepositions after a noun.
pub fn noun_preps(cx: &Context<'_>, noun: At) -> Vec<(String, At)> {
    cx.children_by(noun, &["nmod", "obl"])
        .filter(|c| cx.token(*c).deprel != "nmod:poss")
        .filter(|c| !is_day(cx, *c))
        .filter_map(|c| Some((case_of(cx, c)?, antecedent(cx, c))))
        .collect()
}

/// The noun and what is joined to it by "and".
pub fn conjuncts(cx: &Context<'_>, noun: At) -> Vec<At> {
    let mut all = vec![noun];
    // "Italy and Tunisia signed", both hung on the verb as its subjects.
    if let Some(verb) = cx.head(noun).filter(|_| cx.token(noun).rel() == "nsubj") {
        let joined = |c: &At| {
            c.t > noun.t && c.t < verb.t && {
                let first = cx.reach(*c).0;
                first > 0 && lower(cx.token(At { s: c.s, t: first - 1 })) == "and" || {
                    let kids = cx.children_by(*c, &["cc"]);
                    kids.into_iter().any(|k| k.t < c.t)
                }
            }
        };
        all.extend(cx.children_by(verb, &["nsubj"]).filter(joined));
    }
    all.extend(cx.children_by(noun, &["conj"]).filter(|c| {
        matches!(cx.token(*c).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj)
    }));
    all
}
