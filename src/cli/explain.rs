//! `onrecord show --explain`: why a quote has its speaker, or has none.

use std::io::Write;

use super::args::ColorWhen;
use super::exit::Status;
use super::look::Look;
use super::{hits, output};
use crate::desk::told;
use crate::desk::{Agreement, ExplainedQuote, Library, Printed};
use crate::harmless::clean;

/// Explains the quote with this id.
pub fn run(library: &Library, id: &str, color: ColorWhen) -> anyhow::Result<Status> {
    let ExplainedQuote { stored, text, explanation, agreement } = library.explain(id)?;
    let mut out = output::text_stdout(color);
    let look = Look::new(None);
    write!(out, "{}", look.wrap(&hits::printed_text(&Printed::of(&stored), &look), "", ""))?;
    writeln!(out, "{}", hits::speaker_line(&stored))?;
    let article = &stored.article;
    let from = article.date_from.as_ref().map_or(String::new(), |from| format!(" (read from: {from})"));
    writeln!(out, "The article's day: {}{}", clean(&told::days_line(article)), clean(&from))?;
    for line in explanation.iter().flat_map(|explanation| explanation.in_words(&text)) {
        let indent = line.len() - line.trim_start().len();
        writeln!(out, "{}{}", " ".repeat(indent), clean(line.trim_start()))?;
    }
    match agreement {
        Agreement::Same => {}
        Agreement::Corrected => writeln!(out, "The stored speaker is not this decision but a correction.")?,
        Agreement::Other => writeln!(
            out,
            "The index holds another decision: rule {}, confidence {:.2}. It was made by another version of the program; \
             `onrecord index --rebuild` decides anew.",
            clean(&stored.rule),
            stored.confidence
        )?,
        Agreement::Gone => writeln!(
            out,
            "This version of the program no longer finds this quote: `onrecord index --rebuild` reads anew."
        )?,
    }
    out.flush()?;
    Ok(Status::Found)
}
