//! Pages that hold no article: front pages, lists, films, errors, questions of consent.
//!
//! Takes what is known of a page and the blocks that would be its article; says what the page is instead.

use super::body::BodyCandidates;
use super::class_words::Purposes;
use super::flow::{FlowKind, StoryBlock};
use super::head::PageHead;
use super::json_ld::PageKind;
use super::meta::MetaKind;
use super::tag::HtmlTag;
use crate::article::{ArticleError, BlockKind};
use crate::words::table::rows;

/// An article has more bytes of prose.
pub(super) const SHORTEST_ARTICLE: usize = 90;
/// One that is marked as the article's text may be shorter: a post of a live blog.
pub(super) const SHORTEST_MARKED: usize = 15;
/// A page with a title of an error and more prose than this, in bytes, is an article about one.
const LONGEST_ERROR: usize = 1500;
/// A front page may have more prose than any other list of articles, in bytes.
const LONGEST_OF_FRONT: usize = 2500;
const LONGEST_OF_LIST: usize = 700;
/// Headings that are links: a list of articles has as many at least.
const FEWEST_LINKED_HEADINGS: usize = 8;

/// # Errors
/// [`ArticleError::NoArticle`] with what the page is.
pub(super) fn find_no_article(
    head: &PageHead<'_>,
    candidates: &BodyCandidates<'_>,
    story: &[StoryBlock],
) -> Result<(), ArticleError> {
    let PageHead { tree, data, .. } = head;
    let prose = prose_in(story);
    let refuse = |what| Err(ArticleError::NoArticle { what });
    if prose <= LONGEST_ERROR
        && let Some(what) = head.title.as_deref().and_then(error_of)
    {
        return refuse(what);
    }
    let has = |wanted: HtmlTag| (1..tree.len()).any(|node| tree.tag(node) == wanted);
    let is_marked = (1..tree.len()).any(|node| Purposes::marks_body(tree, node));
    let shortest = if is_marked { SHORTEST_MARKED } else { SHORTEST_ARTICLE };
    if prose <= shortest {
        return refuse(match () {
            () if has(HtmlTag::Frameset) => "a frame around other pages",
            () if data.kind == PageKind::Video || has(HtmlTag::Video) => "a page of a film or sound without an article",
            () if is_list(candidates) || data.kind == PageKind::Collection => "a front page or a list of articles",
            () => "a page without the text of an article",
        });
    }
    let says_article = data.article.as_ref().is_some_and(|article| article.headline.is_some())
        || head.meta.first(MetaKind::Kind) == Some("article");
    // What is left of a list without what announces other articles is little.
    let most = if head.url.as_deref().is_some_and(is_root) { LONGEST_OF_FRONT } else { LONGEST_OF_LIST };
    if !says_article && prose <= most && is_list(candidates) {
        return refuse("a front page or a list of articles");
    }
    Ok(())
}

/// Bytes of an article's paragraphs.
pub(super) fn prose_in(story: &[StoryBlock]) -> usize {
    story.iter().filter(|block| block.kind == BlockKind::Paragraph).map(|block| block.words.len()).sum()
}

/// Whether most of a page's headings lead to other pages.
fn is_list(candidates: &BodyCandidates<'_>) -> bool {
    let headings = candidates.shown.iter().filter(|block| matches!(block.kind, FlowKind::Heading(_)));
    let linked = headings.filter(|block| block.is_mostly_links()).count();
    let paragraphs = candidates
        .blocks
        .iter()
        .filter(|block| block.kind == FlowKind::Paragraph && block.words.len() > 200 && !block.is_mostly_links())
        .count();
    linked >= FEWEST_LINKED_HEADINGS && linked > paragraphs * 2
}

/// Whether an address is that of a site and no page of it.
fn is_root(url: &str) -> bool {
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or("");
    path.is_empty() || path.starts_with("index.") || path.starts_with("home") && path.len() < 10
}

/// What a title says that a page is, in the words of servers and of those who ask before they show it.
fn error_of(title: &str) -> Option<&'static str> {
    let title = title.to_lowercase();
    rows(include_str!("error_titles.tsv")).filter_map(|row| row.exactly().ok()).find_map(|[words, form, what]| {
        let is_it = match form {
            "begins" => title.starts_with(words),
            "whole" => title == words,
            _ => title.contains(words),
        };
        is_it.then_some(what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_errors_are_known() {
        assert!(error_of("404 Not Found").is_some() && error_of("Access Denied").is_some());
        assert!(error_of("Council denied access to the depot").is_none());
    }

    #[test]
    fn roots_are_no_pages() {
        assert!(
            is_root("https://www.example.org")
                && is_root("https://www.example.org/?a=b")
                && is_root("http://a.example/index.html")
        );
        assert!(!is_root("https://www.example.org/news/1"));
    }
}
