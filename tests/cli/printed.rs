//! Answers that can be printed: reported speech and a few quoted words in their sentence, one heading an article, where
//! something matched, tables and citations, and the help.

use insta::assert_snapshot;

use crate::env::Env;

const HUSTINGS: &str = "Testby pressed on the pier at the hustings
Posted On: 18 August 2016
By Olive Mockridge
Source: The Testby Courier

Ann Example was asked again and again on Thursday whether the pier would stay, and declined each time to commit herself \
to keeping it.

She said it was “a new dawn” for the harbour, and spoke of him as “a man of the sea”.

“We asked for ten years,” Ann Example said, “and were given one.”

Harold Testby denied that the pier was unsafe.
";

const PIER: &str = "Pier closes
Posted On: 4 March 2019

The council met on Monday.

“The pier will open again by the summer,” said Ann Example.

“Nobody got wet today,” said Harold Testby.

The meeting ended at noon.
";

fn indexed() -> Env {
    let env = Env::new();
    env.write("archive/hustings.txt", HUSTINGS);
    env.write("archive/pier.txt", PIER);
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    env
}

fn search(env: &Env, arguments: &[&str]) -> String {
    env.run(&[&["search", "--index", "ix"], arguments].concat()).expect_status(0).stdout
}

#[test]
fn hits_stand_under_their_articles_in_their_sentences() {
    let env = indexed();
    assert_snapshot!("hits", search(&env, &["pier", "--mark", "**"]));
    assert_snapshot!("extracted", env.run(&["extract", "archive"]).expect_status(0).stdout);
    let around = search(&env, &["-C", "1", "quote:\"nobody got wet\""]);
    for line in
        ["│ “The pier will open", "│ “Nobody got wet today,” said Harold Testby.", "│ The meeting ended at noon."]
    {
        assert!(around.contains(line), "{around}");
    }
    assert!(!around.contains("The council met"), "{around}");
}

#[test]
fn what_meets_less_of_the_question_stands_below_a_line() {
    let env = indexed();
    let question = "speaker:ann-example any:(summer pier)";
    let told = search(&env, &[question]);
    assert!(told.contains("1 quote with all the words, 4 more with some"), "{told}");
    let (all, some) = told.split_once("— with some of the words —").expect("a line between them");
    assert!(all.contains("open again by the summer") && some.contains("declined each time"), "{told}");
    assert_eq!(search(&env, &["--all-words", "--count", question]), "1\n");

    // What she said besides in the article follows, is marked, and is counted nowhere.
    let question = "speaker:ann-example quote:harbour";
    let told = search(&env, &[question]);
    assert!(told.contains("— from the same articles, on other things —"), "{told}");
    assert_eq!(search(&env, &["--count", question]), "1\n");
    let run = env.run(&["search", "--index", "ix", "--format", "ndjson", question]).expect_status(0);
    let tiers: Vec<String> =
        run.records().iter().map(|record| record["match"].as_str().unwrap_or_default().to_string()).collect();
    assert_eq!(tiers[..2], ["all", "same-article"]);
    // What has no place for the mark leaves them out.
    let csv = search(&env, &["--format", "csv", question]);
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count(), 1, "{csv}");
}

#[test]
fn no_way_out_makes_an_assertion_of_a_denial() {
    let env = indexed();
    let question = "pier kind:indirect";
    for format in ["text", "markdown", "csv", "ndjson", "bibtex", "ris", "csl"] {
        let told = search(&env, &["--format", format, question]).replace("**", "").replace("\n    ", " ");
        for sentence in
            ["Harold Testby denied that the pier was unsafe.", "declined each time to commit herself to keeping it."]
        {
            assert!(told.contains(sentence), "{format}: {told}");
        }
    }
    env.run(&["save", "pier", question]).expect_status(0);
    let run = env.run(&["run", "--index", "ix", "pier"]).expect_status(0).stdout;
    assert!(run.contains("(reported) Harold Testby denied that"), "{run}");
    let stances: Vec<String> = env
        .run(&["search", "--index", "ix", "--format", "ndjson", question])
        .records()
        .iter()
        .map(|record| format!("{} {}", record["speaker"]["name"].as_str().unwrap(), record["stance"].as_str().unwrap()))
        .collect();
    assert!(stances.contains(&"Harold Testby denied".to_string()), "{stances:?}");
    assert!(stances.contains(&"Ann Example refused".to_string()), "{stances:?}");
}

#[test]
fn tables_have_the_sentence_and_open_in_excel() {
    let env = indexed();
    let csv = env.run(&["export", "--index", "ix", "kind:partial"]).expect_status(0).stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap_or_else(|| panic!("no {name}"));
    for row in reader.records().map(|row| row.unwrap()) {
        assert!(row[at("sentence")].contains(&row[at("quote")]), "{row:?}");
        assert!(["said", "spoke"].contains(&&row[at("cue")]) && &row[at("stance")] == "said", "{row:?}");
        assert!(row[at("context")].contains(&row[at("sentence")]), "{row:?}");
    }
    for command in [vec!["export"], vec!["search", "pier"], vec!["speakers"], vec!["timeline"]] {
        let run = env.run(&[&command[..1], &["--index", "ix", "--excel"], &command[1..]].concat()).expect_status(0);
        assert!(run.stdout.starts_with('\u{feff}') && run.stdout.contains(','), "{}", run.shown());
    }
    let wrong = env.run(&["search", "--index", "ix", "--excel", "--format", "json", "pier"]).expect_status(2);
    assert!(wrong.stderr.contains("--excel is for CSV"), "{}", wrong.shown());
}

#[test]
fn the_same_quote_is_one_citation_with_a_key_that_can_be_read() {
    let env = indexed();
    env.write("archive/again/hustings.txt", HUSTINGS);
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let cited =
        search(&env, &["--format", "bibtex", "--copies", "--accessed", "2020-06-01", "quote:\"we asked for ten\""]);
    // Which of the two files is told is chance.
    assert_snapshot!("cited", cited.replace("/again/", "/"));
    let ris = search(&env, &["--format", "ris", "--accessed", "2020-06-01", "quote:\"we asked for ten\""]);
    for line in ["AU  - Olive Mockridge", "T2  - The Testby Courier", "DA  - 2016/08/18", "Y2  - 2020/06/01"] {
        assert!(ris.contains(line), "{ris}");
    }
}

#[test]
fn where_nothing_is_found_the_wider_question_can_be_pasted() {
    let env = indexed();
    let run =
        env.run(&["search", "--index", "ix", "pier", "--date", "2010", "--speaker", "Ann Example"]).expect_status(1);
    let command =
        run.stdout.lines().find_map(|line| line.split_once("onrecord search --index ix ")).expect("a command").1;
    let question = command.trim_matches('"');
    let count = env.run(&["search", "--index", "ix", "--count", question]).expect_status(0).stdout;
    assert!(run.stdout.contains(&format!("there would be {} quotes", count.trim())), "{}", run.shown());
}

#[test]
fn counts_are_one_line_unless_asked_for() {
    let env = indexed();
    let counts = |arguments: &[&str]| search(&env, arguments).lines().filter(|line| line.contains(" · ")).count();
    assert_eq!(counts(&["pier"]), 1);
    assert!(counts(&["pier", "--facets"]) > 2);
    let timeline = env.run(&["timeline", "--index", "ix", "--by", "year"]).expect_status(0).stdout;
    assert!(timeline.contains("2017 0 no articles\n2018 0 no articles\n"), "{timeline}");
}

#[test]
fn why_a_hit_stands_where_it_does_is_told_in_words() {
    let env = indexed();
    let words = search(&env, &["--explain", "pier"]);
    assert!(words.contains("Why: “pier” stands in the quote") && !words.contains("rarity"), "{words}");
    let numbers = search(&env, &["--explain", "--verbose", "pier"]);
    assert!(numbers.contains("rarity"), "{numbers}");
}

#[test]
fn help_is_there_by_name() {
    let env = Env::new();
    for (page, holds) in [
        (vec!["help"], "onrecord help NAME"),
        (vec!["help", "search"], "Usage: onrecord search"),
        (vec!["help", "query"], "speaker:"),
        (vec!["help", "dates"], "in August 2016"),
        (vec!["help", "formats"], "(reported)"),
        (vec!["man", "search"], "onrecord"),
        (vec!["man", "query"], ".TH onrecord"),
    ] {
        let run = env.run(&page).expect_status(0);
        assert!(run.stdout.contains(holds), "{}", run.shown());
    }
    let near = env.run(&["help", "serch"]).expect_status(2);
    assert!(near.stderr.contains("did you mean `onrecord help search`"), "{}", near.shown());
    env.run(&["man", "--all", "man"]).expect_status(0);
    for name in ["man1/onrecord.1", "man1/onrecord-search.1", "man7/onrecord-query.7"] {
        assert!(env.path("work/man").join(name).is_file(), "{name}");
    }
}

#[test]
fn a_pasted_headline_is_answered_with_its_article() {
    let env = indexed();
    let pasted = search(&env, &["BREAKING: Testby pressed on the pier at the hustings | The Testby Courier"]);
    assert!(pasted.starts_with("Read as: title:\"Testby pressed on the pier at the hustings\""), "{pasted}");
    assert!(pasted.contains("That is the headline of an article. As a question it finds"), "{pasted}");
    assert!(pasted.contains("We asked for ten years"), "{pasted}");
    // Another article of which the headline goes on does not stand before it.
    env.write(
        "archive/again.txt",
        "Testby pressed on the pier at the hustings again\n\nPosted On: 4 May 2018\n\n“The pier must go, and the sooner \
         the better,” said Ann Example.\n",
    );
    env.write(
        "archive/hustings.txt",
        "Testby pressed on the pier at the hustings\n\nPosted On: 18 August 2016\n\nHarold Testby said that he had asked \
         for ten years.\n",
    );
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let pasted = search(&env, &["Testby pressed on the pier at the hustings"]);
    assert!(pasted.contains("That is the headline of an article."), "{pasted}");
    let part = search(&env, &["pressed on the pier at the hustings"]);
    assert!(!part.contains("headline of an article"), "{part}");
}

#[test]
fn markdown_and_csv_tell_what_stands_around_a_hit() {
    let env = indexed();
    let listed = search(&env, &["--format", "markdown", "-C", "1", "Harold Testby noon"]);
    for line in [
        "  - nearby: The meeting ended at **noon**.",
        "  > “Nobody got wet today,” said Harold Testby.",
        "  > The meeting ended at noon.",
    ] {
        assert!(listed.lines().any(|listed| listed == line), "{line}\n{listed}");
    }
    let table = search(&env, &["--format", "csv", "-C", "1", "Harold Testby noon"]);
    assert!(table.lines().next().is_some_and(|names| names.contains(",context,paragraphs,")), "{table}");
    assert!(table.contains("said Harold Testby.\n\nThe meeting ended at noon."), "{table}");
}

#[test]
fn who_is_asked_is_told_how_many_there_are() {
    let env = indexed();
    let told = search(&env, &["how many people spoke about the pier"]);
    assert!(told.contains("\n2 speakers.\n"), "{told}");
}
