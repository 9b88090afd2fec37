//! A page's title and the name of its site.
//!
//! Takes what the head of a page, its JSON-LD and its headings say; gives the headline without the site's name, and that
//! name.

use super::fragment::plain_words;
use super::json_ld::LinkedData;
use super::meta::{MetaKind, PageMeta};
use super::tree::PageTree;
use crate::article::zone::host_of;
use crate::words::fold::letters;

/// What stands between a title and the name of a site.
const JOINTS: [&str; 10] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " « ", " • ", " / "];
/// A heading that is longer, in bytes, is no title.
const LONGEST_TITLE: usize = 300;
/// Titles in the head of one page that are looked at.
const MOST_TITLES: usize = 8;

/// The site's name: that which the head tells, else the publisher's.
pub(super) fn find_outlet(meta: &PageMeta<'_>, data: &LinkedData) -> Option<String> {
    let linked =
        || data.article.as_ref().and_then(|article| article.publisher.clone()).or_else(|| data.publisher.clone());
    let outlet = meta.first(MetaKind::Outlet).map(plain_words).or_else(linked)?;
    let is_name = !outlet.contains("://") && !outlet.is_empty() && outlet.len() <= 80;
    is_name.then(|| outlet.strip_prefix('@').unwrap_or(&outlet).to_owned()).or_else(linked)
}

/// The headline: what two of the places that tell one agree on, else the most trusted.
pub(super) fn find_title(
    tree: &PageTree,
    meta: &PageMeta<'_>,
    data: &LinkedData,
    outlet: Option<&str>,
    url: Option<&str>,
) -> Option<String> {
    let host = url.map(host_of).unwrap_or("");
    let cut = |title: String| without_site(&title, outlet, host);
    let linked = data.article.as_ref().and_then(|article| article.headline.as_deref()).map(plain_words);
    let shared: Vec<String> = meta.all(MetaKind::Title).take(MOST_TITLES).map(plain_words).map(cut).collect();
    let in_bar = meta.title.clone().map(cut);
    let headings: Vec<String> = meta
        .headings
        .iter()
        .map(|node| tree.words(*node))
        .filter(|words| !words.is_empty() && words.len() <= LONGEST_TITLE)
        .collect();
    // Of several first headings one may be the site's name.
    let others: Vec<&String> = linked.iter().chain(&shared).chain(&in_bar).collect();
    let heading = headings
        .iter()
        .find(|heading| others.iter().any(|other| same(heading, other)))
        .or_else(|| headings.iter().find(|heading| others.iter().any(|other| overlap(heading, other) > 0.6)))
        .or_else(|| headings.first().filter(|_| headings.len() == 1 && others.is_empty()))
        .cloned();
    let all: Vec<String> =
        heading.into_iter().chain(linked).chain(shared).chain(in_bar).filter(|title| !title.is_empty()).collect();
    let agreed = all.iter().enumerate().find(|(at, title)| all.iter().skip(at + 1).any(|other| same(title, other)));
    let title = agreed.map(|(_, title)| title).or(all.first())?;
    // The form in which the head has it is that of the article's own record: a heading may be set in capitals.
    let title = all
        .iter()
        .skip(1)
        .find(|other| same(other, title) && meta.title.as_deref() != Some(other.as_str()))
        .unwrap_or(title);
    (!outlet.is_some_and(|outlet| same(outlet, title)) || all.len() == 1).then(|| title.clone())
}

fn bare(text: &str) -> String {
    letters(text).collect()
}

fn same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// The share of the longer one's words that the other has too.
fn overlap(one: &str, other: &str) -> f64 {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect() };
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    shared as f64 / one.len().max(other.len()).max(1) as f64
}

/// A title without the name of the site behind or before it.
pub(super) fn without_site(title: &str, outlet: Option<&str>, host: &str) -> String {
    let mut title = title.trim();
    let domain = bare(host.trim_start_matches("www."));
    let is_site = |part: &str| {
        let part = bare(part);
        let first_label = bare(host.trim_start_matches("www.").split('.').next().unwrap_or(""));
        let named = outlet.map(bare).filter(|outlet| outlet.len() > 2);
        !part.is_empty()
            && (named.as_ref().is_some_and(|outlet| {
                part == *outlet
                    || part.contains(outlet.as_str()) && part.len() < outlet.len() + 14
                    || outlet.contains(&part) && part.len() > 2
            }) || domain == part
                || first_label.len() > 2
                    && (part == first_label
                        || part.contains(&first_label) && part.len() < first_label.len() + 16
                        || part.len() > 3 && first_label.contains(&part)))
    };
    // A section may stand between the title and the site: "Title | Politics | The Example".
    let mut is_cut = false;
    for _ in 0..3 {
        let last = JOINTS.iter().filter_map(|joint| title.rfind(joint).map(|at| (at, joint.len()))).max();
        let Some((at, joint)) = last else { break };
        let (head, tail) = (title.get(..at).unwrap_or(""), title.get(at + joint..).unwrap_or(""));
        let is_section = is_cut && tail.split_whitespace().count() <= 3 && head.split_whitespace().count() >= 4;
        if head.trim().is_empty() || !is_site(tail) && !is_section {
            break;
        }
        is_cut = true;
        title = head.trim_end();
    }
    let first = JOINTS.iter().filter_map(|joint| title.find(joint).map(|at| (at, joint.len()))).min();
    if let Some((at, joint)) = first
        && let Some(head) = title.get(..at)
        && head.split_whitespace().count() <= 4
        && is_site(head)
    {
        title = title.get(at + joint..).unwrap_or(title).trim_start();
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_s_name_is_cut() {
        let cut = |title| without_site(title, Some("The Example"), "www.example.co.uk");
        assert_eq!(cut("Depot row - The Example"), "Depot row");
        assert_eq!(cut("Depot row in the north | Politics | The Example"), "Depot row in the north");
        assert_eq!(cut("Example News - Depot row"), "Depot row");
        assert_eq!(cut("Depot – or not"), "Depot – or not");
        assert_eq!(cut("The Example"), "The Example");
        assert_eq!(without_site("Depot row - Dispatch", None, "www.dispatch.example"), "Depot row");
        assert_eq!(without_site("Depot row - Dispatch", None, "a.example"), "Depot row - Dispatch");
    }

    #[test]
    fn what_two_agree_on_is_the_title() {
        let title = |html: &str| {
            let tree = PageTree::parse(html);
            let meta = PageMeta::of(&tree);
            let data = LinkedData::of(&tree, None);
            find_title(&tree, &meta, &data, find_outlet(&meta, &data).as_deref(), None)
        };
        assert_eq!(
            title(
                "<title>Depot row: MP hits back - The Example</title><meta property=og:site_name content='The Example'>\
                <meta property=og:title content='MP’s anger'><h1>The Example</h1><h1>Depot row: MP hits back</h1>"
            )
            .as_deref(),
            Some("Depot row: MP hits back")
        );
        assert_eq!(title("<h1>One</h1>").as_deref(), Some("One"));
        assert_eq!(title("<title>One - two</title>").as_deref(), Some("One - two"));
        assert_eq!(title("<p>x"), None);
    }
}
