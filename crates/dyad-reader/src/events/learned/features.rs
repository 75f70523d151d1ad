//! What the classifier sees of a candidate: what the dictionary makes of it, its trigger, the way from actor to trigger to
//! recipient, its arguments, the words between and around. Must not know weights or labels.

use dyad_syntax::Upos;
use dyad_syntax::chain::{hash, mix};

use super::super::matching::{Coded, frames_of};
use super::super::parties::Parties;
use super::super::tree::lemma;
use crate::{At, Context};

/// Features as hashes.
#[derive(Debug, Clone, Default)]
pub struct Out {
    /// One for each feature that holds: what types are told from.
    pub ids: Vec<u32>,
    /// Features that speak of the kind of sentence rather than of its words: besides the others, whether there is an event is told from
    /// them too.
    pub broad: Vec<u32>,
}

/// Keeps the groups of broad features apart from the others, since the gate reads both.
const BROAD: u64 = 256;

impl Out {
    /// The broad features, then all others.
    pub fn all(&self) -> impl Iterator<Item = u32> {
        self.broad.iter().chain(&self.ids).copied()
    }
    fn put(&mut self, group: u64, a: u64, b: u64) {
        self.ids.push((mix(mix(group ^ a.rotate_left(17)) ^ b) >> 32) as u32);
    }
    fn broad(&mut self, group: u64, a: u64, b: u64) {
        self.broad.push((mix(mix((BROAD + group) ^ a.rotate_left(17)) ^ b) >> 32) as u32);
    }
    fn word(&mut self, group: u64, word: &str) {
        self.put(group, hash(0, word), 0);
    }
}

/// A predicate with its sides, as far as they are known.
#[derive(Debug, Clone, Copy)]
pub struct Sides {
    /// The trigger word.
    pub trigger: At,
    /// The verb that carries a noun; else the trigger.
    pub clause: At,
    /// Head of the actor's words.
    pub actor: Option<At>,
    /// Head of the recipient's words.
    pub recipient: Option<At>,
}

/// Words of one sentence that the features take up many times.
pub struct Line {
    s: usize,
    lemmas: Vec<u64>,
    clusters: Vec<[u32; 4]>,
    /// Names and numbers, which stand for nothing but themselves.
    open: Vec<bool>,
    /// Parts of life that words of the sentence speak of.
    topics: Vec<u8>,
}

impl Line {
    /// The lemmas and clusters of a sentence.
    pub fn new(cx: &Context<'_>, s: usize) -> Self {
        let tokens = &cx.sentences()[s].tokens;
        let texts: Vec<String> = tokens.iter().map(lemma).collect();
        let lemmas: Vec<u64> = texts.iter().map(|l| hash(0, l)).collect();
        let none = [u32::MAX; 4];
        let cluster = |h: &u64| cx.lexicon.and_then(|l| l.clusters(*h)).unwrap_or(none);
        let clusters = lemmas.iter().map(cluster).collect();
        let open = tokens.iter().map(|t| matches!(t.upos, Upos::Propn | Upos::Num | Upos::Punct)).collect();
        let topics = texts.iter().flat_map(|l| cx.knowledge.events.topics(l)).copied().collect();
        Self { s, lemmas, clusters, open, topics }
    }
    fn at(&self, t: usize) -> At {
        At { s: self.s, t }
    }
    fn cluster(&self, out: &mut Out, group: u64, t: usize, with: u64) {
        let c = self.clusters[t];
        if c[0] != u32::MAX {
            out.put(group, u64::from(c[0]), with);
            out.put(group + 1, u64::from(c[1]), with);
            out.put(group + 2, u64::from(c[2]), with);
        }
    }
}

/// Appends the features of a candidate. `coded` is what the dictionary makes of it, `others` what it finds in the sentence.
pub fn features(
    cx: &Context<'_>,
    parties: &Parties<'_>,
    line: &Line,
    sides: Sides,
    coded: Option<&Coded>,
    others: &[Coded],
    out: &mut Out,
) {
    out.put(1, 0, 0);
    let dictionary = coded.filter(|c| !c.plover.is_empty());
    let typed = dictionary.map_or(0, |c| hash(0, &c.plover));
    out.put(2, typed, 0);
    if let Some(c) = dictionary {
        out.word(3, &c.cameo);
        out.put(4, typed, c.mode.as_deref().map_or(0, |m| hash(0, m)));
        let flags = u64::from(c.bare)
            | u64::from(c.weak) << 1
            | u64::from(c.settled) << 2
            | u64::from(c.reciprocal) << 3;
        out.put(5, flags, 0);
        out.put(6, flags, typed);
        out.put(7, c.why.len() as u64, typed);
    }
    trigger(cx, line, sides, typed, out);
    arguments(cx, line, sides, out);
    around(cx, line, sides, out);
    if let (Some(a), Some(r)) = (sides.actor, sides.recipient) {
        between(cx, line, a, r, out);
    }
    for (k, side) in [sides.actor, sides.recipient].into_iter().enumerate() {
        let k = k as u64;
        let Some(h) = side.filter(|h| h.s == line.s) else {
            out.put(40, k, typed);
            continue;
        };
        let code = parties.resolve(h).code;
        let role = code.as_deref().map_or(1, |c| hash(0, c.split(':').nth(1).unwrap_or("country")));
        let kind = parties.entity(h).and_then(|e| parties.kind_of(e)).map_or(0, |k| k as u64 + 1);
        out.put(41, role, k);
        out.put(42, role, mix(k ^ typed));
        out.put(43, kind, k);
        out.put(44, kind, mix(k ^ typed));
        out.put(45, way(cx, h, sides.trigger), k);
        out.put(46, way(cx, h, sides.trigger), mix(k ^ line.lemmas[sides.trigger.t]));
        out.put(47, way(cx, h, sides.clause), mix(k ^ typed));
        if !line.open[h.t] {
            out.put(48, line.lemmas[h.t], k);
            line.cluster(out, 49, h.t, k);
        }
        if let Some(case) = cx.child(h, &["case"]) {
            out.put(53, line.lemmas[case.t], k);
            out.put(54, line.lemmas[case.t], mix(k ^ line.lemmas[sides.trigger.t]));
        }
    }
    kind(cx, parties, line, sides, coded, others, out);
    for o in others.iter().filter(|o| o.trigger != sides.trigger) {
        out.word(55, &o.plover);
        out.put(56, hash(0, &o.plover), typed);
        let near = o.trigger.t.abs_diff(sides.trigger.t) < 5;
        out.put(57, hash(0, &o.plover), u64::from(near));
    }
}

/// The trigger and what stands above it.
fn trigger(cx: &Context<'_>, line: &Line, sides: Sides, typed: u64, out: &mut Out) {
    let (t, v) = (sides.trigger, sides.clause);
    let token = cx.token(t);
    let own = line.lemmas[t.t];
    let upos = token.upos as u64;
    out.put(8, own, 0);
    out.put(9, own, upos);
    out.put(10, own, typed);
    line.cluster(out, 11, t.t, upos);
    if v != t {
        out.put(14, line.lemmas[v.t], 0);
        out.put(15, line.lemmas[v.t], own);
        line.cluster(out, 16, v.t, 1);
    }
    out.put(19, hash(0, token.rel()), upos);
    out.put(20, hash(0, &token.xpos), 0);
    if let Some(h) = cx.head(v) {
        out.put(21, line.lemmas[h.t], hash(0, cx.token(v).rel()));
        out.put(22, line.lemmas[h.t], own);
        line.cluster(out, 23, h.t, hash(0, cx.token(v).rel()));
    }
    for (k, types) in [possible(cx, t), if v == t { Vec::new() } else { possible(cx, v) }].iter().enumerate()
    {
        for p in types {
            out.put(104 + k as u64, *p, typed);
            out.put(106 + k as u64, *p, types.len().min(4) as u64);
        }
    }
    for c in cx.children_by(v, &["aux", "advmod", "compound", "mark", "cop"]) {
        out.put(26, line.lemmas[c.t], hash(0, cx.token(c).rel()));
        if c.t.abs_diff(v.t) < 3 {
            out.put(27, line.lemmas[c.t], line.lemmas[v.t]);
        }
    }
}

/// The types of all frames of a word, whether one of them fits or not.
fn possible(cx: &Context<'_>, at: At) -> Vec<u64> {
    let mut types: Vec<u64> = frames_of(cx, at).iter().map(|f| hash(0, &f.plover)).collect();
    types.sort_unstable();
    types.dedup();
    types
}

/// Objects, obliques and clauses of the trigger.
fn arguments(cx: &Context<'_>, line: &Line, sides: Sides, out: &mut Out) {
    let own = line.lemmas[sides.trigger.t];
    let mut shape = 0u64;
    for at in [sides.trigger, sides.clause] {
        for c in cx.children(at).iter().map(|t| line.at(*t)) {
            let token = cx.token(c);
            let rel = token.rel();
            if matches!(rel, "punct" | "det" | "aux" | "cc" | "case") {
                continue;
            }
            let mut key = hash(0, rel);
            if let Some(p) = cx.child(c, &["case", "mark"]) {
                key = mix(key ^ line.lemmas[p.t]);
                out.put(60, line.lemmas[p.t], own);
            }
            shape ^= mix(key);
            out.put(61, key, 0);
            out.put(62, key, own);
            if !line.open[c.t] {
                out.put(63, key, line.lemmas[c.t]);
                out.put(64, line.lemmas[c.t], own);
                line.cluster(out, 65, c.t, hash(0, rel));
                // One step further: "approved a plan to send troops".
                for d in cx
                    .children_by(c, &["amod", "compound", "nmod", "obj", "acl", "xcomp", "obl"])
                    .filter(|d| !line.open[d.t])
                {
                    out.put(68, line.lemmas[d.t], hash(0, rel));
                    line.cluster(out, 69, d.t, 0);
                }
            }
        }
        if sides.trigger == sides.clause {
            break;
        }
    }
    out.put(72, shape, 0);
    out.put(73, shape, own);
}

/// The words near the trigger and under it.
fn around(cx: &Context<'_>, line: &Line, sides: Sides, out: &mut Out) {
    let n = line.lemmas.len();
    let t = sides.trigger.t;
    for (k, o) in [-2isize, -1, 1, 2, 3].into_iter().enumerate() {
        let Some(i) = t.checked_add_signed(o).filter(|i| *i < n) else { continue };
        out.put(80, line.lemmas[i], k as u64);
        if o.abs() == 1 {
            out.put(81, line.lemmas[i], line.lemmas[t]);
        }
    }
    let (first, last) = cx.reach(sides.clause);
    for i in (first..=last).filter(|i| !line.open[*i] && *i != t).take(40) {
        out.put(82, line.lemmas[i], 0);
        if line.clusters[i][0] != u32::MAX {
            out.put(83, u64::from(line.clusters[i][1]), 0);
        }
    }
}

/// The words between the sides, and on the way from one to the other.
fn between(cx: &Context<'_>, line: &Line, a: At, r: At, out: &mut Out) {
    let (lo, hi) = (a.t.min(r.t), a.t.max(r.t));
    let order = u64::from(a.t < r.t);
    for i in (lo + 1..hi).filter(|i| !line.open[*i]).take(30) {
        out.put(90, line.lemmas[i], order);
        if i + 1 < hi {
            out.put(91, line.lemmas[i], line.lemmas[i + 1]);
        }
        line.cluster(out, 92, i, 0);
    }
    out.put(95, ((hi - lo) / 3).min(8) as u64, order);
    let chain = |from: At| std::iter::successors(Some(from), |x| cx.head(*x)).take(12).collect::<Vec<_>>();
    let (up, down) = (chain(a), chain(r));
    let meet = up.iter().find(|x| down.contains(x)).copied();
    let mut path = 7u64;
    for (k, side) in [&up, &down].into_iter().enumerate() {
        for x in side.iter().take_while(|x| Some(**x) != meet) {
            path = mix(path ^ hash(k as u64, cx.token(*x).rel()));
        }
        for x in side.iter().skip(1).take_while(|x| Some(**x) != meet) {
            if !line.open[x.t] {
                out.put(96, line.lemmas[x.t], k as u64);
                line.cluster(out, 97, x.t, k as u64);
            }
        }
    }
    out.put(100, path, 0);
    if let Some(m) = meet {
        out.put(101, line.lemmas[m.t], 0);
        out.put(102, path, line.lemmas[m.t]);
        line.cluster(out, 103, m.t, 0);
    }
}

/// Relations on the way between two words, as a hash.
fn way(cx: &Context<'_>, from: At, to: At) -> u64 {
    let up: Vec<At> = std::iter::successors(Some(from), |x| cx.head(*x)).take(8).collect();
    let down: Vec<At> = std::iter::successors(Some(to), |x| cx.head(*x)).take(8).collect();
    let Some(meet) = up.iter().find(|x| down.contains(x)).copied() else { return 1 };
    let mut path = 3u64;
    for x in up.iter().take_while(|x| **x != meet) {
        path = mix(path ^ hash(5, cx.token(*x).rel()));
    }
    for x in down.iter().take_while(|x| **x != meet) {
        path = mix(path ^ hash(6, cx.token(*x).rel()));
    }
    path
}

/// Whether this is the kind of sentence and clause in which something is done in public life.
fn kind(
    cx: &Context<'_>,
    parties: &Parties<'_>,
    line: &Line,
    sides: Sides,
    coded: Option<&Coded>,
    others: &[Coded],
    out: &mut Out,
) {
    let typed = coded.map_or(0, |c| hash(0, &c.plover));
    out.broad(1, 0, 0);
    out.broad(2, typed, 0);
    let token = cx.token(sides.trigger);
    let upos = token.upos as u64;
    if let Some(c) = coded {
        let flags = u64::from(c.bare) | u64::from(c.weak) << 1 | u64::from(c.reciprocal) << 3;
        out.broad(3, flags, 0);
        out.broad(4, flags, typed);
        out.broad(5, hash(0, &c.cameo), 0);
    }
    out.broad(6, upos, hash(0, token.rel()));
    out.broad(7, hash(0, &token.xpos), 0);
    out.broad(8, u64::from(sides.trigger == sides.clause), upos);
    out.broad(9, cx.block(line.s).kind as u64, 0);
    let codes = [sides.actor, sides.recipient].map(|h| h.and_then(|h| parties.resolve(h).code));
    let role =
        |c: &Option<String>| c.as_deref().map_or(1, |c| hash(0, c.split(':').nth(1).unwrap_or("country")));
    let acts = |h: Option<At>| match h {
        None => 0u64,
        Some(h) => 1 + u64::from(parties.acts(&parties.resolve(h))),
    };
    let known = |k: usize| u64::from(codes[k].is_some());
    let shape = known(0) | known(1) << 1 | acts(sides.actor) << 2 | acts(sides.recipient) << 4;
    out.broad(10, shape, 0);
    out.broad(11, shape, typed);
    out.broad(12, role(&codes[0]), role(&codes[1]));
    for k in 0..2 {
        out.broad(13, role(&codes[k]), k as u64);
        let head = [sides.actor, sides.recipient][k];
        let kind =
            head.and_then(|h| parties.entity(h)).and_then(|e| parties.kind_of(e)).map_or(0, |k| k as u64 + 1);
        out.broad(14, kind, k as u64);
        if let Some(h) = head.filter(|h| !line.open[h.t] && line.clusters[h.t][0] != u32::MAX) {
            out.broad(15, u64::from(line.clusters[h.t][2]), k as u64);
        }
    }
    let country = |c: &Option<String>| c.as_deref().and_then(|c| c.get(..3)).map(|c| hash(0, c));
    if let (Some(a), Some(b)) = (country(&codes[0]), country(&codes[1])) {
        out.broad(16, u64::from(a == b), 0);
    }
    let c = line.clusters[sides.trigger.t];
    if c[0] != u32::MAX {
        out.broad(17, u64::from(c[2]), upos);
        out.broad(18, u64::from(c[3]), upos);
    }
    for a in cx.children_by(sides.clause, &["aux", "advmod", "mark", "cop"]) {
        out.broad(19, line.lemmas[a.t], 0);
    }
    if let Some(o) =
        cx.child(sides.clause, &["obj"]).filter(|o| !line.open[o.t] && line.clusters[o.t][0] != u32::MAX)
    {
        out.broad(20, u64::from(line.clusters[o.t][2]), 0);
    }
    out.broad(21, others.len().min(4) as u64, 0);
    let own = line.lemmas[sides.trigger.t];
    out.broad(30, own, upos);
    out.broad(31, own, typed);
    if let Some(o) = cx.child(sides.clause, &["obj"]).filter(|o| !line.open[o.t]) {
        out.broad(32, line.lemmas[o.t], 0);
        out.broad(33, line.lemmas[o.t], own);
    }
    if let Some(h) = cx.head(sides.clause) {
        out.broad(34, line.lemmas[h.t], hash(0, cx.token(sides.clause).rel()));
    }
    for (k, head) in [sides.actor, sides.recipient].into_iter().enumerate() {
        if let Some(h) = head.filter(|h| h.s == line.s && !line.open[h.t]) {
            out.broad(35, line.lemmas[h.t], k as u64);
        }
    }
    let types = possible(cx, sides.trigger);
    out.broad(27, types.len().min(4) as u64, typed);
    for p in &types {
        out.broad(28, *p, u64::from(types.len() > 2));
        out.broad(29, *p, shape);
    }
    let mut topics = [0u32; 16];
    for t in &line.topics {
        topics[usize::from(*t) & 15] += 1;
    }
    for (k, n) in topics.iter().enumerate().filter(|x| *x.1 > 0) {
        out.broad(22, k as u64, 0);
        out.broad(23, k as u64, u64::from(*n > 1));
        out.broad(24, k as u64, typed);
    }
    out.broad(25, u64::from(line.topics.is_empty()), 0);
    for c in line.clusters.iter().zip(&line.open).filter(|x| !x.1 && x.0[0] != u32::MAX) {
        out.broad(26, u64::from(c.0[2]), 0);
    }
}
