//! Files of frames may hold anything: lines or faults that name a line, and never a panic.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use dyad_knowledge::Events;
use dyad_knowledge::events::frames;
use proptest::prelude::*;

static EVENTS: LazyLock<Events> = LazyLock::new(|| Events::embedded().unwrap());

const HEAD: &str = "trigger\tobject\tneeds\trecipient\tplover\tmode\tcameo\tflags\n";

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé:;|@!# -]{0,12}",
        Just("noun:frob;nob".to_owned()),
        Just("@crime;!@actor".to_owned()),
        Just("with:@where|inf;noobj".to_owned()),
        Just("AID".to_owned()),
        Just("070".to_owned()),
        Just("-".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = frames::read([("f.tsv", bytes.as_slice())], &EVENTS);
        let headed = [HEAD.as_bytes(), &bytes].concat();
        let (own, faults) = frames::read([("f.tsv", headed.as_slice())], &EVENTS);
        let lines = headed.split(|b| *b == b'\n').count();
        prop_assert!(own.lines() + faults.len() <= lines);
        prop_assert!(faults.iter().all(|f| (1..=lines).contains(&f.line)));
    }

    #[test]
    fn a_line_is_a_frame_or_a_fault(cells in prop::collection::vec(cell(), 8)) {
        let line = cells.join("\t");
        let text = format!("{HEAD}{line}\n");
        let (own, faults) = frames::read([("f.tsv", text.as_bytes())], &EVENTS);
        let skipped = line.trim().is_empty() || line.starts_with('#');
        prop_assert_eq!(own.lines() + faults.len(), usize::from(!skipped), "{}", line);
    }
}
