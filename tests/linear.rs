//! Extraction grows with the text and no faster: twice the text takes about twice the time, for texts that nobody
//! writes as well.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{Article, ReadOptions, read_article};
use onrecord::people::Register;
use onrecord::quotes::Extractor;
use std::time::{Duration, Instant};

#[path = "prose/mod.rs"]
mod prose;

use prose::growth;

/// The share of a whole case that a build without optimisation is asked to read.
const SHARE: usize = 16;

/// What is shorter than this tells nothing: a busy machine takes it at any moment.
const FLOOR: Duration = Duration::from_millis(20);

#[test]
fn twice_the_text_takes_twice_the_time() {
    let register = Register::embedded().unwrap();
    let extractor = Extractor::new(&register);
    for case in growth::CASES {
        let once = read((case.text)(case.whole / SHARE));
        let twice = read((case.text)(case.whole / SHARE * 2));
        // A neighbour on the machine can spoil any one measurement, growth spoils them all.
        let mut times = Vec::new();
        let linear = (0..4).any(|_| {
            let (once, twice) = (fastest(&extractor, &once), fastest(&extractor, &twice));
            times.push((once, twice));
            twice < once * 3 + FLOOR
        });
        assert!(linear, "{}: {times:?} for once and twice the text", case.name);
    }
}

#[test]
fn the_generated_archive_is_news() {
    let register = Register::embedded().unwrap();
    let extractor = Extractor::new(&register);
    let (mut quotes, mut named) = (0, 0);
    for text in prose::articles(60_000) {
        let article = read(text);
        assert!(article.posted.is_some() && article.title.is_some());
        for quote in extractor.extract(&article) {
            quotes += 1;
            named += usize::from(quote.speaker.is_some());
        }
    }
    assert!(quotes > 100 && named * 2 > quotes, "{named} of {quotes} quotes have a speaker");
}

fn fastest(extractor: &Extractor, article: &Article) -> Duration {
    let time = || {
        let start = Instant::now();
        std::hint::black_box(extractor.extract(article));
        start.elapsed()
    };
    time().min(time())
}

fn read(text: String) -> Article {
    let origin = Origin::of_file("archive/story.txt");
    let document = Document::new(origin, Format::PlainText, text.into_bytes());
    read_article(&document, &ReadOptions::default()).unwrap()
}
