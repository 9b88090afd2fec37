//! What is answered, before it is sent.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A page or another answer, before it is sent.
pub struct Reply {
    pub status: StatusCode,
    pub content_type: &'static str,
    pub body: Vec<u8>,
    /// Where to go instead.
    pub location: Option<String>,
    /// The name under which it is saved.
    pub file_name: Option<&'static str>,
}

impl Reply {
    /// A page.
    ///
    /// # Errors
    /// Where the template cannot be filled.
    pub fn html(page: &impl askama::Template) -> askama::Result<Reply> {
        let body = page.render()?;
        Ok(Reply::of("text/html; charset=utf-8", body.into_bytes()))
    }

    /// Bytes of a type.
    pub fn of(content_type: &'static str, body: Vec<u8>) -> Reply {
        Reply { status: StatusCode::OK, content_type, body, location: None, file_name: None }
    }

    /// Another address.
    pub fn to(location: String) -> Reply {
        let body = Vec::new();
        let status = StatusCode::SEE_OTHER;
        Reply { status, location: Some(location), ..Reply::of("text/plain; charset=utf-8", body) }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(location) = self.location.and_then(|location| HeaderValue::try_from(location).ok()) {
            headers.insert(header::LOCATION, location);
        }
        let saved_as = self.file_name.map(|name| format!("attachment; filename=\"{name}\""));
        if let Some(saved_as) = saved_as.and_then(|saved_as| HeaderValue::try_from(saved_as).ok()) {
            headers.insert(header::CONTENT_DISPOSITION, saved_as);
        }
        response
    }
}
