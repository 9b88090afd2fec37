//! What is written to the index is seen without a restart; what did not change is not sent again.

use std::time::{Duration, Instant};

use crate::client::request;
use crate::served::{ARTICLES, Served};

const NEW: &str = "Buoy found\nPosted On: 3 June 2020\n\n“The buoy is ours,” said Harold Testby.\n";

fn total(served: &Served, question: &str) -> u64 {
    served.get(&format!("/api/v1/search?q={question}")).expect(200).json()["total"].as_u64().unwrap()
}

fn wait_for(served: &Served, question: &str, wanted: u64) {
    let begun = Instant::now();
    while total(served, question) != wanted {
        assert!(begun.elapsed() < Duration::from_secs(60), "{question} is not seen");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn an_answer_is_sent_once_until_the_index_is_written() {
    let served = Served::usual();
    for path in ["/", "/search?q=ferry", "/api/v1/search?q=ferry", "/feed.atom?q=ferry"] {
        let first = served.get(path).expect(200);
        let tag = format!("If-None-Match: {}", first.header("etag").unwrap());
        let again = request(served.port, "GET", path, &[&tag], "");
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(
            request(served.port, "GET", &format!("{path}&x=1"), &[&tag], "").status.min(400) / 100 * 100,
            if path == "/" { 400 } else { 200 }
        );
    }
    let tag = served.get("/search?q=buoy").expect(200).header("etag").unwrap().to_string();
    assert_eq!(total(&served, "buoy"), 0);
    std::fs::write(served.work().join("archive/buoy.txt"), NEW).unwrap();
    assert!(served.command(&["search", "--in", "archive", "buoy"]).status.success());
    wait_for(&served, "buoy", 1);
    let now = request(served.port, "GET", "/search?q=buoy", &[&format!("If-None-Match: {tag}")], "");
    assert_eq!(now.status, 200);
    assert_ne!(now.header("etag"), Some(tag.as_str()));
}

#[test]
fn a_watched_folder_brings_what_is_new() {
    let served = Served::of(&ARTICLES, &["--watch"]);
    assert_eq!(total(&served, "buoy"), 0);
    std::fs::write(served.work().join("archive/buoy.txt"), NEW).unwrap();
    wait_for(&served, "buoy", 1);
}

#[test]
fn an_index_made_anew_is_seen() {
    let served = Served::of(&ARTICLES, &["--index", "own"]);
    std::fs::write(served.work().join("archive/buoy.txt"), NEW).unwrap();
    assert!(served.command(&["index", "--index", "own", "--rebuild", "archive"]).status.success());
    wait_for(&served, "buoy", 1);
    wait_for(&served, "ferry", 2);
}
