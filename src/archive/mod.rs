//! Finds and opens what lies on disk: walking, containers, decompression, character encodings.
//!
//! Takes paths, gives [`Document`]s: raw bytes with their [`Origin`]. Knows nothing of politics, of what an article
//! is made of, or of the index.

mod encoding;

pub use encoding::{Damage, Decoded, decode};

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
