//! What the head of a page says of its article: meta elements, properties, links.
//!
//! Takes a page's tree, gives the values by what they tell, the most trusted name first. The names (of Open Graph, Dublin
//! Core, schema.org, makers of sites) lie in `meta_names.tsv`.

use super::tag::{HtmlAttribute, HtmlTag};
use super::tree::PageTree;
use crate::words::table::rows;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum MetaKind {
    Title,
    Outlet,
    Url,
    Published,
    /// When the page was made, or a date of which it is not said what it is.
    Created,
    Updated,
    Byline,
    Language,
    /// `article`, `website`, `video`
    Kind,
}

static NAMES: LazyLock<FxHashMap<&'static str, (MetaKind, usize)>> = LazyLock::new(|| {
    let kind = |name: &str| match name {
        "title" => Some(MetaKind::Title),
        "outlet" => Some(MetaKind::Outlet),
        "url" => Some(MetaKind::Url),
        "published" => Some(MetaKind::Published),
        "created" => Some(MetaKind::Created),
        "updated" => Some(MetaKind::Updated),
        "byline" => Some(MetaKind::Byline),
        "language" => Some(MetaKind::Language),
        "kind" => Some(MetaKind::Kind),
        _ => None,
    };
    rows(include_str!("meta_names.tsv"))
        .filter_map(|row| row.exactly().ok())
        .enumerate()
        .filter_map(|(place, [name, what])| Some((name, (kind(what)?, place))))
        .collect()
});

/// Values and first headings of one page that are looked at.
const MOST_VALUES: usize = 200;
const MOST_HEADINGS: usize = 20;

/// The values of a page's head and of its properties.
pub(super) struct PageMeta<'t> {
    /// With the place of the name in the table and the node, most trusted first.
    values: Vec<(MetaKind, usize, usize, &'t str)>,
    /// The `canonical` link.
    pub canonical: Option<&'t str>,
    /// What is shown in the title bar, white space collapsed.
    pub title: Option<String>,
    /// The `lang` of the page.
    pub language: Option<&'t str>,
    /// The first headings of the highest rank.
    pub headings: Vec<usize>,
}

impl<'t> PageMeta<'t> {
    pub fn of(tree: &'t PageTree) -> PageMeta<'t> {
        let mut meta =
            PageMeta { values: Vec::new(), canonical: None, title: None, language: None, headings: Vec::new() };
        for node in 1..tree.len() {
            match tree.tag(node) {
                HtmlTag::Text => {}
                HtmlTag::Meta => meta.read_meta(tree, node),
                HtmlTag::Link => meta.read_link(tree, node),
                HtmlTag::Title if meta.title.is_none() => {
                    meta.title = Some(tree.words(node)).filter(|title| !title.is_empty())
                }
                HtmlTag::Html => meta.language = meta.language.or_else(|| tree.attribute(node, HtmlAttribute::Lang)),
                tag => {
                    if tag == HtmlTag::Heading(1) && meta.headings.len() < MOST_HEADINGS {
                        meta.headings.push(node);
                    }
                    meta.read_property(tree, node);
                }
            }
        }
        // Stable: of two elements of one name the first counts.
        meta.values.sort_by_key(|(_, place, _, _)| *place);
        meta
    }

    fn read_meta(&mut self, tree: &'t PageTree, node: usize) {
        let Some(content) =
            tree.attribute(node, HtmlAttribute::Content).map(str::trim).filter(|content| !content.is_empty())
        else {
            return;
        };
        for attribute in [HtmlAttribute::Property, HtmlAttribute::Name, HtmlAttribute::Itemprop] {
            let Some(names) = tree.attribute(node, attribute) else { continue };
            for name in names.split_ascii_whitespace() {
                self.add(name, node, content);
            }
        }
    }

    fn add(&mut self, name: &str, node: usize, content: &'t str) {
        if let Some((kind, place)) = NAMES.get(name.to_ascii_lowercase().as_str())
            && self.values.len() < MOST_VALUES
        {
            self.values.push((*kind, *place, node, content));
        }
    }

    fn read_link(&mut self, tree: &'t PageTree, node: usize) {
        let (Some(rel), Some(href)) =
            (tree.attribute(node, HtmlAttribute::Rel), tree.attribute(node, HtmlAttribute::Href))
        else {
            return;
        };
        if rel.eq_ignore_ascii_case("canonical") && href.contains("://") {
            self.canonical = self.canonical.or(Some(href));
        }
    }

    /// A property of schema.org on an element that is shown.
    fn read_property(&mut self, tree: &'t PageTree, node: usize) {
        let Some(names) = tree.attribute(node, HtmlAttribute::Itemprop) else { return };
        let value = [HtmlAttribute::Content, HtmlAttribute::Datetime]
            .into_iter()
            .find_map(|attribute| tree.attribute(node, attribute));
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else { return };
        for name in names.split_ascii_whitespace().filter(|name| name.starts_with("date")) {
            self.add(name, node, value);
        }
    }

    /// The values of a kind, the most trusted first.
    pub fn all(&self, kind: MetaKind) -> impl Iterator<Item = &'t str> {
        self.values.iter().filter(move |(own, _, _, _)| *own == kind).map(|(_, _, _, value)| *value)
    }

    pub fn first(&self, kind: MetaKind) -> Option<&'t str> {
        self.all(kind).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_small_letters_and_stand_once() {
        assert_eq!(rows(include_str!("meta_names.tsv")).count(), NAMES.len());
        assert!(NAMES.keys().all(|name| name.to_ascii_lowercase() == **name));
    }

    #[test]
    fn the_most_trusted_name_counts_first() {
        let tree = PageTree::parse(
            "<html lang=en-GB><head><title> A\n title </title><meta name=DATE content='1 May 2016'><meta name=pubdate content='2 May 2016'>\
             <meta property='article:published_time' content='3 May 2016'><link rel=canonical href='https://a.example/b'></head>\
             <body><h1>A</h1><span itemprop=datePublished content='4 May 2016'></span><meta itemprop=datePublished content=''>",
        );
        let meta = PageMeta::of(&tree);
        assert_eq!(meta.all(MetaKind::Published).collect::<Vec<_>>(), ["3 May 2016", "4 May 2016", "2 May 2016"]);
        assert_eq!(meta.all(MetaKind::Created).collect::<Vec<_>>(), ["1 May 2016"]);
        assert_eq!(
            (meta.canonical, meta.title.as_deref(), meta.language),
            (Some("https://a.example/b"), Some("A title"), Some("en-GB"))
        );
    }
}
