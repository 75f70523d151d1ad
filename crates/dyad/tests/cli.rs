//! Bad input through the real program: no panic, a message that names the file, the place and the mend, the exit codes of
//! the help page, and the other documents still read. What takes minutes is in `tools/stress.py`.

// Tests may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::time::{Duration, Instant};

use support::{Folder, GOOD, Run, dyad, records, samples};

/// Each is refused: alone with exit code 1; before a good file with 3, and the good file is read.
#[test]
fn what_cannot_be_read_is_named_with_its_mend_and_the_rest_is_read() {
    let f = Folder::new("refused");
    f.write("good.txt", GOOD);
    let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".repeat(20);
    let french = "Le ministre a déclaré mardi que les négociations à Genève avaient échoué et que la France ne signerait pas. ";
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("empty.txt", Vec::new(), "is empty"),
        ("blank.txt", b" \n\t\n\xc2\xa0".to_vec(), "is empty"),
        ("mark-only.txt", b"\xef\xbb\xbf".to_vec(), "is empty"),
        ("paper.txt", pdf, "a PDF file, not text; convert it"),
        ("numbers.txt", (0..=255).cycle().take(9000).collect(), "a binary file, not text; convert it"),
        ("french.txt", french.repeat(4).into_bytes(), "no model for it (there is one for: en)"),
        (
            "script.html",
            b"<html><body><script>let a = 1;</script></body></html>".to_vec(),
            "no readable text",
        ),
        ("scalar.jsonl", b"17\n".to_vec(), "line 1: the line is JSON but no object"),
    ];
    for (name, bytes, says) in cases {
        f.write(name, &bytes);
        let alone = f.dyad(&["read", "--format", "jsonl", name]);
        assert_eq!(alone.code, 1, "{name}: {}", alone.err);
        assert!(alone.err.contains(name) && alone.err.contains(says), "{name}: {}", alone.err);
        assert!(alone.out.is_empty(), "{name}");
        let both = f.dyad(&["read", "--format", "jsonl", name, "good.txt"]);
        assert_eq!(both.code, 3, "{name}: {}", both.err);
        assert_eq!(records(&both).len(), 1, "{name}");
        assert!(both.err.contains("1 read, 1 failed"), "{name}: {}", both.err);
        let parsed = f.dyad(&["parse", name, "good.txt"]);
        assert_eq!(parsed.code, 3, "{name}: {}", parsed.err);
        assert!(parsed.err.contains(name) && parsed.out.contains("# text = "), "{name}: {}", parsed.err);
    }
}

/// Each is read, and what was guessed or replaced is told in the record.
#[test]
fn odd_encodings_are_read_and_guesses_are_told() {
    let f = Folder::new("encodings");
    let line = "The minister of Zürich said on Tuesday that he would pay. Señor Ibáñez agreed with the café owners.\n";
    let wide =
        |order: fn(u16) -> [u8; 2], text: &str| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let latin: Vec<u8> = line.repeat(3).chars().map(|c| c as u8).collect();
    let mut broken = line.repeat(3).into_bytes();
    broken.extend(b"He \xff\xfe left \x80 early.\n");
    let cases: [(&str, Vec<u8>, Option<&str>); 6] = [
        ("plain.txt", line.into(), None),
        ("utf16.txt", wide(u16::to_le_bytes, &format!("\u{feff}{line}")), None),
        ("utf16-no-mark.txt", wide(u16::to_be_bytes, line), Some("UTF-16BE")),
        ("latin1.txt", latin, Some("windows-1252")),
        ("broken.txt", broken, Some("could not be read as UTF-8 and stand as")),
        ("crlf.txt", format!("\u{feff}{}", line.replace('\n', "\r\n")).into(), None),
    ];
    for (name, bytes, told) in cases {
        f.write(name, &bytes);
        let run = f.dyad(&["read", "--format", "jsonl", name]);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        let record = records(&run).remove(0);
        let text = &record.document.text;
        assert!(text.starts_with(line.trim_end()) && !text.contains("\r\n"), "{name}: {text:?}");
        match told {
            None => assert_eq!(record.problems, Vec::<String>::new(), "{name}"),
            Some(t) => assert!(record.problems.join(" ").contains(t), "{name}: {:?}", record.problems),
        }
        if let Some(t) = told {
            assert!(f.dyad(&["parse", name]).err.contains(t), "parse tells it on standard error");
        }
    }
}

#[test]
fn hostile_texts_are_read_in_time_and_stay_sound() {
    let f = Folder::new("hostile");
    let talk = "“We will go,” said the minister. “We will not stop. The premier of Japan said: ”No.\n\n\"Half a quote, said Maria Lopez.\n\n";
    let cases: [(&str, String); 9] = [
        ("quotes.txt", "\"".repeat(100_000)),
        ("curly.txt", "“".repeat(100_000)),
        ("single.txt", "He said, 'no'. ".repeat(500) + &"'".repeat(20_000)),
        ("unbalanced.txt", talk.repeat(50)),
        ("one-word.txt", "a".repeat(1_000_000)),
        ("deep.html", format!("<html><body>{}The minister said he would go.{}", "<div>".repeat(50_000), "</div>".repeat(50_000))),
        ("formats.html", format!("<html><body>{}The minister said he would go to the city.", "<b><p><a href=x>".repeat(20_000))),
        ("deep.md", format!("{} The minister said he would go.", ">".repeat(50_000))),
        ("mixed.txt", "The minister said “שלום עולם” and مرحبا to 5 people. 👩‍👩‍👧‍👦 President Jose\u{301}\u{301}\u{301} said they \u{202e}evil\u{202c} went.\n".repeat(30)),
    ];
    for (name, text) in cases {
        f.write(name, text);
        let start = Instant::now();
        let run = f.dyad(&["read", "--format", "jsonl", name]);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        assert!(start.elapsed() < Duration::from_secs(240), "{name} took {:?}", start.elapsed());
        let record = records(&run).remove(0);
        assert_eq!(dyad_record::faults(&record), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn limits_are_told_when_they_are_hit() {
    let f = Folder::new("limits");
    f.write("good.txt", GOOD);
    f.write("large.txt", GOOD.repeat(100));
    f.write(
        "lines.jsonl",
        format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Talks ended in Rome.\"}}\n", "a ".repeat(2_000)),
    );
    let run =
        f.dyad(&["read", "--format", "jsonl", "--max-bytes", "1000", "large.txt", "good.txt", "lines.jsonl"]);
    assert_eq!((run.code, records(&run).len()), (3, 2), "{}", run.err);
    assert!(
        run.err.contains("large.txt: at least 1001 bytes, more than the limit of 1000 bytes"),
        "{}",
        run.err
    );
    assert!(run.err.contains("lines.jsonl, line 1: at least"), "{}", run.err);
    f.write("long.txt", "The minister went and ".repeat(200));
    let run = f.dyad(&["read", "--format", "jsonl", "long.txt"]);
    let told = records(&run).remove(0).problems.join(" ");
    assert!(told.contains("cut at 320 words") && told.contains("more than 192 words"), "{told}");
    f.write("deep.html", format!("<html><body>{}The minister said he would go.", "<div>".repeat(300)));
    let told = records(&f.dyad(&["read", "--format", "jsonl", "deep.html"])).remove(0).problems.join(" ");
    assert!(told.contains("nested") && told.contains("limits 256"), "{told}");
}

#[test]
fn a_bad_line_of_jsonl_is_named_and_the_others_are_read() {
    let f = Folder::new("jsonl");
    let lines = [
        r#"{"id": "a", "text": "The minister of Japan said he would go."}"#,
        "this is not JSON",
        r#"{"id": "c", "title": "no text"}"#,
        r#"{"id": "d", "text": 5}"#,
        r#"{"id": "e", "text": "x", "published": "2023-99-99"}"#,
        r#"{"id": "f", "text": ""}"#,
        "",
        r#"{"id": "h", "html": "<p>The minister of Japan said he would go.</p>"}"#,
        r#"{"id": "i", "text": "both", "html": "both"}"#,
        r#"{"id": "j", "text": "half"#,
    ];
    f.write("wire.jsonl", lines.join("\n"));
    for threads in ["1", "4"] {
        let run = f.dyad(&["read", "--format", "jsonl", "--threads", threads, "wire.jsonl"]);
        assert_eq!(run.code, 3);
        let sources: Vec<String> = records(&run).into_iter().map(|r| r.document.source).collect();
        assert_eq!(sources, ["a", "h"]);
        for says in [
            "wire.jsonl, line 2, column 2: not a JSON object",
            "line 3: neither \"text\" nor \"html\" is given",
            "line 4: field \"text\" is a number; it must be a string",
            "line 5, field \"published\": \"2023-99-99\" is no date",
            "line 6: the document is empty",
            "line 9: both \"text\" and \"html\" are given",
            "line 10, column",
            "2 read, 7 failed",
        ] {
            assert!(run.err.contains(says), "{says} in {}", run.err);
        }
    }
}

#[test]
fn paths_that_lead_nowhere_are_named() {
    let f = Folder::new("paths");
    f.write("good.txt", GOOD);
    f.write("empty/readme.xyz", "x");
    for (path, says) in [
        ("missing.txt", "missing.txt: there is no such file or folder; check the path"),
        ("empty", "empty: the folder holds no file that ends in txt"),
        ("*.zzz", "*.zzz: no file matches this pattern"),
        ("nowhere/*.txt", "nowhere/*.txt: no file matches this pattern"),
        ("[", "[: this pattern cannot be understood"),
    ] {
        let run = f.dyad(&["read", path]);
        assert_eq!(run.code, 1, "{path}: {}", run.err);
        assert!(run.err.contains(says), "{path}: {}", run.err);
        assert_eq!(f.dyad(&["read", path, "good.txt"]).code, 3, "{path}");
    }
    let found = f.dyad(&["read", "--format", "jsonl", "*.txt", "."]);
    assert_eq!((found.code, records(&found).len()), (0, 2), "{}", found.err);
}

/// Permissions do not bind the superuser, so this says nothing there.
#[cfg(unix)]
#[test]
fn what_may_not_be_entered_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let f = Folder::new("locked");
    f.write("good.txt", GOOD);
    f.write("shut/a.txt", GOOD);
    f.write("shut.txt", GOOD);
    for p in ["shut", "shut.txt"] {
        std::fs::set_permissions(f.path(p), std::fs::Permissions::from_mode(0o000)).unwrap();
    }
    if std::fs::read_dir(f.path("shut")).is_ok() {
        println!("skipped: this user may read everything");
    } else {
        for path in ["shut", "shut.txt", "shut/*.txt"] {
            let run = f.dyad(&["read", "--format", "jsonl", path, "good.txt"]);
            assert_eq!((run.code, records(&run).len()), (3, 1), "{path}: {}", run.err);
            assert!(run.err.contains("it may not be read; change its permissions"), "{path}: {}", run.err);
        }
    }
    std::fs::set_permissions(f.path("shut"), std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn wrong_usage_ends_with_two_before_anything_is_read() {
    let f = Folder::new("usage");
    f.write("good.txt", GOOD);
    for (args, says) in [
        (&["read", "--date", "yesterday", "good.txt"][..], "YYYY-MM-DD"),
        (&["read", "--date", "2023-02-30", "good.txt"], "--date"),
        (&["read", "--lang", "fr", "good.txt"], "no model"),
        (&["read", "--format", "xml", "good.txt"], "possible values: text, html, json, jsonl"),
        (&["read"], "PATHS"),
        (&["parse", "--lang", "fr", "good.txt"], "no model"),
        (&["eval", "weather", "--gold", "good.txt"], "there are: syntax"),
        (&["eval", "ner", "--gold", "x", "--date", "2024-01-01"], "--report"),
        (&["frobnicate"], "frobnicate"),
        (&[], "Usage"),
    ] {
        let run = f.dyad(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains(says), "{args:?}: {}", run.err);
        assert!(run.out.is_empty(), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_closed_pipe_is_none() {
    let f = Folder::new("outputs");
    f.write("good.txt", GOOD);
    f.write("many.jsonl", format!("{{\"text\": \"{}\"}}\n", GOOD.replace(['"', '\n'], " ")).repeat(200));
    for args in [
        &["read", "--output", "/dev/full", "good.txt"][..],
        &["read", "--output", "/dev/full", "--format", "html", "many.jsonl"],
    ] {
        let run = f.dyad(args);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(
            run.err.contains("/dev/full: No space left") && run.err.contains("free some space"),
            "{}",
            run.err
        );
    }
    for command in ["read --format jsonl many.jsonl", "parse many.jsonl", "read --explain e1 many.jsonl"] {
        let full = f.shell(&format!("$DYAD {command} > /dev/full"));
        assert_eq!(full.code, 1, "{command}: {}", full.err);
        assert!(full.err.contains("standard output: No space left"), "{command}: {}", full.err);
        let closed = f.shell(&format!("$DYAD {command} | head -c 10; exit ${{PIPESTATUS[0]}}"));
        assert_eq!((closed.code, closed.err.as_str()), (0, ""), "{command}");
        // Nobody to tell: still no panic, and the code says it.
        assert_eq!(
            f.shell(&format!("$DYAD {command} missing.txt > /dev/null 2> /dev/full")).code,
            3,
            "{command}"
        );
    }
    let nowhere = f.dyad(&["read", "--output", "no/such/folder/out.html", "good.txt"]);
    assert_eq!(nowhere.code, 1);
    assert!(nowhere.err.contains("no/such/folder/out.html: the file cannot be written"), "{}", nowhere.err);
}

#[test]
fn records_come_in_input_order_and_alike_with_any_number_of_threads() {
    let samples = samples();
    let of = |threads: &str| dyad(&["read", "--format", "jsonl", "--threads", threads, &samples], b"");
    let one = of("1");
    assert_eq!(one.code, 0, "{}", one.err);
    let sources: Vec<String> = records(&one).into_iter().map(|r| r.document.source).collect();
    assert!(sources.len() >= 12 && sources.is_sorted(), "{sources:?}");
    for threads in ["2", "4"] {
        assert!(of(threads).out == one.out, "with {threads} threads");
    }
}

#[test]
fn standard_input_may_be_any_format() {
    for (bytes, documents) in [
        (GOOD, 1),
        ("<html><body><p>The minister of Japan said he would go.</p></body></html>", 1),
        ("{\"text\": \"Talks ended in Rome.\"}\n{\"text\": \"Talks ended in Oslo.\"}\n", 2),
    ] {
        let run = dyad(&["read", "--format", "jsonl", "-"], bytes.as_bytes());
        assert_eq!((run.code, records(&run).len()), (0, documents), "{}", run.err);
    }
    let none = dyad(&["read", "-"], b"");
    assert_eq!(none.code, 1);
    assert!(none.err.contains("standard input: the document is empty"), "{}", none.err);
}

/// A pipe is no regular file and is read all the same.
#[cfg(target_os = "linux")]
#[test]
fn a_pipe_may_be_named_as_a_file() {
    let f = Folder::new("fifo");
    f.write("good.txt", GOOD);
    let run = f.shell("$DYAD read --format jsonl <(cat good.txt)");
    assert_eq!((run.code, records(&run).len()), (0, 1), "{}", run.err);
}

#[test]
fn every_kind_of_row_is_explained() {
    let samples = samples();
    let all = dyad(&["read", "--format", "jsonl", &samples], b"");
    let records = records(&all);
    let mut kinds = std::collections::BTreeSet::new();
    for r in &records {
        let firsts = [
            r.entities.first().map(|x| &x.id),
            r.times.first().map(|x| &x.id),
            r.places.first().map(|x| &x.id),
            r.figures.first().map(|x| &x.id),
            r.statements.first().map(|x| &x.id),
            r.events.first().map(|x| &x.id),
            r.claims.first().map(|x| &x.id),
            r.disputes.first().map(|x| &x.id),
            r.checks.first().map(|x| &x.id),
            r.sentences.first().map(|x| &x.id),
        ];
        for id in firsts.into_iter().flatten() {
            if !kinds.insert(id.as_str()[..1].to_owned()) {
                continue;
            }
            let run = dyad(&["read", "--explain", id.as_str(), &r.document.source], b"");
            assert_eq!(run.code, 0, "{id}: {}", run.err);
            for part in [id.as_str(), "Its words (characters of the text):", "Why it is there:", "1. "] {
                assert!(run.out.contains(part), "{id} of {}: {part} in\n{}", r.document.source, run.out);
            }
        }
    }
    for kind in ["e", "t", "p", "f", "s", "v", "c", "k", "n"] {
        assert!(kinds.contains(kind), "no sample has a row of kind {kind}");
    }
    for id in ["s9999", "x1", "", "élan"] {
        let run = dyad(&["read", "--explain", id, "-"], GOOD.as_bytes());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(run.err.contains(&format!("no row has the id \"{id}\"")), "{}", run.err);
    }
}

#[test]
fn every_format_is_written() {
    let read = |format: &str| {
        let run = dyad(
            &["read", "--format", format, "--date", "2024-03-01", "--outlet", "The Post", "-"],
            GOOD.as_bytes(),
        );
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{format}");
        run
    };
    let text = read("text").out;
    assert!(text.contains("The Post · published 2024-03-01 (given)") && !text.contains('\u{1b}'), "{text}");
    let html = read("html").out;
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
    assert!(!html.contains("http://") && !html.contains("https://"), "the page is self-contained");
    assert!(read("json").out.contains("\n  \"schema\": \"dyad.record/1\""));
    let line = read("jsonl");
    assert_eq!(line.out.lines().count(), 1);
    let pretty: serde_json::Value = serde_json::from_str(&read("json").out).unwrap();
    assert_eq!(pretty, serde_json::from_str::<serde_json::Value>(&line.out).unwrap());
}

#[test]
fn what_parse_writes_can_be_parsed_again() {
    let f = Folder::new("parse");
    f.write("good.txt", GOOD);
    let first = f.dyad(&["parse", "good.txt"]);
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    let sentences = dyad_syntax::conllu::read(&first.out).unwrap();
    assert!(sentences.len() >= 2 && first.out.contains("SpaceAfter=No"), "{}", first.out);
    f.write("given.conllu", &first.out);
    let again = f.dyad(&["parse", "--pretokenized", "given.conllu"]);
    let words = |s: &str| -> Vec<String> {
        s.lines()
            .filter(|l| !l.starts_with('#'))
            .map(|l| l.split('\t').take(8).collect::<Vec<_>>().join("\t"))
            .collect()
    };
    assert_eq!(words(&again.out), words(&first.out));
    for (name, text, says) in [
        ("short.conllu", "1\tone\ttwo\n", "line 1: 3 columns where CoNLL-U has 10"),
        ("none.conllu", "# only = a comment\n", "there is no sentence in it"),
    ] {
        f.write(name, text);
        let run = f.dyad(&["parse", "--pretokenized", name, "given.conllu"]);
        assert_eq!(run.code, 3, "{}", run.err);
        assert!(run.err.contains(name) && run.err.contains(says), "{}", run.err);
    }
    assert_eq!(f.dyad(&["parse", "--pretokenized", "missing.conllu"]).code, 1);
}

#[test]
fn eval_prints_for_people_and_machines_and_names_bad_gold() {
    let f = Folder::new("eval");
    let gold = r#"{"id": "d1", "text": "The minister said on Friday that taxes would fall.", "attributions": [{"source": [[0, 12]], "cue": [[13, 17]], "content": [[28, 49]]}, {"source": [], "cue": [], "content": [[0, 3]]}]}"#;
    f.write("gold.jsonl", gold);
    let text = f.dyad(&["eval", "attribution", "--gold", "gold.jsonl"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    assert!(
        text.out.contains("FULL") && text.out.contains(" F1 ") && text.out.contains("d1: "),
        "{}",
        text.out
    );
    let json: serde_json::Value =
        serde_json::from_str(&f.dyad(&["eval", "attribution", "--gold", "gold.jsonl", "--json"]).out)
            .unwrap();
    assert_eq!(
        (json["layer"].as_str(), json["measures"][0]["name"].as_str()),
        (Some("attribution"), Some("FULL"))
    );
    let report =
        ["eval", "attribution", "--gold", "gold.jsonl", "--report", "page.md", "--date", "2024-02-29"];
    assert_eq!(f.dyad(&report).code, 0);
    let page = std::fs::read_to_string(f.path("page.md")).unwrap();
    assert!(
        page.contains("Measured on 2024-02-29") && page.contains("blake3:") && page.contains("76.5"),
        "{page}"
    );
    f.write("floors.tsv", "layer\tgold\tmeasure\tleast\nattribution\tgold.jsonl\tFULL\t100\n");
    let under = f.dyad(&["eval", "attribution", "--gold", "gold.jsonl", "--floors", "floors.tsv"]);
    assert_eq!(under.code, 3, "{}", under.err);
    assert!(under.err.contains("its floor is 100"), "{}", under.err);
    f.write("bad.jsonl", format!("{gold}\nnot json\n"));
    for (args, says) in [
        (["eval", "attribution", "--gold", "bad.jsonl"], "bad.jsonl, line 2: not a document"),
        (["eval", "figures", "--gold", "missing.jsonl"], "missing.jsonl"),
        (["eval", "article", "--gold", "missing.json"], "missing.txt"),
        (["eval", "all", "--gold", "."], "none of the gold files"),
    ] {
        let run: Run = f.dyad(&args);
        assert_eq!(run.code, 1, "{args:?}: {}", run.err);
        assert!(run.err.contains(says), "{args:?}: {}", run.err);
    }
}

#[test]
fn a_model_of_attributions_may_be_absent_or_damaged() {
    let f = Folder::new("attribution");
    f.write("good.txt", GOOD);
    f.write("bad.bin", b"no model at all");
    let hash = |run: &Run| records(run)[0].coder.models["en-attribution"].clone();
    let without = f.dyad(&["read", "--format", "jsonl", "--attribution-model", "none", "good.txt"]);
    assert_eq!((without.code, hash(&without).as_str()), (0, "none"), "{}", without.err);
    assert!(!records(&without)[0].statements.is_empty());
    for name in ["bad.bin", "missing.bin"] {
        let run = f.dyad(&["read", "--format", "jsonl", "--attribution-model", name, "good.txt"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains(name) && run.err.contains("by rules alone"), "{}", run.err);
        assert_eq!(run.out, without.out);
    }
}

#[test]
fn training_of_attributions_names_a_bad_line() {
    let f = Folder::new("train-attribution");
    let good = r#"{"id": "d1", "text": "The minister said taxes would fall.", "attributions": [{"source": [[0, 12]], "cue": [[13, 17]], "content": [[18, 34]]}]}"#;
    let outside = good.replace("[18, 34]", "[18, 340]");
    for (line, says) in [
        ("not json", "corpus.jsonl, line 2: not a document"),
        (r#"{"id": "d2", "text": " "}"#, "corpus.jsonl, line 2: the document \"d2\" has no text"),
        (outside.as_str(), "corpus.jsonl, line 2: attribution 1 of \"d1\" has the span [18, 340]"),
        (r#"{"id": "d2", "text": "a\r\nb"}"#, "carriage returns"),
    ] {
        f.write("corpus.jsonl", format!("{good}\n{line}\n"));
        let run = f.dyad(&["train", "attribution", "--corpus", "corpus.jsonl", "--output", "out"]);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.err.contains(says), "{says}: {}", run.err);
        assert!(!f.path("out/attribution.bin").exists());
    }
    let none = f.dyad(&["train", "attribution", "--corpus", "missing.jsonl"]);
    assert!(none.code == 1 && none.err.contains("missing.jsonl"), "{}", none.err);
}

#[test]
fn help_tells_limits_and_exit_codes() {
    let all = dyad(&["--help"], b"");
    assert!(all.code == 0 && all.out.contains("Exit codes: 0 all read"), "{}", all.out);
    for (command, options) in [
        (
            "read",
            &[
                "--format",
                "--date",
                "--lang",
                "--outlet",
                "--output",
                "--threads",
                "--explain",
                "--max-bytes",
                "--attribution-model",
                "Limits:",
            ][..],
        ),
        ("parse", &["--pretokenized", "--lang"]),
        ("eval", &["--gold", "--worst", "--json", "--floors", "--report", "--text"]),
        ("train", &["--treebank", "--corpus", "--hold-out", "--seed"]),
    ] {
        let help = dyad(&[command, "--help"], b"");
        assert_eq!(help.code, 0);
        options.iter().for_each(|o| assert!(help.out.contains(o), "{command} {o}: {}", help.out));
    }
}

/// The forms, the filters and the exit codes of `dyad statements`.
#[test]
fn statements_are_listed_and_filtered() {
    let f = Folder::new("statements");
    f.write(
        "a.txt",
        "The road\n\n\"We want peace,\" Minister Laura Stone told reporters on Monday. She said the road was open, \
         \"as ever\". Carl Beckett denied that the bridge had fallen.\n",
    );
    let rows = |args: &[&str]| -> Vec<serde_json::Value> {
        let all: Vec<&str> = [&["statements", "--format", "jsonl"], args, &["a.txt"]].concat();
        let run = f.dyad(&all);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let all = rows(&[]);
    assert_eq!(all.len(), 3, "{all:?}");
    assert_eq!((&all[1]["speaker"], &all[1]["form"]), (&"Laura Stone".into(), &"She".into()));
    assert_eq!(rows(&["--speaker", "stone"]).len(), 2);
    assert_eq!(rows(&["--speaker", "Stone", "--speaker", "Beckett"]).len(), 3);
    assert_eq!(rows(&["--act", "deny"])[0]["speaker"], "Carl Beckett");
    assert_eq!(rows(&["--about", "bridge"]).len(), 1);
    assert_eq!(rows(&["--about", "brid"]).len(), 0);
    let own: Vec<String> = rows(&["--verbatim"]).iter().map(|r| r["words"].to_string()).collect();
    assert_eq!(own, [r#""\"We want peace,\"""#, r#""\"as ever\"""#]);
    let csv = f.dyad(&["statements", "--format", "csv", "a.txt"]);
    assert!(csv.out.starts_with("document,id,speaker,actor,form,act,kind,words,"), "{}", csv.out);
    assert_eq!(csv.out.matches("\r\n").count(), 4);
    let table = f.dyad(&["statements", "a.txt", "nothing.txt"]);
    assert_eq!(table.code, 3);
    assert!(table.out.starts_with("a.txt\n") && table.err.contains("nothing.txt"), "{}", table.out);
    assert_eq!(f.dyad(&["statements", "nothing.txt"]).code, 1);
    assert_eq!(f.dyad(&["statements", "--act", "shout", "a.txt"]).code, 2);
    assert_eq!(f.dyad(&["statements"]).code, 2);
    f.write(
        "b.txt",
        "The strike\n\nMinister Laura Stone declined to comment on the strike on Monday. The union did not return calls. \
         Carl Beckett could not be reached.\n",
    );
    let silent = f.dyad(&["statements", "--silent", "--format", "jsonl", "b.txt"]);
    let silent: Vec<serde_json::Value> =
        silent.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let kinds: Vec<&str> = silent.iter().filter_map(|r| r["kind"].as_str()).collect();
    assert_eq!(kinds, ["declined", "no_answer", "unreachable"]);
    assert_eq!(
        (&silent[0]["speaker"], &silent[0]["words"], &silent[0]["about"]),
        (&"Laura Stone".into(), &"declined to comment".into(), &"the strike".into())
    );
    let csv = f.dyad(&["statements", "--silent", "--speaker", "Beckett", "--format", "csv", "b.txt"]).out;
    assert!(csv.starts_with("document,id,kind,speaker,") && csv.matches("\r\n").count() == 2, "{csv}");
    assert!(f.dyad(&["statements", "b.txt"]).out.is_empty());
    assert_eq!(f.dyad(&["statements", "--silent", "--act", "say", "b.txt"]).code, 2);
    f.write(
        "c.html",
        "<html><body><article><h1>The bridge</h1><p>Mayor Laura Stone answered her critics in a letter. She wrote:</p>\
         <blockquote><p>I have read every complaint that reached my desk.</p><p>We will open in May.</p></blockquote>\
         <p>The council meets again on Friday, and residents have been asked to send their questions before noon.</p>\
         <blockquote><p>The bridge carries a thousand lorries a day.</p></blockquote>\
         </article></body></html>",
    );
    let set_off = f.dyad(&["statements", "--format", "jsonl", "c.html"]).out;
    let set_off: Vec<serde_json::Value> = set_off.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let who: Vec<(&str, Option<&str>)> =
        set_off.iter().map(|r| (r["words"].as_str().unwrap(), r["speaker"].as_str())).collect();
    assert_eq!(
        who,
        [
            ("I have read every complaint that reached my desk.", Some("Laura Stone")),
            ("We will open in May.", Some("Laura Stone")),
            ("The bridge carries a thousand lorries a day.", None),
        ]
    );
}

/// The events have a gold set built in; of what is held out no example is shown.
#[test]
fn events_are_scored_on_the_built_in_sets() {
    let f = Folder::new("own-events");
    let own = f.dyad(&["eval", "events", "--worst", "9999"]);
    assert_eq!(own.code, 0, "{}", own.err);
    assert!(
        own.out.contains("events on own\n") && own.out.contains("events on own-articles\n"),
        "{}",
        own.out
    );
    assert!(own.out.contains("events found, held-out") && own.out.contains("country, dev"), "{}", own.out);
    let examples: Vec<&str> =
        own.out.lines().filter_map(|l| l.strip_prefix("    ")?.split(':').next()).collect();
    assert!(examples.len() > 10);
    // The name of an entry tells its part: of sentences the number comes last, of articles first; what is for training may be shown.
    let number = |id: &str| id.split('-').find_map(|n| n.parse::<u32>().ok());
    let may = |id: &&str| id.starts_with("train-") || number(id).is_some_and(|n| n > 100 || n % 3 != 0);
    assert!(examples.iter().all(may), "{examples:?}");
}

/// The speakers have a gold set built in; a folder with a bad line names it.
#[test]
fn speakers_are_scored_on_the_built_in_set_or_a_folder() {
    let f = Folder::new("speakers");
    let own = f.dyad(&["eval", "speakers", "--worst", "0"]);
    assert_eq!(own.code, 0, "{}", own.err);
    assert!(own.out.contains("accuracy, held-out"), "{}", own.out);
    assert_eq!(f.dyad(&["eval", "coref"]).code, 2);
    f.write("gold/x.txt", "split: dev\n\n{ana=Ana} said [ana guess|no].\n");
    let bad = f.dyad(&["eval", "speakers", "--gold", "gold"]);
    assert_eq!(bad.code, 1);
    assert!(bad.err.contains("x.txt, line 3") && bad.err.contains("no phenomenon"), "{}", bad.err);
}
