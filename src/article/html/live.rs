//! The posts of a live blog, each as a page of its own.
//!
//! Takes a page that reports on something as it goes on, gives its posts as documents: a small page each, with the post's
//! own moment, title and address, so that what is said at ten in the evening and what is said the next morning are of their
//! own days. The posts are those that the page's JSON-LD lists, else the elements that repeat with a time of their own.

use super::charset::decode_page;
use super::class_words::{Purpose, Purposes};
use super::json_ld::{LinkedArticle, LinkedData, LinkedPost};
use super::meta::{MetaKind, PageMeta};
use super::tag::{HtmlAttribute, HtmlTag};
use super::title::{find_outlet, find_title};
use super::tree::PageTree;
use crate::archive::{Document, Envelope, Format, Origin};
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// Fewer posts are no live blog.
const FEWEST_POSTS: usize = 3;
/// Posts of one page.
const MOST_POSTS: usize = 2000;
/// Sets of elements that are looked at for posts, the largest first.
const MOST_SETS: usize = 50;
/// A post has more bytes of words.
const SHORTEST_POST: usize = 40;

/// The posts of a live blog as documents; `None` where the page is none.
pub(crate) fn posts_of(document: &Document) -> Option<Vec<Document>> {
    if !may_be_live(&document.bytes) {
        return None;
    }
    let decoded = decode_page(document);
    let tree = PageTree::parse(&decoded.text);
    let meta = PageMeta::of(&tree);
    let url = meta
        .canonical
        .or_else(|| meta.first(MetaKind::Url))
        .map(str::to_owned)
        .or_else(|| document.envelope.url.clone());
    let data = LinkedData::of(&tree, url.as_deref());
    let outlet = find_outlet(&meta, &data);
    let title = find_title(&tree, &meta, &data, outlet.as_deref(), url.as_deref());
    let article = data.article.unwrap_or_default();
    let marked = marked_posts(&tree, title.as_deref(), url.as_deref(), article.is_live).unwrap_or_default();
    // The head may list only the newest.
    let posts = if article.posts.len() >= marked.len() { article.posts.clone() } else { marked };
    if posts.len() < FEWEST_POSTS {
        return None;
    }
    let blog = Blog {
        title: title.as_deref(),
        outlet: outlet.as_deref(),
        url: url.as_deref(),
        language: meta.language,
        article: &article,
    };
    Some(
        posts.iter().take(MOST_POSTS).enumerate().map(|(number, post)| blog.document(document, number, post)).collect(),
    )
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

/// The posts that are elements of one kind, each with a time of its own.
fn marked_posts(tree: &PageTree, title: Option<&str>, url: Option<&str>, is_live: bool) -> Option<Vec<LinkedPost>> {
    let marked: Vec<usize> = (1..tree.len())
        .filter(|node| {
            tree.attribute(*node, HtmlAttribute::Itemprop).is_some_and(|value| value.contains("liveBlogUpdate"))
        })
        .collect();
    let says = is_live || title.is_some_and(is_live_title) || url.is_some_and(|url| url.contains("/live"));
    let nodes = match marked.len() {
        FEWEST_POSTS.. => marked,
        _ if says => repeated(tree)?,
        _ => return None,
    };
    let posts: Vec<LinkedPost> = nodes.into_iter().take(MOST_POSTS).filter_map(|node| post_at(tree, node)).collect();
    (posts.len() >= FEWEST_POSTS).then_some(posts)
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
    let blocks =
        super::flow::flow_of(tree, body, |node| super::flow::is_hidden(tree, node) || tree.tag(node) == HtmlTag::Time);
    let mut html = String::new();
    for block in blocks.iter().filter(|block| !block.is_mostly_links() && Some(block.node) != heading) {
        let element = match block.kind {
            super::flow::FlowKind::Caption => "figcaption",
            super::flow::FlowKind::Heading(_) => "h3",
            _ => "p",
        };
        let _ = write!(html, "<{element}>{}</{element}>", escaped(&block.words));
    }
    if html.len() < SHORTEST_POST {
        return None;
    }
    Some(LinkedPost {
        headline: heading.map(|heading| tree.words(heading)).filter(|words| !words.is_empty()),
        published,
        id: tree.attribute(node, HtmlAttribute::Id).map(str::to_owned),
        body: html,
        ..LinkedPost::default()
    })
}

/// What the posts of a blog share.
struct Blog<'a> {
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    article: &'a LinkedArticle,
}

impl Blog<'_> {
    fn document(&self, page: &Document, number: usize, post: &LinkedPost) -> Document {
        let in_url = post.url.as_deref().and_then(|url| url.rsplit_once('#')).map(|(_, name)| name);
        let name = post.id.as_deref().map(fragment_of).or(in_url).filter(|name| !name.is_empty());
        let name = name.map_or_else(|| format!("post {}", number + 1), str::to_owned);
        let url =
            post.url.clone().filter(|url| url.contains("://")).or_else(|| self.url.map(|url| format!("{url}#{name}")));
        let title = post.headline.as_deref().or(self.title).or(self.article.headline.as_deref()).unwrap_or("");
        let mut html = String::from("<!DOCTYPE html><html");
        let _ =
            write!(html, " lang=\"{}\"><head><title>{}</title>", escaped(self.language.unwrap_or("")), escaped(title));
        let metas = [
            ("og:site_name", self.outlet),
            ("article:published_time", post.published.as_deref().or(post.updated.as_deref())),
            ("article:modified_time", post.updated.as_deref()),
            ("og:type", Some("article")),
        ];
        for (name, value) in metas.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            let _ = write!(html, "<meta property=\"{name}\" content=\"{}\">", escaped(value));
        }
        for author in if post.authors.is_empty() { &self.article.authors } else { &post.authors } {
            let _ = write!(html, "<meta name=\"author\" content=\"{}\">", escaped(author));
        }
        if let Some(url) = &url {
            let _ = write!(html, "<link rel=\"canonical\" href=\"{}\">", escaped(url));
        }
        let _ = write!(
            html,
            "</head><body><h1>{}</h1><article itemprop=\"articleBody\">{}</article></body></html>",
            escaped(title),
            body_of(&post.body)
        );
        let origin = Origin { member: Some(page.origin.record(&name)), ..page.origin.clone() };
        let envelope = Envelope { captured: page.envelope.captured, ..Envelope::default() };
        Document { origin, format: Format::Html, bytes: html.into_bytes(), envelope }
    }
}

/// The name of a post in its page.
fn fragment_of(id: &str) -> &str {
    id.rsplit_once('#').map_or(id, |(_, name)| name).rsplit('/').next().unwrap_or(id)
}

/// A post's text as HTML; of plain text each line is a paragraph.
fn body_of(body: &str) -> String {
    if super::fragment::looks_like_html(body) {
        return body.to_owned();
    }
    body.lines().filter(|line| !line.trim().is_empty()).fold(String::new(), |mut html, line| {
        let _ = write!(html, "<p>{}</p>", if line.contains('&') { line.replace('<', "&lt;") } else { escaped(line) });
        html
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
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
