//! Who may ask, what a browser is told, what is too long.

use crate::client::{request, send};
use crate::served::Served;

#[test]
fn only_names_of_this_machine_are_answered() {
    let served = Served::of(&crate::served::ARTICLES, &["--host", "archive.example"]);
    let port = served.port;
    for host in
        ["127.0.0.1", "localhost", "LOCALHOST:80", "[::1]:8417", "archive.example", &format!("localhost:{port}")]
    {
        assert_eq!(request(port, "GET", "/", &[&format!("Host: {host}")], "").status, 200, "{host}");
    }
    for host in
        ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "localhost@evil.example", "192.0.2.1", ""]
    {
        assert_eq!(request(port, "GET", "/", &[&format!("Host: {host}")], "").status, 421, "{host}");
        assert_eq!(request(port, "GET", "/api/v1/stats", &[&format!("Host: {host}")], "").status, 421, "{host}");
    }
    assert_eq!(request(port, "GET", "/", &["Host: localhost", "Host: evil.example"], "").status, 421);
    let without = String::from_utf8(send(port, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).unwrap();
    assert!(without.starts_with("HTTP/1.1 4"), "{without}");
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let served = Served::usual();
    for path in [
        "/",
        "/search?q=ferry",
        "/search?q=date:(",
        "/nothing",
        "/assets/style.css",
        "/assets/app.js",
        "/api/v1/stats",
        "/search.csv?q=ferry",
        "/feed.atom?q=ferry",
    ] {
        let reply = served.get(path);
        let policy = reply.header("content-security-policy").unwrap_or_else(|| panic!("{path}"));
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), None, "{path}");
        assert!(reply.header("content-type").is_some(), "{path}");
        let text = reply.text();
        assert!(!text.contains("style=\"") && !text.contains("<style") && !text.contains("<script>"), "{path}");
    }
    let served = Served::of(&crate::served::ARTICLES, &["--allow-origin", "https://page.example"]);
    let origin = |path: &str| served.get(path).header("access-control-allow-origin").map(str::to_string);
    assert_eq!(origin("/api/v1/stats").as_deref(), Some("https://page.example"));
    assert_eq!(origin("/"), None);
}

#[test]
fn what_is_too_long_or_no_request_is_refused_and_the_next_is_answered() {
    let served = Served::usual();
    served.get(&format!("/search?q={}", "a".repeat(20_000))).expect(414);
    served.get(&format!("/search?q={}", "ferry+".repeat(1_500))).expect(400);
    let head = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "a".repeat(200_000));
    let reply = String::from_utf8(send(served.port, head.as_bytes())).unwrap();
    assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 4"), "{reply}");
    let noise = send(served.port, b"\x16\x03\x01\x00\xa5\x01\x00\x00 not http at all\r\n\r\n");
    assert!(noise.is_empty() || noise.starts_with(b"HTTP/1.1 400"), "{:?}", String::from_utf8_lossy(&noise));
    assert_eq!(request(served.port, "DELETE", "/search", &[], "").status, 405);
    assert_eq!(request(served.port, "POST", "/correct", &[], &"x".repeat(100_000)).status, 413);
    for path in [
        "/article/%00%ff",
        "/person/..%2f..%2fetc%2fpasswd",
        "/assets/..%2fCargo.toml",
        "/list/%2e%2e",
        "//evil.example",
        "/%",
    ] {
        let status = served.get(path).status;
        assert!((400..500).contains(&status), "{path}: {status}");
    }
    served.get("/search?q=ferry").expect(200);
}
