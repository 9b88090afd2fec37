//! An archive in containers answers as the plain one does, and what is done with paths and members is told.

use serde_json::Value;

use crate::env::{Env, Run};
use crate::made::{answer, bzip2, gzip, record, tar, zip, zstd};

const STORY: &str = "Title\nPosted On: 1 May 2017\n\n“We go on,” said Ann Example.\n";

/// The answers to a question with what depends on the place of a file left out.
fn quotes(run: &Run) -> Vec<Value> {
    let mut records = run.records();
    for record in &mut records {
        let article = record["article"].as_object_mut().expect("an article");
        article.retain(|field, _| !["path", "member"].contains(&field.as_str()));
    }
    records.sort_by_key(|record| record["id"].to_string());
    records
}

#[test]
fn an_archive_in_containers_answers_as_the_plain_one() {
    let env = Env::with_archive();
    let plain = quotes(&env.run(&["extract", "--format", "ndjson", "archive"]).expect_status(0));
    assert_eq!(plain.len(), 5);
    let read = |name: &str| std::fs::read(env.path("work/archive").join(name)).expect("a file of the archive");
    let names = ["dump.ndjson", "ferry.txt", "harbour/lighthouse.txt"];
    let bytes = names.map(read);
    let members: Vec<(&str, &[u8])> = names.iter().zip(&bytes).map(|(name, bytes)| (*name, &bytes[..])).collect();
    let packed: Vec<(&str, Vec<u8>)> = vec![
        ("dump.ndjson.gz", gzip(&bytes[0])),
        ("ferry.txt.bz2", bzip2(&bytes[1])),
        ("harbour/lighthouse.txt.zst", zstd(&bytes[2])),
    ];
    let packed_members: Vec<(&str, &[u8])> = packed.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
    let crawl = [
        answer("https://a.example/ferry", "200 OK\r\nContent-Type: text/plain", &bytes[1]),
        answer("https://a.example/dump", "200 OK\r\nContent-Type: application/x-ndjson", &bytes[0]),
        record("conversion", "https://a.example/lighthouse", "Content-Type: text/plain\r\n", &bytes[2]),
    ];
    /// Files with their names.
    type Files = Vec<(&'static str, Vec<u8>)>;
    let ways: [(&str, Files); 6] = [
        ("zipped", vec![("all.zip", zip(&members))]),
        ("tarred", vec![("all.tar", tar(&members))]),
        ("tarred and compressed", vec![("all.tgz", gzip(&tar(&members)))]),
        ("each compressed", packed.clone()),
        ("compressed and zipped", vec![("deep/all.zip", zip(&packed_members))]),
        ("crawled", vec![("crawl.warc.gz", crawl.iter().flat_map(|record| gzip(record)).collect())]),
    ];
    for (way, files) in ways {
        let other = Env::new();
        for (name, bytes) in files {
            other.write(&format!("archive/{name}"), bytes);
        }
        let extracted = other.run(&["extract", "--format", "ndjson", "archive"]).expect_status(0);
        let mut found = quotes(&extracted);
        let mut plain = plain.clone();
        if way == "crawled" {
            // The address is known besides, by which an article is another one.
            for quote in found.iter_mut().chain(&mut plain) {
                quote["id"].take();
                quote["article"]["id"].take();
                quote["article"]["url"].take();
            }
            found.sort_by_key(|quote| quote["quote"].to_string());
            plain.sort_by_key(|quote| quote["quote"].to_string());
        }
        assert_eq!(found, plain, "{way}: {}", extracted.shown());
        other.run(&["index", "--index", "ix", "archive"]).expect_status(0);
        let again = other.run(&["index", "--index", "ix", "archive"]).expect_status(0);
        assert!(again.stdout.contains("0 added, 0 changed, 4 unchanged, 0 removed"), "{way}: {}", again.shown());
        let asked = other.run(&["search", "--index", "ix", "--format", "ndjson", "ferry"]).expect_status(0);
        assert!(!asked.records().is_empty(), "{way}: {}", asked.shown());
    }
}

#[test]
fn members_are_named_as_the_way_in() {
    let env = Env::new();
    let dump = "{\"id\": \"a-1\", \"date\": \"2017-05-01\", \"text\": \"“We go on,” said Ann Example.\"}\n\
                {\"date\": \"2017-05-02\", \"text\": \"“We stay,” said Ann Example.\"}\nrubbish\n";
    let members: [(&str, &[u8]); 3] =
        [("2017/story.txt", STORY.as_bytes()), ("2017/dump.ndjson", dump.as_bytes()), ("2017/a.jpg", b"\xff")];
    env.write("a.zip", zip(&members));
    let run = env.run(&["extract", "--format", "ndjson", "--report", "report", "-v", "a.zip"]).expect_status(0);
    let named: Vec<String> = run
        .records()
        .iter()
        .map(|record| format!("{} {}", record["article"]["path"], record["article"]["member"]))
        .collect();
    assert_eq!(
        named,
        [r#""a.zip" "2017/story.txt""#, r#""a.zip" "2017/dump.ndjson:a-1""#, r#""a.zip" "2017/dump.ndjson:2""#]
    );
    assert!(run.stderr.contains("a.zip:2017/a.jpg: passed over: picture\n"), "{}", run.shown());
    assert!(run.stderr.contains("a.zip:2017/dump.ndjson:3: not JSON: "), "{}", run.shown());
    let report = std::fs::read_to_string(env.path("work/report")).unwrap();
    let lines: Vec<Value> = report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |outcome: &str| lines.iter().filter(|line| line["outcome"] == outcome).collect::<Vec<_>>();
    assert_eq!((of("read").len(), of("failed").len(), of("passed_over").len()), (3, 1, 1), "{report}");
    let expected = serde_json::json!({
        "path": "a.zip", "member": "2017/story.txt", "line": null, "outcome": "read", "kind": "text",
        "reason": "a.zip (2017/story.txt): read as text, dated 2017-05-01 (posted-on), 1 quote",
        "title": "Title", "date": "2017-05-01", "date_from": "posted-on", "encoding": "UTF-8", "quotes": 1, "attributed": 1,
        "problems": []
    });
    assert_eq!(of("read")[0], &expected);
    assert_eq!(of("failed")[0]["member"], "2017/dump.ndjson");
    env.run(&["index", "--index", "ix", "a.zip"]).expect_status(0);
    env.run(&["index", "--index", "ix", "--report", "report", "a.zip"]).expect_status(0);
}

#[test]
fn what_stands_behind_a_break_is_not_gone() {
    let env = Env::new();
    let story = |number: u32| {
        format!("Title {number}\nPosted On: {number} May 2017\n\n“We go on {number} times,” said Ann Example.\n")
    };
    let stories = [1, 2, 3].map(story);
    let members: Vec<(&str, &[u8])> =
        ["1.txt", "2.txt", "3.txt"].into_iter().zip(stories.iter().map(|story| story.as_bytes())).collect();
    for (name, bytes) in [("a.zip", zip(&members)), ("a.tar.gz", gzip(&tar(&members)))] {
        env.write(name, &bytes);
        env.run(&["index", "--index", "ix", name]).expect_status(0);
        env.write(name, &bytes[..bytes.len() / 2]);
        let cut = env.run(&["index", "--index", "ix", name]);
        assert!(cut.stdout.contains("0 removed") && cut.stdout.contains("damaged"), "{}", cut.shown());
        assert!(cut.stdout.contains(" holds 3 articles"), "{}", cut.shown());
        env.write(name, &bytes);
        let whole = env.run(&["index", "--index", "ix", name]).expect_status(0);
        assert!(whole.stdout.contains("0 added, 0 changed, 3 unchanged, 0 removed, 0 failed"), "{}", whole.shown());
        env.write(name, if name == "a.zip" { zip(&members[1..]) } else { gzip(&tar(&members[1..])) });
        let fewer = env.run(&["index", "--index", "ix", name]).expect_status(0);
        assert!(fewer.stdout.contains("2 unchanged, 1 removed, 0 failed"), "{}", fewer.shown());
        env.run(&["forget-path", "--index", "ix", name]).expect_status(0);
    }
}

#[test]
fn the_user_may_say_what_bytes_are() {
    let env = Env::new();
    let record = "{\"date\": \"2017-05-01\", \"text\": \"“We go on,” said Ann Example.\"}\n";
    let piped = env.run_with_input(&["extract", "--format", "ndjson", "--format-in", "json", "-"], record);
    assert_eq!(piped.expect_status(0).records().len(), 1);
    // As text it is one article, braces and all.
    let text =
        env.run_with_input(&["extract", "--format", "ndjson", "--format-in", "text", "-"], record).expect_status(0);
    assert!(text.records()[0]["article"]["member"].is_null(), "{}", text.shown());
    let zipped = env.run_with_input(&["extract", "--format", "ndjson", "-"], zip(&[("a.txt", STORY.as_bytes())]));
    assert_eq!(zipped.expect_status(0).records()[0]["article"]["member"], "a.txt");
    env.write("story.doc", STORY);
    env.run(&["extract", "story.doc"]).expect_status(2);
    env.run(&["extract", "--format-in", "text", "story.doc"]).expect_status(0);
    let unknown = env.run(&["extract", "--format-in", "word", "story.doc"]).expect_status(2);
    assert!(unknown.stderr.contains("possible values: text, json, ndjson"), "{}", unknown.shown());
    // What is read in another way is read again.
    env.write("dump.dat", record);
    env.run(&["index", "--index", "ix", "dump.dat"]).expect_status(0);
    let again = env.run(&["index", "--index", "ix", "--format-in", "text", "dump.dat"]).expect_status(0);
    assert!(again.stdout.contains("0 unchanged"), "{}", again.shown());
}

#[test]
fn what_is_left_out_stays_until_it_is_taken_out() {
    let env = Env::with_archive();
    env.write("archive/drafts/story.txt", STORY);
    env.write("archive/.hidden.txt", STORY.replace("Ann", "Zoe"));
    let index = |more: &[&str]| env.run(&[&["index", "--index", "ix", "archive"], more].concat()).expect_status(0);
    assert!(index(&[]).stdout.contains("5 added"));
    let excluded = index(&["--exclude", "drafts/"]);
    let told = "the index holds 1 file that is left out now (excluded or hidden), such as [ROOT]/work/archive/drafts/story.txt";
    assert!(
        excluded.stderr.contains(told) && excluded.stderr.contains("passed over: 1 (excluded)"),
        "{}",
        excluded.shown()
    );
    assert!(
        excluded.stdout.contains(" 0 removed") && excluded.stdout.contains(" holds 5 articles"),
        "{}",
        excluded.shown()
    );
    let pruned = index(&["--exclude", "drafts/", "--prune"]);
    assert!(pruned.stdout.contains(" 1 removed") && !pruned.stderr.contains("left out now"), "{}", pruned.shown());
    env.write("archive/.onrecordignore", "drafts/\n*.ndjson\n");
    let ignored = index(&[]);
    let told =
        "the index holds 1 file that is left out now (excluded or hidden), such as [ROOT]/work/archive/dump.ndjson";
    assert!(ignored.stderr.contains(told), "{}", ignored.shown());
    assert!(ignored.stdout.contains("0 added"), "{}", ignored.shown());
    // What is named outright is read.
    assert!(
        env.run(&["index", "--index", "ix", "archive/drafts/story.txt"]).expect_status(0).stdout.contains("1 added")
    );
    let hidden = index(&["--hidden"]);
    assert!(hidden.stdout.contains("1 added"), "{}", hidden.shown());
    let included = env
        .run(&["extract", "--include", "*.txt", "--exclude", "harbour", "--report", "r", "archive"])
        .expect_status(0);
    assert!(included.stdout.contains("The ferry is safe") && !included.stdout.contains("lamp"), "{}", included.shown());
    let wrong = env.run(&["extract", "--include", "a[z-a]", "archive"]).expect_status(2);
    assert!(wrong.stderr.contains("“a[z-a]” is no pattern"), "{}", wrong.shown());
}

#[test]
fn a_path_is_taken_out_and_comes_back() {
    let env = Env::with_archive();
    env.write("more.zip", zip(&[("a.txt", STORY.as_bytes())]));
    env.run(&["index", "--index", "ix", "archive", "more.zip"]).expect_status(0);
    let list = |format: &str| env.run(&["list", "--index", "ix", "--format", format]);
    let listed = "archive\n  ndjson  1 file, 2 articles, 2 quotes; 2019-03-04 to 2019-07-01\n  \
                  text    2 files, 2 articles, 3 quotes; 2016-08-18 to 2017-05-02\n\
                  more.zip\n  zip     1 file, 1 article, 1 quote; 2017-05-01\n";
    assert_eq!(list("text").expect_status(0).stdout, listed);
    let csv = list("csv").expect_status(0).stdout;
    assert!(csv.starts_with("root,kind,files,articles,quotes,undated,first,last\n"), "{csv}");
    assert!(csv.contains("\nmore.zip,zip,1,1,1,0,2017-05-01,2017-05-01\n"), "{csv}");
    let json = &list("json").expect_status(0).records()[0];
    assert_eq!(json["holdings"][0]["articles"], 2);

    let gone = env.run(&["forget-path", "--index", "ix", "archive/harbour"]).expect_status(0);
    assert!(gone.stdout.contains("1 article of 1 file with 1 quote"), "{}", gone.shown());
    env.run(&["search", "--index", "ix", "lamp"]).expect_status(1);
    assert!(env.path("work/archive/harbour/lighthouse.txt").exists());
    let back = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert!(back.stdout.contains("1 added, 0 changed, 3 unchanged"), "{}", back.shown());
    assert_eq!(list("text").expect_status(0).stdout, listed);

    std::fs::remove_file(env.path("work/more.zip")).unwrap();
    env.run(&["forget-path", "--index", "ix", "more.zip"]).expect_status(0);
    assert!(!list("text").expect_status(0).stdout.contains("more.zip"));
    let nothing = env.run(&["forget-path", "--index", "ix", "more.zip"]).expect_status(2);
    assert!(nothing.stderr.contains("holds nothing of more.zip"), "{}", nothing.shown());
    env.run(&["forget-path", "--index", "ix", "archive"]).expect_status(0);
    list("text").expect_status(1);
    env.run(&["verify", "--index", "ix"]).expect_status(0);
}

#[test]
fn a_page_of_a_crawl_is_read_as_the_page_saved_by_hand() {
    let env = Env::new();
    let prose = "<p>The ferry to Exampleton will sail for another year, the council decided after a long evening in the town \
                 hall, where more people than seats had come to hear what would become of it.</p>";
    let page = format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Ferry saved</title>\
         <meta property=\"og:type\" content=\"article\"><meta property=\"article:published_time\" \
         content=\"2016-08-18T10:00:00Z\"></head><body><article><h1>Ferry saved</h1>{prose}\
         <p>“The ferry is safe for another year,” said Harold Testby, the leader of the council.</p>{prose}</article></body></html>"
    );
    env.write("saved.html", &page);
    env.write(
        "crawl.warc.gz",
        gzip(&answer("https://a.example.co.uk/ferry", "200 OK\r\nContent-Type: text/html", page.as_bytes())),
    );
    let saved = env.run(&["extract", "--format", "ndjson", "saved.html"]).expect_status(0).records();
    let crawled = env.run(&["extract", "--format", "ndjson", "crawl.warc.gz"]).expect_status(0).records();
    assert_eq!((saved.len(), crawled.len()), (1, 1));
    for field in ["quote", "speaker", "segments", "context"] {
        assert_eq!(crawled[0][field], saved[0][field]);
    }
    let article = &crawled[0]["article"];
    assert_eq!((&article["date"], &article["title"]), (&"2016-08-18".into(), &"Ferry saved".into()));
    assert_eq!(
        (&article["url"], &article["member"]),
        (&"https://a.example.co.uk/ferry".into(), &"https://a.example.co.uk/ferry".into())
    );
}
