//! Any bytes are opened to an end: documents within the bounds, or errors that name their file, never a panic.

use onrecord::archive::{FileEntry, FileType, Given, OpenOptions, Source, open_documents_of};
use onrecord::size::Size;

const LARGEST: u64 = 10_000;

pub fn holds(bytes: &[u8]) {
    let entry = FileEntry {
        path: "archive/container".into(),
        size: bytes.len() as u64,
        modified: None,
        changed: 0,
        file_type: FileType::Text,
        source: Source::File,
        may_be_link: false,
    };
    for (format, hidden) in
        [(None, true), (Some(FileType::Warc), false), (Some(FileType::Tar), false), (Some(FileType::Zip), false)]
    {
        let options = OpenOptions { largest: Size(LARGEST), format, hidden };
        let mut documents = open_documents_of(&entry, Some(bytes.to_vec()), &options);
        let mut given = 0;
        while let Some(next) = documents.next_given() {
            match next {
                Given::Document(document) => assert!(document.bytes.len() as u64 <= 4 * LARGEST),
                Given::Error(error) => assert!(error.path() == entry.path && !error.kind().is_empty(), "{error}"),
                Given::PassedOver { origin, .. } => assert_eq!(origin.path, entry.path),
            }
            given += 1;
            assert!(given <= 16 + 2 * bytes.len(), "it does not come to an end");
        }
    }
}
