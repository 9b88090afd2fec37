//! What went wrong with a request, as a page for people and as `application/problem+json` (RFC 9457) for programs.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::bare_frame::PageFrame;
use super::reply::Reply;
use crate::desk::DeskError;
use crate::harmless::{json_bytes, paragraph};

/// Why a request was not answered.
#[derive(Debug)]
pub enum Fault {
    /// There is no such thing here.
    NotFound(String),
    /// A question that cannot be read: lines that show where, and why.
    Unreadable(Vec<String>),
    /// What was asked cannot be done as it was asked.
    Refused(String),
    /// Not from there, or not with that.
    Forbidden(&'static str),
    /// Asked by a name that is not this site's.
    Misdirected,
    /// The address is too long.
    TooLong,
    /// It took too long, or too many ask.
    Busy,
    /// Something is wrong here.
    Failed(String),
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'a str,
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage<'a> {
    chrome: PageFrame,
    title: &'static str,
    detail: &'a str,
}

impl Fault {
    fn status(&self) -> StatusCode {
        match self {
            Fault::NotFound(_) => StatusCode::NOT_FOUND,
            Fault::Unreadable(_) | Fault::Refused(_) => StatusCode::BAD_REQUEST,
            Fault::Forbidden(_) => StatusCode::FORBIDDEN,
            Fault::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Fault::TooLong => StatusCode::URI_TOO_LONG,
            Fault::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Fault::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Fault::NotFound(_) => "Not found",
            Fault::Unreadable(_) => "The question cannot be read",
            Fault::Refused(_) => "That cannot be asked so",
            Fault::Forbidden(_) => "Not allowed",
            Fault::Misdirected => "Not this site's name",
            Fault::TooLong => "The address is too long",
            Fault::Busy => "Too busy",
            Fault::Failed(_) => "Something went wrong",
        }
    }

    fn detail(&self) -> String {
        match self {
            Fault::NotFound(what) | Fault::Refused(what) | Fault::Failed(what) => what.clone(),
            Fault::Unreadable(lines) => lines.join("\n"),
            Fault::Forbidden(what) => (*what).to_string(),
            Fault::Misdirected => {
                "This server answers only to the names of the machine that it runs on, so that no other \
                                   site can read it through your browser. Start it with --host NAME to add one."
                    .to_string()
            }
            Fault::TooLong => "Ask with fewer words, or list fewer quotes.".to_string(),
            Fault::Busy => "The answer took too long, or too many questions came at once. Try again, or ask for \
                            something narrower."
                .to_string(),
        }
    }

    /// As a page, or as a problem for programs.
    pub fn into_response_for(self, is_for_programs: bool) -> Response {
        let (status, title, detail) = (self.status(), self.title(), self.detail());
        let (content_type, body) = if is_for_programs {
            let problem = ProblemJson { r#type: "about:blank", title, status: status.as_u16(), detail: &detail };
            ("application/problem+json", json_bytes(&problem).unwrap_or_default())
        } else {
            let page = FaultPage { chrome: PageFrame::bare(title), title, detail: &paragraph(&detail) };
            ("text/html; charset=utf-8", page.render().unwrap_or_default().into_bytes())
        };
        let mut response = Reply { status, ..Reply::of(content_type, body) }.into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Fault {
        Fault::Failed(error.to_string())
    }
}

impl From<DeskError> for Fault {
    fn from(error: DeskError) -> Fault {
        match error {
            DeskError::Question(lines) => Fault::Unreadable(lines),
            DeskError::NoSuchId(id) => Fault::NotFound(format!("No quote and no article here has the id {id}.")),
            DeskError::Refused(what) => Fault::Refused(what),
            DeskError::Several(lines) => Fault::Refused(lines.join("\n")),
            error if error.is_too_costly() => Fault::Refused(error.to_string()),
            other => {
                let chain = std::iter::successors(Some(&other as &dyn std::error::Error), |error| error.source());
                let mut told: Vec<String> = chain.map(ToString::to_string).collect();
                told.dedup();
                Fault::Failed(told.join(": "))
            }
        }
    }
}
