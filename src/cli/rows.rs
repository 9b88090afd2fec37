//! Quotes as rows: the columns of every CSV that the program writes, and Markdown.

use std::io::Write;

use super::harmless::{Cells, markdown_code, markdown_link, markdown_text};
use crate::record::{QuoteRecord, SpeakerRecord};

/// The columns, in order. New ones are added at the end.
const COLUMNS: [&str; 20] = [
    "date",
    "speaker",
    "party",
    "office",
    "quote",
    "kind",
    "outlet",
    "title",
    "byline",
    "url",
    "path",
    "member",
    "mention",
    "confidence",
    "rule",
    "id",
    "speaker_id",
    "article_id",
    "reported_by",
    "corrected_from",
];

/// Writes quotes as CSV.
pub struct CsvRows<W: Write>(Cells<W>);

impl<W: Write> CsvRows<W> {
    /// Begins with the names of the columns.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn new(out: W) -> Result<CsvRows<W>, csv::Error> {
        Ok(CsvRows(Cells::new(out, &COLUMNS)?))
    }

    /// # Errors
    /// Where the output cannot be written.
    pub fn write(&mut self, record: &QuoteRecord) -> Result<(), csv::Error> {
        let article = &record.article;
        let speaker = record.speaker.as_ref();
        let confidence = format!("{:.2}", record.confidence);
        let text = |value: &'_ Option<String>| -> String { value.clone().unwrap_or_default() };
        let role = |role: fn(&SpeakerRecord) -> &Option<String>| speaker.map(|speaker| text(role(speaker)));
        self.0.write([
            text(&article.date).as_str(),
            speaker.map_or("", |speaker| speaker.name.as_str()),
            &role(|speaker| &speaker.party).unwrap_or_default(),
            &role(|speaker| &speaker.office).unwrap_or_default(),
            &record.quote,
            &record.kind,
            &text(&article.outlet),
            &text(&article.title),
            &text(&article.byline),
            &text(&article.url),
            &article.path,
            &text(&article.member),
            &text(&record.mention),
            &confidence,
            &record.rule,
            &record.id,
            speaker.map_or("", |speaker| speaker.id.as_str()),
            &article.id,
            record.reported_by.as_ref().map_or("", |speaker| speaker.name.as_str()),
            record.corrected_from.as_ref().map_or("", |speaker| speaker.name.as_str()),
        ])
    }

    /// # Errors
    /// Where the output cannot be written.
    pub fn finish(self) -> Result<(), csv::Error> {
        self.0.finish()
    }
}

/// A quote as an item of a Markdown list, with its source.
pub fn render_markdown(record: &QuoteRecord) -> String {
    let article = &record.article;
    let quote = markdown_text(&record.quote);
    let quote = if record.kind == "indirect" { format!("(reported) {quote}") } else { format!("“{quote}”") };
    let speaker = record.speaker.as_ref().map_or_else(
        || "unknown speaker".to_string(),
        |speaker| match &speaker.party {
            Some(party) => format!("**{}** ({})", markdown_text(&speaker.name), markdown_text(party)),
            None => format!("**{}**", markdown_text(&speaker.name)),
        },
    );
    let title = article.title.as_deref().unwrap_or(&article.path);
    let title = markdown_link(title, article.url.as_deref().unwrap_or_default());
    let outlet = article.outlet.as_deref().map(|outlet| format!("{}, ", markdown_text(outlet))).unwrap_or_default();
    let date = article.date.as_deref().unwrap_or("undated");
    format!("- {quote} — {speaker}, {outlet}{title}, {} {}", markdown_text(date), markdown_code(&record.id))
}
