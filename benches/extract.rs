//! How fast quotes are extracted: from a made-up archive of news prose, and from texts that would show a cost that grows
//! faster than the text.
//!
//! `cargo bench --bench extract`

use divan::Bencher;
use divan::counter::BytesCount;
use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{Article, ReadOptions, read_article};
use onrecord::people::Register;
use onrecord::quotes::Extractor;
use std::sync::LazyLock;

#[path = "../tests/prose/mod.rs"]
mod prose;

use prose::growth;

fn main() {
    divan::main();
}

const ARCHIVE_BYTES: usize = 2_000_000;

static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::embedded().expect("the embedded tables are sound"));

static EXTRACTOR: LazyLock<Extractor<'static>> = LazyLock::new(|| Extractor::new(&REGISTER));

fn document(text: String) -> Document {
    let origin = Origin::of_file("archive/story.txt");
    Document::new(origin, Format::PlainText, text.into_bytes())
}

fn read(document: &Document) -> Article {
    read_article(document, &ReadOptions::default()).expect("every document is plain text")
}

/// What `extract` does with each document of an archive, disk aside.
#[divan::bench]
fn read_and_extract(bencher: Bencher) {
    let documents: Vec<Document> = prose::articles(ARCHIVE_BYTES).map(document).collect();
    let size: usize = documents.iter().map(|document| document.bytes.len()).sum();
    LazyLock::force(&EXTRACTOR);
    bencher.counter(BytesCount::new(size)).bench(|| {
        let quotes: usize = documents.iter().map(|document| EXTRACTOR.extract(&read(document)).len()).sum();
        assert!(quotes > size / 1_000, "{quotes} quotes are too few");
        quotes
    });
}

/// The extractor alone.
#[divan::bench]
fn extract(bencher: Bencher) {
    let articles: Vec<Article> = prose::articles(ARCHIVE_BYTES).map(|text| read(&document(text))).collect();
    let size: usize = articles.iter().map(|article| article.text.len()).sum();
    LazyLock::force(&EXTRACTOR);
    bencher
        .counter(BytesCount::new(size))
        .bench(|| articles.iter().map(|article| EXTRACTOR.extract(article).len()).sum::<usize>());
}

/// Texts that nobody writes: the time for each must double with its length, no more.
#[divan::bench(args = growth::CASES.iter().flat_map(|case| [(case, 1), (case, 2)]).map(Sized::from_pair))]
fn grows(bencher: Bencher, sized: &Sized) {
    let article = read(&document((sized.case.text)(sized.case.whole * sized.times / 2)));
    LazyLock::force(&EXTRACTOR);
    bencher.counter(BytesCount::new(article.text.len())).bench(|| EXTRACTOR.extract(&article));
}

/// A case in half or in its whole size.
struct Sized {
    case: &'static growth::Case,
    times: usize,
}

impl Sized {
    fn from_pair((case, times): (&'static growth::Case, usize)) -> Sized {
        Sized { case, times }
    }
}

impl std::fmt::Display for Sized {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.case.name, if self.times == 1 { "half" } else { "whole" })
    }
}
