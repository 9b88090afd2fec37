//! Days of articles: from the path, from the user, of the last change, to come.

use crate::env::Env;

const STORY: &str = "Bridge stays open\n\n“The bridge will stand,” said Harold Testby.\n\nThe council votes.\n";

fn archive() -> Env {
    let env = Env::new();
    env.write("old/2016/aug/story.txt", STORY);
    env.write("old/none/other.txt", STORY.replace("Bridge", "Harbour"));
    env
}

#[test]
fn the_user_gives_days_where_nothing_else_tells_them() {
    let env = archive();
    let flags = ["--date-from-path", "%Y/%b", "--assume-date", "3 May 2017"];
    let days = |run: &crate::env::Run| -> Vec<String> {
        let day =
            |record: &serde_json::Value| format!("{} {}", record["article"]["date"], record["article"]["date_from"]);
        let mut days: Vec<String> = run.records().iter().map(day).collect();
        days.sort();
        days
    };
    let extracted = env.run(&[&["extract", "--format", "ndjson", "old"], &flags[..]].concat()).expect_status(0);
    let expected = ["\"2016-08-01\" \"path-pattern\"", "\"2017-05-03\" \"assumed\""];
    assert_eq!(days(&extracted), expected, "{}", extracted.shown());

    env.run(&[&["index", "--index", "ix", "old"], &flags[..]].concat()).expect_status(0);
    let found = env.run(&["search", "--index", "ix", "--format", "ndjson", "--copies", "bridge"]).expect_status(0);
    assert_eq!(days(&found), expected, "{}", found.shown());
    // The flags are part of how the archive was read: without them it is read anew.
    let same = env.run(&[&["index", "--index", "ix", "old"], &flags[..]].concat()).expect_status(0);
    assert!(same.stdout.contains("0 added, 0 changed, 2 unchanged"), "{}", same.shown());
    let other = env.run(&["index", "--index", "ix", "old"]).expect_status(0);
    assert!(other.stdout.contains("2 changed"), "{}", other.shown());
    env.run(&["verify", "--index", "ix"]).expect_status(0);

    let bad = env.run(&["extract", "--date-from-path", "%m/%d", "old"]).expect_status(2);
    assert!(bad.stderr.contains("no year"), "{}", bad.shown());
}

#[test]
fn the_last_change_stands_beside_the_posting_date() {
    let env = Env::new();
    let changed = STORY.replace("\n\n“", "\nPublished: 18 August 2016\nUpdated: 20 August 2016\n\n“");
    env.write("a/story.txt", changed);
    env.run(&["index", "--index", "ix", "a"]).expect_status(0);
    let found = env.run(&["search", "--index", "ix", "--format", "ndjson", "bridge"]).expect_status(0);
    let record = &found.records()[0];
    assert_eq!(record["article"]["date"], "2016-08-18");
    assert_eq!(record["article"]["updated"], "2016-08-20");
    let id = record["id"].as_str().unwrap();
    let shown = env.run(&["show", "--index", "ix", id]).expect_status(0);
    assert!(shown.stdout.contains("2016-08-18, updated 2016-08-20"), "{}", shown.shown());
    let explained = env.run(&["show", "--explain", "--index", "ix", id]).expect_status(0);
    let told = "The article's day: 2016-08-18, updated 2016-08-20 (read from: meta)";
    assert!(explained.stdout.contains(told), "{}", explained.shown());
    let csv = env.run(&["search", "--index", "ix", "--format", "csv", "bridge"]).expect_status(0);
    let lines: Vec<&str> = csv.stdout.lines().collect();
    assert!(lines[0].ends_with(",context,paragraphs,date_from,updated"), "{}", csv.shown());
    assert!(csv.stdout.contains(",meta,2016-08-20"), "{}", csv.shown());
}

#[test]
fn a_day_to_come_is_told_and_not_taken() {
    let env = Env::new();
    env.write("a/story.txt", STORY.replace("\n\n“", "\nPosted On: 18 August 2096\n\n“"));
    let run = env.run(&["extract", "--format", "ndjson", "a"]).expect_status(0);
    assert_eq!(run.records()[0]["article"]["date"], serde_json::Value::Null, "{}", run.shown());
    assert!(run.stderr.contains("a/story.txt:2: 2096-08-18 is a day to come"), "{}", run.shown());
}
