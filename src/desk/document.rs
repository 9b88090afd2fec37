//! What became of a document that was read: as what it was taken, and what was found in it.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::archive::{Document, Format, decode_document};
use crate::article::Article;

/// A document that was read as an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadDocument {
    /// The file.
    pub path: PathBuf,
    /// The document inside a container or dump.
    pub member: Option<String>,
    /// Where it begins, counted from 1; `None` where it is the whole file or member.
    pub line: Option<u32>,
    /// As what it was read: [`Format::name`].
    pub format: &'static str,
    /// The character encoding that its bytes were taken for, where that is not the format's own business.
    pub encoding: Option<&'static str>,
    /// The headline.
    pub title: Option<String>,
    /// The posting date, and what told it.
    pub date: Option<(NaiveDate, &'static str)>,
    /// How many quotes were found, and how many of them have a speaker; `None` where the index has them already.
    pub quotes: Option<(u64, u64)>,
    /// Kinds of what was wrong with it.
    pub problems: Vec<&'static str>,
}

/// How a document's bytes are taken; kept while they go.
#[derive(Clone, Copy, Debug)]
pub(super) struct TakenAs {
    format: Format,
    encoding: Option<&'static str>,
}

impl TakenAs {
    /// `wanted` says whether anybody wants to know.
    pub fn of(document: &Document, wanted: bool) -> TakenAs {
        let format = document.format;
        let is_text = match format {
            Format::PlainText | Format::JsonRecord | Format::Markdown | Format::Nexis | Format::Factiva => true,
            Format::Html | Format::Mail | Format::Docx | Format::Pdf => false,
        };
        TakenAs { format, encoding: (wanted && is_text).then(|| decode_document(document).encoding) }
    }
}

impl ReadDocument {
    pub(super) fn new(article: &Article, taken: TakenAs, quotes: Option<(u64, u64)>) -> ReadDocument {
        let origin = &article.origin;
        ReadDocument {
            path: origin.path.clone(),
            member: origin.member.clone(),
            line: (origin.member != origin.within).then_some(origin.line),
            format: taken.format.name(),
            encoding: taken.encoding,
            title: article.title.clone(),
            date: article.posted.map(|posted| (posted.date, posted.from.name())),
            quotes,
            problems: article.problems.iter().map(|problem| problem.kind.name()).collect(),
        }
    }
}
