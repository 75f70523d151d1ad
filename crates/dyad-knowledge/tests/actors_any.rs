//! Whatever a file of actors or a PETRARCH dictionary holds: no failure, every fault has a line of the file, and what is written is read
//! again without one.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::LazyLock;

use dyad_knowledge::actors::{self, ActorFault, ActorLine, CameoActors, petrarch};
use dyad_knowledge::{Countries, Knowledge};
use proptest::prelude::*;

static TABLES: LazyLock<(Knowledge, CameoActors)> =
    LazyLock::new(|| (Knowledge::embedded().unwrap(), CameoActors::embedded().unwrap()));

fn told(data: &[u8], faults: &[ActorFault]) {
    let lines = data.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1;
    for f in faults {
        assert!((1..=lines).contains(&f.line) && !f.message.is_empty(), "{f}");
    }
}

fn again(lines: Vec<ActorLine>, countries: &Countries) {
    let n = lines.len();
    let written = actors::write(&lines).unwrap();
    let (read, faults) = actors::read("again.csv", &written, countries);
    assert_eq!((read.len(), faults), (n, vec![]));
    assert_eq!(actors::gather(read).1, vec![]);
}

fn csv(data: &[u8]) {
    let countries = &TABLES.0.countries;
    let (lines, faults) = actors::read("any.csv", data, countries);
    told(data, &faults);
    let (own, taken, faults) = actors::sift(lines);
    told(data, &faults);
    for line in taken.iter().filter(|l| l.kind != "noun") {
        let (_, actor) = own.lookup(&line.name).expect("a name that was taken is found");
        assert!(actor.code_on(None).is_some());
    }
    again(taken, countries);
}

fn dictionary(data: &[u8]) {
    let (k, cameo) = &*TABLES;
    let tables =
        petrarch::Tables { cameo, countries: &k.countries, given_names: &k.given_names, roles: &k.roles };
    let imported = petrarch::read([("any.txt", data)], tables);
    told(data, &imported.faults);
    told(data, &imported.notes);
    again(actors::sift(imported.lines).1, &k.countries);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(data in prop::collection::vec(any::<u8>(), 0..300)) {
        csv(&data);
        dictionary(&data);
    }

    #[test]
    fn rows_that_look_right(
        rows in prop::collection::vec(
            r##"("?[#A-Za-zé' ]{0,7}"?),([A-Z;a-z]{0,5}),(|noun|person|armed),(DEU|MDA:REB|LAB|XX|IGO),(|2010|2012-05|2013-13),(|2014|2012-05)(\n|\r\n|\r|\n\n# x\n)"##,
            0..12,
        )
    ) {
        csv(format!("name,aliases,kind,code,from,to\n{}", rows.concat()).as_bytes());
    }

    #[test]
    fn entries_that_look_right(
        rows in prop::collection::vec(
            r"([A-Z_]{0,6}|\+[A-Z_]{0,5}|!A!|!A! = [A-Z, ]{0,6}|X!A!_Y)? ?(\{[A-Z]{0,3}\}?)? ?(\[(USA|MDAREB|AFR|~LAB|XX)( ?[<>]?[0-9]{6}(-[0-9]{6})?)?\]?)? ?(;|#|<!--|-->)?[a-z]{0,3}\r?\n",
            0..14,
        )
    ) {
        dictionary(rows.concat().as_bytes());
    }
}
