//! What is allowed in a file of frames, but seldom meant.

use super::super::{Events, Patterns};
use super::{FrameFault, Frames};
use crate::VerbForms;

/// Remarks on frames that will do: triggers that are no base forms, verbs that are known as nouns, frames that hide the tables'.
#[must_use]
pub fn notes(own: &Frames, events: &Events, verbs: &VerbForms) -> Vec<FrameFault> {
    let mut all = Vec::new();
    for lemma in own.verbs.lemmas() {
        if !events.verbs.of(lemma).is_empty() {
            continue;
        }
        let message = match verbs.base(lemma) {
            Some(base) if base != lemma => {
                format!(
                    "\"{lemma}\" is the past of \"{base}\"; triggers are base forms, so write {base} if that is meant"
                )
            }
            _ if is_form(lemma) => {
                format!("\"{lemma}\" looks like a form of a verb; triggers are base forms")
            }
            _ if !events.nouns.of(lemma).is_empty() => {
                format!("\"{lemma}\" is a noun in the tables; write noun:{lemma} if that is meant")
            }
            _ => continue,
        };
        all.push(note(&own.verbs, lemma, message));
    }
    for (ours, tables) in [(&own.verbs, &events.verbs), (&own.nouns, &events.nouns)] {
        for lemma in ours.lemmas() {
            let hidden = tables.of(lemma).len();
            let open =
                ours.of(lemma).iter().any(|p| p.weight() == 0 && p.needs.is_empty() && p.flags().is_empty());
            if open && hidden > 0 {
                let theirs = if hidden == 1 { "frame".to_owned() } else { format!("{hidden} frames") };
                let message = format!(
                    "\"{lemma}\" sets no condition and goes before the {theirs} of the tables; `dyad frames list --trigger {lemma}` shows all"
                );
                all.push(note(ours, lemma, message));
            }
        }
    }
    all
}

/// "frobnicated", "frobnicating"; not "exceed", "bring".
fn is_form(lemma: &str) -> bool {
    lemma.len() > 6 && (lemma.ends_with("ing") || lemma.ends_with("ed") && !lemma.ends_with("eed"))
}

/// At the first line of the lemma.
fn note(of: &Patterns, lemma: &str, message: String) -> FrameFault {
    let at = of.of(lemma).first().map_or("", |p| p.at.as_str());
    let (file, line) = at.rsplit_once(':').unwrap_or((at, "0"));
    FrameFault { file: file.to_owned(), line: line.parse().unwrap_or(0), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_nouns_and_hidden_frames_are_told() {
        let events = Events::embedded().unwrap();
        let text = "trigger\tobject\tneeds\trecipient\tplover\tmode\tcameo\tflags\nwent\t-\t-\tto\tCONSULT\tvisit\t042\t-\n\
                    frobnicated;frob\t-\t-\tobj\tAID\t-\t070\t-\nceasefire\t-\t-\twith\tAGREE\t-\t0356\t-\nattack\t-\t-\tobj\tAID\t-\t070\t-\n";
        let (own, faults) = super::super::read([("f.tsv", text.as_bytes())], &events);
        assert_eq!(faults, []);
        let mut told = notes(&own, &events, &VerbForms::embedded().unwrap());
        told.sort();
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        for (note, says) in
            told.iter().zip(["past of \"go\"", "looks like a form", "noun:ceasefire", "goes before the"])
        {
            assert!(note.starts_with("f.tsv, line ") && note.contains(says), "{note}");
        }
    }
}
