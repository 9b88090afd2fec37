//! A person: parties and offices through time, what they speak about, where and with whom they are quoted.

use askama::Template;

use crate::desk::{HeldRole, Profile, told};
use crate::harmless::line;
use crate::index::Facet;
use crate::web::card::{Card, hue_of, person_url};
use crate::web::chart::{Chart, Drawn};
use crate::web::fault::Fault;
use crate::web::frame::{PageFrame, frame, grouped};
use crate::web::reply::Reply;
use crate::web::search_url::{SearchUrl, address, name_of};
use crate::web::site::PageContext;

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    chrome: PageFrame,
    id: String,
    name: String,
    total: String,
    span: String,
    parties: Vec<RoleShown>,
    offices: Vec<RoleShown>,
    chart: Option<Chart>,
    topics: Vec<CountLink>,
    outlets: Vec<CountLink>,
    kinds: Vec<CountLink>,
    together: Vec<Companionship>,
    looked_at: usize,
    cards: Vec<Card>,
    all_url: String,
    is_registered: bool,
}

/// A party or an office with its days.
struct RoleShown {
    name: String,
    hue: &'static str,
    days: String,
    url: String,
}

/// A name with a count that leads to what it counts.
struct CountLink {
    name: String,
    count: u64,
    url: String,
}

struct Companionship {
    name: String,
    url: String,
    articles: usize,
    compare_url: String,
}

pub fn person(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let overview = scene.edition.overview()?;
    let id = &scene.call.id;
    let Some(profile) = scene.edition.library.profile(id, overview)? else {
        return Err(Fault::NotFound(format!("Neither the archive nor the register of people knows {id}.")));
    };
    let answer = &profile.answer;
    let url = SearchUrl::of(format!("speaker:{}", profile.id));
    let drawn = Drawn { all: &answer.times, chosen: &answer.times, articles: &scene.edition.articles };
    let name = line(&profile.name);
    let page = PersonPage {
        chrome: PageFrame { feed: Some(url.at("/feed.atom")), ..frame(scene, &name) },
        id: line(&profile.id),
        total: grouped(answer.total),
        span: told::span_in_words(&answer.times),
        parties: roles(&profile, Facet::Party),
        offices: roles(&profile, Facet::Office),
        chart: Chart::new(&drawn, |period| url.with_value(Facet::Time, period).url()),
        topics: profile
            .topics
            .iter()
            .map(|topic| CountLink {
                name: line(&topic.word),
                count: topic.quotes,
                url: SearchUrl::of(format!("speaker:{} {}", profile.id, topic.asked())).url(),
            })
            .collect(),
        outlets: leading(&profile, Facet::Outlet, &url),
        kinds: leading(&profile, Facet::Kind, &url),
        together: profile
            .together
            .iter()
            .map(|companion| Companionship {
                name: line(&companion.name),
                url: person_url(&companion.id),
                articles: companion.articles,
                compare_url: address(
                    "/compare",
                    &[("side", format!("speaker:{}", profile.id)), ("side", format!("speaker:{}", companion.id))],
                ),
            })
            .collect(),
        looked_at: profile.articles_looked_at,
        cards: Card::of_hits(&answer.hits),
        all_url: url.with(|url| url.sort = Some(crate::desk::Sort::Newest)).url(),
        is_registered: profile.known.is_some(),
        name,
    };
    Ok(Reply::html(&page)?)
}

fn roles(profile: &Profile<'_>, facet: Facet) -> Vec<RoleShown> {
    let Some(known) = &profile.known else { return Vec::new() };
    let roles: &[HeldRole] = if facet == Facet::Party { &known.parties } else { &known.offices };
    let mut shown: Vec<RoleShown> = roles
        .iter()
        .map(|role| RoleShown {
            name: line(role.name),
            hue: if facet == Facet::Party { hue_of(Some(role.name)) } else { "none" },
            days: days_of(role),
            url: SearchUrl::of(format!("speaker:{} {}:{}", profile.id, name_of(facet), role.id)).url(),
        })
        .collect();
    shown.reverse();
    shown
}

/// `2015 to 2020`, `since 2020`.
fn days_of(role: &HeldRole) -> String {
    let year = |day: chrono::NaiveDate| day.format("%Y").to_string();
    match (role.from.map(year), role.to.map(year)) {
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

fn leading(profile: &Profile<'_>, facet: Facet, url: &SearchUrl) -> Vec<CountLink> {
    let counts = profile.answer.facets.iter().find(|(other, _)| *other == facet).map(|(_, counts)| counts);
    let values = counts.map(|counts| counts.values.as_slice()).unwrap_or_default();
    values
        .iter()
        .map(|value| CountLink {
            name: line(&value.name),
            count: value.count,
            url: url.with_value(facet, &crate::web::facets::filter_value(facet, value)).url(),
        })
        .collect()
}
