//! An archive in any format answers as the texts it was made from.

use serde_json::Value;

use super::env::{Env, Run};
use super::made::chance::{Chance, mutated, times};
use super::made::stories::{Files, STORIES, in_every_format};
use super::made::zip;

fn archive(files: &Files) -> Env {
    let env = Env::new();
    for (name, bytes) in files {
        env.write(&format!("archive/{name}"), bytes);
    }
    env
}

/// What is answered, without what another format may tell otherwise: places, ids, the day's source, the paper.
fn answers(run: &Run) -> Vec<String> {
    let mut answers: Vec<String> = run
        .records()
        .iter()
        .map(|record| {
            let fields = ["quote", "kind", "speaker", "stance", "mention", "cue", "confidence", "rule"];
            let mut told: Vec<String> = fields.iter().map(|field| record[*field].to_string()).collect();
            told.extend(["title", "date", "byline"].map(|field| record["article"][field].to_string()));
            told.join(" | ")
        })
        .collect();
    answers.sort();
    answers
}

const QUESTIONS: [&str; 5] = [
    "what did Ann Example say",
    "Harold Testby on rents",
    "\"another winter\"",
    "party:labour before:2017",
    "kind:indirect",
];

#[test]
fn an_archive_in_any_format_answers_as_its_texts() {
    let mut plain: Option<Vec<Vec<String>>> = None;
    let mut differences = Vec::new();
    for (format, files) in in_every_format() {
        let env = archive(&files);
        let indexed = env.run(&["index", "--format", "json", "archive"]).expect_status(0);
        let summary: Value = serde_json::from_str(&indexed.stdout).expect("a summary in JSON");
        if summary["index"]["articles"] != STORIES.len() {
            differences.push(format!("{format}: {}", indexed.shown()));
        }
        let mut found = vec![answers(&env.run(&["export", "--format", "ndjson"]))];
        for question in QUESTIONS {
            found.push(answers(&env.run(&["search", "--limit", "100", "--format", "ndjson", question])));
        }
        let plain = plain.get_or_insert_with(|| found.clone());
        assert!(plain[0].len() > 10 && plain.iter().all(|answers| !answers.is_empty()), "{plain:#?}");
        for (found, plain) in found.iter().zip(plain) {
            let line = |mark: &str, lines: &[String], others: &[String]| -> Vec<String> {
                let own = lines.iter().filter(|line| !others.contains(line));
                own.map(|line| format!("{format}: {mark} {line}")).collect()
            };
            differences.extend(line("-", plain, found));
            differences.extend(line("+", found, plain));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// `ONRECORD_MUTATIONS=N` makes so many.
#[test]
fn every_odd_file_is_read_or_named() {
    let env = Env::new();
    let mut chance = Chance::new("odd files");
    let samples: Vec<(String, Vec<u8>)> = in_every_format().into_iter().flat_map(|(_, files)| files).collect();
    let mut paths = Vec::new();
    for number in 0..times("ONRECORD_MUTATIONS", 150, 2_000) {
        let (name, bytes) = chance.pick(&samples);
        let path = format!("archive/{number:04}-{name}");
        env.write(&path, mutated(std::slice::from_ref(bytes), &mut chance));
        paths.push(path);
    }
    let indexed = env.run(&["index", "--format", "json", "--report", "report.ndjson", "archive"]).expect_status(0);
    let report = std::fs::read_to_string(env.path("work/report.ndjson")).expect("a report");
    let lines: Vec<Value> = report.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    for path in &paths {
        let told = lines.iter().filter(|line| line["path"].as_str().is_some_and(|told| told.ends_with(path.as_str())));
        let told: Vec<&Value> = told.collect();
        let bytes = std::fs::read(env.path("work").join(path)).unwrap_or_default();
        assert!(!told.is_empty(), "{path} is nowhere: {:?}\n{}", String::from_utf8_lossy(&bytes), indexed.shown());
        assert!(told.iter().all(|line| line["kind"] != "stumbled"), "{told:#?}");
    }
    let articles = lines.iter().filter(|line| line["outcome"] == "read").count();
    assert!(articles > paths.len() / 2, "{articles} of {}", paths.len());
}

#[test]
fn a_file_that_holds_nothing_is_named() {
    let env = Env::new();
    let empty: [(&str, Vec<u8>); 7] = [
        ("rows.csv", b"headline,published,content\n".to_vec()),
        ("search.txt", b"1 of 2 DOCUMENTS\n".to_vec()),
        ("feed.rss", b"<rss version=\"2.0\"><channel><title>News</title></channel></rss>".to_vec()),
        ("dump.ndjson", b"\n\n".to_vec()),
        ("nothing.txt", Vec::new()),
        ("all.zip", zip(&[])),
        ("all.tar", vec![0; 1024]),
    ];
    for (name, bytes) in &empty {
        env.write(&format!("archive/{name}"), bytes);
    }
    let run = env.run(&["extract", "--report", "report.ndjson", "--format", "json", "archive"]);
    let report = std::fs::read_to_string(env.path("work/report.ndjson")).expect("a report");
    for (name, _) in &empty {
        let told = report.lines().filter(|line| line.contains(name)).count();
        assert_eq!(told, 1, "{name}: {report}\n{}", run.shown());
    }
}
