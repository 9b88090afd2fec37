//! The stylesheet, the script and the sign of the site, inside the program: each under an address that changes with it, so
//! that a browser may keep it for good.

use std::sync::LazyLock;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::call::Call;
use super::fault::Fault;
use super::site::Reply;

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/app.js");
const ICON: &str = include_str!("assets/icon.svg");

/// The description of the API.
pub const OPENAPI: &str = include_str!("assets/openapi.json");

static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = blake3::Hasher::new();
    for part in [STYLE, SCRIPT, ICON] {
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..12].to_string()
});

/// Letters and digits that stand for all of them together.
pub fn digest() -> &'static str {
    &DIGEST
}

/// A file by its name.
pub async fn serve(call: Call) -> Response {
    let (content_type, text) = match call.id.as_str() {
        "style.css" => ("text/css; charset=utf-8", STYLE),
        "app.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "icon.svg" => ("image/svg+xml", ICON),
        _ => return Fault::NotFound("There is no such file.".to_string()).into_response_for(false),
    };
    let tag = format!("\"{}\"", digest());
    let is_versioned = call.value("v") == Some(digest());
    let mut response = match call.has_already(&tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Reply::of(content_type, text.as_bytes().to_vec()).into_response(),
    };
    let kept = if is_versioned { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
