//! The API for programs: the desk's answers in the shapes that the command line writes, under `/api/v1`.

use serde::Serialize;

use super::assets::OPENAPI;
use super::call::Call;
use super::fault::Fault;
use super::reply::Reply;
use super::search_url::{SearchUrl, truth_of};
use super::site::PageContext;
use crate::desk::{
    AnswerJson, CountsJson, CountsRequest, PersonJson, Request, ShowJson, StatsJson, SuggestJson, TimelineJson,
};
use crate::harmless::json_bytes;
use crate::index::{Facet, TimeStep};

/// Hits, and values of facets, in one answer at most.
const MOST: usize = 1_000;
/// Hits that can be passed over.
const FARTHEST: usize = 10_000;
/// Suggestions.
const SUGGESTIONS: usize = 10;
/// Characters of a question.
const LONGEST_QUESTION: usize = 4_000;
/// Characters of what is completed.
const LONGEST_TYPED: usize = 500;

const JSON: &str = "application/json";

fn json(value: &impl Serialize) -> Result<Reply, Fault> {
    Ok(Reply::of(JSON, json_bytes(value).map_err(|error| Fault::Failed(error.to_string()))?))
}

/// A number of the address.
fn number(call: &Call, name: &str, usual: usize, most: usize) -> Result<usize, Fault> {
    match call.value(name).map(str::parse::<usize>) {
        None => Ok(usual),
        Some(Ok(number)) if number <= most => Ok(number),
        Some(_) => Err(Fault::Refused(format!("{name} is a number from 0 to {most}"))),
    }
}

/// Names that have one value, and those that have a number or one of some words.
const GIVEN_ONCE: [&str; 13] = [
    "after",
    "all_words",
    "before",
    "by",
    "copies",
    "date",
    "from",
    "limit",
    "min_confidence",
    "offset",
    "q",
    "sort",
    "to",
];
const NEVER_EMPTY: [&str; 10] =
    ["all_words", "by", "changed", "copies", "kind", "limit", "min_confidence", "offset", "sort", "version"];

/// Refuses what would be passed over: a second value where there can be one, none where one is wanted, and a question that
/// is longer than the description grants.
fn check(call: &Call) -> Result<(), Fault> {
    for (at, (name, value)) in call.pairs.iter().enumerate() {
        let name = name.as_str();
        let is_again = || call.pairs.iter().take(at).any(|(before, _)| before == name);
        if GIVEN_ONCE.contains(&name) && is_again() {
            return Err(Fault::Refused(format!("{name} is given twice")));
        }
        if NEVER_EMPTY.contains(&name) && value.trim().is_empty() {
            return Err(Fault::Refused(format!("{name} is given without a value")));
        }
        if name == "q" && value.chars().count() > LONGEST_QUESTION {
            return Err(Fault::Refused(format!("q is a question of at most {LONGEST_QUESTION} characters")));
        }
    }
    Ok(())
}

fn request(scene: &PageContext<'_>) -> Result<Request, Fault> {
    let call = scene.call;
    check(call)?;
    let url = SearchUrl::read(call);
    let share = url.filters.min_confidence;
    if call.value("min_confidence").is_some() && !share.is_some_and(|share| (0.0..=1.0).contains(&share)) {
        return Err(Fault::Refused("min_confidence is a number from 0 to 1".to_string()));
    }
    if call.value("sort").is_some() && url.sort.is_none() {
        return Err(Fault::Refused("sort is relevance, newest or oldest".to_string()));
    }
    for name in ["copies", "all_words"] {
        if call.values(name).into_iter().any(|value| truth_of(value).is_none()) {
            return Err(Fault::Refused(format!("{name} is true or false")));
        }
    }
    Ok(Request {
        limit: number(call, "limit", 20, MOST)?,
        offset: number(call, "offset", 0, FARTHEST)?,
        ..url.request(scene.site.today())
    })
}

pub fn search(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    json(&AnswerJson::new(&scene.edition.library.ask(&request(scene)?)?))
}

fn facet_named(name: Option<&str>) -> Result<Facet, Fault> {
    match name {
        Some("speaker") | None => Ok(Facet::Speaker),
        Some("party") => Ok(Facet::Party),
        Some("office") => Ok(Facet::Office),
        Some("outlet") => Ok(Facet::Outlet),
        Some("kind") => Ok(Facet::Kind),
        Some(_) => Err(Fault::Refused("by is speaker, party, office, outlet or kind".to_string())),
    }
}

pub fn facets(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let facet = facet_named(scene.call.value("by"))?;
    let limit = number(scene.call, "limit", 20, MOST)?.max(1);
    let counting = CountsRequest { request: request(scene)?, facet, limit, zero: false };
    let counts = scene.edition.library.counts(&counting)?;
    match CountsJson::new(&counts) {
        Some(shape) => json(&shape),
        None => Err(Fault::NotFound("There are no such counts.".to_string())),
    }
}

pub fn step_named(name: Option<&str>) -> Result<Option<TimeStep>, Fault> {
    match name {
        None => Ok(None),
        Some("year") => Ok(Some(TimeStep::Year)),
        Some("month") => Ok(Some(TimeStep::Month)),
        Some("day") => Ok(Some(TimeStep::Day)),
        Some(_) => Err(Fault::Refused("by is year, month or day".to_string())),
    }
}

pub fn timeline(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let step = step_named(scene.call.value("by"))?;
    json(&TimelineJson::new(&scene.edition.library.timeline(&request(scene)?, step)?))
}

pub fn article(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    json(&ShowJson::new(&scene.edition.library.show(&scene.call.id)?))
}

pub fn person(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let id = &scene.call.id;
    match scene.edition.library.profile(id, scene.edition.overview()?)? {
        Some(profile) => json(&PersonJson::new(&profile)),
        None => Err(Fault::NotFound(format!("Neither the archive nor the register knows {id}."))),
    }
}

pub fn suggest(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    check(scene.call)?;
    let typed: String = scene
        .call
        .pairs
        .iter()
        .find(|(name, _)| name == "q")
        .map(|(_, typed)| typed.chars().take(LONGEST_TYPED).collect())
        .unwrap_or_default();
    let limit = number(scene.call, "limit", SUGGESTIONS, MOST)?;
    let library = &scene.edition.library;
    json(&SuggestJson::new(&scene.edition.overview()?.suggest(&typed, limit, library)?))
}

pub fn stats(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    json(&StatsJson::new(&scene.edition.overview()?.stats))
}

pub fn description(_: &PageContext<'_>) -> Result<Reply, Fault> {
    Ok(Reply::of(JSON, OPENAPI.as_bytes().to_vec()))
}
