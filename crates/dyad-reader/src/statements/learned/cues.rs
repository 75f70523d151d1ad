//! What the cue classifier sees of a word: itself, its place in the tree, its neighbours, quotation marks beside it,
//! the table of cues, and what the rules made of it. Must not know weights.

use dyad_syntax::chain::hash;

use super::view::{Out, View, tail, two};
use crate::At;

/// The words of a sentence that may be the main word of a cue.
pub(super) fn candidates(v: &View<'_, '_>, s: usize) -> Vec<usize> {
    use dyad_syntax::Upos as U;
    let may = |t: &usize| {
        let token = v.tree.token(At { s, t: *t });
        matches!(token.upos, U::Verb | U::Noun | U::Adj | U::Adv | U::Adp | U::Aux | U::Sconj)
            || token.form == ":"
    };
    (0..v.lines[s].words.len()).filter(may).collect()
}

/// Appends the features of one word.
pub(super) fn features(v: &View<'_, '_>, at: At, f: &mut Out) {
    let line = &v.lines[at.s];
    let (words, t) = (&line.words, at.t);
    let w = &words[t];
    f.put(0, 0, 0);
    f.put(1, w.lemma, 0);
    f.put(2, w.lemma, w.xpos);
    f.put(3, w.form, 0);
    f.put(4, w.upos, 0);
    f.put(5, w.xpos, 0);
    f.put(6, w.rel, 0);
    f.put(7, w.rel, w.lemma);
    f.put(8, tail(v.tree, at), w.upos);
    f.put(9, w.cue, w.upos);
    f.put(10, w.being, w.rel);
    above(v, at, f);
    below(v, at, f);
    around(v, at, f);
    marks(v, at, f);
    rules(v, at, f);
    f.put(90, t.min(6) as u64, 0);
    f.put(91, (words.len() / 8).min(6) as u64, w.upos);
    f.put(92, line.block, w.upos);
    f.put(93, u64::from(line.first), w.lemma);
}

/// Heads.
fn above(v: &View<'_, '_>, at: At, f: &mut Out) {
    let words = &v.lines[at.s].words;
    let w = &words[at.t];
    let Some(h) = w.head else {
        f.put(11, w.lemma, 0);
        return;
    };
    let head = &words[h];
    let side = u64::from(h > at.t);
    f.put(12, two(head.lemma, side), w.rel);
    f.put(13, two(head.upos, side), w.rel);
    f.put(14, two(head.cue, side), w.rel);
    f.put(15, head.lemma, w.lemma);
    f.put(16, two(head.cue, w.rel), w.lemma);
    if let Some(g) = head.head {
        f.put(17, words[g].lemma, two(head.rel, w.rel));
        f.put(18, two(head.lemma, head.rel), w.lemma);
    }
    // The nearest word above that the rules know as a cue, and the way there.
    let mut here = Some(h);
    let mut path = w.rel;
    for depth in 0..6u64 {
        let Some(a) = here else { break };
        let up = &words[a];
        if v.by_cue.contains_key(&At { s: at.s, t: a }) {
            f.put(60, depth, 0);
            f.put(61, path, 0);
            f.put(62, path, up.lemma);
            f.put(63, w.lemma, two(depth, 1));
            break;
        }
        path = two(path, up.rel);
        here = up.head;
    }
}

/// Children.
fn below(v: &View<'_, '_>, at: At, f: &mut Out) {
    let words = &v.lines[at.s].words;
    let w = &words[at.t];
    for &k in v.kids(at.s, at.t) {
        let kid = &words[k];
        let rel = two(kid.rel, u64::from(k > at.t));
        f.put(20, rel, w.upos);
        f.put(21, rel, w.lemma);
        f.put(22, rel, kid.lemma);
        f.put(23, rel, two(kid.upos, w.upos));
        f.put(24, two(rel, kid.lemma), w.lemma);
        f.put(25, two(rel, kid.being), w.upos);
        f.put(26, two(rel, kid.being), w.lemma);
        if kid.cue != 0 {
            f.put(27, rel, kid.cue);
        }
        let core = kid.clause || kid.part != 0;
        if core {
            let first = &words[kid.reach.0];
            f.put(28, rel, first.lemma);
            f.put(29, two(rel, first.lemma), w.lemma);
            f.put(30, rel, two(kid.xpos, w.upos));
            f.put(31, rel, (k.abs_diff(at.t) / 4).min(5) as u64);
        }
        // "in a statement", "to reporters": the preposition and its noun.
        for &c in v.kids(at.s, k).iter().filter(|c| words[**c].reach == (**c, **c) && **c < k) {
            if words[c].upos == dyad_syntax::Upos::Adp as u64 + 1 {
                f.put(32, words[c].lemma, kid.lemma);
                f.put(33, words[c].lemma, w.lemma);
                f.put(34, two(words[c].lemma, kid.being), w.upos);
            }
        }
    }
    let frame = frame(v, at);
    f.put(35, frame, w.upos);
    f.put(36, frame, w.lemma);
    f.put(37, frame, w.cue);
    f.put(38, frame, two(w.rel, w.xpos));
}

/// Which clauses and objects a word has.
pub(super) fn frame(v: &View<'_, '_>, at: At) -> u64 {
    let mut set = 0u64;
    for &k in v.kids(at.s, at.t) {
        let bit = match v.tree.token(At { s: at.s, t: k }).deprel.as_str() {
            "nsubj" | "csubj" => 0,
            "nsubj:pass" => 1,
            "obj" => 2,
            "iobj" => 3,
            "ccomp" => 4,
            "xcomp" => 5,
            "obl" => 6,
            "advcl" => 7,
            "parataxis" => 8,
            "acl" | "acl:relcl" => 9,
            "mark" => 10,
            "nmod:poss" => 11,
            "cop" => 12,
            "aux:pass" => 13,
            _ => continue,
        };
        set |= 1 << (bit * 2 + u64::from(k > at.t));
    }
    set
}

/// Neighbours.
fn around(v: &View<'_, '_>, at: At, f: &mut Out) {
    let words = &v.lines[at.s].words;
    let w = &words[at.t];
    let near = |o: isize| at.t.checked_add_signed(o).and_then(|i| words.get(i));
    for (k, o) in [-3isize, -2, -1, 1, 2, 3].into_iter().enumerate() {
        let k = k as u64;
        let Some(x) = near(o) else {
            f.put(40, k, w.upos);
            continue;
        };
        f.put(41, x.lemma, k);
        f.put(42, x.xpos, two(k, w.upos));
        if o.abs() < 3 {
            f.put(43, x.lemma, two(k, w.lemma));
            f.put(44, x.xpos, two(k, w.lemma));
        }
    }
    let of = |o: isize, g: fn(&super::view::Seen) -> u64| near(o).map_or(1, g);
    f.put(45, two(of(1, |x| x.lemma), of(2, |x| x.lemma)), w.lemma);
    f.put(46, two(of(-1, |x| x.lemma), of(-2, |x| x.lemma)), w.lemma);
    f.put(47, two(of(-1, |x| x.xpos), of(1, |x| x.xpos)), w.xpos);
    f.put(48, two(of(-1, |x| x.lemma), of(1, |x| x.lemma)), w.upos);
    f.put(49, two(of(-1, |x| x.being), of(1, |x| x.part)), w.cue);
}

/// Quotation marks.
fn marks(v: &View<'_, '_>, at: At, f: &mut Out) {
    let line = &v.lines[at.s];
    let (words, t) = (&line.words, at.t);
    let w = &words[t];
    let ahead = words[t..].iter().take(9).position(|x| x.opens).map_or(9, |d| d as u64);
    let behind = words[..t].iter().rev().take(9).position(|x| x.closes).map_or(9, |d| d as u64);
    f.put(50, u64::from(w.quoted), w.upos);
    f.put(51, u64::from(w.quoted), w.lemma);
    f.put(52, ahead, w.upos);
    f.put(53, behind, w.upos);
    f.put(54, ahead, w.lemma);
    f.put(55, behind, w.lemma);
    f.put(56, u64::from(line.quotes), w.lemma);
    f.put(57, two(ahead.min(3), behind.min(3)), two(w.cue, u64::from(w.quoted)));
    f.put(58, u64::from(line.quotes), w.upos);
    // The sentences beside are quotations.
    let side = |s: Option<usize>, last: bool| {
        s.and_then(|s| v.lines.get(s))
            .and_then(|l| if last { l.words.last() } else { l.words.first() })
            .is_some_and(|x| x.quoted)
    };
    f.put(
        59,
        u64::from(side(at.s.checked_sub(1), true)) * 2 + u64::from(side(at.s.checked_add(1), false)),
        w.lemma,
    );
}

/// What the rules say.
fn rules(v: &View<'_, '_>, at: At, f: &mut Out) {
    let line = &v.lines[at.s];
    let w = &line.words[at.t];
    let own = v.by_cue.get(&at).map(|i| &v.found[*i]);
    let frame = own.map_or(0, |x| hash(6, x.frame));
    let size = own.map_or(0, |x| (x.content_words.len() / 3).min(5) as u64);
    f.put(70, frame, 0);
    f.put(71, frame, w.lemma);
    f.put(72, frame, two(w.rel, w.upos));
    if let Some(x) = own {
        f.put(73, (x.confidence * 20.0) as u64, 0);
        f.put(74, frame, size);
        f.put(
            75,
            frame,
            u64::from(x.source.head.is_some()) + 2 * u64::from(x.negated) + 4 * u64::from(x.hypothetical),
        );
        let who = x.source.head.filter(|h| h.s == at.s).map_or(9, |h| line.words[h.t].being);
        f.put(76, frame, who);
        f.put(77, w.lemma, who);
        f.put(78, two(frame, w.lemma), u64::from(x.negated) + 2 * u64::from(x.hypothetical));
    }
    let group = v.group_of.get(&at).map(|g| &v.groups[*g]);
    let kind = group.map_or(0, |g| 1 + u64::from(g.partial) + 2 * u64::from(g.lead));
    f.put(80, kind, 0);
    f.put(81, kind, w.lemma);
    f.put(82, kind, frame);
    // In another one's content or source.
    let outer = line.content[at.t].map(|i| &v.found[i]).filter(|x| x.cue_at != Some(at));
    let outer_frame = outer.map_or(0, |x| hash(6, x.frame));
    f.put(83, outer_frame, 0);
    f.put(84, outer_frame, w.lemma);
    f.put(85, outer_frame, frame);
    f.put(86, u64::from(line.source[at.t]), w.lemma);
    if let Some(c) = outer.and_then(|x| x.cue_at) {
        let cue = &v.lines[c.s].words[c.t];
        f.put(87, cue.lemma, u64::from(c.t > at.t));
        f.put(88, cue.lemma, w.lemma);
    }
}
