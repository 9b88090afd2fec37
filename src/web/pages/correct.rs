//! Who really said it: a form where the site allows that, else the command to copy.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::desk::CorrectRequest;
use crate::harmless::line;
use crate::web::call::Call;
use crate::web::card::{Card, place_url};
use crate::web::fault::Fault;
use crate::web::frame::{PageFrame, frame};
use crate::web::reply::Reply;
use crate::web::safety::{is_from_here, is_same};
use crate::web::site::{PageContext, Site};

#[derive(Template)]
#[template(path = "correct.html")]
struct CorrectPage {
    chrome: PageFrame,
    card: Card,
    /// What the form must bring; `None` where nothing may be changed from here.
    token: Option<String>,
    lines: Vec<(&'static str, String)>,
}

pub fn form(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let id = scene.call.value("id").unwrap_or_default();
    let Some(record) = scene.edition.library.quote(id)? else {
        return Err(Fault::NotFound(format!("No quote here has the id {id}.")));
    };
    let options = &scene.site.options;
    let command = format!("{} {}", line(&options.command), line(&record.id));
    let page = CorrectPage {
        chrome: frame(scene, "Who said it?"),
        card: Card::of_record(&record),
        token: options.corrections.then(|| scene.site.token.clone()),
        lines: vec![
            ("Somebody else said it", format!("{command} --speaker \"NAME\"")),
            ("Nobody can tell", format!("{command} --unknown")),
            ("It is no quote", format!("{command} --not-a-quote")),
            ("Take the correction back", format!("{command} --undo")),
        ],
    };
    Ok(Reply::html(&page)?)
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Correcting {
    #[serde(default)]
    token: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    party: String,
}

impl Correcting {
    fn request(&self) -> Result<CorrectRequest, Fault> {
        let party = Some(self.party.trim()).filter(|party| !party.is_empty()).map(str::to_string);
        match self.what.as_str() {
            "speaker" if self.name.trim().is_empty() => Err(Fault::Refused("Say who said it: a name.".to_string())),
            "speaker" => Ok(CorrectRequest::Speaker { name: self.name.trim().to_string(), party }),
            "unknown" => Ok(CorrectRequest::Unknown),
            "not-a-quote" => Ok(CorrectRequest::NotAQuote),
            "take-back" => Ok(CorrectRequest::TakeBack),
            _ => Err(Fault::Refused(
                "Say what is right: who said it, that nobody can tell, or that it is no quote.".to_string(),
            )),
        }
    }
}

/// Writes a correction and shows the quote as it is from then on.
pub async fn write(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    call: Call,
    Form(sent): Form<Correcting>,
) -> Response {
    let is_allowed = site.options.corrections && is_from_here(&headers) && is_same(&sent.token, &site.token);
    if !is_allowed {
        let why = "Corrections need a form of this site, and a site that was started with --allow-corrections.";
        return Fault::Forbidden(why).into_response_for(false);
    }
    let edition = site.edition();
    let written = site.clone().work(edition, call, move |scene| {
        let library = &scene.edition.library;
        // The article stays where it is, also where the quote is none any more.
        let before = library.quote(&sent.id)?;
        library.correct(&sent.id, &sent.request()?)?;
        scene.site.see_changes();
        let now = scene.site.edition().library.quote(&sent.id)?;
        let url = now.or(before).map_or_else(|| "/".to_string(), |record| place_url(&record));
        Ok(Reply::to(url))
    });
    match written.await {
        Ok(reply) => reply.into_response(),
        Err(fault) => fault.into_response_for(false),
    }
}
