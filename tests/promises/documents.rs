//! Any bytes that are called a message, a Word document or a PDF are an article or an error, in bounded time, never a panic;
//! blocks hold all of the text that is not white space; what is attached holds the same promise.

use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{ReadOptions, parts, read_article};

pub fn holds(bytes: &[u8]) {
    for format in [Format::Mail, Format::Docx, Format::Pdf] {
        let document = Document::new(Origin::of_file("archive/story"), format, bytes.to_vec());
        let options = ReadOptions::default();
        for part in parts(&document, &options).unwrap_or_else(|| vec![document]) {
            let Ok(article) = read_article(&part, &options) else { continue };
            let mut end = 0;
            for block in &article.blocks {
                assert!(end <= block.span.start() && !block.span.of(&article.text).trim().is_empty());
                assert!(article.text[end..block.span.start()].trim().is_empty());
                end = block.span.end();
            }
            assert!(article.text[end..].trim().is_empty());
        }
    }
}
