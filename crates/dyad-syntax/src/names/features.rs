//! What the labeller sees of a word: its form and parts, its clusters and classes, its neighbours, the run of
//! capitalised words that it stands in, and how the document writes it elsewhere. Features are hashes; must not know
//! weights.

use rustc_hash::FxHashMap;

use super::Word;
use super::lexicon::Lexicon;
use crate::chain::{hash, hash_chars, mix};

/// How a word begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Other,
    Lower,
    Capital,
    Upper,
}

/// What is worked out once for a word.
struct Seen {
    lower: String,
    form: u64,
    /// Hash of the lower-cased form.
    key: u64,
    /// The same with every digit a zero.
    normal: u64,
    shape: u64,
    /// Hash of the last three characters.
    tail: u64,
    case: Case,
    /// Case of the word and style of its sentence.
    cased: u64,
    /// Clusters from fine to broad.
    clusters: Option<[u64; 4]>,
    /// Classes of phrases of this word alone, begun here, gone on here.
    classes: [u32; 3],
}

impl Seen {
    fn capital(&self) -> bool {
        matches!(self.case, Case::Capital | Case::Upper)
    }
}

/// How a document writes a word, and what stands beside it.
#[derive(Default, Clone, Copy)]
struct Usage {
    /// With a capital where one says something.
    capital: bool,
    lower: bool,
    times: u32,
    /// Classes of the words before and after.
    before: u32,
    after: u32,
}

type Usages = FxHashMap<u64, Usage>;

/// Calls `each(sentence, word, features)` for all words of a document in turn. `house` is 0, or the number of a source
/// with conventions of its own, whose words get features of their own beside the common ones.
pub fn document(
    doc: &[&[Word<'_>]],
    lexicon: &Lexicon,
    house: u64,
    mut each: impl FnMut(usize, usize, &[u64]),
) {
    let mut usages = Usages::default();
    let all: Vec<(u64, Vec<Seen>)> = doc.iter().map(|s| see_all(s, lexicon)).collect();
    for (style, seen) in &all {
        for (i, s) in seen.iter().enumerate() {
            if s.case == Case::Lower {
                usages.entry(s.key).or_default().lower = true;
            } else if s.capital() {
                let u = usages.entry(s.key).or_default();
                u.capital |= s.case == Case::Capital && i > 0 && *style == 0;
                u.times += 1;
                if i > 0 {
                    u.before |= seen[i - 1].classes[0];
                }
                if let Some(next) = seen.get(i + 1).filter(|n| n.case != Case::Lower) {
                    u.after |= next.classes[0];
                }
            }
        }
    }
    let mut f = Out { ids: Vec::with_capacity(160) };
    for (k, (style, seen)) in all.iter().enumerate() {
        let runs = runs(seen);
        for (i, run) in runs.iter().enumerate() {
            f.ids.clear();
            word(&mut f, i, seen, *style, &usages);
            around(&mut f, i, seen);
            run_features(&mut f, i, seen, *style, *run);
            if house != 0 {
                own(&mut f, i, seen, house);
            }
            each(k, i, &f.ids);
        }
    }
}

fn case(form: &str) -> Case {
    let mut chars = form.chars();
    match chars.next() {
        Some(c) if c.is_uppercase() => {
            if form.len() > c.len_utf8() && !chars.any(char::is_lowercase) {
                Case::Upper
            } else {
                Case::Capital
            }
        }
        Some(c) if c.is_lowercase() => Case::Lower,
        _ => Case::Other,
    }
}

/// 0 ordinary, 1 mostly capitals at the beginning of words, 2 all in capitals, 3 without any.
fn style(sentence: &[Word<'_>]) -> u64 {
    let (mut words, mut capitals, mut upper) = (0, 0, 0);
    for w in sentence {
        match case(w.form) {
            Case::Other => continue,
            Case::Lower => {}
            Case::Capital => capitals += 1,
            Case::Upper => upper += 1,
        }
        words += 1;
    }
    if words > 1 && upper * 10 > words * 7 {
        2
    } else if words > 2 && (capitals + upper) * 10 > words * 7 {
        1
    } else if capitals + upper == 0 {
        3
    } else {
        0
    }
}

fn shape(form: &str) -> u64 {
    hash_chars(7, crate::parser::features::shape(form))
}

fn see_all(sentence: &[Word<'_>], lexicon: &Lexicon) -> (u64, Vec<Seen>) {
    let style = style(sentence);
    let mut seen: Vec<Seen> = sentence.iter().map(|w| see(w.form, style, lexicon)).collect();
    let mut found: Vec<(usize, usize, u32)> = Vec::new();
    lexicon.matches(
        seen.len(),
        |i| (seen[i].lower.as_str(), seen[i].key),
        |start, length, classes| found.push((start, length, classes)),
    );
    for (start, length, classes) in found {
        if length == 1 {
            seen[start].classes[0] |= classes;
        } else {
            seen[start].classes[1] |= classes;
            seen[start + 1..start + length].iter_mut().for_each(|s| s.classes[2] |= classes);
        }
    }
    (style, seen)
}

fn see(form: &str, style: u64, lexicon: &Lexicon) -> Seen {
    let lower = form.to_lowercase();
    let key = hash(0, &lower);
    let case = case(form);
    let normal = if lower.bytes().any(|b| b.is_ascii_digit()) {
        hash_chars(0, lower.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }))
    } else {
        key
    };
    Seen {
        form: hash(0, form),
        key,
        normal,
        shape: shape(form),
        tail: hash_chars(3, lower.chars().rev().take(3)),
        case,
        cased: case as u64 * 4 + style,
        clusters: lexicon.clusters(key).map(|c| c.map(u64::from)),
        classes: [0; 3],
        lower,
    }
}

/// The features of a word in the making.
struct Out {
    ids: Vec<u64>,
}

impl Out {
    fn put(&mut self, which: u64, a: u64, b: u64) {
        let b = b.rotate_left(23).wrapping_mul(0xff51_afd7_ed55_8ccd);
        self.ids.push(mix(which.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ a ^ b));
    }
    fn bits(&mut self, which: u64, classes: &[u32; 3], b: u64) {
        for (k, set) in classes.iter().enumerate() {
            let mut left = *set;
            while left != 0 {
                self.put(which, (k as u64) << 6 | u64::from(left.trailing_zeros()), b);
                left &= left - 1;
            }
        }
    }
}

/// The word itself.
fn word(f: &mut Out, i: usize, seen: &[Seen], style: u64, usages: &Usages) {
    let s = &seen[i];
    let case = s.case as u64;
    f.put(0, 0, 0);
    f.put(1, s.normal, 0);
    f.put(2, s.form, 0);
    f.put(3, s.shape, 0);
    f.put(4, s.cased, 0);
    f.put(5, s.normal, s.cased);
    let used = usages.get(&s.key).copied().unwrap_or_default();
    let place = u64::from(i > 0) * 4 + u64::from(used.capital) * 2 + u64::from(used.lower);
    f.put(6, s.cased, place);
    let length = s.lower.chars().count();
    for k in 1..length.min(5) {
        f.put(10 + k as u64, hash_chars(1, s.lower.chars().take(k)), 0);
        f.put(20 + k as u64, hash_chars(2, s.lower.chars().rev().take(k)), 0);
    }
    if let Some(c) = s.clusters {
        (0..4).for_each(|k| f.put(30 + k as u64, c[k], 0));
        f.put(34, c[1], case);
        f.put(35, c[0], s.cased);
    } else {
        f.put(36, case, 0);
    }
    if s.classes == [0; 3] {
        f.put(43, case, 0);
    } else {
        f.bits(40, &s.classes, 0);
        f.bits(41, &s.classes, case + 1);
        let alone_and_begun = u64::from(s.classes[0]) << 32 | u64::from(s.classes[1]);
        f.put(42, mix(alone_and_begun) ^ u64::from(s.classes[2]), 0);
    }
    if s.capital() {
        f.put(400, u64::from(used.times.min(4)), 0);
        f.bits(405, &[used.before, used.after, 0], 0);
    }
    if i > 0 && i + 1 < seen.len() {
        let cases = seen[i - 1].case as u64 * 16 + case * 4 + seen[i + 1].case as u64;
        f.put(200, cases, style);
        f.put(201, seen[i - 1].normal, seen[i + 1].normal);
    }
}

/// Two words on either side.
fn around(f: &mut Out, i: usize, seen: &[Seen]) {
    let s = &seen[i];
    for (o, j) in [(0u64, i.wrapping_sub(2)), (1, i.wrapping_sub(1)), (2, i + 1), (3, i + 2)] {
        let base = 100 + 20 * o;
        let Some(b) = seen.get(j) else {
            f.put(base, 0, 0);
            continue;
        };
        f.put(base + 1, b.normal, 0);
        f.put(base + 2, b.case as u64, 0);
        if let Some(c) = b.clusters {
            (0..3).for_each(|k| f.put(base + 3 + k as u64, c[k], 0));
        }
        if o == 1 || o == 2 {
            f.put(base + 6, b.shape, 0);
            f.put(base + 7, b.tail, 0);
            f.put(base + 8, b.case as u64, s.case as u64);
            f.put(base + 9, b.normal, s.normal);
            f.bits(base + 10, &b.classes, 0);
            if let (Some(c), Some(d)) = (s.clusters, b.clusters) {
                f.put(base + 11, c[2], d[2]);
                f.put(base + 12, c[1], d[1]);
            }
        }
    }
}

/// Words that may stand within a name of several words.
const JOINS: [&str; 9] = ["of", "the", "and", "&", "for", "de", "-", "'s", "in"];

/// For each word the run of capitalised words that it stands in: start and end of the run proper, then of the run that
/// goes on over "of", "the", "and" and the like. A word in none has an empty run.
fn runs(seen: &[Seen]) -> Vec<[usize; 4]> {
    let n = seen.len();
    let capital = |i: usize| seen.get(i).is_some_and(Seen::capital);
    let joins = |i: usize| seen.get(i).is_some_and(|s| JOINS.contains(&s.lower.as_str()));
    let mut out: Vec<[usize; 4]> = (0..n).map(|i| [i; 4]).collect();
    let mut i = 0;
    while i < n {
        if !capital(i) {
            i += 1;
            continue;
        }
        let mut proper: Vec<(usize, usize)> = Vec::new();
        let mut at = i;
        let end = loop {
            let from = at;
            while capital(at) {
                at += 1;
            }
            proper.push((from, at));
            let mut next = at;
            while next < at + 2 && joins(next) {
                next += 1;
            }
            if next == at || !capital(next) {
                break at;
            }
            at = next;
        };
        for (k, run) in out[i..end].iter_mut().enumerate() {
            *run = [i + k, i + k, i, end];
        }
        for (a, b) in proper {
            out[a..b].iter_mut().for_each(|run| *run = [a, b, i, end]);
        }
        i = end;
    }
    out
}

/// The run that a word stands in: its first and last word, and what stands before and after.
fn run_features(f: &mut Out, i: usize, seen: &[Seen], style: u64, run: [usize; 4]) {
    // Among capitals a run says nothing.
    if style == 1 || style == 2 {
        return;
    }
    for (k, (a, b)) in [(0u64, (run[0], run[1])), (1, (run[2], run[3]))] {
        if a >= b || k == 1 && (a, b) == (run[0], run[1]) {
            continue;
        }
        let base = 300 + 30 * k;
        let place = match (i == a, i + 1 == b) {
            (true, true) => 1,
            (true, false) => 2,
            (false, false) => 3,
            (false, true) => 4,
        };
        f.put(base, place, (b - a).min(6) as u64);
        if b - a > 1 {
            let (first, last) = (&seen[a], &seen[b - 1]);
            f.put(base + 1, last.normal, place);
            f.put(base + 2, first.normal, place);
            if let Some(c) = last.clusters {
                f.put(base + 3, c[1], place);
                f.put(base + 4, c[2], place);
            }
            if let Some(c) = first.clusters {
                f.put(base + 5, c[1], place);
            }
            f.bits(base + 6, &last.classes, place);
            f.bits(base + 7, &first.classes, place);
        }
        let before = a.checked_sub(1).and_then(|k| seen.get(k));
        let after = seen.get(b);
        f.put(base + 8, before.map_or(1, |s| s.normal), place);
        f.put(base + 9, after.map_or(1, |s| s.normal), place);
        if let Some(c) = before.and_then(|s| s.clusters) {
            f.put(base + 10, c[1], place);
        }
        if let Some(c) = after.and_then(|s| s.clusters) {
            f.put(base + 11, c[1], place);
        }
    }
}

/// Features of a source with conventions of its own (Daumé 2007).
fn own(f: &mut Out, i: usize, seen: &[Seen], house: u64) {
    let s = &seen[i];
    f.put(500, house, 0);
    f.put(501, s.cased, house);
    f.put(502, s.normal, house);
    f.put(503, s.shape, house);
    if let Some(c) = s.clusters {
        f.put(504, c[1], s.case as u64 * 256 + house);
        f.put(505, c[2], s.case as u64 * 256 + house);
    }
    f.bits(506, &s.classes, house);
    if i > 0 {
        f.put(507, seen[i - 1].normal, house);
    }
    if let Some(next) = seen.get(i + 1) {
        f.put(508, next.normal, house);
    }
}
