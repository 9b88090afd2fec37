//! The files beside the pages, as they are asked for.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::assets;
use super::call::Call;
use super::fault::Fault;
use super::reply::Reply;

/// A file by its name.
pub async fn serve(call: Call) -> Response {
    let (content_type, text) = match call.id.as_str() {
        "style.css" => ("text/css; charset=utf-8", assets::STYLE),
        "app.js" => ("text/javascript; charset=utf-8", assets::SCRIPT),
        "icon.svg" => ("image/svg+xml", assets::ICON),
        _ => return Fault::NotFound("There is no such file.".to_string()).into_response_for(false),
    };
    let tag = format!("\"{}\"", assets::digest());
    let is_versioned = call.value("v") == Some(assets::digest());
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
