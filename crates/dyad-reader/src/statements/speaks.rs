//! Who can speak: persons, bodies, states, documents; and who speaks where the text says "I" or "we".
//!
//! A weak cue ("highlighted", "focused on") with an inanimate subject reports nobody's words: "the crash highlighted
//! the tension". A clause with "that" or a quotation is evidence enough of its own.

use dyad_record::{Act, EntityKind};
use dyad_syntax::Upos;

use super::Found;
use super::tree::Tree;
use crate::At;
use crate::entities::Entities;

/// Frames in which the form of the sentence is evidence of speech.
const STRONG: [&str; 10] =
    ["that", "quote", "label", "according", "around", "before", "noun-that", "continued", "block", "small"];

/// True if somebody who can speak stands behind the cue, or its frame leaves no doubt.
pub(super) fn plausible(tree: &Tree<'_, '_>, f: &Found, entities: &Entities) -> bool {
    if STRONG.contains(&f.frame) {
        return true;
    }
    // "agreed to release funds": what one means to do is not done yet.
    if f.frame == "np"
        && f.cue_at.is_some_and(|v| {
            matches!(tree.token(v).rel(), "xcomp" | "advcl" | "acl")
                && tree.kid_word(v, &["mark"], &["to"]).is_some()
        })
    {
        return false;
    }
    // "questioned the secretary": whom one asks is not what one says.
    let name_only = matches!(f.act, Act::Ask | Act::Dispute)
        && f.frame == "np"
        && f.content_words.len() < 8
        && f.content_words
            .iter()
            .map(|t| At { s: f.sentence, t: *t })
            .filter(|a| tree.cx.head(*a).is_none_or(|h| Some(h) == f.cue_at))
            .any(|a| entities.at(a).is_some());
    !name_only && f.source.head.is_some_and(|h| can_speak(tree, h, entities))
}

/// A person, a group, a body, a state, a document; a pronoun that stands for one.
pub(super) fn can_speak(tree: &Tree<'_, '_>, head: At, entities: &Entities) -> bool {
    let token = tree.token(head);
    let knowledge = tree.cx.knowledge;
    if let Some(e) = entities.at(head) {
        return !matches!(entities.rows[e].kind, EntityKind::Place | EntityKind::EventName);
    }
    let word = tree.lower(head);
    if token.upos == Upos::Pron {
        return matches!(
            word.as_str(),
            "he" | "she"
                | "they"
                | "i"
                | "we"
                | "you"
                | "who"
                | "everyone"
                | "everybody"
                | "nobody"
                | "someone"
                | "somebody"
                | "anyone"
                | "his"
                | "her"
                | "their"
                | "my"
                | "our"
                | "whose"
                | "both"
                | "others"
                | "many"
                | "some"
                | "those"
        );
    }
    if token.upos == Upos::Propn {
        return false;
    }
    let roles = &knowledge.roles;
    roles.person(&word).is_some()
        || roles.body(&word).is_some()
        || roles.document(&word)
        || matches!(token.upos, Upos::Num | Upos::Adj | Upos::Det)
}

/// First person: who says "I" or "we" is the speaker of the words around.
pub(super) fn first_person(tree: &Tree<'_, '_>, head: At) -> bool {
    tree.token(head).upos == Upos::Pron
        && matches!(
            tree.lower(head).as_str(),
            "i" | "we" | "me" | "us" | "my" | "our" | "myself" | "ourselves"
        )
}

/// "It is, I repeat, …", "I think …": a speaker's own emphasis within a quotation is no statement of its own.
pub(super) fn aside(tree: &Tree<'_, '_>, f: &Found) -> bool {
    let Some(v) = f.cue_at.filter(|v| tree.quoted(*v).is_some()) else { return false };
    let own = f.source.head.is_some_and(|h| first_person(tree, h));
    let present = matches!(tree.token(v).xpos.as_str(), "VBP" | "VB");
    own && (matches!(f.frame, "around" | "before") || present)
}
