//! What a page says of its article in JSON-LD, in the words of schema.org.
//!
//! Takes the scripts of a page, gives the article that they describe: title, dates, writers, text, the posts of a live blog;
//! and whether the page says that it is something else. Scripts that are not quite JSON are read where it is clear what is
//! meant (line ends within strings, commas before a bracket, entities); others count as not there.

use super::tag::{HtmlAttribute, HtmlTag};
use super::tree::PageTree;
use crate::words::table::rows;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// An article as metadata describe it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LinkedArticle {
    pub headline: Option<String>,
    pub published: Option<String>,
    pub created: Option<String>,
    pub updated: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub body: Option<String>,
    /// It is called a live blog.
    pub is_live: bool,
    /// The posts of a live blog, in the order of the page.
    pub posts: Vec<LinkedPost>,
}

/// A post of a live blog.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LinkedPost {
    pub headline: Option<String>,
    pub published: Option<String>,
    pub updated: Option<String>,
    pub url: Option<String>,
    pub id: Option<String>,
    pub authors: Vec<String>,
    pub body: String,
}

/// What the scripts of a page hold.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkedData {
    pub article: Option<LinkedArticle>,
    /// The page says that it is a list of articles, or a film, and names no article.
    pub kind: PageKind,
    /// The site's zone is London's: its place, or that of the event.
    pub in_london: bool,
    /// Organisations that are named as the site's owner.
    pub publisher: Option<String>,
}

/// What a page says that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PageKind {
    #[default]
    Unknown,
    Article,
    /// A list of articles: a front page, a section.
    Collection,
    Video,
}

/// What the types of schema.org say of a page.
static TYPES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("schema_types.tsv"))
        .filter_map(|row| row.exactly().ok())
        .map(|[name, what]| (name, what))
        .collect()
});

/// Objects of one page that are looked at.
const MOST_OBJECTS: usize = 2000;
const DEEPEST: usize = 6;
/// Longer scripts, in bytes, are no description of one page.
const LONGEST_SCRIPT: usize = 4_000_000;
/// Posts of one live blog.
pub(super) const MOST_POSTS: usize = 2000;

impl LinkedData {
    pub fn of(tree: &PageTree, canonical: Option<&str>) -> LinkedData {
        let mut data = LinkedData::default();
        let mut found: Vec<LinkedArticle> = Vec::new();
        for node in (1..tree.len()).filter(|node| tree.tag(*node) == HtmlTag::Script) {
            let is_data = tree
                .attribute(node, HtmlAttribute::Type)
                .is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
            if !is_data {
                continue;
            }
            let text: String = tree.within(node).map(|node| tree.text(node)).collect();
            if let Some(value) = parse(&text) {
                data.take(&value, &mut found);
            }
            data.in_london |= text.contains("Europe/London");
        }
        data.article = choose(found, canonical);
        if data.article.is_some() {
            data.kind = PageKind::Article;
        }
        data
    }

    /// Looks at objects on top, in lists and graphs, and at what a page says that it is about.
    fn take(&mut self, value: &Value, found: &mut Vec<LinkedArticle>) {
        let mut open = vec![(value, 0)];
        let mut seen = 0;
        while let Some((value, depth)) = open.pop() {
            seen += 1;
            if depth > DEEPEST || seen > MOST_OBJECTS {
                continue;
            }
            match value {
                Value::Array(values) => open.extend(values.iter().rev().map(|value| (value, depth + 1))),
                Value::Object(object) => {
                    let within = [
                        object.get("@graph"),
                        object.get("mainEntity"),
                        object.get("mainEntityOfPage"),
                        object.get("article"),
                    ];
                    open.extend(within.into_iter().flatten().map(|value| (value, depth + 1)));
                    self.look_at(object, found);
                }
                _ => {}
            }
        }
    }

    fn look_at(&mut self, object: &Map<String, Value>, found: &mut Vec<LinkedArticle>) {
        let kinds = texts(object.get("@type"));
        let says: Vec<&str> =
            kinds.iter().filter_map(|kind| TYPES.get(kind.rsplit('/').next().unwrap_or(kind)).copied()).collect();
        let has = |what: &str| says.contains(&what);
        if has("article") {
            found.push(article_of(object));
        } else if has("collection") && self.kind == PageKind::Unknown {
            self.kind = PageKind::Collection;
        } else if has("video") && self.kind == PageKind::Unknown {
            self.kind = PageKind::Video;
        } else if has("owner") && self.publisher.is_none() {
            self.publisher = name_of(object.get("name"));
        } else if has("page") && object.contains_key("datePublished") {
            // Makers of sites give the dates to the page where they name no article.
            found.push(LinkedArticle { headline: None, body: None, ..article_of(object) });
        }
    }
}

/// The article that the page is about: the one with its address, else the fullest.
fn choose(found: Vec<LinkedArticle>, canonical: Option<&str>) -> Option<LinkedArticle> {
    let fullness = |article: &LinkedArticle| {
        let is_own = article.url.as_deref().zip(canonical).is_some_and(|(own, url)| same_address(own, url));
        usize::from(is_own) * 8
            + usize::from(article.headline.is_some()) * 4
            + usize::from(article.published.is_some()) * 2
            + usize::from(article.body.is_some())
    };
    let best = found.iter().map(fullness).max()?;
    let page = found.iter().find(|article| article.headline.is_none());
    let dates = page.map(|page| (page.published.clone(), page.updated.clone()));
    let mut article = found.into_iter().find(|article| fullness(article) == best)?;
    if let Some((published, updated)) = dates {
        article.published = article.published.or(published);
        article.updated = article.updated.or(updated);
    }
    Some(article)
}

fn same_address(one: &str, other: &str) -> bool {
    let bare = |url: &str| {
        let url = url.split_once("://").map_or(url, |(_, rest)| rest);
        url.split(['?', '#']).next().unwrap_or("").trim_start_matches("www.").trim_end_matches('/').to_ascii_lowercase()
    };
    bare(one) == bare(other)
}

fn article_of(object: &Map<String, Value>) -> LinkedArticle {
    let text = |name: &str| text_of(object, name);
    let page = object.get("mainEntityOfPage").and_then(|page| match page {
        Value::Object(page) => page.get("@id").or_else(|| page.get("url")),
        page => Some(page),
    });
    let posts = match object.get("liveBlogUpdate") {
        Some(Value::Array(posts)) => {
            posts.iter().filter_map(Value::as_object).take(MOST_POSTS).filter_map(post_of).collect()
        }
        Some(Value::Object(post)) => post_of(post).into_iter().collect(),
        _ => Vec::new(),
    };
    LinkedArticle {
        headline: text("headline").or_else(|| text("name")),
        published: text("datePublished"),
        created: text("dateCreated"),
        updated: text("dateModified"),
        authors: names_of(object.get("author").or_else(|| object.get("creator"))),
        publisher: name_of(object.get("publisher")).or_else(|| name_of(object.get("sourceOrganization"))),
        url: text("url").or_else(|| texts(page).into_iter().map(str::to_owned).next()),
        body: text("articleBody"),
        is_live: texts(object.get("@type")).iter().any(|kind| kind.ends_with("LiveBlogPosting")),
        posts,
    }
}

fn post_of(object: &Map<String, Value>) -> Option<LinkedPost> {
    let text = |name: &str| text_of(object, name);
    Some(LinkedPost {
        headline: text("headline").or_else(|| text("name")),
        published: text("datePublished").or_else(|| text("dateCreated")),
        updated: text("dateModified"),
        url: text("url"),
        id: text("@id").or_else(|| text("identifier")),
        authors: names_of(object.get("author")),
        body: text("articleBody").or_else(|| text("text")).or_else(|| text("description"))?,
    })
}

/// The first string of a field that holds more than white space.
fn text_of(object: &Map<String, Value>, name: &str) -> Option<String> {
    texts(object.get(name)).into_iter().map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
}

/// The strings of a value that is one or a list of them.
fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        Some(Value::Object(object)) => object.get("@value").and_then(Value::as_str).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn name_of(value: Option<&Value>) -> Option<String> {
    names_of(value).into_iter().next()
}

/// The names of persons or bodies: strings, or objects that have one.
fn names_of(value: Option<&Value>) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(object) => texts(object.get("name")).first().map(|name| (*name).to_owned()),
        _ => None,
    };
    let names: Vec<String> = match value {
        Some(Value::Array(values)) => values.iter().filter_map(name).collect(),
        Some(Value::Object(object)) if object.get("name").is_some_and(Value::is_array) => {
            texts(object.get("name")).into_iter().map(str::to_owned).collect()
        }
        Some(value) => name(value).into_iter().collect(),
        None => Vec::new(),
    };
    names.into_iter().map(|name| super::fragment::plain_words(&name)).filter(|name| !name.is_empty()).collect()
}

/// Reads a script that is JSON, or nearly.
fn parse(text: &str) -> Option<Value> {
    if text.len() > LONGEST_SCRIPT {
        return None;
    }
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let text = text
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>");
    let text = text.trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mended = mend(text);
    if let Some(value) = serde_json::Deserializer::from_str(&mended).into_iter::<Value>().next().and_then(Result::ok) {
        return Some(value);
    }
    if text.contains("&quot;") {
        return serde_json::from_str(&mend(&super::fragment::plain_words(text))).ok();
    }
    None
}

/// Writes control characters within strings as JSON has them, and leaves out commas that nothing follows.
fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len() + 64);
    let (mut within, mut escaped) = (false, false);
    let mut comma: Option<usize> = None;
    for c in text.chars() {
        match c {
            _ if escaped => {
                escaped = false;
                // `\'` is of JavaScript.
                if c == '\'' {
                    mended.pop();
                }
                mended.push(c);
            }
            '\\' if within => {
                escaped = true;
                mended.push(c);
            }
            '"' => {
                within = !within;
                comma = None;
                mended.push(c);
            }
            '\n' if within => mended.push_str("\\n"),
            '\t' if within => mended.push_str("\\t"),
            c if within && c.is_control() => mended.push(' '),
            ',' if !within => {
                comma = Some(mended.len());
                mended.push(c);
            }
            '}' | ']' if !within => {
                if let Some(at) = comma.take() {
                    mended.truncate(at);
                }
                mended.push(c);
            }
            c => {
                if !c.is_whitespace() {
                    comma = None;
                }
                mended.push(c);
            }
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(script: &str) -> LinkedData {
        LinkedData::of(
            &PageTree::parse(&format!("<script type='application/ld+json'>{script}</script>")),
            Some("https://www.a.example/b/"),
        )
    }

    #[test]
    fn articles_are_found_in_graphs_and_lists() {
        let graph = r#"{"@graph":[{"@type":"Organization","name":"The Example"},{"@type":["Thing","NewsArticle"],"headline":"A &amp; B",
            "datePublished":"2016-08-18","author":[{"name":"Ann Example"},"Harold Testby"],"publisher":{"name":"The Example"}}]}"#;
        let article = data(graph).article.unwrap();
        assert_eq!(article.authors, ["Ann Example", "Harold Testby"]);
        assert_eq!(
            (article.published.as_deref(), article.publisher.as_deref()),
            (Some("2016-08-18"), Some("The Example"))
        );
        let list = r#"[{"@type":"NewsArticle","headline":"other","datePublished":"2015-01-01","articleBody":"x"},
            {"@type":"http://schema.org/NewsArticle","headline":"own","mainEntityOfPage":{"@id":"https://a.example/b?x"}}]"#;
        assert_eq!(data(list).article.unwrap().headline.as_deref(), Some("own"));
    }

    #[test]
    fn what_is_nearly_json_is_read() {
        for script in [
            "{\"@type\":\"NewsArticle\",\"headline\":\"a\nb\",}",
            "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"a\\nb\"} -->",
            "//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"a\tb\", } //]]>",
            "{\"@type\":\"NewsArticle\",\"headline\":\"a\\'b\"};",
            "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;a b&quot;}",
        ] {
            assert!(data(script).article.is_some_and(|article| article.headline.is_some()), "{script}");
        }
        for script in ["", "{", "{\"@type\":\"NewsArticle\",\"headline\":\"a", &"{\"@graph\":[".repeat(5000)] {
            assert!(data(script).article.is_none());
        }
    }

    #[test]
    fn posts_of_a_live_blog_have_dates_of_their_own() {
        let article = data(
            r#"{"@type":"LiveBlogPosting","headline":"Live","liveBlogUpdate":[{"@type":"BlogPosting","headline":"One","datePublished":"2016-08-18T10:00:00+01:00",
            "articleBody":"<p>Words.</p>"},{"headline":"no words"}]}"#,
        )
        .article
        .unwrap();
        assert_eq!(article.posts.len(), 1);
        assert_eq!(article.posts[0].published.as_deref(), Some("2016-08-18T10:00:00+01:00"));
    }

    #[test]
    fn a_page_may_say_that_it_is_no_article() {
        assert_eq!(data(r#"{"@type":"CollectionPage"}"#).kind, PageKind::Collection);
        assert_eq!(data(r#"[{"@type":"VideoObject"},{"@type":"NewsArticle"}]"#).kind, PageKind::Article);
    }
}
