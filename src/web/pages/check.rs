//! A text pasted, and what the archive says of its quotations. Nothing is kept of it.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::desk::{CheckedDraft, CheckedQuotation, QuotationVerdict};
use crate::harmless::{line, paragraph};
use crate::web::call::Call;
use crate::web::fault::Fault;
use crate::web::frame::{PageFrame, frame};
use crate::web::reply::Reply;
use crate::web::safety::{is_from_here, is_same};
use crate::web::site::{PageContext, Site};

/// Bytes of a form with a draft.
pub const LARGEST_DRAFT: usize = 128 << 10;

/// Quotations of a pasted text that are checked: bounds the time.
const MOST_QUOTATIONS: usize = 300;

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    chrome: PageFrame,
    token: String,
    /// What was pasted.
    pasted: String,
    /// The draft's text in stretches, those of quotations with the number of their panel and the class of their verdict.
    stretches: Vec<DraftStretch>,
    panels: Vec<CheckPanel>,
    /// `3 verbatim, 1 altered`.
    counts: String,
    unchecked: usize,
}

/// A stretch of a draft.
struct DraftStretch {
    text: String,
    quotation: Option<(usize, &'static str)>,
}

/// What is told of a quotation.
struct CheckPanel {
    number: usize,
    class: &'static str,
    verdict: &'static str,
    speaker: String,
    words: String,
    told: String,
    /// Whether both have them, the draft's words, the archive's.
    compared: Vec<(bool, String, String)>,
    /// Address and words of the quotes that it rests on, or of near ones.
    sources: Vec<(String, String, String)>,
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Pasting {
    #[serde(default)]
    token: String,
    #[serde(default)]
    text: String,
}

pub fn form(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    Ok(Reply::html(&page(scene, "", None))?)
}

/// Checks what was pasted.
pub async fn check(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    call: Call,
    Form(sent): Form<Pasting>,
) -> Response {
    if !is_from_here(&headers) || !is_same(&sent.token, &site.token) {
        return Fault::Forbidden("A text is checked from the form of this site alone.").into_response_for(false);
    }
    let edition = site.edition();
    let checked = site.clone().work(edition, call, move |scene| {
        let checked = scene.edition.library.check_text(&sent.text, MOST_QUOTATIONS)?;
        Ok(Reply::html(&page(scene, &sent.text, checked.as_ref()))?)
    });
    match checked.await {
        Ok(reply) => reply.into_response(),
        Err(fault) => fault.into_response_for(false),
    }
}

fn page(scene: &PageContext<'_>, pasted: &str, checked: Option<&CheckedDraft>) -> CheckPage {
    let quotations = checked.map_or(&[][..], |draft| &draft.quotations);
    let counts = QuotationVerdict::ALL.into_iter().filter_map(|verdict| {
        let count = checked.map_or(0, |draft| draft.count(verdict));
        (count > 0).then(|| format!("{count} {}", verdict.in_words()))
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    CheckPage {
        chrome: frame(scene, "Check a draft"),
        token: scene.site.token.clone(),
        pasted: paragraph(pasted),
        stretches: checked.map_or_else(Vec::new, stretches),
        panels: quotations.iter().map(panel).collect(),
        counts: if counts.is_empty() && !pasted.is_empty() { "no quotation".to_owned() } else { counts },
        unchecked: checked.map_or(0, |draft| draft.unchecked),
    }
}

/// The text of a draft at its quotations.
fn stretches(draft: &CheckedDraft) -> Vec<DraftStretch> {
    let mut marked: Vec<(usize, usize, &CheckedQuotation)> = draft
        .quotations
        .iter()
        .flat_map(|quotation| quotation.segments.iter().map(move |[start, end]| (*start, *end, quotation)))
        .collect();
    marked.sort_by_key(|(start, end, _)| (*start, *end));
    let mut characters = draft.text.chars();
    let mut stretches = Vec::new();
    let mut at = 0;
    for (start, end, quotation) in marked.into_iter().filter(|(start, end, _)| start < end) {
        // Words of two quotations are shown as those of the first.
        if start < at {
            continue;
        }
        let before: String = characters.by_ref().take(start - at).collect();
        let words: String = characters.by_ref().take(end - start).collect();
        stretches.push(DraftStretch { text: paragraph(&before), quotation: None });
        let told = Some((quotation.number, class(quotation.judged.verdict)));
        stretches.push(DraftStretch { text: paragraph(&words), quotation: told });
        at = end;
    }
    stretches.push(DraftStretch { text: paragraph(&characters.collect::<String>()), quotation: None });
    stretches
}

fn class(verdict: QuotationVerdict) -> &'static str {
    match verdict {
        QuotationVerdict::Verbatim => "as-said",
        QuotationVerdict::Altered | QuotationVerdict::SaidByAnother => "not-so",
        QuotationVerdict::Limited => "in-part-so",
        QuotationVerdict::NotFound => "not-here",
        QuotationVerdict::NotJudged => "not-judged",
    }
}

fn panel(quotation: &CheckedQuotation) -> CheckPanel {
    let near = quotation.judged.nearest.iter().map(|near| &near.source);
    let sources = quotation.judged.sources.iter().chain(near).map(|source| {
        let speaker = source.speaker.as_ref().map_or_else(String::new, |speaker| line(&speaker.name));
        let parts = [source.title.as_deref(), source.outlet.as_deref(), source.date.as_deref()];
        let place = parts.into_iter().flatten().map(line).collect::<Vec<_>>().join(", ");
        // Ids are letters, digits and hyphens.
        (format!("/quote/{}", source.id), line(&source.printed), format!("{speaker} – {place}"))
    });
    CheckPanel {
        number: quotation.number,
        class: class(quotation.judged.verdict),
        verdict: quotation.judged.verdict.in_words(),
        speaker: quotation.speaker.as_ref().map_or_else(String::new, |speaker| line(&speaker.name)),
        words: line(quotation.words.trim_end_matches(',')),
        told: line(&quotation.told),
        compared: quotation.judged.compared.iter().map(|it| (it.same, line(&it.draft), line(&it.archive))).collect(),
        sources: sources.collect(),
    }
}
