//! Addresses to what answers them.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};

use super::call::Call;
use super::fault::Fault;
use super::reply::Reply;
use super::site::{PageContext, Site};
use super::{api, download, feed, files, pages, safety};

/// Bytes of a form.
const LARGEST_FORM: usize = 16 << 10;

/// A page that the library makes.
fn made(make: fn(&PageContext<'_>) -> Result<Reply, Fault>) -> MethodRouter<Arc<Site>> {
    get(move |State(site): State<Arc<Site>>, call: Call| site.answer(call, make))
}

async fn nothing_there(call: Call) -> Response {
    Fault::NotFound("There is no page at this address.".to_string()).into_response_for(call.is_for_programs)
}

/// Everything that is served.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", made(pages::front::front))
        .route("/search", made(pages::search::search))
        .route("/search.json", made(api::search))
        .route("/search.csv", get(download::quotes))
        .route("/feed.atom", made(feed::feed))
        .route("/article/{id}", made(pages::article::article))
        .route("/quote/{id}", made(pages::article::quote))
        .route("/person/{id}", made(pages::person::person))
        .route("/compare", made(pages::compare::compare))
        .route("/compare.csv", made(pages::compare::table))
        .route("/list", made(pages::list::list))
        .route("/list/{format}", made(pages::list::export))
        .route("/check", made(pages::check::form))
        .route("/check", post(pages::check::check).layer(DefaultBodyLimit::max(pages::check::LARGEST_DRAFT)))
        .route("/correct", made(pages::correct::form))
        .route("/correct", post(pages::correct::write))
        .route("/assets/{name}", get(files::serve))
        .route("/api/v1/search", made(api::search))
        .route("/api/v1/facets", made(api::facets))
        .route("/api/v1/timeline", made(api::timeline))
        .route("/api/v1/article/{id}", made(api::article))
        .route("/api/v1/person/{id}", made(api::person))
        .route("/api/v1/suggest", made(api::suggest))
        .route("/api/v1/stats", made(api::stats))
        .route("/api/v1/openapi.json", made(api::description))
        .fallback(nothing_there)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(axum::middleware::from_fn_with_state(site.clone(), safety::pass))
        .with_state(site)
}
