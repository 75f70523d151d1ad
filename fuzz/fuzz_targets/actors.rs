//! Any bytes as a CSV of actors and as a PETRARCH dictionary: lines or faults, each with its line; what is written is read again.
#![no_main]
use std::sync::LazyLock;

use dyad_knowledge::actors::{self, ActorFault, CameoActors, petrarch};
use dyad_knowledge::{Countries, GivenNames, Knowledge, Roles};

static TABLES: LazyLock<(Knowledge, CameoActors)> =
    LazyLock::new(|| (Knowledge::embedded().expect("tables"), CameoActors::embedded().expect("table")));

fn told(data: &[u8], faults: &[ActorFault]) {
    let lines = data.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1;
    for f in faults {
        assert!((1..=lines).contains(&f.line) && !f.message.is_empty(), "{f}");
    }
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let (knowledge, cameo) = &*TABLES;
    let countries: &Countries = &knowledge.countries;
    let (given_names, roles): (&GivenNames, &Roles) = (&knowledge.given_names, &knowledge.roles);
    let headed = [b"name,aliases,kind,code,from,to\n", data].concat();
    for bytes in [data, headed.as_slice()] {
        let (lines, faults) = actors::read("fuzz.csv", bytes, countries);
        told(bytes, &faults);
        let (own, taken, faults) = actors::sift(lines);
        told(bytes, &faults);
        for line in &taken {
            let _ = own.lookup(&line.name).map(|(_, a)| (a.code_on(Some("2020-01-01")), a.code_on(None)));
        }
        again(taken, countries);
    }
    let tables = petrarch::Tables { cameo, countries, given_names, roles };
    let imported = petrarch::read([("fuzz.txt", data)], tables);
    told(data, &imported.faults);
    told(data, &imported.notes);
    again(actors::sift(imported.lines).1, countries);
});

/// Lines that were taken are written and read without a fault.
fn again(lines: Vec<actors::ActorLine>, countries: &Countries) {
    let n = lines.len();
    let written = actors::write(&lines).expect("memory");
    let (read, faults) = actors::read("again.csv", &written, countries);
    assert_eq!((read.len(), faults), (n, vec![]));
    let (_, faults) = actors::gather(read);
    assert_eq!(faults, vec![]);
}
