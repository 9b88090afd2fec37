//! The front page: what the archive holds, what it can be asked, what came last, who is quoted most.

use askama::Template;

use crate::desk::{Sort, told};
use crate::harmless::line;
use crate::index::Facet;
use crate::web::card::{Card, hue_of, person_url};
use crate::web::chart::{Chart, Drawn};
use crate::web::facets::filter_value;
use crate::web::fault::Fault;
use crate::web::frame::{PageFrame, frame, grouped};
use crate::web::reply::Reply;
use crate::web::search_url::SearchUrl;
use crate::web::site::PageContext;

#[derive(Template)]
#[template(path = "front.html")]
struct FrontPage {
    chrome: PageFrame,
    quotes: String,
    articles: String,
    speakers: String,
    span: String,
    questions: Vec<(String, String)>,
    most: Vec<MostQuoted>,
    parties: Vec<(String, &'static str, String, String)>,
    outlets: Vec<(String, String, String)>,
    chart: Option<Chart>,
    latest: Vec<Card>,
    latest_url: String,
    is_empty: bool,
}

struct MostQuoted {
    name: String,
    url: String,
    count: String,
    /// Of 100.
    share: u64,
}

pub fn front(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let overview = scene.edition.overview()?;
    let answer = &overview.stats.answer;
    let values = |facet: Facet| {
        let counts = answer.facets.iter().find(|(other, _)| *other == facet).map(|(_, counts)| counts);
        counts.map(|counts| counts.values.as_slice()).unwrap_or_default()
    };
    let everything = SearchUrl::of("*");
    let most = values(Facet::Speaker);
    let highest = most.first().map_or(1, |value| value.count.max(1));
    let by = |facet: Facet, value| everything.with_value(facet, &filter_value(facet, value)).url();
    let page = FrontPage {
        chrome: frame(scene, "onrecord"),
        quotes: grouped(overview.stats.sizes.quotes),
        articles: grouped(overview.stats.sizes.articles),
        speakers: grouped(overview.speakers()),
        span: told::span_in_words(&answer.times),
        questions: overview
            .questions
            .iter()
            .map(|question| (line(question), SearchUrl::of(question.as_str()).url()))
            .collect(),
        most: most
            .iter()
            .map(|value| MostQuoted {
                name: line(&value.name),
                url: person_url(&value.id),
                count: grouped(value.count),
                share: (value.count * 100).div_ceil(highest),
            })
            .collect(),
        parties: values(Facet::Party)
            .iter()
            .map(|value| (line(&value.name), hue_of(Some(&value.name)), by(Facet::Party, value), grouped(value.count)))
            .collect(),
        outlets: values(Facet::Outlet)
            .iter()
            .map(|value| (line(&value.name), by(Facet::Outlet, value), grouped(value.count)))
            .collect(),
        chart: Chart::new(
            &Drawn { all: &answer.times, chosen: &answer.times, articles: &scene.edition.articles },
            |period| everything.with_value(Facet::Time, period).url(),
        ),
        latest: Card::of_hits(&overview.latest),
        latest_url: everything.with(|url| url.sort = Some(Sort::Newest)).url(),
        is_empty: overview.stats.sizes.articles == 0,
    };
    Ok(Reply::html(&page)?)
}
