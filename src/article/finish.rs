//! The last step of the readers: text, blocks and what was found beside them to an article.
//!
//! Takes what header lines tell of a text, with what the reader knows better; gives the [`Article`] with its days, and the
//! problems of these among its own.

use super::layout::{DateLine, Layout};
use super::posted::{Clues, find_days, weak_date};
use super::top::is_article_address;
use super::zone::Home;
use super::{Article, Block, Problem, ProblemKind, ReadOptions, line_at};
use crate::archive::{Document, Format};
use crate::span::Span;

/// What a reader found, before it is known which of the dates counts.
pub(super) struct FoundArticle<'d> {
    pub document: &'d Document,
    pub title: Option<String>,
    pub byline: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub text: String,
    pub blocks: Vec<Block>,
    /// The dates of header lines, and of what counts like them.
    pub dates: Vec<DateLine>,
    pub problems: Vec<Problem>,
}

impl<'d> FoundArticle<'d> {
    /// What the layout of a text tells; the address is that from which the document was fetched where the text has none.
    pub fn of_layout(document: &'d Document, text: String, layout: Layout) -> FoundArticle<'d> {
        let own = |span: Option<Span>| span.map(|span| span.of(&text).to_owned());
        FoundArticle {
            document,
            title: own(layout.title),
            byline: own(layout.byline),
            outlet: own(layout.outlet),
            url: own(layout.url).or_else(|| document.envelope.url.clone()),
            blocks: layout.blocks,
            dates: layout.dates,
            text,
            problems: Vec::new(),
        }
    }

    /// The article; its days by its dates, its address, where it lies, and by `clues`.
    pub fn finish(self, clues: Clues<'_>, options: &ReadOptions) -> Article {
        let FoundArticle { document, title, byline, outlet, url, text, blocks, dates, mut problems } = self;
        let clues = Clues {
            lines: &dates,
            text: &text,
            url: url.as_deref().filter(|url| is_article_address(url)),
            origin: Some(&document.origin),
            captured: document.envelope.captured.map(|moment| moment.date_naive()),
            home: if clues.home == Home::Unknown { Home::of(url.as_deref(), None) } else { clues.home },
            ..clues
        };
        let first = document.origin.line;
        let days = find_days(&clues, options, |at, message| {
            // Lines of other texts are none of the file.
            let line = if document.format == Format::PlainText { line_at(&text, at, first) } else { first };
            problems.push(Problem { line, kind: ProblemKind::BadDate, message });
        });
        problems.extend(weak_date(days.posted, first));
        Article {
            origin: document.origin.clone(),
            title,
            byline,
            outlet,
            url,
            posted: days.posted,
            updated: days.updated,
            captured: document.envelope.captured.map(|moment| moment.to_utc()),
            text,
            blocks,
            problems,
        }
    }
}

/// What a name may tell of a document's day: its file's or member's, where it is all of that. The name of a dump tells when
/// the dump was made.
pub(super) fn own_name(document: &Document) -> String {
    let origin = &document.origin;
    if origin.member == origin.within { origin.innermost().to_string_lossy().into_owned() } else { String::new() }
}
