//! A document to its article, by the reader of its format.

use super::factiva::Factiva;
use super::json::JsonRecord;
use super::markdown::Markdown;
use super::nexis::Nexis;
use super::text::PlainText;
use super::{Article, ArticleError, Problem, ProblemKind, ReadOptions, Reader};
use crate::archive::{Document, Format};

/// Reads a document with the reader of its format.
///
/// # Errors
/// The document holds no article: it is empty, too long, or no record of a known shape.
pub fn read_article(document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
    let mut article = match document.format {
        Format::PlainText => PlainText.read(document, options),
        Format::JsonRecord => JsonRecord.read(document, options),
        Format::Html => Err(ArticleError::NoReader),
        Format::Markdown => Markdown.read(document, options),
        Format::Nexis => Nexis.read(document, options),
        Format::Factiva => Factiva.read(document, options),
    }?;
    if document.envelope.is_cut {
        let message = "whoever captured it kept only a part; the rest is not in the archive".to_owned();
        article.problems.push(Problem { line: document.origin.line, kind: ProblemKind::CutShort, message });
    }
    Ok(article)
}

/// The archive's own id of a document, by which it is known also where it holds no article; `None` where it has none, or
/// where that cannot be told.
pub fn id_of(document: &Document, options: &ReadOptions) -> Option<String> {
    match document.format {
        Format::PlainText | Format::Html | Format::Markdown | Format::Nexis => None,
        Format::Factiva => Factiva::id(document),
        Format::JsonRecord => JsonRecord::id(document, options),
    }
}
