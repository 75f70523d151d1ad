//! What the features of cues and of their parts are made from, worked out once for every word: hashes of lemma, tags
//! and relation, quotation marks, names, the table of cues, and what the rules found. Must not know weights.

use dyad_knowledge::{CueClass, Sort};
use dyad_syntax::chain::{hash, hash_chars, mix};
use dyad_syntax::{NameKind, Upos};
use rustc_hash::FxHashMap;

use super::super::Found;
use super::super::direct::Group;
use super::super::tree::Tree;
use crate::At;

/// A list of features, as hashes.
#[derive(Default)]
pub(super) struct Out {
    pub ids: Vec<u64>,
}

impl Out {
    pub fn put(&mut self, which: u64, a: u64, b: u64) {
        let b = b.rotate_left(23).wrapping_mul(0xff51_afd7_ed55_8ccd);
        self.ids.push(mix(which.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ a ^ b));
    }
}

/// One number of two.
pub(super) fn two(a: u64, b: u64) -> u64 {
    mix(a.rotate_left(17) ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// A word.
pub(super) struct Seen {
    pub lemma: u64,
    pub form: u64,
    pub upos: u64,
    pub xpos: u64,
    pub rel: u64,
    pub head: Option<usize>,
    /// First and last word of its subtree.
    pub reach: (usize, usize),
    /// Classes and sorts that the table of cues knows the lemma with, as bits; 0 for none.
    pub cue: u64,
    /// Within a quotation.
    pub quoted: bool,
    /// A quotation begins or ends with it.
    pub opens: bool,
    pub closes: bool,
    /// Kind of name, of a person's role, a body or a document; 0 for none.
    pub being: u64,
    /// Its relation makes a clause.
    pub clause: bool,
    /// "that", "whether", a comma or another mark, a question word: what may part clauses.
    pub part: u64,
}

/// A sentence.
pub(super) struct Line {
    pub words: Vec<Seen>,
    /// For each word, the attribution of the rules whose content it stands in, and whether it stands in a source.
    pub content: Vec<Option<usize>>,
    pub source: Vec<bool>,
    pub quotes: bool,
    /// Kind of block; whether the sentence opens its paragraph.
    pub block: u64,
    pub first: bool,
}

/// A document.
pub(super) struct View<'a, 'b> {
    pub tree: &'b Tree<'a, 'b>,
    pub lines: Vec<Line>,
    pub found: &'b [Found],
    pub groups: &'b [Group],
    /// What the rules found with this cue.
    pub by_cue: FxHashMap<At, usize>,
    pub group_of: FxHashMap<At, usize>,
}

impl<'a, 'b> View<'a, 'b> {
    pub fn new(tree: &'b Tree<'a, 'b>, found: &'b [Found], groups: &'b [Group]) -> Self {
        let cx = tree.cx;
        let mut names: FxHashMap<At, u64> = FxHashMap::default();
        for n in &cx.analysis.names {
            let kind = match n.kind {
                NameKind::Person => 1,
                NameKind::Organization => 2,
                NameKind::Location => 3,
            };
            for t in n.tokens.clone() {
                names.insert(At { s: n.sentence, t }, kind);
            }
        }
        let mut lines: Vec<Line> = Vec::with_capacity(cx.sentences().len());
        let mut before = None;
        for (s, sentence) in cx.sentences().iter().enumerate() {
            let n = sentence.tokens.len();
            let quoted: Vec<Option<usize>> = (0..n).map(|t| tree.quoted(At { s, t })).collect();
            let mut words: Vec<Seen> = Vec::with_capacity(n);
            for t in 0..n {
                words.push(seen(tree, At { s, t }, &quoted, names.get(&At { s, t }).copied().unwrap_or(0)));
            }
            let block = cx.block(s);
            let gap = before.is_none_or(|b: usize| {
                cx.text().get(b..sentence.span.start).is_none_or(|x| x.contains('\n'))
            });
            before = Some(sentence.span.end);
            lines.push(Line {
                quotes: quoted.iter().any(Option::is_some),
                words,
                content: vec![None; n],
                source: vec![false; n],
                block: block.kind as u64,
                first: gap,
            });
        }
        let mut by_cue = FxHashMap::default();
        for (i, f) in found.iter().enumerate() {
            if let Some(c) = f.cue_at {
                by_cue.entry(c).or_insert(i);
            }
            let Some(line) = lines.get_mut(f.sentence) else { continue };
            for t in &f.content_words {
                if let Some(place) = line.content.get_mut(*t) {
                    place.get_or_insert(i);
                }
            }
            for t in &f.source.words {
                if let Some(place) = line.source.get_mut(*t) {
                    *place = true;
                }
            }
        }
        let group_of = groups.iter().enumerate().filter_map(|(g, x)| Some((x.cue?, g))).collect();
        View { tree, lines, found, groups, by_cue, group_of }
    }
    /// The word's children.
    pub fn kids(&self, s: usize, t: usize) -> &[usize] {
        self.tree.cx.children(At { s, t })
    }
}

fn seen(tree: &Tree<'_, '_>, at: At, quoted: &[Option<usize>], name: u64) -> Seen {
    let token = tree.token(at);
    let lower = token.lemma.to_lowercase();
    let form = token.form.to_lowercase();
    let q = quoted[at.t];
    let next = quoted.get(at.t + 1).copied().flatten();
    let before = at.t.checked_sub(1).and_then(|t| quoted[t]);
    let class = |upos: Upos| match upos {
        Upos::Verb | Upos::Aux => CueClass::Verb,
        Upos::Noun => CueClass::Noun,
        Upos::Adj => CueClass::Adjective,
        Upos::Adv => CueClass::Adverb,
        _ => CueClass::Preposition,
    };
    let class = class(token.upos);
    let word = if class == CueClass::Verb { tree.cue_lemma(at) } else { lower.clone() };
    let mut cue = 0;
    for row in tree.cx.knowledge.cues.get(class, &word) {
        let sort = match row.sort {
            Sort::Speech => 1,
            Sort::Show => 2,
            Sort::Belief => 4,
            Sort::Intention => 8,
        };
        cue |= sort | 16 << class as u64;
    }
    let roles = &tree.cx.knowledge.roles;
    let being = match name {
        0 if token.upos == Upos::Pron => 7,
        0 if !matches!(token.upos, Upos::Noun | Upos::Propn) => 0,
        0 if roles.person(&lower).is_some() => 4,
        0 if roles.body(&lower).is_some() => 5,
        0 if roles.document(&lower) => 6,
        k => k,
    };
    let rel = token.rel();
    let clause = matches!(rel, "ccomp" | "xcomp" | "advcl" | "acl" | "parataxis" | "csubj" | "root");
    let part = match form.as_str() {
        "that" => 1,
        "," => 2,
        ":" => 3,
        "to" => 4,
        "whether" | "if" => 5,
        "—" | "–" | "-" | "--" => 6,
        "who" | "which" => 7,
        _ if token.upos == Upos::Punct => 8,
        _ if token.xpos.starts_with('W') => 9,
        _ => 0,
    };
    Seen {
        lemma: hash(1, &lower),
        form: hash(2, &form),
        upos: token.upos as u64 + 1,
        xpos: hash(3, &token.xpos),
        rel: hash(4, &token.deprel),
        head: token.head,
        reach: tree.cx.reach(at),
        cue,
        quoted: q.is_some(),
        opens: q.is_some() && before != q,
        closes: q.is_some() && next != q,
        being,
        clause,
        part,
    }
}

/// Hash of the last letters of a word.
pub(super) fn tail(tree: &Tree<'_, '_>, at: At) -> u64 {
    hash_chars(5, tree.token(at).lemma.chars().rev().take(3))
}
