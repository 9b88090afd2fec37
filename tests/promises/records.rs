//! Any bytes under any name come to an end as documents and errors, each document is an article or an error, and of neither
//! there are more than bytes; blocks hold all of the text that is not white space.

use onrecord::archive::{FileEntry, FileType, OpenOptions, Source, open_documents_of};
use onrecord::article::{ReadOptions, read_article};
use onrecord::size::Size;

pub fn holds(bytes: &[u8]) {
    for name in ["text", "json", "ndjson", "csv", "feed", "nexis", "factiva", "markdown"] {
        for largest in [200, 100_000] {
            let entry = FileEntry {
                path: "archive/file".into(),
                size: bytes.len() as u64,
                modified: None,
                changed: 0,
                file_type: FileType::with_name(name).unwrap_or(FileType::Text),
                source: Source::File,
                may_be_link: false,
            };
            let options = OpenOptions { largest: Size(largest), ..OpenOptions::default() };
            let mut items = 0;
            for document in open_documents_of(&entry, Some(bytes.to_vec()), &options) {
                items += 1;
                assert!(items <= bytes.len() + 1, "{name}: more items than bytes");
                let Ok(document) = document else { continue };
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
    }
}
