//! The reader of PDF with a text layer (ISO 32000-2).
//!
//! Takes the bytes of a PDF, gives an [`Article`] whose text is put together from the places of letters; that it may be
//! wrong is told. In order of the flow: `guard.rs` refuses what could not be parsed within bounds, `page.rs` finds the
//! letters of a page and `font.rs` with `cmap.rs` what they are, `columns.rs` puts them in lines and columns,
//! `paragraphs.rs` in paragraphs.

mod cmap;
mod columns;
mod font;
mod guard;
mod page;
mod paragraphs;
#[cfg(test)]
mod tests;

use super::draft::TextDraft;
use super::finish::{FoundArticle, own_name};
use super::layout::Headline;
use super::overlay::{Known, read_overlay};
use super::posted::Clues;
use super::{Article, ArticleError, BlockKind, Problem, ProblemKind, ReadOptions, Reader};
use crate::archive::Document;
use crate::span::Span;
use chrono::NaiveDate;
use columns::{columns_of, pieces_of};
use hayro_syntax::{LoadPdfError, Pdf as PdfFile};
use page::{Budget, letters_of};
use paragraphs::{LetterRun, PageColumns, paragraphs_of};

/// Reads [`Format::Pdf`](crate::archive::Format::Pdf).
pub struct Pdf;

/// A PDF of more pages is no article.
const MOST_PAGES: usize = 2_000;
/// Headings are larger than the text by this factor.
const LARGER: f32 = 1.15;
const LONGEST_HEADING: usize = 300;
/// What is shorter, in bytes, may be a heading of the text's own size, a line of a table, a caption.
const SHORT: usize = 120;
/// Of so many letters, in hundredths, it must be known what they are.
const LEAST_KNOWN: usize = 80;

impl Reader for Pdf {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let refuse = |what: &str| ArticleError::BadFile { what: what.to_owned() };
        guard::check(&document.bytes)?;
        let file = PdfFile::new(document.bytes.clone()).map_err(|error| match error {
            LoadPdfError::Decryption(_) => refuse("the PDF is encrypted, and is not read: save it without a password"),
            LoadPdfError::Invalid => refuse("the PDF is damaged, and cannot be read"),
        })?;
        let (pages, budget) = read_pages(&file)?;
        let runs = paragraphs_of(pages);
        let known: usize = runs.iter().map(|run| run.words.chars().count()).sum();
        if known * 100 < (known + budget.unknown) * LEAST_KNOWN {
            return Err(refuse(
                "the PDF does not say which letters its text is made of: read its pages with a program for text recognition",
            ));
        }
        let (text, stretches, title) = write_text(&runs);
        if text.is_empty() {
            return Err(ArticleError::NoTextLayer);
        }
        options.check_length(&text)?;
        let headline = title.as_deref().map_or(Headline::FirstLine, Headline::Known);
        let layout = read_overlay(&text, &stretches, headline, options.day_order);
        let mut found = FoundArticle::of_layout(document, text, layout);
        found.title = title.or(found.title);
        let name = own_name(document);
        let mut article = found.finish(Clues { name: &name, created: made_on(&file), ..Clues::default() }, options);
        let message = "put together from the places of letters in a PDF: columns, paragraphs and hyphens may be wrong; \
                       compare with the file before you quote";
        let line = document.origin.line;
        article.problems.push(Problem { line, kind: ProblemKind::PdfText, message: message.to_owned() });
        Ok(article)
    }
}

fn made_on(file: &PdfFile) -> Option<NaiveDate> {
    let day = file.metadata().creation_date.as_ref()?;
    NaiveDate::from_ymd_opt(i32::from(day.year), u32::from(day.month), u32::from(day.day))
}

fn read_pages(file: &PdfFile) -> Result<(Vec<PageColumns>, Budget), ArticleError> {
    let mut budget = Budget::default();
    let all = file.pages();
    if all.len() > MOST_PAGES {
        return Err(ArticleError::BadFile {
            what: format!("the PDF has {} pages, more than any article; split it into its articles", all.len()),
        });
    }
    let pages = all.iter().map(|page| {
        let letters = letters_of(page, &mut budget);
        PageColumns { columns: columns_of(pieces_of(&letters)), height: page.render_dimensions().1 }
    });
    let pages = pages.collect();
    Ok((pages, budget))
}

/// The size of most of the text.
fn usual_size(runs: &[LetterRun]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = runs.iter().map(|run| (run.size, run.words.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, bytes)| bytes).sum::<usize>() / 2;
    let mut before = 0;
    let middle = sizes.iter().find(|(_, bytes)| {
        before += bytes;
        before > half
    });
    middle.map_or(0.0, |(size, _)| *size)
}

/// The text of the paragraphs, what is known of each, and the title where its size tells it.
fn write_text(runs: &[LetterRun]) -> (String, Vec<(Span, Known)>, Option<String>) {
    let usual = usual_size(runs);
    let is_heading = |run: &&LetterRun| run.size > LARGER * usual && run.words.len() <= LONGEST_HEADING;
    let on_first_page = runs.iter().filter(|run| run.page == 0).filter(is_heading);
    let title = on_first_page.max_by(|a, b| a.size.total_cmp(&b.size)).filter(|run| run.words.split(' ').count() > 1);
    let mut draft = TextDraft::default();
    let mut known = Vec::new();
    for run in runs {
        let before = draft.len();
        draft.push(BlockKind::Paragraph, &run.words);
        if draft.len() > before {
            known.push(match run {
                run if title.is_some_and(|title| std::ptr::eq(title, run)) => Known::Kind(BlockKind::Headline),
                run if is_heading(&run) => Known::Kind(BlockKind::Subheading),
                run if run.words.len() < SHORT || run.size < usual / LARGER => Known::Nothing,
                _ => Known::Alone,
            });
        }
    }
    let (text, blocks) = draft.finish();
    let title = title.map(|run| run.words.trim().to_owned());
    (text, blocks.iter().map(|block| block.span).zip(known).collect(), title)
}
