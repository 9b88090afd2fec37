//! What every request passes through: who may ask, how long it may take, and what a browser may do with what it gets.
//!
//! *Who may ask.* A page of any other site can make its own name point to this machine (DNS rebinding) and then read what is
//! served here as if it were its own. The browser still tells by which name it asked: only names of this machine are answered.
//! *What a browser may do.* Nothing is loaded but from here, no script and no style stands in a page, nothing frames it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;

use super::bounds::BOUNDS;
use super::call::API;
use super::fault::Fault;
use super::site::Site;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Lets a request through that may be answered, within its time, and says with the answer what may be done with it.
pub async fn pass(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let is_for_programs = request.uri().path().starts_with(API);
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    let method = request.method().clone();
    let mut response = if !is_own_name(&site, request.headers()) {
        Fault::Misdirected.into_response_for(is_for_programs)
    } else if length > BOUNDS.address {
        Fault::TooLong.into_response_for(is_for_programs)
    } else {
        match tokio::time::timeout(BOUNDS.answer, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Fault::Busy.into_response_for(is_for_programs),
        }
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let origin = site.options.allowed_origin.as_deref().filter(|_| is_for_programs && method != Method::POST);
    if let Some(origin) = origin.and_then(|origin| HeaderValue::try_from(origin).ok()) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers
            .insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
    }
    response
}

/// Whether it is asked by a name of this site.
fn is_own_name(site: &Site, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) else { return false };
    let name = name_of(host);
    if name.eq_ignore_ascii_case("localhost") || site.options.names.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        return true;
    }
    match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        // Served to other machines, it is asked by any of this one's addresses. Rebinding needs a name.
        Ok(_) if site.address.ip().is_unspecified() => true,
        Ok(ip) => ip.is_loopback() || ip == site.address.ip(),
        Err(_) => false,
    }
}

/// The name without its port.
fn name_of(host: &str) -> &str {
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) && (!name.contains(':') || name.ends_with(']')) => name,
        _ => host,
    }
}

/// Whether a request that changes something comes from a page of this site, as far as the browser tells.
pub fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let fetched = text(HeaderName::from_static("sec-fetch-site"));
    if fetched.is_some_and(|from| from != "same-origin" && from != "none") {
        return false;
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        // A page that tells nobody where it comes from says `null`; the token speaks for it.
        (Some("null") | None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, origin)| origin == host),
        _ => false,
    }
}

/// Whether two secrets are the same, told in a time that does not depend on where they differ.
pub fn is_same(sent: &str, own: &str) -> bool {
    sent.len() == own.len() && sent.bytes().zip(own.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_name_is_told_from_its_port() {
        for (host, name) in [
            ("localhost", "localhost"),
            ("localhost:80", "localhost"),
            ("[::1]:8417", "[::1]"),
            ("[::1]", "[::1]"),
            ("::1", "::1"),
            ("a.example:", "a.example"),
            ("127.0.0.1.evil.example:1", "127.0.0.1.evil.example"),
            ("localhost:evil", "localhost:evil"),
        ] {
            assert_eq!(name_of(host), name);
        }
    }
}
