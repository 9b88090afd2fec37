//! `onrecord check`: verdicts as files say them, what is written in each form, the exit status.

use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;

use super::env::Env;

const PEOPLE: &str = "person\tname\tother names\tgender\tcountry\tparty\tbody\tseat\toffice\tfrom\tto
harold-testby\tHarold Testby\t\tmale\tUK\tLabour\tCommons\tExampleton\t\t2001-01-01\t2012-06-30
harold-testby\tHarold Testby\t\tmale\tUK\tGreen\tCommons\tExampleton\t\t2012-07-01\t
ann-example\tAnn Example\t\tfemale\tUK\tConservative\tCommons\tTestby\t\t2001-01-01\t
ann-example\tAnn Example\t\tfemale\tUK\t\t\t\tLeader of Exampleton Council\t2008-01-01\t2010-12-31
";

const FERRY: &str = "Ferry to sail on
Posted On: 18 August 2009
Source: The Testby Courier

Harold Testby said: “The ferry is safe for another year, and whoever says otherwise has not read the papers.”

Ann Example, the leader of Exampleton Council, denied that she had “promised the islands a second boat”.

Mr Testby asked whether the harbour would “close for the whole of the winter”.

Ms Example said that the engine would be repaired by the yard beside the lighthouse.

If the money came, Mr Testby said, he would “paint every lamp post in the town”.
";

const ECHO: &str = "Islands wait
Posted On: 20 August 2009
Source: Exampleton Echo

“The ferry is safe for another year,” Harold Testby said on the quay.

“We asked for ten years and were given a single winter,” Ann Example told the meeting. “My door is open.”

The pier was closed to all visitors after the storm of last November.
";

fn world() -> Env {
    let env = Env::new();
    env.write("archive/ferry.txt", FERRY);
    env.write("archive/echo.txt", ECHO);
    env.write("onrecord-people.tsv", PEOPLE);
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    env
}

fn check(env: &Env, status: i32, arguments: &[&str]) -> String {
    let all: Vec<&str> = ["check", "--index", "ix"].iter().chain(arguments).copied().collect();
    env.run(&all).expect_status(status).stdout
}

/// Each file is a draft and, below a line of dashes, what is said of its quotations: the verdict, then a part of what is told.
#[test]
fn drafts_get_the_verdicts_that_their_files_say() {
    let env = world();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check");
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).expect("the cases") {
        let path = entry.expect("a case").path();
        let text = std::fs::read_to_string(&path).expect("a case");
        let (draft, expected) = text.split_once("\n---\n").expect("a draft and its verdicts");
        env.write("draft.txt", draft);
        let expected: Vec<(&str, &str)> =
            expected.lines().map(|line| line.split_once(": ").expect("verdict: what is told")).collect();
        let is_fine = expected.iter().all(|(verdict, _)| matches!(*verdict, "verbatim" | "not_judged"));
        let lines = check(&env, i32::from(!is_fine), &["--format", "ndjson", "draft.txt"]);
        let found: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(found.len(), expected.len(), "{}: {lines}", path.display());
        for (found, (verdict, told)) in found.iter().zip(&expected) {
            let is_told = found["told"].as_str().is_some_and(|it| it.contains(told));
            assert!(found["verdict"] == *verdict && is_told, "{}: {verdict}: {told}: {found:#}", path.display());
        }
        cases += expected.len();
    }
    assert!(cases >= 20, "{cases}");
}

const DRAFT: &str = "Looking back

3 March 2012

Harold Testby said: “The ferry is safe for another year, and whoever says otherwise has read the papers.”

“The ferry is safe for another year,” Ann Example said.

“We asked for ten years and were given a single winter,” Ann Example said.
";

#[test]
fn a_draft_is_told_for_people() {
    let env = world();
    env.write("draft.txt", DRAFT);
    assert_snapshot!("check_text", check(&env, 1, &["draft.txt"]));
    assert_snapshot!("check_verbose", check(&env, 1, &["-v", "draft.txt"]));
}

#[test]
fn a_draft_is_told_for_programs() {
    let env = world();
    env.write("my drafts/draft.md", DRAFT);
    let json: Value = serde_json::from_str(&check(&env, 1, &["--format", "json", "my drafts/draft.md"])).expect("JSON");
    assert_eq!(json["version"], 1);
    let draft = &json["drafts"][0];
    assert_eq!(draft["date"], "2012-03-03");
    let verdicts: Vec<&Value> = (0..3).map(|at| &draft["quotations"][at]["verdict"]).collect();
    assert_eq!(verdicts, ["altered", "said_by_another", "verbatim"]);
    let first = &draft["quotations"][0];
    assert_eq!((&first["line"], &first["column"]), (&5.into(), &22.into()), "{first:#}");
    assert_eq!(first["alterations"], serde_json::json!(["left_out"]));
    assert_eq!(first["compared"][1]["archive"], "not");
    let verbatim = &draft["quotations"][2];
    assert_eq!(verbatim["printings"]["total"], 1);
    let id = verbatim["sources"][0]["id"].as_str().expect("an id");
    let shown = env.run(&["show", "--index", "ix", id]).expect_status(0).stdout;
    assert!(shown.contains("a single winter"), "{shown}");

    let sarif: Value =
        serde_json::from_str(&check(&env, 1, &["--format", "sarif", "my drafts/draft.md"])).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 2);
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in results {
        let at = result["ruleIndex"].as_u64().expect("a rule") as usize;
        assert_eq!(rules[at]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20drafts/draft.md");
    }
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 5);
}

#[test]
fn whose_party_a_draft_gives_is_checked_as_of_a_day_only() {
    let env = world();
    let draft =
        "Labour MP Harold Testby said: “Every sailor in the harbour shall have a golden trumpet before Easter.”";
    let told = |head: &str| {
        env.write("draft.txt", format!("Looking back\n\n{head}{draft}\n"));
        check(&env, 1, &["draft.txt"])
    };
    assert!(told("3 March 2014\n\n").contains("was Green; the draft says Labour"));
    // Nobody knows of which day an undated draft speaks.
    assert!(!told("").contains("the draft says"));
}

#[test]
fn standard_input_is_a_draft_and_what_cannot_be_read_is_an_error() {
    let env = world();
    let run = env.run_with_input(&["check", "--index", "ix", "-"], "“My door is open,” Ann Example said.");
    assert!(run.expect_status(0).stdout.contains("verbatim"));
    env.run(&["check", "--index", "ix", "missing.txt"]).expect_status(2);
    env.run(&["check", "--index", "nowhere", "draft.txt"]).expect_status(2);
    env.run(&["check", "--index", "ix"]).expect_status(2);
    env.write("draft.txt", DRAFT);
    env.run(&["check", "--in", "-", "-"]).expect_status(2);
    let run = env.run(&["check", "--in", "archive", "draft.txt"]).expect_status(1);
    assert!(run.stdout.contains("1 verbatim"), "{}", run.shown());
    let steering = "“\u{1b}[2Jone two three four five six\u{202e},” Ann Example said.";
    let run = env.run_with_input(&["check", "--index", "ix", "-v", "-"], steering).expect_status(1);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']), "{}", run.shown());
}
