//! Corrections of speakers: written, applied at once, kept through rebuilds, and taken back.

use crate::env::{Env, Run};

const INDEX: &str = "ix";

fn ask(env: &Env, question: &str) -> Run {
    env.run(&["search", "--index", INDEX, "--format", "ndjson", "--copies", question])
}

/// The records of the quotes that hold these words; a topic is found in the words around a quote too.
fn holding(env: &Env, question: &str, words: &str) -> Vec<serde_json::Value> {
    let mut records = ask(env, question).records();
    records.retain(|record| record["quote"].as_str().is_some_and(|quote| quote.contains(words)));
    records
}

/// The id of the quote that holds these words.
fn id_of(env: &Env, words: &str) -> String {
    let records = holding(env, &format!("\"{words}\""), words);
    assert_eq!(records.len(), 1, "{records:?}");
    records[0]["id"].as_str().expect("an id").to_string()
}

fn speakers(env: &Env, words: &str) -> Vec<String> {
    let name = |record: &serde_json::Value| record["speaker"]["name"].as_str().unwrap_or("nobody").to_string();
    holding(env, &format!("\"{words}\""), words).iter().map(name).collect()
}

fn correct(env: &Env, arguments: &[&str]) -> Run {
    env.run(&[&["correct", "--index", INDEX], arguments].concat())
}

#[test]
fn a_correction_is_in_the_next_answer_and_in_facets_and_filters() {
    let env = Env::indexed();
    let id = id_of(&env, "safe for another year");
    let run = correct(&env, &[&id, "--speaker", "Jeremy Corbyn"]).expect_status(0);
    assert!(
        run.stdout.contains("Jeremy Corbyn (Labour, Leader of the Labour Party), corrected from Harold Testby"),
        "{}",
        run.shown()
    );
    let run = ask(&env, "speaker:corbyn ferry").expect_status(0);
    let record = &run.records()[0];
    assert_eq!(record["rule"], "correction");
    assert_eq!(record["confidence"], 1.0);
    assert_eq!(record["speaker"]["party"], "Labour");
    assert_eq!(record["corrected_from"]["name"], "Harold Testby");
    let counts = env.run(&["speakers", "--index", INDEX, "--format", "csv", "party:labour"]).expect_status(0);
    assert!(counts.stdout.contains("jeremy-corbyn,Jeremy Corbyn,1"), "{}", counts.shown());
    assert_eq!(env.run(&["search", "--index", INDEX, "speaker:testby ferry date:2016"]).status, 1);
}

#[test]
fn it_stays_through_indexing_again_rebuilding_and_a_moved_file() {
    let env = Env::indexed();
    let id = id_of(&env, "safe for another year");
    correct(&env, &[&id, "--speaker", "Olive Mockridge", "--party", "Green"]).expect_status(0);
    for step in ["again", "rebuilt", "moved"] {
        match step {
            "rebuilt" => env.run(&["index", "--index", INDEX, "--rebuild", "archive"]),
            "moved" => {
                std::fs::rename(env.path("work/archive/ferry.txt"), env.path("work/archive/harbour/moved.txt"))
                    .unwrap();
                env.run(&["index", "--index", INDEX, "archive"])
            }
            _ => env.run(&["index", "--index", INDEX, "archive"]),
        }
        .expect_status(0);
        assert_eq!(speakers(&env, "safe for another year"), ["Olive Mockridge"], "{step}");
    }
    let extracted = env.run(&["extract", "--format", "ndjson", "archive"]).expect_status(0);
    let record = extracted.records().into_iter().find(|it| it["rule"] == "correction").expect("it applies to extract");
    assert_eq!(record["speaker"]["party"], "Green");
}

#[test]
fn copies_of_the_same_wrong_speaker_are_corrected_and_others_are_not() {
    let env = Env::indexed();
    let copy = |who: &str| {
        format!("Ferry, once more\nPosted On: 19 August 2016\n\n“The ferry is safe for another year,” said {who}.\n")
    };
    env.write("archive/copy.txt", copy("Harold Testby"));
    env.write("archive/other.txt", copy("Ann Example").replace("once", "twice"));
    env.run(&["index", "--index", INDEX, "archive"]).expect_status(0);
    let first = holding(&env, "\"safe for another year\" date:2016-08-18", "safe for another year");
    let id = first[0]["id"].as_str().unwrap().to_string();
    correct(&env, &[&id, "--speaker", "Olive Mockridge"]).expect_status(0);
    let mut found = speakers(&env, "safe for another year");
    found.sort();
    assert_eq!(found, ["Ann Example", "Olive Mockridge", "Olive Mockridge"]);
}

#[test]
fn what_is_no_quote_goes_and_comes_back() {
    let env = Env::indexed();
    let id = id_of(&env, "safe for another year");
    correct(&env, &[&id, "--not-a-quote"]).expect_status(0);
    assert!(speakers(&env, "safe for another year").is_empty());
    let list = correct(&env, &["--list"]).expect_status(0);
    assert!(list.stdout.contains("not a quote (was: Harold Testby)"), "{}", list.shown());
    correct(&env, &[&id, "--undo"]).expect_status(0);
    assert_eq!(speakers(&env, "safe for another year"), ["Harold Testby"]);
    correct(&env, &[&id, "--unknown"]).expect_status(0);
    assert_eq!(speakers(&env, "safe for another year"), ["nobody"]);
    let again = correct(&env, &["nothing-here", "--undo"]).expect_status(2);
    assert!(again.stderr.contains("has no correction of nothing-here"), "{}", again.shown());
}

#[test]
fn a_table_edited_by_hand_is_read_and_its_bad_lines_are_named() {
    let env = Env::indexed();
    let id = id_of(&env, "safe for another year");
    env.write(
        "ours.tsv",
        format!("# ours\nnot a line\n{id}\tThe ferry is safe for another year\t2016-08-18 Ferry to be saved, says council leader\tKezia Dugdale\n"),
    );
    let run = env
        .run(&[
            "search",
            "--index",
            INDEX,
            "--corrections",
            "ours.tsv",
            "--format",
            "ndjson",
            "\"safe for another year\"",
        ])
        .expect_status(0);
    assert!(run.stderr.contains("ours.tsv:2: 1 cells instead of 4 to 6"), "{}", run.shown());
    assert_eq!(run.records()[0]["speaker"]["id"], "kezia-dugdale");
}

#[test]
fn wrong_commands_say_what_to_do() {
    let env = Env::indexed();
    let id = id_of(&env, "safe for another year");
    let unknown = correct(&env, &["2016-08-18-nothing", "--unknown"]).expect_status(2);
    assert!(unknown.stderr.contains("no quote 2016-08-18-nothing"), "{}", unknown.shown());
    let ambiguous = correct(&env, &[&id, "--speaker", "Johnson"]).expect_status(2);
    assert!(
        ambiguous.stderr.contains("--speaker boris-johnson") && ambiguous.stderr.contains("--speaker alan-johnson"),
        "{}",
        ambiguous.shown()
    );
    correct(&env, &[&id]).expect_status(2);
    let nobody = correct(&env, &[]).expect_status(2);
    assert!(nobody.stderr.contains("give the id"), "{}", nobody.shown());
    assert_eq!(speakers(&env, "safe for another year"), ["Harold Testby"]);
}
