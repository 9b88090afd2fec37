//! Runs `tests/cases/quotes/*.case`: a claim, the text of a story, and the quotes that must come of it, parted by `---`.
//!
//! `#` lines say what the case claims, and where nothing is to be found, why. `date: 2016-08-18` is the article's day;
//! `show: indirect` lists reported speech too, which the other cases leave out. The headline is the runner's.
//! `UPDATE_CASES=1 cargo test --test cases quotes` writes what comes out into the files, to be read before it is kept.

use onrecord::archive::{Document, Format, Origin, WalkOptions, open_documents, walk};
use onrecord::article::{Article, ReadOptions, read_article};
use onrecord::people::Register;
use onrecord::quotes::{Decider, Extractor, QuoteKind};
use std::fmt::Write;
use std::path::Path;

#[test]
fn every_case_gives_the_quotes_that_it_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/quotes");
    let register = Register::embedded().unwrap();
    let extractor = Extractor::new(&register);
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut wrong = Vec::new();
    for path in &paths {
        assert!(path.extension().is_some_and(|extension| extension == "case"), "{} is no case", path.display());
        let case = std::fs::read_to_string(path).unwrap();
        let (head, rest) = case.split_once("\n---\n").unwrap_or_else(|| panic!("{}: no text", path.display()));
        let (text, expected) = rest.split_once("\n---\n").unwrap_or_else(|| panic!("{}: no end", path.display()));
        assert!(head.starts_with("# "), "{}: the first line says what the case claims", path.display());
        let silent = expected.is_empty();
        assert!(!silent || head.contains("\n# Silent: "), "{}: say why nothing is found (# Silent: …)", path.display());
        let found = render(&extractor, head, text);
        if found == expected {
            continue;
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(path, format!("{head}\n---\n{text}\n---\n{found}")).unwrap();
        }
        wrong.push(format!("{}\nexpected:\n{expected}\nfound:\n{found}", path.display()));
    }
    assert!(paths.len() >= 60, "the cases are gone");
    assert!(wrong.is_empty(), "{} of {} cases differ:\n\n{}", wrong.len(), paths.len(), wrong.join("\n\n"));
}

/// `dissect` and `show --explain` read the same decision as the record: they name the same speakers, corpus and cases over.
#[test]
fn what_is_shown_of_a_decision_is_what_the_record_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let register = Register::embedded().unwrap();
    let extractor = Extractor::new(&register);
    let mut articles = Vec::new();
    for path in std::fs::read_dir(root.join("tests/cases/quotes")).unwrap().map(|entry| entry.unwrap().path()) {
        let case = std::fs::read_to_string(&path).unwrap();
        let mut parts = case.split("\n---\n");
        let date = option(parts.next().unwrap(), "date").unwrap_or("undated");
        articles.push(read(parts.next().unwrap(), date));
    }
    for file in walk(&[root.join("corpus")], &WalkOptions::default()).map(Result::unwrap) {
        articles
            .extend(open_documents(&file).flatten().filter_map(|it| read_article(&it, &ReadOptions::default()).ok()));
    }
    let mut told = 0;
    for article in &articles {
        let quotes = extractor.extract(article);
        let explained = extractor.explain(article);
        assert_eq!(quotes, explained.iter().map(|it| it.quote.clone()).collect::<Vec<_>>());
        let dissected = extractor.dissect(article);
        let mut shown = dissected.lines().filter(|line| line.starts_with("quote "));
        for it in &explained {
            told += 1;
            let speaker = it.quote.speaker.as_ref().map(|speaker| speaker.name.as_str());
            assert_eq!(speaker.is_none(), it.nobody.is_some(), "{it:?}");
            let named = speaker.map_or_else(|| format!("nobody ({})", it.nobody.unwrap().name()), str::to_owned);
            let line = shown.next().unwrap();
            assert!(
                line.contains(&format!("): {named}; {:.2}; rule {}", it.quote.confidence, it.quote.rule)),
                "{line}"
            );
            let last = it.in_words(&article.text).pop().unwrap();
            let words = speaker.map_or_else(
                || format!("No speaker: {}.", it.nobody.unwrap().in_words()),
                |name| format!("Speaker: {name}."),
            );
            assert_eq!(last, words);
            // Only a neighbour need not be one of the candidates; who was overruled is told.
            let chosen = it.candidates.iter().filter(|candidate| candidate.is_chosen).count();
            let beside = matches!(it.decider, Decider::Neighbour | Decider::Speaking);
            assert!(it.candidates.is_empty() || chosen == 1 || chosen == 0 && beside, "{it:?}");
            let shares: f32 = it.candidates.iter().map(|candidate| candidate.share).sum();
            assert!(it.candidates.is_empty() || (shares - 1.0).abs() < 1e-3, "{shares}");
            assert!(it.decider != Decider::Weights || it.overruled.is_empty(), "{it:?}");
        }
        assert!(shown.next().is_none(), "{dissected}");
    }
    assert!(told > 380, "the cases are gone: {told}");
}

/// A text can be cut off anywhere: in the midst of a sentence, behind a preposition, inside marks.
#[test]
fn every_case_cut_short_gives_words_of_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/quotes");
    let register = Register::embedded().unwrap();
    let extractor = Extractor::new(&register);
    let mut found = 0;
    for path in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let case = std::fs::read_to_string(&path).unwrap();
        let text = case.split("\n---\n").nth(1).unwrap();
        for (end, _) in text.match_indices(' ') {
            let article = read(&text[..end], "undated");
            for quote in extractor.extract(&article) {
                found += 1;
                let spans = quote.segments.iter().chain(&quote.mention).chain(&quote.cue);
                assert!(
                    spans.into_iter().all(|span| !span.of(&article.text).is_empty()),
                    "{}: {quote:?}",
                    path.display()
                );
            }
        }
    }
    assert!(found > 600, "the cases are gone: {found}");
}

/// A text without line breaks is one paragraph: its quotes do not each carry all of it.
#[test]
fn the_context_of_an_endless_paragraph_stays_close_to_the_quote() {
    let register = Register::embedded().unwrap();
    let article =
        read(&"Ann Example said: “We go – naïvely – today.” “Never,” said Harold Testby. ".repeat(1_500), "undated");
    let quotes = Extractor::new(&register).extract(&article);
    assert!(quotes.len() >= 3_000, "{}", quotes.len());
    for quote in quotes {
        assert!(quote.context.len() < 5_000, "{quote:?}");
        assert!(quote.segments.iter().all(|span| quote.context.hull(*span) == quote.context), "{quote:?}");
    }
}

pub(super) fn read(text: &str, date: &str) -> Article {
    let file = format!("archive/{date}-story.txt");
    let bytes = format!("The news of the day in brief\n\n{text}").into_bytes();
    let document = Document::new(Origin::of_file(file), Format::PlainText, bytes);
    read_article(&document, &ReadOptions::default()).unwrap()
}

pub fn option<'c>(head: &'c str, name: &str) -> Option<&'c str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// One line for each quote, one below it for each of its segments.
fn render(extractor: &Extractor, head: &str, text: &str) -> String {
    let article = read(text, option(head, "date").unwrap_or("undated"));
    let with_indirect = option(head, "show") == Some("indirect");
    let mut out = String::new();
    for quote in extractor.extract(&article) {
        if quote.kind == QuoteKind::Indirect && !with_indirect {
            continue;
        }
        write!(out, "{}: {}", quote.kind.name(), quote.speaker.as_ref().map_or("unknown", |speaker| &speaker.name))
            .unwrap();
        if let Some(party) = quote.speaker.as_ref().and_then(|speaker| speaker.party.as_ref()) {
            write!(out, " ({party})").unwrap();
        }
        for (name, span) in [("mention", quote.mention), ("cue", quote.cue)] {
            if let Some(span) = span {
                write!(out, "; {name}: {}", span.of(&article.text).replace('\n', " ")).unwrap();
            }
        }
        if let Some(reporter) = &quote.reported_by {
            write!(out, "; reported by: {}", reporter.name).unwrap();
        }
        writeln!(out, "; rule: {}; confidence: {:.2}", quote.rule, quote.confidence).unwrap();
        for segment in &quote.segments {
            writeln!(out, "  {}", segment.of(&article.text).replace('\n', "\\n")).unwrap();
        }
    }
    out
}
