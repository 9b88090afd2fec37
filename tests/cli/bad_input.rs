//! Bad input: each a clear message that says what to do, the right exit status, nothing lost, no panic.

use crate::env::{Env, set_mode};
use insta::assert_snapshot;
use onrecord::index::Store;

#[test]
fn an_empty_file_is_told_and_the_rest_goes_on() {
    let env = Env::with_archive();
    env.write("archive/empty.txt", "");
    assert_snapshot!("empty_file", env.run(&["index", "--index", "ix", "archive"]).expect_status(0).shown());
    // It is told again for as long as it is there.
    let again = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert!(again.stderr.contains("empty.txt is empty"), "{}", again.shown());
    assert!(again.stdout.contains("4 unchanged, 0 removed, 1 failed"), "{}", again.shown());
    let strict = env.run(&["index", "--strict", "--index", "ix", "archive"]).expect_status(2);
    assert!(strict.stdout.contains("4 unchanged"), "{}", strict.shown());
    let alone = env.run(&["index", "--index", "iy", "archive/empty.txt"]).expect_status(2);
    assert!(alone.stderr.contains("is empty"), "{}", alone.shown());
}

#[test]
fn binary_rubbish_is_refused() {
    let env = Env::new();
    let rubbish: Vec<u8> = (0..20_000u32).map(|place| (place.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    env.write("rubbish.txt", &rubbish);
    assert_snapshot!("binary_rubbish", env.run(&["index", "--index", "ix", "rubbish.txt"]).expect_status(2).shown());
    assert_snapshot!("binary_rubbish_extract", env.run(&["extract", "rubbish.txt"]).expect_status(2).shown());
}

#[test]
fn a_file_that_turns_to_rubbish_is_told_and_its_articles_stay() {
    let env = Env::with_archive();
    let ferry = env.path("work/archive/ferry.txt");
    let text = std::fs::read(&ferry).unwrap();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    for rubbish in [&[0u8; 4000][..], b""] {
        std::fs::write(&ferry, rubbish).unwrap();
        let run = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
        assert!(run.stdout.contains("3 unchanged, 0 removed, 1 failed"), "{}", run.shown());
        env.run(&["search", "--index", "ix", "\"safe for another year\""]).expect_status(0);
    }
    std::fs::write(&ferry, text).unwrap();
    let back = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert!(back.stdout.contains("0 added, 0 changed, 4 unchanged, 0 removed, 0 failed"), "{}", back.shown());
    std::fs::remove_file(&ferry).unwrap();
    let gone = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert!(gone.stdout.contains("3 unchanged, 1 removed"), "{}", gone.shown());
}

#[test]
fn a_dump_that_is_cut_off_keeps_what_stood_behind() {
    let env = Env::with_archive();
    let dump = env.path("work/archive/dump.ndjson");
    let text = std::fs::read(&dump).unwrap();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    std::fs::write(&dump, &text[..text.len() / 3]).unwrap();
    let run = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert!(run.stdout.contains("0 removed, 1 failed"), "{}", run.shown());
    env.run(&["search", "--index", "ix", "\"Nobody got wet\""]).expect_status(0);
}

#[test]
fn a_file_without_permission_keeps_what_was_stored() {
    let env = Env::with_archive();
    env.run_as_ordinary_user(&["index", "--index", "ix", "archive"]).expect_status(0);
    let ferry = env.path("work/archive/ferry.txt");
    std::fs::write(&ferry, "Other text\n\n“Other,” said Ann Example.\n").unwrap();
    set_mode(&ferry, 0o000);
    let run = env.run_as_ordinary_user(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert!(run.stderr.contains("no permission to read archive/ferry.txt; change"), "{}", run.shown());
    assert!(run.stdout.contains("0 removed, 1 failed"), "{}", run.shown());
    let kept = env.run_as_ordinary_user(&["search", "--index", "ix", "ferry"]).expect_status(0);
    assert!(kept.stdout.contains("The ferry is safe"), "{}", kept.shown());
}

#[test]
fn invalid_utf8_is_read_and_told() {
    let env = Env::new();
    env.write("latin.txt", b"Caf\xe9 closes\nPosted On: 1 May 2017\n\n\"The caf\xe9 will close,\" said Ann Example.\n");
    let run = env.run(&["extract", "--format", "ndjson", "latin.txt"]).expect_status(0);
    assert_eq!(run.records()[0]["quote"], "The café will close,", "{}", run.shown());
    let mut mixed = "“The café is open,” said Ann Example. ".repeat(3).into_bytes();
    mixed.extend(b"And \xff\xfe\x80 too, she said.\n");
    env.write("mixed.txt", [b"Title\n\n".to_vec(), mixed].concat());
    let run = env.run(&["extract", "--format", "ndjson", "mixed.txt"]).expect_status(0);
    assert!(run.stderr.contains("mixed.txt:3:") || run.stderr.is_empty(), "{}", run.shown());
    assert!(!run.records().is_empty(), "{}", run.shown());
}

#[test]
fn a_path_that_does_not_exist_is_an_error() {
    let env = Env::with_archive();
    assert_snapshot!(
        "missing_path",
        env.run(&["index", "--index", "ix", "nowhere", "archive"]).expect_status(2).shown()
    );
    assert_snapshot!("missing_path_in", env.run(&["search", "--in", "nowhere", "ferry"]).expect_status(2).shown());
    assert_snapshot!("missing_path_extract", env.run(&["extract", "nowhere"]).expect_status(2).shown());
}

#[test]
fn an_archive_that_is_gone_does_not_empty_the_index() {
    let env = Env::with_archive();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    std::fs::rename(env.path("work/archive"), env.path("work/moved")).unwrap();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(2);
    let stats = env.run(&["stats", "--index", "ix", "--format", "json"]).expect_status(0);
    assert!(stats.stdout.contains("\"articles\":4"), "{}", stats.shown());
}

#[test]
fn an_impossible_date_is_told_with_file_and_line() {
    let env = Env::new();
    env.write("a.txt", "Title\nPosted On: 31 February 2016\n\n“We go on,” said Ann Example.\n");
    assert_snapshot!("impossible_date", env.run(&["index", "--index", "ix", "a.txt"]).expect_status(0).shown());
    let run = env.run(&["search", "--index", "ix", "--format", "ndjson"]);
    assert_eq!(run.records()[0]["article"]["date"], serde_json::Value::Null, "{}", run.shown());
}

#[test]
fn no_index_and_a_path_for_a_question_are_told_with_the_command_that_was_meant() {
    let env = Env::with_archive();
    assert_snapshot!("no_index", env.run(&["search", "ferry"]).expect_status(2).shown());
    assert_snapshot!("path_as_question", env.run(&["search", "archive/ferry.txt"]).expect_status(2).shown());
    let file = env.run(&["search", "--index", "archive/ferry.txt", "ferry"]).expect_status(2);
    assert!(file.stderr.contains("is a file: name the folder"), "{}", file.shown());
    assert_snapshot!("not_an_index", env.run(&["index", "--index", "archive", "archive"]).expect_status(2).shown());
}

#[test]
fn an_index_of_another_version_is_refused_and_can_be_rebuilt() {
    let env = Env::with_archive();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    env.write("ix/onrecord.json", r#"{"format": 99, "program": "9.9.9"}"#);
    assert_snapshot!("other_version_search", env.run(&["search", "--index", "ix", "ferry"]).expect_status(2).shown());
    assert_snapshot!("other_version_index", env.run(&["index", "--index", "ix", "archive"]).expect_status(2).shown());
    let rebuilt = env.run(&["index", "--rebuild", "--index", "ix", "archive"]).expect_status(0);
    assert!(rebuilt.stdout.contains("4 added"), "{}", rebuilt.shown());
}

#[test]
fn an_index_that_another_process_writes_is_left_alone_and_can_be_asked() {
    let env = Env::with_archive();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let store = Store::open(&env.path("work/ix")).unwrap();
    let mut update = store.begin_update("test").unwrap();
    update.lock().unwrap();
    // Where nothing changed nobody is in the way.
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    env.write("archive/new.txt", "Lamps\nPosted On: 4 May 2016\n\n“The lamp stays,” said Ann Example.\n");
    assert_snapshot!("locked", env.run(&["index", "--index", "ix", "archive"]).expect_status(2).shown());
    env.run(&["index", "--rebuild", "--index", "ix", "archive"]).expect_status(2);
    env.run(&["search", "--index", "ix", "ferry"]).expect_status(0);
    drop(update);
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
}

#[test]
fn a_wrong_command_line_is_status_2() {
    let env = Env::new();
    for arguments in
        [&["serch", "x"][..], &["index"], &["search", "--kind", "loud", "x"], &["extract", "--format", "xml", "a"]]
    {
        let run = env.run(arguments).expect_status(2);
        assert!(run.stderr.contains("error"), "{}", run.shown());
    }
    env.write("a.json", "{}");
    let map = env.run(&["extract", "--map", "colour=red", "a.json"]).expect_status(2);
    assert!(map.stderr.contains("--map"), "{}", map.shown());
}

#[test]
fn a_run_that_is_killed_at_any_moment_can_be_done_again_and_nothing_is_there_twice() {
    let env = Env::new();
    for number in 0..600 {
        let text =
            format!("Title {number}\nPosted On: 1 May 2017\n\n“Sentence number {number} it is,” said Ann Example.\n");
        env.write(&format!("many/{number:03}.txt"), text);
    }
    for wait in [5, 40, 90, 150, 250] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.current_dir(env.path("work")).args(["index", "--index", "ix", "many"]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    env.run(&["index", "--index", "ix", "many"]).expect_status(0);
    let stats = env.run(&["stats", "--index", "ix", "--format", "json"]).expect_status(0);
    assert!(stats.stdout.contains(r#""files":600,"articles":600,"quotes":600"#), "{}", stats.shown());
}

const STORY: &str = "Title\nPosted On: 1 May 2017\n\n“We go on,” said Ann Example.\n";

fn record(id: &str, words: &str) -> String {
    let text = format!("The pier closed on Monday.\n\n“{words},” said Ann Example.");
    format!("{}\n", serde_json::json!({"id": id, "title": "Pier", "date": "2019-03-04", "body": text}))
}

#[test]
fn pipes_sockets_and_devices_are_refused_at_once() {
    let env = Env::new();
    let fifo = env.path("work/news.txt");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let _listener = std::os::unix::net::UnixListener::bind(env.path("work/socket")).unwrap();
    env.write("a.txt", STORY);
    for (path, what) in [("news.txt", "a named pipe"), ("/dev/zero", "a device"), ("socket", "a socket")] {
        let mut command = env.command();
        let output = command.args(["extract", path, "a.txt"]).timeout(std::time::Duration::from_secs(60)).output();
        let output = output.unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(&format!("{path} is {what} and is not read")), "{told}");
        assert!(told.contains("name a file, or `-`"), "{told}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("We go on"));
        assert_eq!(output.status.code(), Some(0));
    }
    env.run(&["extract", "news.txt"]).expect_status(2);
}

#[test]
fn standard_input_is_read_as_a_text_or_a_dump() {
    let env = Env::new();
    let text = env.run_with_input(&["extract", "--format", "ndjson", "-"], STORY).expect_status(0);
    let record_of_text = &text.records()[0];
    assert_eq!((&record_of_text["quote"], &record_of_text["article"]["path"]), (&"We go on,".into(), &"-".into()));
    let dump = record("a", "One it is") + &record("b", "Two it is") + "rubbish\n" + &record("c", "Three it is");
    let run = env.run_with_input(&["extract", "--format", "ndjson", "-"], dump).expect_status(0);
    let members: Vec<_> = run.records().iter().map(|record| record["article"]["member"].clone()).collect();
    assert_eq!(members, ["a", "b", "c"], "{}", run.shown());
    assert!(run.stderr.contains("standard input:3: not JSON"), "{}", run.shown());
    let none = env.run_with_input(&["extract", "-"], "").expect_status(2);
    assert!(none.stderr.contains("standard input is empty"), "{}", none.shown());
    let rubbish = env.run_with_input(&["extract", "-"], "\0\u{1}\u{2}").expect_status(2);
    assert!(rubbish.stderr.contains("standard input is not text"), "{}", rubbish.shown());
    let large = env.run_with_input(&["extract", "--max-article", "20", "-"], STORY).expect_status(2);
    assert!(large.stderr.contains("standard input holds more than 20 bytes"), "{}", large.shown());
    let kept = env.run_with_input(&["search", "--in", "-", "ferry"], STORY).expect_status(2);
    assert!(kept.stderr.contains("onrecord extract -"), "{}", kept.shown());
}

#[test]
fn what_is_too_large_for_an_article_is_told_and_the_rest_is_read() {
    let env = Env::new();
    env.write("archive/large.txt", format!("{STORY}\n{}", "Nothing else was said that day. ".repeat(100)));
    env.write("archive/small.txt", STORY);
    let long = record("long", &"we go on and on ".repeat(600));
    env.write("archive/dump.ndjson", record("first", "One it is") + &long + &record("last", "Two it is"));
    let run = env.run(&["extract", "--max-article", "2k", "--format", "ndjson", "archive"]).expect_status(0);
    let quotes: Vec<_> = run.records().iter().map(|record| record["quote"].clone()).collect();
    assert_eq!(quotes, ["One it is,", "Two it is,", "We go on,"], "{}", run.shown());
    assert!(run.stderr.contains("archive/large.txt holds 3.3 kB, and one article may hold 2 kB"), "{}", run.shown());
    assert!(
        run.stderr.contains("archive/dump.ndjson:2: this record has 9.8 kB, and one may have 8 kB"),
        "{}",
        run.shown()
    );
    // A record that may be read, and whose text is too long.
    let run = env.run(&["extract", "--max-article", "5k", "--strict", "archive/dump.ndjson"]).expect_status(2);
    assert!(
        run.stderr.contains("dump.ndjson:2: the text has 9.7 kB, and one article may hold 5 kB"),
        "{}",
        run.shown()
    );
    env.run(&["extract", "--max-article", "20kB", "--strict", "archive"]).expect_status(0);
}

#[test]
fn a_size_that_is_none_is_told() {
    let env = Env::new();
    env.write("a.txt", STORY);
    for (size, told) in [("ten", "write it like 10MB"), ("0", "from 1 byte to"), ("9GB", "from 1 byte to")] {
        let run = env.run(&["extract", "--max-article", size, "a.txt"]).expect_status(2);
        assert!(run.stderr.contains("--max-article") && run.stderr.contains(told), "{}", run.shown());
    }
}

#[test]
fn an_index_with_a_cut_file_is_told_with_what_to_do() {
    let env = Env::with_archive();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let is_column = |path: &std::path::PathBuf| path.extension().is_some_and(|extension| extension == "fast");
    let files = std::fs::read_dir(env.path("work/ix/data-1")).expect("the index");
    let column = files.map(|entry| entry.expect("a file").path()).find(is_column).expect("a file of columns");
    let bytes = std::fs::read(&column).expect("readable");
    std::fs::write(&column, &bytes[..bytes.len() / 2]).expect("writable");
    for arguments in [vec!["search", "--index", "ix", "ferry"], vec!["verify", "--index", "ix"]] {
        let run = env.run(&arguments).expect_status(2);
        assert!(run.stderr.contains("onrecord repair"), "{}", run.shown());
        assert!(!run.stderr.contains("tantivy"), "{}", run.shown());
    }
    env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
    env.run(&["search", "--index", "ix", "ferry"]).expect_status(0);
}
