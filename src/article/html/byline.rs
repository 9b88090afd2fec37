//! Who wrote a page's article.
//!
//! Takes what the head, the JSON-LD and the lines around the heading say; gives the names, without `By` and addresses.

use super::class_words::{Purpose, Purposes};
use super::fragment::plain_words;
use super::head::PageHead;
use super::meta::MetaKind;
use super::tag::{HtmlAttribute, HtmlTag};
use super::tree::PageTree;
use crate::article::labels::{Label, find_labelled};
use crate::article::shape::is_names;

/// A longer line, in bytes, names nobody.
const LONGEST: usize = 160;
/// Writers of one article.
const MOST: usize = 12;

pub(super) fn find_byline(head: &PageHead<'_>) -> Option<String> {
    let PageHead { tree, meta, data, .. } = head;
    let outlet = head.outlet.as_deref();
    let linked = data.article.iter().flat_map(|article| article.authors.iter().cloned());
    let named = meta.all(MetaKind::Byline).flat_map(|names| names.split(';').map(plain_words).collect::<Vec<_>>());
    let from_head = join(linked.collect(), outlet).or_else(|| join(named.collect(), outlet));
    from_head.or_else(|| join(marked_names(tree), outlet)).or_else(|| line_by(tree, outlet))
}

/// Names without repetitions; `None` where none is left.
fn join(names: Vec<String>, outlet: Option<&str>) -> Option<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        let name = without_by(&name);
        let is_name = !name.is_empty()
            && name.len() <= LONGEST
            && !name.contains("://")
            && !name.contains(['{', '<', '@'])
            && name.chars().any(char::is_alphabetic);
        let is_site = outlet.is_some_and(|outlet| outlet.eq_ignore_ascii_case(name));
        if is_name && !is_site && kept.len() < MOST && !kept.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            kept.push(name.to_owned());
        }
    }
    (!kept.is_empty()).then(|| kept.join(", "))
}

fn without_by(name: &str) -> &str {
    let name = name.trim();
    match find_labelled(name) {
        Some(found) if found.label == Label::Byline => name.get(found.value).unwrap_or(name).trim(),
        _ => name.trim_end_matches([',', '|']).trim(),
    }
}

/// The elements that say of themselves that they name the writer.
fn marked_names(tree: &PageTree) -> Vec<String> {
    let is_author = |node: usize| {
        let has = |attribute, value: &str| {
            tree.attribute(node, attribute)
                .is_some_and(|own| own.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(value)))
        };
        has(HtmlAttribute::Rel, "author") || has(HtmlAttribute::Itemprop, "author")
    };
    let mut names = Vec::new();
    let mut node = 1;
    while node < tree.len() && names.len() < MOST {
        if tree.tag(node) != HtmlTag::Text && is_author(node) {
            let words = tree.words(node);
            if is_names(without_by(&words)) {
                names.push(words);
            }
            node = tree.within(node).end.max(node + 1);
        } else {
            node += 1;
        }
    }
    names
}

/// A line of a byline by its class, or one that begins with `By` and holds names and nothing else.
fn line_by(tree: &PageTree, outlet: Option<&str>) -> Option<String> {
    let line = |node: usize| -> Option<String> {
        let words = tree.words(node);
        let names = without_by(&words);
        let begins = names.len() < words.trim().len();
        let is_marked = || Purposes::of(tree, node).has(Purpose::Head);
        (words.len() <= LONGEST && is_names(names) && begins && (is_marked() || tree.within(node).len() < 12))
            .then(|| names.to_owned())
    };
    let small = |node: &usize| tree.tag(*node) != HtmlTag::Text && (2..40).contains(&tree.within(*node).len());
    let found = (1..tree.len()).filter(small).find_map(line)?;
    join(vec![found], outlet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Document, Format, Origin};

    fn byline(html: &str) -> Option<String> {
        let html = format!("<meta property=og:site_name content='The Example'>{html}");
        let document = Document::new(Origin::of_file("page.html"), Format::Html, html.clone().into());
        find_byline(&PageHead::of(&document, &PageTree::parse(&html)))
    }

    #[test]
    fn names_are_found_in_any_place() {
        assert_eq!(byline("<meta name=author content='By Ann Example'>").as_deref(), Some("Ann Example"));
        assert_eq!(
            byline("<meta name=author content='The Example'><a rel=author href=x>Ann Example</a>").as_deref(),
            Some("Ann Example")
        );
        assert_eq!(byline("<meta property='article:author' content='https://x.example/ann'><div class=byline>By <b>Ann Example</b></div>").as_deref(), Some("Ann Example"));
        assert_eq!(byline("<p>By the time they came, it was dark.</p>"), None);
    }
}
