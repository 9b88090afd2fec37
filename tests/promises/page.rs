//! Any bytes are a page with an article, one with several, or an error, never a panic; blocks hold all of the text that is
//! not white space, and no tag is left where the page had none as text.

use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{ReadOptions, parts, read_article};

pub fn holds(bytes: &[u8]) {
    let document = Document::new(Origin::of_file("archive/page.html"), Format::Html, bytes.to_vec());
    let options = ReadOptions::default();
    let documents = parts(&document, &options).unwrap_or_else(|| vec![document]);
    for document in documents {
        let Ok(article) = read_article(&document, &options) else { continue };
        let mut end = 0;
        for block in &article.blocks {
            let words = block.span.of(&article.text);
            assert!(end <= block.span.start() && !words.is_empty() && words.trim() == words);
            assert!(article.text[end..block.span.start()].trim().is_empty());
            end = block.span.end();
        }
        assert!(article.text[end..].trim().is_empty());
        if let (Some(posted), Some(updated)) = (article.posted, article.updated) {
            assert!(posted.date <= updated);
        }
    }
}
