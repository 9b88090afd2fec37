//! Raw bytes to an article: decoded text and its blocks, outlet, byline, posting date; which lines are not prose.
//!
//! Takes a [`Document`](crate::archive::Document), gives an [`Article`]; one file for each format behind one trait.
//! Knows nothing of who is who, of quotes or of the index. Pure: no input or output, no clock.

mod dates;
mod fields;
mod json;
mod labels;
mod layout;
mod lines;
mod posted;
mod settle;
mod shape;
mod text;

pub use dates::{DateError, DayOrder, Swappable, find_date_in_name, find_date_in_url, parse_date, parse_leading_date};
pub use fields::{Field, FieldMap};

use crate::archive::{Decoded, Document, Format, Origin};
use crate::span::Span;
use chrono::NaiveDate;

/// How documents are to be read.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// Which number comes first in dates that are all digits.
    pub day_order: DayOrder,
    /// The user's own names of a record's fields.
    pub field_map: FieldMap,
}

/// Why a document is no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    #[error("the document is empty; there is nothing to read")]
    Empty,
    #[error("the text is longer than 4 GiB; split the file into its articles")]
    TooLong,
    #[error("not a JSON record (line {line}, column {column}): {what}")]
    NotJson { what: String, line: u32, column: usize },
    #[error("the record has no text: none of its fields ({fields}) is known to hold it; name it with --map text=FIELD")]
    NoText { fields: String },
    #[error("“{part}” is no map of a field; write it like title=hl,text=content_raw")]
    BadMap { part: String },
    #[error("there is no field “{field}” to map; there are byline, date, id, outlet, text, title and url")]
    UnknownField { field: String },
}

/// Reads documents of one format.
pub trait Reader {
    /// Reads one document.
    ///
    /// # Errors
    /// The document holds no article; what can be lived with is among [`Article::problems`] instead.
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError>;
}

/// Reads a document with the reader of its format.
///
/// # Errors
/// The document holds no article: it is empty, too long, or no record of a known shape.
pub fn read_article(document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
    match document.format {
        Format::PlainText => text::PlainText.read(document, options),
        Format::JsonRecord => json::JsonRecord.read(document, options),
    }
}

/// The line of the file at a byte of the text, which begins at line `first`.
fn line_at(text: &str, at: usize, first: u32) -> u32 {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', before).count();
    first.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX))
}

/// Bytes that could not be read, as a problem of a document that begins at line `first`.
fn find_damage(decoded: &Decoded<'_>, first: u32) -> Option<Problem> {
    let damage = decoded.damage?;
    let places = if damage.places == 1 { "one place" } else { "several places" };
    Some(Problem {
        line: first.saturating_add(damage.line - 1),
        message: format!(
            "bytes that are not {} were read as “\u{fffd}” in {places}; save the file as UTF-8",
            decoded.encoding
        ),
    })
}

/// A normalised document.
#[derive(Clone, Debug)]
pub struct Article {
    pub origin: Origin,
    /// The headline, trimmed; `None` where the document has none.
    pub title: Option<String>,
    pub byline: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    /// The posting date and where it was read.
    pub posted: Option<Posted>,
    /// The decoded text, exactly as it stands in the file or record: newlines and spaces untouched, so that
    /// offsets lead back to it.
    pub text: String,
    /// What each stretch of the text is, in order, without overlaps; white space between blocks belongs to none.
    pub blocks: Vec<Block>,
    /// What was wrong with the document and could be lived with (an impossible date, bad bytes).
    pub problems: Vec<Problem>,
}

/// The day an article was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    pub date: NaiveDate,
    pub from: DateSource,
}

/// Where a posting date was read, in falling order of trust. The names in JSON are those of [`DateSource::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateSource {
    /// A "Posted On" label.
    PostedOn,
    /// A field of a JSON record.
    Json,
    /// A "Published", "Updated" or "Date" line.
    Meta,
    /// The URL.
    Url,
    /// The file's name or the record's id.
    Filename,
}

impl DateSource {
    /// The word used in records: `posted-on`, `json`, `meta`, `url` or `filename`.
    pub fn name(self) -> &'static str {
        match self {
            DateSource::PostedOn => "posted-on",
            DateSource::Json => "json",
            DateSource::Meta => "meta",
            DateSource::Url => "url",
            DateSource::Filename => "filename",
        }
    }
}

/// A stretch of the text that is one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Bytes of [`Article::text`]; no white space at either end.
    pub span: Span,
}

/// What a block is; only headlines, subheadings and paragraphs are the article's own prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    Headline,
    /// A posting date, byline, share line or the like.
    Meta,
    Caption,
    Credit,
    /// The headline of another article, standing among the paragraphs.
    RelatedLink,
    Subheading,
    Paragraph,
}

/// Something wrong with a document that did not stop it from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, counted from 1.
    pub line: u32,
    /// A sentence for the user, without path and line.
    pub message: String,
}
