//! What is told of a run: one by one, by kind, and in the report.

use std::collections::BTreeMap;

use crate::env::{Env, Run, set_mode};
use insta::assert_snapshot;
use serde_json::Value;

const STORY: &str = "Title\nPosted On: 1 May 2017\n\n“We go on,” said Ann Example.\n";

/// An archive of one article, forty files that are none, and some that are passed over.
fn env_of_forty() -> Env {
    let env = Env::new();
    env.write("archive/story.txt", STORY);
    for number in 0..14 {
        env.write(&format!("archive/dump-{number:02}.json"), "rubbish");
    }
    for number in 0..13 {
        env.write(&format!("archive/binary-{number:02}.txt"), [0u8, 1, 2]);
        env.write(&format!("archive/empty-{number:02}.txt"), "");
    }
    for name in ["page.webarchive", "scan.doc", ".hidden.txt", ".cache/x.txt", "README.md"] {
        env.write(&format!("archive/{name}"), STORY);
    }
    env
}

#[track_caller]
fn report(env: &Env, name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(env.path("work").join(name)).expect("the report");
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn counts(lines: &[Value]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in lines {
        *counts.entry(format!("{} {}", line["outcome"], line["kind"]).replace('"', "")).or_default() += 1;
    }
    counts
}

fn warnings(run: &Run) -> Vec<&str> {
    run.stderr.lines().filter(|line| line.starts_with("warning: ")).collect()
}

/// The ways to read an archive, each with the status that it ends with here.
fn ways() -> [(Vec<&'static str>, i32); 3] {
    [
        (vec!["index", "--index", "ix", "archive"], 0),
        (vec!["extract", "--format", "ndjson", "archive"], 0),
        (vec!["search", "--in", "archive", "--format", "ndjson", "speaker:example"], 0),
    ]
}

#[test]
fn the_first_are_told_and_the_rest_by_kind_unless_all_are_asked_for() {
    for (way, status) in ways() {
        let env = env_of_forty();
        let run = env.run(&way).expect_status(status);
        let told = warnings(&run);
        assert_eq!(told.len(), 26, "{}", run.shown());
        assert_eq!(told[0], "warning: archive/binary-00.txt is not text; only text files hold articles");
        assert_eq!(told[25], "warning: 15 more: 13 empty, 2 not JSON; -v or --report FILE names them all");
        assert!(run.stderr.contains("passed over: 1 (document)\npassed over: 1 (web page)\n"), "{}", run.shown());
        assert!(!run.stderr.contains("scan.doc"), "{}", run.shown());

        let all = env.run(&[&way[..], &["-v"]].concat()).expect_status(status);
        assert_eq!(warnings(&all).len(), 40, "{}", all.shown());
        assert!(warnings(&all).iter().all(|line| line.starts_with("warning: archive/")), "{}", all.shown());
        for line in [
            "archive/.cache: passed over: hidden",
            "archive/.hidden.txt: passed over: hidden",
            "archive/README.md: passed over: notes about the archive",
            "archive/page.webarchive: passed over: web page",
            "archive/scan.doc: passed over: document",
        ] {
            assert!(all.stderr.lines().any(|told| told == line), "{line}: {}", all.shown());
        }
    }
}

#[test]
fn the_report_names_all_whatever_is_told() {
    for (way, status) in ways() {
        let env = env_of_forty();
        let run = env.run(&[&way[..], &["--report", "report.ndjson"]].concat()).expect_status(status);
        assert_eq!(warnings(&run).len(), 26, "{}", run.shown());
        assert!(warnings(&run)[25].ends_with("; all are named in report.ndjson"), "{}", run.shown());
        let lines = report(&env, "report.ndjson");
        let expected = [
            ("failed empty", 13),
            ("failed not_json", 14),
            ("failed not_text", 13),
            ("passed_over document", 1),
            ("passed_over hidden", 2),
            ("passed_over notes", 1),
            ("passed_over web_page", 1),
            ("read text", 1),
        ];
        assert_eq!(counts(&lines), expected.map(|(kind, count)| (kind.to_owned(), count)).into());
        let line = lines.iter().find(|line| line["path"] == "archive/dump-03.json").expect("the dump");
        let expected = serde_json::json!({
            "path": "archive/dump-03.json", "member": null, "line": 1, "outcome": "failed", "kind": "not_json",
            "reason": "archive/dump-03.json:1: not JSON: such a file begins with { or ["
        });
        assert_eq!(line, &expected);
    }
}

#[test]
fn the_summary_counts_by_kind() {
    let env = env_of_forty();
    let run = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert!(run.stdout.contains(", 40 failed: 14 not JSON, 13 empty, 13 not text.\n"), "{}", run.shown());
    let json = env.run(&["index", "--index", "ix", "--format", "json", "archive"]).expect_status(0);
    let summary = &json.records()[0];
    assert_eq!(summary["failed_by_kind"], serde_json::json!({"empty": 13, "not_json": 14, "not_text": 13}));
    let passed_over = serde_json::json!({"document": 1, "hidden": 2, "notes": 1, "web_page": 1});
    assert_eq!(summary["passed_over"], passed_over);
}

#[test]
fn a_line_of_a_dump_is_named_by_record_and_line() {
    let env = Env::new();
    let record = |id: &str, date: &str, text: &str| {
        format!("{}\n", serde_json::json!({"id": id, "title": "Pier", "date": date, "text": text}))
    };
    let dump = record("good", "2019-03-04", "The pier closed.")
        + &record("dated", "2019-02-30", "The pier closed.")
        + "rubbish\n"
        + "{\"id\": \"no-text\"}\n"
        + "{\"id\": \"cut\", }\n";
    env.write("dump.ndjson", dump);
    env.run(&["extract", "--report", "report.ndjson", "dump.ndjson"]).expect_status(1);
    let place = |line: &Value| {
        assert_eq!(line["path"], "dump.ndjson");
        format!("{} {} {} {}", line["line"], line["member"], line["outcome"], line["kind"]).replace('"', "")
    };
    let mut lines: Vec<String> = report(&env, "report.ndjson").iter().map(place).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "1 good read json",
            "2 dated problem bad_date",
            "2 dated read json",
            "3 null failed not_json",
            "4 line 4 failed no_text",
            "5 line 5 failed not_json"
        ]
    );
}

#[test]
fn what_is_named_is_never_passed_over_in_silence() {
    let env = Env::with_archive();
    std::fs::create_dir_all(env.path("work/empty/within")).unwrap();
    for name in
        ["pages/1.webarchive", "pages/2.webarchive", "mixed/1.webarchive", "mixed/2.doc", "mixed/.x", "scan.doc"]
    {
        env.write(name, STORY);
    }
    std::os::unix::fs::symlink("archive/ferry.txt", env.path("work/link.txt")).unwrap();
    let named = ["index", "--index", "ix", "archive", "empty", "pages", "mixed", "scan.doc", "link.txt"];
    assert_snapshot!("nothing_to_read", env.run(&named).expect_status(0).shown());
    env.run(&[&named[..], &["--report", "report.ndjson"]].concat()).expect_status(0);
    let lines = report(&env, "report.ndjson");
    assert_eq!(counts(&lines)["problem nothing_to_read"], 3, "{lines:?}");
    assert_eq!(counts(&lines)["passed_over repeated"], 1, "{lines:?}");
    // A folder of which something is read where it is named needs no word.
    let run = env.run(&["extract", "archive/harbour", "archive/harbour/lighthouse.txt"]).expect_status(0);
    assert_eq!(run.stderr, "", "{}", run.shown());
}

#[test]
fn a_report_takes_no_other_files_place() {
    let env = Env::with_archive();
    let ferry = std::fs::read(env.path("work/archive/ferry.txt")).unwrap();
    let pipe = env.path("work/pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    for (place, told) in [
        ("archive", "archive is a folder"),
        ("/dev/null", "/dev/null is no file"),
        ("pipe", "pipe is no file"),
        ("archive/ferry.txt", "archive/ferry.txt holds something else than a report"),
        ("archive/dump.ndjson", "archive/dump.ndjson holds something else than a report"),
        ("nowhere/report", "nowhere/report cannot be written: No such file or directory"),
    ] {
        for command in [
            &["index", "--index", "ix", "--rebuild", "archive"][..],
            &["extract", "archive"],
            &["search", "--in", "archive", "ferry"],
        ] {
            let run = env.run(&[command, &["--report", place]].concat()).expect_status(2);
            assert!(run.stderr.contains(told) && run.stdout.is_empty(), "{}", run.shown());
        }
    }
    assert_eq!(std::fs::read(env.path("work/archive/ferry.txt")).unwrap(), ferry);
    // It was refused before anything was done.
    env.run(&["search", "--index", "ix", "ferry"]).expect_status(0);
    let unread = env.run(&["search", "--index", "ix", "--report", "report", "ferry"]).expect_status(2);
    assert!(unread.stderr.contains("--in <PATH>"), "{}", unread.shown());
}

#[test]
fn a_report_goes_to_standard_output_where_nothing_else_does() {
    let env = env_of_forty();
    let run = env.run(&["index", "--index", "ix", "--report", "-", "archive"]).expect_status(0);
    assert_eq!(run.records().len(), 46, "{}", run.shown());
    assert!(run.stderr.contains("Articles: 1 added"), "{}", run.shown());
    for command in [
        &["index", "--index", "ix", "--format", "json", "archive"][..],
        &["extract", "archive"],
        &["search", "--in", "archive", "ferry"],
    ] {
        let run = env.run(&[command, &["--report", "-"]].concat()).expect_status(2);
        assert!(run.stderr.contains("standard output carries the answer"), "{}", run.shown());
    }
}

#[test]
fn a_report_within_the_archive_is_replaced_and_not_read() {
    let env = env_of_forty();
    let command = ["index", "--index", "ix", "--report", "archive/report.ndjson", "archive", "archive/report.ndjson"];
    for _ in 0..2 {
        let run = env.run(&command).expect_status(0);
        assert!(run.stderr.contains("archive/report.ndjson: passed over: written by this program"), "{}", run.shown());
        assert!(run.stdout.contains("40 failed: "), "{}", run.shown());
        let lines = report(&env, "archive/report.ndjson");
        assert_eq!((lines.len(), counts(&lines)["passed_over own"]), (47, 1));
    }
}

#[test]
fn what_an_ordinary_user_may_not_read_is_named() {
    let env = Env::with_archive();
    env.write("archive/closed/letter.txt", STORY);
    env.write("archive/mine.txt", STORY);
    for name in ["closed", "mine.txt"] {
        set_mode(&env.path("work/archive").join(name), 0o000);
    }
    let run = env.run_as_ordinary_user(&["index", "--index", "ix", "--report", "report.ndjson", "archive"]);
    let lines = report(&env, "report.ndjson");
    set_mode(&env.path("work/archive/closed"), 0o755);
    let run = run.expect_status(0);
    for name in ["closed", "mine.txt"] {
        let told = format!("warning: no permission to read archive/{name}; change its permissions or leave it out");
        assert!(run.stderr.lines().any(|line| line == told), "{}", run.shown());
        assert!(lines.iter().any(|line| line["path"] == format!("archive/{name}")), "{lines:?}");
    }
    assert!(
        run.stdout.contains("4 added") && run.stdout.contains("2 failed: 2 without permission."),
        "{}",
        run.shown()
    );
    let expected = [("read json", 2), ("read text", 2), ("unreadable denied", 2)];
    assert_eq!(counts(&lines), expected.map(|(kind, count)| (kind.to_owned(), count)).into());
}

#[test]
fn a_run_that_is_killed_leaves_what_went_wrong() {
    use std::io::Write;
    let env = Env::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir(env.path("work")).args(["extract", "--report", "report.ndjson", "-"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null());
    let mut child = command.stderr(std::process::Stdio::null()).spawn().expect("the program can be run");
    let mut stdin = child.stdin.take().expect("a pipe");
    // More than what is read to tell a dump from a text; the dump does not end.
    let record = "{\"id\": \"a\", \"text\": \"x\"}\n";
    let dump = record.to_owned() + &format!("{record}rubbish\n").repeat(9000);
    stdin.write_all(dump.as_bytes()).expect("it reads");
    let written = || std::fs::metadata(env.path("work/report.ndjson")).map_or(0, |file| file.len());
    let started = std::time::Instant::now();
    while written() < 2000 && started.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    child.kill().expect("it runs still");
    child.wait().expect("it ended");
    drop(stdin);
    let lines = report(&env, "report.ndjson");
    let read = counts(&lines).get("read json").copied().unwrap_or(0);
    assert_eq!(counts(&lines)["failed not_json"], lines.len() - read, "{lines:?}");
}

#[test]
fn a_run_that_fails_leaves_its_report_and_says_what_to_do() {
    let env = env_of_forty();
    env.run(&["index", "--index", "ix", "archive/story.txt"]).expect_status(0);
    for number in 0..40u64 {
        // Words that nothing can compress.
        let words: Vec<String> =
            (0..450).map(|word| blake3::hash(&(number * 450 + word).to_le_bytes()).to_hex()[..9].to_string()).collect();
        env.write(&format!("archive/many/{number}.txt"), format!("{STORY}\n{}.\n", words.join(" ")));
    }
    // No file may become larger than so many blocks of 512 or 1024 bytes.
    let limit = "trap '' XFSZ; ulimit -f 60; exec \"$@\"";
    let run =
        env.run_by(&["sh", "-c", limit, "sh"], &["index", "--index", "ix", "--report", "report.ndjson", "archive"]);
    let run = run.expect_status(2);
    assert!(run.stderr.contains("error: writing the index at ix failed ("), "{}", run.shown());
    assert!(run.stderr.contains("what was stored before is safe; check the space"), "{}", run.shown());
    let lines = report(&env, "report.ndjson");
    let counted = |outcome: &str| lines.iter().filter(|line| line["outcome"] == outcome).count();
    assert_eq!((counted("failed"), counted("passed_over"), counted("unchanged")), (40, 5, 1), "{lines:?}");
    let kept = env.run(&["search", "--index", "ix", "speaker:example"]).expect_status(0);
    assert!(kept.stdout.contains("We go on"), "{}", kept.shown());
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
}
