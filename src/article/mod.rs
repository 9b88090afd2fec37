//! Raw bytes to an article: decoded text and its blocks, outlet, byline, posting date; which lines are not prose.
//!
//! Takes a [`Document`], gives an [`Article`]; one file for each format behind one trait.
//! Knows nothing of who is who, of quotes or of the index. Pure: no input or output, no clock.
//!
//! ```
//! use onrecord::archive::{Document, Format, Origin};
//! use onrecord::article::{BlockKind, ReadOptions, read_article};
//!
//! let text = "Bridge stays open\n\nPosted On:\n18th August 2016\n\nAnn Example said “no”.\n\nThe vote is on Monday.";
//! let origin = Origin::of_file("story.txt");
//! let document = Document::new(origin, Format::PlainText, text.into());
//! let article = read_article(&document, &ReadOptions::default())?;
//! assert_eq!(article.title.as_deref(), Some("Bridge stays open"));
//! assert_eq!(article.posted.map(|posted| posted.date.to_string()).as_deref(), Some("2016-08-18"));
//! assert_eq!(article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).count(), 2);
//! # Ok::<(), onrecord::article::ArticleError>(())
//! ```

mod clean;
mod dates;
mod docx;
mod downloads;
mod draft;
mod entities;
mod exported;
mod factiva;
mod fields;
mod finish;
mod front_matter;
mod header_line;
mod html;
mod json;
mod labels;
mod layout;
mod lines;
mod mail;
mod markdown;
mod mojibake;
mod nexis;
mod one_line;
mod overlay;
mod path_pattern;
#[cfg(feature = "pdf")]
mod pdf;
mod posted;
mod read;
mod settle;
mod shape;
mod text;
mod top;
mod zone;

pub use dates::{
    DateError, DayOrder, Swappable, find_date_in_name, find_date_in_url, find_month, is_year, parse_date,
    parse_date_in_words, parse_day, parse_leading_date,
};
pub(crate) use dates::{FIRST_YEAR, LAST_YEAR};
pub use exported::{ExportedArticle, ExportedBlock};
pub use fields::{FieldMap, RecordField};
pub use path_pattern::PathPattern;
pub use read::{id_of, parts, read_article};

use crate::archive::{Decoded, Document, FileType, LARGEST_ARTICLE, Origin};
use crate::size::Size;
use crate::span::Span;
use chrono::{DateTime, NaiveDate, Utc};
use std::fmt;

/// How documents are to be read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReadOptions {
    /// Which number comes first in dates that are all digits.
    pub day_order: DayOrder,
    /// The user's own names of a record's fields.
    pub field_map: FieldMap,
    /// A longer text is refused: finding its quotes would take many times its size in memory. Spans count in 32 bits,
    /// so that none is longer than 4 GiB.
    pub largest_text: Size,
    /// What the user says that the files are; `None`: what their bytes and names say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<FileType>,
    /// Whether what is hidden is read, in folders and in containers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// How dates are written in the paths of an archive that tells them nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_from_path: Option<PathPattern>,
    /// The day of the articles that tell none in any way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed_date: Option<NaiveDate>,
    /// No article is of a later day; without it any day is believed. What the clock says is no part of how an archive is
    /// read: an index does not become stale with each day.
    #[serde(skip)]
    pub latest_day: Option<NaiveDate>,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions {
            day_order: DayOrder::default(),
            field_map: FieldMap::default(),
            largest_text: LARGEST_ARTICLE,
            format: None,
            hidden: false,
            date_from_path: None,
            assumed_date: None,
            latest_day: None,
        }
    }
}

impl ReadOptions {
    /// What the options make of a document, as a line that [`ReadOptions::of_meaning`] reads.
    pub fn meaning(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| format!("{self:?}"))
    }

    /// The options of a meaning; `None` where they cannot be told from it.
    pub fn of_meaning(meaning: &str) -> Option<ReadOptions> {
        serde_json::from_str(meaning).ok()
    }

    /// Refuses a text that is too long.
    fn check_length(&self, text: &str) -> Result<(), ArticleError> {
        let (size, limit) = (Size(text.len() as u64), self.largest_text.min(Size(u32::MAX.into())));
        if size > limit { Err(ArticleError::TooLong { size, limit }) } else { Ok(()) }
    }
}

/// Why a document is no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each message says what is wrong, and with which of the values")]
pub enum ArticleError {
    #[error("the document is empty; there is nothing to read")]
    Empty,
    #[error(
        "the text has {size}, and one article may hold {limit}; split it into its articles, or raise the limit with \
         --max-article"
    )]
    TooLong { size: Size, limit: Size },
    #[error("the record holds more than {most} values and is no article; split it into its articles")]
    TooManyValues { most: usize },
    #[error("not a JSON record (line {line}, column {column}): {what}")]
    NotJson { what: String, line: u32, column: usize },
    #[error(
        "the record has no text: of its fields ({fields}) none is known to hold it, or that one is empty; \
         {}", MapShown(.guess.as_deref())
    )]
    NoText { fields: String, guess: Option<String> },
    #[error("this is {what}; name pages of articles")]
    NoArticle { what: &'static str },
    #[error("the page has more than {most} elements and is no article; save the article's page alone")]
    TooManyElements { most: usize },
    #[error("the message holds more than {most} parts within parts, which nobody's does, and is not read")]
    TooManyParts { most: usize },
    #[error("it is no message: it has no heading of From, Date and Subject")]
    NoMessage,
    #[error("{what}")]
    BadFile { what: String },
    #[error(
        "the PDF holds no text, only pictures of pages, as a scan does: read it with a program for text recognition first"
    )]
    NoTextLayer,
    #[error("this build of the program does not read {what}")]
    NotBuiltIn { what: &'static str },
    #[error("the document holds no words; there is nothing to read")]
    NoWords,
    #[error("the record says that it is an exported article, and cannot be read as one: {what}; export it again")]
    BadExport { what: String },
    #[error("“{part}” is no map of a field; write it like title=hl,text=content_raw")]
    BadMap { part: String },
    #[error("there is no field “{field}” to map; there are byline, date, id, outlet, text, title, updated and url")]
    UnknownField { field: String },
    #[error("“{pattern}” is no pattern of a date in paths: {what}; write it like %Y/%m/%d or %Y-%m-%d-*.txt")]
    BadPathPattern { pattern: String, what: String },
}

impl ArticleError {
    /// The kind of what is no JSON: a torn record.
    pub const NOT_JSON: &str = "not_json";

    /// A short word for the kind of error, which stays the same in all releases: programs count and filter by it.
    pub fn kind(&self) -> &'static str {
        match self {
            ArticleError::Empty => "empty",
            ArticleError::TooLong { .. } => "too_large",
            ArticleError::TooManyValues { .. } => "too_many_values",
            ArticleError::NotJson { .. } => ArticleError::NOT_JSON,
            ArticleError::NoText { .. } => "no_text",
            ArticleError::NoArticle { .. } => "no_article",
            ArticleError::TooManyElements { .. } => "too_many_values",
            ArticleError::TooManyParts { .. } => "too_many_parts",
            ArticleError::NoMessage => "no_message",
            ArticleError::BadFile { .. } => "bad_file",
            ArticleError::NoTextLayer => "no_text_layer",
            ArticleError::NotBuiltIn { .. } => "not_built_in",
            ArticleError::NoWords => "empty",
            ArticleError::BadExport { .. } => "bad_export",
            ArticleError::BadMap { .. } | ArticleError::UnknownField { .. } => "bad_map",
            ArticleError::BadPathPattern { .. } => "bad_pattern",
        }
    }

    /// The line of the file that it is about, counted from 1, where that is not the document's first.
    pub fn line(&self) -> Option<u32> {
        match self {
            ArticleError::NotJson { line, .. } => Some(*line),
            _ => None,
        }
    }
}

/// Reads documents of one format.
pub trait Reader {
    /// Reads one document.
    ///
    /// # Errors
    /// The document holds no article; what can be lived with is among [`Article::problems`] instead.
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError>;
}

/// The line of the file at a byte of the text, which begins at line `first`.
fn line_at(text: &str, at: usize, first: u32) -> u32 {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', before).count();
    first.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX))
}

/// What to type where a record's text is not known by its name; with the field that holds the longest text, if any does.
struct MapShown<'a>(Option<&'a str>);

impl fmt::Display for MapShown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(path) if path.contains([' ', '\'', '"', '$', '*', '\\']) => {
                write!(f, "the longest text is there: --map 'text={}'", path.replace('\'', r"'\''"))
            }
            Some(path) => write!(f, "the longest text is there: --map text={path}"),
            None => f.write_str("name the right one with --map text=FIELD"),
        }
    }
}

/// What was wrong with a document's bytes, and what was guessed of their encoding; the document begins at line `first`.
fn find_damage(decoded: &Decoded<'_>, first: u32) -> Vec<Problem> {
    let mut found = Vec::new();
    if decoded.is_guessed {
        let message = format!("the encoding is not declared; the text was read as {}", decoded.encoding);
        found.push(Problem { line: first, kind: ProblemKind::Encoding, message });
    }
    if let Some(damage) = decoded.damage {
        let places = if damage.places == 1 { "one place" } else { "several places" };
        found.push(Problem {
            line: first.saturating_add(damage.line - 1),
            kind: ProblemKind::BadBytes,
            message: format!(
                "bytes that are not {} were read as “\u{fffd}” in {places}; save the file as UTF-8",
                decoded.encoding
            ),
        });
    }
    found
}

/// A normalised document.
#[derive(Clone, Debug)]
pub struct Article {
    /// The document that it was read from.
    pub origin: Origin,
    /// The headline, trimmed; `None` where the document has none.
    pub title: Option<String>,
    /// Who wrote it, without `By`.
    pub byline: Option<String>,
    /// The paper, agency or site, as the article calls it.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The posting date and where it was read.
    pub posted: Option<Posted>,
    /// The day of the last change that the document tells, where it tells one beside the posting date.
    pub updated: Option<NaiveDate>,
    /// The moment at which somebody fetched it, where that is told: of two versions of an address without days, it says which
    /// is the later one.
    pub captured: Option<DateTime<Utc>>,
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
    /// The day, in the time zone in which it was written.
    pub date: NaiveDate,
    /// Where the day was read.
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
    /// The path, read by the user's pattern.
    PathPattern,
    /// The file's name or the record's id.
    Filename,
    /// The user's word, where nothing else told a day.
    Assumed,
    /// The day on which a document's file was made.
    Created,
}

impl DateSource {
    /// The word used in records: `posted-on`, `json`, `meta`, `url`, `path-pattern`, `filename`, `assumed` or `created`.
    pub fn name(self) -> &'static str {
        match self {
            DateSource::PostedOn => "posted-on",
            DateSource::Json => "json",
            DateSource::Meta => "meta",
            DateSource::Url => "url",
            DateSource::PathPattern => "path-pattern",
            DateSource::Filename => "filename",
            DateSource::Assumed => "assumed",
            DateSource::Created => "created",
        }
    }

    /// The source of that name.
    pub fn with_name(name: &str) -> Option<DateSource> {
        use DateSource::*;
        [PostedOn, Json, Meta, Url, PathPattern, Filename, Assumed, Created]
            .into_iter()
            .find(|source| source.name() == name)
    }
}

/// A stretch of the text that is one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of [`Article::text`]; no white space at either end.
    pub span: Span,
}

/// What a block is. Only paragraphs are prose, in which quotes are looked for; headlines and subheadings are the
/// article's own words besides, and the rest is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// The article's title.
    Headline,
    /// A posting date, byline, share line or the like.
    Meta,
    /// What stands below a picture.
    Caption,
    /// Who made a picture, or whose it is.
    Credit,
    /// The headline of another article, standing among the paragraphs.
    RelatedLink,
    /// A line that heads the paragraphs behind it.
    Subheading,
    /// Prose.
    Paragraph,
}

impl BlockKind {
    /// All kinds. An index keeps a kind as its place here: new ones are put behind these.
    pub const ALL: [BlockKind; 7] = [
        BlockKind::Headline,
        BlockKind::Meta,
        BlockKind::Caption,
        BlockKind::Credit,
        BlockKind::RelatedLink,
        BlockKind::Subheading,
        BlockKind::Paragraph,
    ];

    /// The word used in JSON: `headline`, `meta`, `caption`, `credit`, `related-link`, `subheading`, `paragraph`.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Headline => "headline",
            BlockKind::Meta => "meta",
            BlockKind::Caption => "caption",
            BlockKind::Credit => "credit",
            BlockKind::RelatedLink => "related-link",
            BlockKind::Subheading => "subheading",
            BlockKind::Paragraph => "paragraph",
        }
    }

    /// The kind of that name.
    pub fn with_name(name: &str) -> Option<BlockKind> {
        BlockKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Something wrong with a document that did not stop it from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, counted from 1.
    pub line: u32,
    /// What it is about.
    pub kind: ProblemKind,
    /// A sentence for the user, without path and line.
    pub message: String,
}

/// What a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Bytes that are no characters in the text's encoding.
    BadBytes,
    /// A date that does not exist or cannot be read.
    BadDate,
    /// The text was cut where it was taken from.
    CutShort,
    /// The encoding is not declared and was guessed.
    Encoding,
    /// Entities of HTML in a text without tags, which were decoded.
    Entities,
    /// The text was HTML inside of something else, and was read without its tags.
    Html,
    /// Characters that UTF-8 had become when it was read as another encoding, which were mended.
    Mojibake,
    /// There is no text; a summary was read in its place.
    OnlySummary,
    /// A date that stands for one which the document does not tell.
    WeakDate,
    /// A text that was put together from places on pages, and may be wrong.
    PdfText,
}

impl ProblemKind {
    /// A short word, which stays the same in all releases: programs count and filter by it.
    pub fn name(self) -> &'static str {
        match self {
            ProblemKind::BadBytes => "bad_bytes",
            ProblemKind::BadDate => "bad_date",
            ProblemKind::CutShort => "cut_short",
            ProblemKind::Encoding => "encoding_guessed",
            ProblemKind::Entities => "entities",
            ProblemKind::Html => "html_inside",
            ProblemKind::Mojibake => "mojibake",
            ProblemKind::OnlySummary => "only_summary",
            ProblemKind::WeakDate => "weak_date",
            ProblemKind::PdfText => "pdf_text",
        }
    }

    /// Whether nothing is wrong with the document: it says how it was read, which somebody may want to know.
    pub fn is_note(self) -> bool {
        !matches!(self, ProblemKind::BadBytes | ProblemKind::BadDate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Format;
    use proptest::prelude::*;

    fn document(format: Format, bytes: Vec<u8>) -> Document {
        Document::new(Origin::of_file("archive/story.txt"), format, bytes)
    }

    /// Blocks stand in order, without white space at their ends, and hold all that is not white space.
    fn check_blocks(article: &Article) {
        let mut end = 0;
        for block in &article.blocks {
            let text = block.span.of(&article.text);
            assert!(!text.is_empty() && text.trim() == text, "{block:?} is {text:?}");
            assert!(end <= block.span.start(), "{block:?} begins before {end}");
            let between = &article.text[end..block.span.start()];
            assert!(between.trim().is_empty(), "{between:?} is in no block");
            end = block.span.end();
        }
        assert!(article.text[end..].trim().is_empty(), "{:?} is in no block", &article.text[end..]);
    }

    /// Pieces that the layout looks at, and others.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => prop::sample::select(vec![
                "\n", "\n\n", "\r\n", "\r", "\u{a0}", " ", "  ", "\t", "Posted On:", "18 August 2016", "31 February 2016", "By ",
                "Ann Example", "PA Images", "(Picture: PA)", "Read more: ", "Related:", "“", "”", "\"", "'", ".", ",", ";",
                ":", "|", " - ", "She said", "a bridge that stays open to lorries", "Bridge 'stays open'", "https://a.example/2016/08/18/x",
                "Title: ", "Source: ", "é", "\u{2028}", "\u{feff}", "Published on ", "10:30", "WALLACE: ", "Getty/",
            ]).prop_map(str::to_owned),
            1 => ".{0,12}",
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_text_is_covered_by_blocks(text in pieces()) {
            if let Ok(article) = read_article(&document(Format::PlainText, text.clone().into_bytes()), &ReadOptions::default()) {
                check_blocks(&article);
                // What was misread, or is HTML, is mended and told.
                if !article.problems.iter().any(|problem| problem.kind.is_note()) {
                    prop_assert_eq!(&article.text, text.strip_prefix('\u{feff}').unwrap_or(&text));
                }
            }
        }

        #[test]
        fn any_record_is_covered_by_blocks(text in pieces(), title in pieces(), date in pieces()) {
            let json = serde_json::json!({"title": title, "text": text, "date": date, "author": [title]}).to_string();
            if let Ok(article) = read_article(&document(Format::JsonRecord, json.into_bytes()), &ReadOptions::default()) {
                check_blocks(&article);
                if !article.problems.iter().any(|problem| problem.kind.is_note()) {
                    prop_assert_eq!(article.text, text);
                }
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            for format in [Format::PlainText, Format::JsonRecord, Format::Html, Format::Markdown, Format::Nexis, Format::Factiva] {
                if let Ok(article) = read_article(&document(format, bytes.clone()), &ReadOptions::default()) {
                    check_blocks(&article);
                }
            }
        }
    }

    /// Cost must grow with the text and not faster; a step that looks back would need minutes here.
    #[test]
    fn long_texts_of_every_kind_are_read_at_once() {
        let one_line = "He said “no” to it. ".repeat(50_000);
        let short_lines = "Ann Example (PA)\n".repeat(60_000);
        let headings = "Bridge 'stays open'\n\n".repeat(50_000);
        let blank = "\n\u{a0}\r\n".repeat(200_000);
        let labels = "By | Posted On: | , 1 ".repeat(40_000);
        let colons = ":\n".repeat(200_000);
        for text in [one_line, short_lines, headings, blank, labels, colons] {
            let started = std::time::Instant::now();
            if let Ok(article) = read_article(&document(Format::PlainText, text.into_bytes()), &ReadOptions::default())
            {
                check_blocks(&article);
            }
            assert!(started.elapsed().as_secs() < 20);
        }
    }

    /// The real article, where it is at hand.
    #[test]
    fn the_real_article_is_parted_rightly() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles/000_7576b873b3033e19.txt");
        let Ok(bytes) = std::fs::read(&path) else {
            println!("skipped: {} is not at hand", path.display());
            return;
        };
        let article = read_article(&document(Format::PlainText, bytes), &ReadOptions::default()).unwrap();
        check_blocks(&article);
        assert_eq!(article.title.as_deref().map(str::len), Some(71));
        let posted = article.posted.map(|posted| (posted.date.to_string(), posted.from.name()));
        assert_eq!(posted, Some(("2016-08-18".to_owned(), "posted-on")));
        let kinds: String = article
            .blocks
            .iter()
            .map(|block| match block.kind {
                BlockKind::Headline => 'H',
                BlockKind::Meta => 'M',
                BlockKind::Caption => 'c',
                BlockKind::Credit => 'r',
                BlockKind::RelatedLink => 'L',
                BlockKind::Subheading => 'S',
                BlockKind::Paragraph => 'P',
            })
            .collect();
        assert_eq!(kinds, "HMMPcrPPLLLLPPPPPPPPPPPPPP");
        assert!(article.problems.is_empty());
    }
}
