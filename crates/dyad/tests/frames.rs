//! `dyad frames` and `--frames` through the real program, on an invented verb.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// The rest of it is for the other tests of the program.
mod support;

use support::{Folder, records};

const HEAD: &str = "trigger\tobject\tneeds\trecipient\tplover\tmode\tcameo\tflags\n";

const OWN: &str = "\
# invented
trigger\tobject\tneeds\trecipient\tplover\tmode\tcameo\tflags
frobnicate\tborder\t-\twith\tCOERCE\trestrict\t172\t-
noun:frobnication\t-\tof:border\twith;of\tCOERCE\trestrict\t172\tlight
";

const TEXT: &str = "Moldova frobnicated its border with Romania on Tuesday. France carried out a frobnication of the border with Spain.\n\n\
    Poland frobnicated the plan with Latvia. The German president visited Poland.\n";

/// Codes of both sides, CAMEO and trigger.
fn events(record: &dyad_record::Record) -> Vec<String> {
    let code = |c: &Option<String>| c.clone().unwrap_or_default();
    record.events.iter().map(|e| [&e.actor.code, &e.cameo, &e.recipient.code].map(code).join(" ")).collect()
}

#[test]
fn a_users_frame_makes_an_event_and_goes_before_the_tables() {
    let f = Folder::new("frames");
    f.write("own.tsv", OWN);
    f.write("first.tsv", format!("{HEAD}visit\t@where\t-\tobj\tACCUSE\t-\t110\t-\n"));
    f.write("a.txt", TEXT);
    let read = |more: &[&str]| {
        let args = ["read", "--format", "jsonl", "--lang", "en", "--date", "2020-01-02", "a.txt"];
        let run = f.dyad(&[&args[..], more].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        records(&run).remove(0)
    };
    let plain = read(&[]);
    assert_eq!(events(&plain), ["DEU:GOV 042 POL"]);
    assert!(!plain.coder.models.contains_key("frames"));
    let own = read(&["--frames", "own.tsv"]);
    // "the plan" is no border, and the frame does not fire.
    assert_eq!(events(&own), ["MDA 172 ROU", "FRA 172 ESP", "DEU:GOV 042 POL"]);
    let hash = own.coder.models.get("frames").unwrap();
    assert!(hash.starts_with("blake3:"));
    let both = read(&["--frames", "own.tsv", "--frames", "first.tsv"]);
    assert_eq!(events(&both), ["MDA 172 ROU", "FRA 172 ESP", "DEU:GOV 110 POL"]);
    assert_ne!(both.coder.models.get("frames"), Some(hash));
    let run = f.dyad(&["read", "--lang", "en", "--frames", "own.tsv", "--explain", "v1", "a.txt"]);
    assert!(run.out.contains("own.tsv:3 \"frobnicated\""), "{}", run.out);
    let run =
        f.dyad(&["events", "--lang", "en", "--frames", "own.tsv", "--type", "COERCE:restrict", "a.txt"]);
    assert!(run.out.contains("Moldova [MDA] → Romania [ROU]"), "{}", run.out);
}

#[test]
fn a_file_with_bad_lines_is_refused_as_a_whole_unless_they_may_be_skipped() {
    let f = Folder::new("frames-bad");
    f.write("a.txt", TEXT);
    f.write(
        "own.tsv",
        format!(
            "{OWN}frobnicate\tborder\t-\twith\tACCUSE\t-\t110\t-\nzorb\t-\t-\tobj\tHURT\t-\t190\t-\n\
             zorb\t-\t-\tobj\tAID\t-\t70\t-\nzorb\t@nothing\t-\tobj\tAID\t-\t070\n"
        ),
    );
    let run = f.dyad(&["read", "--lang", "en", "--frames", "own.tsv", "a.txt"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{}", run.err);
    for says in [
        "own.tsv, line 5: \"frobnicate\" stands under the same conditions in line 3 with other codes",
        "own.tsv, line 6: \"HURT\" is no PLOVER type; there are AGREE",
        "own.tsv, line 7: \"70\" is no CAMEO code; write 070",
        "own.tsv, line 8: 7 cells where the header has 8",
        "--frames: 4 bad lines; mend the file, or leave them out with --skip-bad-lines",
    ] {
        assert!(run.err.contains(says), "{says}: {}", run.err);
    }
    let skipped = ["--skip-bad-lines", "--format", "jsonl", "--lang", "en", "a.txt"];
    let run = f.dyad(&[&["read", "--frames", "own.tsv"][..], &skipped].concat());
    assert_eq!(run.code, 0);
    assert!(run.err.contains("--frames: 4 bad lines left out"), "{}", run.err);
    assert_eq!(events(&records(&run)[0])[0], "MDA 172 ROU");
    // One flag serves the files of actors too.
    f.write("own.csv", "name,code\nZorvan League,MDA:REB\nOrlane,XX\n");
    let run = f.dyad(&[&["read", "--frames", "own.tsv", "--actors", "own.csv"][..], &skipped].concat());
    assert_eq!(run.code, 0);
    assert!(run.err.contains("--actors: 1 bad line left out"), "{}", run.err);
    let run = f.dyad(&[&["read"][..], &skipped].concat());
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--actors") && run.err.contains("--frames"), "{}", run.err);
    // Twenty are told, the rest counted.
    f.write("many.tsv", format!("{HEAD}{}", "zorb\n".repeat(30)));
    let run = f.dyad(&["statements", "--frames", "many.tsv", "a.txt"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("many.tsv, line 21") && !run.err.contains("many.tsv, line 22"), "{}", run.err);
    assert!(run.err.contains("and 10 more") && run.err.contains("30 bad lines"), "{}", run.err);
    let run = f.dyad(&["read", "--frames", "absent.tsv", "a.txt"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("absent.tsv: the file cannot be read"), "{}", run.err);
}

#[test]
fn check_names_every_bad_line_and_what_is_seldom_meant() {
    let f = Folder::new("frames-check");
    f.write("own.tsv", OWN);
    f.write(
        "odd.tsv",
        format!("{HEAD}went\t-\t-\tto\tCONSULT\tvisit\t042\t-\nvisit\t-\t-\tobj\tACCUSE\t-\t110\t-\n"),
    );
    let run = f.dyad(&["frames", "check", "own.tsv"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("2 frames under 1 verb and 1 noun; no bad line; blake3:"), "{}", run.out);
    let run = f.dyad(&["frames", "check", "own.tsv", "odd.tsv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("odd.tsv, line 2: \"went\" is the past of \"go\""), "{}", run.err);
    assert!(run.err.contains("odd.tsv, line 3: \"visit\" sets no condition"), "{}", run.err);
    f.write("clash.tsv", format!("{HEAD}frobnicate\tborder\t-\twith\tACCUSE\t-\t110\t-\n"));
    let run = f.dyad(&["frames", "check", "own.tsv", "clash.tsv"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("clash.tsv, line 2") && run.err.contains("in own.tsv, line 3"), "{}", run.err);
    assert!(run.err.contains("1 of 3 lines will not do"), "{}", run.err);
    f.write("many.tsv", format!("{HEAD}{}", "zorb\n".repeat(30)));
    assert!(f.dyad(&["frames", "check", "many.tsv"]).err.contains("many.tsv, line 31"));
    for (bytes, says) in [
        (b"\xFF\xFEn\0a\0".as_slice(), "UTF-16"),
        (&[HEAD.as_bytes(), b"Z\xE9lie\n"].concat(), "line 2: the line is not in UTF-8"),
        (b"", "the file is empty"),
        (HEAD.replace('\t', ",").as_bytes(), "save the table with tabs"),
    ] {
        f.write("bytes.tsv", bytes);
        let run = f.dyad(&["frames", "check", "bytes.tsv"]);
        assert_eq!(run.code, 1);
        assert!(run.err.contains("bytes.tsv, line") && run.err.contains(says), "{}", run.err);
    }
}

#[test]
fn the_list_shows_the_tables_and_own_frames_in_the_order_of_trial() {
    let f = Folder::new("frames-list");
    f.write("own.tsv", format!("{OWN}visit\tborder\t-\tobj\tACCUSE\t-\t110\t-\n"));
    let run = f.dyad(&["frames", "list", "--trigger", "visit", "--frames", "own.tsv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let places: Vec<&str> = run.out.lines().filter_map(|l| l.rsplit_once('[')?.1.strip_suffix(']')).collect();
    assert_eq!(places[0], "own.tsv:5");
    assert!(
        places[1].starts_with("event-verbs.tsv:") && places.last().unwrap().starts_with("event-nouns.tsv:")
    );
    let run =
        f.dyad(&["frames", "list", "--trigger", "frobnicate", "--frames", "own.tsv", "--format", "csv"]);
    assert_eq!(
        run.out,
        "part,trigger,object,needs,recipient,plover,mode,cameo,flags,place\r\nverb,frobnicate,border,,with,COERCE,restrict,172,,own.tsv:3\r\n"
    );
    let run =
        f.dyad(&["frames", "list", "--type", "coerce:restrict", "--frames", "own.tsv", "--format", "jsonl"]);
    let rows: Vec<serde_json::Value> = run.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(rows.iter().all(|r| r["plover"] == "COERCE" && r["mode"] == "restrict"));
    assert!(
        rows.iter().any(|r| r["trigger"] == "frobnication" && r["part"] == "noun" && r["mode"] == "restrict")
    );
    let run = f.dyad(&["frames", "list", "--type", "ACUSE"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("did you mean ACCUSE?"), "{}", run.err);
    assert_eq!(f.dyad(&["frames", "list", "--trigger", "frobnicate"]).code, 1);
    let classes = f.dyad(&["frames", "classes"]).out;
    assert!(classes.contains("@truce") && classes.contains("@actor"), "{classes}");
    assert!(f.dyad(&["frames", "classes", "@truce"]).out.starts_with("@truce: armistice, "));
    let run = f.dyad(&["frames", "classes", "nothing"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no class \"@nothing\""), "{}", run.err);
    assert!(f.dyad(&["frames", "--help"]).out.contains("noun:frobnication"));
}
