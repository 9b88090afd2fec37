//! A document to its article, by the reader of its format.

use super::docx::Docx;
use super::factiva::Factiva;
use super::html::{HtmlPage, posts_of};
use super::json::JsonRecord;
use super::mail::{self, Mail};
use super::markdown::Markdown;
use super::nexis::Nexis;
#[cfg(feature = "pdf")]
use super::pdf::Pdf;
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
        Format::Html => HtmlPage.read(document, options),
        Format::Markdown => Markdown.read(document, options),
        Format::Nexis => Nexis.read(document, options),
        Format::Factiva => Factiva.read(document, options),
        Format::Mail => Mail.read(document, options),
        Format::Docx => Docx.read(document, options),
        #[cfg(feature = "pdf")]
        Format::Pdf => Pdf.read(document, options),
        #[cfg(not(feature = "pdf"))]
        Format::Pdf => Err(ArticleError::NotBuiltIn { what: "PDF" }),
    }?;
    if document.envelope.is_cut {
        let message = "whoever captured it kept only a part; the rest is not in the archive".to_owned();
        article.problems.push(Problem { line: document.origin.line, kind: ProblemKind::CutShort, message });
    }
    Ok(article)
}

/// The documents that a document is made of and that are articles of their own: the posts of a live blog, each with its own
/// day; a message and the articles that are attached to it. `None` where the document is one article. A document's parts are
/// read instead of it.
pub fn parts(document: &Document, _options: &ReadOptions) -> Option<Vec<Document>> {
    match document.format {
        Format::Html => posts_of(document),
        Format::Mail => {
            let posts = |part: Document| match part.format {
                Format::Html => posts_of(&part).unwrap_or_else(|| vec![part]),
                _ => vec![part],
            };
            Some(mail::parts_of(document)?.into_iter().flat_map(posts).collect())
        }
        _ => None,
    }
}

/// The archive's own id of a document, by which it is known also where it holds no article; `None` where it has none, or
/// where that cannot be told.
pub fn id_of(document: &Document, options: &ReadOptions) -> Option<String> {
    match document.format {
        Format::PlainText
        | Format::Html
        | Format::Markdown
        | Format::Nexis
        | Format::Mail
        | Format::Docx
        | Format::Pdf => None,
        Format::Factiva => Factiva::id(document),
        Format::JsonRecord => JsonRecord::id(document, options),
    }
}
