//! Quotes as rows: the columns of every CSV that the program writes, and Markdown.

use std::io::Write;

use super::compare::Comparison;
use super::printed::{PrintManner, Printed, printed_words};
use super::told::place_name;
use crate::harmless::{Cells, markdown_code, markdown_link, markdown_text};
use crate::index::{Hit, ParagraphsAround};
use crate::record::{QuoteRecord, SpeakerRecord};

/// The columns, in order. New ones are added at the end.
const COLUMNS: [&str; 28] = [
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
    "cue",
    "stance",
    "lead_in",
    "sentence",
    "context",
    "paragraphs",
    "date_from",
    "updated",
];

/// Writes quotes as CSV.
pub struct CsvRows<W: Write>(Cells<W>);

impl<W: Write> CsvRows<W> {
    /// Begins with the names of the columns; for Excel, with the mark that it wants.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn new(out: W, for_excel: bool) -> Result<CsvRows<W>, csv::Error> {
        Ok(CsvRows(Cells::new(out, &COLUMNS, for_excel)?))
    }

    /// # Errors
    /// Where the output cannot be written.
    pub fn write(&mut self, record: &QuoteRecord) -> Result<(), csv::Error> {
        self.write_around(record, None)
    }

    /// The same with the paragraphs around the quote, where they were asked for.
    ///
    /// # Errors
    /// Where the output cannot be written.
    pub fn write_around(&mut self, record: &QuoteRecord, around: Option<&ParagraphsAround>) -> Result<(), csv::Error> {
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
            &printed_words(record),
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
            &text(&record.cue),
            &text(&record.stance),
            &text(&record.lead_in),
            &text(&record.sentence),
            &record.context,
            &around.map(|around| paragraphs_of(around).collect::<Vec<_>>().join("\n\n")).unwrap_or_default(),
            &text(&article.date_from),
            &text(&article.updated),
        ])
    }

    /// # Errors
    /// Where the output cannot be written.
    pub fn finish(self) -> Result<(), csv::Error> {
        self.0.finish()
    }
}

/// The columns of a comparison, in order.
pub const COMPARED: [&str; 6] = ["side", "period", "count", "of", "share", "name"];

/// Writes a comparison, a row for each side in each period and one for all of it.
///
/// # Errors
/// Where the output cannot be written.
pub fn write_comparison<W: Write>(rows: &mut Cells<W>, table: &Comparison) -> Result<(), csv::Error> {
    for side in &table.sides {
        for cell in side.periods.iter().chain([&side.total]) {
            let share = cell.share.map(|share| format!("{share:.4}")).unwrap_or_default();
            let (count, of) = (cell.count.to_string(), cell.of.to_string());
            rows.write([side.side.as_str(), &cell.period, &count, &of, &share, &side.name])?;
        }
    }
    Ok(())
}

/// The paragraphs around a quote, its own between them.
fn paragraphs_of(around: &ParagraphsAround) -> impl Iterator<Item = &str> {
    around.before.iter().chain(&around.own).chain(&around.behind).map(|paragraph| paragraph.trim())
}

/// A hit as an item of a Markdown list; below it where it matched if not in the words shown, and the paragraphs around it
/// where they were asked for, as a quotation.
pub fn render_hit_markdown(hit: &Hit) -> String {
    let printed = Printed::with_matches(&hit.record, &hit.in_quote, &hit.in_sentence);
    let mut text = format!("{}\n", render_markdown(&hit.record, &printed));
    for found in &hit.elsewhere {
        text.push_str(&format!("  - {}: {}\n", place_name(found), with_bold(&found.text, &found.matches)));
    }
    if let Some(around) = &hit.around {
        let shown: Vec<String> =
            paragraphs_of(around).map(|paragraph| format!("  > {}", markdown_text(paragraph))).collect();
        text.push_str(&format!("\n{}\n\n", shown.join("\n  >\n")));
    }
    text
}

/// A quote as an item of a Markdown list, with its source: a whole statement in quotation marks; a few words, and reported
/// speech, in their sentence, where the words or the word of saying, and what was searched for, are bold.
pub fn render_markdown(record: &QuoteRecord, printed: &Printed) -> String {
    let article = &record.article;
    let mut bold = printed.matches.clone();
    match printed.manner {
        PrintManner::Words => {}
        PrintManner::InPart => bold.extend(&printed.words),
        PrintManner::Reported => bold.extend(printed.cue),
    }
    let words = with_bold(&printed.text, &bold);
    let quote = match printed.manner {
        PrintManner::Words => format!("“{words}”"),
        PrintManner::InPart | PrintManner::Reported => format!("{}{words}", markdown_text(&printed.label()) + " "),
    };
    let speaker = record.speaker.as_ref().map_or_else(
        || "unknown speaker".to_string(),
        |speaker| match &speaker.party {
            Some(party) => format!("**{}** ({})", markdown_text(&speaker.name), markdown_text(party)),
            None => format!("**{}**", markdown_text(&speaker.name)),
        },
    );
    let title = article.title.as_deref().unwrap_or(&article.path);
    let title = markdown_link(title, article.url.as_deref().unwrap_or_default());
    let outlet = markdown_text(article.outlet.as_deref().unwrap_or("outlet unknown"));
    let date = article.date.as_deref().unwrap_or("undated");
    format!("- {quote} — {speaker}, {outlet}, {title}, {} {}", markdown_text(date), markdown_code(&record.id))
}

/// Text that is only text to Markdown, with stretches of its characters bold.
fn with_bold(text: &str, stretches: &[[usize; 2]]) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut is_bold = vec![false; characters.len()];
    for [start, end] in stretches {
        is_bold.iter_mut().take(*end).skip(*start).for_each(|bold| *bold = true);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for run in is_bold.chunk_by(|one, other| one == other).scan(0, |from, run| {
        let stretch = *from..*from + run.len();
        *from = stretch.end;
        Some(stretch)
    }) {
        let part: String = characters[run.clone()].iter().collect();
        let is_spaced = |end: Option<char>| end.is_some_and(char::is_whitespace);
        let space = |spaced: bool| if spaced { " " } else { "" };
        let (before, behind) = (space(is_spaced(part.chars().next())), space(is_spaced(part.chars().next_back())));
        let shown = markdown_text(&part);
        if shown.is_empty() {
            out.push_str(before);
        } else if is_bold[run.start] {
            out.push_str(&format!("{before}**{shown}**{behind}"));
        } else {
            out.push_str(&format!("{before}{shown}{behind}"));
        }
    }
    out.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::with_bold;

    #[test]
    fn bold_stands_where_it_is_meant() {
        assert_eq!(with_bold("she *denied* it", &[[4, 12]]), "she **\\*denied\\*** it");
        assert_eq!(with_bold("a  b\n\nc", &[[0, 1]]), "**a** b c");
        assert_eq!(with_bold("", &[]), "");
    }
}
