//! A question as a feed (Atom, RFC 4287): its newest quotes, for programs that look from time to time what is new.

use askama::Template;

use super::card::{place_url, title_of};
use super::fault::Fault;
use super::reply::Reply;
use super::search_url::SearchUrl;
use super::site::PageContext;
use crate::desk::{Printed, Request, Sort, cite};
use crate::harmless::line;

/// Quotes in a feed.
const ENTRIES: usize = 50;
/// The day of what has none: a feed must name one, and this is before everything.
const UNDATED: &str = "1970-01-01";

#[derive(Template)]
#[template(path = "feed.xml")]
struct FeedText {
    title: String,
    id: String,
    url: String,
    own_url: String,
    updated: String,
    entries: Vec<AtomEntry>,
}

struct AtomEntry {
    id: String,
    title: String,
    author: String,
    day: String,
    url: String,
    words: String,
    citation: String,
}

pub fn feed(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let url = SearchUrl::read(scene.call).with(|url| url.sort = Some(Sort::Newest));
    let request = Request { limit: ENTRIES, facets: false, same_article: false, ..url.request(scene.site.today()) };
    let response = scene.edition.library.ask(&request)?;
    let root = format!("http://{}", line(&scene.call.host));
    let hits = &response.answer.hits;
    let day = |date: Option<&String>| format!("{}T00:00:00Z", date.map_or(UNDATED, String::as_str));
    let entries = hits.iter().map(|hit| {
        let (record, printed) = (&hit.record, Printed::of(&hit.record));
        let author = record.speaker.as_ref().map_or_else(|| "unknown speaker".to_string(), |it| line(&it.name));
        AtomEntry {
            id: format!("urn:onrecord:quote:{}", line(&record.id)),
            title: format!("{author}: {}", title_of(&record.article)),
            author,
            day: day(record.article.date.as_ref()),
            url: format!("{root}{}", place_url(record)),
            words: if printed.is_in_marks() {
                format!("“{}”", line(&printed.text))
            } else {
                line(&format!("{}{}", printed.label(), printed.text))
            },
            citation: cite::in_words(record),
        }
    });
    let feed = FeedText {
        title: format!("onrecord: {}", line(&response.asked.read_as)),
        id: format!("urn:onrecord:question:{}", line(&response.asked.read_as).replace(' ', "%20")),
        url: format!("{root}{}", url.url()),
        own_url: format!("{root}{}", url.at("/feed.atom")),
        updated: day(hits.first().and_then(|hit| hit.record.article.date.as_ref())),
        entries: entries.collect(),
    };
    let text = feed.render().map_err(|error| Fault::Failed(error.to_string()))?;
    Ok(Reply::of("application/atom+xml; charset=utf-8", text.into_bytes()))
}
