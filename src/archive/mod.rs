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

mod bounds;
mod compressed;
mod download;
mod encoding;
mod error;
mod feed;
mod field_names;
mod file_type;
mod gzip;
mod http;
mod json_records;
mod lookahead;
mod mail;
mod mbox;
mod members;
mod open;
mod record_shape;
mod records;
mod selection;
mod skip;
mod sniff;
mod special;
mod stream;
mod table;
mod tar;
mod utf16;
mod walk;
mod warc;
mod zip;

pub use encoding::{Decoded, EncodingDamage, decode, decode_declared, decode_document};
pub use error::ArchiveError;
pub(crate) use field_names::{INNER, LANGUAGE, SUMMARY, VALUE, field_names};
pub use file_type::FileType;
pub use open::{Documents, Given, OpenOptions, open_documents, open_documents_of, open_documents_within};
pub use selection::{FolderSelection, IGNORE_FILE, PatternError, Selection};
pub use skip::SkipReason;
pub use special::{is_stream, not_to_be_read};
pub use walk::{FileEntry, Found, Source, Walk, WalkOptions, walk};

use crate::size::Size;
use chrono::{DateTime, FixedOffset};
use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

/// One article's text holds no more than this, unless the user says otherwise: finding the quotes of a text takes many
/// times its size in memory.
pub const LARGEST_ARTICLE: Size = Size(2_000_000);

/// A message or a document that holds pictures, too, has no more than this, however much its article may hold.
pub const LARGEST_DOCUMENT: Size = Size(64 << 20);

/// The path that means standard input.
pub const STANDARD_INPUT: &str = "-";

/// A path as messages name it.
pub fn shown(path: &Path) -> String {
    if path == Path::new(STANDARD_INPUT) { "standard input".to_owned() } else { path.display().to_string() }
}

/// Where a document lies: its file, and inside a container (a dump, a bundle) which member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The file as the user named it or as the walk found it.
    pub path: PathBuf,
    /// In a container (an archive of files, a crawl): the way to the member that the document is or lies in, the names of
    /// containers in each other joined by `/`: `folder/story.txt`, `pages.zip/1.html`; of a crawl the address.
    pub within: Option<String>,
    /// What names the document in its file: the member's way, and for a dump of records the record's own id, else its line
    /// number; both where the dump lies in a container: `folder/dump.ndjson:17`. `None` where it is the whole file.
    pub member: Option<String>,
    /// First line of the document in its file or member, counted from 1 (for a dump: the record's line).
    pub line: u32,
}

impl Origin {
    /// Of a document that is a whole file.
    pub fn of_file(path: impl Into<PathBuf>) -> Origin {
        Origin { path: path.into(), within: None, member: None, line: 1 }
    }

    /// Of a member of this container.
    pub fn of_member(&self, name: &str) -> Origin {
        let way = self.within.as_ref().map_or_else(|| name.to_owned(), |way| format!("{way}/{name}"));
        Origin { path: self.path.clone(), member: Some(way.clone()), within: Some(way), line: 1 }
    }

    /// Of a record that begins at this line of this dump and has no id that is known by now.
    pub fn of_line(&self, line: u32) -> Origin {
        let member = self.within.as_ref().map_or_else(|| format!("line {line}"), |way| format!("{way}:{line}"));
        Origin { member: Some(member), line, ..self.clone() }
    }

    /// The member that a record of this id is, wherever it stands in the file or member.
    pub fn record(&self, id: &str) -> String {
        self.within.as_ref().map_or_else(|| id.to_owned(), |way| format!("{way}:{id}"))
    }

    /// The file, and the way to the member in it, as a path for messages and for what a name tells: `a.zip:folder/x.txt`.
    pub fn called(&self) -> PathBuf {
        match &self.within {
            None => self.path.clone(),
            Some(way) => PathBuf::from(format!("{}:{way}", shown(&self.path))),
        }
    }

    /// The name of what it lies in: the member of a container, else the file.
    pub fn innermost(&self) -> Cow<'_, Path> {
        self.within.as_ref().map_or(Cow::Borrowed(&*self.path), |way| Cow::Owned(PathBuf::from(way)))
    }
}

impl fmt::Display for Origin {
    /// The path, the member of a container, and the line where the document does not begin with its file or member:
    /// `dump.ndjson:17`, `a.zip:dump.ndjson:17`, `a.zip:story.txt`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", shown(&self.called()))?;
        if self.member != self.within { write!(f, ":{}", self.line) } else { Ok(()) }
    }
}

/// What the bytes are, as far as the archive can tell from the file's name and its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Plain text of one article.
    PlainText,
    /// One JSON object: a record of a dump, a row of a table, an entry of a feed.
    JsonRecord,
    /// A web page.
    Html,
    /// Markdown, with or without front matter.
    Markdown,
    /// One article of a download from LexisNexis.
    Nexis,
    /// One article of a download from Factiva.
    Factiva,
    /// A message (RFC 5322).
    Mail,
    /// A Word document (Office Open XML).
    Docx,
    /// A document in PDF.
    Pdf,
}

impl Format {
    /// A short word, which stays the same in all releases.
    pub fn name(self) -> &'static str {
        match self {
            Format::PlainText => "text",
            Format::JsonRecord => "json",
            Format::Html => "html",
            Format::Markdown => "markdown",
            Format::Nexis => "nexis",
            Format::Factiva => "factiva",
            Format::Mail => "mail",
            Format::Docx => "docx",
            Format::Pdf => "pdf",
        }
    }
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
    /// Whether whoever captured them kept only a part.
    pub is_cut: bool,
}
