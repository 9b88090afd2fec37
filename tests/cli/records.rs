//! One article in every form of records and texts: the same words, speaker and day come of each; and what is told where
//! there is no text.

use crate::env::Env;

const WORDS: &str = "“It isn’t closed,” said Ann Example, the leader of Exampleton council.";

/// The article as people have it.
fn forms() -> Vec<(&'static str, String)> {
    let html = "&lt;p&gt;&amp;ldquo;It isn&amp;rsquo;t closed,&amp;rdquo; said Ann Example, the leader of Exampleton council.&lt;/p&gt;";
    let entities = "&ldquo;It isn&rsquo;t closed,&rdquo; said Ann Example, the leader of Exampleton council.";
    let mojibake = "â€œIt isnâ€™t closed,â€ said Ann Example, the leader of Exampleton council.";
    let filler = "The vote is next month. ".repeat(5);
    vec![
        ("plain.txt", format!("Bridge\n\nPosted On: 18 August 2016\n\n{WORDS}\n")),
        ("mojibake.txt", format!("Bridge\n\nPosted On: 18 August 2016\n\n{mojibake}\n")),
        ("tags.txt", format!("<b>Bridge</b>\nPosted On: 18 August 2016\n\n{WORDS}\n")),
        ("record.json", format!(r#"{{"title":"Bridge","date":"2016-08-18","text":"{WORDS}"}}"#)),
        ("entities.ndjson", format!("{{\"title\":\"Bridge\",\"date\":\"2016-08-18\",\"text\":\"{entities}\"}}\n")),
        (
            "html.json",
            format!(
                r#"{{"answer":{{"list":[{{"title":"Bridge","date":"2016-08-18","body":"<div><p>{WORDS}</p></div>"}}]}}}}"#
            ),
        ),
        ("table.csv", format!("title,date,content\nBridge,2016-08-18,\"{WORDS}\"\n")),
        ("table.tsv", format!("headline\tpublished\tbody\nBridge\t18 August 2016\t<p>{entities}</p>\n")),
        (
            "feed.xml",
            format!(
                "<rss version=\"2.0\"><channel><title>Dispatch</title><item><title>Bridge</title>\
                 <pubDate>Thu, 18 Aug 2016 10:00:00 GMT</pubDate><description>{html}</description></item></channel></rss>"
            ),
        ),
        (
            "clipping.md",
            format!("---\ntitle: Bridge\nsource: https://www.example.com/1\npublished: 2016-08-18\n---\n\n{WORDS}\n"),
        ),
        (
            "download.txt",
            format!(
                "            1 of 1 DOCUMENTS\n\n            The Dispatch\n\n            August 18, 2016 Thursday\n\nBridge\n\nLENGTH: 12 words\n\n{}\n\n\
                 LOAD-DATE: August 20, 2016\n",
                WORDS.replace(", the", ",\nthe")
            ),
        ),
        (
            "factiva.txt",
            format!(
                "HD   Bridge\nWC   12 words\nPD   18 August 2016\nSN   The Dispatch\nLA   English\n\nLP\n\n{WORDS}\n\nTD\n\n{filler}\n\n\
                 AN   Document DEX0000020160818ec8i0002p\n"
            ),
        ),
    ]
}

#[test]
fn an_article_is_the_same_in_every_form() {
    for (name, content) in forms() {
        let env = Env::new();
        env.write(&format!("archive/{name}"), content);
        let run = env.run(&["extract", "--format", "ndjson", "archive"]).expect_status(0);
        let records = run.records();
        assert_eq!(records.len(), 1, "{name}: {}", run.shown());
        let record = &records[0];
        assert_eq!(record["quote"], "It isn’t closed,", "{name}");
        assert_eq!(record["speaker"]["name"], "Ann Example", "{name}");
        assert_eq!(record["article"]["date"], "2016-08-18", "{name}");
        assert_eq!(record["article"]["title"], "Bridge", "{name}");
        assert!(
            record["context"].as_str().is_some_and(|context| context.starts_with("“It isn’t closed,” said")),
            "{name}"
        );
    }
}

#[test]
fn what_was_done_is_counted_and_named_on_request() {
    let env = Env::new();
    for (name, content) in forms() {
        env.write(&format!("archive/{name}"), content);
    }
    let run = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let counted = "Worth knowing: 4 with HTML in their text, 1 with entities of HTML, 1 with misread characters, 1 with only a \
        summary; -v or --report FILE names them.";
    assert!(run.stdout.contains(counted), "{}", run.shown());
    assert!(!run.stderr.contains("HTML"), "{}", run.shown());
    let all = env.run(&["index", "--index", "again", "-v", "--report", "report.ndjson", "archive"]).expect_status(0);
    assert!(all.stderr.contains("archive/mojibake.txt:1: 3 characters misread"), "{}", all.shown());
    let report = std::fs::read_to_string(env.path("work").join("report.ndjson")).unwrap();
    assert!(report.contains(r#""outcome":"note","kind":"mojibake""#), "{report}");
}

#[test]
fn a_table_without_texts_is_told_and_not_for_every_row() {
    let env = Env::new();
    let text = "The bridge over the harbour stays open for another year, the council said. ".repeat(3);
    let rows: String = (0..50).map(|number| format!("{number},Bridge {number},\"{text}\"\n")).collect();
    env.write("archive/stories.csv", format!("id,kop,inhoud\n{rows}"));
    let run = env.run(&["extract", "archive"]).expect_status(2);
    let told: Vec<&str> = run.stderr.lines().filter(|line| line.contains("--map text=inhoud")).collect();
    assert_eq!(told.len(), 3, "{}", run.shown());
    assert!(run.stderr.contains("47 more: 47 without text"), "{}", run.shown());
    // The line that is told works.
    let run = env.run(&["extract", "--format", "ndjson", "--map", "text=inhoud", "archive"]);
    assert!(run.records().iter().all(|record| record["article"]["member"].is_string()), "{}", run.shown());
    assert!(!run.stderr.contains("without text"), "{}", run.shown());
    // A table of something else that lies beside articles is passed over, and read where it is named.
    env.write("archive/stories.csv", "id,speaker,party\n1,Ann Example,Labour\n");
    env.write("archive/story.txt", "Title\n\nPosted On: 1 May 2017\n\n“We go on,” said Ann Example.\n");
    let run = env.run(&["extract", "archive"]).expect_status(0);
    assert!(run.stderr.contains("passed over: 1 (table)"), "{}", run.shown());
    assert!(env.run(&["extract", "archive/stories.csv"]).expect_status(2).stderr.contains("--map text="));
}
