//! Runs `tests/cases/html/*.case`: options, a saved page, and the article or the articles that must come of it, parted by
//! `---`.
//!
//! Options are `name: value` lines (url, captured, encoding, order), `#` lines say what the case claims.
//! `UPDATE_CASES=1 cargo test --test cases pages` writes what comes out into the files, to be read before it is kept.

use super::article::{encoded, option, options_of, render};
use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{parts, read_article};
use std::path::Path;

#[test]
fn every_page_reads_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/html");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut wrong = Vec::new();
    for path in &paths {
        let case = std::fs::read_to_string(path).unwrap();
        let (head, rest) = case.split_once("\n---\n").unwrap_or_else(|| panic!("{}: no page", path.display()));
        let (page, expected) = rest.split_once("\n---\n").unwrap_or_else(|| panic!("{}: no end", path.display()));
        assert!(head.starts_with("# "), "{}: the first line says what the case claims", path.display());
        let found = read(head, page);
        if found == expected {
            continue;
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(path, format!("{head}\n---\n{page}\n---\n{found}")).unwrap();
        }
        wrong.push(format!("{}\nexpected:\n{expected}\nfound:\n{found}", path.display()));
    }
    assert!(paths.len() >= 15, "the cases are gone");
    assert!(wrong.is_empty(), "{} of {} cases differ:\n\n{}", wrong.len(), paths.len(), wrong.join("\n\n"));
}

fn read(head: &str, page: &str) -> String {
    let mut document = Document::new(Origin::of_file("archive/page.html"), Format::Html, encoded(head, page));
    document.envelope.url = option(head, "url").map(str::to_owned);
    document.envelope.captured = option(head, "captured").map(|moment| moment.parse().unwrap());
    let options = options_of(head);
    let documents = parts(&document, &options).unwrap_or_else(|| vec![document]);
    let articles = documents.iter().map(|document| render(read_article(document, &options)));
    articles.collect::<Vec<_>>().join("\n")
}

/// Pages that nobody wrote by hand, and that whoever reads pages meets: each is read or refused, and soon.
#[test]
fn odd_pages_are_read_or_refused_at_once() {
    const MANY: usize = 20_000;
    let prose = "<p>“Nobody asked us,” said Harold Testby, who runs the shop below the bridge, when the council met on Tuesday.</p>";
    let around = |open: &str, close: &str| format!("{}{prose}{}", open.repeat(MANY), close.repeat(MANY));
    let pages = [
        ("deep containers", around("<div>", "</div>")),
        ("deep words", around("<b><i>", "</i></b>")),
        ("deep tables", around("<table><tr><td>", "")),
        ("deep lists", around("<ul><li>", "</li></ul>")),
        ("deep headings", around("<h1><div>", "</div></h1>")),
        ("deep links", around("<a href=x><div>", "")),
        ("deep drawings", format!("<svg>{}</svg>{prose}", "<g>".repeat(MANY))),
        ("tags that only end", format!("{}{prose}", "</div></p></a>".repeat(MANY))),
        ("open comments", format!("{prose}{}", "<!-- x ".repeat(MANY))),
        ("many attributes", format!("<div {}>{prose}</div>", "class=x id=y ".repeat(MANY))),
        ("a long class", format!("<div class='{}'>{prose}</div>", "related Share-most-read ".repeat(MANY))),
        ("many values", format!("{}{prose}", "<meta name=date content='31/02/2016'>".repeat(MANY))),
        (
            "many titles",
            format!("{}{prose}", "<meta property=og:title content='One of many'><h1>Another</h1>".repeat(MANY / 4)),
        ),
        (
            "many times",
            format!(
                "<title>Live</title>{}{prose}",
                "<p><time datetime='2016-08-18T10:00'>10:00</time>Words.</p>".repeat(MANY / 4)
            ),
        ),
        ("deep data", format!("<script type='application/ld+json'>{}</script>{prose}", "{\"@graph\":[".repeat(MANY))),
        (
            "long data",
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{}\"}}</script>{}",
                "words and more words, ".repeat(MANY),
                "<p>Other words, and nothing of it stands there.</p>".repeat(MANY / 10)
            ),
        ),
        ("many blocks", prose.repeat(MANY / 10)),
        ("one long word", format!("<p>{}</p>", "x".repeat(MANY * 20))),
        ("nothing but zeros", "\0".repeat(MANY)),
        ("a frame", "<html><frameset><frame src=a.html></frameset></html>".to_owned()),
    ];
    for (name, page) in pages {
        let started = std::time::Instant::now();
        let found = read("# odd", &page);
        assert!(started.elapsed().as_secs() < 20, "{name} took {:?}", started.elapsed());
        let is_read = found.contains("“Nobody asked us,” said Harold Testby");
        assert!(
            is_read || found.contains("error: ") || name == "long data" || name == "one long word",
            "{name}: {}",
            &found[..found.len().min(500)]
        );
    }
}
