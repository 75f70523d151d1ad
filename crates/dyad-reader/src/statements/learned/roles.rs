//! What the chain sees of a word when it looks for the source, the cue and the content that go with one cue: the way
//! through the tree from the cue, the branch that the word stands on and its edges, distance, marks in between, and
//! what the rules made of it. Must not know weights.

use dyad_syntax::chain::hash;

use super::cues::frame;
use super::view::{Line, Out, View, two};
use crate::At;

/// Words on either side of the cue that are looked at.
const NEAR: usize = 150;

/// The words of the cue's sentence that are looked at.
pub(super) fn window(line: &Line, cue: usize) -> std::ops::Range<usize> {
    cue.saturating_sub(NEAR)..(cue + NEAR + 1).min(line.words.len())
}

/// How a word hangs together with the cue.
#[derive(Clone, Copy, Default)]
struct Way {
    /// Steps up from the cue, and down to the word.
    up: u64,
    down: u64,
    /// Relations on the way.
    path: u64,
    /// The same, only clauses below the branch.
    clauses: u64,
    /// The first word below the topmost one on the way; the topmost one itself if there is none.
    branch: usize,
    /// Relations up and of the branch.
    key: u64,
    seen: bool,
}

/// Walks from the cue to every word of its sentence.
fn ways(v: &View<'_, '_>, cue: At) -> Vec<Way> {
    let words = &v.lines[cue.s].words;
    let mut ways = vec![Way::default(); words.len()];
    let mut top = Some(cue.t);
    let mut up = 0u64;
    let mut ups = 7u64;
    let mut todo: Vec<usize> = Vec::new();
    while let Some(a) = top {
        if ways[a].seen {
            break;
        }
        ways[a] = Way { up, down: 0, path: ups, clauses: 1, branch: a, key: ups, seen: true };
        todo.push(a);
        while let Some(x) = todo.pop() {
            for &k in v.kids(cue.s, x) {
                if ways[k].seen {
                    continue;
                }
                let (from, word) = (ways[x], &words[k]);
                let first = from.down == 0;
                let key = if first { two(two(from.key, word.rel), u64::from(k > cue.t)) } else { from.key };
                let path = if from.down < 5 { two(from.path, word.rel) } else { from.path };
                let clauses = if !first && word.clause && from.clauses != 0 {
                    two(from.clauses, word.rel)
                } else {
                    from.clauses
                };
                let branch = if first { k } else { from.branch };
                ways[k] = Way { up, down: from.down + 1, path, clauses, branch, key, seen: true };
                todo.push(k);
            }
        }
        let word = &words[a];
        ups = if up < 4 { two(two(ups, word.rel), 99) } else { ups };
        up += 1;
        top = word.head;
    }
    ways
}

/// Calls `each` with the features of every word of the window, in order.
pub(super) fn features(v: &View<'_, '_>, cue: At, mut each: impl FnMut(&[u64])) {
    let line = &v.lines[cue.s];
    let words = &line.words;
    let ways = ways(v, cue);
    let c = &words[cue.t];
    let sig = frame(v, cue);
    let own = v.by_cue.get(&cue).map(|i| &v.found[*i]);
    let own_frame = own.map_or(0, |x| hash(6, x.frame));
    let group = v.group_of.get(&cue).map(|g| &v.groups[*g]);
    let kind = group.map_or(0, |g| 1 + u64::from(g.partial) + 2 * u64::from(g.lead));
    let mut by_rule = vec![0u64; words.len()];
    if let Some(x) = own {
        for (list, role) in [(&x.content_words, 3), (&x.source.words, 1), (&x.cue_words, 2)] {
            for t in list {
                if let Some(r) = by_rule.get_mut(*t) {
                    *r = role;
                }
            }
        }
    }
    let in_group: Vec<bool> = (0..words.len())
        .map(|t| {
            group.is_some_and(|g| {
                let span = v.tree.token(At { s: cue.s, t }).span;
                g.quotes.iter().any(|q| v.tree.quotes[*q].span.overlaps(span))
            })
        })
        .collect();
    let window = window(line, cue.t);
    // Marks and verbs up to each word, to count what stands between it and the cue.
    let mut sums: Vec<[u16; 4]> = vec![[0; 4]];
    for w in words {
        let mut s = sums[sums.len() - 1];
        s[0] += u16::from(w.part == 2);
        s[1] += u16::from(w.opens || w.closes);
        s[2] += u16::from(w.upos == dyad_syntax::Upos::Verb as u64 + 1);
        s[3] += u16::from(w.part == 1 || w.part == 7 || w.part == 9);
        sums.push(s);
    }
    let mut f = Out { ids: Vec::with_capacity(128) };
    for i in window {
        f.ids.clear();
        let w = &words[i];
        let way = &ways[i];
        let side = u64::from(i > cue.t) + 2 * u64::from(i == cue.t);
        let distance = i.abs_diff(cue.t);
        let near = match distance {
            0..=4 => distance as u64,
            5..=7 => 5,
            8..=12 => 6,
            13..=20 => 7,
            _ => 8,
        };
        let b = &words[way.branch];
        let edge = u64::from(i == b.reach.0) + 2 * u64::from(i == b.reach.1);
        let key = two(way.key, side);
        f.put(0, side, 0);
        f.put(1, way.path, side);
        f.put(2, way.path, c.lemma);
        f.put(3, way.path, w.xpos);
        f.put(4, key, 0);
        f.put(5, key, c.lemma);
        f.put(6, key, sig);
        f.put(7, key, edge);
        f.put(8, key, two(edge, c.lemma));
        f.put(9, key, words[b.reach.0].lemma);
        f.put(10, two(key, words[b.reach.0].lemma), c.lemma);
        f.put(11, key, b.upos);
        f.put(12, key, two(b.being, c.cue));
        f.put(13, key, way.clauses);
        f.put(14, two(key, way.clauses), w.part);
        f.put(15, key, way.down.min(4));
        f.put(16, key, two(w.xpos, edge));
        f.put(17, key, two(b.lemma, 1));
        f.put(18, two(way.up.min(4), way.down.min(6)), side);
        f.put(19, key, two(c.xpos, c.rel));
        // The word and its neighbours.
        f.put(20, w.lemma, side);
        f.put(21, w.xpos, side);
        f.put(22, w.rel, side);
        f.put(23, w.lemma, two(near, side));
        f.put(24, w.xpos, two(near, side));
        f.put(25, w.lemma, two(c.lemma, side));
        f.put(26, near, two(side, c.lemma));
        f.put(27, near, two(side, sig));
        f.put(28, w.being, two(w.rel, side));
        let before = i.checked_sub(1).map(|j| &words[j]);
        let after = words.get(i + 1);
        f.put(29, before.map_or(1, |x| x.lemma), side);
        f.put(30, after.map_or(1, |x| x.lemma), side);
        f.put(31, before.map_or(1, |x| x.xpos), two(w.xpos, side));
        f.put(32, after.map_or(1, |x| x.xpos), two(w.xpos, side));
        f.put(33, two(before.map_or(0, |x| x.part), w.part), two(after.map_or(0, |x| x.part), side));
        // Where the branch changes.
        let last = i.checked_sub(1).map_or(1, |j| if ways[j].branch == way.branch { 0 } else { ways[j].key });
        f.put(34, last, key);
        f.put(35, two(last, w.part), key);
        let next = ways.get(i + 1).map_or(1, |x| if x.branch == way.branch { 0 } else { x.key });
        f.put(36, next, key);
        f.put(37, two(last, key), c.lemma);
        // What stands in between.
        let (x, y) = if i < cue.t { (i + 1, cue.t) } else { (cue.t + 1, i.max(cue.t + 1)) };
        let (lo, hi) = (sums[x.min(y)], sums[y]);
        let count = |k: usize, most: u16| u64::from((hi[k] - lo[k]).min(most));
        f.put(40, count(0, 3), two(side, w.part));
        f.put(41, two(count(1, 3), count(0, 2)), side);
        f.put(42, count(2, 2), two(side, count(3, 2)));
        f.put(43, two(count(0, 2), count(2, 2)), two(key, w.part));
        f.put(44, two(count(0, 2), count(1, 2)), two(side, c.lemma));
        // Quotation marks.
        let q =
            u64::from(w.quoted) + 2 * u64::from(w.opens) + 4 * u64::from(w.closes) + 8 * u64::from(c.quoted);
        f.put(50, q, side);
        f.put(51, q, two(kind, u64::from(in_group[i])));
        f.put(52, q, key);
        f.put(53, q, two(side, c.lemma));
        f.put(54, before.map_or(0, |x| u64::from(x.closes) + 2 * u64::from(x.quoted)), two(q, side));
        f.put(55, u64::from(line.quotes), key);
        f.put(56, two(kind, u64::from(in_group[i])), key);
        // The rules.
        let was = i.checked_sub(1).map_or(0, |j| by_rule[j]);
        let will = by_rule.get(i + 1).copied().unwrap_or(0);
        f.put(60, by_rule[i], own_frame);
        f.put(61, two(by_rule[i], was), own_frame);
        f.put(62, two(by_rule[i], will), own_frame);
        f.put(63, by_rule[i], two(own_frame, c.lemma));
        f.put(64, by_rule[i], key);
        f.put(65, two(by_rule[i], was), two(w.part, side));
        let other = line.content[i].map(|k| &v.found[k]).filter(|x| x.cue_at != Some(cue)).is_some();
        f.put(66, u64::from(other) + 2 * u64::from(line.source[i]), two(by_rule[i], side));
        each(&f.ids);
    }
}
