//! Claims (who asserts or denies which proposition) and the disputes between them.
//!
//! A claim is a statement's proposition with its negation taken back and kept as polarity; a dispute is two claims by
//! different speakers over the same predicate and the same things with opposite polarity, or a claim and the
//! statement that disputes it. Strict by intent: a dispute that is none does more harm than one not found. This
//! module must not know which side is right.

mod dispute;
mod proposition;

use dyad_record::{Act, Claim, Confidence, Dispute, Id, Polarity, Span, Statement, StatementKind};
use dyad_syntax::Upos;

use crate::entities::Entities;
use crate::{At, Context};
use proposition::Proposition;

/// A claim with the syntax it was read from.
struct Read {
    proposition: Proposition,
    polarity: Polarity,
    statement: usize,
    /// Index of the claim that this one contradicts by its own words ("disputes X's claim that …").
    against: Option<usize>,
}

/// How many rows away the statement that another disputes may stand.
const NEAR: usize = 20;

/// Finds the claims and disputes.
#[must_use]
pub fn find(cx: &Context<'_>, entities: &Entities, statements: &[Statement]) -> (Vec<Claim>, Vec<Dispute>) {
    let mut read: Vec<Read> = Vec::new();
    // For each statement, its claims: what disputes a statement looks them up.
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); statements.len()];
    for (i, s) in statements.iter().enumerate() {
        for p in propositions(cx, s) {
            let denied = s.act == Act::Deny && s.kind == StatementKind::Indirect && denial(cx, s);
            let polarity = if denied == p.negated { Polarity::Asserted } else { Polarity::Denied };
            of[i].push(read.len());
            read.push(Read { proposition: p, polarity, statement: i, against: None });
        }
    }
    // "The claims … are disputed by …": the other way round about the same thing.
    for (i, s) in statements.iter().enumerate() {
        if s.act != Act::Dispute || s.speaker.is_none() {
            continue;
        }
        // Rows stand in the order of their content: what is disputed stands near.
        let (from, to) = (i.saturating_sub(NEAR), statements.len().min(i + NEAR));
        let inner = statements.iter().enumerate().take(to).skip(from).find(|(j, t)| {
            *j != i
                && t.speaker.is_some()
                && t.speaker != s.speaker
                && t.cue.first().is_some_and(|c| s.content.iter().any(|x| x.contains(*c)))
        });
        if let Some((j, _)) = inner
            && let Some(&c) = of[j].first()
        {
            let polarity = match read[c].polarity {
                Polarity::Asserted => Polarity::Denied,
                Polarity::Denied => Polarity::Asserted,
            };
            let proposition = read[c].proposition.clone();
            of[i].push(read.len());
            read.push(Read { proposition, polarity, statement: i, against: Some(c) });
        }
    }
    let claims: Vec<Claim> = read
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let s = &statements[r.statement];
            let mut why = vec![format!("proposition of statement {}", s.id)];
            if r.proposition.negated {
                why.push("the clause negates it; the negation is taken back".to_owned());
            }
            if r.against.is_some() {
                why.push("the statement disputes this proposition's claim".to_owned());
            } else if s.act == Act::Deny {
                why.push("the cue denies".to_owned());
            }
            Claim {
                id: Id::new('c', i),
                proposition: r.proposition.text.clone(),
                polarity: r.polarity,
                by: s.speaker.clone(),
                statement: Some(s.id.clone()),
                span: r.proposition.span,
                confidence: Confidence(s.confidence.0 * if r.proposition.clause { 0.9 } else { 0.7 }),
                why,
            }
        })
        .collect();
    let disputes = dispute::find(cx, entities, &read, &claims);
    (claims, disputes)
}

/// True if the cue itself denies ("denied that", "denying the"), so that its content is what is denied.
fn denial(cx: &Context<'_>, s: &Statement) -> bool {
    s.cue.iter().any(|c| {
        cx.token_at(c.start).is_some_and(|at| {
            let lemma = cx.token(at).lemma.to_lowercase();
            lemma == "deny"
                || lemma == "denial"
                || cx.token_at(c.end.saturating_sub(1)).is_some_and(|l| cx.token(l).lemma == "denial")
        })
    })
}

/// The propositions of a statement: one for a clause, one a sentence for a quotation.
fn propositions(cx: &Context<'_>, s: &Statement) -> Vec<Proposition> {
    if !matches!(
        s.act,
        Act::Say | Act::Deny | Act::Admit | Act::Announce | Act::Accuse | Act::Dispute | Act::Threaten
    ) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for span in &s.content {
        let Some(first) = cx.sentence_at(span.start) else { continue };
        for (n, sentence) in cx.sentences().iter().enumerate().skip(first) {
            if sentence.span.start >= span.end {
                break;
            }
            let words = cx.tokens_in(n, *span);
            let Some(head) = head(cx, n, words) else { continue };
            let question = sentence.tokens.last().is_some_and(|t| t.form.starts_with('?'));
            if question {
                continue;
            }
            let noun = !matches!(cx.token(head).upos, Upos::Verb | Upos::Aux)
                && cx.child(head, &["nsubj", "cop"]).is_none();
            // Of noun phrases only what is denied is a proposition: "denied involvement".
            if noun {
                if s.act == Act::Deny && denial(cx, s) {
                    out.extend(proposition::read(cx, head, *span));
                }
                continue;
            }
            let mut heads = vec![head];
            while let Some(head) = heads.pop() {
                heads.extend(proposition::joined(cx, head).into_iter().rev());
                out.extend(proposition::read(cx, head, *span).filter(|p| p.clause));
            }
        }
    }
    // A clause that the cue cuts in two gives its head once.
    out.dedup_by(|a, b| a.head == b.head);
    out
}

/// The predicate of a stretch of words.
fn head(cx: &Context<'_>, s: usize, words: std::ops::Range<usize>) -> Option<At> {
    let tokens = &cx.sentences()[s].tokens;
    let outer =
        |t: &usize| tokens[*t].upos != Upos::Punct && tokens[*t].head.is_none_or(|h| !words.contains(&h));
    let mut heads = words.clone().filter(outer);
    let clause = heads
        .clone()
        .find(|t| matches!(tokens[*t].rel(), "root" | "ccomp" | "parataxis" | "acl" | "xcomp" | "advcl"));
    clause.or_else(|| heads.next()).map(|t| At { s, t })
}

/// Spans of a claim and of its statement's cue: the basis of a dispute.
fn basis(statements: &Claim) -> Span {
    statements.span
}
