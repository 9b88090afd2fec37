//! Any text has quotes, none or some, never a panic; each is the article's text, its segments in order, and lies within
//! its context.

use std::sync::LazyLock;

use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{ReadOptions, read_article};
use onrecord::people::Register;
use onrecord::quotes::Extractor;

static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::embedded().expect("the embedded tables are sound"));
static EXTRACTOR: LazyLock<Extractor<'static>> = LazyLock::new(|| Extractor::new(&REGISTER));

pub fn holds(bytes: &[u8]) {
    let origin = Origin::of_file("archive/story.txt");
    let document = Document::new(origin, Format::PlainText, bytes.to_vec());
    let Ok(article) = read_article(&document, &ReadOptions::default()) else { return };
    for quote in EXTRACTOR.extract(&article) {
        assert!(!quote.segments.is_empty());
        assert!(quote.segments.is_sorted_by(|one, other| one.end() <= other.start()), "{:?}", quote.segments);
        for segment in &quote.segments {
            assert!(!segment.of(&article.text).is_empty());
            assert!(quote.context.start() <= segment.start() && segment.end() <= quote.context.end());
        }
        assert!((0.0..=1.0).contains(&quote.confidence), "{}", quote.confidence);
    }
}
