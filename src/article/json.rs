//! The reader of dumps: one JSON record, one article.
//!
//! Takes a record's bytes, gives an [`Article`] whose text is the record's text field and nothing else; title, date and
//! the rest come from the other fields, and from header lines in the text where these say nothing.

use super::dates::{DateError, DayOrder, parse_leading_date};
use super::fields::{RecordField, RecordFields, text_of};
use super::layout::{Headline, read_layout};
use super::posted::{Clues, find_posted};
use super::{Article, ArticleError, Problem, ProblemKind, ReadOptions, Reader, find_damage};
use crate::archive::{Document, decode};
use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value};

/// Each value takes some hundred bytes in memory while a record is read, however short it is written.
const MOST_VALUES: usize = 250_000;

/// Reads [`Format::JsonRecord`](crate::archive::Format::JsonRecord).
pub struct JsonRecord;

impl Reader for JsonRecord {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let decoded = decode(&document.bytes);
        let line = document.origin.line;
        let mut problems: Vec<Problem> = find_damage(&decoded, line).into_iter().collect();
        if holds_more_values(&decoded.text, MOST_VALUES) {
            return Err(ArticleError::TooManyValues { most: MOST_VALUES });
        }
        let record: Map<String, Value> = serde_json::from_str(&decoded.text).map_err(|error| not_json(&error, line))?;
        if record.is_empty() {
            return Err(ArticleError::Empty);
        }
        let fields = RecordFields::new(&record, &options.field_map);
        let Some(body) = fields.find_body() else {
            return Err(ArticleError::NoText { fields: fields.names() });
        };
        options.check_length(&body)?;
        let text = body.into_owned();
        if holds_tags(&text) {
            let message = "the text holds HTML tags, which stay in it; map a field of plain text with --map text=FIELD";
            problems.push(Problem { line, kind: ProblemKind::Tags, message: message.to_owned() });
        }
        let field = |field: RecordField| fields.find_text(field).map(|text| text.trim().to_owned());
        let title = field(RecordField::Title);
        let headline = title.as_deref().map_or(Headline::PerhapsFirstLine, Headline::Known);
        let layout = read_layout(&text, headline, options.day_order);
        let in_text = |span: Option<crate::span::Span>| span.map(|span| span.of(&text).to_owned());
        let url = field(RecordField::Url).or_else(|| in_text(layout.url)).or_else(|| document.envelope.url.clone());

        let mut origin = document.origin.clone();
        let id = field(RecordField::Id);
        // The name of a dump tells when the dump was made.
        let is_alone = origin.member == origin.within;
        let path = if is_alone { origin.innermost().to_string_lossy().into_owned() } else { String::new() };
        let clues = Clues {
            lines: &layout.dates,
            field: fields.find_value(RecordField::Date).map(|value| parse_field_date(value, options.day_order)),
            url: url.as_deref(),
            name: id.as_deref().unwrap_or(&path),
        };
        let posted = find_posted(clues, options.day_order, |_, message| {
            problems.push(Problem { line, kind: ProblemKind::BadDate, message });
        });
        if let Some(id) = &id {
            origin.member = Some(origin.record(id));
        }
        Ok(Article {
            origin,
            title: title.or_else(|| in_text(layout.title)),
            byline: field(RecordField::Byline).map(without_by).or_else(|| in_text(layout.byline)),
            outlet: field(RecordField::Outlet).or_else(|| in_text(layout.outlet)),
            url,
            posted,
            updated: None,
            blocks: layout.blocks,
            text,
            problems,
        })
    }
}

impl JsonRecord {
    /// See [`super::id_of`].
    pub fn id(document: &Document, options: &ReadOptions) -> Option<String> {
        let decoded = decode(&document.bytes);
        if holds_more_values(&decoded.text, MOST_VALUES) {
            return None;
        }
        let record: Map<String, Value> = serde_json::from_str(&decoded.text).ok()?;
        let id = RecordFields::new(&record, &options.field_map).find_text(RecordField::Id)?;
        Some(id.trim().to_owned())
    }
}

/// Whether there are more values than so many; a few of those that hold others are not counted.
fn holds_more_values(json: &str, most: usize) -> bool {
    // The shortest value is a digit and a comma.
    if json.len() / 2 <= most {
        return false;
    }
    let (mut values, mut within, mut escaped) = (0usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = within,
            b'"' => within = !within,
            b',' | b'[' | b'{' => values += usize::from(!within),
            _ => {}
        }
    }
    values > most
}

fn not_json(error: &serde_json::Error, first: u32) -> ArticleError {
    let what = error.to_string();
    // The error counts from the record's own first line.
    let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what).to_owned();
    let line = u32::try_from(error.line()).unwrap_or(1).max(1);
    ArticleError::NotJson { what, line: first.saturating_add(line - 1), column: error.column() }
}

/// A date as records hold it: words, or the seconds or milliseconds since 1970.
fn parse_field_date(value: &Value, order: DayOrder) -> Result<NaiveDate, DateError> {
    let text = text_of(value, ", ", 0).unwrap_or_default();
    let text = text.trim();
    let number = text.split('.').next().filter(|digits| matches!(digits.len(), 9 | 10 | 12 | 13));
    if let Some(number) = number.and_then(|digits| digits.parse::<i64>().ok()) {
        // Milliseconds since the spring of 1973 have twelve digits.
        let seconds = if number >= 100_000_000_000 { number / 1000 } else { number };
        if let Some(moment) = DateTime::from_timestamp(seconds, 0) {
            return Ok(moment.date_naive());
        }
    }
    parse_leading_date(text, order).map(|(date, _)| date)
}

fn without_by(byline: String) -> String {
    let is_by = byline.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    if is_by { byline.get(3..).unwrap_or("").trim().to_owned() } else { byline }
}

/// Whether the text is HTML rather than plain: tags of paragraphs or line breaks in its beginning.
fn holds_tags(text: &str) -> bool {
    const LOOKED_AT: usize = 4096;
    let head = text.as_bytes().get(..LOOKED_AT.min(text.len())).unwrap_or_default();
    memchr::memchr_iter(b'<', head).any(|at| {
        let tag = head.get(at + 1..).unwrap_or_default();
        ["p>", "/p>", "p ", "br>", "br/", "br /", "div", "/div"]
            .iter()
            .any(|name| tag.get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_milliseconds_are_dates() {
        let day = NaiveDate::from_ymd_opt(2016, 8, 18).unwrap();
        for json in [
            "1471478400",
            "1471478400000",
            "\"1471478400\"",
            "1471478400.5",
            "20160818",
            "{\"$date\": \"2016-08-18T00:00:00Z\"}",
        ] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(parse_field_date(&value, DayOrder::DayFirst), Ok(day), "{json}");
        }
    }

    #[test]
    fn values_are_counted_outside_of_strings() {
        let text = format!(r#"{{"text": "{}\"", "a": [1, {{}}]}}"#, ",[".repeat(100));
        assert!(holds_more_values(&text, 4) && !holds_more_values(&text, 5));
        assert!(!holds_more_values("[1,2]", 3) && !holds_more_values(&format!("\"{}", ",".repeat(20)), 1));
    }

    #[test]
    fn tags_are_seen() {
        assert!(holds_tags("<p>One.</p>") && holds_tags("One.<BR/>Two.") && holds_tags("a <p class=x>"));
        assert!(!holds_tags("1 < 2 and <b") && !holds_tags("<pre"));
    }
}
