//! Runs `tests/cases/article/*.case`: options, a document, and the article that must come of it, parted by `---`.
//!
//! Options are `name: value` lines (path, format, order, map, date from path, assumed date, latest day, newline, encoding), `#` lines say what the case claims.
//! `UPDATE_CASES=1 cargo test --test cases article` writes what comes out into the files, to be read before it is
//! kept.

use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{Article, ArticleError, DayOrder, FieldMap, PathPattern, ReadOptions, parse_day, read_article};
use std::fmt::Write;
use std::path::Path;

#[test]
fn every_case_reads_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/article");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut wrong = Vec::new();
    for path in &paths {
        assert!(path.extension().is_some_and(|extension| extension == "case"), "{} is no case", path.display());
        let case = std::fs::read_to_string(path).unwrap();
        let (head, rest) = case.split_once("\n---\n").unwrap_or_else(|| panic!("{}: no text", path.display()));
        let (text, expected) = rest.split_once("\n---\n").unwrap_or_else(|| panic!("{}: no end", path.display()));
        assert!(head.starts_with("# "), "{}: the first line says what the case claims", path.display());
        let found = render(read_article(&document_of(head, text), &options_of(head)));
        if found == expected {
            continue;
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(path, format!("{head}\n---\n{text}\n---\n{found}")).unwrap();
        }
        wrong.push(format!("{}\nexpected:\n{expected}\nfound:\n{found}", path.display()));
    }
    assert!(paths.len() >= 20, "the cases are gone");
    assert!(wrong.is_empty(), "{} of {} cases differ:\n\n{}", wrong.len(), paths.len(), wrong.join("\n\n"));
}

pub(crate) fn option<'c>(head: &'c str, name: &str) -> Option<&'c str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn document_of(head: &str, text: &str) -> Document {
    let text = match option(head, "newline") {
        None => text.to_owned(),
        Some("crlf") => text.replace('\n', "\r\n"),
        Some("cr") => text.replace('\n', "\r"),
        Some(other) => panic!("newline: {other}?"),
    };
    let bytes = encoded(head, &text);
    let (format, member) = match option(head, "format") {
        None => (Format::PlainText, None),
        Some("json") => (Format::JsonRecord, Some("line 7".to_owned())),
        Some("mail") => (Format::Mail, None),
        Some(other) => panic!("format: {other}?"),
    };
    let line = if member.is_some() { 7 } else { 1 };
    let path = option(head, "path").unwrap_or("archive/story.txt").into();
    Document::new(Origin { path, within: None, member, line }, format, bytes)
}

/// The bytes of a text in the encoding that the case names.
pub(crate) fn encoded(head: &str, text: &str) -> Vec<u8> {
    match option(head, "encoding") {
        None => text.as_bytes().to_vec(),
        // A case may hold ¿ for a byte that means nothing.
        Some("damaged") => text.split('¿').map(str::as_bytes).collect::<Vec<_>>().join(&0xff),
        Some("utf-8-bom") => format!("\u{feff}{text}").into_bytes(),
        Some("utf-16") => [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        Some("utf-16-no-mark") => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Some("windows-1252") => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        Some(other) => panic!("encoding: {other}?"),
    }
}

pub(crate) fn options_of(head: &str) -> ReadOptions {
    let day_order = match option(head, "order") {
        None => DayOrder::DayFirst,
        Some("month-first") => DayOrder::MonthFirst,
        Some(other) => panic!("order: {other}?"),
    };
    let field_map = FieldMap::parse(option(head, "map").unwrap_or("")).unwrap();
    let date_from_path = option(head, "date from path").map(|pattern| PathPattern::parse(pattern).unwrap());
    let day = |name: &str| option(head, name).map(|text| parse_day(text).unwrap());
    let (assumed_date, latest_day) = (day("assumed date"), day("latest day"));
    ReadOptions { day_order, field_map, date_from_path, assumed_date, latest_day, ..ReadOptions::default() }
}

pub(crate) fn render(article: Result<Article, ArticleError>) -> String {
    let mut out = String::new();
    let article = match article {
        Ok(article) => article,
        Err(error) => return format!("error: {error}\n"),
    };
    let date = article.posted.map(|posted| format!("{} {}", posted.date, posted.from.name()));
    let fields = [
        ("member", &article.origin.member),
        ("title", &article.title),
        ("date", &date),
        ("updated", &article.updated.map(|day| day.to_string())),
        ("byline", &article.byline),
        ("outlet", &article.outlet),
        ("url", &article.url),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(out, "{name}: {value}").unwrap();
        }
    }
    for problem in &article.problems {
        let word = if problem.kind.is_note() { "note" } else { "problem" };
        writeln!(out, "{word}: line {}: {}", problem.line, problem.message).unwrap();
    }
    for block in &article.blocks {
        let text = block.span.of(&article.text).replace('\r', "\\r").replace('\n', "\\n");
        writeln!(out, "{:?}: {text}", block.kind).unwrap();
    }
    out
}
