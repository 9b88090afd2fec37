//! Articles out of one index and into another: the answers stay the same.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use super::env::Env;

/// Articles of every kind: a dump with members, CRLF, letters of several bytes, one without quotes, one without a day, two
/// that say the same, characters that steer a terminal.
fn archive() -> Env {
    let env = Env::with_archive();
    env.write(
        "archive/2016-09-01-pier.txt",
        "Pier “stays”\r\n\r\nBy Zoë Mustermann\r\n\r\nThe mayor of Exampleton, Ann Example, said: “The pièr stays – \
         for good, whatever the council may say of it.”\r\n\r\n\u{200b}Harold Testby told The Courier that “no money” was \
         left.\r\n",
    );
    env.write(
        "archive/quiet.txt",
        "A quiet day\n\nNothing was said in Exampleton on Monday, and nobody minded that.\n",
    );
    let same =
        "Two of a kind\n\nPosted On: 4 March 2019\n\n“We were here first, and the others know it,” Ann Example said.\n";
    env.write("archive/one/same.txt", same);
    env.write("archive/two/same.txt", same);
    env.write(
        "archive/steers.txt",
        "A title \u{1b}[31m in red\n\n=cmd()|'x' was what Ann Example said: “Bell \u{7} and all.”\n",
    );
    env
}

/// An answer with its hits in an order that does not depend on where files lie, as that of hits of one score does.
fn in_one_order(answer: &str) -> serde_json::Value {
    // Of two articles that say the same to the letter, which one stands for both depends on where files lie, too.
    let answer = answer.replace("archive/two/same.txt", "archive/one/same.txt");
    let mut answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let scores = |answer: &serde_json::Value| -> Vec<serde_json::Value> {
        answer["hits"].as_array().unwrap().iter().map(|hit| hit["score"].clone()).collect()
    };
    let in_order = scores(&answer);
    let key =
        |hit: &serde_json::Value| format!("{} {} {}", hit["id"], hit["article"]["path"], hit["article"]["member"]);
    answer["hits"].as_array_mut().unwrap().sort_by_key(key);
    serde_json::json!({"answer": answer, "scores in order": in_order})
}

#[test]
fn an_index_of_exported_articles_gives_the_same_answers() {
    let env = archive();
    env.run(&["index", "--index", "first", "archive"]).expect_status(0);
    let export = |index: &str| env.run(&["export", "--index", index, "--what", "articles", "--format", "ndjson"]);
    let exported = export("first").expect_status(0);
    assert!(
        exported.stderr.contains(&format!("{} articles written.", exported.records().len())),
        "{}",
        exported.shown()
    );
    env.write("moved/articles.ndjson", &exported.stdout);
    let indexed = env.run(&["index", "--index", "second", "moved"]).expect_status(0);
    assert!(!indexed.stderr.contains("problem"), "{}", indexed.shown());

    // The whole articles, and every quote with all that its record tells: ids, offsets, speakers, contexts.
    assert_eq!(export("second").expect_status(0).stdout, exported.stdout);
    for format in ["csv", "ndjson", "markdown", "bibtex", "ris", "csl"] {
        let quotes = |index: &str| -> BTreeSet<String> {
            let run = env.run(&["export", "--index", index, "--format", format]).expect_status(0);
            // Of articles that say the same, citations name one.
            let is_citation = matches!(format, "bibtex" | "ris" | "csl");
            let lines = run.stdout.lines().filter(|line| !is_citation || !line.contains("same.txt"));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(quotes("second"), quotes("first"), "{format}");
    }
    // Answers with their scores, counts, matches and what is offered beside them.
    for question in
        ["ferry", "Ann Example", "what did Ann Example say about the lamp", "date:2016", "pier OR lamp", "zeppelin"]
    {
        for more in [&["--copies"][..], &["--sort", "newest"], &["--all-words", "--context", "1"]] {
            let ask = |index: &str| {
                let run = env.run(&[&["search", "--index", index, "--format", "json", question], more].concat());
                (in_one_order(&run.stdout), run.status)
            };
            assert_eq!(ask("second"), ask("first"), "{question} {more:?}");
        }
        for command in ["speakers", "parties", "offices", "outlets", "timeline"] {
            let count = |index: &str| env.run(&[command, "--index", index, "--format", "json", question]).stdout;
            assert_eq!(count("second"), count("first"), "{command} {question}");
        }
    }
    // Whole articles with their blocks, by id.
    let ids: BTreeSet<String> =
        exported.records().iter().map(|article| article["id"].as_str().unwrap().to_owned()).collect();
    assert!(ids.len() >= 7, "{ids:?}");
    for id in &ids {
        for format in ["json", "text"] {
            let show =
                |index: &str| env.run(&["show", "--index", index, "--format", format, id]).expect_status(0).stdout;
            assert_eq!(show("second"), show("first"), "{id}");
        }
    }
    env.run(&["verify", "--index", "second"]).expect_status(0);
    // Nothing is done twice, and nothing is gone when the export is written again and lies elsewhere.
    let again = env.run(&["index", "--index", "second", "moved", "--format", "json"]).expect_status(0);
    assert!(again.stdout.contains("\"added\":0,\"changed\":0"), "{}", again.shown());
}

#[test]
fn articles_of_a_question_are_those_with_a_quote_that_it_finds() {
    let env = archive();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let titles = |arguments: &[&str]| -> Vec<String> {
        let all = [&["export", "--index", "ix", "--what", "articles", "--format", "ndjson"][..], arguments].concat();
        env.run(&all).records().iter().map(|article| article["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(&["first", "speaker:\"Ann Example\""]), ["Two of a kind", "Two of a kind"]);
    assert_eq!(titles(&["zeppelin"]), [""; 0]);
    assert!(titles(&[]).contains(&"A quiet day".to_owned()));
    let csv = env.run(&["export", "--index", "ix", "--what", "articles"]).expect_status(0);
    let mut rows = csv::Reader::from_reader(csv.stdout.as_bytes());
    assert_eq!(&rows.headers().unwrap()[0], "date");
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), titles(&[]).len());
    assert!(rows.iter().all(|row| row.iter().all(|cell| !cell.contains(['\u{1b}', '\u{7}']))), "{}", csv.shown());
    for format in ["bibtex", "ris", "csl", "markdown"] {
        let run = env.run(&["export", "--index", "ix", "--what", "articles", "--format", format]).expect_status(2);
        assert!(run.stderr.contains("articles are written as csv or ndjson"), "{}", run.shown());
    }
}

#[test]
fn a_changed_export_is_refused_by_name() {
    let env = archive();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let exported = env.run(&["export", "--index", "ix", "--what", "articles", "--format", "ndjson"]).stdout;
    env.write("changed.ndjson", exported.replacen("A quiet day", "A very quiet day", 2));
    let run = env.run(&["index", "--index", "other", "changed.ndjson"]);
    assert!(run.stderr.contains("cannot be read as one: its blocks do not fit its text"), "{}", run.shown());
    assert!(run.stderr.contains("changed.ndjson:"), "{}", run.shown());
}
