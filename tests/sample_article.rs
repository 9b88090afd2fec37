//! The real article that the project is measured on, where it is at hand beside the repository: the quotes that its
//! record lists, and no other with quotation marks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{ReadOptions, read_article};
use onrecord::people::Register;
use onrecord::quotes::{Extractor, QuoteKind};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn the_thirteen_quotes_of_the_real_article_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles");
    let text = folder.join("000_7576b873b3033e19.txt");
    let Ok(bytes) = std::fs::read(&text) else {
        use std::io::Write;
        // Past the harness, which keeps the output of tests that pass to itself.
        writeln!(std::io::stderr(), "skipped: {} is not at hand", text.display()).unwrap();
        return;
    };
    let expected = std::fs::read_to_string(folder.join("000_7576b873b3033e19.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let document = Document::new(Origin::of_file(text), Format::PlainText, bytes);
    let article = read_article(&document, &ReadOptions::default()).unwrap();
    let posted = article.posted.unwrap();
    assert_eq!(
        json!({"title": article.title, "date": posted.date.to_string(), "date_from": posted.from.name()}),
        expected["article"]
    );
    let register = Register::embedded().unwrap();
    let quotes: Vec<Value> = Extractor::new(&register)
        .extract(&article)
        .iter()
        .filter(|quote| quote.kind != QuoteKind::Indirect)
        .map(|quote| {
            let character = |byte: usize| article.text[..byte].chars().count();
            let segments: Vec<[usize; 2]> =
                quote.segments.iter().map(|span| [character(span.start()), character(span.end())]).collect();
            let words: Vec<&str> = quote.segments.iter().map(|span| span.of(&article.text)).collect();
            let speaker = quote.speaker.as_ref();
            json!({
                "kind": quote.kind.name(),
                "speaker": speaker.map(|speaker| &speaker.name),
                "party": speaker.and_then(|speaker| speaker.party.as_ref()),
                "segments": segments,
                "quote": words.join(" "),
            })
        })
        .collect();
    let expected = expected["quotes"].as_array().unwrap();
    assert_eq!(expected.len(), 13);
    for (number, (found, expected)) in quotes.iter().zip(expected).enumerate() {
        assert_eq!(found, expected, "quote {number}");
    }
    assert_eq!(quotes.len(), expected.len(), "{quotes:#?}");
}
