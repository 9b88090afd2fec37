//! The reader of dumps: one JSON record, one article.
//!
//! Takes a record's bytes, gives an [`Article`] whose text is the record's text field and nothing else, as it was meant
//! (`clean.rs`); title, date and the rest come from the other fields, and from header lines in the text where these say
//! nothing. A record that has a summary and no text is read by that, and says so.

use super::clean::{CleanText, HtmlLines, clean_text, clean_words};
use super::dates::{DateError, DayOrder, parse_leading_date};
use super::exported::ExportedArticle;
use super::fields::{RecordField, RecordFields, plain_names, text_of};
use super::finish::{FoundArticle, own_name};
use super::layout::{Headline, read_layout};
use super::one_line::part_one_line;
use super::posted::Clues;
use super::zone::{Home, parse_utc, utc_of_seconds};
use super::{Article, ArticleError, Problem, ProblemKind, ReadOptions, Reader, find_damage};
use crate::archive::{Document, decode_document};
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Each value takes some hundred bytes in memory while a record is read, however short it is written.
const MOST_VALUES: usize = 250_000;

/// Reads [`Format::JsonRecord`](crate::archive::Format::JsonRecord).
pub struct JsonRecord;

impl Reader for JsonRecord {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let decoded = decode_document(document);
        let line = document.origin.line;
        let mut problems: Vec<Problem> = find_damage(&decoded, line);
        if ExportedArticle::is_in(&decoded.text) {
            return ExportedArticle::read(&decoded.text, document, options);
        }
        if holds_more_values(&decoded.text, MOST_VALUES) {
            return Err(ArticleError::TooManyValues { most: MOST_VALUES });
        }
        let record: Map<String, Value> = serde_json::from_str(&decoded.text).map_err(|error| not_json(&error, line))?;
        if record.is_empty() {
            return Err(ArticleError::Empty);
        }
        let fields = RecordFields::new(&record, &options.field_map);
        let body = find_body(&fields, line, &mut problems)?;
        let told = TitleAndOutlet::of(&fields);
        finish(document, options, &fields, body, told, problems)
    }
}

/// The record's text as it was meant, or what stands for it; notes of what was done go to `notes`.
fn find_body(fields: &RecordFields<'_>, line: u32, notes: &mut Vec<Problem>) -> Result<CleanText, ArticleError> {
    let mut note = |kind, message: String| notes.push(Problem { line, kind, message });
    let body = match fields.find_body() {
        Some(body) => {
            let Some((whole, more)) = cut_short(&body) else {
                return Ok(clean_text(body, HtmlLines::Space, line, notes));
            };
            note(
                ProblemKind::CutShort,
                format!("the text is cut short: {more} more characters stand where it was published"),
            );
            Cow::Owned(whole.to_owned())
        }
        None => {
            let Some((name, summary)) = fields.find_summary() else {
                let (fields, guess) = fields.names();
                return Err(ArticleError::NoText { fields, guess });
            };
            note(ProblemKind::OnlySummary, format!("there is no text: only the summary (“{name}”) was read"));
            summary
        }
    };
    Ok(clean_text(body, HtmlLines::Space, line, notes))
}

/// A text that an API has cut, without the mark of it (`[+1874 chars]`), and how much is missing.
fn cut_short(text: &str) -> Option<(&str, &str)> {
    let (whole, mark) = text.trim_end().strip_suffix(" chars]")?.rsplit_once("[+")?;
    let is_number = !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| (whole.trim_end(), mark))
}

/// What a record says besides its text, each in one line.
struct TitleAndOutlet {
    title: Option<String>,
    outlet: Option<String>,
}

impl TitleAndOutlet {
    fn of(fields: &RecordFields<'_>) -> TitleAndOutlet {
        let field = |field| fields.find_text(field).map(|text| clean_words(&text)).filter(|text| !text.is_empty());
        let outlet = field(RecordField::Outlet);
        let title = field(RecordField::Title).map(|title| without_outlet(title, outlet.as_deref()));
        TitleAndOutlet { title, outlet }
    }
}

/// A title without the name of the paper behind it: `Depot row - The Dispatch`.
fn without_outlet(title: String, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet else { return title };
    let behind = title.rsplit_once([' ', '\u{a0}']).and_then(|_| title.strip_suffix(outlet));
    let cut = behind.map(str::trim_end).and_then(|rest| rest.strip_suffix(['-', '–', '—', '|'])).map(str::trim_end);
    match cut {
        Some(cut) if !cut.is_empty() => cut.to_owned(),
        _ => title,
    }
}

fn finish(
    document: &Document,
    options: &ReadOptions,
    fields: &RecordFields<'_>,
    body: CleanText,
    told: TitleAndOutlet,
    problems: Vec<Problem>,
) -> Result<Article, ArticleError> {
    let (CleanText { text, blocks }, TitleAndOutlet { title, outlet }) = (body, told);
    if text.trim().is_empty() {
        let (fields, guess) = fields.names();
        return Err(ArticleError::NoText { fields, guess });
    }
    options.check_length(&text)?;
    let field = |field: RecordField| fields.find_text(field).map(|text| text.trim().to_owned());
    let headline = title.as_deref().map_or(Headline::PerhapsFirstLine, Headline::Known);
    let layout = read_layout(&text, headline, options.day_order);
    let blocks = blocks.or_else(|| part_one_line(&text));
    let mut found = FoundArticle::of_layout(document, text, layout);
    found.problems = problems;
    found.title = title.or(found.title);
    found.outlet = outlet.or(found.outlet);
    found.url = field(RecordField::Url).or(found.url);
    let byline = fields.find_text(RecordField::Byline).map(|text| plain_names(&clean_words(&text)));
    found.byline = byline.map(without_by).filter(|byline| !byline.is_empty()).or(found.byline);
    found.blocks = blocks.unwrap_or(found.blocks);

    let id = field(RecordField::Id);
    let path = own_name(document);
    let home = Home::of(found.url.as_deref(), fields.find_language());
    let day =
        |field: RecordField| fields.find_value(field).map(|value| parse_field_date(value, options.day_order, home));
    let clues = Clues {
        field: day(RecordField::Date),
        updated: day(RecordField::Updated),
        name: id.as_deref().unwrap_or(&path),
        home,
        ..Clues::default()
    };
    let mut article = found.finish(clues, options);
    if let Some(id) = &id {
        article.origin.member = Some(article.origin.record(id));
    }
    Ok(article)
}

impl JsonRecord {
    /// See [`super::id_of`].
    pub fn id(document: &Document, options: &ReadOptions) -> Option<String> {
        let decoded = decode_document(document);
        // An exported article is known by what it was when it was read first, which is not its id.
        if holds_more_values(&decoded.text, MOST_VALUES) || ExportedArticle::is_in(&decoded.text) {
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
fn parse_field_date(value: &Value, order: DayOrder, home: Home) -> Result<NaiveDate, DateError> {
    let text = text_of(value, ", ", 0).unwrap_or_default();
    let text = text.trim();
    let number = text.split('.').next().filter(|digits| matches!(digits.len(), 9 | 10 | 12 | 13));
    if let Some(number) = number.and_then(|digits| digits.parse::<i64>().ok()) {
        // Milliseconds since the spring of 1973 have twelve digits.
        let seconds = if number >= 100_000_000_000 { number / 1000 } else { number };
        if let Some(utc) = utc_of_seconds(seconds) {
            return Ok(home.day_of(utc));
        }
    }
    if let Some(utc) = parse_utc(text).filter(|_| home != Home::Unknown) {
        return Ok(home.day_of(utc));
    }
    parse_leading_date(text, order).map(|(date, _)| date)
}

fn without_by(byline: String) -> String {
    let is_by = byline.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    if is_by { byline.get(3..).unwrap_or("").trim().to_owned() } else { byline }
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
            assert_eq!(parse_field_date(&value, DayOrder::DayFirst, Home::Unknown), Ok(day), "{json}");
        }
    }

    #[test]
    fn values_are_counted_outside_of_strings() {
        let text = format!(r#"{{"text": "{}\"", "a": [1, {{}}]}}"#, ",[".repeat(100));
        assert!(holds_more_values(&text, 4) && !holds_more_values(&text, 5));
        assert!(!holds_more_values("[1,2]", 3) && !holds_more_values(&format!("\"{}", ",".repeat(20)), 1));
    }

    #[test]
    fn the_mark_of_a_cut_text_is_taken_off() {
        assert_eq!(cut_short("She told the council… [+1874 chars]\r\n"), Some(("She told the council…", "1874")));
        for whole in ["It has 12 chars]", "[+ chars]", "Ends [+12 chars] here.", ""] {
            assert_eq!(cut_short(whole), None, "{whole}");
        }
    }

    #[test]
    fn titles_are_without_their_paper_and_names_without_links() {
        let cut = |title: &str| without_outlet(title.to_owned(), Some("The Dispatch"));
        assert_eq!(cut("Depot row - The Dispatch"), "Depot row");
        assert_eq!(cut("Depot row | The Dispatch"), "Depot row");
        assert_eq!(cut("A day at The Dispatch"), "A day at The Dispatch");
        assert_eq!(cut("The Dispatch"), "The Dispatch");
        assert_eq!(plain_names("[[Ann Example]], [[people/h|Harold Testby]]"), "Ann Example, Harold Testby");
        assert_eq!(plain_names("press@a.example (Ann Example)"), "Ann Example");
        assert_eq!(plain_names("Ann Example (Exampleton)"), "Ann Example (Exampleton)");
    }
}
