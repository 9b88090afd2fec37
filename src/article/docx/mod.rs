//! The reader of Word documents (Office Open XML, ECMA-376).
//!
//! Takes the bytes of a `.docx`, gives an [`Article`] of its paragraphs: what a style calls a title, heading or caption is
//! that, header lines among the others are read as in plain text. Footnotes, deleted and hidden text are left out. In order
//! of the flow: `package.rs` takes files out of the package, `body.rs` reads paragraphs.

mod body;
mod package;

use super::draft::TextDraft;
use super::finish::{FoundArticle, own_name};
use super::layout::Headline;
use super::overlay::{Known, read_overlay};
use super::posted::Clues;
use super::shape::is_names;
use super::{Article, ArticleError, BlockKind, Problem, ProblemKind, ReadOptions, Reader};
use crate::archive::Document;
use crate::span::Span;
use body::{DocxParagraph, ParagraphStyle, read_body, read_styles};
use package::Package;

/// Reads [`Format::Docx`](crate::archive::Format::Docx).
pub struct Docx;

impl Reader for Docx {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let mut package = Package::open(&document.bytes)?;
        let styles = package.styles().map(|xml| read_styles(&xml)).unwrap_or_default();
        let body = read_body(&package.main()?, &styles, options.largest_text.0)?;
        let properties = package.properties();
        let (text, stretches, title) = write_text(&body.paragraphs);
        if text.is_empty() {
            return Err(ArticleError::NoWords);
        }
        options.check_length(&text)?;
        let headline = title.as_deref().map_or(Headline::FirstLine, Headline::Known);
        let layout = read_overlay(&text, &stretches, headline, options.day_order);
        let mut found = FoundArticle::of_layout(document, text, layout);
        found.title = title.or(found.title).or(properties.title);
        // Who made the file need not have written the article.
        let creator = properties
            .creator
            .filter(|name| is_names(name) && name.contains(' ') && found.text.contains(name.as_str()));
        found.byline = found.byline.or(creator);
        found.problems.extend(body.damage.map(|damage| {
            let message = format!("the document is damaged: {damage}; what stands behind that was not read");
            Problem { line: document.origin.line, kind: ProblemKind::CutShort, message }
        }));
        let name = own_name(document);
        Ok(found.finish(Clues { name: &name, created: properties.created, ..Clues::default() }, options))
    }
}

/// The text of the paragraphs, what is known of each, and the title where a style tells it.
fn write_text(paragraphs: &[DocxParagraph]) -> (String, Vec<(Span, Known)>, Option<String>) {
    let has_title = paragraphs.iter().any(|it| it.style == ParagraphStyle::Title);
    let mut title: Option<String> = None;
    let mut draft = TextDraft::default();
    let mut known = Vec::new();
    for paragraph in paragraphs {
        let before = draft.len();
        draft.push(BlockKind::Paragraph, &paragraph.words);
        if draft.len() == before {
            continue;
        }
        let is_first = known.is_empty();
        let is_title = title.is_none()
            && match paragraph.style {
                ParagraphStyle::Title => true,
                ParagraphStyle::Heading => is_first && !has_title,
                _ => false,
            };
        if is_title {
            title = Some(paragraph.words.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        known.push(match paragraph.style {
            _ if is_title => Known::Kind(BlockKind::Headline),
            ParagraphStyle::Title | ParagraphStyle::Heading => Known::Kind(BlockKind::Subheading),
            ParagraphStyle::Caption => Known::Kind(BlockKind::Caption),
            ParagraphStyle::ListItem => Known::Alone,
            ParagraphStyle::Plain => Known::Nothing,
        });
    }
    let (text, blocks) = draft.finish();
    (text, blocks.iter().map(|block| block.span).zip(known).collect(), title)
}

#[cfg(test)]
mod tests;
