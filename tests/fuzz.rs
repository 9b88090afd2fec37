//! What the fuzz targets hold (`tests/promises`), held here too for the corpus and some thousand inputs made from it by
//! chance: the fuzzer itself needs more than a stable compiler.
//!
//! `ONRECORD_SEED=N` makes other inputs, `ONRECORD_MUTATIONS=N` so many for each target.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "promises/article.rs"]
mod article;
#[path = "promises/containers.rs"]
mod containers;
#[path = "promises/documents.rs"]
mod documents;
mod made;
#[path = "promises/page.rs"]
mod page;
#[path = "promises/query.rs"]
mod query;
#[path = "promises/quotes.rs"]
mod quotes;
#[path = "promises/records.rs"]
mod records;

use made::chance::{Chance, mutated, times};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

/// What of a file is changed: a longer one would make no other paths through the code, only take longer.
const LONGEST_SEED: usize = 1_500;

/// Tries the seeds, then as many inputs made of them; tells the input that breaks the promise.
fn hold(seeds: &[Vec<u8>], mutations: usize, promise: fn(&[u8])) {
    assert!(seeds.len() > 40, "only {} seeds", seeds.len());
    let mut chance = Chance::new("fuzz");
    let mutations = times("ONRECORD_MUTATIONS", mutations, 10 * mutations);
    let made = (0..mutations).map(|_| mutated(seeds, &mut chance)).collect::<Vec<_>>();
    for input in seeds.iter().chain(&made) {
        let begun = Instant::now();
        let held = catch_unwind(AssertUnwindSafe(|| promise(input)));
        // A slow machine, and nothing optimised: it takes as long only where something goes round without end.
        assert!(begun.elapsed().as_secs() < 20, "too long for {:?}", String::from_utf8_lossy(input));
        assert!(held.is_ok(), "broken by {:?}", String::from_utf8_lossy(input));
    }
}

/// The files below a folder, their beginnings.
fn beginnings(folder: &str) -> Vec<Vec<u8>> {
    let mut files = whole_files(folder);
    files.iter_mut().for_each(|bytes| bytes.truncate(LONGEST_SEED));
    files
}

/// The files below a folder.
fn whole_files(folder: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = open.pop() {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(std::fs::read(path).unwrap());
            }
        }
    }
    found
}

#[test]
fn any_bytes_are_an_article_or_an_error() {
    let seeds = [beginnings("corpus"), beginnings("tests/cases/article")].concat();
    hold(&seeds, 4_000, article::holds);
}

#[test]
fn any_file_comes_to_an_end_as_articles_and_errors() {
    let seeds = [beginnings("tests/cases/archives"), beginnings("tests/cases/article")].concat();
    // The files themselves, without what a case says of them.
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(|case| content_of(&case)).collect();
    hold(&seeds, 1_000, records::holds);
}

/// What stands between the first line of dashes and the last.
fn content_of(case: &[u8]) -> Vec<u8> {
    let case = String::from_utf8_lossy(case);
    let content = case
        .split_once("\n---\n")
        .map_or(&*case, |(_, rest)| rest.rsplit_once("\n---\n").map_or(rest, |(text, _)| text));
    content.as_bytes().to_vec()
}

#[test]
fn any_container_is_opened_to_an_end() {
    use made::{answer, bzip2, gzip, record, tar, zip, zstd};
    let html = "200 OK\r\nContent-Type: text/html; charset=utf-8";
    let mut seeds = Vec::new();
    for text in beginnings("tests/cases/article").iter().take(8) {
        let text = &text[..text.len().min(300)];
        let members: [(&str, &[u8]); 3] =
            [("a.txt", text), ("b/dump.ndjson", b"{\"text\": \"x\"}\n{}\n"), (".c", b"c")];
        let chunked = [format!("{:x}\r\n", text.len()).as_bytes(), text, b"\r\n0\r\n\r\n"].concat();
        let crawl = [
            record("warcinfo", "", "", b"software: x"),
            answer("https://a.example/1", html, text),
            answer("https://a.example/2", &format!("{html}\r\nContent-Encoding: gzip"), &gzip(text)),
            answer("https://a.example/3", &format!("{html}\r\nTransfer-Encoding: chunked"), &chunked),
            record("conversion", "https://a.example/4", "Content-Type: text/plain\r\n", text),
        ];
        seeds.extend([
            zip(&members),
            tar(&members)[..2560].to_vec(),
            gzip(&tar(&members)),
            zip(&[("in.zip", &zip(&members)), ("in.tar.gz", &gzip(&tar(&members)))]),
            bzip2(text),
            zstd(text),
            crawl.concat(),
            crawl.iter().flat_map(|record| gzip(record)).collect(),
        ]);
    }
    hold(&seeds, 4_000, containers::holds);
}

#[test]
fn any_document_is_an_article_or_an_error() {
    let made = made::stories::in_every_format().into_iter().flat_map(|(_, files)| files).map(|(_, bytes)| bytes);
    let seeds = [whole_files("tests/data"), beginnings("tests/cases/article"), made.collect()].concat();
    let messages = seeds.iter().map(|seed| match seed.split(|byte| *byte == b'\n').position(|line| line == b"---") {
        // A case's message stands below its claim.
        Some(lines) => seed.splitn(lines + 2, |byte| *byte == b'\n').last().unwrap_or_default().to_vec(),
        None => seed.clone(),
    });
    hold(&messages.collect::<Vec<_>>(), 3_000, documents::holds);
}

#[test]
fn any_bytes_are_a_page_or_an_error() {
    let seeds = [beginnings("tests/cases/html"), beginnings("tests/cases/article")].concat();
    hold(&seeds, 4_000, page::holds);
}

#[test]
fn any_text_has_quotes_or_none() {
    let seeds = [beginnings("corpus"), beginnings("tests/cases/quotes")].concat();
    hold(&seeds, 2_000, quotes::holds);
}

#[test]
fn any_question_is_read_and_reads_back() {
    let table = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions.tsv")).unwrap();
    let questions = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next());
    let fields = [
        r#"speaker:corbyn -party:labour (trident OR "nuclear weapons"~5) date:2016-03..2017-06"#,
        r#"office:"home secretary" kind:direct nation* since:2010 before:"last year" outlet:"The Times""#,
        "Labour vs Conservatives on the NHS, not Wales, in the 2015 election campaign",
    ];
    let seeds: Vec<Vec<u8>> = questions.chain(fields).map(|text| text.as_bytes().to_vec()).collect();
    hold(&seeds, 4_000, |bytes| query::holds(&String::from_utf8_lossy(bytes)));
}
