//! The reader of plain text: one file, one article.
//!
//! Takes a document's bytes, gives an [`Article`] whose text is the whole file, its front matter and header lines included;
//! what front matter says counts before what is read from lines.

use super::clean::{CleanText, HtmlLines, clean_text, mend};
use super::dates::parse_leading_date;
use super::fields::RecordField;
use super::finish::FoundArticle;
use super::front_matter::{FrontMatter, find_front_matter};
use super::header_line::clean_names;
use super::layout::{DateLabel, DateLine, Headline, Layout, read_layout};
use super::posted::Clues;
use super::top::{is_article_address, split_site_name};
use super::zone::Home;
use super::{Article, ArticleError, Problem, ReadOptions, Reader, find_damage};
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
        let line = document.origin.line;
        // Tags in front matter are not those of the text.
        let CleanText { text, blocks } = match find_front_matter(&decoded.text) {
            Some(_) => CleanText { text: mend(decoded.text, line, &mut problems).into_owned(), blocks: None },
            None => clean_text(decoded.text, HtmlLines::Lines, line, &mut problems),
        };
        if text.trim().is_empty() {
            return Err(ArticleError::Empty);
        }
        let front = find_front_matter(&text);
        let layout = read_whole(&text, front.as_ref(), options);
        let title = layout.title.map(|span| span.of(&text).trim_end_matches(';').trim_end());
        let (title, site) = title.map_or((None, None), |title| {
            let (title, site) = split_site_name(title);
            (Some(title.to_owned()), site.map(str::to_owned))
        });
        let of_front =
            |field: RecordField| front.as_ref().and_then(|front| front.find(field)).map(|value| value.text.clone());
        // "source: https://…" is where a note was taken from.
        let (source, outlet) = match of_front(RecordField::Outlet) {
            Some(source) if source.contains("://") => (Some(source), None),
            outlet => (None, outlet),
        };
        let of_front_url = of_front(RecordField::Url).filter(|url| url.contains("://"));
        let authors = front.as_ref().map_or(&[][..], |front| front.find_all(RecordField::Byline));
        let authors: Vec<&str> = authors.iter().map(|author| author.text.as_str()).collect();

        let of_front_title = of_front(RecordField::Title);
        let language = front.as_ref().and_then(|front| front.find_language().map(str::to_owned));
        let authors = authors.join(", ");
        let mut found = FoundArticle::of_layout(document, text, layout);
        found.problems = problems;
        found.title = of_front_title.or(title);
        found.byline = match authors.is_empty() {
            true => found.byline.map(|names| clean_names(&names).to_owned()),
            false => Some(authors),
        };
        found.outlet = outlet.or(found.outlet).or(site);
        found.url = of_front_url.or(source).filter(|url| is_article_address(url)).or(found.url);
        found.blocks = blocks.unwrap_or(found.blocks);
        let name = document.origin.innermost();
        let home = Home::of(found.url.as_deref(), language.as_deref());
        Ok(found.finish(Clues { name: &name.to_string_lossy(), home, ..Clues::default() }, options))
    }
}

/// The layout of a text, with the front matter above it where it has that.
fn read_whole(text: &str, front: Option<&FrontMatter>, options: &ReadOptions) -> Layout {
    let Some(front) = front else { return read_layout(text, Headline::FirstLine, options.day_order) };
    let title = front.find(RecordField::Title);
    let headline = title.map_or(Headline::FirstLine, |title| Headline::Known(&title.text));
    let behind = text.get(front.span.end()..).unwrap_or("");
    let mut layout = read_layout(behind, headline, options.day_order).moved(front.span.end());
    layout.blocks.splice(0..0, front.blocks(text, title.map(|title| title.span)));
    let date_of = |label: DateLabel, field: RecordField| {
        let value = front.find(field)?;
        let written = value.span.of(text);
        let at = value.span.start() + written.find(|c: char| c.is_alphanumeric()).unwrap_or(0);
        let date = parse_leading_date(&value.text, options.day_order).map(|(date, _)| date);
        Some(DateLine { label, at, date })
    };
    let dates = [(DateLabel::Published, RecordField::Date), (DateLabel::Updated, RecordField::Updated)];
    layout.dates.splice(0..0, dates.into_iter().filter_map(|(label, field)| date_of(label, field)));
    layout
}
