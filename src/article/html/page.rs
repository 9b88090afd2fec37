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
use super::json_ld::LinkedData;
use super::meta::{MetaKind, PageMeta};
use super::no_article::find_no_article;
use super::page_date::{DateContext, find_dates};
use super::saved::{SavedPage, unarchived};
use super::story::story_of;
use super::title::{find_outlet, find_title};
use super::tree::PageTree;
use crate::archive::Document;
use crate::article::draft::TextDraft;
use crate::article::posted::{Clues, find_days};
use crate::article::zone::Home;
use crate::article::{
    Article, ArticleError, Block, BlockKind, Posted, Problem, ProblemKind, ReadOptions, Reader, find_damage,
};
use chrono::{Days, NaiveDate};

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
        let meta = PageMeta::of(&tree);
        let source = PageSource::of(document, &tree, &meta);
        let data = LinkedData::of(&tree, source.url.as_deref());
        let outlet = find_outlet(&meta, &data);
        let title = find_title(&tree, &meta, &data, outlet.as_deref(), source.url.as_deref());
        let candidates = BodyCandidates::new(&tree);
        let body = data.article.as_ref().and_then(|article| article.body.as_deref());
        let evidence = KnownText::of(body);
        let mut story = story_of(&candidates, &evidence, title.as_deref());
        if let Some(hidden) = evidence.instead_of(&story) {
            story = hidden;
        }
        find_no_article(&tree, &meta, &data, &candidates, &story, title.as_deref(), source.url.as_deref())?;
        let context = DateContext {
            order: options.day_order,
            home: home_of(&meta, &data, source.url.as_deref()),
            url: source.url.as_deref(),
            title: title.as_deref(),
            latest: source.latest.into_iter().chain(options.latest_day).min(),
        };
        let dates = find_dates(&tree, &meta, &data, &candidates.shown, &context);
        let mut problems: Vec<Problem> = find_damage(&decoded, document.origin.line).into_iter().collect();
        problems.extend(dates.to_come.map(|day| {
            let message = format!("{day} is a day to come and is not taken for the article's");
            Problem { line: document.origin.line, kind: ProblemKind::BadDate, message }
        }));
        let byline = find_byline(&tree, &meta, &data, outlet.as_deref());
        let (text, blocks) = set(title.as_deref(), &story, options)?;
        Ok(Article {
            origin: document.origin.clone(),
            title,
            byline,
            outlet,
            url: source.url,
            posted: dates.posted.or_else(|| posted_elsewhere(document, options)),
            updated: dates.updated,
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
fn posted_elsewhere(document: &Document, options: &ReadOptions) -> Option<Posted> {
    let origin = &document.origin;
    let name = origin.innermost();
    let clues = Clues {
        name: &name.to_string_lossy(),
        origin: Some(origin),
        captured: document.envelope.captured.map(|moment| moment.date_naive()),
        ..Clues::default()
    };
    find_days(&clues, options, |_, _| {}).posted
}

/// Where a page is from.
struct PageSource {
    url: Option<String>,
    /// The day of its capture, and the next: where the zone is not known, it may be that there.
    latest: Option<NaiveDate>,
}

impl PageSource {
    /// The page's own address: the canonical one where it is of the site that the page was fetched from, or that is not
    /// known; and no address of an archive of the web.
    fn of(document: &Document, tree: &PageTree, meta: &PageMeta<'_>) -> PageSource {
        let saved = SavedPage::of(&tree.comments);
        let fetched = document.envelope.url.clone().or(saved.url);
        let mut captured = document.envelope.captured.map(|moment| moment.to_utc()).or(saved.captured);
        let shared = meta.first(MetaKind::Url).filter(|url| url.contains("://"));
        let named = meta.canonical.or(shared).map(str::to_owned).or(fetched);
        let url = named.map(|url| match unarchived(&url) {
            Some((own, moment)) => {
                captured = captured.or(moment);
                own.to_owned()
            }
            None => url,
        });
        let latest = captured.and_then(|moment| moment.date_naive().checked_add_days(Days::new(1)));
        PageSource { url, latest }
    }
}

/// A site is British by its address, its language, or a zone that its data name.
fn home_of(meta: &PageMeta<'_>, data: &LinkedData, url: Option<&str>) -> Home {
    let languages = meta.language.into_iter().chain(meta.all(MetaKind::Language));
    let by_language = languages.map(|language| Home::of(None, Some(language))).find(|home| *home != Home::Unknown);
    match Home::of(url, None) {
        Home::Unknown if data.in_london => Home::Britain,
        Home::Unknown => by_language.unwrap_or_default(),
        home => home,
    }
}
