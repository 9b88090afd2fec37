//! Asks the questions of `tests/questions.tsv` of the corpus, with the real binary and a real index: what must be among
//! the first five answers, and what must not.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

/// One row of the table.
struct Question<'t> {
    text: &'t str,
    /// First words of quotes that must be there.
    must: Vec<&'t str>,
    /// First words of quotes, or names of speakers, that must not.
    must_not: Vec<&'t str>,
    none: bool,
}

/// Words in one line with straight marks, for comparing.
fn plain(text: &str) -> String {
    text.replace(['’', '‘'], "'").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The parts of a cell.
fn split(cell: &str) -> Vec<&str> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn questions(table: &str) -> Vec<Question<'_>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let mut cells = line.split('\t');
            let mut next = || cells.next().unwrap_or("").trim();
            let text = next();
            let (must, must_not) = (next(), next());
            Question { text, must: split(must), must_not: split(must_not), none: next() == "yes" }
        })
        .collect()
}

#[test]
fn every_question_gets_its_quotes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("tests/questions.tsv")).unwrap();
    let questions = questions(&table);
    assert!(questions.len() >= 25, "only {} questions", questions.len());
    let home = tempfile::tempdir().unwrap();
    let onrecord = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.current_dir(root).env_clear().env("HOME", home.path()).env("ONRECORD_TODAY", "2024-12-01");
        command
    };
    let index = home.path().join("index");
    let indexed = onrecord().args(["index", "--index"]).arg(&index).arg("corpus").output().unwrap();
    assert!(indexed.status.success(), "{}", String::from_utf8_lossy(&indexed.stderr));

    let mut failures = Vec::new();
    for question in &questions {
        let answer = onrecord()
            .args(["search", "--format", "ndjson", "--limit", "5", "--index"])
            .arg(&index)
            .arg("--")
            .arg(question.text)
            .output()
            .unwrap();
        let hits: Vec<(String, String)> = String::from_utf8(answer.stdout)
            .unwrap()
            .lines()
            .map(|line| {
                let record: serde_json::Value = serde_json::from_str(line).unwrap();
                let speaker = record["speaker"]["name"].as_str().unwrap_or("").to_owned();
                (plain(record["quote"].as_str().unwrap()), speaker)
            })
            .collect();
        let mut wrong = Vec::new();
        for must in &question.must {
            if !hits.iter().any(|(quote, _)| quote.contains(&plain(must))) {
                wrong.push(format!("missing: {must}"));
            }
        }
        for must_not in &question.must_not {
            if hits.iter().any(|(quote, speaker)| quote.contains(&plain(must_not)) || speaker == must_not) {
                wrong.push(format!("unwanted: {must_not}"));
            }
        }
        if question.none && !hits.is_empty() {
            wrong.push("should find nothing".to_owned());
        }
        if !wrong.is_empty() {
            let found: Vec<String> =
                hits.iter().map(|(quote, speaker)| format!("    {speaker}: {quote:.70}")).collect();
            failures.push(format!("{}\n  {}\n{}", question.text, wrong.join("; "), found.join("\n")));
        }
    }
    assert!(failures.is_empty(), "{} of {} questions:\n{}", failures.len(), questions.len(), failures.join("\n"));
}
