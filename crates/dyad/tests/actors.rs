//! `dyad actors` and `--actors` through the real program, on invented names.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// The rest of it is for the other tests of the program.
mod support;

use support::{Folder, records};

const OWN: &str = "\
# invented
name,aliases,kind,code,from,to
Zorvan League,League of Zorvan;ZLG,armed,MDA:REB,2010,2018-06-30
Zorvan League,,armed,MDA:OPP,2018-06-30,
Jana Vellis,,person,MDA:GOV,2015,2019
Hamas,,party,PSE:GOV,2006,
bargeman,bargemen,noun,LAB,,
";

const TEXT: &str = "The Zorvan League attacked a camp in Moldova on Tuesday, officials said.\n\n\"We did it,\" Jana Vellis told reporters. \
    The ZLG had threatened Hamas, and Moldovan bargemen protested against the Zorvan League.\n";

fn code(record: &dyad_record::Record, name: &str) -> Option<(String, String)> {
    let e = record.entities.iter().find(|e| e.name == name)?;
    Some((e.actor.clone()?, e.basis.clone().unwrap_or_default()))
}

#[test]
fn a_users_actor_has_its_code_of_the_day_in_the_record() {
    let f = Folder::new("actors");
    f.write("own.csv", OWN);
    f.write("a.txt", TEXT);
    let read = |date: &str| {
        let mut args = vec!["read", "--format", "jsonl", "--lang", "en", "--actors", "own.csv", "a.txt"];
        if !date.is_empty() {
            args.extend(["--date", date]);
        }
        let run = f.dyad(&args);
        assert_eq!(run.code, 0, "{}", run.err);
        records(&run).remove(0)
    };
    let early = read("2016-05-01");
    assert_eq!(code(&early, "Zorvan League"), Some(("MDA:REB".into(), "actors:own.csv:3".into())));
    assert_eq!(code(&early, "Jana Vellis"), Some(("MDA:GOV".into(), "actors:own.csv:5".into())));
    // The user's line goes before the table's.
    assert_eq!(code(&early, "Hamas"), Some(("PSE:GOV".into(), "actors:own.csv:6".into())));
    let hash = early.coder.models.get("actors").unwrap();
    assert!(hash.starts_with("blake3:"));
    // A title before a name of the user's is no entity of its own.
    f.write("t.txt", "President Jana Vellis met Angela Merkel in Berlin on Monday. Vellis praised her.\n");
    let run = f.dyad(&[
        "read",
        "--format",
        "jsonl",
        "--lang",
        "en",
        "--date",
        "2016-05-01",
        "--actors",
        "own.csv",
        "t.txt",
    ]);
    let titled = &records(&run)[0];
    let vellis = titled.entities.iter().find(|e| e.name == "Jana Vellis").unwrap();
    assert!(vellis.roles.iter().any(|r| r.title == "President") && vellis.mentions.len() == 2, "{vellis:?}");
    assert_eq!(code(titled, "Jana Vellis").unwrap().0, "MDA:GOV");
    // The acronym is the same actor, and the attack is its.
    assert_eq!(early.entities.iter().filter(|e| e.name.contains("Zorvan") || e.name == "ZLG").count(), 1);
    let coded =
        |r: &dyad_record::Record, c: &str| r.events.iter().any(|e| e.actor.code.as_deref() == Some(c));
    assert!(coded(&early, "MDA:REB") && coded(&early, "MDA:LAB"), "{:?}", early.events);
    let late = read("2020-05-01");
    assert_eq!(code(&late, "Zorvan League"), Some(("MDA:OPP".into(), "actors:own.csv:4".into())));
    assert_eq!(code(&late, "Jana Vellis"), None);
    assert!(coded(&late, "MDA:OPP"));
    let undated = read("");
    assert_eq!(code(&undated, "Zorvan League").unwrap().0, "MDA:OPP");
    // Without the file there is no such actor, and the record names none.
    let plain =
        &records(&f.dyad(&["read", "--format", "jsonl", "--lang", "en", "--date", "2016-05-01", "a.txt"]))[0];
    assert_eq!(code(plain, "Zorvan League"), None);
    assert!(!plain.coder.models.contains_key("actors"));
}

#[test]
fn a_file_with_bad_lines_is_refused_as_a_whole_unless_they_may_be_skipped() {
    let f = Folder::new("actors-bad");
    f.write("a.txt", TEXT);
    f.write(
        "own.csv",
        format!("{OWN}Orlane,,armed,XX:REB,,\nVesk,ZLG,armed,MDA,,\nTarn,,armed,MDA,2020,2019\n"),
    );
    let run = f.dyad(&["read", "--lang", "en", "--actors", "own.csv", "a.txt"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{}", run.err);
    for says in [
        "own.csv, line 8: \"XX\" is no country code",
        "own.csv, line 9: the alias \"ZLG\" belongs to \"Zorvan League\" (own.csv, line 3)",
        "own.csv, line 10: it ends (2019) before it begins (2020)",
        "3 bad lines; mend the file, or leave them out with --skip-bad-lines",
    ] {
        assert!(run.err.contains(says), "{says}: {}", run.err);
    }
    let run = f.dyad(&[
        "read",
        "--lang",
        "en",
        "--actors",
        "own.csv",
        "--skip-bad-lines",
        "--format",
        "jsonl",
        "--date",
        "2016-05-01",
        "a.txt",
    ]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("3 bad lines left out"), "{}", run.err);
    assert_eq!(code(&records(&run)[0], "Zorvan League").unwrap().0, "MDA:REB");
    // Twenty are told, the rest counted.
    let many: String = (0..30).map(|i| format!("Orlane {i},XX\n")).collect();
    f.write("many.csv", format!("name,code\n{many}"));
    let run = f.dyad(&["statements", "--actors", "many.csv", "a.txt"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("many.csv, line 21") && !run.err.contains("many.csv, line 22"), "{}", run.err);
    assert!(run.err.contains("and 10 more") && run.err.contains("30 bad lines"), "{}", run.err);
    for (bytes, says) in [
        (b"\xFF\xFEn\0a\0".as_slice(), "UTF-16"),
        (b"name,code\nZ\xE9lie,FRA\n", "line 2: the name is not in UTF-8"),
        (b"", "the file is empty"),
    ] {
        f.write("odd.csv", bytes);
        let run = f.dyad(&["actors", "check", "odd.csv"]);
        assert_eq!(run.code, 1);
        assert!(run.err.contains("odd.csv, line") && run.err.contains(says), "{}", run.err);
    }
    let run = f.dyad(&["read", "--actors", "absent.csv", "a.txt"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("absent.csv: the file cannot be read"), "{}", run.err);
}

#[test]
fn dictionaries_are_imported_checked_and_read() {
    let f = Folder::new("actors-import");
    f.write(
        "d.actors.txt",
        "# invented\nZORVAN_LEAGUE_ [MDAOPP] ; default\n+LEAGUE_OF_ZORVAN_\n\t[MDAREB 100101-180630]\nORLANE_FRONT_\n\t[TMPREB <991231]\n\
         VESK_UNION_ [AFRLAB]\nTARN_WATCH_ [NGOHRI]\n",
    );
    f.write("d.agents.txt", "BARGEMAN {BARGEMEN} [~LAB]\n");
    let run = f.dyad(&["actors", "import", "d.actors.txt", "d.agents.txt", "--output", "out.csv"]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains("d.actors.txt, line 7: AFR is a region"), "{}", run.err);
    assert!(run.err.contains("d.actors.txt, line 8: HRI (human rights) is left out"), "{}", run.err);
    assert!(
        run.out.contains("out.csv: 5 lines written, 1 converted with a remark, 1 not converted"),
        "{}",
        run.out
    );
    let written = std::fs::read_to_string(f.path("out.csv")).unwrap();
    assert_eq!(
        written,
        "name,aliases,kind,code,from,to\nZorvan League,League of Zorvan,other,MDA:OPP,,\nZorvan League,,other,MDA:REB,2010-01-01,2018-06-30\n\
         Orlane Front,,armed,TLS:REB,,1999-12-31\nTarn Watch,,ngo,NGO,,\nbargeman,bargemen,noun,LAB,,\n"
    );
    let run = f.dyad(&["actors", "check", "out.csv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("3 actors under 4 codes, 1 noun; no bad line"), "{}", run.out);
    // Our own file is read as well, and says the same.
    let run = f.dyad(&["actors", "import", "out.csv", "--output", "again.csv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(std::fs::read_to_string(f.path("again.csv")).unwrap(), written);
    f.write("a.txt", TEXT);
    let run = f.dyad(&[
        "read",
        "--format",
        "jsonl",
        "--lang",
        "en",
        "--date",
        "2016-05-01",
        "--actors",
        "out.csv",
        "a.txt",
    ]);
    assert_eq!(code(&records(&run)[0], "Zorvan League").unwrap().0, "MDA:REB");
}

#[test]
fn the_list_shows_tables_and_own_actors_with_their_dates() {
    let f = Folder::new("actors-list");
    f.write("own.csv", OWN);
    let run = f.dyad(&["actors", "list", "--actors", "own.csv", "--grep", "zorvan"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("2010 to 2018-06-30") && run.out.contains("[own.csv:4]"), "{}", run.out);
    let run = f.dyad(&[
        "actors",
        "list",
        "--country",
        "DEU",
        "--kind",
        "office",
        "--at",
        "2010-05-01",
        "--grep",
        "chancellor",
    ]);
    assert!(run.out.contains("Angela Merkel, chancellor") && !run.out.contains("Scholz"), "{}", run.out);
    let run = f.dyad(&[
        "actors",
        "list",
        "--country",
        "MDA",
        "--format",
        "csv",
        "--actors",
        "own.csv",
        "--at",
        "2019-01-01",
        "--kind",
        "armed",
    ]);
    assert_eq!(
        run.out,
        "name,kind,code,from,to,office,aliases,place\r\nZorvan League,armed,MDA:OPP,2018-06-30,,,League of Zorvan;ZLG,own.csv:4\r\n"
    );
    for (args, says) in [
        (["--country", "DE"], "Germany is DEU"),
        (["--kind", "army"], "\"army\" is no kind"),
        (["--at", "soon"], "is no date"),
    ] {
        let run = f.dyad(&["actors", "list", args[0], args[1]]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(says), "{}", run.err);
    }
    assert_eq!(f.dyad(&["actors", "list", "--grep", "zorvanistan"]).code, 1);
    assert!(f.dyad(&["actors", "--help"]).out.contains("name,aliases,kind,code,from,to"));
}
