//! Quotes as citations for reference managers: BibTeX, RIS, and the JSON of the Citation Style Language.
//!
//! What is cited is the article; the note says who is quoted in it and with which words, reported speech and a few quoted
//! words in their sentence. Keys are made of the speaker's surname, the year and the quote's id, so that the same quote has
//! the same key tomorrow; a quote that comes twice is one entry.

use std::collections::HashSet;
use std::io::Write;

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value, json};

use super::printed::{PrintManner, Printed, printed_words};
use super::told::date_in_words;
use crate::harmless::{csl_note, json_bytes, line, ris_file, tex, web_address};
use crate::people::slug;
use crate::record::QuoteRecord;

/// A form of citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// The JSON of the Citation Style Language.
    Csl,
}

/// Writes citations one by one.
pub struct Citations<W: Write> {
    out: W,
    style: Style,
    /// The day of access, where it is told.
    accessed: Option<NaiveDate>,
    /// The ids of what was written.
    written: HashSet<String>,
}

impl<W: Write> Citations<W> {
    /// Citations written to `out`.
    pub fn new(out: W, style: Style, accessed: Option<NaiveDate>) -> Citations<W> {
        Citations { out, style, accessed, written: HashSet::new() }
    }

    /// # Errors
    /// Where the output cannot be written.
    pub fn write(&mut self, record: &QuoteRecord) -> std::io::Result<()> {
        // The same article at another path has the same quotes.
        if !self.written.insert(record.id.clone()) {
            return Ok(());
        }
        match self.style {
            Style::Bibtex => write!(self.out, "{}", bibtex(record, self.accessed))?,
            Style::Ris => write!(self.out, "{}", ris(record, self.accessed))?,
            Style::Csl => {
                let before = if self.written.len() == 1 { "[\n" } else { ",\n" };
                write!(self.out, "{before}")?;
                self.out.write_all(&json_bytes(&csl(record, self.accessed))?)?;
            }
        }
        Ok(())
    }

    /// # Errors
    /// Where the output cannot be written.
    pub fn finish(mut self) -> std::io::Result<()> {
        if self.style == Style::Csl {
            let before = if self.written.is_empty() { "[" } else { "\n" };
            writeln!(self.out, "{before}]")?;
        }
        self.out.flush()
    }
}

/// Writes the citations of these quotes.
///
/// # Errors
/// Where the output cannot be written.
pub fn write_all<'r>(
    out: impl Write,
    style: Style,
    accessed: Option<NaiveDate>,
    quotes: impl Iterator<Item = &'r QuoteRecord>,
) -> std::io::Result<()> {
    let mut citations = Citations::new(out, style, accessed);
    for quote in quotes {
        citations.write(quote)?;
    }
    citations.finish()
}

/// `corbyn2016-66f29c44`: the surname, the year, and the number of the quote's id.
fn key(record: &QuoteRecord) -> String {
    let name = record.speaker.as_ref().map_or("unknown", |speaker| speaker.name.as_str());
    let slug = slug(name);
    let surname: String =
        slug.rsplit('-').next().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    let surname = if surname.is_empty() { "speaker" } else { &surname };
    let year = day(record).map_or_else(|| "undated".to_string(), |day| day.year().to_string());
    let number = record.id.rsplit('-').next().unwrap_or_default();
    format!("{surname}{year}-{number}")
}

fn day(record: &QuoteRecord) -> Option<NaiveDate> {
    record.article.date.as_deref()?.parse().ok()
}

/// Where the article can be read: its address where it is one of the web, else the file.
fn place(record: &QuoteRecord) -> (Option<String>, String) {
    let member = record.article.member.as_ref().map_or(String::new(), |member| format!("#{}", line(member)));
    (record.article.url.as_deref().and_then(web_address), format!("{}{member}", line(&record.article.path)))
}

/// `Quotes Jeremy Corbyn (Labour): “…”`.
fn note(record: &QuoteRecord) -> String {
    let speaker = match &record.speaker {
        Some(speaker) => match &speaker.party {
            Some(party) => format!("{} ({})", line(&speaker.name), line(party)),
            None => line(&speaker.name),
        },
        None => "an unknown speaker".to_string(),
    };
    let printed = Printed::of(record);
    let text = line(&printed.text);
    match printed.manner {
        PrintManner::Words => format!("Quotes {speaker}: “{text}”"),
        PrintManner::InPart => format!("Quotes {speaker} in part: “{}”, in: {text}", line(&printed_words(record))),
        PrintManner::Reported => format!("Reports of {speaker}: {text}"),
    }
}

/// One line for a text: `“…” — Ann Example (Labour), The Testby Courier, 4 March 2019, “Pier closes”, https://…`. Reported
/// speech and a few quoted words stand in their sentence, and it says so.
pub fn in_words(record: &QuoteRecord) -> String {
    let article = &record.article;
    let printed = Printed::of(record);
    let text = line(&printed.text);
    let words = match printed.manner {
        PrintManner::Words => format!("“{text}”"),
        PrintManner::InPart | PrintManner::Reported => format!("{}{text}", line(&printed.label()) + " "),
    };
    let speaker = match &record.speaker {
        Some(speaker) => match &speaker.party {
            Some(party) => format!("{} ({})", line(&speaker.name), line(party)),
            None => line(&speaker.name),
        },
        None => "unknown speaker".to_string(),
    };
    let (url, path) = place(record);
    let parts = [
        Some(speaker),
        article.outlet.as_deref().map(line),
        Some(date_in_words(article)),
        article.title.as_deref().map(|title| format!("“{}”", line(title))),
        Some(url.unwrap_or(path)),
    ];
    format!("{words} — {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn bibtex(record: &QuoteRecord, accessed: Option<NaiveDate>) -> String {
    let article = &record.article;
    let (url, path) = place(record);
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut text = |name: &'static str, value: Option<&str>| {
        fields.extend(value.map(|value| (name, format!("{{{}}}", tex(value)))));
    };
    // The byline is one name to BibTeX, whatever it says.
    let author = article.byline.as_deref().map(|byline| format!("{{{}}}", tex(byline)));
    text("title", article.title.as_deref());
    text("journal", article.outlet.as_deref());
    if let Some(author) = author {
        fields.insert(0, ("author", format!("{{{author}}}")));
    }
    if let Some(day) = day(record) {
        fields.push(("date", format!("{{{day}}}")));
        fields.push(("year", format!("{{{}}}", day.year())));
        fields.push(("month", day.format("%b").to_string().to_lowercase()));
    }
    match url {
        Some(url) => fields.push(("url", format!("{{{}}}", url))),
        None => fields.push(("howpublished", format!("{{{}}}", tex(&path)))),
    }
    fields.extend(accessed.map(|day| ("urldate", format!("{{{day}}}"))));
    fields.push(("note", format!("{{{}}}", tex(&note(record)))));
    let fields: String = fields.iter().map(|(name, value)| format!("  {name} = {value},\n")).collect();
    format!("@article{{{},\n{fields}}}\n\n", key(record))
}

fn ris(record: &QuoteRecord, accessed: Option<NaiveDate>) -> String {
    let article = &record.article;
    let (url, path) = place(record);
    let mut lines = vec![("TY", "NEWS".to_string()), ("ID", key(record))];
    let mut text = |tag: &'static str, value: Option<&str>| lines.extend(value.map(|value| (tag, line(value))));
    text("AU", article.byline.as_deref());
    text("TI", article.title.as_deref());
    text("T2", article.outlet.as_deref());
    if let Some(day) = day(record) {
        lines.push(("PY", day.year().to_string()));
        lines.push(("DA", day.format("%Y/%m/%d").to_string()));
    }
    match url {
        Some(url) => lines.push(("UR", url)),
        None => lines.push(("L1", ris_file(&path))),
    }
    lines.extend(accessed.map(|day| ("Y2", day.format("%Y/%m/%d").to_string())));
    lines.push(("N1", note(record)));
    lines.push(("ER", String::new()));
    let text: String = lines.iter().map(|(tag, value)| format!("{tag}  - {value}\r\n")).collect();
    format!("{text}\r\n")
}

fn csl(record: &QuoteRecord, accessed: Option<NaiveDate>) -> Value {
    let article = &record.article;
    let (url, path) = place(record);
    let mut item = Map::new();
    item.insert("id".into(), key(record).into());
    item.insert("type".into(), "article-newspaper".into());
    let mut text = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            item.insert(name.into(), line(value).into());
        }
    };
    text("title", article.title.as_deref());
    text("container-title", article.outlet.as_deref());
    text("URL", url.as_deref());
    text("source", url.is_none().then_some(path.as_str()));
    text("note", Some(&csl_note(&note(record))));
    if let Some(byline) = &article.byline {
        item.insert("author".into(), json!([{ "literal": line(byline) }]));
    }
    if let Some(day) = day(record) {
        item.insert("issued".into(), date_parts(day));
    }
    if let Some(day) = accessed {
        item.insert("accessed".into(), date_parts(day));
    }
    Value::Object(item)
}

fn date_parts(day: NaiveDate) -> Value {
    json!({ "date-parts": [[day.year(), day.month(), day.day()]] })
}
