//! What a page tells of itself beside its article's text: title, site, address, when it was saved.
//!
//! Takes a document of HTML and its tree; the reader of pages and that of live blogs both begin here.

use super::json_ld::LinkedData;
use super::meta::{MetaKind, PageMeta};
use super::saved::{SavedPage, unarchived};
use super::title::{find_outlet, find_title};
use super::tree::PageTree;
use crate::archive::Document;
use crate::article::zone::Home;
use chrono::{DateTime, Utc};

/// A page with what its head and its JSON-LD say.
pub(super) struct PageHead<'t> {
    pub tree: &'t PageTree,
    pub meta: PageMeta<'t>,
    pub data: LinkedData,
    pub outlet: Option<String>,
    pub title: Option<String>,
    /// The article's own address.
    pub url: Option<String>,
    /// When the page was saved, by whoever handed it on or by what the page says.
    pub captured: Option<DateTime<Utc>>,
}

impl<'t> PageHead<'t> {
    pub fn of(document: &Document, tree: &'t PageTree) -> PageHead<'t> {
        let meta = PageMeta::of(tree);
        let (url, captured) = find_source(document, tree, &meta);
        let data = LinkedData::of(tree, url.as_deref());
        let outlet = find_outlet(&meta, &data);
        let title = find_title(tree, &meta, &data, outlet.as_deref(), url.as_deref());
        PageHead { tree, meta, data, outlet, title, url, captured }
    }

    /// A site is British by its address, its language, or a zone that its data name.
    pub fn home(&self) -> Home {
        let languages = self.meta.language.into_iter().chain(self.meta.all(MetaKind::Language));
        let by_language = languages.map(|language| Home::of(None, Some(language))).find(|home| *home != Home::Unknown);
        match Home::of(self.url.as_deref(), None) {
            Home::Unknown if self.data.in_london => Home::Britain,
            Home::Unknown => by_language.unwrap_or_default(),
            home => home,
        }
    }
}

/// The article's address and the moment of saving: the address that the page calls its own, else the one that it was
/// fetched from; and no address of an archive of the web.
fn find_source(document: &Document, tree: &PageTree, meta: &PageMeta<'_>) -> (Option<String>, Option<DateTime<Utc>>) {
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
    (url, captured)
}
