//! Copies of an article and versions of an address: which one is shown, which are counted, what was changed; after every kind
//! of update.

use serde_json::Value;

use super::env::Env;

/// Paragraphs of an agency's story, with quotes of its own among them.
const STORY: [&str; 6] = [
    "The council of Exampleton will decide next week whether the ferry to the northern islands goes on sailing in winter, \
     after months of dispute about the money that it costs and the few who use it between November and March.",
    "Harold Testby, the leader of the council, told reporters at the harbour that he had counted the votes. “The ferry is \
     safe for another year, and whoever says otherwise has not read the papers,” Mr Testby said.",
    "The boat was built in the yard beside the old lighthouse some forty years ago, and its engine has been repaired so often \
     that only the hull is what it was when it first left the quay with a brass band on the upper deck.",
    "Ann Example, who runs the harbour, was less sure. “We asked for ten years and were given a single winter,” Ms Example \
     said, and pointed at the pier, which was closed for repairs.",
    "Shopkeepers on the islands said that their shelves would be empty by Christmas without the boat, as the small aircraft \
     which brings the post cannot carry milk, flour or coal, and is grounded whenever there is fog.",
    "A public meeting will be held in the school on Monday evening, and the decision is expected late on Thursday.",
];

fn story(title: &str, head: &str, paragraphs: &[&str]) -> String {
    format!("{title}\n{head}\n\n{}\n", paragraphs.join("\n\n"))
}

fn json(env: &Env, arguments: &[&str]) -> Value {
    let run = env.run(arguments).expect_status(0);
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.shown()))
}

/// The one hit of a question, with its copies.
fn hit(env: &Env, question: &[&str]) -> Value {
    let arguments: Vec<&str> =
        ["search", "--index", "ix", "--format", "json"].iter().chain(question).copied().collect();
    let answer = json(env, &arguments);
    assert_eq!(answer["distinct"], 1, "{answer:#}");
    answer["hits"][0].clone()
}

fn with_copies() -> Env {
    let env = Env::new();
    env.write(
        "archive/courier.txt",
        story("Ferry vote", "Posted On: 19 August 2016\nSource: The Testby Courier", &STORY),
    );
    // Another headline, the first paragraph cut, the last one left out, a line of the paper's own.
    let cut: Vec<&str> = STORY[1..5].iter().copied().chain(["Additional reporting by our own staff."]).collect();
    env.write("archive/echo.txt", story("Islands wait", "Posted On: 18 August 2016\nSource: Exampleton Echo", &cut));
    env.write("archive/scrap.txt", story("A cutting about the ferry", "", &STORY));
    env
}

#[test]
fn the_earliest_dated_of_several_copies_is_shown_whatever_comes_and_goes() {
    let env = with_copies();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let shown = |copies: &[&str]| {
        for question in [
            &["quote:(safe another year) kind:direct"][..],
            &["quote:(safe another year) kind:direct", "--sort", "newest"],
        ] {
            let hit = hit(&env, question);
            let paths = hit["copies"].as_array().expect("copies").iter().map(|copy| &copy["article"]["path"]);
            let paths: Vec<&str> =
                std::iter::once(&hit["article"]["path"]).chain(paths).filter_map(Value::as_str).collect();
            assert_eq!(paths, copies, "{hit:#}");
            assert_eq!(hit["copies_total"], copies.len() - 1);
        }
    };
    shown(&["archive/echo.txt", "archive/courier.txt", "archive/scrap.txt"]);
    let id =
        hit(&env, &["quote:(safe another year) kind:direct"])["article"]["id"].as_str().expect("an id").to_string();
    let whole = json(&env, &["show", "--index", "ix", &id, "--format", "json"]);
    assert_eq!(whole["copies_total"], 2, "{whole:#}");
    assert_eq!(whole["copies"][0]["outlet"], "The Testby Courier");
    assert_eq!(whole["copies"][0]["date"], "2016-08-19");
    assert_eq!(whole["copies"][1]["date"], Value::Null);
    let text = env.run(&["show", "--index", "ix", &id]).expect_status(0);
    assert!(
        text.stdout.contains("Also in 2 other articles\n2016-08-19, The Testby Courier, Ferry vote"),
        "{}",
        text.shown()
    );

    // One comes that is earlier, and goes again.
    env.write("archive/wire.txt", story("Ferry", "Posted On: 17 August 2016", &STORY));
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    shown(&["archive/wire.txt", "archive/echo.txt", "archive/courier.txt", "archive/scrap.txt"]);
    env.run(&["forget-path", "--index", "ix", "archive/wire.txt"]).expect_status(0);
    shown(&["archive/echo.txt", "archive/courier.txt", "archive/scrap.txt"]);
    // The one that stands for them becomes another article.
    env.write("archive/echo.txt", "Lamp\nPosted On: 3 May 2017\n\n“Lit at last,” said Ann Example of the lamp.\n");
    std::fs::remove_file(env.path("work/archive/wire.txt")).expect("it is there");
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    shown(&["archive/courier.txt", "archive/scrap.txt"]);
    env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
    shown(&["archive/courier.txt", "archive/scrap.txt"]);
    env.run(&["repair", "--index", "ix"]).expect_status(0);
    shown(&["archive/courier.txt", "archive/scrap.txt"]);
    std::fs::remove_file(env.path("work/archive/courier.txt")).expect("it is there");
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    shown(&["archive/scrap.txt"]);
}

#[test]
fn a_copy_that_does_not_name_the_speaker_is_a_copy_all_the_same() {
    let env = Env::new();
    let head = "Posted On: 18 August 2016";
    env.write("archive/whole.txt", story("Ferry vote", head, &STORY));
    let without_name: Vec<String> = STORY
        .iter()
        .map(|it| {
            it.replace("Harold Testby, the leader of the council, told", "Somebody told")
                .replace("Mr Testby said", "it was said")
        })
        .collect();
    let without_name: Vec<&str> = without_name.iter().map(String::as_str).collect();
    env.write("archive/without.txt", story("Ferry vote", head, &without_name));
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let found = hit(&env, &["quote:(safe another year) kind:direct"]);
    assert_eq!(found["copies_total"], 1, "{found:#}");
    // Asked for, the named one is found, and nothing is said of the other.
    let named = hit(&env, &["quote:(safe another year) kind:direct", "--speaker", "Harold Testby"]);
    assert_eq!((&named["copies_total"], &named["speaker"]["name"]), (&Value::from(0), &Value::from("Harold Testby")));
}

/// A page at two moments: what the leader said became milder, what somebody else said is gone, and a third came.
fn with_versions() -> Env {
    let env = Env::new();
    let page = |url: &str, updated: &str, quotes: [&str; 3]| {
        let body = [STORY[0], quotes[0], STORY[2], quotes[1], STORY[4], quotes[2]].join("\n\n");
        serde_json::json!({"title": "Ferry vote", "url": url, "published": "2016-08-18", "updated": updated, "text": body}).to_string()
    };
    let first =
        "Harold Testby, the leader of the council, said: “I will never close the ferry while I am in this office.”";
    let milder =
        "Harold Testby, the leader of the council, said: “I will not close the ferry while I am in this office.”";
    let gone = "“Nobody asked the islanders what they thought of any of this,” Ann Example said.";
    let stays = "Ann Example said: “We asked for ten years and were given a single winter.”";
    let added = "“The figures will be published by the end of the month,” Harold Testby said.";
    env.write(
        "archive/a.json",
        page("http://www.example.org/ferry?utm_source=mail", "2016-08-18", [first, gone, stays]),
    );
    env.write("archive/b.json", page("https://example.org/ferry/amp/", "2016-08-20", [milder, added, stays]));
    env
}

fn quotes(env: &Env, question: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = ["search", "--index", "ix", "--format", "ndjson", "--limit", "50", "--sort", "oldest"]
        .iter()
        .chain(question)
        .copied()
        .collect();
    let mut quotes: Vec<String> = env
        .run(&arguments)
        .records()
        .iter()
        .map(|record| record["quote"].as_str().unwrap_or_default().to_string())
        .collect();
    quotes.sort();
    quotes
}

const FIRST: &str = "I will never close the ferry while I am in this office.";
const MILDER: &str = "I will not close the ferry while I am in this office.";
const GONE: &str = "Nobody asked the islanders what they thought of any of this,";
const STAYS: &str = "We asked for ten years and were given a single winter.";
const ADDED: &str = "The figures will be published by the end of the month,";

#[test]
fn the_newest_version_of_an_address_stands_and_what_was_changed_is_told() {
    let env = with_versions();
    // The newer one first: the order of indexing says nothing where days do.
    env.run(&["index", "--index", "ix", "archive/b.json"]).expect_status(0);
    env.run(&["index", "--index", "ix", "archive/a.json"]).expect_status(0);
    let direct = |filter: &str| quotes(&env, &[&format!("kind:direct {filter}")]);
    assert_eq!(direct(""), [MILDER, ADDED, STAYS]);
    assert_eq!(direct("version:newest"), [MILDER, ADDED, STAYS]);
    assert_eq!(direct("version:earlier"), [FIRST, GONE, STAYS]);
    assert_eq!(direct("version:all"), [FIRST, MILDER, GONE, ADDED, STAYS]);
    assert_eq!(direct("changed:words"), [MILDER]);
    assert_eq!(direct("changed:removed"), [GONE]);
    assert_eq!(direct("changed:added"), [ADDED]);
    assert_eq!(direct("changed:any"), [MILDER, GONE, ADDED]);
    assert_eq!(quotes(&env, &["kind:direct", "--changed", "words", "--speaker", "Harold Testby"]), [MILDER]);
    assert_eq!(quotes(&env, &["kind:direct", "--versions", "earlier"]), [FIRST, GONE, STAYS]);

    let answer = json(&env, &["search", "--index", "ix", "--format", "json", "kind:direct"]);
    assert_eq!((&answer["total"], &answer["distinct"]), (&Value::from(3), &Value::from(3)), "{answer:#}");
    assert_eq!(answer["hits"][0]["copies_total"], 0, "an earlier version is no copy: {answer:#}");
    assert_eq!(answer["hits"][0]["versions"], serde_json::json!({"earlier": 1, "is_earlier": false}));
    let changed = json(&env, &["search", "--index", "ix", "--format", "json", "changed:words kind:direct"]);
    assert_eq!(changed["read_as"], "changed:words kind:direct");
    let change = &changed["hits"][0]["changes"][0];
    assert_eq!(
        (&change["kind"], &change["before"]["quote"]),
        (&Value::from("words"), &Value::from(FIRST)),
        "{changed:#}"
    );
    let text = env.run(&["search", "--index", "ix", "changed:any"]).expect_status(0);
    let text: String = text.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains(&format!(
            "reworded: as above in the version of 2016-08-20; in that of 2016-08-18 it was “{FIRST}”"
        )),
        "{text}"
    );
    assert!(text.contains("taken out: in the version of 2016-08-18, not in that of 2016-08-20"), "{text}");
    assert!(text.contains("added: in the version of 2016-08-20, not in that of 2016-08-18"), "{text}");

    let id = change["other"]["id"].as_str().expect("an id");
    let shown = env.run(&["show", "--index", "ix", id]).expect_status(0);
    assert!(shown.stdout.contains("This is an earlier version. The newest is ["), "{}", shown.shown());
    assert!(shown.stdout.contains("I will never close the ferry"), "{}", shown.shown());
    let shown = json(&env, &["show", "--index", "ix", id, "--format", "json"]);
    assert_eq!(shown["versions"].as_array().map(Vec::len), Some(2), "{shown:#}");
    assert_eq!(
        (&shown["versions"][0]["is_this"], &shown["versions"][1]["newer_by"]),
        (&Value::from(true), &Value::from("date"))
    );

    // Where the newest goes, the one before it stands again.
    env.run(&["forget-path", "--index", "ix", "archive/b.json"]).expect_status(0);
    assert_eq!(direct(""), [FIRST, GONE, STAYS]);
    assert_eq!(direct("changed:any"), Vec::<String>::new());
}

#[test]
fn the_order_of_indexing_counts_where_nothing_else_tells_and_is_kept() {
    let env = Env::new();
    let page = |quote: &str| {
        let body = [STORY[0], quote, STORY[2], STORY[4]].join("\n\n");
        serde_json::json!({"title": "Ferry vote", "url": "https://example.org/ferry", "published": "2016-08-18", "text": body}).to_string()
    };
    env.write("archive/z.json", page("“The vote is on Monday whatever comes,” Ann Example said."));
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    env.write("archive/a.json", page("“The vote is on Friday whatever comes,” Ann Example said."));
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let standing = || quotes(&env, &["kind:direct"]);
    assert_eq!(standing(), ["The vote is on Friday whatever comes,"]);
    let changed = json(&env, &["search", "--index", "ix", "--format", "json", "changed:words"]);
    let id = changed["hits"][0]["article"]["id"].as_str().expect("an id");
    let shown = env.run(&["show", "--index", "ix", id]).expect_status(0);
    assert!(shown.stdout.contains("taken for later because it was indexed later"), "{}", shown.shown());
    // A correction stores an article again, and a repair all of them: neither makes an old version a new one.
    let old = quotes_with_ids(&env, "version:earlier");
    env.run(&["correct", "--index", "ix", &old, "--speaker", "Harold Testby"]).expect_status(0);
    assert_eq!(standing(), ["The vote is on Friday whatever comes,"]);
    env.run(&["repair", "--index", "ix"]).expect_status(0);
    assert_eq!(standing(), ["The vote is on Friday whatever comes,"]);
}

fn quotes_with_ids(env: &Env, question: &str) -> String {
    let records = env.run(&["search", "--index", "ix", "--format", "ndjson", question]).records();
    records[0]["id"].as_str().expect("an id").to_string()
}

#[test]
fn posts_of_a_live_blog_and_articles_of_a_section_are_no_versions() {
    let env = Env::new();
    let record = |id: u32, url: &str, text: String| {
        serde_json::json!({"id": format!("r{id}"), "title": format!("Number {id}"), "url": url, "published": "2016-08-18", "text": text}).to_string()
    };
    let said = |id: u32| format!("Ann Example said: “This is the number {id} of what I said on that day in August.”");
    let lines = [
        record(1, "https://example.org/live#post-1", format!("{}\n\n{}", STORY[0], said(1))),
        record(2, "https://example.org/live#post-2", format!("{}\n\n{}", STORY[2], said(2))),
        // One address for all, as feeds and dumps have it.
        record(3, "https://example.org/politics", format!("{}\n\n{}", STORY[4], said(3))),
        record(4, "https://example.org/politics", format!("Of other things.\n\n{}\n\n{}", STORY[1], said(4))),
        record(5, "https://example.org/", format!("{}\n\n{}", STORY[0], said(5))),
        record(6, "https://example.org/", format!("{}\n\n{}", STORY[0], said(6))),
    ];
    env.write("archive/dump.ndjson", lines.join("\n"));
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert_eq!(quotes(&env, &["quote:(\"this is the number\")"]).len(), 6);
    let none = env.run(&["search", "--index", "ix", "version:earlier"]).expect_status(1);
    assert!(none.stdout.contains("Nothing found"), "{}", none.shown());
}
