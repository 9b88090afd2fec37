//! Any bytes are an article or an error, never a panic; blocks hold all of the text that is not white space.

use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{ReadOptions, read_article};

pub fn holds(bytes: &[u8]) {
    for format in
        [Format::PlainText, Format::JsonRecord, Format::Html, Format::Markdown, Format::Nexis, Format::Factiva]
    {
        let origin = Origin::of_file("archive/story.txt");
        let document = Document::new(origin, format, bytes.to_vec());
        let Ok(article) = read_article(&document, &ReadOptions::default()) else { continue };
        let mut end = 0;
        for block in &article.blocks {
            assert!(end <= block.span.start() && !block.span.of(&article.text).trim().is_empty());
            assert!(article.text[end..block.span.start()].trim().is_empty());
            end = block.span.end();
        }
        assert!(article.text[end..].trim().is_empty());
    }
}
