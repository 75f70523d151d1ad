//! Trees that the arc scores allow and grammar does not: two subjects side by side, a finite verb inside a noun phrase.
//! Heads are chosen word by word apart from the tree's shape, so the decoder cannot see these. Must not know scores.

use super::file::Parsed;

/// Mends the tree of one sentence.
pub(super) fn mend(words: &mut [Parsed]) {
    for i in 0..words.len() {
        one_subject(words, i);
        verb_within(words, i);
        subject_before(words, i);
    }
    main_verb(words);
}

fn nominal(w: &Parsed) -> bool {
    matches!(w.upos.as_str(), "NOUN" | "PROPN" | "ADJ" | "NUM")
}

/// "Opposition lawmakers criticised": of two subjects that touch, the first belongs to the second.
fn one_subject(words: &mut [Parsed], i: usize) {
    let Some([a, b]) = words.get(i..i + 2) else { return };
    let subject = |w: &Parsed| w.deprel == "nsubj" || w.deprel == "nsubj:pass";
    let ahead = a.head.is_some_and(|h| h > i + 1) && a.head == b.head;
    if !(ahead && subject(a) && subject(b) && nominal(a) && matches!(b.upos.as_str(), "NOUN" | "PROPN")) {
        return;
    }
    let relation = match a.upos.as_str() {
        "ADJ" => "amod",
        "NUM" => "nummod",
        _ => "compound",
    };
    words[i].head = Some(i + 1);
    words[i].deprel = relation.into();
    // What hung on the first and stands before it is the whole phrase's.
    for w in &mut words[..i] {
        if w.head == Some(i) && matches!(w.deprel.as_str(), "det" | "nmod:poss" | "case" | "nummod") {
            w.head = Some(i + 1);
        }
    }
}

/// "Norway will supply gas": a verb with an auxiliary or a subject of its own is no part of the noun behind it, which
/// is its object.
fn verb_within(words: &mut [Parsed], v: usize) {
    let w = &words[v];
    let Some(noun) = w.head.filter(|h| *h > v && *h <= v + 3) else { return };
    if w.upos != "VERB" || !matches!(w.deprel.as_str(), "compound" | "amod") {
        return;
    }
    let finite = matches!(w.xpos.as_str(), "VB" | "VBD" | "VBP" | "VBZ");
    let carries = words[..v]
        .iter()
        .any(|c| c.head == Some(v) && matches!(c.deprel.as_str(), "aux" | "nsubj" | "aux:pass"));
    if !finite || !carries || words[noun].head == Some(v) {
        return;
    }
    words[v].head = words[noun].head;
    words[v].deprel = words[noun].deprel.clone();
    words[noun].head = Some(v);
    words[noun].deprel = "obj".into();
    for (i, c) in words.iter_mut().enumerate() {
        let before = i < v;
        let clausal = matches!(c.deprel.as_str(), "punct" | "conj" | "parataxis" | "advcl" | "obl" | "cc");
        if c.head == Some(noun) && i != v && (before || clausal && i > noun) {
            c.head = Some(v);
        }
    }
}

/// "after the government refused to sign": a nominal right before a finite verb without a subject, hung on a word behind
/// that verb although no preposition marks it, is the verb's subject.
fn subject_before(words: &mut [Parsed], v: usize) {
    let Some(n) = v.checked_sub(1) else { return };
    let finite = words[v].upos == "VERB" && matches!(words[v].xpos.as_str(), "VBD" | "VBP" | "VBZ");
    let noun = matches!(words[n].upos.as_str(), "NOUN" | "PROPN") && words[n].head.is_some_and(|h| h > v);
    let role = |w: &Parsed| matches!(w.deprel.as_str(), "obl" | "obj" | "nsubj" | "nsubj:pass" | "dep");
    if !finite || !noun || !role(&words[n]) {
        return;
    }
    let served = |w: &Parsed| w.head == Some(v) && (w.deprel.contains("subj") || w.deprel == "expl");
    let marked = |w: &Parsed| w.head == Some(n) && matches!(w.deprel.as_str(), "case" | "mark");
    // Below the noun the verb would close a circle.
    let mut up = words[v].head;
    let below = (0..words.len()).any(|_| {
        let here = up == Some(n);
        up = up.and_then(|h| words[h].head);
        here
    });
    if below || words.iter().any(|w| served(w) || marked(w)) {
        return;
    }
    words[n].head = Some(v);
    words[n].deprel = "nsubj".into();
}

/// "The mayor, who knew the town, promised help": a finite verb behind the comma that closes a relative clause, joined to that
/// clause without a conjunction, is the sentence's own, and the noun that had no verb is its subject.
fn main_verb(words: &mut [Parsed]) {
    let Some(noun) = words.iter().position(|w| w.head.is_none()) else { return };
    if !matches!(words[noun].upos.as_str(), "NOUN" | "PROPN") {
        return;
    }
    let child = |h: usize, rels: &[&str]| {
        words.iter().any(|w| w.head == Some(h) && rels.contains(&w.deprel.as_str()))
    };
    if child(noun, &["cop", "nsubj", "nsubj:pass", "expl"]) {
        return;
    }
    let relative = |w: &Parsed| w.head == Some(noun) && w.deprel == "acl:relcl";
    let finite = |v: usize| {
        let clause = words[v].head.filter(|h| *h > noun && *h < v && relative(&words[*h]));
        let closed =
            words[..v].iter().rev().take_while(|w| matches!(w.upos.as_str(), "AUX" | "ADV" | "PART")).count();
        let comma = v
            .checked_sub(closed + 1)
            .is_some_and(|t| words[t].upos == "PUNCT" && clause.is_some_and(|c| t > c));
        words[v].deprel == "conj"
            && (matches!(words[v].xpos.as_str(), "VBD" | "VBP" | "VBZ") || child(v, &["aux", "aux:pass"]))
            && comma
            && !child(v, &["cc", "nsubj", "nsubj:pass", "expl", "mark"])
    };
    let Some(verb) = (noun + 2..words.len()).find(|v| finite(*v)) else { return };
    let passive = child(verb, &["aux:pass"]);
    words[verb].head = None;
    words[verb].deprel = "root".into();
    for (i, w) in words.iter_mut().enumerate() {
        if w.head == Some(noun) && i > verb {
            w.head = Some(verb);
        }
    }
    words[noun].head = Some(verb);
    words[noun].deprel = if passive { "nsubj:pass" } else { "nsubj" }.into();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(rows: &[(&str, &str, usize, &str)]) -> Vec<Parsed> {
        let one = |(upos, xpos, head, deprel): &(&str, &str, usize, &str)| Parsed {
            upos: (*upos).into(),
            xpos: (*xpos).into(),
            feats: "_".into(),
            head: head.checked_sub(1),
            deprel: (*deprel).into(),
            name_scores: Default::default(),
        };
        rows.iter().map(one).collect()
    }

    fn tree(words: &[Parsed]) -> Vec<(usize, &str)> {
        words.iter().map(|w| (w.head.map_or(0, |h| h + 1), w.deprel.as_str())).collect()
    }

    #[test]
    fn two_subjects_that_touch_are_one() {
        let mut s = words(&[
            ("DET", "DT", 2, "det"),
            ("NOUN", "NN", 4, "nsubj"),
            ("NOUN", "NNS", 4, "nsubj"),
            ("VERB", "VBD", 0, "root"),
        ]);
        mend(&mut s);
        assert_eq!(tree(&s), [(3, "det"), (3, "compound"), (4, "nsubj"), (0, "root")]);
    }

    #[test]
    fn a_noun_with_a_relative_clause_has_a_verb_behind_it() {
        let mut s = words(&[
            ("PROPN", "NNP", 0, "root"),
            ("PUNCT", ",", 4, "punct"),
            ("PRON", "WP", 4, "nsubj"),
            ("VERB", "VBD", 1, "acl:relcl"),
            ("PUNCT", ",", 6, "punct"),
            ("VERB", "VBD", 4, "conj"),
            ("NOUN", "NN", 6, "obj"),
            ("PUNCT", ".", 1, "punct"),
        ]);
        mend(&mut s);
        assert_eq!(
            tree(&s),
            [
                (6, "nsubj"),
                (4, "punct"),
                (4, "nsubj"),
                (1, "acl:relcl"),
                (6, "punct"),
                (0, "root"),
                (6, "obj"),
                (6, "punct")
            ]
        );
    }

    #[test]
    fn a_noun_right_before_a_finite_verb_is_its_subject() {
        let mut s = words(&[
            ("SCONJ", "IN", 3, "mark"),
            ("NOUN", "NN", 5, "obl"),
            ("VERB", "VBD", 0, "root"),
            ("PART", "TO", 5, "mark"),
            ("VERB", "VB", 3, "xcomp"),
        ]);
        mend(&mut s);
        assert_eq!(tree(&s), [(3, "mark"), (3, "nsubj"), (0, "root"), (5, "mark"), (3, "xcomp")]);
    }

    #[test]
    fn a_verb_with_an_auxiliary_governs_its_object() {
        let mut s = words(&[
            ("PROPN", "NNP", 3, "nsubj"),
            ("AUX", "MD", 3, "aux"),
            ("VERB", "VB", 4, "compound"),
            ("NOUN", "NN", 0, "root"),
            ("PUNCT", ".", 4, "punct"),
        ]);
        mend(&mut s);
        assert_eq!(tree(&s), [(3, "nsubj"), (3, "aux"), (0, "root"), (3, "obj"), (3, "punct")]);
    }
}
