//! The reader of plain text: one file, one article.
//!
//! Takes a document's bytes, gives an [`Article`] whose text is the whole file, its header lines included.

use super::clean::{CleanText, HtmlLines, clean_text};
use super::layout::{Headline, read_layout};
use super::posted::{Clues, find_posted};
use super::{Article, ArticleError, Problem, ProblemKind, ReadOptions, Reader, find_damage, line_at};
use crate::archive::{Document, decode_document};

/// Reads [`Format::PlainText`](crate::archive::Format::PlainText).
pub struct PlainText;

impl Reader for PlainText {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let decoded = decode_document(document);
        let mut problems: Vec<Problem> = find_damage(&decoded, document.origin.line);
        if decoded.text.trim().is_empty() {
            return Err(ArticleError::Empty);
        }
        options.check_length(&decoded.text)?;
        let CleanText { text, blocks } =
            clean_text(decoded.text, HtmlLines::Lines, document.origin.line, &mut problems);
        if text.trim().is_empty() {
            return Err(ArticleError::Empty);
        }
        let layout = read_layout(&text, Headline::FirstLine, options.day_order);
        let own = |span: Option<crate::span::Span>| span.map(|span| span.of(&text).to_owned());
        let url = own(layout.url).or_else(|| document.envelope.url.clone());
        let place = document.origin.innermost();
        let name = place.to_string_lossy();
        let clues = Clues { lines: &layout.dates, field: None, url: url.as_deref(), name: &name };
        let posted = find_posted(clues, options.day_order, |at, message| {
            let line = line_at(&text, at, document.origin.line);
            problems.push(Problem { line, kind: ProblemKind::BadDate, message });
        });
        let title = layout.title.map(|span| span.of(&text).trim_end_matches(';').trim_end().to_owned());
        let (byline, outlet) = (own(layout.byline), own(layout.outlet));
        Ok(Article {
            origin: document.origin.clone(),
            title,
            byline,
            outlet,
            url,
            posted,
            updated: None,
            blocks: blocks.unwrap_or(layout.blocks),
            text,
            problems,
        })
    }
}
