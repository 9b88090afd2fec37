//! How fast an archive is read: a made-up archive of five megabytes, as files and as a dump, and two texts that would
//! show a cost that grows faster than the text.
//!
//! `cargo bench --bench article`

use divan::Bencher;
use divan::counter::BytesCount;
use onrecord::archive::{Document, Format, Origin, WalkOptions, open_documents, walk};
use onrecord::article::{ReadOptions, read_article};
use std::path::PathBuf;

fn main() {
    divan::main();
}

const ARCHIVE_BYTES: usize = 5_000_000;

/// An article as papers print them: header lines, a picture, links, curly and straight marks.
fn article(number: usize) -> String {
    let mut text = format!(
        "Council looks again at plan {number} for the harbour bridge\n\nPosted On:\u{a0}\n\n18th August 2016\n\n\
         Ann\u{a0}Example has refused to say whether she would close the bridge.\n\n\
         Council leader Ann Example\nPA Images\n\n"
    );
    for paragraph in 0..24 {
        text.push_str(
            "Her challenger Harold Testby said that the bridge would “have to be closed” before the spring, and that \
             nobody on the council had looked at the engineers' report, which has lain on the table since the autumn.\n\n",
        );
        if paragraph % 8 == 7 {
            text.push_str("Harbour officials 'raising concerns' about the bridge\n\nTraders wait for news\n\n");
        }
    }
    text
}

fn articles() -> Vec<String> {
    let mut size = 0;
    let mut number = 0;
    std::iter::from_fn(|| {
        number += 1;
        let next = (size < ARCHIVE_BYTES).then(|| article(number))?;
        size += next.len();
        Some(next)
    })
    .collect()
}

fn document(format: Format, bytes: Vec<u8>) -> Document {
    Document::new(Origin::of_file("archive/story.txt"), format, bytes)
}

fn read_all(paths: &[PathBuf]) -> usize {
    let mut blocks = 0;
    for file in walk(paths, &WalkOptions::default()) {
        for item in open_documents(&file.expect("the archive was just written")) {
            let document = item.expect("the archive was just written");
            let article = read_article(&document, &ReadOptions::default()).expect("every file holds an article");
            assert!(article.posted.is_some());
            blocks += article.blocks.len();
        }
    }
    blocks
}

#[divan::bench]
fn files(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder for the archive");
    let texts = articles();
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number}.txt")), text).expect("room for the archive");
    }
    let paths = [folder.path().to_owned()];
    let size: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(size)).bench(|| read_all(&paths));
}

#[divan::bench]
fn dump(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder for the archive");
    let lines: String = articles()
        .iter()
        .map(|text| format!("{}\n", serde_json::json!({"title": "A plan", "body": text, "published": "2016-08-18"})))
        .collect();
    let path = folder.path().join("dump.ndjson");
    std::fs::write(&path, &lines).expect("room for the archive");
    let paths = [path];
    bencher.counter(BytesCount::new(lines.len())).bench(|| read_all(&paths));
}

#[divan::bench(args = [1, 2, 4])]
fn megabytes_in_one_line(bencher: Bencher, megabytes: usize) {
    let text = "Ann Example said “no” to the plan. ".repeat(megabytes * 1_000_000 / 39);
    let document = document(Format::PlainText, text.into_bytes());
    bencher.counter(BytesCount::new(document.bytes.len())).bench(|| read_article(&document, &ReadOptions::default()));
}

#[divan::bench(args = [1, 2, 4])]
fn megabytes_of_short_lines(bencher: Bencher, megabytes: usize) {
    let text = "Bridge 'stays open'\n\nBy the sea | 1 May\n".repeat(megabytes * 1_000_000 / 40);
    let document = document(Format::PlainText, text.into_bytes());
    bencher.counter(BytesCount::new(document.bytes.len())).bench(|| read_article(&document, &ReadOptions::default()));
}
