//! The page of a question: how it was read, what was found, and where to go from there.

use askama::Template;

use crate::desk::{AnswerNote, Apart, DeskError, Regarding, Request, Response, Sort, told};
use crate::harmless::{line, spaced_line};
use crate::index::Facet;
use crate::query::tree::Form;
use crate::web::card::Card;
use crate::web::chart::{Chart, Drawn};
use crate::web::facets::{FacetShown, facets_shown};
use crate::web::fault::Fault;
use crate::web::frame::{PageFrame, frame_of_search, grouped};
use crate::web::reply::Reply;
use crate::web::search_url::{LAST_PAGE, PAGE, SearchUrl, address};
use crate::web::site::PageContext;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    chrome: PageFrame,
    total: String,
    /// What stands first where the question asks when or who.
    answers: Vec<String>,
    chips: Vec<Chip>,
    read_as: String,
    notes: Vec<NoteShown>,
    chart: Option<Chart>,
    cards: Vec<Card>,
    facets: Vec<FacetShown>,
    sorts: Vec<Way>,
    pages: Vec<Way>,
    downloads: Vec<Way>,
    copies: Option<Way>,
    compare: Option<String>,
    is_nothing: bool,
}

#[derive(Template)]
#[template(path = "unread.html")]
struct UnreadPage {
    chrome: PageFrame,
    lines: Vec<String>,
}

/// A condition of the question.
struct Chip {
    kind: &'static str,
    words: String,
    others: String,
    /// The answer without it.
    url: String,
}

/// Something said beside the answer, and where it leads.
struct NoteShown {
    text: String,
    links: Vec<(String, String)>,
}

/// One of several ways to go on.
struct Way {
    label: String,
    url: String,
    is_current: bool,
}

pub fn search(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let url = SearchUrl::read(scene.call);
    if url.is_empty() && url.sort.is_none() {
        return Ok(Reply::to("/".to_string()));
    }
    let library = &scene.edition.library;
    let request = url.request(scene.site.today());
    let response = match library.ask(&request) {
        Ok(response) => response,
        Err(DeskError::Question(lines)) => return unread(scene, &url, &lines),
        Err(error) => return Err(error.into()),
    };
    let apart = apart_of(scene, &url, &request, &response)?;
    let answer = &response.answer;
    let title = if url.question.is_empty() { response.asked.read_as.as_str() } else { url.question.as_str() };
    let shown = request.offset + answer.hits.len();
    let all = if url.copies { answer.total } else { answer.distinct } + answer.same_article.unwrap_or(0) as u64;
    let page = SearchPage {
        chrome: frame_of_search(scene, &line(title), &url),
        total: told::totals(answer),
        answers: answers(&response),
        chips: chips(&url, &apart),
        read_as: line(&response.asked.read_as),
        notes: response.notes.iter().map(|note| note_shown(note, &url, &apart)).collect(),
        chart: chart(&url, &response, &apart, &scene.edition.articles),
        cards: Card::of_hits(&answer.hits),
        facets: facets_shown(&url, answer, &apart),
        sorts: sorts(&url),
        pages: pages(&url, shown, all),
        downloads: downloads(&url),
        copies: (url.copies || answer.distinct < answer.total).then(|| Way {
            label: if url.copies { "Fold copies".to_string() } else { "Each copy by itself".to_string() },
            url: url.with(|url| url.copies = !url.copies).url(),
            is_current: false,
        }),
        compare: compared(&response),
        is_nothing: answer.total == 0,
    };
    Ok(Reply::html(&page)?)
}

/// The conditions of the question's own words; those of filters beside it stand in the address already.
fn apart_of(scene: &PageContext<'_>, url: &SearchUrl, request: &Request, response: &Response) -> Result<Apart, Fault> {
    let library = &scene.edition.library;
    let of_words = url.with(|url| url.filters = crate::desk::Filters::default());
    if of_words.question.is_empty() {
        return Ok(Apart::default());
    }
    if of_words.filters == url.filters && url.sort.is_none() {
        return Ok(library.take_apart(&response.asked)?);
    }
    let words = Request { filters: of_words.filters, sort: None, ..request.clone() };
    Ok(library.take_apart(&library.read(&words)?)?)
}

fn unread(scene: &PageContext<'_>, url: &SearchUrl, lines: &[String]) -> Result<Reply, Fault> {
    let page = UnreadPage {
        chrome: PageFrame { feed: None, ..frame_of_search(scene, "The question cannot be read", url) },
        lines: lines.iter().map(|line| spaced_line(line)).collect(),
    };
    Ok(Reply { status: axum::http::StatusCode::BAD_REQUEST, ..Reply::html(&page)? })
}

fn answers(response: &Response) -> Vec<String> {
    let answer = &response.answer;
    match response.asked.query.form {
        Form::When => match (answer.times.first(), answer.times.last()) {
            (Some(first), Some(last)) => vec![format!("First {first}, last {last}.")],
            _ => Vec::new(),
        },
        Form::Who => told::speakers_in_words(answer).into_iter().collect(),
        Form::Compare(_) => {
            let sides = answer.sides.iter();
            sides.map(|side| format!("{}: {}", line(&side.label), grouped(side.total))).collect()
        }
        Form::Quotes | Form::Count => Vec::new(),
    }
}

fn kind_of(regarding: Regarding) -> &'static str {
    match regarding {
        Regarding::Topic => "about",
        Regarding::Who => "by",
        Regarding::When => "when",
        Regarding::Outlet => "in",
        Regarding::Kind => "kind",
        Regarding::Order => "order",
        Regarding::Form => "asks",
        Regarding::Other => "where",
    }
}

fn chips(url: &SearchUrl, apart: &Apart) -> Vec<Chip> {
    let of_words = apart.conditions.iter().map(|condition| Chip {
        kind: kind_of(condition.regarding),
        words: line(&condition.words),
        others: line(&condition.others.join(", ")),
        url: url.with(|url| url.question.clone_from(&condition.without)).url(),
    });
    let mut chips: Vec<Chip> = of_words.collect();
    // Those beside the question go out of the address one by one.
    let pairs = url.pairs();
    for (at, (name, value)) in pairs.iter().enumerate() {
        let kind = match *name {
            "speaker" | "party" | "office" => "by",
            "outlet" => "in",
            "kind" => "kind",
            "from" => "from",
            "to" => "to",
            "before" => "before",
            "after" => "after",
            "date" => "when",
            "min_confidence" => "at least as sure as",
            _ => continue,
        };
        let rest: Vec<(&str, String)> = pairs
            .iter()
            .enumerate()
            .filter(|(other, (name, _))| *other != at && *name != "page")
            .map(|(_, pair)| pair.clone())
            .collect();
        chips.push(Chip {
            kind,
            words: line(value.trim_matches('"')),
            others: String::new(),
            url: address("/search", &rest),
        });
    }
    chips
}

fn note_shown(note: &AnswerNote, url: &SearchUrl, apart: &Apart) -> NoteShown {
    let mut links = Vec::new();
    if let Some(question) = note.offered() {
        links.push(("Ask that".to_string(), SearchUrl::of(question).url()));
    }
    let without = apart.without.iter().find(|(facet, _)| *facet == Facet::Speaker).map(|(_, without)| without.as_str());
    for choice in note.speakers() {
        let question = format!("speaker:{} {}", choice.id, without.unwrap_or_default());
        links.push((line(&choice.name), url.with(|url| url.question = question.trim().to_string()).url()));
    }
    NoteShown { text: line(&note.told()), links }
}

fn chart(url: &SearchUrl, response: &Response, apart: &Apart, articles: &crate::index::Times) -> Option<Chart> {
    let answer = &response.answer;
    let all = answer.times_elsewhere.as_ref().unwrap_or(&answer.times);
    let without = apart.without.iter().find(|(facet, _)| *facet == Facet::Time).map(|(_, without)| without);
    let base = url.without(Facet::Time).with(|url| {
        if let Some(without) = without {
            url.question.clone_from(without);
        }
    });
    let drawn = Drawn { all, chosen: &answer.times, articles };
    Chart::new(&drawn, |period| base.with_value(Facet::Time, period).url())
}

fn sorts(url: &SearchUrl) -> Vec<Way> {
    let current = url.sort.unwrap_or(Sort::Relevance);
    [(Sort::Relevance, "Best first"), (Sort::Newest, "Newest"), (Sort::Oldest, "Oldest")]
        .into_iter()
        .map(|(sort, label)| Way {
            label: label.to_string(),
            url: url.with(|url| url.sort = (sort != Sort::Relevance).then_some(sort)).url(),
            is_current: sort == current,
        })
        .collect()
}

fn pages(url: &SearchUrl, shown: usize, all: u64) -> Vec<Way> {
    let to = |page: usize, label: &str| Way {
        label: label.to_string(),
        url: SearchUrl { page, ..url.clone() }.url(),
        is_current: false,
    };
    let mut pages = Vec::new();
    if url.page > 1 {
        pages.push(to(url.page - 1, "Previous"));
    }
    if (shown as u64) < all && url.page < LAST_PAGE && shown >= PAGE {
        let rest = all - shown as u64;
        pages.push(to(url.page + 1, &format!("Next {} of {} more", rest.min(PAGE as u64), grouped(rest))));
    }
    pages
}

fn downloads(url: &SearchUrl) -> Vec<Way> {
    let whole = SearchUrl { page: 1, ..url.clone() };
    let choice = |label: &str, path: &str| Way { label: label.to_string(), url: whole.at(path), is_current: false };
    vec![choice("All as CSV", "/search.csv"), choice("JSON", "/search.json"), choice("Feed", "/feed.atom")]
}

/// The page that puts the sides of a question beside each other.
fn compared(response: &Response) -> Option<String> {
    let Form::Compare(_) = response.asked.query.form else { return None };
    Some(address("/compare", &[("side", response.asked.question.clone())]))
}
