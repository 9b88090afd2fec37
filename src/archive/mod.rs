//! Finds and opens what lies on disk: walking, containers, decompression, character encodings.
//!
//! Takes paths, gives [`Document`]s: raw bytes with their [`Origin`]. Knows nothing of politics, of what an article
//! is made of, or of the index. Memory does not grow with an archive or a dump: files are walked one by one and a dump
//! is read record by record.
//!
//! ```no_run
//! use onrecord::archive::{WalkOptions, open_documents, walk};
//!
//! for file in walk(&["corpus".into()], &WalkOptions::default()) {
//!     for document in open_documents(&file?) {
//!         println!("{}", document?.origin);
//!     }
//! }
//! # Ok::<(), onrecord::archive::ArchiveError>(())
//! ```

mod encoding;
mod error;
mod file_type;
mod json_records;
mod open;
mod utf16;
mod walk;

pub use encoding::{Damage, Decoded, decode};
pub use error::ArchiveError;
pub use file_type::FileType;
pub use open::{Documents, open_documents};
pub use walk::{FileEntry, SkipReason, Walk, WalkOptions, walk};

use std::fmt;
use std::path::PathBuf;

/// Where a document lies: its file, and inside a container (a dump, a bundle) which member.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The file as the user named it or as the walk found it.
    pub path: PathBuf,
    /// Inside a container: the member's name or, for a dump of records, the record's own id, else its line number.
    pub member: Option<String>,
    /// First line of the document in its file, counted from 1 (for a dump: the record's line).
    pub line: u32,
}

impl fmt::Display for Origin {
    /// The path, and the line where the document does not begin with its file: `dump.ndjson:17`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if self.member.is_some() { write!(f, ":{}", self.line) } else { Ok(()) }
    }
}

/// What the bytes are, as far as the archive can tell from the file's name and its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Plain text of one article.
    PlainText,
    /// One JSON object: a record of a dump.
    JsonRecord,
}

/// One article's raw bytes.
#[derive(Clone, Debug)]
pub struct Document {
    pub origin: Origin,
    pub format: Format,
    pub bytes: Vec<u8>,
}
