//! The posts of a live blog, each as a page of its own, and what stands besides them.
//!
//! Takes a page that reports on something as it goes on, gives its posts as documents: a small page each, with the post's
//! own moment, title and address, so that what is said at ten in the evening and what is said the next morning are of their
//! own days. The posts are those that the page's JSON-LD lists, else the elements that repeat with a time of their own.
//! What else the page tells, an introduction or a summary, is the first of the documents, of the page's own day.

use super::body::{BodyCandidates, is_unseen};
use super::charset::decode_page;
use super::class_words::{Purpose, Purposes};
use super::evidence::KnownText;
use super::flow::{FlowBlock, StoryBlock, flow_of, is_hidden};
use super::fragment::{kind_of, looks_like_html, plain_words, read_body};
use super::head::PageHead;
use super::instants::DateStamp;
use super::json_ld::{LinkedArticle, LinkedPost, MOST_POSTS};
use super::meta::MetaKind;
use super::no_article::{SHORTEST_ARTICLE, SHORTEST_MARKED, prose_in};
use super::story::story_of;
use super::tag::{HtmlAttribute, HtmlTag};
use super::tree::PageTree;
use crate::archive::{Document, Envelope, Format, Origin};
use crate::article::BlockKind;
use crate::article::dates::DayOrder;
use crate::article::zone::Home;
use quick_xml::escape::escape;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write;

/// Fewer posts are no live blog.
const FEWEST_POSTS: usize = 3;
/// Sets of elements that are looked at for posts, the largest first.
const MOST_SETS: usize = 50;

/// The posts of a live blog as documents, and before them what else stands in it; `None` where the page is none.
pub(crate) fn posts_of(document: &Document) -> Option<Vec<Document>> {
    if !may_be_live(&document.bytes) {
        return None;
    }
    let decoded = decode_page(document);
    let tree = PageTree::parse(&decoded.text);
    let mut head = PageHead::of(document, &tree);
    let article = head.data.article.take().unwrap_or_default();
    let (nodes, is_sure) = post_elements(&head, article.is_live).unwrap_or_default();
    let marked: Vec<LinkedPost> = nodes.iter().filter_map(|node| post_at(&tree, *node)).collect();
    // The head may list only the newest.
    let posts = if article.posts.len() >= marked.len() { &article.posts } else { &marked };
    if posts.len() < FEWEST_POSTS || tree.is_cut {
        return None;
    }
    let besides = story_besides(&head, &article, &nodes);
    let size: usize = posts.iter().map(|post| post.body.len()).sum();
    if article.posts.len() < FEWEST_POSTS && !is_sure && prose_in(&besides) > size {
        // Elements with times beside an article that is none of them.
        return None;
    }
    let blog = Blog { head: &head, article: &article, document };
    let mut names = FxHashSet::default();
    let own = (prose_in(&besides) >= SHORTEST_ARTICLE).then(|| blog.itself(&besides, posts));
    let numbered = posts.iter().enumerate();
    let mut documents: Vec<Document> =
        own.into_iter().chain(numbered.map(|(number, post)| blog.post(number, post, &mut names))).collect();
    if let Some(last) = documents.last_mut() {
        last.envelope.is_cut = document.envelope.is_cut;
    }
    Some(documents)
}

/// A look at the bytes that costs little: hardly any page is a live blog.
fn may_be_live(bytes: &[u8]) -> bool {
    let has = |mark: &[u8]| memchr::memmem::find(bytes, mark).is_some();
    has(b"liveBlogUpdate")
        || has(b"LiveBlogPosting")
        || has(b"live-blog")
        || has(b"liveblog")
        || has(b"live-post")
        || memchr::memmem::find_iter(bytes, b"<time").take(FEWEST_POSTS + 1).count() > FEWEST_POSTS && says_live(bytes)
}

/// Whether the page's title says that it is live.
fn says_live(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    let Some(at) = memchr::memmem::find(head, b"<title") else { return false };
    let title = head.get(at..).unwrap_or_default();
    let end = memchr::memmem::find(title, b"</title").unwrap_or(0);
    is_live_title(&String::from_utf8_lossy(title.get(..end).unwrap_or_default()))
}

fn is_live_title(title: &str) -> bool {
    title
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case("live") || word.eq_ignore_ascii_case("liveblog"))
}

/// Whether an address has a part that begins with such a word: `/live/`, `/live-updates-as`.
fn is_live_address(url: &str) -> bool {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next().unwrap_or("");
    path.split('/').skip(1).any(|part| is_live_title(part.split(['-', '_', '.']).next().unwrap_or("")))
}

/// The elements of one kind, each with a time of its own, that are posts; and whether the page says that they are.
fn post_elements(head: &PageHead<'_>, is_live: bool) -> Option<(Vec<usize>, bool)> {
    let tree = head.tree;
    let marked: Vec<usize> = (1..tree.len())
        .filter(|node| {
            tree.attribute(*node, HtmlAttribute::Itemprop).is_some_and(|value| value.contains("liveBlogUpdate"))
        })
        .take(MOST_POSTS)
        .collect();
    if marked.len() >= FEWEST_POSTS {
        return Some((marked, true));
    }
    let says =
        is_live || head.title.as_deref().is_some_and(is_live_title) || head.url.as_deref().is_some_and(is_live_address);
    let mut nodes = says.then(|| repeated(tree)).flatten()?;
    nodes.truncate(MOST_POSTS);
    Some((nodes, is_live))
}

/// What stands in a live blog besides its posts.
fn story_besides(head: &PageHead<'_>, article: &LinkedArticle, nodes: &[usize]) -> Vec<StoryBlock> {
    let (tree, title) = (head.tree, head.title.as_deref());
    let is_left = |node: usize| nodes.binary_search(&node).is_ok() || is_unseen(tree, node);
    let mut blocks = flow_of(tree, 0, is_left);
    let told = article.posts.iter().fold(String::new(), |mut told, post| {
        for part in post.headline.iter().chain([&post.body]) {
            told.push_str(&read_body(part).0);
            told.push('\n');
        }
        told
    });
    let told = KnownText::read(&told);
    if !told.is_small(blocks.len()) {
        return Vec::new();
    }
    let is_other = |words: &str| article.posts.is_empty() || told.holds(words) == Some(false);
    blocks.retain(|block| is_other(&block.words));
    let story = story_of(&BodyCandidates::among(blocks, tree, title), &KnownText::default(), title);
    match KnownText::of(article.body.as_deref()).instead_of(&story) {
        Some(hidden) => hidden.into_iter().filter(|block| is_other(&block.words)).collect(),
        None => story,
    }
}

/// The largest set of siblings of one name and class of which each has a time of its own.
fn repeated(tree: &PageTree) -> Option<Vec<usize>> {
    let mut sets: FxHashMap<(usize, HtmlTag, &str), (Vec<usize>, usize)> = FxHashMap::default();
    for time in (1..tree.len()).filter(|node| is_time(tree, *node)) {
        for (around, above) in tree.ancestors(time).zip(tree.ancestors(time).skip(1)).take(8) {
            if !tree.tag(around).is_block() {
                continue;
            }
            let class = tree
                .attribute(around, HtmlAttribute::Class)
                .unwrap_or("")
                .split_ascii_whitespace()
                .next()
                .unwrap_or("");
            let (nodes, size) = sets.entry((above, tree.tag(around), class)).or_default();
            if nodes.last() != Some(&around) {
                nodes.push(around);
                *size += tree.within(around).len();
            }
        }
    }
    let is_side = |node: usize| {
        tree.ancestors(node).chain([node]).any(|around| {
            matches!(tree.tag(around), HtmlTag::Aside | HtmlTag::Nav | HtmlTag::Footer)
                || Purposes::of(tree, around).has(Purpose::Comments)
        })
    };
    let mut of_posts: Vec<_> = sets.into_iter().filter(|(_, (nodes, _))| nodes.len() > FEWEST_POSTS).collect();
    of_posts.sort_by_key(|((above, _, _), (_, size))| (std::cmp::Reverse(*size), *above));
    of_posts.into_iter().take(MOST_SETS).find(|((above, _, _), _)| !is_side(*above)).map(|(_, (nodes, _))| nodes)
}

fn is_time(tree: &PageTree, node: usize) -> bool {
    tree.tag(node) == HtmlTag::Time
        && tree.attribute(node, HtmlAttribute::Datetime).is_some_and(|value| value.len() >= 10)
}

fn post_at(tree: &PageTree, node: usize) -> Option<LinkedPost> {
    let within = || tree.within(node).skip(1);
    let time = within().find(|node| is_time(tree, *node));
    let published = time.and_then(|time| tree.attribute(time, HtmlAttribute::Datetime)).map(str::to_owned);
    let body = within()
        .find(|node| {
            tree.attribute(*node, HtmlAttribute::Itemprop)
                .is_some_and(|value| value.eq_ignore_ascii_case("articleBody"))
        })
        .unwrap_or(node);
    let heading = within().find(|node| matches!(tree.tag(*node), HtmlTag::Heading(_)));
    let blocks = flow_of(tree, body, |node| is_hidden(tree, node) || tree.tag(node) == HtmlTag::Time);
    let is_own = |block: &&FlowBlock| !block.is_mostly_links() && Some(block.node) != heading;
    let own = || blocks.iter().filter(is_own);
    if own().map(|block| block.words.len()).sum::<usize>() <= SHORTEST_MARKED {
        return None;
    }
    Some(LinkedPost {
        headline: heading.map(|heading| tree.words(heading)).filter(|words| !words.is_empty()),
        published,
        id: tree.attribute(node, HtmlAttribute::Id).map(str::to_owned),
        body: html_of(own().map(|block| (kind_of(block), block.words.as_str()))),
        ..LinkedPost::default()
    })
}

/// A live blog whose posts become documents.
struct Blog<'a> {
    head: &'a PageHead<'a>,
    article: &'a LinkedArticle,
    document: &'a Document,
}

/// What a small page says.
struct SmallPage<'a> {
    title: &'a str,
    published: Option<&'a str>,
    updated: Option<&'a str>,
    authors: &'a [String],
    url: Option<&'a str>,
    body: &'a str,
}

impl Blog<'_> {
    /// What stands besides the posts, of the day that the page tells for itself, else of the first post's.
    fn itself(&self, story: &[StoryBlock], posts: &[LinkedPost]) -> Document {
        let article = self.article;
        let stamp =
            |post: &&str| DateStamp::read(post, DayOrder::default()).map(|stamp| stamp.day(Home::Unknown, None));
        let first_post = || posts.iter().filter_map(|post| post.published.as_deref()).min_by_key(stamp);
        let published = article.published.as_deref().or_else(|| self.head.meta.first(MetaKind::Published));
        let body = html_of(story.iter().map(|block| (block.kind, block.words.as_str())));
        let page = SmallPage {
            title: self.head.title.as_deref().unwrap_or(""),
            published: published.or(article.created.as_deref()).or_else(first_post),
            updated: article.updated.as_deref().or_else(|| self.head.meta.first(MetaKind::Updated)),
            authors: &article.authors,
            url: self.head.url.as_deref(),
            body: &body,
        };
        self.write(self.document.origin.clone(), &page)
    }

    /// A post; `names` are those of the posts before it.
    fn post(&self, number: usize, post: &LinkedPost, names: &mut FxHashSet<String>) -> Document {
        let own_url = post.url.as_deref().filter(|url| url.contains("://"));
        let in_url = own_url.and_then(|url| url.rsplit_once('#')).map(|(_, name)| name);
        let name = post.id.as_deref().map(fragment_of).or(in_url).filter(|name| !name.is_empty());
        let mut name = name.map_or_else(|| format!("post {}", number + 1), str::to_owned);
        // Where all have the address of the page for a name, each needs another.
        if !names.insert(name.clone()) {
            name = format!("{name} {}", number + 1);
            names.insert(name.clone());
        }
        let in_page = self.head.url.as_deref().map(|url| format!("{url}#{name}"));
        let headline = post.headline.as_deref().map(plain_words);
        let page = SmallPage {
            title: headline.as_deref().or(self.head.title.as_deref()).unwrap_or(""),
            published: post.published.as_deref().or(post.updated.as_deref()),
            updated: post.updated.as_deref(),
            authors: if post.authors.is_empty() { &self.article.authors } else { &post.authors },
            url: own_url.or(in_page.as_deref()),
            body: &body_of(&post.body),
        };
        let origin = &self.document.origin;
        self.write(Origin { member: Some(origin.record(&name)), ..origin.clone() }, &page)
    }

    fn write(&self, origin: Origin, page: &SmallPage<'_>) -> Document {
        let language = self.head.meta.language.unwrap_or("");
        let title = escape(page.title);
        let mut html = format!("<!DOCTYPE html><html lang=\"{}\"><head><title>{title}</title>", escape(language));
        let metas = [
            ("og:site_name", self.head.outlet.as_deref()),
            ("article:published_time", page.published),
            ("article:modified_time", page.updated),
            ("og:type", Some("article")),
        ];
        for (name, value) in metas.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            let _ = write!(html, "<meta property=\"{name}\" content=\"{}\">", escape(value));
        }
        for author in page.authors {
            let _ = write!(html, "<meta name=\"author\" content=\"{}\">", escape(author));
        }
        if let Some(url) = page.url {
            let _ = write!(html, "<link rel=\"canonical\" href=\"{}\">", escape(url));
        }
        let _ = write!(
            html,
            "</head><body><h1>{title}</h1><article itemprop=\"articleBody\">{}</article></body></html>",
            page.body
        );
        let captured = self.head.captured.map(|moment| moment.fixed_offset());
        let envelope = Envelope { captured, ..Envelope::default() };
        Document { origin, format: Format::Html, bytes: html.into_bytes(), envelope }
    }
}

/// The name of a post in its page.
fn fragment_of(id: &str) -> &str {
    id.rsplit_once('#').map_or(id, |(_, name)| name).rsplit('/').next().unwrap_or(id)
}

/// A post's text as HTML.
fn body_of(body: &str) -> String {
    if looks_like_html(body) {
        return body.to_owned();
    }
    let (text, blocks) = read_body(body);
    html_of(blocks.iter().map(|block| (block.kind, block.span.of(&text))))
}

/// Blocks as HTML that is read as the same blocks.
fn html_of<'b>(blocks: impl Iterator<Item = (BlockKind, &'b str)>) -> String {
    blocks.fold(String::new(), |mut html, (kind, words)| {
        let element = match kind {
            BlockKind::Caption | BlockKind::Credit => "figcaption",
            BlockKind::Subheading => "h3",
            _ => "p",
        };
        let _ = write!(html, "<{element}>{}</{element}>", escape(words));
        html
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ReadOptions, read_article};

    fn posts(html: &str) -> Vec<(String, String, String)> {
        let document = Document::new(Origin::of_file("live.html"), Format::Html, html.into());
        posts_of(&document)
            .unwrap_or_default()
            .iter()
            .map(|post| {
                let article = read_article(post, &ReadOptions::default()).unwrap();
                (
                    article.posted.map(|posted| posted.date.to_string()).unwrap_or_default(),
                    article.title.unwrap_or_default(),
                    post.origin.member.clone().unwrap_or_default(),
                )
            })
            .collect()
    }

    #[test]
    fn posts_of_metadata_are_articles_of_their_own_days() {
        let post = |id: u32, moment: &str| {
            format!(
                r#"{{"@type":"BlogPosting","@id":"https://a.example/live#p{id}","headline":"Post {id}","datePublished":"{moment}",
                "articleBody":"“We will count again until nobody is in doubt,” Ann Example told the hall, to loud applause from the gallery above her."}}"#
            )
        };
        let html = format!(
            "<html lang=en-GB><title>Count: live</title><script type='application/ld+json'>{{\"@type\":\"LiveBlogPosting\",\"headline\":\"Count: live\",\
             \"liveBlogUpdate\":[{},{},{}]}}</script><h1>Count: live</h1>",
            post(3, "2016-06-23T23:50:00Z"),
            post(2, "2016-06-23T22:10:00+01:00"),
            post(1, "2016-06-23T21:00:00+01:00")
        );
        let posts = posts(&html);
        assert_eq!(posts[0], ("2016-06-24".to_owned(), "Post 3".to_owned(), "p3".to_owned()));
        assert_eq!(posts[1].0, "2016-06-23");
        assert_eq!(posts.len(), 3);
    }

    #[test]
    fn posts_that_are_elements_are_told_by_their_times() {
        let post = |hour: u32| {
            format!(
                "<div class='entry x'><time datetime='2016-06-23T{hour}:00:00+01:00'>{hour}:00</time><h2>At {hour}</h2><p>The hall was told that \
                counting would go on until the last box had come in from the islands, which may take all night.</p></div>"
            )
        };
        let html = format!(
            "<title>Count live</title><h1>Count live</h1><div>{}</div>",
            (18..23).map(post).collect::<String>()
        );
        let posts = posts(&html);
        assert_eq!(posts.len(), 5);
        assert_eq!(posts[0].1, "At 18");
        assert!(self::posts(&html.replace("live", "late")).is_empty());
    }
}
