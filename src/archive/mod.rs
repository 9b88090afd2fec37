//! Finds and opens what lies on disk: walking, containers, decompression, character encodings.
//!
//! Takes paths, gives [`Document`]s: raw bytes with their [`Origin`]. Knows nothing of politics, of what an article
//! is made of, or of the index. Memory does not grow with an archive or a dump: files are walked one by one and a dump
//! is read record by record; what is too large to be an article is refused before it is in memory.
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
mod special;
mod utf16;
mod walk;

pub use encoding::{Decoded, EncodingDamage, decode};
pub use error::ArchiveError;
pub use file_type::FileType;
pub use open::{Documents, open_documents, open_documents_of, open_documents_within};
pub use special::{is_stream, not_to_be_read};
pub use walk::{FileEntry, Found, SkipReason, Source, Walk, WalkOptions, walk};

use crate::size::Size;
use chrono::{DateTime, FixedOffset};
use std::fmt;
use std::path::{Path, PathBuf};

/// One article's text holds no more than this, unless the user says otherwise: finding the quotes of a text takes many
/// times its size in memory.
pub const LARGEST_ARTICLE: Size = Size(2_000_000);

/// The path that means standard input.
pub const STANDARD_INPUT: &str = "-";

/// A path as messages name it.
pub fn shown(path: &Path) -> String {
    if path == Path::new(STANDARD_INPUT) { "standard input".to_owned() } else { path.display().to_string() }
}

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
        write!(f, "{}", shown(&self.path))?;
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
    /// Where the bytes come from.
    pub origin: Origin,
    /// How they are read.
    pub format: Format,
    /// The bytes themselves, as they were found.
    pub bytes: Vec<u8>,
    /// What is known of them from around them.
    pub envelope: Envelope,
}

impl Document {
    /// Bytes of which nothing more is known.
    pub fn new(origin: Origin, format: Format, bytes: Vec<u8>) -> Document {
        Document { origin, format, bytes, envelope: Envelope::default() }
    }
}

/// What a container, a message or a connection tells of a document beside its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The address that the bytes were fetched from.
    pub url: Option<String>,
    /// The character encoding that was declared for them, as it was written.
    pub charset: Option<String>,
    /// When they were captured: no article is of a later day.
    pub captured: Option<DateTime<FixedOffset>>,
}
