//! The corpus: every statement of `corpus/quotes.tsv` is found in its article with speaker, party on that day, date and
//! words; and nobody is given words that are not in that table.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use onrecord::archive::{WalkOptions, open_documents, walk};
use onrecord::article::{Article, ReadOptions, read_article};
use onrecord::people::Register;
use onrecord::quotes::{Extractor, Quote, QuoteKind};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A row of the table: one use of a statement.
struct Row {
    line: usize,
    file: String,
    member: String,
    posted: String,
    speaker: String,
    party: String,
    words: String,
}

struct Story {
    /// Relative to the corpus, as the table has it.
    file: String,
    article: Article,
    quotes: Vec<Quote>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let table = std::fs::read_to_string(corpus().join("quotes.tsv")).unwrap();
    let rows: Vec<Row> = (2..)
        .zip(table.lines().skip(1))
        .map(|(line, row)| {
            let cells: Vec<&str> = row.split('\t').collect();
            let [file, member, posted, speaker, party, _office, _use, words, ..] = cells[..] else {
                panic!("quotes.tsv line {line}: {row}");
            };
            let [file, member, posted, speaker, party, words] =
                [file, member, posted, speaker, party, words].map(str::to_owned);
            Row { line, file, member, posted, speaker, party, words }
        })
        .collect();
    assert!(rows.len() >= 100, "the table is gone");
    rows
});

static STORIES: LazyLock<Vec<Story>> = LazyLock::new(|| {
    let register = Register::embedded().unwrap();
    let extractor = Extractor::new(&register);
    let mut stories = Vec::new();
    for file in walk(&[corpus()], &WalkOptions::default()) {
        let file = file.unwrap();
        if file.path.file_name().is_some_and(|name| name == "quotes.tsv") {
            continue;
        }
        for document in open_documents(&file) {
            let article = read_article(&document.unwrap(), &ReadOptions::default()).unwrap();
            let file = file.path.strip_prefix(corpus()).unwrap().to_string_lossy().replace('\\', "/");
            let quotes = extractor.extract(&article);
            stories.push(Story { file, article, quotes });
        }
    }
    assert!(stories.len() >= 70, "the corpus is gone");
    stories
});

/// The words alone: white space and the style of the marks do not count.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|char| match char {
            '’' | '‘' => '\'',
            '“' | '”' | '«' | '»' => '"',
            _ => char,
        })
        .collect();
    text.replace("''", "\"").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(story: &Story, quote: &Quote) -> String {
    let segments: Vec<&str> = quote.segments.iter().map(|span| span.of(&story.article.text)).collect();
    plain(&segments.join(" "))
}

fn speaker(quote: &Quote) -> &str {
    quote.speaker.as_ref().map_or("nobody", |speaker| &speaker.name)
}

fn party(quote: &Quote) -> &str {
    quote.speaker.as_ref().and_then(|speaker| speaker.party.as_deref()).unwrap_or("")
}

fn describe(story: &Story, quote: &Quote) -> String {
    format!(
        "{} by {} ({}; {}, {:.2}; mention: {}): {}",
        quote.kind.name(),
        speaker(quote),
        party(quote),
        quote.rule,
        quote.confidence,
        quote.mention.map_or("none", |span| span.of(&story.article.text)),
        words(story, quote)
    )
}

/// What a body, not a person, is said to call a thing ("what the Navy calls …"): its word, though nobody's statement.
const TERMS: [(&str, &str); 1] = [("Royal Navy", "continuous at-sea deterrence")];

/// Whether the words are part of a statement, or whole statements one after the other.
fn is_made_of(said: &str, mut statements: Vec<String>) -> bool {
    let said = said.to_lowercase();
    statements.sort_by_key(|statement| std::cmp::Reverse(statement.len()));
    if statements.iter().any(|statement| statement.to_lowercase().contains(&said)) {
        return true;
    }
    let rest = statements
        .iter()
        .fold(said, |rest, statement| rest.replace(statement.to_lowercase().trim_end_matches(['.', ',']), " "));
    rest.chars().all(|char| !char.is_alphanumeric())
}

#[test]
fn every_statement_is_found() {
    let mut wrong = String::new();
    for row in ROWS.iter() {
        let statement = plain(&row.words);
        let story = STORIES
            .iter()
            .find(|story| story.file == row.file && story.article.origin.member.as_deref().unwrap_or("") == row.member)
            .unwrap_or_else(|| panic!("quotes.tsv line {}: no article {} {}", row.line, row.file, row.member));
        let date = story.article.posted.map(|posted| posted.date.to_string()).unwrap_or_default();
        let found = story.quotes.iter().filter(|quote| quote.kind != QuoteKind::Indirect).any(|quote| {
            words(story, quote).contains(&statement) && speaker(quote) == row.speaker && party(quote) == row.party
        });
        if found && date == row.posted {
            continue;
        }
        writeln!(wrong, "\nquotes.tsv line {}, {} {}:", row.line, row.file, row.member).unwrap();
        writeln!(wrong, "  expected {} by {} ({}): {statement}", row.posted, row.speaker, row.party).unwrap();
        writeln!(wrong, "  found in the article of {date}:").unwrap();
        for quote in story.quotes.iter().filter(|quote| quote.kind != QuoteKind::Indirect) {
            writeln!(wrong, "    {}", describe(story, quote)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn nobody_is_given_words_that_are_not_in_the_table() {
    let mut wrong = String::new();
    for story in STORIES.iter() {
        for quote in story.quotes.iter().filter(|quote| quote.kind != QuoteKind::Indirect && quote.speaker.is_some()) {
            let said = words(story, quote);
            let said = said.trim_end_matches([',', '.']);
            let statements = ROWS.iter().filter(|row| row.speaker == speaker(quote)).map(|row| plain(&row.words));
            let is_term = TERMS.contains(&(speaker(quote), said));
            if !is_term && !is_made_of(said, statements.collect()) {
                writeln!(wrong, "{} {}", story.file, story.article.origin.member.as_deref().unwrap_or("")).unwrap();
                writeln!(wrong, "    {}", describe(story, quote)).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "words of the writer, or of somebody else:\n{wrong}");
}
