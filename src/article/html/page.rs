//! A saved page to its article.
//!
//! Takes a document of HTML, gives an [`Article`] whose text is the headline and the article's blocks, as `TextDraft` sets them;
//! everything else of the page (navigation, links, notices, comments) is left out. What the page's head and its lines tell
//! becomes title, byline, outlet, address and dates. A page that holds no article is refused with what it is.

use super::body::BodyCandidates;
use super::byline::find_byline;
use super::charset::decode_page;
use super::evidence::KnownText;
use super::flow::StoryBlock;
use super::head::PageHead;
use super::no_article::find_no_article;
use super::page_date::find_dates;
use super::story::story_of;
use super::tree::PageTree;
use crate::archive::Document;
use crate::article::draft::TextDraft;
use crate::article::posted::{Clues, find_days};
use crate::article::{
    Article, ArticleError, Block, BlockKind, Posted, Problem, ProblemKind, ReadOptions, Reader, find_damage,
};

/// Reads [`Format::Html`](crate::archive::Format::Html).
pub struct HtmlPage;

impl Reader for HtmlPage {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let decoded = decode_page(document);
        if decoded.text.trim().is_empty() {
            return Err(ArticleError::Empty);
        }
        let tree = PageTree::parse(&decoded.text);
        if tree.is_cut {
            return Err(ArticleError::TooManyElements { most: super::tree::MOST_NODES });
        }
        let head = PageHead::of(document, &tree);
        let title = head.title.as_deref();
        let candidates = BodyCandidates::new(&tree, title);
        let evidence = KnownText::of(head.data.article.as_ref().and_then(|article| article.body.as_deref()));
        let mut story = story_of(&candidates, &evidence, title);
        if let Some(hidden) = evidence.instead_of(&story) {
            story = hidden;
        }
        find_no_article(&head, &candidates, &story)?;
        let (text, blocks) = set(title, &story, options)?;
        let line = document.origin.line;
        let mut problems: Vec<Problem> = find_damage(&decoded, line).into_iter().collect();
        let days = find_dates(&head, &candidates.shown, options, |message| {
            problems.push(Problem { line, kind: ProblemKind::BadDate, message });
        });
        Ok(Article {
            origin: document.origin.clone(),
            byline: find_byline(&head),
            posted: days.posted.or_else(|| posted_elsewhere(document, &head, options)),
            updated: days.updated,
            captured: head.captured,
            title: head.title,
            outlet: head.outlet,
            url: head.url,
            text,
            blocks,
            problems,
        })
    }
}

/// The text of an article and its blocks.
fn set(title: Option<&str>, story: &[StoryBlock], options: &ReadOptions) -> Result<(String, Vec<Block>), ArticleError> {
    let mut draft = TextDraft::default();
    if let Some(title) = title {
        draft.push(BlockKind::Headline, title);
    }
    for block in story {
        draft.push(block.kind, &block.words);
    }
    let (text, blocks) = draft.finish();
    options.check_length(&text)?;
    Ok((text, blocks))
}

/// The day by the file's name, or by what the user says, where the page tells none.
fn posted_elsewhere(document: &Document, head: &PageHead<'_>, options: &ReadOptions) -> Option<Posted> {
    let origin = &document.origin;
    let name = origin.innermost();
    let clues = Clues {
        name: &name.to_string_lossy(),
        origin: Some(origin),
        captured: head.captured.map(|moment| moment.date_naive()),
        ..Clues::default()
    };
    // Of names and patterns nothing is reported.
    find_days(&clues, options, |_, _| {}).posted
}
