//! A request as the pages see it: its address taken apart, and what the client has already.

use axum::extract::{FromRequestParts, Query, RawPathParams};
use axum::http::header::{HOST, IF_NONE_MATCH};
use axum::http::request::Parts;
use std::convert::Infallible;

/// A request.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// Path and query.
    pub address: String,
    /// What follows the `?`, in order.
    pub pairs: Vec<(String, String)>,
    /// What stands in the path for an id.
    pub id: String,
    /// Whether a program asks, which wants JSON whatever happens.
    pub is_for_programs: bool,
    /// The name by which it asked.
    pub host: String,
    /// The tags of what the client has.
    pub known: String,
}

/// Where the API is.
pub const API: &str = "/api/";

impl Call {
    /// The first value of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim()).filter(|it| !it.is_empty())
    }

    /// All values of this name.
    pub fn values(&self, name: &str) -> Vec<&str> {
        let values = self.pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
        values.filter(|value| !value.is_empty()).collect()
    }

    /// Whether the client has what has this tag.
    pub fn has_already(&self, tag: &str) -> bool {
        self.known
            .split(',')
            .map(|known| known.trim().trim_start_matches("W/"))
            .any(|known| known == tag || known == "*")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Call {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Call, Infallible> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|pairs| pairs.0).unwrap_or_default();
        let id = match RawPathParams::from_request_parts(parts, state).await {
            Ok(params) => params.iter().next().map(|(_, value)| value.to_string()).unwrap_or_default(),
            Err(_) => String::new(),
        };
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_string();
        Ok(Call {
            address: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            is_for_programs: parts.uri.path().starts_with(API),
            pairs,
            id,
            host: text(HOST),
            known: text(IF_NONE_MATCH),
        })
    }
}
